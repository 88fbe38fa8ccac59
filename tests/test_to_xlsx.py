"""The workbook, read back by another library: the same numbers as the report, and how it prints."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from site_builder.cache.inputs import theme_dir
from site_builder.counting import figures
from site_builder.counting.figures import Count
from site_builder.model import CHANNELS, GENRES, Agency, AgencyName, Article, Column, Outlet, Taxonomy, Topic
from site_builder.model import Airing as Aired
from site_builder.model.ledger import Activity, Location, PlanTarget, Words
from site_builder.model.periods import Period
from site_builder.model.settings import Settings
from site_builder.reports import amendments, annex
from site_builder.reports.listing import Lister
from site_builder.reports.report import (
    ActivitySum,
    Comparison,
    FieldChange,
    FigureChange,
    ItemChange,
    PlanLine,
    Report,
    ReportEntry,
    SourceShare,
)
from site_builder.reports.sheets import lines_of
from site_builder.reports.to_docx import to_docx
from site_builder.reports.to_xlsx import HOLDS, LIST_HEADER, ONLY_AIRED, SHARES, to_xlsx
from site_builder.text import VIETNAM, decimal
from tests.sample_report import WORDING

QUARTER = Period(
    id="quy-3-2019",
    label="Quý III/2019",
    since=date(2019, 5, 26),
    until=date(2019, 8, 25),
    due=date(2019, 8, 30),
    recipient="Sở Nội vụ",
)
TAXONOMY = Taxonomy(
    topics=(
        Topic(id="the-che", name="Cải cách thể chế", order=1),
        Topic(id="mot-cua", name="Cải cách thủ tục hành chính", order=2),
    ),
    agencies=(
        Agency(id="dai", names=(AgencyName(name="Đài Phát thanh và Truyền hình"),)),
        Agency(id="so", names=(AgencyName(name="Sở Nội vụ"),)),
    ),
    genres=GENRES,
    channels=CHANNELS,
    outlets=(Outlet(id="stv1", name="Kênh truyền hình STV1", channel="truyen-hinh"),),
    columns=(Column(id="cm", name="Cải cách hành chính"),),
)


def at(day: int, month: int, hour: int = 7) -> datetime:
    """Return a moment of 2019."""
    return datetime(2019, month, day, hour, 30, tzinfo=VIETNAM)


def work(name: str, moment: datetime, *airings: Aired, **more: Any) -> Article:
    """Make a work that aired on the web on its day, unless other airings are given."""
    facts: dict[str, Any] = {
        "id": name, "path": f"{name}.md", "slug": name, "month": f"{moment:%Y/%m}", "title": name, "date": moment,
        "added": moment, "topics": ("mot-cua",), "agency": "so",
        "airings": airings or (Aired(date=moment, channel="web"),),
    }  # fmt: skip
    return Article(**(facts | more))


WORKS = (
    work("=HYPERLINK(1)", at(24, 8), topics=("mot-cua", "the-che")),
    work("-Bài của Đài", at(1, 6), Aired(date=at(2, 6), channel="truyen-hinh", outlet="stv1", minutes=10.5),
         Aired(date=at(3, 7), channel="truyen-hinh", outlet="stv1", minutes=10), agency="dai", genre="phong-su"),
    work("@Bài cũ", at(1, 5), Aired(date=at(1, 7), channel="phat-thanh")),
)  # fmt: skip
SETTINGS = Settings(site_name="Cổng", site_url="https://cchc.example.vn/", feed_authority="example.vn,2026")


def entries(works: tuple[Article, ...]) -> tuple[ReportEntry, ...]:
    """Say of works what a report's list says."""
    return Lister(TAXONOMY, SETTINGS, {}).entries(works, QUARTER)


LISTED = entries(WORKS)


def report(works: tuple[Article, ...] = WORKS, **more: Any) -> Report:
    """Make a report of the quarter."""
    listed = entries(works)
    facts: dict[str, Any] = {
        "period": QUARTER,
        "agency": "Đài PT&TH",
        "scope": "",
        "portal": "Cổng CCHC",
        "site_url": "https://cchc.example.vn/",
        "authority": "example.vn,2026",
        "as_of": None,
        "figures": figures.count(works, QUARTER, TAXONOMY),
        "columns": 3,
        "comparisons": (),
        "entries": listed,
        "airings": tuple(aired for one in listed for aired in one.aired),
        "activities": (),
        "sums": (),
        "plan": (),
        "unfit": (),
        "shares": (SourceShare(name="Cổng CCHC", kind="cổng này", works=2, airings=4, minutes=20.5, activities=0),),
        "missing": (),
        "words": Words(),
        "filed": None,
        "changes": (),
    }
    return Report(**(facts | more))


