"""Addresses, e-mails and telephone numbers in running text become links; code, links and headings stay as they are.

Addresses as GitHub finds them (GFM §6.9), but never with a closing quotation mark; telephone numbers as they are
written in Viet Nam: `0292.3820.536`, `(0292) 3 820 536`, `+84 912 345 678`, and `1022` or `1900 1234` only after words
like “đường dây nóng”. Numbers of documents, money, dates and statistics are no telephone numbers.

The links are put into the finished HTML, where every tag, also one typed by hand, shows what is code or a link.

Knows: HTML text. Never: judges whether an address exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*(?:>|\Z)", re.DOTALL)
"""What is closed nowhere reaches to the end, as browsers have it."""
_CLOSED = frozenset(
    ("a", "code", "pre", "script", "style", "textarea", "kbd", "samp", "title", "h1", "h2", "h3", "h4", "h5", "h6")
)
"""Elements whose text is left alone."""
_SHORT = r"1022|11[1-5]|1[89]00(?:[ .\u00a0-]?\d){4,6}"
_ALONE = r"(?<![\w.,/+(-])"
_DONE = r"(?![\w%/]|[.,:-]\d)"
_LINK = re.compile(
    r"(?P<url>(?<![A-Za-z0-9])https?://[^\W_][^\s<>\\\"]*|(?<![\w./@:-])www\.[^\W_][^\s<>\\\"]*)"
    r"|(?P<mail>(?<![\w.+/-])[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9][A-Za-z0-9._-]*)"
    rf"|{_ALONE}(?P<phone>(?:\(\+84\)|\+84|\(0\d{{1,4}}\)|0)(?:[ .\u00a0-]{{0,2}}(?:\(0\)|\d)){{6,11}}){_DONE}"
    rf"|{_ALONE}(?P<short>{_SHORT}){_DONE}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"0(?<!\d0)\d{1,4}[). .\u00a0-]{0,2}\d|1(?<!\d1)(?:022|1[1-5]|[89]00)")
"""In every number that can be called; a quick look, so that most text is not searched any further."""
_WWW = re.compile(r"[wW](?:ww|WW)\.")
_CALL = r"đường dây nóng|hotline|tổng đài|điện thoại|số máy|di động|liên hệ|zalo|\bgọi\b|\bđt\b|\bsđt\b|\btel\b|\bfax\b"
_WORDS = re.compile(
    rf"(?P<call>{_CALL})"
    r"|\bmã\b|\bmst\b|tài khoản|\bstk\b|\bcmnd\b|\bcccd\b|căn cước|định danh|số hiệu|hóa đơn|biên lai",
    re.IGNORECASE,
)
_CALLED = re.compile(rf"(?:{_CALL})(?:[\s:(]*(?:đến|tới|qua|theo|ngay|số|là|máy|miễn phí))*[\s:(]*\Z", re.IGNORECASE)
_VALID = re.compile(r"0(?:[35789]\d{8}|2\d{9})\Z")
_FIRST = re.compile(r"(?:\(0?\d{2,5}\)|\(\+84\)|\+84|0\d{2,})")
_TRAILING = "?!.,:*_~'”’»…"
_NEAR = 40


class Addresses(Postprocessor):
    """Makes links of what is none yet."""

    def run(self, text: str) -> str:
        """Go through the text between the tags; what begins with none is a heading, asked for by `toc`."""
        if not text.startswith("<") or not _may_hold(_TAG.sub("", text)):
            return text
        return "".join(_linked(text))


def _may_hold(text: str) -> bool:
    """Look for what no link can do without."""
    if "://" in text or "@" in text or "+84" in text or _DIGITS.search(text):
        return True
    return ("ww." in text or "WW." in text) and bool(_WWW.search(text))


def _linked(html: str) -> Iterator[str]:
    """Yield the pieces of `html`, with links."""
    end = depth = 0
    for match in _TAG.finditer(html):
        piece = html[end : match.start()]
        yield piece if depth or not _may_hold(piece) else _LINK.sub(_link, piece)
        yield match[0]
        end = match.end()
        if (match[2] or "").lower() in _CLOSED:
            depth = max(depth + (-1 if match[1] else 1), 0)
    piece = html[end:]
    yield piece if depth or not _may_hold(piece) else _LINK.sub(_link, piece)


def _link(match: re.Match[str]) -> str:
    """Write one link, or what stood there."""
    found, kind = match[0], match.lastgroup
    if kind == "url":
        shown = trimmed(found)
        if shown.partition("://")[2] or shown[4:]:
            address = shown if "://" in shown else f"http://{shown}"
            return f'<a href="{address}">{shown}</a>{found[len(shown) :]}'
    elif kind == "mail":
        shown = found.rstrip(".")
        domain = shown.partition("@")[2]
        if "." in domain and ".." not in domain and domain[-1] not in "-_":
            return f'<a href="mailto:{shown}">{shown}</a>{found[len(shown) :]}'
    elif _is_phone(match):
        number = re.sub(r"[^\d+]", "", found.replace("(0)", ""))
        return f'<a href="tel:{number}">{found}</a>'
    return found


def trimmed(address: str) -> str:
    """Take from the end of an address what belongs to the sentence."""
    address = address.partition("&lt;")[0].partition("&gt;")[0].partition("&quot;")[0]
    surplus = {
        ")": address.count(")") - address.count("("),
        "]": address.count("]") - address.count("["),
    }
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ";":
            start = address.rfind("&", 0, end)
            end = start if start >= 0 and address[start + 1 : end - 1].isalnum() else end - 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
            end -= 1
        elif last in _TRAILING:
            end -= 1
        else:
            break
    return address[:end]


def _is_phone(match: re.Match[str]) -> bool:
    """Say whether a number is one that can be called: by its form, and by the last telling word before it."""
    before = match.string[max(match.start() - _NEAR, 0) : match.start()]
    if match.lastgroup == "short":
        return bool(_CALLED.search(before))
    digits = re.sub(r"\D", "", re.sub(r"\(?\+84\)?", "0", match[0].replace("(0)", "")))
    words = [found["call"] for found in _WORDS.finditer(before)]
    if words and not words[-1]:
        return False
    if words:
        return len(digits) in (10, 11)
    return bool(_VALID.match(digits) and _FIRST.match(match[0]))


class WholeAddress(InlineProcessor):
    """Keeps `_` and `*` inside an address from becoming emphasis."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"(?<![A-Za-z0-9])(?:https?://|www\.)[^\s<\x02]*", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Set the address aside as it is."""
        address = trimmed(m[0])
        if not any(mark in address for mark in "*_~^="):
            return None, None, None
        return address, m.start(), m.start() + len(address)
