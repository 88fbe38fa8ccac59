"""`content/reports/PERIOD.AGENCY.md` → a report's own words: number, signer, recipients, and paragraphs by section.

Everything is optional, the front matter too. Paragraphs are plain text: a line that begins with `-` or `+` is a
paragraph of its own, as reports write their points.

Knows: the keys of the front matter and the headings. Never: knows how a report looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from site_builder.content import encoding
from site_builder.content.fences import fences
from site_builder.content.fields import Fields
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.nodes import Mapping, Node
from site_builder.model.ledger import ANNEX_COLUMNS, Words
from site_builder.text import fold, offer, one_line, without_comments

WORDS = {
    "scope": "so-noi-vu",
    "form": "quy",
    "number": '"230/BC-PTTH"',
    "replaces": '"225/BC-PTTH ngày 26/8/2019"',
    "date": "30/8/2019",
    "place": "Sóc Trăng",
    "parent_agency": '"UBND TỈNH SÓC TRĂNG"',
    "agency": '"ĐÀI PHÁT THANH VÀ TRUYỀN HÌNH"',
    "title": '"Kết quả tuyên truyền cải cách hành chính quý III năm 2019"',
    "addressees": "[Sở Nội vụ]",
    "recipients": "[Sở Nội vụ, Ban Giám đốc]",
    "filing": '"VT, TTBCXB"',
    "legal": '["Thực hiện Kế hoạch số 128/KH-UBND ngày 26/12/2018"]',
    "signer_post": '"GIÁM ĐỐC"',
    "signer_name": '"Nguyễn Văn A"',
    "annex_label": '"Phụ lục 2"',
    "annex_columns": "[stt, ten, ngay-dang, duong-dan]",
}
"""Every key with an example."""
FORMS = {
    "quy": "báo cáo quý",
    "nua-nam": "công văn 6 tháng",
    "nam": "báo cáo năm",
    "don-gian": "báo cáo đơn giản",
}
SECTIONS = {
    "Kết quả": "results",
    "Khó khăn": "difficulties",
    "Đề xuất": "proposals",
    "Nhiệm vụ": "next_tasks",
    "Đánh giá": "assessment",
}
"""Headings of the body and the field each fills."""
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t]*#*\Z")
_POINT = re.compile(r"[-+*][ \t]+")


def words(notes: FileNotes, data: bytes) -> Words:
    """Read one file; what is wrong is noted and left empty."""
    text = encoding.decode(notes, data) or ""
    lines = text.split("\n")
    start = _body_start(notes, text)
    node = _front(notes, lines[1 : start - 1]) if start else None
    head = _head(Fields(notes, node, WORDS)) if isinstance(node, Mapping) else Words()
    return _with_sections(notes, head, lines, start)


def _body_start(notes: FileNotes, text: str) -> int:
    """Return the index of the first line of the body; 0 when there is no front matter."""
    found = fences(text)
    if not found or found[0].start() > 0:
        return 0
    if len(found) == 1:
        message = "phần đầu tệp chưa đóng; hãy thêm một dòng --- sau khóa cuối cùng"
        notes.error(1, "dau-bai-chua-dong", message)
        return text.count("\n") + 1
    return text.count("\n", 0, found[1].start()) + 1


def _front(notes: FileNotes, lines: list[str]) -> Node | None:
    """Compose the front matter."""
    # The YAML reader costs 40 ms to load: a build without reports need not pay that.
    from site_builder.content.strict_yaml import BrokenYaml, compose  # noqa: PLC0415

    try:
        node = compose("\n".join(lines), notes.error, 2)
    except BrokenYaml as error:
        notes.error(*error.args)
        return None
    if node is not None and not isinstance(node, Mapping):
        notes.error(2, "yaml-sai", f"phần đầu tệp phải gồm các dòng “khóa: giá trị”: {', '.join(WORDS)}")
    return node


def _head(fields: Fields) -> Words:
    form = fields.choice("form", FORMS, "mau-la", "") if "form" in fields else ""
    recipients, filing = _recipients(fields)
    return Words(
        file=fields.notes.file,
        scope=fields.text("scope"),
        form=form,
        number=fields.text("number"),
        replaces=fields.text("replaces").rstrip(" .;,"),
        date=fields.day("date"),
        place=fields.text("place"),
        parent_agency=fields.text("parent_agency"),
        agency=fields.text("agency"),
        title=fields.text("title").rstrip(" ./;"),
        addressees=_bare(fields.words("addressees")),
        recipients=recipients,
        filing=filing,
        legal=_bare(fields.words("legal")),
        signer_post="\n".join(one_line(line) for line in fields.raw("signer_post").split("\n") if line.strip()),
        signer_name=fields.text("signer_name"),
        annex_label=fields.text("annex_label"),
        annex_columns=tuple(_columns(fields)),
    )


def _columns(fields: Fields) -> Iterator[str]:
    """Yield the columns of the annex that there are."""
    for index, id_ in enumerate(fields.words("annex_columns")):
        if id_ in ANNEX_COLUMNS:
            yield id_
        else:
            instead = offer(id_, ANNEX_COLUMNS, f"hãy ghi một trong: {', '.join(ANNEX_COLUMNS)}")
            fields.wrong_item("annex_columns", index, "cot-la", f"ghi {quoted(id_)}, không có; {instead}")


def _bare(texts: Iterable[str]) -> tuple[str, ...]:
    """Take off what the form puts around each line: a dash before it, a mark after it."""
    return tuple(_POINT.sub("", one_line(text), count=1).rstrip(" ;.,") for text in texts)


def _recipients(fields: Fields) -> tuple[tuple[str, ...], str]:
    """Return who gets the report and the line `Lưu: …`, which many write as the last recipient."""
    names, filing = _bare(fields.words("recipients")), fields.text("filing")
    kept = tuple(name for name in names if not re.match(r"Lưu\b", name))
    moved = [name for name in names if name not in kept]
    told = filing or (moved[-1] if moved else "")
    return kept, re.sub(r"\ALưu\s*:?\s*", "", told).rstrip(" ;.,")


def _with_sections(notes: FileNotes, head: Words, lines: list[str], start: int) -> Words:
    """Add the paragraphs of the body."""
    body = without_comments("\n".join(lines[start:]))
    names = {fold(name): field for name, field in SECTIONS.items()}
    found: dict[str, list[str]] = {}
    field: str | None = ""
    for number, line in enumerate(body.split("\n"), start + 1):
        heading = _HEADING.match(line)
        if heading:
            field = names.get(fold(heading[1]))
            if field is None:
                _unknown_heading(notes, number, heading[1])
        elif field == "" and line.strip():
            message = f"đoạn này đứng trước đề mục nên không vào báo cáo; hãy đặt dưới một trong: {_headings()}"
            notes.warn(number, "doan-ngoai-muc", message)
        elif field:
            found.setdefault(field, []).append(line)
    sections = {field: _paragraphs(inner) for field, inner in found.items()}
    return Words(**{name: getattr(head, name) for name in Words.__slots__} | {"file": notes.file} | sections)


def _headings() -> str:
    return ", ".join(f"## {name}" for name in SECTIONS)


def _unknown_heading(notes: FileNotes, line: int, heading: str) -> None:
    instead = offer(heading, SECTIONS, f"các đề mục dùng được: {_headings()}")
    notes.warn(line, "de-muc-la", f"đề mục {quoted(heading)} không có, phần này không vào báo cáo; {instead}")


def _paragraphs(lines: Iterable[str]) -> str:
    """Join the lines of each paragraph; paragraphs stand apart by an empty line."""
    found: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or _POINT.match(line.lstrip()):
            found.append([])
        found[-1].append(line)
    return "\n\n".join(text for part in found if (text := one_line(" ".join(part))))
