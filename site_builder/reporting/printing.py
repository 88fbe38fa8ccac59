"""A report's Word document as PDF, by LibreOffice: the same pages, for e-mail and the archive.

Knows: what LibreOffice is asked for, and which bytes of its answer tell the clock. Never: makes or reads a report.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from datetime import datetime
from pathlib import Path

from site_builder import programs
from site_builder.errors import Problem, SiteError

_TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
"""With headings, tables and reading order, for those who have a document read to them."""
_SECONDS, _SECONDS_A_PAGE = 180, 2
_CLOCK = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
_DIGEST = re.compile(rb"(?:/ID\s*\[\s*<[0-9A-F]+>\s*<[0-9A-F]+>|/DocChecksum\s*/[0-9A-F]+)")
_HEX = re.compile(rb"(?<=[</])[0-9A-F]{32}")


def to_pdf(document: bytes, created: datetime, pages: int, name: str) -> bytes:
    """Return a .docx as PDF; the same document gives the same bytes on the same machine.

    Args:
        document: the .docx.
        created: what the PDF says of itself, in place of the clock.
        pages: about how many there are: so much time it may take.
        name: of the PDF, for messages.

    Raises:
        SiteError: there is no LibreOffice, or it could not do it.
    """
    if not programs.has_office():
        told = (
            "máy này chưa có LibreOffice nên không làm được tệp PDF; hãy cài LibreOffice Writer (Ubuntu, Debian: sudo "
            "apt install libreoffice-writer; Windows, macOS: bộ cài của libreoffice.org), hoặc mở tệp .docx bằng Word "
            "rồi chọn Lưu thành → PDF. Các dạng khác vẫn làm được"
        )
        raise SiteError(Problem(name, 0, "thieu-libreoffice", told))
    with tempfile.TemporaryDirectory(prefix="cchc-") as folder:
        source = Path(folder, "bao-cao.docx")
        source.write_bytes(document)
        made = programs.convert(source, _TAGGED, _SECONDS + _SECONDS_A_PAGE * pages)
    if made is None or not made.startswith(b"%PDF-"):
        told = "LibreOffice không đổi được báo cáo sang PDF; hãy mở tệp .docx bằng Word rồi chọn Lưu thành → PDF"
        raise SiteError(Problem(name, 0, "khong-doi-duoc-pdf", told))
    return _steady(made, document, created)


def _steady(pdf: bytes, document: bytes, created: datetime) -> bytes:
    """Put the document's own day and digest where LibreOffice put the clock's; every byte keeps its place."""
    digest = hashlib.md5(document, usedforsecurity=False).hexdigest().upper().encode()
    dated = _CLOCK.sub(f"{created:%Y%m%d%H%M%S}".encode(), pdf)
    return _DIGEST.sub(lambda found: _HEX.sub(digest, found[0]), dated)
