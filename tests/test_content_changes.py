"""When the changes of an article count: days without a time, in one order, and what readers and feeds see of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content import read_article
from site_builder.content.changes import MINUTE, Written, settle
from site_builder.model import Article
from site_builder.text import VIETNAM
from tests.conftest import article as written
from tests.conftest import build_portal, tree_of, write

PUBLISHED = datetime(2019, 8, 30, 7, 30, tzinfo=VIETNAM)


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """Return a moment of August 2019."""
    return datetime(2019, 8, day, hour, minute, second, tzinfo=VIETNAM)


def read(fields: str, when: str = "30/8/2019 07:30") -> Article:
    """Read an article that came out on 30 August 2019."""
    text = f"---\ntitle: Tên\ndate: {when}\ntopic: a\nagency: b\n{fields}---\n\nNội dung.\n"
    article = read_article("content/news/2019/08/ten-bai.md", text.encode()).article
    assert article is not None
    return article


def moments(article: Article) -> list[datetime]:
    """Return when the corrections, the update and the withdrawal count."""
    found = [entry.date for entry in article.corrections]
    found += [article.updated] if article.updated else []
    return found + ([article.withdrawn.date] if article.withdrawn else [])


GONE = "status: withdrawn\nwithdrawn: {date: 30/8/2019, reason: Sai}\n"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("corrections: [{date: 30/8/2019, note: a}]\n", [at(30, 7, 31)]),
        ("updated: 30/8/2019\n", [at(30, 7, 31)]),
        (GONE, [at(30, 7, 31)]),
        ("corrections: [{date: 31/8/2019, note: a}]\n", [at(31)]),
        (
            "corrections: [{date: 30/8/2019, note: a}, {date: 30/8/2019, note: b}]\nupdated: 30/8/2019\n" + GONE,
            [at(30, 7, 31), at(30, 7, 32), at(30, 7, 33), at(30, 7, 34)],
        ),
        (
            "corrections: [{date: 31/8/2019, note: a}, {date: 30/8/2019, note: b}, {date: 31/8/2019, note: c}]\n",
            [at(31), at(30, 7, 31), at(31, 0, 1)],
        ),
        ("corrections: [{date: 31/8/2019, note: a}]\nupdated: 30/8/2019\n", [at(31), at(30, 7, 31)]),
        (
            "corrections: [{date: 31/8/2019 15:00, note: a}, {date: 31/8/2019, note: b}]\n",
            [at(31, 15), at(31, 15, 1)],
        ),
        (
            "corrections: [{date: 31/8/2019, note: a}, {date: 31/8/2019 9h, note: b}, {date: 31/8/2019, note: c}]\n",
            [at(31), at(31, 9), at(31, 9, 1)],
        ),
        ("corrections: [{date: 31/8/2019 15:00, note: a}]\nupdated: 31/8/2019 15:00\n", [at(31, 15), at(31, 15)]),
        ("corrections: [{date: 30/8/2019 07:30, note: a}]\n", [at(30, 7, 31)]),
        ("corrections: [{date: '2019-08-30T00:00:00Z', note: a}]\n", [at(30, 7, 31)]),
        ("corrections: [{date: 29/8/2019, note: a}]\n", [at(30, 7, 31)]),
        ("added: 31/8/2019 08:00\ncorrections: [{date: 31/8/2019, note: a}]\n", [at(31, 8, 1)]),
        ("added: 31/8/2019 08:00\ncorrections: [{date: 30/8/2019, note: a}]\n", [at(30, 7, 31)]),
    ],
)
def test_a_day_counts_as_its_first_minute_but_after_what_came_before(fields: str, expected: list[datetime]) -> None:
    """After the publication and the change before it, each by a minute; a time that was written stays."""
    assert moments(read(fields)) == expected


def test_people_read_the_day_that_was_written() -> None:
    """Published half a minute before midnight, corrected on that day: the moment is the next day's, the day is not."""
    article = read("corrections: [{date: 30/8/2019, note: a}]\nupdated: 30/8/2019\n" + GONE, "30/8/2019 23:59:30")

    assert article.corrections[0].date == at(31, 0, 0, 30)
    assert article.withdrawn is not None
    assert (article.corrections[0].day, article.withdrawn.day) == (date(2019, 8, 30), date(2019, 8, 30))
    assert article.updated_day == date(2019, 8, 30)


