"""The sitemaps: one a month, one of the news, one of lists and static pages, and their index.

Knows: which address stands in which. Never: knows the sitemap protocol.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from site_builder import feeds, pages
from site_builder.cache.outline import LIVE
from site_builder.engine.targets import Group, Target
from site_builder.plan.archive import Archive, ListSpan
from site_builder.plan.events import MICROSECOND
from site_builder.plan.site import Site

NEWS_WINDOW = timedelta(hours=48) // MICROSECOND
"""How long before the newest article the sitemap of news goes back."""
MOST_NEWS = 1000
"""Articles of that sitemap, as its readers want it."""


def groups(site: Site) -> Iterator[Group]:
    """List the sitemaps, and what tells robots of them."""
    archive = site.archive
    for month in archive.months:
        yield Group(f"sitemaps/{month}", _sitemap_month, (month, archive.span(("luu-tru", month))), (archive,))
    yield _news(archive)
    dates = tuple((month.replace("/", "-"), archive.modified(("luu-tru", month))) for month in archive.months)
    yield Group("sitemaps", _sitemap_index, ((*dates, ("trang", archive.modified())), _page_dates(site)))


def _news(archive: Archive) -> Group:
    since = (archive.newest or 0) - NEWS_WINDOW
    return Group("sitemaps/tin-moi", _sitemap_news, (archive.span(LIVE, archive.since(LIVE, since)), since), (archive,))


def _sitemap_news(archive: Archive, newest: ListSpan, since: int) -> Iterator[Target]:
    """Plan the sitemap of what was published after an instant, newest first; what is only new here is no news."""
    found = sorted((row.moments[0], row.id) for row in archive.listed(newest) if row.moments[0] > since)
    yield Target("sitemaps/tin-moi.xml", feeds.sitemap_news, (tuple(id_ for _, id_ in found[: -MOST_NEWS - 1 : -1]),))


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
