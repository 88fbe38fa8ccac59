"""Eleventy and Pagefind: the same pages, lists and feeds as Hugo's, by templates of the same shape.

Knows: what Eleventy reads. Never: measures.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bench import hugo, installing, pagefind
from bench.corpus import NEWS, TOPIC, Article, Corpus
from bench.peers import COLD, NEWEST, SAME, SITES, Peer, Tools

_PACKAGE = "@11ty/eleventy"


def install() -> Tools:
    """Return how Eleventy and Pagefind are called, and their versions."""
    modules = installing.node("eleventy", _PACKAGE)
    search = pagefind.install()
    version = f"Eleventy {installing.node_version(modules, _PACKAGE)} + {search.version}"
    return Tools(version=version, steps=(("Eleventy", (modules / ".bin/eleventy", "--quiet")), *search.on("_site")))


def lay(folder: Path, corpus: Corpus) -> None:
    """Make a site of the articles."""
    shutil.copytree(SITES / "eleventy", folder)
    shutil.copytree(corpus.folder / "content/media", folder / "media")
    (folder / "style.css").write_text("main { max-width: 60rem }\n", encoding="utf-8")
    (folder / "_data").mkdir()
    for name, value in (("names", corpus.names), ("menu", [key for key, _ in corpus.named(TOPIC)])):
        (folder / f"_data/{name}.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    (folder / NEWS).mkdir()
    of_all = {"layout": "article.njk", "tags": "article"}
    (folder / NEWS / f"{NEWS}.json").write_text(json.dumps(of_all), encoding="utf-8")
    for article in corpus.articles:
        write(folder, article)


def write(folder: Path, article: Article) -> None:
    """Write one article."""
    meta = {
        "title": article.title, "date": article.date, "topics": article.topics, "agency": article.agency,
        "author": article.author, "summary": article.summary, "permalink": f"/{NEWS}/{article.path}/",
    }  # fmt: skip
    file = folder / NEWS / f"{article.path}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps(meta, ensure_ascii=False, indent=1)
    file.write_text(f"---json\n{head}\n---\n\n{hugo.linked(article.body)}", encoding="utf-8")


PEER = Peer(
    name="eleventy", work=hugo.PEER.work, install=install, lay=lay, write=write,
    output="_site", caches=(), theme="_includes/base.njk", layout=hugo.PEER.layout,
    most=5000, changes=(COLD, SAME, NEWEST),
)  # fmt: skip
