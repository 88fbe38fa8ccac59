"""The engine on toy sites: what is stale, what goes, what may not be, and that every way to build is one."""

from __future__ import annotations

import contextlib
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.engine import Group, Item, Outcome, Run, Target, Workspace, spread
from site_builder.engine.journal import Journal
from site_builder.engine.store import Store
from site_builder.engine.tracing import Memory, Reader, unpack
from site_builder.engine.workers import chunks
from site_builder.errors import MakeError, PlanError, SiteError
from site_builder.model import OnceRead
from tests.manifests import manifest_in

# A toy site: records are words, a file says its path and the words that it reads.

Entry = tuple[str, tuple[str, ...]]
"""Path and keys of the records that are read."""


def say(read: Callable[[str], Any], path: str, refs: tuple[str, ...]) -> bytes:
    """Make a file of its path and its words."""
    return "\n".join([path, *(read(ref) for ref in refs)]).encode()


def shout(read: Callable[[str], Any], path: str, refs: tuple[str, ...]) -> bytes:
    """Make the same file in large letters."""
    return say(read, path, refs).upper()


def ignore(read: Callable[[str], Any], path: str, _refs: tuple[str, ...]) -> bytes:
    """Make a file that does not depend on its words."""
    return path.encode()


def fail(read: Callable[[str], Any], path: str, refs: tuple[str, ...]) -> bytes:
    """Raise when the first word says so."""
    if read(refs[0]) == "bad":
        raise ValueError("no such thing")
    return say(read, path, refs)


def follow(read: Callable[[str], Any], path: str, refs: tuple[str, ...]) -> bytes:
    """Read the record that a record names, however far that leads."""
    word = read(refs[0])
    return f"{path} {read(word) if word.startswith('r:') else word}".encode()


def lay(*entries: Entry) -> Iterator[Target]:
    """Plan one file an entry."""
    return (Target(path, say, (path, refs)) for path, refs in entries)


def lay_by(maker: Callable[..., bytes], *entries: Entry) -> Iterator[Target]:
    """Plan files of another maker."""
    return (Target(path, maker, (path, refs)) for path, refs in entries)


def group(key: str, *entries: Entry, maker: Callable[..., bytes] | None = None) -> Group:
    """Return a group of files."""
    return Group(key, lay, entries) if maker is None else Group(key, lay_by, (maker, *entries))


def build(root: Path, groups: Iterable[Group], words: Mapping[str, str], code: str = "1", **how: Any) -> Outcome:
    """Bring the portal in `root` to `groups` over `words`."""
    with Workspace.open(root / ".cache" / "cchc", root / "public") as workspace:
        workspace.drop("record", [key for key in workspace.bases("record") if key not in words])
        bases = workspace.bases("record")
        workspace.save("record", [Item(key, word, word) for key, word in words.items() if bases.get(key) != word])
        return workspace.update(groups, lambda _module: code, Run(**how))


def code_of(_module: str) -> str:
    """Return the version of all code."""
    return "1"


def content_of(folder: Path) -> dict[str, bytes]:
    """Read a whole tree."""
    tree = folder.resolve()
    return {file.relative_to(tree).as_posix(): file.read_bytes() for file in tree.rglob("*") if file.is_file()}


