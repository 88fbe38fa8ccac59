"""The sheet of a workbook that sets what was filed beside the present: every number and every item that differs.

Knows: its columns. Never: compares anything itself.
"""

from __future__ import annotations

from site_builder.reports.amendments import SHEET
from site_builder.reports.report import ItemChange, Report
from site_builder.reports.sheets import As, Cell, Sheet
from site_builder.text import date_short, integer

WIDTHS = (6, 11, 13, 50, 13, 36, 30, 30, 28)
ITEM_HEADER = ("STT", "Thay đổi", "Phần", "Tên", "Ngày", "Điều đã đổi", "Đã gửi", "Hiện nay", "Địa chỉ")
NUMBER_HEADER = ("STT", "Số đã gửi", "Số hiện nay", "Chỉ tiêu", "Chênh lệch", "Vì sao")
MOST_REASONS = 5
"""Items that stand beside a number; all of them stand in the table above it."""


def has_changes(report: Report) -> bool:
    """Say whether the sheet has anything to show."""
    return bool(report.filed and (report.changes or report.item_changes))


def fill(sheet: Sheet, report: Report) -> None:
    """Write every item that came, went or changed, then every number that differs, with the items behind it."""
    if report.filed is None:
        return
    sheet.line(f"{SHEET}: báo cáo đã gửi ngày {date_short(report.filed)}", "part")
    sheet.line(report.agency)
    sheet.gap()
    top = sheet.row
    sheet.header(ITEM_HEADER)
    for number, change in enumerate(report.item_changes, start=1):
        for row in _rows(number, change):
            sheet.cells(row)
    if not report.item_changes:
        sheet.line("Không mục nào thêm, gỡ hoặc sửa.", "note")
    sheet.gap()
    sheet.header(NUMBER_HEADER)
    for number, one in enumerate(report.changes, start=1):
        difference = As(one.now - one.filed, "change")
        sheet.cells((number, one.filed, one.now, one.name, difference, _why(one.why)))
    if not report.changes:
        sheet.line("Các con số không khác số đã gửi.", "note")
    sheet.done(landscape=True, repeat=top)


def _why(reasons: tuple[str, ...]) -> str:
    more = len(reasons) - MOST_REASONS
    return "; ".join((*reasons[:MOST_REASONS], *([f"và {integer(more)} mục khác"] if more > 0 else ())))


def _rows(number: int, change: ItemChange) -> list[tuple[Cell | As, ...]]:
    """Return one row of an item, or one for each field that changed."""
    link = As(change.url, "link") if change.url else None
    head: tuple[Cell | As, ...] = (number, change.verb, change.part, change.title, change.date)
    if not change.fields:
        return [(*head, None, None, None, link)]
    return [(*head, field.name, field.filed, field.now, link) for field in change.fields]
