"""Static pages are content, not code: strict keys, safe HTML, no other files, nothing read through a link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder import build
from site_builder.build import Options
from site_builder.cache import static_pages
from site_builder.errors import ContentError, Problem
from site_builder.frame.scripts import inline_script_hashes, of_theme
from site_builder.mkdocs_plugin import render_chrome
from site_builder.publish import site
from tests.conftest import NOW, build_portal, cchc, tree_of, write

pytestmark = [pytest.mark.heavy, pytest.mark.measured]

PAGE = "content/pages/trang.md"


def checked(root: Path) -> list[Problem]:
    """Check a portal."""
    return list(build.check(root, render_chrome, Options(now=NOW)).problems)


@pytest.mark.parametrize(
    ("text", "line", "code", "said"),
    [
        ("---\ntitle: A\ntemplate: main.html\n---\n# A\n", 3, "mau-trang-la", "hãy bỏ khóa template"),
        ("# A\n\n<script>x()</script>\n", 3, "the-html-bi-bo", "<script>"),
        ("# A\n\n<p onclick='x()'>Chữ</p>\n", 3, "the-html-bi-bo", "onclick"),
        ("# A\n\n<p style='position:fixed'>Chữ</p>\n", 3, "the-html-bi-bo", "style"),
        ("# A\n\n<iframe src='https://x.vn/'></iframe>\n", 3, "the-html-bi-bo", "đăng video"),
        ("# A\n\n[x](javascript:alert(1))\n", 3, "lien-ket-sai", "javascript:"),
        ("# A\n\n![x](https://x.vn/a.png)\n", 3, "anh-ngoai", "content/media"),
        ("# A\n\n<!-- cchc: lien he -->\n", 3, "phan-la", "lien-he"),
        ("---\ntitle: &a [*a, *a]\n---\n# A\n", 2, "yaml-neo", "neo"),
        ('---\ntitle: "a\\u202eb"\n---\n# A\n', 2, "ky-tu-dieu-khien", "U+202E"),
        ("# A\n\nChữ &#x202e; chữ\n", 3, "ky-tu-dieu-khien", "&#x202e;"),
        ("---\ntitle: A\u2028b #c\n---\n# A\n", 2, "ky-tu-dieu-khien", "U+2028"),
    ],
)
def test_what_a_page_may_not_hold_is_an_error_with_its_line(
    portal: Path, text: str, line: int, code: str, said: str
) -> None:
    """And says what to use instead."""
    write(portal, PAGE, text)
    told = [problem for problem in checked(portal) if problem.level == "error"]

    assert (PAGE, line, code) in [(one.path, one.line, one.code) for one in told]
    assert said in "".join(one.message for one in told)
    with pytest.raises(ContentError):
        build_portal(portal, chrome=render_chrome)


@pytest.mark.parametrize("sign", ["<![<![", "<![C\u0085", "<![x[", "<![", "<![if x]>", "<p>\n<![cdata[x]]>", "<!x"])
def test_a_declaration_that_no_parser_knows_is_a_problem_and_never_stops_the_program(portal: Path, sign: str) -> None:
    """Python's parser of HTML stops at it."""
    write(portal, PAGE, f"# A\n\nChữ {sign} chữ\n\n{sign} x>\n")
    told = [problem for problem in checked(portal) if problem.level == "error"]

    assert sign == "<!x" or (PAGE, 3 + sign.count("\n"), "html-sai") in [(one.path, one.line, one.code) for one in told]


def test_a_key_that_no_page_has_is_named(portal: Path) -> None:
    """A warning: nothing of the page is lost."""
    write(portal, PAGE, "---\ntitle: A\ndescripton: B\n---\n# A\n")
    (told,) = checked(portal)

    assert (told.line, told.code, told.level) == (3, "khoa-la", "warning")
    assert "có phải description?" in told.message


def test_a_first_line_with_a_colon_is_text_and_no_setting(portal: Path) -> None:
    """MkDocs takes it for a key: `template: x` chose a template, `Ghi chú: x` was lost."""
    write(portal, PAGE, "template: khong-co.html\nGhi chú: chữ của trang\n\nĐoạn hai.\n")
    build_portal(portal, chrome=render_chrome)
    page = (portal / "public/trang/index.html").read_text(encoding="utf-8")

    assert "template: khong-co.html" in page
    assert "Ghi chú: chữ của trang" in page


