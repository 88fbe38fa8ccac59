"""The marks that git leaves in a file when two people changed the same lines, and nobody chose.

A line of `=======` alone is a heading's underline in Markdown: only the first and the last mark of a conflict tell.

Knows: the marks. Never: chooses a side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from site_builder.errors import Problem

CODE = "dau-xung-dot"
_MARK = re.compile(r"^(?:<{7}|>{7})(?:[ \t].*)?$", re.MULTILINE)
_THEME = frozenset((".html", ".css", ".js", ".mjs"))


def find(text: str) -> tuple[int, str, str] | None:
    """Return line, code and sentence of the first mark of a text with LF line ends; None when there is none."""
    first = _MARK.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None
    if first is None:
        return None
    count = len(_MARK.findall(text))
    more = f" (cả tệp có {count} dòng như vậy)" if count > 1 else ""
    message = (
        f"còn dấu xung đột của git “{first[0][:40].rstrip()}”{more}: hai người sửa cùng một chỗ; hãy giữ lại câu đúng, "
        "xóa các dòng <<<<<<<, ======= và >>>>>>> rồi lưu"
    )
    return text.count("\n", 0, first.start()) + 1, CODE, message


def of_the_frame(root: Path) -> tuple[Problem, ...]:
    """Find the marks in what MkDocs reads: settings, static pages, the portal's own theme."""
    return tuple(sorted(problem for file in _frame(root) for problem in _in(root, file)))


def _frame(root: Path) -> Iterator[Path]:
    yield root / "mkdocs.yml"
    yield from (root / "content" / "pages").rglob("*.md")
    yield from (file for file in (root / "theme").rglob("*") if file.suffix in _THEME)


def _in(root: Path, file: Path) -> Iterator[Problem]:
    if file.is_symlink():
        return  # refused by itself, and never read
    try:
        text = file.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    except OSError:
        return  # whoever needs the file says so
    if found := find(text):
        yield Problem(file.relative_to(root).as_posix(), *found)
