"""Which period an id means, among those that `periods.yml` lists or makes by a rule.

Knows: the ids of a calendar. Never: asks what day it is.
"""

from __future__ import annotations

import re

from site_builder.content.file_notes import quoted
from site_builder.content.vocabularies import FOLDER
from site_builder.model.periods import Calendar, Period
from site_builder.text import nearest, slug

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def find_period(calendar: Calendar, ident: str) -> Period | None:
    """Return the period of an id, or None."""
    fixed = next((period for period in calendar.fixed if period.id == ident), None)
    made = (rule.in_year(year) for rule in calendar.rules for year in rule.years if rule.id_in(year) == ident)
    return fixed or next(made, None)


def unknown_period(calendar: Calendar, ident: str, year: int | None = None) -> str:
    """Say that there is no such period, and which may be meant: one of the year that `ident` names, else of `year`."""
    asked = _plain(ident)
    told = _YEAR.search(asked)
    wanted = int(told[0]) if told else year
    rule = next((rule for rule in calendar.rules if wanted and rule.id_in(wanted) == asked), None)
    if rule and ident == asked:
        until = f" đến năm {rule.last}" if rule.last else ""
        return f"kỳ báo cáo {quoted(ident)} không có; periods.yml tính kỳ này từ năm {rule.first}{until}"
    known = [(period.since.year, period.until.year, period.id) for period in calendar.fixed]
    known += [(year, year, rule.id_in(year)) for rule in calendar.rules for year in rule.years]
    of_year = [found for first, last, found in known if wanted and first <= wanted <= last]
    near = nearest(asked, of_year) or nearest(asked, [found for _, _, found in known])
    instead = f"có phải {near}?" if near else f"hãy ghi mã (id) của một kỳ trong {FOLDER}/periods.yml"
    return f"kỳ báo cáo {quoted(ident)} không có; {instead}"


def _plain(ident: str) -> str:
    """Write what may be a label the way ids are: `Quý III/2026` is `quy-3-2026`."""
    return "-".join(_ROMAN.get(word, word) for word in slug(ident).split("-"))
