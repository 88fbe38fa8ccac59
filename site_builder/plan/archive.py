"""All articles in the order of lists, as outlines; their rows are loaded where something is made of them.

Lists are in order of (`added`, id), which may lie outside of the month of an address. So outlines whose orders overlap
are put together: a *stretch*; stretches follow one another. As a rule a stretch is one month; where everything was
brought in at one moment it is everything, and a plan costs what it would cost without outlines.

A part of a list is told by a `ListSpan`: from where to where, and a mark of what is there. So the arguments of a group
hold no ids, and still another article there is another argument.

Knows: outlines. Never: knows a page of the site.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias, TypeVar

from site_builder.cache.index import Listed
from site_builder.cache.outline import (
    EVERY,
    LIVE,
    MAIN,
    NEWEST,
    FolderOutline,
    ListIds,
    ListKey,
    ListPart,
    Tail,
    ids_of,
    listed_in,
    merged,
    outline,
)
from site_builder.engine.targets import digest

T = TypeVar("T")

RELATED = 4
"""Older articles of its topic that a page names."""

Load: TypeAlias = Callable[[str], Iterable[Listed]]
"""Gives the rows of which an outline, by its name, was made."""
LoadIds: TypeAlias = Callable[[str], Iterable[ListIds]]
"""Gives which of these each list has."""


class ListSpan(NamedTuple):
    """A part of a list."""

    key: ListKey
    first: int
    last: int
    """Up to, not including."""
    mark: str
    """Tells which articles these are, in their order."""


class Before(NamedTuple):
    """What the pages of a stretch need of older articles."""

    newest: tuple[str, ...]
    """Id of the one before, none before the first."""
    by_topic: tuple[tuple[str, tuple[str, ...]], ...]
    """By main topic, oldest first."""


class Page(NamedTuple):
    """What decides the page of an article."""

    url: str
    id: str
    older: tuple[str, ...]
    """The one before it."""
    related: tuple[str, ...]
    """Older ones of its topic, the newest first."""


class _Stretch:
    """Outlines whose articles stand among each other."""

    def __init__(self, names: Sequence[str], outlines: Sequence[FolderOutline], load: Load, load_ids: LoadIds) -> None:
        self.first = min(one.first for one in outlines)
        self.last = max(one.last for one in outlines)
        self.parts = _joined(outlines)
        self.tails = _tails_of(outlines)
        self.pages = digest([one.pages for one in outlines])
        self.years = frozenset(month[:4] for kind, month in self.parts if kind == "luu-tru")
        self._names = names
        self._load = load
        self._load_ids = load_ids
        self._laid: dict[str, list[Page]] = {}

    def rows(self) -> list[Listed]:
        """Load the articles, oldest first."""
        return sorted(row for name in self._names for row in self._load(name))

    @cached_property
    def ids(self) -> Mapping[ListKey, tuple[str, ...]]:
        """The ids of every list; where outlines overlap, the rows say in which order."""
        if len(self._names) == 1:
            return {one.key: one.ids for one in self._load_ids(self._names[0])}
        return {key: tuple(row.id for row in inside) for key, inside in listed_in(self.rows()).items()}

    @cached_property
    def lists(self) -> Mapping[ListKey, list[Listed]]:
        """The articles of every list."""
        return listed_in(self.rows())

    @cached_property
    def moments(self) -> tuple[int, ...]:
        """When the live articles were added."""
        return tuple(row.added for row in self.rows() if row.status != "withdrawn")

    def forget(self) -> None:
        """Let go of what was loaded."""
        for kept in ("ids", "lists", "moments"):
            self.__dict__.pop(kept, None)
        self._laid.clear()

    def laid(self, month: str, before: Before) -> list[Page]:
        """Return what decides the pages of a month; all are found at once, and each month's let go with it."""
        if month not in self._laid:
            self._laid = _laid(self.rows(), before)
        return self._laid.pop(month)


def _joined(outlines: Sequence[FolderOutline]) -> dict[ListKey, ListPart]:
    found: dict[ListKey, list[ListPart]] = defaultdict(list)
    for one in outlines:
        for part in one.lists:
            found[part.key].append(part)
    return {key: parts[0] if len(parts) == 1 else _sum(key, parts) for key, parts in found.items()}


