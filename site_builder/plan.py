"""The list of every file that the site has.

`plan` takes what readers may see at a moment and yields groups of targets; each planner below is a pure
function of its group's arguments, so a group whose arguments and records are unchanged need not be planned.
"Now" ends here: makers get ids, numbers and flags only.

Knows: every room's makers, and the order of lists. Never: makes or writes a file.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from site_builder import feeds, images, pages, reports, search, search_plan, shell
from site_builder.census import Census, statistics
from site_builder.engine.targets import Group, Target, digest
from site_builder.extracts import Listed, listed
from site_builder.ledger import Ledger, PeriodLedger, as_articles
from site_builder.model import Article, Read, Taxonomy
from site_builder.periods import Calendar, Period
from site_builder.settings import Settings
from site_builder.text import EPOCH
from site_builder.urls import has_page, output_path

FEED_SIZE = 50
"""Items of a feed."""
RELATED = 4
LATEST = 12
FEATURED = 4
BY_TOPIC = 3
BLOCK = 50
"""Full pages of a list that are planned together."""


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
    articles: tuple[Listed, ...]
    """As seen, oldest first."""
    hidden: frozenset[str]
    """Rooted URLs of articles that are not public yet."""
    static: tuple[str, ...]
    """Paths of static pages and theme files."""
    page_media: tuple[str, ...]
    """Files of content that static pages and the chrome show."""
    now: datetime

    @cached_property
    def live(self) -> tuple[Listed, ...]:
        """The articles that are not withdrawn, oldest first."""
        return tuple(article for article in self.articles if article.status != "withdrawn")

    @cached_property
    def works_without_page(self) -> tuple[Article, ...]:
        """What counts of `content/activities`, named works and airings: nowhere but in statistics."""
        return as_articles(row for row in self.ledger.activities if row.date <= self.now.date())

    @cached_property
    def listed_works(self) -> tuple[Listed, ...]:
        """The same as far as the plan needs them."""
        return tuple(listed(work, links=(), media=(), facts=digest(work), body="") for work in self.works_without_page)

    @cached_property
    def census(self) -> Census:
        """Everything that statistics count."""
        return Census((*self.live, *self.listed_works))

    def ledger_of(self, period: Period) -> PeriodLedger:
        """Return what a period's pages need besides works."""
        rows = (row for row in self.ledger.activities if period.since <= row.date <= period.until)
        filed = (entry for entry in self.ledger.filed if entry.period == period.id)
        return PeriodLedger(
            activities=tuple(row for row in rows if row.date <= self.now.date()),
            plan=tuple(target for target in self.ledger.plan if target.period == period.id),
            filed=tuple(sorted(filed, key=lambda entry: entry.scope)),
        )

    @cached_property
    def lists(self) -> dict[tuple[str, str], list[Listed]]:
        """Every list of articles by kind and key, oldest first; a withdrawn article keeps its slot."""
        lists: dict[tuple[str, str], list[Listed]] = {("tin-tuc", ""): list(self.articles)}
        lists |= {("chu-de", topic.id): [] for topic in self.taxonomy.topics}
        lists |= {("co-quan", agency.id): [] for agency in self.taxonomy.agencies}
        lists |= {("the-loai", genre.id): [] for genre in self.taxonomy.genres}
        for article in self.articles:
            lists["co-quan", article.agency].append(article)
            lists["the-loai", article.genre].append(article)
            for topic in article.topics:
                lists["chu-de", topic].append(article)
        return lists

    @cached_property
    def months(self) -> dict[str, list[Listed]]:
        """Articles by the month of their URL, oldest first."""
        months: dict[str, list[Listed]] = defaultdict(list)
        for article in self.articles:
            months[article.month].append(article)
        return dict(sorted(months.items()))

    @cached_property
    def segments(self) -> tuple[search.Segment, ...]:
        """The parts of the search index, oldest first."""
        return search.cut([(EPOCH + timedelta(microseconds=article.added), article.id) for article in self.live])

    def unlinked(self, article: Listed) -> tuple[str, ...]:
        """Return the links of an article's body that lead to what is not public yet."""
        return () if self.hidden.isdisjoint(article.links) else tuple(sorted(self.hidden.intersection(article.links)))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that have begun and can hold an article, the newest first."""
        first = self.census.first
        days = [] if first is None else [(EPOCH + timedelta(microseconds=first)).date()]
        past = [day for day in (*days, *(row.date for row in self.ledger.activities)) if day <= self.now.date()]
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
    yield from statistics(site.census, site.periods, site.ledger_of, site.calendar, site.now)
    yield from search_plan.groups(site.segments, site.live, tuple(reversed(site.months)))


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
    shown = (path for article in site.live for path in article.media)
    paths = tuple(sorted({*shown, *site.page_media}))
    return Group("tep", _media_files, (paths,), ("root", *(f"asset:{path}" for path in paths)))


def _media_files(paths: tuple[str, ...]) -> Iterator[Target]:
    for path in paths:
        yield Target(path.removeprefix("/"), media_file, (path,), ("root", f"asset:{path}"))


def media_file(read: Read, path: str) -> bytes:
    """Return what readers get of a file of `content/media`; it must still be the one that was checked."""
    root: Root = read("root")
    data = Path(root.folder, "content", path.removeprefix("/")).read_bytes()
    if blake2b(data, digest_size=16).hexdigest() != read(f"asset:{path}").digest:
        raise OSError(f"content{path}: tệp thay đổi trong lúc dựng; hãy chạy lại")
    # By its ending, as it was checked: a text that begins like a drawing is none.
    return images.published(data) if path.rpartition(".")[2].lower() in images.ENDINGS else data


# Articles


class _Page(NamedTuple):
    """An article's page with what stands in it of others."""

    article: Listed
    older: tuple[Listed, ...]
    related: tuple[Listed, ...]
    hidden: tuple[str, ...]


