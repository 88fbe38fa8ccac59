"""Cards that social networks show of what has no picture, drawn in a portal's colour.

There is no text on them: networks write the title beside a card, and no font comes along that would have to be kept.

Knows: shapes. Never: reads a picture.
"""

from __future__ import annotations

from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_SHADES = (0, 8, 14, 20, 26)
"""By how many parts in a hundred a colour is lighter than the ground; the first is the ground itself."""
_SHEET = (0xFF, 0xFF, 0xFF, 0xD9, 0xDC, 0xE0, 0xB4, 0xBA, 0xC2, 0xC8, 0x92, 0x2B)
"""Colours of a sheet: paper, picture, lines, gold."""
_PAPER, _PICTURE, _LINES, _GOLD = range(len(_SHADES), len(_SHADES) + 4)
_RINGS = 12


def topic_card(name: str, size: tuple[int, int], ground: str) -> bytes:
    """Draw a PNG of a topic: a sheet of news on a `ground` (`#rrggbb`) that `name` varies."""
    card, pen = _blank(size, ground)
    for number, byte in enumerate(blake2b(name.encode(), digest_size=len(_SHADES) - 1).digest(), start=1):
        radius, across, down = size[1] // 3 + byte // 2, size[0] * (number - 1) // 3, size[1] * (byte % 5) // 4
        pen.ellipse((across - radius, down - radius, across + radius, down + radius), fill=number)
    _draw_sheet(pen, size)
    return _png(card)


def portal_card(size: tuple[int, int], ground: str) -> bytes:
    """Draw a PNG of a whole portal: its front page before the rings of its banner, on a `ground` (`#rrggbb`)."""
    card, pen = _blank(size, ground)
    for ring in range(_RINGS, 0, -1):
        radius = ring * size[1] // 7
        across, down = size[0], size[1] * 13 // 10
        pen.ellipse((across - radius, down - radius, across + radius, down + radius), outline=2, width=size[1] // 90)
    _draw_front(pen, size)
    return _png(card)


def _blank(size: tuple[int, int], ground: str) -> tuple[Image, Any]:
    """Return a card of one colour, and what draws on it."""
    from PIL import Image, ImageColor, ImageDraw  # noqa: PLC0415 - see `looking`

    channels = ImageColor.getrgb(ground)[:3]
    card = Image.new("P", size)
    card.putpalette([*(one + (255 - one) * share // 100 for share in _SHADES for one in channels), *_SHEET])
    return card, ImageDraw.Draw(card)


def _png(card: Image) -> bytes:
    out = BytesIO()
    card.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_sheet(pen: Any, size: tuple[int, int]) -> None:
    """Draw a white sheet with a headline, a picture and lines in the middle."""
    unit = size[1] // 21
    left, top = size[0] // 2 - 8 * unit, 4 * unit
    pen.rounded_rectangle((left, top, left + 16 * unit, top + 13 * unit), radius=unit // 2, fill=_PAPER)
    pen.rectangle((left + unit, top + unit, left + 15 * unit, top + 3 * unit), fill=0)
    pen.rectangle((left + unit, top + 4 * unit, left + 7 * unit, top + 12 * unit), fill=_PICTURE)
    for line in range(5):
        at = top + 4 * unit + line * 15 * unit // 8
        pen.rectangle((left + 8 * unit, at, left + (15 if line < 4 else 12) * unit, at + unit * 3 // 5), fill=_LINES)


def _draw_front(pen: Any, size: tuple[int, int]) -> None:
    """Draw a page in the middle: banner, a lead story with its picture, and three stories below."""
    unit = size[1] // 21
    left, top = size[0] // 2 - 12 * unit, 3 * unit

    def box(across: int, down: int, width: int, height: int, fill: int) -> None:
        at = (left + across * unit // 2, top + down * unit // 2)
        pen.rectangle((*at, at[0] + width * unit // 2, at[1] + height * unit // 2), fill=fill)

    pen.rounded_rectangle((left, top, left + 24 * unit, top + 15 * unit), radius=unit // 2, fill=_PAPER)
    box(2, 2, 44, 3, 0)
    pen.rectangle((left + unit, top + 5 * unit // 2, left + 23 * unit, top + 3 * unit - unit // 4), fill=_GOLD)
    box(2, 7, 22, 11, _PICTURE)
    for line, width in enumerate((20, 20, 14, 9)):
        box(26, 7 + 3 * line, width, 1, 0 if line < 2 else _LINES)
    for story in range(3):
        box(2 + 15 * story, 20, 14, 5, _PICTURE)
        box(2 + 15 * story, 26, 12, 1, _LINES)
