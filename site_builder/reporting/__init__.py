"""Reports of a portal, from its content to files: which period, which numbers, which forms, and where they go.

A report is read from the same cache as a build. Its human words stay in `content/reports/PERIOD.AGENCY.md`, so making
it again loses nothing; a Word file that somebody edited is never written over: the new one gets a number. Filing
freezes the figures of one agency in `content/reports/filed/`, once; the whole portal's file has no agency in its name.

Knows: the order of making a report. Never: counts; never knows how a form looks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from site_builder import atomic, content
from site_builder.cache import portal, reading
from site_builder.cache.inputs import theme_dir
from site_builder.cache.options import Options
from site_builder.cache.portal import RenderChrome
from site_builder.counting.figures import touches
from site_builder.engine import Workspace
from site_builder.engine.targets import digest_bytes
from site_builder.errors import ContentError, Problem, SiteError, errors_of
from site_builder.model.periods import Period
from site_builder.model.wording import Wording
from site_builder.reporting import printing
from site_builder.reports import (
    assemble,
    boxes,
    consolidation,
    filing,
    include,
    to_csv,
    to_docx,
    to_json,
    to_xlsx,
    words_file,
)
from site_builder.reports.report import Report
from site_builder.text import date_short, offer

WRITTEN = "bao-cao-da-viet.json"
"""What was written last, by path: how an edited file is told from our own."""
ENTRIES_A_PAGE = 10
"""Rows of the annex on a page, at most."""


@dataclass(frozen=True, kw_only=True)
class Newsroom(assemble.Holdings):
    """What our own portal has and knows, where it lies, and how its reports are worded."""

    root: Path
    wording: Wording = field(default_factory=Wording)
    """How reports are worded: the portal's rules on top of the program's."""
    warnings: tuple[Problem, ...] = ()
    """What was left out of the tables of activities, or looks wrong in them or in the rules of wording."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which report is wanted."""

    period: str = ""
    """Period id; empty with `since` and `until`."""
    since: date | None = None
    until: date | None = None
    agency: str = ""
    rolled: bool = False
    """Whether agencies are rolled up through merges."""
    include: tuple[Path, ...] = ()


def read(root: Path, render_chrome: RenderChrome, options: Options) -> Newsroom:
    """Read and check the portal; only what changed since the last build is read anew.

    Raises:
        ContentError: content is wrong.
    """
    with Workspace.open(root / options.state, root / options.link) as workspace:
        found = portal.read(root, workspace, render_chrome, options)
        rendered = found.checked()
        wording, told = content.read_wording(root, theme_dir(), found.vocabulary.taxonomy)
        if errors_of(told):
            raise ContentError(*told)
        activities = (one for one in found.problems if one.path.startswith(f"{content.ACTIVITIES}/"))
        return Newsroom(
            root=root,
            settings=rendered.settings,
            taxonomy=found.vocabulary.taxonomy,
            calendar=found.vocabulary.calendar,
            ledger=found.ledger,
            articles=reading.articles(found.reading),
            wording=wording,
            warnings=(*activities, *told),
        )


def period_of(newsroom: Newsroom, asked: Asked, now: datetime) -> Period:
    """Return the period that is asked for.

    Raises:
        SiteError: no such period (the nearest is offered), or days in the wrong order.
    """
    if asked.since and asked.until:
        if asked.since > asked.until:
            raise SiteError(Problem("--from", 0, "ngay-nguoc", "ngày đầu sau ngày cuối; hãy đổi chỗ --from và --until"))
        span = f"{date_short(asked.since)} – {date_short(asked.until)}"
        id_ = f"tu-{asked.since:%Y%m%d}-den-{asked.until:%Y%m%d}"
        return Period(id=id_, label=f"từ {span.replace('–', 'đến')}", since=asked.since, until=asked.until)
    period = content.find_period(newsroom.calendar, asked.period)
    if period is None:
        told = content.unknown_period(newsroom.calendar, asked.period, now.year)
        raise SiteError(Problem(asked.period, 0, "ky-la", f"{told} (các kỳ đến hạn: cchc report --due)"))
    return period


def due(newsroom: Newsroom, now: datetime, agency: str = "") -> tuple[filing.Due, ...]:
    """Return the reports that are owed around `now`, or were filed, the most urgent first.

    Those of every agency, or of the asked one only.

    Raises:
        SiteError: no such agency.
    """
    _check_agency(newsroom, agency, "--agency")
    taxonomy, calendar = newsroom.taxonomy, newsroom.calendar
    found = filing.due(calendar, newsroom.ledger, now, _since(newsroom, now), taxonomy)
    return tuple(one for one in found if not agency or one.agency == agency)


