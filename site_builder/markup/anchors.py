"""Links of a fragment: resolved by `links`, those to other sites marked; places in the text that they lead to.

Knows: links. Never: knows other elements.
"""

from __future__ import annotations

from collections import Counter

from site_builder.markup import links
from site_builder.markup.caps import MAX_LINKS, TooMuchError
from site_builder.markup.fragment import Fragment
from site_builder.markup.links import Fault
from site_builder.markup.places import Places
from site_builder.markup.tags import Attributes, tag
from site_builder.model import Link
from site_builder.text import OFFERS, integer, nearest

_UNREAD_LINKS = ("footnote-ref", "footnote-backref", "headerlink")
"""Numbers and arrows that belong to the page, not to the text: `95%` with note 1 must not read as 951%."""
_MOST_NAMES = 2000
"""Ids among which a wrong one is looked for."""


class Anchors:
    """The links of one fragment."""

    def __init__(self, fragment: Fragment, places: Places) -> None:
        self.links: list[Link] = []
        """To articles, pages and files of the site."""
        self.media: list[Link] = []
        """To files of content/media, pictures too."""
        self._fragment = fragment
        self._places = places
        self._counts: Counter[str] = Counter()
        self._wanted: list[tuple[str, int]] = []  # ids that links in the text lead to
        self._arrows: list[tuple[str, int]] = []  # ids that arrows of notes lead back to, and where in `out` they stand

    def count(self, name: str, most: int, written: str, what: str) -> None:
        """Count an element that has an address to be looked up."""
        self._counts[name] += 1
        if self._counts[name] > most:
            raise TooMuchError(written, f"bài có quá {integer(most)} {what}; hãy tách thành nhiều bài")

    def start(self, name: str, attributes: Attributes) -> str:
        """Write the opening tag of a link, or of a place."""
        self._fragment.unread = any(kind in attributes.get("class", "") for kind in _UNREAD_LINKS)
        written = attributes.pop("href", None)
        if written is None:
            return tag(name, attributes)
        if not self._fragment.unread:  # marks of notes have a cap of their own
            self.count("a", MAX_LINKS, written, "liên kết")
        found = links.resolve(written, self._places.file)
        if isinstance(found, Fault):
            self._places.report(self._places.line(written), "lien-ket-sai", found.message)
            return tag(name, attributes)
        if found.kind == "here":
            self._want(found.url, written, attributes)
        elif found.kind != "outside":
            line = self._places.line(written)
            (self.media if found.kind == "media" else self.links).append(Link(url=found.url, line=line))
        attributes = {"href": found.href} | attributes
        if found.kind == "outside" and found.href[:4].lower() == "http":
            attributes |= {"class": f"{attributes.get('class', '')} ngoai".strip(), "rel": "noopener external"}
        return tag(name, attributes)

    def _want(self, fragment: str, written: str, attributes: Attributes) -> None:
        """Note the place that a link in the text leads to; arrows of notes are not the editor's (see `pitfalls`)."""
        if "footnote-backref" in attributes.get("class", ""):
            self._arrows.append((fragment, len(self._fragment.out)))
        else:
            self._wanted.append((fragment, self._places.line(written)))

    def end(self, name: str) -> str:
        """Write the closing tag."""
        self._fragment.unread = False
        return f"</{name}>"

    def check_fragments(self) -> None:
        """Report links to places in the text that are not there."""
        known, offers = sorted(self._fragment.ids)[:_MOST_NAMES], OFFERS
        for wanted, line in self._wanted:
            if wanted not in self._fragment.ids:
                near = nearest(wanted, known) if wanted and offers > 0 else None
                offers -= 1
                offer = f"hãy viết #{near}" if near else "hãy sửa theo tên một tiêu đề trong bài, hoặc xóa liên kết"
                self._places.report(line, "neo-hong", f"liên kết #{wanted} không có chỗ đến trong bài; {offer}")
        for wanted, index in self._arrows:
            if wanted not in self._fragment.ids:
                self._fragment.out[index : index + 3] = ["", "", ""]  # the arrow of a note that no text refers to
