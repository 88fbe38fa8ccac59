"""Office files and JSON from strangers: whatever they hold, they are read, or refused by name with what to do."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from site_builder.content import read_form
from site_builder.content.activities import activities
from site_builder.content.archives import MAX_UNPACKED
from site_builder.content.file_notes import FileNotes
from site_builder.content.from_docx import from_docx
from site_builder.errors import ContentError, Problem
from site_builder.model import Taxonomy
from site_builder.model.ledger import MOST_AIRINGS_IN_ALL
from site_builder.reports.include import Included, read_include
from tests.conftest import REPOSITORY
from tests.growth import assert_linear
from tests.mutants import mutated, mutated_text, packed, parts_of
from tests.test_form import PERIOD, ROW, TAXONOMY, filled
from tests.test_include import ACTIVITY, report

WORD = sorted((REPOSITORY / "tests/cases/word").iterdir())
SHEET = "xl/worksheets/sheet1.xml"
CELL = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'
FIFTY = b"".join(CELL % (line, line) for line in range(1, 51))
MERGED = b"<mergeCells>%s</mergeCells>"


def book(rows: bytes = b"", after: bytes = b"", **parts: bytes) -> bytes:
    """Return a workbook of one sheet with these rows, this after them, and other parts."""
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    found = parts_of(data.getvalue())
    head = found[SHEET].partition(b"<sheetData")[0]
    found[SHEET] = head + b"<sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"
    return packed(found | {name.replace("__", "/") + ".xml": part for name, part in parts.items()})


def told(data: bytes, name: str = "a.xlsx") -> list[str]:
    """Read a file of activities; return code and message of each error."""
    notes = FileNotes(name)
    activities(notes, data, Taxonomy())
    return [f"{problem.code}: {problem.message}" for problem in notes.problems() if problem.level == "error"]


def word(folder: Path, data: bytes) -> str:
    """Read a Word file; return the article, or what is told instead of one."""
    path = folder / "bai.docx"
    path.write_bytes(data)
    try:
        return from_docx(path, "Bài", "/media/x").markdown
    except ContentError as error:
        (problem,) = error.problems
        assert problem.path == path.as_posix()
        return problem.message


def document(body: str, **more: bytes) -> bytes:
    """Return a Word file with this body."""
    parts = parts_of(WORD[1].read_bytes())
    before, _, rest = parts["word/document.xml"].partition(b"<w:body>")
    tail = rest[rest.rindex(b"<w:sectPr") :] if b"<w:sectPr" in rest else b"</w:body></w:document>"
    parts["word/document.xml"] = before + b"<w:body>" + body.encode() + tail
    return packed(parts | {name.replace("__", "/"): part for name, part in more.items()})


def included(folder: Path, data: bytes) -> Included:
    """Read a file that is sent in."""
    path = folder / "gui-len.json"
    path.write_bytes(data)
    return read_include(path, PERIOD, TAXONOMY, read_form)


# What unpacks, spans or repeats without end


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (book(b'<row r="1"><c r="XFD40000"><v>1</v></c></row>' * 60), "dòng tên cột"),
        (book(b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 99))), "400.000 ô"),
        (book(b'<row r="999999999999"><c><v>1</v></c></row>'), "400.000 ô"),
        (book(b'<row r="1">' + b"<c/>" * 400_001 + b"</row>"), "400.000 ô"),
        (book(FIFTY, MERGED % b'<mergeCell ref="XFC1:XFD1048576"/>'), "400.000 ô"),
        (book(CELL % (1, 1) + CELL % (9999, 9999), MERGED % b'<mergeCell ref="A1:A9999"/>'), "dòng tên cột"),
        (book(FIFTY, MERGED % (b'<mergeCell ref="A1:A99999"/>' * 9999)), "400.000 ô"),
        (book(b'<row r="1">' + b"<x/>" * 100_001 + b"</row>"), "100.000 phần tử"),
        (book(b"<row>" * 300 + b"</row>" * 300), "không mở được"),
        (book(b" " * (MAX_UNPACKED + 1)), "20 MB"),
    ],
    ids=["column", "columns", "row", "cells", "wide", "merged", "merges", "elements", "nested", "spaces"],
)  # fmt: skip
def test_a_workbook_that_claims_more_than_anybody_wrote(data: bytes, words: str) -> None:
    """It is read as a stream and refused where it passes the bound; what is merely long is read."""
    problems = told(data)

    assert problems
    assert words in problems[0]


@pytest.mark.heavy
def test_one_text_shared_by_every_cell_is_bounded() -> None:
    """Ten bytes a cell name 30,000 letters each time."""
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 20_000))
    parts = parts_of(book(cells))
    parts["xl/sharedStrings.xml"] = strings % (b"a" * 30_000)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.sharedStrings+xml"/></Types>',
    )

    assert told(packed(parts))[0].startswith("tep-qua-lon: ")


def test_one_sheet_named_a_thousand_times_is_bounded() -> None:
    """Two sheets of one name would be one to whoever reads the messages."""
    parts = parts_of(book(CELL % (1, 1)))
    one = b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="%s" '
    sheets = b"".join(one % name + b'sheetId="9" r:id="rId1"/>' for name in (b"A", b"A"))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", sheets + b"</sheets>")

    assert "trang cùng tên" in told(packed(parts))[0]


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_grow_are_not_resolved(encoding: str, tmp_path: Path) -> None:
    """In any encoding, and in any part."""
    bomb = (ENTITIES + b"]><x>&j;</x>").decode().encode(encoding)

    assert told(book(xl__styles=bomb))[0].startswith("excel-hong: ")
    assert "bị hỏng" in word(tmp_path, document("<w:p/>", word__extra=bomb))


def test_a_table_of_two_thousand_million_columns_is_a_table(tmp_path: Path) -> None:
    """Word takes 63."""
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p><w:r><w:t>Rộng</w:t></w:r></w:p></w:tc>'
    row = f"<w:tr>{wide}<w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc></w:tr>"
    text = word(tmp_path, document(f"<w:tbl>{row}{row}</w:tbl>"))

    assert "Rộng" in text
    assert len(text) < 2000


@pytest.mark.parametrize("span", ["-5", "9" * 5000, "1e9", ""])
def test_a_span_that_is_no_number_is_a_problem_or_nothing(tmp_path: Path, span: str) -> None:
    """Never an exception."""
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>'

    assert word(tmp_path, document(f"<w:tbl><w:tr>{cell}{cell}</w:tr><w:tr>{cell}{cell}</w:tr></w:tbl>"))


def test_a_word_file_of_more_than_a_book_is_told_what_to_do(tmp_path: Path) -> None:
    """Before anything is made of it."""
    assert "quá lớn" in word(tmp_path, document("<w:p><w:r/></w:p>" * 100_001))


def test_a_header_that_every_section_names_is_read_so_often_only(tmp_path: Path, monkeypatch: Any) -> None:
    """A part counts each time that something points to it."""
    monkeypatch.setattr("site_builder.content.word.package.MAX_XML", 500_000)
    relation = '<Relationship Id="h{}" Type="http://x/header" Target="h.xml"/>'
    names = "".join(relation.format(number) for number in range(600)).encode()
    parts = parts_of(document("<w:p/>", word__h=b""))
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", names + b"</Relationships>")
    parts["word/h.xml"] = b'<w:hdr xmlns:w="x">' + b" " * 1000 + b"</w:hdr>"

    assert "hỏng" in word(tmp_path, packed(parts))


# Locked, torn and of another kind


def locked(data: bytes) -> bytes:
    """Mark every part as encrypted."""
    turned = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            turned[start + place] |= 1
    return bytes(turned)


def test_a_file_with_a_password_says_so(tmp_path: Path) -> None:
    """Locked by Word and Excel, or part by part."""
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

    assert "mật khẩu" in told(old)[0]
    assert "mật khẩu" in told(locked(book(CELL % (1, 1))))[0]
    assert "mật khẩu" in word(tmp_path, old)
    assert "mật khẩu" in word(tmp_path, locked(WORD[1].read_bytes()))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    """Each costs something before a byte of it is read."""
    many = packed({f"{number}.xml": b"" for number in range(1999)} | {"[Content_Types].xml": b"", "document": b""})

    assert "2.001 phần" in told(many)[0]
    assert "2.001 phần" in word(tmp_path, many)


# Numbers


@pytest.mark.parametrize("column", ["quantity", "airings", "minutes", "participants"])
@pytest.mark.parametrize("value", ["1e400", "inf", "nan", "1000000000000000", "9" * 5000, "-1"])
def test_a_number_that_is_none_is_named_in_its_row(column: str, value: str) -> None:
    """In every column that counts."""
    text = f"date,unit,title,{'quantity,' * (column != 'quantity')}{column}\n"
    row = f"1/5/2024,tin,A,{'1,' * (column != 'quantity')}{value}\n"

    assert [line.split(":")[0] for line in told((text + row).encode(), "a.csv")] == ["so-sai"]


def test_rows_with_more_airings_than_anybody_aired_are_refused(tmp_path: Path) -> None:
    """Each is counted for itself: a million would fill the memory of every machine that makes the report."""
    rows = [ACTIVITY | {"airings": 100_000, "title": f"Tin {number}"} for number in range(11)]
    found = included(tmp_path, json.dumps(report(activities={"rows": rows, "sums": []})).encode())

    assert [(problem.code, problem.line) for problem in found.problems if problem.level == "error"] == [("so-sai", 11)]
    assert sum(row.airings or 0 for row in found.activities) <= MOST_AIRINGS_IN_ALL
    form = filled(*({**ROW, "airings": 100_000, "title": f"Tin {number}"} for number in range(11)))
    assert "so-sai" in [problem.code for problem in included(tmp_path, form).problems]


# JSON


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[" * 100_000, "lồng nhau"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "lồng nhau"),
        (b'{"version": ' + b"1" * 5000 + b"}", "5.000 chữ số"),
        (b'{"version": 1e400}', "1e400"),
        (b'{"version": NaN}', "NaN"),
        (b'{"version": 1, "version": 1}', "“version” ghi hai lần"),
        (b'{"version": "\\ud800"}', "U+D800"),
        (b'{"version": "\\u202e"}', "U+202E"),
        (b"\xff", "UTF-8"),
        (b" " * (20 * 1024 * 1024 + 1), "20 MB"),
        (b"[" + b"[]," * 1_000_001 + b"[]]", "giá trị"),
        (b"{", "dòng này"),
    ],
    ids=[
        "open",
        "nested",
        "digits",
        "infinite",
        "nan",
        "twice",
        "surrogate",
        "bidi",
        "bytes",
        "size",
        "values",
        "torn",
    ],
)
def test_json_that_no_portal_wrote_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    """With what was found."""
    (problem,) = included(tmp_path, data).problems

    assert words in problem.message


@pytest.mark.parametrize(
    "change",
    [
        {"portal": {"name": 5}}, {"portal": {"name": ["x"]}}, {"tables": {"topic": {"rows": [{"id": 1, "name": 2}]}}},
        {"tables": []}, {"agency": {"id": 7, "name": 7}}, {"as_of": {"a": 1}}, {"items": [{"id": {}}]}, {"items": [5]},
        {"activities": [ACTIVITY | {"airings": 10**12}]}, {"activities": [ACTIVITY | {"minutes": 10**17}]},
        {"activities": [ACTIVITY | {"date": 20240101}]}, {"period": [1]},
    ],
)  # fmt: skip
def test_names_that_are_numbers_and_lists_where_none_should_be(tmp_path: Path, change: dict[str, Any]) -> None:
    """A report is read, or refused; it never stops the program."""
    found = included(tmp_path, json.dumps(report(**change)).encode())

    assert all(isinstance(problem, Problem) and problem.path for problem in found.problems)


# Real files with faults, by a seed


@pytest.mark.parametrize("seed", range(150))
def test_a_word_file_with_any_fault_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    """Whatever four libraries raise is a problem with the file's name."""
    assert word(tmp_path, mutated(WORD[seed % len(WORD)].read_bytes(), seed))


