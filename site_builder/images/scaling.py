"""Smaller copies of a picture for pages, and the card that social networks show of what it leads.

A picture is decoded once, no larger than pages show it; every copy is made from that. Colours are those of a common
screen, so no copy carries a profile.

Knows: qualities that were measured (`docs/do-luong.md`). Never: enlarges; never makes a moving picture stand still.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from site_builder.images.colours import by_profile, on_screen, opened_palette
from site_builder.images.looking import opened, turned_by
from site_builder.images.published import turn
from site_builder.images.segments import strip

if TYPE_CHECKING:
    from PIL.Image import Image

_QUALITY: dict[str, Any] = {"quality": 70, "method": 4}
"""Of WebP: better than a JPEG of 75 at two thirds of its weight. Method 6 takes twice the time for a twentieth."""
_PLAIN: dict[str, Any] = {"quality": 80, "optimize": True, "progressive": True}
"""Of JPEG."""
_FEW = 256
"""Colours of a drawing, which is often lighter without losses."""
_FACES = 0.35
"""Where the middle of a crop lies from above: of people the heads are wanted."""
_WHITE = (255, 255, 255)


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """A picture decoded, upright, in colours of a screen, no wider than any copy."""

    picture: Image
    size: tuple[int, int]
    """Width and height of the original."""

    def webp(self, width: int) -> bytes:
        """Return a copy of a width in points, with or without losses, whichever is lighter."""
        scaled = self._scaled(width)
        lossy = _written(scaled, "WEBP", **_QUALITY)
        if scaled.getcolors(_FEW) is None:
            return lossy
        return min(_written(scaled, "WEBP", lossless=True, method=4), lossy, key=len)

    def jpeg(self, width: int) -> bytes:
        """Return a copy for browsers that read nothing newer; what was clear is white."""
        return _written(_on(_WHITE, self._scaled(width)), "JPEG", **_PLAIN)

    def card(self, size: tuple[int, int], ground: str) -> bytes:
        """Return a JPEG of exactly a size: the picture cropped to it, a smaller one on a `ground` (`#rrggbb`)."""
        from PIL import Image, ImageColor  # noqa: PLC0415 - see `looking`

        shown = _on(_WHITE, self.picture)
        share = max(size[0] / shown.width, size[1] / shown.height)
        if share < 1:
            shown = shown.resize(_times(shown, share), Image.Resampling.LANCZOS, reducing_gap=3.0)
        left, top = (shown.width - size[0]) // 2, round((shown.height - size[1]) * _FACES)
        card = Image.new("RGB", size, ImageColor.getrgb(ground))
        card.paste(shown, (-left, -top if top > 0 else (size[1] - shown.height) // 2))
        return _written(card, "JPEG", **_PLAIN)

    def _scaled(self, width: int) -> Image:
        from PIL.Image import Resampling  # noqa: PLC0415 - see `looking`

        if width >= self.picture.width:
            return self.picture
        return self.picture.resize(_at(self.size, width), Resampling.LANCZOS, reducing_gap=3.0)


def base_of(kind: str, data: bytes, width: int) -> Base:
    """Decode a picture no wider than `width` points, a large JPEG at a part of its size.

    Raises:
        BrokenError: it is cut off or damaged.
        HugeError: it has so many points that Pillow refuses it.
    """
    from PIL.Image import Resampling  # noqa: PLC0415 - see `looking`

    plain, held = strip(kind, data)
    with opened(kind, BytesIO(plain)) as picture:
        held = turned_by(kind, picture, held)
        stands = picture.size[::-1] if held >= 5 else picture.size
        fits = _at(stands, min(width, stands[0]))
        size = fits[::-1] if held >= 5 else fits
        picture.draft(None, size)
        picture.load()
        shown = opened_palette(picture.copy())
        if shown.size != size:
            shown = shown.resize(size, Resampling.LANCZOS, reducing_gap=3.0)
        shown.info = {"icc_profile": profile} if (profile := picture.info.get("icc_profile")) else {}
    return Base(picture=turn(_of_screen(shown), held), size=stands)


def _of_screen(picture: Image) -> Image:
    shown = by_profile(picture) if "icc_profile" in picture.info else on_screen(picture)
    return shown if shown.mode in ("RGB", "RGBA") else shown.convert("RGBA" if shown.mode == "LA" else "RGB")


def _at(size: tuple[int, int], width: int) -> tuple[int, int]:
    return width, max(round(size[1] * width / size[0]), 1)


def _times(picture: Image, share: float) -> tuple[int, int]:
    return max(round(picture.width * share), 1), max(round(picture.height * share), 1)


def _on(ground: tuple[int, int, int], picture: Image) -> Image:
    """Return a picture without anything clear."""
    from PIL import Image  # noqa: PLC0415 - see `looking`

    if picture.mode != "RGBA":
        return picture
    flat = Image.new("RGB", picture.size, ground)
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def _written(picture: Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