def stamps_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Read inode and time of every file."""
    tree = folder.resolve()
    return {
        file.relative_to(tree).as_posix(): (file.stat().st_ino, file.stat().st_mtime_ns)
        for file in tree.rglob("*")
        if file.is_file()
    }


WORDS = {"r:one": "một", "r:two": "hai", "r:three": "ba"}
GROUPS = (group("left", ("a/index.html", ("r:one",)), ("b.txt", ("r:one", "r:two"))), group("right", ("c", ("r:two",))))
SITE = {"a/index.html": "a/index.html\nmột".encode(), "b.txt": "b.txt\nmột\nhai".encode(), "c": b"c\nhai"}


def many(count: int) -> tuple[tuple[Group, ...], dict[str, str]]:
    """Return groups of `count` files, enough for workers, and their words."""
    words = {f"r:{number}": f"từ {number}" for number in range(count)}
    entries = [(f"tin/{number % 7}/{number}/index.html", (f"r:{number}",)) for number in range(count)]
    return tuple(group(f"g{start}", *entries[start : start + 10]) for start in range(0, count, 10)), words


# What a build does


def test_a_first_build_shows_the_whole_site(tmp_path: Path) -> None:
    """After the first build the link leads to every file of every group."""
    outcome = build(tmp_path, GROUPS, WORDS)

    assert content_of(tmp_path / "public") == SITE
    assert outcome == Outcome(
        targets=3, made=("a/index.html", "b.txt", "c"), deleted=(), unchanged=0, skipped_groups=0, planned_groups=2
    )
    assert not (tmp_path / "public").readlink().is_absolute()


def test_a_site_without_files_is_a_site(tmp_path: Path) -> None:
    """A build of no groups shows an empty tree."""
    outcome = build(tmp_path, (), {})

    assert outcome.targets == 0
    assert content_of(tmp_path / "public") == {}
    assert (tmp_path / "public").is_dir()


def test_the_tree_is_known(tmp_path: Path) -> None:
    """There is no tree before the first build, and the link shows it afterwards."""
    with Workspace.open(tmp_path / "state", tmp_path / "public") as workspace:
        before = workspace.tree
        workspace.save("record", [Item("r:one", "", "x")])
        workspace.update([group("g", ("a", ("r:one",)))], code_of, Run())
        after = workspace.tree

    assert before is None
    assert after is not None
    assert after.samefile(tmp_path / "public")


def test_nothing_changed_means_nothing_written(tmp_path: Path) -> None:
    """A build without a change touches no file, neither of the trees nor of the state."""

    def everything() -> dict[str, tuple[int, int]]:
        found = [*tmp_path.rglob("*"), tmp_path / "public"]
        return {str(file): (file.lstat().st_ino, file.lstat().st_mtime_ns) for file in found if not file.is_dir()}

    build(tmp_path, GROUPS, WORDS)
    before, state = everything(), (tmp_path / ".cache/cchc/state.sqlite").read_bytes()
    outcomes = [build(tmp_path, GROUPS, WORDS, plan_all=plan_all) for plan_all in (False, True)]

    assert [(outcome.made, outcome.deleted, outcome.unchanged) for outcome in outcomes] == [((), (), 3)] * 2
    assert [(outcome.skipped_groups, outcome.planned_groups) for outcome in outcomes] == [(2, 0), (0, 2)]
    assert everything() == before
    assert (tmp_path / ".cache/cchc/state.sqlite").read_bytes() == state


@pytest.mark.parametrize(
    ("groups", "words", "code", "made"),
    [
        (GROUPS, WORDS | {"r:one": "MỘT"}, "1", ("a/index.html", "b.txt")),
        (GROUPS, WORDS | {"r:three": "BA"}, "1", ()),
        (GROUPS, WORDS, "2", ()),
        ((GROUPS[0], group("right", ("c", ("r:three",)))), WORDS, "1", ("c",)),
        ((GROUPS[0], group("right", ("c", ("r:two",)), maker=shout)), WORDS, "1", ("c",)),
        ((*GROUPS, group("new", ("d", ("r:one",)))), WORDS, "1", ("d",)),
        ((GROUPS[0], group("renamed", ("c", ("r:two",)))), WORDS, "1", ()),
    ],
    ids=["record", "unread record", "code", "args", "maker", "new group", "renamed group"],
)
def test_a_target_is_stale_by_each_of_its_inputs(
    tmp_path: Path, groups: tuple[Group, ...], words: dict[str, str], code: str, made: tuple[str, ...]
) -> None:
    """What changed is made again and nothing else; the site equals a clean build."""
    build(tmp_path / "warm", GROUPS, WORDS)
    outcome = build(tmp_path / "warm", groups, words, code)
    build(tmp_path / "clean", groups, words, code)

    assert outcome.made == made
    assert content_of(tmp_path / "warm/public") == content_of(tmp_path / "clean/public")
    assert build(tmp_path / "warm", groups, words, code).planned_groups == 0


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"")], ids=["deleted", "emptied"])
def test_a_damaged_file_is_made_again_when_its_group_is_planned(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    """A planned target whose file is missing or of another size is stale."""
    build(tmp_path, GROUPS, WORDS)
    damage(tmp_path / "public/b.txt")
    outcome = build(tmp_path, GROUPS, WORDS, plan_all=True)

    assert outcome.made == ("b.txt",)
    assert content_of(tmp_path / "public") == SITE


def test_equal_bytes_keep_their_file(tmp_path: Path) -> None:
    """A target made again with the same bytes keeps inode and time, and is not made a third time."""
    groups = (group("still", *((f"{n}", ("r:one",)) for n in range(3)), maker=ignore), GROUPS[1])
    build(tmp_path, groups, WORDS)
    before = stamps_of(tmp_path / "public")
    words = WORDS | {"r:one": "khác", "r:two": "khác"}
    outcome = build(tmp_path, groups, words)
    after = stamps_of(tmp_path / "public")

    assert outcome.made == ("c",)
    assert outcome.unchanged == 3
    assert {path for path in after if after[path] != before[path]} == {"c"}
    assert build(tmp_path, groups, words).planned_groups == 0


def test_equal_bytes_alone_swap_nothing(tmp_path: Path) -> None:
    """When all that was made again is as it was, the link stays and the fingerprints are learnt."""
    groups = (group("still", ("a", ("r:one",)), maker=ignore),)
    build(tmp_path, groups, WORDS)
    before = (tmp_path / "public").lstat().st_ino
    outcome = build(tmp_path, groups, WORDS | {"r:one": "khác"})

    assert outcome.made == ()
    assert (tmp_path / "public").lstat().st_ino == before
    assert build(tmp_path, groups, WORDS | {"r:one": "khác"}).planned_groups == 0


def test_a_record_that_no_target_reads_plans_nothing(tmp_path: Path) -> None:
    """A record that nobody read may change, come and go: no group is planned for it."""
    build(tmp_path, GROUPS, WORDS)
    outcomes = [
        build(tmp_path, GROUPS, words)
        for words in (WORDS | {"r:three": "x"}, WORDS | {"r:four": "bốn"}, {"r:one": "một", "r:two": "hai"})
    ]

    assert [(outcome.planned_groups, outcome.made) for outcome in outcomes] == [(0, ())] * 3


def test_what_is_read_by_the_way_counts(tmp_path: Path) -> None:
    """A record that another led to makes stale what was made from it, and no longer when the way leads elsewhere."""
    groups = (group("g", ("a", ("r:way",)), maker=follow),)
    words = {"r:way": "r:one", "r:one": "một", "r:two": "hai"}
    build(tmp_path, groups, words)
    steps = (
        words | {"r:two": "HAI"},
        words | {"r:one": "MỘT"},
        words | {"r:way": "r:two"},
        words | {"r:way": "r:two", "r:one": "x"},
    )
    outcomes = [build(tmp_path, groups, step) for step in steps]

    assert [outcome.made for outcome in outcomes] == [(), ("a",), ("a",), ()]
    assert content_of(tmp_path / "public") == {"a": b"a hai"}


def test_a_record_that_goes_and_comes_back_is_another_one(tmp_path: Path) -> None:
    """Whatever was made from a record is made again when it came back with another value, seen gone or not."""
    build(tmp_path, GROUPS, WORDS)
    with Workspace.open(tmp_path / ".cache/cchc", tmp_path / "public") as workspace:
        workspace.drop("record", ["r:two"])
        workspace.save("record", [Item("r:two", "HAI", "HAI")])
        outcome = workspace.update(GROUPS, code_of, Run())

    assert outcome.made == ("b.txt", "c")


def test_a_failed_build_forgets_no_change(tmp_path: Path) -> None:
    """What changed before builds that failed is still to be made by the first that works."""
    groups = (*GROUPS, group("careful", ("d", ("r:three",)), maker=fail))
    build(tmp_path, groups, WORDS)
    for step in ({"r:one": "MỘT", "r:three": "bad"}, {"r:one": "MỘT", "r:two": "HAI", "r:three": "bad"}):
        with pytest.raises(MakeError):
            build(tmp_path, groups, WORDS | step)
    outcome = build(tmp_path, groups, WORDS | {"r:one": "MỘT", "r:two": "HAI"})
    build(tmp_path / "clean", groups, WORDS | {"r:one": "MỘT", "r:two": "HAI"})

    assert outcome.made == ("a/index.html", "b.txt", "c")
    assert content_of(tmp_path / "public") == content_of(tmp_path / "clean/public")
    assert manifest_of(tmp_path) == manifest_of(tmp_path / "clean")


def test_code_of_one_room_makes_what_is_made_there(tmp_path: Path) -> None:
    """Other code of a module makes its makers' files again, and no others; a planner's own only plans again."""
    groups = (Group("g", lay_noted, ("a", "b")),)
    noted.__module__, lay_noted.__module__ = "maker", "planner"
    found: list[tuple[int, list[str]]] = []
    try:
        with Workspace.open(tmp_path / "state", tmp_path / "public") as workspace:
            for maker, planner in (("1", "1"), ("2", "12"), ("2", "22"), ("2", "22")):
                CALLS.clear()
                outcome = workspace.update(groups, {"maker": maker, "planner": planner}.__getitem__, Run())
                found.append((outcome.planned_groups, CALLS.copy()))
    finally:
        noted.__module__ = lay_noted.__module__ = __name__

    assert found == [(1, ["a", "b"]), (1, ["a", "b"]), (1, []), (0, [])]


CALLS: list[str] = []


def noted(_read: Callable[[str], Any], path: str) -> bytes:
    """Make a file and note that it was made."""
    CALLS.append(path)
    return path.encode()


def lay_noted(*paths: str) -> Iterator[Target]:
    """Plan files whose making is noted."""
    return (Target(path, noted, (path,)) for path in paths)


@pytest.mark.parametrize("lost", ["a.html", "a.html.gz", "a.html.br"])
def test_a_file_and_its_copies_are_made_at_once(tmp_path: Path, lost: str) -> None:
    """The maker is called once for all of them, and again when one of them is not there."""
    groups = (Group("g", lay_noted, ("a.html",)),)
    CALLS.clear()
    first = build(tmp_path, groups, {}, encoded=True)
    (tmp_path / "public" / lost).unlink()
    second = build(tmp_path, groups, {}, encoded=True, plan_all=True)

    assert CALLS == ["a.html"] * 2
    assert (first.targets, first.made) == (3, ("a.html", "a.html.br", "a.html.gz"))
    assert second.made == (lost,)
    assert sorted(content_of(tmp_path / "public")) == ["a.html", "a.html.br", "a.html.gz"]


def test_what_nobody_plans_goes_with_its_folders(tmp_path: Path) -> None:
    """Deleted targets and groups leave neither file nor empty folder in either tree."""
    build(tmp_path, (group("g", ("x/y/z/index.html", ("r:one",)), ("x/stay", ("r:one",))), GROUPS[1]), WORDS)
    outcome = build(tmp_path, (group("g", ("x/stay", ("r:one",))),), WORDS)
    build(tmp_path, (group("g", ("x/stay", ("r:two",))),), WORDS)

    assert outcome.deleted == ("c", "x/y/z/index.html")
    for tree in (tmp_path / ".cache/cchc/trees/a", tmp_path / ".cache/cchc/trees/b"):
        assert sorted(file.relative_to(tree).as_posix() for file in tree.rglob("*")) == ["x", "x/stay"]


def test_a_file_can_become_a_folder_and_back(tmp_path: Path) -> None:
    """`x` and `x/index.html` can take each other's place in any order of builds."""
    file, folder = (group("g", ("x", ("r:one",))),), (group("g", ("x/index.html", ("r:one",)), ("x/y/z", ("r:one",))),)
    for groups in (file, folder, file, file, folder, folder, file):
        build(tmp_path, groups, WORDS)
        assert list(content_of(tmp_path / "public")) in (["x"], ["x/index.html", "x/y/z"], ["x/y/z", "x/index.html"])
        assert len(content_of(tmp_path / "public")) == len(groups[0].args)


