"""Queries as people type them, asked of our search page and of others: `python -m bench queries [sample documents]
[--pagefind] [--material] [--misses]`.

Each portal is built in a scratch folder. Others index the same pages: articles, agencies, topics, periods and static
pages, as they are published. Each is asked what was typed, nothing added.

Knows: how each is asked. Never: which page a person wants.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from lxml import html
from playwright.sync_api import Page

from bench import judged
from bench.judged import Wanted
from bench.search_browser import browsing, listed, serving
from bench.search_others import asked_of_material, asked_of_pagefind

HERE = Path(__file__).parent
PORTALS = {"sample": HERE.parent, "documents": HERE / "documents"}
_WORDS = ("acronyms.yml", "synonyms.yml", "question-words.yml", "contact-words.yml")
NOW = "2026-11-29T12:00"
_PAGES = ("tin-tuc/*/*/*", "co-quan/*", "chu-de/*", "thong-ke/*", "*")
"""What the others index; lists of a month or a genre would only stand in their way."""


def run(portals: Iterable[str], extras: Iterable[str], *, misses: bool) -> None:
    """Build, ask and print; `misses` lists the queries without a wanted page among the first three."""
    others = tuple(extras)
    for portal in portals:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            queries = judged.read(portal)
            public = build(PORTALS[portal], Path(folder))
            if lost := judged.lost(queries, public):
                raise SystemExit(f"{portal}: no such pages: {', '.join(lost)}")
            _tell(f"{portal}: this site", queries, ours(public, queries), misses=misses)
            for name, other in (("pagefind", pagefind), ("material", material)):
                if name in others:
                    found = other(public, Path(folder) / name, queries)
                    _tell(f"{portal}: {name}", queries, found, misses=misses)


def _tell(name: str, queries: tuple[Wanted, ...], found: dict[str, list[str]], *, misses: bool) -> None:
    answers = judged.asked(queries, lambda text: found[text])
    print()
    for line in judged.table(name, answers):
        if misses or not line.startswith("  "):
            print(line)


def build(portal: Path, folder: Path) -> Path:
    """Build a copy of a portal and return its public folder."""
    lay(portal, folder / "portal")
    command = [sys.executable, "-m", "site_builder", "--root", str(folder / "portal"), "build", "--now", NOW]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr or done.stdout)
    return (folder / "portal" / "public").resolve()


def lay(portal: Path, folder: Path) -> None:
    """Copy a portal, with the words of search that every new portal has."""
    shutil.copytree(portal / "content", folder / "content")
    shutil.copy(portal / "mkdocs.yml", folder)
    for name in _WORDS:
        shutil.copy(PORTALS["sample"] / "content" / "taxonomy" / name, folder / "content" / "taxonomy")


def ours(public: Path, queries: tuple[Wanted, ...]) -> dict[str, list[str]]:
    """Ask our search page, as a reader does."""
    with serving(public) as (site, _), browsing() as browser:
        page: Page = browser.new_page()
        page.goto(f"{site}/all/tim-kiem/")
        return {query.text: listed(page, query.text) for query in queries}


def pagefind(public: Path, folder: Path, queries: tuple[Wanted, ...]) -> dict[str, list[str]]:
    """Ask Pagefind."""
    for file in _files(public):
        copied = folder / "pages" / file.relative_to(public)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copied)
    return asked_of_pagefind(folder / "pages", folder, [query.text for query in queries])


def material(public: Path, folder: Path, queries: tuple[Wanted, ...]) -> dict[str, list[str]]:
    """Ask Material's search, of the texts of the same pages."""
    pages = {f"/{file.parent.relative_to(public).as_posix()}/": _text(file) for file in _files(public)}
    return asked_of_material(pages, folder, [query.text for query in queries])


def _files(public: Path) -> list[Path]:
    """Return the pages that answer."""
    found = {file for pattern in _PAGES for file in public.glob(f"{pattern}/index.html")}
    return sorted(found - {public / "tim-kiem" / "index.html"})


def _text(file: Path) -> str:
    """Return a page's title and text as Markdown."""
    main = html.document_fromstring(file.read_text(encoding="utf-8")).find(".//main")
    for aside in main.xpath(".//script | .//style | .//nav | .//template"):
        aside.drop_tree()
    title, text = (" ".join(each.text_content().split()) for each in (main.find(".//h1"), main))
    return f"# {title}\n\n{text}\n"
