"""Rows of tables that say exactly the same: entered twice, they would count twice.

Knows: when two rows are alike. Never: takes one out; which of them is wrong only people know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from site_builder.content.file_notes import FileNotes
from site_builder.model.ledger import Activity, Location


def warn_of_twins(notes: Mapping[str, FileNotes], rows: Iterable[Activity]) -> None:
    """Note rows that say exactly what an earlier one says: entered twice, they would count twice."""
    seen: dict[Activity, Location] = {}
    nowhere = Location(file="", line=0)
    for row in rows:
        first = seen.setdefault(replace(row, place=nowhere), row.place)
        if first != row.place:
            where = f"trang “{row.place.sheet}”, " if row.place.sheet else ""
            message = f"{where}dòng giống hệt {first}; nếu đã nhập hai lần, hãy xóa một dòng"
            notes[row.place.file].warn(row.place.line, "dong-trung", message)
