"""Pictures as pages show them: which copies a browser may choose from, and what it gets that reads none of them.

Templates write a picture with `picture.html`; those of stored bodies are written here, for they keep what stands at
them.

Knows: records of pictures. Never: makes a copy; never knows where on a page a picture stands.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from site_builder.model import Article, Asset, Body, Read, pictures
from site_builder.model.kinds import ASSET, SETTINGS
from site_builder.model.settings import Settings
from site_builder.text import file_size
from site_builder.urls import ROOT, place, rooted

COLUMN = "(min-width: 50em) 656px, calc(100vw - 32px)"
"""How wide pictures of a body stand, as `sizes` says it; the same as in `picture.html`."""
_STATIC = b'<div class="cc-wrap cc-narrow cc-static'
"""What begins the main part of a static page (`statics.static_main`)."""
_STATIC_PICTURE = re.compile(r'<img\b(?=[^>]*?\bsrc="((?:\.\.?/)*)(media/[\w./-]+)")[^>]*>', re.ASCII)
_SRC = re.compile(r'\bsrc="[^"]*"')
_PICTURE = re.compile(rf'<img\b(?=[^>]*?\bsrc="{ROOT}(/[^"]*)")[^>]*>')
_FIGURE = re.compile(rf"(<p>|<figure\b[^>]*>\s*)?({_PICTURE.pattern})(</p>)?")
"""A picture with what stands right before and behind it."""


class Shown(NamedTuple):
    """A picture as a page shows it."""

    src: str
    """Rooted URL of what browsers get that read no WebP: the original, or a copy of a heavy one."""
    srcset: str
    """The copies in WebP with their widths, as stored fragments hold links; empty when there is none."""
    width: int
    """Points of the original, 0 when it has no size of its own."""
    height: int
    original: Asset

    @property
    def facts(self) -> str:
        """Kind and weight of the original: `PNG, 45 KB`."""
        return f"{self.original.path.rpartition('.')[2].upper()}, {file_size(self.original.size)}"


def shown(read: Read, path: str) -> Shown:
    """Return how pages show a picture of content by its rooted path."""
    asset: Asset = ASSET(read, path)
    plain = pictures.plain_copy(asset)
    srcset = ", ".join(f"{rooted(copy.url)} {copy.width}w" for copy in pictures.copies(asset))
    return Shown(plain.url if plain else asset.path, srcset, asset.width, asset.height, asset)


def card_address(read: Read, article: Article, colour: str) -> str:
    """Return the rooted URL of what social networks show of an article: its picture, else its topic's card."""
    of_lead = pictures.card_of(ASSET(read, article.picture), colour) if article.picture else ""
    return of_lead or pictures.card_of_topic(article.topic, colour)


def in_body(read: Read, html: str, body: Body) -> str:
    """Give the pictures of a stored body their copies and measures, and load them when they are needed.

    One that stands by itself leads to its original.
    """
    if "<img" not in html:
        return html
    known = {link.url for link in body.media}

    def written(match: re.Match[str]) -> str:
        before, tag, path, after = match.groups("")
        picture = shown(read, path) if path in known else None
        whole = f"{before}{_in_body(picture, tag)}{after}"
        is_alone = bool(after) if before == "<p>" else bool(before)
        return f"{whole}{_original(picture)}" if picture and is_alone else whole

    return _FIGURE.sub(written, html)


def _original(picture: Shown) -> str:
    """Write the link to the original of a picture that is shown by its copies."""
    if not picture.original.scales:
        return ""
    facts = f'<span class="cc-hidden"> ({picture.facts})</span>'
    return f'<a class="cc-original" href="{rooted(picture.original.path)}">Ảnh gốc{facts}</a>'


def in_static_page(read: Read, data: bytes) -> bytes:
    """Give the pictures in the main part of a static page their copies; the frame's mark stays as it is."""
    start = data.find(_STATIC)
    if start < 0 or b"<img" not in data:
        return data
    end = data.find(b"</main>", start)
    settings: Settings = SETTINGS(read)

    def written(match: re.Match[str]) -> str:
        path = f"/{match[2]}"
        if path in settings.marks:
            return match[0]
        return place(_in_body(shown(read, path), match[0]), match[1].rstrip("/") or ".")

    main = _STATIC_PICTURE.sub(written, data[start:end].decode())
    return data[:start] + main.encode() + data[end:]


def _in_body(picture: Shown | None, tag: str) -> str:
    tag = tag.removesuffix(">").removesuffix("/").rstrip()
    lazy = "" if " loading=" in tag else ' loading="lazy"'
    if picture is None:
        return f"{tag}{lazy}>"
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width and " width=" not in tag else ""
    if picture.src != picture.original.path:
        tag = _SRC.sub(f'src="{rooted(picture.src)}"', tag, count=1)
    whole = f"{tag}{size}{lazy}>"
    if not picture.srcset:
        return whole
    return f'<picture><source type="image/webp" srcset="{picture.srcset}" sizes="{COLUMN}">{whole}</picture>'
