"""Markdown as people write it: a Python-Markdown extension that reads what GitHub reads.

Always on, for articles (`dialect`) and for the static pages that MkDocs renders (`mkdocs_plugin`), whatever else
`mkdocs.yml` lists. It comes last, so that it finds what the others registered.

    parts       what stands right under a paragraph is a block of its own
    lists       right under a paragraph, nested by what stands above, `1)`
    tables      right under a paragraph
    blocks      `#CaiCach` is a word; a paragraph with a tab before it; `[Nguồn]: TTXVN`
    attributes  only `{: … }`
    addresses   addresses, e-mails and telephone numbers are links
    html_blocks Markdown between tags that stand alone, with empty lines around it

Knows: the library's registries and priorities. Never: knows how a remark is told.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.treeprocessors import Treeprocessor

from site_builder.markup.addresses import Addresses, WholeAddress
from site_builder.markup.attributes import Attributes
from site_builder.markup.blocks import (
    Definitions,
    Headings,
    IndentedText,
    Meter,
    PlainText,
    ReferenceProcessor,
    Underlined,
)
from site_builder.markup.caps import Spent, look_at_tree
from site_builder.markup.html_blocks import OpenTags
from site_builder.markup.lists import Lists
from site_builder.markup.parts import BlockCutter
from site_builder.markup.remarks import Remarks
from site_builder.markup.tables import Tables

NAME = "site_builder.markup.github"
ALONGSIDE: dict[str, dict[str, Any]] = {
    "footnotes": {},
    "md_in_html": {},
    "pymdownx.superfences": {},
    "pymdownx.tasklist": {},
    "pymdownx.tilde": {"subscript": False},
}
"""What GitHub also knows, with options: for portals whose mkdocs.yml does not list it."""
_KNOWN = frozenset((
    "empty", "indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference", "paragraph",
    "abbr", "admonition", "defindent", "deflist", "details", "footnote", "markdown_block", "table", "tabbed",
))  # fmt: skip
"""Block processors that want no line beginning with a letter; with any other, plain text has no short cut."""


class _Levels(Treeprocessor):
    """Looks at what the blocks have become before paragraphs are read."""

    def run(self, root: Element) -> None:
        """Refuse too many headings and levels."""
        look_at_tree(root)


class GitHub(Extension):
    """Registers everything; holds what the last conversion noticed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.remarks = Remarks()
        self.spent = Spent()
        self.definitions = Definitions(self.spent)

    def reset(self) -> None:
        """Forget the last conversion."""
        self.remarks.clear()
        self.spent.clear()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Take the places of the library's own processors."""
        md.registerExtension(self)
        md.references = self.definitions
        self._extend_blocks(md)
        self._extend_text(md)

    def _extend_blocks(self, md: Markdown) -> None:
        parser, remarks = md.parser, self.remarks
        registry: Any = parser.blockprocessors
        names = {item.name for item in registry._priority}  # noqa: SLF001 - a Registry has no other list of names
        registry.register(Meter(parser, self.spent), "meter", 1000)
        if names <= _KNOWN:
            registry.register(PlainText(parser), "plain", 200)
        registry.register(IndentedText(parser, remarks), "indented", 81)
        registry.register(BlockCutter(parser), "parts", 79)
        registry.register(Lists(parser, remarks), "list", 78)
        registry.register(Headings(parser), "hashheader", 70)
        registry.register(Underlined(parser, remarks), "setextheader", 60)
        registry.register(ReferenceProcessor(parser), "reference", 15)
        for name in ("indent", "olist", "ulist"):
            registry.deregister(name)
        if "table" in names:
            registry.register(Tables(parser, registry["table"].config, remarks, self.spent), "table", 75)

    @staticmethod
    def _extend_text(md: Markdown) -> None:
        md.treeprocessors.register(_Levels(md), "levels", 1000)
        if "markdown_block" in md.parser.blockprocessors:
            md.preprocessors.register(OpenTags(md), "open_tags", 22)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hard_break", 101)
        md.inlinePatterns.register(WholeAddress(md), "whole_address", 75)
        md.postprocessors.register(Addresses(md), "addresses", 5)
        if "attr_list" in md.treeprocessors:
            md.treeprocessors.register(Attributes(md), "attr_list", 8)


def makeExtension(**options: Any) -> GitHub:  # noqa: N802 - the library's name
    """Make the extension: what `markdown` looks for in this module."""
    return GitHub(**options)
