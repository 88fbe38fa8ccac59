from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from site_builder.build import Options
from site_builder.errors import PublishError, SiteError
from site_builder.publish import builder, git
from site_builder.publish.place import Place, Status, lock
from tests.conftest import NOW, article, rendered_chrome
from tests.git_desk import Desk, Editor, make_desk
from tests.git_program import PUBLISHING
from tests.lengths import examples

pytestmark = pytest.mark.measured

AT_NOW = Options(now=NOW)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A repository whose pushes are not checked: here the builder is looked at."""
    made = make_desk(tmp_path / "desk")
    (made.bare / "hooks" / "pre-receive").unlink()
    return made


@pytest.fixture
def editor(desk: Desk) -> Editor:
    """Somebody with a clone."""
    return desk.editor()


def quiet(desk: Desk) -> None:
    """Take the builder away from behind the hook: the test calls it itself."""
    (desk.bare / "hooks" / "post-receive").unlink(missing_ok=True)


def forward(desk: Desk, options: Options = AT_NOW, *, if_due: bool = True) -> builder.BuilderRun | None:
    """Run the builder here and now."""
    return builder.bring_forward(
        desk.bare, desk.to, lambda _root: rendered_chrome(), options, if_due=if_due, publishing=PUBLISHING
    )


def later(minutes: float) -> Options:
    """The same so many minutes later."""
    return replace(AT_NOW, now=NOW + timedelta(minutes=minutes))


def lines_after(mark: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """What follows the first line that starts with `mark`, with it."""
    return lines[[line.startswith(mark) for line in lines].index(True) :]


def test_three_quick_pushes_make_at_most_two_builds(desk: Desk, editor: Editor) -> None:
    """Those that come while a build runs are built together, the latest wins, and none is lost."""
    go = desk.to / "go"
    desk.ways(until=str(go))
    before = len(desk.builds())
    for number in range(3):
        head = editor.add_article(f"nhanh-{number}")
        assert editor.push().code == 0
    go.touch()
    desk.wait(head)

    assert desk.shown()["commit"] == head
    assert {f"content/news/2024/05/nhanh-{number}.md" for number in range(3)} <= set(desk.shown()["files"])
    assert len(desk.builds()) - before <= 2


def test_a_push_does_not_wait_for_the_build(desk: Desk, editor: Editor) -> None:
    """The editor is answered while the builder, which has a session of its own, cannot be done yet."""
    go = desk.to / "go"
    desk.ways(until=str(go))
    head = editor.add_article("cho")
    told = editor.push()

    assert told.code == 0
    assert desk.shown()["commit"] != head
    go.touch()
    desk.wait(head)
    assert desk.shown()["commit"] == head


@pytest.mark.slow
def test_many_builders_at_once_end_at_the_head(desk: Desk, editor: Editor) -> None:
    """Whoever finds the lock held goes home, and the holder looks again."""
    desk.ways(seconds=0.1)
    pushes = examples(6, 12)
    for number in range(pushes):
        head = editor.add_article(f"nhieu-{number}")
        assert editor.push().code == 0
    desk.wait(head)

    assert desk.shown()["commit"] == head
    assert len(desk.builds()) <= pushes + 1


def test_a_branch_starts_no_build(desk: Desk, editor: Editor) -> None:
    """Only the main branch is published."""
    editor.add_article("nhanh")
    told = editor.push("origin", "HEAD:refs/heads/thu")

    assert told.lines == ("✓ Đã nhận nhánh, chưa đăng. Khi được duyệt và gộp vào nhánh chính, bài sẽ lên trang.",)
    assert len(desk.builds()) == 1


def test_a_failed_build_leaves_the_site_and_is_told_to_the_next_push(tmp_path: Path) -> None:
    """The answer names the commit, the lines and the log; a good push then publishes."""
    desk = make_desk(tmp_path / "desk")
    editor = desk.editor()
    shown = desk.shown()
    desk.ways(fails="bị hỏng")
    bad = editor.add_article("hong")
    assert editor.push().code == 0
    desk.wait(bad, "failed")
    status = desk.status()
    assert desk.shown() == shown
    assert status["problems"] == ["content/news/2024/05/hong.md:3: hong: bị hỏng"]
    assert status["published"] == shown["commit"]

    desk.ways()
    good = editor.add_article("tot")
    told = editor.push()
    desk.wait(good)

    assert lines_after("!", told.lines)[:3] == (
        (
            f"! Lần dựng trang gần nhất KHÔNG thành công ({told_time(status)}, {bad[:10]} Thêm hong (Biên tập)); trang "
            "cũ vẫn nguyên:"
        ),
        "  content/news/2024/05/hong.md:3: hong: bị hỏng",
        f"  Nhật ký: {desk.to}/.cchc/log/dung-trang.log",
    )
    assert desk.shown()["commit"] == good
    assert builder.failure_of(Place(desk.to)) == ()
    assert f"KHÔNG ĐĂNG ĐƯỢC {bad[:10]}" in desk.log()


def told_time(status: dict[str, str]) -> str:
    """The way a person reads when a build ended."""
    day, clock = status["finished"].split("T")
    return "/".join(reversed(day.split("-"))) + " " + clock[:5]


def test_a_commit_that_fails_is_tried_again_ever_more_rarely(desk: Desk, editor: Editor) -> None:
    """The timer does not build a bad commit every minute: after 1, 2, 4 … minutes, or when the clock was set back."""
    quiet(desk)
    desk.ways(fails="bị hỏng")
    editor.add_article("hong")
    editor.push()
    tried = [minute for minute in range(40) if forward(desk, later(minute))]

    assert tried == [0, 1, 3, 7, 15, 31]
    assert forward(desk, later(-600)) is not None
    assert desk.status()["attempts"] == 7


def test_a_bug_is_told_in_one_line_with_a_log(desk: Desk, editor: Editor) -> None:
    """Nobody looks at the builder's terminal: its log has the traceback, its status the sentence."""
    quiet(desk)
    desk.ways(bug="vỡ")
    editor.add_article("hong")
    editor.push()
    built = forward(desk)

    assert built
    assert [str(problem) for problem in built.problems] == [
        (
            f"{desk.to}: loi-chuong-trinh: RuntimeError: vỡ; xin gửi tệp {desk.to}/.cchc/log/dung-trang.log cho người "
            "phát triển"
        )
    ]
    assert "Traceback" in desk.log()


