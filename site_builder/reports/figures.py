"""The numbers of a period, counted from articles: works and airings, by topic, agency, genre, channel and month.

Two things are counted and never added to each other. A work (tin, bài) counts once, in the period of its own
date. An airing (lượt) is one time a work went out; it counts in the period of the airing's date, whatever the
work's. What is withdrawn counts nowhere. Moments count on their day in Viet Nam.

Where a work stands in several rows of a table (two topics, three channels), the rows add up to more than the
total; the table carries the difference, so that nobody has to wonder.

Knows: what counts where. Never: reads a record or a file; never knows how a number is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum

from site_builder.model import Airing, Article, Taxonomy
from site_builder.periods import Period
from site_builder.text import VIETNAM

AXES = ("topic", "agency", "genre", "channel", "month")
"""What is counted by, in display order; also the names in addresses and open data."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Works, airings and the airings' known minutes."""

    works: int = 0
    airings: int = 0
    minutes: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.works or self.airings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One topic, agency, genre, channel or month (`2019-08`)."""

    id: str
    name: str
    count: Count


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Counts by one axis."""

    axis: str
    rows: tuple[Row, ...]
    total: Count
    """Of the period: every work and airing once."""
    shared: int = 0
    """Works that stand in more than one row."""

    @property
    def sum(self) -> Count:
        """What the rows add up to."""
        return Count(
            works=sum(row.count.works for row in self.rows),
            airings=sum(row.count.airings for row in self.rows),
            minutes=_minutes(row.count.minutes for row in self.rows),
        )

    @property
    def surplus(self) -> Count:
        """By how much the rows exceed the total, because some works stand in several rows."""
        rows = self.sum
        return Count(
            works=rows.works - self.total.works,
            airings=rows.airings - self.total.airings,
            minutes=_minutes((rows.minutes, -self.total.minutes)),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The numbers of one period."""

    period: Period
    total: Count
    untimed: int = 0
    """Airings whose length is not known, so that minutes may be too few."""
    tables: tuple[Table, ...] = ()
    """One an axis, in the order of `AXES`."""

    def table(self, axis: str) -> Table:
        """Return the table of an axis of `AXES`."""
        return self.tables[AXES.index(axis)]


@dataclass(slots=True)
class _Tally:
    """Counts by key while they are being made."""

    works: Counter[str] = field(default_factory=Counter)
    airings: Counter[str] = field(default_factory=Counter)
    minutes: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    shared: int = 0

    def work(self, keys: tuple[str, ...]) -> None:
        """Count one work under each of its keys."""
        for key in keys:
            self.works[key] += 1
        self.shared += len(keys) > 1

    def airing(self, keys: tuple[str, ...], minutes: float | None) -> None:
        """Count one airing under each of its keys."""
        for key in keys:
            self.airings[key] += 1
            if minutes:
                self.minutes[key].append(minutes)

    def count(self, key: str) -> Count:
        """Return what was counted under `key`."""
        return Count(works=self.works[key], airings=self.airings[key], minutes=_minutes(self.minutes.get(key, ())))


def touches(article: Article, period: Period) -> bool:
    """Say whether an article matters for a period: the work or one of its airings counts in it."""
    if article.status == "withdrawn":
        return False
    return period.holds(article.date) or any(period.holds(airing.date) for airing in article.airings)


def count(articles: Iterable[Article], period: Period, taxonomy: Taxonomy) -> Figures:
    """Count `articles` (as seen; each once) in `period`.

    Every topic of `taxonomy` and every month of the period has a row, also at zero; of agencies, genres and
    channels only those with a work or an airing.
    """
    starts, ends = period.starts, period.ends
    total, untimed = _Tally(), 0
    tallies = {axis: _Tally() for axis in AXES}
    for article in articles:
        if article.status == "withdrawn":
            continue
        if starts <= article.date < ends:
            total.work(("",))
            for axis, keys in _work_keys(article).items():
                tallies[axis].work(keys)
        for airing in article.airings:
            if starts <= airing.date < ends:
                untimed += airing.minutes is None
                total.airing(("",), airing.minutes)
                for axis, keys in _airing_keys(article, airing).items():
                    tallies[axis].airing(keys, airing.minutes)
    whole = total.count("")
    tables = tuple(_table(axis, tallies[axis], whole, period, taxonomy) for axis in AXES)
    return Figures(period=period, total=whole, untimed=untimed, tables=tables)


def _work_keys(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the rows in which a work stands; under every channel it went out on, whenever that was."""
    return {
        "topic": tuple(dict.fromkeys(article.topics)),
        "agency": (article.agency,),
        "genre": (article.genre,),
        "channel": tuple(dict.fromkeys(airing.channel for airing in article.airings)),
        "month": (f"{article.date.astimezone(VIETNAM):%Y-%m}",),
    }


def _airing_keys(article: Article, airing: Airing) -> dict[str, tuple[str, ...]]:
    """Return the rows in which an airing stands: its own channel and month, the rest of its work."""
    return {
        "topic": tuple(dict.fromkeys(article.topics)),
        "agency": (article.agency,),
        "genre": (article.genre,),
        "channel": (airing.channel,),
        "month": (f"{airing.date.astimezone(VIETNAM):%Y-%m}",),
    }


def _table(axis: str, tally: _Tally, total: Count, period: Period, taxonomy: Taxonomy) -> Table:
    """Put the rows of an axis in display order; what the taxonomy does not name comes last, under its id."""
    names = _names(axis, period, taxonomy)
    always = axis in ("topic", "month")
    strangers = {key: key for key in sorted({*tally.works, *tally.airings} - names.keys())}
    rows = (Row(id=key, name=name, count=tally.count(key)) for key, name in {**names, **strangers}.items())
    return Table(axis=axis, rows=tuple(row for row in rows if row.count or always), total=total, shared=tally.shared)


def _names(axis: str, period: Period, taxonomy: Taxonomy) -> Mapping[str, str]:
    """Return names by id in display order; an agency has the name of the period's last day."""
    if axis == "topic":
        return {topic.id: topic.name for topic in taxonomy.topics}
    if axis == "agency":
        return {agency.id: agency.name_on(period.until) for agency in taxonomy.agencies}
    if axis == "month":
        return dict(_month_names(period))
    return taxonomy.genre_names if axis == "genre" else taxonomy.channel_names


def _month_names(period: Period) -> Iterator[tuple[str, str]]:
    """Name the period's months; a month that is cut by the period says from or to which day."""
    for month in period.months():
        year, number = (int(part) for part in month.split("/"))
        cuts = []
        if (period.since.year, period.since.month) == (year, number) and period.since.day > 1:
            cuts.append(f"từ ngày {period.since.day}")
        if (period.until.year, period.until.month) == (year, number) and period.ends.day > 1:
            cuts.append(f"đến ngày {period.until.day}")
        yield f"{year}-{number:02}", f"Tháng {number}/{year}" + (f" ({' '.join(cuts)})" if cuts else "")


def _minutes(values: Iterable[float]) -> float:
    """Add minutes so that the order of the parts does not show in the result."""
    return round(fsum(values), 6)
