"""Files as no program wrote them: real ones with bytes turned, cut or swapped, by a seed; and archives made by hand.

Knows: zip files of XML. Never: knows what a reader says to them.
"""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

_VALUES = (
    b"", b"0", b"-1", b"1", b"2147483647", b"4294967296", b"2000000000", b"99999999999999999999", b"9" * 5000, b"1e400",
    b"nan", b"inf", b"A1", b"XFD1048576", b"A1:XFD1048576", b"XFD40000", b"ZZZZ9", b"A0", b"true", b"rId1", b"rId99",
    b"../../../etc/passwd", b"/", b"x" * 3000, "Ð\u202e\u2028ă".encode(), b"&#x202e;", b"&lt;script&gt;", b"http://x",
    b"xl/workbook.xml", b"word/document.xml", b"s", b"inlineStr", b"e", b"b", b"d", b"str", b"dxa", b"%9", b"%1%2%3",
)  # fmt: skip
_ATTRIBUTE = re.compile(rb'="[^"]*"')
_ELEMENT = re.compile(rb"<[^<>]*>")
_TEXT = re.compile(rb">[^<>]+<")


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name."""
    with zipfile.ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def mutated(data: bytes, seed: int) -> bytes:
    """Return an archive with one to four faults; equal seeds give equal bytes."""
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return _raw(data, chance)
    parts = parts_of(data)
    for _ in range(chance.randint(1, 4)):
        name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        _CHANGES[chance.randrange(len(_CHANGES))](parts, name, chance)
    return packed(parts)


def mutated_text(data: bytes, seed: int) -> bytes:
    """Return a text file (JSON, CSV) with one to four faults."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            data = _raw(data, chance)
        elif kind == 1:
            found = list(re.finditer(rb'"[^"\n]*"|-?\d+(?:\.\d+)?|true|false|null', data))
            data = _with(data, chance.choice(found), chance.choice(_JSON)) if found else data
        elif kind == 2:
            data = data[:place] + chance.choice(_SIGNS) + data[place:]
        else:
            end = min(len(data), place + chance.randrange(40))
            data = data[:place] + data[end:]
    return data


_JSON = (
    b"null", b"[]", b"{}", b"true", b"-1", b"1e400", b"NaN", b"1" * 5000, b"1e15", b'"\\ud800"', b'"\\u202e"', b'""',
    b'"x"', b"[[]]", b'"2019-06-03"', b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59-12:00"', b"0.5",
    b"100000000000", b'["a","b"]', b'{"id":1,"name":2}', b'"\\u0000"', b"[" * 60 + b"]" * 60,
)  # fmt: skip
_SIGNS = (
    b",",
    b";",
    b'"',
    b"\n",
    b"\x00",
    b"\x1b[2J",
    b"\xff",
    b"{",
    b"[",
    b"}",
    b"]",
    b"\t",
    b"\xe2\x80\xae",
    b"9" * 40,
)


def _raw(data: bytes, chance: random.Random) -> bytes:
    """Turn, cut or double bytes."""
    kind = chance.randrange(3)
    if kind == 0:
        return data[: chance.randrange(len(data) + 1)]
    if kind == 1 and data:
        start = chance.randrange(len(data))
        return data + data[start : start + 200]
    turned = bytearray(data)
    for _ in range(chance.randint(1, 8) if turned else 0):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def _with(data: bytes, found: re.Match[bytes], new: bytes) -> bytes:
    return data[: found.start()] + new + data[found.end() :]


Change = Callable[[dict[str, bytes], str, random.Random], None]


def _attribute(parts: dict[str, bytes], name: str, chance: random.Random) -> None:
    found = list(_ATTRIBUTE.finditer(parts[name]))
    if found:
        parts[name] = _with(parts[name], chance.choice(found), b'="' + chance.choice(_VALUES) + b'"')


def _word(parts: dict[str, bytes], name: str, chance: random.Random) -> None:
    found = list(_TEXT.finditer(parts[name]))
    if found:
        parts[name] = _with(parts[name], chance.choice(found), b">" + chance.choice(_VALUES) + b"<")


def _lost_element(parts: dict[str, bytes], name: str, chance: random.Random) -> None:
    found = list(_ELEMENT.finditer(parts[name]))
    if found:
        parts[name] = _with(parts[name], chance.choice(found), b"")


def _moved_element(parts: dict[str, bytes], name: str, chance: random.Random) -> None:
    found = list(_ELEMENT.finditer(parts[name]))
    if found:
        parts[name] = _with(parts[name], chance.choice(found), chance.choice(found)[0])


def _part(parts: dict[str, bytes], name: str, chance: random.Random) -> None:
    parts[name] = _raw(parts[name], chance)


def _lost(parts: dict[str, bytes], name: str, _chance: random.Random) -> None:
    if len(parts) > 1:
        del parts[name]


def _swapped(parts: dict[str, bytes], name: str, chance: random.Random) -> None:
    other = chance.choice(list(parts))
    parts[name], parts[other] = parts[other], parts[name]


_CHANGES: tuple[Change, ...] = (
    _attribute, _attribute, _attribute, _attribute, _word, _word, _lost_element, _moved_element, _part, _lost, _swapped,
)  # fmt: skip
