"""Paragraphs with labels → lists, one within another, that show the labels' own numbers.

A label stands at the start of its paragraph as `<span class="nhan">depth kind text</span>`. Bullets and plain numbers
make lists; what Markdown has no list for (`a)`, `Điều 1.`, a number that does not count on) stays text before its
paragraph.

Knows: the tree of a document. Never: changes a number.
"""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.content.html_tree import Node
from site_builder.content.word.numbering import Label

LABEL = "nhan"
"""Class of a label."""


@dataclass(slots=True)
class _Level:
    """A list, or a run of labelled paragraphs, that is being filled."""

    depth: int
    around: list[Node | str]
    """Where its lists and paragraphs stand."""
    inside: list[Node | str]
    """Where what lies deeper goes."""
    list: Node | None
    following: int
    """Number that the next item must have to be in the same list; -1: any."""
    text: int
    """Number after the last that became text."""


def take_label(paragraph: Node | str) -> Label | None:
    """Take the label off a paragraph and return it."""
    first = paragraph.children[0] if isinstance(paragraph, Node) and paragraph.children else None
    if not isinstance(paragraph, Node) or not isinstance(first, Node) or first.attributes.get("class") != LABEL:
        return None
    depth, _, rest = first.words().partition(" ")
    kind, _, text = rest.partition(" ")
    del paragraph.children[0]
    return Label(int(depth), kind, text)


def gathered(children: list[Node | str]) -> list[Node | str]:
    """Return `children` with the labelled paragraphs among them as lists."""
    out: list[Node | str] = []
    levels: list[_Level] = []
    for child in children:
        label = take_label(child)
        if label is None:
            levels.clear()
            out.append(child)
            continue
        assert isinstance(child, Node)
        while levels and levels[-1].depth > label.depth:
            levels.pop()
        _add(child, label, _level(levels, label.depth, out))
    return out


def _level(levels: list[_Level], depth: int, out: list[Node | str]) -> _Level:
    """Return the level for an item of this depth, a new one when there is none."""
    if not levels or levels[-1].depth < depth:
        around = levels[-1].inside if levels else out
        levels.append(_Level(depth, around, around, None, 0, 0))
    return levels[-1]


def _add(paragraph: Node, label: Label, level: _Level) -> None:
    """Put a paragraph into its list, or behind it as text."""
    number = int(label.text) if label.kind == "ol" else 0
    goes_on = level.list is not None and level.list.tag == label.kind and level.following in (number, -1)
    if label.kind == "text" or (not goes_on and _touches(label.kind, number, level)):
        paragraph.children.insert(0, label.written())
        level.around.append(paragraph)
        level.list, level.inside, level.text = None, level.around, number + 1 if number else 0
        return
    if not goes_on:
        level.list = Node(label.kind, {"start": label.text} if number != 1 and label.kind == "ol" else {})
        level.around.append(level.list)
    assert level.list is not None
    item = Node("li", {}, [paragraph])
    level.list.children.append(item)
    level.inside = item.children
    level.following = number + 1 if label.kind == "ol" else -1


def _touches(kind: str, number: int, level: _Level) -> bool:
    """Say whether a new list would grow together with the one before it, or goes on after numbers that are text."""
    before = level.around[-1] if level.around else None
    return kind == "ol" and (number == level.text > 0 or (isinstance(before, Node) and before.tag == "ol"))
