"""Says in plain Vietnamese what stopped a build: the disk, permissions, the store, a worker.

Knows: the errors of the operating system and of SQLite. Never: decides what happens next; an error that it
does not know is a bug and goes on as it is.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_builder.errors import MakeError, Problem

STANDS = "Trang đang phục vụ vẫn nguyên vẹn như cũ."
"""What a person wants to know first when a build fails."""

UNMADE = "khong-tao-duoc"
"""Code of the problem of a target whose maker raised."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
DISK = FULL | DENIED | {errno.EIO, errno.EMFILE, errno.ENFILE}
"""Errors that are not a maker's fault: trying the next target helps nobody."""

_SQLITE_FULL = {sqlite3.SQLITE_FULL}
_SQLITE_DENIED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Turn an error of the disk at `place` into a MakeError.

    Raises:
        MakeError: what happened, that the old site stands, and what to do.
    """
    try:
        yield
    except OSError as error:
        problem = of_disk(error.errno, error.filename, error.strerror, place)
        if problem is None:
            raise
        raise MakeError(problem) from error


def of_disk(number: int | None, file: object, words: str | None, place: Path) -> Problem | None:
    """Return the problem behind an error number, or None when it is not one of the disk."""
    path = str(file or place)
    if number in FULL:
        return _problem(
            path, "het-dia", f"Ổ đĩa chứa “{place}” đã đầy. {STANDS} Hãy giải phóng chỗ trống rồi chạy lại."
        )
    if number in DENIED:
        said = f"Không được phép ghi vào đây ({words}). {STANDS} Hãy cấp quyền ghi cho “{place}” rồi chạy lại."
        return _problem(path, "khong-duoc-ghi", said)
    if number in DISK or file is not None:
        said = f"Không đọc hoặc ghi được tệp này ({words}). {STANDS} Hãy xem lại ổ đĩa và “{place}” rồi chạy lại."
        return _problem(path, "loi-o-dia", said)
    return None


def of_store(error: sqlite3.Error, database: Path) -> Problem | None:
    """Return the problem behind an error of the store, or None when it is a bug."""
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if number in _SQLITE_FULL:
        return of_disk(errno.ENOSPC, None, str(error), database.parent)
    if number in _SQLITE_DENIED:
        return of_disk(errno.EACCES, None, str(error), database.parent)
    if number == sqlite3.SQLITE_IOERR:
        return of_disk(errno.EIO, None, str(error), database.parent)
    if number in _SQLITE_BUSY:
        said = f"Một chương trình khác đang giữ tệp này. {STANDS} Hãy đóng chương trình ấy rồi chạy lại."
        return _problem(str(database), "so-dang-ban", said)
    if is_broken(error):
        said = f"Sổ trạng thái bị hỏng và đã được bỏ đi. {STANDS} Hãy chạy lại: lần này mọi trang được dựng lại từ đầu."
        return _problem(str(database), "so-hong", said)
    return None


def is_broken(error: sqlite3.Error) -> bool:
    """Say whether the store's file is not a sound database."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE_BROKEN


def of_killed_worker() -> Problem:
    """Return the problem of a worker process that ended by itself."""
    said = (
        "Một tiến trình con bị dừng giữa chừng, thường vì máy hết bộ nhớ. "
        f"{STANDS} Hãy chạy lại với --jobs 1, hoặc đóng bớt chương trình khác."
    )
    return _problem("--jobs", "tien-trinh-dung", said)


def of_lost_executor() -> Problem:
    """Return the problem of a cluster that let go of what it was doing."""
    said = (
        f"Cụm máy bỏ dở công việc, thường vì bộ điều phối đã dừng. {STANDS} "
        "Hãy xem lại bộ điều phối rồi chạy lại, hoặc chạy lại không có --executor."
    )
    return _problem("--executor", "cum-may-dung", said)


def of_unstarted_workers(error: Exception) -> Problem:
    """Return the problem of worker processes that the system does not let start."""
    said = f"Không mở được tiến trình con ({error}). {STANDS} Hãy chạy lại với --jobs 1."
    return _problem("--jobs", "khong-mo-duoc-tien-trinh", said)


def of_maker(path: str, maker: str, cause: str) -> Problem:
    """Return the problem of a target whose maker raised."""
    return _problem(path, UNMADE, f"Không tạo được tệp này: {maker} báo lỗi {cause}. {STANDS}")


def of_broken_tree(path: str) -> Problem:
    """Return the problem of a made file that is not in the tree any more."""
    said = f"Tệp vừa tạo đã bị chương trình khác sửa hoặc xoá. {STANDS} Hãy chạy lại."
    return _problem(path, "cay-sai", said)


def of_no_previous(path: str) -> Problem:
    """Return the problem of a roll-back with nothing to go back to."""
    said = (
        f"Không còn bản trước để lùi về: lần dựng sau đó đã dùng chỗ của nó. {STANDS} "
        "Hãy đăng lại từ một lần lưu cũ trong git: cchc rollback --to THƯ-MỤC --commit MÃ."
    )
    return _problem(path, "het-ban-truoc", said)


def _problem(path: str, code: str, message: str) -> Problem:
    return Problem(path, 0, code, message)


def of_exhausted(path: str, line: int) -> Problem:
    """Say that making a page of what stands in a file took more than it may, most likely on a line."""
    message = (
        "chuyển tệp này thành trang tốn quá nhiều thời gian hoặc bộ nhớ, thường vì đoạn này có quá nhiều dấu Markdown; "
        "hãy viết lại đoạn này đơn giản hơn, hoặc tách bài"
    )
    return Problem(path, line, "qua-nang", message)
