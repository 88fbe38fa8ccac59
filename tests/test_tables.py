"""Tables as offices really make them, in Excel and CSV: nothing is lost or counted twice in silence.

The right numbers were counted by hand.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from site_builder.content import read_ledger, read_taxonomy
from site_builder.errors import Problem
from site_builder.model.headings import COLUMNS, SHEET, column_of
from site_builder.model.ledger import Activity, as_article
from site_builder.model.periods import Period
from site_builder.reports.form import make_form
from tests.conftest import NOW, REPOSITORY, cchc, small_portal

CASES = REPOSITORY / "tests/cases/excel"
HEAD = ("date", "agency", "title", "quantity", "unit", "note")
TABLE = "content/activities/2024.xlsx"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small portal with an empty folder of activities."""
    folder = small_portal(tmp_path / "portal")
    (folder / "content/activities").mkdir(parents=True)
    return folder


def day(number: int) -> datetime:
    """Return a day of April 2024 as Excel keeps it."""
    return datetime(2024, 4, number)  # noqa: DTZ001 - Excel's days have no zone


def row(number: int, title: str, quantity: object = 1) -> tuple[object, ...]:
    """Return a good row."""
    return (day(number), "so-noi-vu", title, quantity, "cuộc")


class Book:
    """A workbook that is put into a portal and read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.book = openpyxl.Workbook()
        self.sheet: Worksheet = self.book.worksheets[0]

    def add(self, *rows: tuple[object, ...], sheet: str = "") -> Worksheet:
        """Append rows, on a new sheet when it is named."""
        self.sheet = self.book.create_sheet(sheet) if sheet else self.sheet
        for cells in rows:
            self.sheet.append(list(cells))
        return self.sheet

    def read(self, change: Callable[[bytes], bytes] = bytes) -> tuple[tuple[Activity, ...], list[str]]:
        """Save and read: activities and problems, without the file's name."""
        data = io.BytesIO()
        self.book.save(data)
        return read(self.root, change(data.getvalue()))


@pytest.fixture
def book(root: Path) -> Book:
    """An empty workbook."""
    return Book(root)


def read(root: Path, data: bytes, name: str = TABLE) -> tuple[tuple[Activity, ...], list[str]]:
    """Read one file of activities: its rows, and each problem without the file's name."""
    (root / name).write_bytes(data)
    vocabulary = read_taxonomy(root)
    ledger, problems = read_ledger(root, vocabulary.taxonomy, vocabulary.calendar)
    return ledger.activities, [told(problem) for problem in problems]


def told(problem: Problem) -> str:
    """Write a problem as a line, without the file's name."""
    return str(problem).removeprefix(problem.path).lstrip(":").strip()


def csv(root: Path, text: str, encoding: str = "utf-8") -> tuple[tuple[Activity, ...], list[str]]:
    """Read a CSV."""
    return read(root, text.encode(encoding), "content/activities/2024.csv")


def counts(found: tuple[Activity, ...]) -> list[tuple[str, float]]:
    """Return titles and quantities."""
    return [(one.title, one.quantity) for one in found]


def edit(part: str, pattern: str, text: str) -> Callable[[bytes], bytes]:
    """Return a change of one part of a workbook, as other programs write it."""

    def change(data: bytes) -> bytes:
        source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in source.namelist():
                inner = source.read(name)
                if name == part:
                    inner, times = re.subn(pattern.encode(), text.encode(), inner)
                    assert times
                packed.writestr(name, inner)
        return out.getvalue()

    return change


FIRST = "xl/worksheets/sheet1.xml"


# The cases


def quantities(root: Path, case: str, *args: str) -> list[float]:
    """Return the sums of a report over a case."""
    import json

    cchc("init", root)
    (root / "content/activities").mkdir(exist_ok=True)
    shutil.copy(CASES / f"{case}.xlsx", root / "content/activities")
    when = ("--from", "1/10/2026", "--until", "30/11/2026", "--now", NOW.isoformat())
    cchc("--root", root, "report", *when, *args, "--formats", "json", "--out", root / "out")
    report = json.loads(next((root / "out").iterdir()).read_text(encoding="utf-8"))
    return [one["quantity"] for one in report["activities"]["sums"]]


@pytest.mark.heavy
def test_every_sheet_of_a_workbook_is_counted(tmp_path: Path) -> None:
    """Two and one on the sheet of October, seven on that of November: ten."""
    assert quantities(tmp_path / "p", "two-sheets") == [2, 1, 7]


