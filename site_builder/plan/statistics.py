"""The statistics of every period: its page, the items behind its numbers, its open data.

Knows: which months a period's files show. Never: counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder import reports
from site_builder.engine.targets import Group, Target
from site_builder.model.periods import Period
from site_builder.plan.site import Site


def groups(site: Site) -> Iterator[Group]:
    """List the files of the statistics of all periods."""
    yield Group("thong-ke", _statistics_index, tuple(period.id for period in site.periods))
    for period in site.periods:
        yield _period(site, period)
    yield Group("thong-ke/dinh-dang", _schema)


def _period(site: Site, period: Period) -> Group:
    """Group what is made of a period's numbers."""
    own = site.census.in_span(period)
    earlier = ((span, site.census.in_span(span)) for span in reports.compared(period, site.calendar))
    compared = tuple(
        (span.label, f"{span.since}/{span.until}", one.months, one.homes) for span, one in earlier if one.months
    )
    args = (period.id, own.months, site.now < period.ends, compared, own.homes)
    return Group(f"thong-ke/{period.id}", _period_pages, args)


def _schema() -> Iterator[Target]:
    yield Target("du-lieu/bao-cao.schema.json", reports.published_schema)


def _statistics_index(*periods: str) -> Iterator[Target]:
    yield Target("thong-ke/index.html", reports.statistics_index, (periods,))


def _period_pages(
    period: str,
    months: tuple[str, ...],
    is_open: bool,
    earlier: tuple[reports.Earlier, ...],
    homes: tuple[str, ...],
) -> Iterator[Target]:
    place = f"thong-ke/{period}"
    yield Target(f"{place}/index.html", reports.statistics_page, (period, months, is_open, earlier), together=True)
    yield Target(f"{place}/danh-sach/index.html", reports.statistics_list, (period, homes))
    yield Target(f"du-lieu/{place}.json", reports.period_json, (period, months), together=True)
    yield Target(f"du-lieu/{place}.csv", reports.period_csv, (period, months), together=True)
