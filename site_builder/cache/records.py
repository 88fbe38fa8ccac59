"""The records: every value that makers read, who gives it, and when it goes.

    settings taxonomy terms root                the portal's own words, and where it lies
    template:NAME                               a template, and those that it names
    topic:ID agency:ID heirs:ID                 the same, one by one
    chrome:KEY static:PATH                      what MkDocs rendered
    asset:PATH words:PATH                       a file of content that the site shows, and the text in it
    facts:ID body:ID                            what readers see of an article; staged when its folder was read
    facts:ID                                    a work without a page, too
    works:MONTH counts:MONTH                    what counts in a month, and what that adds up to
    period:ID ledger:ID                         what the plan derives from everything
    segment:NAME entry:NAME                     a part of the search index, and what its directory says of it

All of them change at once, after the check has passed: a failed check leaves the records of the site that stands, and
so does one that is killed. What nobody wants any more goes.

Knows: every kind of record. Never: reads content; never decides what readers see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from site_builder.cache import kept_copies, reading
from site_builder.cache.folders import COMMITTED, works_of
from site_builder.cache.index import Listed
from site_builder.cache.inputs import read_templates
from site_builder.cache.media_folder import TEXTS
from site_builder.cache.portal import Portal, Rendered
from site_builder.cache.snapshot import wanted
from site_builder.counting.months import COUNTS, WORKS
from site_builder.engine import RECORD, STAGED, Item, Workspace
from site_builder.engine.targets import digest
from site_builder.frame import templates
from site_builder.model import Article, Asset, Root, Taxonomy
from site_builder.model.kinds import (
    AGENCY,
    ARTICLE,
    ASSET,
    BODY,
    HEIRS,
    LEDGER,
    PERIOD,
    ROOT,
    SETTINGS,
    STATIC,
    TAXONOMY,
    TERMS,
    TOPIC,
    WORDS,
)
from site_builder.model.ledger import PeriodLedger
from site_builder.model.periods import Period
from site_builder.model.settings import Settings
from site_builder.search.makers import ENTRY, entry
from site_builder.search.segments import SEGMENT, Segment

Pairs: TypeAlias = Iterable[tuple[str, Any]]
"""Keys and values."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Derived:
    """What the plan derives from everything that readers see."""

    media: tuple[str, ...]
    """Rooted paths of the files of content that are shown."""
    periods: tuple[Period, ...]
    ledgers: tuple[PeriodLedger, ...]
    """Of the periods, in their order."""
    segments: Mapping[str, str]
    """By name of a part of the search index, what tells which articles it holds."""
    segment: Callable[[str], Segment]
    """Returns one."""
    works: tuple[Article, ...]
    """Works without a page."""
    months: Mapping[str, str]
    """By month (`YYYY/MM`) what tells which works count in it, and what is said of them."""
    in_month: Callable[[str], Iterable[Listed]]
    """Returns these, in the works' order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Family:
    """Records that one hand gives."""

    wanted: Mapping[str, str]
    """Basis of each, by key."""
    give: Callable[[set[str]], Iterable[Item]]
    """Returns those of some keys."""


def commit(workspace: Workspace, portal: Portal, rendered: Rendered, root: Path, derived: Derived) -> None:
    """Make the records those of a checked portal, all at once."""
    families = (
        _given([*words(root, rendered.settings, portal.vocabulary.taxonomy), *_rendered(rendered), *_derived(derived)]),
        _root(root, kept_copies.folder_of(workspace.folder)),
        _assets(portal.reading.assets, derived.media),
        _words(workspace, portal.reading.assets, derived.media),
        _months(workspace, derived),
        _segments(derived),
    )
    bases = workspace.bases(RECORD, but=(BODY.key(""), ARTICLE.key("")))
    wanted = set().union(*(family.wanted for family in families))
    with workspace.together():
        workspace.drop(RECORD, bases.keys() - wanted)
        for family in families:
            stale = {key for key, basis in family.wanted.items() if bases.get(key) != basis}
            workspace.save(RECORD, family.give(stale) if stale else ())
        _commit_articles(workspace, portal.reading, derived.works)
        workspace.drop(STAGED, workspace.bases(STAGED))


def words(root: Path, settings: Settings, taxonomy: Taxonomy) -> Iterator[tuple[str, Any]]:
    """Yield the records of settings, templates and vocabularies."""
    yield SETTINGS.key, settings
    yield from templates.records_of(read_templates(root))
    yield TAXONOMY.key, taxonomy
    yield TERMS.key, Taxonomy(
        genres=taxonomy.genres, channels=taxonomy.channels, outlets=taxonomy.outlets, columns=taxonomy.columns,
        programmes=taxonomy.programmes, directives=taxonomy.directives, legal=taxonomy.legal,
    )  # fmt: skip
    yield from ((TOPIC.key(topic.id), topic) for topic in taxonomy.topics)
    for agency in taxonomy.agencies:
        yield AGENCY.key(agency.id), agency
        yield HEIRS.key(agency.id), tuple(one for one in taxonomy.living_successors(agency) if one.id != agency.id)


def _rendered(rendered: Rendered) -> Iterator[tuple[str, Any]]:
    yield from rendered.bundle.chromes
    yield from ((STATIC.key(path), data) for path, data in rendered.bundle.files)


def _derived(derived: Derived) -> Iterator[tuple[str, Any]]:
    yield from ((PERIOD.key(period.id), period) for period in derived.periods)
    yield from ((LEDGER.key(one.id), ledger) for one, ledger in zip(derived.periods, derived.ledgers, strict=True))


def _given(pairs: Pairs) -> _Family:
    """Keep small values: each is its own basis."""
    items = {key: Item(key, mark, value, mark) for key, value in pairs for mark in (digest(value),)}
    return _Family(wanted={key: item.basis for key, item in items.items()}, give=_some_of(items))


def _some_of(items: Mapping[str, Item]) -> Callable[[set[str]], Iterable[Item]]:
    """Return what gives some of the items, in their order."""
    return lambda keys: [item for key, item in items.items() if key in keys]


def _root(root: Path, kept: Path) -> _Family:
    """Keep where the portal and the kept copies of its pictures lie.

    It has always the same digest: a portal that was moved is not made again.
    """
    where = Root(folder=str(root.resolve()), kept=str(kept))
    basis = digest(where)
    return _Family(wanted={ROOT.key: basis}, give=_some_of({ROOT.key: Item(ROOT.key, basis, where, "-")}))


def _assets(assets: Mapping[str, Asset], needed: Iterable[str]) -> _Family:
    return _given((ASSET.key(path), assets[path]) for path in needed if path in assets)


def _words(workspace: Workspace, assets: Mapping[str, Asset], needed: Iterable[str]) -> _Family:
    """Keep the texts in files that the site shows, taken from those of all files."""
    keys = {WORDS.key(path): assets[path] for path in needed if path in assets and assets[path].words}

    def give(stale: set[str]) -> Iterator[Item]:
        for key in sorted(stale):
            asset = keys[key]
            yield Item(key, asset.words, workspace.load(TEXTS, asset.digest), asset.words)

    return _Family(wanted={key: asset.words for key, asset in keys.items()}, give=give)


_WORKS = ""
"""In place of a folder: the works without a page."""


def _commit_articles(workspace: Workspace, found: reading.Reading, works: Iterable[Article]) -> None:
    """Take over what was staged when folders were read; give anew what is wrong or missing.

    Only folders that want other records than those of the standing site are looked at. Two files that once had one id,
    or an article that came back, leave a record that is neither right nor staged.
    """
    given = [Item(ARTICLE.key(work.id), mark, work, mark) for work in works for mark in (digest(work),)]
    known = workspace.bases(COMMITTED)
    marks = {folder: one.records for folder, one in found.snapshots.items()}
    marks[_WORKS] = digest([(item.key, item.basis) for item in given])
    changed = [folder for folder, mark in marks.items() if known.get(folder) != mark]
    lost = [folder for folder in known if folder not in marks]
    before: dict[str, dict[str, str]] = {
        folder: dict(workspace.load(COMMITTED, folder)) for folder in (*changed, *lost) if folder in known
    }
    after = {folder: wanted(found.folders.listed(folder)) for folder in changed if folder != _WORKS}
    after |= {_WORKS: tuple((item.key, item.basis) for item in given)} if _WORKS in changed else {}
    standing = {key: basis for pairs in before.values() for key, basis in pairs.items()}
    stay = {key for pairs in after.values() for key, _ in pairs}
    workspace.drop(RECORD, sorted(standing.keys() - stay))
    workspace.drop(COMMITTED, lost)
    staged = workspace.bases(STAGED)
    for folder, pairs in after.items():
        stale = {key: basis for key, basis in pairs if standing.get(key) != basis}
        ready = {key for key, basis in stale.items() if staged.get(key) == basis and folder != _WORKS}
        workspace.promote(sorted(ready))
        if missing := stale.keys() - ready:
            anew = given if folder == _WORKS else reading.mended(found, folder, missing)
            workspace.save(RECORD, (item for item in anew if item.key in missing))
        workspace.save(COMMITTED, [Item(folder, marks[folder], pairs)])


def _months(workspace: Workspace, derived: Derived) -> _Family:
    """Keep what counts in every month, and what that adds up to."""
    marks = derived.months
    keys = {kind.key(month): month for month in marks for kind in (WORKS, COUNTS)}

    def give(stale: set[str]) -> Iterator[Item]:
        from site_builder.counting.months import month_tally  # noqa: PLC0415 - only a build counts

        works = works_of(workspace, derived.works)
        for month in sorted({keys[key] for key in stale}):
            counted = works(derived.in_month(month))
            yield Item(WORKS.key(month), marks[month], counted)
            yield Item(COUNTS.key(month), marks[month], month_tally(counted, month))

    return _Family(wanted={key: marks[month] for key, month in keys.items()}, give=give)


def _segments(derived: Derived) -> _Family:
    """Keep the parts of the search index, made only where another article is in one, and their entries."""
    keys = {kind.key(name): name for name in derived.segments for kind in (SEGMENT, ENTRY)}

    def give(stale: set[str]) -> Iterator[Item]:
        for name in sorted({keys[key] for key in stale}):
            segment, mark = derived.segment(name), derived.segments[name]
            yield Item(SEGMENT.key(name), mark, segment)
            yield Item(ENTRY.key(name), mark, entry(segment))

    return _Family(wanted={key: derived.segments[name] for key, name in keys.items()}, give=give)
