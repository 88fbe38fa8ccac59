"""How much one push may ask of the server, and what the administrator's settings make of it.

A push of everyday size has the same bounds on every server. A larger one has more in proportion to the articles that
are read for it, up to a setting. The first import is the administrator's: it may take all that the settings allow.

Knows: the bounds and the names of their settings. Never: counts anything itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.publish.limits import Budget

USUAL = 200
"""Articles whose reading has the usual time and memory."""
SECONDS, MEMORY = 50, 512 * 1024**2
"""For as many: below a minute; bytes."""
_STANDING = 20 * 1024
"""Bytes of memory for each file of the portal that a check only looks up."""
_MEGABYTE = 1024**2
_FIRST = 100
"""How often more the first import may bring."""
DEADLINE, MOST_MEMORY, COMMITS, PATHS, BYTES, REFS = (
    "deadline", "memory", "maxcommits", "maxpaths", "maxpushbytes", "maxrefs",
)  # fmt: skip
_USUAL = {DEADLINE: 900, MOST_MEMORY: 4096, COMMITS: 5_000, PATHS: 50_000, BYTES: 1_000_000_000, REFS: 200}
"""Unless the repository's settings below `cchc.` say otherwise: seconds, megabytes, and numbers of one push."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowance:
    """What one push may ask."""

    deadline: int
    """Seconds at most."""
    memory: int
    """Bytes at most."""
    commits: int
    """New commits."""
    paths: int
    """Files that new commits add or change, together, and files in which a branch differs from its base."""
    size: int
    """Bytes of them, each counted wherever it stands."""
    refs: int
    """Branches and tags in one push; and those that people who may not publish can fill a server with."""

    def budget(self, articles: int, files: int, suspect: str = "") -> Budget:
        """Return what a check may take that reads `articles` in a portal of so many `files`."""
        times = max(1.0, articles / USUAL)
        return Budget(
            seconds=min(self.deadline, SECONDS * times),
            memory=int(min(self.memory, max(MEMORY * times, files * _STANDING))),
            suspect=suspect,
        )

    @property
    def most(self) -> Budget:
        """All that there is."""
        return Budget(seconds=self.deadline, memory=self.memory)


def allowance(settings: Mapping[str, str], *, first: bool) -> Allowance:
    """Return what a push may ask.

    Args:
        settings: the repository's own below `cchc.`, names in small letters; what is no number counts as not said.
        first: whether nothing was ever pushed.
    """
    numbers = {name: int(settings[name]) if settings.get(name, "").isdecimal() else _USUAL[name] for name in _USUAL}
    more = _FIRST if first else 1
    return Allowance(
        deadline=numbers[DEADLINE],
        memory=numbers[MOST_MEMORY] * _MEGABYTE,
        commits=numbers[COMMITS] * more,
        paths=numbers[PATHS] * more,
        size=numbers[BYTES] * more,
        refs=numbers[REFS] * more,
    )
