"""HTML as mammoth writes it from Word → the clean Markdown that an editor would have typed.

Written for this program's own dialect: lists nest by 4 spaces, emphasis uses `*`, a table is a pipe table, a note is
`[^1]`. What Markdown cannot say (superscript, line breaks in a paragraph) stays as the small tags that bodies may hold.

Knows: the few elements that mammoth writes. Never: reads a file; never knows Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple
from urllib.parse import quote

from site_builder.content.html_tree import HIDDEN, Node, parse
from site_builder.content.list_items import gathered, take_label
from site_builder.text import fold, nfc, one_line

_HEADING = re.compile(r"h[1-6]\Z")
_SPECIAL = re.compile(r"[\\`*\[\]{}]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"(?m)^(#|>|[-+](?=[\s|:-]|$)|\d+(?=[.)](?:\s|$))|:(?=[\s-])|!!!|\?\?\?|\|)")
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
_TITLE_LINES = 3
"""Lines over which a document may spread its title."""
_MOST_COLUMNS = 63
"""Of a table, as Word takes them."""
CAPTION = "chu-thich"
"""Class of a paragraph that is a picture's caption."""


class TextRun(NamedTuple):
    """A piece of text, finished Markdown but for its marks."""

    text: str
    marks: frozenset[str]
    href: str


def to_markdown(html: str, title: str) -> str:
    """Return the Markdown of `html`; a heading at its start that only repeats `title` is left out."""
    return _Writer(parse(html), title).text()


class _Writer:
    """Writes one document."""

    def __init__(self, root: Node, title: str) -> None:
        self._root = root
        self._title = _bare(title)
        self._levels: list[int] = []  # of the headings around the place that is being written
        links = enumerate(_notes_in(root), start=1)
        self._notes = {link.attributes["href"]: str(number) for number, link in links}

    def text(self) -> str:
        """Return the document, ending with one line end."""
        self._root.children = self._without_title(gathered(self._root.children))
        blocks = self._blocks(self._root)
        return "\n\n".join(block for block in blocks if block) + "\n"

    def _without_title(self, children: list[Node | str]) -> list[Node | str]:
        """Leave out the lines at the start that only repeat the title; a heading's picture stays."""
        said = ""
        for index, child in enumerate(children[:_TITLE_LINES]):
            if not (isinstance(child, Node) and (child.tag == "p" or _HEADING.match(child.tag))):
                break
            said = f"{said} {child.words()}"
            if self._title and _bare(said) == self._title:
                pictures = [
                    picture for one in children[: index + 1] if isinstance(one, Node) for picture in one.find(("img",))
                ]
                return [*(Node("p", {}, [picture]) for picture in pictures), *children[index + 1 :]]
        return children

    # Blocks

    def _blocks(self, parent: Node) -> list[str]:
        """Write the children of `parent`; text that stands in no block makes paragraphs."""
        blocks: list[str] = []
        for is_block, children in groupby(gathered(parent.children), key=_is_block):
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
            blocks.append(self._heading(node))
        elif node.tag in ("ul", "ol"):
            blocks += self._note_texts(node) or [self._list(node)]
        elif node.tag == "table":
            blocks += self._table(node)
        else:
            blocks.append(self._paragraph(node))

    def _paragraph(self, node: Node) -> str:
        text = self._inline(node, line_end=_BREAK + "\n")
        return _LINE_START.sub(_harmless, text)

    def _heading(self, node: Node) -> str:
        """Write a heading at its level among the others: the first is `##`, none jumps."""
        text = self._inline(node, line_end=" ", without="strong")
        if not text or not one_line(node.words()):
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
        number = int(node.attributes.get("start", "1"))
        for item in node.find(("li",)):
            blocks = self._blocks(item)
            own = [child for child in item.children if not (isinstance(child, Node) and child.tag in ("ul", "ol"))]
            if not any(one_line(_words(child)) or _pictures(child) for child in own):
                items += blocks
                continue
            marker = "- " if node.tag == "ul" else f"{number}. "
            number += 1
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
        """Write all that stands in a cell on one line, its paragraphs and items apart."""
        return _BREAK.join(self._cell_lines(node)).replace("|", "\\|")

    def _cell_lines(self, node: Node) -> Iterator[str]:
        for is_block, children in groupby(node.children, key=lambda child: _is_block(child) or _is_part(child)):
            if not is_block:
                yield from filter(None, [self._inline(Node("p", {}, list(children)), line_end=_BREAK)])
                continue
            for child in children:
                assert isinstance(child, Node)
                if _is_part(child) or child.tag in ("ul", "ol", "table"):
                    yield from self._cell_lines(child)
                    continue
                label = take_label(child)
                text = self._inline(child, line_end=_BREAK)
                yield from filter(None, [(_escaped(label.written()) if label else "") + text])

    # Lines

    def _inline(self, node: Node, *, line_end: str, without: str = "") -> str:
        """Write what stands on lines: text with its marks, links, pictures and notes."""
        runs = [run._replace(marks=run.marks - {without}) for run in self._runs(node, frozenset(), "")]
        text = re.sub(r"[ \t\r\n\u00a0\u2000-\u200a\u202f\u3000]+", " ", _with_links(runs))
        text = re.sub(rf"(?: ?{_BREAK} ?)+", _BREAK, text).strip(" ")
        return text.removeprefix(_BREAK).removesuffix(_BREAK).replace(_BREAK, line_end)

    def _runs(self, node: Node, marks: frozenset[str], href: str) -> Iterator[TextRun]:
        """List the pieces of text below `node`."""
        for child in node.children:
            if isinstance(child, str):
                yield TextRun(_escaped(child), marks, href)
            elif child.tag == "img":
                yield TextRun(f"![{_description(child)}]({child.attributes['src']})", frozenset(), href)
            elif child.tag == "br":
                yield TextRun(_BREAK, marks, href)
            elif child.tag == "a" and child.attributes.get("href", "").startswith(("#footnote-", "#endnote-")):
                number = self._notes.get(child.attributes["href"])
                yield TextRun(f"[^{number}]" if number else "", frozenset(), "")
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


def _is_part(child: Node | str) -> bool:
    """Say whether a node is a part of a list or a table."""
    return isinstance(child, Node) and child.tag in ("li", "thead", "tbody", "tr", "td", "th")


def _bare(title: str) -> str:
    """Return what of a title counts when two are compared."""
    return fold(HIDDEN.sub("", title)).strip(" .:;-–")


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
            width = min(int(cell.attributes.get("colspan", "1")), _MOST_COLUMNS)
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


def _with_links(runs: list[TextRun]) -> str:
    """Write the runs, those of one link inside one pair of brackets."""
    signs = {} if _touch(runs) else {"strong": "**", "em": "*"}
    out = ""
    for href, group in groupby(runs, key=lambda run: run.href):
        inner = _marked(list(group), ("strong", "em", "del", "sup", "sub"), signs)
        address = quote(href, safe="/:?#@!$&'*+,;=%~-._")
        out += _wrapped(inner, "[", f"]({address})") if href else inner
    return out


def _touch(runs: list[TextRun]) -> bool:
    """Say whether two differently emphasised pieces meet without a space: stars side by side would be ambiguous."""
    shown = [(run.text, run.marks & {"strong", "em"}) for run in runs if run.text]
    return any(
        one[1] and two[1] and one[1] != two[1] and not one[0].endswith(" ") and not two[0].startswith(" ")
        for one, two in pairwise(shown)
    )


def _marked(runs: list[TextRun], marks: tuple[str, ...], signs: dict[str, str]) -> str:
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
    return one_line(nfc(HIDDEN.sub("", text)))
