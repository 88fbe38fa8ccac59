"""The cut of the list of articles by calendar."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search import segments
from site_builder.search.segments import Segment
from site_builder.text import EPOCH, VIETNAM


class Row(NamedTuple):
    """An article of the list."""

    added: int
    id: str

    @property
    def day(self) -> datetime:
        """When it was added."""
        return EPOCH + timedelta(microseconds=self.added)


def row(moment: datetime, id_: str) -> Row:
    """Make a row of the list."""
    return Row((moment - EPOCH) // timedelta(microseconds=1), id_)


class Line:
    """A list of rows as the cut sees it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._moments = [one.added for one in rows]

    @property
    def oldest(self) -> int | None:
        """When the first one was added."""
        return self._moments[0] if self._moments else None

    @property
    def newest(self) -> int | None:
        """When the last one was."""
        return self._moments[-1] if self._moments else None

    def place(self, moment: int | None = None) -> int:
        """Count those before an instant, or all."""
        return len(self._moments) if moment is None else bisect_left(self._moments, moment)


def cut(rows: Sequence[Row]) -> tuple[Segment, ...]:
    """Cut rows into segments."""
    ids = tuple(one.id for one in rows)
    return tuple(
        segments.segment_of(one.name, ids[one.first : one.last], one.shards) for one in segments.cut(Line(rows))
    )


START = datetime(2018, 1, 1, tzinfo=VIETNAM)
LISTS = st.lists(st.integers(0, 365 * 4 * 24), max_size=700).map(
    lambda hours: sorted(row(START + timedelta(hours=hour), f"b{rank:03}") for rank, hour in enumerate(hours))
)
"""Lists of articles over four years."""


def names(found: tuple[Segment, ...]) -> list[str]:
    """Return the names of segments."""
    return [segment.name for segment in found]


def days(*moments: str) -> list[Row]:
    """Return a list of articles added on days."""
    return [
        row(datetime.fromisoformat(moment).replace(tzinfo=VIETNAM), f"{rank}") for rank, moment in enumerate(moments)
    ]


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

    assert names(cut([row(late, "a")])) == ["2020-01.1"]


def test_the_newest_month_is_cut_in_small_parts_and_a_long_closed_one_in_large() -> None:
    """Parts are counted from the oldest document, so a new one touches the last part only."""
    closed = [row(datetime(2020, 11, 1, tzinfo=VIETNAM) + timedelta(minutes=n), f"a{n:04}") for n in range(4097)]
    newest = [row(datetime(2020, 12, 1, tzinfo=VIETNAM) + timedelta(minutes=n), f"b{n:04}") for n in range(129)]
    found = cut([*closed, *newest])

    assert [(segment.name, len(segment.ids)) for segment in found] == [
        ("2020-11.1", 4096),
        ("2020-11.2", 1),
        ("2020-12.1", 128),
        ("2020-12.2", 1),
    ]
    assert {(segment.a_shards, segment.b_shards) for segment in found[2:]} == {(10, 10)}


def test_full_parts_of_a_busy_month_are_brought_together() -> None:
    """A query asks few segments, however many articles a month has; the next article still touches the rest only."""
    month = [row(datetime(2020, 12, 1, tzinfo=VIETNAM) + timedelta(minutes=n), f"{n:05}") for n in range(13_000)]
    found = cut(month[:12_933])

    assert [len(segment.ids) for segment in found] == [4096, 4096, 4096, 512, 128, 5]
    assert [segment.a_shards for segment in found[-3:]] == [128, 10, 10]
    assert cut(month[:12_934])[:-1] == found[:-1]


def test_shards_grow_with_documents() -> None:
    """About three documents to a shard, by powers of two."""
    moment = datetime(2019, 1, 1, tzinfo=VIETNAM)
    shards = {
        count: cut([*(row(moment, f"{n:05}") for n in range(count)), row(datetime(2020, 1, 1, tzinfo=VIETNAM), "z")])[0]
        for count in (1, 287, 288, 3000, 4096, 40000)
    }

    assert {count: (len(segment.ids), segment.a_shards) for count, segment in shards.items()} == {
        1: (1, 1), 287: (287, 64), 288: (288, 128), 3000: (3000, 1024), 4096: (4096, 1024), 40000: (4096, 1024),
    }  # fmt: skip


