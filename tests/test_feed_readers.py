"""Programs that people read feeds with, over a real nginx: published, corrected, withdrawn between two looks."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import brotli
import pytest

from tests.conftest import NOW, article, build_portal, small_portal, write
from tests.server import Address, ask, configure, lay, nginx

pytestmark = pytest.mark.xdist_group("nginx")

FILE = "content/news/2026/11/bai-cho-bao.md"
FIELDS = {"title": "Bài cho báo chí", "date": "2026-11-20T08:00:00+07:00"}
CORRECTED = FIELDS | {"corrections": '[{date: 2026-11-21, note: "Số đúng là 80", grave: true}]'}
GONE = CORRECTED | {"status": "withdrawn", "withdrawn": '{date: 2026-11-22, reason: "Sai số liệu"}'}
STATES = (FIELDS, CORRECTED, GONE)
FEEDS = ("feeds/tin-tuc.rss.xml", "feeds/tin-tuc.atom.xml", "feeds/tin-tuc.json")


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The small portal with a new article, after its correction, and after its withdrawal, each as published."""
    root = small_portal(tmp_path_factory.mktemp("portal") / "p")
    found = []
    for number, fields in enumerate(STATES):
        write(root, FILE, article(**fields))
        build_portal(root, now=NOW + timedelta(minutes=number))
        found.append(lay(root / "public", tmp_path_factory.mktemp(f"state{number}")))
    return found


@pytest.fixture(scope="module")
def served(trees: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Address, Path]]:
    """A server whose site can be brought from one state to the next."""
    to = tmp_path_factory.mktemp("served")
    shutil.copytree(trees[0], to, symlinks=True, dirs_exist_ok=True)
    for number, tree in enumerate(trees):
        shutil.copytree(tree / ".cchc/trees/a", to / f".cchc/trees/{number}")
    configure(to)
    with nginx(to) as address:
        yield address, to


def show(to: Path, number: int) -> None:
    """Show a state, at once, as a build does."""
    link = to / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(f".cchc/trees/{number}")
    link.replace(to / "public")


def newsboat(address: Address, home: Path) -> dict[str, tuple[str, str]]:
    """Have newsboat look at the feed; return title and text of what it keeps by identity."""
    home.mkdir(exist_ok=True)
    (home / "urls").write_text(f"{address}feeds/tin-tuc.rss.xml\n", encoding="utf-8")
    (home / "config").write_text("", encoding="utf-8")
    files = ("-u", home / "urls", "-C", home / "config", "-c", home / "cache.db")
    subprocess.run(["newsboat", *files, "-x", "reload"], check=True, capture_output=True, env=_env(home))
    with sqlite3.connect(home / "cache.db") as cache:
        rows = cache.execute("select guid, title, content from rss_item where deleted = 0").fetchall()
    return {guid: (title, content) for guid, title, content in rows}


def _env(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "dumb"}


ITEM = "tag:nho.example.vn,2024:bai:2026/11/bai-cho-bao"
GRAVE = "tag:nho.example.vn,2024:dinh-chinh:2026/11/bai-cho-bao:2026-11-21"


def test_newsboat_shows_what_became_of_an_article(served: tuple[Address, Path], tmp_path: Path) -> None:
    """One item in its last state, and the grave correction beside it, both replaced when it is withdrawn."""
    address, to = served
    seen = []
    for number in range(len(STATES)):
        show(to, number)
        kept = newsboat(address, tmp_path / "newsboat")
        seen.append({guid: kept[guid] for guid in (ITEM, GRAVE) if guid in kept})

    assert [one[ITEM][0] for one in seen] == [
        "Bài cho báo chí", "[ĐÍNH CHÍNH] Bài cho báo chí", "[ĐÃ GỠ BỎ] Bài cho báo chí",
    ]  # fmt: skip
    assert "Số đúng là 80" in seen[1][ITEM][1]
    assert seen[1][GRAVE][0] == "Đính chính: Bài cho báo chí"
    assert "Sai số liệu" in seen[2][ITEM][1]
    assert "Đoạn thứ hai" not in seen[2][ITEM][1]
    assert "Số đúng là 80" not in "".join(seen[2][GRAVE])


def mails(folder: Path) -> list[tuple[str, str]]:
    """Return subject and text of the letters in a maildir, the oldest first, and remove them."""
    found = []
    for file in sorted(folder.glob("new/*"), key=lambda file: file.stat().st_mtime_ns):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        found.append((str(letter["Subject"]), letter.get_content()))
        file.unlink()
    return found


def test_rss2email_writes_of_what_became_of_an_article(served: tuple[Address, Path], tmp_path: Path) -> None:
    """A letter of the article, one of each change, and one of the grave correction."""
    address, to = served
    config = tmp_path / "rss2email.cfg"
    box = tmp_path / "box"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    config.write_text(
        "[DEFAULT]\nfrom = cong@example.vn\nto = bao@example.vn\nemail-protocol = maildir\n"
        f"maildir-path = {tmp_path}\nmaildir-mailbox = box\nreply-changes = True\nuse-publisher-email = False\n"
        "verbose = error\nhtml-mail = False\n",
        encoding="utf-8",
    )
    command = ["r2e", "-c", str(config), "-d", str(tmp_path / "data.json")]
    subprocess.run([*command, "add", "cong", f"{address}feeds/tin-tuc.atom.xml"], check=True, env=_env(tmp_path))
    letters = []
    for number in range(len(STATES)):
        show(to, number)
        subprocess.run([*command, "run"], check=True, env=_env(tmp_path))
        letters.append([one for one in mails(box) if "Bài cho báo chí" in one[0]])

    assert [sorted(subject for subject, _ in one) for one in letters] == [
        ["Bài cho báo chí"],
        ["[ĐÍNH CHÍNH] Bài cho báo chí", "Đính chính: Bài cho báo chí"],
        ["[ĐÃ GỠ BỎ] Bài cho báo chí", "[ĐÃ GỠ BỎ] Đính chính: Bài cho báo chí"],
    ]
    assert all("Số đúng là 80" in text for _, text in letters[1])
    assert all("Sai số liệu" in text for _, text in letters[2])


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_an_unchanged_feed_is_not_sent_again(served: tuple[Address, Path], path: str, encoding: str) -> None:
    """Plain and compressed, by ETag and by date; what was sent is the very feed."""
    address, to = served
    show(to, 0)
    first = ask(address + path, Accept_Encoding=encoding)
    data = {"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding, bytes)(first.body)
    again = ask(address + path, Accept_Encoding=encoding, If_None_Match=first["ETag"])
    later = ask(address + path, Accept_Encoding=encoding, If_Modified_Since=first["Last-Modified"])

    assert (first.status, again.status, later.status) == (200, 304, 304)
    assert data == (to / "public" / path).read_bytes()
