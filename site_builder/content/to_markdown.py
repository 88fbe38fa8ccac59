"""HTML as mammoth writes it from Word → the clean Markdown that an editor would have typed.

Written for this program's own dialect: lists nest by 4 spaces, emphasis uses `*`, a table is a pipe table, a note is
`[^1]`. What Markdown cannot say (superscript, line breaks in a paragraph) stays as the small tags that bodies may hold.

Knows: the few elements that mammoth writes. Never: reads a file; never knows Word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby, pairwise
from typing import NamedTuple
from urllib.parse import quote

from site_builder.text import fold, one_line

_VOID = ("br", "img", "input", "hr")
_HEADING = re.compile(r"h[1-6]\Z")
_HIDDEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffc\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPECIAL = re.compile(r"[\\`*\[\]{}]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"(?m)^(#|>|[-+](?=[\s|:-]|$)|\d+(?=\.(?:\s|$))|:(?=[\s-])|!!!|\?\?\?|\|)")
_ENTITIES = {"~": "&#126;", "^": "&#94;", ":": "&#58;"}
_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_MARKS = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "sup": "sup",
    "sub": "sub",
    "s": "del",
    "del": "del",
}
_BREAK = "<br>"
CAPTION = "chu-thich"
"""Class of a paragraph that is a picture's caption."""


@dataclass(slots=True)
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def words(self) -> str:
        """Return all text inside."""
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)

    def find(self, tags: tuple[str, ...]) -> Iterator[Node]:
        """List the elements of these names inside, in order, not below one another."""
        for child in self.children:
            if isinstance(child, Node):
                yield from (child,) if child.tag in tags else child.find(tags)


class Run(NamedTuple):
    """A piece of text, finished Markdown but for its marks."""

    text: str
    marks: frozenset[str]
    href: str


def to_markdown(html: str, title: str) -> str:
    """Return the Markdown of `html`; a heading at its start that only repeats `title` is left out."""
    return _Writer(parse(html), title).text()


def parse(html: str) -> Node:
    """Read mammoth's HTML, which is well formed, into a tree."""
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.root


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(unicodedata.normalize("NFC", _HIDDEN.sub("", data)))


