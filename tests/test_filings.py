"""Words and filings of one period and many agencies: whose is whose, who owes what, and what changed since."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder import content, reporting
from site_builder.content import read_ledger, read_taxonomy
from site_builder.errors import SiteError
from site_builder.frozen import freeze
from site_builder.model import (
    CHANNELS,
    GENRES,
    Agency,
    AgencyEvent,
    AgencyName,
    Article,
    Correction,
    Taxonomy,
    Topic,
)
from site_builder.model.ledger import Filed, Ledger
from site_builder.model.periods import Calendar, Period, Reporter
from site_builder.reporting import Asked, Newsroom
from site_builder.reports import boxes, filing
from site_builder.reports.duties import duties, ended
from site_builder.reports.report import Report
from site_builder.reports.to_json import to_json
from site_builder.text import fold
from tests.conftest import NOW, cchc, small_portal, write
from tests.conftest import article as written
from tests.reports_seeds import SETTINGS, agency, article, at
from tests.sample_report import WORDING

DAY = date(2019, 8, 1)
PERIOD = Period(
    id="quy-3-2019", label="Quý III/2019", since=date(2019, 5, 26), until=date(2019, 8, 25), due=date(2019, 8, 30)
)
AFTER = at(date(2019, 9, 2))
WHEN = ("--now", NOW.isoformat())


# Names of files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small portal."""
    return small_portal(tmp_path / "portal")


def read(root: Path) -> tuple[Ledger, list[str]]:
    """Read the ledger of a portal, and its problems as people see them."""
    vocabulary = read_taxonomy(root)
    ledger, problems = read_ledger(root, vocabulary.taxonomy, vocabulary.calendar)
    return ledger, [str(problem) for problem in (*vocabulary.problems, *problems)]


def words(number: str, *lines: str) -> str:
    """Write a file of words."""
    return "\n".join(("---", f"number: {number}", *lines, "---", ""))


def test_every_agency_has_words_of_its_own_for_one_period(root: Path) -> None:
    """`PERIOD.AGENCY.md` is an agency's, `PERIOD.md` the whole portal's; who has none has none."""
    write(root, "content/reports/thang-4-2024.md", words("1/BC-CONG"))
    write(root, "content/reports/thang-4-2024.so-noi-vu.md", words("2/BC-SNV", "replaces: 1/BC-SNV ngày 2/5/2024."))
    ledger, problems = read(root)

    assert problems == []
    assert ledger.words_of("thang-4-2024").number == "1/BC-CONG"
    assert ledger.words_of("thang-4-2024", "so-noi-vu").number == "2/BC-SNV"
    assert ledger.words_of("thang-4-2024", "so-noi-vu").replaces == "1/BC-SNV ngày 2/5/2024"
    assert ledger.words_of("thang-4-2024", "so-khoa-hoc-va-cong-nghe").number == ""
    assert ledger.usual_agency("thang-4-2024") == ""


def test_an_old_file_with_a_scope_is_that_agencys_and_nobody_elses(root: Path) -> None:
    """Neither the whole portal's nor another agency's; it decides whose report is meant when nobody is named."""
    write(root, "content/reports/thang-4-2024.md", words("230/BC-SNV", "scope: so-noi-vu"))
    ledger, problems = read(root)

    assert problems == []
    assert ledger.words_of("thang-4-2024", "so-noi-vu").number == "230/BC-SNV"
    assert ledger.words_of("thang-4-2024").number == ""
    assert ledger.words_of("thang-4-2024", "so-khoa-hoc-va-cong-nghe").number == ""
    assert ledger.usual_agency("thang-4-2024") == "so-noi-vu"


