"""Reads a portal through its cache: every changed source once, and nothing twice.

A source is known by its stat; one whose stat changed is read, and parsed and converted only when its bytes (or
the converter) changed. What a file gave (facts, problems, links) is kept; so a warm build repeats its warnings.
Only what readers may see at `now` becomes a record: no maker can reach a draft, an embargoed article or the
body of a withdrawn one.

Knows: content, markup and the workspace's items. Never: decides which files the site has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from site_builder import content, markup
from site_builder.content import Entry, SourceFile, Vocabulary
from site_builder.engine import Item, Workspace, spread
from site_builder.engine.targets import digest, digest_bytes
from site_builder.errors import Problem
from site_builder.ledger import ACTIVITY_IDS
from site_builder.model import Article, Asset, Body, Link

Progress = Callable[[str, int, int], None]
"""`progress(stage, done, all)`; stages are Vietnamese words for the bar."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What one article file gave."""

    sha: str
    """Digest of the bytes and of the converter."""
    entry: Entry
    body: Body
    """Links and media only, once the full body is a record."""
    problems: tuple[Problem, ...]
    """Of the conversion."""

    @property
    def slim(self) -> Source:
        """The same without texts, which are large and kept as a record."""
        return replace(self, entry=replace(self.entry, body=""), body=replace(self.body, html="", text=""))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A portal as read and checked."""

    sources: tuple[Source, ...]
    """By file."""
    media: Mapping[str, SourceFile]
    """By rooted path below content."""
    problems: tuple[Problem, ...]


def media_files(files: Sequence[SourceFile]) -> dict[str, SourceFile]:
    """Return the files of `content/media` by rooted path (`/media/anh.png`)."""
    media = (file for file in files if file.path.startswith("content/media/"))
    return {file.path.removeprefix("content"): file for file in media}


def page_urls(root: Path) -> tuple[str, ...]:
    """Return the rooted URLs of the static pages in `content/pages`."""
    pages = root / "content" / "pages"
    return tuple(page_url(file.relative_to(pages).as_posix()) for file in sorted(pages.rglob("*.md")))


def page_problems(root: Path) -> tuple[Problem, ...]:
    """Find static pages that stand in the way of the portal's own."""
    if not (root / "content" / "pages" / "index.md").exists():
        return ()
    message = "trang chủ do chương trình dựng từ các bài; hãy đổi tên tệp này, ví dụ loi-ngo.md"
    return (Problem("content/pages/index.md", 0, "trang-chu", message),)


def page_url(source: str) -> str:
    """Return the rooted URL of a static page: `rss.md` → `/rss/`, `a/index.md` → `/a/`."""
    return f"/{source.removesuffix('.md').removesuffix('index')}".rstrip("/") + "/"


def read(
    root: Path,
    workspace: Workspace,
    files: Sequence[SourceFile],
    vocabulary: Vocabulary,
    markdown: tuple[tuple[str, Any], ...],
    *,
    code: str,
    now: datetime,
    jobs: int,
    progress: Progress,
) -> Reading:
    """Read and check all articles of the portal in `root`, those that changed in `jobs` processes.

    `code` is the version of the program: what an older one kept is read anew.
    """
    news = [file for file in files if file.path.startswith("content/news/")]
    media = media_files(files)
    converter = digest((code, markup.VERSION, markdown))
    sources = _sources(root, workspace, news, markdown, converter, jobs, progress)
    entries = [source.entry for source in sources]
    bodies = {source.entry.file: source.body for source in sources}
    own = [problem for source in sources for problem in (*source.entry.problems, *source.problems)]
    crossed = content.check(entries, bodies, vocabulary.taxonomy, media, page_urls(root), now)
    return Reading(sources=sources, media=media, problems=tuple(sorted({*own, *crossed, *page_problems(root)})))


def _sources(
    root: Path,
    workspace: Workspace,
    news: Sequence[SourceFile],
    markdown: tuple[tuple[str, Any], ...],
    converter: str,
    jobs: int,
    progress: Progress,
) -> tuple[Source, ...]:
    """Return what every file gave, reading only those whose stat is new."""
    stats = {file.path: f"{file.mtime_ns}-{file.size}-{file.inode}-{converter}" for file in news}
    known = workspace.bases("source")
    stale = [path for path, basis in stats.items() if known.get(path) != basis]
    old: dict[str, Source] = workspace.load_all("source") if known else {}
    workspace.drop("source", [path for path in known if path not in stats])
    fresh: dict[str, Source] = {}
    take = partial(read_source, root, markdown, converter)
    jobs_left = [(path, old[path].sha if path in old else "") for path in stale]
    for done, (path, source) in enumerate(spread(take, jobs_left, jobs=jobs), start=1):
        fresh[path] = source or old[path]
        progress("Đọc bài", done, len(stale))
    workspace.save("source", (Item(path, stats[path], source) for path, source in fresh.items()))
    return tuple(fresh.get(path) or old[path] for path in sorted(stats))


def read_source(
    root: Path, markdown: tuple[tuple[str, Any], ...], converter: str, task: tuple[str, str]
) -> tuple[str, Source | None]:
    """Read, parse and convert one file; None when its bytes are the ones of the known digest.

    Runs in a worker process: everything it takes and gives can be pickled.
    """
    path, known = task
    data = (root / path).read_bytes()
    sha = digest((digest_bytes(data), converter))
    if sha == known:
        return path, None
    return path, make_source(path, data, sha, markdown)


