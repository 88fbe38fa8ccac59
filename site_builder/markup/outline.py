"""Headings of a fragment: `#` becomes `##`, for the page's h1 is the title; each has an id, and levels may not jump.

Knows: headings. Never: knows other elements.
"""

from __future__ import annotations

from site_builder.markup.caps import MAX_HEADINGS, too_many_headings
from site_builder.markup.fragment import Fragment
from site_builder.markup.places import Places
from site_builder.markup.sanitise import PREFIX
from site_builder.markup.tags import Attributes, tag
from site_builder.model import Heading
from site_builder.text import excerpt, slug

NAMES = ("h1", "h2", "h3", "h4", "h5", "h6")


class Outline:
    """The headings of one fragment, in their order."""

    def __init__(self, fragment: Fragment, places: Places) -> None:
        self.headings: list[Heading] = []
        """Those that have words, in their order."""
        self._fragment = fragment
        self._places = places
        self._number = 0  # of headings so far, empty ones too
        self._open: list[tuple[int, int, int, Attributes]] = []  # HTML allows one inside another
        self._level = 1  # of the last heading; the page's title is 1
        self._numbers: dict[str, int] = {}  # the last that a name got to be an id

    def start(self, name: str, attributes: Attributes) -> str:
        """Keep a place for the opening tag."""
        level = int(name[1])
        line = self._places.heading_line(self._number, level)
        self._open.append((len(self._fragment.out), level, line, attributes))
        return ""

    def end(self, _name: str) -> str:
        """Write the opening tag too: its id may come from the words in between."""
        index, written, line, attributes = self._open.pop()
        level = max(written, 2)
        words = self._fragment.seen()
        self._number += 1
        if self._number > MAX_HEADINGS:
            raise too_many_headings(words)
        self._check(words, written, line)
        if words:
            attributes = {"id": attributes.get("id") or self._new_id(words)} | attributes
            self.headings.append(Heading(level=level, id=attributes["id"], text=words))
            self._level = level
        self._fragment.out[index] = tag(f"h{level}", attributes)
        return f"</h{level}>"

    def _check(self, words: str, written: int, line: int) -> None:
        """Report a heading that is empty, as high as the title, or too deep after the one before."""
        name, level = excerpt(words, 60), max(written, 2)
        if not words:
            message = "tiêu đề trong bài không có chữ; hãy viết chữ sau dấu # hoặc xóa dòng này"
            self._places.report(line, "tieu-de-rong", message)
        elif level > self._level + 1:
            right = "#" * (self._level + 1)
            message = f"tiêu đề “{name}” nhảy cấp ({'#' * level}); hãy viết {right} {name}"
            self._places.report(line, "tieu-de-nhay-cap", message)
        if words and written == 1:
            message = f"tiêu đề “{name}” ở cấp một (#), cấp của tên bài; hãy viết ## {name}"
            self._places.report(line, "tieu-de-cap-mot", message, "warning")

    def _new_id(self, words: str) -> str:
        """Make an id for a heading written in HTML, which the toc extension does not see."""
        name = slug(words) or "muc"
        number = self._numbers.get(name, 0) + 1
        while (free := name if number == 1 else f"{name}_{number}") in self._fragment.ids:
            number += 1
        self._numbers[name] = number
        self._fragment.ids.add(free)
        return PREFIX + free
