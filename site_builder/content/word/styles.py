"""Styles of a Word file: what a paragraph or a run has by itself or takes from its style and the styles below that.

Knows: `word/styles.xml`. Never: changes a tree.
"""

from __future__ import annotations

from functools import cache

from site_builder.content.word.ooxml import Element, above, child, switch, tag, value

_DEEPEST = 30
"""Styles that may stand on one another; a ring of styles ends here."""


class Styles:
    """The styles of one file."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall(tag("w:style"))
        self._by_id: dict[str, Element] = {}
        for style in found:
            self._by_id.setdefault(style.get(tag("w:styleId"), ""), style)
        normal = (style for style in found if style.get(tag("w:type")) == "paragraph" and style.get(tag("w:default")))
        self._normal = next((style.get(tag("w:styleId")) for style in normal), None)
        self._defaults = child(root, "w:docDefaults/w:rPrDefault/w:rPr")
        self.chain = cache(self._chain)

    def _chain(self, style_id: str | None) -> tuple[Element, ...]:
        """List a style and those it is based on."""
        chain: list[Element] = []
        while style_id in self._by_id and len(chain) < _DEEPEST:
            chain.append(self._by_id[style_id])
            style_id = value(chain[-1], "w:basedOn")
        return tuple(chain)

    def of(self, paragraph: Element) -> tuple[Element, ...]:
        """List the styles of a paragraph, its own first."""
        own = value(paragraph, "w:pPr/w:pStyle")
        return self.chain(own) or self.chain(self._normal)

    def names(self, paragraph: Element) -> tuple[str, ...]:
        """List the names of a paragraph's styles in small letters, its own first."""
        return tuple((value(style, "w:name") or "").lower() for style in self.of(paragraph))

    def property(self, paragraph: Element, path: str) -> str | None:
        """Return a value of the paragraph (`w:outlineLvl`), its own or of its styles."""
        holders = (paragraph, *self.of(paragraph))
        return next((found for one in holders if (found := value(one, f"w:pPr/{path}")) is not None), None)

    def is_on(self, run: Element, name: str) -> bool:
        """Say whether a run has a property (`w:vanish`), by itself or by its styles."""
        by_character = self.by_character_style(run, name)
        if by_character is not None:
            return by_character
        around = above(run, "w:p")
        return self.mark_is_on(around, name) if around is not None else False

    def by_character_style(self, run: Element, name: str) -> bool | None:
        """Read a property of a run or of its character style; None when these say nothing."""
        own = switch(run, f"w:rPr/{name}")
        return own if own is not None else self._first(self.chain(value(run, "w:rPr/w:rStyle")), name)

    def mark_is_on(self, paragraph: Element, name: str) -> bool:
        """Say whether a paragraph's styles turn a property of its runs on."""
        found = self._first(self.of(paragraph), name)
        return bool(found if found is not None else switch(self._defaults, name))

    @staticmethod
    def _first(styles: tuple[Element, ...], name: str) -> bool | None:
        return next((on for style in styles if (on := switch(style, f"w:rPr/{name}")) is not None), None)
