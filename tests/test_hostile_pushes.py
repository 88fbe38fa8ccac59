"""Pushes of strangers that are made to stop everybody: refused, each with a sentence, while good pushes go on."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest

from tests import hostile_pushes
from tests.conftest import article
from tests.git_desk import Desk, Editor, Told, make_desk
from tests.hostile_pushes import WORST
from tests.lengths import examples

TO_A_BRANCH = "refs/heads/bai-la"
SERVERS_FAULT = "lỗi của máy chủ"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A repository where only `lan` publishes; a check has little time, so that the tests have more."""
    folder = tmp_path_factory.mktemp("desk")
    names = folder / "ten.txt"
    names.write_text("lan\n", encoding="utf-8")
    desk = make_desk(folder / "own", publishers=names)
    desk.git("config", "cchc.deadline", "20")
    desk.git("config", "cchc.maxCommits", "1000")
    return desk


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    """The repository, with clones of this test's own."""
    for name in ("asleep", "awake"):
        (made.to / ".cchc" / name).unlink(missing_ok=True)
    return replace(made, scratch=tmp_path)


@pytest.fixture(scope="module")
def spoilt(made: Desk) -> tuple[Editor, Callable[[str], str]]:
    """A stranger's clone, and what makes each of the worst commits in it once; this repository takes fewer commits."""
    stranger = made.editor("binh")
    spoils = {name: spoil for name, (spoil, _) in WORST.items()}
    spoils["many_commits"] = partial(hostile_pushes.many_commits, count=examples(1_200, 6_000))
    return stranger, cache(lambda name: spoils[name](stranger))


@contextmanager
def deadline(desk: Desk, seconds: int) -> Iterator[None]:
    """Give checks other seconds for a while."""
    desk.git("config", "cchc.deadline", str(seconds))
    try:
        yield
    finally:
        desk.git("config", "cchc.deadline", "20")


def push(editor: Editor, commit: str) -> Told:
    """Push a commit to a branch of the stranger's own."""
    return editor.push("origin", f"{commit}:{TO_A_BRANCH}")


def in_background(editor: Editor, commit: str) -> subprocess.Popen[bytes]:
    """Push a commit and do not wait."""
    words = ["git", "push", "--quiet", "origin", f"{commit}:{TO_A_BRANCH}"]
    return subprocess.Popen(words, cwd=editor.folder, stderr=subprocess.PIPE, env=editor.environment)


def wait_for(file: Path) -> None:
    """Wait until a file is there."""
    until = time.monotonic() + 120
    while not file.exists():
        assert time.monotonic() < until, file
        time.sleep(0.02)


@pytest.mark.parametrize("name", WORST)
def test_a_push_that_is_made_to_stop_the_server_is_refused_and_the_next_is_taken(
    desk: Desk, spoilt: tuple[Editor, Callable[[str], str]], name: str
) -> None:
    """The stranger reads a sentence that is no fault of the server's; the next push finds everything in order."""
    (stranger, spoil), refs, expected = spoilt, desk.refs(), WORST[name][1]
    with deadline(desk, 8 if name == "sleeper" else 20):
        told = push(stranger, spoil(name))

    assert told.code == 1, told.all
    assert any(line.startswith("✗ Không nhận bài: ") for line in told.lines), told.all
    assert expected in told.all
    assert SERVERS_FAULT not in told.all
    assert "Traceback" not in told.all
    assert desk.refs() == refs
    other = desk.editor("binh")
    good = other.push("origin", f"{other.add_article('tot')}:refs/heads/sau-{name}")
    assert good.code == 0, good.all


def test_a_check_that_never_ends_is_ended_and_says_what_to_do(desk: Desk) -> None:
    """How long was allowed, which article is the heaviest, how to send less at a time."""
    stranger = desk.editor("binh")
    stranger.add_article("nang-nhat")
    with deadline(desk, 8):
        told = push(stranger, hostile_pushes.sleeper(stranger))

    assert told.lines[1] == "✗ Không nhận bài: kiểm tra lần gửi này cần quá 8 giây, nên máy chủ đã dừng lại."
    assert told.lines[2] == ("  Bài nặng nhất trong lần gửi, hãy xem lại trước tiên: content/news/2024/05/nang-nhat.md")
    assert "gửi ít bài hơn mỗi lần" in told.lines[3]


def test_a_check_that_takes_all_memory_is_ended_and_says_so(desk: Desk) -> None:
    """The system itself holds every process of it."""
    stranger = desk.editor("binh")
    told = push(stranger, hostile_pushes.glutton(stranger))

    assert told.lines[1] == "✗ Không nhận bài: kiểm tra lần gửi này cần quá 512 MB bộ nhớ, nên máy chủ đã dừng lại."


def test_a_publisher_does_not_wait_for_a_strangers_check(desk: Desk) -> None:
    """While a stranger's push is being checked, a good one is checked, taken and live."""
    stranger, publisher = desk.editor("binh"), desk.editor("lan")
    with deadline(desk, 900), in_background(stranger, hostile_pushes.sleeper(stranger)) as sleeper:
        wait_for(desk.to / ".cchc" / "asleep")
        head = publisher.add_article("khong-phai-doi")
        told = publisher.push()
        desk.wait(head)
        still = sleeper.poll()
        (desk.to / ".cchc" / "awake").touch()

    assert told.code == 0, told.all
    assert still is None
    assert desk.shown()["commit"] == head


