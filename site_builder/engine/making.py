"""Makes stale targets: reads records, calls the maker, writes the file into the idle tree.

A file that replaces another is written in the build's own staging folder and renamed into the tree. On a cluster every
file comes that way: a machine that was given up for lost may make its files long after another one did, and long after
the build. The folder goes before anything else happens to the trees, so whoever is late has nothing left to rename.

What a maker reads is noted and handed back with what it made: a file and its compressed copies are one task with one
trace. Whatever a maker raises is a value here: all targets are tried.

Knows: the store as a reader, one tree's folder. Never: decides what is stale.
"""

# Paths are strings here: a `Path` for each of many thousand files costs more than the system's own work.
# ruff: noqa: PTH105, PTH116, PTH120

from __future__ import annotations

import ctypes
import os
import secrets
import sqlite3
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.engine import encodings, failures, workers
from site_builder.engine.run import Run
from site_builder.engine.store import RECORD, fetch, reading
from site_builder.engine.targets import Maker, digest_bytes
from site_builder.engine.tracing import Memory, Reader
from site_builder.engine.trees import FILE_MODE, make_folders
from site_builder.errors import Problem

UNKNOWN = "?"
"""In place of the digest of a file that a roll-back brought back: one that is right keeps its age."""

CACHED_RECORDS = 512
"""Decoded records that a worker keeps: those that many makers read, and the neighbours' of the last ones."""

CACHED_PIECES = 4096
"""Pieces of files that a worker keeps, a kilobyte or two each; what is larger is shared by a unit, and given back."""

MANY = 16
"""What fewer tasks shared is not worth a millisecond of giving it back at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """Where one build makes its files."""

    database: str
    staging: str
    """A folder of this build only."""
    tree: str
    younger_than: int = 0
    """Second of the Unix clock that changed files are younger than, as files that a roll-back hid were of it."""
    is_far: bool = False
    """Whether a task may be done twice, at once too, and by who outlives the build."""


class Task(NamedTuple):
    """A target to make, with its compressed copies."""

    path: str
    maker: Maker
    args: tuple[Any, ...]
    digests: tuple[tuple[str, str], ...]
    """Of each file, by path: of what stands there now; empty when there is nothing, `UNKNOWN` to look at it."""
    unit: str = ""
    """Tasks of one unit go to one worker, in a row, and share work."""


class File(NamedTuple):
    """A file that was made."""

    path: str
    size: int
    digest: str
    changed: bool
    """Whether the bytes are new."""


class Made(NamedTuple):
    """A target that was made."""

    files: tuple[File, ...]
    """It and its compressed copies."""
    trace: bytes
    """The records that its maker read."""


class Failed(NamedTuple):
    """A target that was not."""

    path: str
    maker: str
    cause: str
    errno: int | None
    """Of an error of the disk."""

    def problem(self, place: Path) -> Problem:
        """Say it to a person; `place` is the folder that was written."""
        told = failures.of_disk(self.errno, None, self.cause, place) if self.errno else None
        return told or failures.of_maker(self.path, self.maker, self.cause)


def make_all(bench: Bench, tasks: Sequence[Task], run: Run) -> tuple[list[Made], list[Failed]]:
    """Make all tasks; stop early only when the disk refuses."""
    made: list[Made] = []
    failed: list[Failed] = []
    if not tasks:
        return made, failed
    count = len(tasks)
    results = workers.spread_chunks(partial(make, bench), tasks, jobs=run.jobs, executor=run.executor, unit=_UNIT)
    del tasks  # what is made is let go of
    try:
        for chunk in results:
            made += [result for result in chunk if isinstance(result, Made)]
            failed += [result for result in chunk if isinstance(result, Failed)]
            if run.progress is not None:
                run.progress(len(made) + len(failed), count)
            if any(failure.errno for failure in failed):
                break
    finally:
        results.close()
    return made, failed


_UNIT = attrgetter("unit")


def make(bench: Bench, tasks: Sequence[Task]) -> list[Made | Failed]:
    """Make some targets, which share work when they are of one unit, in this process, which may be a worker."""
    records = _records_of(bench)
    shared = Memory()
    with reading(bench.database) as connection:
        records.connection = connection
        results: list[Made | Failed] = []
        for task in tasks:
            results.append(_try(bench, records, task, shared if task.unit else records.memory))
            if isinstance(results[-1], Failed) and results[-1].errno:
                break
    if shared and len(tasks) >= MANY:
        del shared
        _give_back()
    return results


def _give_back() -> None:
    """Give the system back what work shared by many tasks took: nothing as large comes after it."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class Records:
    """The records of one build, as one thread reads them."""

    connection: sqlite3.Connection

    def __init__(self, bench: Bench) -> None:
        self.staging = bench.staging
        self.get = lru_cache(CACHED_RECORDS)(self._get)
        self.memory = Memory(CACHED_PIECES)
        """Work that tasks of no unit share, whatever chunk they are in: no record changes while files are made."""
        self.names = map(f"{bench.staging}/{secrets.token_hex(8)}-{{}}".format, count())
        """Names for files that are being written; no two workers share one, nor two runs of a task."""

    def _get(self, key: str) -> tuple[int, Any]:
        return fetch(self.connection, RECORD, key)


