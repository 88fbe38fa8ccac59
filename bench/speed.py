"""Builds of a load corpus beside those of other programs: `python -m bench speed [--articles 2000] [--rounds 3]`.

All contenders get the same articles. In each round, for each change, they build one after another, every round another
first: what the machine does besides strikes all alike. Peers that are slow get fewer articles, beside ours with as few.
Before anything is measured every contender builds a few articles, and must have made every page, list and feed.

Knows: the order of the runs and the tables. Never: knows how a contender works.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import contenders, corpus, ours, pagefind, publish
from bench.corpus import Corpus
from bench.installing import NotInstalledError
from bench.measuring import Spent, measured
from bench.peers import CHANGES, COLD, NEWEST, Peer, Tools
from bench.site import Moved, Site, moved, scratch, stamps

TRIAL = 30
"""Articles with which it is tried that all do the same work."""
PUBLISHED, UNSEARCHED = "cold publication", "cold without search"
_MB = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Contender:
    """A peer that is here."""

    peer: Peer
    tools: Tools


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What was measured of one contender with so many articles."""

    contender: Contender
    took: dict[str, list[Spent]] = field(default_factory=dict)
    """Of each round, by change, and by change and step where there are several."""
    moved: dict[str, Moved] = field(default_factory=dict)
    """By change, of the first round."""

    def add(self, change: str, took: dict[str, Spent]) -> None:
        """Note a build, and say it at once: a run of many rounds takes long."""
        whole = sum(took.values(), start=Spent(seconds=0.0, cpu=0.0, peak=0.0))
        said = f"{whole.seconds:.2f} s, {whole.cpu:.2f} s of CPU, {whole.peak:.0f} MB"
        print(f"{self.contender.peer.name}: {change}: {said}", file=sys.stderr, flush=True)
        for name, spent in {change: whole, **_named(change, took)}.items():
            self.took.setdefault(name, []).append(spent)

    def median(self, change: str) -> float:
        """Return the seconds of the wall."""
        return statistics.median(spent.seconds for spent in self.took[change])

    def median_cpu(self, change: str) -> float:
        """Return the seconds of the processor."""
        return statistics.median(spent.cpu for spent in self.took[change])


def _named(change: str, took: dict[str, Spent]) -> dict[str, Spent]:
    return {f"{change}: {step}": spent for step, spent in took.items()} if len(took) > 1 else {}


def run(articles: int, rounds: int, folder: Path | None, names: Sequence[str] = ()) -> None:
    """Measure and print tables; `names` are the peers beside ours, all by default."""
    with scratch(folder) as place:
        base = Path(place)
        found = list(_tried(_found(names), base / "trial"))
        first = [one for one in found if one.peer.most >= articles]
        _tell(_rounds(first, articles, rounds, base / "first"), articles, rounds)
        sizes = sorted({one.peer.most for one in found if one.peer.most < articles}, reverse=True)
        for size in sizes:
            some = [one for one in found if one.peer is ours.PEER or one.peer.most == size]
            _tell(_rounds(some, size, rounds, base / str(size)), size, rounds)


def grow(sizes: Sequence[int], rounds: int, folder: Path | None, names: Sequence[str]) -> None:
    """Measure with more and more articles, ours alone unless peers are named, and print a line each."""
    with scratch(folder) as place:
        found = list(_found(names or ("-",)))
        for size in sizes:
            for seen in _rounds(found, size, rounds, Path(place) / str(size), is_growth=True):
                print(_growth(seen, size), flush=True)
            shutil.rmtree(Path(place) / str(size))


def _growth(seen: Seen, size: int) -> str:
    cells = ", ".join(f" {change} {seen.median(change):.2f} s" for change in CHANGES if change in seen.took)
    cold = seen.median(COLD) * 1000 / size
    one = seen.moved[NEWEST]
    moved_ = f"it changes {one.changed:,} files, {one.changed_size / _MB:.2f} MB"
    name = seen.contender.tools.version
    return f"{size:,} articles, {name}: {cold:.2f} ms each, peak {_peak(seen, COLD):.0f} MB;{cells}; {moved_}"


def _found(names: Sequence[str]) -> Iterator[Contender]:
    """Yield ours and the peers that can be had here; say which cannot."""
    for peer in (ours.PEER, *contenders.ALL):
        if peer is ours.PEER or not names or peer.name in names:
            try:
                yield Contender(peer=peer, tools=peer.install())
            except NotInstalledError as error:
                print(f"{peer.name}: not measured: it cannot be installed: {error}", flush=True)


def _tried(found: Iterable[Contender], base: Path) -> Iterator[Contender]:
    """Have every contender build a few articles, look at what it made, and yield those that can.

    Raises:
        AssertionError: one does less work than it says.
    """
    portal = _laid(base, TRIAL)
    for one in found:
        site = Site(one.peer, one.tools, base, portal)
        try:
            site.build()
        except RuntimeError as error:
            print(f"{one.tools.version}: not measured: it fails: {error}", flush=True)
            continue
        made = ", ".join(f"{count} {kind}" for kind, count in _checked(site).items() if count)
        print(f"{one.tools.version}: {one.peer.work}; of {TRIAL} articles {made}", flush=True)
        yield one


