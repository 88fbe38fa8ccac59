"""What happened in the news, and which of it a feed tells.

An item of a feed comes in once and changes later; both are events. What a feed holds is counted back from its own
newest event, never from the clock: so it does not change by itself, and who asks once a week misses nothing.

Knows: how long an item stays. Never: knows where articles are kept, nor a format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from operator import attrgetter
from typing import NamedTuple

from site_builder.cache.index import Listed
from site_builder.cache.outline import Revision
from site_builder.feeds import Ref

FEED_SIZE = 50
"""Items of a feed, at least."""
MICROSECOND = timedelta(microseconds=1)
WINDOW = timedelta(days=7) // MICROSECOND
"""How long before the newest event of a feed everything that happened is in it."""
STEP = FEED_SIZE // 2
"""The archive of the newest month grows by so many items at once; the rest are in the current feed anyway."""


class Event(NamedTuple):
    """An item of a feed."""

    changed: int
    """Instant of the last change that a reader could see."""
    since: int
    """Instant at which it came in."""
    ref: Ref


def of_articles(articles: Iterable[Listed]) -> Iterator[Event]:
    """Yield the items of articles themselves."""
    for article in articles:
        yield Event(article.modified[0], article.added, (article.id, ""))


def of_changes(changes: Iterable[Revision]) -> Iterator[Event]:
    """Yield the items of changed articles themselves."""
    for change in changes:
        since, ident = change.order
        yield Event(change.modified, since, (ident, ""))


def of_corrections(changes: Iterable[Revision]) -> Iterator[Event]:
    """Yield the items of grave corrections, which stay when the article is withdrawn."""
    for change in changes:
        for moment, key in change.corrections:
            if key:
                yield Event(change.modified if change.is_withdrawn else moment, moment, (change.order[1], key))


def late(changes: Sequence[Revision], newest: int) -> tuple[Event, ...]:
    """Return what of a list's changes may be in its feed, wherever the article stands in the list.

    Args:
        changes: the changed articles of the list.
        newest: instant of its newest event.
    """
    lately = (event for event in of_changes(changes) if event.changed >= newest - WINDOW)
    graves = sorted(of_corrections(changes), key=BY_ARRIVAL)
    kept = (*graves[-FEED_SIZE:], *(event for event in graves if event.changed >= newest - WINDOW))
    return tuple(sorted({*lately, *kept}))


def current(events: Iterable[Event]) -> tuple[Ref, ...]:
    """Return the items of a feed, what changed last first: the newest by arrival, and all that changed lately.

    Args:
        events: at least the newest items by arrival, and all that changed within `WINDOW`.
    """
    arrived = sorted(set(events), key=BY_ARRIVAL)
    if not arrived:
        return ()
    newest = max(event.changed for event in arrived)
    lately = (event for event in arrived if event.changed >= newest - WINDOW)
    return tuple(event.ref for event in sorted({*lately, *arrived[-FEED_SIZE:]}, reverse=True))


def archived(events: Iterable[Event], *, is_newest: bool) -> tuple[Ref, ...]:
    """Return the items of the archive of a month, newest first.

    A month that is over changes only with its own items. The newest month grows by whole steps, and lacks no more
    than what the current feed has in any case: so an article does not rewrite a month of texts.
    """
    arrived = sorted(events, key=BY_ARRIVAL)
    kept = arrived[: settled(len(arrived))] if is_newest else arrived
    return tuple(event.ref for event in reversed(kept))


def settled(count: int) -> int:
    """Return how many of the newest month's items are archived."""
    return max(count - STEP, 0) // STEP * STEP


BY_ARRIVAL = attrgetter("since", "ref")
