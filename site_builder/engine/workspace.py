"""The state of one portal, under one lock: records, manifest, two trees, and the build that brings them forward.

A process may be killed between any two statements here. The order holds it: pending paths are noted before the
idle tree is touched, and everything about the new tree is noted, in one commit, before the link is swapped.

Knows: the order of a build. Never: knows what a target is about.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from site_builder.engine import encodings, failures, making, plans
from site_builder.engine.failures import told
from site_builder.engine.lock import locked
from site_builder.engine.making import Bench, Failed, Made, Task
from site_builder.engine.manifest import Change, Manifest, Row
from site_builder.engine.plans import Manner, Plan
from site_builder.engine.store import Item, Store, sound_store
from site_builder.engine.targets import Group
from site_builder.engine.trees import NAMES, Trees, is_whole, make_folders
from site_builder.errors import MakeError

EAGER = 200
"""A build that changed more than so many files also brings the other tree forward: there it is a small part of
the cost, and the next build, of one article, need not pay for it."""


_Make: TypeAlias = Callable[[Bench, list[Task]], tuple[list[Made], list[Failed]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new tree that nobody sees yet."""

    tree: Path
    changed: tuple[str, ...]
    deleted: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Showing:
    """How a new tree is shown."""

    notes: Mapping[str, str]
    walk: bool
    label: str | None
    verify: Callable[[Candidate], None] | None


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


