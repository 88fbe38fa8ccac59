"""The pictures of one Word file: which are kept, under which name, and what is told of the others.

Knows: what browsers show. Never: writes a file.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from typing import Any

from mammoth.docx.files import InvalidFileReferenceError

from site_builder.content.archives import TooLarge
from site_builder.content.word.characters import shown
from site_builder.content.word.notes import Notes
from site_builder.text import one_line, stand_in_alt

_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"}
_TO_PNG = (b"BM", b"II*\x00", b"MM\x00*")
"""How pictures begin that no browser shows and that can be written as PNG: BMP, TIFF."""
_MADE_UP = re.compile(
    r"automatically generated|may be incorrect|được tạo tự động"
    r"|\A[\w -]+\.(?:png|jpe?g|gif|bmp|webp)\Z|\A(?:picture|image|hình|ảnh)? ?\d*\Z",
    re.IGNORECASE,
)
"""Descriptions that Word wrote, not a person."""
MAX_PICTURES = 400_000_000
"""Bytes of all pictures; one counts each time that it is shown."""
_NOTHING = {"src": "", "alt": ""}


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture taken out of the file."""

    path: str
    """Rooted path below content (`/media/2019/08/ten-bai-1.png`)."""
    data: bytes


class Album:
    """Collects the pictures of one file, one that is used twice once."""

    def __init__(self, title: str, prefix: str, notes: Notes) -> None:
        self._title = title
        self._prefix = prefix
        self._notes = notes
        self._paths: dict[bytes, str] = {}
        self._left = MAX_PICTURES
        self.pictures: list[Picture] = []

    def add(self, image: Any) -> dict[str, str]:
        """Keep a picture and return the attributes of its `<img>`; an empty `src` when it cannot be shown."""
        try:
            with image.open() as stream:
                data: bytes = stream.read()
        except (OSError, KeyError, InvalidFileReferenceError):
            self._notes.count("linked")
            return _NOTHING
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge("tệp quá lớn: có quá nhiều ảnh nặng")
        path = self._keep(data)
        if not path:
            self._tell_unseen(data, one_line(image.alt_text or ""))
            return _NOTHING
        return {"src": path, "alt": self._description(one_line(shown(image.alt_text or "", self._notes)), path)}

    def _keep(self, data: bytes) -> str:
        """Return the path of a picture; empty when browsers do not show it."""
        digest = blake2b(data, digest_size=16).digest()
        if digest not in self._paths:
            kind, data = _showable(data)
            self._paths[digest] = f"{self._prefix}-{len(self.pictures) + 1}.{kind}" if kind else ""
            self.pictures += [Picture(path=self._paths[digest], data=data)] if kind else []
        return self._paths[digest]

    def _tell_unseen(self, data: bytes, description: str) -> None:
        about = f", mô tả “{description}”," if description else ""
        self._notes.say(
            f"Có một hình dạng {_name(data)}{about} không hiện được trên web: hãy chụp lại thành PNG và chèn vào bài."
        )

    def _description(self, written: str, path: str) -> str:
        """Return the picture's description; one that no person wrote is replaced, and a real one asked for."""
        if written and not _MADE_UP.search(written):
            return written
        self._notes.say(f"Ảnh {path} chưa có lời mô tả: hãy viết ảnh cho thấy gì vào giữa dấu ![ và ].")
        return stand_in_alt(len(self.pictures), self._title)


def _showable(data: bytes) -> tuple[str, bytes]:
    """Return a picture's kind and bytes as browsers show them; no kind when they cannot."""
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), "")
    if not kind and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "webp"
    if kind or not data.startswith(_TO_PNG):
        return kind, data
    png = _as_png(data)
    return ("png", png) if png else ("", data)


def _as_png(data: bytes) -> bytes:
    """Write a picture as PNG; empty when it cannot be read."""
    from PIL import Image  # noqa: PLC0415 - costs 60 ms to load, few files need it

    out = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=("BMP", "TIFF")) as picture:
                (picture if picture.mode in ("1", "L", "P", "RGB", "RGBA") else picture.convert("RGB")).save(out, "PNG")
    except Exception:  # noqa: BLE001 - a damaged picture raises whatever it likes
        return b""
    return out.getvalue()


def _name(data: bytes) -> str:
    """Name the kind of a picture that is not shown."""
    if data[40:44] == b" EMF" or data.startswith(b"\x01\x00\x00\x00"):
        return "EMF"
    if data.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\x00\t\x00", b"\x02\x00\t\x00")):
        return "WMF"
    return "SVG" if b"<svg" in data[:500] else "không rõ loại"
