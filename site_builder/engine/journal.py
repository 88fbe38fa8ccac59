"""Which tree is live, and where the idle one may differ from it.

The journal is three statements. Before the idle tree is touched, the paths in which it may differ from the
live one are noted as pending. When it is whole, manifest, live tree and new pending paths are noted in one
commit. Then the link is swapped; a process killed in between left a link that does not show the noted live
tree, and the next one only has to swap it.

Knows: the store's tables. Never: touches a tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from site_builder.engine.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """What is noted of the trees."""

    live: str | None
    """Name of the live tree; None before the first build."""
    label: str
    """What the live tree was labelled with; empty when nothing was."""
    previous: str | None
    """Label of the other tree while it is the site before this one, whole; else None."""
    youngest: int
    """Second of the youngest file that a roll-back hid, 0 when there was none."""
    boot: str | None
    """The start of the machine since which files are known to be whole."""


class Journal:
    """The journal in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection = store.connection

    def noted(self) -> Noted:
        """Read what is noted."""
        told = dict(self._connection.execute("SELECT name, value FROM state"))
        return Noted(
            live=told.get("live"),
            label=told.get("label", ""),
            previous=told.get("previous"),
            youngest=int(told.get("youngest", 0)),
            boot=told.get("boot"),
        )

    def pending(self) -> tuple[str, ...] | None:
        """Return the paths in which the idle tree may differ from the live one; None: in any."""
        if self._connection.execute("SELECT 1 FROM state WHERE name = 'idle'").fetchone() is None:
            return None
        return tuple(path for (path,) in self._connection.execute("SELECT path FROM pending ORDER BY path"))

    def set_boot(self, boot: str) -> None:
        """Note the start of the machine since which files are known to be whole."""
        self._set(boot=boot)

    def set_label(self, label: str) -> None:
        """Label the live tree anew."""
        if label != self.noted().label:
            self._set(label=label)

    def lose_previous(self) -> None:
        """Note that the other tree is about to change; where none was kept that costs nothing."""
        if self.noted().previous is not None:
            with self._store.transaction(lasting=True) as connection:
                connection.execute("DELETE FROM state WHERE name = 'previous'")

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

    def go_back(self, live: str, youngest: int) -> None:
        """Note that the other tree, named `live`, is shown from now on; `youngest` is of the hidden one's files."""
        old = self.noted()
        self._set(live=live, label=old.previous or "", previous=old.label, youngest=str(youngest))

    def go_on(self, live: str, pending: Iterable[str] | None, label: str | None) -> None:
        """Note the tree that is live now and the paths in which the other one differs; None: in any.

        With a label the other tree is the site before this one, to be kept as long as possible.
        """
        with self._store.transaction(lasting=True) as connection:
            if label is not None and pending is not None:
                self._set(previous=self.noted().label)
            if label is not None:
                self._set(label=label)
            connection.execute("DELETE FROM pending")
            connection.execute("DELETE FROM state WHERE name = 'idle'")
            self._set(live=live)
            if pending is not None:
                self._set(idle="known")
                connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(path,) for path in pending])

    def forget(self) -> None:
        """Forget the trees, which somebody deleted."""
        with self._store.transaction(lasting=True) as connection:
            connection.execute("DELETE FROM pending")
            connection.execute("DELETE FROM state")

    def _set(self, **states: str) -> None:
        with self._store.transaction(lasting=True) as connection:
            connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", states.items())
