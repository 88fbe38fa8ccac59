"""What nobody can show or see is found where it was decoded: YAML, HTML, settings, filed figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from site_builder import build, content
from site_builder.build import Options
from site_builder.content import read_article
from site_builder.errors import ContentError, Problem, SettingsError, errors_of
from site_builder.markup import convert
from site_builder.model.settings import Settings
from site_builder.text import unshowable
from tests.conftest import NOW, article, rendered_chrome, small_portal, write

FILE = "content/news/2024/05/x.md"


def found(**fields: str) -> list[tuple[int, str, str]]:
    """Read an article with some front matter; return line, code and message of its errors."""
    entry = read_article(FILE, article(**fields).encode())
    return [(problem.line, problem.code, problem.message) for problem in errors_of(entry.problems)]


def body_errors(text: str) -> list[Problem]:
    """Convert a body that begins on line 10; return its errors."""
    return list(errors_of(convert(text, FILE, 10, rendered_chrome().settings.markdown).problems))


@pytest.mark.parametrize(
    "sign",
    [
        *("\x00", "\x08", "\x0b", "\x0c", "\r", "\x1b", "\x7f", "\x85", "\u061c", "\u200e", "\u200f"),
        *("\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ud800", "\udfff", "\ufdd0", "\ufffe"),
        *("\uffff", "\ufff9", "\U0001ffff", "\U000e0041", "\U0010fffe"),
    ],
)
def test_what_no_output_can_show_is_told(sign: str) -> None:
    """Controls, separators, turners of the direction, halves of letters, noncharacters, hidden tags."""
    assert unshowable(f"một{sign}cửa") == sign


@pytest.mark.parametrize(
    "text", ["Hộ tịch\n\tđất đai", "ệ\u0301", "\u200b\u200d", "\u00a0\u00ad", "👩\u200d⚖\ufe0f", "ភាសាខ្មែរ", "\ue000"]
)
def test_what_people_write_can_be_shown(text: str) -> None:
    """Tabs, line feeds, marks, joiners of emoji, hard spaces and Khmer are fine."""
    assert unshowable(text) == ""


@pytest.mark.parametrize("letter", list("abefvrNLP0"))
def test_an_escape_that_is_a_control_character_is_an_error(letter: str) -> None:
    """The message names the escape, the line, and both ways to write a backslash."""
    ((line, code, message),) = found(title=f'"Báo cáo tin\\{letter}ài quý III"')

    assert (line, code) == (2, "ky-tu-dieu-khien")
    assert f"“\\{letter}”" in message
    assert "nháy đơn" in message
    assert f"viết \\\\{letter}" in message


@pytest.mark.parametrize("key", ["title", "summary", "author", "source"])
@pytest.mark.parametrize("escape", ["\\t", "\\n", "\\_"])
def test_no_letter_is_lost_to_white_space(key: str, escape: str) -> None:
    r"""`"báo\nói"` lost an n: a tab, a line break or a hard space in a text of one line is an error."""
    ((line, code, message),) = found(**{key: f'"báo{escape}ói"'})

    assert code == "ky-tu-dieu-khien"
    assert line == (2 if key == "title" else 6)
    assert f"“{escape}”" in message


def test_escapes_in_lists_and_records_are_found() -> None:
    """Tags, captions, corrections, keys: wherever a text can stand."""
    wrong = {
        "tags": '["một", "ba\\nói"]',
        "image": '{src: /media/a.png, alt: "ả\\bnh"}',
        "corrections": '[{date: 2024-05-07, note: "Sửa\\vài"}]',
        '"ta\\bgs"': "x",
    }
    for key, value in wrong.items():
        assert [code for _, code, _ in found(**{key: value})] == ["ky-tu-dieu-khien"], key


@pytest.mark.parametrize("value", ["'tin\\bài'", "tin\\bài", '"tin\\\\bài"'])
def test_a_backslash_can_be_written_in_three_ways(value: str) -> None:
    """As the message says: single quotes, two backslashes; and no quotes at all."""
    entry = read_article(FILE, article(title=value).encode())

    assert errors_of(entry.problems) == ()
    assert entry.article is not None
    assert entry.article.title == "tin\\bài"


@pytest.mark.parametrize("value", ['"C\\u1ea3i c\\xe1ch"', '"C\\u1ea3i c\\xe1ch\\n"', '"Ca\\u0309i c\\xe1ch"'])
def test_letters_written_as_numbers_are_letters(value: str) -> None:
    """Programs write Vietnamese so, with a line feed at the end, or as decomposed letters."""
    entry = read_article(FILE, article(title=value).encode())

    assert errors_of(entry.problems) == ()
    assert entry.article is not None
    assert entry.article.title == "Cải cách"


def test_line_breaks_stay_in_texts_of_many_lines() -> None:
    """A transcript has lines."""
    entry = read_article(FILE, article(media='{url: "https://x.vn/v", transcript: "Một\\nHai"}').encode())

    assert errors_of(entry.problems) == ()
    assert entry.article is not None
    assert entry.article.media is not None
    assert entry.article.media.transcript == "Một\nHai"


@pytest.mark.parametrize("escape", ["\\h", "\\u", "\\x", "\\U"])
def test_an_escape_that_yaml_does_not_know_says_what_to_write(escape: str) -> None:
    r"""`C:\users` in double quotes is no YAML."""
    ((line, code, message),) = found(title=f'"Ổ C:{escape}ồ sơ"')

    assert (line, code) == (2, "yaml-sai")
    assert f"“{escape}”" in message
    assert f"viết \\{escape}" in message


def test_the_programs_own_marks_are_refused_when_decoded() -> None:
    """`zqrootqz` is where the site's root will stand, also when it is spelt in pieces."""
    assert [code for _, code, _ in found(title='"zq\\x72ootqz"')] == ["tu-danh-rieng"]
    assert [problem.code for problem in body_errors("&#122;qrootqz")] == ["tu-danh-rieng"]
    assert [problem.code for problem in body_errors("zq<!-- -->rootqz")] == ["tu-danh-rieng"]


