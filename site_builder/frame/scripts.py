"""The scripts that stand in HTML, and the policy of pages for hosts that send no headers.

Only the theme's may run: hashes are taken of the frame and of the templates, never of a finished page, in which words
of content stand.

Knows: how a browser finds scripts, content security policies. Never: reads a file.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from site_builder.text.html_reader import HtmlReader

_SCRIPTS = re.compile(
    r"(?:module|importmap|speculationrules|text/(?:x-)?(?:javascript|ecmascript)|text/javascript1\.[0-5]"
    r"|text/(?:jscript|livescript)|application/(?:x-)?(?:javascript|ecmascript))?"
)
"""Types of a script element that a browser obeys (HTML standard); every other type makes it a block of data."""
_IN_TEMPLATE = re.compile(r"\{[{%#]")


def source_expression(data: bytes) -> str:
    """Return the source expression of a content security policy that allows exactly these bytes."""
    return f"'sha256-{b64encode(sha256(data).digest()).decode()}'"


def inline_script_hashes(html: bytes) -> tuple[str, ...]:
    """Return the source expressions of a page's inline scripts, each once, in their order; data blocks need none."""
    scripts = _scripts_in(html.decode("utf-8", "replace"))
    return tuple(dict.fromkeys(source_expression(script.encode()) for script in scripts))


def _scripts_in(html: str) -> list[str]:
    if "<script" not in html and "<SCRIPT" not in html.upper():
        return []
    parser = _Scripts()
    # A browser hashes what it parsed: its line ends are \n, whatever the file's are.
    parser.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    parser.close()
    return parser.found


class _Scripts(HtmlReader):
    """Collects the text of the inline scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "script":
            return
        values = dict(reversed(attrs))  # of an attribute that stands twice, the first holds
        kind = (values.get("type") or "").strip(" \t\n\f").lower()
        self._is_inside = "src" not in values and _SCRIPTS.fullmatch(kind) is not None
        if self._is_inside:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._is_inside = False


def of_theme(frames: Iterable[str], templates: Iterable[str]) -> tuple[str, ...]:
    """Return the source expressions of the theme's inline scripts, sorted.

    Args:
        frames: rendered pages with nothing in their holes.
        templates: sources of templates; a script that Jinja fills in could hold words of content, and is none of them.
    """
    whole = [script for frame in frames for script in _scripts_in(frame)]
    written = [script for text in templates for script in _scripts_in(text) if not _IN_TEMPLATE.search(script)]
    return tuple(sorted({source_expression(script.encode()) for script in (*whole, *written)}))


def page_policy(hashes: Iterable[str] = (), host: str = "") -> str:
    """Return what stands in the head of every page; the server's own policy says more, and both hold.

    Short, for it counts on each page. `host` is the one other place that scripts and pictures may come from.
    """
    other = (host,) if host else ()
    scripts, pictures = " ".join(("script-src 'self'", *hashes, *other)), " ".join(("img-src 'self' data:", *other))
    return f"{scripts};object-src 'none';base-uri 'none';frame-src 'none';{pictures};form-action 'self'"
