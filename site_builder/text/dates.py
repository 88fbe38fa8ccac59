"""Days and moments in Viet Nam, as pages, documents and machines write them.

Knows: UTC+7 and the forms of NĐ 30/2020. Never: asks the clock or the locale.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Time in Viet Nam: fixed, no daylight saving, so no time-zone data is needed."""
EPOCH = datetime(1970, 1, 1, tzinfo=VIETNAM)


def date_short(day: date) -> str:
    """Write a date for a page: `08/06/2021`."""
    return f"{day:%d/%m/%Y}"


def date_plain(day: date) -> str:
    """Write a date within a document's sentence (NĐ 30/2020), a zero as in `date_long`: `08/6/2021`, `07/02/2023`."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def date_time(moment: datetime) -> str:
    """Write a date and time for a page, Viet Nam time: `08/06/2021 07:30`."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def date_long(day: date) -> str:
    """Write a date as documents do (NĐ 30/2020): a zero before days under 10 and months 1 and 2 only."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def iso(moment: datetime) -> str:
    """Write a moment for machines, Viet Nam time: `2021-06-08T07:30:00+07:00`."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
