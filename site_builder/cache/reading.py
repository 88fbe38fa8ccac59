"""Reads a portal through its cache: every changed file once, and nothing twice.

A folder of article files is known by the stats of its files; of one that did not change only the view is loaded
(see `news_folder`). A file whose stat changed is read, and parsed and converted only when its bytes (or the converter)
changed. What a file gave (facts, problems, links) is kept; so a warm build repeats its warnings. Only what readers
may see at `now` becomes a record: no maker can reach a draft, an embargoed article or the body of a withdrawn one.

Knows: content and the workspace's items. Never: decides which files the site has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from site_builder import content
from site_builder.cache import media_folder, news_folder
from site_builder.cache.news_folder import Markdown, Source, View
from site_builder.cache.options import Progress
from site_builder.cache.static_pages import clashes, page_urls
from site_builder.content import SourceFile, Vocabulary
from site_builder.engine import RECORD, STAGED, Item, Workspace, spread
from site_builder.engine.targets import digest
from site_builder.errors import Problem
from site_builder.model import Article, Asset, Body, PageLinks
from site_builder.model.extracts import Listed
from site_builder.model.periods import Calendar
from site_builder.text import EPOCH


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A portal as read and checked at a moment."""

    manner: Manner
    views: Mapping[str, View]
    """By folder."""
    media: Mapping[str, SourceFile]
    """By rooted path below content."""
    assets: Mapping[str, Asset]
    """By the same path."""
    problems: tuple[Problem, ...]

    @property
    def files(self) -> int:
        """How many article files there are."""
        return sum(len(view.claims) for view in self.views.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a portal is read."""

    root: Path
    now: datetime
    drafts: bool
    jobs: int
    progress: Progress
    markdown: Markdown
    code: str
    """Version of the program: what an older one kept is read anew."""
    max_file: int
    """Bytes that a file may have."""
    static: tuple[str, ...] = ()
    """Paths of static pages and theme files in the tree."""
    pages: tuple[PageLinks, ...] = ()
    """What the static pages ask for."""

    @property
    def converter(self) -> str:
        """Digest of what decides how a file is read."""
        return digest((self.code, self.markdown))


@dataclass(frozen=True, kw_only=True, slots=True)
class Files:
    """The files of `content/news` and `content/media`."""

    folders: Mapping[str, tuple[SourceFile, ...]]
    """By folder."""
    stats: Mapping[str, str]
    """By folder a digest of names and stats."""
    problems: tuple[Problem, ...]
    """Of names and kinds."""


def group(files: Iterable[SourceFile], problems: tuple[Problem, ...] = ()) -> Files:
    """Group files, sorted, by folder."""
    folders: dict[str, list[SourceFile]] = {}
    for file in files:
        folders.setdefault(file.path.rpartition("/")[0], []).append(file)
    stats = {folder: digest([file[:] for file in inside]) for folder, inside in folders.items()}
    return Files(folders={folder: tuple(inside) for folder, inside in folders.items()}, stats=stats, problems=problems)


def media_files(files: Files) -> dict[str, SourceFile]:
    """Return the files of `content/media` by rooted path (`/media/anh.png`)."""
    media = (inside for folder, inside in files.folders.items() if folder.startswith("content/media"))
    return {file.path.removeprefix("content"): file for inside in media for file in inside}


def _static_urls(manner: Manner) -> tuple[str, ...]:
    """Return the rooted URLs of the static pages, and of everything else that MkDocs rendered."""
    rendered = (f"/{path.removesuffix('index.html')}" for path in manner.static)
    return tuple(dict.fromkeys((*page_urls(manner.root), *rendered)))


def read(workspace: Workspace, files: Files, vocabulary: Vocabulary, manner: Manner) -> Reading:
    """Read and check all articles of a portal, those that changed in several processes."""
    converter = manner.converter
    news = {folder: inside for folder, inside in sorted(files.folders.items()) if folder.startswith("content/news")}
    media = media_files(files)
    bases = {folder: f"{files.stats[folder]}-{converter}" for folder in news}
    views = _Shelver(workspace, vocabulary, manner).views(news, bases)
    own = chain.from_iterable(view.problems for view in views.values())
    crossed = _crossed(workspace, views, bases, vocabulary, media, manner)
    looked = _look(workspace, files, manner)
    problems = tuple(sorted({*own, *crossed, *_of_good_names(looked, files)}))
    return Reading(manner=manner, views=views, media=media, assets=looked.assets, problems=problems)


def _of_good_names(looked: media_folder.Media, files: Files) -> Iterator[Problem]:
    """Yield what is wrong with files whose names are right: who must rename a file looks at it then."""
    misnamed = {problem.path for problem in files.problems}
    return (problem for problem in looked.problems if problem.path not in misnamed)


def _look(workspace: Workspace, files: Files, manner: Manner) -> media_folder.Media:
    """Look at pictures and attachments, those that are new or changed."""
    folders = {folder: inside for folder, inside in files.folders.items() if folder.startswith("content/media")}
    progress = partial(manner.progress, "Xem ảnh và tệp")
    return media_folder.look(
        workspace, manner.root, folders,
        code=manner.code, jobs=manner.jobs, limit=manner.max_file, progress=progress,
    )  # fmt: skip


class _Shelver:
    """Brings shelves and views up to date."""

    def __init__(self, workspace: Workspace, vocabulary: Vocabulary, manner: Manner) -> None:
        self._workspace = workspace
        self._manner = manner
        self._terms = content.Terms(vocabulary.taxonomy)
        self._taxonomy = digest(vocabulary.taxonomy)

    def views(self, folders: Mapping[str, Sequence[SourceFile]], bases: Mapping[str, str]) -> dict[str, View]:
        """Return the view of every folder at the moment, by folder."""
        known = self._workspace.bases("shelf")
        gone = [folder for folder in known if folder not in folders]
        for kind in ("shelf", "view", "works", "checked"):
            self._workspace.drop(kind, gone)
        stale = [folder for folder in sorted(folders) if known.get(folder) != bases[folder]]
        made = {folder: view for folder, view in self._known_views(bases) if view.holds(self._manner.now)}
        for folder in stale:
            made.pop(folder, None)
        for folder, sources in self._read(stale, folders, known):
            made[folder] = self._shelve(folder, bases[folder], sources)
        for folder in folders:
            if folder not in made:
                made[folder] = self._shelve(folder, bases[folder], self._workspace.load("shelf", folder))
        return {folder: made[folder] for folder in sorted(folders)}

    def _known_views(self, bases: Mapping[str, str]) -> Iterator[tuple[str, View]]:
        """Yield the views that are kept of the folders as they are."""
        known = self._workspace.bases("view")
        for folder, view in self._workspace.load_all("view").items():
            if known[folder] == bases.get(folder):
                yield folder, view

    def _read(
        self, stale: Sequence[str], folders: Mapping[str, Sequence[SourceFile]], known: Mapping[str, str]
    ) -> Iterator[tuple[str, tuple[Source, ...]]]:
        """Yield what the files of changed folders gave, by folder, reading only those whose stat is new."""
        manner, converter = self._manner, self._manner.converter
        old: dict[str, Source] = {}
        for folder in stale:
            if known.get(folder, "").endswith(f"-{converter}"):  # else nothing of it is of use
                old |= {source.entry.file: source for source in self._workspace.load("shelf", folder)}
        stats = {file.path: _stat(file) for folder in stale for file in folders[folder]}
        kept = {path: source for path, source in old.items() if stats.get(path) == source.stat}
        tasks = [(path, stat, old[path].sha if path in old else "") for path, stat in stats.items() if path not in kept]
        read_one = partial(news_folder.read_source, manner.root, manner.markdown, converter)
        results = spread(read_one, tasks, jobs=manner.jobs)
        read = self._told(results, len(tasks))
        for folder in stale:
            paths = [file.path for file in folders[folder]]
            fresh = (kept[path] if path in kept else next(read) for path in paths)
            yield (
                folder,
                tuple(
                    source or news_folder.touched(old[path], stats[path])
                    for path, source in zip(paths, fresh, strict=True)
                ),
            )

    def _told(self, results: Iterable[Source | None], count: int) -> Iterator[Source | None]:
        """Pass results on, telling how far it is."""
        for done, source in enumerate(results, start=1):
            self._manner.progress("Đọc bài", done, count)
            yield source

    def _shelve(self, folder: str, basis: str, sources: tuple[Source, ...]) -> View:
        """Keep a shelf, its view and works, and stage the records of what readers see; return the view."""
        made, records = news_folder.view(sources, self._manner.now, drafts=self._manner.drafts)
        known = self._workspace.bases(RECORD)
        pairs = [(source.entry, source.entry.article) for source in sources]
        clean = not any(any(self._terms.check(entry, article)) for entry, article in pairs if article)
        with self._workspace.together():
            self._workspace.save(STAGED, (item for item in records if known.get(item.key) != item.basis))
            self._workspace.save("shelf", [Item(folder, basis, news_folder.slimmed(sources, made))])
            self._workspace.save("view", [Item(folder, basis, made)])
            self._workspace.save("works", [Item(folder, basis, news_folder.works(records))])
            self._workspace.save("checked", [Item(folder, f"{basis}-{self._taxonomy}", None)] if clean else [])
        return made


def _stat(file: SourceFile) -> str:
    return f"{file.mtime_ns}-{file.size}-{file.inode}"


def _crossed(
    workspace: Workspace,
    views: Mapping[str, View],
    bases: Mapping[str, str],
    vocabulary: Vocabulary,
    media: Mapping[str, SourceFile],
    manner: Manner,
) -> Iterator[Problem]:
    """Find everything that no file shows by itself; look only into folders where something can be wrong.

    Nothing is wrong in a folder whose terms were found right and whose every need is there.
    """
    claims = sorted(chain.from_iterable(view.claims for view in views.values()))
    cross = content.Crosscheck(claims, vocabulary.taxonomy, media, _static_urls(manner), manner.now)
    yield from clashes(manner.root, cross.owner)
    hidden = frozenset(chain.from_iterable(view.hidden for view in views.values()))
    yield from chain.from_iterable(cross.of_page(page, hidden) for page in manner.pages)
    known, terms = workspace.bases("checked"), digest(vocabulary.taxonomy)
    fine: list[Item] = []
    for folder, view in views.items():
        basis = f"{bases[folder]}-{terms}"
        if known.get(folder) == basis and cross.grants(view.needs):
            continue
        sources: tuple[Source, ...] = workspace.load("shelf", folder)
        found = [problem for source in sources for problem in cross.of(source.entry, source.body)]
        yield from found
        fine += [] if found else [Item(folder, basis, None)]
    workspace.save("checked", fine)
    yield from cross.notices()
    if cross.is_contested:
        yield from cross.clashes([source.entry for source in _sources(workspace, views)])


def _sources(workspace: Workspace, views: Mapping[str, View]) -> list[Source]:
    """Take everything out of the cache, by file."""
    found = [source for folder in views for source in workspace.load("shelf", folder)]
    return sorted(found, key=lambda source: source.entry.file)


def articles(workspace: Workspace, reading: Reading) -> tuple[Article, ...]:
    """Return all articles as seen, whole, oldest first."""
    manner = reading.manner
    seen = news_folder.seen(_sources(workspace, reading.views), manner.now, drafts=manner.drafts)
    return tuple(sorted((article for article, _ in seen), key=lambda article: article.order))


def unseen(workspace: Workspace, reading: Reading) -> list[Article]:
    """Return, as written, at least the articles of which readers may not see everything."""
    folders = [folder for folder, view in reading.views.items() if not view.is_clear]
    sources = (source for folder in folders for source in workspace.load("shelf", folder))
    return [source.entry.article for source in sources if source.entry.article]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What readers may see at the moment of the reading."""

    articles: tuple[Listed, ...]
    """As seen, oldest first."""
    hidden: frozenset[str]
    """Rooted URLs of articles that are not public yet."""
    scheduled: tuple[tuple[str, datetime], ...]
    """Files of embargoed articles and when they come out, the soonest first."""
    due: int | None
    """The next instant at which what readers see changes by itself."""


def see(reading: Reading) -> Seen:
    """Select what readers may see of a checked portal."""
    views = reading.views.values()
    return Seen(
        articles=tuple(sorted(chain.from_iterable(view.listed for view in views))),
        hidden=frozenset(chain.from_iterable(view.hidden for view in views)),
        scheduled=tuple((path, moment) for _, path, moment in sorted(chain.from_iterable(v.scheduled for v in views))),
        due=min((view.due for view in views if view.due is not None), default=None),
    )


def mended(workspace: Workspace, reading: Reading, wrong: Collection[str]) -> Iterator[Item]:
    """Make some records of articles anew."""
    for folder, view in reading.views.items() if wrong else ():
        own = [key for row in view.listed for key in (f"facts:{row.id}", f"body:{row.id}") if key in wrong]
        if own:
            yield from _mended(workspace.load("shelf", folder), view, set(own), reading.manner)


def _mended(sources: Sequence[Source], view: View, wrong: set[str], manner: Manner) -> Iterator[Item]:
    """Make records of a folder anew."""
    _, records = news_folder.view(sources, manner.now, drafts=manner.drafts)
    known = {record.key: record for record in records}
    by_file = {source.entry.file: source for source in sources}
    for row in view.listed:
        for key in sorted({f"facts:{row.id}", f"body:{row.id}"} & wrong):
            yield known.get(key) or Item(key, row.body, _converted(by_file[row.path], manner))


def _converted(source: Source, manner: Manner) -> Body:
    """Convert a body again whose texts were let go (an article that comes back)."""
    path = source.entry.file
    data = (manner.root / path).read_bytes()
    return news_folder.make_source(path, data, source.stat, source.sha, manner.markdown).body


def next_due(seen: Seen, calendar: Calendar, now: datetime) -> datetime | None:
    """Return the next instant at which the site changes by itself: an embargo ends, a period begins or ends."""
    near = calendar.between(now.date(), (now + timedelta(days=400)).date())
    turns = [moment for period in near for moment in (period.starts, period.ends)]
    dues = [] if seen.due is None else [EPOCH + timedelta(microseconds=seen.due)]
    return min((moment for moment in (*dues, *turns) if moment > now), default=None)
