"""JSON Feed 1.1. What it has no word for stands under `_cchc`, as the format wants extensions.

Knows: JSON Feed. Never: decides which articles a feed holds.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from site_builder.feeds.channels import channel, feed_url
from site_builder.feeds.items import FeedItem, Ref, item
from site_builder.feeds.media import FeedMedia
from site_builder.feeds.syndication import Hidden
from site_builder.model import Read, once
from site_builder.model.kinds import SETTINGS
from site_builder.model.settings import Settings
from site_builder.text import iso

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(read: Read, kind: str, key: str, refs: tuple[Ref, ...], hidden: Hidden = ()) -> bytes:
    """Make the JSON Feed of a list; arguments as for `syndication.rss`."""
    unlinked = dict(hidden)
    rows = ",\n".join(once(read, _entry, ref, unlinked.get(ref[0], ())) for ref in refs)
    head = _written(_about(read, kind, key)).removesuffix("}")
    return f'{head}, "items": [\n{rows}\n]}}\n'.encode()


def _about(read: Read, kind: str, key: str) -> dict[str, Any]:
    """Return what a feed says of itself."""
    settings: Settings = SETTINGS(read)
    about = channel(read, kind, key)
    own = {"rights": settings.licence, "press": asdict(settings.press) if settings.press else None}
    said = {
        "version": VERSION,
        "title": about.title,
        "home_page_url": settings.absolute(about.url),
        "feed_url": settings.absolute(feed_url(kind, key, "json")),
        "description": about.description,
        "icon": about.image,
        "language": "vi",
        "authors": [{"name": about.owner, "url": settings.site_url}],
        "_cchc": _without_blanks(own),
    }
    return _without_blanks(said)


def _entry(read: Read, ref: Ref, hidden: tuple[str, ...]) -> str:
    """Write one item; it is the same in every feed."""
    said: FeedItem = once(read, item, ref, hidden)
    lead = next((media.url for media in said.media if media.medium == "image"), "")
    own = {"rights": said.rights, "source": said.source, "media": [_described(media) for media in said.media]}
    return _written(
        _without_blanks(
            {
                "id": said.guid,
                "url": said.url,
                "external_url": said.source_url,
                "title": said.title,
                "content_html": said.html,
                "summary": said.summary,
                "image": lead,
                "date_published": iso(said.published),
                "date_modified": iso(said.modified),
                "authors": [{"name": said.creator}],
                "tags": list(dict.fromkeys(category.label for category in said.categories)),
                "language": said.language,
                "attachments": [_attachment(media) for media in said.media if media.type],
                "_cchc": _without_blanks(own),
            }
        )
    )


def _attachment(media: FeedMedia) -> dict[str, Any]:
    """Return a file in the words of the format."""
    said = {
        "url": media.url,
        "mime_type": media.type,
        "title": media.title or media.caption or media.alt,
        "size_in_bytes": media.size,
        "duration_in_seconds": media.seconds,
    }
    return _without_blanks(said)


def _described(media: FeedMedia) -> dict[str, Any]:
    """Return what newspapers print beside a picture, and all else that is known of a file."""
    said = asdict(media) | {"poster": media.poster.url if media.poster else ""}
    return _without_blanks(said)


def _without_blanks(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}


def _written(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)
