"""The front page, every list of articles, and the indexes.

Lists are paged from the oldest, so that a new article touches a list's front and at most one page.

Knows: the order and the pages of lists. Never: knows what an item of a list looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from site_builder import pages, reports
from site_builder.cache.index import Listed
from site_builder.engine.targets import Group, Target
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
    return Group("trang-chu", _front_page, (lead.id if lead else "", beside, latest, by_topic))


def tail(articles: Sequence[Listed], count: int) -> list[Listed]:
    """Return the newest `count` articles that are not withdrawn, newest first."""
    return [article for article in reversed(articles) if article.status != "withdrawn"][:count]


def _front_page(*args: Any) -> Iterator[Target]:
    yield Target("index.html", pages.front, args)


def _lists(site: Site) -> Iterator[Group]:
    """Page every list from the oldest, so that a new article touches its front and at most one page."""
    size = site.settings.page_size
    for (kind, key), articles in site.lists.items():
        if kind == "the-loai" and not articles:
            continue
        ids = tuple(article.id for article in articles)
        full = len(ids) // size
        before = max(full - 1, 0)
        yield _list_group(kind, key, (size, 0, ids[before * size :], before))
        for first in range(0, full, BLOCK):
            part = ids[first * size : min(first + BLOCK, full) * size]
            yield _list_group(kind, key, (size, first // BLOCK + 1, part, first))
    counts = tuple(
        (pages.list_url(kind, key), len(articles) // size)
        for (kind, key), articles in site.lists.items()
        if len(articles) >= size
    )
    yield Group("danh-sach/so-trang", _counts, counts)


def _list_group(kind: str, key: str, pages_: tuple[int, int, tuple[str, ...], int]) -> Group:
    """Group the front of a list (block 0), or a block of its full pages."""
    return Group(f"danh-sach/{kind}/{key}/{pages_[1]}", _list_pages, (kind, key, *pages_))


def _list_pages(kind: str, key: str, size: int, block: int, ids: tuple[str, ...], before: int) -> Iterator[Target]:
    """Plan the front of a list (the rest and the last full page, newest first), or full pages.

    `size` is that of a page; `ids` are those of the block, oldest first; `before` it are so many full pages.
    """
    step = size if block else max(len(ids), 1)
    for start in range(0, max(len(ids), 1), step):
        number = before + start // size + 1 if block else 0
        part = ids[start : start + step][::-1]
        older = number - 1 if number else before
        path = output_path(pages.list_url(kind, key, number))
        yield Target(path, pages.listing, (kind, key, number, part, older), near=_near(part))


def _near(ids: tuple[str, ...]) -> str:
    """Say which list is near which: ids begin with the month of the article, and most articles stand in five lists."""
    return ids[0] if ids else ""


def _counts(*counts: tuple[str, int]) -> Iterator[Target]:
    yield Target("du-lieu/danh-sach.json", reports.list_counts, (counts,))


def _indexes(site: Site) -> Iterator[Group]:
    yield Group("muc-luc/chu-de/", _one_page, ("/chu-de/", "topics"))
    yield Group("muc-luc/co-quan/", _one_page, ("/co-quan/", "agencies"))
    yield Group("muc-luc/luu-tru/", _one_page, ("/luu-tru/", "archive_index", tuple(reversed(site.months))))
    for month, articles in site.months.items():
        ids = tuple(article.id for article in reversed(articles))
        yield Group(f"luu-tru/{month}", _month_page, (month, ids))


def _one_page(url: str, maker: str, *args: Any) -> Iterator[Target]:
    yield Target(output_path(url), getattr(pages, maker), args)


def _month_page(month: str, ids: tuple[str, ...]) -> Iterator[Target]:
    yield Target(output_path(f"/luu-tru/{month}/"), pages.archive_month, (month, ids), near=_near(ids))
