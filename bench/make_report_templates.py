"""Make the four Word templates of reports for the first time.

    python bench/make_report_templates.py [FOLDER]      writes quy.docx, nua-nam.docx, nam.docx, don-gian.docx

A one-off: the templates in `theme/reports/` are edited in Word from then on, and no build calls this. It is kept because
it says which number of the decree (Nghị định 30/2020/NĐ-CP, Phụ lục I) each part of the layout comes from.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from site_builder.reports.to_docx import CELL_STYLES, EQUAL_RULE, PART_RULE, stable_zip

FONT = "Times New Roman"
CENTRE, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
TOP = BOTTOM = Mm(20)
SIDE_LEFT, SIDE_RIGHT = Mm(30), Mm(15)
HEAD_LEFT, HEAD_RIGHT = Mm(63), Mm(102)
"""Columns of the head: together the text width of 165 mm; the right one holds the quốc hiệu (95 mm at 13 pt) on one line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """A paragraph style."""

    name: str
    id: str
    size: float
    bold: bool = False
    italic: bool = False
    align: Any = LEFT
    indent: float = 0
    """First line, cm."""
    left: float = 0
    """Whole paragraph, cm."""
    before: float = 0
    after: float = 0
    line: float = 1.0
    keep: bool = False
    """Stays with the next paragraph."""
    level: int | None = None
    """Outline level, 0 is the highest."""


