"""Which places of the site are taken: two addresses may not want one file, nor one file be another's folder.

Many machines take large and small letters for the same, so places are compared without them. What the builder makes
by itself (feeds, open data, statistics …) is known by its folder: which files it holds changes with every article.

Knows: the URLs of the site, and what file systems and web servers refuse. Never: reads the disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.urls import LISTS, output_path

MADE = "một trang do chương trình tạo"

_OWN_FOLDERS = re.compile(r"(?:feeds|du-lieu|assets|sitemaps|thong-ke|luu-tru|tim-kiem)(?:/|\Z)")
_OWN_FILES = ("index.html", "404.html", "robots.txt", "sitemap.xml")
_PAGED = re.compile(rf"((?:{LISTS[0]}|(?:{'|'.join(LISTS[1:])})/[^/]+)/)trang-\d+(?:/index\.html|\Z)")


def place_of(url: str) -> str:
    """Return the file of the tree that answers a rooted URL, in small letters; one without an ending is a folder's."""
    is_file = url.endswith("/") or "." in url.rpartition("/")[2]
    return output_path(url if is_file else f"{url}/").casefold()


class Owners:
    """Places and who has them."""

    def __init__(self) -> None:
        self._files = dict.fromkeys(_OWN_FILES, MADE)
        self._files |= {f"{name}/index.html": MADE for name in LISTS}
        self._folders: dict[str, str] = dict.fromkeys(LISTS, MADE)

    def take(self, url: str, owner: str, *, is_file: bool = False) -> None:
        """Note that a rooted URL is somebody's; a file of content may have no ending."""
        place = url[1:].casefold() if is_file else place_of(url)
        self._files.setdefault(place, owner)
        for folder in _above(place):
            self._folders.setdefault(folder, owner)

    def owner(self, url: str, *, is_file: bool = False) -> str:
        """Say whose place a rooted URL would take, or stand in the way of; empty when it is free."""
        place = url[1:].casefold() if is_file else place_of(url)
        if _OWN_FOLDERS.match(place) or self._is_page_of_list(place):
            return MADE
        found = self._files.get(place) or self._folders.get(place)
        return found or next((self._files[folder] for folder in _above(place) if folder in self._files), "")

    def _is_page_of_list(self, place: str) -> bool:
        found = _PAGED.match(place)
        return found is not None and f"{found[1]}index.html" in self._files


def _above(place: str) -> Iterator[str]:
    """Yield the folders of a place, the nearest first."""
    folder = place.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
