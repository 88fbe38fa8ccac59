"""Office files are zip archives of XML: looked through with bounds before any reader of a format opens them.

Small files can unpack to gigabytes, name one part a thousand times, nest without end or define entities that grow: a
reader would fill the memory before it failed. Here every part is read once as a stream, and nothing of it is kept.

Knows: zip, and as much of XML as tells that it may be read. Never: knows what a part means; never resolves an entity.
"""

from __future__ import annotations

from typing import IO, BinaryIO, NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from site_builder.text import file_size, integer

MAX_UNPACKED = 20 * 1024 * 1024
"""Bytes of the XML of an office file; a year of a province's activities, or a hundred pages, take a tenth."""
MAX_PARTS = 2_000
"""Parts of one file; a report of a province with photos has some hundreds."""
MAX_DEPTH = 250
"""Elements in one another; Word and Excel write some thirty."""
_CHUNK = 65_536
_ENCRYPTED = 0x1
_LIGHTER = 20


class Limits(NamedTuple):
    """What a file may hold."""

    size: int
    """Bytes of all parts, pictures among them."""
    elements: int
    """Elements of all its XML."""
    light: frozenset[str] = frozenset()
    """Names of those that cost next to nothing: twenty of them count as one."""


class RefusedArchive(ValueError):  # noqa: N818 - names what became of the file
    """The archive is not opened; `args` hold what was found, in Vietnamese, without what to do."""


class TooLarge(RefusedArchive):
    """It holds more than it may."""


class Locked(RefusedArchive):
    """It has a password."""


def look_through(file: BinaryIO, limits: Limits) -> None:
    """Read every part of an archive as a stream, and leave `file` at its start.

    Raises:
        Refused: it holds too much, has a password, or XML that office programs do not write.
        BadZipFile, zlib.error, …: whatever a damaged archive raises.
    """
    with ZipFile(file) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise TooLarge(f"tệp quá lớn: có {integer(len(parts))} phần, quá mức {integer(MAX_PARTS)}")
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise Locked("tệp có mật khẩu")
        if (size := sum(part.file_size for part in parts)) > limits.size:
            raise TooLarge(f"tệp quá lớn: mở ra nặng {file_size(size)}, quá mức {file_size(limits.size)}")
        look = _Inspection(limits)
        for part in parts:
            with archive.open(part) as stream:
                look.part(stream, part.file_size)
    file.seek(0)


class _Inspection:
    """Parts of one file while they are read."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.elements * _LIGHTER
        self._size = 0
        self._depth = 0

    def part(self, stream: IO[bytes], size: int) -> None:
        """Read a part as far as it is XML; pictures end at their first letter."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_doctype
        self._depth = 0
        while chunk := stream.read(_CHUNK):
            try:
                parser.Parse(chunk)
            except expat.ExpatError:
                return  # no XML, or damaged: who needs the part says so
            self._size, size = self._size + size, 0
            if self._size > MAX_UNPACKED:
                raise TooLarge(f"tệp quá lớn: chữ và bảng nặng hơn {file_size(MAX_UNPACKED)}")

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        self._left -= 1 if name in self._limits.light else _LIGHTER
        if self._depth > MAX_DEPTH:
            raise RefusedArchive("tệp có phần lồng nhau quá sâu")
        if self._left < 0:
            raise TooLarge(f"tệp quá lớn: có hơn {integer(self._limits.elements)} phần tử (ô, đoạn, định dạng)")

    def _end(self, _name: str) -> None:
        self._depth -= 1


def _refuse_doctype(*_declared: object) -> None:
    raise RefusedArchive("tệp có khai báo (DOCTYPE) mà Word, Excel không bao giờ ghi")
