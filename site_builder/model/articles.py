"""An article with everything its front matter says, and what of it a reader may see at a moment.

Knows: articles and their parts. Never: reads the disk or the clock.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time
from typing import Literal, TypeAlias

from site_builder.frozen import value
from site_builder.text import VIETNAM

Day: TypeAlias = date
State: TypeAlias = Literal["draft", "embargoed", "published", "withdrawn"]


@value
class Image:
    """A lead image (`image:`)."""

    src: str
    """Rooted path below content (`/media/anh.png`)."""
    alt: str
    caption: str = ""
    credit: str = ""

    @property
    def credited(self) -> str:
        """Say whose picture it is; a credit that says itself what it is of (`Sơ đồ: Ban Biên tập`) stays as it is."""
        return self.credit if ":" in self.credit or not self.credit else f"Ảnh: {self.credit}"


@value
class HostedMedia:
    """Video or audio (`media:`): hosted elsewhere, or a file of our own, which pages play."""

    url: str
    """A web address, or a rooted path below content."""
    poster: str = ""
    """Rooted path below content, or empty."""
    captions: str = ""
    """What is heard in a film of our own, in WebVTT: rooted path below content, or empty."""
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
class OfficialDocument:
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
    undated: bool = False
    """Whether nobody told its day (`phát 3 lượt`): it counts, but in no month; `date` is that of the row."""


@value
class Correction:
    """A correction (đính chính), shown on the page, in feeds and to search."""

    date: datetime
    """When it counts: later than the publication, and than the change before it."""
    note: str
    written: Day | None = None
    """The day as people read it, where `date` is not the moment that was written."""
    grave: bool = False
    """Whether it is news of its own: feeds have an item of it, besides the article's."""

    @property
    def day(self) -> Day:
        """The day as it was written."""
        return self.written or self.date.date()


@value
class Withdrawal:
    """Why and from when an article is withdrawn (gỡ bỏ)."""

    date: datetime
    """When it counts: later than the publication, and than all changes before it."""
    reason: str
    written: Day | None = None
    """The day as people read it, where `date` is not the moment that was written."""

    @property
    def day(self) -> Day:
        """The day as it was written."""
        return self.written or self.date.date()

    @property
    def since(self) -> datetime:
        """From when readers see the notice only: a written day holds from its start, so nothing gets out on it."""
        return min(self.date, datetime.combine(self.day, time.min, VIETNAM)) if self.written else self.date


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
    picture: str = ""
    """Rooted path of the picture that lists show: its lead picture, or the first of its body when it has none."""
    media: HostedMedia | None = None
    attachments: tuple[Attachment, ...] = ()
    document: OfficialDocument | None = None
    tags: tuple[str, ...] = ()
    featured: bool = False
    lang: str = "vi"
    status: str = "published"
    updated: datetime | None = None
    updated_day: Day | None = None
    """The day as people read it, where `updated` is not the moment that was written."""
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    aliases: tuple[str, ...] = ()
    """Old rooted URLs that redirect here."""
    is_sum: bool = False
    """True for a row of activities that is no single work (`5 tin`, `3 lượt`): only its airings count."""

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
        """The last moment at which a change counts that a reader could see."""
        moments = [self.added, *(correction.date for correction in self.corrections)]
        moments += [self.updated] if self.updated else []
        moments += [self.withdrawn.date] if self.withdrawn else []
        return max(moments)

    @property
    def graves(self) -> tuple[tuple[str, Correction], ...]:
        """The grave corrections, oldest first, each with the key of its item: the day, and a number from the second
        of a day on (`2019-09-01`, `2019-09-01-2`).
        """
        oldest_first = sorted((one for one in self.corrections if one.grave), key=lambda one: one.date)
        seen: Counter[Day] = Counter()
        found = []
        for one in oldest_first:
            seen[one.day] += 1
            count = seen[one.day]
            found.append((f"{one.day.isoformat()}-{count}" if count > 1 else one.day.isoformat(), one))
        return tuple(found)

    def state(self, now: datetime) -> State:
        """Say what a reader may see of the article at `now`."""
        if self.status == "draft":
            return "draft"
        if self.added > now:
            return "embargoed"
        if self.withdrawn and self.withdrawn.since <= now:
            return "withdrawn"
        return "published"

    def as_seen(self, now: datetime) -> Article:
        """Return what may reach any output at `now`: of a withdrawn article nothing but its name and place.

        A correction or an airing that lies ahead of `now` is not yet part of it, nor is a withdrawal. Feeds that held a
        withdrawn one go on holding it: so it stays featured, and its grave corrections stay without their words.
        """
        due = tuple(correction for correction in self.corrections if correction.date <= now)
        if self.state(now) == "withdrawn":
            return replace(
                self, summary="", author="", source="", source_url="", image=None, picture="", media=None,
                attachments=(), document=None, tags=(), updated=None, updated_day=None, status="withdrawn",
                corrections=tuple(replace(correction, note="") for correction in due if correction.grave),
            )  # fmt: skip
        aired = tuple(airing for airing in self.airings if airing.date <= now)
        updated = self.updated if self.updated and self.updated <= now else None
        day = self.updated_day if updated else None
        if (due, aired, updated, day, None, "published") == (
            self.corrections, self.airings, self.updated, self.updated_day, self.withdrawn, self.status,
        ):  # fmt: skip
            return self
        return replace(
            self, corrections=due, airings=aired, updated=updated, updated_day=day, withdrawn=None, status="published"
        )

    def dues(self) -> tuple[datetime, ...]:
        """Return the instants at which what a reader sees of the article changes by itself."""
        if self.status == "draft":
            return ()
        moments = [self.added, *(entry.date for entry in self.corrections), *(airing.date for airing in self.airings)]
        moments += [self.withdrawn.since] if self.withdrawn else []
        moments += [self.updated] if self.updated else []
        return tuple(moments)
