"""The search page in a real browser: queries, filters, going back, the keyboard, no script, faults, harm in titles."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route

from tests.browser import states

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

READY = "#ket-qua[data-state=ready]"
HARM = '<script>window.harmed=1</script> "cải cách hành chính" <img src=x onerror="window.harmed=1">'


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone-wide page that fails the test on any script error or outside request."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if "127.0.0.1" in request.url else faults.append(request.url))
    yield page
    context.close()

    assert faults == []


def look(page: Page, site_url: str, query: str, more: str = "") -> list[str]:
    """Open the address of a query; return the results' addresses."""
    page.goto(f"{site_url}tim-kiem/?q={query}{more}")
    return results(page)


def results(page: Page) -> list[str]:
    """Wait for results; return their addresses."""
    page.wait_for_selector(READY, state="attached")
    found: list[str] = page.locator("#ket-qua > li").evaluate_all("all => all.map(li => li.dataset.url)")
    return found


def said(page: Page) -> str:
    """Return what the live region says."""
    return page.locator("[data-tim=tinh-trang]").inner_text()


def test_a_reader_types_and_opens_a_result(page: Page, site_url: str) -> None:
    """From the header of any page to the results, and by a result to its article."""
    page.goto(site_url + "chu-de/")
    page.locator(".cc-find-link").click()
    page.locator("#tu-khoa").fill("cai cach hanh chinh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=*")
    found = results(page)
    list_ = page.locator("#ket-qua")
    assert len(found) == 10
    assert int(list_.get_attribute("data-total") or 0) >= int(list_.get_attribute("data-phrase") or 0) >= 10
    assert {line.get_attribute("data-match") for line in page.locator("#ket-qua > li").all()} == {"phrase"}
    assert said(page).startswith("Đã thấy")
    marks = page.locator("#ket-qua mark").all_inner_texts()
    assert "cải cách hành chính" in {mark.lower() for mark in marks}
    page.locator("#ket-qua a").first.click()
    page.wait_for_url(f"**{found[0]}")
    assert page.locator("h1").count() == 1


def test_every_way_of_writing_finds_the_same(page: Page, site_url: str) -> None:
    """With and without dấu, composed or not, either placement of tones."""
    plain = look(page, site_url, "cai cach hanh chinh", "&het=1")
    for query in ("cải cách hành chính", unicodedata.normalize("NFD", "CẢI CÁCH HÀNH CHÍNH")):
        assert set(look(page, site_url, query, "&het=1")) == set(plain)
    assert set(look(page, site_url, "uỷ ban", "&het=1")) == set(look(page, site_url, "ủy ban", "&het=1")) != set()


def test_a_phrase_is_no_scattered_words(page: Page, site_url: str) -> None:
    """In quotes only the phrase counts; without them it comes first, marked as such."""
    quoted = look(page, site_url, '"một cửa"', "&het=1")
    loose = look(page, site_url, "một cửa", "&het=1")
    kinds = page.locator("#ket-qua > li").evaluate_all("all => all.map(li => li.dataset.match)")
    assert loose[: len(quoted)] == quoted
    assert kinds == ["phrase"] * len(quoted) + ["all"] * (len(loose) - len(quoted))
    assert len(loose) > len(quoted) > 0


def test_document_numbers_and_acronyms(page: Page, site_url: str) -> None:
    """A number is found whole, in any case; an acronym finds what it stands for."""
    assert look(page, site_url, "22/2016/qđ-ubnd") != []
    assert "22/2016/QĐ-UBND" in page.locator("#ket-qua mark").all_inner_texts()
    assert set(look(page, site_url, "CCHC", "&het=1")) >= set(look(page, site_url, '"cải cách hành chính"', "&het=1"))


def test_more_results_and_all_of_them(page: Page, site_url: str) -> None:
    """Ten more, with the focus on the first new one; then everything, with exact counts, under its own address."""
    look(page, site_url, "hành chính")
    page.get_by_role("button", name="Xem thêm").click()
    page.locator("#ket-qua > li").nth(10).wait_for()
    assert (
        page.evaluate("[...document.querySelectorAll('#ket-qua > li')].indexOf(document.activeElement.closest('li'))")
        == 10
    )
    page.get_by_role("button", name="Tìm trong mọi thời gian").click()
    page.wait_for_selector("#ket-qua[data-complete=true]")
    found = results(page)
    assert "het=1" in page.url
    assert int(page.locator("#ket-qua").get_attribute("data-total") or 0) == len(found) > 10
    assert said(page).startswith("Tìm thấy")


