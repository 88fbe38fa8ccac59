"""The Excel form of a period for units without a portal (radio stations, communes), made empty.

What is chosen from a list is written as people say it and comes back as ids. The form knows its period (a hidden
sheet), so one filled for another quarter is told apart.

Knows: the form's sheets and cells. Never: reads the disk; never reads a filled form (`content` does).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from site_builder.model import Taxonomy
from site_builder.model.headings import COLUMNS as HEADINGS
from site_builder.model.headings import EXAMPLE, FIRST_ROW, GUIDE, HIDDEN, SHEET, UNIT_LABEL
from site_builder.model.ledger import QUALIFIERS, units, work_units
from site_builder.model.periods import Period
from site_builder.text import date_short

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

DRAWN, CHECKED = 60, 1000
"""Rows with a frame, and rows in which the lists work; more may be added below."""
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
_BOX = {**_FONT, "border": 1, "text_wrap": True}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {**_FONT, "bold": True, "font_size": 14},
    "plain": _FONT,
    "note": {**_FONT, "italic": True},
    "label": {**_FONT, "bold": True},
    "input": {**_BOX, "bg_color": "#FFF8DC"},
    "head": {**_BOX, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EDEAE3"},
    "text": _BOX,
    "date": {**_BOX, "num_format": "dd/mm/yyyy", "align": "center"},
    "number": {**_BOX, "num_format": "[$-42A]#,##0.##"},
    "example text": {**_BOX, "italic": True, "font_color": "#595959"},
    "example date": {**_BOX, "italic": True, "font_color": "#595959", "num_format": "dd/mm/yyyy", "align": "center"},
    "example number": {**_BOX, "italic": True, "font_color": "#595959"},
}
_STEPS = (
    "Ghi tên đơn vị vào ô màu vàng cạnh chữ “{unit}”, đúng tên ghi trên văn bản của đơn vị.",
    "Mỗi dòng là một tin, bài hoặc một hoạt động có ngày trong kỳ {span}. Ngày ghi trước, tháng ghi sau: 30/8/2019.",
    "Dòng chữ nghiêng bắt đầu bằng “{example}” là dòng mẫu, không được tính; xóa đi hay để lại đều được.",
    "Chủ đề, thể loại, kênh, đơn vị tính, mức: bấm vào ô rồi chọn trong danh sách; không gõ tên khác.",
    (
        "Mỗi tin, bài có tên riêng ghi một dòng: số lượng 1, đơn vị tính là một trong: {works}. Dòng ghi cách khác "
        "không tính vào số tin, bài."
    ),
    (
        "Chỉ có số tổng, không có tên từng tin, bài thì ghi một dòng: số lượng là số tổng; số ấy được báo cáo riêng, "
        "không cộng vào số tin, bài."
    ),
    (
        "Chỉ biết số lượt đăng, phát thì ghi số lượng là số lượt, đơn vị tính “lượt”. Lượt người xem, lượt truy cập "
        "chọn đúng đơn vị ấy: không phải lượt đăng, phát."
    ),
    "Số ước chừng thì chọn thêm hơn, gần hoặc khoảng ở cột Mức; số ấy không bị cộng vào số chính xác.",
    "Lượt phát: số lần phát của dòng ấy trong kỳ, kể cả phát lại. Một bài phát ba lần vẫn là một bài, ba lượt.",
    "Phút mỗi lượt: độ dài một lần phát; không biết thì để trống.",
    "Hoạt động khác (hội thi, tờ gấp, băng rôn, tọa đàm …) chọn đơn vị tính thích hợp: cuộc, tờ, m², người …",
    "Không đổi tên cột, không xóa trang. Lưu dạng .xlsx rồi gửi lại{recipient}{due}.",
)


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form."""

    name: str
    """As the ledger calls it."""
    width: int
    look: str = "text"

    @property
    def heading(self) -> str:
        """What stands above it."""
        return HEADINGS[self.name].form


