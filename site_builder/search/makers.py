"""Makers of the search files (their format is told in the package).

All shards of a segment come from one pass over its documents (`read.once`), whichever of them is asked for first.

Knows: the records of articles, topics and agencies. Never: decides which files exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

import msgspec
from markupsafe import Markup

from site_builder.frame import outer
from site_builder.frame.chrome import script_json
from site_builder.frame.outer import Meta
from site_builder.frame.templates import render
from site_builder.model import Agency, Article, Body, OnceRead, Read, Taxonomy, Topic
from site_builder.model.kinds import AGENCY, ARTICLE, BODY, SETTINGS, TAXONOMY, TERMS, TOPIC, RecordKind
from site_builder.search import attached, folding, postings
from site_builder.search.segments import SEGMENT, Segment, stamp_of
from site_builder.urls import depth_of, prefix_of

T = TypeVar("T")

VERSION = 1
"""Of the format."""
URL = "/tim-kiem/"
SECTION = "tim-kiem"
"""Layout of the chrome: the one with the script that reads the index."""
BLOCK = 4
"""Documents whose texts are in one file."""

Entry: TypeAlias = tuple[str, int, int, int, str]
"""Of the directory: name of the segment, documents, shards of postings and of positions, stamp."""
ENTRY: RecordKind[Entry] = RecordKind("entry")
"""The record of a segment's entry, by the segment's name: who needs no more reads no ids."""

_SERVICES = "//dichvucong.gov.vn"
"""Where the national service portal is; its name is what `links.yml` says."""
_EPOCH = date(1970, 1, 1)


def entry(segment: Segment) -> Entry:
    """Return a segment's entry in the directory."""
    return (segment.name, len(segment.ids), segment.a_shards, segment.b_shards, segment.stamp)


def shard_of_postings(read: OnceRead, name: str, number: int) -> bytes:
    """Make `a-N.json` of a segment."""
    return _shards(read, name).a[number]


def shard_of_positions(read: OnceRead, name: str, number: int) -> bytes:
    """Make `b-N.json` of a segment."""
    return _shards(read, name).b[number]


def vocabulary(read: OnceRead, name: str) -> bytes:
    """Make `v.json` of a segment."""
    return _shards(read, name).v


def _shards(read: OnceRead, name: str) -> postings.Shards:
    shards: postings.Shards = read.once(_pass, name)
    return shards


def _pass(read: Read, name: str) -> postings.Shards:
    """Index all documents of a segment."""
    segment: Segment = SEGMENT(read, name)
    documents = (_document(read, id_) for id_ in segment.ids)
    files = attached.documents(read, segment.ids)
    return postings.index(documents, segment.a_shards, segment.b_shards, segment.stamp, files)


def _document(read: Read, id_: str) -> postings.Document:
    article: Article = ARTICLE(read, id_)
    body: Body = BODY(read, id_)
    number = article.document.number if article.document else ""
    return postings.Document((article.title, article.summary, body.text), number)


def texts(read: Read, ids: tuple[str, ...]) -> bytes:
    """Make `t-N.json`: what a list of results shows of some documents."""
    return _json({"s": stamp_of(ids), "d": [_text(read, id_) for id_ in ids]})


def _text(read: Read, id_: str) -> list[Any]:
    article: Article = ARTICLE(read, id_)
    body: Body = BODY(read, id_)
    topic: Topic = TOPIC(read, article.topic)
    agency: Agency = AGENCY(read, article.agency)
    terms: Taxonomy = TERMS(read)
    day = article.date.date()
    genre = terms.genre_names.get(article.genre, article.genre)
    known = [article.url, article.title, day.isoformat(), topic.name, agency.name_on(day), genre]
    return [*known, article.summary, body.text, int(bool(article.corrections))]


