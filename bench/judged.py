"""What people ask, and the pages that a person would want: `queries.yml`, and how high a search lists those pages.

    sample:                        the portal in the repository's own `content`
      - {q: chữ kí số, kind: misspelt, wants: [/tin-tuc/2026/04/hoi-dap-so-dien-tu-va-chu-ky-so/]}
    documents:                     the small portal in `bench/documents`, made of facts from real documents
      - …

`wants` are rooted URLs that serve equally well: articles, agencies, topics, periods, pages, attached files.

Knows: the queries and their figures. Never: how a search is asked.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

QUERIES = Path(__file__).parent / "queries.yml"
KINDS = (
    "with dấu", "without dấu", "misspelt", "question", "synonym", "acronym", "number", "telephone", "contact", "agency",
    "old agency", "topic", "period", "page", "attachment",
)  # fmt: skip
_KEYS = {"q", "kind", "wants"}
_SEEN = 3
"""Results that a reader looks at before typing something else."""
_LISTED = 10
"""Results of a first page: what stands below is not found."""

Ask = Callable[[str], Iterable[str]]
"""Takes what was typed, gives rooted URLs, the best first."""


class BadQueriesError(ValueError):
    """The file of queries is wrong; the message says where."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A query as someone types it."""

    text: str
    kind: str
    urls: tuple[str, ...]
    """Pages that serve equally well, rooted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Where the first wanted page stands."""

    wanted: Wanted
    rank: int
    """From 1; 0 when no wanted page is among the first ten."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """How well queries were answered."""

    queries: int
    mrr: float
    """Mean reciprocal rank, 0 to 1."""
    first: float
    """Share of queries with a wanted page as the first result, 0 to 1."""
    seen: float
    """Share of queries with a wanted page among the first three, 0 to 1."""


def read(portal: str, file: Path = QUERIES) -> tuple[Wanted, ...]:
    """Return the queries of a portal in the order of the file.

    Raises:
        BadQueriesError: a query lacks something, is of no known kind, or is there twice.
    """
    given = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(given, dict) or not isinstance(given.get(portal), list):
        raise BadQueriesError(f"{file.name} has no list of queries “{portal}”")
    queries = tuple(_query(f"{portal}, query {number}", row) for number, row in enumerate(given[portal], 1))
    texts = [query.text for query in queries]
    if twice := sorted({text for text in texts if texts.count(text) > 1}):
        raise BadQueriesError(f"{portal}: asked twice: {', '.join(twice)}")
    return queries


def _query(place: str, row: Any) -> Wanted:
    """Return one query."""
    if not isinstance(row, dict) or set(row) != _KEYS:
        raise BadQueriesError(f"{place}: must have q, kind and wants: {row!r}")
    if not isinstance(row["q"], str) or not row["q"].strip():
        raise BadQueriesError(f"{place}: q must be a text (a number stands in quotation marks): {row['q']!r}")
    if row["kind"] not in KINDS:
        raise BadQueriesError(f"{place}: kind must be one of {', '.join(KINDS)}: {row['kind']!r}")
    urls = row["wants"]
    if not isinstance(urls, list) or not urls or not all(isinstance(url, str) and url[:1] == "/" for url in urls):
        raise BadQueriesError(f"{place}: wants must be rooted URLs: {urls!r}")
    return Wanted(text=row["q"], kind=row["kind"], urls=tuple(urls))


def lost(queries: Iterable[Wanted], public: Path) -> tuple[str, ...]:
    """Return the wanted URLs that are no page or file of a built site."""
    urls = dict.fromkeys(url for query in queries for url in query.urls)
    return tuple(url for url in urls if not _file(public, url).is_file())


def _file(public: Path, url: str) -> Path:
    return public / f"{url}index.html".lstrip("/") if url.endswith("/") else public / url.lstrip("/")


def asked(queries: Iterable[Wanted], ask: Ask) -> tuple[Answer, ...]:
    """Ask each query and return where its wanted page stands."""
    return tuple(Answer(wanted=query, rank=_rank(query, ask(query.text))) for query in queries)


def _rank(query: Wanted, found: Iterable[str]) -> int:
    # A page that is listed twice, with two of its parts, takes one place.
    shown = list(dict.fromkeys(url.partition("#")[0] for url in found))[:_LISTED]
    return next((place for place, url in enumerate(shown, 1) if url in query.urls), 0)


def figures(answers: Iterable[Answer]) -> Figures:
    """Return the figures of some answers, at least one."""
    ranks = [answer.rank for answer in answers]
    return Figures(
        queries=len(ranks),
        mrr=statistics.mean(1 / rank if rank else 0.0 for rank in ranks),
        first=ranks.count(1) / len(ranks),
        seen=sum(0 < rank <= _SEEN for rank in ranks) / len(ranks),
    )


def by_kind(answers: Iterable[Answer]) -> dict[str, Figures]:
    """Return the figures of each kind, in the order of `KINDS`, and of `all`."""
    rows = tuple(answers)
    kinds = {kind: [answer for answer in rows if answer.wanted.kind == kind] for kind in KINDS} | {"all": rows}
    return {kind: figures(each) for kind, each in kinds.items() if each}


def table(name: str, answers: Iterable[Answer]) -> Iterator[str]:
    """Yield the lines of a table by kind, then each query whose wanted page is not among the first three."""
    rows = tuple(answers)
    yield f"{name:22}{'queries':>8}{'MRR':>8}{'first':>8}{'first 3':>9}"
    for kind, told in by_kind(rows).items():
        yield f"{kind:22}{told.queries:8}{told.mrr:8.3f}{told.first:8.0%}{told.seen:9.1%}"
    for answer in rows:
        if not 0 < answer.rank <= _SEEN:
            yield f"  {answer.wanted.kind}: {answer.wanted.text!r} stands at {answer.rank or 'no place'}"