def test_nothing_to_do_costs_nothing(desk: Desk) -> None:
    """The timer finds the head shown and nothing due: no checkout, no build."""
    builds = desk.builds()
    desk.wait(desk.head)

    assert forward(desk) is None
    assert desk.builds() == builds


def test_timed_work_is_done_when_it_is_due(desk: Desk) -> None:
    """Not before its moment, once after it."""
    due = desk.to / "due.txt"
    due.write_text((NOW + timedelta(minutes=5)).isoformat())

    assert forward(desk, later(4)) is None
    assert forward(desk, later(5)) is not None
    assert desk.builds()[-1] == "due"
    assert desk.shown()["now"] >= (NOW + timedelta(minutes=5)).isoformat()
    assert forward(desk, later(6)) is None


def test_the_timer_picks_up_what_a_killed_builder_left(desk: Desk, editor: Editor) -> None:
    """A commit whose builder never came is built by the timer's command."""
    quiet(desk)
    head = editor.add_article("bo-do")
    editor.push()
    Place(desk.to).tell(Status(state="building", commit=head))
    built = forward(desk)

    assert built
    assert built.commit == head
    assert desk.shown()["commit"] == head


def test_a_person_may_publish_the_head_again(desk: Desk) -> None:
    """Without `--if-due` the head is published in any case."""
    before = len(desk.builds())

    assert forward(desk, if_due=False) is not None
    assert desk.builds()[before:] == [desk.head]


def test_a_builder_that_finds_another_at_work_goes_home(desk: Desk, editor: Editor) -> None:
    """The timer does not wait."""
    quiet(desk)
    editor.add_article("moi")
    editor.push()
    with lock(desk.to / ".cchc" / builder.LOCK, 0) as held:
        assert held
        assert forward(desk) is None
    assert forward(desk) is not None


def test_an_older_state_is_held_until_the_next_push(desk: Desk, editor: Editor) -> None:
    """The timer does not go forward by itself; a push does."""
    quiet(desk)
    first = desk.head
    editor.add_article("moi")
    editor.push()
    assert forward(desk)
    chrome = lambda _root: rendered_chrome()  # noqa: E731 - one use
    builder.rollback_to_commit(desk.to, first[:12], chrome, AT_NOW, publishing=PUBLISHING)
    (desk.to / "due.txt").write_text(NOW.isoformat())

    assert desk.shown()["commit"] == first
    assert "content/news/2024/05/moi.md" not in desk.shown()["files"]
    assert desk.status()["state"] == "held"
    assert forward(desk, later(99)) is None
    head = editor.add_article("sau")
    editor.push()
    assert forward(desk)
    assert desk.shown()["commit"] == head
    assert desk.status()["held_at"] == ""


def test_a_swap_back_is_held_too(desk: Desk, editor: Editor) -> None:
    """After `cchc rollback` the timer leaves what is shown; a person may go forward again."""
    quiet(desk)
    editor.add_article("moi")
    editor.push()
    builder.hold(desk.to)

    assert forward(desk) is None
    assert forward(desk, if_due=False)
    assert desk.shown()["commit"] == desk.head


