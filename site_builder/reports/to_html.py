"""The statistics pages: the list of periods, one period's numbers, and the items behind each number.

Every number on a period's page is a link to the list of exactly the items that were counted. The list is made
in the reader's browser by `thong-ke.js` from the open data, so a new article does not rewrite it; without
script it leads to the archives by month.

Knows: what the statistics pages show. Never: counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias
from urllib.parse import urlencode

from site_builder.counting.axes import AXIS_NAMES, NONE, NOTES, UNDATED
from site_builder.counting.figures import Count, Figures, Table
from site_builder.counting.months import read_figures, read_tally, read_works
from site_builder.frame import outer
from site_builder.frame.templates import render
from site_builder.frozen import thaw
from site_builder.model import Agency, Article, Legal, Read, Taxonomy, once
from site_builder.model.kinds import AGENCY, ARTICLE, LEDGER, PERIOD, SETTINGS, TAXONOMY, TERMS
from site_builder.model.ledger import (
    ACTIVITY_IDS,
    AIRING_UNIT,
    Activity,
    Filed,
    Ledger,
    PeriodLedger,
    PlanTarget,
    work_units,
)
from site_builder.model.periods import Calendar, Period, newest_first
from site_builder.reports import charts
from site_builder.reports.assemble import Holdings, assemble
from site_builder.reports.charts import MAX_BARS, Bar, Months
from site_builder.reports.comparing import TOTALS
from site_builder.reports.item_changes import GONE
from site_builder.reports.report import FigureChange, ItemChange, PlanLine, Report
from site_builder.reports.sums import activity_sums, apart
from site_builder.text import date_short
from site_builder.urls import depth_of

SECTION = "thong-ke"
Earlier: TypeAlias = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""A span to compare with: its label, its days (`2018-05-26/2018-08-25`), its months in which anything
counts, and the months of the addresses of what does."""


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
    note: str
    """What a reader must know to understand the numbers."""


def list_url(period: Period, **asked: str) -> str:
    """Return the rooted URL of the items behind a number: `list_url(p, topic="x", unit="bai")`."""
    return f"{period.url}danh-sach/?{urlencode(asked)}"


def statistics_index(read: Read, periods: tuple[str, ...]) -> bytes:
    """Make `/thong-ke/`: the periods by year of their last day, the newest first."""
    found = newest_first(PERIOD(read, period) for period in periods)
    years = tuple((year, tuple(group)) for year, group in groupby(found, key=lambda period: period.until.year))
    meta = outer.Meta(
        url="/thong-ke/",
        title="Thống kê tin, bài",
        description="Số tin, bài và số lượt đăng, phát theo từng kỳ báo cáo.",
        section=SECTION,
    )
    return outer.page(read, meta, render(read, "thong-ke.html", depth_of(meta.url), years=years))


def statistics_page(
    read: Read,
    period: str,
    months: tuple[str, ...],
    is_open: bool,
    earlier: tuple[Earlier, ...] = (),
) -> bytes:
    """Make `/thong-ke/PERIOD/` from the works of its months; the numbers of an open period are provisional."""
    found = once(read, read_figures, period, months)
    span = found.period
    ledger: PeriodLedger = LEDGER(read, period)
    terms: Taxonomy = TERMS(read)
    plan, filed = _told_by_reports(read, span, months, ledger)
    legal: Legal | None = next((entry for entry in terms.legal if entry.id == span.legal), None)
    meta = outer.Meta(
        url=span.url,
        title=f"Thống kê tin, bài: {span.label}",
        description=f"Số tin, bài và số lượt đăng, phát từ {date_short(span.since)} đến {date_short(span.until)}.",
        section=SECTION,
    )
    sums = activity_sums(ledger.activities, terms)
    context = {
        "period": span,
        "figures": found,
        "views": _views(found),
        "months": _month_chart(found),
        "legal": legal,
        "is_open": is_open,
        "works_url": list_url(span, unit="bai"),
        "airings_url": list_url(span, unit="luot"),
        "spans": tuple(_compared(read, span, one, found.total) for one in _different(earlier)),
        "sums": sums,
        "apart": apart(sums),
        "rows": tuple(_told(read, row) for row in ledger.activities if row.stands_apart),
        "plan": tuple(Reached(line=one, url=_plan_url(span, one.target, terms)) for one in plan),
        "filed": filed,
    }
    return outer.page(read, meta, render(read, "thong-ke-ky.html", depth_of(meta.url), **context))


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierTotals:
    """Totals of an earlier span beside the present ones."""

    label: str
    days: str
    count: Count
    more_works: int
    """How many more works now; less than zero for fewer."""
    more_airings: int
    works_url: str
    airings_url: str


