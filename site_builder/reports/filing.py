"""A report's life: who owes it and when, whether it was filed, and what is frozen when it is.

Knows: due days and filings. Never: writes a file; never counts articles.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from site_builder.model import Agency, Taxonomy
from site_builder.model.ledger import Ledger
from site_builder.model.periods import Calendar, Period
from site_builder.reports.duties import Duty, duties, ended
from site_builder.reports.report import Report
from site_builder.reports.to_json import json_bytes, report_object
from site_builder.text import VIETNAM

PAST, AHEAD = timedelta(days=400), timedelta(days=120)
"""How far from today a due date may lie to be listed."""
LATE, SOON, OPEN, DONE = "quá hạn", "sắp đến hạn", "đang mở", "đã nộp"
"""States of a report that is due, the most urgent first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A report that is due, or was."""

    period: Period
    agency: str
    """Id of the agency whose report it is; empty for the whole portal's."""
    name: str
    """Its name on the period's last day; empty for the whole portal."""
    due: date
    recipient: str
    state: str
    """One of `quá hạn`, `sắp đến hạn`, `đang mở` (its period is not over), `đã nộp`."""
    days: int
    """Days from today to the due date; less than zero when it has passed."""


def due(
    calendar: Calendar, ledger: Ledger, now: datetime, since: date = date.min, taxonomy: Taxonomy | None = None
) -> tuple[Due, ...]:
    """Return the reports due within `PAST` and `AHEAD` of `now`: late ones first, then by nearness of the day.

    Every agency's report is one of its own: what one agency filed says nothing of another's.

    Args:
        calendar: all periods.
        ledger: what was filed.
        now: the moment.
        since: when the portal began; of a period that ended before, only what was filed all the same is listed.
        taxonomy: the agencies.
    """
    known = taxonomy or Taxonomy()
    found = [
        _due(period, period.due, duty, known, ledger, now)
        for period in _around(calendar, now)
        if period.due
        for duty in _owed_or_filed(period, known, ledger)
        if period.until >= since or ledger.filed_of(period.id, duty.agency)
    ]
    rank = (LATE, SOON, OPEN, DONE).index
    return tuple(
        sorted(found, key=lambda one: (rank(one.state), abs(one.days), one.due, one.period.id, one.name, one.agency))
    )


def unowed(
    calendar: Calendar, ledger: Ledger, now: datetime, since: date, taxonomy: Taxonomy
) -> tuple[tuple[Period, Agency, tuple[Agency, ...]], ...]:
    """Return what nobody owes of the periods that `due` lists: an agency that ended, and its heirs, who owe nothing."""
    return tuple(
        (period, *one)
        for period in _around(calendar, now)
        if period.until >= since
        for one in ended(period, taxonomy, ledger)
    )


def _around(calendar: Calendar, now: datetime) -> tuple[Period, ...]:
    """Return the periods that are due within `PAST` and `AHEAD` of a moment."""
    today = now.astimezone(VIETNAM).date()
    near = calendar.between(today - 2 * PAST, today + 2 * AHEAD)
    return tuple(period for period in near if period.due and today - PAST <= period.due <= today + AHEAD)


def _owed_or_filed(period: Period, taxonomy: Taxonomy, ledger: Ledger) -> tuple[Duty, ...]:
    """Return the reports that are owed, and those that were filed without being owed."""
    owed = duties(period, taxonomy, ledger)
    asked = {duty.agency for duty in owed}
    filed = (entry.scope for entry in ledger.filed if entry.period == period.id)
    return (*owed, *(Duty(agency=id_, recipient=period.recipient) for id_ in filed if id_ not in asked))


def _due(period: Period, day: date, duty: Duty, taxonomy: Taxonomy, ledger: Ledger, now: datetime) -> Due:
    agency = taxonomy.agency_by_id.get(duty.agency)
    return Due(
        period=period,
        agency=duty.agency,
        name=(agency.label or agency.name_on(period.until)) if agency else duty.agency,
        due=day,
        recipient=duty.recipient,
        state=_state(period, duty.agency, ledger, now),
        days=(day - now.astimezone(VIETNAM).date()).days,
    )


def _state(period: Period, agency: str, ledger: Ledger, now: datetime) -> str:
    if ledger.filed_of(period.id, agency):
        return DONE
    if period.due and now.astimezone(VIETNAM).date() > period.due:
        return LATE
    return OPEN if now < period.ends else SOON


def file_report(report: Report, filed: date) -> bytes:
    """Freeze a report: its JSON with the day of filing, without differences from itself."""
    return json_bytes({**report_object(report), "filed": filed.isoformat(), "changes": [], "item_changes": []})
