"""A table file (.csv, .xlsx) → its rows of cells, each with the line or row on which it stands.

Offices save CSV with commas or semicolons, with or without a byte-order mark; a workbook gives numbers and dates as
such. Both are handed on as cells: text, a number or a moment.

Knows: two kinds of table files. Never: knows a column.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from site_builder.content import encoding
from site_builder.content.fields import Sheet
from site_builder.text import file_size, nfc, one_line

if TYPE_CHECKING:
    from _csv import Reader

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of an opened workbook; a year of a province's activities takes a hundredth."""

Cell: TypeAlias = "str | float | datetime"
"""An empty cell is empty text."""


class Row(NamedTuple):
    """One row of a table."""

    line: int
    """Line of the file, or row of the sheet, on which it begins."""
    cells: tuple[Cell, ...]


def read_grid(sheet: Sheet, data: bytes) -> tuple[Row, ...]:
    """Return the rows that are not empty; what is wrong with the file is noted on `sheet`."""
    if len(data) > encoding.MAX_SIZE or (sheet.file.endswith(".xlsx") and _unpacked(data) > MAX_UNPACKED):
        size = file_size(len(data))
        sheet.error(0, "tep-qua-lon", f"bảng nặng {size} là quá lớn; hãy bỏ ảnh, trang thừa, hoặc tách bảng theo quý")
        return ()
    rows = _workbook(sheet, data) if sheet.file.endswith(".xlsx") else _text(sheet, data)
    return tuple(row for row in rows if any(cell != "" for cell in row.cells))


def _text(sheet: Sheet, data: bytes) -> tuple[Row, ...]:
    text = encoding.decode(sheet, data)
    if text is None:
        return ()
    head = text.partition("\n")[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    return tuple(_records(sheet, csv.reader(StringIO(text), delimiter=mark, strict=True)))


def _records(sheet: Sheet, reader: Reader) -> Iterator[Row]:
    line = 1
    try:
        for record in reader:
            yield Row(line, tuple(one_line(cell) for cell in record))
            line = reader.line_num + 1
    except csv.Error:
        message = (
            "dấu nháy kép ở dòng này chưa được đóng, hoặc đóng quá sớm; trong ô có nháy kép, hãy viết “ ” hoặc gõ "
            'hai lần ("")'
        )
        sheet.error(line, "csv-sai", message)


def _workbook(sheet: Sheet, data: bytes) -> tuple[Row, ...]:
    import openpyxl  # noqa: PLC0415 - half of portals have no workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl leaves out
            first = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets[0]
            found = [tuple(_cell(value) for value in row) for row in first.iter_rows(values_only=True)]
    except Exception:  # noqa: BLE001 - a damaged workbook raises whatever it likes
        message = "không mở được tệp Excel; hãy mở bằng Excel, bỏ mật khẩu nếu có, rồi lưu lại dạng .xlsx hoặc .csv"
        sheet.error(0, "excel-hong", message)
        return ()
    return tuple(Row(line, cells) for line, cells in enumerate(found, 1))


def _unpacked(data: bytes) -> int:
    """Return how many bytes a workbook holds once opened; 0 when it cannot be opened."""
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415 - same

    try:
        return sum(entry.file_size for entry in ZipFile(BytesIO(data)).infolist())
    except BadZipFile:
        return 0


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return "" if value is None else one_line(nfc(str(value)))
