"""`content/activities/*.csv` and `.xlsx` → what happened off the portal, with every mistake in every row.

Knows: the columns of the ledger (DESIGN §4.2). Never: adds quantities up; never reads the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from string import ascii_uppercase
from typing import NamedTuple

from site_builder.content.days import NotADate, read_day, too_early
from site_builder.content.fields import WEB_ADDRESS, Sheet, offer, quoted
from site_builder.content.grids import Cell, Row, read_grid
from site_builder.content.vocabularies import FOLDER, nearest_id
from site_builder.ledger import QUALIFIERS, UNITS, Activity, Place, read_quantity, read_unit
from site_builder.model import Taxonomy
from site_builder.text import date_short, number

COLUMNS = {
    "date": "ngày",
    "agency": "cơ quan",
    "topic": "chủ đề",
    "channel": "kênh",
    "outlet": "nơi phát",
    "genre": "thể loại",
    "title": "tên",
    "quantity": "số lượng",
    "unit": "đơn vị tính",
    "qualifier": "hơn, gần, khoảng",
    "airings": "số lượt phát",
    "minutes": "số phút mỗi lượt",
    "participants": "số người tham gia",
    "url": "địa chỉ",
    "note": "ghi chú",
}
"""Every column with its meaning."""
REQUIRED = ("date", "unit")
_UNKNOWN = {
    "agency": ("co-quan-la", "agencies"),
    "topic": ("chu-de-la", "topics"),
    "channel": ("kenh-la", "channels"),
    "outlet": ("noi-phat-la", "outlets"),
    "genre": ("the-loai-la", "genres"),
}


def activities(sheet: Sheet, data: bytes, taxonomy: Taxonomy) -> tuple[Activity, ...]:
    """Read one file, in the order of its rows; a row without a usable date or unit is noted and left out."""
    rows = read_grid(sheet, data)
    if not rows:
        if not sheet.problems():
            sheet.error(1, "tep-trong", f"tệp chưa có dòng tên cột; hãy ghi ở dòng đầu: {','.join(COLUMNS)}")
        return ()
    header = _header(sheet, rows[0])
    if header is None:
        return ()
    names = _names(taxonomy)
    found = (_Reader(sheet, row, header, taxonomy, names).activity() for row in rows[1:])
    return tuple(activity for activity in found if activity)


def warn_of_twins(sheets: Mapping[str, Sheet], rows: Iterator[Activity]) -> None:
    """Note rows that say exactly what an earlier one says: entered twice, they would count twice."""
    seen: dict[Activity, Place] = {}
    nowhere = Place(file="", line=0)
    for row in rows:
        first = seen.setdefault(replace(row, place=nowhere), row.place)
        if first != row.place:
            message = f"dòng giống hệt {first.file}:{first.line}; nếu đã nhập hai lần, hãy xóa một dòng"
            sheets[row.place.file].warn(row.place.line, "dong-trung", message)


class _Header(NamedTuple):
    """The first row of a table."""

    places: dict[str, int]
    """Where each known column stands."""
    width: int
    """Cells of the first row."""

    def label(self, column: str, file: str) -> str:
        """Name a column for people, in a workbook with its letter: `cột H (quantity)`."""
        if not file.endswith(".xlsx"):
            return f"cột {column}"
        return f"cột {ascii_uppercase[self.places[column] % 26]} ({column})"


def _header(sheet: Sheet, row: Row) -> _Header | None:
    """Read the first row; None when the table cannot be read."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        name = str(cell).strip().casefold()
        if name in found:
            sheet.error(row.line, "cot-trung", f"cột {name} có hai lần; hãy giữ một và xóa một")
        elif name in COLUMNS:
            found[name] = index
        elif name:
            instead = offer(name, COLUMNS, f"các cột dùng được: {', '.join(COLUMNS)}")
            sheet.warn(row.line, "cot-la", f"cột {quoted(str(cell))} không có, nội dung bị bỏ qua; {instead}")
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        columns = ", ".join(f"{name} ({COLUMNS[name]})" for name in missing)
        sheet.error(row.line, "thieu-cot", f"dòng tên cột thiếu {columns}; hãy ghi ở dòng đầu: {','.join(COLUMNS)}")
        return None
    return _Header(found, len(row.cells))


