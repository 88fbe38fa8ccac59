r"""Escapes in YAML's double quotes: `\b` is a backspace there, and whoever wrote `"tin\bài"` meant none.

A letter after a backslash that YAML knows is gone without a word: a control character that no feed can carry, a tab or
a hard space in the letter's place. What is written as a number (`\u1ea1`) is what programs write for Vietnamese
letters, and is fine when it can be shown.

Knows: the escapes of YAML 1.1. Never: parses YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.text import SENTINEL, unshowable

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_SIGNS = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_NAMES = {"\t": "dấu Tab", "\xa0": "dấu cách cứng"}
"""White space that no letter of a text should become; a tab as such may stand in a file."""


def faults(written: str, value: str) -> Iterator[tuple[int, str, str]]:
    """Find escapes that cannot be meant in a value in double quotes, `written` with its quotation marks.

    Yields the line, counted from that on which it begins, a code, and what to write instead.
    """
    line, counted = 0, 0
    for found in _ESCAPE.finditer(written):
        letter = found[0][1:]
        sign = _sign(letter)
        if unshowable(sign) or (sign in _NAMES and len(letter) == 1):
            line, counted = line + written.count("\n", counted, found.start()), found.start()
            yield line, "ky-tu-dieu-khien", _message(found[0], sign)
    if taken := SENTINEL.search(value):
        message = f"chữ “{taken[0]}” là ký hiệu riêng của chương trình; hãy xóa hoặc viết khác đi"
        yield 0, "tu-danh-rieng", message


def line_break(written: str) -> str:
    """Return the escaped line break that stands inside a value in double quotes; empty when none does.

    One at the end is what programs write, and lost by nobody.
    """
    inside = written[1:-1]
    first = next((found for found in _ESCAPE.finditer(inside) if _sign(found[0][1:]) == "\n"), None)
    return first[0] if first and inside[first.end() :].replace("\\n", "").strip() else ""


def quoting(escape: str) -> str:
    """Say how a backslash is written."""
    return f"nếu muốn hiện dấu \\, hãy dùng dấu nháy đơn '…' thay cho \"…\", hoặc viết \\{escape}"


def _sign(letter: str) -> str:
    """Return what an escape stands for; a backslash at the end of a line stands for nothing."""
    if letter[0] in "xuU" and len(letter) > 1:
        return chr(int(letter[1:], 16))
    return _SIGNS.get(letter, "" if letter == "\n" else letter)


def _message(escape: str, sign: str) -> str:
    name = _NAMES.get(sign) or f"ký tự điều khiển U+{ord(sign):04X}"
    where = f"trong dấu nháy kép, “{escape}” là {name}"
    if len(escape) > 2:
        return f"{where}, không hiện được; hãy xóa {escape}"
    return f"{where}, không phải chữ; {quoting(escape)}"
