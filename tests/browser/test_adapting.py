"""Every kind of page as people need it: enlarged, in colours of their own, without motion, on paper, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from tests.browser.kinds import LOOKED_AT, PAGES, STORY, place_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_ZOOMED = ((640, 400), (320, 256))
"""What a screen of 1280 x 800 has at 200 % (and 1280 x 1024 at 400 %)."""
_MARKS = "Ộ Ễ Ẵ Ấ Ỗ Ẳ gợp"
"""Measured in letters of common measures: which font a machine has for `system-ui` differs."""
_CUT = """() => {
  const context = document.createElement("canvas").getContext("2d");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut = [];
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    const word = texts.currentNode.data.trim();
    if (!/\\p{L}/u.test(word) || !one.checkVisibility() || one.closest(".cc-hidden, svg, option")) continue;
    const look = getComputedStyle(one);
    context.font = `${look.fontWeight} ${look.fontSize} Arimo, Arial`;
    const {actualBoundingBoxAscent: above, actualBoundingBoxDescent: below} = context.measureText("MARKS");
    const line = look.lineHeight === "normal" ? above + below : parseFloat(look.lineHeight);
    if (above + below > line + 1) cut.push([one.className || one.localName, word.slice(0, 20), above + below, line]);
    for (let box = one; box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowY !== "visible" && box.scrollHeight > box.clientHeight + 1
          && getComputedStyle(box).overflowY !== "auto") cut.push([box.className, "clipped"]);
  }
  return cut;
}""".replace("MARKS", _MARKS)
"""Elements whose letters with stacked marks are higher than their line, or are cut off by a box."""
_PALE = """() => [...document.querySelectorAll("button, .cc-button, .cc-tool, input, select")]
  .filter((one) => one.checkVisibility() && !one.closest(".cc-hidden"))
  .filter((one) => {
    const edges = [one, one.form || one].map((box) => getComputedStyle(box));
    const paper = getComputedStyle(document.body).backgroundColor;
    return !edges.some((edge) => parseFloat(edge.borderTopWidth) >= 1 && edge.borderTopColor !== paper);
  }).map((one) => one.outerHTML.slice(0, 100))"""
"""Controls without an edge that shows."""
_UNDERLINED = """all => all.filter((one) => one.checkVisibility()
  && getComputedStyle(one).borderBottomColor !== getComputedStyle(document.body).backgroundColor)
  .map((one) => one.innerText)"""
"""Entries of the menu that a line marks as the one where the reader is."""
_MOVING = """all => all.flatMap((one) => ["", "::before", "::after"].map((part) => getComputedStyle(one, part)))
  .filter(({transitionDuration: time, animationName: name, scrollBehavior: way}) =>
    !/^(0s(, )?)+$/.test(time) || name !== "none" || way !== "auto").length + document.getAnimations().length"""
_NOT_READ = (
    ".//script | .//svg | .//*[@hidden] | .//*[contains(@class, 'cc-js')] | .//*[contains(@class, 'cc-address')]"
)
_UNSEEN_ICONS = """() => [...document.querySelectorAll(".cc-icon")].filter((one) => one.checkVisibility())
  .filter((one) => getComputedStyle(one).stroke === getComputedStyle(document.body).backgroundColor
    || !one.getBoundingClientRect().width).map((one) => one.parentElement.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One page whose size, media and letters each test sets."""
    context = chromium.new_context(locale="vi-VN")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", LOOKED_AT)
def test_enlarged_pages_scroll_one_way_and_cut_no_letter(
    page: Page, site_url: str, sample_site: Path, kind: str
) -> None:
    """At 200 % and 400 %, and at 320 points with the largest letters on top of it."""
    page.emulate_media(media="screen")
    page.goto(site_url + place_of(PAGES[kind], sample_site))
    for width, height in _ZOOMED:
        page.set_viewport_size({"width": width, "height": height})
        assert (width, page.evaluate(_WIDE)) == (width, 0)
        assert (width, page.evaluate(_CUT)) == (width, [])
    page.evaluate("document.documentElement.setAttribute('data-size', '4')")

    assert page.evaluate(_WIDE) == 0
    assert page.evaluate(_CUT) == []


@pytest.mark.parametrize("kind", ["front", "long article", "search", "period"])
def test_colours_of_the_system_leave_edges_and_icons(page: Page, site_url: str, sample_site: Path, kind: str) -> None:
    """Forced colours take backgrounds and shadows away: what can be pressed has an edge, the focus a line."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(media="screen", forced_colors="active")
    page.goto(site_url + place_of(PAGES[kind], sample_site))
    pale, unseen = page.evaluate(_PALE), page.evaluate(_UNSEEN_ICONS)
    marked = page.locator(".cc-nav a, .cc-nav summary").evaluate_all(_UNDERLINED)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    page.emulate_media(forced_colors="none")

    assert len(marked) == len(set(marked)) <= 1
    assert unseen == []
    assert pale == []
    assert "solid" in outline


def test_who_wants_no_motion_gets_none(page: Page, site_url: str, sample_site: Path) -> None:
    """Nothing moves by itself, and a way to a place on the page leads there at once."""
    page.emulate_media(media="screen", reduced_motion="reduce")
    for kind in ("front", "long article", "search", "period"):
        page.goto(site_url + place_of(PAGES[kind], sample_site))
        assert (kind, page.locator("*").evaluate_all(_MOVING)) == (kind, 0)
    page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize("kind", ["photo story", "long article", "list", "contact", "period"])
def test_paper_has_the_words_and_no_way_on(page: Page, site_url: str, sample_site: Path, kind: str) -> None:
    """No menu, tool, footer or neighbour prints; black on white at night too; pictures fit; words stay."""
    page.set_viewport_size({"width": 680, "height": 960})
    page.goto(site_url + place_of(PAGES[kind], sample_site))
    page.evaluate("document.documentElement.setAttribute('data-md-color-scheme', 'slate')")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("[document.body, document.querySelector('h1')].map(one => getComputedStyle(one).color)")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    left = page.locator(
        ".cc-bar, .cc-strip, .cc-skip, .cc-footer, .cc-share, .cc-side, .cc-aloud, .cc-crumbs, .cc-original, button"
    )
    printed = left.locator("visible=true").count()
    wide = page.evaluate(_WIDE)
    heading = page.locator("h1").is_visible()
    page.emulate_media(media="screen", color_scheme="light")

    assert (printed, wide, heading) == (0, 0, True)
    assert (set(colours), paper) == ({"rgb(0, 0, 0)"}, "rgb(255, 255, 255)")


def test_paper_of_an_article_says_where_it_comes_from(page: Page, site_url: str, sample_site: Path) -> None:
    """Its address, which no screen shows, and after printing the day."""
    page.goto(site_url + place_of(STORY, sample_site))
    line = page.locator(".cc-address")
    on_screen = line.is_visible()
    page.emulate_media(media="print")
    on_paper = line.inner_text()
    page.emulate_media(media="screen")

    assert not on_screen
    assert (page.locator("link[rel=canonical]").get_attribute("href") or "?") in on_paper


@pytest.mark.parametrize("kind", LOOKED_AT)
def test_without_script_a_page_says_all_that_it_has(
    chromium: Browser, site_url: str, sample_site: Path, kind: str
) -> None:
    """Every word of its main part is there to read, or behind a heading that opens; no button that does nothing."""
    place = place_of(PAGES[kind], sample_site)
    page = chromium.new_page(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page.goto(site_url + place)
    main = page.locator("main")
    for summary in main.locator("details:not([open]) > summary:visible").element_handles():
        summary.click()
    seen = main.inner_text().casefold()
    dead = page.locator("button:visible").count() - page.locator("form button:visible").count()
    page.close()
    said = spoken((sample_site / (place if place.endswith(".html") else f"{place}index.html")).read_bytes())

    assert dead == 0
    assert len(said) > 20
    assert [word for word in said if word not in seen] == []


def spoken(html: bytes) -> list[str]:
    """Return the words of the main part that are for everybody, script or not."""
    main = etree.HTML(html, etree.HTMLParser(encoding="utf-8")).find(".//main")
    for one in main.xpath(_NOT_READ):
        one.clear(keep_tail=True)
    return sorted({word for text in main.itertext() for word in re.findall(r"\w+", text.casefold())})
