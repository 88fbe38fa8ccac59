"""What one article file gave: its facts, its converted body, and everything wrong with it by itself.

Knows: content and markup. Never: knows another file, or what readers may see.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from site_builder import content
from site_builder.content import Entry
from site_builder.engine import ExhaustedError, failures, limited
from site_builder.engine.targets import digest, digest_bytes
from site_builder.errors import Problem
from site_builder.frozen import value
from site_builder.model import Body

Markdown: TypeAlias = tuple[tuple[str, Any], ...]
"""The converter's settings."""

_UNCONVERTED = (
    "không chuyển được nội dung bài thành trang ({}), thường vì trích dẫn >, danh sách hoặc ngoặc lồng quá nhiều lớp; "
    "hãy viết lại đơn giản hơn"
)


@value
class Parsed:
    """What one article file gave."""

    stat: str
    """What told that the file is the one that was read."""
    sha: str
    """Digest of the path, the bytes and the converter."""
    entry: Entry
    body: Body
    """Links, media and lead only, once the full body is a record."""
    problems: tuple[Problem, ...]
    """Of the conversion."""

    @property
    def slim(self) -> Parsed:
        """The same without texts, which are large and kept as a record."""
        return replace(self, entry=replace(self.entry, body=""), body=replace(self.body, html="", text="", headings=()))


def read_file(root: Path, markdown: Markdown, converter: str, task: tuple[str, str, str]) -> Parsed | None:
    """Read, parse and convert one file; None when its bytes are the ones of the known digest.

    `task` is its path, its stat, and the digest. Runs in a worker process: everything it takes and gives can be
    pickled.
    """
    path, stat, known = task
    data = (root / path).read_bytes()
    sha = digest((path, digest_bytes(data), converter))  # relative links mean what they mean from this place
    return None if sha == known else parse(path, data, stat, sha, markdown)


def touched(one: Parsed, stat: str) -> Parsed:
    """Return what a file gave whose stat is new and whose bytes are the old ones."""
    return replace(one, stat=stat)


def parse(path: str, data: bytes, stat: str, sha: str, markdown: Markdown) -> Parsed:
    """Parse and convert the bytes of one article file."""
    from site_builder import markup  # noqa: PLC0415 - most builds convert nothing

    entry = content.read_article(path, data)
    if entry.article is None:
        return Parsed(stat=stat, sha=sha, entry=entry, body=Body(html=""), problems=())
    convert = partial(markup.convert, entry.body, path, entry.body_line, markdown)
    try:
        converted = limited(convert) if markup.is_heavy(entry.body) else convert()
    except ExhaustedError:
        problem = failures.of_exhausted(path, entry.body_line + markup.densest(entry.body))
        return Parsed(stat=stat, sha=sha, entry=entry, body=Body(html=""), problems=(problem,))
    except Exception as error:  # noqa: BLE001 - the converter is not ours: one article must not hide all problems
        problem = Problem(path, entry.body_line, "khong-chuyen-duoc", _UNCONVERTED.format(type(error).__name__))
        return Parsed(stat=stat, sha=sha, entry=entry, body=Body(html=""), problems=(problem,))
    return Parsed(stat=stat, sha=sha, entry=entry, body=converted.body, problems=converted.problems)