NAMELESS = "hãy ghi một mã (id) có trong content/taxonomy/agencies.yml"
OTHER = "so-khoa-hoc-va-cong-nghe"
SLIPS: dict[str, dict[str, tuple[str, ...]]] = {
    ".so-noi-v.md: co-quan-la: tên tệp: cơ quan “so-noi-v” không có; có phải so-noi-vu?": {".so-noi-v.md": ()},
    f"..md: co-quan-la: tên tệp: cơ quan “” không có; {NAMELESS}": {"..md": ()},
    "-so-noi-vu.md: ky-la: tên tệp: “thang-4-2024-so-noi-vu” không phải mã kỳ; hãy đổi tên tệp thành "
    "thang-4-2024.so-noi-vu.md": {"-so-noi-vu.md": ()},
    ".md:3: co-quan-la: scope ghi “so-noi-v” không có; có phải so-noi-vu?": {".md": ("scope: so-noi-v",)},
    f".so-noi-vu.md:3: co-quan-lech: scope ghi “{OTHER}” mà tên tệp là của “so-noi-vu”; "
    "hãy bỏ khóa scope, hoặc đổi tên tệp": {".so-noi-vu.md": (f"scope: {OTHER}",)},
    ".md:3: trung-bao-cao: tệp này là của “so-noi-vu”, mà content/reports/thang-4-2024.so-noi-vu.md cũng thế; "
    "hãy chỉ giữ thang-4-2024.so-noi-vu.md": {".md": ("scope: so-noi-vu",), ".so-noi-vu.md": ()},
}
"""What is told of files named `thang-4-2024…`, and their lines."""


@pytest.mark.parametrize("told", SLIPS)
def test_a_file_that_belongs_to_nobody_or_to_two_is_named(root: Path, told: str) -> None:
    """With its mend, before anything is signed."""
    for name, lines in SLIPS[told].items():
        write(root, f"content/reports/thang-4-2024{name}", words("1", *lines))

    assert read(root)[1] == [f"content/reports/thang-4-2024{told}"]


def filed_text(scope: str, period: str = "thang-4-2024") -> str:
    """Write filed figures of April 2024."""
    data: dict[str, Any] = {
        "version": 1, "period": {"id": period, "since": "2024-04-01", "until": "2024-04-30"},
        "agency": {"id": scope, "name": "Tên"}, "filed": "2024-05-05",
        "totals": dict.fromkeys(("works", "airings", "minutes", "untimed", "columns"), 0), "tables": {},
        "activities": {"rows": [], "sums": []}, "items": [],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False)


def test_filed_figures_of_several_agencies_stand_side_by_side(root: Path) -> None:
    """The older form, a PERIOD.json that names an agency, is that agency's only."""
    write(root, "content/reports/filed/thang-4-2024.json", filed_text("so-noi-vu"))
    write(
        root, "content/reports/filed/thang-4-2024.so-khoa-hoc-va-cong-nghe.json", filed_text("so-khoa-hoc-va-cong-nghe")
    )
    ledger, problems = read(root)
    found = {scope: ledger.filed_of("thang-4-2024", scope) for scope in ("so-noi-vu", "so-khoa-hoc-va-cong-nghe", "")}

    assert problems == []
    assert {scope: bool(entry) for scope, entry in found.items()} == {
        "so-noi-vu": True, "so-khoa-hoc-va-cong-nghe": True, "": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"thang-4-2024.so-noi-vu.json": filed_text("so-khoa-hoc-va-cong-nghe")}, "co-quan-lech"),
        ({"thang-4-2024.so-noi-vu.json": filed_text("")}, "co-quan-lech"),
        ({"thang-4-2024.json": filed_text("so-cu")}, "co-quan-la"),
        ({"thang-4-2024.so-noi-vu.json": filed_text("so-noi-vu", "quy-1-2024")}, "ky-lech"),
        (
            {"thang-4-2024.json": filed_text("so-noi-vu").replace('{"id": "so-noi-vu", "name": "Tên"}', '"x"')},
            "json-hong",
        ),
        (
            {"thang-4-2024.json": filed_text("so-noi-vu"), "thang-4-2024.so-noi-vu.json": filed_text("so-noi-vu")},
            "trung-bao-cao",
        ),
    ],
)
def test_filed_figures_under_a_foreign_name_are_named(root: Path, files: dict[str, str], code: str) -> None:
    """Of another agency, of none that is known, or of one agency twice."""
    for name, text in files.items():
        write(root, f"content/reports/filed/{name}", text)

    assert [problem.split(": ")[1] for problem in read(root)[1]] == [code]


# Who owes a report


