"""Text pasted from Word or a chat → what Markdown makes of it, and the text as it was meant.

    bullets      lines that begin with “•”, “–”, `-x` or a bullet with a hard space become items of a list
    paragraphs   lines that each end a sentence, or begin with `a)`, get an empty line between them
    indentation  a tab or many spaces before a paragraph go
    breaks       short lines that belong together (verses, addresses) keep their line ends
    tabs         columns set apart by tabs become a table; a tab between words a space

Code fences, HTML, quotations, tables and what stands in items is left alone. No word comes or goes.

Knows: the lines of one body. Never: knows files; `examine` only tells what `mended` would do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from site_builder.content.file_notes import FileNotes
from site_builder.errors import Problem
from site_builder.text import is_prose

_MEND = "lệnh “cchc check --fix” tự sửa được"
_TOLD = {
    "dau-dong-dan": "{} dòng mở đầu bằng •, –, -chữ, 1.chữ nên không thành danh sách; hãy viết “- ” hay “1. ” đầu dòng",
    "dong-dinh-lien": "{} chỗ các dòng dính liền nên hiện thành một đoạn; hãy để một dòng trống giữa các đoạn",
    "thut-dau-dong": "{} dòng thụt vào bằng tab hoặc dấu cách; hãy bỏ khoảng trắng đầu dòng",
    "ngat-dong-mat": "{} dòng ngắn hiện nối liền với dòng sau; hãy thêm hai dấu cách cuối dòng để xuống dòng",
    "tab-giua-dong": "{} dòng có tab giữa chữ; hãy viết thành bảng, hoặc thay bằng dấu cách",
}
DONE = {
    "dau-dong-dan": "sửa đầu {} dòng thành mục của danh sách",
    "dong-dinh-lien": "thêm {} dòng trống giữa các đoạn",
    "thut-dau-dong": "bỏ khoảng trắng đầu {} dòng",
    "ngat-dong-mat": "giữ chỗ xuống dòng của {} dòng ngắn",
    "tab-giua-dong": "đổi tab ở {} dòng thành bảng hoặc dấu cách",
}
"""What `check --fix` says it did, by kind."""

_BULLETS = "\u2022\u00b7\u25cf\u25cb\u25e6\u25aa\u25ab\u25a0\u25a1\u2023\u2043\u2219\uf0a7\uf0b7\uf0d8\uf076"
_SUSPECT = re.compile(
    f"\n(?: {{4}}|[ ]{{0,3}}[{_BULLETS}\u2013\u2014]"
    "|[ ]{0,3}(?:[-+*o]|\\d{1,2}[.)])(?:[^\\W\\d_]|\u00a0)|(?<=[^\n]\n)[^\\s#>|<*_\\[!:=`~\\\\+-])"
)
_BULLET = re.compile(f"[{_BULLETS}][ \t\u00a0]*(?=\\S)")
_SMALL_O = re.compile("o(?:\t|\u00a0| {2,})[ \t\u00a0]*(?=\\S)")
_DASH = re.compile("[\u2013\u2014][ \t\u00a0]*(?=\\S)")
_HARD = re.compile("([-+*]|\\d{1,3}[.)])[ \t]*\u00a0[ \t\u00a0]*(?=\\S)")
_GLUED = re.compile(r"([-+]|\d{1,2}[.)])(?=[^\W\d_])")
_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|\Z)")
_ENUMERATED = re.compile(
    r"(?:\(?[a-zđ]\)|\(?\d{1,2}\)|[IVX]{1,4}\.|\d{1,2}\.|\d{1,2}(?:\.\d{1,2}){1,3}\.?"
    r"|(?:Điều|Mục|Chương) \w{1,4}\.)[ \t]+\S"
)
_LEFT_ALONE = re.compile(
    r"#{1,6} |[>|<]|!\[|\[\^|\[[^\]\n]+\]:|\*\[|!!! |\?\?\?|=== |:[ \t]|(?:[-_*][ ]*){3,}\Z|=+\Z|-+\Z|\x02"
)
_HOLDS = re.compile(r"[-+*] |[-+*]\t|\d{1,9}[.)][ \t]|!!! |\?\?\?|=== |\[\^|:[ \t]")
_FENCE = re.compile(r"[ \t>]*(?:[-+*][ ]+)?(`{3,}|~{3,})")
_STOPS = re.compile(r"[.!?…:;,][\"”’»)\]*_]*\Z")
_ENDS = re.compile(r"[.!?…:;][\"”’»)\]*_]*\Z")
_PASSES = 5
"""What one pass mends can show the next something: two are the most that were needed."""
_SHORT = 60
"""Characters of a line up to which it may be a verse or a line of an address."""
_LONG = 120
"""Characters of a line from which on nobody broke it by hand."""


@dataclass(slots=True)
class _Line:
    """One line of a body and what is to become of it."""

    text: str
    number: int
    above: bool = False
    """Whether an empty line is to stand above it."""
    kind: str = ""
    """`words`, `item`, `numbered`, or empty for what is left alone."""


class Mended:
    """A body as it was meant, and what was done to it."""

    def __init__(self, body: str) -> None:
        self.done: list[tuple[str, int]] = []
        """Kind and line, from 0, of everything that was mended."""
        self._lines = [_Line(text, number) for number, text in enumerate(body.split("\n"))]
        self._is_wrapped = False
        runs = list(_runs(self._lines))
        self._is_wrapped = any(_is_broken_by_hand(above, line) for run, _ in runs for above, line in _pairs(run))
        for run, is_held in runs:
            if not is_held:
                self._mend(run)
        self.text = "\n".join(f"\n{line.text}" if line.above else line.text for line in self._lines)

    def _mend(self, run: Sequence[_Line]) -> None:
        """Mend the lines between two empty ones."""
        self._outdent(run)
        in_list = False
        for line in run:
            line.kind = _kind(line.text)
            if in_list and line.kind == "numbered" and _MARKER.match(line.text):
                line.kind = "item"  # whatever its number: it goes on with the list above
            in_list = in_list or bool(line.kind in ("item", "numbered") and _MARKER.match(line.text))
        self._list(run)
        self._untab(run)
        self._number(run)
        for words in _stretches(run):
            self._part(words)

    def _note(self, kind: str, line: _Line) -> None:
        self.done.append((kind, line.number))

    def _outdent(self, run: Sequence[_Line]) -> None:
        """Take the white space before paragraphs away; a line further in than the one above begins a paragraph."""
        indents = [_indent(line.text) for line in run]
        is_even = len(set(indents)) == 1
        for place, line in enumerate(run):
            words = line.text.lstrip(" \t")
            if _HOLDS.match(words) and indents[place] < 4:
                return
            if indents[place] >= 4 and (is_prose(words) or _BULLET.match(words)):
                line.text = words
                self._note("thut-dau-dong", line)
                deeper = place and indents[place] > indents[place - 1]
                alike = place and is_even and _ENDS.search(run[place - 1].text)
                if (deeper or alike) and not _MARKER.match(words):
                    self._set_apart(line)

    def _set_apart(self, line: _Line) -> None:
        if not line.above:
            line.above = True
            self._note("dong-dinh-lien", line)

    def _list(self, run: Sequence[_Line]) -> None:
        """Write `- ` for the bullets of Word, and the space that a bullet or a number needs."""
        dashes = [bool(_DASH.match(line.text)) for line in run]
        glued = sum(bool(_GLUED.match(line.text)) for line in run)
        has_items = False
        for place, line in enumerate(run):
            above = run[place - 1].text if place else ""
            near = place and (dashes[place - 1] or _STOPS.search(above) or run[place - 1].kind == "item")
            near = near or (place + 1 < len(run) and dashes[place + 1])
            if line.kind != "words":
                has_items = has_items or line.kind == "item"
                continue
            text = line.text
            if match := _HARD.match(text):
                text = f"{match[1]} {text[match.end() :]}"
            elif match := _BULLET.match(text) or (_DASH.match(text) if near else None):
                text = f"- {text[match.end() :]}"
            elif match := _SMALL_O.match(text):
                text = f"{'  ' if has_items else ''}- {text[match.end() :]}"
            elif (match := _GLUED.match(text)) and (glued > 1 or above.endswith(":")):
                text = f"{match[1]} {text[match.end() :]}"
            if text != line.text:
                line.text, line.kind, has_items = text, "item", True
                self._note("dau-dong-dan", line)

    def _untab(self, run: Sequence[_Line]) -> None:
        """Make a table of columns, a space of any other tab."""
        for line in run:
            if line.kind == "words" and "\t" in line.text[:6] and _ENUMERATED.match(line.text):
                line.text = line.text.replace("\t", " ", 1)
                self._note("tab-giua-dong", line)
        tabs = [line.text.strip().count("\t") if line.kind == "words" else 0 for line in run]
        place = 0
        while place < len(run):
            end = place + 1
            while end < len(run) and tabs[end] == tabs[place]:
                end += 1
            if tabs[place]:
                self._columns(run[place:end], run[end : end + 1])
            place = end

    def _columns(self, rows: Sequence[_Line], after: Sequence[_Line]) -> None:
        """Write lines with equally many tabs as a table, one alone with spaces."""
        for line in rows:
            self._note("tab-giua-dong", line)
            cells = [cell.strip() for cell in line.text.strip().split("\t")]
            line.text = " ".join(cells)
            if len(rows) > 1:
                line.text = f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
                line.kind = ""
        if len(rows) > 1:
            rows[0].text += "\n" + "|---" * (rows[0].text.count(" | ") + 1) + "|"
            rows[0].above = rows[0].number > 0
            for line in after:
                line.above = True

    def _number(self, run: Sequence[_Line]) -> None:
        """Set `a)`, `(1)`, `I.` and the like apart, which Markdown knows not, and numbers it does not expect."""
        for above, line in _pairs(run):
            if line.kind == "numbered" and above.kind in ("words", "numbered") and _STOPS.search(above.text):
                self._set_apart(line)

    def _part(self, words: Sequence[_Line]) -> None:
        """Part lines that are paragraphs; keep the ends of lines that are verses."""
        pairs = list(_pairs(words))
        begin = all(_begins(line.text) for line in words[1:])
        if begin and not self._is_wrapped and all(_ENDS.search(above.text) for above, _ in pairs):
            for _, line in pairs:
                self._set_apart(line)
        elif begin and not self._is_wrapped and _begins(words[0].text) and max(len(w.text) for w in words) <= _SHORT:
            for above, _ in pairs:
                above.text += "  "
                self._note("ngat-dong-mat", above)
        else:
            for above, line in pairs:
                if len(above.text) >= _LONG and _ENDS.search(above.text) and _begins(line.text):
                    self._set_apart(line)


def examine(notes: FileNotes, body: str, first_line: int) -> None:
    """Warn of what `Mended` would mend in `body`, which begins on `first_line`: one warning a kind, with its count."""
    if "\t" not in body and not _SUSPECT.search(f"\n{body}"):
        return
    done = Mended(body).done
    for kind, count in Counter(kind for kind, _ in done).items():
        line = next(line for found, line in done if found == kind)
        notes.warn(first_line + line, kind, f"{_TOLD[kind].format(count)}, {_MEND}")


def look(body: str, file: str, first_line: int) -> tuple[Problem, ...]:
    """Warn as `examine` does, of a static page."""
    notes = FileNotes(file)
    examine(notes, body, first_line)
    return notes.problems()


def mended(body: str) -> tuple[str, tuple[str, ...]]:
    """Return a body as it was meant, and what was done, as Vietnamese phrases; a second time nothing is done."""
    counts: Counter[str] = Counter()
    for _ in range(_PASSES):
        found = Mended(body)
        if found.text == body:
            break
        counts.update(kind for kind, _ in found.done)
        body = found.text
    return body, tuple(DONE[kind].format(count) for kind, count in counts.items())


def _runs(lines: Sequence[_Line]) -> Iterator[tuple[list[_Line], bool]]:
    """Yield the lines between empty ones, and whether they belong to an item or a box; no code and no HTML."""
    run: list[_Line] = []
    fence, is_held, in_comment = "", False, False
    for line in (*lines, _Line("", -1)):
        text = line.text.strip()
        mark = _FENCE.match(line.text)
        if in_comment or "<!--" in text:
            in_comment = "-->" not in text.rpartition("<!--")[2]
            run = []
        elif fence:
            fence = "" if text.startswith(fence) and not text.strip(fence[0]) else fence
        elif mark:
            fence, run = mark[1], []
        elif text:
            run.append(line)
        elif run:
            if _indent(run[0].text) < (2 if is_held else 4):
                is_held = any(_HOLDS.match(one.text.lstrip()) for one in run)
                yield run, run[0].text.lstrip().startswith("<")
            else:
                yield run, is_held
            run = []


def _kind(text: str) -> str:
    """Name what a line is."""
    if text[:1] in (" ", "\t") or _LEFT_ALONE.match(text):
        return ""
    if _HARD.match(text):
        return "words"
    if _ENUMERATED.match(text) and not re.match(r"1[.)] ", text):
        return "numbered"
    return "item" if _MARKER.match(text) else "words"


def _stretches(run: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Yield the stretches of two or more lines of words that nothing parts."""
    stretch: list[_Line] = []
    is_item = False
    for line in run:
        if line.kind != "words" or line.above or is_item:
            if len(stretch) > 1:
                yield stretch
            stretch = []
        is_item = (is_item and not line.above) or line.kind in ("item", "numbered")
        if line.kind == "words" and not is_item:
            stretch.append(line)
        if line.text.endswith(("  ", "\\")):  # its end is meant
            if len(stretch) > 1:
                yield stretch
            stretch = []
    if len(stretch) > 1:
        yield stretch


def _pairs(run: Sequence[_Line]) -> Iterator[tuple[_Line, _Line]]:
    return pairwise(run)


def _begins(text: str) -> bool:
    """Say whether a line may begin a sentence or a verse."""
    first = text.lstrip("\"“‘'(*_[")[:1]
    return first.isupper() or first.isdigit()


def _is_broken_by_hand(above: _Line, line: _Line) -> bool:
    """Say whether a sentence goes on in the next line: the author breaks lines at a margin."""
    return (
        not _STOPS.search(above.text.rstrip())
        and line.text.lstrip()[:1].islower()
        and not _ENUMERATED.match(line.text.lstrip())
        and not _SMALL_O.match(line.text.lstrip())
    )


def _indent(text: str) -> int:
    """Count the columns before the words, a tab as four."""
    return len(text[: len(text) - len(text.lstrip(" \t"))].expandtabs(4))
