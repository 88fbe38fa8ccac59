"""Headings and lists that offices type by hand, without a style of Word.

A short paragraph that is bold as a whole and stands alone is a heading; one that begins with `-`, `+`, `*` or `•` is an
item, and so is one of several that count on: `1.`, `2.`

Knows: what people type. Never: changes a word; takes off only the sign that a list writes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from site_builder.content.word.numbering import Label
from site_builder.content.word.ooxml import Element, child, drop, has_picture, tag, tags, words
from site_builder.content.word.styles import Styles
from site_builder.text import fold

_SHORT = 20
"""Words that a typed heading has at most."""
_SIGN = re.compile(r"\s*(?:([-–—•●○▪■◦➢⮚❖✓·+*])[ \t\u00a0]+|([-–—•●▪])(?=[^\W\d_])|(\+)(?=[^\W\d_a-z]))(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3})\.[ \t\u00a0]+(?=\S)")
_DASHES, _RANKS = "-–—", "*-+"
_UNNUMBERED = 6
_NUMBERED = (
    (re.compile(r"(?:phần|chương)\s+\S+", re.IGNORECASE), 1),
    (re.compile(r"[IVXLC]+\s*[.)/-]\s*\S"), 2),
    (re.compile(r"\d+\.\d+\.\d+"), 5),
    (re.compile(r"\d+\.\d+"), 4),
    (re.compile(r"(?:điều\s+)?\d+\s*[.)/:-]\s*\S", re.IGNORECASE), 3),
    (re.compile(r"[a-zđ]\s*[.)]\s*\S"), 5),
)
"""How a typed heading shows its level; what shows none is of level 6."""
_NO_HEADING = re.compile(
    r"(?:bang|hinh|anh|bieu(?: do| mau)?|so do)\s*\d|(?:anh|nguon|tac gia|theo|kinh gui|don vi tinh)\b"
)
"""Captions, sources and addresses, which are often bold, too."""


# Headings


def headings(
    root: Element, styles: Styles, labels: Mapping[Element, Label], marked: Mapping[Element, int]
) -> dict[Element, int]:
    """Find the paragraphs of the body that stand for headings, with their levels; `marked` are headings already."""
    blocks = _blocks(root)
    levels = [-1 if block in marked else _level(block, styles, labels.get(block)) for block in blocks]
    found: dict[Element, int] = {}
    for index, (block, level) in enumerate(zip(blocks, levels, strict=True)):
        beside = levels[max(index - 1, 0) : index] + levels[index + 1 : index + 2]
        is_caption = index > 0 and level == _UNNUMBERED and has_picture(blocks[index - 1])
        if level > 0 and level not in beside and index + 1 < len(blocks) and not is_caption:
            found[block] = level
    return found


def _blocks(root: Element) -> list[Element]:
    """List what stands in the body and can be seen."""
    body = child(root, "w:body")
    return [] if body is None else [block for block in body if words(block) or has_picture(block)]


def _level(block: Element, styles: Styles, label: Label | None) -> int:
    """Return the level of a paragraph that looks like a heading; 0 when it does not."""
    text = words(block)
    if (
        block.tag != tag("w:p")
        or not 0 < len(text.split()) <= _SHORT
        or has_picture(block)
        or _NO_HEADING.match(fold(text))
    ):
        return 0
    if styles.property(block, "w:jc") in ("right", "end") or _SIGN.match(text) or (label and label.kind == "ul"):
        return 0
    if not _is_bold(block, styles):
        return 0
    shown = f"{label.text}{'.' if label.kind == 'ol' else ''} {text}" if label else text
    level = next((level for pattern, level in _NUMBERED if pattern.match(shown)), _UNNUMBERED)
    is_sentence = text.endswith((";", ",", "!", "…")) or (text.endswith(".") and level == _UNNUMBERED)
    return 0 if is_sentence else level


def _is_bold(paragraph: Element, styles: Styles) -> bool:
    """Say whether every run with words is bold."""
    runs = [run for run in paragraph.iter(tag("w:r")) if words(run)]
    return bool(runs) and all(styles.is_on(run, "w:b") for run in runs)


# Items


def items(root: Element, labels: Mapping[Element, Label], headings: Mapping[Element, int]) -> dict[Element, Label]:
    """Take the sign off every paragraph of the body that was typed as an item; return their labels."""
    blocks = _blocks(root)
    free = [block.tag == tag("w:p") and block not in labels and block not in headings for block in blocks]
    numbers = [_number(block) if is_free else None for block, is_free in zip(blocks, free, strict=True)]
    found: dict[Element, Label] = {}
    signs: list[str] = []
    last = 0
    for index, (block, is_free) in enumerate(zip(blocks, free, strict=True)):
        sign = _SIGN.match(_leading_text(block)) if is_free else None
        if sign:
            found[block] = Label(_depth(sign[1] or sign[2] or sign[3], signs), "ul", "")
            _take_off(block, sign.end())
            continue
        signs.clear()
        number = numbers[index]
        if number is not None and (number == last + 1 > 1 or _counts_on(numbers, index)):
            last = number
            found[block] = Label(0, "ol", str(number))
            _take_off(block, _numbered(block).end())
    return found


def _number(block: Element) -> int | None:
    found = _NUMBER.match(_leading_text(block))
    return int(found[1]) if found else None


def _numbered(block: Element) -> re.Match[str]:
    found = _NUMBER.match(_leading_text(block))
    assert found
    return found


def _counts_on(numbers: list[int | None], index: int) -> bool:
    """Say whether the paragraph before or behind has the number before or behind."""
    own = numbers[index]
    beside = [*numbers[max(index - 1, 0) : index], *numbers[index + 1 : index + 2]]
    return own is not None and any(other is not None and abs(other - own) == 1 for other in beside)


def _leading_pieces(paragraph: Element) -> Iterator[Element]:
    """List the text and the tabs of a paragraph up to its first break, picture or note."""
    for piece in paragraph.iter(*tags("w:t w:tab w:br w:drawing w:footnoteReference w:endnoteReference")):
        if piece.tag not in tags("w:t w:tab"):
            return
        yield piece


def _leading_text(paragraph: Element) -> str:
    pieces = _leading_pieces(paragraph)
    return "".join(piece.text or "" if piece.tag == tag("w:t") else "\t" for piece in pieces)


def _take_off(paragraph: Element, count: int) -> None:
    """Drop the first `count` letters and tabs of a paragraph."""
    for piece in list(_leading_pieces(paragraph)):
        if count <= 0:
            return
        if piece.tag == tag("w:tab"):
            drop(piece)
            count -= 1
        else:
            text = piece.text or ""
            piece.text = text[count:]
            count -= len(text)


def _stands_above(sign: str, other: str) -> bool:
    """Say whether offices put a sign above another: a dash is never under a plus."""
    return sign in _RANKS and other in _RANKS and _RANKS.index(sign) < _RANKS.index(other)


def _depth(sign: str, signs: list[str]) -> int:
    """Return how deep an item lies by the signs of the items before it: one not seen yet lies below the last."""
    sign = "-" if sign in _DASHES else sign
    while sign not in signs and signs and _stands_above(sign, signs[-1]):
        signs.pop()
    if sign in signs:
        del signs[signs.index(sign) + 1 :]
    else:
        signs.append(sign)
    return len(signs) - 1
