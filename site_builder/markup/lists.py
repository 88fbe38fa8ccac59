"""Lists as GitHub shows them: right under a paragraph, nested by as much as the words above stand in, `1)` too.

Python-Markdown wants an empty line before a list and four spaces for each level. Here the rules of CommonMark (§5.2,
§5.3) decide which lines belong to an item; what stands in an item is then parsed like any other blocks.
In one thing people are helped further: four spaces always reach into an item, however far its words stand in.

Knows: the list and its items. Never: parses what stands in an item.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from site_builder.markup.lines import MARKER, flush_left, indent_of, is_rule, is_words
from site_builder.markup.remarks import Remarks

DEEPEST = 20
"""Levels of lists; deeper ones are text, so that no input costs more than so many times its length."""
_YEAR = 1000
"""A number from which on `2026. Năm …` is more likely a sentence than the 2026th item."""


class Glued(str):
    """A block with no empty line before it."""

    __slots__ = ()


class Lists(BlockProcessor):
    """Finds a list anywhere in a block and makes it."""

    def __init__(self, parser: BlockParser, remarks: Remarks) -> None:
        super().__init__(parser)
        self._remarks = remarks
        self._depth = 0

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        """Say whether the block begins with an item."""
        line = block.partition("\n")[0]
        return self._depth < DEEPEST and bool(MARKER.match(line)) and not is_rule(line)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the list of all its blocks, and put back what is none of it."""
        line = blocks[0].partition("\n")[0]
        found = Items(line)
        found.gather(blocks)
        kind = "ul" if found.kind in "-+*" else "ol"
        if kind == "ol" and found.number >= _YEAR:
            self._remarks.note("so-thanh-danh-sach", line)
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


class Items:
    """The items of the list that begins with a line."""

    def __init__(self, line: str) -> None:
        first = MARKER.match(line)
        assert first is not None
        self.kind = first[1][-1]
        self.number = int(first[1][:-1] or 1)
        self.items: list[list[str]] = []
        self.is_spaced = False
        """Whether an empty line stands between two items."""
        self._width = 0  # how far the words of the open item stand in

    def gather(self, blocks: list[str]) -> None:
        """Take the first block, and those after it that go on with the list; put back the rest of the last one."""
        while True:
            lines = blocks.pop(0).lstrip("\n").split("\n")
            end = self.take(lines, 0)
            if end < len(lines):
                blocks.insert(0, Glued("\n".join(lines[end:])))
                return
            if not self._goes_on(blocks):
                return

    def _goes_on(self, blocks: list[str]) -> bool:
        """Say whether the next block that is not empty belongs to the list; drop the empty ones before it if so."""
        place = next((place for place, block in enumerate(blocks) if block.strip()), -1)
        if place < 0 or isinstance(blocks[place], Glued):
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

    def take(self, lines: list[str], start: int) -> int:
        """Take lines of one block from `start` on; return the place of the first that is no part of the list."""
        for place in range(start, len(lines)):
            line = lines[place]
            if self.items and indent_of(line) >= self._reach:
                self.items[-1].append(line[min(self._width, indent_of(line)) :])
            elif self._is_next(line):
                self._open(line)
            elif place > start and not MARKER.match(line) and is_words(line) and self._ends_in_words():
                self.items[-1].append(line.strip())
            else:
                return place
        return len(lines)

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
