"""Old addresses: what can be one, how it is kept, what is refused, and the pages that lead on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import unescape
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.content import Entry
from site_builder.content.aliases import shown
from site_builder.errors import Problem
from site_builder.urls import has_page, output_path
from tests.conftest import NOW, article, build_portal, rendered_chrome, tree_of, write
from tests.reading import read_page
from tests.server import ask, check, configure, lay, nginx
from tests.test_content_check import entry, found, linking, run

pytestmark = pytest.mark.xdist_group("nginx")

NEW = "/tin-tuc/2024/05/x/"
REAL = {
    "/địa-chỉ-cũ/": "/địa-chỉ-cũ/",
    "/%C4%91%E1%BB%8Ba-ch%e1%bb%89-c%C5%A9": "/địa-chỉ-cũ/",
    "/dia\u0323-chi\u0309/": "/diạ-chỉ/",
    "/tin-tức/Cải-cách": "/tin-tức/Cải-cách/",
    "/vi/news/Tin-tuc/bai-viet-123.html": "/vi/news/Tin-tuc/bai-viet-123.html",
    "/Tin%20tuc/bai%20so%201.html": "/Tin tuc/bai so 1.html",
    "/Tin tuc/bai so 1.html": "/Tin tuc/bai so 1.html",
    "/Pages/TinTuc.aspx": "/Pages/TinTuc.aspx",
    "/Pages/TinTuc.aspx?ItemID=123": "/Pages/TinTuc.aspx?ItemID=123",
    "/Pages/TinTuc.aspx?ItemID=123&fbclid=IwAR0&x=1": "/Pages/TinTuc.aspx?ItemID=123",
    "/tin.html?utm_source=zalo": "/tin.html",
    "/tin.html?": "/tin.html",
    "/Default.aspx?tabid=57&ctl=Tin tức": "/Default.aspx?tabid=57&ctl=Tin%20t%E1%BB%A9c",
    "/index.php?language=vi&nv=news&op=Tin-tuc/bai-12": "/index.php?language=vi&nv=news&op=Tin-tuc/bai-12",
    "/?p=123": "/?p=123",
    "/chi-tiet-tin/-/asset_publisher/x/content/bai-1": "/chi-tiet-tin/-/asset_publisher/x/content/bai-1/",
    "/web/guest/tin/-/asset_publisher/Ab1C/content/id/77?inheritRedirect=false": (
        "/web/guest/tin/-/asset_publisher/Ab1C/content/id/77?inheritRedirect=false"
    ),
    "/tin/100%25-hai-long.html": "/tin/100%-hai-long.html",
    "/tin/100%-hai-long.html": "/tin/100%-hai-long.html",
    "/cu/muc/index.html": "/cu/muc/",
    "/cu/muc/Index.htm": "/cu/muc/",
    "/T%EAn.aspx": "/T\udcean.aspx",
    "/tin-tuc/bai-cu.html": "/tin-tuc/bai-cu.html",
    "/tin-cu/123.html": "/tin-cu/123.html",
    "/rss/tin-moi": "/rss/tin-moi/",
}
"""Old addresses as people copy them from NukeViet, SharePoint, DotNetNuke, Liferay and WordPress, and what is kept."""

HOSTILE = (
    "/", "/index.html", "/tin-tuc/", "/Tin-Tuc/", "/TIN-TUC/index.html", "/gioi-thieu/", "/Gioi-Thieu", "/404.html",
    "/robots.txt", "/robots.txt/x.html", "/Sitemap.xml", "/sitemap.xml/a/", "/sitemaps/2024-05.xml", "/feeds/x.xml",
    "/feeds/../a.html", "/assets/a.css", "/tim-kiem/ten.json", "/tim-kiem/?q=a", "/media/mot-cua.png",
    "/media/MOT-CUA.png", "/media/mot-cua.png/a.html", "/media/a.html", "/luu-tru/2024/05/", "/thong-ke/a/",
    "/du-lieu/a.json", "/chu-de/chinh-quyen-dien-tu/", "/Chu-De/chinh-quyen-dien-tu/", "/co-quan/so-noi-vu/trang-2/",
    "/tin-tuc/trang-3/", "/tin-tuc/2024/05/x/", "/tin-tuc/2024/05/X/", "/tin-tuc/2024/05/x/?id=1", "/gioi-thieu/?a=1",
    "/index.html/a.html", "/a/index.html/b.html", "//evil.vn/a", "/a//b.html", "/%2F%2Fevil.vn", "/a/../b/", "/./a",
    "/%2e%2e/a", "/a/%2E%2E%2Fb", "/.git/config", "/.well-known/a", "/a.html.gz", "/a.html.br", "/a%00.html",
    "/a%0Ab.html", "/a%0d%0aSet-Cookie:x", "/a\\b", "/a%5Cb", '/a"b', "/a%22b", "/a<b>", "/a%3Cb", "/a%3Fb", "/a%23b",
    "/a#b", "/a\u200bb", "/a\u202eb", "/a\u00a0b", "/a%C2%A0b", "/%u0111ia-chi", "tin/1", "https://cu.vn/a",
    "HTTPS://cu.vn/a", f"/{'x' * 256}", f"/{'đ' * 128}.html", f"/{'x/' * 1200}", f"/a.aspx?{'x' * 3000}", "/\ue000",
)  # fmt: skip
"""What would hide a page of the site, lead out of it, break a server's configuration, or fit on no disk."""


