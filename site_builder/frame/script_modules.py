"""Our scripts as pages load them: ES modules joined into one plain script, without what only their authors need.

Modules keep each thing small and let it be tested by itself; joined, they cost a phone one request, and no module
loader. All names of top level then stand in one scope, so each is declared once; imports and exports are whole lines
from column 0, in the one form that every module of ours has:

    import { first, second } from "./beside.mjs";
    export function third() { … }          export const FOURTH = …          export class Fifth { … }

A script without imports and exports stays one file. Numbers with a name (`const FULL = 10;`) stand where they are used,
and spaces that mean nothing go, so that small modules and named numbers cost the reader nothing.

All our scripts are of one generation, ECMAScript 2019, in syntax and in what they call: it is what the oldest phones
that people still carry can run. iPhone 5s and 6 end with iOS 12 (Safari 12.1); Android phones renew Chrome and WebView
apart from the system, and of both what is older than 73 (2019) has gone; Firefox has all of it since 78. An older
browser reads none of the scripts, rather than half, and the pages do without them. Nothing is translated down.

Knows: these lines, comments on lines of their own, what is a string or a pattern. Never: reads a file, understands
JavaScript.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_builder.errors import Problem, SettingsError

Read = Callable[[str], bytes | None]
"""Gives the bytes of a file by its path below the theme's `assets/`, None when there is none."""
CODE = "mo-dun"
_COMMENT = re.compile(r"^[ ]*/\*.*?\*/$|^[ ]*//[^\n]*$", re.DOTALL | re.MULTILINE)
_FOR_AUTHORS = re.compile(rb"^[ ]*/\*.*?\*/\n|^[ ]*//[^\n]*\n|^[ ]*\n|^[ ]+", re.DOTALL | re.MULTILINE)
_IMPORT = re.compile(r'^import \{\s*([\w$]+(?:,\s*[\w$]+)*),?\s*\} from "(\.\.?/[^"\n]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|let|class|function|async function) [\w$]+)", re.MULTILINE)
_DECLARED = re.compile(r"^(export )?(?:const|let|var|class|function|async function) ([\w$]+)", re.MULTILINE)
_ODD = re.compile(
    r"^(?:import|export)\b[^\n]*|\bimport\s*[(.][^\n]*|^(?:const|let|var) [\[{][^\n]*|^(?:async )?function ?\*[^\n]*",
    re.MULTILINE,
)
"""What is none of the lines above once those were taken out: the names it brings would not be seen."""
_NUMBER = re.compile(r"^const ([A-Z][A-Z_]*) = ([\d.e]+);\n", re.MULTILINE)
_QUOTED = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
_TEMPLATE = r"`(?:[^`\\]|\\.)*`"
_PATTERN = r"(?:(?<=[(,=:?&|!>])|(?<=[(,=:?&|!>] ))/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/"
_SPACES = re.compile(
    rf"(?P<kept>{_QUOTED}|{_TEMPLATE}|{_PATTERN})|(?<=[;{{,(\[])\n| ?(?P<sign>=>|[<>=!]==?|&&|\|\||[=?:<>{{}},;&|()]) ?"
)
"""Spaces around signs, and line ends after those that no statement ends with; not in strings, templates, patterns."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Import:
    """A line that takes names from another module."""

    line: int
    path: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Module:
    """One file: its text without import and export, and the names that go in and out, with their lines."""

    path: str
    text: str
    imports: tuple[_Import, ...]
    declared: Mapping[str, int]
    exported: frozenset[str]


def published(name: str, read: Read) -> bytes:
    """Return a script as pages load it, its modules joined.

    Raises:
        SettingsError: an import leads nowhere or in a circle, two modules declare one name, or a line has another form.
    """
    data = read(name) or b""
    if not re.search(rb"^(?:import|export)\b", data, re.MULTILINE):
        return lean(data)
    text = lean(_encoded(joined(name, read))).decode("utf-8", "surrogateescape")
    return _encoded(_SPACES.sub(lambda found: found["kept"] or found["sign"] or "", text))


def joined(name: str, read: Read) -> str:
    """Return a module and all that it imports as one plain script; raises as `published` does."""
    modules = _in_order(name, read)
    problems = (*_unknown(modules), *_twice(modules))
    if problems:
        raise SettingsError(*problems)
    text = _inlined("\n".join(module.text for module in modules.values()))
    return f'"use strict";\n(() => {{\n{text}\n}})();\n'


def lean(script: bytes) -> bytes:
    """Return a script without indentation, blank lines and comments on lines of their own: phones need neither."""
    return _FOR_AUTHORS.sub(b"", script)


def _in_order(name: str, read: Read) -> dict[str, _Module]:
    """Read a module and all that it imports, each after those that it imports itself."""
    done: dict[str, _Module] = {}
    _visit(_parsed(name, read(name) or b""), read, done, (name,))
    return done


def _visit(module: _Module, read: Read, done: dict[str, _Module], way: Sequence[str]) -> None:
    for one in module.imports:
        if one.path in way:
            circle = " → ".join((*way[way.index(one.path) :], one.path))
            raise _refused(module.path, one.line, f"import đi vòng: {circle}; hãy tách phần dùng chung ra tệp riêng")
        if one.path in done:
            continue
        data = read(one.path)
        if data is None:
            raise _refused(module.path, one.line, f"import từ tệp không có: {one.path}; hãy sửa tên sau chữ from")
        _visit(_parsed(one.path, data), read, done, (*way, one.path))
    done[module.path] = module


def _parsed(path: str, data: bytes) -> _Module:
    """Take a file's text apart; comments become empty lines, so that lines keep their numbers."""
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    text = _COMMENT.sub(_blank, text)
    folder = posixpath.dirname(path)
    imports = tuple(
        _Import(
            line=_line(text, found.start()),
            path=posixpath.normpath(posixpath.join(folder, found[2])),
            names=tuple(found[1].replace(",", " ").split()),
        )
        for found in _IMPORT.finditer(text)
    )
    declared = [(found[2], _line(text, found.start()), bool(found[1])) for found in _DECLARED.finditer(text)]
    text = _EXPORT.sub("", _IMPORT.sub(_blank, text))
    if odd := _ODD.search(text):
        form = 'import { tên } from "./tệp.mjs"; và export ở đầu dòng, mỗi khai báo một tên'
        raise _refused(path, _line(text, odd.start()), f"không đọc được “{odd[0][:60]}”; hãy viết {form}")
    return _Module(
        path=path,
        text=text,
        imports=imports,
        declared={name: line for name, line, _ in declared},
        exported=frozenset(name for name, _, is_exported in declared if is_exported),
    )


def _unknown(modules: Mapping[str, _Module]) -> Iterator[Problem]:
    """Find imports of names that the other module does not export."""
    for module in modules.values():
        for one in module.imports:
            exported = modules[one.path].exported
            for name in one.names:
                if name not in exported:
                    choice = ", ".join(sorted(exported)) or "không có tên nào"
                    yield _problem(
                        module.path, one.line, f"{one.path} không export “{name}”; các tên có ở đó: {choice}"
                    )


def _twice(modules: Mapping[str, _Module]) -> Iterator[Problem]:
    """Find names that two modules declare."""
    first: dict[str, str] = {}
    for module in modules.values():
        for name, line in module.declared.items():
            place = first.setdefault(name, _place(module.path, line))
            if place != _place(module.path, line):
                yield _problem(module.path, line, f"tên “{name}” đã khai báo ở {place}; hãy đặt tên khác")


def _inlined(text: str) -> str:
    """Write numbers in the place of their names."""
    numbers = dict(_NUMBER.findall(text))
    names = "|".join(numbers) or "(?!)"
    used = re.compile(rf"(?P<kept>{_QUOTED})|(?<![.\w$])(?:{names})\b(?!:)")
    return used.sub(lambda found: found["kept"] or numbers[found[0]], _NUMBER.sub("\n", text))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _place(path: str, line: int) -> str:
    return f"theme/assets/{path}:{line}"


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem(f"theme/assets/{path}", line, CODE, message)


def _refused(path: str, line: int, message: str) -> SettingsError:
    return SettingsError(_problem(path, line, message))
