"""The Vietnamese alphabet: composing, folding, names for URLs, the order of a dictionary.

One table of letters serves all of it, because no ready library sorts or folds Vietnamese right: `đ` has
no decomposition, tones are secondary to letters in the dictionary, and the look-alike `Ð` (Eth) is
common in pasted text.

Knows: letters and their marks. Never: rewrites what an agency wrote (folding is for comparing only).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Literal

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Letters in dictionary order; f, j, w and z stand at their Latin places (CLDR `vi`)."""
TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Tone marks in dictionary order after the unmarked syllable: huyền, hỏi, ngã, sắc, nặng."""
_LETTER_RANK = {letter: rank for rank, letter in enumerate(ALPHABET, start=100)}
_TONE_RANK = {mark: rank for rank, mark in enumerate(TONES, start=1)}
_D_FORMS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_PILED = re.compile(r"[^\w\x00-\u02ff\u2000-\u206f]{31,}")
"""More marks on one letter than any language has (UAX 15, Stream-Safe Text Format), or signs in a row."""
_RARE = re.compile("[^\x00-\u02ff\u1e00-\u1eff\u2000-\u206f]")
"""In every such run, and in no ordinary text: looked for in a quarter of the time."""
_MANY = 1000
"""Characters; in fewer no marks take long."""


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
    return len(text) > _MANY and bool(_RARE.search(text) and _PILED.search(text))


def _in_pieces(form: Literal["NFC", "NFD"], text: str) -> str:
    """Normalise a few marks at a time."""
    pieces, end = [], 0
    for run in _PILED.finditer(text):
        cuts = range(run.start() + 30, run.end(), 30)
        for start, stop in pairwise((end, *cuts)):
            pieces.append(text[start:stop])
        end = cuts[-1]
    return "".join(unicodedata.normalize(form, piece) for piece in (*pieces, text[end:]))


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
    return " ".join(bare.split())


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
