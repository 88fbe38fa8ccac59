"""What a file is, by its first bytes.

Names lie: a chat program saves WebP as `.jpg`, a telephone HEIC, a download that failed a page of HTML, git a
pointer of three lines in the place of a large file.

Knows: the first bytes of formats. Never: decodes anything.
"""

from __future__ import annotations

import re

PICTURES = frozenset(("jpg", "png", "gif", "webp", "avif", "bmp", "ico", "svg", "tif", "heic"))
"""Kinds of pictures that are understood; browsers show all but the last two."""
ENDINGS = {
    "jpg": "jpg", "jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "png": "png", "gif": "gif", "webp": "webp",
    "avif": "avif", "bmp": "bmp", "ico": "ico", "svg": "svg", "tif": "tif", "tiff": "tif", "heic": "heic",
    "heif": "heic", "hif": "heic", "dds": "dds", "psd": "psd", "jxl": "jxl", "jp2": "jp2",
}  # fmt: skip
"""Kind of picture that a file's ending promises."""

_HEAD = 4096
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"\0\0\1\0", "ico"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"II+\0", "tif"),
    (b"MM\0+", "tif"),
    (b"%PDF-", "pdf"),
    (b"PK\3\4", "zip"),
    (b"PK\5\6", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\7", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"DDS ", "dds"),
    (b"8BPS", "psd"),
    (b"\xff\x0a", "jxl"),
    (b"\0\0\0\x0cJXL ", "jxl"),
    (b"\0\0\0\x0cjP  ", "jp2"),
    (b"version https://git-lfs.github.com/spec/", "lfs"),
    (b"version https://hawser.github.com/spec/", "lfs"),
)
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2")
_TAG = re.compile(rb"<(?:!doctype html|html|head|body|script|title|meta|div|iframe|\?php|center|h1|p)\b", re.IGNORECASE)
_BEFORE = re.compile(
    rb"(?:\s|<\?xml.*?\?>|<!--.*?-->|<!doctype svg[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)


def kind_of(data: bytes) -> str:
    """Return what bytes are: a key of `PICTURES`, `pdf`, `zip`, `ole`, `rtf`, `rar`, `7z`, `html`, `lfs`, `video` …

    `empty` when there is none, `text` for plain words, an empty string for what is not known.
    """
    head = data[:_HEAD]
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return "empty"
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "video"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _boxed(head)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    return _written(head.removeprefix(b"\xef\xbb\xbf"))


def _boxed(head: bytes) -> str:
    """Tell AVIF, HEIC and video apart by the brands that the file says it fits."""
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))}
    if brands & {b"avif", b"avis"}:
        return "avif"
    return "heic" if brands.intersection(_HEIF) else "video"


def _written(head: bytes) -> str:
    """Tell SVG, HTML and plain words apart."""
    before = _BEFORE.match(head)
    rest = head[before.end() :] if before else head
    if rest.startswith((b"<svg", b"<svg:svg")):
        return "svg"
    if _TAG.match(rest):
        return "html"
    if rest.startswith(b"version https://git-lfs"):
        return "lfs"
    try:
        text = head.decode("utf-8") if len(head) < _HEAD else head.decode("utf-8", errors="ignore")
    except UnicodeDecodeError:
        return ""
    return "" if re.search("[\x00-\x08\x0e-\x1f]", text) else "text"
