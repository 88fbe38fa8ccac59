"""The keys of one record, read one by one with the type each should have.

A getter returns a usable value whatever stands there (best effort) and notes every mistake on the file's
`FileNotes`, which also notes where each field stands: `airings.1.outlet` → line 9.

Knows: types of values and how to speak of them. Never: knows what a key means for the newsroom.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime

from site_builder.content.days import NotADate, has_time, read_moment, too_far
from site_builder.content.escapes import quoting
from site_builder.content.nodes import Listing, Node, Scalar, is_blank
from site_builder.content.nodes import Mapping as MappingNode
from site_builder.errors import Level, Problem
from site_builder.text import OFFERS, integer, nearest, one_line, shown, slug
from site_builder.urls import is_web_address

MOST_WORDS = 5_000
"""Words in a list: tags, old addresses, partners."""
MOST_RECORDS = 1_000
"""Records in a list inside another: airings, corrections."""
LONGEST_ID = 100
"""Letters of an id of the taxonomy: file systems take 255 bytes, and names of files are made of it."""
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""An id of the taxonomy: it is part of URLs."""
_MEDIA = re.compile(r"/media/(?!\.)[^/\\?#%\t\n]+(?:/(?!\.)[^/\\?#%\t\n]+)*\Z")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d+)?\Z")
_INTEGER = re.compile(r"-?\d{1,9}\Z")
_YES = frozenset(("true", "yes", "có"))
_NO = frozenset(("false", "no", "không"))
_SHOWN = 60


def quoted(text: str) -> str:
    """Quote what was found, on one line, not too long."""
    line = one_line(shown(text))
    return f"“{line[:_SHOWN]}…”" if len(line) > _SHOWN else f"“{line}”"


def offer(word: str, known: Iterable[str], otherwise: str) -> str:
    """Say what to write instead of `word`: the nearest of `known`, else the words of `otherwise`."""
    near = nearest(word, known)
    return f"có phải {near}?" if near else otherwise


class FileNotes:
    """What is noted of one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[tuple[str, int]] = []
        self._problems: list[Problem] = []

    def error(self, line: int, code: str, message: str) -> None:
        """Note something that stops a build."""
        self._note(line, code, message, "error")

    def warn(self, line: int, code: str, message: str) -> None:
        """Note something that is shown while the build goes on."""
        self._note(line, code, message, "warning")

    def _note(self, line: int, code: str, message: str, level: Level) -> None:
        self._problems.append(Problem(self.file, line, code, message, level))

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems by place; of warnings one of each kind, with the number of the others."""
        return fold_warnings(self._problems)


