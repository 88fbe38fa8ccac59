"""What needs more than one file: ids, addresses, links, references into the vocabularies, and the clock.

Plain set look-ups: 15,000 articles are checked in a fraction of a second. Near spellings are searched only for
what was not found.

Knows: the portal as a whole. Never: reads the disk.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from site_builder.content import aliases
from site_builder.content.claims import Claimed, Claims
from site_builder.content.destinations import Destinations, bare, files_of, url_of
from site_builder.content.entries import Claim, Entry, Needs, SourceFile, line_of
from site_builder.content.file_notes import quoted
from site_builder.content.vocabularies import FOLDER, known_id
from site_builder.errors import Problem
from site_builder.model import Agency, Airing, Article, Body, PageLinks, Taxonomy
from site_builder.text import OFFERS, date_short

FAR = timedelta(days=732)
"""Two years: the farthest a date may lie ahead; more is a slip of the pen."""


def check(
    entries: Sequence[Entry],
    bodies: Mapping[str, Body],
    taxonomy: Taxonomy,
    media: Mapping[str, SourceFile],
    page_urls: Collection[str],
    now: datetime,
) -> tuple[Problem, ...]:
    """Find everything that no file shows by itself, sorted by place.

    Args:
        entries: all article files.
        bodies: converted bodies by `entry.file`.
        taxonomy: the vocabularies.
        media: files of `content/media` by rooted path (`/media/x.png`).
        page_urls: rooted URLs of static pages (`/gioi-thieu/`).
        now: the moment of the build.
    """
    ordered = sorted(entries, key=lambda entry: entry.file)
    cross = Crosscheck(Claims([claim_of(entry) for entry in ordered]), taxonomy, media, page_urls, now)
    found = [problem for entry in ordered for problem in cross.of(entry, bodies.get(entry.file))]
    return tuple(sorted({*found, *cross.clashes(ordered), *cross.notices()}))


class Crosscheck:
    """Checks articles against the claims of all files, one by one: of most it is known already that all is well."""

    def __init__(
        self,
        claimed: Claimed,
        taxonomy: Taxonomy,
        media: Mapping[str, SourceFile],
        page_urls: Collection[str],
        now: datetime,
    ) -> None:
        """Take the claims of all files, and what `check` takes."""
        self._claimed = claimed
        self._terms = Terms(taxonomy)
        self._destinations = Destinations(claimed, taxonomy, media, page_urls)
        self._latest = now + FAR

    def of(self, entry: Entry, body: Body | None) -> Iterator[Problem]:
        """Find what is wrong with one article, but for names that two files want."""
        if entry.article is not None:
            yield from self._terms.check(entry, entry.article)
            yield from _far_dates(entry, entry.article, self._latest)
            yield from self._destinations.check(entry, entry.article, body)

    def of_page(self, page: PageLinks, hidden: Container[str]) -> Iterator[Problem]:
        """Find links of a static page that lead nowhere, or to what readers may not see yet."""
        yield from self._destinations.check_page(page, hidden)

    def owner(self, url: str) -> str:
        """Say whose place a static page at a rooted URL would take; empty when it is free."""
        return self._destinations.made(url)

    def is_far(self, moment: datetime | None) -> bool:
        """Say whether a moment is farther ahead than any may be."""
        return moment is not None and moment > self._latest

    def grants(self, needs: Needs) -> bool:
        """Say whether everything is there that articles ask for; if so, only their terms and dates can be wrong."""
        return all(map(self._destinations.has, needs.files)) and all(map(self._destinations.leads, needs.links))

    def is_contested(self, claim: Claim) -> bool:
        """Say whether another wants the id or the address of a file."""
        return bool(claim.id) and (self._claimed.is_shared(claim) or self._destinations.owner(claim.url) != claim.file)

    @property
    def is_past_contested(self) -> bool:
        """Whether something stands at an old address, or two have one."""
        return aliases.are_contested(self._claimed.moved(), self._destinations)

    def notices(self) -> Iterator[Problem]:
        """Tell what only a web server can do; it stops nothing."""
        return aliases.notice(self._claimed.moved())

    def clashes(self, entries: Sequence[Entry]) -> Iterator[Problem]:
        """Find names that two of all files, sorted, want."""
        return _clashes(entries, self._destinations)


def claim_of(entry: Entry) -> Claim:
    """Return what a file takes of the portal's names."""
    article = entry.article
    if article is None:
        return Claim(file=entry.file, url=url_of(entry.file), id="", is_draft=False, aliases=())
    return Claim(entry.file, article.url, article.id, article.status == "draft", article.aliases)


