"""`content/plans/YYYY.yml` → what a plan promises for a period, one target an entry.

Knows: the keys of a plan. Never: counts; never reads the disk.
"""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.content.fields import Fields, items
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.known_periods import find_period, unknown_period
from site_builder.content.nodes import Listing
from site_builder.content.vocabularies import FOLDER, known_id
from site_builder.model import Taxonomy
from site_builder.model.ledger import Location, PlanTarget, read_unit, units
from site_builder.model.periods import Calendar
from site_builder.text import number, offer

PLAN = {
    "period": "quy-3-2019",
    "name": '"Tin, bài về cải cách thủ tục"',
    "agency": "so-noi-vu",
    "topic": "cai-cach-thu-tuc-hanh-chinh",
    "genre": "phong-su",
    "activity": '"Tờ gấp"',
    "unit": "bài",
    "target": "150",
}
_FILTERS = ("topic", "genre", "activity")


def plan_targets(notes: FileNotes, root: Listing, taxonomy: Taxonomy, calendar: Calendar) -> tuple[PlanTarget, ...]:
    """Read one plan; an entry without a usable period or target is noted and left out."""
    found = (_target(record, taxonomy, calendar) for record in items(notes, root, PLAN))
    return tuple(target for target in found if target)


def _target(record: Fields, taxonomy: Taxonomy, calendar: Calendar) -> PlanTarget | None:
    record.require("period", "target")
    period, value = record.text("period"), _number(record)
    if period and find_period(calendar, period) is None:
        record.wrong("period", "ky-la", f"ghi {unknown_period(calendar, period)}")
    told = [key for key in _FILTERS if key in record]
    if len(told) > 1:
        record.wrong(told[1], "khoa-trung", f"và {told[0]} cùng có mặt; hãy chỉ giữ một, hoặc tách thành hai mục")
    target = PlanTarget(
        place=Location(file=record.notes.file, line=record.line),
        period=period,
        target=value or 0.0,
        is_percent=_is_percent(record),
        unit=_unit(record, units(taxonomy)),
        agency=_id(record, "agency", "co-quan-la", {agency.id: agency.name for agency in taxonomy.agencies}),
        topic=_id(record, "topic", "chu-de-la", {topic.id: topic.name for topic in taxonomy.topics}),
        genre=_id(record, "genre", "the-loai-la", taxonomy.genre_names),
        activity=record.text("activity"),
        name=record.text("name"),
    )
    return target if period and value is not None else None


def _is_percent(record: Fields) -> bool:
    return record.text("target").endswith("%")


def _number(record: Fields) -> float | None:
    told = record.text("target")
    value = number(told.removesuffix("%").rstrip())
    if told and value is None:
        record.wrong("target", "so-sai", f"ghi {quoted(told)}; hãy ghi số hoặc phần trăm, ví dụ 150, 3.250 hoặc 80%")
    return value


def _unit(record: Fields, known: Sequence[str]) -> str:
    unit = read_unit(record.text("unit"), known)
    if unit and unit not in known:
        instead = offer(unit, known, f"hãy ghi một trong: {', '.join(known)}")
        record.wrong("unit", "don-vi-tinh-la", f"ghi {quoted(unit)}, không có; {instead}")
    return unit


def _id(record: Fields, key: str, code: str, names: dict[str, str]) -> str:
    """Return an id of the taxonomy; `names` is empty when its file could not be read, which says so itself."""
    value = record.text(key)
    if value and names and value not in names:
        instead = known_id(value, names, FOLDER)
        record.wrong(key, code, f"ghi {quoted(value)}, không có; {instead}")
    return value