def _different(earlier: Iterable[Earlier]) -> Iterable[Earlier]:
    """Leave out a span of the same days as one before it: of a year both are the year before."""
    found: dict[str, Earlier] = {}
    for one in earlier:
        found.setdefault(one[1], one)
    return found.values()


def _compared(read: Read, period: Period, earlier: Earlier, now: Count) -> EarlierTotals:
    """Count an earlier span; its lists are made on this period's list page from the months it names."""
    label, days, near, homes = earlier
    since, until = (date.fromisoformat(day) for day in days.split("/"))
    span = Period(id="", label=label, since=since, until=until)
    count = read_tally(read, span, near).total
    months = " ".join(month.replace("/", "-") for month in homes)
    asked = {"since": since.isoformat(), "until": until.isoformat(), "months": months}
    return EarlierTotals(
        label=label[:1].upper() + label[1:],
        days=span.span,
        count=count,
        more_works=now.works - count.works,
        more_airings=now.airings - count.airings,
        works_url=list_url(period, unit="bai", **asked),
        airings_url=list_url(period, unit="luot", **asked),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One row of activities, ready to show."""

    row: Activity
    agency: str
    """Name as of its day."""


def _told(read: Read, row: Activity) -> Told:
    agency: Agency | None = AGENCY(read, row.agency) if row.agency else None
    return Told(row=row, agency=agency.name_on(row.date) if agency else row.source)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """A line of the plan, with the list of what was counted for it where a list can say it."""

    line: PlanLine
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FiledView:
    """What was filed, beside the present."""

    id: str
    """Id of the section."""
    agency: str
    """Name of who filed it; empty for the whole portal."""
    day: date
    changes: tuple[FigureChange, ...]
    """Totals first, also those that are the same."""
    items: tuple[ItemChange, ...]
    """Every item that came, went or changed."""


def _told_by_reports(
    read: Read, period: Period, months: Iterable[str], ledger: PeriodLedger
) -> tuple[tuple[PlanLine, ...], tuple[FiledView, ...]]:
    """Return what only reports of whole articles know: the plan, and what each agency filed beside the present."""
    if not ledger.plan and not ledger.filed:
        return (), ()
    ids = (work.id for work in read_works(read, period, months))
    articles: list[Article] = [ARTICLE(read, id_) for id_ in ids if not id_.startswith(ACTIVITY_IDS)]
    holdings = Holdings(
        articles=tuple(sorted(articles, key=lambda article: article.order)),
        ledger=Ledger(activities=ledger.activities, plan=ledger.plan, filed=ledger.filed),
        taxonomy=TAXONOMY(read),
        calendar=Calendar(),
        settings=SETTINGS(read),
    )
    made = {
        scope: assemble(holdings, period=period, now=period.ends, scope=scope)
        for scope in dict.fromkeys((*([""] if ledger.plan else ()), *(one.scope for one in ledger.filed)))
    }
    return made[""].plan if ledger.plan else (), tuple(_filed(made[one.scope], one) for one in ledger.filed)


def _plan_url(period: Period, target: PlanTarget, terms: Taxonomy) -> str:
    """Return the list that holds what a target counts; empty where no list does (shares, minutes, agencies below)."""
    genres = work_units(terms)
    if target.is_percent or target.activity or target.agency or target.unit not in ("", AIRING_UNIT, *genres):
        return ""
    if target.unit in ("tin", "bài") and not target.genre:
        return ""
    asked = {"topic": target.topic, "genre": target.genre or genres.get(target.unit, "")}
    unit = "luot" if target.unit == AIRING_UNIT else "bai"
    return list_url(period, **{axis: id_ for axis, id_ in asked.items() if id_}, unit=unit)


def _filed(report: Report, filed: Filed) -> FiledView:
    """Set every total that was filed, and whatever else differs, beside the present."""
    said: dict[str, Any] = thaw(dict(filed.data)["totals"])
    differing = {change.name: change for change in report.changes}
    totals = tuple(
        differing.get(name, FigureChange(name=name, filed=said[id_], now=said[id_]))
        for id_, name in TOTALS.items()
        if id_ != "untimed"
    )
    return FiledView(
        id=f"da-nop-{filed.scope}" if filed.scope else "da-nop",
        agency=report.agency if filed.scope else "",
        day=filed.filed,
        changes=(*totals, *(change for change in report.changes if change not in totals)),
        items=tuple(_here(change, report.site_url) for change in report.item_changes),
    )


def _here(change: ItemChange, site_url: str) -> ItemChange:
    """Give an item of our own its rooted URL, so that the page may link to it; of one that went there is none."""
    if change.verb == GONE:
        return replace(change, url="")
    root = site_url.rstrip("/")
    return replace(change, url=change.url.removeprefix(root)) if change.url.startswith(f"{root}/") else change


def _month_chart(found: Figures) -> Months | None:
    rows = (row for row in found.table("month").rows if row.id != NONE)
    return charts.months([(row.id, row.count.works, row.count.airings) for row in rows])


def statistics_list(read: Read, period: str, months: tuple[str, ...]) -> bytes:
    """Make `/thong-ke/PERIOD/danh-sach/`: filled by script from the open data of `months` (`YYYY/MM`)."""
    span: Period = PERIOD(read, period)
    meta = outer.Meta(
        url=f"{span.url}danh-sach/",
        title=f"Danh sách tin, bài: {span.label}",
        description=f"Các tin, bài được tính trong thống kê từ {date_short(span.since)} đến {date_short(span.until)}.",
        section=SECTION,
        noindex=True,
    )
    names = tuple(month.replace("/", "-") for month in months)
    main = render(read, "thong-ke-danh-sach.html", depth_of(meta.url), period=span, months=months, names=names)
    return outer.page(read, meta, main)


def _views(found: Figures) -> tuple[View, ...]:
    return tuple(_view(found.period, table) for table in found.tables if table.rows)


def _note(table: Table) -> str:
    has_undated = table.axis == "month" and any(row.id == NONE for row in table.rows)
    return UNDATED if has_undated else NOTES.get(table.axis, "")


def _view(period: Period, table: Table) -> View:
    """Prepare a table with its links and its chart; places are charted by airings, all else by works."""
    by_airings = table.axis in ("channel", "outlet")
    lines = tuple(
        Line(
            name=row.name,
            count=row.count,
            works_url=f"{url}&unit=bai",
            airings_url=f"{url}&unit=luot",
        )
        for row in table.rows
        for url in (list_url(period, **{table.axis: row.id}),)
    )
    values = [(line.name, line.count.airings if by_airings else line.count.works) for line in lines]
    is_part = table.axis in ("agency", "outlet") and len(values) > MAX_BARS
    if is_part:
        values = sorted(values, key=lambda value: -value[1])[:MAX_BARS]
    return View(
        axis=table.axis,
        title=AXIS_NAMES[table.axis],
        lines=lines,
        table=table,
        unit="lượt" if by_airings else "tin, bài",
        bars=() if table.axis == "month" else charts.bars(values),
        is_part=is_part,
        note=_note(table),
    )
