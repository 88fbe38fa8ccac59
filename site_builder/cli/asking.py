"""Numbered choices on a terminal: a number, an id, or a part of a name without dấu, asked until one is meant.

A number is an entry's place in the whole list: it means the same on every page and in every search.

Knows: how to ask a person. Never: knows what is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from site_builder.text import fold, integer
from site_builder.text.terminal import hear, say

PAGE = 20
"""Entries shown at once."""
_TELLING = 2
"""So many letters choose the one entry that has them; one letter may be a slip."""


def ask(what: str, names: Mapping[str, str]) -> str:
    """Return the id that a person chooses of `names` (name by id, in the order to show).

    Raises:
        KeyboardInterrupt: the person leaves, by Ctrl-C or the end of the input.
    """
    say(f"{what}:")
    shown = _show_page(names, 0)
    while True:
        word = hear(f"{what} (gõ số, id, hoặc một phần tên không cần dấu):")
        found = meant(word, names)
        if len(found) == 1:
            say(f"  → {names[found[0]]} ({found[0]})")
            return found[0]
        if found:
            _show(names, found, "gõ thêm chữ của tên")
        elif word:
            say(f"  Không có {word!r} trong danh sách{_offer(word, names)}.")
        else:
            shown = _show_page(names, shown)


def meant(word: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids that `word` may mean: the one with that number, id or name, or all whose words begin so."""
    ids = tuple(names)
    if word.isascii() and word.isdigit():
        place = int(word[:_DIGITS])
        return ids[place - 1 : place] if 0 < place <= len(ids) else (word,) if word in names else ()
    asked = _words(word)
    same = tuple(id_ for id_ in ids if word.lower() == id_ or asked == _words(names[id_]))
    if same or len("".join(asked)) < _TELLING:
        return same
    return tuple(id_ for id_ in ids if _begins(asked, _words(f"{names[id_]} {id_}")))


_DIGITS = 9


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _begins(asked: Iterable[str], words: Iterable[str]) -> bool:
    """Say whether each asked word begins one of a name's."""
    return all(any(word.startswith(part) for word in words) for part in asked)


def _show_page(names: Mapping[str, str], start: int) -> int:
    """Show a page of the list from its entry `start`, again from the first after the last; return the next start."""
    ids = tuple(names)
    start = start if start < len(ids) else 0
    _show(names, ids[start:], "Enter để xem tiếp")
    return start + PAGE


def _show(names: Mapping[str, str], chosen: tuple[str, ...], more: str) -> None:
    """Show entries with their numbers, at most a page of them, and say how to see the rest."""
    number = {id_: place for place, id_ in enumerate(names, 1)}
    for id_ in chosen[:PAGE]:
        say(f"{number[id_]:4}. {names[id_]} ({id_})")
    if len(chosen) > PAGE:
        say(f"   … và {integer(len(chosen) - PAGE)} mục nữa: {more}.")


def _offer(word: str, names: Mapping[str, str]) -> str:
    """Offer the entry that an unknown word most likely stands for."""
    from site_builder.content.vocabularies import nearest_id

    near = nearest_id(word, names)
    return f"; {near}" if near else ""
