"""Which period an id means, among those that `periods.yml` lists or makes by a rule.

Knows: the ids of a calendar. Never: asks what day it is.
"""

from __future__ import annotations

from site_builder.content.fields import quoted
from site_builder.content.vocabularies import FOLDER
from site_builder.periods import Calendar, Period, PeriodRule
from site_builder.text import nearest

HORIZON = 2100
"""Last year for which a rule without an end is asked."""


def find_period(calendar: Calendar, ident: str) -> Period | None:
    """Return the period of an id, or None."""
    fixed = next((period for period in calendar.fixed if period.id == ident), None)
    made = (rule.in_year(year) for rule in calendar.rules for year in _years(rule) if _id(rule, year) == ident)
    return fixed or next(made, None)


def unknown_period(calendar: Calendar, ident: str) -> str:
    """Say that there is no such period, and the nearest one."""
    known = [period.id for period in calendar.fixed]
    known += [_id(rule, year) for rule in calendar.rules for year in _years(rule)]
    near = nearest(ident, known)
    instead = f"có phải {near}?" if near else f"hãy ghi mã (id) của một kỳ trong {FOLDER}/periods.yml"
    return f"kỳ báo cáo {quoted(ident)} không có; {instead}"


def _years(rule: PeriodRule) -> range:
    return range(rule.first, (rule.last or HORIZON) + 1)


def _id(rule: PeriodRule, year: int) -> str:
    return rule.id.replace("{year}", str(year)).replace("{year-1}", str(year - 1))
