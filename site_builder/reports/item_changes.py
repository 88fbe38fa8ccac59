"""Which works and which rows of activities came, went or changed since a report was filed.

An item is known by its id; else by its address, where no other item has that; else by title, day and agency. A row
of activities has no id: equal rows are the same row, then rows of one title, day and agency, then of one title. Names
are not compared, ids are: an agency that got another name is the same agency.

Knows: items and rows as the report's JSON holds them. Never: counts along an axis; never changes what was filed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from site_builder.counting.axes import NONE_NAMES
from site_builder.reports.report import FieldChange, ItemChange
from site_builder.reports.to_json import Json
from site_builder.text import date_short, decimal, integer

ADDED, GONE, EDITED = "thêm", "gỡ", "sửa"
"""What became of an item."""
WORK, ACTIVITY, SOURCE = "tin, bài", "hoạt động", "nguồn số liệu"
"""What an item is; a source is told as a whole when it was gathered into only one of two reports."""
NAMED = {"agency": "cơ quan", "genre": "thể loại", "column": "chuyên mục"}
"""Fields of a work that hold an id and a name."""
LISTED = {
    "topics": ("topic", "chủ đề"),
    "directives": ("directive", "nội dung tuyên truyền"),
    "channels": ("channel", "kênh"),
    "outlets": ("outlet", "nơi đăng, phát"),
}
"""Fields of a work that list ids of an axis."""
ROW_AXES = {"agency": "cơ quan", "topic": "chủ đề", "channel": "kênh", "outlet": "nơi đăng, phát", "genre": "thể loại"}
ROW_NUMBERS = {"airings": "lượt", "minutes": "phút", "participants": "người tham gia"}
ROW_WORDS = {"title": "tên", "url": "địa chỉ", "note": "ghi chú"}

Pair: TypeAlias = tuple[Json | None, Json | None]
Names: TypeAlias = Mapping[str, Mapping[str, str]]
"""By axis the names of ids."""
_Key: TypeAlias = Callable[[Json], object]


def paired(old: Iterable[Json], new: Iterable[Json]) -> tuple[Pair, ...]:
    """Pair the works of two reports: gone ones first, then new ones, then those in both, each in its report's order."""
    return _in_order(_paired(list(old), list(new), _WORK_KEYS))


def paired_rows(old: Iterable[Json], new: Iterable[Json]) -> tuple[Pair, ...]:
    """Pair the rows of activities of two reports; rows that are works stand among the works."""
    before, after = ([row for row in rows if not row["is_work"]] for rows in (old, new))
    return _in_order(_paired(before, after, _ROW_KEYS))


def work_change(pair: Pair, names: Names, filed: date) -> ItemChange | None:
    """Say what became of a work, or of a sum that aired; None when nothing did. `filed` is the day of filing."""
    old, new = pair
    one = new or old
    part = ACTIVITY if one and one.get("is_sum") else WORK
    if old and new:
        fields = tuple(_work_fields(old, new, names, filed))
        return _change(EDITED, part, new, fields) if fields else None
    return _change(ADDED if new else GONE, part, one) if one else None


def row_change(pair: Pair, names: Names) -> ItemChange | None:
    """Say what became of a row of activities; None when nothing did."""
    old, new = pair
    if old and new:
        fields = tuple(_row_fields(old, new, names))
        return _change(EDITED, ACTIVITY, new, fields) if fields else None
    one = new or old
    return _change(ADDED if new else GONE, ACTIVITY, one) if one else None


def _change(verb: str, part: str, item: Json, fields: tuple[FieldChange, ...] = ()) -> ItemChange:
    title = item["title"] or (_amount(item) if part == ACTIVITY else item["url"])
    day = date.fromisoformat(item["date"][:10])
    return ItemChange(
        verb=verb, part=part, id=item.get("id", ""), title=title, date=day, url=item["url"], fields=fields
    )


# Which is which


def _in_order(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair[1] is not None, pair[0] is not None)))


def _paired(old: list[Json], new: list[Json], keys: Sequence[tuple[_Key, bool]]) -> Iterator[Pair]:
    """Pair what has the same key, the surest key first; what is left over came or went."""
    for key, must_be_one in keys:
        before, after = _grouped(old, key), _grouped(new, key)
        matched: set[int] = set()
        for name in after:
            ours, theirs = before.get(name, []), after[name]
            if must_be_one and (len(ours), len(theirs)) != (1, 1):
                continue
            for pair in _matched(ours, theirs):
                matched |= {id(pair[0]), id(pair[1])}
                yield pair
        old = [item for item in old if id(item) not in matched]
        new = [item for item in new if id(item) not in matched]
    yield from ((item, None) for item in old)
    yield from ((None, item) for item in new)


def _grouped(items: Iterable[Json], key: _Key) -> dict[object, list[Json]]:
    found: dict[object, list[Json]] = {}
    for item in items:
        if name := key(item):
            found.setdefault(name, []).append(item)
    return found


