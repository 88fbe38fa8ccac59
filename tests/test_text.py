from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import text
from site_builder.text import ALPHABET, VIETNAM

PROVINCES = (
    "An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai",
    "Đồng Tháp", "Gia Lai", "Hà Nội", "Hà Tĩnh", "Hải Phòng", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa",
    "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Nghệ An", "Ninh Bình", "Phú Thọ", "Quảng Ngãi", "Quảng Ninh",
    "Quảng Trị", "Sơn La", "Tây Ninh", "Thái Nguyên", "Thanh Hóa", "Tuyên Quang", "Vĩnh Long",
)  # fmt: skip
"""The 34 units since 1 July 2025, in the order of CLDR `vi`."""

LETTERS = "".join(
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    for tone in ("", *text.TONES)
)
VIETNAMESE = st.text(alphabet=st.sampled_from(LETTERS + LETTERS.upper() + " 0123456789,.-"), max_size=30)


def test_the_34_provinces_stand_in_dictionary_order() -> None:
    """As in CLDR: đ after d, ă and â letters of their own, tones only after letters."""
    assert len(PROVINCES) == 34
    assert tuple(sorted(sorted(PROVINCES), key=text.sort_key)) == PROVINCES


def test_tones_order_words_that_are_otherwise_the_same() -> None:
    """Ngang, huyền, hỏi, ngã, sắc, nặng; small before capital; a space before every letter."""
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=text.sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["An", "an", "Ân", "ăn"], key=text.sort_key) == ["an", "An", "ăn", "Ân"]
    assert sorted(["Cao Bằng", "Cà Mau", "Ca"], key=text.sort_key) == ["Ca", "Cà Mau", "Cao Bằng"]
    assert sorted(["b", "10", "a", "9"], key=text.sort_key) == ["10", "9", "a", "b"]


def test_every_letter_of_the_alphabet_has_its_place() -> None:
    """The alphabet is sorted by its own key, and foreign letters come after it."""
    assert "".join(sorted(ALPHABET, key=text.sort_key)) == ALPHABET
    assert sorted(["ß", "z", "a", "я"], key=text.sort_key) == ["a", "z", "ß", "я"]


@given(st.text(max_size=20))
def test_any_text_can_be_sorted(words: str) -> None:
    """Odd letters, lone marks and composed or decomposed writing never stop a build."""
    key = text.sort_key(words)
    assert key == text.sort_key(unicodedata.normalize("NFD", words))
    assert key == text.sort_key(unicodedata.normalize("NFC", words))
    assert len(key[0]) == len(key[1]) == len(key[2])


@given(VIETNAMESE)
def test_folding_is_done_once_and_sees_no_dau(words: str) -> None:
    """Folding again changes nothing; case, dấu and the way of composing do not show."""
    folded = text.fold(words)
    assert text.fold(folded) == folded
    assert folded == text.fold(words.upper()) == text.fold(unicodedata.normalize("NFD", words))
    assert re.fullmatch(r"[a-z0-9 ,.\-]*", folded)


def test_odd_writing_is_sorted_too() -> None:
    """A tone on a consonant, a tone on nothing, a letter whose small form is two."""
    assert sorted(["x\u0301a", "xa", "\u0301", "İ"], key=text.sort_key) == ["\u0301", "İ", "xa", "x\u0301a"]


def test_folding_knows_the_look_alikes_of_d() -> None:
    """Đ has no decomposition; Eth and African D are common in pasted text."""
    assert text.fold("Đất  ĐAI") == "dat dai"
    assert text.fold("NÐ-CP Ɖ ð ɖ") == "nd-cp d d d"
    assert text.fold("\u00a0Cải\u00a0 cách\n") == "cai cach"


@given(VIETNAMESE)
def test_a_slug_is_ascii_and_its_own_slug(words: str) -> None:
    """Only small letters, digits and single hyphens; making it again changes nothing."""
    slug = text.slug(words)
    assert slug == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert text.slug(slug) == slug
    assert slug == text.slug(unicodedata.normalize("NFD", words))


@given(st.text(max_size=200), st.integers(1, 40))
def test_a_slug_is_never_too_long(words: str, most: int) -> None:
    """It is cut, between words where there are any."""
    slug = text.slug(words, max_length=most)
    assert len(slug) <= most
    assert not slug.startswith("-")
    assert not slug.endswith("-")


