"""What a feed says of one article: full text, files with their true size, corrections, or why it was withdrawn.

An item is a value, the same for RSS and Atom and for every feed it stands in. A reader keeps what it once
fetched, so an article that is withdrawn is replaced under the same guid by a notice; it does not vanish.

Knows: articles and their HTML. Never: knows a feed format; never shows anything of a withdrawn article but its
name, place and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from site_builder.model import Agency, Article, Asset, Body, Read, Taxonomy, Topic
from site_builder.model.kinds import AGENCY, ARTICLE, ASSET, BODY, SETTINGS, TERMS, TOPIC
from site_builder.model.settings import Settings
from site_builder.text import date_short, excerpt, file_size
from site_builder.urls import guid, hide_links, place, tag_uri

_OWN_FRAGMENT = re.compile(r'(<a\s(?:[^>"]|"[^"]*")*?href=")#')

TYPES = {
    "avif": "image/avif",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rar": "application/vnd.rar",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webp": "image/webp",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
}
"""Media types by ending; a table of our own, because the system's differs from machine to machine."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Enclosure:
    """A picture or an attachment of an item."""

    url: str
    """Absolute."""
    type: str
    size: int
    """Bytes."""
    width: int = 0
    """Pixels of a picture, 0 for other files."""
    height: int = 0
    title: str = ""
    credit: str = ""

    @property
    def medium(self) -> str:
        """What it is in the words of Media RSS."""
        kind = self.type.partition("/")[0]
        return kind if kind in ("image", "audio", "video") else "document"


@dataclass(frozen=True, kw_only=True, slots=True)
class Category:
    """A topic, an agency, a genre or a tag of an item."""

    term: str
    label: str
    scheme: str
    """URI of the vocabulary."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedItem:
    """What a feed says of one article."""

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
    categories: tuple[Category, ...] = ()
    files: tuple[Enclosure, ...] = ()
    """The lead image first, then the attachments."""
    source: str = ""
    source_url: str = ""


def item(read: Read, id_: str, hidden: Collection[str] = ()) -> FeedItem:
    """Say what a feed says of the article `id_`; links to the `hidden` rooted URLs become plain text."""
    settings: Settings = SETTINGS(read)
    article: Article = ARTICLE(read, id_)
    agency: Agency = AGENCY(read, article.agency)
    gone = article.status == "withdrawn"
    publisher = agency.name_on(article.date.date())
    body: Body = Body(html="") if gone else BODY(read, id_)
    files = () if gone else tuple(_files(read, settings, article))
    return FeedItem(
        guid=guid(settings.feed_authority, id_),
        url=settings.absolute(article.url),
        title=f"[ĐÃ GỠ BỎ] {article.title}" if gone else article.title,
        summary=_notice(article) if gone else _summary(article),
        html=f"<p>{escape(_notice(article))}</p>" if gone else _full_text(settings, article, body, files, hidden),
        published=article.date,
        modified=article.modified,
        creator=article.author or publisher,
        language=article.lang,
        categories=tuple(_categories(read, settings, article, publisher)),
        files=files,
        source=article.source,
        source_url=article.source_url,
    )


def _paths(article: Article) -> tuple[str, ...]:
    """Return the article's own files, the lead image first, each once."""
    image = [article.image.src] if article.image else []
    return tuple(dict.fromkeys([*image, *(attachment.file for attachment in article.attachments)]))


def _files(read: Read, settings: Settings, article: Article) -> Iterator[Enclosure]:
    """Describe the lead image and the attachments with their true size."""
    titles = {attachment.file: attachment.title for attachment in article.attachments}
    for path in _paths(article):
        asset: Asset = ASSET(read, path)
        image = article.image if article.image and article.image.src == path else None
        yield Enclosure(
            url=settings.absolute(path),
            type=TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream"),
            size=asset.size,
            width=asset.width,
            height=asset.height,
            title=(image.caption or image.alt) if image else titles[path],
            credit=image.credit if image else "",
        )


