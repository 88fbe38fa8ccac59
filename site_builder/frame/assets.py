"""The theme's own styles, scripts and mark as they are published: in the portal's colour, under names of their content.

Knows: which assets are ours. Never: reads a file; never decides where in a page one is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from site_builder.engine.targets import digest_bytes
from site_builder.frame import script_modules
from site_builder.model.settings import COLOUR

FOLDER = "assets/"
STYLES, READING, BOOT = "assets/cchc.css", "assets/cchc.js", "assets/boot.js"
STATISTICS, SEARCH = "assets/thong-ke.js", "assets/search.js"
OWN = (STYLES, READING, BOOT, STATISTICS, SEARCH)
"""Our own assets: their published names carry a digest of their content, so they can be cached for ever."""
MARK = "assets/bieu-trung.svg"
"""The built-in mark; it keeps its name, as the icon of the tab."""


class PublishedAsset(NamedTuple):
    """One asset as it is published."""

    path: str
    """In the tree."""
    data: bytes


def published(sources: Mapping[str, bytes], colour: str) -> dict[str, PublishedAsset | None]:
    """Return our assets by the path of their source; None for a module that was joined into one of them.

    Args:
        sources: the files of the theme's `assets/` by path.
        colour: what stands in the place of the built-in colour.

    Raises:
        SettingsError: modules of a script do not fit together.
    """
    made: dict[str, PublishedAsset | None] = {
        name: _published(name, sources, colour) for name in OWN if name in sources
    }
    if MARK in sources:
        made[MARK] = PublishedAsset(MARK, _coloured(sources[MARK], colour))
    return made | {name: None for name in sources if name.endswith(".mjs")}


def _published(name: str, sources: Mapping[str, bytes], colour: str) -> PublishedAsset:
    def read(path: str) -> bytes | None:
        found = sources.get(f"{FOLDER}{path}")
        return None if found is None else _coloured(found, colour)

    stem, _, ending = name.rpartition(".")
    if ending == "js":
        data = script_modules.published(name.removeprefix(FOLDER), read)
    else:
        data = _coloured(sources[name], colour)
    return PublishedAsset(f"{stem}.{digest_bytes(data)[:8]}.{ending}", data)


def _coloured(data: bytes, colour: str) -> bytes:
    return data.replace(COLOUR.encode(), colour.encode())
