"""How wide a line of Times New Roman Bold is, so that the rule under it can have the length that the decree asks for.

The widths are those of Tinos Bold, which has the same metrics and the Vietnamese letters. A letter with dấu is as wide
as the letter without, but for ơ and ư, which are letters of their own.

Knows: widths. Never: reads a font file.
"""

from __future__ import annotations

import unicodedata

from site_builder.text import nfd

MM_PER_POINT = 25.4 / 72

_LETTERS = {
    220: "|", 250: ",. \u00a0", 278: "il'/\\", 333: "fjt!()-:;[]`‘’", 389: "sI", 394: "{}", 444: "cerz",
    500: "agovxyJ0123456789#$*?_–“”", 520: "~", 554: "ơ", 555: '"', 556: "bdhknpquSđ", 570: "+<=>", 581: "^", 600: "ư",
    611: "FP", 667: "BELTZ", 722: "wACDNRUVXYĐ", 778: "GHKOQƠ", 796: "Ư", 833: "m&", 930: "@", 944: "M", 1000: "W%…",
}  # fmt: skip
"""Thousandths of the font size."""
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_HORN = "\u031b"


def width_mm(text: str, points: float) -> float:
    """Return the width of one line in millimetres at a size in points."""
    decomposed = nfd(text).replace(f"o{_HORN}", "ơ").replace(f"O{_HORN}", "Ơ")
    decomposed = decomposed.replace(f"u{_HORN}", "ư").replace(f"U{_HORN}", "Ư")
    letters = (letter for letter in decomposed if not unicodedata.combining(letter))
    return sum(_WIDTHS.get(letter, 500) for letter in letters) * points * MM_PER_POINT / 1000


def longest_line_mm(text: str, points: float, room: float) -> float:
    """Return the width of the longest line when `text` is wrapped between words into `room` millimetres."""
    longest, line = 0.0, ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        line = word if line and width_mm(longer, points) > room else longer
        longest = max(longest, width_mm(line, points))
    return min(longest, room)