LOOKS = (
    Look(name="Quốc hiệu", id="QuocHieu", size=13, bold=True, align=CENTRE),
    Look(name="Tiêu ngữ", id="TieuNgu", size=14, bold=True, align=CENTRE),
    Look(name="Cơ quan chủ quản", id="CoQuanChuQuan", size=13, align=CENTRE),
    Look(name="Cơ quan ban hành", id="CoQuanBanHanh", size=13, bold=True, align=CENTRE),
    Look(name="Số ký hiệu", id="SoKyHieu", size=13, align=CENTRE, before=6),
    Look(name="Địa danh ngày tháng", id="DiaDanhNgayThang", size=14, italic=True, align=CENTRE, before=6),
    Look(name="Trích yếu công văn", id="TrichYeuCongVan", size=13, align=CENTRE, before=6),
    Look(name="Tên loại", id="TenLoai", size=14, bold=True, align=CENTRE, before=18, keep=True),
    Look(name="Trích yếu", id="TrichYeu", size=14, bold=True, align=CENTRE, keep=True),
    Look(name="Kính gửi", id="KinhGui", size=14, left=3.5, before=6, after=6),
    Look(name="Đoạn văn", id="DoanVan", size=14, align=JUSTIFY, indent=1.27, after=6, line=1.15),
    Look(name="Đoạn kết", id="DoanKet", size=14, align=JUSTIFY, indent=1.27, after=6, line=1.15, keep=True),
    Look(name="Mục La Mã", id="MucLaMa", size=14, bold=True, align=JUSTIFY, indent=1.27, before=6, after=6, line=1.15,
         keep=True, level=0),
    Look(name="Khoản có tên", id="KhoanCoTen", size=14, bold=True, align=JUSTIFY, indent=1.27, before=6, after=6, line=1.15,
         keep=True, level=1),
    Look(name="Nơi nhận", id="NoiNhan", size=12, bold=True, italic=True),
    Look(name="Dòng nơi nhận", id="DongNoiNhan", size=11),
    Look(name="Chức vụ người ký", id="ChucVuNguoiKy", size=14, bold=True, align=CENTRE, keep=True),
    Look(name="Họ tên người ký", id="HoTenNguoiKy", size=14, bold=True, align=CENTRE, before=72),
    Look(name="Số phụ lục", id="SoPhuLuc", size=14, bold=True, align=CENTRE, keep=True, level=0),
    Look(name="Tên phụ lục", id="TenPhuLuc", size=14, bold=True, align=CENTRE, keep=True),
    Look(name="Kèm theo", id="KemTheo", size=14, italic=True, align=CENTRE, after=6, keep=True),
    Look(name="Tổng số", id="TongSo", size=13, bold=True, align=LEFT, before=6),
    Look(name=CELL_STYLES["heading"], id="BangDauCot", size=12, bold=True, align=CENTRE, before=2, after=2),
    Look(name=CELL_STYLES["text"], id="BangChu", size=12, before=2, after=2),
    Look(name=CELL_STYLES["centred"], id="BangGiua", size=12, align=CENTRE, before=2, after=2),
    Look(name="Số trang", id="SoTrang", size=14, align=CENTRE),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What differs between the templates."""

    id: str
    is_letter: bool = False
    opening: str = "mo_dau"
    parts: Sequence[tuple[str, str, Sequence[str]]] = field(default=())
    """Style of the heading, heading, names of the parts below it; `bang` is the table by genre."""


BOLD, ROMAN = "Khoản có tên", "Mục La Mã"
FORMS = (
    Form(id="quy", opening="mo_dau_ngan", parts=(
        (BOLD, "1. Nhiệm vụ được giao", ("nhiem_vu",)),
        (BOLD, "2. Kết quả cụ thể", ("thong_ke", "noi_dung")),
        (BOLD, "3. Mức độ thực hiện nhiệm vụ so với kế hoạch", ("ke_hoach", "danh_gia")),
        (BOLD, "4. Khó khăn, kiến nghị và nhiệm vụ kỳ tiếp theo", ("kho_khan", "kien_nghi", "phuong_huong")),
    )),
    Form(id="nua-nam", is_letter=True, parts=(
        (ROMAN, "I. KẾT QUẢ THỰC HIỆN CÔNG TÁC TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", ()),
        (BOLD, "1. Nội dung, hình thức tuyên truyền", ("noi_dung",)),
        (BOLD, "2. Thống kê số lượng tin, bài", ("thong_ke",)),
        (ROMAN, "II. ĐÁNH GIÁ CHUNG", ()),
        (BOLD, "1. Thực hiện so với kế hoạch", ("ke_hoach", "danh_gia")),
        (BOLD, "2. Thuận lợi, khó khăn", ("kho_khan",)),
        (ROMAN, "III. ĐỀ XUẤT, KIẾN NGHỊ", ("kien_nghi",)),
        (ROMAN, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ", ("phuong_huong",)),
    )),
    Form(id="nam", parts=(
        (BOLD, "1. Kết quả thực hiện", ("noi_dung", "ke_hoach", "danh_gia")),
        (BOLD, "2. Thống kê số lượng tin, bài, phóng sự", ("thong_ke", "bang")),
        (BOLD, "3. Thuận lợi, khó khăn và nguyên nhân", ("kho_khan",)),
        (BOLD, "4. Kiến nghị, đề xuất", ("kien_nghi",)),
        (BOLD, "5. Phương hướng, nhiệm vụ", ("phuong_huong",)),
    )),
    Form(id="don-gian", parts=(
        (BOLD, "1. Kết quả", ("thong_ke", "noi_dung")),
        (BOLD, "2. So với kế hoạch", ("ke_hoach", "danh_gia")),
    )),
)  # fmt: skip


def make(form: Form) -> bytes:
    """Return the template of a form."""
    import io

    document = docx.Document()
    _empty(document)
    _styles(document)
    _page(document.sections[0])
    _head(document, form)
    _body(document, form)
    _signature(document)
    _annex(document)
    out = io.BytesIO()
    document.save(out)
    return stable_zip(out.getvalue())


def _empty(document: Document) -> None:
    """Take out what python-docx's own template brings along."""
    for relation, part in list(document.part.package.rels.items()):
        if part.reltype.endswith("/thumbnail"):
            document.part.package.rels.pop(relation)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Mẫu báo cáo", "", ""
    properties.created = properties.modified = datetime(2020, 3, 5)  # noqa: DTZ001 - the decree's day
    properties.last_modified_by = ""


def _styles(document: Document) -> None:
    _defaults(document)
    for look in LOOKS:
        style: Any = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), look.id)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
        _complex_size(style, look)
        shape = style.paragraph_format
        shape.alignment, shape.line_spacing = look.align, look.line
        shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
        shape.first_line_indent, shape.left_indent = Mm(look.indent * 10), Mm(look.left * 10)
        shape.keep_with_next, shape.widow_control = look.keep, True
        if look.level is not None:
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(look.level))
            style.element.get_or_add_pPr().append(outline)
    for name, id_ in ((EQUAL_RULE, "KeBangDong"), (PART_RULE, "KeMotPhan")):
        _rule_style(document, name, id_)


