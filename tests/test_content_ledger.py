"""`content/activities`, `content/plans`, `content/reports` → the ledger, and every mistake in every file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from site_builder.content import read_ledger, read_taxonomy
from site_builder.content.archives import MAX_UNPACKED
from site_builder.errors import Problem
from site_builder.model.ledger import Activity, Filed, Ledger, PlanTarget, Words, as_article, read_quantity, read_unit
from site_builder.text import number
from tests.conftest import REPOSITORY, small_portal, write

HEAD = "date,agency,topic,channel,outlet,genre,title,quantity,unit,qualifier,airings,minutes,participants,url,note\n"
CSV = "content/activities/2024.csv"
XLSX = "content/activities/2024.xlsx"
WORDS = "content/reports/thang-4-2024.md"
PLAN = "content/plans/2024.yml"
FILED = "content/reports/filed/thang-4-2024.json"
FILED_TEXT = (
    '{"version": 1, "period": {"id": "thang-4-2024", "since": "2024-04-01", "until": "2024-04-30"}, '
    '"filed": "2024-05-05", "totals": {"works": 1, "airings": 2, "minutes": 0, "untimed": 2, "columns": 0}, '
    '"tables": {}, "activities": {"rows": [], "sums": []}, "items": []}'
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small portal, which has no ledger."""
    return small_portal(tmp_path / "portal")


def read(root: Path) -> tuple[Ledger, tuple[Problem, ...]]:
    """Read the ledger of a portal."""
    vocabulary = read_taxonomy(root)
    return read_ledger(root, vocabulary.taxonomy, vocabulary.calendar)


def rows(root: Path, text: str, path: str = CSV) -> tuple[tuple[Activity, ...], list[tuple[int, str]]]:
    """Read one file of activities: its rows, and line and code of each problem."""
    write(root, path, text)
    ledger, problems = read(root)
    return ledger.activities, [(problem.line, problem.code) for problem in problems]


def row(root: Path, cells: str) -> Activity:
    """Read one good row of a CSV."""
    found, problems = rows(root, HEAD + cells + "\n")
    assert problems == []
    return found[0]


