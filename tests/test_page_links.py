"""Links of static pages: wrong ones are told with their lines before anything is built, right ones lead on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.errors import ContentError, Problem, SiteError
from site_builder.mkdocs_plugin import render_chrome
from site_builder.publish import site
from tests.conftest import NOW, article, build_portal, cchc, tree_of, write

pytestmark = pytest.mark.heavy

PAGE, NEW = "content/pages/trang.md", "content/news/2024/05/bai-moi.md"


def told(root: Path) -> list[Problem]:
    """Check a portal."""
    return list(build.check(root, render_chrome, Options(now=NOW)).problems)


WRONG = (
    ("[x](khong.md)", "lien-ket-hong", "không có trang “/khong/”"),
    ("[x](gioi-thieuu.md)", "lien-ket-hong", "có phải /gioi-thieu/?"),
    ("[x](../news/2024/03/tap-huan-mot-cu.md)", "lien-ket-hong", "có phải ../news/2024/03/tap-huan-mot-cua.md?"),
    ("[x](/tin-tuc/2024/03/khong/)", "lien-ket-hong", "không có bài content/news/2024/03/khong.md"),
    ("[x](../tin-tuc/2024/03/khong/)", "lien-ket-hong", "không có bài content/news/2024/03/khong.md"),
    ("[x](/rss/)", "lien-ket-hong", "không có trang “/rss/”"),
    ("<a href='/khong/'>x</a>", "lien-ket-hong", "không có trang “/khong/”"),
    ("<a href='../khong/'>x</a>", "lien-ket-hong", "không có trang “/khong/”"),
    ("[x][y]\n\n[y]: ../khong/", "lien-ket-hong", "không có trang “/khong/”"),
    ("[x](../../etc/passwd)", "lien-ket-hong", "không có trang “/etc/passwd/”"),
    ("[x](www.x.vn)", "lien-ket-sai", "thiếu https://"),
    ("[x](a\\b)", "lien-ket-sai", "hãy dùng dấu /"),
    ("[x](/media/ke-hoachh.pdf)", "thieu-tep", "có phải /media/ke-hoach.pdf?"),
    ("[x](../media/khong.pdf)", "thieu-tep", "không có tệp content/media/khong.pdf"),
    ("![Ảnh](../media/mot-cu.png)", "thieu-tep", "có phải /media/mot-cua.png?"),
    ("![Ảnh](mot-cua.png)", "lien-ket-sai", "hãy lưu ảnh vào đó, viết /media/…"),
    ("![Ảnh](gioi-thieu.md)", "lien-ket-sai", "hãy lưu ảnh vào đó, viết /media/…"),
    ("[x](#dau-mo)", "neo-hong", "hãy viết #dau-moi"),
    ("[x](gioi-thieu.md#khong)", "neo-hong", "không có chỗ đến trong content/pages/gioi-thieu.md"),
    ("[x](/gioi-thieu/#khong)", "neo-hong", "không có chỗ đến trong content/pages/gioi-thieu.md"),
)
"""What is written, the code of the problem, and words of its message."""


def test_links_that_lead_nowhere_are_errors_with_their_lines(portal: Path, tmp_path: Path) -> None:
    """To articles, to pages, to files, to places in pages: `check`, `build` and `publish` say the same."""
    pages = [f"content/pages/trang-{number:02}.md" for number in range(len(WRONG))]
    for path, (written, *_) in zip(pages, WRONG, strict=True):
        write(portal, path, f"---\ntitle: Trang\n---\n# Trang\n\n## Đầu mối\n\n{written}\n")
    found = told(portal)

    lines = [10 if "[y]:" in written else 8 for written, *_ in WRONG]
    codes = [code for _, code, _ in WRONG]
    wanted = [(path, line, code, "error") for path, line, code in zip(pages, lines, codes, strict=True)]
    assert [(one.path, one.line, one.code, one.level) for one in found] == wanted
    assert [(one.path, said) for one, (*_, said) in zip(found, WRONG, strict=True) if said not in one.message] == []
    for make in (
        lambda: build_portal(portal, chrome=render_chrome),
        lambda: site.publish(portal, tmp_path / "to", render_chrome, Options(now=NOW), commit=""),
    ):
        with pytest.raises(SiteError) as caught:
            make()
        assert list(caught.value.problems) == found


RIGHT = (
    "[1](gioi-thieu.md) [2](/gioi-thieu/) [3](../gioi-thieu/) [4](gioi-thieu.md#gioi-thieu) [5](#dau-moi) [6](#) "
    "[7](../news/2024/03/tap-huan-mot-cua.md#muc) [8](/tin-tuc/2024/03/tap-huan-mot-cua/) [9](/thong-ke/) "
    "[10](/media/ke-hoach.pdf) [11](../media/ke-hoach.pdf) [12](https://x.vn/khong/) [13](mailto:a@x.vn) [14](?a=1) "
    "[15](index.md) [16](trang.md) [17](sau/muc.md)\n\n![Ảnh](../media/mot-cua.png)\n\nGhi chú[^1].\n\n[^1]: Chữ.\n"
)


def test_right_links_lead_from_every_page_to_the_same_place(portal: Path, tmp_path: Path) -> None:
    """However they are written, and however deep the page lies; everything that passes is published."""
    write(portal, "content/pages/gioi-thieu.md", "# Giới thiệu\n\nChữ.\n")
    write(portal, PAGE, f"# Trang\n\n## Đầu mối\n\n{RIGHT}")
    deep = (
        "[1](../gioi-thieu.md) [2](../../news/2024/03/tap-huan-mot-cua.md) [3](../../media/ke-hoach.pdf) [4](README.md)"
    )
    write(portal, "content/pages/sau/muc.md", f"# Mục\n\n{deep}\n\n![Ảnh](/media/mot-cua.png)\n")
    write(portal, "content/pages/sau/README.md", "# Sâu\n\n[1](muc.md) [2](../trang.md#dau-moi)\n")
    assert told(portal) == []
    site.publish(portal, tmp_path / "to", render_chrome, Options(now=NOW), commit="")

    assert hrefs(tmp_path / "to/public/trang/index.html") == {
        "1": "../gioi-thieu/", "2": "../gioi-thieu/", "3": "../gioi-thieu/", "4": "../gioi-thieu/#gioi-thieu",
        "5": "#dau-moi", "6": "#", "7": "../tin-tuc/2024/03/tap-huan-mot-cua/#bv-muc",
        "8": "../tin-tuc/2024/03/tap-huan-mot-cua/", "9": "../thong-ke/", "10": "../media/ke-hoach.pdf",
        "11": "../media/ke-hoach.pdf", "12": "https://x.vn/khong/", "13": "mailto:a@x.vn", "14": "../trang/?a=1",
        "15": "../", "16": "../trang/", "17": "../sau/muc/",
    }  # fmt: skip
    assert hrefs(tmp_path / "to/public/sau/muc/index.html") == {
        "1": "../../gioi-thieu/", "2": "../../tin-tuc/2024/03/tap-huan-mot-cua/", "3": "../../media/ke-hoach.pdf",
        "4": "../../sau/",
    }  # fmt: skip
    assert hrefs(tmp_path / "to/public/sau/index.html") == {"1": "../sau/muc/", "2": "../trang/#dau-moi"}
    assert 'src="../../media/mot-cua.png"' in (tmp_path / "to/public/sau/muc/index.html").read_text(encoding="utf-8")


def hrefs(file: Path) -> dict[str, str]:
    """Return the numbered links of a page."""
    main = file.read_text(encoding="utf-8").partition('class="cc-main"')[2].partition("footnote-ref")[0]
    return {words: href for href, words in re.findall(r'<a href="([^"]*)"[^>]*>(\d+)</a>', main)}


def test_an_article_that_readers_may_not_see_yet_has_no_link(portal: Path) -> None:
    """A draft, one before its hour; when it is there, the link is right; when it went, the page is told."""
    write(portal, PAGE, "# Trang\n\n[x](../news/2024/05/bai-moi.md)\n")
    write(portal, NEW, article(status="draft"))
    assert [(one.path, one.line, one.code) for one in told(portal)] == [(PAGE, 3, "lien-ket-ban-nhap")]
    write(portal, NEW, article(date="2026-11-25T08:00", added="2026-11-25T08:00"))
    assert (PAGE, 3, "lien-ket-ban-nhap") in [(one.path, one.line, one.code) for one in told(portal)]
    with pytest.raises(ContentError):
        build_portal(portal, chrome=render_chrome)
    write(portal, NEW, article())
    build_portal(portal, chrome=render_chrome)
    assert b"../tin-tuc/2024/05/bai-moi/" in tree_of(portal / "public")["trang/index.html"]
    (portal / NEW).unlink()
    assert [(one.path, one.line, one.code) for one in told(portal)] == [(PAGE, 3, "lien-ket-hong")]


def test_mkdocs_build_says_the_same_before_it_empties_its_folder(portal: Path) -> None:
    """And what MkDocs itself knows no better stays silent."""
    write(portal, PAGE, "# Trang\n\n[x](khong.md) [y](../news/2024/03/tap-huan-mot-cua.md)\n")
    said = cchc("--root", portal, "check", code=1).stdout

    assert f"{PAGE}:3: lien-ket-hong: không có trang “/khong/”" in said
    assert "MkDocs" not in said


def test_headings_of_pages_are_named_as_those_of_articles(portal: Path) -> None:
    """With their first letter, also when that is a đ; and arrows of notes speak Vietnamese."""
    write(portal, PAGE, "# Trang\n\n## Đầu mối đường dây\n\nChữ[^1], [lên](#dau-moi-duong-day).\n\n[^1]: Ghi chú.\n")
    build_portal(portal, chrome=render_chrome)
    page = tree_of(portal / "public")["trang/index.html"].decode()

    assert '<h2 id="dau-moi-duong-day">' in page
    assert "Quay lại chỗ đánh số 1" in page
