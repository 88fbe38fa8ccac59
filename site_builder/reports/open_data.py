"""The open data of the site (JSON and CSV): the articles of a month and the numbers of a period.

The statistics lists are made from the articles, too. A named work without a page (a row of activities) stands among
them with the address it has elsewhere, if any. Of a withdrawn article nothing is given but its name and place, and
that and when it was withdrawn. A period's numbers are the tables and totals of its page.

Knows: the fields of the open data. Never: counts along an axis; never gives out a body.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from site_builder.counting.axes import KINDS, NONE, NONE_NAMES, Axis, axes
from site_builder.counting.months import read_figures
from site_builder.model import Agency, Airing, Article, Read, Taxonomy, Topic, once
from site_builder.model.kinds import AGENCY, ARTICLE, SETTINGS, TERMS, TOPIC
from site_builder.model.ledger import ACTIVITY_IDS
from site_builder.model.settings import Settings
from site_builder.reports.to_csv import Cell, csv_bytes, figure_rows
from site_builder.reports.to_json import count_object, indented, period_object, table_object
from site_builder.text import VIETNAM, iso

VERSION = 1
"""Of the JSON shapes; goes up when a field changes its meaning or goes away."""
HEADER = (
    "Mã", "Địa chỉ", "Tiêu đề", "Ngày đăng", "Ngày lên cổng", "Mã chủ đề", "Chủ đề", "Mã cơ quan", "Cơ quan",
    "Cơ quan phối hợp", "Mã thể loại", "Thể loại", "Chuyên mục", "Số lượt", "Các lượt", "Thời lượng (phút)",
    "Tác giả", "Nguồn", "Nổi bật", "Tình trạng", "Ngày gỡ bỏ",
)  # fmt: skip
PERIOD_HEADER = ("Kỳ", "Từ ngày", "Đến ngày", "Bảng", "Mã", "Tên", "Tin, bài", "Lượt", "Phút")


def data_json(read: Read, month: str, ids: tuple[str, ...]) -> bytes:
    """Make `/du-lieu/bai-viet/YYYY-MM.json`: one article a line, and the names of what the articles refer to."""
    articles: list[Article] = [ARTICLE(read, id_) for id_ in ids]
    names, places = _names(read, articles), _places(read, articles)
    head = {"version": VERSION, "month": month.replace("/", "-"), "names": names}
    lines = ",\n".join(_line(_facts(article, places)) for article in articles)
    return f'{_line(head)[:-1]},"items":[\n{lines}\n]}}\n'.encode()


def data_csv(read: Read, month: str, ids: tuple[str, ...]) -> bytes:  # noqa: ARG001 - both makers take the same
    """Make `/du-lieu/bai-viet/YYYY-MM.csv`: one article a row, with names as of its date."""
    articles: list[Article] = [ARTICLE(read, id_) for id_ in ids]
    return csv_bytes(HEADER, (_row(read, article) for article in articles))


def list_counts(read: Read, counts: tuple[tuple[str, int], ...]) -> bytes:  # noqa: ARG001 - makers take `read`
    """Make `/du-lieu/danh-sach.json`: by a list's rooted URL the number of its full pages."""
    return (json.dumps(dict(counts), ensure_ascii=False, indent=1) + "\n").encode()


def period_csv(read: Read, period: str, months: tuple[str, ...]) -> bytes:
    """Make `/du-lieu/thong-ke/PERIOD.csv` from the works of `months`."""
    found = once(read, read_figures, period, months)
    span = (found.period.label, found.period.since.isoformat(), found.period.until.isoformat())
    return csv_bytes(PERIOD_HEADER, ((*span, *row) for row in figure_rows(found)))


def period_json(read: Read, period: str, months: tuple[str, ...]) -> bytes:
    """Make `/du-lieu/thong-ke/PERIOD.json` from the works of `months`."""
    found = once(read, read_figures, period, months)
    data = {
        "version": VERSION,
        "period": period_object(found.period),
        "total": count_object(found.total),
        "untimed": found.untimed,
        "tables": {table.axis: table_object(table) for table in found.tables},
    }
    return (indented(data) + "\n").encode()


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _address(article: Article) -> str:
    """Return the rooted URL of an article's page; of a work without one its address elsewhere, which may be empty."""
    return article.source_url if article.id.startswith(ACTIVITY_IDS) else article.url


def _places(read: Read, articles: Iterable[Article]) -> dict[str, Axis]:
    """Return the axes that need the taxonomy to be told, so that a list can be narrowed by them without it."""
    terms: Taxonomy = TERMS(read)
    shown = [article for article in articles if article.status != "withdrawn"]
    agencies: list[Agency] = [AGENCY(read, id_) for id_ in sorted({one.agency for one in shown} - {""})]
    topics: list[Topic] = [TOPIC(read, id_) for id_ in sorted({id_ for one in shown for id_ in one.topics})]
    known = Taxonomy(topics=tuple(topics), agencies=tuple(agencies), outlets=terms.outlets)
    return {axis.name: axis for axis in axes(known)}


