"""RSS 2.0 and Atom 1.0 by feedgen, with the repairs it needs to be trusted by the press.

feedgen's traps that are avoided here: every date is given, because it falls back to the present; the alternate
link comes last, because RSS takes the last one; entries are appended, because it prepends; content is `html`,
because CDATA makes Atom invalid; the summary is escaped for RSS, because RSS readers take it for HTML.

An entry is written once for all feeds that carry it, in a feed of its own, and put into theirs.

Knows: XML feeds. Never: decides which articles a feed holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Any, NamedTuple, TypeAlias

from feedgen.feed import FeedGenerator

from site_builder.feeds.channels import ALL, MARK, archive_url, channel, feed_url, style_of
from site_builder.feeds.items import FeedItem, Ref, item
from site_builder.feeds.repairs import EntryRepair, FeedRepair
from site_builder.model import Read, once
from site_builder.model.kinds import SETTINGS
from site_builder.model.settings import Settings

MINUTES = 30
"""How long a reader may wait before it asks again (`ttl`)."""
MARK_SIDE = "144"
"""Pixels of each side of the built-in picture of feeds, as many as RSS allows."""
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}

Hidden: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""By article id the rooted URLs that are not public yet, for articles that link to such."""

_ENTRY = {"rss": (b"    <item>", b"    </item>\n"), "atom": (b"  <entry", b"  </entry>\n")}
_END = {"rss": b"  </channel>\n", "atom": b"</feed>\n"}
_DECLARATION = b"?>\n"


class FeedEntry(NamedTuple):
    """An entry as it stands in any feed."""

    data: bytes
    changed: datetime


class Archives(NamedTuple):
    """The months (`2019-08`) of the archives beside a document; empty where there is none."""

    older: str = ""
    newer: str = ""


def rss(read: Read, kind: str, key: str, refs: tuple[Ref, ...], hidden: Hidden = ()) -> bytes:
    """Make the RSS 2.0 feed of a list, newest first.

    Args:
        read: gives records.
        kind: `tin-tuc` or `noi-bat` (`key` empty), `chu-de`, `co-quan` or `the-loai`.
        key: id of the topic, the agency or the genre.
        refs: the items.
        hidden: links that are not public yet.
    """
    url = feed_url(kind, key, "rss")
    entries = _entries(read, "rss", refs, hidden)
    return _joined("rss", url, _feed(read, (kind, key), "rss", url, entries).rss_str(pretty=True), entries)


def atom(read: Read, kind: str, key: str, refs: tuple[Ref, ...], hidden: Hidden = (), older: str = "") -> bytes:
    """Make the Atom 1.0 feed of a list; arguments as for `rss`, and the month of the newest archive, if any."""
    url = feed_url(kind, key, "atom")
    entries = _entries(read, "atom", refs, hidden)
    feed = _feed(read, (kind, key), "atom", url, entries)
    feed.cchc.links = _documents(SETTINGS(read), Archives(older=older))
    return _joined("atom", url, feed.atom_str(pretty=True), entries)


def archive(read: Read, month: str, refs: tuple[Ref, ...], hidden: Hidden, older: str, newer: str) -> bytes:
    """Make the archive of all news of a month (RFC 5005), newest first.

    Args:
        read: gives records.
        month: `2019-08`.
        refs: the items that reached the portal in it.
        hidden: links that are not public yet.
        older: the nearest month before it that has an archive; empty when there is none.
        newer: the nearest one after it.
    """
    settings: Settings = SETTINGS(read)
    url = archive_url(month)
    entries = _entries(read, "atom", refs, hidden)
    feed = _feed(read, ALL, "atom", url, entries)
    year, _, number = month.partition("-")
    feed.title(f"{settings.site_name} - lưu trữ tháng {int(number)} năm {year}")
    feed.cchc.is_archive = True
    current = settings.absolute(feed_url(*ALL, "atom"))
    # Of a single archive the current feed is the only neighbour; with none at all it would be incomplete.
    near = _documents(settings, Archives(older, newer)) or (("next-archive", current),)
    feed.cchc.links = (("current", current), *near)
    return _joined("atom", url, feed.atom_str(pretty=True), entries)


