"""The open data: the works of every month as JSON and CSV.

Knows: which works stand in which file. Never: knows a format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from site_builder import reports
from site_builder.engine.targets import Group, Target
from site_builder.model.extracts import Listed
from site_builder.plan.marks import basis_of, facts_of
from site_builder.plan.site import Site


def groups(site: Site) -> Iterator[Group]:
    """List the open data of every month in which anything counts."""
    months = {month: list(articles) for month, articles in site.months.items()}
    for work in site.listed_works:
        months.setdefault(work.month, []).append(work)
    for month, articles in sorted(months.items()):
        refs = ("settings", "terms", *_named(articles))
        basis = basis_of(article.facts for article in articles)
        covers = partial(facts_of, articles)
        yield Group(f"du-lieu/{month}", _data_files, (month, articles, refs), refs, basis, covers)


def _named(articles: Iterable[Listed]) -> Iterator[str]:
    """Yield the records of the topics and agencies whose names the open data show."""
    named = {(article.topics, article.agency, article.partners) for article in articles}
    yield from sorted({f"topic:{topic}" for topics, _, _ in named for topic in topics})
    yield from sorted({f"agency:{one}" for _, agency, partners in named for one in (agency, *partners) if one})


def _data_files(month: str, articles: Sequence[Listed], refs: tuple[str, ...]) -> Iterator[Target]:
    base = f"du-lieu/bai-viet/{month.replace('/', '-')}"
    ids = tuple(article.id for article in articles)
    yield Target(f"{base}.json", reports.data_json, (month, ids), (*refs, *facts_of(articles)))
    yield Target(f"{base}.csv", reports.data_csv, (month, ids), (*refs, *facts_of(articles)))
