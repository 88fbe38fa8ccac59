"""A repository made by `git install` in a scratch folder, editors with clones of it, and what git tells them."""

from __future__ import annotations

import atexit
import json
import os
import pickle
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from site_builder.publish.builder import LOCK
from site_builder.publish.install import Choices, install
from site_builder.publish.place import Place, lock
from tests.conftest import REPOSITORY, SMALL, article, rendered_chrome, small_portal

QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Biên tập",
    "GIT_AUTHOR_EMAIL": "bt@example.vn",
    "GIT_COMMITTER_NAME": "Biên tập",
    "GIT_COMMITTER_EMAIL": "bt@example.vn",
    "LC_ALL": "C.UTF-8",
}
"""Git as on a machine where nobody has set anything."""


def as_person(bare: Path, name: str) -> dict[str, str]:
    """Return what the forced command of the key file says of a person."""
    return {"CCHC_PUSHER": name, "CCHC_DOOR_KEY": (bare / "cua-vao.key").read_text().strip()}


@dataclass(frozen=True)
class Told:
    """What a push told the editor."""

    code: int
    lines: tuple[str, ...]
    """Lines of the server, without git's `remote: `."""
    all: str


@dataclass(frozen=True)
class Editor:
    """One person's clone."""

    folder: Path
    bare: Path
    name: str = ""

    def git(self, *args: str, stdin: bytes | None = None, code: int | None = 0) -> str:
        """Run git in the clone."""
        done = subprocess.run(
            ["git", *args], cwd=self.folder, input=stdin, capture_output=True, check=False, env=self.environment
        )
        assert code is None or done.returncode == code, done.stderr.decode()
        return done.stdout.decode("utf-8", errors="surrogateescape").strip()

    @property
    def environment(self) -> Mapping[str, str]:
        """What git is told of this person."""
        return os.environ | QUIET | (as_person(self.bare, self.name) if self.name else {})

    def write(self, path: str, data: str | bytes) -> Path:
        """Write a file of the clone."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return file

    def commit(self, message: str = "Sửa bài") -> str:
        """Commit everything that is in the clone, and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def add_article(self, slug: str, **fields: str) -> str:
        """Commit a good article of May 2024."""
        self.write(f"content/news/2024/05/{slug}.md", article(**fields))
        return self.commit(f"Thêm {slug}")

    def push(self, *words: str) -> Told:
        """Push, the main branch unless told otherwise."""
        done = subprocess.run(
            ["git", "push", "--porcelain", *(words or ("origin", "HEAD:main"))], cwd=self.folder,
            capture_output=True, check=False, env=self.environment,
        )  # fmt: skip
        told = done.stderr.decode()
        lines = [line.removeprefix("remote: ").rstrip() for line in told.splitlines() if line.startswith("remote: ")]
        return Told(code=done.returncode, lines=tuple(lines), all=told + done.stdout.decode())


@dataclass(frozen=True)
class Desk:
    """The repository and the folder that it publishes into."""

    bare: Path
    to: Path
    scratch: Path

    def git(self, *args: str) -> str:
        """Run git in the repository."""
        done = subprocess.run(["git", *args], cwd=self.bare, capture_output=True, check=True, env=os.environ | QUIET)
        return done.stdout.decode().strip()

    def editor(self, name: str = "") -> Editor:
        """Give somebody a clone."""
        folder = self.scratch / f"clone-{len(list(self.scratch.iterdir()))}"
        subprocess.run(
            ["git", "clone", "--quiet", str(self.bare), str(folder)], check=True, capture_output=True,
            env=os.environ | QUIET,
        )  # fmt: skip
        return Editor(folder, self.bare, name)

    @property
    def head(self) -> str:
        """The main branch."""
        return self.git("rev-parse", "main")

    def refs(self) -> str:
        """All branches and tags."""
        return self.git("for-each-ref")

    def ways(self, **ways: object) -> None:
        """Tell the publisher how to behave."""
        (self.to / "ways.json").write_text(json.dumps(ways))

    def status(self) -> dict[str, Any]:
        """What the builder said last."""
        file = self.to / ".cchc" / "status.json"
        read: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        return read

    def shown(self) -> dict[str, Any]:
        """What readers see."""
        file = self.to / "shown.json"
        read: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        return read

    def builds(self) -> list[str]:
        """The commits that were built, in order."""
        file = self.to / "builds.log"
        return file.read_text().split() if file.exists() else []

    def wait(self, commit: str, state: str = "ok", seconds: float = 240) -> None:
        """Wait until the builder is done with a commit."""
        until = time.monotonic() + seconds
        while (self.status().get("commit"), self.status().get("state")) != (commit, state):
            assert time.monotonic() < until, (self.status(), self.log())
            time.sleep(0.02)

    def log(self) -> str:
        """The builder's log."""
        file = self.to / ".cchc" / "log" / "dung-trang.log"
        return file.read_text() if file.exists() else ""


def program(folder: Path) -> Path:
    """Make the program behind the hooks: the one of the tests, run by this interpreter."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / "tests" / "git_program.py", folder / "git_program.py")
    kept = {"settings": (SMALL / "mkdocs.yml").read_bytes(), "rendered": rendered_chrome()}
    (folder / "chrome.pickle").write_bytes(pickle.dumps(kept))
    file = folder / "python"
    words = shlex.join([sys.executable, str(folder / "git_program.py")])
    file.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
    file.chmod(0o755)
    return file


def make_desk(folder: Path, *, publishers: Path | None = None, max_file_bytes: int | None = None) -> Desk:
    """Install a repository and publish the small portal through it, the way an administrator does.

    Each process does so once; every other desk is a copy in which the paths are its own.
    """
    shutil.copytree(_first_desk(), folder, symlinks=True, dirs_exist_ok=True)
    _rename(folder, str(_first_desk()).encode(), str(folder).encode())
    desk = Desk(folder / "kho.git", folder / "web", folder / "clones")
    if publishers is not None or max_file_bytes is not None:
        chosen = Choices(publishers=publishers, max_file_bytes=max_file_bytes)
        install(desk.bare, desk.to, chosen, python=str(folder / "program" / "python"))
    return desk


@cache
def _first_desk() -> Path:
    """Make the desk that the others are copies of; it goes when the process ends."""
    top = Path(tempfile.mkdtemp(prefix="desk-"))
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    folder = top / "first"
    bare, to, scratch = folder / "kho.git", folder / "web", folder / "clones"
    scratch.mkdir(parents=True)
    install(bare, to, python=str(program(folder / "program")))
    first = Editor(scratch / "first", bare)
    small_portal(first.folder)
    first.git("init", "--quiet", "-b", "main")
    first.git("remote", "add", "origin", str(bare))
    head = first.commit("Cổng đầu tiên")
    told = first.push()
    assert told.code == 0, told.all
    Desk(bare, to, scratch).wait(head)
    with lock(Place(to).state / LOCK, 240) as is_held:  # its builder has gone home
        assert is_held
    return folder


def _rename(folder: Path, old: bytes, new: bytes) -> None:
    """Put another path for one that stands in files of text; the check's state sees by itself that it was moved."""
    for file in [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]:
        data = file.read_bytes()
        if old in data and b"\0" not in data:
            file.write_bytes(data.replace(old, new))
