"""An article is withdrawn instead of deleted: its file stays, or comes back from git, and says so.

Knows: what a file must say to be a notice. Never: pushes; never touches another file.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from site_builder import atomic, content
from site_builder.errors import ContentError, Problem
from site_builder.publish import history
from site_builder.text import one_line


def withdraw(root: Path, named: Path, reason: str, now: datetime) -> str:
    """Write `status: withdrawn` and the reason into an article's file; return its path from the portal's folder.

    Args:
        root: the portal's folder.
        named: the file, from where the person stands or from the portal's folder; one that was deleted is
            taken from the published branch.
        reason: what readers are told.
        now: the moment of the withdrawal.

    Raises:
        ContentError: there is no such article, readers never had it, or its front matter must be changed by hand.
    """
    path = _path(root, named)
    file = root / path
    data = file.read_bytes() if file.is_file() else history.published_file(root, path)
    if data is None:
        raise _refused(
            path, "khong-co-bai", "không có tệp này, cũng không có trong nhánh được đăng; hãy xem lại tên tệp"
        )
    if not one_line(reason):
        raise _refused(path, "thieu-ly-do-go", 'chưa có lý do; hãy ghi, ví dụ --reason "Trùng bài"')
    _check(root, path, data, now)
    made = content.withdraw(path, data, now, one_line(reason))
    if made is None:
        message = 'phần đầu bài khác thường; hãy tự ghi status: withdrawn và withdrawn: {date: …, reason: "…"}'
        raise _refused(path, "phai-sua-tay", message)
    file.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(file, made)
    return path


def _path(root: Path, named: Path) -> str:
    """Return a file's path from the portal's folder."""
    here, base = named.resolve(), root.resolve()
    return (here.relative_to(base) if here.is_relative_to(base) else named).as_posix()


def _check(root: Path, path: str, data: bytes, now: datetime) -> None:
    """Refuse what readers never had: it can simply go."""
    versions = (data, history.published_file(root, path))
    entries = [content.read_article(path, version) for version in versions if version is not None]
    if not any(content.is_public(entry, now) for entry in entries):
        raise _refused(path, "chua-dang", "bài chưa đăng nên không cần gỡ; cứ xóa tệp, hoặc để status: draft")
    article = entries[0].article
    if article and article.status == "withdrawn":
        raise _refused(path, "da-go", "bài đã ghi gỡ rồi; muốn đổi lý do thì sửa dòng withdrawn trong tệp")


def _refused(path: str, code: str, message: str) -> ContentError:
    return ContentError(Problem(path, 0, code, message))