def workbook(root: Path, *lines: tuple[object, ...]) -> tuple[tuple[Activity, ...], tuple[Problem, ...]]:
    """Read a workbook of `lines`."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in lines:
        sheet.append(list(line))
    (root / "content/activities").mkdir(parents=True, exist_ok=True)
    book.save(root / XLSX)
    ledger, problems = read(root)
    return ledger.activities, problems


def test_a_portal_without_a_ledger_has_an_empty_one(root: Path) -> None:
    """All three folders are optional."""
    assert read(root) == (Ledger(), ())


def test_the_sample_is_good() -> None:
    """What the repository shows is read without a word of complaint, and says what the seeds state."""
    ledger, problems = read(REPOSITORY)
    quantities = {(one.quantity, one.unit, one.qualifier) for one in ledger.activities}

    assert problems == ()
    assert {(176.0, "lượt", "hơn"), (3250.0, "bài", ""), (6000.0, "lượt", "gần"), (5280.0, "tin", "")} <= quantities
    assert {ident for ident, _ in ledger.words} == {"6-thang-2021", "nam-2023", "tuyen-truyen-quy-3-2019"}
    assert [words.form for _, words in ledger.words] == ["nua-nam", "nam", "quy"]
    assert {target.period for target in ledger.plan} >= {"tuyen-truyen-quy-3-2019", "nam-2026"}
    assert all(not words.signer_name for _, words in ledger.words)


def test_every_column_is_read(root: Path) -> None:
    """A row keeps all that it says, and where it stands."""
    outlet = read_taxonomy(root).taxonomy.outlets[0]
    cells = (
        f'5/4/2024,so-noi-vu,chinh-quyen-dien-tu,{outlet.channel},{outlet.id},tin,Bản tin,1,tin,,3,"4,5",20,'
        "https://example.vn/a,Ghi chú"
    )  # fmt: skip
    found = row(root, cells)

    assert (found.place.file, found.place.line, found.date) == (CSV, 2, date(2024, 4, 5))
    assert (found.agency, found.topic, found.genre, found.title) == (
        "so-noi-vu", "chinh-quyen-dien-tu", "tin", "Bản tin",
    )  # fmt: skip
    assert (found.channel, found.outlet) == (outlet.channel, outlet.id)
    assert (found.quantity, found.unit, found.qualifier) == (1.0, "tin", "")
    assert (found.airings, found.minutes, found.participants) == (3, 4.5, 20)
    assert (found.url, found.note, found.source) == ("https://example.vn/a", "Ghi chú", "")
    assert found.is_work


def test_rows_come_by_date_then_place(root: Path) -> None:
    """The order of files and rows does not decide; days do."""
    write(root, "content/activities/a.csv", HEAD + "2024-05-01,,,,,,B,1,cuộc,,,,,,\n2024-04-01,,,,,,A,1,cuộc,,,,,,\n")
    found, _ = rows(root, HEAD + "2024-04-15,,,,,,C,1,cuộc,,,,,,\n")

    assert [one.title for one in found] == ["A", "C", "B"]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "5/4/2024,,,,,,Tờ gấp,500,tờ,,,,,,\n",
        HEAD.replace(",", ";") + "5/4/2024;;;;;;Tờ gấp;500;tờ;;;;;;\n",
        "\ufeff" + HEAD + "5/4/2024,,,,,,Tờ gấp,500,tờ,,,,,,\n",
        HEAD.replace("\n", "\r\n") + "5/4/2024,,,,,,Tờ gấp,500,tờ,,,,,,\r\n",
        '"date","title","quantity","unit"\n"5/4/2024","Tờ gấp","500","tờ"\n',
        "Date,Title,QUANTITY,unit\n\n2024-04-05,Tờ   gấp,500,tờ\n,,,\n",
        "unit;quantity;title;date\ntờ;500;Tờ gấp;5-4-2024 07:30\n",
    ],
)
def test_tables_are_read_however_offices_save_them(root: Path, text: str) -> None:
    """Comma or semicolon, quoted or not, with or without a byte-order mark, columns in any order, empty lines."""
    found, problems = rows(root, text)

    assert problems == []
    assert [(one.date, one.title, one.quantity, one.unit) for one in found] == [
        (date(2024, 4, 5), "Tờ gấp", 500.0, "tờ")
    ]


def test_a_cell_may_hold_line_ends(root: Path) -> None:
    """The rows after a cell of several lines keep their true lines."""
    found, problems = rows(root, 'date,title,unit\n5/4/2024,"Tờ\ngấp",tờ\n6/4/2024,Hai,cuộc\n')

    assert problems == []
    assert [(one.title, one.place.line) for one in found] == [("Tờ gấp", 2), ("Hai", 4)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.250", 3250), ("3250", 3250), ("12,5", 12.5), ("12.5", 12.5), ("6000", 6000), ("1.234.567,5", 1234567.5),
        ("0", 0), ("0.125", 0.125), ("3,250", None), ("1,234,567", None), ("-3", None), ("٣", None), ("", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(text: str, value: float | None) -> None:
    """Vietnamese or plain; what can be read two ways is not guessed."""
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hơn 176", ("hơn", 176)), ("Gần 6.000", ("gần", 6000)), ("khoảng  12,5", ("khoảng", 12.5)), ("80", ("", 80)),
        ("hơn", None), ("nhiều 80", None), ("hơn ba", None),
    ],
)  # fmt: skip
def test_a_quantity_may_bring_its_qualifier(text: str, value: tuple[str, float] | None) -> None:
    """`hơn 176` in one cell is a qualifier and a number."""
    assert read_quantity(text) == value


def test_units_are_written_one_way() -> None:
    """Only what is written alike is added up."""
    assert [read_unit(word) for word in ("Tin", " m2", "lượt  người", "Nghìn")] == ["tin", "m²", "lượt người", "Nghìn"]


def test_qualifiers_are_kept(root: Path) -> None:
    """In their own column, in the cell of the quantity, or in both when they agree."""
    found, problems = rows(
        root, HEAD + "5/4/2024,,,,,,A,hơn 176,lượt,,,,,,\n5/4/2024,,,,,,B,80,lượt,Gần,,,,,\n"
        "5/4/2024,,,,,,C,hơn 80,lượt,hơn,,,,,\n5/4/2024,,,,,,D,,cuộc,,,,,,\n",
    )  # fmt: skip

    assert problems == []
    assert [(one.qualifier, one.quantity) for one in found] == [("hơn", 176), ("gần", 80), ("hơn", 80), ("", 1)]


def test_a_channel_follows_from_its_outlet(root: Path) -> None:
    """A row that names the outlet need not name the channel."""
    outlet = read_taxonomy(root).taxonomy.outlets[0]

    assert row(root, f"5/4/2024,,,,{outlet.id},tin,A,1,tin,,,,,,").channel == outlet.channel


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ("5/4/2024,so-noi-v,,,,,A,1,tin,,,,,,", "co-quan-la", "có phải so-noi-vu?"),
        ("5/4/2024,,chinh-quyen-dien,,,,A,1,tin,,,,,,", "chu-de-la", "có phải chinh-quyen-dien-tu?"),
        ("5/4/2024,,Chính quyền điện tử chính quyền số,,,,A,1,tin,,,,,,", "chu-de-la", "chinh-quyen-dien-tu?"),
        ("5/4/2024,,,Phát thanhh,,,A,1,tin,,,,,,", "kenh-la", "có phải phat-thanh?"),
        ("5/4/2024,,,,zzzz,,A,1,tin,,,,,,", "noi-phat-la", "outlets.yml"),
        ("5/4/2024,,,,,tinn,A,1,tin,,,,,,", "the-loai-la", "có phải tin?"),
        (",,,,,,A,1,tin,,,,,,", "thieu-o", "cột date"),
        ("5/4/2024,,,,,,A,1,,,,,,,", "thieu-o", "cột unit"),
        ("5/4/24,,,,,,A,1,tin,,,,,,", "ngay-sai", "05/04/2024"),
        ("4/25/2024,,,,,,A,1,tin,,,,,,", "ngay-dao-thang", "25/04/2024"),
        ("5/4/1924,,,,,,A,1,tin,,,,,,", "ngay-ngoai-khoang", "1990"),
        ("5/4/2024,,,,,,A,nhiều,tin,,,,,,", "so-sai", "“nhiều”"),
        ("5/4/2024,,,,,,A,1,tim,,,,,,", "don-vi-tinh-la", "có phải tin?"),
        ("5/4/2024,,,,,,A,1,tin,hon,,,,,", "tu-uoc-luong-la", "có phải hơn?"),
        ("5/4/2024,,,,,,A,hơn 3,tin,gần,,,,,", "tu-uoc-luong-la", "hãy giữ một"),
        ('5/4/2024,,,,,,A,1,tin,,"1,5",,,,', "so-sai", "số nguyên"),
        ("5/4/2024,,,,,,A,1,tin,,hai,,,,", "so-sai", "cột airings"),
        ("5/4/2024,,,,,,A,1,tin,,,dài,,,", "so-sai", "cột minutes"),
        ("5/4/2024,,,,,,A,1,tin,,,,,example.vn,", "dia-chi-sai", "https://"),
        ("5/4/2024,,,,,,A, B,1,tin,,,,,,", "thua-o", "nháy kép"),
        ('5/4/2024,,,,,,"A" B,1,tin,,,,,,', "csv-sai", "nháy kép"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(root: Path, cells: str, code: str, words: str) -> None:
    """By its line and column, with what to write instead."""
    write(root, CSV, HEAD + cells + "\n")
    _, problems = read(root)

    assert [(problem.path, problem.line, problem.code, problem.level) for problem in problems] == [
        (CSV, 2, code, "error")
    ]
    assert words in problems[0].message


def test_an_agency_that_had_ended_is_named_with_its_heir(root: Path) -> None:
    """And one that never had a name on the day without."""
    _, problems = rows(root, HEAD + "5/4/2025,so-thong-tin-va-truyen-thong,,,,,A,1,tin,,,,,,\n")
    write(root, CSV, HEAD + "5/4/2000,so-khoa-hoc-va-cong-nghe,,,,,A,1,tin,,,,,,\n")

    assert problems == [(2, "co-quan-het-hieu-luc")]
    assert "hãy xem agencies.yml" in read(root)[1][0].message


def test_the_channel_is_that_of_the_outlet(root: Path) -> None:
    """A row that says another is refused."""
    outlet = read_taxonomy(root).taxonomy.outlets[0]
    other = "bao-in" if outlet.channel != "bao-in" else "web"

    assert rows(root, HEAD + f"5/4/2024,,,{other},{outlet.id},,A,1,tin,,,,,,\n")[1] == [(2, "kenh-lech")]


def test_a_broken_taxonomy_is_told_once(root: Path) -> None:
    """When topics or agencies cannot be read, the rows that name them are not blamed."""
    write(root, "content/taxonomy/topics.yml", "- {id: a\n")
    write(root, "content/taxonomy/agencies.yml", "- {id: a\n")
    write(root, PLAN, "- {period: thang-4-2024, topic: b, agency: c, target: 1}\n")

    assert rows(root, HEAD + "5/4/2024,so-noi-vu,chinh-quyen-dien-tu,,,,A,1,tin,,,,,,\n")[1] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, "tep-trong")]),
        ("date,title\n", [(1, "thieu-cot")]),
        ("date,unit,date\n", [(1, "cot-trung")]),
        ("date,unit,qty\n", [(1, "cot-la")]),
        ("date,unit,quantty\n", [(1, "cot-la")]),
        ("date,unit,,\n5/4/2024,tin\n", []),
    ],
)
def test_a_wrong_first_row_is_named(root: Path, text: str, found: list[tuple[int, str]]) -> None:
    """Missing, doubled or misspelt columns; empty names at the end are nothing."""
    assert rows(root, text)[1] == found


def test_a_row_entered_twice_is_told(root: Path) -> None:
    """Also when the other stands in another file."""
    line = "5/4/2024,so-noi-vu,,,,,Tờ gấp,500,tờ,,,,,,\n"
    write(root, "content/activities/khac.csv", HEAD + line)
    found, problems = rows(root, HEAD + line + line.replace("500", "501"))

    assert len(found) == 3
    assert problems == [(2, "dong-trung")]


def test_a_workbook_gives_numbers_and_days(root: Path) -> None:
    """Cells of a workbook are taken as what they are; typed text works as in a CSV; rows are named."""
    found, problems = workbook(
        root,
        ("date", "title", "quantity", "unit", "minutes", "note"),
        (datetime(2024, 4, 5), "Tờ gấp", 3.25, "m2", "12,5", 7),  # noqa: DTZ001 - Excel's days have no zone
        (None, None, None, None, None, None),
        ("6/4/2024", "Cuộc", "hơn 3.250", "cuộc", None, "ghi chú bên ngoài"),
    )

    assert problems == ()
    assert [(one.date.day, one.quantity, one.qualifier, one.unit, one.minutes, one.note) for one in found] == [
        (5, 3.25, "", "m²", 12.5, "7"),
        (6, 3250.0, "hơn", "cuộc", None, "ghi chú bên ngoài"),
    ]
    assert found[1].place.line == 4


def test_a_wrong_cell_of_a_workbook_is_named_by_its_letter(root: Path) -> None:
    """`ô C2 (quantity)` is found at once in Excel."""
    _, problems = workbook(root, ("date", "unit", "quantity"), (True, "tin", -1))

    assert [(problem.line, problem.code) for problem in problems] == [(2, "ngay-sai"), (2, "so-sai")]
    assert problems[1].message.startswith("ô C2 (quantity): ghi “-1”")


def test_a_workbook_that_is_too_big_is_not_opened(root: Path) -> None:
    """A small file may unpack to gigabytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (MAX_UNPACKED + 1))
    (root / "content/activities").mkdir(parents=True)
    (root / XLSX).write_bytes(data.getvalue())

    assert [problem.code for problem in read(root)[1]] == ["tep-qua-lon"]


