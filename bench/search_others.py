"""The same queries asked of Pagefind, on the same article pages, and of Material's own search, on the same texts.

Phrases are asked in quotation marks, which is how Pagefind asks for words in a row; all else as typed. Material's
search has no phrases: of words in quotation marks its page requires each, and so is it asked here.

Knows: how others are installed, run and asked. Never: measures the site's own search.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import Browser, Error

from bench.search_browser import SLOW, browsing, serving
from bench.search_truth import PHRASES, Corpus, Query

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

_MATERIAL = """
site_name: x
theme: {name: material, language: vi, font: false}
plugins: [search]
"""
_WORKER = """async ([base, query]) => {
  const started = performance.now();
  const config = JSON.parse(document.getElementById("__config").textContent);
  const index = await (await fetch(base + "/search/search_index.json")).json();
  window.worker = new Worker(new URL(config.search, location));
  window.tell = (type, data) => new Promise((go) => {
    worker.onmessage = (event) => go(event.data.data);
    worker.postMessage({ type, data });
  });
  await tell(0, { ...index, options: { suggest: false } });
  const { items } = await tell(2, query);
  return performance.now() - started;
}"""
_TELL = """async (query) => {
  const { items } = await tell(2, query);
  return items.map((pages) => pages[0].location);
}"""

Judge = Callable[[list[str], int, set[str]], tuple[float, float]]
Rows = dict[str, list[tuple[float, ...]]]


def run(public: Path, truth: Corpus, asked: list[Query], extras: tuple[str, ...], judge: Judge) -> None:
    """Print what others find and cost, or why they could not be asked."""
    if "material" in extras:
        material(truth, asked, judge)
    if "pagefind" in extras:
        pagefind(public, asked, judge)


def material(truth: Corpus, asked: list[Query], judge: Judge) -> None:
    """Build a plain MkDocs site of the same texts, and ask the search that comes with its theme."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        base = Path(folder)
        texts = {
            f"a{number}": "\n\n".join([f"# {title}", summary, body.replace("\n", "\n\n")]) + "\n"
            for number, (title, summary, body) in enumerate(doc.raw for doc in truth.docs)
        }
        started = time.perf_counter()
        if told := _built(base, texts):
            print(f"\nMaterial: not measured: {told[-300:]}")
            return
        built = time.perf_counter() - started
        index = base / "site" / "search" / "search_index.json"
        packed = brotli.compress(index.read_bytes(), quality=7)
        index.with_name(index.name + ".br").write_bytes(packed)
        print(
            f"\nMaterial, {len(truth.docs)} articles: built in {built:.1f} s, index {index.stat().st_size} bytes,"
            f" {len(packed)} compressed, loaded whole by every reader who searches"
        )
        _ask_worker(base / "site", truth, asked, judge)


def _built(base: Path, pages: dict[str, str]) -> str:
    """Build a plain MkDocs site of Markdown texts by the names of their pages; return what went wrong."""
    (base / "docs").mkdir(parents=True)
    (base / "mkdocs.yml").write_text(_MATERIAL, encoding="utf-8")
    for name, text in ({"index": "# x\n"} | pages).items():
        (base / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(base / "mkdocs.yml")]
    done = subprocess.run(build, check=False, capture_output=True, text=True)
    return done.stderr or "it could not be built" if done.returncode else ""


