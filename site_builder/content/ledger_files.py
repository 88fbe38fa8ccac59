"""`content/activities`, `content/plans`, `content/reports` → the ledger, and every problem at once.

Knows: which folders and kinds of files there are. Never: follows a symbolic link; never writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from site_builder.content import report_names
from site_builder.content.activities import activities
from site_builder.content.doubles import warn_of_twins
from site_builder.content.file_notes import FileNotes
from site_builder.content.filed import filed
from site_builder.content.nodes import Listing
from site_builder.content.plan_targets import plan_targets
from site_builder.content.words import words
from site_builder.errors import Problem
from site_builder.model import Taxonomy
from site_builder.model.ledger import MOST_AIRINGS_IN_ALL, Activity, Filed, Ledger, PlanTarget, Words, too_often
from site_builder.model.periods import Calendar
from site_builder.text import integer

T = TypeVar("T")
ACTIVITIES = "content/activities"
PLANS = "content/plans"
REPORTS = "content/reports"
FILED = "content/reports/filed"
_TABLES = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".docx", ".doc", ".txt")
"""Files that may hold numbers which nobody would count."""


def read_ledger(root: Path, taxonomy: Taxonomy, calendar: Calendar) -> tuple[Ledger, tuple[Problem, ...]]:
    """Read what is counted besides articles, and the reports' own words, of the portal in `root`."""
    reading = _Reading(root, taxonomy, calendar)
    ledger = Ledger(activities=reading.activities(), plan=reading.plan(), words=reading.words(), filed=reading.filed())
    return ledger, tuple(sorted({problem for notes in reading.notes.values() for problem in notes.problems()}))


class _Reading:
    """The folders while they are read."""

    def __init__(self, root: Path, taxonomy: Taxonomy, calendar: Calendar) -> None:
        self._root = root
        self._taxonomy = taxonomy
        self._calendar = calendar
        self.notes: dict[str, FileNotes] = {}

    def activities(self) -> tuple[Activity, ...]:
        """Read all activities, by date, then by file, sheet and row, in which order they are read."""
        found: list[Activity] = []
        names: dict[str, str] = {}
        for notes, data in self._files(ACTIVITIES, ".csv", ".xlsx"):
            stem = notes.file.rpartition(".")[0]
            other = names.setdefault(stem.casefold(), notes.file)
            if other != notes.file:
                message = (
                    f"cùng tên với {other}, chỉ khác đuôi hay chữ hoa; hãy đổi tên một trong hai, hoặc bỏ bản thừa"
                )
                notes.error(0, "trung-ten-tep", message)
            found += _told(notes, partial(activities, notes, data, self._taxonomy), ())
        if row := too_often(found):
            message = (
                f"tới dòng này các bảng kê đã ghi hơn {integer(MOST_AIRINGS_IN_ALL)} lượt phát; hãy xem lại số lượt"
            )
            self.notes[row.place.file].error(row.place.line, "so-sai", message)
            found = found[: found.index(row)]
        warn_of_twins(self.notes, found)
        return tuple(sorted(found, key=lambda row: row.date))

    def plan(self) -> tuple[PlanTarget, ...]:
        """Read all plans, in the order of their years and entries."""
        found: list[PlanTarget] = []
        for notes, data in self._files(PLANS, ".yml"):
            listing = _listing(notes, data)
            read = partial(plan_targets, notes, listing, self._taxonomy, self._calendar) if listing else tuple
            found += _told(notes, read, ())
        return tuple(found)

    def words(self) -> tuple[tuple[str, Words], ...]:
        """Read the reports' own words, by period id."""
        found: list[tuple[FileNotes, str, Words]] = []
        for notes, data in self._files(REPORTS, ".md"):
            report_names.check(notes, self._taxonomy, self._calendar)
            told = words(notes, data)
            own = replace(told, scope=report_names.owner(notes, told.scope, self._taxonomy))
            found.append((notes, report_names.split(notes)[0], own))
        report_names.warn_of_twins((notes, own.scope) for notes, _, own in found)
        return tuple((period, own) for _, period, own in found)

    def filed(self) -> tuple[Filed, ...]:
        """Read what was filed, by period id."""
        files = self._files(FILED, ".json")
        read = [(notes, _told(notes, partial(filed, notes, data, self._calendar), None)) for notes, data in files]
        found = [(notes, entry) for notes, entry in read if entry]
        for notes, entry in found:
            report_names.check_filed(notes, entry.scope, self._taxonomy)
        report_names.warn_of_twins((notes, entry.scope) for notes, entry in found)
        return tuple(entry for _, entry in found)

    def _files(self, folder: str, *kinds: str) -> Iterator[tuple[FileNotes, bytes]]:
        """Return the files of a folder that are of `kinds`, by name; note those that nobody reads."""
        place = self._root / folder
        for file in sorted(place.iterdir()) if place.is_dir() else ():
            if file.name.startswith((".", "~$")) or file.name.endswith("~") or (file.is_dir() and folder == REPORTS):
                continue
            notes = self.notes.setdefault(f"{folder}/{file.name}", FileNotes(f"{folder}/{file.name}"))
            if file.is_symlink() or place.is_symlink():
                message = "đây là liên kết tượng trưng nên không được đọc; hãy đặt chính tệp vào thư mục này"
                notes.error(0, "lien-ket-tuong-trung", message)
            elif _kind(file, folder) not in kinds or file.is_dir():
                _stray(notes, file, kinds)
            elif (data := _bytes(notes, file)) is not None:
                yield notes, data


