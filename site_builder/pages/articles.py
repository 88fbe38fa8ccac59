"""The page of an article, or the notice in its place when it is withdrawn.

The page depends on the article itself, on older neighbours and on the chrome, never on newer articles: so a
new article leaves all others as they are.

Knows: everything that a reader is told of one work. Never: chooses its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from site_builder.frame import outer
from site_builder.frame.outer import Meta
from site_builder.frame.templates import render
from site_builder.model import Agency, Airing, Article, Body, Heading, Read, Taxonomy, Topic
from site_builder.model.kinds import AGENCY, ARTICLE, ASSET, BODY, HEIRS, SETTINGS, TERMS, TOPIC
from site_builder.model.media_types import type_of
from site_builder.model.pictures import CARD
from site_builder.model.settings import Settings
from site_builder.pages.cards import ALL_FEEDS, brief, feed_of
from site_builder.pages.pictures import Shown, card_address, in_body, shown
from site_builder.text import date_short, decimal, excerpt, iso, one_line
from site_builder.urls import depth_of, guid, hide_links

_SECTION = "tin-tuc"
_SYLLABLES_A_MINUTE = 220
"""How fast Vietnamese is read in silence."""
_FEWEST_HEADINGS = 3
"""From so many sections on an article has a table of contents."""


def article(read: Read, id_: str, older: tuple[str, ...], related: tuple[str, ...], hidden: tuple[str, ...]) -> bytes:
    """Make the page of an article.

    `older` is the id of the article before it, if any; `related` are up to four older ids of its topic; `hidden`
    are the rooted URLs in its body that are not public yet: the links to them become plain words.
    """
    facts: Article = ARTICLE(read, id_)
    if facts.status == "withdrawn":
        return _notice(read, facts)
    topics: tuple[Topic, ...] = tuple(TOPIC(read, topic) for topic in facts.topics)
    agency: Agency = AGENCY(read, facts.agency)
    settings: Settings = SETTINGS(read)
    terms: Taxonomy = TERMS(read)
    body: Body = BODY(read, id_)
    genre = terms.genre_names.get(facts.genre, facts.genre)
    publisher = agency.name_on(facts.date.date())
    partners: tuple[Agency, ...] = tuple(AGENCY(read, partner) for partner in facts.partners)
    main = render(
        read,
        "article.html",
        depth_of(facts.url),
        article=facts,
        topics=topics,
        agency=agency,
        publisher=publisher,
        heirs=_renamed(HEIRS(read, facts.agency), publisher),
        genre=genre,
        column=_column(terms, facts),
        partners=partners,
        airings=_airings(terms, facts),
        files=tuple((file, ASSET(read, file.file).size) for file in facts.attachments),
        picture=shown(read, facts.image.src) if facts.image else None,
        poster=_poster(read, facts),
        sapo=_has_sapo(facts, body),
        body=in_body(read, hide_links(body.html, hidden), body),
        contents=_contents(body),
        older=[brief(read, other) for other in older],
        related=[brief(read, other) for other in related],
        address=settings.absolute(facts.url),
        minutes=_minutes(body),
        own_media=_own_media(facts),
        report=_report(facts, settings),
    )
    meta = _meta(facts, topics, agency, partners, settings, genre)
    card = card_address(read, facts, settings.colour)
    data = (meta.data or {}) | _images(read, facts, card, settings)
    return outer.page(read, replace(meta, image=card, data=data), main)


def _notice(read: Read, facts: Article) -> bytes:
    """Make the notice that stands in the place of a withdrawn article."""
    settings: Settings = SETTINGS(read)
    words = f"Tin, bài này đã được gỡ bỏ khỏi {settings.site_name}."
    meta = Meta(
        url=facts.url, title=facts.title, description=words, section=_SECTION, modified=facts.modified, noindex=True,
        feeds=ALL_FEEDS, language=facts.lang,
    )  # fmt: skip
    return outer.page(read, meta, render(read, "withdrawn.html", depth_of(facts.url), article=facts))


def _renamed(heirs: tuple[Agency, ...], publisher: str) -> tuple[Agency, ...]:
    """Return what stands in the agency's place, nothing when only the entity changed and the name stayed."""
    return () if {heir.name for heir in heirs} <= {publisher} else heirs


def _poster(read: Read, facts: Article) -> Shown | None:
    """Return the picture of the recording, unless the lead picture shows the same."""
    lead = facts.image.src if facts.image else ""
    return shown(read, facts.media.poster) if facts.media and facts.media.poster not in ("", lead) else None


def _has_sapo(facts: Article, body: Body) -> bool:
    """Say whether the summary is words of its own, not the body's first paragraph, which follows anyway."""
    return facts.summary not in ("", body.lead) and one_line(facts.summary) != one_line(body.lead)


def _contents(body: Body) -> tuple[Heading, ...]:
    """Return the sections for the table of contents, nothing when they are few."""
    sections = tuple(heading for heading in body.headings if heading.level == 2)
    return sections if len(sections) >= _FEWEST_HEADINGS else ()


