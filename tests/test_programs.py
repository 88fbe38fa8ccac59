"""Programs of the machine run in a folder of their own, with limits, and are ended when their time is over."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from site_builder import programs

COPIES = """\
for word; do [ "$before" = --outdir ] && out=$word; before=$word; done
mkdir -p "$out"; cp "$before" "$out/nguon.docx\""""


def office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program in LibreOffice's place; the machine's own is not found."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")


def source(folder: Path) -> Path:
    """Make a document whose name must reach no program."""
    path = folder / "--bai $(touch x).doc"
    path.write_bytes(b"noi dung")
    return path


def test_a_converted_file_comes_back_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program sees a copy under a plain name, in a folder that is gone afterwards."""
    office(tmp_path, monkeypatch, f'pwd > "{tmp_path}/seen"; echo "$@" >> "{tmp_path}/seen"; {COPIES}')
    document = source(tmp_path)

    assert programs.convert(document, "docx", reader="MS Word 97") == b"noi dung"
    folder, words = (tmp_path / "seen").read_text(encoding="utf-8").splitlines()
    assert "--infilter=MS Word 97" in words
    assert "touch" not in words
    assert not Path(folder).exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [document.name, "bin", "seen"]


@pytest.mark.parametrize("script", ["exit 1", "exit 0", f"{COPIES}; exit 1", f"{COPIES}; : > $out/nguon.docx"])
def test_a_program_that_fails_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """An error, no file or an empty one are no conversion."""
    office(tmp_path, monkeypatch, script)

    assert programs.convert(source(tmp_path), "docx") is None


def test_a_machine_without_libreoffice_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert programs.convert(source(tmp_path), "docx") is None


@pytest.mark.heavy
def test_a_program_is_ended_after_its_time_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a program starts in its turn does not outlive it."""
    office(tmp_path, monkeypatch, f'sleep 1000 & echo $! > "{tmp_path}/child"; wait')

    assert programs.convert(source(tmp_path), "docx", 0.5) is None
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    while _runs(child):
        time.sleep(0.01)


def _runs(process: int) -> bool:
    """Say whether a process is at work; one that waits to be collected is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_program_has_limited_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is in force when the program starts."""
    office(tmp_path, monkeypatch, f'ulimit -v > "{tmp_path}/limit"')
    programs.convert(source(tmp_path), "docx")

    assert (tmp_path / "limit").read_text(encoding="utf-8").strip() == "4000000"
    assert os.environ["PATH"].startswith(str(tmp_path))
