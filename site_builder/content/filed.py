"""`content/reports/filed/PERIOD.AGENCY.json` → the figures that were filed, as they are.

Knows: the head of a report's JSON. Never: writes one; never changes or recounts what was filed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from site_builder.content import report_names
from site_builder.content.fields import Sheet, quoted
from site_builder.content.known_periods import find_period
from site_builder.ledger import Filed
from site_builder.periods import Calendar
from site_builder.settings import freeze
from site_builder.text import date_short, texts, unshowable

VERSION = 1
_PARTS = ("totals", "tables", "activities", "items")
_DEEPEST = 32
"""No report has half as many lists in lists."""
_RESTORE = "hãy lấy lại bản đã lưu trong git, không sửa tay tệp này"


def filed(sheet: Sheet, data: bytes, calendar: Calendar) -> Filed | None:
    """Read one file; None when it is damaged."""
    try:
        found: Any = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        sheet.error(error.lineno, "json-hong", f"tệp số liệu đã chốt bị hỏng ở dòng này; {_RESTORE}")
        return None
    except (ValueError, RecursionError):  # no UTF-8, a number of 5,000 digits, brackets in brackets
        sheet.error(0, "json-hong", f"tệp số liệu đã chốt bị hỏng; {_RESTORE}")
        return None
    if _depth(found) > _DEEPEST:
        sheet.error(0, "json-hong", f"tệp số liệu đã chốt bị hỏng: lồng nhau quá sâu; {_RESTORE}")
        return None
    if sign := unshowable("\n".join(texts(found))):
        message = f"tệp số liệu đã chốt có ký tự điều khiển U+{ord(sign):04X}; {_RESTORE}"
        sheet.error(0, "ky-tu-dieu-khien", message)
        return None
    head = found if isinstance(found, Mapping) else {}
    if head.get("version") != VERSION:
        message = f"tệp số liệu đã chốt phải có version {VERSION}, đang là {quoted(str(head.get('version')))}; "
        sheet.error(0, "phien-ban-la", message + _RESTORE)
        return None
    return _checked(sheet, head, calendar)


def _depth(value: object) -> int:
    """Return how deep lists and mappings lie in each other, without going deeper itself."""
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [inner for one in level for inner in _inside(one)]
    return depth


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _checked(sheet: Sheet, head: Mapping[str, Any], calendar: Calendar) -> Filed | None:
    """Check period, agency and day."""
    told = head.get("period")
    period = told if isinstance(told, Mapping) else {}
    since, until, day = _day(period.get("since")), _day(period.get("until")), _day(head.get("filed"))
    named = report_names.split(sheet)[0]
    if not isinstance(head.get("agency", {}), Mapping):
        sheet.error(0, "json-hong", f"tệp số liệu đã chốt không ghi rõ cơ quan báo cáo; {_RESTORE}")
        return None
    if since is None or until is None or day is None:
        sheet.error(0, "json-hong", f"tệp số liệu đã chốt thiếu ngày của kỳ hoặc ngày chốt; {_RESTORE}")
        return None
    if period.get("id") != named:
        message = f"tệp ghi số liệu của kỳ {quoted(str(period.get('id')))} mà tên tệp là {quoted(named)}; {_RESTORE}"
        sheet.error(0, "ky-lech", message)
        return None
    lacking = [name for name in _PARTS if name not in head]
    if lacking:
        sheet.error(0, "json-hong", f"tệp số liệu đã chốt thiếu phần {', '.join(lacking)}; {_RESTORE}")
        return None
    known = find_period(calendar, named)
    if known and (known.since, known.until) != (since, until):
        spans = f"{date_short(since)} – {date_short(until)}, nay periods.yml ghi {known.span}"
        message = f"lúc chốt, kỳ này là {spans}; hãy trả lại ngày cũ trong periods.yml, hoặc đặt mã khác cho kỳ mới"
        sheet.warn(0, "ky-lech", message)
    return Filed(period=named, filed=day, data=freeze(head))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
