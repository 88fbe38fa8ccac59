"""Attribute lists only where they are marked as such: `{: .note }`. `{Mẫu số 01}` is text, as on GitHub.

Two older ways stay, since nobody types them as words: `{#ma-muc}` at the end of a heading, and `{ width=600 }` or
`{ .note }` right behind a picture or a link.

Knows: where a list of attributes may stand. Never: reads what is in it (the library does).
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.extensions.attr_list import AttrListTreeprocessor

_HEADER = r"[ ]+\{(?::[ ]*(?=[^}\n ])|(?=#[A-Za-z][A-Za-z0-9_-]*\}))([^\n]*)\}[ ]*\Z"
_ATTRIBUTE = r"""[ ]*(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'=}]+))(?=[ }])"""
_LIST = r"\{:[ ]*([^}\n ][^\n]*)\}"


class _AtEnd:
    """Searches as a pattern does, but only at the last brace: no text costs more than its length."""

    def __init__(self, before: str, pattern: str) -> None:
        self._before = before
        self._pattern = re.compile(pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """Find the list that ends `text`."""
        if not text.rstrip(" ").endswith("}"):
            return None
        start = text.rfind("{")
        edge = len(text[:start].rstrip(" "))
        edge = edge - 1 if self._before == "\n" and text[edge - 1 : edge] == "\n" else edge
        return self._pattern.match(text, max(edge, 0)) if start > 0 else None


class Attributes(AttrListTreeprocessor):
    """The library's own, with stricter patterns."""

    HEADER_RE = _AtEnd(" ", _HEADER)  # type: ignore[misc,assignment]
    BLOCK_RE = _AtEnd("\n", rf"\n[ ]*{_LIST}[ ]*\Z")  # type: ignore[misc,assignment]
    INLINE_RE = re.compile(rf"\{{(?::[ ]*(?=[^}}\n ])|(?=(?:{_ATTRIBUTE})+[ ]*\}}))([^}}\n]*)\}}")  # type: ignore[misc]

    def run(self, doc: Element) -> None:
        """Read the lists of a text that has any braces."""
        if any("{" in (element.text or "") or "{" in (element.tail or "") for element in doc.iter()):
            super().run(doc)
