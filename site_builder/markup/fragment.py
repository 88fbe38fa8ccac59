"""A fragment while it is finished: what is written of it so far, and what a reader sees of that, block by block.

Knows: blocks of text, and the titles of boxes, which are written in Vietnamese. Never: checks anything.
"""

from __future__ import annotations

from html import unescape

from site_builder.markup import links
from site_builder.markup.sanitise import ADMONITIONS, PREFIX
from site_builder.markup.tags import Attributes
from site_builder.text import one_line

TITLE_TAGS = ('<p class="admonition-title">', "<summary>")
_TITLES = {kind.capitalize(): title for kind, title in ADMONITIONS.items()}


class Fragment:
    """One fragment; used once."""

    def __init__(self) -> None:
        self.out: list[str] = []
        """Pieces of HTML; one that is written later has its place here."""
        self.ids: set[str] = set()
        """The places that links can lead to, without prefix."""
        self.blocks: list[str] = []
        """What a reader sees, a block each."""
        self.words: list[str] = []  # of the open block, still escaped
        self.spoken: list[str] = []  # the same without descriptions of pictures
        self.unread = False
        """Inside a link whose words belong to the page, not to the text."""

    def text(self, escaped: str) -> None:
        """Write text as it is; the title that a box has from the library becomes ours."""
        if self.out and self.out[-1] in TITLE_TAGS:
            escaped = _TITLES.get(escaped, escaped)
        self.out.append(escaped)
        if not self.unread:
            self.words.append(escaped)
            self.spoken.append(escaped)

    def space(self) -> None:
        """Break a line within a block: a space."""
        self.words.append(" ")
        self.spoken.append(" ")

    def seen(self) -> str:
        """Return what a reader sees of the open block."""
        return one_line(unescape("".join(self.words)))

    def flush(self) -> None:
        """End the open block of text."""
        if block := self.seen():
            self.blocks.append(block)
        self.words, self.spoken = [], []

    def name_place(self, attributes: Attributes) -> None:
        """Note the id of an element; a page has each place once, so the first one keeps its name."""
        id_ = links.place_name(attributes.pop("id").removeprefix(PREFIX))
        if id_ and id_ not in self.ids:
            self.ids.add(id_)
            attributes["id"] = PREFIX + id_
