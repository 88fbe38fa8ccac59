"""Which works count in which months and spans of days, and the files that show it.

Knows: the instants at which works and airings count, and the makers of statistics. Never: counts; never reads a
record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from site_builder import reports
from site_builder.engine.targets import Group, Target
from site_builder.extracts import Listed, instant, month_of
from site_builder.ledger import PeriodLedger
from site_builder.periods import Calendar, Period


class Part(NamedTuple):
    """What counts of a month between two instants."""

    works: tuple[Listed, ...]
    homes: frozenset[str]
    """The months of the works' addresses."""


class Share(NamedTuple):
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

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the works, in their order."""
        works = {work.id: work for part in self.parts.values() for work in part.works}
        return tuple(work.id for work in sorted(works.values()))


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

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """References of the topics and agencies that the works of each month name."""
        return {month: frozenset(reports.names(works)) for month, works in self.months.items()}

    def share(self, span: Period) -> Share:
        """Return what counts in a span of days."""
        starts, ends = instant(span.starts), instant(span.ends)
        parts = {month: self._part(month, starts, ends) for month in span.months() if month in self.months}
        return Share({month: part for month, part in parts.items() if part.works})

    def _part(self, month: str, starts: int, ends: int) -> Part:
        """Return what of a month counts between two instants; many spans share it."""
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


def statistics(
    census: Census,
    periods: Iterable[Period],
    ledger_of: Callable[[Period], PeriodLedger],
    calendar: Calendar,
    now: datetime,
) -> Iterator[Group]:
    """List the files of the statistics of all periods, in groups."""
    ids = tuple(period.id for period in periods)
    refs = reports.index_refs(ids)
    yield Group("thong-ke", _statistics_index, (ids, refs), refs)
    for period in periods:
        earlier = reports.compared(period, calendar)
        yield _period(census, period, ledger_of(period), earlier, is_open=now < period.ends)
    yield Group("thong-ke/dinh-dang", _schema, ())


def _period(census: Census, period: Period, ledger: PeriodLedger, spans: Iterable[Period], *, is_open: bool) -> Group:
    """Group what is made of a period's numbers."""
    share = census.share(period)
    earlier = [(span, census.share(span)) for span in spans]
    compared = tuple(
        (span.label, f"{span.since}/{span.until}", one.months, one.homes) for span, one in earlier if one.months
    )
    near = [(span, one.months) for span, one in earlier]
    named = sorted(frozenset().union(*(census.names[month] for month in share.months)))
    ids = share.ids if reports.needs_report(ledger) else ()
    refs = reports.page_refs(period, share.months, named, ledger, near, ids)
    both = (refs, reports.period_refs(period, share.months, named))
    args = (period.id, share.months, is_open, compared, ids, share.homes, both)
    return Group(
        f"thong-ke/{period.id}", _period_pages, args, tuple(dict.fromkeys((*refs, *reports.list_refs(period.id))))
    )


def _schema() -> Iterator[Target]:
    yield Target("du-lieu/bao-cao.schema.json", reports.published_schema, ())


def _statistics_index(periods: tuple[str, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target("thong-ke/index.html", reports.statistics_index, (periods,), refs)


def _period_pages(
    period: str,
    months: tuple[str, ...],
    is_open: bool,
    earlier: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...],
    ids: tuple[str, ...],
    homes: tuple[str, ...],
    both_refs: tuple[tuple[str, ...], tuple[str, ...]],
) -> Iterator[Target]:
    page_refs, refs = both_refs
    place = f"thong-ke/{period}"
    page = (period, months, is_open, earlier, ids)
    yield Target(f"{place}/index.html", reports.statistics_page, page, page_refs)
    yield Target(f"{place}/danh-sach/index.html", reports.statistics_list, (period, homes), reports.list_refs(period))
    yield Target(f"du-lieu/{place}.json", reports.period_json, (period, months), refs)
    yield Target(f"du-lieu/{place}.csv", reports.period_csv, (period, months), refs)
