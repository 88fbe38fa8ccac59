"""Pages in a real browser: accessible, small, quiet, working with and without script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import states
from tests.browser.kinds import LONGEST, LOOKED_AT, PAGES, PERIOD, place_of
from tests.browser.lists import framing, shown
from tests.browser.phones import quiet_phone, watched
from tests.reading import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone-wide page that fails the test on any script error or outside request."""
    with quiet_phone(chromium, but="404") as page:
        yield page


@pytest.mark.slow
@pytest.mark.parametrize("kind", LOOKED_AT)
def test_no_accessibility_fault(chromium: Browser, site_url: str, sample_site: Path, kind: str) -> None:
    """The checker axe finds nothing, in both schemes and both widths, and nothing is wider than the screen."""
    for seen in states.look(chromium, site_url + place_of(PAGES[kind], sample_site)):
        told = [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in seen.violations]

        assert (seen.state, told) == (seen.state, [])
        assert (seen.state, max(0, seen.overflow)) == (seen.state, 0)


def test_an_article_is_small_and_does_not_shift(chromium: Browser, site_url: str, sample_site: Path) -> None:
    """An article on a phone: at most 30 KB compressed without images, no outside request, no layout shift."""
    import gzip

    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    sizes: dict[str, int] = {}
    kinds: dict[str, str] = {}
    page.on("response", lambda response: kinds.__setitem__(response.url, response.request.resource_type))
    page.add_init_script(
        "window.shift=0;new PerformanceObserver(l=>{for(const e of l.getEntries())"
        "if(!e.hadRecentInput)window.shift+=e.value})"
        ".observe({type:'layout-shift',buffered:true})"
    )
    page.goto(site_url + place_of(LONGEST, sample_site), wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")  # pictures below come when they are scrolled to
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    shift = page.evaluate("window.shift")
    for url, kind in kinds.items():
        if kind != "image":
            sizes[url] = len(gzip.compress(page.request.get(url).body(), 9))
    context.close()

    assert all(url.startswith("http://127.0.0.1") for url in kinds)
    assert sum(sizes.values()) <= 30 * 1024
    assert shift <= 0.01


def test_night_mode_follows_the_system_and_is_remembered(page: Page, site_url: str) -> None:
    """Night mode starts as the system says; a reader's choice holds on the next page."""
    page.emulate_media(color_scheme="dark")
    page.goto(site_url)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-cchc=ban-dem]").first.click()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(site_url + "tin-tuc/")

    assert dark != light
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_letters_grow_and_it_is_remembered(page: Page, site_url: str) -> None:
    """A+ makes the letters larger, on the next page too; A goes back."""
    page.goto(site_url)
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = page.evaluate(size)
    page.locator("[data-cchc=chu-lon]").first.click()
    larger = page.evaluate(size)
    page.goto(site_url + "tin-tuc/")
    kept = page.evaluate(size)
    page.locator("[data-cchc=chu-vua]").first.click()

    assert before < larger == kept
    assert page.evaluate(size) == before


def test_every_number_leads_to_its_list(chromium: Browser, site_url: str, sample_site: Path) -> None:
    """Every linked number of a period's page leads to a list with exactly that many items."""
    with closing(framing(chromium)) as context:
        page = context.new_page()
        faults = watched(page)
        page.goto(site_url + place_of(PERIOD, sample_site))
        found = page.locator("main a[href*='danh-sach/?']").evaluate_all(
            "links => links.map(a => [a.href, a.textContent.trim().replaceAll('.', '')])"
        )
        numbers = [(href, int(number)) for href, number in found if number.isdigit()]
        lists = shown(page, [href for href, _ in numbers])

    assert len(numbers) >= 100
    assert [(href, lists[href].items) for href, _ in numbers] == numbers
    assert faults == []


def test_the_menu_opens_by_keyboard_on_a_phone(page: Page, site_url: str) -> None:
    """The menu is reached and opened with the keyboard alone, and its links work."""
    page.goto(site_url)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('summary, [data-cchc=menu]')"):
            break
    page.keyboard.press("Enter")
    link = page.locator("nav a[href$='thong-ke/']:visible").first
    link.click()

    assert page.url == site_url + "thong-ke/"


def test_copy_link_says_it_is_done(page: Page, site_url: str, sample_site: Path) -> None:
    """The copy button puts the address on the clipboard and says so."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site_url + place_of(LONGEST, sample_site))
    page.locator("[data-cchc=sao-chep]").first.click()

    assert page.evaluate("navigator.clipboard.readText()").startswith("http")


def test_structured_data_are_complete(sample_site: Path) -> None:
    """Every page has canonical, Open Graph, JSON-LD and the ten Dublin Core elements."""
    base = sample_site.resolve()
    mandatory = ("title", "creator", "date", "description", "publisher", "identifier")
    recommended = ("language", "source", "contributor", "subject")
    for path in pages_of(sample_site):
        html = (base / path).read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in html:
            continue
        lacking = [
            name
            for name in mandatory + recommended
            if f'name="DC.{name}" content=""' in html or f'"DC.{name}"' not in html
        ]

        assert (path, lacking) == (path, [])
        assert html.count('rel="canonical"') == html.count('property="og:title"') == 1
        json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