def test_a_name_can_change_its_letters(tmp_path: Path) -> None:
    """A path that changes between large and small letters is one file all the time."""
    for path in ("Tin.html", "tin.html", "TIN.html"):
        outcome = build(tmp_path, (group("g", (path, ("r:one",))),), WORDS)
        assert outcome.made == (path,)
        assert list(content_of(tmp_path / "public")) == [path]


def test_full_makes_everything_and_removes_strangers(tmp_path: Path) -> None:
    """A full build plans and makes all, keeps equal files, and leaves nothing that is not planned."""
    build(tmp_path, GROUPS, WORDS)
    before = stamps_of(tmp_path / "public")
    (tmp_path / "public/la.txt").write_text("not ours")
    quiet = build(tmp_path, GROUPS, WORDS, full=True)
    outcome = build(tmp_path, GROUPS, WORDS | {"r:three": "x"}, full=True)

    assert quiet.planned_groups == outcome.planned_groups == 2
    assert stamps_of(tmp_path / "public") == {path: stamp for path, stamp in before.items() if path in SITE}
    assert content_of(tmp_path / "public") == SITE


def test_files_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    """Files are 0644 and folders 0755 whatever the umask, and the state is the owner's alone."""
    old = os.umask(0o077)
    try:
        build(tmp_path, GROUPS, WORDS)
        build(tmp_path, GROUPS, WORDS | {"r:one": "x"})
    finally:
        os.umask(old)
    trees = tmp_path / ".cache/cchc/trees"
    modes = {(file.is_dir(), file.stat().st_mode & 0o777) for file in [trees, trees.parent, *trees.rglob("*")]}

    assert modes == {(True, 0o755), (False, 0o644)}
    assert (tmp_path / ".cache/cchc/state.sqlite").stat().st_mode & 0o777 == 0o600


