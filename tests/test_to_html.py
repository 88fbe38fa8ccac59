"""What a period's page shows besides its tables: earlier spans, plan, filed numbers, activities, charts by month."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest

from site_builder import reports
from site_builder.counting import figures
from site_builder.counting.months import read_taxonomy
from site_builder.frozen import freeze
from site_builder.model import Agency, AgencyName, Airing, Article, Column, Outlet, Term, Topic
from site_builder.model.ledger import Activity, Filed, Ledger, Location, PeriodLedger, PlanTarget, as_article
from site_builder.model.periods import Calendar
from site_builder.reports import charts
from site_builder.reports.assemble import Holdings, assemble
from site_builder.reports.filing import file_report
from site_builder.reports.to_html import list_url, statistics_page
from tests.test_reports import (
    QUARTER,
    RECORDS,
    SETTINGS,
    TERMS,
    article,
    at,
    csv_rows,
    listed,
    main_of,
    month_records,
    months_of,
    names,
    text_of,
)

KNOWN = replace(
    TERMS,
    directives=(Term(id="1", name="Ý nghĩa"), Term(id="2", name="Thủ tục")),
    outlets=(
        Outlet(id="stv1", name="STV1", channel="truyen-hinh", source_kind="dai-pttth"),
        Outlet(id="trang", name="Trang tổng hợp", channel="web"),
    ),
    columns=(Column(id="cm", name="Chuyên mục CCHC"),),
)
TOPICS = (
    Topic(id="mot-cua", name="Một cửa", directive=("2",)),
    Topic(id="the-che", name="Thể chế", directive=("1", "2")),
    Topic(id="tho-ca", name="Thơ ca"),
)
AGENCIES = (
    Agency(id="dai", kind="dai-pttth", names=(AgencyName(name="Đài PT và TH"),)),
    Agency(id="so", kind="so", names=(AgencyName(name="Sở Nội vụ"),)),
)
WHOLE = replace(KNOWN, topics=TOPICS, agencies=AGENCIES)


def row(line: int, **more: Any) -> Activity:
    """Make a row of activities in the quarter."""
    place = Location(file="content/activities/2019.csv", line=line)
    facts: dict[str, Any] = {"place": place, "date": date(2019, 7, 1)}
    return Activity(**(facts | more))


ROWS = (
    row(2, title="Lượt trên sóng", quantity=176.0, unit="lượt", qualifier="hơn", agency="dai", note="Không tách kênh"),
    row(3, title="Băng rôn", quantity=12.5, unit="m²", url="https://example.vn/bang-ron"),
    row(4, title="Băng rôn", quantity=2.0, unit="m²", participants=40, airings=0, minutes=3.5),
    row(5, title="Bài cũ không có trang", unit="bài", agency="so", topic="the-che", channel="truyen-hinh",
        outlet="stv1", airings=2, minutes=4.0, url="https://example.vn/bai-cu"),
    row(6, title="Tin cũ", unit="tin"),
)  # fmt: skip
WORKS = (
    article("a", at(1), topics=("mot-cua", "the-che"), agency="so", column="cm"),
    article("b", at(2, 7), topics=("tho-ca",), agency="dai", genre="bai",
            airings=(Airing(date=at(3, 7), channel="truyen-hinh", outlet="stv1", minutes=5),
                     Airing(date=at(4, 7), channel="web", outlet="trang"))),
    *(as_article(one) for one in ROWS if one.is_work),
)  # fmt: skip
BEFORE = (article("x", at(1, 5), agency="so"), article("y", at(1, 6, year=2018), agency="so"))
EARLIER = (
    ("kỳ trước", "2019-02-26/2019-05-25", ("2019/05",), ("2019/05",)),
    ("cùng kỳ năm trước", "2018-05-26/2018-08-25", ("2018/06",), ("2018/06",)),
    ("như kỳ trước", "2019-02-26/2019-05-25", ("2019/05",), ("2019/05",)),
)
SPANS = tuple((replace(QUARTER, since=since, until=until), months) for since, until, months in (
    (date(2019, 2, 26), date(2019, 5, 25), ("2019/05",)),
    (date(2018, 5, 26), date(2018, 8, 25), ("2018/06",)),
))  # fmt: skip
PLAN = (
    PlanTarget(place=Location(file="p", line=1), period="quy-3-2019", target=8, name="Tin, bài"),
    PlanTarget(place=Location(file="p", line=2), period="quy-3-2019", target=50, is_percent=True, genre="bai"),
    PlanTarget(place=Location(file="p", line=3), period="quy-3-2019", target=20, unit="m²", activity="Băng rôn"),
    PlanTarget(
        place=Location(file="p", line=4), period="quy-3-2019", target=0, unit="lượt", topic="mot-cua", name="Sóng"
    ),
    PlanTarget(place=Location(file="p", line=5), period="quy-3-2019", target=3, unit="bài", name="Bài"),
)
RECORD: dict[str, Any] = RECORDS | {
    "terms": KNOWN,
    "taxonomy": WHOLE,
    **{f"topic:{topic.id}": topic for topic in TOPICS},
    **{f"agency:{agency.id}": agency for agency in AGENCIES},
    **{f"facts:{one.id}": one for one in (*WORKS, *BEFORE)},
}


def filed(works: tuple[Article, ...], scope: str = "") -> Filed:
    """File the quarter with these works."""
    holdings = Holdings(articles=works, ledger=Ledger(), taxonomy=WHOLE, calendar=Calendar(), settings=SETTINGS)
    report = assemble(holdings, period=QUARTER, now=QUARTER.ends, scope=scope)
    data = freeze(json.loads(file_report(report, date(2019, 8, 30))))
    return Filed(period="quy-3-2019", filed=date(2019, 8, 30), data=data)


def page(
    ledger: PeriodLedger | None = None, works: tuple[Article, ...] = WORKS, *, earlier: Any = EARLIER
) -> ET.Element:
    """Make the quarter's page."""
    return main_of(
        statistics_page(reader(ledger, works).__getitem__, "quy-3-2019", months_of(works, QUARTER), False, earlier)
    )