@pytest.mark.parametrize("data", [b"not a workbook", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_workbook_is_told(root: Path, data: bytes) -> None:
    """With what to do, not with what the library says."""
    write(root, XLSX, "")
    (root / XLSX).write_bytes(data)

    assert [problem.code for problem in read(root)[1]] == ["excel-hong"]


def test_a_table_that_is_too_long_is_told(root: Path) -> None:
    """It is to be cut by quarter."""
    assert rows(root, HEAD + "x" * (2 * 1024 * 1024)) == ((), [(0, "tep-qua-lon")])


def test_files_that_nobody_reads_are_told(root: Path) -> None:
    """One that may hold numbers is an error, another a warning; hidden files, copies and lock files are passed over."""
    for name in ("2024.xls", "ghi-chu.md", ".gitkeep", "~$2024.xlsx", "2024.csv~"):
        write(root, f"content/activities/{name}", "x")
    (root / "content/activities/cu.csv").mkdir()
    _, problems = read(root)

    assert [(problem.path.rpartition("/")[2], problem.level) for problem in problems] == [
        ("2024.xls", "error"),
        ("cu.csv", "error"),
        ("ghi-chu.md", "warning"),
    ]


def test_symbolic_links_are_not_followed(root: Path) -> None:
    """A link could carry any file of the machine into a report."""
    write(root, "content/bi-mat.csv", HEAD)
    (root / "content/activities").mkdir()
    (root / CSV).symlink_to(root / "content/bi-mat.csv")

    assert [problem.code for problem in read(root)[1]] == ["lien-ket-tuong-trung"]


def test_a_file_that_cannot_be_opened_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason of the system is passed on."""
    write(root, CSV, HEAD)

    def refuse(_file: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    vocabulary = read_taxonomy(root)
    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert [problem.code for problem in read_ledger(root, vocabulary.taxonomy, vocabulary.calendar)[1]] == [
        "khong-doc-duoc"
    ]


# Plans


def test_every_key_of_a_plan_is_read(root: Path) -> None:
    """Whole numbers, percentages, filters and the entry's own place."""
    write(
        root, PLAN, "- period: thang-4-2024\n  target: 3.250\n  unit: Bài\n  agency: so-noi-vu\n"
        "  topic: chinh-quyen-dien-tu\n  name: Tên\n"
        "- {period: quy-1-2024, target: '12,5 %', genre: tin}\n- {period: quy-1-2025, target: 2, activity: Tờ gấp}\n",
    )  # fmt: skip
    ledger, problems = read(root)
    first, second, third = ledger.plan

    assert problems == ()
    assert (first.place.line, first.target, first.unit, first.is_percent) == (1, 3250.0, "bài", False)
    assert (first.agency, first.topic, first.name) == ("so-noi-vu", "chinh-quyen-dien-tu", "Tên")
    assert (second.target, second.is_percent, second.genre) == (12.5, True, "tin")
    assert (third.activity, third.period) == ("Tờ gấp", "quy-1-2025")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("period: a\n", [(1, "sai-kieu")]),
        ("", []),
        ("- {period: a\n", [(1, "yaml-sai")]),
        ("- {target: 3}\n", [(1, "thieu-khoa")]),
        ("- {period: thang-4-2024}\n", [(1, "thieu-khoa")]),
        ("- {period: quy-1-2023, target: 3}\n", [(1, "ky-la")]),
        ("- {period: thang-4-2024, target: '80%%'}\n", [(1, "so-sai")]),
        ("- {period: thang-4-2024, target: 1, unit: tim}\n", [(1, "don-vi-tinh-la")]),
        ("- {period: thang-4-2024, target: 1, agency: zzz}\n", [(1, "co-quan-la")]),
        ("- {period: thang-4-2024, target: 1, topik: a}\n", [(1, "khoa-la")]),
        ("- {period: thang-4-2024, target: 1, topic: a, activity: b}\n", [(1, "chu-de-la"), (1, "khoa-trung")]),
    ],
)
def test_a_wrong_plan_is_named(root: Path, text: str, found: list[tuple[int, str]]) -> None:
    """By line, with the nearest of what there is."""
    write(root, PLAN, text)

    assert [(problem.line, problem.code) for problem in read(root)[1]] == found


