"""The plain lists of `content/taxonomy`: topics, terms, outlets, columns, links, legal bases.

Every file is a YAML list of records with an `id`; `{id, name}` is complete. References between files are noted
while records are read and checked at the end, when every id is known.

Knows: the keys of these files. Never: reads the disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from site_builder.content.fields import Fields, items
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.nodes import Listing
from site_builder.model import GENRES, Column, Legal, Outlet, Term, Topic, WebLink
from site_builder.model.ledger import OTHER_UNITS, WORK_UNITS
from site_builder.text import OFFERS, nearest, nfc, one_line

FOLDER = "content/taxonomy"

_NAMED = {"id": "ma-muc", "name": '"Tên của mục"'}
TERM = _NAMED | {"legal": "nq-76-2021"}
GENRE = TERM | {"unit": '[clip, "video clip"]'}
TOPIC = {
    "id": "cai-cach-the-che",
    "name": '"Cải cách thể chế"',
    "description": '"Rà soát, hoàn thiện văn bản."',
    "order": "2",
    "programme": "cai-cach-the-che",
    "directive": '["6"]',
}
OUTLET = {
    "id": "stv1",
    "name": '"Kênh truyền hình STV1"',
    "channel": "truyen-hinh",
    "source_kind": "dai-pttth",
    "agency": "dai-pttth-soc-trang",
}
COLUMN = {"id": "hop-thu", "name": '"Hộp thư truyền hình"', "outlet": "stv1", "agency": "dai-pttth-soc-trang"}
LINK = {"id": "chinh-phu", "name": '"Cổng Chính phủ"', "url": "https://chinhphu.vn/"}
LEGAL = {
    "id": "nd-42-2022",
    "name": '"Nghị định về cung cấp thông tin"',
    "number": "42/2022/NĐ-CP",
    "issuer": "Chính phủ",
    "date": "24/6/2022",
    "from": "15/8/2022",
    "to": "1/7/2026",
    "note": '"Đã hết hiệu lực"',
}


@dataclass(frozen=True, slots=True)
class Reference:
    """An id of another file that a record names."""

    notes: FileNotes
    line: int
    label: str
    """The key as the editor wrote it."""
    value: str
    target: str
    """Name of the file (without `.yml`) that should hold it."""
    is_kind: bool = False
    """Whether it is the kind of some record there, not an id."""


@dataclass(slots=True)
class References:
    """All references noted so far."""

    noted: list[Reference] = field(default_factory=list)

    def one(self, fields: Fields, key: str, target: str) -> str:
        """Read the id of a record of `target`."""
        value = fields.text(key)
        if value:
            self.noted.append(Reference(fields.notes, fields.line_of(key), key, value, target))
        return value

    def many(self, fields: Fields, key: str, target: str) -> tuple[str, ...]:
        """Read one id or a list of them."""
        values = fields.words(key)
        line = fields.line_of(key)
        self.noted += [Reference(fields.notes, line, key, value, target) for value in values]
        return values

    def kind(self, fields: Fields, key: str) -> str:
        """Read the kind of some agencies."""
        value = fields.text(key)
        if value:
            self.noted.append(Reference(fields.notes, fields.line_of(key), key, value, "agencies", is_kind=True))
        return value

    def check(self, known: Mapping[str, Mapping[str, str]], kinds: Mapping[str, str]) -> None:
        """Note every reference that leads nowhere; `known` has ids and names by file, `kinds` those of agencies."""
        told: Counter[str] = Counter()
        for reference in self.noted:
            names = kinds if reference.is_kind else known.get(reference.target, {})
            if reference.value not in names:
                told[reference.notes.file] += 1
                asked = names if told[reference.notes.file] <= OFFERS else {}
                reference.notes.error(reference.line, "tham-chieu-la", _lost(reference, names, asked))


def _lost(reference: Reference, names: Mapping[str, str], asked: Mapping[str, str]) -> str:
    """Say that a reference leads nowhere, and where among `asked` it may be meant to lead."""
    file = f"{reference.target}.yml"
    if reference.is_kind:
        instead = nearest_id(reference.value, asked) or f"các loại đang có: {', '.join(sorted(names)[:_KINDS])}"
        return f"{reference.label} ghi {quoted(reference.value)}, không cơ quan nào trong {file} có kind ấy; {instead}"
    instead = known_id(reference.value, asked, f"{FOLDER}/{file}")
    return f"{reference.label} ghi {quoted(reference.value)}, không có trong {file}; {instead}"


_KINDS = 30
"""Kinds that are listed."""


def nearest_id(word: str, names: Mapping[str, str]) -> str:
    """Offer the id that `word` most likely stands for: by its spelling, or by the name an editor wrote for it."""
    meant = {name: ident for ident, name in names.items()} | {ident: ident for ident in names}
    near = nearest(word, meant)
    return f"có phải {meant[near]}?" if near else ""


def known_id(word: str, names: Mapping[str, str], place: str) -> str:
    """Say what to write instead of an id that is not known: the nearest, else one of those in `place`."""
    return nearest_id(word, names) or f"hãy ghi một mã (id) có trong {place}"


def records(notes: FileNotes, root: Listing, examples: Mapping[str, str]) -> Iterator[Fields]:
    """Return each record of a file with an id of its own; note what lacks one or has another's."""
    seen: dict[str, int] = {}
    for record in items(notes, root, examples):
        record.require("id")
        ident = record.raw("id")
        if ident in seen:
            message = f"{quoted(ident)} đã có ở dòng {seen[ident]}; hãy ghi một mã khác, hoặc xóa một trong hai mục"
            record.wrong("id", "trung-id", message)
        elif ident:
            seen[ident] = record.line
            yield record


