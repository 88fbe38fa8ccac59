"""What no portal may be read through: symbolic links, and names that are no UTF-8.

A link could carry any file of the machine into the site, or a line of it into a message. So all of them are told
before anything is read; those among articles, media and static pages are told with the faults of these.

Knows: the folders and files that a portal is read from. Never: follows a link, opens a file but `mkdocs.yml` and what
it inherits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from site_builder.errors import Problem
from site_builder.model.settings import FILE
from site_builder.text import unshowable

_TOLD_ELSEWHERE = ("content/news", "content/media")
_PAGES = "content/pages"
_INHERIT = re.compile(r"^[\"']?INHERIT[\"']?[ \t]*:[ \t]*['\"]?([^'\"\n#]+?)['\"]?[ \t]*(?:#.*)?$", re.MULTILINE)
_MOST_ABOVE = 20
_GARBLED = "tên không phải mã UTF-8 nên không đọc được; hãy đổi tên, chỉ dùng chữ không dấu, số và gạch nối"


def unfit_paths(root: Path) -> Iterator[Problem]:
    """Find what the portal in `root` may not be read through."""
    yield from _settings(root)
    for folder in ("content", "theme"):
        if (root / folder).is_symlink():
            yield of_link(folder)
        elif (root / folder).is_dir():
            yield from _below(root, folder)


def of_link(path: str) -> Problem:
    """Say that a path is a symbolic link."""
    message = "là liên kết tượng trưng (symlink), không được dùng; hãy chép tệp thật vào chỗ này"
    return Problem(path, 0, "lien-ket-tuong-trung", message)


def garbled(path: str) -> Problem | None:
    """Say that a path, as Python reads it from the disk, is no text or shows otherwise than it is; None when good."""
    name = os.fsencode(path).decode("utf-8", errors="backslashreplace")
    if name != path:
        return Problem(name, 0, "ten-khong-utf8", _GARBLED)
    if sign := unshowable(path.replace("\n", "\x00").replace("\t", "\x00")):
        name = "".join(f"\\u{ord(char):04x}" if unshowable(char) or char in "\n\t" else char for char in path)
        message = f"tên có ký tự U+{ord(sign):04X} không nhìn thấy; hãy đổi tên, chỉ dùng chữ không dấu, số và gạch nối"
        return Problem(name, 0, "ten-tep-sai", message)
    return None


def _settings(root: Path) -> Iterator[Problem]:
    """Look at `mkdocs.yml` and at what it inherits, file by file."""
    file = root / FILE
    for _ in range(_MOST_ABOVE):
        if file.is_symlink():
            yield of_link(Path(os.path.relpath(file, root)).as_posix())
            return
        parent = _parent(file)
        if not parent:
            return
        file = Path(os.path.normpath(file.parent / parent))
        if not file.is_relative_to(os.path.normpath(root)):
            message = f"INHERIT: {parent} nằm ngoài thư mục của cổng; hãy chép tệp ấy vào cạnh {FILE}"
            yield Problem(FILE, 0, "ngoai-cong", message)
            return
        if any(place.is_symlink() for place in file.parents if place.is_relative_to(os.path.normpath(root))):
            message = f"INHERIT: {parent} đi qua liên kết tượng trưng (symlink); hãy chép tệp ấy vào cạnh {FILE}"
            yield Problem(FILE, 0, "lien-ket-tuong-trung", message)
            return


def _parent(file: Path) -> str:
    """Return what a file of settings inherits, as written; empty when it inherits nothing."""
    try:
        found = _INHERIT.search(file.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""  # MkDocs says so
    return found[1] if found else ""


def _below(root: Path, folder: str) -> Iterator[Problem]:
    """Look at the files below a folder, links not followed."""
    try:
        with os.scandir(root / folder) as found:
            children = sorted(found, key=lambda child: child.name)
    except OSError:
        return  # who reads it says so
    for child in children:
        path = f"{folder}/{child.name}"
        is_folder = child.is_dir(follow_symlinks=False)
        if problem := garbled(path):
            yield problem
        elif child.is_symlink():
            if not child.name.startswith(".#") and not _is_told(root, path):  # `.#`: how Emacs locks what it edits
                yield of_link(path)
        elif is_folder and path not in _TOLD_ELSEWHERE:
            yield from _below(root, path)


def _is_told(root: Path, path: str) -> bool:
    """Say whether a link is told by whoever reads its folder, who does not follow it."""
    return path in _TOLD_ELSEWHERE or (path.startswith(f"{_PAGES}/") and not (root / path).is_dir())
