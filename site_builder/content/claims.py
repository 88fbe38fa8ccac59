"""What the article files of a portal take of its names: addresses, ids, old addresses.

Most checks concern a few names of many, so whoever keeps an index answers for it by need; `Claims` is made of all.

Knows: claims. Never: reads the disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from site_builder.content.entries import Claim


class Claimed(Protocol):
    """The claims of all files, asked by name."""

    def file_at(self, url: str) -> str:
        """Return the first file whose address a rooted URL is; empty when there is none."""

    def is_draft(self, url: str) -> bool:
        """Say whether a rooted URL is the address of a draft."""

    def is_old(self, url: str) -> bool:
        """Say whether a rooted URL is an old address, as articles name it."""

    def is_shared(self, claim: Claim) -> bool:
        """Say whether another file wants the id or the address of a file."""

    def moved(self) -> Sequence[Claim]:
        """Return the claims with old addresses, by file."""

    def every(self) -> Sequence[Claim]:
        """Return all claims, by file."""


class Claims:
    """Claims at hand."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        """Take claims by file."""
        self._claims = claims
        self._files: dict[str, str] = {}
        for claim in claims:
            self._files.setdefault(claim.url, claim.file)
        self._drafts = {claim.url for claim in claims if claim.is_draft}
        self._old = {alias for claim in claims for alias in claim.aliases}
        self._urls = Counter(claim.url for claim in claims)
        self._ids = Counter(claim.id for claim in claims if claim.id)

    def file_at(self, url: str) -> str:
        """Return the first file whose address a rooted URL is; empty when there is none."""
        return self._files.get(url, "")

    def is_draft(self, url: str) -> bool:
        """Say whether a rooted URL is the address of a draft."""
        return url in self._drafts

    def is_old(self, url: str) -> bool:
        """Say whether a rooted URL is an old address, as articles name it."""
        return url in self._old

    def is_shared(self, claim: Claim) -> bool:
        """Say whether another file wants the id or the address of a file."""
        return self._ids[claim.id] > 1 or self._urls[claim.url] > 1

    def moved(self) -> Sequence[Claim]:
        """Return the claims with old addresses, by file."""
        return [claim for claim in self._claims if claim.aliases]

    def every(self) -> Sequence[Claim]:
        """Return all claims, by file."""
        return self._claims
