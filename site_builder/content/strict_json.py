"""JSON that others wrote, read with bounds: size, depth, numbers and keys as this program writes them itself.

Python's own reader takes keys twice, numbers that are none (`NaN`, `1e400`), whole numbers of thousands of digits and
lists in one another until its stack ends.

Knows: JSON. Never: knows what a value means; never reads the disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from site_builder.text import file_size, integer, shown, unshowable

MAX_SIZE = 20 * 1024 * 1024
"""Bytes; the report of a province's year has 2 MB."""
_MOST_VALUES = 2_000_000
_MOST_DEPTH = 50
_LONGEST = 18
"""Characters of a whole number."""


class BrokenJson(ValueError):  # noqa: N818 - names what the file is
    """The file is no JSON that can be taken; `args` are line (0: the whole file), and what was found."""


def read_json(data: bytes) -> Any:
    """Return the value that a file holds; every text of it can be shown.

    Raises:
        BrokenJson: it is too large, damaged, or holds what no report holds.
    """
    if len(data) > MAX_SIZE:
        raise BrokenJson(0, f"nặng {file_size(len(data))}, quá mức {file_size(MAX_SIZE)}")
    if sum(map(data.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise BrokenJson(0, f"có hơn {integer(_MOST_VALUES)} giá trị")
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_record,
            parse_int=_whole,
            parse_float=_real,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        raise BrokenJson(error.lineno, "bị hỏng ở dòng này") from None
    except UnicodeDecodeError as error:
        raise BrokenJson(data.count(b"\n", 0, error.start) + 1, "có chữ không phải UTF-8") from None
    except RecursionError:
        raise BrokenJson(0, "có phần lồng nhau quá sâu") from None
    _look(found)
    return found


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1) if len(keys) < 1000 else ""
        raise BrokenJson(0, f"có khóa “{shown(twice)[:60]}” ghi hai lần")
    return found


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST:
        raise BrokenJson(0, f"có số dài {integer(len(digits))} chữ số")
    return int(digits)


def _real(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        _no_number(digits)
    return value


def _no_number(written: str) -> None:
    raise BrokenJson(0, f"có {written[:20]} không phải là số dùng được")


def _look(whole: Any) -> None:
    """Refuse what is nested too deep, and texts that cannot be shown; level by level, so that no stack ends."""
    level: list[Any] = [whole]
    for _ in range(_MOST_DEPTH):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise BrokenJson(0, "có phần lồng nhau quá sâu")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, str):
        _refuse_sign(value)
    elif isinstance(value, dict):
        return _values(value)
    return value if isinstance(value, list) else ()


def _values(record: dict[str, Any]) -> Iterator[Any]:
    for key, value in record.items():
        _refuse_sign(key)
        yield value


def _refuse_sign(text: str) -> None:
    if sign := unshowable(text):
        raise BrokenJson(0, f"có ký tự điều khiển U+{ord(sign):04X}")
