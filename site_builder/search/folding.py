"""How search reads text: tokens, their exact and their folded form, whole document numbers.

One table serves index and browser: `table()` goes into the search page, and the script there does the same with it.
Folding takes one character for one character, so a place in folded text is the same place in the text.

Knows: which letters look like which, where tones are written, what numbers of documents look like. Never:
changes what a page shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from site_builder.text import nfc

T = TypeVar("T")

D_FORMS = "đðɖ"
"""Letters without decomposition that are a d for a reader; pasted text holds Eth for đ."""
_LATIN = ((0xC0, 0x257), (0x1E00, 0x1F00))
"""Where Unicode has Latin letters with marks, and the three forms of d."""
_TONED = ("áàảãạ", "éèẻẽẹ", "íìỉĩị", "óòỏõọ", "úùủũụ", "ýỳỷỹỵ")
"""Plain vowels with their tones, in one order."""

MARKS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Combining marks that no letter took up, as they stand inside a character class of either language."""
NUMBER = r"\d{1,6}[a-z]?(?:(?:/\d{4})?/[a-z]{2,}\d*(?:[-/][a-z]+\d*)*|-[a-z]{2,}/[a-z]{2,}(?:-[a-z]+)*)"
"""A whole document number, folded: `22/2016/qd-ubnd`, `76/nq-cp`, `45/2013/qh13`, `01-nq/tw`."""
COMMON = (
    "ai anh ba bai ban bang bao bien biet bo ca cac cach cai can cao cap cau chi chinh cho chu chua chuc "
    "chung chuyen co con cong cu cua cung da dan dang dao dau day de den di dia dich diem dien dieu dinh do "
    "doc doi don dong du dung duoc gi giai giam giao giay giu gui hai hanh hay hien hieu hinh ho hoa hoach "
    "hoi hon huong huyen ke ket khac khai khi khong kiem kien ky la lai lam lan lanh loi luc ly minh moi mot "
    "muc nam nang nao nay nen neu ngay nghi nguoi nha nhan nhat nhiem nhieu nhu nhung noi nuoc o phai phan "
    "phap phat phong phu phuc phuong qua quan quy quyet ra sach sao sau so su tac tai ten thang thanh thay "
    "the theo thi thoi thong thu thuc thuong tien tiep tin tinh to toan tong tra trach trang tren tri trien "
    "trinh trong truc trung truoc truyen tu tuc tung tuyen uy va van vao ve vi viec vien voi vu xa xem y"
)
"""Folded syllables that stand in a third of the articles on administrative reform or more: so little is learnt from
them that the reader asks for others of a query first. They decide what a query costs, never what it finds."""

_SHORT = 40
"""Characters of the longest piece of text that is kept."""
_MANY = 65536
"""Pieces that are kept at most."""
_TOKEN = re.compile(r"[^\W_]+")
_MARK = re.compile(f"[{MARKS}]")


def _bare(letter: str) -> str:
    """Return the letter without its marks, itself when it has none or is more than a letter with marks."""
    plain = "".join(char for char in unicodedata.normalize("NFD", letter) if not unicodedata.combining(char))
    return "d" if plain in D_FORMS else plain


def _letters() -> Iterator[tuple[str, str]]:
    """Yield lower-case letters and what they fold to."""
    for letter in (chr(code) for start, end in _LATIN for code in range(start, end)):
        plain = _bare(letter)
        if letter.islower() and letter != plain and len(plain) == 1 and plain.isascii():
            yield letter, plain


def _tones() -> Iterator[tuple[str, str]]:
    """Yield ends of tokens, and how the old style writes them; see the format for the order of looking up."""
    a, e, i, o, u, y = _TONED
    for old_o, new_a, new_e in zip(o, a, e, strict=True):
        yield f"o{new_a}", f"{old_o}a"
        yield f"o{new_e}", f"{old_o}e"
    for old_u, new_y, with_a, with_i in zip(u, y, a, i, strict=True):
        yield f"u{new_y}", f"{old_u}y"
        # After q the u is no vowel: quý is right in both styles, qúy a slip of the hand.
        yield f"qu{new_y}", f"qu{new_y}"
        yield f"q{old_u}y", f"qu{new_y}"
        yield f"q{old_u}a", f"qu{with_a}"
        yield f"q{old_u}i", f"qu{with_i}"


FOLDED = dict(_letters())
TONES = dict(_tones())
_FOLD = str.maketrans(FOLDED)
_NUMBERS = re.compile(NUMBER.replace("[a-z]", f"[a-z{''.join(FOLDED)}]").replace(r"\d", "[0-9]") + r"(?![^\W_])")


def table() -> dict[str, Any]:
    """Return what the reader in the browser needs to read a query as the index reads text."""
    return {
        "fold": ["".join(FOLDED), "".join(FOLDED.values())],
        "marks": MARKS,
        "tone": [list(TONES), list(TONES.values())],
        "number": NUMBER.replace(r"\d", "[0-9]"),
        "common": COMMON,
    }


def lower(text: str) -> str:
    """Compose `text`, make it lower case and drop the marks that no letter took up."""
    return _MARK.sub("", nfc(text).lower())


def words(lowered: str) -> list[str]:
    """Return the tokens of a lowered text as they are written."""
    return _TOKEN.findall(lowered)


class Kept(dict[str, T]):
    """What a function says of texts, kept of short ones: a look-up is all that a word costs when it comes again."""

    def __init__(self, function: Callable[[str], T]) -> None:
        """Ask `function` about what is not kept."""
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> T:
        """Ask the function."""
        said = self._function(text)
        if len(text) <= _SHORT:
            if len(self) >= _MANY:
                self.clear()
            self[text] = said
        return said


def exact_forms(text: str) -> list[str]:
    """Return the exact form of every token of a text.

    No token, letter with its marks or whole number has a space inside, so a text is read piece by piece.
    """
    return list(chain.from_iterable(map(_EXACT.__getitem__, text.split())))


def numbers_within(text: str) -> list[str]:
    """Return the whole document numbers that stand in a text, as they are written, in lower case."""
    if "/" not in text:
        return []
    return [number for piece in text.split() if "/" in piece for number in _NUMBERS_WITHIN[piece]]


@lru_cache(maxsize=65536)
def forms(word: str) -> tuple[str, str]:
    """Return the exact and the folded form of a word of a lowered text."""
    form = exact(word)
    return form, fold(form)


def exact(word: str) -> str:
    """Return a word with its tone where the old style has it: `toà` → `tòa`, `uỷ` → `ủy`, `quý` stays."""
    for length in (3, 2):
        old = TONES.get(word[-length:])
        if old is not None:
            return word[:-length] + old
    return word


def fold(lowered: str) -> str:
    """Return a lowered text without dấu, one character for one."""
    return lowered.translate(_FOLD)


def tokens(text: str) -> list[tuple[str, str]]:
    """Return the exact and the folded form of every token of a text."""
    return list(map(forms, words(lower(text))))


def numbers(lowered: str) -> list[str]:
    """Return the whole document numbers that stand in a lowered text, as they are written."""
    if "/" not in lowered:
        return []
    found = _NUMBERS.finditer(lowered)
    return [match[0] for match in found if not lowered[max(match.start() - 1, 0) : match.start()].isalnum()]


_EXACT = Kept(lambda piece: tuple(map(exact, words(lower(piece)))))
_NUMBERS_WITHIN = Kept(lambda piece: tuple(numbers(lower(piece))))
FOLD: Mapping[str, str] = Kept(fold)
"""The folded form of an exact one: for what is asked of many thousand terms."""
