"""Which works count in which months and spans of days.

Knows: on which days of a month works and airings count. Never: counts; never reads a record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from site_builder.cache.index import Listed, first_day, instant
from site_builder.cache.outline import MonthCount
from site_builder.engine.targets import digest
from site_builder.model.periods import Period
from site_builder.plan.archive import Archive


class InSpan(NamedTuple):
    """What counts in a span of days."""

    months: tuple[str, ...]
    """The span's months in which anything counts, oldest first."""
    homes: tuple[str, ...]
    """The months of the works' addresses."""


class Census:
    """All that counts, by the months in which the works or one of their airings fall."""

    def __init__(self, archives: Iterable[Archive]) -> None:
        """Take everything that counts."""
        self._archives = tuple(archives)
        found: dict[str, list[tuple[Archive, str, MonthCount]]] = defaultdict(list)
        for archive in self._archives:
            for name, one in archive.outlines.items():
                for counted in one.counted:
                    found[counted.month].append((archive, name, counted))
        self._months = {month: found[month] for month in sorted(found)}

    @property
    def first(self) -> int | None:
        """The first instant at which anything counts."""
        every = (one.started for archive in self._archives for one in archive.outlines.values())
        return min((started for started in every if started is not None), default=None)

    @cached_property
    def months(self) -> dict[str, str]:
        """By month, oldest first, what tells which works count in it, and what is said of them."""
        return {month: digest([one.mark for _, _, one in parts]) for month, parts in self._months.items()}

    def in_month(self, month: str) -> list[Listed]:
        """Return the works that count in a month, in their order."""
        days = range(first_day(month), first_day(_after(month)))
        sources = {(archive, name) for archive, name, _ in self._months[month]}
        rows = (row for archive, name in sources for row in archive.load(name) if row.status != "withdrawn")
        return sorted(row for row in rows if any(moment // _DAY in days for moment in row.moments))

    def in_span(self, span: Period) -> InSpan:
        """Return what counts in a span of days."""
        first, end = instant(span.starts) // _DAY, instant(span.ends) // _DAY
        found = [one for month in span.months() for one in self._within(month, first, end)]
        return InSpan(tuple(dict.fromkeys(one.month for one in found)), tuple(sorted({one.home for one in found})))

    def _within(self, month: str, first: int, end: int) -> Iterator[MonthCount]:
        """Yield what of a month counts from one day up to another."""
        start = first_day(month)
        begins, ends = max(first - start, 0), max(end - start, 0)
        days = (1 << ends) - (1 << begins) if ends > begins else 0
        return (one for _, _, one in self._months.get(month, ()) if one.days & days)


def _after(month: str) -> str:
    """Return the month after one."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}/{number % 12 + 1:02}"


_DAY = 24 * 60 * 60 * 1_000_000
