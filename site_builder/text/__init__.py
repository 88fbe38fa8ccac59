"""Vietnamese text: compose, fold, slug, sort, numbers and dates.

One table of letters serves all of it, because no ready library sorts or folds Vietnamese right: `đ` has
no decomposition, tones are secondary to letters in the dictionary, and the look-alike `Ð` (Eth) is
common in pasted text.

Knows: the Vietnamese alphabet and how state agencies write numbers and dates. Never: reads the disk, the
clock or the locale; never rewrites what an agency wrote (folding is for comparing only).
"""

from __future__ import annotations

import difflib
import heapq
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import pairwise
from typing import Literal

VIETNAM = timezone(timedelta(hours=7))
"""Time in Viet Nam: fixed, no daylight saving, so no time-zone data is needed."""

EPOCH = datetime(1970, 1, 1, tzinfo=VIETNAM)

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Letters in dictionary order; f, j, w and z stand at their Latin places (CLDR `vi`)."""

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Tone marks in dictionary order after the unmarked syllable: huyền, hỏi, ngã, sắc, nặng."""

_LETTER_RANK = {letter: rank for rank, letter in enumerate(ALPHABET, start=100)}
_TONE_RANK = {mark: rank for rank, mark in enumerate(TONES, start=1)}
_D_FORMS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})
_JOINER = "\u200d"
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e007f"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""C0 and C1, line and paragraph separators, what turns the writing direction, halves of letters, marks and tags that
nobody sees, noncharacters: what XML, Word or Excel refuse, and what deceives a reader's eye."""
_DOUBTFUL = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf"
    "\ufdf0-\ufff8\ufffc\ufffd]"
)
"""What is in `UNSHOWABLE`, and every letter beyond the first plane: an eighth of the time of looking for that."""
SENTINEL = re.compile(r"zq(?:root|[A-Z][a-z]{1,20}[A-Z][A-Za-z]{0,30}?)qz")
"""What no content may contain: it marks the holes of the chrome (`chrome`) and the site's root (`urls`)."""
_PILED = re.compile(r"[^\w\x00-\u02ff\u2000-\u206f]{31,}")
"""More marks on one letter than any language has (UAX 15, Stream-Safe Text Format), or signs in a row."""
_MANY = 1000
"""Characters; in fewer no marks take long."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,6})?\Z", re.ASCII)
_CODE = ("{", "}", "$", "\\", "`", "</", "=>", "\x02", " = ", "==")
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d{1,6})?\Z", re.ASCII)
_TYPED = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3}){1,3}|\d{1,12}(?!,\d{3}\Z)(?=[.,]|\Z))(?:[.,]\d{1,6})?\Z", re.ASCII)


def nfc(text: str) -> str:
    """Compose `text` (Unicode NFC); cheap when it is composed already."""
    if _is_piled(text):
        return _in_pieces("NFC", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    """Take `text` apart into letters and marks (Unicode NFD)."""
    return _in_pieces("NFD", text) if _is_piled(text) else unicodedata.normalize("NFD", text)


def _is_piled(text: str) -> bool:
    """Say whether so many marks stand on one letter that putting them in order takes long: a square of them."""
    return len(text) > _MANY and bool(_PILED.search(text))


def _in_pieces(form: Literal["NFC", "NFD"], text: str) -> str:
    """Normalise a few marks at a time."""
    pieces, end = [], 0
    for run in _PILED.finditer(text):
        cuts = range(run.start() + 30, run.end(), 30)
        for start, stop in pairwise((end, *cuts)):
            pieces.append(text[start:stop])
        end = cuts[-1]
    return "".join(unicodedata.normalize(form, piece) for piece in (*pieces, text[end:]))


def unshowable(text: str) -> str:
    """Return the first sign of `text`, as it will be shown, that no output can show or no reader can see; else empty.

    Tabs and line feeds are fine. It is asked of what was decoded (YAML, HTML, cells), not only of what stands in files.
    """
    found = UNSHOWABLE.search(text) if _DOUBTFUL.search(text) else None
    return found[0] if found else ""


def texts(value: object) -> Iterator[str]:
    """Yield every text of a value that was read from JSON, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from texts(list(value.values()))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def shown(text: str) -> str:
    """Return `text` with a � for every sign that cannot be shown, to speak of it in a message."""
    return UNSHOWABLE.sub("\ufffd", text)


