"""How reports are worded: a province's own rules, what is wrong with them, and the list of every sentence in docs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder import content
from site_builder.cache.inputs import theme_dir
from site_builder.content.file_notes import FileNotes
from site_builder.content.wording import FILE, wording
from site_builder.errors import Problem
from site_builder.model import GENRES, Taxonomy
from site_builder.model.wording import NEEDED, SENTENCES, Kind, Wording, places, stray_braces
from tests.conftest import REPOSITORY, cchc, small_portal, write
from tests.sample_report import WORDING

GENRE_NAMES = {term.id: term.name for term in GENRES}
LIST = REPOSITORY / "docs" / "cau-chu-bao-cao.md"


def read(text: str) -> tuple[Wording, tuple[Problem, ...]]:
    """Read a province's file on top of the program's rules."""
    notes = FileNotes(FILE)
    return wording(notes, text.encode(), GENRE_NAMES, WORDING), notes.problems()


def test_the_program_s_own_rules_are_sound_and_complete() -> None:
    """Every sentence stands there, with every place that carries a number, and no problem is found."""
    told, problems = content.read_wording(Path("/khong-co"), theme_dir(), Taxonomy(genres=GENRES))

    assert problems == ()
    assert dict(told.sentences).keys() == SENTENCES.keys()
    for key, sentence in told.sentences:
        lost = {name for name in SENTENCES[key] if name in NEEDED} - set(places(sentence))
        assert (key, lost) == (key, set())


def test_a_province_changes_one_sentence_and_keeps_the_others() -> None:
    """What the file leaves out is the program's."""
    told, problems = read('cau:\n  tam_tinh: "Số liệu chốt tạm tới {ngay}."\n')

    assert problems == ()
    assert told.say("tam_tinh", ngay="01/7/2019") == "Số liệu chốt tạm tới 01/7/2019."
    assert replace(told, sentences=()) == replace(WORDING, sentences=())
    assert {key for key, text in told.sentences if dict(WORDING.sentences)[key] != text} == {"tam_tinh"}


def test_limits_verbs_genres_and_groups_can_be_a_province_s_own() -> None:
    """Lists replace the program's; limits and genres are set one by one."""
    told, problems = read(
        "gioi_han: {ke_ten: 3, hai_chu_so: 1}\n"
        "khong_ghi_cap_tren: [bo]\n"
        "the_loai: {tho-ca: bài thơ}\n"
        "cung_nghia:\n  - [buổi, cuộc]\n"
        "hoat_dong:\n  - {viec: cấp phát, ten: [tờ rơi], don_vi: [tờ], bo_don_vi: [tờ]}\n"
    )

    assert problems == ()
    assert (told.most_named, told.most_units, told.number(3)) == (3, WORDING.most_units, "3")
    assert (told.headless, told.alike) == (("bo",), (("buổi", "cuộc"),))
    assert told.kinds == (Kind(verb="cấp phát", names=("tờ rơi",), units=("tờ",), silent=("tờ",)),)
    assert dict(told.genres) == dict(WORDING.genres) | {"tho-ca": "bài thơ"}


