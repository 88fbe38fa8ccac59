"""The parts of a Word file: read with bounds, and written anew with only what the converter needs.

Knows: how parts are found and how they point to each other. Never: resolves an entity; never follows a target out of
the file; never reads a part that nothing points to.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from site_builder.content.word.ooxml import NAMESPACES, Element, parse

MAX_XML = 40_000_000
"""Bytes of all that is parsed: a part counts each time that something points to it."""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NOTES = ("footnotes", "endnotes")


class Relation(NamedTuple):
    """Where a part points."""

    kind: str
    """Last word of the type: `image`, `hyperlink`."""
    target: str
    """Name of a part, or an address when it lies outside."""
    outside: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """A part that holds text: the document, its footnotes or its endnotes."""

    name: str
    """`document`, `footnotes` or `endnotes`."""
    root: Element
    relations: dict[str, Relation]


class Package:
    """An open Word file."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file)
        self._left = MAX_XML
        self._names = {name.lower(): name for name in self._zip.namelist()}
        main = next(self._targets("", "officeDocument"), "word/document.xml")
        self.document = self._story("document", main)
        self._main = main
        notes = ((name, next(self._targets(main, name), "")) for name in _NOTES)
        self.stories = (self.document, *(self._story(name, part) for name, part in notes if part))
        self.styles = self._first("styles")
        self.numbering = self._first("numbering")

    def _story(self, name: str, part: str) -> Story:
        return Story(name=name, root=self._xml(part), relations=self.relations(part))

    def _first(self, kind: str) -> Element | None:
        return next(self.parts(kind), None)

    def parts(self, kind: str) -> Iterator[Element]:
        """Parse the document's parts of a kind: `header`, `comments`."""
        return (self._xml(name) for name in self._targets(self._main, kind))

    def _targets(self, part: str, kind: str) -> Iterator[str]:
        """Name the parts of a kind that a part points to and that exist."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.outside and self.has(relation.target):
                yield relation.target

    def relations(self, part: str) -> dict[str, Relation]:
        """Return where a part points, by id."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(path):
            return {}
        return {one.get("Id", ""): _relation(one, folder) for one in self._xml(path)}

    def has(self, name: str) -> bool:
        """Say whether there is such a part."""
        return name.lower() in self._names

    def data(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            KeyError: there is none.
        """
        return self._zip.read(self._names[name.lower()])

    def xml(self, name: str) -> Element | None:
        """Parse a part of a drawing (a chart, the words of a diagram); None when it is not there or not well formed."""
        try:
            return self._xml(name)
        except (KeyError, ValueError):
            return None

    def _xml(self, name: str) -> Element:
        found = self._names[name.lower()]
        self._left -= self._zip.getinfo(found).file_size
        if self._left < 0:
            raise ValueError(f"{name} is too large")
        return parse(self._zip.read(found))

    def write(self, styles: Element) -> BytesIO:
        """Write the stories, as they are by now, with `styles` and their pictures as a new Word file."""
        file = BytesIO()
        with ZipFile(file, "w", ZIP_STORED) as new:
            new.writestr("[Content_Types].xml", "<Types/>")
            new.writestr("word/styles.xml", etree.tostring(styles))
            pictures: set[str] = set()
            for story in self.stories:
                new.writestr(f"word/{story.name}.xml", etree.tostring(story.root))
                new.writestr(f"word/_rels/{story.name}.xml.rels", _written(story))
                kept = (one for one in story.relations.values() if one.kind == "image" and not one.outside)
                pictures |= {one.target for one in kept if self.has(one.target)}
            for name in sorted(pictures):
                new.writestr(name, self.data(name))
        file.seek(0)
        return file


def _relation(element: Element, folder: str) -> Relation:
    target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
    kind = element.get("Type", "").rpartition("/")[2]
    if outside:
        return Relation(kind, target, outside=True)
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return Relation(kind, unquote(posixpath.normpath(path).lstrip("/")), outside=False)


def _written(story: Story) -> bytes:
    """Write a story's links and pictures."""
    root = etree.Element(f"{{{_RELATIONS}}}Relationships")
    for name, one in story.relations.items():
        if one.kind in ("hyperlink", "image"):
            kind = f"{NAMESPACES['r']}/{one.kind}"
            target = one.target if one.outside else "/" + one.target
            etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=name, Type=kind, Target=target)
    return bytes(etree.tostring(root))
