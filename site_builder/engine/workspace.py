"""The state of one portal, under one lock: records, manifest, two trees; mended when a process was killed.

Knows: where the parts of the state are. Never: knows what a target is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from site_builder.engine import building, failures
from site_builder.engine.building import State
from site_builder.engine.failures import told
from site_builder.engine.journal import Journal
from site_builder.engine.lock import locked
from site_builder.engine.manifest import Manifest
from site_builder.engine.names import Names
from site_builder.engine.run import Outcome, Run
from site_builder.engine.store import Item, Store, sound_store
from site_builder.engine.targets import Code, Group
from site_builder.engine.trees import Trees, make_folders, take_away
from site_builder.errors import MakeError


class Workspace:
    """The state of one portal: records, manifest and two trees, under one lock."""

    def __init__(self, store: Store, trees: Trees, folder: Path) -> None:
        """Take what `open` has made ready; `folder` is where the state lies, beside which others may keep theirs."""
        self.folder = folder
        self._store = store
        self.names = Names(store.connection)
        """Whose names are whose."""
        self._state = State(folder=folder, store=store, manifest=Manifest(store), journal=Journal(store), trees=trees)

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
                _mend(workspace._state)
            yield workspace

    def bases(self, kind: str, but: Sequence[str] = ()) -> dict[str, str]:
        """Return the basis of every item of a kind, by key; without a look at keys that begin with one of `but`."""
        return self._store.bases(kind, but)

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

    @property
    def tree(self) -> Path | None:
        """The folder of the live tree; None before the first build."""
        live = self._state.journal.noted().live
        return None if live is None else Path(self._state.trees.tree(live))

    @property
    def label(self) -> str:
        """What the live tree was labelled with; empty when nothing was."""
        return self._state.journal.noted().label

    def set_label(self, label: str) -> None:
        """Label the live tree anew: its inputs have another name and are the same."""
        self._state.journal.set_label(label)

    def update(self, groups: Iterable[Group], code: Code, run: Run) -> Outcome:
        """Bring the trees to what the groups, all of the site, want, and swap them.

        Raises:
            PlanError: paths that cannot be, or that more than one target wants.
            MakeError: targets could not be made or written; the live tree stands as it was.
        """
        return building.update(self._state, tuple(groups), code, run)

    def go_back(self) -> str:
        """Show the site before this one, at once, and return its label; doing it again comes back.

        Raises:
            MakeError: there is none: the other tree was needed since.
        """
        journal, trees = self._state.journal, self._state.trees
        with told(self._state.folder):
            before = journal.noted()
            if before.live is None or before.previous is None:
                raise MakeError(failures.of_no_previous(str(trees.link)))
            other = trees.other(before.live)
            trees.prepare(other)
            paths = journal.pending() or ()
            youngest = max((trees.age(before.live, path) for path in paths), default=0)
            with self._store.transaction(lasting=True):
                self._state.manifest.doubt(paths)
                journal.go_back(other, max(youngest, before.youngest))
            trees.show()
            return before.previous


def _mend(state: State) -> None:
    """Bring link, trees and journal together after whatever happened since the last build.

    Raises:
        MakeError: the link's place is taken.
    """
    trees, journal = state.trees, state.journal
    shown = trees.shown()
    trees.tidy()
    take_away(state.folder / "staging")
    live = journal.noted().live
    if live is not None and not Path(trees.tree(live)).is_dir():
        with state.store.transaction(lasting=True):
            state.manifest.forget()
            journal.forget()
        live = None
    if live is not None and shown != live:
        trees.prepare(live)
        trees.show()
    boot = _boot()
    if journal.noted().boot != boot:
        if live is not None:
            _distrust_torn(state, live)
        journal.set_boot(boot)


def _distrust_torn(state: State, live: str) -> None:
    """After a restart of the machine: have files made again that a power cut left empty or cut."""
    stands = state.manifest.stands()
    state.manifest.distrust({one.group for one in stands if not state.trees.is_whole(live, one.path, one.size)})


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