@pytest.mark.heavy
def test_an_agency_in_merged_cells_is_that_of_each_row(tmp_path: Path) -> None:
    """Three rows of one agency, which stands merged before them: three."""
    assert quantities(tmp_path / "p", "merged-cells", "--agency", "co-quan-chu-quan") == [1, 1, 1]


# Sheets


def test_a_sheet_without_headings_is_named_and_an_empty_one_is_not(book: Book) -> None:
    """A person sees at once that its numbers are not in the report."""
    book.add(HEAD, row(5, "Một"))
    book.add(("Tổng hợp", 12), sheet="Tổng hợp")
    book.add(("Bìa",), sheet="Bìa")
    book.add(sheet="Trống")
    found, problems = book.read()

    assert counts(found) == [("Một", 1)]
    assert problems == [
        (
            "trang-khong-doc: cảnh báo: không có dòng tên cột nên không được đọc: trang “Tổng hợp”; trang “Bìa”; "
            "nếu có số liệu, hãy ghi dòng tên cột như trang được đọc"
        )
    ]


def test_when_no_sheet_has_headings_the_likeliest_is_told_what_it_lacks(book: Book) -> None:
    """An error: nothing of the file was read."""
    book.add(("Bìa",))
    book.add(("Ngày", "Tên", "Số lượng"), (day(5), "Một", 3), sheet="Số liệu")
    found, problems = book.read()

    assert found == ()
    assert problems[1].startswith("1: thieu-cot: trang “Số liệu”, dòng tên cột thiếu cột Đơn vị tính (unit); hãy ghi")
    assert "trang “Sheet”" in problems[0]


def test_a_sheet_whose_headings_lack_a_column_is_an_error_beside_a_good_one(book: Book) -> None:
    """It was meant to be counted."""
    book.add(HEAD, row(5, "Một"))
    book.add(("Ngày", "Cơ quan", "Tên", "Số lượng"), (day(6), "", "Hai", 7), sheet="Tháng 5")
    _, problems = book.read()

    assert len(problems) == 1
    assert problems[0].startswith("1: thieu-cot: trang “Tháng 5”, dòng tên cột thiếu cột Đơn vị tính (unit)")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_counted_and_named(book: Book, state: Literal["hidden", "veryHidden"]) -> None:
    """Nobody sees it in Excel."""
    book.add(HEAD, row(5, "Một"))
    book.add(HEAD, row(6, "Hai"), sheet="Cũ").sheet_state = state
    found, problems = book.read()

    assert counts(found) == [("Một", 1), ("Hai", 1)]
    assert problems == ["trang-an: cảnh báo: trang ẩn vẫn được tính: trang “Cũ”; nếu không muốn tính, hãy xóa trang ấy"]


def test_mistakes_and_twins_name_the_sheet(book: Book) -> None:
    """A row of one number stands on many sheets."""
    book.add(HEAD, row(5, "Một"))
    book.add(HEAD, row(5, "Một"), row(6, "Hai", "nhiều"), sheet="Tháng 5")
    _, problems = book.read()

    assert problems == [
        (
            "2: dong-trung: cảnh báo: trang “Tháng 5”, dòng giống hệt content/activities/2024.xlsx:2; "
            "nếu đã nhập hai lần, hãy xóa một dòng"
        ),
        "3: so-sai: trang “Tháng 5”, ô D3 (quantity): ghi “nhiều”; hãy ghi 3250, 12,5 hoặc hơn 176",
    ]


def test_works_of_several_sheets_have_ids_of_their_own(book: Book) -> None:
    """Those of the first sheet are as they always were."""
    head = ("date", "title", "unit", "quantity")
    book.add(head, (day(5), "Tin A", "tin", 1))
    book.add(head, (day(6), "Tin B", "tin", 1), sheet="Tháng 5")
    found, _ = book.read()

    assert [as_article(one).id for one in found] == ["hoat-dong/2024/2", "hoat-dong/2024/Tháng 5/2"]


# Merged cells


def test_merged_days_and_names_stand_in_each_row(book: Book) -> None:
    """Downwards; the rows keep their own numbers."""
    book.add(
        HEAD,
        row(5, "Hội thi", 1),
        (None, None, None, 2, None),
        (None, "so-thong-tin-va-truyen-thong", "Tập huấn", 4, "lớp"),
    )
    for span in ("A2:A4", "B2:B3", "C2:C3", "E2:E3"):
        book.sheet.merge_cells(span)
    found, problems = book.read()

    assert problems == []
    assert [(one.date.day, one.agency, one.title, one.quantity, one.unit) for one in found] == [
        (5, "so-noi-vu", "Hội thi", 1, "cuộc"),
        (5, "so-noi-vu", "Hội thi", 2, "cuộc"),
        (5, "so-thong-tin-va-truyen-thong", "Tập huấn", 4, "lớp"),
    ]


