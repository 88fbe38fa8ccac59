"""Which of the new files is the article that vanished: renamed, moved to another month, perhaps edited at once.

An article is known by its words (runs of three syllables: two articles of one newsroom share hardly any, however
much was edited) and by its title, its day and its file name. Where two files could be it, both are named: a wrong
guess would give one article's identity to another.

Knows: how alike two articles are. Never: which of them are published; never changes a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from site_builder.content.entries import Entry
from site_builder.model import Article

_ALIKE = 0.5
"""Share of words in common from which two texts may be one."""
_SAME = 0.9
_MARGIN = 0.1
"""Two candidates that are as near as this to each other are equally good."""


class Heir(NamedTuple):
    """What may have become of a file that vanished."""

    path: str
    """The file that it is now, empty when that is not clear."""
    choices: tuple[str, ...]
    """Files that it may be, when it is not clear."""


class _Likeness(NamedTuple):
    score: float
    is_clear: bool


NOBODY = Heir("", ())


def heirs(gone: Sequence[Entry], fresh: Sequence[Entry]) -> dict[str, Heir]:
    """Return the heir of each file that vanished.

    Args:
        gone: the files as they were.
        fresh: the files that are new.
    """
    index = _Index(fresh)
    likely = {entry.file: index.likely(entry) for entry in gone}
    found = {file: _best(alike) for file, alike in likely.items()}
    wanted = Counter(heir.path for heir in found.values() if heir.path)
    return {file: _shared(heir, likely, wanted) for file, heir in found.items()}


def _best(alike: Mapping[str, _Likeness]) -> Heir:
    """Return the only good candidate, or all of them."""
    top = max((likeness.score for likeness in alike.values()), default=0)
    best = tuple(sorted(path for path, likeness in alike.items() if likeness.score >= top - _MARGIN))
    if len(best) == 1 and alike[best[0]].is_clear:
        return Heir(best[0], ())
    return Heir("", best)


def _shared(heir: Heir, likely: Mapping[str, Mapping[str, _Likeness]], wanted: Counter[str]) -> Heir:
    """Take a file from those that are less like it, when several want it; from all, when nobody is nearest."""
    if not heir.path or wanted[heir.path] == 1:
        return heir
    scores = sorted((alike[heir.path].score for alike in likely.values() if heir.path in alike), reverse=True)
    return Heir("", (heir.path,)) if scores[0] - scores[1] <= _MARGIN else heir


class _Index:
    """New files by what they say."""

    def __init__(self, fresh: Iterable[Entry]) -> None:
        self._articles = {entry.file: entry.article for entry in fresh if entry.article}
        self._runs = {entry.file: _runs(entry.body) for entry in fresh if entry.article}
        self._holders: dict[tuple[str, ...], list[str]] = {}
        for file, runs in self._runs.items():
            for run in runs:
                self._holders.setdefault(run, []).append(file)

    def likely(self, entry: Entry) -> dict[str, _Likeness]:
        """Return how like the new files are, those that may be this article."""
        runs = _runs(entry.body)
        shared = Counter(chain.from_iterable(self._holders.get(run, ()) for run in runs))
        found: dict[str, _Likeness] = {}
        for file, article in self._articles.items():
            overlap = 2 * shared[file] / (len(runs) + len(self._runs[file]) or 1)
            likeness = _likeness(overlap, entry.article, article) if entry.article else None
            if likeness is not None:
                found[file] = likeness
        return found


def _likeness(overlap: float, old: Article, new: Article) -> _Likeness | None:
    """Weigh words and facts; None when it is another article."""
    facts = (old.title == new.title, old.slug == new.slug, old.date.date() == new.date.date())
    if overlap < _ALIKE and sum(facts) < 2:
        return None
    return _Likeness(overlap + sum(facts), is_clear=overlap >= _SAME or sum(facts) > 1 or facts[1] or facts[2])


def _runs(body: str) -> frozenset[tuple[str, ...]]:
    """Return every run of three words; all words as one run when there are fewer."""
    words = body.casefold().split()
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])
