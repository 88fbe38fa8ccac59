"""By keyboard alone: every stop is seen, and what is chosen there holds on other pages and after a reload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.keyboard import tab_to
from tests.browser.kinds import LONGEST, PAGES, place_of
from tests.browser.phones import quiet_phone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
_STOP = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const look = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const isSeen = parseFloat(look.outlineWidth) >= 2 && look.outlineStyle !== "none"
    || getComputedStyle(one.form || one).outlineStyle !== "none";
  const isThere = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  one.dataset.stop = one.dataset.stop ? "again" : "once";
  return [one.outerHTML.slice(0, 90), isSeen && isThere && one.dataset.stop === "once"];
}"""
"""What has the focus, and whether it is in sight, marked, and was not met before."""
_WAYS = "main a[href], main button, main summary, main input, main select, footer a[href]"
_BACKGROUND = "getComputedStyle(document.body).backgroundColor"
_SIZE = "getComputedStyle(document.documentElement).fontSize"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone whose page may say nothing wrong."""
    with quiet_phone(chromium, color_scheme="light") as page:
        yield page


@pytest.mark.parametrize("kind", ["front", "list", "long article", "search", "agencies", "contact"])
def test_every_stop_is_seen_and_met_once(page: Page, site_url: str, sample_site: Path, kind: str) -> None:
    """From the skip link to the last link of the footer: each is marked, on the screen, and no trap."""
    page.goto(site_url + place_of(PAGES[kind], sample_site))
    stops: list[list[object]] = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or not stop[1]:
            break
        stops.append(stop)

    assert stop is None, stop
    assert "cc-skip" in str(stops[0][0])
    open_ways = page.locator(_WAYS).evaluate_all(
        "all => all.filter(one => one.checkVisibility({visibilityProperty: true})).length"
    )
    assert len([text for text, _ in stops if str(text)]) >= open_ways


def test_night_mode_is_chosen_and_kept(page: Page, site_url: str) -> None:
    """Enter turns it on, after a reload and on another page it is on, Space turns it off."""
    page.goto(site_url)
    day = page.evaluate(_BACKGROUND)
    tab_to(page, "[data-cchc=ban-dem]")
    page.keyboard.press("Enter")
    night = page.evaluate(_BACKGROUND)
    page.reload()
    assert day != night == page.evaluate(_BACKGROUND)
    page.goto(site_url + "thong-ke/")
    assert page.evaluate(_BACKGROUND) == night
    tab_to(page, "[data-cchc=ban-dem]")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "false"
    page.goto(site_url)
    assert page.evaluate(_BACKGROUND) == day


def test_letters_grow_shrink_and_stay(page: Page, site_url: str) -> None:
    """Up to twice as large, a step back, kept after a reload and on another page, and back to where they were."""
    page.goto(site_url)
    tab_to(page, "[data-cchc=chu-lon]")
    for _ in range(5):
        page.keyboard.press("Enter")
    assert page.evaluate(_SIZE) == "32px"
    tab_to(page, "[data-cchc=chu-nho]", backwards=True)
    page.keyboard.press("Space")
    assert page.evaluate(_SIZE) == "24px"
    page.reload()
    assert page.evaluate(_SIZE) == "24px"
    page.goto(site_url + "tin-tuc/")
    assert page.evaluate(_SIZE) == "24px"
    tab_to(page, "[data-cchc=chu-vua]")
    page.keyboard.press("Enter")
    page.reload()
    assert page.evaluate(_SIZE) == "16px"


def test_contrast_is_chosen_and_kept(page: Page, site_url: str) -> None:
    """Soft words are as dark as all others, on another page too."""
    page.goto(site_url)
    tab_to(page, "[data-cchc=tuong-phan]")
    page.keyboard.press("Enter")
    page.goto(site_url + "tin-tuc/")
    soft = page.locator(".cc-facts").first.evaluate("one => getComputedStyle(one).color")

    assert soft == page.evaluate("getComputedStyle(document.body).color")


def test_where_no_system_shares_links_do(page: Page, site_url: str, sample_site: Path) -> None:
    """Facebook, Zalo and a letter are links with the article's address; copying takes Enter."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site_url + place_of(LONGEST, sample_site))
    address = page.locator("link[rel=canonical]").get_attribute("href") or "?"
    title = page.locator("h1").inner_text()
    assert page.locator("[data-cchc=chia-se]").is_hidden()
    tab_to(page, "[data-cchc=sao-chep]")
    page.keyboard.press("Enter")
    page.get_by_text("Đã sao chép").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    found = {}
    for name in ("Facebook", "Zalo", "Thư"):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.localName") != "a":
            page.keyboard.press("Tab")
        found[name] = page.evaluate("[document.activeElement.innerText.trim(), document.activeElement.href]")

    assert [words for words, _ in found.values()] == list(found)
    assert parse_qs(urlsplit(found["Facebook"][1]).query)["u"] == [address]
    assert parse_qs(urlsplit(found["Zalo"][1]).query)["url"] == [address]
    letter = parse_qs(urlsplit(found["Thư"][1]).query)
    assert urlsplit(found["Thư"][1]).scheme == "mailto"
    assert (unquote(letter["subject"][0]), letter["body"]) == (title, [address])
