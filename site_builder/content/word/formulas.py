"""Equations of Word → text on one line, with superscripts and subscripts: `T = a/b`, `x²`, `√(a + b)`.

Knows: Office Math. Never: loses a letter of an equation (what it does not know is written piece by piece).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from site_builder.content.word.notes import Notes, repeated
from site_builder.content.word.ooxml import Element, child, local, replace, run, tag, unwrap

_M = tag("m:val")


class _Piece(NamedTuple):
    text: str
    align: str = ""


def write_out(root: Element, notes: Notes) -> None:
    """Put a line of text in the place of every equation."""
    for paragraph in list(root.iter(tag("m:oMathPara"))):
        unwrap(paragraph)
    for formula in list(root.iter(tag("m:oMath"))):
        if formula.getparent() is None:
            continue
        pieces = [_Piece("".join(one.text for one in group), align)
                  for align, group in groupby(_line(formula), key=lambda piece: piece.align)]  # fmt: skip
        if text := _flat(pieces).strip():
            notes.say(f"Công thức {repeated(text)} đã viết thành một dòng chữ: hãy so lại với bản Word.")
        replace(formula, *(run(piece.text, piece.align) for piece in pieces))


def _line(element: Element) -> Iterator[_Piece]:
    """Write an element and what is below it."""
    name = local(element)
    if name == "t":
        yield _Piece(element.text or "")
    elif name in _WAYS:
        yield from _WAYS[name](element)
    elif not name.endswith("Pr"):
        for below in element:
            yield from _line(below)


def _part(element: Element, name: str) -> list[_Piece]:
    found = child(element, f"m:{name}")
    return [] if found is None else list(_line(found))


def _flat(pieces: list[_Piece]) -> str:
    """Write pieces without small letters, for a place that is small already."""
    signs = {"superscript": "^", "subscript": "_", "": ""}
    return "".join(signs[piece.align] + (_grouped(piece.text) if piece.align else piece.text) for piece in pieces)


def _grouped(text: str) -> str:
    """Put brackets around what is more than one word or number."""
    return text if re.fullmatch(r"[\w.,%]*|\(.*\)", text) else f"({text})"


def _operand(pieces: list[_Piece]) -> list[_Piece]:
    text = _flat(pieces)
    return pieces if _grouped(text) == text else [_Piece("("), *pieces, _Piece(")")]


def _small(element: Element, name: str, align: str) -> list[_Piece]:
    text = _flat(_part(element, name)).strip()
    return [_Piece(text, align)] if text else []


def _fraction(element: Element) -> list[_Piece]:
    sign = "; " if _sign(element, "m:fPr/m:type", "bar") == "noBar" else "/"
    return [*_operand(_part(element, "num")), _Piece(sign), *_operand(_part(element, "den"))]


def _scripts(element: Element) -> list[_Piece]:
    before = _part(element, "e") if local(element) != "sPre" else []
    after = _part(element, "e") if local(element) == "sPre" else []
    return [*before, *_small(element, "sub", "subscript"), *_small(element, "sup", "superscript"), *after]


def _root(element: Element) -> list[_Piece]:
    return [*_small(element, "deg", "superscript"), _Piece("√"), *_operand(_part(element, "e"))]


def _sign(element: Element, path: str, otherwise: str) -> str:
    found = child(element, path)
    return otherwise if found is None else str(found.get(_M, ""))


def _sum(element: Element) -> list[_Piece]:
    sign = _Piece(_sign(element, "m:naryPr/m:chr", "∫"))
    limits = [*_small(element, "sub", "subscript"), *_small(element, "sup", "superscript")]
    return [sign, *limits, _Piece(" "), *_part(element, "e")]


def _brackets(element: Element) -> list[_Piece]:
    pieces = [_Piece(_sign(element, "m:dPr/m:begChr", "("))]
    for index, inner in enumerate(element.findall(tag("m:e"))):
        pieces += [_Piece(_sign(element, "m:dPr/m:sepChr", "|"))] if index else []
        pieces += _line(inner)
    return [*pieces, _Piece(_sign(element, "m:dPr/m:endChr", ")"))]


def _rows(element: Element) -> list[_Piece]:
    rows = [", ".join(_flat(list(_line(cell))) for cell in row) for row in element.findall(tag("m:mr"))]
    return [_Piece("[" + "; ".join(rows) + "]")]


def _lines(element: Element) -> list[_Piece]:
    return [_Piece("; ".join(_flat(list(_line(line))) for line in element.findall(tag("m:e"))))]


def _function(element: Element) -> list[_Piece]:
    return [*_part(element, "fName"), _Piece(" "), *_part(element, "e")]


def _limit(element: Element) -> list[_Piece]:
    align = "subscript" if local(element) == "limLow" else "superscript"
    return [*_part(element, "e"), *_small(element, "lim", align)]


def _accent(element: Element) -> list[_Piece]:
    return [*_part(element, "e"), _Piece(_sign(element, "m:accPr/m:chr", "\u0302"))]


def _phantom(element: Element) -> list[_Piece]:
    shown = child(element, "m:phantPr/m:show")
    return [] if shown is not None and shown.get(_M) in ("0", "off", "false") else _part(element, "e")


_WAYS: dict[str, Callable[[Element], list[_Piece]]] = {
    "f": _fraction, "sSup": _scripts, "sSub": _scripts, "sSubSup": _scripts, "sPre": _scripts, "rad": _root,
    "nary": _sum, "d": _brackets, "m": _rows, "eqArr": _lines, "func": _function, "limLow": _limit,
    "limUpp": _limit, "acc": _accent, "phant": _phantom,
}  # fmt: skip
