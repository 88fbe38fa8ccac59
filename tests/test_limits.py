from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from site_builder.publish import limits
from site_builder.publish.allowance import MEMORY, SECONDS, USUAL, allowance
from site_builder.publish.limits import Budget, Clock

AMPLE = Budget(seconds=300, memory=2 * 1024**3)
LITTLE = 64 * 1024**2


def is_alive(process: int) -> bool:
    """Say whether a process still runs."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_work_that_ends_by_itself_gives_its_code() -> None:
    """Nothing is told of limits that were not met."""
    ended = limits.run(lambda _clock: 7, AMPLE)

    assert (ended.code, ended.why) == (7, "")


def test_work_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    """The programs below it go with it; what it said of its budget is known."""
    told = tmp_path / "pid"

    def work(clock: Clock) -> int:
        clock.start(Budget(seconds=0.3, memory=AMPLE.memory, suspect="content/news/a.md"))
        started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        told.write_text(str(started.pid))
        return started.wait()

    ended = limits.run(work, AMPLE)

    assert (ended.why, ended.budget.suspect) == ("time", "content/news/a.md")
    while is_alive(int(told.read_text())):
        time.sleep(0.01)


@pytest.mark.heavy
def test_time_counts_from_when_ones_turn_came() -> None:
    """Waiting for others is nobody's fault; more may be allowed later, counted from the same moment."""

    def work(clock: Clock) -> int:
        time.sleep(0.5)
        clock.start(Budget(seconds=0.4, memory=AMPLE.memory))
        clock.allow(Budget(seconds=300, memory=AMPLE.memory))
        time.sleep(0.6)
        return 5

    ended = limits.run(work, AMPLE)

    assert (ended.code, ended.why) == (5, "")


def test_work_that_wants_too_much_memory_is_refused_it() -> None:
    """One process is held by the system itself."""
    ended = limits.run(lambda _clock: len(bytearray(8 * LITTLE)) and 3, Budget(seconds=300, memory=4 * LITTLE))

    assert ended.why == "memory"


def test_the_memory_of_all_processes_of_a_work_counts_together() -> None:
    """Several that each keep below the limit are ended when they hold more than it between them."""
    words = [sys.executable, "-c", f"import time; kept = b'x' * {LITTLE}; time.sleep(600)"]

    def work(_clock: Clock) -> int:
        for started in [subprocess.Popen(words) for _ in range(4)]:
            started.wait()
        return 3

    ended = limits.run(work, Budget(seconds=300, memory=3 * LITTLE))

    assert ended.why == "memory"


def test_whoever_ends_the_hook_ends_the_work(tmp_path: Path) -> None:
    """A server that is shut down leaves no check behind."""
    told = tmp_path / "pid"
    program = (
        "import os, pathlib, sys, time; from site_builder.publish import limits\n"
        "def work(clock):\n"
        "    pathlib.Path(sys.argv[1] + '~').write_text(str(os.getpid()))\n"
        "    os.rename(sys.argv[1] + '~', sys.argv[1])\n"
        "    time.sleep(600)\n"
        "limits.run(work, limits.Budget(seconds=600, memory=2**31))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(told)]) as hook:
        while not told.exists():
            time.sleep(0.01)
        hook.send_signal(signal.SIGTERM)

    assert hook.returncode == 128 + signal.SIGTERM
    while is_alive(int(told.read_text())):
        time.sleep(0.01)


def test_what_a_door_limited_softly_is_taken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of git's own reading are not for the builder."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    program = (
        "import resource; from site_builder.publish import limits; limits.free();"
        "print(resource.getrlimit(resource.RLIMIT_DATA)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    words = ["sh", "-c", 'ulimit -S -d 1500000; ulimit -S -t 300; exec "$@"', "sh", sys.executable, "-c", program]
    done = subprocess.run(words, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["-1", "-1"]


@pytest.mark.parametrize(("articles", "times"), [(0, 1), (1, 1), (USUAL, 1), (2 * USUAL, 2), (10 * USUAL, 10)])
def test_a_large_push_has_more_in_proportion(articles: int, times: int) -> None:
    """Up to two hundred articles have what one has."""
    budget = allowance({"memory": "100000", "deadline": "100000"}, first=False).budget(articles, 0)

    assert (budget.seconds, budget.memory) == (SECONDS * times, MEMORY * times)
    assert SECONDS < 60
    assert MEMORY <= 512 * 1024**2


def test_no_push_has_more_than_the_settings_say() -> None:
    """What is no number counts as not said; the first import has all that there is."""
    told = allowance({"memory": "1000", "deadline": "300", "maxpaths": "nhiều"}, first=False)
    budget = told.budget(100_000, 0)

    assert (budget.seconds, budget.memory) == (300, 1000 * 1024**2)
    assert told.paths == allowance({}, first=False).paths
    assert told.most == budget
    assert allowance({}, first=True).paths == 100 * told.paths
