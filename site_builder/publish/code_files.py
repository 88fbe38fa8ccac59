"""Which files of a portal are code, because its settings name them: hooks, inherited settings, templates, scripts.

MkDocs runs what `mkdocs.yml` names, wherever it lies: on the server only publishers may change that.

Knows: the keys of MkDocs' settings that name code. Never: runs anything.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence

from site_builder.content import plain_settings
from site_builder.content.plain_settings import texts
from site_builder.model.settings import FILE

_DEEP = 10
"""Settings that inherit from each other at most."""


def code_files(read: Callable[[Sequence[str]], Mapping[str, bytes]]) -> frozenset[str]:
    """Return paths of files and, with `/` at the end, of folders that the settings of a portal name as code.

    Args:
        read: returns the bytes of those files of the portal that there are of some names.

    Settings that cannot be read name nothing: nothing is made from them, either.
    """
    found: set[str] = set()
    path = FILE
    for _ in range(_DEEP):
        settings = plain_settings.read(read([path]).get(path, b""))
        folder = posixpath.dirname(path)
        found |= {_below(folder, name) for name in _names(settings)}
        parent = settings.get("INHERIT")
        if not isinstance(parent, str):
            break
        path = _below(folder, parent)
        found.add(path)
    return frozenset(found)


def is_code(path: str, code: frozenset[str]) -> bool:
    """Say whether a path is one of those files, or lies in one of those folders."""
    return path in code or any(name.endswith("/") and path.startswith(name) for name in code)


def _names(settings: Mapping[str, object]) -> Iterator[str]:
    """Yield what settings name as code, from their own folder."""
    theme, docs = settings.get("theme"), str(settings.get("docs_dir", "docs"))
    if isinstance(theme, dict) and isinstance(theme.get("custom_dir"), str):
        yield f"{theme['custom_dir']}/"
    yield from texts(settings.get("hooks"))
    plugins = settings.get("plugins")
    for plugin in plugins if isinstance(plugins, list) else [plugins]:
        options = plugin if isinstance(plugin, dict) else {}
        yield from texts([value for name, value in options.items() if name != "cchc"])
    for key in ("extra_templates", "extra_javascript", "extra_css"):
        yield from (posixpath.join(docs, name) for name in texts(settings.get(key)))


def _below(folder: str, name: str) -> str:
    """Return a path from the portal's folder; of a folder, with its `/`."""
    path = posixpath.normpath(posixpath.join(folder, name.replace("\\", "/")))
    return f"{path}/" if name.endswith("/") else path
