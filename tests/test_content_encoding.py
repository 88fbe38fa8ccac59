"""Bytes → clean text, guesses at old encodings, and the mending of `check --fix`."""

from __future__ import annotations

import re
import unicodedata
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.content import encoding, fix
from site_builder.content.encoding import MAX_SIZE, decode, guess
from site_builder.content.file_notes import FileNotes
from site_builder.errors import Problem
from site_builder.text import nfc

FILE = "content/news/2024/05/x.md"
SENTENCE = "Sáng nay, Sở Nội vụ tổ chức hội nghị triển khai kế hoạch cải cách hành chính của tỉnh năm 2024."
# The same sentence as TCVN3 (ABC) and VNI editors stored it, written as the Latin-1 signs that others then saw.
TCVN3 = "S¸ng nay, Së Néi vô tæ chøc héi nghÞ triÓn khai kÕ ho¹ch c¶i c¸ch hµnh chÝnh cña tØnh n¨m 2024."
VNI = "Saùng nay, Sôû Noäi vuï toå chöùc hoäi nghò trieån khai keá hoaïch caûi caùch haønh chính cuûa tænh naêm 2024."
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """Write text as Windows-1258 does: letters composed, tones after them."""
    out = b""
    for char in nfc(text):
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in parts if mark in TONES)
        out += (nfc("".join(mark for mark in parts if mark not in TONES)) + tone).encode("cp1258")
    return out


def read(data: bytes) -> tuple[str | None, tuple[Problem, ...]]:
    """Decode with a fresh sheet."""
    notes = FileNotes(FILE)
    return decode(notes, data), notes.problems()


def codes(data: bytes) -> list[tuple[int, str, str]]:
    """Return line, code and level of what is found."""
    return [(problem.line, problem.code, problem.level) for problem in read(data)[1]]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TCVN3.encode("latin-1"), "TCVN3 (ABC)"),
        (VNI.encode("latin-1"), "VNI"),
        (windows_1258(SENTENCE), "Windows-1258"),
        (SENTENCE.encode("utf-16"), "UTF-16"),
        (SENTENCE.encode("utf-16-le"), "UTF-16"),
        (SENTENCE.encode("utf-32"), "UTF-32"),
        ("日本語の文章です".encode("shift-jis"), ""),
    ],
)
def test_old_encodings_are_named(data: bytes, name: str) -> None:
    """The statistics name the encodings that Vietnamese offices really have."""
    assert guess(data) == name


def test_a_file_in_an_old_encoding_is_an_error_at_its_first_bad_byte() -> None:
    """The message names the encoding and the tool that editors have."""
    text, problems = read(b"---\n" + TCVN3.encode("latin-1"))

    assert text is None
    assert [(problem.line, problem.code) for problem in problems] == [(2, "ma-hoa-sai")]
    assert "TCVN3 (ABC)" in problems[0].message
    assert "UniKey" in problems[0].message


def test_an_unknown_encoding_is_told_without_a_guess() -> None:
    """No encoding is claimed that the bytes do not show."""
    (problem,) = read("日本語の文章です".encode("shift-jis"))[1]

    assert problem.message == (
        "tệp không phải mã UTF-8; hãy mở bằng trình soạn thảo, chọn Lưu thành (Save as) với mã UTF-8"
    )


def test_a_few_broken_bytes_in_utf8_are_told_as_such() -> None:
    """A damaged UTF-8 file is not called TCVN3."""
    (problem,) = read(f"{SENTENCE}\nx".encode() + b"\xb8")[1]

    assert (problem.line, problem.code) == (2, "ma-hoa-sai")
    assert "1 byte hỏng" in problem.message


def test_utf16_without_a_mark_is_found_though_it_decodes() -> None:
    """ASCII text as UTF-16 is valid UTF-8 full of zero bytes."""
    text, problems = read("---\ntitle: x\n---\n".encode("utf-16-le"))

    assert text is None
    assert "UTF-16" in problems[0].message


def test_marks_and_line_ends_are_tolerated() -> None:
    """A byte-order mark, CRLF and lone CR are read without a word."""
    assert read(b"\xef\xbb\xbfa\r\nb\rc\n") == ("a\nb\nc\n", ())


def test_a_large_file_is_refused() -> None:
    """A file over 2 MB is not read at all."""
    assert read(b"a" * MAX_SIZE) == ("a" * MAX_SIZE, ())
    assert [(code, level) for _, code, level in codes(b"a" * (MAX_SIZE + 1))] == [("tep-qua-lon", "error")]


def test_decomposed_text_is_composed_with_one_warning() -> None:
    """The warning counts the lines and stands at the first."""
    line = unicodedata.normalize("NFD", "Cải cách")
    text, problems = read(f"abc\n{line}\n{line}\n".encode())

    assert text == "abc\nCải cách\nCải cách\n"
    assert [(problem.line, problem.code, problem.level) for problem in problems] == [(2, "unicode-to-hop", "warning")]
    assert problems[0].message.startswith("2 dòng dùng Unicode tổ hợp")


