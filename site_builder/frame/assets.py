"""The theme's own styles, scripts and mark as they are published: in the portal's colour, under names of their content.

The stylesheet is one file: what pages can meet of Material's, then our own parts in the order of their names.

Knows: which assets are ours. Never: reads a file; never decides where in a page one is named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from site_builder.engine.targets import digest_bytes
from site_builder.frame import script_modules, stylesheet
from site_builder.model.settings import COLOUR

FOLDER = "assets/"
STYLES, READING, BOOT = "assets/cchc.css", "assets/cchc.js", "assets/boot.js"
STATISTICS, SEARCH = "assets/thong-ke.js", "assets/search.js"
PARTS = re.compile(r"assets/css/[\w-]+\.css")
"""The parts of our styles."""
MATERIAL = re.compile(r"assets/stylesheets/(?:main|palette)\.[0-9a-f]+\.min\.css")
"""Material's files that pages need: no script bundle, no search worker, no source map, no icons."""
OWN = (READING, BOOT, STATISTICS, SEARCH)
"""Our own scripts: their published names carry a digest of their content, so they can be cached for ever."""
MARK = "assets/bieu-trung.svg"
"""The built-in mark; it keeps its name, as the icon of the tab."""
FEED_STYLES = "feeds/kenh-tin.css"
"""What a feed looks like in a browser; it keeps its name, which feeds carry."""


class PublishedAsset(NamedTuple):
    """One asset as it is published."""

    path: str
    """In the tree."""
    data: bytes


def published(
    sources: Mapping[str, bytes], colour: str, extensions: Collection[str] = ()
) -> dict[str, PublishedAsset | None]:
    """Return our assets by the path of their source; None for a module that was joined into one of them.

    Args:
        sources: the files of the theme by path, as far as `is_ours` says.
        colour: what stands in the place of the built-in colour.
        extensions: names of the Markdown extensions in use.

    Raises:
        SettingsError: modules of a script do not fit together.
    """
    made: dict[str, PublishedAsset | None] = {name: _script(name, sources) for name in OWN if name in sources}
    parts = {name: data for name, data in sources.items() if name == STYLES or PARTS.fullmatch(name)}
    material = {name: data for name, data in sources.items() if MATERIAL.fullmatch(name)}
    made |= dict.fromkeys((*parts, *material))
    if parts:
        own = _texts({STYLES: parts[STYLES]} if STYLES in parts else parts)
        data = _coloured(stylesheet.joined(_texts(material), own, extensions).encode(), colour)
        made[STYLES] = _named(STYLES, data)
    for name in (MARK, FEED_STYLES):
        if name in sources:
            made[name] = PublishedAsset(name, _coloured(sources[name], colour))
    return made | {name: None for name in sources if name.endswith(".mjs")}


def is_ours(path: str) -> bool:
    """Say whether a file of the theme is published here."""
    return path.startswith(FOLDER) or path == FEED_STYLES


def _texts(sources: Mapping[str, bytes]) -> list[str]:
    return [sources[name].decode("utf-8", "replace") for name in sorted(sources)]


def _script(name: str, sources: Mapping[str, bytes]) -> PublishedAsset:
    return _named(name, script_modules.published(name.removeprefix(FOLDER), lambda path: sources.get(FOLDER + path)))


def _named(name: str, data: bytes) -> PublishedAsset:
    stem, _, ending = name.rpartition(".")
    return PublishedAsset(f"{stem}.{digest_bytes(data)[:8]}.{ending}", data)


def _coloured(data: bytes, colour: str) -> bytes:
    return data.replace(COLOUR.encode(), colour.encode())
