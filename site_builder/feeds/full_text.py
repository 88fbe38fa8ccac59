"""The full text of an item: everything that a newspaper needs of an article, in one fragment.

Knows: the order of its parts. Never: has an address that is not absolute; never embeds a player, which readers refuse.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from markupsafe import Markup

from site_builder.model import Article, Body, Correction
from site_builder.model.settings import Settings
from site_builder.text import date_short, file_size
from site_builder.urls import hide_links, place

_OWN_FRAGMENT = re.compile(r'(<a\s(?:[^>"]|"[^"]*")*?href=")#')


def full_text(settings: Settings, article: Article, body: Body, sizes: dict[str, int], hidden: Collection[str]) -> str:
    """Join corrections, sapo, lead picture, body, recording, files, author and source.

    Args:
        settings: those of the portal.
        article: it is not withdrawn.
        body: its text.
        sizes: bytes of the attachments by absolute address.
        hidden: rooted URLs that are not public yet; links to them become plain words.
    """
    address = settings.absolute(article.url)
    text = place(hide_links(body.html, hidden), settings.site_url.rstrip("/"))
    sapo = article.summary if article.summary != body.lead else ""
    parts = [
        *(Markup("<p><strong>{}</strong></p>").format(note) for note in corrections(article.corrections)),
        Markup("<p><strong>{}</strong></p>").format(sapo) if sapo else "",
        _picture(settings, article),
        _OWN_FRAGMENT.sub(lambda match: f"{match[1]}{address}#", text),
        _media(settings, article),
        _attachments(settings, article, sizes),
        Markup("<p>{}</p>").format(article.author) if article.author else "",
        _source(article),
    ]
    return "\n".join(str(part) for part in parts if part)


def corrections(entries: Iterable[Correction]) -> tuple[str, ...]:
    """Return corrections as sentences, the newest first."""
    oldest_first = sorted(entries, key=lambda entry: entry.date)
    return tuple(
        f"Đính chính ngày {date_short(entry.day)}: {entry.note.rstrip('.')}." for entry in reversed(oldest_first)
    )


def withdrawal(article: Article) -> str:
    """Say that an article is withdrawn, since when and why."""
    if article.withdrawn is None:
        return "Tin, bài này đã được gỡ bỏ."
    reason = f" Lý do: {article.withdrawn.reason}" if article.withdrawn.reason else ""
    return f"Tin, bài này đã được gỡ bỏ ngày {date_short(article.withdrawn.day)}.{reason}"


def _picture(settings: Settings, article: Article) -> str:
    """Show the lead image with its caption and credit."""
    if not article.image:
        return ""
    image = article.image
    words = " ".join(part for part in (image.caption, f"({image.credited})" if image.credit else "") if part)
    caption = Markup("<figcaption>{}</figcaption>").format(words) if words else ""
    shown = Markup('<figure><img src="{}" alt="{}">{}</figure>')
    return shown.format(settings.absolute(image.src), image.alt, caption)


def _media(settings: Settings, article: Article) -> str:
    """Link the video or audio."""
    if not article.media:
        return ""
    word = "Nghe" if article.genre == "audio" else "Xem video"
    return Markup('<p><a href="{}">{}: {}</a></p>').format(settings.absolute(article.media.url), word, article.title)


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
