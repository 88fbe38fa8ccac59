"""Activities off the portal added up, as far as they may be: same unit, same qualifier, same name.

"Hơn 176 lượt" is never added to 20 exact ones, nor to "gần 6.000". A named work (see `Activity.is_work`) stands in
the list and in the number of works instead, exact lượt in that of airings. Every sum says why it is in neither; so
what counts and what does not are together all there is.

Knows: what of the activities may be added. Never: turns a quantity into works or airings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import fsum

from site_builder.model import Taxonomy
from site_builder.model.ledger import OTHER_UNIT, Activity
from site_builder.reports.report import ActivitySum
from site_builder.text import decimal, integer, nfc, one_line

NAMELESS = "Hoạt động khác"
"""Name of activities of which a row says neither title nor genre nor channel."""


def activity_sums(activities: Iterable[Activity], taxonomy: Taxonomy) -> tuple[ActivitySum, ...]:
    """Add up the activities that are neither works nor airings, in the order of their first rows."""
    rows = [row for row in activities if row.stands_apart]
    series = Counter((_like(row), alike(_series(row.title))) for row in rows if _series(row.title))
    groups: dict[tuple[tuple[str, str], str], list[tuple[str, Activity]]] = defaultdict(list)
    for row in rows:
        repeated = series[_like(row), alike(_series(row.title))] > 1
        name = _series(row.title) if repeated else row.title or _words(row, taxonomy)
        groups[_like(row), alike(name)].append((name, row))
    return tuple(_sum(named) for named in groups.values())


def amount(one: ActivitySum) -> str:
    """Write how much a sum is: `hơn 500 tờ`."""
    return " ".join(word for word in (one.qualifier, decimal(one.quantity, 2), one.unit) if word)


def counted_as(row: Activity) -> str:
    """Say what a row counts for: `1 tin, bài; 3 lượt`, `3 lượt`, or that it does not, and why."""
    told = ("1 tin, bài" if row.is_work else "", f"{integer(row.times)} lượt" if row.times else "")
    words = "; ".join(word for word in told if word)
    return words or f"Không: {row.reason}"


def apart(sums: Iterable[ActivitySum]) -> dict[str, list[str]]:
    """Return by reason what stands apart: sums of works, airings and columns by number and name, else units only."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in sums:
        words = one.unit if one.reason == OTHER_UNIT else f"{amount(one)} “{one.name}”"
        if words not in found[one.reason]:
            found[one.reason].append(words)
    return dict(found)


def alike(name: str) -> str:
    """Return a name without case and spacing, for comparing; dấu count: `Xã Đ` is not `Xã D`."""
    return one_line(nfc(name)).casefold()


def quantity(rows: Iterable[Activity]) -> float:
    """Add up the quantities of rows that may be added."""
    return round(fsum(row.quantity for row in rows), 6)


def _sum(named: list[tuple[str, Activity]]) -> ActivitySum:
    rows = tuple(row for _, row in named)
    first = rows[0]
    return ActivitySum(name=named[0][0], unit=first.unit, qualifier=first.qualifier, quantity=quantity(rows), rows=rows)


def _like(row: Activity) -> tuple[str, str]:
    return (row.unit, row.qualifier)


def _series(title: str) -> str:
    """Return what several titles of one series begin with: `Chuyên mục: bưu chính công ích` → `Chuyên mục`."""
    return title.partition(":")[0].strip()


def _words(row: Activity, taxonomy: Taxonomy) -> str:
    """Name a row without a title by its genre and channel."""
    genre = taxonomy.genre_names.get(row.genre, row.genre)
    channel = taxonomy.channel_names.get(row.channel, row.channel)
    return "; ".join(word for word in (genre, channel) if word) or NAMELESS