def unowed(newsroom: Newsroom, now: datetime) -> tuple[str, ...]:
    """Say which reports nobody owes, because the agency that `reporters` names has ended and no heir of it is named."""
    taxonomy, calendar = newsroom.taxonomy, newsroom.calendar
    found = filing.unowed(calendar, newsroom.ledger, now, _since(newsroom, now), taxonomy)
    told = []
    for period, agency, heirs in found:
        names = " hoặc ".join(heir.id for heir in heirs)
        instead = (
            f"hãy thêm cơ quan kế tục ({names}) vào reporters" if names else "hãy bỏ dòng ấy nếu không ai báo cáo thay"
        )
        told.append(f"{period.id}: {agency.name} ({agency.id}) không còn vào ngày cuối kỳ nên không ai nợ; {instead}")
    return tuple(told)


def _since(newsroom: Newsroom, now: datetime) -> date:
    """Return the day from which the portal owes reports: as set, else that of its first article.

    That of its first activity where there is no article, and today where there is nothing yet.
    """
    articles = [article.date.date() for article in newsroom.articles]
    activities = [activity.date for activity in newsroom.ledger.activities]
    return newsroom.settings.since or min(articles or activities or [now.date()])


def make(newsroom: Newsroom, asked: Asked, now: datetime) -> tuple[Report, tuple[Problem, ...]]:
    """Make the report that is asked for; return also the warnings of activities and of what was included.

    Raises:
        SiteError: an unknown period or agency, or an included file that is wrong.
    """
    period = period_of(newsroom, asked, now)
    taxonomy = newsroom.taxonomy
    scope = _scope(newsroom, asked, period)
    sent = tuple(include.read_include(path, period, taxonomy, content.read_form) for path in asked.include)
    sources_, told = consolidation.merge(newsroom.articles, newsroom.ledger.activities, sent, newsroom.settings)
    problems = (*told, *(problem for one in sent for problem in one.problems))
    if errors_of(problems):
        raise SiteError(*problems)
    report = assemble.assemble(newsroom, period=period, now=now, scope=scope, rolled=asked.rolled, included=sources_)
    doubles = tuple(double for one in sources_ for double in one.doubles)
    missing = _silent(newsroom, scope, period, sent) if sent else ()
    return replace(report, doubles=doubles, missing=missing), (*newsroom.warnings, *problems)


def _scope(newsroom: Newsroom, asked: Asked, period: Period) -> str:
    """Return the id of the agency whose report it is: as asked, else as an old words file says; empty for the portal.

    Raises:
        SiteError: no such agency.
    """
    _check_agency(newsroom, asked.agency, "--agency")
    return asked.agency or newsroom.ledger.usual_agency(period.id)


def _check_agency(newsroom: Newsroom, agency: str, place: str) -> None:
    """Refuse an id that no agency has."""
    known = newsroom.taxonomy.agency_by_id
    if agency and agency not in known:
        instead = offer(agency, known, "xem content/taxonomy/agencies.yml")
        raise SiteError(Problem(place, 0, "co-quan-la", f"cơ quan “{agency}” không có trong danh mục; {instead}"))


def _silent(newsroom: Newsroom, scope: str, period: Period, sent: Sequence[include.Included]) -> tuple[str, ...]:
    """Name the units that should have reported and brought nothing."""
    units = consolidation.units(newsroom.taxonomy, scope, period)
    own = {article.agency for article in newsroom.articles if touches(article, period)}
    own |= {row.agency for row in newsroom.ledger.activities if period.since <= row.date <= period.until}
    return consolidation.missing(units, sent, own)


