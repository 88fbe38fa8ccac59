"""Drawings: pictures stay, text of boxes and shapes comes out behind its paragraph, what cannot be shown is told.

Knows: DrawingML, VML and embedded objects. Never: reads a picture's bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.content.word.notes import Notes, repeated
from site_builder.content.word.ooxml import (
    Element,
    above,
    child,
    drop,
    local,
    make,
    outermost,
    paragraph,
    replace,
    tag,
    tags,
    words,
)
from site_builder.content.word.package import Package, Story
from site_builder.text import one_line

_DRAWINGS = tags("w:drawing w:pict w:object")
_BOX = tag("w:txbxContent")
_BODY = tag("a:txBody")
_ROUNDS = 50
"""Text boxes that may lie in one another."""
_FIGURES = {"chart": "biểu đồ", "chartex": "biểu đồ", "diagram": "sơ đồ SmartArt"}
_REDO = "chưa lấy được: hãy chụp thành ảnh PNG rồi chèn vào bài"


def bring_out(story: Story, package: Package, notes: Notes) -> None:
    """Write every drawing of a story as plain pictures and paragraphs."""
    done: set[Element] = set()
    for _ in range(_ROUNDS):
        waiting = [one for one in outermost(story.root, _DRAWINGS) if one not in done]
        if not waiting:
            return
        for drawing in waiting:
            pictures = _Drawing(drawing, story, package, notes).pictures()
            replace(drawing, *pictures)
            done.update(pictures)


class _Drawing:
    """One drawing."""

    def __init__(self, element: Element, story: Story, package: Package, notes: Notes) -> None:
        self._element = element
        self._story = story
        self._package = package
        self._notes = notes
        self._description = _description(element)

    def pictures(self) -> list[Element]:
        """Move the text of the drawing out, tell what is left behind, and return its pictures."""
        if any(about.get("hidden") in ("1", "true") for about in self._element.iter(tag("wp:docPr"))):
            self._notes.count("hidden")
            return []
        texts = self._texts()
        pictures = list(self._pictures())
        told = self._tell_figure() or self._tell_object()
        _put_behind(self._element, texts)
        if not (told or texts or pictures or self._linked()):
            self._tell_shape()
        return pictures

    def _texts(self) -> list[Element]:
        """Take the blocks of text boxes and shapes out of the drawing."""
        blocks: list[Element] = []
        for box in outermost(self._element, (_BOX, _BODY)):
            if box.tag == _BOX:
                blocks += list(box)
                del box[:]
            else:
                lines = ("".join(piece.text or "" for piece in line.iter(tag("a:t"))) for line in box.iter(tag("a:p")))
                blocks += [paragraph(line) for line in lines if line.strip()]
        art = (path.get("string", "") for path in self._element.iter(tag("v:textpath")))
        return blocks + [paragraph(text) for text in art if text.strip()]

    def _pictures(self) -> Iterator[Element]:
        for blip in self._element.iter(*tags("a:blip v:imagedata v:fill")):
            name = blip.get(tag("r:embed")) or blip.get(tag("r:id")) or blip.get(tag("r:pict"), "")
            relation = self._story.relations.get(name)
            if relation is None or not name:
                continue
            if relation.outside or not self._package.has(relation.target):
                self._notes.count("linked")
                continue
            if _is_altered(blip):
                self._notes.count("altered")
            yield _picture(name, _own_description(blip) or self._description)

    def _linked(self) -> bool:
        """Count a picture that lies outside the file."""
        found = any(
            blip.get(tag("r:link")) and not blip.get(tag("r:embed")) for blip in self._element.iter(tag("a:blip"))
        )
        self._notes.count("linked", int(found))
        return found

    def _tell_figure(self) -> bool:
        """Tell a chart or a diagram with its description and its words."""
        for data in self._element.iter(tag("a:graphicData")):
            name = _FIGURES.get(data.get("uri", "").rpartition("/")[2])
            if name:
                inside = "; ".join(dict.fromkeys(self._figure_words(data)))
                about = f", mô tả {repeated(self._description)}" if self._description else ""
                told = f" (chữ trong hình: {repeated(inside)})" if inside else ""
                self._notes.say(f"Có một {name}{about} {_REDO}{told}.")
                return True
        return False

    def _figure_words(self, data: Element) -> Iterator[str]:
        """List the words of a chart or a diagram, which lie in a part of their own."""
        for pointer in data.iter():
            for name in (pointer.get(tag("r:id")), pointer.get(tag("r:dm"))):
                relation = self._story.relations.get(name or "")
                root = self._package.xml(relation.target) if relation and not relation.outside else None
                for piece in () if root is None else root.iter():
                    if local(piece) in ("t", "v") and (text := one_line(piece.text or "")):
                        yield text

    def _tell_object(self) -> bool:
        for embedded in self._element.iter(tag("o:OLEObject")):
            kind = embedded.get("ProgID", "") or "không rõ loại"
            self._notes.say(f"Có một đối tượng nhúng ({repeated(kind)}) {_REDO}, hoặc đính kèm tệp gốc.")
            return True
        return False

    def _tell_shape(self) -> None:
        if self._description:
            self._notes.say(f"Có một hình vẽ, mô tả {repeated(self._description)}, {_REDO}.")
        else:
            self._notes.count("shape")


def _description(element: Element) -> str:
    """Return what a person wrote about a drawing."""
    for about in element.iter(tag("wp:docPr")):
        text = one_line(about.get("descr", "")) or one_line(about.get("title", ""))
        if text:
            return text
    shapes = (one_line(shape.get("alt", "")) for shape in element.iter() if str(shape.tag).startswith("{urn:schemas-"))
    return next((text for text in shapes if text), "")


def _own_description(blip: Element) -> str:
    """Return the description of one picture among several."""
    around = above(blip, "pic:pic")
    about = child(around, "pic:nvPicPr/pic:cNvPr")
    return one_line(about.get("descr", "")) if about is not None else one_line(blip.get(tag("o:title"), ""))


def _is_altered(blip: Element) -> bool:
    """Say whether Word shows the picture cut or turned."""
    around = above(blip, "pic:pic")
    cut = child(around, "pic:blipFill/a:srcRect")
    turned = child(around, "pic:spPr/a:xfrm")
    return (cut is not None and any(edge not in ("0", "") for edge in cut.attrib.values())) or (
        turned is not None and turned.get("rot", "0") != "0"
    )


def _picture(name: str, description: str) -> Element:
    """Write a picture as the converter reads it."""
    about = make("wp:docPr")
    about.set("descr", description)
    blip = make("a:blip")
    blip.set(tag("r:embed"), name)
    fill = make("pic:pic", make("pic:blipFill", blip))
    return make("w:drawing", make("wp:inline", about, make("a:graphic", make("a:graphicData", fill))))


def _put_behind(drawing: Element, blocks: list[Element]) -> None:
    """Put the blocks of a text box behind the paragraph that holds it."""
    around = above(drawing, "w:p")
    if around is None:
        return
    for block in reversed(blocks):
        if words(block) or block.tag == tag("w:tbl") or any(True for _ in block.iter(*_DRAWINGS)):
            around.addnext(block)
        else:
            drop(block)
