"""The cells of one row, read one by one with the type each should have; mistakes are noted by cell.

Knows: what stands in cells. Never: knows what the columns of a row have to do with each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from site_builder.content.cells import WrongCell, text_of
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.grids import Value
from site_builder.content.tables import MEASURES, Record

_LOST = re.compile(r"(?<![\w/=&?])[^\W\d_]+\?[^\W\d_]")
T = TypeVar("T")


class RowCells:
    """One row while it is read."""

    def __init__(self, notes: FileNotes, record: Record) -> None:
        self.record = record
        self.failed = False
        """Whether something in it is wrong: such a row is left out."""
        self._notes = notes

    def wrong(self, column: str, code: str, message: str) -> None:
        """Note an error at a cell, which it names."""
        self.refuse(self.record.row.line, code, f"{self.record.at(column)}: {message}")

    def doubtful(self, column: str, code: str, message: str) -> None:
        """Note a warning at a cell, which it names."""
        self._notes.warn(self.record.row.line, code, f"{self.record.at(column)}: {message}")

    def refuse(self, line: int, code: str, message: str) -> None:
        """Note an error that is no single cell's."""
        self.failed = True
        self._notes.error(line, code, message)

    def text(self, column: str) -> str:
        """Return a cell as text; empty when the table lacks the column."""
        return text_of(self.record.cell(column).value)

    def take(self, column: str, read: Callable[[Value], T], otherwise: T) -> T:
        """Read a cell; note what is wrong with it."""
        try:
            return read(self.record.cell(column).value)
        except WrongCell as error:
            self.wrong(column, *error.args)
            return otherwise

    def look(self) -> None:
        """Note what can be seen without knowing what the columns mean."""
        self._refuse_flaws()
        self._doubt_letters()

    def _refuse_flaws(self) -> None:
        """Note cells that nobody can read, and numbers of which nobody knows whose they are."""
        record = self.record
        for column in record.head.places:
            cell = record.cell(column)
            if cell.flaw:
                self.wrong(column, "o-khong-doc-duoc", cell.flaw)
            elif column in MEASURES and cell.filled and cell.span and record.is_merged(column):
                self.failed = True
                if record.owns(column):
                    message = f"ghi {quoted(text_of(cell.value))} cho các ô gộp {cell.span.name} nên không rõ số của "
                    self.wrong(column, "so-gop", f"{message}từng dòng; hãy bỏ gộp rồi ghi số vào mỗi dòng")

    def _doubt_letters(self) -> None:
        """Note question marks within words: Excel writes them into a plain CSV for the letters that it cannot."""
        for column in ("title", "note"):
            text = self.text(column)
            if self.record.grid.is_text and _LOST.search(text):
                message = f"có dấu ? giữa chữ, như {quoted(text)}: chữ đã mất khi lưu từ Excel; hãy lưu lại dạng .xlsx"
                self.doubtful(column, "chu-hong", message)
