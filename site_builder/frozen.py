"""Values: frozen, keyword-only, slotted dataclasses that are cheap to send to another process.

What `dataclasses` writes for pickling asks for the list of fields at every single value, which costs more than
everything else when thousands of records travel. Here the fields are looked up once a class.

Knows: slots, and what a frozen value may hold. Never: changes how a value prints or compares.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, fields
from itertools import repeat
from operator import attrgetter, call
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, dataclass_transform

T = TypeVar("T")

if TYPE_CHECKING:
    Frozen: TypeAlias = Any
else:

    class _Anything(type):
        """Of which every value is one."""

        def __instancecheck__(cls, instance: object) -> bool:
            return True

    class Frozen(metaclass=_Anything):
        """A scalar, or tuples of such, mappings as tuples of pairs: safe to `repr`, to digest and to keep.

        A class while the program runs, so that whoever reads a kept value knows where lists are tuples.
        """


def frozen(value: Any) -> Frozen:
    """Turn the lists of a kept value back into tuples."""
    return tuple(map(frozen, value)) if isinstance(value, list) else value


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """Make a class a frozen, keyword-only, slotted dataclass, pickled as the plain values of its fields in order."""
    made: Any = dataclass(frozen=True, kw_only=True, slots=True)(cls)
    names = tuple(one.name for one in fields(made))
    setters = tuple(getattr(made, name).__set__ for name in names)
    read = attrgetter(*names, "__class__")  # one name more, so that it always gives a tuple

    def state(self: T) -> tuple[Any, ...]:
        values: tuple[Any, ...] = read(self)[:-1]
        return values

    def restore(self: T, values: tuple[Any, ...]) -> None:
        deque(map(call, setters, repeat(self), values), maxlen=0)  # a loop that never leaves C

    made.__getstate__ = state
    made.__setstate__ = restore
    done: type[T] = made
    return done