def needs_of(pairs: Iterable[tuple[Entry, Body]]) -> Needs:
    """Return what some files ask of the rest of the portal."""
    links: set[str] = set()
    files: set[str] = set()
    moments: list[datetime] = []
    for entry, body in pairs:
        if entry.article is not None:
            links.update(bare(link.url) for link in body.links)
            files.update(link.url for link in body.media)
            files.update(path for _, path in files_of(entry.article))
            moments += (moment for _, moment in _moments(entry.article))
    return Needs(frozenset(links), frozenset(files), max(moments, default=None))


def _error(entry: Entry, field: str, code: str, message: str) -> Problem:
    return Problem(entry.file, line_of(entry, field) if field else 0, code, message)


class Terms:
    """The vocabularies by id, and whose ids articles use."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Take the vocabularies."""
        self._taxonomy = taxonomy
        self._agencies = taxonomy.agency_by_id
        self._names: dict[str, dict[str, str]] = {
            "topics": {topic.id: topic.name for topic in taxonomy.topics},
            "agencies": {agency.id: agency.name for agency in taxonomy.agencies},
            "genres": taxonomy.genre_names,
            "channels": taxonomy.channel_names,
            "outlets": {outlet.id: outlet.name for outlet in taxonomy.outlets},
            "columns": {column.id: column.name for column in taxonomy.columns},
        }
        self._channel_of = {outlet.id: outlet.channel for outlet in taxonomy.outlets}
        self._offers: dict[tuple[str, str], str] = {}
        self._left = OFFERS  # names that are still looked for in the file at hand

    def check(self, entry: Entry, article: Article) -> Iterator[Problem]:
        """Find ids that are not in the vocabularies, and agencies that did not exist on the day."""
        names = self._names
        self._left = OFFERS
        for index, topic in enumerate(article.topics):
            if topic not in names["topics"] and names["topics"]:
                yield self._unknown(entry, f"topic.{index}", "chu-de-la", "chủ đề", topic, "topics")
        if article.agency:
            yield from self._check_agency(entry, article, "agency", article.agency)
        for index, partner in enumerate(article.partners):
            yield from self._check_agency(entry, article, f"partners.{index}", partner)
        if article.genre not in names["genres"]:
            yield self._unknown(entry, "genre", "the-loai-la", "thể loại", article.genre, "genres")
        if article.column and article.column not in names["columns"]:
            yield self._unknown(entry, "column", "chuyen-muc-la", "chuyên mục", article.column, "columns")
        if article.airings:
            yield from self._check_airings(entry, article)

    def _check_airings(self, entry: Entry, article: Article) -> Iterator[Problem]:
        for index, airing in enumerate(article.airings):
            place = f"airings.{index}"
            if airing.channel and airing.channel not in self._names["channels"]:
                yield self._unknown(entry, f"{place}.channel", "kenh-la", "kênh", airing.channel, "channels")
            elif airing.outlet and airing.outlet not in self._names["outlets"]:
                yield self._unknown(entry, f"{place}.outlet", "noi-phat-la", "nơi phát", airing.outlet, "outlets")
            elif airing.outlet and airing.channel:
                yield from self._check_channel(entry, f"{place}.channel", airing)

    def _check_channel(self, entry: Entry, field: str, airing: Airing) -> Iterator[Problem]:
        """The channel of an airing is that of its outlet, when that is a known one."""
        right = self._channel_of[airing.outlet]
        if right in self._names["channels"] and right != airing.channel:
            message = (
                f"kênh “{airing.channel}” khác kênh của {airing.outlet} trong outlets.yml; hãy ghi channel: {right}"
            )
            yield _error(entry, field, "kenh-lech", message)

    def _unknown(self, entry: Entry, field: str, code: str, noun: str, value: str, file: str) -> Problem:
        self._left -= 1
        return _error(entry, field, code, f"{noun} {quoted(value)} không có; {self._known_id(value, file)}")

    def _known_id(self, value: str, file: str) -> str:
        """Say which id may be meant, looked for once; not where the file has many such faults."""
        place = f"{FOLDER}/{file}.yml"
        if self._left < 0:
            return known_id(value, {}, place)
        if (file, value) not in self._offers:
            self._offers[file, value] = known_id(value, self._names[file], place)
        return self._offers[file, value]

    def _check_agency(self, entry: Entry, article: Article, field: str, ident: str) -> Iterator[Problem]:
        agency = self._agencies.get(ident)
        if not self._agencies:
            return  # agencies.yml could not be read: it says so itself, once
        if agency is None:
            yield self._unknown(entry, field, "co-quan-la", "cơ quan", ident, "agencies")
        elif not agency.valid_on(article.date.date()):
            yield _error(entry, field, "co-quan-het-hieu-luc", self._not_valid(agency, article))

    def _not_valid(self, agency: Agency, article: Article) -> str:
        """Say since or until when the agency existed, and who stands in its place."""
        day = article.date.date()
        found = f"{agency.id} ({agency.name})"
        since = agency.names[0].since
        if since and day < since:
            former = [
                other.id for other in self._taxonomy.agencies if agency.id in other.successors and other.valid_on(day)
            ]
            instead = f"hãy ghi cơ quan khi ấy: {' hoặc '.join(former)}" if former else "hãy ghi cơ quan có vào ngày ấy"
            return f"{found} chỉ có từ {date_short(since)}, bài ghi ngày {date_short(day)}; {instead}"
        until = agency.names[-1].until
        if until and day >= until:
            heirs = [heir.id for heir in self._taxonomy.living_successors(agency) if heir.id != agency.id]
            instead = f"hãy ghi cơ quan kế thừa: {' hoặc '.join(heirs)}" if heirs else "hãy ghi cơ quan đang hoạt động"
            return f"{found} hoạt động đến trước ngày {date_short(until)}, bài ghi ngày {date_short(day)}; {instead}"
        return f"{found} không mang tên nào vào ngày {date_short(day)}; hãy sửa from, to của tên trong agencies.yml"


