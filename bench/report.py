"""A report of a full year, the usual formats: `python -m bench report [--articles 15000]`.

The store is warm (a build came before) and process start is apart; each step is timed in this process.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from site_builder import reporting
from site_builder.build import Options
from site_builder.cli.report import USUAL
from site_builder.counting import figures
from site_builder.mkdocs_plugin import render_chrome
from site_builder.model.ledger import as_article
from site_builder.reporting import Asked
from site_builder.text import VIETNAM

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 22, 12, tzinfo=VIETNAM)


def run(articles: int) -> None:
    """Make a portal of one year, build it, and time its report."""
    root = Path(tempfile.mkdtemp(prefix="bench-")) / "portal"
    cchc = [sys.executable, "-m", "site_builder"]
    subprocess.run([*cchc, "init", str(root)], check=True, capture_output=True)
    span = ["--from", "2020-01-01", "--to", "2020-12-31", "--articles", str(articles), "--out", str(root / "content")]
    subprocess.run([sys.executable, str(HERE / "make_corpus.py"), *span], check=True)
    subprocess.run([*cchc, "--root", str(root), "build"], check=True, capture_output=True)
    gc.disable()  # as `cchc report` does
    options = Options(now=NOW)
    newsroom = _timed("read from the warm store", lambda: reporting.read(root, render_chrome, options))
    asked = Asked(since=date(2020, 1, 1), until=date(2020, 12, 31))
    period = reporting.period_of(newsroom, asked, NOW)
    works = (*newsroom.articles, *(as_article(row) for row in newsroom.ledger.activities if row.is_work))
    _timed("figures alone", lambda: figures.count(works, period, newsroom.taxonomy))
    started = time.perf_counter()
    report, _ = _timed("the report's value", lambda: reporting.make(newsroom, asked, NOW))
    for name in USUAL:
        _timed(name, lambda name=name: reporting.render(report, newsroom, (name,)))
    print(f"{'value and all formats':28} {time.perf_counter() - started:6.2f} s   {articles} articles")


def _timed(name: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    value = work()
    print(f"{name:28} {time.perf_counter() - started:6.2f} s")
    return value
