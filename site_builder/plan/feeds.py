"""The feeds, the directories of feeds, and the sitemaps.

Knows: which items a feed holds. Never: knows a format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from operator import attrgetter

from site_builder import feeds, pages
from site_builder.engine.targets import Group, Target
from site_builder.model.extracts import Listed
from site_builder.plan.marks import basis_of, facts_of, surroundings, union
from site_builder.plan.site import Site

FEED_SIZE = 50
"""Items of a feed."""


def groups(site: Site) -> Iterator[Group]:
    """List the feeds and the sitemaps."""
    yield from _feeds(site)
    yield from _sitemaps(site)


def _feeds(site: Site) -> Iterator[Group]:
    for (kind, key), articles in site.lists.items():
        if kind == "the-loai":
            continue
        newest = articles[: -FEED_SIZE - 1 : -1]
        hidden = tuple((article.id, site.unlinked(article)) for article in newest if site.unlinked(article))
        refs = union(feeds.feed_refs(kind, key, ()), ("terms",), surroundings(newest))
        basis = basis_of((kind, key, repr(hidden), *(mark for one in newest for mark in (one.facts, one.body))))
        covers = partial(feeds.feed_refs, kind, key, newest)
        yield Group(f"feeds/{kind}/{key}", _feed_pair, (kind, key, newest, hidden), refs, basis, covers)
    yield Group("feeds/opml", _opml, (), ("settings", "taxonomy"))
    gone = tuple(article.id for article in reversed(site.articles) if article.status == "withdrawn")
    refs = ("settings", *(f"facts:{id_}" for id_ in gone))
    yield Group("feeds/thu-hoi", _withdrawn, (gone, refs), refs)


def _feed_pair(
    kind: str, key: str, newest: Sequence[Listed], hidden: tuple[tuple[str, tuple[str, ...]], ...]
) -> Iterator[Target]:
    base = f"feeds/{kind}/{key}" if key else f"feeds/{kind}"
    assets = (f"asset:{path}" for article in newest for path in article.media)
    refs = union(feeds.feed_refs(kind, key, newest), assets)
    ids = tuple(article.id for article in newest)
    yield Target(f"{base}.rss.xml", feeds.rss, (kind, key, ids, hidden), refs)
    yield Target(f"{base}.atom.xml", feeds.atom, (kind, key, ids, hidden), refs)


def _opml() -> Iterator[Target]:
    yield Target("feeds/opml.xml", feeds.opml, (), ("settings", "taxonomy"))


def _withdrawn(ids: tuple[str, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target("feeds/thu-hoi.json", feeds.withdrawn_list, (ids,), refs)


def _sitemaps(site: Site) -> Iterator[Group]:
    """Plan a sitemap a month with true dates, one of the lists and static pages, and their index."""
    for month, articles in site.months.items():
        basis = basis_of(article.facts for article in articles)
        covers = partial(facts_of, articles)
        yield Group(f"sitemaps/{month}", _sitemap_month, (month, articles), ("settings",), basis, covers)
    dates = tuple((month.replace("/", "-"), modified(articles)) for month, articles in site.months.items())
    args = ((*dates, ("trang", modified(site.articles))), _page_dates(site))
    yield Group("sitemaps", _sitemap_index, args, ("settings",))


def modified(articles: Sequence[Listed]) -> str:
    """Return the last change of articles, as it is written; empty when there are none."""
    return max(articles, key=_BY_CHANGE).modified[1] if articles else ""


_BY_CHANGE = attrgetter("modified")


def _page_dates(site: Site) -> tuple[tuple[str, str], ...]:
    """Return the rooted URL and true last change of every page that is no article, where one is known."""
    dates = [("/", modified(site.articles))]
    dates += [(pages.list_url(kind, key), modified(articles)) for (kind, key), articles in site.lists.items()]
    listed = [(url, moment) for url, moment in dates if moment]
    plain = ["/chu-de/", "/co-quan/", "/luu-tru/", "/thong-ke/", *(period.url for period in site.periods)]
    static = [f"/{path.removesuffix('index.html')}" for path in site.static if path.endswith("/index.html")]
    return (*listed, *((url, "") for url in [*plain, *static]))


def _sitemap_month(month: str, articles: Sequence[Listed]) -> Iterator[Target]:
    ids = tuple(article.id for article in articles)
    refs = ("settings", *facts_of(articles))
    yield Target(f"sitemaps/{month.replace('/', '-')}.xml", feeds.sitemap_month, (ids,), refs)


def _sitemap_index(months: tuple[tuple[str, str], ...], urls: tuple[tuple[str, str], ...]) -> Iterator[Target]:
    yield Target("sitemap.xml", feeds.sitemap_index, (months,), ("settings",))
    yield Target("sitemaps/trang.xml", feeds.sitemap_pages, (urls,), ("settings",))
    yield Target("robots.txt", feeds.robots, (), ("settings",))
