"""A picture that is too heavy, or that no browser shows, made fit: upright, smaller, without what tells of its maker.

Knows: sizes and qualities that look good on a page. Never: makes a moving picture or one of many pages fit: what
would be lost only a person can choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from site_builder.images.boxes import BrokenError, PictureError
from site_builder.images.colours import on_screen, opened_palette
from site_builder.images.looking import HugeError, is_huge, opened, turned_by
from site_builder.images.published import published, turn
from site_builder.images.segments import strip

if TYPE_CHECKING:
    from PIL.Image import Image

EDGE = 2560
"""Points of the longer edge: sharp on any screen."""
_STEPS = ((EDGE, 85), (EDGE, 75), (1920, 75), (1280, 70), (800, 65))
"""Longer edge and quality, until it is light enough."""
_SHOWN = ("jpg", "png", "gif", "webp", "avif")
"""Kinds that may stay what they are."""
_MOST = 200_000_000
"""Points of a picture that is decoded for this."""


class UnfitError(PictureError):
    """A picture cannot be made fit; its text says in Vietnamese why, and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """A picture made fit."""

    data: bytes
    ending: str
    """Of its name: `jpg`, `png` or `webp`."""
    before: tuple[int, int]
    """Width and height in points, upright."""
    after: tuple[int, int]


def fit(kind: str, data: bytes, limit: int) -> Fitted:
    """Make a picture at most `EDGE` points long and `limit` bytes heavy, upright, in a form that browsers show.

    One that is light enough without what tells of its maker (the film of a "motion photo") stays as large as it is.

    Raises:
        UnfitError: it moves, has many pages, is damaged, or larger than memory bears.
    """
    try:
        if kind in _SHOWN and (light := _as_published(kind, data, limit)):
            return light
        plain, held = strip(kind, data)
        with opened(kind, BytesIO(plain)) as picture:
            _refuse(kind, picture)
            held = turned_by(kind, picture, held)
            before = picture.size[::-1] if held >= 5 else picture.size
            picture.draft(None, (EDGE, EDGE))
            profile = picture.info.get("icc_profile")
            shown = turn(on_screen(_shrunk(picture, EDGE)), held)
    except HugeError as error:
        raise UnfitError("ảnh lớn quá mức mở được; hãy thu nhỏ bằng phần mềm ảnh") from error
    except BrokenError as error:
        raise UnfitError(f"ảnh {error}; hãy chép lại từ máy ảnh, điện thoại") from error
    for ending, written, size in _tries(kind, shown, profile):
        if len(written) <= limit:
            return Fitted(data=written, ending=ending, before=before, after=size)
    raise UnfitError("ảnh thu nhỏ vẫn quá nặng; hãy thu nhỏ bằng phần mềm ảnh")


def _as_published(kind: str, data: bytes, limit: int) -> Fitted | None:
    """Return the copy that readers would get, when it is light enough and not too large."""
    copy = published(data)
    if len(copy) > limit or is_huge(kind, BytesIO(copy)):
        return None
    with opened(kind, BytesIO(copy)) as picture:
        return Fitted(data=copy, ending=kind, before=picture.size, after=picture.size)


def _refuse(kind: str, picture: Image) -> None:
    if picture.width * picture.height > _MOST:
        raise HugeError(*picture.size)
    if kind != "heic" and getattr(picture, "n_frames", 1) > 1:
        what = "ảnh có nhiều trang; hãy lưu thành PDF" if kind == "tif" else "ảnh động; hãy đưa lên kho video"
        raise UnfitError(f"{what}, hoặc chỉ giữ một hình")


def _shrunk(picture: Image, edge: int) -> Image:
    """Return a copy whose longer edge has at most `edge` points."""
    from PIL.Image import Resampling  # noqa: PLC0415 - see `looking`

    copy = opened_palette(picture.copy())
    copy.thumbnail((edge, edge), Resampling.LANCZOS, reducing_gap=3.0)
    return copy


def _tries(kind: str, picture: Image, profile: bytes | None) -> Iterator[tuple[str, bytes, tuple[int, int]]]:
    """Yield ending, bytes and size of a picture, ever lighter."""
    clear = picture.mode in ("LA", "RGBA") and picture.getchannel("A").getextrema() != (255, 255)
    keeps = "icc_profile" in picture.info and profile
    options: dict[str, Any] = {"icc_profile": profile} if keeps else {}
    if kind == "png" or clear:
        yield "png", _written(picture, "PNG", optimize=True, **options), picture.size
    for edge, quality in _STEPS:
        smaller = _shrunk(picture, edge)
        if clear or kind == "webp":
            yield "webp", _written(smaller, "WEBP", quality=quality, **options), smaller.size
        else:
            flat = smaller.convert("L" if smaller.mode in ("L", "LA") else "RGB")
            options |= {"quality": quality, "optimize": True, "progressive": True}
            yield "jpg", _written(flat, "JPEG", **options), smaller.size


def _written(picture: Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.info = {}
    picture.save(out, form, **options)
    return out.getvalue()
