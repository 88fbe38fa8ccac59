"""Signs in converted HTML that no page, feed or search index can show, found once entities are decoded.

`Câu &#8; hết.` is a fine file and a fine line of HTML; decoded it is a backspace, and no feed can carry it. Code
samples are escaped by now (`&amp;#8;`), so every entity that is left will be decoded by a browser.

Knows: entities of HTML. Never: changes the HTML.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

from site_builder.markup.places import Places
from site_builder.text import SENTINEL, unshowable

_ENTITY = re.compile(r"&(?:#(?:[0-9]{1,8}|[xX][0-9a-fA-F]{1,8});?|[A-Za-z][A-Za-z0-9]{1,31};)")
_MOST = 50
"""Kinds of them that are told."""
_LOST = "\ufffd"
"""What HTML makes of zero, of half a letter and of numbers beyond Unicode."""


def report(html: str, safe: str, places: Places) -> None:
    """Report what cannot be shown: in entities of the converted `html`, and in what is left `safe` of it."""
    for entity in islice(filter(_is_lost, dict.fromkeys(_ENTITY.findall(html))), _MOST):
        written = entity if places.holds(entity) else entity.removesuffix(";")  # which the converter adds
        message = f"“{written}” là ký tự không hiện được; hãy xóa {written}, gõ lại chữ ở chỗ đó"
        places.report(places.line(written), "ky-tu-dieu-khien", message)
    if (sign := unshowable(safe)) and not places.has("ky-tu-dieu-khien") and not places.holds(sign):
        message = (
            f"sau khi chuyển sang trang, bài có ký tự điều khiển U+{ord(sign):04X}, thường vì dấu Markdown và thẻ HTML "
            "lồng vào nhau; hãy viết lại đơn giản hơn"
        )
        places.report(places.line(_words_before(safe, sign)), "ky-tu-dieu-khien", message)
    if taken := SENTINEL.search(safe):
        message = f"chữ “{taken[0]}” là ký hiệu riêng của chương trình; hãy xóa hoặc viết khác đi"
        places.report(places.line(_words_before(safe, taken[0])), "tu-danh-rieng", message)


def _is_lost(entity: str) -> bool:
    decoded = unescape(entity)
    return decoded in ("", _LOST) or bool(unshowable(decoded))


def _words_before(safe: str, found: str) -> str:
    """Return the words before the first `found`, to find the line by."""
    words = safe[: safe.index(found)].rpartition("<")[2].rpartition(">")[2].split("\n")[-1]
    return words or found
