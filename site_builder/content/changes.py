"""The changes of a published article, each with the moment at which it counts: corrections, update, withdrawal.

Editors write days. A day counts as its first minute, but at least one minute after the publication and after the
change before it: so whoever polls a feed sees that something changed, and what came last is the newest. A time
that somebody wrote stays, unless it is not later than what it follows. What people read is always the day as written.

Knows: the keys `corrections`, `updated` and `withdrawn`. Never: asks what day it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from site_builder.content.fields import Fields
from site_builder.model import Correction, Withdrawal

CORRECTION = {"date": "1/9/2019", "note": '"Sửa số liệu ở đoạn hai"', "grave": "true"}
WITHDRAWAL = {"date": "1/9/2019", "reason": '"Trùng với bài đã đăng"'}
MINUTE = timedelta(minutes=1)


class Written(NamedTuple):
    """When a change was made, as the file says it."""

    moment: datetime
    has_time: bool


class Settled(NamedTuple):
    """When a change counts."""

    moment: datetime
    written: Written

    @property
    def is_moved(self) -> bool:
        """Whether it counts at another moment than was written."""
        return self.moment != self.written.moment

    @property
    def day(self) -> date:
        """The day that was written."""
        return self.written.moment.date()


class _Note(NamedTuple):
    """A correction as the file says it."""

    written: Written | None
    text: str
    is_grave: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What became of an article after it was published."""

    updated: datetime | None
    updated_day: date | None
    """The day of the update, where no time is to be read."""
    corrections: tuple[Correction, ...]
    withdrawn: Withdrawal | None


def read_changes(fields: Fields, published: datetime, added: datetime) -> Changes:
    """Read what became of an article that came out at `published` and reached the portal at `added`."""
    if not any(key in fields for key in ("corrections", "updated", "withdrawn")):
        return Changes(updated=None, updated_day=None, corrections=(), withdrawn=None)
    notes = tuple(_notes(fields, published))
    gone = fields.record("withdrawn", WITHDRAWAL)
    if gone:
        gone.require("date", "reason")
    found = {f"corrections.{index}": note.written for index, note in enumerate(notes)}
    found |= {"updated": _written(fields, "updated", published), "withdrawn": _written(gone, "date") if gone else None}
    settled = settle(published, added, {name: written for name, written in found.items() if written})
    said = [(settled[f"corrections.{index}"], note) for index, note in enumerate(notes) if note.written]
    new, end = settled.get("updated"), settled.get("withdrawn")
    return Changes(
        updated=new.moment if new else None,
        updated_day=new.day if new and (new.is_moved or not new.written.has_time) else None,
        corrections=tuple(
            Correction(date=at.moment, note=note.text, written=at.day if at.is_moved else None, grave=note.is_grave)
            for at, note in said
        ),
        withdrawn=_withdrawal(gone, end) if gone and end else None,
    )


def _withdrawal(fields: Fields, end: Settled) -> Withdrawal:
    return Withdrawal(date=end.moment, reason=fields.text("reason"), written=end.day if end.is_moved else None)


def settle(published: datetime, added: datetime, changes: Mapping[str, Written]) -> dict[str, Settled]:
    """Say when each of `changes` counts; of those of one day a later one in the mapping is newer, but for its time.

    What a work saw elsewhere, before it reached this portal, follows its publication only.
    """
    settled: dict[str, Settled] = {}
    latest, is_exact = published, False
    for name in _in_order(changes):
        moment, has_time = changes[name]
        if latest < added and moment.date() >= added.date():
            latest, is_exact = added, False
        # Two changes to which a person gave the same time are one.
        is_exact = has_time and (moment > latest or (moment == latest and is_exact))
        latest = moment if is_exact else max(moment, latest + MINUTE)
        settled[name] = Settled(latest, changes[name])
    return settled


def _in_order(changes: Mapping[str, Written]) -> list[str]:
    """Sort by time; what has none follows everything of its day that was written before it."""
    places: dict[str, datetime] = {}
    newest: dict[date, datetime] = {}
    for name, (moment, has_time) in changes.items():
        before = newest.get(moment.date(), moment)
        places[name] = moment if has_time else before
        newest[moment.date()] = max(before, moment)
    return sorted(places, key=places.__getitem__)


def _notes(fields: Fields, published: datetime) -> Iterator[_Note]:
    for part in fields.records("corrections", CORRECTION):
        part.require("date", "note")
        yield _Note(_written(part, "date", published), part.text("note"), part.flag("grave"))


def _written(fields: Fields, key: str, published: datetime | None = None) -> Written | None:
    """Read a day, perhaps with a time; warn of one before the publication."""
    moment = fields.moment(key)
    if moment and published and moment.date() < published.date():
        fields.doubtful(key, "ngay-nguoc", "đứng trước ngày của bài (date); hãy xem lại ngày, tháng, năm")
    return Written(moment, fields.has_time(key)) if moment else None
