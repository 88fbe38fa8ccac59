"""Which article a maker failed on: a feed or a list that could not be made says nothing to the person who wrote one.

What failed is tried again for each article that it reads, as if the portal had no other: the one that fails alone, too,
is named by its file. It costs as much as those articles, and only a build that failed pays it.

Knows: the plan of a site. Never: makes a file; never hides a failure that it cannot explain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from site_builder.engine import failures
from site_builder.engine.targets import Maker, Target
from site_builder.errors import MakeError, Problem
from site_builder.model.extracts import Listed
from site_builder.plan import Site, plan

MOST = 2000
"""Articles that are tried; more would take minutes."""
_FACTS = "facts:"
_SHARED = ("works:", "counts:", "ledger:")
"""Records of many articles: who reads them fails for all or for none."""


def explained(error: MakeError, site: Site, load: Callable[[str], Any]) -> MakeError:
    """Return the error with the articles named on which makers failed; `load` gives a record by its key."""
    failed = {problem.path: problem for problem in error.problems if problem.code == failures.UNMADE}
    if not failed:
        return error
    by_maker: dict[Maker, list[Target]] = defaultdict(list)
    for target in _targets(site):
        if target.path in failed:
            by_maker[target.maker].append(target)
    found: dict[str, Problem] = {}
    told: set[str] = set()
    for maker, targets in by_maker.items():
        for culprit in _culprits(site, maker, targets, load):
            found.setdefault(culprit.file, _problem(culprit, targets[0].path))
            told.update(target.path for target in targets if culprit.record in target.refs)
    others = [problem for problem in error.problems if problem.path not in told]
    return MakeError(*found.values(), *others)


@dataclass(frozen=True, slots=True)
class _Culprit:
    """An article on which a maker fails."""

    file: str
    record: str
    cause: str


def _targets(site: Site) -> Iterator[Target]:
    for group in plan(site):
        yield from group.planner(*group.args)


def _culprits(site: Site, maker: Maker, targets: Iterable[Target], load: Callable[[str], Any]) -> Iterator[_Culprit]:
    """Find the articles that `maker` fails on when there is no other."""
    read = {ref for target in targets for ref in target.refs if ref.startswith(_FACTS)}
    suspects = [article for article in reversed(site.articles) if f"{_FACTS}{article.id}" in read]
    for article in suspects[:MOST]:
        if cause := _cause(replace(site, articles=(article,)), article, maker, load):
            yield _Culprit(article.path, f"{_FACTS}{article.id}", cause)


def _cause(alone: Site, article: Listed, maker: Maker, load: Callable[[str], Any]) -> str:
    """Return what `maker` raises for a portal of one article; empty when nothing."""
    record = f"{_FACTS}{article.id}"
    read = _Reader(load, {f"segment:{segment.name}": segment for segment in alone.segments})
    for target in _targets(alone):
        if target.maker is maker and record in target.refs and not _is_shared(target.refs):
            try:
                maker(read, *target.args)
            except Exception as error:  # noqa: BLE001 - whatever a maker raises, it is what is looked for
                return f"{type(error).__name__}: {error}"
    return ""


def _is_shared(refs: Collection[str]) -> bool:
    return any(ref.startswith(_SHARED) for ref in refs)


class _Reader:
    """Gives makers the records of the portal, but for those that say which articles there are."""

    def __init__(self, load: Callable[[str], Any], own: Mapping[str, Any]) -> None:
        self._load = load
        self._own = own

    def __call__(self, key: str) -> Any:
        return self._own[key] if key in self._own else self._load(key)

    def once(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function of shared work."""
        return function(self, *args)


def _problem(culprit: _Culprit, path: str) -> Problem:
    message = (
        f"không tạo được {path} vì bài này ({culprit.cause}). {failures.STANDS} Hãy ghi status: draft vào bài để đăng "
        "các bài khác, và gửi lỗi này cho người phát triển"
    )
    return Problem(culprit.file, 0, failures.UNMADE, message)
