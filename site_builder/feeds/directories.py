"""Lists about the feeds: all of them as OPML, what was withdrawn and what was corrected as JSON.

Knows: OPML 2.0. Never: makes a feed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from site_builder.feeds.channels import ALL, FEATURED, feed_url
from site_builder.feeds.items import correction_guid
from site_builder.model import Article, Correction, Read, Taxonomy
from site_builder.model.kinds import ARTICLE, SETTINGS, TAXONOMY
from site_builder.model.settings import Settings
from site_builder.text import iso
from site_builder.urls import guid


def opml(read: Read, genres: tuple[str, ...]) -> bytes:
    """Make the OPML 2.0 list of all RSS feeds in groups, for subscribing to many at once; `genres` have articles."""
    settings: Settings = SETTINGS(read)
    taxonomy: Taxonomy = TAXONOMY(read)
    topics = (("chu-de", topic.id, topic.name, topic.url) for topic in taxonomy.topics)
    agencies = (("co-quan", agency.id, agency.listed, agency.url) for agency in taxonomy.agencies)
    kinds = (("the-loai", id_, taxonomy.genre_names.get(id_, id_), f"/the-loai/{id_}/") for id_ in genres)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        *_head(settings),
        "<body>",
        *_outlines(settings, [(*ALL, "Tất cả tin, bài", "/tin-tuc/"), (*FEATURED, "Tin nổi bật", "/")]),
        *_group(settings, "Theo chủ đề", topics),
        *_group(settings, "Theo cơ quan", agencies),
        *_group(settings, "Theo thể loại", kinds),
        "</body>",
        "</opml>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _head(settings: Settings) -> Iterator[str]:
    yield "<head>"
    yield f"<title>{escape(settings.site_name)}</title>"
    yield f"<ownerName>{escape(settings.agency or settings.site_name)}</ownerName>"
    if email := (settings.press.email if settings.press else "") or settings.email:
        yield f"<ownerEmail>{escape(email)}</ownerEmail>"
    yield "</head>"


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
            "version": "RSS2",
        }
        attributes = " ".join(f'{attribute}="{escape(value)}"' for attribute, value in said.items())
        yield f"<outline {attributes}/>"


def withdrawn_list(read: Read, ids: tuple[str, ...]) -> bytes:
    """Make `/feeds/thu-hoi.json`: what was withdrawn, so that others can withdraw their copies."""
    settings: Settings = SETTINGS(read)
    return _written([_withdrawn(settings, ARTICLE(read, id_)) for id_ in ids])


def _withdrawn(settings: Settings, article: Article) -> dict[str, Any]:
    """Describe one withdrawal."""
    gone = article.withdrawn
    return _named(settings, article) | {
        "withdrawn": iso(gone.date) if gone else None,
        "reason": gone.reason if gone else "",
    }


def corrected_list(read: Read, ids: tuple[str, ...]) -> bytes:
    """Make `/feeds/dinh-chinh.json`: every correction of the articles `ids`, the newest first."""
    settings: Settings = SETTINGS(read)
    articles: list[Article] = [ARTICLE(read, id_) for id_ in ids]
    rows = [row for article in articles for row in _corrections(settings, article)]
    return _written(sorted(rows, key=lambda row: (row["corrected"], row["id"]), reverse=True))


def _corrections(settings: Settings, article: Article) -> Iterator[dict[str, Any]]:
    keys = {id(correction): key for key, correction in article.graves}
    for correction in article.corrections:
        yield _named(settings, article) | _corrected(settings, article, correction, keys.get(id(correction), ""))


def _corrected(settings: Settings, article: Article, correction: Correction, key: str) -> dict[str, Any]:
    """Describe one correction; a grave one names its own item."""
    return {
        "corrected": iso(correction.date),
        "day": correction.day.isoformat(),
        "note": correction.note,
        "grave": correction.grave,
        **({"item": correction_guid(settings, article, key)} if key else {}),
    }


def _named(settings: Settings, article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "guid": guid(settings.feed_authority, article.id),
        "url": settings.absolute(article.url),
        "title": article.title,
    }


def _written(rows: list[dict[str, Any]]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
