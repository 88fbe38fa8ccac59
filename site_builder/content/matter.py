"""A file's text → its front matter and its body, each with the line on which it stands.

python-frontmatter splits and drives; the handler here reads the YAML with our own strict reader, so that every
key keeps its line and every value stays the text that the editor wrote.

Knows: the two `---` lines. Never: knows a key.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from site_builder.content.fences import FENCE, fences
from site_builder.content.file_notes import FileNotes
from site_builder.content.nodes import Mapping
from site_builder.content.strict_yaml import BrokenYaml, compose

MAX_LENGTH = 64 * 1024
"""Characters of front matter: 800 airings fit."""

_KEYS = "title, date, topic, agency"
_NODE = "node"


class Matter(NamedTuple):
    """A file cut in two."""

    fields: Mapping | None
    """None when there is none or it cannot be read."""
    body: str
    """Markdown, without white space around it."""
    body_line: int
    """Line of the file on which `body` starts."""


def split(notes: FileNotes, text: str) -> Matter:
    """Cut `text` at its front matter; what is wrong with that is noted on `notes`."""
    if missing := _not_there(text):
        notes.error(1, "thieu-dau-bai", missing)
        return Matter(None, text.strip(), 1)
    handler = _Handler(notes, text)
    metadata, body = frontmatter.parse(text, handler=handler)
    node = metadata.get(_NODE)
    return Matter(node if isinstance(node, Mapping) else None, body, handler.body_line)


def _not_there(text: str) -> str:
    """Say what is missing of the two fences; empty when nothing is."""
    found = fences(text)
    if not text.strip():
        return f"tệp trống; hãy ghi dòng ---, các khóa {_KEYS}, rồi một dòng --- nữa, sau đó là nội dung bài"
    if not found or text[: found[0].start()].strip():
        return f"thiếu phần đầu bài; hãy mở đầu tệp bằng dòng ---, các khóa {_KEYS}, rồi một dòng --- nữa"
    if len(found) == 1:
        return "phần đầu bài chưa đóng; hãy thêm một dòng --- sau khóa cuối cùng, trước nội dung bài"
    return ""


class _Handler(YAMLHandler):
    """Reads one file's front matter as nodes with lines, and notes where the body starts."""

    FM_BOUNDARY = FENCE

    def __init__(self, notes: FileNotes, text: str) -> None:
        super().__init__()
        self._notes = notes
        # python-frontmatter strips the text before it splits it.
        self._line = 1 + text[: len(text) - len(text.lstrip())].count("\n")
        self.body_line = 1

    def split(self, text: str) -> tuple[str, str]:
        """Cut at the fences and count the lines above the body."""
        above, content = super().split(text)
        blank = content[: len(content) - len(content.lstrip())]
        self.body_line = self._line + above.count("\n") + blank.count("\n")
        return above, content

    def load(self, fm: str, **_options: object) -> dict[str, Any]:
        """Return the mapping of the front matter, or nothing when it is not readable."""
        notes, line = self._notes, self._line
        if len(fm) > MAX_LENGTH:
            message = "phần đầu bài dài quá 64 nghìn ký tự; hãy kiểm tra dòng --- đóng phần đầu bài"
            notes.error(line, "dau-bai-qua-dai", message)
            return {}
        try:
            node = compose(fm, notes.error, line)
        except BrokenYaml as error:
            notes.error(*error.args)
            return {}
        if isinstance(node, Mapping):
            return {_NODE: node}
        notes.error(line + 1, "yaml-sai", f"phần đầu bài phải gồm các dòng “khóa: giá trị”: {_KEYS}")
        return {}
