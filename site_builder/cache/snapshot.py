"""A folder's articles as readers see them at a moment, and the little that a build needs of them.

It holds from the last instant at which something of its articles changed by itself up to the next one.

Knows: what readers may see of an article. Never: knows which folders there are; never gives a record of what readers
may not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from site_builder import content
from site_builder.cache.claimed import Asks
from site_builder.cache.index import Listed, instant, listed
from site_builder.cache.outline import FolderOutline, outline
from site_builder.cache.parsed import Parsed
from site_builder.content import Claim
from site_builder.content.destinations import files_of
from site_builder.counting.works import Work, work
from site_builder.engine import Item
from site_builder.engine.targets import digest
from site_builder.engine.values import encoded
from site_builder.errors import Problem
from site_builder.frozen import value
from site_builder.model import Article, Body
from site_builder.model.kinds import ARTICLE, BODY

_PUBLIC = ("published", "withdrawn")
_PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".avif")
"""What stands well in a list; of drawings and what moves nobody can tell."""
_EVER = 1 << 62
"""Later than any instant."""


@value
class Snapshot:
    """What every build needs of a folder's articles at a moment: little, however many they are."""

    since: int
    until: int
    """It holds from one instant up to, not including, another."""
    due: int | None
    """The next instant at which something of the articles changes by itself."""
    files: int
    """How many files it has."""
    problems: tuple[Problem, ...]
    """Of files by themselves."""
    hidden: tuple[str, ...]
    """Rooted URLs of articles that are not public yet."""
    scheduled: tuple[tuple[int, str, datetime], ...]
    """Embargoed articles: the instant, the file, the moment."""
    is_clear: bool
    """Whether readers may see everything of all articles."""
    farthest: datetime | None
    """The latest moment that a file names."""
    moved: tuple[Claim, ...]
    """Those with old addresses, by file."""
    leads: tuple[str, ...]
    """Rooted paths of the lead pictures of all files."""
    outline: FolderOutline | None
    """Of the articles as seen; None when there are none."""
    records: str
    """Tells which records the articles want."""

    def holds(self, now: datetime) -> bool:
        """Say whether the snapshot is that of `now`."""
        return self.since <= instant(now) < self.until


def seen(rows: Iterable[Parsed], now: datetime, *, drafts: bool) -> Iterator[tuple[Article, Parsed]]:
    """Yield what readers may see of files at `now`; with `drafts` everything, as if it were out."""
    for row in rows:
        article = row.entry.article
        if article and (drafts or article.state(now) in _PUBLIC):
            yield _dress(article, row, max(now, article.added) if drafts else now), row


def _dress(article: Article, row: Parsed, moment: datetime) -> Article:
    """Return the article as readers see it; what its front matter leaves open is filled from its body."""
    dressed = article.as_seen(moment)
    if dressed.status == "withdrawn":
        return dressed
    picture = dressed.image.src if dressed.image else _first_picture(row.body)
    return replace(dressed, summary=dressed.summary or row.body.lead, picture=picture)


def _first_picture(body: Body) -> str:
    """Return the first picture that a body shows or offers, or an empty string."""
    return next((link.url for link in body.media if link.url.lower().endswith(_PHOTOS)), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """All that is made of a folder's files at a moment."""

    snapshot: Snapshot
    listed: tuple[Listed, ...]
    """The articles as seen."""
    asks: Asks
    records: tuple[Item, ...]
    """Of what readers see."""


def take(rows: Sequence[Parsed], now: datetime, *, drafts: bool) -> Taken:
    """Return what is made of a folder's files at `now`.

    There is no record of a body whose texts were let go: it is kept already.
    """
    articles = [row.entry.article for row in rows if row.entry.article]
    listing: list[Listed] = []
    records: list[Item] = []
    for article, row in seen(rows, now, drafts=drafts):
        facts = encoded(article).digest
        listing.append(_row(article, row, facts))
        records.append(Item(ARTICLE.key(article.id), facts, article, facts))
        if article.status != "withdrawn" and row.body.html:
            records.append(body_record(article.id, row.sha, row.body))
    shown = {one.url for one in listing}
    since, until, due = _span(articles, now, drafts=drafts)
    claims = tuple(sorted(content.claim_of(row.entry) for row in rows))
    needs = content.needs_of((row.entry, row.body) for row in rows)
    made = Snapshot(
        since=since,
        until=until,
        due=due,
        files=len(claims),
        problems=tuple(sorted({p for row in rows for p in (*row.entry.problems, *row.problems)})),
        hidden=tuple(sorted({article.url for article in articles} - shown)),
        scheduled=tuple((instant(a.added), a.path, a.added) for a in articles if a.state(now) == "embargoed"),
        is_clear=all(article.state(now) == "published" for article in articles),
        farthest=needs.farthest,
        moved=tuple(claim for claim in claims if claim.aliases),
        leads=tuple(sorted({article.image.src for article in articles if article.image})),
        outline=outline(listing),
        records=digest(wanted(listing)),
    )
    asks = Asks(claims=claims, needs=needs)
    return Taken(snapshot=made, listed=tuple(listing), asks=asks, records=tuple(records))


def wanted(listing: Iterable[Listed]) -> tuple[tuple[str, str], ...]:
    """Return key and basis of every record that articles want."""
    facts = [(ARTICLE.key(row.id), row.facts) for row in listing]
    return tuple(facts + [(BODY.key(row.id), row.body) for row in listing if row.body])


def body_record(id_: str, sha: str, body: Body) -> Item:
    """Return the record of a body that was made from what `sha` is a digest of."""
    written = encoded(body)
    return Item(BODY.key(id_), sha, written, written.digest)


def _row(article: Article, row: Parsed, facts: str) -> Listed:
    if article.status == "withdrawn":
        return listed(article, links=(), media=(), facts=facts, body="")
    links = tuple(dict.fromkeys(link.url for link in row.body.links))
    return listed(article, links=links, media=_media(article, row.body), facts=facts, body=row.sha)


def _media(article: Article, body: Body) -> tuple[str, ...]:
    """Return every file that the article's page needs."""
    return tuple(dict.fromkeys([*(path for _, path in files_of(article)), *(link.url for link in body.media)]))


def _span(articles: Iterable[Article], now: datetime, *, drafts: bool) -> tuple[int, int, int | None]:
    """Return from when up to when readers see the same of articles, and when that changes next."""
    dues = {instant(due) for article in articles for due in article.dues()}
    moment = instant(now)
    due = min((due for due in dues if due > moment), default=None)
    if drafts:  # what a preview shows of drafts hangs on the moment itself
        return moment, moment + 1, due
    since = max((due for due in dues if due <= moment), default=-_EVER)
    return since, _EVER if due is None else due, due


def slimmed(rows: Sequence[Parsed], listed: Iterable[Listed]) -> tuple[Parsed, ...]:
    """Let go of the texts that are records now."""
    kept = {one.path for one in listed if one.body}
    return tuple(row.slim if row.entry.file in kept and (row.body.html or row.entry.body) else row for row in rows)


def works(records: Iterable[Item]) -> tuple[Work, ...]:
    """Return what counts need of the articles among records."""
    return tuple(work(item.value) for item in records if isinstance(item.value, Article))
