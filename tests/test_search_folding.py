"""How search reads text: the one table, tones, tokens, numbers of documents."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import text
from site_builder.search import folding

VOWELS = "aăâeêioôơuưy"
LETTERS = sorted(
    {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *text.TONES)}
    | set("đbcdghklmnpqrstvx")
)
"""Every letter that Vietnamese writes, lower case."""


def folded(string: str) -> str:
    """Fold a text that is one token."""
    ((_, form),) = folding.tokens(string)
    return form


@pytest.mark.parametrize("letter", [*LETTERS, *map(str.upper, LETTERS)])
def test_every_vietnamese_letter_folds_as_everywhere(letter: str) -> None:
    """NFC and NFD, small and large: one plain letter, the one that slugs and sorting use."""
    assert folded(letter) == folded(unicodedata.normalize("NFD", letter)) == text.fold(letter)
    assert len(folded(letter)) == 1
    assert folded(letter).isascii()


@pytest.mark.parametrize("letter", "đĐðÐɖƉ")
def test_all_that_looks_like_a_barred_d_is_d(letter: str) -> None:
    """Pasted text holds Eth and African d in place of đ."""
    assert folded(letter) == "d" == text.fold(letter)


def test_other_latin_letters_with_marks_fold_as_everywhere() -> None:
    """Names of other languages are found without their marks."""
    latin = [chr(code) for start, end in ((0xC0, 0x250), (0x1E00, 0x1F00)) for code in range(start, end)]
    small = (char for char in latin if char.islower() and char.casefold() == char)
    marked = [char for char in small if text.fold(char) != char and text.fold(char).isascii()]

    assert len(marked) > 200
    assert [char for char in marked if folded(char) != text.fold(char)] == []


def test_the_table_takes_one_character_for_one() -> None:
    """A place in folded text is the same place in the text, in JavaScript's count of characters, too."""
    letters, plain = folding.table()["fold"]

    assert len(letters) == len(plain) == len(set(letters))
    assert all(ord(char) < 0x10000 and char == char.lower() == unicodedata.normalize("NFC", char) for char in letters)
    assert plain.isascii()


def test_the_table_is_json() -> None:
    """It goes into the search page."""
    assert json.loads(json.dumps(folding.table())) == folding.table()


def test_the_ends_of_tokens_are_looked_up_by_two_or_three_letters() -> None:
    """The reader in the browser does the same with the exported table as the index."""
    ends, instead = folding.table()["tone"]
    table = dict(zip(ends, instead, strict=True))

    assert {len(end) for end in ends} == {2, 3}
    assert all(len(end) == len(new) for end, new in table.items())
    for word in ("toà", "uỷ", "quỷ", "qúy", "toàn", "á", "oà"):
        three, two = table.get(word[-3:]), table.get(word[-2:])
        same = word[:-3] + three if three else word[:-2] + two if two else word
        assert folding.exact(word) == same


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"), ("hoá", "hóa"), ("hoả", "hỏa"), ("hoã", "hõa"), ("hoạ", "họa"),
        ("xoè", "xòe"), ("khoẻ", "khỏe"), ("loé", "lóe"), ("uỷ", "ủy"), ("thuỷ", "thủy"), ("luỹ", "lũy"),
        ("tuỳ", "tùy"),
        ("quý", "quý"), ("qúy", "quý"), ("Qúy", "quý"), ("quỷ", "quỷ"), ("quỹ", "quỹ"), ("qúa", "quá"), ("quà", "quà"),
        ("toàn", "toàn"), ("hoài", "hoài"), ("thuyền", "thuyền"), ("tuyết", "tuyết"), ("khuỷu", "khuỷu"),
        ("giữ", "giữ"), ("gìn", "gìn"), ("của", "của"), ("mùa", "mùa"), ("nghĩa", "nghĩa"), ("hòa", "hòa"),
    ],
)  # fmt: skip
def test_both_styles_of_tone_are_one_exact_form(new: str, old: str) -> None:
    """Only the place of the tone differs; composed or not, the exact form is the old style's."""
    assert [form for form, _ in folding.tokens(new)] == [old]
    assert [form for form, _ in folding.tokens(unicodedata.normalize("NFD", new))] == [old]