def _complex_size(style: Any, look: Look) -> None:
    """Say size and weight for complex scripts too, so that no programme falls back on its own."""
    properties = style.element.get_or_add_rPr()
    for tag, on in (("w:bCs", look.bold), ("w:iCs", look.italic)):
        if on:
            element = OxmlElement(tag)
            anchor = properties.find(qn(tag.removesuffix("Cs")))
            anchor.addnext(element)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(int(look.size * 2)))
    properties.find(qn("w:sz")).addnext(size)


def _defaults(document: Document) -> None:
    """Times New Roman for every script, also where the document's theme names another; Vietnamese; black."""
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        for key in [key for key in fonts.attrib if "heme" in key]:
            del fonts.attrib[key]
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in styles.iter(qn("w:lang")):
        for kind in ("val", "eastAsia"):
            language.set(qn(f"w:{kind}"), "vi-VN")
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().find(qn("w:rFonts"))
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def _rule_style(document: Document, name: str, id_: str) -> None:
    """A flat empty paragraph with a line above: the rule below a heading."""
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), id_)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(2)
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    shape.space_before, shape.alignment = Pt(3.5), CENTRE
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    _margins(section)
    _page_number(section)


def _margins(section: Any) -> None:
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = SIDE_LEFT, SIDE_RIGHT
    section.header_distance, section.footer_distance = Mm(10), Mm(10)


def _page_number(section: Any) -> None:
    """A page number centred in the top margin, on every page but the first."""
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    section.first_page_header.paragraphs[0].style = "Số trang"
    paragraph = section.header.paragraphs[0]
    paragraph.style = "Số trang"
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - python-docx has no fields
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)  # noqa: SLF001


