"""What other portals and units send in (`--include`): a report's JSON, or a filled Excel form.

Each file gives articles and activities of the ordinary kinds, so that counting stays one and the same; whose they
are stays with them. `consolidation` puts several together.

Knows: the shape of our JSON and of the form. Never: counts; never follows a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from site_builder.content.strict_json import MAX_SIZE, BrokenJson, read_json
from site_builder.errors import Problem
from site_builder.model import Airing, Article, Bearers, Taxonomy
from site_builder.model.ledger import (
    ACTIVITY_IDS,
    MOST_AIRINGS,
    MOST_AIRINGS_IN_ALL,
    QUALIFIERS,
    Activity,
    Location,
    as_articles,
    read_unit,
    too_often,
    units,
    work_units,
)
from site_builder.model.periods import Period
from site_builder.reports.report import Double
from site_builder.reports.to_json import VERSION
from site_builder.text import VIETNAM, date_short, integer, nfc, one_line

PORTAL, FORM = "cổng khác", "biểu Excel"
"""Kinds of sources, as `SourceShare.kind` says them."""
_WEB = re.compile(r"https?://[^\s/\"'<>]+[^\s\"'<>]*\Z")
_AXES = ("topic", "agency", "genre", "channel", "outlet", "column")
_AGAIN = "hãy xin nơi gửi tệp JSON mới, không sửa tay"

Json: TypeAlias = Mapping[str, Any]
ReadForm: TypeAlias = Callable[[bytes, str, Period, Taxonomy], tuple[str, tuple[Activity, ...], tuple[Problem, ...]]]
"""Takes a form, its file name, period and taxonomy; gives the unit's name, its rows and what is wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Included:
    """What one file brought in."""

    file: str
    """As the person named it."""
    name: str
    """Portal or unit; the file's name when it cannot be read."""
    portal: str = ""
    """Name of the portal that made the report; empty of a form."""
    agency: str = ""
    """Name of the portal's agency whose report it is; empty for the whole portal's."""
    kind: str
    """`cổng khác` or `biểu Excel`."""
    articles: tuple[Article, ...] = ()
    """All its works, the rows of activities that count included; `source_url` is the address.

    A portal's item has its tag as id. What our taxonomy does not have stands under its name instead of an id.
    """
    activities: tuple[Activity, ...] = ()
    """Rows with `source` set."""
    doubles: tuple[Double, ...] = ()
    """What it sent in that others had already: not among the articles."""
    problems: tuple[Problem, ...] = ()


def read_include(path: Path, period: Period, taxonomy: Taxonomy, read_form: ReadForm) -> Included:
    """Read one file, an Excel form by `read_form`; what is wrong with it stands in `problems`."""
    shown = path.as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)  # what is longer is refused
    except OSError as error:
        message = f"không đọc được tệp ({error.strerror}); hãy xem lại đường dẫn sau --include"
        wrong = Problem(shown, 0, "khong-doc-duoc", message)
        return Included(file=shown, name=path.name, kind=FORM, problems=(wrong,))
    if not data.startswith(b"PK"):
        return _portal(data, path, period, taxonomy)
    try:
        unit, activities, problems = read_form(data, path.name, period, taxonomy)
    except Exception as error:  # noqa: BLE001 - the boundary: whatever a form holds is a problem of that file
        message = f"không đọc được biểu Excel ({type(error).__name__}); hãy xin nơi gửi dùng lại biểu gốc"
        return Included(file=shown, name=path.name, kind=FORM, problems=(Problem(shown, 0, "khong-doc-duoc", message),))
    many = _too_many(shown, activities)
    activities = () if many else activities
    named = (*many, *(replace(problem, path=shown) for problem in problems))
    name = unit or path.name
    counted = as_articles(activities)
    return Included(file=shown, name=name, kind=FORM, articles=counted, activities=activities, problems=named)


def named(one: Included, name: str) -> Included:
    """Return a source under another name, in which all its items and rows stand."""
    rows = tuple(replace(row, source=name) for row in one.activities)
    own = (replace(article, source=name) for article in one.articles if not article.id.startswith(ACTIVITY_IDS))
    return replace(one, name=name, articles=(*own, *as_articles(rows)), activities=rows)


def _portal(data: bytes, path: Path, period: Period, taxonomy: Taxonomy) -> Included:
    """Read another portal's report."""
    empty = Included(file=path.as_posix(), name=path.name, kind=PORTAL)
    try:
        report = read_json(data)
    except BrokenJson as error:
        line, told = error.args
        return _refused(empty, line, "json-hong", f"không phải báo cáo JSON hay biểu Excel .xlsx: tệp {told}; {_AGAIN}")
    if code := _not_ours(report, period):
        return _refused(empty, 0, *code)
    try:
        found = _ReportReader(report, path, taxonomy).included()
    except Exception:  # noqa: BLE001 - the boundary: whatever a report holds is a problem of that file
        return _refused(empty, 0, "json-hong", f"báo cáo JSON sai cấu trúc; {_AGAIN}")
    return found


