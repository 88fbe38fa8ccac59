"""What a signed paper says of a report that was filed before: what it replaces, and what changed since.

One paragraph names a few items (`Wording.most_named`) and counts the rest; all stand in the workbook's own sheet.

Knows: which differences a paper names. Never: compares anything itself; never words a sentence itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest

from site_builder.model.wording import Wording
from site_builder.reports.item_changes import ADDED, EDITED, GONE
from site_builder.reports.report import ItemChange, Report
from site_builder.text import date_plain, lower_first, one_line, sentence_case

SHEET = "Thay đổi sau nộp"
"""The workbook's sheet that names every item."""
SENTENCES = {ADDED: "da_bo_sung", GONE: "khong_con", EDITED: "da_sua"}
"""What each kind of change is told by, in this order."""
TOTALS = ("Tổng số tin, bài", "Tổng số lượt", "Tổng số phút", "Số chuyên mục")
"""Numbers that the paragraph sets beside the filed ones; rows of tables stand in the workbook."""
_NUMBERED = re.compile(r"(?:(?:báo cáo|công văn|văn bản)\s+)?(?:số\s*:?\s*)?", re.IGNORECASE)


def paragraphs(report: Report, wording: Wording, document: str = "báo cáo") -> tuple[str, ...]:
    """Return what the paper says, if anything; `document` is what it calls itself (`báo cáo`, `văn bản`)."""
    return tuple(text for text in (_replaced(report, wording, document), _changed(report, wording)) if text)


def item_words(change: ItemChange) -> str:
    """Name an item, and what changed of one that was edited: `“A” (01/8/2019; chủ đề: X → Y)`."""
    fields = (
        f"{field.name}: {field.filed} → {field.now or 'bỏ trống'}" if field.filed else f"{field.name}: {field.now}"
        for field in change.fields
    )
    return f"“{one_line(change.title)}” ({'; '.join((date_plain(change.date), *fields))})"


def _replaced(report: Report, wording: Wording, document: str) -> str:
    """Say which report this one supplements and replaces: only when the official's own words ask for it."""
    asked = one_line(report.words.replaces)
    if not asked:
        return ""
    number = asked[_NUMBERED.match(asked).end() :]  # type: ignore[union-attr]  # it matches the empty text, too
    return sentence_case(wording.say("thay_the", van_ban=document, so=number))


def _changed(report: Report, wording: Wording) -> str:
    """Say in one sentence which items and totals differ from what was filed; empty when nothing does."""
    if report.filed is None or not (report.changes or report.item_changes):
        return ""
    told = "; ".join((*_items(report.item_changes, wording), *_totals(report, wording))) or wording.say("thay_doi_bang")
    if len(report.item_changes) > wording.most_named or any(one.name not in TOTALS for one in report.changes):
        told = wording.say("xem_excel", danh_sach=told, trang=SHEET)
    return wording.say("thay_doi", ngay=date_plain(report.filed), danh_sach=told)


def _items(changes: Iterable[ItemChange], wording: Wording) -> Iterator[str]:
    """Tell the changes by kind, with their count and the items that may be named."""
    groups: dict[tuple[str, str], list[ItemChange]] = {}
    for change in changes:
        groups.setdefault((change.verb, change.part), []).append(change)
    order = sorted(groups, key=lambda key: (list(SENTENCES).index(key[0]), key[1] != "tin, bài"))
    turns = chain.from_iterable(zip_longest(*(groups[key] for key in order)))
    named = {id(change) for change in [change for change in turns if change][: wording.most_named]}
    for verb, part in order:
        group = groups[verb, part]
        names = "; ".join(item_words(change) for change in group if id(change) in named)
        told = wording.say(SENTENCES[verb], so=wording.number(len(group)), loai=part)
        yield wording.say("thay_doi_muc", thay_doi=told, ten=names) if names else told


def _totals(report: Report, wording: Wording) -> Iterator[str]:
    differing = {change.name: change for change in report.changes}
    for name in TOTALS:
        if change := differing.get(name):
            told = {"truoc": wording.number(change.filed), "nay": wording.number(change.now)}
            yield wording.say("thay_doi_so", ten=lower_first(name), **told)
