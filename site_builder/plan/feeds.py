"""The feeds, their archives, and the directories of feeds.

Knows: which list has which feed. Never: knows a format; never decides how long an item stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from site_builder import feeds
from site_builder.cache.index import month_of
from site_builder.cache.outline import ARRIVED, EVERY, FEATURED, ListKey, Revision
from site_builder.engine.targets import Group, Target
from site_builder.feeds import Hidden, Ref
from site_builder.plan import events
from site_builder.plan.archive import Archive, ListSpan
from site_builder.plan.events import Event
from site_builder.plan.site import Site


def groups(site: Site) -> Iterator[Group]:
    """List the feeds and the lists about them."""
    yield from _feeds(site)
    yield from _archives(site)
    yield from _directories(site)


def with_feeds(site: Site) -> tuple[ListKey, ...]:
    """Return the lists that have feeds; a genre without articles has no page either."""
    own = tuple(key for key in site.lists if key[0] != "the-loai" or site.archive.count(key))
    return (EVERY, FEATURED, *(key for key in own if key != EVERY))


def _feeds(site: Site) -> Iterator[Group]:
    changes: dict[ListKey, list[Revision]] = defaultdict(list)
    for change in site.changes:
        for key in change.lists:
            changes[key].append(change)
    months = _months(site)
    unlinked = _unlinked(site)
    changed = _changed(site.archive)
    for key in with_feeds(site):
        last = changed.get(key, 0)
        late = events.late(changes[key], last)
        older = months[-1] if months and key == EVERY else ""
        yield Group(
            f"feeds/{key[0]}/{key[1]}",
            _feed,
            (_newest(site.archive, key, last), late, unlinked, older),
            (site.archive,),
        )


def _changed(archive: Archive) -> dict[ListKey, int]:
    """Return the instant of the last change of each list that has articles."""
    found: dict[ListKey, int] = {}
    for outline in archive.outlines.values():
        for part in outline.lists:
            found[part.key] = max(found.get(part.key, 0), part.modified[0])
    return found


def _newest(archive: Archive, key: ListKey, last: int) -> ListSpan:
    """Return the part of a list in which its newest items stand, by number and by time back from its last change."""
    since = archive.since(key, last - events.WINDOW)
    return archive.span(key, max(min(archive.count(key) - events.FEED_SIZE, since), 0))


def _unlinked(site: Site) -> Hidden:
    """Return the links that lead to what is not public yet."""
    return tuple(sorted((ident, one.urls) for ident, one in site.unlinked.items()))


def _hidden(unlinked: Hidden, refs: Iterable[Ref]) -> Hidden:
    """Return those of a feed's items."""
    ids = {ident for ident, _ in refs} if unlinked else set()
    return tuple((ident, urls) for ident, urls in unlinked if ident in ids)


def _feed(
    archive: Archive, newest: ListSpan, late: tuple[Event, ...], unlinked: Hidden, older: str
) -> Iterator[Target]:
    """Plan a feed in its formats, which say the same of each article."""
    kind, key = newest.key
    refs = events.current((*events.of_articles(archive.listed(newest)), *late))
    args = (kind, key, refs, _hidden(unlinked, refs))
    yield Target(_path(kind, key, "rss"), feeds.rss, args, together=True)
    yield Target(_path(kind, key, "atom"), feeds.atom, (*args, older.replace("/", "-")), together=True)
    yield Target(_path(kind, key, "json"), feeds.json_feed, args, together=True)


def _path(kind: str, key: str, form: str) -> str:
    return feeds.feed_url(kind, key, form).removeprefix("/")


def _archives(site: Site) -> Iterator[Group]:
    graves = _graves(site)
    months = _months(site)
    newest = max((*graves, *_arrived(site)), default="")
    for older, month, newer in _neighbours(months):
        articles = site.archive.span((ARRIVED, month))
        near = tuple(name.replace("/", "-") for name in (older, newer))
        args = (articles, tuple(graves.get(month, ())), month == newest, _unlinked(site), near)
        yield Group(f"feeds/luu-tru/{month}", _archive, args, (site.archive,))


def _graves(site: Site) -> dict[str, list[Event]]:
    """Return the items of grave corrections by month (`2019/08`)."""
    months: dict[str, list[Event]] = defaultdict(list)
    for event in events.of_corrections(site.changes):
        months[month_of(event.since)].append(event)
    return months


def _arrived(site: Site) -> set[str]:
    """Return the months in which articles reached the portal."""
    return {key for kind, key in _changed(site.archive) if kind == ARRIVED}


def _months(site: Site) -> tuple[str, ...]:
    """Return the months (`2019/08`) that have an archive, oldest first."""
    graves = _graves(site)
    months = sorted({*graves, *_arrived(site)})
    if months and not events.settled(site.archive.count((ARRIVED, months[-1])) + len(graves[months[-1]])):
        return tuple(months[:-1])
    return tuple(months)


def _neighbours(months: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each month between the one before and the one after it, empty where there is none."""
    padded = ("", *months, "")
    for (older, month), (_, newer) in zip(pairwise(padded), pairwise(padded[1:]), strict=False):
        yield older, month, newer


def _archive(
    archive: Archive,
    articles: ListSpan,
    graves: tuple[Event, ...],
    is_newest: bool,
    unlinked: Hidden,
    near: tuple[str, str],
) -> Iterator[Target]:
    found = (*events.of_articles(archive.listed(articles)), *graves)
    refs = events.archived(found, is_newest=is_newest)
    month = articles.key[1].replace("/", "-")
    path = feeds.archive_url(month).removeprefix("/")
    # Nothing else shows the entries of a month that is over: they are not kept for others, but go with their file.
    yield Target(path, feeds.archive, (month, refs, _hidden(unlinked, refs), *near), together=True)


def _directories(site: Site) -> Iterator[Group]:
    yield Group("feeds/opml", _opml, tuple(key for kind, key in with_feeds(site) if kind == "the-loai"))
    gone = tuple(one.order[1] for one in reversed(site.notices) if one.is_withdrawn)
    yield Group("feeds/thu-hoi", _withdrawn, gone)
    corrected = (one.order[1] for one in reversed(site.changes) if one.corrections and not one.is_withdrawn)
    yield Group("feeds/dinh-chinh", _corrected, tuple(corrected))


def _opml(*genres: str) -> Iterator[Target]:
    yield Target("feeds/opml.xml", feeds.opml, (genres,))


def _withdrawn(*ids: str) -> Iterator[Target]:
    yield Target("feeds/thu-hoi.json", feeds.withdrawn_list, (ids,))


def _corrected(*ids: str) -> Iterator[Target]:
    yield Target("feeds/dinh-chinh.json", feeds.corrected_list, (ids,))
