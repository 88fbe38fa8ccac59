"""What was filed beside the present: every number that differs, with the items behind it, and every item that does.

Filed figures are frozen: nothing here changes them. A later difference (a withdrawal, a late item, a correction) is
told beside the filed number. A source that was gathered into only one of the two reports is told as a whole, not item
by item: nothing of it came or went.

Knows: filed JSON. Never: writes a file; never counts articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from site_builder.counting.axes import AXIS_NAMES, NONE
from site_builder.frozen import thaw
from site_builder.model.ledger import Filed
from site_builder.reports import item_changes
from site_builder.reports.item_changes import Names, Pair
from site_builder.reports.listing import PLACES
from site_builder.reports.report import FieldChange, FigureChange, ItemChange, Report
from site_builder.reports.to_json import Json, report_object
from site_builder.text import date_short, integer

TOTALS = {
    "works": "Tổng số tin, bài",
    "airings": "Tổng số lượt",
    "minutes": "Tổng số phút",
    "untimed": "Số lượt chưa ghi thời lượng",
    "columns": "Số chuyên mục",
}
UNITS = {"works": "", "airings": " lượt"}
"""What stands behind a row's number in the words of a change."""


def compared(filed: Filed, report: Report) -> Report:
    """Set a report beside what was filed of it: numbers that differ, and every item that does."""
    told = dict(filed.data)
    old: Json = thaw(tuple((name, value) for name, value in filed.data if name != "items"))
    old["items"] = [_item(item) for item in told["items"]]
    new = report_object(report)
    names, apart = _names(old, new), _apart(old, new)
    pairs = item_changes.paired(*(_shared(data["items"], apart) for data in (old, new)))
    moves = (*(_source_move(old, new, source, filed.filed) for source in apart), *_moves(pairs, names, filed.filed))
    rows = item_changes.paired_rows(*(_shared(data["activities"]["rows"], apart) for data in (old, new)))
    told_rows = (item_changes.row_change(pair, names) for pair in rows)
    return replace(
        report,
        filed=filed.filed,
        changes=(*_totals(old, new, moves), *_rows(old, new, moves), *_sums(old, new)),
        # What became of a sum is told by its row.
        item_changes=(
            *(move.item for move in moves if move.item.part != item_changes.ACTIVITY),
            *(change for change in told_rows if change),
        ),
    )


def _apart(old: Json, new: Json) -> tuple[str, ...]:
    """Return the names of the sources that were gathered into only one of the reports."""
    names = ({share["name"] for share in data.get("shares", ())[1:]} for data in (old, new))
    return tuple(sorted(next(names) ^ next(names)))


def _shared(entries: Iterable[Json], apart: Collection[str]) -> Iterator[Json]:
    """Yield what comes from a source that is in both reports, or is our own."""
    return (entry for entry in entries if entry["source"] not in apart)


def _source_move(old: Json, new: Json, source: str, filed: date) -> _Move:
    """Tell a source that only one of the reports has, with what it counts for."""
    cells: Counter[tuple[str, str, str]] = Counter()
    for data, sign in ((old, -1), (new, 1)):
        for item in data["items"]:
            if item["source"] == source:
                cells.update({cell: sign * number for cell, number in _cells(item).items()})
    counted = "; ".join(
        f"{integer(abs(cells[unit, '', '']))} {words}" for unit, words in (("works", "tin, bài"), ("airings", "lượt"))
    )
    is_gone = any(share["name"] == source for share in old.get("shares", ())[1:])
    told = ("số liệu của nguồn", counted, "không gộp") if is_gone else ("số liệu của nguồn", "không gộp", counted)
    return _Move(
        item=ItemChange(
            verb=item_changes.GONE if is_gone else item_changes.ADDED, part=item_changes.SOURCE, id="", title=source,
            date=filed, url="", fields=(FieldChange(name=told[0], filed=told[1], now=told[2]),),
        ),
        cells=dict(cells),
    )  # fmt: skip


def _names(old: Json, new: Json) -> dict[str, dict[str, str]]:
    """Return by axis the names of ids, as they are now where they still are."""
    names: dict[str, dict[str, str]] = {}
    for data in (old, new):
        for axis, table in dict(data["tables"]).items():  # no table at all is an empty list (`thaw`)
            names.setdefault(axis, {}).update({row["id"]: row["name"] for row in table["rows"]})
    return names


