"""Numbers as Vietnamese documents write them, and as people type them.

Knows: points between thousands, the comma before fractions. Never: reads a number that can be read two ways.
"""

from __future__ import annotations

import re

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,6})?\Z", re.ASCII)
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d{1,6})?\Z", re.ASCII)
_TYPED = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3}){1,3}|\d{1,12}(?!,\d{3}\Z)(?=[.,]|\Z))(?:[.,]\d{1,6})?\Z", re.ASCII)


def integer(number: int) -> str:
    """Write a whole number the Vietnamese way: `3.250`."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float, digits: int = 1) -> str:
    """Write a number with a decimal comma: `1.234,5`; a zero fraction is dropped."""
    whole, _, fraction = f"{number:,.{digits}f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + ("," + fraction if fraction else "")


def number(text: str) -> float | None:
    """Read a number as people type it: `3.250`, `3 250` and `3250` are whole, `12,5` and `12.5` twelve and a half.

    None when it is none, or when it can be read two ways (`3,250`).
    """
    if _SPACED.match(text):
        text = text.replace(" ", "")
    if not _TYPED.match(text):
        return None
    return float(text.replace(".", "").replace(",", ".") if _GROUPED.match(text) else text.replace(",", "."))


def file_size(size: int) -> str:
    """Write a size in bytes for people: `512 B`, `14 KB`, `1,2 MB` (1 KB = 1,024 bytes)."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{integer(round(size / 1024))} KB"
    return f"{decimal(size / 1024 / 1024)} MB"
