"""A picture is whole, and how large browsers show it.

Knows: Pillow's decoders, one for each kind. Never: decodes a picture beyond what memory bears: of a large one only
its parts and its header are looked at.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING

from site_builder.images.boxes import DAMAGED, BrokenError, PictureError
from site_builder.images.segments import orientation, strip

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 50_000_000
"""Points of a picture that a page may show: a telephone would need 200 MB for more."""
MAX_EDGE = 16_383
"""Points of the longer edge: WebP has no more, and many telephones show no larger picture."""
_DECODED = 25_000_000
"""Points up to which a picture is decoded to see whether it is whole."""
_FORMATS = {
    "jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF", "bmp": "BMP", "ico": "ICO",
    "tif": "TIFF", "heic": "HEIF",
}  # fmt: skip
_ORIENTATION = 0x0112

__all__ = [
    "MAX_EDGE", "MAX_PIXELS", "BrokenError", "HugeError", "Measured", "look", "opened", "orientation", "turned_by",
]  # fmt: skip


class HugeError(PictureError):
    """A picture has more points, or a longer edge, than are shown."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.width = width
        self.height = height


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What was seen of a picture."""

    width: int
    """In points, as it stands upright."""
    height: int
    mode: str
    """Pillow's name of its colours: `RGB`, `CMYK` …"""
    scales: bool = False
    """Whether smaller copies can be made of it (`scaling`): it was decoded, and does not move."""


def look(kind: str, data: bytes) -> Measured:
    """See whether a picture is whole, and how large it is.

    Args:
        kind: what it is (`kinds`).
        data: its bytes.

    Raises:
        BrokenError: it is cut off or damaged.
        HugeError: it has more than `MAX_PIXELS` points, or an edge of more than `MAX_EDGE`.
    """
    if kind == "svg":
        return Measured(width=0, height=0, mode="")
    plain, held = strip(kind, data)
    with opened(kind, BytesIO(plain)) as picture:
        width, height = picture.size
        if _is_huge(picture):
            raise HugeError(width, height)
        if width * height == 0:
            raise BrokenError(DAMAGED)
        mode = picture.mode
        turned = turned_by(kind, picture, held) >= 5
        moves = getattr(picture, "n_frames", 1) > 1
        scales = _decode(kind, picture) and not moves and kind != "ico"
    width, height = (height, width) if turned else (width, height)
    return Measured(width=width, height=height, mode=mode, scales=scales)


def is_huge(kind: str, file: IO[bytes]) -> bool:
    """Say whether a picture has more points or a longer edge than are shown; only its header is read.

    Raises:
        BrokenError: it cannot be read.
    """
    try:
        with opened(kind, file) as picture:
            return _is_huge(picture)
    except HugeError:
        return True


def _is_huge(picture: Image) -> bool:
    return picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_EDGE


@contextmanager
def opened(kind: str, file: IO[bytes]) -> Iterator[Image]:
    """Open a picture as what it is and nothing else, its header read.

    Raises:
        BrokenError: it cannot be read, also when it is decoded within.
        HugeError: it has so many points that Pillow refuses it.
    """
    # Pillow costs 60 ms to load, and only new pictures need it.
    from PIL import Image  # noqa: PLC0415

    if kind == "heic":
        from pillow_heif import register_heif_opener  # noqa: PLC0415 - only a mended portal meets one

        register_heif_opener()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow thinks of a picture that readers get as it is
        try:
            with Image.open(file, formats=(_FORMATS[kind],)) as picture:
                yield picture
        except PictureError:
            raise
        except Image.DecompressionBombError as error:
            raise HugeError(0, 0) from error
        except Exception as error:  # a damaged file makes decoders raise anything
            raise BrokenError(DAMAGED) from error


def turned_by(kind: str, picture: Image, held: int) -> int:
    """Return the orientation by which browsers turn a picture: AVIF has it in its own parts, not in Exif."""
    return int(picture.getexif().get(_ORIENTATION, 1)) if kind == "avif" else held


def _decode(kind: str, picture: Image) -> bool:
    """Decode a picture, a JPEG small: what is missing or damaged makes it fail. Say whether it was."""
    width, height = picture.size
    if kind == "jpg":
        picture.draft(None, (width // 8, height // 8))
        picture.load()
        return True
    if width * height > _DECODED:
        return False
    picture.load()
    return True
