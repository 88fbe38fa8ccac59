"""One peer's site while it is measured: something is changed, then it is built.

What a cold build must not find is renamed away, for a file system is slow for a while after a mass delete.

Knows: what changes mean. Never: tells.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import TypeAlias

from bench.corpus import Article, Corpus, parsed
from bench.measuring import Spent, measured
from bench.peers import CHECKOUT, COLD, FIRST, NEWEST, OLD, THEME, Peer, Tools

_ARTICLE = """---
title: "Bài mới nhất của phép đo {number}"
date: {day}T23:{number:02}:00+07:00
topic: cai-cach-the-che
agency: so-noi-vu
genre: tin
author: "Nguyễn Thị Lan"
summary: "Tóm tắt bài mới nhất {number}."
---

Đoạn mở đầu của bài mới nhất {number}.

Đoạn thứ hai.
"""
_FIRST = "2021-01-01"
"""Day of the first article of a year; it is taken away again before the next round, for then it is not the first."""
_MORE = "\nĐoạn thêm lần {number} vào bài cũ.\n"

Took: TypeAlias = dict[str, Spent]
"""What each step of a build took."""


def newest(number: int, day: str = "2020-12-31") -> Article:
    """Return an article that is newer than all of a corpus and those of smaller numbers."""
    folder = day[:7].replace("-", "/")
    return parsed(f"{folder}/moi-nhat-{number}", _ARTICLE.format(number=number, day=day))


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What differs between two states of a site."""

    written: int
    """Files that were written, changed or not."""
    written_size: int
    """In bytes."""
    changed: int
    """Files whose bytes are new, changed or gone: what a CDN must purge."""
    changed_size: int


class Site:
    """A site of one peer in a folder of its own."""

    def __init__(self, peer: Peer, tools: Tools, base: Path, corpus: Corpus) -> None:
        self.peer = peer
        self.tools = tools
        self.corpus = corpus
        self._base = base / peer.name
        self._names = count()
        self._base.mkdir(parents=True)
        self.folder = self._new()
        peer.lay(self.folder, corpus)

    @property
    def output(self) -> Path:
        """Where the finished site is."""
        return self.folder / self.peer.output

    def change(self, change: str, number: int) -> None:
        """Do what comes before a build; `number` is that of the round."""
        if change == COLD:
            if FIRST in self.peer.changes:
                file = self.peer.source.format(path=newest(number - 1, _FIRST).path)
                (self.folder / file).unlink(missing_ok=True)
            self.forget()
        elif change == NEWEST:
            self.peer.write(self.folder, newest(number))
        elif change == FIRST:
            self.peer.write(self.folder, newest(number, _FIRST))
        elif change == OLD:
            self.peer.write(self.folder, self._edited(number))
        elif change == THEME and self.peer.theme:
            with (self.folder / self.peer.theme).open("a", encoding="utf-8") as file:
                file.write(f"<!-- {number} -->\n")
        elif change == CHECKOUT:
            self._check_out()

    def build(self) -> Took:
        """Build, and return what it took."""
        return {name: measured(command, self.folder) for name, command in self.tools.steps}

    def forget(self) -> None:
        """Set everything that was made aside."""
        aside = self._new()
        aside.mkdir()
        for name in (self.peer.output, *self.peer.caches):
            if os.path.lexists(self.folder / name):
                (self.folder / name).rename(aside / Path(name).name)

    def _new(self) -> Path:
        return self._base / str(next(self._names))

    def _edited(self, number: int) -> Article:
        """Return an article out of the middle with one paragraph more."""
        old = self.corpus.articles[len(self.corpus.articles) // 2]
        more = _MORE.format(number=number)
        return replace(old, body=old.body + more, text=old.text + more)

    def _check_out(self) -> None:
        """Go on in a new folder: all that is written is as young as a checkout, what is kept was kept."""
        old, self.folder = self.folder, self._new()
        made = {self.peer.output, *self.peer.caches}
        shutil.copytree(
            old, self.folder, copy_function=shutil.copyfile,
            ignore=lambda folder, names: [name for name in names if str(Path(folder, name).relative_to(old)) in made],
        )  # fmt: skip
        for name in self.peer.caches:
            if (old / name).exists():
                (old / name).rename(self.folder / name)


def scratch(folder: Path | None) -> tempfile.TemporaryDirectory[str]:
    """Lend a new folder, below a given one or where the system keeps such; it goes afterwards."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="bench-", dir=folder)


Stamps: TypeAlias = dict[str, tuple[int, int, bytes]]
"""Time, size and digest of every file, by path."""


def stamps(output: Path) -> Stamps:
    """Look at all files of a site."""
    found: Stamps = {}
    for folder, _, names in os.walk(output):
        for name in names:
            file = Path(folder, name)
            status = file.stat()
            data = blake2b(file.read_bytes(), digest_size=16).digest()
            found[str(file.relative_to(output))] = (status.st_mtime_ns, status.st_size, data)
    return found


def moved(before: Stamps, after: Stamps) -> Moved:
    """Compare two states of a site."""
    written = [stamp for path, stamp in after.items() if before.get(path) != stamp]
    changed = [stamp for path, stamp in after.items() if path not in before or before[path][2] != stamp[2]]
    gone = len(before.keys() - after.keys())
    return Moved(
        written=len(written), written_size=_size(written), changed=len(changed) + gone, changed_size=_size(changed)
    )


def _size(found: Sequence[tuple[int, int, bytes]]) -> int:
    return sum(size for _, size, _ in found)
