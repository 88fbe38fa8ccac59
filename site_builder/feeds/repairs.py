"""What feedgen 1.0.0 leaves out or gets wrong, put right by extensions of its own kind.

    Atom entry links lose rel, type and length      → written anew (its issues #135 and #143)
    one file an item in RSS, no caption or credit   → media:content for each
    no atom:updated in RSS                          → a reader sees that an item was corrected
    no language and no terms of use of an entry     → xml:lang and dc:language, atom:rights and dc:rights
    dc:creator in both formats                      → in RSS only, where an author needs an e-mail address
    nothing of RFC 5005                             → fh:archive and the links from one document to the next

Knows: feedgen's XML. Never: knows articles; never makes text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from site_builder.feeds.channels import Channel
from site_builder.feeds.items import FeedItem
from site_builder.feeds.media import FeedMedia
from site_builder.text import iso

ATOM = "http://www.w3.org/2005/Atom"
CC = "http://backend.userland.com/creativeCommonsRssModule"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
XML = "http://www.w3.org/XML/1998/namespace"


class FeedRepair(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Declares the namespaces that are written, and completes the feed; its fields are set once the feed is made."""

    about: Channel | None = None
    """None of the feed that an entry is written in."""
    links: Iterable[tuple[str, str]] = ()
    """Relation and absolute address of other documents of the same feed, in Atom."""
    is_archive = False

    def extend_ns(self) -> dict[str, str]:
        """Return prefixes and namespaces; feedgen adds atom and content to RSS itself."""
        return {"creativeCommons": CC, "dc": DC, "fh": HISTORY, "media": MEDIA}

    def extend_rss(self, feed: Any) -> Any:
        """Say by which licence the texts may be used; feedgen writes the terms themselves."""
        if self.about and self.about.licence_url:
            _text(feed[0], f"{{{CC}}}license", self.about.licence_url)
        return feed

    def extend_atom(self, feed: Any) -> Any:
        """Say how it may be used, whom newspapers turn to, and where the other documents of the feed are."""
        if self.about:
            _sign(feed, self.about)
        for relation, url in self.links:
            xml_elem("link", feed, rel=relation, type="application/atom+xml", href=url)
        if self.is_archive:
            xml_elem(f"{{{HISTORY}}}archive", feed)
        return feed


def _sign(feed: Any, about: Channel) -> None:
    """Say in an Atom feed whom newspapers turn to, and by which licence its texts may be used."""
    if about.contact:
        contact = xml_elem("contributor", feed)
        _text(contact, "name", f"Liên hệ báo chí: {about.contact}")
        if about.email:
            _text(contact, "email", about.email)
    if about.licence_url:
        xml_elem("link", feed, rel="license", href=about.licence_url)


class EntryRepair(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Completes one entry; `item` is set once the entry is made."""

    item: FeedItem

    def extend_rss(self, entry: Any) -> Any:
        """Add what RSS has no element for."""
        _text(entry, f"{{{DC}}}creator", self.item.creator)
        if self.item.source:
            _text(entry, f"{{{DC}}}source", self.item.source)
        _text(entry, f"{{{DC}}}language", self.item.language)
        if self.item.rights:
            _text(entry, f"{{{DC}}}rights", self.item.rights)
        _text(entry, f"{{{ATOM}}}updated", iso(self.item.modified))
        for media in self.item.media:
            _media(entry, media)
        return entry

    def extend_atom(self, entry: Any) -> Any:
        """Write the links anew and add the media."""
        entry.set(f"{{{XML}}}lang", self.item.language)
        for broken in entry.findall("link"):
            entry.remove(broken)
        xml_elem("link", entry, rel="alternate", type="text/html", href=self.item.url)
        if self.item.source_url:
            xml_elem("link", entry, rel="via", href=self.item.source_url)
        for media in self.item.media:
            if media.type:
                xml_elem("link", entry, rel="enclosure", **_enclosure(media))
            if media.medium != "document":
                _media(entry, media)
        return entry


def _enclosure(media: FeedMedia) -> dict[str, str]:
    """Return the attributes of a link to a file."""
    said = {"href": media.url, "type": media.type, "length": str(media.size or ""), "title": _title(media)}
    return {name: value for name, value in said.items() if value}


def _title(media: FeedMedia) -> str:
    return media.title or media.caption or media.alt


def _media(entry: Any, media: FeedMedia) -> None:
    """Describe a file, or the page of a recording, in Media RSS."""
    content = xml_elem(f"{{{MEDIA}}}content", entry, **_measures(media))
    if not media.type:
        xml_elem(f"{{{MEDIA}}}player", content, url=media.url)
    if media.title:
        _text(content, f"{{{MEDIA}}}title", media.title).set("type", "plain")
    if media.caption:
        _text(content, f"{{{MEDIA}}}description", media.caption).set("type", "plain")
    if media.credit:
        _text(content, f"{{{MEDIA}}}credit", media.credit).set("role", "photographer")
    if media.alt:
        _text(content, f"{{{MEDIA}}}text", media.alt).set("type", "plain")
    if media.poster:
        still = media.poster
        sides = {"width": str(still.width), "height": str(still.height)} if still.width and still.height else {}
        xml_elem(f"{{{MEDIA}}}thumbnail", content, url=still.url, **sides)


def _measures(media: FeedMedia) -> dict[str, str]:
    """Return the attributes of `media:content`; what is not known is left out."""
    said = {
        "url": media.url if media.type else "",
        "fileSize": media.size,
        "type": media.type,
        "medium": media.medium,
        "duration": media.seconds,
        "width": media.width if media.height else 0,
        "height": media.height if media.width else 0,
    }
    return {name: str(value) for name, value in said.items() if value}


def _text(parent: Any, name: str, text: str) -> Any:
    made = xml_elem(name, parent)
    made.text = text
    return made
