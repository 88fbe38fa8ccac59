"""The syllables of a segment: what a typing mistake is mended to. Read only when a word of a query stands nowhere.

The largest segments have nearly every syllable of Vietnamese; one that stands in others only is looked for in the index
before it is called a mistake.

Knows: what a folded syllable looks like. Never: mends anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

MOST = 2500
"""Syllables of a segment; Vietnamese has hardly more."""
_SYLLABLE = re.compile(r"(?=[a-z]{2,7}\Z)[^aeiouy]*[aeiouy]+[^aeiouy]*\Z")
_BANDS = (8, 64)
"""A syllable is in the first band when it stands an eighth as often as the most frequent, in the second a 64th."""


def is_syllable(word: str) -> bool:
    """Say whether a folded word may be one of Vietnamese."""
    return bool(_SYLLABLE.match(word))


def written(times: Mapping[str, int], stamp: str) -> bytes:
    """Write `v.json`: folded syllables in bands, the most frequent first; `times`: in how many fields each stands."""
    most = max(times.values(), default=0)
    common = sorted(times, key=lambda word: (-times[word], word))[:MOST]
    bands: list[list[str]] = [[] for _ in range(len(_BANDS) + 1)]
    for word in sorted(common):
        bands[sum(times[word] * share < most for share in _BANDS)].append(word)
    return msgspec.json.encode({"s": stamp, "w": [" ".join(band) for band in bands]})
