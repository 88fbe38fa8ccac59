"""The folders of articles, kept: what their files gave, and each as readers see it at a moment.

A folder is known by the stats of its files; of one that did not change only its snapshot is loaded. A file whose stat
changed is read, and parsed and converted only when its bytes (or the converter) changed. What it gave is kept at once,
also when the check then fails, and so a warm build repeats its warnings.

Knows: the workspace's items of articles. Never: decides which files the site has.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial

from site_builder import content
from site_builder.cache import parsed, snapshot
from site_builder.cache.claimed import ALONE, ASKS, RIGHT, TERMS, KeptNames
from site_builder.cache.index import Listed
from site_builder.cache.listing import Files
from site_builder.cache.options import ReadOptions
from site_builder.cache.outline import ListIds, ids_of
from site_builder.cache.parsed import Parsed
from site_builder.cache.snapshot import Snapshot
from site_builder.content import SourceFile
from site_builder.counting.works import Work, work
from site_builder.engine import STAGED, Item, Workspace, spread
from site_builder.engine.targets import digest
from site_builder.model import Article, Taxonomy

_PARSED, _SNAPSHOT, _LISTED, _IDS, _WORKS = "parsed", "snapshot", "listed", "ids", "works"
"""Kinds of items, by folder."""
COMMITTED = "committed"
"""The kind of item that says which records of a folder's articles are those that makers read."""
_CONVERTER = "converter"
"""The kind and key of the item that says what converted all that is kept."""


