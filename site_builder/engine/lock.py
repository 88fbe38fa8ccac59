"""One lock for one portal: two builds at once would write into one tree.

Knows: flock. Never: waits.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from site_builder.engine.failures import told
from site_builder.errors import MakeError, Problem

_HELD: set[int] = set()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock `file`; the system lets go of it when this process ends, however it ends.

    Raises:
        MakeError: somebody else holds it.
    """
    with told(file.parent):
        lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(lock, file.parent)
        _HELD.add(lock)
        yield
    finally:
        _HELD.discard(lock)
        os.close(lock)


def _take(lock: int, place: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        said = "Một lần dựng khác của cổng này đang chạy. Hãy đợi nó xong, hoặc dừng nó, rồi chạy lại."
        raise MakeError(Problem(str(place), 0, "dang-dung-trang", said)) from error


def _let_go() -> None:
    """In a forked child: let go of the parent's lock, which else lasted as long as the child."""
    for lock in _HELD:
        with suppress(OSError):
            os.close(lock)
    _HELD.clear()


os.register_at_fork(after_in_child=_let_go)
