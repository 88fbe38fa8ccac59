"""Rules that a feed must keep to be trusted for years by the press, beyond what parsers complain of.

    found = list(problems(data, "https://cchc.example.vn/feeds/tin-tuc.atom.xml"))

Each is one function on a parsed feed; what it finds is a sentence that begins with the rule's name.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form|style|link|meta|base)\b|\son\w+\s*=|javascript:", re.IGNORECASE
)
_ELEMENT = re.compile(r"</?(?:p|a|b|i|em|strong|br|div|span|img|ul|li|h[1-6]|script|table)\b[^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r'\s(?:href|src|poster)="([^"]*)"')
_MIME = re.compile(r"[a-z]+/[a-z0-9.+-]+\Z")


class Xml:
    """A feed in XML, and where it stands."""

    def __init__(self, data: bytes, url: str) -> None:
        self.data, self.url = data, url
        self.root = ET.fromstring(data)
        self.is_rss = self.root.tag == "rss"
        self.feed = self.root.find("channel") if self.is_rss else self.root
        self.items = self.all(self.feed, "item" if self.is_rss else "atom:entry")

    def all(self, parent: Any, path: str) -> list[Any]:
        """Find elements."""
        return list(parent.findall(path, NAMES))

    def text(self, parent: Any, path: str) -> str:
        """Return an element's text; empty when it is missing."""
        return str(parent.findtext(path, "", NAMES))

    def links(self, parent: Any, rel: str) -> list[str]:
        """Return the addresses of Atom links of a relation."""
        return [link.get("href", "") for link in self.all(parent, "atom:link") if link.get("rel") == rel]

    def guid(self, item: Any) -> str:
        """Return an item's identity."""
        return self.text(item, "guid" if self.is_rss else "atom:id")

    def html(self, item: Any) -> str:
        """Return an item's full text."""
        return self.text(item, "content:encoded" if self.is_rss else "atom:content")

    def updated(self, item: Any) -> str:
        """Return an item's last change as written."""
        return self.text(item, "atom:updated")

    def published(self, item: Any) -> datetime:
        """Return when an item was published."""
        if self.is_rss:
            return parsedate_to_datetime(self.text(item, "pubDate"))
        return datetime.fromisoformat(self.text(item, "atom:published"))


def unique_identities(feed: Xml) -> Iterator[str]:
    """No two items have one identity, and none has none."""
    seen = Counter(map(feed.guid, feed.items))
    yield from (guid or "empty" for guid, count in seen.items() if count > 1 or not guid)


def lasting_identities(feed: Xml) -> Iterator[str]:
    """Identities are tag URIs, which outlive addresses, and RSS says that they are no links."""
    for item in feed.items:
        if not feed.guid(item).startswith("tag:"):
            yield feed.guid(item)
        if feed.is_rss and item.find("guid").get("isPermaLink") != "false":
            yield f"{feed.guid(item)} is a permalink"


def self_link(feed: Xml) -> Iterator[str]:
    """A feed says where it stands, once and rightly."""
    found = feed.links(feed.feed, "self")
    if found != [feed.url]:
        yield f"{found}"


def one_page(feed: Xml) -> Iterator[str]:
    """Feed and items lead to one page each."""
    for part in (feed.feed, *feed.items):
        pages = [feed.text(part, "link")] if feed.is_rss else feed.links(part, "alternate")
        if len(pages) != 1 or not pages[0]:
            yield f"{pages}"


def dates_of_rss(feed: Xml) -> Iterator[str]:
    """Dates of RSS are those of RFC 822 with the right weekday."""
    found = [feed.text(item, "pubDate") for item in feed.items] + [feed.text(feed.feed, "lastBuildDate")]
    for date in found if feed.is_rss else ():
        try:
            is_right = format_datetime(parsedate_to_datetime(date)) == date
        except ValueError:
            is_right = False
        if not is_right:
            yield date


