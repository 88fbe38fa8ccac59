"""The feeds, the directories of feeds, and the sitemaps.

Knows: which items a feed holds. Never: knows a format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from site_builder import feeds, pages
from site_builder.cache.index import Listed
from site_builder.engine.targets import Group, Target
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
        ids = tuple(article.id for article in newest)
        yield Group(f"feeds/{kind}/{key}", _feed_pair, (kind, key, ids, hidden))
    yield Group("feeds/opml", _opml)
    gone = tuple(article.id for article in reversed(site.articles) if article.status == "withdrawn")
    yield Group("feeds/thu-hoi", _withdrawn, gone)


def _feed_pair(kind: str, key: str, ids: tuple[str, ...], hidden: feeds.Hidden) -> Iterator[Target]:
    """Plan a feed in both formats, which say the same of each article."""
    base = f"feeds/{kind}/{key}" if key else f"feeds/{kind}"
    yield Target(f"{base}.rss.xml", feeds.rss, (kind, key, ids, hidden), together=True)
    yield Target(f"{base}.atom.xml", feeds.atom, (kind, key, ids, hidden), together=True)


def _opml() -> Iterator[Target]:
    yield Target("feeds/opml.xml", feeds.opml)


def _withdrawn(*ids: str) -> Iterator[Target]:
    yield Target("feeds/thu-hoi.json", feeds.withdrawn_list, (ids,))


def _sitemaps(site: Site) -> Iterator[Group]:
    """Plan a sitemap a month with true dates, one of the lists and static pages, and their index."""
    for month, articles in site.months.items():
        yield Group(f"sitemaps/{month}", _sitemap_month, (month, tuple(article.id for article in articles)))
    dates = tuple((month.replace("/", "-"), modified(articles)) for month, articles in site.months.items())
    args = ((*dates, ("trang", modified(site.articles))), _page_dates(site))
    yield Group("sitemaps", _sitemap_index, args)


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


def _sitemap_month(month: str, ids: tuple[str, ...]) -> Iterator[Target]:
    yield Target(f"sitemaps/{month.replace('/', '-')}.xml", feeds.sitemap_month, (ids,))


def _sitemap_index(months: tuple[tuple[str, str], ...], urls: tuple[tuple[str, str], ...]) -> Iterator[Target]:
    yield Target("sitemap.xml", feeds.sitemap_index, (months,))
    yield Target("sitemaps/trang.xml", feeds.sitemap_pages, (urls,))
    yield Target("robots.txt", feeds.robots)