def _articles(site: Site) -> Iterator[Group]:
    """Group the article pages by month; each depends on older neighbours only."""
    months: dict[str, list[_Page]] = defaultdict(list)
    marks: dict[str, list[str]] = defaultdict(list)
    older: tuple[Listed, ...] = ()
    same_topic: dict[str, deque[Listed]] = defaultdict(lambda: deque(maxlen=RELATED + 1))
    for article in site.articles:
        alike = same_topic[article.topics[0]]
        related = tuple([other for other in reversed(alike) if not (older and other is older[0])][:RELATED])
        hidden = site.unlinked(article)
        months[article.month].append(_Page(article, older, related, hidden))
        marks[article.month] += (article.facts, article.body, *hidden, "", *[one.facts for one in (*older, *related)])
        if article.status != "withdrawn":
            older = (article,)
            alike.append(article)
    for month, rows in sorted(months.items()):
        refs = _union(
            shell.refs(rows[0].article.url, "tin-tuc"), ("terms",), _surroundings(row.article for row in rows)
        )
        covers = partial(_page_records, rows)
        yield Group(f"bai/{month}", _article_pages, (site.taxonomy, rows), refs, _basis(marks[month]), covers)


def _article_pages(taxonomy: Taxonomy, rows: Sequence[_Page]) -> Iterator[Target]:
    for row in rows:
        older, related = (tuple(other.id for other in others) for others in (row.older, row.related))
        refs = pages.article_refs(row.article, taxonomy, None, older, related)
        yield Target(output_path(row.article.url), pages.article, (row.article.id, older, related, row.hidden), refs)


def _page_records(rows: Sequence[_Page]) -> Iterator[str]:
    for row in rows:
        yield f"facts:{row.article.id}"
        yield f"body:{row.article.id}"
        yield from (f"facts:{other.id}" for other in (*row.older, *row.related))


def _surroundings(articles: Iterable[Listed]) -> Iterator[str]:
    """Yield the records of topics, agencies and files that articles name; few are different."""
    named = dict.fromkeys((article.topics, article.agency, article.partners, article.media) for article in articles)
    for topics, agency, partners, media in named:
        yield from (f"topic:{topic}" for topic in topics)
        yield from (f"agency:{other}" for other in (agency, *partners) if other)
        yield f"heirs:{agency}"
        yield from (f"asset:{path}" for path in media)


