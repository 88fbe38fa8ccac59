"""What a program is that builds sites beside ours: how it is had, what it reads, what it keeps and makes.

Knows: what all of them have in common. Never: knows one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bench.corpus import Article, Corpus, Layout

SITES = Path(__file__).parent / "sites"
"""Settings and templates of the peers, a folder each."""

COLD, SAME, NEWEST, OLD = "cold", "nothing changed", "one newest article", "one old article edited"
THEME, CHECKOUT = "theme changed", "fresh checkout, caches kept"
FIRST = "first article of a year"
CHANGES = (COLD, SAME, NEWEST, OLD, THEME, CHECKOUT, FIRST)
"""What happens before a build, in this order."""

Step: TypeAlias = tuple[str, tuple[str | Path, ...]]
"""Name and command of a part of a build, called in the site's folder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    """An installed program."""

    version: str
    """Names and versions, for people."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Peer:
    """A program that builds sites; ours is one, too."""

    name: str
    work: str
    """What it makes, for people."""
    install: Callable[[], Tools]
    """Raises `NotInstalledError`."""
    lay: Callable[[Path, Corpus], None]
    """Makes its site of the articles in a folder that is not there."""
    write: Callable[[Path, Article], None]
    """Writes one article, new or changed, into its site."""
    output: str
    """What it makes, below its folder."""
    caches: tuple[str, ...]
    """What it keeps from build to build besides, below its folder."""
    theme: str
    """The template of article pages, to which something is appended; empty where there is none of its own."""
    layout: Layout
    most: int = 10**9
    """Articles that it is asked to build at most, for it is slow."""
    changes: tuple[str, ...] = CHANGES[:-1]
    """What is measured; of what builds all again whatever changed, not everything."""
    source: str = ""
    """Where an article is written, with `{path}`: of who is asked for the first article of a year."""
