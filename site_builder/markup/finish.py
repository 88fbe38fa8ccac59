"""One pass over a sanitised fragment: what the page needs of it is added, what others need of it is read off.

    headings   `#` becomes `##` (the page's h1 is the title), every heading has an id, levels may not jump
    links      resolved by `links`; links to other sites are marked
    pictures   load late; one alone in a paragraph with a title becomes a figure with a caption
    tables     stand in a box that scrolls by itself on narrow screens and can be reached by keyboard
    text       what a reader sees, block by block

nh3's output is regular (`sanitise`), so a regular expression finds its tags exactly, several times as fast as an HTML
parser would; a test compares the two.

Knows: the sanitised fragment's elements. Never: lets through an element or attribute that was not there, but its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import escape, unescape
from typing import TypeAlias

from site_builder.images import describes_nothing
from site_builder.markup import links
from site_builder.markup.caps import MAX_HEADINGS, MAX_LINKS, MAX_PICTURES, TooMuchError, too_many_headings
from site_builder.markup.links import Fault
from site_builder.markup.places import Places
from site_builder.markup.sanitise import ADMONITIONS, PREFIX
from site_builder.model import Body, Heading, Link
from site_builder.text import OFFERS, excerpt, integer, is_stand_in_alt, nearest, one_line, slug

Attributes: TypeAlias = dict[str, str]
"""Attributes of one tag, values unescaped, in the order written."""

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_ATTRIBUTE = re.compile(r' ([a-z][a-z-]*)="([^"]*)"')
_ALIGN = re.compile(r"text-align:\s*(?:left|right|center|justify|start|end);?\Z")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset((
    "a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "img", "input", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
))  # fmt: skip
_BLOCK_LEAVES = frozenset(("p", "br", "hr", "col", *_HEADINGS))
_UNREAD_LINKS = ("footnote-ref", "footnote-backref", "headerlink")
"""Numbers and arrows that belong to the page, not to the text: `95%` with note 1 must not read as 951%."""
_MOST_NAMES = 2000
"""Ids among which a wrong one is looked for."""
_TITLES = {kind.capitalize(): title for kind, title in ADMONITIONS.items()}
_TITLE_TAGS = ('<p class="admonition-title">', "<summary>")


class Finisher:
    """Finishes one fragment; used once."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._out: list[str] = []
        self._words: list[str] = []  # of the open block, still escaped
        self._spoken: list[str] = []  # the same without descriptions of pictures
        self._blocks: list[str] = []
        self._depth = 0  # of elements that hold paragraphs
        self._lead = ["", ""]  # first paragraph of the text itself, first one inside something
        self._headings: list[Heading] = []
        self._number = 0  # of headings so far, empty ones too
        self._open_headings: list[tuple[int, int, int, Attributes]] = []  # HTML allows one inside another
        self._level = 1  # of the last heading; the page's title is 1
        self._links: list[Link] = []
        self._media: list[Link] = []
        self._ids: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}  # the last that a name got to be an id
        self._wanted: list[tuple[str, int]] = []  # ids that links in the text lead to
        self._arrows: list[tuple[str, int]] = []  # ids that arrows of notes lead back to, and where in _out they stand
        self._unread = False  # inside a link of _UNREAD_LINKS
        self._in_title = False  # of a box; no paragraph of the text
        self._lone_picture: tuple[int, Attributes] | None = None
        self._table_depth = 0
        self._boxes: list[int] = []  # where in _out a table's box opens
        self._openers: dict[str, Callable[[str, Attributes], str]] = {
            "a": self._open_link, "img": self._picture, "input": self._input, "table": self._open_table,
            **dict.fromkeys(_HEADINGS, self._start_heading),
        }  # fmt: skip
        self._closers: dict[str, Callable[[str], str]] = {
            "a": self._close_link, "p": self._close_paragraph, "table": self._close_table,
            **dict.fromkeys(_HEADINGS, self._end_heading),
        }  # fmt: skip

    def run(self, html: str) -> Body:
        """Finish the sanitised `html`."""
        end = 0
        for match in TAG.finditer(html):
            if match.start() > end:
                self._text(html[end : match.start()])
            end = match.end()
            if match[1]:
                self._close(match[2])
            else:
                self._open(match[2], match[3], match[0])
        self._text(html[end:])
        self._flush()
        self._label_tables()
        self._check_fragments()
        return Body(
            html="".join(self._out).strip(),
            headings=tuple(self._headings),
            links=tuple(self._links),
            media=tuple(self._media),
            text="\n".join(self._blocks),
            lead=self._lead[0] or self._lead[1],
        )

    def _text(self, escaped: str) -> None:
        if self._out and self._out[-1] in _TITLE_TAGS:
            escaped = _TITLES.get(escaped, escaped)
        self._out.append(escaped)
        if not self._unread:
            self._words.append(escaped)
            self._spoken.append(escaped)

    def _open(self, name: str, written: str, whole: str) -> None:
        """Write an opening tag the way its element needs it."""
        if name not in _INLINE:
            self._block(name, 1)
            self._in_title = whole in _TITLE_TAGS
        if not written and name not in self._openers:
            self._out.append(whole)
            return
        attributes = _checked(written)
        if "id" in attributes:
            self._name_place(attributes)
        opener = self._openers.get(name)
        self._out.append(opener(name, attributes) if opener else _tag(name, attributes))

    def _name_place(self, attributes: Attributes) -> None:
        """Note the id of an element; a page has each place once, so the first one keeps its name."""
        id_ = links.place_name(attributes.pop("id").removeprefix(PREFIX))
        if id_ and id_ not in self._ids:
            self._ids.add(id_)
            attributes["id"] = PREFIX + id_

    def _close(self, name: str) -> None:
        closer = self._closers.get(name)
        self._out.append(closer(name) if closer else f"</{name}>")
        if name not in _INLINE:
            self._block(name, -1)

    def _block(self, name: str, step: int) -> None:
        """Enter or leave an element that stands on lines of its own; a line break within a block is a space."""
        if name == "br":
            self._words.append(" ")
            self._spoken.append(" ")
            return
        self._flush()
        if name not in _BLOCK_LEAVES:
            self._depth += step

    def _flush(self) -> str:
        """End the open block of text and return it."""
        block = one_line(unescape("".join(self._words))) if self._words else ""
        if block:
            self._blocks.append(block)
        self._words, self._spoken = [], []
        return block

    def _count(self, name: str, most: int, written: str, what: str) -> None:
        """Count an element that has an address to be looked up."""
        self._counts[name] += 1
        if self._counts[name] > most:
            raise TooMuchError(written, f"bài có quá {integer(most)} {what}; hãy tách thành nhiều bài")

    # Headings

    def _start_heading(self, name: str, attributes: Attributes) -> str:
        level = int(name[1])
        line = self._places.heading_line(self._number, level)
        self._open_headings.append((len(self._out), level, line, attributes))
        return ""

    def _end_heading(self, _name: str) -> str:
        """Write the opening tag too: its id may come from the words in between."""
        index, written, line, attributes = self._open_headings.pop()
        level = max(written, 2)
        words = one_line(unescape("".join(self._words)))
        self._number += 1
        if self._number > MAX_HEADINGS:
            raise too_many_headings(words)
        self._check_heading(words, written, line)
        if words:
            attributes = {"id": attributes.get("id") or self._new_id(words)} | attributes
            self._headings.append(Heading(level=level, id=attributes["id"], text=words))
            self._level = level
        self._out[index] = _tag(f"h{level}", attributes)
        return f"</h{level}>"

    def _check_heading(self, words: str, written: int, line: int) -> None:
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
        while (free := name if number == 1 else f"{name}_{number}") in self._ids:
            number += 1
        self._numbers[name] = number
        self._ids.add(free)
        return PREFIX + free

    # Links

    def _open_link(self, name: str, attributes: Attributes) -> str:
        self._unread = any(kind in attributes.get("class", "") for kind in _UNREAD_LINKS)
        written = attributes.pop("href", None)
        if written is None:
            return _tag(name, attributes)
        if not self._unread:  # marks of notes have a cap of their own
            self._count("a", MAX_LINKS, written, "liên kết")
        found = links.resolve(written, self._places.file)
        if isinstance(found, Fault):
            self._places.report(self._places.line(written), "lien-ket-sai", found.message)
            return _tag(name, attributes)
        if found.kind == "here":
            self._want(found.url, written, attributes)
        elif found.kind != "outside":
            line = self._places.line(written)
            (self._media if found.kind == "media" else self._links).append(Link(url=found.url, line=line))
        attributes = {"href": found.href} | attributes
        if found.kind == "outside" and found.href[:4].lower() == "http":
            attributes |= {"class": f"{attributes.get('class', '')} ngoai".strip(), "rel": "noopener external"}
        return _tag(name, attributes)

    def _want(self, fragment: str, written: str, attributes: Attributes) -> None:
        """Note the place that a link in the text leads to; arrows of notes are not the editor's (see `pitfalls`)."""
        if "footnote-backref" in attributes.get("class", ""):
            self._arrows.append((fragment, len(self._out)))
        else:
            self._wanted.append((fragment, self._places.line(written)))

    def _close_link(self, name: str) -> str:
        self._unread = False
        return f"</{name}>"

    def _check_fragments(self) -> None:
        """Report links to places in the text that are not there."""
        known, offers = sorted(self._ids)[:_MOST_NAMES], OFFERS
        for wanted, line in self._wanted:
            if wanted not in self._ids:
                near = nearest(wanted, known) if wanted and offers > 0 else None
                offers -= 1
                offer = f"hãy viết #{near}" if near else "hãy sửa theo tên một tiêu đề trong bài, hoặc xóa liên kết"
                self._places.report(line, "neo-hong", f"liên kết #{wanted} không có chỗ đến trong bài; {offer}")
        for wanted, index in self._arrows:
            if wanted not in self._ids:
                self._out[index : index + 3] = ["", "", ""]  # the arrow of a note that no text refers to

    # Pictures

    def _picture(self, name: str, attributes: Attributes) -> str:
        """Write a picture of content/media; any other is left out, so that no page asks a third party."""
        written = attributes.pop("src", None)
        if written is None:
            return ""
        self._count("img", MAX_PICTURES, written, "ảnh")
        line = self._places.line(written)
        found = links.resolve(written, self._places.file)
        if isinstance(found, Fault) or found.kind != "media":
            self._places.report(line, *links.picture_fault(written, found))
            return ""
        self._media.append(Link(url=found.url, line=line))
        alt = one_line(attributes.get("alt", ""))
        if not alt or is_stand_in_alt(alt):
            message = f"ảnh {found.url} chưa có lời mô tả; hãy viết ![ảnh cho thấy gì]({written})"
            self._places.report(line, "anh-thieu-alt", message)
        elif describes_nothing(alt, found.url):
            message = f"lời mô tả “{alt}” không tả ảnh {found.url}; hãy viết ![ảnh cho thấy gì]({written})"
            self._places.report(line, "alt-vo-nghia", message, "warning")
        self._words.append(f" {escape(alt)} ")
        attributes = {"src": found.href, "alt": alt} | {key: attributes[key] for key in attributes if key != "alt"}
        attributes |= {"loading": "lazy", "decoding": "async"}
        if self._out and self._out[-1] == "<p>" and attributes.get("title"):
            self._lone_picture = (len(self._out), attributes)
        return _tag(name, attributes)

    def _close_paragraph(self, name: str) -> str:
        """End a paragraph; one that was a picture with a title becomes a figure."""
        spoken = one_line(unescape("".join(self._spoken)))
        picture, self._lone_picture = self._lone_picture, None
        if picture and picture[0] == len(self._out) - 1:
            return self._figure(picture[1])
        nested = int(self._depth > 0)
        if spoken and not self._lead[nested] and not self._in_title:
            self._lead[nested] = spoken
        return f"</{name}>"

    def _figure(self, attributes: Attributes) -> str:
        """Turn the paragraph just written into a figure; the title becomes its caption."""
        caption = one_line(attributes["title"])
        self._out[-2] = "<figure>"
        self._out[-1] = _tag("img", {key: value for key, value in attributes.items() if key != "title"})
        self._flush()
        self._words.append(escape(caption))
        return f"<figcaption>{escape(caption, quote=False)}</figcaption></figure>"

    # Tables and inputs

    def _open_table(self, name: str, attributes: Attributes) -> str:
        self._table_depth += 1
        if self._table_depth == 1:
            self._boxes.append(len(self._out))
            self._out.append("")
        return _tag(name, attributes)

    def _close_table(self, name: str) -> str:
        self._table_depth -= 1
        return f"</{name}>" if self._table_depth else f"</{name}></div>"

    def _label_tables(self) -> None:
        """Open the boxes of tables, each with a name of its own for screen readers."""
        for number, index in enumerate(self._boxes, start=1):
            label = f"Bảng {number}" if len(self._boxes) > 1 else "Bảng"
            self._out[index] = f'<div class="bang" role="region" aria-label="{label}" tabindex="0">'

    def _input(self, name: str, attributes: Attributes) -> str:
        """Write a box of a task list or a button of tabs; without a type it would be a text field."""
        if attributes.get("type") == "checkbox":
            checked = {"checked": ""} if "checked" in attributes else {}
            return _tag(name, {"type": "checkbox", "disabled": ""} | checked)
        return _tag(name, attributes) if attributes.get("type") else ""


def attributes_of(written: str) -> Attributes:
    """Read the attributes of a sanitised tag."""
    return {key: unescape(value) for key, value in _ATTRIBUTE.findall(written)}


def _checked(written: str) -> Attributes:
    """Read the attributes of a tag and drop what only a look at the value can judge."""
    attributes = attributes_of(written)
    if not attributes.get("class", "kept"):
        del attributes["class"]
    if not _ALIGN.match(attributes.get("style", "text-align:left")):
        del attributes["style"]
    attributes |= {key: PREFIX + attributes[key] for key in ("for", "name") if key in attributes}
    return attributes


def _tag(name: str, attributes: Attributes) -> str:
    """Write an opening tag."""
    return f"<{name}" + "".join(f' {key}="{escape(value)}"' for key, value in attributes.items()) + ">"
