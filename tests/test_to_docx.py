"""Word reports have the layout of Nghị định 30/2020/NĐ-CP, the report's numbers, and the same bytes twice."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length

from site_builder.cache.inputs import theme_dir
from site_builder.errors import MakeError
from site_builder.model.ledger import ANNEX_COLUMNS, Words
from site_builder.reports import annex
from site_builder.reports.boxes import FORMS, form_of
from site_builder.reports.letter_widths import MM_PER_POINT, longest_line_mm, width_mm
from site_builder.reports.report import Report
from site_builder.reports.to_docx import to_docx
from tests.sample_report import PERIOD, WORDING, WORDS, empty_report, entry, report

MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
"""Millimetres, Phụ lục I of the decree."""
ELEMENTS = {
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": ((12, 13), True, False, WD_ALIGN_PARAGRAPH.CENTER),
    "Độc lập - Tự do - Hạnh phúc": ((13, 14), True, False, WD_ALIGN_PARAGRAPH.CENTER),
    "UBND TỈNH SÔNG TRÀ": ((12, 13), False, False, WD_ALIGN_PARAGRAPH.CENTER),
    "ĐÀI PHÁT THANH VÀ TRUYỀN HÌNH": ((12, 13), True, False, WD_ALIGN_PARAGRAPH.CENTER),
    "Số: 230/BC-PTTH": ((13, 13), False, False, WD_ALIGN_PARAGRAPH.CENTER),
    "Sông Trà, ngày 30 tháng 8 năm 2019": ((13, 14), False, True, WD_ALIGN_PARAGRAPH.CENTER),
    "Nơi nhận:": ((12, 12), True, True, WD_ALIGN_PARAGRAPH.LEFT),
    "KT. GIÁM ĐỐC": ((13, 14), True, False, WD_ALIGN_PARAGRAPH.CENTER),
}
"""Text → sizes in points, bold, italic, alignment."""


def made(value: Report, form: str = "quy") -> bytes:
    """Make a report with a template of the theme."""
    return to_docx(
        value, (theme_dir() / "reports" / f"{form}.docx").read_bytes(), f"theme/reports/{form}.docx", WORDING
    )


def opened(data: bytes) -> Any:
    """Open a document."""
    return Document(io.BytesIO(data))


def paragraphs(document: Any) -> list[Any]:
    """Return every paragraph of the body, of table cells too, in order."""
    from docx.text.paragraph import Paragraph

    return [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]


def font(document: Any, paragraph: Any) -> tuple[float, bool, bool, str, Any]:
    """Return size, bold, italic, name and alignment of a paragraph as Word would show its first run."""
    run = next(run for run in paragraph.runs if run.text.strip())
    known = {style.style_id: style for style in document.styles}
    style = known[paragraph._p.style] if paragraph._p.style else document.styles["Normal"]
    chain = [style]
    while getattr(chain[-1], "base_style", None) is not None:
        chain.append(chain[-1].base_style)
    fonts = [run.font, *(one.font for one in chain)]
    size: Length = next(one.size for one in fonts if one.size)
    bold = next((one.bold for one in fonts if one.bold is not None), False)
    italic = next((one.italic for one in fonts if one.italic is not None), False)
    name = next((one.name for one in fonts if one.name), "")
    formats = [paragraph.paragraph_format, *(one.paragraph_format for one in chain)]
    alignment = next((one.alignment for one in formats if one.alignment is not None), WD_ALIGN_PARAGRAPH.LEFT)
    return float(size.pt), bool(bold), bool(italic), str(name), alignment


def _alignment(document: Any, paragraph: Any) -> Any:
    """Return the alignment of a paragraph, its style's when it has none of its own."""
    known = {style.style_id: style for style in document.styles}
    return (
        paragraph.alignment if paragraph.alignment is not None else known[paragraph._p.style].paragraph_format.alignment
    )


