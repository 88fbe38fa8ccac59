"""Hostile newsrooms: articles as nobody should write them, made from a seed, and the law that they must keep.

Whatever passes `check` builds, also as if every embargo were due, and everything that was made can be read by whom it
is for. Knows: every key of an article, and what went wrong in it somewhere. Never: knows what `check` will say.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from lxml import etree

from site_builder import build
from site_builder.build import Built, Options, Rendered
from site_builder.cache.upcoming import Upcoming
from site_builder.errors import errors_of
from site_builder.publish.nginx import ServerFacts, files
from site_builder.publish.verify import verify
from site_builder.text import SENTINEL, unshowable
from tests.hostile_words import (
    ADDRESSES,
    ALIASES,
    BODIES,
    DAYS,
    GENRES,
    IDS,
    LONG,
    MARKUP,
    MINUTES,
    NO_DAYS,
    POISON,
    SIGNS,
    TOPICS,
    WORDS,
)
from tests.reading import broken_links


class Newsroom:
    """Writes hostile articles; equal seeds write equal ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._number = 0

    def articles(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield paths and texts; every article has one to three faults of its own kind, or none."""
        for self._number in range(count):
            yield self._path(), self._article()

    def _pick(self, values: tuple[str, ...]) -> str:
        return self._random.choice(values)

    def _often(self, share: float) -> bool:
        return self._random.random() < share

    def _path(self) -> str:
        month = self._pick(("2024/05",) * 6 + ("2024/06", "2026/11", "2026/12", "2027/05", "1990/01", "2019/08"))
        name = (
            f"bai-{self._number}"
            if self._often(0.95)
            else self._pick(("index", "trang-1", "a" * 200 + str(self._number)))
        )
        return f"content/news/{month}/{name}.md"

    def _text(self, size: int = 6) -> str:
        """Return some words with anything between them."""
        parts = []
        for _ in range(self._random.randint(1, size)):
            kind = self._random.random()
            pool = WORDS if kind < 0.6 else SIGNS if kind < 0.75 else MARKUP if kind < 0.985 else LONG
            parts.append(self._pick(pool) if kind < 0.9995 else self._pick(POISON))
        return self._pick((" ", " ", "", "\n")).join(parts) if size > 6 else " ".join(parts)

    def _day(self) -> str:
        return self._pick(DAYS) if self._often(0.97) else self._pick(NO_DAYS)

    def _scalar(self, text: str) -> str:
        """Write a text as YAML in one of the ways there are, not always a right one."""
        ways: tuple[Callable[[], str], ...] = (
            lambda: text,
            lambda: "'" + text.replace("'", "''") + "'",
            lambda: json.dumps(text, ensure_ascii=False),
            lambda: json.dumps(text),
            lambda: f'"{text}"',
            lambda: "|\n  " + text.replace("\n", "\n  "),
            lambda: ">-\n  " + text.replace("\n", "\n  "),
        )
        return self._random.choices(ways, (1, 5, 5, 3, 1, 1, 1))[0]()

    def _flow(self, text: str) -> str:
        """Write a text inside brackets."""
        return self._random.choice((json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'"))

    def _fill(self, pattern: str) -> str:
        return pattern.replace("{0}", str(self._number)).replace(
            "{1}", self._pick(("x" * 300, "y" * 180, "z", "%", "ă"))
        )

    def _list(self, items: list[str]) -> str:
        return "[" + ", ".join(items) + "]"

    def _article(self) -> str:
        fields = {
            "title": self._scalar(self._text()),
            "date": self._day(),
            "topic": self._list(self._random.sample(TOPICS, self._random.randint(1, 2))),
            "agency": "so-noi-vu",
        }
        for key, make in self._optional().items():
            if self._often(0.07):
                fields[key] = make()
        if self._often(0.02):
            fields[self._pick(("Draft", "nháp", "a\\b", '"x\\b"', "hide", "title ", "topics", "?"))] = self._pick(
                ("true", "x", "[]")
            )
        head = "".join(f"{key}: {value}\n" for key, value in fields.items())
        return f"---\n{head}---\n\n{self._body()}\n"

    def _optional(self) -> dict[str, Callable[[], str]]:
        """Return how each key that may be absent is written."""
        return self._media_keys() | {
            "added": self._day,
            "genre": lambda: self._pick(GENRES),
            "column": lambda: self._pick(("hoi-dap-cai-cach",) * 5 + ("la",)),
            "partners": lambda: self._pick(("[so-noi-vu, so-noi-vu]", "[so-khoa-hoc-va-cong-nghe]", "so-noi-vu")),
            "airings": lambda: self._some(self._airing),
            "summary": lambda: self._scalar(self._text(12)),
            "author": lambda: self._scalar(self._text()),
            "source": lambda: self._scalar(self._text()),
            "source_url": lambda: self._flow(self._pick(ADDRESSES)),
            "document": lambda: self._record(number=self._words(), issuer=self._words(), date=self._day()),
            "tags": lambda: self._some(self._words),
            "featured": lambda: self._pick(("true", "false", "có", "2")),
            "lang": lambda: self._pick(("vi", "en", "km", "vi", "en", "zh-Hant-TW", "x")),
            "status": lambda: self._pick(("draft",) * 2 + ("published",) * 3 + ("withdrawn", "Draft")),
            "updated": self._day,
            "corrections": lambda: self._some(lambda: self._record(date=self._day(), note=self._words())),
            "withdrawn": lambda: self._record(date=self._day(), reason=self._words()) + "\nstatus: withdrawn",
            "id": lambda: self._flow(self._fill(self._pick(IDS))),
            "aliases": lambda: self._some(lambda: self._flow(self._fill(self._pick(ALIASES)))),
        }

    def _media_keys(self) -> dict[str, Callable[[], str]]:
        """Return how the keys are written that name files."""
        pictures = ("/media/mot-cua.png",) * 3 + ("/media/ke-hoach.pdf", "/media/khong.png")
        paper = "/media/ke-hoach.pdf"
        return {
            "image": lambda: self._record(
                src=self._pick(pictures), alt=self._words(), caption=self._words(), credit=self._words()
            ),
            "media": lambda: self._record(
                url=self._flow(self._pick((*ADDRESSES, "/media/phim.mp4", paper))),
                poster=pictures[0],
                captions=self._pick(("/media/phim.vtt", paper, "''")),
                transcript=self._words(),
                minutes=self._pick(MINUTES),
            ),
            "attachments": lambda: self._some(
                lambda: self._record(file=paper, title=self._words(), number=self._words())
            ),
        }

    def _airing(self) -> str:
        channel = self._pick(("phat-thanh", "web") * 3 + ("la",))
        url = self._flow(self._pick(ADDRESSES))
        return self._record(date=self._day(), channel=channel, minutes=self._pick(MINUTES), url=url)

    def _words(self) -> str:
        return self._flow(self._text())

    def _some(self, make: Callable[[], str]) -> str:
        return self._list([make() for _ in range(self._random.randint(1, 3))])

    @staticmethod
    def _record(**fields: str) -> str:
        return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"

    def _body(self) -> str:
        blocks = []
        for _ in range(self._random.randint(1, 4)):
            pattern = self._pick(BODIES) if self._often(0.8) else "{0}"
            block = pattern
            for place in range(3):
                block = block.replace(f"{{{place}}}", self._text(3 if self._often(0.7) else 9))
            blocks.append(block.replace("{{", "{").replace("}}", "}"))
        text = self._pick(("\n\n", "\n\n", "\n")).join(blocks)
        if self._often(0.05):
            text = text[: self._random.randrange(len(text) + 1)]
        return text


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What a portal that kept the law had."""

    accepted: int
    refused: int
    files: int
    """Made files that were read."""


def hold(root: Path, count: int, seed: int, chrome: Callable[[Path], Rendered], now: datetime) -> Held:
    """Fill a portal with `count` hostile articles, take out what `check` refuses, and see the rest built and read.

    Raises:
        AssertionError: something that passed `check` does not build, or cannot be read.
    """
    for path, text in Newsroom(seed).articles(count):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="surrogatepass")
    written = len(list((root / "content/news").rglob("*.md")))
    accepted, read = lawful(root, chrome, now)
    return Held(accepted=accepted, refused=written - accepted, files=read)