def test_slugs_are_cut_between_words() -> None:
    """A word is cut only when it is longer than the whole slug may be."""
    assert text.slug("Cải cách hành chính") == "cai-cach-hanh-chinh"
    assert text.slug("Cải cách hành chính", max_length=13) == "cai-cach-hanh"
    assert text.slug("Cải cách hành chính", max_length=12) == "cai-cach"
    assert text.slug("nghiêng", max_length=4) == "nghi"
    assert text.slug("Quyết định 22/2016/QĐ-UBND!") == "quyet-dinh-22-2016-qd-ubnd"
    assert text.slug("…") == ""


def test_composing_leaves_composed_text_alone() -> None:
    """NFC in, the same object out."""
    composed = "Cải cách"
    assert text.nfc(composed) is composed
    assert text.nfc(unicodedata.normalize("NFD", composed)) == composed


@pytest.mark.parametrize(
    ("word", "expected"),
    [("chu de", "chu-de"), ("Chủ_đề", "chu-de"), ("titel", "title"), ("aggency", "agency"), ("zzz", None)],
)
def test_a_mistyped_word_finds_its_nearest(word: str, expected: str | None) -> None:
    """Case, dấu, spaces and underscores do not matter; nothing near is None."""
    assert text.nearest(word, ["title", "agency", "chu-de"]) == expected
    assert text.nearest(word, []) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("cai-cach-thu-tuc", "cai-cach-thu-tuc-hanh-chinh"),
        ("Cải cách thủ tục", "cai-cach-thu-tuc-hanh-chinh"),
        ("cai-cach", "cai-cach-the-che"),
        ("thu-tuc", "cai-cach-thu-tuc-hanh-chinh"),
        ("chi-so", "chi-so-cai-cach"),
        ("cai-cach-the-chee", "cai-cach-the-che"),
        ("so", "so"),
    ],
)
def test_what_begins_so_is_nearer_than_what_contains_it_and_that_than_what_is_spelt_alike(
    word: str, expected: str
) -> None:
    """Of several the shortest; one or two letters tell nothing."""
    known = ["cai-cach-thu-tuc-hanh-chinh", "cai-cach-the-che", "chi-so-cai-cach", "so-noi-vu", "so"]
    assert text.nearest(word, known) == expected


def test_a_text_has_three_spellings() -> None:
    """Composed, decomposed, and with the tone apart as older Vietnamese keyboards write it."""
    assert text.spellings("a/b.html") == ("a/b.html",)
    assert text.spellings("a\u0302\u0301") == ("ấ", "a\u0302\u0301", "â\u0301")
    assert text.spellings("ư") == ("ư", "u\u031b")
    assert text.spellings("đ") == ("đ",)


def test_every_sign_that_patterns_call_white_space_is_a_space_on_one_line() -> None:
    """Lists, cells and titles are parted at the same signs, whoever looks for them."""
    signs = [chr(code) for code in range(0x110000)]

    assert [sign for sign in signs if re.match(r"\s", sign)] == [s for s in signs if text.one_line(f"a{s}b") == "a b"]


def test_one_line_and_excerpts() -> None:
    """Runs of white space, NBSP included, become one space; an excerpt ends between words."""
    assert text.one_line(" a\u00a0\u00a0b\n\tc ") == "a b c"
    assert text.excerpt("Cải cách hành chính", 100) == "Cải cách hành chính"
    assert text.excerpt("Cải cách, hành chính", 9) == "Cải cách…"
    assert text.excerpt("Cải cách hành chính", 8) == "Cải cách…"


LONG = "https://dichvucong.example.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?" + "ma_thu_tuc=1" * 20


@pytest.mark.parametrize(
    ("words", "most", "expected"),
    [
        (f"{LONG} là địa chỉ nộp hồ sơ.", 60, LONG[:60] + "…"),
        (f"Xem {LONG} để nộp hồ sơ.", 60, f"Xem {LONG}"[:60] + "…"),
        ("Cảicáchhànhchính" * 20, 40, ("Cảicáchhànhchính" * 20)[:40] + "…"),
        ("-" * 300, 40, "-" * 40 + "…"),
        ("…" * 300, 2, "………"),
        ("a" * 9 + "e\u0323\u0302" * 9, 10, "a" * 9 + "…"),
        ("👩\u200d👩\u200d👧" * 9, 6, "👩\u200d👩\u200d👧…"),
    ],
)
def test_an_excerpt_is_never_empty(words: str, most: int, expected: str) -> None:
    """Text without spaces and a long address are cut by letters, whole ones."""
    assert text.excerpt(words, most) == expected


