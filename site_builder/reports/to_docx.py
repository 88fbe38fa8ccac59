"""A report as a Word document, from a template that officials can edit in Word.

The templates hold the layout of Nghị định 30/2020/NĐ-CP and names in double braces; docxtpl fills them in. Three
things are done after it: the rules below headings get the length that the decree asks for, the annex's table is put
at its place (`{{ bang_phu_luc }}`), and the package is closed anew with fixed dates and sorted names, so that the same
report gives the same bytes.

Knows: docxtpl and the package of a .docx. Never: counts, words a sentence, reads the disk or the clock.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from html import unescape
from typing import Any
from xml.etree.ElementTree import ParseError

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm
from docx.styles.style import ParagraphStyle
from docxtpl import DocxTemplate, RichText
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from site_builder.errors import MakeError, Problem
from site_builder.model.wording import Wording
from site_builder.reports import annex, boxes, narrative, statements
from site_builder.reports.drafting import Paragraph
from site_builder.reports.letter_widths import longest_line_mm
from site_builder.reports.report import Report
from site_builder.text import excerpt, integer, nearest

EQUAL_RULE = "Kẻ bằng dòng chữ"
"""Style of an empty paragraph whose upper border is as long as the line above it."""
PART_RULE = "Kẻ một phần dòng"
"""The same, with `PART` of the line's length."""
PART = 0.42
"""The decree: from 1/3 to 1/2."""
CELL_STYLES = {"heading": "Bảng đầu cột", "text": "Bảng chữ", "centred": "Bảng giữa"}
"""Names of the paragraph styles of the annex's cells."""

_MARKER = "bang-phu-luc-dat-o-day"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_TWIPS_PER_MM = 1440 / 25.4
_CELL_MARGIN = 108
"""Twips at either side of a cell, unless the table says otherwise."""


def to_docx(report: Report, template: bytes, template_name: str, wording: Wording) -> bytes:
    """Return the report as a .docx; `template_name` is the template's path, for messages.

    Raises:
        MakeError: the template cannot be opened or filled in, or the words name an unknown form or column.
    """
    context = context_of(report, wording)
    filled = _fill(template, context, template_name)
    document = filled.docx
    _fit_rules(document)
    _name(document, report, context["trich_yeu"])
    width, styles = _text_width(document, -1), _cell_styles(document)
    table, details = annex.table(report, width, styles), annex.details(report, wording, width, styles)
    written = io.BytesIO()
    document.save(written)
    return stable_zip(written.getvalue(), table, details)


def context_of(report: Report, wording: Wording) -> dict[str, Any]:
    """Return what a template can show, by the name that stands in it."""
    form = boxes.form_of(report)
    box = boxes.fill(report, form, wording)
    kind = "văn bản" if form == boxes.LETTER else "báo cáo"
    told = narrative.draft(report, wording, document=kind, annex=box.annex_label)
    rows = [
        {"stt": integer(place), "ten": name, "tin_bai": integer(works), "luot": integer(airings)}
        for place, (name, works, airings) in enumerate(statements.works_table(report), start=1)
    ]
    total = report.figures.total
    plain = {
        "co_quan_chu_quan": box.parent_agency, "co_quan": box.agency, "so": box.number,
        "dia_danh_ngay": box.place_date, "trich_yeu": box.title, "kinh_gui": box.addressees,
        "noi_nhan": box.recipients, "chuc_vu": box.signer_post, "nguoi_ky": box.signer_name,
        "phu_luc": box.annex_label, "ten_phu_luc": box.annex_title, "kem_theo": box.annex_note,
        "ky": report.period.label, "bang_the_loai": rows, "bang_phu_luc": _MARKER,
        "tong_tin_bai": integer(total.works), "tong_luot": integer(total.airings), "don_vi": report.agency,
    }  # fmt: skip
    return {**_clean(plain), **_paragraphs(told)}


def stable_zip(package: bytes, table: str = "", details: str = "") -> bytes:
    """Close a .docx anew with sorted names and fixed dates, the annex's table in place of its marker.

    `details` are the tables that come last of all.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            data = old.read(name)
            if name == "word/document.xml" and table:
                data = _put(data.decode(), table, details).encode()
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, data)
    return out.getvalue()


class _Template(DocxTemplate):  # type: ignore[misc]
    """A template that remembers the text being rendered, so that a fault can be shown to the person who wrote it."""

    source = ""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)  # as docxtpl does: a paragraph a line
        return str(super().render_xml_part(src_xml, part, context, jinja_env))


def _fill(template: bytes, context: Mapping[str, Any], name: str) -> Any:
    """Open a template and fill it in."""
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    filled = _Template(io.BytesIO(template))
    try:
        filled.init_docx()
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        told = "không phải là tệp Word (.docx); hãy mở tệp bằng Word rồi lưu lại theo dạng .docx"
        raise MakeError(Problem(name, 0, "mau-hong", told)) from error
    try:
        filled.render(context, environment, autoescape=True)
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, SyntaxError, ParseError) as error:
        raise MakeError(_fault(filled.source, error, context, name)) from error
    return filled


def _fault(source: str, error: Exception, context: Mapping[str, Any], name: str) -> Problem:
    """Say which paragraph of a template is wrong, and how."""
    lines = re.split(r"\r\n|\r|\n", source)
    number = min(_line_of(error), len(lines))
    text = excerpt(unescape(re.sub(r"<[^>]+>", " ", lines[number - 1])), 200) if number else ""
    place = f"đoạn “{text}”: " if text else ""
    return Problem(name, 0, "mau-hong", place + _why(error, context))


def _line_of(error: Exception) -> int:
    """Return the line of the template's text at which an error arose, 0 when it cannot be told."""
    line = getattr(error, "lineno", None) if isinstance(error, TemplateError) else None
    trace = error.__traceback__
    while trace is not None and not line:
        line = trace.tb_lineno if "__jinja_exception__" in trace.tb_frame.f_globals else None
        trace = trace.tb_next
    return line or 0


