"""Markdown between HTML tags, as on GitHub: an empty line after `<div>` or `<details>` ends the HTML.

Python-Markdown takes everything up to the closing tag as it is, unless the tag says `markdown`; so it is made to.

Knows: opening tags that stand on a line of their own. Never: reads what is between tags.
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

_OPENING = re.compile(
    r"^( {0,3}<(?:div|details|section|article|aside|blockquote|figure)\b)(?![^<>\n]*\bmarkdown\b)"
    r"(?=[^<>\n]*>[ ]*(?:\n[ ]*<summary>[^\n]*</summary>[ ]*|[ ]*<summary>[^\n]*</summary>[ ]*)?\n[ ]*\n)",
    re.MULTILINE | re.IGNORECASE,
)


class OpenTags(Preprocessor):
    """Writes `markdown="1"` into tags that are followed by an empty line."""

    def run(self, lines: list[str]) -> list[str]:
        """Go through the text, where code fences are set aside already."""
        text = "\n".join(lines)
        return _OPENING.sub(r'\1 markdown="1"', text).split("\n") if "<" in text else lines
