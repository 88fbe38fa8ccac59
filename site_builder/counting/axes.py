"""The axes that a report counts by: in which rows a work and an airing stand, and what the rows are called.

A work stands under each of its topics, content areas, channels and outlets, and under one agency, kind, genre,
column and month. An airing stands under its own channel, outlet, kind and month, and for the rest under those of
its work. What has no place on an axis stands under `NONE`, so nothing is lost from a table.

Knows: the rows of every axis. Never: counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from site_builder.counting.works import Counted
from site_builder.model import Airing, Column, Outlet, Taxonomy, Term, Topic, told_apart
from site_builder.model.periods import Period
from site_builder.text import VIETNAM

AXIS_NAMES = {
    "topic": "Chủ đề",
    "agency": "Cơ quan",
    "genre": "Thể loại",
    "channel": "Kênh",
    "month": "Tháng",
    "directive": "Nội dung tuyên truyền",
    "kind": "Loại nguồn",
    "outlet": "Nơi đăng, phát",
    "column": "Chuyên mục",
}
AXES = tuple(AXIS_NAMES)
"""What is counted by, in display order; also the names in addresses and open data."""
NONE = "_"
"""Id of the row of what has no place on an axis; no id of the taxonomy is like it."""
NONE_NAMES = {
    "topic": "Chưa xếp chủ đề",
    "directive": "Không thuộc nội dung nào",
    "agency": "Chưa rõ cơ quan",
    "kind": "Chưa rõ loại nguồn",
    "genre": "Chưa rõ thể loại",
    "channel": "Chưa ghi kênh",
    "outlet": "Chưa ghi nơi đăng, phát",
    "column": "Không thuộc chuyên mục",
    "month": "Chưa rõ ngày",
}
KINDS = {
    "bo": "Bộ, ngành Trung ương",
    "ubnd-tinh": "UBND cấp tỉnh",
    "so": "Sở, ban, ngành",
    "ubnd-huyen": "UBND cấp huyện",
    "ubnd-xa": "UBND cấp xã",
    "bao": "Cơ quan báo",
    "dai-pttth": "Đài phát thanh và truyền hình",
    "dai-truyen-thanh": "Đài truyền thanh cơ sở",
    "cong-an": "Công an",
    "doan-the": "Đoàn thể",
    "trung-tam": "Trung tâm, đơn vị sự nghiệp",
}
"""Names of the kinds of source: `kind` of an agency, `source_kind` of an outlet. Others show as written."""
UNDATED = "Lượt mà nơi gửi không ghi từng ngày đăng, phát đứng ở dòng “Chưa rõ ngày”, không dồn vào tháng nào."
"""What a reader of the months must know where airings have no day."""
NOTES = {
    "kind": "Tin, bài tính theo loại của cơ quan đăng; lượt tính theo loại của nơi phát.",
    "directive": "Một tin, bài được tính ở mỗi nội dung mà chủ đề của nó trả lời.",
}
"""What a reader of a table must know to understand its numbers."""
ALWAYS = ("topic", "month", "directive")
"""Axes whose rows are all shown, also at zero."""
OPTIONAL = ("directive", "kind", "outlet", "column")
"""Axes that a portal need not have: a table in which nothing has a place has no rows."""

Aired: TypeAlias = tuple[Counted, Airing]
Keys: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """How one axis finds the rows of a work and of an airing.

    `of_work` and `of_airing` take out what decides; `rows` and `aired_rows` turn that into row ids. Few different
    things decide over many items, so they are turned into rows once each.
    """

    name: str
    of_work: Callable[[Counted], Hashable]
    of_airing: Callable[[Aired], Hashable]
    rows: Callable[..., Keys]
    aired_rows: Callable[..., Keys]


def axes(taxonomy: Taxonomy) -> tuple[Axis, ...]:
    """Return the axes in the order of `AXES`, with what the taxonomy says of directives and kinds."""
    answers = {topic.id: topic.directive for topic in taxonomy.topics}
    kinds = {agency.id: agency.kind for agency in taxonomy.agencies}
    sources = {outlet.id: outlet.source_kind for outlet in taxonomy.outlets}

    def directives(topics: Keys) -> Keys:
        return _each(tuple(area for topic in topics for area in answers.get(topic, ())))

    def source(place: tuple[str, str]) -> Keys:
        outlet, agency = place
        return _one(sources.get(outlet) or kinds.get(agency, ""))

    made = (
        _shared("topic", "topics", _each),
        _shared("agency", "agency", _one),
        _shared("genre", "genre", _one),
        _places("channel"),
        Axis(
            name="month", of_work=_month, of_airing=lambda one: _month(one[1]), rows=_year_month, aired_rows=_year_month
        ),
        _shared("directive", "topics", directives),
        Axis(
            name="kind",
            of_work=attrgetter("agency"),
            of_airing=lambda one: (one[1].outlet, one[0].agency),
            rows=lambda agency: _one(kinds.get(agency, "")),
            aired_rows=source,
        ),
        _places("outlet"),
        _shared("column", "column", _one),
    )
    assert tuple(axis.name for axis in made) == AXES
    return made


def _shared(name: str, attribute: str, rows: Callable[..., Keys]) -> Axis:
    """Make an axis on which an airing stands where its work stands."""
    of_work: Callable[[Counted], Hashable] = attrgetter(attribute)
    return Axis(name=name, of_work=of_work, of_airing=lambda one: of_work(one[0]), rows=rows, aired_rows=rows)


def _places(name: str) -> Axis:
    """Make an axis on which a work stands wherever it went out, whenever that was."""
    of_airing: Callable[[Airing], str] = attrgetter(name)
    return Axis(
        name=name,
        of_work=lambda article: tuple(map(of_airing, article.airings)),
        of_airing=lambda one: of_airing(one[1]),
        rows=_each,
        aired_rows=_one,
    )


def _each(ids: Keys) -> Keys:
    """Return each id once, in order; what is not told is `NONE` when nothing else is."""
    return tuple(dict.fromkeys(id_ for id_ in ids if id_)) or (NONE,)


def _one(id_: str) -> Keys:
    return (id_ or NONE,)


def _month(item: Counted | Airing) -> tuple[int, int]:
    """Return year and month; `_UNKNOWN` of an airing of which nobody told the day."""
    if isinstance(item, Airing) and item.undated:
        return _UNKNOWN
    day = item.date if item.date.tzinfo is VIETNAM else item.date.astimezone(VIETNAM)
    return (day.year, day.month)


def _year_month(month: tuple[int, int]) -> Keys:
    return (NONE,) if month == _UNKNOWN else (f"{month[0]}-{month[1]:02}",)


_UNKNOWN = (0, 0)


def names(axis: str, period: Period, taxonomy: Taxonomy, found: Collection[str]) -> Mapping[str, str]:
    """Return names by id in display order; of agencies those `found`, with the names of the period's last day."""
    if axis == "agency":
        shown = told_apart((agency for agency in taxonomy.agencies if agency.id in found), period.until)
        return {agency.id: shown[agency.id] for agency in taxonomy.agencies if agency.id in shown}
    if axis == "month":
        return dict(_month_names(period))
    if axis == "kind":
        return KINDS
    named: dict[str, tuple[Topic | Term | Outlet | Column, ...]] = {
        "topic": taxonomy.topics,
        "directive": taxonomy.directives,
        "genre": taxonomy.genres,
        "channel": taxonomy.channels,
        "outlet": taxonomy.outlets,
        "column": taxonomy.columns,
    }
    return {entry.id: entry.name for entry in named[axis]}


def _month_names(period: Period) -> Iterator[tuple[str, str]]:
    """Name the period's months; a month that is cut by the period says from or to which day."""
    for month in period.months():
        year, number = (int(part) for part in month.split("/"))
        cuts = []
        if (period.since.year, period.since.month) == (year, number) and period.since.day > 1:
            cuts.append(f"từ ngày {period.since.day}")
        if (period.until.year, period.until.month) == (year, number) and period.ends.day > 1:
            cuts.append(f"đến ngày {period.until.day}")
        yield f"{year}-{number:02}", f"Tháng {number}/{year}" + (f" ({' '.join(cuts)})" if cuts else "")
