"""The folders of `content/media`: what the files of each are, read once and kept.

A file whose stat is the old one is not opened; of one whose bytes are the old ones nothing is decoded again. What is
wrong with a file is kept with it, so a warm build repeats it. The text inside of PDF and Word files is kept by the
digest of the file.

Knows: content and the workspace's items. Never: knows which files the site shows.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from site_builder import content
from site_builder.cache.options import ReadOptions
from site_builder.content import SourceFile
from site_builder.engine import Item, Workspace, spread
from site_builder.engine.targets import digest, digest_bytes
from site_builder.errors import Problem
from site_builder.frozen import value
from site_builder.model import Asset

_KIND = "media"
TEXTS = "media-text"
"""The kind of what is kept of the texts inside files, by the digest of the file."""


@value
class _Held:
    """What is kept of one file."""

    stat: str
    """What told that the file is the one that was read."""
    asset: Asset
    problems: tuple[Problem, ...]
    unread: str = ""
    """What kept the text in it from being read whole, a fault of `content.FileText`."""

    @property
    def path(self) -> str:
        """The file, from the portal's folder."""
        return f"content{self.asset.path}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    """The files of `content/media`, looked at."""

    assets: Mapping[str, Asset]
    """By rooted path (`/media/anh.png`); those that are too heavy were not opened."""
    problems: tuple[Problem, ...]
    unread: Mapping[str, str]
    """By the same path: what kept the text in a file from being read whole."""


def look(workspace: Workspace, files: Mapping[str, tuple[SourceFile, ...]], options: ReadOptions) -> Media:
    """Look at every file of media folders that is new or changed, in several processes; `files` are by folder."""
    limit = options.max_file
    light = {folder: tuple(file for file in inside if file.size <= limit) for folder, inside in files.items()}
    held = _held(workspace, light, options.code)
    old = {row.path: row for rows in held.values() for row in rows}
    stale = [folder for folder, inside in light.items() if [_stat(file) for file in inside] != _stats(held.get(folder))]
    changed = [file for folder in stale for file in light[folder] if _stat(file) != _stat_of(old.get(file.path))]
    tasks = [(file, old.get(file.path)) for file in changed]
    read = spread(partial(_hold, options.root), tasks, jobs=options.jobs, executor=options.executor)
    texts: dict[str, str] = {}
    for done, (row, text) in enumerate(read, start=1):
        old[row.path] = row
        texts |= {row.asset.digest: text} if text else {}
        options.progress("Xem ảnh và tệp", done, len(tasks))
    seen = {folder: tuple(old[file.path] for file in inside) for folder, inside in light.items()}
    with workspace.together():
        workspace.save(TEXTS, [Item(key, options.code, text) for key, text in texts.items()])
        workspace.save(_KIND, [Item(folder, options.code, seen[folder]) for folder in stale])
    rows = [row for inside in seen.values() for row in inside]
    heavy = _heavy((file for inside in files.values() for file in inside), limit)
    problems = (*(problem for row in rows for problem in row.problems), *heavy)
    if tasks or len(rows) < len(old):
        _drop_texts(workspace, rows)
    return Media(
        assets={row.asset.path: row.asset for row in rows},
        problems=problems,
        unread={row.asset.path: row.unread for row in rows if row.unread},
    )


def _drop_texts(workspace: Workspace, rows: Iterable[_Held]) -> None:
    """Let go of the texts of files that are gone or changed."""
    kept = {row.asset.digest for row in rows if row.asset.words}
    workspace.drop(TEXTS, workspace.bases(TEXTS).keys() - kept)


def _stat_of(row: _Held | None) -> str:
    return "" if row is None else row.stat


def _held(workspace: Workspace, folders: Container[str], code: str) -> dict[str, tuple[_Held, ...]]:
    """Return what is kept of folders, by folder; of those that are gone nothing is kept any more."""
    known = workspace.bases(_KIND)
    workspace.drop(_KIND, [folder for folder in known if folder not in folders])
    return {folder: rows for folder, rows in workspace.load_all(_KIND).items() if known[folder] == code}


def _stats(rows: Iterable[_Held] | None) -> list[str] | None:
    return None if rows is None else [row.stat for row in rows]


def _stat(file: SourceFile) -> str:
    return f"{file.path}-{file.mtime_ns}-{file.size}-{file.inode}"


def _hold(root: Path, task: tuple[SourceFile, _Held | None]) -> tuple[_Held, str]:
    """Look at one file, and return the text in it when it was read; runs in a worker process.

    One that cannot be read is looked at again the next time.
    """
    try:
        return _looked_at(root, *task)
    except OSError as error:
        path = task[0].path
        message = f"không đọc được tệp ({error.strerror}); hãy cấp quyền đọc cho tài khoản đang chạy lệnh"
        asset = Asset(path=path.removeprefix("content"), size=0, digest="")
        return _Held(stat="", asset=asset, problems=(Problem(path, 0, "khong-doc-duoc", message),)), ""


def _looked_at(root: Path, file: SourceFile, old: _Held | None) -> tuple[_Held, str]:
    if old and old.asset.digest == digest_bytes((root / file.path).read_bytes()):
        return replace(old, stat=_stat(file)), ""
    asset, problems = content.read_asset(root, file.path)
    text, unread = ("", "") if problems else _text_in(root, file.path, asset.digest)
    asset = replace(asset, words=digest(text)) if text else asset
    return _Held(stat=_stat(file), asset=asset, problems=problems, unread=unread), text


_READ: dict[tuple[str, str], tuple[str, str]] = {}
"""Texts and faults that this process read, by ending and content: a form is attached again and again."""
_MANY = 32


def _text_in(root: Path, path: str, content_digest: str) -> tuple[str, str]:
    key = (path.rpartition(".")[2].lower(), content_digest)
    if key not in _READ:
        if len(_READ) >= _MANY:
            _READ.clear()
        _READ[key] = content.read_file_text(root, path) or ("", "")
    return _READ[key]


def _heavy(files: Iterator[SourceFile], limit: int) -> Iterator[Problem]:
    """Find the files that are too heavy for git: check and push say the same."""
    for file in files:
        if file.size > limit:
            yield Problem(file.path, 0, "tep-qua-nang", content.too_heavy(file.path, file.size, limit))