def lawful(
    root: Path, chrome: Callable[[Path], Rendered], now: datetime, ours: str = "content/news/"
) -> tuple[int, int]:
    """Take out what `check` refuses of the files below `ours`, and see the rest built and read, now and later.

    Returns how many articles stay, and how many made files were read.

    Raises:
        AssertionError: something that passed `check` does not build, or cannot be read.
    """
    options = Options(now=now, verify=look)
    accepted = _accepted(root, chrome, options, ours)
    first = build.build(root, chrome, options)
    read = _read(root / "public", first, now)
    # Two years and a little on, nothing is under embargo any more.
    later = replace(options, now=now + timedelta(days=800))
    wrong = errors_of(build.check(root, chrome, later).problems)
    assert not wrong, wrong
    second = build.build(root, chrome, later)
    read += _read(root / "public", second, later.now)
    broken = list(broken_links(root / "public"))
    assert not broken, broken[:10]
    return accepted, read


def look(upcoming: Upcoming) -> None:
    """Look at a new tree as a publisher does; hidden articles say the same as public ones here, so that is no leak."""
    verify(replace(upcoming, hidden=()))


def _accepted(root: Path, chrome: Callable[[Path], Rendered], options: Options, ours: str) -> int:
    """Take out the files that `check` refuses, and those that lean on them; return how many stay."""
    while wrong := errors_of(build.check(root, chrome, options).problems):
        strangers = [problem for problem in wrong if not problem.path.startswith(ours)]
        assert not strangers, strangers
        for path in {problem.path for problem in wrong}:
            (root / path).unlink()
    return len(list((root / "content/news").rglob("*.md")))


def _read(site: Path, report: Built, now: datetime) -> int:
    """Read what was made as those do for whom it is."""
    for path in report.made:
        _read_file(path, (site / path).read_bytes())
    facts = ServerFacts(base_path=report.base_path, root="/srv/cchc/public", moved=report.moved, gone=report.gone)
    assert all(unshowable(text) == "" for text in files(facts).values()), now
    return len(report.made)


_DATA = re.compile(r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', re.DOTALL)


def _read_file(path: str, data: bytes) -> None:
    kind = path.rpartition(".")[2]
    if kind not in ("xml", "json", "html", "csv", "txt"):
        return
    text = data.decode("utf-8")
    assert not unshowable(text.replace("\r\n", "\n").removeprefix("\ufeff")), (path, hex(ord(unshowable(text))))
    assert not SENTINEL.search(text), path
    if kind == "xml":
        etree.fromstring(data)
    elif kind == "json":
        json.loads(text, parse_constant=_refuse)
    elif kind == "csv":
        rows = list(
            csv.reader(text.splitlines(keepends=True), delimiter=";" if text.count(";") > text.count(",") else ",")
        )
        assert rows, path
    elif kind == "html":
        blocks = _DATA.findall(text)
        assert blocks or "http-equiv" in text, path
        for block in blocks:
            json.loads(block, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def scratch(folder: Path, portal: Path) -> Path:
    """Copy a portal without its articles."""
    shutil.copytree(portal, folder, symlinks=True)
    shutil.rmtree(folder / "content/news")
    return folder
