"""One build: plan, make what is stale in the idle tree, check it, have it looked at, show it.

A process may be killed between any two statements here. The order holds it: pending paths are noted before the
idle tree is touched, and everything about the new tree is noted, in one commit, before the link is swapped.

Knows: the order of a build. Never: knows what a target is about.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from site_builder.engine import failures, making, plans
from site_builder.engine.failures import told
from site_builder.engine.journal import Journal
from site_builder.engine.making import Bench, File, Made, Task
from site_builder.engine.manifest import Change, Manifest, Row
from site_builder.engine.plans import Known, Plan, Planned
from site_builder.engine.run import Candidate, Outcome, Run
from site_builder.engine.store import Store
from site_builder.engine.targets import Code, Group, Target
from site_builder.engine.trees import NAMES, Trees, is_whole, make_folders, take_away
from site_builder.errors import MakeError

EAGER = 200
"""A build that changed more than so many files also brings the other tree forward: there it is a small part of
the cost, and the next build, of one article, need not pay for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """The parts of a portal's state."""

    folder: Path
    store: Store
    manifest: Manifest
    journal: Journal
    trees: Trees


def update(state: State, groups: Sequence[Group], code: Code, run: Run) -> Outcome:
    """Bring the trees to what the groups want, and swap them.

    Raises:
        PlanError: paths that cannot be, or that more than one target wants.
        MakeError: targets could not be made or written; the live tree stands as it was.
    """
    live = state.journal.noted().live
    tree = None if live is None else state.trees.tree(live)
    known = Known(manifest=state.manifest, changed=state.store.changed(), tree=tree)
    plan = plans.compare(groups, known, code, run)
    with told(state.folder):
        return _outcome(plan, _Building(state, plan, live, run).changed())


