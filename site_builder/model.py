"""What there is: articles, topics, agencies and the rest of a portal, as frozen values, and their URLs.

Values hold tuples only: their `repr` is the same in every process, so it can be digested. Moments are
aware datetimes at +07:00; days are dates. A place in the site is a rooted URL (see `urls`).

Knows: the shape of the newsroom's data, and each thing's own URL. Never: reads
the disk or the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias

from site_builder.frozen import value
from site_builder.text import sort_key

Read: TypeAlias = Callable[[str], Any]
"""How a maker gets a record: `read("facts:ID")`."""


class OnceRead(Protocol):
    """A `Read` of makers that share work."""

    def __call__(self, key: str, /) -> Any:
        """Return a record."""

    def once(self, function: Callable[..., Any], /, *args: Any) -> Any:
        """Return `function(read, *args)`, which other targets with the same references may have asked for already."""


State: TypeAlias = Literal["draft", "embargoed", "published", "withdrawn"]


@value
class Image:
    """A lead image (`image:`)."""

    src: str
    """Rooted path below content (`/media/anh.png`)."""
    alt: str
    caption: str = ""
    credit: str = ""


@value
class Media:
    """Video or audio hosted elsewhere (`media:`)."""

    url: str
    poster: str = ""
    """Rooted path below content, or empty."""
    transcript: str = ""
    minutes: float | None = None


@value
class Attachment:
    """A file to download (`attachments:`)."""

    file: str
    """Rooted path below content."""
    title: str
    number: str = ""

    @property
    def kind(self) -> str:
        """The file's type as people name it: `PDF`."""
        return self.file.rpartition(".")[2].upper()


@value
class Document:
    """The official document an article is about (`document:`)."""

    number: str
    issuer: str = ""
    date: date | None = None


@value
class Airing:
    """One time a work went out (lượt): counted on its own date."""

    date: datetime
    channel: str
    outlet: str = ""
    minutes: float | None = None
    url: str = ""


@value
class Correction:
    """A correction (đính chính), shown on the page, in feeds and to search."""

    date: datetime
    note: str


@value
class Withdrawal:
    """Why and from when an article is withdrawn (gỡ bỏ)."""

    date: datetime
    reason: str


@value
class Article:
    """One work (tin, bài) with everything its front matter says; the body is a record of its own."""

    id: str
    """Frozen identity behind the feeds' guid; by default `YYYY/MM/slug`."""
    path: str
    """Source file, POSIX, from the portal's folder."""
    slug: str
    month: str
    """Folder of the source, `YYYY/MM`: part of the URL, never changes."""
    title: str
    date: datetime
    added: datetime
    topics: tuple[str, ...]
    """Topic ids, the main one first."""
    agency: str
    genre: str = "tin"
    column: str = ""
    partners: tuple[str, ...] = ()
    airings: tuple[Airing, ...] = ()
    """At least one: on the web at `date` when the front matter names none."""
    summary: str = ""
    """The sapo, plain text; the first paragraph when the front matter has none."""
    author: str = ""
    source: str = ""
    source_url: str = ""
    image: Image | None = None
    media: Media | None = None
    attachments: tuple[Attachment, ...] = ()
    document: Document | None = None
    tags: tuple[str, ...] = ()
    featured: bool = False
    lang: str = "vi"
    status: str = "published"
    updated: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    aliases: tuple[str, ...] = ()
    """Old rooted URLs that redirect here."""

    @property
    def url(self) -> str:
        """Rooted URL of the article's page."""
        return f"/tin-tuc/{self.month}/{self.slug}/"

    @property
    def order(self) -> tuple[datetime, str]:
        """The key of every list: when the item reached the portal, then its id."""
        return (self.added, self.id)

    @property
    def topic(self) -> str:
        """Id of the main topic."""
        return self.topics[0]

    @property
    def modified(self) -> datetime:
        """The last moment at which a reader could see a change."""
        moments = [self.added, *(correction.date for correction in self.corrections)]
        moments += [self.updated] if self.updated else []
        moments += [self.withdrawn.date] if self.withdrawn else []
        return max(moments)

    def state(self, now: datetime) -> State:
        """Say what a reader may see of the article at `now`."""
        if self.status == "draft":
            return "draft"
        if self.added > now:
            return "embargoed"
        if self.withdrawn and self.withdrawn.date <= now:
            return "withdrawn"
        return "published"

    def as_seen(self, now: datetime) -> Article:
        """Return what may reach any output at `now`: of a withdrawn article nothing but its name and place.

        A correction or an airing that lies ahead of `now` is not yet part of it, nor is a withdrawal.
        """
        if self.state(now) == "withdrawn":
            return replace(
                self, summary="", author="", source="", source_url="", image=None, media=None, attachments=(),
                document=None, tags=(), featured=False, updated=None, corrections=(), status="withdrawn",
            )  # fmt: skip
        due = tuple(correction for correction in self.corrections if correction.date <= now)
        aired = tuple(airing for airing in self.airings if airing.date <= now)
        updated = self.updated if self.updated and self.updated <= now else None
        return replace(self, corrections=due, airings=aired, updated=updated, withdrawn=None, status="published")

    def dues(self) -> tuple[datetime, ...]:
        """Return the instants at which what a reader sees of the article changes by itself."""
        if self.status == "draft":
            return ()
        moments = [self.added, *(entry.date for entry in self.corrections), *(airing.date for airing in self.airings)]
        moments += [self.withdrawn.date] if self.withdrawn else []
        moments += [self.updated] if self.updated else []
        return tuple(moments)