def _facts(article: Article, places: dict[str, Axis]) -> dict[str, Any]:
    """Describe an article with ids; addresses are rooted or absolute, moments have their offset."""
    place = {"id": article.id, "url": _address(article), "title": article.title}
    if article.status == "withdrawn":
        return place | {"state": "withdrawn", "withdrawn": iso(article.withdrawn.date) if article.withdrawn else None}
    return (
        place
        | {
            "date": iso(article.date),
            "added": iso(article.added),
            "topics": article.topics,
            "directives": [id_ for id_ in _rows(places["directive"], article) if id_ != NONE],
            "agency": article.agency,
            "kind": _known(*_rows(places["kind"], article)),
            "genre": article.genre,
            "column": article.column,
            "partners": article.partners,
            "airings": [_airing(article, airing, places["kind"]) for airing in article.airings],
            "author": article.author,
            "source": article.source,
            "featured": article.featured,
            "state": "published",
        }
        | ({"is_sum": True} if article.is_sum else {})
    )


def _airing(article: Article, airing: Airing, kind: Axis) -> dict[str, Any]:
    """Describe one airing."""
    said = {"date": iso(airing.date), "channel": airing.channel, "outlet": airing.outlet}
    return (
        said
        | {"kind": _known(*kind.aired_rows(kind.of_airing((article, airing)))), "minutes": airing.minutes}
        | ({"undated": True} if airing.undated else {})
    )


def _rows(axis: Axis, article: Article) -> tuple[str, ...]:
    return axis.rows(axis.of_work(article))


def _known(id_: str) -> str:
    return "" if id_ == NONE else id_


def _names(read: Read, articles: Iterable[Article]) -> dict[str, dict[str, str]]:
    """Return names by id of all that the articles, but for withdrawn ones, refer to."""
    terms: Taxonomy = TERMS(read)
    shown = [article for article in articles if article.status != "withdrawn"]
    airings = [airing for article in shown for airing in article.airings]
    agencies: list[Agency] = [AGENCY(read, id_) for id_ in _all_agencies(shown)]
    topics: list[Topic] = [TOPIC(read, id_) for id_ in sorted({id_ for one in shown for id_ in one.topics})]
    return {
        "topics": {topic.id: topic.name for topic in topics},
        "agencies": {agency.id: agency.listed for agency in agencies},
        "genres": _used(terms.genre_names, (article.genre for article in shown)),
        "channels": _used(terms.channel_names, (airing.channel for airing in airings)),
        "outlets": _used(terms.outlet_names, (airing.outlet for airing in airings)),
        "columns": _used(terms.column_names, (one.column for one in shown)),
        "directives": _used(
            {area.id: area.name for area in terms.directives}, (area for topic in topics for area in topic.directive)
        ),
        "kinds": _used(KINDS, _kinds(agencies, terms, airings)),
    }


def _kinds(agencies: Iterable[Agency], terms: Taxonomy, airings: Iterable[Airing]) -> Iterable[str]:
    """Return the kinds of the agencies and of the outlets where something aired."""
    sources = {outlet.id: outlet.source_kind for outlet in terms.outlets}
    return [*(agency.kind for agency in agencies), *(sources.get(airing.outlet, "") for airing in airings)]


def _all_agencies(articles: Iterable[Article]) -> list[str]:
    return sorted({id_ for article in articles for id_ in _agencies(article)} - {""})


def _agencies(article: Article) -> tuple[str, ...]:
    return (article.agency, *article.partners)


def _used(names: dict[str, str], ids: Iterable[str]) -> dict[str, str]:
    """Return the names of the ids that occur, sorted by id."""
    return {id_: names.get(id_, id_) for id_ in sorted(set(ids) - {""})}


def _row(read: Read, article: Article) -> tuple[Cell, ...]:
    """Describe an article for a spreadsheet; columns as in `HEADER`."""
    settings: Settings = SETTINGS(read)
    url = settings.absolute(_address(article))
    if article.status == "withdrawn":
        gone = _moment(article.withdrawn.date) if article.withdrawn else ""
        return (article.id, url, article.title, *[""] * (len(HEADER) - 5), "Đã gỡ bỏ", gone)
    terms: Taxonomy = TERMS(read)
    day = article.date.date()
    topics: list[Topic] = [TOPIC(read, id_) for id_ in article.topics]
    agency, *partners = (AGENCY(read, id_).name_on(day) if id_ else "" for id_ in _agencies(article))
    minutes = [airing.minutes for airing in article.airings if airing.minutes is not None]
    return (
        article.id, url, article.title, _moment(article.date), _moment(article.added),
        "; ".join(article.topics), "; ".join(topic.name for topic in topics), article.agency, agency,
        "; ".join(partners), article.genre, terms.genre_names.get(article.genre, article.genre),
        terms.column_names.get(article.column, article.column), len(article.airings),
        "; ".join(_airing_words(terms, airing) for airing in article.airings), sum(minutes) if minutes else "",
        article.author, article.source, "có" if article.featured else "", "Đang đăng", "",
    )  # fmt: skip


def _airing_words(terms: Taxonomy, airing: Airing) -> str:
    """Write one airing for people: `2019-08-30 07:30 Phát thanh STV1 10 phút`."""
    minutes = "" if airing.minutes is None else f"{airing.minutes:g} phút"
    words = (
        NONE_NAMES["month"] if airing.undated else _moment(airing.date),
        terms.channel_names.get(airing.channel, airing.channel),
        terms.outlet_names.get(airing.outlet, airing.outlet),
        minutes,
    )
    return " ".join(word for word in words if word)


def _moment(moment: datetime) -> str:
    """Write a moment so that spreadsheets of every language take it for a date: `2019-08-30 07:30`."""
    return f"{moment.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
