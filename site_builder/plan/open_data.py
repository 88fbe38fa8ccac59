"""The open data: the works of every month as JSON and CSV.

Knows: which works stand in which file. Never: knows a format.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from site_builder import reports
from site_builder.engine.targets import Group, Target
from site_builder.plan.archive import Archive, ListSpan
from site_builder.plan.site import Site


def groups(site: Site) -> Iterator[Group]:
    """List the open data of every month in which anything counts."""
    works: dict[str, list[str]] = defaultdict(list)
    for work in site.listed_works:
        works[work.month].append(work.id)
    for month in sorted({*site.archive.months, *works}):
        args = (month, site.archive.span(("luu-tru", month)), tuple(works[month]))
        yield Group(f"du-lieu/{month}", _data_files, args, (site.archive,))


def _data_files(archive: Archive, month: str, articles: ListSpan, works: tuple[str, ...]) -> Iterator[Target]:
    ids = (*archive.ids(articles), *works)
    base = f"du-lieu/bai-viet/{month.replace('/', '-')}"
    yield Target(f"{base}.json", reports.data_json, (month, ids))
    yield Target(f"{base}.csv", reports.data_csv, (month, ids))
