"""Content encodings: the compressed copies of a file that a web server sends to browsers that read them.

A copy is a target like any other: it has the maker, arguments and references of the file it belongs to, so the two
can never be of different builds. Makers know nothing of it: the engine makes the file once and encodes the bytes.

Knows: gzip, brotli. Never: decides what a file holds.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace

from site_builder.engine.targets import Target

SUFFIXES = (".html", ".css", ".js", ".json", ".xml", ".csv", ".svg", ".txt", ".xsl", ".xsd", ".webmanifest")
"""Text; pictures and documents are compressed already."""

ENCODINGS = ("gz", "br")
"""File name suffixes, as nginx looks for them."""

_BROTLI_QUALITY = 7
"""Above it a page takes fifteen times as long for one part in two hundred."""


def copies(target: Target) -> Iterator[Target]:
    """Yield the compressed copies of a target; none when compressing does not pay."""
    if target.path.endswith(SUFFIXES):
        for encoding in ENCODINGS:
            yield replace(target, path=f"{target.path}.{encoding}", encoding=encoding)


def encode(data: bytes, encoding: str) -> bytes:
    """Encode bytes, the same ones every time; an empty encoding leaves them as they are."""
    if encoding == "gz":
        return gzip.compress(data, 9, mtime=0)
    if encoding == "br":
        import brotli  # noqa: PLC0415 - a build that compresses nothing does not load it

        compressed: bytes = brotli.compress(data, quality=_BROTLI_QUALITY)
        return compressed
    return data


def code(version: str) -> str:
    """Return the version of a code that also encodes: another compressor may give other bytes."""
    return f"{version}+gz{zlib.ZLIB_RUNTIME_VERSION}+br{_BROTLI_QUALITY}"
