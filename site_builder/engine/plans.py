"""Compares groups of targets with the manifest: what is stale, what goes, what nobody needs to look at.

Only groups whose fingerprint changed, or that have files made from a record that changed, are planned, and only their
rows are read; the paths of the others are asked for by name where a new path could run into them. So the cost is that
of the change, also with a million files. In a planned group a target is stale when its maker, the code below it or its
arguments are others, when a record of its trace changed, or when one of its files does not stand.

Knows: targets, the manifest. Never: touches a tree, but to look whether a file is there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from site_builder.engine import encodings
from site_builder.engine.manifest import Manifest, Row
from site_builder.engine.run import Run
from site_builder.engine.targets import Code, Fingerprints, Group, Target
from site_builder.engine.tracing import unpack
from site_builder.engine.trees import is_whole
from site_builder.errors import PlanError, Problem

_PATH = re.compile(r"(?!\.\.?(?:/|$))[^/\\\x00-\x1f\x7f]+(?:/(?!\.\.?(?:/|$))[^/\\\x00-\x1f\x7f]+)*")


class Planned(NamedTuple):
    """What is known of a target while it is made: no more, for there are very many."""

    group: str
    fingerprint: str
    files: tuple[str, ...]
    """Its path and those of its compressed copies."""


class Owner(NamedTuple):
    """Who wants a path."""

    path: str
    group: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a build has to do."""

    groups: Mapping[str, tuple[str, int]]
    """Fingerprint and number of files of the groups that are new or changed, by key."""
    dropped: tuple[str, ...]
    """Keys of the groups that are no more."""
    due: tuple[str, ...]
    """Keys of the groups that were planned."""
    fresh: tuple[Planned, ...]
    """Planned targets whose files are right."""
    stale: tuple[Planned, ...]
    """Planned targets to make."""
    todo: list[Target]
    """These themselves, in the same order; who makes them takes them out."""
    deleted: tuple[str, ...]
    """Paths that nobody plans any more."""
    old: Mapping[str, Row]
    """The manifest's rows of the groups that were planned or dropped, by path."""
    whole: frozenset[str]
    """The stale targets' paths whose file is what the manifest says."""
    targets: int
    """Files of the site."""
    skipped: int
    """Groups that were not planned."""
    records: bool
    """Whether there are records that changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What a plan is compared with."""

    manifest: Manifest
    changed: frozenset[int]
    """Numbers of the records that changed or went since the manifest was written."""
    tree: str | None
    """Folder of the live tree."""


def compare(groups: Sequence[Group], known: Known, code: Code, run: Run) -> Plan:
    """Plan what the groups want, given what there is.

    Raises:
        PlanError: paths that cannot be, or that more than one target wants.
        AssertionError: two groups have one key: a bug.
    """
    before = known.manifest.groups()
    fingerprints = Fingerprints(code, encodings.FORM if run.encoded else "")
    prints = {group.key: fingerprints.of(group) for group in groups}
    if len(prints) != len(groups):
        raise AssertionError("two groups have one key")
    readers = known.manifest.readers(known.changed)
    everything = run.full or run.plan_all
    due = tuple(
        group
        for group in groups
        if everything or group.key in readers or before.get(group.key, ("",))[0] != prints[group.key]
    )
    dropped = tuple(key for key in before if key not in prints)
    touched = {*dropped, *(group.key for group in due)}
    old = {row.path: row for row in known.manifest.rows_of(key for key in before if key in touched)}
    planned = list(_planned(due, fingerprints, encoded=run.encoded))
    if run.planned is not None:
        run.planned()
    _check(
        (item for item, _ in planned),
        _Others(known.manifest, touched, old) if len(touched) < len(before.keys() | prints) else None,
    )
    fresh, stale, whole = _split(planned, old, known, full=run.full)
    todo = [target for _, target in stale]
    paths = {file for item, _ in planned for file in item.files} if old else ()
    counts = {key: count for key, (_, count) in before.items() if key in prints} | _counts(due, planned)
    wanted = {group.key: (prints[group.key], counts[group.key]) for group in due}
    return Plan(
        groups={key: value for key, value in wanted.items() if before.get(key) != value},
        dropped=dropped,
        due=tuple(group.key for group in due),
        fresh=fresh,
        stale=tuple(item for item, _ in stale),
        todo=todo,
        deleted=tuple(path for path in old if path not in paths),
        old=old,
        whole=whole,
        targets=sum(counts.values()),
        skipped=len(groups) - len(due),
        records=bool(known.changed),
    )


def _planned(groups: Iterable[Group], fingerprints: Fingerprints, *, encoded: bool) -> Iterator[tuple[Planned, Target]]:
    """Call the planners."""
    for group in groups:
        for target in group.targets():
            files = encodings.files_of(target.path, encoded=encoded)
            yield Planned(group.key, fingerprints.of(target), files), target


def _counts(groups: Iterable[Group], planned: Iterable[tuple[Planned, Target]]) -> dict[str, int]:
    """Count the files of planned groups."""
    counts = {group.key: 0 for group in groups}
    for item, _ in planned:
        counts[item.group] += len(item.files)
    return counts


