"""What a stranger costs an editor: `python -m bench hostile [--articles 2000] [--rounds 5]`.

An editor pushes articles to a repository where only they publish, by themselves and while a stranger pushes the worst
that we know in a loop; the two kinds of rounds take turns, so that both see the same machine.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from bench import publish
from tests.git_desk import Editor
from tests.hostile_pushes import WORST

STANDING_IN = ("sleeper", "glutton")
"""Of the tests' worst, those that only a program of the tests obeys."""


def run(articles: int, rounds: int) -> None:
    """Measure and print medians and their ratio."""
    base = Path(tempfile.mkdtemp(prefix="bench-"))
    clone, bare, to, _ = publish.first_push(base, articles, None)
    publish.wait_for(clone, to)
    names = base / "ten.txt"
    names.write_text(f"{Path(f'/proc/{os.getpid()}').owner()}\n", encoding="utf-8")
    publish.cchc("git", "install", bare, "--to", to, "--publishers", names)
    stranger, worst = _stranger(base, bare)
    alone, attacked, answers = list[float](), list[float](), list[int]()
    for number in range(rounds):
        alone.append(publish.push_one(clone, to, 2 * number)["push to served"])
        with _attack(stranger, worst, answers):
            attacked.append(publish.push_one(clone, to, 2 * number + 1)["push to served"])
    print(f"{articles} articles, {rounds} rounds; {len(answers)} hostile pushes, {answers.count(0)} taken")
    for name, values in (("push to served, alone", alone), ("push to served, attacked", attacked)):
        print(f"{name:30} {statistics.median(values):8.2f} s   ({' '.join(f'{value:.2f}' for value in values)})")
    print(f"{'ratio of the medians':30} {statistics.median(attacked) / statistics.median(alone):8.2f}")
    shutil.rmtree(base)


def _stranger(base: Path, bare: Path) -> tuple[Editor, Iterator[str]]:
    """Give a stranger a clone with the worst commits; they come round and round."""
    subprocess.run(["git", "clone", "--quiet", bare, base / "stranger"], check=True)
    stranger = Editor(base / "stranger", bare, "binh")
    commits = [spoil(stranger) for name, (spoil, _) in WORST.items() if name not in STANDING_IN]
    for number, commit in enumerate(commits):
        stranger.git("update-ref", f"refs/worst/{number}", commit)
    return stranger, cycle(commits)


@contextmanager
def _attack(stranger: Editor, worst: Iterator[str], answers: list[int]) -> Iterator[None]:
    """Have a stranger push the worst, one after another, until the end."""
    stop = threading.Event()

    def push() -> None:
        while not stop.is_set():
            answers.append(stranger.push("origin", f"{next(worst)}:refs/heads/bai-la").code)

    attacker = threading.Thread(target=push)
    attacker.start()
    try:
        yield
    finally:
        stop.set()
        attacker.join()
