"""What a destination written in a source means: a page, a file of content, a place in the text, another site.

Only path arithmetic: `../08/y.md#muc` in `content/news/2019/09/x.md` is `/tin-tuc/2019/08/y/#bv-muc`, whether that
article exists or not.

Knows: the folders of content and the URLs of the site. Never: reads the disk.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import unescape
from typing import Literal, TypeAlias
from urllib.parse import quote, unquote

from site_builder.markup.sanitise import PREFIX
from site_builder.text import excerpt, nfc
from site_builder.urls import ROOT, has_host

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ALLOWED = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_ADDRESS = re.compile(r"""([hHsSſ](?<!\w.)(?i:(?<=h)ref|(?<=s)rc))\s*=\s*["']?([^"'<>\s]+)""")
"""What begins with a set of letters is looked for in a quarter of the time of what begins with a letter in any case."""
_OUTSIDE = re.compile(r"(?:https?://[^/\\\s]|mailto:.|tel:.)", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:www\.|(?:[\w-]+\.)+(?:vn|com|net|org|gov|edu|info|int|asia|biz|eu)(?=[/:?#]|\Z))", re.IGNORECASE
)
_MAIL = re.compile(r"[^/@\s]+@[\w-]+(?:\.[\w-]+)+\Z")
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_ARTICLE = re.compile(r"content/news/(\d{4}/\d{2}/[^/]+)\.md\Z")
_PAGE = re.compile(r"content/pages/(.+)\.md\Z")
_FRONT = re.compile(r"/(?:index|README)/\Z")
"""What opens a folder."""
_MEDIA = re.compile(r"content/media/.")
_ARTICLE_URL = re.compile(r"/tin-tuc/\d{4}/\d{2}/[^/]+/\Z")

Kind: TypeAlias = Literal["page", "media", "outside", "here"]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link leads."""

    kind: Kind
    href: str
    """What to write into the fragment: starts with `ROOT` for pages and media, with `#` for places in the text."""
    url: str = ""
    """Rooted URL of the page or rooted path of the file (`/media/anh.png`, not percent-encoded)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a destination leads nowhere, as a Vietnamese sentence."""

    message: str


def resolve(written: str, file: str, page: str = "") -> Destination | Fault:
    """Say where `written`, the destination of a link in the source `file`, leads.

    What is no path of a source is read as an address on `page`, a rooted URL, if there is one.
    """
    name = excerpt(written, 80)
    if fault := _outside_fault(written, name):
        return fault
    if _SCHEME.match(written):
        return Destination("outside", _CONTROL.sub("", written))
    path, mark, fragment = written.partition("#")
    path, query_mark, query = path.partition("?")
    path = nfc(unquote(_CONTROL.sub(" ", path).strip()))
    if mark and not path and not query_mark:
        inside = nfc(unquote(fragment))
        named = place_name(inside)
        return Destination("here", f"#{PREFIX}{fragment if named == inside else named}", named)
    url = _url(path, file)
    if url is None and page:
        url = _url(posixpath.normpath(posixpath.join(page, path)), file)
    if url is None:
        return Fault(f"liên kết {name!r} không dẫn tới bài, trang hay tệp nào; {_advice(path)}")
    prefix = PREFIX if fragment and _ARTICLE_URL.match(url) else ""
    href = ROOT + quote(url, safe="/~!$&'()*+,;=:@") + query_mark + query + mark + prefix + fragment
    return Destination("media" if url.startswith("/media/") else "page", href, url)


def place_name(written: str) -> str:
    """Return the id of a place without white space, which no link can lead to (`[^Nghị định 1]` makes one with)."""
    return "-".join(written.split())


def picture_fault(written: str, found: Destination | Fault) -> tuple[str, str]:
    """Return code and sentence for a picture that is no file of content."""
    if isinstance(found, Fault):
        message = found.message.replace("liên kết", "ảnh", 1).partition("; ")[0]
        return "lien-ket-sai", f"{message}; hãy lưu ảnh vào content/media và viết /media/ten-anh.jpg"
    message = f"ảnh {excerpt(written, 80)!r} không nằm trong content/media; hãy lưu ảnh vào đó, viết /media/…"
    return "anh-ngoai" if found.kind == "outside" else "lien-ket-sai", message


def forbidden(html: str) -> tuple[tuple[str, str], ...]:
    """List (attribute, destination) of the addresses in unsanitised HTML that `sanitise` removes.

    They are `ftp:`, `data:` …, and those of no server: `https://[::1`.
    """
    written = _ADDRESS.findall(html) if "=" in html else ()
    found = ((name.lower(), unescape(value)) for name, value in written)
    return tuple((name, value) for name, value in found if _SCHEME.match(value) and not _is_kept(value))


def _is_kept(address: str) -> bool:
    return bool(_ALLOWED.match(address)) and (address[:4].lower() != "http" or has_host(address))


def _outside_fault(written: str, name: str) -> Fault | None:
    """Refuse what a browser would take for an address on another site, or what people forgot to finish."""
    if "\\" in written:
        return Fault(f"liên kết {name!r} có dấu \\; hãy dùng dấu / trong đường dẫn")
    if written.startswith("//") or _CONTROL.sub("", written).startswith("//"):
        return Fault(f"liên kết {name!r} thiếu giao thức; hãy viết https:{_CONTROL.sub('', name)}")
    if _SCHEME.match(written):
        good = _OUTSIDE.match(written) and (written[:4].lower() != "http" or has_host(_CONTROL.sub("", written)))
        return None if good else Fault(f"liên kết {name!r} chưa đúng; hãy viết https://…, mailto:… hoặc tel:…")
    if _DOMAIN.match(written):
        return Fault(f"liên kết {name!r} thiếu https://; hãy viết https://{name}")
    if _MAIL.match(written):
        return Fault(f"liên kết {name!r} thiếu mailto:; hãy viết mailto:{name}")
    return None


def _url(path: str, file: str) -> str | None:
    """Return the rooted URL that a path stands for, None when it leads nowhere."""
    if path in ("", "/"):
        return path or None
    below = "content" + path if path.startswith("/") else posixpath.join(posixpath.dirname(file), path)
    below = posixpath.normpath(below)
    if match := _ARTICLE.match(below):
        return f"/tin-tuc/{match[1]}/"
    if match := _PAGE.match(below):
        return _FRONT.sub("/", f"/{match[1]}/")
    if _MEDIA.match(below):
        return below.removeprefix("content")
    return _page_url(below) if path.startswith("/") else None


def _page_url(below: str) -> str | None:
    """Return the URL of a page that was written as a rooted URL."""
    if not below.startswith("content/") or below.startswith("content/content/") or below.endswith(".md"):
        return None
    url = below.removeprefix("content")
    return url if "." in posixpath.basename(url) else url + "/"


def _advice(path: str) -> str:
    """Say what to write instead of a path that leads nowhere."""
    if "media/" in path:
        return f"hãy viết /media/{path.rpartition('media/')[2]}"
    if path.endswith(".md"):
        return "bài khác viết theo vị trí tệp, ví dụ ../08/ten-bai.md"
    return "bài viết dạng ../08/ten-bai.md, tệp dạng /media/ten-tep.pdf, trang dạng /chu-de/ten/"
