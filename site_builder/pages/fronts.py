"""The front page: the lead story, what is featured, the newest, and a block a topic.

Knows: how the front page is laid out. Never: chooses its stories.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from markupsafe import Markup

from site_builder.frame import outer
from site_builder.frame.outer import Meta
from site_builder.frame.templates import render
from site_builder.model import Read, Taxonomy
from site_builder.model.kinds import SETTINGS, TAXONOMY
from site_builder.model.settings import Settings
from site_builder.pages.cards import ALL_FEEDS, Look, card, items

_SECTION = "trang-chu"
_DOCUMENTS = "van-ban"
_SEEN = 4
_LINE = Look(level=3, kind="line", summary=False, full=False)


def front(
    read: Read,
    lead: str,
    featured: tuple[str, ...],
    latest: tuple[str, ...],
    by_topic: tuple[tuple[str, tuple[str, ...]], ...],
    strips: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> bytes:
    """Make the front page from ids, newest first; an empty `lead` means that there is no article yet.

    `strips` are the newest of single genres: documents stand as lines, all others as pictures in one row.
    """
    settings: Settings = SETTINGS(read)
    taxonomy: Taxonomy = TAXONOMY(read)
    main = render(
        read,
        "front.html",
        0,
        settings=settings,
        lead=card(read, lead) if lead else None,
        featured=_shown(read, featured, Look(summary=False)),
        latest=_shown(read, latest, Look(level=3)),
        blocks=[(taxonomy.topic_by_id[topic], *_block(read, ids)) for topic, ids in by_topic if ids],
        documents=_shown(read, dict(strips).get(_DOCUMENTS, ()), _LINE),
        seen=_shown(read, _pictured(read, strips), _LINE._replace(kind="card")),
    )
    meta = Meta(
        url="/", title=settings.site_name, description=settings.site_description, section=_SECTION,
        feeds=ALL_FEEDS, data=_json_ld(settings),
    )  # fmt: skip
    return outer.page(read, meta, main)


def _block(read: Read, ids: tuple[str, ...]) -> tuple[list[Markup], bool]:
    """Show the newest of a topic: the first with its picture, if it has one, which is told."""
    shown = _shown(read, ids[:1], _LINE._replace(kind="card")) + _shown(read, ids[1:], _LINE)
    return shown, card(read, ids[0]).picture is not None


def _pictured(read: Read, strips: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    """Return the newest of what is seen rather than read, as far as it has pictures; one of each genre comes first."""
    genres = [ids for genre, ids in strips if genre != _DOCUMENTS]
    in_turn = (id_ for turn in zip_longest(*genres) for id_ in turn if id_)
    return tuple(id_ for id_ in in_turn if card(read, id_).picture)[:_SEEN]


def _shown(read: Read, ids: tuple[str, ...], look: Look) -> list[Markup]:
    return [item.html for item in items(read, ids, look)]


def _json_ld(settings: Settings) -> dict[str, Any]:
    """Describe the portal as a WebSite of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.site_name,
        "url": settings.site_url,
        "inLanguage": "vi",
        "publisher": _organization(settings),
    }


def _organization(settings: Settings) -> dict[str, Any]:
    """Describe who runs the portal: what is known of the ways to it."""
    hotline = {"@type": "ContactPoint", "contactType": "hotline", "telephone": settings.hotline}
    parent = {"@type": "GovernmentOrganization", "name": settings.parent_agency}
    known = {
        "logo": settings.absolute(settings.logo or "/assets/bieu-trung.svg"),
        "address": settings.address,
        "telephone": settings.phone,
        "email": settings.email,
        "contactPoint": hotline if settings.hotline else "",
        "parentOrganization": parent if settings.parent_agency else "",
    }
    return {
        "@type": "GovernmentOrganization",
        "name": settings.agency or settings.site_name,
        "url": settings.site_url,
        **{name: value for name, value in known.items() if value},
    }
