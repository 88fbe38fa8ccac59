"""Sheets of cells → the rows of a table below their headings; what is no row is said by name.

Headings need not stand on the first row, may come again, and may change further down (a second table on the sheet).
Every sheet that has them is read. Sums, remarks and signatures are told apart from rows, and hidden sheets, rows and
columns, which are counted like others, are named.

Knows: where the rows of a table stand. Never: turns a cell into a value of the ledger.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from operator import attrgetter
from typing import NamedTuple

from site_builder.content import remarks
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.grids import Cell, Grid, GridRow
from site_builder.content.remarks import TableRemarks
from site_builder.model.headings import COLUMNS, EXAMPLE, column_of, is_either, is_unclear, numbers_rows
from site_builder.model.ledger import UNITS, read_unit
from site_builder.text import fold, offer

KEYS = ("date", "unit")
"""A row that names these columns is a row of headings; so is one that names `_MANY`."""
_MANY = 4
MEASURES = ("quantity", "airings", "participants", "minutes")
_TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong|total|sum|grand total)[ :.]*\Z")
_TOTAL_OF = re.compile(
    r"(?:tong cong|tong so|total|luy ke|cong don|(?:tong|cong) (?:thang|quy|nam|trang|cac|toan|ca|theo|muc|phan)\b)"
)
_MAYBE = re.compile(r"[tclgs]", re.IGNORECASE)
"""How all of these begin: few cells need folding."""
_NUMBER_OF_COLUMN = re.compile(r"\(?(?:\d{1,2}|[a-e])\)?\Z", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_SURE = 0.85
"""From this likeness on, a heading is one of ours misspelt: its numbers would be missing."""


class Head(NamedTuple):
    """The headings of a table."""

    line: int
    places: Mapping[str, int]
    """Where each known column stands."""
    names: Mapping[int, str]
    """What stands above each column that has a heading, known or not."""
    width: int
    """Cells of the row of headings."""


class Record(NamedTuple):
    """One row of a table."""

    grid: Grid
    row: GridRow
    head: Head

    def cell(self, column: str) -> Cell:
        """Return a cell; an empty one when the table lacks the column."""
        return self.row.cell(self.head.places.get(column, -1))

    def owns(self, column: str) -> bool:
        """Say whether something stands there that does not come from merged cells above."""
        return self.row.owns(self.head.places.get(column, -1))

    def at(self, column: str) -> str:
        """Name the cell for people: `cột date` in text, `trang “Tháng 11”, ô C2 (date)` in a workbook."""
        place = self.head.places.get(column, 0)
        name = self.head.names.get(place, column)
        if self.grid.is_text:
            return f"cột {name}"
        return f"{sheet_name(self.grid)}ô {letters(place)}{self.row.line} ({name})"

    def is_merged(self, column: str) -> bool:
        """Say whether the cell is merged with those of other rows that say something of their own."""
        span = self.cell(column).span
        if span is None:
            return False
        first = bisect_left(self.grid.rows, span.top, key=_line)
        return first + 1 < len(self.grid.rows) and self.grid.rows[first + 1].line <= span.bottom


_line = attrgetter("line")


def sheet_name(grid: Grid) -> str:
    """Name the sheet for people, to go before a place in it; empty when there is only one."""
    return "" if grid.is_text or grid.alone else f"trang {quoted(grid.title)}, "


def letters(place: int) -> str:
    """Return the name of a column (from 0) in a workbook: 0 is A, 26 is AA."""
    high, low = divmod(place, 26)
    return (letters(high - 1) if high else "") + chr(ord("A") + low)


def read_records(notes: FileNotes, grids: Sequence[Grid], required: Sequence[str], mend: str) -> Iterator[Record]:
    """Return the rows of all tables of a file, in their order; what is wrong or left out is noted on `notes`.

    Args:
        notes: where mistakes are noted.
        grids: the sheets that may hold tables.
        required: the columns that every table must have.
        mend: what a person is to do where one is missing.
    """
    said = TableRemarks()
    scans = [_Scan(notes, grid, said, required, mend) for grid in grids]
    for scan in scans:
        yield from scan.records()
    others = [scan for scan in scans if scan.grid.rows and not scan.found]
    if others and len(others) == sum(bool(grid.rows) for grid in grids):
        likeliest = max(others, key=lambda scan: max(len(_headings(row)) for row in scan.grid.rows))
        likeliest.refuse(max(likeliest.grid.rows, key=lambda row: len(_headings(row))))
    for scan in others:
        if not scan.found:
            said.note(remarks.UNREAD, scan.grid)
    said.say(notes)


class _Scan:
    """One sheet while its rows are looked at, from the first to the last."""

    def __init__(self, notes: FileNotes, grid: Grid, said: TableRemarks, required: Sequence[str], mend: str) -> None:
        self.grid = grid
        self.found = False
        """Whether headings were found."""
        self._notes = notes
        self._said = said
        self._required = required
        self._mend = mend
        self._head: Head | None = None
        self._fresh = False
        self._above: list[int] = []
        self._told: set[str] = set()

    def records(self) -> Iterator[Record]:
        """Return the rows below headings."""
        for row in self.grid.rows:
            headings = _headings(row)
            if headings.keys() >= set(KEYS) or len(headings) >= _MANY:
                self._begin(row)
            elif self._head and self._fresh and _continues(self._head, row):
                self._head = self._extended(self._head, row)
            else:
                just_begun = self._settle()
                if self._head is None:
                    self._remember(row)
                elif not (just_begun and _numbers_columns(row)):
                    yield from self._record(Record(self.grid, row, self._head))
        self._settle()

    def _begin(self, row: GridRow) -> None:
        """Take a row of headings; it is looked at once the next row shows that it is complete."""
        self.found = True
        self._head = self._extended(Head(row.line, {}, {}, len(row.cells)), row)
        self._fresh = True

    def _extended(self, head: Head, row: GridRow) -> Head:
        """Return the headings with those of one more row."""
        places = dict(head.places)
        for name, (place, *others) in _headings(row).items():
            places.setdefault(name, place)
            for other in (place, *others):
                if other != places[name]:
                    self._refuse_twin(row, name, places[name], other)
        names = {place: str(cell.value) for place, cell in enumerate(row.cells) if cell.value != ""}
        return head._replace(places=places, names={**head.names, **names}, width=max(head.width, len(row.cells)))

    def _settle(self) -> bool:
        """Look at headings that are complete now; say whether there were any."""
        if not (self._head and self._fresh):
            return False
        self._fresh = False
        self._name_strangers(self._head)
        missing = [name for name in self._required if name not in self._head.places]
        if missing:
            self._lack(self._head.line, missing)
            self._head = None
        else:
            self._name_hidden_columns(self._head)
            for line in self._above:
                self._said.note(remarks.ABOVE, self.grid, line)
        self._above.clear()
        return True

    def _record(self, record: Record) -> Iterator[Record]:
        """Return a row of the table, or note why it is none."""
        row = record.row
        known = [place for place in record.head.places.values() if row.owns(place)]
        for place, cell in enumerate(row.cells):
            if cell.filled and place not in record.head.names and (self.grid.title or place < record.head.width):
                self._say_once(remarks.NAMELESS, f"cột {letters(place)}")
        if not known or _is_example(record):
            return
        if label := _total(record):
            self._said.note(remarks.TOTAL, self.grid, row.line, quoted(label))
        elif _is_remark(record, known):
            self._said.note(remarks.REMARK, self.grid, row.line, quoted(str(row.cells[min(known)].value)))
        elif self.grid.is_text and len(row.cells) > record.head.width:
            self._refuse_shifted(record)
        else:
            self._note_unseen(record)
            yield record

    def _remember(self, row: GridRow) -> None:
        """Remember a row that looks like one of a table, but stands above all headings."""
        values = [cell.value for place, cell in enumerate(row.cells) if row.owns(place)]
        if len(values) >= 3 and any(not isinstance(value, str) or _DAY.search(value) for value in values):
            self._above.append(row.line)

    def _note_unseen(self, record: Record) -> None:
        """Note what is counted though nobody sees it, and what is not counted though it stands there."""
        row, places = record.row, set(record.head.places.values())
        if self.grid.hidden:
            self._said.note(remarks.HIDDEN_SHEET, self.grid)
        if row.hidden:
            self._said.note(remarks.HIDDEN_ROW, self.grid, row.line)
        for place, cell in enumerate(row.cells):
            span = cell.span
            if span and row.owns(place) and any(span.left < one <= span.right for one in places):
                self._said.note(remarks.WIDE, self.grid, 0, span.name)

    def _name_hidden_columns(self, head: Head) -> None:
        for place in sorted(head.places.values()):
            if place in self.grid.hidden_columns:
                self._say_once(remarks.HIDDEN_COLUMN, f"{letters(place)} ({head.names[place]})")

    def _say_once(self, kind: str, words: str) -> None:
        if f"{kind} {words}" not in self._told:
            self._told.add(f"{kind} {words}")
            self._said.note(kind, self.grid, 0, words)

    def _name_strangers(self, head: Head) -> None:
        """Note headings that are none of ours; nearly ours is an error, for its numbers would be missing."""
        for place, name in head.names.items():
            if column_of(name) or numbers_rows(name) or name in self._told or place in head.places.values():
                continue
            self._told.add(name)
            if is_unclear(name):
                message = (
                    f"{sheet_name(self.grid)}cột {quoted(name)}: không rõ là phút của một lượt hay tổng cộng; nếu là "
                )
                message += "một lượt, hãy đổi tên cột thành “Phút mỗi lượt”, nếu là tổng, hãy chia cho số lượt"
                self._notes.error(head.line, "cot-khong-ro", message)
                continue
            near = _misspelt(name)
            instead = f"có phải {near}?" if near else offer(name, COLUMNS, f"các cột dùng được: {', '.join(COLUMNS)}")
            note = self._notes.error if near else self._notes.warn
            message = f"{sheet_name(self.grid)}cột {quoted(name)} không có, nội dung bị bỏ qua; {instead}"
            note(head.line, "cot-la", message)

    def refuse(self, row: GridRow) -> None:
        """Note a row that should have been one of headings."""
        headings = _headings(row)
        self._lack(row.line, [name for name in self._required if name not in headings])
        self.found = True

    def _lack(self, line: int, missing: Sequence[str]) -> None:
        columns = ", ".join(f"{COLUMNS[name].form} ({name})" for name in missing)
        message = f"{sheet_name(self.grid)}dòng tên cột thiếu cột {columns}; {self._mend}"
        self._notes.error(line, "thieu-cot", message)

    def _refuse_twin(self, row: GridRow, name: str, first: int, second: int) -> None:
        where = "" if self.grid.is_text else f" (ô {letters(first)}{row.line} và {letters(second)}{row.line})"
        message = f"{sheet_name(self.grid)}cột {name}{where} có hai lần; hãy giữ một và xóa một, hoặc đặt bảng thứ hai "
        self._notes.error(row.line, "cot-trung", f"{message}xuống dưới")

    def _refuse_shifted(self, record: Record) -> None:
        """A comma in an unquoted text pushes every later cell one column on: nothing of the row is sure."""
        message = (
            f"dòng có {len(record.row.cells)} ô mà dòng tên cột chỉ có {record.head.width}; câu chữ có dấu phẩy hay "
            "chấm phẩy, hãy đặt cả ô trong dấu nháy kép"
        )
        self._notes.error(record.row.line, "thua-o", message)


def _headings(row: GridRow) -> dict[str, list[int]]:
    """Return where each known column is named in a row."""
    found: dict[str, list[int]] = {}
    words = {place: cell.value for place, cell in enumerate(row.cells) if isinstance(cell.value, str)}
    for place, word in words.items():
        if name := column_of(word):
            found.setdefault(name, []).append(place)
    if "unit" in found and "agency" not in found and (either := [place for place in words if is_either(words[place])]):
        found["agency"] = either
    return found


def _continues(head: Head, row: GridRow) -> bool:
    """Say whether a row goes on with the headings above it: it names columns, and nothing in it is a value."""
    own = [place for place in range(len(row.cells)) if row.owns(place)]
    named = {place for places in _headings(row).values() for place in places}
    return set(own) <= named and not named & set(head.places.values())


def _numbers_columns(row: GridRow) -> bool:
    """Say whether a row only numbers the columns, as official tables do: (1), (2), (3) …"""
    values = [cell.value for place, cell in enumerate(row.cells) if row.owns(place)]
    words = [f"{value:.15g}" if isinstance(value, float) else str(value) for value in values]
    return len(words) >= 3 and len(set(words)) == len(words) and all(map(_NUMBER_OF_COLUMN.match, words))


def _is_example(record: Record) -> bool:
    """Say whether a row is the one that shows how a form is filled in."""
    title = str(record.cell("title").value)
    return title.startswith("(") and fold(title).startswith(fold(EXAMPLE))


def _total(record: Record) -> str:
    """Return the words that say that a row adds others up; empty when none do."""
    day = record.cell("date").value
    dated = isinstance(day, datetime) or any(char.isdigit() for char in str(day))
    pattern = _TOTAL if dated else _TOTAL_OF
    words = [cell.value for cell in record.row.cells if isinstance(cell.value, str) and _MAYBE.match(cell.value)]
    return next((word for word in words if _TOTAL.match(fold(word)) or pattern.match(fold(word))), "")


def _is_remark(record: Record, known: Sequence[int]) -> bool:
    """Say whether a row has a word or two and nothing to be counted: a title, a remark, a signature."""
    if len(known) > 2 or any(record.owns(column) for column in MEASURES):
        return False
    if read_unit(str(record.cell("unit").value)) in UNITS:
        return False
    day = record.cell("date").value
    return len(known) == 1 or not (isinstance(day, datetime) or any(char.isdigit() for char in str(day)))


def _misspelt(name: str) -> str:
    """Return the heading that a word surely means; empty when there is none."""
    ours = {fold(word): word for column, heading in COLUMNS.items() for word in (column, heading.form)}
    likeness = {word: SequenceMatcher(None, fold(name), folded).ratio() for folded, word in ours.items()}
    best = max(likeness, key=lambda word: likeness[word])
    return best if likeness[best] >= _SURE else ""
