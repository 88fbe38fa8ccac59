"""The vocabularies that articles are filed under: topics, agencies and their names, genres, channels, outlets.

Knows: the shape of `content/taxonomy`, and each thing's own URL. Never: reads the disk or the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from site_builder.frozen import value
from site_builder.text import fold, sort_key


@value
class Term:
    """An entry of a plain vocabulary: a genre, a channel, a programme, a content area of a directive."""

    id: str
    name: str
    legal: str = ""
    units: tuple[str, ...] = ()
    """Of a genre: what its works are counted in (`phóng sự`); whatever is counted in one of these is a work."""


@value
class Topic:
    """A topic (chủ đề) that articles are filed under."""

    id: str
    name: str
    description: str = ""
    order: int = 0
    programme: str = ""
    """Id of the programme's area it belongs to."""
    directive: tuple[str, ...] = ()
    """Ids of the content areas it answers."""

    @property
    def url(self) -> str:
        """Rooted URL of the topic's page."""
        return f"/chu-de/{self.id}/"


@value
class AgencyName:
    """A name with its validity, half-open: from `since` up to, not including, `until`."""

    name: str
    short: str = ""
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the name is valid on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def years(self) -> str:
        """The years of its first and last day: `2016–2025`, `từ 2025`, `đến 2025`; empty when neither is known."""
        last = self.until - timedelta(days=1) if self.until else None
        if self.since and last:
            return f"{self.since.year}–{last.year}" if self.since.year != last.year else str(last.year)
        return f"từ {self.since.year}" if self.since else f"đến {last.year}" if last else ""


@value
class AgencyEvent:
    """What became of an agency on a day: merge, split, rename, absorb, dissolve."""

    date: date
    type: str
    successors: tuple[str, ...] = ()
    legal: str = ""
    note: str = ""


@value
class Contact:
    """How to reach an agency; what is empty is not shown."""

    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


@value
class Hotline:
    """A number for feedback on administrative rules (đường dây nóng)."""

    phone: str
    name: str = ""
    note: str = ""


@value
class Agency:
    """An agency (cơ quan) that publishes; a name may change, the entity is its id."""

    id: str
    names: tuple[AgencyName, ...]
    """At least one, oldest first."""
    kind: str = ""
    parent: str = ""
    place: str = ""
    abbreviation: str = ""
    contact: Contact = field(default_factory=Contact)
    hotline: Hotline | None = None
    events: tuple[AgencyEvent, ...] = ()
    label: str = ""
    """Its name in lists, where another agency bears the same (`told_apart`); empty where none does."""

    @property
    def url(self) -> str:
        """Rooted URL of the agency's page."""
        return f"/co-quan/{self.id}/"

    @property
    def name(self) -> str:
        """The newest name."""
        return self.names[-1].name

    @property
    def listed(self) -> str:
        """The newest name as lists show it: no two agencies of a portal are listed under one name."""
        return self.label or self.name

    def bears(self, day: date | None) -> AgencyName:
        """Return the name that was valid on `day`, the newest when none was."""
        return next((entry for entry in self.names if day and entry.holds(day)), self.names[-1])

    def name_on(self, day: date) -> str:
        """Return the name that was valid on `day`, the newest when none was."""
        return self.bears(day).name

    def valid_on(self, day: date) -> bool:
        """Say whether the agency existed under some name on `day`."""
        return any(entry.holds(day) for entry in self.names)

    @property
    def successors(self) -> tuple[str, ...]:
        """Ids of the agencies that took its place, empty while it lives."""
        ends = [event for event in self.events if event.type != "rename" and event.successors]
        return ends[-1].successors if ends else ()


@value
class Outlet:
    """A place where works go out: a radio station, a TV channel, a newspaper, a portal."""

    id: str
    name: str
    channel: str = ""
    source_kind: str = ""
    agency: str = ""


@value
class Column:
    """A chuyên mục or programme in which works ran."""

    id: str
    name: str
    outlet: str = ""
    agency: str = ""


@value
class Legal:
    """A legal base with its validity: quoted from data, never written into templates."""

    id: str
    name: str
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    since: date | None = None
    until: date | None = None
    note: str = ""


