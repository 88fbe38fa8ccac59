"""A file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder import atomic


def test_a_new_file_and_one_that_is_there_are_written_whole(tmp_path: Path) -> None:
    """With the permissions that are asked for, and nothing left beside it."""
    place = tmp_path / "a.txt"
    atomic.write(place, b"one", mode=0o640)
    first = place.stat()
    atomic.write(place, b"two", lasting=False)

    assert place.read_bytes() == b"two"
    assert first.st_mode & 0o777 == 0o640
    assert place.stat().st_ino != first.st_ino  # never in place
    assert list(tmp_path.iterdir()) == [place]


def test_what_was_there_stays_when_the_disk_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader never sees half of a file."""
    place = tmp_path / "a.txt"
    atomic.write(place, b"one")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write(place, b"two")

    assert place.read_bytes() == b"one"


def test_no_other_module_writes_by_rename() -> None:
    """But the engine, whose trees nobody reads while they are written."""
    package = Path(atomic.__file__).parent
    renaming = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if "scratch.replace" in file.read_text(encoding="utf-8")
    }

    assert renaming == {"atomic.py"}
