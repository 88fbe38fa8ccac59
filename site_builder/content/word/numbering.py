"""Automatic numbers: the label that Word prints before a paragraph.

Counters belong to a list's definition, not to its use, so that a list goes on after a paragraph between its items; a
use may start its counters anew.

Knows: `word/numbering.xml`. Never: knows what becomes of a label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from site_builder.content.word.ooxml import Element, child, number, switch, tag, value
from site_builder.content.word.styles import Styles

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
          (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLAIN = re.compile(r"(\d{1,9})[.)]?\Z", re.ASCII)
_HOPS = 5
"""How often one definition may point to another."""


class Label(NamedTuple):
    """What stands before a paragraph."""

    depth: int
    """Level in its list, from 0."""
    kind: str
    """`ul`, `ol` or `text`."""
    text: str
    """`4` for `ol`, `a)` or `Điều 1.` for `text`, empty for `ul`."""

    def written(self) -> str:
        """Return the label as text."""
        if self.kind == "ul":
            return "+ " if self.depth else "- "
        return self.text + (". " if self.kind == "ol" else " ")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restart: int
    """Levels from this one (from 1) on set it back; 0: none does."""
    legal: bool
    style: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Use:
    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class _Counters:
    values: dict[int, int] = field(default_factory=dict)
    begins: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one file and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        definitions = [] if root is None else root.findall(tag("w:abstractNum"))
        self._levels = {one.get(tag("w:abstractNumId"), ""): _levels(one) for one in definitions}
        self._links = {one.get(tag("w:abstractNumId"), ""): value(one, "w:numStyleLink") for one in definitions}
        uses = [] if root is None else root.findall(tag("w:num"))
        self._uses = {one.get(tag("w:numId"), ""): _use(one) for one in uses}
        self._counters: dict[str, _Counters] = {}
        self._begun: set[str] = set()

    def label(self, paragraph: Element) -> Label | None:
        """Count a paragraph and return its label; None when it has none."""
        use_id, depth = self._place(paragraph)
        use, levels = self._resolve(use_id)
        level = levels.get(depth)
        if use is None or level is None:
            return None
        counters = self._counters.setdefault(use.definition, _Counters())
        if use_id not in self._begun:
            self._begun.add(use_id)
            counters.begins |= use.starts
            for started in use.starts:
                counters.values.pop(started, None)
        _count(counters, levels, depth)
        return _label(level, depth, _written(level, levels, counters))

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the use and the level of a paragraph, its own or of its styles."""
        own = child(paragraph, "w:pPr/w:numPr")
        use_id, depth = value(own, "w:numId"), value(own, "w:ilvl")
        if use_id is None:
            for style in self._styles.of(paragraph):
                use_id = value(style, "w:pPr/w:numPr/w:numId")
                if use_id is not None:
                    return use_id, self._depth_of(style, use_id, depth)
        return use_id or "", number(depth, 0)

    def _depth_of(self, style: Element, use_id: str, depth: str | None) -> int:
        """Return the level that a definition gives to a style."""
        name = style.get(tag("w:styleId"))
        _, levels = self._resolve(use_id)
        given = next((index for index, level in levels.items() if level.style == name), None)
        written = number(value(style, "w:pPr/w:numPr/w:ilvl"), 0)
        return number(depth, given if given is not None else written)

    def _resolve(self, use_id: str) -> tuple[_Use | None, dict[int, _Level]]:
        """Find a use and its levels, through the style that a definition may point to."""
        use = self._uses.get(use_id)
        for _ in range(_HOPS):
            link = self._links.get(use.definition) if use else None
            if not link:
                break
            styles = self._styles.chain(link)
            use = self._uses.get(value(styles[0], "w:pPr/w:numPr/w:numId") or "") if styles else None
        return use, (self._levels.get(use.definition, {}) | use.levels) if use else {}


def _levels(definition: Element) -> dict[int, _Level]:
    return {number(one.get(tag("w:ilvl")), 0): _level(one) for one in definition.findall(tag("w:lvl"))}


def _level(element: Element) -> _Level:
    depth = number(element.get(tag("w:ilvl")), 0)
    form, text = child(element, ".//w:numFmt"), value(element, "w:lvlText")
    return _Level(
        start=number(value(element, "w:start"), 1),
        form=form.get(tag("w:val"), "decimal") if form is not None else "decimal",
        text=f"%{depth + 1}." if text is None else text,
        restart=number(value(element, "w:lvlRestart"), depth),
        legal=bool(switch(element, "w:isLgl")),
        style=value(element, "w:pStyle"),
    )


def _use(element: Element) -> _Use:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for change in element.findall(tag("w:lvlOverride")):
        depth = number(change.get(tag("w:ilvl")), 0)
        start, level = value(change, "w:startOverride"), child(change, "w:lvl")
        levels |= {depth: _level(level)} if level is not None else {}
        starts |= {depth: number(start, 1)} if start is not None else {}
    return _Use(definition=value(element, "w:abstractNumId") or "", levels=levels, starts=starts)


def _count(counters: _Counters, levels: dict[int, _Level], depth: int) -> None:
    """Count one item, and set the levels below it back."""
    start = counters.begins.get(depth, levels[depth].start)
    counters.values[depth] = counters.values.get(depth, start - 1) + 1
    for deeper in [index for index in counters.values if index > depth]:
        if deeper not in levels or depth < levels[deeper].restart:
            del counters.values[deeper]


def _written(level: _Level, levels: dict[int, _Level], counters: _Counters) -> str:
    """Write a label: `%1.%2.` with the numbers of the levels."""

    def one(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        of = levels.get(index)
        if of is None:
            return ""
        count = counters.values.get(index, counters.begins.get(index, of.start))
        return _figure(count, "decimal" if level.legal else of.form)

    return re.sub(r"%([1-9])", one, level.text).strip()


def _label(level: _Level, depth: int, text: str) -> Label | None:
    if level.form == "bullet":
        return Label(depth, "ul", "")
    plain = _PLAIN.match(text)
    if plain:
        return Label(depth, "ol", str(int(plain[1])))
    return Label(depth, "text", text) if text else None


def _figure(count: int, form: str) -> str:
    """Write a number in Word's form."""
    if form.endswith("Roman") and 0 < count < 4000:
        text = _roman(count)
        return text.upper() if form.startswith("upper") else text
    if form.endswith("Letter") and 0 < count <= 26 * 20:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form == "none":
        return ""
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (count // worth)
        count %= worth
    return text