COLUMNS = {
    column.name: column
    for column in (
        FormColumn("date", 15, "date"),
        FormColumn("title", 34),
        FormColumn("topic", 22),
        FormColumn("genre", 10),
        FormColumn("channel", 15),
        FormColumn("quantity", 8, "number"),
        FormColumn("unit", 8),
        FormColumn("qualifier", 10),
        FormColumn("airings", 7, "number"),
        FormColumn("minutes", 8, "number"),
        FormColumn("participants", 9, "number"),
        FormColumn("outlet", 15),
        FormColumn("url", 18),
        FormColumn("note", 16),
    )
}
"""Columns of the form by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Names:
    """What the lists of the form offer."""

    topics: tuple[str, ...]
    genres: tuple[str, ...]
    channels: tuple[str, ...]
    units: tuple[str, ...]

    def of(self, column: str) -> tuple[str, ...]:
        """Return the list of a column; empty when anything may be written."""
        own = {"topic": self.topics, "genre": self.genres, "channel": self.channels}
        return {**own, "unit": self.units, "qualifier": QUALIFIERS[1:]}.get(column, ())


def make_form(period: Period, taxonomy: Taxonomy) -> bytes:
    """Make the empty form of a period; the same period and taxonomy give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - loads only for who asks for a form

    data = io.BytesIO()
    names = _Names(
        topics=tuple(topic.name for topic in taxonomy.topics),
        genres=tuple(term.name for term in taxonomy.genres),
        channels=tuple(term.name for term in taxonomy.channels),
        units=units(taxonomy),
    )
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"Biểu kê khai: {period.label}", "created": datetime.combine(period.since, time.min)})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    sheet, guide, hidden = book.add_worksheet(SHEET), book.add_worksheet(GUIDE), book.add_worksheet(HIDDEN)
    lists = _hidden(book, hidden, period, names)
    _head(sheet, looks, period)
    _example(sheet, looks, period, names)
    _cells(sheet, looks, period, lists)
    _print_set_up(sheet, period)
    _guide(guide, looks, _steps(period, ", ".join(work_units(taxonomy))))
    book.close()
    return data.getvalue()


def _hidden(book: Workbook, sheet: Worksheet, period: Period, names: _Names) -> dict[str, str]:
    """Write what the form knows of itself and its lists; return where each column's list stands."""
    told = (period.id, period.since.isoformat(), period.until.isoformat())
    for row, (label, value) in enumerate(zip(("ky", "tu-ngay", "den-ngay"), told, strict=True)):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, value)
    book.define_name("KY_BAO_CAO", f"='{HIDDEN}'!$B$1")
    places = {}
    listed = [column for column in COLUMNS if names.of(column)]
    for index, column in enumerate(listed, 3):
        words = names.of(column)
        sheet.write_column(0, index, words)
        letter = "ABCDEFGHIJ"[index]
        places[column] = f"='{HIDDEN}'!${letter}$1:${letter}${len(words)}"
    sheet.very_hidden()
    return places


def _head(sheet: Worksheet, looks: dict[str, Any], period: Period) -> None:
    """Write what stands above the table, and its headings."""
    sheet.write_string(0, 0, "BIỂU KÊ KHAI KẾT QUẢ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", looks["title"])
    sheet.write_string(1, 0, f"Kỳ báo cáo: {period.label}, từ {period.span.replace('–', 'đến')}", looks["plain"])
    sheet.write_string(2, 0, UNIT_LABEL, looks["label"])
    sheet.write_blank(2, 1, None, looks["input"])
    sheet.write_string(3, 0, _sending(period), looks["plain"])
    note = f"Mỗi dòng một tin, bài hoặc hoạt động; cách ghi xem trang “{GUIDE}”."
    sheet.write_string(4, 0, note, looks["note"])
    for index, column in enumerate(COLUMNS.values()):
        sheet.write_string(FIRST_ROW - 2, index, column.heading, looks["head"])
        sheet.set_column(index, index, column.width)
    sheet.set_row(FIRST_ROW - 2, 34)
    sheet.freeze_panes(FIRST_ROW - 1, 2)


