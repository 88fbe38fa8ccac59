"""Lines and sentences: on one line, cut short, begun with a small letter or a capital.

Knows: words and what stands between them. Never: knows what a text is about, but that of a picture without one.
"""

from __future__ import annotations

import re
import unicodedata

from site_builder.text.letters import fold

_JOINER = "\u200d"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = ("{", "}", "$", "\\", "`", "</", "=>", "\x02", " = ", "==")


def one_line(text: str) -> str:
    """Collapse every run of white space, NBSP included, into one space."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text  # of white space only the space is printable; most texts need not be taken apart
    return " ".join(text.split())


def without_comments(text: str) -> str:
    """Leave out comments of HTML, but for their line feeds: every other line keeps its number."""
    end = text.rfind("-->") + len("-->")  # what opens later is closed nowhere, and looking for that takes for ever
    if "<!--" not in text[:end]:
        return text
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text[:end]) + text[end:]


def excerpt(text: str, max_length: int = 280) -> str:
    """Return the start of `text` on one line, cut between words at `max_length` characters, with `…`.

    It is cut within a word where little would be left else: in an address, in a text without spaces.
    """
    line = one_line(text)
    if len(line) <= max_length:
        return line
    words = line[: max_length + 1].rpartition(" ")[0]
    start = words if len(words) >= max_length // 2 and words.strip() else _letters(line, max_length)
    return (start.rstrip(" ,;:.-–") or start) + "…"


def _letters(line: str, count: int) -> str:
    """Return the first `count` characters, or fewer where a letter's marks or a joined sign would be cut off."""
    end = count
    while end > 1 and (_belongs(line[end]) or line[end - 1] == _JOINER):
        end -= 1
    return line[:end]


def _belongs(char: str) -> bool:
    """Say whether a character is a part of the one before it."""
    return char == _JOINER or unicodedata.category(char)[0] == "M" or "\U0001f3fb" <= char <= "\U0001f3ff"


def stand_in_alt(number: int, title: str) -> str:
    """Return what stands in the place of a picture's description until a person writes it: an error of `check`."""
    return f"Hình {number} của bài {title}"


def is_stand_in_alt(text: str) -> bool:
    """Say whether `text` is such a stand-in, whatever its title has become."""
    return bool(re.match(r"hinh \d+ cua bai\b", fold(text)))


def is_prose(line: str) -> bool:
    """Say whether a line is words of a person rather than code: letters with dấu, or a sentence; no braces and such."""
    words = line.split()
    if not words or any(mark in line for mark in _CODE):
        return False
    return not line.isascii() or (len(words) > 2 and words[-1][-1] in ".:!?,;…")


def lower_first(text: str) -> str:
    """Write a name within a sentence: `Tờ gấp` → `tờ gấp`; proper names and abbreviations stay as they are."""
    first, _, rest = text.partition(" ")
    is_name = not first[1:].islower() or rest[:1].isupper()
    return text if is_name else text[:1].lower() + text[1:]


def sentence_case(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]
