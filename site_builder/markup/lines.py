"""What one line of Markdown begins: a list, a heading, a rule, a quotation, or nothing but words.

Knows: single lines, as CommonMark reads them. Never: knows what stands around a line.
"""

from __future__ import annotations

import re

MARKER = re.compile(r" {0,3}([-+*]|\d{1,9}[.)])(?: +|\Z)")
"""A bullet or a number with its spaces; group 1 is the mark."""
HEADING = re.compile(r" {0,3}#{1,6}(?: |\Z)")
STASHED = re.compile(r" *\x02wzxhzdk:\d+\x03 *\Z")
"""Raw HTML or a code fence that was set aside: a block of its own."""
_OPENS = re.compile(r" {0,3}(?:#{1,6}(?: |\Z)|>|\x02wzxhzdk:)|!!! |\?\?\?\+? |=== ")
_RULE = re.compile(r" {0,3}[-_*][-_* ]*\Z")


def indent_of(line: str) -> int:
    """Count the spaces before the words."""
    return len(line) - len(line.lstrip(" "))


def is_rule(line: str) -> bool:
    """Say whether a line is a thematic break: three or more of `-`, `_` or `*`, and spaces."""
    if not _RULE.match(line):
        return False
    marks = line.replace(" ", "")
    return len(marks) >= 3 and marks == marks[0] * len(marks)


def is_words(line: str) -> bool:
    """Say whether a line can be part of a paragraph."""
    return bool(line.strip()) and not _OPENS.match(line) and not is_rule(line)


def flush_left(block: str) -> str:
    """Take one to three spaces before a block away: they mean nothing, and some extensions do not expect them."""
    indent = indent_of(block)
    if not 0 < indent < 4:
        return block
    return "\n".join(line[min(indent, indent_of(line)) :] for line in block.split("\n"))
