"""Old addresses that lead to an article: what can be one, and which are in use already.

An address is kept as a web server sees it: `%xx` undone, composed letters, a folder with its last `/`. Bytes that are
no UTF-8 stay as lone surrogates. What stands behind `?` is kept as it was written. Servers and some disks know no case,
so addresses that differ in case only are one.

Knows: the key `aliases`. Never: reads the disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import quote, unquote

from site_builder.content.destinations import Destinations
from site_builder.content.entries import Claim, Entry, line_of
from site_builder.content.fields import Fields
from site_builder.content.file_notes import quoted
from site_builder.errors import Problem
from site_builder.text import nfc
from site_builder.urls import STRAY_BYTE, has_page, plain_question

LONGEST_NAME = 240
"""Bytes between two `/`: disks take 255, and a compressed copy has a longer name."""
LONGEST = 2000
"""Bytes of a whole address."""
_IN_QUESTIONS = "%!$&'()*+,-./:;=?@[]_~|{}^"
_ESCAPED_LETTER = re.compile(r"%u([0-9a-fA-F]{4})")
_FRONT = re.compile(r"/index\.html?\Z", re.IGNORECASE)
_UNUSABLE = frozenset('\\"<>?#')


def read_aliases(fields: Fields) -> tuple[str, ...]:
    """Return old addresses; what cannot be one is noted and left out."""
    found: dict[str, None] = {}
    for index, written in enumerate(fields.words("aliases")):
        path, question = _undone(written)
        if fault := _fault(written, path, question):
            fields.wrong_item("aliases", index, "dia-chi-cu-sai", f"{quoted(written)} {fault}")
        else:
            found[path + question] = None
    return tuple(found)


def _undone(written: str) -> tuple[str, str]:
    """Return the path as a server sees it, and the question with its `?`."""
    path, _, question = written.partition("?")
    path = nfc(unquote(path, errors="surrogateescape"))
    question = plain_question(quote(nfc(question), safe=_IN_QUESTIONS))
    if question:
        return path, f"?{question}"
    path = _FRONT.sub("/", path)
    return (path if "." in path.rpartition("/")[2] else path.rstrip("/") + "/"), ""


def _fault(written: str, path: str, question: str) -> str:
    """Say why an address cannot be an old one of this portal, and what to write; empty when it can."""
    if re.match(r"https?://", written, re.IGNORECASE):
        rooted = "/" + written.split("/", 3)[3] if written.count("/") > 2 else "/"
        return f"không phải địa chỉ trong cổng này; hãy bỏ tên miền, chỉ ghi {rooted}"
    if "#" in written:
        return "có dấu #, máy chủ không nhận được phần sau dấu ấy; hãy chỉ ghi phần đứng trước"
    if not written.startswith("/"):
        return f"phải bắt đầu bằng dấu /; hãy ghi /{written}"
    if _ESCAPED_LETTER.search(written):
        letters = _ESCAPED_LETTER.sub(lambda match: chr(int(match[1], 16)), written)
        return f"có %u…, máy chủ nào cũng từ chối; hãy bỏ dòng này, hoặc ghi bằng chữ: {quoted(letters)}"
    names = path.removeprefix("/").removesuffix("/").split("/")
    if len(_bytes(path + question)) > LONGEST or any(len(_bytes(name)) > LONGEST_NAME for name in names):
        return "quá dài, không đĩa nào lưu được; hãy bỏ dòng này"
    return _path_fault(path, names)


def _path_fault(path: str, names: Sequence[str]) -> str:
    if "//" in path:
        return f"có hai dấu / liền nhau; hãy ghi {quoted(shown(re.sub('//+', '/', path)))}"
    if any(name.startswith(".") for name in names):
        return "có ký tự không dùng được: dấu chấm đứng đầu một phần, máy chủ không bao giờ mở; hãy bỏ dòng này"
    if bad := next((char for char in path if char in _UNUSABLE or _is_hidden(char)), ""):
        name = bad if bad.isprintable() else f"U+{ord(bad):04X}"
        return f"có ký tự không dùng được trong địa chỉ: {name}; hãy chép lại địa chỉ cũ, ví dụ /tin-cu/123.html"
    if any(_FRONT.match(f"/{name}") for name in names):
        return "có index.html đứng giữa; hãy chép lại địa chỉ cũ, ví dụ /tin-cu/123.html"
    if path.lower().endswith((".gz", ".br")):
        return "có đuôi của bản nén (.gz, .br); hãy bỏ dòng này"
    return ""


def _is_hidden(char: str) -> bool:
    """Say whether a character cannot be seen: controls, joiners, unusual spaces; lone surrogates are bytes."""
    kind = unicodedata.category(char)
    return kind[0] in "CZ" and char != " " and not STRAY_BYTE.match(char)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def shown(alias: str) -> str:
    """Write an old address for people: what is no UTF-8 as `%xx`."""
    return STRAY_BYTE.sub(lambda found: f"%{ord(found[0]) - 0xDC00:02X}", alias)


def written(alias: str) -> str:
    """Write an old address so that reading it gives the same."""
    path, mark, question = alias.partition("?")
    return shown(path.replace("%", "%25")) + mark + question


# Which are in use


def are_contested(claims: Sequence[Claim], destinations: Destinations) -> bool:
    """Say whether `clashes` would find anything."""
    aliases = [alias for claim in claims for alias in claim.aliases]
    keys = set(map(key_of, aliases))
    if len(keys) < len(aliases):
        return True
    files = {key_of(alias) for alias in aliases if _is_file(alias)}
    return any(destinations.holder(key) or _file_above(key, files) for key in keys)


def clashes(entries: Sequence[Entry], destinations: Destinations) -> Iterator[Problem]:
    """Find old addresses, of files in their order, at which something stands or from which another leads on."""
    owners: dict[str, str] = {}
    files: dict[str, str] = {}
    listed = [
        (entry, index, alias)
        for entry in entries
        for index, alias in enumerate(entry.article.aliases if entry.article else ())
    ]
    for entry, _, alias in listed:
        if _is_file(alias):
            files.setdefault(key_of(alias), entry.file)
    for entry, index, alias in listed:
        key = key_of(alias)
        taken = destinations.holder(key) or owners.get(key) or files.get(_file_above(key, files))
        owners.setdefault(key, entry.file)
        if taken:
            same = " (chữ hoa, chữ thường coi như nhau)" if taken == entry.file else ""
            message = f"địa chỉ cũ {quoted(shown(alias))} đang là của {taken}{same}"
            line = line_of(entry, f"aliases.{index}")
            instead = "hãy bỏ dòng này, hoặc ghi địa chỉ khác"
            yield Problem(entry.file, line, "dia-chi-cu-trung", f"{message}; {instead}")


def key_of(alias: str) -> str:
    """Return what is the same of addresses that a server or a disk cannot tell apart."""
    path, mark, question = nfc(alias.casefold()).partition("?")
    return (path.rstrip("/") or "/") + mark + question


def _is_file(alias: str) -> bool:
    return has_page(alias) and not alias.endswith("/")


def _file_above(key: str, files: Collection[str]) -> str:
    """Return the old address of a file that would have to be a folder, too; empty when there is none."""
    path = "" if "?" in key else key
    while "." in (path := path.rpartition("/")[0]):
        if path in files:
            return path
    return ""


def notice(claims: Sequence[Claim]) -> Iterator[Problem]:
    """Say once which old addresses only a web server with our configuration can tell apart."""
    asked = [(claim.file, alias) for claim in claims for alias in claim.aliases if not has_page(alias)]
    if asked:
        file, alias = asked[0]
        more = f" (và {len(asked) - 1} địa chỉ nữa)" if len(asked) > 1 else ""
        message = (
            f"địa chỉ cũ {quoted(shown(alias))}{more} chỉ chuyển hướng được trên máy chủ nginx, bằng tệp do cchc "
            "publish viết ra; nơi chỉ để tệp tĩnh (GitHub Pages, GitLab Pages) thì không, ở đó hãy ghi thêm địa chỉ "
            "không có dấu ? nếu bài từng có"
        )
        yield Problem(file, 0, "dia-chi-cu-can-nginx", message, "warning")