def test_notes_come_with_the_tree(tmp_path: Path) -> None:
    """Notes of a build are kept when it is done, and not when it fails."""
    with Workspace.open(tmp_path / "state", tmp_path / "public") as workspace:
        workspace.save("record", [Item("r:one", "", "bad")])
        with pytest.raises(MakeError):
            workspace.update([group("g", ("a", ("r:one",)), maker=fail)], code_of, Run(notes={"stamp": "1"}))
        failed = workspace.note("stamp")
        workspace.save("record", [Item("r:one", "", "good")])
        workspace.update([group("g", ("a", ("r:one",)), maker=fail)], code_of, Run(notes={"stamp": "2"}))
        done = workspace.note("stamp")
        workspace.update([group("g", ("a", ("r:one",)), maker=fail)], code_of, Run(notes={"stamp": "3"}))

        assert (failed, done, workspace.note("stamp")) == (None, "2", "3")


def test_progress_counts_targets(tmp_path: Path) -> None:
    """Progress rises to the number of stale targets."""
    groups, words = many(100)
    seen: list[tuple[int, int]] = []
    build(tmp_path, groups, words, progress=lambda done, total: seen.append((done, total)))

    assert seen == sorted(seen)
    assert seen[-1] == (100, 100)


# Records and notes


def test_values_are_kept_by_kind(tmp_path: Path) -> None:
    """What is saved is loaded again, by kind and key, also by the next process."""
    with Workspace.open(tmp_path / "state", tmp_path / "public") as workspace:
        workspace.save("source", [Item("x", "1", ("một", 1)), Item("y", "2", None)])
        workspace.save("record", (Item(f"r:{number}", "b", number) for number in range(1000)))
        workspace.update((), code_of, Run(notes={"due": "2026", "stamp": "s"}))
        workspace.drop("record", (f"r:{number}" for number in range(1, 1000)))
        workspace.drop("source", [])
    with Workspace.open(tmp_path / "state", tmp_path / "public") as workspace:
        assert workspace.bases("source") == {"x": "1", "y": "2"}
        assert workspace.load_all("source") == {"x": ("một", 1), "y": None}
        assert workspace.load("record", "r:0") == 0
        assert list(workspace.bases("record")) == ["r:0"]
        assert (workspace.note("due"), workspace.note("none")) == ("2026", None)
        with pytest.raises(KeyError, match="r:1"):
            workspace.load("record", "r:1")


def test_a_record_of_equal_digest_did_not_change(tmp_path: Path) -> None:
    """A record saved again with another basis and an equal value, or with the digest it says it has, makes nothing."""
    groups = (group("g", ("a", ("r:one",))),)
    with Workspace.open(tmp_path / "state", tmp_path / "public") as workspace:
        workspace.save("record", [Item("r:one", "1", "một")])
        workspace.update(groups, code_of, Run())
        workspace.save("record", [Item("r:one", "2", "một")])
        equal = workspace.update(groups, code_of, Run())
        workspace.save("record", [Item("r:one", "3", "MỘT", digest="one")])
        other = workspace.update(groups, code_of, Run())
        workspace.save("record", [Item("r:one", "4", "Một", digest="one")])
        same = workspace.update(groups, code_of, Run())

        assert [outcome.planned_groups for outcome in (equal, other, same)] == [0, 1, 0]
        assert workspace.bases("record") == {"r:one": "4"}
        assert workspace.load("record", "r:one") == "Một"


