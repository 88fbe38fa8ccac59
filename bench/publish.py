"""From push to live on a server of git: `python -m bench publish [--articles 15000] [--rounds 5]`.

A repository made by `cchc git install` takes a load corpus as its first push, then pushes of one new article each.
Polled is the very file that a web server would send, below DIR/public; nothing of the program runs in this process.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_PATIENCE = 1800.0
_STEP = 0.002
_ARTICLE = """---
title: "Bài của lần đo {number}"
date: 2026-10-31T{hour:02}:{minute:02}:00+07:00
topic: cai-cach-the-che
agency: so-noi-vu
---

Đoạn mở đầu của lần đo {number}.

Đoạn thứ hai.
"""
_PERSON = {
    "GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "bench@example.vn",
    "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "bench@example.vn", "GIT_CONFIG_GLOBAL": os.devnull,
}  # fmt: skip


def run(articles: int, rounds: int, portal: Path | None) -> None:
    """Measure and print medians; `portal` is a ready one to copy instead of making a corpus."""
    base = Path(tempfile.mkdtemp(prefix="bench-"))
    clone, _, to, answered = first_push(base, articles, portal)
    seen = {"first push answered": [answered], "first build": [float(wait_for(clone, to)["seconds"])]}
    for number in range(rounds):
        _add(seen, push_one(clone, to, number))
    for _ in range(rounds):
        _add(seen, {"nothing due: publish --if-due": _timed("publish", "--to", to, "--if-due")})
    for _ in range(rounds):
        _add(seen, {"rollback": _timed("rollback", "--to", to)})
    print(f"{articles if portal is None else portal} articles, {rounds} rounds, medians (all rounds)")
    for name, values in seen.items():
        each = " ".join(f"{value:.2f}" for value in values)
        print(f"{name:34} {statistics.median(values):8.2f} s   ({each})")
    shutil.rmtree(base)


def first_push(base: Path, articles: int, portal: Path | None) -> tuple[Path, Path, Path, float]:
    """Make a portal and publish it by its first push; return clone, repository, folder, and the push's seconds."""
    clone, bare, to = base / "clone", base / "kho.git", base / "web"
    lay(clone, articles, portal)
    cchc("git", "install", bare, "--to", to)
    return clone, bare, to, begin(clone, bare)


def begin(clone: Path, bare: Path) -> float:
    """Make a repository of a portal and push it; return the push's seconds."""
    _git(clone, "init", "--quiet", "-b", "main")
    _git(clone, "remote", "add", "origin", bare)
    _git(clone, "add", "--all")
    _git(clone, "commit", "--quiet", "-m", "corpus")
    return _push(clone)[0]


def push_one(clone: Path, to: Path, number: int) -> dict[str, float]:
    """Push one new article and wait until readers get it."""
    file = clone / "content" / "news" / "2026" / "10" / f"lan-do-{number}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_ARTICLE.format(number=number, hour=number // 60, minute=number % 60), encoding="utf-8")
    _git(clone, "add", "--all")
    _git(clone, "commit", "--quiet", "-m", f"push {number}")
    answered, started = _push(clone)
    page = to / "public" / "tin-tuc" / "2026" / "10" / file.stem / "index.html"
    until = time.monotonic() + _PATIENCE
    while not page.exists():
        assert time.monotonic() < until, (to / ".cchc" / "status.json").read_text()
        time.sleep(_STEP)
    served = time.perf_counter() - started
    return {
        "push answered (check, hand-over)": answered,
        "push to served": served,
        "within it: the builder's own time": float(wait_for(clone, to)["seconds"]),
    }


def lay(clone: Path, articles: int, portal: Path | None) -> None:
    """Make a portal of a load corpus, or copy one."""
    if portal is not None:
        clone.mkdir()
        shutil.copytree(portal / "content", clone / "content")
        shutil.copy(portal / "mkdocs.yml", clone / "mkdocs.yml")
        return
    cchc("init", clone)
    settings = clone / "mkdocs.yml"
    settings.write_text(named(settings.read_text(encoding="utf-8")), encoding="utf-8")
    maker, content = HERE / "make_corpus.py", clone / "content"
    corpus: list[str | Path] = [sys.executable, maker, "--articles", str(articles), "--out", content]
    subprocess.run(corpus, check=True)


def named(settings: str) -> str:
    """Give a new portal a name and an address of its own: nothing is published before."""
    for placeholder, own in (("cchc.example.vn", "do.example.vn"), ("SỬA", ""), ("chủ quản cổng", "được đo")):
        settings = settings.replace(placeholder, own)
    return settings


def _push(clone: Path) -> tuple[float, float]:
    """Push; return the seconds until git let go of the editor, and when it began."""
    started = time.perf_counter()
    _git(clone, "push", "--quiet", "origin", "HEAD:main")
    return time.perf_counter() - started, started


def wait_for(clone: Path, to: Path) -> dict[str, Any]:
    """Wait until the builder is done with what was pushed last; return its word."""
    head = _git(clone, "rev-parse", "HEAD")
    until = time.monotonic() + _PATIENCE
    while True:
        file = to / ".cchc" / "status.json"
        status: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        if status.get("commit") == head and status["state"] in ("ok", "failed"):
            assert status["state"] == "ok", status["problems"]
            return status
        assert time.monotonic() < until, status
        time.sleep(0.02)


def _add(seen: dict[str, list[float]], found: dict[str, float]) -> None:
    for name, seconds in found.items():
        seen.setdefault(name, []).append(seconds)


def _timed(*words: str | Path) -> float:
    started = time.perf_counter()
    cchc(*words)
    return time.perf_counter() - started


def cchc(*words: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "site_builder", *map(str, words)], check=True, capture_output=True)


def _git(folder: Path, *words: str | Path) -> str:
    done = subprocess.run(
        ["git", *map(str, words)], cwd=folder, check=True, capture_output=True, text=True, env=os.environ | _PERSON
    )
    return done.stdout.strip()
