"""Pictures as bytes: what they are, and the copy that readers get.

    kinds       what a file is by its first bytes, whatever its name says
    segments    one format after the other: the parts of a picture that show it, without what tells of its maker
    boxes       the same for AVIF, whose parts may not move
    looking     a picture is whole, and how large it is
    drawings    SVG that only draws, and XML that only says
    colours     the colours of a screen
    scaling     smaller copies for pages, and the card that social networks show
    cards       cards of what has no picture
    published   the copy that readers get: without place, device and thumbnails, upright
    fitting     a picture that is too heavy, or that no browser shows, made fit
    alt_texts   words in the place of a description that describe nothing

Every function is pure: bytes → bytes. The interface is this list; what stands below it in `__all__` is for no one else.
"""

from __future__ import annotations

from site_builder.images.alt_texts import describes_nothing
from site_builder.images.cards import portal_card, topic_card
from site_builder.images.drawings import ActiveError, check_data
from site_builder.images.fitting import UnfitError, fit
from site_builder.images.kinds import ENDINGS, PICTURES, kind_of
from site_builder.images.looking import MAX_EDGE, MAX_PIXELS, BrokenError, HugeError, is_huge, look
from site_builder.images.published import published
from site_builder.images.scaling import Base, base_of

__all__ = [
    "ENDINGS",
    "MAX_EDGE",
    "MAX_PIXELS",
    "PICTURES",
    "ActiveError",
    "Base",
    "BrokenError",
    "HugeError",
    "UnfitError",
    "base_of",
    "check_data",
    "describes_nothing",
    "fit",
    "is_huge",
    "kind_of",
    "look",
    "portal_card",
    "published",
    "topic_card",
]
