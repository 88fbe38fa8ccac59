"""Reads the articles and media of a portal through its cache: every changed file once, and nothing twice.

Only what readers may see at `now` becomes a record: no maker can reach a draft, an embargoed article or the body of a
withdrawn one.

Knows: what is asked of all files together. Never: decides which files the site has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import NamedTuple

from site_builder import content
from site_builder.cache import media_folder, parsed, snapshot
from site_builder.cache.checking import Checking
from site_builder.cache.folders import Folders
from site_builder.cache.index import Listed
from site_builder.cache.listing import Files
from site_builder.cache.options import ReadOptions
from site_builder.cache.outline import FolderOutline, ListIds
from site_builder.cache.parsed import Parsed
from site_builder.cache.snapshot import Snapshot
from site_builder.cache.static_pages import clashes, page_urls
from site_builder.content import Crosscheck, SourceFile, Vocabulary
from site_builder.engine import Item, Workspace
from site_builder.engine.targets import digest
from site_builder.errors import Problem
from site_builder.model import Article, Asset, Body
from site_builder.model.kinds import ARTICLE, BODY
from site_builder.model.periods import Calendar
from site_builder.text import EPOCH


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A portal's articles and media as read and checked at a moment."""

    options: ReadOptions
    folders: Folders
    snapshots: Mapping[str, Snapshot]
    """By folder."""
    media: Mapping[str, SourceFile]
    """By rooted path below content."""
    assets: Mapping[str, Asset]
    """By the same path."""
    problems: tuple[Problem, ...]

    @property
    def files(self) -> int:
        """How many article files there are."""
        return sum(one.files for one in self.snapshots.values())

    def parsed(self) -> list[Parsed]:
        """Take everything out of the cache, by file."""
        rows = chain.from_iterable(map(self.folders.parsed, self.snapshots))
        return sorted(rows, key=lambda row: row.entry.file)


def read(workspace: Workspace, files: Files, vocabulary: Vocabulary, options: ReadOptions) -> Reading:
    """Read and check all articles and media of a portal, those that changed in several processes."""
    stats = files.of_news()
    folders = Folders(workspace, vocabulary.taxonomy, options)
    snapshots = folders.read(files, stats)
    media_folders = files.media()
    media = {file.path.removeprefix("content"): file for inside in media_folders.values() for file in inside}
    media_paths = {folder: [file.path.removeprefix("content") for file in one] for folder, one in media_folders.items()}
    looked = media_folder.look(workspace, media_folders, options)
    pages = _static_urls(options)
    moved = chain.from_iterable(one.moved for one in snapshots.values())
    cross = Crosscheck(folders.names.claims(snapshots, moved), vocabulary.taxonomy, media, pages, options.now)
    checking = Checking(
        workspace=workspace, folders=folders, cross=cross, snapshots=snapshots, stats=stats,
        taxonomy=digest(vocabulary.taxonomy), pages=digest(pages), media=folders.names.note_media(media_paths),
    )  # fmt: skip
    found = (
        *chain.from_iterable(one.problems for one in snapshots.values()),
        *_of_pages(cross, snapshots, options),
        *checking.problems(),
        *_of_good_names(looked, files),
        *_of_leads(folders, snapshots, looked.assets),
        *_of_attachments(folders, snapshots, looked.unread),
    )
    return Reading(
        options=options, folders=folders, snapshots=snapshots,
        media=media, assets=looked.assets, problems=tuple(sorted(set(found))),
    )  # fmt: skip


def _of_good_names(looked: media_folder.Media, files: Files) -> Iterator[Problem]:
    """Yield what is wrong with files whose names are right: who must rename a file looks at it then."""
    misnamed = {problem.path for problem in files.problems}
    return (problem for problem in looked.problems if problem.path not in misnamed)


def _of_leads(folders: Folders, snapshots: Mapping[str, Snapshot], assets: Mapping[str, Asset]) -> Iterator[Problem]:
    """Find lead pictures that are too narrow, in the folders that have one."""
    narrow = {path: asset.width for path, asset in assets.items() if 0 < asset.width < content.LEAD_WIDTH}
    for folder, one in snapshots.items() if narrow else ():
        if not narrow.keys().isdisjoint(one.leads):
            yield from chain.from_iterable(content.narrow_lead(row.entry, narrow) for row in folders.parsed(folder))


def _of_attachments(
    folders: Folders, snapshots: Mapping[str, Snapshot], faults: Mapping[str, str]
) -> Iterator[Problem]:
    """Find attachments whose text cannot be searched, in the folders that show such a file."""
    for folder, one in snapshots.items() if faults else ():
        if one.outline and not faults.keys().isdisjoint(one.outline.media):
            rows = folders.parsed(folder)
            yield from chain.from_iterable(content.unread_attachments(row.entry, faults) for row in rows)


