"""Kept values as bytes that cannot run code: JSON, with the name of the value's class before it.

A cache may come along with a repository that a stranger wrote; so nothing in it may do more than be a wrong value. A
class is looked up among this program's own plain values (dataclasses and named tuples) and nowhere else; its fields say
what may stand in it. msgspec is several times as fast as pickle, and checks every type.

The first line is the class, as `module:Class`, with `*` before it for a tuple of such values; it is empty for plain
text, numbers and tuples of them, and `-` for bytes, which follow as they are. A `~` before it says that all texts are
escaped, as one of them holds a lone surrogate (a byte of an old address that is no UTF-8).

Knows: msgspec, this package's name. Never: imports a module of another package by a name that was read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from site_builder.engine.targets import digest_bytes
from site_builder.frozen import Frozen, frozen

_PACKAGE = __name__.partition(".")[0]
_BYTES = "-"


class BrokenValueError(sqlite3.DatabaseError):
    """What is kept is no value of ours; the store is then made anew."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


@dataclass(frozen=True, slots=True)
class Encoded:
    """A value as it will be kept: a process that made it spares the one that keeps it the writing."""

    data: bytes
    digest: str
    """Of the bytes, which equal values share as they share their `repr`; found in a tenth of the time."""


def encoded(value: Any) -> Encoded:
    """Write a frozen value once, with its digest.

    Raises:
        TypeError: it holds something that is no plain value.
    """
    data = encode(value)
    return Encoded(data, digest_bytes(data))


def encode(value: Any) -> bytes:
    """Write a frozen value; what is written already stays.

    Raises:
        TypeError: it holds something that is no plain value.
    """
    if isinstance(value, Encoded):
        return value.data
    if isinstance(value, bytes):
        return f"{_BYTES}\n".encode() + value
    try:
        return f"{_name(value)}\n".encode() + _ENCODER.encode(value)
    except UnicodeEncodeError:
        plain = _each(msgspec.to_builtins(value, enc_hook=_plain), lambda text: text.encode("unicode_escape").decode())
        return f"~{_name(value)}\n".encode() + _ENCODER.encode(plain)


def decode(data: bytes) -> Any:
    """Read what `encode` wrote.

    Raises:
        BrokenValueError: it is something else.
    """
    name, mark, rest = bytes(data).partition(b"\n")
    try:
        if not mark:
            raise BrokenValueError("no class")
        if name == _BYTES.encode():
            return rest
        return _unescaped(name[1:].decode(), rest) if name[:1] == b"~" else _decoder(name.decode()).decode(rest)
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


def _unescaped(name: str, data: bytes) -> Any:
    """Read a value whose texts are escaped."""
    plain = _each(msgspec.json.decode(data), lambda text: text.encode("ascii").decode("unicode_escape"))
    return msgspec.convert(plain, _class(name), dec_hook=_rich)


def _each(value: Any, of_text: Callable[[str], str]) -> Any:
    """Change every text of a plain value."""
    if isinstance(value, str):
        return of_text(value)
    if isinstance(value, dict):
        return {of_text(key): _each(inner, of_text) for key, inner in value.items()}
    return [_each(inner, of_text) for inner in value] if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain value")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


@lru_cache(maxsize=128)
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    """Make the reader of a class."""
    return msgspec.json.Decoder(_class(name), dec_hook=_rich)


def _class(name: str) -> Any:
    """Return the class of that name.

    Raises:
        ValueError: it is no plain value of this program.
    """
    if not name:
        return Frozen
    module, _, path = name.removeprefix("*").partition(":")
    if module.partition(".")[0] != _PACKAGE:
        raise ValueError(f"{module} is not ours")
    cls = getattr(import_module(module), path)
    if not (isinstance(cls, type) and _is_ours(cls)):
        raise ValueError(f"{name} is no plain value")
    return tuple[cls, ...] if name.startswith("*") else cls  # type: ignore[valid-type]


def _rich(cls: type, value: Any) -> Any:
    """Make what JSON does not know."""
    if cls is Frozen:
        return frozen(value) if type(value) is list else value
    if cls is Path:
        return Path(value)
    raise TypeError(f"{cls.__name__} is no plain value")
