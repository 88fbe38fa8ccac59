"""Lines for people, on a terminal that shows what is in them and never obeys it.

Titles, paths and messages hold what strangers wrote: escape sequences would move the cursor, hide an error or show one
that nobody found; a line feed would begin a line that the program never said.

Knows: the two streams. Never: knows what is said.
"""

from __future__ import annotations

import json
import sys

from site_builder.text import UNSHOWABLE, shown


def plain(text: str) -> str:
    """Return `text` on one line, with a � for every sign that a terminal obeys or that nobody sees."""
    return shown(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def say(line: str = "") -> None:
    """Tell the person something, on stderr."""
    print(plain(line), file=sys.stderr, flush=True)


def give(line: str = "") -> None:
    """Print a line of what was asked for, on stdout."""
    print(plain(line), flush=True)


def give_json(value: object) -> None:
    """Print a value for machines, on stdout; what a terminal would obey is escaped, and the value stays the same."""
    print(UNSHOWABLE.sub(lambda sign: json.dumps(sign[0])[1:-1], json.dumps(value, ensure_ascii=False)), flush=True)
