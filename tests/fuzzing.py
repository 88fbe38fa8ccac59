"""Mutated inputs, one after another: judged, measured, and whatever passed built; every failure can be had again.

Knows: what an input may cost, and how a failure is kept. Never: knows what an input is.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

SECONDS, MEMORY = 2.0, 200 * 1024**2
"""What one input may take: of process time, those of its children included, and of memory."""
_ENDED = 20.0
"""Process seconds after which an input is not waited for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """One mutated file, or what is sent."""

    path: str
    """From the portal's folder."""
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of input."""

    name: str
    share: float
    """Of all inputs."""
    make: Callable[[random.Random], Input]
    judge: Callable[[Input], bool]
    """Says whether an input passed; whatever it raises is a failure: Problems it takes for a no."""
    build: Callable[[Sequence[Input]], None] | None = None
    """Builds inputs that passed."""
    batch: int = 100
    """How many at a time."""
    every: int = 1
    """Each so many-th that passed is built."""


@dataclass(kw_only=True, slots=True)
class Figures:
    """What a kind came to."""

    name: str
    passed: int = 0
    refused: int = 0
    built: int = 0
    slowest: tuple[float, str] = (0.0, "")
    """Seconds of process time, and which input."""
    largest: tuple[int, str] = (0, "")
    """Bytes by which the memory grew, and by which input."""
    failures: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether an input cost more than one may."""
        return self.slowest[0] > SECONDS or self.largest[0] > MEMORY


class OvertimeError(BaseException):
    """An input that does not end; no code that catches exceptions may take it for one of its own."""


def fuzz(kind: Kind, inputs: int, seed: int, kept: Path) -> Figures:
    """Judge mutated inputs of one kind; what fails is written below `kept`."""
    figures, passed = Figures(name=kind.name), list[Input]()
    for number in range(max(1, round(inputs * kind.share))):
        name = f"{kind.name}-{seed}-{number}"
        try:
            one = kind.make(random.Random(name))
        except Exception:  # noqa: BLE001 - an input that cannot be made is told as well: it is none
            _fail(figures, name, kept, ())
            continue
        if not _judged(kind, one, name, figures, kept):
            continue
        if figures.passed % kind.every == 0:
            passed.append(one)
        if len(passed) == kind.batch:
            _build(kind, passed, name, figures, kept)
            passed = []
    if passed:
        _build(kind, passed, f"{kind.name}-{seed}-end", figures, kept)
    return figures


def _judged(kind: Kind, one: Input, name: str, figures: Figures, kept: Path) -> bool:
    """Judge and measure one input; say whether it passed."""
    with _measured(name, figures):
        try:
            passes = kind.judge(one)
        except (Exception, OvertimeError):  # noqa: BLE001 - this is what is looked for
            _fail(figures, name, kept, (one,))
            return False
    if figures.over and name in (figures.slowest[1], figures.largest[1]):
        _keep(name, kept, (one,))
    figures.passed += passes
    figures.refused += not passes
    return passes


def _build(kind: Kind, passed: Sequence[Input], name: str, figures: Figures, kept: Path) -> None:
    """Build a batch of what passed."""
    if kind.build is None:
        return
    try:
        kind.build(passed)
        figures.built += len(passed)
    except Exception:  # noqa: BLE001 - likewise
        _fail(figures, f"{name}-build", kept, passed)


def _fail(figures: Figures, name: str, kept: Path, inputs: Sequence[Input]) -> None:
    _keep(name, kept, inputs)
    figures.failures.append(f"{name}: {kept / name}\n{traceback.format_exc(limit=-12)}")


def _keep(name: str, kept: Path, inputs: Sequence[Input]) -> None:
    for one in inputs:
        file = kept / name / Path(one.path).name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(one.data)


@contextmanager
def _measured(name: str, figures: Figures) -> Iterator[None]:
    """Note what is done inside when it is the slowest or the largest yet; end what does not end."""
    signal.signal(signal.SIGPROF, _overtime)
    held, child, began = _peak(reset=True), _child(), _spent()
    signal.setitimer(signal.ITIMER_PROF, _ENDED)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        grown = max(_peak() - held, _child() - held if _child() > child else 0)
        figures.slowest = max(figures.slowest, (_spent() - began, name))
        figures.largest = max(figures.largest, (grown, name))


def _overtime(_number: int, _frame: FrameType | None) -> None:
    raise OvertimeError


def _spent() -> float:
    """Return the process seconds of this process and of the children that ended."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def _child() -> int:
    """Return the bytes of the largest child that ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _peak(*, reset: bool = False) -> int:
    """Return the most bytes that this process held since `reset`; where the system cannot begin anew, since ever."""
    if reset:
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
