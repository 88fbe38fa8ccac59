"""A filled Excel form → the unit's name, its rows, and every wrong cell.

Offices add rows and sheets, leave the example in, type a number as text or choose nothing: what can be read is read,
the rest is named.

Knows: the sheets of `reports.form.make_form`. Never: reads the disk; never takes a name that is not in the lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from site_builder.content.doubles import warn_of_twins
from site_builder.content.file_notes import FileNotes
from site_builder.content.grids import Grid, Value, is_workbook, read_grids
from site_builder.content.rows import Origin, RowReader
from site_builder.content.tables import read_records
from site_builder.errors import Problem
from site_builder.model import Taxonomy
from site_builder.model.headings import COLUMNS, FIRST_ROW, GUIDE, HIDDEN, SHEET, UNIT_LABEL
from site_builder.model.ledger import Activity
from site_builder.model.periods import Period
from site_builder.text import date_short, fold

Filled: TypeAlias = tuple[str, tuple[Activity, ...], tuple[Problem, ...]]
"""Name of the unit, its activities, and what is wrong."""

_REQUIRED = tuple(name for name in COLUMNS if name != "agency")
_SEARCHED = FIRST_ROW + 10
"""Rows in which the unit's name is looked for."""


def read_form(data: bytes, name: str, period: Period, taxonomy: Taxonomy) -> Filled:
    """Read a filled form: the unit's name, its activities (with `source`), and what is wrong.

    Args:
        data: the workbook.
        name: its file name, for places.
        period: the period that is reported.
        taxonomy: whose names the form's lists show.
    """
    notes = FileNotes(name)
    grids = _open(notes, data)
    told = next((grid for grid in grids if grid.title == HIDDEN), None)
    form = next((grid for grid in grids if grid.title == SHEET), None)
    if form is None or told is None:
        if not notes.problems():
            message = f"không phải biểu kê khai (thiếu trang “{SHEET}” hoặc “{HIDDEN}”); hãy dùng lại biểu gốc"
            notes.error(0, "bieu-la", message)
        return "", (), notes.problems()
    unit, line = unit_of(form)
    if wrong := _wrong_period(told, period):
        notes.error(2, "ky-lech", wrong)
    elif not unit:
        notes.error(line or 3, "thieu-don-vi", f"chưa ghi tên đơn vị; hãy ghi vào ô cạnh chữ “{UNIT_LABEL}”")
    if notes.problems():
        return "", (), notes.problems()
    origin = Origin(unit=unit, source=unit, period=period, is_form=True)
    reader = RowReader(notes, taxonomy)
    records = read_records(notes, to_fill_in(grids), _REQUIRED, "hãy dùng lại biểu gốc, không đổi tên hay xóa cột")
    found = [activity for record in records if (activity := reader.activity(record, origin))]
    warn_of_twins({name: notes}, found)
    return unit, tuple(found), notes.problems()


def _open(notes: FileNotes, data: bytes) -> tuple[Grid, ...]:
    if is_workbook(data):
        return read_grids(notes, data)
    notes.error(0, "bieu-la", "không phải tệp Excel .xlsx; hãy mở bằng Excel, bỏ mật khẩu nếu có, rồi lưu dạng .xlsx")
    return ()


def to_fill_in(grids: Sequence[Grid]) -> list[Grid]:
    """Leave out the sheets of a form that nobody fills in."""
    is_form = any(grid.title == SHEET for grid in grids)
    found = [grid for grid in grids if not (is_form and grid.title in (GUIDE, HIDDEN))]
    return [grid._replace(alone=len(found) == 1) for grid in found]


def unit_of(grid: Grid) -> tuple[str, int]:
    """Return the name that stands beside the form's label, and the label's line; empty and 0 without one."""
    label = fold(UNIT_LABEL).rstrip(" :")
    for row in grid.rows:
        for place, cell in enumerate(row.cells if row.line <= _SEARCHED else ()):
            if fold(str(cell.value)).rstrip(" :") == label:
                beside = [other.value for other in row.cells[place + 1 :] if other.value != ""]
                return str(beside[0]) if beside else "", row.line
    return "", 0


def _wrong_period(grid: Grid, period: Period) -> str:
    """Say which periods differ; empty when they do not."""
    told = tuple(_beside(grid, line) for line in (1, 2, 3))
    if told[1:] == (period.since.isoformat(), period.until.isoformat()):
        return ""
    try:
        span = " – ".join(date_short(date.fromisoformat(str(day))) for day in told[1:])
    except ValueError:
        span = "không rõ ngày"
    wanted = f"{period.label} ({period.span})"
    return f"biểu của kỳ {told[0]} ({span}), báo cáo là {wanted}; hãy xin đơn vị biểu của đúng kỳ"


def _beside(grid: Grid, line: int) -> Value:
    """Return what the form says of itself on a line of its hidden sheet."""
    return next((row.cell(1).value for row in grid.rows if row.line == line), "")
