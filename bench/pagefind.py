"""Pagefind, which indexes the article pages of a finished site.

Knows: its program and what it writes. Never: asks it anything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bench import installing
from bench.installing import NotInstalledError

PACKAGE = "@pagefind/linux-x64"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pagefind:
    """How it is called."""

    program: Path
    version: str

    def on(self, output: str) -> tuple[tuple[str, tuple[str | Path, ...]], ...]:
        """Return the step that indexes a site in a folder."""
        return (("Pagefind", (self.program, "--site", output)),)


def install() -> Pagefind:
    """Install its program."""
    modules = installing.node("pagefind", PACKAGE)
    programs = [file for file in (modules / PACKAGE / "bin").glob("pagefind*") if "." not in file.name]
    if not programs:
        raise NotInstalledError(f"{PACKAGE} holds no program")
    return Pagefind(program=min(programs), version=f"Pagefind {installing.node_version(modules, PACKAGE)}")


def indexed(output: Path) -> int:
    """Return how many pages of a site it found to index."""
    told = json.loads((output / "pagefind/pagefind-entry.json").read_text("utf-8"))
    return sum(language["page_count"] for language in told["languages"].values())
