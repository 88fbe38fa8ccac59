"""PDF and Word files with a text, and PDF files that would hurt who reads them."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path

import docx
from pypdf import PdfReader, PdfWriter


def pdf(*pages: str) -> bytes:
    """Make a PDF of pages with a line of plain letters each."""
    streams = (f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode() for text in pages)
    kids = range(4, 4 + 2 * len(pages), 2)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), b" ".join(b"%d 0 R" % kid for kid in kids)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for kid, stream in zip(kids, streams, strict=True):
        objects.append(page_of(kid + 1))
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream))
    return written(objects)


def page_of(content: int) -> bytes:
    """Return a page that shows an object."""
    return b"<</Type/Page/Parent 2 0 R/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>" % content


def written(objects: list[bytes]) -> bytes:
    """Write objects as a PDF file, numbered from 1."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


def locked(password: str) -> bytes:
    """Make a PDF that asks for a password; an empty one forbids printing only."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf("mat khau"))))
    writer.encrypt(user_password=password, owner_password="chu", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed)


def _with_page(content: bytes, *more: bytes, page: bytes = b"") -> bytes:
    pages = b"<</Type/Pages/Count 1/Kids[4 0 R]>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return written([b"<</Type/Catalog/Pages 2 0 R>>", pages, font, page or page_of(5), content, *more])


def scanned() -> bytes:
    """Make a PDF of a page that is a picture."""
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n"
        b"\x00\nendstream"
    )
    page = b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>"
    return _with_page(b"<</Length 5>>stream\n/X Do\nendstream", picture, page=page)


def hostile() -> dict[str, bytes]:
    """Return PDF files that unpack without end, run in circles or lie about what they hold."""
    form = b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>"
    circle = b"<</Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>/Length 5>>stream\n/X Do\nendstream"
    return {
        "a stream that unpacks a thousandfold": _with_page(_stream(bytes(1 << 27))),
        "a form that shows itself": _with_page(b"<</Length 5>>stream\n/X Do\nendstream", circle, page=form),
        "pages of themselves": written(
            [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]
        ),
        "arrays within arrays": _with_page(
            b"<</Length 200000>>stream\n" + b"[" * 100_000 + b"]" * 100_000 + b"\nendstream"
        ),
        "a million pages": written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1000000/Kids[]>>"]),
        "nothing but a head": b"%PDF-1.7\n" + bytes(10_000),
    }


def tedious() -> bytes:
    """Make a PDF whose page takes a minute to read."""
    return _with_page(_stream(b"BT (a) Tj ET " * 4_000_000))


def word(*paragraphs: str) -> bytes:
    """Make a Word file."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def put(root: Path, name: str, data: bytes) -> str:
    """Put a file into a portal's media; return its rooted path."""
    place = root / "content" / "media" / "tep" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return f"/media/tep/{name}"
