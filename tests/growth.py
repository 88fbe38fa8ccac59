"""Time in proportion to the input: a flood of four times the size may take eight times as long, a square takes sixteen.

Process time, never seconds of the clock: a busy machine changes nothing.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

from tests.lengths import AUDIT

T = TypeVar("T")

_LEAST = 0.05 if AUDIT else 0.02
"""Seconds of the smaller run: shorter ones are noise."""
_AIM = 1.2 * _LEAST
_RUNS = 5
_MOST = 8
"""Times as long."""
_CLEAR = 5
"""Times as long after which two looks at the smaller run are enough: they would have to be three times too slow."""


def assert_linear(
    work: Callable[[T], object], flood: Callable[[int], T], *, start: int = 1000, most: int = 10**7
) -> None:
    """Run `work` on `flood(n)` and `flood(4 * n)`, the smaller at least 20 ms, 50 in the long form, best of five.

    `n` begins at `start` and grows to what should take as long; where even `flood(most)` is too fast to measure, it is
    fast enough.
    """
    size = start
    while (small := min(_seconds(work, flooded := flood(size)), _seconds(work, flooded))) < _LEAST:
        if size > most:
            return
        size = min(round(size * _factor(small)), 3 * most)
    large = flood(4 * size)
    fastest = _seconds(work, large)
    if fastest <= _CLEAR * small:
        return
    small = min(small, *(_seconds(work, flooded) for _ in range(_RUNS - 2)))
    for _ in range(_RUNS):
        if fastest <= _MOST * small:
            return
        fastest = min(fastest, _seconds(work, large))
    raise AssertionError(f"{size}: {small:.3f} s, {4 * size}: {fastest:.3f} s, {fastest / small:.1f} times as long")


def _factor(seconds: float) -> float:
    """Return by what to make a flood longer that took so many seconds."""
    return min(max(_AIM / max(seconds, 1e-6), 1.2), 10.0)


def _seconds(work: Callable[[T], object], value: T) -> float:
    collects = gc.isenabled()
    gc.disable()  # what other tests left would be looked through, more often in the longer run
    try:
        began = time.process_time()
        work(value)
        return time.process_time() - began
    finally:
        if collects:
            gc.enable()
