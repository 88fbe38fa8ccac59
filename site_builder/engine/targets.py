"""Targets and groups: what a file of the site is made from, and when it is stale.

A target names its maker (a module-level pure function), small frozen arguments and the references it reads.
A group is a set of targets planned together by a pure function of the group's own arguments, whose targets
may only use the group's references; so a group with an unchanged fingerprint needs no planning.

Knows: digests. Never: reads a file or a clock; never uses pickle for a digest (equal values can pickle
differently), nor `hash` (it differs between processes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeAlias

Maker: TypeAlias = Callable[..., bytes]
"""`maker(read, *args) -> bytes`, where `read("facts:ID")` returns a record's value."""
Planner: TypeAlias = Callable[..., "Iterable[Target]"]
"""`planner(*args) -> targets`; a pure, module-level function."""


@dataclass(frozen=True, slots=True)
class Target:
    """One file of the site."""

    path: str
    """POSIX path in the tree."""
    maker: Maker
    args: tuple[Any, ...] = ()
    refs: tuple[str, ...] = ()
    """Keys of the records that the maker reads."""
    encoding: str = ""
    """Content encoding of the file (see `encodings`); makers give plain bytes."""
    together: bool = False
    """Made by one worker with the others of its group that say so: their makers share work (`read.once`)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Targets that are planned together or taken from the manifest together."""

    key: str
    planner: Planner
    args: tuple[Any, ...] = ()
    refs: tuple[str, ...] = ()
    """Keys of all records that any target of the group may read, besides those that `covers` gives."""
    basis: str = ""
    """When it is given, what stands in the fingerprint for the arguments and for the records of `covers`: it is
    other when any of them is. So nothing of them is listed or printed for a group that did not change."""
    covers: Callable[[], Iterable[str]] = tuple
    """Gives the keys of the records that `basis` speaks for."""


def digest(value: Any) -> str:
    """Digest a frozen value by its `repr`: blake2b, 16 bytes, hex."""
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def digest_bytes(data: bytes) -> str:
    """Digest file content: blake2b, 16 bytes, hex."""
    return blake2b(data, digest_size=16).hexdigest()


class Fingerprints:
    """What decides staleness, under one code version and given the digests of all records."""

    def __init__(self, code: str, digests: Mapping[str, str]) -> None:
        self._code = code
        self._digests = digests
        self._refs: tuple[str, ...] = ()
        self._read = _blake(())
        """Digest of what `_refs` refer to: many targets of a group share one long tuple."""

    def of(self, made: Target | Group) -> str:
        """Digest the code version, the function, the arguments and the digests of the references.

        Raises:
            KeyError: a reference has no record: the plan names what does not exist.
        """
        if made.refs is not self._refs:
            self._read = _blake(map(self._digests.__getitem__, made.refs))
            self._refs = made.refs
        function = made.maker if isinstance(made, Target) else made.planner
        said = made.basis if isinstance(made, Group) and made.basis else repr(made.args)
        parts = [self._code, function.__module__, function.__qualname__, said, self._read]
        if isinstance(made, Target) and made.encoding:
            parts.append(made.encoding)
        return _blake(parts)


def _blake(parts: Iterable[str]) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
