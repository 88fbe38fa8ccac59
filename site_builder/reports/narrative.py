"""The paragraphs of a report, drafted in official Vietnamese from a `Report`.

The draft states numbers and nothing else. Works (tin, bài) and airings (lượt) stand in sentences of their own and are
never added; "hơn", "gần" and "khoảng" stay with their numbers. How well a plan was fulfilled is for the head of the
agency to decide: it is only proposed, in square brackets. What only people can tell (difficulties, proposals, next
tasks) comes from the report's own words; where there are none, a bracketed line asks for them.

Knows: how a report is worded. Never: counts anything that the report does not say; never knows Word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from site_builder.reports import amendments
from site_builder.reports.figures import Row, Table
from site_builder.reports.report import ActivitySum, Comparison, PlanLine, Report
from site_builder.text import date_short, decimal, integer, one_line, sort_key

WORK = "tin, bài"
AIRING = "lượt đăng, phát"
SUBJECT = "công tác tuyên truyền cải cách hành chính"
LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of points in documents: the Vietnamese alphabet without ă, â, ê, ô, ơ, ư (and without f, j, w, z)."""
MOST_FEATURED = 10
"""Featured titles that a paragraph names; the rest stands in the annex."""

_TIME = re.compile(r"\b(?:\d+ tháng|sáu tháng|chín tháng|tháng|quý|năm|tuần|giai đoạn)\b[^(]*(?<!\s)", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[-+*•–]|\w[.)]|\d{1,2}[.)])\s+")


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


def draft(report: Report, *, document: str = "báo cáo", annex: str = "Phụ lục") -> Narrative:
    """Draft all parts; `document` is what the paper calls itself (`báo cáo`, `văn bản`), `annex` its annex's label."""
    words = report.words
    return Narrative(
        opening=Paragraph(text=_opening(report, words.legal)),
        short_opening=Paragraph(text=_opening(report, ())),
        tasks=_tasks(report),
        content=_content(report),
        statistics=_statistics(report, document, annex),
        plan=_plan(report),
        assessment=own_paragraphs(words.assessment) or (_proposed(report),),
        difficulties=own_paragraphs(words.difficulties)
        or (_prompt("Đề nghị bổ sung thuận lợi, khó khăn, vướng mắc và nguyên nhân trong kỳ báo cáo, nếu có."),),
        proposals=own_paragraphs(words.proposals) or (_prompt("Đề nghị bổ sung kiến nghị, đề xuất, nếu có."),),
        next_tasks=own_paragraphs(words.next_tasks)
        or (_prompt("Đề nghị bổ sung phương hướng, nhiệm vụ của kỳ tiếp theo."),),
        closing=Paragraph(
            text=f"Trên đây là báo cáo kết quả {SUBJECT} {label_in_prose(report)} của {report.agency}./."
        ),
    )


def title(report: Report) -> str:
    """Return the report's summary (trích yếu): its own, or a drafted one."""
    return one_line(report.words.title) or f"Kết quả {SUBJECT} {label_in_prose(report)}"


def label_in_prose(report: Report) -> str:
    """Return the period as it stands within a sentence: `quý III/2019`, `6 tháng đầu năm 2021`.

    What stands before the time and a note in brackets are left out (`Tuyên truyền quý III/2019 (26/5–25/8)`); a span of
    days chosen by hand is told by its days.
    """
    label = one_line(report.period.label)
    time = _TIME.search(label)
    if time:
        return time[0][0].lower() + time[0][1:]
    by_hand = label.startswith("từ ") or not any(letter.isalpha() for letter in label)
    return _span(report) if by_hand else lower_first(label)


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


def lower_first(text: str) -> str:
    """Write a name within a sentence: `Tờ gấp` → `tờ gấp`; proper names and abbreviations stay as they are."""
    first, _, rest = text.partition(" ")
    is_name = not first[1:].islower() or rest[:1].isupper()
    return text if is_name else text[:1].lower() + text[1:]


