"""The front page: the lead story, what is featured, the newest, and a block a topic.

Knows: how the front page is laid out. Never: chooses its stories.
"""

from __future__ import annotations

from typing import Any

from site_builder.frame import outer
from site_builder.frame.outer import Meta
from site_builder.frame.templates import render
from site_builder.model import Read, Taxonomy
from site_builder.model.kinds import SETTINGS, TAXONOMY
from site_builder.model.settings import Settings
from site_builder.pages.cards import ALL_FEEDS, cards

_SECTION = "trang-chu"


def front(
    read: Read,
    lead: str,
    featured: tuple[str, ...],
    latest: tuple[str, ...],
    by_topic: tuple[tuple[str, tuple[str, ...]], ...],
) -> bytes:
    """Make the front page from ids, newest first; an empty `lead` means that there is no article yet."""
    settings: Settings = SETTINGS(read)
    taxonomy: Taxonomy = TAXONOMY(read)
    main = render(
        read,
        "front.html",
        0,
        settings=settings,
        topics=taxonomy.topics,
        lead=cards(read, (lead,))[0] if lead else None,
        featured=cards(read, featured),
        latest=cards(read, latest),
        blocks=tuple((taxonomy.topic_by_id[topic], cards(read, ids)) for topic, ids in by_topic if ids),
    )
    meta = Meta(
        url="/", title=settings.site_name, description=settings.site_description, section=_SECTION,
        feeds=ALL_FEEDS, data=_json_ld(settings),
    )  # fmt: skip
    return outer.page(read, meta, main)


def _json_ld(settings: Settings) -> dict[str, Any]:
    """Describe the portal as a WebSite of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.site_name,
        "url": settings.site_url,
        "inLanguage": "vi",
        "publisher": {"@type": "GovernmentOrganization", "name": settings.agency or settings.site_name},
    }
