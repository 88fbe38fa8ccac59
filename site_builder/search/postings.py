"""One pass over the documents of a segment: its postings and positions, written as shards, and its syllables.

While it reads, the pass appends places to one array for each exact form of a word or pair, and nothing else: arrays of
a long segment lie all over memory, and to touch two for each pair cost more than to read one again. Folding is done
once for each form of a segment, not for each place.

Knows: the format of `a-N.json` and `b-N.json` (see the package). Never: reads a record.
"""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple, TypeAlias, TypeVar
from zlib import crc32

import msgspec

from site_builder.search import vocabulary
from site_builder.search.folding import FOLD, exact, exact_forms, lower, numbers, numbers_within

FIELDS = (1, 2, 4)
"""Bits of title, summary and body."""
STARTS = (0, 128, 512)
"""Where their positions begin, unless what is before runs on."""
TITLE = 5
"""Words of the shortest title that is a term of its own; shorter ones are found as phrases at once."""
FILE = "~"
"""Before the terms of attached files: no term begins with it."""
_FIELD = 18
"""Bits of a position."""
LONGEST = (1 << _FIELD - 1) - 1024
"""Tokens of a field that are searched; a longer one is no article."""
_NUMBER = _FIELD + 2
"""Bits of a position and the field's number."""
_POSITION = (1 << _FIELD) - 1
_IN_POSTING = (2, 4, 8, 0)
"""A field's bit at its place in a posting, by the field's number."""
_SHORT, _LONG = "I", "Q"
"""Codes of arrays of places."""
_FEW = 1 << 32 - _NUMBER
"""Places of fewer documents than these are short, which halves what most segments need of memory."""

W = TypeVar("W")

Places: TypeAlias = "array[int]"
"""Of a term: document << 20 | number of the field << 18 | position, in order."""
Forms: TypeAlias = "dict[str, Places]"
"""Places of a folded term by its exact forms."""


