"""`content/activities/*.csv` and `.xlsx` → what happened off the portal, with every mistake in every row.

A table has the ledger's own column names or Vietnamese headings, and ids or names in its cells; a filled form of
`cchc report --form` is one, too.

Knows: what a file of activities must have. Never: adds quantities up; never reads the disk.
"""

from __future__ import annotations

from site_builder.content.file_notes import FileNotes
from site_builder.content.forms import to_fill_in, unit_of
from site_builder.content.grids import Grid, read_grids
from site_builder.content.rows import Origin, RowReader
from site_builder.content.tables import KEYS, read_records
from site_builder.model import Taxonomy
from site_builder.model.headings import COLUMNS, UNIT_LABEL
from site_builder.model.ledger import Activity

_MEND = f"hãy ghi ở dòng tên cột: {','.join(COLUMNS)}"


def activities(notes: FileNotes, data: bytes, taxonomy: Taxonomy) -> tuple[Activity, ...]:
    """Read one file, in the order of its sheets and rows; a row with a mistake is noted and left out."""
    grids = to_fill_in(read_grids(notes, data))
    if not any(grid.rows for grid in grids):
        if not notes.problems():
            notes.error(1, "tep-trong", f"tệp chưa có dòng tên cột; hãy ghi ở dòng đầu: {','.join(COLUMNS)}")
        return ()
    origins = {grid.title: _origin(notes, grid) for grid in grids}
    reader = RowReader(notes, taxonomy)
    records = read_records(notes, grids, KEYS, _MEND)
    found = (reader.activity(record, origins[record.grid.title]) for record in records)
    return tuple(activity for activity in found if activity)


def _origin(notes: FileNotes, grid: Grid) -> Origin:
    """Say whose the rows are where the sheet is a form."""
    unit, line = unit_of(grid)
    if line and not unit:
        notes.error(line, "thieu-don-vi", f"chưa ghi tên đơn vị; hãy ghi vào ô cạnh chữ “{UNIT_LABEL}”")
    return Origin(unit=unit, unit_at=f"dòng {line}, tên đơn vị báo cáo")
