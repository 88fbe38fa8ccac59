"""Activities off the portal as parts of one sentence: each kind with its verb, in the order of the wording rules.

`phát 1.500 tờ rơi`, `treo 24 băng rôn`, `tổ chức 01 buổi tập huấn (45 người tham gia)`.

Knows: which rule an activity falls under and how amount, unit and name stand together. Never: adds what may not be
added: "gần 2.500 người" and 45 others stand side by side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from site_builder.model.wording import Kind, Wording
from site_builder.reports.report import ActivitySum
from site_builder.text import lower_first, one_line

_OTHER = Kind(verb="thực hiện")
_PRESENT = re.compile(r"(?:số |lượt |người |lượt người )*(?:tham gia|tham dự|dự) ", re.IGNORECASE)
"""What a name begins with that says again that people took part."""


def told(sums: Sequence[ActivitySum], wording: Wording) -> tuple[str, ...]:
    """Return each activity as a part of a sentence: kinds in the order of the rules, else by their first rows.

    A verb stands once before all of its kind: `phát 1.500 tờ rơi`, `200 sổ tay`.
    """
    ranks = {kind: place for place, kind in enumerate(wording.kinds)}
    kinds = [kind_of(one, wording) for one in sums]
    events = {_alike(one) for one, kind in zip(sums, kinds, strict=True) if not kind.link}
    crowds: dict[str, list[ActivitySum]] = defaultdict(list)
    parts = []
    for one, kind in zip(sums, kinds, strict=True):
        if kind.link and _alike(one) in events:
            crowds[_alike(one)].append(one)
        else:
            parts.append((ranks.get(kind, len(ranks)), one, kind))
    parts.sort(key=lambda part: part[0])
    verbs = ["", *(kind.verb for _, _, kind in parts)]
    return tuple(
        one_line(f"{kind.verb if kind.verb != before else ''} {_told(one, crowds.pop(_alike(one), []), wording)}")
        for before, (_, one, kind) in zip(verbs, parts, strict=False)
    )


def kind_of(one: ActivitySum, wording: Wording) -> Kind:
    """Return the rule of an activity: by a unit that decides alone, by the first word in its name, by its unit."""
    alone = [kind for kind in wording.kinds if one.unit in kind.units and not kind.names]
    named = [(place, kind) for kind in wording.kinds if (place := _place(one.name, kind.names))]
    by_name = [min(named, key=lambda entry: entry[0])[1]] if named else []
    by_unit = [kind for kind in wording.kinds if one.unit in kind.units]
    rest = [kind for kind in wording.kinds if not kind.names and not kind.units]
    return next(iter((*alone, *by_name, *by_unit, *rest)), _OTHER)


def amount(one: ActivitySum, wording: Wording) -> str:
    """Tell how much of what: `hơn 500 tờ gấp`, `24 băng rôn`, `03 kỳ chuyên mục`, `300 người tham gia đố vui`."""
    kind, name = kind_of(one, wording), lower_first(one_line(one.name))
    name = _PRESENT.sub("", name) if kind.link else name
    if not name or name.casefold() == one.unit.casefold():
        return wording.amount(one.quantity, one.unit, one.qualifier)
    unit = "" if _is_told(one.unit, name, kind, wording) else one.unit
    return " ".join(part for part in (wording.amount(one.quantity, unit, one.qualifier), kind.link, name) if part)


def _told(one: ActivitySum, crowds: Iterable[ActivitySum], wording: Wording) -> str:
    notes = "; ".join(note for note in (_series(one, wording), _people(one, crowds, wording)) if note)
    return amount(one, wording) + (f" ({notes})" if notes else "")


def _is_told(unit: str, name: str, kind: Kind, wording: Wording) -> bool:
    """Say whether a name tells its unit itself: `tờ gấp` of `tờ`, `buổi tập huấn` of `cuộc`, `băng rôn` of `cái`."""
    alike = next((group for group in wording.alike if unit in group), (unit,))
    return _begins(name, alike) or (unit in kind.silent and _begins(name, kind.names))


def _begins(name: str, words: Iterable[str]) -> bool:
    return (_place(name, words) or (1, 0))[0] == 0


def _place(name: str, words: Iterable[str]) -> tuple[int, int] | None:
    """Return where the first of `words` stands in a name, the longest of several first; None when none does."""
    found = (re.search(rf"(?<!\w){re.escape(word)}(?!\w)", name, re.IGNORECASE) for word in words if word)
    return min(((match.start(), -len(match[0])) for match in found if match), default=None)


def _alike(one: ActivitySum) -> str:
    return one_line(one.name).casefold()


def _series(one: ActivitySum, wording: Wording) -> str:
    """Name the parts of a series: `Chuyên mục: bưu chính công ích`, `Chuyên mục: một cửa` …"""
    parts = [one_line(row.title.partition(":")[2]) for row in one.rows]
    different = 1 < len(set(parts)) == len(parts) and all(parts)
    return wording.enumerate([f"“{part}”" for part in parts], one.unit or "phần") if different else ""


def _people(one: ActivitySum, crowds: Iterable[ActivitySum], wording: Wording) -> str:
    """Tell who took part; numbers that may not be added stand side by side, and people are not counted twice."""
    exact = 0 if kind_of(one, wording).link else sum(row.participants or 0 for row in one.rows)
    counted = [wording.amount(exact, "người")] if exact else []
    counted += [wording.amount(crowd.quantity, crowd.unit, crowd.qualifier) for crowd in crowds]
    online = all("trực tuyến" in row.note.casefold() for row in one.rows) and "trực tuyến" not in _alike(one)
    sentence = "nguoi_tham_gia_truc_tuyen" if online else "nguoi_tham_gia"
    return wording.say(sentence, so=" và ".join(counted)) if counted else ""
