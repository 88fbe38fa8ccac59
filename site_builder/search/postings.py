"""One pass over the documents of a segment: its postings and positions, written as shards.

While it reads, the pass keeps words as they are written; their exact and folded forms are worked out once for each
word of a segment, not for each place, which is what makes it fast.

Knows: the format of `a-N.json` and `b-N.json` (see the package). Never: reads a record.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple, TypeAlias, TypeVar
from zlib import crc32

from site_builder.search import folding
from site_builder.search.folding import lower, numbers, words

FIELDS = (1, 2, 4)
"""Bits of title, summary and body."""
STARTS = (0, 128, 512)
"""Where their positions begin, unless what is before runs on."""
TITLE = 5
"""Words of the shortest title that is a term of its own; shorter ones are found as phrases at once."""
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


def index(documents: Iterable[Document], a_shards: int, b_shards: int, stamp: str) -> Shards:
    """Index the documents of a segment, in order."""
    singles: defaultdict[str, Places] = defaultdict(partial(array, _SHORT))
    pairs: defaultdict[tuple[str, str], Places] = defaultdict(partial(array, _SHORT))
    for number, document in enumerate(documents):
        if number == _FEW:
            _lengthen(singles)
            _lengthen(pairs)
        _read(number, document, singles, pairs)
    a: list[dict[str, bytes]] = [{} for _ in range(a_shards)]
    b: list[dict[str, bytes]] = [{} for _ in range(b_shards)]
    for term, forms in _gathered(singles, folding.forms):
        a[crc32(term.encode()) % a_shards][term] = _encode(forms)[0]
    for term, forms in _gathered(pairs, _pair_forms):
        hashed = crc32(term.encode())
        a[hashed % a_shards][term], positions = _encode(forms)
        b[hashed % b_shards][term] = b'"%b":%b' % (term.encode(), positions)
    return Shards(a=_files(stamp, a), b=_files(stamp, b))


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
    for field, (bit, start, text) in enumerate(zip(FIELDS, STARTS, document.fields, strict=True)):
        lowered = lower(text)
        found = words(lowered)[:LONGEST]
        first = max(start, end + 1) if end else start
        end = first + len(found)
        place = number << _NUMBER | field << _FIELD
        for word in set(found):
            singles[word].append(place)
        for whole in set(numbers(lowered) + (_own_numbers(document) if bit == FIELDS[0] else [])):
            singles[f"#{whole}"].append(place)
        if bit == FIELDS[0] and len(found) >= TITLE:
            singles[title_term(folding.forms(word)[1] for word in found)].append(place)
        for pair in pairwise(found):
            pairs[pair].append(place | first)
            first += 1


def title_term(folded: Iterable[str]) -> str:
    """Return the term of a whole title: who types all of it is led there by one look-up."""
    return f"={crc32(' '.join(folded).encode()):08x}"


def _own_numbers(document: Document) -> list[str]:
    """Return the number of the document that an article is about, however it is spaced."""
    return numbers(lower("".join(document.number.split())))


def _pair_forms(pair: tuple[str, str]) -> tuple[str, str]:
    first, second = folding.forms(pair[0]), folding.forms(pair[1])
    return f"{first[0]} {second[0]}", f"{first[1]} {second[1]}"


def _gathered(found: dict[W, Places], forms_of: Callable[[W], tuple[str, str]]) -> Iterator[tuple[str, Forms]]:
    """Bring together what is written in several ways: places by exact form, by folded term; leave nothing behind."""
    gathered: dict[str, Forms] = {}
    while found:
        written, places = found.popitem()
        form, term = forms_of(written)
        forms = gathered.setdefault(term, {})
        # Tones of one form may stand in two places: what stands under both is one.
        forms[form] = _merged([forms[form], places]) if form in forms else places
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


def _ints(numbers_of: list[int]) -> bytes:
    return str(numbers_of).replace(" ", "").encode()


def _deltas(places: Places) -> tuple[list[int], list[int]]:
    """Return the ints of postings of one form, and of positions."""
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
    return b'{"s":"%b","t":{%b}}' % (stamp.encode(), b",".join(shard[term] for term in sorted(shard, key=_units)))


def _units(term: str) -> bytes:
    """Order terms as JavaScript compares them."""
    return term.encode("utf-16-be", "surrogatepass")
