"""Targets and groups: what a file of the site is made from.

A target names its maker (a module-level pure function) and small frozen arguments; which records it is made from,
nobody says: it is seen when it is made (see `tracing`). A group is a set of targets planned together by a pure function
of the group's own arguments, names and numbers only; so a group with an unchanged fingerprint, none of whose records
changed, needs no planning.

Knows: digests. Never: reads a file or a clock; never uses pickle for a digest (equal values can pickle
differently), nor `hash` (it differs between processes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

Maker: TypeAlias = Callable[..., bytes]
"""`maker(read, *args) -> bytes`, where `read("facts:ID")` returns a record's value."""
Planner: TypeAlias = Callable[..., "Iterable[Target]"]
"""`planner(*given, *args) -> targets`; a pure, module-level function."""
Code: TypeAlias = Callable[[str], str]
"""`code(module)` is the version of everything that a function of a module, by its dotted name, can reach; a planner
reaches the makers that it names."""


@dataclass(frozen=True, slots=True)
class Target:
    """One file of the site."""

    path: str
    """POSIX path in the tree."""
    maker: Maker
    args: tuple[Any, ...] = ()
    together: bool = False
    """Made by one worker with the others of its group that say so: their makers share work (`read.once`)."""
    near: str = ""
    """Made next to targets that say something like it, for they share small pieces; says nothing of what is made."""


@dataclass(frozen=True, slots=True)
class Group:
    """Targets that are planned together or taken from the manifest together."""

    key: str
    planner: Planner
    args: tuple[Any, ...] = ()
    given: tuple[Any, ...] = ()
    """What the planner takes before the arguments: where it finds what they name. It is no part of the fingerprint, for
    the arguments tell, by a digest, all that is found there."""

    def targets(self) -> Iterable[Target]:
        """Plan."""
        return self.planner(*self.given, *self.args)


def digest(value: Any) -> str:
    """Digest a frozen value by its `repr`: blake2b, 16 bytes, hex."""
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def digest_bytes(data: bytes) -> str:
    """Digest file content: blake2b, 16 bytes, hex."""
    return blake2b(data, digest_size=16).hexdigest()


class Fingerprints:
    """Tells targets and groups of other code or other arguments apart; `form` says what is made of what they give."""

    def __init__(self, code: Code, form: str) -> None:
        self._code = lru_cache(maxsize=None)(code)
        self._form = form

    def of(self, made: Target | Group) -> str:
        """Digest the function, the code that it can reach, and the arguments."""
        function = made.maker if isinstance(made, Target) else made.planner
        module = function.__module__
        parts = (self._form, self._code(module), module, function.__qualname__, repr(made.args))
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
