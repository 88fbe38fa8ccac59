from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.errors import PublishError
from site_builder.publish import git, place, rules
from site_builder.publish.install import MARK, Choices, hook, install, server_files
from tests.conftest import REPOSITORY
from tests.git_desk import QUIET


def contents(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file below a folder: bytes, mode, time."""
    return {
        file.relative_to(folder).as_posix(): (file.read_bytes(), file.stat().st_mode, file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file() and file.name != "config"
    }


def test_a_new_repository_is_ready_for_the_first_push(tmp_path: Path) -> None:
    """Bare, on the main branch, with hooks that can run and settings that protect the history."""
    done = install(tmp_path / "kho.git", tmp_path / "web")

    assert done.notices == ()
    assert git.run(done.repo, "symbolic-ref", "HEAD") == b"refs/heads/main\n"
    for key in ("receive.denyNonFastForwards", "receive.denyDeletes", "receive.fsckObjects", "core.logAllRefUpdates"):
        assert git.setting(done.repo, key) == "true"
    for name in ("pre-receive", "post-receive"):
        assert os.access(done.repo / "hooks" / name, os.X_OK)
    assert place.Place(done.to).repository() == done.repo
    assert done.guide.read_text("utf-8").startswith("CỔNG TIN CCHC: VIỆC TIẾP THEO TRÊN MÁY CHỦ\n")


def test_running_it_again_changes_nothing(tmp_path: Path) -> None:
    """The same call twice writes no file; what was set stays set."""
    names = tmp_path / "ten.txt"
    names.write_text("lan\n", "utf-8")
    chosen = Choices(publishers=names, max_file_bytes=1000, reload="nginx -s reload")
    install(tmp_path / "kho.git", tmp_path / "web", chosen)
    before, config = contents(tmp_path), (tmp_path / "kho.git" / "config").read_text()
    install(tmp_path / "kho.git", tmp_path / "web")

    assert contents(tmp_path) == before
    assert (tmp_path / "kho.git" / "config").read_text() == config
    assert git.setting(tmp_path / "kho.git", "cchc.maxFileBytes") == "1000"
    assert git.setting(tmp_path / "kho.git", "cchc.reload") == "nginx -s reload"
    assert (tmp_path / "kho.git" / git.setting(tmp_path / "kho.git", "cchc.publishers")).read_text() == "lan\n"


def test_a_hook_of_somebody_else_is_left_alone_and_told(tmp_path: Path) -> None:
    """Ours lies beside it; the administrator knows that nothing is checked yet."""
    install(tmp_path / "kho.git", tmp_path / "web")
    foreign = tmp_path / "kho.git" / "hooks" / "pre-receive"
    foreign.write_text("#!/bin/sh\nexit 0\n")
    (notice,) = install(tmp_path / "kho.git", tmp_path / "web").notices

    assert foreign.read_text() == "#!/bin/sh\nexit 0\n"
    assert notice == (
        f"{foreign} là của người khác nên được giữ nguyên; bài CHƯA được kiểm tra khi nhận. Hãy gọi pre-receive.cchc "
        "từ tệp ấy, hoặc xóa nó rồi chạy lại lệnh này"
    )
    assert MARK in (tmp_path / "kho.git" / "hooks" / "pre-receive.cchc").read_text()


def test_a_hook_that_lost_its_right_to_run_gets_it_back(tmp_path: Path) -> None:
    """Git passes over a hook that cannot run, and says little."""
    done = install(tmp_path / "kho.git", tmp_path / "web")
    (done.repo / "hooks" / "pre-receive").chmod(0o644)
    install(tmp_path / "kho.git", tmp_path / "web")

    assert os.access(done.repo / "hooks" / "pre-receive", os.X_OK)


def test_a_repository_that_is_there_is_converted(tmp_path: Path) -> None:
    """Its commits stay; a main branch of another name is told about, a folder that moved as well."""
    bare = tmp_path / "kho.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "master", str(bare)], check=True, env=os.environ | QUIET)
    tree = git.empty_tree(bare)
    subprocess.run(["git", "write-tree"], cwd=bare, check=True, capture_output=True)
    commit = subprocess.run(
        ["git", "commit-tree", tree, "-m", "x"], cwd=bare, check=True, capture_output=True, env=os.environ | QUIET
    ).stdout.decode().strip()  # fmt: skip
    subprocess.run(["git", "update-ref", "refs/heads/master", commit], cwd=bare, check=True)
    first = install(bare, tmp_path / "web")
    second = install(bare, tmp_path / "web-moi", Choices(branch="master"))

    assert first.notices == ("kho chưa có nhánh main; nhánh đang dùng là master",)
    assert second.notices == (f"trước đây kho này đăng vào {tmp_path}/web; từ nay đăng vào {tmp_path}/web-moi",)
    assert git.commit_of(bare, "HEAD") == commit
    assert git.setting(bare, "cchc.branch") == "master"


def test_a_folder_that_is_something_else_is_refused(tmp_path: Path) -> None:
    """A working copy is not turned into a server by mistake; a file in the way is told."""
    (tmp_path / "viec").mkdir()
    (tmp_path / "viec" / "bai.md").write_text("x")
    (tmp_path / "tep").write_text("x")

    with pytest.raises(PublishError, match="khong-phai-kho: không phải kho git trần"):
        install(tmp_path / "viec", tmp_path / "web")
    with pytest.raises(PublishError, match="khong-ghi-duoc"):
        install(tmp_path / "kho.git", tmp_path / "tep")
    with pytest.raises(PublishError, match=r"khong-ghi-duoc: không ghi được: .*khong-co\.txt"):
        install(tmp_path / "kho.git", tmp_path / "web", Choices(publishers=tmp_path / "khong-co.txt"))


def test_hooks_find_the_program_from_any_folder(tmp_path: Path) -> None:
    """Nothing that lies where git stands is imported, and odd names in paths are quoted."""
    trap = tmp_path / "noi đang 'đứng'"
    (trap / "site_builder").mkdir(parents=True)
    (trap / "site_builder" / "__init__.py").write_text("raise SystemExit('bẫy')\n")
    file = tmp_path / "hook"
    file.write_text(
        hook(sys.executable, "--version", trap).replace(f" git --version {shlex.quote(str(trap))}", " --version")
    )
    file.chmod(0o755)
    done = subprocess.run([file], cwd=trap, capture_output=True, check=True, env={"PATH": os.environ["PATH"]})

    assert done.stdout.startswith(b"cchc ")
    assert shlex.quote(str(trap)) in hook(sys.executable, "receive", trap)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """The files for the machine, for paths with characters that mean something to systemd and cron."""
    command = (*place.program("/opt/py thon/bin/python"), "publish", "--to", "/srv/100%/$HOME", "--if-due")
    return server_files(Path("/srv/kho.git"), Path("/srv/100%/$HOME"), command)


def test_the_timer_calls_the_program_every_minute(files: dict[str, str]) -> None:
    """To the second, and after the machine was off as well."""
    timer = _unit(files["cchc-dang-bai.timer"])
    service = _unit(files["cchc-dang-bai.service"])

    assert dict(timer["Timer"]) == {
        "OnCalendar": "*:0/1", "AccuracySec": "1s", "Persistent": "true", "Unit": "cchc-dang-bai.service",
    }  # fmt: skip
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"] == (
        '"/opt/py thon/bin/python" "-P" "-m" "site_builder" "publish" "--to" "/srv/100%%/$$HOME" "--if-due"'
    )


def _unit(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(text)
    return parser


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """Systemd itself reads them where it is there; the words of the command come back whole in any case."""
    done = install(tmp_path / "kho.git", tmp_path / "web", python=sys.executable)
    unit = done.to / "server" / "cchc-dang-bai.service"
    words = shlex.split(_unit(unit.read_text("utf-8"))["Service"]["ExecStart"])
    analyze = shutil.which("systemd-analyze")
    said = ""
    if analyze:
        ran = subprocess.run([analyze, "verify", str(unit)], capture_output=True, check=False)
        said = (ran.stdout + ran.stderr).decode()

    assert words == [sys.executable, "-P", "-m", "site_builder", "publish", "--to", str(done.to), "--if-due"]
    assert "cchc-dang-bai" not in said


def test_the_cron_line_is_one_that_cron_reads(files: dict[str, str]) -> None:
    """Five fields, then a command whose percent signs are escaped; a shell gives back its words."""
    (line,) = [line for line in files["cchc-dang-bai.cron"].splitlines() if not line.startswith("#")]
    fields, command = line.split(" ")[:5], line.split(" ", 5)[5]
    words = shlex.split(command.replace("\\%", "%").removesuffix(" >/dev/null 2>&1"))
    words = [word for word in words if not word.startswith("PYTHONPATH=")]

    assert fields == ["*"] * 5
    assert "%" not in command.replace("\\%", "")
    assert words == [
        "/opt/py thon/bin/python", "-P", "-m", "site_builder", "publish", "--to", "/srv/100%/$HOME", "--if-due",
    ]  # fmt: skip


def test_the_key_file_names_a_person_and_gives_no_shell(files: dict[str, str]) -> None:
    """The forced command hands git's own words to git's own shell."""
    (line,) = [line for line in files["authorized_keys.vi-du"].splitlines() if not line.startswith("#")]

    assert line.startswith('command="env CCHC_PUSHER=ten-nguoi ')
    assert 'git-shell -c \\"$SSH_ORIGINAL_COMMAND\\"",restrict ssh-ed25519 ' in line


def test_what_a_push_may_send_is_limited_and_stays_what_the_administrator_said(tmp_path: Path) -> None:
    """A repository of an earlier version has the limit when it is installed again."""
    repo = tmp_path / "kho.git"
    install(repo, tmp_path / "web")
    first = git.setting(repo, "receive.maxInputSize")
    git.set_settings(repo, {"receive.maxInputSize": "4g"})
    install(repo, tmp_path / "web")
    said = git.setting(repo, "receive.maxInputSize")
    git.run(repo, "config", "--unset", "receive.maxInputSize")
    install(repo, tmp_path / "web")

    assert first == git.setting(repo, "receive.maxInputSize") == str(256 * 1024**2)
    assert said == "4g"


def test_only_the_account_of_the_repository_reads_the_word_of_the_door(tmp_path: Path) -> None:
    """It is made once, nobody else can read it, and no file for the machine holds it."""
    repo = tmp_path / "kho.git"
    install(repo, tmp_path / "web")
    key = repo / rules.DOOR_KEY
    word = key.read_text(encoding="ascii").strip()

    assert key.stat().st_mode & 0o777 == 0o600
    assert len(word) == 64
    holders = [file for file in tmp_path.rglob("*") if file.is_file() and word in file.read_text(errors="replace")]
    assert holders == [key]


def test_an_installed_program_needs_no_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From the source folder the hooks say where it is; from site-packages Python finds it."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert place.program_environment() == {"PYTHONPATH": str(REPOSITORY)}
    monkeypatch.setattr(place, "__file__", "/usr/lib/python3/dist-packages/site_builder/publish/place.py")
    assert place.program_environment() == {}