def test_a_merged_number_of_several_rows_is_refused(book: Book) -> None:
    """Whose is it? Counting it three times would be wrong, and once a guess."""
    book.add(HEAD, row(5, "Một", 6), row(6, "Hai", None), row(7, "Ba", None))
    book.sheet.merge_cells("D2:D4")
    found, problems = book.read()

    assert found == ()
    assert problems == [
        (
            "2: so-gop: ô D2 (quantity): ghi “6” cho các ô gộp D2:D4 nên không rõ số của từng dòng; "
            "hãy bỏ gộp rồi ghi số vào mỗi dòng"
        )
    ]


def test_one_record_drawn_over_two_rows_counts_once(book: Book) -> None:
    """Every cell is merged with that below: a tall row."""
    book.add(HEAD, row(5, "Một", 6), (None,) * 6, row(6, "Hai", 2))
    for column in "ABCDEF":
        book.sheet.merge_cells(f"{column}2:{column}3")
    found, problems = book.read()

    assert problems == []
    assert counts(found) == [("Một", 6), ("Hai", 2)]


def test_a_row_of_its_own_remark_under_merged_cells_is_not_taken_for_one_more(book: Book) -> None:
    """An empty quantity is one, but not where name and unit are those of the row above."""
    book.add(HEAD, (*row(5, "Một", 6), "a"), (None, None, None, None, None, "b"))
    for span in ("A2:A3", "B2:B3", "C2:C3", "E2:E3"):
        book.sheet.merge_cells(span)
    _, problems = book.read()

    assert problems == [
        "3: so-sai: ô D3 (quantity): còn trống, mà tên và đơn vị tính là của ô gộp ở trên; hãy ghi số của dòng này"
    ]


def test_cells_merged_across_columns_give_their_value_to_the_first(book: Book) -> None:
    """And it is said, for the others are empty."""
    book.add(("date", "title", "note", "quantity", "unit"), (day(5), "Hội nghị", None, 3, "cuộc"))
    book.sheet.merge_cells("B2:C2")
    found, problems = book.read()

    assert [(one.title, one.note, one.quantity) for one in found] == [("Hội nghị", "", 3)]
    assert problems == [
        (
            "o-gop-ngang: cảnh báo: ô gộp nhiều cột, giá trị chỉ tính cho cột đầu: B2:C2; nếu cột sau cũng cần, "
            "hãy bỏ gộp rồi ghi từng ô"
        )
    ]


# Formulas and errors


def test_a_formula_without_a_kept_value_is_an_error_with_its_cell(book: Book) -> None:
    """Programs write formulas without results; Excel keeps them."""
    book.add(HEAD, row(5, "Một", "=1+1"))
    found, problems = book.read()

    assert found == ()
    assert len(problems) == 1
    assert problems[0].startswith("2: o-khong-doc-duoc: ô D2 (quantity): là công thức chưa có kết quả; hãy mở tệp bằng")


@pytest.mark.parametrize(
    ("kept", "value", "codes"),
    [
        ('<c r="D2"><f>1+1</f><v>2</v></c>', 2, []),
        ('<c r="D2" t="str"><f>"hơn "&amp;2</f><v>hơn 2</v></c>', 2, []),
        ('<c r="D2" t="str"><f>""</f><v></v></c>', 1, []),
        ('<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', None, ["#DIV/0!"]),
        ('<c r="D2" t="e"><v>#REF!</v></c>', None, ["#REF!"]),
        ('<c r="D2"><f>SUM(D3:D4)</f></c>', None, ["công thức chưa có kết quả"]),
    ],
)  # fmt: skip
def test_what_excel_kept_of_a_formula_counts(book: Book, kept: str, value: float | None, codes: list[str]) -> None:
    """Its number, its text, its empty text; its errors are named with their cell."""
    book.add(HEAD, row(5, "Một", 7))
    found, problems = book.read(edit(FIRST, r'<c r="D2".*?</c>', kept))

    assert [one.quantity for one in found] == ([] if value is None else [value])
    assert all(word in line and "ô D2" in line for word, line in zip(codes, problems, strict=True))