def _refused(one: Included, line: int, code: str, message: str) -> Included:
    return replace(one, articles=(), activities=(), problems=(*one.problems, Problem(one.file, line, code, message)))


def _too_many(file: str, rows: Sequence[Activity]) -> tuple[Problem, ...]:
    """Refuse a file with more airings than anybody aired: each is counted for itself."""
    row = too_often(rows)
    message = f"tới dòng này tệp đã ghi hơn {integer(MOST_AIRINGS_IN_ALL)} lượt phát; hãy xem lại các số lượt"
    return (Problem(file, row.place.line, "so-sai", message),) if row else ()


def _not_ours(report: Any, period: Period) -> tuple[str, str] | None:
    """Return code and message when the JSON is no report of the period."""
    if not isinstance(report, Mapping) or report.get("version") != VERSION:
        version = report.get("version") if isinstance(report, Mapping) else None
        return "phien-ban-la", f"báo cáo JSON phải có version {VERSION}, tệp này có {version}; {_AGAIN}"
    try:
        span = tuple(date.fromisoformat(report["period"][key]) for key in ("since", "until"))
        label, name = str(report["period"]["label"]), _words(report["portal"]["name"])
    except (KeyError, TypeError, ValueError):
        return "json-hong", f"báo cáo JSON thiếu kỳ hoặc tên cổng; {_AGAIN}"
    if span == (period.since, period.until):
        return None
    theirs = " – ".join(date_short(day) for day in span)
    message = f"{name} báo cáo {label} ({theirs}), kỳ đang lập là {period.label} ({period.span}); hãy xin đúng kỳ"
    return "ky-lech", message


