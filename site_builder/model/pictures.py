"""The copies of a picture that pages show, and where they stand: all of it follows from the picture's record.

Addresses hold a digest of the picture and of how copies are made, so a changed picture has changed addresses, and
browsers may keep each for ever. They say nothing else: a picture under two names has one set of copies.

Knows: widths, forms and addresses. Never: makes a copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from site_builder.model.records import Asset

FOLDER = "/assets/anh"
WIDTHS = (240, 400, 800, 1200)
"""Points: a thumbnail, sharp or on a telephone; a sharper one, or a telephone's width; that sharp; a sharp column."""
WIDEST = WIDTHS[-1]
CARD = (1200, 630)
"""Width and height of what social networks show of a page."""
_RECIPE = "1"
"""Another one when copies are made in another way: browsers keep what stands at an address."""
_LIGHT = 150_000
"""Bytes up to which an original is what browsers show that read no WebP."""
_PLAIN = 800
"""Width of what they are given in place of a heavier one."""
_READ_BY_ALL = (".jpg", ".jpeg", ".png", ".gif")


class Copy(NamedTuple):
    """A copy of a picture."""

    url: str
    """Rooted."""
    width: int
    height: int


def copies(asset: Asset) -> tuple[Copy, ...]:
    """Return the WebP copies of a picture, the narrowest first; none is wider than the picture."""
    if not asset.scales:
        return ()
    widest = min(asset.width, WIDEST)
    return tuple(_copy(asset, width, "webp") for width in (*(width for width in WIDTHS if width < widest), widest))


def plain_copy(asset: Asset) -> Copy | None:
    """Return the JPEG for browsers that read no WebP; None when the original serves them."""
    light = asset.size <= _LIGHT and asset.path.lower().endswith(_READ_BY_ALL)
    return None if light or not asset.scales else _copy(asset, min(asset.width, _PLAIN), "jpg")


def card_of(asset: Asset, colour: str) -> str:
    """Return the rooted URL of the card of a lead picture (`CARD`, JPEG); empty when none can be made."""
    return f"{_folder(asset)}/the.{_mark(asset.digest, colour)}.jpg" if asset.scales else ""


def card_of_topic(topic: str, colour: str) -> str:
    """Return the rooted URL of the card (`CARD`, PNG) of a topic and of its articles that have no picture."""
    return f"{FOLDER}/chu-de/{topic}.{_mark(topic, colour)}.png"


def card_of_portal(colour: str) -> str:
    """Return the rooted URL of the card (`CARD`, PNG) of pages that are of no article and no topic."""
    return f"{FOLDER}/cong.{_mark('', colour)}.png"


def of(assets: Iterable[Asset]) -> dict[str, tuple[str, int]]:
    """Return which copies pictures have: path and width of the original by rooted URL, equal pictures once."""
    found: dict[str, tuple[str, int]] = {}
    for asset in assets:
        plain = plain_copy(asset)
        for copy in (*copies(asset), *((plain,) if plain else ())):
            found.setdefault(copy.url, (asset.path, copy.width))
    return found


def _copy(asset: Asset, width: int, form: str) -> Copy:
    height = max(round(asset.height * width / asset.width), 1)
    return Copy(f"{_folder(asset)}/{width}.{_mark(asset.digest, form)}.{form}", width, height)


def _folder(asset: Asset) -> str:
    return f"{FOLDER}/{asset.digest[:20]}"


def _mark(*parts: str) -> str:
    return blake2b("\0".join((_RECIPE, *parts)).encode(), digest_size=4).hexdigest()
