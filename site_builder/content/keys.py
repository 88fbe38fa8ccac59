"""The keys of one record: which are there, on which line, and how to speak of what is wrong with them.

Knows: keys, with an example of each. Never: reads a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_builder.content.file_notes import FileNotes, quoted
from site_builder.content.nodes import Mapping as MappingNode
from site_builder.content.nodes import Node, Scalar, is_blank
from site_builder.text import OFFERS, offer


class Keys:
    """One record: a mapping whose keys are known with an example of each."""

    def __init__(
        self,
        notes: FileNotes,
        node: MappingNode,
        examples: Mapping[str, str],
        name: str = "",
        instead_of: Callable[[str, str], str] | None = None,
    ) -> None:
        """Take a mapping; `instead_of(key, value)` says of an unknown key why it may not be passed over."""
        self.notes = notes
        self._instead_of = instead_of
        self.name = name
        self.line = node.line
        self._examples = examples
        self._offers = OFFERS
        self.values: dict[str, Node] = {}
        """Of the known keys that are not empty."""
        self.item_lines: dict[tuple[str, int], int] = {}
        """Where the items of lists of words stand, once they are read."""
        self._lines: dict[str, int] = {}
        for key, value in node.pairs:
            self._take(key, value)

    def _take(self, key: Scalar, value: Node) -> None:
        if key.text not in self._examples:
            self._unknown(key, value)
        elif not is_blank(value):
            self.values[key.text] = value
            self.notes.lines.append((self.path(key.text), key.line))
        if key.text in self._examples:
            self._lines[key.text] = key.line

    def _unknown(self, key: Scalar, value: Node) -> None:
        found = value.text if isinstance(value, Scalar) else ""
        if self._instead_of and (instead := self._instead_of(key.text, found)):
            self.notes.error(key.line, "khoa-an-hien", f"{self.label('khóa')} {quoted(key.text)} không có; {instead}")
            return
        known = ", ".join(self._examples)
        self._offers -= 1
        instead = offer(key.text, self._examples if self._offers >= 0 else (), f"các khóa dùng được: {known}")
        self.notes.warn(key.line, "khoa-la", f"{self.label('khóa')} {quoted(key.text)} không có; {instead}")

    def path(self, key: str) -> str:
        """Name a key for the file's notes: `airings.1.outlet`."""
        return f"{self.name}.{key}" if self.name else key

    def label(self, key: str) -> str:
        """Name a key for people: `airings, mục 2: outlet`; which record of a file is meant its line says."""
        parts = self.name.lstrip("0123456789").strip(".").split(".")
        place = ", ".join(f"mục {int(part) + 1}" if part.isdigit() else part for part in parts)
        return f"{place}: {key}" if place else key

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of the record when it is absent."""
        return self._lines.get(key, self.line)

    def wrong(self, key: str, code: str, message: str) -> None:
        """Note an error at a key, which it names."""
        self.notes.error(self.line_of(key), code, f"{self.label(key)} {message}")

    def doubtful(self, key: str, code: str, message: str) -> None:
        """Note a warning at a key, which it names."""
        self.notes.warn(self.line_of(key), code, f"{self.label(key)} {message}")

    def example(self, key: str) -> str:
        """Show how a key is written."""
        return f"ví dụ {key}: {self._examples[key]}"

    def mistyped(self, key: str, expected: str) -> None:
        """Note a value of a kind that the key does not have."""
        self.wrong(key, "sai-kieu", f"phải là {expected}; hãy ghi, {self.example(key)}")

    def require(self, *keys: str) -> None:
        """Note each of `keys` that is absent or empty."""
        for key in keys:
            if key not in self.values:
                state = "đang để trống; hãy ghi" if key in self._lines else "còn thiếu; hãy thêm"
                self.wrong(key, "thieu-khoa", f"{state}, {self.example(key)}")