def test_a_sheet_whose_size_is_written_wrong_is_read_whole(book: Book) -> None:
    """Some programs write `A1` as the size of every sheet."""
    book.add(HEAD, row(5, "Một"), row(6, "Hai"))
    found, _ = book.read(edit(FIRST, r'<dimension ref="[^"]*"', '<dimension ref="A1"'))

    assert counts(found) == [("Một", 1), ("Hai", 1)]


def test_cells_without_an_address_are_read_in_their_order(book: Book) -> None:
    """Addresses may be left out; a formula is found all the same."""
    book.add(HEAD, row(5, "Một", "=1+1"), row(6, "Hai"))
    _, problems = book.read(edit(FIRST, r'<(c|row) r="[A-Z0-9]+"', r"<\1"))

    assert ["ô D2" in line for line in problems] == [True]


# Days and numbers


@pytest.mark.parametrize(
    "written",
    [
        "30/8/2019", "30-8-2019", "2019-08-30", "30.8.2019", "Ngày 30/8/2019", "ngày 30 tháng 8 năm 2019", "30/08/2019",
        "30 / 8 / 2019", "Thứ Sáu, 30/8/2019", "thứ sáu ngày 30/8/2019", "30/8/2019 (thứ Sáu)", "'30/8/2019",
        "30–8–2019", "2019/8/30", "30/8/2019.", "30/8/2019 07:30", "Chủ nhật, ngày 30/8/2019",
        "sáng thứ 6, ngày 30/8/2019", "Ngày: 30/8/2019", "30\u00a0/8/2019", date(2019, 8, 30),
        datetime(2019, 8, 30, 7, 30),  # noqa: DTZ001 - Excel's days have no zone
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form_that_people_type(book: Book, written: object) -> None:
    """As a day of Excel's, or as text."""
    book.add(("Ngày", "Đơn vị tính"), (written, "cuộc"))
    found, problems = book.read()

    assert problems == []
    assert [one.date for one in found] == [date(2019, 8, 30)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (45412, "ghi số “45412”; là ngày 30/04/2024?"),
        ("30/2/2024", "lịch không có ngày"),
        ("30-31/8/2019", "là nhiều ngày"),
        ("từ 28/8 đến 30/8/2019", "là nhiều ngày"),
        ("4/25/2024", "25/04/2024"),
        ("30/8/19", "30/08/2019"),
        ("8/2019", "không phải ngày"),
        (time(7, 30), "không phải ngày"),
        (True, "“TRUE”"),
        ("hôm qua", "không phải ngày"),
    ],
)
def test_what_is_no_day_is_told_with_its_cell(book: Book, written: object, words: str) -> None:
    """And never guessed."""
    book.add(HEAD, (written, "so-noi-vu", "Một", 1, "cuộc"))
    found, problems = book.read()

    assert found == ()
    assert len(problems) == 1
    assert "2: ngay-" in problems[0]
    assert "ô A2 (date): ghi" in problems[0]
    assert words in problems[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.500", 1500), ("2,5", 2.5), ("1 500", 1500), ("1\u00a0500", 1500), ("1.234.567", 1234567),
        ("hơn 1 500", 1500), ("0", 0), (0, 0), (3.0, 3), (" 12 ", 12), ("gần 2.500", 2500),
    ],
)  # fmt: skip
def test_numbers_typed_as_text_are_read_the_vietnamese_way(book: Book, written: object, value: float) -> None:
    """With points, spaces or hard spaces between thousands, and a decimal comma."""
    book.add(HEAD, (day(5), "", "Băng rôn", written, "m²"))
    found, problems = book.read()

    assert problems == []
    assert [one.quantity for one in found] == [value]


@pytest.mark.parametrize("written", ["1,500", "12 tờ", "1.50.0", "-3", -3, "½", "1 5", True, day(5), "#N/A"])
def test_what_is_no_number_is_told_with_its_cell(book: Book, written: object) -> None:
    """What can be read two ways is not guessed; a number that Excel made a day of is seen."""
    book.add(HEAD, row(5, "Một", written))
    found, problems = book.read()

    assert found == ()
    assert [("ô D2 (quantity)" in line, line.startswith("2: ")) for line in problems] == [(True, True)]


