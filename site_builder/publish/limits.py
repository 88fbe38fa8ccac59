"""A piece of work in a process group of its own, which is ended when it takes too long or too much memory.

What a push brings may be made to cost: whatever reads it runs here, with the programs and workers it starts. The
system itself limits each process; the sum over all of them is looked at a few times a second.

Knows: processes, groups, limits. Never: knows what the work is; never waits for ever.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Literal, NoReturn, TypeAlias

Why: TypeAlias = Literal["", "time", "memory"]
_STEP = 0.25
"""Seconds between two looks at the memory."""
_FULL = 79
"""Exit code of work that was refused memory."""
_LARGEST = 4096
"""Bytes of a message at most: the system writes so much at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """What work may take."""

    seconds: float
    memory: int
    """Bytes, over all its processes."""
    suspect: str = ""
    """What is told when it takes more: the file that most likely is the reason."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How work ended."""

    code: int
    """What it returned; anything when it was ended."""
    why: Why
    """What it took too much of, empty when it ended by itself."""
    budget: Budget
    """The last that it had."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The work's way to say that its time begins, and how much of everything it may take."""

    pipe: int

    def start(self, budget: Budget) -> None:
        """Begin counting anew, as when one's turn has come."""
        self._tell(time.monotonic(), budget)

    def allow(self, budget: Budget) -> None:
        """Allow more, or less, counted from when the time began."""
        self._tell(None, budget)

    def _tell(self, began: float | None, budget: Budget) -> None:
        _limit(budget)
        words = [began, budget.seconds, budget.memory, budget.suspect[: _LARGEST // 16]]
        os.write(self.pipe, json.dumps(words).encode() + b"\n")


def run(work: Callable[[Clock], int], budget: Budget) -> Ended:
    """Do `work` in a child and its group, and return how it ended; nothing of the group is left then.

    Args:
        work: returns an exit code below 64; it gets a clock to say when its time begins.
        budget: what it may take until it says otherwise.
    """
    read, write = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(read)
        _work(work, Clock(write), budget)
    os.close(write)
    with suppress(OSError):
        os.setpgid(child, child)  # the child does it, too: whoever comes first
    try:
        with _ended_by_signals():
            why, budget = _watch(child, read, budget)
    finally:
        _end(child)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(read)
    if code == -signal.SIGXCPU:
        why = "time"
    return Ended(code=code, why="memory" if code == _FULL else why, budget=budget)


def _work(work: Callable[[Clock], int], clock: Clock, budget: Budget) -> NoReturn:
    """Be the child."""
    code = 1
    try:
        os.setpgid(0, 0)
        _limit(budget)
        code = work(clock)
    except MemoryError:
        code = _FULL
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def free() -> None:
    """Take off what a caller limited softly: the limits of our door are for git, before we look at anything."""
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CPU):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))


def _limit(budget: Budget) -> None:
    """Have the system hold each process of ours to the budget: it needs nobody who looks."""
    seconds = int(budget.seconds + time.process_time()) + 5
    for kind, most in ((resource.RLIMIT_DATA, budget.memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(kind)[1]
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _watch(child: int, read: int, budget: Budget) -> tuple[Why, Budget]:
    """Wait until the child ends or has taken too much; return what of, and its last budget."""
    started, unread = time.monotonic(), b""
    while True:
        left = started + budget.seconds - time.monotonic()
        if left <= 0:
            return "time", budget
        if select.select([read], [], [], min(left, _STEP))[0]:
            data = os.read(read, _LARGEST)
            if not data:
                os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
                return "", budget
            *lines, unread = (unread + data).split(b"\n")
            for line in lines:
                began, seconds, memory, suspect = json.loads(line)
                budget = replace(budget, seconds=seconds, memory=memory, suspect=suspect)
                started = began or started
        elif _used(child) > budget.memory:
            return "memory", budget


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a signal that would end us come as an exception, so that the child is ended first."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(group: int) -> None:
    """End whatever is left of a group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _used(group: int) -> int:
    """Return the bytes of memory that a group holds, shared ones once; 0 where the system does not say."""
    used = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                used += _held(folder)
    return used


def _held(process: Path) -> int:
    """Return the bytes that a process holds itself, in proportion to how many share them; mapped files are not its."""
    rollup = (process / "smaps_rollup").read_text()
    (held,) = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss_Anon:")]
    return int(held) * 1024
