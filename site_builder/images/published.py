"""The copy of a picture that readers get: without place, device and thumbnails, upright.

Knows: how a picture is turned and written again. Never: writes a picture again that stands upright: it stays as it
was taken, but for what tells of its maker.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from site_builder.images.drawings import cleaned
from site_builder.images.kinds import kind_of
from site_builder.images.looking import opened
from site_builder.images.segments import is_lossless, strip

if TYPE_CHECKING:
    from PIL.Image import Image

_QUALITY = 90
"""Of a turned WebP with losses."""
_TURNED = ("jpg", "png", "webp")
"""Kinds that browsers turn by their Exif block."""


def published(data: bytes) -> bytes:
    """Return what readers get of a file of content; anything but a picture as it is.

    Raises:
        BrokenError: it is a picture that is cut off or damaged.
        ActiveError: it is a drawing that does more than draw.
    """
    kind = kind_of(data)
    if kind == "svg":
        return cleaned(data)
    plain, held = strip(kind, data)
    return _upright(kind, plain, held) if held != 1 and kind in _TURNED else plain


def _upright(kind: str, data: bytes, held: int) -> bytes:
    """Turn a picture as its camera was held, and write it as it was written."""
    with opened(kind, BytesIO(data)) as picture:
        if getattr(picture, "n_frames", 1) > 1:
            return data  # no camera takes moving pictures with an orientation
        out = BytesIO()
        turn(picture, held).save(out, picture.format, **_manner(kind, picture, data, turned=held >= 5))
    return out.getvalue()


def turn(picture: Image, held: int) -> Image:
    """Return a picture upright that was held as Exif says, 1 to 8."""
    from PIL.Image import Transpose  # noqa: PLC0415 - see `looking`

    ways = (
        Transpose.FLIP_LEFT_RIGHT, Transpose.ROTATE_180, Transpose.FLIP_TOP_BOTTOM, Transpose.TRANSPOSE,
        Transpose.ROTATE_270, Transpose.TRANSVERSE, Transpose.ROTATE_90,
    )  # fmt: skip
    return picture if held == 1 else picture.transpose(ways[held - 2])


def _manner(kind: str, picture: Image, data: bytes, *, turned: bool) -> dict[str, Any]:
    """Return how to write a turned picture so that it loses least: a JPEG by its own tables."""
    kept: dict[str, Any] = {
        name: picture.info[name] for name in ("icc_profile", "transparency", "dpi") if name in picture.info
    }
    if kind == "webp":
        return kept | {"lossless": is_lossless(data), "quality": _QUALITY, "exact": True}
    if kind == "png":
        return kept
    from PIL.JpegImagePlugin import get_sampling  # noqa: PLC0415 - see `looking`

    tables = {number: _transposed(table) if turned else table for number, table in picture.quantization.items()}  # type: ignore[attr-defined]
    sampling = get_sampling(picture)
    return kept | {
        "qtables": tables,
        "subsampling": _SAMPLING.get(sampling, 0) if turned else max(sampling, 0),
        "progressive": bool(picture.info.get("progressive")),
        "optimize": True,
    }


_SAMPLING = {0: 0, 1: 0, 2: 2}
"""4:2:2 lies the other way once turned, which is not written: rather all colours than fewer."""


def _transposed(table: list[int]) -> list[int]:
    """Turn a table of 8 × 8 numbers about its diagonal."""
    return [table[8 * column + row] for row in range(8) for column in range(8)]
