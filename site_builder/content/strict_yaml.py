r"""YAML text → values that remember their lines, and nothing that an editor did not write.

A scalar stays the text that stands in the file: `007` is "007", `no` is "no", `2019-08-30` is no date yet.
Built from the C parser's events rather than its nodes: that is faster, and anchors, tags and depth are seen
as they come (a composed node forgets its anchor, and 200,000 nested brackets overflow the C stack).

Refused, each at its line: anchors and aliases (a "bomb" is made of them), tags, duplicate keys, keys that are
not plain words, nesting deeper than `MAX_DEPTH`, and escapes in double quotes that nobody means: `"tin\bài"` is a
backspace to YAML (see `escapes`).

Knows: YAML. Never: knows what a key means; never reads the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import yaml

from site_builder.content import escapes
from site_builder.content.mistakes import explain
from site_builder.content.nodes import Listing, Mapping, Node, Scalar
from site_builder.text import nfc

MAX_DEPTH = 12
"""No key of ours lies deeper than 5."""

Report: TypeAlias = Callable[[int, str, str], None]
"""`report(line, code, message)`."""


class BrokenYaml(Exception):  # noqa: N818 - it is no error of ours
    """The text is not YAML; `args` are line, code and message."""


def compose(text: str, report: Report, first_line: int = 1) -> Node | None:
    """Read one YAML document; None when it is empty.

    Args:
        text: YAML, without control characters.
        report: is told of everything refused.
        first_line: the line of the file on which `text` begins.

    Raises:
        BrokenYaml: the text is not YAML, or too deep.
    """
    try:
        return _YamlReader(text, report, first_line).document()
    except yaml.MarkedYAMLError as error:
        line, code, message = explain(error, text.split("\n"))
        raise BrokenYaml(first_line + line, code, message) from error
    except yaml.YAMLError as error:
        message = f"tệp có ký tự mà YAML không nhận ({error}); hãy xóa ký tự ấy"
        raise BrokenYaml(first_line, "yaml-sai", message.replace("\n", " ")) from error


class _YamlReader:
    """Makes nodes of the events of one document."""

    def __init__(self, text: str, report: Report, first_line: int) -> None:
        self._next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self._report = report
        self._first = first_line
        self._lines = text.split("\n") if "#" in text else []
        self._escaped = text if "\\" in text else ""

    def document(self) -> Node | None:
        """Return the only document's root."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        root = self._node(self._next(), 1)
        self._next()
        following = self._next()
        if not isinstance(following, yaml.StreamEndEvent):
            message = "YAML bắt đầu lại từ dòng này; hãy bỏ dòng --- hoặc ... thừa"
            raise BrokenYaml(self._line(following), "yaml-sai", message)
        return root

    def _line(self, event: Any) -> int:
        return self._first + int(event.start_mark.line)

    def _node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise BrokenYaml(self._line(event), "yaml-long", "các khóa lồng nhau quá sâu; hãy bỏ bớt ngoặc [ hoặc {")
        if type(event) is yaml.AliasEvent:
            return self._alias(event)
        if event.anchor is not None:
            self._refuse_anchor(event, "&" + event.anchor)
        if event.tag is not None:
            self._refuse_tag(event)
        if type(event) is yaml.ScalarEvent:
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(event, depth)
        return self._mapping(event, depth)

    def _scalar(self, event: Any) -> Scalar:
        plain = not event.style
        if plain and self._lines:
            self._warn_of_hash(event)
        if event.style != '"' or not self._escaped:
            return Scalar(event.value, self._line(event), plain)
        written = self._escaped[event.start_mark.index : event.end_mark.index]
        for line, code, message in escapes.faults(written, event.value):
            self._report(self._line(event) + line, code, message)
        return Scalar(nfc(event.value), self._line(event), plain, escapes.line_break(written))

    def _listing(self, event: Any, depth: int) -> Listing:
        items = []
        while not isinstance(item := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(item, depth + 1))
        return Listing(tuple(items), self._line(event))

    def _mapping(self, event: Any, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(start := self._next(), yaml.MappingEndEvent):
            key = self._node(start, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                message = "tên khóa phải là một từ, ví dụ title; hãy bỏ dấu ngoặc hoặc dấu ? ở đầu dòng"
                self._report(key.line, "yaml-sai", message)
            elif key.text in pairs:
                self._refuse_twice(key, pairs[key.text][0])
            else:
                pairs[key.text] = (key, value)
        return Mapping(tuple(pairs.values()), self._line(event))

    def _alias(self, event: Any) -> Scalar:
        self._refuse_anchor(event, "*" + event.anchor)
        return Scalar("*" + event.anchor, self._line(event), plain=True)

    def _refuse_anchor(self, event: Any, found: str) -> None:
        message = (
            f"“{found}” là ký hiệu neo của YAML, không được dùng; nếu dấu {found[0]} thuộc câu chữ, "
            'hãy đặt cả giá trị trong dấu nháy kép "…"'
        )
        self._report(self._line(event), "yaml-neo", message)

    def _refuse_tag(self, event: Any) -> None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        message = (
            f"“{tag}” là thẻ kiểu của YAML, không được dùng; nếu dấu ! thuộc câu chữ, "
            'hãy đặt cả giá trị trong dấu nháy kép "…"'
        )
        self._report(self._line(event), "yaml-the", message)

    def _refuse_twice(self, key: Scalar, first: Scalar) -> None:
        message = f"khóa “{key.text}” đã có ở dòng {first.line}; hãy giữ một và xóa một"
        self._report(key.line, "khoa-trung", message)

    def _warn_of_hash(self, event: Any) -> None:
        """Speak up when ` #…` cut a value short; a comment, with a space after `#`, is no mistake."""
        rest = self._lines[event.end_mark.line][event.end_mark.column :].lstrip(" ")
        if rest.startswith("#") and rest[1:2].strip():
            message = f'phần “{rest[:40]}” sau dấu # bị bỏ qua; hãy đặt cả giá trị trong dấu nháy kép "…"'
            self._report(self._first + event.end_mark.line, "dau-thang", message)
