"""Links of static pages: what they mean, what they ask of the portal, and how they stand in the finished page.

They mean what they mean in articles (`links`); what is no path of a source is read as browsers read it on the page, so
that what MkDocs has written anew leads on to the same place.

Knows: sanitised HTML. Never: knows which pages and files there are.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import unquote

from site_builder.markup.caps import MAX_LINKS, TooMuchError
from site_builder.markup.links import Destination, Fault, picture_fault, place_name, resolve
from site_builder.markup.places import Places
from site_builder.markup.tags import TAG, attributes_of
from site_builder.model import PageLink, PageLinks
from site_builder.text import integer, nfc

_ADDRESS = re.compile(r'( (?:href|src)=")([^"]*)(")')
_NAMES = {"a": "href", "img": "src"}
_TOP = ("", "top")
"""What leads to the top of every page (HTML, 7.4.6.3)."""


def rewritten(html: str, file: str, url: str) -> str:
    """Return a page's sanitised HTML with stored links (`urls.ROOT`) to pages and files of content.

    Args:
        html: as sanitised.
        file: the page's source, `content/pages/x.md`.
        url: its rooted URL.
    """

    def led(address: re.Match[str]) -> str:
        found = resolve(unescape(address[2]), file, url)
        if isinstance(found, Fault) or found.kind not in ("page", "media"):
            return address[0]
        return f"{address[1]}{escape(found.href)}{address[3]}"

    return TAG.sub(lambda tag: _ADDRESS.sub(led, tag[0]) if tag[2] in _NAMES and not tag[1] else tag[0], html)


def read(html: str, places: Places, url: str) -> PageLinks:
    """Return what a page's sanitised HTML leads to, and where others may lead; report what leads nowhere at all."""
    found: list[PageLink] = []
    ids: dict[str, None] = {}
    for tag in TAG.finditer(html):
        attributes = attributes_of(tag[3])
        if "id" in attributes:
            ids[_place(attributes["id"])] = None
        written = attributes.get(_NAMES.get(tag[2], ""))
        if written is None or "footnote-backref" in attributes.get("class", ""):  # an arrow is not the editor's
            continue
        if len(found) >= MAX_LINKS:
            raise TooMuchError(written, f"trang có quá {integer(MAX_LINKS)} liên kết; hãy tách thành nhiều trang")
        found += _read(written, resolve(written, places.file, url), tag[2], places, url)
    return PageLinks(file=places.file, url=url, links=tuple(found), ids=tuple(ids))


def _read(written: str, found: Destination | Fault, tag: str, places: Places, url: str) -> tuple[PageLink, ...]:
    """Return what one link or picture asks for, if it is there by itself."""
    line = places.line(written)
    if tag == "img" and (isinstance(found, Fault) or found.kind != "media"):
        places.report(line, *picture_fault(written, found))
    elif isinstance(found, Fault):
        places.report(line, "lien-ket-sai", found.message)
    elif found.kind != "outside":
        fragment = _place(unquote(found.href.partition("#")[2])) if found.kind == "page" else _place(found.url)
        wanted = "" if found.kind == "media" or fragment in _TOP else fragment
        return (PageLink(url=url if found.kind == "here" else found.url, fragment=wanted, line=line),)
    return ()


def _place(written: str) -> str:
    return place_name(nfc(written))
