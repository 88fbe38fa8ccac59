"""`theme/reports/cach-viet.yml` → how reports are worded, on top of the program's own rules.

Knows: the keys of the file. Never: runs anything: a sentence is text with known names in braces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from site_builder.content import encoding
from site_builder.content.fields import Fields
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.nodes import Listing, Scalar
from site_builder.content.nodes import Mapping as MappingNode
from site_builder.errors import Problem
from site_builder.model import Taxonomy
from site_builder.model.ledger import UNITS
from site_builder.model.wording import NEEDED, SENTENCES, Kind, Wording, places, stray_braces
from site_builder.text import offer

FILE = "theme/reports/cach-viet.yml"
RULES = {
    "gioi_han": "{ke_ten: 5}",
    "khong_ghi_cap_tren": "[bo, ubnd-tinh]",
    "the_loai": "{tho-ca: tác phẩm thơ ca}",
    "cung_nghia": "[[buổi, cuộc], [tin, bài]]",
    "hoat_dong": "[{viec: phát, ten: [tờ rơi], don_vi: [tờ]}]",
    "cau": '{tam_tinh: "Số liệu tạm tính đến ngày {ngay}."}',
}
LIMITS = {"ke_ten": "5", "ke_don_vi": "20", "hai_chu_so": "10"}
KIND = {"viec": "phát", "ten": "[tờ rơi]", "don_vi": "[tờ]", "bo_don_vi": "[cái]", "noi": "tham gia"}


def read_wording(root: Path, theme: Path, taxonomy: Taxonomy) -> tuple[Wording, tuple[Problem, ...]]:
    """Return the rules of the portal in `root` on top of those in the program's `theme` folder, and every problem."""
    notes = FileNotes(FILE)
    own, ours = root / FILE, theme.parent / FILE
    base = wording(notes, ours.read_bytes(), taxonomy.genre_names, Wording())
    if not own.is_file() or own.samefile(ours):
        return base, notes.problems()
    notes = FileNotes(FILE)
    try:
        return wording(notes, own.read_bytes(), taxonomy.genre_names, base), notes.problems()
    except OSError as error:
        notes.error(0, "khong-doc-duoc", f"không đọc được tệp ({error.strerror}); hãy xem lại quyền đọc")
        return base, notes.problems()


def wording(notes: FileNotes, data: bytes, genres: Mapping[str, str], base: Wording) -> Wording:
    """Read one file; what it leaves out, or says wrong, is `base`'s. `genres` are names by id."""
    # The YAML reader costs 40 ms to load: only reports and checks need it here.
    from site_builder.content.strict_yaml import BrokenYaml, compose  # noqa: PLC0415

    text = encoding.decode(notes, data)
    try:
        node = compose(text, notes.error) if text is not None else None
    except BrokenYaml as error:
        notes.error(*error.args)
        return base
    if node is not None and not isinstance(node, MappingNode):
        notes.error(node.line, "yaml-sai", f"tệp phải gồm các dòng “khóa: giá trị”: {', '.join(RULES)}")
    return _rules(Fields(notes, node, RULES), node, genres, base) if isinstance(node, MappingNode) else base


def _rules(fields: Fields, node: MappingNode, genres: Mapping[str, str], base: Wording) -> Wording:
    limits = fields.record("gioi_han", LIMITS)
    kinds = tuple(kind for one in fields.records("hoat_dong", KIND) if (kind := _kind(one)))
    return replace(
        base,
        sentences=tuple((dict(base.sentences) | _sentences(fields)).items()),
        kinds=kinds or base.kinds,
        genres=tuple((dict(base.genres) | _genres(fields, genres)).items()),
        alike=_alike(fields, node) or base.alike,
        headless=fields.words("khong_ghi_cap_tren") or base.headless,
        most_named=_limit(limits, "ke_ten", base.most_named),
        most_units=_limit(limits, "ke_don_vi", base.most_units),
        two_digits=_limit(limits, "hai_chu_so", base.two_digits),
    )


def _limit(limits: Fields | None, key: str, otherwise: int) -> int:
    value = limits.integer(key) if limits else None
    if limits and value is not None and value < 1:
        limits.wrong(key, "so-sai", f"ghi {value}; hãy ghi một số từ 1 trở lên, {limits.example(key)}")
        return otherwise
    return otherwise if value is None else value


def _kind(record: Fields) -> Kind | None:
    record.require("viec")
    return Kind(
        verb=record.text("viec"),
        names=record.words("ten"),
        units=_units(record, "don_vi"),
        silent=_units(record, "bo_don_vi"),
        link=record.text("noi"),
    )


def _units(record: Fields, key: str) -> tuple[str, ...]:
    found = record.words(key)
    for index, unit in enumerate(found):
        if unit not in UNITS:
            instead = offer(unit, UNITS, f"hãy ghi một trong: {', '.join(UNITS)}")
            record.wrong_item(key, index, "don-vi-tinh-la", f"ghi {quoted(unit)}, không có; {instead}")
    return found


def _genres(fields: Fields, genres: Mapping[str, str]) -> dict[str, str]:
    record = fields.record("the_loai", {id_: name.lower() for id_, name in genres.items()})
    return {id_: record.text(id_) for id_ in genres if id_ in record} if record else {}


def _alike(fields: Fields, node: MappingNode) -> tuple[tuple[str, ...], ...]:
    """Read lists of units that mean the same."""
    groups = next((value for key, value in node.pairs if key.text == "cung_nghia"), None)
    rows = groups.items if isinstance(groups, Listing) else ()
    found = [
        tuple(item.text.strip() for item in row.items if isinstance(item, Scalar))
        for row in rows
        if isinstance(row, Listing)
    ]
    if "cung_nghia" in fields and len(found) != max(len(rows), 1):
        fields.wrong("cung_nghia", "sai-kieu", f"phải là các nhóm đơn vị; hãy ghi, {fields.example('cung_nghia')}")
    return tuple(found)


def _sentences(fields: Fields) -> dict[str, str]:
    record = fields.record("cau", dict.fromkeys(SENTENCES, '"…"'))
    if record is None:
        return {}
    told = {key: record.text(key) for key in SENTENCES if key in record}
    return {key: sentence for key, sentence in told.items() if _is_sound(record, key, sentence)}


def _is_sound(record: Fields, key: str, sentence: str) -> bool:
    """Note names that the sentence does not have, and braces around none."""
    known, found = SENTENCES[key], places(sentence)
    strangers = [name for name in found if name not in known]
    for name in strangers:
        instead = offer(name, known, _usable(known))
        record.wrong(key, "ten-la", f"có {{{name}}}, câu này không có tên ấy; {instead}")
    stray = stray_braces(sentence)
    if stray:
        message = f"có “{stray}”; trong ngoặc nhọn chỉ ghi một tên, không có gì khác; {_usable(known)}"
        record.wrong(key, "ten-la", message)
    lost = [f"{{{name}}}" for name in known if name in NEEDED and name not in found]
    if lost and not strangers:
        record.doubtful(key, "thieu-so-lieu", f"không còn {', '.join(lost)}, báo cáo sẽ thiếu số liệu ấy; hãy ghi thêm")
    return not strangers and not stray


def _usable(known: Iterable[str]) -> str:
    names = ", ".join(f"{{{name}}}" for name in known)
    return f"các tên dùng được: {names}" if names else "câu này không có chỗ điền nào"
