"""Copies of pictures, kept from build to build: making one takes longer than a page, and many builds need the same.

A name says what a copy is made of, and the folder how: the code of `images` and its library. So a new checkout, a tree
that was lost or a changed template encodes nothing again. Copies that the site no longer has go after a build that
changed any.

Knows: names and bytes. Never: needs what it keeps; what cannot be read whole is made again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from site_builder import atomic
from site_builder.cache.versions import rooms
from site_builder.engine import libraries
from site_builder.engine.targets import digest, digest_bytes

_FOLDER = "anh"
_MARK = 32
"""Bytes of the digest before each copy: a power cut leaves files that are shorter, or empty."""


def folder_of(state: Path) -> Path:
    """Return where this version of the program keeps copies."""
    return state / _FOLDER / digest((rooms()["images"], libraries.version_of("pillow")))[:12]


def kept(folder: str, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what is kept under a name, or make and keep it; without a folder nothing is kept."""
    if not folder:
        return make()
    place = Path(folder, name)
    with suppress(OSError):
        mark, data = _parted(place.read_bytes())
        if mark == _mark(data):
            return data
    data = make()
    with suppress(OSError):
        _keep(place, data)
    return data


def tidy(state: Path, names: Collection[str]) -> None:
    """Let go of everything that is not one of some names, and of what other versions of the program kept."""
    ours = folder_of(state)
    with suppress(OSError):
        for other in (state / _FOLDER).iterdir():
            if other != ours:
                shutil.rmtree(other, ignore_errors=True)
        for file in ours.iterdir():
            if file.name not in names:
                file.unlink(missing_ok=True)


def _keep(place: Path, data: bytes) -> None:
    """Write a copy; what two workers who do it at once may leave half written is known by its mark."""
    place.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(place, _mark(data) + data, lasting=False)


def _mark(data: bytes) -> bytes:
    return digest_bytes(data).encode()


def _parted(written: bytes) -> tuple[bytes, bytes]:
    return written[:_MARK], written[_MARK:]
