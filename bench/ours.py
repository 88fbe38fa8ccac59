"""This program among the peers: the whole portal, with all that the others leave out.

Knows: how it is called. Never: measures.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.corpus import NEWS, Article, Corpus, Layout
from bench.peers import CHANGES, Peer, Tools
from bench.search_additions import WITHOUT
from site_builder import __version__

NOW = "2026-11-22T12:00:00+07:00"
_HEAD = Path(__file__).parent.parent / "theme/templates/head.html"
_SOURCE = "content/news/{path}.md"
_PYTHON = (sys.executable, "-m", "site_builder")


def install() -> Tools:
    """Return how the program of this checkout is called."""
    return Tools(version=f"cchc {__version__}", steps=(("cchc", (*_PYTHON, "build", "--json", "--now", NOW)),))


WITHOUT_SEARCH = (sys.executable, "-c", WITHOUT, "build", "--json", "--now", NOW)
"""A build that leaves the search index out."""


def publication(to: Path) -> tuple[str | Path, ...]:
    """Return the command that publishes a portal, built and compressed, to a folder."""
    return (*_PYTHON, "publish", "--to", to, "--json", "--now", NOW)


def lay(folder: Path, corpus: Corpus) -> None:
    """Copy the portal, with a template of its own that can be changed."""
    folder.mkdir()
    shutil.copytree(corpus.folder / "content", folder / "content")
    shutil.copy(corpus.folder / "mkdocs.yml", folder)
    (folder / "theme/templates").mkdir(parents=True)
    shutil.copy(_HEAD, folder / "theme/templates")


def write(folder: Path, article: Article) -> None:
    """Write one article."""
    file = folder / _SOURCE.format(path=article.path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(article.text, encoding="utf-8")


PEER = Peer(
    name="cchc", work="all", install=install, lay=lay, write=write,
    output="public", caches=(".cache",), theme="theme/templates/head.html", changes=CHANGES, source=_SOURCE,
    layout=Layout(
        article=f"{NEWS}/{{path}}/index.html", front="{of}/index.html", later="{of}/trang-{number}/index.html",
        feeds=("feeds/{of}.rss.xml", "feeds/{of}.atom.xml"), sitemap="sitemap.xml", is_paged_from_oldest=True,
    ),
)  # fmt: skip
