"""A program run once: its time of the wall and of the processor, and the most memory that it and its children held.

Knows: `/proc` of Linux. Never: knows what the program does.
"""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOK = 0.25
"""Seconds between looks at memory, which stop the process for some milliseconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What a run took."""

    seconds: float
    cpu: float
    """Seconds of the processor, of all children that ended, too."""
    peak: float
    """Megabytes: the greatest sum of the proportional shares (PSS) of all processes; 0 of a run too short to look."""

    def __add__(self, other: Spent) -> Spent:
        """Return what both took, one after the other."""
        return Spent(seconds=self.seconds + other.seconds, cpu=self.cpu + other.cpu, peak=max(self.peak, other.peak))


def measured(command: Sequence[str | Path], folder: Path) -> Spent:
    """Run a command in a folder to its end.

    Raises:
        RuntimeError: it failed; its last words.
    """
    with tempfile.TemporaryFile("w+") as said:  # a pipe that nobody empties would stop it
        started = time.perf_counter()
        process = subprocess.Popen([*map(str, command)], cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        peak = _watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(map(str, command))}: {said.read()[-1000:]}")
    return Spent(seconds=seconds, cpu=usage.ru_utime + usage.ru_stime, peak=peak)


def _watch(pid: int) -> float:
    """Wait for the end of a process; return the most memory seen meanwhile."""
    peak = 0.0
    handle = os.pidfd_open(pid)
    try:
        ended = select.poll()
        ended.register(handle, select.POLLIN)
        while not ended.poll(LOOK * 1000):
            peak = max(peak, held(pid))
    finally:
        os.close(handle)
    return peak


def held(pid: int) -> float:
    """Return the memory of a process and all below it: the sum of their proportional shares (PSS), in megabytes."""
    return sum(map(_share, _family(pid)))


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all below it, whichever thread started them."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))


def _share(pid: int) -> float:
    """Return a process's proportional share of memory in megabytes; 0 when it has gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    return 0.0