def _checked(site: Site) -> dict[str, int]:
    """Return how many files of each kind a site has, none missing."""
    counts = corpus.check(site.output, site.peer.layout, site.corpus, site.peer.name)
    if "Pagefind" in dict(site.tools.steps):
        indexed = pagefind.indexed(site.output)
        assert indexed == counts["articles"], f"{site.peer.name}: Pagefind indexed {indexed} of {counts['articles']}"
    return counts


def _laid(base: Path, articles: int) -> Corpus:
    base.mkdir(parents=True)
    publish.lay(base / "corpus", articles, None)
    return corpus.read(base / "corpus")


def _rounds(
    found: Sequence[Contender], articles: int, rounds: int, base: Path, *, is_growth: bool = False
) -> list[Seen]:
    """Measure every contender with every change; of growth not what only ours has."""
    portal = _laid(base, articles)
    pairs = [(Site(one.peer, one.tools, base, portal), Seen(contender=one)) for one in found]
    for number in range(rounds):
        turn = number % len(pairs)
        in_turn = pairs[turn:] + pairs[:turn]
        for site, seen in in_turn:
            if site.peer is ours.PEER and not is_growth:
                _ours_only(site, seen, base / f"web-{number}")
        for change in CHANGES:
            for site, seen in in_turn:
                if change in site.peer.changes:
                    _measure(site, seen, change, number)
    return [seen for _, seen in pairs]


def _measure(site: Site, seen: Seen, change: str, number: int) -> None:
    is_compared = number == 0 and change == NEWEST
    before = stamps(site.output) if is_compared else {}
    site.change(change, number)
    seen.add(change, site.build())
    if is_compared:
        seen.moved[change] = moved(before, stamps(site.output))
    if number == 0 and change == COLD:
        _checked(site)


def _ours_only(site: Site, seen: Seen, to: Path) -> None:
    """Measure what only ours has: a publication, and a build that leaves out what Pagefind does for the others."""
    for name, command in ((UNSEARCHED, ours.WITHOUT_SEARCH), (PUBLISHED, ours.publication(to))):
        site.forget()
        seen.add(name, {name: measured(command, site.folder)})


def _peak(seen: Seen, change: str) -> float:
    return statistics.median(spent.peak for spent in seen.took[change])


def _tell(all_seen: Sequence[Seen], articles: int, rounds: int) -> None:
    """Print the table of a size."""
    own = all_seen[0]
    print(f"\n{articles:,} articles, {rounds} rounds, medians; ours / it: how many times its time ours takes")
    print(f"{'':44}{'wall, s':>9}{'ours / it':>11}{'CPU, s':>9}{'ours / it':>11}{'peak, MB':>10}")
    for change in CHANGES:
        print(change)
        for seen in all_seen:
            for name in [name for name in seen.took if name == change or name.startswith(f"{change}: ")]:
                print(_line(seen, name, own, change), flush=True)
    _tell_own(own, all_seen[1:])
    _tell_moved(all_seen)


def _tell_own(own: Seen, others: Sequence[Seen]) -> None:
    """Print what only ours has, beside our cold build, and without search beside the others without Pagefind."""
    print(f"{own.contender.tools.version + ' alone':44}{'wall, s':>9}{'/ cold':>11}")
    for name in (PUBLISHED, UNSEARCHED):
        print(f"  {name:42}{own.median(name):9.2f}{own.median(name) / own.median(COLD):11.3f}", flush=True)
    for name, seconds in _steps(others):
        print(f"    of it / {name} alone{'':{32 - len(name)}}{own.median(UNSEARCHED) / seconds:18.3f}", flush=True)


def _steps(others: Sequence[Seen]) -> Iterator[tuple[str, float]]:
    """Yield the peers' cold builds without Pagefind."""
    for seen in others:
        first, *rest = dict(seen.contender.tools.steps)
        yield first, seen.median(f"{COLD}: {first}" if rest else COLD)


def _line(seen: Seen, name: str, own: Seen, change: str) -> str:
    _, _, step = name.partition(": ")
    label = f"    of it {step}" if step else f"  {seen.contender.tools.version}"
    wall, cpu = seen.median(name), seen.median_cpu(name)
    beside = f"{wall:9.2f}{own.median(change) / wall:11.3f}{cpu:9.2f}{own.median_cpu(change) / cpu:11.3f}"
    return f"{label:44}{beside}{_peak(seen, name):10.0f}"


def _tell_moved(all_seen: Sequence[Seen]) -> None:
    """Print what one newest article does to the files of a site."""
    print(f"{NEWEST}: files written, MB; of them changed or gone (what a CDN must purge), MB")
    for seen in all_seen:
        for one in seen.moved.values():
            cells = f"{one.written:9,}{one.written_size / _MB:9.2f}{one.changed:9,}{one.changed_size / _MB:9.2f}"
            print(f"  {seen.contender.tools.version:42}{cells}", flush=True)
