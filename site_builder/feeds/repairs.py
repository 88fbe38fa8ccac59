"""What feedgen 1.0.0 leaves out or gets wrong, put right by an extension of its own kind.

    Atom entry links lose rel, type and length      → written anew (its issues #135 and #143)
    one file an item in RSS, no caption or credit   → media:content for each
    no atom:updated in RSS                          → a reader sees that an item was corrected
    no language of an entry                         → xml:lang and dc:language
    dc:creator in both formats                      → in RSS only, where an author needs an e-mail address

Knows: feedgen's XML. Never: knows articles; never makes text.
"""

from __future__ import annotations

from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from site_builder.feeds.items import Enclosure, FeedItem
from site_builder.text import iso

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML = "http://www.w3.org/XML/1998/namespace"


class FeedRepair(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Declares the namespaces that `EntryRepair` writes."""

    def extend_ns(self) -> dict[str, str]:
        """Return prefixes and namespaces; feedgen adds atom and content to RSS itself."""
        return {"dc": DC, "media": MEDIA}


class EntryRepair(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Completes one entry; `item` is set once the entry is made."""

    item: FeedItem

    def extend_rss(self, entry: Any) -> Any:
        """Add what RSS has no element for."""
        _text(entry, f"{{{DC}}}creator", self.item.creator)
        if self.item.source:
            _text(entry, f"{{{DC}}}source", self.item.source)
        if self.item.language != "vi":
            _text(entry, f"{{{DC}}}language", self.item.language)
        _text(entry, f"{{{ATOM}}}updated", iso(self.item.modified))
        for file in self.item.files:
            _media(entry, file)
        return entry

    def extend_atom(self, entry: Any) -> Any:
        """Write the links anew and add the files."""
        if self.item.language != "vi":
            entry.set(f"{{{XML}}}lang", self.item.language)
        for broken in entry.findall("link"):
            entry.remove(broken)
        xml_elem("link", entry, rel="alternate", type="text/html", href=self.item.url)
        if self.item.source_url:
            xml_elem("link", entry, rel="via", href=self.item.source_url)
        for file in self.item.files:
            link = {"href": file.url, "type": file.type, "length": str(file.size), "title": file.title}
            xml_elem("link", entry, rel="enclosure", **{name: value for name, value in link.items() if value})
            if file.medium == "image":
                _media(entry, file)
        return entry


def _media(entry: Any, file: Enclosure) -> None:
    """Describe a file in Media RSS."""
    said = {"url": file.url, "fileSize": file.size, "type": file.type, "medium": file.medium}
    said |= {"width": file.width, "height": file.height} if file.width and file.height else {}
    content = xml_elem(f"{{{MEDIA}}}content", entry, **{name: str(value) for name, value in said.items()})
    if file.title:
        _text(content, f"{{{MEDIA}}}title", file.title)
    if file.credit:
        _text(content, f"{{{MEDIA}}}credit", file.credit)


def _text(parent: Any, name: str, text: str) -> None:
    xml_elem(name, parent).text = text
