"""Scripts that content planted in HTML: what a browser would run of a fragment in which nothing may run.

Knows: how HTML runs things. Never: knows how they were kept out.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_ELEMENTS = frozenset(
    [
        "script",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "base",
        "meta",
        "link",
        "style",
        "form",
        "foreignobject",
        "animate",
        "set",
        "use",
        "portal",
    ]
)
_DROPPED = re.compile(r"\A[\x00-\x20]+|[\t\n\r]+")
"""What a browser takes out of an address before it looks at it."""
_RUNS = re.compile(
    r"(?:javascript|vbscript|livescript|mocha):|data:(?!image/(?:png|jpe?g|gif|webp|avif)[;,])", re.IGNORECASE
)
_ADDRESSES = frozenset(
    [
        "href",
        "src",
        "action",
        "formaction",
        "data",
        "poster",
        "background",
        "cite",
        "longdesc",
        "xlink:href",
        "srcdoc",
        "ping",
    ]
)


def planted(fragment: str) -> list[str]:
    """Return what would run in a fragment of an article or a page: elements, handlers, addresses."""
    parser = _Planted()
    parser.feed(fragment)
    parser.close()
    return parser.found


def handlers(page: str) -> list[str]:
    """Return handlers and addresses that run in a whole page, whose frame has elements of its own."""
    return [one for one in planted(page) if not one.startswith("<")]


class _Planted(HTMLParser):
    """Collects what runs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ELEMENTS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            written = _DROPPED.sub("", value or "")
            if name.startswith("on") or name == "srcdoc" or (name in _ADDRESSES and _RUNS.match(written)):
                self.found.append(f"{name}={written[:60]}")
            if name == "style" and ("url(" in written.lower() or "expression" in written.lower()):
                self.found.append(f"style={written[:60]}")