def _why(error: Exception, context: Mapping[str, Any]) -> str:
    unknown = re.match(r"'(\w+)' is undefined", str(error)) if isinstance(error, UndefinedError) else None
    if unknown:
        near = nearest(unknown[1], context)
        meant = f"; có phải “{near}”?" if near else ";"
        return f"không có tên “{unknown[1]}”{meant} Các tên dùng được: {', '.join(sorted(context))}"
    return f"không điền được; hãy xem lại các dấu {{{{ … }}}} và {{% … %}} của đoạn này ({error})"


def _paragraphs(told: narrative.Narrative) -> dict[str, Any]:
    """Return the narrative by the templates' names; each paragraph is filled in by `{{r … }}`."""
    parts = {
        "nhiem_vu": told.tasks, "noi_dung": told.content, "thong_ke": told.statistics, "ke_hoach": told.plan,
        "danh_gia": told.assessment, "kho_khan": told.difficulties, "kien_nghi": told.proposals,
        "phuong_huong": told.next_tasks,
    }  # fmt: skip
    single = {"mo_dau": told.opening, "mo_dau_ngan": told.short_opening, "ket_thuc": told.closing}
    return {key: [_rich(entry) for entry in entries] for key, entries in parts.items()} | {
        key: _rich(entry) for key, entry in single.items()
    }


def _rich(paragraph: Paragraph) -> RichText:
    return RichText(_clean(paragraph.text), italic=paragraph.is_prompt)


def _clean(value: Any) -> Any:
    """Take out what no XML file may hold, and the control characters that docxtpl reads as layout."""
    if isinstance(value, str):
        return annex.NOT_XML.sub("", value)
    if isinstance(value, Mapping):
        return {key: _clean(entry) for key, entry in value.items()}
    return [_clean(entry) for entry in value]


def _put(xml: str, table: str, details: str) -> str:
    """Put the table in place of the paragraph that holds the marker, nowhere when a template has none; details last."""
    last = max(xml.rfind("<w:sectPr"), 0) or xml.rfind("</w:body>")
    xml = xml[:last] + details + xml[last:]
    place = xml.find(_MARKER)
    if place < 0:
        return xml
    start = max(xml.rfind("<w:p>", 0, place), xml.rfind("<w:p ", 0, place))
    end = xml.index("</w:p>", place) + len("</w:p>")
    return xml[:start] + table + xml[end:]


def _cell_styles(document: Document) -> annex.CellStyles:
    known = {style.name: style.style_id for style in document.styles}
    return annex.CellStyles(**{key: known.get(name, "") for key, name in CELL_STYLES.items()})


def _text_width(document: Document, section: int) -> int:
    """Return the width between the margins of a section, in twips."""
    page = document.sections[section]
    width = Emu((page.page_width or Mm(210)) - (page.left_margin or 0) - (page.right_margin or 0))
    return round(float(width.twips))


def _name(document: Document, report: Report, title: str) -> None:
    """Set the document's properties from the report alone: no clock, no machine."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], report.agency[:255], "vi-VN"
    properties.subject = properties.keywords = properties.comments = ""
    properties.last_modified_by, properties.revision = "", 1
    properties.created = properties.modified = dated(report)


def dated(report: Report) -> datetime:
    """Return the moment that a document says it was made at: never the clock's."""
    return datetime.combine(report.words.date or report.as_of or report.period.until, time.min)


def _fit_rules(document: Document) -> None:
    """Give each rule the length that its style asks for, from the text of the line above."""
    parts = {EQUAL_RULE: 1.0, PART_RULE: PART}
    shares = {style.style_id: parts[style.name] for style in document.styles if style.name in parts}
    for paragraph in document.element.body.iter(qn("w:p")):
        above = paragraph.getprevious()
        share = shares.get(paragraph.style or "")
        if share and above is not None and above.tag == qn("w:p"):
            room = _room(paragraph, document) / _TWIPS_PER_MM
            text = "".join(node.text or "" for node in above.iter(qn("w:t")))
            length = longest_line_mm(text, _points(document, above.style), room) * share
            side = Mm((room - length) / 2)
            paragraph.get_or_add_pPr().ind_left = paragraph.get_or_add_pPr().ind_right = side


def _room(paragraph: Any, document: Document) -> int:
    """Return the width that a paragraph has, in twips: that of its cell, else that of the first section."""
    cell = next(paragraph.iterancestors(qn("w:tc")), None)
    if cell is None or cell.width is None:
        return _text_width(document, 0)
    table = next(cell.iterancestors(qn("w:tbl")))
    margins = list(_cell_margins(table)) or [_CELL_MARGIN, _CELL_MARGIN]
    return round(float(Emu(cell.width).twips)) - sum(margins)


def _cell_margins(table: Any) -> Iterator[int]:
    for side in ("left", "right"):
        for margin in table.iterfind(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}/{qn(f'w:{side}')}"):
            yield int(margin.get(qn("w:w")))


def _points(document: Document, style_id: str | None) -> float:
    """Return the font size of a paragraph style, its bases included."""
    style: Any = next((entry for entry in document.styles if entry.style_id == style_id), None)
    while isinstance(style, ParagraphStyle):
        size: Length | None = style.font.size
        if size:
            return float(size.pt)
        style = style.base_style
    return 14.0
