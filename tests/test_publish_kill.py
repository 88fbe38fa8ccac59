"""Kill -9 at random moments of publishing and of the builder, while somebody reads all the time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, cchc, tree_of
from tests.git_desk import Desk, Editor
from tests.lengths import examples
from tests.reader import lay, number_in, reading
from tests.served_desk import clean, open_desk, timer, wait_for
from tests.server import ask, nginx

KILLS = examples(8, 500)
MOMENT = "2026-11-22T12:00"


def program(*args: str | Path) -> list[str]:
    """Return the words that start the program."""
    return [sys.executable, "-P", "-m", "site_builder", *map(str, args)]


def environment() -> dict[str, str]:
    """Return an environment in which the program is found."""
    return os.environ | {"PYTHONPATH": str(REPOSITORY)}


def kill_after(words: Sequence[str], delay: float) -> bool:
    """Run a command in a group of its own and kill all of it after so many seconds; say whether it was in time."""
    with subprocess.Popen(
        words, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert process.returncode in (0, -signal.SIGKILL), words
        return process.returncode != 0


def usual(words: Sequence[str]) -> float:
    """Run a command to its end and return the seconds that it took."""
    started = time.monotonic()
    subprocess.run(words, env=environment(), check=True, capture_output=True)
    return time.monotonic() - started


def moments(longest: float, seed: int) -> Iterator[float]:
    """Yield moments to kill at, spread over what a run takes, and a little more."""
    chance = random.Random(seed)
    while True:
        yield chance.uniform(0, longest * 1.1)


@pytest.mark.slow
def test_publications_killed_anywhere_show_a_whole_site_and_the_next_is_right(portal: Path, tmp_path: Path) -> None:
    """A reader sees no error, no torn file, no mixture and no step back; after a kill all ends like a clean site."""
    to = tmp_path / "to"
    words = program("--root", portal, "publish", "--to", to, "--now", MOMENT)
    lay(portal, 0)
    usual(words)
    lay(portal, 1)
    longest = usual(words)
    number, killed = 1, 0
    with nginx(to) as address, reading(address, to) as reader:
        for delay in moments(longest, 581):
            number += 1
            lay(portal, number)
            if not kill_after(words, delay):
                continue
            killed += 1
            if killed % 4 == 0:
                cchc("--root", portal, "publish", "--to", to, "--now", MOMENT)
                assert tree_of(to / "public") == clean(portal, tmp_path / "clean")
                assert number_in(ask(address + "tin-tuc/").body) == number
                reader.until(number)
            if killed == KILLS:
                break

    assert len(reader.numbers) > max(1, KILLS // 20)
    assert reader.seen["answers"] > KILLS


@pytest.mark.slow
def test_builders_killed_anywhere_show_a_whole_site_and_the_timer_makes_it_good(tmp_path: Path) -> None:
    """Each with a new commit to check out and build; the timer's command ends at the head, whatever was left."""
    desk = open_desk(tmp_path)
    words = program("git", "build", desk.bare)
    editor = desk.editor()
    _commit(desk, editor, 0)
    usual(words)
    _commit(desk, editor, 1)
    longest = usual(words)
    number, killed = 1, 0
    with nginx(desk.to) as address, reading(address, desk.to) as reader:
        for delay in moments(longest, 2026):
            number += 1
            _commit(desk, editor, number)
            killed += kill_after(words, delay)
            if killed == KILLS:
                break
        done = timer(desk)
        shown = ask(address + "tin-tuc/").body
        assert (done.returncode, number_in(shown)) == (0, number), done.stderr
        reader.until(number)

    assert (desk.status()["state"], desk.status()["published"]) == ("ok", desk.head)
    started = datetime.fromisoformat(desk.status()["started"])
    assert tree_of(desk.to / "public") == clean(editor.folder, tmp_path / "clean", started)
    assert len(reader.numbers) > 1


def _commit(desk: Desk, editor: Editor, number: int) -> None:
    """Bring a commit into the repository past its hooks: the test starts the builder itself."""
    lay(editor.folder, number)
    editor.commit(f"Lượt {number}")
    desk.git("fetch", "--quiet", str(editor.folder), "+HEAD:main")


def test_a_builder_killed_after_the_push_is_made_good_by_the_timer(tmp_path: Path) -> None:
    """The editor was told that it was taken, and it is: the next minute's command publishes it."""
    desk = open_desk(tmp_path)
    editor = desk.editor()
    with nginx(desk.to) as address:
        for number in range(50):
            lay(editor.folder, number)
            head = editor.commit(f"Lượt {number}")
            told = editor.push()
            assert told.code == 0, told.all
            killed = [pid for pid in builders(desk) if _kill(pid)]
            wait_for(lambda: not builders(desk), desk.log)
            before = number_in(ask(address + "tin-tuc/").body)
            if killed and before != number:  # else it was killed when all was served, or nearly so
                break
        done = timer(desk)
        after = number_in(ask(address + "tin-tuc/").body)

    assert killed, "no builder was ever caught at work"
    assert done.returncode == 0, done.stderr
    assert (before, after) == (number - 1 if number else None, number)
    assert (desk.status()["state"], desk.status()["published"]) == ("ok", head)


def builders(desk: Desk) -> list[int]:
    """Return the processes that build from this test's repository."""
    mark = f"\0git\0build\0{desk.bare}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def _kill(pid: int) -> bool:
    """Kill a builder with all that it started; it leads a session of its own."""
    try:
        os.killpg(os.getpgid(pid), signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
