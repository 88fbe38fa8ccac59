"""The files of `content/news` and `content/media`: which there are.

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

from site_builder.content import strays
from site_builder.content.addresses import Places
from site_builder.content.entries import SourceFile
from site_builder.content.fields import fold_warnings, quoted
from site_builder.content.unfit_paths import garbled, of_link
from site_builder.errors import Problem
from site_builder.text import slug

NEWS = "content/news"
MEDIA = "content/media"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
ACTIVE = frozenset(
    (
        "htm",
        "html",
        "xhtml",
        "shtml",
        "js",
        "mjs",
        "php",
        "asp",
        "aspx",
        "jsp",
        "exe",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "msi",
    )
)
"""What a browser or server would run in the portal's name."""
_COMPRESSED = re.compile(r"\.(?:gz|br)\Z", re.IGNORECASE)
_NAME_OF = attrgetter("name")


def list_files(root: Path) -> tuple[tuple[SourceFile, ...], tuple[Problem, ...]]:
    """List articles and media of the portal in `root`, sorted by path, and what is wrong with their names.

    Hidden files (`.gitkeep`, `.DS_Store`) and editors' copies (`x.md~`) are passed over.
    """
    files: list[SourceFile] = []
    problems: list[Problem] = []
    for folder in (NEWS, MEDIA):
        if (root / folder).is_symlink():
            problems.append(of_link(folder))
        elif (root / folder).is_dir():
            files += _walk(root, folder, problems)
    problems += _twins([file.path for file in files if file.path.startswith(MEDIA)])
    return tuple(sorted(files)), fold_warnings(problems)


def _twins(paths: Iterable[str]) -> Iterator[Problem]:
    """Find files of content/media that many machines take for one, and copies that web servers take for others'."""
    places = Places()
    for path in sorted(paths):
        url = path.removeprefix("content")
        other = places.owner(url, is_file=True) or places.owner(_COMPRESSED.sub("", url), is_file=True)
        if other:
            message = (
                f"trùng chỗ với {other} (chữ hoa, chữ thường coi như nhau; .gz, .br là bản nén); hãy đổi tên tệp này"
            )
            yield Problem(path, 0, "trung-ten-tep", message)
        places.take(url, path, is_file=True)


def _walk(root: Path, folder: str, problems: list[Problem]) -> Iterator[SourceFile]:
    """Find the files below `folder`."""
    try:
        with os.scandir(f"{root}/{folder}") as found:
            children = sorted(found, key=_NAME_OF)
    except OSError as error:
        message = f"không mở được thư mục ({error.strerror}); hãy cấp quyền đọc cho tài khoản đang chạy lệnh"
        problems.append(Problem(folder, 0, "khong-doc-duoc", message))
        return
    is_news = folder.startswith(NEWS)
    for child in children:
        name = child.name
        if name[0] == "." or name.endswith(("~", ".swp", ".tmp")):
            continue
        path = f"{folder}/{name}"
        if wrong := garbled(path):
            problems.append(wrong)
        elif child.is_symlink():
            problems.append(of_link(path))
        elif child.is_dir(follow_symlinks=False):
            problems += _name_problems(path)
            yield from _walk(root, path, problems)
        else:
            info = child.stat(follow_symlinks=False)
            if is_news and name.endswith(".md") and stat.S_ISREG(info.st_mode):
                yield SourceFile(path, info.st_mtime_ns, info.st_size, info.st_ino)
            else:
                yield from _file(path, info, problems)


def _file(path: str, info: os.stat_result, problems: list[Problem]) -> Iterator[SourceFile]:
    """Take a regular file; note a name or kind that does not belong."""
    if not stat.S_ISREG(info.st_mode):
        problems.append(Problem(path, 0, "tep-la", "không phải tệp thường; hãy xóa khỏi thư mục này"))
        return
    if path.startswith(NEWS) and not path.endswith(".md"):
        if wrong := strays.misnamed(path):
            problems.append(wrong)
            return
        message = "không phải bài viết (.md) nên bị bỏ qua; hãy chuyển ảnh, tệp đính kèm vào content/media"
        problems.append(Problem(path, 0, "tep-la", message, "warning"))
        return
    problems += _name_problems(path)
    yield SourceFile(path=path, mtime_ns=info.st_mtime_ns, size=info.st_size, inode=info.st_ino)


def _name_problems(path: str) -> Iterator[Problem]:
    """Find fault with the last part of a path in `content/media`."""
    if not path.startswith(MEDIA):
        return
    name = path.rpartition("/")[2]
    stem, dot, kind = name.rpartition(".")
    if not _NAME.match(name):
        near = (slug(stem) or "tep") + dot + kind.lower() if dot else slug(name) or "tep"
        message = (
            f"tên {quoted(name)} chỉ được gồm chữ không dấu, chữ số và - _ . (không dấu cách); hãy đổi thành {near}"
        )
        yield Problem(path, 0, "ten-tep-sai", message)
    if kind.lower() in ACTIVE:
        message = f"tệp .{kind} chạy được trong trình duyệt hoặc máy chủ, không được đăng; hãy đổi sang PDF hoặc ảnh"
        yield Problem(path, 0, "loai-tep-cam", message)