def opened(one: Report) -> Workbook:
    """Open the workbook of a report."""
    return load_workbook(io.BytesIO(to_xlsx(one, WORDING)))


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    """Return what a sheet's rows say, without the empty cells at their ends."""
    found = []
    for values in sheet.iter_rows(values_only=True):
        while values and values[-1] in (None, ""):
            values = values[:-1]  # noqa: PLW2901 - the same row, shortened
        found.append(values)
    return found


def row_of(sheet: Worksheet, name: str) -> tuple[Any, ...]:
    """Return the row whose first cell is `name`."""
    return next(row for row in rows(sheet) if row and row[0] == name)


def words_of(sheet: Worksheet) -> str:
    """Return all words of a sheet."""
    return " | ".join(str(value) for row in rows(sheet) for value in row if value is not None)


def activity(line: int, title: str, quantity: float, unit: str, qualifier: str = "", **more: Any) -> Activity:
    """Make a row of activities."""
    place = Location(file="content/activities/2019.csv", line=line)
    return Activity(
        place=place, date=date(2019, 7, 5), title=title, quantity=quantity, unit=unit, qualifier=qualifier, **more
    )


# What it says


def test_the_workbook_has_its_sheets_and_opens_as_numbers() -> None:
    """The sheets stand in order; totals are those of the figures, as numbers."""
    book = opened(report())
    assert book.sheetnames == ["Bìa", *(name for name in HOLDS if name not in (SHARES, amendments.SHEET))]
    summary = book["Tổng hợp"]
    assert row_of(summary, "Tin, bài")[1] == 2
    assert row_of(summary, "Lượt đăng, phát")[1] == 4
    assert row_of(summary, "Thời lượng đăng, phát (phút)")[1] == 20.5
    assert row_of(summary, "Chuyên mục")[1] == 3
    assert "không cộng với nhau" in words_of(summary)
    assert "2 lượt không ghi thời lượng" in words_of(summary)


def test_every_axis_has_its_true_total() -> None:
    """Tables on the summary and the months end with the period's totals, whatever the rows add up to."""
    one = report()
    book = opened(one)
    totals = [row for row in rows(book["Theo nhóm"]) if row and row[0] == "Tổng số"]
    shown = [table for table in one.figures.tables if table.rows and table.axis not in ("month", "outlet")]
    assert totals == [("Tổng số", 2, 4, 20.5)] * len(shown)
    assert ("Cộng các dòng", 3, 5, 20.5) in rows(book["Theo nhóm"])
    months = rows(book["Theo tháng"])
    assert [row[1:] for row in months[1:6]] == [
        (row.count.works, row.count.airings, row.count.minutes) for row in one.figures.table("month").rows
    ] + [(2, 4, 20.5)]


def test_cross_tables_count_each_work_once_in_their_total() -> None:
    """A work of two topics stands in two rows; the last row and column do not count it twice, and a note says so."""
    book = opened(report())
    genres = rows(book["Chủ đề × Thể loại"])
    assert genres[:6] == [
        ("Chủ đề", "Tin", "Phóng sự", "Tổng số"),
        ("Cải cách thể chế", 1, 0, 1),
        ("Cải cách thủ tục hành chính", 1, 1, 2),
        ("Cộng các dòng", 2, 1, 3),
        ("Trừ phần tính ở nhiều dòng", 1, 0, 1),
        ("Tổng số", 1, 1, 2),
    ]
    agencies = rows(book["Cơ quan × Chủ đề"])
    assert agencies[0] == ("Cơ quan", "Cải cách thể chế", "Cải cách thủ tục hành chính", "Tổng số")
    assert ("Sở Nội vụ", 1, 1, 1) in agencies
    assert ("Đài Phát thanh và Truyền hình", 0, 1, 1) in agencies
    assert ("Tổng số", 1, 2, 2) in agencies
    assert "1 tin, bài thuộc hai chủ đề trở lên" in words_of(book["Cơ quan × Chủ đề"])


