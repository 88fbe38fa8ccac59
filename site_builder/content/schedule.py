"""`periods.yml` → the reporting periods and the rules that make them.

A rule (`every: year`) is tried out for its first years, so that a pattern that gives no date is told today and not
on the day the report is due.

Knows: the keys of `periods.yml`. Never: asks what day it is.
"""

from __future__ import annotations

import re
from datetime import date

from site_builder.content.days import LAST_YEAR, too_far
from site_builder.content.fields import Fields
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.nodes import Listing
from site_builder.content.scalars import LONGEST_ID, NAME
from site_builder.content.vocabularies import References, records
from site_builder.model.periods import Calendar, Period, PeriodRule, Reporter
from site_builder.model.settings import FIRST_YEAR

PERIOD = {
    "id": "quy-3-2019",
    "label": '"Quý III năm 2019"',
    "from": "26/5/2019",
    "to": "25/8/2019",
    "due": "30/8/2019",
    "recipient": "Bộ Nội vụ",
    "legal": "cv-581-bnv-cchc",
    "reporters": "[{kind: xa, to: so-noi-vu}]",
}
RULE = {
    "id": '"quy-3-{year}"',
    "label": '"Quý III năm {year}"',
    "from": '"{year}-05-26"',
    "to": '"{year}-08-25"',
    "due": '"{year}-08-30"',
    "every": "year",
    "first": "2019",
    "last": "2030",
    "recipient": "Bộ Nội vụ",
    "legal": "cv-581-bnv-cchc",
    "reporters": "[{kind: xa, to: so-noi-vu}]",
}
REPORTER = {"agency": "so-noi-vu", "kind": "xa", "to": "Bộ Nội vụ"}
_PLACE = re.compile(r"\{[^}]*\}?|\}")
_PLACES = ("{year}", "{year-1}")
_ID = re.compile(r"(?:[a-z0-9]+|\{year(?:-1)?\})(?:-(?:[a-z0-9]+|\{year(?:-1)?\}))*\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\{year(?:-1)?\})\Z")


def calendar(notes: FileNotes, root: Listing, references: References) -> Calendar:
    """Read `periods.yml`."""
    fixed: list[Period] = []
    rules: list[PeriodRule] = []
    taken: dict[str, int] = {}
    for record in records(notes, root, RULE):
        made: Period | PeriodRule | None
        if "every" in record or "{" in record.raw("id"):
            made = _rule(record, references)
            rules += [made] if made else []
        else:
            made = _period(record, references)
            fixed += [made] if made else []
        _refuse_taken(record, made, taken)
    return Calendar(fixed=tuple(fixed), rules=tuple(rules))


def _period(record: Fields, references: References) -> Period | None:
    record.require("label", "from", "to")
    for key in ("first", "last"):
        if key in record:
            record.doubtful(key, "khoa-la", "chỉ dùng với every: year; hãy bỏ khóa này, hoặc thêm every: year")
    since, until = _near_day(record, "from"), _near_day(record, "to")
    values = (record.name_id("id"), _near_day(record, "due"), references.one(record, "legal", "legal"))
    reporters = _reporters(record, references)
    if since is None or until is None:
        return None
    if since > until:
        record.wrong("to", "ngay-nguoc", "đứng trước from; hãy ghi ngày cuối kỳ (tính cả ngày đó)")
    return Period(
        id=values[0],
        label=record.text("label", values[0]),
        since=since,
        until=until,
        due=values[1],
        recipient=record.text("recipient"),
        legal=values[2],
        reporters=reporters,
    )


def _near_day(record: Fields, key: str) -> date | None:
    """Return a day of a year in which somebody reports."""
    day = record.day(key)
    if day and (far := too_far(day)):
        record.wrong(key, "ngay-ngoai-khoang", f"ghi {far}")
        return None
    return day