@pytest.mark.parametrize("form", FORMS)
def test_paper_and_margins_are_the_decree_s(form: str) -> None:
    """A4, margins within the decree's ranges, page number centred on top from page 2 on."""
    document = opened(made(report(), form))
    first = document.sections[0]
    sides = {side: getattr(first, f"{side}_margin").mm for side in MARGINS}
    header = first.header._element.xml

    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert {side: low <= round(sides[side], 1) <= high for side, (low, high) in MARGINS.items()} == dict.fromkeys(
        MARGINS, True
    )
    assert first.different_first_page_header_footer
    assert "PAGE" in header
    assert _alignment(document, first.header.paragraphs[0]) == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" not in first.first_page_header._element.xml


@pytest.mark.parametrize("text", ELEMENTS)
def test_elements_have_the_decree_s_letters(text: str) -> None:
    """Each element has its size, weight, slant and place, in Times New Roman."""
    document = opened(made(report()))
    found = next(paragraph for paragraph in paragraphs(document) if paragraph.text.strip().startswith(text))
    sizes, bold, italic, alignment = ELEMENTS[text]
    size, is_bold, is_italic, name, where = font(document, found)

    assert sizes[0] <= size <= sizes[1]
    assert (is_bold, is_italic, where) == (bold, italic, alignment)
    assert name == "Times New Roman"


@pytest.mark.parametrize("form", FORMS)
def test_the_body_is_justified_indented_and_ends_with_its_mark(form: str) -> None:
    """Body text is justified, 13 to 14 points, indented 1 to 1.27 cm, at least 6 pt apart; it ends with ./."""
    document = opened(made(report(), form))
    body = next(one for one in paragraphs(document) if "176" in one.text and len(one.text) > 60)
    known = {style.style_id: style for style in document.styles}
    style = known[body._p.style]
    indent = body.paragraph_format.first_line_indent or style.paragraph_format.first_line_indent
    apart = sum(
        (getattr(body.paragraph_format, side) or getattr(style.paragraph_format, side) or Length(0)).pt
        for side in ("space_before", "space_after")
    )
    size, _, _, _, alignment = font(document, body)

    assert 13 <= size <= 14
    assert alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert 0.99 <= indent.cm <= 1.28
    assert apart >= 6
    assert any(one.text.rstrip().endswith("./.") for one in paragraphs(document))


def test_what_is_not_given_is_left_blank() -> None:
    """Without number and date both have room to be written by hand; the month is that of the due day."""
    lines = [one.text for one in paragraphs(opened(made(report(words=Words(agency="Sở Nội vụ")))))]

    assert "Số:       /BC-…" in lines
    assert "…………, ngày       tháng 8 năm 2019" in lines
    assert "[CHỨC VỤ CỦA NGƯỜI KÝ]" in lines
    assert [line for line in lines if line.startswith("- ")] == ["- Như trên;", "- Lưu: VT."]
    assert "Kính gửi: Sở Nội vụ" in lines


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (Words(number="/BC-STTTT"), "Số:       /BC-STTTT"),
        (Words(number="5/BC-SNV"), "Số: 05/BC-SNV"),
        (Words(date=date(2021, 2, 8), place="Hà Tĩnh"), "Hà Tĩnh, ngày 08 tháng 02 năm 2021"),
        (Words(addressees=("Sở A", "Sở B;")), "- Sở B."),
        (Words(recipients=("Sở A.", "- Sở B"), filing="VT, VP."), "- Lưu: VT, VP."),
    ],
)
def test_boxes_are_written_as_the_decree_says(words: Words, line: str) -> None:
    """Zeros before small numbers, room before a bare symbol, one addressee a line, `Lưu` last."""
    assert line in [one.text for one in paragraphs(opened(made(report(words=words))))]


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (Words(), "V/v báo cáo kết quả công tác tuyên truyền cải cách hành chính quý III/2019"),
        (Words(title="Báo cáo công tác tuyên truyền"), "V/v báo cáo công tác tuyên truyền"),
        (Words(title="V/v báo cáo CCHC"), "V/v báo cáo CCHC"),
    ],
)
def test_a_letter_says_what_it_is_about(words: Words, about: str) -> None:
    """A công văn has V/v below its number and an addressee, and no name of its kind."""
    lines = [one.text for one in paragraphs(opened(made(report(words=replace(words, form="nua-nam")), "nua-nam")))]

    assert about in lines
    assert "Kính gửi: Sở Nội vụ" in lines
    assert "Số:       /…" in lines
    assert "BÁO CÁO" not in lines


