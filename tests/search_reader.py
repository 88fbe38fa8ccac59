"""A reader of the search index in Python, written from the format alone, and a naive scan to compare it with."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

FIELDS = (1, 2, 4)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What the index says of a term in a document."""

    fields: int
    forms: frozenset[str]
    positions: tuple[int, ...] = ()


class Index:
    """One segment's files."""

    def __init__(self, a: Sequence[bytes], b: Sequence[bytes], fold: tuple[str, str]) -> None:
        self.a = [json.loads(shard) for shard in a]
        self.b = [json.loads(shard) for shard in b]
        self.fold = str.maketrans(*fold)

    def term(self, term: str) -> dict[int, Hit]:
        """Return the documents of a folded term."""
        entries = self.a[crc32(term.encode()) % len(self.a)]["t"]
        found = [(key, ints) for key, ints in entries.items() if key.partition("|")[0].translate(self.fold) == term]
        assert len(found) <= 1
        return dict(_postings(*found[0])) if found else {}

    def pair(self, pair: str) -> dict[int, Hit]:
        """Return the documents of a pair with its positions."""
        hits = self.term(pair)
        positions = list(_positions(self.b[crc32(pair.encode()) % len(self.b)]["t"].get(pair, [])))
        assert len(positions) == len(hits)
        return {
            number: Hit(fields=hit.fields, forms=hit.forms, positions=places)
            for (number, hit), places in zip(hits.items(), positions, strict=True)
        }

    def phrase(self, syllables: Sequence[str]) -> set[int]:
        """Return the documents in which folded syllables stand in a row within one field."""
        if len(syllables) == 1:
            return set(self.term(syllables[0]))
        pairs = [self.pair(f"{first} {second}") for first, second in pairwise(syllables)]
        shared = set.intersection(*(set(pair) for pair in pairs))
        return {number for number in shared if self._starts([pair[number] for pair in pairs])}

    @staticmethod
    def _starts(hits: Sequence[Hit]) -> set[int]:
        shifted = [{position - shift for position in hit.positions} for shift, hit in enumerate(hits)]
        return set.intersection(*shifted)


def _postings(key: str, ints: Sequence[int]) -> Iterator[tuple[int, Hit]]:
    variants = key.split("|")
    number = 0
    rest = iter(ints)
    for value in rest:
        number += value >> 4
        bits = next(rest) if value & 1 else 1
        forms = frozenset(variant for rank, variant in enumerate(variants) if bits >> rank & 1)
        yield number, Hit(fields=value >> 1 & 7, forms=forms)


def _positions(ints: Sequence[int]) -> Iterator[tuple[int, ...]]:
    places: list[int] = []
    for value in ints:
        places.append((places[-1] if places else 0) + (value >> 1))
        if not value & 1:
            yield tuple(places)
            places = []
    assert places == []


def spoken(text: str) -> list[str]:
    """Split a text into folded syllables the slow way, by what Unicode says of each character."""
    composed = unicodedata.normalize("NFC", text).lower()
    plain = "".join(char for char in composed if not unicodedata.combining(char))
    return ["".join(map(_bare, run)) for run in re.findall(r"[^\W_]+", plain)]


def _bare(char: str) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))
    return "d" if plain in ("đ", "ð", "ɖ") else plain


class Scan:
    """The texts themselves, looked through from end to end."""

    def __init__(self, documents: Sequence[tuple[str, str, str]]) -> None:
        self.words = [[spoken(text) for text in document] for document in documents]

    def rows(self, *sizes: int) -> set[tuple[str, ...]]:
        """Return all rows of syllables of some sizes, those across the fields of a document, too."""
        lines = [[*fields, [word for field in fields for word in field]] for fields in self.words]
        return {
            tuple(line[start : start + size])
            for document in lines
            for line in document
            for size in sizes
            for start in range(len(line) - size + 1)
        }

    def find(self, syllables: Sequence[str]) -> Mapping[int, int]:
        """Return fields by number of the documents in which syllables stand in a row."""
        row, size = list(syllables), len(syllables)
        found: dict[int, int] = {}
        for number, fields in enumerate(self.words):
            for bit, words in zip(FIELDS, fields, strict=True):
                if any(words[start : start + size] == row for start in range(len(words) - size + 1)):
                    found[number] = found.get(number, 0) | bit
        return found
