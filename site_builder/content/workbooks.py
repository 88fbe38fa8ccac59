"""An Excel workbook (.xlsx) → its sheets as `grids.Grid`, each cell as a person sees it in Excel.

Merged cells give their value to every row; a formula gives the result that Excel kept, and is named when it kept
none; Excel's own errors are named. What openpyxl's quick reader leaves out (merged and hidden cells, formulas without
a result) is taken from the sheet's XML beside it: its slow reader fails on charts and filters that nobody counts.

Knows: how workbooks are stored. Never: knows what a column means; never calculates a formula.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import IO, Any, NamedTuple

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries
from openpyxl.xml.functions import iterparse

from site_builder.content.archives import MAX_UNPACKED, Limits, Locked, TooLarge, look_through
from site_builder.content.grids import (
    MOST_CELLS,
    SMALLER,
    UNLOCK,
    BrokenTable,
    Cell,
    Grid,
    GridRow,
    Span,
    Value,
    too_many_cells,
)
from site_builder.text import SENTINEL, integer, nfc, one_line, unshowable

_BROKEN = "không mở được tệp Excel; hãy mở bằng Excel, bỏ mật khẩu nếu có, rồi lưu lại dạng .xlsx hoặc .csv"
_UNCALCULATED = (
    "là công thức chưa có kết quả; hãy mở tệp bằng Excel hoặc LibreOffice rồi lưu lại, hoặc gõ thẳng giá trị vào ô"
)
_QUOTED = re.compile(r'"[^"]*"|\\.')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIMITS = Limits(MAX_UNPACKED, 100_000, frozenset(("c", "row", "v", "f", "is", "si", "t", "r")))
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_TEXT = 20_000_000
"""Characters of all cells: a long text that many cells share counts each time."""
_LONGEST, _LONGEST_TITLE = 32_767, 100
"""Characters of a cell, as Excel takes them, and of a sheet's title (Excel: 31)."""


