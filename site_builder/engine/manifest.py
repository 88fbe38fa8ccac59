"""What the live tree holds: every file with its group, its fingerprint and what it was made from.

Equal traces of a group's files are kept once; an index leads from a record to the groups that have files made from it,
so that of many thousand groups those are found quickly that a change concerns.

Knows: the store's tables. Never: touches a tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from site_builder.engine.store import Store
from site_builder.engine.tracing import records_of


class Row(NamedTuple):
    """One file of the trees."""

    path: str
    group: str
    fingerprint: str
    digest: str
    """Of the bytes."""
    size: int
    trace: bytes | None
    """The records that it was made from; None when that is not known."""

    @property
    def folded(self) -> str:
        """The path as a disk sees it that does not tell large letters from small ones."""
        return self.path.casefold()


class Stand(NamedTuple):
    """A file that should stand in the live tree."""

    path: str
    group: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a build changes in the manifest."""

    groups: Mapping[str, tuple[str, int]]
    """Fingerprint and number of files of the groups that are new or changed, by key."""
    dropped: tuple[str, ...]
    """Keys of the groups that are no more."""
    rows: tuple[Row, ...]
    """Rows that are new or changed."""
    traces: Mapping[str, frozenset[bytes]]
    """Of groups with such rows, or fewer rows, the traces of all their rows, by key."""
    deleted: tuple[str, ...]
    """Paths that are no more."""
    notes: Mapping[str, str]
    records: bool
    """Whether there are records that changed, of which the manifest knows from now on."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.groups or self.dropped or self.rows or self.deleted or self.notes or self.records)


class Manifest:
    """The manifest in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection = store.connection

    def groups(self) -> dict[str, tuple[str, int]]:
        """Return fingerprint and number of files of every group, by key."""
        rows = self._connection.execute("SELECT key, fingerprint, targets FROM groups")
        return {key: (fingerprint, number) for key, fingerprint, number in rows}

    def readers(self, records: Iterable[int]) -> set[str]:
        """Return the keys of the groups that have files made from some records."""
        select = "SELECT group_key FROM reads WHERE record = ?"
        return {key for number in records for (key,) in self._connection.execute(select, (number,))}

    def stands(self) -> Iterator[Stand]:
        """Yield every file, by path."""
        select = "SELECT path, group_key, size FROM targets ORDER BY folded"
        return map(Stand._make, self._connection.execute(select))

    def rows_of(self, groups: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of some groups."""
        select = "SELECT path, group_key, fingerprint, digest, size, trace FROM targets WHERE group_key = ?"
        for group in groups:
            traces = self._traces(group)
            for path, key, fingerprint, digest, size, trace in self._connection.execute(select, (group,)):
                yield Row(path, key, fingerprint, digest, size, traces.get(trace))

    def owners_at(self, folded: str) -> Iterator[tuple[str, str]]:
        """Yield path and group of the file that stands at a folded path."""
        select = "SELECT path, group_key FROM targets WHERE folded = ?"
        yield from self._connection.execute(select, (folded,))

    def owners_below(self, folded: str) -> Iterator[tuple[str, str]]:
        """Yield path and group of the files for which a folded path is a folder."""
        # "0" is the character after "/".
        select = "SELECT path, group_key FROM targets WHERE folded > ? AND folded < ?"
        yield from self._connection.execute(select, (f"{folded}/", f"{folded}0"))

    def forget(self) -> None:
        """Forget what the trees hold, which somebody deleted, and the notes that were kept with them."""
        with self._store.transaction(lasting=True) as connection:
            for table in ("groups", "targets", "traces", "reads", "changes", "notes"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def distrust(self, groups: Iterable[str]) -> None:
        """Have some groups planned by the next build, which must not take the notes' word that nothing changed."""
        keys = [(key,) for key in groups]
        if keys:
            with self._store.transaction(lasting=True) as connection:
                connection.executemany("UPDATE groups SET fingerprint = '' WHERE key = ?", keys)
                connection.execute("DELETE FROM notes")

    def doubt(self, paths: Iterable[str]) -> None:
        """Note that of some files nothing is known but their paths; the next build makes them and compares."""
        rows = [(path.casefold(), path, "", "", "", -1, None) for path in paths]
        select = "SELECT group_key FROM targets WHERE folded = ?"
        with self._store.transaction(lasting=True) as connection:
            self.distrust({key for row in rows for (key,) in connection.execute(select, row[:1])})
            connection.executemany("INSERT OR REPLACE INTO targets VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT OR REPLACE INTO groups VALUES ('', '', 0)")
            connection.execute("DELETE FROM notes")

    def accept(self, change: Change) -> None:
        """Write a change; from now on records that changed are known."""
        with self._store.transaction(lasting=True) as connection:
            execute = connection.executemany
            numbers = {key: self._keep_traces(key, traces) for key, traces in change.traces.items()}
            for key in change.dropped:
                self._keep_traces(key, frozenset())
            execute("DELETE FROM groups WHERE key = ?", [(key,) for key in change.dropped])
            execute("INSERT OR REPLACE INTO groups VALUES (?, ?, ?)", [(k, *v) for k, v in change.groups.items()])
            execute("DELETE FROM targets WHERE folded = ?", [(path.casefold(),) for path in change.deleted])
            rows = [(row.folded, *row[:-1], numbers[row.group][row.trace or b""]) for row in change.rows]
            execute("INSERT OR REPLACE INTO targets VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", change.notes.items())
            execute("DELETE FROM changes", [()])

    def _traces(self, group: str) -> dict[int, bytes]:
        """Return the traces of a group's files, by number."""
        select = "SELECT number, records FROM traces WHERE group_key = ?"
        return dict(self._connection.execute(select, (group,)))

    def _keep_traces(self, group: str, wanted: frozenset[bytes]) -> dict[bytes, int]:
        """Keep just these traces of a group, and lead from their records to it; return their numbers."""
        execute = self._connection.executemany
        old = self._traces(group)
        numbers = {trace: number for number, trace in old.items() if trace in wanted}
        fresh = dict(zip(sorted(wanted - numbers.keys()), count(max(old, default=0) + 1), strict=False))
        gone = [(group, number) for number, trace in old.items() if trace not in wanted]
        execute("DELETE FROM traces WHERE group_key = ? AND number = ?", gone)
        execute("INSERT INTO traces VALUES (?, ?, ?)", [(group, number, trace) for trace, number in fresh.items()])
        before, after = records_of(old.values()), records_of(wanted)
        execute("DELETE FROM reads WHERE record = ? AND group_key = ?", [(one, group) for one in before - after])
        execute("INSERT INTO reads VALUES (?, ?)", [(one, group) for one in sorted(after - before)])
        return numbers | fresh
