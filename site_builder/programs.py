"""Starts programs of the machine on files that people made: with limits of time and memory, in a folder of their own.

Knows: LibreOffice, and programs of our own. Never: passes a shell words of a file; never lets a program outlive its
time; never writes outside a folder that it throws away.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

OFFICE = ("soffice", "libreoffice")
_MEMORY = 4_000_000
"""KiB of address space of one program; LibreOffice maps about 1.5 GB to begin with."""
_LIMITED = 'ulimit -v "$1" 2>/dev/null; shift; exec "$@"'
"""Limits memory where the system can, then becomes the program."""
_NOTHING: Mapping[str, str] = MappingProxyType({})
_MAX_RESULT = 200_000_000
"""Bytes of a converted file."""


def convert(path: Path, to: str, timeout: float = 120, *, reader: str = "") -> bytes | None:
    """Convert a document with LibreOffice.

    Args:
        path: the document.
        to: ending of the form wanted: `docx`, `pdf`.
        timeout: seconds that it may take.
        reader: LibreOffice's name of the filter that must read it (`MS Word 97`); empty: it guesses.

    Returns:
        The converted file's bytes; None when there is no LibreOffice or it could not convert in time.
    """
    office = _office()
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as folder:
        # A copy under a name of our own: what people call a file is no option and no macro address.
        source = Path(folder, "nguon" + path.suffix.lower())
        shutil.copyfile(path, source)
        out = Path(folder, "ket-qua")
        words = [office, f"-env:UserInstallation={Path(folder, 'ho-so').as_uri()}", "--headless", "--norestore",
                 "--convert-to", to, "--outdir", str(out), *([f"--infilter={reader}"] if reader else []),
                 str(source)]  # fmt: skip
        done = _run(words, Path(folder), timeout)
        made = out / f"nguon.{to.partition(':')[0]}"
        is_good = done and made.is_file() and 0 < made.stat().st_size <= _MAX_RESULT
        return made.read_bytes() if is_good else None


def run_script(script: Path, given: Path, *limits: int, memory: int, timeout: float) -> bytes | None:
    """Run a Python program of ours on a file that people made, in a process that may die.

    Args:
        script: called with the path of the file and of the one that it writes, and the limits.
        given: the file.
        limits: its own.
        memory: KiB of address space that it may take.
        timeout: seconds that it may take.

    Returns:
        What it wrote; None when it failed or was ended.
    """
    with tempfile.TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as folder:
        out = Path(folder, "ket-qua")
        words = [sys.executable, "-P", str(script.resolve()), str(given.resolve()), str(out), *map(str, limits)]
        # The libraries of this process, wherever they lie.
        paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = _run(words, Path(folder), timeout, memory=memory, more=paths)
        return out.read_bytes() if done and out.is_file() and out.stat().st_size <= _MAX_RESULT else None


def has_office() -> bool:
    """Say whether this machine has LibreOffice."""
    return _office() is not None


def _office() -> str | None:
    return next(filter(None, map(shutil.which, OFFICE)), None)


def _run(
    words: Sequence[str], folder: Path, timeout: float, *, memory: int = _MEMORY, more: Mapping[str, str] = _NOTHING
) -> bool:
    """Run a program and say whether it ended well; after its time it is ended, with all it started."""
    try:
        started = subprocess.Popen(  # noqa: S603 - words of this module
            ["/bin/sh", "-c", _LIMITED, "sh", str(memory), *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=folder, env={**_environment(folder), **more}, start_new_session=True,
        )  # fmt: skip
    except OSError:
        return False
    try:
        return started.wait(timeout) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    """End what is left of a program's session."""
    with suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"HOME": str(folder), "TMPDIR": str(folder)}