class _ReportReader:
    """One portal's report while it is read."""

    def __init__(self, report: Json, path: Path, taxonomy: Taxonomy) -> None:
        self._report = report
        self._path = path
        self._bearers = Bearers(taxonomy.agencies)
        self._portal = _words(report["portal"]["name"])
        self._names = {axis: _names_of(report, axis) for axis in _AXES}
        self._known = _known(taxonomy)
        self._units = units(taxonomy)
        self._work_units = work_units(taxonomy)
        self._problems: list[Problem] = []
        self._strangers: dict[str, str] = {}

    def included(self) -> Included:
        """Return what the report brings in."""
        articles = tuple(self._each("items", self._article))
        activities = tuple(self._each("activities", self._activity))
        if many := _too_many(self._path.as_posix(), activities):
            self._problems += many
            activities = ()
        self._warn()
        return Included(
            file=self._path.as_posix(),
            name=self._portal,
            portal=self._portal,
            agency=_agency_name(self._report),
            kind=PORTAL,
            articles=(*articles, *as_articles(activities)),
            activities=activities,
            problems=tuple(sorted(set(self._problems))),
        )

    def _each(self, key: str, read: Callable[[Json, int], Any]) -> Iterator[Any]:
        """Read every entry of a list; a damaged one is named by its number."""
        found = self._report.get(key)
        entries = found.get("rows") if isinstance(found, Mapping) else found
        if not isinstance(entries, list):
            self._problems.append(Problem(self._path.as_posix(), 0, "json-hong", f"thiếu danh sách {key}; {_AGAIN}"))
            return
        for index, entry in enumerate(entries, 1):
            try:
                one = read(entry, index)
            except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
                message = f"{key}, mục {index} thiếu hoặc sai dữ liệu; {_AGAIN}"
                self._problems.append(Problem(self._path.as_posix(), 0, "muc-sai", message))
                continue
            if one is not None:
                yield one

    def _article(self, item: Json, index: int) -> Article | None:
        """Return an item as an article; works among the activities have no id and come with the activities."""
        if not item["id"]:
            return None
        moment = _moment(item["date"])
        return Article(
            id=str(item["id"]),
            path=f"mục {index}",
            slug="",
            month=f"{moment:%Y/%m}",
            title=_words(item["title"]),
            date=moment,
            added=moment,
            topics=tuple(dict.fromkeys(self._id("topic", topic) for topic in item["topics"])),
            agency=self._agency(item["agency"], moment.date()),
            genre=self._id("genre", item["genre"]),
            column=self._id("column", item["column"]),
            airings=tuple(self._airing(airing) for airing in item["airings"]),
            source=self._portal,
            source_url=_address(item["url"]),
            featured=item.get("featured") is True,
        )

    def _airing(self, airing: Json) -> Airing:
        return Airing(
            date=_moment(airing["date"]),
            channel=self._id("channel", airing["channel"]),
            outlet=self._id("outlet", airing["outlet"]),
            minutes=_amount(airing["minutes"]),
        )

    def _activity(self, row: Json, index: int) -> Activity:
        if row["qualifier"] not in QUALIFIERS:
            raise ValueError(row["qualifier"])
        day = date.fromisoformat(row["date"])
        unit = read_unit(_words(row["unit"]), self._units)
        found = Activity(
            place=Location(file=self._path.name, line=index),
            date=day,
            agency=self._agency(row["agency"], day),
            topic=self._id("topic", row["topic"]),
            channel=self._id("channel", row["channel"]),
            outlet=self._id("outlet", row["outlet"]),
            genre=self._id("genre", row["genre"]),
            title=_words(row["title"]),
            quantity=_amount(row["quantity"]) or 0.0,
            unit=unit,
            unit_genre=self._unit_genre(unit, row),
            qualifier=row["qualifier"],
            airings=_airings(row["airings"]),
            minutes=_amount(row["minutes"]),
            participants=_whole(row["participants"]),
            url=_address(row["url"]),
            note=_words(row["note"]),
            source=self._portal,
        )
        self._note_otherwise(found, row)
        return found

    def _unit_genre(self, unit: str, row: Json) -> str:
        """Return the genre that a unit names: ours, else, where the other portal counts it as a work, its own."""
        if unit in self._work_units:
            return self._work_units[unit]
        return unit if row.get("is_work") is True else ""

    def _note_otherwise(self, found: Activity, row: Json) -> None:
        """Note a row that the other portal's program, perhaps an older one, counts otherwise: its sums differ."""
        told = row.get("is_work")
        if isinstance(told, bool) and told != found.is_work:
            theirs, ours = ("tính", "không tính") if told else ("không tính", "tính")
            message = f"“{found.title}” ({found.unit}): {self._portal} {theirs} là một tin, bài, báo cáo này {ours}"
            self._problems.append(Problem(self._path.as_posix(), 0, "tinh-khac", message, "warning"))

    def _told(self, axis: str, value: Any) -> tuple[str, str]:
        """Return id and name of a value that is an id, or an object with both."""
        if isinstance(value, Mapping):
            return _words(value["id"]), _words(value["name"])
        return _words(value), self._names[axis].get(_words(value), "")

    def _id(self, axis: str, value: Any) -> str:
        """Return an id that we know; what we do not know keeps its name."""
        ident, name = self._told(axis, value)
        if not ident or ident in self._known[axis]:
            return ident
        if axis == "topic":
            self._strangers.setdefault(ident, name or ident)
        return name or ident

    def _agency(self, value: Any, day: date) -> str:
        """Return the id of the agency of that very name; else its name: ids of two portals may be alike by chance."""
        ident, name = self._told("agency", value)
        return self._bearers.id_of(name, day, ident) if name else ident

    def _warn(self) -> None:
        """Note what a person should know of the report as a whole."""
        note = self._problems.append
        for ident, name in sorted(self._strangers.items()):
            message = f"chủ đề “{name}” ({ident}) không có trong danh mục ở đây; được tính riêng dưới tên ấy"
            note(Problem(self._path.as_posix(), 0, "chu-de-la", message, "warning"))
        if day := self._report.get("as_of"):
            message = f"số liệu của {self._portal} là tạm tính đến {day}; hãy xin lại báo cáo sau khi hết kỳ"
            note(Problem(self._path.as_posix(), 0, "so-tam-tinh", message, "warning"))


def _agency_name(report: Json) -> str:
    """Return the name of the agency whose report it is; empty for a whole portal's."""
    agency = report.get("agency")
    is_one = isinstance(agency, Mapping) and agency.get("id") and isinstance(agency.get("name"), str)
    return _words(agency["name"]) if is_one and agency else ""


def _known(taxonomy: Taxonomy) -> dict[str, set[str]]:
    """Return our ids by axis."""
    return {
        "topic": {topic.id for topic in taxonomy.topics},
        "genre": set(taxonomy.genre_names),
        "channel": set(taxonomy.channel_names),
        "outlet": {outlet.id for outlet in taxonomy.outlets},
        "column": {column.id for column in taxonomy.columns},
    }


def _names_of(report: Json, axis: str) -> dict[str, str]:
    """Return the names that the report's own table of an axis gives; empty when it has none."""
    try:
        return {_words(row["id"]): _words(row["name"]) for row in report["tables"][axis]["rows"]}
    except (KeyError, TypeError):
        return {}


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return one_line(nfc(value))


def _address(value: Any) -> str:
    """Return a web address; anything else would become a link in a report."""
    return value if isinstance(value, str) and _WEB.match(value) else ""


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _amount(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise ValueError(value)
    return float(value)


def _whole(value: Any) -> int | None:
    amount = _amount(value)
    return None if amount is None else int(amount)


def _airings(value: Any) -> int | None:
    often = _whole(value)
    if often is not None and often > MOST_AIRINGS:
        raise ValueError(value)
    return often
