"""Checkouts of the program beside each other: `python -m bench beside CHECKOUT… [--articles 2000] [--rounds 7]`.

Each checkout has an environment of its own (`.venv`). All get the same articles; each round adds one to every portal
and pushes one to every repository, the checkouts in turn, each round another first: what the machine does besides
strikes all alike. Told are wall time and the processor's, of the builder behind the hook, too.

The first checkout is what the others are compared with.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import ours, publish, site

_SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER`: the builder, which outlives the hook that started it, is ours to wait for."""

Seconds = tuple[float, float]
"""Of the wall, of the processor."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One checkout with a portal and a repository of its own."""

    checkout: Path
    folder: Path

    @property
    def portal(self) -> Path:
        """Where one article is added and built."""
        return self.folder / "portal"

    def cchc(self, *words: str | Path) -> None:
        """Run the checkout's program."""
        python = self.checkout / ".venv/bin/python"
        command = [str(python), "-m", "site_builder", *map(str, words)]
        subprocess.run(command, cwd=self.checkout, check=True, capture_output=True)

    def lay(self, corpus: Path) -> None:
        """Build the portal, and publish it by its first push."""
        shutil.copytree(corpus, self.portal)
        self.build()
        clone, bare = self.folder / "clone", self.folder / "kho.git"
        shutil.copytree(corpus, clone)
        self.cchc("git", "install", bare, "--to", self.folder / "web")
        publish.begin(clone, bare)
        publish.wait_for(clone, self.folder / "web")

    def build(self) -> None:
        """Build the portal."""
        self.cchc("--root", self.portal, "build", "--json", "--now", ours.NOW)

    def add(self, number: int) -> None:
        """Build one new article."""
        ours.write(self.portal, site.newest(number))
        self.build()

    def push(self, number: int) -> None:
        """Push one new article, until readers get it."""
        publish.push_one(self.folder / "clone", self.folder / "web", number)


def run(checkouts: list[Path], articles: int, rounds: int) -> None:
    """Measure, and print medians and minima."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    base = Path(tempfile.mkdtemp(prefix="beside-"))
    corpus = base / "corpus"
    publish.lay(corpus, articles, None)
    sides = [Side(checkout=checkout.absolute(), folder=base / str(place)) for place, checkout in enumerate(checkouts)]
    for side in sides:
        side.folder.mkdir()
        side.lay(corpus)
    _rest()
    for name, work in (("one new article", Side.add), ("push to served", Side.push)):
        seen: dict[Path, list[Seconds]] = {side.checkout: [] for side in sides}
        for number in range(rounds):
            turn = number % len(sides)
            for side in sides[turn:] + sides[:turn]:
                seen[side.checkout].append(_timed(work, side, number))
        _tell(f"{name}: {articles} articles, {rounds} rounds", seen)
    shutil.rmtree(base)


def _timed(work: Callable[[Side, int], None], side: Side, number: int) -> Seconds:
    wall, spent = time.perf_counter(), _spent()
    work(side, number)
    wall = time.perf_counter() - wall
    _rest()
    return wall, _spent() - spent


def _rest() -> None:
    """Wait for whatever still runs."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def _spent() -> float:
    """Return the processor's seconds of the children that ended."""
    times = os.times()
    return times.children_user + times.children_system


def _tell(head: str, seen: dict[Path, list[Seconds]]) -> None:
    print(f"{head}\n{'':24}{'wall':>24}{'processor':>24}\n{'':24}" + f"{'median':>8}{'least':>8}{'ratio':>8}" * 2)
    first = next(iter(seen.values()))
    for checkout, found in seen.items():
        cells = ""
        for values, others in zip(zip(*found, strict=True), zip(*first, strict=True), strict=True):
            middle, ratio = statistics.median(values), statistics.median(values) / statistics.median(others)
            cells += f"{middle:8.3f}{min(values):8.3f}{ratio:8.3f}"
        print(f"{checkout.name:24}{cells}", flush=True)
