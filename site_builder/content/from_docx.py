"""Read an article's text and pictures from a Word file.

mammoth turns the file's structure (not its looks) into HTML, `to_markdown` writes that as an editor would. What
cannot be taken over is told in notices, never silently lost.

Knows: what people do in Word. Never: writes a file; never follows a link out of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

import mammoth

from site_builder.content.to_markdown import CAPTION, to_markdown
from site_builder.errors import ContentError, Problem
from site_builder.text import one_line

MAX_BYTES = 200_000_000
"""The most that a Word file may hold unpacked."""

_STYLES = f"""
p[style-name='Title'] => h1:fresh
p[style-name='caption'] => p.{CAPTION}:fresh
p[style-name='Caption'] => p.{CAPTION}:fresh
p[style-name='Heading 7'] => h6:fresh
p[style-name='Heading 8'] => h6:fresh
p[style-name='Heading 9'] => h6:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
strike => del
"""
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"}
_MADE_UP = re.compile(
    r"automatically generated|may be incorrect|được tạo tự động"
    r"|\A[\w -]+\.(?:png|jpe?g|gif|bmp|webp)\Z|\A(?:picture|image|hình|ảnh)? ?\d*\Z",
    re.IGNORECASE,
)
"""Descriptions that Word wrote, not a person."""
_OLD_LETTERS = re.compile("[µ¸¶·¹¨»¾¼½Æ©ª«¬®]")
_DAMAGED = (BadZipFile, KeyError, ValueError, AttributeError, TypeError, IndexError, EOFError, ExpatError, ParseError)
"""What zipfile, the XML parser and mammoth raise for files that are not what they seem."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture taken out of the file."""

    path: str
    """Rooted path below content (`/media/2019/08/ten-bai-1.png`)."""
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What a Word file gave."""

    markdown: str
    pictures: tuple[Picture, ...]
    notices: tuple[str, ...]
    """Vietnamese sentences: what the editor should look at."""


def from_docx(docx: Path, title: str, prefix: str) -> Imported:
    """Read the Word file `docx` of the article `title`; its pictures are named `prefix` + `-1.png` and so on.

    Raises:
        ContentError: the file is missing, damaged or no .docx.
    """
    try:
        with docx.open("rb") as file:
            _check(docx, file)
            return _import(file, title, prefix)
    except OSError as error:
        raise _refused(docx, f"không đọc được tệp ({error.strerror}); hãy kiểm tra lại đường dẫn") from error
    except _DAMAGED as error:
        raise _refused(docx, f"tệp Word bị hỏng; {_SAVE_AGAIN}") from error


_SAVE_AGAIN = "hãy mở tệp bằng Word rồi lưu lại dưới dạng .docx (Lưu thành → Word Document)"


def _refused(docx: Path, message: str) -> ContentError:
    return ContentError(Problem(docx.as_posix(), 0, "tep-word", message))


def _check(docx: Path, file: BinaryIO) -> None:
    """Refuse what only has the name of a Word file."""
    start = file.read(8)
    file.seek(0)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _refused(docx, f"tệp ở dạng Word cũ (.doc) hoặc có đặt mật khẩu; hãy bỏ mật khẩu nếu có, {_SAVE_AGAIN}")
    if start.startswith(b"%PDF"):
        raise _refused(docx, f"đây là tệp PDF; hãy dùng tệp Word gốc, hoặc {_SAVE_AGAIN}")
    if not start.startswith(b"PK"):
        raise _refused(docx, f"đây không phải tệp Word .docx; {_SAVE_AGAIN}")
    with ZipFile(file) as parts:
        if "[Content_Types].xml" not in parts.namelist() or not any("document" in name for name in parts.namelist()):
            raise _refused(docx, f"đây không phải tệp Word .docx; {_SAVE_AGAIN}")
        if sum(part.file_size for part in parts.infolist()) > MAX_BYTES:
            raise _refused(docx, "tệp quá lớn; hãy giảm cỡ ảnh trong Word (Nén ảnh) rồi lưu lại")
    file.seek(0)


def _import(file: BinaryIO, title: str, prefix: str) -> Imported:
    album = _Album(title, prefix)
    result = mammoth.convert_to_html(
        file,
        style_map=_STYLES,
        include_embedded_style_map=False,  # a style map inside the file could ask for any element
        external_file_access=False,
        convert_image=mammoth.images.img_element(album.add),
    )
    html = re.sub(r'<img(?: alt="[^"]*")? src="" ?/?>', "", result.value)
    html = re.sub(r"<p(?: [^>]*)?></p>", "", html)
    markdown = to_markdown(html, title)
    return Imported(markdown=markdown, pictures=tuple(album.pictures), notices=(*album.notices, *_notices(markdown)))


class _Album:
    """Collects the pictures of one file."""

    def __init__(self, title: str, prefix: str) -> None:
        self._title = title
        self._prefix = prefix
        self.pictures: list[Picture] = []
        self.notices: list[str] = []

    def add(self, image: Any) -> dict[str, str]:
        """Keep a picture and return the attributes of its `<img>`; an empty `src` when it cannot be shown."""
        try:
            with image.open() as stream:
                data: bytes = stream.read()
        except (OSError, KeyError, mammoth.docx.files.InvalidFileReferenceError):
            self.notices.append("Có một ảnh chỉ liên kết tới nơi khác, không nằm trong tệp Word: chưa lấy được.")
            return {"src": "", "alt": ""}
        kind = next((kind for start, kind in _PICTURES.items() if data.startswith(start)), "")
        if not kind:
            name = str(image.content_type).rpartition("/")[2].removeprefix("x-").upper()
            self.notices.append(
                f"Có một hình dạng {name} không hiện được trên web: hãy chụp lại thành PNG và chèn vào bài."
            )
            return {"src": "", "alt": ""}
        path = f"{self._prefix}-{len(self.pictures) + 1}.{kind}"
        self.pictures.append(Picture(path=path, data=data))
        return {"src": path, "alt": self._description(one_line(image.alt_text or ""), path)}

    def _description(self, written: str, path: str) -> str:
        """Return the picture's description; one that no person wrote is replaced, and a real one asked for."""
        if written and not _MADE_UP.search(written):
            return written
        self.notices.append(f"Ảnh {path} chưa có lời mô tả: hãy viết ảnh cho thấy gì vào giữa dấu ![ và ].")
        return f"Hình {len(self.pictures)} của bài {self._title}"


def _notices(markdown: str) -> tuple[str, ...]:
    """Say what in the text looks wrong."""
    letters = sum(char.isalpha() for char in markdown)
    if not letters:
        return ("Không lấy được chữ nào từ tệp Word: chữ trong ảnh chụp hay bản quét phải gõ lại.",)
    if len(_OLD_LETTERS.findall(markdown)) > letters / 50:
        return ("Chữ trong tệp có vẻ dùng phông cũ (TCVN3, .VnTime): hãy chuyển sang Unicode trong Word rồi nhập lại.",)
    return ()
