"""The paragraphs of a report, drafted in official Vietnamese from a `Report` by the portal's rules of wording.

The draft states numbers and nothing else. Works (tin, bài) and airings (lượt) stand in sentences of their own and are
never added; "hơn", "gần" and "khoảng" stay with their numbers. How well a plan was fulfilled is for the head of the
agency to decide: it is only proposed, in square brackets. What only people can tell (difficulties, proposals, next
tasks) comes from the report's own words; where there are none, a bracketed line asks for them.

Knows: what a report says, in which order. Never: counts anything that the report does not say; never words a sentence
itself (`model.wording` has them); never knows Word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from site_builder.counting.figures import Row, Table
from site_builder.model.ledger import OTHER_UNIT
from site_builder.model.wording import Wording
from site_builder.reports import amendments, deeds
from site_builder.reports.report import Comparison, PlanLine, Report, Share
from site_builder.reports.sums import apart
from site_builder.text import date_plain, decimal, integer, lower_first, one_line, sort_key

WORK = "tin, bài"
AIRING = "lượt đăng, phát"
LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of points in documents: the Vietnamese alphabet without ă, â, ê, ô, ơ, ư (and without f, j, w, z)."""

_TIME = re.compile(r"\b(?:\d+ tháng|sáu tháng|chín tháng|tháng|quý|năm|tuần|giai đoạn)\b[^(]*(?<!\s)", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[-+*•–]|\w[.)]|\d{1,2}[.)])\s+")
_SPAN = re.compile(r"(.*?) \((.*)\)\Z")
_DAY = re.compile(r"\b(\d\d)/0([3-9])/(\d{4})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One paragraph of plain text."""

    text: str
    is_prompt: bool = False
    """True for a bracketed line that someone has to complete or decide; shown in italics."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrative:
    """The drafted paragraphs by part; the forms put the parts in their own order."""

    opening: Paragraph
    """With the legal bases."""
    short_opening: Paragraph
    """Without them, for a form that lists them as tasks."""
    tasks: tuple[Paragraph, ...]
    content: tuple[Paragraph, ...]
    """Columns, activities off the portal, featured titles, own words on results."""
    statistics: tuple[Paragraph, ...]
    """Works, airings, topics, comparison, sources, what changed since filing."""
    plan: tuple[Paragraph, ...]
    assessment: tuple[Paragraph, ...]
    difficulties: tuple[Paragraph, ...]
    proposals: tuple[Paragraph, ...]
    next_tasks: tuple[Paragraph, ...]
    closing: Paragraph
    """Ends with `./.`."""


def draft(report: Report, wording: Wording, *, document: str = "báo cáo", annex: str = "Phụ lục") -> Narrative:
    """Draft all parts; `document` is what the paper calls itself (`báo cáo`, `văn bản`), `annex` its annex's label."""
    words, say = report.words, wording.say
    drafter = _Drafter(report, wording, document, annex)
    return Narrative(
        opening=Paragraph(text=drafter.opening(words.legal)),
        short_opening=Paragraph(text=drafter.opening(())),
        tasks=drafter.tasks(),
        content=drafter.content(),
        statistics=drafter.statistics(),
        plan=drafter.plan(),
        assessment=own_paragraphs(words.assessment) or (drafter.proposed(),),
        difficulties=own_paragraphs(words.difficulties) or (_prompt(say("nhac_kho_khan")),),
        proposals=own_paragraphs(words.proposals) or (_prompt(say("nhac_kien_nghi")),),
        next_tasks=own_paragraphs(words.next_tasks) or (_prompt(say("nhac_phuong_huong")),),
        closing=Paragraph(text=say("ket_thuc", ky=label_in_prose(report), co_quan=report.agency)),
    )


def title(report: Report, wording: Wording) -> str:
    """Return the report's summary (trích yếu): its own, or a drafted one."""
    return one_line(report.words.title) or wording.say("trich_yeu", ky=label_in_prose(report))


def label_in_prose(report: Report) -> str:
    """Return the period as it stands within a sentence: `quý III/2019`, `6 tháng đầu năm 2021`.

    What stands before the time and a note in brackets are left out (`Tuyên truyền quý III/2019 (26/5–25/8)`); a span of
    days chosen by hand is told by its days.
    """
    label = one_line(report.period.label)
    time = _TIME.search(label)
    if time:
        return time[0][0].lower() + time[0][1:]
    days = _days(report)
    return f"từ ngày {days['tu']} đến ngày {days['den']}" if _is_by_days(report) else lower_first(label)


def own_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split a person's words: an empty line or an item of a list starts a paragraph."""
    found: list[list[str]] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        found.append([])
        for line in block.split("\n"):
            if _ITEM.match(line) and found[-1]:
                found.append([])
            found[-1].append(re.sub(r"^\s*[*•–]\s+", "- ", line))
    lines = (one_line(" ".join(parts)) for parts in found)
    return tuple(Paragraph(text=line) for line in lines if line)


def lettered(items: Sequence[str]) -> tuple[Paragraph, ...]:
    """Make points `a) …;` `b) ….`; dashes when there are more points than letters."""
    marks = [f"{letter})" for letter in LETTERS] if len(items) <= len(LETTERS) else ["-"] * len(items)
    ends = [";"] * (len(items) - 1) + ["."]
    return tuple(
        Paragraph(text=f"{mark} {item.rstrip('.;')}{end}") for mark, item, end in zip(marks, items, ends, strict=False)
    )


def _prompt(text: str) -> Paragraph:
    return Paragraph(text=f"[{text}]", is_prompt=True)


def _plain(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=text) for text in texts if text)


