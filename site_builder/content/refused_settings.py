"""What MkDocs says of `mkdocs.yml`, in Vietnamese and with the line: MkDocs speaks English and names no line.

Knows: MkDocs' sentences, and where in the file a setting stands. Never: imports MkDocs; never judges a setting itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from site_builder.content import plain_settings
from site_builder.errors import Level, Problem
from site_builder.model.settings import FILE

_ADDRESSES = ("site_url", "repo_url", "edit_uri")
_STOPPED = "Aborted with "
"""Begins what MkDocs says when all is said."""
_UNREAD = "MkDocs encountered an error parsing the configuration file: "
_OF = re.compile(r"Config value '([^']*)': ")
_WITHIN = re.compile(
    r"(?:Sub-option|Plugin|option|extension|Extension|the) '([^']+)'|The \"([^\"]+)\" plugin|path set in (custom_dir)"
)
"""Names of settings in a setting, in the order in which they stand in each other."""
_BESIDE = {"Inherited config file ": "INHERIT", "Unrecognised theme name: ": "name"}
"""Settings that a sentence is about and does not name."""
_OPEN = "<stream end>"
"""The reader looked for an end that never came: what it names first was begun and not closed."""
_LINE = re.compile(r",? line (\d+)(?:, column \d+)?:?")
_TRACEBACK = re.compile(r"Traceback \(.*(?=\b[A-Z]\w*(?:Error|Exception)\b)")
_TYPES = {
    "str": "chữ", "bool": "true hoặc false", "int": "số", "float": "số", "list": "danh sách (các dòng “- …”)",
    "dict": "các dòng “khóa: giá trị”", "NoneType": "để trống",
}  # fmt: skip
_CLASS = r"<class '([\w.]+)'>"
_SENTENCES = tuple(
    (re.compile(said), sentence)
    for said, sentence in (
        (rf"Expected type: {_CLASS} but received: {_CLASS}", "phải là {}, đang là {}"),
        (rf"Expected type: \(.*\) but received: {_CLASS}", "không viết được thành {}; hãy xem lại cách viết mục này"),
        (
            rf"option 'enabled': Expected boolean but received: {_CLASS}",
            "enabled phải là true hoặc false, đang là {}",
        ),
        (rf"Expected a (?:multiline )?string,? (?:got|but a) {_CLASS}", "phải là chữ, đang là {}"),
        (rf"Expected a list of items, but a {_CLASS}", f"phải là {_TYPES['list']}, đang là {{}}"),
        (rf"Expected a dict of items, but a {_CLASS}", f"phải là {_TYPES['dict']}, đang là {{}}"),
        (
            rf"Invalid type {_CLASS}\. Expected a string or key/value pairs",
            "đang là {}; hãy viết dòng “name: material” bên dưới",
        ),
        (r"Expected one of:? [(\[](.*?),?[)\]](?: but received:|, got) (.*)", "phải là một trong {}; đang là {}"),
        (r"Unrecognised theme name: '([^']*)'", "không có giao diện “{}”; hãy viết: name: material"),
        (r"The \"([^\"]+)\" plugin is not installed", "trên máy không có plugin “{}”; hãy sửa tên, hoặc bỏ dòng ấy"),
        (
            r"Failed to load extension '([^']*)'.* KeyError: ['\"]([^'\"]*)",
            "phần mở rộng “{}” không có tùy chọn “{}”; hãy bỏ dòng ấy",
        ),
        (
            r"Failed to load extension '([^']*)'.*(?:ModuleNotFound|Import)Error",
            "không có phần mở rộng Markdown “{}”; hãy sửa tên, hoặc bỏ dòng ấy",
        ),
        (
            r"Invalid config options for (?:Markdown Extension|the) '([^']*)'",
            "tùy chọn của “{}” phải là các dòng “khóa: giá trị” thụt vào dưới tên",
        ),
        (
            r"The path set in custom_dir \('([^']*)'\) does not exist",
            "không có thư mục “{}”; hãy sửa tên, hoặc bỏ dòng custom_dir",
        ),
        (r"The path '([^']*)' isn't an existing \w+", "không có tệp hay thư mục “{}”; hãy sửa tên, hoặc bỏ dòng ấy"),
        (
            r"(?:The URL isn't valid|Unable to parse the URL)",
            "phải là một địa chỉ đầy đủ, ví dụ https://cchc.tinh.gov.vn/",
        ),
        (
            r"Must be a string of format 'IP:PORT'|is not a valid port",
            "phải viết dạng địa-chỉ:cổng, ví dụ 127.0.0.1:8000",
        ),
        (r"Required configuration not provided", "thiếu giá trị; hãy viết giá trị sau dấu hai chấm, hoặc bỏ dòng ấy"),
        (r"Unrecognised configuration name: (.*)", "không có mục cài đặt tên “{}”; hãy sửa tên, hoặc bỏ dòng ấy"),
        (r"Expected nav ", "phải là danh sách, mỗi mục một dòng “- Tên mục: tệp.md”"),
        (r"Invalid (?:Plugins|Markdown Extensions) configuration", "phải là danh sách, mỗi mục một dòng “- tên”"),
        (r"Inherited config file '([^']*)' does not exist", "không có tệp “{}”; hãy sửa tên, hoặc bỏ dòng ấy"),
        (r"Expected a key-value mapping", "phải gồm các dòng “khóa: giá trị”, ví dụ site_name: Cổng tin CCHC"),
    )
)
"""What MkDocs says, and what is said instead; what a sentence leaves open is what was found, in order."""


def problems(root: Path, messages: Iterable[str], level: Level) -> tuple[Problem, ...]:
    """Turn what MkDocs said into problems, each once; `root` is the portal's folder, which no message names."""
    file = root / FILE
    data = file.read_bytes() if file.is_file() else b""
    told = dict.fromkeys(" ".join(message.split()) for message in messages if message.strip())
    heard = [message for message in told if not message.startswith(_STOPPED)] or list(told)
    return tuple(_problem(data, _within(root, _TRACEBACK.sub("", message)), level) for message in heard)


