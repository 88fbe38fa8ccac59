"""Lines for people, and their answers, on a terminal that shows what is in them and never obeys it.

Titles, paths and messages hold what strangers wrote: escape sequences would move the cursor, hide an error or show one
that nobody found; a line feed would begin a line that the program never said.

Knows: the three streams. Never: knows what is said or asked.
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


def can_ask() -> bool:
    """Say whether a person sits there who can be asked and answer."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())


def hear(prompt: str) -> str:
    """Ask for a line, on stderr; the end of the input is a person who leaves, as by Ctrl-C.

    Raises:
        KeyboardInterrupt: there is no line.
    """
    print(plain(prompt), end=" ", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip()