def _sending(period: Period) -> str:
    """Say where the form goes and when."""
    due = f"trước ngày {date_short(period.due)}" if period.due else "đúng hạn"
    return f"Gửi lại cơ quan tổng hợp {due}, dạng tệp .xlsx."


def _example(sheet: Worksheet, looks: dict[str, Any], period: Period, names: _Names) -> None:
    """Write the row that shows how; it is never counted."""
    words = {
        "title": f"{EXAMPLE} Bộ phận một cửa trả kết quả qua bưu chính",
        "topic": next(iter(names.topics), ""),
        "genre": next(iter(names.genres), ""),
        "channel": next(iter(names.channels), ""),
        "unit": "tin",
        "note": "Dòng mẫu, không tính",
    }
    numbers = {"quantity": 1, "airings": 3, "minutes": 4}
    sheet.set_row(FIRST_ROW - 1, 31)
    for index, column in enumerate(COLUMNS):
        if column == "date":
            sheet.write_datetime(FIRST_ROW - 1, index, datetime.combine(period.since, time.min), looks["example date"])
        elif column in numbers:
            sheet.write_number(FIRST_ROW - 1, index, numbers[column], looks["example number"])
        else:
            sheet.write_string(FIRST_ROW - 1, index, words.get(column, ""), looks["example text"])


def _cells(sheet: Worksheet, looks: dict[str, Any], period: Period, lists: dict[str, str]) -> None:
    """Draw the empty rows and say what each cell takes."""
    for index, (name, column) in enumerate(COLUMNS.items()):
        for row in range(FIRST_ROW, FIRST_ROW + DRAWN):
            sheet.write_blank(row, index, None, looks[column.look])
        rule = _rule(name, period, lists)
        if rule:
            sheet.data_validation(FIRST_ROW - 1, index, FIRST_ROW + CHECKED, index, rule)


def _rule(name: str, period: Period, lists: dict[str, str]) -> dict[str, Any]:
    """Return the validation of a column, empty when anything may be written."""
    heading = COLUMNS[name].heading
    if name in lists:
        message = "Hãy chọn một mục trong danh sách của ô."
        return {"validate": "list", "source": lists[name], "error_title": heading[:32], "error_message": message}
    if name == "date":
        first, last = (datetime.combine(day, time.min) for day in (period.since, period.until))
        message = f"Ngày phải nằm trong kỳ {period.span}, ghi dạng 30/8/2019."
        rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
        return {**rule, "error_title": heading[:32], "error_message": message}
    if name in ("quantity", "airings", "minutes", "participants"):
        kind = "decimal" if name in ("quantity", "minutes") else "integer"
        rule = {"validate": kind, "criteria": ">=", "value": 0, "error_title": heading[:32]}
        return {**rule, "error_message": "Hãy ghi một số, ví dụ 1 hoặc 12."}
    return {}


def _print_set_up(sheet: Worksheet, period: Period) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 2)
    sheet.set_footer(f"&L{period.label}&RTrang &P/&N")


def _guide(sheet: Worksheet, looks: dict[str, Any], steps: Iterable[str]) -> None:
    """Write how to fill the form in."""
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 105)
    sheet.write_string(0, 0, "CÁCH GHI BIỂU KÊ KHAI", looks["title"])
    for number, step in enumerate(steps, 1):
        sheet.write_number(number + 1, 0, number, looks["text"])
        sheet.write_string(number + 1, 1, step, looks["text"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _steps(period: Period, works: str) -> Iterable[str]:
    recipient = f" để tổng hợp báo cáo gửi {period.recipient}" if period.recipient else ""
    due = f", trước ngày {date_short(period.due)}" if period.due else ""
    unit = UNIT_LABEL.rstrip(":")
    for step in _STEPS:
        yield step.format(unit=unit, span=period.span, example=EXAMPLE, recipient=recipient, due=due, works=works)
