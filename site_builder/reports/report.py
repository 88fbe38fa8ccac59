"""A report as one frozen value: everything that a form (Word, Excel, web, CSV, JSON) shows, and nothing of how.

`assemble.assemble` makes it; every form is a pure function of it. So all forms state the same numbers.

Knows: what a report holds. Never: counts; never formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from site_builder.counting.figures import Count, Figures
from site_builder.model.ledger import Activity, PlanTarget, Words
from site_builder.model.periods import Period
from site_builder.reports.letterhead import Letterhead


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportAiring:
    """One lượt within the period, for the sheet of airings by outlet."""

    title: str
    date: datetime
    channel: str
    outlet: str
    minutes: float | None
    url: str = ""
    undated: bool = False
    """Whether nobody told the day; `date` is then that of the row, within the period."""
    source: str = ""
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By axis the ids of the rows in which it stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportEntry:
    """One work in the report's list: an article, or an activity that is a named work without a page."""

    id: str
    """`tag:AUTHORITY:bai:ID` of an article; empty for a row of activities."""
    title: str
    date: datetime
    genre: str
    """Names, not ids, from here on."""
    column: str
    agency: str
    """Name as of the date."""
    topics: tuple[str, ...]
    channels: tuple[str, ...]
    url: str
    """Absolute address; empty when there is none."""
    airings: int = 0
    """Lượt within the period."""
    minutes: float = 0.0
    featured: bool = False
    source: str = ""
    """Portal or unit it came from; empty for our own."""
    counts_as_work: bool = True
    """False for a work of another period that only aired in this one, and for a sum (`is_sum`)."""
    is_sum: bool = False
    """True for a row of activities that is no single work, but went out: `5 tin`, `3 lượt`."""
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """By axis the ids of the rows in which the work stands (of a work of another period: would stand)."""
    aired: tuple[ReportAiring, ...] = ()
    """Its airings within the period."""
    corrected: tuple[datetime, ...] = ()
    """When it was corrected (đính chính)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivitySum:
    """Activities of one kind that may be added up: same unit, same qualifier, same genre and channel names."""

    name: str
    """`Tờ gấp`, or genre/channel words when rows have no common title."""
    unit: str
    qualifier: str
    quantity: float
    rows: tuple[Activity, ...]

    @property
    def reason(self) -> str:
        """Why it is not among the works or airings, for people."""
        return self.rows[0].reason if self.rows else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanLine:
    """A target and what was reached."""

    target: PlanTarget
    name: str
    actual: float
    """In the target's unit; a share in hundredths for a percentage."""
    percent: float | None
    """Reached of the target, in hundredths; None when the target is zero."""
    qualifier: str = ""
    """`hơn` or `gần` when what was reached is approximate."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Double:
    """An item that a source sent in and that we, or an earlier source, had already: it counts once, there."""

    title: str
    source: str
    """Who sent it in again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceShare:
    """What one source brought into a consolidated report."""

    name: str
    kind: str
    """`cổng này`, `cổng khác` (JSON) or `biểu Excel`."""
    works: int
    airings: int
    minutes: float
    activities: int
    """Rows of activities."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureChange:
    """A difference between filed and present figures."""

    name: str
    """`Tổng số tin, bài`, `Chủ đề: Cải cách thể chế` …"""
    filed: float
    now: float
    why: tuple[str, ...] = ()
    """Items that came or went: `thêm: TITLE (dd/MM/yyyy)`, `gỡ: TITLE`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChange:
    """What is said otherwise of an item than when it was filed."""

    name: str
    """`chủ đề`, `ngày`, `đính chính` …"""
    filed: str
    now: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemChange:
    """A work, or a row of activities, that came, went or changed since the report was filed."""

    verb: str
    """`thêm`, `gỡ` or `sửa`."""
    part: str
    """`tin, bài`, `hoạt động`, or `nguồn số liệu`: all that another portal or unit brought."""
    id: str
    title: str
    """As it is now; of one that went as it was filed."""
    date: date
    url: str
    fields: tuple[FieldChange, ...] = ()
    """What changed, of one that was edited."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Totals of an earlier span of days."""

    label: str
    """`kỳ trước (26/02/2019 – 25/05/2019)`, `cùng kỳ năm trước (…)`."""
    count: Count


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One report."""

    period: Period
    agency: str
    """Who reports: name of the asked agency, else the portal's."""
    scope: str
    """Id of the asked agency, or empty for the whole portal."""
    portal: str
    site_url: str
    authority: str
    """Tag-URI authority: who this report's items belong to."""
    as_of: date | None
    """Day of the numbers while the period is open (`số liệu tạm tính đến ngày …`), None once it has ended."""
    figures: Figures
    """All axes of `axes.AXES`, rolled up if asked."""
    columns: int
    """Chuyên mục with at least one work or airing in the period: counted apart from works and airings."""
    comparisons: tuple[Comparison, ...]
    entries: tuple[ReportEntry, ...]
    """Oldest first."""
    airings: tuple[ReportAiring, ...]
    activities: tuple[Activity, ...]
    """All rows within the period, those that are works included."""
    sums: tuple[ActivitySum, ...]
    plan: tuple[PlanLine, ...]
    unfit: tuple[ReportEntry, ...]
    """Works whose topics answer no content area of the directive."""
    shares: tuple[SourceShare, ...]
    """Own portal first; one entry only when nothing was included."""
    missing: tuple[str, ...]
    """Names of the units that should report and have not (with --include)."""
    doubles: tuple[Double, ...] = ()
    """What was sent in twice and counts once."""
    words: Words
    letterhead: Letterhead = field(default_factory=Letterhead)
    """What the taxonomy knows of who reports; the report's own words win."""
    filed: date | None
    changes: tuple[FigureChange, ...]
    """Numbers that differ from the filed ones."""
    item_changes: tuple[ItemChange, ...] = ()
    """Items that differ, whether a number does or not: gone, new, edited; works, then activities."""
    rolled: bool = False
    """Whether agencies are rolled up through merges."""
