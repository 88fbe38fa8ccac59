"""Compares groups of targets with the manifest: what is stale, what goes, what nobody needs to look at.

Only groups whose fingerprint changed are planned, and only their rows are read; the paths of the others are asked
for by name where a new path could run into them. So the cost is that of the change, also with a million files.

Knows: targets, the manifest. Never: touches a tree, but to look whether a file is there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from site_builder.engine import encodings
from site_builder.engine.manifest import Manifest, Row
from site_builder.engine.targets import Fingerprints, Group, Target
from site_builder.engine.trees import is_whole
from site_builder.errors import PlanError, Problem

_PATH = re.compile(r"(?!\.\.?(?:/|$))[^/\\\x00-\x1f\x7f]+(?:/(?!\.\.?(?:/|$))[^/\\\x00-\x1f\x7f]+)*")


class Planned(NamedTuple):
    """A target with what decides whether it is stale."""

    target: Target
    group: str
    fingerprint: str


class Owner(NamedTuple):
    """Who wants a path."""

    path: str
    group: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a build has to do."""

    groups: Mapping[str, tuple[str, int]]
    """Fingerprint and number of targets of the groups that are new or changed, by key."""
    dropped: tuple[str, ...]
    """Keys of the groups that are no more."""
    fresh: tuple[Planned, ...]
    """Planned targets whose file is right."""
    stale: tuple[Planned, ...]
    """Planned targets to make."""
    deleted: tuple[str, ...]
    """Paths that nobody plans any more."""
    old: Mapping[str, Row]
    """The manifest's rows of the groups that were planned or dropped, by path."""
    whole: frozenset[str]
    """Those of the stale paths whose file is what the manifest says."""
    targets: int
    planned: int
    skipped: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a build compares."""

    code: str
    """Version of the code; another one makes everything stale."""
    full: bool = False
    """Make everything."""
    plan_all: bool = False
    """Plan every group."""
    encoded: bool = False
    """Plan the compressed copies, too."""


def compare(
    groups: Sequence[Group], manifest: Manifest, digests: Mapping[str, str], tree: str | None, manner: Manner
) -> Plan:
    """Plan what the groups want, given the manifest and the live tree.

    Raises:
        PlanError: paths that cannot be, or that more than one target wants.
        AssertionError: a target names a record that its group does not name: a bug.
        LookupError: a target or a group names a record that does not exist: a bug.
    """
    known = manifest.groups()
    fingerprints = Fingerprints(manner.code, digests)
    prints = {group.key: _fingerprint(group, group.key, fingerprints) for group in groups}
    if len(prints) != len(groups):
        raise AssertionError("two groups have one key")
    everything = manner.full or manner.plan_all
    due = [group for group in groups if everything or known.get(group.key, ("",))[0] != prints[group.key]]
    counts = {key: count for key, (_, count) in known.items() if key in prints}
    dropped = tuple(key for key in known if key not in prints)
    touched = {*dropped, *(group.key for group in due)}
    old = {row.path: row for row in manifest.rows_of(key for key in known if key in touched)}
    planned = _planned(due, manner, fingerprints, counts)
    paths = {item.target.path for item in planned}
    _check(planned, manifest if len(touched) < len(known.keys() | prints) else None, touched)
    fresh, stale, whole = _split(planned, old, tree, full=manner.full)
    wanted = {group.key: (prints[group.key], counts[group.key]) for group in due}
    return Plan(
        groups={key: value for key, value in wanted.items() if known.get(key) != value},
        dropped=dropped,
        fresh=fresh,
        stale=stale,
        deleted=tuple(path for path in old if path not in paths),
        old=old,
        whole=whole,
        targets=sum(counts.values()),
        planned=len(due),
        skipped=len(groups) - len(due),
    )


def _fingerprint(made: Target | Group, name: str, fingerprints: Fingerprints) -> str:
    try:
        return fingerprints.of(made)
    except KeyError as error:
        raise LookupError(f"{name} names the record {error}, which does not exist") from error


def _planned(
    groups: Iterable[Group], manner: Manner, fingerprints: Fingerprints, counts: dict[str, int]
) -> list[Planned]:
    """Call the planners; note the number of targets of each group in `counts`."""
    planned: list[Planned] = []
    # One string for each record, however many targets name it: on a first build that is a fifth of all memory.
    names: dict[str, str] = {}
    for group in groups:
        before = len(planned)
        allowed = frozenset((*group.refs, *group.covers()))
        checked: tuple[str, ...] | None = None
        refs: tuple[str, ...] = ()
        for wanted in group.planner(*group.args):
            if wanted.refs is not checked:
                if not allowed.issuperset(wanted.refs):
                    missing = sorted(set(wanted.refs) - allowed)
                    raise AssertionError(f"{wanted.path}: group {group.key} does not name the records {missing}")
                checked = wanted.refs
                refs = tuple(names.setdefault(ref, ref) for ref in checked)
            target = replace(wanted, refs=refs)
            files = (target, *encodings.copies(target)) if manner.encoded else (target,)
            planned += [Planned(file, group.key, _fingerprint(file, file.path, fingerprints)) for file in files]
        counts[group.key] = len(planned) - before
    return planned


def _split(
    planned: Iterable[Planned], old: Mapping[str, Row], tree: str | None, *, full: bool
) -> tuple[tuple[Planned, ...], tuple[Planned, ...], frozenset[str]]:
    """Part what is right from what is stale; return also the stale paths whose old file is whole."""
    fresh: list[Planned] = []
    stale: list[Planned] = []
    whole: set[str] = set()
    for item in planned:
        row = old.get(item.target.path)
        stands = row is not None and is_whole(f"{tree}/{row.path}", row.size)
        if stands and row is not None and row.fingerprint == item.fingerprint and not full:
            fresh.append(item)
            continue
        stale.append(item)
        if stands:
            whole.add(item.target.path)
    return tuple(fresh), tuple(stale), frozenset(whole)


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


def _check(planned: Iterable[Planned], manifest: Manifest | None, touched: set[str]) -> None:
    """Raise what is wrong with the paths; `manifest` is None when every group is planned."""
    places = _Places()
    for item in planned:
        path = item.target.path
        if not _is_sound(path):
            places.problems.append(_bad(Owner(path, item.group)))
        places.add(path.casefold(), Owner(path, item.group))
    places.cross()
    if manifest is not None:
        places.problems += _clashes(places, manifest, touched)
    if places.problems:
        raise PlanError(*places.problems)


def _clashes(places: _Places, manifest: Manifest, touched: set[str]) -> Iterator[Problem]:
    """Find paths that run into those of groups that were not planned."""

    def others(ask: Callable[[str], Iterator[tuple[str, str]]], folded: str) -> Iterator[Owner]:
        return (Owner(*found) for found in ask(folded) if found[1] not in touched)

    for folded, owner in places.files.items():
        yield from (_same(other, owner) for other in others(manifest.owners_at, folded))
        below = next(others(manifest.owners_below, folded), None)
        if below is not None:
            yield _nested(owner, below)
    for folder, owner in places.folders.items():
        yield from (_nested(other, owner) for other in others(manifest.owners_at, folder))


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
