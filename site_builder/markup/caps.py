"""How much of anything one text may have, so that no text costs more than so many times its length.

Python-Markdown looks for what closes a bracket up to the end of a paragraph, and at the rest of a block again for every
part that it takes from it. What that will cost is counted, before it is spent: the same on every machine, whatever else
runs there. Honest texts of 300 KB stay below a tenth of any cap.

Knows: the converter's costs. Never: converts anything; never knows a file.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from xml.etree.ElementTree import Element

from site_builder.text import integer

MAX_LINES = 20_000
MAX_HEADINGS = 1_000
MAX_LINKS = 3_000
MAX_PICTURES = 1_000
MAX_COLUMNS = 100
MAX_CELLS = 30_000
MAX_NOTES = 2_000
"""Marks of notes, of one note a tenth."""
MAX_ABBREVIATIONS = 200
MAX_SAMPLES = 1_000
"""Fenced blocks of code: each is coloured by itself."""
MAX_DEPTH = 40
"""Quotations, lists and boxes inside each other."""
MAX_LEVELS = 250
"""Elements inside each other; what is 40 deep has 120."""
MAX_OPEN = 100
"""Elements of HTML inside each other, and such as `<b>` that nothing closes."""
MAX_TEXT = 100_000
"""Characters of a paragraph."""
_TICKS = 200
"""Backticks in a row of a table."""
_BLOCKS = 5_000_000
"""Characters of blocks that are looked at, again for every part that is taken from a block."""
_SPANS = 2_000_000
"""Characters between what opens and what closes; to the end of the paragraph where nothing does."""

_LONG = 20_000
_DENSE = 2_000
_FENCE = re.compile(r"^[ >]*(?:`{3}|~{3})[^\n]*", re.MULTILINE)
_NOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
_ABBREVIATION = re.compile(r"^\*\[([^\]\n]+)\] ?:", re.MULTILINE)
_BRACKET = re.compile(r"\]\(|[\[\]()]")
_TICK = re.compile("`+")
_ANGLE = re.compile(r"<[a-zA-Z/]|>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>", re.IGNORECASE)
_CLOSED_BY_OTHERS = frozenset((
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup", "rt", "rp",
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))  # fmt: skip
"""Elements that need no closing tag."""
_PLAIN = "hãy viết lại đơn giản hơn, hoặc tách bài"
_ATTACH = "hãy tách bài, hoặc đưa phần này thành tệp đính kèm (PDF) trong content/media"


class TooMuchError(Exception):
    """A text has too much of something; `args` are words of the line where that begins, and what to write instead."""

    def __init__(self, words: str, message: str) -> None:
        super().__init__(words.strip().partition("\n")[0][:200], message)


class Spent:
    """What one conversion has cost so far; emptied before the next."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._blocks = self._spans = self._cells = self._written = 0
        self._allowed = most_output("")

    def begin(self, text: str) -> None:
        """Look at a text before it is converted."""
        self.clear()
        self._allowed = most_output(text)
        _look_at_lines(text)
        if "[^" in text:
            _look_at_notes(text)
        if "*[" in text:
            self._look_at_abbreviations(text)
        if "<" in text:
            self._spend_spans(_angles(text), text, "dấu < chưa đóng")
            if text.count("<") > 10 * MAX_OPEN:
                _look_at_tags(text, 10 * MAX_OPEN)  # what stands in samples of code opens nothing

    def block(self, block: str, depth: int) -> None:
        """Count a block that a processor is shown."""
        self._blocks += len(block)
        if self._blocks > _BLOCKS:
            raise TooMuchError(
                block, f"từ đoạn này có quá nhiều phần dính liền nhau (định nghĩa, hộp, ghi chú); {_PLAIN}"
            )
        if depth > MAX_DEPTH:
            raise TooMuchError(block, f"trích dẫn và danh sách lồng nhau quá {MAX_DEPTH} lớp; {_PLAIN}")

    def words(self, words: str, marks: int) -> None:
        """Count a paragraph with so many marks: each that means something makes it be written anew."""
        self._spend_spans(len(words) * marks // 2500, words, "dấu Markdown (* _ ` & \\ <)")
        if "[" in words:
            self._spend_spans(_brackets(words), words, "dấu [ hoặc ( chưa đóng")
        if "`" in words:
            self._spend_spans(_ticks(words), words, "dấu ` chưa đóng")

    def _spend_spans(self, cost: int, words: str, what: str) -> None:
        self._spans += cost
        if self._spans > _SPANS:
            raise TooMuchError(
                words, f"từ đoạn này có quá nhiều {what}; hãy xóa các dấu thừa, hoặc viết \\ trước dấu ấy"
            )

    def table(self, rows: str, columns: int) -> None:
        """Count a table before it is made."""
        cells = columns * (rows.count("\n") + 1)
        self._cells += cells
        if columns > MAX_COLUMNS:
            raise TooMuchError(rows, f"bảng có {integer(columns)} cột, quá mức {MAX_COLUMNS}; {_ATTACH}")
        if self._cells > MAX_CELLS:
            raise TooMuchError(rows, f"các bảng có quá {integer(MAX_CELLS)} ô tính đến bảng này; {_ATTACH}")
        for row in rows.split("\n"):
            self.row(row)

    def row(self, row: str) -> None:
        """Look at a row before it is cut into cells."""
        if row.count("`") > _TICKS:
            raise TooMuchError(row, f"dòng bảng này có quá {_TICKS} dấu `; {_PLAIN}")

    def write(self, size: int, words: str) -> None:
        """Count what a name, written once, puts into the page wherever it stands."""
        self._written += size
        if self._written > self._allowed:
            raise TooMuchError(
                words, f"địa chỉ hoặc lời giải thích đặt ở đây hiện lại quá nhiều lần trong bài; {_PLAIN}"
            )

    def _look_at_abbreviations(self, text: str) -> None:
        """Bound the explanations that will stand in the page: wherever an abbreviation's letters are."""
        found = list(_ABBREVIATION.finditer(text))
        if len(found) > MAX_ABBREVIATIONS:
            words = found[MAX_ABBREVIATIONS][0]
            raise TooMuchError(words, f"bài giải thích quá {MAX_ABBREVIATIONS} chữ viết tắt; hãy giữ các chữ cần nhất")
        for match in found:
            title = text[match.end() :].partition("\n\n")[0]
            self.write(text.count(match[1].strip() or match[1]) * (len(title.partition("\n")[0]) + 40), match[0])


def is_heavy(text: str) -> bool:
    """Say whether a text is converted in a process with limits: it is long, or dense with marks."""
    return len(text) > _LONG or (len(text) > _DENSE and _marks(text) * 5 > len(text))


def _marks(text: str) -> int:
    """Count the signs by which Markdown begins something."""
    return sum(map(text.count, "[](<*_~`&\\#"))


def densest(text: str) -> int:
    """Return the line, from 0, of the paragraph that most likely costs most."""
    costs: dict[int, int] = {}
    start = 0
    for number, line in enumerate(text.split("\n")):
        start = start if line.strip() else number + 1
        costs[start] = costs.get(start, 0) + _marks(line)
    return max(costs, key=lambda line: costs[line])


def look_at_tree(root: Element) -> None:
    """Bound headings, whose ids are told apart one by one, and levels, before paragraphs are read."""
    headings, depth, row = 0, 0, [root]
    while row:
        depth += 1
        if depth > MAX_LEVELS:
            raise TooMuchError("".join(islice(row[0].itertext(), 1)), f"nội dung lồng nhau quá sâu; {_PLAIN}")
        for element in row:
            headings += len(element.tag) == 2 and element.tag[0] == "h" and element.tag != "hr"
            if headings > MAX_HEADINGS:
                raise too_many_headings(element.text or "")
        row = [child for element in row for child in element]


def too_many_headings(words: str) -> TooMuchError:
    """Say that a heading is one too many."""
    return TooMuchError(words, f"bài có quá {integer(MAX_HEADINGS)} tiêu đề; hãy tách thành nhiều bài")


def most_output(text: str) -> int:
    """Return how many characters a text may become."""
    return 20 * len(text) + 100_000


def check_output(text: str, html: str) -> None:
    """Look at what a text became, before it is parsed as HTML."""
    if len(html) > most_output(text):
        raise TooMuchError(text, f"bài hiện ra dài gấp nhiều lần chữ đã viết ({integer(len(html))} ký tự); {_PLAIN}")
    if len(html) > MAX_TEXT and (longest := max(html.split("<"), key=len))[MAX_TEXT:]:
        words = longest.partition(">")[2]
        raise TooMuchError(words, f"đoạn này dài quá {integer(MAX_TEXT)} ký tự; hãy để dòng trống giữa các đoạn")
    if html.count("<") - html.count("</") > MAX_OPEN:  # else not so many are open at all
        _look_at_tags(html, MAX_OPEN)


def _look_at_tags(html: str, most: int) -> None:
    """Refuse elements of which too many are open.

    Browsers open `<b>` again in every paragraph below, so each that nothing closes counts, too.
    """
    open_: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if name in _CLOSED_BY_OTHERS or match[3]:
            continue
        if not match[1]:
            open_[name] += 1
            depth += 1
            if depth > most:
                words = f"<{match[2]}"
                raise TooMuchError(
                    words, f"thẻ {words}> lồng nhau hoặc chưa đóng quá {most} lớp; hãy đóng thẻ, hoặc bỏ"
                )
        elif open_[name]:
            open_[name] -= 1
            depth -= 1


def _look_at_lines(text: str) -> None:
    if text.count("\n") >= MAX_LINES:
        line = text.split("\n", MAX_LINES)[-1]
        raise TooMuchError(line, f"bài dài quá {integer(MAX_LINES)} dòng; {_ATTACH}")
    if ("```" in text or "~~~" in text) and (fences := _FENCE.findall(text))[2 * MAX_SAMPLES :]:
        raise TooMuchError(
            fences[2 * MAX_SAMPLES], f"bài có quá {integer(MAX_SAMPLES)} khối mã; hãy tách thành nhiều bài"
        )


def _look_at_notes(text: str) -> None:
    """Bound the marks of notes: each looks through those before it."""
    counts: Counter[str] = Counter()
    for number, match in enumerate(_NOTE.finditer(text)):
        counts[match[1]] += 1
        if number >= MAX_NOTES:
            raise TooMuchError(match[0], f"bài có quá {integer(MAX_NOTES)} dấu ghi chú; hãy bớt ghi chú, hoặc tách bài")
        if counts[match[1]] > MAX_NOTES // 10:
            raise TooMuchError(match[0], f"ghi chú {match[0]} được nhắc quá {MAX_NOTES // 10} lần; hãy bớt các dấu ấy")


def _brackets(words: str) -> int:
    """Count what is looked at to find where the brackets of a paragraph close, also those that never do."""
    cost, end = 0, len(words)
    square: list[int] = []
    round_: list[tuple[int, bool]] = []
    for match in _BRACKET.finditer(words):
        mark, place = match[0], match.start()
        if mark == "[":
            square.append(place)
        elif mark in ("]", "]("):
            cost += place - square.pop() if square else 0
            if mark == "](":
                round_.append((place, True))
        elif mark == "(":
            round_.append((place, False))
        elif round_:
            start, is_link = round_.pop()
            # Behind a quotation mark a bracket does not close for sure.
            is_quoted = is_link and any(sign in words[start:place] for sign in "\"'")
            cost += (end if is_quoted else place) - start if is_link else 0
    return cost + sum(end - place for place in square) + sum(end - place for place, is_link in round_ if is_link)


def _ticks(words: str) -> int:
    """Count what is looked at to find runs of as many backticks, from those that have none."""
    seen: set[int] = set()
    cost = 0
    for match in reversed(list(_TICK.finditer(words))):
        size = match.end() - match.start()
        cost += 0 if size in seen else (len(words) - match.start()) // 2
        seen.add(size)
    return cost


def _angles(text: str) -> int:
    """Count what is looked at to find where tags end: at the next `>` that is in no attribute."""
    places = [match.start() for match in _ANGLE.finditer(text)]
    cost, last = 0, len(text)
    for place in reversed(places):
        if cost > _SPANS:
            break
        if text[place] == ">":
            last = place
            continue
        end = last
        for sign in "\"'":
            if text.count(sign, place, last) % 2:
                end = text.find(sign, last) if text.rfind(sign) > last else len(text)
        cost += (max(end, place) - place) // 4
    return cost