def _minutes(body: Body) -> int:
    """Return how long the body takes to read, in whole minutes, at least one."""
    return max(1, round(len(body.text.split()) / _SYLLABLES_A_MINUTE))


def _own_media(facts: Article) -> str:
    """Return the element that plays the article's own recording: `audio` or `video`; empty for one elsewhere."""
    if not facts.media or not facts.media.url.startswith("/media/"):
        return ""
    return type_of(facts.media.url).partition("/")[0]


def _report(facts: Article, settings: Settings) -> str:
    """Return where readers tell of a mistake: a letter that names the article, else a call; empty without either."""
    if not settings.email:
        return f"tel:{re.sub(r'[ .]', '', settings.hotline)}" if settings.hotline else ""
    words = quote(f"Bài: {facts.title}\n{settings.absolute(facts.url)}\n\n")
    return f"mailto:{settings.email}?subject={quote('Góp ý, báo lỗi')}&body={words}"


def _column(terms: Taxonomy, facts: Article) -> str:
    return terms.column_names.get(facts.column, facts.column)


def _airings(terms: Taxonomy, facts: Article) -> tuple[tuple[str, str], ...]:
    """Say where and when the work went out: words and address; nothing when it was on the web at its date only."""
    if facts.airings in ((), (Airing(date=facts.date, channel="web"),)):
        return ()
    return tuple((_airing(terms, airing), airing.url) for airing in facts.airings)


def _airing(terms: Taxonomy, airing: Airing) -> str:
    place = terms.outlet_names.get(airing.outlet, airing.outlet) or terms.channel_names.get(
        airing.channel, airing.channel
    )
    minutes = f", {decimal(airing.minutes)} phút" if airing.minutes else ""
    return f"{place}, {date_short(airing.date)}{minutes}"


def _meta(
    facts: Article,
    topics: tuple[Topic, ...],
    agency: Agency,
    partners: tuple[Agency, ...],
    settings: Settings,
    genre: str,
) -> Meta:
    """Say what the head of an article's page holds."""
    day = facts.date.date()
    publisher = agency.name_on(day)
    main_topic = topics[0]
    description = excerpt(facts.summary)
    return Meta(
        url=facts.url,
        title=facts.title,
        description=description,
        section=_SECTION,
        type="article",
        creator=facts.author or publisher,
        publisher=publisher,
        published=facts.date,
        modified=facts.modified,
        identifier=guid(settings.feed_authority, facts.id),
        source=facts.source_url or facts.source,
        contributors=tuple(partner.name_on(day) for partner in partners),
        subjects=(*(topic.name for topic in topics), *facts.tags),
        language=facts.lang,
        coverage=agency.place,
        relations=tuple(file.file for file in facts.attachments),
        image_alt=facts.image.alt if facts.image else "",
        feeds=(
            feed_of("chu-de", main_topic.id, main_topic.name), feed_of("co-quan", agency.id, agency.listed), *ALL_FEEDS,
        ),
        data=_json_ld(facts, main_topic, publisher, settings, genre, description),
    )  # fmt: skip


def _json_ld(
    facts: Article, topic: Topic, publisher: str, settings: Settings, genre: str, description: str
) -> dict[str, Any]:
    """Describe the article as a NewsArticle of schema.org."""
    address = settings.absolute(facts.url)
    steps = (("Tin tức - Sự kiện", "/tin-tuc/"), (topic.name, topic.url), (facts.title, facts.url))
    author = {"@type": "Person", "name": facts.author} if facts.author else _organization(publisher)
    optional = {
        "description": description,
        "keywords": ", ".join(facts.tags),
        "isBasedOn": facts.source_url,
        "correction": [f"{date_short(entry.day)}: {entry.note}" for entry in facts.corrections],
    }
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": facts.title,
        "datePublished": iso(facts.date),
        "dateModified": iso(facts.modified),
        "author": author,
        "publisher": _organization(publisher),
        "articleSection": topic.name,
        "genre": genre,
        "inLanguage": facts.lang,
        "identifier": facts.id,
        "url": address,
        "mainEntityOfPage": {"@type": "WebPage", "@id": address, "breadcrumb": outer.breadcrumb(settings, steps)},
        **{name: value for name, value in optional.items() if value},
    }


def _images(read: Read, facts: Article, card: str, settings: Settings) -> dict[str, Any]:
    """Describe the lead picture, and its copy for social networks; nothing when there is none."""
    if not facts.picture:
        return {}
    lead = shown(read, facts.picture)
    sizes = ((facts.picture, lead.width, lead.height), (card, *CARD))
    objects = [
        {"@type": "ImageObject", "url": settings.absolute(url), "width": width, "height": height}
        for url, width, height in sizes
        if width
    ]
    return {"image": objects} if objects else {}


def _organization(name: str) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": name}
