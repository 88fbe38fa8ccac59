"""A filled Excel form → the unit's name, its rows, and every wrong cell by row and column.

Offices add rows, leave the example in, type a number as text or choose nothing: what can be read is read, the rest
is named. The example row is passed over.

Knows: the cells of `form.make_form`. Never: reads the disk; never takes a name that is not in the lists.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from string import ascii_uppercase
from typing import TypeAlias
from zipfile import BadZipFile, ZipFile

from site_builder.errors import Problem
from site_builder.ledger import QUALIFIERS, UNITS, Activity, Place, read_quantity, read_unit
from site_builder.model import Agency, Taxonomy
from site_builder.periods import Period
from site_builder.text import date_short, fold, nearest, nfc, number, one_line

SHEET, HIDDEN = "Kê khai", "Danh mục"
FIRST_ROW = 7
"""Row of the example, the first below the headings."""
UNIT_LABEL = "Đơn vị báo cáo:"
EXAMPLE = "(ví dụ)"
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of an opened workbook; a filled form takes a hundredth."""

Cell: TypeAlias = str | float | datetime
Filled: TypeAlias = tuple[str, tuple[Activity, ...], tuple[Problem, ...]]

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_WEB = re.compile(r"https?://[^\s/]+\S*\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form."""

    heading: str
    width: int
    look: str = "text"


COLUMNS = {
    "date": Column("Ngày", 15, "date"),
    "title": Column("Tên tin, bài, hoạt động", 34),
    "topic": Column("Chủ đề", 22),
    "genre": Column("Thể loại", 10),
    "channel": Column("Kênh", 15),
    "quantity": Column("Số lượng", 8, "number"),
    "unit": Column("Đơn vị tính", 8),
    "qualifier": Column("Mức (hơn, gần, khoảng)", 10),
    "airings": Column("Lượt phát", 7, "number"),
    "minutes": Column("Phút mỗi lượt", 8, "number"),
    "participants": Column("Số người tham gia", 9, "number"),
    "outlet": Column("Nơi phát, nơi đăng", 15),
    "url": Column("Địa chỉ trên mạng", 18),
    "note": Column("Ghi chú", 16),
}
"""Columns of the form by the names of the ledger's."""
_CODES = {"topic": "chu-de-la", "genre": "the-loai-la", "channel": "kenh-la"}


def read_form(data: bytes, name: str, period: Period, taxonomy: Taxonomy) -> Filled:
    """Read a filled form: the unit's name, its activities (with `source`), and what is wrong.

    Args:
        data: the workbook.
        name: its file name, for places.
        period: the period that is reported.
        taxonomy: whose names the form's lists show.
    """
    found = _open(data)
    if isinstance(found, str):
        return "", (), (Problem(name, 0, "bieu-la", found),)
    rows, told = found
    if wrong := _wrong_period(told, period):
        return "", (), (Problem(name, 2, "ky-lech", wrong),)
    unit = _unit(rows)
    if not unit:
        message = f"chưa ghi tên đơn vị; hãy ghi vào ô cạnh chữ “{UNIT_LABEL}”"
        return "", (), (Problem(name, 3, "thieu-don-vi", message),)
    header = _header(rows)
    missing = [column.heading for key, column in COLUMNS.items() if key not in header[1]]
    if missing:
        message = f"thiếu cột {', '.join(missing)}; hãy dùng lại biểu gốc, không đổi tên hay xóa cột"
        return unit, (), (Problem(name, header[0] + 1, "thieu-cot", message),)
    reader = _Reader(name, unit, header[1], period, taxonomy)
    activities = tuple(reader.activities(rows[header[0] + 1 :], header[0] + 2))
    return unit, activities, tuple(sorted(set(reader.problems)))


def _open(data: bytes) -> tuple[list[tuple[Cell, ...]], tuple[str, ...]] | str:
    """Return the rows of the form and what it says of itself, or what is wrong with the file."""
    import openpyxl  # noqa: PLC0415 - loads only for who has a form

    try:
        if sum(entry.file_size for entry in ZipFile(io.BytesIO(data)).infolist()) > MAX_UNPACKED:
            return "tệp quá lớn; hãy bỏ ảnh và trang thừa rồi gửi lại"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            if SHEET not in book.sheetnames or HIDDEN not in book.sheetnames:
                return f"không phải biểu kê khai (thiếu trang “{SHEET}” hoặc “{HIDDEN}”); hãy dùng lại biểu gốc"
            told = book[HIDDEN].iter_rows(min_row=1, max_row=3, min_col=2, max_col=2, values_only=True)
            rows = [tuple(_cell(value) for value in row) for row in book[SHEET].iter_rows(values_only=True)]
            return rows, tuple(str(row[0]) for row in told)
    except BadZipFile:
        return "không phải tệp Excel .xlsx; hãy mở bằng Excel, bỏ mật khẩu nếu có, rồi lưu dạng .xlsx"
    except Exception:  # noqa: BLE001 - a damaged workbook raises whatever it likes
        return "không mở được tệp Excel; hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại"


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return "" if value is None else one_line(nfc(str(value)))


def _wrong_period(told: tuple[str, ...], period: Period) -> str:
    """Say which periods differ; empty when they do not."""
    if told[1:] == (period.since.isoformat(), period.until.isoformat()):
        return ""
    try:
        span = " – ".join(date_short(date.fromisoformat(day)) for day in told[1:])
    except ValueError:
        span = "không rõ ngày"
    wanted = f"{period.label} ({period.span})"
    return f"biểu của kỳ {told[0]} ({span}), báo cáo là {wanted}; hãy xin đơn vị biểu của đúng kỳ"


def _unit(rows: list[tuple[Cell, ...]]) -> str:
    """Return what stands beside the label."""
    for row in rows[: FIRST_ROW + 10]:
        if row and fold(str(row[0])).rstrip(" :") == fold(UNIT_LABEL).rstrip(" :"):
            return str(row[1]) if len(row) > 1 else ""
    return ""


def _header(rows: list[tuple[Cell, ...]]) -> tuple[int, dict[str, int]]:
    """Return the index of the row that names most columns, and where each stands."""
    names = {fold(column.heading): key for key, column in COLUMNS.items()}
    best: tuple[int, dict[str, int]] = (FIRST_ROW - 2, {})
    for index, row in enumerate(rows[: FIRST_ROW + 10]):
        found = {names[fold(str(cell))]: at for at, cell in enumerate(row) if fold(str(cell)) in names}
        if len(found) > len(best[1]):
            best = (index, found)
    return best


class _Reader:
    """The rows of one form while they are read."""

    def __init__(self, name: str, unit: str, header: dict[str, int], period: Period, taxonomy: Taxonomy) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._unit = unit
        self._header = header
        self._period = period
        self._agency = Bearers(taxonomy.agencies).id_of(unit, period.until)
        self._outlets = {fold(outlet.name): outlet.id for outlet in taxonomy.outlets}
        self._lists = {
            "topic": {topic.name: topic.id for topic in taxonomy.topics},
            "genre": {term.name: term.id for term in taxonomy.genres},
            "channel": {term.name: term.id for term in taxonomy.channels},
        }
        self._row: tuple[Cell, ...] = ()
        self._line = 0

    def activities(self, rows: list[tuple[Cell, ...]], first: int) -> Iterator[Activity]:
        """Read the rows below the headings; what is wrong is noted, and its row left out."""
        for self._line, self._row in enumerate(rows, first):
            title = self._text("title")
            if not any(cell != "" for cell in self._row) or fold(title).startswith(fold(EXAMPLE)):
                continue
            before = len(self.problems)
            activity = self._activity(title)
            if len(self.problems) == before:
                yield activity

    def _activity(self, title: str) -> Activity:
        qualifier, quantity = self._quantity()
        return Activity(
            place=Place(file=self._name, line=self._line),
            date=self._day(),
            agency=self._agency,
            topic=self._listed("topic"),
            channel=self._listed("channel"),
            outlet=self._outlets.get(fold(self._text("outlet")), self._text("outlet")),
            genre=self._listed("genre"),
            title=title,
            quantity=quantity,
            unit=self._measure(),
            qualifier=qualifier,
            airings=self._whole("airings"),
            minutes=self._number("minutes"),
            participants=self._whole("participants"),
            url=self._url(),
            note=self._text("note"),
            source=self._unit,
        )

    def _cell(self, column: str) -> Cell:
        index = self._header[column]
        return self._row[index] if index < len(self._row) else ""

    def _text(self, column: str) -> str:
        cell = self._cell(column)
        return f"{cell:.15g}" if isinstance(cell, float) else str(cell)

    def _wrong(self, column: str, code: str, message: str) -> None:
        place = f"cột {ascii_uppercase[self._header[column] % 26]} ({COLUMNS[column].heading})"
        self.problems.append(Problem(self._name, self._line, code, f"{place}: {message}"))

    def _day(self) -> date:
        cell = self._cell("date")
        day = cell.date() if isinstance(cell, datetime) else _typed_day(self._text("date"))
        if cell == "":
            self._wrong("date", "thieu-o", "còn trống; hãy ghi ngày, ví dụ 30/8/2019")
        elif day is None:
            self._wrong("date", "ngay-sai", f"“{self._text('date')}” không phải ngày; hãy ghi dạng 30/8/2019")
        elif not self._period.since <= day <= self._period.until:
            message = f"ngày {date_short(day)} ngoài kỳ {self._period.span}; hãy sửa ngày, hoặc kê vào kỳ khác"
            self._wrong("date", "ngay-ngoai-ky", message)
        return day or self._period.since

    def _listed(self, column: str) -> str:
        """Return the id of a name of the list; an id itself will do."""
        value, names = self._text(column), self._lists[column]
        if not value or value in names.values():
            return value
        ids = {fold(name): ident for name, ident in names.items()}
        if fold(value) not in ids:
            near = nearest(value, names)
            offer = f"có phải “{near}”?" if near else "hãy chọn trong danh sách của ô"
            self._wrong(column, _CODES[column], f"“{value}” không có trong danh sách; {offer}")
        return ids.get(fold(value), "")

    def _quantity(self) -> tuple[str, float]:
        """Return qualifier and number; `hơn 176` in one cell is both."""
        told, cell = self._text("qualifier").casefold(), self._cell("quantity")
        if told not in QUALIFIERS:
            self._wrong("qualifier", "tu-uoc-luong-la", f"“{told}” không dùng; hãy chọn hơn, gần, khoảng hoặc để trống")
        read = ("", cell) if isinstance(cell, float) else read_quantity(self._text("quantity"))
        if read is None or read[1] < 0:
            found = f"“{self._text('quantity')}” không phải số" if cell != "" else "còn trống"
            self._wrong("quantity", "so-sai", f"{found}; hãy ghi số, ví dụ 1 hoặc 176")
            return "", 1.0
        if told and read[0] and told != read[0]:
            self._wrong(
                "quantity", "tu-uoc-luong-la", f"ghi “{read[0]}” mà cột mức ghi “{told}”; hãy giữ một trong hai"
            )
        return told or read[0], read[1]

    def _measure(self) -> str:
        unit = read_unit(self._text("unit"))
        if unit not in UNITS:
            found = f"“{unit}” không có trong danh sách" if unit else "còn trống"
            self._wrong("unit", "don-vi-tinh-la" if unit else "thieu-o", f"{found}; hãy chọn, ví dụ tin, bài, cuộc, tờ")
        return unit

    def _number(self, column: str) -> float | None:
        cell = self._cell(column)
        value = cell if isinstance(cell, float) else number(self._text(column))
        if cell != "" and (value is None or value < 0):
            self._wrong(column, "so-sai", f"“{self._text(column)}” không phải số; hãy ghi số, ví dụ 3")
            return None
        return value

    def _whole(self, column: str) -> int | None:
        value = self._number(column)
        if value is not None and value != int(value):
            self._wrong(column, "so-sai", f"“{self._text(column)}” phải là số nguyên, ví dụ 3")
        return None if value is None else int(value)

    def _url(self) -> str:
        value = self._text("url")
        if value and not _WEB.match(value):
            message = f"“{value}” không phải địa chỉ trên mạng; hãy ghi đầy đủ, ví dụ https://example.vn/tin-1"
            self._wrong("url", "dia-chi-sai", message)
        return value


def _typed_day(text: str) -> date | None:
    """Read a day that was typed as text."""
    found = _DAY.match(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        return None


class Bearers:
    """Who bears, or bore, a name."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._by_name: dict[str, list[Agency]] = {}
        for agency in agencies:
            for name in sorted({fold(word) for entry in agency.names for word in (entry.name, entry.short) if word}):
                self._by_name.setdefault(name, []).append(agency)

    def id_of(self, name: str, day: date, told: str = "") -> str:
        """Return the id of the agency of that name: the one told, else the one of that day; else the name itself."""
        found = self._by_name.get(fold(name), [])
        named = [agency for agency in found if agency.id == told]
        alive = [agency for agency in found if agency.valid_on(day)]
        return next((agency.id for agency in (*named, *alive, *found)), name)
