"""Markdown → HTML as MkDocs would convert it: the same library, the same extensions and options.

A `Markdown` object costs a quarter of a conversion to make, so each process keeps one per extension set and resets it.
What of the library can find nothing in a text is left out (`shortcuts`).

Knows: Python-Markdown. Never: makes HTML safe (`sanitise` does).
"""

from __future__ import annotations

import importlib
import operator
from functools import lru_cache
from typing import Any

from markdown import Markdown

from site_builder.frozen import Frozen, thaw
from site_builder.markup.github import NAME, GitHub
from site_builder.markup.remarks import Remark
from site_builder.markup.shortcuts import shorten
from site_builder.text import slug

BUILTINS = ("toc", "tables", "fenced_code")
"""What MkDocs always turns on (`mkdocs.config.defaults`)."""


def noticed(text: str, extensions: tuple[tuple[str, Frozen], ...]) -> tuple[str, tuple[Remark, ...]]:
    """Convert `text` and say what was noticed of the way it is typed; nothing of an earlier conversion remains."""
    converter, github = _converter_of(extensions)
    converter.reset()
    github.spent.begin(text)
    try:
        html = converter.convert(text)
    except Exception:
        _converter_of.cache_clear()  # nothing is known of the state in which it stopped
        raise
    for written in github.definitions.unused():
        github.remarks.note("lien-ket-thua", written)
    return html, github.remarks.all()


@lru_cache(maxsize=4)
def _converter_of(extensions: tuple[tuple[str, Frozen], ...]) -> tuple[Markdown, GitHub]:
    """Make the converter of this process for one extension set; what GitHub reads comes last, so it has its way."""
    options: dict[str, dict[str, Any]] = {name: {} for name in BUILTINS}
    options |= {name: thaw(value, imported) or {} for name, value in extensions}
    options = {name: VIETNAMESE.get(name, {}) | value for name, value in options.items()}
    options.pop(NAME, None)
    github = GitHub()
    converter = Markdown(extensions=[*options, github], extension_configs=options)
    shorten(converter, github.spent)
    return converter, github


def imported(value: Frozen) -> Any:
    """Return the object that an option names as `python:module:name` (`model.settings`); other options stay."""
    if isinstance(value, str) and value.startswith("python:"):
        _, module, name = value.split(":")
        return operator.attrgetter(name)(importlib.import_module(module))
    return value


def _slugify(value: str, separator: str) -> str:
    """Make the id of a heading; the library's own way loses `đ` and every word that starts with it."""
    return slug(value).replace("-", separator)


VIETNAMESE: dict[str, dict[str, Any]] = {
    "toc": {"slugify": _slugify},
    "footnotes": {"BACKLINK_TITLE": "Quay lại chỗ đánh số {} trong bài"},
}
"""Options that mkdocs.yml may override."""