def spellings(text: str) -> tuple[str, ...]:
    """Return `text` as computers write it: composed, decomposed, and with the tone alone apart (Unicode tổ hợp)."""
    if text.isascii():
        return (text,)
    whole = nfc(text)
    toned = "".join(_tone_apart(char) for char in whole)
    return tuple(dict.fromkeys((whole, nfd(whole), toned)))


def _tone_apart(char: str) -> str:
    """Write a composed letter as its bare letter and its tone: `ế` → `ê` and sắc."""
    bare, rank = _split_tone(char)
    return bare + TONES[rank - 1] if rank and bare else char


def fold(text: str) -> str:
    """Fold `text` for comparing: no case, no dấu, đ as d, single spaces.

    `fold("Đất  ĐAI") == "dat dai"`. The Eth look-alikes fold to d as well.
    """
    decomposed = nfd(text.translate(_D_FORMS).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare).strip()


def slug(text: str, *, max_length: int = 80) -> str:
    """Return the ASCII name of `text` for a URL: `slug("Cải cách") == "cai-cach"`.

    Cut between words at `max_length` characters; empty when nothing of `text` is a letter or digit.
    """
    name = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(name) <= max_length:
        return name
    return name[: max_length + 1].rpartition("-")[0].strip("-") or name[:max_length]


