"""The one database of a portal's state: records and other kept values, notes, and (see `manifest`) the manifest.

Every value has a number for as long as it is kept, and no number is given twice. A record that changes or goes is
noted as changed by its number, until a build that knew of it is accepted: whatever was made from it before is stale.

SQLite with a rollback journal, not WAL: workers on other machines read it over a shared disk, and a file that
nobody writes can be read without any lock. A killed process leaves it sound at any setting; `synchronous`
is NORMAL for values (a power cut may lose some, never mix them) and FULL for what the trees rely on.

Knows: SQLite. Never: knows what a value is; never lets the bytes of a value decide equality.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_builder.engine import failures, targets, values
from site_builder.engine.failures import told
from site_builder.errors import MakeError

RECORD = "record"
"""The kind of item that makers read."""
STAGED = "staged"
"""The kind of item that may become a record: see `Store.promote`."""

_LAST = "\U0010ffff"
"""Comes after every key."""

SCHEMA = 4
"""A database of another number is not read but made anew."""

_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE items (kind TEXT, key TEXT, number INTEGER NOT NULL, basis TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE contents (number INTEGER PRIMARY KEY AUTOINCREMENT, value BLOB NOT NULL);
CREATE TABLE changes (number INTEGER PRIMARY KEY);
CREATE TABLE groups (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, targets INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE targets (folded TEXT PRIMARY KEY, path TEXT NOT NULL, group_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL, trace INTEGER) WITHOUT ROWID;
CREATE INDEX targets_by_group ON targets (group_key);
CREATE TABLE traces (group_key TEXT, number INTEGER, records BLOB NOT NULL, PRIMARY KEY (group_key, number))
    WITHOUT ROWID;
CREATE TABLE reads (record INTEGER, group_key TEXT, PRIMARY KEY (record, group_key)) WITHOUT ROWID;
CREATE TABLE names (kind TEXT, name TEXT, note TEXT, holder TEXT, PRIMARY KEY (kind, name, note, holder))
    WITHOUT ROWID;
CREATE TABLE pending (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A value to keep."""

    key: str
    basis: str
    """What the value was made from; who saves it decides what it says."""
    value: Any
    digest: str = ""
    """What tells a record that changed, to what is made of it, from one that did not; that of the value's `repr` when
    it is empty."""


