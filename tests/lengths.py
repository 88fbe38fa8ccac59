"""How long a run of the tests takes: which tests are long by nature, where scratch files lie, what is made once a run.

A test is long when it, a fixture that it asks for, or a function of its own file uses what starts programs, serves,
pushes or measures. `make quick` leaves those out, and the coverage is measured without them, for half the time: what
is measured takes half as long again, and twice as long in programs. But for files that are marked as `measured`: what
nothing else tries.

Knows: pytest's items and its scratch folder. Never: knows what a test asserts.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest

STARTERS = frozenset((
    "multiprocessing", "playwright", "subprocess",
    "tests.forge_runner", "tests.fuzzing", "tests.git_desk", "tests.served_desk", "tests.server",
))  # fmt: skip
"""Modules whose users are long."""
GROWTH = "tests.growth"
"""The module whose users have a long form."""
MARKS = ("browser", "slow", "heavy")
_MEMORY = Path("/dev/shm")
_ROOM = 6 * 1024**3
"""Bytes that all scratch folders of a run stay far below."""
AUDIT = bool(os.environ.get("CCHC_AUDIT"))
"""Whether the laws are tried in their long form."""


def in_memory() -> None:
    """Let scratch files lie in memory where there is room: builds wait for a disk twice as long as they compute."""
    if "PYTEST_DEBUG_TEMPROOT" in os.environ or not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK):
        return
    system = os.statvfs(_MEMORY)
    if system.f_flag & os.ST_NOEXEC or system.f_bavail * system.f_frsize < _ROOM or _available() < _ROOM:
        return
    os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def keep_bytecode() -> None:
    """Compile each module once, whatever the machine says: a run starts a thousand programs that would do it again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def workers() -> int:
    """Return how many workers keep the machine busy: one more than it has cores, as one of them always waits."""
    return len(os.sched_getaffinity(0)) + 1


def _available() -> int:
    """Return the bytes of memory that programs may still ask for."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1]) * 1024


def examples(short: int, long: int) -> int:
    """Return how many examples a law is tried on: `make audit` tries the long form."""
    return long if AUDIT else short


def mark(item: pytest.Function) -> None:
    """Mark a test as long when it is; what shares a fixture of a file stays on one worker, which makes it once."""
    fixtures = [definitions[-1] for definitions in item._fixtureinfo.name2fixturedefs.values()]  # noqa: SLF001
    functions = (item.function, *(fixture.func for fixture in fixtures))
    if _uses(item.function, frozenset((GROWTH,)), set()):
        item.add_marker(pytest.mark.slow)
    if any(map(item.get_closest_marker, MARKS)) or any(_uses(one, STARTERS, set()) for one in functions):
        item.add_marker(pytest.mark.long)
    if item.get_closest_marker("xdist_group") is None and any(one.scope == "module" for one in fixtures):
        item.add_marker(pytest.mark.xdist_group(item.module.__name__))


def _uses(function: object, modules: frozenset[str], seen: set[object]) -> bool:
    """Say whether a function, or one of its file that it calls, uses one of these modules."""
    if not isinstance(function, FunctionType) or function in seen:
        return False
    seen.add(function)
    used = [function.__globals__[name] for name in _names(function.__code__) if name in function.__globals__]
    return any(_home(one) in modules for one in used) or any(
        _uses(one, modules, seen) for one in used if getattr(one, "__module__", "") == function.__module__
    )


def _names(code: CodeType) -> Iterator[str]:
    """Yield every name that code uses, that of inner functions too."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _home(value: object) -> str:
    """Return the module that something is or comes from; of a package of programs its name."""
    name = value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", ""))
    return name if name.startswith("tests.") else name.partition(".")[0]


def is_measured(item: pytest.Item) -> bool:
    """Say whether a test counts for the coverage: what kills programs never does, it would tear their notes."""
    has = item.get_closest_marker
    return not has("long") or bool(has("measured") and not has("slow"))


@contextmanager
def unmeasured(config: pytest.Config) -> Iterator[None]:
    """Measure no coverage inside, neither here nor in programs that are started."""
    controller = getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if controller is None:
        yield
        return
    told = {name: os.environ.pop(name) for name in tuple(os.environ) if name.startswith("COVERAGE_PROCESS")}
    controller.pause()
    try:
        yield
    finally:
        controller.resume()
        os.environ.update(told)


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder of the run, made by whichever worker asks first; nobody may change what is in it."""
    top = factory.getbasetemp()
    top = top.parent if "PYTEST_XDIST_WORKER" in os.environ else top
    folder, made = top / name, top / f"{name}.made"
    with (top / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            made.touch()
    return folder
