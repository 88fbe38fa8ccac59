"""A report's life: what is due, what was filed, and how the present differs from it.

Filed figures are frozen: nothing here changes them. A later difference (a withdrawal, a late item, a correction) is
told beside the filed number, with the items that explain it.

Knows: filed JSON and due dates. Never: writes a file; never counts articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from site_builder.ledger import Filed, Ledger
from site_builder.periods import Calendar, Period
from site_builder.reports.axes import NONE
from site_builder.reports.listing import PLACES
from site_builder.reports.report import Change, Report
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
LISTS = {"topic": "topics", "directive": "directives", "channel": "channels", "outlet": "outlets"}
"""Fields of an item that list rows of an axis."""
UNITS = {"works": "", "airings": " lượt"}
"""What stands behind a row's number in the words of a change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A report that is due, or was."""

    period: Period
    due: date
    recipient: str
    state: str
    """One of `quá hạn`, `sắp đến hạn`, `đang mở` (its period is not over), `đã nộp`."""
    days: int
    """Days from today to the due date; less than zero when it has passed."""


def due(calendar: Calendar, ledger: Ledger, now: datetime, since: date = date.min) -> tuple[Due, ...]:
    """Return the reports due within `PAST` and `AHEAD` of `now`: late ones first, then by nearness of the day.

    Args:
        calendar: all periods.
        ledger: what was filed.
        now: the moment.
        since: when the portal began; of a period that ended before, only what was filed all the same is listed.
    """
    today = now.astimezone(VIETNAM).date()
    around = calendar.between(today - 2 * PAST, today + 2 * AHEAD)
    found = [
        Due(
            period=period,
            due=period.due,
            recipient=period.recipient,
            state=_state(period, ledger, now),
            days=(period.due - today).days,
        )
        for period in around
        if period.due and today - PAST <= period.due <= today + AHEAD
        if period.until >= since or ledger.filed_of(period.id)
    ]
    rank = (LATE, SOON, OPEN, DONE).index
    return tuple(sorted(found, key=lambda one: (rank(one.state), abs(one.days), one.due, one.period.id)))


def _state(period: Period, ledger: Ledger, now: datetime) -> str:
    if ledger.filed_of(period.id):
        return DONE
    if period.due and now.astimezone(VIETNAM).date() > period.due:
        return LATE
    return OPEN if now < period.ends else SOON


def file_report(report: Report, filed: date) -> bytes:
    """Freeze a report: its JSON with the day of filing."""
    return json_bytes({**report_object(report), "filed": filed.isoformat(), "changes": []})


def changes(filed: Filed, report: Report) -> tuple[Change, ...]:
    """Compare what was filed with the present: totals, every row of every table, sums of activities."""
    told = dict(filed.data)
    old: Json = thaw(tuple((name, value) for name, value in filed.data if name != "items"))
    new = report_object(report)
    moves = _moves(map(_item, told["items"]), new["items"])
    return (*_totals(old, new, moves), *_rows(old, new, moves), *_sums(old, new))


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
    return item | named | {"airings": [dict(airing) for airing in item["airings"]]}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Move:
    """What an item that came, went or was edited changed."""

    words: str
    """`thêm: TITLE (dd/MM/yyyy)`, `gỡ: TITLE (…)`, `sửa: TITLE (…)`."""
    cells: dict[tuple[str, str, str], int]
    """By (unit, axis, row) how many more than before; axis and row are empty for the total."""


def _moves(old: Iterable[Json], new: Iterable[Json]) -> tuple[_Move, ...]:
    """Return what every item that differs changed: gone ones first, each group by date and title."""
    before, after = _by_identity(old), _by_identity(new)
    found = [("gỡ", key) for key in before if key not in after]
    found += [("thêm", key) for key in after if key not in before]
    found += [("sửa", key) for key in after if key in before and _differs(before[key], after[key])]
    moved = []
    for verb, key in found:
        cells = _cells(after.get(key))
        cells.subtract(_cells(before.get(key)))
        moved.append(_Move(words=_words(verb, after.get(key) or before[key]), cells=dict(cells)))
    return tuple(moved)


def _by_identity(items: Iterable[Json]) -> dict[str, Json]:
    """Index items by id; what has none by address, else title and day, with a number when that occurs again."""
    found: dict[str, Json] = {}
    seen: Counter[str] = Counter()
    for item in items:
        key = item["id"] or item["url"] or f"{item['title']}|{item['date']}|{item['agency']['id']}"
        seen[key] += 1
        found[f"{key}#{seen[key]}"] = item
    return found


def _differs(old: Json, new: Json) -> bool:
    """Say whether an item may count otherwise than before."""
    if any(
        old[name] != new[name] for name in ("counts_as_work", "date", "agency", "genre", "column", "kind", "airings")
    ):
        return True
    return any(tuple(old[name]) != tuple(new[name]) for name in LISTS.values())


def _words(verb: str, item: Json) -> str:
    return f"{verb}: {item['title']} ({date_short(date.fromisoformat(item['date'][:10]))})"


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
    many = {axis: tuple(item[name]) or (NONE,) for axis, name in LISTS.items()}
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
