"""Search as readers have it: `python -m bench search [--articles 15000] [--queries 400] [--portal DIR] [--site DIR]
[--pagefind] [--material] [--additions 50]`.

A load corpus is published with its compressed copies and served as files; the site's own script answers in Chromium.
Each query is asked twice: with an empty cache as a reader would (bytes, requests, rounds, time), and for everything
(`het=1`), which is held against a scan of every text (`search_truth`).

Knows: what the issue of search asks to be shown. Never: how the index is written.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench import search_additions
from bench.publish import named
from bench.search_browser import SLOW, Seen, measure
from bench.search_truth import PHRASES, Corpus, Doc, Query, queries, words

HERE = Path(__file__).parent
_PAGE = 10
_LISTED = 100
_MATCHES = ("phrase", "all")


def run(
    articles: int, portal: Path | None, site: Path | None, count: int, extras: Iterable[str], additions: int
) -> None:
    """Build, ask and print; `portal` is a ready one instead of a load corpus, `site` its ready publication."""
    base = Path(tempfile.mkdtemp(prefix="bench-"))
    if portal is None:
        portal = base / "portal"
        _cchc("init", portal)
        settings = portal / "mkdocs.yml"
        settings.write_text(named(settings.read_text(encoding="utf-8")), encoding="utf-8")
        corpus = [sys.executable, HERE / "make_corpus.py", "--articles", articles, "--out", portal / "content"]
        subprocess.run([*map(str, corpus)], check=True)
    if additions:
        search_additions.run(portal, additions)
    if not count:
        shutil.rmtree(base)
        return
    if site is None:
        site = base / "web"
        _publish(portal, site)
    truth = Corpus(site / ".cchc" / "state.sqlite", portal)
    asked = queries(truth, count)
    public = (site / "public").resolve()
    _index(public, len(truth.docs))
    started = time.perf_counter()
    seen = measure(public, asked)
    for one in seen:
        # What stands beside what matches has no truth here: `bench queries` judges it.
        for state in (one.first, one.full):
            state["found"] = [row for row in state["found"] if row[1] in _MATCHES and row[0].startswith("/tin-tuc/")]
    print(f"\n{len(truth.docs)} articles, {len(asked)} queries in {time.perf_counter() - started:.0f} s")
    tell(truth, seen)
    others = tuple(extras)
    if others:
        from bench import search_others

        search_others.run(public, truth, asked, others, _judged)
    shutil.rmtree(base)


def _publish(portal: Path, site: Path) -> None:
    """Publish."""
    started = time.perf_counter()
    _cchc("--root", portal, "publish", "--to", site)
    print(f"published with compressed copies in {time.perf_counter() - started:.1f} s")


def _index(public: Path, articles: int) -> None:
    """Print the index's size, compressed, by kinds of files."""
    sizes: dict[str, list[int]] = defaultdict(list)
    for file in (public / "tim-kiem").rglob("*"):
        if file.suffix in (".json", ".html"):
            packed = file.with_name(f"{file.name}.br")
            sizes[file.name[0] if file.parent.parent.name == "tim-kiem" else file.name].append(_length(packed, file))
    total = sum(map(sum, sizes.values()))
    print(f"index: {sum(map(len, sizes.values()))} files, {total / articles:.0f} bytes compressed per article")
    for name, each in sorted(sizes.items()):
        line = f"{sum(each) / articles:7.0f} per article, median {statistics.median(each):.0f}, greatest {max(each)}"
        print(f"  {name:12} {len(each):6} files {line}")


def _length(packed: Path, file: Path) -> int:
    return int((packed if packed.exists() else file).stat().st_size)


def tell(truth: Corpus, seen: list[Seen]) -> None:
    """Print every figure, and the queries that went wrong."""
    wrong: list[str] = []
    _found(seen, wrong)
    _order(truth, seen, wrong)
    _titles(seen, wrong)
    _cost(seen)
    print(f"\n{len(wrong)} found wanting" + "".join(f"\n  {line}" for line in wrong[:60]))


def _found(seen: list[Seen], wrong: list[str]) -> None:
    """Print recall and precision by kinds, everything asked."""
    kinds: dict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    for one in seen:
        figures = judged(one)
        kinds[one.query.kind].append(figures)
        if min(figures) < 1 or one.full["state"] != "ready" or not one.full["complete"]:
            wrong.append(
                f"{one.query.kind}: {one.query.text!r}: phrase {one.full['phrase']}, must be {len(one.query.phrase)};"
                f" total {one.full['total']}, must be {len(one.query.every)}; state {one.full['state']}"
                f" complete {one.full['complete']}; recall, precision {figures}"
            )
    print(f"\n{'means, everything asked':24}{'queries':>8}{'phrase: recall':>16}{'precision':>11}"
          f"{'all: recall':>13}{'precision':>11}")  # fmt: skip
    for kind, rows in kinds.items():
        means = [statistics.mean(column) for column in zip(*rows, strict=True)]
        print(f"{kind:24}{len(rows):8}{means[0]:16.4f}{means[1]:11.4f}{means[2]:13.4f}{means[3]:11.4f}")
    rows = [row for kind in PHRASES for row in kinds[kind]]
    means = [statistics.mean(column) for column in zip(*rows, strict=True)]
    print(f"{'every kind of phrase':24}{len(rows):8}{means[0]:16.4f}{means[1]:11.4f}{means[2]:13.4f}{means[3]:11.4f}")


def judged(one: Seen) -> tuple[float, float, float, float]:
    """Return recall and precision of phrases, and of all matches: of what is listed, and of the counts behind it."""
    found = one.full["found"]
    phrase = [url for url, match in found if match == "phrase"]
    return (
        *_judged(phrase, one.full["phrase"], one.query.phrase),
        *_judged([url for url, _ in found], one.full["total"], one.query.every),
    )


