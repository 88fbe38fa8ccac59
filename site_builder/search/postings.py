"""One pass over the documents of a segment: its postings and positions, written as shards.

While it reads, the pass keeps of each word and pair the very numbers that the files hold, but for differences between
documents; folding is done once for each word and pair of a segment, and only what folds alike is put together.

Knows: the format of `a-N.json` and `b-N.json` (see the package). Never: reads a record.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple, TypeAlias
from zlib import crc32

import msgspec

from site_builder.engine.garbage import seldom_collected
from site_builder.search.folding import FOLD, exact, exact_forms, lower, numbers, numbers_within

FIELDS = (1, 2, 4)
"""Bits of title, summary and body."""
STARTS = (0, 128, 512)
"""Where their positions begin, unless what is before runs on."""
TITLE = 5
"""Words of the shortest title that is a term of its own; shorter ones are found as phrases at once."""
LONGEST = (1 << 17) - 1024
"""Tokens of a field that are searched; a longer one is no article."""
_FIELD = 20
"""In a document, a place of a pair is its field's bit << 20 | position << 1."""
_POSITION = (1 << _FIELD) - 1
_BITS = 3
"""In a segment, a hit is the number of the document << 3 | bits of fields."""
_WHOLE = -1 << _BITS
_CODE = "I"

Numbers: TypeAlias = "array[int]"


class Document(NamedTuple):
    """What is searched of an article."""

    fields: tuple[str, str, str]
    """Title, summary, body."""
    number: str = ""
    """Of the official document that it is about."""


class Form(NamedTuple):
    """One exact form of a term."""

    text: str
    hits: Numbers
    """Of each document with it."""
    positions: Numbers
    """Of a pair, as they stand in a file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shards:
    """All finished files of postings and positions of a segment."""

    a: tuple[bytes, ...]
    b: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a pass found, by exact forms."""

    words: dict[str, Numbers]
    """Hits of words, whole numbers and titles."""
    pairs: dict[tuple[str, str], tuple[Numbers, Numbers]]
    """Hits and positions."""


def index(documents: Iterable[Document], a_shards: int, b_shards: int, stamp: str) -> Shards:
    """Index the documents of a segment, in order."""
    with seldom_collected():
        found = _Found({}, {})
        for number, document in enumerate(documents):
            _read(number, document, found)
        a: list[list[bytes]] = [[] for _ in range(a_shards)]
        b: list[list[bytes]] = [[] for _ in range(b_shards)]
        terms = _gathered(found)
        for term in _in_order(terms):
            forms = terms.pop(term)
            written = term.encode()
            checksum = crc32(written)
            a[checksum % a_shards].append(_postings(forms))
            if forms[0].positions:
                b[checksum % b_shards].append(b'"%b":%b' % (written, _ints(_positions(forms))))
        return Shards(a=_files(stamp, a), b=_files(stamp, b))


def _read(number: int, document: Document, found: _Found) -> None:
    """Note what stands in a document, and where."""
    bits_of: dict[str, int] = {}
    places: dict[tuple[str, str], int | list[int]] = {}
    end = 0
    for bit, start, text in zip(FIELDS, STARTS, document.fields, strict=True):
        forms = exact_forms(text)[:LONGEST]
        first = max(start, end + 1) if end else start
        end = first + len(forms)
        own = _own_terms(forms, document.number) if bit == FIELDS[0] else ()
        for term in {*forms, *_number_terms(numbers_within(text)), *own}:
            bits_of[term] = bits_of.get(term, 0) | bit
        _place(forms, bit << _FIELD | first << 1, places)
    _add_words(number << _BITS, bits_of, found.words)
    _add_pairs(number << _BITS, places, found.pairs)


def _number_terms(written: Iterable[str]) -> Iterator[str]:
    return (exact(f"#{number}") for number in written)


def _own_terms(title: list[str], number: str) -> Iterator[str]:
    """Yield terms of the title alone: the whole one, and the number of the document that an article is about."""
    if len(title) >= TITLE:
        yield title_term(map(FOLD.__getitem__, title))
    yield from _number_terms(numbers(lower("".join(number.split()))))


def title_term(folded: Iterable[str]) -> str:
    """Return the term of a whole title: who types all of it is led there by one look-up."""
    return f"={crc32(' '.join(folded).encode()):08x}"


def _place(forms: list[str], first: int, places: dict[tuple[str, str], int | list[int]]) -> None:
    """Note where the pairs of a field stand: most stand in one place of a document."""
    keep = places.setdefault
    for pair, place in zip(pairwise(forms), range(first, first + 2 * len(forms), 2), strict=False):
        before = keep(pair, place)
        if before is place:
            continue
        if type(before) is list:
            before.append(place)
        else:
            places[pair] = [before, place]  # type: ignore[list-item]