def test_filters_and_the_back_button(page: Page, site_url: str) -> None:
    """A filter narrows the results, stands in the address, has counts when all was asked, and goes by going back."""
    all_ = look(page, site_url, "hành chính", "&het=1")
    page.get_by_text("Lọc và sắp xếp").click()
    page.locator("[name=nam] option").nth(2).wait_for(state="attached")
    option = page.locator("[name=nam] option").nth(2)
    year, label = option.get_attribute("value"), option.inner_text()
    page.select_option("[name=nam]", year)
    page.wait_for_url(f"**nam={year}*")
    narrow = results(page)
    assert label == f"{year} ({len(narrow)})"
    assert set(narrow) < set(all_)
    assert {
        time.split("-")[0] for time in page.locator("#ket-qua time").evaluate_all("all => all.map(t => t.dateTime)")
    } == {year}
    page.locator("#tu-khoa").fill("một cửa")
    page.keyboard.press("Enter")
    page.wait_for_url("**c*%E1%BB%ADa*")
    results(page)
    page.go_back()
    assert results(page) == narrow
    assert page.input_value("#tu-khoa") == "hành chính"
    page.go_back()
    assert results(page) == all_
    assert page.input_value("[name=nam]") == ""


def test_by_date(page: Page, site_url: str) -> None:
    """Sorted by date, the newest stands first."""
    look(page, site_url, "hành chính", "&het=1&sap=ngay")
    days = page.locator("#ket-qua time").evaluate_all("all => all.map(t => t.dateTime)")
    assert days == sorted(days, reverse=True)


def test_by_keyboard_alone(page: Page, site_url: str) -> None:
    """Type, Enter, and Tab to the first result; every stop shows that it has the focus."""
    page.goto(site_url + "tim-kiem/")
    page.locator("#tu-khoa").focus()
    page.keyboard.type("cai cach")
    page.keyboard.press("Enter")
    first = results(page)[0]
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        if page.evaluate("!!document.activeElement.closest('#ket-qua')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")


def test_nothing_is_loaded_before_the_first_query(page: Page, site_url: str) -> None:
    """The page asks no file of the index by itself, and other pages do not load the script."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site_url, wait_until="networkidle")
    page.goto(site_url + "tim-kiem/", wait_until="networkidle")
    assert [url for url in asked if url.endswith(".json")] == []
    assert len([url for url in asked if "/search." in url]) == 1
    assert page.locator("[data-tim=danh-muc] a:visible").count() > 5


def test_without_script_there_are_lists(chromium: Browser, site_url: str) -> None:
    """By topic, month and agency; the form that could do nothing is not shown."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + "tim-kiem/?q=cai+cach")
    text = page.locator("main").inner_text()
    links = [link.get_attribute("href") or "" for link in page.locator("[data-tim=danh-muc] a").all()]
    shown = page.locator("main form:visible").count()
    context.close()
    assert "JavaScript" in text
    assert {link.split("/")[1] for link in links} == {"chu-de", "luu-tru", "co-quan"}
    assert shown == 0


def test_a_title_is_data(page: Page, site_url: str) -> None:
    """Tags and quotes in a title, a summary, a query are shown as text."""

    def harm(route: Route) -> None:
        answer: dict[str, Any] = route.fetch().json()
        for row in answer["d"]:
            row[1], row[6] = HARM, f"cải cách hành chính {HARM}"
        route.fulfill(body=json.dumps(answer), content_type="application/json")

    page.route("**/t-*.json", harm)
    look(page, site_url, "cai cach hanh chinh")
    assert page.locator("#ket-qua h2").first.inner_text() == HARM
    assert page.locator("#ket-qua script, #ket-qua img").count() == 0
    look(page, site_url, "%3Cimg src=x onerror=window.harmed=1%3E zzz")
    assert "<img src=x" in said(page)
    assert page.evaluate("window.harmed") is None


def test_an_empty_result_offers_topics_and_months(page: Page, site_url: str) -> None:
    """What was sought is said; lists are offered."""
    assert look(page, site_url, "zzzz") == []
    assert said(page) == "Không tìm thấy tin, bài nào cho “zzzz”."
    assert page.get_by_role("heading", name="Xem theo tháng").is_visible()
    assert page.locator("#ket-qua").get_attribute("data-complete") == "true"


def test_a_failing_line_can_be_tried_again(page: Page, site_url: str) -> None:
    """Files that do not come are an error with a button, and the button helps once the line is back."""
    page.route("**/a-*.json", lambda route: route.abort())
    page.goto(f"{site_url}tim-kiem/?q=hanh+chinh")
    page.wait_for_selector("#ket-qua[data-state=error]", state="attached")
    assert page.get_by_role("alert").is_visible()
    page.unroute("**/a-*.json")
    page.get_by_role("button", name="Thử lại").click()
    assert len(results(page)) == 10
    assert not page.get_by_role("alert").is_visible()


