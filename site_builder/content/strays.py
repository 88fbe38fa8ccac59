"""Files below `content/` that nothing reads: what they probably are and where they belong.

An article that nobody will see is an error, like one in the wrong month; anything else is a warning.

Knows: the folders of content and the endings of file names. Never: opens more than the first line of a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from site_builder.errors import Problem
from site_builder.text import nearest, slug

FOLDERS = ("activities", "media", "news", "pages", "plans", "reports", "taxonomy")
"""What is read below `content/`."""
_ARTICLE = re.compile(r"\.(?:md|mdown|mkdn?|markdown)(?:\.txt)?\Z", re.IGNORECASE)
_WORD = re.compile(r"\.(?:docx?|odt|rtf)\Z", re.IGNORECASE)
_PASSED_OVER = ("~", ".swp", ".tmp")
_MOST = 20
"""Files of one folder that are named one by one."""


def misnamed(path: str) -> Problem | None:
    """Say what is wrong with the name of a file in `content/news` that may be an article but does not end in `.md`."""
    name = path.rpartition("/")[2]
    if _WORD.search(name):
        message = f'tệp Word không đăng được; hãy tạo bài bằng lệnh: cchc new "Tên bài" … --from {name}'
        return Problem(path, 0, "tep-la", message, "warning")
    if not _ARTICLE.search(name):
        return None
    right = (slug(_ARTICLE.sub("", name)) or "ten-bai") + ".md"
    hint = (
        " (Windows giấu đuôi .txt: trong Explorer, mở View, chọn File name extensions)"
        if name[-4:].lower() == ".txt"
        else ""
    )
    return Problem(
        path, 0, "ten-tep-sai", f"tên tệp phải có đuôi .md nên bài này không được đăng; hãy đổi thành {right}{hint}"
    )


def find_strays(root: Path) -> Iterator[Problem]:
    """Name what lies below `content/` of the portal in `root` outside the folders that are read."""
    content = root / "content"
    if not content.is_dir():
        return
    for place in sorted(content.iterdir()):
        name = place.name
        if name[0] == "." or name.endswith(_PASSED_OVER) or name in FOLDERS:
            continue
        if place.is_dir() and not place.is_symlink():
            yield from _of_folder(root, f"content/{name}")
        else:
            yield _of_file(root, f"content/{name}")


def _of_folder(root: Path, folder: str) -> Iterator[Problem]:
    """Name the articles in a folder that nothing reads, or the folder."""
    inside = (Path(place) / name for place, _, names in os.walk(root / folder) for name in names)
    files = sorted(file.relative_to(root).as_posix() for file in inside if _ARTICLE.search(file.name))
    for path in files[:_MOST]:
        yield _of_file(root, path)
    if len(files) <= _MOST and files:
        return
    near = nearest(folder.rpartition("/")[2], FOLDERS)
    more = f" ({len(files)} tệp .md ở đây)" if files else ""
    offer = f"; có phải content/{near}?" if near else f"; các thư mục được đọc: {', '.join(FOLDERS)}"
    yield Problem(folder, 0, "tep-la", f"thư mục này không được đọc{more}{offer}", "warning")


def _of_file(root: Path, path: str) -> Problem:
    """Say where a file that nothing reads belongs."""
    name = path.rpartition("/")[2]
    if _ARTICLE.search(name) and _is_article(root / path):
        right = (slug(_ARTICLE.sub("", name)) or "ten-bai") + ".md"
        message = f"bài nằm ngoài content/news nên không được đăng; hãy chuyển về content/news/NĂM/THÁNG/{right}"
        return Problem(path, 0, "sai-thu-muc", f"{message}, ví dụ content/news/2026/11/{right}")
    message = "tệp này không được đọc; bài viết nằm ở content/news/NĂM/THÁNG, ảnh và tệp đính kèm ở content/media"
    return Problem(path, 0, "tep-la", message, "warning")


def _is_article(file: Path) -> bool:
    """Say whether a file begins as articles do."""
    try:
        with file.open("rb") as stream:
            return stream.read(64).lstrip(b"\xef\xbb\xbf \r\n").startswith(b"---")
    except OSError:
        return False
