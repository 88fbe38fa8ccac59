"""Characters that are not what they show: symbols of a font, hyphens of Word, marks that turn the writing direction.

Knows: symbol fonts and invisible characters. Never: changes a letter that a person reads.
"""

from __future__ import annotations

import re

from mammoth.docx.dingbats import dingbats

from site_builder.content.html_tree import HIDDEN
from site_builder.content.word.notes import Notes
from site_builder.content.word.ooxml import Element, child, make, replace, tag, tags

_PRIVATE = range(0xF000, 0xF100)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE = re.compile("[\x0b\x85\u2028\u2029]")
_UNKNOWN = "□"
_FONTS = ("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings")


def spell(root: Element, notes: Notes) -> None:
    """Write every character of a story as one that any font shows."""
    for sign in list(root.iter(tag("w:sym"))):
        code = _code(sign.get(tag("w:char"), ""))
        replace(sign, make("w:t", text=_symbol(sign.get(tag("w:font"), ""), code, notes)))
    for mark, text in (("w:noBreakHyphen", "-"), ("w:softHyphen", ""), ("w:ptab", " ")):
        for found in list(root.iter(tag(mark))):
            replace(found, make("w:t", text=text))
    for end in root.iter(*tags("w:br w:cr")):
        end.tag = tag("w:br")
        end.attrib.clear()  # a page's end inside a paragraph is a line's end
    for text in root.iter(tag("w:t")):
        if text.text:
            text.text = shown(_of_font(text, notes), notes)


def shown(text: str, notes: Notes) -> str:
    """Take out of `text` what no reader sees."""
    text, turned = _DIRECTION.subn("", text)
    notes.count("direction", turned)
    return HIDDEN.sub("", _LINE.sub(" ", text))


def _code(written: str) -> int:
    try:
        return int(written, 16)
    except ValueError:
        return 0


def _of_font(text: Element, notes: Notes) -> str:
    """Return the text of a run whose font shows other signs than its letters."""
    fonts = child(text.getparent(), "w:rPr/w:rFonts")
    font = "" if fonts is None else fonts.get(tag("w:ascii"), "") or fonts.get(tag("w:hAnsi"), "")
    is_symbols = font in _FONTS
    return "".join(
        _symbol(font, ord(char), notes)
        if ord(char) in _PRIVATE or (is_symbols and char.isprintable() and not char.isspace() and ord(char) < 256)
        else char
        for char in text.text
    )


def _symbol(font: str, code: int, notes: Notes) -> str:
    """Return the character that a font shows for a code."""
    low = code - _PRIVATE[0] if code in _PRIVATE else code
    fonts = (font,) if font in _FONTS else ("Symbol", "Wingdings") if code in _PRIVATE else ()
    for name in fonts:
        found = dingbats.get((name, low)) or dingbats.get((name, code))
        if found:
            return chr(found)
    if code >= 0x20 and not fonts and code not in _PRIVATE and chr(code).isprintable():
        return chr(code)
    notes.count("symbol")
    return _UNKNOWN
