"""The two `---` lines around the front matter of a file.

Knows: what such a line looks like, with LF or CRLF. Never: knows what stands between them.
"""

from __future__ import annotations

import re
from itertools import islice

FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


def fences(text: str) -> tuple[re.Match[str], ...]:
    """Return the first two fences of a text, wherever they stand; fewer when it has not so many."""
    return tuple(islice(FENCE.finditer(text), 2))