def dates_of_atom(feed: Xml) -> Iterator[str]:
    """Every item tells its last change, with an offset, and not before its publication."""
    for item in feed.items:
        try:
            is_right = datetime.fromisoformat(feed.updated(item)) >= feed.published(item)
        except (ValueError, TypeError):
            is_right = False
        if not is_right:
            yield feed.updated(item) or f"{feed.guid(item)} tells no change"


def distinct_changes(feed: Xml) -> Iterator[str]:
    """No two entries of Atom changed at one moment, or readers take them for one."""
    seen = Counter(map(feed.updated, () if feed.is_rss else feed.items))
    yield from (moment for moment, count in seen.items() if count > 1)


def newest_change(feed: Xml) -> Iterator[str]:
    """A feed is as new as its newest change."""
    said = parsedate_to_datetime(feed.text(feed.feed, "lastBuildDate")) if feed.is_rss else None
    own = said or datetime.fromisoformat(feed.text(feed.feed, "atom:updated"))
    changes = [datetime.fromisoformat(feed.updated(item)) for item in feed.items if feed.updated(item)]
    if changes and max(changes) != own:
        yield f"{own} is not {max(changes)}"


def absolute_addresses(feed: Xml) -> Iterator[str]:
    """No address is relative, in attributes and in full texts."""
    for element in feed.root.iter():
        for name in ("href", "url", "domain", "scheme"):
            if name in element.attrib and not urlsplit(element.attrib[name]).scheme:
                yield element.attrib[name]
    for item in feed.items:
        yield from (url for url in _ADDRESS.findall(feed.html(item)) if not urlsplit(unescape(url)).scheme)


def harmless_texts(feed: Xml) -> Iterator[str]:
    """Nothing in a full text runs or loads a frame."""
    yield from (found[0] for item in feed.items for found in _ACTIVE.finditer(feed.html(item)))


def plain_words(feed: Xml) -> Iterator[str]:
    """Titles and summaries are words, never HTML."""
    for item in feed.items:
        for path in ("title", "description") if feed.is_rss else ("atom:title", "atom:summary"):
            yield from (found[0] for found in _ELEMENT.finditer(feed.text(item, path)))


def full_items(feed: Xml) -> Iterator[str]:
    """Every item has a title, a summary, a full text, who wrote it, and its language."""
    paths = (
        ("title", "description", "content:encoded", "dc:creator", "dc:language")
        if feed.is_rss
        else ("atom:title", "atom:summary", "atom:content", "atom:author/atom:name")
    )
    for item in feed.items:
        yield from (f"{feed.guid(item)} has no {path}" for path in paths if not feed.text(item, path))
        if not feed.is_rss and not item.get(LANG):
            yield f"{feed.guid(item)} has no language"


def enclosures(feed: Xml) -> Iterator[str]:
    """RSS has one enclosure an item, with a type and a true size."""
    for item in feed.items if feed.is_rss else ():
        found = feed.all(item, "enclosure")
        good = all(int(one.get("length", "0")) > 0 and _MIME.match(one.get("type", "")) for one in found)
        if len(found) > 1 or not good:
            yield feed.guid(item)


def media(feed: Xml) -> Iterator[str]:
    """Media say what they are: a type and an address, or a page that plays them; a picture its measures and words."""
    for one in feed.root.iter(f"{{{NAMES['media']}}}content"):
        has_file = one.get("url") and _MIME.match(one.get("type", ""))
        if not has_file and not feed.all(one, "media:player"):
            yield f"{one.attrib}"
        is_points = one.get("medium") == "image" and not one.get("type", "").endswith("svg+xml")
        if is_points and not (one.get("width") and one.get("height") and feed.text(one, "media:text")):
            yield f"{one.get('url')} has no measures or words"


def archives(feed: Xml) -> Iterator[str]:
    """An archive leads to the current feed and to a neighbour; the current feed is none."""
    is_archive = bool(feed.all(feed.feed, "fh:archive"))
    if is_archive != ("/luu-tru/" in feed.url):
        yield "archive or not"
    if is_archive and not feed.links(feed.feed, "current"):
        yield "no current feed"
    if is_archive and not feed.links(feed.feed, "prev-archive") + feed.links(feed.feed, "next-archive"):
        yield "no neighbour"


