"""Records change at once, after the check: what was read is never read twice, and a failed check changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from site_builder.cache import parsed, versions
from site_builder.errors import ContentError
from tests.conftest import article, build_portal, tree_of, write

GOOD, BAD = "content/news/2024/05/tot.md", "content/news/2024/06/hong.md"


def heads(root: Path, kind: str) -> dict[str, str]:
    """Return the basis of every item of a kind."""
    with closing(sqlite3.connect(root / ".cache/cchc/state.sqlite")) as state:
        return dict(state.execute("SELECT key, basis FROM items WHERE kind = ?", (kind,)))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the articles that were read."""
    paths: list[str] = []
    make = parsed.parse

    def counted(path: str, *args: object) -> parsed.Parsed:
        paths.append(path)
        return make(path, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(parsed, "parse", counted)
    return paths


def test_a_failed_check_leaves_the_records_and_keeps_what_was_read(portal: Path, read: list[str]) -> None:
    """One typo beside a hundred good changes: mended, only it is read again, and everything comes out."""
    write(portal, GOOD, article(body="Lời thứ nhất."))
    build_portal(portal)
    before = heads(portal, "record")
    write(portal, GOOD, article(body="Lời thứ hai."))
    write(portal, BAD, article(topic="khong-co"))
    with pytest.raises(ContentError):
        build_portal(portal)
    assert heads(portal, "record") == before

    read.clear()
    write(portal, BAD, article())
    build_portal(portal)

    assert read == [BAD]
    assert "Lời thứ hai." in (portal / "public/tin-tuc/2024/05/tot/index.html").read_text(encoding="utf-8")
    assert heads(portal, "staged") == {}


def test_what_was_staged_and_taken_back_is_never_seen(portal: Path) -> None:
    """A change that no check passed, undone: the records are those of the file as it is."""
    write(portal, GOOD, article(body="Lời thứ nhất."))
    build_portal(portal)
    site, before = tree_of(portal / "public"), heads(portal, "record")
    write(portal, GOOD, article(body="Lời lỡ viết."))
    write(portal, BAD, article(topic="khong-co"))
    with pytest.raises(ContentError):
        build_portal(portal)
    write(portal, GOOD, article(body="Lời thứ nhất."))
    (portal / BAD).unlink()
    build_portal(portal)

    assert (tree_of(portal / "public"), heads(portal, "record")) == (site, before)
    assert heads(portal, "staged") == {}


def test_of_two_articles_with_one_id_the_one_that_stays_is_seen(portal: Path) -> None:
    """What the other left among the staged is never taken for it."""
    write(portal, GOOD, article(id="mot", body="Lời ở lại."))
    write(portal, BAD, article(id="mot", body="Lời phải đi."))
    with pytest.raises(ContentError):
        build_portal(portal)
    (portal / BAD).unlink()
    build_portal(portal)

    assert "Lời ở lại." in (portal / "public/tin-tuc/2024/05/tot/index.html").read_text(encoding="utf-8")


def test_no_record_is_left_of_what_is_gone(portal: Path) -> None:
    """A deleted article's records go, and those of its month."""
    build_portal(portal)
    before = set(heads(portal, "record"))
    write(portal, "content/news/2031/01/mai-sau.md", article(date="2023-01-01", id="tam"))
    build_portal(portal)
    added = set(heads(portal, "record")) - before
    (portal / "content/news/2031/01/mai-sau.md").unlink()
    build_portal(portal)

    assert {"facts:tam", "body:tam", "works:2023/01", "counts:2023/01"} <= added
    assert set(heads(portal, "record")) == before


@pytest.mark.heavy
def test_a_change_of_makers_reads_no_article_again(
    portal: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the feeds are made with says nothing of what a file gave; what converts Markdown does."""
    build_portal(portal)
    rooms = versions.rooms()
    seen: dict[str, bool] = {}
    for room in ("feeds", "plan", "markup", "model", "counting"):
        read.clear()
        changed = rooms | {room: f"another {room}"}
        monkeypatch.setattr(versions, "rooms", lambda changed=changed: changed)
        versions.code_of.cache_clear()
        versions.code_version.cache_clear()
        build_portal(portal)
        seen[room] = bool(read)
    monkeypatch.undo()
    versions.code_of.cache_clear()
    versions.code_version.cache_clear()

    assert seen == {"feeds": False, "plan": False, "markup": True, "model": True, "counting": True}


def test_a_moved_article_of_its_own_id_leads_where_its_new_place_leads(portal: Path) -> None:
    """Its bytes are the old ones, and its relative links mean other addresses: the site is that of a clean build."""
    for month in ("05", "06"):
        write(portal, f"content/news/2024/{month}/dich.md", article(date=f"2024-{month}-01", title=f"Đích {month}"))
    text = article(id="rieng", date="2024-05-06", body="Xem [bài](dich.md).")
    write(portal, "content/news/2024/05/doi-cho.md", text)
    build_portal(portal)
    (portal / "content/news/2024/05/doi-cho.md").unlink()
    write(portal, "content/news/2024/06/doi-cho.md", text)
    build_portal(portal)
    moved = tree_of(portal / "public")
    shutil.rmtree(portal / ".cache")
    build_portal(portal)

    assert moved == tree_of(portal / "public")
