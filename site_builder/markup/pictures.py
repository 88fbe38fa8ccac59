"""Pictures of a fragment: they load late; one alone in a paragraph with a title becomes a figure with a caption.

Knows: pictures. Never: lets one through that a third party serves.
"""

from __future__ import annotations

from html import escape

from site_builder.images import describes_nothing
from site_builder.markup import links
from site_builder.markup.anchors import Anchors
from site_builder.markup.caps import MAX_PICTURES
from site_builder.markup.fragment import Fragment
from site_builder.markup.links import Fault
from site_builder.markup.places import Places
from site_builder.markup.tags import Attributes, tag
from site_builder.model import Link
from site_builder.text import is_stand_in_alt, one_line


class Pictures:
    """The pictures of one fragment."""

    def __init__(self, fragment: Fragment, places: Places, anchors: Anchors) -> None:
        self._fragment = fragment
        self._places = places
        self._links = anchors
        self._lone: tuple[int, Attributes] | None = None

    def picture(self, name: str, attributes: Attributes) -> str:
        """Write a picture of content/media; any other is left out, so that no page asks a third party."""
        written = attributes.pop("src", None)
        if written is None:
            return ""
        self._links.count("img", MAX_PICTURES, written, "ảnh")
        line = self._places.line(written)
        found = links.resolve(written, self._places.file)
        if isinstance(found, Fault) or found.kind != "media":
            self._places.report(line, *links.picture_fault(written, found))
            return ""
        self._links.media.append(Link(url=found.url, line=line))
        alt = one_line(attributes.get("alt", ""))
        if not alt or is_stand_in_alt(alt):
            message = f"ảnh {found.url} chưa có lời mô tả; hãy viết ![ảnh cho thấy gì]({written})"
            self._places.report(line, "anh-thieu-alt", message)
        elif describes_nothing(alt, found.url):
            message = f"lời mô tả “{alt}” không tả ảnh {found.url}; hãy viết ![ảnh cho thấy gì]({written})"
            self._places.report(line, "alt-vo-nghia", message, "warning")
        self._fragment.words.append(f" {escape(alt)} ")
        attributes = {"src": found.href, "alt": alt} | {key: attributes[key] for key in attributes if key != "alt"}
        attributes |= {"loading": "lazy", "decoding": "async"}
        if self._fragment.out and self._fragment.out[-1] == "<p>" and attributes.get("title"):
            self._lone = (len(self._fragment.out), attributes)
        return tag(name, attributes)

    def lone(self) -> Attributes | None:
        """Return the picture that is alone in the paragraph that ends here, when it has a title."""
        lone, self._lone = self._lone, None
        return lone[1] if lone and lone[0] == len(self._fragment.out) - 1 else None

    def figure(self, attributes: Attributes) -> str:
        """Turn the paragraph just written into a figure; the title becomes its caption."""
        caption = one_line(attributes["title"])
        self._fragment.out[-2] = "<figure>"
        self._fragment.out[-1] = tag("img", {key: value for key, value in attributes.items() if key != "title"})
        self._fragment.flush()
        self._fragment.words.append(escape(caption))
        return f"<figcaption>{escape(caption, quote=False)}</figcaption></figure>"