def _ask_worker(site_folder: Path, truth: Corpus, asked: list[Query], judge: Judge) -> None:
    """Ask the worker of Material's page, once cold at full speed and once on a slow machine, then for all queries."""
    kinds: Rows = defaultdict(list)
    with serving(site_folder) as (site, sent), browsing() as browser:
        for rate in (1, SLOW):
            took = [
                _cold(browser, site, f"m{rate}-{n}", rate, query.text)
                for n, query in enumerate(asked[:: len(asked) // 3])
            ]
            kb = (
                sum(size for path, size in sent[f"m{rate}-0"] if path.startswith(("search/", "assets/javascripts/")))
                / 1000
            )
            print(f"  first query, {rate}x slower: {statistics.median(took):.0f} ms, {kb:.0f} KB")
        page = browser.new_page()
        page.goto(f"{site}/all/")
        page.evaluate(_WORKER, [f"{site}/all", "x"])
        for query in asked:
            must = query.phrase if query.kind in PHRASES else query.every
            text = query.text.replace('"', "")
            text = " ".join(f"+{word}" for word in text.split()) if query.kind in PHRASES else text
            started = time.perf_counter()
            places = page.evaluate(_TELL, text)
            took_ms = (time.perf_counter() - started) * 1000
            urls = [truth.docs[int(place[1:])].url for place in (re.sub(r"/.*", "", one) for one in places) if place]
            kinds[query.kind].append((*judge(urls[:100], len(urls), must), 0.0, 0.0, took_ms))
    _table(kinds)


def _cold(browser: Browser, site: str, name: str, rate: int, text: str) -> float:
    """Ask one query with an empty cache; return milliseconds."""
    context = browser.new_context()
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.set_default_timeout(120_000)
    page.goto(f"{site}/{name}/")
    took: float = page.evaluate(_WORKER, [f"{site}/{name}", text])
    context.close()
    return took


def asked_of_material(pages: dict[str, str], folder: Path, texts: Iterable[str]) -> dict[str, list[str]]:
    """Build a site of Markdown texts by rooted URLs, and ask its search; return the URLs that each query lists."""
    urls = dict(enumerate(pages))
    if told := _built(folder, {f"a{number}": pages[url] for number, url in urls.items()}):
        raise RuntimeError(told)
    with serving(folder / "site") as (site, _), browsing() as browser:
        page = browser.new_page()
        page.goto(f"{site}/all/")
        page.evaluate(_WORKER, [f"{site}/all", "x"])
        places = {text: page.evaluate(_TELL, text) for text in texts}
    numbers = {text: [re.sub(r"[/#].*", "", place)[1:] for place in found] for text, found in places.items()}
    return {text: [urls[int(number)] for number in each if number] for text, each in numbers.items()}


def asked_of_pagefind(pages: Path, folder: Path, texts: Iterable[str]) -> dict[str, list[str]]:
    """Index a folder of pages and ask Pagefind's newest release; return the URLs that each query lists."""
    print(_indexed(pages, folder, "**/index.html"))
    found = {}
    with serving(folder / "www") as (site, _), browsing() as browser:
        page = browser.new_page()
        page.goto(f"{site}/all/")
        for text in texts:
            page.evaluate(_FIRST, [f"{site}/all", text])
            found[text] = page.evaluate(_REST)
    return found


def pagefind(public: Path, asked: list[Query], judge: Judge) -> None:
    """Index the pages with Pagefind and ask it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            version = _indexed(public, Path(folder))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"\nPagefind: not measured: {error}")
            return
        sample = asked[:: -(-len(asked) // _SAMPLE)]
        print(f"\nPagefind {version}, {len(sample)} of the queries, empty cache, first 10 results with texts")
        _ask(Path(folder) / "www", sample, judge)


def _indexed(public: Path, base: Path, glob: str = "tin-tuc/**/index.html") -> str:
    """Install Pagefind and index the pages, those of articles unless told; return its version."""
    install = ["npm", "install", "--silent", "--no-save", "--prefix", str(base), _PACKAGE]
    subprocess.run(install, check=True, capture_output=True)
    programs = sorted((base / "node_modules" / _PACKAGE / "bin").glob("pagefind*"))
    program = str(next((one for one in programs if "extended" in one.name), programs[0]))
    (base / "www").mkdir()
    (base / "www" / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    made = ["--site", str(public), "--glob", glob, "--output-path", str(base / "www" / "pagefind")]
    started = time.perf_counter()
    subprocess.run([program, *made], check=True, capture_output=True)
    files = [file.stat().st_size for file in (base / "www" / "pagefind").rglob("*") if file.is_file()]
    print(f"\nPagefind: index in {time.perf_counter() - started:.1f} s, {len(files)} files, {sum(files)} bytes")
    told = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    return told.stdout.strip()


def _ask(folder: Path, sample: list[Query], judge: Judge) -> None:
    kinds: Rows = defaultdict(list)
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
    _table(kinds)


def _table(kinds: Rows) -> None:
    print(f"{'kind':24}{'recall':>9}{'precision':>11}{'KB':>9}{'requests':>10}{'ms':>8}   means, medians of cost")
    for kind, rows in [*kinds.items(), ("all", [row for each in kinds.values() for row in each])]:
        recall, precision, *cost = zip(*rows, strict=True)
        kb, requests, took = map(statistics.median, cost)
        line = f"{statistics.mean(recall):9.3f}{statistics.mean(precision):11.3f}{kb:9.0f}{requests:10.0f}{took:8.0f}"
        print(f"{kind:24}{line}")
