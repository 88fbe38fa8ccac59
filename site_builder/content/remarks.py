"""What was left out of a file of tables, or counted though nobody sees it: gathered, then said once for each kind.

A warning for each of two hundred hidden rows would be read by nobody, and one for the first of them would hide the
others; so the places stand together in one sentence.

Knows: the sentences. Never: decides what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.grids import Grid

TOTAL, REMARK, ABOVE, UNREAD = "dong-tong", "dong-ghi-chu", "dong-tren-bang", "trang-khong-doc"
HIDDEN_SHEET, HIDDEN_ROW, HIDDEN_COLUMN = "trang-an", "dong-an", "cot-an"
NAMELESS, WIDE = "cot-khong-ten", "o-gop-ngang"
_MOST = 12
"""Places that one sentence names."""
_SENTENCES = {
    TOTAL: "dòng cộng không được tính, vì chương trình tự cộng: {}",
    REMARK: "không được tính vì không có ngày, đơn vị tính và số lượng: {}; nếu là số liệu, hãy ghi đủ các ô ấy",
    ABOVE: "đứng trên dòng tên cột nên không được tính: {}; nếu là số liệu, hãy chuyển xuống dưới dòng tên cột",
    UNREAD: "không có dòng tên cột nên không được đọc: {}; nếu có số liệu, hãy ghi dòng tên cột như trang được đọc",
    HIDDEN_SHEET: "trang ẩn vẫn được tính: {}; nếu không muốn tính, hãy xóa trang ấy",
    HIDDEN_ROW: "dòng đang ẩn (hoặc bị lọc) vẫn được tính: {}; nếu không muốn tính, hãy xóa hẳn dòng ấy",
    HIDDEN_COLUMN: "cột đang ẩn vẫn được đọc: {}; nếu không muốn dùng, hãy xóa hẳn cột ấy",
    NAMELESS: "cột không có tên, nội dung bị bỏ qua: {}; hãy ghi tên cột, hoặc xóa cột ấy",
    WIDE: "ô gộp nhiều cột, giá trị chỉ tính cho cột đầu: {}; nếu cột sau cũng cần, hãy bỏ gộp rồi ghi từng ô",
}  # fmt: skip


class _Remark(NamedTuple):
    """One thing to be said of a sheet."""

    grid: Grid
    line: int
    words: str


class TableRemarks:
    """All that is to be said of one file."""

    def __init__(self) -> None:
        self._noted: dict[str, list[_Remark]] = {}

    def note(self, kind: str, grid: Grid, line: int = 0, words: str = "") -> None:
        """Note a place: a whole sheet (line 0), a line with or without `words` of it, or only `words`."""
        remark = _Remark(grid, line, words)
        noted = self._noted.setdefault(kind, [])
        if remark not in noted[-1:]:
            noted.append(remark)

    def say(self, notes: FileNotes) -> None:
        """Warn of everything, each kind in one sentence."""
        for kind, noted in self._noted.items():
            places = _SENTENCES[kind].format("; ".join(_places(noted)))
            notes.warn(noted[0].line, kind, places)


def _places(noted: Sequence[_Remark]) -> Iterator[str]:
    """Name the places sheet by sheet."""
    by_title: dict[str, list[_Remark]] = {}
    for remark in noted:
        by_title.setdefault("" if remark.grid.alone else remark.grid.title, []).append(remark)
    for title, remarks in by_title.items():
        inside = ", ".join(_within(remarks))
        yield " ".join(part for part in (f"trang {quoted(title)}" if title else "", inside) if part)


def _within(remarks: Sequence[_Remark]) -> Iterator[str]:
    """Name the places in one sheet: lines in runs, or each with its words."""
    if not any(remark.words for remark in remarks):
        runs = list(_runs(remark.line for remark in remarks if remark.line))
        if runs:
            yield f"dòng {', '.join(runs[:_MOST])}{_more(len(runs))}"
        return
    for remark in remarks[:_MOST]:
        yield f"dòng {remark.line} ({remark.words})" if remark.line else remark.words
    if more := _more(len(remarks)):
        yield more.strip()


def _more(count: int) -> str:
    return f" và {count - _MOST} chỗ nữa" if count > _MOST else ""


def _runs(lines: Iterable[int]) -> Iterator[str]:
    """Write ascending lines, runs of them as `5–9`."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return (f"{first}" if first == last else f"{first}–{last}" for first, last in runs)
