"""Content encodings: the compressed copies of a file that a web server sends to browsers that read them.

A file and its copies are made of the same bytes at once, so they can never be of different builds. Makers know nothing
of it.

Knows: gzip, brotli. Never: decides what a file holds.
"""

from __future__ import annotations

import gzip
import zlib

SUFFIXES = (".html", ".css", ".js", ".json", ".xml", ".csv", ".svg", ".txt", ".xsl", ".xsd", ".webmanifest")
"""Text; pictures and documents are compressed already."""

ENCODINGS = ("gz", "br")
"""File name suffixes, as nginx looks for them."""

_BROTLI_QUALITY = 5
"""What browsers get. 7 takes a third longer for one part in forty, 9 fifteen times as long."""
_GZIP_LEVEL = 4
"""For the few programs that do not read brotli. 9 takes nearly twice as long for one part in twenty-five."""

FORM = f"gz{zlib.ZLIB_RUNTIME_VERSION}/{_GZIP_LEVEL}+br{_BROTLI_QUALITY}"
"""Names how copies are made: another compressor may give other bytes."""


def files_of(path: str, *, encoded: bool) -> tuple[str, ...]:
    """Return the path of a file and those of its copies; of these there are none when compressing does not pay."""
    return (path, *(f"{path}.{encoding}" for encoding in ENCODINGS)) if encoded and path.endswith(SUFFIXES) else (path,)


def encode(data: bytes, encoding: str) -> bytes:
    """Encode bytes, the same ones every time; an empty encoding leaves them as they are."""
    if encoding == "gz":
        return gzip.compress(data, _GZIP_LEVEL, mtime=0)
    if encoding == "br":
        import brotli  # noqa: PLC0415 - a build that compresses nothing does not load it

        compressed: bytes = brotli.compress(data, quality=_BROTLI_QUALITY)
        return compressed
    return data