@given(st.text(min_size=1, max_size=400), st.integers(1, 100))
def test_an_excerpt_says_something(words: str, most: int) -> None:
    """It is an ellipsis alone only where the text is."""
    line = text.one_line(words)
    assert text.excerpt(words, most) != "…" or line == "…"


@given(st.text(max_size=400), st.integers(1, 100))
def test_an_excerpt_is_short_and_the_start_of_the_text(words: str, most: int) -> None:
    """At most the length asked and an ellipsis, never with text of its own."""
    found = text.excerpt(words, most)
    line = text.one_line(words)
    assert len(found) <= most + 1
    assert found == line or (found.endswith("…") and line.startswith(found[:-1]))


def test_numbers_are_written_the_vietnamese_way() -> None:
    """Dots for thousands, a comma for decimals, no zero fraction."""
    assert [text.integer(number) for number in (0, 999, 3250, 10191468)] == ["0", "999", "3.250", "10.191.468"]
    assert [text.decimal(number) for number in (0.0, 12.5, 1234.56, 21.0)] == ["0", "12,5", "1.234,6", "21"]
    assert text.decimal(1234.567, 2) == "1.234,57"
    assert text.decimal(7, 0) == "7"


@given(st.integers(-(10**12), 10**12))
def test_a_written_number_can_be_read_back(number: int) -> None:
    """Only the dots were added."""
    assert int(text.integer(number).replace(".", "")) == number
    assert float(text.decimal(number / 10).replace(".", "").replace(",", ".")) == pytest.approx(number / 10)


def test_file_sizes_are_written_for_people() -> None:
    """Bytes, whole kilobytes, megabytes with one decimal."""
    sizes = [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (14 * 1024, "14 KB"), (1258291, "1,2 MB")]
    assert [(size, text.file_size(size)) for size, _ in sizes] == sizes


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2021, 6, 8), "ngày 08 tháng 6 năm 2021", "08/06/2021"),
        (date(2019, 8, 30), "ngày 30 tháng 8 năm 2019", "30/08/2019"),
        (date(2020, 1, 1), "ngày 01 tháng 01 năm 2020", "01/01/2020"),
        (date(2020, 2, 10), "ngày 10 tháng 02 năm 2020", "10/02/2020"),
        (date(2020, 3, 9), "ngày 09 tháng 3 năm 2020", "09/03/2020"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025", "31/12/2025"),
    ],
)
def test_dates_are_written_as_the_decree_says(day: date, long: str, short: str) -> None:
    """ND 30/2020: a zero before days under 10 and before months 1 and 2 only."""
    assert text.date_long(day) == long
    assert text.date_short(day) == short


@given(st.dates())
def test_the_decrees_rule_holds_for_every_day(day: date) -> None:
    """Two digits for every day, two for January, February and the last three months, one for the rest."""
    found = re.fullmatch(r"ngày (\d\d) tháng (\d{1,2}) năm (\d+)", text.date_long(day))
    assert found
    assert (int(found[1]), int(found[2]), int(found[3])) == (day.day, day.month, day.year)
    assert len(found[2]) == (1 if 3 <= day.month <= 9 else 2)


def test_moments_are_told_in_viet_nams_time() -> None:
    """+07:00 the whole year, also for a moment given in another offset."""
    moment = datetime(2021, 6, 8, 0, 30, tzinfo=UTC)
    assert text.date_time(moment) == "08/06/2021 07:30"
    assert text.iso(moment) == "2021-06-08T07:30:00+07:00"
    assert text.iso(datetime(2021, 12, 31, 20, 0, 5, 999, tzinfo=UTC)) == "2022-01-01T03:00:05+07:00"
    assert VIETNAM.utcoffset(None) == timedelta(hours=7)
    assert text.EPOCH.isoformat() == "1970-01-01T00:00:00+07:00"


@pytest.mark.heavy
def test_the_quick_look_for_signs_overlooks_none() -> None:
    """What no output can show is found whatever stands around it, in every plane."""
    for start in range(0, 0x110000, 0x1000):
        for sign in map(chr, range(start, start + 0x1000)):
            assert text.unshowable(sign) == (sign if text.UNSHOWABLE.match(sign) else "")


def test_comments_are_left_out_line_for_line() -> None:
    """What is closed nowhere stays; a megabyte of openings takes no time."""
    assert text.without_comments("a <!-- b\nc --> d\n<!-- e") == "a \n d\n<!-- e"
    assert text.without_comments("a --> b") == "a --> b"
    many = "x --> y" + "<!--" * 250_000
    assert text.without_comments(many) == many
