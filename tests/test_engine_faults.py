"""The engine when things go wrong: locks, foreign files, broken state, full disks, killed workers, Ctrl-C."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from site_builder.engine import Group, Item, Run, Target, Workspace, failures
from site_builder.engine.journal import Journal
from site_builder.engine.making import UNKNOWN, Bench, Failed, Made, Task, make
from site_builder.engine.store import Store
from site_builder.engine.trees import Trees, take_away
from site_builder.errors import MakeError
from tests.manifests import manifest_in
from tests.test_engine import GROUPS, SITE, WORDS, build, code_of, content_of, group, many

ROOT = Path(__file__).parent.parent
STATE = Path(".cache", "cchc")


def problem_of(error: pytest.ExceptionInfo[MakeError]) -> str:
    """Return the code of the only problem."""
    (problem,) = error.value.problems
    return problem.code


def python(script: str, *args: object) -> subprocess.Popen[str]:
    """Start a Python process that can import the tests."""
    command = [sys.executable, "-c", f"from tests.test_engine_faults import *\n{script}", *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def running(script: str, *args: object) -> Iterator[subprocess.Popen[str]]:
    """Run a Python process, past the moment at which it said it was ready, and kill it in the end."""
    with python(script, *args) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


# The lock

HOLD = """
with Workspace.open(Path(sys.argv[1]) / STATE, Path(sys.argv[1]) / "public"):
    fork = multiprocessing.get_context("fork")
    awake = fork.Event()
    child = fork.Process(target=lambda: (awake.set(), time.sleep(60)))
    child.start()
    awake.wait()  # a child let go of the lock before it runs anything
    print("ready", flush=True)
    print(child.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.heavy
def test_a_second_build_is_told_at_once(tmp_path: Path) -> None:
    """While another process has the portal open, opening it says so; a killed one's children do not hold it."""
    with running(HOLD, tmp_path) as process:
        started = time.monotonic()
        with pytest.raises(MakeError) as error:
            build(tmp_path, GROUPS, WORDS)
        waited = time.monotonic() - started
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
        process.wait()
        try:
            build(tmp_path, GROUPS, WORDS)
        finally:
            os.kill(child, signal.SIGKILL)

    assert problem_of(error) == "dang-dung-trang"
    assert waited < 1
    assert content_of(tmp_path / "public") == SITE


def test_one_process_cannot_open_a_portal_twice(tmp_path: Path) -> None:
    """The lock holds within a process, too, and is free afterwards."""
    with Workspace.open(tmp_path / "s", tmp_path / "public"), pytest.raises(MakeError, match="đang chạy"):
        build_in(tmp_path / "s", tmp_path / "public")
    build_in(tmp_path / "s", tmp_path / "public")

    assert content_of(tmp_path / "public") == SITE


def build_in(state: Path, link: Path) -> None:
    """Build the toy site with state and link at any place."""
    with Workspace.open(state, link) as workspace:
        workspace.save("record", [Item(key, word, word) for key, word in WORDS.items()])
        workspace.update(GROUPS, code_of, Run())


# The link


@pytest.mark.parametrize(
    "take",
    [
        lambda link: link.mkdir(),
        lambda link: link.write_text("x"),
        lambda link: link.symlink_to("elsewhere"),
        lambda link: link.symlink_to("/nowhere/.cache/cchc/trees/a"),
    ],
    ids=["folder", "file", "link", "far link"],
)
def test_what_is_not_ours_is_not_replaced(tmp_path: Path, take: Callable[[Path], object]) -> None:
    """A folder, file or foreign link in the link's place is refused by name and stays."""
    link = tmp_path / "public"
    take(link)
    before = link.lstat()
    with pytest.raises(MakeError) as error:
        build(tmp_path, GROUPS, WORDS)

    assert problem_of(error) == "cho-cua-nguoi-khac"
    assert error.value.problems[0].path == str(link)
    assert link.lstat() == before


def test_a_deleted_link_comes_back(tmp_path: Path) -> None:
    """A link that somebody removed is restored without a build."""
    build(tmp_path, GROUPS, WORDS)
    (tmp_path / "public").unlink()
    with Workspace.open(tmp_path / STATE, tmp_path / "public"):
        pass

    assert content_of(tmp_path / "public") == SITE


def test_a_portal_can_be_moved(tmp_path: Path) -> None:
    """The folder of a portal can be moved: the link still leads to the site, and nothing is made again."""
    build(tmp_path / "old", GROUPS, WORDS)
    (tmp_path / "old").rename(tmp_path / "mới")
    moved = content_of(tmp_path / "mới/public")
    outcome = build(tmp_path / "mới", GROUPS, WORDS)
    changed = build(tmp_path / "mới", GROUPS, WORDS | {"r:one": "x"})

    assert moved == SITE
    assert (outcome.skipped_groups, outcome.made, changed.made) == (2, (), ("a/index.html", "b.txt"))


def test_a_portal_behind_a_link_is_the_same_portal(tmp_path: Path) -> None:
    """A portal that is opened by way of a linked folder has the same tree."""
    build(tmp_path / "real", GROUPS, WORDS)
    (tmp_path / "alias").symlink_to("real")

    assert build(tmp_path / "alias", GROUPS, WORDS).skipped_groups == 2
    assert content_of(tmp_path / "alias/public") == SITE


# Broken state


def spoil_start(state: Path) -> None:
    """Overwrite the head of the database."""
    (state / "state.sqlite").write_bytes(b"no database at all" * 1000)


def cut(state: Path) -> None:
    """Cut the database."""
    os.truncate(state / "state.sqlite", 5000)


def change_version(state: Path) -> None:
    """Make the database one of another version."""
    with closing(sqlite3.connect(state / "state.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 999")


def delete_trees(state: Path) -> None:
    """Delete both trees."""
    shutil.rmtree(state / "trees")


def delete_database(state: Path) -> None:
    """Delete the database only."""
    (state / "state.sqlite").unlink()


DAMAGE = [spoil_start, change_version, delete_database, delete_trees, shutil.rmtree]


@pytest.mark.parametrize("damage", DAMAGE)
def test_broken_state_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Whatever part of the state is lost, the next build makes the whole site again, and the one after it is quick."""
    build(tmp_path, GROUPS, WORDS, notes={"stamp": "1"})
    build(tmp_path, GROUPS, WORDS | {"r:one": "x"})
    damage(tmp_path / STATE)
    with Workspace.open(tmp_path / STATE, tmp_path / "public") as workspace:
        stamp = workspace.note("stamp")
    outcome = build(tmp_path, GROUPS, WORDS)

    assert stamp is None
    assert len(outcome.made) == 3
    assert content_of(tmp_path / "public") == SITE
    assert build(tmp_path, GROUPS, WORDS).planned_groups == 0
    assert build(tmp_path, GROUPS, WORDS | {"r:two": "y"}).made == ("b.txt", "c")


def test_the_old_tree_is_shown_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """When the database is lost, a build that fails leaves the old tree to readers; one that works replaces it."""
    build(tmp_path, GROUPS, WORDS)
    build(tmp_path, GROUPS, WORDS | {"r:one": "x"})
    before = content_of(tmp_path / "public")
    delete_database(tmp_path / STATE)
    with pytest.raises(MakeError):
        build(tmp_path, (*GROUPS, group("bad", ("z", ("r:one",)), maker=raise_oserror)), WORDS)
    kept = content_of(tmp_path / "public")
    build(tmp_path, GROUPS, WORDS)

    assert kept == before
    assert content_of(tmp_path / "public") == SITE


def test_a_database_that_breaks_in_use_is_said_and_made_anew(tmp_path: Path) -> None:
    """Damage inside the database stops the build with a plain word; the next build makes everything again."""
    groups, words = many(300)
    build(tmp_path, groups, words)
    database = tmp_path / STATE / "state.sqlite"
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xee" * (size - 4096 * 2))
    with pytest.raises(MakeError) as error:
        build(tmp_path, groups, words | {"r:1": "x"}, plan_all=True)
    outcome = build(tmp_path, groups, words)

    assert problem_of(error) == "so-hong"
    assert len(outcome.made) == 300


def test_a_record_that_breaks_while_making_is_the_store_s_fault(tmp_path: Path) -> None:
    """A maker whose record cannot be read because the database broke is not blamed."""
    database = tmp_path / STATE / "state.sqlite"
    words = {f"r:{number}": "x" * 9000 for number in range(300)}
    with pytest.raises(MakeError) as error:
        build(tmp_path, [Group("g", spoil_then_lay, (str(database),))], words)

    assert problem_of(error) == "so-hong"
    assert not database.exists()


def spoil_then_lay(database: str) -> Iterator[Target]:
    """Break the database from its second page on, then plan."""
    size = Path(database).stat().st_size
    with Path(database).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xee" * (size - 4096))
    yield Target("x", read_one)


def read_one(read: Callable[[str], Any]) -> bytes:
    """Read a record."""
    return str(read("r:299")).encode()


def test_a_tree_that_somebody_else_wrote_in_is_told(tmp_path: Path) -> None:
    """A file that vanishes from the idle tree while it is built stops the build."""
    with pytest.raises(MakeError) as error:
        build(tmp_path, (group("g", ("x", ()), ("y", ("r:one",)), maker=vanish),), {"r:one": str(tmp_path)})

    assert problem_of(error) == "cay-sai"


def vanish(read: Callable[[str], Any], path: str, _refs: tuple[str, ...]) -> bytes:
    """Delete the file that was made before."""
    if path == "y":
        next(Path(read("r:one")).glob(".cache/cchc/trees/*/x")).unlink()
    return path.encode()


def test_a_spoiled_idle_tree_is_built_from_nothing(tmp_path: Path) -> None:
    """When folders stand where the idle tree should have files, it is made again from the live one."""
    build(tmp_path, GROUPS, WORDS)
    build(tmp_path, GROUPS, WORDS | {"r:one": "x"})
    idle = next(tree for tree in (tmp_path / STATE / "trees").iterdir() if not tree.samefile(tmp_path / "public"))
    (idle / "b.txt").unlink()
    (idle / "b.txt" / "stray").mkdir(parents=True)
    build(tmp_path, GROUPS, WORDS)

    assert content_of(tmp_path / "public") == SITE
    assert (tmp_path / "public").resolve() == idle


def test_files_that_a_power_cut_emptied_are_made_again(tmp_path: Path) -> None:
    """After another start of the machine, files of a wrong size are made again, and notes are not believed."""
    build(tmp_path, GROUPS, WORDS, notes={"stamp": "1"})
    (tmp_path / "public/c").write_bytes(b"")
    quick = build(tmp_path, GROUPS, WORDS)
    with closing(Store(tmp_path / STATE / "state.sqlite")) as store:
        Journal(store).set_boot("another")
    outcome = build(tmp_path, GROUPS, WORDS, notes={})

    assert quick.planned_groups == 0
    assert outcome.made == ("c",)
    assert content_of(tmp_path / "public") == SITE


def test_a_restart_alone_changes_nothing(tmp_path: Path) -> None:
    """After another start of the machine with whole files, nothing is planned and notes stay."""
    build(tmp_path, GROUPS, WORDS, notes={"stamp": "1"})
    with closing(Store(tmp_path / STATE / "state.sqlite")) as store:
        Journal(store).set_boot("another")
    with Workspace.open(tmp_path / STATE, tmp_path / "public") as workspace:
        assert workspace.note("stamp") == "1"
        assert workspace.update(GROUPS, code_of, Run()).planned_groups == 0


# The disk


def raise_oserror(read: Callable[[str], Any], path: str, _refs: tuple[str, ...]) -> bytes:
    """Raise what the record says."""
    word = read("r:one")
    if word.isdigit():
        raise OSError(int(word), os.strerror(int(word)), path)
    raise ValueError(word)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "het-dia"), (errno.EROFS, "khong-duoc-ghi"), (errno.EIO, "loi-o-dia")]
)
@pytest.mark.heavy
def test_an_error_of_the_disk_is_told_once(tmp_path: Path, number: int, code: str, jobs: int) -> None:
    """However many targets the disk refuses, one problem says so; the old site stands."""
    groups, words = many(100)
    build(tmp_path, groups, words | {"r:one": "x"})
    before = content_of(tmp_path / "public")
    refs = ("r:one",)
    broken = [group(item.key, *((path, refs) for path, _ in item.args), maker=raise_oserror) for item in groups]
    with pytest.raises(MakeError) as error:
        build(tmp_path, broken, words | {"r:one": str(number)}, jobs=jobs)

    assert problem_of(error) == code
    assert "Trang đang phục vụ vẫn nguyên vẹn" in str(error.value)
    assert content_of(tmp_path / "public") == before


LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    build(Path(sys.argv[1]), [*GROUPS, group("big", ("big", ("r:one",)), maker=large)], WORDS)
except MakeError as error:
    print(*(problem.code for problem in error.problems))
"""


def large(_read: Callable[[str], Any], _path: str, _refs: tuple[str, ...]) -> bytes:
    """Make more than the system lets us write."""
    return b"x" * 1_000_000


def test_a_file_that_the_system_refuses_half_way_leaves_the_old_site(tmp_path: Path) -> None:
    """A real refusal in the middle of a file is a full disk to people, and the next build is right."""
    build(tmp_path, GROUPS, WORDS | {"r:one": "x"})
    before = content_of(tmp_path / "public")
    with python(LIMITED, tmp_path) as process:
        said, noise = process.communicate(timeout=60)
    kept = content_of(tmp_path / "public")
    build(tmp_path, GROUPS, WORDS)

    assert (said, noise) == ("het-dia\n", "")
    assert kept == before
    assert content_of(tmp_path / "public") == SITE


@pytest.mark.parametrize("place", [STATE, STATE.parent, STATE / "staging", STATE / "trees"], ids=str)
def test_a_file_in_a_folder_s_place_is_told(tmp_path: Path, place: Path) -> None:
    """A file where the program needs a folder is said by name."""
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("x")
    with pytest.raises(MakeError) as error:
        build(tmp_path, GROUPS, WORDS)

    assert problem_of(error) == "loi-o-dia"
    assert str(tmp_path / place) in str(error.value)


def test_a_link_that_cannot_be_made_is_told_before_the_swap(tmp_path: Path) -> None:
    """When the new link cannot be put beside the old one, the old site stands and the manifest is the old one."""
    build(tmp_path, GROUPS, WORDS)
    with Workspace.open(tmp_path / STATE, tmp_path / "public") as workspace:
        (tmp_path / ".public.new").mkdir()
        workspace.save("record", [Item("r:one", "x", "x")])
        before = manifest_in(tmp_path / STATE)
        with pytest.raises(MakeError) as error:
            workspace.update(GROUPS, code_of, Run())
        after = manifest_in(tmp_path / STATE)

    assert problem_of(error) == "loi-o-dia"
    assert after == before
    assert content_of(tmp_path / "public") == SITE
    (tmp_path / ".public.new").rmdir()
    assert build(tmp_path, GROUPS, WORDS | {"r:one": "x"}).made == ("a/index.html", "b.txt")


def test_an_error_that_is_not_the_disk_s_goes_on_as_it_is(tmp_path: Path) -> None:
    """A broken pipe of whoever shows progress is not told as a disk's fault."""

    def broken(_done: int, _total: int) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        build(tmp_path, GROUPS, WORDS, progress=broken)


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        ("PRAGMA max_page_count = 1; CREATE TABLE t AS SELECT zeroblob(100000) AS x", "het-dia"),
        ("PRAGMA query_only = 1; CREATE TABLE t (x)", "khong-duoc-ghi"),
        ("ATTACH '/nowhere/at/all' AS other", "khong-duoc-ghi"),
    ],
)
def test_refusals_of_the_store_are_told(tmp_path: Path, cause: str, code: str) -> None:
    """A full disk and a folder that cannot be written are the same to people when the store meets them."""
    with (
        closing(sqlite3.connect(tmp_path / "x", isolation_level=None)) as connection,
        pytest.raises(sqlite3.Error) as error,
    ):
        connection.executescript(cause)
    problem = failures.of_store(error.value, tmp_path / "x")

    assert problem is not None
    assert problem.code == code