def test_a_save_that_breaks_keeps_nothing(tmp_path: Path) -> None:
    """When the values run out half-way with an error, none of them is kept."""

    def broken() -> Iterator[Item]:
        yield from (Item(f"r:{number}", "", number) for number in range(600))
        raise ValueError("source is gone")

    with Workspace.open(tmp_path / "state", tmp_path / "public") as workspace:
        with pytest.raises(ValueError, match="gone"):
            workspace.save("record", broken())

        assert workspace.bases("record") == {}


# What may not be


def problems_of(error: pytest.ExceptionInfo[SiteError]) -> list[tuple[str, str]]:
    """Return place and code of every problem."""
    return [(problem.path, problem.code) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("groups", "problems"),
    [
        ((group("p", ("x", ())), group("q", ("x", ()))), [("x", "trung-duong-dan")]),
        ((group("p", ("x", ()), ("x", ())),), [("x", "trung-duong-dan")]),
        ((group("p", ("c", ())), GROUPS[1]), [("c", "trung-duong-dan")]),
        ((group("p", ("C", ())), GROUPS[1]), [("C", "trung-duong-dan")]),
        ((group("p", ("Đ/x", ()), ("đ/X", ())),), [("đ/X", "trung-duong-dan")]),
        ((group("p", ("x", ()), ("x/y/z", ())),), [("x", "vua-tep-vua-thu-muc")]),
        ((group("p", ("c/d/e", ())), GROUPS[1]), [("c", "vua-tep-vua-thu-muc")]),
        ((group("p", ("A", ())), GROUPS[0]), [("A", "vua-tep-vua-thu-muc")]),
        (
            (group("p", ("x", ()), ("y", ())), group("q", ("x", ()), ("y", ()))),
            [("x", "trung-duong-dan"), ("y", "trung-duong-dan")],
        ),
    ],
    ids=["groups", "group", "unplanned", "letters", "đ", "folder", "below unplanned", "above unplanned", "all"],
)
def test_two_targets_for_one_path_are_an_error(
    tmp_path: Path, groups: tuple[Group, ...], problems: list[tuple[str, str]]
) -> None:
    """Every collision is told with path and both groups, also with a group that is not planned; the site stands."""
    build(tmp_path, GROUPS, WORDS)
    with pytest.raises(PlanError) as error:
        build(tmp_path, groups, WORDS)

    assert problems_of(error) == problems
    assert all(key in error.value.problems[0].message for key in {item.key for item in groups})
    assert content_of(tmp_path / "public") == SITE


def test_a_path_can_move_between_groups(tmp_path: Path) -> None:
    """A file that another group plans now is the same file, not a collision."""
    build(tmp_path, GROUPS, WORDS)
    before = stamps_of(tmp_path / "public")
    moved = (
        group("left", ("a/index.html", ("r:one",))),
        group("right", ("b.txt", ("r:one", "r:two")), ("c", ("r:two",))),
    )
    outcome = build(tmp_path, moved, WORDS)
    owners = {path: key for path, (key, *_) in manifest_of(tmp_path).items()}

    assert (outcome.made, outcome.deleted) == ((), ())
    assert stamps_of(tmp_path / "public") == before
    assert owners == {"a/index.html": "left", "b.txt": "right", "c": "right"}


@pytest.mark.parametrize(
    "path", ["", "/x", "x/", "x//y", "../x", "x/../y", "./x", "x/.", "x\\y", "x\ny", "cai\u0301ch", "x\x00"]
)
def test_paths_are_checked(tmp_path: Path, path: str) -> None:
    """A path is relative, plain POSIX and composed."""
    with pytest.raises(PlanError) as error:
        build(tmp_path, (group("g", (path, ())),), {})

    assert problems_of(error) == [(path, "duong-dan-sai")]


@pytest.mark.parametrize("path", ["x", ".well-known/x", "..x/y...", "chữ có dấu/ảnh 1.png", "x/.htaccess"])
def test_good_paths_pass(tmp_path: Path, path: str) -> None:
    """Dots, spaces and dấu are no reason to refuse a path."""
    assert build(tmp_path, (group("g", (path, ())),), {}).made == (path,)


def test_bugs_of_a_plan_are_said_as_such(tmp_path: Path) -> None:
    """A record that is not there fails its target by name; two groups of one key are a bug."""
    with pytest.raises(MakeError, match="no record 'r:none'") as error:
        build(tmp_path, (group("g", ("x", ("r:none",))),), WORDS)
    with pytest.raises(AssertionError, match="one key"):
        build(tmp_path, (GROUPS[0], GROUPS[0]), WORDS)

    assert problems_of(error) == [("x", "khong-tao-duoc")]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.heavy
def test_all_targets_are_tried_before_a_build_fails(tmp_path: Path, jobs: int) -> None:
    """Every maker that raises is told with path, maker and cause, and the old site stands."""
    groups, words = many(100)
    failing = tuple(Group(item.key, lay_by, (fail, *item.args)) for item in groups)
    build(tmp_path, failing, words)
    before = content_of(tmp_path / "public")
    broken = words | {"r:3": "bad", "r:77": "bad", "r:50": "tốt"}
    with pytest.raises(MakeError) as error:
        build(tmp_path, failing, broken, "2", jobs=jobs)

    assert problems_of(error) == [
        ("tin/0/77/index.html", "khong-tao-duoc"),
        ("tin/3/3/index.html", "khong-tao-duoc"),
    ]
    assert "test_engine.fail báo lỗi ValueError: no such thing (test_engine.py:" in str(error.value)
    assert content_of(tmp_path / "public") == before
    build(tmp_path, failing, words | {"r:50": "tốt"}, "2")
    build(tmp_path / "clean", failing, words | {"r:50": "tốt"}, "2")
    assert content_of(tmp_path / "public") == content_of(tmp_path / "clean/public")


