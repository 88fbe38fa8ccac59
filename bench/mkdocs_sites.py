"""MkDocs with Material, and its successor Zensical: plain, which makes article pages only; and Material's blog plugin.

What the plugin has no word for is left out: feeds, and a sitemap of lists. Agencies are its authors.

Knows: what MkDocs reads. Never: measures.
"""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

from bench import installing
from bench.corpus import AGENCY, NEWS, TOPIC, Article, Corpus, Layout
from bench.peers import COLD, NEWEST, SAME, Peer, Tools

_PLAIN = """site_name: Cổng được đo
site_url: https://do.example.vn/
theme: {name: material, language: vi, font: false}
nav: [{Home: index.md}]
plugins: []
"""
_ZENSICAL = _PLAIN.replace("name: material, ", "").replace("plugins: []\n", "")
_BLOG = _PLAIN.replace(
    "plugins: []",
    """plugins:
- blog:
    blog_dir: tin-tuc
    archive: false
    categories_url_format: "chu-de/{slug}"
    authors_profiles: true
    authors_profiles_url_format: "co-quan/{slug}"
    pagination_per_page: 20
    post_url_date_format: yyyy/MM
    post_url_format: "{date}/{slug}"
    post_excerpt: optional
""",
)


def _install_mkdocs(name: str) -> Tools:
    """Return how MkDocs is called, and its versions."""
    environment = installing.python("mkdocs", "mkdocs-material")
    versions = [installing.python_version(environment, package) for package in ("mkdocs", "mkdocs_material")]
    version = "MkDocs {} + Material {}".format(*versions)
    return Tools(version=f"{version}{name}", steps=(("MkDocs", (environment / "bin/mkdocs", "-q", "build")),))


def _install_zensical() -> Tools:
    """Return how Zensical is called, and its version."""
    environment = installing.python("zensical", "zensical")
    build = (environment / "bin/zensical", "build")
    return Tools(version=f"Zensical {installing.python_version(environment, 'zensical')}", steps=(("Zensical", build),))


def _lay_plain(settings: str, folder: Path, corpus: Corpus) -> None:
    shutil.copytree(corpus.folder / "content/media", folder / "docs/media")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (folder / "docs/index.md").write_text("# Trang chủ\n", encoding="utf-8")
    for article in corpus.articles:
        _write_plain(folder, article)


def _write_plain(folder: Path, article: Article) -> None:
    """Write one article; its links need no change."""
    _put(folder / "docs" / NEWS / f"{article.path}.md", f"# {article.title}\n\n{article.summary}\n\n{article.body}")


def _lay_blog(folder: Path, corpus: Corpus) -> None:
    _lay_plain(_BLOG, folder, Corpus(folder=corpus.folder, articles=(), names={}))
    authors = {
        key: {"name": name, "description": name, "avatar": "/media/anh-00.png"} for key, name in corpus.named(AGENCY)
    }
    _put(folder / "docs" / NEWS / ".authors.yml", json.dumps({"authors": authors}, ensure_ascii=False))
    _put(folder / "docs" / NEWS / "index.md", "# Tin tức\n")
    for article in corpus.articles:
        _write_blog(folder, article)


def _write_blog(folder: Path, article: Article) -> None:
    """Write one article; its links go from post to post."""
    meta = {"slug": article.path.rpartition("/")[2], "categories": article.topics, "authors": [article.agency]}
    head = f"date: {article.date}\n" + "".join(f"{name}: {json.dumps(value)}\n" for name, value in meta.items())
    text = f"# {article.title}\n\n{article.summary}\n\n<!-- more -->\n\n{article.body}"
    _put(folder / "docs" / NEWS / f"posts/{article.path}.md", f"---\n{head}---\n\n{text}")


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


_ARTICLES = Layout(article=f"{NEWS}/{{path}}/index.html", sitemap="sitemap.xml")
PLAIN = Peer(
    name="mkdocs", work="articles only, no search", install=partial(_install_mkdocs, ""),
    lay=partial(_lay_plain, _PLAIN), write=_write_plain, output="site", caches=(), theme="",
    layout=_ARTICLES, most=2000, changes=(COLD, NEWEST),
)  # fmt: skip
ZENSICAL = Peer(
    name="zensical", work="articles only, its own search", install=_install_zensical,
    lay=partial(_lay_plain, _ZENSICAL), write=_write_plain, output="site", caches=(".cache",), theme="",
    layout=_ARTICLES, most=2000, changes=(COLD, SAME, NEWEST),
)  # fmt: skip
BLOG = Peer(
    name="blog", work="articles and lists, no feeds, no search", install=partial(_install_mkdocs, ", blog"),
    lay=_lay_blog, write=_write_blog, output="site", caches=(), theme="",
    layout=Layout(
        article=_ARTICLES.article, front=f"{NEWS}/{{of}}/index.html", later=f"{NEWS}/{{of}}/page/{{number}}/index.html",
        sitemap="sitemap.xml", kinds=(TOPIC, AGENCY),
    ),
    most=500, changes=(COLD, NEWEST),
)  # fmt: skip
PEERS = (PLAIN, ZENSICAL, BLOG)