def reader(ledger: PeriodLedger | None = None, works: tuple[Article, ...] = WORKS) -> dict[str, Any]:
    """Return the records that a page is made from."""
    known = ledger or PeriodLedger(activities=ROWS)
    return RECORD | month_records((*works, *BEFORE)) | {"ledger:quy-3-2019": known}


def table(root: ET.Element, id_: str) -> list[list[str]]:
    """Return the body of the table under a heading."""
    section = next(one for one in root.iter("section") if one.find(f"h2[@id='{id_}']") is not None)
    return [[text_of(cell) for cell in line] for line in section.findall(".//tbody/tr")]


def section_ids(root: ET.Element) -> list[str]:
    """Return the ids of the page's headings."""
    return [heading.get("id", "") for heading in root.iter("h2")]


# The parts of the page


def test_earlier_spans_stand_beside_the_period_once() -> None:
    """Differences and their shares; two labels of the same days are one row; its numbers have lists of their own."""
    root = page()
    assert table(root, "so-sanh") == [
        ["Kỳ này", "4", "", "5", "", "13"],
        ["Kỳ trước (26/02/2019 – 25/05/2019)", "1", "+3 (+300 %)", "1", "+4 (+400 %)", "0"],
        ["Cùng kỳ năm trước (26/05/2018 – 25/08/2018)", "1", "+3 (+300 %)", "1", "+4 (+400 %)", "0"],
    ]
    links = [link.get("href", "") for link in root.iter("a") if "since=" in link.get("href", "")]
    assert dict(parse_qsl(urlsplit(links[0]).query)) == {
        "unit": "bai", "since": "2019-02-26", "until": "2019-05-25", "months": "2019-05",
    }  # fmt: skip
    assert len(links) == 4


def test_a_span_with_nothing_has_no_share() -> None:
    """Of nothing there is no percentage and no list."""
    root = page(earlier=(("kỳ trước", "2017-01-01/2017-01-31", (), ()),))
    assert table(root, "so-sanh")[1] == ["Kỳ trước (01/01/2017 – 31/01/2017)", "0", "+4", "0", "+5", "0"]