def share(read: OnceRead, path: str, shared: str) -> bytes:
    """Make a file from work that is shared, and tell which object that was."""
    words = read.once(gather, shared)
    return f"{path} {words[0]} {len(words)} {os.getpid()} {id(words)}".encode()


def gather(read: OnceRead, key: str) -> list[str]:
    """Do the shared work; a list, so that another call gives another object."""
    return [read(key)] * 3


def lay_shared(key: str, *paths: str) -> Iterator[Target]:
    """Plan files that share work."""
    return (Target(path, share, (path, key), together=True) for path in paths)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 3])
def test_targets_share_work_in_one_worker(tmp_path: Path, jobs: int) -> None:
    """What one has asked for once, the others of its group get, however many workers there are."""
    groups, words = many(200)
    paths = [[f"chung/{number}/{name}" for name in range(70)] for number in range(6)]
    own = tuple(Group(f"s{n}", lay_shared, (f"r:{n}", *paths[n])) for n in range(6))
    build(tmp_path, (*groups, *own), words | WORDS, jobs=jobs)
    tree = content_of(tmp_path / "public")

    for number in range(6):
        assert len({tree[path].split(b" ", 1)[1] for path in paths[number]}) == 1
        assert tree[paths[number][0]].decode().split(" ")[1:4] == ["từ", f"{number}", "3"]


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.heavy
def test_whoever_asks_for_shared_work_read_what_it_read(tmp_path: Path, jobs: int) -> None:
    """A record that shared work read makes stale all that asked for it, also what found the work done."""
    groups, words = many(100)
    own = (Group("s", lay_shared, ("r:one", "x", "y", "z")), Group("t", lay_nested, ("r:two", "u", "v")))
    build(tmp_path, (*groups, *own), words | WORDS, jobs=jobs)
    one = build(tmp_path, (*groups, *own), words | WORDS | {"r:one": "MỘT"}, jobs=jobs)
    two = build(tmp_path, (*groups, *own), words | WORDS | {"r:one": "MỘT", "r:two": "HAI BA"}, jobs=jobs)

    assert (one.made, two.made) == (("x", "y", "z"), ("u", "v"))


def test_files_of_other_groups_share_work_too(tmp_path: Path) -> None:
    """Nobody plans them together; each reads what the work read."""
    own = tuple(Group(path, lay_loose, ("r:one", path)) for path in ("x", "y", "z"))
    build(tmp_path, own, WORDS)
    tree = content_of(tmp_path / "public")
    again = build(tmp_path, own, WORDS | {"r:one": "MỘT"})

    assert len({tree[path].split(b" ", 1)[1] for path in ("x", "y", "z")}) == 1
    assert again.made == ("x", "y", "z")


def lay_loose(key: str, *paths: str) -> Iterator[Target]:
    """Plan files that are made wherever there is room."""
    return (Target(path, share, (path, key)) for path in paths)


def test_what_is_near_is_made_in_a_row(tmp_path: Path) -> None:
    """Whatever groups it is in: what files share small pieces of need not be kept for long."""
    CALLS.clear()
    own = (Group("p", lay_near, ("a", "2", "b", "1")), Group("q", lay_near, ("c", "2", "d", "1", "e", "")))
    build(tmp_path, own, WORDS)
    assert CALLS == ["e", "b", "d", "a", "c"]


def lay_near(*entries: str) -> Iterator[Target]:
    """Plan files by path and what they are near to."""
    return (Target(path, wander, (path, ()), near=near) for path, near in zip(entries[::2], entries[1::2], strict=True))


def test_what_was_not_asked_for_longest_is_forgotten_and_made_again() -> None:
    """A memory has an end; who asks again gets the same, and has read the same."""
    calls: list[str] = []

    def work(read: Callable[[str], Any], key: str) -> Any:
        calls.append(key)
        return read(key)

    numbers = {"a": 1, "b": 2, "c": 3}
    memory = Memory(2)
    for key in "abacab":
        read = Reader(lambda key: (numbers[key], key * 2), memory)
        assert read.once(work, key) == key * 2
        assert unpack(read.trace) == (numbers[key],)
    assert calls == ["a", "b", "c", "b"]
    assert len(memory) == 2


def test_files_of_one_work_alone_have_one_trace() -> None:
    """It is written, sent and kept once, however many files and records there are; who reads more has another one."""

    def work(read: Callable[[str], Any]) -> None:
        for key in "abc":
            read(key)

    memory = Memory()
    readers = [Reader(lambda key: (ord(key), key), memory) for _ in range(3)]
    for read in readers:
        read.once(work)
    readers[2]("d")

    assert readers[0].trace is readers[1].trace
    assert [unpack(read.trace) for read in readers] == [(97, 98, 99), (97, 98, 99), (97, 98, 99, 100)]