def test_a_plain_cross_table_needs_no_correction() -> None:
    """Works of one topic each: no row that takes off, no note; what has no topic or agency has a row."""
    book = opened(report((replace(WORKS[1], topics=(), agency=""),)))
    assert rows(book["Chủ đề × Thể loại"]) == [
        ("Chủ đề", "Phóng sự", "Tổng số"),
        ("Chưa xếp chủ đề", 1, 1),
        ("Tổng số", 1, 1),
    ]
    assert rows(book["Cơ quan × Chủ đề"])[1] == ("Chưa rõ cơ quan", 1, 1)


def test_airings_stand_by_outlet_and_one_by_one() -> None:
    """Channels in the figures' order, what has no outlet is said; every airing has its own row and date."""
    found = rows(opened(report())["Lượt theo nơi phát"])
    assert ("Kênh truyền hình STV1", "Truyền hình", None, 2, 20.5) in found
    assert ("Tổng số", None, None, 4, 20.5) in found
    assert sum(row[3] for row in found[2:5]) == 4
    singles = found[found.index(("Từng lượt",)) + 2 :]
    assert [row[0] for row in singles] == [aired.title for aired in report().airings]
    assert singles[0][3] == datetime(2019, 6, 2)  # noqa: DTZ001 - a sheet's dates have no zone


def test_the_list_has_every_entry_with_its_link() -> None:
    """Titles that begin like a formula are words; addresses are links; what only aired is marked."""
    book = opened(report(unfit=(LISTED[0],), entries=(*LISTED[:2], replace(LISTED[2], featured=True))))
    sheet = book["Danh sách"]
    found = rows(sheet)
    assert found[0] == LIST_HEADER
    assert [row[1] for row in found[1:]] == ["-Bài của Đài", "=HYPERLINK(1)", "@Bài cũ"]
    assert [sheet.cell(row, 2).data_type for row in (2, 3, 4)] == ["s", "s", "s"]
    assert sheet["H3"].hyperlink.target == "https://cchc.example.vn/tin-tuc/2019/08/=HYPERLINK(1)/"
    assert sheet.cell(3, 7).value == datetime(2019, 8, 24)  # noqa: DTZ001 - same
    assert (sheet["G3"].is_date, sheet["G3"].number_format) == (True, "dd/mm/yyyy")
    assert [row[12:] for row in found[1:]] == [("Ngoài nội dung chỉ đạo",), (), (f"{ONLY_AIRED}; Nổi bật",)]
    assert sheet.auto_filter.ref == "A1:M4"
    assert sheet.freeze_panes == "C2"


@pytest.mark.parametrize("asked", [(), ("stt", "ten", "luot", "thoi-luong", "ngay-dang", "chu-de", "nguon"), ("ten",)])
def test_the_annex_is_that_of_word(asked: tuple[str, ...]) -> None:
    """The same columns in the same order, the same rows in the same order, as numbers, days and links."""
    one = report(words=Words(annex_columns=asked, annex_label="Phụ lục 2"))
    template = (theme_dir() / "reports" / "quy.docx").read_bytes()
    table = Document(io.BytesIO(to_docx(one, template, "quy.docx", WORDING))).tables[-1]
    word = [tuple(words_in(cell) for cell in row.cells) for row in table.rows]
    sheet: Any = opened(one)["Phụ lục"]
    top = int(sheet.print_title_rows.rpartition("$")[2])
    shown = [
        tuple(map(as_word, row))
        for row in sheet.iter_rows(top, sheet.max_row - 1, max_col=len(word[0]), values_only=True)
    ]

    assert shown[0] == tuple(column.heading for column in annex.columns(one)) == word[0]
    assert [row for row in shown if row[0] != annex.CARRIED] == [row for row in word if row[0] != annex.CARRIED]
    assert sum(row[0] == annex.CARRIED for row in shown) == 1
    assert [sheet["A1"].value, sheet.cell(sheet.max_row, 1).value] == [
        "Phụ lục 2", "Tổng số: 2 tin, bài; 4 lượt đăng, phát.",
    ]  # fmt: skip


def words_in(cell: Any) -> str:
    """Return the text of a cell of a Word table, that of links included."""
    return "".join(node.text or "" for node in cell._tc.iter(qn("w:t")))  # noqa: SLF001 - python-docx leaves links out