@given(LISTS)
def test_segments_are_the_list_in_order(listed: list[Row]) -> None:
    """Every article is in one segment, in order; names, and stamps of different lists, differ."""
    found = cut(listed)

    assert [id_ for segment in found for id_ in segment.ids] == [one.id for one in listed]
    assert len(set(names(found))) == len(found)
    assert all(segment.stamp == segments.stamp_of(segment.ids) for segment in found)
    assert len({segment.stamp for segment in found}) == len(found)


@given(LISTS.filter(bool), st.integers(0, 24 * 40))
def test_a_newest_article_changes_the_newest_part_only(listed: list[Row], hours: int) -> None:
    """Unless a month, quarter or year has ended: then its parts become one segment, and older ones stay."""
    before = cut(listed)
    last = listed[-1].day
    added = last + timedelta(hours=hours)
    after = cut([*listed, row(added, "z")])
    kept = [segment for segment in before if segment in after]
    touched = [segment for segment in before if segment not in after]

    if (added.year, added.month) == (last.year, last.month):
        assert len(touched) <= 1
        assert before[: len(kept)] == after[: len(kept)]
    elif added.year == last.year:
        assert all(segment.name.startswith(f"{last.year}-") for segment in touched)
    else:
        assert all(segment.name.startswith(f"{last.year}") for segment in touched)


def spread(years: int, a_year: int) -> list[Row]:
    """Return a list of articles that come evenly, the last one in the last hours of a year."""
    minutes = 365 * 24 * 60
    return [
        row(datetime(2015 + year, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=minutes * n // a_year), f"{year}-{n:06}")
        for year in range(years)
        for n in range(a_year)
    ]


@pytest.mark.parametrize(
    ("a_year", "closed"),
    [
        (3000, ["2015", "2016-q1", "2016-q2", "2016-q3", "2016-10", "2016-11"]),
        (12_000, ["2015-q1", "2015-q2", "2015-q3", "2015-q4", "2016-q1", "2016-q2", "2016-q3", "2016-10", "2016-11"]),
        (40_000, [f"{year}-{month:02}" for year in (2015, 2016) for month in range(1, 13)][:-1]),
    ],
)
def test_what_is_too_long_stands_by_quarters_or_months(a_year: int, closed: list[str]) -> None:
    """A closed span is whole when it has no more documents than one build should index."""
    found = [name for name in names(cut(spread(2, a_year))) if not name.startswith("2016-12")]

    assert found == closed


@pytest.mark.parametrize("a_year", [3000, 12_000, 60_000])
def test_no_first_article_has_many_indexed_anew(a_year: int) -> None:
    """However many there are: the first one of a year, of a month and of a quarter closes one span that is short."""
    listed = spread(2, a_year)
    for moment in ("2017-01-01", "2017-02-01", "2017-04-01"):
        before = set(cut(listed))
        listed.append(row(datetime.fromisoformat(moment).replace(tzinfo=VIETNAM), moment))
        anew = [len(segment.ids) for segment in cut(listed) if segment not in before]

        assert sum(anew) <= segments.LONGEST + 1
        assert len(anew) <= 3


def test_segments_of_one_name_are_told_apart_without_their_ids() -> None:
    """Nobody writes out all ids of a portal to see whether they changed."""
    first, second = (segments.segment_of("2020", ids, 1) for ids in (("a", "b"), ("a", "c")))

    assert repr(first) != repr(second)
    assert "'b'" not in repr(first)


def test_the_last_year_of_the_calendar_has_an_end() -> None:
    """No moment after it is asked for."""
    assert names(cut(days("9999-10-01", "9999-12-31"))) == ["9999-10", "9999-12.1"]
