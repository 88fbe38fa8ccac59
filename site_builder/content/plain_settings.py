"""What stands in `mkdocs.yml`, as plain values: read before MkDocs reads it, which runs what it names.

Knows: YAML. Never: constructs what a tag asks for; never runs anything.
"""

from __future__ import annotations

from collections.abc import Iterator


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
