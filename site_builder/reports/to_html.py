"""The statistics pages: the list of periods, one period's numbers, and the items behind each number.

Every number on a period's page is a link to the list of exactly the items that were counted. The list is made
in the reader's browser by `thong-ke.js` from the open data, so a new article does not rewrite it; without
script it leads to the archives by month.

Knows: what the statistics pages show. Never: counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from site_builder import shell
from site_builder.model import Legal, Read, Taxonomy
from site_builder.periods import Period, newest_first
from site_builder.reports.counting import read_figures
from site_builder.reports.figures import Count, Figures, Table
from site_builder.reports.to_csv import AXIS_NAMES
from site_builder.templates import render
from site_builder.text import date_short, excerpt
from site_builder.urls import depth_of

SECTION = "thong-ke"
MAX_BARS = 24
"""Rows of the longest chart; of agencies the largest are shown, other longer tables have no chart."""
LABEL_LENGTH = 44
"""Characters of a bar's label: what fits beside its number on a phone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: int
    percent: float
    """Length in hundredths of the longest bar."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One row of a table, ready to show."""

    name: str
    count: Count
    works_url: str
    """Rooted URL of the list of the works counted."""
    airings_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """One table, ready to show."""

    axis: str
    title: str
    lines: tuple[Line, ...]
    table: Table
    unit: str
    """What the bars count: `tin, bài` or `lượt`."""
    bars: tuple[Bar, ...]
    is_part: bool
    """Whether the chart shows only the largest rows."""


def list_url(period: Period, **asked: str) -> str:
    """Return the rooted URL of the items behind a number: `list_url(p, topic="x", unit="bai")`."""
    return f"{period.url}danh-sach/?{urlencode(asked)}"


def index_refs(periods: Iterable[str]) -> tuple[str, ...]:
    """Return the references of the list of periods."""
    return (*shell.refs("/thong-ke/", SECTION), *(f"period:{period}" for period in periods))


def list_refs(period: str) -> tuple[str, ...]:
    """Return the references of the list behind a period's numbers."""
    return (*shell.refs(f"/thong-ke/{period}/danh-sach/", SECTION), f"period:{period}")


def statistics_index(read: Read, periods: tuple[str, ...]) -> bytes:
    """Make `/thong-ke/`: the periods by year of their last day, the newest first."""
    found = newest_first(read(f"period:{period}") for period in periods)
    years = tuple((year, tuple(group)) for year, group in groupby(found, key=lambda period: period.until.year))
    meta = shell.Meta(
        url="/thong-ke/",
        title="Thống kê tin, bài",
        description="Số tin, bài và số lượt đăng, phát theo từng kỳ báo cáo.",
        section=SECTION,
    )
    return shell.page(read, meta, render(read, "thong-ke.html", depth_of(meta.url), years=years))


def statistics_page(read: Read, period: str, ids: tuple[str, ...], is_open: bool) -> bytes:
    """Make `/thong-ke/PERIOD/` from the articles that touch it; the numbers of an open period are provisional."""
    found = read_figures(read, period, ids)
    span = found.period
    terms: Taxonomy = read("terms")
    legal: Legal | None = next((entry for entry in terms.legal if entry.id == span.legal), None)
    meta = shell.Meta(
        url=span.url,
        title=f"Thống kê tin, bài: {span.label}",
        description=f"Số tin, bài và số lượt đăng, phát từ {date_short(span.since)} đến {date_short(span.until)}.",
        section=SECTION,
    )
    context = {"period": span, "figures": found, "views": _views(found), "legal": legal, "is_open": is_open}
    links = {"works_url": list_url(span, unit="bai"), "airings_url": list_url(span, unit="luot")}
    return shell.page(read, meta, render(read, "thong-ke-ky.html", depth_of(meta.url), **context, **links))


def statistics_list(read: Read, period: str, months: tuple[str, ...]) -> bytes:
    """Make `/thong-ke/PERIOD/danh-sach/`: filled by script from the open data of `months` (`YYYY/MM`)."""
    span: Period = read(f"period:{period}")
    meta = shell.Meta(
        url=f"{span.url}danh-sach/",
        title=f"Danh sách tin, bài: {span.label}",
        description=f"Các tin, bài được tính trong thống kê từ {date_short(span.since)} đến {date_short(span.until)}.",
        section=SECTION,
        noindex=True,
    )
    names = tuple(month.replace("/", "-") for month in months)
    main = render(read, "thong-ke-danh-sach.html", depth_of(meta.url), period=span, months=months, names=names)
    return shell.page(read, meta, main)


def _views(found: Figures) -> tuple[View, ...]:
    return tuple(_view(found.period, table) for table in found.tables if table.rows)


def _view(period: Period, table: Table) -> View:
    """Prepare a table with its links and its chart; channels are charted by airings, all else by works."""
    by_airings = table.axis == "channel"
    lines = tuple(
        Line(
            name=row.name,
            count=row.count,
            works_url=list_url(period, **{table.axis: row.id}, unit="bai"),
            airings_url=list_url(period, **{table.axis: row.id}, unit="luot"),
        )
        for row in table.rows
    )
    values = [(line.name, line.count.airings if by_airings else line.count.works) for line in lines]
    is_part = table.axis == "agency" and len(values) > MAX_BARS
    if is_part:
        values = sorted(values, key=lambda value: -value[1])[:MAX_BARS]
    return View(
        axis=table.axis,
        title=AXIS_NAMES[table.axis],
        lines=lines,
        table=table,
        unit="lượt" if by_airings else "tin, bài",
        bars=_bars(values),
        is_part=is_part,
    )


def _bars(values: list[tuple[str, int]]) -> tuple[Bar, ...]:
    """Measure bars against the longest; none for fewer than two rows, for too many, or when all are zero."""
    longest = max((value for _, value in values), default=0)
    if not longest or not 1 < len(values) <= MAX_BARS:
        return ()
    return tuple(
        Bar(label=excerpt(name, LABEL_LENGTH), value=value, percent=round(100 * value / longest, 2))
        for name, value in values
    )
