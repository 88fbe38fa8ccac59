"""Publishing to a server: real rsync, in a folder of this machine and through a real sshd on loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import write
from tests.forge_runner import Done, Forge, clean, digest_tree, make_forge
from tests.served_desk import wait_for
from tests.server import free_port, listens


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A clone of the small portal on a runner."""
    return make_forge(tmp_path)


CHECKOUTS = count(1_700_000_000, 60)
"""The moments of fresh checkouts, in seconds."""

# A server


@dataclass(frozen=True)
class Server:
    """A real ssh server on loopback with keys of its own."""

    port: int
    user: str
    key: str
    known: str


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start sshd with its own keys and settings."""
    home = tmp_path_factory.mktemp("sshd")
    for name in ("host", "client"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / name], check=True)
    port = free_port()
    settings = (
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {home}/host\nAuthorizedKeysFile {home}/client.pub\n"
        "PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
    )
    write(home, "config", settings)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where a privileged sshd keeps its empty room
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin") or "sshd"
    with subprocess.Popen([program, "-D", "-e", "-f", home / "config"], stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: listens(port), lambda: port)
        host = " ".join((home / "host.pub").read_text("ascii").split()[:2])
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        key = (home / "client").read_text("ascii")
        yield Server(port, user, key, f"[127.0.0.1]:{port} {host}")
        process.terminate()


@pytest.fixture(params=["ssh", "local"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The variables of a server reached by ssh, and of a folder on the runner itself."""
    if request.param == "local":
        return {"CCHC_SSH_TARGET": f"{tmp_path}/may-chu"}
    server: Server = request.getfixturevalue("sshd")
    return {
        "CCHC_SSH_TARGET": f"{server.user}@127.0.0.1:{tmp_path}/may-chu",
        "CCHC_SSH_PORT": str(server.port),
        "CCHC_SSH_KEY": server.key.replace("\n", "\r\n"),  # as a Windows clipboard gives it
        "CCHC_SSH_KNOWN_HOSTS": server.known,
    }


def publish(forge: Forge, files: dict[str, str], target: dict[str, str]) -> Done:
    """Upload a small site, with the mtimes of a fresh checkout."""
    shutil.rmtree(forge.root / "trang", ignore_errors=True)
    moment = next(CHECKOUTS)
    for path, text in files.items():
        os.utime(write(forge.root / "trang", path, text), (moment, moment))
    return forge.step("upload", **target)


def test_an_upload_swaps_and_keeps_what_did_not_change(forge: Forge, target: dict[str, str], tmp_path: Path) -> None:
    """Unchanged files stay the same files, changed ones are new, gone ones are gone; two releases are kept."""
    live = tmp_path / "may-chu" / "public"
    first = publish(forge, {"index.html": "một", "a/b.html": "giữ", "cu.html": "cũ"}, target)
    kept = (live / "a/b.html").stat()
    changed = (live / "index.html").stat()
    second = publish(forge, {"index.html": "hai", "a/b.html": "giữ"}, target)
    third = publish(forge, {"index.html": "ba!", "a/b.html": "giữ"}, target)

    assert (first.code, second.code, third.code) == (0, 0, 0), first.log + second.log + third.log
    assert digest_tree(live.resolve()) == {"index.html": b"ba!", "a/b.html": "giữ".encode()}
    assert ((live / "a/b.html").stat().st_ino, (live / "a/b.html").stat().st_mtime_ns) == (
        kept.st_ino,
        kept.st_mtime_ns,
    )
    assert (live / "index.html").stat().st_mtime_ns > changed.st_mtime_ns
    assert live.is_symlink()
    assert not live.readlink().is_absolute()
    assert len(list((tmp_path / "may-chu/ban").iterdir())) == 2
    assert (live / "index.html").stat().st_mode & 0o777 == 0o644


def test_a_rollback_shows_the_site_before_and_can_be_undone(
    forge: Forge, target: dict[str, str], tmp_path: Path
) -> None:
    """Rolling back is a swap; rolling back again returns; a publish after it works."""
    front = tmp_path / "may-chu/public/index.html"
    publish(forge, {"index.html": "một"}, target)
    none = forge.step("upload", "rollback", **target)
    publish(forge, {"index.html": "hai"}, target)
    seen = [front.read_text("utf-8")]
    for _ in range(2):
        assert forge.step("upload", "rollback", **target).code == 0
        seen.append(front.read_text("utf-8"))
    publish(forge, {"index.html": "bốn"}, target)

    assert none.code == 1
    assert "Không còn bản trước" in none.log
    assert [*seen, front.read_text("utf-8")] == ["hai", "một", "hai", "bốn"]