@pytest.mark.parametrize("look", ["0%", "0.00%", '0.0" %"%'])
def test_a_share_in_hundredths_is_no_quantity(book: Book, look: str) -> None:
    """Excel keeps 0.5 of what a person sees as 50%."""
    book.add(HEAD, row(5, "Một", 0.5)).cell(2, 4).number_format = look
    _, problems = book.read()

    assert problems == ["2: so-sai: ô D2 (quantity): ghi “50%”; hãy ghi 3250, 12,5 hoặc hơn 176"]


def test_a_part_of_what_has_none_is_doubted(book: Book) -> None:
    """`1.500` typed into an English Excel is one and a half."""
    book.add(HEAD, row(5, "Tờ gấp", 1.5), (day(6), "", "Băng rôn", 1.5, "m²"))
    found, problems = book.read()

    assert len(found) == 2
    assert problems == [
        "2: so-le: cảnh báo: ô D2 (quantity): ghi “1.5”, là số lẻ cuộc; nếu là hàng nghìn, hãy ghi 1500"
    ]


def test_text_of_several_looks_is_read_whole(book: Book) -> None:
    """A bold word within a cell."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    book.add(HEAD, row(5, "x"))
    book.sheet["C2"] = CellRichText("Tập huấn ", TextBlock(InlineFont(b=True), "cải cách"), " hành chính")
    found, problems = book.read()

    assert ([one.title for one in found], problems) == (["Tập huấn cải cách hành chính"], [])


@pytest.mark.parametrize("sign", ["_x0008_", "\u202a", "zqrootqz"])
def test_a_sign_that_no_page_could_show_is_an_error_with_its_cell(book: Book, sign: str) -> None:
    """In a CSV the file is refused for it; a line end that Excel wrote as `_x000D_` is a space."""
    book.add(HEAD, row(5, f"Hội{sign} nghị"), row(6, "Tập_x000D_\nhuấn"))
    found, problems = book.read()

    assert [one.title for one in found] == ["Tập huấn"]
    assert [line.partition(":")[0] + line.partition(": ô")[2][:3] for line in problems] == ["2 C2"]


def test_a_day_in_a_text_column_is_written_as_a_day(book: Book) -> None:
    """Not as Excel or Python keeps it."""
    book.add(HEAD, (*row(5, "Một"), day(7)))

    assert [one.note for one in book.read()[0]] == ["07/04/2024"]


# What nobody sees


def test_hidden_rows_and_columns_are_counted_and_said(book: Book) -> None:
    """A filter hides rows, too; their lines stand together in one sentence."""
    book.add(HEAD, *(row(number, f"Việc {number}", number) for number in range(1, 8)))
    for line in (3, 4, 5, 8):
        book.sheet.row_dimensions[line].hidden = True
    book.sheet.column_dimensions["D"].hidden = True
    found, problems = book.read()

    assert sum(one.quantity for one in found) == 28
    assert problems == [
        "cot-an: cảnh báo: cột đang ẩn vẫn được đọc: D (quantity); nếu không muốn dùng, hãy xóa hẳn cột ấy",
        (
            "3: dong-an: cảnh báo: dòng đang ẩn (hoặc bị lọc) vẫn được tính: dòng 3–5, 8; nếu không muốn tính, "
            "hãy xóa hẳn dòng ấy"
        ),
    ]


# Headings


def test_headings_may_stand_below_a_title_and_be_vietnamese(book: Book) -> None:
    """As in official tables: a title, two rows of headings, their numbers, groups, sums, a signature."""
    book.add(
        ("BIỂU TỔNG HỢP KẾT QUẢ TUYÊN TRUYỀN",),
        ("(Kèm theo Báo cáo số 12/BC-SNV ngày 30/4/2024)",),
        (),
        ("STT", "Ngày", "Cơ quan", "Tên/Nội dung", "Kết quả", None, "Phát sóng", None, "Ghi chú"),
        (None, None, None, None, "Số lượng", "ĐVT", "Số lượt phát", "Thời lượng (phút)", None),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"),
        ("I", "Tuyên truyền trực tiếp"),
        (1, day(5), "Sở Nội vụ", "Hội thi", 2, "Cuộc"),
        ("STT", "Ngày", "Cơ quan", "Tên/Nội dung", "Số lượng", "ĐVT", "Số lượt phát", "Thời lượng (phút)", "Ghi chú"),
        (2, "Ngày 6/4/2024", "so-noi-vu", "Phát thanh", "1", "chuyên mục", 3, "2,5"),
        (3,),
        ("Tổng cộng", None, None, None, 3),
        (),
        (None, "Ghi chú: số liệu tính đến 30/4/2024"),
        (None, "Người lập biểu", None, None, None, "Thủ trưởng"),
    )
    book.sheet.merge_cells("A1:I1")
    for span in ("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:F4", "G4:H4", "I4:I5", "A12:D12"):
        book.sheet.merge_cells(span)
    found, problems = book.read()

    assert [
        (one.date.day, one.agency, one.title, one.quantity, one.unit, one.airings, one.minutes) for one in found
    ] == [
        (5, "so-noi-vu", "Hội thi", 2, "cuộc", None, None),
        (6, "so-noi-vu", "Phát thanh", 1, "chuyên mục", 3, 2.5),
    ]
    assert problems == [
        (
            "7: dong-ghi-chu: cảnh báo: không được tính vì không có ngày, đơn vị tính và số lượng: "
            "dòng 7 (“Tuyên truyền trực tiếp”), dòng 14 (“Ghi chú: số liệu tính đến 30/4/2024”), "
            "dòng 15 (“Người lập biểu”); nếu là số liệu, hãy ghi đủ các ô ấy"
        ),
        "12: dong-tong: cảnh báo: dòng cộng không được tính, vì chương trình tự cộng: dòng 12 (“Tổng cộng”)",
    ]


def test_second_headings_go_on_with_the_first_when_these_are_not_merged_down(book: Book) -> None:
    """The unit stands in the second row only."""
    book.add(
        ("Ngày", "Cơ quan", "Chủ đề", "Tên", "Kết quả", None),
        (None, None, None, None, "Số lượng", "Đơn vị tính"),
        (day(5), "so-noi-vu", None, "Một", 4, "cuộc"),
    )
    found, problems = book.read()

    assert (counts(found), problems) == ([("Một", 4)], [])


def test_two_tables_on_one_sheet_are_read_each_by_its_own_headings(book: Book) -> None:
    """One below the other."""
    book.add(
        HEAD, row(5, "Một", 2), (), ("Phát thanh",), ("unit", "quantity", "title", "date"), ("tin", 3, "Hai", day(6))
    )
    found, problems = book.read()

    assert [(one.title, one.quantity, one.unit, one.agency) for one in found] == [
        ("Một", 2, "cuộc", "so-noi-vu"),
        ("Hai", 3, "tin", ""),
    ]
    assert [line.partition(" ")[0] for line in problems] == ["4:"]


def test_two_tables_side_by_side_are_refused_with_their_cells(book: Book) -> None:
    """One would be lost."""
    book.add((*HEAD, None, *HEAD), (*row(5, "Một"), None, None, *row(6, "Hai")))
    _, problems = book.read()

    assert any(
        line.startswith("1: cot-trung: cột date (ô A1 và H1) có hai lần; hãy giữ một và xóa một") for line in problems
    )


@pytest.mark.parametrize(
    "line",
    [
        ("Tổng cộng", None, None, 8, None),
        (None, None, "TỔNG CỘNG:", 8, "cuộc"),
        (None, "Cộng tháng 4", None, 8, "cuộc"),
        ("Tổng số", None, None, 8, "cuộc"),
        (day(30), None, "Tổng cộng", 8, "cuộc"),
        (None, None, "Cộng", 8, "cuộc"),
        (None, None, "Lũy kế từ đầu năm", 80, "cuộc"),
        (None, "Total", None, 8, None),
    ],
)
def test_a_row_that_adds_others_up_is_not_counted_and_named(book: Book, line: tuple[object, ...]) -> None:
    """The program adds up by itself."""
    book.add(HEAD, row(5, "Một", 3), row(6, "Hai", 5), line)
    found, problems = book.read()

    assert sum(one.quantity for one in found) == 8
    assert [line.partition(":")[2].partition(":")[0].strip() for line in problems] == ["dong-tong"]
    assert "dòng 4 (“" in problems[0]


def test_an_activity_that_only_begins_like_a_sum_counts(book: Book) -> None:
    """It has a day of its own."""
    book.add(HEAD, row(5, "Tổng kết phong trào", 3), row(6, "Tổng số hồ sơ đúng hạn: lễ công bố", 5))
    found, problems = book.read()

    assert (sum(one.quantity for one in found), problems) == (8, [])


def test_a_lone_number_is_told_how_to_say_that_it_is_a_sum(book: Book) -> None:
    """A sum without a word is not taken for a row, nor passed over."""
    book.add(HEAD, row(5, "Một", 3), (None, None, None, 3))
    _, problems = book.read()

    assert [line.split(": ")[1] for line in problems] == ["dong-thieu", "thieu-o", "thieu-o"]
    assert "Tổng cộng" in problems[0]


def test_a_misspelt_heading_is_an_error_and_a_foreign_one_a_warning(book: Book) -> None:
    """Numbers below the first would be missing; nobody misses the second."""
    book.add(("date", "unit", "quantty", "Người phụ trách", "STT"), (day(5), "cuộc", 7, "A", 1))
    _, problems = book.read()

    assert [line.split(";")[0] for line in problems] == [
        "1: cot-la: cảnh báo: cột “Người phụ trách” không có, nội dung bị bỏ qua",
        "1: cot-la: cột “quantty” không có, nội dung bị bỏ qua",
    ]
    assert "có phải quantity?" in problems[1]


def test_a_column_without_a_heading_is_named(book: Book) -> None:
    """When something stands in it."""
    book.add(("date", "unit", None, "quantity"), (day(5), "cuộc", "x", 2, "y"))
    found, problems = book.read()

    assert [one.quantity for one in found] == [2]
    assert problems == [
        "cot-khong-ten: cảnh báo: cột không có tên, nội dung bị bỏ qua: cột C, cột E; hãy ghi tên cột, hoặc xóa cột ấy"
    ]


def test_a_column_of_agencies_may_be_called_unit_beside_that_of_units(book: Book) -> None:
    """`Đơn vị` beside `Đơn vị tính`; alone it could be either."""
    book.add(("Ngày", "Đơn vị", "ĐVT"), (day(5), "Sở Nội vụ", "cuộc"))
    book.add(("Ngày", "Đơn vị", "Số lượng"), (day(5), "cuộc", 2), sheet="Hai")
    found, problems = book.read()

    assert [one.agency for one in found] == ["so-noi-vu"]
    assert len(problems) == 1
    assert "trang “Hai”" in problems[0]


def test_rows_above_the_headings_that_look_like_a_table_are_named(book: Book) -> None:
    """A title does not."""
    book.add(("Tiêu đề",), ("Kỳ:", day(1)), row(4, "Không"), HEAD, row(5, "Một"))
    found, problems = book.read()

    assert counts(found) == [("Một", 1)]
    assert [line.partition(";")[0] for line in problems] == [
        "3: dong-tren-bang: cảnh báo: đứng trên dòng tên cột nên không được tính: dòng 3"
    ]


def test_every_heading_means_one_column() -> None:
    """The map has no word twice, and knows its own words in any case and without dấu."""
    words = [(name, word) for name, heading in COLUMNS.items() for word in (name, heading.form, *heading.others)]

    assert [(name, word) for name, word in words if column_of(word) != name] == []
    assert column_of(" SO LUONG: ") == column_of("Số lượng (*)".replace(" (*)", "*")) == "quantity"
    assert column_of("Đơn vị") == ""


# CSV


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_whatever_its_marks_and_encoding(root: Path, mark: str, encoding: str) -> None:
    """Also below a title with commas of its own, with quoted line ends, and as Excel's "Unicode text"."""
    table = (
        '"Biểu 1, kèm báo cáo, năm 2024"\n\nNgày|Tên|Số lượng|ĐVT\n5/4/2024|"Tờ\ngấp, khổ nhỏ; A5"|1.500|tờ\n'
        '6/4/2024|Hội nghị|"2"|cuộc\nTổng cộng||1.502\n'
    ).replace("|", mark)
    found, problems = csv(root, table, encoding)

    assert [(one.title, one.quantity, one.place.line) for one in found] == [
        ("Tờ gấp, khổ nhỏ; A5", 1500, 4),
        ("Hội nghị", 2, 6),
    ]
    assert [line.split(": ")[1] for line in problems] == ["dong-tong"]


