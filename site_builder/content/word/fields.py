"""Fields: what they show is text, what they say to Word goes; links stay links.

Knows: `w:fldChar` and `w:fldSimple`. Never: computes a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from site_builder.content.word.notes import Notes, repeated
from site_builder.content.word.ooxml import Element, child, drop, make, number, replace, run, switch, tag, value

_SILENT = frozenset(("XE", "TC", "TA", "RD", "SET", "ASK", "FILLIN", "GOTOBUTTON", "MACROBUTTON", "PRIVATE", "ADVANCE",
                     "BOOKMARK", "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "COMMENTS", "LISTNUM", ""))  # fmt: skip
"""Fields that show nothing, or nothing that an article needs."""
_ADDRESS = re.compile(r'\s*HYPERLINK\s+"?((?:https?://|mailto:|tel:)[^"\s]+)', re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    begin: Element
    says: str = ""
    shows: bool = False
    separate: Element | None = None
    marks: list[Element] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return (self.says.split() or [""])[0].upper()


def show_results(root: Element, notes: Notes) -> None:
    """Leave of every field what it shows."""
    for simple in list(root.iter(tag("w:fldSimple"))):
        _spell_out(simple)
    _FieldReader(root, notes).read()


def _spell_out(simple: Element) -> None:
    """Write a simple field as the marks of a complex one."""
    said = make("w:r", make("w:instrText", text=simple.get(tag("w:instr"), "")))
    data = child(simple, "w:fldData")
    if data is not None:
        drop(data)
    replace(simple, _mark("begin"), said, _mark("separate"), *simple, _mark("end"))


def _mark(kind: str) -> Element:
    return make("w:r", make("w:fldChar", fldCharType=kind))


class _FieldReader:
    """Walks through the runs of one story."""

    def __init__(self, root: Element, notes: Notes) -> None:
        self._notes = notes
        self._pieces = list(_pieces(root))
        self._open: list[_Field] = []
        self._whole = _begins_with_end(self._pieces)

    def read(self) -> None:
        """Read all."""
        for piece in self._pieces:
            if piece.tag == tag("w:fldChar"):
                self._mark(piece, piece.get(tag("w:fldCharType"), ""))
            elif piece.tag == tag("w:instrText"):
                if self._open:
                    self._open[-1].says += piece.text or ""
                drop(piece)
            elif any(one.separate is None for one in self._open):
                drop(piece)  # stands in what a field says, not in what it shows
            else:
                for one in self._open:
                    one.shows = True

    def _mark(self, mark: Element, kind: str) -> None:
        if kind == "begin" and mark in self._whole:
            self._open.append(_Field(mark, marks=[mark]))
        elif kind == "separate" and self._open:
            self._open[-1].separate = mark
            self._open[-1].marks.append(mark)
        elif kind == "end" and self._open:
            closed = self._open.pop()
            closed.marks.append(mark)
            self._finish(closed)
        else:
            drop(mark)

    def _finish(self, closed: _Field) -> None:
        """Write what a field shows, and take its marks away."""
        address = _ADDRESS.match(closed.says)
        if address and closed.shows and not any(one.separate is None for one in self._open):
            closed.begin.addnext(make("w:instrText", text=f'HYPERLINK "{address[1]}"'))
            return
        text = _answer(closed)
        if text:
            around = closed.begin.getparent()
            around.addprevious(run(text))
        elif closed.kind == "EQ":
            said = repeated(closed.says.strip()[2:])
            self._notes.say(f"Công thức dạng trường EQ chưa lấy được: {said}; hãy gõ lại thành chữ.")
        elif not closed.shows and closed.kind not in _SILENT:
            self._notes.count("field")
        for mark in closed.marks:
            drop(mark)


def _pieces(root: Element) -> Iterator[Element]:
    """List what stands in the runs, in order."""
    for one in root.iter(tag("w:r")):
        yield from (piece for piece in one if piece.tag != tag("w:rPr"))


def _begins_with_end(pieces: list[Element]) -> set[Element]:
    """Return the marks that begin a field which also ends: a torn one must not swallow the text after it."""
    whole: set[Element] = set()
    begun: list[Element] = []
    for piece in pieces:
        kind = piece.get(tag("w:fldCharType"), "") if piece.tag == tag("w:fldChar") else ""
        if kind == "begin":
            begun.append(piece)
        elif kind == "end" and begun:
            whole.add(begun.pop())
    return whole


def _answer(closed: _Field) -> str:
    """Return what a form's field shows: a box ticked or not, the entry chosen."""
    about = child(closed.begin, "w:ffData")
    if closed.kind == "FORMCHECKBOX":
        box = child(about, "w:checkBox")
        ticked = switch(box, "w:checked")
        return "☒" if (ticked if ticked is not None else switch(box, "w:default")) else "☐"
    if closed.kind == "FORMDROPDOWN":
        choice = child(about, "w:ddList")
        entries = [] if choice is None else [one.get(tag("w:val"), "") for one in choice.findall(tag("w:listEntry"))]
        chosen = number(value(choice, "w:result") or value(choice, "w:default"), 0)
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return ""