def test_a_time_that_was_written_is_read() -> None:
    """A day alone shows no hour that nobody wrote; an hour stays."""
    assert read("updated: 31/8/2019\n").updated_day == date(2019, 8, 31)
    assert read("updated: 31/8/2019 9h\n").updated_day is None


def test_a_withdrawal_on_the_day_of_publication_lets_nothing_out() -> None:
    """It counts a minute after the publication, but no reader sees the article in that minute."""
    article = read(GONE)

    assert article.state(PUBLISHED - MINUTE) == "embargoed"
    assert article.state(PUBLISHED) == "withdrawn"
    assert PUBLISHED - timedelta(hours=7, minutes=30) in article.dues()


@given(st.integers(-90, 90), st.integers(0, 90))
def test_what_is_seen_of_days_changes_only_when_something_is_due(start: int, length: int) -> None:
    """Around the publication, minute by minute: between two moments without a due one a build may be skipped."""
    article = read("corrections: [{date: 30/8/2019, note: a}, {date: 30/8/2019, note: b}]\nupdated: 30/8/2019\n" + GONE)
    withdrawn = replace(article, withdrawn=None)
    first = PUBLISHED + start * MINUTE / 10
    last = first + length * MINUTE / 10
    for one in (article, withdrawn):
        if not any(first < due <= last for due in one.dues()):
            assert one.state(first) == one.state(last)
            assert one.as_seen(first) == one.as_seen(last)


MOMENTS = st.integers(0, 3 * 24 * 60).map(lambda minutes: at(28) + minutes * MINUTE)
CHANGES = st.lists(st.tuples(MOMENTS, st.booleans()), max_size=6)


def put(found: list[tuple[datetime, bool]]) -> dict[str, Written]:
    """Name changes; one without a time starts its day."""
    return {
        str(number): Written(moment if has_time else moment.replace(hour=0, minute=0), has_time)
        for number, (moment, has_time) in enumerate(found)
    }


@given(MOMENTS, MOMENTS, CHANGES)
@pytest.mark.heavy
def test_changes_follow_the_publication_and_each_other(
    published: datetime, added: datetime, found: list[tuple[datetime, bool]]
) -> None:
    """Nothing counts before the publication; nothing of the day it reached the portal or later counts before that."""
    changes, arrived = put(found), max(published, added)
    settled = settle(published, arrived, changes)

    assert set(settled) == set(changes)
    for one in settled.values():
        assert one.moment > (arrived if one.day >= arrived.date() else published)
        assert one.moment >= one.written.moment


@given(MOMENTS, st.lists(MOMENTS, max_size=6))
@pytest.mark.heavy
def test_days_are_a_minute_apart_in_the_order_of_the_file(published: datetime, found: list[datetime]) -> None:
    """Sorted by day, then as listed, each is at least a minute later than the one before."""
    changes = put([(moment, False) for moment in found])
    settled = settle(published, published, changes)
    order = sorted(changes, key=lambda name: changes[name].moment)

    for one, two in pairwise([published, *(settled[name].moment for name in order)]):
        assert two - one >= MINUTE


@given(MOMENTS, CHANGES)
def test_a_change_moves_no_more_than_it_must(published: datetime, found: list[tuple[datetime, bool]]) -> None:
    """What does not count as it was written counts exactly a minute after what it follows."""
    settled = settle(published, published, put(found))
    stops = {published, *(one.moment for one in settled.values())}

    assert all(not one.is_moved or one.moment - MINUTE in stops for one in settled.values())