def test_a_plan_in_a_foreign_encoding_is_refused(root: Path) -> None:
    """As every text file is."""
    write(root, PLAN, "")
    (root / PLAN).write_bytes("- {period: kỳ}".encode("utf-16"))

    assert [problem.code for problem in read(root)[1]] == ["ma-hoa-sai"]


def test_targets_without_a_number_are_left_out(root: Path) -> None:
    """What cannot be measured does not reach a report."""
    write(root, PLAN, "- {period: thang-4-2024, target: x}\n- {period: thang-4-2024, target: 2}\n")

    assert [target.target for target in read(root)[0].plan] == [2.0]
    assert isinstance(read(root)[0].plan[0], PlanTarget)


# Words


def words_of(root: Path, text: str) -> tuple[Words, list[tuple[int, str]]]:
    """Read the words of April 2024, and line and code of each problem."""
    write(root, WORDS, text)
    ledger, problems = read(root)
    return ledger.words_of("thang-4-2024"), [(problem.line, problem.code) for problem in problems]


def test_every_key_of_a_report_is_read(root: Path) -> None:
    """Lists, two-line posts, and marks that the form itself sets."""
    words, problems = words_of(
        root, "---\nform: quy\nnumber: 05/BC-SNV\ndate: 5/5/2024\nplace: Tỉnh Mẫu\nparent_agency: UBND TỈNH\n"
        "agency: SỞ NỘI VỤ\ntitle: Kết quả tháng 4./.\naddressees: [UBND tỉnh;, Bộ Nội vụ.]\n"
        "recipients: [Như trên, '- Ban Giám đốc;', 'Lưu: VT, VP.']\nlegal: Thực hiện Kế hoạch số 1;\n"
        "signer_post: |\n  KT. GIÁM ĐỐC\n  PHÓ GIÁM ĐỐC\nsigner_name: Tên\nannex_label: Phụ lục 2\n"
        "annex_columns: [stt, ten]\n---\n",
    )  # fmt: skip

    assert problems == []
    assert (words.form, words.number, words.date, words.place) == ("quy", "05/BC-SNV", date(2024, 5, 5), "Tỉnh Mẫu")
    assert (words.parent_agency, words.agency, words.title) == ("UBND TỈNH", "SỞ NỘI VỤ", "Kết quả tháng 4")
    assert (words.addressees, words.recipients) == (("UBND tỉnh", "Bộ Nội vụ"), ("Như trên", "Ban Giám đốc"))
    assert (words.filing, words.legal) == ("VT, VP", ("Thực hiện Kế hoạch số 1",))
    assert (words.signer_post, words.signer_name) == ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "Tên")
    assert (words.annex_label, words.annex_columns, words.file) == ("Phụ lục 2", ("stt", "ten"), WORDS)


