"""Shelves: what the article files of one folder gave, and the same as readers see it at a moment.

A shelf holds everything that was read of a folder's files; only a folder in which something changed is taken out of
the cache. Its view is the little that a build needs of it: extracts of the articles as seen, what the files claim
and need of each other, their problems. A view holds from the last instant at which something of its articles
changed by itself up to the next one.

Knows: content and markup. Never: knows which folders there are; never keeps a record of what readers may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from site_builder import content
from site_builder.content import Claim, Entry, Needs
from site_builder.engine import ExhaustedError, Item, Workspace, failures, limited
from site_builder.engine.targets import digest, digest_bytes
from site_builder.errors import Problem
from site_builder.frozen import value
from site_builder.model import Article, Body
from site_builder.model.extracts import Listed, Work, instant, listed, work

Markdown: TypeAlias = tuple[tuple[str, Any], ...]
"""The converter's settings."""

_PUBLIC = ("published", "withdrawn")
_UNCONVERTED = (
    "không chuyển được nội dung bài thành trang ({}), thường vì trích dẫn >, danh sách hoặc ngoặc lồng quá nhiều lớp; "
    "hãy viết lại đơn giản hơn"
)
_EVER = 1 << 62
"""Later than any instant."""


@value
class Source:
    """What one article file gave."""

    stat: str
    """What told that the file is the one that was read."""
    sha: str
    """Digest of the bytes and of the converter."""
    entry: Entry
    body: Body
    """Links, media and lead only, once the full body is a record."""
    problems: tuple[Problem, ...]
    """Of the conversion."""

    @property
    def slim(self) -> Source:
        """The same without texts, which are large and kept as a record."""
        return replace(self, entry=replace(self.entry, body=""), body=replace(self.body, html="", text="", headings=()))


@value
class View:
    """What a build needs of a folder's articles at a moment."""

    since: int
    until: int
    """It holds from one instant up to, not including, another."""
    due: int | None
    """The next instant at which something of the articles changes by itself."""
    listed: tuple[Listed, ...]
    """The articles as seen."""
    claims: tuple[Claim, ...]
    """Of all files, by name."""
    needs: Needs
    problems: tuple[Problem, ...]
    """Of files by themselves."""
    hidden: tuple[str, ...]
    """Rooted URLs of articles that are not public yet."""
    scheduled: tuple[tuple[int, str, datetime], ...]
    """Embargoed articles: the instant, the file, the moment."""
    is_clear: bool
    """Whether readers may see everything of all articles."""

    def holds(self, now: datetime) -> bool:
        """Say whether the view is that of `now`."""
        return self.since <= instant(now) < self.until


def read_source(root: Path, markdown: Markdown, converter: str, task: tuple[str, str, str]) -> Source | None:
    """Read, parse and convert one file; None when its bytes are the ones of the known digest.

    `task` is its path, its stat, and the digest. Runs in a worker process: everything it takes and gives can be
    pickled.
    """
    path, stat, known = task
    data = (root / path).read_bytes()
    sha = digest((digest_bytes(data), converter))
    return None if sha == known else make_source(path, data, stat, sha, markdown)


def touched(source: Source, stat: str) -> Source:
    """Return what a file gave whose stat is new and whose bytes are the old ones."""
    return replace(source, stat=stat)


def make_source(path: str, data: bytes, stat: str, sha: str, markdown: Markdown) -> Source:
    """Parse and convert the bytes of one article file."""
    from site_builder import markup  # noqa: PLC0415 - most builds convert nothing

    entry = content.read_article(path, data)
    if entry.article is None:
        return Source(stat=stat, sha=sha, entry=entry, body=Body(html=""), problems=())
    convert = partial(markup.convert, entry.body, path, entry.body_line, markdown)
    try:
        converted = limited(convert) if markup.is_heavy(entry.body) else convert()
    except ExhaustedError:
        problem = failures.of_exhausted(path, entry.body_line + markup.densest(entry.body))
        return Source(stat=stat, sha=sha, entry=entry, body=Body(html=""), problems=(problem,))
    except Exception as error:  # noqa: BLE001 - the converter is not ours: one article must not hide all problems
        problem = Problem(path, entry.body_line, "khong-chuyen-duoc", _UNCONVERTED.format(type(error).__name__))
        return Source(stat=stat, sha=sha, entry=entry, body=Body(html=""), problems=(problem,))
    return Source(stat=stat, sha=sha, entry=entry, body=converted.body, problems=converted.problems)


