"""One static page (`content/pages/x.md`) → its keys, its body, and everything wrong with either.

Static pages are content as articles are: the same YAML, keys of a list, and no template of their own, which would be
code. MkDocs, which reads pages by itself, is given what was read here.

Knows: what a page's front matter may say. Never: converts Markdown; never reads the disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_builder.content import encoding, pasting
from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.foreign import hides
from site_builder.content.nodes import Mapping, Node, Scalar, is_blank
from site_builder.errors import Problem
from site_builder.text import offer, one_line

FOLDER = "content/pages"
KEYS = ("title", "description")
"""What a page may say of itself, a text each."""
_DECLARATION = re.compile(r"<!\[(?!CDATA\[)")
_FRONT = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class StaticPage:
    """A page as read."""

    meta: tuple[tuple[str, str], ...]
    """Of `KEYS`, those that are there."""
    body: str
    """Markdown."""
    line: int
    """Line of the file on which `body` starts."""


def read_page(file: str, data: bytes) -> tuple[StaticPage | None, tuple[Problem, ...]]:
    """Read the page in `file`; None when it cannot be read. Problems have their lines, sorted."""
    notes = FileNotes(file)
    text = encoding.decode(notes, data, encoding.MAX_WRITTEN)
    page = None if text is None else _read(notes, text)
    told = pasting.look(page.body, file, page.line) if page else ()
    if page:
        _check_declarations(notes, page)
    return page, tuple(sorted((*notes.problems(), *told)))


def _check_declarations(notes: FileNotes, page: StaticPage) -> None:
    """Refuse what MkDocs, which feeds every page to Python's parser of HTML, stops at."""
    for found in _DECLARATION.finditer(page.body):
        line = page.line + page.body.count("\n", 0, found.start())
        notes.error(line, "html-sai", "trang có “<![”, chữ mà máy đọc HTML không hiểu; hãy viết &lt;![ hoặc xóa đi")
        return


def _read(notes: FileNotes, text: str) -> StaticPage | None:
    if not text.startswith("---"):
        return StaticPage(meta=(), body=text, line=1)
    found = _FRONT.match(text)
    if not found:
        message = "phần đầu trang chưa đóng; hãy thêm một dòng --- sau khóa cuối cùng, hoặc bỏ dòng --- đầu tiên"
        notes.error(1, "dau-bai-chua-dong", message)
        return None
    body = text[found.end() :].lstrip("\n")
    line = text.count("\n", 0, len(text) - len(body)) + 1
    return StaticPage(meta=tuple(_meta(notes, found[1])), body=body, line=line)


def _meta(notes: FileNotes, text: str) -> list[tuple[str, str]]:
    # The YAML reader costs 40 ms to load: a build in which nothing is new need not pay that.
    from site_builder.content.strict_yaml import BrokenYaml, compose  # noqa: PLC0415

    try:
        node = compose(text, notes.error, 2)
    except BrokenYaml as error:
        notes.error(*error.args)
        return []
    if isinstance(node, Mapping):
        pairs = [(key.text, _value(notes, key, value)) for key, value in node.pairs]
        return [(key, value) for key, value in pairs if key in KEYS and value]
    if node is not None:
        notes.error(2, "yaml-sai", "phần đầu trang phải gồm các dòng “khóa: giá trị”, ví dụ title: Giới thiệu")
    return []


def _value(notes: FileNotes, key: Scalar, value: Node) -> str:
    """Return the text of a key; empty when it has none, or it is none of a page's."""
    if key.text not in KEYS:
        _refuse_key(notes, key, value.text if isinstance(value, Scalar) else "")
    elif not isinstance(value, Scalar):
        message = f"{key.text} phải là một giá trị đơn; hãy ghi, ví dụ {key.text}: Giới thiệu"
        notes.error(key.line, "sai-kieu", message)
    elif not is_blank(value):
        return one_line(value.text)
    return ""


def _refuse_key(notes: FileNotes, key: Scalar, value: str) -> None:
    """Say what to do with a key that is none of a page's; a warning where nothing but the key is lost."""
    name = quoted(key.text)
    if hides(key.text, value):
        message = (
            f"khóa {name}: trang tĩnh không có bản nháp, tệp nào ở đây cũng được đăng; hãy bỏ "
            f"khóa này, hoặc chuyển tệp ra khỏi {FOLDER} cho tới khi đăng được"
        )
        notes.error(key.line, "khoa-an-hien", message)
    elif key.text == "template":
        message = "trang tĩnh không chọn mẫu trang, vì mẫu trang là mã chạy trên máy chủ; hãy bỏ khóa template"
        notes.error(key.line, "mau-trang-la", message)
    else:
        instead = offer(key.text, KEYS, f"các khóa dùng được: {', '.join(KEYS)}")
        notes.warn(key.line, "khoa-la", f"khóa {name} không có nên bị bỏ qua; {instead}")