def _documents(settings: Settings, near: Archives) -> tuple[tuple[str, str], ...]:
    """Return relation and absolute address of the archives beside a document."""
    found = (("prev-archive", near.older), ("next-archive", near.newer))
    return tuple((relation, settings.absolute(archive_url(month))) for relation, month in found if month)


def _entries(read: Read, form: str, refs: Iterable[Ref], hidden: Hidden) -> tuple[FeedEntry, ...]:
    unlinked = dict(hidden)
    return tuple(once(read, _entry, form, ref, unlinked.get(ref[0], ())) for ref in refs)


def _entry(read: Read, form: str, ref: Ref, hidden: tuple[str, ...]) -> FeedEntry:
    """Write one entry in a feed of its own, which declares what all feeds declare, and take it out."""
    said = once(read, item, ref, hidden)
    feed = FeedGenerator()
    feed.register_extension("cchc", FeedRepair, EntryRepair)
    feed.id("x")
    feed.title("x")
    feed.description("x")
    feed.link(href="x", rel="alternate")
    feed.updated(said.modified)
    _add(feed, said, form)
    whole: bytes = feed.rss_str(pretty=True) if form == "rss" else feed.atom_str(pretty=True)
    begin, end = _ENTRY[form]
    return FeedEntry(whole[whole.index(begin) : whole.rindex(end) + len(end)], said.stamp)


def _joined(form: str, url: str, frame: bytes, entries: Sequence[FeedEntry]) -> bytes:
    """Put entries into a feed, and say how browsers show it."""
    style = f'<?xml-stylesheet type="text/css" href="{style_of(url)}"?>\n'.encode()
    head, mark, rest = frame.partition(_DECLARATION)
    body, end, tail = rest.rpartition(_END[form])
    return b"".join((head, mark, style, body, *(entry.data for entry in entries), end, tail))


def _feed(read: Read, which: tuple[str, str], form: str, url: str, entries: Iterable[FeedEntry]) -> Any:
    """Fill feedgen with what a feed says of itself."""
    settings: Settings = SETTINGS(read)
    about = channel(read, *which)
    feed = FeedGenerator()
    feed.register_extension("cchc", FeedRepair, EntryRepair)
    feed.cchc.about = about
    feed.id(about.id)
    feed.title(about.title)
    feed.subtitle(about.description)
    feed.description(about.description)
    feed.link(href=settings.absolute(url), rel="self", type=TYPES[form])
    feed.link(href=settings.absolute(about.url), rel="alternate", type="text/html")
    feed.language("vi")
    feed.ttl(MINUTES)
    feed.generator("cchc-portal")
    feed.logo(about.image)
    sides = {"width": MARK_SIDE, "height": MARK_SIDE} if about.image.endswith(MARK) else {}
    feed.image(about.image, about.title, settings.absolute(about.url), **sides)
    changed = max((entry.changed for entry in entries), default=settings.founded)
    feed.updated(changed if form == "atom" else changed.replace(microsecond=0))
    feed.author({"name": about.owner, "email": settings.email} if settings.email else {"name": about.owner})
    if about.email:
        feed.managingEditor(f"{about.email} ({about.contact or about.owner})")
    if settings.licence:
        feed.rights(settings.licence)
    return feed


def _add(feed: Any, said: FeedItem, form: str) -> None:
    """Append one item."""
    entry = feed.add_entry(order="append")
    entry.cchc.item = said
    entry.id(said.guid)
    entry.title(said.title)
    entry.link(href=said.url, rel="alternate")
    entry.summary(escape(said.summary, quote=False) if form == "rss" else said.summary)
    entry.content(said.html, type="html")
    entry.published(said.published)
    entry.updated(said.stamp)
    for category in said.categories:
        entry.category(term=category.term, label=category.label, scheme=category.scheme)
    if form == "atom":
        entry.author({"name": said.creator})
        if said.rights:
            entry.rights(said.rights)
        return
    own = next((media for media in said.media if media.size), None)
    if own:
        entry.enclosure(own.url, str(own.size), own.type)
