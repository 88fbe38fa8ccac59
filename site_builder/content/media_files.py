"""What a file of `content/media` really is, and what of it readers get: size, width and height.

A picture that is none would be a broken frame on the page, an attachment that is none a download that opens nothing;
both are told before anybody sees them, also when no article shows them yet.

Knows: what file endings promise. Never: changes a file; never reads an article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from site_builder import images
from site_builder.content.entries import Entry, line_of
from site_builder.content.media_names import is_allowed
from site_builder.errors import Level, Problem
from site_builder.model import Asset
from site_builder.text import file_size, integer

LEAD_WIDTH = 600
"""Points that a lead picture should have: it stands across a telephone's screen, and on cards of social networks."""
_OFFICE = ("zip", "ole")
"""Ole: what is locked by a password."""
_DOCUMENTS = {
    "pdf": ("pdf",),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), _OFFICE),
    **dict.fromkeys(("doc", "xls", "ppt"), ("ole", "rtf", "zip")),
    "rtf": ("rtf",), "zip": ("zip",), "rar": ("rar",), "7z": ("7z",),
}  # fmt: skip
"""What a document may be by its first bytes, by its ending."""
_WRITTEN = frozenset(("txt", "csv", "json", "vtt"))
"""Endings of plain text, which may look like anything."""
_XML = frozenset(("xml", "xsd", "rdf", "kml", "gpx"))
_LIKE_PAGES = frozenset(("md", "ics", "srt", "tsv"))
"""Endings that some servers do not know: a browser then guesses, and takes what begins with a tag for a page."""
_NAMES = {
    "html": "một trang HTML", "text": "chữ", "pdf": "tệp PDF", "zip": "tệp nén hoặc tệp Office", "video": "video",
    "ole": "tệp Office đời cũ", "rtf": "tệp RTF", "rar": "tệp nén RAR", "7z": "tệp nén 7z", "svg": "ảnh SVG",
    "": "tệp dạng lạ",
}  # fmt: skip
_FIX = "hãy chạy “cchc check --fix”"
_AGAIN = "hãy chép lại tệp gốc vào chỗ này"


def read_asset(root: Path, path: str) -> tuple[Asset, tuple[Problem, ...]]:
    """Read one file of `content/media`: its record, and what is wrong with it.

    The digest is that of the file; size, width and height are those of the copy that readers get.

    Args:
        root: the portal's folder.
        path: from there, `content/media/x.png`.

    Raises:
        OSError: it cannot be read.
    """
    data = (root / path).read_bytes()
    kind, promised = images.kind_of(data), path.rpartition(".")[2].lower()
    problem = _unlike(path, kind, promised, data)
    width = height = 0
    scales = False
    size = len(data)
    if problem is None and promised in images.ENDINGS:
        try:
            seen = images.look(kind, data)
            width, height, size = seen.width, seen.height, len(images.published(data))
            scales = seen.scales
            problem = _printed(path) if seen.mode == "CMYK" else None
        except images.BrokenError as error:
            problem = _wrong(path, "anh-hong", f"ảnh {error}; {_AGAIN}, hoặc xuất lại từ phần mềm ảnh")
        except images.ActiveError as error:
            problem = _active(path, error)
        except images.HugeError as error:
            problem = _huge(path, error)
    digest = blake2b(data, digest_size=16).hexdigest()
    where = path.removeprefix("content")
    asset = Asset(path=where, size=size, digest=digest, width=width, height=height, scales=scales)
    return asset, (problem,) if problem else ()


def narrow_lead(entry: Entry, widths: Mapping[str, int]) -> Iterator[Problem]:
    """Say that the lead picture of an article is one of those that are too narrow, by their rooted path."""
    article = entry.article
    if article and article.image and article.image.src in widths and article.withdrawn is None:
        path = article.image.src
        message = (
            f"ảnh đầu bài {path} chỉ rộng {integer(widths[path])} điểm ảnh, hiện lên nhỏ hoặc mờ; "
            f"hãy lấy ảnh gốc từ máy ảnh, điện thoại (rộng từ {integer(LEAD_WIDTH)}, tốt nhất là 1.200)"
        )
        yield Problem(entry.file, line_of(entry, "image.src"), "anh-dau-bai-nho", message, "warning")


def too_heavy(path: str, size: int, limit: int) -> str:
    """Say that a file is heavier than `limit` bytes, and what to do."""
    found = f"nặng {file_size(size)}, quá {file_size(limit)} cho phép"
    if path.rpartition(".")[2].lower() in images.ENDINGS and path.startswith("content/media/"):
        return f"ảnh {found}; {_FIX} để thu nhỏ, hoặc thu nhỏ bằng phần mềm ảnh (cạnh dài 2.560 điểm ảnh là đủ)"
    return f"tệp {found}; ảnh thì hãy thu nhỏ, video và tệp lớn thì đưa lên kho khác rồi ghi địa chỉ ở khóa media"


