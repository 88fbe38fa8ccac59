"""The annex's table as WordprocessingML: the list of works, one row each, its header repeated on every page.

The table is written as text, column by column prepared once, because a template loop over 15,000 rows takes minutes.

Knows: the columns and the shape of a Word table. Never: opens a package; never decides what is in the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from site_builder.errors import MakeError, Problem
from site_builder.model.ledger import ANNEX_COLUMNS
from site_builder.model.wording import Wording
from site_builder.reports import annex_details
from site_builder.reports.report import Report, ReportEntry
from site_builder.text import date_short, decimal, integer, nearest

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file may hold."""
CARRIED = "Tin, bài thực hiện ngoài kỳ, được đăng, phát trong kỳ (chỉ tính lượt, không tính vào số tin, bài)"
SUMS = "Số tổng và hoạt động có lượt đăng, phát trong kỳ (chỉ tính lượt, không tính vào số tin, bài)"
NONE = "Trong kỳ không có tin, bài"

_TWIPS_PER_MM = 1440 / 25.4
_LINK = re.compile(r"https?://[^\s\"\\]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnexColumn:
    """One column: its heading, width in millimetres, and text of an entry."""

    id: str
    heading: str
    width: float
    text: Callable[[ReportEntry], str]
    is_wide: bool = False
    """Takes its part of the room that is left; the others keep their width."""
    is_centred: bool = True


_KNOWN = (
    AnnexColumn(id="stt", heading="STT", width=12, text=lambda entry: ""),  # noqa: ARG005 - the row's number, not the entry's
    AnnexColumn(
        id="ten", heading="Tên tin, bài", width=60, is_wide=True, is_centred=False, text=lambda entry: entry.title
    ),
    AnnexColumn(id="the-loai", heading="Thể loại", width=19, text=lambda entry: entry.genre),
    AnnexColumn(id="chuyen-muc", heading="Chuyên mục", width=24, is_wide=True, text=lambda entry: entry.column),
    AnnexColumn(id="co-quan", heading="Cơ quan, đơn vị", width=32, is_wide=True, text=lambda entry: entry.agency),
    AnnexColumn(id="kenh", heading="Kênh", width=26, is_wide=True, text=lambda entry: ", ".join(entry.channels)),
    AnnexColumn(id="ngay-dang", heading="Ngày đăng", width=24, text=lambda entry: date_short(entry.date.date())),
    AnnexColumn(
        id="duong-dan", heading="Đường dẫn", width=56, is_wide=True, is_centred=False, text=lambda entry: entry.url
    ),
    AnnexColumn(id="chu-de", heading="Chủ đề", width=34, is_wide=True, text=lambda entry: "; ".join(entry.topics)),
    AnnexColumn(id="luot", heading="Số lượt", width=17, text=lambda entry: integer(entry.airings)),
    AnnexColumn(
        id="thoi-luong",
        heading="Thời lượng (phút)",
        width=24,
        text=lambda entry: decimal(entry.minutes) if entry.minutes else "",
    ),
    AnnexColumn(id="nguon", heading="Nguồn số liệu", width=30, is_wide=True, text=lambda entry: entry.source),
)
_NUMBER = _KNOWN[0]
DEFAULT = ANNEX_COLUMNS[:8]


@dataclass(frozen=True, kw_only=True, slots=True)
class CellStyles:
    """Ids of the template's paragraph styles for cells; empty where the template has none."""

    heading: str = ""
    text: str = ""
    centred: str = ""


def columns(report: Report) -> tuple[AnnexColumn, ...]:
    """Return the columns that the report's words ask for, the default ones when they ask for none.

    Raises:
        MakeError: a column is unknown.
    """
    known = {column.id: column for column in _KNOWN}
    asked = report.words.annex_columns or DEFAULT
    strangers = [id_ for id_ in asked if id_ not in known]
    if strangers:
        raise MakeError(*(_unknown(report, id_) for id_ in strangers))
    return tuple(known[id_] for id_ in dict.fromkeys(asked))


def table(report: Report, width: int, styles: CellStyles) -> str:
    """Return the table as XML, `width` twips wide; works first, then what only aired in the period, then sums."""
    chosen = columns(report)
    widths = share_out(chosen, width)
    parts = [_start(widths, width), _header([column.heading for column in chosen], widths, styles.heading)]
    for heading, entries in sections(report):
        parts += [_wide(heading, len(chosen), width, styles)] if heading else []
        parts += _rows(entries, chosen, widths, styles)
    return NOT_XML.sub("", "".join((*parts, "</w:tbl>")))


def sections(report: Report) -> tuple[tuple[str, tuple[ReportEntry, ...]], ...]:
    """Return the annex's rows with the line above them: works without one, then what only aired, then sums."""
    works = tuple(entry for entry in report.entries if entry.counts_as_work)
    carried = tuple(entry for entry in report.entries if not entry.counts_as_work and not entry.is_sum)
    sums = tuple(entry for entry in report.entries if entry.is_sum)
    others = ((heading, entries) for heading, entries in ((CARRIED, carried), (SUMS, sums)) if entries)
    return (("" if works else NONE, works), *others)


def details(report: Report, wording: Wording, width: int, styles: CellStyles) -> str:
    """Return what the body only counts: a title and a table for each list, as XML."""
    found = annex_details.details(report, wording)
    return NOT_XML.sub("", "".join(part for one in found for part in _details(one, width, styles)))


def _details(one: annex_details.Details, width: int, styles: CellStyles) -> Iterator[str]:
    parts = annex_details.widths(one, width, round(_NUMBER.width * _TWIPS_PER_MM))
    named = _paragraph(styles.heading).replace("</w:pPr>", "<w:keepNext/></w:pPr>")  # on the page of its table
    yield f"{_paragraph(styles.heading)}</w:p>{named}{_run(one.title)}</w:p>"
    yield _start(parts, width)
    yield _header((_NUMBER.heading, *one.headings), parts, styles.heading)
    for row in annex_details.numbered(one):
        looks = [styles.centred, styles.text, *[styles.centred] * (len(row) - 2)]
        cells = (f"{_cell(w, look)}{_run(text)}</w:p></w:tc>" for w, look, text in zip(parts, looks, row, strict=True))
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
    yield f"</w:tbl>{_paragraph(styles.text)}</w:p>"  # Word wants a paragraph after a table


def _start(widths: Sequence[int], width: int) -> str:
    """Return a table up to its first row."""
    grid = "".join(f'<w:gridCol w:w="{part}"/>' for part in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>{_borders()}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _unknown(report: Report, id_: str) -> Problem:
    near = nearest(id_, ANNEX_COLUMNS)
    meant = f"; có phải “{near}”?" if near else ";"
    told = f"không có cột “{id_}” trong phụ lục{meant} Các cột dùng được: {', '.join(ANNEX_COLUMNS)}"
    return Problem(report.words.file or "annex_columns", 0, "cot-la", told)


def share_out(chosen: Sequence[AnnexColumn], width: int) -> list[int]:
    """Share out `width` twips: narrow columns as they are, wide ones in proportion; all when none is wide."""
    stretched = [column for column in chosen if column.is_wide] or list(chosen)
    fixed = sum(round(column.width * _TWIPS_PER_MM) for column in chosen if column not in stretched)
    whole = sum(column.width for column in stretched)
    found = [
        int((width - fixed) * column.width / whole) if column in stretched else round(column.width * _TWIPS_PER_MM)
        for column in chosen
    ]
    return [*found[:-1], found[-1] + width - sum(found)]


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def _paragraph(style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>' if style else "<w:p>"


def _cell(width: int, style: str, span: int = 1) -> str:
    """Return the start of a cell, up to its text."""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}</w:tcPr>{_paragraph(style)}'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _link(url: str) -> str:
    """Return an address that can be clicked; as plain text when it is none."""
    if not _LINK.fullmatch(url):
        return _run(url)
    return f'<w:fldSimple w:instr=" HYPERLINK &quot;{escape(url)}&quot; ">{_run(url)}</w:fldSimple>'


def _header(headings: Sequence[str], widths: Sequence[int], style: str) -> str:
    cells = (
        f"{_cell(width, style)}{_run(heading)}</w:p></w:tc>" for heading, width in zip(headings, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _wide(text: str, span: int, width: int, styles: CellStyles) -> str:
    """Return a row of one cell across the table."""
    cell = f"{_cell(width, styles.heading, span)}{_run(text)}</w:p></w:tc>"
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _rows(
    entries: Iterable[ReportEntry], chosen: Sequence[AnnexColumn], widths: Sequence[int], styles: CellStyles
) -> Iterator[str]:
    starts = [
        (column, _cell(width, styles.centred if column.is_centred else styles.text))
        for column, width in zip(chosen, widths, strict=True)
    ]
    for number, entry in enumerate(entries, start=1):
        cells = []
        for column, start in starts:
            text = integer(number) if column.id == "stt" else column.text(entry)
            run = _link(text) if column.id == "duong-dan" else _run(text)
            cells.append(f"{start}{run}</w:p></w:tc>")
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
