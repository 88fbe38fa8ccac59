"""Two workers of a Dask cluster on this machine beside two processes of our own: the same bytes, and in what time."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import NOW, REPOSITORY, cchc, tree_of
from tests.dask_cluster import started


def run(articles: int, rounds: int) -> None:
    """Build cold `rounds` times each way, in turn, and print medians."""
    base = Path(tempfile.mkdtemp(prefix="bench-cluster-"))
    portal = base / "portal"
    cchc("init", portal)
    corpus = REPOSITORY / "bench" / "make_corpus.py"
    words = [sys.executable, str(corpus), "--articles", str(articles), "--out", str(portal / "content")]
    subprocess.run(words, check=True)
    seen: dict[str, list[float]] = {"local": [], "cluster": []}
    with started(base / "dask") as cluster:
        cluster.add_worker("--nworkers", "2")
        ways = {"local": ("--jobs", "2"), "cluster": ("--executor", cluster.address)}
        for _ in range(rounds):
            for way, words in ways.items():
                seen[way].append(_cold(portal, base / way, *words))
            assert tree_of(base / "local/public") == tree_of(base / "cluster/public")
    local, far = (statistics.median(seconds) for seconds in seen.values())
    print(f"{articles} articles, cold, {rounds} rounds in turn, medians; all bytes equal")
    print(f"two processes {local:.1f} s   two workers of a cluster {far:.1f} s   ratio {far / local:.2f}")
    shutil.rmtree(base)


def _cold(portal: Path, place: Path, *how: str) -> float:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(portal, place)
    command = [sys.executable, "-m", "site_builder", "--root", str(place), "build", "--now", NOW.isoformat(), *how]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began
