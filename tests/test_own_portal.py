"""`mkdocs.yml` alone makes a portal an agency's own: each setting is seen where it should be, and nothing of before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.portal_pictures import MARKS, looks, wear
from site_builder.mkdocs_plugin import render_chrome
from tests.conftest import build_portal, small_portal, tree_of, write

OWN = """site_name: Một cửa xã Mẫu
site_url: https://motcua.mau.example.vn/
site_description: Tin về một cửa của xã
plugins:
  - cchc:
      feed_authority: motcua.mau.example.vn,2026
      agency: Ủy ban nhân dân xã Mẫu
      parent_agency: Ủy ban nhân dân tỉnh Mẫu
      address: Số 1 đường Minh Họa
      phone: 0299 111
      email: hopthu@mau.example.vn
      hotline: 0299 1900
      responsible: Chánh Văn phòng
      licence: Ghi rõ nguồn khi dùng lại.
      colour: "#1f5c3a"
      logo: /media/dau-xa.svg
nav:
  - Về xã Mẫu: gioi-thieu.md
  - Dịch vụ công: https://dichvucong.gov.vn/
"""
BRAND = "cc-header"
FOOTER = "cc-footer"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str]]:
    """The small portal's text files before and after its settings became another agency's."""
    root = small_portal(tmp_path_factory.mktemp("own"))
    (root / "content/media").mkdir(exist_ok=True)
    trees = []
    for settings in ("", OWN):
        if settings:
            wear(root, settings)
        build_portal(root, chrome=render_chrome)
        trees.append(_texts(root / "public"))
    return trees[0], trees[1]


def _texts(tree: Path) -> dict[str, str]:
    files = tree_of(tree).items()
    return {path: data.decode() for path, data in files if path.endswith((".html", ".css", ".svg", ".xml"))}


def part(page: str, name: str) -> str:
    """Return the header or the footer of a page."""
    return page[page.index(f"<{name.removeprefix('cc-')} ") :].partition(f"</{name.removeprefix('cc-')}>")[0]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (BRAND, '<span class="cc-brand__name">Một cửa xã Mẫu</span>'),
        (BRAND, '<span class="cc-brand__agency">Ủy ban nhân dân tỉnh Mẫu</span>'),
        (BRAND, "Trang thông tin chính thức của Ủy ban nhân dân xã Mẫu"),
        (BRAND, 'media/dau-xa.svg" alt=""'),
        (BRAND, 'gioi-thieu/">Về xã Mẫu</a>'),
        (BRAND, 'href="https://dichvucong.gov.vn/" rel="external">Dịch vụ công</a>'),
        (FOOTER, '<p class="cc-footer__name">Ủy ban nhân dân xã Mẫu</p>'),
        (FOOTER, '<p class="cc-footer__parent">Ủy ban nhân dân tỉnh Mẫu</p>'),
        (FOOTER, "<dd>Số 1 đường Minh Họa</dd>"),
        (FOOTER, '<a href="tel:0299111">0299 111</a>'),
        (FOOTER, '<a href="mailto:hopthu@mau.example.vn">hopthu@mau.example.vn</a>'),
        (FOOTER, "<dd>Chánh Văn phòng</dd>"),
        (FOOTER, 'Đường dây nóng <a href="tel:02991900">0299 1900</a>'),
        (FOOTER, "<p>Ghi rõ nguồn khi dùng lại.</p>"),
        (FOOTER, 'gioi-thieu/">Về xã Mẫu</a>'),
        (FOOTER, 'href="https://dichvucong.gov.vn/" rel="external">Dịch vụ công</a>'),
    ],
)
def test_header_and_footer_of_every_page_are_the_agency_s(
    built: tuple[dict[str, str], dict[str, str]], where: str, words: str
) -> None:
    """Articles, lists, statistics, search and static pages."""
    before, after = ({path: text for path, text in one.items() if "<footer " in text} for one in built)

    assert len(after) > 20
    assert [path for path, text in after.items() if words not in part(text, where)] == []
    assert not any(words in text for text in before.values())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("index.html", "<title>Một cửa xã Mẫu</title>"),
        ("index.html", '<meta name="description" content="Tin về một cửa của xã">'),
        ("index.html", '<link rel="canonical" href="https://motcua.mau.example.vn/">'),
        ("index.html", '<meta name="theme-color" content="#1f5c3a">'),
        ("index.html", '<p class="cc-hotline__number">'),
        ("assets/bieu-trung.svg", "#1f5c3a"),
        ("feeds/tin-tuc.rss.xml", "Một cửa xã Mẫu"),
        ("tin-tuc/index.html", "<title>Tin tức - Sự kiện - Một cửa xã Mẫu</title>"),
    ],
)
def test_the_head_the_front_and_the_feeds_follow(
    built: tuple[dict[str, str], dict[str, str]], path: str, words: str
) -> None:
    """Whatever names the portal."""
    assert words in built[1][path]


def test_nothing_of_the_settings_before_is_left(built: tuple[dict[str, str], dict[str, str]]) -> None:
    """Its name, agency, number, colour and address: in no page, feed, style or drawing; agencies have their own."""
    left = re.compile(r"Cổng tin nhỏ|Sở Nội vụ tỉnh Mẫu|0000 1022|#a3161f|nho\.example\.vn")

    found = [{path for path, text in one.items() if left.search(text)} for one in built]

    assert found[0] > {"index.html", "feeds/kenh-tin.css", "feeds/tin-tuc.rss.xml"}
    assert [path for path in found[1] if not path.startswith("co-quan/")] == []


@pytest.mark.parametrize("name", ["mau-tinh", "mau-so", "mau-xa"])
def test_the_settings_that_the_guide_shows_make_a_portal(tmp_path: Path, name: str) -> None:
    """Each of the three, as it stands there: its name, agency, colour, mark and menu."""
    root = small_portal(tmp_path)
    write(root, "content/pages/lien-he.md", "# Liên hệ\n\nChữ.\n")
    (root / "content/media").mkdir(exist_ok=True)
    settings = looks()[name]
    wear(root, settings)
    rendered = render_chrome(root)
    page = dict(rendered.bundle.files)["lien-he/index.html"].decode()
    said = dict(re.findall(r"(\w+): \"?([^\"\n]+)", settings))
    menu = re.findall(r"^  - ([^:]+): (?=\S)", settings, re.MULTILINE)

    assert set(looks()) == {"mau-tinh", "mau-so", "mau-xa"}
    assert all(f">{words}<" in page for words in (said["site_name"], said["agency"], *menu))
    assert f'content="{said.get("colour", "#a3161f")}"' in page
    assert (said.get("logo", "/media/khong-co").rpartition("/")[2] in MARKS) == ("logo" in said)
    assert (said.get("logo", "/khong-co")[1:] in page) == ("logo" in said)
    assert (said.get("hotline", "Đường dây nóng") in page) == ("hotline" in said)
