"""Years of lists in a built portal: each link leads to a page that is there, and to the line of its year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import article, build_portal, rendered_chrome, small_portal, tree_of, write

YEARS = range(2021, 2026)
_LINK = re.compile(r'href="([^"#]*)#(nam-\d{4})"')


def _add(root: Path, day: str, number: int) -> None:
    text = article(date=f"{day}T08:00:00+07:00", title=f"Bài số {number} về một cửa")
    write(root, f"content/news/{day[:4]}/{day[5:7]}/bai-{number}.md", text)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with nine articles a year, on pages of five."""
    root = small_portal(tmp_path_factory.mktemp("years"))
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("  - cchc:\n", "  - cchc:\n      page_size: 5\n")
    settings.write_text(text, encoding="utf-8")
    for year in YEARS:
        for number in range(9):
            _add(root, f"{year}-{number + 1:02}-15", number)
    build_portal(root, chrome=rendered_chrome)
    return root


def test_every_link_to_a_year_leads_to_its_line(root: Path) -> None:
    """Of topics, agencies and genres; the first article below the line is the newest of that year in the list."""
    tree = {path: data.decode() for path, data in tree_of(root / "public").items() if path.endswith("index.html")}
    fronts = [path for path in tree if re.fullmatch(r"(?:chu-de|co-quan|the-loai)/[^/]+/index\.html", path)]
    seen: set[str] = set()
    for front in fronts:
        for link, anchor in _LINK.findall(tree[front]):
            page = tree[link.removeprefix("../../") + "index.html"]
            below = page.partition(f'id="{anchor}"')[2]
            first = re.findall(r'<time datetime="(\d{4}-\d\d)', below)[0]
            newest = max(date for text in _pages(tree, front) for date in _dates(text) if date[:4] == anchor[4:])
            seen.add(anchor)

            assert first == newest
    assert seen >= {f"nam-{year}" for year in range(2021, 2025)}


def _pages(tree: dict[str, str], front: str) -> list[str]:
    folder = front.removesuffix("index.html")
    return [text for path, text in tree.items() if path == front or path.startswith(f"{folder}trang-")]


def _dates(text: str) -> list[str]:
    return re.findall(r'<time datetime="(\d{4}-\d\d)', text)


def test_the_first_article_of_a_year_changes_fronts_and_no_page_before(root: Path) -> None:
    """Years are told on fronts alone: full pages stay, but for one that fills."""
    _add(root, "2026-01-02", 1)
    done = build_portal(root, chrome=rendered_chrome)
    pages = [path for path in done.made if "/trang-" in path]

    assert len({path.partition("/trang-")[0] for path in pages}) == len(pages) <= 4
    assert '#nam-2025"' in (root / "public/chu-de/cai-cach-thu-tuc-hanh-chinh/index.html").read_text(encoding="utf-8")
    assert build_portal(root, chrome=rendered_chrome, full=True).deleted == ()
