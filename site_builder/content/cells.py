"""One cell → a value of the ledger: a day, a number, a unit, an address; in the forms in which people type them.

Knows: what can be read without guessing. Never: knows which column a cell is of, or where it stands.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from site_builder.content.days import NotADate, read_typed_day, too_far
from site_builder.content.file_notes import quoted
from site_builder.content.grids import Value
from site_builder.model.ledger import MOST_AIRINGS, QUALIFIERS, UNITS, read_quantity, read_unit
from site_builder.text import integer, number, offer
from site_builder.urls import is_web_address

_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's days have no zone
"""Excel counts days from here."""
_DAYS = range(32874, 73051)
"""Excel's numbers of the days from 1990 to 2099."""


class WrongCell(ValueError):  # noqa: N818 - names what the cell is
    """The cell does not hold what it should; `args` are a code, and what was found with what to write instead."""


def text_of(value: Value) -> str:
    """Return a cell as text: a day as `30/08/2019`, a number without a zero fraction."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time.min else f"{value:%d/%m/%Y %H:%M}"
    return f"{value:.15g}" if isinstance(value, float) else value


def day_of(value: Value) -> date:
    """Read a day.

    Raises:
        WrongCell: it is none, or before there were portals.
    """
    if value == "":
        raise WrongCell("thieu-o", "còn trống; hãy ghi ngày, ví dụ 30/8/2019")
    day = value.date() if isinstance(value, datetime) else _typed_day(value)
    if far := too_far(day):
        raise WrongCell("ngay-ngoai-khoang", f"ghi {far}")
    return day


def _typed_day(value: str | float) -> date:
    if isinstance(value, str) and value.isdigit() and int(value) in _DAYS:
        value = float(value)  # as Excel writes a day into a CSV when its column has no format of days
    if isinstance(value, float):
        meant = f"là ngày {_FIRST_DAY + timedelta(days=value):%d/%m/%Y}? Nếu đúng, " if int(value) in _DAYS else ""
        raise WrongCell("ngay-sai", f"ghi số {quoted(text_of(value))}; {meant}hãy ghi dạng 30/8/2019")
    try:
        return read_typed_day(value)
    except NotADate as error:
        raise WrongCell(error.args[0], f"ghi {quoted(value)}: {error.args[1]}") from None


LARGEST = 1e12
"""No figure of a province is larger; workbooks can hold what is no number at all."""


def number_of(value: Value) -> float | None:
    """Read a number that is not below zero; None when the cell is empty.

    Raises:
        WrongCell: it is none.
    """
    if value == "":
        return None
    read = value if isinstance(value, float) else number(text_of(value))
    if read is None or not 0 <= read <= LARGEST:
        raise WrongCell("so-sai", f"ghi {quoted(text_of(value))}; hãy ghi số, ví dụ 10, 12,5 hoặc 3250")
    return read


def whole_of(value: Value) -> int | None:
    """Read a whole number that is not below zero; None when the cell is empty.

    Raises:
        WrongCell: it is none.
    """
    read = number_of(value)
    if read is not None and read != int(read):
        raise WrongCell("so-sai", f"ghi {quoted(text_of(value))}; hãy ghi số nguyên, ví dụ 2")
    return None if read is None else int(read)


def airings_of(value: Value) -> int | None:
    """Read how often a work went out; None when the cell is empty.

    Raises:
        WrongCell: it is no number of broadcasts.
    """
    read = whole_of(value)
    if read is not None and read > MOST_AIRINGS:
        raise WrongCell("so-sai", f"ghi {integer(read)} lượt phát của một tin, bài; hãy xem lại số, ví dụ 2")
    return read


def quantity_of(value: Value) -> tuple[str, float]:
    """Read a quantity with the qualifier that may stand before it: `hơn 176`.

    Raises:
        WrongCell: it is none.
    """
    read = ("", value) if isinstance(value, float) else read_quantity(text_of(value))
    if read is None or not 0 <= read[1] <= LARGEST:
        raise WrongCell("so-sai", f"ghi {quoted(text_of(value))}; {_number_instead(text_of(value))}")
    return read


def _number_instead(text: str) -> str:
    """Say what to write where a quantity stands with its unit."""
    words = text.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        if read_quantity(" ".join(words[:cut])):
            amount, unit = " ".join(words[:cut]), " ".join(words[cut:])
            return f"hãy chỉ ghi số ({amount}), còn {quoted(unit)} ghi ở cột đơn vị tính"
    return "hãy ghi 3250, 12,5 hoặc hơn 176"


def qualifier_of(value: Value) -> str:
    """Read one of `QUALIFIERS`.

    Raises:
        WrongCell: it is none.
    """
    told = text_of(value).casefold()
    if told not in QUALIFIERS:
        instead = offer(told, QUALIFIERS[1:], "hãy ghi hơn, gần, khoảng, hoặc để trống (số chính xác)")
        raise WrongCell("tu-uoc-luong-la", f"{quoted(told)} không dùng; {instead}")
    return told


def unit_of(value: Value, known: Collection[str] = UNITS) -> str:
    """Read one of the units that are known.

    Raises:
        WrongCell: it is none.
    """
    unit = read_unit(text_of(value), known)
    if not unit:
        raise WrongCell("thieu-o", "còn trống; hãy ghi đơn vị tính, ví dụ tin, bài, lượt, cuộc, tờ")
    if unit not in known:
        instead = offer(unit, known, f"hãy ghi một trong: {', '.join(known)}")
        raise WrongCell("don-vi-tinh-la", f"đơn vị tính {quoted(unit)} không có; {instead}")
    return unit


def address_of(value: Value) -> str:
    """Read a web address; empty when the cell is.

    Raises:
        WrongCell: it is none.
    """
    address = text_of(value)
    if address and not is_web_address(address):
        message = f"{quoted(address)} không phải địa chỉ http(s); hãy ghi đầy đủ, ví dụ https://example.vn/tin-1"
        raise WrongCell("dia-chi-sai", message)
    return address
