"""What no portal may be read through: symbolic links, names that are no UTF-8, and settings from outside.

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

from site_builder.content import plain_settings
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
        text = _text(file)
        yield from _hooks(root, text)
        parent = _INHERIT.search(text)
        if parent is None:
            return
        written = parent[1]
        file = Path(os.path.normpath(file.parent / written))
        code, why = _fault(root, file)
        if code:
            yield Problem(FILE, 0, code, f"INHERIT: {written} {why}; hãy chép tệp ấy vào cạnh {FILE}")
            return


def _text(file: Path) -> str:
    """Return a file of settings; empty when it cannot be read: MkDocs says so."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _hooks(root: Path, text: str) -> Iterator[Problem]:
    """Look at the files of Python that MkDocs runs as soon as it reads their names."""
    if "hooks" not in text:
        return
    for name in plain_settings.texts(plain_settings.read(text.encode()).get("hooks")):
        code, why = _fault(root, Path(os.path.normpath(root / name)))
        if code:
            yield Problem(FILE, 0, code, f"hooks: {name} {why}; hãy chép tệp ấy vào thư mục theme")


def _fault(root: Path, file: Path) -> tuple[str, str]:
    """Say why a file that settings name is not the portal's own: code and words, empty when it is."""
    top = Path(os.path.normpath(root))
    if not file.is_relative_to(top):
        return "ngoai-cong", "nằm ngoài thư mục của cổng"
    if any(place.is_symlink() for place in (file, *file.parents) if place != top and place.is_relative_to(top)):
        return "lien-ket-tuong-trung", "đi qua liên kết tượng trưng (symlink)"
    return "", ""


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
