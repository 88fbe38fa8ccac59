"""What a reader can do with a page, by real clicks: letters, contrast, reading aloud, pictures, sharing, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import LONGEST, place_of
from tests.browser.phones import quiet_phone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VOICE = """
window.said = [];
const voices = VOICES;
const synth = {
  getVoices: () => voices, cancel() {}, addEventListener() {},
  speak(one) { said.push([one.text, one.rate, one.lang]); window.finish = () => one.onend(); },
};
Object.defineProperty(window, "speechSynthesis", { value: synth });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
"""A voice that says nothing, and ends a sentence when it is told to."""


@pytest.fixture(scope="module")
def phone(chromium: Browser, site_url: str, sample_site: Path) -> Iterator[Page]:
    """One phone with a Vietnamese voice, at the longest article; faults fail whoever caused them."""
    with quiet_phone(chromium, has_touch=True) as page:
        page.add_init_script(VOICE.replace("VOICES", '[{lang: "en-US"}, {lang: "vi-VN"}]'))
        page.goto(site_url + place_of(LONGEST, sample_site))
        yield page


def said(page: Page, count: int) -> list[list[str]]:
    """Return what was spoken, once it is so many sentences."""
    page.wait_for_function("count => said.length >= count", arg=count)
    spoken: list[list[str]] = page.evaluate("said")
    return spoken


def test_letters_grow_to_twice_their_size(phone: Page) -> None:
    """Four steps lead to 200 %; the fifth does nothing; the headline is in sight, and nothing is cut off."""
    larger = phone.locator("[data-cchc=chu-lon]")
    for _ in range(4):
        larger.click()

    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert larger.get_attribute("aria-disabled") == "true"
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert phone.locator(".cc-header").evaluate("header => header.offsetHeight") < 300
    assert phone.locator("h1").evaluate("title => title.getBoundingClientRect().top") < 500
    phone.locator("[data-cchc=chu-vua]").click()


def test_on_a_desk_the_largest_letters_have_one_column(phone: Page) -> None:
    """Nothing is wider than the screen, and neighbours stand below the article."""
    phone.set_viewport_size({"width": 1280, "height": 800})
    phone.evaluate("document.documentElement.setAttribute('data-size', '4')")
    wide = phone.evaluate("document.documentElement.scrollWidth")
    below = phone.evaluate(
        "document.querySelector('.cc-reading > .cc-side').getBoundingClientRect().top"
        " >= document.querySelector('.cc-article').getBoundingClientRect().bottom"
    )
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.evaluate("document.documentElement.removeAttribute('data-size')")

    assert (wide, below) == (1280, True)


def test_contrast_is_chosen_and_kept(phone: Page) -> None:
    """Soft words become as dark as all others, after a reload too, and back."""
    soft = "getComputedStyle(document.querySelector('.cc-byline')).color"
    ink = "getComputedStyle(document.body).color"
    before = phone.evaluate(soft)
    phone.locator("[data-cchc=tuong-phan]").click()

    assert phone.evaluate(soft) == phone.evaluate(ink) != before
    phone.reload()
    assert phone.evaluate(soft) == phone.evaluate(ink)
    assert phone.locator("[data-cchc=tuong-phan]").get_attribute("aria-pressed") == "true"
    phone.locator("[data-cchc=tuong-phan]").click()
    assert phone.evaluate(soft) == before


def test_an_article_is_read_aloud(phone: Page) -> None:
    """Sentence by sentence, the spoken one marked; a pause goes on with the same sentence; the speed is kept."""
    phone.reload()
    box = phone.locator("[data-cchc=doc]")
    play, stop = box.locator("button").all()
    play.click()
    assert said(phone, 1)[0][0] == phone.locator("h1").inner_text()
    phone.evaluate("finish()")
    second = said(phone, 2)[1]
    assert second[1:] == [1, "vi-VN"]
    assert second[0].strip() in (phone.locator(".cc-spoken").text_content() or "")
    assert phone.evaluate("[...CSS.highlights.get('cc-spoken')][0].toString()") == second[0]
    play.click()
    assert play.inner_text() == "Đọc tiếp"
    play.click()
    assert said(phone, 3)[2] == second
    box.locator("select").select_option("1.25")
    assert said(phone, 4)[3][:2] == [second[0], 1.25]
    stop.click()
    assert phone.locator(".cc-spoken").count() == 0
    assert play.inner_text() == "Đọc bài"
    phone.reload()
    assert box.locator("select").input_value() == "1.25"


def test_without_a_vietnamese_voice_nothing_is_offered(chromium: Browser, site_url: str, sample_site: Path) -> None:
    """No button that would read Vietnamese with English sounds."""
    page = chromium.new_page()
    page.add_init_script(VOICE.replace("VOICES", '[{lang: "en-US"}]'))
    page.goto(site_url + place_of(LONGEST, sample_site))
    offered = page.locator("[data-cchc=doc]").is_visible()
    page.close()

    assert not offered


def test_a_reader_can_tell_of_a_mistake(phone: Page) -> None:
    """The letter names the article by its address."""
    address = phone.locator("link[rel=canonical]").get_attribute("href") or "?"
    link = phone.get_by_role("link", name="Góp ý, báo lỗi").get_attribute("href") or ""

    assert link.startswith("mailto:")
    assert phone.evaluate("decodeURIComponent", link).find(address) > 0


def test_paper_says_where_and_when(phone: Page) -> None:
    """The address of the article and the day of printing stand at its end."""
    phone.evaluate("window.print = () => window.dispatchEvent(new Event('beforeprint'))")
    phone.locator("[data-cchc=in]").click()
    phone.emulate_media(media="print")
    line = phone.locator(".cc-address").inner_text()
    phone.emulate_media(media="screen")

    assert "https://" in line
    assert phone.evaluate("new Date().toLocaleDateString('vi-VN')") in line


def test_the_system_shares_where_it_can(phone: Page) -> None:
    """Else links do: Facebook, Zalo, a letter; nothing of theirs is loaded."""
    assert phone.locator("[data-cchc=chia-se]").is_hidden()
    assert phone.get_by_role("link", name="Zalo").get_attribute("href").startswith("https://zalo.me/")  # type: ignore[union-attr]
    phone.add_init_script("navigator.share = async told => { window.shared = told.url; }")
    phone.reload()
    phone.locator("[data-cchc=chia-se]").click()

    assert phone.evaluate("shared") == phone.locator("link[rel=canonical]").get_attribute("href")
