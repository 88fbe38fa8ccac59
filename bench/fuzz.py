"""Mutated inputs of every kind, by hand: `python -m bench fuzz [--inputs 100000] [--seed 1] [--kind NAME]`.

The kinds and the laws are those of the tests (`tests/fuzzing.py`); here each input's cost is a law, too.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz_kinds import kinds
from tests.fuzz_pushes import pushes
from tests.fuzzing import MEMORY, SECONDS, Figures, fuzz
from tests.git_desk import make_desk

PUSHES = 0.02
"""Share of pushes: each is a run of the whole hook."""


def run(inputs: int, seed: int, only: str) -> None:
    """Print a line for each kind, and every failure; exit with 1 when there was one."""
    kept, started = Path(tempfile.mkdtemp(prefix="fuzz-")), time.perf_counter()
    heads = ("inputs", "passed", "refused", "built", "slowest", "memory", "failed")
    print(f"{'kind':12}" + "".join(f"{head:>9}" for head in heads))
    everything = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in (*kinds(Path(folder) / "kinds"), pushes(make_desk(Path(folder) / "desk"), PUSHES)):
            if only in ("", kind.name):
                everything.append(fuzz(kind, inputs, seed, kept))
                _tell(everything[-1])
    print(f"{sum(one.passed + one.refused for one in everything)} inputs in {time.perf_counter() - started:.0f} s")
    if any(one.failures or one.over for one in everything):
        print(f"failures are kept in {kept}")
        sys.exit(1)


def _tell(one: Figures) -> None:
    seconds, memory = one.slowest[0], one.largest[0]
    counted = f"{one.passed + one.refused:9}{one.passed:9}{one.refused:9}{one.built:9}"
    print(f"{one.name:12}{counted}{seconds:7.2f} s{memory / 1e6:6.0f} MB{len(one.failures):9}", flush=True)
    for failure in one.failures:
        print(failure)
    if seconds > SECONDS:
        print(f"  over {SECONDS} s: {one.slowest[1]}")
    if memory > MEMORY:
        print(f"  over {MEMORY // 1024**2} MB: {one.largest[1]}")