class _Writer:
    """Writes one document."""

    def __init__(self, root: Node, title: str) -> None:
        self._root = root
        self._title = fold(title)
        self._levels: list[int] = []  # of the headings around the place that is being written
        links = enumerate(_notes_in(root), start=1)
        self._notes = {link.attributes["href"]: str(number) for number, link in links}

    def text(self) -> str:
        """Return the document, ending with one line end."""
        blocks = self._blocks(self._root)
        return "\n\n".join(block for block in blocks if block) + "\n"

    # Blocks

    def _blocks(self, parent: Node) -> list[str]:
        """Write the children of `parent`; text that stands in no block makes paragraphs."""
        blocks: list[str] = []
        for is_block, children in groupby(parent.children, key=_is_block):
            nodes = list(children)
            if not is_block:
                blocks.append(self._paragraph(Node("p", {}, nodes)))
                continue
            for node in nodes:
                assert isinstance(node, Node)
                self._add(blocks, node)
        return [block for block in blocks if block]

    def _add(self, blocks: list[str], node: Node) -> None:
        """Write one block; a caption goes into the picture before it."""
        if node.tag == "p" and node.attributes.get("class") == CAPTION and blocks and blocks[-1].startswith("!["):
            caption = one_line(node.words()).replace('"', "”").replace("\\", "/")
            blocks[-1] = re.sub(r"\)\Z", lambda _: f' "{caption}")', blocks[-1]) if caption else blocks[-1]
        elif _HEADING.match(node.tag):
            blocks.append(self._heading(node, first=not blocks))
        elif node.tag in ("ul", "ol"):
            blocks += self._note_texts(node) or [self._list(node)]
        elif node.tag == "table":
            blocks += self._table(node)
        else:
            blocks.append(self._paragraph(node))

    def _paragraph(self, node: Node) -> str:
        text = self._inline(node, line_end=_BREAK + "\n")
        return _LINE_START.sub(_harmless, text)

    def _heading(self, node: Node, *, first: bool) -> str:
        """Write a heading at its level among the others: the first is `##`, none jumps."""
        text = self._inline(node, line_end=" ", without="strong")
        if not text or (first and fold(node.words()) == self._title):
            return ""
        if not one_line(node.words()):
            return text
        level = int(node.tag[1])
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return "#" * (len(self._levels) + 1) + " " + re.sub(r"#\Z", r"\\#", text)

    def _list(self, node: Node) -> str:
        """Write a list; an item without words of its own hands its inner list up."""
        items: list[str] = []
        loose = False
        for item in node.find(("li",)):
            blocks = self._blocks(item)
            own = [child for child in item.children if not (isinstance(child, Node) and child.tag in ("ul", "ol"))]
            if not any(one_line(_words(child)) or _pictures(child) for child in own):
                items += blocks
                continue
            marker = "- " if node.tag == "ul" else f"{len(items) + 1}. "
            plain = len(blocks) == 1 + sum(
                isinstance(child, Node) and child.tag in ("ul", "ol") for child in item.children
            )
            loose = loose or not plain
            items.append(marker + _indented(("\n" if plain else "\n\n").join(blocks)))
        return ("\n\n" if loose else "\n").join(items)

    def _note_texts(self, node: Node) -> list[str]:
        """Write the list of notes at a document's end; empty for any other list."""
        texts: list[str] = []
        for item in node.find(("li",)):
            number = self._notes.get("#" + item.attributes.get("id", ""))
            if number:
                texts.append(f"[^{number}]: " + _indented("\n\n".join(self._blocks(item))))
        return texts

    def _table(self, node: Node) -> list[str]:
        """Write a pipe table; one row or one column, which is how Word places things, becomes paragraphs."""
        rows = [row for row in _grid(node) if any(cell and cell.children for cell in row)]
        width = max((len(row) for row in rows), default=0)
        if width < 2 or len(rows) < 2:
            return [block for row in rows for cell in row if cell for block in self._blocks(cell)]
        lines = [[self._cell(cell) if cell else "" for cell in row] + [""] * (width - len(row)) for row in rows]
        lines.insert(1, ["---"] * width)
        return ["\n".join("| " + " | ".join(line) + " |" for line in lines)]

    def _cell(self, node: Node) -> str:
        """Write all that stands in a cell on one line."""
        parts = list(node.find(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6"))) or [node]
        texts = [self._inline(part, line_end=_BREAK) for part in parts]
        return _BREAK.join(text for text in texts if text).replace("|", "\\|")

    # Lines

    def _inline(self, node: Node, *, line_end: str, without: str = "") -> str:
        """Write what stands on lines: text with its marks, links, pictures and notes."""
        runs = [run._replace(marks=run.marks - {without}) for run in self._runs(node, frozenset(), "")]
        text = re.sub(r"[ \t\r\n\u00a0\u2000-\u200a\u202f\u3000]+", " ", _with_links(runs))
        text = re.sub(rf"(?: ?{_BREAK} ?)+", _BREAK, text).strip(" ")
        return text.removeprefix(_BREAK).removesuffix(_BREAK).replace(_BREAK, line_end)

    def _runs(self, node: Node, marks: frozenset[str], href: str) -> Iterator[Run]:
        """List the pieces of text below `node`."""
        for child in node.children:
            if isinstance(child, str):
                yield Run(_escaped(child), marks, href)
            elif child.tag == "img":
                yield Run(f"![{_description(child)}]({child.attributes['src']})", frozenset(), href)
            elif child.tag == "br":
                yield Run(_BREAK, marks, href)
            elif child.tag == "a" and child.attributes.get("href", "").startswith(("#footnote-", "#endnote-")):
                number = self._notes.get(child.attributes["href"])
                yield Run(f"[^{number}]" if number else "", frozenset(), "")
            else:
                below = child.attributes.get("href", "")
                mark = _MARKS.get(child.tag) if not any(True for _ in _notes_in(child)) else None
                yield from self._runs(child, marks | {mark} if mark else marks, below if _LINK.match(below) else href)


def _notes_in(node: Node) -> Iterator[Node]:
    """List the links from the text to notes; the links back from a note are no such thing."""
    for link in node.find(("a",)):
        if link.attributes.get("href", "").startswith(("#footnote-", "#endnote-")) and link.words() != "↑":
            yield link


def _is_block(child: Node | str) -> bool:
    return isinstance(child, Node) and (child.tag in ("p", "ul", "ol", "table") or bool(_HEADING.match(child.tag)))


def _words(child: Node | str) -> str:
    return child if isinstance(child, str) else child.words()


def _pictures(child: Node | str) -> bool:
    return isinstance(child, Node) and (child.tag == "img" or any(True for _ in child.find(("img",))))


def _indented(text: str) -> str:
    """Indent all lines but the first, as what belongs to a list's item must be."""
    return re.sub(r"\n(?=[^\n])", "\n    ", text)


def _grid(table: Node) -> list[list[Node | None]]:
    """Lay out a table's cells; the places that a merged cell covers are None."""
    rows: list[list[Node | None]] = []
    held: dict[int, int] = {}  # columns that a cell above still covers, with the number of rows
    for row in table.find(("tr",)):
        line: list[Node | None] = []
        for cell in row.find(("td", "th")):
            _fill(line, held)
            width = int(cell.attributes.get("colspan", "1"))
            height = int(cell.attributes.get("rowspan", "1"))
            held |= {len(line) + step: height - 1 for step in range(width) if height > 1}
            line += [cell, *[None] * (width - 1)]
        _fill(line, held)
        rows.append(line)
    return rows


def _fill(line: list[Node | None], held: dict[int, int]) -> None:
    """Add the places at the end of `line` that cells above cover."""
    while held.get(len(line)):
        held[len(line)] -= 1
        line.append(None)


# Marks


def _with_links(runs: list[Run]) -> str:
    """Write the runs, those of one link inside one pair of brackets."""
    signs = {} if _touch(runs) else {"strong": "**", "em": "*"}
    out = ""
    for href, group in groupby(runs, key=lambda run: run.href):
        inner = _marked(list(group), ("strong", "em", "del", "sup", "sub"), signs)
        address = quote(href, safe="/:?#@!$&'*+,;=%~-._")
        out += _wrapped(inner, "[", f"]({address})") if href else inner
    return out


def _touch(runs: list[Run]) -> bool:
    """Say whether two differently emphasised pieces meet without a space: stars side by side would be ambiguous."""
    shown = [(run.text, run.marks & {"strong", "em"}) for run in runs if run.text]
    return any(
        one[1] and two[1] and one[1] != two[1] and not one[0].endswith(" ") and not two[0].startswith(" ")
        for one, two in pairwise(shown)
    )


def _marked(runs: list[Run], marks: tuple[str, ...], signs: dict[str, str]) -> str:
    """Write the runs with the first of `marks` around those that have it, by sign or tag, and the others within."""
    if not marks:
        return "".join(run.text for run in runs)
    name = marks[0]
    sign = signs.get(name)
    before, after = (sign, sign) if sign else (f"<{name}>", f"</{name}>")
    out = ""
    for has_mark, group in groupby(runs, key=lambda run: name in run.marks):
        inner = _marked(list(group), marks[1:], signs)
        out += _wrapped(inner, before, after) if has_mark else inner
    return out


def _wrapped(inner: str, before: str, after: str) -> str:
    """Put marks around `inner`, spaces and line breaks at its ends outside."""
    core = re.fullmatch(rf"((?:\s|{_BREAK})*)(.*?)((?:\s|{_BREAK})*)", inner, re.DOTALL)
    assert core
    return core[1] + before + core[2] + after + core[3] if core[2] else inner


# Characters


def _escaped(text: str) -> str:
    """Take the meaning from characters that Markdown would read."""
    text = re.sub(r"&(?=#|\w+;)", "&amp;", text).replace("<", "&lt;")
    text = _SPECIAL.sub(lambda match: "\\" + match[0], text)
    text = re.sub(r"[~^]", lambda match: _ENTITIES[match[0]], text)
    return re.sub(r"={2,}", lambda match: "&#61;" * len(match[0]), text)


def _harmless(match: re.Match[str]) -> str:
    """Take the meaning from what stands at the start of a line."""
    mark = match[1]
    if mark[0].isdigit():
        return mark + "\\"
    return _ENTITIES.get(mark, "&#63;??" if mark == "???" else "\\" + mark)


def _description(image: Node) -> str:
    """Return a picture's description, fit to stand between brackets."""
    text = image.attributes.get("alt", "").translate(str.maketrans("[]`\\<>", "()'/()"))
    return one_line(unicodedata.normalize("NFC", _HIDDEN.sub("", text)))
