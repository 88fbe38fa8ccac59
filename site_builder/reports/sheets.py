"""A sheet of a workbook that prints on A4: what a cell looks like, how high a row is, what every page repeats.

Knows: XlsxWriter. Never: what a report is.
"""

from __future__ import annotations

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
LINE = 16.5
"""Points of a line of Times New Roman 12."""
TEXT_ROOM, LINK_ROOM = 1.06, 1.4
"""Letters that fit into a unit of a column's width: text is narrower than figures, addresses are smaller."""
EMPTY = (None, "")
DAY_ZERO = date(1899, 12, 30).toordinal()
"""Excel counts days from here."""
_LOCALE = "[$-42A]"  # Vietnamese: dots between thousands, a comma before decimals
_BOX = {"border": 1, "valign": "top"}
LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
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
    "link": {**_BOX, "font_color": "#0B4F9C", "underline": 1, "text_wrap": True, "font_size": 9},
}
LOOKS |= {f"{name} total": {**LOOKS[name], "bold": True} for name in ("text", "whole", "decimal")}


@dataclass(frozen=True, slots=True)
class As:
    """A value that is shown in a way of its own: `percent`, `change`, `link`."""

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
        self.page.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
        self.page.fit_to_pages(1, 0)
        self.page.set_footer('&C&"Times New Roman,Regular"&11Trang &P/&N')

    def line(self, text: str, look: str = "plain") -> None:
        """Write a line of words, which may run over the columns beside it."""
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
            if isinstance(words, str) and len(words) > lines * room:
                lines = int(-(-len(words) // room))
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