def quantity(number: float, unit: str, qualifier: str = "") -> str:
    """Write a counted amount with its qualifier: `hơn 500 tờ`."""
    return " ".join(part for part in (qualifier, decimal(number, 2), unit) if part)


def _prompt(text: str) -> Paragraph:
    return Paragraph(text=f"[{text}]", is_prompt=True)


def _plain(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=text) for text in texts if text)


def _span(report: Report) -> str:
    return f"từ ngày {date_short(report.period.since)} đến ngày {date_short(report.period.until)}"


def _sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def _listed(names: Iterable[str]) -> str:
    return "; ".join(f"“{one_line(name)}”" for name in names)


def _opening(report: Report, legal: Sequence[str]) -> str:
    bases = [one_line(text).rstrip(".;,") for text in legal]
    bases = [text if _is_clause(text) else f"Thực hiện {text}" for text in bases]
    start = "; ".join(text if place == 0 else text[0].lower() + text[1:] for place, text in enumerate(bases))
    time, span = label_in_prose(report), _span(report)
    days = "" if time == span else f" ({span})"
    facts = f"{report.agency} báo cáo kết quả {SUBJECT} {time}{days} như sau:"
    return f"{start}, {facts}" if start else facts


def _is_clause(text: str) -> bool:
    return text.lower().startswith(("căn cứ", "thực hiện", "theo", "triển khai", "tiếp theo"))


def _tasks(report: Report) -> tuple[Paragraph, ...]:
    legal = [one_line(text) for text in report.words.legal]
    if not legal:
        return (
            _prompt("Đề nghị bổ sung nhiệm vụ được giao tại các kế hoạch, chương trình, đề án về cải cách hành chính."),
        )
    start = f"Trong kỳ, {report.agency} triển khai {SUBJECT} theo nhiệm vụ được giao tại các văn bản sau:"
    return (*_plain(start), *lettered([re.sub(r"^(?i:căn cứ|thực hiện|theo)\s+", "", text) for text in legal]))


def _content(report: Report) -> tuple[Paragraph, ...]:
    drafted = _plain(_columns(report), *_activities(report.sums), _featured(report))
    own = own_paragraphs(report.words.results)
    if drafted or own:
        return (*drafted, *own)
    besides = f" ngoài số {WORK} đã thống kê" if report.figures.total.works else ""
    return _plain(f"Trong kỳ chưa ghi nhận chuyên mục hoặc hoạt động tuyên truyền nào{besides}.")


def _columns(report: Report) -> str:
    if not report.columns:
        return ""
    names = sorted({entry.column for entry in report.entries if entry.column}, key=sort_key)
    told = f": {_listed(names)}" if len(names) == report.columns else ""
    counted = f"Trong kỳ có {integer(report.columns)} chuyên mục tuyên truyền cải cách hành chính{told}"
    return f"{counted} (số chuyên mục được tính riêng, không cộng vào số tin, bài và số lượt)."


def _activities(sums: Sequence[ActivitySum]) -> tuple[str, ...]:
    if not sums:
        return ()
    return ("Các hình thức tuyên truyền khác đã thực hiện: " + "; ".join(map(_activity, sums)) + ".",)


def _activity(total: ActivitySum) -> str:
    name = lower_first(one_line(total.name))
    repeated = bool(total.unit) and f"{name.lower()} ".startswith(f"{total.unit.lower()} ")
    told = quantity(total.quantity, "" if repeated else total.unit, total.qualifier)
    people = sum(row.participants or 0 for row in total.rows)
    notes = (_series(total), f"{integer(people)} người tham gia" if people else "")
    more = "; ".join(note for note in notes if note)
    return one_line(f"{told} {name}") + (f" ({more})" if more else "")


def _series(total: ActivitySum) -> str:
    """Name the parts of a series: `Chuyên mục: bưu chính công ích`, `Chuyên mục: một cửa` …"""
    parts = [one_line(row.title.partition(":")[2]) for row in total.rows]
    return _listed(parts) if 1 < len(set(parts)) == len(parts) <= MOST_FEATURED and all(parts) else ""


