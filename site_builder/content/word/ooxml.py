"""Names of WordprocessingML and the few steps that every pass takes on its trees.

Knows: namespaces. Never: knows what an element means.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": NAMESPACES["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NAMESPACES["r"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
    b"http://purl.oclc.org/ooxml/officeDocument/math": NAMESPACES["m"].encode(),
}
"""Names of the strict form of the format and what the usual form calls them."""
_OFF = ("0", "false", "off", "none")


def tag(name: str) -> str:
    """Return the full name of `w:p`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def tags(names: str) -> tuple[str, ...]:
    """Return the full names of `w:p w:tbl`."""
    return tuple(tag(name) for name in names.split())


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(etree.QName(element).localname)


def parse(data: bytes) -> Element:
    """Parse one part; entities are not resolved, and a part with a document type is no part of Word's.

    Raises:
        ValueError: it is not well formed, nested deeper than 256, or has a document type.
    """
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("a part of a Word file has no document type")
    return root


def child(element: Element, path: str) -> Element | None:
    """Find the child at `w:pPr/w:numPr`; None when it, or `element`, is not there."""
    return None if element is None else element.find(path, NAMESPACES)


def value(element: Element, path: str) -> str | None:
    """Return `w:val` of the child at `path`."""
    found = child(element, path)
    return None if found is None else found.get(tag("w:val"))


def switch(element: Element, path: str) -> bool | None:
    """Read an on-off property below `element`; None when it says neither."""
    found = child(element, path)
    return None if found is None else str(found.get(tag("w:val"), "1")).lower() not in _OFF


def number(text: str | None, otherwise: int) -> int:
    """Read a whole number of the file."""
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def drop(element: Element) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def replace(element: Element, *others: Element) -> None:
    """Put others in an element's place."""
    parent = element.getparent()
    place = parent.index(element)
    parent[place : place + 1] = others


def unwrap(element: Element) -> None:
    """Leave an element's children in its place."""
    replace(element, *element)


def above(element: Element, name: str) -> Element | None:
    """Return the nearest element of this name (`w:p`) around `element`."""
    return next(element.iterancestors(tag(name)), None)


def outermost(root: Element, names: tuple[str, ...]) -> list[Element]:
    """List the elements of these names below `root` that lie in no other of them."""
    return [found for found in root.iter(*names) if found is not root and not _lies_in(found, root, names)]


def _lies_in(element: Element, root: Element, names: tuple[str, ...]) -> bool:
    for around in element.iterancestors():
        if around is root:
            return False
        if around.tag in names:
            return True
    return False


def make(name: str, *children: Element, text: str = "", **attributes: str) -> Element:
    """Make an element: `make("w:t", text="chữ")`; attributes are in the namespace of `name`."""
    prefix = name.partition(":")[0]
    element = etree.Element(tag(name), {tag(f"{prefix}:{key}"): words for key, words in attributes.items()})
    element.extend(children)
    if text:
        element.text = text
    return element


def run(text: str, align: str = "") -> Element:
    """Make a run of plain text; `align` is empty, `superscript` or `subscript`."""
    properties = [make("w:rPr", make("w:vertAlign", val=align))] if align else []
    return make("w:r", *properties, make("w:t", text=text))


def paragraph(text: str) -> Element:
    """Make a paragraph of plain text."""
    return make("w:p", run(text))


def words(element: Element) -> str:
    """Return the text of an element; tabs and breaks are spaces, paragraphs lines."""
    pieces: list[str] = []
    for found in element.iter(*tags("w:t w:tab w:br w:cr w:p")):
        if found.tag == tag("w:t"):
            pieces.append(found.text or "")
        else:
            pieces.append("\n" if found.tag == tag("w:p") and pieces else " ")
    return "".join(pieces).strip()


def has_picture(element: Element) -> bool:
    """Say whether a picture lies below an element."""
    return any(True for _ in element.iter(tag("w:drawing")))
