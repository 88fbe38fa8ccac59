"""Lists as GitHub shows them: right under a paragraph, nested by as much as the words above stand in, `1)` too.

Python-Markdown wants an empty line before a list and four spaces for each level. Here the rules of CommonMark (§5.2,
§5.3) decide which lines belong to an item; what stands in an item is then parsed like any other blocks.
In one thing people are helped further: four spaces always reach into an item, however far its words stand in.

Knows: the list and its items. Never: parses what stands in an item.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from site_builder.markup.lines import MARKER, flush_left, indent_of, is_rule, is_words
from site_builder.markup.remarks import Remarks

DEEPEST = 20
"""Levels of lists; deeper ones are text, so that no input costs more than so many times its length."""
_YEAR = 1000
"""A number from which on `2026. Năm …` is more likely a sentence than the 2026th item."""
_START = re.compile(r"^ {0,3}(?:[-+*]|\d{1,9}[.)])(?: .*)?$", re.MULTILINE)
_INTERRUPTS = re.compile(r" {0,3}(?:[-+*]|1[.)]) +\S")


class Lists(BlockProcessor):
    """Finds a list anywhere in a block and makes it."""

    def __init__(self, parser: BlockParser, remarks: Remarks) -> None:
        super().__init__(parser)
        self._remarks = remarks
        self._depth = 0
        self._at = 0

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        """Look for the first line that begins a list."""
        if self._depth >= DEEPEST:
            return False
        self._at = next((match.start() for match in _START.finditer(block) if _begins(block, match)), -1)
        return self._at >= 0

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse what stands above the list, then the list."""
        block, at = blocks.pop(0), self._at
        if at:
            self.parser.parseBlocks(parent, [block[: at - 1]])
        found = _Items(block[at:], blocks)
        kind = "ul" if found.kind in "-+*" else "ol"
        if kind == "ol" and found.number >= _YEAR:
            self._remarks.note("so-thanh-danh-sach", block[at:].partition("\n")[0])
        listing = SubElement(parent, kind)
        if kind == "ol" and found.number != 1:
            listing.set("start", str(found.number))
        self.parser.state.set("item")
        self._depth += 1
        made = [(item := SubElement(listing, "li"), self._parse(item, lines)) for lines in found.items]
        self._depth -= 1
        self.parser.state.reset()
        if not found.is_spaced and not any(is_spaced for _, is_spaced in made):
            for item, _ in made:
                _tighten(item)

    def _parse(self, item: Element, lines: list[str]) -> bool:
        """Parse the lines of an item; say whether an empty line stands between two blocks of it."""
        blocks: list[str] = [_Apart(flush_left(block.lstrip("\n"))) for block in "\n".join(lines).split("\n\n")]
        is_spaced = False
        while blocks:
            processors = (one for one in self.parser.blockprocessors if one.test(item, blocks[0]))
            next(one for one in processors if one.run(item, blocks) is not False)
            is_spaced = is_spaced or bool(blocks and isinstance(blocks[0], _Apart))
        return is_spaced


class _Apart(str):
    """A block with an empty line before it; what a processor puts back of a block is a plain string."""

    __slots__ = ()


class _Items:
    """The items of the list that begins with `block`; what follows the list is put back to `blocks`."""

    def __init__(self, block: str, blocks: list[str]) -> None:
        first = MARKER.match(block.partition("\n")[0])
        assert first is not None
        self.kind = first[1][-1]
        self.number = int(first[1][:-1] or 1)
        self.items: list[list[str]] = []
        self.is_spaced = False
        """Whether an empty line stands between two items."""
        self._width = 0  # how far the words of the open item stand in
        self._take(block.split("\n"), blocks)
        while self._goes_on(blocks):
            self._take(blocks.pop(0).lstrip("\n").split("\n"), blocks)

    def _goes_on(self, blocks: list[str]) -> bool:
        """Say whether the next block that is not empty belongs to the list; drop the empty ones before it if so."""
        place = next((place for place, block in enumerate(blocks) if block.strip()), -1)
        if place < 0 or isinstance(blocks[place], _Closed):
            return False
        line = blocks[place].lstrip("\n").partition("\n")[0]
        is_inside = indent_of(line) >= self._reach and self.items[-1] != [""]
        if not is_inside and not self._is_next(line):
            return False
        del blocks[:place]
        if is_inside:
            self.items[-1].append("")
        else:
            self.is_spaced = True
        return True

    def _take(self, lines: list[str], blocks: list[str]) -> None:
        """Take the lines of one block as far as they belong to the list."""
        for place, line in enumerate(lines):
            if self.items and indent_of(line) >= self._reach:
                self.items[-1].append(line[min(self._width, indent_of(line)) :])
            elif self._is_next(line):
                self._open(line)
            elif place and not MARKER.match(line) and is_words(line) and self._ends_in_words():
                self.items[-1].append(line.strip())
            else:
                blocks.insert(0, _Closed("\n".join(lines[place:])))
                return

    @property
    def _reach(self) -> int:
        """Return from which indentation on a line belongs to the open item."""
        return min(self._width, 4)

    def _is_next(self, line: str) -> bool:
        """Say whether a line begins an item of this list."""
        match = MARKER.match(line)
        return bool(match and match[1][-1] == self.kind and not is_rule(line))

    def _open(self, line: str) -> None:
        """Begin an item."""
        match = MARKER.match(line)
        assert match is not None
        spaces = match.end() - match.end(1)
        is_empty = match.end() == len(line)
        self._width = match.end(1) + 1 if spaces > 4 or is_empty else match.end()
        self.items.append([line[self._width :]])

    def _ends_in_words(self) -> bool:
        """Say whether the last line is one that a line further left can go on."""
        line = self.items[-1][-1].lstrip(" ")
        while match := MARKER.match(line):
            line = line[match.end() :]
        return is_words(line) and not line.startswith("|")


class _Closed(str):
    """What follows a list in the same block: no part of it, whatever it looks like."""

    __slots__ = ()


def _begins(block: str, match: re.Match[str]) -> bool:
    """Say whether a line that looks like an item begins a list where it stands."""
    line = match[0]
    if is_rule(line):
        return False
    if not match.start():
        return True
    above = block[block.rfind("\n", 0, match.start() - 1) + 1 : match.start() - 1]
    return bool(_INTERRUPTS.match(line)) or not is_words(above)


def _tighten(item: Element) -> None:
    """Take the paragraphs of an item out of their elements: nothing stands between its blocks."""
    above: Element | None = None
    for child in list(item):
        if child.tag != "p" or child.attrib or len(child):
            above = child
            continue
        if above is None:
            item.text = f"{item.text}\n{child.text}" if item.text else child.text
        else:
            above.tail = f"{above.tail or ''}\n{child.text or ''}"
        item.remove(child)
