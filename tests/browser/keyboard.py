"""What a reader does with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page

_MOST = 400
"""Stops of the longest page; whoever needs more is in a trap."""


def tab_to(page: Page, selector: str, *, backwards: bool = False) -> None:
    """Press Tab until the focus is on something."""
    for _ in range(_MOST):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
