"""What a feed holds, and which files change with what: counted back from the news itself, never from the clock."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from site_builder.plan import events
from site_builder.plan.events import FEED_SIZE, STEP, WINDOW, Event
from tests.conftest import NOW, article, build_portal, small_portal, tree_of, write

HOUR = timedelta(hours=1) // events.MICROSECOND


def arrivals(count: int, apart: int = HOUR) -> list[Event]:
    """Return items that came one after another and never changed."""
    return [Event(number * apart, number * apart, (f"a{number:04}", "")) for number in range(count)]


def test_a_feed_holds_fifty_items_however_old() -> None:
    """The newest by arrival, what changed last first."""
    slow = arrivals(60, 30 * 24 * HOUR)
    assert events.current(slow) == tuple(event.ref for event in reversed(slow[-FEED_SIZE:]))


def test_a_feed_holds_everything_of_the_seven_days_before_its_newest_event() -> None:
    """A day of many articles loses none; what is older leaves, whatever day it is."""
    busy = arrivals(400)
    held = events.current(busy)
    assert len(held) == 7 * 24 + 1
    assert held == tuple(event.ref for event in reversed(busy[-len(held) :]))


def test_an_old_item_that_changes_comes_back_for_seven_days() -> None:
    """First of all at once, and gone when the feed's newest event is more than seven days later."""
    changed = Event(400 * HOUR, 0, ("a0000", ""))
    for later, is_held in ((0, True), (7 * 24, True), (7 * 24 + 1, False)):
        held = events.current([changed, *arrivals(401 + later)[1:]])
        assert (("a0000", "") in held) == is_held
    assert events.current([changed, *arrivals(400)[1:]])[0] == ("a0000", "")


def test_the_archive_of_the_newest_month_grows_by_steps_and_lacks_what_is_current() -> None:
    """Whatever number of articles a month has, each is archived or among the fifty newest."""
    for count in range(1, 3 * FEED_SIZE):
        month = arrivals(count, HOUR * 24)
        kept = events.archived(month, is_newest=True)
        assert len(kept) % STEP == 0
        assert {event.ref for event in month} == {*kept, *events.current(month)}
        assert len(events.archived(month, is_newest=False)) == count


def test_what_changed_long_ago_is_not_late() -> None:
    """Only what changed within the window of the list's newest event is told to its feed."""
    assert events.late((), 0) == ()
    assert WINDOW == 7 * 24 * HOUR


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The machines' files of a portal of 150 articles in five months, and after each of several changes."""
    root = small_portal(tmp_path_factory.mktemp("plan") / "p")
    texts = {}
    for number in range(150):
        moment = NOW - timedelta(days=150 - number)
        path = f"content/news/{moment:%Y/%m}/bai-{number}.md"
        texts[path] = {"title": f"Bài số {number}", "date": moment.isoformat()}
        write(root, path, article(**texts[path]))
    built = [_built(root)]
    old = next(iter(texts))
    note = "[{date: 2026-11-22, note: Số đúng là 80}]"
    moment = NOW - timedelta(minutes=5)
    for path, fields in (
        ("content/news/2026/11/bai-moi.md", {"title": "Bài mới", "date": moment.isoformat()}),
        (old, texts[old] | {"corrections": note}),
        ("content/news/2020/05/bai-cu.md", {"title": "Cũ", "date": "2020-05-06", "added": moment.isoformat()}),
        ("content/news/2026/11/bai-moi.md", {"title": "Bài mới", "date": moment.isoformat(), "featured": "true"}),
    ):
        write(root, path, article(**fields))
        built.append(_built(root))
    return built


def _built(root: Path) -> dict[str, bytes]:
    build_portal(root)
    return {
        path: data
        for path, data in tree_of(root / "public").items()
        if path.startswith(("feeds/", "sitemap")) and not path.endswith((".gz", ".br"))
    }


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the files that are new or other than before."""
    assert set(before) <= set(after)
    return {path for path in after if before.get(path) != after[path]}


def feeds_of(*keys: str) -> set[str]:
    """Return the files of feeds."""
    return {f"feeds/{key}.{ending}" for key in keys for ending in ("rss.xml", "atom.xml", "json")}


OWN = feeds_of("tin-tuc", "chu-de/cai-cach-thu-tuc-hanh-chinh", "co-quan/so-noi-vu", "the-loai/tin")


def test_one_new_article_changes_its_own_feeds_and_no_archive(grown: list[dict[str, bytes]]) -> None:
    """Twelve feeds and four sitemaps; the archive of its month takes it up later, with others."""
    found = changed(grown[0], grown[1])
    assert {path for path in found if path.startswith("feeds/")} == OWN
    assert len(found) <= 20


def test_a_correction_of_an_old_article_changes_its_month_and_no_other(grown: list[dict[str, bytes]]) -> None:
    """It leads the current feeds with the same identity and a later date, and its archive tells it, too."""
    found = changed(grown[1], grown[2])
    archive = {path for path in found if "/luu-tru/" in path}
    assert archive == {"feeds/luu-tru/2026-06.atom.xml"}
    assert found - archive - OWN <= {"feeds/dinh-chinh.json", *(path for path in found if path.startswith("sitemap"))}
    first = feedparser.parse(grown[2]["feeds/tin-tuc.atom.xml"]).entries[1]
    assert (first.id, first.title) == ("tag:nho.example.vn,2024:bai:2026/06/bai-0", "[ĐÍNH CHÍNH] Bài số 0")
    assert first.updated > first.published
    notes = json.loads(grown[2]["feeds/dinh-chinh.json"])
    assert [(one["guid"], one["note"]) for one in notes if one["id"] == "2026/06/bai-0"] == [
        (first.id, "Số đúng là 80")
    ]


def test_a_back_dated_article_is_new_for_who_polls(grown: list[dict[str, bytes]]) -> None:
    """It stands in the current feed by its arrival, with its own date of publication."""
    entries = feedparser.parse(grown[3]["feeds/tin-tuc.atom.xml"]).entries[:2]
    found = next(entry for entry in entries if entry.id.endswith("2020/05/bai-cu"))
    assert (found.published[:10], found.updated[:10]) == ("2020-05-06", "2026-11-22")
    assert "feeds/luu-tru/2020-05.atom.xml" not in grown[3]


def test_what_becomes_featured_gets_into_its_feed(grown: list[dict[str, bytes]]) -> None:
    """The feed of what is featured changes, besides those that say so."""
    assert feeds_of("noi-bat") <= changed(grown[3], grown[4])
    titles = [entry.title for entry in feedparser.parse(grown[4]["feeds/noi-bat.rss.xml"]).entries]
    assert "Bài mới" in titles
