"""Many hostile articles through `check` and `build`, by hand: `python -m bench laws --inputs 100000 --seed 1`.

The law itself, and what writes the articles, are those of the tests (`tests/hostile.py`).
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.conftest import NOW, SMALL, rendered_chrome
from tests.hostile import hold, scratch

EACH = 2000
"""Articles of one portal."""


def run(inputs: int, seed: int) -> None:
    """Print for each portal what it held; a portal that breaks the law stops with its seed."""
    started, accepted, done = time.perf_counter(), 0, 0
    while done < inputs:
        count = min(EACH, inputs - done)
        with tempfile.TemporaryDirectory() as folder:
            print(f"seed {seed}: ", end="", flush=True)
            held = hold(scratch(Path(folder) / "portal", SMALL), count, seed, lambda _root: rendered_chrome(), NOW)
        accepted, done, seed = accepted + held.accepted, done + count, seed + 1
        seconds = time.perf_counter() - started
        print(f"{held.accepted} built, {held.refused} refused, {held.files} files read; {done} in {seconds:.0f} s")
    print(f"{done} articles, {accepted} of them accepted and built; no law broken")
