"""Taxonomy, media, activities, static pages and settings that `build` would stumble over are named by `check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.content.ledger_files import read_ledger
from site_builder.errors import SettingsError, errors_of
from site_builder.mkdocs_plugin import render_chrome
from site_builder.model import Taxonomy
from site_builder.model.periods import Calendar
from tests.conftest import NOW, SMALL, article, rendered_chrome, small_portal, write

TAXONOMY = "content/taxonomy"
RULE = "{id: 'x-{year}', label: X, from: '{year}-01-01', to: '{year}-12-31', every: year"
PICTURE = (SMALL / "content/media/mot-cua.png").read_bytes()


def errors(root: Path) -> list[tuple[str, str]]:
    """Check a portal; return path and code of each error."""
    found = build.check(root, lambda _root: rendered_chrome(), Options(now=NOW)).problems
    return [(problem.path, problem.code) for problem in errors_of(found)]


@pytest.mark.parametrize(
    ("file", "entry", "code"),
    [
        ("topics", f"{{id: {'a' * 300}, name: X}}", "ma-sai"),
        ("topics", "{id: x, name: '\u200b'}", "thieu-khoa"),
        ("agencies", f"{{id: {'a' * 300}, name: X}}", "ma-sai"),
        ("periods", "{id: x, label: X, from: 1/1/2024, to: 31/12/9999}", "ngay-ngoai-khoang"),
        ("periods", "{id: x, label: X, from: 1/1/0001, to: 31/12/2024}", "ngay-ngoai-khoang"),
        ("periods", "{id: x, label: X, from: 1/1/2024, to: 31/12/2024, due: 31/12/9999}", "ngay-ngoai-khoang"),
        ("periods", f"{{id: {'p' * 300}, label: X, from: 1/1/2024, to: 31/12/2024}}", "ma-sai"),
        ("periods", RULE + ", first: 0}", "ngay-ngoai-khoang"),
        ("periods", RULE + ", first: 2020, last: 999999999}", "ngay-ngoai-khoang"),
    ],
)
def test_an_entry_of_the_taxonomy_that_no_file_or_calendar_can_hold(
    tmp_path: Path, file: str, entry: str, code: str
) -> None:
    """Ids are names of files, periods are days of calendars, names are seen."""
    root = small_portal(tmp_path / "portal")
    path = f"{TAXONOMY}/{file}.yml"
    write(root, path, (root / path).read_text(encoding="utf-8") + f"- {entry}\n")

    assert errors(root) == [(path, code)]


@pytest.mark.parametrize(("first", "second"), [("a.png", "A.png"), ("B/x.png", "b"), ("a.csv", "a.csv.gz")])
def test_two_files_of_media_for_one_place(tmp_path: Path, first: str, second: str) -> None:
    """In small letters, as a file and a folder, as the compressed copy that web servers look for."""
    root = small_portal(tmp_path / "portal")
    for name in (first, second):
        write(root, f"content/media/{name}", "").write_bytes(PICTURE)
    found = [path for path, code in errors(root) if code == "trung-ten-tep"]

    assert found == [f"content/media/{max(first, second)}"]


def test_a_text_that_begins_like_a_drawing_is_published_as_it_is(tmp_path: Path) -> None:
    """It is no drawing, so nobody said that it is broken; the build once stopped at it."""
    root = small_portal(tmp_path / "portal")
    write(root, "content/media/ghi.txt", "<svg xmlns='http://www.w3.org/2000/svg'><path d=")
    write(root, "content/news/2024/05/a.md", article(attachments="[{file: /media/ghi.txt, title: Ghi}]"))
    options = Options(now=NOW)

    assert errors(root) == []
    build.build(root, lambda _root: rendered_chrome(), options)
    assert (root / "public/media/ghi.txt").read_bytes() == (root / "content/media/ghi.txt").read_bytes()


@pytest.mark.parametrize("kinds", [("csv", "xlsx"), ("csv", "CSV")])
def test_two_tables_of_one_name(tmp_path: Path, kinds: tuple[str, str]) -> None:
    """Their rows would have the same ids, and the works of one would be lost."""
    root = small_portal(tmp_path / "portal")
    for kind in kinds:
        write(root, f"content/activities/nam-2024.{kind}", "date,unit,quantity,title\n1/5/2024,tin,1,Một\n")
    problems = read_ledger(root, Taxonomy(), Calendar())[1]

    assert "trung-ten-tep" in [problem.code for problem in problems]


@pytest.mark.parametrize("cells", ["1e400", "99999999999999"])
def test_a_number_of_airings_that_nobody_aired(tmp_path: Path, cells: str) -> None:
    """It would fill the memory of the machine."""
    root = small_portal(tmp_path / "portal")
    row = f"1/5/2024,tin,1,Một,{cells},phat-thanh\n"
    write(root, "content/activities/a.csv", f"date,unit,quantity,title,airings,channel\n{row}")

    assert errors(root) == [("content/activities/a.csv", "so-sai")]


PAGES = {
    "dau-bai.md": ('---\ntitle: "tin\\bài"\n---\n# X\n', 2, "ky-tu-dieu-khien"),
    "yaml.md": ("---\ntitle: a: b\n---\n# X\n", 2, "yaml-sai"),
    "chua-dong.md": ("---\ntitle: a\n# X\n", 1, "dau-bai-chua-dong"),
    "kieu.md": ("---\ntitle: [a]\n---\n# X\n", 2, "sai-kieu"),
    "chu.md": ("# X\n\nA\x08B\n", 3, "ky-tu-dieu-khien"),
    "ma.md": ("# X\n\nA &#8; B\n", 3, "ky-tu-dieu-khien"),
    "dau.md": ("# X\n\nzqTextTitleqz\n", 3, "tu-danh-rieng"),
    "nhap.md": ("---\ntitle: X\ndraft: true\n---\n# X\n", 3, "khoa-an-hien"),
    "an.md": ("---\nstatus: nháp\n---\n# X\n", 2, "khoa-an-hien"),
    "khai-bao.md": ("# X\n\n<![<![\n", 3, "html-sai"),
    "phan.md": ("# X\n\nMột.\n\n<!-- cchc:khong-co -->\n", 5, "phan-la"),
}


@pytest.mark.heavy
def test_static_pages_are_refused_for_what_articles_are_refused_for(tmp_path: Path) -> None:
    """All at once, each with its line; before, some stopped `check` itself."""
    root = small_portal(tmp_path / "portal")
    for name, (text, _, _) in PAGES.items():
        write(root, f"content/pages/{name}", text)
    (root / "content/pages/latin.md").write_bytes(b"# X\n\n\xe9\n")
    (root / "content/pages/ngoai.md").symlink_to(root / "mkdocs.yml")
    write(root, "content/pages/tot.md", "---\ntitle: Tốt\nhide: [toc]\npublished: true\n---\n# Tốt\n\nChữ.\n")

    found = errors_of(build.check(root, render_chrome, Options(now=NOW)).problems)
    told = {problem.path.removeprefix("content/pages/"): (problem.line, problem.code) for problem in found}
    assert told == {name: (line, code) for name, (_, line, code) in PAGES.items()} | {
        "latin.md": (3, "ma-hoa-sai"),
        "ngoai.md": (0, "lien-ket-tuong-trung"),
    }


@pytest.mark.heavy
def test_a_template_that_is_not_there_is_no_bug(tmp_path: Path) -> None:
    """A key that Material's authors use."""
    root = small_portal(tmp_path / "portal")
    write(root, "content/pages/x.md", "---\ntemplate: khong.html\n---\n# X\n")

    assert [p.code for p in errors_of(build.check(root, render_chrome, Options(now=NOW)).problems)] == ["mau-trang-la"]


def test_an_address_that_mkdocs_stumbles_over_is_no_bug(tmp_path: Path) -> None:
    """Half an IPv6 address as `site_url`."""
    root = small_portal(tmp_path / "portal")
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("https://nho", "https://[nho"), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        render_chrome(root)

    assert "site_url" in caught.value.problems[0].message


def test_a_title_that_nobody_sees_is_none(tmp_path: Path) -> None:
    """Joiners and soft hyphens only."""
    root = small_portal(tmp_path / "portal")
    write(root, "content/news/2024/05/a.md", article(title="'\u200b\u00ad'"))

    assert errors(root) == [("content/news/2024/05/a.md", "thieu-khoa")]