def seen(root: Path, name: str) -> tuple[str, str, str, str]:
    """Return the moment of an article's last change: in Atom, RSS, the sitemap and the page's JSON-LD."""
    tree = {path: data.decode("utf-8", "replace") for path, data in tree_of(root / "public").items()}
    url = f"/tin-tuc/2026/11/{name}/"
    found = []
    for form in ("atom", "rss"):
        feed = tree[f"feeds/tin-tuc.{form}.xml"]
        (entry,) = [one for one in feedparser.parse(feed).entries if one.link.endswith(url)]
        found.append(f"{datetime(*entry.updated_parsed[:6]) + timedelta(hours=7):%d %H:%M:%S}")  # noqa: DTZ001
    sitemap = re.search(rf"{re.escape(url)}</loc><lastmod>(.+?)</lastmod>", tree["sitemaps/2026-11.xml"])
    data = re.search(r'"dateModified": ?"(.+?)"', tree[f"{url[1:]}index.html"])
    stamps = [datetime.fromisoformat(match[1]) for match in (sitemap, data) if match]
    return (*found, *(f"{stamp:%d %H:%M:%S}" for stamp in stamps))  # type: ignore[return-value]


def test_a_correction_on_the_day_of_publication_is_seen_by_every_machine(portal: Path) -> None:
    """Feeds, sitemap and JSON-LD say a later moment than the publication; the feed's own moment moves with it."""
    fields = {"title": "Bài mới", "date": "2026-11-22T08:00:00+07:00"}
    write(portal, "content/news/2026/11/bai-moi.md", written(**fields))
    build_portal(portal)
    before = seen(portal, "bai-moi")
    notes = "\n  - {date: 22/11/2026, note: Một}\n  - {date: 22/11/2026, note: Hai}"
    write(portal, "content/news/2026/11/bai-moi.md", written(**fields, corrections=notes))
    build_portal(portal)
    after = seen(portal, "bai-moi")
    page = (portal / "public/tin-tuc/2026/11/bai-moi/index.html").read_text(encoding="utf-8")
    for form in ("atom", "rss"):
        feed = (portal / f"public/feeds/tin-tuc.{form}.xml").read_text(encoding="utf-8")
        own = feedparser.parse(feed).feed.updated_parsed

        assert own[2:5] == (22, 1, 2)
        assert "Đính chính ngày 22/11/2026: Hai." in feedparser.parse(feed).entries[0].summary

    assert set(before) == {"22 08:00:00"}
    assert set(after) == {"22 08:02:00"}
    assert "Đính chính (<time" in page


def test_a_withdrawal_on_the_day_of_publication_is_newer_than_the_article(portal: Path) -> None:
    """The list of withdrawals and the feeds say a later moment; the notice shows the day."""
    fields = {"title": "Bài mới", "date": "2026-11-22T08:00:00+07:00", "status": "withdrawn"}
    write(
        portal, "content/news/2026/11/bai-moi.md", written(**fields, withdrawn="{date: 22/11/2026, reason: Đăng nhầm}")
    )
    build_portal(portal)
    gone = json.loads((portal / "public/feeds/thu-hoi.json").read_text(encoding="utf-8"))
    feed = feedparser.parse((portal / "public/feeds/tin-tuc.atom.xml").read_text(encoding="utf-8"))
    notice = (portal / "public/tin-tuc/2026/11/bai-moi/index.html").read_text(encoding="utf-8")

    assert gone[0]["withdrawn"] == "2026-11-22T08:01:00+07:00"
    assert feed.entries[0].updated == feed.feed.updated
    assert feed.entries[0].updated.startswith("2026-11-22T08:01:00.")
    assert ">22/11/2026</time>" in notice


def test_a_correction_of_tomorrow_waits_for_tomorrow(portal: Path) -> None:
    """It stands nowhere before, and the site changes by itself when its day begins."""
    fields = {"title": "Bài mới", "date": "2026-11-22T08:00:00+07:00"}
    notes = "[{date: 23/11/2026, note: Lời sửa ngày mai}]"
    write(portal, "content/news/2026/11/bai-moi.md", written(**fields, corrections=notes))
    report = build_portal(portal)
    before = [path for path, data in tree_of(portal / "public").items() if "Lời sửa ngày mai".encode() in data]
    build_portal(portal, now=datetime(2026, 11, 23, tzinfo=VIETNAM))
    page = (portal / "public/tin-tuc/2026/11/bai-moi/index.html").read_text(encoding="utf-8")

    assert before == []
    assert report.due == datetime(2026, 11, 23, tzinfo=VIETNAM)
    assert "Lời sửa ngày mai" in page
