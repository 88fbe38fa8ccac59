"""One row of a table → an activity of the ledger, with every mistake by its cell.

Knows: what the columns of a row have to do with each other and with the taxonomy. Never: guesses what a wrong cell
means; never adds quantities up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from site_builder.content.cells import (
    WrongCell,
    address_of,
    airings_of,
    day_of,
    number_of,
    qualifier_of,
    quantity_of,
    text_of,
    unit_of,
    whole_of,
)
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.grids import Value
from site_builder.content.tables import MEASURES, Record
from site_builder.content.vocabularies import FOLDER, nearest_id
from site_builder.model import Bearers, Taxonomy
from site_builder.model.headings import COLUMNS
from site_builder.model.ledger import AIRING_UNIT, MOST_AIRINGS, Activity, Location, counts_clicks, units, work_units
from site_builder.model.periods import Period
from site_builder.text import date_short, fold, nearest

_UNKNOWN = {
    "agency": ("co-quan-la", "agencies"),
    "topic": ("chu-de-la", "topics"),
    "channel": ("kenh-la", "channels"),
    "outlet": ("noi-phat-la", "outlets"),
    "genre": ("the-loai-la", "genres"),
}
_IN_PARTS = ("m", "m²", "phút", "giờ")
"""Units of which there can be half a one."""
_LOST = re.compile(r"(?<![\w/=&?])[^\W\d_]+\?[^\W\d_]")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How the rows of one table are read."""

    unit: str = ""
    """Name of the agency that rows without one are of, when it stands above the headings."""
    unit_at: str = ""
    """Where it stands, for messages."""
    source: str = ""
    """`Activity.source`; agencies that we do not know are welcome then."""
    period: Period | None = None
    """Days outside are refused."""
    is_form: bool = False
    """Whether a unit without a portal filled it in: it knows names, not ids, and writes every quantity."""