@value
class WebLink:
    """A website link of the footer."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Taxonomy:
    """Everything `content/taxonomy` says, in display order."""

    topics: tuple[Topic, ...] = ()
    agencies: tuple[Agency, ...] = ()
    """In Vietnamese alphabetical order of their newest names."""
    genres: tuple[Term, ...] = ()
    channels: tuple[Term, ...] = ()
    programmes: tuple[Term, ...] = ()
    directives: tuple[Term, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    columns: tuple[Column, ...] = ()
    links: tuple[WebLink, ...] = ()
    legal: tuple[Legal, ...] = ()
    acronyms: tuple[Term, ...] = ()
    """What short forms stand for (`CCHC`: cải cách hành chính), for search."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words that stand for one another (sổ đỏ, bìa đỏ), the most asked-for first."""
    question_words: tuple[str, ...] = ()
    """Words of asking and of politeness (cho hỏi, ở đâu), which weigh nothing in a query."""
    contact_words: tuple[str, ...] = ()
    """Words of who wants to reach an agency (số điện thoại, địa chỉ)."""

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def agency_by_id(self) -> dict[str, Agency]:
        """Agencies by id."""
        return {agency.id: agency for agency in self.agencies}

    @cached_property
    def outlet_names(self) -> dict[str, str]:
        """Names of outlets by id."""
        return {outlet.id: outlet.name for outlet in self.outlets}

    @cached_property
    def column_names(self) -> dict[str, str]:
        """Names of columns by id."""
        return {column.id: column.name for column in self.columns}

    @cached_property
    def genre_names(self) -> dict[str, str]:
        """Names of genres by id."""
        return {term.id: term.name for term in self.genres}

    @cached_property
    def channel_names(self) -> dict[str, str]:
        """Names of channels by id."""
        return {term.id: term.name for term in self.channels}

    def living_successors(self, agency: Agency) -> tuple[Agency, ...]:
        """Follow events to the agencies that stand in `agency`'s place today; itself when it lives on."""
        found: list[Agency] = []
        seen: set[str] = set()
        stack = [agency]
        while stack:
            here = stack.pop()
            if here.id in seen:
                continue
            seen.add(here.id)
            if not here.successors:
                found.append(here)
            stack += [self.agency_by_id[ident] for ident in reversed(here.successors) if ident in self.agency_by_id]
        return tuple(found)


class Bearers:
    """Who bears, or bore, a name."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._by_name: dict[str, list[Agency]] = {}
        for agency in agencies:
            words = (agency.label, *(word for entry in agency.names for word in (entry.name, entry.short)))
            for name in sorted({fold(word) for word in words if word}):
                self._by_name.setdefault(name, []).append(agency)

    def id_of(self, name: str, day: date | None, told: str = "") -> str:
        """Return the id of the agency of that name: the one told, else the one of that day; else the name itself."""
        found = self._by_name.get(fold(name), [])
        named = [agency for agency in found if agency.id == told]
        alive = [agency for agency in found if day and agency.valid_on(day)]
        return next((agency.id for agency in (*named, *alive, *found)), name)


GENRES = (
    Term(id="tin", name="Tin", units=("tin",)),
    Term(id="bai", name="Bài", units=("bài",)),
    Term(id="phong-su", name="Phóng sự", units=("phóng sự",)),
    Term(id="anh", name="Ảnh", units=("ảnh", "chùm ảnh")),
    Term(id="video", name="Video", units=("video", "video clip", "clip")),
    Term(id="audio", name="Âm thanh", units=("âm thanh", "audio")),
    Term(id="phong-van", name="Phỏng vấn", units=("phỏng vấn",)),
    Term(id="toa-dam", name="Tọa đàm", units=("tọa đàm",)),
    Term(id="hoi-dap", name="Hỏi đáp", units=("hỏi đáp",)),
    # What an agency issues is no work of its newsroom: it is counted in `văn bản`, apart; news of it is a tin.
    Term(id="van-ban", name="Văn bản"),
    Term(id="infographic", name="Infographic", units=("infographic",)),
    Term(id="tranh", name="Tranh cổ động", units=("tranh", "tranh cổ động")),
    Term(id="tho-ca", name="Thơ ca", units=("thơ ca", "bài thơ", "ca khúc")),
    Term(id="tieu-pham", name="Tiểu phẩm", units=("tiểu phẩm",)),
)
"""Built-in genres (thể loại) with their units; `genres.yml` adds to them or renames them."""

CHANNELS = (
    Term(id="web", name="Trang thông tin điện tử"),
    Term(id="bao-in", name="Báo in"),
    Term(id="bao-dien-tu", name="Báo điện tử"),
    Term(id="phat-thanh", name="Phát thanh"),
    Term(id="truyen-hinh", name="Truyền hình"),
    Term(id="truyen-thanh-co-so", name="Truyền thanh cơ sở"),
    Term(id="mang-xa-hoi", name="Mạng xã hội"),
)
"""Built-in channels (kênh); `channels.yml` adds to them or renames them."""


def by_name(agencies: Iterable[Agency]) -> tuple[Agency, ...]:
    """Sort agencies by newest name in Vietnamese alphabetical order."""
    return tuple(sorted(agencies, key=lambda agency: (sort_key(agency.name), agency.id)))


def told_apart(agencies: Iterable[Agency], day: date | None = None) -> dict[str, str]:
    """Return by id the name that each agency of a list had on `day`, or has now.

    Of those with one name each says in which years it bore it and, where that is not enough, its place or id.
    """
    alike: dict[str, list[tuple[Agency, AgencyName]]] = {}
    for agency in agencies:
        name = agency.bears(day)
        alike.setdefault(name.name.casefold(), []).append((agency, name))
    return {id_: label for twins in alike.values() for id_, label in _labels(twins).items()}


def _labels(twins: Sequence[tuple[Agency, AgencyName]]) -> dict[str, str]:
    """Return the shortest different labels, by id, of agencies that bear one name."""
    labels: dict[str, str] = {}
    for much in range(4):
        for agency, name in twins:
            marks = [mark for mark in (name.years, agency.place, agency.id)[:much] if mark]
            labels[agency.id] = f"{name.name} ({', '.join(marks)})" if marks else name.name
        if len({label.casefold() for label in labels.values()}) == len(twins):
            break
    return labels
