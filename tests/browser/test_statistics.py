"""The statistics pages in a real browser: numbers and their lists, charts, night mode, paper, phones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.lists import framing, shown

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EACH = 2
"""Numbers of an axis and unit that are followed on each page."""


def periods_of(site: Path) -> list[str]:
    """Return the periods whose pages are the fullest."""
    pages = sorted(site.resolve().glob("thong-ke/*/index.html"), key=lambda file: (-file.stat().st_size, file.parent))
    assert len(pages) >= 4
    return [page.parent.name for page in pages[:4]]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone-wide page that fails the test on any script error."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()

    assert faults == []


def numbers(page: Page) -> list[tuple[str, int]]:
    """Return every linked number of a period's page with its list."""
    found = page.locator("main a[href*='danh-sach/?']").evaluate_all("all => all.map(a => [a.href, a.textContent])")
    return [(href, int(text.replace(".", ""))) for href, text in found]


def asked(href: str) -> dict[str, str]:
    """Return what a list is asked for."""
    return dict(parse_qsl(urlsplit(href).query))


def kind_of(href: str) -> tuple[str, str]:
    """Return by what a number counts, without which row it is."""
    return " ".join(sorted(asked(href).keys() - {"unit"})), asked(href)["unit"]


def followed(links: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Choose of every axis and unit the largest numbers, and what has no place on the axis."""
    chosen: dict[str, int] = {}
    for kind in sorted({kind_of(href) for href, _ in links}):
        alike = sorted((link for link in links if kind_of(link[0]) == kind), key=lambda link: (-link[1], link[0]))
        chosen |= dict(alike[:EACH]) | {href: number for href, number in alike if "_" in asked(href).values()}
    return list(chosen.items())


def test_numbers_of_every_axis_lead_to_lists_of_exactly_that_many(
    chromium: Browser, site_url: str, sample_site: Path
) -> None:
    """On several periods' pages: by every axis, for works and airings, for earlier spans too."""
    axes: set[str] = set()
    with closing(framing(chromium)) as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        for period in periods_of(sample_site):
            page.goto(f"{site_url}thong-ke/{period}/")
            chosen = followed(numbers(page))
            lists = shown(page, [href for href, _ in chosen])
            for href, number in chosen:
                assert (href, lists[href].items) == (href, number)
                assert lists[href].status.startswith(f"{number} ")
                axes |= set(asked(href))

    assert axes >= {"topic", "directive", "agency", "kind", "genre", "channel", "outlet", "month", "unit"}
    assert faults == []


def test_items_of_a_list_lead_to_pages_or_elsewhere_or_nowhere(page: Page, site_url: str, sample_site: Path) -> None:
    """A work with a page links to it; one that is elsewhere to there; one without an address is words."""
    period = periods_of(sample_site)[0]
    page.goto(f"{site_url}thong-ke/{period}/danh-sach/?unit=luot")
    page.wait_for_selector("#thong-ke-danh-sach[data-state=ready]")
    first = page.locator("#thong-ke-danh-sach li a").first.get_attribute("href")
    assert first
    assert page.request.get(first if first.startswith("http") else page.url.partition("?")[0] + first).ok
    items = page.locator("#thong-ke-danh-sach li").evaluate_all("all => all.map(li => li.firstElementChild.localName)")
    assert set(items) <= {"a", "span"}
    assert page.locator("#thong-ke-danh-sach a[href='']").count() == 0


def test_charts_are_named_described_and_written_out(page: Page, site_url: str, sample_site: Path) -> None:
    """Every chart is an image with a title and a description, and its values are text; each table has its CSV."""
    for period in periods_of(sample_site):
        page.goto(f"{site_url}thong-ke/{period}/")
        charts = page.locator("main svg[role=img]")
        assert charts.count() > 1
        for index in range(charts.count()):
            chart = charts.nth(index)
            said = chart.evaluate(
                "svg => [svg.getAttribute('aria-labelledby'), svg.getAttribute('aria-describedby')]"
                ".map(id => document.getElementById(id).textContent)"
            )
            assert said[0].startswith("Biểu đồ")
            assert any(letter.isdigit() for letter in said[1])
            assert chart.locator("text").count() >= 2
        assert page.locator("main section a[href$='.csv']").count() == page.locator("main h2[id^=theo-]").count()


def test_a_table_opens_below_its_chart(page: Page, site_url: str, sample_site: Path) -> None:
    """Closed at first, opened by the keyboard; an address that names it leads to it."""
    period = periods_of(sample_site)[0]
    page.goto(f"{site_url}thong-ke/{period}/")
    box = page.locator(".cc-overview__topic details")
    assert not box.locator("table").is_visible()
    box.locator("summary").press("Enter")
    assert box.locator("table").is_visible()
    assert page.locator(".cc-overview__month polyline").count() == 2


def test_charts_follow_night_mode(page: Page, site_url: str, sample_site: Path) -> None:
    """Bars and letters of charts change with the scheme, and letters stay readable on the page's ground."""
    page.emulate_media(color_scheme="light")
    page.goto(f"{site_url}thong-ke/{periods_of(sample_site)[0]}/")
    colours = "[...document.querySelectorAll('main figure rect, main figure text')].map(e => getComputedStyle(e).fill)"
    light = page.evaluate(colours)
    page.locator("[data-cchc=ban-dem]").first.click()
    dark = page.evaluate(colours)

    assert len(light) > 4
    assert all(before != after for before, after in zip(light, dark, strict=True))


def test_paper_shows_the_numbers_and_not_the_chrome(page: Page, site_url: str, sample_site: Path) -> None:
    """Menu, search, footer and buttons do not print; tables do, none wider than the sheet."""
    page.set_viewport_size({"width": 680, "height": 960})
    page.emulate_media(media="print")
    for period in periods_of(sample_site):
        page.goto(f"{site_url}thong-ke/{period}/")
        for hidden in (".cc-bar", ".cc-footer", ".cc-strip", ".cc-download"):
            assert page.locator(f"{hidden}:visible").count() == 0
        assert page.locator("main table:visible").count() > 4
        tables = page.locator(".cc-overview table")
        assert tables.count() == page.locator(".cc-overview table:visible").count() > 0
        wide = page.locator("main table, main svg").evaluate_all(
            "all => all.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length"
        )
        assert wide == 0


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, site_url: str, sample_site: Path, width: int) -> None:
    """Wide tables and charts scroll in their own frames, which the keyboard reaches."""
    page.set_viewport_size({"width": width, "height": 740})
    for period in periods_of(sample_site):
        page.goto(f"{site_url}thong-ke/{period}/")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (period, over) == (period, 0)
        frames = page.locator("main .cc-table, main .cc-chart--columns").evaluate_all(
            "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0).length"
        )
        assert frames == 0
