"""Items of lists: what a list shows of an article, the feeds that lists announce, and the rules for names.

Knows: the shape of an item. Never: knows which list it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from site_builder.frame.templates import fragment
from site_builder.model import Agency, Article, Read, Taxonomy, once
from site_builder.model.kinds import AGENCY, ARTICLE, TERMS
from site_builder.pages.pictures import Shown, shown

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
    picture: Shown | None
    """What stands beside its words."""

    @property
    def withdrawn(self) -> bool:
        """Say whether only its title and place are left."""
        return self.article.status == "withdrawn"


class Look(NamedTuple):
    """How a list shows its items."""

    level: int = 2
    """Of the heading."""
    kind: str = "row"
    """`row` (picture beside the words), `card` (picture above them) or `line` (words only)."""
    summary: bool = True
    full: bool = True
    """With agency and genre."""


class CardItem(NamedTuple):
    """An article as a list shows it."""

    html: Markup
    """For pages of any depth."""
    modified: datetime
    year: str
    """Of its address."""


def items(read: Read, ids: Iterable[str], look: Look) -> tuple[CardItem, ...]:
    """Return the items of a list, in the order of `ids`; each is made once for all lists that show it so."""
    return tuple(once(read, _item, id_, look) for id_ in ids)


def _item(read: Read, id_: str, look: Look) -> CardItem:
    shown = card(read, id_)
    html = fragment(read, "item.html", card=shown, **look._asdict())
    return CardItem(html, shown.article.modified, shown.article.month[:4])


def modified(listed: Iterable[CardItem]) -> datetime | None:
    """Return the last change of the articles of a list, None when there are none."""
    return max((item.modified for item in listed), default=None)


def brief(read: Read, id_: str) -> Markup:
    """Return an article as its neighbours name it; it is made once for all of them."""
    return once(read, _brief, id_)


def _brief(read: Read, id_: str) -> Markup:
    article: Article = ARTICLE(read, id_)
    picture = shown(read, article.image.src) if article.image else None
    return fragment(read, "brief.html", article=article, picture=picture)


def feed_of(kind: str, key: str, name: str) -> tuple[str, str]:
    """Return title and rooted address, without ending, of the feed of a topic or an agency."""
    return name, f"/feeds/{kind}/{key}"


def is_alive(agency: Agency) -> bool:
    """Say whether the agency still works: it has no end in its names and nothing took its place."""
    ended = any(event.type == "dissolve" for event in agency.events)
    return agency.names[-1].until is None and not agency.successors and not ended


def card(read: Read, id_: str) -> Card:
    """Return what items are made of."""
    article: Article = ARTICLE(read, id_)
    agency: Agency = AGENCY(read, article.agency)
    terms: Taxonomy = TERMS(read)
    return Card(
        article=article,
        agency=agency.name_on(article.date.date()),
        genre=terms.genre_names.get(article.genre, article.genre),
        picture=shown(read, article.picture) if article.picture else None,
    )
