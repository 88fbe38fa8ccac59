"""The first sheet of a workbook: whose report it is, of which days, how final its numbers are, and what follows.

Knows: the words of the cover. Never: counts; never knows how a sheet is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder.reports import amendments, changes_sheet
from site_builder.reports.report import Report
from site_builder.reports.sheets import As, Sheet
from site_builder.text import date_short, integer, one_line

NAME = "Bìa"
WIDTHS = (26, 60)


def fill(sheet: Sheet, report: Report, title: str, contents: Mapping[str, str]) -> None:
    """Write the cover; `contents` says what each of the other sheets holds, by its name."""
    sheet.line(report.agency, "cover")
    sheet.line(title, "cover")
    sheet.gap()
    for name, value in _facts(report):
        sheet.cells((name, value))
    sheet.gap()
    sheet.header(("Trang", "Nội dung"))
    for name, words in contents.items():
        sheet.cells((As(name, "sheet"), words))
    sheet.gap()
    sheet.line("Mỗi trang in trên giấy A4, có tên báo cáo, kỳ và số trang; bấm tên ở bảng trên để mở trang ấy.", "note")
    sheet.done()


def state(report: Report) -> str:
    """Say how final the numbers are, and whether they are those that were filed."""
    if report.as_of:
        return f"Số liệu tạm tính đến ngày {date_short(report.as_of)}; kỳ chưa kết thúc"
    if report.filed is None:
        return "Kỳ đã kết thúc; số liệu chưa chốt"
    filed = f"Số liệu đã chốt ngày {date_short(report.filed)}"
    if changes_sheet.has_changes(report):
        return f"{filed}; số hiện nay khác số đã nộp, xem trang “{amendments.SHEET}”"
    return f"{filed}; số hiện nay không khác số đã nộp"


def _facts(report: Report) -> Iterator[tuple[str, str | As]]:
    """Yield the lines of the cover that have something to say."""
    period, words, total = report.period, report.words, report.figures.total
    yield "Cơ quan báo cáo", report.agency
    yield "Kỳ báo cáo", period.label
    yield "Thời gian", f"Từ ngày {date_short(period.since)} đến ngày {date_short(period.until)}"
    yield "Tình trạng số liệu", state(report)
    if words.number:
        day = f" ngày {date_short(words.date)}" if words.date else ""
        yield "Số, ngày văn bản", f"{one_line(words.number)}{day}"
    if words.replaces:
        yield "Bổ sung, thay thế", one_line(words.replaces)
    if period.due:
        yield "Hạn gửi", date_short(period.due)
    if period.recipient:
        yield "Nơi nhận báo cáo", period.recipient
    yield "Tin, bài", As(total.works, "fact")
    yield "Lượt đăng, phát", As(total.airings, "fact")
    yield "Thời lượng (phút)", As(total.minutes, "fact")
    yield "Chuyên mục", As(report.columns, "fact")
    if len(report.shares) > 1:
        missing = f"; {integer(len(report.missing))} đơn vị chưa báo cáo" if report.missing else ""
        yield "Tổng hợp từ", f"{integer(len(report.shares))} nguồn{missing}"
    yield "Cổng thông tin", ", ".join(filter(None, (report.portal, report.site_url)))
