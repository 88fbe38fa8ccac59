"""Front matter changed as text: what an editor wrote keeps its order, its comments and its way of writing.

Only the value that changes is replaced, at the place where the YAML reader saw it. What comes out is read again by
the article reader before anybody may write it: a file whose front matter is too unusual is left alone.

Knows: where a key's value begins and ends. Never: writes a file; never changes a body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from site_builder.content.aliases import written
from site_builder.content.articles import read_article
from site_builder.content.fences import fences
from site_builder.errors import errors_of
from site_builder.model import Article

_BOM = "\ufeff"
_PLAIN = re.compile(r"[\w/][\w/._~-]*\Z")
Edit: TypeAlias = tuple[int, int, str]
"""What stands from one position to another, and what takes its place."""


def keep_identity(file: str, data: bytes, id_: str, aliases: Iterable[str]) -> bytes | None:
    """Return an article's file with its frozen id and with old addresses added; None when it must be done by hand.

    Args:
        file: POSIX path from the portal's folder.
        data: its bytes.
        id_: what `id` must be.
        aliases: rooted addresses that must be among `aliases`.
    """
    article = read_article(file, data).article
    if article is None:
        return None
    missing = [alias for alias in aliases if alias not in article.aliases]
    edits: list[Callable[[str], str | None]] = []
    if article.id != id_:
        edits.append(lambda text: _with_value(text, "id", yaml_word(id_)))
    if missing:
        edits.append(lambda text: _with_items(text, "aliases", list(map(address_word, missing))))
    return _edited(file, data, edits, lambda new: new.id == id_ and set(missing) <= set(new.aliases))


def withdraw(file: str, data: bytes, moment: datetime, reason: str) -> bytes | None:
    """Return an article's file as withdrawn; None when it must be done by hand."""
    note = f"{{date: {moment:%d/%m/%Y %H:%M}, reason: {json.dumps(reason, ensure_ascii=False)}}}"
    edits = (
        lambda text: _with_value(text, "status", "withdrawn"),
        lambda text: _with_value(text, "withdrawn", note),
    )
    return _edited(file, data, edits, lambda new: new.status == "withdrawn" and new.withdrawn is not None)


def _edited(
    file: str, data: bytes, edits: Sequence[Callable[[str], str | None]], good: Callable[[Article], bool]
) -> bytes | None:
    """Make one edit after another; return the file only when it reads as it should and no worse than before."""
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    text: str | None = whole.removeprefix(_BOM)
    for edit in edits:
        text = edit(text) if text is not None else None
    if text is None:
        return None
    made = ((_BOM if whole.startswith(_BOM) else "") + text).encode("utf-8")
    before, after = (read_article(file, version) for version in (data, made))
    worse = {problem.code for problem in errors_of(after.problems)} - {p.code for p in errors_of(before.problems)}
    return made if after.article and good(after.article) and not worse else None


def _with_value(text: str, key: str, value: str) -> str | None:
    """Set a key to a value on one line."""
    return _change(text, key, value, lambda front, node: _replacement(front, node, value))


def _with_items(text: str, key: str, items: Sequence[str]) -> str | None:
    """Add items to a list, written as the list is."""
    return _change(text, key, f"[{', '.join(items)}]", lambda front, node: _addition(front, node, items))


def _change(text: str, key: str, value: str, edit: Callable[[str, Any], Edit | None]) -> str | None:
    """Change the front matter at a key that is there, else add a line with the key and `value` at its end."""
    found = fences(text)
    if len(found) < 2:
        return None
    begin, end = text.index("\n", found[0].start()) + 1, found[1].start()
    front = text[begin:end]
    root = _compose(front)
    if root is None:
        return None
    node = next((node for name, node in root.value if name.value == key), None)
    if node is None:
        return f"{text[:end]}{key}: {value}{_line_end(front)}{text[end:]}"
    change = edit(front, node)
    if change is None:
        return None
    start, stop, new = change
    return f"{text[:begin]}{front[:start]}{new}{front[stop:]}{text[end:]}"


def _compose(front: str) -> Any:
    """Return the mapping of a front matter in block style, with places; None when it is something else."""
    import yaml  # noqa: PLC0415 - slow to load, and seldom needed

    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    return root if isinstance(root, yaml.MappingNode) and not root.flow_style else None


def _replacement(front: str, node: Any, value: str) -> Edit:
    """Put a value in another's place; one that was empty stood right after the colon."""
    start = int(node.start_mark.index)
    return start, _end(front, node), f" {value}" if front[:start].endswith(":") else value


def _addition(front: str, node: Any, items: Sequence[str]) -> Edit | None:
    """Say where and how items are added to a list, a single value, or nothing."""
    if node.id == "scalar":
        kept = [yaml_word(node.value)] if node.value.strip() else []
        return _replacement(front, node, f"[{', '.join((*kept, *items))}]")
    if node.id != "sequence":
        return None
    if node.flow_style:
        at = node.end_mark.index - 1
        glue = ", " if node.value and not front[:at].rstrip().endswith(",") else ""
        return at, at, glue + ", ".join(items)
    at = front.index("\n", _end(front, node.value[-1]))
    at -= front[:at].endswith("\r")
    indent = f"{_line_end(front)}{' ' * node.start_mark.column}- "
    return at, at, "".join(f"{indent}{item}" for item in items)


def _end(front: str, node: Any) -> int:
    """Return where a value ends: that of a block reaches no further than its last part."""
    if node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(front, last[1] if node.id == "mapping" else last)
    end = int(node.end_mark.index)
    return max(len(front[:end].rstrip()), int(node.start_mark.index))


def _line_end(front: str) -> str:
    return "\r\n" if "\r\n" in front else "\n"


def address_word(alias: str) -> str:
    """Write an old address as an item of `aliases`."""
    return yaml_word(written(alias))


def yaml_word(value: str) -> str:
    """Write a value so that YAML reads it as it is, also inside brackets."""
    return value if _PLAIN.match(value) else json.dumps(value, ensure_ascii=False)
