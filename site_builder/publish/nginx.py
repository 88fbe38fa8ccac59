"""The web server's part: configuration for nginx, written from a few facts of the finished site.

`files` gives every file below `DIR/nginx`; the text of those that never change but for a few names stands in
`nginx_text`. All requests for the site go through one location, so headers cannot be forgotten in another one, and
what differs from file to file (how long it may be kept) is looked up by its path when the answer is sent.

Knows: nginx 1.22 and later, content security policies. Never: reads or writes a file, runs nginx.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from posixpath import dirname
from urllib.parse import quote, unquote

from site_builder.errors import Problem, SiteError
from site_builder.frame.scripts import inline_script_hashes, source_expression
from site_builder.publish import nginx_text
from site_builder.text import spellings
from site_builder.urls import STRAY_BYTE, TRACKERS

__all__ = ["ServerFacts", "files", "inline_script_hashes", "mark", "policy", "quoted", "source_expression", "usable"]

ALIGNMENTS = ("center", "end", "justify", "left", "right", "start")
"""What `markup` lets stand in a `style` attribute, the only one of the site: the alignment of table cells."""

_UNUSABLE = re.compile(r"[$\"'\\;{}*?\[\]\x00-\x1f\x7f]")
"""What nginx would read as a variable, a pattern or the end of a word in the path of a file."""
_UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)
"""What no page may ask a browser for."""
_OTHERS = (
    # A browser shows XML and pictures that are opened by themselves with styles it writes into them.
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The policy of files that are no pages: they run nothing."""
_BAD_PATH = "nginx không dùng được đường dẫn có dấu $ \" ' \\ ; { } * ? [ ]; hãy đặt tên khác"
_LONGEST = 512
"""Bytes of a bucket of nginx' maps, enough for any common address; `_bucket` makes it more where it must."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerFacts:
    """Everything of a finished site that the web server must be told."""

    base_path: str
    """Path of the site on its server, with `/` at both ends: `/`, `/tinh/cchc/`."""
    root: str
    """Absolute path of `DIR/public`."""
    moved: tuple[tuple[str, str], ...] = ()
    """Old and new rooted URL of what was moved; an old one is decoded but for its question, see `content.aliases`."""
    gone: tuple[str, ...] = ()
    """Rooted URLs of withdrawn articles; their pages are notices."""
    script_hashes: tuple[str, ...] = ()
    """Source expressions (`'sha256-…'`) of the inline scripts of all pages."""
    measured: str = ""
    """The ministry's server that measures the portal, as `https://name`; empty when none does."""


def files(facts: ServerFacts) -> dict[str, str]:
    """Return every file below `DIR/nginx` by its name; equal facts give equal texts.

    Raises:
        SiteError: the folder has a character in its path that nginx cannot be told.
    """
    base = unquote(facts.base_path)
    usable(facts.root, base)
    names = _names(base, facts)
    return {
        "cchc-http.conf": nginx_text.filled(nginx_text.HTTP, names),
        "cchc-hash.conf": nginx_text.filled(nginx_text.HASH, names),
        "cchc.conf": nginx_text.filled(nginx_text.server_text(is_below=base != "/"), names),
        "files.conf": nginx_text.filled(nginx_text.FILES, names),
        "csp.conf": nginx_text.filled(nginx_text.CSP, names),
        "csp.map": nginx_text.filled(nginx_text.CSP_MAP, names),
        "brotli.conf": nginx_text.BROTLI,
        "moved.map": "".join(_moved(base, [pair for pair in facts.moved if "?" not in pair[0]])),
        "asked.map": "".join(_asked(base, [pair for pair in facts.moved if "?" in pair[0]])),
        "gone.map": "".join(f"{quoted(base + url[1:])} 1;\n" for url in sorted(set(facts.gone))),
    }


def usable(*paths: str) -> None:
    """Check that nginx can be told of absolute paths.

    Raises:
        SiteError: one of them has a character that it would read as something else.
    """
    for path in paths:
        if _UNUSABLE.search(path) or not path.startswith("/"):
            raise SiteError(Problem(path, 0, "duong-dan-nginx", _BAD_PATH))


def mark(root: str) -> str:
    """Return what tells the variables of one portal from those of another on the same server."""
    return blake2b(root.encode(), digest_size=3).hexdigest()