@pytest.mark.parametrize("form", FORMS)
def test_rules_have_the_decree_s_length(form: str) -> None:
    """Below the tiêu ngữ as long as its text; below the agency's name from 1/3 to 1/2 of the line."""
    document = opened(made(report(words=replace(WORDS, agency="Sở Xây dựng")), form))
    found = {one.text: rule_mm(document, one._p.getnext()) for one in paragraphs(document)}
    motto, agency = found["Độc lập - Tự do - Hạnh phúc"], found["SỞ XÂY DỰNG"]

    assert motto == pytest.approx(60.4, abs=0.5)  # the text at 14 pt, measured in the font
    assert 32.0 / 3 <= agency <= 32.0 / 2  # the same at 13 pt


def rule_mm(document: Any, element: Any) -> float:
    """Return the length of the rule that a paragraph draws in its cell, 0 when it draws none."""
    cell = element.getparent() if element is not None else None
    if cell is None or cell.tag != qn("w:tc") or element.tag != qn("w:p"):
        return 0
    style = next(one for one in document.styles if one.style_id == element.style)
    if style.element.pPr.find(qn("w:pBdr")) is None:
        return 0
    return float((cell.width - element.pPr.ind_left - element.pPr.ind_right) / 36000)


@pytest.mark.parametrize(
    ("text", "points"), [("ĐƯỜNG DÂY NÓNG", 13), ("Độc lập - Tự do - Hạnh phúc", 14), ("Ủy ban “Mới”…", 14)]
)
def test_a_letter_with_dau_is_as_wide_as_without(text: str, points: float) -> None:
    """Composed and decomposed text have one width; ơ and ư are letters of their own."""
    assert width_mm(unicodedata.normalize("NFD", text), points) == pytest.approx(width_mm(text, points))
    assert width_mm("ươ", 10) > width_mm("uo", 10)
    assert longest_line_mm("SỞ XÂY DỰNG", 13, 20) < 20 < width_mm("SỞ XÂY DỰNG", 13)


def test_a_judgement_is_only_proposed() -> None:
    """The head's assessment is proposed in brackets, never stated; works and airings stay apart."""
    text = "\n".join(one.text for one in paragraphs(opened(made(report()))))

    assert "[Đề nghị" in text
    assert "176" in text
    assert "200" not in text  # 24 works and 176 airings are never added
    assert "hơn 500 tờ" in text


def test_an_empty_period_says_so() -> None:
    """A period in which nothing happened makes a report with words for it."""
    text = "\n".join(one.text for one in paragraphs(opened(made(empty_report()))))

    assert "chưa có tin, bài" in text.lower() or "không có tin, bài" in text.lower()


def test_the_form_follows_words_then_length() -> None:
    """The words decide; else a quarter, a half year or a year has its own form."""
    assert form_of(report()) == "quy"
    assert form_of(report(words=Words(form="don-gian"))) == "don-gian"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    """No clock, no random name, no order of a set."""
    data = made(report(), form)

    assert data == made(report(), form)
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def template(*lines: str) -> bytes:
    """Make a template of plain paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def workbook() -> bytes:
    """Make an Excel file, which is a zip but no Word document."""
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"not a zip", "không phải là tệp Word (.docx)"),
        (workbook(), "không phải là tệp Word (.docx)"),
        (
            template("Đoạn đúng", "Số lượng: {{ co_quann }} tin", "Hết"),
            "đoạn “Số lượng: {{ co_quann }} tin”: không có tên “co_quann”; có phải “co_quan”?",
        ),
        (template("Đoạn đúng", "Nơi: {{ ky nhan }}"), "đoạn “Nơi: {{ ky nhan }}”: không điền được"),
        (template("Đoạn đúng", "Gửi: {{ ky|hoa }}"), "đoạn “Gửi: {{ ky|hoa }}”: không điền được"),
        (template("Mở {% if ky %} mà không đóng"), "không điền được"),
        (template("Chia: {{ ky / 2 }}"), "đoạn “Chia: {{ ky / 2 }}”: không điền được"),
        (template("{{ ky.__class__.__mro__ }}"), "không điền được"),
    ],
)  # fmt: skip
def test_a_broken_template_is_named_with_its_paragraph(data: bytes, told: str) -> None:
    """Whatever is wrong with a template is a person's mistake: the file, the paragraph, and what is wrong."""
    with pytest.raises(MakeError) as caught:
        to_docx(report(), data, "theme/reports/quy.docx", WORDING)
    (problem,) = caught.value.problems

    assert (problem.path, problem.code) == ("theme/reports/quy.docx", "mau-hong")
    assert told in problem.message


