"""Traces: which records a maker read.

A trace is a sorted array of record numbers, four bytes each, so that one of many thousand targets costs little to
keep, to send and to compare.

Knows: how a maker reads. Never: knows what a record holds; never decides what is stale.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeAlias

Get: TypeAlias = Callable[[str], tuple[int, Any]]
"""Returns number and value of a record; raises KeyError when there is none."""
Memory: TypeAlias = dict[tuple[Any, ...], tuple[Any, frozenset[int]]]
"""By function and arguments what shared work gave, and the numbers of the records that it read."""


class Reader:
    """How a maker gets its records and shares work; it notes what is read."""

    def __init__(self, get: Get, memory: Memory) -> None:
        """Read by `get`; targets with one `memory` share work."""
        self._get = get
        self._memory = memory
        self._numbers: set[int] = set()

    def __call__(self, key: str) -> Any:
        """Return a record.

        Raises:
            KeyError: there is none: who plans a target that reads it made a mistake.
        """
        number, value = self._get(key)
        self._numbers.add(number)
        return value

    def once(self, function: Callable[..., Any], *args: Any) -> Any:
        """Return `function(read, *args)`, called once for all targets in a row that are made together.

        It is pure, like a maker, and nobody changes what it returns. What it read, everybody read who asks for it.
        """
        key = (function, *args)
        if key not in self._memory:
            own = Reader(self._get, self._memory)
            self._memory[key] = (function(own, *args), frozenset(own._numbers))
        value, numbers = self._memory[key]
        self._numbers |= numbers
        return value

    @property
    def trace(self) -> bytes:
        """What was read so far."""
        return pack(self._numbers)


def pack(numbers: Collection[int]) -> bytes:
    """Write record numbers as a trace."""
    return struct.pack(f"<{len(numbers)}I", *sorted(numbers))


def unpack(trace: bytes) -> tuple[int, ...]:
    """Return the record numbers of a trace."""
    return struct.unpack(f"<{len(trace) // 4}I", trace)


def records_of(traces: Iterable[bytes]) -> set[int]:
    """Return the numbers of all records that stand in traces."""
    return set().union(*map(unpack, traces))
