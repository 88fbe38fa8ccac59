"""Places in the site: rooted URLs inside the program, relative links in pages.

A rooted URL (`/tin-tuc/2019/08/x/`) starts at the site's root, wherever that is; `relative` makes the link to it
from a page of a known depth, so the site works below any sub-path. Stored fragments hold `ROOT` in the root's place.

Knows: how URLs, links and files of the tree belong together, and the tag URIs (RFC 4151) that outlive them. Never:
knows what stands at a URL.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

ROOT = "zqrootqz"
"""Stands for the site's root in stored fragments; `place` replaces it. Content that contains it is refused."""

TAG = "tag:"
"""How the ids begin that are the same in the whole world; no id of this portal's own articles does."""

LISTS = ("tin-tuc", "chu-de", "co-quan", "the-loai")
"""Folders of the kinds of lists: all news, and those of a topic, an agency, a genre, each in a folder of its own."""

TRACKERS = "utm_[a-z]+|fbclid|gclid|msclkid|mibextid|zarsrc"
"""What social networks and mails put behind an address, as a pattern for Python and for nginx."""

STRAY_BYTE = re.compile("[\udc80-\udcff]")
"""A byte of an old address that is no UTF-8, as a lone surrogate."""

_TRACKED = re.compile(rf"(?:^|&)(?:{TRACKERS})=.*", re.IGNORECASE | re.DOTALL)
_ANCHOR = re.compile(r'<a\s((?:[^>"]|"[^"]*")*)>(.*?)</a>', re.DOTALL)
_INNER_HREF = re.compile(rf'(?:^|\s)href="{ROOT}([^"#?]*)')


_WEB_ADDRESS = re.compile(r"https?://[^\s/?#\"'<>\\]+(?:[/?#][^\s\"<>]*)?\Z", re.IGNORECASE)


def is_web_address(address: str) -> bool:
    """Say whether an address is a whole one of http or https, as feeds, browsers and other programs read it."""
    return bool(_WEB_ADDRESS.match(address)) and has_host(address)


def has_host(address: str) -> bool:
    """Say whether an address names a server that can exist."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:  # a port beyond 65535, half an IPv6 address
        return False


def tag_uri(authority: str, kind: str, key: str = "") -> str:
    """Name a thing for the whole world: `tag:AUTHORITY:KIND:KEY`; `authority` is `feed_authority` of a portal."""
    return f"{TAG}{authority}:{kind}:{key}" if key else f"{TAG}{authority}:{kind}"


def guid(authority: str, ident: str) -> str:
    """Return the identity of an article in feeds, pages and reports; another portal's article brings its own."""
    return ident if ident.startswith(TAG) else tag_uri(authority, "bai", ident)


def output_path(url: str) -> str:
    """Return the file of the tree that answers a rooted URL: `/tin-tuc/` → `tin-tuc/index.html`."""
    return (url + "index.html" if url.endswith("/") else url).removeprefix("/")


def depth_of(url: str) -> int:
    """Count the folders between the site's root and the page at a rooted URL."""
    return url.count("/") - 1


def prefix_of(depth: int) -> str:
    """Return the relative way to the site's root from a page at `depth`: `..`, `../..`, or `.` at 0."""
    return "/".join([".."] * depth) or "."


def relative(url: str, depth: int) -> str:
    """Return the link to a rooted URL from a page at `depth`; links that leave the site stay."""
    return prefix_of(depth) + url if url.startswith("/") else url


def rooted(url: str) -> str:
    """Return the link to a rooted URL as stored fragments hold it; links that leave the site stay."""
    return ROOT + url if url.startswith("/") else url


def place(fragment: str, prefix: str) -> str:
    """Put a stored fragment somewhere: `prefix` is `prefix_of(depth)`, or the site's address without its last `/`."""
    return fragment.replace(ROOT, prefix)


def hide_links(fragment: str, urls: Collection[str]) -> str:
    """Turn the links of a stored fragment to these rooted URLs into plain text: their pages are not public yet."""

    def shown(anchor: re.Match[str]) -> str:
        href = _INNER_HREF.search(anchor[1])
        return anchor[2] if href and href[1] in urls else anchor[0]

    return _ANCHOR.sub(shown, fragment) if urls else fragment


def has_page(alias: str) -> bool:
    """Say whether a page can stand at an old address: no file answers a question, or bytes that are no UTF-8."""
    return "?" not in alias and not STRAY_BYTE.search(alias)


def plain_question(question: str) -> str:
    """Return what stands behind the `?` of an address without what `TRACKERS` put there, which comes last."""
    return _TRACKED.sub("", question)