def test_reporters_of_a_period_are_read_and_wrong_ones_named(root: Path) -> None:
    """Agency, kind and recipient; an unknown id or kind offers the nearest; nobody reports to itself."""
    file = root / "content/taxonomy/periods.yml"
    good = (
        "- {id: quy-x, label: Quý, from: 1/1/2024, to: 31/3/2024, reporters: [{kind: so, to: so-noi-vu}, "
        "{agency: so-noi-vu, to: Bộ Nội vụ}, {to: UBND tỉnh}]}\n"
    )
    bad = (
        "- {id: quy-y, label: Quý, from: 1/1/2024, to: 31/3/2024, reporters: [{kind: sso}, {agency: so-noi-v},\n"
        "   {agency: so-noi-vu, to: so-noi-vu}, {agency: so-noi-vu, kind: so}, {agency: so-noi-vu, to: so-noi-v}]}\n"
    )
    start = file.read_text("utf-8")
    file.write_text(start + good, "utf-8")
    vocabulary = read_taxonomy(root)
    file.write_text(start + bad, "utf-8")

    assert vocabulary.problems == ()
    assert content.find_period(vocabulary.calendar, "quy-x").reporters == (  # type: ignore[union-attr]
        Reporter(kind="so", to="so-noi-vu"), Reporter(agency="so-noi-vu", to="Bộ Nội vụ"), Reporter(to="UBND tỉnh"),
    )  # fmt: skip
    line = start.count("\n") + 1
    assert [(problem.line - line, problem.message) for problem in read_taxonomy(root).problems] == [
        (0, "agency ghi “so-noi-v”, không có trong agencies.yml; có phải so-noi-vu?"),
        (0, "kind ghi “sso”, không cơ quan nào trong agencies.yml có kind ấy; có phải so?"),
        (1, "reporters, mục 4: kind và agency cùng có mặt; hãy chỉ giữ một, hoặc tách thành hai mục"),
        (1, "to ghi “so-noi-v”, không có trong agencies.yml; có phải so-noi-vu?"),
        (1, "reporters, mục 3: to ghi chính cơ quan này; hãy ghi cơ quan nhận báo cáo"),
    ]


def chain() -> Taxonomy:
    """Communes of a district that became communes of a province: the chain of 2021, and what is left of it."""
    ended = AgencyEvent(date=date(2025, 7, 1), type="merge", successors=("xa-moi",))
    return Taxonomy(
        agencies=(
            agency("bo", "Bộ Nội vụ", kind="bo"),
            agency("so", "Sở Nội vụ", kind="so", parent="ubnd"),
            agency("stttt", "Sở Thông tin và Truyền thông", kind="so", parent="ubnd"),
            agency("ubnd", "UBND tỉnh", kind="ubnd-tinh"),
            Agency(
                id="xa-a", kind="xa", parent="ubnd", events=(ended,),
                names=(AgencyName(name="Xã A", until=date(2025, 7, 1)),),
            ),
            Agency(id="xa-moi", kind="xa", names=(AgencyName(name="Xã Mới", since=date(2025, 7, 1)),)),
        ),
        topics=(Topic(id="mot-cua", name="Một cửa"), Topic(id="the-che", name="Thể chế")),
        genres=GENRES, channels=CHANNELS,
    )  # fmt: skip


CHAIN = (
    Reporter(agency="stttt", to="so"),
    Reporter(kind="so", to="so"),
    Reporter(kind="xa", to="stttt"),
    Reporter(to="UBND tỉnh"),
    Reporter(agency="so", to="bo"),
)


@pytest.mark.parametrize(
    ("year", "owed"),
    [
        (2024, {"": "UBND tỉnh", "so": "Bộ Nội vụ", "stttt": "Sở Nội vụ", "xa-a": "Sở Thông tin và Truyền thông"}),
        (2026, {"": "UBND tỉnh", "so": "Bộ Nội vụ", "stttt": "Sở Nội vụ", "xa-moi": "Sở Thông tin và Truyền thông"}),
    ],
)
def test_the_chain_of_reporting_follows_the_agencies_that_live_on_the_last_day(year: int, owed: dict[str, str]) -> None:
    """What is said of an agency holds before what is said of its kind; a heir of the kind reports in its place."""
    span = replace(PERIOD, since=date(year, 1, 1), until=date(year, 12, 14), reporters=CHAIN)
    assert {duty.agency: duty.recipient for duty in duties(span, chain(), Ledger())} == owed


def test_an_agency_that_ended_and_whom_nobody_replaces_is_told() -> None:
    """Its heir is not named: nobody owes the report, which may not pass in silence; of a kind the heir owes it."""
    span = replace(PERIOD, until=date(2026, 12, 14), reporters=(Reporter(agency="xa-a", to="so"),))
    ((agency_, heirs),) = ended(span, chain(), Ledger())

    assert duties(span, chain(), Ledger()) == ()
    assert (agency_.id, [heir.id for heir in heirs]) == ("xa-a", ["xa-moi"])
    assert ended(replace(span, reporters=(*span.reporters, Reporter(kind="xa"))), chain(), Ledger()) == ()
    assert ended(replace(span, until=date(2024, 12, 14)), chain(), Ledger()) == ()


