"""The numbers of a period, counted from articles: works and airings, by every axis of `axes`.

Two things are counted and never added to each other. A work (tin, bài) counts once, in the period of its own
date. An airing (lượt) is one time a work went out; it counts in the period of the airing's date, whatever the
work's. What is withdrawn counts nowhere. Moments count on their day in Viet Nam. Columns (chuyên mục) are counted
apart from both.

Where a work stands in several rows of a table (two topics, three channels), the rows add up to more than the
total; the table carries the difference, so that nobody has to wonder.

Knows: what counts where. Never: reads a record or a file; never knows how a number is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from math import fsum

from site_builder.model import Article, Taxonomy
from site_builder.periods import Period
from site_builder.reports.axes import ALWAYS, AXES, NONE, NONE_NAMES, OPTIONAL, Aired, Axis, axes, names

__all__ = ["AXES", "NONE", "Count", "Figures", "Row", "Table", "count", "total_of", "touches", "within"]


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
    """One topic, agency, genre, channel, month (`2019-08`) …"""

    id: str
    """`NONE` for what has no place on the axis."""
    name: str
    count: Count


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Counts by one axis."""

    axis: str
    rows: tuple[Row, ...]
    """Empty when the portal does not have the axis (no content area, no outlet, no column)."""
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
        if not self.rows:
            return Count()
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

    @property
    def columns(self) -> int:
        """Chuyên mục in which a work or an airing of the period ran: counted apart from works and airings."""
        return sum(row.id != NONE for row in self.table("column").rows)

    @property
    def unfit(self) -> int:
        """Works whose topics answer no content area of the directive."""
        return sum(row.count.works for row in self.table("directive").rows if row.id == NONE)


def touches(article: Article, period: Period) -> bool:
    """Say whether an article matters for a period: the work or one of its airings counts in it."""
    if article.status == "withdrawn":
        return False
    return period.holds(article.date) or any(period.holds(airing.date) for airing in article.airings)


def within(taxonomy: Taxonomy, scope: str) -> frozenset[str]:
    """Return the ids of an agency and of all that stand below it."""
    found, fresh = {scope}, {scope}
    while fresh:
        fresh = {agency.id for agency in taxonomy.agencies if agency.parent in fresh} - found
        found |= fresh
    return frozenset(found)


def works_in(articles: Iterable[Article], period: Period) -> list[Article]:
    """Return the works of a period, in the given order."""
    starts, ends = period.starts, period.ends
    return [article for article in articles if starts <= article.date < ends and article.status != "withdrawn"]


def aired_in(articles: Iterable[Article], period: Period) -> list[Aired]:
    """Return the airings of a period with their works."""
    starts, ends = period.starts, period.ends
    return [
        (article, airing)
        for article in articles
        if article.status != "withdrawn"
        for airing in article.airings
        if starts <= airing.date < ends
    ]


def total_of(articles: Iterable[Article], period: Period) -> Count:
    """Count a period's works, airings and minutes without any table."""
    items = tuple(articles)
    return _whole(works_in(items, period), aired_in(items, period))


def count(articles: Iterable[Article], period: Period, taxonomy: Taxonomy, scope: str = "") -> Figures:
    """Count `articles` (as seen; each once) in `period`; with the id of an agency, its own and those below it.

    Every topic and content area of `taxonomy` and every month of the period has a row, also at zero; of agencies,
    genres, channels and the like only those with a work or an airing.
    """
    items = tuple(articles)
    if scope:
        inside = within(taxonomy, scope)
        items = tuple(article for article in items if article.agency in inside)
    works, aired = works_in(items, period), aired_in(items, period)
    whole = _whole(works, aired)
    untimed = sum(airing.minutes is None for _, airing in aired)
    tables = tuple(_table(axis, _tally(axis, works, aired), whole, period, taxonomy) for axis in axes(taxonomy))
    return Figures(period=period, total=whole, untimed=untimed, tables=tables)


def _whole(works: list[Article], aired: list[Aired]) -> Count:
    return Count(works=len(works), airings=len(aired), minutes=_minutes(one.minutes or 0 for _, one in aired))


@dataclass(slots=True)
class _Tally:
    """Counts by row of one axis while they are being made."""

    works: Counter[str]
    airings: Counter[str]
    minutes: dict[str, list[float]]
    shared: int

    def count(self, key: str) -> Count:
        """Return what was counted under `key`."""
        return Count(works=self.works[key], airings=self.airings[key], minutes=_minutes(self.minutes.get(key, ())))


def _tally(axis: Axis, works: list[Article], aired: list[Aired]) -> _Tally:
    """Count along one axis: first what decides (at the speed of `Counter`), then the rows of each such thing."""
    by_work = Counter(map(axis.of_work, works))
    deciding = list(map(axis.of_airing, aired))
    tally = _Tally(works=Counter(), airings=Counter(), minutes=defaultdict(list), shared=0)
    for what, number in by_work.items():
        keys = axis.rows(what)
        tally.works.update(dict.fromkeys(keys, number))
        tally.shared += number if len(keys) > 1 else 0
    for what, number in Counter(deciding).items():
        tally.airings.update(dict.fromkeys(axis.aired_rows(what), number))
    for what, lengths in _lengths(deciding, aired).items():
        for key in axis.aired_rows(what):
            tally.minutes[key] += lengths
    return tally


def _lengths(deciding: list[Hashable], aired: list[Aired]) -> dict[Hashable, list[float]]:
    """Gather the known minutes by what decides."""
    found: dict[Hashable, list[float]] = defaultdict(list)
    for what, (_, airing) in zip(deciding, aired, strict=True):
        if airing.minutes:
            found[what].append(airing.minutes)
    return found


def _table(axis: Axis, tally: _Tally, total: Count, period: Period, taxonomy: Taxonomy) -> Table:
    """Put the rows of an axis in display order; what the taxonomy does not name comes last, under its id."""
    known = names(axis.name, period, taxonomy)
    found = {*tally.works, *tally.airings}
    if axis.name in OPTIONAL and not (found - {NONE} if axis.name != "directive" else known):
        return Table(axis=axis.name, rows=(), total=total)
    strangers = {key: key for key in sorted(found - known.keys() - {NONE})}
    last = {NONE: NONE_NAMES[axis.name]} if NONE in found else {}
    made = (Row(id=key, name=name, count=tally.count(key)) for key, name in {**known, **strangers, **last}.items())
    rows = tuple(row for row in made if row.count or axis.name in ALWAYS)
    return Table(axis=axis.name, rows=rows, total=total, shared=tally.shared)


def _minutes(values: Iterable[float]) -> float:
    """Add minutes so that the order of the parts does not show in the result."""
    return round(fsum(values), 6)