def _far_dates(entry: Entry, article: Article, latest: datetime) -> Iterator[Problem]:
    """Find dates after `latest`."""
    if article.modified <= latest and all(airing.date <= latest for airing in article.airings):
        return
    written = {field for field, _ in entry.lines}
    for field, moment in _moments(article):
        if moment > latest and field in written:
            message = f"ngày {date_short(moment)} còn hơn hai năm nữa mới đến; hãy ghi lại năm"
            yield _error(entry, field, "ngay-ngoai-khoang", message)


def _moments(article: Article) -> list[tuple[str, datetime]]:
    """Return every moment that the front matter names, with its field."""
    moments = [("date", article.date), ("added", article.added)]
    moments += [("updated", article.updated)] if article.updated else []
    moments += [("withdrawn.date", article.withdrawn.date)] if article.withdrawn else []
    moments += [(f"airings.{index}.date", airing.date) for index, airing in enumerate(article.airings)]
    return moments + [(f"corrections.{index}.date", note.date) for index, note in enumerate(article.corrections)]


def _clashes(entries: Sequence[Entry], destinations: Destinations) -> Iterator[Problem]:
    """Find two articles with one id or one address."""
    ids: dict[str, str] = {}
    for entry in entries:
        article = entry.article
        if article is None:
            continue
        other = ids.setdefault(article.id, entry.file)
        if (taken := destinations.owner(article.url)) != entry.file:
            message = f"bài có cùng địa chỉ {article.url} với {taken}; hãy đổi tên một trong hai tệp"
            yield _error(entry, "", "trung-dia-chi", message)
        elif other != entry.file:
            message = f"mã “{article.id}” đã có ở {other}; hãy ghi id khác, hoặc bỏ khóa id để lấy theo tên tệp"
            yield _error(entry, "id", "trung-id", message)
    yield from aliases.clashes(entries, destinations)
