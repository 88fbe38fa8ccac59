"""What was meant by a link or a file name that leads nowhere.

Knows: what links may lead to, by name. Never: knows whether a link is right.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property

from site_builder.content.entries import Claim
from site_builder.content.file_notes import quoted
from site_builder.errors import Problem
from site_builder.text import OFFERS, nearest

_ARTICLE_URL = re.compile(r"/tin-tuc/(\d{4}/\d\d)/([^/]+)/\Z")


class Suggestions:
    """Looks for what was meant: for the first names of a file only, for that takes long."""

    def __init__(self, claimed: Callable[[], Iterable[Claim]], pages: Sequence[str], media: Collection[str]) -> None:
        """Take what gives the claims of articles, the URLs of other pages, and the rooted paths of content's files."""
        self._claimed = claimed
        self._pages = pages
        self._media = media
        self._left = OFFERS

    def begin(self) -> None:
        """Begin with another file."""
        self._left = OFFERS

    def missing(self, file: str, path: str, line: int) -> Problem:
        """Say that a file of content is not there."""
        near = self._near_file(path) if self._may_offer() else None
        instead = f"có phải {near}?" if near else "hãy đặt tệp vào thư mục ấy, hoặc sửa lại đường dẫn"
        return Problem(file, line, "thieu-tep", f"không có tệp content{path}; {instead}")

    def broken(self, file: str, url: str) -> str:
        """Say what is not there, and what the editor may have meant, written as it would stand in this file."""
        found = _ARTICLE_URL.match(url)
        if not found:
            near = nearest(url.rstrip("/"), self._pages) if self._may_offer() else None
            return f"không có trang {quoted(url)}; " + (f"có phải {near}?" if near else "hãy sửa hoặc bỏ liên kết")
        near = self._near_article(found[1], found[2])
        instead = f"có phải {posixpath.relpath(near, posixpath.dirname(file))}?" if near else ""
        return f"không có bài content/news/{found[1]}/{found[2]}.md; {instead or 'hãy sửa hoặc bỏ liên kết'}"

    def _may_offer(self) -> bool:
        """Say whether one more name is looked for, and count it."""
        self._left -= 1
        return self._left >= 0

    def _near_file(self, path: str) -> str | None:
        """Find the file that was meant: the same name in another folder or of another kind, else a near one."""
        stem, _, kind = path.rpartition("/")[2].rpartition(".")
        same = [file for file in self._media if file.rpartition("/")[2].rpartition(".")[0] == stem]
        alike = {file.removesuffix(f".{kind}"): file for file in self._media if file.endswith(f".{kind}")}
        near = nearest(path.removesuffix(f".{kind}"), alike)
        return same[0] if same else alike[near] if near else nearest(path, alike.values())

    def _near_article(self, month: str, slug: str) -> str:
        """Find the file that was most likely meant: the same name elsewhere, else a near name in the same month."""
        if slug in self._slugs:
            return self._slugs[slug]
        near = nearest(slug, self._names.get(month, {})) if self._may_offer() else None
        return self._names[month][near] if near else ""

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """Files by month and name."""
        found: dict[str, dict[str, str]] = {}
        for file, url, *_ in self._claimed():
            month, _, name = url.removeprefix("/tin-tuc/").rstrip("/").rpartition("/")
            found.setdefault(month, {})[name] = file
        return found

    @cached_property
    def _slugs(self) -> dict[str, str]:
        """The first file of every name."""
        found: dict[str, str] = {}
        for file, url, *_ in self._claimed():
            found.setdefault(url.rstrip("/").rpartition("/")[2], file)
        return found
