"""The list of every file of the search index and its page.

A segment is a group; with a new article only the newest one changes, and the page, which holds the directory of all.

Knows: the makers of search and what each reads. Never: makes or writes a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from site_builder import search
from site_builder.engine.targets import Group, Target
from site_builder.model.extracts import Listed

Row: TypeAlias = tuple[str, str, str]
"""Of an article: id, main topic, agency."""


def groups(segments: Iterable[search.Segment], live: Iterable[Listed], months: tuple[str, ...]) -> Iterator[Group]:
    """List every file; `months` (`YYYY/MM`) are those with articles, the newest first."""
    rows = {article.id: (article.id, article.topic, article.agency) for article in live}
    directory = []
    for segment in segments:
        directory.append(search.entry(segment))
        own = tuple(rows[id_] for id_ in segment.ids)
        args = (segment.name, segment.a_shards, segment.b_shards, own)
        yield Group(f"tim-kiem/{segment.name}", _segment, args, (f"segment:{segment.name}", *_refs(own)))
    page_refs = dict.fromkeys((*search.PAGE_REFS, *search.NAMES_REFS))
    yield Group("tim-kiem", _page, (tuple(reversed(directory)), months), tuple(page_refs))


def _refs(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what files of texts of some articles read."""
    yield "terms"
    yield from (f"facts:{id_}" for id_, _, _ in rows)
    yield from (f"body:{id_}" for id_, _, _ in rows)
    yield from sorted({f"topic:{topic}" for _, topic, _ in rows})
    yield from sorted({f"agency:{agency}" for _, _, agency in rows})


def _segment(name: str, a_shards: int, b_shards: int, rows: tuple[Row, ...]) -> Iterator[Target]:
    place = f"tim-kiem/{name}"
    facts = (f"segment:{name}", *(f"facts:{id_}" for id_, _, _ in rows))
    refs = (*facts, *(f"body:{id_}" for id_, _, _ in rows))
    for number in range(a_shards):
        yield Target(f"{place}/a-{number}.json", search.shard_of_postings, (name, number), refs, together=True)
    for number in range(b_shards):
        yield Target(f"{place}/b-{number}.json", search.shard_of_positions, (name, number), refs, together=True)
    for number, block in enumerate(search.blocks(rows)):
        ids = tuple(id_ for id_, _, _ in block)
        yield Target(f"{place}/t-{number}.json", search.texts, (ids,), tuple(_refs(block)))
    yield Target(f"{place}/f.json", search.facets, (name,), facts)


def _page(directory: tuple[search.Entry, ...], months: tuple[str, ...]) -> Iterator[Target]:
    yield Target("tim-kiem/index.html", search.page, (directory, months), search.PAGE_REFS)
    yield Target("tim-kiem/ten.json", search.names, (), search.NAMES_REFS)
