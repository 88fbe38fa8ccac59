"""The cut of the list of articles by calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from site_builder.search import segments
from site_builder.search.segments import Segment, cut
from site_builder.text import VIETNAM

START = datetime(2018, 1, 1, tzinfo=VIETNAM)
LISTS = st.lists(st.integers(0, 365 * 4 * 24), max_size=700).map(
    lambda hours: sorted((START + timedelta(hours=hour), f"b{rank:03}") for rank, hour in enumerate(hours))
)
"""Lists of (added, id) over four years."""


def names(found: tuple[Segment, ...]) -> list[str]:
    """Return the names of segments."""
    return [segment.name for segment in found]


def days(*moments: str) -> list[tuple[datetime, str]]:
    """Return a list of articles added on days."""
    return [(datetime.fromisoformat(moment).replace(tzinfo=VIETNAM), f"{rank}") for rank, moment in enumerate(moments)]


def test_nothing_has_no_segments() -> None:
    """A portal without articles has an empty directory."""
    assert cut([]) == ()


def test_spans_grow_with_age() -> None:
    """Years, quarters of the newest year, months of the newest quarter, the newest month."""
    listed = days("2018-05-01", "2019-12-31", "2020-01-01", "2020-06-30", "2020-09-30", "2020-10-01", "2020-12-01")

    assert names(cut(listed)) == ["2018", "2019", "2020-q1", "2020-q2", "2020-q3", "2020-10", "2020-12.1"]


def test_a_day_is_one_of_viet_nam() -> None:
    """Seven hours lie between a year's end here and in UTC."""
    late = datetime.fromisoformat("2019-12-31T18:00:00+00:00")

    assert names(cut([(late, "a")])) == ["2020-01.1"]


def test_the_newest_month_is_cut_in_small_parts_and_a_long_closed_one_in_large() -> None:
    """Parts are counted from the oldest document, so a new one touches the last part only."""
    closed = [(datetime(2020, 11, 1, tzinfo=VIETNAM) + timedelta(minutes=n), f"a{n:04}") for n in range(8193)]
    newest = [(datetime(2020, 12, 1, tzinfo=VIETNAM) + timedelta(minutes=n), f"b{n:04}") for n in range(129)]
    found = cut([*closed, *newest])

    assert [(segment.name, len(segment.ids)) for segment in found] == [
        ("2020-11.1", 8192),
        ("2020-11.2", 1),
        ("2020-12.1", 128),
        ("2020-12.2", 1),
    ]
    assert {(segment.a_shards, segment.b_shards) for segment in found[2:]} == {(10, 10)}


def test_full_parts_of_a_busy_month_are_brought_together() -> None:
    """A query asks few segments, however many articles a month has; the next article still touches the rest only."""
    month = [(datetime(2020, 12, 1, tzinfo=VIETNAM) + timedelta(minutes=n), f"{n:05}") for n in range(13_000)]
    found = cut(month[:12_933])

    assert [len(segment.ids) for segment in found] == [8192, 2048, 2048, 512, 128, 5]
    assert [segment.a_shards for segment in found[-3:]] == [128, 10, 10]
    assert cut(month[:12_934])[:-1] == found[:-1]


def test_shards_grow_with_documents() -> None:
    """About three documents to a shard, by powers of two."""
    moment = datetime(2019, 1, 1, tzinfo=VIETNAM)
    shards = {
        count: cut([*((moment, f"{n}") for n in range(count)), (datetime(2020, 1, 1, tzinfo=VIETNAM), "z")])[0].a_shards
        for count in (1, 287, 288, 3000, 40000)
    }

    assert shards == {1: 1, 287: 64, 288: 128, 3000: 1024, 40000: 16384}


@given(LISTS)
def test_segments_are_the_list_in_order(listed: list[tuple[datetime, str]]) -> None:
    """Every article is in one segment, in order; names, and stamps of different lists, differ."""
    found = cut(listed)

    assert [id_ for segment in found for id_ in segment.ids] == [id_ for _, id_ in listed]
    assert len(set(names(found))) == len(found)
    assert all(segment.stamp == segments.stamp_of(segment.ids) for segment in found)
    assert len({segment.stamp for segment in found}) == len(found)


@given(LISTS.filter(bool), st.integers(0, 24 * 40))
def test_a_newest_article_changes_the_newest_part_only(listed: list[tuple[datetime, str]], hours: int) -> None:
    """Unless a month, quarter or year has ended: then its parts become one segment, and older ones stay."""
    before = cut(listed)
    last = listed[-1][0]
    added = last + timedelta(hours=hours)
    after = cut([*listed, (added, "z")])
    kept = [segment for segment in before if segment in after]
    touched = [segment for segment in before if segment not in after]

    if (added.year, added.month) == (last.year, last.month):
        assert len(touched) <= 1
        assert before[: len(kept)] == after[: len(kept)]
    elif added.year == last.year:
        assert all(segment.name.startswith(f"{last.year}-") for segment in touched)
    else:
        assert all(segment.name.startswith(f"{last.year}") for segment in touched)