CODES = ("dia-chi-cu-sai", "dia-chi-cu-trung")


def listed(aliases: Iterable[str]) -> str:
    """Write a list as editors do who must quote."""
    return "[" + ", ".join("'" + alias.replace("'", "''") + "'" for alias in aliases) + "]"


def aliased(*aliases: str, name: str = "2024/05/x") -> Entry:
    """Read an article with old addresses."""
    return entry(f"aliases: {listed(aliases)}\n", name=name)


@pytest.mark.parametrize(("written", "kept"), REAL.items())
def test_old_addresses_are_taken_as_people_copy_them(written: str, kept: str) -> None:
    """With dấu, `%xx`, capitals, spaces and questions; as a web server sees them."""
    one = entry(f"aliases: {listed([written])}\n")

    assert [problem for problem in run(one) if problem.level == "error"] == []
    assert one.article is not None
    assert one.article.aliases == (kept,)


@pytest.mark.parametrize("written", HOSTILE)
def test_what_cannot_be_an_old_address_is_refused_with_its_line(written: str) -> None:
    """By `check`, with what to write instead; never by a build or a web server that fails."""
    one = entry(f"aliases:\n  - /tot/\n  - '{written}'\n")
    (problem,) = (problem for problem in (*one.problems, *run(one)) if problem.code in CODES)

    assert (problem.line, problem.code.rpartition("-")[0]) == (8, "dia-chi-cu")
    assert "; hãy " in problem.message
    assert problem.message.partition("” ")[2].isprintable()


def hostile() -> Iterator[str]:
    """Make addresses of everything that means something to nginx, Python, HTML or a disk."""
    marks = [chr(code) if 32 <= code < 127 else f"%{code:02X}" for code in range(1, 256)] + [
        "$uri",
        "${x}",
        "%24",
        "%7B",
        "~*",
        "\u0301",
        "Đ",
        "đ",
        "ß",
        "İ",
        "😀",
    ]
    shapes = ("/a{0}b.html", "/{0}", "/{0}/c", "/a/{0}.aspx", "/a?{0}=1", "/a.aspx?id={0}", "/x{0}?y{0}", "/t{0}{0}/")
    yield from (shape.format(mark) for mark, shape in product(marks, shapes))


def problems_of(root: Path) -> tuple[Problem, ...]:
    """Return what `cchc check` finds."""
    return build.check(root, lambda _root: rendered_chrome(), Options(now=NOW)).problems


def accepted(root: Path) -> tuple[str, ...]:
    """Write hostile old addresses into an article until `check` refuses none, and return them as written."""
    left = list(hostile())
    while True:
        items = [alias.replace("'", "''") for alias in left]
        write(root, "content/news/2024/05/x.md", article(aliases="".join(f"\n  - '{item}'" for item in items)))
        problems = problems_of(root)
        bad = {problem.line - 7 for problem in problems if problem.level == "error"}
        if not bad:
            return tuple(left)
        left = [alias for number, alias in enumerate(left) if number not in bad]


def test_whatever_old_address_passes_the_check_is_redirected(portal: Path, tmp_path: Path) -> None:
    """Two thousand strange ones: those that are not refused have a page, and a real nginx leads each on."""
    aliases = accepted(portal)
    report = build_portal(portal)
    moved = {old: new for old, new in report.moved if new == NEW}
    tree = tree_of(portal / "public")
    configure(lay(portal / "public", tmp_path / "served"), moved=report.moved)
    with nginx(tmp_path / "served") as address:
        assert "warn" not in check(address.run)
        lost = [old for old in moved if ask(address + asked(old))["Location"] != NEW]

    assert len(aliases) > 1000
    assert lost == []
    assert [old for old in moved if has_page(old) and output_path(old) not in tree] == []


def asked(alias: str) -> str:
    """Write an old address as a browser asks for it, without its first `/`."""
    path, mark, question = alias.partition("?")
    return quote(path[1:].encode("utf-8", "surrogateescape")) + mark + question


