"""Names and who holds them: an index of what is kept, asked in both directions.

A holder (a folder, say) has names of several kinds, each with a note. Of a holder that changes only the difference is
written, and it is told which names that were: whatever hangs on one of them can be found and looked at again.

Knows: one table of the store. Never: knows what a name stands for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple


class Name(NamedTuple):
    """What a holder has."""

    kind: str
    name: str
    note: str = ""


class Names:
    """The names in a store; the caller's transaction holds what is written together."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take the open database."""
        self._connection = connection

    def change(self, holder: str, before: Collection[Name], after: Collection[Name]) -> frozenset[Name]:
        """Let a holder that has some names have others; return those that came or went."""
        old, new = frozenset(before), frozenset(after)
        execute = self._connection.executemany
        gone = "DELETE FROM names WHERE kind = ? AND name = ? AND note = ? AND holder = ?"
        execute(gone, [_row(name, holder) for name in old - new])
        execute("INSERT OR IGNORE INTO names VALUES (?, ?, ?, ?)", [_row(name, holder) for name in sorted(new - old)])
        return old ^ new

    def notes(self, kind: str, name: str) -> tuple[str, ...]:
        """Return the notes of everyone who has a name, sorted."""
        select = "SELECT note FROM names WHERE kind = ? AND name = ? ORDER BY note"
        return tuple(note for (note,) in self._connection.execute(select, (kind, _bound(name))))

    def has(self, kind: str, name: str) -> bool:
        """Say whether anybody has a name."""
        select = "SELECT 1 FROM names WHERE kind = ? AND name = ? LIMIT 1"
        return self._connection.execute(select, (kind, _bound(name))).fetchone() is not None

    def holders(self, kind: str, names: Iterable[str]) -> frozenset[str]:
        """Return everyone who has one of some names."""
        select = "SELECT holder FROM names WHERE kind = ? AND name = ?"
        return frozenset(h for name in names for (h,) in self._connection.execute(select, (kind, _bound(name))))


def _row(name: Name, holder: str) -> tuple[str, str | bytes, str, str]:
    return (name.kind, _bound(name.name), name.note, holder)


def _bound(name: str) -> str | bytes:
    """Return a name as SQLite takes it: old addresses may hold bytes that are no UTF-8, as lone surrogates."""
    return name if name.isascii() else name.encode("utf-8", "surrogatepass")
