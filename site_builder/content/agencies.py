"""`agencies.yml` → agencies with dated names and what became of them.

A name holds from `from` up to, not including, `to`; names of one agency follow one another without overlap. An
agency that merged, was absorbed, split or dissolved ends on the event's day, whether its last name says so or not.

Knows: the keys of `agencies.yml`. Never: guesses a successor from a name (facts: a name may survive while the
entity changes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise

from site_builder.content.fields import Fields
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.nodes import Listing
from site_builder.content.vocabularies import References, records
from site_builder.model import Agency, AgencyEvent, AgencyName, Contact, Hotline
from site_builder.text import date_short

AGENCY = {
    "id": "so-noi-vu",
    "kind": "so",
    "parent": "ubnd-tinh",
    "place": "Sóc Trăng",
    "abbreviation": "SNV",
    "name": '"Sở Nội vụ tỉnh Sóc Trăng"',
    "names": '[{name: "Sở Nội vụ", to: 1/7/2025}]',
    "contact": '{phone: "0299 382 0000"}',
    "hotline": '{phone: "1022"}',
    "events": "[{date: 1/7/2025, type: merge, successors: [so-noi-vu-can-tho]}]",
}
NAME = {"name": '"Sở Nội vụ tỉnh Sóc Trăng"', "short": "Sở Nội vụ", "from": "1/4/1992", "to": "1/7/2025"}
CONTACT = {
    "address": '"Số 1, đường A"',
    "phone": '"0299 382 0000"',
    "email": "snv@example.vn",
    "website": "https://snv.example.vn",
}
HOTLINE = {"name": '"Đường dây nóng"', "phone": '"1022"', "note": '"Giờ hành chính"'}
EVENT = {
    "date": "1/7/2025",
    "type": "merge",
    "successors": "[so-noi-vu-can-tho]",
    "legal": "nq-202-2025",
    "note": '"Hợp nhất ba tỉnh"',
}
_MOST_CIRCLES = 20
"""Circles that are told."""
TYPES = {
    "merge": "hợp nhất",
    "split": "chia tách",
    "rename": "đổi tên",
    "absorb": "sáp nhập vào cơ quan khác",
    "dissolve": "giải thể",
}


def agencies(notes: FileNotes, root: Listing, references: References) -> tuple[Agency, ...]:
    """Read `agencies.yml`."""
    found: list[Agency] = []
    lines: dict[str, Fields] = {}
    for record in records(notes, root, AGENCY):
        agency = _agency(record, references)
        lines[agency.id] = record
        found.append(agency)
    parents: dict[str, tuple[str, ...]] = {agency.id: (agency.parent,) for agency in found}
    _refuse_circles(parents, lambda ident, way: _circle(lines[ident], "parent", way))
    heirs = {agency.id: agency.successors for agency in found}
    _refuse_circles(heirs, lambda ident, way: _circle(lines[ident], "events", way))
    return tuple(found)


def _agency(record: Fields, references: References) -> Agency:
    contact = record.record("contact", CONTACT)
    events = _events(record, references)
    return Agency(
        id=record.name_id("id"),
        names=_ended(record, _names(record), events),
        kind=record.text("kind"),
        parent=references.one(record, "parent", "agencies"),
        place=record.text("place"),
        abbreviation=record.text("abbreviation"),
        contact=_contact(contact) if contact else Contact(),
        hotline=_hotline(record),
        events=events,
    )


def _names(record: Fields) -> tuple[AgencyName, ...]:
    """Read `name`, or `names` with their validity; oldest first."""
    found: list[tuple[AgencyName, Fields]] = []
    for part in record.records("names", NAME):
        part.require("name")
        name = AgencyName(
            name=part.text("name"), short=part.text("short"), since=part.day("from"), until=part.day("to")
        )
        if name.since and name.until and name.since >= name.until:
            part.wrong("to", "ngay-nguoc", "phải sau from; to là ngày đầu tiên không còn mang tên này, hãy ghi lại")
        found.append((name, part))
    if "name" in record and found:
        record.wrong("name", "khoa-trung", "và names cùng có mặt; hãy chỉ giữ names")
    for (before, _), (after, part) in pairwise(found):
        _check_pair(before, after, part)
    names = tuple(name for name, _ in found)
    if not names and "names" not in record:
        record.require("name")
    return names or (AgencyName(name=record.text("name", record.raw("id"))),)


def _check_pair(before: AgencyName, after: AgencyName, part: Fields) -> None:
    """Two names that follow one another may neither overlap nor leave a day between them."""
    line, notes = part.line_of("from"), part.notes
    if before.until is None or after.since is None or after.since < before.until:
        message = (
            f"tên {quoted(before.name)} và tên {quoted(after.name)} có hiệu lực chồng nhau; hãy xếp tên cũ trước, "
        )
        notes.error(line, "hieu-luc-chong", message + "ghi from của tên sau bằng to của tên trước")
    elif after.since > before.until:
        gap = f"từ {date_short(before.until)} đến trước {date_short(after.since)} cơ quan không mang tên nào"
        message = f"{gap}; hãy ghi from: {date_short(before.until)} (tên trước không tính ngày to)"
        notes.warn(line, "hieu-luc-ho", message)


def _events(record: Fields, references: References) -> tuple[AgencyEvent, ...]:
    found = []
    for part in record.records("events", EVENT):
        part.require("date", "type")
        kind = part.choice("type", TYPES, "su-kien-la", "rename") if "type" in part else ""
        date = part.day("date")
        event = {
            "successors": references.many(part, "successors", "agencies"),
            "legal": (references.one(part, "legal", "legal"),),
        }
        if kind in ("merge", "split", "absorb") and not event["successors"]:
            part.wrong("successors", "thieu-khoa", f"còn thiếu cơ quan kế thừa; hãy ghi, {part.example('successors')}")
        if record.raw("id") in event["successors"]:
            part.wrong(
                "successors", "vong-lap", "ghi chính cơ quan này; hãy ghi cơ quan kế thừa, hoặc dùng type: rename"
            )
        elif date:
            successors, legal = event["successors"], event["legal"][0]
            found.append(AgencyEvent(date=date, type=kind, successors=successors, legal=legal, note=part.text("note")))
    return tuple(sorted(found, key=lambda event: event.date))


def _ended(record: Fields, names: tuple[AgencyName, ...], events: tuple[AgencyEvent, ...]) -> tuple[AgencyName, ...]:
    """End the last name on the day the agency ended."""
    ends = [event.date for event in events if event.type == "dissolve" or (event.type != "rename" and event.successors)]
    if not ends:
        return names
    last = names[-1]
    if last.until and last.until != ends[-1]:
        days = f"ngày {date_short(ends[-1])} khác ngày to của tên cuối ({date_short(last.until)})"
        message = f"{days}; hãy ghi hai ngày như nhau"
        record.doubtful("events", "ngay-lech", message)
    return (*names[:-1], replace(last, until=last.until or ends[-1]))


def _contact(part: Fields) -> Contact:
    email = part.text("email")
    if email and (" " in email or email.count("@") != 1):
        part.wrong("email", "dia-chi-sai", f"{quoted(email)} không phải hộp thư; hãy ghi, {part.example('email')}")
    return Contact(
        address=part.text("address"), phone=part.text("phone"), email=email, website=part.web_address("website")
    )


def _hotline(record: Fields) -> Hotline | None:
    part = record.record("hotline", HOTLINE)
    if not part:
        return None
    part.require("phone")
    return Hotline(phone=part.text("phone"), name=part.text("name"), note=part.text("note"))


def _refuse_circles(ways: Mapping[str, tuple[str, ...]], refuse: Callable[[str, list[str]], None]) -> None:
    """Report circles, each at its alphabetically first agency."""
    for circle in islice(_circles(ways), _MOST_CIRCLES):
        first = circle.index(min(circle))
        refuse(circle[first], [*circle[first:], *circle[:first]])


def _circles(ways: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield the agencies of each circle, in the order of the way around; every way is gone once."""
    done: set[str] = set()
    for start in ways:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(ways[start])}
        while path:
            here = next(reversed(path))
            following = next(path[here], None)
            if following is None:
                del path[here]
                done.add(here)
            elif following in path:
                yield list(path)[list(path).index(following) :]
            elif following in ways and following not in done:
                path[following] = iter(ways[following])


def _circle(record: Fields, key: str, way: Iterable[str]) -> None:
    names = " → ".join([*way, record.raw("id")])
    record.wrong(key, "vong-lap", f"tạo thành vòng: {names}; hãy sửa một trong các cơ quan ấy")