def _rule(record: Fields, references: References) -> PeriodRule | None:
    record.require("label", "from", "to", "every", "first")
    if "every" in record and record.raw("every") != "year":
        record.wrong("every", "gia-tri-la", f"ghi {quoted(record.raw('every'))}; hãy ghi every: year (mỗi năm một kỳ)")
    legal, reporters = references.one(record, "legal", "legal"), _reporters(record, references)
    first, last = record.integer("first"), record.integer("last")
    for key, year in (("first", first), ("last", last)):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            record.wrong(key, "ngay-ngoai-khoang", f"ghi năm {year}; hãy ghi năm từ {FIRST_YEAR} đến {LAST_YEAR}")
            return None
    _check_id(record)
    patterns = [_pattern(record, key) for key in ("from", "to", "due")]
    if first is None or not patterns[0] or not patterns[1]:
        return None
    if last is not None and last < first:
        record.wrong("last", "ngay-nguoc", f"đứng trước first ({first}); hãy ghi năm cuối, hoặc bỏ khóa last")
    rule = PeriodRule(
        id=record.raw("id"),
        label=record.text("label", record.raw("id")),
        since=patterns[0],
        until=patterns[1],
        due=patterns[2],
        first=first,
        last=last,
        recipient=record.text("recipient"),
        legal=legal,
        reporters=reporters,
    )
    return rule if _works(record, rule) else None


def _reporters(record: Fields, references: References) -> tuple[Reporter, ...]:
    """Read who owes the report."""
    found = []
    for part in record.records("reporters", REPORTER):
        if "agency" in part and "kind" in part:
            part.wrong("kind", "khoa-trung", "và agency cùng có mặt; hãy chỉ giữ một, hoặc tách thành hai mục")
        to = part.text("to")
        reporter = Reporter(
            agency=references.one(part, "agency", "agencies"),
            kind=references.kind(part, "kind"),
            to=references.one(part, "to", "agencies") if NAME.match(to) else to,
        )
        if reporter.agency and reporter.agency == reporter.to:
            part.wrong("to", "vong-lap", "ghi chính cơ quan này; hãy ghi cơ quan nhận báo cáo")
        found.append(reporter)
    return tuple(found)


def _check_id(record: Fields) -> None:
    ident = record.raw("id")
    if len(ident) > LONGEST_ID:
        record.wrong("id", "ma-sai", f"dài {len(ident)} chữ; hãy ghi một mã ngắn, nhiều nhất {LONGEST_ID} chữ")
    elif not _ID.match(ident):
        message = f"{quoted(ident)} chỉ được gồm chữ thường không dấu, chữ số, gạch nối và {{year}}; hãy ghi, "
        record.wrong("id", "ma-sai", message + record.example("id"))
    elif "{year" not in ident:
        record.wrong("id", "ma-sai", f"phải có {{year}} để mỗi năm một mã; hãy ghi, {record.example('id')}")


def _pattern(record: Fields, key: str) -> str:
    """Return a date pattern in ISO's order; empty when absent or wrong."""
    value = record.raw(key)
    if unknown := [place for place in _PLACE.findall(value) if place not in _PLACES]:
        record.wrong(key, "mau-ngay-sai", f"có {quoted(unknown[0])}; chỉ dùng được {{year}} và {{year-1}}")
        return ""
    if found := _DAY_FIRST.match(value):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return value


def _works(record: Fields, rule: PeriodRule) -> bool:
    """Try the rule for four years, a leap year among them."""
    for year in range(rule.first, rule.first + 4):
        try:
            period = rule.in_year(year)
        except ValueError:
            message = f"không thành ngày của năm {year}; hãy ghi dạng {RULE['from']} và tránh ngày 29/2"
            record.wrong(_culprit(rule, year), "mau-ngay-sai", message)
            return False
        if period.since > period.until:
            message = "đứng trước from; hãy ghi ngày cuối kỳ, hoặc dùng {year-1} cho from của kỳ bắt đầu từ năm trước"
            record.wrong("to", "ngay-nguoc", message)
            return False
    return True


def _culprit(rule: PeriodRule, year: int) -> str:
    """Name the key whose pattern gives no date."""
    plain = {"from": rule.since, "to": rule.until, "due": rule.due}
    for key, pattern in plain.items():
        try:
            PeriodRule(id="x", label="x", since=pattern or "2000-01-01", until="2000-01-01", first=year).in_year(year)
        except ValueError:
            return key
    return "from"


def _refuse_taken(record: Fields, made: Period | PeriodRule | None, taken: dict[str, int]) -> None:
    """Note an id that another period has, or makes in some year."""
    ids = [made.id] if isinstance(made, Period) else [made.id_in(year) for year in made.years] if made else []
    clash = next((ident for ident in ids if ident in taken), "")
    if clash:
        message = f"sinh ra mã {quoted(clash)} đã có ở dòng {taken[clash]}; hãy đổi một trong hai mã"
        record.wrong("id", "trung-id", message)
    taken |= dict.fromkeys((ident for ident in ids if ident not in taken), record.line)