def _judged(listed: list[str], count: int, must: set[str]) -> tuple[float, float]:
    right = len(must.intersection(listed))
    could = min(len(must), max(len(listed), min(_LISTED, count)))
    recall = min(right / could if could else 1.0, count / len(must) if must else 1.0)
    precision = min(right / len(listed) if listed else 1.0, len(must) / count if count > len(must) else 1.0)
    return min(recall, 1.0), precision


def _order(truth: Corpus, seen: list[Seen], wrong: list[str]) -> None:
    """Print how often lists stand in the promised order."""
    kept: dict[str, list[bool]] = defaultdict(list)
    for one in seen:
        for name, found in (("as asked", one.first["found"]), ("everything asked", one.full["found"])):
            checks = dict(_orders(truth, one.query, found))
            for check, is_kept in checks.items():
                kept[f"{check}, {name}"].append(is_kept)
                if not is_kept:
                    wrong.append(f"order, {name}, {check}: {one.query.kind}: {one.query.text!r}")
    print()
    for name, rows in kept.items():
        print(f"{name:58} {sum(rows)} of {len(rows)}")


def _orders(truth: Corpus, query: Query, found: list[list[str]]) -> Iterator[tuple[str, bool]]:
    matches = [match for _, match in found]
    yield "phrases before all words", matches == sorted(matches, reverse=True)
    phrases = [truth.by_url[url] for url, match in found if match == "phrase" and url in query.phrase]
    exact = [doc.url in query.exact for doc in phrases]
    yield "exact dấu before folded", exact == sorted(exact, reverse=True)
    ranks = [_rank(query, doc) for doc in phrases]
    yield "title, summary, body, then newest", ranks == sorted(ranks, reverse=True)
    if query.kind == "number":
        first = {url for url, _ in found[: len(query.phrase)]}
        yield "numbers: all first", len(first & query.phrase) == min(len(first), len(query.phrase)) > 0


def _rank(query: Query, doc: Doc) -> tuple[bool, bool, int, tuple[object, str]]:
    at = doc.first_with(words(query.text))
    at = 9 if at is None else at
    return doc.url in query.exact, doc.url in query.whole, -at, doc.order


def _titles(seen: list[Seen], wrong: list[str]) -> None:
    """Print where the article of a title stands, as a reader asks."""
    ranks = []
    for one in (one for one in seen if one.query.kind.startswith("title")):
        urls = [url for url, _ in one.first["found"]]
        rank = next((n for n, url in enumerate(urls, 1) if url in one.query.whole), 0)
        ranks.append(rank)
        if rank != 1:
            wrong.append(f"{one.query.kind}: {one.query.text!r} stands at {rank or 'no place'}")
    if ranks:
        first = 100 * ranks.count(1) / len(ranks)
        mrr = statistics.mean(1 / rank if rank else 0 for rank in ranks)
        print(f"titles: first {first:.1f}%, mean reciprocal rank {mrr:.4f}, of {len(ranks)}")
    lost = [one.query for one in seen if one.query.phrase and not one.first["found"]]
    wrong.extend(f"as asked, nothing found: {query.kind}: {query.text!r}" for query in lost)
    short = [one for one in seen if _missing(one)]
    print(f"as asked: the first page lacks phrase matches that exist in {len(short)} of {len(seen)} queries")
    wrong.extend(f"as asked, page not full: {one.query.kind}: {one.query.text!r} {_missing(one)}" for one in short)


def _missing(one: Seen) -> int:
    phrases = sum(match == "phrase" for _, match in one.first["found"])
    most: int = max(0, min(_PAGE, len(one.query.phrase)) - phrases)
    return most


def _cost(seen: list[Seen]) -> None:
    """Print what queries cost."""
    slow = [one.slow for one in seen if one.slow]
    print(f"\n{'empty cache, as asked':44}{'median':>10}{'95 in 100':>11}{'greatest':>10}")
    _line("KB compressed", [one.size / 1000 for one in seen])
    _line("requests", [float(len(one.first["files"])) for one in seen])
    _line("rounds", [float(one.depth) for one in seen])
    _line("ms, script there to results", [_searching(one.first) for one in seen])
    _line("ms, address to results", [one.first["ready"] for one in seen])
    _line(f"ms, script there to results, {SLOW}x slower", [_searching(state) for state in slow])
    _line(f"ms, address to results, {SLOW}x slower", [state["ready"] for state in slow])
    for said, matches in (("all words match", {"phrase", "all"}), ("no article has them", {"some", "folded"})):
        some = [one["shown"] - one["script"] for one in slow if one["found"] and one["found"][0][1] in matches]
        _line(f"ms, to the first result, {said}, {SLOW}x", some)
    _line("ms, the same again", [one.warm for one in seen])
    _line(f"ms, the same again, {SLOW}x slower", [state["warm"] for state in slow])
    _line("KB of the page, its styles and scripts", [one.own / 1000 for one in seen])
    for kind in dict.fromkeys(one.query.kind for one in seen):
        rows = [one for one in seen if one.query.kind == kind]
        _line(f"KB: {kind}", [one.size / 1000 for one in rows])
        _line(f"requests: {kind}", [float(len(one.first["files"])) for one in rows])


def _searching(state: dict[str, Any]) -> float:
    return float(state["ready"] - state["script"])


def _line(name: str, values: list[float]) -> None:
    if values:
        high = sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]
        print(f"{name:44}{statistics.median(values):10.1f}{high:11.1f}{max(values):10.1f}")


def _cchc(*given: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "site_builder", *map(str, given)], check=True, capture_output=True)
