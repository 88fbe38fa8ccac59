"""Pages of lists: all news, a topic, an agency, a genre.

Lists are paged from the oldest: page 1 holds the oldest articles and never changes; the front of a list holds the
newest. So a page knows its older neighbour, and never how many pages there are or whether a newer one exists: a
few lines of script ask `/du-lieu/danh-sach.json` for that.

Knows: the four kinds of lists. Never: decides which articles a page holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from site_builder.frame import outer
from site_builder.frame.outer import Meta
from site_builder.frame.templates import render
from site_builder.model import Agency, AgencyEvent, Article, Read, Taxonomy, Topic
from site_builder.model.kinds import AGENCY, ARTICLE, HEIRS, SETTINGS, TAXONOMY, TERMS, TOPIC
from site_builder.model.pictures import card_of_topic
from site_builder.pages.cards import ALL_FEEDS, ALL_NEWS, CardItem, Look, feed_of, items, modified
from site_builder.urls import depth_of

EVENTS = {
    "merge": "Hợp nhất",
    "split": "Chia, tách",
    "rename": "Đổi tên",
    "absorb": "Sáp nhập",
    "dissolve": "Giải thể",
}
"""What an agency's event is called."""

_INDEXES = {"chu-de": ("Chủ đề", "/chu-de/"), "co-quan": ("Cơ quan", "/co-quan/")}
_NEWS = ("Tin tức - Sự kiện", "/tin-tuc/")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Subject:
    """What a list is about."""

    name: str
    intro: str = ""
    place: str = ""
    card: str = ""
    """Rooted URL of what social networks show of it; the portal's when empty."""
    feed: tuple[str, str] | None = None
    """Its own feed, besides that of all news."""


class Onward(NamedTuple):
    """Where a page of a list leads to, besides its articles."""

    older: int = 0
    """Page of the next older articles, 0 when there is none."""
    years: tuple[tuple[str, int], ...] = ()
    """On a front the years of the whole list, newest first, each with the page on which its newest article stands."""


def list_url(kind: str, key: str, number: int = 0) -> str:
    """Return the rooted URL of a page of a list: `list_url("chu-de", "mot-cua", 3)` → `/chu-de/mot-cua/trang-3/`."""
    base = f"/{kind}/{key}/" if key else f"/{kind}/"
    return f"{base}trang-{number}/" if number else base


def section_of(kind: str) -> str:
    """Return the section of the menu that a kind of list belongs to."""
    return kind if kind in _INDEXES else "tin-tuc"


def listing(
    read: Read,
    kind: str,
    key: str,
    number: int,
    ids: tuple[str, ...],
    onward: Onward = Onward(),  # noqa: B008 - a frozen value
) -> bytes:
    """Make a page of a list.

    `kind` is tin-tuc, chu-de, co-quan or the-loai; `number` 0 is the front; `ids` stand newest first.
    """
    subject = _subject(read, kind, key)
    url = list_url(kind, key, number)
    steps = (_INDEXES.get(kind, _NEWS),) if key else ()
    listed = items(read, ids, Look(level=3 if kind == "co-quan" and not number else 2))
    main = render(
        read,
        "listing.html",
        depth_of(url),
        heading=subject.name,
        intro=subject.intro,
        feed=(subject.feed or ALL_NEWS)[1] if subject.feed or kind == "tin-tuc" else "",
        steps=steps,
        base=list_url(kind, key),
        number=number,
        older=onward.older,
        choices=_choices(read, ids, onward.years) if kind == "tin-tuc" and not number else (),
        years=_other_years(list_url(kind, key), onward.years, listed) if key else (),
        items=[item.html for item in listed],
        marks=_year_marks(listed, is_inner=number > 0) if key else (),
        **_about_agency(read, key if kind == "co-quan" else "", number),
    )
    meta = Meta(
        url=url,
        title=f"{subject.name} - trang {number}" if number else subject.name,
        description=subject.intro,
        section=section_of(kind),
        modified=modified(listed),
        steps=steps,
        coverage=subject.place,
        image=subject.card,
        feeds=(subject.feed, *ALL_FEEDS) if subject.feed else ALL_FEEDS,
    )
    return outer.page(read, meta, main)


def _other_years(
    base: str, years: tuple[tuple[str, int], ...], listed: tuple[CardItem, ...]
) -> tuple[tuple[str, str], ...]:
    """Return the years of a list but that of its newest article, each with the address where it begins."""
    pages = ((year, f"{base}trang-{page}/" if page else base) for year, page in years if year != listed[0].year)
    return tuple((year, f"{address}#nam-{year}") for year, address in pages)


def _year_marks(listed: tuple[CardItem, ...], *, is_inner: bool) -> list[tuple[str, str]]:
    """Return what stands above each item: its year where a year begins, with an anchor the first time, else nothing.

    A front begins with the present, of which nobody must be told; an inner page begins somewhere.
    """
    marks: list[tuple[str, str]] = []
    before = "" if is_inner or not listed else listed[0].year
    for item in listed:
        anchor = f"nam-{item.year}"
        is_first = all(anchor != known for _, known in marks)
        marks.append(("", "") if item.year == before else (item.year, anchor if is_first else ""))
        before = item.year
    return marks


def _choices(read: Read, ids: tuple[str, ...], years: tuple[tuple[str, int], ...]) -> tuple[tuple[str, str], ...]:
    """Return what the list of all news can be narrowed to: topics, genres on its front, the archive's years."""
    taxonomy: Taxonomy = TAXONOMY(read)
    shown: tuple[Article, ...] = tuple(ARTICLE(read, id_) for id_ in ids)
    genres = sorted({article.genre for article in shown if article.status != "withdrawn"})
    return (
        *((topic.name, topic.url) for topic in taxonomy.topics),
        *((taxonomy.genre_names.get(genre, genre), list_url("the-loai", genre)) for genre in genres),
        *((f"Năm {year}", f"/luu-tru/#nam-{year}") for year, _ in years),
    )


def _subject(read: Read, kind: str, key: str) -> _Subject:
    if kind == "chu-de":
        topic: Topic = TOPIC(read, key)
        card = card_of_topic(key, SETTINGS(read).colour)
        return _Subject(name=topic.name, intro=topic.description, card=card, feed=feed_of(kind, key, topic.name))
    if kind == "co-quan":
        agency: Agency = AGENCY(read, key)
        return _Subject(name=agency.listed, place=agency.place, feed=feed_of(kind, key, agency.listed))
    if kind == "the-loai":
        terms: Taxonomy = TERMS(read)
        name = f"Thể loại: {terms.genre_names.get(key, key)}"
        return _Subject(name=name, feed=feed_of(kind, key, name))
    return _Subject(name=ALL_NEWS[0])


def _about_agency(read: Read, key: str, number: int) -> dict[str, Any]:
    """Return what `agency.html` shows on the front of an agency's list; an empty agency on all other pages."""
    if not key or number:
        return {"agency": None}
    agency: Agency = AGENCY(read, key)
    return {
        "agency": agency,
        "heirs": HEIRS(read, key),
        "parent": AGENCY(read, agency.parent) if agency.parent else None,
        "events": tuple((event, _successors(read, event)) for event in agency.events),
        "EVENTS": EVENTS,
    }


def _successors(read: Read, event: AgencyEvent) -> tuple[Agency, ...]:
    return tuple(AGENCY(read, successor) for successor in event.successors)
