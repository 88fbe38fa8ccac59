"""What stands for many articles in a group: the records that their pages read, and one digest of them all.

Knows: how an article's records are called. Never: reads one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from site_builder.model.extracts import Listed


def union(*many: Iterable[str]) -> tuple[str, ...]:
    """Return all references once, in the order they came."""
    return tuple(dict.fromkeys(ref for refs in many for ref in refs))


def surroundings(articles: Iterable[Listed]) -> Iterator[str]:
    """Yield the records of topics, agencies and files that articles name; few are different."""
    named = dict.fromkeys((article.topics, article.agency, article.partners, article.media) for article in articles)
    for topics, agency, partners, media in named:
        yield from (f"topic:{topic}" for topic in topics)
        yield from (f"agency:{other}" for other in (agency, *partners) if other)
        yield f"heirs:{agency}"
        yield from (f"asset:{path}" for path in media)


def basis_of(marks: Iterable[str]) -> str:
    """Digest what stands for many records and arguments."""
    return blake2b("\0".join(marks).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def facts_of(articles: Iterable[Listed]) -> Iterator[str]:
    """Yield the records of what articles say."""
    return (f"facts:{article.id}" for article in articles)