def fold_warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep one warning of each kind per file, with the count of the others; sort by place."""
    kept: list[Problem] = []
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in sorted(set(problems)):
        if problem.level == "error":
            kept.append(problem)
        else:
            kinds.setdefault((problem.path, problem.code), []).append(problem)
    for first, *others in kinds.values():
        more = f" (và {len(others)} chỗ nữa cùng loại trong tệp này)" if others else ""
        kept.append(Problem(first.path, first.line, first.code, first.message + more, first.level))
    return tuple(sorted(kept))


class Fields:
    """One record: a mapping whose keys are known with an example of each."""

    def __init__(
        self,
        notes: FileNotes,
        node: MappingNode,
        examples: Mapping[str, str],
        name: str = "",
        instead_of: Callable[[str, str], str] | None = None,
    ) -> None:
        """Take a mapping; `instead_of(key, value)` says of an unknown key why it may not be passed over."""
        self.notes = notes
        self._instead_of = instead_of
        self.name = name
        self.line = node.line
        self._examples = examples
        self._offers = OFFERS
        self._values: dict[str, Node] = {}
        self._lines: dict[str, int] = {}
        self._item_lines: dict[tuple[str, int], int] = {}
        for key, value in node.pairs:
            self._take(key, value)

    def _take(self, key: Scalar, value: Node) -> None:
        if key.text not in self._examples:
            self._unknown(key, value)
        elif not is_blank(value):
            self._values[key.text] = value
            self.notes.lines.append((self._path(key.text), key.line))
        if key.text in self._examples:
            self._lines[key.text] = key.line

    def _unknown(self, key: Scalar, value: Node) -> None:
        found = value.text if isinstance(value, Scalar) else ""
        if self._instead_of and (instead := self._instead_of(key.text, found)):
            self.notes.error(key.line, "khoa-an-hien", f"{self._label('khóa')} {quoted(key.text)} không có; {instead}")
            return
        known = ", ".join(self._examples)
        self._offers -= 1
        instead = offer(key.text, self._examples if self._offers >= 0 else (), f"các khóa dùng được: {known}")
        self.notes.warn(key.line, "khoa-la", f"{self._label('khóa')} {quoted(key.text)} không có; {instead}")

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _label(self, key: str) -> str:
        """Name a key for people: `airings, mục 2: outlet`; which record of a file is meant its line says."""
        parts = self.name.lstrip("0123456789").strip(".").split(".")
        place = ", ".join(f"mục {int(part) + 1}" if part.isdigit() else part for part in parts)
        return f"{place}: {key}" if place else key

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of the record when it is absent."""
        return self._lines.get(key, self.line)

    def wrong(self, key: str, code: str, message: str) -> None:
        """Note an error at a key, which it names."""
        self.notes.error(self.line_of(key), code, f"{self._label(key)} {message}")

    def doubtful(self, key: str, code: str, message: str) -> None:
        """Note a warning at a key, which it names."""
        self.notes.warn(self.line_of(key), code, f"{self._label(key)} {message}")

    def wrong_item(self, key: str, index: int, code: str, message: str) -> None:
        """Note an error at an item of a list that `words` has read."""
        line = self._item_lines.get((key, index), self.line_of(key))
        self.notes.error(line, code, f"{self._label(key)} {message}")

    def is_list(self, key: str) -> bool:
        """Say whether a list stands at a key."""
        return isinstance(self._values.get(key), Listing)

    def example(self, key: str) -> str:
        """Show how a key is written."""
        return f"ví dụ {key}: {self._examples[key]}"

    def _mistyped(self, key: str, expected: str) -> None:
        self.wrong(key, "sai-kieu", f"phải là {expected}; hãy ghi, {self.example(key)}")

    def require(self, *keys: str) -> None:
        """Note each of `keys` that is absent or empty."""
        for key in keys:
            if key not in self._values:
                state = "đang để trống; hãy ghi" if key in self._lines else "còn thiếu; hãy thêm"
                self.wrong(key, "thieu-khoa", f"{state}, {self.example(key)}")

    def raw(self, key: str) -> str:
        """Return a single value as it was written; empty when absent or no single value."""
        node = self._values.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self._mistyped(key, "một giá trị đơn")
            return ""
        return node.text.strip()

    def text(self, key: str, default: str = "") -> str:
        """Return plain text on one line."""
        self._refuse_escape(key, self._values.get(key))
        return one_line(self.raw(key)) or default

    def has_escape(self, key: str) -> bool:
        r"""Say whether a line break stands in a value as `\n`."""
        node = self._values.get(key)
        return isinstance(node, Scalar) and bool(node.escape)

    def _refuse_escape(self, key: str, node: Node | None) -> None:
        r"""A text of one line has no line break: `"báo\nói"` lost a letter."""
        if isinstance(node, Scalar) and node.escape:
            message = f"{self._label(key)}: trong dấu nháy kép, “{node.escape}” là dấu xuống dòng, không phải chữ; "
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

    def words(self, key: str) -> tuple[str, ...]:
        """Return one word or a list of words, each once."""
        node = self._values.get(key)
        if not isinstance(node, Listing):
            value = self.raw(key)
            return (value,) if value else ()
        found: dict[str, None] = {}
        for index, item in enumerate(self._few(key, node, MOST_WORDS)):
            if not isinstance(item, Scalar) or is_blank(item):
                message = f"{self._label(key)}, mục {index + 1} phải là một từ; hãy ghi, {self.example(key)}"
                self.notes.error(item.line, "sai-kieu", message)
                continue
            self._refuse_escape(key, item)
            if item.text.strip() not in found:
                self.notes.lines.append((f"{self._path(key)}.{len(found)}", item.line))
                self._item_lines[key, len(found)] = item.line
                found[item.text.strip()] = None
        return tuple(found)

    def record(self, key: str, examples: Mapping[str, str]) -> Fields | None:
        """Return a record inside this one."""
        node = self._values.get(key)
        if node is None or isinstance(node, MappingNode):
            return Fields(self.notes, node, examples, self._path(key)) if node else None
        self._mistyped(key, f"các khóa con {', '.join(examples)}")
        return None

    def records(self, key: str, examples: Mapping[str, str]) -> Iterator[Fields]:
        """Return each record of a list."""
        node = self._values.get(key)
        if node is not None and not isinstance(node, Listing):
            self._mistyped(key, "một danh sách, mỗi mục một dòng bắt đầu bằng dấu gạch")
        elif node is not None:
            few = Listing(self._few(key, node, MOST_RECORDS), node.line)
            yield from items(self.notes, few, examples, self._path(key))

    def _few(self, key: str, node: Listing, most: int) -> tuple[Node, ...]:
        """Return the items of a list, of one that is too long only the first."""
        if len(node.items) > most:
            message = f"có {integer(len(node.items))} mục, quá mức {integer(most)}; hãy giữ các mục cần nhất"
            self.notes.error(node.items[most].line, "qua-nhieu", f"{self._label(key)} {message}")
        return node.items[:most]


def items(notes: FileNotes, node: Listing, examples: Mapping[str, str], name: str = "") -> Iterator[Fields]:
    """Return each record of a list; what is none is noted and left out."""
    for index, item in enumerate(node.items):
        path = f"{name}.{index}" if name else str(index)
        notes.lines.append((path, item.line))
        if isinstance(item, MappingNode):
            yield Fields(notes, item, examples, path)
        else:
            place = f"{name}, mục {index + 1}" if name else f"mục {index + 1}"
            notes.error(item.line, "sai-kieu", f"{place} phải gồm các khóa: {', '.join(examples)}")


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