def as_word(value: Any) -> str:
    """Write a cell's value as the Word document does."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else value if isinstance(value, str) else decimal(value)


def test_an_annex_of_nothing_says_so() -> None:
    """The sentence that the Word document has."""
    assert annex.NONE in words_of(opened(report(()))["Phụ lục"])


def test_an_address_that_excel_cannot_open_stays_words() -> None:
    """No link without http, none that is too long, none when there is no address."""
    long = "https://example.vn/" + "a" * 2100
    entries = tuple(replace(LISTED[0], url=url) for url in ("", "javascript:alert(1)", long))
    sheet = opened(report(entries=entries))["Danh sách"]
    assert [sheet.cell(row, 8).hyperlink for row in (2, 3, 4)] == [None, None, None]
    assert [sheet.cell(row, 8).value for row in (2, 3, 4)] == [None, "javascript:alert(1)", long]


def test_qualified_quantities_stand_apart_and_are_never_a_formula() -> None:
    """`hơn 176 lượt` is a word and a number in two cells; sums are kept by unit and qualifier."""
    many = activity(2, "Tin, bài thời sự", 176, "lượt", "hơn", agency="dai", outlet="stv1", note="Tổng")
    some = activity(3, "Băng rôn", 12.5, "m²", url="https://example.vn/x", airings=2, minutes=3.0, participants=40)
    sums = tuple(
        ActivitySum(name=one.title, unit=one.unit, qualifier=one.qualifier, quantity=one.quantity, rows=(one,))
        for one in (many, some)
    )
    sheet = opened(report(activities=(many, some), sums=sums))["Hoạt động"]
    found = rows(sheet)
    assert (1, "Tin, bài thời sự", "hơn", 176, "lượt") in found
    assert (1, "Băng rôn", None, 12.5, "m²") in found
    told = next(row for row in found if row and row[-1] == "Tổng")
    assert told[1:5] == ("Tin, bài thời sự", "hơn", 176, "lượt")
    assert told[8] == "Đài Phát thanh và Truyền hình"
    assert next(row for row in found if row and row[-1] == "https://example.vn/x")[5:8] == (2, 3, 40)


def test_the_plan_says_what_was_reached() -> None:
    """A share is a percentage; nothing reached of nothing has none."""
    place = Location(file="content/plans/2019.yml", line=1)
    lines = (
        PlanLine(target=PlanTarget(place=place, period="quy-3-2019", target=80, unit="bài"), name="Tin, bài",
                 actual=60, percent=75.0, qualifier="hơn"),
        PlanLine(target=PlanTarget(place=place, period="quy-3-2019", target=50, is_percent=True), name="Tỷ lệ phóng sự",
                 actual=50, percent=100.0),
        PlanLine(target=PlanTarget(place=place, period="quy-3-2019", target=0), name="Không", actual=0, percent=None),
    )  # fmt: skip
    sheet = opened(report(plan=lines))["Kế hoạch"]
    assert rows(sheet)[1:] == [
        ("Tin, bài", "bài", 80, "hơn", 60, 0.75),
        ("Tỷ lệ phóng sự", None, 0.5, None, 0.5, 1),
        ("Không", None, 0, None, 0, "–"),
    ]
    assert sheet["F2"].number_format.endswith("0.0%")
    assert sheet["C3"].number_format.endswith("0.0%")


def test_comparisons_show_the_difference_and_its_share() -> None:
    """Twice as many is +100 %; of nothing there is no share."""
    earlier = (
        Comparison(label="kỳ trước (26/02/2019 – 25/05/2019)", count=Count(works=1, airings=5, minutes=2)),
        Comparison(label="cùng kỳ năm trước", count=Count()),
    )
    sheet = opened(report(comparisons=earlier))["Tổng hợp"]
    assert row_of(sheet, "Kỳ trước (26/02/2019 – 25/05/2019)") == (
        "Kỳ trước (26/02/2019 – 25/05/2019)", 1, 1, 1, 5, -1, -0.2, 2,
    )  # fmt: skip
    assert row_of(sheet, "Cùng kỳ năm trước") == ("Cùng kỳ năm trước", 0, 2, "–", 0, 4, "–", 0)


@pytest.mark.heavy
def test_what_was_filed_stands_beside_what_is_now() -> None:
    """Filed number, present number, difference; a sheet of its own names the reason and every item."""
    change = FigureChange(name="Tổng số tin, bài", filed=3, now=2, why=("gỡ: Bài sai",))
    item = ItemChange(verb="gỡ", part="tin, bài", id="", title="Bài sai", date=date(2019, 8, 1), url="")
    fields = (
        FieldChange(name="chủ đề", filed="A", now="B"),
        FieldChange(name="đính chính", filed="", now="02/09/2019"),
    )
    edited = replace(item, verb="sửa", title="Bài đổi", url="https://example.vn/a", fields=fields)
    book = opened(report(filed=date(2019, 8, 30), changes=(change,), item_changes=(item, edited)))
    words, told = rows(book["Tổng hợp"]), rows(book[amendments.SHEET])
    assert ("Báo cáo đã gửi ngày 30/08/2019",) in words
    assert ("Tổng số tin, bài", 3, 2, -1) in words
    assert (1, 3, 2, "Tổng số tin, bài", -1, "gỡ: Bài sai") in told
    assert [row[:4] for row in told if row[:1] in ((1,), (2,))] == [
        (1, "gỡ", "tin, bài", "Bài sai"),
        (2, "sửa", "tin, bài", "Bài đổi"),
        (2, "sửa", "tin, bài", "Bài đổi"),
        (1, 3, 2, "Tổng số tin, bài"),
    ]
    assert any("không còn 01 tin, bài: “Bài sai”" in str(row) for row in words)
    same = words_of(opened(report(filed=date(2019, 8, 30)))["Tổng hợp"])
    assert "Số hiện nay không khác số đã gửi." in same


def test_sources_keep_their_shares_and_the_missing_are_named() -> None:
    """Each source has its row; who has not reported is listed; an open period is provisional."""
    book = opened(consolidated(as_of=date(2019, 8, 1), unfit=(LISTED[0],)))
    sheet, summary = book[SHARES], words_of(book["Tổng hợp"])
    assert row_of(sheet, "Đài huyện") == ("Đài huyện", "biểu Excel", 1, 6, 4, 1)
    assert "Chưa báo cáo (1 đơn vị) | UBND xã Long Phú" in words_of(sheet)
    assert "Số liệu tạm tính đến ngày 01/08/2019" in summary
    assert "1 tin, bài không thuộc nội dung chỉ đạo nào" in summary


def consolidated(**more: Any) -> Report:
    """Make a report of two sources, one unit having sent nothing."""
    shares = (
        SourceShare(name="Cổng CCHC", kind="cổng này", works=2, airings=4, minutes=20.5, activities=0),
        SourceShare(name="Đài huyện", kind="biểu Excel", works=1, airings=6, minutes=4, activities=1),
    )
    return report(**{"shares": shares, "missing": ("UBND xã Long Phú",), **more})


def reissued(**more: Any) -> Report:
    """Make a consolidated report with everything that can stand beside its numbers, changed since it was filed."""
    item = ItemChange(verb="gỡ", part="tin, bài", id="", title="Bài sai", date=date(2019, 8, 1), url="")
    words = Words(number="230/BC-PTTH", date=date(2019, 8, 30), replaces="225/BC-PTTH")
    return consolidated(**{"filed": date(2019, 8, 30), "item_changes": (item,), "words": words, **more})


# The cover


def facts_of(one: Report) -> dict[str, Any]:
    """Return what the cover says, by the words before it."""
    return {row[0]: row[1] for row in rows(opened(one)["Bìa"]) if len(row) == 2}


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({"as_of": date(2019, 8, 1)}, "Số liệu tạm tính đến ngày 01/08/2019; kỳ chưa kết thúc"),
        ({}, "Kỳ đã kết thúc; số liệu chưa chốt"),
        ({"filed": date(2019, 8, 30)}, "Số liệu đã chốt ngày 30/08/2019; số hiện nay không khác số đã nộp"),
        (
            {"filed": date(2019, 8, 30), "changes": (FigureChange(name="Tổng số lượt", filed=3, now=4),)},
            "Số liệu đã chốt ngày 30/08/2019; số hiện nay khác số đã nộp, xem trang “Thay đổi sau nộp”",
        ),
    ],
)
def test_the_cover_says_how_final_the_numbers_are(more: dict[str, Any], state: str) -> None:
    """Provisional, over, filed, or filed and other than now."""
    assert facts_of(report(**more))["Tình trạng số liệu"] == state


def test_the_cover_says_whose_report_it_is_and_leads_to_every_sheet() -> None:
    """Agency, title, days, number, sources, the four numbers; a link to each sheet that is there, and to no other."""
    book = opened(reissued())
    sheet, facts = book["Bìa"], facts_of(reissued())
    links = {cell.value: cell.hyperlink.location for (cell, *_) in sheet.iter_rows() if cell.hyperlink}

    assert [sheet["A1"].value, sheet["A2"].value] == ["Đài PT&TH", "Thống kê tin, bài: Quý III/2019"]
    assert facts["Thời gian"] == "Từ ngày 26/05/2019 đến ngày 25/08/2019"
    assert facts["Số, ngày văn bản"] == "230/BC-PTTH ngày 30/08/2019"
    assert facts["Bổ sung, thay thế"] == "225/BC-PTTH"
    assert facts["Tổng hợp từ"] == "2 nguồn; 1 đơn vị chưa báo cáo"
    assert [facts[name] for name in ("Tin, bài", "Lượt đăng, phát", "Thời lượng (phút)", "Chuyên mục")] == [
        2, 4, 20.5, 3,
    ]  # fmt: skip
    assert links == {name: f"'{name}'!A1" for name in HOLDS}
    assert book.sheetnames == ["Bìa", *HOLDS]
    assert opened(report()).sheetnames == ["Bìa", *(name for name in HOLDS if name not in (SHARES, amendments.SHEET))]


def test_an_empty_period_makes_a_workbook_that_says_so() -> None:
    """Zeros and sentences, no broken sheet."""
    bare = report((), period=replace(QUARTER, due=None), words=Words(title="Thống kê riêng"))
    book = opened(bare)
    assert row_of(book["Tổng hợp"], "Tin, bài") == ("Tin, bài", 0)
    assert rows(book["Tổng hợp"])[0] == ("Thống kê riêng",)
    assert "Kỳ này không có hoạt động nào" in words_of(book["Hoạt động"])
    assert "Kỳ này không có chỉ tiêu kế hoạch." in words_of(book["Kế hoạch"])
    assert rows(book["Danh sách"]) == [LIST_HEADER]
    assert "Hạn gửi" not in words_of(book["Tổng hợp"])


# How it looks and prints


@pytest.mark.parametrize("name", ["Bìa", *HOLDS])
def test_every_sheet_prints_on_a4_one_page_wide(name: str) -> None:
    """A4, one page wide, the decree's margins, all that is there; each page with title, agency, days and its number."""
    one = reissued(as_of=date(2019, 8, 1))
    sheet: Any = opened(one)[name]
    head, foot = sheet.oddHeader.center.text, sheet.oddFooter
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    fitted = sheet.sheet_properties.pageSetUpPr
    assert fitted is not None
    assert fitted.fitToPage is True
    assert sheet.print_area.replace("$", "").endswith(f"{sheet.max_row}") or name == "Theo tháng"
    assert {cell.font.name for row in sheet.iter_rows() for cell in row} == {"Times New Roman"}
    assert (sheet.page_margins.left, sheet.page_margins.right, sheet.page_margins.bottom) == (1.18, 0.59, 0.79)
    assert sheet.page_margins.top >= 0.79
    assert head.split("\n") == [
        "Thống kê tin, bài: Quý III/2019",
        "Quý III/2019: từ 26/05/2019 đến 25/08/2019; tạm tính đến 01/08/2019",
    ]
    assert (foot.left.text, foot.center.text, foot.right.text) == ("Đài PT&&TH", "&P/&N", "&A")