def test_a_template_without_our_styles_still_works() -> None:
    """What officials build from an empty page: the annex's table stands where it is asked for, or not at all."""
    with_table = opened(to_docx(report(3), template("{{ co_quan }}", "{{ bang_phu_luc }}", "Hết"), "x.docx", WORDING))
    without = opened(to_docx(report(3), template("{{ co_quan|upper }}"), "x.docx", WORDING))

    assert [len(table.rows) for table in with_table.tables] == [4]
    assert [one.text for one in with_table.paragraphs] == ["Đài Phát thanh và Truyền hình", "Hết"]
    assert without.paragraphs[0].text == "ĐÀI PHÁT THANH VÀ TRUYỀN HÌNH"
    assert without.tables == []


def test_text_cannot_break_the_document() -> None:
    """Signs of XML and of the template language, and control characters, are only text."""
    nasty = 'A < B & "C" {{ ky }} {% if %} \x07\x1b\x00]]>'
    words = replace(WORDS, results=nasty, signer_name=nasty)
    value = report(1, words=words, entries=(entry(0, title=nasty, url='javascript:"x"'),))
    document = opened(made(value))
    texts = [one.text for one in paragraphs(document)]
    shown = 'A < B & "C" {{ ky }} {% if %} ]]>'

    assert sum(text.rstrip() == shown for text in texts) == 3
    assert 'javascript:"x"' in texts
    assert "HYPERLINK" not in document.element.xml


def test_the_annex_has_the_columns_that_the_words_ask_for() -> None:
    """Order and choice are the words'; an unknown column names the nearest known one and the file."""
    asked = Words(
        file="content/reports/x.md",
        annex_label="Phụ lục 2",
        annex_columns=("stt", "luot", "thoi-luong", "ten", "chu-de", "nguon"),
    )
    value = report(2, words=asked, entries=(entry(0, minutes=2.5, source="Đài xã"), entry(1)))
    document = opened(made(value))
    table = next(one for one in document.tables if one.rows[0].cells[0].text == "STT")
    cells = [[cell.text for cell in row.cells] for row in table.rows]

    assert cells[0] == ["STT", "Số lượt", "Thời lượng (phút)", "Tên tin, bài", "Chủ đề", "Nguồn số liệu"]
    assert cells[1] == ["1", "2", "2,5", entry(0).title, "Cải cách thủ tục hành chính", "Đài xã"]
    assert cells[2][2] == ""
    assert "Phụ lục 2" in [one.text for one in document.paragraphs]
    with pytest.raises(
        MakeError, match=r"content/reports/x\.md: cot-la: không có cột “kenhh” trong phụ lục; có phải “kenh”"
    ):
        made(report(words=replace(asked, annex_columns=("kenhh",))))


def test_the_columns_that_may_be_asked_for_are_those_that_there_are() -> None:
    """In the order in which they are told."""
    asked = report(words=Words(annex_columns=ANNEX_COLUMNS))

    assert tuple(column.id for column in annex.columns(asked)) == ANNEX_COLUMNS