def test_a_rollback_names_what_it_does_not_find(desk: Desk, editor: Editor, tmp_path: Path) -> None:
    """A state of another branch, and a folder without a repository."""
    editor.add_article("nhanh")
    editor.push("origin", "HEAD:refs/heads/thu")
    chrome = lambda _root: rendered_chrome()  # noqa: E731 - one use

    with pytest.raises(PublishError, match="phien-ban-la: nhánh main không có phiên bản 'thu'"):
        builder.rollback_to_commit(desk.to, "thu", chrome, AT_NOW, publishing=PUBLISHING)
    with pytest.raises(PublishError, match="phien-ban-la"):
        builder.rollback_to_commit(desk.to, "--all", chrome, AT_NOW, publishing=PUBLISHING)
    with pytest.raises(PublishError, match="khong-co-kho"):
        builder.rollback_to_commit(tmp_path, "main", chrome, AT_NOW, publishing=PUBLISHING)
    desk.ways(fails="bị hỏng")
    with pytest.raises(SiteError, match="bị hỏng"):
        builder.rollback_to_commit(desk.to, "main", chrome, AT_NOW, publishing=PUBLISHING)
    assert desk.status()["state"] == "failed"


def test_the_web_server_is_told_when_its_files_changed(desk: Desk, tmp_path: Path) -> None:
    """The command is split without a shell, and its failure is kept."""
    sign = tmp_path / "da nap; $(touch hong)"
    git.set_settings(desk.bare, {"cchc.reload": f"touch '{sign}'"})
    assert forward(desk, if_due=False)
    assert not sign.exists()

    desk.ways(server=True)
    built = forward(desk, if_due=False)
    assert built
    assert (sign.exists(), built.reload) == (True, "")

    git.set_settings(desk.bare, {"cchc.reload": "sh -c 'echo không được >&2; exit 3'"})
    built = forward(desk, if_due=False)
    assert built
    assert (built.reload, desk.status()["reload"]) == ("mã 3: không được", "mã 3: không được")
    assert desk.status()["state"] == "ok"
    assert "KHÔNG nạp lại được máy chủ web: mã 3: không được" in desk.log()

    git.set_settings(desk.bare, {"cchc.reload": "khong-co-lenh-nay"})
    built = forward(desk, if_due=False)
    assert built
    assert "khong-co-lenh-nay" in built.reload


def test_an_empty_repository_has_nothing_to_build(tmp_path: Path) -> None:
    """Before the first push the timer does nothing."""
    bare = tmp_path / "kho.git"
    git.make_bare(bare, "main")
    found = builder.bring_forward(
        bare, tmp_path / "web", lambda _root: rendered_chrome(), AT_NOW, if_due=True, publishing=PUBLISHING
    )

    assert found is None


def test_a_word_of_the_builder_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    """A broken file costs a build, nothing else."""
    place = Place(tmp_path)
    place.make()
    for text in ("", "{", "[]", '{"state": "ok", "unknown": 1, "problems": ["a"]}'):
        place.status_file.write_text(text)
        assert place.status() == (Status(state="ok", problems=("a",)) if "ok" in text else Status())


def test_a_long_log_is_put_aside(tmp_path: Path) -> None:
    """It does not fill the disk."""
    place = Place(tmp_path)
    place.make()
    place.log_file.write_text("x" * 1_000_001)
    place.log(NOW, "mới")

    assert place.log_file.read_text() == "2026-11-22 12:00:00 mới\n"
    assert place.log_file.with_suffix(".log.cu").stat().st_size == 1_000_001


@pytest.mark.slow
def test_a_builder_killed_anywhere_loses_nothing(desk: Desk, editor: Editor) -> None:
    """Kill -9 at random moments, half of them in the checkout of hundreds of files: the next one makes it good."""
    quiet(desk)
    chance = random.Random(20261122)
    words = [
        sys.executable, str(desk.to.parent / "program" / "git_program.py"), "-P", "-m", "site_builder", "git", "build",
        str(desk.bare),
    ]  # fmt: skip
    started = time.monotonic()
    subprocess.run(words, check=True)
    usual = time.monotonic() - started
    for round_ in range(examples(4, 60)):
        for number in range(300):
            name = f"content/news/2024/05/bai-{(round_ + number) % 400}.md"
            editor.write(name, article(title=f"Lần {round_}", body="Nội dung. " * (1 + round_)))
        for number in range(round_ % 7):
            (editor.folder / f"content/news/2024/05/bai-{(round_ + number) % 400}.md").unlink()
        editor.commit(f"Lần {round_}")
        editor.push()
        process = subprocess.Popen(words, start_new_session=True)
        time.sleep(chance.uniform(0.5, 1.6) * usual)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert json.loads((desk.to / "shown.json").read_text())["files"]
    subprocess.run(words, check=True)
    source = desk.to / ".cchc" / "source"
    on_disk = sorted(file.relative_to(source).as_posix() for file in source.rglob("*") if file.is_file())

    assert on_disk == editor.git("ls-files").splitlines()
    assert desk.shown()["commit"] == desk.head
    assert desk.shown()["files"] == {
        name: (editor.folder / name).read_text() for name in on_disk if name.endswith(".md")
    }