@pytest.mark.parametrize(
    ("char", "point"), [("\x0b", "000B"), ("\x00", "0000"), ("\x7f", "007F"), ("\x85", "0085"), ("\u202e", "202E")]
)
def test_control_characters_are_errors(char: str, point: str) -> None:
    """The code point and the line are named; the count too when there are several."""
    (problem,) = read(f"một\nhai{char}ba{char}".encode())[1]

    assert (problem.line, problem.code, problem.level) == (2, "ky-tu-dieu-khien", "error")
    assert f"U+{point} " in problem.message
    assert "cả tệp có 2" in problem.message


@pytest.mark.parametrize("sentinel", ["zqTextTitleqz", "zqrootqz", "zqHtmlMainqz"])
def test_sentinels_are_refused(sentinel: str) -> None:
    """No content may contain a hole of the chrome."""
    assert codes(f"một\nhai {sentinel}".encode()) == [(2, "tu-danh-rieng", "error")]


@pytest.mark.parametrize(
    ("garbled", "name"),
    [
        (TCVN3, "TCVN3"),
        (VNI, "VNI"),
        ("Cáº£i cÃ¡ch hÃ nh chÃ­nh á»Ÿ Ä‘á»‹a phÆ°Æ¡ng", "UTF-8"),
    ],
)
def test_garbled_text_is_a_warning(garbled: str, name: str) -> None:
    """Old text carried over byte by byte is valid UTF-8 but no Vietnamese."""
    (problem,) = read(f"tốt\n{garbled}".encode())[1]

    assert (problem.line, problem.code, problem.level) == (2, "chu-loi-ma", "warning")
    assert name in problem.message


def test_signs_that_are_meant_are_not_garbled() -> None:
    """Micro signs, halves, quotes and a naïve café are no old encoding."""
    text = "5 µm ± ½, «trích», ©2024 ®, Noël naïve, 25 µg, ½ ngày, µ µ µ µ µ."

    assert read(f"{text}\n{SENTENCE}".encode())[1] == ()


@given(st.text("aeouyAxùõøûáÃÄ‘°º»µÐđ \u00a0\n\u0301\u200e", min_size=10))
@example("aù eõ où uõ yù iõ aù eõ")
@example("Ä‘ Ä‘á»‹a")
def test_text_that_is_passed_as_vietnamese_has_no_fault(text: str) -> None:
    """The quick look at all letters finds what the looks for single faults find."""
    quick = read(text.encode())
    with patch.object(encoding, "_ODD", re.compile("")):
        assert quick == read(text.encode())


def test_lost_letters_are_a_warning() -> None:
    """U+FFFD says that letters were lost before."""
    assert codes("a\nb\ufffd\ufffd".encode()) == [(2, "chu-hong", "warning")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("NÐ-CP và QÐ", "NĐ-CP và QĐ"),
        ("Ðồng bào ðất Ɖông", "Đồng bào đất Đông"),
        ("Guðmundur ở Iceland", "Guðmundur ở Iceland"),
        ("a\u00a0\u00a0\u00a0b", "a b"),
        ("a \u00a0 \u00a0 b", "a b"),
        ("22\u00a0000 đồng", "22\u00a0000 đồng"),
        ("\u00a0\u00a0- mục", "- mục"),
        ("    \u00a0\u00a0mã", "    mã"),
        ("cuối \u00a0\u00a0\nsau", "cuối\nsau"),
        ("a\r\nb\r\r\nc", "a\nb\nc"),
        ("\ufeff\ufeffa", "a"),
        (unicodedata.normalize("NFD", "Ngã Năm"), "Ngã Năm"),
    ],
)
def test_fix_mends(before: str, after: str) -> None:
    """Each thing that `check --fix` mends, and what it leaves alone."""
    assert fix(before.encode()).decode() == after


def test_fix_leaves_other_encodings_alone() -> None:
    """Bytes that are not UTF-8 come back as they are: a person must look."""
    assert fix(TCVN3.encode("latin-1")) == TCVN3.encode("latin-1")


@pytest.mark.parametrize("text", ["NÐ-CP", "a\u00a0\u00a0b", unicodedata.normalize("NFD", "Ngã Năm")])
def test_what_is_warned_of_as_mendable_is_mended(text: str) -> None:
    """After a fix nothing is left to warn of."""
    assert "cchc check --fix" in read(text.encode())[1][0].message
    assert read(fix(text.encode()))[1] == ()


@example("\r\u00a0\u00a0\n")
@given(st.text(alphabet="aĐÐðƉé\u0301\u0323 \u00a0\n\r\ufeff-NÐ", max_size=30))
def test_fix_twice_is_fix_once(text: str) -> None:
    """Idempotent, and white space aside no letter comes or goes."""
    once = fix(text.encode())

    assert fix(once) == once
    assert _letters(once.decode()) == _letters(text)


def _letters(text: str) -> str:
    """Return what is left without white space and marks of order, with Đ for Eth."""
    return nfc(text.translate(str.maketrans("", "", " \u00a0\n\r\ufeff"))).translate(str.maketrans("ÐðƉ", "ĐđĐ"))