@pytest.mark.parametrize("seed", range(150))
@pytest.mark.heavy
def test_a_form_with_any_fault_is_read_or_refused(seed: int) -> None:
    """As a form, and among the activities of a portal."""
    data = mutated(filled(ROW, {**ROW, "title": "Hai"}), seed)
    read_form(data, "bieu.xlsx", PERIOD, TAXONOMY)
    activities(FileNotes("a.xlsx"), data, TAXONOMY)


@pytest.mark.parametrize("seed", range(150))
def test_a_report_with_any_fault_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    """Its numbers, names and lists are anything that JSON can be."""
    found = included(tmp_path, mutated_text(json.dumps(report(), ensure_ascii=False).encode(), seed))

    assert found.articles or found.problems or found.activities


@pytest.mark.parametrize("seed", range(100))
def test_a_csv_with_any_fault_is_read_or_refused(seed: int) -> None:
    """Cells, quotes and encodings."""
    text = "date,agency,unit,quantity,title,airings,minutes\n" + "1/5/2024,xa-a,tin,1,Một,2,3\n" * 5
    activities(FileNotes("a.csv"), mutated_text(text.encode(), seed), TAXONOMY)


# In proportion


def test_cells_that_are_merged_over_all_rows_take_time_in_proportion() -> None:
    """Each row asks whose the number is."""

    def merged(rows: int) -> bytes:
        head = b'<row r="1">' + b"".join(
            b'<c t="inlineStr"><is><t>%s</t></is></c>' % name for name in (b"date", b"unit", b"title", b"quantity")
        ) + b"</row>"  # fmt: skip
        line = b'<row r="%d"><c r="C%d" t="inlineStr"><is><t>T</t></is></c><c r="D%d"><v>1</v></c></row>'
        lines = b"".join(line % (n, n, n) for n in range(2, rows))
        return book(head + lines, b'<mergeCells><mergeCell ref="D2:D%d"/></mergeCells>' % rows)

    assert_linear(told, merged, most=5000)


def test_the_mutants_of_one_seed_are_the_same() -> None:
    """A failure can be looked at again."""
    data = WORD[0].read_bytes()

    assert parts_of(data) == parts_of(packed(parts_of(data)))
    assert mutated_text(b'{"a": 1}', 3) == mutated_text(b'{"a": 1}', 3)
    assert zipfile.is_zipfile(io.BytesIO(packed({"a": b"x"})))
