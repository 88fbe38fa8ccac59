"""The statistics of every period: its page, the items behind its numbers, its open data.

Knows: which months and works a period's files show. Never: counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder import reports
from site_builder.engine.targets import Group, Target
from site_builder.model.ledger import PeriodLedger
from site_builder.model.periods import Period
from site_builder.plan.census import Census
from site_builder.plan.site import Site


def groups(site: Site) -> Iterator[Group]:
    """List the files of the statistics of all periods."""
    ids = tuple(period.id for period in site.periods)
    refs = reports.index_refs(ids)
    yield Group("thong-ke", _statistics_index, (ids, refs), refs)
    for period in site.periods:
        earlier = reports.compared(period, site.calendar)
        yield _period(site.census, period, site.ledger_of(period), earlier, is_open=site.now < period.ends)
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
