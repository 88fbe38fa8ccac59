"""What several sources sent in, put together: the same item counts once, and who sent nothing is named.

Knows: when two items are the same. Never: counts; never reads a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.errors import Problem, errors_of
from site_builder.model import Agency, Article, Taxonomy
from site_builder.model.ledger import ACTIVITY_IDS, Activity, Location, as_article, as_articles
from site_builder.model.periods import Period
from site_builder.model.settings import Settings
from site_builder.reports.include import Included, named
from site_builder.reports.report import Double
from site_builder.text import fold
from site_builder.urls import TAG, guid


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where an item stood first."""

    place: str
    source: str


def merge(
    articles: Iterable[Article], activities: Iterable[Activity], included: Sequence[Included], settings: Settings
) -> tuple[tuple[Included, ...], tuple[Problem, ...]]:
    """Take out of each source what we or an earlier source have already; say what was taken out.

    Two items are the same when they have one tag or one address, or come from two sources with one title and day.
    A second file of one source is an error: its sums would count twice. Two agencies of one portal are two sources,
    each under its own name.
    """
    included = _told_apart(included)
    register = _Register(settings)
    own = tuple(activities)
    for article in (*articles, *as_articles(own)):
        register.take(article, "")
    merged = tuple(_without_doubles(one, register) for one in included)
    return merged, tuple(sorted({*_twice(included), *_again(own, merged), *register.problems}))


def _told_apart(included: Sequence[Included]) -> tuple[Included, ...]:
    """Name the reports of several agencies of one portal after the agencies."""
    portals = Counter(one.portal for one in included if one.portal)
    return tuple(named(one, one.agency) if one.agency and portals[one.portal] > 1 else one for one in included)


def _without_doubles(one: Included, register: _Register) -> Included:
    """Leave only what is new of a source; a row whose work is not new goes with it."""
    taken = [(article, register.take(article, one.file)) for article in one.articles]
    kept = tuple(article for article, is_new in taken if is_new)
    doubles = tuple(Double(title=article.title, source=one.name) for article, is_new in taken if not is_new)
    ids = {article.id for article in kept}
    rows = tuple(row for row in one.activities if not row.is_counted or as_article(row).id in ids)
    return replace(one, articles=kept, activities=rows, doubles=doubles)


class _Register:
    """The items that were taken so far."""

    def __init__(self, settings: Settings) -> None:
        self.problems: list[Problem] = []
        self._settings = settings
        self._seen: dict[tuple[str, ...], _Seen] = {}

    def take(self, article: Article, source: str) -> bool:
        """Take an item unless it was taken before, which is noted; what is our own is always taken, and so are sums."""
        keys, place = tuple(self._keys(article)), _place(article, source)
        first = next((self._seen[key] for key in keys if self._is_same(key, source)), None)
        if first and source:
            message = f"“{article.title}” đã có ở {first.place}; chỉ tính một lần, theo nơi ấy"
            self.problems.append(Problem(place, 0, "trung-muc", message, "warning"))
            return False
        for key in keys:
            self._seen.setdefault(key, _Seen(place, source))
        return True

    def _is_same(self, key: tuple[str, ...], source: str) -> bool:
        """A title and a day say little within one source: a station has a bulletin every day."""
        seen = self._seen.get(key)
        return seen is not None and (key[0] != "title" or seen.source != source)

    def _keys(self, article: Article) -> Iterator[tuple[str, ...]]:
        """Return what an item is known by; a sum (`3 lượt`) by nothing: two communes have one of one name and day."""
        if article.status == "withdrawn" or article.is_sum:
            return
        if article.slug or article.id.startswith(TAG):
            yield "id", guid(self._settings.feed_authority, article.id)
        url = self._settings.absolute(article.url) if article.slug else article.source_url
        if url:
            yield "url", url.partition("://")[2].partition("#")[0].rstrip("/").casefold()
        yield "title", fold(article.title), article.date.date().isoformat()


def _place(article: Article, source: str) -> str:
    """Say where an item stands: a file, with the row or the number of the item."""
    file = source or article.path
    if article.id.startswith(ACTIVITY_IDS):
        return f"{file}:{article.id.rpartition('/')[2]}"
    return f"{file}, {article.path}" if source else file


def _twice(included: Sequence[Included]) -> Iterator[Problem]:
    """Find sources of which two files were given: sums would count twice."""
    first: dict[str, str] = {}
    for one in included:
        name = fold(one.name)
        other = first.get(name)
        first.setdefault(name, one.file)
        if other is not None:
            message = f"“{one.name}” đã có trong {other}; hãy chỉ gộp một tệp của mỗi đơn vị"
            yield Problem(one.file, 0, "trung-nguon", message)
    for one in included:
        whole = next(
            (other for other in included if one.portal and other.portal == one.portal and not other.agency), None
        )
        if whole and one.agency:
            message = f"“{one.name}” là một cơ quan của “{one.portal}”, mà {whole.file} đã có số liệu của cả cổng ấy; "
            yield Problem(one.file, 0, "trung-nguon", f"{message}hãy chỉ gộp một trong hai")


def _again(own: Iterable[Activity], merged: Iterable[Included]) -> Iterator[Problem]:
    """Find sums of a source that say what a row of our own or of an earlier source says: they may count twice."""
    seen: dict[Activity, str] = {_bare(row): str(row.place) for row in own}
    for one in merged:
        rows = {_bare(row): f"{one.file}:{row.place.line}" for row in reversed(one.activities) if not row.is_work}
        for bare, place in rows.items():
            if bare in seen:
                message = f"dòng giống hệt {seen[bare]}; nếu là một hoạt động, hãy xóa một dòng: đang tính cả hai"
                yield Problem(place, 0, "dong-trung", message, "warning")
        seen = {**rows, **seen}


def _bare(row: Activity) -> Activity:
    """Return a row without where it stands and whose file it came in with."""
    return replace(row, place=Location(file="", line=0), source="")


def units(taxonomy: Taxonomy, scope: str, period: Period) -> tuple[Agency, ...]:
    """Return the agencies that should report to `scope`, or, when it is empty, those that have an outlet.

    Only agencies that existed on the first or the last day of the period.
    """
    owners = {outlet.agency for outlet in taxonomy.outlets}
    asked = (agency for agency in taxonomy.agencies if (agency.parent == scope if scope else agency.id in owners))
    return tuple(agency for agency in asked if agency.valid_on(period.since) or agency.valid_on(period.until))


def missing(asked: Iterable[Agency], included: Sequence[Included], own: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names of the units that brought nothing.

    Args:
        asked: who should report (`units`).
        included: what was sent in.
        own: ids of the agencies of our own articles and activities within the period.
    """
    came = {
        *own,
        *(fold(one.name) for one in included if not errors_of(one.problems) or one.articles or one.activities),
    }
    came |= {article.agency for one in included for article in one.articles}
    came |= {row.agency for one in included for row in one.activities}
    return tuple(agency.listed for agency in asked if not came & _called(agency))


def _called(agency: Agency) -> set[str]:
    """Return id and folded names of an agency."""
    return {agency.id, *(fold(word) for entry in agency.names for word in (entry.name, entry.short) if word)}