@pytest.mark.parametrize(
    "entity", ["&#8;", "&#0;", "&#x202e;", "&#xD800;", "&#xFFFF;", "&#x110000;", "&#13;", "&rlm;", "&#8", "&#129;"]
)
def test_an_entity_that_cannot_be_shown_is_named_with_its_line(entity: str) -> None:
    """It is to be deleted: in texts, links, titles and descriptions of pictures."""
    places = {
        f"Câu {entity} hết.": ["ky-tu-dieu-khien"],
        f"[Quyết định](https://x.vn/ 'Số {entity}')": ["ky-tu-dieu-khien"],
        f"![Ảnh {entity} chụp](/media/a.png)": ["ky-tu-dieu-khien"],
        f'<p title="{entity}">chữ</p>': ["ky-tu-dieu-khien"],
        f"| a | b |\n|---|---|\n| {entity} | c |": ["ky-tu-dieu-khien"],
    }
    for text, codes in places.items():
        problems = body_errors(f"Một.\n\n{text}")
        assert [problem.code for problem in problems] == codes, text
        assert problems[0].line == 12 + text[: text.index(entity)].count("\n")
        assert f"hãy xóa {entity}" in problems[0].message


@pytest.mark.parametrize(
    "text", ["`&#8;`", "```\n&#8;\n```", "a &nbsp; b &amp;#8; c", "1 &lt; 2 &#9; &#x1EC7;", "&#128;"]
)
def test_entities_that_can_be_shown_are_left_alone(text: str) -> None:
    """Code shows an entity as it is written."""
    assert body_errors(text) == []


