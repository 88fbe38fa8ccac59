"""Static pages, which MkDocs converts: they are sanitised as articles are, and ask for blocks by comments of their own.

A block is the program's own HTML (`<!-- cchc:lien-he -->`), so it is put in after everything else was made safe.

Knows: the comments that stand for blocks. Never: knows which blocks there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from html import unescape
from itertools import islice

from site_builder.frozen import Frozen
from site_builder.markup.caps import TooMuchError
from site_builder.markup.places import Places
from site_builder.markup.sanitise import sanitise_page
from site_builder.text import excerpt
from site_builder.text.html_reader import HtmlReader

MOST = 100
"""Blocks of a page, and faults of a kind that are told."""
_MARKER = re.compile(r"<!--\s*cchc:([^<>]*?)-->")
_PLACE = re.compile(r"zqBlockNo(A+)qz")
_ALIGNED = re.compile(r"\s*text-align\s*:\s*[a-z]+\s*;?\s*", re.IGNORECASE)
_DROPPED = re.compile(r"on\w*|style|srcset|srcdoc|action|formaction|background|ping|xlink:href")
"""Attributes that do something, and are dropped."""


def safe(
    html: str,
    extensions: tuple[tuple[str, Frozen], ...],
    block: Callable[[str], str],
    finish: Callable[[str], str],
) -> str:
    """Return only what is allowed of `html`, finished, with `block(name)` in the place of each marker."""
    names: list[str] = []

    def hold(found: re.Match[str]) -> str:
        names.append(found[1].strip())
        return f"zqBlockNo{'A' * len(names)}qz"

    clean = finish(sanitise_page(_MARKER.sub(hold, _PLACE.sub("", html)), extensions))
    return _PLACE.sub(lambda found: block(names[len(found[1]) - 1]), clean)


def report(html: str, places: Places, blocks: Container[str]) -> None:
    """Report attributes that are dropped, and blocks that are not among `blocks`."""
    for number, found in enumerate(_MARKER.finditer(html)):
        if number >= MOST:
            raise TooMuchError(f"cchc:{found[1]}", f"trang có quá {MOST} phần <!-- cchc:… -->; hãy xóa các phần thừa")
        if (name := found[1].strip()) not in blocks:
            offer = f"hãy ghi một trong: {', '.join(blocks)}" if isinstance(blocks, tuple) else "hãy xóa dòng này"
            line = places.line(f"cchc:{found[1]}")
            places.report(line, "phan-la", f"không có phần “{excerpt(name, 60)}”; {offer}")
    parser = _Attributes()
    parser.feed(html)
    parser.close()
    for tag, name in islice(dict.fromkeys(parser.found), MOST):
        _report_attribute(places, tag, name)


def _report_attribute(places: Places, tag: str, name: str) -> None:
    instead = "kiểu chữ, màu, vị trí do giao diện của trang quyết định" if name == "style" else "trang không chạy mã"
    message = f"thuộc tính {excerpt(name, 40)}=… của thẻ <{excerpt(tag, 40)}> không được dùng: {instead}; hãy xóa"
    places.report(places.line(f"{name}="), "the-html-bi-bo", message)


class _Attributes(HtmlReader):
    """Collects what is dropped of the attributes: element and name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, written in attrs:
            is_aligned = name == "style" and _ALIGNED.fullmatch(unescape(written or ""))
            if _DROPPED.fullmatch(name) and not is_aligned:
                self.found.append((tag, name))
