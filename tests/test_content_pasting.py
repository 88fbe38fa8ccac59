"""Text pasted from Word and chat is told with its line, and mended without a word coming or going."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.content import fix, mend, read_article
from tests.conftest import REPOSITORY, article, cchc, write

FILE = "content/news/2024/05/x.md"
FIRST = article(body="").count("\n")
"""Line of the file on which a body starts."""


def told(body: str) -> list[tuple[int, str]]:
    """Return line of the body and code of what is told."""
    problems = read_article(FILE, article(body=body).encode()).problems
    return [(problem.line - FIRST + 1, problem.code) for problem in problems]


def mended(body: str) -> str:
    """Return the body after `check --fix`."""
    text = fix(article(body=body).encode()).decode()
    return text.split("---\n", 2)[2].strip("\n")


def words(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(re.findall(r"[^\W_]", text))


@pytest.mark.parametrize(
    ("before", "after", "line", "code"),
    [
        ("Sở yêu cầu:\n• Một;\n• Hai.", "Sở yêu cầu:\n- Một;\n- Hai.", 2, "dau-dong-dan"),
        ("•\tMột\n•\tHai", "- Một\n- Hai", 1, "dau-dong-dan"),
        ("\uf0b7 Một\n\uf0b7 Hai", "- Một\n- Hai", 1, "dau-dong-dan"),
        ("·  Một\no  Hai\n·  Ba", "- Một\n  - Hai\n- Ba", 1, "dau-dong-dan"),
        ("▪ Một\n\n▪ Hai", "- Một\n\n- Hai", 1, "dau-dong-dan"),
        ("Gồm:\n– Một;\n– Hai.", "Gồm:\n- Một;\n- Hai.", 2, "dau-dong-dan"),
        ("Gồm:\n— Một;", "Gồm:\n- Một;", 2, "dau-dong-dan"),
        ("-\u00a0Một\n-\u00a0Hai", "- Một\n- Hai", 1, "dau-dong-dan"),
        ("+\u00a0Một", "+ Một", 1, "dau-dong-dan"),
        ("1.\u00a0Một\n2.\u00a0Hai", "1. Một\n2. Hai", 1, "dau-dong-dan"),
        ("Gồm:\n-Một;\n-Hai.", "Gồm:\n- Một;\n- Hai.", 2, "dau-dong-dan"),
        ("1.Một\n2.Hai", "1. Một\n2. Hai", 1, "dau-dong-dan"),
        ("Một;\na) Hai;\nb) Ba.", "Một;\n\na) Hai;\n\nb) Ba.", 2, "dong-dinh-lien"),
        ("Một.\n2) Hai;\n3) Ba.", "Một.\n\n2) Hai;\n3) Ba.", 2, "dong-dinh-lien"),
        ("I. Một.\nII. Hai.", "I. Một.\n\nII. Hai.", 2, "dong-dinh-lien"),
        ("Điều 1. Một.\nĐiều 2. Hai.", "Điều 1. Một.\n\nĐiều 2. Hai.", 2, "dong-dinh-lien"),
        ("Đoạn một.\nĐoạn hai.\nĐoạn ba.", "Đoạn một.\n\nĐoạn hai.\n\nĐoạn ba.", 2, "dong-dinh-lien"),
        ("Đầu.\n\n“Đoạn một.”\n“Đoạn hai.”", "Đầu.\n\n“Đoạn một.”\n\n“Đoạn hai.”", 4, "dong-dinh-lien"),
        ("Đầu.\n\n        Đoạn một.", "Đầu.\n\nĐoạn một.", 3, "thut-dau-dong"),
        ("Đầu.\n\n\tĐoạn một.\n\n\tĐoạn hai.", "Đầu.\n\nĐoạn một.\n\nĐoạn hai.", 3, "thut-dau-dong"),
        ("Đầu.\n\n\t• Một\n\t• Hai", "Đầu.\n\n- Một\n- Hai", 3, "thut-dau-dong"),
        ("Một mình,\nTay ôm tập giấy", "Một mình,  \nTay ôm tập giấy", 1, "ngat-dong-mat"),
        ("Họ tên\tChức vụ\nAn\tGiám đốc", "| Họ tên | Chức vụ |\n|---|---|\n| An | Giám đốc |", 1, "tab-giua-dong"),
        ("Một\thai.", "Một hai.", 1, "tab-giua-dong"),
    ],
)
def test_what_is_pasted_is_told_and_mended(before: str, after: str, line: int, code: str) -> None:
    """Each sign of pasting, its line, and the text as it was meant."""
    assert (line, code) in told(before)
    assert mended(before) == after
    assert told(after) == []


def test_paragraphs_of_a_typewriter_are_parted() -> None:
    """Eight spaces before each paragraph and no empty line between."""
    text = "Đầu.\n\n        Đoạn một dài.\n        Đoạn hai dài.\n        Đoạn ba."

    assert mended(text) == "Đầu.\n\nĐoạn một dài.\n\nĐoạn hai dài.\n\nĐoạn ba."


def test_long_lines_that_each_end_a_sentence_are_paragraphs() -> None:
    """Also between lines that somebody broke at a margin."""
    long = "Sáng nay, Sở Nội vụ tổ chức hội nghị triển khai kế hoạch cải cách hành chính của tỉnh " * 2 + "năm 2024."

    assert mended(f"{long}\n{long}\nvà\nnữa") == f"{long}\n\n{long}\nvà\nnữa"
    assert told(f"Đầu.\n\n{long}\n{long}\n{long}") == [(4, "dong-dinh-lien")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Một\u2028Hai", "Một  \nHai"),
        ("Một\u2028\u2028Hai", "Một\n\nHai"),
        ("Một.\u2029Hai.", "Một.\n\nHai."),
        ("Một\x0bHai", "Một  \nHai"),
        ("Một\u2028\nHai là", "Một\nHai là"),
        ("## Một\u2028hai", "## Một hai"),
        ("Gồm:\u2028• Một\u2028• Hai", "Gồm:  \n- Một  \n- Hai"),
    ],
)
def test_separators_of_word_become_line_ends(before: str, after: str) -> None:
    """`check` refuses them, says that `--fix` mends them, and it does."""
    problems = read_article(FILE, article(body=before).encode()).problems

    assert "cchc check --fix" in next(one for one in problems if one.code == "ky-tu-dieu-khien").message
    assert re.sub(" +(?=\n)", "", mended(before)) == re.sub(" +(?=\n)", "", after)
    assert read_article(FILE, fix(article(body=before).encode())).problems == ()


def test_a_separator_in_a_title_becomes_a_space() -> None:
    """The front matter stays on its lines."""
    text = article(title='"Một\u2028hai"')

    assert 'title: "Một hai"\n' in fix(text.encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "Một đoạn văn xuống dòng\nở giữa câu. Câu sau.\nVà câu nữa.",
        "- một\n- hai\n\n  đoạn của mục\n\n        sâu hơn",
        "1. một\n2. hai\n3. ba",
        "Gồm:\n1) một;\n2) hai",
        "> Sáng nay ra xã,\n> Tay ôm tập giấy",
        "| A | B |\n|---|---|\n| 1 | 2 |",
        "```\n\tMã là\n• x\nMột.\nHai.\n```",
        "Đầu.\n\n    x = f(1);\n    y = 2;",
        "!!! note\n    Đoạn một.\n\n    Đoạn hai.",
        "Chữ[^1]\n\n[^1]: Một.\n    Hai.",
        "<div>\nMột.\nHai.\n</div>",
        "<!--\nMột.\nHai.\n• ba\n-->",
        "– Xin ông cho biết?\n\n– Tôi nghĩ thế này.",
        "Nhiệt độ\n-5 độ",
        "Một  \nHai  \nBa",
        "Một\\\nHai",
        "Tại điểm\na) khoản hai",
        "## Mục\nChữ dưới mục.",
        "Tên\n:   Nghĩa của tên.",
        "Việt Nam\n– nước ta",
    ],
)
def test_what_is_meant_so_stays(text: str) -> None:
    """Broken sentences, items, quotations, code, HTML, dialogues and what is right already."""
    assert mended(text) == text
    assert [code for _, code in told(text) if code != "bai-trong"] == []


def test_the_sample_portal_has_nothing_to_mend() -> None:
    """No article of it is taken for pasted text."""
    files = sorted((REPOSITORY / "content").rglob("*.md"))

    assert len(files) > 50
    assert [file.name for file in files if mend(file.read_bytes())[1]] == []


_PIECES = st.sampled_from((
    "Một.", "Hai dài", "ba", "• ", "– ", "- ", "-", "+ ", "1) ", "1.", "a) ", "\t", "    ", "        ", "\n", "\n\n",
    " ", "\u00a0", "\u2028", "\u2029", "\x0b", "  \n", "\\\n", "|", "> ", "## ", "```\n", "<div>\n", "<!--", "-->",
    "[^1]: ", "!!! note\n", ": ", ";", ":", "II. ", "Điều 1. ", "2. ", "“", "”", "_", "*", "---\n", "Ð", "\r",
))  # fmt: skip


@example(["\t", "a) ", "\n", "\t", "Một."])
@given(st.lists(_PIECES, max_size=30))
def test_mending_twice_is_mending_once(pieces: list[str]) -> None:
    """And no letter or digit comes or goes."""
    text = article(body="".join(pieces))
    once = fix(text.encode())

    assert fix(once) == once
    assert words(once.decode()) == words(text.replace("Ð", "Đ")).replace("Ð", "Đ")


@pytest.mark.heavy
def test_what_is_told_as_mendable_is_mended(portal: Path) -> None:
    """`check --fix` says per file what it did, and afterwards there is nothing to tell."""
    write(portal, FILE, article(body="Gồm:\n• Một;\n• Hai.\n\n\tĐoạn một.\n\nĐoạn hai.\nĐoạn ba.\u2028Hết."))
    done = cchc("--root", portal, "check", "--fix")

    (said,) = (line for line in (done.stdout + done.stderr).splitlines() if FILE in line)
    assert said.startswith(f"Đã sửa {FILE}: đổi ngắt dòng của Word thành xuống dòng; ")
    assert "sửa đầu 2 dòng thành mục của danh sách" in said
    assert "bỏ khoảng trắng đầu 1 dòng" in said
    assert "thêm 2 dòng trống giữa các đoạn" in said or "thêm 1 dòng trống giữa các đoạn" in said
    again = cchc("--root", portal, "check", "--fix")
    assert FILE not in again.stdout + again.stderr


@pytest.mark.parametrize(
    "text",
    ["• a\n" * 20000, "Một.\n" * 20000, "\tMột.\n\n" * 20000, "a\tb\n" * 20000, "\t" * 50000, "Một\u2028" * 20000],
)
@pytest.mark.heavy
def test_floods_are_mended(text: str) -> None:
    """Long pastes are no harder than short ones."""
    assert words(mended(text)) == words(text)
