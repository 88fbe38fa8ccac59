"""Static pages beside the rest of the portal: their addresses, and the files of content that they show.

MkDocs renders them; here is checked what it cannot know: that no page takes the place of something the builder makes,
and that every picture a page shows is there.

Knows: how MkDocs names pages. Never: renders one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path

from site_builder.content.addresses import place_of
from site_builder.errors import Problem
from site_builder.settings import FILE, Settings

PAGES = "content/pages"


def page_url(source: str) -> str:
    """Return the rooted URL of a static page: `rss.md` → `/rss/`, `a/index.md` → `/a/`."""
    folder, name = posixpath.split(source.removesuffix(".md"))
    # A README is what a folder opens with, too.
    url = folder if name in ("index", "README") else posixpath.join(folder, name)
    return f"/{url}/" if url else "/"


def page_urls(root: Path) -> tuple[str, ...]:
    """Return the rooted URLs of the static pages in `content/pages`."""
    return tuple(url for url, file in _sources(root) if file.endswith(".md"))


def _sources(root: Path) -> Iterator[tuple[str, str]]:
    """Yield rooted URL and path of every file in `content/pages`."""
    folder = root / PAGES
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and not any(part.startswith(".") for part in path.split("/")):
            yield (page_url(path) if path.endswith(".md") else f"/{path}"), f"{PAGES}/{path}"


def examine(root: Path, read: Callable[[str, bytes], Iterable[Problem]]) -> Iterator[Problem]:
    """Find what is wrong with each page by itself; a link could carry any file of the machine into the site."""
    for _, file in _sources(root):
        path = root / file
        if path.is_symlink() or not path.resolve().is_relative_to(root.resolve()):
            message = "là liên kết tượng trưng (symlink), không được dùng; hãy chép tệp thật vào chỗ này"
            yield Problem(file, 0, "lien-ket-tuong-trung", message)
        elif file.endswith(".md"):
            yield from read(file, path.read_bytes())


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
    shown = {settings.logo: FILE} if settings.logo else {}
    below = re.escape(f"{settings.site_path}/".encode())
    address = re.compile(rb"=\"(?:(?:\.{1,2}/)*|/|" + below + rb")media/([\w./-]+)[\"#?]", re.ASCII)
    for path, data in files:
        if path.endswith(".html"):
            for name in address.findall(data):
                shown.setdefault(f"/media/{name.decode()}", path)
    return shown


def missing_media(root: Path, shown: Mapping[str, str], media: Container[str]) -> Iterator[Problem]:
    """Find files of content that static pages or the frame show and that are not there."""
    files = {place_of(url): file for url, file in _sources(root)}
    for path, page in sorted(shown.items()):
        if path not in media:
            message = f"không có tệp content{path}; hãy đặt tệp vào thư mục ấy, hoặc sửa lại đường dẫn"
            yield Problem(files.get(page.casefold(), page), 0, "thieu-tep", message)
