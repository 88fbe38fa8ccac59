"""Two people at once: what whoever was overtaken is told, and that the lines told work word for word."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.publish import overtaken
from tests.conftest import article
from tests.git_desk import QUIET, Desk, Editor, make_desk
from tests.served_desk import open_desk, sshd, wait_for
from tests.server import ask, nginx

SHARED = "content/news/2024/05/chung.md"
MARKERS = re.compile(r"^<<<<<<< [^\n]*\n(.*?)^=======\n(.*?)^>>>>>>> [^\n]*\n", re.DOTALL | re.MULTILINE)


def commands(told: str) -> list[str]:
    """Return the lines of an answer that are commands, as a person would copy them."""
    lines = [line.removeprefix("remote: ").strip() for line in told.splitlines()]
    return [line for line in lines if line.startswith("git ")]


def typed(editor: Editor, line: str) -> subprocess.CompletedProcess[str]:
    """Type a line into a terminal; where an editor would open, it fails."""
    env = dict(editor.environment) | {"VISUAL": "false", "EDITOR": "false"}
    return subprocess.run(line, shell=True, cwd=editor.folder, env=env, capture_output=True, text=True, check=False)


def written(editor: Editor, line: str, message: str) -> str:
    """Rewrite the body of the shared article and commit it."""
    editor.write(SHARED, article(body=f"Câu mở đầu.\n\n{line}\n\nCâu kết."))
    return editor.commit(message)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One repository for all tests here, with an article that two people change."""
    desk = make_desk(tmp_path_factory.mktemp("desk"))
    first = desk.editor()
    written(first, "Câu giữa.", "Bài chung")
    assert first.push().code == 0
    return desk


@pytest.fixture
def pair(made: Desk, tmp_path: Path) -> Iterator[tuple[Desk, Editor, Editor]]:
    """The repository, and two people with keys and clones of this test's own."""
    (tmp_path / "clones").mkdir()
    desk = replace(made, scratch=tmp_path / "clones")
    with sshd(tmp_path / "ssh", desk, "lan", "hung") as editors:
        yield desk, editors["lan"], editors["hung"]


def test_an_overtaken_push_is_followed_by_vietnamese_lines_that_bring_it_through(
    pair: tuple[Desk, Editor, Editor],
) -> None:
    """Git refuses on the sender's machine, where no hook runs; the lines work as they stand, unsaved work included."""
    desk, lan, hung = pair
    lan.add_article("cua-lan")
    assert lan.push().code == 0
    hung.add_article("cua-hung")
    hung.write(SHARED, article(body="Đang viết dở."))
    told = hung.push()
    pull, push = commands(told.all)[:2]

    assert told.code == 1
    assert "fetch first" in told.all
    assert "• “[rejected]” (hoặc “[Bị từ chối]”): người khác đã gửi trước bạn." in told.all.splitlines()
    assert (pull, push) == (
        "git pull --rebase=merges --autostash origin main", "git push origin HEAD:main",
    )  # fmt: skip
    for line in (pull, push):
        done = typed(hung, line)
        assert done.returncode == 0, done.stderr
    desk.wait(desk.head)
    assert {"content/news/2024/05/cua-lan.md", "content/news/2024/05/cua-hung.md"} <= set(desk.shown()["files"])
    assert "Đang viết dở." in (hung.folder / SHARED).read_text(encoding="utf-8")