def _matched(old: list[Json], new: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Pair items of one key: equal ones first, so that of two alike the one that went is told, then in order."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    left = list(old)
    rest = []
    for item in new:
        same = next((one for one in left if _same(one) == _same(item)), None)
        if same is None:
            rest.append(item)
        else:
            left.remove(same)
            yield same, item
    yield from zip(left, rest, strict=False)


def _same(item: Json) -> object:
    """Return what makes two items of one key equal."""
    if "place" in item:
        return _whole_row(item)
    return [item["title"], item["date"], item["airings"], *(item[key]["id"] for key in NAMED), *map(item.get, LISTED)]


def _whole_row(row: Json) -> object:
    return tuple((name, row[name]) for name in sorted(row) if name not in ("place", "is_work"))


def _named_day(item: Json) -> object:
    agency = item["agency"]["id"] if isinstance(item["agency"], Mapping) else item["agency"]
    return (item["title"], item["date"][:10], agency) if item["title"] else None


_WORK_KEYS: tuple[tuple[_Key, bool], ...] = (
    (lambda item: item["id"], False),
    (lambda item: item["url"], True),
    (_named_day, False),
)
_ROW_KEYS: tuple[tuple[_Key, bool], ...] = (
    (_whole_row, False),
    (_named_day, False),
    (lambda row: row["url"], True),
    (lambda row: (row["title"], row["unit"]) if row["title"] else None, True),
    (lambda row: (row["date"], row["unit"], row["agency"], row["channel"]) if not row["title"] else None, True),
)
"""By what items are known, the surest first; and whether it must be one item's alone in both reports."""


# What is otherwise


def _work_fields(old: Json, new: Json, names: Names, filed: date) -> Iterator[FieldChange]:
    """Yield what differs between a work as filed and now."""
    if old["title"] != new["title"]:
        yield FieldChange(name="tên", filed=old["title"], now=new["title"])
    if old["date"] != new["date"]:
        yield FieldChange(name="ngày", filed=_moment(old["date"]), now=_moment(new["date"]))
    for key, words in NAMED.items():
        if old[key]["id"] != new[key]["id"]:
            yield FieldChange(name=words, filed=old[key]["name"], now=new[key]["name"])
    yield from _places(old, new, names)
    if old["counts_as_work"] != new["counts_as_work"]:
        told = ["có" if item["counts_as_work"] else "không" for item in (old, new)]
        yield FieldChange(name="tính là tin, bài của kỳ", filed=told[0], now=told[1])
    if corrected := _corrections(old, new, filed):
        yield FieldChange(name="đính chính", filed="", now="; ".join(corrected))


def _places(old: Json, new: Json, names: Names) -> Iterator[FieldChange]:
    """Yield rows and airings that differ; where it aired is told by the airings when those differ."""
    aired = old["airings"] != new["airings"]
    lists = {key: told for key, told in LISTED.items() if not (aired and key in ("channels", "outlets"))}
    for key, (axis, words) in lists.items():
        if old[key] != new[key]:
            yield FieldChange(name=words, filed=_listed(old[key], names, axis), now=_listed(new[key], names, axis))
    if aired:
        yield _airings(old["airings"], new["airings"], names)
    if old["kind"] != new["kind"]:
        kinds = [_listed([item["kind"]], names, "kind") for item in (old, new)]
        yield FieldChange(name="loại nguồn", filed=kinds[0], now=kinds[1])


def _airings(old: Sequence[Json], new: Sequence[Json], names: Names) -> FieldChange:
    """Tell how many airings there were and are, and which differ."""
    before, after = (Counter(_airing(one, names) for one in airings) for airings in (old, new))
    told = []
    for number, only in ((len(old), before - after), (len(new), after - before)):
        which = "; ".join(only.elements())
        told.append(f"{integer(number)} lượt" + (f" ({which})" if which else ""))
    return FieldChange(name="lượt đăng, phát", filed=told[0], now=told[1])


def _airing(airing: Json, names: Names) -> str:
    """Write one airing: `24/08/2019 07:00, Truyền hình, STV1, 5 phút`."""
    where = [names.get(axis, {}).get(airing[axis], airing[axis]) for axis in ("channel", "outlet")]
    length = "" if airing["minutes"] is None else f"{decimal(airing['minutes'])} phút"
    day = NONE_NAMES["month"].lower() if airing.get("undated") else _moment(airing["date"])
    return ", ".join(word for word in (day, *where, length) if word)


def _corrections(old: Json, new: Json, filed: date) -> list[str]:
    """Return the days of corrections since the filing; an old file does not say which it knew: its day decides."""
    known = old.get("corrected")
    later = [moment for moment in new.get("corrected", ()) if known is None and moment[:10] >= filed.isoformat()]
    fresh = later if known is None else [moment for moment in new.get("corrected", ()) if moment not in known]
    return [date_short(date.fromisoformat(moment[:10])) for moment in fresh]


def _row_fields(old: Json, new: Json, names: Names) -> Iterator[FieldChange]:
    """Yield what differs between a row of activities as filed and now."""
    if old["date"] != new["date"]:
        days = (date_short(date.fromisoformat(row["date"])) for row in (old, new))
        yield FieldChange(name="ngày", filed=next(days), now=next(days))
    if _amount(old) != _amount(new):
        yield FieldChange(name="số lượng", filed=_amount(old), now=_amount(new))
    for key, words in ROW_WORDS.items():
        if old[key] != new[key]:
            yield FieldChange(name=words, filed=old[key], now=new[key])
    for key, words in ROW_AXES.items():
        if old[key] != new[key]:
            yield FieldChange(name=words, filed=_listed([old[key]], names, key), now=_listed([new[key]], names, key))
    for key, words in ROW_NUMBERS.items():
        if old[key] != new[key]:
            told = ("" if row[key] is None else decimal(row[key]) for row in (old, new))
            yield FieldChange(name=words, filed=next(told), now=next(told))


def _amount(row: Json) -> str:
    return " ".join(word for word in (row["qualifier"], decimal(row["quantity"], 2), row["unit"]) if word)


def _listed(ids: Iterable[str], names: Names, axis: str) -> str:
    return "; ".join(names.get(axis, {}).get(id_, id_) for id_ in ids)


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}"
