"""A repository made by `cchc git install` with the real program behind its hooks, and sshd in front of it.

    desk = open_desk(tmp_path)
    with sshd(tmp_path / "ssh", desk, "bien-tap-1") as editors: editors["bien-tap-1"].push()

The server takes every variable that a client sends: what names a person must hold even so.
The web server over what is published comes from `tests.server`, editors and their answers from `tests.git_desk`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from site_builder.build import Options
from site_builder.publish import site
from tests.conftest import NOW, cchc, rendered_chrome, small_portal, tree_of
from tests.git_desk import Desk, Editor
from tests.server import free_port, listens

PATIENCE = 240.0
"""Seconds after which something that should happen did not; never what a test expects."""
_SSHD = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100:30:200
AcceptEnv *
LogLevel ERROR
"""


def wait_for(done: Callable[[], bool], why: Callable[[], object]) -> None:
    """Wait for something that a server does in its own time."""
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, why()
        time.sleep(0.02)


def open_desk(folder: Path, *words: str, to: Path | None = None) -> Desk:
    """Install a repository by the command and publish the small portal through it; `words` are more options."""
    bare, to, scratch = folder / "kho.git", to or folder / "web", folder / "clones"
    scratch.mkdir(parents=True)
    cchc("git", "install", bare, "--to", to)
    first = Editor(scratch / "first", bare)
    small_portal(first.folder)
    first.git("init", "--quiet", "-b", "main")
    first.git("remote", "add", "origin", str(bare))
    head = first.commit("Cổng đầu tiên")
    told = first.push()
    assert told.code == 0, told.all
    desk = Desk(bare, to, scratch)
    desk.wait(head, seconds=PATIENCE)
    if words:
        cchc("git", "install", bare, "--to", to, *words)
    return desk


def timer(desk: Desk, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the very command line of the generated systemd unit, in the environment that it names."""
    unit = (desk.to / "server" / "cchc-dang-bai.service").read_text(encoding="utf-8")
    lines = [line.partition("=") for line in unit.splitlines()]
    words = shlex.split(next(value for name, _, value in lines if name == "ExecStart"))
    named = [shlex.split(value)[0].partition("=") for name, _, value in lines if name == "Environment"]
    env = {"PATH": os.defpath, "LANG": "C.UTF-8"} | {name: value for name, _, value in named}
    return subprocess.run([*words, *more], env=env, cwd="/", capture_output=True, text=True, check=False)


def clean(root: Path, to: Path, now: datetime = NOW) -> dict[str, bytes]:
    """Publish a portal into a fresh folder and read it: what every other publication must end at."""
    site.publish(root, to, lambda _root: rendered_chrome(), Options(now=now))
    tree = tree_of(to / "public")
    shutil.rmtree(to)
    return tree


@contextmanager
def sshd(folder: Path, desk: Desk, *names: str) -> Iterator[dict[str, Editor]]:
    """Serve the repository over ssh, each person with a key as in the generated example; give them clones."""
    folder.mkdir()
    with doors(folder, desk, {name: _key(folder / name) for name in names}) as port:
        url = f"ssh://{account(desk)}@127.0.0.1:{port}{desk.bare}"
        yield {name: _clone(desk, url, _ssh(folder, name)) for name in names}


@contextmanager
def doors(folder: Path, desk: Desk, keys: Mapping[str, str]) -> Iterator[int]:
    """Serve the repository over ssh to people with public keys, as the generated example says; give the port."""
    example = (desk.to / "server" / "authorized_keys.vi-du").read_text(encoding="utf-8").splitlines()[-1]
    lines = [
        example.replace("CCHC_PUSHER=ten-nguoi", f"CCHC_PUSHER={name}").replace("ssh-ed25519 AAAA... ten-nguoi", key)
        for name, key in keys.items()
    ]
    (folder / "authorized_keys").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _key(folder / "host")
    port = free_port()
    (folder / "sshd_config").write_text(_SSHD.format(port=port, folder=folder), encoding="utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    program = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "no sshd: run .ci/tools"
    words = [program, "-D", "-e", "-f", str(folder / "sshd_config")]
    with (folder / "log").open("wb") as log, subprocess.Popen(words, stderr=log) as server:
        try:
            wait_for(lambda: listens(port), (folder / "log").read_text)
            yield port
        finally:
            server.terminate()


def account(desk: Desk) -> str:
    """Read whose key file the generated guide names."""
    example = (desk.to / "server" / "authorized_keys.vi-du").read_text(encoding="utf-8")
    return example.partition("~")[2].partition("/")[0]


def _key(file: Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", file.name, "-f", str(file)], check=True)
    return file.with_name(f"{file.name}.pub").read_text(encoding="utf-8").strip()


def _ssh(folder: Path, name: str) -> str:
    settings = {
        "IdentitiesOnly": "yes", "StrictHostKeyChecking": "no", "UserKnownHostsFile": str(folder / f"{name}.known"),
        "LogLevel": "ERROR", "BatchMode": "yes",
    }  # fmt: skip
    options = [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]
    return shlex.join(["ssh", "-F", "none", "-i", str(folder / name), *options])


def _clone(desk: Desk, url: str, command: str) -> Editor:
    editor = Editor(desk.scratch / f"ssh-{len(list(desk.scratch.iterdir()))}", desk.bare)
    editor.folder.mkdir()
    editor.git("init", "--quiet", "-b", "main")
    editor.git("config", "core.sshCommand", command)
    editor.git("remote", "add", "origin", url)
    editor.git("pull", "--quiet", "origin", "main")
    return editor
