"""What filed JSON must hold, so that comparing it with the present never stumbles.

Only what is looked at is asked for: fields that later versions added may be missing, others may be there.

Knows: the shape of a report's JSON. Never: reads a file; never looks at what a number says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

Check: TypeAlias = Callable[[Any, str], str]
"""Takes a value and its name; returns the name of what is wrong inside, empty when nothing is."""
_MOST = 1e15


def _text(value: Any, name: str) -> str:
    return "" if isinstance(value, str) else name


def _number(value: Any, name: str) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if is_number and abs(value) <= _MOST else name


def _flag(value: Any, name: str) -> str:
    return "" if isinstance(value, bool) else name


def _day(value: Any, name: str) -> str:
    return _read(date.fromisoformat, value, name)


def _moment(value: Any, name: str) -> str:
    return _read(datetime.fromisoformat, value, name) or _read(date.fromisoformat, value[:10], name)


def _read(read: Callable[[str], date], value: Any, name: str) -> str:
    try:
        return "" if isinstance(value, str) and read(value) else name
    except ValueError:
        return name


def _maybe(check: Check) -> Check:
    return lambda value, name: "" if value is None else check(value, name)


def _each(check: Check) -> Check:
    """Check every entry of a list."""

    def look(value: Any, name: str) -> str:
        if not isinstance(value, list):
            return name
        found = (check(one, f"{name}, mục {index}") for index, one in enumerate(value, 1))
        return next(filter(None, found), "")

    return look


def _any_key(check: Check) -> Check:
    """Check every value of an object."""

    def look(value: Any, name: str) -> str:
        if not isinstance(value, Mapping):
            return name
        return next(filter(None, (check(one, f"{name}.{key[:40]}") for key, one in value.items())), "")

    return look


def _record(**checks: Check) -> Check:
    """Check an object that must have these keys."""

    def look(value: Any, name: str) -> str:
        if not isinstance(value, Mapping):
            return name
        found = (
            check(value[key], f"{name}.{key}") if key in value else f"{name}.{key}" for key, check in checks.items()
        )
        return next(filter(None, found), "")

    return look


_named = _record(id=_text, name=_text)
_counted = _record(works=_number, airings=_number, minutes=_number, untimed=_number, columns=_number)
_airing = _record(
    date=_moment, channel=_text, outlet=_text, kind=_text, minutes=_maybe(_number)
)  # fmt: skip
_item = _record(
    id=_text, title=_text, url=_text, date=_moment, genre=_named, column=_named, agency=_named, kind=_text,
    topics=_each(_text), directives=_each(_text), channels=_each(_text), outlets=_each(_text), airings=_each(_airing),
    source=_text, counts_as_work=_flag,
)  # fmt: skip
_row = _record(
    date=_day, agency=_text, topic=_text, channel=_text, outlet=_text, genre=_text, title=_text, quantity=_number,
    unit=_text, qualifier=_text, airings=_maybe(_number), minutes=_maybe(_number), participants=_maybe(_number),
    url=_text, note=_text, source=_text, is_work=_flag,
)  # fmt: skip
_sum = _record(name=_text, unit=_text, qualifier=_text, quantity=_number)
_line = _record(id=_text, name=_text, works=_number, airings=_number)
_PARTS: Mapping[str, Check] = {
    "totals": _counted,
    "tables": _any_key(_record(rows=_each(_line))),
    "activities": _record(rows=_each(_row), sums=_each(_sum)),
    "items": _each(_item),
}
_OPTIONAL: Mapping[str, Check] = {"shares": _each(_record(name=_text))}


def first_fault(head: Mapping[str, Any]) -> str:
    """Return the name of the first part that is missing or wrong (`items, mục 3.title`); empty when none is."""
    for name, check in _PARTS.items():
        if found := check(head.get(name), name):
            return found
    told = (check(head[name], name) for name, check in _OPTIONAL.items() if name in head)
    corrected = _each(_each(_moment))([item.get("corrected") or [] for item in head["items"]], "items")
    return next(filter(None, told), corrected)
