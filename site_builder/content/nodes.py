"""Values of a YAML file that remember their lines.

Apart from the parser, so that what only checks or caches need not load it.

Knows: three kinds of values. Never: parses.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Node: TypeAlias = "Scalar | Listing | Mapping"

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Joiners and soft hyphens: a text of nothing else is no text."""
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))


class Scalar(NamedTuple):
    """A single value, as the editor wrote it."""

    text: str
    line: int
    plain: bool
    """Written without quotes and not as a block."""
    escape: str = ""
    """The line break written as `\\n` that stands inside, as written; in a text of one line it is a slip of the pen."""


class Listing(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int


class Mapping(NamedTuple):
    """Keys and their values, in the order of the file; each key once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int


def is_blank(node: Node) -> bool:
    """Say whether a value is as good as absent: editors' tools write empty keys."""
    if isinstance(node, Scalar):
        if node.text[:1].isalnum():  # most values
            return node.plain and node.text in _NOTHING
        return not node.text.translate(_UNSEEN).strip() or (node.plain and node.text in _NOTHING)
    return isinstance(node, Listing) and not node.items
