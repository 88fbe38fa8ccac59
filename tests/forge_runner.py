"""A clone of a portal on a forge's runner, and its steps run with the variables that the forge sets."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY, small_portal, write

STEPS = REPOSITORY / ".ci" / "forge"
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
GITLAB = REPOSITORY / ".gitlab-ci.yml"


def steps() -> list[Path]:
    """Return every step."""
    return sorted(file for file in STEPS.iterdir() if file.is_file())


@dataclass(frozen=True)
class Done:
    """What a step did."""

    code: int
    log: str
    summary: str
    output: str


@dataclass(frozen=True)
class Forge:
    """A clone of a portal on a forge's runner."""

    root: Path
    notes: Path

    def step(self, name: str, *args: str, forge: str = "github", **env: str) -> Done:
        """Run a step with the variables that a forge sets."""
        summary, output = self.notes / "summary.md", self.notes / "output"
        for file in (summary, output):
            file.write_text("", encoding="utf-8")
        commit = self.git("rev-parse", "HEAD").strip()
        told = {
            "github": {
                "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output),
                "GITHUB_SHA": commit,
            },
            "gitlab": {"GITLAB_CI": "true", "CI_COMMIT_SHA": commit},
        }[forge]  # fmt: skip
        done = subprocess.run(
            ["bash", f".ci/forge/{name}", *args],
            cwd=self.root, env=clean() | told | env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        told_there = summary.read_text(encoding="utf-8")
        return Done(done.returncode, done.stdout + done.stderr, told_there, output.read_text(encoding="utf-8"))

    def git(self, *args: str) -> str:
        """Run git in the clone."""
        return subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.vn", *args],
            cwd=self.root, env=clean(), capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    def commit(self, path: str, text: str) -> None:
        """Write a file and commit it."""
        write(self.root, path, text)
        self.git("add", "-A")
        self.git("commit", "-qm", "bai")


def clean() -> dict[str, str]:
    """Return this environment without what a forge may have set, with the program on the path."""
    kept = {name: value for name, value in os.environ.items() if not re.match(r"GITHUB_|GITLAB_|CI_|CCHC_", name)}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}


def make_forge(folder: Path) -> Forge:
    """Make a portal with its workflow files, in git."""
    root = small_portal(folder / "portal")
    shutil.copytree(STEPS, root / ".ci" / "forge")
    write(root, ".gitignore", (".cache/\npublic\npublic-drafts\ntrang/\ntrang.den-han\nxem-thu/\nbao-cao/\n"))
    notes = folder / "notes"
    notes.mkdir()
    forge = Forge(root, notes)
    forge.git("init", "-q", "-b", "main")
    forge.git("add", "-A")
    forge.git("commit", "-qm", "dau")
    return forge


def digest_tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
