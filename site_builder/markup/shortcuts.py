"""Short cuts inside Python-Markdown: what can find nothing in a text is not asked to look.

Most paragraphs of news hold no markup at all, the others one or two kinds. Every short cut leaves out a step of the
library whose result is known beforehand, since the marks that it looks for are not there; tests compare.

Knows: the marks without which a part of the library changes nothing. Never: does a part's work in another way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString, Registry

from site_builder.markup.caps import Spent

_TRIGGERS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[",
    "reference": "[",
    "link": "[",
    "image_link": "[",
    "image_reference": "[",
    "short_reference": "[",
    "short_image_ref": "[",
    "autolink": "<",
    "automail": "<",
    "linebreak": "\n",
    "hard_break": "\\",
    "whole_address": "*_~^=",
    "html": "<",
    "entity": "&",
    "em_strong": "*_",
    "em_strong2": "_",
    "not_strong": "*_",
    "delimiter": "*_~^=",
}
"""Characters without which an inline pattern cannot match. A pattern that is not listed turns the short cut off."""
_AT_ENTITIES = re.compile("(?=&)")
_FENCES = ("```", "~~~")
_TAGS = ("<", "&")
_UNEVEN = ("\x02", "\x03", "\r", "\t", " \n")
"""Without any of these the library only adds two empty lines."""


def shorten(converter: Markdown, spent: Spent) -> None:
    """Take every short cut in a converter to which nothing is added any more."""
    processors = converter.preprocessors
    if type(processors["normalize_whitespace"]) is NormalizeWhitespace:
        processors.register(_Even(converter), "normalize_whitespace", 30)
    _ask_only_with(_TAGS, processors["html_block"], "run")
    if hasattr(processors["fenced_code_block"], "search_nested"):
        _ask_only_with(_FENCES, processors["fenced_code_block"], "search_nested")
    elements: Any = frozenset(converter.block_level_elements)  # the library's is a list, gone through for every tag
    converter.block_level_elements = elements
    converter.inlinePatterns = _Settled(converter.inlinePatterns)
    _shorten_inline(converter, spent)
    _shorten_contents(converter)
    converter.parser.blockprocessors = _Settled(converter.parser.blockprocessors)
    converter.preprocessors = _Settled(processors)
    converter.treeprocessors = _Settled(converter.treeprocessors)
    converter.postprocessors = _Settled(converter.postprocessors)


def _ask_only_with(marks: tuple[str, ...], processor: Any, method: str) -> None:
    """Have `processor.method(lines)` called for lines that hold a mark; others it would give back as they are."""
    whole: Callable[[list[str]], list[str]] = getattr(processor, method)

    def short(lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return whole(lines) if any(mark in text for mark in marks) else lines

    setattr(processor, method, short)


class _Even(NormalizeWhitespace):
    """Makes white space even where it is not."""

    def run(self, lines: list[str]) -> list[str]:
        """Return lines without tabs, and empty ones without spaces, with two empty ones at the end."""
        text = "\n".join(lines) + "\n"
        return super().run(lines) if any(sign in text for sign in _UNEVEN) else [*lines, "", ""]


class _Settled(Registry[Any]):
    """A registry to which nothing is added any more: neither sorted nor copied again for every text, block, pattern."""

    def __init__(self, registry: Registry[Any]) -> None:
        super().__init__()
        self._all = tuple(registry)
        made: Any = registry
        self._data, self._priority = made._data, made._priority  # noqa: SLF001 - a Registry cannot be copied otherwise

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all)

    def __getitem__(self, key: str | int | slice) -> Any:
        return self._all[key] if isinstance(key, int) else super().__getitem__(key)


def _shorten_inline(converter: Markdown, spent: Spent) -> None:
    """Let patterns pass by text without their marks, if every registered pattern is one we know."""
    registry: Any = converter.inlinePatterns
    names = [item.name for item in registry._priority]  # noqa: SLF001 - a Registry has no other list of names
    is_known = all(hasattr(InlineProcessor, f"_InlineProcessor__{name}") for name in ("handleInline", "applyPattern"))
    if is_known and all(name in _TRIGGERS for name in names):
        short = ShortInline(converter, spent, [_TRIGGERS[name] for name in names])
        converter.treeprocessors.register(short, "inline", 20)


class ShortInline(InlineProcessor):
    """The library's inline processor, which asks those patterns only whose marks are there."""

    def __init__(self, converter: Markdown, spent: Spent, triggers: list[str]) -> None:
        super().__init__(converter)
        self._spent = spent
        self._triggers = tuple(map(frozenset, triggers))
        self._entity: Any = converter.inlinePatterns["entity"]
        self._marks = re.compile("[\x02" + re.escape("".join(triggers)) + "]")

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its name
        """Override of a private method: found by `hasattr` above, compared with the original by a test."""
        if not (marks := self._marks.findall(data)):
            return data
        self._spent.words(data, len(marks))
        if isinstance(data, AtomicString):
            return data
        there, apply = frozenset(marks), self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index in range(patternIndex, len(self._triggers)):
            pattern, is_found, start = self.inlinePatterns[index], not there.isdisjoint(self._triggers[index]), 0
            if is_found and pattern is self._entity:
                # No entity reaches beyond the next `&`; in pieces, the text is not copied as a whole for each of them.
                data = "".join([apply(pattern, piece, index, 0)[0] for piece in _AT_ENTITIES.split(data)])
                continue
            while is_found:
                data, is_found, start = apply(pattern, data, index, start)
        return data


def _shorten_contents(converter: Markdown) -> None:
    """Leave out the table of contents of texts that do not ask for one."""
    made = next((one for one in converter.registeredExtensions if type(one) is TocExtension), None)
    if made and type(converter.treeprocessors["toc"]) is TocTreeprocessor:
        converter.treeprocessors.register(_Contents(converter, made.getConfigs()), "toc", 5)


class _Contents(TocTreeprocessor):
    """The library's, which names headings; `Markdown.toc` is empty where the text does not show it."""

    def run(self, doc: Element) -> None:
        """Name the headings, if there are any; make the table if the marker for it stands somewhere."""
        self._is_asked = bool(self.marker) and any(self.marker in (element.text or "") for element in doc.iter())
        tags = {element.tag for element in doc.iter()}
        if self._is_asked or any(isinstance(tag, str) and self.header_rgx.match(tag) for tag in tags):
            super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """Make the table."""
        return super().build_toc_div(toc_list) if self._is_asked else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        """Put the table where the marker stands."""
        if self._is_asked:
            super().replace_marker(root, elem)
