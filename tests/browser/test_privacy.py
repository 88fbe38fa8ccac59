"""What a walk through the whole portal leaves in a reader's browser: what was chosen, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.kinds import PAGES, place_of
from tests.browser.phones import watched
from tests.browser.test_reading import VOICE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
_LEFT = """async () => ({
  local: Object.fromEntries(Object.entries(localStorage)),
  session: Object.keys(sessionStorage),
  cookies: document.cookie,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
_BUTTONS = "header button:visible, .cc-aloud button:visible, [data-cchc=sao-chep], .cc-find button:visible"
NOTHING = {"session": [], "cookies": "", "databases": 0, "caches": 0, "workers": 0}


def test_nothing_is_kept_but_what_a_reader_chose(chromium: Browser, site_url: str, sample_site: Path) -> None:
    """Every kind of page is read to its end and nothing pressed; then every button is, and something is searched."""
    with chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN") as context:
        page = context.new_page()
        faults = watched(page)
        page.add_init_script(VOICE.replace("VOICES", '[{lang: "vi-VN"}]'))
        for place in PAGES.values():
            page.goto(site_url + place_of(place, sample_site))
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        read = page.evaluate(_LEFT)
        for kind in ("photo story", "search"):
            page.goto(site_url + place_of(PAGES[kind], sample_site))
            for button in page.locator(_BUTTONS).element_handles():
                button.click(force=True)  # one that says it can do no more is pressed, too
        page.locator("#tu-khoa").fill("một cửa")
        page.keyboard.press("Enter")
        page.wait_for_selector("#ket-qua[data-state=ready]")
        chosen = page.evaluate(_LEFT)
        cookies = context.cookies()

    assert read == NOTHING | {"local": {}}
    assert {"cchc-night", "cchc-size", "cchc-contrast"} <= set(chosen["local"])
    assert set(chosen["local"]) <= {"cchc-night", "cchc-size", "cchc-contrast", "cchc-speed"}
    assert set("".join(chosen["local"].values())) <= set("0123456789.")
    assert {name: chosen[name] for name in NOTHING} == NOTHING
    assert cookies == []
    assert faults == []
