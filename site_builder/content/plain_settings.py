"""What stands in `mkdocs.yml`, as plain values: read before MkDocs reads it, which runs what it names.

Knows: YAML, and where in it a setting stands. Never: constructs what a tag asks for; never runs anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def read(data: bytes) -> dict[str, object]:
    """Return the settings in a file, every tag read as the plain value below it; empty when they cannot be read."""
    # The YAML reader costs 40 ms to load: most portals need nothing of this.
    import yaml  # noqa: PLC0415

    class Loader(yaml.SafeLoader):
        """Knows no tags."""

    def plain(loader: Loader, _tag: str, node: yaml.Node) -> object:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return node.value

    Loader.add_multi_constructor("", plain)
    try:
        read = yaml.load(data.decode("utf-8", errors="replace"), Loader)  # noqa: S506 - constructs plain values only
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(key): value for key, value in read.items()} if isinstance(read, dict) else {}


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def line_of(data: bytes, *way: str) -> int:
    """Return the line on which the setting at a way of keys stands, or the last of them that does; 0 for none.

    An entry of a list counts as a key of its own: `line_of(data, "plugins", "cchc", "logo")`.
    """
    import yaml  # noqa: PLC0415 - as above

    try:
        node: Any = yaml.compose(data.decode("utf-8", errors="replace"), yaml.SafeLoader)
    except yaml.YAMLError:
        return 0
    line = 0
    for key in way:
        all_so_named = [pair for pair in _pairs(node) if pair[0].value == key]
        if not all_so_named:
            break
        found = all_so_named[-1]  # the one that counts
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _pairs(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield keys and values of a node; of a list those of its entries, a plain entry being a key without a value."""
    if node is None or isinstance(node.value, str):
        return
    for entry in node.value:
        if isinstance(entry, tuple):
            yield entry
        elif isinstance(entry.value, str):
            yield entry, entry
        else:
            yield from _pairs(entry)
