"""Charts as positions in an SVG that the page's templates draw: bars for names, lines for months.

Lengths and places across are hundredths of the chart's width, so a chart is as wide as its place on the page, on a
phone as on paper, and its letters keep their size. Colours are the page's own, so it follows night mode; every
value is written out, and the table beside it says the same.

Knows: how numbers become lengths. Never: counts; never writes HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.text import excerpt, integer

MAX_BARS = 24
"""Rows of the longest chart."""
LABEL_LENGTH = 44
"""Characters of a bar's label: what fits beside its number on a phone."""
MAX_MONTHS = 120
"""Months of the longest chart."""
HEIGHT = 150
"""Pixels between the lowest and the highest line of the scale."""
_ALL_NAMED, _QUARTERS_NAMED = 13, 36
"""So many months have a name each, so many the first of each quarter, on a phone's width; of more each January has."""
_MONTHS = 12
_YEARS_APART = 3
"""Months that lie between the numbers of two years at least."""
_APART = 16
"""Pixels that a number's letters need."""
_STEPS = (2, 4, 6, 8, 10, 12, 14, 16, 20, 30, 40, 50, 60, 80)
"""Ends of scales, times a power of ten: half of each is a whole number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: int
    percent: float
    """Length in hundredths of the longest bar."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A month on a line: its place across in hundredths of the chart's width, its distance from the top in pixels."""

    across: float
    top: float
    words: str
    """`tháng 6/2019: 2 tin, bài`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """The line of works, or that of airings."""

    points: tuple[Point, ...]
    peak: tuple[int, str] | None
    """Place of the highest point and its number; None where another line's number stands there."""

    @property
    def way(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{point.across:g},{point.top:g}" for point in self.points)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A word below the chart."""

    across: float
    label: str
    year: str
    """Below it, else empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Months:
    """A chart of works and airings by month."""

    works: Curve
    airings: Curve
    ticks: tuple[Tick, ...]
    scale: tuple[tuple[int, float], ...]
    """Numbers with their distance from the top, the highest first."""
    words: str
    """What the chart shows, for who does not see it."""


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
    """Measure lines of works and airings by month (`2019-08`); None when there is nothing to compare."""
    highest = max((max(works, airings) for _, works, airings in values), default=0)
    if not highest or not 1 < len(values) <= MAX_MONTHS:
        return None
    end = _end(highest)
    airings = _curve([(month, number) for month, _, number in values], "lượt", end)
    works = _curve([(month, number) for month, number, _ in values], "tin, bài", end)
    told = (f"{_name(month)}: {integer(works)} tin, bài, {integer(airings)} lượt" for month, works, airings in values)
    return Months(
        works=replace(works, peak=None) if _meet(works, airings) else works,
        airings=airings,
        ticks=tuple(_ticks([month for month, _, _ in values])),
        scale=tuple((end * part // 2, HEIGHT * (2 - part) / 2) for part in (2, 1, 0)),
        words="; ".join(told),
    )


def _end(highest: int) -> int:
    """Return the number that the scale ends with."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= highest:
                return step * power
        power *= 10


def _across(place: int, count: int) -> float:
    return round(100 * (place + 0.5) / count, 2)


def _curve(values: Sequence[tuple[str, int]], unit: str, end: int) -> Curve:
    points = tuple(
        Point(
            across=_across(place, len(values)),
            top=round(HEIGHT * (1 - number / end), 1),
            words=f"{_name(month)}: {integer(number)} {unit}",
        )
        for place, (month, number) in enumerate(values)
    )
    place, (_, number) = max(enumerate(values), key=lambda one: one[1][1])
    return Curve(points=points, peak=(place, integer(number)) if number else None)


def _meet(one: Curve, other: Curve) -> bool:
    """Say whether the numbers at the peaks of two lines would stand on each other."""
    if one.peak is None or other.peak is None or one.peak[0] != other.peak[0]:
        return False
    return abs(one.points[one.peak[0]].top - other.points[other.peak[0]].top) < _APART


def _ticks(names: Sequence[str]) -> Iterator[Tick]:
    """Yield the names of months that fit, each year once."""
    count = len(names)
    for place, name in enumerate(names):
        year, number = name[:4], int(name[5:])
        is_first = number == 1 or (not place and number + _YEARS_APART <= _MONTHS)
        if count > _QUARTERS_NAMED:
            if number == 1:
                yield Tick(across=_across(place, count), label=year, year="")
        elif count <= _ALL_NAMED or number % 3 == 1:
            yield Tick(across=_across(place, count), label=str(number), year=year if is_first else "")


def _name(month: str) -> str:
    year, _, number = month.partition("-")
    return f"tháng {int(number)}/{year}"