def open_workbook(data: bytes) -> tuple[Grid, ...]:
    """Return the sheets of a workbook in its order, hidden ones too.

    Raises:
        BrokenTable: it is too big, or none that can be opened.
    """
    try:
        look_through(BytesIO(data), _LIMITS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl leaves out
            found = tuple(_grids(data))
    except BrokenTable:
        raise
    except TooLarge as error:
        raise BrokenTable("tep-qua-lon", f"{error}; {SMALLER}") from None
    except Locked as error:
        raise BrokenTable("excel-hong", f"{error}; {UNLOCK}") from None
    except Exception as error:  # a damaged workbook raises whatever it likes
        raise BrokenTable("excel-hong", _BROKEN) from error
    if not found:
        raise BrokenTable("excel-hong", _BROKEN)
    return found


def _grids(data: bytes) -> Iterator[Grid]:
    reader = ExcelReader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    parts = {notes.name: relation.target for notes, relation in reader.parser.find_sheets()}
    sheets: list[Any] = list(reader.wb.worksheets)
    budget = _Budget()
    for number, notes in enumerate(sheets):
        notes.reset_dimensions()  # programs write them wrong, and rows beyond them would be lost
        budget.open(notes.title)
        with reader.archive.open(parts[notes.title]) as source:
            marks = _marks(source)
        rows = _spread(notes.iter_rows(), marks, budget)
        yield Grid(
            rows=tuple(row for row in rows if any(row.owns(place) for place in range(len(row.cells)))),
            title=one_line(nfc(notes.title)),
            number=number,
            alone=len(sheets) == 1,
            hidden=notes.sheet_state != "visible",
            hidden_columns=marks.hidden_columns,
        )


class _Budget:
    """What may still be read of a workbook: one part can be named as many sheets, one text as many cells."""

    def __init__(self) -> None:
        self._cells = MOST_CELLS
        self._lines = 2 * _MOST_ROWS
        self._text = _MOST_TEXT
        self._titles: set[str] = set()
        self._known: dict[str, Cell] = {}

    def open(self, title: str) -> None:
        """Take a sheet; places are told by its title."""
        if title in self._titles or len(title) > _LONGEST_TITLE or unshowable(title):
            message = "có hai trang cùng tên, hoặc tên trang quá dài, có ký tự lạ; hãy đặt lại tên các trang"
            raise BrokenTable("excel-hong", message)
        self._titles.add(title)

    def row(self, line: int, cells: int) -> None:
        """Take a row of some cells."""
        self._cells -= cells
        self._lines -= 1
        if self._cells < 0 or self._lines < 0 or line > _MOST_ROWS:
            raise too_many_cells()

    def text(self, written: str) -> Cell:
        """Return a cell of text; equal texts are looked at once."""
        self._text -= len(written)
        if self._text < 0:
            raise too_many_cells()
        if written not in self._known:
            self._known[written] = _text(written)
        return self._known[written]


class _Marks(NamedTuple):
    """What stands in a sheet besides values."""

    spans: dict[int, list[Span]]
    """Merged cells by their first line."""
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    uncalculated: frozenset[tuple[int, int]]
    """Line and column of formulas that have no kept result."""


def _marks(source: IO[bytes]) -> _Marks:
    """Read the XML of a sheet for what the quick reader leaves out."""
    spans: dict[int, list[Span]] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    uncalculated: set[tuple[int, int]] = set()
    line = column = 0
    for event, node in iterparse(source, ("start", "end")):
        kind = node.tag.rpartition("}")[2]
        if event == "start":
            if kind == "row":
                line, column = int(node.get("r", line + 1)), 0
                rows |= {line} if _is_hidden(node) else set()
        elif kind == "c":
            place = node.get("r")
            column = column_index_from_string(coordinate_from_string(place)[0]) if place else column + 1
            uncalculated |= {(line, column - 1)} if _lacks_result(node) else set()
        elif kind == "row":
            node.clear()
        elif kind == "col" and _is_hidden(node):
            places = range(max(int(node.get("min")) - 1, 0), min(int(node.get("max")), _MOST_COLUMNS))
            columns |= set() if columns.issuperset(places) else set(places)
        elif kind == "mergeCell":
            left, top, right, bottom = (edge or 1 for edge in range_boundaries(node.get("ref")))
            spans.setdefault(top, []).append(Span(top, bottom, left - 1, right - 1, node.get("ref")))
    return _Marks(spans, frozenset(rows), frozenset(columns), frozenset(uncalculated))


def _is_hidden(node: Any) -> bool:
    return node.get("hidden") in ("1", "true")


def _lacks_result(node: Any) -> bool:
    """Say whether a cell has a formula and no result; text that is empty is a result."""
    parts = {child.tag.rpartition("}")[2]: child.text for child in node}
    return "f" in parts and not parts.get("v") and node.get("t") != "str"


def _spread(lines: Iterator[tuple[Any, ...]], marks: _Marks, budget: _Budget) -> Iterator[GridRow]:
    """Return the rows with the value of merged cells in each of them."""
    open_: list[tuple[Span, Cell]] = []
    for line, values in enumerate(lines, 1):
        if not (values or open_ or line in marks.spans):
            budget.row(line, 0)
            continue
        widest = max((span.left + 1 for span in marks.spans.get(line, ())), default=0)
        budget.row(line, max(len(values), widest) + sum(span.left + 1 for span, _ in open_))
        cells = [_cell(value, (line, place) in marks.uncalculated, budget) for place, value in enumerate(values)]
        open_ = [(span, cell) for span, cell in open_ if span.bottom >= line]
        for span in marks.spans.get(line, ()):
            first = cells[span.left] if span.left < len(cells) else Cell()
            open_.append((span, first._replace(span=span)))
        for span, cell in open_:
            cells += [Cell()] * (span.left + 1 - len(cells))
            for place in range(span.left, min(span.right + 1, len(cells))):
                cells[place] = Cell(span=span)  # what lies under merged cells is seen by nobody
            cells[span.left] = cell
        yield GridRow(line, tuple(cells), line in marks.hidden_rows)


def _cell(cell: Any, uncalculated: bool, budget: _Budget) -> Cell:
    if uncalculated:
        return Cell(flaw=_UNCALCULATED)
    if cell.value is None:
        return Cell()
    if cell.data_type == "e":
        return Cell(flaw=f"là lỗi của Excel ({cell.value}); hãy sửa công thức, hoặc gõ thẳng giá trị vào ô")
    if isinstance(cell.value, str):
        return budget.text(cell.value)
    return Cell(_value(cell.value, cell.number_format or ""))


def _text(written: str) -> Cell:
    """Return text, or the sign in it that no page could show (Excel writes some as `_x0008_`)."""
    if len(written) > _LONGEST:
        return Cell(flaw=f"có chữ dài hơn {integer(_LONGEST)} ký tự; hãy rút ngắn")
    text = one_line(nfc(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), written)))
    if sign := unshowable(text):
        return Cell(flaw=f"có ký tự U+{ord(sign):04X} không nhìn thấy; hãy xóa chữ trong ô rồi gõ lại")
    if found := SENTINEL.search(text):
        return Cell(flaw=f"có chữ “{found[0]}” là ký hiệu riêng của chương trình; hãy xóa hoặc viết khác đi")
    return Cell(text)


def _value(value: object, look: str) -> Value:
    """Return a value as a person sees it: a share in hundredths is text, not the number that is kept."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        is_share = "%" in _QUOTED.sub("", look)
        return f"{value * 100:.15g}%".replace(".", ",") if is_share else float(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    return str(value)
