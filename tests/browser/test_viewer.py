"""Pictures of a photo story at full size: opened, turned over and closed in every way that a reader tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.keyboard import tab_to
from tests.browser.kinds import STORY, place_of
from tests.browser.phones import quiet_phone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PICTURES = ".cc-article img[role=button]"


@pytest.fixture(scope="module")
def story(chromium: Browser, site_url: str, sample_site: Path) -> Iterator[Page]:
    """A phone at the article with most pictures."""
    with quiet_phone(chromium, has_touch=True) as page:
        page.goto(site_url + place_of(STORY, sample_site))
        yield page


@pytest.fixture
def viewer(story: Page) -> Locator:
    """The viewer, opened by a click on the first picture."""
    story.locator(PICTURES).first.click()
    return story.get_by_role("dialog")


def focused(page: Page, index: int) -> bool:
    """Say whether the focus is on a picture of the article."""
    found: bool = page.locator(PICTURES).nth(index).evaluate("picture => picture === document.activeElement")
    return found


def swipe(viewer: Locator, start: int, end: int) -> None:
    """Move a finger over the viewer, from left to right or back."""
    viewer.evaluate(
        """(viewer, [start, end]) => {
          const at = (x) => [new Touch({identifier: 1, target: viewer, clientX: x, clientY: 300})];
          viewer.dispatchEvent(new TouchEvent("touchstart", {touches: at(start)}));
          viewer.dispatchEvent(new TouchEvent("touchend", {changedTouches: at(end)}));
        }""",
        [start, end],
    )


def test_a_click_opens_and_the_button_closes(story: Page, viewer: Locator) -> None:
    """The picture with its caption and its place among the others; nothing of the page shows through the focus."""
    count = story.locator(PICTURES).count()
    caption = story.locator(".cc-article figcaption").first.inner_text()

    assert f"(1/{count})" in viewer.locator("figcaption").inner_text()
    assert caption in viewer.locator("figcaption").inner_text()
    assert viewer.get_by_role("button", name="Đóng").evaluate("button => button === document.activeElement")
    viewer.get_by_role("button", name="Đóng").click()
    assert viewer.count() == 0
    assert focused(story, 0)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_and_escape_closes(story: Page, key: str) -> None:
    """The keyboard reaches each picture."""
    story.locator("h1").click()
    tab_to(story, PICTURES)
    story.keyboard.press(key)
    assert story.get_by_role("dialog").count() == 1
    story.keyboard.press("Escape")
    assert story.get_by_role("dialog").count() == 0
    assert focused(story, 0)


@pytest.mark.parametrize(
    ("on", "back"),
    [
        (
            lambda viewer: viewer.page.keyboard.press("ArrowRight"),
            lambda viewer: viewer.page.keyboard.press("ArrowLeft"),
        ),
        (lambda viewer: swipe(viewer, 300, 100), lambda viewer: swipe(viewer, 100, 300)),
        (
            lambda viewer: viewer.get_by_role("button", name="Ảnh sau").click(),
            lambda viewer: viewer.get_by_role("button", name="Ảnh trước").click(),
        ),
    ],
    ids=["arrows", "finger", "buttons"],
)
def test_pictures_turn_over_and_round(
    story: Page, viewer: Locator, on: Callable[[Locator], None], back: Callable[[Locator], None]
) -> None:
    """On from the last comes the first; a finger that hardly moves turns nothing over."""
    shown = viewer.locator("figcaption")
    count = story.locator(PICTURES).count()
    seen = [shown.inner_text()]
    for _ in range(count):
        on(viewer)
        seen.append(shown.inner_text())
    back(viewer)
    last = shown.inner_text()
    swipe(viewer, 200, 220)
    unmoved = shown.inner_text()
    story.keyboard.press("Escape")

    assert len(set(seen)) == count
    assert seen[-1] == seen[0]
    assert seen[0].endswith(f"(1/{count})")
    assert last == unmoved == seen[-2]
    assert focused(story, count - 1)


def test_the_focus_stays_within(story: Page, viewer: Locator) -> None:
    """Tab goes round the three buttons, forwards and backwards."""
    names = []
    for key in ("Tab", "Tab", "Tab", "Shift+Tab"):
        story.keyboard.press(key)
        names.append(story.evaluate("document.activeElement.innerText.trim()"))
    story.keyboard.press("Escape")

    assert len(set(names)) == 3
    assert names[3] == names[1]


def test_a_click_beside_the_picture_closes_and_one_on_it_does_not(story: Page, viewer: Locator) -> None:
    """Keys still work after a click on the picture."""
    viewer.locator("img").click()
    viewer.locator("figcaption").click()
    assert story.get_by_role("dialog").count() == 1
    story.keyboard.press("ArrowRight")
    assert "(2/" in viewer.locator("figcaption").inner_text()
    viewer.click(position={"x": 5, "y": 5})
    assert story.get_by_role("dialog").count() == 0
    assert focused(story, 1)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800), (740, 360)])
def test_everything_of_the_viewer_is_on_the_screen(story: Page, viewer: Locator, width: int, height: int) -> None:
    """With the largest letters, too; a picture keeps its shape and is not enlarged."""
    story.set_viewport_size({"width": width, "height": height})
    story.evaluate("document.documentElement.setAttribute('data-size', '4')")
    viewer.locator("img").evaluate("image => image.decode()")
    out = viewer.locator("img, figcaption, button").evaluate_all(
        """all => all.map(one => one.getBoundingClientRect()).filter(({left, top, right, bottom}) =>
          left < 0 || top < 0 || right > innerWidth || bottom > innerHeight).length"""
    )
    shape = viewer.locator("img").evaluate(
        "one => [one.width / one.height / (one.naturalWidth / one.naturalHeight), one.width <= one.naturalWidth]"
    )
    story.evaluate("document.documentElement.removeAttribute('data-size')")
    story.keyboard.press("Escape")
    story.set_viewport_size({"width": 360, "height": 740})

    assert out == 0
    assert abs(shape[0] - 1) < 0.05
    assert shape[1]
