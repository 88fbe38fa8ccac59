"""What is noted of one file while it is read: mistakes, and where each field stands.

Knows: how mistakes are put in order. Never: knows what a file should hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from site_builder.errors import Level, Problem
from site_builder.text import one_line, shown

_SHOWN = 60


def quoted(text: str) -> str:
    """Quote what was found, on one line, not too long."""
    line = one_line(shown(text))
    return f"“{line[:_SHOWN]}…”" if len(line) > _SHOWN else f"“{line}”"


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
