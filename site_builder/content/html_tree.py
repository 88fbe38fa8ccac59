"""HTML as the converter writes it → a small tree.

Knows: well-formed HTML. Never: mends what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from site_builder.text import UNSHOWABLE, nfc

_VOID = ("br", "img", "input", "hr")
HIDDEN = re.compile(f"{UNSHOWABLE.pattern}|[\u00ad\u200b\u2060\ufeff\ufffc]")
"""Characters that no article may hold, and those that no reader sees or misses."""


@dataclass(slots=True)
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def words(self) -> str:
        """Return all text inside; a line break is a space."""
        if self.tag == "br":
            return " "
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)

    def find(self, tags: tuple[str, ...]) -> Iterator[Node]:
        """List the elements of these names inside, in order, not below one another."""
        for child in self.children:
            if isinstance(child, Node):
                yield from (child,) if child.tag in tags else child.find(tags)


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
        self._open[-1].children.append(nfc(HIDDEN.sub("", data)))
