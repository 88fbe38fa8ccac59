"""Which files of articles and media there are, folder by folder; of a folder that is as it was only that is told.

A large portal has very many files, and each is looked at in every build: so a folder is known by one digest of names,
times, sizes and inodes, and what was wrong with its names is kept.

Knows: content's folders and the workspace's items. Never: opens a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from site_builder import content
from site_builder.cache.versions import code_of_reading
from site_builder.content import FolderListing, SourceFile
from site_builder.content.media import MEDIA, NEWS
from site_builder.engine import Item, Workspace
from site_builder.engine.targets import digest
from site_builder.errors import Problem
from site_builder.frozen import value

_KIND = "names"
_TWINS = "twins"
"""In place of a folder: what is wrong with all media together."""


@value
class _Judged:
    """What is kept of the names in one folder."""

    is_empty: bool
    """Whether it has neither articles nor media of its own."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Files:
    """The files of `content/news` and `content/media`."""

    root: Path
    """The portal's folder."""
    stats: Mapping[str, str]
    """By folder that has some of its own a digest of names and stats."""
    listings: tuple[FolderListing, ...]
    """Of the folders of media."""
    problems: tuple[Problem, ...]
    """Of names and kinds."""

    def of_news(self) -> dict[str, str]:
        """Return the digests of the folders of articles, in order."""
        return {folder: stat for folder, stat in sorted(self.stats.items()) if folder.startswith(NEWS)}

    def articles(self, folder: str) -> tuple[SourceFile, ...]:
        """List the articles of a folder as they are now; one that changes meanwhile is another the next time, too."""
        return content.judge(content.look_into(self.root, folder))[0]

    def media(self) -> dict[str, tuple[SourceFile, ...]]:
        """List all media, by folder."""
        found = {listing.folder: content.judge(listing)[0] for listing in self.listings}
        return {folder: files for folder, files in found.items() if files}


def list_files(root: Path, workspace: Workspace | None = None) -> Files:
    """List articles and media, and what is wrong with their names; `workspace` keeps what is known of folders."""
    known: Mapping[str, str] = workspace.bases(_KIND) if workspace else {}
    kept: Mapping[str, _Judged] = workspace.load_all(_KIND) if workspace else {}
    stats: dict[str, str] = {}
    judged: dict[str, _Judged] = {}
    media: list[FolderListing] = []
    for listing in content.walk(root):
        folder = listing.folder
        stats[folder] = digest((code_of_reading(), listing[1:]))
        judged[folder] = kept[folder] if known.get(folder) == stats[folder] else _judged(listing)
        if folder.startswith(MEDIA):
            media.append(listing)
    all_media = digest([stats[listing.folder] for listing in media])
    twins = kept[_TWINS] if known.get(_TWINS) == all_media else _twins(media)
    if workspace:
        workspace.drop(_KIND, known.keys() - judged.keys() - {_TWINS})
        marks = {**stats, _TWINS: all_media}
        found = {**judged, _TWINS: twins}.items()
        workspace.save(_KIND, [Item(key, marks[key], one) for key, one in found if known.get(key) != marks[key]])
    told = chain(content.unread(root), twins.problems, *(one.problems for one in judged.values()))
    return Files(
        root=root,
        stats={folder: stats[folder] for folder, one in judged.items() if not one.is_empty},
        listings=tuple(media),
        problems=content.fold_warnings(told),
    )


def _judged(listing: FolderListing) -> _Judged:
    files, problems = content.judge(listing)
    return _Judged(is_empty=not files, problems=problems)


def _twins(media: Iterable[FolderListing]) -> _Judged:
    paths = [file.path for listing in media for file in content.judge(listing)[0]]
    return _Judged(is_empty=True, problems=tuple(content.twins(paths)))