@pytest.mark.parametrize("encoding", ["cp1258", "utf-16-le"])
def test_text_of_another_encoding_is_refused_with_what_to_do(root: Path, encoding: str) -> None:
    """Excel's plain CSV in Viet Nam, and text that does not say what it is."""
    import unicodedata

    table = "Ngày,Tên,ĐVT\n5/4/2024,Hội nghị tập huấn cải cách hành chính ở xã Tân Thạnh,cuộc\n"
    typed = table if encoding != "cp1258" else "".join(map(windows, unicodedata.normalize("NFC", table)))
    found, problems = csv(root, typed, encoding)

    assert found == ()
    assert len(problems) == 1
    assert "ma-hoa-sai" in problems[0]
    assert "UTF-8" in problems[0]


def windows(letter: str) -> str:
    """Write a letter as Windows-1258 does: the tone after it."""
    import unicodedata

    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"]
        return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + "".join(tones)
    return letter


def test_letters_that_excel_lost_in_a_plain_csv_are_told(root: Path) -> None:
    """The numbers count; the words must be typed again."""
    found, problems = csv(
        root, "date,title,unit,url\n5/4/2024,H?i ngh?,cuộc,https://a.vn/?a?b\n6/4/2024,Ai? Ở đâu?,cuộc,\n"
    )

    assert [one.title for one in found] == ["H?i ngh?", "Ai? Ở đâu?"]
    assert [line.partition(": cảnh báo: ")[0] for line in problems] == ["2: chu-hong"]


