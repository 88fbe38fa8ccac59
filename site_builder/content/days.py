"""Dates as editors write them: ISO 8601, or day first; never month first.

`2019-08-30`, `2019-08-30T07:30:00+07:00`, `30/8/2019`, `30-8-2019 7h30`. Without an offset a time is Viet
Nam's. What is no date is refused with the form to write instead, made from what was found where possible.

Knows: calendars. Never: asks what day it is.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from site_builder.model.settings import FIRST_YEAR
from site_builder.text import VIETNAM, date_short

LAST_YEAR = 2200
"""Nothing is planned for later; beside, the calendar of computers ends in 9999."""

EXAMPLE = "30/8/2019 07:30"

_TIME = r"(?P<hour>\d{1,2})(?::|h)(?P<minute>\d{2})?(?::(?P<second>\d{2})(?:\.\d+)?)?"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})"
    rf"(?:(?:T|\s+){_TIME}\s*(?P<offset>Z|[+-]\d\d:?\d\d)?)?\Z"
)
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})(?:,?\s+{_TIME}(?P<offset>\Z)?)?\Z"
)
_SHORT_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d\d)\b")
_BEFORE = re.compile(
    r"\A['‘’]?\s*(?:(?:sáng|chiều|tối)\s+)?(?:(?:thứ\s+\w+|chủ\s+nhật)[\s,]*)?(?:ngày\s*:?\s*)?", re.IGNORECASE
)
_AFTER = re.compile(r"\s*\((?:thứ\s+\w+|chủ\s+nhật)\)\Z|,?\s+(?:sáng|chiều|tối)\Z|[.,;]\Z", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_TIME_BEFORE = re.compile(
    r"\A\d{1,2}(?::|h|g)(?:\d{1,2})?(?:\s*(?:,|\||-|phút|p))*\s*(?=ngày|thứ|chủ|\d)", re.IGNORECASE
)
"""Portals write the time first: `07:30 30/8/2019`, `10:8, Thứ Tư, 3-4-2024`, `(21:01 | 17/03/2021)`."""
_IN_BRACKETS = re.compile(r"\A\(([^()]*)\)\Z")
_DAY_AND_MONTH = re.compile(r"\d{1,2}[/-]\d{1,2}\Z")
_LONGER = re.compile(r"(?:tháng\s+\d|\d{1,2}/\d{4}\Z|quý\s|năm\s|tuần\s)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\Z")
_RANGE = re.compile(r"\d\s*(?:-|đến|và|,)\s*\d{1,2}[/.]\d", re.IGNORECASE)
_WORDS = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+|,?\s*)(\d{4})")


class NotADate(ValueError):  # noqa: N818 - names what the text is not
    """The text is no date; `args` are a code, and what was found with what to write instead."""


def read_moment(text: str) -> datetime:
    """Read a date, with or without a time; at 00:00 without.

    Raises:
        NotADate: it is none.
    """
    found = _ISO.match(text) or _DAY_FIRST.match(text)
    if not found:
        raise NotADate("ngay-sai", _offer(text))
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    if month > 12 >= day:
        raise NotADate("ngay-dao-thang", _month_first(text, year, day, month))
    try:
        moment = datetime(
            year, month, day, int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0),
            tzinfo=_zone(found["offset"]),
        )  # fmt: skip
        return moment.astimezone(VIETNAM)
    except (ValueError, OverflowError):
        raise NotADate("ngay-sai", f"lịch không có ngày, giờ này; hãy ghi lại, ví dụ {EXAMPLE}") from None


def read_day(text: str) -> date:
    """Read a date without a time; a time that stands there is left out.

    Raises:
        NotADate: it is none.
    """
    return read_moment(text).date()


def read_typed_day(text: str) -> date:
    """Read a day as people type it in tables: also `Ngày 30/8/2019`, `30.8.2019`, `thứ Sáu, 30 tháng 8 năm 2019`.

    Raises:
        NotADate: it is none.
    """
    plain = _DASHES.sub("-", _BEFORE.sub("", _TIME_BEFORE.sub("", _IN_BRACKETS.sub(r"\1", text))))
    plain = _AFTER.sub("", _WORDS.sub(r"\1/\2/\3", plain))
    plain = re.sub(r"\s*([/.-])\s*", r"\1", plain).strip()
    if found := _YEAR_FIRST.match(plain):
        plain = f"{found[1]}-{found[2]}-{found[3]}"
    try:
        return read_day(plain)
    except NotADate:
        if _RANGE.search(plain):
            raise NotADate("ngay-sai", "là nhiều ngày; hãy ghi một ngày, ví dụ ngày đầu hoặc ngày cuối") from None
        if _DAY_AND_MONTH.match(plain):
            raise NotADate(
                "ngay-sai", f"không phải ngày, chưa có năm; hãy ghi đủ, ví dụ {plain.replace('-', '/')}/2026"
            ) from None
        if _LONGER.match(plain):
            raise NotADate(
                "ngay-sai", "không phải ngày, chưa rõ ngày nào; hãy ghi một ngày, ví dụ ngày cuối của tháng, quý ấy"
            ) from None
        raise


def has_time(text: str) -> bool:
    """Say whether a date that was read had a time."""
    return ":" in text or "h" in text


def _zone(offset: str | None) -> timezone:
    if not offset or offset in ("+07:00", "+0700"):
        return VIETNAM
    if offset == "Z":
        return UTC
    span = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return timezone(-span if offset[0] == "-" else span)


def _month_first(text: str, year: int, month: int, day: int) -> str:
    """Offer the same date with the day before the month, or in ISO's order."""
    if text[:4] == f"{year}":
        return f"tháng {day} không có; hãy ghi năm-tháng-ngày: {year}-{month:02}-{day:02}"
    return f"tháng đứng trước ngày; hãy ghi ngày trước: {day:02}/{month:02}/{year}"


def _offer(text: str) -> str:
    """Say what to write, from what can be seen in the text."""
    if found := _WORDS.search(text):
        return f"ngày viết bằng chữ; hãy ghi bằng số: {int(found[1]):02}/{int(found[2]):02}/{found[3]}"
    if found := _SHORT_YEAR.match(text):
        return f"năm phải đủ bốn chữ số; hãy ghi {int(found[1]):02}/{int(found[2]):02}/20{found[3]}"
    return f"không phải ngày; hãy ghi ngày/tháng/năm, có thể thêm giờ, ví dụ {EXAMPLE}"


def too_far(day: date) -> str:
    """Say what is wrong with a day before `FIRST_YEAR` or after `LAST_YEAR`; empty when nothing is."""
    if day.year > LAST_YEAR:
        return f"ngày {date_short(day)} sau năm {LAST_YEAR}; hãy xem lại năm, ví dụ {EXAMPLE}"
    if day.year >= FIRST_YEAR:
        return ""
    return f"ngày {date_short(day)} trước năm {FIRST_YEAR}; hãy xem lại năm, ví dụ {EXAMPLE}"
