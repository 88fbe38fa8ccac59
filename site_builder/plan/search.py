"""The list of every file of the search index and its page.

A segment is a group; with a new article only the newest one changes, and the page, which holds the directory of all.

Knows: the makers of search. Never: makes or writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder import search
from site_builder.cache.outline import FEATURED, NEWEST
from site_builder.engine.targets import Group, Target
from site_builder.plan.archive import Archive, ListSpan
from site_builder.plan.site import Site

_TITLES = 20
"""Titles of the newest articles, and of featured ones, that the search page suggests: two KB of it."""


def groups(site: Site) -> Iterator[Group]:
    """List the files of all segments, and the page with their directory, the newest first."""
    for name, (part, span) in site.cuts.items():
        yield Group(f"tim-kiem/{name}", _segment, (name, part.shards, span), (site.archive,))
    titles = dict.fromkeys((*site.archive.tail(FEATURED, _TITLES), *site.archive.tail(NEWEST, _TITLES)))
    months = tuple(reversed(site.archive.months))
    yield Group("tim-kiem", _page, (tuple(reversed(site.cuts)), months, tuple(titles)))
    pages = tuple(path for path in site.static if path.endswith("/index.html"))
    yield Group("tim-kiem/noi-khac", _places, (tuple(period.id for period in site.periods), pages))


def _segment(archive: Archive, name: str, shards: int, articles: ListSpan) -> Iterator[Target]:
    place = f"tim-kiem/{name}"
    for number in range(shards):
        yield Target(f"{place}/a-{number}.json", search.shard_of_postings, (name, number), together=True)
    for number in range(shards):
        yield Target(f"{place}/b-{number}.json", search.shard_of_positions, (name, number), together=True)
    rows = archive.listed(articles)
    for number, block in enumerate(search.blocks(tuple(row.id for row in rows))):
        yield Target(f"{place}/t-{number}.json", search.texts, (block,))
    for number, row in enumerate(rows):
        for rank in range(min(row.attached, search.MOST_FILES)):
            path = f"{place}/d-{search.file_number(number, rank)}.json"
            yield Target(path, search.file_text, (row.id, rank))
    yield Target(f"{place}/v.json", search.vocabulary, (name,), together=True)
    yield Target(f"{place}/f.json", search.facets, (name,))


def _places(periods: tuple[str, ...], pages: tuple[str, ...]) -> Iterator[Target]:
    yield Target("tim-kiem/noi-khac.json", search.places, (periods, pages))


def _page(segments: tuple[str, ...], months: tuple[str, ...], titles: tuple[str, ...]) -> Iterator[Target]:
    yield Target("tim-kiem/index.html", search.page, (segments, months, titles))
    yield Target("tim-kiem/ten.json", search.names)
