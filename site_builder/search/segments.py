"""Cuts the list of articles into segments by calendar, so that a new article touches only the newest one.

A closed year stands whole when it is short enough, else its quarters do, else their months, else long parts of these;
so do closed quarters of the newest year and closed months of the newest quarter. The newest month stands in parts.
"Newest" is by the newest article, never by the clock. The first article of a year, quarter or month closes one span,
and what it closes is one segment at most; the rest stands already.

Knows: when an article was added. Never: reads an article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple, Protocol

from site_builder.model.kinds import RecordKind
from site_builder.text import EPOCH, VIETNAM

PART = 128
"""Documents of a part of the newest month: all of a part is made anew with every article."""
MERGED = (32, 16, 4, 1)
"""So many full parts are one segment: the oldest ones are long, so that a query asks few, and change seldom."""
LONGEST = MERGED[0] * PART
"""Documents of the longest segment: whatever the calendar closes, one article has no more than these made anew."""
OPEN_SHARDS = 10
"""Shards of postings, and as many of positions, in the newest month: with them one new article costs 20 files."""
DOCUMENTS = 3
"""About so many documents to a shard of postings in segments that are closed: small ones, as a query asks many."""

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A run of the list of articles; the record `segment:NAME`."""

    name: str
    ids: tuple[str, ...] = field(repr=False)
    """Article ids, oldest first."""
    digest: str
    """Stands for them where segments are compared: nobody writes out the ids of all articles in every build."""
    a_shards: int
    b_shards: int
    stamp: str
    """Tells the files of one list of documents from those of another."""


SEGMENT: RecordKind[Segment] = RecordKind("segment")
"""The record of a segment, by name."""


class Cut(NamedTuple):
    """Where a segment stands in the list of articles."""

    name: str
    first: int
    last: int
    """Up to, not including."""
    shards: int
    """Of postings, and as many of positions."""


class Dates(Protocol):
    """The list of articles, oldest first, as far as dates go: microseconds since 1970 in Viet Nam."""

    @property
    def oldest(self) -> int | None:
        """When the first article was added; None when there is none."""

    @property
    def newest(self) -> int | None:
        """When the last one was."""

    def place(self, moment: int | None = None) -> int:
        """Return how many were added before an instant; of None, how many there are."""


def cut(articles: Dates) -> tuple[Cut, ...]:
    """Cut the list of articles into segments, oldest first."""
    if articles.oldest is None or articles.newest is None:
        return ()
    newest = _month_of(articles.newest)
    years = range(_month_of(articles.oldest) // 12, newest // 12 + 1)
    return tuple(part for year in years for part in _span(articles, year * 12, 12, newest))


def _month_of(moment: int) -> int:
    """Return the month of an instant, counted from the year 0."""
    day = EPOCH + timedelta(microseconds=moment)
    return day.year * 12 + day.month - 1


def _span(articles: Dates, month: int, months: int, newest: int) -> Iterator[Cut]:
    """Cut a year, a quarter or a month; what is closed and short enough stands whole."""
    start = _first_of(articles, month)
    end = _first_of(articles, month + months) if month + months <= newest else articles.place()
    if start == end:
        return
    is_open = end == articles.place()
    if months > 1 and (is_open or end - start > LONGEST):
        shorter = 3 if months > 3 else 1
        for inner in range(month, month + months, shorter):
            yield from _span(articles, inner, shorter, newest)
        return
    yield from _parts(_name(month, months), start, end, is_open=is_open)


def _first_of(articles: Dates, month: int) -> int:
    """Return the place of a month's first article; looking it up spares a look at every article's calendar."""
    moment = datetime(month // 12, month % 12 + 1, 1, tzinfo=VIETNAM)
    return articles.place((moment - EPOCH) // _MICROSECOND)


def _name(month: int, months: int) -> str:
    """Name a span of the calendar."""
    year, rest = divmod(month, 12)
    return {12: f"{year}", 3: f"{year}-q{rest // 3 + 1}", 1: f"{year}-{rest + 1:02}"}[months]


def stamp_of(ids: Sequence[str]) -> str:
    """Return 8 hex digits that tell a list of documents from another."""
    return _digest(ids, 4)


def _digest(ids: Sequence[str], size: int) -> str:
    return blake2b("\n".join(ids).encode(), digest_size=size).hexdigest()


def _parts(name: str, start: int, end: int, *, is_open: bool) -> Iterator[Cut]:
    """Cut a month that is too long, from its oldest document."""
    sizes = list(_merged(end - start) if is_open else _long(end - start))
    for number, size in enumerate(sizes, start=1):
        shards = OPEN_SHARDS if is_open and size <= PART else _shards(size)
        yield Cut(f"{name}.{number}" if is_open or len(sizes) > 1 else name, start, start + size, shards)
        start += size


def _long(count: int) -> Iterator[int]:
    """Cut what is closed into parts as long as may be."""
    return (min(LONGEST, count - start) for start in range(0, count, LONGEST))


def _merged(count: int) -> Iterator[int]:
    """Cut the newest month: a few long parts, shorter ones, full ones, and the rest, which takes new articles."""
    for parts in MERGED:
        size = parts * PART
        while count >= size:
            yield size
            count -= size
    if count:
        yield count


def segment_of(name: str, ids: tuple[str, ...], shards: int) -> Segment:
    """Make a segment with as many shards of postings as of positions."""
    return Segment(name=name, ids=ids, digest=_digest(ids, 16), a_shards=shards, b_shards=shards, stamp=stamp_of(ids))


def _shards(documents: int) -> int:
    """Return the power of two that is nearest to documents / 3."""
    return 1 << (documents * 2 // (DOCUMENTS * 3)).bit_length()
