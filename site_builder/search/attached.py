"""Files attached to articles as documents of their own, found by their title and by the text in them.

They lie in the shards of their article's segment, under terms of their own: a portal without attachments pays nothing
for them, and a query asks no more files of the index.

Knows: the records of articles and of texts in files. Never: opens a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from site_builder.model import Article, Asset, Attachment, Read
from site_builder.model.kinds import ARTICLE, ASSET, WORDS
from site_builder.search.postings import Document

MOST_FILES = 256
"""Files of an article that are searched."""
_PROGRAMS = {"DOC": "Word", "DOCX": "Word", "XLS": "Excel", "XLSX": "Excel", "PPT": "PowerPoint", "PPTX": "PowerPoint"}
"""How people call files of some endings."""


def file_number(document: int, rank: int) -> int:
    """Return the number of a file of a segment: that of its article, and its rank there, both from 0."""
    return document * MOST_FILES + rank


def documents(read: Read, ids: Sequence[str]) -> Iterator[tuple[int, Document]]:
    """Yield the files attached to the articles of a segment, in order, each with its number."""
    for number, id_ in enumerate(ids):
        article: Article = ARTICLE(read, id_)
        for rank, file in enumerate(islice(article.attachments, MOST_FILES)):
            document = Document((file.title, _about(file), _words(read, file.file)), file.number)
            yield file_number(number, rank), document


def file_text(read: Read, id_: str, rank: int) -> bytes:
    """Make `d-N.json`: what a list of results shows of a file, and what is compared with a query."""
    article: Article = ARTICLE(read, id_)
    file = article.attachments[rank]
    day = article.date.date().isoformat()
    known = [file.file, file.title, _about(file), file.kind, article.url, article.title, day]
    return msgspec.json.encode({"d": [*known, _words(read, file.file)]})


def _about(file: Attachment) -> str:
    """Say what kind of file it is, as people ask for it, and which number it has."""
    return " ".join(filter(None, (file.number, "tệp", file.kind, _PROGRAMS.get(file.kind))))


def _words(read: Read, path: str) -> str:
    asset: Asset = ASSET(read, path)
    return WORDS(read, path) if asset.words else ""
