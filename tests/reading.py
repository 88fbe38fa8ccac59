"""Reading a built site the way a stranger does: links, anchors, text."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Read:
    """What one page links to and offers as anchors."""

    links: list[str] = field(default_factory=list)
    """Links that a reader can follow."""
    needs: list[str] = field(default_factory=list)
    """Files that the page loads or names."""
    ids: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.read.ids.append(values["id"])
        if tag in ("a", "area") and "href" in values:
            self.read.links.append(values["href"])
        elif tag == "link" and values.get("rel") not in ("canonical", "schema.DC") and "href" in values:
            self.read.needs.append(values["href"])
        if "src" in values:
            self.read.needs.append(values["src"])


def read_page(html: str) -> Read:
    """Parse a page."""
    parser = _Parser()
    parser.feed(html)
    return parser.read


def pages_of(site: Path, read: Callable[[str], Read] = read_page) -> dict[str, Read]:
    """Parse every page of a site by its path in the tree."""
    base = site.resolve()
    files = sorted(file for file in base.rglob("*.html") if file.is_file())
    return {file.relative_to(base).as_posix(): read(file.read_text(encoding="utf-8")) for file in files}


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


def broken_links(site: Path, below: str = "/", read: Callable[[str], Read] = read_page) -> Iterator[str]:
    """Find every link, file or anchor that leads nowhere, and every id that stands twice."""
    pages = pages_of(site, read)
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