def _told(notes: FileNotes, read: Callable[[], T], otherwise: T) -> T:
    """Read a file that strangers sent; one that no reader understands is a problem of that file, not of the program."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - the boundary of every reader of tables
        notes.error(0, "khong-doc-duoc", f"không đọc được tệp ({type(error).__name__}); hãy lập lại tệp theo biểu mẫu")
        return otherwise


def _kind(file: Path, folder: str) -> str:
    """Return a file's ending; that of a table may be in capitals, as some programs write it."""
    return file.suffix.casefold() if folder == ACTIVITIES else file.suffix


def _stray(notes: FileNotes, file: Path, kinds: tuple[str, ...]) -> None:
    """Note a file that nobody reads; numbers in it would be missing from every report."""
    if file.is_dir() and any(inner.is_file() and not inner.name.startswith(".") for inner in file.rglob("*")):
        message = "thư mục con không được đọc; hãy chuyển các tệp của nó ra ngay thư mục này, rồi xóa thư mục con"
        notes.error(0, "tep-la", message)
        return
    message = f"tệp này không được đọc; thư mục này chỉ đọc tệp {' và '.join(kinds)}, hãy lưu lại đúng loại"
    note = notes.error if file.suffix.casefold() in (*_TABLES, *kinds) else notes.warn
    note(0, "tep-la", message)


def _bytes(notes: FileNotes, file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as error:
        notes.error(0, "khong-doc-duoc", f"không đọc được tệp ({error.strerror}); hãy xem lại quyền đọc")
        return None


def _listing(notes: FileNotes, data: bytes) -> Listing | None:
    """Return the list that a plan holds; None when there is none."""
    # The YAML reader and what it needs cost 40 ms to load: a portal without plans need not pay that.
    from site_builder.content import encoding  # noqa: PLC0415
    from site_builder.content.strict_yaml import BrokenYaml, compose  # noqa: PLC0415

    text = encoding.decode(notes, data)
    try:
        node = compose(text, notes.error) if text is not None else None
    except BrokenYaml as error:
        notes.error(*error.args)
        return None
    if node is None or isinstance(node, Listing):
        return node
    message = "tệp phải là một danh sách; hãy bắt đầu mỗi mục bằng dấu gạch và dấu cách, ví dụ - period: quy-3-2019"
    notes.error(node.line, "sai-kieu", message)
    return None