def test_what_a_page_says_is_safe_even_when_nobody_looked(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sanitiser does not rely on the check: blocks come in, everything else goes out."""
    monkeypatch.setattr("site_builder.markup.dropped_tags", lambda *_: ())
    monkeypatch.setattr("site_builder.markup.static.report", lambda *_: None)
    text = (
        "# A\n\n<script>x()</script>\n\n<p onclick='x()'>Chữ</p>\n\n<svg onload='x()'></svg>\n\n<!-- cchc:lien-he -->\n"
    )
    write(portal, PAGE, text)
    build_portal(portal, chrome=render_chrome)
    page = (portal / "public/trang/index.html").read_text(encoding="utf-8")

    assert "x()" not in page
    assert "<p>Chữ</p>" in page
    assert "Sở Nội vụ tỉnh Mẫu" in page.partition(">A<")[2].partition("</main>")[0]


@pytest.mark.parametrize("name", ["a.js", "a.html", "a.md.txt", "A.MD", "a.markdown", "chu.txt", "sub/x.svg"])
def test_other_files_among_pages_are_refused(portal: Path, name: str) -> None:
    """MkDocs would publish them as they are."""
    write(portal, f"content/pages/{name}", "alert(1)")
    told = checked(portal)

    assert [(one.path, one.code) for one in told if one.level == "error"] == [(f"content/pages/{name}", "tep-la")]


def test_copies_that_editors_leave_among_pages_are_never_published(portal: Path) -> None:
    """As in the other folders."""
    for name in ("a.md~", ".a.md.swp", "b.tmp"):
        write(portal, f"content/pages/{name}", "bí mật")
    build_portal(portal, chrome=render_chrome)

    assert not any("bí mật".encode() in data for data in tree_of(portal / "public").values())


@pytest.mark.parametrize(
    "path",
    [
        "content/taxonomy/x.yml", "content/taxonomy/ben-ngoai", "content/activities/x.csv", "content/plans",
        "content/pages/ben-ngoai", "content/pages/x.md", "content/reports/filed", "theme/main.html", "theme",
        "content/news/2024/05/x.md", "content/media/x.png", "content/la",
    ],
)  # fmt: skip
def test_a_symbolic_link_is_refused_wherever_it_lies(portal: Path, tmp_path: Path, path: str) -> None:
    """`check` names it, `build` publishes nothing of what it leads to, and no message quotes it."""
    secret = tmp_path / "bi-mat"
    secret.mkdir()
    (secret / "x.md").write_text("mật khẩu: 123", encoding="utf-8")
    place = portal / path
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        place.rename(tmp_path / "ben-canh")
    place.symlink_to(secret / "x.md" if "." in place.name else secret)
    told = checked(portal)

    assert (path, "lien-ket-tuong-trung", "error") in [(one.path, one.code, one.level) for one in told]
    assert "123" not in "".join(one.message for one in told)
    with pytest.raises(ContentError):
        build_portal(portal, chrome=render_chrome)


def test_content_itself_may_be_no_link(portal: Path, tmp_path: Path) -> None:
    """Nor the settings, nor what they inherit, nor anything above the portal."""
    settings = (portal / "mkdocs.yml").read_text(encoding="utf-8")
    (portal / "content").rename(tmp_path / "content")
    (portal / "content").symlink_to(tmp_path / "content")
    assert [(one.path, one.code) for one in checked(portal)] == [("content", "lien-ket-tuong-trung")]
    (portal / "content").unlink()
    (tmp_path / "content").rename(portal / "content")

    (tmp_path / "goc.yml").write_text(settings, encoding="utf-8")
    for text, link in (
        ("INHERIT: goc.yml\n", "goc.yml"),
        ("INHERIT: ../goc.yml\n", ""),
        ("INHERIT: theme/goc.yml\n", "theme/goc.yml"),
    ):
        (portal / "mkdocs.yml").write_text(text, encoding="utf-8")
        if link:
            (portal / link).parent.mkdir(exist_ok=True)
            (portal / link).symlink_to(tmp_path / "goc.yml")
        (told, *_) = checked(portal)
        assert told.code in ("lien-ket-tuong-trung", "ngoai-cong")
        (portal / link).unlink() if link else None
    (portal / "mkdocs.yml").unlink()
    (portal / "mkdocs.yml").symlink_to(tmp_path / "goc.yml")
    assert [(one.path, one.code) for one in checked(portal)] == [("mkdocs.yml", "lien-ket-tuong-trung")]


def test_fix_writes_nothing_through_a_link(portal: Path, tmp_path: Path) -> None:
    """Nor does it put a copy of what lies behind it into the portal."""
    outside = tmp_path / "x.md"
    outside.write_bytes(b"# A\r\n")
    (portal / "content/pages/x.md").symlink_to(outside)
    cchc("--root", portal, "check", "--fix", code=1)

    assert outside.read_bytes() == b"# A\r\n"
    assert (portal / "content/pages/x.md").is_symlink()


@pytest.mark.parametrize(
    "folder", ["content/media", "content/news/2024/05", "content/pages", "content/taxonomy", "theme"]
)
def test_a_name_that_is_no_utf8_is_a_problem(portal: Path, folder: str) -> None:
    """Of a file and of a folder, in every form of output; it can stand in no address and no message."""
    (portal / folder).mkdir(parents=True, exist_ok=True)
    (Path(os.fsdecode(os.fsencode(portal / folder) + b"/a\xff"))).mkdir()
    Path(os.fsdecode(os.fsencode(portal / folder) + b"/b\xff.md")).write_text("x", encoding="utf-8")
    for style in ("text", "json", "github", "gitlab"):
        said = cchc("--root", portal, "check", "--format", style, code=1).stdout
        assert said.count("ten-khong-utf8") >= 2
        assert "xff" in said


@pytest.mark.parametrize("folder", ["content/media", "content/news/2024/05", "content/activities", "content/pages"])
@pytest.mark.parametrize("sign", ["\u202e", "\u200f", "\n", "\x1b"])
def test_a_name_that_shows_otherwise_than_it_is_is_a_problem(portal: Path, folder: str, sign: str) -> None:
    """`anh\u202egpj.exe` reads as a picture, and a terminal obeys what is in a message."""
    write(portal, f"{folder}/a{sign}b.md", "# A\n")
    said = cchc("--root", portal, "check", code=1).stdout

    assert f"{folder}/a\\u{ord(sign):04x}b.md: ten-tep-sai" in said
    assert sign == "\n" or sign not in said


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 900 + "]" * 900, "[" * 100_000, '{"a":' * 500 + "1" + "}" * 500])
def test_figures_that_no_reader_bears_are_a_problem(portal: Path, value: str) -> None:
    """Numbers of 5,000 digits and lists in lists, in what was filed."""
    write(portal, "content/reports/filed/2024-q2.json", f'{{"version": 1, "period": {value}}}')
    told = [one for one in checked(portal) if one.level == "error"]

    assert [(one.path, one.code) for one in told] == [("content/reports/filed/2024-q2.json", "json-hong")]


@pytest.mark.parametrize("line", ["page_size", "hotline", "max_file"])
def test_a_setting_of_5000_digits_is_a_problem(portal: Path, line: str) -> None:
    """YAML makes a number of it, and Python refuses to."""
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("hotline: 0000 1022", f"{line}: {'9' * 5000}")
    settings.write_text(text, encoding="utf-8")

    assert {one.path for one in checked(portal) if one.level == "error"} == {"mkdocs.yml"}


def test_a_script_of_content_never_enters_the_policy(
    portal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever came into a page: hashes are of the theme only."""
    monkeypatch.setattr("site_builder.markup.dropped_tags", lambda *_: ())
    monkeypatch.setattr("site_builder.markup.static.safe", lambda html, *_: html)
    write(portal, PAGE, "# A\n\n<script>var planted = 1;</script>\n")
    to = tmp_path / "to"
    site.publish(portal, to, render_chrome, Options(now=NOW), commit="")

    assert "var planted" in (to / "public/trang/index.html").read_text(encoding="utf-8")
    assert inline_script_hashes(b"<script>var planted = 1;</script>")[0] not in (to / "nginx/csp.map").read_text(
        "utf-8"
    )


def test_an_inline_script_of_the_theme_runs_under_the_policy_of_the_page(portal: Path) -> None:
    """A portal's own script stands in the frame or in a template; one that a template fills in is none of the theme."""
    frame, template = "<script>var own = 1;</script>", "<script>var own = 2;</script><script>{{ x }}</script>"
    assert of_theme([frame], [template]) == tuple(
        sorted(inline_script_hashes(b"<script>var own = 1;</script><script>var own = 2;</script>"))
    )
    own = write(portal, "theme/partials/footer.html", frame)
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("name: material", "name: material\n  custom_dir: theme")
    settings.write_text(text, encoding="utf-8")
    build_portal(portal, chrome=render_chrome)
    pages = [file.read_text(encoding="utf-8") for file in (portal / "public").resolve().rglob("*.html")]

    assert own.is_file()
    assert all(
        f"script-src 'self' {inline_script_hashes(frame.encode())[0]};" in page for page in pages if frame in page
    )
    assert sum(frame in page for page in pages) > 20


def test_every_page_has_a_policy_of_its_own(sample_site: Path) -> None:
    """Also where nobody sends headers: pages, notices, lists, the page for missing addresses, and redirects."""
    pages = {file: file.read_text(encoding="utf-8") for file in sample_site.resolve().rglob("*.html")}

    assert len(pages) > 100
    for file, page in pages.items():
        head = page[:1024]
        assert '<meta http-equiv="Content-Security-Policy" content="' in head, file
        assert head.index("Content-Security-Policy") < page.index("<title>")
        assert "unsafe" not in head.partition("Content-Security-Policy")[2].partition(">")[0]


def test_extensions_that_read_files_are_refused(portal: Path) -> None:
    """A snippet reads any file of the server into an article."""
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    for name in ("pymdownx.snippets", "pymdownx.b64"):
        settings.write_text(text.replace("  - toc", f"  - toc\n  - {name}"), encoding="utf-8")
        told = [one for one in checked(portal) if one.level == "error"]

        assert [(one.path, one.code) for one in told] == [("mkdocs.yml", "cai-dat")]
        assert name in told[0].message


@pytest.mark.parametrize("line", ["docs_dir: content", "docs_dir: theme"])
def test_settings_that_lead_out_of_the_portals_folders_are_refused(portal: Path, line: str) -> None:
    """Pages lie in content/pages, and nothing is read from outside."""
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    kept = text.replace("docs_dir: content/pages\n", "") if line.startswith("docs_dir") else text
    settings.write_text(f"{line}\n{kept}", encoding="utf-8")
    (portal / "theme").mkdir(exist_ok=True)
    told = [one for one in checked(portal) if one.level == "error"]

    assert [(one.path, one.code) for one in told] == [("mkdocs.yml", "cai-dat")]


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("- ../x.py", "ngoai-cong"),
        ("- theme/../../x.py", "ngoai-cong"),
        ("- {0}/x.py", "ngoai-cong"),
        ("- !ENV [KHONG_CO, ../x.py]", "ngoai-cong"),
        ("- theme/x.py", "lien-ket-tuong-trung"),
        ("- x.py", "lien-ket-tuong-trung"),
    ],
)
def test_a_hook_from_outside_is_refused_before_it_runs(portal: Path, named: str, code: str) -> None:
    """MkDocs runs it as soon as it reads its name; also where settings inherit it."""
    outside = write(portal.parent, "x.py", f"open({str(portal.parent / 'da-chay')!r}, 'w')\n")
    (portal / "theme").mkdir(exist_ok=True)
    for link in (portal / "theme/x.py", portal / "x.py"):
        link.unlink(missing_ok=True)
    if code == "lien-ket-tuong-trung":
        (portal / named.removeprefix("- ")).symlink_to(outside)
    settings = (portal / "mkdocs.yml").read_text(encoding="utf-8")
    hooks = f"{settings}\nhooks:\n  {named.format(portal.parent)}\n"
    for files in ({"mkdocs.yml": hooks}, {"mkdocs.yml": "INHERIT: goc.yml\n", "goc.yml": hooks}):
        for name, text in files.items():
            write(portal, name, text)
        assert ("mkdocs.yml", code) in [(one.path, one.code) for one in checked(portal) if one.level == "error"]
        with pytest.raises(ContentError):
            build_portal(portal, chrome=render_chrome)
    assert not (portal.parent / "da-chay").exists()


def test_a_theme_elsewhere_is_refused(portal: Path, tmp_path: Path) -> None:
    """A portal's own theme is the folder `theme`."""
    (tmp_path / "khac").mkdir()
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("name: material", f"name: material\n  custom_dir: {tmp_path}/khac"), encoding="utf-8"
    )
    told = [one for one in checked(portal) if one.level == "error"]

    assert [(one.path, one.code) for one in told] == [("mkdocs.yml", "cai-dat")]
    assert "custom_dir" in told[0].message


def test_a_page_below_en_says_in_english_what_its_namesake_says() -> None:
    """Each of both knows the other; one alone has no other version."""
    known = {"content/pages/lien-he.md", "content/pages/en/lien-he.md", "content/pages/en/more.md"}
    both = (("vi", "/lien-he/"), ("en", "/en/lien-he/"))

    assert static_pages.versions_of("lien-he.md", known) == static_pages.versions_of("en/lien-he.md", known) == both
    assert static_pages.versions_of("en/more.md", known) == ()
    assert [static_pages.language_of(name) for name in ("en/more.md", "lien-he.md")] == ["en", "vi"]
