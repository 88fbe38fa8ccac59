"""Phones whose pages may say nothing wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page


@contextmanager
def quiet_phone(chromium: Browser, *, but: str = "", **options: Any) -> Iterator[Page]:
    """Lend a page on a phone; what it said wrong, unless `but` stands in it, fails whoever had it."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN", **options)
    page = context.new_page()
    faults = watched(page)
    yield page
    context.close()

    assert [fault for fault in faults if not but or but not in fault] == []


def watched(page: Page) -> list[str]:
    """Return a list in which script errors, lines of errors and outside requests of a page will stand."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if "127.0.0.1" in request.url else faults.append(request.url))
    return faults
