"""The index of articles: of each the little that decides where it stands, as plain tuples.

Most builds change one article of many thousands; what is known of the others must be read in a blink. So moments
are whole microseconds here, and a record's content is its digest.

Knows: which few things of an article decide its places. Never: holds a text but names.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from site_builder.model import Article
from site_builder.text import EPOCH

_MICROSECOND = timedelta(microseconds=1)
_FIRST = EPOCH.toordinal()


class Listed(NamedTuple):
    """An article as seen, as far as lists, links and dates go; the names are those of `Article`."""

    added: int
    """When it reached the portal; see `instant`. Listed articles sort by this and their id."""
    id: str
    url: str
    path: str
    month: str
    topics: tuple[str, ...]
    agency: str
    genre: str
    partners: tuple[str, ...]
    status: str
    featured: bool
    aliases: tuple[str, ...]
    modified: tuple[int, str]
    """Last change that a reader could see: its instant, and as it is written."""
    corrections: tuple[tuple[int, str], ...]
    """Instant of each, with the key of its own item in feeds when it is grave, else empty."""
    moments: tuple[int, ...]
    """What counts in statistics: the instants of the work and of each airing."""
    links: tuple[str, ...]
    """Where its body leads in the site; nothing of a withdrawn one."""
    media: tuple[str, ...]
    """Rooted paths of all files that it shows or offers; nothing of a withdrawn one."""
    lead: str
    """Rooted path of the picture that lists show of it, or empty."""
    facts: str
    """Digest of the record `facts:ID`."""
    body: str
    """What the record `body:ID` was made from; empty of a withdrawn one."""
    attached: int = 0
    """How many files are attached to it."""

    @property
    def topic(self) -> str:
        """Id of the main topic."""
        return self.topics[0]

    def within(self, starts: int, ends: int) -> bool:
        """Say whether the work or one of its airings falls between two instants."""
        return any(starts <= moment < ends for moment in self.moments)


def instant(moment: datetime) -> int:
    """Return a moment as microseconds since 1970 in Viet Nam."""
    return (moment - EPOCH) // _MICROSECOND


def month_of(moment: int) -> str:
    """Return the month of an instant in Viet Nam, `YYYY/MM`."""
    return f"{EPOCH + moment * _MICROSECOND:%Y/%m}"


def first_day(month: str) -> int:
    """Return the first day of a month, `YYYY/MM`, as the number of days since 1970."""
    return date(int(month[:4]), int(month[5:]), 1).toordinal() - _FIRST


def listed(article: Article, *, links: tuple[str, ...], media: tuple[str, ...], facts: str, body: str) -> Listed:
    """Extract what the plan needs of an article as seen."""
    modified = article.modified
    return Listed(
        added=instant(article.added),
        id=article.id,
        url=article.url,
        path=article.path,
        month=article.month,
        topics=article.topics,
        agency=article.agency,
        genre=article.genre,
        partners=article.partners,
        status=article.status,
        featured=article.featured,
        aliases=article.aliases,
        modified=(instant(modified), modified.isoformat(timespec="seconds")),
        corrections=_corrections(article),
        moments=tuple(dict.fromkeys(map(instant, (article.date, *(airing.date for airing in article.airings))))),
        links=links,
        media=media,
        lead=article.picture,
        facts=facts,
        body=body,
        attached=len(article.attachments),
    )


def _corrections(article: Article) -> tuple[tuple[int, str], ...]:
    if not article.corrections:
        return ()
    keys = {id(correction): key for key, correction in article.graves}
    return tuple((instant(one.date), keys.get(id(one), "")) for one in article.corrections)
