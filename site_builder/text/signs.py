"""Signs that no output can show, or that no content may hold.

Knows: Unicode's signs without a shape, and the marks of this program. Never: decides what becomes of them.
"""

from __future__ import annotations

import re

UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e007f"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""C0 and C1, line and paragraph separators, what turns the writing direction, halves of letters, marks and tags that
nobody sees, noncharacters: what XML, Word or Excel refuse, and what deceives a reader's eye."""
_DOUBTFUL = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf"
    "\ufdf0-\ufff8\ufffc\ufffd]"
)
"""What is in `UNSHOWABLE`, and every letter beyond the first plane: an eighth of the time of looking for that."""
SENTINEL = re.compile(r"zq(?:root|[A-Z][a-z]{1,20}[A-Z][A-Za-z]{0,30}?)qz")
"""What no content may contain: it marks the holes of the chrome (`chrome`) and the site's root (`urls`)."""


def unshowable(text: str) -> str:
    """Return the first sign of `text`, as it will be shown, that no output can show or no reader can see; else empty.

    Tabs and line feeds are fine. It is asked of what was decoded (YAML, HTML, cells), not only of what stands in files.
    """
    found = UNSHOWABLE.search(text) if _DOUBTFUL.search(text) else None
    return found[0] if found else ""


def shown(text: str) -> str:
    """Return `text` with a � for every sign that cannot be shown, to speak of it in a message."""
    return UNSHOWABLE.sub("\ufffd", text)
