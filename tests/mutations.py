"""Bytes spoiled as attackers and accidents spoil them: flipped, cut, spliced, flooded, salted with what readers obey.

Knows: what once went wrong somewhere. Never: knows what kind of file it spoils, but for the members of an archive.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any, TypeAlias

Mutate: TypeAlias = Callable[[random.Random, bytes], bytes]

VECTORS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)",
    '<a href="javascript:alert(1)">x</a>', "[x](javascript:alert(1))", "[x](  java\tscript:alert(1))",
    "![x](data:text/html,<script>alert(1)</script>)", '<iframe srcdoc="<script>alert(1)</script>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<a href='&#106;avascript:alert(1)'>x</a>",
    '<div style="background:url(javascript:alert(1))">', "<base href=//x.example/>",
    "<form action=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<details ontoggle=alert(1) open>", "--><script>",
    "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "]]><script>alert(1)</script>",
    "{: onclick=alert(1) }", "*x*{: onmouseover=alert(1) style=x }", '*[x]: "><script>alert(1)</script>\n\nx',
    '```"><script>alert(1)</script>\nx\n```', '[^"><script>]: x', '# x {: id="\\"><script>alert(1)" }',
    "\x02wzxhzdk:0\x03", "\x02amp\x03script\x02", "klzzwxh:0001", "zqBlockNoAqz", "<!-- cchc:lien-he -->",
)  # fmt: skip
SIGNS = (
    "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\x85", "\x00", "\x1b[2J", "\r", "\xa0", "\U000e0041", "\ufffe",
    "&#x202e;", "&#0;", "&#x110000;", "&NotEqualTilde;", "&amp;lt;script&amp;gt;", "&#60;script&#62;", "\u0301" * 40,
    "\udcff", "đ", "\uff1cscript\uff1e", "0" * 400, "9" * 5000, "1e400", "-1", "NaN", "Infinity", "1/0", "=1+1", "@x",
)  # fmt: skip
YAML = (
    "&a [*a]", "*la", "!!python/object/apply:os.system ['id']", "<<: {title: x}", "? {a: b}", "title: x", "date: 1/1/1",
    "date: 9999-12-31", "date: 2024-02-30T25:61", "0x7f", "012", "1_000", "2024-05-06", "~", "no", "{}", "[[[[[]]]]]",
    "---", "...", "%YAML 9.9", "|2\n", ">+", "'", '"', "\t", ": ", "- - - -", "!<tag:x> y", "template: ../x",
    "id: ../x",
    "aliases: [/../../etc/passwd, /robots.txt, '//x']", "image: {src: ../../x}", "hooks: [x.py]", "airings: [[]]",
    "airings: [{date: 1/1/2024, channel: web, minutes: .inf}]", "tags: " + "[" * 60 + "]" * 60, "lang: '\"><script>'",
)  # fmt: skip
FLOODS = (
    "[", "![", "<", "<!--", "<![", ">", "*", "_", "`", "\r", "\xa0", "# x\n", "|", "| a ", "[^1]", "&", "&#", "(", "$",
    "- ", "  ", "\n", "a", "~~", "==", "{:", "\\", "<b>", "<div>", "[a](", "x: y\n", "{", "!!x ", "[x][x] ",
    "1. ", "\t",
    "> > ", "*[x]: y\n", "\u0301", "ð ", '"', "'", ":", "::: ", "!!! x\n",
)  # fmt: skip


def spoiled(random_: random.Random, data: bytes, salts: tuple[str, ...], times: int = 3) -> bytes:
    """Return `data` spoiled in one to `times` ways; `salts` are put in as they are."""
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: _flipped(random_, data), lambda: _cut(random_, data), lambda: _spliced(random_, data),
        lambda: _put(random_, data, random_.choice(salts)),
        lambda: _put(random_, data, random_.choice(FLOODS) * int(10 ** random_.uniform(0.5, 3.7))),
    )  # fmt: skip
    for _ in range(random_.randint(1, times)):
        data = random_.choices(ways, (2, 1, 2, 8, 1))[0]()
    return data


def _flipped(random_: random.Random, data: bytes) -> bytes:
    """Change some bytes."""
    changed = bytearray(data or b"x")
    for _ in range(random_.choice((1, 1, 2, 8))):
        changed[random_.randrange(len(changed))] = random_.randrange(256)
    return bytes(changed)


def _cut(random_: random.Random, data: bytes) -> bytes:
    """Leave a piece out, at the end more often than not."""
    start = random_.randrange(len(data) + 1)
    return data[:start] + (data[random_.randrange(start, len(data) + 1) :] if random_.random() < 0.4 else b"")


def _spliced(random_: random.Random, data: bytes) -> bytes:
    """Put a piece of the file into another place of it."""
    start = random_.randrange(len(data) + 1)
    piece = data[start : start + random_.choice((1, 5, 40, 300))]
    return _put(random_, data, piece.decode("utf-8", errors="surrogateescape"))


def _put(random_: random.Random, data: bytes, text: str) -> bytes:
    """Put something in, between lines or anywhere."""
    place = random_.randrange(len(data) + 1)
    if random_.random() < 0.6:
        place = data.rfind(b"\n", 0, place) + 1
        text += random_.choice(("", "\n"))
    return (
        data[:place] + text.encode("utf-8", errors="surrogateescape" if "\udcff" in text else "replace") + data[place:]
    )


def repacked(random_: random.Random, data: bytes, endings: tuple[str, ...] = (".xml", ".rels")) -> bytes:
    """Spoil members of an archive of XML, or the archive itself."""
    if random_.random() < 0.15:
        return spoiled(random_, data, ("PK\x03\x04", "PK\x05\x06", "\x00"), 2)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    names = [name for name in members if name.endswith(endings)]
    for name in random_.sample(names, random_.randint(1, 2)):
        members[name] = _of_xml(random_, members[name])
    if random_.random() < 0.1:
        members.pop(random_.choice(list(members)))
    if random_.random() < 0.05:
        members[random_.choice(("../../x.xml", "/etc/x", "word/vbaProject.bin", "x" * 300))] = b"\x00" * 1000
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, member in members.items():
            package.writestr(name, member)
    return made.getvalue()


_XML = (
    '<!DOCTYPE x [<!ENTITY a "b">]>', "&a;", "<w:p/>", '<w:gridSpan w:val="2000000000"/>', "<w:tbl><w:tr>", "</w:p>",
    '<c r="XFD1048576"><v>1</v></c>', '<row r="1048576"/>', "<v>1e400</v>", "<f>1+1</f>", "<![CDATA[", "]]>", "&#8;",
    '<w:hyperlink w:anchor="javascript:alert(1)">', '<mergeCell ref="A1:XFD1048576"/>', "<w:sdt>",
    "<w:numId w:val='x'/>",
    *VECTORS[:6], *SIGNS,
)  # fmt: skip
_NUMBERS = ("0", "-1", "99999999999", "1e400", "x", "", "1048577", "2000000000", "٣", "0.0000001")


def _of_xml(random_: random.Random, data: bytes) -> bytes:
    """Spoil XML so that it often stays XML: numbers and texts are other ones, elements come twice or not at all."""
    if random_.random() < 0.25:
        return spoiled(random_, data, _XML, 2)
    text = data.decode("utf-8", errors="surrogateescape")
    tags = text.split("<")
    for _ in range(random_.choice((1, 2, 5))):
        place = random_.randrange(len(tags))
        way, tag = random_.randrange(4), tags[place]
        if way == 0 and '"' in tag:
            parts = tag.split('"')
            parts[1 + 2 * random_.randrange(len(parts) // 2)] = random_.choice(_NUMBERS)
            tags[place] = '"'.join(parts)
        elif way == 1 and tag.endswith("/>"):
            tags[place] = tag * 2 if random_.random() < 0.5 else "w:x/>"
        elif way == 2 and ">" in tag:
            words = random_.choice((*_NUMBERS, "chữ", "&#8232;", "&lt;script&gt;alert(1)&lt;/script&gt;", "=1+1"))
            tags[place] = f"{tag.partition('>')[0]}>{words}"
        else:
            other = random_.randrange(len(tags))
            tags[place], tags[other] = tags[other], tags[place]
    return "<".join(tags).encode("utf-8", errors="surrogateescape")


def rewritten(random_: random.Random, value: Any) -> bytes:
    """Write JSON with a few values, or whole branches, of other kinds; sometimes no JSON at all."""
    if random_.random() < 0.3:
        return spoiled(
            random_, json.dumps(value, ensure_ascii=False).encode(), (*SIGNS, "{", "[" * 3000, "\\ud800", "1e999")
        )
    value = json.loads(json.dumps(value))
    for _ in range(random_.choice((1, 1, 2, 4))):
        _change(random_, value)
    return json.dumps(value, ensure_ascii=random_.random() < 0.5).encode("utf-8", errors="surrogatepass")


def _change(random_: random.Random, value: Any) -> None:
    """Walk to some place and put something else there."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = random_.choice(keys)
        if isinstance(value[key], dict | list) and value[key] and random_.random() < 0.8:
            value = value[key]
            continue
        if random_.random() < 0.2:
            del value[key]
        else:
            value[key] = random_.choice(_values(random_))
        return


def _values(random_: random.Random) -> tuple[Any, ...]:
    return (
        None, True, 0, -1, 10**12, 10**400, 1e308, float("nan"), float("inf"), 0.5, "", "x", "\ud800", [], {},
        [[]], [None],
        {"id": "x"}, {"id": 1, "name": []}, "2024-02-30", "9999-12-31T23:59:59+23:59", "0001-01-01", "a" * 5000,
        random_.choice(VECTORS), random_.choice(SIGNS),
    )  # fmt: skip
