"""The pages of which a chrome is made: one a section and depth of address, with a hole wherever pages differ.

They are ordinary Markdown pages; whoever renders them through a theme gets what `chrome.split` cuts.

Knows: how such a page is written, and where it must lie to get its depth. Never: renders one.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.frame import outer
from site_builder.frame.chrome import token

_FOLDER = "zqsentinel"
_HOLES = (("title", "text"), ("description", "attribute"), ("canonical", "url"), ("head", "html"), ("data", "json"))
_ONE_PAGE = {"trang-chu": (0,), "tim-kiem": (1,)}
"""Depths of the sections that are a single page."""


def layouts() -> Iterator[tuple[str, int]]:
    """List the sections and depths of which a chrome is rendered; two sections are one page each."""
    for section in outer.SECTIONS:
        for depth in _ONE_PAGE.get(section, range(1, outer.MAX_DEPTH + 1)):
            yield section, depth


def file_of(section: str, depth: int) -> str:
    """Return a path among the pages whose URL has `depth` folders."""
    return "/".join([f"{_FOLDER}-{section}", *["x"] * (depth - 1)]) + ".md" if depth else "index.md"


def source_of(section: str) -> str:
    """Write a page whose metadata are holes."""
    meta = "".join(f"{name}: {token(kind, name)}\n" for name, kind in _HOLES)
    return f"---\n{meta}section: {section}\n---\n"
