"""A file written whole or not at all: beside its place first, then by a rename.

Whoever reads it sees the old bytes or the new ones, also after the machine has stopped in between. The engine puts
the site's files in place by its own way (`engine.making`), for nobody reads the tree that it writes.

Knows: the scratch name, which is the file's with `~` behind it. Never: makes a folder; never knows what is written.
"""

from __future__ import annotations

import os
from pathlib import Path


def write(place: Path, data: bytes, *, mode: int | None = None, lasting: bool = True) -> None:
    """Put a whole file at a place, over one that is there.

    Args:
        place: its folder exists.
        data: its bytes.
        mode: its permissions; without it those that new files get.
        lasting: wait for the disk; what is soon told anew need not.

    Raises:
        OSError: the disk refuses; what was there is as before.
    """
    scratch = place.with_name(f"{place.name}~")
    with scratch.open("wb") as file:
        file.write(data)
        file.flush()
        if lasting:
            os.fsync(file.fileno())
    if mode is not None:
        scratch.chmod(mode)
    scratch.replace(place)
