"""The report's annex as a sheet: the columns, rows and order of the Word document's, with numbers as numbers.

Knows: which kind of cell each column has. Never: decides which columns or rows there are.
"""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.model.wording import Wording
from site_builder.reports import annex, boxes
from site_builder.reports.annex import AnnexColumn
from site_builder.reports.report import Report, ReportEntry
from site_builder.reports.sheets import As, Cell, Sheet
from site_builder.text import VIETNAM, integer

NAME = "Phụ lục"
_TEXT_WIDTH = 14287
"""Twips between the margins of A4 across."""
_TWIPS_PER_UNIT = 105
"""Of a column's width."""


def widths(report: Report) -> tuple[float, ...]:
    """Return the widths of the columns, those of the Word document.

    Raises:
        MakeError: the report's words name an unknown column.
    """
    return tuple(width / _TWIPS_PER_UNIT for width in annex.share_out(annex.columns(report), _TEXT_WIDTH))


def fill(sheet: Sheet, report: Report, wording: Wording) -> None:
    """Write the annex: its label and title, works, then what only counts as airings, and the totals."""
    box, chosen = boxes.fill(report, boxes.form_of(report), wording), annex.columns(report)
    sheet.line(box.annex_label, "cover")
    sheet.line(box.annex_title.upper(), "cover")
    sheet.line(box.annex_note, "cover note")
    top = sheet.row
    sheet.header([column.heading for column in chosen])
    for heading, entries in annex.sections(report):
        if heading:
            sheet.line(heading, "part")
        for number, entry in enumerate(entries, start=1):
            sheet.cells(_cells(chosen, number, entry))
    total = report.figures.total
    sheet.line(f"Tổng số: {integer(total.works)} tin, bài; {integer(total.airings)} lượt đăng, phát.", "part")
    sheet.page.freeze_panes(top + 1, 0)
    sheet.done(landscape=True, repeat=top)


def _cells(chosen: Sequence[AnnexColumn], number: int, entry: ReportEntry) -> list[Cell | As]:
    """Return a row with numbers and days as what they are; an address as words, which break where a link does not."""
    kinds: dict[str, Cell | As] = {
        "stt": As(number, "centred"),
        "ngay-dang": entry.date.astimezone(VIETNAM).date(),
        "luot": As(entry.airings, "centred"),
        "thoi-luong": entry.minutes or None,
        "duong-dan": As(entry.url, "address") if entry.url else None,
    }
    return [kinds[column.id] if column.id in kinds else column.text(entry) for column in chosen]
