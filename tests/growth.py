"""Time in proportion to the input: a flood of four times the size may take eight times as long, a square takes sixteen.

Process time, never seconds of the clock: a busy machine changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LEAST = 0.05
"""Seconds of the smaller run: shorter ones are noise."""
_RUNS = 5
_MOST = 8
"""Times as long."""


def assert_linear(
    work: Callable[[T], object], flood: Callable[[int], T], *, start: int = 1000, most: int = 10**7
) -> None:
    """Run `work` on `flood(n)` and `flood(4 * n)`, the smaller at least 50 ms, best of five.

    `n` begins at `start` and is tripled; where even `flood(most)` is too fast to measure, it is fast enough.
    """
    size = start
    while (small := _best(work, flood(size))) < _LEAST:
        if size > most:
            return
        size *= 3
    large = flood(4 * size)
    fastest = float("inf")
    for _ in range(_RUNS):
        fastest = min(fastest, _seconds(work, large))
        if fastest <= _MOST * small:
            return
    raise AssertionError(f"{size}: {small:.3f} s, {4 * size}: {fastest:.3f} s, {fastest / small:.1f} times as long")


def _best(work: Callable[[T], object], value: T) -> float:
    """Time `work` once where that is too fast already, else five times."""
    first = _seconds(work, value)
    return first if first < _LEAST else min(first, *(_seconds(work, value) for _ in range(_RUNS - 1)))


def _seconds(work: Callable[[T], object], value: T) -> float:
    began = time.process_time()
    work(value)
    return time.process_time() - began
