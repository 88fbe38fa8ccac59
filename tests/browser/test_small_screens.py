"""What citizens met on a phone of 360 points: heads that filled the screen, endless lists, words that contradict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import PAGES, place_of
from tests.reading import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
_TOP = "one => one.getBoundingClientRect().top"
_BOTTOM = "one => one.getBoundingClientRect().top + (parseFloat(getComputedStyle(one).lineHeight) || one.offsetHeight)"
"""Of the first line."""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A phone that is 360 points wide and as low as small ones are."""
    context = chromium.new_context(viewport={"width": 360, "height": 640}, locale="vi-VN")
    yield context.new_page()
    context.close()


def test_the_headline_is_in_sight_whatever_the_letters(phone: Page, site_url: str, sample_site: Path) -> None:
    """On every kind of page its first line stands on the screen without scrolling, below the lead's picture too."""
    low = {}
    for kind, place in PAGES.items():
        phone.goto(site_url + place_of(place, sample_site))
        heading = phone.locator(".cc-lead h2, main h1:not(.cc-hidden), .cc-find input").first
        plain = heading.evaluate(_BOTTOM)
        phone.evaluate("document.documentElement.setAttribute('data-size', '4')")
        low[kind] = (plain, heading.evaluate(_BOTTOM))

    assert {kind: bottoms for kind, bottoms in low.items() if bottoms[0] > 400 or bottoms[1] > 600} == {}


def test_living_agencies_come_first_and_the_list_is_short(phone: Page, site_url: str) -> None:
    """Who was merged or dissolved stands folded at the end, says what became of him, and opens by a click."""
    phone.goto(site_url + "co-quan/")
    gone = phone.locator("main details")
    first, last = phone.locator(".cc-place a").first, gone.locator("a").first
    height = phone.evaluate("document.querySelector('main').offsetHeight")

    assert first.evaluate(_TOP) < 640
    assert gone.evaluate(_TOP) > phone.locator(".cc-main > * > .cc-place").last.evaluate(_TOP)
    assert not last.is_visible()
    assert height < 2200
    assert not phone.locator(".cc-main > * > .cc-place").filter(has_text="nay là").count()
    gone.locator("summary").click()
    assert last.is_visible()
    assert "nay là" in gone.inner_text()


def test_a_demonstration_says_what_it_is_and_nothing_else(sample_site: Path) -> None:
    """No page calls itself official beside the words that it is not."""
    pages = [page for page in pages_of(sample_site) if "cc-header" in (sample_site / page).read_text(encoding="utf-8")]
    heads = [(sample_site / page).read_text(encoding="utf-8").partition("</header>")[0] for page in pages]

    assert len(heads) > 200
    assert all("không phải tin chính thức" in head for head in heads)
    assert not [head for head in heads if "Trang thông tin chính thức" in head]


def test_no_caption_names_a_drawing_a_photograph(sample_site: Path) -> None:
    """A credit that says itself what it is of has no second word before it, on pages and in feeds."""
    files = [*sample_site.resolve().rglob("*.html"), *sample_site.resolve().rglob("*.xml")]
    wrong = [file.name for file in files if "Ảnh: Sơ đồ" in file.read_text(encoding="utf-8")]
    told = [file.name for file in files if "Sơ đồ: " in file.read_text(encoding="utf-8")]

    assert told
    assert wrong == []
