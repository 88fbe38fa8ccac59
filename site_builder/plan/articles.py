"""The pages of articles, by month, and the addresses they once had.

An article's page depends on its own source and on older neighbours only, so a new one changes few pages.

Knows: which neighbours a page shows. Never: knows what a page looks like.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from site_builder import pages
from site_builder.engine.targets import Group, Target
from site_builder.frame import outer
from site_builder.model import Taxonomy
from site_builder.model.extracts import Listed
from site_builder.plan.marks import basis_of, surroundings, union
from site_builder.plan.site import Site
from site_builder.urls import has_page, output_path

RELATED = 4


def groups(site: Site) -> Iterator[Group]:
    """List the pages of articles, and of their old addresses."""
    yield from _articles(site)
    yield from _aliases(site)


class _Page(NamedTuple):
    """An article's page with what stands in it of others."""

    article: Listed
    older: tuple[Listed, ...]
    related: tuple[Listed, ...]
    hidden: tuple[str, ...]


def _articles(site: Site) -> Iterator[Group]:
    """Group the article pages by month; each depends on older neighbours only."""
    months: dict[str, list[_Page]] = defaultdict(list)
    marks: dict[str, list[str]] = defaultdict(list)
    older: tuple[Listed, ...] = ()
    same_topic: dict[str, deque[Listed]] = defaultdict(lambda: deque(maxlen=RELATED + 1))
    for article in site.articles:
        alike = same_topic[article.topics[0]]
        related = tuple([other for other in reversed(alike) if not (older and other is older[0])][:RELATED])
        hidden = site.unlinked(article)
        months[article.month].append(_Page(article, older, related, hidden))
        marks[article.month] += (article.facts, article.body, *hidden, "", *[one.facts for one in (*older, *related)])
        if article.status != "withdrawn":
            older = (article,)
            alike.append(article)
    for month, rows in sorted(months.items()):
        refs = union(outer.refs(rows[0].article.url, "tin-tuc"), ("terms",), surroundings(row.article for row in rows))
        covers = partial(_page_records, rows)
        yield Group(f"bai/{month}", _article_pages, (site.taxonomy, rows), refs, basis_of(marks[month]), covers)


def _article_pages(taxonomy: Taxonomy, rows: Sequence[_Page]) -> Iterator[Target]:
    for row in rows:
        older, related = (tuple(other.id for other in others) for others in (row.older, row.related))
        refs = pages.article_refs(row.article, taxonomy, None, older, related)
        yield Target(output_path(row.article.url), pages.article, (row.article.id, older, related, row.hidden), refs)


def _page_records(rows: Sequence[_Page]) -> Iterator[str]:
    for row in rows:
        yield f"facts:{row.article.id}"
        yield f"body:{row.article.id}"
        yield from (f"facts:{other.id}" for other in (*row.older, *row.related))


def _aliases(site: Site) -> Iterator[Group]:
    pairs = tuple((alias, article.url) for article in site.articles for alias in article.aliases if has_page(alias))
    if pairs:
        yield Group("chuyen-huong", _redirects, (pairs,), pages.REDIRECT_REFS)


def _redirects(pairs: tuple[tuple[str, str], ...]) -> Iterator[Target]:
    for alias, url in pairs:
        old = alias if alias.endswith("/") or "." in alias.rpartition("/")[2] else f"{alias}/"
        yield Target(output_path(old), pages.redirect, (old, url), pages.REDIRECT_REFS)
