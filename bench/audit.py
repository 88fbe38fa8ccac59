"""What is long by nature, one after another: `make audit`, or `python -m bench audit [--inputs 100000] [--seed 1]`.

Every law here has a short form in `make test`. What each step says lies in `--folder`; at its end stands a table for
the note that closes a piece of work.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LAWS = "slow"
"""The mark of tests that have a long form, or are long themselves."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that takes long."""

    name: str
    about: str
    words: tuple[str, ...]
    """After `python -m`."""


def steps(inputs: int, seed: int) -> tuple[Step, ...]:
    """Return everything, in order."""
    many, kept = (f"--inputs={inputs}", f"--seed={seed}"), ("pytest", "-q", "-n", "auto", "--dist", "loadgroup")
    return (
        Step(name="laws", about="tests in their long form", words=(*kept, f"--hypothesis-seed={seed}", "-m", _LAWS)),
        Step(name="hostile articles", about="what passes check builds", words=("bench", "laws", *many)),
        Step(name="fuzz", about="mutated inputs of every kind", words=("bench", "fuzz", *many)),
        Step(name="speed", about="builds of 2,000 articles, beside plain MkDocs", words=("bench", "speed")),
        Step(name="search", about="recall and cost beside a scan", words=("bench", "search", "--articles=2000")),
        Step(name="report", about="a year of 15,000 articles in all formats", words=("bench", "report")),
        Step(name="pictures", about="different photos of 3 MB", words=("bench", "photos", "--photos=400")),
        Step(name="reading", about="pages behind nginx, on a phone", words=("bench", "reading", "--lighthouse")),
        Step(name="publish", about="from push to live", words=("bench", "publish", "--articles=2000")),
        Step(name="hostile pushes", about="what a stranger costs an editor", words=("bench", "hostile")),
    )


def run(inputs: int, seed: int, folder: Path) -> None:
    """Run every step, also after one that failed; print the table and exit with 1 when one failed."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, failed = [], False
    for step in steps(inputs, seed):
        print(f"{step.name}: {step.about} …", flush=True)
        log, started = folder / f"{step.name.replace(' ', '-')}.log", time.monotonic()
        code = _run(step.words, log)
        minutes = (time.monotonic() - started) / 60
        failed |= code != 0
        rows.append((step.name, step.about, f"{minutes:.1f}", "good" if code == 0 else f"FAILED ({log})", _end(log)))
    print("\n| step | what | minutes | result | last words |\n|---|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    sys.exit(failed)


def _run(words: Sequence[str], log: Path) -> int:
    """Run a step with the laws in their long form; what it says goes into a file."""
    env = os.environ | {"CCHC_AUDIT": "1"}
    with log.open("wb") as said:
        return subprocess.run(
            [sys.executable, "-m", *words], stdout=said, stderr=subprocess.STDOUT, env=env, check=False
        ).returncode


def _end(log: Path) -> str:
    """Return the last line that a step said."""
    lines = [line.strip("= ") for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "").replace("|", "/")