def test_activities_keep_unit_and_qualifier() -> None:
    """Equal units are added, `hơn` stays with its number; named works are not among them; rows say where from."""
    root = page()
    assert table(root, "hoat-dong") == [["Lượt trên sóng", "hơn 176", "lượt", "1"], ["Băng rôn", "14,5", "m²", "2"]]
    lines = [text_of(item) for item in root.findall(".//details/ol/li")]
    assert lines == [
        "Lượt trên sóng: hơn 176 lượt (01/07/2019, Đài PT và TH). Không tách kênh",
        "Băng rôn: 12,5 m² (01/07/2019)",
        "Băng rôn: 2 m² (01/07/2019); 0 lượt; 3,5 phút; 40 người tham gia",
    ]
    assert [link.get("href") for link in root.findall(".//details/ol//a")] == ["https://example.vn/bang-ron"]
    assert "không cộng với số tin, bài" in text_of(root)
    assert "hơn 176 lượt “Lượt trên sóng” (số ước lượng); m² (đơn vị tính không phải của tin, bài)." in text_of(root)


def test_the_plan_stands_beside_what_was_reached() -> None:
    """Works lead to their list, shares and sums of activities do not; nothing of nothing has no percentage."""
    root = page(PeriodLedger(activities=ROWS, plan=PLAN))
    assert table(root, "ke-hoach") == [
        ["Tin, bài", "8", "4", "", "50 %"],
        ["Bài", "50 %", "50 %", "", "100 %"],
        ["Băng rôn", "20", "14,5", "m²", "72,5 %"],
        ["Sóng", "0", "1", "lượt", "–"],
        ["Bài", "3", "2", "bài", "66,7 %"],
    ]
    section = next(one for one in root.iter("section") if one.find("h2[@id='ke-hoach']") is not None)
    assert [link.get("href") for link in section.iter("a")] == [
        f"../..{list_url(QUARTER, unit='bai')}",
        f"../..{list_url(QUARTER, topic='mot-cua', unit='luot')}",
    ]


def test_filed_numbers_stand_beside_the_present_with_the_reason() -> None:
    """What was filed stays; the item that went is named; totals stand also where nothing differs."""
    gone = article("z", at(5), agency="so")
    rows = table(page(PeriodLedger(filed=(filed((*WORKS[:2], gone)),)), WORKS[:2]), "da-nop")
    assert rows[0] == ["Tổng số tin, bài", "3", "2", "-1", "gỡ: Bài z (05/08/2019)"]
    assert rows[2] == ["Tổng số phút", "5", "5", "0", ""]
    assert any(line[0] == "Chủ đề: Một cửa" and line[1:4] == ["2", "1", "-1"] for line in rows)
    same = table(page(PeriodLedger(filed=(filed(WORKS[:2]),)), WORKS[:2]), "da-nop")
    assert [line[3] for line in same] == ["0", "0", "0", "0"]


def test_items_that_changed_since_the_filing_are_listed_by_agency_with_links_to_our_own() -> None:
    """Each agency that filed has a section; one that went has no link; a name that was corrected is not told again."""
    kept, gone = WORKS[0], article("z", at(5), agency="so")
    old = replace(kept, topics=("mot-cua",), title="Tên cũ")
    root = page(PeriodLedger(filed=tuple(filed((old, gone), scope) for scope in ("", "so"))), (kept,))
    lists = [section for section in root.iter("section") if section.find("ol") is not None]

    assert [heading for heading in section_ids(root) if heading.startswith("da-nop")] == ["da-nop", "da-nop-so"]
    for section in lists:
        told = [text_of(item) for item in section.findall("ol/li")]
        assert told[0] == "Không còn tin, bài: Bài z (05/08/2019)"
        assert told[1].startswith(
            f"Đã sửa tin, bài: {kept.title} (01/08/2019); tên đã đổi; chủ đề: Một cửa → Một cửa; "
        )
        assert [link.get("href") for link in section.findall("ol/li/a")] == [f"../..{kept.url}"]
    assert len(lists) == 2
    assert old.title not in text_of(root)


def test_what_a_period_does_not_have_is_not_on_its_page() -> None:
    """No activities, plan, filed report, earlier span or column: no heading, no label."""
    root = page(PeriodLedger(), (WORKS[1],), earlier=())
    assert not {"so-sanh", "hoat-dong", "ke-hoach", "da-nop", "theo-column"} & set(section_ids(root))
    assert "Chuyên mục" not in text_of(root)


def test_columns_are_counted_apart_and_lead_to_their_table() -> None:
    """One chuyên mục ran: its number leads to the table that names it."""
    root = page()
    link = root.find(".//dd/a[@href='#theo-column']")
    assert link is not None
    assert text_of(link) == "1"
    assert [line[:2] for line in table(root, "theo-column")] == [
        ["Chuyên mục CCHC", "1"],
        ["Không thuộc chuyên mục", "3"],
    ]