def _names(base: str, facts: ServerFacts) -> dict[str, str]:
    """Return what the fixed texts leave open; patterns and addresses are whole words of nginx' language."""
    pattern, written = re.escape(base), quote(base)
    return {
        "folder": f"{dirname(facts.root)}/nginx",
        "root": facts.root,
        "mark": mark(facts.root),
        "bucket": str(_bucket(base, facts)),
        "base": quoted(base),
        "bare": quoted(base.rstrip("/")),
        "front": quoted(f"{written}$is_args$args"),
        "trackers": TRACKERS,
        "missing": quoted(f"{base}404.html"),
        "hidden": quoted(rf"(?:/\.|^(?!{pattern}media/).*\.(?:gz|br)$)"),
        "index": quoted(rf"^({pattern}(?:.*/)?)index\.html$"),
        "inside": quoted(f"^{pattern}(.*)$"),
        "folder_url": quoted(f"{written}$1/"),
        "features": ", ".join(f"{feature}=()" for feature in _UNUSED),
        "pages": quoted(policy(facts.script_hashes, facts.measured)),
        "others": quoted(_OTHERS),
        "drawings": quoted(f"{_OTHERS}; sandbox"),
    }


# The content security policy


def policy(script_hashes: Iterable[str] = (), measured: str = "") -> str:
    """Return the policy of pages: our own files, and of others only the script and counts of who measures the portal.

    Cells of tables carry `style="text-align:…"`. `style-src-attr` allows these values by their hashes, so no other
    style of an element ever applies; a browser too old to know it shows such tables with no alignment.
    """
    aligned = " ".join(source_expression(f"text-align:{word}".encode()) for word in ALIGNMENTS)
    also = (measured,) if measured else ()
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *sorted(set(script_hashes)), *also)),
            "style-src 'self'",
            f"style-src-attr 'unsafe-hashes' {aligned}",
            " ".join(("img-src 'self' data:", *also)),  # the theme's icons are data: pictures in its stylesheet
            "media-src 'self'",
            "font-src 'self'",
            " ".join(("connect-src 'self'", *also)),
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


# Words of nginx' language


def quoted(text: str) -> str:
    """Write a word that nginx reads as it is, whatever is in it; in a place where it looks for no variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _moved(base: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Write a line an old address, and one for a folder's without its last `/`: one redirect, not two."""
    known = dict(sorted(pairs))
    folders = {old.rstrip("/"): new for old, new in known.items() if old.endswith("/") and old != "/"}
    return _lines(base, folders | known)


def _asked(base: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Write a line an old address with a question, and one for a folder's with or without its last `/`."""
    known = dict(sorted(pairs))
    folders: dict[str, str] = {}
    for old, new in known.items():
        path, _, question = old.partition("?")
        if path != "/" and "." not in path.rstrip("/").rpartition("/")[2]:
            folders[f"{path.rstrip('/') if path.endswith('/') else path + '/'}?{question}"] = new
    return _lines(base, folders | known)


def _lines(base: str, known: Mapping[str, str]) -> Iterator[str]:
    """Write the lines of a map.

    The plain lines of nginx' maps know no case, and two that differ in case only are an error: such ones are
    written as patterns, and those with bytes that are no UTF-8, which a file of text cannot hold.
    """
    lines = {base + one[1:]: base + new[1:] for old, new in known.items() for one in spellings(old)}
    alike: dict[str, list[str]] = defaultdict(list)
    for old in lines:
        alike[old.lower()].append(old)
    for same in alike.values():
        for old in same:
            is_plain = len(same) == 1 and not STRAY_BYTE.search(old)
            key = old if is_plain else f"~^{STRAY_BYTE.sub(_escaped, re.escape(old))}$"
            yield f"{quoted(key)} {quoted(quote(lines[old]))};\n"


def _escaped(byte: re.Match[str]) -> str:
    """Write a byte that stands as a lone surrogate in the language of patterns."""
    return f"\\x{ord(byte[0]) - 0xDC00:02x}"


def _bucket(base: str, facts: ServerFacts) -> int:
    """Return the size of a bucket of nginx' maps: a power of two that holds the longest address."""
    longest = max(
        (
            len((base + url).encode("utf-8", "surrogateescape"))
            for url in (*facts.gone, *(old for old, _ in facts.moved))
        ),
        default=0,
    )
    return max(_LONGEST, 1 << (longest + 34).bit_length())
