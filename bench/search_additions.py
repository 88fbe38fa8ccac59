"""What search adds to builds: the same portal with and without it, cold, then with one newest article after another.

Both are built in turn, so that what else the machine does falls on both; figures are medians of differences. Memory is
the greatest sum of the proportional shares (PSS) of all processes of a build.

Knows: how to leave search out of the plan. Never: asks a query.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench import measuring

NOW = "2026-11-22T12:00:00+07:00"
_LEAVE = "import site_builder.plan.search as plan; plan.groups = lambda *_: iter(()); "
MAIN = "import sys; from site_builder.cli import main; sys.exit(main())"
WITHOUT = _LEAVE + MAIN
"""Programs that build with search left out of the plan, and as it is."""
_CODES = {"without": WITHOUT, "with": MAIN}
_DATE = re.compile(r"^date: (\S+)$", re.MULTILINE)
_TITLE = re.compile(r'^title: ".*"$', re.MULTILINE)
_STEP = timedelta(minutes=7)
_LOOK = 0.1
"""Seconds between looks at memory."""


def run(portal: Path, count: int) -> None:
    """Print the share of a cold build, and what each of `count` successive articles costs."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copies = {name: _copy(portal, Path(folder) / name) for name in _CODES}
        cold = {name: _build(name, copy, is_cold=True) for name, copy in copies.items()}
        for name, (took, memory, told) in cold.items():
            print(f"cold build {name} search: {took:.1f} s, {memory:.0f} MB, {told['targets']} files")
        print(f"search adds {100 * (cold['with'][0] / cold['without'][0] - 1):.0f}% to the cold build")
        _add(copies, count)


def _add(copies: dict[str, Path], count: int) -> None:
    """Add articles of the newest month, then the first of the next year, of a month and of a quarter."""
    texts = sorted((copies["with"] / "content" / "news").rglob("*.md"))
    newest = max(datetime.fromisoformat(_date(text)) for text in texts)
    # None may fall into the month after, which costs more and is shown apart.
    rest = datetime(newest.year + newest.month // 12, newest.month % 12 + 1, 1, tzinfo=newest.tzinfo) - newest
    step = min(_STEP, rest / (count + 1))
    days = [("an article of the newest month", (newest + step * n).replace(microsecond=0)) for n in range(1, count + 1)]
    firsts = (("year", 1), ("month", 2), ("quarter", 4))
    following = [
        (f"the first article of a {span}", datetime(newest.year + 1, month, 3, 8, tzinfo=newest.tzinfo))
        for span, month in firsts
    ]
    seen: dict[str, list[tuple[int, float, float]]] = {}
    for number, (name, day) in enumerate([*days, *following]):
        took = {}
        for kind, copy in copies.items():
            _write(copy, texts[number * 37 % len(texts)], number, day)
            took[kind], _, told = _build(kind, copy)
        files = sum(path.startswith("tim-kiem/") for path in told["made_paths"])
        seen.setdefault(name, []).append((files, took["with"], took["with"] - took["without"]))
    for name, rows in seen.items():
        files, whole, more = (statistics.median(column) for column in zip(*rows, strict=True))
        most = max(row[0] for row in rows)
        line = f"{files:.0f} search files (at most {most}), {whole:.2f} s, of which search {more:+.2f} s"
        print(f"{name}: {line}; median of {len(rows)}")


def _date(text: Path) -> str:
    found = _DATE.search(text.read_text(encoding="utf-8"))
    return found[1] if found else "2000-01-01T00:00:00+07:00"


def _write(copy: Path, source: Path, number: int, day: datetime) -> None:
    """Write an article with another's text under a title and date of its own."""
    text = source.read_text(encoding="utf-8")
    text = _TITLE.sub(f'title: "Bài thêm thứ {number} của phép đo tìm kiếm"', text, count=1)
    text = _DATE.sub(f"date: {day.isoformat()}", text, count=1)
    place = copy / "content" / "news" / f"{day:%Y}" / f"{day:%m}" / f"them-{number}.md"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def _copy(portal: Path, place: Path) -> Path:
    place.mkdir()
    shutil.copytree(portal / "content", place / "content")
    shutil.copy(portal / "mkdocs.yml", place)
    return place


def _build(kind: str, copy: Path, *, is_cold: bool = False) -> tuple[float, float, dict[str, Any]]:
    """Build; return seconds, megabytes (looked at in a cold build only) and what the build says."""
    command = [sys.executable, "-c", _CODES[kind], "--root", str(copy), "build", "--json", "--now", NOW]
    started = time.perf_counter()
    # To files: a pipe that nobody empties would stop the build.
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as noise:
        process = subprocess.Popen(command, stdout=said, stderr=noise)
        peak = 0.0
        while is_cold and process.poll() is None:
            peak = max(peak, measuring.held(process.pid))
            time.sleep(_LOOK)
        code = process.wait()
        took = time.perf_counter() - started
        said.seek(0)
        noise.seek(0)
        if code:
            raise RuntimeError(noise.read()[-500:])
        told: dict[str, Any] = json.load(said)
    return took, peak, told
