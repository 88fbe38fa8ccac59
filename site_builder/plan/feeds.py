"""The feeds, the directories of feeds, and the sitemaps.

Knows: which items a feed holds. Never: knows a format.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder import feeds, pages
from site_builder.engine.targets import Group, Target
from site_builder.plan.archive import Archive, ListSpan
from site_builder.plan.site import Site

FEED_SIZE = 50
"""Items of a feed."""


def groups(site: Site) -> Iterator[Group]:
    """List the feeds and the sitemaps."""
    yield from _feeds(site)
    yield from _sitemaps(site)


def _feeds(site: Site) -> Iterator[Group]:
    for kind, key in site.lists:
        if kind == "the-loai":
            continue
        newest = site.archive.span((kind, key), max(site.archive.count((kind, key)) - FEED_SIZE, 0))
        unlinked = tuple(sorted((ident, one.urls) for ident, one in site.unlinked.items()))
        yield Group(f"feeds/{kind}/{key}", _feed_pair, (kind, key, newest, unlinked), (site.archive,))
    yield Group("feeds/opml", _opml)
    gone = tuple(one.order[1] for one in reversed(site.notices) if one.is_withdrawn)
    yield Group("feeds/thu-hoi", _withdrawn, gone)


def _feed_pair(archive: Archive, kind: str, key: str, newest: ListSpan, unlinked: feeds.Hidden) -> Iterator[Target]:
    """Plan a feed in both formats, which say the same of each article."""
    ids = archive.ids(newest)[::-1]
    links = dict(unlinked)
    hidden = tuple((ident, links[ident]) for ident in ids if ident in links)
    base = f"feeds/{kind}/{key}" if key else f"feeds/{kind}"
    yield Target(f"{base}.rss.xml", feeds.rss, (kind, key, ids, hidden), together=True)
    yield Target(f"{base}.atom.xml", feeds.atom, (kind, key, ids, hidden), together=True)


def _opml() -> Iterator[Target]:
    yield Target("feeds/opml.xml", feeds.opml)


def _withdrawn(*ids: str) -> Iterator[Target]:
    yield Target("feeds/thu-hoi.json", feeds.withdrawn_list, (ids,))


def _sitemaps(site: Site) -> Iterator[Group]:
    """Plan a sitemap a month with true dates, one of the lists and static pages, and their index."""
    archive = site.archive
    for month in archive.months:
        yield Group(f"sitemaps/{month}", _sitemap_month, (month, archive.span(("luu-tru", month))), (archive,))
    dates = tuple((month.replace("/", "-"), archive.modified(("luu-tru", month))) for month in archive.months)
    yield Group("sitemaps", _sitemap_index, ((*dates, ("trang", archive.modified())), _page_dates(site)))


def _page_dates(site: Site) -> tuple[tuple[str, str], ...]:
    """Return the rooted URL and true last change of every page that is no article, where one is known."""
    dates = [("/", site.archive.modified())]
    dates += [(pages.list_url(*key), site.archive.modified(key)) for key in site.lists]
    listed = [(url, moment) for url, moment in dates if moment]
    plain = ["/chu-de/", "/co-quan/", "/luu-tru/", "/thong-ke/", *(period.url for period in site.periods)]
    static = [f"/{path.removesuffix('index.html')}" for path in site.static if path.endswith("/index.html")]
    return (*listed, *((url, "") for url in [*plain, *static]))


def _sitemap_month(archive: Archive, month: str, articles: ListSpan) -> Iterator[Target]:
    yield Target(f"sitemaps/{month.replace('/', '-')}.xml", feeds.sitemap_month, (archive.ids(articles),))


def _sitemap_index(months: tuple[tuple[str, str], ...], urls: tuple[tuple[str, str], ...]) -> Iterator[Target]:
    yield Target("sitemap.xml", feeds.sitemap_index, (months,))
    yield Target("sitemaps/trang.xml", feeds.sitemap_pages, (urls,))
    yield Target("robots.txt", feeds.robots)