def test_a_link_that_decodes_to_a_control_character_leads_nowhere() -> None:
    """Percent-encoding hides it, too."""
    assert [problem.code for problem in body_errors("[a](/media/a%08.png)")] == []
    assert "\x08" not in "".join(problem.message for problem in body_errors("[a](../b%08)"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/taxonomy/topics.yml", '- {id: a, name: "Chủ\\bđề"}\n'),
        ("content/plans/2024.yml", '- {period: quy-1-2024, target: "1", name: "Chủ\\bđề"}\n'),
        ("content/reports/quy-1-2024.md", '---\nsigner_post: "GIÁM\\bĐỐC"\n---\n'),
    ],
)
def test_data_files_are_checked_when_decoded(tmp_path: Path, path: str, text: str) -> None:
    """Taxonomy, plans and the words of reports."""
    root = small_portal(tmp_path / "portal")
    write(root, path, text)
    vocabulary = content.read_taxonomy(root)
    problems = (*vocabulary.problems, *content.read_ledger(root, vocabulary.taxonomy, vocabulary.calendar)[1])

    assert [problem.path for problem in problems if problem.code == "ky-tu-dieu-khien"] == [path]


@pytest.mark.parametrize(
    ("config", "options", "code"),
    [
        ({"site_name": "Cổng\x08tin"}, {}, "ky-tu-dieu-khien"),
        ({"site_description": "a\u202eb"}, {}, "ky-tu-dieu-khien"),
        ({"nav": [("Giới\x0bthiệu", "/a/")]}, {}, "ky-tu-dieu-khien"),
        ({}, {"agency": "Sở\x1bNội vụ"}, "ky-tu-dieu-khien"),
        ({"site_name": "zqTextTitleqz"}, {}, "tu-danh-rieng"),
        ({"site_url": "https://x.vn/a b/"}, {}, "cai-dat"),
        ({"site_url": "https://x.vn/?a=1"}, {}, "cai-dat"),
    ],
)
def test_settings_are_checked_when_decoded(config: Mapping[str, Any], options: Mapping[str, Any], code: str) -> None:
    """What `mkdocs.yml` says stands on every page."""
    good: dict[str, Any] = {"site_name": "Cổng tin", "site_url": "https://x.vn/"}
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping(good | {**config}, {"feed_authority": "x.vn,2026", **options})
    assert [problem.code for problem in caught.value.problems] == [code]


def test_what_check_refuses_build_refuses_with_the_same_words(tmp_path: Path) -> None:
    """One accepted article stopped publication for everybody; now both name its file and line."""
    root = small_portal(tmp_path / "portal")
    write(root, "content/news/2024/05/a.md", article(title='"Báo cáo tin\\bài quý III"'))
    write(root, "content/news/2024/05/b.md", article(body="Câu &#8; hết."))
    options = replace(Options(now=NOW), jobs=1)
    checked = build.check(root, lambda _root: rendered_chrome(), options)
    with pytest.raises(ContentError) as caught:
        build.build(root, lambda _root: rendered_chrome(), options)

    assert caught.value.problems == checked.problems
    told = [(problem.path, problem.line) for problem in errors_of(checked.problems)]
    assert told == [("content/news/2024/05/a.md", 2), ("content/news/2024/05/b.md", 8)]


def test_a_body_that_the_converter_gives_up_on_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it raises, the other problems are told, too."""
    from site_builder import markup

    def give_up(*_args: object) -> None:
        raise RecursionError

    monkeypatch.setattr(markup, "convert", give_up)
    root = small_portal(tmp_path / "portal")
    write(root, "content/news/2024/05/a.md", article())
    problems = build.check(root, lambda _root: rendered_chrome(), Options(now=NOW)).problems

    assert ("content/news/2024/05/a.md", 8, "khong-chuyen-duoc") in [(p.path, p.line, p.code) for p in problems]


@pytest.mark.parametrize(
    ("options", "config"),
    [
        ({"feed_authority": "x.vn,0000"}, {}),
        ({"feed_authority": "x.vn,2024-13"}, {}),
        ({"email": "không phải"}, {}),
        ({"logo": "huy-hieu.svg"}, {}),
        ({}, {"site_url": "https://x.vn:99999/"}),
    ],
)
def test_settings_that_no_feed_or_page_can_use(options: Mapping[str, Any], config: Mapping[str, Any]) -> None:
    """A year that is none, a mailbox that is none, a port that is none."""
    good: dict[str, Any] = {"site_name": "Cổng tin", "site_url": "https://x.vn/"}
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping(good | {**config}, {"feed_authority": "x.vn,2026", **options})
    assert [problem.code for problem in caught.value.problems] == ["cai-dat"]