def test_a_conflict_is_mended_as_the_lines_say_and_both_peoples_work_is_on_the_portal(tmp_path: Path) -> None:
    """The real program, a real nginx: two people change one sentence, and each adds an article."""
    desk = open_desk(tmp_path)
    with sshd(tmp_path / "ssh", desk, "lan", "hung") as editors, nginx(desk.to) as address:
        lan, hung = editors["lan"], editors["hung"]
        written(lan, "Câu giữa.", "Bài chung")
        assert lan.push().code == 0
        hung.git("pull", "--quiet", "origin", "main")
        written(lan, "Câu giữa do Lan sửa.", "Lan sửa")
        lan.add_article("cua-lan")
        assert lan.push().code == 0
        hung.add_article("cua-hung")
        written(hung, "Câu giữa do Hùng sửa.", "Hùng sửa")
        written(hung, "Câu giữa do Hùng sửa lần nữa.", "Hùng sửa lần nữa")
        told = hung.push()
        pull, _, which, add, go_on, send, abort = commands(told.all)
        assert typed(hung, pull).returncode != 0
        while (hung.folder / ".git" / "rebase-merge").exists():
            assert typed(hung, which).stdout.split() == [SHARED]
            file = hung.folder / SHARED
            text, count = MARKERS.subn(r"\1\2", file.read_text(encoding="utf-8"))
            assert count
            file.write_text(text, encoding="utf-8")
            assert typed(hung, add).returncode == 0
            typed(hung, go_on)
        sent = typed(hung, send)
        assert sent.returncode == 0, sent.stderr
        head = hung.git("rev-parse", "HEAD")
        wait_for(lambda: (desk.status()["state"], desk.status()["published"]) == ("ok", head), desk.log)
        shown = ask(address + "tin-tuc/2024/05/chung/").body.decode()

        assert abort == "git rebase --abort"
        assert "Câu giữa do Lan sửa." in shown
        assert "Câu giữa do Hùng sửa lần nữa." in shown
        assert {ask(f"{address}tin-tuc/2024/05/cua-{name}/").status for name in ("lan", "hung")} == {200}


def test_giving_up_brings_everything_back_as_it_was(pair: tuple[Desk, Editor, Editor]) -> None:
    """The last line told: a conflict that is too much for today loses no word."""
    _, lan, hung = pair
    written(lan, "Lan.", "Lan sửa")
    assert lan.push().code == 0
    head = written(hung, "Hùng.", "Hùng sửa")
    lines = commands(hung.push().all)

    assert typed(hung, lines[0]).returncode != 0
    assert typed(hung, lines[-1]).returncode == 0
    assert hung.git("rev-parse", "HEAD") == head
    assert "Hùng." in (hung.folder / SHARED).read_text(encoding="utf-8")


def test_keeping_only_the_others_words_brings_it_through_too(pair: tuple[Desk, Editor, Editor]) -> None:
    """A commit of which nothing is left does not stop the recipe."""
    desk, lan, hung = pair
    theirs = written(lan, "Chữ Lan giữ.", "Lan sửa")
    assert lan.push().code == 0
    written(hung, "Chữ Hùng bỏ.", "Hùng sửa")
    pull, _, _, add, go_on, send, _ = commands(hung.push().all)
    typed(hung, pull)
    file = hung.folder / SHARED
    file.write_text(MARKERS.sub(r"\1", file.read_text(encoding="utf-8")), encoding="utf-8")

    assert [typed(hung, line).returncode for line in (add, go_on, send)] == [0, 0, 0]
    assert desk.head == theirs


def test_an_approvers_merge_stays_a_merge(pair: tuple[Desk, Editor, Editor]) -> None:
    """Who approved stands in the history, also when another article came in between."""
    desk, lan, hung = pair
    lan.write("content/news/2024/05/cho-duyet.md", article())
    lan.git("add", "-A")
    lan.git("commit", "--quiet", "--author", "Lan <lan@example.vn>", "-m", "Bài chờ duyệt")
    assert lan.push("origin", "HEAD:refs/heads/bai-cua-lan").code == 0
    hung.git("fetch", "--quiet", "origin")
    hung.git("merge", "--quiet", "--no-ff", "-m", "Duyệt bài của Lan", "origin/bai-cua-lan")
    other = desk.editor()
    other.add_article("xen-vao")
    assert other.push().code == 0
    pull, push = commands(hung.push().all)[:2]

    assert [typed(hung, line).returncode for line in (pull, push)] == [0, 0]
    assert desk.git("log", "-1", "--format=%s", "main") == "Duyệt bài của Lan"
    assert desk.git("log", "-1", "--format=%an %s", "main^2") == "Lan Bài chờ duyệt"


def test_a_push_with_nothing_to_send_is_told_so(pair: tuple[Desk, Editor, Editor]) -> None:
    """The server cannot tell it from an overtaken one: the same answer fits both, and it is no error."""
    _, lan, _ = pair
    lan.git("pull", "--quiet", "origin", "main")
    told = lan.push()

    assert told.code == 0, told.all
    assert "• “Everything up-to-date”: mọi bài đã lưu (git commit) đều có trên máy chủ rồi, không phải làm gì." in (
        told.all.splitlines()
    )