_OURS = threading.local()


def _records_of(bench: Bench) -> Records:
    """Return this thread's records of the build, with what earlier chunks read."""
    records: Records | None = getattr(_OURS, "records", None)
    if records is None or records.staging != bench.staging:
        records = _OURS.records = Records(bench)
    return records


def forget() -> None:
    """Let go of the records that this thread keeps."""
    _OURS.records = None


def _try(bench: Bench, records: Records, task: Task, shared: Memory) -> Made | Failed:
    reader = Reader(records.get, shared)
    try:
        data = task.maker(reader, *task.args)
        files = tuple(
            _put(bench, records, data, file.removeprefix(task.path)[1:], file, old) for file, old in task.digests
        )
        return Made(files, reader.trace)
    except sqlite3.Error:
        # The store is broken, not the maker: the workspace knows what to do.
        raise
    except Exception as error:  # noqa: BLE001 - the boundary of a maker: whatever it is, the other targets are tried
        return _failed(task, error)


def _put(bench: Bench, records: Records, plain: bytes, encoding: str, path: str, old: str) -> File:
    """Put a file, encoded, where bytes of another digest stand."""
    data = encodings.encode(plain, encoding)
    digest = digest_bytes(data)
    place = f"{bench.tree}/{path}"
    # What stands there can be of the same task, done before: then only the digests that came along tell what is new.
    changed = digest != (old if old != UNKNOWN or bench.is_far else _digest_of(place))
    if changed:
        write = _bring if bench.is_far else _write
        write(next(records.names), place, data, bench.younger_than)
    return File(path, len(data), digest, changed)


def _digest_of(file: str) -> str:
    """Digest a file that stands in both trees alike; empty when it is not there."""
    try:
        return digest_bytes(Path(file).read_bytes())
    except OSError:
        return ""


def _failed(task: Task, error: Exception) -> Failed:
    maker = f"{task.maker.__module__}.{task.maker.__qualname__}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    cause = f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"
    number = error.errno if isinstance(error, OSError) and error.errno in failures.DISK else None
    return Failed(task.path, maker, cause, number)


def _write(spare: str, file: str, data: bytes, younger_than: int) -> None:
    """Put a whole file at its place; over an old one by way of the name `spare` on the same disk.

    A new file is made where it belongs: readers do not see the idle tree, and a rename between folders locks
    the whole disk for every worker.
    """
    try:
        _create_younger(file, data, younger_than)
    except FileNotFoundError:
        make_folders(os.path.dirname(file))
        _create_younger(file, data, younger_than)
    except FileExistsError:
        # Never in place: the other tree has the same file. Nor removed first: a worker that is late could do that.
        _create_younger(spare, data, max(younger_than, int(os.stat(file).st_mtime)))
        os.replace(spare, file)


def _bring(spare: str, file: str, data: bytes, younger_than: int) -> None:
    """Put a whole file at its place by way of the name `spare`, whatever stands there or comes there meanwhile.

    Raises:
        FileNotFoundError: the build is over: there is no folder for spares any more.
    """
    with suppress(FileNotFoundError):
        younger_than = max(younger_than, int(os.stat(file).st_mtime))
    _create_younger(spare, data, younger_than)
    try:
        os.replace(spare, file)
    except FileNotFoundError:
        os.stat(spare)
        make_folders(os.path.dirname(file))
        os.replace(spare, file)


def _create_younger(file: str, data: bytes, than: int) -> None:
    """Write a file of a later second: servers tell files of one size apart by the whole second of their change."""
    _create(file, data)
    if than and int(os.stat(file).st_mtime) <= than:
        os.utime(file, (than + 1, than + 1))


def _create(file: str, data: bytes) -> None:
    """Write a file that must not exist yet."""
    written = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        os.fchmod(written, FILE_MODE)
        left = memoryview(data)
        while left:
            left = left[os.write(written, left) :]
    finally:
        os.close(written)
