"""What MkDocs refuses of `mkdocs.yml` is told in Vietnamese, with its line, by whoever reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.errors import SettingsError, SiteError
from site_builder.mkdocs_plugin import render_chrome
from tests.conftest import NOW, build_portal, tree_of

REFUSED = (
    ("docs_dir: 7\n", "docs_dir: 7", "docs_dir: phải là chữ, đang là số"),
    ("site_name: [a]\n", "site_name: [a]", "site_name: phải là chữ, đang là danh sách"),
    ("site_name:\n", "site_name:\n", "site_name: thiếu giá trị"),
    ("strict: co\n", "strict: co", "strict: phải là true hoặc false, đang là chữ"),
    ("extra_css: abc\n", "extra_css", "extra_css: phải là danh sách"),
    ("extra: abc\n", "extra: abc", "extra: phải gồm các dòng “khóa: giá trị”"),
    ("nav: 3\n", "nav: 3", "nav: phải là danh sách"),
    ("plugins: 3\n", "plugins: 3", "plugins: phải là danh sách"),
    ("plugins:\n  - cchc:\n  - khongco\n", "- khongco", "không có plugin “khongco”"),
    ("plugins:\n  - cchc:\n  - search:\n      lang: 3\n", "lang: 3", "MkDocs báo"),
    ("markdown_extensions: [khong_co]\n", "[khong_co]", "không có phần mở rộng Markdown “khong_co”"),
    ("markdown_extensions:\n  - toc:\n      khong: 1\n", "- toc:\n", "“toc” không có tùy chọn “khong”"),
    ("markdown_extensions:\n  - toc: 3\n", "- toc: 3", "tùy chọn của “toc”"),
    ("hooks: [khong.py]\n", "hooks:", "không có tệp hay thư mục “khong.py”"),
    ("INHERIT: khong.yml\n", "INHERIT", "không có tệp “khong.yml”"),
    ("theme:\n  name: material\n  custom_dir: khong\n", "custom_dir", "không có thư mục “khong”"),
    ("theme: materiel\n", "theme: materiel", "không có giao diện “materiel”"),
    ("dev_addr: abc\n", "dev_addr", "ví dụ 127.0.0.1:8000"),
    ("repo_url: 'http://[x'\n", "repo_url", "hãy xem lại repo_url"),
    ("validation:\n  nav:\n    omitted_files: la\n", "omitted_files", "phải là một trong 'warn', 'info', 'ignore'"),
    ("a: b: c\n", "a: b: c", "sau dấu hai chấm có dấu cách"),
    ("\tsite_dir: x\n", "\tsite_dir", "không bằng phím Tab"),
    ("a: [1\n", "a: [1", "ngoặc và nháy đủ đôi"),
    ("x: !la 1\n", "x: !la", "không đọc được (YAML"),
    ("x: *khong\n", "x: *khong", "không đọc được (YAML"),
)
"""What is added to the file, where the fault stands in it, and words of what is said."""


@pytest.mark.parametrize(("added", "place", "said"), REFUSED)
def test_what_mkdocs_refuses_is_told_once_with_its_line(portal: Path, added: str, place: str, said: str) -> None:
    """In the portal's own words: no folder of the machine, no trace of a program; the last of two equal keys counts."""
    file = portal / "mkdocs.yml"
    text = file.read_text(encoding="utf-8") + added
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        render_chrome(portal)
    (problem,) = caught.value.problems

    assert (problem.path, problem.line, problem.level) == (
        "mkdocs.yml",
        text[: text.rindex(place)].count("\n") + 1,
        "error",
    )
    assert said in problem.message
    assert str(portal) not in problem.message
    assert "Traceback" not in problem.message


def test_check_and_build_refuse_alike_and_the_old_site_stands(portal: Path) -> None:
    """The same problem, and nothing of the site is touched."""
    build_portal(portal, chrome=render_chrome)
    before = tree_of(portal / "public")
    file = portal / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8") + "hooks: [khong.py]\n", encoding="utf-8")
    found = build.check(portal, render_chrome, Options(now=NOW)).problems
    with pytest.raises(SiteError) as caught:
        build_portal(portal, chrome=render_chrome)

    assert [one.code for one in found] == ["cai-dat"]
    assert caught.value.problems == tuple(found)
    assert tree_of(portal / "public") == before


def test_no_folder_of_the_machine_is_named_from_inside_the_portal_either(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the portal's folder is `.`, too."""
    file = portal / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    monkeypatch.chdir(portal)
    for added in ("hooks: [khong.py]\n", "a: b: c\n"):
        file.write_text(text + added, encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            render_chrome(Path())
        assert str(portal) not in str(caught.value)
        assert str(caught.value).startswith(f"mkdocs.yml:{text.count(chr(10)) + 1}: ")


def test_a_setting_that_nobody_knows_is_a_warning_with_its_line(portal: Path) -> None:
    """The build goes on."""
    file = portal / "mkdocs.yml"
    file.write_text("khong_co: 1\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    (problem,) = render_chrome(portal).bundle.problems

    assert (problem.line, problem.level) == (1, "warning")
    assert "không có mục cài đặt tên “khong_co”" in problem.message


def test_an_empty_file_is_told(portal: Path) -> None:
    """Of what is missing there is no line."""
    (portal / "mkdocs.yml").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="site_name: thiếu giá trị"):
        render_chrome(portal)
