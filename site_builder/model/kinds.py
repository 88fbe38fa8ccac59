"""The kinds of records that makers read: what each is called, and what it holds.

`ARTICLE(read, id_)` reads one, `ARTICLE.key(id_)` is what it is kept under. Rooms whose records have types of their own
name their kinds themselves (`frame.outer`, `counting.months`, `search`). Who gives which record, and when it goes, is
told in `cache.records`.

Knows: names and types. Never: keeps a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from site_builder.model.articles import Article
from site_builder.model.ledger import PeriodLedger
from site_builder.model.periods import Period
from site_builder.model.records import Asset, Body, Read, Root
from site_builder.model.settings import Settings
from site_builder.model.taxonomy import Agency, Taxonomy, Topic

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RecordKind(Generic[T]):
    """Records of one kind, each under an id."""

    name: str

    def __call__(self, read: Read, id_: str) -> T:
        """Read one.

        Raises:
            LookupError: there is none: the build fails.
        """
        found: T = read(f"{self.name}:{id_}")
        return found

    def key(self, id_: str) -> str:
        """Return what a record is kept under."""
        return f"{self.name}:{id_}"

    def has(self, key: str) -> bool:
        """Say whether a record is of this kind."""
        return key.startswith(f"{self.name}:")


@dataclass(frozen=True, slots=True)
class Single(Generic[T]):
    """A record of which there is one."""

    key: str

    def __call__(self, read: Read) -> T:
        """Read it."""
        found: T = read(self.key)
        return found


SETTINGS: Single[Settings] = Single("settings")
TAXONOMY: Single[Taxonomy] = Single("taxonomy")
TERMS: Single[Taxonomy] = Single("terms")
"""The taxonomy without topics and agencies."""
ROOT: Single[Root] = Single("root")

TOPIC: RecordKind[Topic] = RecordKind("topic")
AGENCY: RecordKind[Agency] = RecordKind("agency")
HEIRS: RecordKind[tuple[Agency, ...]] = RecordKind("heirs")
"""The agencies in an agency's place today, none while it lives on."""
TEMPLATE: RecordKind[tuple[tuple[str, str], ...]] = RecordKind("template")
"""Name and source of a template and of those that it names, by its name."""
STATIC: RecordKind[bytes] = RecordKind("static")
"""Files that MkDocs rendered, by path."""
ASSET: RecordKind[Asset] = RecordKind("asset")
"""By rooted path."""
WORDS: RecordKind[str] = RecordKind("words")
"""The text of a file, by rooted path; of one without text there is none."""
ARTICLE: RecordKind[Article] = RecordKind("facts")
"""As readers see it; works without a page, too."""
BODY: RecordKind[Body] = RecordKind("body")
PERIOD: RecordKind[Period] = RecordKind("period")
LEDGER: RecordKind[PeriodLedger] = RecordKind("ledger")
"""What a period's pages need besides works."""
