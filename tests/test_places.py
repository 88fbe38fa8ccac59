"""What `check` finds before `build` would stumble over it: addresses, places in the tree, ids, years."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.cache.static_pages import page_url
from site_builder.content import read_article
from site_builder.content.addresses import MADE, Owners
from site_builder.errors import Problem, errors_of
from site_builder.markup import convert
from site_builder.mkdocs_plugin import render_chrome
from site_builder.urls import is_web_address
from tests.conftest import NOW, article, rendered_chrome, small_portal, write

FILE = "content/news/2024/05/x.md"


def codes(**fields: str) -> list[str]:
    """Read an article; return the codes of its errors."""
    return [problem.code for problem in errors_of(read_article(FILE, article(**fields).encode()).problems)]


def html_of(text: str) -> str:
    """Convert a body."""
    return convert(text, FILE, 10, rendered_chrome().settings.markdown).body.html


@pytest.mark.parametrize(
    "address",
    ["https://[::1", "https://[x]/", "http://x.vn:99999/", "https://@", "https://", "ftp://x.vn/"],
)
def test_an_address_of_no_server_is_none(address: str) -> None:
    """Programs that read feeds stop at it; in front matter and in bodies it is an error."""
    assert not is_web_address(address)
    assert codes(source_url=f"'{address}'") == ["dia-chi-sai"]
    body = convert(f"[a]({address})", FILE, 10, rendered_chrome().settings.markdown)
    assert [problem.code for problem in body.problems] == ["lien-ket-sai"]


@pytest.mark.parametrize("address", ["https://x.vn", "HTTP://X.VN:8080/a?b=c#d", "https://[::1]/a", "https://bộ.vn/ă"])
def test_an_address_of_a_server_is_one(address: str) -> None:
    """With a port, in numbers, in Vietnamese."""
    assert is_web_address(address)


@pytest.mark.parametrize("id_", ["hoat-dong/2024/2", "tag:x.vn,2020:bai:1"])
def test_an_id_that_the_program_gives_to_others_is_refused(id_: str) -> None:
    """Rows of activities and other portals' articles are counted under such ids."""
    assert codes(id=f"'{id_}'") == ["ma-sai"]


@pytest.mark.parametrize("key", ["date", "added", "updated"])
def test_a_year_in_which_no_calendar_ends_well_is_refused(key: str) -> None:
    """One minute after 31/12/9999 23:59 there is no time."""
    assert codes(**{key: "31/12/9999 23:59"}) == ["ngay-ngoai-khoang"]


def test_a_place_in_a_body_is_there_once() -> None:
    """The first of two equal ids keeps its name, and a heading gets another."""
    assert html_of('<p id="a">x</p>\n\n<p id="a">y</p>\n\n## A') == (
        '<p id="bv-a">x</p>\n\n<p>y</p>\n\n<h2 id="bv-a_2">A</h2>'
    )


def test_a_note_whose_mark_has_spaces_is_reached() -> None:
    """No link leads to an id with white space in it."""
    html = html_of("Xem[^Nghị định 1].\n\n[^Nghị định 1]: Số 1.")
    assert 'href="#bv-fn:Nghị-định-1"' in html
    assert 'id="bv-fn:Nghị-định-1"' in html


def test_the_note_that_no_text_refers_to_has_no_arrow_back() -> None:
    """The arrow would lead nowhere."""
    assert "fnref" not in html_of("Một.\n\n[^1]: Hai.")


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("/", MADE),
        ("/robots.txt/x", MADE),
        ("/Feeds/a.xml", MADE),
        ("/tin-tuc.html", ""),
        ("/TIN-TUC/", MADE),
        ("/tin-tuc/trang-7/", MADE),
        ("/chu-de/a/trang-1/", MADE),
        ("/chu-de/b/trang-1/", ""),
        ("/chu-de/A/", "chủ đề"),
        ("/anh.png/b/", "ảnh"),
        ("/anh.png", "ảnh"),
        ("/a/", "a.b"),
        ("/a/b.c/d/", "a.b"),
    ],
)
def test_a_place_has_one_owner(url: str, taken: str) -> None:
    """In large and small letters, as a file and as a folder."""
    places = Owners()
    places.take("/chu-de/a/", "chủ đề")
    places.take("/anh.png", "ảnh")
    places.take("/a/index.html", "a.b")
    places.take("/a/b.c", "a.b")

    assert places.owner(url) == taken


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("a.md", "/a/"),
        ("a/index.md", "/a/"),
        ("index.md", "/"),
        ("README.md", "/"),
        ("a/README.md", "/a/"),
        ("chi-index.md", "/chi-index/"),
    ],
)
def test_a_static_page_has_the_address_that_mkdocs_gives_it(source: str, url: str) -> None:
    """A README opens its folder."""
    assert page_url(source) == url


def checked(root: Path) -> tuple[Problem, ...]:
    """Check a portal with its own chrome; return the errors."""
    return errors_of(build.check(root, render_chrome, Options(now=NOW)).problems)


@pytest.mark.heavy
def test_a_static_page_in_the_place_of_another_page_is_an_error(tmp_path: Path) -> None:
    """Before, `check` was silent and every build failed."""
    root = small_portal(tmp_path / "portal")
    pages = (
        "tin-tuc.md",
        "thong-ke/nam.md",
        "co-quan/so-noi-vu.md",
        "tin-tuc/2024/03/tap-huan-mot-cua.md",
        "README.md",
    )
    for page in pages:
        write(root, f"content/pages/{page}", "# Trang\n\nChữ.\n")
    write(root, "content/pages/Gioi-Thieu.md", "# Trang\n\nChữ.\n")

    told = [problem for problem in checked(root) if problem.path.startswith("content/pages/")]
    found = {problem.path.removeprefix("content/pages/"): problem for problem in told}
    assert sorted(found) == sorted((*pages, "gioi-thieu.md"))
    assert found["README.md"].code == "trang-chu"
    assert found["tin-tuc/2024/03/tap-huan-mot-cua.md"].message == (
        "địa chỉ /tin-tuc/2024/03/tap-huan-mot-cua/ đang là của content/news/2024/03/tap-huan-mot-cua.md; "
        "hãy đổi tên tệp này"
    )


def test_a_picture_that_a_static_page_shows_must_be_there(tmp_path: Path) -> None:
    """Named with the page; a picture of another site is not ours."""
    root = small_portal(tmp_path / "portal")
    write(
        root, "content/pages/lien-he.md", "# Liên hệ\n\n[Sơ đồ](../media/so-do.png) [Khác](https://x.vn/media/a.png)\n"
    )

    told = [(problem.path, problem.code) for problem in checked(root)]
    assert told == [("content/pages/lien-he.md", "thieu-tep")]


@pytest.mark.heavy
def test_the_logo_must_be_there(tmp_path: Path) -> None:
    """A file of content/media."""
    root = small_portal(tmp_path / "portal")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("hotline:", "logo: /media/huy-hieu.svg\n      hotline:"), encoding="utf-8")
    assert [(problem.path, problem.code) for problem in checked(root)] == [("mkdocs.yml", "thieu-tep")]

    settings.write_text(text.replace("hotline:", "logo: huy-hieu.svg\n      hotline:"), encoding="utf-8")
    assert [(problem.path, problem.code) for problem in checked(root)] == [("mkdocs.yml", "cai-dat")]
