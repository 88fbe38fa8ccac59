"""A full disk, a folder that may not be written, a clock set back: readers keep the old site, people get a sentence."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from site_builder.text import VIETNAM
from tests.conftest import NOW, REPOSITORY, cchc, tree_of
from tests.git_desk import Desk, Editor
from tests.lengths import AUDIT
from tests.reader import lay, number_in, reading
from tests.served_desk import clean, open_desk, timer, wait_for
from tests.server import ask, nginx

MOMENT = "2026-11-22T12:00"
STANDS = "Trang đang phục vụ vẫn nguyên vẹn như cũ."
ROOM = (0, 4, 32, 128, 400, 700)
"""KB that are left on a full disk: the trouble comes at different steps."""
_SYS_ADMIN = 1 << 21


def may_mount() -> bool:
    """Say whether this process may mount a small disk of its own; in a plain container root may not."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    held = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(held, 16) & _SYS_ADMIN)


@dataclass(frozen=True)
class Disk:
    """A place to publish into that can become full or closed."""

    folder: Path
    mounted: bool

    @contextmanager
    def full(self, room: int) -> Iterator[Callable[[], None] | None]:
        """Leave so many KB; give what a child has to do to itself first, where there is no disk of our own."""
        if not self.mounted:
            yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room << 10, room << 10))
            return
        ballast = self.folder / "ballast"
        left = os.statvfs(self.folder)
        ballast.write_bytes(b"x" * max(0, left.f_bavail * left.f_frsize - (room << 10)))
        yield None
        ballast.unlink()

    @contextmanager
    def closed(self) -> Iterator[tuple[str, ...]]:
        """Let nobody write; give the words before a command that make it obey, also for root."""
        if self.mounted:
            subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)
            yield ()
            subprocess.run(["mount", "-o", "remount,rw", str(self.folder)], check=True)
            return
        modes = {path: path.stat().st_mode for path in (self.folder, *self.folder.rglob("*")) if not path.is_symlink()}
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        yield ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
        for path, mode in modes.items():
            path.chmod(mode)


@pytest.fixture(params=["limits", "disk"] if may_mount() else ["limits"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A small file system where the machine lets us, and limits of a process and modes of files everywhere."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "limits":
        yield Disk(folder, mounted=False)
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "cchc", str(folder)], check=True)
    yield Disk(folder, mounted=True)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def program(*words: str | Path) -> list[str | Path]:
    """Return the words that start the program."""
    return [sys.executable, "-P", "-m", "site_builder", *words]


