"""The files of `content/news` and `content/media`: which there are.

Most folders are those of the build before, and a large portal has very many files: so a folder is first looked at as it
is (`walk`), a few numbers a file, and only who does not know it already has its names judged (`judge`).

Knows: folders and file names. Never: follows a symbolic link (a link could carry any file of the machine into
the site); never reads an article.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeAlias

from site_builder.content import media_names, strays
from site_builder.content.addresses import Owners
from site_builder.content.entries import SourceFile
from site_builder.content.file_notes import fold_warnings
from site_builder.content.unfit_paths import garbled, of_link
from site_builder.errors import Problem

NEWS = "content/news"
MEDIA = "content/media"

_COMPRESSED = re.compile(r"\.(?:gz|br)\Z", re.IGNORECASE)
_PASSED_OVER = ("~", ".swp", ".tmp")
_Numbers: TypeAlias = tuple[int, int, int, int]
_NUMBERS = attrgetter("st_mode", "st_mtime_ns", "st_size", "st_ino")


class FolderListing(NamedTuple):
    """What stands in one folder, but for what is hidden and for the folders in it."""

    folder: str
    """POSIX, from the portal's folder."""
    files: tuple[tuple[str, _Numbers], ...]
    """By name: mode, time, size and inode of what is no folder."""
    folders: tuple[str, ...]
    """Names."""
    hidden: tuple[str, ...]
    """Names of hidden files that mean something to somebody."""
    error: str
    """Why the folder cannot be opened; empty when it can."""


def list_files(root: Path) -> tuple[tuple[SourceFile, ...], tuple[Problem, ...]]:
    """List articles and media of the portal in `root`, sorted by path, and what is wrong with their names.

    Hidden files (`.gitkeep`, `.DS_Store`) and editors' copies (`x.md~`) are passed over.
    """
    files: list[SourceFile] = []
    problems: list[Problem] = list(unread(root))
    for listing in walk(root):
        found, told = judge(listing)
        files += found
        problems += told
    problems += twins(file.path for file in files if file.path.startswith(MEDIA))
    return tuple(sorted(files)), fold_warnings(problems)


def unread(root: Path) -> Iterator[Problem]:
    """Name the folders of the portal that are links, through which nothing is read."""
    return (of_link(folder) for folder in (NEWS, MEDIA) if (root / folder).is_symlink())


def walk(root: Path) -> Iterator[FolderListing]:
    """Yield every folder of articles and media of the portal in `root`, those above before those in them."""
    for folder in (NEWS, MEDIA):
        if (root / folder).is_dir() and not (root / folder).is_symlink():
            yield from _walk(str(root), folder)


def _walk(root: str, folder: str) -> Iterator[FolderListing]:
    listing = look_into(root, folder)
    yield listing
    for name in listing.folders:
        path = f"{folder}/{name}"
        if garbled(path) is None:
            yield from _walk(root, path)


def look_into(root: Path | str, folder: str) -> FolderListing:
    """Look at what stands in one folder."""
    found: list[tuple[str, _Numbers]] = []
    hidden: list[str] = []
    try:
        with os.scandir(f"{root}/{folder}") as children:
            for child in children:
                name = child.name
                if name[0] == "." or name.endswith(_PASSED_OVER):
                    hidden.append(name)
                else:
                    found.append((name, _NUMBERS(child.stat(follow_symlinks=False))))
    except OSError as error:
        return FolderListing(folder, (), (), (), error.strerror or type(error).__name__)
    found.sort()
    is_folder = stat.S_ISDIR
    folders = tuple([row[0] for row in found if is_folder(row[1][0])])
    files = [row for row in found if not is_folder(row[1][0])] if folders else found
    obeyed = tuple(sorted(name for name in hidden if media_names.is_obeyed(name)))
    return FolderListing(folder, tuple(files), folders, obeyed, "")


def judge(listing: FolderListing) -> tuple[tuple[SourceFile, ...], tuple[Problem, ...]]:
    """Return the articles or media of a folder, by name, and what is wrong with names and kinds."""
    folder = listing.folder
    if listing.error:
        message = f"không mở được thư mục ({listing.error}); hãy cấp quyền đọc cho tài khoản đang chạy lệnh"
        return (), (Problem(folder, 0, "khong-doc-duoc", message),)
    problems: list[Problem] = []
    for name in listing.hidden:
        problems += media_names.obeyed(f"{folder}/{name}")
    for name in listing.folders:
        path = f"{folder}/{name}"
        wrong = garbled(path)
        problems += [wrong] if wrong else _names(path, is_file=False)
    files: list[SourceFile] = []
    for name, (mode, *numbers) in listing.files:
        path = f"{folder}/{name}"
        fault = _fault(path, mode)
        problems += fault
        if not fault or (stat.S_ISREG(mode) and path.startswith(MEDIA) and not garbled(path)):
            files.append(SourceFile(path, *numbers))
    return tuple(files), tuple(problems)


def _fault(path: str, mode: int) -> list[Problem]:
    """Find fault with the name or the kind of what is no folder."""
    if wrong := garbled(path):
        return [wrong]
    if stat.S_ISLNK(mode):
        return [of_link(path)]
    if not stat.S_ISREG(mode):
        return [Problem(path, 0, "tep-la", "không phải tệp thường; hãy xóa khỏi thư mục này")]
    if path.startswith(NEWS) and not path.endswith(".md"):
        message = "không phải bài viết (.md) nên bị bỏ qua; hãy chuyển ảnh, tệp đính kèm vào content/media"
        return [strays.misnamed(path) or Problem(path, 0, "tep-la", message, "warning")]
    return list(_names(path, is_file=True))


def _names(path: str, *, is_file: bool) -> Iterator[Problem]:
    """Find fault with a name in `content/media`; articles' names are judged with the articles."""
    return media_names.name_problems(path, is_file=is_file) if path.startswith(MEDIA) else iter(())


def twins(paths: Iterable[str]) -> Iterator[Problem]:
    """Find files of content/media that many machines take for one, and copies that web servers take for others'."""
    places = Owners()
    for path in sorted(paths):
        url = path.removeprefix("content")
        other = places.owner(url, is_file=True) or places.owner(_COMPRESSED.sub("", url), is_file=True)
        if other:
            message = (
                f"trùng chỗ với {other} (chữ hoa, chữ thường coi như nhau; .gz, .br là bản nén); hãy đổi tên tệp này"
            )
            yield Problem(path, 0, "trung-ten-tep", message)
        places.take(url, path, is_file=True)