def test_every_axis_has_its_table_its_note_and_its_csv() -> None:
    """All axes that have rows, each with the file; what must be known to read it is said."""
    root = page()
    shown = [id_.removeprefix("theo-") for id_ in section_ids(root) if id_.startswith("theo-")]
    over = ["month", "topic", "agency"]
    assert shown == [*over, *(axis for axis in figures.AXES if axis not in over)]
    assert [section.get("class") for section in root.findall(".//section[details]")][:3] == [
        f"cc-overview__{axis}" for axis in over
    ]
    files = [
        link for link in root.findall(".//section//a") if link.get("href") == "../../du-lieu/thong-ke/quy-3-2019.csv"
    ]
    assert len(files) == len(shown)
    assert "lượt tính theo loại của nơi phát" in text_of(root)


def test_months_are_lines_of_works_and_airings() -> None:
    """Heights follow the numbers, the words of the chart and of each point say them.

    Two lượt of a row without days stand in the table, in no month.
    """
    root = page()
    chart = root.find(".//svg[@aria-labelledby='bieu-do-month']")
    assert chart is not None
    assert chart.get("width") == "100%"
    assert "tháng 7/2019: 3 tin, bài, 2 lượt" in text_of(chart)
    assert [line.get("points") for line in chart.iter("polyline")] == [
        "12.5,150 37.5,150 62.5,37.5 87.5,112.5",
        "12.5,150 37.5,150 62.5,75 87.5,112.5",
    ]
    assert [dot.get("class") for dot in chart.findall("circle")] == ["cc-series-0"] * 4 + ["cc-series-1"] * 4
    assert [text_of(dot) for dot in chart.findall("circle")][2::4] == [
        "tháng 7/2019: 3 tin, bài",
        "tháng 7/2019: 2 lượt",
    ]
    assert table(root, "theo-month")[4] == ["Chưa rõ ngày", "0", "2", "8"]
    assert "đứng ở dòng “Chưa rõ ngày”" in text_of(root)


def test_charts_are_left_out_where_they_would_say_nothing() -> None:
    """One row, too many rows, only zeros."""
    assert charts.bars([("a", 1)]) == charts.bars([("a", 0), ("b", 0)]) == charts.bars([("a", 1)] * 25) == ()
    assert charts.months([("2019-01", 1, 1)]) is charts.months([("2019-01", 0, 0), ("2019-02", 0, 0)]) is None
    assert charts.months([("2019-01", 1, 1)] * (charts.MAX_MONTHS + 1)) is None


def months_from(year: int, month: int, count: int) -> list[str]:
    """Return the names of months that follow one another."""
    return [f"{year + at // 12}-{at % 12 + 1:02}" for at in range(month - 1, month - 1 + count)]


@pytest.mark.parametrize(
    ("names", "ticks"),
    [
        (months_from(2019, 1, 3), [("1", "2019"), ("2", ""), ("3", "")]),
        (months_from(2018, 12, 3), [("12", ""), ("1", "2019"), ("2", "")]),
        (months_from(2018, 9, 5), [("9", "2018"), ("10", ""), ("11", ""), ("12", ""), ("1", "2019")]),
        (months_from(2018, 1, 14), [("1", "2018"), ("4", ""), ("7", ""), ("10", ""), ("1", "2019")]),
        (months_from(2016, 1, 60), [(str(year), "") for year in range(2016, 2021)]),
    ],
)
def test_a_line_names_as_many_months_as_fit_on_a_phone(names: list[str], ticks: list[tuple[str, str]]) -> None:
    """All of a year, each quarter's first of three, each year's first of more; a year is told where it begins."""
    made = charts.months([(name, 1, 2) for name in names])

    assert made is not None
    assert [(tick.label, tick.year) for tick in made.ticks] == ticks


