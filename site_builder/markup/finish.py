"""One pass over a sanitised fragment: what the page needs of it is added, what others need of it is read off.

    outline    headings: `#` becomes `##` (the page's h1 is the title), every heading has an id, levels may not jump
    anchors    links: resolved by `links`; links to other sites are marked
    pictures   load late; one alone in a paragraph with a title becomes a figure with a caption
    tables     stand in a box that scrolls by itself on narrow screens and can be reached by keyboard
    text       what a reader sees, block by block

Knows: the sanitised fragment's elements. Never: lets through an element or attribute that was not there, but its own.
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

from site_builder.markup.anchors import Anchors
from site_builder.markup.fragment import TITLE_TAGS, Fragment
from site_builder.markup.outline import NAMES, Outline
from site_builder.markup.pictures import Pictures
from site_builder.markup.places import Places
from site_builder.markup.tags import TAG, Attributes, checked, tag
from site_builder.model import Body
from site_builder.text import one_line

_INLINE = frozenset((
    "a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "img", "input", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
))  # fmt: skip
_BLOCK_LEAVES = frozenset(("p", "br", "hr", "col", *NAMES))


class Finisher:
    """Finishes one fragment; used once."""

    def __init__(self, places: Places) -> None:
        self._fragment = Fragment()
        self._anchors = Anchors(self._fragment, places)
        self._pictures = Pictures(self._fragment, places, self._anchors)
        self._outline = Outline(self._fragment, places)
        self._depth = 0  # of elements that hold paragraphs
        self._lead = ["", ""]  # first paragraph of the text itself, first one inside something
        self._in_title = False  # of a box; no paragraph of the text
        self._table_depth = 0
        self._boxes: list[int] = []  # where in the fragment a table's box opens
        self._openers: dict[str, Callable[[str, Attributes], str]] = {
            "a": self._anchors.start, "img": self._pictures.picture, "input": self._input, "table": self._open_table,
            **dict.fromkeys(NAMES, self._outline.start),
        }  # fmt: skip
        self._closers: dict[str, Callable[[str], str]] = {
            "a": self._anchors.end, "p": self._close_paragraph, "table": self._close_table,
            **dict.fromkeys(NAMES, self._outline.end),
        }  # fmt: skip

    def run(self, html: str) -> Body:
        """Finish the sanitised `html`."""
        fragment, end = self._fragment, 0
        for match in TAG.finditer(html):
            start, past = match.span()
            if start > end:
                fragment.text(html[end:start])
            end = past
            closing, name, written = match.groups()
            if closing:
                self._close(name)
            else:
                self._open(name, written, match[0])
        fragment.text(html[end:])
        fragment.flush()
        self._label_tables()
        self._anchors.check_fragments()
        return Body(
            html="".join(fragment.out).strip(),
            headings=tuple(self._outline.headings),
            links=tuple(self._anchors.links),
            media=tuple(self._anchors.media),
            text="\n".join(fragment.blocks),
            lead=self._lead[0] or self._lead[1],
        )

    def _open(self, name: str, written: str, whole: str) -> None:
        """Write an opening tag the way its element needs it."""
        if name not in _INLINE:
            self._block(name, 1)
            self._in_title = whole in TITLE_TAGS
        if not written and name not in self._openers:
            self._fragment.out.append(whole)
            return
        attributes = checked(written)
        if "id" in attributes:
            self._fragment.name_place(attributes)
        opener = self._openers.get(name)
        self._fragment.out.append(opener(name, attributes) if opener else tag(name, attributes))

    def _close(self, name: str) -> None:
        closer = self._closers.get(name)
        self._fragment.out.append(closer(name) if closer else f"</{name}>")
        if name not in _INLINE:
            self._block(name, -1)

    def _block(self, name: str, step: int) -> None:
        """Enter or leave an element that stands on lines of its own; a line break within a block is a space."""
        if name == "br":
            self._fragment.space()
            return
        if self._fragment.words:
            self._fragment.flush()
        if name not in _BLOCK_LEAVES:
            self._depth += step

    def _close_paragraph(self, name: str) -> str:
        """End a paragraph; one that was a picture with a title becomes a figure."""
        if picture := self._pictures.lone():
            return self._pictures.figure(picture)
        nested = int(self._depth > 0)
        if not self._lead[nested] and not self._in_title:
            self._lead[nested] = one_line(unescape("".join(self._fragment.spoken)))
        return f"</{name}>"

    # Tables and inputs

    def _open_table(self, name: str, attributes: Attributes) -> str:
        self._table_depth += 1
        if self._table_depth == 1:
            self._boxes.append(len(self._fragment.out))
            self._fragment.out.append("")
        return tag(name, attributes)

    def _close_table(self, name: str) -> str:
        self._table_depth -= 1
        return f"</{name}>" if self._table_depth else f"</{name}></div>"

    def _label_tables(self) -> None:
        """Open the boxes of tables, each with a name of its own for screen readers."""
        for number, index in enumerate(self._boxes, start=1):
            label = f"Bảng {number}" if len(self._boxes) > 1 else "Bảng"
            self._fragment.out[index] = f'<div class="cc-table" role="region" aria-label="{label}" tabindex="0">'

    def _input(self, name: str, attributes: Attributes) -> str:
        """Write a box of a task list or a button of tabs; without a type it would be a text field."""
        if attributes.get("type") == "checkbox":
            checked = {"checked": ""} if "checked" in attributes else {}
            return tag(name, {"type": "checkbox", "disabled": ""} | checked)
        return tag(name, attributes) if attributes.get("type") else ""
