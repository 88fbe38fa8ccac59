"""A table file → its sheets of rows of cells, each with the place where it stands: one reader for CSV and Excel.

Offices save CSV with commas, semicolons or tabs, as UTF-8 with or without a byte-order mark, or as Excel's "Unicode
text"; a workbook has sheets, merged and hidden cells, numbers and days. All of it comes out as the same cells.

Knows: the kinds of table files, and headings as far as they tell the separator. Never: knows what a column means.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from site_builder.content import encoding
from site_builder.content.file_notes import FileNotes
from site_builder.model.headings import column_of
from site_builder.text import file_size, integer, one_line

if TYPE_CHECKING:
    from _csv import Reader

MOST_CELLS = 400_000
"""Cells of one file: 25,000 rows of all columns; a year of a province's activities takes a fiftieth."""
SMALLER = "hãy bỏ ảnh, trang thừa, dòng và cột trống còn định dạng, hoặc tách bảng theo quý"
UNLOCK = "hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại"
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook of Excel 97 begins, and a new one with a password."""
_MARKS = (",", ";", "\t")
_SEARCHED = 50
"""Lines in which the headings are looked for to tell the separator."""

Value: TypeAlias = "str | float | datetime"
"""Empty text where there is nothing."""


class Span(NamedTuple):
    """Merged cells; lines from 1, columns from 0, all inclusive."""

    top: int
    bottom: int
    left: int
    right: int
    name: str
    """As Excel writes it: `B2:B4`."""


class Cell(NamedTuple):
    """One cell as a person sees it."""

    value: Value = ""
    flaw: str = ""
    """Why it cannot be read, and what to do; empty when it can."""
    span: Span | None = None
    """The merged cells that it belongs to: their value stands in each line of their first column."""

    @property
    def filled(self) -> bool:
        """Say whether anything stands in it."""
        return self.value != "" or bool(self.flaw)


EMPTY = Cell()


class GridRow(NamedTuple):
    """One row of a sheet."""

    line: int
    """Line of the file, or row of the sheet, on which it begins."""
    cells: tuple[Cell, ...]
    hidden: bool = False
    """By hand or by a filter."""

    def cell(self, place: int) -> Cell:
        """Return the cell of a column (from 0); an empty one where the row ends before."""
        return self.cells[place] if 0 <= place < len(self.cells) else EMPTY

    def owns(self, place: int) -> bool:
        """Say whether something stands there that does not come from merged cells above."""
        cell = self.cell(place)
        return cell.filled and (cell.span is None or cell.span.top == self.line)


class Grid(NamedTuple):
    """One sheet of a workbook, or a whole text file."""

    rows: tuple[GridRow, ...]
    """Those in which something stands of their own."""
    title: str = ""
    """The sheet's name; empty of a text file."""
    number: int = 0
    """Its place in the workbook, from 0."""
    alone: bool = True
    """Whether the file has no other sheet."""
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()

    @property
    def is_text(self) -> bool:
        """Say whether it is a text file."""
        return not self.title


class BrokenTable(ValueError):  # noqa: N818 - names what the file is
    """The file is no table that can be read; `args` are a code, and what was found with what to do."""


def read_grids(notes: FileNotes, data: bytes) -> tuple[Grid, ...]:
    """Return the sheets of a file by its content, not its name; what is wrong with it is noted on `notes`."""
    if len(data) > encoding.MAX_SIZE:
        notes.error(0, "tep-qua-lon", too_big(len(data)))
        return ()
    if data.startswith(_LOCKED):
        message = "tệp Excel có mật khẩu, hoặc ở dạng cũ (.xls); hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại dạng .xlsx"
        notes.error(0, "excel-hong", message)
        return ()
    try:
        if is_workbook(data) or notes.file.casefold().endswith(".xlsx"):
            from site_builder.content.workbooks import open_workbook  # noqa: PLC0415 - half of portals have none

            return open_workbook(data)
        return _text(notes, data)
    except BrokenTable as error:
        notes.error(0, *error.args)
        return ()


def is_workbook(data: bytes) -> bool:
    """Say whether bytes are a zip file, as workbooks are."""
    return data.startswith(b"PK")


def too_big(size: int) -> str:
    """Say that a table is too big, and what to do."""
    return f"bảng nặng {file_size(size)} là quá lớn; hãy bỏ ảnh, trang thừa, hoặc tách bảng theo quý"


def too_many_cells() -> BrokenTable:
    """Say that a table has too many cells, and what to do."""
    return BrokenTable("tep-qua-lon", f"bảng có hơn {integer(MOST_CELLS)} ô; {SMALLER}")


def _text(notes: FileNotes, data: bytes) -> tuple[Grid, ...]:
    text = encoding.decode(notes, _from_unicode_text(data))
    if text is None:
        return ()
    reader = csv.reader(StringIO(text), delimiter=_separator(text), strict=True)
    rows = tuple(row for row in _records(notes, reader) if any(cell.filled for cell in row.cells))
    return (Grid(rows),) if rows else ()


def _from_unicode_text(data: bytes) -> bytes:
    """Turn what Excel calls "Unicode text" (UTF-16 with its mark) into UTF-8; other bytes come back as they are."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")) or not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        return data


def _separator(text: str) -> str:
    """Return the mark between cells: the one that shows most headings in a line, else the commonest of the first."""
    lines = text.split("\n", _SEARCHED)[:_SEARCHED]

    def headings(mark: str) -> tuple[int, int]:
        found = ({column_of(part.strip('" ')) for part in line.split(mark)} - {""} for line in lines)
        return max(map(len, found)), lines[0].count(mark)

    return max(_MARKS, key=headings)


def _records(notes: FileNotes, reader: Reader) -> Iterator[GridRow]:
    line, count = 1, 0
    try:
        for record in reader:
            count += len(record)
            if count > MOST_CELLS:
                raise too_many_cells()
            yield GridRow(line, tuple(Cell(one_line(cell)) for cell in record))
            line = reader.line_num + 1
    except csv.Error:
        message = (
            "dấu nháy kép ở dòng này chưa được đóng, hoặc đóng quá sớm; trong ô có nháy kép, hãy viết “ ” hoặc gõ "
            'hai lần ("")'
        )
        notes.error(line, "csv-sai", message)
