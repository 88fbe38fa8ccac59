"""The outer page: what the head says of it, and its main part put into the chrome.

Every maker of a page, whatever its room, says what the page is with a `Meta` and hands over its main HTML;
static pages get the same head from the MkDocs plugin. So every page has its canonical address, Open Graph,
JSON-LD and Dublin Core (the 6 mandatory and 4 recommended elements of TT 24/2011/TT-BTTTT; of the other 5 what is
known).

Knows: the chrome's holes and `head.html`. Never: knows what stands in a main part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from site_builder.frame.chrome import Chrome
from site_builder.frame.templates import render
from site_builder.model import Read
from site_builder.model.kinds import SETTINGS, RecordKind
from site_builder.model.pictures import card_of_portal
from site_builder.model.settings import Settings
from site_builder.urls import depth_of

SECTIONS = ("trang-chu", "tin-tuc", "chu-de", "co-quan", "thong-ke", "tim-kiem", "khac")
"""Layouts of the chrome: one a section of the main menu, which the menu marks as current; search has its own script."""
MAX_DEPTH = 4
"""The deepest page is an article: `/tin-tuc/YYYY/MM/slug/`."""


@dataclass(frozen=True, kw_only=True)
class Meta:
    """What the head of a page says."""

    url: str
    """Rooted URL of the page."""
    title: str
    description: str = ""
    section: str = "khac"
    type: str = "website"
    """Open Graph type: `website` or `article`."""
    creator: str = ""
    """Who wrote it; the portal's agency when empty."""
    publisher: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    identifier: str = ""
    """Stable identity; the absolute address when empty."""
    source: str = ""
    contributors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    coverage: str = ""
    """Place that it is about."""
    relations: tuple[str, ...] = ()
    """Addresses of what belongs to it; the portal's own when empty."""
    steps: tuple[tuple[str, str], ...] = ()
    """The way down to the page: title and rooted URL of what stands between the front page and it."""
    language: str = "vi"
    versions: tuple[tuple[str, str], ...] = ()
    """Language and rooted URL of the page in each language that it is in; nothing when it is in one."""
    image: str = ""
    """Rooted URL of what social networks show of it (`model.pictures.CARD`); the portal's card when empty."""
    image_alt: str = ""
    feeds: tuple[tuple[str, str], ...] = ()
    """Title and rooted address without ending (`/feeds/tin-tuc`) of the page's feeds, the nearest first."""
    noindex: bool = False
    data: dict[str, Any] | None = None
    """JSON-LD; a plain WebPage when None."""


CHROME: RecordKind[Chrome] = RecordKind("chrome")
"""The chromes, by section and depth."""


def chrome_key(section: str, depth: int) -> str:
    """Return the record of the chrome for a page of `section` at `depth`."""
    return CHROME.key(f"{section}/{depth}")


def page(read: Read, meta: Meta, main: str) -> bytes:
    """Put a finished main part into the chrome of its section and depth."""
    chrome: Chrome = read(chrome_key(meta.section, depth_of(meta.url)))
    return chrome.fill(holes(read, meta) | {"main": main})


def holes(read: Read, meta: Meta) -> dict[str, Any]:
    """Return the values of the head's holes: title, description, canonical, head, data."""
    settings: Settings = SETTINGS(read)
    meta = meta if meta.image else replace(meta, image=card_of_portal(settings.colour))
    full = meta.title if meta.title == settings.site_name else f"{meta.title} - {settings.site_name}"
    canonical = settings.absolute(meta.url)
    context = {"meta": meta, "settings": settings, "canonical": canonical}
    return {
        "title": full,
        "description": meta.description or settings.site_description,
        "canonical": canonical,
        "head": render(read, "head.html", depth_of(meta.url), **context),
        "data": meta.data or _web_page(settings, meta),
    }


def _web_page(settings: Settings, meta: Meta) -> dict[str, Any]:
    """Describe a page that is no article."""
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": meta.title,
        "url": settings.absolute(meta.url),
        "inLanguage": meta.language,
        "isPartOf": {"@type": "WebSite", "name": settings.site_name, "url": settings.site_url},
        "publisher": {"@type": "GovernmentOrganization", "name": settings.agency or settings.site_name},
        "breadcrumb": breadcrumb(settings, (*meta.steps, (meta.title, meta.url))),
    }


def breadcrumb(settings: Settings, steps: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Describe the way from the front page to a page, itself the last step, as a BreadcrumbList of schema.org."""
    places = (("Trang chủ", "/"), *steps)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": settings.absolute(url)}
            for position, (name, url) in enumerate(places, 1)
        ],
    }