class Store:
    """The database, open for one process that writes."""

    def __init__(self, database: Path) -> None:
        """Open `database`, or make it when it is absent.

        Raises:
            sqlite3.DatabaseError: not a sound database.
        """
        self.database = database
        # What is under embargo stands here too: only the owner may read it.
        with suppress(FileExistsError):
            database.touch(mode=0o600, exist_ok=False)
        self.connection = sqlite3.connect(database, timeout=1, isolation_level=None)
        try:
            self.connection.execute("PRAGMA trusted_schema = OFF")  # a state that came along with a repository
            self.connection.execute("PRAGMA journal_mode = TRUNCATE")
            _make_tables(self.connection)
        except BaseException:
            self.connection.close()
            raise

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    @contextmanager
    def transaction(self, *, lasting: bool = False) -> Iterator[sqlite3.Connection]:
        """Commit what is written within, or nothing of it; with `lasting` it survives a power cut, too.

        A transaction within another one is part of it.
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        self.connection.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def bases(self, kind: str, but: Sequence[str] = ()) -> dict[str, str]:
        """Return the basis of every item of a kind, by key; without a look at keys that begin with one of `but`."""
        prefixes = sorted(but)
        ends = [f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}" for prefix in prefixes]
        select = "SELECT key, basis FROM items WHERE kind = ? AND key >= ? AND key < ?"
        spans = zip(["", *ends], [*prefixes, _LAST], strict=True)
        return {key: basis for span in spans for key, basis in self.connection.execute(select, (kind, *span))}

    def changed(self) -> frozenset[int]:
        """Return the numbers of the records that changed or went since the last accepted build."""
        return frozenset(number for (number,) in self.connection.execute("SELECT number FROM changes"))

    def load(self, kind: str, key: str) -> Any:
        """Return one value.

        Raises:
            KeyError: there is none.
        """
        return fetch(self.connection, kind, key)[1]

    def load_all(self, kind: str) -> dict[str, Any]:
        """Return all values of a kind, by key."""
        rows = self.connection.execute(
            "SELECT key, value FROM items JOIN contents USING (number) WHERE kind = ?", (kind,)
        )
        return {key: values.decode(value) for key, value in rows}

    def save(self, kind: str, items: Iterable[Item]) -> None:
        """Keep values, at once; no more than one of them need be in memory."""
        left = iter(items)
        first = next(left, None)
        if first is None:
            return
        with self.transaction():
            self._put(kind, first)
            for item in left:
                self._put(kind, item)

    def _put(self, kind: str, item: Item) -> None:
        """Keep one value; of a record that is another than before, note that it changed."""
        execute = self.connection.execute
        value = values.encode(item.value)
        digest = (item.digest or targets.digest(item.value)) if kind in {RECORD, STAGED} else ""
        old = _head(self.connection, kind, item.key)
        if old is None:
            number = execute("INSERT INTO contents (value) VALUES (?)", (value,)).lastrowid
            execute("INSERT INTO items VALUES (?, ?, ?, ?, ?)", (kind, item.key, number, item.basis, digest))
        else:
            execute("UPDATE contents SET value = ? WHERE number = ?", (value, old[0]))
            head = (item.basis, digest, kind, item.key)
            execute("UPDATE items SET basis = ?, digest = ? WHERE kind = ? AND key = ?", head)
        if kind == RECORD and old is not None and old[1] != digest:
            execute("INSERT OR IGNORE INTO changes VALUES (?)", (old[0],))

    def promote(self, keys: Iterable[str]) -> None:
        """Make staged values records, without reading them.

        Raises:
            KeyError: nothing is staged under a key.
        """
        with self.transaction():
            for key in keys:
                self._promote(key)

    def _promote(self, key: str) -> None:
        """Make a staged value the record's; a new record takes its number over, too."""
        execute = self.connection.execute
        staged, old = (_head(self.connection, kind, key) for kind in (STAGED, RECORD))
        if staged is None:
            raise KeyError(f"nothing is staged as {key!r}")
        number, digest, basis = staged
        if old is None:
            execute("UPDATE items SET kind = ? WHERE kind = ? AND key = ?", (RECORD, STAGED, key))
        else:
            value = "(SELECT value FROM contents WHERE number = ?)"
            execute(f"UPDATE contents SET value = {value} WHERE number = ?", (number, old[0]))  # noqa: S608 - our words
            execute("UPDATE items SET basis = ?, digest = ? WHERE kind = ? AND key = ?", (basis, digest, RECORD, key))
            self.drop(STAGED, [key])
        if old is not None and old[1] != digest:
            execute("INSERT OR IGNORE INTO changes VALUES (?)", (old[0],))

    def drop(self, kind: str, keys: Iterable[str]) -> None:
        """Forget values, at once; a key that is not kept is no error."""
        rows = [(kind, key) for key in keys]
        if not rows:
            return
        number = "SELECT number FROM items WHERE kind = ? AND key = ?"
        with self.transaction() as connection:
            if kind == RECORD:
                connection.executemany(f"INSERT OR IGNORE INTO changes {number}", rows)
            connection.executemany(f"DELETE FROM contents WHERE number = ({number})", rows)  # noqa: S608 - our own words
            connection.executemany("DELETE FROM items WHERE kind = ? AND key = ?", rows)

    def note(self, name: str) -> str | None:
        """Return a note, or None."""
        row = self.connection.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def new_notes(self, notes: Mapping[str, str]) -> dict[str, str]:
        """Return those of `notes` that are not kept in these words yet."""
        return {name: value for name, value in notes.items() if self.note(name) != value}


def _make_tables(connection: sqlite3.Connection) -> None:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in {0, SCHEMA}:
        raise sqlite3.DatabaseError(f"schema {version}, not {SCHEMA}")
    if version == 0:
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;")


def _head(connection: sqlite3.Connection, kind: str, key: str) -> tuple[int, str, str] | None:
    """Return number, digest and basis of an item."""
    select = "SELECT number, digest, basis FROM items WHERE kind = ? AND key = ?"
    row: tuple[int, str, str] | None = connection.execute(select, (kind, key)).fetchone()
    return row


def fetch(connection: sqlite3.Connection, kind: str, key: str) -> tuple[int, Any]:
    """Return number and value of one item of an open database.

    Raises:
        KeyError: there is none.
    """
    select = "SELECT number, value FROM items JOIN contents USING (number) WHERE kind = ? AND key = ?"
    row = connection.execute(select, (kind, key)).fetchone()
    if row is None:
        raise KeyError(f"no {kind} {key!r}")
    return row[0], values.decode(row[1])


@contextmanager
def sound_store(database: Path) -> Iterator[Store]:
    """Lend the database, made anew when it is broken or of another version of the program.

    Raises:
        MakeError: it cannot be opened, or breaks while in use (it is then made anew next time).
    """
    with told(database.parent):
        store = _opened(database)
    try:
        yield store
    except sqlite3.Error as error:
        problem = failures.of_store(error, database)
        if problem is None:
            raise
        if failures.is_broken(error):
            store.close()
            _discard(database)
        raise MakeError(problem) from error
    finally:
        store.close()


def _opened(database: Path) -> Store:
    try:
        return Store(database)
    except sqlite3.DatabaseError as error:
        problem = failures.of_store(error, database)
        if problem is not None and not failures.is_broken(error):
            raise MakeError(problem) from error
    _discard(database)
    return Store(database)


def _discard(database: Path) -> None:
    database.unlink(missing_ok=True)
    database.with_name(f"{database.name}-journal").unlink(missing_ok=True)


@contextmanager
def reading(database: str) -> Iterator[sqlite3.Connection]:
    """Open `database` for reading in any process while nobody writes it: no lock is taken."""
    address = f"{Path(database).as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield connection