def test_two_old_addresses_that_differ_in_case_only_are_one() -> None:
    """Nginx and many disks know no case; the other file is named."""
    first, second = aliased("/Tin/A.html"), aliased("/tin/a.HTML", name="2024/05/y")
    (problem,) = run(first, second)

    assert (problem.path, problem.line, problem.code) == ("content/news/2024/05/y.md", 6, "dia-chi-cu-trung")
    assert "content/news/2024/05/x.md" in problem.message
    assert found(aliased("/ĐỊA/"), aliased("/địa/", name="2024/05/y")) == [("y.md", 6, "dia-chi-cu-trung")]
    assert ("x.md", 6, "dia-chi-cu-trung") in found(aliased("/a.aspx?ID=1", "/a.aspx?id=1"))


def test_one_address_written_twice_in_two_ways_is_one_address() -> None:
    """The same in letters and in `%xx` is no mistake of one article."""
    one = entry('aliases: ["/địa-chỉ/", "/%C4%91%E1%BB%8Ba-ch%E1%BB%89/", "/địa-chỉ/index.html"]\n')

    assert run(one) == []
    assert one.article is not None
    assert one.article.aliases == ("/địa-chỉ/",)


def test_an_old_file_cannot_be_a_folder_of_another() -> None:
    """No disk holds a file and a folder of one name; the one with the longer address is told."""
    first, second = aliased("/tin.html/1"), aliased("/Tin.html", name="2024/05/y")

    assert found(first, second) == [("x.md", 6, "dia-chi-cu-trung")]
    assert found(aliased("/tin/1"), aliased("/tin", name="2024/05/y")) == []
    assert found(aliased("/v1.2/"), aliased("/v1.2/a.html", name="2024/05/y")) == []


def test_a_body_may_link_to_an_old_address_in_letters_or_in_percents() -> None:
    """Old bodies link to old addresses as a browser writes them."""
    other = entry("aliases: [/địa-chỉ/a.html]\n", name="2024/05/y")

    assert linking("/địa-chỉ/a.html", other) == []
    assert linking(f"/{quote('địa-chỉ')}/a.html", other) == []


def test_what_only_nginx_can_tell_apart_is_told_once() -> None:
    """A question, and bytes that are no UTF-8: one warning for the portal, with their number and what to do."""
    one, two = aliased("/a.aspx?id=1", "/a.aspx?id=2", "/b.html"), aliased("/T%EAn.aspx", name="2024/05/y")
    (problem,) = run(one, two)

    assert isinstance(problem, Problem)
    assert (problem.level, problem.code) == ("warning", "dia-chi-cu-can-nginx")
    assert "“/a.aspx?id=1” (và 2 địa chỉ nữa)" in problem.message
    assert "nginx" in problem.message
    assert shown("/T\udcean.aspx") == "/T%EAn.aspx"


def test_a_page_at_the_old_address_leads_to_the_article(portal: Path) -> None:
    """The editors' guide's own example and its like; a question has no page, the redirect for nginx has it."""
    aliases = ["/địa-chỉ-cũ/", "/Tin%20tuc/B%C3%A0i.html", "/Pages/Tin.aspx?ItemID=1", "/T%EAn.aspx"]
    write(portal, "content/news/2024/05/x.md", article(aliases=listed(aliases)))
    report = build_portal(portal)
    tree = tree_of(portal / "public")
    again = build_portal(portal)

    for path in ("địa-chỉ-cũ/index.html", "Tin tuc/Bài.html"):
        page = read_page(tree[path].decode())
        up = "../" * path.count("/")
        assert f"{up or './'}{NEW[1:]}" in [unescape(link) for link in page.links]
    assert not [path for path in tree if "Pages" in path or path.startswith("T\udcea")]
    assert dict(report.moved)["/Pages/Tin.aspx?ItemID=1"] == NEW
    assert dict(report.moved)["/T\udcean.aspx"] == NEW
    assert again.made == ()
    assert [problem.code for problem in again.problems] == ["dia-chi-cu-can-nginx"]


def test_check_and_build_say_the_same_of_old_addresses(portal: Path) -> None:
    """Also on a warm state, when only the other file changed."""
    write(portal, "content/news/2024/05/x.md", article(aliases="[/Cu/A.html]"))
    clean = problems_of(portal)
    write(portal, "content/news/2024/05/y.md", article(title="Bài khác", aliases="[/cu/a.html, /robots.txt/x.html]"))
    problems = problems_of(portal)

    assert clean == ()
    assert [(problem.path[-4:], problem.line, problem.code) for problem in problems] == [
        ("y.md", 6, "dia-chi-cu-trung"),
        ("y.md", 6, "dia-chi-cu-trung"),
    ]