def test_the_annex_lists_a_work_of_another_period_apart() -> None:
    """It stands below a line that says why it is there, with a number of its own; a link can be followed."""
    document = opened(made(report(1, entries=(entry(0), entry(1, counts_as_work=False)))))
    table = next(one for one in document.tables if len(one.columns) == 8)
    first = [row.cells[0].text for row in table.rows]

    assert first == [
        "STT",
        "1",
        "Tin, bài thực hiện ngoài kỳ, được đăng, phát trong kỳ (chỉ tính lượt, không tính vào số tin, bài)",
        "1",
    ]
    assert f'HYPERLINK "{entry(0).url}"' in table._tbl.xml.replace("&quot;", '"')


def test_an_unknown_form_is_named() -> None:
    """A form that does not exist names the nearest one; without one the length of the period decides."""
    with pytest.raises(MakeError, match=r"x\.md: mau-bao-cao-la: không có mẫu báo cáo “nam-nay”"):
        form_of(report(words=Words(file="x.md", form="nam-nay")))
    lengths = {"quy": date(2019, 9, 2), "nua-nam": date(2019, 12, 11), "nam": date(2019, 12, 12)}

    for form, until in lengths.items():
        assert form_of(report(words=Words(), period=replace(PERIOD, until=until))) == form


def test_the_order_of_the_package_s_elements_is_the_schema_s() -> None:
    """Word refuses tables whose properties stand in another order than its schema's."""
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    document = opened(made(report(), "nam"))

    tables = list(document.element.body.iter(qn("w:tblPr")))

    assert len(tables) > 3
    for properties in tables:
        names = [child.tag.partition("}")[2] for child in properties]
        assert names == sorted(names, key=order.index)


def test_an_annex_of_300_rows_repeats_its_header() -> None:
    """The header row repeats on every page, rows do not break across pages, and the table fits its margins."""
    document = opened(made(report(300)))
    table = next(table for table in document.tables if len(table.rows) > 300)
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]

    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[5]._tr.trPr.find(qn("w:cantSplit")) is not None
    assert sum(widths) * 635 <= room + 635


@pytest.mark.slow
@pytest.mark.xdist_group("office")
@pytest.mark.parametrize("form", FORMS)
def test_libreoffice_prints_it_right(form: str, tmp_path: Path) -> None:
    """Opened by LibreOffice: each line of the head on one line, within the margins, and the annex's header repeated."""
    file = tmp_path / f"{form}.docx"
    file.write_bytes(made(report(300, words=replace(WORDS, form=form)), form))
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = printed(file.with_suffix(".pdf"), "-layout").split("\f")[:-1]
    start = next(number for number, page in enumerate(pages) if "DANH SÁCH TIN, BÀI" in page)
    rows = [int(found) for page in pages[start:] for found in re.findall(r"^ {0,12}(\d{1,3}) +\S", page, re.MULTILINE)]

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
    assert "Độc lập - Tự do - Hạnh phúc" in pages[0]
    assert [page.split()[0] for page in pages[1:start]] == [str(number) for number in range(2, start + 1)]
    assert len(pages) - start >= 8
    assert all(page.count("STT") == 1 and "Đường dẫn" in page for page in pages[start:-1])
    assert rows == list(range(1, 301))
    assert "Tổng số: 300 tin, bài; 176 lượt đăng, phát." in pages[-1]
    assert outside_margins(file.with_suffix(".pdf"), start) == []


def printed(file: Path, *options: str) -> str:
    """Return the text of a PDF."""
    command = ["pdftotext", *options, str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def outside_margins(file: Path, annex: int) -> list[str]:
    """Return the words that stand left or right of the margins (30 mm and 15 mm), half a millimetre allowed."""
    found = []
    for number, page in enumerate(printed(file, "-bbox").split("<page ")[1:]):
        width = 297 if number >= annex else 210
        for left, right, word in re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)".*?>(.*?)</word>', page):
            if float(left) * MM_PER_POINT < 29.5 or float(right) * MM_PER_POINT > width - 14.5:
                found.append(f"{number + 1}: {word}")
    return found