def _item(data: Any) -> Json:
    """Turn a frozen item back, as far as it is looked at: what `thaw` does, only faster over many items."""
    item = dict(data)
    named = {name: dict(item[name]) for name in ("agency", "genre", "column")}
    lists = {name: list(item[name]) for name in item_changes.LISTED}
    return item | named | lists | {"airings": [dict(airing) for airing in item["airings"]]}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Move:
    """What an item that came, went or was edited changed."""

    item: ItemChange
    cells: dict[tuple[str, str, str], int]
    """By (unit, axis, row) how many more than before; axis and row are empty for the total."""

    @property
    def words(self) -> str:
        """`thêm: TITLE (dd/MM/yyyy)`, `gỡ: TITLE (…)`, `sửa: TITLE (…)`."""
        return f"{self.item.verb}: {self.item.title} ({date_short(self.item.date)})"


def _moves(pairs: Iterable[Pair], names: Names, filed: date) -> Iterator[_Move]:
    """Yield what every item that differs changed."""
    for old, new in pairs:
        change = item_changes.work_change((old, new), names, filed)
        if change:
            cells = _cells(new)
            cells.subtract(_cells(old))
            yield _Move(item=change, cells=dict(cells))


def _cells(item: Json | None) -> Counter[tuple[str, str, str]]:
    """Return what an item counts for: by unit, axis and row; axis and row are empty for the total."""
    found: Counter[tuple[str, str, str]] = Counter()
    if item is None:
        return found
    places = _places(item)
    if item["counts_as_work"]:
        found["works", "", ""] += 1
        found.update(("works", axis, row) for axis, rows in places.items() for row in rows)
    for airing in item["airings"]:
        own = {axis: (airing[axis] or NONE,) for axis in PLACES if axis != "month"}
        found["airings", "", ""] += 1
        rows_of = places | own | {"month": (NONE if airing.get("undated") else airing["date"][:7],)}
        found.update(("airings", axis, row) for axis, rows in rows_of.items() for row in rows)
    return found


def _places(item: Json) -> dict[str, tuple[str, ...]]:
    """Return the rows in which an item stands as a work."""
    one = {axis: (item[axis]["id"] or NONE,) for axis in ("agency", "genre", "column")}
    many = {axis: tuple(item[name]) or (NONE,) for name, (axis, _) in item_changes.LISTED.items()}
    return {**one, **many, "kind": (item["kind"] or NONE,), "month": (item["date"][:7],)}


def _why(moves: Iterable[_Move], cell: tuple[str, str, str]) -> tuple[str, ...]:
    """Return the items that changed a number, with by how much where one item can be several."""
    unit = UNITS[cell[0]]
    told = ((move.words, move.cells.get(cell, 0)) for move in moves)
    return tuple(f"{words}, {number:+}{unit}" if unit or abs(number) > 1 else words for words, number in told if number)


def _totals(old: Json, new: Json, moves: tuple[_Move, ...]) -> Iterator[FigureChange]:
    for name, words in TOTALS.items():
        before, after = old["totals"][name], new["totals"][name]
        if before != after:
            why = _why(moves, (name, "", "")) if name in UNITS else ()
            yield FigureChange(name=words, filed=before, now=after, why=why)


def _rows(old: Json, new: Json, moves: tuple[_Move, ...]) -> Iterator[FigureChange]:
    """Compare the tables row by row; a row that only one of them has is zero in the other."""
    for axis, title in AXIS_NAMES.items():
        before, after = (_table(data, axis) for data in (old, new))
        for row in dict.fromkeys((*after, *before)):
            name = (after.get(row) or before[row])["name"]
            for unit, words in UNITS.items():
                filed, now = (table.get(row, {}).get(unit, 0) for table in (before, after))
                if filed != now:
                    label = f"{title}: {name}" + (f" ({words.strip()})" if words else "")
                    yield FigureChange(name=label, filed=filed, now=now, why=_why(moves, (unit, axis, row)))


def _table(data: Json, axis: str) -> dict[str, Json]:
    return {row["id"]: row for row in dict(data["tables"]).get(axis, {"rows": []})["rows"]}


def _sums(old: Json, new: Json) -> Iterator[FigureChange]:
    """Compare the sums of activities; their rows are in the report."""
    before, after = (
        {(one["name"], one["unit"], one["qualifier"]): one["quantity"] for one in data["activities"]["sums"]}
        for data in (old, new)
    )
    for key in dict.fromkeys((*after, *before)):
        if before.get(key, 0) != after.get(key, 0):
            name, unit, qualifier = key
            label = f"Hoạt động: {name} ({' '.join(word for word in (qualifier, unit) if word)})"
            yield FigureChange(name=label, filed=before.get(key, 0), now=after.get(key, 0))
