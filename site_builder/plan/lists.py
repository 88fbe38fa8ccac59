"""The front page, every list of articles, and the indexes.

Lists are paged from the oldest, so that a new article touches a list's front and at most one page.

Knows: the order and the pages of lists. Never: knows what an item of a list looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from site_builder import pages, reports
from site_builder.engine.targets import Group, Target
from site_builder.frame import outer
from site_builder.model.extracts import Listed
from site_builder.plan.marks import basis_of, facts_of, union
from site_builder.plan.site import Site
from site_builder.urls import output_path

LATEST = 12
FEATURED = 4
BY_TOPIC = 3
BLOCK = 50
"""Full pages of a list that are planned together."""


def groups(site: Site) -> Iterator[Group]:
    """List the front page, the pages of all lists, and the indexes."""
    yield _front(site)
    yield from _lists(site)
    yield from _indexes(site)


def _front(site: Site) -> Group:
    newest = site.live[::-1]
    featured = [article for article in newest if article.featured]
    lead = next(iter(featured or newest), None)
    beside = tuple(article.id for article in featured if article is not lead)[:FEATURED]
    latest = tuple(article.id for article in newest if article is not lead and article.id not in beside)[:LATEST]
    by_topic = tuple(
        (topic.id, tuple(article.id for article in tail(site.lists["chu-de", topic.id], BY_TOPIC)))
        for topic in site.taxonomy.topics
    )
    args = (lead.id if lead else "", beside, latest, by_topic)
    shown = {*beside, *latest, *(id_ for _, ids in by_topic for id_ in ids), *([lead.id] if lead else [])}
    refs = pages.front_refs([article for article in newest if article.id in shown])
    return Group("trang-chu", _front_page, (args, refs), refs)


def tail(articles: Sequence[Listed], count: int) -> list[Listed]:
    """Return the newest `count` articles that are not withdrawn, newest first."""
    return [article for article in reversed(articles) if article.status != "withdrawn"][:count]


def _front_page(args: tuple[Any, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target("index.html", pages.front, args, refs)


def _lists(site: Site) -> Iterator[Group]:
    """Page every list from the oldest, so that a new article touches its front and at most one page."""
    size = site.settings.page_size
    for (kind, key), articles in site.lists.items():
        if kind == "the-loai" and not articles:
            continue
        fixed = pages.list_refs(kind, key, site.taxonomy)
        full = len(articles) // size
        yield _list_group(kind, key, size, fixed, 0, articles[max(full - 1, 0) * size :], max(full - 1, 0))
        for first in range(0, full, BLOCK):
            part = articles[first * size : min(first + BLOCK, full) * size]
            yield _list_group(kind, key, size, fixed, first // BLOCK + 1, part, first)
    counts = tuple(
        (pages.list_url(kind, key), len(articles) // size)
        for (kind, key), articles in site.lists.items()
        if len(articles) >= size
    )
    yield Group("danh-sach/so-trang", _counts, (counts,))


def _list_group(
    kind: str, key: str, size: int, fixed: tuple[str, ...], block: int, articles: Sequence[Listed], before: int
) -> Group:
    """Group the front of a list (`block` 0), or a block of its full pages; `before` it are so many of them."""
    url = pages.list_url(kind, key)
    chrome = pages.chrome_refs(kind, f"{url}trang-1/" if block else url)
    agencies = {f"agency:{agency}": None for agency in dict.fromkeys(article.agency for article in articles)}
    args = (kind, key, size, fixed, block, articles, before)
    basis = basis_of((kind, key, str(size), str(block), str(before), *(article.facts for article in articles)))
    name = f"danh-sach/{kind}/{key}/{block}"
    return Group(name, _list_pages, args, union(fixed, chrome, agencies), basis, partial(facts_of, articles))


def _list_pages(
    kind: str, key: str, size: int, fixed: tuple[str, ...], block: int, articles: Sequence[Listed], before: int
) -> Iterator[Target]:
    """Plan the front of a list (the rest and the last full page, newest first), or full pages."""
    url = pages.list_url(kind, key)
    step = size if block else max(len(articles), 1)
    for start in range(0, max(len(articles), 1), step):
        number = before + start // size + 1 if block else 0
        part = articles[start : start + step]
        page_url = f"{url}trang-{number}/" if number else url
        refs = union(fixed, pages.chrome_refs(kind, page_url), *map(pages.item_refs, part))
        ids = tuple(article.id for article in reversed(part))
        older = number - 1 if number else before
        yield Target(output_path(page_url), pages.listing, (kind, key, number, ids, older), refs)


def _counts(counts: tuple[tuple[str, int], ...]) -> Iterator[Target]:
    yield Target("du-lieu/danh-sach.json", reports.list_counts, (counts,))


def _indexes(site: Site) -> Iterator[Group]:
    taxonomy = ("taxonomy",)
    for url, maker, section in (("/chu-de/", pages.topics, "chu-de"), ("/co-quan/", pages.agencies, "co-quan")):
        refs = (*outer.refs(url, section), *taxonomy)
        yield Group(f"muc-luc{url}", _one_page, (url, maker.__name__, (), refs), refs)
    months = tuple(reversed(site.months))
    refs = outer.refs("/luu-tru/", "tin-tuc")
    yield Group("muc-luc/luu-tru/", _one_page, ("/luu-tru/", "archive_index", (months,), refs), refs)
    for month, articles in site.months.items():
        url = f"/luu-tru/{month}/"
        agencies = dict.fromkeys(f"agency:{article.agency}" for article in articles)
        refs = union(outer.refs(url, "tin-tuc"), pages.LIST_REFS, agencies)
        basis = basis_of(article.facts for article in articles)
        covers = partial(facts_of, articles)
        yield Group(f"luu-tru/{month}", _archive_month, (month, articles, refs), refs, basis, covers)


def _archive_month(month: str, articles: Sequence[Listed], refs: tuple[str, ...]) -> Iterator[Target]:
    ids = tuple(article.id for article in reversed(articles))
    yield from _one_page(f"/luu-tru/{month}/", "archive_month", (month, ids), (*refs, *facts_of(articles)))


def _one_page(url: str, maker: str, args: tuple[Any, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target(output_path(url), getattr(pages, maker), args, refs)