def test_a_column_that_no_annex_has_is_told_with_its_line(root: Path) -> None:
    """By `check`, before a report is asked for; the others stay."""
    words, problems = words_of(root, "---\nform: quy\nannex_columns:\n  - stt\n  - kenhh\n  - ten\n---\n")

    assert problems == [(5, "cot-la")]
    assert words.annex_columns == ("stt", "ten")


def test_sections_become_plain_paragraphs(root: Path) -> None:
    """By heading, with or without dấu; lines of one paragraph are joined; points and comments are understood."""
    words, problems = words_of(
        root, "## Kết quả\n\nDòng một\ndòng hai.\n\nĐoạn hai.\n- điểm một\n- điểm hai\n<!-- nháp\n-->\n"
        "## kho khan\nKhó.\n# Đề xuất\n\n## Nhiệm vụ ##\nViệc.\n## Đánh giá\nTốt.\n",
    )  # fmt: skip

    assert problems == []
    assert words.results == "Dòng một dòng hai.\n\nĐoạn hai.\n\n- điểm một\n\n- điểm hai"
    assert (words.difficulties, words.proposals, words.next_tasks, words.assessment) == ("Khó.", "", "Việc.", "Tốt.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("---\n---\n", []),
        ("---\nnumber: 1\n", [(1, "dau-bai-chua-dong")]),
        ("---\n- a\n---\n", [(2, "yaml-sai")]),
        ("---\ntitle: Hà Tĩnh: họp\n---\n", [(2, "yaml-sai")]),
        ("---\nnumber: 1\nnumber: 2\n---\n", [(3, "khoa-trung")]),
        ("---\nsigner: A\n---\n", [(2, "khoa-la")]),
        ("---\n\ndate: 5/5/24\n---\n", [(3, "ngay-sai")]),
        ("---\nform: nam-sau\n---\n", [(2, "mau-la")]),
        ("Lời dẫn.\n\n## Kết quả\n", [(1, "doan-ngoai-muc")]),
        ("---\nnumber: 1\n---\n## Ket qa\nA\n\n## Mục lạ hoàn toàn\n", [(4, "de-muc-la")]),
    ],
)
def test_a_wrong_report_file_is_named(root: Path, text: str, found: list[tuple[int, str]]) -> None:
    """By the line of the file; an empty file is a report without words."""
    assert words_of(root, text)[1] == found


