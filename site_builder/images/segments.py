"""The parts of a picture that show it, without what tells of its maker: place, device, time, thumbnails, comments.

Nothing is decoded: whole segments are kept or left out, so what is shown stays the same bit by bit, colour profile
included. What stands behind the end of a picture (the film of a "motion photo", a second picture) is cut off. A
picture with nothing to leave out comes back as it is.

Knows: how JPEG, PNG, WebP and GIF are cut into parts. Never: knows what a picture shows; never changes its colours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal
from zlib import crc32

from site_builder.images.boxes import CUT, DAMAGED, BrokenError, blanked

Stripped = tuple[bytes, int]
"""A picture, and how its camera was held: the Exif orientation, 1 to 8."""


def strip(kind: str, data: bytes) -> Stripped:
    """Leave out of a picture everything that does not show it.

    Raises:
        BrokenError: it is cut off or damaged.
    """
    try:
        return _STRIPPERS[kind](data) if kind in _STRIPPERS else (data, 1)
    except IndexError as error:
        raise BrokenError(CUT) from error


def orientation(tiff: bytes) -> int:
    """Read the orientation of an Exif block; 1 (upright) when there is none, or it makes no sense."""
    if tiff[:2] not in (b"II", b"MM"):
        return 1
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * min(number(first, 2), 512), 12):
        if number(entry, 2) == 0x0112 and number(entry + 2, 2) == 3:
            found = number(entry + 8, 2)
            return found if 1 <= found <= 8 else 1
    return 1


# JPEG

_SOI = b"\xff\xd8"
_FRAMES = frozenset((*range(0xC0, 0xD0),)) - {0xC4, 0xC8, 0xCC}
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The end of what was scanned: `FF 00` is a byte of it, `FF D0` to `FF D7` stand between its parts."""


def _jpeg(data: bytes) -> Stripped:
    out, turned, seen = [_SOI], 0, set[int]()
    at = 2
    while True:
        found = _MARKER.search(data, at)
        if not found:
            raise BrokenError(CUT)
        marker, at = data[found.start() + 1], found.end()
        if marker == 0xD9:
            break
        end = at + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or end < at + 2:
            raise BrokenError(CUT)
        body = data[at + 2 : end]
        if marker == 0xE1 and body.startswith(b"Exif\0"):
            turned = turned or orientation(body[6:])  # browsers read the first
        kept = _jpeg_body(marker, body)
        if kept is not None:
            out += (bytes((0xFF, marker)), (len(kept) + 2).to_bytes(2, "big"), kept)
        seen.add(marker)
        at = end
        if marker == 0xDA:
            at = _scanned(data, end)
            out.append(data[end:at])
    if not (seen & _FRAMES and 0xDA in seen):
        raise BrokenError(DAMAGED)
    return _same_or(data, [*out, b"\xff\xd9"]), turned or 1


def _scanned(data: bytes, at: int) -> int:
    """Return where what was scanned ends."""
    found = _MARKER.search(data, at)
    if not found:
        raise BrokenError(CUT)
    return found.start()


def _jpeg_body(marker: int, body: bytes) -> bytes | None:
    """Return what stays of a segment, None when nothing does."""
    if marker == 0xE0:
        return body[:12] + b"\0\0" if body.startswith(b"JFIF\0") and len(body) >= 14 else None  # no thumbnail
    if marker == 0xE2:
        return body if body.startswith(b"ICC_PROFILE\0") else None
    if marker == 0xEE:
        return body[:12] if body.startswith(b"Adobe") else None
    return None if 0xE0 <= marker <= 0xEF or marker == 0xFE else body


def _same_or(data: bytes, parts: list[bytes]) -> bytes:
    """Return the picture itself when nothing was left out, so that equal pictures are one object."""
    made = b"".join(parts)
    return data if made == data else made


# PNG

_PNG_START = 8
_PNG_KEPT = frozenset((
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"sBIT", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
))  # fmt: skip


