"""What a publisher looks at before a new site is shown: the candidate tree, and what must not be in it.

The words of hidden articles are taken from their files, not from anything the build made: a leak is found even when
the build's own idea of what is public is wrong.

Knows: articles and their files. Never: decides whether the site is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from site_builder.engine import Candidate
from site_builder.model import Article
from site_builder.model.settings import Settings
from site_builder.text import nfc

RUNS = 3
"""So many runs of words of a hidden body are looked for."""
_LONG = 24
"""Shorter runs may stand anywhere."""
_MEDIA = re.compile(r"/media/[\w./-]*\w")
_RUN = re.compile(r"[^\W_][\w ,.;:–-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hidden:
    """An article of which readers may not see everything."""

    path: str
    """Its file."""
    url: str
    """Rooted; empty when the page stands, as the notice of a withdrawn article does."""
    words: tuple[str, ...]
    """Runs of its own words, plain text, which no reader may see."""
    media: tuple[str, ...]
    """Rooted paths of the files that it names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Upcoming:
    """A new site that nobody sees yet."""

    root: Path
    """The portal's folder."""
    candidate: Candidate
    settings: Settings
    hidden: tuple[Hidden, ...]
    public: tuple[str, ...]
    """Files of the articles that readers may see."""
    scripts: tuple[str, ...] = ()
    """Source expressions of the theme's inline scripts."""
    jobs: int = 1
    """Processes that may look at it."""


Verify: TypeAlias = Callable[[Upcoming], None]
"""Looks at a new site; raises SiteError when readers must not see it."""


def hidden(root: Path, articles: Iterable[Article], now: datetime) -> tuple[Hidden, ...]:
    """Read what readers may not see at `now` of the articles as written."""
    found = ((article, article.state(now)) for article in articles)
    return tuple(_hidden(root, article, state == "withdrawn") for article, state in found if state != "published")


def _hidden(root: Path, article: Article, withdrawn: bool) -> Hidden:
    texts = [article.summary] if withdrawn else [article.title, article.summary]
    source = (root / article.path).read_text(encoding="utf-8-sig", errors="replace")
    body = source.split("\n---", 1)[-1]
    runs = sorted(_runs(body), key=len, reverse=True)[:RUNS]
    words = [max(_runs(text), key=len, default="") for text in texts]
    said = article.withdrawn.reason if article.withdrawn else ""
    return Hidden(
        path=article.path,
        url="" if withdrawn else article.url,
        words=tuple(dict.fromkeys(word for word in (*words, *runs) if len(word) >= _LONG and word not in said)),
        media=tuple(sorted(set(_MEDIA.findall(source)))),
    )


def _runs(text: str) -> list[str]:
    """Return the runs of a text that look the same in HTML, JSON and CSV."""
    plain = nfc(text)
    return [run.strip(" ,.;:–-") for line in plain.splitlines() for run in _RUN.findall(line)]