def _add_words(document: int, bits_of: Mapping[str, int], words: dict[str, Numbers]) -> None:
    """Add the hits of a document."""
    for term, bits in bits_of.items():
        try:
            hits = words[term]
        except KeyError:
            hits = words[term] = array(_CODE)
        hits.append(document | bits)


def _add_pairs(
    document: int,
    places: Mapping[tuple[str, str], int | list[int]],
    pairs: dict[tuple[str, str], tuple[Numbers, Numbers]],
) -> None:
    """Add the hits and positions of a document."""
    for pair, place in places.items():
        try:
            hits, positions = pairs[pair]
        except KeyError:
            hits, positions = pairs[pair] = array(_CODE), array(_CODE)
        if type(place) is int:
            hits.append(document | place >> _FIELD)
            positions.append(place & _POSITION)
        else:
            bits, several = _several(place)  # type: ignore[arg-type]
            hits.append(document | bits)
            positions.extend(several)


def _several(places: list[int]) -> tuple[int, list[int]]:
    """Return the fields of several places of one document, and their positions as they stand in a file."""
    bits = last = 0
    positions = []
    for place in places:
        bits |= place >> _FIELD
        at = place & _POSITION
        positions.append(at - last | 1)
        last = at
    positions[-1] -= 1
    return bits, positions


def _gathered(found: _Found) -> dict[str, list[Form]]:
    """Bring together what is written in several ways, by folded term; leave nothing behind."""
    terms: dict[str, list[Form]] = {}
    none = array(_CODE)
    while found.words:
        text, hits = found.words.popitem()
        terms.setdefault(FOLD[text], []).append(Form(text, hits, none))
    while found.pairs:
        (first, second), (hits, positions) = found.pairs.popitem()
        form = Form(f"{first} {second}", hits, positions)
        terms.setdefault(f"{FOLD[first]} {FOLD[second]}", []).append(form)
    return terms


def _in_order(terms: Iterable[str]) -> list[str]:
    """Sort terms as JavaScript compares them: by code points, as long as none is beyond two bytes."""
    listed = sorted(terms)
    if max(map(max, listed), default="") < "\ud800":
        return listed
    return sorted(listed, key=lambda term: term.encode("utf-16-be", "surrogatepass"))


def _postings(forms: list[Form]) -> bytes:
    """Write the entry of a term; the forms are put in the order of its key."""
    if len(forms) == 1:
        hits = forms[0].hits
        # Each number of a document becomes its difference from the one before.
        ints = [hit - (before & _WHOLE) << 1 for hit, before in zip(hits, chain((0,), hits), strict=False)]
        return b'"%b":%b' % (forms[0].text.encode(), _ints(ints))
    forms.sort(key=lambda form: (-len(form.hits), form.text))
    return b'"%b":%b' % ("|".join(form.text for form in forms).encode(), _ints(_with_variants(forms)))


def _with_variants(forms: list[Form]) -> list[int]:
    """Return the ints of postings; each says which forms stand in a document, when it is not the first alone."""
    found: dict[int, int] = {}
    for rank, form in enumerate(forms):
        stands = 1 << rank + _BITS
        for hit in form.hits:
            number = hit >> _BITS
            found[number] = found.get(number, 0) | hit & ~_WHOLE | stands
    ints: list[int] = []
    before = 0
    for number in sorted(found):
        bits, variants = found[number] & ~_WHOLE, found[number] >> _BITS
        posting = number - before << 4 | bits << 1
        ints += (posting,) if variants == 1 else (posting | 1, variants)
        before = number
    return ints


def _positions(forms: list[Form]) -> list[int]:
    """Return the positions of a pair, whichever of its forms stands there."""
    if len(forms) == 1:
        return forms[0].positions.tolist()
    places: dict[int, list[int]] = {}
    for form in forms:
        left = iter(form.positions)
        for hit in form.hits:
            places.setdefault(hit >> _BITS, []).extend(_absolute(left))
    return [position for number in sorted(places) for position in _several(sorted(places[number]))[1]]


def _absolute(positions: Iterator[int]) -> Iterator[int]:
    """Yield the positions of the next document, doubled."""
    at = 0
    for position in positions:
        at += position & ~1
        yield at
        if not position & 1:
            return


_ints = msgspec.json.Encoder().encode


def _files(stamp: str, shards: list[list[bytes]]) -> tuple[bytes, ...]:
    """Write all shards; let go of each with its entries."""
    shards.reverse()
    return tuple(_file(stamp, shards.pop()) for _ in range(len(shards)))


def _file(stamp: str, entries: list[bytes]) -> bytes:
    """Write a shard; terms are letters, digits, spaces, `#`, `=`, `/` and `-`, which JSON takes as they are."""
    return b'{"s":"%b","t":{%b}}' % (stamp.encode(), b",".join(entries))
