"""The articles of a load corpus as values, and the files that a site of equal work makes of them.

Knows: what `make_corpus.py` writes. Never: knows whose site it is, but for the names that it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PAGE_SIZE = 20
"""Articles on a page of a list, as in a new portal."""
FEED_SIZE = 50
NEWS, TOPIC, AGENCY = "tin-tuc", "chu-de", "co-quan"


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One article."""

    path: str
    """`2016/01/slug`."""
    title: str
    date: str
    """In ISO 8601, with its zone."""
    topics: tuple[str, ...]
    agency: str
    author: str
    summary: str
    body: str
    """Markdown; links to others go to `../../2016/01/slug.md`."""
    text: str
    """The whole file, as the portal reads it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """All articles and what they are listed under."""

    folder: Path
    """Of the portal."""
    articles: tuple[Article, ...]
    names: dict[str, str]
    """Of topics and agencies, by id."""

    @property
    def lists(self) -> tuple[tuple[str, str, int], ...]:
        """Kind, id and length of every list that is not empty; that of all news has no id."""
        topics = Counter(topic for article in self.articles for topic in article.topics)
        agencies = Counter(article.agency for article in self.articles)
        return (
            (NEWS, "", len(self.articles)),
            *((TOPIC, key, count) for key, count in sorted(topics.items())),
            *((AGENCY, key, count) for key, count in sorted(agencies.items())),
        )

    def named(self, kind: str) -> list[tuple[str, str]]:
        """Return id and name of every topic or agency that has articles."""
        return [(key, self.names[key]) for one, key, _ in self.lists if one == kind]


def read(portal: Path) -> Corpus:
    """Read the content of a portal that holds a corpus."""
    news = portal / "content/news"
    articles = tuple(
        parsed(file.relative_to(news).with_suffix("").as_posix(), file.read_text("utf-8"))
        for file in sorted(news.glob("*/*/*.md"))
    )
    terms = [yaml.safe_load((portal / f"content/taxonomy/{name}.yml").read_text("utf-8")) for name in _TERMS]
    return Corpus(folder=portal, articles=articles, names={one["id"]: one["name"] for each in terms for one in each})


_TERMS = ("topics", "agencies")


def parsed(path: str, text: str) -> Article:
    """Take one file apart."""
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    meta: dict[str, Any] = yaml.load(head, yaml.CBaseLoader)
    topics = meta["topic"]
    return Article(
        path=path, title=meta["title"], date=meta["date"], topics=(topics,) if isinstance(topics, str) else (*topics,),
        agency=meta["agency"], author=meta.get("author", ""), summary=meta.get("summary", ""), body=body, text=text,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """Where a site keeps what it makes; empty where it makes nothing of the kind."""

    article: str
    """With `{path}`."""
    front: str = ""
    """First page of a list, with `{of}`: `tin-tuc`, `chu-de/ID`, `co-quan/ID`."""
    later: str = ""
    """The others, with `{number}`, too."""
    feeds: tuple[str, ...] = ()
    sitemap: str = ""
    kinds: tuple[str, ...] = (NEWS, TOPIC, AGENCY)
    """Of its lists."""
    is_paged_from_oldest: bool = False
    """Its later pages are numbered from 1, and the front holds the last full one and the rest."""

    def files(self, corpus: Corpus) -> dict[str, list[str]]:
        """Return what a site of the articles must hold, by kind of file."""
        return {
            "articles": [self.article.format(path=article.path) for article in corpus.articles],
            "pages of lists": list(self._lists(corpus)) if self.front else [],
            "feeds": [feed.format(of=of) for of, _ in self._listed(corpus) for feed in self.feeds],
            "sitemap": [self.sitemap] if self.sitemap else [],
        }

    def _lists(self, corpus: Corpus) -> Iterator[str]:
        for of, count in self._listed(corpus):
            yield self.front.format(of=of)
            numbers = range(1, count // PAGE_SIZE + 1) if self.is_paged_from_oldest else range(2, _pages(count) + 1)
            yield from (self.later.format(of=of, number=number) for number in numbers)

    def _listed(self, corpus: Corpus) -> Iterator[tuple[str, int]]:
        for kind, key, count in corpus.lists:
            if kind in self.kinds:
                yield (f"{kind}/{key}" if key else kind), count


def _pages(count: int) -> int:
    return -(-count // PAGE_SIZE)


def check(output: Path, layout: Layout, corpus: Corpus, name: str) -> dict[str, int]:
    """Return how many files of each kind a site holds that is to hold the articles.

    Raises:
        AssertionError: it did not do its share of the work.
    """
    expected = layout.files(corpus)
    for kind, files in expected.items():
        missing = [file for file in files if not (output / file).is_file() or not (output / file).stat().st_size]
        assert not missing, f"{name}: {len(missing)} of {len(files)} {kind} are not in {output}, as {missing[0]}"
    return {kind: len(files) for kind, files in expected.items()}
