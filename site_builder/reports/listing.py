"""The items behind a report's numbers: works and airings with names as people read them.

Works of the period come first, oldest first, then works of another period that only aired in it.

Knows: names and addresses of what was counted. Never: counts along an axis.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from math import fsum

from site_builder.counting.axes import Axis, Keys, axes
from site_builder.model import Airing, Article, Taxonomy
from site_builder.model.ledger import ACTIVITY_IDS
from site_builder.model.periods import Period
from site_builder.model.settings import Settings
from site_builder.reports.report import ReportAiring, ReportEntry
from site_builder.text import VIETNAM
from site_builder.urls import TAG, guid

PLACES = ("channel", "outlet", "kind", "month")
"""Axes on which an airing stands by itself; on the others it stands where its work does."""


class Lister:
    """Turns counted articles into entries; remembers names that occur again and again."""

    def __init__(self, taxonomy: Taxonomy, settings: Settings, sources: Mapping[str, str]) -> None:
        """Take the names; `sources` is the name of the portal or unit by article id, for what is not our own."""
        self._taxonomy = taxonomy
        self._settings = settings
        self._sources = sources
        self._axes = axes(taxonomy)
        self._aired_axes = tuple(axis for axis in self._axes if axis.name in PLACES)
        self._rows: dict[tuple[str, Hashable], tuple[str, Keys]] = {}
        self._days: dict[tuple[str, int], str] = {}

    def entries(self, articles: Iterable[Article], period: Period) -> tuple[ReportEntry, ...]:
        """Return the period's works, oldest first, then works that only aired in it, then sums that aired."""
        made = [entry for article in articles if (entry := self._entry(article, period))]
        made.sort(key=lambda one: (not one.counts_as_work, one.is_sum, one.date, one.id, one.url, one.title))
        return tuple(made)

    def _entry(self, article: Article, period: Period) -> ReportEntry | None:
        """Return an article's entry, or None when neither it nor an airing lies in the period."""
        starts, ends = period.starts, period.ends
        inside = [airing for airing in article.airings if starts <= airing.date < ends]
        counts = starts <= article.date < ends and not article.is_sum
        if article.status == "withdrawn" or not (counts or inside):
            return None
        names = self._names
        aired = tuple(self._airing(article, airing) for airing in inside)
        channels = dict.fromkeys(airing.channel for airing in article.airings)
        return ReportEntry(
            id=self._id(article),
            title=article.title,
            date=article.date.astimezone(VIETNAM),
            genre=names["genre"].get(article.genre, article.genre),
            column=names["column"].get(article.column, article.column),
            agency=self._agency(article.agency, article.date),
            topics=tuple(names["topic"].get(topic, topic) for topic in article.topics),
            channels=tuple(names["channel"].get(channel, channel) for channel in channels if channel),
            url=self._url(article),
            airings=len(aired),
            minutes=round(fsum(airing.minutes or 0 for airing in aired), 6),
            featured=article.featured,
            source=self._sources.get(article.id, ""),
            counts_as_work=counts,
            is_sum=article.is_sum,
            rows=tuple(self._row(axis, axis.of_work(article), axis.rows) for axis in self._axes),
            aired=tuple(sorted(aired, key=lambda airing: (airing.date, airing.channel, airing.outlet))),
            corrected=tuple(note.date.astimezone(VIETNAM) for note in article.corrections),
        )

    def _airing(self, article: Article, airing: Airing) -> ReportAiring:
        names, pair = self._names, (article, airing)
        return ReportAiring(
            title=article.title,
            date=airing.date.astimezone(VIETNAM),
            channel=names["channel"].get(airing.channel, airing.channel),
            outlet=names["outlet"].get(airing.outlet, airing.outlet),
            minutes=airing.minutes,
            url=airing.url or self._url(article),
            undated=airing.undated,
            source=self._sources.get(article.id, ""),
            rows=tuple(self._row(axis, axis.of_airing(pair), axis.aired_rows) for axis in self._aired_axes),
        )

    def _row(self, axis: Axis, what: Hashable, rows: Callable[..., Keys]) -> tuple[str, Keys]:
        """Return the rows of an axis for what decides, worked out once."""
        key = (axis.name, what)
        if key not in self._rows:
            self._rows[key] = (axis.name, rows(what))
        return self._rows[key]

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        known = self._taxonomy
        return {
            "topic": {entry.id: entry.name for entry in known.topics},
            "genre": known.genre_names,
            "channel": known.channel_names,
            "outlet": {entry.id: entry.name for entry in known.outlets},
            "column": {entry.id: entry.name for entry in known.columns},
        }

    def _agency(self, id_: str, moment: datetime) -> str:
        """Return an agency's name as of a day."""
        day = moment.astimezone(VIETNAM).date()
        key = (id_, day.toordinal())
        if key not in self._days:
            agency = self._taxonomy.agency_by_id.get(id_)
            self._days[key] = agency.name_on(day) if agency else id_
        return self._days[key]

    def _id(self, article: Article) -> str:
        """Return the item's identity in the world; a row of activities has none."""
        if article.id.startswith(ACTIVITY_IDS):
            return ""
        return guid(self._settings.feed_authority, article.id)

    def _url(self, article: Article) -> str:
        """Return the absolute address, empty when there is none."""
        if article.id.startswith((ACTIVITY_IDS, TAG)):
            return article.source_url
        return self._settings.absolute(article.url)