@pytest.mark.slow
def test_ten_worst_pushes_in_a_loop_stop_no_good_one(desk: Desk, spoilt: tuple[Editor, Callable[[str], str]]) -> None:
    """A stranger pushes them again and again; every article of an editor is taken and live, nothing is lost."""
    rounds = examples(2, 20)
    publisher, stop, answers = desk.editor("lan"), threading.Event(), list[Told]()
    stranger, spoil = spoilt
    commits = [spoil(name) for name in reversed(WORST)]  # the sleeper last: the short form is over while it sleeps

    def attack() -> None:
        while not stop.is_set():
            answers.extend(push(stranger, commit) for commit in commits if not stop.is_set())

    attacker = threading.Thread(target=attack)
    attacker.start()
    try:
        for number in range(rounds):
            head = publisher.add_article(f"trong-bao-{number}")
            told = publisher.push()
            assert told.code == 0, told.all
            desk.wait(head)
    finally:
        stop.set()
        attacker.join()

    assert answers
    assert all(told.code == 1 for told in answers)
    assert desk.shown()["commit"] == desk.head == head
    assert {f"content/news/2024/05/trong-bao-{number}.md" for number in range(rounds)} <= set(desk.shown()["files"])


# Names of branches and tags


@pytest.mark.parametrize(
    "ref",
    [
        "refs/tags/main", "refs/tags/MAIN", "refs/heads/Main", "refs/heads/HEAD", "refs/heads/refs/heads/main",
        "refs/heads/heads/main", "refs/heads/-f", "refs/heads/deadbeef", f"refs/heads/{'a' * 40}",
        f"refs/tags/{'0' * 64}", "refs/heads/bai\u202egnat", "refs/heads/\u200bmain",
    ],
)  # fmt: skip
def test_names_that_git_or_people_take_for_something_else_are_refused(desk: Desk, ref: str) -> None:
    """A tag like the published branch would be what `git show main` shows."""
    stranger, refs = desk.editor("binh"), desk.refs()
    told = stranger.push("origin", f"HEAD:{ref}")

    assert told.code == 1
    assert ": ten-nhanh-la: " in told.all
    assert desk.refs() == refs


@pytest.mark.parametrize("ref", ["refs/notes/x", "refs/cchc/x", "refs/replace/x", "refs/pull/1/head"])
def test_what_is_no_branch_and_no_tag_is_refused(desk: Desk, ref: str) -> None:
    """Nothing lies on the server that nobody sees."""
    refs = desk.refs()
    told = desk.editor("binh").push("origin", f"HEAD:{ref}")

    assert told.code == 1
    assert desk.refs() == refs


def test_a_name_of_bytes_that_are_no_text_is_refused(desk: Desk) -> None:
    """Nobody could type it to have it removed."""
    stranger = desk.editor("binh")
    words = [b"git", b"push", b"origin", b"HEAD:refs/heads/bai-\xff"]
    done = subprocess.run(words, cwd=stranger.folder, capture_output=True, check=False, env=stranger.environment)

    assert done.returncode == 1
    assert "ten-nhanh-la" in done.stderr.decode(errors="replace")


def test_too_many_branches_at_once_are_refused(desk: Desk) -> None:
    """Each would be checked."""
    told = desk.editor("binh").push("origin", *(f"HEAD:refs/heads/nhanh-{number}" for number in range(201)))

    assert told.code == 1
    assert "git push: gui-qua-nhieu: một lần gửi nhận nhiều nhất 200 nhánh và thẻ" in told.all


def test_strangers_cannot_fill_the_server_with_branches(desk: Desk) -> None:
    """They add no more to very many; who publishes does."""
    desk.git("config", "cchc.maxRefs", "1")
    names = [f"day-{number}" for number in range(11)]
    try:
        for name in names:
            desk.git("update-ref", f"refs/heads/{name}", "main")
        stranger = desk.editor("binh").push("origin", "HEAD:refs/heads/them-nhanh")
        publisher = desk.editor("lan").push("origin", "HEAD:refs/heads/them-nhanh")
    finally:
        desk.git("config", "--unset", "cchc.maxRefs")
        for name in names:
            desk.git("update-ref", "-d", f"refs/heads/{name}")

    assert "qua-nhieu-nhanh" in stranger.all
    assert publisher.code == 0, publisher.all


# What is code


def test_code_that_the_settings_name_elsewhere_is_for_publishers_only(tmp_path: Path) -> None:
    """Hooks, inherited settings, templates and scripts run on the server or in readers' browsers, wherever they lie."""
    names = tmp_path / "ten.txt"
    names.write_text("lan\n", encoding="utf-8")
    desk = make_desk(tmp_path / "own", publishers=names)
    publisher = desk.editor("lan")
    settings = (publisher.folder / "mkdocs.yml").read_text(encoding="utf-8")
    publisher.write("content/media/goc.yml", "hooks: [moc.py]\nextra: !ENV [KHONG_CO, 1]\n")
    publisher.write("mkdocs.yml", f"INHERIT: content/media/goc.yml\n{settings}")
    head = publisher.commit()
    publisher.git(
        "push", "--quiet", "--receive-pack=git -c core.hooksPath=/dev/null receive-pack", "origin", "HEAD:main"
    )
    assert desk.head == head
    trap = tmp_path / "sap-bay"
    for path in ("content/media/goc.yml", "content/media/moc.py"):
        stranger = desk.editor("binh")
        stranger.write(path, f"hooks: [{trap}]\n")
        stranger.commit()
        told = stranger.push("origin", "HEAD:refs/heads/bay")

        assert told.code == 1
        assert f"{path}: cai-dat-can-quyen" in told.all
    other = desk.editor("binh")
    other.write("content/news/2024/05/tot.md", article(topic="khong-co"))
    other.commit()
    assert "cai-dat-can-quyen" not in other.push("origin", "HEAD:refs/heads/tot").all
