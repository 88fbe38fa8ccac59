"""Values: frozen, keyword-only, slotted dataclasses that are cheap to send to another process.

What `dataclasses` writes for pickling asks for the list of fields at every single value, which costs more than
everything else when thousands of records travel. Here the fields are looked up once a class.

Knows: slots, and what a frozen value may hold. Never: changes how a value prints or compares.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
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


def _as_it_is(value: Any) -> Any:
    return value


def freeze(value: Any, scalar: Callable[[Any], Frozen] = _as_it_is) -> Frozen:
    """Turn lists into tuples and mappings into tuples of pairs, all the way down; `scalar` freezes what is neither."""
    if isinstance(value, list | tuple):
        return tuple([freeze(inner, scalar) for inner in value])
    if isinstance(value, Mapping):
        return tuple((str(key), freeze(inner, scalar)) for key, inner in value.items())
    return scalar(value)


def thaw(value: Frozen, scalar: Callable[[Frozen], Any] = _as_it_is) -> Any:
    """Undo `freeze`: pairs that begin with a name are a mapping, other tuples a list; what is empty becomes a list."""
    if not isinstance(value, tuple):
        return scalar(value)
    if value and all(isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in value):
        return {name: thaw(inner, scalar) for name, inner in value}
    return [thaw(inner, scalar) for inner in value]


def frozen(value: Any) -> Frozen:
    """Turn the lists of what was frozen and then kept as JSON back into tuples: `freeze`, only faster."""
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