def _static_urls(options: ReadOptions) -> tuple[str, ...]:
    """Return the rooted URLs of the static pages, and of everything else that MkDocs rendered."""
    rendered = (f"/{path.removesuffix('index.html')}" for path in options.static)
    return tuple(dict.fromkeys((*page_urls(options.root), *rendered)))


def _of_pages(cross: Crosscheck, snapshots: Mapping[str, Snapshot], options: ReadOptions) -> Iterator[Problem]:
    """Find what is wrong with the places and the links of static pages."""
    yield from clashes(options.root, cross.owner)
    hidden = frozenset(chain.from_iterable(one.hidden for one in snapshots.values()))
    yield from chain.from_iterable(cross.of_page(page, hidden) for page in options.pages)


def articles(reading: Reading) -> tuple[Article, ...]:
    """Return all articles as seen, whole, oldest first."""
    options = reading.options
    seen = snapshot.seen(reading.parsed(), options.now, drafts=options.drafts)
    return tuple(sorted((article for article, _ in seen), key=lambda article: article.order))


def unseen(reading: Reading) -> list[Article]:
    """Return, as written, at least the articles of which readers may not see everything."""
    folders = (folder for folder, one in reading.snapshots.items() if not one.is_clear)
    rows = chain.from_iterable(map(reading.folders.parsed, folders))
    return [row.entry.article for row in rows if row.entry.article]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What readers may see at the moment of the reading."""

    outlines: Mapping[str, FolderOutline]
    """Of the articles as seen, by folder."""
    listed: Callable[[str], tuple[Listed, ...]]
    """Loads the articles of a folder."""
    ids: Callable[[str], tuple[ListIds, ...]]
    """Loads which articles of a folder each list has."""
    unlinked: Mapping[str, Unlinked]
    """By id the articles that lead to what is not public yet."""
    scheduled: tuple[tuple[str, datetime], ...]
    """Files of embargoed articles and when they come out, the soonest first."""
    due: int | None
    """The next instant at which what readers see changes by itself."""


def see(reading: Reading) -> Seen:
    """Select what readers may see of a checked portal."""
    every = reading.snapshots.values()
    return Seen(
        outlines={folder: one.outline for folder, one in reading.snapshots.items() if one.outline},
        listed=reading.folders.listed,
        ids=reading.folders.ids,
        unlinked=_unlinked(reading),
        scheduled=tuple((path, moment) for _, path, moment in sorted(chain.from_iterable(s.scheduled for s in every))),
        due=min((one.due for one in every if one.due is not None), default=None),
    )


class Unlinked(NamedTuple):
    """An article that leads to what is not public yet."""

    article: Listed
    urls: tuple[str, ...]
    """Rooted, sorted."""


def _unlinked(reading: Reading) -> dict[str, Unlinked]:
    """Find the articles whose links lead to what is not public yet."""
    hidden = frozenset(chain.from_iterable(one.hidden for one in reading.snapshots.values()))
    folders = reading.folders.names.linking(hidden) & reading.snapshots.keys()
    rows = chain.from_iterable(map(reading.folders.listed, sorted(folders)))
    found = ((row, hidden.intersection(row.links)) for row in rows)
    return {row.id: Unlinked(row, tuple(sorted(urls))) for row, urls in found if urls}


def mended(reading: Reading, folder: str, wrong: Collection[str]) -> Iterator[Item]:
    """Make some records of a folder's articles anew; `wrong` are their keys."""
    options = reading.options
    rows = reading.folders.parsed(folder)
    known = {record.key: record for record in snapshot.take(rows, options.now, drafts=options.drafts).records}
    by_file = {row.entry.file: row for row in rows}
    for row in reading.folders.listed(folder):
        for key in sorted({ARTICLE.key(row.id), BODY.key(row.id)} & set(wrong)):
            yield known.get(key) or snapshot.body_record(row.id, row.body, _converted(by_file[row.path], options))


def _converted(row: Parsed, options: ReadOptions) -> Body:
    """Convert a body again whose texts were let go (an article that comes back)."""
    path = row.entry.file
    return parsed.parse(path, (options.root / path).read_bytes(), row.stat, row.sha, options.markdown).body


def next_due(seen: Seen, calendar: Calendar, now: datetime) -> datetime | None:
    """Return the next instant at which the site changes by itself: an embargo ends, a period begins or ends."""
    near = calendar.between(now.date(), (now + timedelta(days=400)).date())
    turns = [moment for period in near for moment in (period.starts, period.ends)]
    dues = [] if seen.due is None else [EPOCH + timedelta(microseconds=seen.due)]
    return min((moment for moment in (*dues, *turns) if moment > now), default=None)