def run(
    words: Sequence[str | Path], limit: Callable[[], None] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command, limited."""
    env = os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [str(word) for word in words], env=env, input=stdin, capture_output=True, text=True, check=False,
        preexec_fn=limit,
    )  # fmt: skip


def publishing(portal: Path, to: Path) -> list[str | Path]:
    """Return the words that publish."""
    return program("--root", portal, "publish", "--to", to, "--now", MOMENT, "--jobs", "1")


def rooms_of(disk: Disk) -> tuple[int, ...]:
    """Return what is to be left on a disk: the short form tries each once, here or on the other kind of disk."""
    return ROOM if AUDIT or not may_mount() else ROOM[disk.mounted :: 2]


@pytest.mark.slow
def test_a_full_disk_leaves_the_site_and_is_told(portal: Path, tmp_path: Path, disk: Disk) -> None:
    """Full at any step: exit 1, a Vietnamese sentence, the old site; with room again the next publication is right."""
    to, refused = disk.folder / "web", 0
    lay(portal, 0)
    assert run(publishing(portal, to)).returncode == 0
    with nginx(to) as address, reading(address, to):
        rooms = rooms_of(disk)
        for number, room in enumerate(rooms, start=1):
            old = tree_of(to / "public")
            lay(portal, number)
            with disk.full(room) as limit:
                told = run(publishing(portal, to), limit)
            if told.returncode:
                refused += 1
                assert told.returncode == 1, told.stderr
                assert STANDS in told.stderr
                assert "site_builder/" not in told.stderr  # the lines of a traceback of ours
                assert ": het-dia: Ổ đĩa chứa “" in told.stderr or ": loi-o-dia: " in told.stderr, told.stderr
                assert tree_of(to / "public") == old
            cchc(*publishing(portal, to)[4:])
            assert tree_of(to / "public") == clean(portal, tmp_path / "clean")
            assert number_in(ask(address + "tin-tuc/").body) == number

    assert refused >= len(rooms) // 2


def test_a_folder_that_may_not_be_written_leaves_the_site_and_is_told(portal: Path, tmp_path: Path, disk: Disk) -> None:
    """A disk gone read-only, or modes: the same; a roll-back is refused in the same words."""
    to = disk.folder / "web"
    for number in (0, 1):
        lay(portal, number)
        assert run(publishing(portal, to)).returncode == 0
    old = tree_of(to / "public")
    with nginx(to) as address, reading(address, to):
        lay(portal, 2)
        with disk.closed() as before:
            told = [
                run([*before, *publishing(portal, to)]),
                run([*before, *program("rollback", "--to", to)]),
            ]
            assert tree_of(to / "public") == old
        for one in told:
            assert one.returncode == 1, one.stderr
            assert ": khong-duoc-ghi: Không được phép ghi vào đây (" in one.stderr
            assert STANDS in one.stderr
        assert run(publishing(portal, to)).returncode == 0
        assert number_in(ask(address + "tin-tuc/").body) == 2

    assert tree_of(to / "public") == clean(portal, tmp_path / "clean")


def test_a_push_to_a_server_with_a_full_disk_is_refused_and_comes_later(tmp_path: Path, disk: Disk) -> None:
    """Nothing passes unchecked, and the editor reads whose fault it is; with room again the same push is live."""
    desk = open_desk(tmp_path / "desk", to=disk.folder / "web")
    editor = _with_first_site(desk)
    lay(editor.folder, 1)
    head = editor.commit("Lượt 1")
    desk.git("fetch", "--quiet", str(editor.folder), "+HEAD:refs/heads/nhap")
    line = f"{desk.head} {head} refs/heads/main\n"
    with nginx(desk.to) as address, reading(address, desk.to):
        with disk.full(0) as limit:
            told = [run(program("git", "receive", desk.bare), limit, line).stderr]
            told += [editor.push().all] if disk.mounted else []
        for one in told:
            assert "✗ Không nhận bài: máy chủ không kiểm tra được (lỗi của máy chủ, không phải của bài)." in one
            assert "Trang đang đăng không thay đổi." in one
        assert desk.head != head
        assert editor.push().code == 0
        wait_for(lambda: (desk.status()["published"], desk.status()["state"]) == (head, "ok"), desk.log)
        assert number_in(ask(address + "tin-tuc/").body) == 1


def test_a_builder_on_a_full_disk_fails_softly_and_the_timer_makes_it_good(tmp_path: Path, disk: Disk) -> None:
    """What was taken is not lost: with room again the timer's command publishes it."""
    desk = open_desk(tmp_path / "desk", to=disk.folder / "web")
    editor = _with_first_site(desk)
    with nginx(desk.to) as address, reading(address, desk.to):
        for number, room in enumerate((0, 32, 128), start=1):
            lay(editor.folder, number)
            head = editor.commit(f"Lượt {number}")
            desk.git("fetch", "--quiet", str(editor.folder), "+HEAD:main")
            with disk.full(room) as limit:
                failed = run(program("git", "build", desk.bare), limit)
            assert failed.returncode in ((1,) if room == 0 else (0, 1)), failed.stderr
            assert "site_builder/" not in failed.stderr
            assert (desk.status()["published"] == head) == (failed.returncode == 0)
            done = timer(desk, "--now", (datetime.now(VIETNAM) + timedelta(minutes=2)).isoformat())
            assert done.returncode == 0, done.stderr
            assert number_in(ask(address + "tin-tuc/").body) == number
            assert (desk.status()["published"], desk.status()["state"]) == (head, "ok")


def _with_first_site(desk: Desk) -> Editor:
    """Publish the first numbered site by a push."""
    editor = desk.editor()
    lay(editor.folder, 0)
    head = editor.commit("Lượt 0")
    told = editor.push()
    assert told.code == 0, told.all
    wait_for(lambda: (desk.status()["published"], desk.status()["state"]) == (head, "ok"), desk.log)
    return editor


def test_a_clock_set_back_breaks_nothing_and_says_what_waits(portal: Path, tmp_path: Path) -> None:
    """What was published after that moment waits again and is named; the right clock brings all of it back."""
    to = tmp_path / "to"
    lay(portal, 1)
    cchc("--root", portal, "publish", "--to", to, "--now", MOMENT)
    kept = tree_of(to / "public")
    old = ("tin-tuc/2024/03/tap-huan-mot-cua/index.html", "robots.txt", "media/mot-cua.png")
    with nginx(to) as address, reading(address, to):
        early = cchc("--root", portal, "publish", "--to", to, "--now", "2025-06-20T13:59")
        assert [ask(address + path.removesuffix("index.html")).status for path in old] == [200] * 3
        assert ask(address + "tin-tuc/2025/06/chuyen-doi-so-cap-xa/").status == 404
        idle = cchc("--root", portal, "publish", "--to", to, "--if-due", "--now", "2024-05-01T00:00")
        cchc("--root", portal, "publish", "--to", to, "--if-due", "--now", NOW.isoformat())

    assert "Hẹn giờ: content/news/2025/06/chuyen-doi-so-cap-xa.md sẽ đăng lúc 20/06/2025 14:00" in early.stderr
    assert (idle.stdout, idle.stderr) == ("", "")
    assert tree_of(to / "public") == kept
