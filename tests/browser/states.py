"""A page on a phone's width and a desk's, by day and by night, looked at by the checker axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from typing import Any, Literal

from playwright.sync_api import Browser, Page

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_RUN = "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
_WIDTHS = (360, 1280)
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What was found in one state."""

    state: tuple[int, str]
    """Width and scheme."""
    violations: tuple[dict[str, Any], ...]
    """As axe tells them."""
    overflow: int
    """Pixels by which the page is wider than the screen."""


def look(chromium: Browser, url: str, ready: Callable[[Page], object] = lambda _page: None) -> Iterator[Seen]:
    """Open a page once for each width, wait until it is ready, and look at it in both schemes."""
    with closing(chromium.new_context()) as context:
        page = context.new_page()
        for width, scheme in product(_WIDTHS, _SCHEMES):
            page.emulate_media(color_scheme=scheme)
            if scheme == _SCHEMES[0]:
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(url)
                ready(page)
                page.evaluate(_AXE)
            found = page.evaluate(_RUN)
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            yield Seen(state=(width, scheme), violations=tuple(found["violations"]), overflow=overflow)
