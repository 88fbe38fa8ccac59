"""A report's life: what is due, what was filed, and how the present differs from it.

Filed figures are frozen: nothing here changes them. A later difference (a withdrawal, a late item, a correction) is
told beside the filed number, with the items that explain it.

Knows: filed JSON and due dates. Never: writes a file; never counts articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from site_builder.ledger import Filed, Ledger
from site_builder.model import Taxonomy
from site_builder.periods import Calendar, Period
from site_builder.reports import item_changes
from site_builder.reports.axes import NONE
from site_builder.reports.duties import Duty, duties
from site_builder.reports.item_changes import Names, Pair
from site_builder.reports.listing import PLACES
from site_builder.reports.report import Change, ItemChange, Report
from site_builder.reports.to_csv import AXIS_NAMES
from site_builder.reports.to_json import Json, json_bytes, report_object
from site_builder.text import VIETNAM, date_short

PAST, AHEAD = timedelta(days=400), timedelta(days=120)
"""How far from today a due date may lie to be listed."""
LATE, SOON, OPEN, DONE = "quá hạn", "sắp đến hạn", "đang mở", "đã nộp"
"""States of a report that is due, the most urgent first."""
TOTALS = {
    "works": "Tổng số tin, bài",
    "airings": "Tổng số lượt",
    "minutes": "Tổng số phút",
    "untimed": "Số lượt chưa ghi thời lượng",
    "columns": "Số chuyên mục",
}
UNITS = {"works": "", "airings": " lượt"}
"""What stands behind a row's number in the words of a change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A report that is due, or was."""

    period: Period
    agency: str
    """Id of the agency whose report it is; empty for the whole portal's."""
    name: str
    """Its name on the period's last day; empty for the whole portal."""
    due: date
    recipient: str
    state: str
    """One of `quá hạn`, `sắp đến hạn`, `đang mở` (its period is not over), `đã nộp`."""
    days: int
    """Days from today to the due date; less than zero when it has passed."""


def due(
    calendar: Calendar, ledger: Ledger, now: datetime, since: date = date.min, taxonomy: Taxonomy | None = None
) -> tuple[Due, ...]:
    """Return the reports due within `PAST` and `AHEAD` of `now`: late ones first, then by nearness of the day.

    Every agency's report is one of its own: what one agency filed says nothing of another's.

    Args:
        calendar: all periods.
        ledger: what was filed.
        now: the moment.
        since: when the portal began; of a period that ended before, only what was filed all the same is listed.
        taxonomy: the agencies.
    """
    known = taxonomy or Taxonomy()
    today = now.astimezone(VIETNAM).date()
    around = calendar.between(today - 2 * PAST, today + 2 * AHEAD)
    found = [
        _due(period, period.due, duty, known, ledger, now)
        for period in around
        if period.due and today - PAST <= period.due <= today + AHEAD
        for duty in _owed_or_filed(period, known, ledger)
        if period.until >= since or ledger.filed_of(period.id, duty.agency)
    ]
    rank = (LATE, SOON, OPEN, DONE).index
    return tuple(
        sorted(found, key=lambda one: (rank(one.state), abs(one.days), one.due, one.period.id, one.name, one.agency))
    )


def _owed_or_filed(period: Period, taxonomy: Taxonomy, ledger: Ledger) -> tuple[Duty, ...]:
    """Return the reports that are owed, and those that were filed without being owed."""
    owed = duties(period, taxonomy, ledger)
    asked = {duty.agency for duty in owed}
    filed = (entry.scope for entry in ledger.filed if entry.period == period.id)
    return (*owed, *(Duty(agency=id_, recipient=period.recipient) for id_ in filed if id_ not in asked))


def _due(period: Period, day: date, duty: Duty, taxonomy: Taxonomy, ledger: Ledger, now: datetime) -> Due:
    agency = taxonomy.agency_by_id.get(duty.agency)
    return Due(
        period=period,
        agency=duty.agency,
        name=(agency.label or agency.name_on(period.until)) if agency else duty.agency,
        due=day,
        recipient=duty.recipient,
        state=_state(period, duty.agency, ledger, now),
        days=(day - now.astimezone(VIETNAM).date()).days,
    )


