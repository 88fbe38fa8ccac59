"""Where the processor's time of a cold build goes, part by part: `python -m bench speed --profile`.

A build of one process is asked every few milliseconds which functions it is in; the time since the last asking counts
for the part of the program that the outermost known one of them belongs to. So a card counts for the lists, whoever
calls for it, and nothing is slowed down as it would be by timing each call. Beside it stands the floor: the same
articles through the libraries alone.

Knows: which module belongs to which part. Never: measures the wall.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

from bench import publish
from bench.site import scratch

Seconds: TypeAlias = dict[str, float]
"""Of the processor, by part."""

NOW = datetime.fromisoformat("2026-11-22T12:00:00+07:00")
INTERVAL = 0.001
"""Seconds of the wall: a timer of the processor's time goes by the system's tick, which is four times as long."""

ALL, READING, REST = "in all", "reading", "the rest"
CONVERTING, FINISHING = "reading: Python-Markdown", "reading: finish, sanitise, remarks"
FIELDS = "reading: YAML, fields, checks"
STORE, FILES = "the rest: store", "the rest: files written, digested"
IMPORTS, ELSE = "the rest: imports", "the rest: else"
PAGES, LISTS, MKDOCS = "article pages", "lists and front page", "MkDocs and the chrome"

ANYWHERE = (
    ("site_builder.engine.store", STORE),
    ("site_builder.engine.values", STORE),
    ("site_builder.engine.making:_put", FILES),
    ("markdown.core:Markdown.convert", CONVERTING),
)
"""Begins of functions that decide wherever they stand, but within MkDocs."""
PARTS = (
    ("site_builder.mkdocs_plugin", MKDOCS),
    ("site_builder.pages.articles", PAGES),
    ("site_builder.pages", LISTS),
    ("site_builder.feeds", "feeds, sitemaps"),
    ("site_builder.search", "search"),
    ("site_builder.reports", "statistics"),
    ("site_builder.counting", "statistics"),
    ("site_builder.markup", FINISHING),
    ("site_builder.content", FIELDS),
)
"""Begins of functions, of which the outermost decides."""
BELOW = (
    ("site_builder.plan", "the rest: planning"),
    ("site_builder.cache", "the rest: folders, snapshots"),
    ("site_builder.engine", "the rest: engine"),
    ("importlib._bootstrap", IMPORTS),
)
"""The same, asked when none of the others is there."""
ORDER = (
    READING, CONVERTING, FIELDS, FINISHING, PAGES, "search", LISTS, "feeds, sitemaps",
    "statistics", MKDOCS, REST, STORE, FILES, *(part for _, part in BELOW), ELSE, ALL,
)  # fmt: skip


def run(articles: int, rounds: int, folder: Path | None) -> None:
    """Print the medians of some rounds, each in a process of its own, and the floor."""
    with scratch(folder) as base:
        portal = Path(base) / "portal"
        publish.lay(portal, articles, None)
        parts = _medians([_alone(_cold, portal) for _ in range(rounds)])
        print(f"{articles} articles, one process, {rounds} rounds, medians: a cold build's CPU", flush=True)
        _tell(parts, ORDER, articles, parts[ALL])
        floor = _medians([_alone(_floor, portal) for _ in range(rounds)])
        print("The floor: the same through the libraries alone")
        _tell(floor, tuple(floor), articles, parts[ALL])


def _tell(parts: Seconds, order: tuple[str, ...], articles: int, whole: float) -> None:
    print(f"{'':40}{'s':>9}{'ms an article':>15}{'share':>8}")
    for part in order:
        if seconds := parts.get(part, 0.0):
            print(f"{part:40}{seconds:9.2f}{seconds * 1000 / articles:15.2f}{seconds / whole:8.1%}", flush=True)


def _medians(rounds: list[Seconds]) -> Seconds:
    return {part: statistics.median(one.get(part, 0.0) for one in rounds) for part in {**rounds[0], **rounds[-1]}}


def _alone(function: Callable[[Path], Seconds], portal: Path) -> Seconds:
    """Return `function(portal)`, called in a new process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(function, portal).result()


def _cold(portal: Path) -> Seconds:
    """Build from nothing and return the seconds of each part; those of a group come as its sum, too."""
    for name in (".cache", "public"):
        remove(portal / name)
    sampler = Sampler()
    with sampler:
        _build(portal)
    found = sampler.seconds
    found |= {whole: sum(value for part, value in found.items() if part.startswith(whole)) for whole in (READING, REST)}
    return found | {ALL: sampler.whole}