def _sum(key: ListKey, parts: Sequence[ListPart]) -> ListPart:
    return ListPart(
        key=key,
        count=sum(part.count for part in parts),
        modified=max(part.modified for part in parts),
        mark=digest([part.mark for part in parts]),
    )


def _tails_of(outlines: Iterable[FolderOutline]) -> dict[ListKey, Tail]:
    found: dict[ListKey, list[Tail]] = defaultdict(list)
    for one in outlines:
        for tail in one.tails:
            found[tail.key].append(tail)
    return {key: tails[0] if len(tails) == 1 else merged(key, tails) for key, tails in found.items()}


def _laid(rows: Iterable[Listed], before: Before) -> dict[str, list[Page]]:
    """Find the neighbours of articles, oldest first, by the month of their address."""
    months: dict[str, list[Page]] = defaultdict(list)
    older = before.newest
    alike: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=RELATED + 1))
    for topic, ids in before.by_topic:
        alike[topic].extend(ids)
    for row in rows:
        related = tuple([other for other in reversed(alike[row.topic]) if other not in older][:RELATED])
        months[row.month].append(Page(row.url, row.id, older, related))
        if row.status != "withdrawn":
            older = (row.id,)
            alike[row.topic].append(row.id)
    return months


class Archive:
    """All articles, oldest first; their outlines and what loads their rows are for who asks other things of them."""

    def __init__(self, outlines: Mapping[str, FolderOutline], load: Load, load_ids: LoadIds) -> None:
        """Take outlines by name."""
        self.outlines = outlines
        self.load = load
        self.stretches = tuple(_stretches(outlines, load, load_ids))
        self._places: dict[ListKey, list[int]] = defaultdict(lambda: [0])
        """By list where its part of each stretch that has any begins, and where the last one ends."""
        self._parts: dict[ListKey, list[_Stretch]] = defaultdict(list)
        for stretch in self.stretches:
            for key, part in stretch.parts.items():
                self._places[key].append(self._places[key][-1] + part.count)
                self._parts[key].append(stretch)
        self.months = tuple(sorted(key for kind, key in self._places if kind == "luu-tru"))
        """The months of addresses, oldest first."""
        live = self._parts.get(LIVE)
        self.newest: int | None = live[-1].tails[NEWEST].newest[-1][0] if live else None
        """When the last live article was added; None when there is none."""
        starts = (one.oldest for one in outlines.values() if one.oldest is not None)
        self.oldest: int | None = min(starts, default=None)
        """When the first live article was added; None when there is none."""

    @classmethod
    def of(cls, rows: Iterable[Listed]) -> Archive:
        """Make an archive of rows that are at hand."""
        own = tuple(rows)
        told = outline(own)
        return cls({"": told} if told else {}, lambda _name: own, lambda _name: ids_of(own))

    def count(self, key: ListKey = EVERY) -> int:
        """Count the articles of a list."""
        return self._places[key][-1] if key in self._places else 0

    def modified(self, key: ListKey = EVERY) -> str:
        """Return the last change of a list's articles, as it is written; empty when there are none."""
        parts = [stretch.parts[key].modified for stretch in self._parts.get(key, ())]
        return max(parts)[1] if parts else ""

    def since(self, key: ListKey, moment: int) -> int:
        """Return a place in a list behind which everything stands that was added at an instant or later.

        No rows are loaded for that: older ones may stand there, too.
        """
        for number, stretch in enumerate(self._parts.get(key, ())):
            if stretch.last[0] >= moment:
                return self._places[key][number]
        return self.count(key)

    def span(self, key: ListKey, first: int = 0, last: int | None = None) -> ListSpan:
        """Tell a part of a list; all of it when nothing else is said."""
        end = self.count(key) if last is None else last
        overlapped = list(self._overlapped(key, first, end))
        offset = first - self._places[key][overlapped[0]] if overlapped else 0
        marks = [self._parts[key][number].parts[key].mark for number in overlapped]
        return ListSpan(key, first, end, digest((offset, marks)))

    def ids(self, span: ListSpan) -> tuple[str, ...]:
        """Return the ids of a part of a list, oldest first."""
        return tuple(self._inside(span, lambda stretch: stretch.ids[span.key]))

    def listed(self, span: ListSpan) -> tuple[Listed, ...]:
        """Return the articles of a part of a list, oldest first."""
        return tuple(self._inside(span, lambda stretch: stretch.lists[span.key]))

    def _inside(self, span: ListSpan, part: Callable[[_Stretch], Sequence[T]]) -> Iterator[T]:
        """Yield what `part` gives of each stretch, as far as it stands in the span."""
        key, first, last, _ = span
        for number in self._overlapped(key, first, last):
            start = self._places[key][number]
            yield from part(self._parts[key][number])[max(first - start, 0) : last - start]

    def _overlapped(self, key: ListKey, first: int, last: int) -> range:
        """Return the numbers of a list's parts in which a span has articles."""
        if first >= last:
            return range(0)
        places = self._places[key]
        return range(bisect_left(places, first + 1) - 1, bisect_left(places, last))

    def years(self, key: ListKey) -> tuple[tuple[str, int], ...]:
        """Return the years of the addresses in a list, each with the place of its newest article, the newest first.

        Rows are loaded where articles of several years stand among each other.
        """
        found: dict[str, int] = {}
        for number, stretch in enumerate(self._parts.get(key, ())):
            start, end = self._places[key][number : number + 2]
            if len(stretch.years) == 1:
                found |= dict.fromkeys(stretch.years, end - 1)
            else:
                found |= {row.month[:4]: place for place, row in enumerate(stretch.lists[key], start)}
        return tuple(sorted(found.items(), reverse=True))

    def tail(self, key: ListKey, count: int) -> tuple[str, ...]:
        """Return the ids of the newest that are not withdrawn, the newest first."""
        found: list[str] = []
        for stretch in reversed(self.stretches):
            if tail := stretch.tails.get(key):
                found += [ident for _, ident in reversed(tail.newest)]
            if len(found) >= count:
                break
        return tuple(found[:count])

    def pages(self) -> Iterator[tuple[str, str, Before]]:
        """Yield every month of addresses with a mark of what its pages hang on, and what they need of older ones."""
        newest: tuple[str, ...] = ()
        alike: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=RELATED + 1))
        for stretch in self.stretches:
            before = Before(newest, tuple((topic, tuple(ids)) for topic, ids in sorted(alike.items())))
            for kind, month in stretch.parts:
                if kind == "luu-tru":
                    yield month, stretch.pages, before
            for (kind, topic), tail in stretch.tails.items():
                if kind == MAIN:
                    alike[topic].extend(ident for _, ident in tail.newest)
            if NEWEST in stretch.tails:
                newest = (stretch.tails[NEWEST].newest[-1][1],)

    def laid(self, month: str, before: Before) -> list[Page]:
        """Return what decides the pages of a month of addresses, oldest first."""
        return self._parts["luu-tru", month][0].laid(month, before)

    def place(self, moment: int | None = None) -> int:
        """Return how many live articles were added before an instant; of None, how many there are."""
        if moment is None:
            return self.count(LIVE)
        for number, stretch in enumerate(self._parts.get(LIVE, ())):
            if stretch.last[0] >= moment:
                start = self._places[LIVE][number]
                return start if stretch.first[0] >= moment else start + bisect_left(stretch.moments, moment)
        return self.count(LIVE)


def _stretches(outlines: Mapping[str, FolderOutline], load: Load, load_ids: LoadIds) -> Iterator[_Stretch]:
    """Put outlines whose orders overlap together, oldest first."""
    names: list[str] = []
    last: tuple[int, str] | None = None
    for name in sorted(outlines, key=lambda name: (outlines[name].first, name)):
        if last is not None and outlines[name].first > last:
            yield _Stretch(names, [outlines[one] for one in names], load, load_ids)
            names = []
        names.append(name)
        last = max(last or outlines[name].last, outlines[name].last)
    if names:
        yield _Stretch(names, [outlines[one] for one in names], load, load_ids)


def every_row(archive: Archive) -> Iterator[Listed]:
    """Load all articles, oldest first."""
    for stretch in archive.stretches:
        yield from stretch.rows()


def forget_rows(archive: Archive) -> None:
    """Let go of all rows that were loaded: of a large portal they take more than everything else."""
    for stretch in archive.stretches:
        stretch.forget()
