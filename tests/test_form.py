"""The Excel form of units without a portal: made empty, filled in as people do, read back."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from site_builder.content import read_form
from site_builder.content.archives import MAX_UNPACKED
from site_builder.model import CHANNELS, GENRES, Agency, AgencyName, Outlet, Taxonomy, Topic
from site_builder.model.headings import EXAMPLE, FIRST_ROW, HIDDEN, SHEET, UNIT_LABEL
from site_builder.model.ledger import UNITS, Activity
from site_builder.model.periods import Period
from site_builder.reports.form import COLUMNS, make_form

PERIOD = Period(
    id="quy-3-2019", label="Quý III năm 2019", since=date(2019, 5, 26), until=date(2019, 8, 25), due=date(2019, 8, 30),
    recipient="Sở Nội vụ",
)  # fmt: skip
TAXONOMY = Taxonomy(
    topics=(Topic(id="the-che", name="Cải cách thể chế"), Topic(id="dien-tu", name="Chính quyền điện tử")),
    agencies=(Agency(id="xa-a", names=(AgencyName(name="UBND xã A", short="Xã A"),)),),
    genres=GENRES,
    channels=CHANNELS,
    outlets=(Outlet(id="loa-a", name="Đài truyền thanh xã A", channel="truyen-thanh-co-so"),),
)
ROW: dict[str, Any] = {
    "date": datetime(2019, 6, 1),  # noqa: DTZ001 - Excel's days have no zone
    "title": "Bộ phận một cửa",
    "topic": "Cải cách thể chế",
    "genre": "Tin",
    "channel": "Truyền thanh cơ sở",
    "quantity": 1,
    "unit": "tin",
    "airings": 3,
    "minutes": 4.5,
    "outlet": "Đài truyền thanh xã A",
    "note": "Phát ba buổi",
}


def opened(data: bytes) -> Workbook:
    """Open a form."""
    return openpyxl.load_workbook(io.BytesIO(data))


def filled(*rows: dict[str, Any], unit: str = "UBND xã A", form: bytes | None = None) -> bytes:
    """Fill a form in below its example row."""
    book = opened(form or make_form(PERIOD, TAXONOMY))
    sheet = book[SHEET]
    sheet.cell(3, 2, unit)
    for line, row in enumerate(rows, FIRST_ROW + 1):
        for column, value in row.items():
            sheet.cell(line, list(COLUMNS).index(column) + 1, value)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read(data: bytes) -> tuple[str, tuple[Activity, ...], list[str]]:
    """Read a form: unit, rows, and each problem as a line."""
    unit, rows, problems = read_form(data, "bieu-xa-a.xlsx", PERIOD, TAXONOMY)
    return unit, rows, [str(problem) for problem in problems]


def test_the_same_form_has_the_same_bytes() -> None:
    """No clock is in it."""
    assert make_form(PERIOD, TAXONOMY) == make_form(PERIOD, TAXONOMY)


def test_a_form_says_its_period_and_its_columns() -> None:
    """For people on the sheet, for the program in a hidden one."""
    book = opened(make_form(PERIOD, TAXONOMY))
    sheet = book[SHEET]
    head = [cell.value for cell in sheet[FIRST_ROW - 1]]

    assert "Quý III năm 2019" in str(sheet["A2"].value)
    assert "26/05/2019" in str(sheet["A2"].value)
    assert sheet["A3"].value == UNIT_LABEL
    assert "30/08/2019" in str(sheet["A4"].value)
    assert head == [column.heading for column in COLUMNS.values()]
    assert book[HIDDEN].sheet_state == "veryHidden"
    assert book[HIDDEN]["B1"].value == "quy-3-2019"
    assert HIDDEN in str(book.defined_names["KY_BAO_CAO"].attr_text)
    assert [name for name in book.sheetnames if name != HIDDEN] == [SHEET, "Hướng dẫn"]


def test_lists_and_days_are_checked_while_typing() -> None:
    """Lists hold exactly the names of the taxonomy; days lie within the period; numbers are numbers."""
    book = opened(make_form(PERIOD, TAXONOMY))
    rules = {str(rule.sqref)[0]: rule for rule in book[SHEET].data_validations.dataValidation}
    letters = {name: "ABCDEFGHIJKLMN"[index] for index, name in enumerate(COLUMNS)}
    offered = {}
    for name in ("topic", "genre", "channel", "unit", "qualifier"):
        place = str(rules[letters[name]].formula1).partition("!")[2].replace("$", "")
        offered[name] = [cell.value for (cell,) in book[HIDDEN][place]]

    assert offered["topic"] == ["Cải cách thể chế", "Chính quyền điện tử"]
    assert offered["genre"] == [term.name for term in GENRES]
    assert offered["channel"] == [term.name for term in CHANNELS]
    assert offered["unit"] == list(UNITS)
    assert offered["qualifier"] == ["hơn", "gần", "khoảng"]
    assert (rules["A"].type, rules["A"].operator) == ("date", None)  # "between" is what none means
    assert (rules["A"].formula1, rules["A"].formula2) == ("43611", "43702")  # 26/5/2019 and 25/8/2019
    assert [rules[letters[name]].type for name in ("quantity", "airings")] == ["decimal", "whole"]


def test_a_form_prints_on_a4_landscape() -> None:
    """All columns on one page, headings on every page."""
    sheet = opened(make_form(PERIOD, TAXONOMY))[SHEET]

    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((None, 0), (1, 0))
    assert sheet.print_title_rows == f"${FIRST_ROW - 1}:${FIRST_ROW - 1}"


def test_the_guide_is_in_plain_words() -> None:
    """It names the label, the example and the days."""
    guide = opened(make_form(PERIOD, TAXONOMY))["Hướng dẫn"]
    text = " ".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)

    assert all(word in text for word in ("Đơn vị báo cáo", EXAMPLE, "26/05/2019", "Sở Nội vụ", "30/08/2019"))
    assert "{" not in text


def test_a_period_without_due_day_or_recipient_has_a_form() -> None:
    """As one that was asked for by two days has."""
    form = make_form(Period(id="x", label="Kỳ X", since=PERIOD.since, until=PERIOD.until), Taxonomy())
    unit, rows, problems = read_form(filled(form=form), "b.xlsx", PERIOD, Taxonomy())

    assert (unit, rows, problems) == ("UBND xã A", (), ())
    assert "đúng hạn" in str(opened(form)[SHEET]["A4"].value)


def test_a_filled_row_is_read_back_with_ids() -> None:
    """Names of the lists map back to ids; the example is passed over; the row knows its place and source."""
    unit, rows, problems = read(filled(ROW))
    (row,) = rows

    assert (unit, problems) == ("UBND xã A", [])
    assert (row.place.file, row.place.line, row.date) == ("bieu-xa-a.xlsx", 8, date(2019, 6, 1))
    assert (row.agency, row.topic, row.genre, row.channel) == ("xa-a", "the-che", "tin", "truyen-thanh-co-so")
    assert (row.quantity, row.unit, row.qualifier) == (1.0, "tin", "")
    assert (row.airings, row.minutes, row.outlet, row.source) == (3, 4.5, "loa-a", "UBND xã A")
    assert row.is_work


def test_what_people_type_is_understood() -> None:
    """Days and numbers as text, a qualifier within the number, ids, small letters; empty rows between."""
    first = {**ROW, "date": "1/6/2019", "quantity": "hơn 1.176", "unit": "Lượt", "topic": "the-che", "title": None}
    second = {"date": "2019-06-02", "title": "Hội thi", "quantity": 2, "qualifier": "Gần", "unit": "M2",
              "genre": "TIN", "participants": "45", "url": "https://example.vn/a", "outlet": "Nơi khác"}  # fmt: skip
    _, rows, problems = read(filled(first, {}, second, unit="Trạm B"))

    assert problems == []
    assert [(row.qualifier, row.quantity, row.unit) for row in rows] == [("hơn", 1176.0, "lượt"), ("gần", 2.0, "m²")]
    assert [(row.place.line, row.agency, row.source) for row in rows] == [
        (8, "Trạm B", "Trạm B"),
        (10, "Trạm B", "Trạm B"),
    ]
    assert (rows[1].genre, rows[1].participants, rows[1].outlet) == ("tin", 45, "Nơi khác")
    assert rows[1].url == "https://example.vn/a"


def test_an_example_that_was_written_over_counts() -> None:
    """Only a row that still says it is the example is passed over."""
    book = opened(filled())
    book[SHEET].cell(FIRST_ROW, 2, "Tin thật")

    assert [row.title for row in read(saved(book))[1]] == ["Tin thật"]


def test_columns_are_found_where_they_stand() -> None:
    """A column put in front, or a row above, does not matter."""
    book = opened(filled(ROW))
    book[SHEET].insert_rows(1)
    book[SHEET].move_range("C7:N20", cols=1)
    _, rows, problems = read(saved(book))

    assert problems == []
    assert [(row.place.line, row.topic) for row in rows] == [(9, "the-che")]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"quantity": "nhiều"}, "so-sai: ô F8 (Số lượng): ghi “nhiều”; hãy ghi 3250, 12,5 hoặc hơn 176"),
        ({"quantity": None}, "so-sai: ô F8 (Số lượng): còn trống; hãy ghi số, ví dụ 1 hoặc 176"),
        ({"quantity": -2}, "so-sai: ô F8 (Số lượng): ghi “-2”; hãy ghi 3250, 12,5 hoặc hơn 176"),
        (
            {"topic": "Cải cách thể chế X"},
            "chu-de-la: ô C8 (Chủ đề): “Cải cách thể chế X” không có trong danh sách; có phải “Cải cách thể chế”?",
        ),
        ({"topic": "Zzz"}, "chu-de-la: ô C8 (Chủ đề): “Zzz” không có trong danh sách; hãy chọn trong danh sách của ô"),
        ({"genre": "Tinn"}, "the-loai-la: ô D8 (Thể loại): “Tinn” không có trong danh sách; có phải “Tin”?"),
        (
            {"channel": "Loa"},
            "kenh-la: ô E8 (Kênh): “Loa” không có trong danh sách; hãy chọn trong danh sách của ô",
        ),
        ({"unit": "tim"}, ("don-vi-tinh-la: ô G8 (Đơn vị tính): đơn vị tính “tim” không có; "
            "có phải tin?")),
        ({"unit": None}, "thieu-o: ô G8 (Đơn vị tính): còn trống; hãy ghi đơn vị tính, ví dụ tin, bài, lượt, cuộc, tờ"),
        (
            {"qualifier": "trên"},
            ("tu-uoc-luong-la: ô H8 (Mức (hơn, gần, khoảng)): “trên” không dùng; "
            "hãy ghi hơn, gần, khoảng, hoặc để trống (số chính xác)"),
        ),
        (
            {"qualifier": "gần", "quantity": "hơn 3"},
            "tu-uoc-luong-la: ô F8 (Số lượng): ghi “hơn 3” mà cột mức ghi “gần”; hãy giữ một trong hai",
        ),
        ({"date": None}, "thieu-o: ô A8 (Ngày): còn trống; hãy ghi ngày, ví dụ 30/8/2019"),
        ({"date": "31/6/2019"}, ("ngay-sai: ô A8 (Ngày): ghi “31/6/2019”: lịch không có ngày, giờ này; "
            "hãy ghi lại, ví dụ 30/8/2019 07:30")),
        (
            {"date": "26/8/2019"},
            ("ngay-ngoai-ky: ô A8 (Ngày): ngày 26/08/2019 ngoài kỳ 26/05/2019 – 25/08/2019; "
            "hãy sửa ngày, hoặc kê vào kỳ khác"),
        ),
        ({"airings": 1.5}, "so-sai: ô I8 (Lượt phát): ghi “1.5”; hãy ghi số nguyên, ví dụ 2"),
        ({"minutes": True}, "so-sai: ô J8 (Phút mỗi lượt): ghi “TRUE”; hãy ghi số, ví dụ 10, 12,5 hoặc 3250"),
        (
            {"url": "example.vn"},
            "dia-chi-sai: ô M8 (Địa chỉ trên mạng): “example.vn” không phải địa chỉ http(s); hãy ghi đầy đủ, ví dụ https://example.vn/tin-1",
        ),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(change: dict[str, Any], line: str) -> None:
    """By row and column, with what to write; its row is left out, the others are read."""
    _, rows, problems = read(filled(ROW | change, ROW))

    assert problems == [f"bieu-xa-a.xlsx:8: {line}"]
    assert [row.place.line for row in rows] == [9]


def test_a_form_of_another_period_is_refused() -> None:
    """Both periods are named with their days."""
    other = Period(id="quy-2-2019", label="Quý II", since=date(2019, 2, 26), until=date(2019, 5, 25))
    _, rows, problems = read(filled(ROW, form=make_form(other, TAXONOMY)))

    assert rows == ()
    assert len(problems) == 1
    assert "bieu-xa-a.xlsx:2: ky-lech: " in problems[0]
    assert all(word in problems[0] for word in ("26/02/2019 – 25/05/2019", "26/05/2019 – 25/08/2019"))


def test_a_form_that_forgot_its_period_is_refused() -> None:
    """Somebody cleared the hidden cells."""
    book = opened(filled(ROW))
    book[HIDDEN]["B2"] = "abc"

    assert "không rõ ngày" in read(saved(book))[2][0]


@pytest.mark.parametrize("unit", ["", "   "])
def test_a_form_without_a_name_is_refused(unit: str) -> None:
    """Nobody could say whose numbers these are."""
    found = read(filled(ROW, unit=unit))

    assert (found[0], found[1]) == ("", ())
    assert "bieu-xa-a.xlsx:3: thieu-don-vi: " in found[2][0]


def test_a_form_without_its_label_is_refused() -> None:
    """The name beside it cannot be told from other words."""
    book = opened(filled(ROW))
    book[SHEET]["A3"] = "Tên"

    assert "thieu-don-vi" in read(saved(book))[2][0]


def test_a_lost_column_is_named() -> None:
    """By its heading."""
    book = opened(filled(ROW))
    book[SHEET].delete_cols(6)

    assert read(saved(book))[2] == [
        (
            "bieu-xa-a.xlsx:6: thieu-cot: dòng tên cột thiếu cột Số lượng (quantity); "
            "hãy dùng lại biểu gốc, không đổi tên hay xóa cột"
        )
    ]


def zipped(name: str, data: bytes) -> bytes:
    """Return a zip file of one entry."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return found.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0", "bieu-la: không phải tệp Excel .xlsx; hãy mở bằng Excel, bỏ mật khẩu"),
        (zipped("a", b"x"), "excel-hong: không mở được"),
        (zipped("a", b" " * (MAX_UNPACKED + 1)), "tep-qua-lon: tệp quá lớn: mở ra nặng 20 MB"),
        (saved(Workbook()), "bieu-la: không phải biểu kê khai"),
    ],
    ids=["old", "damaged", "huge", "other"],
)
def test_a_file_that_is_no_form_is_named(data: bytes, words: str) -> None:
    """With what to do."""
    unit, rows, problems = read(data)

    assert (unit, rows) == ("", ())
    assert problems[0].startswith(f"bieu-xa-a.xlsx: {words}")