def share_nested(read: OnceRead, path: str, shared: str) -> bytes:
    """Make a file from shared work that asks for other shared work."""
    return f"{path} {read.once(gather_more, shared)}".encode()


def gather_more(read: OnceRead, key: str) -> int:
    """Ask for shared work."""
    return len(read.once(gather, key)[0])


def lay_nested(key: str, *paths: str) -> Iterator[Target]:
    """Plan files that share work twice over; the second finds all of it done."""
    yield Target(paths[0], share, (paths[0], key), together=True)
    yield from (Target(path, share_nested, (path, key), together=True) for path in paths[1:])


def test_units_are_not_cut() -> None:
    """A unit is one chunk, whatever its size, and comes first; the rest is cut as ever."""
    tasks = [("loose", n) for n in range(100)] + [("big", n) for n in range(300)] + [("loose", n) for n in range(50)]
    found = list(chunks(tasks, 2, lambda task: task[0].replace("loose", "")))

    assert found[0] == [("big", n) for n in range(300)]
    assert [len(chunk) for chunk in found[1:]] == [18] * 8 + [6]
    assert sorted(task for chunk in found for task in chunk) == sorted(tasks)


# Laws

KEYS = [f"r:{letter}" for letter in "abcd"]
PATHS = ["a", "a/b", "a/b/c", "d/e", "d/f", "đ", "g", "h/i/j"]
PLANS = st.dictionaries(
    st.sampled_from(PATHS), st.tuples(st.sampled_from("pqr"), st.lists(st.sampled_from(KEYS), max_size=2)), max_size=6
).filter(lambda plan: not any(other.startswith(f"{path}/") for path in plan for other in plan))
WORD_LISTS = st.fixed_dictionaries({key: st.sampled_from("xyz") for key in KEYS})


def groups_of(plan: Mapping[str, tuple[str, list[str]]]) -> tuple[Group, ...]:
    """Group the files of a plan."""
    keys = sorted({key for key, _ in plan.values()})
    return tuple(
        group(key, *((path, tuple(refs)) for path, (own, refs) in sorted(plan.items()) if own == key)) for key in keys
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(PLANS, WORD_LISTS, st.sampled_from(["1", "2"])), min_size=1, max_size=5))
def test_any_sequence_of_edits_equals_a_clean_build(
    steps: list[tuple[dict[str, tuple[str, list[str]]], dict[str, str], str]],
) -> None:
    """Built step by step, the site, its manifest and both trees are those of a clean build of each step."""
    with TemporaryDirectory() as scratch:
        warm = Path(scratch, "warm")
        for number, (plan, words, code) in enumerate(steps):
            clean = Path(scratch, f"clean{number}")
            build(warm, groups_of(plan), words, code)
            build(clean, groups_of(plan), words, code)
            planned = build(warm, groups_of(plan), words, code, plan_all=True)

            assert content_of(warm / "public") == content_of(clean / "public")
            assert manifest_of(warm) == manifest_of(clean)
            assert (planned.made, planned.deleted) == ((), ())
        # One more change brings the other tree forward, too.
        build(warm, (*groups_of(plan), group("z", ("zzz", ()))), words, code)
        build(warm, groups_of(plan), words, code)
        trees = [content_of(warm / f".cache/cchc/trees/{name}") for name in "ab"]
        for tree in trees:
            tree.pop("zzz", None)
        assert trees[0] == trees[1] == content_of(warm / "public")


def manifest_of(root: Path) -> dict[str, tuple[str, str, str, tuple[str, ...]]]:
    """Read the manifest of a portal."""
    return manifest_in(root / ".cache/cchc")


LINKS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from([*"xyz", *KEYS]), min_size=2)
STEPS = st.lists(st.tuples(PLANS, LINKS, st.sampled_from("1112"), st.booleans()), min_size=2, max_size=5)


def wander(read: OnceRead, path: str, keys: tuple[str, ...]) -> bytes:
    """Make a file of words, and note that; where a word names a record, that one is read, too, as shared work."""
    CALLS.append(path)
    return "\n".join([path, *(read.once(lead, key) for key in keys)]).encode()


def lead(read: OnceRead, key: str) -> str:
    """Return a word, and that of the record that it names."""
    word: str = read(key)
    return f"{word} {read(word)}" if word.startswith("r:") else word


def lay_wanderers(*entries: Entry) -> Iterator[Target]:
    """Plan files that share work: some as a unit, the others with whatever the worker makes."""
    return (Target(path, wander, (path, keys), together=path < "d") for path, keys in entries)


def trace_of(keys: Iterable[str], words: Mapping[str, str]) -> set[str]:
    """Return the keys of all records that `wander` reads."""
    return {*keys, *(words.get(key, "") for key in keys if words.get(key, "").startswith("r:"))}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