@pytest.mark.heavy
def test_a_store_that_somebody_else_holds_is_told(tmp_path: Path) -> None:
    """A database that another program locked is neither waited for without end nor thrown away."""
    build(tmp_path, GROUPS, WORDS)
    with closing(sqlite3.connect(tmp_path / STATE / "state.sqlite", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MakeError) as error:
            build(tmp_path, GROUPS, WORDS)
        connection.execute("ROLLBACK")

    assert problem_of(error) == "so-dang-ban"
    assert build(tmp_path, GROUPS, WORDS).planned_groups == 0


def test_a_bug_in_a_statement_is_not_told_as_a_fault(tmp_path: Path) -> None:
    """An error of SQLite that no person can put right stays what it is."""
    with pytest.raises(sqlite3.ProgrammingError), Workspace.open(tmp_path / "s", tmp_path / "public") as workspace:
        workspace.save("record", [Item(object(), "", "x")])  # type: ignore[arg-type]


# Workers


def kill_worker(read: Callable[[str], Any], path: str, refs: tuple[str, ...]) -> bytes:
    """End a worker the hard way."""
    if multiprocessing.parent_process() is not None and path.endswith("77/index.html"):
        os.kill(os.getpid(), signal.SIGKILL)
    return "".join([path, *(read(ref) for ref in refs)]).encode()


def test_a_killed_worker_stops_the_build_with_a_word(tmp_path: Path) -> None:
    """When the system kills a worker, the old site stands, no worker is left, and one process can finish."""
    groups, words = many(150)
    build(tmp_path, groups, words)
    before = content_of(tmp_path / "public")
    deadly = [group(item.key, *item.args, maker=kill_worker) for item in groups]
    with pytest.raises(MakeError) as error:
        build(tmp_path, deadly, words, jobs=2)
    kept = content_of(tmp_path / "public")
    left = multiprocessing.active_children()
    build(tmp_path, deadly, words, jobs=1)
    build(tmp_path / "clean", deadly, words, jobs=1)

    assert problem_of(error) == "tien-trinh-dung"
    assert kept == before
    assert left == []
    assert content_of(tmp_path / "public") == content_of(tmp_path / "clean/public")


NO_WORKERS = """
import resource
groups, words = many(100)
opened = len(os.listdir("/proc/self/fd"))
resource.setrlimit(resource.RLIMIT_NOFILE, (opened + int(sys.argv[2]), 1000))
try:
    build(Path(sys.argv[1]), groups, words, jobs=4)
except MakeError as error:
    print(*(problem.code for problem in error.problems), len(multiprocessing.active_children()))
"""


@pytest.mark.parametrize("spare", [6, 10, 14])
def test_workers_that_cannot_start_are_told(tmp_path: Path, spare: int) -> None:
    """When the system gives no more processes or files, the build ends at once with a word and leaves no worker."""
    with python(NO_WORKERS, tmp_path, spare) as process:
        said, noise = process.communicate(timeout=60)

    assert (said, noise) == ("khong-mo-duoc-tien-trinh 0\n", "")


SLOW = """
groups, words = many(400)
print("ready", flush=True)
slowly = [group(item.key, *item.args, maker=slow) for item in groups]
build(Path(sys.argv[1]), slowly, words, "2", jobs=int(sys.argv[2]))
"""


def slow(read: Callable[[str], Any], path: str, refs: tuple[str, ...]) -> bytes:
    """Take a while."""
    time.sleep(0.2)
    return "".join([path, *(read(ref) for ref in refs)]).encode()


def children_of(pid: int) -> set[int]:
    """Read which processes a process started."""
    return {int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def wait_for(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    while not true():
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Say whether a process runs."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return re.search(r"^State:\s+[ZX]", status, re.MULTILINE) is None


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.heavy
def test_a_build_that_is_stopped_leaves_nothing_behind(tmp_path: Path, jobs: int, how: signal.Signals) -> None:
    """After Ctrl-C or a kill the old site stands, no worker lives on, and the next build is right at once."""
    groups, words = many(400)
    build(tmp_path, groups, words)
    before = content_of(tmp_path / "public")
    with running(SLOW, tmp_path, jobs) as process:
        wait_for(lambda: any((tmp_path / STATE / "staging").glob("*")))
        wait_for(lambda: len(children_of(process.pid)) == (jobs if jobs > 1 else 0))
        time.sleep(0.1)
        workers = children_of(process.pid)
        stopped = time.monotonic()
        process.send_signal(how)
        process.wait()
        took = time.monotonic() - stopped
        noise = process.stderr.read() if process.stderr else ""
    kept = content_of(tmp_path / "public")
    outcome = build(tmp_path, groups, words | {"r:1": "x"})
    wait_for(lambda: not any(map(is_alive, workers)))

    assert process.returncode == (-signal.SIGKILL if how == signal.SIGKILL else -signal.SIGINT)
    assert ("KeyboardInterrupt" in noise) == (how == signal.SIGINT)
    assert noise.count("Traceback") <= 1
    assert took < 20, "nobody waits for the 40 to 80 seconds that are left to do"
    assert kept == before
    assert len(workers) == (0 if jobs == 1 else jobs)
    assert outcome.made == ("tin/1/1/index.html",)
    build(tmp_path / "clean", groups, words | {"r:1": "x"})
    assert content_of(tmp_path / "public") == content_of(tmp_path / "clean/public")


@pytest.mark.parametrize(("path", "is_far"), [("c", False), ("c", True), ("moi/d", True)])
def test_a_late_worker_cannot_change_a_tree(tmp_path: Path, path: str, *, is_far: bool) -> None:
    """Who outlived a build finds no staging folder: it replaces no file, and from another machine adds none."""
    build(tmp_path, GROUPS, WORDS)
    tree = (tmp_path / "public").resolve()
    database = str(tmp_path / STATE / "state.sqlite")
    staging = str(tmp_path / STATE / "staging/gone")
    bench = Bench(database=database, staging=staging, tree=str(tree), is_far=is_far)
    (result,) = make(bench, [Task(path, read_late, (), ((path, ""),))])

    assert isinstance(result, Failed)
    assert content_of(tree) == SITE
    assert not (tree / "moi").exists()


@pytest.mark.parametrize("known", ["", "another digest", UNKNOWN])
def test_a_task_done_twice_says_twice_what_is_new(tmp_path: Path, known: str) -> None:
    """The first answer can be lost with its worker: the second copy must not take its own file for an old one."""
    build(tmp_path, GROUPS, WORDS)
    (tmp_path / "staging").mkdir()
    database = str(tmp_path / STATE / "state.sqlite")
    bench = Bench(database=database, staging=str(tmp_path / "staging"), tree=str(tmp_path / "tree"), is_far=True)
    first, second = (make(bench, [Task("x/c", read_late, (), (("x/c", known),))]) for _ in range(2))

    assert first == second
    assert isinstance(first[0], Made)
    assert first[0].files[0].changed
    assert (tmp_path / "tree/x/c").read_text("utf-8").startswith("muộn ")
    assert list((tmp_path / "staging").iterdir()) == []


def test_a_folder_in_which_somebody_writes_is_taken_away(tmp_path: Path) -> None:
    """Who makes files in it without an end finds it gone; nothing of it is left."""
    folder = tmp_path / "staging"
    folder.mkdir()
    began = Event()

    def write_on() -> None:
        for number in count():
            try:
                (folder / str(number)).touch(exist_ok=False)
            except FileNotFoundError:
                return
            began.set()

    with ThreadPoolExecutor(1) as threads:
        late = threads.submit(write_on)
        began.wait()
        take_away(folder)
        late.result()

    assert list(tmp_path.iterdir()) == []


def read_late(read: Callable[[str], Any]) -> bytes:
    """Make other bytes."""
    return f"muộn {read('r:one')}".encode()


def test_trees_know_their_other(tmp_path: Path) -> None:
    """The two trees are each other's other one."""
    assert [Trees(tmp_path, tmp_path / "x").other(name) for name in "ab"] == ["b", "a"]