def make_source(path: str, data: bytes, sha: str, markdown: tuple[tuple[str, Any], ...]) -> Source:
    """Parse and convert the bytes of one article file."""
    entry = content.read_article(path, data)
    if entry.article is None:
        return Source(sha=sha, entry=entry, body=Body(html=""), problems=())
    converted = markup.convert(entry.body, path, entry.body_line, markdown)
    return Source(sha=sha, entry=entry, body=converted.body, problems=converted.problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What readers may see at a moment: the articles as seen, oldest first, and what they need."""

    articles: tuple[Article, ...]
    links: Mapping[str, tuple[Link, ...]]
    """Links of each body by article id."""
    media: Mapping[str, tuple[str, ...]]
    """Rooted paths of all files that an article shows or offers, by article id."""
    hidden: frozenset[str]
    """Rooted URLs of articles that are not public yet."""
    scheduled: tuple[Article, ...]
    """Embargoed articles, the soonest first."""
    dues: tuple[datetime, ...]
    """Instants at which what readers see changes by itself."""


def see(sources: Sequence[Source], *, now: datetime, drafts: bool) -> Seen:
    """Select what readers may see of checked sources at `now`; with `drafts` everything, as if it were out."""
    pairs = [(source.entry.article, source) for source in sources if source.entry.article]
    shown = [(article, source) for article, source in pairs if drafts or article.state(now) in _PUBLIC]
    seen = sorted(((_dress(article, source, now, drafts=drafts), source) for article, source in shown), key=_order)
    live = {article.id for article, _ in seen if article.status != "withdrawn"}
    return Seen(
        articles=tuple(article for article, _ in seen),
        links={article.id: source.body.links for article, source in seen if article.id in live},
        media={article.id: _media(article, source.body) for article, source in seen if article.id in live},
        hidden=frozenset({article.url for article, _ in pairs} - {article.url for article, _ in shown}),
        scheduled=tuple(sorted((a for a, _ in pairs if a.state(now) == "embargoed"), key=lambda a: a.order)),
        dues=tuple(sorted({due for article, _ in pairs for due in article.dues() if due > now})),
    )


_PUBLIC = ("published", "withdrawn")


def _order(pair: tuple[Article, Source]) -> tuple[datetime, str]:
    return pair[0].order


def _dress(article: Article, source: Source, now: datetime, *, drafts: bool) -> Article:
    """Return the article as readers see it, its summary filled from the lead of its body."""
    moment = max(now, article.added) if drafts else now
    seen = article.as_seen(moment)
    return seen if seen.summary or seen.status == "withdrawn" else replace(seen, summary=source.body.lead)


def _media(article: Article, body: Body) -> tuple[str, ...]:
    """Return every file that the article's page needs."""
    paths = [attachment.file for attachment in article.attachments]
    paths += [article.image.src] if article.image else []
    paths += [article.media.poster] if article.media and article.media.poster else []
    return tuple(dict.fromkeys([*paths, *(link.url for link in body.media)]))


def keep_records(
    root: Path, workspace: Workspace, reading: Reading, seen: Seen, markdown: tuple[tuple[str, Any], ...]
) -> None:
    """Store facts and bodies of what is seen as records, and drop the records of what no longer is."""
    by_id = {source.entry.article.id: source for source in reading.sources if source.entry.article}
    bases = workspace.bases("record")
    wanted: dict[str, str] = {}
    items: list[Item] = []
    for article in seen.articles:
        source = by_id[article.id]
        facts, basis = f"facts:{article.id}", f"{source.sha}-{digest(_state(article))}"
        wanted[facts] = basis
        items += [Item(facts, basis, article)] if bases.get(facts) != basis else []
        if article.status != "withdrawn":
            body = f"body:{article.id}"
            wanted[body] = source.sha
            items += [Item(body, source.sha, _body(root, source, markdown))] if bases.get(body) != source.sha else []
    own = (key for key in bases if key.startswith(("facts:", "body:")) and not key.startswith(f"facts:{ACTIVITY_IDS}"))
    gone = [key for key in own if key not in wanted]
    workspace.drop("record", gone)
    workspace.save("record", items)
    kept = {source.entry.file: source.slim for source in reading.sources if _stored(source, seen)}
    bases = workspace.bases("source")
    workspace.save("source", (Item(path, bases[path], source) for path, source in kept.items()))


def _state(article: Article) -> tuple[Any, ...]:
    """Return what `now` can change of the facts."""
    return (article.status, len(article.corrections), len(article.airings), article.updated, bool(article.withdrawn))


def _stored(source: Source, seen: Seen) -> bool:
    """Say whether a source's texts are a record now and need not be kept with the source as well."""
    article = source.entry.article
    return bool(source.body.html and article and article.id in seen.links)


def _body(root: Path, source: Source, markdown: tuple[tuple[str, Any], ...]) -> Body:
    """Return the full body; converted again when its texts were let go (an article that comes back)."""
    if source.body.html:
        return source.body
    data = (root / source.entry.file).read_bytes()
    return make_source(source.entry.file, data, source.sha, markdown).body


def keep_assets(root: Path, workspace: Workspace, media: Mapping[str, SourceFile], needed: Sequence[str]) -> None:
    """Store an `asset:` record for every needed file of content, reading only those whose stat is new."""
    bases = workspace.bases("record")
    keys = {f"asset:{path}": media[path] for path in needed if path in media}
    workspace.drop("record", [key for key in bases if key.startswith("asset:") and key not in keys])
    workspace.save("record", _assets(root, keys, bases))


def _assets(root: Path, keys: Mapping[str, SourceFile], bases: Mapping[str, str]) -> Iterator[Item]:
    for key, file in keys.items():
        basis = f"{file.mtime_ns}-{file.size}-{file.inode}"
        if bases.get(key) != basis:
            asset: Asset = content.read_asset(root, file.path)
            yield Item(key, basis, asset)
