"""Lists about the feeds: all of them as OPML, and what was withdrawn as JSON.

Knows: OPML 2.0. Never: makes a feed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from site_builder.feeds.syndication import feed_url
from site_builder.model import Article, Read, Taxonomy
from site_builder.model.kinds import ARTICLE, SETTINGS, TAXONOMY
from site_builder.model.settings import Settings
from site_builder.text import iso
from site_builder.urls import guid


def opml(read: Read) -> bytes:
    """Make the OPML 2.0 list of all RSS feeds, for subscribing to many at once."""
    settings: Settings = SETTINGS(read)
    taxonomy: Taxonomy = TAXONOMY(read)
    topics = (("chu-de", topic.id, topic.name, topic.url) for topic in taxonomy.topics)
    agencies = (("co-quan", agency.id, agency.listed, agency.url) for agency in taxonomy.agencies)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(settings.site_name)}</title></head>",
        "<body>",
        *_outlines(settings, [("tin-tuc", "", "Tất cả tin, bài", "/tin-tuc/")]),
        *_group(settings, "Theo chủ đề", topics),
        *_group(settings, "Theo cơ quan", agencies),
        "</body>",
        "</opml>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _group(settings: Settings, title: str, feeds: Iterable[tuple[str, str, str, str]]) -> Iterator[str]:
    """Write feeds under a heading, which is left out when there are none."""
    outlines = tuple(_outlines(settings, feeds))
    if outlines:
        yield f'<outline text="{escape(title)}">'
        yield from outlines
        yield "</outline>"


def _outlines(settings: Settings, feeds: Iterable[tuple[str, str, str, str]]) -> Iterator[str]:
    """Write one line a feed: kind, key, name, rooted URL of its page."""
    for kind, key, name, url in feeds:
        said = {
            "type": "rss",
            "text": name,
            "title": name,
            "xmlUrl": settings.absolute(feed_url(kind, key, "rss")),
            "htmlUrl": settings.absolute(url),
            "language": "vi",
        }
        attributes = " ".join(f'{attribute}="{escape(value)}"' for attribute, value in said.items())
        yield f"<outline {attributes}/>"


def withdrawn_list(read: Read, ids: tuple[str, ...]) -> bytes:
    """Make `/feeds/thu-hoi.json`: what was withdrawn, so that others can withdraw their copies."""
    settings: Settings = SETTINGS(read)
    rows = [_withdrawn(settings, ARTICLE(read, id_)) for id_ in ids]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _withdrawn(settings: Settings, article: Article) -> dict[str, Any]:
    """Describe one withdrawal."""
    gone = article.withdrawn
    return {
        "id": article.id,
        "guid": guid(settings.feed_authority, article.id),
        "url": settings.absolute(article.url),
        "title": article.title,
        "withdrawn": iso(gone.date) if gone else None,
        "reason": gone.reason if gone else "",
    }
