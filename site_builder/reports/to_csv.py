"""A period's numbers as open data: CSV that Excel opens rightly, and JSON.

Both hold the same tables and totals as the period's page. In CSV every table adds up to the total, because
what stands in several rows is taken off again in a row of its own.

Knows: CSV for Excel, and the shape of our JSON. Never: counts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from site_builder.model import Read
from site_builder.reports.counting import read_figures
from site_builder.reports.figures import Count, Figures, Table

Cell: TypeAlias = str | int | float

VERSION = 1
"""Of the JSON shapes; goes up when a field changes its meaning or goes away."""
AXIS_NAMES = {
    "topic": "Chủ đề",
    "agency": "Cơ quan",
    "genre": "Thể loại",
    "channel": "Kênh",
    "month": "Tháng",
}
HEADER = ("Kỳ", "Từ ngày", "Đến ngày", "Bảng", "Mã", "Tên", "Tin, bài", "Lượt", "Phút")
DOUBLE = "Trừ phần tính ở nhiều dòng"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write CSV as Excel expects it: UTF-8 with BOM, commas, CRLF; text that a sheet would calculate is disarmed."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _cell(value: Cell) -> Cell:
    """Put an apostrophe before text that a spreadsheet would take for a formula; whole numbers lose `.0`."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return int(value) if value == int(value) else value


def period_csv(read: Read, period: str, ids: tuple[str, ...]) -> bytes:
    """Make `/du-lieu/thong-ke/PERIOD.csv` from the articles `ids` that touch the period."""
    found = read_figures(read, period, ids)
    span = (found.period.label, found.period.since.isoformat(), found.period.until.isoformat())
    return csv_bytes(HEADER, ((*span, *row) for row in _rows(found)))


def _rows(found: Figures) -> Iterator[tuple[Cell, ...]]:
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


def period_json(read: Read, period: str, ids: tuple[str, ...]) -> bytes:
    """Make `/du-lieu/thong-ke/PERIOD.json` from the articles `ids` that touch the period."""
    found = read_figures(read, period, ids)
    span = found.period
    data = {
        "version": VERSION,
        "period": {
            "id": span.id,
            "label": span.label,
            "since": span.since.isoformat(),
            "until": span.until.isoformat(),
            "due": span.due.isoformat() if span.due else None,
            "recipient": span.recipient,
            "legal": span.legal,
        },
        "total": _count(found.total),
        "untimed": found.untimed,
        "tables": {table.axis: _table(table) for table in found.tables},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    """Describe a table with its sum and by how much, and why, the sum exceeds the total."""
    return {
        "rows": [{"id": row.id, "name": row.name, **_count(row.count)} for row in table.rows],
        "sum": _count(table.sum),
        "surplus": _count(table.surplus),
        "shared": table.shared,
    }


def _count(count: Count) -> dict[str, int | float]:
    return {"works": count.works, "airings": count.airings, "minutes": count.minutes}
