"""What a signed paper says of a report that was filed before: what it replaces, and what changed since.

One paragraph names at most `MOST_NAMED` items and counts the rest; every item stands in the workbook's own sheet.

Knows: the words of a later difference. Never: compares anything itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest

from site_builder.reports.item_changes import ADDED, EDITED, GONE
from site_builder.reports.report import ItemChange, Report
from site_builder.text import date_short, decimal, integer, one_line

MOST_NAMED = 5
"""Items that the paragraph names, of all kinds of change together."""
SHEET = "Thay đổi sau nộp"
"""The workbook's sheet that names every item."""
VERBS = {ADDED: "bổ sung", GONE: "không còn", EDITED: "sửa"}
TOTALS = ("Tổng số tin, bài", "Tổng số lượt", "Tổng số phút", "Số chuyên mục")
"""Numbers that the paragraph sets beside the filed ones; rows of tables stand in the workbook."""
_NUMBERED = re.compile(r"(?:(?:báo cáo|công văn|văn bản)\s+)?(?:số\s*:?\s*)?", re.IGNORECASE)


def paragraphs(report: Report, document: str = "báo cáo") -> tuple[str, ...]:
    """Return what the paper says, if anything; `document` is what it calls itself (`báo cáo`, `văn bản`)."""
    return tuple(text for text in (_replaced(report, document), _changed(report)) if text)


def item_words(change: ItemChange) -> str:
    """Name an item, and what changed of one that was edited: `“A” (01/08/2019; chủ đề: X → Y)`."""
    fields = (
        f"{field.name}: {field.filed} → {field.now or 'bỏ trống'}" if field.filed else f"{field.name}: {field.now}"
        for field in change.fields
    )
    return f"“{one_line(change.title)}” ({'; '.join((date_short(change.date), *fields))})"


def _replaced(report: Report, document: str) -> str:
    """Say which report this one supplements and replaces: only when the official's own words ask for it."""
    asked = one_line(report.words.replaces)
    if not asked:
        return ""
    number = asked[_NUMBERED.match(asked).end() :]  # type: ignore[union-attr]  # it matches the empty text, too
    return f"{document[:1].upper()}{document[1:]} này bổ sung, thay thế {document} số {number}."


def _changed(report: Report) -> str:
    """Say in one sentence which items and totals differ from what was filed; empty when nothing does."""
    if report.filed is None or not (report.changes or report.item_changes):
        return ""
    sent = f"So với báo cáo kỳ này đã gửi ngày {date_short(report.filed)}"
    told = "; ".join((*_items(report.item_changes), *_totals(report)))
    return f"{sent}: {told or 'số liệu trong các bảng có thay đổi'}{_rest(report)}."


def _items(changes: Iterable[ItemChange]) -> Iterator[str]:
    """Tell the changes by kind, with their count and the items that may be named."""
    groups: dict[tuple[str, str], list[ItemChange]] = {}
    for change in changes:
        groups.setdefault((change.verb, change.part), []).append(change)
    order = sorted(groups, key=lambda key: (list(VERBS).index(key[0]), key[1] != "tin, bài"))
    turns = chain.from_iterable(zip_longest(*(groups[key] for key in order)))
    named = {id(change) for change in [change for change in turns if change][:MOST_NAMED]}
    for verb, part in order:
        group = groups[verb, part]
        names = "; ".join(item_words(change) for change in group if id(change) in named)
        yield f"{VERBS[verb]} {integer(len(group))} {part}" + (f": {names}" if names else "")


def _totals(report: Report) -> Iterator[str]:
    differing = {change.name: change for change in report.changes}
    for name in TOTALS:
        if change := differing.get(name):
            told = f"đã báo cáo {decimal(change.filed, 2)}, hiện nay {decimal(change.now, 2)}"
            yield f"{name[:1].lower()}{name[1:]}: {told}"


def _rest(report: Report) -> str:
    """Lead to the full list where not everything is named."""
    more = len(report.item_changes) > MOST_NAMED or any(change.name not in TOTALS for change in report.changes)
    return f" (đầy đủ tại trang “{SHEET}” của tệp Excel kèm theo)" if more else ""