def test_every_agencys_reports_are_listed_with_a_state_of_their_own() -> None:
    """One filed, one late, one open: none says anything of another."""
    old = replace(PERIOD, id="quy-2-2019", since=date(2019, 2, 26), until=date(2019, 5, 25), due=date(2019, 5, 30))
    spans = tuple(replace(one, reporters=(Reporter(kind="so", to="ubnd"),)) for one in (PERIOD, old))
    data = freeze({"agency": {"id": "so", "name": "Sở Nội vụ"}})
    ledger = Ledger(filed=(Filed(period=old.id, filed=date(2019, 5, 29), data=data),))
    found = filing.due(Calendar(fixed=spans), ledger, at(date(2019, 8, 20)), taxonomy=chain())

    assert [(one.period.id, one.agency, one.name, one.recipient, one.state) for one in found] == [
        ("quy-2-2019", "stttt", "Sở Thông tin và Truyền thông", "UBND tỉnh", "quá hạn"),
        ("quy-3-2019", "so", "Sở Nội vụ", "UBND tỉnh", "đang mở"),
        ("quy-3-2019", "stttt", "Sở Thông tin và Truyền thông", "UBND tỉnh", "đang mở"),
        ("quy-2-2019", "so", "Sở Nội vụ", "UBND tỉnh", "đã nộp"),
    ]


def test_a_report_goes_to_whom_the_chain_says_under_its_own_letterhead() -> None:
    """No words: name, organ above and place come from the agencies, the number stays blank."""
    known = chain()
    known = replace(known, agencies=tuple(
        replace(one, place="Sóc Trăng") if one.id == "stttt" else one for one in known.agencies
    ))  # fmt: skip
    desk = Desk(taxonomy=known, period=replace(PERIOD, reporters=CHAIN))
    box = boxes.fill(desk.report("stttt"), "nua-nam", WORDING)

    assert (box.agency, box.parent_agency) == ("Sở Thông tin và Truyền thông", "UBND tỉnh")
    assert box.number.strip() == "/…"
    assert box.place_date.startswith("Sóc Trăng, ")
    assert box.addressees == ("Kính gửi: Sở Nội vụ",)


# Filing, and what comes after


@dataclass
class Desk:
    """A portal in memory whose filings go through a folder, as they do."""

    folder: Path | None = None
    taxonomy: Taxonomy = field(default_factory=chain)
    period: Period = PERIOD
    articles: dict[str, Article] = field(default_factory=dict)

    @property
    def newsroom(self) -> Newsroom:
        """Everything as it is now."""
        calendar = Calendar(fixed=(self.period,))
        ledger, problems = read_ledger(self.folder, self.taxonomy, calendar) if self.folder else (Ledger(), ())
        assert problems == ()
        return Newsroom(
            root=self.folder or Path(),
            settings=SETTINGS,
            taxonomy=self.taxonomy,
            calendar=calendar,
            ledger=ledger,
            articles=tuple(self.articles.values()),
        )

    def report(self, scope: str, **more: Any) -> Report:
        """Make an agency's report."""
        return reporting.make(self.newsroom, Asked(period=self.period.id, agency=scope, **more), AFTER)[0]

    def file(self, scope: str) -> Path:
        """File an agency's report."""
        return reporting.file_report(self.newsroom, Asked(period=self.period.id, agency=scope), AFTER)[1]

    def states(self) -> dict[str, str]:
        """Return the state of each report that is listed, by agency."""
        return {one.agency: one.state for one in reporting.due(self.newsroom, AFTER)}


SCOPES = ("", "so", "stttt")
ALL = tuple(Reporter(agency=scope, to="UBND tỉnh") for scope in SCOPES)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("file"), st.sampled_from(SCOPES)),
        st.tuples(st.just("late"), st.sampled_from(SCOPES[1:])),
        st.tuples(st.sampled_from(("withdraw", "correct", "move", "rename", "twice")), st.integers(0, 30)),
        st.tuples(st.sampled_from(("merge", "new-name")), st.sampled_from(SCOPES[1:])),
    ),
    max_size=24,
)


