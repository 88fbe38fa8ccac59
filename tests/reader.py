"""A reader who polls nginx and the published tree all the time and notes whatever is not whole.

Every publication of a test writes its number into the titles of some articles (`lay`), so that one answer, and one
tree seen through one resolved link, must hold one number only, and never an older one than before.
"""

from __future__ import annotations

import gzip
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

import brotli

from tests.conftest import article, write
from tests.lengths import AUDIT
from tests.served_desk import wait_for
from tests.server import Address, Answer, ask

MARK = re.compile("Lượt ([0-9]{5})".encode())
PAUSE = 0.015
"""Seconds."""
LIVE = 4
"""Articles that carry the number; each publication brings one and takes one away."""
MARKED = (
    "index.html", "tin-tuc/index.html", "chu-de/cai-cach-thu-tuc-hanh-chinh/index.html",
    "co-quan/so-noi-vu/index.html", "tin-tuc/2024/04/dau-tien/index.html", "luu-tru/2024/04/index.html",
    "feeds/tin-tuc.rss.xml", "feeds/tin-tuc.atom.xml", "feeds/co-quan/so-noi-vu.rss.xml",
    "du-lieu/bai-viet/2024-04.csv", "du-lieu/bai-viet/2024-04.json", "feeds/co-quan/so-noi-vu.atom.xml",
)  # fmt: skip
"""Files that hold the number."""
OLD = "tin-tuc/2024/03/tap-huan-mot-cua/index.html"
FILES = (*MARKED, OLD, "robots.txt", "media/mot-cua.png", "404.html")
ENDS = {".html": (b"</html>",), ".xml": (b"</rss>", b"</feed>"), ".json": (b"}", b"]")}
CODINGS = ("", "gzip", "br, gzip")


def lay(portal: Path, number: int) -> None:
    """Write a publication's number into the portal: one article stays, one comes, one goes, all change."""
    names = ["dau-tien", *(f"luot-{n}" for n in range(max(0, number - LIVE + 2), number + 1))]
    folder = portal / "content" / "news" / "2024" / "04"
    for file in folder.glob("luot-*.md"):
        if file.stem not in names:
            file.unlink()
    for place, name in enumerate(names):
        text = article(
            title=f"Lượt {number:05} bài {name}", date=f"2024-04-20T0{place}:00:00+07:00", body="Thân bài. " * 30
        )
        write(portal, f"content/news/2024/04/{name}.md", text)


def number_in(data: bytes) -> int | None:
    """Return the number that a file holds; None when it holds none, or several."""
    found = {int(one) for one in MARK.findall(data)}
    return found.pop() if len(found) == 1 else None


class Reader(threading.Thread):
    """Asks nginx and looks at the tree until it is told to stop."""

    def __init__(self, address: Address, to: Path, files: tuple[str, ...] = FILES) -> None:
        super().__init__(daemon=True)
        self._address, self._to, self._files = address, to, files
        self._over = threading.Event()
        self._newest = 0
        self._fixed: dict[str, bytes] = {}
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()
        """How many answers and looks there were."""
        self.numbers: set[int] = set()

    def run(self) -> None:
        """Read on and on; the short form leaves the machine to what it reads from in between."""
        while not self._over.is_set():
            for path in self._files:
                for coding in CODINGS:
                    self._ask(path, coding)
                    self._over.wait(0 if AUDIT else PAUSE)
            self._look()

    def until(self, number: int) -> None:
        """Wait for the publication of this number to be read: on a busy machine that is later than it was made."""
        wait_for(lambda: number in self.numbers, lambda: f"{number} was never read, but {self.numbers}: {self.faults}")

    def finish(self) -> None:
        """Stop and wait."""
        self._over.set()
        self.join()

    def _fault(self, where: str, what: object) -> None:
        if len(self.faults) < 50:
            self.faults.append(f"{where}: {what}")

    def _ask(self, path: str, coding: str) -> None:
        """Ask nginx for a file."""
        url = self._address + path.removesuffix("index.html")
        try:
            answer = ask(url, **({"Accept_Encoding": coding} if coding else {}))
            data = answer.decoded
        except (OSError, HTTPException, EOFError, brotli.error) as error:
            self._fault(f"{path} [{coding}]", repr(error))
            return
        self.seen["answers"] += 1
        self._judge(f"{path} [{coding}]", path, answer, data)

    def _judge(self, where: str, path: str, answer: Answer, data: bytes) -> None:
        if answer.status != 200:
            self._fault(where, answer.status)
            return
        if coded := answer["Content-Encoding"]:
            self.seen[coded] += 1
        self._whole(where, path, data)
        if path in MARKED:
            number = number_in(data)
            if number is None or number < self._newest:
                self._fault(where, f"holds {set(MARK.findall(data))} after {self._newest}")
            else:
                self._newest = number
                self.numbers.add(number)

    def _whole(self, where: str, path: str, data: bytes) -> None:
        """Check that a file is not cut, and that what never changes is as it was."""
        ends = ENDS.get(Path(path).suffix)
        if not data or (ends and not data.rstrip().endswith(ends)):
            self._fault(where, f"cut: {data[-40:]!r}")
        if path in ("robots.txt", "media/mot-cua.png") and self._fixed.setdefault(path, data) != data:
            self._fault(where, "other bytes")

    def _look(self) -> None:
        """Read many files through one resolved link: one site, each compressed copy that of its file."""
        link = self._to / "public"
        before, tree = os.lstat(link), Path(os.path.realpath(link))
        faults = list(_faults_of(tree, tuple(path for path in self._files if path in MARKED)))
        after = os.lstat(link)
        if (before.st_ino, before.st_ctime_ns) != (after.st_ino, after.st_ctime_ns):
            return  # the site was swapped in between: this tree may be worked on by now
        self.seen["looks"] += 1
        for fault in faults:
            self._fault("tree", fault)


def _faults_of(tree: Path, paths: tuple[str, ...]) -> Iterator[str]:
    numbers = set()
    for path in paths:
        try:
            data = (tree / path).read_bytes()
            copies = (
                gzip.decompress((tree / f"{path}.gz").read_bytes()),
                brotli.decompress((tree / f"{path}.br").read_bytes()),
            )
        except (OSError, EOFError, brotli.error) as error:
            yield repr(error)
            continue
        if copies != (data, data):
            yield f"{path}: a compressed copy is another site's"
        numbers.add(number_in(data))
    if len(numbers) > 1 or None in numbers:
        yield f"a mixture of sites {numbers}"


@contextmanager
def reading(address: Address, to: Path, files: tuple[str, ...] = FILES) -> Iterator[Reader]:
    """Have somebody read all the while, and nothing ever be wrong."""
    reader = Reader(address, to, files)
    reader.start()
    try:
        yield reader
    finally:
        reader.finish()
    assert not reader.faults, "\n".join(reader.faults)
    assert reader.seen["looks"]
    assert reader.seen["gzip"]
    assert reader.seen["br"]
