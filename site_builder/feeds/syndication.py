"""RSS 2.0 and Atom 1.0 by feedgen, with the repairs it needs to be trusted by the press.

feedgen's traps that are avoided here: every date is given, because it falls back to the present; the alternate
link comes last, because RSS takes the last one; entries are appended, because it prepends; content is `html`,
because CDATA makes Atom invalid; the summary is escaped for RSS, because RSS readers take it for HTML.

Knows: feeds and their addresses. Never: decides which articles a feed holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from feedgen.feed import FeedGenerator

from site_builder.feeds.items import FeedItem, item
from site_builder.feeds.repairs import EntryRepair, FeedRepair
from site_builder.model import Agency, Read, Topic, once
from site_builder.model.kinds import AGENCY, SETTINGS, TOPIC
from site_builder.model.settings import Settings
from site_builder.urls import tag_uri

MINUTES = 30
"""How long a reader may wait before it asks again (`ttl`)."""
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}

Hidden = tuple[tuple[str, tuple[str, ...]], ...]
"""By article id the rooted URLs that are not public yet, for articles that link to such."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """What a feed says of itself."""

    title: str
    description: str
    url: str
    """Rooted URL of the page with the same list."""


def feed_url(kind: str, key: str, form: str) -> str:
    """Return the rooted URL of a feed: `/feeds/chu-de/ID.rss.xml`; `form` is `rss` or `atom`."""
    return f"/feeds/{kind}/{key}.{form}.xml" if key else f"/feeds/{kind}.{form}.xml"


def rss(read: Read, kind: str, key: str, ids: tuple[str, ...], hidden: Hidden = ()) -> bytes:
    """Make the RSS 2.0 feed of a list; `kind` is `tin-tuc` (`key` empty), `chu-de` or `co-quan`; newest first."""
    made: bytes = _feed(read, kind, key, "rss", _items(read, ids, hidden)).rss_str(pretty=True)
    return made


def atom(read: Read, kind: str, key: str, ids: tuple[str, ...], hidden: Hidden = ()) -> bytes:
    """Make the Atom 1.0 feed of a list; arguments as for `rss`."""
    made: bytes = _feed(read, kind, key, "atom", _items(read, ids, hidden)).atom_str(pretty=True)
    return made


def channel(read: Read, kind: str, key: str) -> Channel:
    """Return what a feed says of itself."""
    settings: Settings = SETTINGS(read)
    plain = settings.site_description or f"Tin, bài mới nhất của {settings.site_name}"
    if kind == "chu-de":
        topic: Topic = TOPIC(read, key)
        words = topic.description or f"Tin, bài thuộc chủ đề {topic.name}"
        return Channel(title=f"{topic.name} - {settings.site_name}", description=words, url=topic.url)
    if kind == "co-quan":
        agency: Agency = AGENCY(read, key)
        words = f"Tin, bài của {agency.listed}"
        return Channel(title=f"{agency.listed} - {settings.site_name}", description=words, url=agency.url)
    return Channel(title=settings.site_name, description=plain, url="/tin-tuc/")


def _items(read: Read, ids: tuple[str, ...], hidden: Hidden) -> tuple[FeedItem, ...]:
    unlinked = dict(hidden)
    return tuple(once(read, item, id_, unlinked.get(id_, ())) for id_ in ids)


def _feed(read: Read, kind: str, key: str, form: str, items: tuple[FeedItem, ...]) -> Any:
    """Fill feedgen with what a feed says of itself and with its items."""
    settings: Settings = SETTINGS(read)
    about = channel(read, kind, key)
    feed = FeedGenerator()
    feed.register_extension("cchc", FeedRepair, EntryRepair)
    feed.id(tag_uri(settings.feed_authority, kind, key))
    feed.title(about.title)
    feed.subtitle(about.description)
    feed.description(about.description)
    feed.link(href=settings.absolute(feed_url(kind, key, form)), rel="self", type=TYPES[form])
    feed.link(href=settings.absolute(about.url), rel="alternate", type="text/html")
    feed.language("vi")
    feed.ttl(MINUTES)
    feed.generator("cchc-portal")
    feed.updated(max((entry.modified for entry in items), default=settings.founded))
    _sign(feed, settings)
    for entry in items:
        _add(feed, entry, form)
    return feed


def _sign(feed: Any, settings: Settings) -> None:
    """Name who answers for the feed and how it may be used."""
    name = settings.agency or settings.site_name
    feed.author({"name": name, "email": settings.email} if settings.email else {"name": name})
    if settings.email:
        feed.managingEditor(f"{settings.email} ({name})")
    if settings.licence:
        feed.rights(settings.licence)


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
    entry.updated(said.modified)
    for category in said.categories:
        entry.category(term=category.term, label=category.label, scheme=category.scheme)
    if form == "atom":
        entry.author({"name": said.creator})
    elif said.files:
        first = said.files[0]
        entry.enclosure(first.url, str(first.size), first.type)
