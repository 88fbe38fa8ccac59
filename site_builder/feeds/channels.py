"""What a feed says of itself: its address, name and page, who answers for it, and how it may be used.

Knows: the kinds of feeds. Never: decides which articles one holds; never knows a format.
"""

from __future__ import annotations

import re

from site_builder.frozen import value
from site_builder.model import Agency, Read, Taxonomy, Topic
from site_builder.model.kinds import AGENCY, SETTINGS, TERMS, TOPIC
from site_builder.model.settings import Settings
from site_builder.urls import depth_of, relative, tag_uri

ALL = ("tin-tuc", "")
"""Kind and key of the feed of all news, which has the archives."""
FEATURED = ("noi-bat", "")
ENDINGS = {"rss": "rss.xml", "atom": "atom.xml", "json": "json"}
"""How the files of each format end."""
STYLE = "/feeds/kenh-tin.css"
"""How browsers show a feed."""
MARK = "/feeds/bieu-trung.png"
"""The picture of feeds of a portal that has no logo of points: readers show no drawings."""
_POINTS = (".png", ".jpg", ".jpeg", ".gif")
_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/[\w./-]*[\w/]")


@value
class Channel:
    """What a feed says of itself."""

    id: str
    """Tag URI."""
    title: str
    description: str
    url: str
    """Rooted URL of the page with the same list."""
    image: str
    """Absolute address of a picture of points."""
    licence_url: str
    """Of a Creative Commons licence that the terms of use name; else empty."""
    contact: str
    """Whom newspapers turn to, in one line; may be empty."""
    email: str
    """Where their mail goes; may be empty."""
    owner: str


def feed_url(kind: str, key: str, form: str) -> str:
    """Return the rooted URL of a feed: `/feeds/chu-de/ID.rss.xml`; `form` is one of `ENDINGS`."""
    return f"/feeds/{kind}/{key}.{ENDINGS[form]}" if key else f"/feeds/{kind}.{ENDINGS[form]}"


def archive_url(month: str) -> str:
    """Return the rooted URL of the archive of a month, `2019-08`."""
    return f"/feeds/luu-tru/{month}.atom.xml"


def style_of(url: str) -> str:
    """Return the link to the style sheet from the feed at a rooted URL; it is right below any path, on any server."""
    return relative(STYLE, depth_of(url))


def channel(read: Read, kind: str, key: str) -> Channel:
    """Return what the feed of a list says of itself; `kind` and `key` as for `syndication.rss`."""
    settings: Settings = SETTINGS(read)
    title, words, url = _names(read, settings, kind, key)
    contact = contact_of(settings)
    licence = _CREATIVE_COMMONS.search(settings.licence)
    return Channel(
        id=tag_uri(settings.feed_authority, kind, key),
        title=title,
        description=f"{words.rstrip('.')}. Liên hệ báo chí: {contact}" if contact else words,
        url=url,
        image=settings.absolute(settings.logo if settings.logo.lower().endswith(_POINTS) else MARK),
        licence_url=licence[0] if licence else "",
        contact=contact,
        email=(settings.press.email if settings.press else "") or settings.email,
        owner=settings.agency or settings.site_name,
    )


def contact_of(settings: Settings) -> str:
    """Say in one line whom newspapers turn to; empty when nobody is named."""
    press = settings.press
    return ", ".join(part for part in (press.name, press.phone, press.email) if part) if press else ""


def _names(read: Read, settings: Settings, kind: str, key: str) -> tuple[str, str, str]:
    """Return title, description and rooted page of a feed."""
    if kind == "chu-de":
        topic: Topic = TOPIC(read, key)
        words = topic.description or f"Tin, bài thuộc chủ đề {topic.name}"
        return f"{topic.name} - {settings.site_name}", words, topic.url
    if kind == "co-quan":
        agency: Agency = AGENCY(read, key)
        return f"{agency.listed} - {settings.site_name}", f"Tin, bài của {agency.listed}", agency.url
    if kind == "the-loai":
        terms: Taxonomy = TERMS(read)
        name = terms.genre_names.get(key, key)
        return f"Thể loại {name} - {settings.site_name}", f"Tin, bài thể loại {name}", f"/the-loai/{key}/"
    if kind == FEATURED[0]:
        return f"Tin nổi bật - {settings.site_name}", f"Tin nổi bật của {settings.site_name}", "/"
    plain = settings.site_description or f"Tin, bài mới nhất của {settings.site_name}"
    return settings.site_name, plain, "/tin-tuc/"
