"""A report as an Excel workbook: what an official adds up, filters, prints and keeps.

Every number is a number and every date a date, written the Vietnamese way; a qualified number ("hơn 176") stands
in two cells and no formula adds it up. Totals are the report's own, not sums of what is shown, so a work of two
topics counts once. Text is never taken for a formula.

Knows: sheets, columns and how they print on A4. Never: counts anything the report does not hold.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from site_builder.counting.axes import AXIS_NAMES, NONE, NONE_NAMES, UNDATED
from site_builder.counting.figures import Count, Figures, Table
from site_builder.model.wording import Wording
from site_builder.reports import amendments, annex_sheet, changes_sheet, cover_sheet
from site_builder.reports.report import Report, ReportAiring, ReportEntry
from site_builder.reports.sheets import LOOKS, As, Cell, Sheet, dress
from site_builder.reports.sums import apart, counted_as
from site_builder.reports.to_csv import DOUBLE
from site_builder.text import VIETNAM, date_short, integer, sort_key

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

SUMMARY, SHARES, GROUPS, BY_GENRE, BY_AGENCY, MONTHS, OUTLETS, ACTIVITIES, PLAN, LIST = (
    "Tổng hợp", "Nguồn số liệu", "Theo nhóm", "Chủ đề × Thể loại", "Cơ quan × Chủ đề", "Theo tháng",
    "Lượt theo nơi phát", "Hoạt động", "Kế hoạch", "Danh sách",
)  # fmt: skip
HOLDS = {
    SUMMARY: "Số tin, bài, số lượt, thời lượng, số chuyên mục; so sánh với kỳ trước, cùng kỳ năm trước, số đã nộp",
    SHARES: "Phần của từng cổng, từng đơn vị gửi số liệu; đơn vị chưa báo cáo",
    GROUPS: "Số tin, bài, số lượt, thời lượng theo chủ đề, cơ quan, thể loại, kênh, chuyên mục …",
    BY_GENRE: "Số tin, bài của từng chủ đề, chia theo thể loại",
    BY_AGENCY: "Số tin, bài của từng cơ quan, chia theo chủ đề",
    MONTHS: "Số tin, bài, số lượt, thời lượng từng tháng; biểu đồ",
    OUTLETS: "Số lượt của từng nơi đăng, phát; rồi từng lượt một",
    ACTIVITIES: "Hoạt động ngoài tin, bài: cộng theo từng loại; rồi từng dòng một",
    PLAN: "Chỉ tiêu kế hoạch của kỳ và mức đã thực hiện",
    annex_sheet.NAME: "Danh sách tin, bài như phụ lục của bản Word, để in kèm",
    LIST: "Mọi tin, bài được đếm, đủ các cột, để lọc và sắp xếp",
    amendments.SHEET: "Mục nào thêm, gỡ, sửa và số nào khác từ khi nộp",
}
"""Names of the sheets in their order, and what each holds."""
LIST_HEADER = (
    "STT", "Tên tin, bài", "Thể loại", "Chuyên mục", "Cơ quan, đơn vị", "Kênh", "Ngày đăng", "Đường dẫn", "Chủ đề",
    "Số lượt", "Thời lượng (phút)", "Nguồn số liệu", "Ghi chú",
)  # fmt: skip
"""The annex's columns, all of them, in its order, and remarks."""
ONLY_AIRED = "Chỉ tính lượt: đăng lần đầu ngoài kỳ"
ONLY_SUM = "Chỉ tính lượt: số tổng, không phải một tin, bài"


