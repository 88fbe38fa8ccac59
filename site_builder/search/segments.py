"""Cuts the list of articles into segments by calendar, so that a new article touches only the newest one.

Closed years stand whole, then closed quarters of the newest year, closed months of the newest quarter, and the
newest month in parts. "Newest" is by the newest article, never by the clock.

Knows: when an article was added. Never: reads an article.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from site_builder.model.kinds import RecordKind
from site_builder.text import VIETNAM

PART = 128
"""Documents of a part of the newest month: all of a part is made anew with every article."""
MERGED = (64, 16, 4, 1)
"""So many full parts are one segment: the oldest ones are long, so that a query asks few, and change seldom."""
LONG_PART = 64 * PART
"""Documents of a part of a closed month of the newest quarter."""
OPEN_SHARDS = 10
"""Shards of postings, and as many of positions, in the newest month: with them one new article costs 20 files."""
DOCUMENTS = 3
"""About so many documents to a shard of postings in segments that are closed: small ones, as a query asks many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A run of the list of articles; the record `segment:NAME`."""

    name: str
    ids: tuple[str, ...]
    """Article ids, oldest first."""
    a_shards: int
    b_shards: int
    stamp: str
    """Tells the files of one list of documents from those of another."""


SEGMENT: RecordKind[Segment] = RecordKind("segment")
"""The record of a segment, by name."""


def cut(articles: Sequence[tuple[datetime, str]]) -> tuple[Segment, ...]:
    """Cut a list of (added, id), oldest first, into segments, oldest first."""
    if not articles:
        return ()
    newest = articles[-1][0].astimezone(VIETNAM)
    spans = list(_spans(articles[0][0].astimezone(VIETNAM).year, newest))
    # Looking up where spans begin spares a look at every article's calendar.
    starts = [bisect_left(articles, (begin, "")) for _, begin in spans]
    segments: list[Segment] = []
    for (name, _), start, end in zip(spans, starts, [*starts[1:], len(articles)], strict=True):
        if start < end:
            segments += _parts(name, tuple(id_ for _, id_ in articles[start:end]), is_open=end == len(articles))
    return tuple(segments)


def _spans(oldest: int, newest: datetime) -> Iterator[tuple[str, datetime]]:
    """Name the closed years, quarters and months, and the newest month, each with its first moment."""
    year = newest.year
    quarter = (newest.month + 2) // 3
    for closed in range(oldest, year):
        yield f"{closed}", datetime(closed, 1, 1, tzinfo=VIETNAM)
    for closed in range(1, quarter):
        yield f"{year}-q{closed}", datetime(year, closed * 3 - 2, 1, tzinfo=VIETNAM)
    for month in range(quarter * 3 - 2, newest.month + 1):
        yield f"{year}-{month:02}", datetime(year, month, 1, tzinfo=VIETNAM)


def stamp_of(ids: Sequence[str]) -> str:
    """Return 8 hex digits that tell a list of documents from another."""
    return blake2b("\n".join(ids).encode(), digest_size=4).hexdigest()


def _parts(name: str, ids: tuple[str, ...], *, is_open: bool) -> Iterator[Segment]:
    """Cut a month that is too long, from its oldest document."""
    is_month = len(name) == len("2020-12") and "q" not in name
    size = LONG_PART if is_month else len(ids)
    slices = _merged(ids) if is_open else [ids[start : start + size] for start in range(0, len(ids), size)]
    for number, part in enumerate(slices, start=1):
        shards = OPEN_SHARDS if is_open and len(part) <= PART else _shards(len(part))
        yield Segment(
            name=f"{name}.{number}" if is_open or len(slices) > 1 else name,
            ids=part,
            a_shards=shards,
            b_shards=shards,
            stamp=stamp_of(part),
        )


def _merged(ids: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Cut the newest month: a few long parts, shorter ones, full ones, and the rest, which takes new articles."""
    slices = []
    start = 0
    for parts in MERGED:
        size = parts * PART
        while len(ids) - start >= size:
            slices.append(ids[start : start + size])
            start += size
    return [*slices, ids[start:]] if start < len(ids) else slices


def _shards(documents: int) -> int:
    """Return the power of two that is nearest to documents / 3."""
    return 1 << (documents * 2 // (DOCUMENTS * 3)).bit_length()
