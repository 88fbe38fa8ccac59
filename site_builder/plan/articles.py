"""The pages of articles, by month, and the addresses they once had.

An article's page depends on its own source and on older neighbours only, so a new one changes few pages.

Knows: which neighbours a page shows. Never: knows what a page looks like.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from site_builder import pages
from site_builder.engine.targets import Group, Target
from site_builder.plan.archive import Archive, Before
from site_builder.plan.site import Site
from site_builder.urls import has_page, output_path

_Unlinked: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Ids of articles with links of theirs that are hidden."""


def groups(site: Site) -> Iterator[Group]:
    """List the pages of articles, and of their old addresses."""
    yield from _articles(site)
    yield from _aliases(site)


def _articles(site: Site) -> Iterator[Group]:
    """Group the article pages by month; each depends on older neighbours only."""
    for month, mark, before in sorted(site.archive.pages()):
        own = (one for one in site.unlinked.values() if one.article.month == month)
        unlinked = tuple(sorted((one.article.id, one.urls) for one in own))
        yield Group(f"bai/{month}", _article_pages, (month, mark, before, unlinked), (site.archive,))


def _article_pages(archive: Archive, month: str, _mark: str, before: Before, unlinked: _Unlinked) -> Iterator[Target]:
    hidden = dict(unlinked)
    for page in archive.laid(month, before):
        args = (page.id, page.older, page.related, hidden.get(page.id, ()))
        yield Target(output_path(page.url), pages.article, args)


def _aliases(site: Site) -> Iterator[Group]:
    pairs = tuple((alias, one.url) for one in site.notices for alias in one.aliases if has_page(alias))
    if pairs:
        yield Group("chuyen-huong", _redirects, pairs)


def _redirects(*pairs: tuple[str, str]) -> Iterator[Target]:
    for alias, url in pairs:
        old = alias if alias.endswith("/") or "." in alias.rpartition("/")[2] else f"{alias}/"
        yield Target(output_path(old), pages.redirect, (old, url))