def test_a_publication_in_between_is_noticed(page: Page, site_url: str) -> None:
    """When the directory in the page is older than the files, it is read again."""

    def old(route: Route) -> None:
        if route.request.resource_type != "document":
            route.continue_()
            return
        text = route.fetch().text()
        start, mark, rest = text.partition('"segments":')
        route.fulfill(body=start + mark + rest.replace('"]', 'x"]', 1), content_type="text/html; charset=utf-8")

    page.route("**/tim-kiem/?q=*", old)
    assert len(look(page, site_url, "cai cach hanh chinh")) == 10


def test_a_newer_query_wins(page: Page, site_url: str) -> None:
    """An older query whose files come late does not overwrite the newer one's results."""
    page.goto(site_url + "tim-kiem/")
    expected = look(page, site_url, "một cửa")
    page.goto(site_url + "tim-kiem/")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/a-*.json", hold)
    page.locator("#tu-khoa").fill("hành chính")
    page.keyboard.press("Enter")
    for _ in range(6000):
        if late:  # the request may be seen before it is held
            break
        page.wait_for_timeout(10)
    page.unroute("**/a-*.json")
    page.locator("#tu-khoa").fill("một cửa")
    page.keyboard.press("Enter")
    newer = results(page)
    for route in late:
        with suppress(Error):  # of a request that the page has given up
            route.continue_()
    page.wait_for_load_state("networkidle")
    assert expected != []
    assert newer == results(page) == expected
    assert late != []


@pytest.mark.parametrize("query", ["", "?q=cai cach hanh chinh", "?q=một cửa&het=1&nam=2021", "?q=zzzz"])
def test_no_accessibility_fault(chromium: Browser, site_url: str, query: str) -> None:
    """The checker axe finds nothing in any state of the page, and nothing is wider than the screen."""
    for seen in states.look(chromium, f"{site_url}tim-kiem/{query}", results):
        assert (seen.state, [violation["id"] for violation in seen.violations]) == (seen.state, [])
        assert (seen.state, max(0, seen.overflow)) == (seen.state, 0)


@pytest.mark.parametrize(
    ("query", "kind", "first"),
    [
        ("1022", "agency", ""),
        ("0000 1022", "agency", ""),
        ("số điện thoại sở nội vụ cần thơ", "agency", "/co-quan/so-noi-vu-can-tho-2025/"),
        (
            "hướng dẫn nộp hồ sơ trực tuyến từng bước cho người già",
            "article",
            "/tin-tuc/2022/05/cach-nop-ho-so-truc-tuyen-tung-buoc/",
        ),
    ],
)
def test_what_citizens_ask_is_answered_first(page: Page, site_url: str, query: str, kind: str, first: str) -> None:
    """A telephone number in any spacing, an agency's card with a link that calls, a long question."""
    found = look(page, site_url, query)
    top = page.locator("#ket-qua > li").first
    assert top.get_attribute("data-kind") == kind
    assert found[0] == (first or found[0])
    assert (kind != "agency") or top.locator("a[href^='tel:']").first.is_visible()


def test_dau_that_was_typed_finds_no_other(page: Page, site_url: str) -> None:
    """“căn cước” finds no article for its “cần” and “cuộc”, unless it is said that their dấu is another."""
    look(page, site_url, "căn cước")
    kinds = page.locator("#ket-qua > li[data-kind=article]").evaluate_all("all => all.map(li => li.dataset.match)")
    assert set(kinds) <= {"folded", "some"}
    assert page.locator("#ket-qua").get_attribute("data-total") == "0"


@pytest.mark.parametrize(("typed", "meant"), [("cai cahc hanh chinh", "cải cách hành chính"), ("moot cua", "một cửa")])
def test_a_typing_mistake_is_mended_and_said(page: Page, site_url: str, typed: str, meant: str) -> None:
    """With a link to the very letters, by the keyboard alone."""
    page.goto(site_url + "tim-kiem/")
    page.locator("#tu-khoa").focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**?q=*")
    assert len(results(page)) > 0
    assert page.locator("#ket-qua").get_attribute("data-mended") == meant
    assert page.locator("[data-tim=da-sua]").inner_text().startswith(f"Đang tìm: {meant}.")
    page.locator("[data-tim=da-sua] a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**dung=1*")
    results(page)
    assert page.locator("#ket-qua").get_attribute("data-mended") == ""
    assert page.input_value("#tu-khoa") == typed


