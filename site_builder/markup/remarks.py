"""What a conversion noticed of the way things are typed: a code and the words by which their line is found again.

Knows: nothing of Markdown. Never: knows a message or a line.
"""

from __future__ import annotations

from typing import NamedTuple


class Remark(NamedTuple):
    """One thing noticed."""

    code: str
    written: str
    """One line of the source, or the start of one, as typed but for white space before it."""


class Remarks:
    """What one conversion noticed; emptied before the next."""

    def __init__(self) -> None:
        self._noted: dict[Remark, None] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._noted.clear()

    def note(self, code: str, written: str) -> None:
        """Keep a remark, once: a block may be looked at several times."""
        self._noted[Remark(code, written.strip())] = None

    def all(self) -> tuple[Remark, ...]:
        """Return what was noted, in order."""
        return tuple(self._noted)
