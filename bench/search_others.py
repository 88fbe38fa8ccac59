"""The same queries asked of Pagefind, on the same article pages.

Phrases are asked in quotation marks, which is how Pagefind asks for words in a row; all else as typed.

Knows: how Pagefind is installed, run and asked. Never: measures the site's own search.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Error

from bench.search_browser import browsing, serving
from bench.search_truth import PHRASES, Query

_PACKAGE = "@pagefind/linux-x64"
_SAMPLE = 60
_FIRST = """async ([base, query]) => {
  const started = performance.now();
  const pagefind = await import(base + "/pagefind/pagefind.js");
  await pagefind.options({ baseUrl: "/" });
  const answer = await pagefind.search(query);
  window.results = answer.results;
  await Promise.all(answer.results.slice(0, 10).map((result) => result.data()));
  return [answer.results.length, performance.now() - started];
}"""
_REST = "async () => (await Promise.all(results.slice(0, 100).map((one) => one.data()))).map((one) => one.url)"

Judge = Callable[[list[str], int, set[str]], tuple[float, float]]


def run(public: Path, asked: list[Query], extras: tuple[str, ...], judge: Judge) -> None:
    """Print what Pagefind finds and costs, or why it could not be asked."""
    if "material" in extras:
        print("\nMaterial's own search: not measured")
    if "pagefind" not in extras:
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            version = _indexed(public, Path(folder))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"\nPagefind: not measured: {error}")
            return
        sample = asked[:: -(-len(asked) // _SAMPLE)]
        print(f"\nPagefind {version}, {len(sample)} of the queries, empty cache, first 10 results with texts")
        _ask(Path(folder) / "www", sample, judge)


def _indexed(public: Path, base: Path) -> str:
    """Install Pagefind and index the article pages; return its version."""
    install = ["npm", "install", "--silent", "--no-save", "--prefix", str(base), _PACKAGE]
    subprocess.run(install, check=True, capture_output=True)
    programs = sorted((base / "node_modules" / _PACKAGE / "bin").glob("pagefind*"))
    program = str(next((one for one in programs if "extended" in one.name), programs[0]))
    (base / "www").mkdir()
    (base / "www" / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    made = ["--site", str(public), "--glob", "tin-tuc/**/index.html", "--output-path", str(base / "www" / "pagefind")]
    started = time.perf_counter()
    subprocess.run([program, *made], check=True, capture_output=True)
    files = [file.stat().st_size for file in (base / "www" / "pagefind").rglob("*") if file.is_file()]
    print(f"\nPagefind: index in {time.perf_counter() - started:.1f} s, {len(files)} files, {sum(files)} bytes")
    told = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    return told.stdout.strip()


def _ask(folder: Path, sample: list[Query], judge: Judge) -> None:
    kinds: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    with serving(folder) as (site, sent), browsing() as browser:
        for number, query in enumerate(sample):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{site}/p{number}/")
            is_phrase = query.kind in PHRASES and query.kind != "quoted"
            text = f'"{query.text}"' if is_phrase else query.text
            must = query.phrase if query.kind in PHRASES else query.every
            try:
                total, took = page.evaluate(_FIRST, [f"{site}/p{number}", text])
                files: list[Any] = [*sent[f"p{number}"]]
                listed = page.evaluate(_REST)
            except Error as error:
                print(f"  {query.text!r}: {str(error)[:100]}")
                continue
            finally:
                context.close()
            kb = sum(size for path, size in files if path) / 1000
            kinds[query.kind].append((*judge(listed, total, must), kb, float(len(files) - 1), took))
    print(f"{'kind':24}{'recall':>9}{'precision':>11}{'KB':>9}{'requests':>10}{'ms':>8}   means, medians of cost")
    for kind, rows in [*kinds.items(), ("all", [row for each in kinds.values() for row in each])]:
        recall, precision, *cost = zip(*rows, strict=True)
        kb, requests, took = map(statistics.median, cost)
        line = f"{statistics.mean(recall):9.3f}{statistics.mean(precision):11.3f}{kb:9.0f}{requests:10.0f}{took:8.0f}"
        print(f"{kind:24}{line}")