def _within(root: Path, message: str) -> str:
    """Name files as they lie in the portal: MkDocs names them from the top of the machine, however it was called."""
    for folder in (root.absolute(), root.resolve()):
        message = message.replace(f"{folder}/", "")
    return message


def refused_address(data: bytes, error: ValueError) -> Problem:
    """Tell of the address that MkDocs stumbled over; it says none."""
    settings = plain_settings.read(data)
    key = next((key for key in _ADDRESSES if not _is_read(settings.get(key))), _ADDRESSES[0])
    message = f"MkDocs không đọc được một địa chỉ ({error}); hãy xem lại {key}, ví dụ https://cchc.tinh.gov.vn/"
    return Problem(FILE, plain_settings.line_of(data, key), "cai-dat", message)


def _is_read(address: object) -> bool:
    try:
        urlsplit(str(address))
    except ValueError:
        return False
    return True


def _problem(data: bytes, message: str, level: Level) -> Problem:
    if message.startswith(_UNREAD):
        return _unread(message.removeprefix(_UNREAD), level)
    key = _OF.match(message)
    said = message[key.end() :] if key else message
    way = list(_way(said)) if key is None else [key[1], *_way(said)]
    sentence = _sentence(said)
    if sentence is None:
        return Problem(FILE, plain_settings.line_of(data, *way), "mkdocs", f"MkDocs báo: {message}", level)
    where = f"{': '.join(way)}: " if way else ""
    return Problem(FILE, plain_settings.line_of(data, *way), "cai-dat", f"{where}{sentence}", level)


def _way(said: str) -> Iterator[str]:
    """Yield the names of settings that lead to the one at fault."""
    for found in _WITHIN.finditer(said):
        yield next(filter(None, found.groups())).removeprefix("material/")
    for beginning, name in _BESIDE.items():
        if said.startswith(beginning):
            yield name


def _sentence(said: str) -> str | None:
    for pattern, sentence in _SENTENCES:
        if found := pattern.search(said):
            return sentence.format(*(_TYPES.get(value, value) for value in found.groups()))
    return None


def _unread(said: str, level: Level) -> Problem:
    """Tell of a file that is no YAML; the last line that the reader names is where it gave up."""
    lines = _LINE.findall(said)
    reason = _LINE.sub("", said.replace(f' in "{FILE}"', ""))
    message = (
        f"không đọc được (YAML: {reason}); hãy xem dòng này và dòng trên nó: sau dấu hai chấm có dấu cách, "
        "thụt vào bằng dấu cách chứ không bằng phím Tab, ngoặc và nháy đủ đôi"
    )
    return Problem(FILE, int(lines[0 if _OPEN in said else -1]) if lines else 0, "cai-dat", message, level)
