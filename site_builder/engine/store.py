"""The one database of a portal's state: records and other kept values, notes, and (see `manifest`) the manifest.

SQLite with a rollback journal, not WAL: workers on other machines read it over a shared disk, and a file that
nobody writes can be read without any lock. A killed process leaves it sound at any setting; `synchronous`
is NORMAL for values (a power cut may lose some, never mix them) and FULL for what the trees rely on.

Knows: SQLite. Never: knows what a value is; never lets the bytes of a value decide equality.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from site_builder.engine import failures, targets, values
from site_builder.engine.failures import told
from site_builder.errors import MakeError

RECORD = "record"
"""The kind of item that makers read."""
STAGED = "staged"
"""The kind of item that may become a record: see `Store.promote`."""

SCHEMA = 2
"""A database of another number is not read but made anew."""

_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE items (kind TEXT, key TEXT, basis TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (kind, key))
    WITHOUT ROWID;
CREATE TABLE contents (kind TEXT, key TEXT, value BLOB NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE groups (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, targets INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE targets (folded TEXT PRIMARY KEY, path TEXT NOT NULL, group_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX targets_by_group ON targets (group_key);
CREATE TABLE pending (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Item:
    """A value to keep."""

    key: str
    basis: str
    """What the value was made from; who saves it decides what it says."""
    value: Any
    digest: str = ""
    """Of the value, when it is known already."""


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
        self._records: tuple[dict[str, str], dict[str, str]] | None = None
        try:
            self.connection.execute("PRAGMA trusted_schema = OFF")  # a state that came along with a repository
            self.connection.execute("PRAGMA journal_mode = TRUNCATE")
            self._make_tables()
        except BaseException:
            self.connection.close()
            raise

    def _make_tables(self) -> None:
        version: int = self.connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in {0, SCHEMA}:
            raise sqlite3.DatabaseError(f"schema {version}, not {SCHEMA}")
        if version == 0:
            self.connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;")

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
            self._records = None
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def bases(self, kind: str) -> dict[str, str]:
        """Return the basis of every item of a kind, by key."""
        if kind == RECORD:
            return dict(self._heads()[0])
        return dict(self.connection.execute("SELECT key, basis FROM items WHERE kind = ?", (kind,)))

    def digests(self) -> dict[str, str]:
        """Return the digest of every record, by key."""
        return self._heads()[1]

    def _heads(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return basis and digest of every record, by key; they are read once."""
        if self._records is None:
            rows = self.connection.execute("SELECT key, basis, digest FROM items WHERE kind = ?", (RECORD,)).fetchall()
            self._records = {key: basis for key, basis, _ in rows}, {key: digest for key, _, digest in rows}
        return self._records

    def load(self, kind: str, key: str) -> Any:
        """Return one value.

        Raises:
            KeyError: there is none.
        """
        return fetch(self.connection, kind, key)

    def load_all(self, kind: str) -> dict[str, Any]:
        """Return all values of a kind, by key."""
        rows = self.connection.execute("SELECT key, value FROM contents WHERE kind = ?", (kind,))
        return {key: values.decode(value) for key, value in rows}

    def save(self, kind: str, items: Iterable[Item]) -> None:
        """Keep values, at once."""
        batches = _batches(items)
        first = next(batches, None)
        if first is None:
            return
        bases, digests = self._heads() if kind == RECORD else ({}, {})
        with self.transaction() as connection:
            for batch in chain([first], batches):
                digests |= _save(connection, kind, batch, (bases, digests))
                bases |= {item.key: item.basis for item in batch}

    def promote(self, keys: Iterable[str]) -> None:
        """Make staged values records, without reading them.

        Raises:
            KeyError: nothing is staged under a key.
        """
        keys = list(keys)
        if not keys:
            return
        staged = {key: (basis, digest) for key, basis, digest in self._staged()}
        rows = [(key, *staged[key]) for key in keys]
        bases, digests = self._heads()
        with self.transaction() as connection:
            for table in ("items", "contents"):
                move = f"UPDATE OR REPLACE {table} SET kind = ? WHERE kind = ? AND key = ?"  # noqa: S608 - our own names
                connection.executemany(move, [(RECORD, STAGED, key) for key in keys])
        bases |= {key: basis for key, basis, _ in rows}
        digests |= {key: digest for key, _, digest in rows}

    def _staged(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, basis and digest of what is staged."""
        return self.connection.execute("SELECT key, basis, digest FROM items WHERE kind = ?", (STAGED,))

    def drop(self, kind: str, keys: Iterable[str]) -> None:
        """Forget values, at once; a key that is not kept is no error."""
        rows = [(kind, key) for key in keys]
        if not rows:
            return
        with self.transaction() as connection:
            connection.executemany("DELETE FROM items WHERE kind = ? AND key = ?", rows)
            connection.executemany("DELETE FROM contents WHERE kind = ? AND key = ?", rows)
        if kind == RECORD and self._records is not None:
            for _, key in rows:
                self._records[0].pop(key, None)
                self._records[1].pop(key, None)

    def note(self, name: str) -> str | None:
        """Return a note, or None."""
        row = self.connection.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def new_notes(self, notes: Mapping[str, str]) -> dict[str, str]:
        """Return those of `notes` that are not kept in these words yet."""
        return {name: value for name, value in notes.items() if self.note(name) != value}

    def set_notes(self, notes: Mapping[str, str]) -> None:
        """Keep notes, at once."""
        fresh = self.new_notes(notes)
        if fresh:
            with self.transaction() as connection:
                connection.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?)", fresh.items())


def fetch(connection: sqlite3.Connection, kind: str, key: str) -> Any:
    """Return one value of an open database.

    Raises:
        KeyError: there is none.
    """
    row = connection.execute("SELECT value FROM contents WHERE kind = ? AND key = ?", (kind, key)).fetchone()
    if row is None:
        raise KeyError(f"no {kind} {key!r}")
    return values.decode(row[0])


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


def _save(
    connection: sqlite3.Connection, kind: str, batch: list[Item], known: tuple[Mapping[str, str], Mapping[str, str]]
) -> dict[str, str]:
    """Write one batch, given basis and digest of the records; return the digests."""
    digests = {
        item.key: item.digest or (targets.digest(item.value) if kind in {RECORD, STAGED} else "") for item in batch
    }
    heads = [(kind, item.key, item.basis, digests[item.key]) for item in batch]
    bases, old = known
    same = {item.key for item in batch if kind == RECORD and bases.get(item.key) == item.basis}
    same = {key for key in same if old.get(key) == digests[key]}
    contents = [(kind, item.key, values.encode(item.value)) for item in batch if item.key not in same]
    connection.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", heads)
    connection.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", contents)
    return digests


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut `items` into lists, so that no more than one list of values is in memory."""
    left = iter(items)
    while batch := list(islice(left, _BATCH)):
        yield batch