def to_xlsx(report: Report, wording: Wording) -> bytes:
    """Write the report as a workbook; the same report gives the same bytes."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 - only who makes a workbook waits for the library

    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": "Times New Roman", "font_size": 12},
    }
    book = Workbook(file, options)
    book.set_properties(
        {
            "title": _title(report),
            "author": report.agency,
            "company": report.portal,
            "created": datetime.combine(report.as_of or report.period.until, time.min),
        }
    )
    looks = {name: book.add_format(look) for name, look in LOOKS.items()}
    contents = _contents(report)
    cover_sheet.fill(Sheet(book, looks, cover_sheet.NAME, cover_sheet.WIDTHS), report, _title(report), contents)
    _summary(Sheet(book, looks, SUMMARY, (44, 13, 13, 13, 13, 13, 13, 13)), report, wording)
    if SHARES in contents:
        _shares(Sheet(book, looks, SHARES, (44, 14, 12, 12, 12, 12)), report)
    _groups(Sheet(book, looks, GROUPS, (50, 12, 12, 12)), report)
    _topics_by_genre(book, looks, report)
    _agencies_by_topic(book, looks, report)
    _months(book, Sheet(book, looks, MONTHS, (36, 14, 14, 14)), report.figures)
    _outlets(Sheet(book, looks, OUTLETS, (50, 22, 30, 13, 10, 24)), report)
    _activities(Sheet(book, looks, ACTIVITIES, (12, 36, 9, 10, 9, 7, 7, 10, 22, 18, 18, 18, 22)), report)
    _plan(Sheet(book, looks, PLAN, (50, 12, 14, 12, 14, 12)), report)
    annex_sheet.fill(Sheet(book, looks, annex_sheet.NAME, annex_sheet.widths(report)), report, wording)
    _list(Sheet(book, looks, LIST, (6, 40, 11, 14, 22, 16, 12, 28, 24, 8, 10, 13, 16)), report)
    if amendments.SHEET in contents:
        changes_sheet.fill(Sheet(book, looks, amendments.SHEET, changes_sheet.WIDTHS), report)
    for page in book.worksheets():
        dress(page, _title(report), _span(report), report.agency)
    book.close()
    return file.getvalue()


def _contents(report: Report) -> dict[str, str]:
    """Return what the sheets of this report hold, by their names."""
    needless = set()
    if len(report.shares) < 2 and not report.missing:
        needless.add(SHARES)
    if not changes_sheet.has_changes(report):
        needless.add(amendments.SHEET)
    return {name: words for name, words in HOLDS.items() if name not in needless}


def _span(report: Report) -> str:
    """Return the days that stand below the title on every page."""
    period = report.period
    span = f"{period.label}: từ {date_short(period.since)} đến {date_short(period.until)}"
    return f"{span}; tạm tính đến {date_short(report.as_of)}" if report.as_of else span


def _title(report: Report) -> str:
    return report.words.title or f"Thống kê tin, bài: {report.period.label}"


# Tổng hợp


def _summary(sheet: Sheet, report: Report, wording: Wording) -> None:
    """Write who reports what for which days, the totals, and everything that stands beside them."""
    total = report.figures.total
    sheet.line(_title(report), "title")
    sheet.line(report.agency)
    sheet.line(f"Kỳ: {report.period.label}, từ {date_short(report.period.since)} đến {date_short(report.period.until)}")
    if report.as_of:
        sheet.line(f"Số liệu tạm tính đến ngày {date_short(report.as_of)}; kỳ chưa kết thúc.", "note")
    if report.period.due:
        sheet.line(f"Hạn gửi: {date_short(report.period.due)}")
    sheet.gap()
    sheet.header(("Chỉ tiêu", "Số lượng"))
    sheet.cells(("Tin, bài", total.works))
    sheet.cells(("Lượt đăng, phát", total.airings))
    sheet.cells(("Thời lượng đăng, phát (phút)", total.minutes))
    sheet.cells(("Chuyên mục", report.columns))
    sheet.line("Bốn số đếm bốn thứ khác nhau, không cộng với nhau.", "note")
    if report.figures.untimed and total.minutes:
        sheet.line(f"{integer(report.figures.untimed)} lượt không ghi thời lượng nên chưa có trong số phút.", "note")
    _apart(sheet, report)
    if report.unfit:
        sheet.line(f"{integer(len(report.unfit))} tin, bài không thuộc nội dung chỉ đạo nào (xem Danh sách).", "note")
    _comparisons(sheet, report)
    _filed(sheet, report, wording)
    sheet.done(landscape=True)


def _apart(sheet: Sheet, report: Report) -> None:
    """Name what is in no number of works or airings, and why."""
    for reason, words in apart(report.sums).items():
        sheet.line(f"Không tính vào số tin, bài và số lượt ({reason}): {', '.join(words)}.", "note")


def _comparisons(sheet: Sheet, report: Report) -> None:
    """Set the totals beside those of earlier spans."""
    if not report.comparisons:
        return
    sheet.gap()
    sheet.line("So sánh", "part")
    sheet.header(("Kỳ", "Tin, bài", "Tăng, giảm", "Tỷ lệ", "Lượt", "Tăng, giảm", "Tỷ lệ", "Phút"))
    now = report.figures.total
    sheet.cells(("Kỳ này", now.works, None, None, now.airings, None, None, now.minutes))
    for earlier in report.comparisons:
        then = earlier.count
        sheet.cells(
            (
                earlier.label[:1].upper() + earlier.label[1:],
                *_change(now.works, then.works),
                *_change(now.airings, then.airings),
                then.minutes,
            )
        )


def _change(now: int, then: int) -> tuple[int, As, As]:
    """Return the earlier number, the difference and its share; there is no share of nothing."""
    return then, As(now - then, "change"), As((now - then) / then if then else None, "percent")


def _filed(sheet: Sheet, report: Report, wording: Wording) -> None:
    """Set the filed numbers beside the present ones."""
    if not report.filed:
        return
    sheet.gap()
    sheet.line(f"Báo cáo đã gửi ngày {date_short(report.filed)}", "part")
    if not changes_sheet.has_changes(report):
        sheet.line("Số hiện nay không khác số đã gửi.")
        return
    sheet.line(f"Đã có thay đổi sau khi gửi: từng mục, từng số ở trang “{amendments.SHEET}”.", "note")
    for told in amendments.paragraphs(report, wording):
        sheet.line(told, "note")
    totals = [change for change in report.changes if change.name in amendments.TOTALS]
    if totals:
        sheet.header(("Chỉ tiêu", "Số đã gửi", "Số hiện nay", "Chênh lệch"))
    for change in totals:
        sheet.cells((change.name, change.filed, change.now, As(change.now - change.filed, "change")))


def _shares(sheet: Sheet, report: Report) -> None:
    """Say what each source brought, and who has not reported."""
    sheet.header(("Nguồn", "Loại", "Tin, bài", "Lượt", "Phút", "Hoạt động"))
    for share in report.shares:
        numbers = (share.works, share.airings, share.minutes, share.activities)
        sheet.cells((share.name, share.kind, *numbers))
    if report.doubles:
        sheet.gap()
        sheet.line(f"Gửi trùng, chỉ tính một lần ở nơi có trước ({integer(len(report.doubles))} tin, bài)", "part")
        for double in report.doubles:
            sheet.line(f"{double.title} ({double.source})")
    if report.missing:
        sheet.gap()
        sheet.line(f"Chưa báo cáo ({integer(len(report.missing))} đơn vị)", "part")
        for name in report.missing:
            sheet.line(name)
    sheet.page.freeze_panes(1, 1)
    sheet.done(repeat=0)


def _groups(sheet: Sheet, report: Report) -> None:
    """Write every table of the figures with its true total, all below one header."""
    sheet.header(("", "Tin, bài", "Lượt", "Phút"))
    for table in report.figures.tables:
        if table.rows and table.axis not in ("month", "outlet"):
            _axis(sheet, table)
    sheet.page.freeze_panes(1, 1)
    sheet.done(repeat=0)


def _axis(sheet: Sheet, table: Table) -> None:
    title = AXIS_NAMES[table.axis]
    sheet.gap()
    sheet.line(f"Theo {title[:1].lower()}{title[1:]}", "part")
    for row in table.rows:
        sheet.cells((row.name, *_numbers(row.count)))
    if table.surplus:
        sheet.cells(("Cộng các dòng", *_numbers(table.sum)))
        sheet.cells((DOUBLE, *_numbers(table.surplus)))
    sheet.cells(("Tổng số", *_numbers(table.total)), total=True)


def _numbers(count: Count) -> tuple[int, int, float]:
    return (count.works, count.airings, count.minutes)


# Tables of two axes


def _topics_by_genre(book: Workbook, looks: dict[str, Format], report: Report) -> None:
    """Write works by topic and genre: a work of two topics stands in two rows, the last row counts it once."""
    works = [dict(entry.rows) for entry in report.entries if entry.counts_as_work]
    topics, genres = (_places(report.figures, axis, works) for axis in ("topic", "genre"))
    counts = Counter((topic, one["genre"][0]) for one in works for topic in one["topic"])
    totals = Counter(one["genre"][0] for one in works)
    sheet = Sheet(book, looks, BY_GENRE, (44, *(11 for _ in genres), 11))
    sheet.header(("Chủ đề", *genres.values(), "Tổng số"))
    for topic, name in topics.items():
        found = [counts[topic, genre] for genre in genres]
        sheet.cells((name, *found, sum(found)))
    sums = [sum(counts[topic, genre] for topic in topics) for genre in genres]
    if sum(sums) != len(works):
        sheet.cells(("Cộng các dòng", *sums, sum(sums)))
        off = (sums[at] - totals[genre] for at, genre in enumerate(genres))
        sheet.cells((DOUBLE, *off, sum(sums) - len(works)))
    sheet.cells(("Tổng số", *(totals[genre] for genre in genres), len(works)), total=True)
    _several_topics(sheet, works, "dòng")
    sheet.page.freeze_panes(1, 1)
    sheet.done(landscape=len(genres) > 4, repeat=0)


def _agencies_by_topic(book: Workbook, looks: dict[str, Format], report: Report) -> None:
    """Write works by agency and topic: a work of two topics stands in two columns, the last column counts it once."""
    works = [dict(entry.rows) for entry in report.entries if entry.counts_as_work]
    agencies, topics = (_places(report.figures, axis, works) for axis in ("agency", "topic"))
    counts = Counter((one["agency"][0], topic) for one in works for topic in one["topic"])
    by_agency = Counter(one["agency"][0] for one in works)
    by_topic = Counter(topic for one in works for topic in one["topic"])
    sheet = Sheet(book, looks, BY_AGENCY, (44, *(14 for _ in topics), 11))
    sheet.header(("Cơ quan", *topics.values(), "Tổng số"))
    for agency, name in agencies.items():
        sheet.cells((name, *(counts[agency, topic] for topic in topics), by_agency[agency]))
    sheet.cells(("Tổng số", *(by_topic[topic] for topic in topics), len(works)), total=True)
    _several_topics(sheet, works, "cột")
    sheet.page.freeze_panes(1, 1)
    sheet.done(landscape=len(topics) > 3, repeat=0)


def _several_topics(sheet: Sheet, works: Iterable[dict[str, tuple[str, ...]]], place: str) -> None:
    several = sum(len(one["topic"]) > 1 for one in works)
    if several:
        sheet.line(
            f"{integer(several)} tin, bài thuộc hai chủ đề trở lên nên được tính ở mỗi {place}; "
            "tổng số chỉ tính một lần.",
            "note",
        )


def _places(figures: Figures, axis: str, works: Iterable[dict[str, tuple[str, ...]]]) -> dict[str, str]:
    """Return the names by id of the rows of an axis in which works stand, in the figures' order."""
    found = {id_ for one in works for id_ in one[axis]}
    return {row.id: row.name for row in figures.table(axis).rows if row.id in found}