def facets(read: Read, name: str) -> bytes:
    """Make `f.json` of a segment: what results are filtered by."""
    segment: Segment = SEGMENT(read, name)
    articles: list[Article] = [ARTICLE(read, id_) for id_ in segment.ids]
    topics = _ranks([topic for article in articles for topic in article.topics])
    agencies = _ranks([article.agency for article in articles])
    genres = _ranks([article.genre for article in articles])
    days = [0, *((article.date.date() - _EPOCH).days for article in articles)]
    filed = [[topics[topic] for topic in article.topics] for article in articles]
    columns = {
        "days": [day - before for before, day in pairwise(days)],
        "topic": [ranks if len(ranks) > 1 else ranks[0] for ranks in filed],
        "agency": [agencies[article.agency] for article in articles],
        "genre": [genres[article.genre] for article in articles],
    }
    names = {"topics": list(topics), "agencies": list(agencies), "genres": list(genres)}
    stamps = [stamp_of(block) for block in blocks(segment.ids)]
    return _json({"s": segment.stamp, "t": stamps, **names, **columns})


def blocks(documents: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """Cut the documents of a segment into those of each of its text files."""
    return (documents[start : start + BLOCK] for start in range(0, len(documents), BLOCK))


def _ranks(ids: Sequence[str]) -> dict[str, int]:
    """Number ids in their order."""
    return {id_: rank for rank, id_ in enumerate(sorted(set(ids)))}


def names(read: Read) -> bytes:
    """Make `ten.json`: today's names of what results are filtered by."""
    taxonomy: Taxonomy = TAXONOMY(read)
    named = {
        "topics": {topic.id: topic.name for topic in taxonomy.topics},
        "agencies": {agency.id: agency.listed for agency in taxonomy.agencies},
        "genres": taxonomy.genre_names,
    }
    return _json({"v": VERSION} | named)


def page(read: Read, segments: tuple[str, ...], months: tuple[str, ...], titles: tuple[str, ...]) -> bytes:
    """Make the search page from the names of segments, the newest first, the months (`YYYY/MM`) that have articles, and
    the ids of those that are suggested while a query is typed.

    Its template gets `directory`, finished JSON, and for readers without JavaScript `topics`, `agencies` and `months`;
    for who finds nothing `hotline` and `services`, the link to the national service portal, or None.
    """
    taxonomy: Taxonomy = TAXONOMY(read)
    directory = [ENTRY(read, name) for name in segments]
    meta = Meta(url=URL, title="Tìm kiếm", section=SECTION, noindex=True)
    depth = depth_of(URL)
    articles: list[Article] = [ARTICLE(read, id_) for id_ in titles]
    named = {"titles": [[article.url, article.title] for article in articles]}
    known = {"v": VERSION, "root": f"{prefix_of(depth)}/", **folding.table(), **words(taxonomy), **named}
    main = render(
        read, "tim-kiem.html", depth, directory=Markup(script_json(known | {"segments": directory})),  # noqa: S704 - a data block
        topics=taxonomy.topics, agencies=taxonomy.agencies, months=months, hotline=SETTINGS(read).hotline,
        services=next((link for link in taxonomy.links if _SERVICES in link.url), None),
    )  # fmt: skip
    return outer.page(read, meta, main)


def words(taxonomy: Taxonomy) -> dict[str, Any]:
    """Return what the taxonomy says of words, as the reader compares it with the tokens of a query."""
    return {
        "acronyms": [[_folded(term.id), _exact(term.name)] for term in taxonomy.acronyms],
        "synonyms": [list(map(_exact, group)) for group in taxonomy.synonyms],
        "questions": list(map(_exact, taxonomy.question_words)),
        "contacts": list(map(_exact, taxonomy.contact_words)),
    }


def _exact(text: str) -> str:
    return " ".join(form for form, _ in folding.tokens(text))


def _folded(text: str) -> str:
    return " ".join(folded for _, folded in folding.tokens(text))


def _json(value: Any) -> bytes:
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        # A byte of an old address that is no UTF-8: msgspec writes the same bytes, but not these.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


_ENCODER = msgspec.json.Encoder()
