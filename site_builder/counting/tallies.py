"""Tallies: works and airings counted by whatever decides their rows, so that whole months can be added up.

Numbers of a period are sums over its days. A tally keeps, for every axis, how many works and airings there are of
each thing that decides (the topics of a work, the outlet of an airing); which rows that makes, and what they are
called, is left to whoever knows the taxonomy. Minutes are kept by length, so that sums come out the same in any
order.

Knows: how counts add up. Never: knows a period or a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from math import fsum
from typing import Any, NamedTuple, TypeAlias

from site_builder.counting.axes import AXES, Aired, axes
from site_builder.counting.works import Counted
from site_builder.frozen import Frozen
from site_builder.model import Taxonomy

Numbers: TypeAlias = tuple[tuple[Frozen, int], ...]
"""How many of each thing, in the order of their first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Works, airings and the airings' known minutes."""

    works: int = 0
    airings: int = 0
    minutes: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.works or self.airings)


class Along(NamedTuple):
    """What was counted along one axis."""

    works: Numbers
    """By what decides."""
    airings: Numbers
    minutes: Numbers
    """Airings of known length by what decides and that length."""


class Tally(NamedTuple):
    """Works and airings of some days."""

    works: int
    airings: int
    untimed: int
    """Airings whose length is not known."""
    minutes: Numbers
    """Airings by length."""
    axes: tuple[Along, ...]
    """In the order of `AXES`."""

    @property
    def total(self) -> Count:
        """The sum, without any table."""
        lengths = chain.from_iterable(repeat(length, number) for length, number in self.minutes)
        return Count(works=self.works, airings=self.airings, minutes=minutes_of(lengths))


def tally(works: Sequence[Counted], aired: Sequence[Aired]) -> Tally:
    """Count works and airings by what decides, at the speed of `Counter`."""
    lengths = [airing.minutes for _, airing in aired]
    along = []
    for axis in axes(Taxonomy()):
        deciding = list(map(axis.of_airing, aired))
        timed = Counter(pair for pair in zip(deciding, lengths, strict=True) if pair[1])
        along.append(Along(_numbers(map(axis.of_work, works)), _numbers(deciding), tuple(timed.items())))
    return Tally(
        works=len(works),
        airings=len(aired),
        untimed=lengths.count(None),
        minutes=_numbers(length for length in lengths if length),
        axes=tuple(along),
    )


def together(tallies: Iterable[Tally]) -> Tally:
    """Add tallies of different days up."""
    parts = tuple(tallies)
    along = (
        Along(*(_sum(part.axes[number][field] for part in parts) for field in range(len(Along._fields))))
        for number in range(len(AXES))
    )
    return Tally(
        works=sum(part.works for part in parts),
        airings=sum(part.airings for part in parts),
        untimed=sum(part.untimed for part in parts),
        minutes=_sum(part.minutes for part in parts),
        axes=tuple(along),
    )


def _numbers(things: Iterable[Hashable]) -> Numbers:
    return tuple(Counter(things).items())


def _sum(parts: Iterable[Numbers]) -> Numbers:
    found: dict[Any, int] = {}
    for thing, number in chain.from_iterable(parts):
        found[thing] = found.get(thing, 0) + number
    return tuple(found.items())


def minutes_of(values: Iterable[float]) -> float:
    """Add minutes so that the order of the parts does not show in the result."""
    return round(fsum(values), 6)
