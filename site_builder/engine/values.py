"""Kept values as bytes that cannot run code: JSON, with the name of the value's class before it.

A cache may come along with a repository that a stranger wrote; so nothing in it may do more than be a wrong value. A
class is looked up among this program's own plain values (dataclasses and named tuples) and nowhere else; its fields say
what may stand in it. msgspec reads and writes several times as fast as pickle did, and checks every type.

The first line is the class, as `module:Class`, with `*` before it for a tuple of such values; it is empty for plain
text, numbers and tuples of them, and `-` for bytes, which follow as they are.

Knows: msgspec, this package's name. Never: imports a module of another package by a name that was read.
"""

from __future__ import annotations

import sqlite3
from dataclasses import is_dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from site_builder.frozen import Frozen, frozen

_PACKAGE = __name__.partition(".")[0]
_BYTES = "-"


class BrokenValueError(sqlite3.DatabaseError):
    """What is kept is no value of ours; the store is then made anew."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def encode(value: Any) -> bytes:
    """Write a frozen value.

    Raises:
        TypeError: it holds something that is no plain value.
    """
    if isinstance(value, bytes):
        return f"{_BYTES}\n".encode() + value
    return f"{_name(value)}\n".encode() + _json(value)


def decode(data: bytes) -> Any:
    """Read what `encode` wrote.

    Raises:
        BrokenValueError: it is something else.
    """
    name, mark, rest = bytes(data).partition(b"\n")
    try:
        if not mark:
            raise BrokenValueError("no class")
        return rest if name == _BYTES.encode() else _decoder(name.decode()).decode(rest)
    except (ValueError, TypeError, AttributeError, ImportError, RecursionError) as error:
        raise BrokenValueError(str(error)) from error


def _name(value: Any) -> str:
    """Name the class of a value, or of all values of a tuple; empty for plain ones."""
    if type(value) is tuple:
        classes = set(map(type, value))
        one = classes.pop() if len(classes) == 1 else None
        return f"*{_path(one)}" if one is not None and _is_ours(one) else ""
    return _path(type(value)) if _is_ours(type(value)) else ""


def _path(cls: type) -> str:
    return f"{cls.__module__}:{cls.__qualname__}"


def _is_ours(cls: type) -> bool:
    """Say whether a class is one of this program's plain values."""
    plain = is_dataclass(cls) or (issubclass(cls, tuple) and hasattr(cls, "_fields"))
    return plain and cls.__module__.partition(".")[0] == _PACKAGE


def _json(value: Any) -> bytes:
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:  # half a letter, which only a broken file has: it is told, and never shown
        return _ENCODER.encode(_whole(msgspec.to_builtins(value, enc_hook=_plain)))


def _whole(value: Any) -> Any:
    """Put a mark in the place of every half letter."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain value")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


@lru_cache(maxsize=128)
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    """Make the reader of a class.

    Raises:
        ValueError: it is no plain value of this program.
    """
    if not name:
        return msgspec.json.Decoder(Frozen, dec_hook=_rich)
    module, _, path = name.removeprefix("*").partition(":")
    if module.partition(".")[0] != _PACKAGE:
        raise ValueError(f"{module} is not ours")
    cls = getattr(import_module(module), path)
    if not (isinstance(cls, type) and _is_ours(cls)):
        raise ValueError(f"{name} is no plain value")
    of: Any = tuple[cls, ...] if name.startswith("*") else cls  # type: ignore[valid-type]
    return msgspec.json.Decoder(of, dec_hook=_rich)


def _rich(cls: type, value: Any) -> Any:
    """Make what JSON does not know."""
    if cls is Path:
        return Path(value)
    if cls is Frozen:
        return frozen(value)
    raise TypeError(f"{cls.__name__} is no plain value")
