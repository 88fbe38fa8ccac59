"""The open data: the works of every month as JSON and CSV.

Knows: which works stand in which file. Never: knows a format.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder import reports
from site_builder.engine.targets import Group, Target
from site_builder.plan.site import Site


def groups(site: Site) -> Iterator[Group]:
    """List the open data of every month in which anything counts."""
    months = {month: list(articles) for month, articles in site.months.items()}
    for work in site.listed_works:
        months.setdefault(work.month, []).append(work)
    for month, articles in sorted(months.items()):
        yield Group(f"du-lieu/{month}", _data_files, (month, tuple(article.id for article in articles)))


def _data_files(month: str, ids: tuple[str, ...]) -> Iterator[Target]:
    base = f"du-lieu/bai-viet/{month.replace('/', '-')}"
    yield Target(f"{base}.json", reports.data_json, (month, ids))
    yield Target(f"{base}.csv", reports.data_csv, (month, ids))