SHIFTS = """
window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.moved += one.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("query", ["cải cách hành chính", "căn cước", "số điện thoại sở nội vụ cần thơ"])
def test_with_the_largest_letters_the_first_result_is_on_the_screen(page: Page, site_url: str, query: str) -> None:
    """On a narrow phone; nothing moves while an answer comes."""
    page.add_init_script(SHIFTS + "localStorage.setItem('cchc-size', '4');")
    look(page, site_url, query)
    title = page.locator("#ket-qua > li h2").first.bounding_box()
    assert title
    assert title["y"] + 80 < 740
    assert page.evaluate("new Promise((done) => setTimeout(() => done(window.moved), 100))") < 0.05


@pytest.mark.parametrize("query", ["số điện thoại sở nội vụ", "1022"])
def test_the_card_of_an_agency_is_no_wider_than_a_phone(page: Page, site_url: str, query: str) -> None:
    """Also where words stand beside the number that it lets call."""
    look(page, site_url, query)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert page.locator(".cc-find__card a[href^='tel:']").count() > 0
    assert wide == 0


def test_an_empty_answer_is_a_way_on(page: Page, site_url: str) -> None:
    """What stands nowhere, fewer words as links, a hotline to call, the national portal."""
    assert look(page, site_url, "zzzzqq một cửa wwwwkk&dung=1") == []
    ways = page.locator("[data-tim=loi-ra]")
    assert ways.is_visible()
    assert ways.locator("s").all_inner_texts() == ["zzzzqq", "wwwwkk"]
    assert ways.locator("a[href^='tel:']").is_visible()
    assert ways.locator("a[href^='https://dichvucong.gov.vn']").is_visible()
    ways.get_by_role("link", name="một cửa").click()
    page.wait_for_url("**?q=m*")
    assert len(results(page)) == 10
    assert page.locator("#ket-qua").get_attribute("data-phrase") != "0"


def test_an_attached_file_is_found_by_its_words_and_by_its_title(page: Page, site_url: str) -> None:
    """Marked as a file, with the article that carries it; its own link opens the file."""
    look(page, site_url, "chọn một phương án đúng")
    top = page.locator("#ket-qua > li").first
    assert (top.get_attribute("data-kind"), top.get_attribute("data-match")) == ("file", "phrase")
    assert "trong tệp" in top.inner_text()
    assert top.locator("mark").all_inner_texts()
    assert top.locator("p a").get_attribute("href") == "../tin-tuc/2020/05/ba-hoi-thi-cai-cach-hanh-chinh-nam-2020/"
    assert page.locator("#ket-qua").get_attribute("data-total") == "0"
    # Nothing is older than what was asked.
    assert page.get_by_role("button", name="Tìm trong mọi thời gian").count() == 0
    found = look(page, site_url, "sổ tay bỏ túi nộp hồ sơ trực tuyến")
    line = page.locator("#ket-qua > li[data-kind=file]").first
    assert line.get_attribute("data-url") in found[:3]
    href = line.locator("h2 a").get_attribute("href") or ""
    assert href == "../media/tep/so-tay-nop-ho-so-truc-tuyen.pdf"
    assert page.get_by_role("button", name="Tìm trong mọi thời gian").count() == 0
    assert page.request.get(f"{site_url}tim-kiem/{href}").ok


def test_pages_are_suggested_while_one_types_and_reached_by_the_keyboard(page: Page, site_url: str) -> None:
    """A combobox as ARIA has it: arrows choose, Escape closes, Enter opens the page; a click does, too."""
    page.goto(site_url + "tim-kiem/")
    field, options = page.locator("#tu-khoa"), page.locator("#goi-y [role=option]")
    field.focus()
    page.keyboard.type("lien h")
    options.filter(has_text="Liên hệ").wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#goi-y [aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert page.evaluate("document.activeElement.id") == "tu-khoa"
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "lien h"
    page.keyboard.type("e")
    options.filter(has_text="Liên hệ").wait_for()
    while "Liên hệ" not in (chosen.all_inner_texts() or [""])[0]:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lien-he/")
    page.go_back()
    field.fill("cải cách")
    options.first.wait_for()
    options.first.click()
    page.wait_for_url(lambda url: "/tim-kiem/" not in url)


def test_suggestions_have_no_accessibility_fault(chromium: Browser, site_url: str) -> None:
    """While the list is open and an option of it is chosen."""

    def opened(page: Page) -> None:
        page.locator("#tu-khoa").focus()
        page.keyboard.type("cai cach")
        page.locator("#goi-y [role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")

    for seen in states.look(chromium, f"{site_url}tim-kiem/", opened):
        assert (seen.state, [violation["id"] for violation in seen.violations]) == (seen.state, [])
        assert (seen.state, max(0, seen.overflow)) == (seen.state, 0)
