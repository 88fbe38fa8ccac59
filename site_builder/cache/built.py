"""What a build did, kept as long as nothing changes: the next build then only says so.

Knows: everything that a build depends on. Never: builds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from site_builder.cache.inputs import chrome_inputs, ledger_inputs
from site_builder.cache.listing import Files
from site_builder.cache.options import Options
from site_builder.cache.versions import code_version
from site_builder.engine import Item, Workspace
from site_builder.engine.targets import digest
from site_builder.errors import Problem

_KIND = "built"
"""The kind and key of the one item."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What a build did."""

    articles: int
    targets: int
    made: tuple[str, ...]
    """Paths whose bytes are new or changed."""
    deleted: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    scheduled: tuple[tuple[str, datetime], ...] = ()
    """Files of embargoed articles and when they come out."""
    tree: Path = field(default_factory=Path)
    due: datetime | None = None
    """When the site changes next by itself."""
    base_path: str = "/"
    """Path of the site on its server, with `/` at both ends."""
    moved: tuple[tuple[str, str], ...] = ()
    """Old rooted URL and new one of every alias."""
    gone: tuple[str, ...] = ()
    """Rooted URLs of withdrawn articles, whose pages are notices."""
    measured: str = ""
    """The ministry's server that measures the portal; empty when none does."""


def stamp_of(root: Path, files: Files, options: Options) -> str:
    """Digest everything that a build depends on but the moment."""
    how = (code_version(), options.drafts, options.strict)
    return digest((sorted(files.stats.items()), files.problems, chrome_inputs(root), ledger_inputs(root), *how))


def last_built(workspace: Workspace, stamp: str, options: Options) -> Built | None:
    """Return what the last build did when nothing changed since, with nothing made."""
    due, started, now = workspace.note("due") or "", workspace.note("built") or "", options.now.isoformat()
    if options.full or options.plan_all or workspace.note("stamp") != stamp or not started <= now < (due or "9"):
        return None
    if workspace.bases(_KIND).get(_KIND) != stamp:
        return None
    last: Built = workspace.load(_KIND, _KIND)
    return replace(last, made=(), deleted=(), unchanged=last.targets)


def notes_of(stamp: str, now: datetime, due: datetime | None) -> dict[str, str]:
    """Return what `last_built` asks for, to be noted with the tree that was built."""
    return {"stamp": stamp, "built": now.isoformat(), "due": due.isoformat() if due else ""}


def keep(workspace: Workspace, stamp: str, built: Built) -> None:
    """Keep what a build did."""
    workspace.save(_KIND, [Item(_KIND, stamp, built)])
