"""Colours of a picture as a screen shows them.

Knows: Pillow's modes and colour profiles. Never: changes how large a picture is.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def opened_palette(picture: Image) -> Image:
    """Return a picture whose points are colours: those of a palette cannot be mixed."""
    if picture.mode not in ("P", "PA", "1"):
        return picture
    clear = picture.mode == "PA" or "transparency" in picture.info
    return picture.convert("RGBA" if clear else "RGB" if picture.mode == "P" else "L")


def on_screen(picture: Image) -> Image:
    """Return a picture in colours of a screen; what its own profile says stays with it, but of a printer's."""
    if picture.mode in ("L", "LA", "RGB", "RGBA"):
        return picture
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda level: level / 256).convert("L")
    return by_profile(picture) if picture.mode == "CMYK" else picture.convert("RGB")


def by_profile(picture: Image) -> Image:
    """Turn colours into those of a common screen (sRGB), by the picture's own profile where it has one that fits."""
    from PIL import ImageCms  # noqa: PLC0415 - seldom needed

    profile = picture.info.get("icc_profile")
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile and picture.mode in ("CMYK", "RGB", "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            made = None
        if made is not None:
            made.info.pop("icc_profile", None)
            return made
    return picture if picture.mode == mode else picture.convert(mode)
