"""The sentences that state a report's numbers: works, airings, topics, comparisons, and what each source brought.

Works (tin, bài) and airings (lượt) stand in sentences of their own and are never added; "hơn", "gần" and "khoảng" stay
with their numbers.

Knows: which numbers are told, in which order. Never: counts anything that the report does not say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from site_builder.counting.figures import Table, TableRow
from site_builder.model.ledger import OTHER_UNIT
from site_builder.reports import amendments
from site_builder.reports.drafting import AIRING, WORK, Drafter, Paragraph, days, plain, quoted
from site_builder.reports.report import Comparison, Report, SourceShare
from site_builder.reports.sums import apart
from site_builder.text import date_plain, decimal, lower_first, one_line, sort_key

_SPAN = re.compile(r"(.*?) \((.*)\)\Z")
_DAY = re.compile(r"\b(\d\d)/0([3-9])/(\d{4})")


def statistics(drafter: Drafter) -> tuple[Paragraph, ...]:
    """Tell the numbers, what they compare with, where they come from and what changed since filing."""
    report = drafter.report
    until = drafter.say("tam_tinh", ngay=date_plain(report.as_of)) if report.as_of else ""
    listed = drafter.say("danh_sach_phu_luc", phu_luc=drafter.annex, van_ban=drafter.document) if report.entries else ""
    counted = (
        until,
        _works(drafter),
        _airings(drafter),
        _carried(drafter),
        _sums_aired(drafter),
        _apart(drafter),
        _topics(drafter),
        *_comparisons(drafter),
    )
    changed = amendments.paragraphs(report, drafter.wording, drafter.document)
    return plain(*counted, _shares(drafter), _doubles(drafter), _missing(drafter), *changed, listed)


def _works(drafter: Drafter) -> str:
    report = drafter.report
    total, told = report.figures.total, {"co_quan": report.agency, **days(report)}
    if not total.works:
        return drafter.say("khong_tin_bai" if total.airings else "khong_tin_bai_va_luot", **told)
    rows, called = works_rows(report, "genre"), dict(drafter.wording.genres)
    names = [called.get(row.id) or lower_first(row.name) for row in rows]
    told["so"] = drafter.number(total.works)
    if not rows:
        return drafter.say("tin_bai_khong_ro_loai", **told)
    if len(rows) == 1:
        return drafter.say("tin_bai_mot_loai", **told, the_loai=names[0])
    counted = (drafter.wording.amount(row.count.works, name) for row, name in zip(rows, names, strict=True))
    return drafter.say("tin_bai", **told, the_loai="; ".join(counted))


def _airings(drafter: Drafter) -> str:
    total = drafter.report.figures.total
    if not total.airings:
        return drafter.say("khong_luot") if total.works else ""
    minutes = drafter.say("thoi_luong", so=drafter.number(total.minutes)) if total.minutes else ""
    return one_line(f"{_by_channel(drafter)} {minutes}")


def _by_channel(drafter: Drafter) -> str:
    number = drafter.number(drafter.report.figures.total.airings)
    rows = [row for row in _table_rows(drafter.report, "channel") if row.count.airings]
    outlets = outlets_of(drafter.report)
    if not rows:
        return drafter.say("luot_khong_ro_kenh", so=number)
    if len(rows) == 1:
        return drafter.say(
            "luot_mot_kenh", so=number, kenh=lower_first(rows[0].name) + _aired_by(drafter, rows[0], outlets)
        )
    told = "; ".join(
        drafter.say("kenh", ten=lower_first(row.name), so=drafter.number(row.count.airings))
        + _aired_by(drafter, row, outlets)
        for row in rows
    )
    return drafter.say("luot", so=number, kenh=told)


def _aired_by(drafter: Drafter, row: TableRow, outlets: dict[str, Counter[str]]) -> str:
    """Name the outlets of a channel in brackets; one that has all airings without its number."""
    known = sorted(outlets[row.name].items(), key=lambda entry: (-entry[1], sort_key(entry[0])))
    if not known:
        return ""
    if len(known) == 1 and known[0][1] == row.count.airings:
        return f" ({known[0][0]})"
    names = [drafter.say("noi_dang", ten=name, so=drafter.number(times)) for name, times in known]
    return f" ({drafter.wording.enumerate(names, 'nơi đăng, phát')})"


def _carried(drafter: Drafter) -> str:
    number = sum(not entry.counts_as_work and not entry.is_sum for entry in drafter.report.entries)
    return drafter.say("ngoai_ky", so=drafter.number(number)) if number else ""


def _sums_aired(drafter: Drafter) -> str:
    """Tell of lượt of which the works, or the days, are not told."""
    sums = sum(entry.airings for entry in drafter.report.entries if entry.is_sum)
    undated = sum(airing.undated for airing in drafter.report.airings)
    nameless = drafter.say("luot_so_tong", so=drafter.number(sums)) if sums else ""
    return one_line(f"{nameless} {drafter.say('luot_chua_ro_ngay', so=drafter.number(undated)) if undated else ''}")


def _apart(drafter: Drafter) -> str:
    """Name what is in no number of works or airings, and why."""
    found = apart(drafter.report.sums)
    others = found.pop(OTHER_UNIT, [])
    told = [f"{drafter.wording.enumerate(words, 'nội dung')} ({reason})" for reason, words in found.items()]
    told += [drafter.say("hoat_dong_khac_don_vi", ten=", ".join(others))] if others else []
    return drafter.say("khong_tinh", danh_sach="; ".join(told)) if told else ""


def _topics(drafter: Drafter) -> str:
    table, rows = _table(drafter.report, "topic"), works_rows(drafter.report, "topic")
    if table is None or not rows:
        return ""
    if drafter.wording.is_long(rows):
        rows.sort(key=lambda row: -row.count.works)
    told = [drafter.say("muc_so", ten=one_line(row.name), so=drafter.number(row.count.works)) for row in rows]
    return drafter.say("chu_de_trung" if table.shared else "chu_de", danh_sach=drafter.listed(told, "chủ đề"))


def _comparisons(drafter: Drafter) -> tuple[str, ...]:
    known = [entry for entry in drafter.report.comparisons if entry.count]
    empty = [_parted(entry.label)[0] for entry in drafter.report.comparisons if not entry.count]
    none = drafter.say("khong_so_sanh", ky_truoc=" và ".join(empty)) if empty else ""
    return (*(_compared(drafter, one) for one in known), none)


def _compared(drafter: Drafter, entry: Comparison) -> str:
    then, now, day = entry.count, drafter.report.figures.total, drafter.report.as_of
    name, span = _parted(entry.label)
    told = {
        "ky_truoc": name,
        "thoi_gian": span,
        "so_bai": drafter.number(then.works),
        "so_luot": drafter.number(then.airings),
        "bai": _change(drafter, now.works, then.works, WORK),
        "luot": _change(drafter, now.airings, then.airings, AIRING),
    }
    return drafter.say("so_sanh_tam_tinh", **told, ngay=date_plain(day)) if day else drafter.say("so_sanh", **told)


def _change(drafter: Drafter, now: int, before: int, unit: str) -> str:
    if now == before:
        return drafter.say("giu_nguyen", don_vi=unit)
    told = {"so": drafter.number(abs(now - before)), "don_vi": unit}
    if not before:
        return drafter.say("tang_tu_khong", **told)
    share = abs(now - before) * 100 / before
    percent = f"{decimal(share)}%" if share >= 0.05 else "dưới 0,1%"
    return drafter.say("tang" if now > before else "giam", **told, phan_tram=percent)


def _shares(drafter: Drafter) -> str:
    shares = drafter.report.shares
    if len(shares) < 2:
        return ""
    told = drafter.listed([_share(drafter, share) for share in shares], "nguồn")
    return drafter.say("nguon", so=drafter.number(len(shares)), danh_sach=told)


def _share(drafter: Drafter, share: SourceShare) -> str:
    numbers = (
        (share.works, WORK),
        (share.airings, AIRING),
        (share.minutes, "phút"),
        (share.activities, "hoạt động"),
    )
    told = [drafter.wording.amount(number, unit) for number, unit in numbers if number]
    return drafter.say("nguon_muc", ten=share.name, loai=share.kind, so_lieu="; ".join(told) or "không có số liệu")


def _doubles(drafter: Drafter) -> str:
    """Name what several sources sent in and that counts once."""
    found = [f"{quoted(one.title)} ({one.source})" for one in drafter.report.doubles]
    told = drafter.wording.enumerate(found, WORK)
    return drafter.say("trung_lap", so=drafter.number(len(found)), ten=told) if found else ""


def _missing(drafter: Drafter) -> str:
    names = drafter.report.missing
    if not names:
        return ""
    told = "; ".join(names)
    if len(names) > drafter.wording.most_units:
        told = drafter.listed(names, "cơ quan, đơn vị")
    return drafter.say("chua_gui", so=drafter.number(len(names)), ten=told)


def _parted(label: str) -> tuple[str, str]:
    """Part `kỳ trước (26/02/2019 – 25/05/2019)` into name and days, the days as sentences write them."""
    found = _SPAN.match(label)
    return (found[1], _DAY.sub(r"\1/\2/\3", found[2])) if found else (label, "")


def _table(report: Report, axis: str) -> Table | None:
    return next((table for table in report.figures.tables if table.axis == axis), None)


def _table_rows(report: Report, axis: str) -> tuple[TableRow, ...]:
    table = _table(report, axis)
    return table.rows if table else ()


def works_rows(report: Report, axis: str) -> list[TableRow]:
    """Return the rows of an axis in which a work stands."""
    return [row for row in _table_rows(report, axis) if row.count.works]


def outlets_of(report: Report) -> dict[str, Counter[str]]:
    """Return how many times each outlet aired something, by name of the channel."""
    outlets: dict[str, Counter[str]] = defaultdict(Counter)
    for airing in report.airings:
        if airing.outlet:
            outlets[airing.channel][airing.outlet] += 1
    return outlets


def works_table(report: Report) -> tuple[tuple[str, int, int], ...]:
    """Return works and airings by genre, for a table within the report: name, works, airings."""
    rows = _table_rows(report, "genre")
    return tuple((row.name, row.count.works, row.count.airings) for row in rows if row.count)
