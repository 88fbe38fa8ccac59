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

from site_builder.content import media_names, strays
from site_builder.content.addresses import Owners
from site_builder.content.entries import SourceFile
from site_builder.content.file_notes import fold_warnings
from site_builder.content.unfit_paths import garbled, of_link
from site_builder.errors import Problem

NEWS = "content/news"
MEDIA = "content/media"

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
        path = f"{folder}/{name}"
        if name[0] == "." or name.endswith(("~", ".swp", ".tmp")):
            problems += media_names.obeyed(path)
            continue
        if wrong := garbled(path):
            problems.append(wrong)
        elif child.is_symlink():
            problems.append(of_link(path))
        elif child.is_dir(follow_symlinks=False):
            problems += _names(path, is_file=False)
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
    problems += _names(path, is_file=True)
    yield SourceFile(path=path, mtime_ns=info.st_mtime_ns, size=info.st_size, inode=info.st_ino)


def _names(path: str, *, is_file: bool) -> Iterator[Problem]:
    """Find fault with a name in `content/media`; articles' names are judged with the articles."""
    return media_names.name_problems(path, is_file=is_file) if path.startswith(MEDIA) else iter(())
