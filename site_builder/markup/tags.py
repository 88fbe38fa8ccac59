"""Tags of a sanitised fragment, read and written.

nh3's output is regular (`sanitise`), so a regular expression finds its tags exactly, several times as fast as an HTML
parser would; a test compares the two.

Knows: what a tag looks like. Never: knows what an element is for.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TypeAlias

from site_builder.markup.sanitise import PREFIX

Attributes: TypeAlias = dict[str, str]
"""Attributes of one tag, values unescaped, in the order written."""

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_ATTRIBUTE = re.compile(r' ([a-z][a-z-]*)="([^"]*)"')
_ALIGN = re.compile(r"text-align:\s*(?:left|right|center|justify|start|end);?\Z")


def attributes_of(written: str) -> Attributes:
    """Read the attributes of a sanitised tag."""
    return {key: unescape(value) for key, value in _ATTRIBUTE.findall(written)}


def checked(written: str) -> Attributes:
    """Read the attributes of a tag and drop what only a look at the value can judge."""
    attributes = attributes_of(written)
    if not attributes.get("class", "kept"):
        del attributes["class"]
    if not _ALIGN.match(attributes.get("style", "text-align:left")):
        del attributes["style"]
    attributes |= {key: PREFIX + attributes[key] for key in ("for", "name") if key in attributes}
    return attributes


def tag(name: str, attributes: Attributes) -> str:
    """Write an opening tag."""
    return f"<{name}" + "".join(f' {key}="{escape(value)}"' for key, value in attributes.items()) + ">"
