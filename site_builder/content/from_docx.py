"""Read an article's text and pictures from a Word file.

`word` makes of it what its reader sees, mammoth turns that structure (not its looks) into HTML, `to_markdown` writes
it as an editor would. What cannot be taken over is told in notices, never silently lost.

Knows: what people do in Word. Never: writes into the portal; never follows a link out of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

import mammoth

from site_builder import programs
from site_builder.content.archives import Limits, Locked, TooLarge, look_through
from site_builder.content.list_items import LABEL
from site_builder.content.to_markdown import CAPTION, to_markdown
from site_builder.content.word import (
    characters,
    drawings,
    fields,
    formulas,
    letter,
    paragraphs,
    visible,
)
from site_builder.content.word.album import Album, Picture
from site_builder.content.word.notes import Notes, repeated
from site_builder.content.word.numbering import Numbering
from site_builder.content.word.ooxml import tag, words
from site_builder.content.word.package import Package, Story
from site_builder.content.word.styles import Styles
from site_builder.errors import ContentError, Problem

MAX_BYTES = 200_000_000
"""The most that a Word file may hold unpacked, its pictures among it."""
MOST_ELEMENTS = 200_000
"""Of all its XML: a hundred pages of text and tables take a quarter."""

_STYLES = "\n".join(
    (
        *(f"p[style-name='{paragraphs.HEADING.format(level)}'] => h{level}:fresh" for level in range(1, 7)),
        f"p[style-name='{paragraphs.CAPTION}'] => p.{CAPTION}:fresh",
        f"r[style-name='{paragraphs.LABEL}'] => span.{LABEL}",
        "strike => del",
    )
)
_OLD_LETTERS = re.compile("[µ¸¶·¹¨»¾¼½Æ©ª«¬®]")
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_TEXT = "WordDocument".encode("utf-16-le")
"""Name of the text in an old file; a locked new one has none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What a Word file gave."""

    markdown: str
    pictures: tuple[Picture, ...]
    notices: tuple[str, ...]
    """Vietnamese sentences: what the editor should look at."""


def from_docx(docx: Path, title: str, prefix: str) -> Imported:
    """Read the Word file `docx` of the article `title`; its pictures are named `prefix` + `-1.png` and so on.

    An old `.doc` is converted first, where LibreOffice is there.

    Raises:
        ContentError: the file is missing, damaged or no Word file.
    """
    notes = Notes()
    try:
        with _opened(docx, notes) as file:
            _check(docx, file)
            return _import(file, title, prefix, notes)
    except ContentError:
        raise
    except (TooLarge, Locked) as error:
        raise _refused(docx, f"{error}; {_SMALLER if isinstance(error, TooLarge) else _SAVE_AGAIN}") from error
    except OSError as error:
        reason = error.strerror or "tệp không đọc được"
        raise _refused(docx, f"không đọc được tệp ({reason}); hãy kiểm tra lại đường dẫn") from error
    except Exception as error:  # a damaged file raises whatever it likes, in four libraries
        raise _refused(docx, f"tệp Word bị hỏng; {_SAVE_AGAIN}") from error


_SMALLER = "hãy giảm cỡ ảnh trong Word (Nén ảnh), hoặc để phụ lục, bảng biểu thành tệp đính kèm, rồi lưu lại"
_SAVE_AGAIN = "hãy mở tệp bằng Word rồi lưu lại dưới dạng .docx (Lưu thành → Word Document)"


def _refused(docx: Path, message: str) -> ContentError:
    return ContentError(Problem(docx.as_posix(), 0, "tep-word", message))


def _opened(docx: Path, notes: Notes) -> BinaryIO:
    """Open a file, an old one as LibreOffice writes it anew."""
    file = docx.open("rb")
    start = file.read(len(_OLD_WORD))
    file.seek(0)
    if start != _OLD_WORD:
        return file
    with file:
        old = file.read(MAX_BYTES)
    new = programs.convert(docx, "docx", reader="MS Word 97") if _OLD_TEXT in old else None
    if new is None:
        return BytesIO(old)
    notes.say("Tệp .doc cũ đã được LibreOffice chuyển sang .docx: hãy so bài với bản Word.")
    return BytesIO(new)


def _check(docx: Path, file: BinaryIO) -> None:
    """Refuse what only has the name of a Word file."""
    start = file.read(8)
    file.seek(0)
    if start == _OLD_WORD:
        raise _refused(docx, f"tệp ở dạng Word cũ (.doc) hoặc có đặt mật khẩu; hãy bỏ mật khẩu nếu có, {_SAVE_AGAIN}")
    if start.startswith(b"%PDF"):
        raise _refused(docx, f"đây là tệp PDF; hãy dùng tệp Word gốc, hoặc {_SAVE_AGAIN}")
    if not start.startswith(b"PK"):
        raise _refused(docx, f"đây không phải tệp Word .docx; {_SAVE_AGAIN}")
    with ZipFile(file) as parts:
        if "[Content_Types].xml" not in parts.namelist() or not any("document" in name for name in parts.namelist()):
            raise _refused(docx, f"đây không phải tệp Word .docx; {_SAVE_AGAIN}")
    look_through(file, Limits(MAX_BYTES, MOST_ELEMENTS))


def _import(file: BinaryIO, title: str, prefix: str, notes: Notes) -> Imported:
    album = Album(title, prefix, notes)
    result = mammoth.convert_to_html(
        _prepared(Package(file), notes),
        style_map=_STYLES,
        include_default_style_map=False,
        include_embedded_style_map=False,  # a style map inside the file could ask for any element
        external_file_access=False,
        convert_image=mammoth.images.img_element(album.add),
    )
    for sentence in _told(message.message for message in result.messages):
        notes.say(sentence)
    html = re.sub(r'<img(?: alt="[^"]*")? src="" ?/?>', "", result.value)
    html = re.sub(r"<p(?: [^>]*)?></p>", "", html)
    markdown = to_markdown(html, title)
    for sentence in _doubts(markdown):
        notes.say(sentence)
    return Imported(markdown=markdown, pictures=tuple(album.pictures), notices=notes.sentences())


def _prepared(package: Package, notes: Notes) -> BytesIO:
    """Write a Word file anew as its reader sees it, every paragraph marked as what it is."""
    styles = Styles(package.styles)
    numbering = Numbering(package.numbering, styles)
    for story in package.stories:
        _show(story, package, styles, notes)
    letter.take_out(package.document.root.find(tag("w:body")), notes)
    paragraphs.open_frames(package.document.root)
    for story in package.stories:
        paragraphs.settle(story.root, styles, numbering, notes)
    _tell_margins(package, notes)
    return package.write(paragraphs.own_styles())


def _show(story: Story, package: Package, styles: Styles, notes: Notes) -> None:
    """Leave of a story what its reader sees."""
    root = story.root
    visible.choose_drawings(root)
    visible.accept_changes(root, notes)
    visible.open_controls(root, notes)
    visible.drop_hidden(root, styles, notes)
    visible.tell_inserted_files(root, {name: one.target for name, one in story.relations.items()}, notes)
    drawings.bring_out(story, package, notes)
    fields.show_results(root, notes)
    formulas.write_out(root, notes)
    characters.spell(root, notes)
    notes.count("comment", sum(1 for _ in root.iter(tag("w:commentReference"))))
    visible.flatten(root)


def _tell_margins(package: Package, notes: Notes) -> None:
    """Tell the words of headers and footers; a page's number is none."""
    margins = dict.fromkeys(
        text for kind in ("header", "footer") for part in package.parts(kind) if (text := words(part))
    )
    said = [text for text in margins if any(char.isalpha() for char in text)]
    if said:
        notes.say(f"Chữ ở đầu trang, chân trang không đưa vào bài: {repeated('; '.join(said))}.")


def _told(messages: Iterable[str]) -> Iterator[str]:
    """Say in Vietnamese what the converter says; what it says of looks does not matter."""
    for message in messages:
        unknown = re.match(r"An unrecognised element was ignored: (\S+)", message)
        if unknown:
            yield f"Có phần của tệp Word ({unknown[1]}) chưa chuyển được: hãy so bài với bản Word."
        elif "cell merging" in message:
            yield "Có bảng với ô gộp không rõ: hãy so bảng trong bài với bản Word."
        elif "Could not find image" in message:
            yield "Có một ảnh bị thiếu trong tệp Word: hãy chèn lại ảnh."


def _doubts(markdown: str) -> tuple[str, ...]:
    """Say what in the text looks wrong."""
    letters = sum(char.isalpha() for char in markdown)
    if not letters:
        return ("Không lấy được chữ nào từ tệp Word: chữ trong ảnh chụp hay bản quét phải gõ lại.",)
    if len(_OLD_LETTERS.findall(markdown)) > letters / 50:
        return ("Chữ trong tệp có vẻ dùng phông cũ (TCVN3, .VnTime): hãy chuyển sang Unicode trong Word rồi nhập lại.",)
    return ()