def _png(data: bytes) -> Stripped:
    out, turned, names = [data[:_PNG_START]], 1, list[bytes]()
    for name, body, whole in _chunks(data):
        names.append(name)
        if name == b"eXIf":
            turned = orientation(body)
        is_whole = crc32(name + body) == int.from_bytes(whole[-4:], "big")
        if not is_whole and name[:1].isupper():
            raise BrokenError(DAMAGED)
        if is_whole and name in _PNG_KEPT:
            out.append(whole)
    if names[:1] != [b"IHDR"] or b"IDAT" not in names:
        raise BrokenError(DAMAGED)
    return _same_or(data, out), turned


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield name, content and the whole of every chunk of a PNG, up to its end."""
    at, name = _PNG_START, b""
    while name != b"IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if len(name) < 4 or end > len(data):
            raise BrokenError(CUT)
        yield name, data[at + 8 : end - 4], data[at:end]
        at = end


# WebP

_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"))
_WEBP_SHOWN = frozenset((b"VP8 ", b"VP8L", b"ANMF"))
_EXIF_OR_XMP = 0b1100
"""Bits of the first byte of VP8X."""


def _webp(data: bytes) -> Stripped:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise BrokenError(CUT)
    out, turned, at, names = list[bytes](), 1, 12, set[bytes]()
    while at + 8 <= end:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if at + 8 + size > end:
            raise BrokenError(CUT)
        if name == b"EXIF":
            turned = orientation(body.removeprefix(b"Exif\0\0"))
        if name == b"VP8X":
            body = bytes((body[0] & ~_EXIF_OR_XMP,)) + body[1:]
        if name in _WEBP_KEPT:
            out += (name, size.to_bytes(4, "little"), body, b"\0" * (size % 2))
        names.add(name)
        at += 8 + size + size % 2
    if not names & _WEBP_SHOWN:
        raise BrokenError(DAMAGED)
    inner = b"WEBP" + b"".join(out)
    return _same_or(data, [b"RIFF", len(inner).to_bytes(4, "little"), inner]), turned


def is_lossless(data: bytes) -> bool:
    """Say whether a WebP picture keeps every point as it was."""
    at = 12
    while at + 8 <= len(data) and data[at : at + 4] not in (b"VP8 ", b"VP8L"):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return data[at : at + 4] == b"VP8L"


# GIF

_GIF_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0", b"\x0bICCRGBG1012")
"""Extensions that say how often it is played, and the colour profile."""


def _gif(data: bytes) -> Stripped:
    at = 13 + _palette(data, 10)
    out, shown = [data[:at]], False
    while data[at : at + 1] not in (b";", b""):
        start, mark = at, data[at]
        if mark == 0x2C:
            at = _blocks(data, at + 11 + _palette(data, at + 9))
            shown = True
        elif mark == 0x21:
            at = _blocks(data, at + 2)
        else:
            raise BrokenError(DAMAGED)
        if mark == 0x2C or _gif_keeps(data[start + 1], data[start + 2 : start + 14]):
            out.append(data[start:at])
    if not shown:
        raise BrokenError(CUT)
    return _same_or(data, [*out, b";"]), 1


def _gif_keeps(label: int, start: bytes) -> bool:
    """Say whether an extension belongs to what is shown: how a frame is drawn, text in it, how often it plays."""
    return label in (0xF9, 0x01) or (label == 0xFF and start.startswith(_GIF_LOOPS))


def _palette(data: bytes, at: int) -> int:
    """Return the size of the palette that the flags at `at` announce."""
    if at >= len(data):
        raise BrokenError(CUT)
    return 3 << (data[at] % 8 + 1) if data[at] & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Return where a run of blocks ends."""
    while True:
        if at >= len(data):
            raise BrokenError(CUT)
        size = data[at]
        at += 1 + size
        if not size:
            return at


# BMP


def _bmp(data: bytes) -> Stripped:
    """Cut off what stands behind the end that the picture names itself."""
    end, pixels = int.from_bytes(data[2:6], "little"), int.from_bytes(data[10:14], "little")
    return (data[:end] if pixels < end < len(data) else data), 1


_STRIPPERS: dict[str, Callable[[bytes], Stripped]] = {
    "jpg": _jpeg,
    "png": _png,
    "webp": _webp,
    "gif": _gif,
    "avif": lambda data: (blanked(data), 1),
    "bmp": _bmp,
}
