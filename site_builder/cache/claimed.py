"""The names that article files take and ask for, kept as an index: who takes one, and who asks for it.

So a file that changed is checked against the few others that it concerns. What is known of a folder's links holds until
a name that it asks for comes, goes or is another's.

Knows: which names a folder's files take and ask for. Never: says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from site_builder.content import Claim, Needs
from site_builder.engine import Item, Workspace
from site_builder.engine.names import Name, Names
from site_builder.engine.targets import digest
from site_builder.frozen import value
from site_builder.text import nfc

_URL, _DRAFT, _OLD, _ID, _FILE, _ASKED = "url", "draft", "old", "id", "file", "asked"
"""Kinds of names."""


ASKS, SHOWN = "asks", "shown"
"""Kinds of items, by folder: the names that its articles take and ask for; the media in it."""
TERMS, RIGHT, ALONE = "terms", "right", "alone"
"""The same, of what was found: the vocabularies have every term; all is there that is asked for; nobody else wants
what is taken."""


@value
class Asks:
    """What the files of a folder take and ask for."""

    claims: tuple[Claim, ...]
    """By file."""
    needs: Needs

    @property
    def names(self) -> tuple[Name, ...]:
        """All names."""
        return (*taken(self.claims), *asked(self.needs))


class KeptNames:
    """The names that files take and ask for, by folder."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the state of a portal."""
        self._workspace = workspace
        self._names = workspace.names

    def asks(self, folder: str) -> Asks:
        """Return what the files of a folder take and ask for."""
        asks: Asks = self._workspace.load(ASKS, folder)
        return asks

    def change(self, holder: str, before: Iterable[Name], after: Iterable[Name]) -> None:
        """Give a folder other names; what hangs on those that came or went is looked at again."""
        changed = self._names.change(holder, tuple(before), tuple(after))
        urls = [one.name for one in changed if one.kind not in (_ASKED, _ID)]
        self._workspace.drop(RIGHT, sorted(self.linking(urls)))
        if any(one.kind in (_URL, _DRAFT, _OLD, _ID) for one in changed):
            self._workspace.drop(ALONE, [holder])

    def linking(self, urls: Iterable[str]) -> frozenset[str]:
        """Return the folders whose files may lead to one of some rooted URLs."""
        return self._names.holders(_ASKED, {plain(url) for url in urls})

    def note_media(self, media: Mapping[str, Iterable[str]]) -> str:
        """Note which media there are, by folder their rooted paths; return what tells that these are the same."""
        known = self._workspace.bases(SHOWN)
        paths = {folder: tuple(inside) for folder, inside in media.items()}
        marks = {folder: digest(inside) for folder, inside in paths.items()}
        for folder in sorted(known.keys() | marks.keys()):
            if known.get(folder) != marks.get(folder):
                before: tuple[str, ...] = self._workspace.load(SHOWN, folder) if folder in known else ()
                with self._workspace.together():
                    self.change(folder, shown(before), shown(paths.get(folder, ())))
                    items = [Item(folder, marks[folder], paths[folder])] if folder in paths else []
                    self._workspace.drop(SHOWN, [] if items else [folder])
                    self._workspace.save(SHOWN, items)
        return digest(sorted(marks.items()))

    def claims(self, folders: Iterable[str], moved: Iterable[Claim]) -> KeptClaims:
        """Return the claims of all folders; `moved` are those with old addresses."""
        every = lambda: (claim for folder in folders for claim in self.asks(folder).claims)  # noqa: E731 - lazy
        return KeptClaims(self._names, sorted(moved), every)


@dataclass(frozen=True, slots=True)
class KeptClaims:
    """The claims of all files, asked by name from the index."""

    _names: Names
    _moved: Sequence[Claim]
    _every: Callable[[], Iterable[Claim]]

    def file_at(self, url: str) -> str:
        """Return the first file whose address a rooted URL is; empty when there is none."""
        return next(iter(self._names.notes(_URL, url)), "")

    def is_draft(self, url: str) -> bool:
        """Say whether a rooted URL is the address of a draft."""
        return self._names.has(_DRAFT, url)

    def is_old(self, url: str) -> bool:
        """Say whether a rooted URL is an old address, as articles name it."""
        return self._names.has(_OLD, url)

    def is_shared(self, claim: Claim) -> bool:
        """Say whether another file wants the id or the address of a file."""
        return len(self._names.notes(_ID, claim.id)) > 1 or len(self._names.notes(_URL, claim.url)) > 1

    def moved(self) -> Sequence[Claim]:
        """Return the claims with old addresses, by file."""
        return self._moved

    def every(self) -> Sequence[Claim]:
        """Return all claims, by file."""
        return sorted(self._every())


def taken(claims: Iterable[Claim]) -> Iterator[Name]:
    """Yield the names that files take."""
    for claim in claims:
        yield Name(_URL, claim.url, claim.file)
        if claim.is_draft:
            yield Name(_DRAFT, claim.url)
        if claim.id:
            yield Name(_ID, claim.id, claim.file)
        yield from (Name(_OLD, alias) for alias in claim.aliases)


def asked(needs: Needs) -> Iterator[Name]:
    """Yield the names that files ask for."""
    return (Name(_ASKED, name) for name in {plain(name) for name in (*needs.links, *needs.files)})


def shown(paths: Iterable[str]) -> Iterator[Name]:
    """Yield the names of files of content, by rooted path."""
    return (Name(_FILE, path) for path in paths)


def plain(url: str) -> str:
    """Return what is the same of all ways to write a URL for which the same may be found."""
    return nfc(unquote(url)).rstrip("/") if "%" in url else url.rstrip("/")
