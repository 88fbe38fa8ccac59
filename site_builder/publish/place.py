"""The folder on the server: where things lie in it, the builder's last word, its log and its locks.

    DIR/.cchc/source, source.index    what the builder builds from, as checked out
    DIR/.cchc/check, check.index      what a publisher's push is checked on, with a state of its own (check-state,
                                      check-public) and a lock (check.lock)
    DIR/.cchc/branches, …             the same for the pushes of all others, which nobody's publication waits for
    DIR/.cchc/status.json             what the builder did last; replaced by rename
    DIR/.cchc/repository              path of the repository that publishes here
    DIR/.cchc/log/                    logs

Knows: names, JSON, locks with patience. Never: runs git, builds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from site_builder import atomic
from site_builder.engine.lock import locked
from site_builder.errors import MakeError, PublishError

State: TypeAlias = Literal["", "building", "ok", "failed", "held"]
_STEP = 0.02
_LONG = 1_000_000
"""A log longer than this is put aside."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """What the builder did last."""

    state: State = ""
    """Empty before the first build; `held`: an older commit is shown until the next push."""
    commit: str = ""
    """The commit it worked on."""
    subject: str = ""
    started: str = ""
    finished: str = ""
    """Instants, ISO 8601."""
    seconds: float = 0.0
    attempts: int = 0
    """How often this commit failed."""
    published: str = ""
    """The commit that readers see."""
    held_at: str = ""
    """Head of the branch when an older state was brought back: timed work waits for another head."""
    problems: tuple[str, ...] = ()
    site_url: str = ""
    reload: str = ""
    """What went wrong when the web server was told to read its settings again."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Where pushes are checked one after another, apart from those of another lane."""

    home: Path
    name: str

    @property
    def checkout(self) -> tuple[Path, Path]:
        """The folder that is checked, and its index."""
        return self.home / self.name, self.home / f"{self.name}.index"

    @property
    def state(self) -> Path:
        """The state of the check."""
        return self.home / f"{self.name}-state"

    @property
    def link(self) -> Path:
        """What a trial build shows."""
        return self.home / f"{self.name}-public"

    @property
    def lock(self) -> Path:
        """Held by the push whose turn it is."""
        return self.home / f"{self.name}.lock"

    @property
    def read(self) -> Path:
        """Names the program that last read the whole portal to its end: its state has what did not change."""
        return self.home / f"{self.name}.read"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is published into."""

    to: Path

    @property
    def state(self) -> Path:
        """The folder that readers never see."""
        return self.to / ".cchc"

    @property
    def source(self) -> tuple[Path, Path]:
        """The builder's checkout and its index."""
        return self.state / "source", self.state / "source.index"

    def lane(self, *, publisher: bool) -> Lane:
        """Return where the pushes of publishers are checked, or those of all others."""
        return Lane(self.state, "check" if publisher else "branches")

    @property
    def status_file(self) -> Path:
        """What the builder did last, for people and programs."""
        return self.state / "status.json"

    @property
    def log_file(self) -> Path:
        """The log of the builder."""
        return self.state / "log" / "dung-trang.log"

    def make(self) -> None:
        """Make the folders."""
        (self.state / "log").mkdir(parents=True, exist_ok=True)

    def status(self) -> Status:
        """Read the builder's last word; nothing when it is not there or cannot be read."""
        with suppress(OSError, ValueError, TypeError):
            read = json.loads(self.status_file.read_text(encoding="utf-8"))
            known = {field.name: read[field.name] for field in fields(Status) if field.name in read}
            return Status(**known | {"problems": tuple(known.get("problems", ()))})
        return Status()

    def tell(self, status: Status) -> None:
        """Keep the builder's word; a reader sees the old one or the new."""
        told = json.dumps(asdict(status), ensure_ascii=False, indent=1)
        atomic.write(self.status_file, f"{told}\n".encode(), lasting=False)

    def log(self, now: datetime, line: str) -> None:
        """Add to the log; a full disk does not stop the work."""
        with suppress(OSError):
            if self.log_file.exists() and self.log_file.stat().st_size > _LONG:
                self.log_file.replace(self.log_file.with_suffix(".log.cu"))
            with self.log_file.open("a", encoding="utf-8") as log:
                log.write(f"{now:%Y-%m-%d %H:%M:%S} {line}\n")

    def repository(self) -> Path | None:
        """Return the repository that publishes here; None when `git install` did not make this folder."""
        with suppress(OSError):
            named = (self.state / "repository").read_text(encoding="utf-8").strip()
            return Path(named) if named else None
        return None


@contextmanager
def lock(file: Path, patience: float) -> Iterator[bool]:
    """Hold the lock `file`, waiting up to `patience` seconds for it; give whether it is held.

    The system lets go of it when this process ends, however it ends; workers do not inherit it.
    """
    until = time.monotonic() + patience
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(locked(file))
            except MakeError as error:
                if error.problems[0].code != "dang-dung-trang":
                    raise PublishError(*error.problems) from error
                if time.monotonic() >= until:
                    yield False
                    return
                time.sleep(_STEP)
            else:
                break
        yield True


def program(python: str) -> tuple[str, ...]:
    """Return the words that start this program, wherever one stands: `-P` looks for nothing in that folder."""
    return (python, "-P", "-m", "site_builder")


def program_environment() -> dict[str, str]:
    """Return what the environment must say so that Python finds this program: nothing when it is installed."""
    home = Path(__file__).resolve().parents[2]
    installed = home.name in {"site-packages", "dist-packages"}
    return {} if installed else {"PYTHONPATH": os.pathsep.join((str(home), *_python_path(home)))}


def _python_path(home: Path) -> tuple[str, ...]:
    """Return what the search path was told from outside, when it was."""
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return tuple(folder for folder in named if folder and Path(folder).resolve() != home and folder in sys.path)