@pytest.mark.parametrize("name", sorted({*HOLDS} - {"Tổng hợp"}))
def test_every_table_repeats_its_header_on_each_page(name: str) -> None:
    """The rows that a page begins with are those of the column names."""
    works = tuple(work(f"Bài {number}", at(1, 6)) for number in range(3))
    place = Location(file="content/plans/2019.yml", line=1)
    line = PlanLine(target=PlanTarget(place=place, period="q", target=80, unit="bài"), name="A", actual=6, percent=7.5)
    one = reissued(plan=(line,), activities=(activity(2, "Tờ gấp", 5, "tờ"),), entries=entries(works))
    sheet: Any = opened(one)[name]
    number = int(sheet.print_title_rows.rpartition("$")[2])
    shown = [cell.value for cell in sheet[number]]

    assert len([word for word in shown if word]) >= 3
    assert all(cell.font.bold for cell in sheet[number] if cell.value)


def test_no_word_of_a_narrow_column_is_cut_off_below() -> None:
    """A row is as high as its text where lines break between words."""
    column = "Dịch vụ công trực tuyến - Triển khai Chính phủ điện tử"
    sheet = opened(report(entries=(replace(LISTED[0], column=column),)))["Phụ lục"]
    row = next(cell.row for cell in sheet["D"] if cell.value == column)

    assert lines_of(column, 13.4) == 5
    assert lines_of("a" * 30, 10) == 3
    assert lines_of("một hai", 7) == 1
    assert lines_of("", 7) == 1
    assert (sheet.row_dimensions[row].height or 0) >= 5 * 16