def test_a_reader_never_misses_a_file_during_uploads(forge: Forge, tmp_path: Path) -> None:
    """While sites are swapped, the front page is always there and whole."""
    target = {"CCHC_SSH_TARGET": f"{tmp_path}/may-chu"}
    front = tmp_path / "may-chu/public/index.html"
    publish(forge, {"index.html": "0" * 1000}, target)
    write(forge.root / "trang", "index.html", "1" * 1000)
    env = clean() | target | {"CI_COMMIT_SHA": "a" * 40}
    seen: list[str] = []
    with subprocess.Popen(["bash", ".ci/forge/upload"], cwd=forge.root, env=env, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            seen.append(front.read_text("ascii"))
    seen.append(front.read_text("ascii"))

    assert set(seen) == {"0" * 1000, "1" * 1000}
    assert seen == sorted(seen)


def test_what_a_cut_off_upload_left_is_cleaned(forge: Forge, tmp_path: Path) -> None:
    """A killed upload leaves the live site and a hidden folder, which the next one removes."""
    target = {"CCHC_SSH_TARGET": f"{tmp_path}/may-chu"}
    publish(forge, {"index.html": "một"}, target)
    write(tmp_path, "may-chu/ban/.dang-cu/index.html", "nửa chừng")
    done = publish(forge, {"index.html": "hai"}, target)

    assert done.code == 0
    assert [file.name for file in (tmp_path / "may-chu/ban").iterdir() if file.name.startswith(".")] == []


def test_a_folder_in_the_links_place_is_not_touched(forge: Forge, tmp_path: Path) -> None:
    """Somebody's own `public` folder is not removed."""
    write(tmp_path, "may-chu/public/index.html", "của người khác")
    done = publish(forge, {"index.html": "một"}, {"CCHC_SSH_TARGET": f"{tmp_path}/may-chu"})

    assert done.code != 0
    assert "phải là liên kết" in done.log
    assert (tmp_path / "may-chu/public/index.html").read_text("utf-8") == "của người khác"


def test_another_server_than_the_known_one_gets_nothing(forge: Forge, sshd: Server, tmp_path: Path) -> None:
    """A server whose key is not the given one is refused."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "la"], check=True)
    stranger = " ".join((tmp_path / "la.pub").read_text("ascii").split()[:2])
    done = publish(
        forge,
        {"index.html": "một"},
        {
            "CCHC_SSH_TARGET": f"{sshd.user}@127.0.0.1:{tmp_path}/may-chu",
            "CCHC_SSH_PORT": str(sshd.port),
            "CCHC_SSH_KEY": sshd.key,
            "CCHC_SSH_KNOWN_HOSTS": f"[127.0.0.1]:{sshd.port} {stranger}",
        },
    )

    assert done.code != 0
    assert not (tmp_path / "may-chu").exists()
    assert "PRIVATE KEY" not in done.log


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({}, "CCHC_SSH_TARGET phải có dạng"),
        ({"CCHC_SSH_TARGET": "may-chu:thu-muc"}, "CCHC_SSH_TARGET phải có dạng"),
        ({"CCHC_SSH_TARGET": "a@b:/x;touch chay"}, "CCHC_SSH_TARGET phải có dạng"),
        ({"CCHC_SSH_TARGET": "-oProxyCommand=x@b:/x"}, "CCHC_SSH_TARGET phải có dạng"),
        ({"CCHC_SSH_TARGET": "a@b:/x", "CCHC_SSH_PORT": "22 -v"}, "CCHC_SSH_PORT phải là một số"),
        ({"CCHC_SSH_TARGET": "a@b:/x"}, "thiếu CCHC_SSH_KEY"),
        ({"CCHC_SSH_TARGET": "a@b:/x", "CCHC_SSH_KEY": "k"}, "thiếu CCHC_SSH_KNOWN_HOSTS"),
        ({"CCHC_SSH_TARGET": "/x"}, "chưa có trang/ để đăng"),
    ],
)
def test_missing_settings_are_told(forge: Forge, env: dict[str, str], told: str) -> None:
    """The administrator is told which variable to mend."""
    done = forge.step("upload", **env)

    assert done.code == 1
    assert told in done.log
