"""Builds of a load corpus, in one run beside plain MkDocs + Material on the same articles.

Each round builds in fresh folders (a file system is slow for a while after a mass delete) and the medians of the
rounds are printed, with the ratio to plain MkDocs. Plain MkDocs makes article pages only: no lists, feeds, statistics.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
NOW = "2026-11-22T12:00:00+07:00"
ARTICLE = """---
title: "Bài mới nhất của phép đo {number}"
date: 2020-12-31T23:{number:02}:00+07:00
topic: cai-cach-the-che
agency: so-noi-vu
---

Đoạn mở đầu của bài mới nhất.

Đoạn thứ hai.
"""
PLAIN = "site_name: Plain\ntheme: {name: material, font: false}\nplugins: []\nnav: [{Home: index.md}]\n"


def run(articles: int, rounds: int, folder: Path | None) -> None:
    """Measure `rounds` times and print medians."""
    base = folder or Path(tempfile.mkdtemp(prefix="bench-"))
    seen: dict[str, list[float]] = {}
    for number in range(rounds):
        for name, seconds in _round(base / f"round-{number}-{time.time_ns()}", articles).items():
            seen.setdefault(name, []).append(seconds)
    plain = statistics.median(seen["plain MkDocs + Material, articles only"])
    print(f"{articles} articles, {rounds} rounds, medians")
    for name, values in seen.items():
        middle = statistics.median(values)
        print(f"{name:42} {middle:8.2f} s   {middle / plain:6.3f} x plain")


def _round(place: Path, articles: int) -> dict[str, float]:
    portal = place / "portal"
    _cchc("init", str(portal))
    corpus = [
        sys.executable,
        str(HERE / "make_corpus.py"),
        "--articles",
        str(articles),
        "--out",
        str(portal / "content"),
    ]
    subprocess.run(corpus, check=True)
    plain = _plain_site(place, portal)
    build = ("--root", str(portal), "build", "--json", "--now", NOW)
    found = {"cold": _timed(*build), "nothing changed": _timed(*build)}
    new = portal / "content" / "news" / "2020" / "12" / "moi-nhat.md"
    new.write_text(ARTICLE.format(number=1), encoding="utf-8")
    found["one newest article"] = _timed(*build)
    templates = portal / "theme" / "templates"
    templates.mkdir(parents=True)
    head = HERE.parent / "theme" / "templates" / "head.html"
    (templates / "head.html").write_text(head.read_text(encoding="utf-8") + "<!-- x -->\n", encoding="utf-8")
    found["theme changed"] = _timed(*build)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mkdocs", "-q", "build"], cwd=plain, check=True, capture_output=True)
    found["plain MkDocs + Material, articles only"] = time.perf_counter() - started
    return found


def _plain_site(place: Path, portal: Path) -> Path:
    """Lay the same articles out for plain MkDocs."""
    plain = place / "plain"
    shutil.copytree(portal / "content" / "news", plain / "docs" / "news")
    (plain / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    (plain / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    return plain


def _timed(*args: str) -> float:
    started = time.perf_counter()
    said = json.loads(_cchc(*args))
    wall = time.perf_counter() - started
    assert said["targets"] > 0
    return wall


def _cchc(*args: str) -> str:
    done = subprocess.run([sys.executable, "-m", "site_builder", *args], check=True, capture_output=True, text=True)
    return done.stdout