def styled(feed: Xml) -> Iterator[str]:
    """A browser is told how to show it, and by no other program than CSS."""
    found = re.findall(rb'<\?xml-stylesheet type="([^"]*)"', feed.data)
    if found != [b"text/css"]:
        yield f"{found}"


RULES: tuple[Callable[[Xml], Iterator[str]], ...] = (
    unique_identities, lasting_identities, self_link, one_page, dates_of_rss, dates_of_atom, distinct_changes,
    newest_change, absolute_addresses, harmless_texts, plain_words, full_items, enclosures, media, archives, styled,
)  # fmt: skip


def problems(data: bytes, url: str) -> Iterator[str]:
    """Yield what is wrong with the feed that stands at `url`."""
    if url.endswith(".json"):
        yield from _json_problems(json.loads(data), url)
        return
    feed = Xml(data, url)
    for rule in RULES:
        yield from (f"{rule.__name__}: {found}" for found in rule(feed))


def _json_problems(feed: dict[str, Any], url: str) -> Iterator[str]:
    """Find the same in a JSON Feed."""
    if feed["feed_url"] != url:
        yield f"self_link: {feed['feed_url']}"
    seen = Counter(item["id"] for item in feed["items"])
    yield from (f"unique_identities: {guid}" for guid, count in seen.items() if count > 1)
    for item in feed["items"]:
        html = item["content_html"]
        yield from (f"harmless_texts: {found[0]}" for found in _ACTIVE.finditer(html))
        relative = (address for address in _ADDRESS.findall(html) if not urlsplit(unescape(address)).scheme)
        yield from (f"absolute_addresses: {address}" for address in relative)
        if datetime.fromisoformat(item["date_modified"]) < datetime.fromisoformat(item["date_published"]):
            yield f"dates_of_atom: {item['date_modified']}"


SCHEMA = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "patternProperties": {"^_[a-zA-Z]+$": {"type": "object"}},
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "description": {"type": "string"},
        "icon": {"type": "string", "format": "uri"},
        "language": {"type": "string"},
        "authors": {"$ref": "#/$defs/authors"},
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
    },
    "$defs": {
        "authors": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "properties": {"name": {"type": "string"}, "url": {"type": "string"}, "avatar": {"type": "string"}},
            },
        },
        "attachment": {
            "type": "object",
            "required": ["url", "mime_type"],
            "additionalProperties": False,
            "properties": {
                "url": {"type": "string", "format": "uri"},
                "mime_type": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
                "title": {"type": "string"},
                "size_in_bytes": {"type": "integer", "minimum": 1},
                "duration_in_seconds": {"type": "number", "exclusiveMinimum": 0},
            },
        },
        "item": {
            "type": "object",
            "required": [
                "id",
                "url",
                "title",
                "content_html",
                "summary",
                "date_published",
                "date_modified",
                "language",
            ],
            "additionalProperties": False,
            "patternProperties": {"^_[a-zA-Z]+$": {"type": "object"}},
            "properties": {
                "id": {"type": "string", "minLength": 1},
                "url": {"type": "string", "format": "uri"},
                "external_url": {"type": "string", "format": "uri"},
                "title": {"type": "string"},
                "content_html": {"type": "string", "minLength": 1},
                "summary": {"type": "string", "minLength": 1},
                "image": {"type": "string", "format": "uri"},
                "date_published": {"type": "string", "format": "date-time"},
                "date_modified": {"type": "string", "format": "date-time"},
                "authors": {"$ref": "#/$defs/authors"},
                "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
                "language": {"type": "string"},
                "attachments": {"type": "array", "items": {"$ref": "#/$defs/attachment"}},
            },
        },
    },
}
"""JSON Feed 1.1 as it is written here: what the format allows, less what nobody fills in."""
