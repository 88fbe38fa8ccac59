"""Versions of the program's own code: of all of it, and of what the functions of one room can reach.

Imports go down only, so a function can reach its own room and the floors below it. What a room makes is made again when
one of these changes, and not when a room beside it or above it does.

Knows: the floors of the house. Never: imports a room to look at it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from site_builder.engine import libraries
from site_builder.engine.targets import digest, digest_bytes

FLOORS = (
    ("plan",),
    ("cache",),
    ("pages", "feeds", "reports", "search"),
    ("counting", "frame"),
    ("content", "markup"),
    ("model", "engine", "images", "programs"),
    ("errors", "text", "urls", "frozen", "atomic"),
)
"""The rooms that files of the site are planned and made in and those below them, the highest floor first."""

_PACKAGE = __name__.partition(".")[0]
_LIBRARIES = {
    "content": ("PyYAML", "python-frontmatter"),
    "markup": ("markdown", "pymdown-extensions", "nh3"),
    "frame": ("Jinja2", "markupsafe"),
    "feeds": ("feedgen", "lxml"),
    "images": ("pillow", "pillow-heif"),
    "engine": ("brotli", "msgspec"),
}
"""What shapes our bytes besides our own code, by the room that uses it."""


@lru_cache(maxsize=1)
def code_version() -> str:
    """Digest the program's own source and the versions of the libraries that shape its output."""
    return digest((sorted(rooms().items()), _surroundings(_LIBRARIES)))


@lru_cache(maxsize=64)
def code_of(module: str) -> str:
    """Digest what a function of a module (`site_builder.feeds.items`) can reach; all there is for one of no room."""
    room = module.split(".")[1] if module.startswith(f"{_PACKAGE}.") else ""
    floor = next((number for number, others in enumerate(FLOORS) if room in others), None)
    if floor is None:
        return code_version()
    reached = (room, *(one for others in FLOORS[floor + 1 :] for one in others))
    known = rooms()
    return digest(([(one, known[one]) for one in reached], _surroundings(reached)))


def code_of_reading() -> str:
    """Digest what reads files and what keeps them: a change of makers reads no article again."""
    known = rooms()
    beside = ("markup", "counting", "cache")
    return digest((code_of(f"{_PACKAGE}.content"), [known[room] for room in beside], _surroundings(beside)))


def _surroundings(rooms_: Iterable[str]) -> tuple[object, ...]:
    """Return the versions of what is not ours and shapes what some rooms give."""
    names = sorted({name for room in rooms_ for name in _LIBRARIES.get(room, ())})
    return ([(name, libraries.version_of(name)) for name in names], sys.version_info[:2])


@lru_cache(maxsize=1)
def rooms() -> dict[str, str]:
    """Digest the files of every room and loose module, by its name."""
    here = Path(__file__).parents[1]
    files: dict[str, list[tuple[str, str]]] = {}
    for file in sorted((*here.rglob("*.py"), *here.rglob("*.json"))):
        path = file.relative_to(here)
        room = path.parts[0] if len(path.parts) > 1 else path.stem
        files.setdefault(room, []).append((path.as_posix(), digest_bytes(file.read_bytes())))
    return {room: digest(inside) for room, inside in files.items()}