def test_short_rows_are_read_and_long_ones_refused(root: Path) -> None:
    """Cells that are missing at the end are empty; one too many pushed the others on."""
    found, problems = csv(root, "date,unit,quantity,note\n5/4/2024,cuộc\n6/4/2024,cuộc,2,a,b\n")

    assert [one.quantity for one in found] == [1]
    assert [line.partition(";")[0] for line in problems] == ["3: thua-o: dòng có 5 ô mà dòng tên cột chỉ có 4"]


def test_a_file_is_read_by_its_content_whatever_its_name(root: Path, book: Book) -> None:
    """A workbook named .csv, and names in capitals."""
    book.add(HEAD, row(5, "Một"))
    data = io.BytesIO()
    book.book.save(data)
    (root / "content/activities/thang-5.csv").write_bytes(data.getvalue())
    found, problems = read(root, data.getvalue().replace(b"x", b"x"), "content/activities/THANG-4.XLSX")

    assert len(found) == 2
    assert [line.split(": ")[1] for line in problems] == ["dong-trung"]


def test_a_folder_with_tables_inside_is_an_error(root: Path) -> None:
    """Its numbers would be missing."""
    (root / "content/activities/2024").mkdir()
    (root / "content/activities/2024/thang-4.csv").write_text("date,unit\n", encoding="utf-8")
    _, problems = csv(root, "date,unit\n")

    assert problems == [
        "tep-la: thư mục con không được đọc; hãy chuyển các tệp của nó ra ngay thư mục này, rồi xóa thư mục con"
    ]


