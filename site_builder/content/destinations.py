"""Everything a link may lead to: articles, static pages, files of content, and the pages that the builder makes.

Knows: the URLs of the site. Never: reads the disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote

from site_builder.content.addresses import MADE, Owners, place_of
from site_builder.content.claims import Claimed
from site_builder.content.entries import Entry, SourceFile, line_of
from site_builder.content.suggestions import Suggestions
from site_builder.errors import Problem
from site_builder.model import Article, Body, PageLinks, Taxonomy
from site_builder.text import nfc
from site_builder.urls import LISTS

_ARTICLE_FILE = re.compile(r"content/news/(\d{4}/\d\d)/([^/]+)\.md\Z")
_MADE = re.compile(
    rf"/(?:\Z|(?:{'|'.join(LISTS)}|tim-kiem|thong-ke|luu-tru)/\Z|{LISTS[0]}/trang-\d+/\Z"
    r"|(?:luu-tru|thong-ke|feeds|du-lieu|assets)/.|(?:sitemap\.xml|robots\.txt|404\.html)\Z)"
)
"""Pages of the builder whose existence hangs on no id."""
_KEPT = re.compile(
    r"/(?:luu-tru|thong-ke|feeds|du-lieu|assets|sitemaps|tim-kiem|media)/."
    rf"|/(?:{LISTS[0]}|(?:{'|'.join(LISTS[1:])})/[^/]+)/trang-\d+(?:/|\Z)"
    r"|/(?:sitemap\.xml|robots\.txt|404\.html)(?:/|\Z)"
)
"""Where the builder puts what it makes, now or after the next article."""


class Destinations:
    """What the portal has at which address."""

    def __init__(
        self,
        claimed: Claimed,
        taxonomy: Taxonomy,
        media: Mapping[str, SourceFile],
        page_urls: Collection[str],
    ) -> None:
        self._media = media
        self._pages = frozenset(page_urls)
        self._made = {f"/chu-de/{topic.id}/" for topic in taxonomy.topics}
        self._made |= {f"/co-quan/{agency.id}/" for agency in taxonomy.agencies}
        self._made |= {f"/the-loai/{genre.id}/" for genre in taxonomy.genres}
        self._claimed = claimed

        listed = sorted(page for page in self._pages | self._made if page.endswith("/"))
        self._suggestions = Suggestions(claimed.every, listed, media)

    def owner(self, url: str) -> str:
        """Say for people what stands at a rooted URL; empty when nothing does."""
        folder = url if url.endswith("/") else url + "/"
        if folder in self._pages or url in self._pages:
            return f"trang tĩnh {folder}"
        if file := self._claimed.file_at(folder):
            return file
        if folder in self._made or _MADE.match(url) or _MADE.match(folder):
            return MADE
        return f"tệp content{url}" if url in self._media else ""

    def holder(self, alias: str) -> str:
        """Say for people what stands at an old address, written small: many servers and disks know no case."""
        path, mark, _ = alias.partition("?")
        folder = path.rstrip("/") + "/"
        if mark and folder == "/":
            return ""  # a question to the front page, which answers none
        if folder in self._small:
            return self.owner(self._small[folder])
        return self.owner(path) or (MADE if _KEPT.match(path) else "")

    @cached_property
    def _small(self) -> dict[str, str]:
        """Static pages and files of content, each by its address written small as if it were a folder's."""
        return {f"{url.casefold().rstrip('/')}/": url for url in (*self._media, *self._pages)}

    def made(self, url: str) -> str:
        """Say whose place a rooted URL would take, static pages aside."""
        return self._claimed.file_at("/" + place_of(url).removesuffix("index.html")) or self._own.owner(url)

    @cached_property
    def _own(self) -> Owners:
        """Lists, and files of content."""
        places = Owners()
        for url in sorted(self._made):
            places.take(url, MADE)
        for path in self._media:
            places.take(path, f"tệp content{path}", is_file=True)
        return places

    def leads(self, url: str) -> bool:
        """Say whether a link to a rooted URL without query and fragment is right in any article, draft or not."""
        return not self._claimed.is_draft(url) and self._is_there(url)

    def _is_old(self, url: str) -> bool:
        """Say whether an old address leads on from a rooted URL; links may have it with dấu or with `%xx`."""
        return self._claimed.is_old(url) or ("%" in url and self._claimed.is_old(nfc(unquote(url))))

    def has(self, path: str) -> bool:
        """Say whether there is a file of content."""
        return path in self._media

    def check(self, entry: Entry, article: Article, body: Body | None) -> Iterator[Problem]:
        """Find links and files of one article that lead nowhere; for the first of them say what may be meant."""
        self._suggestions.begin()
        for field, path in files_of(article):
            if path not in self._media:
                yield self._suggestions.missing(entry.file, path, line_of(entry, field))
        if body:
            for link in body.media:
                if link.url not in self._media:
                    yield self._suggestions.missing(entry.file, link.url, link.line)
            is_hidden = self._claimed.is_draft if article.status != "draft" else _never
            for link in body.links:
                yield from self._check_link(entry.file, bare(link.url), link.line, is_hidden)

    def check_page(self, page: PageLinks, hidden: Container[str]) -> Iterator[Problem]:
        """Find links of a static page that lead nowhere, or to what readers may not see yet (`hidden`, rooted URLs)."""
        self._suggestions.begin()
        for link in page.links:
            yield from self._check_link(page.file, link.url, link.line, hidden.__contains__)

    def _check_link(self, file: str, url: str, line: int, is_hidden: Callable[[str], bool]) -> Iterator[Problem]:
        if is_hidden(url):
            kind = "bài nháp" if self._claimed.is_draft(url) else "bài chưa tới giờ đăng"
            message = f"liên kết tới {kind} {self._claimed.file_at(url)}; hãy đăng bài ấy trước, hoặc bỏ liên kết"
            yield Problem(file, line, "lien-ket-ban-nhap", message)
        elif self._is_there(url):
            return
        elif url.startswith("/media/"):
            yield self._suggestions.missing(file, url, line)
        else:
            yield Problem(file, line, "lien-ket-hong", self._suggestions.broken(file, url))

    def _is_there(self, url: str) -> bool:
        return bool(self._claimed.file_at(url)) or self._is_old(url) or bool(self.owner(url))


def bare(url: str) -> str:
    """Return a URL without query and fragment."""
    return url.partition("#")[0].partition("?")[0]


def files_of(article: Article) -> Iterator[tuple[str, str]]:
    """Return each file that the front matter names, with the field that names it."""
    if article.image:
        yield "image.src", article.image.src
    if article.media:
        named = {"url": article.media.url, "poster": article.media.poster, "captions": article.media.captions}
        yield from ((f"media.{key}", path) for key, path in named.items() if path.startswith("/"))
    for index, attachment in enumerate(article.attachments):
        yield f"attachments.{index}.file", attachment.file


def _never(_url: str) -> bool:
    return False


def url_of(file: str) -> str:
    """Return the URL that a file which could not be read would have, so that links to it are not called broken."""
    found = _ARTICLE_FILE.match(file)
    return f"/tin-tuc/{found[1]}/{found[2]}/" if found else "/" + file
