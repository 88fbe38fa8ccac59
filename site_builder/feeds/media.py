"""The pictures, recordings and files of an article as the press takes them: the originals, with caption and credit.

Pages show pictures as readers need them; here stands what was handed in, in its full size.

Knows: which files an article has, and media types. Never: knows a feed format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from site_builder.frozen import value
from site_builder.model import Article, Asset, Body, Image, Read
from site_builder.model.kinds import ASSET, SETTINGS
from site_builder.model.media_types import type_of
from site_builder.model.settings import Settings
from site_builder.urls import ROOT

_PIECES = re.compile(
    r'<img\s(?P<image>(?:[^>"]|"[^"]*")*)>|<figcaption[^>]*>(?P<caption>.*?)</figcaption>|(?P<figure></?figure\b)',
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


@value
class FeedMedia:
    """A picture, a recording or a file of an item."""

    url: str
    """Absolute."""
    type: str
    """Media type; empty of a page that plays a recording."""
    medium: str
    """In the words of Media RSS: image, audio, video or document."""
    size: int = 0
    """Bytes; 0 of what lies elsewhere."""
    width: int = 0
    """Pixels of a picture, 0 for other files."""
    height: int = 0
    title: str = ""
    """Of a file to download, or of a recording."""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    """What a picture shows, for who does not see it."""
    poster: FeedMedia | None = None
    """The still of a recording."""
    seconds: int = 0
    """Length of a recording, 0 when it is not known."""


def media_of(read: Read, article: Article, body: Body) -> tuple[FeedMedia, ...]:
    """Return the lead picture, further pictures of the body, the recording and the attachments, each file once."""
    settings: Settings = SETTINGS(read)
    pictures = {image.src: image for image in _images(body)}
    if article.image:
        pictures = {article.image.src: article.image} | {
            path: image for path, image in pictures.items() if path != article.image.src
        }
    found = [_file(read, settings, path, image=image) for path, image in pictures.items()]
    found += _recording(read, settings, article)
    for attachment in article.attachments:
        if attachment.file not in pictures:
            found.append(_file(read, settings, attachment.file, title=attachment.title))
    return tuple({media.url: media for media in reversed(found)}.values())[::-1]


def _file(read: Read, settings: Settings, path: str, *, title: str = "", image: Image | None = None) -> FeedMedia:
    """Describe a file of content with its true size."""
    asset: Asset = ASSET(read, path)
    type_ = type_of(path) or "application/octet-stream"
    return FeedMedia(
        url=settings.absolute(path),
        type=type_,
        medium=_medium(type_),
        size=asset.size,
        width=asset.width,
        height=asset.height,
        title=title,
        caption=image.caption if image else "",
        credit=image.credit if image else "",
        alt=image.alt if image else "",
    )


def _recording(read: Read, settings: Settings, article: Article) -> Iterator[FeedMedia]:
    """Describe the video or audio: a file with its type, or the page that plays it."""
    hosted = article.media
    if hosted is None:
        return
    type_ = type_of(urlsplit(hosted.url).path)
    medium = _medium(type_)
    is_file = medium in ("audio", "video")
    yield FeedMedia(
        url=settings.absolute(hosted.url),
        type=type_ if is_file else "",
        medium=medium if is_file else "audio" if article.genre == "audio" else "video",
        title=article.title,
        poster=_file(read, settings, hosted.poster) if hosted.poster else None,
        seconds=round(hosted.minutes * 60) if hosted.minutes else 0,
    )


def _medium(type_: str) -> str:
    kind = type_.partition("/")[0]
    return kind if kind in ("image", "audio", "video") else "document"


def _images(body: Body) -> Iterator[Image]:
    """Yield the pictures that a body shows; the caption is that of the figure, else the picture's title."""
    if "<img" not in body.html:
        return
    waiting: list[Image] = []
    caption = ""
    for piece in _PIECES.finditer(body.html):
        if piece["image"] is not None:
            waiting += _image(dict(_ATTRIBUTE.findall(piece["image"])))
        elif piece["caption"] is not None:
            caption = " ".join(unescape(_TAG.sub("", piece["caption"])).split())
        else:
            yield from _captioned(waiting, caption)
            waiting, caption = [], ""
    yield from _captioned(waiting, caption)


def _image(attributes: dict[str, str]) -> Iterator[Image]:
    src = attributes.get("src", "")
    if src.startswith(f"{ROOT}/media/"):
        words = {name: unescape(attributes.get(name, "")) for name in ("alt", "title")}
        yield Image(src=src.removeprefix(ROOT), alt=words["alt"], caption=words["title"])


def _captioned(images: list[Image], caption: str) -> Iterator[Image]:
    for image in images:
        yield Image(src=image.src, alt=image.alt, caption=caption or image.caption)