class RowReader:
    """Reads rows one by one; mistakes are noted of the file, and a row with one is left out."""

    def __init__(self, notes: FileNotes, taxonomy: Taxonomy) -> None:
        self._notes = notes
        self._taxonomy = taxonomy
        self._bearers = Bearers(taxonomy.agencies)
        self._names: dict[str, Mapping[str, str]] = {
            "agency": {agency.id: agency.name for agency in taxonomy.agencies},
            "topic": {topic.id: topic.name for topic in taxonomy.topics},
            "channel": taxonomy.channel_names,
            "outlet": {outlet.id: outlet.name for outlet in taxonomy.outlets},
            "genre": taxonomy.genre_names,
        }
        self._units = units(taxonomy)
        self._work_units = work_units(taxonomy)
        self._ids = {column: _ids_by_name(names) for column, names in self._names.items()}
        self._failed = False

    def activity(self, record: Record, manner: Manner) -> Activity | None:
        """Return a row; None when something is wrong with it."""
        self._failed = False
        self._refuse_flaws(record)
        self._doubt_letters(record)
        if self._failed:
            return None
        day = self._day(record, manner)
        unit = self._take(record, "unit", lambda value: unit_of(value, self._units), "")
        qualifier, quantity = self._quantity(record, unit, manner)
        outlet = self._outlet(record, manner)
        grid = record.grid
        found = Activity(
            place=Location(file=self._notes.file, line=record.row.line, sheet=grid.title if grid.number else ""),
            date=day or date.min,
            agency=self._agency(record, day, manner),
            topic=self._id(record, "topic", manner),
            channel=self._channel(record, outlet, manner),
            outlet=outlet,
            genre=self._id(record, "genre", manner),
            title=_text(record, "title"),
            quantity=quantity,
            unit=unit,
            unit_genre=self._work_units.get(unit, ""),
            qualifier=qualifier,
            airings=self._take(record, "airings", airings_of, None),
            minutes=self._take(record, "minutes", number_of, None),
            participants=self._take(record, "participants", whole_of, None),
            url=self._take(record, "url", address_of, ""),
            note=_text(record, "note"),
            source=manner.source,
        )
        self._check_airings(record, found)
        self._doubt_genre(record, found)
        return None if self._failed else found

    def _check_airings(self, record: Record, row: Activity) -> None:
        """Note lượt that are told twice, are too many, or are no airings."""
        if row.unit == AIRING_UNIT and counts_clicks(row.title):
            message = "“lượt” là lượt đăng, phát tin, bài; đây là lượt của người xem nên không tính vào đó; hãy ghi "
            self._notes.warn(record.row.line, "luot-khac", f"{record.at('unit')}: {message}“lượt truy cập”, “lượt xem”")
        elif (
            row.unit == AIRING_UNIT
            and not row.qualifier
            and row.airings not in (None, row.quantity)
            and row.quantity != 1
        ):
            message = f"ghi {row.airings} mà cột số lượng ghi {row.quantity:.15g} lượt; hãy giữ một số, xóa số kia"
            self._wrong(record, "airings", "luot-lech", message)
        if (
            row.unit == AIRING_UNIT
            and row.quantity > MOST_AIRINGS
            and not row.qualifier
            and not counts_clicks(row.title)
        ):
            message = (
                f"ghi {row.quantity:.15g} lượt đăng, phát là quá nhiều; nếu là lượt người xem, hãy ghi đơn vị tính "
            )
            self._wrong(record, "quantity", "luot-qua-lon", f"{message}“lượt truy cập” hoặc “lượt xem”")

    def _doubt_genre(self, record: Record, row: Activity) -> None:
        """Note a genre that is not the unit's; `tin` and `bài` say little of a genre."""
        meant = self._work_units.get(row.unit, "")
        if row.genre and meant not in ("", "tin", "bai", row.genre):
            names = self._names["genre"]
            message = f"ghi {quoted(names.get(row.genre, row.genre))} mà đơn vị tính là “{row.unit}”; được tính là thể "
            message += (
                f"loại {quoted(names.get(row.genre, row.genre))}, nếu không đúng, hãy ghi {names.get(meant, meant)}"
            )
            self._notes.warn(record.row.line, "the-loai-lech", f"{record.at('genre')}: {message}")

    def _wrong(self, record: Record, column: str, code: str, message: str) -> None:
        self._failed = True
        self._notes.error(record.row.line, code, f"{record.at(column)}: {message}")

    def _take(self, record: Record, column: str, read: Callable[[Value], T], otherwise: T) -> T:
        """Read a cell; note what is wrong with it."""
        try:
            return read(record.cell(column).value)
        except WrongCell as error:
            self._wrong(record, column, *error.args)
            return otherwise

    def _refuse_flaws(self, record: Record) -> None:
        """Note cells that nobody can read, and numbers of which nobody knows whose they are."""
        for column in record.head.places:
            cell = record.cell(column)
            if cell.flaw:
                self._wrong(record, column, "o-khong-doc-duoc", cell.flaw)
            elif column in MEASURES and cell.filled and cell.span and record.is_merged(column):
                self._failed = True
                if record.owns(column):
                    message = f"ghi {quoted(text_of(cell.value))} cho các ô gộp {cell.span.name} nên không rõ số của "
                    self._wrong(record, column, "so-gop", f"{message}từng dòng; hãy bỏ gộp rồi ghi số vào mỗi dòng")

    def _doubt_letters(self, record: Record) -> None:
        """Note question marks within words: Excel writes them into a plain CSV for the letters that it cannot."""
        for column in ("title", "note"):
            if record.grid.is_text and _LOST.search(_text(record, column)):
                message = (
                    f"có dấu ? giữa chữ, như {quoted(_text(record, column))}: chữ đã mất khi lưu từ Excel; hãy lưu "
                )
                self._notes.warn(record.row.line, "chu-hong", f"{record.at(column)}: {message}lại dạng .xlsx")

    def _day(self, record: Record, manner: Manner) -> date | None:
        day: date | None = self._take(record, "date", day_of, None)
        period = manner.period
        if day and period and not period.since <= day <= period.until:
            message = f"ngày {date_short(day)} ngoài kỳ {period.span}; hãy sửa ngày, hoặc kê vào kỳ khác"
            self._wrong(record, "date", "ngay-ngoai-ky", message)
        if not day and sum(map(record.owns, record.head.places)) == 1:
            message = "dòng chỉ có một ô; nếu là dòng cộng, hãy ghi “Tổng cộng” ở đầu dòng, nếu thừa, hãy xóa"
            self._notes.error(record.row.line, "dong-thieu", message)
        return day

    def _id(self, record: Record, column: str, manner: Manner) -> str:
        """Return the id that a cell names, by itself or by the name of what it stands for."""
        value, names = _text(record, column), self._names[column]
        named = self._ids[column].get(fold(value), []) if value and value not in names else []
        if len(named) == 1:
            return named[0]
        # Topics and agencies are empty when their file could not be read: it says so itself, once.
        if value and value not in names and (names or column == "outlet"):
            self._wrong(record, column, _UNKNOWN[column][0], self._unknown(column, value, named, manner))
        return value

    def _unknown(self, column: str, value: str, named: Sequence[str], manner: Manner) -> str:
        """Say that a value is not in its list, and what to write instead."""
        names, meaning = self._names[column], COLUMNS[column].meaning
        if named:
            return f"{meaning} {quoted(value)} có {len(named)} mã; hãy ghi mã: {' hoặc '.join(named)}"
        if manner.is_form:
            near = nearest(value, names.values())
            instead = f"có phải {quoted(near)}?" if near else "hãy chọn trong danh sách của ô"
            return f"{quoted(value)} không có trong danh sách; {instead}"
        otherwise = f"hãy ghi một mã (id) có trong {FOLDER}/{_UNKNOWN[column][1]}.yml"
        return f"{meaning} {quoted(value)} không có; {nearest_id(value, names) or otherwise}"

    def _agency(self, record: Record, day: date | None, manner: Manner) -> str:
        """Return the agency of the row, or the one that the whole table is of."""
        told = _text(record, "agency") or manner.unit
        known = self._taxonomy.agency_by_id
        ident = told if told in known else self._bearers.id_of(told, manner.period.until if manner.period else day)
        if not told or manner.source:
            return ident
        if ident not in known:
            if known:
                self._refuse_agency(record, manner, "co-quan-la", self._unknown("agency", told, (), manner))
        elif day and not known[ident].valid_on(day):
            heirs = [heir.id for heir in self._taxonomy.living_successors(known[ident]) if heir.id != ident]
            instead = f"cơ quan kế thừa là {' hoặc '.join(heirs)}" if heirs else "hãy xem agencies.yml"
            message = f"{ident} ({known[ident].name}) không có vào ngày {date_short(day)}; hãy sửa ngày hoặc cơ quan: "
            self._refuse_agency(record, manner, "co-quan-het-hieu-luc", message + instead)
        return ident

    def _refuse_agency(self, record: Record, manner: Manner, code: str, message: str) -> None:
        """Note a wrong agency where it stands: in the row, or once above the table."""
        if _text(record, "agency"):
            self._wrong(record, "agency", code, message)
        else:
            self._failed = True
            self._notes.error(0, code, f"{manner.unit_at}: {message}")

    def _outlet(self, record: Record, manner: Manner) -> str:
        """Return the outlet; a unit without a portal may name any."""
        if not manner.source:
            return self._id(record, "outlet", manner)
        value = _text(record, "outlet")
        return next(iter(self._ids["outlet"].get(fold(value), [])), value)

    def _channel(self, record: Record, outlet: str, manner: Manner) -> str:
        """Return the channel, that of the outlet when none is told."""
        value = self._id(record, "channel", manner)
        known = next((entry for entry in self._taxonomy.outlets if entry.id == outlet), None)
        right, names = known.channel if known else "", self._names["channel"]
        if value in names and right in names and value != right:
            message = f"kênh “{value}” khác kênh của {outlet} trong outlets.yml; hãy ghi {right}"
            self._wrong(record, "channel", "kenh-lech", message)
        return value or right

    def _quantity(self, record: Record, unit: str, manner: Manner) -> tuple[str, float]:
        """Return qualifier and number; an empty cell is one."""
        told = self._take(record, "qualifier", qualifier_of, "")
        value = record.cell("quantity").value
        if value == "":
            self._refuse_no_quantity(record, manner)
            return "", 1.0
        before, quantity = self._take(record, "quantity", quantity_of, ("", 1.0))
        shown = quoted(text_of(value))
        if told and before and told != before:
            message = f"ghi {shown} mà cột mức ghi “{told}”; hãy giữ một trong hai"
            self._wrong(record, "quantity", "tu-uoc-luong-la", message)
        if quantity != int(quantity) and unit not in _IN_PARTS:
            message = f"ghi {shown}, là số lẻ {unit}; nếu là hàng nghìn, hãy ghi {quantity * 1000:.15g}"
            self._notes.warn(record.row.line, "so-le", f"{record.at('quantity')}: {message}")
        return told or before, quantity

    def _refuse_no_quantity(self, record: Record, manner: Manner) -> None:
        """Note an empty quantity where it may not be taken for one."""
        if manner.is_form:
            self._wrong(record, "quantity", "so-sai", "còn trống; hãy ghi số, ví dụ 1 hoặc 176")
        elif "quantity" in record.head.places and not (record.owns("unit") or record.owns("title")):
            message = "còn trống, mà tên và đơn vị tính là của ô gộp ở trên; hãy ghi số của dòng này"
            self._wrong(record, "quantity", "so-sai", message)


def _ids_by_name(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the ids of each folded name."""
    found: dict[str, list[str]] = {}
    for ident, name in names.items():
        found.setdefault(fold(name), []).append(ident)
    return found


def _text(record: Record, column: str) -> str:
    return text_of(record.cell(column).value)
