"""One row of a table → an activity of the ledger, with every mistake by its cell.

Knows: what the columns of a row have to do with each other and with the taxonomy. Never: guesses what a wrong cell
means; never adds quantities up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from site_builder.content.cells import (
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
from site_builder.content.row_cells import RowCells
from site_builder.content.tables import Record
from site_builder.content.vocabularies import FOLDER, known_id
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where the rows of one table come from."""

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

    def activity(self, record: Record, origin: Origin) -> Activity | None:
        """Return a row; None when something is wrong with it."""
        cells = RowCells(self._notes, record)
        cells.look()
        if cells.failed:
            return None
        day = self._day(cells, origin)
        unit = cells.take("unit", lambda value: unit_of(value, self._units), "")
        qualifier, quantity = self._quantity(cells, unit, origin)
        outlet = self._outlet(cells, origin)
        grid = record.grid
        found = Activity(
            place=Location(file=self._notes.file, line=record.row.line, sheet=grid.title if grid.number else ""),
            date=day or date.min,
            agency=self._agency(cells, day, origin),
            topic=self._id(cells, "topic", origin),
            channel=self._channel(cells, outlet, origin),
            outlet=outlet,
            genre=self._id(cells, "genre", origin),
            title=cells.text("title"),
            quantity=quantity,
            unit=unit,
            unit_genre=self._work_units.get(unit, ""),
            qualifier=qualifier,
            airings=cells.take("airings", airings_of, None),
            minutes=cells.take("minutes", number_of, None),
            participants=cells.take("participants", whole_of, None),
            url=cells.take("url", address_of, ""),
            note=cells.text("note"),
            source=origin.source,
        )
        self._check_airings(cells, found)
        self._doubt_genre(cells, found)
        return None if cells.failed else found

    def _check_airings(self, cells: RowCells, row: Activity) -> None:
        """Note lượt that are told twice, are too many, or are no airings."""
        if row.unit != AIRING_UNIT:
            return
        if counts_clicks(row.title):
            message = "“lượt” là lượt đăng, phát tin, bài; đây là lượt của người xem nên không tính vào đó; hãy ghi "
            cells.doubtful("unit", "luot-khac", f"{message}“lượt truy cập”, “lượt xem”")
            return
        if row.qualifier:
            return
        if row.airings not in (None, row.quantity) and row.quantity != 1:
            message = f"ghi {row.airings} mà cột số lượng ghi {row.quantity:.15g} lượt; hãy giữ một số, xóa số kia"
            cells.wrong("airings", "luot-lech", message)
        if row.quantity > MOST_AIRINGS:
            message = f"ghi {row.quantity:.15g} lượt đăng, phát là quá nhiều; nếu là lượt người xem, hãy ghi đơn vị "
            cells.wrong("quantity", "luot-qua-lon", f"{message}tính “lượt truy cập” hoặc “lượt xem”")

    def _doubt_genre(self, cells: RowCells, row: Activity) -> None:
        """Note a genre that is not the unit's; `tin` and `bài` say little of a genre."""
        meant = self._work_units.get(row.unit, "")
        if row.genre and meant not in ("", "tin", "bai", row.genre):
            names = self._names["genre"]
            genre, other = quoted(names.get(row.genre, row.genre)), names.get(meant, meant)
            message = f"ghi {genre} mà đơn vị tính là “{row.unit}”; được tính là thể loại {genre}, nếu không đúng, hãy "
            cells.doubtful("genre", "the-loai-lech", f"{message}ghi {other}")

    def _day(self, cells: RowCells, origin: Origin) -> date | None:
        day: date | None = cells.take("date", day_of, None)
        period = origin.period
        if day and period and not period.since <= day <= period.until:
            message = f"ngày {date_short(day)} ngoài kỳ {period.span}; hãy sửa ngày, hoặc kê vào kỳ khác"
            cells.wrong("date", "ngay-ngoai-ky", message)
        if not day and sum(map(cells.record.owns, cells.record.head.places)) == 1:
            message = "dòng chỉ có một ô; nếu là dòng cộng, hãy ghi “Tổng cộng” ở đầu dòng, nếu thừa, hãy xóa"
            cells.refuse(cells.record.row.line, "dong-thieu", message)
        return day

    def _id(self, cells: RowCells, column: str, origin: Origin) -> str:
        """Return the id that a cell names, by itself or by the name of what it stands for."""
        value, names = cells.text(column), self._names[column]
        named = self._ids[column].get(fold(value), []) if value and value not in names else []
        if len(named) == 1:
            return named[0]
        # Topics and agencies are empty when their file could not be read: it says so itself, once.
        if value and value not in names and (names or column == "outlet"):
            cells.wrong(column, _UNKNOWN[column][0], self._unknown(column, value, named, origin))
        return value

    def _unknown(self, column: str, value: str, named: Sequence[str], origin: Origin) -> str:
        """Say that a value is not in its list, and what to write instead."""
        names, meaning = self._names[column], COLUMNS[column].meaning
        if named:
            return f"{meaning} {quoted(value)} có {len(named)} mã; hãy ghi mã: {' hoặc '.join(named)}"
        if origin.is_form:
            near = nearest(value, names.values())
            instead = f"có phải {quoted(near)}?" if near else "hãy chọn trong danh sách của ô"
            return f"{quoted(value)} không có trong danh sách; {instead}"
        instead = known_id(value, names, f"{FOLDER}/{_UNKNOWN[column][1]}.yml")
        return f"{meaning} {quoted(value)} không có; {instead}"

    def _agency(self, cells: RowCells, day: date | None, origin: Origin) -> str:
        """Return the agency of the row, or the one that the whole table is of."""
        told = cells.text("agency") or origin.unit
        known = self._taxonomy.agency_by_id
        ident = told if told in known else self._bearers.id_of(told, origin.period.until if origin.period else day)
        if not told or origin.source:
            return ident
        if ident not in known:
            if known:
                self._refuse_agency(cells, origin, "co-quan-la", self._unknown("agency", told, (), origin))
        elif day and not known[ident].valid_on(day):
            heirs = [heir.id for heir in self._taxonomy.living_successors(known[ident]) if heir.id != ident]
            instead = f"cơ quan kế thừa là {' hoặc '.join(heirs)}" if heirs else "hãy xem agencies.yml"
            message = f"{ident} ({known[ident].name}) không có vào ngày {date_short(day)}; hãy sửa ngày hoặc cơ quan: "
            self._refuse_agency(cells, origin, "co-quan-het-hieu-luc", message + instead)
        return ident

    def _refuse_agency(self, cells: RowCells, origin: Origin, code: str, message: str) -> None:
        """Note a wrong agency where it stands: in the row, or once above the table."""
        if cells.text("agency"):
            cells.wrong("agency", code, message)
        else:
            cells.refuse(0, code, f"{origin.unit_at}: {message}")

    def _outlet(self, cells: RowCells, origin: Origin) -> str:
        """Return the outlet; a unit without a portal may name any."""
        if not origin.source:
            return self._id(cells, "outlet", origin)
        value = cells.text("outlet")
        return next(iter(self._ids["outlet"].get(fold(value), [])), value)

    def _channel(self, cells: RowCells, outlet: str, origin: Origin) -> str:
        """Return the channel, that of the outlet when none is told."""
        value = self._id(cells, "channel", origin)
        known = next((entry for entry in self._taxonomy.outlets if entry.id == outlet), None)
        right, names = known.channel if known else "", self._names["channel"]
        if value in names and right in names and value != right:
            message = f"kênh “{value}” khác kênh của {outlet} trong outlets.yml; hãy ghi {right}"
            cells.wrong("channel", "kenh-lech", message)
        return value or right

    def _quantity(self, cells: RowCells, unit: str, origin: Origin) -> tuple[str, float]:
        """Return qualifier and number; an empty cell is one."""
        told = cells.take("qualifier", qualifier_of, "")
        value = cells.record.cell("quantity").value
        if value == "":
            self._refuse_no_quantity(cells, origin)
            return "", 1.0
        before, quantity = cells.take("quantity", quantity_of, ("", 1.0))
        shown = quoted(text_of(value))
        if told and before and told != before:
            message = f"ghi {shown} mà cột mức ghi “{told}”; hãy giữ một trong hai"
            cells.wrong("quantity", "tu-uoc-luong-la", message)
        if quantity != int(quantity) and unit not in _IN_PARTS:
            message = f"ghi {shown}, là số lẻ {unit}; nếu là hàng nghìn, hãy ghi {quantity * 1000:.15g}"
            cells.doubtful("quantity", "so-le", f"{message}")
        return told or before, quantity

    def _refuse_no_quantity(self, cells: RowCells, origin: Origin) -> None:
        """Note an empty quantity where it may not be taken for one."""
        if origin.is_form:
            cells.wrong("quantity", "so-sai", "còn trống; hãy ghi số, ví dụ 1 hoặc 176")
        elif "quantity" in cells.record.head.places and not (cells.record.owns("unit") or cells.record.owns("title")):
            message = "còn trống, mà tên và đơn vị tính là của ô gộp ở trên; hãy ghi số của dòng này"
            cells.wrong("quantity", "so-sai", message)


def _ids_by_name(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the ids of each folded name."""
    found: dict[str, list[str]] = {}
    for ident, name in names.items():
        found.setdefault(fold(name), []).append(ident)
    return found
