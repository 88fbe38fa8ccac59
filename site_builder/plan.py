"""The list of every file that the site has.

`plan` takes what readers may see at a moment and yields groups of targets; each planner below is a pure
function of its group's arguments, so a group whose arguments and records are unchanged need not be planned.
"Now" ends here: makers get ids, numbers and flags only.

Knows: every room's makers, and the order of lists. Never: makes or writes a file.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from site_builder import feeds, pages, reports, shell
from site_builder.engine.targets import Group, Target
from site_builder.ledger import Ledger, PeriodLedger, as_article
from site_builder.model import Article, Body, Link, Read, Taxonomy
from site_builder.periods import Calendar, Period
from site_builder.settings import Settings
from site_builder.urls import output_path

FEED_SIZE = 50
"""Items of a feed."""
RELATED = 4
LATEST = 12
FEATURED = 4
BY_TOPIC = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Root:
    """Where the portal lies; its `repr` leaves the folder out, so that a moved portal is not rebuilt."""

    folder: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything that decides which files there are."""

    settings: Settings
    taxonomy: Taxonomy
    calendar: Calendar
    ledger: Ledger
    articles: tuple[Article, ...]
    """As seen, oldest first."""
    links: Mapping[str, tuple[Link, ...]]
    media: Mapping[str, tuple[str, ...]]
    hidden: frozenset[str]
    static: tuple[str, ...]
    """Paths of static pages and theme files."""
    page_media: tuple[str, ...]
    """Files of content that static pages and the chrome show."""
    now: datetime

    @cached_property
    def live(self) -> tuple[Article, ...]:
        """The articles that are not withdrawn, oldest first."""
        return tuple(article for article in self.articles if article.status != "withdrawn")

    @cached_property
    def works_without_page(self) -> tuple[Article, ...]:
        """Named works of `content/activities`: counted, but nowhere else."""
        rows = (activity for activity in self.ledger.activities if activity.is_work)
        return tuple(as_article(row) for row in rows if row.date <= self.now.date())

    @cached_property
    def counted(self) -> tuple[Article, ...]:
        """Everything that statistics count, by date."""
        return tuple(sorted((*self.live, *self.works_without_page), key=lambda work: (work.date, work.id)))

    def ledger_of(self, period: Period) -> PeriodLedger:
        """Return what a period's pages need besides works."""
        rows = (row for row in self.ledger.activities if period.since <= row.date <= period.until)
        filed = self.ledger.filed_of(period.id)
        return PeriodLedger(
            activities=tuple(row for row in rows if row.date <= self.now.date()),
            plan=tuple(target for target in self.ledger.plan if target.period == period.id),
            filed=filed if filed and not filed.scope else None,
        )

    @cached_property
    def lists(self) -> dict[tuple[str, str], list[Article]]:
        """Every list of articles by kind and key, oldest first; a withdrawn article keeps its slot."""
        lists: dict[tuple[str, str], list[Article]] = {("tin-tuc", ""): []}
        lists |= {("chu-de", topic.id): [] for topic in self.taxonomy.topics}
        lists |= {("co-quan", agency.id): [] for agency in self.taxonomy.agencies}
        lists |= {("the-loai", genre.id): [] for genre in self.taxonomy.genres}
        for article in self.articles:
            keys = [("tin-tuc", ""), ("co-quan", article.agency), ("the-loai", article.genre)]
            for key in [*keys, *(("chu-de", topic) for topic in article.topics)]:
                lists[key].append(article)
        return lists

    @cached_property
    def months(self) -> dict[str, list[Article]]:
        """Articles by the month of their URL, oldest first."""
        months: dict[str, list[Article]] = defaultdict(list)
        for article in self.articles:
            months[article.month].append(article)
        return dict(sorted(months.items()))

    def unlinked(self, article: Article) -> tuple[str, ...]:
        """Return the links of an article's body that lead to what is not public yet."""
        return tuple(sorted({link.url for link in self.links.get(article.id, ())} & self.hidden))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that have begun and can hold an article, the newest first."""
        moments = [moment for work in self.counted for moment in (work.date, *(airing.date for airing in work.airings))]
        days = [*(moment.date() for moment in moments), *(row.date for row in self.ledger.activities)]
        past = [day for day in days if day <= self.now.date()]
        return self.calendar.between(min(past), self.now.date()) if past else ()


def plan(site: Site) -> Iterator[Group]:
    """List every file of the site, in groups."""
    yield Group("khung", _static, (site.static,), tuple(f"static:{path}" for path in site.static))
    yield _media(site)
    yield from _articles(site)
    yield from _aliases(site)
    yield _front(site)
    yield from _lists(site)
    yield from _indexes(site)
    yield from _feeds(site)
    yield from _sitemaps(site)
    yield from _data(site)
    yield from _statistics(site)


def _union(*many: Iterable[str]) -> tuple[str, ...]:
    """Return all references once, in the order they came."""
    return tuple(dict.fromkeys(ref for refs in many for ref in refs))


# Static pages, theme files and media


def _static(paths: tuple[str, ...]) -> Iterator[Target]:
    for path in paths:
        yield Target(path, static_file, (path,), (f"static:{path}",))


def static_file(read: Read, path: str) -> bytes:
    """Return a file that MkDocs rendered."""
    data: bytes = read(f"static:{path}")
    return data


def _media(site: Site) -> Group:
    shown = (path for article in site.live for path in site.media[article.id])
    paths = tuple(sorted({*shown, *site.page_media}))
    return Group("tep", _media_files, (paths,), ("root", *(f"asset:{path}" for path in paths)))


def _media_files(paths: tuple[str, ...]) -> Iterator[Target]:
    for path in paths:
        yield Target(path.removeprefix("/"), media_file, (path,), ("root", f"asset:{path}"))


def media_file(read: Read, path: str) -> bytes:
    """Return a file of `content/media`; it must still be the one that was checked."""
    root: Root = read("root")
    data = Path(root.folder, "content", path.removeprefix("/")).read_bytes()
    if blake2b(data, digest_size=16).hexdigest() != read(f"asset:{path}").digest:
        raise OSError(f"content{path}: tệp thay đổi trong lúc dựng; hãy chạy lại")
    return data


# Articles


def _articles(site: Site) -> Iterator[Group]:
    """Group the article pages by month; each depends on older neighbours only."""
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    before: str | None = None
    same_topic: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=RELATED + 1))
    for article in site.articles:
        older = (before,) if before else ()
        related = tuple(id_ for id_ in reversed(same_topic[article.topic]) if id_ != before)[:RELATED]
        shown = tuple(Link(url=path, line=0) for path in site.media.get(article.id, ()))
        body = Body(html="", media=shown) if article.status != "withdrawn" else None
        refs = pages.article_refs(article, site.taxonomy, body, older, related)
        rows[article.month].append((article.id, article.url, older, related, site.unlinked(article), refs))
        if article.status != "withdrawn":
            before = article.id
            same_topic[article.topic].append(article.id)
    for month, group in sorted(rows.items()):
        yield Group(f"bai/{month}", _article_pages, (tuple(group),), _union(*(row[-1] for row in group)))


def _article_pages(rows: tuple[tuple[Any, ...], ...]) -> Iterator[Target]:
    for id_, url, older, related, hidden, refs in rows:
        yield Target(output_path(url), pages.article, (id_, older, related, hidden), refs)


def _aliases(site: Site) -> Iterator[Group]:
    pairs = tuple((alias, article.url) for article in site.articles for alias in article.aliases)
    if pairs:
        yield Group("chuyen-huong", _redirects, (pairs,), pages.REDIRECT_REFS)


def _redirects(pairs: tuple[tuple[str, str], ...]) -> Iterator[Target]:
    for alias, url in pairs:
        old = alias if alias.endswith("/") or "." in alias.rpartition("/")[2] else f"{alias}/"
        yield Target(output_path(old), pages.redirect, (old, url), pages.REDIRECT_REFS)


# The front page, lists and indexes


def _front(site: Site) -> Group:
    newest = site.live[::-1]
    featured = [article for article in newest if article.featured]
    lead = next(iter(featured or newest), None)
    beside = tuple(article.id for article in featured if article is not lead)[:FEATURED]
    latest = tuple(article.id for article in newest if article is not lead and article.id not in beside)[:LATEST]
    by_topic = tuple(
        (topic.id, tuple(article.id for article in _tail(site.lists["chu-de", topic.id], BY_TOPIC)))
        for topic in site.taxonomy.topics
    )
    args = (lead.id if lead else "", beside, latest, by_topic)
    shown = {*beside, *latest, *(id_ for _, ids in by_topic for id_ in ids), *([lead.id] if lead else [])}
    refs = pages.front_refs([article for article in newest if article.id in shown])
    return Group("trang-chu", _front_page, (args, refs), refs)


def _tail(articles: Sequence[Article], count: int) -> list[Article]:
    """Return the newest `count` articles that are not withdrawn, newest first."""
    return [article for article in reversed(articles) if article.status != "withdrawn"][:count]


def _front_page(args: tuple[Any, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target("index.html", pages.front, args, refs)


def _lists(site: Site) -> Iterator[Group]:
    """Page every list from the oldest, so that a new article touches its front and at most one page."""
    for (kind, key), articles in site.lists.items():
        if kind == "the-loai" and not articles:
            continue
        items = tuple((article.id, pages.item_refs(article)) for article in articles)
        fixed = pages.list_refs(kind, key, site.taxonomy)
        url = pages.list_url(kind, key)
        chromes = (pages.chrome_refs(kind, url), pages.chrome_refs(kind, f"{url}trang-1/"))
        refs = _union(fixed, *chromes, *(refs for _, refs in items))
        yield Group(f"danh-sach/{kind}/{key}", _list_pages, (kind, key, site.settings.page_size, items, fixed), refs)
    counts = tuple(
        (pages.list_url(kind, key), len(articles) // site.settings.page_size)
        for (kind, key), articles in site.lists.items()
        if len(articles) >= site.settings.page_size
    )
    yield Group("danh-sach/so-trang", _counts, (counts,))


def _list_pages(
    kind: str, key: str, size: int, items: tuple[tuple[str, tuple[str, ...]], ...], fixed: tuple[str, ...]
) -> Iterator[Target]:
    """Plan the front of a list (the rest and the last full page, newest first) and its full pages."""
    full = len(items) // size
    fronts = items[max(full - 1, 0) * size :]
    slices = [(0, fronts, max(full - 1, 0))]
    slices += [(number, items[(number - 1) * size : number * size], number - 1) for number in range(1, full + 1)]
    url = pages.list_url(kind, key)
    for number, part, older in slices:
        page_url = f"{url}trang-{number}/" if number else url
        ids = tuple(id_ for id_, _ in reversed(part))
        refs = _union(fixed, pages.chrome_refs(kind, page_url), *(refs for _, refs in part))
        yield Target(output_path(page_url), pages.listing, (kind, key, number, ids, older), refs)


def _counts(counts: tuple[tuple[str, int], ...]) -> Iterator[Target]:
    yield Target("du-lieu/danh-sach.json", reports.list_counts, (counts,))


def _indexes(site: Site) -> Iterator[Group]:
    taxonomy = ("taxonomy",)
    for url, maker, section in (("/chu-de/", pages.topics, "chu-de"), ("/co-quan/", pages.agencies, "co-quan")):
        refs = (*shell.refs(url, section), *taxonomy)
        yield Group(f"muc-luc{url}", _one_page, (url, maker.__name__, (), refs), refs)
    months = tuple(reversed(site.months))
    refs = shell.refs("/luu-tru/", "tin-tuc")
    yield Group("muc-luc/luu-tru/", _one_page, ("/luu-tru/", "archive_index", (months,), refs), refs)
    for month, articles in site.months.items():
        url = f"/luu-tru/{month}/"
        ids = tuple(article.id for article in reversed(articles))
        refs = _union(shell.refs(url, "tin-tuc"), pages.LIST_REFS, *(pages.item_refs(article) for article in articles))
        yield Group(f"luu-tru/{month}", _one_page, (url, "archive_month", (month, ids), refs), refs)


def _one_page(url: str, maker: str, args: tuple[Any, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target(output_path(url), getattr(pages, maker), args, refs)


# Feeds and sitemaps


def _feeds(site: Site) -> Iterator[Group]:
    for (kind, key), articles in site.lists.items():
        if kind == "the-loai":
            continue
        newest = articles[: -FEED_SIZE - 1 : -1]
        hidden = tuple((article.id, site.unlinked(article)) for article in newest if site.unlinked(article))
        refs = _union(feeds.feed_refs(kind, key, newest), *(_asset_refs(site, article) for article in newest))
        ids = tuple(article.id for article in newest)
        yield Group(f"feeds/{kind}/{key}", _feed_pair, (kind, key, ids, hidden, refs), refs)
    yield Group("feeds/opml", _opml, (), ("settings", "taxonomy"))
    gone = tuple(article.id for article in reversed(site.articles) if article.status == "withdrawn")
    refs = ("settings", *(f"facts:{id_}" for id_ in gone))
    yield Group("feeds/thu-hoi", _withdrawn, (gone, refs), refs)


def _asset_refs(site: Site, article: Article) -> tuple[str, ...]:
    return tuple(f"asset:{path}" for path in site.media.get(article.id, ()))


def _feed_pair(
    kind: str, key: str, ids: tuple[str, ...], hidden: tuple[tuple[str, tuple[str, ...]], ...], refs: tuple[str, ...]
) -> Iterator[Target]:
    base = f"feeds/{kind}/{key}" if key else f"feeds/{kind}"
    yield Target(f"{base}.rss.xml", feeds.rss, (kind, key, ids, hidden), refs)
    yield Target(f"{base}.atom.xml", feeds.atom, (kind, key, ids, hidden), refs)


def _opml() -> Iterator[Target]:
    yield Target("feeds/opml.xml", feeds.opml, (), ("settings", "taxonomy"))


def _withdrawn(ids: tuple[str, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target("feeds/thu-hoi.json", feeds.withdrawn_list, (ids,), refs)


def _sitemaps(site: Site) -> Iterator[Group]:
    """Plan a sitemap a month with true dates, one of the lists and static pages, and their index."""
    ids_of = {month: tuple(article.id for article in articles) for month, articles in site.months.items()}
    for month, ids in ids_of.items():
        refs = ("settings", *(f"facts:{id_}" for id_ in ids))
        yield Group(f"sitemaps/{month}", _sitemap_month, (month, ids, refs), refs)
    dates = tuple(
        (month.replace("/", "-"), max(article.modified for article in articles).isoformat(timespec="seconds"))
        for month, articles in site.months.items()
    )
    newest = max((article.modified for article in site.articles), default=None)
    pages_date = newest.isoformat(timespec="seconds") if newest else ""
    yield Group("sitemaps", _sitemap_index, ((*dates, ("trang", pages_date)), _page_dates(site)), ("settings",))


def _page_dates(site: Site) -> tuple[tuple[str, str], ...]:
    """Return the rooted URL and true last change of every page that is no article, where one is known."""
    dates: list[tuple[str, Sequence[Article]]] = [("/", site.articles)]
    dates += [(pages.list_url(kind, key), articles) for (kind, key), articles in site.lists.items()]
    found = [(url, max((article.modified for article in articles), default=None)) for url, articles in dates]
    listed = [(url, moment.isoformat(timespec="seconds")) for url, moment in found if moment]
    plain = ["/chu-de/", "/co-quan/", "/luu-tru/", "/thong-ke/", *(period.url for period in site.periods)]
    static = [f"/{path.removesuffix('index.html')}" for path in site.static if path.endswith("/index.html")]
    return (*listed, *((url, "") for url in [*plain, *static]))


def _sitemap_month(month: str, ids: tuple[str, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target(f"sitemaps/{month.replace('/', '-')}.xml", feeds.sitemap_month, (ids,), refs)


def _sitemap_index(months: tuple[tuple[str, str], ...], urls: tuple[tuple[str, str], ...]) -> Iterator[Target]:
    yield Target("sitemap.xml", feeds.sitemap_index, (months,), ("settings",))
    yield Target("sitemaps/trang.xml", feeds.sitemap_pages, (urls,), ("settings",))
    yield Target("robots.txt", feeds.robots, (), ("settings",))


# Open data and statistics


def _data(site: Site) -> Iterator[Group]:
    months = {month: list(articles) for month, articles in site.months.items()}
    for work in site.works_without_page:
        months.setdefault(work.month, []).append(work)
    for month, articles in sorted(months.items()):
        ids = tuple(article.id for article in articles)
        refs = ("settings", "terms", *(f"facts:{id_}" for id_ in ids))
        yield Group(f"du-lieu/{month}", _data_files, (month, ids, _named(refs, articles)), _named(refs, articles))


def _named(refs: tuple[str, ...], articles: Iterable[Article]) -> tuple[str, ...]:
    """Add the topics and agencies whose names the open data show."""
    topics = {f"topic:{topic}" for article in articles for topic in article.topics}
    agencies = {f"agency:{agency}" for article in articles for agency in (article.agency, *article.partners) if agency}
    return (*refs, *sorted(topics), *sorted(agencies))


def _data_files(month: str, ids: tuple[str, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    base = f"du-lieu/bai-viet/{month.replace('/', '-')}"
    yield Target(f"{base}.json", reports.data_json, (month, ids), refs)
    yield Target(f"{base}.csv", reports.data_csv, (month, ids), refs)


def _statistics(site: Site) -> Iterator[Group]:
    ids = tuple(period.id for period in site.periods)
    refs = reports.index_refs(ids)
    yield Group("thong-ke", _statistics_index, (ids, refs), refs)
    by_month = _by_active_month(site.counted)
    for period in site.periods:
        touching = _touching(period, by_month)
        earlier = [(span, _touching(span, by_month)) for span in reports.compared(period, site.calendar)]
        compared = tuple(
            (span.label, f"{span.since}/{span.until}", tuple(article.id for article in articles))
            for span, articles in earlier
            if articles
        )
        before = [article for _, articles in earlier for article in articles]
        refs = reports.page_refs(period.id, touching, site.ledger_of(period), before)
        months = tuple(sorted({article.month for article in touching}))
        ids = tuple(article.id for article in touching)
        args = (
            period.id,
            ids,
            site.now < period.ends,
            compared,
            months,
            (refs, reports.period_refs(period.id, touching)),
        )
        yield Group(f"thong-ke/{period.id}", _period_pages, args, _union(refs, reports.list_refs(period.id)))
    yield Group("thong-ke/dinh-dang", _schema, ())


def _schema() -> Iterator[Target]:
    yield Target("du-lieu/bao-cao.schema.json", reports.published_schema, ())


def _touching(period: Period, by_month: Mapping[str, Sequence[Article]]) -> list[Article]:
    """Return what counts in a period, in order."""
    near = {article.id: article for month in period.months() for article in by_month.get(month, ())}
    touching = (article for article in near.values() if reports.touches(article, period))
    return sorted(touching, key=lambda article: article.order)


def _by_active_month(articles: Iterable[Article]) -> dict[str, list[Article]]:
    """Return articles by every month in which the work or one of its airings falls."""
    months: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for month in {f"{moment:%Y/%m}" for moment in (article.date, *(airing.date for airing in article.airings))}:
            months[month].append(article)
    return months


def _statistics_index(periods: tuple[str, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target("thong-ke/index.html", reports.statistics_index, (periods,), refs)


def _period_pages(
    period: str,
    ids: tuple[str, ...],
    is_open: bool,
    earlier: tuple[tuple[str, str, tuple[str, ...]], ...],
    months: tuple[str, ...],
    both_refs: tuple[tuple[str, ...], tuple[str, ...]],
) -> Iterator[Target]:
    page_refs, refs = both_refs
    place = f"thong-ke/{period}"
    yield Target(f"{place}/index.html", reports.statistics_page, (period, ids, is_open, earlier), page_refs)
    yield Target(f"{place}/danh-sach/index.html", reports.statistics_list, (period, months), reports.list_refs(period))
    yield Target(f"du-lieu/{place}.json", reports.period_json, (period, ids), refs)
    yield Target(f"du-lieu/{place}.csv", reports.period_csv, (period, ids), refs)
