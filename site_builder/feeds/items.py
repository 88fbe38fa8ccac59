"""What a feed says of one article: full text, media, corrections, or why it was withdrawn.

An item is a value, the same for RSS, Atom and JSON Feed and for every feed it stands in. A reader keeps what it once
fetched, so an article that is withdrawn is replaced under the same guid by a notice; it does not vanish.
A grave correction is an item of its own besides: readers that do not show a changed item again show a new one.

Knows: articles and their HTML. Never: knows a feed format; never shows anything of a withdrawn article but its
name, place and the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TypeAlias
from zlib import crc32

from markupsafe import Markup, escape

from site_builder.feeds.full_text import corrections, full_text, withdrawal
from site_builder.feeds.media import FeedMedia, media_of
from site_builder.frozen import value
from site_builder.model import Agency, Article, Body, Correction, Read, Taxonomy, Topic
from site_builder.model.kinds import AGENCY, ARTICLE, BODY, SETTINGS, TERMS, TOPIC
from site_builder.model.settings import Settings
from site_builder.text import excerpt
from site_builder.urls import guid, tag_uri

Ref: TypeAlias = tuple[str, str]
"""What an item is of: the id of an article, and the key of one of its grave corrections, empty for itself."""

GONE = "[ĐÃ GỠ BỎ]"
CORRECTED = "[ĐÍNH CHÍNH]"


@value
class Category:
    """A topic, an agency, a genre or a tag of an item."""

    term: str
    label: str
    scheme: str
    """URI of the vocabulary."""


@value
class FeedItem:
    """What a feed says of one article, or of one grave correction."""

    guid: str
    """Tag URI from the frozen id: it outlives the domain and the path."""
    url: str
    """Absolute."""
    title: str
    summary: str
    """Plain text, never empty."""
    html: str
    """Full text, absolute addresses only."""
    published: datetime
    modified: datetime
    creator: str
    language: str
    rights: str = ""
    """How it may be used."""
    categories: tuple[Category, ...] = ()
    media: tuple[FeedMedia, ...] = ()
    """The lead picture first, then those of the body, the recording, the attachments."""
    source: str = ""
    source_url: str = ""

    @property
    def stamp(self) -> datetime:
        """The last change as Atom writes it, which wants no two entries alike: with a fraction of a second of its
        own, for many an article is dated by the day.
        """
        return self.modified.replace(microsecond=crc32(self.guid.encode()) % 1_000_000)


def item(read: Read, ref: Ref, hidden: Collection[str] = ()) -> FeedItem:
    """Say what a feed says of `ref`; links to the `hidden` rooted URLs become plain text."""
    article: Article = ARTICLE(read, ref[0])
    return _of_correction(read, article, ref[1]) if ref[1] else _of_article(read, article, hidden)


def _of_article(read: Read, article: Article, hidden: Collection[str]) -> FeedItem:
    settings: Settings = SETTINGS(read)
    gone = article.status == "withdrawn"
    body: Body = Body(html="") if gone else BODY(read, article.id)
    media = () if gone else media_of(read, article, body)
    notice = withdrawal(article)
    text = "" if gone else full_text(settings, article, body, {one.url: one.size for one in media}, hidden)
    return FeedItem(
        guid=guid(settings.feed_authority, article.id),
        url=settings.absolute(article.url),
        title=f"{_mark(article)}{article.title}",
        summary=notice if gone else _summary(article),
        html=f"<p>{escape(notice)}</p>" if gone else text,
        published=article.date,
        modified=article.modified,
        creator=article.author or _publisher(read, article),
        language=article.lang,
        rights=settings.licence,
        categories=tuple(_categories(read, settings, article)),
        media=media,
        source=article.source,
        source_url=article.source_url,
    )


def _of_correction(read: Read, article: Article, key: str) -> FeedItem:
    """Say that something grave was wrong, and where the article stands that is right now."""
    settings: Settings = SETTINGS(read)
    gone = article.status == "withdrawn"
    correction = dict(article.graves)[key]
    address = settings.absolute(article.url)
    note = withdrawal(article) if gone else corrections((correction,))[0]
    link = Markup('<p>Bài đã đăng: <a href="{}">{}</a></p>').format(address, article.title)
    return FeedItem(
        guid=correction_guid(settings, article, key),
        url=address,
        title=f"{f'{GONE} ' if gone else ''}Đính chính: {article.title}",
        summary=note,
        html=f"<p>{escape(note)}</p>\n{link}",
        published=correction.date,
        modified=_modified(article, correction),
        creator=_publisher(read, article),
        language=article.lang,
        rights=settings.licence,
        categories=tuple(_categories(read, settings, article)),
    )


def correction_guid(settings: Settings, article: Article, key: str) -> str:
    """Name the item of a grave correction."""
    return tag_uri(settings.feed_authority, "dinh-chinh", f"{article.id}:{key}")


def _modified(article: Article, correction: Correction) -> datetime:
    return article.modified if article.status == "withdrawn" else correction.date


def _publisher(read: Read, article: Article) -> str:
    agency: Agency = AGENCY(read, article.agency)
    return agency.name_on(article.date.date())


def _mark(article: Article) -> str:
    """Return what stands before the title: many readers show nothing else."""
    if article.status == "withdrawn":
        return f"{GONE} "
    return f"{CORRECTED} " if article.corrections else ""


def _categories(read: Read, settings: Settings, article: Article) -> Iterator[Category]:
    """Name topics, agency, genre and tags, each with its vocabulary."""
    terms: Taxonomy = TERMS(read)
    for topic_id in article.topics:
        topic: Topic = TOPIC(read, topic_id)
        yield Category(term=topic.id, label=topic.name, scheme=settings.absolute("/chu-de/"))
    publisher = _publisher(read, article)
    yield Category(term=article.agency, label=publisher, scheme=settings.absolute("/co-quan/"))
    genre = terms.genre_names.get(article.genre, article.genre)
    yield Category(term=article.genre, label=genre, scheme=settings.absolute("/the-loai/"))
    for tag in article.tags:
        yield Category(term=tag, label=tag, scheme=tag_uri(settings.feed_authority, "tu-khoa"))


def _summary(article: Article) -> str:
    """Return the sapo, behind the newest correction."""
    return " ".join((*corrections(article.corrections)[:1], excerpt(article.summary, 600) or article.title))