# Theo tháng, Lượt theo nơi phát


def _months(book: Workbook, sheet: Sheet, figures: Figures) -> None:
    """Write the months and a chart of their works and airings."""
    table = figures.table("month")
    last = sum(row.id != NONE for row in table.rows)
    sheet.header(("Tháng", "Tin, bài", "Lượt", "Phút"))
    for row in table.rows:
        sheet.cells((row.name, *_numbers(row.count)))
    sheet.cells(("Tổng số", *_numbers(table.total)), total=True)
    if last < len(table.rows):
        sheet.line(UNDATED, "note")
    sheet.gap()
    chart = book.add_chart({"type": "column"})
    for column, name, colour in ((1, "Tin, bài", "#A3161F"), (2, "Lượt", "#3A6EA5")):
        chart.add_series(
            {
                "name": name,
                "categories": [MONTHS, 1, 0, last, 0],
                "values": [MONTHS, 1, column, last, column],
                "fill": {"color": colour},
                "data_labels": {"value": last <= MONTH_LABELS},
            }
        )
    chart.set_title({"name": "Số tin, bài và số lượt theo tháng", "name_font": {"size": 13}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size({"width": 540, "height": 340})
    words = f"Biểu đồ cột số tin, bài và số lượt theo tháng; số liệu ở bảng bên trên, {last} tháng"
    sheet.page.insert_chart(sheet.row, 0, chart, {"description": words})
    sheet.row += CHART_ROWS
    sheet.done(repeat=0)


MONTH_LABELS = 18
"""Months up to which every column carries its number."""
CHART_ROWS = 18
"""Rows that the chart covers."""


def _outlets(sheet: Sheet, report: Report) -> None:
    """Write how often works went out where, then every airing."""
    sheet.line("Số lượt theo nơi phát", "part")
    sheet.header(("Nơi phát", "Kênh", "", "Lượt", "Phút"))
    for (channel, outlet), aired in _by_outlet(report).items():
        minutes = round(sum(one.minutes or 0 for one in aired), 6)
        sheet.cells((outlet or NONE_NAMES["outlet"], channel, None, len(aired), minutes))
    total = report.figures.total
    sheet.cells(("Tổng số", "", None, total.airings, total.minutes), total=True)
    sheet.gap()
    sheet.line("Từng lượt", "part")
    top = sheet.row
    sheet.header(("Tên tin, bài", "Kênh", "Nơi phát", "Ngày", "Phút", "Nguồn số liệu"))
    for one in report.airings:
        day = NONE_NAMES["month"] if one.undated else one.date.astimezone(VIETNAM).date()
        sheet.cells((one.title, one.channel, one.outlet, day, one.minutes, one.source), blanks=False)
    if report.airings:
        sheet.page.autofilter(top, 0, sheet.row - 1, sheet.last)
        sheet.page.hide_gridlines(0)
    sheet.done(landscape=True, repeat=top if report.airings else None)


def _by_outlet(report: Report) -> dict[tuple[str, str], list[ReportAiring]]:
    """Return the airings by channel and outlet, channels in the figures' order."""
    groups: dict[tuple[str, str], list[ReportAiring]] = {}
    for one in report.airings:
        groups.setdefault((one.channel, one.outlet), []).append(one)
    order = {row.name: place for place, row in enumerate(report.figures.table("channel").rows)}
    return {
        key: groups[key] for key in sorted(groups, key=lambda key: (order.get(key[0], len(order)), sort_key(key[1])))
    }


# Hoạt động, Kế hoạch


def _activities(sheet: Sheet, report: Report) -> None:
    """Write sums of what may be added up, then every row; a qualifier has a cell of its own."""
    sheet.line("Cộng theo từng loại (cùng đơn vị, cùng cách ghi)", "part")
    if not report.sums:
        sheet.line("Kỳ này không có hoạt động nào ngoài tin, bài.")
    else:
        sheet.header(("Số dòng", "Hoạt động", "Cách ghi", "Số lượng", "Đơn vị"))
        for one in report.sums:
            sheet.cells((len(one.rows), one.name, one.qualifier, one.quantity, one.unit))
        _apart(sheet, report)
        sheet.line("Số có chữ hơn, gần, khoảng là số ước lượng, không cộng với số đúng.", "note")
    sheet.gap()
    sheet.line("Từng dòng", "part")
    top = sheet.row
    sheet.header(
        ("Ngày", "Hoạt động", "Cách ghi", "Số lượng", "Đơn vị", "Lượt", "Phút", "Người tham gia", "Cơ quan", "Nơi phát",
         "Được tính", "Ghi chú", "Địa chỉ")
    )  # fmt: skip
    agencies, outlets = _named(report.figures, "agency"), _named(report.figures, "outlet")
    for row in report.activities:
        sheet.cells(
            (
                row.date, row.title, row.qualifier, row.quantity, row.unit, row.airings, row.minutes, row.participants,
                agencies.get(row.agency, row.agency) or row.source, outlets.get(row.outlet, row.outlet),
                counted_as(row), row.note, As(row.url, "link"),
            )
        )  # fmt: skip
    sheet.done(landscape=True, repeat=top if report.activities else None)


def _named(figures: Figures, axis: str) -> dict[str, str]:
    return {row.id: row.name for table in figures.tables if table.axis == axis for row in table.rows}


def _plan(sheet: Sheet, report: Report) -> None:
    """Write what was promised and what was reached."""
    if not report.plan:
        sheet.line("Kỳ này không có chỉ tiêu kế hoạch.")
    else:
        sheet.header(("Chỉ tiêu", "Đơn vị", "Kế hoạch", "Cách ghi", "Thực hiện", "Tỷ lệ đạt"))
        for line in report.plan:
            target, actual = line.target.target, line.actual
            asked: tuple[Cell | As, Cell | As] = (target, actual)
            if line.target.is_percent:
                asked = (As(target / 100, "percent"), As(actual / 100, "percent"))
            reached = As(None if line.percent is None else line.percent / 100, "percent")
            sheet.cells((line.name, line.target.unit, asked[0], line.qualifier, asked[1], reached))
    sheet.done(repeat=0 if report.plan else None)


# Danh sách


def _list(sheet: Sheet, report: Report) -> None:
    """Write every work and everything that aired, oldest first."""
    sheet.header(LIST_HEADER)
    unfit = set(report.unfit)
    for number, entry in enumerate(report.entries, start=1):
        sheet.cells(
            (
                number, entry.title, entry.genre, entry.column, entry.agency, "; ".join(entry.channels),
                entry.date.astimezone(VIETNAM).date(), As(entry.url, "link") if entry.url else None,
                "; ".join(entry.topics), entry.airings, entry.minutes or None, entry.source,
                _remarks(entry, entry in unfit),
            ),
            blanks=False,
        )  # fmt: skip
    sheet.page.autofilter(0, 0, max(sheet.row - 1, 0), sheet.last)
    sheet.page.freeze_panes(1, 2)
    sheet.page.hide_gridlines(0)
    sheet.done(landscape=True, repeat=0)


def _remarks(entry: ReportEntry, is_unfit: bool) -> str:
    words = []
    if not entry.counts_as_work:
        words.append(ONLY_SUM if entry.is_sum else ONLY_AIRED)
    if entry.featured:
        words.append("Nổi bật")
    if is_unfit:
        words.append("Ngoài nội dung chỉ đạo")
    return "; ".join(words)