def test_the_text_below_an_unknown_heading_is_left_out(root: Path) -> None:
    """It is told, and goes nowhere."""
    words, _ = words_of(root, "## Kết quả\nA\n## Lời kết\nB\n")

    assert words == Words(file=WORDS, results="A")


def test_a_report_is_named_for_a_period(root: Path) -> None:
    """Also for one that a rule makes, not for one that nothing makes."""
    write(root, "content/reports/quy-1-2030.md", "## Kết quả\n")
    write(root, "content/reports/zzzz.md", "## Kết quả\n")
    _, problems = read(root)

    assert [(problem.path, problem.code) for problem in problems] == [("content/reports/zzzz.md", "ky-la")]
    assert "periods.yml" in problems[0].message


def test_words_in_a_foreign_encoding_are_refused(root: Path) -> None:
    """As every text file is."""
    write(root, WORDS, "")
    (root / WORDS).write_bytes(b"\xff\xfe\x00a")

    assert [problem.code for problem in read(root)[1]] == ["ma-hoa-sai"]


# Filed figures


def filed_of(root: Path, text: str) -> tuple[tuple[Filed, ...], list[str]]:
    """Read what was filed for April 2024, and the codes of problems."""
    write(root, FILED, text)
    ledger, problems = read(root)
    return ledger.filed, [problem.code for problem in problems]


