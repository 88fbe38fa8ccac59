"""Word reports have the layout of Nghị định 30/2020/NĐ-CP, the report's numbers, and the same bytes twice."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length

from site_builder.build import theme_dir
from site_builder.errors import MakeError
from site_builder.ledger import Words
from site_builder.reports.report import Report
from site_builder.reports.to_docx import FORMS, form_of, to_docx
from tests.sample_report import empty_report, report

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
    return to_docx(value, (theme_dir() / "reports" / f"{form}.docx").read_bytes(), f"theme/reports/{form}.docx")


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
    """Without number and date both have room to be written by hand."""
    text = "\n".join(one.text for one in paragraphs(opened(made(report(words=Words(agency="Sở Nội vụ"))))))

    assert re.search(r"Số:\s+/", text)
    assert re.search(r"ngày\s+tháng", text)


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


def test_a_broken_template_is_named() -> None:
    """What is no Word file, and a hole that does not exist, are a person's mistakes with a place."""
    with pytest.raises(MakeError) as caught:
        to_docx(report(), b"not a zip", "theme/reports/quy.docx")
    document = Document()
    document.add_paragraph("Số lượng: {{ khong_co_that.so }}")
    data = io.BytesIO()
    document.save(data)
    with pytest.raises(MakeError) as hole:
        to_docx(report(), data.getvalue(), "theme/reports/quy.docx")

    assert caught.value.problems[0].path == "theme/reports/quy.docx"
    assert "khong_co_that" in str(hole.value)


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
    """Opened by LibreOffice: quốc hiệu on one line, and the annex's header on each of its pages."""
    file = tmp_path / f"{form}.docx"
    file.write_bytes(made(report(300), form))
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = subprocess.run(
        ["pdftotext", "-layout", str(file.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [page for page in text.split("\f") if page.strip()]
    annex = [page for page in pages if "STT" in page]

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
    assert "Độc lập - Tự do - Hạnh phúc" in pages[0]
    assert len(annex) >= 8
    assert "300" in annex[-1]
