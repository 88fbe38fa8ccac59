"""The front page, every list of articles, and the indexes.

Lists are paged from the oldest, so that a new article touches a list's front and at most one page.

Knows: the order and the pages of lists. Never: knows what an item of a list looks like.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_builder import pages, reports
from site_builder.cache.outline import FEATURED as FEATURED_ONES
from site_builder.cache.outline import NEWEST
from site_builder.engine.targets import Group, Target
from site_builder.plan.archive import Archive, ListSpan
from site_builder.plan.site import Site
from site_builder.urls import output_path

LATEST = 8
FEATURED = 4
BY_TOPIC = 3
STRIPS = (("van-ban", 5), ("anh", 3), ("infographic", 3), ("video", 3))
"""Genres that the front page shows by themselves, with how many of each."""
BLOCK = 50
"""Full pages of a list that are planned together."""


def groups(site: Site) -> Iterator[Group]:
    """List the front page, the pages of all lists, and the indexes."""
    yield _front(site)
    yield from _lists(site)
    yield from _indexes(site)


def _front(site: Site) -> Group:
    archive = site.archive
    newest = archive.tail(NEWEST, LATEST + FEATURED + 1)
    featured = archive.tail(FEATURED_ONES, FEATURED + 1)
    lead = next(iter(featured or newest), "")
    beside = tuple(ident for ident in featured if ident != lead)[:FEATURED]
    latest = tuple(ident for ident in newest if ident != lead and ident not in beside)[:LATEST]
    by_topic = tuple((topic.id, archive.tail(("chu-de", topic.id), BY_TOPIC)) for topic in site.taxonomy.topics)
    of_genre = ((genre, ("the-loai", genre), count) for genre, count in STRIPS)
    strips = tuple((genre, archive.tail(key, count)) for genre, key, count in of_genre if key in site.lists)
    return Group("trang-chu", _front_page, (lead, beside, latest, by_topic, strips))


def _front_page(*args: Any) -> Iterator[Target]:
    yield Target("index.html", pages.front, args)


def _lists(site: Site) -> Iterator[Group]:
    """Page every list from the oldest, so that a new article touches its front and at most one page."""
    size = site.settings.page_size
    for list_key in site.lists:
        count = site.archive.count(list_key)
        if list_key[0] == "the-loai" and not count:
            continue
        full = count // size
        before = max(full - 1, 0)
        yield _front_group(site.archive, size, site.archive.span(list_key, before * size), before)
        for first in range(0, full, BLOCK):
            part = site.archive.span(list_key, first * size, min(first + BLOCK, full) * size)
            yield _list_group(site.archive, size, first // BLOCK + 1, part, first)
    counts = ((key, site.archive.count(key)) for key in site.lists)
    numbers = tuple((pages.list_url(*key), count // size) for key, count in counts if count >= size)
    yield Group("danh-sach/so-trang", _counts, numbers)


def _front_group(archive: Archive, size: int, part: ListSpan, before: int) -> Group:
    kind, key = part.key
    args = (size, part, before, archive.span(part.key))
    return Group(f"danh-sach/{kind}/{key}/0", _front_of_list, args, (archive,))


def _front_of_list(archive: Archive, size: int, articles: ListSpan, before: int, every: ListSpan) -> Iterator[Target]:
    """Plan the front of a list: the rest and the last full page, newest first, and on which page each year begins.

    `size` is that of a page; `articles` are those of the front; `before` it are so many full pages.
    """
    kind, key = articles.key
    part = archive.ids(articles)[::-1]
    years = tuple((year, place // size + 1 if place < before * size else 0) for year, place in archive.years(every.key))
    path = output_path(pages.list_url(kind, key))
    yield Target(path, pages.listing, (kind, key, 0, part, pages.Onward(before, years)), near=_near(part))


def _list_group(archive: Archive, size: int, block: int, part: ListSpan, before: int) -> Group:
    kind, key = part.key
    return Group(f"danh-sach/{kind}/{key}/{block}", _list_pages, (size, part, before), (archive,))


def _list_pages(archive: Archive, size: int, articles: ListSpan, before: int) -> Iterator[Target]:
    """Plan full pages of a list: those of the articles of a block, before which there are so many full pages."""
    kind, key = articles.key
    ids = archive.ids(articles)
    for start in range(0, len(ids), size):
        number = before + start // size + 1
        part = ids[start : start + size][::-1]
        path = output_path(pages.list_url(kind, key, number))
        yield Target(path, pages.listing, (kind, key, number, part, pages.Onward(number - 1)), near=_near(part))


def _near(ids: tuple[str, ...]) -> str:
    """Say which list is near which: ids begin with the month of the article, and most articles stand in five lists."""
    return ids[0] if ids else ""


def _counts(*counts: tuple[str, int]) -> Iterator[Target]:
    yield Target("du-lieu/danh-sach.json", reports.list_counts, (counts,))


def _indexes(site: Site) -> Iterator[Group]:
    archive = site.archive
    for kind, maker in (("chu-de", "topics"), ("co-quan", "agencies")):
        counts = tuple((key, archive.count((kind, key))) for list_kind, key in site.lists if list_kind == kind)
        yield Group(f"muc-luc/{kind}/", _one_page, (f"/{kind}/", maker, counts))
    months = tuple((month, archive.count(("luu-tru", month))) for month in archive.months)
    yield Group("muc-luc/luu-tru/", _one_page, ("/luu-tru/", "archive_index", months))
    for month in site.archive.months:
        yield Group(f"luu-tru/{month}", _month_page, (month, site.archive.span(("luu-tru", month))), (site.archive,))


def _month_page(archive: Archive, month: str, articles: ListSpan) -> Iterator[Target]:
    ids = archive.ids(articles)[::-1]
    yield Target(output_path(f"/luu-tru/{month}/"), pages.archive_month, (month, ids), near=_near(ids))


def _one_page(url: str, maker: str, *args: Any) -> Iterator[Target]:
    yield Target(output_path(url), getattr(pages, maker), args)