def seen(sources: Iterable[Source], now: datetime, *, drafts: bool) -> Iterator[tuple[Article, Source]]:
    """Yield what readers may see of sources at `now`; with `drafts` everything, as if it were out."""
    for source in sources:
        article = source.entry.article
        if article and (drafts or article.state(now) in _PUBLIC):
            yield _dress(article, source, max(now, article.added) if drafts else now), source


def _dress(article: Article, source: Source, moment: datetime) -> Article:
    """Return the article as readers see it, its summary filled from the lead of its body."""
    dressed = article.as_seen(moment)
    return dressed if dressed.summary or dressed.status == "withdrawn" else replace(dressed, summary=source.body.lead)


def view(sources: Sequence[Source], now: datetime, *, drafts: bool) -> tuple[View, list[Item]]:
    """Return the view of a folder's sources at `now`, and the records of what readers see.

    A body whose texts were let go is None, its digest the one it has.
    """
    articles = [source.entry.article for source in sources if source.entry.article]
    rows: list[Listed] = []
    records: list[Item] = []
    for article, source in seen(sources, now, drafts=drafts):
        facts = digest(article)
        rows.append(_row(article, source, facts))
        records.append(Item(f"facts:{article.id}", facts, article, facts))
        if article.status != "withdrawn" and source.body.html:
            records.append(Item(f"body:{article.id}", source.sha, source.body))
    shown = {row.url for row in rows}
    since, until, due = _span(articles, now, drafts=drafts)
    made = View(
        since=since,
        until=until,
        due=due,
        listed=tuple(rows),
        claims=tuple(content.claim_of(source.entry) for source in sources),
        needs=content.needs_of((source.entry, source.body) for source in sources),
        problems=tuple(sorted({p for source in sources for p in (*source.entry.problems, *source.problems)})),
        hidden=tuple(sorted({article.url for article in articles} - shown)),
        scheduled=tuple((instant(a.added), a.path, a.added) for a in articles if a.state(now) == "embargoed"),
        is_clear=all(article.state(now) == "published" for article in articles),
    )
    return made, records


def _row(article: Article, source: Source, facts: str) -> Listed:
    if article.status == "withdrawn":
        return listed(article, links=(), media=(), facts=facts, body="")
    links = tuple(dict.fromkeys(link.url for link in source.body.links))
    return listed(article, links=links, media=_media(article, source.body), facts=facts, body=source.sha)


def _media(article: Article, body: Body) -> tuple[str, ...]:
    """Return every file that the article's page needs."""
    paths = [attachment.file for attachment in article.attachments]
    paths += [article.image.src] if article.image else []
    paths += [article.media.poster] if article.media and article.media.poster else []
    return tuple(dict.fromkeys([*paths, *(link.url for link in body.media)]))


def _span(articles: Iterable[Article], now: datetime, *, drafts: bool) -> tuple[int, int, int | None]:
    """Return from when up to when readers see the same of articles, and when that changes next."""
    dues = {instant(due) for article in articles for due in article.dues()}
    moment = instant(now)
    due = min((due for due in dues if due > moment), default=None)
    if drafts:  # what a preview shows of drafts hangs on the moment itself
        return moment, moment + 1, due
    since = max((due for due in dues if due <= moment), default=-_EVER)
    return since, _EVER if due is None else due, due


def slimmed(sources: Sequence[Source], made: View) -> tuple[Source, ...]:
    """Let go of the texts that are records now."""
    kept = {row.path for row in made.listed if row.body}
    return tuple(source.slim if source.entry.file in kept else source for source in sources)


def works(records: Iterable[Item]) -> tuple[Work, ...]:
    """Return what counts need of the articles among records."""
    return tuple(work(item.value) for item in records if isinstance(item.value, Article))


def works_of(workspace: Workspace, others: Iterable[Article]) -> Callable[[Iterable[Listed]], tuple[Work, ...]]:
    """Return what finds the works of listed articles, each folder's loaded once; `others` lie in no folder."""
    found = {one.id: work(one) for one in others}
    seen: set[str] = set()

    def take(listed: Iterable[Listed]) -> tuple[Work, ...]:
        rows = tuple(listed)
        for folder in {row.path.rpartition("/")[0] for row in rows if row.id not in found} - seen:
            seen.add(folder)
            found.update((one.id, one) for one in workspace.load("works", folder))
        return tuple(found[row.id] for row in rows)

    return take
