"""When Python looks for garbage: thousands of values that hold no circles live as long as a build.

Knows: the collector. Never: knows what the values are.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (100_000, 50, 100)
OFTEN = (10_000, 10, 10)
"""For a worker, which has little of its own to look at."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom while this lasts."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def never_collect() -> None:
    """Look for none: one task, then the process ends, and looking costs up to a quarter of its time."""
    gc.disable()


def collect_own() -> None:
    """In a forked process: look only at its own values; to look at what it shares would copy all of it."""
    gc.freeze()
    if gc.isenabled():
        gc.set_threshold(*OFTEN)
