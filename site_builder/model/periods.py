"""Reporting periods (kỳ báo cáo): explicit ones and rules that make one for every year.

A period is a label and two days, both inclusive. It need not be a calendar quarter, may overlap another and
may cross New Year: "Quý III/2019" of the broadcasters' chain is 26/5–25/8, "6 tháng" of CV 581/BNV-CCHC is
15/12 of the year before to 14/6.

Knows: days. Never: asks what day it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from site_builder.text import VIETNAM, date_short


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporter:
    """Who owes a period's report, and to whom; without agency and kind it is the whole portal's report."""

    agency: str = ""
    """Agency id."""
    kind: str = ""
    """Every agency of this kind."""
    to: str = ""
    """Agency id, or a name as it is; the period's recipient when empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """One reporting period."""

    id: str
    label: str
    since: date
    """First day, inclusive."""
    until: date
    """Last day, inclusive."""
    due: date | None = None
    """Day by which the report is to be filed."""
    recipient: str = ""
    legal: str = ""
    """Id of the legal base that asks for it."""
    reporters: tuple[Reporter, ...] = ()
    """Who owes its report; none for the portal's own agency only."""

    @property
    def url(self) -> str:
        """Rooted URL of the period's statistics page."""
        return f"/thong-ke/{self.id}/"

    @property
    def span(self) -> str:
        """The two days for people: `26/05/2019 – 25/08/2019`."""
        return f"{date_short(self.since)} – {date_short(self.until)}"

    @property
    def starts(self) -> datetime:
        """First instant, Viet Nam time."""
        return datetime.combine(self.since, time.min, VIETNAM)

    @property
    def ends(self) -> datetime:
        """First instant after the period, Viet Nam time."""
        return datetime.combine(self.until + timedelta(days=1), time.min, VIETNAM)

    def holds(self, moment: datetime) -> bool:
        """Say whether `moment` lies in the period."""
        return self.starts <= moment < self.ends

    def months(self) -> tuple[str, ...]:
        """Return the months it touches, `YYYY/MM`, oldest first."""
        first, last = self.since.year * 12 + self.since.month - 1, self.until.year * 12 + self.until.month - 1
        return tuple(f"{number // 12}/{number % 12 + 1:02}" for number in range(first, last + 1))


HORIZON = 2100
"""Last year for which a rule without an end is asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodRule:
    """A pattern that makes a period for every year; `{year}` and `{year-1}` stand for the years."""

    id: str
    label: str
    since: str
    until: str
    due: str = ""
    first: int
    """First year."""
    last: int | None = None
    recipient: str = ""
    legal: str = ""
    reporters: tuple[Reporter, ...] = ()

    @property
    def years(self) -> range:
        """The years for which it makes a period."""
        return range(self.first, (self.last or HORIZON) + 1)

    def id_in(self, year: int) -> str:
        """Return the id of the period of `year`."""
        return _fill(self.id, year)

    def in_year(self, year: int) -> Period:
        """Return the period of `year`.

        Raises:
            ValueError: a pattern gives no date.
        """
        return Period(
            id=self.id_in(year),
            label=_fill(self.label, year),
            since=date.fromisoformat(_fill(self.since, year)),
            until=date.fromisoformat(_fill(self.until, year)),
            due=date.fromisoformat(_fill(self.due, year)) if self.due else None,
            recipient=self.recipient,
            legal=self.legal,
            reporters=self.reporters,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """All periods of a portal: the explicit ones and the rules."""

    fixed: tuple[Period, ...] = ()
    rules: tuple[PeriodRule, ...] = ()

    def between(self, first: date, last: date) -> tuple[Period, ...]:
        """Return the periods that overlap `first`…`last`, the newest first."""
        years = range(first.year, last.year + 2)
        made = (rule.in_year(year) for rule in self.rules for year in years if _covers(rule, year))
        found = (period for period in (*self.fixed, *made) if period.since <= last and period.until >= first)
        return newest_first(found)


def newest_first(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Sort by last day, the newest first; a longer period before a shorter one with the same end."""
    return tuple(sorted(periods, key=lambda period: (-period.until.toordinal(), period.since, period.id)))


def _covers(rule: PeriodRule, year: int) -> bool:
    return rule.first <= year and (rule.last is None or year <= rule.last)


def _fill(pattern: str, year: int) -> str:
    return pattern.replace("{year}", str(year)).replace("{year-1}", str(year - 1))
