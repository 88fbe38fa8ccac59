"""One record of a YAML file as a whole: single values, lists of words, records inside it.

Its mistakes are noted in the file's `FileNotes`, which also notes where each field stands: `airings.1.outlet` → line 9.

Knows: how lists and records are written. Never: knows what a key means for the newsroom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder.content.file_notes import FileNotes
from site_builder.content.nodes import Listing, Node, Scalar, is_blank
from site_builder.content.nodes import Mapping as MappingNode
from site_builder.content.scalars import Scalars
from site_builder.text import integer

MOST_WORDS = 5_000
"""Words in a list: tags, old addresses, partners."""
MOST_RECORDS = 1_000
"""Records in a list inside another: airings, corrections."""


class Fields(Scalars):
    """One record, with the lists and records inside it."""

    def is_list(self, key: str) -> bool:
        """Say whether a list stands at a key."""
        return isinstance(self.values.get(key), Listing)

    def wrong_item(self, key: str, index: int, code: str, message: str) -> None:
        """Note an error at an item of a list that `words` has read."""
        line = self.item_lines.get((key, index), self.line_of(key))
        self.notes.error(line, code, f"{self.label(key)} {message}")

    def words(self, key: str) -> tuple[str, ...]:
        """Return one word or a list of words, each once."""
        node = self.values.get(key)
        if not isinstance(node, Listing):
            value = self.raw(key)
            return (value,) if value else ()
        found: dict[str, None] = {}
        for index, item in enumerate(self._few(key, node, MOST_WORDS)):
            if not isinstance(item, Scalar) or is_blank(item):
                message = f"{self.label(key)}, mục {index + 1} phải là một từ; hãy ghi, {self.example(key)}"
                self.notes.error(item.line, "sai-kieu", message)
                continue
            self.refuse_escape(key, item)
            if item.text.strip() not in found:
                self.notes.lines.append((f"{self.path(key)}.{len(found)}", item.line))
                self.item_lines[key, len(found)] = item.line
                found[item.text.strip()] = None
        return tuple(found)

    def record(self, key: str, examples: Mapping[str, str]) -> Fields | None:
        """Return a record inside this one."""
        node = self.values.get(key)
        if node is None or isinstance(node, MappingNode):
            return Fields(self.notes, node, examples, self.path(key)) if node else None
        self.mistyped(key, f"các khóa con {', '.join(examples)}")
        return None

    def records(self, key: str, examples: Mapping[str, str]) -> Iterator[Fields]:
        """Return each record of a list."""
        node = self.values.get(key)
        if node is not None and not isinstance(node, Listing):
            self.mistyped(key, "một danh sách, mỗi mục một dòng bắt đầu bằng dấu gạch")
        elif node is not None:
            few = Listing(self._few(key, node, MOST_RECORDS), node.line)
            yield from items(self.notes, few, examples, self.path(key))

    def _few(self, key: str, node: Listing, most: int) -> tuple[Node, ...]:
        """Return the items of a list, of one that is too long only the first."""
        if len(node.items) > most:
            message = f"có {integer(len(node.items))} mục, quá mức {integer(most)}; hãy giữ các mục cần nhất"
            self.notes.error(node.items[most].line, "qua-nhieu", f"{self.label(key)} {message}")
        return node.items[:most]


def items(notes: FileNotes, node: Listing, examples: Mapping[str, str], name: str = "") -> Iterator[Fields]:
    """Return each record of a list; what is none is noted and left out."""
    for index, item in enumerate(node.items):
        path = f"{name}.{index}" if name else str(index)
        notes.lines.append((path, item.line))
        if isinstance(item, MappingNode):
            yield Fields(notes, item, examples, path)
        else:
            place = f"{name}, mục {index + 1}" if name else f"mục {index + 1}"
            notes.error(item.line, "sai-kieu", f"{place} phải gồm các khóa: {', '.join(examples)}")