def test_a_long_title_stays_on_the_page() -> None:
    """It is broken into lines, the head is kept within what Excel takes, and signs of commands are disarmed."""
    title = "2019: Kết quả công tác tuyên truyền & cải cách hành chính " * 4
    one = report(words=Words(title=title), agency="Trung tâm Phục vụ & kiểm soát thủ tục hành chính " * 3)
    with zipfile.ZipFile(io.BytesIO(to_xlsx(one, WORDING))) as package:
        texts = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]

    assert len(texts) > 5
    for text in texts:
        head, foot = map(unescape, re.findall(r"<odd(?:Header|Footer)>(.*?)</odd", text, re.DOTALL))
        assert len(head) <= 255
        assert len(foot) <= 255
        assert head.startswith('&C&12&"Times New Roman,Bold"2019: Kết quả công tác tuyên truyền && cải cách')
        assert len(head.split("\n")) == (2 if 'orientation="landscape"' in text else 3)
        assert "&LTrung" not in foot
        assert "vụ && kiểm soát" in foot


def test_long_tables_repeat_their_header_and_wide_ones_lie_across() -> None:
    """The list and the airings repeat the row of their names; the summary stands upright."""
    book = opened(report())
    assert book["Danh sách"].print_title_rows == "$1:$1"
    top = rows(book["Lượt theo nơi phát"]).index(("Từng lượt",)) + 2
    assert book["Lượt theo nơi phát"].print_title_rows == f"${top}:${top}"
    assert book["Danh sách"].page_setup.orientation == "landscape"
    assert book["Theo nhóm"].page_setup.orientation == "portrait"


