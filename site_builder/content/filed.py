"""`content/reports/filed/PERIOD.AGENCY.json` → the figures that were filed, as they are.

Knows: the head of a report's JSON. Never: writes one; never changes or recounts what was filed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from site_builder.content import report_names
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.filed_shape import first_fault
from site_builder.content.known_periods import find_period
from site_builder.content.strict_json import BrokenJson, read_json
from site_builder.frozen import freeze
from site_builder.model.ledger import Filed
from site_builder.model.periods import Calendar
from site_builder.text import date_short

VERSION = 1
_RESTORE = "hãy lấy lại bản đã lưu trong git, không sửa tay tệp này"


def filed(notes: FileNotes, data: bytes, calendar: Calendar) -> Filed | None:
    """Read one file; None when it is damaged."""
    try:
        found = read_json(data)
    except BrokenJson as error:
        line, told = error.args
        notes.error(line, "json-hong", f"tệp số liệu đã chốt {told}; {_RESTORE}")
        return None
    head = found if isinstance(found, Mapping) else {}
    if head.get("version") != VERSION:
        message = f"tệp số liệu đã chốt phải có version {VERSION}, đang là {quoted(str(head.get('version')))}; "
        notes.error(0, "phien-ban-la", message + _RESTORE)
        return None
    return _checked(notes, head, calendar)


def _checked(notes: FileNotes, head: Mapping[str, Any], calendar: Calendar) -> Filed | None:
    """Check period, agency and day."""
    told = head.get("period")
    period = told if isinstance(told, Mapping) else {}
    since, until, day = _day(period.get("since")), _day(period.get("until")), _day(head.get("filed"))
    named = report_names.split(notes)[0]
    if not isinstance(head.get("agency", {}), Mapping):
        notes.error(0, "json-hong", f"tệp số liệu đã chốt không ghi rõ cơ quan báo cáo; {_RESTORE}")
        return None
    if since is None or until is None or day is None:
        notes.error(0, "json-hong", f"tệp số liệu đã chốt thiếu ngày của kỳ hoặc ngày chốt; {_RESTORE}")
        return None
    if period.get("id") != named:
        message = f"tệp ghi số liệu của kỳ {quoted(str(period.get('id')))} mà tên tệp là {quoted(named)}; {_RESTORE}"
        notes.error(0, "ky-lech", message)
        return None
    if fault := first_fault(head):
        notes.error(0, "json-hong", f"tệp số liệu đã chốt thiếu hoặc sai phần {fault}; {_RESTORE}")
        return None
    known = find_period(calendar, named)
    if known and (known.since, known.until) != (since, until):
        spans = f"{date_short(since)} – {date_short(until)}, nay periods.yml ghi {known.span}"
        message = f"lúc chốt, kỳ này là {spans}; hãy trả lại ngày cũ trong periods.yml, hoặc đặt mã khác cho kỳ mới"
        notes.warn(0, "ky-lech", message)
    return Filed(period=named, filed=day, data=freeze(head))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
