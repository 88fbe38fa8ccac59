"""Everything that decides which files there are: what readers may see at a moment, in the orders that planners need.

"Now" ends here: planners and makers get ids, numbers and flags only.

Knows: the order of lists. Never: lists a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain

from site_builder import search
from site_builder.cache.index import Listed, listed
from site_builder.cache.outline import EVERY, LIVE, ListKey, Notice, Revision
from site_builder.cache.portal import Portal, Rendered
from site_builder.cache.reading import Seen, Unlinked
from site_builder.cache.records import Derived
from site_builder.engine.targets import digest
from site_builder.model import Article, Asset, Taxonomy
from site_builder.model.ledger import Ledger, PeriodLedger, as_articles
from site_builder.model.periods import Calendar, Period
from site_builder.model.settings import Settings
from site_builder.plan.archive import Archive, ListSpan
from site_builder.plan.census import Census
from site_builder.text import EPOCH


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything that decides which files there are."""

    settings: Settings
    taxonomy: Taxonomy
    calendar: Calendar
    ledger: Ledger
    archive: Archive
    """The articles as seen."""
    unlinked: Mapping[str, Unlinked]
    """By id the articles whose bodies lead to what is not public yet."""
    static: tuple[str, ...]
    """Paths of static pages and theme files."""
    unfinished: tuple[str, ...]
    """Those of them that show what changes with articles."""
    page_media: tuple[str, ...]
    """Files of content that static pages and the chrome show."""
    assets: Mapping[str, Asset]
    """Files of content by rooted path."""
    now: datetime

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
        return Census((self.archive, Archive.of(self.listed_works)))

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
    def lists(self) -> tuple[ListKey, ...]:
        """Every list of articles by kind and key; a withdrawn article keeps its slot."""
        return (
            EVERY,
            *(("chu-de", topic.id) for topic in self.taxonomy.topics),
            *(("co-quan", agency.id) for agency in self.taxonomy.agencies),
            *(("the-loai", genre.id) for genre in self.taxonomy.genres),
        )

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The articles that are withdrawn, or were elsewhere once, oldest first."""
        found = (notice for one in self.archive.outlines.values() for notice in one.notices)
        return tuple(sorted(found, key=lambda notice: notice.order))

    @cached_property
    def changes(self) -> tuple[Revision, ...]:
        """The articles that were corrected, changed or withdrawn, oldest first."""
        found = (change for one in self.archive.outlines.values() for change in one.changes)
        return tuple(sorted(found, key=lambda change: change.order))

    @cached_property
    def cuts(self) -> dict[str, tuple[search.Cut, ListSpan]]:
        """The parts of the search index by name, oldest first."""
        return {one.name: (one, self.archive.span(LIVE, one.first, one.last)) for one in search.cut(self.archive)}

    def segment(self, name: str) -> search.Segment:
        """Return a part of the search index."""
        part, span = self.cuts[name]
        return search.segment_of(name, self.archive.ids(span), part.shards)

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
        return tuple(
            sorted({*self.page_media, *chain.from_iterable(one.media for one in self.archive.outlines.values())})
        )

    def derived(self) -> Derived:
        """Return the records that follow from everything that readers see."""
        return Derived(
            media=self.media,
            periods=self.periods,
            ledgers=tuple(map(self.ledger_of, self.periods)),
            segments={name: digest(part) for name, part in self.cuts.items()},
            segment=self.segment,
            works=self.works_without_page,
            months=self.census.months,
            in_month=self.census.in_month,
        )


def site_of(portal: Portal, rendered: Rendered, seen: Seen, now: datetime) -> Site:
    """Put together what decides the files of a checked portal at a moment."""
    return Site(
        settings=rendered.settings,
        taxonomy=portal.vocabulary.taxonomy,
        calendar=portal.vocabulary.calendar,
        ledger=portal.ledger,
        archive=Archive(seen.outlines, seen.listed, seen.ids),
        unlinked=seen.unlinked,
        static=rendered.static,
        unfinished=rendered.unfinished,
        page_media=tuple(sorted(rendered.shown_media())),
        assets=portal.reading.assets,
        now=now,
    )