@pytest.mark.heavy
def test_made_again_is_exactly_what_read_what_changed(
    steps: list[tuple[dict[str, tuple[str, list[str]]], dict[str, str], str, bool]],
) -> None:
    """Records change, go and come back, builds fail in between and sites are rolled back.

    Re-made are exactly the targets whose trace, arguments or code changed since the last build that was accepted, and
    those that a roll-back made unknown; what differs from before is among them; all is as after a clean build.
    """
    accepted: dict[str, tuple[tuple[str, ...], str, set[str]]] = {}
    kept: dict[str, str] = {}
    changed: set[str] = set()
    unknown: set[str] = set()
    with TemporaryDirectory() as scratch:
        warm = Path(scratch, "warm")
        for number, (plan, words, code, back) in enumerate(steps):
            groups = tuple(replace(one, planner=lay_wanderers) for one in groups_of(plan))
            wanted = {path: (tuple(keys), code, trace_of(keys, words)) for path, (_, keys) in plan.items()}
            changed |= {key for key in kept if words.get(key) != kept[key]}
            kept = words
            stale = {
                path
                for path, now in wanted.items()
                if path in unknown or accepted.get(path, ((), "", ()))[:2] != now[:2] or accepted[path][2] & changed
            }
            before = content_of(warm / "public") if accepted else {}
            CALLS.clear()
            if any(key not in words for path in stale for key in wanted[path][2]):
                with pytest.raises(MakeError):
                    build(warm, groups, words, code, label=str(number))
                continue
            build(warm, groups, words, code, label=str(number))
            made, after = set(CALLS), content_of(warm / "public")
            build(Path(scratch, f"clean{number}"), groups, words, code)

            assert made == stale
            assert {path for path in after if after[path] != before.get(path)} <= made
            assert after == content_of(Path(scratch, f"clean{number}/public"))
            assert manifest_of(warm) == manifest_of(Path(scratch, f"clean{number}"))
            accepted, changed, unknown = wanted, set(), set()
            if back:
                unknown = go_back(warm)


def go_back(root: Path) -> set[str]:
    """Roll a portal back, if it can be; return the paths that are then unknown."""
    with (
        Workspace.open(root / ".cache/cchc", root / "public") as workspace,
        closing(Store(root / ".cache/cchc/state.sqlite")) as store,
    ):
        pending = Journal(store).pending() or ()
        with contextlib.suppress(MakeError):
            workspace.go_back()
            return set(pending)
    return set()


class Cluster(Executor):
    """A stand-in for an executor on other machines: everything travels as bytes, every task runs twice at once."""

    def __init__(self) -> None:
        self._twins = ThreadPoolExecutor(4)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run by way of bytes, as when a machine is given up for lost and works on."""
        call = pickle.dumps((fn, args, kwargs))
        calls = [self._twins.submit(run_packed, call) for _ in range(2)]
        future: Future[Any] = Future()
        future.set_result(pickle.loads(next(as_completed(calls)).result()))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for the copies that were late."""
        self._twins.shutdown(wait, cancel_futures=cancel_futures)


def run_packed(call: bytes) -> bytes:
    """Call a function that came as bytes."""
    function, own, named = pickle.loads(call)
    return pickle.dumps(function(*own, **named))


EXECUTORS: dict[str, Callable[[], contextlib.AbstractContextManager[Executor]]] = {
    "threads": partial(ThreadPoolExecutor, 3),
    "processes": partial(ProcessPoolExecutor, 2, mp_context=get_context("spawn")),
    "cluster": Cluster,
}


@pytest.mark.slow
@pytest.mark.parametrize("how", ["1", "2", "4", *EXECUTORS])
def test_every_way_to_make_gives_the_same_site(tmp_path: Path, how: str) -> None:
    """Any number of workers and any executor make the bytes that one process makes, at first and after a change."""
    groups, words = many(150)
    with contextlib.ExitStack() as stack:
        executor = stack.enter_context(EXECUTORS[how]()) if how in EXECUTORS else None
        jobs = int(how) if executor is None else 1
        for step in ({}, {f"r:{number}": "mới" for number in range(0, 150, 2)}):
            outcome = build(tmp_path / "some", groups, words | step, jobs=jobs, executor=executor)
            alone = build(tmp_path / "alone", groups, words | step)

            assert outcome == alone
            assert content_of(tmp_path / "some/public") == content_of(tmp_path / "alone/public")
            assert manifest_of(tmp_path / "some") == manifest_of(tmp_path / "alone")


@pytest.mark.heavy
def test_workers_are_spawned_when_there_are_threads(tmp_path: Path) -> None:
    """A process with threads makes the same site with workers that are not forked."""
    groups, words = many(70)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(int).result()
        build(tmp_path, groups, words, jobs=2)
    build(tmp_path / "alone", groups, words)

    assert content_of(tmp_path / "public") == content_of(tmp_path / "alone/public")


def double(number: int) -> int:
    """Double a number; 13 cannot be."""
    if number == 13:
        raise ValueError("unlucky")
    return number * 2


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("count", [0, 10, 500])
def test_spread_keeps_the_order(jobs: int, count: int) -> None:
    """Results come in the order of the tasks, however many workers there are."""
    tasks = range(100, 100 + count)

    assert list(spread(double, tasks, jobs=jobs)) == [number * 2 for number in tasks]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.heavy
def test_spread_raises_what_the_function_raises(jobs: int) -> None:
    """An error of the function is an error of the caller."""
    with pytest.raises(ValueError, match="unlucky"):
        list(spread(double, range(100), jobs=jobs))


def test_a_file_that_replaces_another_is_younger_by_a_whole_second(tmp_path: Path) -> None:
    """Servers tell files of one size apart by the second of their change, and two builds can fall into one."""
    ages = []
    for word in ("one", "two", "six"):
        build(tmp_path, GROUPS, WORDS | {"r:two": word})
        ages.append(int((tmp_path / "public/b.txt").stat().st_mtime))

    assert ages == sorted(set(ages))
