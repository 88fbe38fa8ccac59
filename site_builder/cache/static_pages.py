"""Static pages beside the rest of the portal: their addresses, and the files of content that they show.

MkDocs renders them; here is checked what it cannot know: that no page takes the place of something the builder makes,
and that every picture a page shows is there.

Knows: how MkDocs names pages. Never: renders one.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from site_builder import content
from site_builder.content import StaticPage
from site_builder.content.addresses import place_of
from site_builder.engine import ExhaustedError, failures, limited
from site_builder.errors import Problem, errors_of
from site_builder.frozen import Frozen
from site_builder.model import PageLinks
from site_builder.model.settings import FILE, PAGES, Settings
from site_builder.text import OFFERS, excerpt, nearest

_PASSED_OVER = ("~", ".swp", ".tmp")
"""What editors leave behind; never shown."""
_MOST_NAMES = 2000
"""Ids among which a wrong one is looked for."""
_MARKDOWN = re.compile(r"\.(?:mdown|mkdn?|markdown)\Z|\.md\.\w+\Z|\.MD\Z")


def page_url(source: str) -> str:
    """Return the rooted URL of a static page: `rss.md` → `/rss/`, `a/index.md` → `/a/`."""
    folder, name = posixpath.split(source.removesuffix(".md"))
    # A README is what a folder opens with, too.
    url = folder if name in ("index", "README") else posixpath.join(folder, name)
    return f"/{url}/" if url else "/"


_ENGLISH = "en/"
"""Where pages in English lie."""


def language_of(source: str) -> str:
    """Return the language of a static page: English below `en/`, else Vietnamese."""
    return "en" if source.startswith(_ENGLISH) else "vi"


def versions_of(source: str, known: Container[str]) -> tuple[tuple[str, str], ...]:
    """Return language and rooted URL of a page in Vietnamese and in English; nothing for one that is in one alone.

    Args:
        source: path below `content/pages`; `en/x.md` says in English what `x.md` says.
        known: paths of the pages that there are.
    """
    both = {"vi": source.removeprefix(_ENGLISH), "en": _ENGLISH + source.removeprefix(_ENGLISH)}
    if not all(f"{PAGES}/{one}" in known for one in both.values()):
        return ()
    return tuple((language, page_url(one)) for language, one in both.items())


def page_urls(root: Path) -> tuple[str, ...]:
    """Return the rooted URLs of the static pages in `content/pages`."""
    return tuple(url for url, file in _sources(root) if file.endswith(".md"))


def _sources(root: Path) -> Iterator[tuple[str, str]]:
    """Yield rooted URL and path of every file in `content/pages`, sorted; folders behind links are not entered."""
    folder = root / PAGES
    found = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    for file in sorted(found):
        path = file.relative_to(folder).as_posix()
        if not any(part.startswith(".") for part in path.split("/")) and not path.endswith(_PASSED_OVER):
            yield (page_url(path) if path.endswith(".md") else f"/{path}"), f"{PAGES}/{path}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pages:
    """The static pages of a portal as read."""

    good: Mapping[str, StaticPage]
    """Those without errors, by file."""
    links: tuple[PageLinks, ...]
    """Of the same, sorted."""
    problems: tuple[Problem, ...]
    """Everything wrong with any."""


def read_pages(root: Path, extensions: tuple[tuple[str, Frozen], ...], blocks: Container[str]) -> Pages:
    """Read the static pages.

    Args:
        root: the portal's folder.
        extensions: `Settings.markdown`.
        blocks: what a page may ask for.
    """
    good: dict[str, StaticPage] = {}
    links: list[PageLinks] = []
    told: list[Problem] = []
    for url, file in _sources(root):
        at = PageLinks(file=file, url=url)
        page, asked, found = _read(root, at, extensions, blocks)
        told += found
        if page and not errors_of(found):
            good[file] = page
            links.append(asked)
    return Pages(good=good, links=tuple(links), problems=(*told, *_lost_places(links)))


def _read(
    root: Path, at: PageLinks, extensions: tuple[tuple[str, Frozen], ...], blocks: Container[str]
) -> tuple[StaticPage | None, PageLinks, tuple[Problem, ...]]:
    place = root / at.file
    if place.is_symlink():
        return None, at, (content.of_link(at.file),)
    if not at.file.endswith(".md") or not place.is_file():
        return None, at, (Problem(at.file, 0, "tep-la", _instead(at.file)),)
    page, told = content.read_page(at.file, place.read_bytes())
    if page is None:
        return None, at, told
    from site_builder import markup  # noqa: PLC0415 - most builds convert nothing

    look = partial(markup.look, page.body, at, page.line, extensions, blocks)
    try:
        looked = limited(look) if markup.is_heavy(page.body) else look()
    except ExhaustedError:
        return page, at, (*told, failures.of_exhausted(at.file, page.line + markup.densest(page.body)))
    return page, looked.links, (*told, *looked.problems)


def _lost_places(pages: Sequence[PageLinks]) -> Iterator[Problem]:
    """Find links of static pages to places that a static page does not have; for the first say what may be meant."""
    known = {page.url: page for page in pages}
    for page in pages:
        offers = OFFERS
        for link in page.links:
            aim = known.get(link.url)
            if aim is None or not link.fragment or link.fragment in aim.ids:
                continue
            near = nearest(link.fragment, sorted(aim.ids)[:_MOST_NAMES]) if offers > 0 else None
            offers -= 1
            offer = f"hãy viết #{near}" if near else "hãy sửa theo tên một tiêu đề của trang ấy, hoặc xóa từ dấu #"
            message = f"liên kết #{excerpt(link.fragment, 80)} không có chỗ đến trong {aim.file}; {offer}"
            yield Problem(page.file, link.line, "neo-hong", message)


def _instead(file: str) -> str:
    """Say what to do with a file that is no page."""
    if _MARKDOWN.search(file):
        return "trang tĩnh phải có đuôi .md; hãy đổi đuôi tệp"
    return "không phải trang (.md) nên không được đăng từ đây; hãy chuyển ảnh, tệp đính kèm vào content/media"


def clashes(root: Path, owner: Callable[[str], str]) -> Iterator[Problem]:
    """Find static pages whose place is another's; `owner` says whose a rooted URL is, empty when it is free."""
    taken: dict[str, str] = {}
    for url, file in _sources(root):
        if url == "/":
            message = "trang chủ do chương trình dựng từ các bài; hãy đổi tên tệp này, ví dụ loi-ngo.md"
            yield Problem(file, 0, "trang-chu", message)
            continue
        other = owner(url) or taken.setdefault(place_of(url), file)
        if other != file:
            message = f"địa chỉ {url} đang là của {other}; hãy đổi tên tệp này"
            yield Problem(file, 0, "trung-dia-chi", message)


def shown_media(files: Iterable[tuple[str, bytes]], settings: Settings) -> dict[str, str]:
    """Return the rooted path of every file of content that static pages or the frame show, with who shows it."""
    shown = dict.fromkeys(settings.marks, FILE)
    below = re.escape(f"{settings.site_path}/".encode())
    address = re.compile(rb"=\"(?:(?:\.{1,2}/)*|/|" + below + rb")media/([\w./-]+)[\"#?]", re.ASCII)
    for path, data in files:
        if path.endswith(".html"):
            for name in address.findall(data):
                shown.setdefault(f"/media/{name.decode()}", path)
    return shown


def missing_media(root: Path, shown: Mapping[str, str], media: Container[str]) -> Iterator[Problem]:
    """Find files of content that the frame shows and that are not there; of pages `content.Crosscheck` tells that."""
    pages = {place_of(url) for url, _ in _sources(root)}
    for path, page in sorted(shown.items()):
        if path not in media and page.casefold() not in pages:
            message = f"không có tệp content{path}; hãy đặt tệp vào thư mục ấy, hoặc sửa lại đường dẫn"
            yield Problem(page, 0, "thieu-tep", message)