def test_filed_figures_are_read_and_never_written(root: Path) -> None:
    """As they stand, with the day of filing."""
    found, problems = filed_of(root, FILED_TEXT)

    assert problems == []
    assert (found[0].period, found[0].filed) == ("thang-4-2024", date(2024, 5, 5))
    assert dict(dict(found[0].data)["totals"])["airings"] == 2
    assert (root / FILED).read_text("utf-8") == FILED_TEXT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json-hong"),
        ("[" * 100_000, "json-hong"),
        ("[]", "phien-ban-la"),
        (FILED_TEXT.replace('"version": 1', '"version": 9'), "phien-ban-la"),
        (FILED_TEXT.replace("2024-05-05", "hôm qua"), "json-hong"),
        ('{"version": 1, "period": "thang-4-2024", "filed": "2024-05-05"}', "json-hong"),
        (FILED_TEXT.replace("thang-4", "thang-5"), "ky-lech"),
        (FILED_TEXT.replace("totals", "total"), "json-hong"),
        (FILED_TEXT.replace('"works": 1', '"works": "một"'), "json-hong"),
        (FILED_TEXT.replace('"works": 1', '"works": 1e400'), "json-hong"),
        (FILED_TEXT.replace('"works": 1', f'"works": {"9" * 5000}'), "json-hong"),
        (FILED_TEXT.replace('"works": 1', '"works": 1, "works": 2'), "json-hong"),
        (FILED_TEXT.replace('"items": []', '"items": [{"title": "A"}]'), "json-hong"),
        (FILED_TEXT.replace('"tables": {}', '"tables": {"topic": {"rows": [[]]}}'), "json-hong"),
    ],
)
def test_a_damaged_filed_report_is_named(root: Path, text: str, code: str) -> None:
    """It is an error, and nothing of it is used."""
    assert filed_of(root, text) == ((), [code])


def test_a_filed_report_that_is_no_text_is_named(root: Path) -> None:
    """Bytes that are not UTF-8."""
    write(root, FILED, "")
    (root / FILED).write_bytes(b"\xff")

    assert [problem.code for problem in read(root)[1]] == ["json-hong"]


def test_a_period_that_changed_after_filing_is_told(root: Path) -> None:
    """The figures stay those of the old days."""
    found, problems = filed_of(root, FILED_TEXT.replace("2024-04-30", "2024-04-29"))

    assert len(found) == 1
    assert problems == ["ky-lech"]


def test_works_of_units_with_files_of_one_name_stay_apart(root: Path) -> None:
    """Every commune sends `bieu.xlsx`."""
    found = row(root, "5/4/2024,,,web,,tin,A,1,tin,,,,,,")
    ids = {as_article(replace(found, source=source)).id for source in ("", "Xã A", "Xã B")}

    assert ids == {"hoat-dong/2024/2", "hoat-dong/xa-a/2024/2", "hoat-dong/xa-b/2024/2"}