def _categories(read: Read, settings: Settings, article: Article, publisher: str) -> Iterator[Category]:
    """Name topics, agency, genre and tags, each with its vocabulary."""
    terms: Taxonomy = TERMS(read)
    for topic_id in article.topics:
        topic: Topic = TOPIC(read, topic_id)
        yield Category(term=topic.id, label=topic.name, scheme=settings.absolute("/chu-de/"))
    yield Category(term=article.agency, label=publisher, scheme=settings.absolute("/co-quan/"))
    genre = terms.genre_names.get(article.genre, article.genre)
    yield Category(term=article.genre, label=genre, scheme=settings.absolute("/the-loai/"))
    for tag in article.tags:
        yield Category(term=tag, label=tag, scheme=tag_uri(settings.feed_authority, "tu-khoa"))


def _notice(article: Article) -> str:
    """Say that an article is withdrawn, since when and why."""
    if article.withdrawn is None:
        return "Tin, bài này đã được gỡ bỏ."
    reason = f" Lý do: {article.withdrawn.reason}" if article.withdrawn.reason else ""
    return f"Tin, bài này đã được gỡ bỏ ngày {date_short(article.withdrawn.day)}.{reason}"


def _corrections(article: Article) -> tuple[str, ...]:
    """Return the corrections as sentences, the newest first."""
    oldest_first = sorted(article.corrections, key=lambda correction: correction.date)
    return tuple(
        f"Đính chính ngày {date_short(entry.day)}: {entry.note.rstrip('.')}." for entry in reversed(oldest_first)
    )


def _summary(article: Article) -> str:
    """Return the sapo, behind the newest correction: many readers show nothing else."""
    return " ".join((*_corrections(article)[:1], excerpt(article.summary, 600) or article.title))


def _full_text(
    settings: Settings, article: Article, body: Body, files: Iterable[Enclosure], hidden: Collection[str]
) -> str:
    """Join everything a newspaper needs of an article into one fragment with absolute addresses only."""
    address = settings.absolute(article.url)
    text = place(hide_links(body.html, hidden), settings.site_url.rstrip("/"))
    sapo = article.summary if article.summary != body.lead else ""
    parts = [
        *(Markup("<p><strong>{}</strong></p>").format(note) for note in _corrections(article)),
        Markup("<p><strong>{}</strong></p>").format(sapo) if sapo else "",
        _picture(settings, article),
        _OWN_FRAGMENT.sub(lambda match: f"{match[1]}{address}#", text),
        _media(article),
        _attachments(settings, article, {file.url: file.size for file in files}),
        Markup("<p>{}</p>").format(article.author) if article.author else "",
        _source(article),
    ]
    return "\n".join(str(part) for part in parts if part)


def _picture(settings: Settings, article: Article) -> str:
    """Show the lead image with its caption and credit."""
    if not article.image:
        return ""
    image = article.image
    words = " ".join(part for part in (image.caption, f"(Ảnh: {image.credit})" if image.credit else "") if part)
    caption = Markup("<figcaption>{}</figcaption>").format(words) if words else ""
    shown = Markup('<figure><img src="{}" alt="{}">{}</figure>')
    return shown.format(settings.absolute(image.src), image.alt, caption)


def _media(article: Article) -> str:
    """Link the video or audio: an embedded player is refused by readers and validators."""
    if not article.media:
        return ""
    word = "Nghe" if article.genre == "audio" else "Xem video"
    return Markup('<p><a href="{}">{}: {}</a></p>').format(article.media.url, word, article.title)


def _attachments(settings: Settings, article: Article, sizes: dict[str, int]) -> str:
    """List the attachments with type and size."""
    rows = []
    for attachment in article.attachments:
        url = settings.absolute(attachment.file)
        number = f" ({attachment.number})" if attachment.number else ""
        entry = Markup('<li><a href="{}">{}{}</a> – {}, {}</li>')
        rows.append(entry.format(url, attachment.title, number, attachment.kind, file_size(sizes[url])))
    return Markup("<p>Tệp đính kèm:</p><ul>{}</ul>").format(Markup("").join(rows)) if rows else ""


def _source(article: Article) -> str:
    """Name the source as printed."""
    if article.source and article.source_url:
        return Markup('<p>Nguồn: <a href="{}">{}</a></p>').format(article.source_url, article.source)
    return Markup("<p>Nguồn: {}</p>").format(article.source) if article.source else ""
