"""AVIF without what tells of its maker.

The parts of an AVIF file are found by their place, so nothing may move: what is left out becomes zeros where it
stands. What stands behind the last part that is needed is cut off.

Knows: the boxes of ISO 14496-12 as far as it takes to find Exif and XMP. Never: knows what a picture shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

CUT = "bị cụt, thiếu phần cuối"
DAMAGED = "bị hỏng"
_EMPTY = b"\0\0\0\0MM\0*\0\0\0\x08"
"""An Exif block that says nothing: decoders refuse one that is none."""
_NEEDED = frozenset((b"ftyp", b"meta", b"mdat", b"moov", b"moof", b"idat"))


class PictureError(Exception):
    """What is wrong with a picture."""


class BrokenError(PictureError):
    """A picture is cut off or damaged; its text says in Vietnamese how."""


class _Box(NamedTuple):
    name: bytes
    start: int
    body: int
    end: int


def blanked(data: bytes) -> bytes:
    """Return an AVIF file whose Exif, XMP and unknown parts are zeros; itself when it has none.

    Raises:
        BrokenError: it is cut off.
    """
    boxes = list(_boxes(data, 0, len(data)))
    while boxes and boxes[-1].name not in _NEEDED:
        boxes.pop()
    if not {b"ftyp", b"meta"} <= {box.name for box in boxes}:
        raise BrokenError(DAMAGED)
    made = bytearray(data[: boxes[-1].end])
    for box in boxes:
        if box.name == b"meta":
            for start, end in _told(data, box):
                made[start:end] = _EMPTY.ljust(end - start, b"\0")[: end - start]
        elif box.name not in _NEEDED:
            made[box.body : box.end] = bytes(box.end - box.body)
    return data if made == data else bytes(made)


def _boxes(data: bytes, at: int, end: int) -> Iterator[_Box]:
    """Yield the boxes of a stretch."""
    while at + 8 <= end:
        size, name, body = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        stop = at + size if size else end
        if stop > end or stop < body:
            if at and not name.isalnum():
                return  # behind the picture stands something else
            raise BrokenError(CUT)
        yield _Box(name, at, body, stop)
        at = stop


def _told(data: bytes, meta: _Box) -> Iterator[tuple[int, int]]:
    """Yield where Exif, XMP and other texts stand that a `meta` box tells of."""
    inside = {box.name: box for box in _boxes(data, meta.body + 4, meta.end)}
    if b"iinf" not in inside or b"iloc" not in inside:
        return
    names = set(_texts(data, inside[b"iinf"]))
    base = {0: 0, 1: inside[b"idat"].body if b"idat" in inside else 0}
    for item, method, start, size in _places(data, inside[b"iloc"]):
        if item in names and method in base:
            first = base[method] + start
            if first + size > len(data):
                raise BrokenError(CUT)
            yield first, first + size


def _texts(data: bytes, iinf: _Box) -> Iterator[int]:
    """Yield the numbers of the items that are no picture: Exif, XMP and other MIME parts, addresses."""
    count = 2 if data[iinf.body] == 0 else 4
    for box in _boxes(data, iinf.body + 4 + count, iinf.end):
        version = data[box.body]
        if box.name == b"infe" and version >= 2:
            width = 2 if version == 2 else 4
            kind = box.body + 4 + width + 2
            if data[kind : kind + 4] in (b"Exif", b"mime", b"uri "):
                yield int.from_bytes(data[box.body + 4 : box.body + 4 + width], "big")


def _places(data: bytes, iloc: _Box) -> Iterator[tuple[int, int, int, int]]:
    """Yield number, way of finding, start and size of every stretch of every item."""
    at = iloc.body
    version = data[at]
    offset, length = divmod(data[at + 4], 16)
    base, index = divmod(data[at + 5], 16)
    wide = 4 if version == 2 else 2

    def number(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : at], "big")

    at += 6
    for _ in range(number(wide)):
        item = number(wide)
        method = number(2) & 15 if version else 0
        number(2)
        start = number(base)
        for _ in range(number(2)):
            number(index if version else 0)
            place = number(offset)
            yield item, method, start + place, number(length)
            if at > iloc.end:
                raise BrokenError(DAMAGED)
