"""Which of the known names a word most likely stands for, and how it is offered.

Knows: how alike two names are. Never: knows what they name.
"""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import pairwise

from site_builder.text.letters import fold

OFFERS = 10
"""So many names are looked for in one file: whoever wrote more of them wrongly, wrote them in one wrong way."""
_TELLING = 3
"""So many letters say what is meant; one or two stand in half of all words."""
_LONGEST = 200
"""Characters of a name."""
_COMPARED = 40
"""So many names are compared letter by letter, which takes long."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the entry of `known` that `word` most likely stands for, or None when none is near.

    One that begins so comes before one that contains it, and that before one that is spelt alike; of several one that
    has it as whole words, then the shortest.
    """
    folded = {_hyphened(option): option for option in known if len(option) <= _LONGEST}
    asked = _hyphened(word[:_LONGEST])
    if len(asked) >= _TELLING:
        begun = [option for option in folded if option.startswith(asked)]
        if sure := begun or [option for option in folded if asked in option]:
            return folded[min(sure, key=lambda option: (f"-{asked}-" not in f"-{option}-", len(option)))]
    found = difflib.get_close_matches(asked, _alike(asked, folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def offer(word: str, known: Iterable[str], otherwise: str) -> str:
    """Say what to write instead of `word`: the nearest of `known`, else the words of `otherwise`."""
    near = nearest(word, known)
    return f"có phải {near}?" if near else otherwise


def _alike(asked: str, names: Collection[str]) -> Collection[str]:
    """Select the names that have the most pairs of letters in common with one."""
    if len(names) <= _COMPARED:
        return names
    pairs = _pairs(asked)
    return heapq.nlargest(_COMPARED, names, key=lambda name: 2 * len(pairs & _pairs(name)) - len(_pairs(name)))


@lru_cache(maxsize=65536)
def _pairs(word: str) -> frozenset[str]:
    """Return the pairs of letters that stand side by side."""
    return frozenset(map("".join, pairwise(f" {word} ")))


@lru_cache(maxsize=65536)
def _hyphened(word: str) -> str:
    return fold(word).replace("_", "-").replace(" ", "-")