def merged(taxonomy: Taxonomy, id_: str, name: str) -> Taxonomy:
    """Let an agency end in a new one after the period, which was unknown before."""
    day = date(2025, 7, 1)
    event = AgencyEvent(date=day, type="merge", successors=("moi",))
    changed = tuple(
        replace(one, events=(event,), names=(replace(one.names[-1], until=day),)) if one.id == id_ else one
        for one in taxonomy.agencies
        if one.id != "moi"
    )
    return replace(
        taxonomy, agencies=(*changed, Agency(id="moi", kind="so", names=(AgencyName(name=name, since=day),)))
    )


def renamed(taxonomy: Taxonomy, id_: str) -> Taxonomy:
    """Give an agency a new name from before the period on."""
    named = (AgencyName(name="Tên khác"),)
    return replace(
        taxonomy, agencies=tuple(replace(one, names=named) if one.id == id_ else one for one in taxonomy.agencies)
    )


def follow(desk: Desk, step: tuple[str, Any]) -> None:
    """Do one thing to the portal's content."""
    what, which = step
    if what == "late":
        number = len(desk.articles)
        made = article(f"n{number}", at(DAY + timedelta(days=number % 20)), agency=which, topics=("mot-cua",))
        desk.articles[f"n{number}"] = replace(made, id=f"n{number}")
    elif what == "merge":
        desk.taxonomy = merged(desk.taxonomy, which, "Sở hợp nhất")
    elif what == "new-name":
        desk.taxonomy = renamed(desk.taxonomy, which)
    elif desk.articles:
        key = list(desk.articles)[which % len(desk.articles)]
        old = desk.articles[key]
        again = Correction(date=AFTER + timedelta(minutes=len(old.corrections)), note="Sửa tên")
        changed = {
            "withdraw": {"status": "withdrawn"},
            "correct": {"corrections": (*old.corrections, again)},
            "move": {"topics": ("the-che",) if old.topics == ("mot-cua",) else ("mot-cua",)},
            "rename": {"title": f"{old.title}+"},
            "twice": {"airings": (*old.airings, *old.airings[:1])},
        }[what]
        desk.articles[key] = replace(old, **changed)  # type: ignore[arg-type]


def seen_by(desk: Desk, scope: str) -> dict[str, Article]:
    """Return the articles that an agency's report holds."""
    return {
        key: one
        for key, one in desk.articles.items()
        if one.status != "withdrawn" and (not scope or one.agency == scope)
    }


def expected(before: dict[str, Article], now: dict[str, Article]) -> list[tuple[str, str]]:
    """Say what became of every article: verb and title."""
    gone = [("gỡ", one.title) for key, one in before.items() if key not in now]
    new = [("thêm", one.title) for key, one in now.items() if key not in before]
    return sorted([*gone, *new, *(("sửa", one.title) for key, one in now.items() if before.get(key, one) != one)])


@pytest.mark.slow
@given(STEPS)
@settings(max_examples=80)
def test_each_agencys_filing_and_later_differences_are_its_own(steps: list[tuple[str, Any]]) -> None:
    """In any order of filings, withdrawals, late items, corrections and mergers.

    A filing never stops another's and never changes; what differs later is told item by item, also where no number
    differs; state, words and number are each agency's own.
    """
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(folder=Path(folder), period=replace(PERIOD, reporters=ALL))
        for scope in SCOPES:
            name = f"{PERIOD.id}.{scope}.md" if scope else f"{PERIOD.id}.md"
            write(Path(folder), f"content/reports/{name}", words(f"{len(scope) + 1}/BC"))
        filed: dict[str, tuple[bytes, dict[str, Article]]] = {}
        for step in (("late", "so"), ("late", "stttt"), *steps):
            if step[0] != "file":
                follow(desk, step)
            elif step[1] in filed:
                with pytest.raises(SiteError, match="da-chot"):
                    desk.file(step[1])
            else:
                filed[step[1]] = (desk.file(step[1]).read_bytes(), seen_by(desk, step[1]))
        for scope in SCOPES:
            _check(desk, scope, filed.get(scope))


