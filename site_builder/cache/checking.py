"""The cross-check of a portal by need: only folders of which it is not known that all is well are looked at.

What was found right stays so until something changes that it hangs on: the folder's own files, a name that they ask for
(see `claimed`), the vocabularies, the static pages. What was not right is looked at in every check.

Knows: what is kept of each folder. Never: knows what a problem is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from site_builder.cache.claimed import ALONE, RIGHT, TERMS
from site_builder.cache.folders import Folders
from site_builder.cache.snapshot import Snapshot
from site_builder.content import Crosscheck
from site_builder.engine import Item, Workspace
from site_builder.engine.targets import digest
from site_builder.errors import Problem

_PAST = "past"
"""The kind and key of the item that says that nothing stands at any old address."""


@dataclass(frozen=True, kw_only=True)
class Checking:
    """What a check goes by."""

    workspace: Workspace
    folders: Folders
    cross: Crosscheck
    snapshots: Mapping[str, Snapshot]
    """By folder."""
    stats: Mapping[str, str]
    """By folder what tells that it is the one that was read."""
    taxonomy: str
    """Digest of the vocabularies."""
    pages: str
    """Digest of the addresses of static pages."""
    media: str
    """Digest of the paths of all media."""

    def problems(self) -> Iterator[Problem]:
        """Find everything that no article shows by itself."""
        for folder in self._doubtful():
            yield from self._of(folder)
        yield from self.cross.notices()
        if self._are_alone():
            return
        rows = (row.entry for folder in self.snapshots for row in self.folders.parsed(folder))
        yield from self.cross.clashes(sorted(rows, key=lambda entry: entry.file))

    @cached_property
    def _around(self) -> str:
        """What decides what is right, besides articles and media."""
        return digest((self.taxonomy, self.pages))

    @cached_property
    def _terms(self) -> Mapping[str, str]:
        """What is known of folders whose terms are right."""
        return self.workspace.bases(TERMS)

    def _doubtful(self) -> Iterator[str]:
        """Yield the folders of which it is not known that everything is right."""
        right = self.workspace.bases(RIGHT)
        for folder, one in self.snapshots.items():
            if right.get(folder) != self._mark(folder) or self.cross.is_far(one.farthest):
                yield folder

    def _mark(self, folder: str) -> str:
        return digest((self.stats[folder], self._around))

    def _of(self, folder: str) -> tuple[Problem, ...]:
        """Look at a folder; nothing is wrong where the terms were found right and everything is there."""
        far = self.cross.is_far(self.snapshots[folder].farthest)
        terms = self._terms.get(folder) == digest((self.stats[folder], self.taxonomy))
        found: tuple[Problem, ...] = ()
        if far or not terms or not self.cross.grants(self.folders.names.asks(folder).needs):
            rows = self.folders.parsed(folder)
            found = tuple(problem for row in rows for problem in self.cross.of(row.entry, row.body))
        if not found:
            self.workspace.save(RIGHT, [Item(folder, self._mark(folder), None)])
        return found

    def _are_alone(self) -> bool:
        """Say whether nobody wants what another has."""
        known = self.workspace.bases(ALONE)
        fresh = [folder for folder in self.snapshots if known.get(folder) != self._around]
        moved = [one.moved for one in self.snapshots.values() if one.moved]
        past = digest((self._around, self.media, moved))
        if fresh or self.workspace.bases(_PAST).get(_PAST) != past:
            claims = (claim for folder in fresh for claim in self.folders.names.asks(folder).claims)
            if any(map(self.cross.is_contested, claims)) or self.cross.is_past_contested:
                return False
            with self.workspace.together():
                self.workspace.save(ALONE, [Item(folder, self._around, None) for folder in fresh])
                self.workspace.save(_PAST, [Item(_PAST, past, None)])
        return True
