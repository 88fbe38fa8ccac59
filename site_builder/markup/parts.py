"""Lines without an empty one between them → the blocks they are: words, lists, headings, rules, quotations.

Python-Markdown cuts a block where the first of its processors finds something, and looks at all of the rest again; here
it is cut once, line by line, by the rules of CommonMark, so that no input costs more than so many times its length.

Knows: how a block begins and what ends it. Never: makes an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockProcessor

from site_builder.markup.lines import HEADING, MARKER, STASHED, is_rule
from site_builder.markup.lists import Glued, Items

_QUOTE = re.compile(r" {0,3}>")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *\Z")
_DELIMITERS = re.compile(r" {0,3}(?=[ :-]*\|)(?=[ :|]*-)[ :|-]+\Z")
_INTERRUPTS = re.compile(r" {0,3}(?:[-+*]|1[.)]) +\S")


class CutBlock(Glued):
    """One block, cut from what stood around it."""

    __slots__ = ()


class BlockCutter(BlockProcessor):
    """Cuts a block into its parts."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        """Say whether the block was not cut yet."""
        return "\n" in block and not isinstance(block, CutBlock)

    def run(self, parent: Element, blocks: list[str]) -> bool:  # noqa: ARG002 - the library's signature
        """Put the parts in the place of the block."""
        blocks[:1] = [CutBlock("\n".join(lines)) for lines in _cut(blocks[0].split("\n"))]
        return True


def _cut(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each block."""
    part: list[str] = []
    kind, place = "", 0
    while place < len(lines):
        line, start = lines[place], place
        place += 1
        found = _kind(line, kind)
        if found == "list":
            place = Items(line).take(lines, start)
        if found == "underline":
            part.append(line)
            yield part
            part, kind = [], ""
        elif (found == kind == "quote") or (found == "words" and kind in ("words", "table", "quote")):
            part.append(line)
            kind = "table" if kind == "words" and _DELIMITERS.match(line) else kind
        else:
            if part:
                yield part
            part, kind = lines[start:place], found
    if part:
        yield part


def _kind(line: str, above: str) -> str:
    """Name the block that a line begins under a block of the kind `above`."""
    if above == "words" and _UNDERLINE.match(line):
        return "underline"
    if is_rule(line) or HEADING.match(line) or STASHED.match(line):
        return "alone"
    if _QUOTE.match(line):
        return "quote"
    if MARKER.match(line) and (above != "words" or _INTERRUPTS.match(line)):
        return "list"
    return "words"
