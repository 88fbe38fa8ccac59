"""What commands show besides single lines: problems as text, JSON, or for a forge; sentences they share; the bar.

Knows: how people and forges take problems. Never: knows what a command does.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from site_builder.errors import Problem, errors_of
from site_builder.text import date_time, integer
from site_builder.text.terminal import give, give_json, say

if TYPE_CHECKING:
    from datetime import datetime

Progress: TypeAlias = Callable[[str, int, int], None]
"""Takes a stage's name, how much of it is done, and of how much."""


def tell(problems: Sequence[Problem]) -> None:
    """Print problems to the person, with their count when they stop the work."""
    for problem in problems:
        say(str(problem))
    wrong = len(errors_of(problems))
    if wrong:
        say(f"{integer(wrong)} lỗi; cổng đang đăng vẫn nguyên. Làm theo các dòng trên rồi chạy lại.")


def give_problems(problems: Sequence[Problem], style: str) -> None:
    """Print problems the way a person or a forge reads them: `text`, `json`, `github`, `gitlab`."""
    if style == "json":
        fields = ("path", "line", "code", "message", "level")
        give_json([{name: getattr(p, name) for name in fields} for p in problems])
    elif style == "gitlab":
        give_json(list(_gitlab(problems)))
    else:
        for problem in problems:
            give(github(problem) if style == "github" else str(problem))


def github(problem: Problem) -> str:
    """Write a problem as a workflow command, which shows it on its line."""
    message, path = problem.message.translate(_COMMAND), problem.path.translate(_COMMAND | _PROPERTY)
    return f"::{problem.level} file={path},line={max(problem.line, 1)},title={problem.code}::{message}"


_COMMAND = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({":": "%3A", ",": "%2C"})


def _gitlab(problems: Iterable[Problem]) -> Iterator[dict[str, Any]]:
    """Write problems as entries of a code-quality report.

    A fingerprint holds no line, so it stays when lines are added above; equal problems of one file are numbered.
    """
    from site_builder.engine.targets import digest

    seen: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        said = (problem.path, problem.code, problem.message)
        seen[said] += 1
        yield {
            "description": problem.message,
            "check_name": problem.code,
            "fingerprint": digest(said if seen[said] == 1 else (*said, seen[said])),
            "severity": "major" if problem.level == "error" else "minor",
            "location": {"path": problem.path, "lines": {"begin": max(problem.line, 1)}},
        }


# What several commands say


def say_scheduled(scheduled: Iterable[tuple[str, datetime]]) -> None:
    """Name the articles that wait, and their moment."""
    for path, moment in scheduled:
        say(f"Hẹn giờ: {path} sẽ đăng lúc {date_time(moment)}")


def say_reload(to: Path) -> None:
    """Say that the web server must read its files again."""
    say(f"Cấu hình nginx trong {to / 'nginx'} đã thay đổi; hãy nạp lại: systemctl reload nginx")


# Progress


def no_progress(_stage: str, _done: int, _all: int) -> None:
    """Show nothing."""


@contextmanager
def bar(*, quiet: bool = False) -> Iterator[Progress]:
    """Give a progress function that shows a bar once a stage has taken a second, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield no_progress
        return
    state: dict[str, Any] = {}
    started = time.perf_counter()

    def progress(stage: str, done: int, all_: int) -> None:
        if "bar" not in state:
            if time.perf_counter() - started < 1:
                return
            state["bar"] = _start_bar()
        drawn = state["bar"]
        if stage not in state:
            state[stage] = drawn.add_task(stage, total=all_)
        drawn.update(state[stage], completed=done)
        if done == all_ or time.perf_counter() - state.get("drawn", 0) > 0.1:
            state["drawn"] = time.perf_counter()
            drawn.refresh()

    try:
        yield progress
    finally:
        if "bar" in state:
            state["bar"].stop()


def _start_bar() -> Any:
    """Import rich, and only now; no thread redraws: workers are forked from this process."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    started = Bar(console=Console(stderr=True), transient=True, auto_refresh=False)
    started.start()
    return started
