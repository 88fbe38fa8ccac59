"""The law of the swap: whatever is killed when, readers see a complete old or new site, and the next build is right."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from site_builder.engine import Group, Outcome, Target, Workspace
from site_builder.engine.building import EAGER
from tests.lengths import examples
from tests.test_engine import build, content_of

ROOT = Path(__file__).parent.parent
STATE = Path(".cache", "cchc")


def stamp(read: Callable[[str], Any], number: int, count: int) -> bytes:
    """Make a file that says its generation and how many files that has."""
    return f"{read('r:generation')} {count} {number}".encode()


def lay_generation(paths: tuple[str, ...]) -> Iterator[Target]:
    """Plan all files of one generation."""
    return (Target(path, stamp, (n, len(paths))) for n, path in enumerate(paths))


def paths_of(generation: int, size: int) -> tuple[str, ...]:
    """Return the paths of a generation: files come, go, and change places with folders."""
    moving = ("x", "y/index.html") if generation % 2 else ("x/index.html", "x/z/index.html", "y")
    return (*moving, *(f"n/{number}/index.html" for number in range(generation % 3, size)))


def build_generation(root: Path, generation: int, size: int, jobs: int = 1) -> Outcome:
    """Build one generation of the toy site."""
    paths = paths_of(generation, size)
    groups = [Group("all", lay_generation, (paths,))]
    return build(root, groups, {"r:generation": str(generation)}, jobs=jobs)


def generation_of(content: dict[str, bytes]) -> int:
    """Check that a tree is one whole generation, and return which."""
    generations = {int(data.split()[0]) for data in content.values()}
    assert len(generations) == 1
    (generation,) = generations
    counts = {int(data.split()[1]) for data in content.values()}
    assert counts == {len(content)}
    return generation


def read_shown(root: Path) -> dict[str, bytes]:
    """Read the tree that the link shows, again when the link was swapped meanwhile."""
    link = root / "public"
    while True:
        before = link.lstat()
        try:
            content = content_of(link)
        except (FileNotFoundError, NotADirectoryError):
            content = {}
        after = link.lstat()
        if (before.st_ino, before.st_ctime_ns) == (after.st_ino, after.st_ctime_ns):
            return content


def assert_levelled(root: Path, but: set[str]) -> None:
    """Check that the two trees differ in nothing but some paths."""
    trees = [content_of(root / STATE / "trees" / name) for name in "ab"]
    differing = {path for path in trees[0].keys() | trees[1].keys() if trees[0].get(path) != trees[1].get(path)}
    assert differing <= but


def run_until(root: Path, generation: int, size: int, statement: int) -> bool:
    """Build in a child that is killed before its n-th statement in the engine; say whether it was."""
    child = os.fork()
    if child == 0:
        left = statement

        def trace(frame: FrameType, event: str, _arg: Any) -> Callable[..., Any] | None:
            nonlocal left
            if "/engine/" not in frame.f_code.co_filename:
                return None
            if event == "line":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        build_generation(root, generation, size)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.slow
def test_a_kill_before_any_statement_is_mended(tmp_path: Path) -> None:
    """For every statement of a build (the short form: every ninth): killed there, readers see one whole generation and
    two more builds are right.
    """
    size, statement, generation = 4, 0, 2
    build_generation(tmp_path, 0, size)
    build_generation(tmp_path, 1, size)
    killed = True
    while killed:
        killed = run_until(tmp_path, generation, size, statement)
        shown = generation_of(content_of(tmp_path / "public"))
        assert shown in ({generation - 1, generation} if killed else {generation})
        with Workspace.open(tmp_path / STATE, tmp_path / "public"):
            # Opening alone may finish a swap that was noted, and never takes one back.
            assert generation_of(content_of(tmp_path / "public")) in {shown, generation}
        build_generation(tmp_path, generation, size)
        assert_shows(tmp_path, generation, size)
        build_generation(tmp_path, generation + 1, size)
        assert_shows(tmp_path, generation + 1, size)
        generation += 2
        statement += examples(9, 1)

    assert statement > 500


def assert_shows(root: Path, generation: int, size: int) -> None:
    """Check that the link shows exactly the files of a generation."""
    content = content_of(root / "public")
    assert generation_of(content) == generation
    assert content.keys() == set(paths_of(generation, size))
    assert not list((root / STATE / "staging").glob("*"))


LOOP = """
import sys
from pathlib import Path
from tests.test_engine_kill import build_generation
root, generation, size, jobs = Path(sys.argv[1]), *map(int, sys.argv[2:])
print("ready", flush=True)
while True:
    build_generation(root, generation, size, jobs)
    generation += 1
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("jobs", "size", "kills"), [(1, 40, examples(8, 200)), (2, 90, examples(5, 100)), (1, EAGER * 2, examples(3, 60))]
)
def test_builds_killed_at_random_never_show_a_broken_site(tmp_path: Path, jobs: int, size: int, kills: int) -> None:
    """Builds in a loop are killed at random moments: every look of a reader is one whole generation, never an older
    one than before, and the next build is right.
    """
    chance = random.Random(581)
    build_generation(tmp_path, 0, size)
    generation, looks = 1, 0
    for _ in range(kills):
        command = [sys.executable, "-c", LOOP, str(tmp_path), *map(str, (generation, size, jobs))]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            end = time.monotonic() + chance.uniform(0, 0.25)
            is_over = False
            while not is_over:
                is_over = time.monotonic() >= end
                seen = generation_of(read_shown(tmp_path))
                assert seen >= generation - 1
                generation, looks = seen + 1, looks + 1
            process.kill()
        seen = generation_of(read_shown(tmp_path))
        assert seen >= generation - 1
        # As another person would: at once, although workers of the killed build may still be dying.
        outcome = build_generation(tmp_path, seen + 1, size)
        assert_shows(tmp_path, seen + 1, size)
        assert outcome.targets == len(paths_of(seen + 1, size))
        build_generation(tmp_path, seen + 2, size)
        assert_shows(tmp_path, seen + 2, size)
        both = {*paths_of(seen + 1, size), *paths_of(seen + 2, size)}
        assert_levelled(tmp_path, both if len(both) <= EAGER else set())
        generation = seen + 3

    assert looks >= kills
