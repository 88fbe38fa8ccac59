"""START HERE: read → check → plan → make → swap.

    read    every changed source once (`cache.portal`)
    check   all problems of all files, together; an error stops here and the old site stands
    plan    every file of the site (`plan`), and the records that their makers read (`cache.records`)
    make    only what is stale, in as many processes as asked (`engine`)
    swap    the complete new tree takes the old one's place, at once

The outer page comes from MkDocs, which is started only when one of its inputs changed: whoever calls `build`
hands over the function that does it, so nothing below this floor knows MkDocs.

Knows: the order of the work. Never: prints; never asks the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from site_builder import content
from site_builder.cache.built import Built, keep, last_built, notes_of, stamp_of
from site_builder.cache.inputs import read_templates, theme_dir
from site_builder.cache.options import STATE, Options
from site_builder.cache.portal import Portal, RenderChrome, Rendered, list_files, read
from site_builder.cache.reading import Seen, next_due, see, unseen
from site_builder.cache.upcoming import Upcoming, hidden
from site_builder.cache.versions import code_of
from site_builder.engine import RECORD, Candidate, Outcome, Run, Workspace, kept_workers
from site_builder.engine.garbage import seldom_collected
from site_builder.errors import ContentError, MakeError, Problem
from site_builder.frame.scripts import of_theme
from site_builder.model.pictures import FOLDER as COPIES

if TYPE_CHECKING:
    from site_builder.plan import Site

__all__ = ["STATE", "Built", "Check", "Options", "RenderChrome", "Rendered", "build", "check"]


Look: TypeAlias = Callable[[Candidate], None]
"""Looks at a tree before it is shown; whatever it raises, the live tree stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """What a check found."""

    articles: int
    problems: tuple[Problem, ...]


def build(root: Path, render_chrome: RenderChrome, options: Options) -> Built:
    """Build the portal in `root`; the link then leads to the complete new site.

    Raises:
        SiteError: for what a person can put right; the old site stands.
    """
    with _workspace(root, options) as workspace:
        files = list_files(root, workspace)
        stamp = stamp_of(root, files, options)
        if last := last_built(workspace, stamp, options):
            if options.label is not None:
                workspace.set_label(options.label)
            return last
        portal = read(root, workspace, render_chrome, options, files)
        rendered = portal.checked()

        from site_builder.cache.records import commit  # noqa: PLC0415
        from site_builder.plan import site_of  # noqa: PLC0415 - with it come all makers

        seen = see(portal.reading)
        site = site_of(portal, rendered, seen, options.now)
        commit(workspace, portal, rendered, root, site.derived())
        due = next_due(seen, portal.vocabulary.calendar, options.now)
        look = _look(root, portal, rendered, site, options)
        outcome = _make(workspace, site, options, notes_of(stamp, options.now, due), look)
        _tidy(workspace, site, outcome)
        done = _built(workspace, outcome, site, portal, seen, due)
        keep(workspace, stamp, done)
        return done


def check(root: Path, render_chrome: RenderChrome, options: Options) -> Check:
    """Check the portal in `root`: every problem of every file. Write nothing but the cache."""
    with _workspace(root, options) as workspace:
        try:
            files = list_files(root, workspace)
        except ContentError as error:
            return Check(articles=0, problems=error.problems)
        portal = read(root, workspace, render_chrome, options, files)
        _, told = content.read_wording(root, theme_dir(), portal.vocabulary.taxonomy)
        return Check(articles=portal.reading.files, problems=(*portal.problems, *told))


@contextmanager
def _workspace(root: Path, options: Options) -> Iterator[Workspace]:
    """Lend the portal's state."""
    with kept_workers(), seldom_collected(), Workspace.open(root / options.state, root / options.link) as workspace:
        yield workspace


def _look(root: Path, portal: Portal, rendered: Rendered, site: Site, options: Options) -> Look | None:
    """Return what has the publisher look at a new tree before it is shown; None when nobody asks for that."""
    verify = options.verify
    if verify is None:
        return None

    from site_builder.plan.archive import every_row  # noqa: PLC0415 - with it come all makers

    coming = partial(
        Upcoming,
        root=root,
        settings=rendered.settings,
        hidden=hidden(root, unseen(portal.reading), options.now),
        public=tuple(row.path for row in every_row(site.archive) if row.status != "withdrawn"),
        jobs=options.jobs,
        scripts=(*rendered.bundle.scripts, *of_theme((), read_templates(root).values())),
    )
    return lambda candidate: verify(coming(candidate=candidate))


def _make(
    workspace: Workspace,
    site: Site,
    options: Options,
    notes: Mapping[str, str],
    look: Look | None,
) -> Outcome:
    """Make what is stale, have it looked at, and swap the new tree in."""
    from site_builder.plan import plan  # noqa: PLC0415 - with it come all makers
    from site_builder.plan.archive import forget_rows  # noqa: PLC0415

    try:
        run = Run(
            jobs=options.jobs,
            executor=options.executor,
            full=options.full,
            plan_all=options.plan_all,
            encoded=options.encoded,
            label=options.label,
            notes=notes,
            planned=partial(forget_rows, site.archive),
            progress=lambda done, all_: options.progress("Dựng trang", done, all_),
            verify=look,
        )
        return workspace.update(plan(site), code_of, run)
    except MakeError as error:
        from site_builder.plan.culprits import explained  # noqa: PLC0415 - seldom needed

        raise explained(error, site, partial(workspace.load, RECORD)) from error


def _tidy(workspace: Workspace, site: Site, outcome: Outcome) -> None:
    """Let go of copies of pictures that the site no longer shows, when it shows others than before."""
    from site_builder.cache import kept_copies  # noqa: PLC0415
    from site_builder.plan import pictures  # noqa: PLC0415 - as in `build`

    folder = COPIES.removeprefix("/")
    if any(path.startswith(folder) for path in (*outcome.made, *outcome.deleted)):
        kept_copies.tidy(workspace.folder, pictures.names(site))


def _built(
    workspace: Workspace, outcome: Outcome, site: Site, portal: Portal, seen: Seen, due: datetime | None
) -> Built:
    return Built(
        articles=site.archive.count(),
        targets=outcome.targets,
        made=outcome.made,
        deleted=outcome.deleted,
        unchanged=outcome.unchanged,
        problems=portal.problems,
        scheduled=seen.scheduled,
        tree=workspace.tree or Path(),
        due=due,
        base_path=f"{site.settings.site_path}/",
        moved=tuple((alias, article.url) for article in site.notices for alias in article.aliases),
        gone=tuple(article.url for article in site.notices if article.is_withdrawn),
        measured=site.settings.measured.host if site.settings.measured else "",
    )
