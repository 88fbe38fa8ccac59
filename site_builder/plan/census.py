"""Which works count in which months and spans of days.

Knows: the instants at which works and airings count. Never: counts; never reads a record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from site_builder.cache.index import Listed, instant, month_of
from site_builder.model.periods import Period


class Part(NamedTuple):
    """What counts of a month between two instants."""

    works: tuple[Listed, ...]
    homes: frozenset[str]
    """The months of the works' addresses."""


class InSpan(NamedTuple):
    """What counts in a span of days."""

    parts: dict[str, Part]
    """By month, oldest first; none is empty."""

    @property
    def months(self) -> tuple[str, ...]:
        """The span's months in which anything counts."""
        return tuple(self.parts)

    @property
    def homes(self) -> tuple[str, ...]:
        """The months of the works' addresses."""
        return tuple(sorted(frozenset().union(*(part.homes for part in self.parts.values()))))


class Census:
    """All that counts, by the months in which the works or one of their airings fall."""

    def __init__(self, works: Iterable[Listed]) -> None:
        """Take everything that counts."""
        found: dict[str, list[Listed]] = defaultdict(list)
        months: dict[int, str] = {}
        self.first: int | None = None
        for work in sorted(works):
            for moment in work.moments:
                day = moment // _DAY
                month = months.get(day) or months.setdefault(day, month_of(moment))
                if not found[month] or found[month][-1] is not work:
                    found[month].append(work)
            first = min(work.moments)
            self.first = first if self.first is None else min(first, self.first)
        self.months = {month: tuple(found[month]) for month in sorted(found)}
        self._parts: dict[tuple[str, int, int], Part] = {}

    def in_span(self, span: Period) -> InSpan:
        """Return what counts in a span of days."""
        starts, ends = instant(span.starts), instant(span.ends)
        parts = {month: self._part(month, starts, ends) for month in span.months() if month in self.months}
        return InSpan({month: part for month, part in parts.items() if part.works})

    def _part(self, month: str, starts: int, ends: int) -> Part:
        """Return what of a month counts between two instants; many spans have it."""
        first, last = _bounds(month)
        key = (month, max(starts, first), min(ends, last))
        if key not in self._parts:
            whole = self.months[month]
            works = whole if key[1:] == (first, last) else tuple(one for one in whole if one.within(*key[1:]))
            self._parts[key] = Part(works, frozenset(work.month for work in works))
        return self._parts[key]


_DAY = 24 * 60 * 60 * 1_000_000


def _bounds(month: str) -> tuple[int, int]:
    """Return the first instant of a month and the first one after it."""
    day = date(int(month[:4]), int(month[5:]), 1)
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (day.toordinal() - _EPOCH) * _DAY, (after.toordinal() - _EPOCH) * _DAY


_EPOCH = date(1970, 1, 1).toordinal()
