"""Runs a function in a process of its own, with limits of processor time and memory: the last resort.

The limit is time of the processor, never of the clock: a busy machine refuses nothing that an idle one takes. The
process is forked where that is safe (a few milliseconds; it has everything that this one has), else spawned.

Knows: processes and their limits. Never: knows what a function does.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from site_builder.engine import garbage
from site_builder.engine.workers import context

R = TypeVar("R")

SECONDS = 10
"""Of processor time. What this is for takes a tenth of it on a slow machine."""
MEMORY = 512 * 1024 * 1024
"""Bytes beyond those of this process."""


class ExhaustedError(Exception):
    """The function took more than it may; nothing is known of where it was."""


def limited(function: Callable[[], R], *, seconds: int = SECONDS, memory: int = MEMORY) -> R:
    """Return `function()`, made in another process; what it raises is raised here.

    `function` and what it gives can be pickled.

    Raises:
        ExhaustedError: its process came to an end before the function did.
    """
    multiprocessing.current_process().daemon = False  # a cluster's worker is one, and a daemon may have no children
    how = context()
    here, there = how.Pipe(duplex=False)
    process = how.Process(target=_run, args=(there, function, seconds, memory))
    try:
        process.start()
    except (OSError, AssertionError):  # the machine has no process to give, or this one may have no children
        return function()
    there.close()
    try:
        is_good, value = here.recv()
    except EOFError:
        raise ExhaustedError from None
    finally:
        here.close()
        process.kill()
        process.join()
    if is_good:
        made: R = value
        return made
    raise value


def _run(answer: Connection, function: Callable[[], Any], seconds: int, memory: int) -> None:
    """Limit this process, call the function, and tell what came of it."""
    garbage.collect_own()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # whoever runs out of memory says so, wherever it is
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, seconds)
    with suppress(OSError):
        _limit(resource.RLIMIT_AS, _size() + memory)
    try:
        said = (True, function())
    except MemoryError:
        return
    except Exception as error:  # noqa: BLE001 - whoever asked is told
        said = (False, error)
    answer.send(said)


def _limit(what: int, most: int) -> None:
    """Lower a limit, where the system has it."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _size() -> int:
    """Return the bytes of addresses that this process has."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
