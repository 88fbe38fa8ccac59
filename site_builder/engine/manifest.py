"""What the trees hold: every file with its group and fingerprint, which tree is live, where the idle one may differ.

The journal is three statements. Before the idle tree is touched, the paths in which it may differ from the
live one are noted as pending. When it is whole, manifest, live tree and new pending paths are noted in one
commit. Then the link is swapped; a process killed in between left a link that does not show the noted live
tree, and the next one only has to swap it.

Knows: the store's tables. Never: touches a tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.engine.store import Store


class Row(NamedTuple):
    """One file of the trees."""

    path: str
    group: str
    fingerprint: str
    digest: str
    """Of the bytes."""
    size: int

    @property
    def folded(self) -> str:
        """The path as a disk sees it that does not tell large letters from small ones."""
        return self.path.casefold()


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a build changes in the manifest."""

    groups: Mapping[str, tuple[str, int]]
    """Fingerprint and number of targets of the groups that are new or changed, by key."""
    dropped: tuple[str, ...]
    """Keys of the groups that are no more."""
    rows: tuple[Row, ...]
    """Rows that are new or changed."""
    deleted: tuple[str, ...]
    """Paths that are no more."""
    notes: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.groups or self.dropped or self.rows or self.deleted or self.notes)


class Manifest:
    """The manifest in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection = store.connection

    def groups(self) -> dict[str, tuple[str, int]]:
        """Return fingerprint and number of targets of every group, by key."""
        rows = self._connection.execute("SELECT key, fingerprint, targets FROM groups")
        return {key: (fingerprint, count) for key, fingerprint, count in rows}

    def rows(self) -> Iterator[Row]:
        """Yield every row, by path."""
        select = "SELECT path, group_key, fingerprint, digest, size FROM targets ORDER BY folded"
        return map(Row._make, self._connection.execute(select))

    def rows_of(self, groups: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of some groups."""
        select = "SELECT path, group_key, fingerprint, digest, size FROM targets WHERE group_key = ?"
        for group in groups:
            yield from map(Row._make, self._connection.execute(select, (group,)))

    def owners_at(self, folded: str) -> Iterator[tuple[str, str]]:
        """Yield path and group of the file that stands at a folded path."""
        select = "SELECT path, group_key FROM targets WHERE folded = ?"
        yield from self._connection.execute(select, (folded,))

    def owners_below(self, folded: str) -> Iterator[tuple[str, str]]:
        """Yield path and group of the files for which a folded path is a folder."""
        # "0" is the character after "/".
        select = "SELECT path, group_key FROM targets WHERE folded > ? AND folded < ?"
        yield from self._connection.execute(select, (f"{folded}/", f"{folded}0"))

    def live(self) -> str | None:
        """Return the name of the live tree, or None before the first build."""
        return self._state("live")

    def pending(self) -> tuple[str, ...] | None:
        """Return the paths in which the idle tree may differ from the live one; None: in any."""
        if self._state("idle") is None:
            return None
        return tuple(path for (path,) in self._connection.execute("SELECT path FROM pending ORDER BY path"))

    def label(self) -> str:
        """Return what the live tree was labelled with."""
        return self._state("label") or ""

    def previous(self) -> str | None:
        """Return the label of the other tree while it is the site before this one, whole; else None."""
        return self._state("previous")

    def lose_previous(self) -> None:
        """Note that the other tree is about to change; where none was kept that costs nothing."""
        if self.previous() is not None:
            with self._store.transaction(lasting=True) as connection:
                connection.execute("DELETE FROM state WHERE name = 'previous'")

    def youngest(self) -> int:
        """Return the second of the youngest file that a roll-back hid, 0 when there was none."""
        return int(self._state("youngest") or 0)

    def go_back(self, live: str, youngest: int) -> None:
        """Note that the other tree, named `live`, is shown from now on; `youngest` is of the hidden one's files.

        Nothing is known of the files in which it differs but their paths; the next build makes them and compares.
        """
        label, previous = self.label(), self.previous() or ""
        paths = self.pending() or ()
        with self._store.transaction(lasting=True) as connection:
            touched = "SELECT group_key FROM targets JOIN pending USING (path)"
            connection.execute(f"UPDATE groups SET fingerprint = '' WHERE key IN ({touched})")  # noqa: S608 - our own words
            connection.executemany(
                "INSERT OR REPLACE INTO targets VALUES (?, ?, '', '', '', -1)", [(p.casefold(), p) for p in paths]
            )
            connection.execute("INSERT OR REPLACE INTO groups VALUES ('', '', 0)")
            connection.execute("DELETE FROM notes")
            states = {"live": live, "label": previous, "previous": label, "youngest": str(youngest)}
            connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", states.items())

    def set_label(self, label: str) -> None:
        """Label the live tree anew."""
        if label != self.label():
            with self._store.transaction(lasting=True) as connection:
                connection.execute("INSERT OR REPLACE INTO state VALUES ('label', ?)", (label,))

    def boot(self) -> str | None:
        """Return what `set_boot` noted."""
        return self._state("boot")

    def _state(self, name: str) -> str | None:
        row = self._connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_boot(self, boot: str) -> None:
        """Note the start of the machine since which files are known to be whole."""
        with self._store.transaction(lasting=True) as connection:
            connection.execute("INSERT OR REPLACE INTO state VALUES ('boot', ?)", (boot,))

    def forget(self) -> None:
        """Forget the trees, which somebody deleted, and the notes that were kept with them."""
        with self._store.transaction(lasting=True) as connection:
            for table in ("groups", "targets", "pending", "state", "notes"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def distrust(self, groups: Iterable[str]) -> None:
        """Have some groups planned by the next build, which must not take the notes' word that nothing changed."""
        keys = [(key,) for key in groups]
        if keys:
            with self._store.transaction(lasting=True) as connection:
                connection.executemany("UPDATE groups SET fingerprint = '' WHERE key = ?", keys)
                connection.execute("DELETE FROM notes")

    def add_pending(self, paths: Iterable[str]) -> None:
        """Note paths that the idle tree is about to change in."""
        with self._store.transaction(lasting=True) as connection:
            connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(path,) for path in paths])

    def level(self) -> None:
        """Note that the idle tree equals the live one."""
        # Not lasting: what a power cut can bring back is only work done twice.
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM pending")
            connection.execute("INSERT OR REPLACE INTO state VALUES ('idle', 'known')")

    def accept(self, change: Change) -> None:
        """Write a change that leaves the trees as they are."""
        with self._store.transaction(lasting=True):
            self._write(change)

    def accept_tree(self, change: Change, live: str, pending: Iterable[str] | None, label: str | None) -> None:
        """Write a change with the tree that is live now and the paths in which the other one differs; None: in any.

        With a label the other tree is the site before this one, to be kept as long as possible.
        """
        with self._store.transaction(lasting=True) as connection:
            self._write(change)
            if label is not None and pending is not None:
                connection.execute("INSERT OR REPLACE INTO state VALUES ('previous', ?)", (self.label(),))
            if label is not None:
                connection.execute("INSERT OR REPLACE INTO state VALUES ('label', ?)", (label,))
            connection.execute("DELETE FROM pending")
            connection.execute("DELETE FROM state WHERE name = 'idle'")
            connection.execute("INSERT OR REPLACE INTO state VALUES ('live', ?)", (live,))
            if pending is not None:
                connection.execute("INSERT INTO state VALUES ('idle', 'known')")
                connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(path,) for path in pending])

    def _write(self, change: Change) -> None:
        execute = self._connection.executemany
        execute("DELETE FROM groups WHERE key = ?", [(key,) for key in change.dropped])
        execute("INSERT OR REPLACE INTO groups VALUES (?, ?, ?)", [(k, *v) for k, v in change.groups.items()])
        execute("DELETE FROM targets WHERE folded = ?", [(path.casefold(),) for path in change.deleted])
        execute("INSERT OR REPLACE INTO targets VALUES (?, ?, ?, ?, ?, ?)", [(r.folded, *r) for r in change.rows])
        execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", change.notes.items())