def _is_by_days(report: Report) -> bool:
    """Say whether the period has no name but its days."""
    label = one_line(report.period.label)
    return not _TIME.search(label) and (label.startswith("từ ") or not any(letter.isalpha() for letter in label))


def _days(report: Report) -> dict[str, str]:
    return {"tu": date_plain(report.period.since), "den": date_plain(report.period.until)}


def _is_clause(text: str) -> bool:
    return text.lower().startswith(("căn cứ", "thực hiện", "theo", "triển khai", "tiếp theo"))


class _Drafter:
    """Words one report, part by part."""

    def __init__(self, report: Report, wording: Wording, document: str, annex: str) -> None:
        self._report = report
        self._wording = wording
        self._say = wording.say
        self._number = wording.number
        self._document = document
        self._annex = annex

    def opening(self, legal: Sequence[str]) -> str:
        """Say what is reported, by whom and for which days, with the legal bases."""
        bases = [one_line(text).rstrip(".;,") for text in legal]
        bases = [text if _is_clause(text) else f"Thực hiện {text}" for text in bases]
        start = "; ".join(text if place == 0 else text[0].lower() + text[1:] for place, text in enumerate(bases))
        days = {"co_quan": self._report.agency, **_days(self._report)}
        named = not _is_by_days(self._report)
        key = "mo_dau" if named else "mo_dau_theo_ngay"
        facts = self._say(key, **days, ky=label_in_prose(self._report))
        return self._say("can_cu", can_cu=start, mo_dau=facts) if start else facts

    def tasks(self) -> tuple[Paragraph, ...]:
        """Say by which papers the tasks were given."""
        legal = [one_line(text).rstrip(".;,") for text in self._report.words.legal]
        bare = [re.sub(r"^(?i:căn cứ|thực hiện|theo)\s+", "", text) for text in legal]
        if not bare:
            return (_prompt(self._say("nhac_nhiem_vu")),)
        return _plain(self._say("nhiem_vu", co_quan=self._report.agency, van_ban="; ".join(bare)))

    def content(self) -> tuple[Paragraph, ...]:
        """Tell of columns, activities and featured works, then the agency's own words."""
        drafted = _plain(self._columns(), self._activities(), self._featured())
        own = own_paragraphs(self._report.words.results)
        if drafted or own:
            return (*drafted, *own)
        besides = self._report.figures.total.works
        return _plain(self._say("khong_hoat_dong_ngoai_tin_bai" if besides else "khong_hoat_dong"))

    def statistics(self) -> tuple[Paragraph, ...]:
        """Tell the numbers, what they compare with, where they come from and what changed since filing."""
        report = self._report
        until = self._say("tam_tinh", ngay=date_plain(report.as_of)) if report.as_of else ""
        listed = self._say("danh_sach_phu_luc", phu_luc=self._annex, van_ban=self._document) if report.entries else ""
        counted = (
            until,
            self._works(),
            self._airings(),
            self._carried(),
            self._sums_aired(),
            self._apart(),
            self._topics(),
            *self._comparisons(),
        )
        changed = amendments.paragraphs(report, self._wording, self._document)
        return _plain(*counted, self._shares(), self._doubles(), self._missing(), *changed, listed)

    def _listed(self, names: Sequence[str], kind: str, *, in_annex: bool = True) -> str:
        """Name the first few, count the others and say where all of them stand."""
        told = self._wording.enumerate(names, kind)
        if not self._wording.is_long(names) or not in_annex:
            return told
        return self._say("xem_phu_luc", danh_sach=told, phu_luc=self._annex)

    def _columns(self) -> str:
        report = self._report
        if not report.columns:
            return ""
        names = sorted({entry.column for entry in report.entries if entry.column}, key=sort_key)
        told = {"co_quan": report.agency, "so": self._number(report.columns)}
        if len(names) != report.columns:
            return self._say("chuyen_muc_khong_ten", **told)
        return self._say("chuyen_muc", **told, ten=self._listed([_quoted(name) for name in names], "chuyên mục"))

    def _activities(self) -> str:
        parts = deeds.told(self._report.sums, self._wording)
        return self._say("hoat_dong", danh_sach=self._listed(parts, "hoạt động")) if parts else ""

    def _featured(self) -> str:
        titles = [_quoted(one.title) for one in self._report.entries if one.featured and one.counts_as_work]
        return self._say("noi_bat", ten=self._listed(titles, WORK, in_annex=False)) if titles else ""

    def _works(self) -> str:
        report = self._report
        total, told = report.figures.total, {"co_quan": report.agency, **_days(report)}
        if not total.works:
            return self._say("khong_tin_bai" if total.airings else "khong_tin_bai_va_luot", **told)
        rows, called = works_rows(report, "genre"), dict(self._wording.genres)
        names = [called.get(row.id) or lower_first(row.name) for row in rows]
        told["so"] = self._number(total.works)
        if not rows:
            return self._say("tin_bai_khong_ro_loai", **told)
        if len(rows) == 1:
            return self._say("tin_bai_mot_loai", **told, the_loai=names[0])
        counted = (self._wording.amount(row.count.works, name) for row, name in zip(rows, names, strict=True))
        return self._say("tin_bai", **told, the_loai="; ".join(counted))

    def _airings(self) -> str:
        total = self._report.figures.total
        if not total.airings:
            return self._say("khong_luot") if total.works else ""
        minutes = self._say("thoi_luong", so=self._number(total.minutes)) if total.minutes else ""
        return one_line(f"{self._by_channel()} {minutes}")

    def _by_channel(self) -> str:
        number = self._number(self._report.figures.total.airings)
        rows = [row for row in _table_rows(self._report, "channel") if row.count.airings]
        outlets = outlets_of(self._report)
        if not rows:
            return self._say("luot_khong_ro_kenh", so=number)
        if len(rows) == 1:
            return self._say(
                "luot_mot_kenh", so=number, kenh=lower_first(rows[0].name) + self._aired_by(rows[0], outlets)
            )
        told = "; ".join(
            self._say("kenh", ten=lower_first(row.name), so=self._number(row.count.airings))
            + self._aired_by(row, outlets)
            for row in rows
        )
        return self._say("luot", so=number, kenh=told)

    def _aired_by(self, row: Row, outlets: dict[str, Counter[str]]) -> str:
        """Name the outlets of a channel in brackets; one that has all airings without its number."""
        known = sorted(outlets[row.name].items(), key=lambda entry: (-entry[1], sort_key(entry[0])))
        if not known:
            return ""
        if len(known) == 1 and known[0][1] == row.count.airings:
            return f" ({known[0][0]})"
        names = [self._say("noi_dang", ten=name, so=self._number(times)) for name, times in known]
        return f" ({self._wording.enumerate(names, 'nơi đăng, phát')})"

    def _carried(self) -> str:
        number = sum(not entry.counts_as_work and not entry.is_sum for entry in self._report.entries)
        return self._say("ngoai_ky", so=self._number(number)) if number else ""

    def _sums_aired(self) -> str:
        """Tell of lượt of which the works, or the days, are not told."""
        sums = sum(entry.airings for entry in self._report.entries if entry.is_sum)
        undated = sum(airing.undated for airing in self._report.airings)
        nameless = self._say("luot_so_tong", so=self._number(sums)) if sums else ""
        return one_line(f"{nameless} {self._say('luot_chua_ro_ngay', so=self._number(undated)) if undated else ''}")

    def _apart(self) -> str:
        """Name what is in no number of works or airings, and why."""
        found = apart(self._report.sums)
        others = found.pop(OTHER_UNIT, [])
        told = [f"{self._wording.enumerate(words, 'nội dung')} ({reason})" for reason, words in found.items()]
        told += [self._say("hoat_dong_khac_don_vi", ten=", ".join(others))] if others else []
        return self._say("khong_tinh", danh_sach="; ".join(told)) if told else ""

    def _topics(self) -> str:
        table, rows = _table(self._report, "topic"), works_rows(self._report, "topic")
        if table is None or not rows:
            return ""
        if self._wording.is_long(rows):
            rows.sort(key=lambda row: -row.count.works)
        told = [self._say("muc_so", ten=one_line(row.name), so=self._number(row.count.works)) for row in rows]
        return self._say("chu_de_trung" if table.shared else "chu_de", danh_sach=self._listed(told, "chủ đề"))

    def _comparisons(self) -> tuple[str, ...]:
        known = [entry for entry in self._report.comparisons if entry.count]
        empty = [_parted(entry.label)[0] for entry in self._report.comparisons if not entry.count]
        none = self._say("khong_so_sanh", ky_truoc=" và ".join(empty)) if empty else ""
        return (*map(self._compared, known), none)

    def _compared(self, entry: Comparison) -> str:
        then, now, day = entry.count, self._report.figures.total, self._report.as_of
        name, span = _parted(entry.label)
        told = {
            "ky_truoc": name,
            "thoi_gian": span,
            "so_bai": self._number(then.works),
            "so_luot": self._number(then.airings),
            "bai": self._change(now.works, then.works, WORK),
            "luot": self._change(now.airings, then.airings, AIRING),
        }
        return self._say("so_sanh_tam_tinh", **told, ngay=date_plain(day)) if day else self._say("so_sanh", **told)

    def _change(self, now: int, before: int, unit: str) -> str:
        if now == before:
            return self._say("giu_nguyen", don_vi=unit)
        told = {"so": self._number(abs(now - before)), "don_vi": unit}
        if not before:
            return self._say("tang_tu_khong", **told)
        share = abs(now - before) * 100 / before
        percent = f"{decimal(share)}%" if share >= 0.05 else "dưới 0,1%"
        return self._say("tang" if now > before else "giam", **told, phan_tram=percent)

    def _shares(self) -> str:
        shares = self._report.shares
        if len(shares) < 2:
            return ""
        told = self._listed([self._share(share) for share in shares], "nguồn")
        return self._say("nguon", so=self._number(len(shares)), danh_sach=told)

    def _share(self, share: Share) -> str:
        numbers = (
            (share.works, WORK),
            (share.airings, AIRING),
            (share.minutes, "phút"),
            (share.activities, "hoạt động"),
        )
        told = [self._wording.amount(number, unit) for number, unit in numbers if number]
        return self._say("nguon_muc", ten=share.name, loai=share.kind, so_lieu="; ".join(told) or "không có số liệu")

    def _doubles(self) -> str:
        """Name what several sources sent in and that counts once."""
        found = [f"{_quoted(one.title)} ({one.source})" for one in self._report.doubles]
        told = self._wording.enumerate(found, WORK)
        return self._say("trung_lap", so=self._number(len(found)), ten=told) if found else ""

    def _missing(self) -> str:
        names = self._report.missing
        if not names:
            return ""
        told = "; ".join(names)
        if len(names) > self._wording.most_units:
            told = self._listed(names, "cơ quan, đơn vị")
        return self._say("chua_gui", so=self._number(len(names)), ten=told)

    def plan(self) -> tuple[Paragraph, ...]:
        """Set what was reached beside what was planned; many targets stand in the annex."""
        lines = self._report.plan
        if not lines:
            return (_prompt(self._say("nhac_ke_hoach")),)
        if self._wording.is_long(lines):
            done, number = sum(map(_is_reached, lines)), len(lines)
            return _plain(
                self._say("ke_hoach_nhieu", so=self._number(number), dat=self._number(done), phu_luc=self._annex)
            )
        told = [_plan_line(line, self._wording) for line in lines]
        if len(told) == 1:
            return _plain(self._say("ke_hoach_mot", chi_tieu=told[0]))
        return (*_plain(self._say("ke_hoach", so=self._number(len(told)))), *lettered(told))

    def proposed(self) -> Paragraph:
        """Propose how far the plan is fulfilled; the head decides."""
        judged = [line for line in self._report.plan if line.percent is not None]
        if self._report.as_of:
            return _prompt(self._say("ket_luan_chua_het_ky", ngay=date_plain(self._report.as_of)))
        if not judged:
            return _prompt(self._say("ket_luan_khong_ke_hoach"))
        short = [line for line in judged if not _is_reached(line)]
        counted = {"dat": integer(len(judged) - len(short)), "so": integer(len(judged))}
        if not short:
            return _prompt(self._say("ket_luan_dat", **counted))
        behind = [f"{one_line(line.name)} ({_percent(line)})" for line in short]
        return _prompt(self._say("ket_luan_chua_dat", **counted, ten=self._listed(behind, "chỉ tiêu")))