def _check(desk: Desk, scope: str, filed: tuple[bytes, dict[str, Article]] | None) -> None:
    report = desk.report(scope)
    assert report.words.number == f"{len(scope) + 1}/BC"
    assert boxes.fill(report, "quy", WORDING).number == f"0{len(scope) + 1}/BC"
    rolled = desk.report(scope, rolled=True)
    if filed is None:
        assert (report.filed, report.changes, report.item_changes) == (None, (), ())
        assert desk.states()[scope] == "quá hạn"
        return
    data, before = filed
    assert (desk.folder / "content/reports/filed" / f"{reporting.stem(report)}.json").read_bytes() == data  # type: ignore[operator]
    assert desk.states()[scope] == "đã nộp"
    told = sorted((change.verb, change.title) for change in report.item_changes)
    assert told == expected(before, seen_by(desk, scope))
    assert all(bool(change.fields) == (change.verb == "sửa") for change in report.item_changes)
    assert rolled.item_changes == report.item_changes


def test_filing_over_an_old_file_of_another_agency_says_how_to_make_room(tmp_path: Path) -> None:
    """The whole portal's name is taken by the older form: nothing is written over."""
    desk = Desk(folder=tmp_path, period=replace(PERIOD, reporters=ALL))
    follow(desk, ("late", "so"))
    path = desk.file("so").rename(tmp_path / "content/reports/filed/quy-3-2019.json")
    before = path.read_bytes()

    with pytest.raises(SiteError, match=r"quy-3-2019\.so\.json \(git mv\)"):
        desk.file("")
    with pytest.raises(SiteError, match="đã chốt ngày"):
        desk.file("so")
    assert path.read_bytes() == before
    assert desk.file("stttt").name == "quy-3-2019.stttt.json"
    assert desk.states() == {"so": "đã nộp", "stttt": "đã nộp", "": "quá hạn"}


def test_rows_of_activities_are_compared_one_by_one(tmp_path: Path) -> None:
    """One leaves, one comes, one is told otherwise, and the sums are as before."""
    head = "date,agency,title,quantity,unit,qualifier,participants\n"
    table = "content/activities/2019.csv"
    write(
        tmp_path,
        table,
        head + "1/8/2019,so,Tờ gấp,5,tờ,,\n2/8/2019,so,Hội nghị,1,cuộc,,20\n3/8/2019,so,Pa nô,2,cái,,\n",
    )
    desk = Desk(folder=tmp_path)
    desk.file("so")
    write(
        tmp_path, table,
        head + "9/8/2019,so,Băng rôn,2,cái,hơn,\n2/8/2019,so,Hội nghị,1,cuộc,,25\n1/8/2019,so,Tờ gấp,5,tờ,,\n",
    )  # fmt: skip
    told = [
        (one.verb, one.part, one.title, *((f.name, f.filed, f.now) for f in one.fields))
        for one in desk.report("so").item_changes
    ]

    assert told == [
        ("gỡ", "hoạt động", "Pa nô"),
        ("thêm", "hoạt động", "Băng rôn"),
        ("sửa", "hoạt động", "Hội nghị", ("người tham gia", "20", "25")),
    ]


def test_of_two_alike_the_one_that_went_is_told(tmp_path: Path) -> None:
    """Two works of one title and day, of two topics: the first goes, and nothing is said of the second."""
    head = "date,agency,topic,title,quantity,unit\n"
    rows = ("1/8/2019,so,mot-cua,Tin cũ,1,tin\n", "1/8/2019,so,the-che,Tin cũ,1,tin\n")
    write(tmp_path, "content/activities/2019.csv", head + "".join(rows))
    desk = Desk(folder=tmp_path)
    desk.file("so")
    write(tmp_path, "content/activities/2019.csv", head + rows[1])
    report = desk.report("so")

    assert [(one.verb, one.fields) for one in report.item_changes] == [("gỡ", ())]
    assert {one.name for one in report.changes if one.name.startswith("Chủ đề")} == {"Chủ đề: Một cửa"}


def test_what_a_filing_of_before_does_not_say_is_judged_by_its_day(tmp_path: Path) -> None:
    """Filed files of before corrections were told: those from the day of filing on are named."""
    desk = Desk(folder=tmp_path)
    follow(desk, ("late", "so"))
    follow(desk, ("late", "so"))
    early, late = (Correction(date=at(date(2019, 8, day)), note="x") for day in (20, 30))
    path = desk.file("so")
    data = json.loads(path.read_text("utf-8"))
    data = {name: value for name, value in data.items() if name not in ("rolled", "item_changes")} | {
        "filed": "2019-08-30"
    }
    for item in data["items"]:
        del item["corrected"]
    path.write_text(json.dumps(data), "utf-8")
    desk.articles["n0"] = replace(desk.articles["n0"], corrections=(early,))
    desk.articles["n1"] = replace(desk.articles["n1"], corrections=(early, late))

    assert [(one.title, one.fields[0].now) for one in desk.report("so").item_changes] == [("Bài n1", "30/08/2019")]