class Workspace:
    """The state of one portal: records, manifest and two trees, under one lock."""

    def __init__(self, store: Store, trees: Trees, state_dir: Path) -> None:
        """Take what `open` has made ready."""
        self._store = store
        self._manifest = Manifest(store)
        self._trees = trees
        self._state_dir = state_dir

    @classmethod
    @contextmanager
    def open(cls, state_dir: Path, link: Path) -> Iterator[Workspace]:
        """Open a portal's state, made anew when it is absent or broken, and mend what a killed build left.

        Raises:
            MakeError: another build runs; `link` is not ours; the disk refuses; the state breaks while in use.
        """
        state_dir, link = state_dir.absolute(), link.absolute()
        with told(state_dir):
            make_folders(str(state_dir))
            _ignored_by_git(state_dir)
        with locked(state_dir / "lock"), sound_store(state_dir / "state.sqlite") as store:
            workspace = cls(store, Trees(state_dir, link), state_dir)
            with told(state_dir):
                workspace._mend()
            yield workspace

    def bases(self, kind: str) -> dict[str, str]:
        """Return the basis of every item of a kind, by key."""
        return self._store.bases(kind)

    def digests(self) -> dict[str, str]:
        """Return the digest of every record, by key."""
        return dict(self._store.digests())

    def load(self, kind: str, key: str) -> Any:
        """Return one value.

        Raises:
            KeyError: there is none.
        """
        return self._store.load(kind, key)

    def load_all(self, kind: str) -> dict[str, Any]:
        """Return all values of a kind, by key."""
        return self._store.load_all(kind)

    def save(self, kind: str, items: Iterable[Item]) -> None:
        """Keep values, at once."""
        self._store.save(kind, items)

    def promote(self, keys: Iterable[str]) -> None:
        """Make staged values records, without reading them.

        Raises:
            KeyError: nothing is staged under a key.
        """
        self._store.promote(keys)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep and forget what is told within at once, or nothing of it."""
        with self._store.transaction():
            yield

    def drop(self, kind: str, keys: Iterable[str]) -> None:
        """Forget values, at once; a key that is not kept is no error."""
        self._store.drop(kind, keys)

    def note(self, name: str) -> str | None:
        """Return a note, or None."""
        return self._store.note(name)

    def set_notes(self, **notes: str) -> None:
        """Keep notes, at once."""
        self._store.set_notes(notes)

    def manifest(self) -> dict[str, tuple[str, str, str]]:
        """Return group, fingerprint and digest of every file, by path."""
        return {row.path: (row.group, row.fingerprint, row.digest) for row in self._manifest.rows()}

    @property
    def tree(self) -> Path | None:
        """The folder of the live tree; None before the first build."""
        live = self._manifest.live()
        return None if live is None else Path(self._trees.tree(live))

    def update(
        self,
        groups: Iterable[Group],
        code: str,
        *,
        jobs: int = 1,
        full: bool = False,
        plan_all: bool = False,
        executor: Executor | None = None,
        progress: Callable[[int, int], None] | None = None,
        notes: Mapping[str, str] | None = None,
        encoded: bool = False,
        label: str | None = None,
        verify: Callable[[Candidate], None] | None = None,
    ) -> Outcome:
        """Bring the trees to what the groups want, and swap them.

        Args:
            groups: all groups of the site.
            code: version of the code that plans and makes.
            jobs: worker processes at most.
            full: make everything again.
            plan_all: plan every group, also those that did not change.
            executor: makes the targets instead of our own workers.
            progress: called with the number of targets made and of all to make.
            notes: kept together with the manifest once the new tree is whole.
            encoded: make the compressed copies of every file, too.
            label: names this state of the site; the one before it is kept for `go_back`.
            verify: looks at the new tree before it is shown; whatever it raises, the live tree stands.

        Raises:
            PlanError: paths that cannot be, or that more than one target wants.
            MakeError: targets could not be made or written; the live tree stands as it was.
        """
        live = self._manifest.live()
        tree = None if live is None else self._trees.tree(live)
        manner = Manner(code=encodings.code(code) if encoded else code, full=full, plan_all=plan_all, encoded=encoded)
        plan = plans.compare(tuple(groups), self._manifest, self._store.digests(), tree, manner)
        fresh_notes = self._store.new_notes(notes or {})
        with told(self._state_dir):
            if live is not None and not plan.stale and not plan.deleted:
                self._accept(_change(plan, {}, fresh_notes))
                if label is not None:
                    self._manifest.set_label(label)
                return _outcome(plan, ())
            make = partial(making.make_all, jobs=jobs, executor=executor, progress=progress)
            showing = _Showing(notes=fresh_notes, walk=full, label=label, verify=verify)
            made = self._build(plan, live, make, showing)
        return _outcome(plan, made)

    def _build(self, plan: Plan, live: str | None, make: _Make, showing: _Showing) -> tuple[str, ...]:
        """Make what is stale in the idle tree, check it and show it; return the paths that changed."""
        self._manifest.lose_previous()
        idle = self._ready_idle(plan, live)
        self._trees.remove(idle, plan.deleted)
        made = self._make(plan, idle, make)
        changed = tuple(sorted(item.path for item in made.values() if item.changed))
        strays = self._check(plan, idle, made, walk=showing.walk)
        change = _change(plan, made, showing.notes)
        if live is not None and not changed and not plan.deleted and not strays:
            self._accept(change)
            self._manifest.level()
            if showing.label is not None:
                self._manifest.set_label(showing.label)
            return ()
        if showing.verify is not None:
            self._verify(Candidate(Path(self._trees.tree(idle)), changed, plan.deleted), plan, showing.verify)
        self._trees.prepare(idle)
        pending = None if live is None else (*changed, *plan.deleted, *strays)
        self._manifest.accept_tree(change, idle, pending, showing.label)
        self._trees.show()
        if pending is None or (len(pending) > EAGER and showing.label is None):
            self._copy(idle, pending)
            self._manifest.level()
        return changed

    def _verify(self, candidate: Candidate, plan: Plan, verify: Callable[[Candidate], None]) -> None:
        """Check that every planned file stands in the new tree, then have the caller look at it.

        Raises:
            MakeError: somebody took away or changed files; the next build makes them again.
            SiteError: what `verify` found.
        """
        made = {item.target.path for item in plan.stale}
        gone = made.union(plan.deleted)
        base = str(candidate.tree)
        torn = [r for r in self._manifest.rows() if r.path not in gone and not is_whole(f"{base}/{r.path}", r.size)]
        if torn:
            self._manifest.distrust({row.group for row in torn})
            raise MakeError(*(failures.of_broken_tree(row.path) for row in torn))
        verify(candidate)

    @property
    def label(self) -> str:
        """What the live tree was labelled with; empty when nothing was."""
        return self._manifest.label()

    def set_label(self, label: str) -> None:
        """Label the live tree anew: its inputs have another name and are the same."""
        self._manifest.set_label(label)

    def go_back(self) -> str:
        """Show the site before this one, at once, and return its label; doing it again comes back.

        Raises:
            MakeError: there is none: the other tree was needed since.
        """
        with told(self._state_dir):
            live, label = self._manifest.live(), self._manifest.previous()
            if live is None or label is None:
                raise MakeError(failures.of_no_previous(str(self._trees.link)))
            other = self._trees.other(live)
            self._trees.prepare(other)
            youngest = max((self._trees.age(live, path) for path in self._manifest.pending() or ()), default=0)
            self._manifest.go_back(other, max(youngest, self._manifest.youngest()))
            self._trees.show()
            return label

    def _accept(self, change: Change) -> None:
        if not change.is_empty:
            self._manifest.accept(change)

    def _ready_idle(self, plan: Plan, live: str | None) -> str:
        """Make the idle tree equal to the live one and note what is going to change in it; return its name."""
        if live is None:
            # Without a manifest nothing is known of any tree; the shown one stays until the new one is whole.
            shown = self._trees.shown()
            idle = NAMES[0] if shown is None else self._trees.other(shown)
            self._trees.clear(idle)
            return idle
        before = self._manifest.pending()
        if before is not None:
            self._manifest.add_pending(chain((item.target.path for item in plan.stale), plan.deleted))
        self._copy(live, before)
        return self._trees.other(live)

    def _copy(self, live: str, pending: tuple[str, ...] | None) -> None:
        """Make the idle tree equal to the live one in `pending`; from nothing when it is not what the journal says."""
        idle = self._trees.other(live)
        if pending is not None:
            with suppress(FileExistsError, IsADirectoryError, NotADirectoryError, FileNotFoundError):
                self._trees.copy(live, idle, pending)
                return
        self._trees.clear(idle)
        self._trees.copy(live, idle, (row.path for row in self._manifest.rows()))

    def _make(self, plan: Plan, idle: str, make: _Make) -> dict[str, Made]:
        """Make the stale targets in the idle tree.

        Raises:
            MakeError: some could not be made; all were tried unless the disk refused.
        """
        tasks = [
            Task(t.path, t.maker, t.args, t.refs, _known_digest(plan, t.path), t.encoding, group if t.together else "")
            for t, group, _ in plan.stale
        ]
        with self._staging() as staging:
            bench = Bench(
                database=str(self._store.database),
                staging=staging,
                tree=self._trees.tree(idle),
                younger_than=self._manifest.youngest(),
            )
            made, failed = make(bench, tasks)
        disk = [failure for failure in failed if failure.errno]
        if failed:
            raise MakeError(*(failure.problem(self._state_dir) for failure in disk[:1] or failed))
        return {item.path: item for item in made}

    @contextmanager
    def _staging(self) -> Iterator[str]:
        """Lend a folder that no other build shares; a worker that is late has nothing to rename afterwards."""
        folder = self._state_dir / "staging" / secrets.token_hex(8)
        make_folders(str(folder))
        try:
            yield str(folder)
        finally:
            making.forget()
            shutil.rmtree(folder, ignore_errors=True)

    def _check(self, plan: Plan, idle: str, made: Mapping[str, Made], *, walk: bool) -> tuple[str, ...]:
        """Check that the idle tree holds what was made; after a full build every file, and remove and name strangers.

        Raises:
            MakeError: somebody else wrote in the tree.
        """
        broken = [item.path for item in made.values() if not self._trees.is_whole(idle, item.path, item.size)]
        strays: tuple[str, ...] = ()
        if walk:
            planned = {item.target.path for item in plan.stale}
            found = set(self._trees.files(idle))
            broken += planned - found
            # What stands in the shown tree only is reason enough to show this one.
            shown = set(self._trees.files(self._trees.other(idle))) - set(plan.deleted)
            strays = tuple(sorted((found | shown) - planned))
            self._trees.remove(idle, strays)
        if broken:
            raise MakeError(*map(failures.of_broken_tree, broken))
        return strays

    def _mend(self) -> None:
        """Bring link, trees and journal together after whatever happened since the last build.

        Raises:
            MakeError: the link's place is taken.
        """
        shown = self._trees.shown()
        self._trees.tidy()
        shutil.rmtree(self._state_dir / "staging", ignore_errors=True)
        live = self._manifest.live()
        if live is not None and not Path(self._trees.tree(live)).is_dir():
            self._manifest.forget()
            live = None
        if live is not None and shown != live:
            self._trees.prepare(live)
            self._trees.show()
        boot = _boot()
        if self._manifest.boot() != boot:
            if live is not None:
                self._distrust_torn(live)
            self._manifest.set_boot(boot)

    def _distrust_torn(self, live: str) -> None:
        """After a restart of the machine: have files made again that a power cut left empty or cut."""
        torn = {row.group for row in self._manifest.rows() if not self._trees.is_whole(live, row.path, row.size)}
        self._manifest.distrust(torn)


def _known_digest(plan: Plan, path: str) -> str:
    """Return what is known of the bytes that stand at a path."""
    row = plan.old.get(path)
    if row is not None and row.size < 0:
        return making.UNKNOWN
    return row.digest if row is not None and path in plan.whole else ""


def _change(plan: Plan, made: Mapping[str, Made], notes: Mapping[str, str]) -> Change:
    """Return what the manifest has to learn."""
    rows = [
        Row(t.path, group, fingerprint, made[t.path].digest, made[t.path].size) for t, group, fingerprint in plan.stale
    ]
    kept = [plan.old[t.path]._replace(group=group) for t, group, _ in plan.fresh]
    return Change(
        groups=plan.groups,
        dropped=plan.dropped,
        rows=tuple(row for row in chain(rows, kept) if plan.old.get(row.path) != row),
        deleted=plan.deleted,
        notes=notes,
    )


def _outcome(plan: Plan, changed: tuple[str, ...]) -> Outcome:
    return Outcome(
        targets=plan.targets,
        made=changed,
        deleted=tuple(sorted(plan.deleted)),
        unchanged=plan.targets - len(changed),
        skipped_groups=plan.skipped,
        planned_groups=plan.planned,
    )


def _boot() -> str:
    """Read what tells one start of the machine from the next; empty where the system does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _ignored_by_git(state_dir: Path) -> None:
    """Keep the state out of a repository, whatever its own list of ignored files says."""
    file = state_dir / ".gitignore"
    if not file.exists():
        file.write_text("*\n", encoding="utf-8")
