"""Pelican and Pagefind: topics are its tags and agencies its authors, which it lists, pages and feeds by itself.

Knows: what Pelican reads. Never: measures.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bench import hugo, installing, pagefind
from bench.corpus import NEWS, Article, Corpus
from bench.peers import COLD, NEWEST, SAME, SITES, Peer, Tools


def install() -> Tools:
    """Return how Pelican and Pagefind are called, and their versions."""
    environment = installing.python("pelican", "pelican[markdown]")
    search = pagefind.install()
    version = f"Pelican {installing.python_version(environment, 'pelican')} + {search.version}"
    build = (environment / "bin/pelican", "--quiet", "--settings", "pelicanconf.py")
    return Tools(version=version, steps=(("Pelican", build), *search.on("output")))


def lay(folder: Path, corpus: Corpus) -> None:
    """Make a site of the articles."""
    shutil.copytree(SITES / "pelican", folder)
    shutil.copytree(corpus.folder / "content/media", folder / "content/media")
    for article in corpus.articles:
        write(folder, article)


def write(folder: Path, article: Article) -> None:
    """Write one article."""
    meta = {
        "Title": article.title, "Date": article.date, "Tags": ", ".join(article.topics), "Author": article.agency,
        "Journalist": article.author, "Summary": article.summary,
        "Save_as": f"{NEWS}/{article.path}/index.html", "URL": f"{NEWS}/{article.path}/",
    }  # fmt: skip
    file = folder / "content" / NEWS / f"{article.path}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    head = "".join(f"{name}: {value}\n" for name, value in meta.items())
    file.write_text(f"{head}\n{hugo.linked(article.body)}", encoding="utf-8")


PEER = Peer(
    name="pelican", work=hugo.PEER.work, install=install, lay=lay, write=write,
    output="output", caches=("cache", "__pycache__"), theme="templates/article.html",
    layout=hugo.PEER.layout, most=1000, changes=(COLD, SAME, NEWEST),
)  # fmt: skip
