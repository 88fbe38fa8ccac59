"""Which versions of libraries are installed, told by the names of their folders.

`importlib.metadata` says the same and reads a file for each; with the mail parser that it loads for that, it costs a
command that has nothing to do a tenth of its time.

Knows: how installed packages are laid out. Never: imports one.
"""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache

_INFO = ".dist-info"


def version_of(name: str) -> str:
    """Return the version of an installed distribution.

    Raises:
        importlib.metadata.PackageNotFoundError: it is not installed.
    """
    found = _installed().get(_plain(name))
    if found is not None:
        return found
    from importlib.metadata import version  # noqa: PLC0415 - for what lies elsewhere, in an archive, say

    return version(name)


@lru_cache(maxsize=1)
def _installed() -> dict[str, str]:
    """Return the versions of what lies in the folders that are imported from, by plain name; the first one counts."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are wanted, not paths
        except OSError:
            continue
        for info in names:
            if info.endswith(_INFO):
                name, _, version = info.removesuffix(_INFO).rpartition("-")
                found.setdefault(_plain(name), version)
    return found


def _plain(name: str) -> str:
    """Write a name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