def _featured(report: Report) -> str:
    titles = [entry.title for entry in report.entries if entry.featured and entry.counts_as_work]
    if not titles:
        return ""
    more = len(titles) - MOST_FEATURED
    rest = f" và {integer(more)} {WORK} khác" if more > 0 else ""
    return f"Một số {WORK} nổi bật: {_listed(titles[:MOST_FEATURED])}{rest}."


def _statistics(report: Report, document: str, annex: str) -> tuple[Paragraph, ...]:
    listed = f"(Danh sách {WORK} tại {annex} kèm theo {document} này)" if report.entries else ""
    until = f"Số liệu tạm tính đến ngày {date_short(report.as_of)}." if report.as_of else ""
    counted = _plain(until, _works(report), _airings(report), _carried(report), _topics(report))
    compared = _plain(*(_compared(report, entry) for entry in report.comparisons))
    return (*counted, *compared, *_shares(report), *_plain(*amendments.paragraphs(report, document), listed))


def _works(report: Report) -> str:
    total = report.figures.total
    if not total.works:
        none = f"và {AIRING} nào" if not total.airings else "nào"
        return (
            f"Trong kỳ ({_span(report)}), {report.agency} không có {WORK} {none} về cải cách hành chính được ghi nhận."
        )
    genres = "; ".join(f"{integer(row.count.works)} {lower_first(row.name)}" for row in _rows(report, "genre"))
    kinds = f", theo thể loại gồm: {genres}" if genres else ""
    done = f"{report.agency} đã thực hiện {integer(total.works)} {WORK} tuyên truyền cải cách hành chính"
    return f"{_sentence(_span(report))}, {done}{kinds}."


def _airings(report: Report) -> str:
    total = report.figures.total
    if not total.airings:
        return f"Chưa ghi nhận {AIRING} nào của các {WORK} nêu trên trong kỳ." if total.works else ""
    outlets: dict[str, Counter[str]] = defaultdict(Counter)
    for airing in report.airings:
        if airing.outlet:
            outlets[airing.channel][airing.outlet] += 1
    channels = (row for row in _table_rows(report, "channel") if row.count.airings)
    told = "; ".join(_channel(row, outlets[row.name]) for row in channels)
    minutes = f" Tổng thời lượng ghi nhận được: {decimal(total.minutes)} phút." if total.minutes else ""
    return f"Tổng số {AIRING} trong kỳ: {integer(total.airings)} lượt" + (f", gồm: {told}." if told else ".") + minutes


def _channel(row: Row, outlets: Counter[str]) -> str:
    known = sorted(outlets.items(), key=lambda entry: (-entry[1], sort_key(entry[0])))
    names = ", ".join(f"{name}: {integer(number)} lượt" for name, number in known)
    return f"{lower_first(row.name)} {integer(row.count.airings)} lượt" + (f" ({names})" if names else "")


def _carried(report: Report) -> str:
    number = sum(not entry.counts_as_work for entry in report.entries)
    if not number:
        return ""
    return (
        f"Trong số lượt trên có lượt của {integer(number)} {WORK} thực hiện ngoài kỳ, được đăng, phát trong kỳ; "
        f"các {WORK} này chỉ tính lượt, không tính vào số {WORK} của kỳ."
    )


def _topics(report: Report) -> str:
    table = _table(report, "topic")
    rows = _rows(report, "topic")
    if table is None or not rows:
        return ""
    told = "; ".join(f"{one_line(row.name)}: {integer(row.count.works)}" for row in rows)
    shared = f" (một {WORK} có thể thuộc nhiều chủ đề)" if table.shared else ""
    return f"Số {WORK} theo chủ đề{shared}: {told}."


def _compared(report: Report, entry: Comparison) -> str:
    then, now = entry.count, report.figures.total
    if not then:
        return f"{_sentence(entry.label)} không có {WORK} và {AIRING} để so sánh."
    before = f"{integer(then.works)} {WORK} và {integer(then.airings)} {AIRING}"
    day = f", tính đến ngày {date_short(report.as_of)}," if report.as_of else ""
    changes = f"{_change(now.works, then.works, WORK)}; {_change(now.airings, then.airings, AIRING)}"
    against = f"{entry.label} ({before})".replace(") (", "; ")
    return f"So với {against}, kỳ này{day} {changes}."


