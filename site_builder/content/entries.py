"""What reading `content/` gives: one `Entry` a file, and what is known of files and vocabularies.

Knows: shapes. Never: reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from site_builder.errors import Problem
from site_builder.frozen import value
from site_builder.model import Article, Taxonomy
from site_builder.model.periods import Calendar


@value
class Entry:
    """What one article file gave."""

    file: str
    """`content/news/2019/08/x.md`."""
    article: Article | None
    """None when it cannot be read at all; else best effort."""
    problems: tuple[Problem, ...]
    """Of this file alone, without knowledge of other files."""
    lines: tuple[tuple[str, int], ...]
    """Where each field stands: `("topic", 4)`, `("airings.1.outlet", 9)`, `("partners.0", 7)`."""
    body: str
    """Markdown after the front matter, NFC, LF line ends."""
    body_line: int
    """Line of the file on which `body` starts."""


class SourceFile(NamedTuple):
    """A file of `content/news` or `content/media` as the folder shows it."""

    path: str
    """POSIX, from the portal's folder."""
    mtime_ns: int
    size: int
    inode: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """Everything `content/taxonomy` says."""

    taxonomy: Taxonomy
    calendar: Calendar
    problems: tuple[Problem, ...]


class Claim(NamedTuple):
    """What one article file takes of the portal's names; other files are checked against it."""

    file: str
    url: str
    """Rooted; that of an unreadable file is what it would have."""
    id: str
    """Empty when the file cannot be read."""
    is_draft: bool
    aliases: tuple[str, ...]


class Needs(NamedTuple):
    """What article files ask of the rest of the portal: all is well when each of it is there."""

    links: frozenset[str]
    """Rooted URLs without query and fragment."""
    files: frozenset[str]
    """Rooted paths below content."""
    farthest: datetime | None
    """The latest moment that they name."""


def line_of(entry: Entry, field: str) -> int:
    """Return the line on which a field stands; that of the list it is in, when it has none of its own; else 1."""
    lines = dict(entry.lines)
    while field not in lines and "." in field:
        field = field.rpartition(".")[0]
    return lines.get(field, 1)
