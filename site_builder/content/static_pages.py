"""One static page (`content/pages/x.md`) → everything wrong with its bytes and its front matter.

MkDocs reads pages by itself and says little: a file that is no UTF-8 stops it, front matter that is no YAML becomes
text of the page, and `draft: true` is published.

Knows: what a page's front matter may say. Never: converts Markdown; never reads the disk.
"""

from __future__ import annotations

import re

from site_builder.content import encoding
from site_builder.content.fields import Sheet, quoted
from site_builder.content.foreign import hides
from site_builder.content.nodes import Mapping, Scalar
from site_builder.errors import Problem

FOLDER = "content/pages"
_FRONT = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_TEXTS = ("title", "description", "template", "icon")
"""Keys with a text each."""


def read_page(file: str, data: bytes) -> tuple[Problem, ...]:
    """Find what is wrong with the page in `file`, with lines."""
    sheet = Sheet(file)
    text = encoding.decode(sheet, data)
    if text is not None and text.startswith("---"):
        _read_front(sheet, text)
    return sheet.problems()


def _read_front(sheet: Sheet, text: str) -> None:
    # The YAML reader costs 40 ms to load: a build in which nothing is new need not pay that.
    from site_builder.content.strict_yaml import BrokenYaml, compose  # noqa: PLC0415

    found = _FRONT.match(text)
    if not found:
        message = "phần đầu trang chưa đóng; hãy thêm một dòng --- sau khóa cuối cùng, hoặc bỏ dòng --- đầu tiên"
        sheet.error(1, "dau-bai-chua-dong", message)
        return
    try:
        node = compose(found[1], sheet.error, 2)
    except BrokenYaml as error:
        sheet.error(*error.args)
        return
    if isinstance(node, Mapping):
        _check_keys(sheet, node)
    elif node is not None:
        sheet.error(2, "yaml-sai", "phần đầu trang phải gồm các dòng “khóa: giá trị”, ví dụ title: Giới thiệu")


def _check_keys(sheet: Sheet, node: Mapping) -> None:
    for key, value in node.pairs:
        if key.text in _TEXTS and not isinstance(value, Scalar):
            message = f"{key.text} phải là một giá trị đơn; hãy ghi, ví dụ {key.text}: Giới thiệu"
            sheet.error(key.line, "sai-kieu", message)
        if hides(key.text, value.text if isinstance(value, Scalar) else ""):
            message = (
                f"khóa {quoted(key.text)}: trang tĩnh không có bản nháp, tệp nào ở đây cũng được đăng; hãy bỏ "
                f"khóa này, hoặc chuyển tệp ra khỏi {FOLDER} cho tới khi đăng được"
            )
            sheet.error(key.line, "khoa-an-hien", message)