class Document(NamedTuple):
    """What is searched of an article."""

    fields: tuple[str, str, str]
    """Title, summary, body."""
    number: str = ""
    """Of the official document that it is about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shards:
    """All finished files of postings and positions of a segment."""

    a: tuple[bytes, ...]
    b: tuple[bytes, ...]
    v: bytes
    """Its syllables."""


def index(
    documents: Iterable[Document], a_shards: int, b_shards: int, stamp: str, files: Iterable[tuple[int, Document]] = ()
) -> Shards:
    """Index the documents of a segment, in order, and the files attached to them, each with its number, in order."""
    singles: defaultdict[str, Places] = defaultdict(partial(array, _SHORT))
    pairs: defaultdict[tuple[str, str], Places] = defaultdict(partial(array, _SHORT))
    for number, document in enumerate(documents):
        if number == _FEW:
            _lengthen(singles)
            _lengthen(pairs)
        _read(number, document, singles, pairs)
    a: list[dict[str, bytes]] = [{} for _ in range(a_shards)]
    b: list[dict[str, bytes]] = [{} for _ in range(b_shards)]
    syllables: dict[str, int] = {}
    for term, forms in _gathered(singles, _word_forms):
        if vocabulary.is_syllable(term):
            syllables[term] = sum(map(len, forms.values()))
        a[crc32(term.encode()) % a_shards][term] = _encode(forms)[0]
    for term, forms in _gathered(pairs, _pair_forms):
        hashed = crc32(term.encode())
        a[hashed % a_shards][term], positions = _encode(forms)
        b[hashed % b_shards][term] = b'"%b":%b' % (term.encode(), positions)
    for term, entry in _of_files(files):
        a[crc32(term.encode()) % a_shards][f"{FILE}{term}"] = entry
    return Shards(a=_files(stamp, a), b=_files(stamp, b), v=vocabulary.written(syllables, stamp))


def _of_files(files: Iterable[tuple[int, Document]]) -> Iterator[tuple[str, bytes]]:
    """Yield terms of attached files with their entries: postings as of articles, the key marked, no positions."""
    singles: defaultdict[str, Places] = defaultdict(partial(array, _LONG))
    pairs: defaultdict[tuple[str, str], Places] = defaultdict(partial(array, _LONG))
    for number, document in files:
        _read(number, document, singles, pairs)
    gathered = chain(_gathered(singles, _word_forms), _gathered(pairs, _pair_forms))
    return ((term, b'"%b%b' % (FILE.encode(), _encode(forms)[0][1:])) for term, forms in gathered)


def _lengthen(found: defaultdict[W, Places]) -> None:
    """Make room for further documents."""
    found.default_factory = partial(array, _LONG)
    for term, places in found.items():
        found[term] = array(_LONG, places)


def _read(
    number: int, document: Document, singles: Mapping[str, Places], pairs: Mapping[tuple[str, str], Places]
) -> None:
    """Note where the words and pairs of a document stand."""
    end = 0
    for field, (start, text) in enumerate(zip(STARTS, document.fields, strict=True)):
        found = exact_forms(text)[:LONGEST]
        first = max(start, end + 1) if end else start
        end = first + len(found)
        place = number << _NUMBER | field << _FIELD
        own = _own_terms(found, document.number) if field == 0 else ()
        for term in {*found, *_number_terms(numbers_within(text)), *own}:
            singles[term].append(place)
        _all(map(array.append, map(pairs.__getitem__, pairwise(found)), range(place | first, place + end)))


_all = deque[None](maxlen=0).extend
"""Goes through a `map`: of all that a pass does this is done most often."""


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


def _word_forms(form: str) -> tuple[str, str]:
    return form, FOLD[form]


def _pair_forms(pair: tuple[str, str]) -> tuple[str, str]:
    first, second = pair
    return f"{first} {second}", f"{FOLD[first]} {FOLD[second]}"


def _gathered(found: dict[W, Places], forms_of: Callable[[W], tuple[str, str]]) -> Iterator[tuple[str, Forms]]:
    """Bring together what folds alike: places by exact form, by folded term; leave nothing behind."""
    gathered: dict[str, Forms] = {}
    while found:
        written, places = found.popitem()
        form, term = forms_of(written)
        gathered.setdefault(term, {})[form] = places
    while gathered:
        yield gathered.popitem()


def _merged(many: Sequence[Places]) -> Places:
    return array(many[0].typecode, sorted(chain.from_iterable(many)))


def _encode(forms: Forms) -> tuple[bytes, bytes]:
    """Write the postings of a term, with their key, and its positions."""
    variants = list(forms)
    if len(forms) == 1:
        postings, positions = _deltas(forms[variants[0]])
    else:
        documents = {form: {place >> _NUMBER for place in places} for form, places in forms.items()}
        variants.sort(key=lambda form: (-len(documents[form]), form))
        plain, positions = _deltas(_merged([*forms.values()]))
        postings = _with_bits(plain, [documents[form] for form in variants])
    return b'"%b":%b' % ("|".join(variants).encode(), _ints(postings)), _ints(positions)


_ints = msgspec.json.Encoder().encode


def _deltas(places: Places) -> tuple[list[int], list[int]]:
    """Return the ints of postings of one form, and of positions."""
    if len(places) == 1:
        (place,) = places
        return [place >> _NUMBER << 4 | _IN_POSTING[place >> _FIELD & 3]], [(place & _POSITION) << 1]
    postings: list[int] = []
    positions: list[int] = []
    last, at, before = -1, 0, 0
    for place in places:
        number = place >> _NUMBER
        position = place & _POSITION
        if number == last:
            postings[-1] |= _IN_POSTING[place >> _FIELD & 3]
            positions[-1] |= 1
            positions.append(position - at << 1)
        else:
            postings.append(number - before << 4 | _IN_POSTING[place >> _FIELD & 3])
            positions.append(position << 1)
            before = last = number
        at = position
    return postings, positions


def _with_bits(postings: list[int], documents: Sequence[set[int]]) -> list[int]:
    """Say of every document which variants stand in it, when it is not the first alone."""
    said: list[int] = []
    number = 0
    for posting in postings:
        number += posting >> 4
        bits = sum(1 << rank for rank, numbers_of in enumerate(documents) if number in numbers_of)
        said += (posting,) if bits == 1 else (posting | 1, bits)
    return said


def _files(stamp: str, shards: list[dict[str, bytes]]) -> tuple[bytes, ...]:
    """Write all shards; let go of each with its file."""
    shards.reverse()
    return tuple(_file(stamp, shards.pop()) for _ in range(len(shards)))


def _file(stamp: str, shard: dict[str, bytes]) -> bytes:
    """Write a shard; terms are letters, digits, spaces, `#`, `=`, `/` and `-`, which JSON takes as they are."""
    return b'{"s":"%b","t":{%b}}' % (stamp.encode(), b",".join(shard[term] for term in _in_order(shard)))


def _in_order(terms: Iterable[str]) -> list[str]:
    """Sort terms as JavaScript compares them: by code points, as long as none is beyond two bytes."""
    listed = sorted(terms)
    if max(map(max, listed), default="") < "\ud800":
        return listed
    return sorted(listed, key=lambda term: term.encode("utf-16-be", "surrogatepass"))
