"""Spans of days that a period is compared with: the one before it, and the same of last year.

Knows: how one span of days follows from another. Never: counts.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from site_builder.model.periods import Calendar, Period

BEFORE, LAST_YEAR = "kỳ trước", "cùng kỳ năm trước"
ALIKE = 0.1
"""By how much of its length a period of the calendar may differ and still be the one before."""


def compared(period: Period, calendar: Calendar) -> tuple[Period, ...]:
    """Return the spans that a period is compared with, under the names that reports use.

    One only when both are the same days (the period before a year is the year before), or when the period is longer
    than a year, so that last year's days are partly its own.
    """
    earlier, year_ago = replace(before(period, calendar), label=BEFORE), last_year(period)
    same = (earlier.since, earlier.until) == (year_ago.since, year_ago.until)
    return (earlier,) if same or year_ago.until >= period.since else (earlier, year_ago)


def before(period: Period, calendar: Calendar) -> Period:
    """Return the period before: one of the calendar that ends the day before and is as long, else as many days."""
    last = period.since - timedelta(days=1)
    length = _length(period)
    alike = [
        one
        for one in calendar.between(last, last)
        if one.until == last and abs(_length(one) - length) <= ALIKE * length
    ]
    if alike:
        return min(alike, key=lambda one: (one.recipient != period.recipient, one.legal != period.legal, one.id))
    months = _whole_months(period)
    since = _shift(period.since, -months) if months else period.since - timedelta(days=length)
    return Period(id="ky-truoc", label=BEFORE, since=since, until=last)


def last_year(period: Period) -> Period:
    """Return the same days of the year before."""
    day = timedelta(days=1)
    until = max(_shift(period.until + day, -12) - day, _shift(period.until, -12))  # the end of February stays the end
    return Period(id="nam-truoc", label=LAST_YEAR, since=_shift(period.since, -12), until=until)


def _length(period: Period) -> int:
    return (period.until - period.since).days + 1


def _whole_months(period: Period) -> int:
    """Return how many months the period is, 0 when it is not whole ones (26/5–25/8 is three)."""
    end = period.until + timedelta(days=1)
    months = (end.year - period.since.year) * 12 + end.month - period.since.month
    return months if end.day == period.since.day else 0


def _shift(day: date, months: int) -> date:
    """Return the day so many months on; the last day of a month that is too short."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
