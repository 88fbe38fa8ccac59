"""Paragraphs, headings and definitions as GitHub shows them, where Python-Markdown reads them otherwise.

    PlainText     words and nothing else: most paragraphs of news, so they are not shown to the other processors
    IndentedText  a paragraph with a tab before it is a paragraph, not code
    Headings      `# Chữ` is one, `#CaiCach` is a word
    Underlined    a paragraph above `---` or `===` is one, too
    References    `[tên]: https://…` is the address of a link; `[Nguồn]: TTXVN` is text

Knows: one block at a time. Never: knows lists or tables (`lists`, `tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor

from site_builder.markup.caps import Spent
from site_builder.markup.lines import STASHED, indent_of, is_words
from site_builder.markup.remarks import Remarks
from site_builder.text import is_prose

_LETTER = re.compile(r"[^\W\d_]")
_MARKED = re.compile(r"\n(?![^\W\d_])")
_HEADING = re.compile(r"(?:^|\n) {0,3}(?P<level>#{1,6})(?P<header>(?: [^\n]*)?)(?:\n|$)")
_UNDERLINE = re.compile(r"\n {0,3}(=+|-+) *(?=\n|\Z)")
_DEFINITION = re.compile(
    r" {0,3}\[([^\[\]\n]+)\]: *\n? *(<[^<>\n]*>|[^\s<]\S*)(?:\s+(\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))? *(?:\n|\Z)"
)
_ADDRESS = re.compile(r"[</#.]|[a-z][a-z0-9+.-]*:|[^.\s]+\.\w", re.IGNORECASE)


class Meter(BlockProcessor):
    """Counts what is looked at; it comes first and finds nothing."""

    def __init__(self, parser: BlockParser, spent: Spent) -> None:
        super().__init__(parser)
        self._spent = spent

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        """Count the block."""
        self._spent.block(block, len(self.parser.state))
        return False

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Do nothing: no block is taken."""


class PlainText(BlockProcessor):
    """Makes a paragraph of lines that all begin with a letter."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        """Say whether nothing but a paragraph can come of the block."""
        return bool(_LETTER.match(block)) and not _MARKED.search(block) and not self.parser.state.isstate("list")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the paragraph."""
        SubElement(parent, "p").text = blocks.pop(0)


class _Noticing(BlockProcessor):
    """A processor that notes what an editor should know."""

    def __init__(self, parser: BlockParser, remarks: Remarks) -> None:
        super().__init__(parser)
        self._remarks = remarks


class IndentedText(_Noticing):
    """Takes the white space before prose away; other indented text is left to become code, with a remark."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether the block is indented and no continuation of code."""
        above = self.lastChild(parent)
        return block.startswith(" " * self.tab_length) and (above is None or above.tag != "pre")

    def run(self, parent: Element, blocks: list[str]) -> bool:  # noqa: ARG002 - the library's signature
        """Put the block back without the white space, or leave it."""
        lines = blocks[0].split("\n")
        if not is_prose(lines[0]):
            if not STASHED.match(lines[0]):
                self._remarks.note("thut-dong-thanh-ma", lines[0])
            return False
        indent = indent_of(lines[0])
        end = next((place for place, line in enumerate(lines) if indent_of(line) < self.tab_length), len(lines))
        lines[:end] = [line[min(indent, indent_of(line)) :] for line in lines[:end]]
        blocks[0] = "\n".join(lines)
        return True


class Headings(HashHeaderProcessor):
    """Wants a space between `#` and the words."""

    RE = _HEADING

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the heading; `#` after the words is decoration."""
        super().run(parent, blocks)
        heading = parent[-1]
        bare = (heading.text or "").rstrip("#")
        if not bare or bare.endswith(" "):
            heading.text = bare.rstrip()


class Underlined(_Noticing):
    """Makes the whole paragraph above an underline a heading."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        """Say whether the first underline has only words above it."""
        match = _UNDERLINE.search(block)
        return bool(match and all(is_words(line) for line in block[: match.start()].split("\n")))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the heading; what looks like a rule under a paragraph is worth a remark."""
        block = blocks.pop(0)
        match = _UNDERLINE.search(block)
        assert match is not None
        words = block[: match.start()].strip()
        SubElement(parent, "h1" if match[1][0] == "=" else "h2").text = words
        if match[1].startswith("---"):
            self._remarks.note("gach-thanh-tieu-de", words.rpartition("\n")[2])
        if rest := block[match.end() :].strip("\n"):
            blocks.insert(0, rest)


class Definitions(dict[str, tuple[str, str]]):
    """The addresses of links by name; it knows which were asked for."""

    def __init__(self, spent: Spent) -> None:
        super().__init__()
        self._spent = spent
        self._written: dict[str, str] = {}
        self._used: set[str] = set()

    def define(self, name: str, address: str, title: str, written: str) -> None:
        """Take a definition; of two the first counts."""
        if name not in self:
            self[name] = (address, title)
            self._written[name] = written

    def __getitem__(self, name: str) -> tuple[str, str]:
        self._used.add(name)
        address, title = super().__getitem__(name)
        self._spent.write(len(address) + len(title), self._written[name])
        return address, title

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self._written.clear()
        self._used.clear()

    def unused(self) -> Iterator[str]:
        """Yield the lines of definitions that no link asked for."""
        return (written for name, written in self._written.items() if name not in self._used)


class ReferenceProcessor(BlockProcessor):
    """Takes definitions from the start of a block; a name with no address after it is text."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        """Say whether the block begins with a definition."""
        match = _DEFINITION.match(block)
        return bool(match and _ADDRESS.match(match[2]))

    def run(self, parent: Element, blocks: list[str]) -> None:  # noqa: ARG002 - the library's signature
        """Keep the definitions, put back what follows them."""
        block, end = blocks.pop(0), 0
        known = self.parser.md.references
        while (match := _DEFINITION.match(block, end)) and _ADDRESS.match(match[2]):
            name, title = " ".join(match[1].split()).lower(), (match[3] or "")[1:-1]
            address, written = match[2].strip("<>"), match[0].strip().partition("\n")[0]
            if isinstance(known, Definitions):
                known.define(name, address, title, written)
            else:
                known[name] = (address, title)
            end = match.end()
        if block[end:].strip():
            blocks.insert(0, block[end:])
