"""Single values of one record, each read with the type that it should have.

A getter returns a usable value whatever stands there (best effort), and notes every mistake.

Knows: types of values and how to speak of them. Never: knows what a key means for the newsroom.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from site_builder.content.days import NotADate, has_time, read_moment, too_far
from site_builder.content.escapes import quoting
from site_builder.content.file_notes import quoted
from site_builder.content.keys import Keys
from site_builder.content.nodes import Node, Scalar
from site_builder.text import offer, one_line, slug
from site_builder.urls import is_web_address

LONGEST_ID = 100
"""Letters of an id of the taxonomy: file systems take 255 bytes, and names of files are made of it."""
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""An id of the taxonomy: it is part of URLs."""
_MEDIA = re.compile(r"/media/(?!\.)[^/\\?#%\t\n]+(?:/(?!\.)[^/\\?#%\t\n]+)*\Z")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d+)?\Z")
_INTEGER = re.compile(r"-?\d{1,9}\Z")
_YES = frozenset(("true", "yes", "có"))
_NO = frozenset(("false", "no", "không"))


class Scalars(Keys):
    """A record whose keys have one value each."""

    def raw(self, key: str) -> str:
        """Return a single value as it was written; empty when absent or no single value."""
        node = self.values.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.mistyped(key, "một giá trị đơn")
            return ""
        return node.text.strip()

    def text(self, key: str, default: str = "") -> str:
        """Return plain text on one line."""
        self.refuse_escape(key, self.values.get(key))
        return one_line(self.raw(key)) or default

    def has_escape(self, key: str) -> bool:
        r"""Say whether a line break stands in a value as `\n`."""
        node = self.values.get(key)
        return isinstance(node, Scalar) and bool(node.escape)

    def refuse_escape(self, key: str, node: Node | None) -> None:
        r"""A text of one line has no line break: `"báo\nói"` lost a letter."""
        if isinstance(node, Scalar) and node.escape:
            message = f"{self.label(key)}: trong dấu nháy kép, “{node.escape}” là dấu xuống dòng, không phải chữ; "
            self.notes.error(node.line, "ky-tu-dieu-khien", message + quoting(node.escape))

    def choice(self, key: str, known: Mapping[str, str], code: str, otherwise: str) -> str:
        """Return one of the words of `known`, which have their meaning beside them; `otherwise` for what is none."""
        value = self.raw(key)
        if value in known:
            return value
        words = ", ".join(f"{word} ({meaning})" for word, meaning in known.items())
        instead = offer(value, known, f"hãy ghi một trong: {words}")
        self.wrong(key, code, f"{quoted(value)} không có; {instead}")
        return otherwise

    def moment(self, key: str) -> datetime | None:
        """Return a date with its time (00:00 when none is given), Viet Nam time."""
        value = self.raw(key)
        moment = self._date(key, value) if value else None
        if moment and (far := too_far(moment)):
            self.wrong(key, "ngay-ngoai-khoang", f"ghi {far}")
            return None
        return moment

    def has_time(self, key: str) -> bool:
        """Say whether a date that was read came with a time."""
        return has_time(self.raw(key))

    def day(self, key: str) -> date | None:
        """Return a date of any year."""
        value = self.raw(key)
        moment = self._date(key, value) if value else None
        return moment.date() if moment else None

    def _date(self, key: str, value: str) -> datetime | None:
        try:
            return read_moment(value)
        except NotADate as error:
            self.wrong(key, error.args[0], f"ghi {quoted(value)}: {error.args[1]}")
            return None

    def minutes(self, key: str) -> float | None:
        """Return a length in minutes; a decimal comma or point will do."""
        value = self.raw(key)
        if value and not _NUMBER.match(value):
            self.wrong(key, "so-sai", f"ghi {quoted(value)}, không phải số phút; hãy ghi, {self.example(key)}")
            return None
        return float(value.replace(",", ".")) if value else None

    def integer(self, key: str) -> int | None:
        """Return a whole number."""
        value = self.raw(key)
        if value and not _INTEGER.match(value):
            self.wrong(key, "so-sai", f"ghi {quoted(value)}, không phải số nguyên; hãy ghi, {self.example(key)}")
            return None
        return int(value) if value else None

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self.raw(key).casefold()
        if value and value not in _YES and value not in _NO:
            self.wrong(key, "sai-kieu", f"ghi {quoted(value)}; hãy ghi true (có) hoặc false (không)")
        return value in _YES

    def web_address(self, key: str) -> str:
        """Return an http or https address."""
        value = self.raw(key)
        if value and not is_web_address(value):
            near = f"https://{value}" if re.match(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?\Z", value) else ""
            instead = f"hãy ghi {near}" if near else f"hãy ghi địa chỉ đầy đủ, {self.example(key)}"
            self.wrong(key, "dia-chi-sai", f"{quoted(value)} không phải địa chỉ http(s); {instead}")
            return ""
        return value

    def media_file(self, key: str) -> str:
        """Return the rooted path of a file of `content/media`."""
        value = self.raw(key)
        if value and not _MEDIA.match(value):
            self.wrong(key, "tep-ngoai-media", f"{quoted(value)} không nằm trong content/media; {_media_offer(value)}")
            return ""
        return value

    def name_id(self, key: str) -> str:
        """Return an id of this very record, fit for a URL."""
        value = self.raw(key)
        if len(value) > LONGEST_ID:
            self.wrong(key, "ma-sai", f"dài {len(value)} chữ; hãy ghi một mã ngắn, nhiều nhất {LONGEST_ID} chữ")
        if value and not NAME.match(value):
            near = slug(value) or "ma-moi"
            message = f"{quoted(value)} chỉ được gồm chữ thường không dấu, chữ số và dấu gạch nối; hãy ghi {near}"
            self.wrong(key, "ma-sai", message)
        return value


def _media_offer(value: str) -> str:
    """Say what to write instead of a path that is not below `/media/`."""
    path = value.replace("\\", "/")
    if re.match(r"[a-z]{2,}://", path):
        return "hãy tải tệp về, đặt vào content/media rồi ghi, ví dụ /media/anh.png"
    inside = re.split(r"(?:^|/)media/", path)
    near = "/media/" + (inside[-1] if len(inside) > 1 else path.rpartition("/")[2])
    if not _MEDIA.match(near):
        return "hãy ghi, ví dụ /media/anh.png"
    return f"hãy ghi {near}" if len(inside) > 1 else f"hãy đặt tệp vào content/media rồi ghi {near}"
