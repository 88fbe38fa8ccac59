"""Which copy of a picture a telephone fetches: the one that fits, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
_CHOSEN = """() => [...document.querySelectorAll("picture img")]
    .filter(image => image.clientWidth).map(image => [image.clientWidth, image.currentSrc])"""
_LOADED = "image => image.complete && image.naturalWidth"


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A telephone of 360 points with two dots a point, which has nothing yet."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    yield context.new_page()
    context.close()


def read(page: Page, address: str) -> dict[str, int]:
    """Read a page to its end; return the bytes of every picture that came for it, by its path."""
    sizes: dict[str, int] = {}
    page.on(
        "response", lambda answer: sizes.update({answer.url: len(answer.body())}) if _is_picture(answer.url) else None
    )
    page.goto(address)
    for picture in page.locator("img:visible").all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function(_LOADED, arg=picture.element_handle())
    return sizes


def _is_picture(url: str) -> bool:
    return bool(re.search(r"\.(?:webp|png|jpe?g)$", url))


def test_the_front_page_costs_a_telephone_little(phone: Page, site_url: str) -> None:
    """At most 150 KB for all pictures of the page read to its end, each in WebP; thumbnails are small files."""
    sizes = read(phone, site_url)
    pictures = [url for url in sizes if "bieu-trung" not in url]

    assert len(pictures) > 5
    assert all(re.search(r"/assets/anh/[0-9a-f]+/\d+\.[0-9a-f]{8}\.webp$", url) for url in pictures)
    assert sum(sizes.values()) <= 150_000
    chosen = phone.evaluate(_CHOSEN)
    assert min(width for width, _ in chosen) < 120 < max(width for width, _ in chosen)
    for width, url in chosen:
        assert int(re.findall(r"/(\d+)\.[0-9a-f]{8}\.webp", url)[0]) <= max(2.5 * width, 240)


def test_an_article_shows_a_telephone_no_original(phone: Page, site_url: str, sample_site: Path) -> None:
    """Neither of the lead picture nor in the body; the place of each is kept free before it is there."""
    base = sample_site.resolve()
    files = base.glob("tin-tuc/????/??/*/index.html")
    fullest = max(files, key=lambda file: (file.read_text(encoding="utf-8").count("<picture>"), file.as_posix()))
    sizes = read(phone, site_url + fullest.parent.relative_to(base).as_posix() + "/")
    shift = phone.evaluate("performance.getEntriesByType('layout-shift').reduce((sum, one) => sum + one.value, 0)")

    assert sizes
    assert not [url for url in sizes if "/media/" in url]
    assert shift == 0
