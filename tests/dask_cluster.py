"""A real Dask cluster on this machine: a scheduler and workers as an administrator starts them, ended with their test.

    with started(folder, scheduler()) as cluster:
        cluster.add_worker()

Knows: the commands that `docs/quan-tri.md` tells. Never: what is built.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.conftest import REPOSITORY

_PATIENCE = 240.0
"""Seconds after which something that should happen did not; never what a test expects."""


def wait_for(true: Callable[[], object], why: Callable[[], object]) -> None:
    """Wait until something is true."""
    until = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < until, why()
        time.sleep(0.005)


class DaskCluster:
    """A scheduler that runs, and its workers."""

    def __init__(self, folder: Path, stack: ExitStack, env: Mapping[str, str], scheme: str) -> None:
        """Start the scheduler."""
        self._folder = folder
        self._stack = stack
        self._scheme = scheme
        self.env = os.environ | env | {"PYTHONPATH": str(REPOSITORY)}
        """Of every program of the cluster."""
        self._told = folder / "scheduler.json"
        self._scheduler = self._start(
            "scheduler", "--protocol", scheme, "--port", "0", "--scheduler-file", str(self._told)
        )
        wait_for(self._is_told, self.said)
        self.url = str(json.loads(self._told.read_text("utf-8"))["address"])
        """As Dask writes it."""

    @property
    def address(self) -> str:
        """What stands behind `--executor`."""
        return self.url.replace("tcp://", "dask://")

    def add_worker(self, *words: str, program: Path = REPOSITORY) -> None:
        """Start workers of the program in a folder."""
        env = {"PYTHONPATH": str(program)}
        self._start("worker", self.url, "--protocol", self._scheme, "--nthreads", "1", *words, env=env)

    def stop_scheduler(self) -> None:
        """Kill the scheduler."""
        self._scheduler.kill()

    def said(self) -> str:
        """Return what all programs wrote."""
        return "\n".join(file.read_text("utf-8") for file in sorted(self._folder.glob("*.log")))

    def _is_told(self) -> bool:
        return self._told.exists() and self._told.read_text("utf-8").endswith("}")

    def _start(self, kind: str, *words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self._folder / f"{len(list(self._folder.iterdir()))}-{kind}.log").open("w"))
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1", "--no-dashboard"]
        process = subprocess.Popen(
            [*command, "--dashboard-address", "127.0.0.1:0", *words],
            cwd=self._folder, env={**self.env, **(env or {})}, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        self._stack.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and those that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def started(folder: Path, env: Mapping[str, str] | None = None, scheme: str = "tcp") -> Iterator[DaskCluster]:
    """Start a scheduler without workers."""
    folder.mkdir()
    with ExitStack() as stack:
        yield DaskCluster(folder, stack, env or {}, scheme)


def certificates(folder: Path) -> dict[str, str]:
    """Make an authority with one certificate for all; return the settings that name them, as Dask reads them."""
    folder.mkdir()
    new = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    steps = (
        f"req -x509 {new} -days 30 -subj /CN=cum -keyout ca.key -out ca.pem",
        f"req {new} -subj /CN=may -keyout may.key -out may.csr",
        "x509 -req -in may.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out may.pem",
    )
    for step in steps:
        subprocess.run(["openssl", *step.split()], cwd=folder, check=True, capture_output=True)
    tls = "DASK_DISTRIBUTED__COMM__TLS"
    files = {"CERT": folder / "may.pem", "KEY": folder / "may.key"}
    roles = ("SCHEDULER", "WORKER", "CLIENT")
    named = {f"{tls}__{role}__{kind}": str(file) for role in roles for kind, file in files.items()}
    return named | {f"{tls}__CA_FILE": str(folder / "ca.pem")}