def test_numbers_are_written_the_vietnamese_way() -> None:
    """The format carries the language: dots between thousands, a comma before decimals."""
    sheet = opened(report())["Tổng hợp"]
    cells = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2)}
    assert cells["Tin, bài"].number_format == "[$-42A]#,##0"
    assert cells["Thời lượng đăng, phát (phút)"].number_format == "[$-42A]#,##0.0"


def test_months_have_a_native_chart_of_works_and_airings() -> None:
    """One column chart with two series over exactly the rows of the months."""
    one = report()
    sheet: Any = opened(one)["Theo tháng"]
    (chart,) = sheet._charts  # noqa: SLF001 - openpyxl gives charts no other way
    last = len(one.figures.table("month").rows) + 1
    assert [series.val.numRef.f for series in chart.series] == [
        f"'Theo tháng'!$B$2:$B${last}",
        f"'Theo tháng'!$C$2:$C${last}",
    ]
    assert (chart.type, len(chart.series)) == ("col", 2)


def test_the_same_report_gives_the_same_bytes() -> None:
    """No clock in the file; `created` is the period's last day, or the day of provisional numbers."""
    assert to_xlsx(report(), WORDING) == to_xlsx(report(), WORDING)
    assert opened(report()).properties.created == datetime(2019, 8, 25)  # noqa: DTZ001 - a file's own date
    assert opened(report(as_of=date(2019, 7, 1))).properties.created == datetime(2019, 7, 1)  # noqa: DTZ001 - same


@pytest.mark.heavy
def test_many_entries_are_all_there() -> None:
    """Some thousand works: as many rows, and the totals still agree."""
    works = tuple(work(f"Bài {number}", at(1, 6) + timedelta(hours=number % 2000)) for number in range(2500))
    one = report(works)
    book = opened(one)
    assert len(rows(book["Danh sách"])) == 2501
    assert row_of(book["Tổng hợp"], "Tin, bài")[1] == one.figures.total.works == 2500