def topics(notes: FileNotes, root: Listing, references: References) -> tuple[Topic, ...]:
    """Read `topics.yml`."""
    found = []
    for record in records(notes, root, TOPIC):
        record.require("name")
        topic = Topic(
            id=record.name_id("id"),
            name=record.text("name", record.raw("id")),
            description=record.text("description"),
            order=record.integer("order") or 0,
            programme=references.one(record, "programme", "programmes"),
            directive=references.many(record, "directive", "directives"),
        )
        found.append(topic)
    return tuple(found)


def terms(notes: FileNotes, root: Listing, references: References) -> tuple[Term, ...]:
    """Read a file of plain terms: genres, channels, programmes, directives."""
    found = []
    for record in records(notes, root, TERM):
        record.require("name")
        name = record.text("name", record.raw("id"))
        found.append(Term(id=record.name_id("id"), name=name, legal=references.one(record, "legal", "legal")))
    return tuple(found)


def genres(notes: FileNotes, root: Listing, references: References) -> tuple[Term, ...]:
    """Read `genres.yml`: a new genre's works are counted in what `unit` says, else in its name in small letters."""
    built_in = {genre.id for genre in GENRES}
    taken = dict(WORK_UNITS) | dict.fromkeys(OTHER_UNITS, "")
    found = []
    for record in records(notes, root, GENRE):
        record.require("name")
        ident, name = record.name_id("id"), record.text("name", record.raw("id"))
        told = tuple(one_line(nfc(word)).casefold() for word in record.words("unit"))
        for unit in told:
            if taken.get(unit, ident) != ident:
                message = f"ghi {quoted(unit)}, là đơn vị tính của mục khác hoặc không đếm tin, bài; hãy ghi tên khác"
                record.wrong("unit", "don-vi-tinh-trung", message)
        default = () if ident in built_in or name.casefold() in taken else (name.casefold(),)
        units = tuple(unit for unit in told or default if taken.setdefault(unit, ident) == ident)
        found.append(Term(id=ident, name=name, legal=references.one(record, "legal", "legal"), units=units))
    return tuple(found)


def extended(built_in: tuple[Term, ...], own: tuple[Term, ...]) -> tuple[Term, ...]:
    """Rename and extend built-in terms by a portal's own; the built-in order and units stay, new ones follow."""
    found = {term.id: term for term in built_in}
    for term in own:
        before = found.get(term.id, term).units
        found[term.id] = replace(term, units=tuple(dict.fromkeys((*before, *term.units))))
    return tuple(found.values())


def outlets(notes: FileNotes, root: Listing, references: References) -> tuple[Outlet, ...]:
    """Read `outlets.yml`."""
    found = []
    for record in records(notes, root, OUTLET):
        record.require("name")
        outlet = Outlet(
            id=record.name_id("id"),
            name=record.text("name", record.raw("id")),
            channel=references.one(record, "channel", "channels"),
            source_kind=record.text("source_kind"),
            agency=references.one(record, "agency", "agencies"),
        )
        found.append(outlet)
    return tuple(found)


def columns(notes: FileNotes, root: Listing, references: References) -> tuple[Column, ...]:
    """Read `columns.yml`."""
    found = []
    for record in records(notes, root, COLUMN):
        record.require("name")
        column = Column(
            id=record.name_id("id"),
            name=record.text("name", record.raw("id")),
            outlet=references.one(record, "outlet", "outlets"),
            agency=references.one(record, "agency", "agencies"),
        )
        found.append(column)
    return tuple(found)


def links(notes: FileNotes, root: Listing, _references: References) -> tuple[WebLink, ...]:
    """Read `links.yml`."""
    found = []
    for record in records(notes, root, LINK):
        record.require("name", "url")
        found.append(WebLink(id=record.name_id("id"), name=record.text("name"), url=record.web_address("url")))
    return tuple(found)


def legal_bases(notes: FileNotes, root: Listing, _references: References) -> tuple[Legal, ...]:
    """Read `legal.yml`."""
    found = []
    for record in records(notes, root, LEGAL):
        record.require("name")
        base = Legal(
            id=record.name_id("id"),
            name=record.text("name", record.raw("id")),
            number=record.text("number"),
            issuer=record.text("issuer"),
            issued=record.day("date"),
            since=record.day("from"),
            until=record.day("to"),
            note=record.text("note"),
        )
        if base.since and base.until and base.since >= base.until:
            record.wrong("to", "ngay-nguoc", "phải sau from; to là ngày đầu tiên không còn hiệu lực, hãy ghi lại")
        found.append(base)
    return tuple(found)