def _wrong(path: str, code: str, message: str, level: Level = "error") -> Problem:
    return Problem(path, 0, code, message, level)


def _unlike(path: str, kind: str, promised: str, data: bytes) -> Problem | None:
    """Say that a file is not what its name promises."""
    if not is_allowed(path.rpartition("/")[2]):
        return None  # refused by its name
    if kind == "lfs":
        message = (
            "là con trỏ Git LFS, chưa phải tệp thật; hãy chạy “git lfs pull”. Kho của cổng không dùng LFS: trước khi "
            "gửi, hãy chạy “git lfs untrack” cho thư mục này rồi thêm lại tệp"
        )
        return _wrong(path, "tep-lfs", message)
    if kind == "empty":
        return _wrong(path, "tep-rong", f"tệp rỗng, không có nội dung; {_AGAIN}")
    if promised in images.ENDINGS:
        return _unlike_picture(path, kind, promised)
    return _unlike_document(path, kind, promised, data)


def _unlike_picture(path: str, kind: str, promised: str) -> Problem | None:
    expected = images.ENDINGS[promised]
    if kind in ("heic", "tif"):
        name = "HEIC (điện thoại iPhone)" if kind == "heic" else "TIFF"
        return _wrong(path, "anh-khong-hien", f"là ảnh {name}, trình duyệt không hiện được; {_FIX} để đổi sang JPEG")
    if kind in images.PICTURES and (kind != expected or promised in ("jpe", "jfif")):
        stem = path.rpartition("/")[2].rpartition(".")[0]
        message = f"là ảnh {kind.upper()} nhưng mang đuôi .{promised}; {_FIX}, hoặc đổi tên thành {stem}.{kind}"
        return _wrong(path, "anh-sai-duoi", message)
    if kind not in images.PICTURES:
        name = _NAMES.get(kind, f"ảnh {kind.upper()}, trình duyệt không hiện được")
        instead = "hãy tải lại ảnh gốc" if kind == "html" else "hãy lưu ảnh lại thành JPEG hoặc PNG"
        return _wrong(path, "anh-khong-phai", f"không phải ảnh {promised.upper()} mà là {name}; {instead}")
    return None


def _unlike_document(path: str, kind: str, promised: str, data: bytes) -> Problem | None:
    if promised in _XML:
        return _unlike_xml(path, data)
    allowed = _DOCUMENTS.get(promised)
    if allowed is None:
        strange = (kind == "html" and promised not in _WRITTEN) or (promised in _LIKE_PAGES and _opens_tag(data))
        allowed = () if strange else (kind,)
    if kind not in allowed:
        name = _NAMES.get(kind, f"ảnh {kind.upper()}")
        message = f"không phải tệp {promised.upper()} mà là {name}; {_AGAIN}, hoặc sửa đuôi tệp"
        return _wrong(path, "tep-khong-phai", message)
    if kind == "zip" and not is_zipfile(BytesIO(data)):
        return _wrong(path, "tep-hong", f"tệp bị cụt, không mở được; {_AGAIN}")
    return None


def _opens_tag(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _unlike_xml(path: str, data: bytes) -> Problem | None:
    """Say that XML is none, or that a browser would run something of it."""
    try:
        images.check_data(data)
    except images.BrokenError as error:
        return _wrong(path, "tep-khong-phai", f"{error}; {_AGAIN}, hoặc sửa đuôi tệp")
    except images.ActiveError as error:
        return _active(path, error)
    return None


def _active(path: str, error: images.ActiveError) -> Problem:
    """Say what a drawing or XML does, and what to do with it."""
    instead = (
        "hãy xuất lại từ phần mềm vẽ thành PNG, hoặc thành SVG thường (Inkscape: Plain SVG; chữ đổi thành đường nét)"
    )
    if not path.lower().endswith(".svg"):
        instead = "hãy xuất lại thành XML chỉ có dữ liệu, hoặc CSV"
    message = f"tệp có {error.what}, mở ra là chạy hoặc gọi ra ngoài; {instead}"
    return Problem(path, error.line, "tep-co-ma", message)


def _printed(path: str) -> Problem:
    message = "ảnh dùng hệ màu in (CMYK), màu trên màn hình có thể sai; hãy lưu lại với hệ màu RGB"
    return _wrong(path, "anh-cmyk", message, "warning")


def _huge(path: str, error: images.HugeError) -> Problem:
    found = f"{integer(error.width)} × {integer(error.height)}" if error.width else "quá nhiều"
    most = f"nhiều nhất {integer(images.MAX_PIXELS // 1_000_000)} triệu, mỗi cạnh {integer(images.MAX_EDGE)}"
    message = f"ảnh có {found} điểm ảnh ({most}); {_FIX}, hoặc thu nhỏ bằng phần mềm ảnh"
    return _wrong(path, "anh-qua-rong", message)