def _build(portal: Path) -> None:
    from site_builder import build
    from site_builder.cli.arguments import chrome

    built = build.build(portal, chrome, build.Options(now=NOW, jobs=1))
    assert built.made, f"nothing was made of {portal}"


def remove(place: Path) -> None:
    """Remove a folder or a link, if there is one."""
    if place.is_symlink():
        place.unlink()
    else:
        shutil.rmtree(place, ignore_errors=True)


class Sampler:
    """Counts the processor's time of this process, whose main thread it asks, by part of the program; a context."""

    def __init__(self) -> None:
        self.seconds: Seconds = defaultdict(float)
        self.whole = 0.0
        self._names: dict[Any, str] = {}
        self._begun = self._last = 0.0

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, self._ask)
        signal.siginterrupt(signal.SIGALRM, False)  # noqa: FBT003 - its signature; libraries need not know of it
        self._begun = self._last = time.process_time()
        signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.whole = time.process_time() - self._begun
        self.seconds = dict(self.seconds)

    def _ask(self, _number: int, frame: FrameType | None) -> None:
        now = time.process_time()
        self.seconds[part_of(list(self._functions(frame))[::-1])] += now - self._last
        self._last = now

    def _functions(self, frame: FrameType | None) -> Iterator[str]:
        """Yield the functions of a stack, the innermost first."""
        while frame is not None:
            name = self._names.get(frame.f_code)
            if name is None:
                name = f"{frame.f_globals.get('__name__')}:{frame.f_code.co_qualname}"
                self._names[frame.f_code] = name
            yield name
            frame = frame.f_back


def part_of(functions: list[str]) -> str:
    """Return the part that some functions, `module:name`, of which each calls the next, work for."""
    found: list[str | None] = [None, None, None]
    for function in functions:
        found = [part or new for part, new in zip(found, _parts(function), strict=True)]
    part, anywhere, below = found
    return (part if part == MKDOCS else anywhere or part or below) or ELSE


@cache
def _parts(function: str) -> list[str | None]:
    """Return what each of the tables says of a function."""
    return [
        next((part for begin, part in table if function.startswith(begin)), None) for table in (PARTS, ANYWHERE, BELOW)
    ]


def _floor(portal: Path) -> Seconds:
    """Return what the libraries alone need: nothing is checked, made safe, linked or laid out."""
    from site_builder.mkdocs_plugin import render_chrome

    begun = time.process_time()
    settings = render_chrome(portal).settings
    found = {"MkDocs and Material: the chrome": time.process_time() - begun}
    texts = [file.read_text("utf-8").split("\n---\n", 1) for file in sorted(portal.glob("content/news/**/*.md"))]
    extensions = tuple(settings.markdown)
    for name, work in (
        ("Python-Markdown: every article once", partial(_convert, texts, extensions)),
        ("PyYAML: every front matter once", partial(_load, texts)),
        ("feedgen: every entry once, RSS and Atom", partial(_feed, texts)),
    ):
        begun = time.process_time()
        work()
        found[name] = time.process_time() - begun
    return found


def _convert(texts: list[list[str]], extensions: tuple[tuple[str, Any], ...]) -> None:
    """Convert all bodies with the portal's extensions, but for the one of our own."""
    from markdown import Markdown

    from site_builder.frozen import thaw
    from site_builder.markup import dialect, github

    options = {name: thaw(value, dialect.imported) or {} for name, value in extensions if name != github.NAME}
    converter = Markdown(extensions=[*dict.fromkeys((*dialect.BUILTINS, *options))], extension_configs=options)
    for _, body in texts:
        converter.reset()
        converter.convert(body)


def _load(texts: list[list[str]]) -> None:
    import yaml

    for head, _ in texts:
        yaml.load(head, yaml.CSafeLoader)


def _feed(texts: list[list[str]]) -> None:
    """Make feeds of 50 entries with full texts, in both forms."""
    from feedgen.feed import FeedGenerator

    for start in range(0, len(texts), 50):
        feed = FeedGenerator()
        feed.id("tag:do.example.vn,2026:x")
        feed.title("x")
        feed.description("x")
        feed.link(href="https://do.example.vn/")
        for number, (head, body) in enumerate(texts[start : start + 50], start):
            entry = feed.add_entry(order="append")
            entry.id(f"tag:do.example.vn,2026:{number}")
            entry.title(head.split("\n", 2)[1])
            entry.link(href=f"https://do.example.vn/{number}/")
            entry.summary(head[:200])
            entry.content(body, type="html")
            entry.published(NOW)
            entry.updated(NOW)
            entry.category(term="x", label="x")
        feed.rss_str(pretty=True)
        feed.atom_str(pretty=True)