def _state(period: Period, agency: str, ledger: Ledger, now: datetime) -> str:
    if ledger.filed_of(period.id, agency):
        return DONE
    if period.due and now.astimezone(VIETNAM).date() > period.due:
        return LATE
    return OPEN if now < period.ends else SOON


def file_report(report: Report, filed: date) -> bytes:
    """Freeze a report: its JSON with the day of filing, without differences from itself."""
    return json_bytes({**report_object(report), "filed": filed.isoformat(), "changes": [], "item_changes": []})


def compared(filed: Filed, report: Report) -> Report:
    """Set a report beside what was filed of it: numbers that differ, and every item that does."""
    told = dict(filed.data)
    old: Json = thaw(tuple((name, value) for name, value in filed.data if name != "items"))
    new = report_object(report)
    names = _names(old, new)
    works = item_changes.paired(map(_item, told["items"]), new["items"])
    rows = item_changes.paired_rows(old["activities"]["rows"], new["activities"]["rows"])
    moves = tuple(_moves(works, names, filed.filed))
    told_rows = (item_changes.row_change(pair, names) for pair in rows)
    return replace(
        report,
        filed=filed.filed,
        changes=(*_totals(old, new, moves), *_rows(old, new, moves), *_sums(old, new)),
        item_changes=(*(move.item for move in moves), *(change for change in told_rows if change)),
    )


def _names(old: Json, new: Json) -> dict[str, dict[str, str]]:
    """Return by axis the names of ids, as they are now where they still are."""
    axes = {*old["tables"], *new["tables"]}
    return {
        axis: {row["id"]: row["name"] for data in (old, new) for row in data["tables"].get(axis, {"rows": []})["rows"]}
        for axis in axes
    }


def thaw(data: Any) -> Any:
    """Turn frozen JSON (`settings.freeze`) back into objects and lists; what is empty becomes a list.

    A frozen object is a tuple of pairs that begin with a name; our JSON has no list of such pairs.
    """
    if not isinstance(data, tuple):
        return data
    if data and all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) for one in data):
        return {name: thaw(value) for name, value in data}
    return [thaw(one) for one in data]


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
        rows_of = places | own | {"month": (airing["date"][:7],)}
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
    return tuple(f"{words}, {number:+}{unit}" if unit else words for words, number in told if number)


def _totals(old: Json, new: Json, moves: tuple[_Move, ...]) -> Iterator[Change]:
    for name, words in TOTALS.items():
        before, after = old["totals"][name], new["totals"][name]
        if before != after:
            why = _why(moves, (name, "", "")) if name in UNITS else ()
            yield Change(name=words, filed=before, now=after, why=why)


def _rows(old: Json, new: Json, moves: tuple[_Move, ...]) -> Iterator[Change]:
    """Compare the tables row by row; a row that only one of them has is zero in the other."""
    for axis, title in AXIS_NAMES.items():
        before, after = (_table(data, axis) for data in (old, new))
        for row in dict.fromkeys((*after, *before)):
            name = (after.get(row) or before[row])["name"]
            for unit, words in UNITS.items():
                filed, now = (table.get(row, {}).get(unit, 0) for table in (before, after))
                if filed != now:
                    label = f"{title}: {name}" + (f" ({words.strip()})" if words else "")
                    yield Change(name=label, filed=filed, now=now, why=_why(moves, (unit, axis, row)))


def _table(data: Json, axis: str) -> dict[str, Json]:
    return {row["id"]: row for row in data["tables"].get(axis, {"rows": []})["rows"]}


def _sums(old: Json, new: Json) -> Iterator[Change]:
    """Compare the sums of activities; their rows are in the report."""
    before, after = (
        {(one["name"], one["unit"], one["qualifier"]): one["quantity"] for one in data["activities"]["sums"]}
        for data in (old, new)
    )
    for key in dict.fromkeys((*after, *before)):
        if before.get(key, 0) != after.get(key, 0):
            name, unit, qualifier = key
            label = f"Hoạt động: {name} ({' '.join(word for word in (qualifier, unit) if word)})"
            yield Change(name=label, filed=before.get(key, 0), now=after.get(key, 0))