@lru_cache(maxsize=65536)
def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the key that sorts as a Vietnamese dictionary does: letters, then tones, then case.

    The order is that of CLDR `vi` for letters, digits and spaces (a space stands before every letter).
    """
    letters: list[int] = []
    tones: list[int] = []
    cases: list[int] = []
    for char in nfc(text):
        base, tone = _split_tone(char)
        if not base:  # a mark on a letter that has no composed form with it
            tones[-1:] = [tone] if tones else []
            continue
        lower = base.lower()[0]
        letters.append(_LETTER_RANK.get(lower, min(ord(lower), 99) if lower < "a" else ord(lower) + 200))
        tones.append(tone)
        cases.append(int(base[0] != lower))
    return tuple(letters), tuple(tones), tuple(cases)


def _split_tone(char: str) -> tuple[str, int]:
    """Take the tone off one composed letter: `ế` → (`ê`, rank of sắc)."""
    decomposed = unicodedata.normalize("NFD", char)
    marks = [mark for mark in decomposed if mark in _TONE_RANK]
    if not marks:
        return char, 0
    bare = "".join(mark for mark in decomposed if mark not in _TONE_RANK)
    return unicodedata.normalize("NFC", bare), _TONE_RANK[marks[0]]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the entry of `known` that `word` most likely stands for, or None when none is near.

    One that begins so comes before one that contains it, and that before one that is spelt alike; of several one that
    has it as whole words, then the shortest.
    """
    folded = {_hyphened(option): option for option in known if len(option) <= _LONGEST}
    asked = _hyphened(word[:_LONGEST])
    if len(asked) >= _TELLING:
        begun = [option for option in folded if option.startswith(asked)]
        if sure := begun or [option for option in folded if asked in option]:
            return folded[min(sure, key=lambda option: (f"-{asked}-" not in f"-{option}-", len(option)))]
    found = difflib.get_close_matches(asked, _alike(asked, folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def offer(word: str, known: Iterable[str], otherwise: str) -> str:
    """Say what to write instead of `word`: the nearest of `known`, else the words of `otherwise`."""
    near = nearest(word, known)
    return f"có phải {near}?" if near else otherwise


OFFERS = 10
"""So many names are looked for in one file: whoever wrote more of them wrongly, wrote them in one wrong way."""
_TELLING = 3
"""So many letters say what is meant; one or two stand in half of all words."""
_LONGEST = 200
"""Characters of a name."""
_COMPARED = 40
"""So many names are compared letter by letter, which takes long."""


def _alike(asked: str, names: Collection[str]) -> Collection[str]:
    """Select the names that have the most pairs of letters in common with one."""
    if len(names) <= _COMPARED:
        return names
    pairs = _pairs(asked)
    return heapq.nlargest(_COMPARED, names, key=lambda name: 2 * len(pairs & _pairs(name)) - len(_pairs(name)))


@lru_cache(maxsize=65536)
def _pairs(word: str) -> frozenset[str]:
    """Return the pairs of letters that stand side by side."""
    return frozenset(map("".join, pairwise(f" {word} ")))


@lru_cache(maxsize=65536)
def _hyphened(word: str) -> str:
    return fold(word).replace("_", "-").replace(" ", "-")


def one_line(text: str) -> str:
    """Collapse every run of white space, NBSP included, into one space."""
    return _SPACES.sub(" ", text.replace("\u00a0", " ")).strip()


def without_comments(text: str) -> str:
    """Leave out comments of HTML, but for their line feeds: every other line keeps its number."""
    end = text.rfind("-->") + len("-->")  # what opens later is closed nowhere, and looking for that takes for ever
    if "<!--" not in text[:end]:
        return text
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text[:end]) + text[end:]


def excerpt(text: str, max_length: int = 280) -> str:
    """Return the start of `text` on one line, cut between words at `max_length` characters, with `…`.

    It is cut within a word where little would be left else: in an address, in a text without spaces.
    """
    line = one_line(text)
    if len(line) <= max_length:
        return line
    words = line[: max_length + 1].rpartition(" ")[0]
    start = words if len(words) >= max_length // 2 and words.strip() else _letters(line, max_length)
    return (start.rstrip(" ,;:.-–") or start) + "…"


def _letters(line: str, count: int) -> str:
    """Return the first `count` characters, or fewer where a letter's marks or a joined sign would be cut off."""
    end = count
    while end > 1 and (_belongs(line[end]) or line[end - 1] == _JOINER):
        end -= 1
    return line[:end]


def _belongs(char: str) -> bool:
    """Say whether a character is a part of the one before it."""
    return char == _JOINER or unicodedata.category(char)[0] == "M" or "\U0001f3fb" <= char <= "\U0001f3ff"


def stand_in_alt(number: int, title: str) -> str:
    """Return what stands in the place of a picture's description until a person writes it: an error of `check`."""
    return f"Hình {number} của bài {title}"


def is_stand_in_alt(text: str) -> bool:
    """Say whether `text` is such a stand-in, whatever its title has become."""
    return bool(re.match(r"hinh \d+ cua bai\b", fold(text)))


def is_prose(line: str) -> bool:
    """Say whether a line is words of a person rather than code: letters with dấu, or a sentence; no braces and such."""
    words = line.split()
    if not words or any(mark in line for mark in _CODE):
        return False
    return not line.isascii() or (len(words) > 2 and words[-1][-1] in ".:!?,;…")


def lower_first(text: str) -> str:
    """Write a name within a sentence: `Tờ gấp` → `tờ gấp`; proper names and abbreviations stay as they are."""
    first, _, rest = text.partition(" ")
    is_name = not first[1:].islower() or rest[:1].isupper()
    return text if is_name else text[:1].lower() + text[1:]


def sentence_case(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]


def integer(number: int) -> str:
    """Write a whole number the Vietnamese way: `3.250`."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float, digits: int = 1) -> str:
    """Write a number with a decimal comma: `1.234,5`; a zero fraction is dropped."""
    whole, _, fraction = f"{number:,.{digits}f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + ("," + fraction if fraction else "")


def number(text: str) -> float | None:
    """Read a number as people type it: `3.250`, `3 250` and `3250` are whole, `12,5` and `12.5` twelve and a half.

    None when it is none, or when it can be read two ways (`3,250`).
    """
    if _SPACED.match(text):
        text = text.replace(" ", "")
    if not _TYPED.match(text):
        return None
    return float(text.replace(".", "").replace(",", ".") if _GROUPED.match(text) else text.replace(",", "."))


def file_size(size: int) -> str:
    """Write a size in bytes for people: `512 B`, `14 KB`, `1,2 MB` (1 KB = 1,024 bytes)."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{integer(round(size / 1024))} KB"
    return f"{decimal(size / 1024 / 1024)} MB"


def date_short(day: date) -> str:
    """Write a date for a page: `08/06/2021`."""
    return f"{day:%d/%m/%Y}"


def date_plain(day: date) -> str:
    """Write a date within a document's sentence (NĐ 30/2020), a zero as in `date_long`: `08/6/2021`, `07/02/2023`."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def date_time(moment: datetime) -> str:
    """Write a date and time for a page, Viet Nam time: `08/06/2021 07:30`."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def date_long(day: date) -> str:
    """Write a date as documents do (NĐ 30/2020): a zero before days under 10 and months 1 and 2 only."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def iso(moment: datetime) -> str:
    """Write a moment for machines, Viet Nam time: `2021-06-08T07:30:00+07:00`."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
