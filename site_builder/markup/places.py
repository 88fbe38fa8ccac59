"""Where in the source something stands, and the problems found there.

Markdown forgets lines while it converts, so a destination or a heading is looked up again in the text: the
first time it is asked for its first occurrence, the next time the next one. That can name a line above when the same
words stand in an example, but it is the same line every time.

Knows: one source text. Never: knows what the problems are about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import escape
from urllib.parse import quote

from site_builder.errors import Level, Problem

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_ATX = re.compile(r"[ >]*(#{1,6})(?: |\Z)")
_RAW = re.compile(r"[ >]*<h([1-6])\b", re.IGNORECASE)
_BEFORE = ("", "(", "<", '"', "'", " ", "=", "\n")
_AFTER = ("", ")", ">", '"', "'", " ", "\n")
_MOST = 200
"""Places where words stand that are looked at to find the whole of a destination."""
_SETEXT = re.compile(r"(=+|-+)[ ]*\Z")


class Places:
    """Lines and problems of one source; used for one conversion."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.file = file
        self._text = text
        self.first_line = first_line
        self._ends: list[int] = []
        self._found: dict[str, int] = {}
        self._headings: dict[int, list[tuple[int, int]]] | None = None  # by level: number and line from 0
        self._problems: set[Problem] = set()

    def report(self, line: int, code: str, message: str, level: Level = "error") -> None:
        """Note a problem on a line of the source."""
        self._problems.add(Problem(self.file, line, code, message, level))

    def holds(self, words: str) -> bool:
        """Say whether the source holds `words`."""
        return words in self._text

    def has(self, code: str) -> bool:
        """Say whether a problem of a kind was reported."""
        return any(problem.code == code for problem in self._problems)

    def problems(self) -> tuple[Problem, ...]:
        """Return what was reported, sorted by place, each once."""
        return tuple(sorted(self._problems))

    def line(self, words: str) -> int:
        """Return the line of the next occurrence of `words`, the last one again, or the first line of the text."""
        for spelling in (words, escape(words), quote(words, safe="/:?#[]@!$&'()*+,;=%")):
            start = self._found.get(spelling, -1)
            index = self._find(spelling, start + 1)
            index = start if index < 0 else index
            if index >= 0:
                self._found[spelling] = index
                return self._line_at(index)
        return self.first_line

    def _line_at(self, index: int) -> int:
        """Return the line of a place in the text."""
        if not self._ends:
            self._ends = [match.start() for match in re.finditer(r"\n|\Z", self._text)]
        return self.first_line + bisect_left(self._ends, index)

    def _find(self, words: str, start: int) -> int:
        """Find `words` where they are the whole of a destination, else anywhere, from `start` on; -1 if nowhere."""
        anywhere = index = self._text.find(words, start)
        for _ in range(_MOST):
            if index < 0:
                break
            end = index + len(words)
            if self._text[index - 1 : index] in _BEFORE and self._text[end : end + 1] in _AFTER:
                return index
            index = self._text.find(words, index + 1)
        return anywhere if start == 0 else -1

    def heading_line(self, number: int, level: int) -> int:
        """Return the line of the first heading of the written `level` that is not before the `number`th heading.

        `number` counts all headings of the result from 0, so a heading that the scan misses costs a line at most.
        """
        if self._headings is None:
            self._headings = {}
            for place, (line, written) in enumerate(_headings(self._text)):
                self._headings.setdefault(written, []).append((place, line))
        known = self._headings.get(level, [(0, 0)])
        return self.first_line + known[min(bisect_left(known, (number, 0)), len(known) - 1)][1]


def _headings(text: str) -> list[tuple[int, int]]:
    """List (line from 0, level) of what looks like a heading outside fenced code."""
    found: list[tuple[int, int]] = []
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        level = 0 if fence else _level(line, lines[number - 1] if number else "")
        if level:
            found.append((number if not _SETEXT.match(line) else number - 1, level))
    return found


def _level(line: str, above: str) -> int:
    """Return the level of the heading that a line makes, 0 for none; `above` is the line before it."""
    if match := _ATX.match(line):
        return len(match[1])
    if match := _RAW.match(line):
        return int(match[1])
    if above.strip() and (match := _SETEXT.match(line)):
        return 1 if match[1][0] == "=" else 2
    return 0
