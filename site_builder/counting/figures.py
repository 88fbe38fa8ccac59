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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from site_builder.counting.axes import ALWAYS, AXES, NONE, NONE_NAMES, OPTIONAL, Aired, Axis, axes, names
from site_builder.counting.tallies import Along, Count, Tally, minutes_of, tally
from site_builder.counting.works import Counted
from site_builder.model import Airing, Taxonomy
from site_builder.model.periods import Period

__all__ = ["AXES", "NONE", "Count", "Figures", "Table", "TableRow", "count", "total_of", "touches", "within"]

C = TypeVar("C", bound=Counted)


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """One topic, agency, genre, channel, month (`2019-08`) …"""

    id: str
    """`NONE` for what has no place on the axis."""
    name: str
    count: Count


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Counts by one axis."""

    axis: str
    rows: tuple[TableRow, ...]
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
            minutes=minutes_of(row.count.minutes for row in self.rows),
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
            minutes=minutes_of((rows.minutes, -self.total.minutes)),
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


def touches(article: Counted, period: Period) -> bool:
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


def works_in(articles: Iterable[C], period: Period) -> list[C]:
    """Return the works of a period, in the given order."""
    starts, ends = period.starts, period.ends
    return [
        article
        for article in articles
        if starts <= article.date < ends and article.status != "withdrawn" and not article.is_sum
    ]


def aired_in(articles: Iterable[C], period: Period) -> list[tuple[C, Airing]]:
    """Return the airings of a period with their works."""
    starts, ends = period.starts, period.ends
    return [
        (article, airing)
        for article in articles
        if article.status != "withdrawn"
        for airing in article.airings
        if starts <= airing.date < ends
    ]


def total_of(articles: Iterable[Counted], period: Period) -> Count:
    """Count a period's works, airings and minutes without any table."""
    items = tuple(articles)
    return _whole(works_in(items, period), aired_in(items, period))


def count(articles: Iterable[Counted], period: Period, taxonomy: Taxonomy, scope: str = "") -> Figures:
    """Count `articles` (as seen; each once) in `period`; with the id of an agency, its own and those below it.

    Every topic and content area of `taxonomy` and every month of the period has a row, also at zero; of agencies,
    genres, channels and the like only those with a work or an airing.
    """
    items = tuple(articles)
    if scope:
        inside = within(taxonomy, scope)
        items = tuple(article for article in items if article.agency in inside)
    return figures_of(tally(works_in(items, period), aired_in(items, period)), period, taxonomy)


def figures_of(counted: Tally, period: Period, taxonomy: Taxonomy) -> Figures:
    """Turn what was counted in a period into its tables, as `count` does."""
    total = counted.total
    tables = tuple(
        _table(axis, _rows_of(axis, along), total, period, taxonomy)
        for axis, along in zip(axes(taxonomy), counted.axes, strict=True)
    )
    return Figures(period=period, total=total, untimed=counted.untimed, tables=tables)


def _whole(works: Sequence[Counted], aired: Sequence[Aired]) -> Count:
    return Count(works=len(works), airings=len(aired), minutes=minutes_of(one.minutes or 0 for _, one in aired))


@dataclass(slots=True)
class _Rows:
    """Counts by row of one axis while they are being made."""

    works: Counter[str]
    airings: Counter[str]
    minutes: dict[str, list[float]]
    shared: int

    def count(self, key: str) -> Count:
        """Return what was counted under `key`."""
        return Count(works=self.works[key], airings=self.airings[key], minutes=minutes_of(self.minutes.get(key, ())))


def _rows_of(axis: Axis, along: Along) -> _Rows:
    """Turn what decides into rows, each such thing once."""
    rows = _Rows(works=Counter(), airings=Counter(), minutes=defaultdict(list), shared=0)
    for what, number in along.works:
        keys = axis.rows(what)
        rows.works.update(dict.fromkeys(keys, number))
        rows.shared += number if len(keys) > 1 else 0
    for what, number in along.airings:
        rows.airings.update(dict.fromkeys(axis.aired_rows(what), number))
    for (what, length), number in along.minutes:
        for key in axis.aired_rows(what):
            rows.minutes[key] += [length] * number
    return rows


def _table(axis: Axis, counted: _Rows, total: Count, period: Period, taxonomy: Taxonomy) -> Table:
    """Put the rows of an axis in display order; what the taxonomy does not name comes last, under its id."""
    found = {*counted.works, *counted.airings}
    known = names(axis.name, period, taxonomy, found)
    if axis.name in OPTIONAL and not (found - {NONE} if axis.name != "directive" else known):
        return Table(axis=axis.name, rows=(), total=total)
    strangers = {key: key for key in sorted(found - known.keys() - {NONE})}
    last = {NONE: NONE_NAMES[axis.name]} if NONE in found else {}
    made = (
        TableRow(id=key, name=name, count=counted.count(key)) for key, name in {**known, **strangers, **last}.items()
    )
    rows = tuple(row for row in made if row.count or axis.name in ALWAYS)
    return Table(axis=axis.name, rows=rows, total=total, shared=counted.shared)