def test_a_source_that_is_not_gathered_again_is_told_as_a_whole(tmp_path: Path) -> None:
    """Filed with another portal's report, made again without it: none of its items was withdrawn."""
    other = Desk(taxonomy=chain())
    for _ in range(2):
        follow(other, ("late", "so"))
    sent = replace(other.report(""), portal="Cổng khác", authority="khac.vn,2026", site_url="https://khac.vn/")
    entries = tuple(replace(one, id=f"tag:khac.vn,2026:bai:{at_}", url="") for at_, one in enumerate(sent.entries))
    path = tmp_path / "khac.json"
    path.write_bytes(to_json(replace(sent, entries=entries)))
    desk = Desk(folder=tmp_path)
    desk.articles["x"] = article("x", at(DAY, 9), agency="stttt")
    asked = Asked(period=PERIOD.id, include=(path,))
    reporting.file_report(desk.newsroom, asked, AFTER)
    again, alone = reporting.make(desk.newsroom, asked, AFTER)[0], desk.report("")
    told = [(one.verb, one.part, one.title, one.fields[0].filed, one.fields[0].now) for one in alone.item_changes]

    assert (again.changes, again.item_changes) == ((), ())
    assert told == [("gỡ", "nguồn số liệu", "Cổng khác", "2 tin, bài; 2 lượt", "không gộp")]
    assert alone.changes[0].why == ("gỡ: Cổng khác (02/09/2019), -2",)


# As an official does it


FORMS = ("docx", "xlsx", "csv", "json")