def render(report: Report, newsroom: Newsroom, formats: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a report by name, in the asked formats.

    Raises:
        SiteError: a PDF is asked for and cannot be made on this machine.
    """
    return {f"{stem(report)}.{name}": FORMATS[name](report, newsroom) for name in formats}


def stem(report: Report) -> str:
    """Return the name of a report's files without their ending: ids hold no dot, so no two reports share one."""
    return f"{report.period.id}.{report.scope}" if report.scope else report.period.id


def document(report: Report, newsroom: Newsroom) -> bytes:
    """Return a report as a Word document."""
    form = boxes.form_of(report)
    name = f"theme/reports/{form}.docx"
    return to_docx.to_docx(report, _template(newsroom.root, form), name, newsroom.wording)


def _pdf(report: Report, newsroom: Newsroom) -> bytes:
    word, pages = document(report, newsroom), len(report.entries) // ENTRIES_A_PAGE
    return printing.to_pdf(word, to_docx.dated(report), pages, f"{stem(report)}.pdf")


FORMATS: Mapping[str, Callable[[Report, Newsroom], bytes]] = {
    "docx": document,
    "xlsx": lambda report, newsroom: to_xlsx.to_xlsx(report, newsroom.wording),
    "csv": lambda report, _: to_csv.to_csv(report),
    "json": lambda report, _: to_json.to_json(report),
    "pdf": _pdf,
}
"""What makes a report's file, by the ending of its name."""


def _template(root: Path, form: str) -> bytes:
    """Read a Word template: the portal's own, else the program's."""
    own = root / "theme" / "reports" / f"{form}.docx"
    return (own if own.is_file() else theme_dir() / "reports" / f"{form}.docx").read_bytes()


def write(files: dict[str, bytes], folder: Path, state: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write a report's files; return their paths and what a person should know.

    A file that is not as we left it was edited: it stays, and the new one gets a number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    register = state / WRITTEN
    known: dict[str, str] = json.loads(register.read_text(encoding="utf-8")) if register.is_file() else {}
    paths, notices = [], []
    for name, data in files.items():
        path = _free(folder / name, data, known)
        if path.name != name:
            notices.append(f"{folder / name} đã có người sửa nên được giữ nguyên; bản mới là {path.name}")
        atomic.write(path, data)
        known[str(path.resolve())] = digest_bytes(data)
        paths.append(path)
    notices += [told for name in files if (told := _other_word(folder / name, known))]
    state.mkdir(parents=True, exist_ok=True)
    atomic.write(register, json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return tuple(paths), tuple(notices)


def _other_word(pdf: Path, known: Mapping[str, str]) -> str:
    """Say that a PDF does not have what somebody changed in the Word file beside it; empty when nobody did."""
    word = pdf.with_suffix(".docx")
    if pdf.suffix != ".pdf" or not word.is_file():
        return ""
    if known.get(str(word.resolve())) == digest_bytes(word.read_bytes()):
        return ""
    return (
        f"{pdf.name} không có những chỗ người ta đã sửa trong {word.name}; muốn có, mở tệp ấy bằng Word, lưu thành PDF"
    )


def _free(path: Path, data: bytes, known: dict[str, str]) -> Path:
    """Return where `data` may be written: `path`, or the first numbered name that no edited file has."""
    number, place = 1, path
    while place.is_file() and digest_bytes(place.read_bytes()) not in (
        known.get(str(place.resolve())),
        digest_bytes(data),
    ):
        number += 1
        place = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return place


def write_words(newsroom: Newsroom, asked: Asked, now: datetime) -> tuple[Report, Path]:
    """Write the skeleton of a report's own words to `content/reports/PERIOD.AGENCY.md`, never over a file.

    Raises:
        SiteError: the words are there already, or no period is named.
    """
    if not asked.period:
        told = "lời văn được lưu theo kỳ; hãy ghi KỲ (xem cchc report --due) thay cho --from và --until"
        raise SiteError(Problem("--words", 0, "thieu-ky", told))
    report, _ = make(newsroom, asked, now)
    path = newsroom.root / "content" / "reports" / f"{stem(report)}.md"
    shown = path.relative_to(newsroom.root).as_posix()
    there = report.words.file or (shown if path.exists() else "")
    if there:
        told = f"lời văn của báo cáo này ({report.agency}) đã có; chương trình không ghi đè, hãy mở tệp ấy ra sửa"
        raise SiteError(Problem(there, 0, "da-co-loi-van", told))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(words_file.skeleton(report, newsroom.wording))
    return report, path


def file_report(newsroom: Newsroom, asked: Asked, now: datetime) -> tuple[Report, Path]:
    """Freeze the figures of a report that was sent, in `content/reports/filed/`; other agencies' are not touched.

    Raises:
        SiteError: the period is not over, or the report was filed already.
    """
    report, _ = make(newsroom, asked, now)
    path = newsroom.root / "content" / "reports" / "filed" / f"{stem(report)}.json"
    _refuse_twice(newsroom, report, path)
    if report.as_of:
        message = f"kỳ còn mở đến hết {date_short(report.period.until)}; hãy chốt sau ngày đó"
        raise SiteError(Problem(report.period.id, 0, "ky-chua-het", message))
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, filing.file_report(report, now.date()))
    return report, path


def _refuse_twice(newsroom: Newsroom, report: Report, path: Path) -> None:
    """Refuse to file a report again, or over another agency's file of the older form."""
    shown = path.relative_to(newsroom.root).as_posix()
    mine = newsroom.ledger.filed_of(report.period.id, report.scope)
    if mine:
        message = (
            f"báo cáo kỳ này của {report.agency} đã chốt ngày {date_short(mine.filed)}; số đã nộp không sửa được, "
            "khác biệt về sau tự hiện trong báo cáo"
        )
        raise SiteError(Problem(shown, 0, "da-chot", message))
    if path.exists():
        other = next((one.scope for one in newsroom.ledger.filed if one.period == report.period.id and one.scope), "")
        name = f"{report.period.id}.{other}.json"
        message = f"tệp này ghi số liệu đã chốt của {other}; hãy đổi tên tệp thành {name} (git mv), rồi chốt lại"
        raise SiteError(Problem(shown, 0, "da-chot", message))