def _plan_line(line: PlanLine, wording: Wording) -> str:
    """Tell one target: what was planned, what was reached, in percent."""
    unit = "%" if line.target.is_percent else line.target.unit or WORK
    tell = _in_percent if line.target.is_percent else wording.amount
    planned, reached = tell(line.target.target, unit), tell(line.actual, unit, line.qualifier)
    told = {"ten": one_line(line.name), "ke_hoach": planned, "thuc_hien": reached}
    if line.percent is None:
        return wording.say("chi_tieu_khong_ty_le", **told)
    return wording.say("chi_tieu", **told, phan_tram=_percent(line))


def reached_of(line: PlanLine) -> tuple[str, str, str, str]:
    """Return a target's name, what was planned, what was reached and the share, as a table's row shows them."""
    unit = "%" if line.target.is_percent else line.target.unit or WORK
    tell = _in_percent if line.target.is_percent else _amount
    share = _percent(line) if line.percent is not None else ""
    return one_line(line.name), tell(line.target.target, unit), tell(line.actual, unit, line.qualifier), share


def _in_percent(value: float, unit: str, qualifier: str = "") -> str:
    return f"{qualifier} {decimal(value, 2)}{unit}".strip()


def _amount(value: float, unit: str, qualifier: str = "") -> str:
    return f"{qualifier} {decimal(value, 2)} {unit}".strip()


def _quoted(name: str) -> str:
    return f"“{one_line(name)}”"


def _parted(label: str) -> tuple[str, str]:
    """Part `kỳ trước (26/02/2019 – 25/05/2019)` into name and days, the days as sentences write them."""
    found = _SPAN.match(label)
    return (found[1], _DAY.sub(r"\1/\2/\3", found[2])) if found else (label, "")


def _is_reached(line: PlanLine) -> bool:
    """Say whether a target was surely reached: `gần 100%` was not."""
    return line.percent is not None and line.percent >= 100 and line.qualifier in ("", "hơn")


def _percent(line: PlanLine) -> str:
    return f"{line.qualifier} {decimal(line.percent or 0)}%".strip()


def _table(report: Report, axis: str) -> Table | None:
    return next((table for table in report.figures.tables if table.axis == axis), None)


def _table_rows(report: Report, axis: str) -> tuple[Row, ...]:
    table = _table(report, axis)
    return table.rows if table else ()


def works_rows(report: Report, axis: str) -> list[Row]:
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


def blank_month(report: Report) -> date:
    """Return a day of the month in which the report will be dated when it has no date yet."""
    return report.period.due or report.period.until
