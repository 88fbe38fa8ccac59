"""Works as counts know them.

Knows: which few things of an article are counted. Never: counts.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from site_builder.model import Airing, Article


class Work(NamedTuple):
    """A work as counts know it; the names are those of `Article`."""

    id: str
    month: str
    date: datetime
    topics: tuple[str, ...]
    agency: str
    genre: str
    column: str
    airings: tuple[Airing, ...]
    is_sum: bool

    @property
    def status(self) -> str:
        """What is withdrawn is no work that counts."""
        return "published"


class Counted(Protocol):
    """What can be counted: an `Article` or a `Work`."""

    @property
    def date(self) -> datetime:
        """When it came out."""

    @property
    def status(self) -> str:
        """Withdrawn ones do not count."""

    @property
    def topics(self) -> tuple[str, ...]:
        """Topic ids."""

    @property
    def agency(self) -> str:
        """Agency id."""

    @property
    def genre(self) -> str:
        """Genre id."""

    @property
    def column(self) -> str:
        """Column id."""

    @property
    def airings(self) -> tuple[Airing, ...]:
        """Each time it went out."""

    @property
    def is_sum(self) -> bool:
        """True where only the airings count."""


def work(article: Article) -> Work:
    """Extract what the counts need of an article as seen."""
    return Work(
        id=article.id,
        month=article.month,
        date=article.date,
        topics=article.topics,
        agency=article.agency,
        genre=article.genre,
        column=article.column,
        airings=article.airings,
        is_sum=article.is_sum,
    )
