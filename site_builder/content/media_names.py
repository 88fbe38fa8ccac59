"""Names of files in `content/media`: which kinds are published, and how they may be called.

A list of what readers open, not of what is dangerous: nobody can list that, and every year brings more. The parts of a
name count, too: a server may run `x.php.jpg`.

Knows: endings of file names. Never: opens a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder import images
from site_builder.content.file_notes import quoted
from site_builder.errors import Problem
from site_builder.text import slug

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_DOCUMENTS = frozenset((
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf", "epub",
    "txt", "csv", "tsv", "md", "json", "xml", "xsd", "rdf", "kml", "gpx", "ics", "zip", "rar", "7z",
    "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov", "vtt", "srt",
))  # fmt: skip
ALLOWED = _DOCUMENTS | images.ENDINGS.keys()
"""Endings of what readers open; of pictures also those of which `media_files` says what they should be."""
_SERVED = re.compile(
    r"(?:php\d?|phps|phtml?|phar|pht|asp|aspx|asa|ashx|asmx|cer|cfm|cgi|fcgi|pl|py|rb|sh|jspx?|shtml?|html?|xhtml?|hta"
    r"|m?js|htaccess)\Z",
    re.IGNORECASE,
)
"""What servers run, or send as a page, by a part of a name before its last ending, too."""
_RUN = frozenset((
    "exe", "com", "bat", "cmd", "ps1", "scr", "msi", "vb", "vbs", "vbe", "wsf", "jar", "apk", "lnk", "url", "reg",
    "hta", "swf", "xht", "mht", "mhtml", "stm", "xsl", "xslt", "wasm", "inc", "cfc", "pm", "bash", "cjs", "htc", "dll",
))  # fmt: skip
"""What a computer runs that opens it."""
_OBEYED = re.compile(r"(?:\.ht\w+|\.user\.ini)\Z", re.IGNORECASE)
_WITH_MACROS = {
    "docm": "docx", "dotm": "docx", "xlsm": "xlsx", "xlsb": "xlsx", "xltm": "xlsx", "xlam": "xlsx", "pptm": "pptx",
    "ppsm": "pptx", "potm": "pptx", "dotx": "docx", "xltx": "xlsx", "potx": "pptx", "ppsx": "pptx", "pps": "pptx",
}  # fmt: skip
_PACKED = frozenset(("tar", "gz", "tgz", "bz2", "xz", "zst", "iso", "img", "dmg", "cab", "br"))
_INSTEAD = (
    "được đăng: ảnh (jpg, png, webp, svg …), pdf, docx, xlsx, pptx, odt, ods, csv, txt, mp3, mp4, zip; hãy lưu lại "
    "thành một loại ấy, tốt nhất là PDF"
)


def is_allowed(name: str) -> bool:
    """Say whether a file of this name may be published, by its endings."""
    _, *parts = name.split(".")
    return bool(parts) and parts[-1].lower() in ALLOWED and not any(map(_SERVED.match, parts))


def is_obeyed(name: str) -> bool:
    """Say whether servers obey a hidden file of this name."""
    return _OBEYED.match(name) is not None


def obeyed(path: str) -> Iterator[Problem]:
    """Say that a hidden file is one that servers obey; one that is just hidden is passed over."""
    if is_obeyed(path.rpartition("/")[2]):
        message = "tệp ra lệnh cho máy chủ web, không được đăng; hãy xóa khỏi thư mục này"
        yield Problem(path, 0, "loai-tep-cam", message)


def name_problems(path: str, *, is_file: bool) -> Iterator[Problem]:
    """Find fault with the last part of a path in `content/media`."""
    name = path.rpartition("/")[2]
    stem, dot, kind = name.rpartition(".")
    if not _NAME.match(name):
        near = (slug(stem) or "tep") + dot + kind.lower() if dot else slug(name) or "tep"
        message = (
            f"tên {quoted(name)} chỉ được gồm chữ không dấu, chữ số và - _ . (không dấu cách); hãy đổi thành {near}"
        )
        yield Problem(path, 0, "ten-tep-sai", message)
    if is_file and not is_allowed(name):
        yield Problem(path, 0, "loai-tep-cam", _refusal(name))


def _refusal(name: str) -> str:
    """Say why a kind of file is not published, and what to do."""
    stem, dot, kind = name.rpartition(".")
    low = kind.lower()
    if not dot:
        return "tệp không có đuôi nên không ai biết mở bằng gì; hãy thêm đuôi, ví dụ .pdf"
    if low in ALLOWED:
        part = next(part for part in stem.split(".")[1:] if _SERVED.match(part))
        better = slug(stem.replace(f".{part}", "")) or "tep"
        return f"tên có đuôi kép .{part}.{kind}, có máy chủ sẽ chạy tệp này; hãy đổi thành {better}.{low}"
    if low in _WITH_MACROS:
        why = f"có thể mang macro hoặc là mẫu, không được đăng; hãy mở ra, lưu lại thành .{_WITH_MACROS[low]} hoặc PDF"
    elif low == "svgz":
        why = "là SVG nén, không được đăng; hãy giải nén thành .svg (máy chủ tự nén khi gửi)"
    elif low in _PACKED:
        why = "không được đăng; hãy nén lại thành .zip, hoặc đăng từng tệp bên trong"
    elif low in _RUN or _SERVED.match(kind):
        why = "chạy được trong trình duyệt hoặc máy chủ, không được đăng; hãy đổi sang PDF hoặc ảnh"
    else:
        why = f"không thuộc loại được đăng. Các loại {_INSTEAD}"
    return f"tệp .{low} {why}"
