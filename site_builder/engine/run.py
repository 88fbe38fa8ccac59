"""How a build runs, what it did, and the new tree that is looked at before it is shown.

Knows: values only. Never: builds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new tree that nobody sees yet."""

    tree: Path
    changed: tuple[str, ...]
    deleted: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """How a build runs."""

    jobs: int = 1
    """Worker processes at most."""
    executor: Executor | None = None
    """Makes the targets instead of our own workers; `jobs` says how many it has."""
    full: bool = False
    """Make everything again."""
    plan_all: bool = False
    """Plan every group, also those that did not change."""
    encoded: bool = False
    """Make the compressed copies of every file, too."""
    label: str | None = None
    """Names this state of the site; the one before it is kept for `go_back`."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Kept together with the manifest once the new tree is whole."""
    planned: Callable[[], None] | None = None
    """Called when everything is planned and no planner is needed any more."""
    progress: Callable[[int, int], None] | None = None
    """Called with the number of targets made and of all to make."""
    verify: Callable[[Candidate], None] | None = None
    """Looks at the new tree before it is shown; whatever it raises, the live tree stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a build did."""

    targets: int
    """Files of the site."""
    made: tuple[str, ...]
    """Paths whose bytes are new or changed."""
    deleted: tuple[str, ...]
    unchanged: int
    """Files that are as they were, made again or not."""
    skipped_groups: int
    planned_groups: int
