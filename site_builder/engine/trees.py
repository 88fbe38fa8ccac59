"""Two trees that share hard links, and the link that shows one of them.

Files are replaced by rename or by a new hard link, never written in place: the other tree has the same file.
The link is swapped by renaming a new one over it, so a reader sees the one tree or the other. It is relative,
so a portal's folder can be moved.

Knows: folders, links, modes. Never: knows what a file holds, or which tree should be shown.
"""

# Paths are strings here: a `Path` for each of many thousand files costs more than the system's own work.
# ruff: noqa: PTH101, PTH102, PTH105, PTH106, PTH108, PTH112, PTH113, PTH115, PTH116, PTH120

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from site_builder.errors import MakeError, Problem

NAMES = ("a", "b")
FILE_MODE = 0o644
FOLDER_MODE = 0o755
"""Whatever the umask of who builds: a web server of another user must read them."""

_TRIES = 10
"""To empty a folder: somebody who is late makes no more than a file or two between two of them."""


class Trees:
    """The trees of one portal."""

    def __init__(self, state_dir: Path, link: Path) -> None:
        self.folder = state_dir / "trees"
        self.link = link
        self._new_link = link.with_name(f".{link.name}.new")

    def tree(self, name: str) -> str:
        """Return the folder of a tree."""
        return str(self.folder / name)

    @staticmethod
    def other(name: str) -> str:
        """Return the name of the other tree."""
        return NAMES[1 - NAMES.index(name)]

    def shown(self) -> str | None:
        """Read which tree the link shows; None when there is no link.

        Raises:
            MakeError: something else stands there.
        """
        try:
            aim = os.readlink(self.link)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise MakeError(self._stranger("một tệp hoặc thư mục thường")) from error
        for name in NAMES:
            if os.path.normpath(aim) == self._aim(name):
                return name
        raise MakeError(self._stranger(f"một liên kết tới “{aim}”"))

    def _aim(self, name: str) -> str:
        """Return what the link to a tree says."""
        return os.path.relpath(os.path.realpath(self.tree(name)), os.path.realpath(self.link.parent))

    def _stranger(self, what: str) -> Problem:
        said = (
            f"Nơi này phải là liên kết do chương trình tạo ra, nhưng đang có {what}. "
            "Hãy đổi tên hoặc chuyển nó đi nơi khác rồi chạy lại."
        )
        return Problem(str(self.link), 0, "cho-cua-nguoi-khac", said)

    def prepare(self, name: str) -> None:
        """Make the new link beside the old one, so that a folder that cannot be written is known before the swap."""
        self.tidy()
        self._new_link.symlink_to(self._aim(name))

    def show(self) -> None:
        """Swap the link: from now on readers see the prepared tree."""
        self._new_link.replace(self.link)

    def tidy(self) -> None:
        """Remove a prepared link that a killed build left."""
        self._new_link.unlink(missing_ok=True)

    def clear(self, name: str) -> None:
        """Make a tree empty."""
        tree = self.tree(name)
        if os.path.lexists(tree):
            shutil.rmtree(tree)
        make_folders(tree)

    def copy(self, live: str, idle: str, paths: Iterable[str]) -> None:
        """Make the idle tree equal to the live one in `paths`, by hard links and removals."""
        source = self.tree(live)
        present: list[str] = []
        absent: list[str] = []
        for path in paths:
            (present if os.path.isfile(f"{source}/{path}") else absent).append(path)
        # Removals come first: what was a folder can be a file now.
        self.remove(idle, absent)
        target, spare = self.tree(idle), str(self.folder / ".link")
        Path(spare).unlink(missing_ok=True)
        for path in present:
            _link(f"{source}/{path}", f"{target}/{path}", spare)

    def remove(self, name: str, paths: Iterable[str]) -> None:
        """Remove files and the folders that they leave empty; what is not there is no error."""
        tree = self.tree(name)
        folders = set()
        for path in paths:
            folders.add(path.rpartition("/")[0])
            try:
                os.unlink(f"{tree}/{path}")
            except (FileNotFoundError, NotADirectoryError):
                pass
            except (IsADirectoryError, PermissionError):
                # A folder of new files that a killed build left; they are named by paths of their own.
                if not os.path.isdir(f"{tree}/{path}"):
                    raise
        for folder in folders:
            _remove_empty(tree, folder)

    def files(self, name: str) -> Iterator[str]:
        """Yield the path of every file of a tree."""
        tree = self.tree(name)
        for folder, _, names in os.walk(tree):
            prefix = f"{folder}/"[len(tree) + 1 :]
            yield from (prefix + file for file in names)

    def age(self, name: str, path: str) -> int:
        """Return the second of the Unix clock at which a file changed last; 0 when it is not there."""
        try:
            return int(os.stat(f"{self.tree(name)}/{path}").st_mtime)
        except OSError:
            return 0

    def is_whole(self, name: str, path: str, size: int) -> bool:
        """Say whether a tree has a file of that size."""
        return is_whole(f"{self.tree(name)}/{path}", size)


def is_whole(file: str, size: int) -> bool:
    """Say whether there is a file of that size."""
    try:
        found = os.stat(file)
    except OSError:
        return False
    return found.st_size == size and stat.S_ISREG(found.st_mode)


def make_folders(folder: str) -> None:
    """Make a folder and those above it, readable for everyone."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise
        return
    except FileNotFoundError:
        make_folders(os.path.dirname(folder))
        make_folders(folder)
        return
    os.chmod(folder, FOLDER_MODE)


def take_away(folder: Path) -> None:
    """Remove a folder in which somebody may be making files this moment; who comes later does not find it."""
    gone = folder.with_name(f"{folder.name}.gone")
    shutil.rmtree(gone, ignore_errors=True)
    if folder.is_dir():
        with suppress(OSError):
            folder.rename(gone)
    for _ in range(_TRIES):
        shutil.rmtree(gone, ignore_errors=True)
        if not gone.exists():
            return


def _link(source: str, target: str, spare: str) -> None:
    """Make `target` a hard link to `source`; a reader who is late in this tree always finds a file."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        make_folders(os.path.dirname(target))
        os.link(source, target)
    except FileExistsError:
        os.link(source, spare)
        os.replace(spare, target)
        # Renaming a link over another one of the same file does nothing at all.
        with suppress(FileNotFoundError):
            os.unlink(spare)


def _remove_empty(tree: str, folder: str) -> None:
    """Remove a folder and those above it as far as they are empty."""
    while folder:
        try:
            os.rmdir(f"{tree}/{folder}")
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError:
            return
        folder = folder.rpartition("/")[0]
