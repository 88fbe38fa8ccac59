"""The text inside attached files, for search: PDF and Word, as far as it can be read.

A file that cannot be read is still offered and found by its title; `explained` says why, and what to do.

Knows: bounds, and what keeps a file from being read. Never: fails a build; never runs anything that a file carries.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from site_builder import programs
from site_builder.content.archives import Limits, Locked, TooLarge, look_through
from site_builder.content.entries import Entry, line_of
from site_builder.errors import Problem
from site_builder.text import integer

READABLE = ("pdf", "docx")
"""Endings of files whose text is read."""
LETTERS = 200_000
"""Letters that are kept of a file, some eighty dense pages: what a phone can still look through."""
PAGES = 500
"""Pages of a PDF that are read: the longest plan of a province has with its annexes some two hundred."""
_SCRIPT = Path(__file__).with_name("pdf_script.py")
_SECONDS = 30
"""Of the processor that a PDF may take: they say the same on a machine under load."""
_MEMORY = 1_000_000
"""KiB that it may take."""
_PATIENCE = 240.0
"""Seconds after which its reader is ended in any case."""
_END = 1024
_SHOWS = (b"/Font", b"/Image", b"/ObjStm", b"/Encrypt", b"#")
"""A PDF that shows letters, a picture of some, or hides what it shows, has one of these, or writes them by numbers."""
_ZIP = b"PK\x03\x04"
_SPACES = re.compile(r"[^\S\n]+|[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]+")
_RETITLE = "hiện chỉ tìm được theo tên tệp (title)"
_FAULTS = {
    "locked": "có mật khẩu nên không đọc được chữ bên trong; hãy bỏ mật khẩu rồi lưu lại",
    "broken": "bị hỏng hoặc ở dạng lạ nên không đọc được chữ bên trong; hãy mở bằng phần mềm gốc rồi xuất lại",
    "heavy": "quá lớn hoặc quá rối nên không đọc được chữ bên trong; hãy tách thành nhiều tệp nhỏ, hoặc xuất lại",
    "scan": "là bản quét, không có chữ; hãy đính kèm bản xuất từ phần mềm soạn thảo, hoặc nhận dạng chữ (OCR)",
}
_CUT = {
    "part": "có trang không đọc được chữ; hãy xuất lại tệp từ phần mềm gốc để mọi trang đều tìm được",
    "long": f"dài quá mức, chỉ {integer(LETTERS)} chữ cái đầu của {integer(PAGES)} trang đầu tìm được; "
    "hãy tách thành nhiều tệp nếu cần tìm cả phần sau",
}


class FileText(NamedTuple):
    """What a file says."""

    text: str
    """Lines; empty when there is none to be had."""
    fault: str
    """Why it is not all of the text: a key of the messages, or empty."""


def read_file_text(root: Path, path: str) -> FileText | None:
    """Return the text of a file of `content/media`; None when files of its kind are not read.

    Args:
        root: the portal's folder.
        path: from there, `content/media/tep/x.pdf`.
    """
    ending = path.rpartition(".")[2].lower()
    if ending not in READABLE:
        return None
    text, fault = _of_pdf(root / path) if ending == "pdf" else _of_word(root / path)
    lines = (_SPACES.sub(" ", line).strip() for line in unicodedata.normalize("NFC", text).splitlines())
    plain = "\n".join(line for line in lines if line)
    if len(plain) > LETTERS:
        return FileText(plain[:LETTERS], "long")
    if not any(map(str.isalnum, plain)):
        return FileText("", "heavy" if fault in _CUT else fault)
    return FileText(plain, fault)


def _of_pdf(path: Path) -> FileText:
    """Read a PDF in a process of its own, unless it can be seen that there is nothing to read."""
    data = path.read_bytes()
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-_END:] and not any(word in data for word in _SHOWS):
        return FileText("", "")
    written = programs.run_script(_SCRIPT, path, PAGES, LETTERS, _SECONDS, memory=_MEMORY, timeout=_PATIENCE)
    try:
        told = json.loads(written or b"")
        return FileText("\n".join(told["pages"]), told["fault"])
    except (ValueError, KeyError, TypeError):
        return FileText("", "heavy")


def _of_word(path: Path) -> FileText:
    import mammoth  # noqa: PLC0415 - most builds read no Word file

    from site_builder.content.from_docx import MAX_BYTES, MOST_ELEMENTS  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return FileText("", "locked")
            file.seek(0)
            look_through(file, Limits(MAX_BYTES, MOST_ELEMENTS))
            return FileText(mammoth.extract_raw_text(file).value, "")
    except TooLarge:
        return FileText("", "heavy")
    except Locked:
        return FileText("", "locked")
    except Exception:  # noqa: BLE001 - a damaged file raises whatever it likes, in three libraries
        return FileText("", "broken")


def unread_attachments(entry: Entry, faults: Mapping[str, str]) -> Iterator[Problem]:
    """Say which attachments of an article cannot be searched inside; `faults` are by rooted path."""
    article = entry.article
    if article is None or article.withdrawn is not None:
        return
    for index, attachment in enumerate(article.attachments):
        if fault := faults.get(attachment.file):
            line = line_of(entry, f"attachments.{index}.file")
            yield Problem(entry.file, line, "tep-khong-doc-chu", _told(attachment.file, fault), "warning")


def _told(path: str, fault: str) -> str:
    said = _CUT.get(fault) or f"{_FAULTS[fault]}; {_RETITLE}"
    return f"tệp đính kèm {path} {said}"