class Folders:
    """The folders of a portal's articles, as they are on the disk."""

    def __init__(self, workspace: Workspace, taxonomy: Taxonomy, options: ReadOptions) -> None:
        self._workspace = workspace
        self._options = options
        self._terms = content.Terms(taxonomy)
        self._taxonomy = digest(taxonomy)
        self.names = KeptNames(workspace)

    def read(self, files: Files, stats: Mapping[str, str]) -> dict[str, Snapshot]:
        """Return the snapshot of every folder at the moment, by folder; read what changed, in several processes.

        Args:
            files: which there are.
            stats: what tells that a folder is the one that was read, by folder.
        """
        self._forget_others()
        known = self._workspace.bases(_PARSED)
        self._forget_gone(stats)
        stale = [folder for folder in sorted(stats) if known.get(folder) != stats[folder]]
        found = self._kept(stats)
        for folder, rows in self._read(stale, files, known):
            found[folder] = self._keep(folder, stats[folder], rows)
        for folder in stats.keys() - found.keys():
            found[folder] = self._keep(folder, stats[folder], self.parsed(folder))
        return {folder: found[folder] for folder in sorted(stats)}

    def parsed(self, folder: str) -> tuple[Parsed, ...]:
        """Return what the files of a folder gave; of what readers see without the texts, which are records."""
        rows: tuple[Parsed, ...] = self._workspace.load(_PARSED, folder)
        return rows

    def listed(self, folder: str) -> tuple[Listed, ...]:
        """Return the articles of a folder as seen."""
        rows: tuple[Listed, ...] = self._workspace.load(_LISTED, folder)
        return rows

    def ids(self, folder: str) -> tuple[ListIds, ...]:
        """Return which articles of a folder each list has."""
        ids: tuple[ListIds, ...] = self._workspace.load(_IDS, folder)
        return ids

    def _forget_others(self) -> None:
        """Forget what another converter gave."""
        if self._workspace.bases(_CONVERTER).get(_CONVERTER) != self._options.converter:
            for kind in (_PARSED, _SNAPSHOT, _LISTED, _IDS, _WORKS, TERMS, RIGHT, ALONE):
                self._workspace.drop(kind, self._workspace.bases(kind))
            self._workspace.save(_CONVERTER, [Item(_CONVERTER, self._options.converter, None)])

    def _forget_gone(self, stats: Container[str]) -> None:
        """Forget folders that are no more."""
        for folder in [folder for folder in self._workspace.bases(ASKS) if folder not in stats]:
            with self._workspace.together():
                self.names.change(folder, self.names.asks(folder).names, ())
                for kind in (_PARSED, _SNAPSHOT, _LISTED, _IDS, _WORKS, ASKS, TERMS, RIGHT, ALONE):
                    self._workspace.drop(kind, [folder])

    def _kept(self, stats: Mapping[str, str]) -> dict[str, Snapshot]:
        """Return the snapshots that are kept of folders as they are, and hold."""
        known = self._workspace.bases(_SNAPSHOT)
        kept: dict[str, Snapshot] = self._workspace.load_all(_SNAPSHOT)
        now = self._options.now
        return {name: one for name, one in kept.items() if known[name] == stats.get(name) and one.holds(now)}

    def _read(
        self, stale: Sequence[str], files: Files, known: Mapping[str, str]
    ) -> Iterator[tuple[str, tuple[Parsed, ...]]]:
        """Yield what the files of changed folders gave, by folder, reading only those whose stat is new."""
        old = {row.entry.file: row for folder in stale if folder in known for row in self.parsed(folder)}
        inside = {folder: files.articles(folder) for folder in stale}
        stats = {file.path: _stat(file) for folder in stale for file in inside[folder]}
        kept = {path: row for path, row in old.items() if stats.get(path) == row.stat}
        tasks = [(path, stat, old[path].sha if path in old else "") for path, stat in stats.items() if path not in kept]
        read = self._told(tasks)
        for folder in stale:
            paths = [file.path for file in inside[folder]]
            fresh = [kept[path] if path in kept else next(read) for path in paths]
            pairs = zip(paths, fresh, strict=True)
            yield folder, tuple(row or parsed.touched(old[path], stats[path]) for path, row in pairs)

    def _told(self, tasks: Sequence[tuple[str, str, str]]) -> Iterator[Parsed | None]:
        """Read files, telling how far it is; None for one whose bytes are the old ones."""
        options = self._options
        read_one = partial(parsed.read_file, options.root, options.markdown, options.converter)
        rows = spread(read_one, tasks, jobs=options.jobs, executor=options.executor)
        for done, row in enumerate(rows, start=1):
            options.progress("Đọc bài", done, len(tasks))
            yield row

    def _keep(self, folder: str, stat: str, rows: tuple[Parsed, ...]) -> Snapshot:
        """Keep what a folder gave, and stage the records of what readers see; return its snapshot."""
        taken = snapshot.take(rows, self._options.now, drafts=self._options.drafts)
        workspace = self._workspace
        standing = dict(workspace.load(COMMITTED, folder)) if folder in workspace.bases(COMMITTED) else {}
        before = self.names.asks(folder).names if folder in workspace.bases(ASKS) else ()
        with workspace.together():
            workspace.save(STAGED, (item for item in taken.records if standing.get(item.key) != item.basis))
            workspace.save(_PARSED, [Item(folder, stat, snapshot.slimmed(rows, taken.listed))])
            workspace.save(_SNAPSHOT, [Item(folder, stat, taken.snapshot)])
            workspace.save(_LISTED, [Item(folder, stat, taken.listed)])
            workspace.save(_IDS, [Item(folder, stat, ids_of(taken.listed))])
            workspace.save(_WORKS, [Item(folder, stat, snapshot.works(taken.records))])
            self.names.change(folder, before, taken.asks.names)
            workspace.save(ASKS, [Item(folder, stat, taken.asks)])
            if self._have_right_terms(rows):
                workspace.save(TERMS, [Item(folder, digest((stat, self._taxonomy)), None)])
        return taken.snapshot

    def _have_right_terms(self, rows: Iterable[Parsed]) -> bool:
        pairs = ((row.entry, row.entry.article) for row in rows)
        return not any(any(self._terms.check(entry, article)) for entry, article in pairs if article)


def _stat(file: SourceFile) -> str:
    return f"{file.mtime_ns}-{file.size}-{file.inode}"


def works_of(workspace: Workspace, others: Iterable[Article]) -> Callable[[Iterable[Listed]], tuple[Work, ...]]:
    """Return what finds the works of listed articles, each folder's loaded once; `others` lie in no folder."""
    found = {one.id: work(one) for one in others}
    seen: set[str] = set()

    def take(listed: Iterable[Listed]) -> tuple[Work, ...]:
        rows = tuple(listed)
        for folder in {row.path.rpartition("/")[0] for row in rows if row.id not in found} - seen:
            seen.add(folder)
            found.update((one.id, one) for one in workspace.load(_WORKS, folder))
        return tuple(found[row.id] for row in rows)

    return take