def _basis(marks: Iterable[str]) -> str:
    """Digest what stands for many records and arguments."""
    return blake2b("\0".join(marks).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _facts(articles: Iterable[Listed]) -> Iterator[str]:
    """Yield the records of what articles say."""
    return (f"facts:{article.id}" for article in articles)


def _aliases(site: Site) -> Iterator[Group]:
    pairs = tuple((alias, article.url) for article in site.articles for alias in article.aliases if has_page(alias))
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


def _tail(articles: Sequence[Listed], count: int) -> list[Listed]:
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
    basis = _basis((kind, key, str(size), str(block), str(before), *(article.facts for article in articles)))
    name = f"danh-sach/{kind}/{key}/{block}"
    return Group(name, _list_pages, args, _union(fixed, chrome, agencies), basis, partial(_facts, articles))


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
        refs = _union(fixed, pages.chrome_refs(kind, page_url), *map(pages.item_refs, part))
        ids = tuple(article.id for article in reversed(part))
        older = number - 1 if number else before
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
        agencies = dict.fromkeys(f"agency:{article.agency}" for article in articles)
        refs = _union(shell.refs(url, "tin-tuc"), pages.LIST_REFS, agencies)
        basis = _basis(article.facts for article in articles)
        covers = partial(_facts, articles)
        yield Group(f"luu-tru/{month}", _archive_month, (month, articles, refs), refs, basis, covers)


def _archive_month(month: str, articles: Sequence[Listed], refs: tuple[str, ...]) -> Iterator[Target]:
    ids = tuple(article.id for article in reversed(articles))
    yield from _one_page(f"/luu-tru/{month}/", "archive_month", (month, ids), (*refs, *_facts(articles)))


def _one_page(url: str, maker: str, args: tuple[Any, ...], refs: tuple[str, ...]) -> Iterator[Target]:
    yield Target(output_path(url), getattr(pages, maker), args, refs)


# Feeds and sitemaps


def _feeds(site: Site) -> Iterator[Group]:
    for (kind, key), articles in site.lists.items():
        if kind == "the-loai":
            continue
        newest = articles[: -FEED_SIZE - 1 : -1]
        hidden = tuple((article.id, site.unlinked(article)) for article in newest if site.unlinked(article))
        refs = _union(feeds.feed_refs(kind, key, ()), ("terms",), _surroundings(newest))
        basis = _basis((kind, key, repr(hidden), *(mark for one in newest for mark in (one.facts, one.body))))
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
    refs = _union(feeds.feed_refs(kind, key, newest), assets)
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
        basis = _basis(article.facts for article in articles)
        covers = partial(_facts, articles)
        yield Group(f"sitemaps/{month}", _sitemap_month, (month, articles), ("settings",), basis, covers)
    dates = tuple((month.replace("/", "-"), _modified(articles)) for month, articles in site.months.items())
    args = ((*dates, ("trang", _modified(site.articles))), _page_dates(site))
    yield Group("sitemaps", _sitemap_index, args, ("settings",))


def _modified(articles: Sequence[Listed]) -> str:
    """Return the last change of articles, as it is written; empty when there are none."""
    return max(articles, key=_BY_CHANGE).modified[1] if articles else ""


_BY_CHANGE = attrgetter("modified")


def _page_dates(site: Site) -> tuple[tuple[str, str], ...]:
    """Return the rooted URL and true last change of every page that is no article, where one is known."""
    dates = [("/", _modified(site.articles))]
    dates += [(pages.list_url(kind, key), _modified(articles)) for (kind, key), articles in site.lists.items()]
    listed = [(url, moment) for url, moment in dates if moment]
    plain = ["/chu-de/", "/co-quan/", "/luu-tru/", "/thong-ke/", *(period.url for period in site.periods)]
    static = [f"/{path.removesuffix('index.html')}" for path in site.static if path.endswith("/index.html")]
    return (*listed, *((url, "") for url in [*plain, *static]))


def _sitemap_month(month: str, articles: Sequence[Listed]) -> Iterator[Target]:
    ids = tuple(article.id for article in articles)
    refs = ("settings", *_facts(articles))
    yield Target(f"sitemaps/{month.replace('/', '-')}.xml", feeds.sitemap_month, (ids,), refs)


def _sitemap_index(months: tuple[tuple[str, str], ...], urls: tuple[tuple[str, str], ...]) -> Iterator[Target]:
    yield Target("sitemap.xml", feeds.sitemap_index, (months,), ("settings",))
    yield Target("sitemaps/trang.xml", feeds.sitemap_pages, (urls,), ("settings",))
    yield Target("robots.txt", feeds.robots, (), ("settings",))


# Open data and statistics


def _data(site: Site) -> Iterator[Group]:
    months = {month: list(articles) for month, articles in site.months.items()}
    for work in site.listed_works:
        months.setdefault(work.month, []).append(work)
    for month, articles in sorted(months.items()):
        refs = ("settings", "terms", *_named(articles))
        basis = _basis(article.facts for article in articles)
        covers = partial(_facts, articles)
        yield Group(f"du-lieu/{month}", _data_files, (month, articles, refs), refs, basis, covers)


def _named(articles: Iterable[Listed]) -> Iterator[str]:
    """Yield the records of the topics and agencies whose names the open data show."""
    named = {(article.topics, article.agency, article.partners) for article in articles}
    yield from sorted({f"topic:{topic}" for topics, _, _ in named for topic in topics})
    yield from sorted({f"agency:{one}" for _, agency, partners in named for one in (agency, *partners) if one})


def _data_files(month: str, articles: Sequence[Listed], refs: tuple[str, ...]) -> Iterator[Target]:
    base = f"du-lieu/bai-viet/{month.replace('/', '-')}"
    ids = tuple(article.id for article in articles)
    yield Target(f"{base}.json", reports.data_json, (month, ids), (*refs, *_facts(articles)))
    yield Target(f"{base}.csv", reports.data_csv, (month, ids), (*refs, *_facts(articles)))