@pytest.mark.parametrize(
    ("text", "line", "level", "told"),
    [
        ('cau:\n  tam_tinh: "Đến {ngy}."', 2, "error", "có {ngy}, câu này không có tên ấy; có phải ngay?"),
        ('cau:\n  khong_luot: "Chưa có {so} lượt."', 2, "error", "câu này không có chỗ điền nào"),
        ('cau:\n  tam_tinh: "{ngay.__class__}"', 2, "error", "có “{ngay.__class__}”; trong ngoặc nhọn chỉ ghi một tên"),
        ('cau:\n  tam_tinh: "{ngay!r} {ngay:>9}"', 2, "error", "có “{ngay!r}”"),
        ('cau:\n  tam_tinh: "{{ngay}}"', 2, "error", "có “{"),
        ('cau:\n  tam_tinh: "Đến {ngay"', 2, "error", "có “{ngay”"),
        ('cau:\n  luot_khong_ro_kenh: "Có lượt."', 2, "warning", "không còn {so}, báo cáo sẽ thiếu số liệu ấy"),
        ('cau:\n  tam_tinhh: "x"', 2, "warning", "“tam_tinhh” không có; có phải tam_tinh?"),
        ("gioi_han:\n  ke_tenn: 3", 2, "warning", "“ke_tenn” không có; có phải ke_ten?"),
        ("gioi_han:\n  ke_ten: 0", 2, "error", "ghi 0; hãy ghi một số từ 1 trở lên, ví dụ ke_ten: 5"),
        ("hoat_dong:\n  - viec: phát\n    don_vi: [tơ]", 3, "error", "ghi “tơ”, không có; có phải tờ?"),
        ("hoat_dong:\n  - ten: [tờ rơi]", 2, "error", "viec còn thiếu; hãy thêm, ví dụ viec: phát"),
        ("the_loai:\n  tho-cả: thơ", 2, "warning", "có phải tho-ca?"),
        ("cung_nghia: [buổi]", 1, "error", "phải là các nhóm đơn vị"),
        ("caau: {}", 1, "warning", "“caau” không có; có phải cau?"),
        ("- cau", 1, "error", "tệp phải gồm các dòng “khóa: giá trị”"),
        ('cau: "', 1, "error", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_what_is_meant(text: str, line: int, level: str, told: str) -> None:
    """A sentence that cannot be filled in is not used."""
    found, problems = read(text)

    assert [(problem.path, problem.line, problem.level) for problem in problems] == [(FILE, line, level)]
    assert told in problems[0].message
    if level == "error":
        assert found.sentences == WORDING.sentences


def test_braces_hold_names_only() -> None:
    """No attribute, no index, no conversion, no format is ever looked at."""
    assert stray_braces("a {so} b {co_quan}") == ""
    assert [stray_braces(text) for text in ("{}", "{so[0]}", "{0}", "}", "{so} {")] == [
        "{}",
        "{so[0]}",
        "{0}",
        "}",
        "{",
    ]
    assert places("{so} {co_quan} {SO}") == ("so", "co_quan")


def test_words_filled_in_are_never_read_as_places() -> None:
    """A title with braces stays as it is."""
    assert WORDING.say("noi_bat", ten="“{so} {0} {{x}}”") == "Một số tin, bài nổi bật: “{so} {0} {{x}}”."


@pytest.mark.heavy
def test_check_names_what_report_refuses(tmp_path: Path) -> None:
    """`cchc check` says it first."""
    root = small_portal(tmp_path)
    write(root, FILE, 'cau:\n  tam_tinh: "Đến {ngy}."\n')
    checked = cchc("--root", root, "check", code=1)
    refused = cchc("--root", root, "report", "quy-1-2024", "--formats", "docx", code=1)

    assert f"{FILE}:2: ten-la: cau: tam_tinh có {{ngy}}" in checked.stdout + checked.stderr
    assert f"{FILE}:2: ten-la" in refused.stderr


# The list in docs


def sentence_list(told: Wording) -> str:
    """Return the list as it should stand in docs: each sentence with its places and an example."""
    lines = (
        f"- **{key}**: `{text}`\n  → {_without_marks(told.say(key, **SENTENCES[key]))}" for key, text in told.sentences
    )
    return "\n".join(lines)


def _without_marks(text: str) -> str:
    """Keep Markdown from reading marks into an example."""
    return text.replace("[", "\\[").replace("*", "\\*")


def test_docs_list_every_sentence_with_an_example() -> None:
    """Between the marks stands exactly what the rules say; a changed rule fails here until the list is made anew."""
    text = LIST.read_text(encoding="utf-8")
    found = re.search(r"<!-- bắt đầu danh sách -->\n\n(.*?)\n<!-- hết danh sách -->", text, re.DOTALL)

    assert found is not None
    assert found[1] == sentence_list(WORDING)
