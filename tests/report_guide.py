"""The officials' guide (`docs/bao-cao.md`) as steps: what it shows of files, what is typed, printed, changed.

A box ```sh holds commands, ```text lines that they print; ```csv FILE and ```yaml FILE show lines of a file, and
```yaml sửa FILE lines that a person writes there. A table below an .xlsx file's name is what a unit fills in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl

from tests.conftest import REPOSITORY

GUIDE = REPOSITORY / "docs" / "bao-cao.md"
NOW = "2026-11-29T12:00:00+07:00"
_BOX = re.compile(r"^```(?P<kind>\w+) ?(?P<file>.*)\n(?P<body>[\s\S]*?)^```$", re.MULTILINE)
_FORM = re.compile(r"^\*\*(?P<unit>.+)\*\* gửi lại `(?P<file>[\w-]+\.xlsx)`:\n\n(?P<table>(?:\|.*\n)+)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One box or table."""

    kind: str
    """`sh`, `text`, `csv`, `yaml`, `sửa` or `form`."""
    file: str
    lines: tuple[str, ...]


def steps() -> tuple[Step, ...]:
    """Return what the guide shows and asks for, in its order."""
    text = GUIDE.read_text(encoding="utf-8")
    found = [(box.start(), _box(box)) for box in _BOX.finditer(text)]
    found += [(form.start(), _form(form)) for form in _FORM.finditer(text)]
    return tuple(step for _, step in sorted(found, key=lambda pair: pair[0]))


def _box(box: re.Match[str]) -> Step:
    kind, _, file = box["file"].partition(" ") if box["file"].startswith("sửa ") else (box["kind"], "", box["file"])
    return Step(kind=kind, file=file, lines=tuple(box["body"].splitlines()))


def _form(form: re.Match[str]) -> Step:
    return Step(kind="form", file=form["file"], lines=(form["unit"], *form["table"].splitlines()[2:]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """An official's terminal in a copy of the sample portal."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> Desk:
        """Copy the sample portal."""
        shutil.copytree(REPOSITORY / "content", root / "content")
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        return cls(root=root)

    def type(self, line: str) -> str:
        """Type one command as it stands and return what it said; only its moment is ours."""
        words = line.split()
        assert words[0] == "cchc", line
        typed = [sys.executable, "-m", "site_builder", *words[1:], "--now", NOW]
        env = os.environ | {"PYTHONPATH": str(REPOSITORY)}
        done = subprocess.run(typed, cwd=self.root, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (line, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def change(self, step: Step) -> None:
        """Write the given lines in place of those with the same keys."""
        path = self.root / step.file
        text = path.read_text(encoding="utf-8")
        for line in step.lines:
            key = line.partition(":")[0]
            text, times = re.subn(rf"^#?{key}: .*$", line.replace("\\", r"\\"), text, flags=re.MULTILINE)
            assert times == 1, (step.file, key)
        path.write_text(text, encoding="utf-8")

    def fill(self, step: Step) -> None:
        """Fill in the form as a unit does, and send it back under its own name."""
        unit, *rows = step.lines
        (empty,) = (self.root / "bao-cao").glob("bieu-*.xlsx")
        book = openpyxl.load_workbook(empty)
        sheet = book["Kê khai"]
        sheet["B3"] = unit
        top = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "Ngày")
        for number, row in enumerate(rows, start=top + 2):
            for column, cell in enumerate(row.strip("|").split("|"), start=1):
                sheet.cell(number, column).value = _value(cell.strip())
        book.save(self.root / step.file)

    def follow(self) -> Iterator[tuple[Step, str]]:
        """Do all that the guide says, and yield each step with what the commands before it said."""
        said = ""
        for step in steps():
            if step.kind == "sh":
                said = "".join(self.type(line) for line in step.lines)
            elif step.kind == "sửa":
                self.change(step)
            elif step.kind == "form":
                self.fill(step)
            yield step, said


def _value(text: str) -> str | int | date | None:
    day = re.fullmatch(r"(\d+)/(\d+)/(\d{4})", text)
    if day:
        return date(int(day[3]), int(day[2]), int(day[1]))
    return int(text) if text.isdigit() else text or None
