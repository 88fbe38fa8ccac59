"""Tables as GitHub shows them: also right under a paragraph; `parts` says where they end.

Python-Markdown makes the table; here it is found. Cells that no column has would be dropped, and rows without a line of
dashes are no table: both are worth a remark.

Knows: rows. Never: parses a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor

from site_builder.markup.caps import Spent
from site_builder.markup.remarks import Remarks

_DELIMITERS = re.compile(r"\n(?=[ :|]*-)[ :|-]+(?=\n|\Z)")
_DELIMITER = re.compile(r" *:?-+:? *\Z")


class Tables(TableProcessor):
    """Finds a table anywhere in a block."""

    def __init__(self, parser: BlockParser, config: dict[str, object], remarks: Remarks, spent: Spent) -> None:
        super().__init__(parser, config)
        self._spent = spent
        self._remarks = remarks
        self._at = 0

    def test(self, parent: Element, block: str) -> bool:
        """Look for a row of dashes with as many cells as the row above it."""
        if "|" not in block or "\n" not in block or block.lstrip().startswith(">"):
            return False
        for match in _DELIMITERS.finditer(block):
            self._at = block.rfind("\n", 0, match.start()) + 1
            if self._is_head(parent, block[self._at : match.end()]):
                return True
        rows = [line.count("|") > 1 and line.lstrip().startswith("|") for line in block.split("\n")]
        if found := [place for place in range(1, len(rows)) if rows[place - 1] and rows[place]]:
            self._remarks.note("bang-thieu-gach", block.split("\n")[found[0] - 1])
        return False

    def _is_head(self, parent: Element, rows: str) -> bool:
        """Say whether two rows begin a table."""
        self._spent.row(rows)
        fits = "|" in rows and super().test(parent, rows)
        return fits and all(_DELIMITER.match(cell) for cell in self.separator)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse what stands above the table, and make it."""
        block, at = blocks.pop(0), self._at
        if at:
            self.parser.parseBlocks(parent, [block[: at - 1]])
        self._is_head(parent, "\n".join(block[at:].split("\n", 2)[:2]))
        self._spent.table(block[at:], len(self.separator))
        super().run(parent, [block[at:]])

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        """Make a row; a stroke with a backslash is a stroke also inside code."""
        left_out = "".join(self._split_row(row)[len(align) :])  # type: ignore[attr-defined]
        if left_out.strip():
            self._remarks.note("bang-thua-o", row)
        super()._build_row(row, parent, align)  # type: ignore[misc]
        for cell in parent[-1]:
            cell.text = (cell.text or "").replace("\\|", "|")