def _names(taxonomy: Taxonomy) -> dict[str, dict[str, str]]:
    """Return names by id by column."""
    return {
        "agency": {agency.id: agency.name for agency in taxonomy.agencies},
        "topic": {topic.id: topic.name for topic in taxonomy.topics},
        "channel": taxonomy.channel_names,
        "outlet": {outlet.id: outlet.name for outlet in taxonomy.outlets},
        "genre": taxonomy.genre_names,
    }


class _Reader:
    """One row while it is read, column by column; mistakes are noted on the sheet."""

    def __init__(
        self, sheet: Sheet, row: Row, header: _Header, taxonomy: Taxonomy, names: dict[str, dict[str, str]]
    ) -> None:
        self._sheet = sheet
        self._row = row
        self._header = header
        self._taxonomy = taxonomy
        self._names = names

    def activity(self) -> Activity | None:
        """Return the row; None when it has no usable date or unit."""
        if self._is_shifted():
            return None
        day, unit = self._day(), self._unit()
        qualifier, quantity = self._quantity()
        outlet = self._id("outlet")
        found = Activity(
            place=Place(file=self._sheet.file, line=self._row.line),
            date=day or date.min,
            agency=self._agency(day),
            topic=self._id("topic"),
            channel=self._channel(outlet),
            outlet=outlet,
            genre=self._id("genre"),
            title=self._text("title"),
            quantity=quantity,
            unit=unit,
            qualifier=qualifier,
            airings=self._whole("airings"),
            minutes=self._number("minutes"),
            participants=self._whole("participants"),
            url=self._url(),
            note=self._text("note"),
        )
        return found if day and unit else None

    def _is_shifted(self) -> bool:
        """A comma in an unquoted text pushes every later cell one column on: nothing of the row is sure."""
        width = self._header.width
        if len(self._row.cells) <= width or self._sheet.file.endswith(".xlsx"):
            return False
        message = (
            f"dòng có {len(self._row.cells)} ô mà dòng tên cột chỉ có {width}; câu chữ có dấu phẩy hay chấm phẩy, "
            "hãy đặt cả ô trong dấu nháy kép"
        )
        self._sheet.error(self._row.line, "thua-o", message)
        return True

    def _cell(self, column: str) -> Cell:
        index = self._header.places.get(column, -1)
        return self._row.cells[index] if 0 <= index < len(self._row.cells) else ""

    def _text(self, column: str) -> str:
        cell = self._cell(column)
        return f"{cell:.15g}" if isinstance(cell, float) else str(cell)

    def _wrong(self, column: str, code: str, message: str) -> None:
        self._sheet.error(self._row.line, code, f"{self._header.label(column, self._sheet.file)}: {message}")

    def _day(self) -> date | None:
        cell = self._cell("date")
        if cell == "":
            self._wrong("date", "thieu-o", "còn trống; hãy ghi ngày, ví dụ 30/8/2019")
            return None
        try:
            day = cell.date() if isinstance(cell, datetime) else read_day(self._text("date"))
        except NotADate as error:
            self._wrong("date", error.args[0], f"ghi {quoted(self._text('date'))}: {error.args[1]}")
            return None
        if early := too_early(day):
            self._wrong("date", "ngay-ngoai-khoang", f"ghi {early}")
            return None
        return day

    def _id(self, column: str) -> str:
        """Return an id of the taxonomy; one that is not there is noted and kept."""
        value = self._text(column)
        names = self._names[column]
        code, file = _UNKNOWN[column]
        # Topics and agencies are empty when their file could not be read: it says so itself, once.
        if value and value not in names and (names or column == "outlet"):
            instead = nearest_id(value, names) or f"hãy ghi một mã (id) có trong {FOLDER}/{file}.yml"
            self._wrong(column, code, f"{COLUMNS[column]} {quoted(value)} không có; {instead}")
        return value

    def _agency(self, day: date | None) -> str:
        value = self._id("agency")
        agency = self._taxonomy.agency_by_id.get(value)
        if agency and day and not agency.valid_on(day):
            heirs = [heir.id for heir in self._taxonomy.living_successors(agency) if heir != agency]
            instead = f"cơ quan kế thừa là {' hoặc '.join(heirs)}" if heirs else "hãy xem agencies.yml"
            message = f"{agency.id} ({agency.name}) không có vào ngày {date_short(day)}; hãy sửa ngày hoặc cơ quan: "
            self._wrong("agency", "co-quan-het-hieu-luc", message + instead)
        return value

    def _channel(self, outlet: str) -> str:
        """Return the channel, that of the outlet when none is told."""
        value = self._id("channel")
        known = next((entry for entry in self._taxonomy.outlets if entry.id == outlet), None)
        right = known.channel if known else ""
        if value in self._names["channel"] and right in self._names["channel"] and value != right:
            message = f"kênh “{value}” khác kênh của {outlet} trong outlets.yml; hãy ghi {right}"
            self._wrong("channel", "kenh-lech", message)
        return value or right

    def _quantity(self) -> tuple[str, float]:
        """Return qualifier and number; `hơn 176` in one cell is both."""
        told, cell = self._text("qualifier").casefold(), self._cell("quantity")
        if told not in QUALIFIERS:
            instead = offer(told, QUALIFIERS[1:], "hãy ghi hơn, gần, khoảng, hoặc để trống (số chính xác)")
            self._wrong("qualifier", "tu-uoc-luong-la", f"{quoted(told)} không dùng; {instead}")
        if isinstance(cell, float):
            read: tuple[str, float] | None = ("", cell)
        else:
            read = read_quantity(self._text("quantity")) if cell != "" else ("", 1.0)
        if read is None or read[1] < 0:
            self._wrong("quantity", "so-sai", f"ghi {quoted(self._text('quantity'))}; hãy ghi 3250, 12,5 hoặc hơn 176")
            return "", 1.0
        if told and read[0] and told != read[0]:
            message = f"ghi {quoted(self._text('quantity'))} mà cột qualifier ghi “{told}”; hãy giữ một trong hai"
            self._wrong("quantity", "tu-uoc-luong-la", message)
        return (told if told in QUALIFIERS else "") or read[0], read[1]

    def _unit(self) -> str:
        unit = read_unit(self._text("unit"))
        if not unit:
            self._wrong("unit", "thieu-o", "còn trống; hãy ghi đơn vị tính, ví dụ tin, bài, lượt, cuộc, tờ")
        elif unit not in UNITS:
            instead = offer(unit, UNITS, f"hãy ghi một trong: {', '.join(UNITS)}")
            self._wrong("unit", "don-vi-tinh-la", f"đơn vị tính {quoted(unit)} không có; {instead}")
        return unit

    def _number(self, column: str) -> float | None:
        cell = self._cell(column)
        if cell == "":
            return None
        value = cell if isinstance(cell, float) else number(self._text(column))
        if value is None or value < 0:
            self._wrong(column, "so-sai", f"ghi {quoted(self._text(column))}; hãy ghi số, ví dụ 10, 12,5 hoặc 3250")
            return None
        return value

    def _whole(self, column: str) -> int | None:
        value = self._number(column)
        if value is not None and value != int(value):
            self._wrong(column, "so-sai", f"ghi {quoted(self._text(column))}; hãy ghi số nguyên, ví dụ 2")
            return None
        return None if value is None else int(value)

    def _url(self) -> str:
        value = self._text("url")
        if value and not WEB_ADDRESS.match(value):
            message = f"{quoted(value)} không phải địa chỉ http(s); hãy ghi đầy đủ, ví dụ https://example.vn/tin-1"
            self._wrong("url", "dia-chi-sai", message)
            return ""
        return value
