"""The pages of articles, by month, and the addresses they once had.

An article's page depends on its own source and on older neighbours only, so a new one changes few pages.

Knows: which neighbours a page shows. Never: knows what a page looks like.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import TypeAlias

from site_builder import pages
from site_builder.engine.targets import Group, Target
from site_builder.plan.site import Site
from site_builder.urls import has_page, output_path

RELATED = 4

_Page: TypeAlias = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Rooted URL and id of an article; ids of the one before it and of older ones of its topic; links that are hidden."""


def groups(site: Site) -> Iterator[Group]:
    """List the pages of articles, and of their old addresses."""
    yield from _articles(site)
    yield from _aliases(site)


def _articles(site: Site) -> Iterator[Group]:
    """Group the article pages by month; each depends on older neighbours only."""
    months: dict[str, list[_Page]] = defaultdict(list)
    older: tuple[str, ...] = ()
    same_topic: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=RELATED + 1))
    for article in site.articles:
        alike = same_topic[article.topic]
        related = tuple([other for other in reversed(alike) if other not in older][:RELATED])
        months[article.month].append((article.url, article.id, older, related, site.unlinked(article)))
        if article.status != "withdrawn":
            older = (article.id,)
            alike.append(article.id)
    for month, rows in sorted(months.items()):
        yield Group(f"bai/{month}", _article_pages, tuple(rows))


def _article_pages(*rows: _Page) -> Iterator[Target]:
    for url, *args in rows:
        yield Target(output_path(url), pages.article, tuple(args))


def _aliases(site: Site) -> Iterator[Group]:
    pairs = tuple((alias, article.url) for article in site.articles for alias in article.aliases if has_page(alias))
    if pairs:
        yield Group("chuyen-huong", _redirects, pairs)


def _redirects(*pairs: tuple[str, str]) -> Iterator[Target]:
    for alias, url in pairs:
        old = alias if alias.endswith("/") or "." in alias.rpartition("/")[2] else f"{alias}/"
        yield Target(output_path(old), pages.redirect, (old, url))
