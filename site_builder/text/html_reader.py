"""HTML read as browsers do where Python's own parser stops: at what begins like a declaration and is none.

Knows: HTML's tokens. Never: knows what they mean.
"""

from __future__ import annotations

from html.parser import HTMLParser


class HtmlReader(HTMLParser):
    """Python's parser, but for `<![…`, which is a comment: it raises `AssertionError` at one that it does not know."""

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - the library's
        """Pass over it; -1 when it does not end."""
        return self.parse_bogus_comment(i)