@pytest.mark.parametrize(
    ("highest", "scale"), [(1, (2, 1, 0)), (13, (14, 7, 0)), (90, (100, 50, 0)), (1250, (1400, 700, 0))]
)
def test_a_line_s_scale_has_whole_numbers_at_its_end_and_half(highest: int, scale: tuple[int, ...]) -> None:
    """Its points stand where the scale says; the peak carries its number."""
    made = charts.months([("2019-01", 0, 0), ("2019-02", 0, highest)])

    assert made is not None
    assert tuple(number for number, _ in made.scale) == scale
    assert made.airings.points[0].top == charts.HEIGHT
    assert made.airings.points[1].top == round(charts.HEIGHT * (1 - highest / scale[0]), 1)
    assert (made.airings.peak, made.works.peak) == ((1, f"{highest:,}".replace(",", ".")), None)


def test_numbers_at_the_peaks_of_two_lines_do_not_stand_on_each_other() -> None:
    """Where they meet, only that of airings is written; every value is in the description."""
    near, far = (charts.months([("2019-01", 0, 1), ("2019-02", works, 10)]) for works in (10, 4))

    assert near is not None
    assert far is not None
    assert (near.works.peak, near.airings.peak) == (None, (1, "10"))
    assert (far.works.peak, far.airings.peak) == ((1, "4"), (1, "10"))
    assert far.words == "tháng 1/2019: 0 tin, bài, 1 lượt; tháng 2/2019: 4 tin, bài, 10 lượt"


# The lists behind the numbers


@pytest.mark.parametrize("unit", ["bai", "luot"])
def test_works_without_a_page_are_in_the_lists_of_every_axis(unit: str) -> None:
    """For every row of every table the script, fed with the open data, lists as many items as the number says."""
    ids = tuple(one.id for one in WORKS)
    items = json.loads(reports.data_json(RECORD.__getitem__, "2019/07", ids))["items"]
    found = figures.count(WORKS, QUARTER, read_taxonomy(RECORD.__getitem__, names(WORKS)))
    expected = [
        (list_url(QUARTER, **{one.axis: line.id}, unit=unit), line.count.works if unit == "bai" else line.count.airings)
        for one in found.tables
        for line in one.rows
    ]
    questions = [dict(parse_qsl(urlsplit(url).query)) for url, _ in expected]
    answers = listed(items, questions, QUARTER)
    assert [len(answer) for answer in answers] == [number for _, number in expected]
    assert len(found.tables) == len({axis for one in questions for axis in one} - {"unit"}) == len(figures.AXES)


def test_the_open_data_say_where_a_work_without_a_page_is() -> None:
    """Its address elsewhere, or none; what its topics answer and whose kind it is; names of all of it."""
    ids = tuple(one.id for one in WORKS)
    data = json.loads(reports.data_json(RECORD.__getitem__, "2019/07", ids))
    old, bare = data["items"][2:]
    assert (old["id"], old["url"]) == ("hoat-dong/2019/5", "https://example.vn/bai-cu")
    assert (old["directives"], old["kind"], old["airings"][0]["kind"]) == (["1", "2"], "so", "dai-pttth")
    assert (bare["url"], bare["topics"], bare["agency"], bare["airings"]) == ("", [], "", [])
    assert data["names"]["directives"] == {"1": "Ý nghĩa", "2": "Thủ tục"}
    assert set(data["names"]["kinds"]) == {"dai-pttth", "so"}
    rows = csv_rows(reports.data_csv(RECORD.__getitem__, "2019/07", ids))
    assert [line["Địa chỉ"] for line in rows[2:]] == ["https://example.vn/bai-cu", ""]
    assert [line["Cơ quan"] for line in rows[2:]] == ["Sở Nội vụ", ""]


def test_a_page_reads_the_taxonomy_and_articles_only_for_a_plan_or_filed_figures() -> None:
    """So a new agency, or another title, does not rewrite the pages of every period."""
    plain, whole = (keys_of(ledger) for ledger in (PeriodLedger(activities=ROWS), PeriodLedger(plan=PLAN)))
    told = ("taxonomy", *(f"facts:{one.id}" for one in WORKS if not one.id.startswith("hoat-dong/")))
    assert plain.isdisjoint(told)
    assert "agency:dai" in plain
    assert whole.issuperset(told)


def keys_of(ledger: PeriodLedger) -> set[str]:
    """Return the keys of the records that a page is made from."""
    keys: set[str] = set()
    records = reader(ledger)

    def noting(key: str) -> Any:
        keys.add(key)
        return records[key]

    statistics_page(noting, "quy-3-2019", months_of(WORKS, QUARTER), False, EARLIER)
    return keys