def test_exact_forms_keep_what_differs() -> None:
    """Same-fold syllables stay apart by their dấu."""
    forms = folding.tokens("dạy dậy đây dày ĐẨY day")

    assert [exact for exact, _ in forms] == ["dạy", "dậy", "đây", "dày", "đẩy", "day"]
    assert {form for _, form in forms} == {"day"}


def test_tokens_are_runs_of_letters_and_digits() -> None:
    """Punctuation, line ends, underscores and signs part them; marks that no letter took up do not."""
    forms = folding.tokens("Kế hoạch số 22/2016/QĐ-UBND,\n“một_cửa”… q\u0301uy\u0302\u0301t 3.250\u00a0đ")

    expected = ["ke", "hoach", "so", "22", "2016", "qd", "ubnd", "mot", "cua", "quyt", "3", "250", "d"]
    assert [form for _, form in forms] == expected


def test_marks_are_dropped_the_same_in_either_language() -> None:
    """The exported class holds only combining marks, and every one of its blocks that Vietnamese needs."""
    inside = re.compile(f"[{folding.MARKS}]")

    assert all(inside.match(mark) for mark in (*text.TONES, "\u0302", "\u0306", "\u031b"))
    assert [chr(code) for code in range(0x250) if inside.match(chr(code))] == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Quyết định 22/2016/QĐ-UBND ngày 5/6/2016", ["22/2016/qd-ubnd"]),
        ("22/2016/QÐ-UBND (gõ nhầm Eth)", ["22/2016/qd-ubnd"]),
        ("Nghị quyết 76/NQ-CP, 01-NQ/TW; Luật 45/2013/QH13.", ["76/nq-cp", "01-nq/tw", "45/2013/qh13"]),
        ("30c/NQ-CP và 230/BC-PTTH", ["30c/nq-cp", "230/bc-ptth"]),
        ("ngày 26/01/2021, 60km/h, và/hoặc, 1/2", []),
        ("x22/2016/QĐ-UBND", []),
        ("1234567/QĐ-UBND", []),
    ],
)
def test_whole_document_numbers_are_found(said: str, found: list[str]) -> None:
    """As they are written in documents; dates and measures are none."""
    assert [folding.fold(number) for number in folding.numbers(folding.lower(said))] == found
    assert all(re.fullmatch(folding.table()["number"], number) for number in found)


def test_common_syllables_are_folded_and_few() -> None:
    """The list travels with every search page."""
    common = folding.COMMON.split()

    assert common == sorted(set(common))
    assert 150 <= len(common) <= 200
    assert all(folded(word) == word for word in common)


@given(st.text(st.sampled_from("toàhòaUỶΣσİế\u0301\u0302đ_,/2-QÐnq \n\u00a0\u3000\x1c\u2028"), max_size=40))
def test_a_text_is_read_alike_whole_and_piece_by_piece(text: str) -> None:
    """Marks, case, tones and numbers look at nothing beyond a space; what is asked again has the same answer."""
    for _ in range(2):
        assert folding.exact_forms(text) == [form for form, _ in folding.tokens(text)]
        assert folding.numbers_within(text) == folding.numbers(folding.lower(text))


def test_what_is_kept_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither many pieces nor long ones fill a process, and answers stay right."""
    monkeypatch.setattr(folding, "_MANY", 3)
    kept = folding.Kept(str.upper)

    assert [kept[word] for word in ("a", "b", "c", "d", "a", "x" * 41)] == ["A", "B", "C", "D", "A", "X" * 41]
    assert sorted(kept) == ["a", "d"]