class _Building:
    """What a plan and a run make of a portal's trees."""

    def __init__(self, state: State, plan: Plan, live: str | None, run: Run) -> None:
        self._state = state
        self._plan = plan
        self._live = live
        self._run = run
        self._trees, self._journal = state.trees, state.journal
        self._notes = state.store.new_notes(run.notes)

    def changed(self) -> tuple[str, ...]:
        """Do it; return the paths that changed."""
        plan = self._plan
        if self._live is not None and not plan.stale and not plan.deleted:
            self._stay(_change(plan, [], self._notes))
            return ()
        self._journal.lose_previous()
        idle = self._ready_idle()
        self._trees.remove(idle, plan.deleted)
        made = self._make(idle)
        files = [file for one in made for file in one.files]
        changed = tuple(sorted(file.path for file in files if file.changed))
        strays = self._check(idle, files)
        change = _change(plan, made, self._notes)
        if self._live is not None and not changed and not plan.deleted and not strays:
            self._stay(change)
            self._journal.level()
            return ()
        if self._run.verify is not None:
            self._verify(Candidate(Path(self._trees.tree(idle)), changed, plan.deleted), self._run.verify)
        self._show(idle, change, None if self._live is None else (*changed, *plan.deleted, *strays))
        return changed

    def _stay(self, change: Change) -> None:
        """Go on with the live tree as it is."""
        if not change.is_empty:
            self._state.manifest.accept(change)
        if self._run.label is not None:
            self._journal.set_label(self._run.label)

    def _show(self, idle: str, change: Change, pending: tuple[str, ...] | None) -> None:
        """Show the new tree; the old one differs from it in the pending paths, None: in any."""
        label = self._run.label
        self._trees.prepare(idle)
        with self._state.store.transaction(lasting=True):
            self._state.manifest.accept(change)
            self._journal.go_on(idle, pending, label)
        self._trees.show()
        if pending is None or (len(pending) > EAGER and label is None):
            self._copy(idle, pending)
            self._journal.level()

    def _verify(self, candidate: Candidate, verify: Callable[[Candidate], None]) -> None:
        """Check that every planned file stands in the new tree, then have the caller look at it.

        Raises:
            MakeError: somebody took away or changed files; the next build makes them again.
            SiteError: what `verify` found.
        """
        gone = {file for item in self._plan.stale for file in item.files}.union(self._plan.deleted)
        base, manifest = str(candidate.tree), self._state.manifest
        torn = [s for s in manifest.stands() if s.path not in gone and not is_whole(f"{base}/{s.path}", s.size)]
        if torn:
            manifest.distrust({one.group for one in torn})
            raise MakeError(*(failures.of_broken_tree(one.path) for one in torn))
        verify(candidate)

    def _ready_idle(self) -> str:
        """Make the idle tree equal to the live one and note what is going to change in it; return its name."""
        if self._live is None:
            # Without a manifest nothing is known of any tree; the shown one stays until the new one is whole.
            shown = self._trees.shown()
            idle = NAMES[0] if shown is None else self._trees.other(shown)
            self._trees.clear(idle)
            return idle
        before = self._journal.pending()
        if before is not None:
            stale = (file for item in self._plan.stale for file in item.files)
            self._journal.add_pending(chain(stale, self._plan.deleted))
        self._copy(self._live, before)
        return self._trees.other(self._live)

    def _copy(self, live: str, pending: tuple[str, ...] | None) -> None:
        """Make the idle tree equal to the live one in `pending`; from nothing when it is not what the journal says."""
        idle = self._trees.other(live)
        if pending is not None:
            with suppress(FileExistsError, IsADirectoryError, NotADirectoryError, FileNotFoundError):
                self._trees.copy(live, idle, pending)
                return
        self._trees.clear(idle)
        self._trees.copy(live, idle, (one.path for one in self._state.manifest.stands()))

    def _make(self, idle: str) -> list[Made]:
        """Make the stale targets in the idle tree.

        Raises:
            MakeError: some could not be made; all were tried unless the disk refused.
        """
        with self._staging() as staging:
            bench = Bench(
                database=str(self._state.store.database),
                staging=staging,
                tree=self._trees.tree(idle),
                younger_than=self._journal.noted().youngest,
                is_far=self._run.executor is not None,
            )
            made, failed = making.make_all(bench, self._tasks(), self._run)
        disk = [failure for failure in failed if failure.errno]
        if failed:
            raise MakeError(*(failure.problem(self._state.folder) for failure in disk[:1] or failed))
        return made

    def _tasks(self) -> list[Task]:
        """Turn what is to do into tasks; nothing else holds it any more, for of many files it is most of all memory."""
        todo = sorted(zip(self._plan.todo, self._plan.stale, strict=True), key=_nearness)
        self._plan.todo.clear()
        return [
            Task(
                target.path, target.maker, target.args,
                tuple((file, _known_digest(self._plan, file)) for file in item.files),
                item.group if target.together else "",
            )
            for target, item in todo
        ]  # fmt: skip

    @contextmanager
    def _staging(self) -> Iterator[str]:
        """Lend a folder that no other build shares; a worker that is late has nothing to rename afterwards."""
        folder = self._state.folder / "staging" / secrets.token_hex(8)
        make_folders(str(folder))
        try:
            yield str(folder)
        finally:
            making.forget()
            take_away(folder)

    def _check(self, idle: str, made: Sequence[File]) -> tuple[str, ...]:
        """Check that the idle tree holds what was made; after a full build every file, and remove and name strangers.

        Raises:
            MakeError: somebody else wrote in the tree.
        """
        broken = [file.path for file in made if not self._trees.is_whole(idle, file.path, file.size)]
        strays: tuple[str, ...] = ()
        if self._run.full:
            planned = {file for item in self._plan.stale for file in item.files}
            found = set(self._trees.files(idle))
            broken += planned - found
            # What stands in the shown tree only is reason enough to show this one.
            shown = set(self._trees.files(self._trees.other(idle))) - set(self._plan.deleted)
            strays = tuple(sorted((found | shown) - planned))
            self._trees.remove(idle, strays)
        if broken:
            raise MakeError(*map(failures.of_broken_tree, broken))
        return strays


def _nearness(pair: tuple[Target, Planned]) -> str:
    return pair[0].near


def _known_digest(plan: Plan, path: str) -> str:
    """Return what is known of the bytes that stand at a path."""
    row = plan.old.get(path)
    if row is not None and row.size < 0:
        return making.UNKNOWN
    return row.digest if row is not None and path in plan.whole else ""


def _change(plan: Plan, made: Sequence[Made], notes: Mapping[str, str]) -> Change:
    """Return what the manifest has to learn."""
    known = {file.path: (file, one.trace) for one in made for file in one.files}
    rows = [plan.old[file]._replace(group=item.group) for item in plan.fresh for file in item.files]
    for item in plan.stale:
        for path in item.files:
            file, trace = known[path]
            rows.append(Row(path, item.group, item.fingerprint, file.digest, file.size, trace))
    traces: dict[str, set[bytes]] = {key: set() for key in plan.due}
    for row in rows:
        traces[row.group].add(row.trace or b"")
    return Change(
        groups=plan.groups,
        dropped=plan.dropped,
        rows=tuple(row for row in rows if plan.old.get(row.path) != row),
        traces={key: frozenset(found) for key, found in traces.items()},
        deleted=plan.deleted,
        notes=notes,
        records=plan.records,
    )


def _outcome(plan: Plan, changed: tuple[str, ...]) -> Outcome:
    return Outcome(
        targets=plan.targets,
        made=changed,
        deleted=tuple(sorted(plan.deleted)),
        unchanged=plan.targets - len(changed),
        skipped_groups=plan.skipped,
        planned_groups=len(plan.due),
    )
