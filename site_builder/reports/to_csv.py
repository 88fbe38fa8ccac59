"""CSV that Excel opens rightly: the rows of figures, and a whole report as one file.

A table's rows add up to the total, because what stands in several rows is taken off again in a row of its own.

Knows: CSV for Excel. Never: counts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from site_builder.counting.axes import AXIS_NAMES
from site_builder.counting.figures import Count, Figures
from site_builder.reports.report import Report, ReportEntry
from site_builder.reports.sums import counted_as

Cell: TypeAlias = str | int | float

REPORT_HEADER = (
    "Phần", "Mã", "Tên", "Tin, bài", "Lượt", "Phút", "Số lượng", "Đơn vị", "Mức", "Kế hoạch", "Ngày", "Thể loại",
    "Chuyên mục", "Cơ quan", "Chủ đề", "Kênh", "Địa chỉ", "Nguồn", "Thay đổi", "Đã nộp", "Hiện nay", "Ghi chú",
)  # fmt: skip
"""Columns of `to_csv`; every row has a part ("Tổng số", a table, "Hoạt động", "Danh sách") to filter by."""
DOUBLE = "Trừ phần tính ở nhiều dòng"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write CSV as Excel expects it: UTF-8 with BOM, commas, CRLF; text that a sheet would calculate is disarmed."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def to_csv(report: Report) -> bytes:
    """Write a report as one CSV: totals, tables, comparisons, plan, activities and the list of items."""
    return csv_bytes(REPORT_HEADER, (_padded(row) for row in _report_rows(report)))


def _padded(row: dict[str, Cell | None]) -> tuple[Cell, ...]:
    """Put a row's cells under their columns."""
    cells = (row.get(name) for name in REPORT_HEADER)
    return tuple("" if cell is None else cell for cell in cells)


def _report_rows(report: Report) -> Iterator[dict[str, Cell | None]]:
    for title, id_, name, works, airings, minutes in figure_rows(report.figures):
        yield {"Phần": title, "Mã": id_, "Tên": name, "Tin, bài": works, "Lượt": airings, "Phút": minutes}
    yield {"Phần": "Số chuyên mục", "Số lượng": report.columns, "Đơn vị": "chuyên mục"}
    for one in report.comparisons:
        works, airings, minutes = _numbers(one.count)
        yield {"Phần": "So sánh", "Tên": one.label, "Tin, bài": works, "Lượt": airings, "Phút": minutes}
    for share in report.shares if len(report.shares) > 1 else ():
        counts: dict[str, Cell | None] = {"Tin, bài": share.works, "Lượt": share.airings, "Phút": share.minutes}
        yield {"Phần": "Nguồn số liệu", "Mã": share.kind, "Tên": share.name, **counts}
    for double in report.doubles:
        yield {
            "Phần": "Trùng",
            "Tên": double.title,
            "Nguồn": double.source,
            "Ghi chú": "Chỉ tính một lần, ở nơi có trước",
        }
    yield from _plan_rows(report)
    yield from _activity_rows(report)
    yield from _entry_rows(report)
    yield from _change_rows(report)


def _change_rows(report: Report) -> Iterator[dict[str, Cell | None]]:
    """Set numbers beside those that were filed, then tell every item that came, went or changed since."""
    for one in report.changes:
        yield {
            "Phần": "Khác số đã nộp",
            "Tên": one.name,
            "Thay đổi": "; ".join(one.why),
            "Đã nộp": one.filed,
            "Hiện nay": one.now,
        }
    for change in report.item_changes:
        said: dict[str, Cell | None] = {
            "Phần": "Thay đổi sau nộp",
            "Mã": change.id,
            "Tên": change.title,
            "Ngày": change.date.isoformat(),
            "Địa chỉ": change.url,
            "Nguồn": change.part,
        }
        if not change.fields:
            yield {**said, "Thay đổi": change.verb}
        for field in change.fields:
            yield {**said, "Thay đổi": f"{change.verb}: {field.name}", "Đã nộp": field.filed, "Hiện nay": field.now}


def _plan_rows(report: Report) -> Iterator[dict[str, Cell | None]]:
    for line in report.plan:
        unit = "%" if line.target.is_percent else line.target.unit
        said: dict[str, Cell | None] = {
            "Số lượng": line.actual,
            "Đơn vị": unit,
            "Mức": line.qualifier,
            "Kế hoạch": line.target.target,
        }
        yield {"Phần": "Kế hoạch", "Tên": line.name, **said}


def _activity_rows(report: Report) -> Iterator[dict[str, Cell | None]]:
    """Describe sums of activities, then every row."""
    for one in report.sums:
        said: dict[str, Cell | None] = {"Số lượng": one.quantity, "Đơn vị": one.unit, "Mức": one.qualifier}
        yield {"Phần": "Tổng hoạt động", "Tên": one.name, **said, "Ghi chú": f"Không tính vào tin, bài: {one.reason}"}
    for row in report.activities:
        said = {"Số lượng": row.quantity, "Đơn vị": row.unit, "Mức": row.qualifier, "Ngày": row.date.isoformat()}
        where: dict[str, Cell | None] = {"Cơ quan": row.agency, "Chủ đề": row.topic, "Kênh": row.channel}
        more: dict[str, Cell | None] = {
            "Lượt": row.airings,
            "Phút": row.minutes,
            "Địa chỉ": row.url,
            "Nguồn": row.source,
            "Ghi chú": f"Được tính: {counted_as(row)}",
        }
        yield {"Phần": "Hoạt động", "Tên": row.title, "Thể loại": row.genre, **said, **where, **more}


def _entry_rows(report: Report) -> Iterator[dict[str, Cell | None]]:
    """List works of the period, then works of another period that only aired in it."""
    for entry in report.entries:
        yield {
            "Phần": "Danh sách",
            "Mã": entry.id,
            "Tên": entry.title,
            "Tin, bài": int(entry.counts_as_work),
            "Lượt": entry.airings,
            "Phút": entry.minutes,
            "Ngày": f"{entry.date:%Y-%m-%d %H:%M}",
            "Thể loại": entry.genre,
            "Chuyên mục": entry.column,
            "Cơ quan": entry.agency,
            "Chủ đề": "; ".join(entry.topics),
            "Kênh": "; ".join(entry.channels),
            "Địa chỉ": entry.url,
            "Nguồn": entry.source,
            "Ghi chú": _remark(entry),
        }


def _remark(entry: ReportEntry) -> str:
    """Say why an entry of the list is no work of the period."""
    if entry.is_sum:
        return "Chỉ tính lượt: số tổng, không phải một tin, bài"
    return "" if entry.counts_as_work else "Chỉ tính lượt: đăng lần đầu ngoài kỳ"


def _cell(value: Cell) -> Cell:
    """Put an apostrophe before text that a spreadsheet would take for a formula; whole numbers lose `.0`."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return int(value) if value == int(value) else value


def figure_rows(found: Figures) -> Iterator[tuple[str, str, str, int, int, float]]:
    """Yield the total and every table's rows without the period."""
    yield ("Tổng số", "", "", *_numbers(found.total))
    for table in found.tables:
        title = AXIS_NAMES[table.axis]
        for row in table.rows:
            yield (title, row.id, row.name, *_numbers(row.count))
        if table.surplus:
            off = table.surplus
            yield (title, "", DOUBLE, -off.works, -off.airings, -off.minutes)


def _numbers(count: Count) -> tuple[int, int, float]:
    return (count.works, count.airings, count.minutes)
