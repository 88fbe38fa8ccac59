"""An outline of a run of listed articles: what the plan of a whole site asks of them, without the articles.

It says how many articles each list has here, when they last changed, and by marks which they are; so a plan needs the
rows themselves only where it makes something of them. It is hardly longer for many articles than for few.

Knows: in which lists an article stands, and what counts in which month. Never: knows other articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from site_builder.cache.index import Listed, first_day, month_of
from site_builder.engine.targets import digest
from site_builder.frozen import value

Order: TypeAlias = tuple[int, str]
"""What articles sort by: when one was added, and its id."""
ListKey: TypeAlias = tuple[str, str]
"""Kind and key of a list."""

EVERY: ListKey = ("tin-tuc", "")
LIVE: ListKey = ("", "")
"""The list of what is not withdrawn, for nobody but search."""
NEWEST: ListKey = ("moi-nhat", "")
FEATURED: ListKey = ("noi-bat", "")
MAIN = "chu-de-chinh"
"""The kind of tails by main topic."""
ARRIVED = "len-cong"
"""The kind of lists by the month in which articles reached the portal."""
_TAILS = {NEWEST[0]: 20, FEATURED[0]: 5, "chu-de": 3, MAIN: 5, "the-loai": 5}
"""So many of the newest live articles are told, by kind."""
_DAY = 24 * 60 * 60 * 1_000_000


@value
class ListPart:
    """What of a list is here."""

    key: ListKey
    count: int
    modified: tuple[int, str]
    """The last change that a reader could see of one of them."""
    mark: str
    """Tells which articles they are, in their order."""


@value
class ListIds:
    """The articles of a list that are here."""

    key: ListKey
    ids: tuple[str, ...]
    """Oldest first."""


@value
class Tail:
    """The newest articles of a kind that are not withdrawn."""

    key: ListKey
    newest: tuple[Order, ...]
    """Oldest first."""


@value
class MonthCount:
    """What counts in a month."""

    month: str
    """`YYYY/MM`."""
    home: str
    """The month of the addresses of these works."""
    days: int
    """A bit for each day of the month on which one of them counts; bit 0 is the first."""
    mark: str
    """Tells which works they are, and what is said of them."""


@value
class Notice:
    """An article that something has to know outside of its lists."""

    order: Order
    url: str
    aliases: tuple[str, ...]
    is_withdrawn: bool


@value
class Revision:
    """An article of which a reader saw something change after it had come."""

    order: Order
    lists: tuple[ListKey, ...]
    """Those that have feeds, it being among them."""
    modified: int
    """Instant of the last change."""
    corrections: tuple[tuple[int, str], ...]
    """Instant of each, with the key of its own item in feeds when it is grave, else empty."""
    is_withdrawn: bool


@value
class FolderOutline:
    """What the plan asks of a run of articles."""

    first: Order
    last: Order
    lists: tuple[ListPart, ...]
    tails: tuple[Tail, ...]
    counted: tuple[MonthCount, ...]
    oldest: int | None
    """When the first live article was added."""
    started: int | None
    """The first instant at which anything counts."""
    notices: tuple[Notice, ...]
    """Of those that are withdrawn, or were elsewhere once."""
    changes: tuple[Revision, ...]
    """Those that were corrected, changed or withdrawn."""
    media: tuple[str, ...]
    """Rooted paths of the files that they show."""
    leads: tuple[tuple[str, str], ...]
    """Their lead pictures, each with the topic of an article; empty in the place of a picture when there is none."""
    pages: str
    """Tells which articles they are, with what decides the neighbours of each."""


def outline(rows: Iterable[Listed]) -> FolderOutline | None:
    """Return the outline of articles; None when there are none."""
    ordered = sorted(rows)
    if not ordered:
        return None
    live = [row for row in ordered if row.status != "withdrawn"]
    return FolderOutline(
        first=ordered[0][:2],
        last=ordered[-1][:2],
        lists=tuple(_part(key, inside) for key, inside in sorted(listed_in(ordered).items())),
        tails=tuple(_tails(live)),
        counted=tuple(_counted(live)),
        oldest=live[0].added if live else None,
        started=min((min(row.moments) for row in live), default=None),
        notices=tuple(
            Notice(order=row[:2], url=row.url, aliases=row.aliases, is_withdrawn=row.status == "withdrawn")
            for row in ordered
            if row.aliases or row.status == "withdrawn"
        ),
        changes=tuple(
            Revision(
                order=row[:2],
                lists=_with_feeds(row),
                modified=row.modified[0],
                corrections=row.corrections,
                is_withdrawn=row.status == "withdrawn",
            )
            for row in ordered
            if row.modified[0] > row.added
        ),
        media=tuple(sorted({path for row in live for path in row.media})),
        leads=tuple(sorted({(row.lead, row.topic) for row in live if row.topics})),
        pages=digest([(row[:5], row.topics[:1], row.status) for row in ordered]),
    )


def ids_of(rows: Iterable[Listed]) -> tuple[ListIds, ...]:
    """Return which articles each list has here: a fraction of the rows, for who asks no more of them."""
    parts = listed_in(sorted(rows)).items()
    return tuple(ListIds(key=key, ids=tuple(row.id for row in inside)) for key, inside in sorted(parts))


def listed_in(ordered: Iterable[Listed]) -> dict[ListKey, list[Listed]]:
    """Part articles by list, their order kept."""
    found: dict[ListKey, list[Listed]] = defaultdict(list)
    for row in ordered:
        for key in _with_feeds(row):
            found[key].append(row)
        found["luu-tru", row.month].append(row)
        found[ARRIVED, month_of(row.added)].append(row)
        if row.status != "withdrawn":
            found[LIVE].append(row)
    return found


def _with_feeds(row: Listed) -> tuple[ListKey, ...]:
    """Return the lists with feeds that an article stands in."""
    topics = (("chu-de", topic) for topic in row.topics)
    featured = (FEATURED,) if row.featured else ()
    return (EVERY, ("co-quan", row.agency), ("the-loai", row.genre), *topics, *featured)


def _part(key: ListKey, inside: Sequence[Listed]) -> ListPart:
    return ListPart(
        key=key,
        count=len(inside),
        modified=max(row.modified for row in inside),
        # Search has files of an article's own files, too.
        mark=digest([(row[:2], row.attached) if key == LIVE and row.attached else row[:2] for row in inside]),
    )


def _tails(live: Sequence[Listed]) -> Iterator[Tail]:
    found: dict[ListKey, list[Listed]] = defaultdict(list)
    for row in live:
        found[NEWEST].append(row)
        if row.featured:
            found[FEATURED].append(row)
        for topic in row.topics[:1]:
            found[MAIN, topic].append(row)
        found["the-loai", row.genre].append(row)
        for topic in row.topics:
            found["chu-de", topic].append(row)
    for key, inside in sorted(found.items()):
        yield Tail(key=key, newest=tuple(row[:2] for row in inside[-_TAILS[key[0]] :]))


def merged(key: ListKey, tails: Iterable[Tail]) -> Tail:
    """Return the tail of several runs together."""
    every = sorted(order for tail in tails for order in tail.newest)
    return Tail(key=key, newest=tuple(every[-_TAILS[key[0]] :]))


def _counted(live: Sequence[Listed]) -> Iterator[MonthCount]:
    found: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    days: dict[tuple[str, str], int] = defaultdict(int)
    months: dict[int, tuple[str, int]] = {}
    for row in live:
        for moment in row.moments:
            day = moment // _DAY
            month, bit = months.get(day) or months.setdefault(day, _place(moment))
            key = (month, row.month)
            days[key] |= 1 << bit
            if not found[key] or found[key][-1] is not row:
                found[key].append(row)
    for key, works in sorted(found.items()):
        yield MonthCount(month=key[0], home=key[1], days=days[key], mark=digest([work.facts for work in works]))


def _place(moment: int) -> tuple[str, int]:
    """Return the month of an instant, and the number of its day in it, from 0."""
    month = month_of(moment)
    return month, (moment // _DAY) - first_day(month)
