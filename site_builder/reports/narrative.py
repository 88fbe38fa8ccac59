"""The paragraphs of a report, drafted in official Vietnamese from a `Report` by the portal's rules of wording.

The draft states numbers and nothing else (`statements`, `fulfilment`). What only people can tell (difficulties,
proposals, next tasks) comes from the report's own words; where there are none, a bracketed line asks for them.

Knows: what a report says, in which order. Never: counts anything that the report does not say; never words a sentence
itself (`model.wording` has them); never knows Word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from site_builder.model.wording import Wording
from site_builder.reports import deeds, fulfilment, statements
from site_builder.reports.drafting import WORK, Drafter, Paragraph, days, own_paragraphs, plain, prompt, quoted
from site_builder.reports.report import Report
from site_builder.text import lower_first, one_line, sort_key

_TIME = re.compile(r"\b(?:\d+ tháng|sáu tháng|chín tháng|tháng|quý|năm|tuần|giai đoạn)\b[^(]*(?<!\s)", re.IGNORECASE)


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
    drafter = Drafter(report, wording, document, annex)
    return Narrative(
        opening=Paragraph(text=_opening(drafter, words.legal)),
        short_opening=Paragraph(text=_opening(drafter, ())),
        tasks=_tasks(drafter),
        content=_content(drafter),
        statistics=statements.statistics(drafter),
        plan=fulfilment.plan(drafter),
        assessment=own_paragraphs(words.assessment) or (fulfilment.proposed(drafter),),
        difficulties=own_paragraphs(words.difficulties) or (prompt(say("nhac_kho_khan")),),
        proposals=own_paragraphs(words.proposals) or (prompt(say("nhac_kien_nghi")),),
        next_tasks=own_paragraphs(words.next_tasks) or (prompt(say("nhac_phuong_huong")),),
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
    told = days(report)
    return f"từ ngày {told['tu']} đến ngày {told['den']}" if _is_by_days(report) else lower_first(label)


def blank_month(report: Report) -> date:
    """Return a day of the month in which the report will be dated when it has no date yet."""
    return report.period.due or report.period.until


def _opening(drafter: Drafter, legal: Sequence[str]) -> str:
    """Say what is reported, by whom and for which days, with the legal bases."""
    bases = [one_line(text).rstrip(".;,") for text in legal]
    bases = [text if _is_clause(text) else f"Thực hiện {text}" for text in bases]
    start = "; ".join(text if place == 0 else text[0].lower() + text[1:] for place, text in enumerate(bases))
    told = {"co_quan": drafter.report.agency, **days(drafter.report)}
    named = not _is_by_days(drafter.report)
    key = "mo_dau" if named else "mo_dau_theo_ngay"
    facts = drafter.say(key, **told, ky=label_in_prose(drafter.report))
    return drafter.say("can_cu", can_cu=start, mo_dau=facts) if start else facts


def _tasks(drafter: Drafter) -> tuple[Paragraph, ...]:
    """Say by which papers the tasks were given."""
    legal = [one_line(text).rstrip(".;,") for text in drafter.report.words.legal]
    bare = [re.sub(r"^(?i:căn cứ|thực hiện|theo)\s+", "", text) for text in legal]
    if not bare:
        return (prompt(drafter.say("nhac_nhiem_vu")),)
    return plain(drafter.say("nhiem_vu", co_quan=drafter.report.agency, van_ban="; ".join(bare)))


def _content(drafter: Drafter) -> tuple[Paragraph, ...]:
    """Tell of columns, activities and featured works, then the agency's own words."""
    drafted = plain(_columns(drafter), _activities(drafter), _featured(drafter))
    own = own_paragraphs(drafter.report.words.results)
    if drafted or own:
        return (*drafted, *own)
    besides = drafter.report.figures.total.works
    return plain(drafter.say("khong_hoat_dong_ngoai_tin_bai" if besides else "khong_hoat_dong"))


def _columns(drafter: Drafter) -> str:
    report = drafter.report
    if not report.columns:
        return ""
    names = sorted({entry.column for entry in report.entries if entry.column}, key=sort_key)
    told = {"co_quan": report.agency, "so": drafter.number(report.columns)}
    if len(names) != report.columns:
        return drafter.say("chuyen_muc_khong_ten", **told)
    return drafter.say("chuyen_muc", **told, ten=drafter.listed([quoted(name) for name in names], "chuyên mục"))


def _activities(drafter: Drafter) -> str:
    parts = deeds.told(drafter.report.sums, drafter.wording)
    return drafter.say("hoat_dong", danh_sach=drafter.listed(parts, "hoạt động")) if parts else ""


def _featured(drafter: Drafter) -> str:
    titles = [quoted(one.title) for one in drafter.report.entries if one.featured and one.counts_as_work]
    return drafter.say("noi_bat", ten=drafter.listed(titles, WORK, in_annex=False)) if titles else ""


def _is_by_days(report: Report) -> bool:
    """Say whether the period has no name but its days."""
    label = one_line(report.period.label)
    return not _TIME.search(label) and (label.startswith("từ ") or not any(letter.isalpha() for letter in label))


def _is_clause(text: str) -> bool:
    return text.lower().startswith(("căn cứ", "thực hiện", "theo", "triển khai", "tiếp theo"))
