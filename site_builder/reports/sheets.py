"""A sheet of a workbook that prints on A4: what a cell looks like, how high a row is, what stands on every page.

Knows: XlsxWriter. Never: what a report is.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | float | date | None

MAX_LINK = 2079
"""Characters of the longest link that Excel opens."""
LINE, LINE_SIZE = 16.5, 12
"""Points of a line of Times New Roman 12."""
TEXT_ROOM, LINK_ROOM = 1.06, 1.4
"""Letters that fit into a unit of a column's width: text is narrower than figures, addresses are smaller."""
FONT = "Times New Roman"
LEFT, RIGHT, BOTTOM = 1.18, 0.59, 0.79
"""Inches: the decree's 30, 15 and 20 mm."""
EDGE, LINE_INCHES = 0.4, 0.19
"""From the paper's edge to head and foot; height of a line there."""
HEAD_UPRIGHT, HEAD_ACROSS = 72, 112
"""Letters on a line of a page's head, upright and across."""
MAX_TITLE, MAX_SPAN = 115, 75
"""Letters of the title and of the line below it: with their commands a head takes 255."""
EMPTY = (None, "")
DAY_ZERO = date(1899, 12, 30).toordinal()
"""Excel counts days from here."""
_LOCALE = "[$-42A]"  # Vietnamese: dots between thousands, a comma before decimals
_BOX = {"border": 1, "valign": "top"}
LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "cover": {"bold": True, "font_size": 14, "align": "center"},
    "cover note": {"italic": True, "align": "center"},
    "part": {"bold": True, "font_size": 13},
    "plain": {},
    "note": {"italic": True},
    "head": {**_BOX, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#EDEAE3"},
    "text": {**_BOX, "text_wrap": True, "align": "left", "indent": 1},
    "whole": {**_BOX, "num_format": f"{_LOCALE}#,##0"},
    "decimal": {**_BOX, "num_format": f"{_LOCALE}#,##0.0"},
    "percent": {**_BOX, "num_format": f"{_LOCALE}0.0%"},
    "change": {**_BOX, "num_format": f"{_LOCALE}+#,##0;-#,##0;0"},
    "date": {**_BOX, "num_format": "dd/mm/yyyy", "align": "center"},
    "sheet": {**_BOX, "font_color": "#0B4F9C", "underline": 1, "text_wrap": True, "indent": 1},
    "address": {**_BOX, "text_wrap": True, "font_size": 9, "align": "left"},
    "centred": {**_BOX, "num_format": f"{_LOCALE}#,##0", "align": "center"},
    "fact": {**_BOX, "num_format": f"{_LOCALE}#,##0.##", "align": "left", "indent": 1},
    "link": {**_BOX, "font_color": "#0B4F9C", "underline": 1, "text_wrap": True, "font_size": 9},
}
LOOKS |= {
    f"{name} wide": {**LOOKS[name], "text_wrap": True, "valign": "vcenter"}
    for name in ("title", "part", "plain", "note", "cover", "cover note")
}
LOOKS |= {f"{name} total": {**LOOKS[name], "bold": True} for name in ("text", "whole", "decimal")}


@dataclass(frozen=True, slots=True)
class As:
    """A value that is shown in a way of its own: `percent`, `change`, `link`, `sheet` (the name of one to open) …"""

    value: Cell
    look: str