# Names, and the form


def test_names_do_as_well_as_ids(book: Book, root: Path) -> None:
    """Of topics, genres, channels, outlets and agencies, today's and former."""
    outlet = read_taxonomy(root).taxonomy.outlets[0]
    topic = read_taxonomy(root).taxonomy.topics[0]
    book.add(
        ("Ngày", "Cơ quan", "Chủ đề", "Thể loại", "Nơi phát", "ĐVT"),
        (day(5), "sở nội vụ", topic.name, "Tin", outlet.name.upper(), "tin"),
    )
    found, problems = book.read()

    assert problems == []
    assert [(one.agency, one.topic, one.genre, one.outlet, one.channel) for one in found] == [
        ("so-noi-vu", topic.id, "tin", outlet.id, outlet.channel)
    ]


def form(root: Path, unit: str) -> Book:
    """Return the program's own form, filled in."""
    period = Period(id="q", label="Quý II", since=date(2024, 4, 1), until=date(2024, 6, 30))
    book = Book(root)
    book.book = openpyxl.load_workbook(io.BytesIO(make_form(period, read_taxonomy(root).taxonomy)))
    book.sheet = book.book[SHEET]
    book.sheet["B3"] = unit
    cells: dict[str, Any] = {"A8": day(5), "B8": "Một cửa", "D8": "Tin", "F8": 1, "G8": "tin"}
    for place, value in cells.items():
        book.sheet[place] = value
    return book


def test_a_filled_form_can_be_put_among_the_activities_as_it_is(root: Path) -> None:
    """Its rows are those of the unit that it names; the example and the other sheets are no rows."""
    found, problems = form(root, "Sở Nội vụ").read()

    assert problems == []
    assert [(one.title, one.agency, one.genre, one.quantity) for one in found] == [("Một cửa", "so-noi-vu", "tin", 1)]


@pytest.mark.parametrize(("unit", "code"), [("", "thieu-don-vi"), ("Sở Không Có", "co-quan-la")])
def test_a_form_of_nobody_is_refused(root: Path, unit: str, code: str) -> None:
    """Among the activities only agencies of the portal have rows."""
    assert any(f"{code}: " in line for line in form(root, unit).read()[1])
