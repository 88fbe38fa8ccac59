"""Everything that decides which files there are: what readers may see at a moment, in the orders that planners need.

"Now" ends here: planners and makers get ids, numbers and flags only.

Knows: the order of lists. Never: lists a file.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from site_builder import search
from site_builder.cache.index import Listed, listed
from site_builder.cache.portal import Portal, Rendered
from site_builder.cache.reading import Seen
from site_builder.cache.records import Derived
from site_builder.engine.targets import digest
from site_builder.model import Article, Taxonomy
from site_builder.model.ledger import Ledger, PeriodLedger, as_articles
from site_builder.model.periods import Calendar, Period
from site_builder.model.settings import Settings
from site_builder.plan.census import Census
from site_builder.text import EPOCH


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
        return search.cut(self.live)

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

    @cached_property
    def media(self) -> tuple[str, ...]:
        """Rooted paths of the files of content that the site shows, sorted."""
        return tuple(sorted({*self.page_media, *(path for article in self.live for path in article.media)}))

    def derived(self) -> Derived:
        """Return the records that follow from everything that readers see."""
        return Derived(
            media=self.media,
            periods=self.periods,
            ledgers=tuple(map(self.ledger_of, self.periods)),
            segments=tuple((segment.name, segment) for segment in self.segments),
            works=self.works_without_page,
            months=self.census.months,
        )


def site_of(portal: Portal, rendered: Rendered, seen: Seen, now: datetime) -> Site:
    """Put together what decides the files of a checked portal at a moment."""
    return Site(
        settings=rendered.settings,
        taxonomy=portal.vocabulary.taxonomy,
        calendar=portal.vocabulary.calendar,
        ledger=portal.ledger,
        articles=seen.articles,
        hidden=seen.hidden,
        static=rendered.static,
        page_media=tuple(sorted(rendered.shown_media())),
        now=now,
    )
