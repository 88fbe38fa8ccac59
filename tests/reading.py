"""Reading a built site the way a stranger does: links, anchors, text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree


@dataclass
class Read:
    """What one page links to and offers as anchors."""

    links: list[str] = field(default_factory=list)
    """Links that a reader can follow."""
    needs: list[str] = field(default_factory=list)
    """Files that the page loads or names."""
    ids: list[str] = field(default_factory=list)


_LINKS, _NEEDS, _IDS = (
    etree.XPath(path, smart_strings=False)
    for path in (
        "//a/@href | //area/@href",
        "//link[not(@rel='canonical' or @rel='schema.DC')]/@href | //@src",
        "//@id",
    )
)


def read_page(html: str) -> Read:
    """Parse a page."""
    tree = etree.HTML(html)
    return Read(links=_LINKS(tree), needs=_NEEDS(tree), ids=_IDS(tree))


def pages_of(site: Path) -> dict[str, Read]:
    """Parse every page of a site by its path in the tree."""
    base = site.resolve()
    files = sorted(file for file in base.rglob("*.html") if file.is_file())
    return {file.relative_to(base).as_posix(): read_page(file.read_text(encoding="utf-8")) for file in files}


def target_of(page: str, link: str, below: str = "/") -> tuple[str, str] | None:
    """Return path in the tree and fragment that a link of `page` leads to; None when it leaves the site.

    `below` is the path of the site, which the page for missing addresses links by.
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path).replace(below, "/", 1) if parts.path.startswith(below) else unquote(parts.path)
    if not path:
        return page, parts.fragment
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(page), path)
    found = posixpath.normpath(joined)
    found = "" if found == "." else found
    if path.endswith(("/", "/..")) or path in (".", ".."):
        found = posixpath.join(found, "index.html")
    return found, parts.fragment


def broken_links(site: Path, below: str = "/") -> Iterator[str]:
    """Find every link, file or anchor that leads nowhere, and every id that stands twice."""
    pages = pages_of(site)
    base = site.resolve()
    files = {file.relative_to(base).as_posix() for file in base.rglob("*") if file.is_file()}
    for path, page in pages.items():
        if len(page.ids) != len(set(page.ids)):
            yield f"{path}: id twice"
        for link in [*page.links, *page.needs]:
            target = target_of(path, link, below)
            if target is None:
                continue
            file, fragment = target
            if file not in files:
                yield f"{path} -> {link}"
            elif fragment and file in pages and not {fragment, unquote(fragment)} & set(pages[file].ids):
                yield f"{path} -> {link} (no such anchor)"


def reachable(site: Path) -> set[str]:
    """Follow links from the front page and return every page met."""
    pages = pages_of(site)
    met, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = waiting.pop()
        for link in pages[page].links:
            target = target_of(page, link)
            if target and target[0] in pages and target[0] not in met:
                met.add(target[0])
                waiting.append(target[0])
    return met
