"""Sound, film, contents and pictures of articles of our own, behind a real nginx with the policy that portals have."""

from __future__ import annotations

import io
import shutil
import wave
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import states
from tests.browser.keyboard import tab_to
from tests.browser.phones import quiet_phone
from tests.conftest import REPOSITORY, article, build_portal, small_portal, write
from tests.server import Address, lay, nginx

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FILM = REPOSITORY / "tests" / "cases" / "recordings" / "short.webm"
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nMột cửa, một lần nộp\n"
SECTIONS = "".join(f"## Bước {step}\n\n{'Chuẩn bị hồ sơ cho đủ. ' * 60}\n\n" for step in range(1, 6))
FOLDED = "<details><summary>Thêm</summary>Chữ trong hộp.</details>"
FOLDER = "content/news/2026/01"


def sound() -> bytes:
    """Return a second of silence as a WAV file."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128]) * 8000)
    return held.getvalue()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A small portal with recordings of its own, one elsewhere, and a long article whose picture is in its body."""
    root = small_portal(tmp_path_factory.mktemp("media") / "portal")
    media = root / "content" / "media"
    shutil.copy(FILM, media / "phim.webm")
    (media / "nghe.wav").write_bytes(sound())
    write(root, "content/media/phim.vtt", CAPTIONS)
    film = '{url: /media/phim.webm, poster: /media/mot-cua.png, captions: /media/phim.vtt, transcript: "Một cửa."}'
    elsewhere = '{url: "https://video.example.vn/1", poster: /media/mot-cua.png, minutes: 3}'
    dated = {"date": "2026-01-05T08:00:00+07:00"}
    write(root, f"{FOLDER}/phim.md", article(title="Phim", genre="video", media=film, body=FOLDED, **dated))
    write(root, f"{FOLDER}/nghe.md", article(title="Nghe", genre="audio", media="{url: /media/nghe.wav}", **dated))
    write(root, f"{FOLDER}/noi-khac.md", article(title="Nơi khác", genre="video", media=elsewhere, **dated))
    picture = "\n![Quầy một cửa có ba người](/media/mot-cua.png)\n"
    write(root, f"{FOLDER}/dai.md", article(title="Bài dài", featured="true", body=SECTIONS + picture, **dated))
    build_portal(root)
    with nginx(lay(root / "public", tmp_path_factory.mktemp("to"))) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone whose page may say nothing wrong."""
    with quiet_phone(chromium) as page:
        yield page


def played(page: Page, player: str) -> float:
    """Wait until a recording has come to its end, and return how many seconds of it were played."""
    page.wait_for_function("player => document.querySelector(player).ended", arg=player)
    seconds: float = page.locator(player).evaluate("one => one.played.end(0) - one.played.start(0)")
    return seconds


def test_a_film_of_ours_plays_in_place_with_its_captions(page: Page, site: Address) -> None:
    """A click on its button starts it; nothing of it is loaded before; captions show, its words are below."""
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(site + "tin-tuc/2026/01/phim/")
    page.wait_for_load_state("networkidle")
    before = [url for url in asked if url.endswith(".webm")]
    height = page.locator("video").evaluate("one => one.offsetHeight")
    page.locator("video").click(position={"x": 24, "y": height - 30})  # the button to play

    assert played(page, "video") > 0.5
    assert before == []
    assert page.locator("video").evaluate("one => [one.poster.split('/').pop(), one.textTracks[0].mode]") == [
        "mot-cua.png", "showing",
    ]  # fmt: skip
    assert page.locator("video").evaluate("one => one.textTracks[0].cues[0].text") == "Một cửa, một lần nộp"
    assert page.locator("video").evaluate("one => one.offsetWidth") <= 328
    page.get_by_text("Bản chữ").click()
    assert page.get_by_text("Một cửa.", exact=True).is_visible()
    assert page.get_by_role("link", name="Tải video").get_attribute("href")


@pytest.mark.parametrize("name", ["phim", "nghe", "dai"])
def test_no_accessibility_fault_of_what_plays_and_of_contents(chromium: Browser, site: Address, name: str) -> None:
    """The checker axe finds nothing, and nothing is wider than the screen."""
    for seen in states.look(chromium, f"{site}tin-tuc/2026/01/{name}/"):
        assert (seen.state, [fault["id"] for fault in seen.violations]) == (seen.state, [])
        assert (seen.state, max(0, seen.overflow)) == (seen.state, 0)


def test_a_sound_of_ours_plays_by_keyboard(page: Page, site: Address) -> None:
    """Space starts what has the focus."""
    page.goto(site + "tin-tuc/2026/01/nghe/")
    tab_to(page, "audio")
    page.keyboard.press("Space")

    assert played(page, "audio") > 0.5


def test_a_recording_elsewhere_is_a_link_with_its_poster(page: Page, site: Address) -> None:
    """No player, and nothing of the other place is loaded."""
    page.goto(site + "tin-tuc/2026/01/noi-khac/")
    link = page.get_by_role("link", name="Xem video (3 phút)")

    assert page.locator("video, audio, iframe").count() == 0
    assert link.get_attribute("href") == "https://video.example.vn/1"
    assert link.locator("img").evaluate("async one => { await one.decode(); return one.naturalWidth; }") > 0


def test_on_paper_stand_the_words_and_no_player(page: Page, site: Address) -> None:
    """What is folded on the screen is open, and the recording is an address."""
    page.goto(site + "tin-tuc/2026/01/phim/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    assert page.get_by_text("Một cửa.", exact=True).is_visible()
    assert page.get_by_text("Chữ trong hộp.").is_visible()
    assert page.locator("video").is_hidden()
    assert page.get_by_role("link", name="Tải video").is_visible()


def test_contents_of_a_long_article_lead_to_its_sections(page: Page, site: Address) -> None:
    """Each entry by click or Enter; the heading comes into sight, the address names it; a short article has none."""
    page.goto(site + "tin-tuc/2026/01/dai/")
    contents = page.get_by_role("navigation", name="Mục lục")
    contents.get_by_role("link", name="Bước 4").click()

    assert contents.get_by_role("link").all_inner_texts() == [f"Bước {step}" for step in range(1, 6)]
    assert page.evaluate("document.querySelector(':target').innerText") == "Bước 4"
    assert -1 <= page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 100
    page.evaluate("scrollTo(0, 0)")
    contents.get_by_role("link", name="Bước 2").press("Enter")
    assert page.evaluate("document.querySelector(':target').innerText") == "Bước 2"
    contents.locator("summary").click()
    assert contents.get_by_role("link").count() == 0
    assert "phút đọc" in page.locator(".cc-byline").inner_text()
    page.goto(site + "tin-tuc/2026/01/nghe/")
    assert page.locator(".cc-toc").count() == 0


def test_an_article_with_pictures_in_its_body_alone_leads_with_the_first(page: Page, site: Address) -> None:
    """As articles from Word have them: on the front page, in the list and where shared; its page shows it once."""
    for place in ("", "tin-tuc/"):
        page.goto(site + place)
        item = page.locator("main article, main .cc-lead").filter(has=page.get_by_role("link", name="Bài dài")).first
        assert item.locator("img").evaluate("async one => { one.loading = 'eager'; await one.decode(); return 1; }")
    page.goto(site + "tin-tuc/2026/01/dai/")
    assert page.locator(".cc-article img").count() == 1
    assert "/assets/anh/" in (page.locator("meta[property='og:image']").get_attribute("content") or "")