def _head(document: Document, form: Form) -> None:
    table = _plain_table(document, 2, (HEAD_LEFT, HEAD_RIGHT))
    left, right = table.rows[0].cells
    _fill_cell(left, (
        ("Cơ quan chủ quản", "{%p if co_quan_chu_quan %}"), ("Cơ quan chủ quản", "{{ co_quan_chu_quan|upper }}"),
        ("Cơ quan chủ quản", "{%p endif %}"), ("Cơ quan ban hành", "{{ co_quan|upper }}"), (PART_RULE, ""),
    ))  # fmt: skip
    _fill_cell(right, (
        ("Quốc hiệu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("Tiêu ngữ", "Độc lập - Tự do - Hạnh phúc"), (EQUAL_RULE, ""),
    ))  # fmt: skip
    left, right = table.rows[1].cells
    number = [("Số ký hiệu", "Số: {{ so }}")]
    _fill_cell(left, number + ([("Trích yếu công văn", "{{ trich_yeu }}")] if form.is_letter else []))
    _fill_cell(right, [("Địa danh ngày tháng", "{{ dia_danh_ngay }}")])
    if not form.is_letter:
        for style, text in (("Tên loại", "BÁO CÁO"), ("Trích yếu", "{{ trich_yeu }}"), (PART_RULE, "")):
            document.add_paragraph(text, style)
    _spacer(document)
    _loop(document, "Kính gửi", "kinh_gui", plain=True)
    _spacer(document)


def _spacer(document: Document) -> None:
    document.add_paragraph("", "Normal").paragraph_format.line_spacing = Pt(8)


def _body(document: Document, form: Form) -> None:
    document.add_paragraph(f"{{{{r {form.opening} }}}}", "Đoạn văn")
    for style, heading, names in form.parts:
        document.add_paragraph(heading, style)
        for name in names:
            if name == "bang":
                _genre_table(document)
            else:
                _loop(document, "Đoạn văn", name)
    document.add_paragraph("{{r ket_thuc }}", "Đoạn kết")


def _loop(document: Document, style: str, name: str, *, plain: bool = False) -> None:
    document.add_paragraph(f"{{%p for doan in {name} %}}", style)
    document.add_paragraph("{{ doan }}" if plain else "{{r doan }}", style)
    document.add_paragraph("{%p endfor %}", style)


def _genre_table(document: Document) -> None:
    """The small table of the yearly report: works and airings by genre, side by side, never added."""
    document.add_paragraph("{%p if bang_the_loai %}", "Đoạn văn")
    widths = (Mm(15), Mm(70), Mm(40), Mm(40))
    table = document.add_table(5, 4, document.styles["Table Grid"])
    _fix(table, widths)
    lines = (
        ("STT", "Thể loại", "Số tin, bài", "Số lượt đăng, phát"),
        ("{%tr for dong in bang_the_loai %}", "", "", ""),
        ("{{ dong.stt }}", "{{ dong.ten }}", "{{ dong.tin_bai }}", "{{ dong.luot }}"),
        ("{%tr endfor %}", "", "", ""),
        ("", "Tổng số", "{{ tong_tin_bai }}", "{{ tong_luot }}"),
    )
    for row, texts in zip(table.rows, lines, strict=True):
        heading = texts[0] == "STT" or texts[1] == "Tổng số"
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            style = CELL_STYLES["heading" if heading else "text" if place == 1 else "centred"]
            _fill_cell(cell, [(style, text)])
        _row(row, "w:cantSplit", *(["w:tblHeader"] if texts[0] == "STT" else []))
    document.add_paragraph("{%p endif %}", "Đoạn văn")
    _spacer(document)


def _signature(document: Document) -> None:
    table = _plain_table(document, 1, (Mm(80), Mm(85)))
    left, right = table.rows[0].cells
    _fill_cell(left, (
        ("Nơi nhận", "Nơi nhận:"), ("Dòng nơi nhận", "{%p for dong in noi_nhan %}"),
        ("Dòng nơi nhận", "{{ dong }}"), ("Dòng nơi nhận", "{%p endfor %}"),
    ))  # fmt: skip
    _fill_cell(right, (("Chức vụ người ký", "{{ chuc_vu|upper }}"), ("Họ tên người ký", "{{ nguoi_ky }}")))


def _annex(document: Document) -> None:
    """The annex: a landscape page of its own, with page numbers of its own."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    _margins(section)
    _page_number(section)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")  # noqa: SLF001
    last = document.paragraphs[-1]  # holds the section break: keep it flat, so that it makes no page of its own
    last.paragraph_format.line_spacing_rule, last.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    for style, text in (
        ("Số phụ lục", "{{ phu_luc }}"), ("Tên phụ lục", "{{ ten_phu_luc|upper }}"), ("Kèm theo", "{{ kem_theo }}"),
        (CELL_STYLES["text"], "{{ bang_phu_luc }}"),
        ("Tổng số", "Tổng số: {{ tong_tin_bai }} tin, bài; {{ tong_luot }} lượt đăng, phát."),
    ):  # fmt: skip
        document.add_paragraph(text, style)


def _plain_table(document: Document, rows: int, widths: Sequence[Any]) -> Table:
    """A table without lines, without cell margins."""
    table = document.add_table(rows, len(widths))
    _fix(table, widths)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr  # noqa: SLF001
    look = properties.find(qn("w:tblLook"))  # the schema wants the margins before it, and Word holds to that
    properties.insert(len(properties) if look is None else properties.index(look), margins)
    for row in table.rows:
        _row(row, "w:cantSplit")
    return table


def _fix(table: Table, widths: Sequence[Any]) -> None:
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _row(row: Any, *tags: str) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    for tag in tags:
        properties.append(OxmlElement(tag))


def _fill_cell(cell: _Cell, lines: Sequence[tuple[str, str]]) -> None:
    for place, (style, text) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style, paragraph.text = style, text  # type: ignore[assignment]


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "theme/reports")
    folder.mkdir(parents=True, exist_ok=True)
    for form in FORMS:
        (folder / f"{form.id}.docx").write_bytes(make(form))
        print(folder / f"{form.id}.docx")