def test_pushes_that_are_taken_or_refused_by_the_hook_get_the_hooks_answer_only(
    pair: tuple[Desk, Editor, Editor],
) -> None:
    """The door is quiet when the hooks spoke; fetching is never talked into."""
    _, lan, _ = pair
    lan.add_article("tot")
    good = lan.push()
    lan.add_article("xau", topic="la")
    bad = lan.push()
    fetched = subprocess.run(
        ["git", "fetch"], cwd=lan.folder, env=dict(lan.environment), capture_output=True, text=True, check=True
    )

    assert (good.code, bad.code) == (0, 1)
    assert all("Lần gửi này không có bài nào" not in said for said in (good.all, bad.all, fetched.stderr))


def test_a_branch_of_ones_own_is_named_to_whoever_may_not_publish(tmp_path: Path) -> None:
    """The only other branch is filled in; of several the person chooses."""
    names = tmp_path / "ten.txt"
    names.write_text("lan\n", encoding="utf-8")
    desk = make_desk(tmp_path / "desk", publishers=names)
    with sshd(tmp_path / "ssh", desk, "binh", "an") as editors:
        binh, an = editors["binh"], editors["an"]
        binh.add_article("mot")
        an.add_article("hai")
        assert binh.push("origin", "HEAD:refs/heads/to-1").code == 0
        one = an.push("origin", "HEAD:refs/heads/to-1")
        assert an.push("origin", "HEAD:refs/heads/to-2").code == 0
        several = an.push("origin", "HEAD:refs/heads/to-1")

        assert commands(one.all)[:2] == [
            "git pull --rebase=merges --autostash origin to-1", "git push origin HEAD:to-1",
        ]  # fmt: skip
        assert "  Thay TÊN-NHÁNH bằng nhánh bạn vừa gửi; máy chủ đang có: to-1, to-2." in several.all.splitlines()
        assert [typed(an, line).returncode for line in commands(one.all)[:2]] == [0, 0]


def test_whom_git_itself_turns_away_after_the_check_is_told_the_same(pair: tuple[Desk, Editor, Editor]) -> None:
    """Another push landed between the check and git's own last look: git's English is followed by the lines."""
    desk, lan, _ = pair
    late = desk.bare / "hooks" / "update"
    late.write_text("#!/bin/sh\nexit 1\n")
    late.chmod(0o755)
    lan.add_article("vua-lo")
    told = lan.push()
    late.unlink()

    assert "✗ Chưa nhận được bài: người khác vừa gửi xong trước, trong lúc máy chủ kiểm tra." in told.all.splitlines()
    assert [typed(lan, line).returncode for line in commands(told.all)[:2]] == [0, 0]
    assert desk.head == lan.git("rev-parse", "HEAD")


def test_the_hooks_refusal_of_a_forced_push_ends_with_the_lines(made: Desk, tmp_path: Path) -> None:
    """Without ssh, too: whoever would lose the work of others is told how to keep it."""
    desk = replace(made, scratch=tmp_path)
    lan, hung = desk.editor(), desk.editor()
    lan.add_article("ep-lan")
    assert lan.push().code == 0
    hung.add_article("ep-hung")
    told = hung.push("--force", "origin", "HEAD:main")

    assert told.code == 1
    assert told.lines[-len(tuple(overtaken.recipe("main"))) :] == tuple(overtaken.recipe("main"))
    assert [typed(hung, line).returncode for line in commands(told.all)[:2]] == [0, 0]
    assert desk.git("ls-tree", "--name-only", "main", "content/news/2024/05/").count("/ep-") == 2


def test_the_door_leaves_no_file_behind(made: Desk, tmp_path: Path) -> None:
    """Whatever git answers, the note it waited for is gone; git's own exit code stays."""
    door, scratch = made.to / "server" / "qua-ssh.sh", tmp_path / "tam"
    scratch.mkdir()
    env = os.environ | QUIET | {"TMPDIR": str(scratch), "SSH_ORIGINAL_COMMAND": "git-receive-pack 'x'"}
    codes = [
        subprocess.run(
            ["sh", str(door), "sh", "-c", f"exit {code}"], env=env, capture_output=True, check=False
        ).returncode
        for code in (0, 3)
    ]

    assert codes == [0, 3]
    assert list(scratch.iterdir()) == []