def forms_of(root: Path, out: Path, period: str, *asked: str) -> dict[str, str]:
    """Make a report in every form, and the web page; return what people can read of each."""
    from docx import Document
    from openpyxl import load_workbook

    cchc("--root", root, "report", period, *asked, "--out", out, *WHEN)
    cchc("--root", root, "build", *WHEN)
    files = {path.suffix[1:]: path for path in out.iterdir()}
    book = load_workbook(files["xlsx"])
    page = root / f"public/thong-ke/{period}/index.html"
    return {
        "docx": "\n".join(one.text for one in Document(str(files["docx"])).paragraphs),
        "xlsx": "\n".join(str(cell.value) for row in book["Thay đổi sau nộp"].iter_rows() for cell in row),
        "csv": "\n".join(line for line in files["csv"].read_text("utf-8").splitlines() if line.startswith("Thay đổi")),
        "json": json.dumps(json.loads(files["json"].read_text("utf-8"))["item_changes"], ensure_ascii=False),
        "web": page.read_text("utf-8"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("asked", [(), ("--agency", "so-noi-vu")], ids=["the whole portal", "an agency"])
def test_after_filing_what_went_came_was_corrected_or_moved_is_named_in_every_form(
    root: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    """Totals stay as they were; the filed file's bytes never change."""
    day = {"date": "2024-03-10T08:00:00+07:00"}
    news = "content/news/2024/03"
    for name in ("rut", "dinh-chinh", "chuyen"):
        write(root, f"{news}/{name}.md", written(title=f"Bài {name}", **day))
    cchc("--root", root, "report", "quy-1-2024", "--file", *asked, *WHEN)
    (file,) = (root / "content/reports/filed").iterdir()
    before = file.read_bytes()
    gone = "{date: 2024-04-01, reason: Sai}"
    write(root, f"{news}/rut.md", written(title="Bài rut", status="withdrawn", withdrawn=gone, **day))
    write(root, f"{news}/den-muon.md", written(title="Bài den-muon", **day))
    noted = "[{date: 2026-11-22, note: Sửa tên xã}]"
    write(root, f"{news}/dinh-chinh.md", written(title="Bài dinh-chinh", corrections=noted, **day))
    moved = day | {"topic": "chinh-quyen-dien-tu"}
    write(root, f"{news}/chuyen.md", written(title="Bài chuyen", **moved))
    found = forms_of(root, tmp_path / "out", "quy-1-2024", *asked)

    for form, text in found.items():
        for name in ("rut", "den-muon", "dinh-chinh", "chuyen"):
            assert f"Bài {name}" in text, (form, name)
        assert "đính chính" in text, form
        assert "chủ đề" in text, form
    assert file.read_bytes() == before
    assert file.name == f"quy-1-2024{'.so-noi-vu' if asked else ''}.json"
    assert "thay thế" not in found["docx"]


@pytest.mark.heavy
def test_a_foreign_number_signer_or_addressee_never_stands_in_a_report(root: Path, tmp_path: Path) -> None:
    """An old words file of one agency: the other's report has its own letterhead and blanks."""
    lines = ("scope: so-noi-vu", "signer_name: Nguyễn Văn A", "addressees: [Bộ Nội vụ]", "parent_agency: UBND TỈNH MẪU")
    text = words("230/BC-SNV", *lines) + "\n## Khó khăn\nKhó khăn riêng của Sở Nội vụ.\n"
    write(root, "content/reports/thang-4-2024.md", text)
    own = forms(root, tmp_path / "a", "thang-4-2024")
    other = forms(root, tmp_path / "b", "thang-4-2024", "--agency", "so-thong-tin-va-truyen-thong")

    assert "230/BC-SNV" in own["docx"]
    assert "báo cáo của cơ quan so-noi-vu, theo khóa scope trong content/reports/thang-4-2024.md" in own["told"]
    assert own["name"] == "thang-4-2024.so-noi-vu.docx"
    for foreign in ("230/BC-SNV", "Nguyễn Văn A", "Bộ Nội vụ", "UBND TỈNH MẪU", "Khó khăn riêng"):
        assert fold(foreign) in fold(own["docx"])
        assert fold(foreign) not in fold(other["docx"])
    assert "so thong tin va truyen thong" in fold(other["docx"])
    assert "thang-4-2024.so-thong-tin-va-truyen-thong.md" in other["told"]


def forms(root: Path, out: Path, period: str, *asked: str) -> dict[str, str]:
    """Make the Word form; return all its text, its file name, and what the terminal said."""
    from docx import Document

    told = cchc("--root", root, "report", period, *asked, "--formats", "docx", "--out", out, *WHEN).stderr
    (file,) = out.iterdir()
    document = Document(str(file))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    text = "\n".join((*(one.text for one in document.paragraphs), *cells))
    return {"docx": text, "name": file.name, "told": told}


@pytest.mark.heavy
def test_due_reports_are_listed_by_agency_for_people_and_machines(root: Path) -> None:
    """One filed, two not; `--agency` shows an agency's own; an unknown one offers the nearest."""
    file = root / "content/taxonomy/periods.yml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("recipient: UBND tỉnh}", "reporters: [{kind: so, to: UBND tỉnh}]}"), "utf-8")
    when = ("--now", "2024-05-10T08:00:00+07:00")
    cchc("--root", root, "report", "thang-4-2024", "--file", "--agency", "so-noi-vu", *when)
    rows = json.loads(cchc("--root", root, "report", "--due", "--json", *when).stdout)
    april = {row["agency"]: (row["state"], row["recipient"]) for row in rows if row["period"] == "thang-4-2024"}
    own = cchc("--root", root, "report", "--due", "--agency", "so-noi-vu", *when).stdout.splitlines()

    assert april == {
        "so-noi-vu": ("đã nộp", "UBND tỉnh"), "so-thong-tin-va-truyen-thong": ("quá hạn", "UBND tỉnh"),
    }  # fmt: skip
    assert [line for line in own if "thang-4-2024" in line] == [
        "05/05/2024  đã nộp          thang-4-2024  Tháng 4 năm 2024; Sở Nội vụ (so-noi-vu) gửi UBND tỉnh"
    ]
    assert "có phải so-noi-vu?" in cchc("--root", root, "report", "--due", "--agency", "so-noi", *when, code=1).stderr


def test_names_of_outputs_never_collide() -> None:
    """Ids hold hyphens: joined by one, `nam-2023-a` + `b` and `nam-2023` + `a-b` were one file."""

    def names() -> Iterator[str]:
        for period, id_ in (("nam-2023-a", "b"), ("nam-2023", "a-b")):
            known = Taxonomy(agencies=(agency(id_, "Cơ quan"),))
            yield reporting.stem(Desk(taxonomy=known, period=replace(PERIOD, id=period)).report(id_))

    assert list(names()) == ["nam-2023-a.b", "nam-2023.a-b"]
