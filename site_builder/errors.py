"""What can go wrong, and how it is said.

A `Problem` is one thing a person can put right: it names the place, a stable code, what was found and
what to write instead. Problems are values: they are collected, stored with the records they belong to,
and shown together, sorted by place. A `SiteError` carries the problems that stop a command.

    SiteError(*problems)      a person can put it right: exit code 1, all problems, one line each
    ├── SettingsError         mkdocs.yml is wrong
    ├── ContentError          content/ is wrong
    ├── PlanError             two things want one path, or a link leads nowhere
    ├── MakeError             a file of the site could not be made or written
    ├── PublishError          git refused, or the server's folder is not as it must be
    └── ClusterError          the cluster is not there, or may not work for this portal
    anything else             a bug: exit code 3, and a log to paste

Knows: nothing else of the program. Never: prints, reads or writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing a person can put right, printed as `path:line: code: message`."""

    path: str
    """The file as the editor knows it, POSIX, relative to the portal's folder (`content/news/…`)."""
    line: int
    """Line of the file, from 1; 0 when the whole file is meant."""
    code: str
    """Stable ASCII name of the kind of problem, in Vietnamese without dấu (`chu-de-la`)."""
    message: str
    """A Vietnamese sentence: what was found and what to write instead."""
    level: Level = "error"
    """`error` stops a build; `warning` is shown and the build goes on."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        mark = "cảnh báo: " if self.level == "warning" else ""
        return f"{place}: {self.code}: {mark}{self.message}"


class SiteError(Exception):
    """A command cannot go on because of problems that a person can put right.

    Everything is kept in `args`, so the error survives a trip through another process.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems, sorted by place, each once."""
        return tuple(sorted(set(self.args)))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class SettingsError(SiteError):
    """`mkdocs.yml` is wrong."""


class ContentError(SiteError):
    """`content/` is wrong."""


class PlanError(SiteError):
    """Two targets want one path, or a link leads nowhere."""


class MakeError(SiteError):
    """A target could not be made, or the tree could not be written."""


class PublishError(SiteError):
    """Git refused, or the folder on the server is not as it must be."""


class ClusterError(SiteError):
    """The cluster cannot be reached, or may not work for this portal."""


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return only the problems that stop a build."""
    return tuple(problem for problem in problems if problem.level == "error")