def _change(now: int, before: int, unit: str) -> str:
    if now == before:
        return f"giữ nguyên số {unit}"
    word = "tăng" if now > before else "giảm"
    share = abs(now - before) * 100 / before if before else 0.0
    percent = f"{decimal(share)}%" if share >= 0.05 else "dưới 0,1%"
    return f"{word} {integer(abs(now - before))} {unit}" + (f" ({percent})" if before else "")


def _shares(report: Report) -> tuple[Paragraph, ...]:
    missing = f"Chưa nhận được báo cáo của: {'; '.join(report.missing)}." if report.missing else ""
    if len(report.shares) < 2:
        return _plain(missing)
    lines = [
        f"{share.name} ({share.kind}): {integer(share.works)} {WORK}; {integer(share.airings)} {AIRING}"
        + (f"; {decimal(share.minutes)} phút" if share.minutes else "")
        + (f"; {integer(share.activities)} dòng hoạt động" if share.activities else "")
        for share in report.shares
    ]
    return (*_plain(f"Số liệu được tổng hợp từ {integer(len(lines))} nguồn:"), *lettered(lines), *_plain(missing))


def _plan(report: Report) -> tuple[Paragraph, ...]:
    if not report.plan:
        return (_prompt("Chưa có chỉ tiêu kế hoạch của kỳ này; đề nghị bổ sung, nếu có."),)
    lines = [_plan_line(line) for line in report.plan]
    if len(lines) == 1:
        return _plain(f"Thực hiện so với kế hoạch: {lines[0]}.")
    return (*_plain(f"Thực hiện so với kế hoạch {integer(len(lines))} chỉ tiêu:"), *lettered(lines))


def _plan_line(line: PlanLine) -> str:
    unit = "%" if line.target.is_percent else f" {line.target.unit or WORK}"
    told = f"kế hoạch {decimal(line.target.target, 2)}{unit}"
    reached = f"{line.qualifier} {decimal(line.actual, 2)}{unit}".strip()
    percent = (
        f", đạt {f'{line.qualifier} {decimal(line.percent)}'.strip()}% kế hoạch" if line.percent is not None else ""
    )
    return f"{one_line(line.name)}: {told}; thực hiện {reached}{percent}"


def _proposed(report: Report) -> Paragraph:
    """Propose how far the plan is fulfilled; the head decides."""
    start = "Đề nghị Thủ trưởng xem xét, kết luận mức độ hoàn thành: "
    judged = [line for line in report.plan if line.percent is not None]
    if report.as_of:
        return _prompt(f"{start}kỳ báo cáo chưa kết thúc, số liệu tạm tính đến ngày {date_short(report.as_of)}.")
    if not judged:
        return _prompt(f"{start}chưa có chỉ tiêu kế hoạch để đối chiếu.")
    short = [line for line in judged if not _is_reached(line)]
    share = f"{integer(len(judged) - len(short))}/{integer(len(judged))} chỉ tiêu đạt từ 100% kế hoạch trở lên"
    if not short:
        return _prompt(f"{start}đề xuất “hoàn thành kế hoạch”; {share}.")
    behind = "; ".join(f"{one_line(line.name)} ({_percent(line)})" for line in short)
    return _prompt(f"{start}{share}; chưa đạt: {behind}.")


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


def _rows(report: Report, axis: str) -> list[Row]:
    """Rows of an axis in which a work stands."""
    return [row for row in _table_rows(report, axis) if row.count.works]


def works_table(report: Report) -> tuple[tuple[str, int, int], ...]:
    """Return works and airings by genre, for a table within the report: name, works, airings."""
    rows = _table_rows(report, "genre")
    return tuple((row.name, row.count.works, row.count.airings) for row in rows if row.count)


def blank_month(report: Report) -> date:
    """Return a day of the month in which the report will be dated when it has no date yet."""
    return report.period.due or report.period.until
