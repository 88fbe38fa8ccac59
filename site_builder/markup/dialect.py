"""Markdown → HTML as MkDocs would convert it: the same library, the same extensions and options.

A `Markdown` object costs a quarter of a conversion to make, so each process keeps one per extension set and resets it.
Most paragraphs of news hold no markup at all; for those the search for inline patterns is left out, and a
test proves that this changes nothing.

Knows: Python-Markdown. Never: makes HTML safe (`sanitise` does).
"""

from __future__ import annotations

import importlib
import operator
import re
from functools import lru_cache
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from site_builder.frozen import Frozen, thaw
from site_builder.markup.caps import Spent
from site_builder.markup.github import NAME, GitHub
from site_builder.markup.remarks import Remark
from site_builder.text import slug

BUILTINS = ("toc", "tables", "fenced_code")
"""What MkDocs always turns on (`mkdocs.config.defaults`)."""

_TRIGGERS = {
    "backtick": "`",
    "escape": "\\\\",
    "footnote": r"\[",
    "reference": r"\[",
    "link": r"\[",
    "image_link": r"\[",
    "image_reference": r"\[",
    "short_reference": r"\[",
    "short_image_ref": r"\[",
    "autolink": "<",
    "automail": "<",
    "linebreak": r"\n",
    "hard_break": r"\\",
    "whole_address": "*_~^=",
    "html": "<",
    "entity": "&",
    "em_strong": "*_",
    "em_strong2": "_",
    "not_strong": "*_",
    "delimiter": "*_~^=",
}
"""Characters without which an inline pattern cannot match. A pattern that is not listed turns the short cut off."""


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
    _shorten(converter, github.spent)
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


def _shorten(converter: Markdown, spent: Spent) -> None:
    """Let text without any inline markup pass by, if every registered pattern is one we know."""
    registry: Any = converter.inlinePatterns
    names = [item.name for item in registry._priority]  # noqa: SLF001 - a Registry has no other list of names
    if hasattr(InlineProcessor, "_InlineProcessor__handleInline") and all(name in _TRIGGERS for name in names):
        marks = "".join(_TRIGGERS[name] for name in names)
        short = _ShortInline(converter, spent, re.compile(f"[\x02{marks}]"))
        converter.treeprocessors.register(short, "inline", 20)


class _ShortInline(InlineProcessor):
    """The library's inline processor with a short cut for text that holds none of the marks."""

    def __init__(self, converter: Markdown, spent: Spent, marks: re.Pattern[str]) -> None:
        super().__init__(converter)
        self._spent = spent
        self._marks = marks

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its name
        """Override of a private method: found by `hasattr` above, compared with the original by a test."""
        if not (marks := len(self._marks.findall(data))):
            return data
        self._spent.words(data, marks)
        handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
        return handled