def _split(
    planned: Iterable[tuple[Planned, Target]], old: Mapping[str, Row], known: Known, *, full: bool
) -> tuple[tuple[Planned, ...], list[tuple[Planned, Target]], frozenset[str]]:
    """Part what is right from what is stale; return also the stale targets' paths whose old file is whole."""
    is_changed = lru_cache(maxsize=None)(lambda trace: not known.changed.isdisjoint(unpack(trace)))
    fresh: list[Planned] = []
    stale: list[tuple[Planned, Target]] = []
    whole: set[str] = set()
    for item, target in planned:
        rows = [old[file] for file in item.files if file in old]
        standing = [row for row in rows if is_whole(f"{known.tree}/{row.path}", row.size)]
        same = len(standing) == len(item.files) and all(row.fingerprint == item.fingerprint for row in standing)
        if same and not full and not any(row.trace is None or is_changed(row.trace) for row in standing):
            fresh.append(item)
            continue
        stale.append((item, target))
        whole.update(row.path for row in standing)
    return tuple(fresh), stale, frozenset(whole)


@dataclass(slots=True)
class _Places:
    """Who wants which place, with large and small letters taken as one."""

    files: dict[str, Owner] = field(default_factory=dict)
    folders: dict[str, Owner] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, folded: str, owner: Owner) -> None:
        """Note one path."""
        first = self.files.setdefault(folded, owner)
        if first is not owner:
            self.problems.append(_same(first, owner))
        for folder in _above(folded):
            if folder in self.folders:
                return
            self.folders[folder] = owner

    def cross(self) -> None:
        """Find files whose place is a folder, too."""
        for folded in self.files.keys() & self.folders.keys():
            self.problems.append(_nested(self.files[folded], self.folders[folded]))


class _Others(NamedTuple):
    """The groups that were not planned."""

    manifest: Manifest
    touched: set[str]
    """Keys of the others."""
    old: Mapping[str, Row]
    """Rows of these: their paths were compared with all others' when they were new, but those that are in doubt."""

    def clashes(self, places: _Places) -> Iterator[Problem]:
        """Find new paths that run into those of groups that were not planned."""
        for folded, owner in places.files.items():
            if not self._is_new(owner.path):
                continue
            yield from (_same(other, owner) for other in self._of(self.manifest.owners_at, folded))
            below = next(self._of(self.manifest.owners_below, folded), None)
            if below is not None:
                yield _nested(owner, below)
        for folder, owner in places.folders.items():
            if self._is_new(owner.path):
                yield from (_nested(other, owner) for other in self._of(self.manifest.owners_at, folder))

    def _is_new(self, path: str) -> bool:
        row = self.old.get(path)
        return row is None or row.size < 0

    def _of(self, ask: Callable[[str], Iterator[tuple[str, str]]], folded: str) -> Iterator[Owner]:
        return (Owner(*found) for found in ask(folded) if found[1] not in self.touched)


def _check(planned: Iterable[Planned], others: _Others | None) -> None:
    """Raise what is wrong with the paths; `others` is None when every group is planned."""
    places = _Places()
    for item in planned:
        for path in item.files:
            if not _is_sound(path):
                places.problems.append(_bad(Owner(path, item.group)))
            places.add(_folded(path), Owner(path, item.group))
    places.cross()
    if others is not None:
        places.problems += others.clashes(places)
    if places.problems:
        raise PlanError(*places.problems)


def _folded(path: str) -> str:
    """Return a path without large letters: as a rule the very same text, kept once for very many files."""
    folded = path.casefold()
    return path if folded == path else folded


def _above(folded: str) -> Iterator[str]:
    """Yield the folders of a path, the nearest first."""
    folder = folded.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _is_sound(path: str) -> bool:
    return _PATH.fullmatch(path) is not None and unicodedata.is_normalized("NFC", path)


def _same(first: Owner, second: Owner) -> Problem:
    if first.path == second.path:
        said = f"Hai phần của trang cùng tạo tệp này: {first.group} và {second.group}."
    else:
        said = (
            f"Tệp này ({second.group}) chỉ khác “{first.path}” ({first.group}) ở chữ hoa, chữ thường: "
            "nhiều máy coi là một."
        )
    return Problem(second.path, 0, "trung-duong-dan", f"{said} Hãy đổi tên một trong hai.")


def _nested(file: Owner, below: Owner) -> Problem:
    said = (
        f"Nơi này ({file.group}) là một tệp, nhưng “{below.path}” ({below.group}) lại cần nó là thư mục. "
        "Hãy đổi tên một trong hai."
    )
    return Problem(file.path, 0, "vua-tep-vua-thu-muc", said)


def _bad(owner: Owner) -> Problem:
    said = (
        f"Đường dẫn này ({owner.group}) không dùng được. Hãy viết tương đối, ngăn bằng “/”, không có “.”, “..”, “\\” "
        "hay ký tự điều khiển, chữ có dấu ở dạng dựng sẵn (NFC)."
    )
    return Problem(owner.path, 0, "duong-dan-sai", said)
