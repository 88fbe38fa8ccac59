"""How a portal is to be read and built, from whoever asks.

Knows: what can be asked for. Never: does it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from site_builder.cache.parsed import Markdown
from site_builder.cache.upcoming import Verify
from site_builder.engine.targets import digest
from site_builder.model import PageLinks

STATE = Path(".cache", "cchc")
"""Folder of the disposable state, below the portal's folder."""

Progress: TypeAlias = Callable[[str, int, int], None]
"""`progress(stage, done, all)`; stages are Vietnamese words for the bar."""

_QUIET: Progress = lambda _stage, _done, _all: None  # noqa: E731 - a value, passed around


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How to build."""

    now: datetime
    jobs: int = 1
    full: bool = False
    plan_all: bool = False
    drafts: bool = False
    executor: Executor | None = None
    """Reads and makes instead of our own workers, of which it has `jobs`, each doing one thing at a time."""
    progress: Progress = _QUIET
    state: Path = STATE
    """Folder of the state, below the portal's folder."""
    link: str = "public"
    """Name of the link that readers follow, below the portal's folder."""
    encoded: bool = False
    """Make compressed copies for a web server, too."""
    label: str | None = None
    """Names this state of the site (a commit); the one before it is then kept to go back to."""
    strict: bool = False
    """For the public: what `cchc init` left for people to change is an error, not a warning."""
    verify: Verify | None = None
    """Looks at the new tree before it is shown; raises SiteError when readers must not see it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadOptions:
    """How a portal's content is to be read, with what its settings and its frame decide."""

    root: Path
    now: datetime
    drafts: bool
    jobs: int
    executor: Executor | None
    progress: Progress
    markdown: Markdown
    code: str
    """Version of the program: what an older one kept is read anew."""
    max_file: int
    """Bytes that a file may have."""
    static: tuple[str, ...] = ()
    """Paths of static pages and theme files in the tree."""
    pages: tuple[PageLinks, ...] = ()
    """What the static pages ask for."""

    @property
    def converter(self) -> str:
        """Digest of what decides how a file is read."""
        return digest((self.code, self.markdown))