@value
class Asset:
    """A file of `content/media` that the site shows or offers; the record `asset:PATH`."""

    path: str
    """Rooted path below content, which is also its rooted URL (`/media/anh.png`)."""
    size: int
    """Bytes."""
    digest: str
    """blake2b of the content, hex."""
    width: int = 0
    """Pixels of a picture, 0 for other files."""
    height: int = 0


@value
class Link:
    """A link of a body into the site or to a file of content, with its place for messages."""

    url: str
    """Rooted URL or rooted path below content."""
    line: int
    """Line of the source file, from 1."""


@value
class Heading:
    """A heading of a body, for the table of contents."""

    level: int
    id: str
    text: str


@value
class Body:
    """A converted article body (`markup.convert`), safe to put into a page."""

    html: str
    """Sanitised fragment; links into the site start with `urls.ROOT`."""
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    """Pages of the site that the fragment links to."""
    media: tuple[Link, ...] = ()
    """Files of `content/media` that the fragment shows or offers."""
    text: str = ""
    """The visible text, paragraphs apart by line ends; descriptions of pictures included."""
    lead: str = ""
    """First paragraph as plain text: the sapo when the front matter has none."""


@value
class Term:
    """An entry of a plain vocabulary: a genre, a channel, a programme, a content area of a directive."""

    id: str
    name: str
    legal: str = ""


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

    @property
    def url(self) -> str:
        """Rooted URL of the agency's page."""
        return f"/co-quan/{self.id}/"

    @property
    def name(self) -> str:
        """The newest name."""
        return self.names[-1].name

    def name_on(self, day: date) -> str:
        """Return the name that was valid on `day`, the newest when none was."""
        return next((entry.name for entry in self.names if entry.holds(day)), self.name)

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

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def agency_by_id(self) -> dict[str, Agency]:
        """Agencies by id."""
        return {agency.id: agency for agency in self.agencies}

    @cached_property
    def genre_names(self) -> dict[str, str]:
        """Names of genres by id."""
        return {term.id: term.name for term in self.genres}

    @cached_property
    def channel_names(self) -> dict[str, str]:
        """Names of channels by id."""
        return {term.id: term.name for term in self.channels}

    def living_successors(self, agency: Agency, seen: tuple[str, ...] = ()) -> tuple[Agency, ...]:
        """Follow events to the agencies that stand in `agency`'s place today; itself when it lives on."""
        if not agency.successors or agency.id in seen:
            return () if agency.id in seen else (agency,)
        found: list[Agency] = []
        for successor in agency.successors:
            heir = self.agency_by_id.get(successor)
            found += self.living_successors(heir, (*seen, agency.id)) if heir else []
        return tuple(dict.fromkeys(found))


GENRES = (
    Term(id="tin", name="Tin"),
    Term(id="bai", name="Bài"),
    Term(id="phong-su", name="Phóng sự"),
    Term(id="anh", name="Ảnh"),
    Term(id="video", name="Video"),
    Term(id="audio", name="Âm thanh"),
    Term(id="phong-van", name="Phỏng vấn"),
    Term(id="toa-dam", name="Tọa đàm"),
    Term(id="hoi-dap", name="Hỏi đáp"),
    Term(id="van-ban", name="Văn bản"),
    Term(id="infographic", name="Infographic"),
    Term(id="tranh", name="Tranh cổ động"),
    Term(id="tho-ca", name="Thơ ca"),
    Term(id="tieu-pham", name="Tiểu phẩm"),
)
"""Built-in genres (thể loại); `genres.yml` adds to them or renames them."""

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
