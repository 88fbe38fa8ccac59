"""Charts as positions in an SVG that the page's templates draw: bars for names, columns for months.

Lengths and places across are hundredths of the chart's width, so a chart is as wide as its place on the page, on a
phone as on paper, and its letters keep their size. Colours are the page's own, so it follows night mode; every
value is written out, and the table beside it says the same.

Knows: how numbers become lengths. Never: counts; never writes HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.text import excerpt, integer

MAX_BARS = 24
"""Rows of the longest chart."""
LABEL_LENGTH = 44
"""Characters of a bar's label: what fits beside its number on a phone."""
MAX_COLUMNS = 24
"""Months of the longest chart."""
PHONE_COLUMNS = 6
"""Months that fit on a phone; more of them scroll."""
COLUMN_WIDTH = 52
"""Pixels that a month takes where it scrolls."""
HEIGHT = 150
"""Pixels of the highest column."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: int
    percent: float
    """Length in hundredths of the longest bar."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartColumn:
    """One column: its place across in hundredths of the chart's width, its height in pixels."""

    series: int
    """0 works, 1 airings."""
    value: int
    left: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.left + self.width / 2, 2)

    @property
    def top(self) -> float:
        """Distance from the top of the columns' field."""
        return round(HEIGHT - self.height, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """A month's columns and the words below them."""

    label: str
    year: str
    """Below the first month of a year, else empty."""
    middle: float
    columns: tuple[ChartColumn, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Months:
    """A chart of works and airings by month."""

    months: tuple[Month, ...]
    words: str
    """What the chart shows, for who does not see it."""

    @property
    def width(self) -> int:
        """Pixels on a phone, 0 when the chart fits."""
        return len(self.months) * COLUMN_WIDTH if len(self.months) > PHONE_COLUMNS else 0


def bars(values: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """Measure bars against the longest; none for fewer than two rows, for too many, or when all are zero."""
    longest = max((value for _, value in values), default=0)
    if not longest or not 1 < len(values) <= MAX_BARS:
        return ()
    return tuple(
        Bar(label=excerpt(name, LABEL_LENGTH), value=value, percent=round(100 * value / longest, 2))
        for name, value in values
    )


def months(values: Sequence[tuple[str, int, int]]) -> Months | None:
    """Measure columns of works and airings by month (`2019-08`); None when there is nothing to compare."""
    highest = max((max(works, airings) for _, works, airings in values), default=0)
    if not highest or not 1 < len(values) <= MAX_COLUMNS:
        return None
    step = 100 / len(values)
    made = tuple(
        _month(place * step, step, month, (works, airings), highest, first=not place)
        for place, (month, works, airings) in enumerate(values)
    )
    told = (f"{_name(month)}: {integer(works)} tin, bài, {integer(airings)} lượt" for month, works, airings in values)
    return Months(months=made, words="; ".join(told))


def _month(left: float, step: float, month: str, values: tuple[int, int], highest: int, *, first: bool) -> Month:
    width = step * 0.36
    columns = tuple(
        ChartColumn(
            series=series,
            value=value,
            left=round(left + step * 0.12 + series * step * 0.4, 2),
            width=round(width, 2),
            height=round(HEIGHT * value / highest, 1),
        )
        for series, value in enumerate(values)
    )
    year, _, number = month.partition("-")
    middle = round(left + step / 2, 2)
    return Month(label=f"T{int(number)}", year=year if first or number == "01" else "", middle=middle, columns=columns)


def _name(month: str) -> str:
    year, _, number = month.partition("-")
    return f"tháng {int(number)}/{year}"
