"""Which article a maker failed on: a feed or a list that could not be made says nothing to the person who wrote one.

What failed is tried again with a reader that notes which articles it reads, and again for each of these as if the
portal had no other: the one that fails alone, too, is named by its file. It costs as much as those articles, and only a
build that failed pays it.

Knows: the plan of a site. Never: writes a file; never hides a failure that it cannot explain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from site_builder import search
from site_builder.cache.index import Listed
from site_builder.counting.months import COUNTS, WORKS
from site_builder.engine import failures
from site_builder.engine.targets import Maker, Target
from site_builder.errors import MakeError, Problem
from site_builder.model.kinds import ARTICLE, LEDGER
from site_builder.plan import Site, plan
from site_builder.plan.archive import Archive, every_row
from site_builder.search.makers import ENTRY
from site_builder.search.segments import SEGMENT

MOST = 2000
"""Articles that are tried; more would take minutes."""
ROUNDS = 8
"""So many culprits are found that hide one another."""
Load: TypeAlias = Callable[[str], Any]
"""Gives a record by its key."""
_SHARED = (WORKS, COUNTS, LEDGER)
"""Records of many articles: who reads them fails for all or for none."""


def explained(error: MakeError, site: Site, load: Load) -> MakeError:
    """Return the error with the articles named on which makers failed; `load` gives a record by its key."""
    failed = {problem.path for problem in error.problems if problem.code == failures.UNMADE}
    by_maker: dict[Maker, list[str]] = defaultdict(list)
    for target in _targets(site) if failed else ():
        if target.path in failed:
            by_maker[target.maker].append(target.path)
    found: dict[str, Problem] = {}
    told: set[str] = set()
    known: dict[str, tuple[Listed, str]] = {}
    for maker, paths in by_maker.items():
        search = _Search(site, maker, load, known)
        told |= search.explained(paths)
        known |= search.culprits
        for article, cause in search.culprits.values():
            found.setdefault(article.path, _problem(article.path, cause, paths[0]))
    others = [problem for problem in error.problems if problem.path not in told]
    return MakeError(*found.values(), *others)


def _targets(site: Site) -> Iterator[Target]:
    for group in plan(site):
        yield from group.targets()


class _Search:
    """The search for the articles that one maker fails on."""

    def __init__(self, site: Site, maker: Maker, load: Load, known: Mapping[str, tuple[Listed, str]]) -> None:
        """Begin with the culprits that other makers fail on: an archive of a single article is none."""
        self._site = site
        self._maker = maker
        self._load = load
        self._tried: set[str] = set()
        self.culprits: dict[str, tuple[Listed, str]] = dict(known)
        """By id the articles, and what the maker raises for each."""

    def explained(self, paths: Collection[str]) -> frozenset[str]:
        """Return those of the paths that can be made without the culprits, or that nobody wants without them.

        One culprit may hide another, which is seen only when the first is left out.
        """
        failing = dict.fromkeys(paths, _Failure("", frozenset()))
        for _ in range(ROUNDS):
            kept = tuple(article for article in every_row(self._site.archive) if article.id not in self.culprits)
            failing = dict(self._failures(replace(self._site, archive=Archive.of(kept)), failing))
            read = frozenset().union(*(failure.read for failure in failing.values()))
            suspects = (article for article in reversed(kept) if ARTICLE.key(article.id) in read)
            if not [article for article in suspects if self._is_culprit(article)]:
                break
        return frozenset(paths) - failing.keys()

    def _is_culprit(self, article: Listed) -> bool:
        """Say whether the maker fails for a portal of one article, which is tried once."""
        if article.id in self._tried or len(self._tried) >= MOST:
            return False
        self._tried.add(article.id)
        for _, failure in self._failures(replace(self._site, archive=Archive.of((article,)))):
            if ARTICLE.key(article.id) in failure.read and not any(
                kind.has(key) for kind in _SHARED for key in failure.read
            ):
                self.culprits[article.id] = (article, failure.cause)
                return True
        return False

    def _failures(self, site: Site, paths: Collection[str] | None = None) -> Iterator[tuple[str, _Failure]]:
        """Make the maker's targets of a site, at some paths or all, and yield path and manner of those that fail."""
        own = dict(_segments(site))
        for target in _targets(site):
            if target.maker is self._maker and (paths is None or target.path in paths):
                read = _Reader(self._load, own)
                try:
                    target.maker(read, *target.args)
                except Exception as error:  # noqa: BLE001 - whatever a maker raises, it is what is looked for
                    yield target.path, _Failure(f"{type(error).__name__}: {error}", frozenset(read.keys))


def _segments(site: Site) -> Iterator[tuple[str, Any]]:
    """Yield the records of the parts of the search index that a site would have."""
    for name in site.cuts:
        segment = site.segment(name)
        yield SEGMENT.key(name), segment
        yield ENTRY.key(name), search.entry(segment)


@dataclass(frozen=True, slots=True)
class _Failure:
    """How a maker failed."""

    cause: str
    read: frozenset[str]
    """Keys of the records that it had read."""


class _Reader:
    """Gives makers the records of the portal, but for those that say which articles there are; it notes the keys."""

    def __init__(self, load: Load, own: Mapping[str, Any]) -> None:
        self._load = load
        self._own = own
        self.keys: set[str] = set()

    def __call__(self, key: str) -> Any:
        self.keys.add(key)
        return self._own[key] if key in self._own else self._load(key)

    def once(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function of shared work."""
        return function(self, *args)


def _problem(file: str, cause: str, path: str) -> Problem:
    message = (
        f"không tạo được {path} vì bài này ({cause}). {failures.STANDS} Hãy ghi status: draft vào bài để đăng "
        "các bài khác, và gửi lỗi này cho người phát triển"
    )
    return Problem(file, 0, failures.UNMADE, message)
