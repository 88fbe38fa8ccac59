"""The figures of a period from the store's records, for everything that shows them.

Knows: which records a period's numbers come from. Never: counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from site_builder import shell
from site_builder.model import Agency, Article, Read, Taxonomy, Topic, by_name
from site_builder.periods import Period
from site_builder.reports import figures
from site_builder.reports.figures import Figures
from site_builder.text import sort_key


def period_refs(period: str, articles: Sequence[Article]) -> tuple[str, ...]:
    """Return the references of a period's page, CSV and JSON; `articles` are those that touch it."""
    named = _named(articles)
    facts = (f"facts:{article.id}" for article in articles)
    return (*shell.refs(f"/thong-ke/{period}/", "thong-ke"), f"period:{period}", "terms", *named, *facts)


def read_figures(read: Read, period: str, ids: tuple[str, ...]) -> Figures:
    """Count the articles `ids` in a period; topics and agencies are those that the articles name."""
    articles = [read(f"facts:{id_}") for id_ in ids]
    span: Period = read(f"period:{period}")
    return figures.count(articles, span, read_taxonomy(read, articles))


def read_taxonomy(read: Read, articles: Iterable[Article]) -> Taxonomy:
    """Return the terms together with the topics and agencies that the articles name, in display order."""
    terms: Taxonomy = read("terms")
    found = [read(ref) for ref in _named(articles)]
    topics = sorted(
        (record for record in found if isinstance(record, Topic)),
        key=lambda topic: (topic.order, sort_key(topic.name), topic.id),
    )
    return Taxonomy(
        topics=tuple(topics),
        agencies=by_name(record for record in found if isinstance(record, Agency)),
        genres=terms.genres,
        channels=terms.channels,
        programmes=terms.programmes,
        directives=terms.directives,
        outlets=terms.outlets,
        columns=terms.columns,
        legal=terms.legal,
    )


def _named(articles: Iterable[Article]) -> tuple[str, ...]:
    """Return the references of the topics and publishing agencies of the articles, sorted."""
    refs = {f"agency:{article.agency}" for article in articles if article.agency}
    refs |= {f"topic:{topic}" for article in articles for topic in article.topics}
    return tuple(sorted(refs))
