"""Traces: which records a maker read.

A trace is a sorted array of record numbers, four bytes each, so that one of many thousand targets costs little to
keep, to send and to compare.

Knows: how a maker reads. Never: knows what a record holds; never decides what is stale.
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple, TypeAlias

Get: TypeAlias = Callable[[str], tuple[int, Any]]
"""Returns number and value of a record; raises KeyError when there is none."""


class SharedWork(NamedTuple):
    """What shared work gave."""

    value: Any
    numbers: frozenset[int]
    """Of the records that it read."""
    trace: bytes
    """The same, written once: all files of a long search segment read what its one pass read, and nothing else."""


class Memory:
    """What shared work gave, by function and arguments."""

    def __init__(self, most: int | None = None) -> None:
        """Keep no more than `most` values, those that were asked for last; None: all."""
        self._kept: OrderedDict[tuple[Any, ...], SharedWork] = OrderedDict()
        self._most = most

    def __len__(self) -> int:
        """Count what is kept."""
        return len(self._kept)

    def find(self, key: tuple[Any, ...]) -> SharedWork | None:
        """Return what is kept, which then stays longest."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: tuple[Any, ...], work: SharedWork) -> None:
        """Keep what work gave."""
        self._kept[key] = work
        if self._most is not None and len(self._kept) > self._most:
            self._kept.popitem(last=False)


class Reader:
    """How a maker gets its records and shares work; it notes what is read."""

    def __init__(self, get: Get, memory: Memory) -> None:
        """Read by `get`; targets with one `memory` share work."""
        self._get = get
        self._memory = memory
        self._numbers: set[int] = set()
        self._works: dict[tuple[Any, ...], SharedWork] = {}

    def __call__(self, key: str) -> Any:
        """Return a record.

        Raises:
            KeyError: there is none: who plans a target that reads it made a mistake.
        """
        number, value = self._get(key)
        self._numbers.add(number)
        return value

    def once(self, function: Callable[..., Any], *args: Any) -> Any:
        """Return `function(read, *args)`, called once for all targets that share a memory, while it is kept.

        It is pure, like a maker, and nobody changes what it returns. What it read, everybody read who asks for it.
        """
        key = (function, *args)
        work = self._memory.find(key)
        if work is None:
            own = Reader(self._get, self._memory)
            value = function(own, *args)
            work = SharedWork(value, own.numbers, own.trace)
            self._memory.keep(key, work)
        self._works[key] = work
        return work.value

    @property
    def numbers(self) -> frozenset[int]:
        """Of all records that were read so far."""
        return frozenset(self._numbers).union(*(work.numbers for work in self._works.values()))

    @property
    def trace(self) -> bytes:
        """What was read so far."""
        if len(self._works) == 1 and not self._numbers:
            return next(iter(self._works.values())).trace
        return pack(self.numbers)


def pack(numbers: Collection[int]) -> bytes:
    """Write record numbers as a trace."""
    return struct.pack(f"<{len(numbers)}I", *sorted(numbers))


def unpack(trace: bytes) -> tuple[int, ...]:
    """Return the record numbers of a trace."""
    return struct.unpack(f"<{len(trace) // 4}I", trace)


def records_of(traces: Iterable[bytes]) -> set[int]:
    """Return the numbers of all records that stand in traces."""
    return set().union(*map(unpack, traces))
