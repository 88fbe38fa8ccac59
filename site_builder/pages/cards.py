"""Items of lists: what a list shows of an article, the feeds that lists announce, and the rules for names.

Knows: the shape of an item. Never: knows which list it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from site_builder.model import Agency, Article, Read, Taxonomy
from site_builder.model.kinds import AGENCY, ARTICLE, TERMS

ALL_NEWS = ("Tin tức - Sự kiện", "/feeds/tin-tuc")
"""Title and rooted address, without ending, of the feed of all news."""

ALL_FEEDS = (ALL_NEWS,)
"""What a page announces that has no feed of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """An article as an item of a list."""

    article: Article
    agency: str
    """Name of its agency on the article's date."""
    genre: str

    @property
    def withdrawn(self) -> bool:
        """Say whether only its title and place are left."""
        return self.article.status == "withdrawn"


def cards(read: Read, ids: Iterable[str]) -> tuple[Card, ...]:
    """Return the items of a list, in the order of `ids`."""
    return tuple(_card(read, id_) for id_ in ids)


def feed_of(kind: str, key: str, name: str) -> tuple[str, str]:
    """Return title and rooted address, without ending, of the feed of a topic or an agency."""
    return name, f"/feeds/{kind}/{key}"


def is_alive(agency: Agency) -> bool:
    """Say whether the agency still works: it has no end in its names and nothing took its place."""
    ended = any(event.type == "dissolve" for event in agency.events)
    return agency.names[-1].until is None and not agency.successors and not ended


def _card(read: Read, id_: str) -> Card:
    article: Article = ARTICLE(read, id_)
    agency: Agency = AGENCY(read, article.agency)
    terms: Taxonomy = TERMS(read)
    return Card(
        article=article,
        agency=agency.name_on(article.date.date()),
        genre=terms.genre_names.get(article.genre, article.genre),
    )