class Sheet:
    """One sheet, written from the top; it prints on A4, one page wide."""

    def __init__(self, book: Workbook, looks: dict[str, Format], name: str, widths: Sequence[float]) -> None:
        """Start a sheet whose columns have these widths, in characters."""
        self.page: Worksheet = book.add_worksheet(name)
        self.looks = looks
        self.row = 0
        self.widths = widths
        self.last = len(widths) - 1
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width)
        self.page.set_default_row(LINE)
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)

    def line(self, text: str, look: str = "plain") -> None:
        """Write words across all columns, on as many lines as they need."""
        size = int(str(LOOKS[look].get("font_size", LINE_SIZE)))
        room = int(sum(self.widths) * TEXT_ROOM * LINE_SIZE / size)
        if len(text) > room or look.startswith("cover"):
            if self.last:  # a single cell is no range
                self.page.merge_range(self.row, 0, self.row, self.last, "", self.looks[f"{look} wide"])
            self.page.set_row(self.row, LINE * size / LINE_SIZE * max(1, -(-len(text) // room)))
            look = f"{look} wide"
        self.page.write_string(self.row, 0, text, self.looks[look])
        self.row += 1

    def gap(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def header(self, names: Sequence[str]) -> None:
        """Write a table's header."""
        self._height(names)
        for column, name in enumerate(names):
            self.page.write_string(self.row, column, name, self.looks["head"])
        self.row += 1

    def cells(self, values: Iterable[Cell | As], *, total: bool = False, blanks: bool = True) -> None:
        """Write a row of a table, each value in the look of its kind; `blanks` gives empty cells their lines."""
        row = tuple(values)
        self._height(row)
        suffix = " total" if total else ""
        for column, value in enumerate(row):
            if blanks or value not in EMPTY:
                self._cell(column, value, suffix)
        self.row += 1

    def _height(self, row: Sequence[Cell | As]) -> None:
        """Make the row as high as its longest text: not every program does it when it opens a file."""
        lines = 1
        for value, width in zip(row, self.widths, strict=False):
            words, room = (value.value, width * LINK_ROOM) if isinstance(value, As) else (value, width * TEXT_ROOM)
            if isinstance(words, str) and len(words) > room:
                lines = max(lines, lines_of(words, room))
        if lines > 1:
            self.page.set_row(self.row, LINE * lines)

    def _cell(self, column: int, value: Cell | As, suffix: str) -> None:
        if isinstance(value, As):
            self._shown(column, value)
        elif value in EMPTY:
            self.page.write_blank(self.row, column, None, self.looks["text" + suffix])
        elif isinstance(value, str):
            self.page.write_string(self.row, column, value, self.looks["text" + suffix])
        elif isinstance(value, date):
            self.page.write_number(self.row, column, value.toordinal() - DAY_ZERO, self.looks["date"])
        else:
            look = "whole" if value == int(value) else "decimal"
            self.page.write_number(self.row, column, value, self.looks[look + suffix])

    def _shown(self, column: int, shown: As) -> None:
        """Write a value in its own look; an address that Excel cannot open stays words."""
        look, value = self.looks[shown.look], shown.value
        if value is None:
            self._cell(column, "–", "")
        elif shown.look == "address":
            self.page.write_string(self.row, column, str(value), look)
        elif shown.look == "sheet":
            place = str(value).replace("'", "''")
            self.page.write_url(self.row, column, f"internal:'{place}'!A1", look, str(value))
        elif shown.look != "link":
            self.page.write_number(self.row, column, float(str(value)), look)
        elif str(value).startswith(("https://", "http://")) and len(str(value)) <= MAX_LINK:
            self.page.write_url(self.row, column, str(value), look)
        else:
            self._cell(column, str(value), "")

    def done(self, *, landscape: bool = False, repeat: int | None = None) -> None:
        """Fix what prints: everything written, and the header row that every page repeats."""
        self.page.print_area(0, 0, max(self.row - 1, 0), self.last)
        if landscape:
            self.page.set_landscape()
        if repeat is not None:
            self.page.repeat_rows(repeat)


def lines_of(text: str, room: float) -> int:
    """Return how many lines a text takes where so many letters fit; only a word that is too long by itself is cut."""
    lines, used = 1, 0.0
    for word in text.split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0.0
        used += len(word) + bool(used)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


def dress(page: Worksheet, title: str, span: str, agency: str) -> None:
    """Give the pages of a sheet the decree's margins, a head of title and days, a foot of agency, number and sheet.

    A title that is too long for one line is broken, for programs do not break it.
    """
    lines = textwrap.wrap(_short(title, MAX_TITLE), HEAD_UPRIGHT if page.orientation else HEAD_ACROSS)
    # The size stands before the font, or it would swallow figures that a text begins with.
    title, regular = "\n".join(lines), f'&11&"{FONT},Regular"'
    page.set_header(
        f'&C&12&"{FONT},Bold"{title}\n{regular}{_short(span, MAX_SPAN)}', {"margin": EDGE, "scale_with_doc": False}
    )
    page.set_footer(
        f"&L{regular}{_short(agency, MAX_SPAN)}&C{regular}&P/&N&R{regular}&A", {"margin": EDGE, "scale_with_doc": False}
    )
    page.set_margins(left=LEFT, right=RIGHT, top=EDGE + LINE_INCHES * (len(lines) + 2), bottom=BOTTOM)


def _short(text: str, most: int) -> str:
    """Shorten and disarm words of a page's head: `&` is a command there, 255 letters are all it takes."""
    whole = textwrap.shorten(text, most, placeholder="…")
    return whole.replace("&", "&&") if whole.count("&") + len(whole) <= most else _short(text, most - 5)
