from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.counting.axes import AXIS_NAMES, NONE
from site_builder.counting.figures import AXES, Count
from site_builder.frozen import freeze, thaw
from site_builder.model import AgencyEvent, Airing, Article, Taxonomy, Topic
from site_builder.model.ledger import Activity, Filed, Ledger, PlanTarget, Words, as_article
from site_builder.model.periods import Calendar, Period, PeriodRule
from site_builder.reports import filing, spans
from site_builder.reports.include import PORTAL, Included
from site_builder.reports.open_data import period_json
from site_builder.reports.report import FigureChange, Report
from site_builder.reports.sums import NAMELESS, activity_sums
from site_builder.reports.to_csv import REPORT_HEADER, to_csv
from site_builder.reports.to_json import schema, to_json
from tests.reports_seeds import (
    SEEDS,
    Seed,
    activity,
    agency,
    article,
    at,
    bac_giang_2016_2020,
    ha_tinh_2021,
    quang_tri_2023,
    soc_trang_2019,
    soc_trang_2021,
)
from tests.test_reports import month_records, months_of

PLACE = activity(1, date(2019, 1, 1)).place
DAY = date(2019, 8, 1)


def cells(report: Report, axis: str) -> dict[str, tuple[int, int]]:
    """Return works and airings of a table by row."""
    return {row.id: (row.count.works, row.count.airings) for row in report.figures.table(axis).rows}


def summed(report: Report) -> list[tuple[float, str, str]]:
    """Return the sums of activities: quantity, unit, qualifier."""
    return [(one.quantity, one.unit, one.qualifier) for one in report.sums]


# The five reports


def test_a_broadcasters_quarter_states_176_airings_and_three_columns_apart() -> None:
    """176 lượt over radio, STV1, STV2 and web; "hơn 176" stays beside it and is never added; 3 chuyên mục."""
    report = soc_trang_2019().report()
    assert report.figures.total.airings == len(report.airings) == 176
    assert set(cells(report, "outlet")) == {"phat-thanh", "stv1", "stv2", "trang", NONE}
    assert sum(airings for _, airings in cells(report, "outlet").values()) == 176
    assert summed(report) == [(176, "lượt", "hơn")]
    assert report.columns == 3
    assert report.figures.total.works == 63
    assert cells(report, "kind") == {"dai-pttth": (63, 176)}
    assert report.agency == "Đài Phát thanh và Truyền hình"
    assert report.as_of is None


def test_a_work_of_24_august_aired_again_on_27_august_is_one_work_and_one_airing() -> None:
    """The second airing belongs to the next period, without the work."""
    seed = soc_trang_2019()
    entry = next(entry for entry in seed.report().entries if "phat-lai" in entry.id)
    assert (entry.counts_as_work, entry.airings, len(entry.aired)) == (True, 1, 1)
    following = Period(id="quy-4", label="Quý IV/2019", since=date(2019, 8, 26), until=date(2019, 11, 25))
    later = seed.report(period=following)
    assert later.figures.total == Count(works=0, airings=1)
    assert [(entry.counts_as_work, entry.airings) for entry in later.entries] == [(False, 1)]


def test_the_eleven_content_areas_all_stand_in_the_directive_table() -> None:
    """Also those without a work; what answers none is listed."""
    report = soc_trang_2021().report()
    table = report.figures.table("directive")
    assert [row.id for row in table.rows] == [*(str(number) for number in range(1, 12)), NONE]
    assert cells(report, "directive")["2"] == (2, 2)
    assert cells(report, "directive")["11"] == (0, 0)
    assert [entry.title for entry in report.unfit] == ["Bài n3"]
    assert table.sum.works - table.surplus.works == report.figures.total.works == 5


def test_a_years_items_have_their_addresses() -> None:
    """Old items without a page here stand in the list with their own address and count as works."""
    report = quang_tri_2023().report()
    assert [(entry.title, entry.url) for entry in report.entries] == [
        ("Kế hoạch cải cách hành chính năm 2023", "https://so.example.vn/ke-hoach"),
        ("Chỉ thị về nâng cao các chỉ số", "https://so.example.vn/chi-thi"),
        ("Cập nhật văn bản chiến lược, quy hoạch", "https://so.example.vn/van-ban"),
        ("Hội thi tìm hiểu", "https://cchc.example.vn/tinh/tin-tuc/2023/10/hoi-thi/"),
    ]
    assert [entry.id for entry in report.entries] == ["", "", "", "tag:example.vn,2026:bai:2023/10/hoi-thi"]
    assert report.figures.total == Count(works=4, airings=4)
    assert report.sums == ()
    assert len(report.activities) == 3
    assert report.as_of == date(2023, 11, 20)


def test_six_months_of_a_department_state_eighty_works() -> None:
    """80 tin, bài; provisional, because the report is of 8 June."""
    report = ha_tinh_2021().report()
    assert report.figures.total.works == 80
    assert len(report.entries) == 80
    assert cells(report, "genre") == {"tin": (40, 40), "bai": (40, 40)}
    assert report.as_of == date(2021, 6, 8)


def test_five_years_of_a_province_stay_three_numbers() -> None:
    """3.250 works, nearly 6.000 lượt and 5.280 broadcasts: nothing is added up, nothing becomes a work."""
    report = bac_giang_2016_2020().report()
    assert summed(report) == [(3250, "bài", ""), (6000, "lượt", "gần"), (5280, "tin", "")]
    assert report.figures.total == Count()
    assert report.entries == ()
    said = json.loads(to_json(report))
    assert {one["quantity"] for one in said["activities"]["sums"]} == {3250, 6000, 5280}
    assert (said["totals"]["works"], said["totals"]["airings"]) == (0, 0)


# Parts of a report


def small(*articles: Article, ledger: Ledger | None = None, **more: Any) -> Seed:
    """Make a portal of a quarter."""
    period = Period(id="quy-3-2019", label="Quý III/2019", since=date(2019, 5, 26), until=date(2019, 8, 25))
    taxonomy = Taxonomy(
        topics=(Topic(id="mot-cua", name="Một cửa"), Topic(id="the-che", name="Thể chế")),
        agencies=(
            agency("so-noi-vu", "Sở Nội vụ", kind="so"),
            agency("phong", "Phòng CCHC", parent="so-noi-vu"),
            agency("cu", "Sở cũ", events=(AgencyEvent(date=DAY, type="merge", successors=("so-noi-vu",)),)),
        ),
        genres=soc_trang_2019().taxonomy.genres,
        channels=soc_trang_2019().taxonomy.channels,
    )
    seed = Seed(
        period=period, now=at(date(2019, 9, 1)), taxonomy=taxonomy, articles=articles, ledger=ledger or Ledger()
    )
    return replace(seed, **more)


def test_entries_are_works_oldest_first_then_works_that_only_aired() -> None:
    """An older work that aired in the period is listed last and does not count."""
    aired = article(
        "cu", at(date(2019, 1, 1)), airings=(Airing(date=at(DAY), channel="web", minutes=3),), featured=True
    )
    report = small(article("b", at(date(2019, 8, 2))), article("a", at(DAY)), aired).report()
    assert [(entry.title, entry.counts_as_work) for entry in report.entries] == [
        ("Bài a", True), ("Bài b", True), ("Bài cu", False),
    ]  # fmt: skip
    assert (report.entries[2].minutes, report.entries[2].featured) == (3, True)
    assert report.entries[0].channels == ("Trang thông tin điện tử",)
    assert [airing.title for airing in report.airings] == ["Bài a", "Bài cu", "Bài b"]


def test_only_equal_units_qualifiers_and_names_are_added_up() -> None:
    """Exact is never added to "hơn", nor cái to tờ; a series of titles has one sum; a named work has none."""
    rows = (
        activity(2, DAY, title="Tờ gấp", quantity=500, unit="tờ"),
        activity(3, DAY, title="tờ gấp", quantity=250.5, unit="tờ"),
        activity(4, DAY, title="Tờ gấp", quantity=100, unit="tờ", qualifier="hơn"),
        activity(5, DAY, title="Tờ gấp", quantity=7, unit="cái"),
        activity(6, DAY, title="Chuyên mục: một cửa", unit="kỳ"),
        activity(7, DAY, title="Chuyên mục: chỉ số", unit="kỳ"),
        activity(8, DAY, genre="tin", channel="phat-thanh", quantity=20, unit="tin"),
        activity(9, DAY, quantity=3, unit="cuộc"),
        activity(10, DAY, title="Một tin", unit="tin"),
        activity(11, DAY, title="Lễ: phát động", unit="cuộc"),
    )
    found = activity_sums(rows, small().taxonomy)
    assert [(one.name, one.quantity, one.unit, one.qualifier) for one in found] == [
        ("Tờ gấp", 750.5, "tờ", ""),
        ("Tờ gấp", 100, "tờ", "hơn"),
        ("Tờ gấp", 7, "cái", ""),
        ("Chuyên mục", 2, "kỳ", ""),
        ("Tin; Phát thanh", 20, "tin", ""),
        (NAMELESS, 3, "cuộc", ""),
        ("Lễ: phát động", 1, "cuộc", ""),
    ]
    assert sum(len(one.rows) for one in found) == 9


UNITS = st.sampled_from(["tờ", "lượt", "tin", "cái"])
ROWS = st.lists(
    st.builds(
        activity,
        st.integers(2, 99),
        st.just(DAY),
        title=st.sampled_from(["", "Tờ gấp", "Chuyên mục: a", "Chuyên mục: b"]),
        quantity=st.integers(0, 5),
        unit=UNITS,
        qualifier=st.sampled_from(["", "hơn", "gần"]),
    ),
    max_size=15,
)


@given(ROWS)
@pytest.mark.heavy
def test_sums_hold_every_row_once_and_mix_nothing(rows: list[Activity]) -> None:
    """What is added up is alike in unit and qualifier, and nothing is lost."""
    found = activity_sums(rows, Taxonomy())
    assert sorted(row.place.line for one in found for row in one.rows) == sorted(
        row.place.line for row in rows if row.stands_apart
    )
    assert all(row.is_work or row.times for row in rows if not row.stands_apart)
    for one in found:
        assert {(row.unit, row.qualifier) for row in one.rows} == {(one.unit, one.qualifier)}
        assert one.quantity == sum(row.quantity for row in one.rows)


def test_activities_are_those_of_the_period_the_scope_and_up_to_now() -> None:
    """Neither the day before, nor tomorrow, nor another agency's."""
    rows = (
        activity(2, date(2019, 5, 25), agency="phong", title="Trước", unit="cái"),
        activity(3, date(2019, 5, 26), agency="phong", title="Đầu", unit="cái"),
        activity(4, DAY, agency="khac", title="Khác", unit="bài", channel="web"),
        activity(5, date(2019, 8, 25), agency="so-noi-vu", title="Mai", unit="cái"),
    )
    seed = small(ledger=Ledger(activities=rows), now=at(date(2019, 8, 24)))
    assert [row.title for row in seed.report().activities] == ["Đầu", "Khác"]
    report = seed.report(scope="so-noi-vu")
    assert [row.title for row in report.activities] == ["Đầu"]
    assert (report.agency, report.scope, report.figures.total.works) == ("Sở Nội vụ", "so-noi-vu", 0)
    assert seed.report().figures.total.works == 1


def test_a_rolled_up_report_counts_a_merged_agency_under_its_heir() -> None:
    """Works and activities alike; as filed they stay under the old one; nothing is lost."""
    rows = (activity(2, DAY, agency="cu", title="Tờ gấp", quantity=5, unit="tờ"),)
    seed = small(article("a", at(DAY), agency="cu"), article("b", at(DAY)), ledger=Ledger(activities=rows))
    assert cells(seed.report(), "agency") == {"so-noi-vu": (1, 1), "cu": (1, 1)}
    assert cells(seed.report(rolled=True), "agency") == {"so-noi-vu": (2, 2)}
    assert seed.report(rolled=True, scope="cu").figures.total.works == 2
    assert len(seed.report(rolled=True, scope="so-noi-vu").activities) == 1
    assert len(seed.report(scope="so-noi-vu").activities) == 0


def test_comparisons_are_the_period_before_and_the_same_of_last_year() -> None:
    """Only spans in which the portal had anything; with what others sent in there is nothing to compare."""
    news = (
        article("a", at(DAY)),
        article("b", at(date(2019, 5, 25))),
        article("c", at(date(2018, 5, 26)), agency="phong"),
    )
    seed = small(*news)
    assert [(one.label, one.count.works) for one in seed.report().comparisons] == [
        ("kỳ trước (26/02/2019 – 25/05/2019)", 1),
        ("cùng kỳ năm trước (26/05/2018 – 25/08/2018)", 1),
    ]
    assert [one.count.works for one in seed.report(scope="phong").comparisons] == [0, 1]
    assert small(news[0]).report().comparisons == ()
    year = Period(id="nam", label="Năm", since=date(2019, 1, 1), until=date(2019, 12, 31))
    assert [one.label for one in seed.report(period=year).comparisons] == ["kỳ trước (01/01/2018 – 31/12/2018)"]


def test_the_period_before_is_the_calendars_when_it_is_as_long() -> None:
    """Of the same recipient first; else as many whole months, or as many days."""
    near = Period(id="q2", label="Q2", since=date(2019, 2, 26), until=date(2019, 5, 25), recipient="Bộ")
    other = replace(near, id="q2-so", recipient="Sở", since=date(2019, 2, 20))
    long = replace(near, id="dai", since=date(2018, 5, 26), recipient="Sở")
    asked = small().period
    calendar = Calendar(fixed=(near, other, long))
    assert spans.before(replace(asked, recipient="Sở"), calendar) == other
    assert spans.before(replace(asked, recipient="Bộ"), calendar) == near
    free = spans.before(replace(asked, since=date(2019, 3, 1), until=date(2019, 3, 31)), Calendar())
    assert (free.since, free.until) == (date(2019, 2, 1), date(2019, 2, 28))
    days = spans.before(replace(asked, since=date(2019, 3, 5), until=date(2019, 3, 14)), Calendar())
    assert (days.since, days.until) == (date(2019, 2, 23), date(2019, 3, 4))


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2020, 2, 29), date(2019, 2, 28)),
        (date(2020, 2, 28), date(2019, 2, 28)),
        (date(2021, 2, 28), date(2020, 2, 29)),
        (date(2019, 8, 25), date(2018, 8, 25)),
    ],
)
def test_last_years_span_ends_on_the_same_day(until: date, expected: date) -> None:
    """The end of February stays the end of February."""
    assert spans.last_year(replace(small().period, since=date(2019, 1, 1), until=until)).until == expected


def target(wanted: float, **more: Any) -> PlanTarget:
    """Make a target of the sample quarter."""
    return PlanTarget(place=PLACE, period="quy-3-2019", target=wanted, **more)


def plan_of(*targets: PlanTarget, **asked: Any) -> list[tuple[str, float, float | None, str]]:
    """Measure targets against a small portal."""
    aired = tuple(Airing(date=at(DAY), channel="web", minutes=2.5) for _ in range(3))
    news = (
        article("a", at(DAY), genre="tin", topics=("the-che",), column="cm", airings=aired),
        article("b", at(DAY), genre="bai", agency="phong"),
        article("c", at(DAY), genre="phong-su", agency="khac", column="cm"),
        article("d", at(date(2019, 1, 1)), genre="tin", column="khac"),
    )
    rows = (
        activity(2, DAY, title="Tờ gấp năm bước", quantity=300, unit="tờ"),
        activity(
            3, DAY, title="Tờ gấp khác", quantity=200, unit="tờ", qualifier="hơn", agency="phong", topic="the-che"
        ),
        activity(4, DAY, title="Áp phích", quantity=100, unit="tờ"),
        activity(5, DAY, title="Tờ gấp năm bước", quantity=2, unit="cuộc"),
    )
    report = small(*news, ledger=Ledger(activities=rows, plan=targets)).report(**asked)
    return [(line.name, line.actual, line.percent, line.qualifier) for line in report.plan]


def test_targets_of_works_are_narrowed_and_counted() -> None:
    """By agency with those below it, topic, genre and unit; airings, minutes and columns by theirs."""
    assert plan_of(
        target(4),
        target(2, unit="tin"),
        target(2, unit="bài"),
        target(4, agency="so-noi-vu"),
        target(1, topic="the-che", genre="tin", name="Tin thể chế"),
        target(0, genre="phong-su"),
        target(10, unit="lượt"),
        target(15, unit="phút"),
        target(2, unit="chuyên mục"),
        PlanTarget(place=PLACE, period="khac", target=1),
    ) == [
        ("Tin, bài", 3, 75, ""),
        ("tin", 1, 50, ""),
        ("bài", 2, 100, ""),
        ("Sở Nội vụ", 2, 50, ""),
        ("Tin thể chế", 1, 100, ""),
        ("Phóng sự", 1, None, ""),
        ("lượt", 5, 50, ""),
        ("phút", 7.5, 50, ""),
        ("chuyên mục", 1, 50, ""),
    ]


def test_a_percentage_is_a_share_of_all_works() -> None:
    """Reached is again in hundredths of the target; without any work it is zero."""
    assert plan_of(target(50, is_percent=True, genre="phong-su")) == [("Phóng sự", 33.33, 66.66, "")]
    empty = small(ledger=Ledger(plan=(target(50, is_percent=True),))).report()
    assert [(line.actual, line.percent) for line in empty.plan] == [(0, 0)]


def test_targets_of_activities_keep_the_qualifier() -> None:
    """What is approximate stands on a line of its own; units are apart; what was not done is zero."""
    assert plan_of(target(500, activity="tờ gấp", unit="tờ")) == [("tờ gấp", 300, 60, ""), ("tờ gấp", 200, 40, "hơn")]
    assert plan_of(target(2, activity="tờ gấp năm")) == [("tờ gấp năm", 2, 100, ""), ("tờ gấp năm", 300, 15000, "")]
    assert plan_of(target(400, activity="tờ gấp", agency="phong")) == [("tờ gấp; Phòng CCHC", 200, 50, "hơn")]
    assert plan_of(target(1, activity="tờ gấp", topic="the-che", unit="cuộc")) == [("tờ gấp; Thể chế", 0, 0, "")]
    assert plan_of(target(50, activity="áp phích", is_percent=True)) == [("áp phích", 25, 50, "")]


def test_a_report_of_one_agency_has_its_own_targets() -> None:
    """Those of the whole portal or of others are not measured against it."""
    asked = (target(1, agency="phong"), target(9), target(9, agency="khac"))
    assert plan_of(*asked, scope="so-noi-vu") == [("Phòng CCHC", 1, 100, "")]


def sent_by(
    name: str, kind: str = PORTAL, articles: tuple[Article, ...] = (), activities: tuple[Activity, ...] = ()
) -> Included:
    """Return what another portal or unit sent in."""
    return Included(file=f"{name}.json", name=name, kind=kind, articles=articles, activities=activities)


def test_what_others_send_in_is_counted_once_and_stays_visible() -> None:
    """An item with our tag or our address is ours; one that two sent in is the first one's."""
    own = article("a", at(DAY))
    ours_again = replace(own, id="tag:example.vn,2026:bai:2019/08/a", source_url="")
    by_address = replace(own, id="tag:b.vn,2020:bai:x", source_url="https://cchc.example.vn/tinh/tin-tuc/2019/08/a/")
    fresh = replace(
        own, id="tag:b.vn,2020:bai:y", title="Của huyện", agency="UBND huyện B", source_url="https://b.vn/y"
    )
    row = activity(2, DAY, title="Tin của xã", unit="tin", channel="web")
    leaflets = activity(3, DAY, title="Tờ gấp", quantity=9, unit="tờ", source="Xã C")
    outside = activity(4, date(2020, 1, 1), title="Tờ gấp", quantity=9, unit="tờ")
    sent = (
        sent_by("Huyện B", articles=(ours_again, by_address, fresh)),
        sent_by("Xã C", "biểu Excel", articles=(fresh, as_article(row)), activities=(row, leaflets, outside)),
        sent_by("Xã D", "biểu Excel", articles=(as_article(row),), activities=(row,)),
    )
    seed = small(own)
    report = seed.report(included=sent)
    assert [(one.name, one.kind, one.works, one.airings, one.activities) for one in report.shares] == [
        ("Sở Nội vụ", "cổng này", 1, 1, 0),
        ("Huyện B", "cổng khác", 1, 1, 0),
        ("Xã C", "biểu Excel", 1, 1, 2),
        ("Xã D", "biểu Excel", 1, 1, 1),
    ]
    assert report.figures.total.works == sum(share.works for share in report.shares) == 4
    assert [(entry.source, entry.id) for entry in report.entries if entry.title == "Của huyện"] == [
        ("Huyện B", "tag:b.vn,2020:bai:y")
    ]
    assert sorted(entry.source for entry in report.entries) == ["", "Huyện B", "Xã C", "Xã D"]
    assert cells(report, "agency")["UBND huyện B"] == (1, 1)
    assert summed(report) == [(9, "tờ", "")]
    assert [share.name for share in seed.report().shares] == ["Sở Nội vụ"]


def test_a_reports_words_come_from_the_ledger() -> None:
    """Those of its period; empty ones when there are none; without an agency the portal reports."""
    seed = small(ledger=Ledger(words=(("quy-3-2019", Words(number="230/BC")),)))
    assert seed.report().words.number == "230/BC"
    assert small().report().words == Words()
    bare = replace(seed, settings=replace(seed.settings, agency=""))
    assert bare.report().agency == "Cổng tin cải cách hành chính"


# JSON and CSV


def valid(data: bytes) -> Any:
    """Return JSON that fits the schema."""
    said = json.loads(data)
    jsonschema.Draft202012Validator(json.loads(schema())).validate(said)
    return said


def rich() -> Seed:
    """A portal with a plan, a comparison, an older work that aired again and a title that a sheet would calculate."""
    rows = (
        activity(2, DAY, title="Tờ gấp", quantity=500, unit="tờ", qualifier="khoảng"),
        activity(
            3, DAY, title="Tin không trang", unit="tin", topic="mot-cua", channel="phat-thanh", airings=2, minutes=4
        ),
    )
    plan = (target(10, genre="tin"), target(30, is_percent=True, genre="tin"))
    twice = tuple(
        Airing(date=at(DAY) + timedelta(days=n), channel=name) for n, name in enumerate(("web", "phat-thanh"))
    )
    return small(
        article("a", at(DAY), topics=("mot-cua", "the-che"), title="=1+1", airings=twice),
        article("b", at(date(2018, 8, 1))),
        article("c", at(date(2019, 5, 1)), airings=(Airing(date=at(DAY), channel="web"),)),
        ledger=Ledger(activities=rows, plan=plan),
    )


@pytest.mark.parametrize("seed", [*SEEDS, rich], ids=lambda seed: seed.__name__)
def test_every_reports_json_fits_the_schema_and_states_the_figures(seed: Callable[[], Seed]) -> None:
    """Totals, tables and items read back are the report's; the same bytes twice."""
    report = seed().report()
    data = to_json(report)
    assert data == to_json(seed().report())
    said = valid(data)
    total = report.figures.total
    assert (said["totals"]["works"], said["totals"]["airings"]) == (total.works, total.airings)
    assert said["totals"]["columns"] == report.columns
    assert sum(item["counts_as_work"] for item in said["items"]) == total.works
    assert sum(len(item["airings"]) for item in said["items"]) == total.airings
    assert list(said["tables"]) == list(AXES)
    for axis in AXES:
        assert {row["id"]: (row["works"], row["airings"]) for row in said["tables"][axis]["rows"]} == cells(
            report, axis
        )


def test_an_items_json_has_ids_beside_names() -> None:
    """What another portal needs to count it: identity, address, ids, airings within the period."""
    item = valid(to_json(rich().report()))["items"][1]
    assert item == {
        "id": "tag:example.vn,2026:bai:2019/08/a",
        "title": "=1+1",
        "url": "https://cchc.example.vn/tinh/tin-tuc/2019/08/a/",
        "date": "2019-08-01T07:00:00+07:00",
        "genre": {"id": "tin", "name": "Tin"},
        "column": {"id": "", "name": ""},
        "agency": {"id": "so-noi-vu", "name": "Sở Nội vụ"},
        "kind": "so",
        "topics": ["mot-cua", "the-che"],
        "directives": [],
        "channels": ["web", "phat-thanh"],
        "outlets": [],
        "airings": [
            {"date": "2019-08-01T07:00:00+07:00", "channel": "web", "outlet": "", "kind": "so", "minutes": None},
            {"date": "2019-08-02T07:00:00+07:00", "channel": "phat-thanh", "outlet": "", "kind": "so", "minutes": None},
        ],
        "featured": False,
        "source": "",
        "counts_as_work": True,
        "corrected": [],
    }


def test_the_schema_refuses_what_is_not_a_report() -> None:
    """A missing part, a stranger, a number as text."""
    said = valid(to_json(rich().report()))
    wrongs = [
        {key: value for key, value in said.items() if key != "items"},
        said | {"them": 1},
        said | {"totals": said["totals"] | {"works": "3"}},
    ]
    for wrong in wrongs:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, json.loads(schema()))


@pytest.mark.parametrize("seed", [*SEEDS, rich], ids=lambda seed: seed.__name__)
def test_a_reports_csv_adds_up_to_the_total_in_every_table(seed: Callable[[], Seed]) -> None:
    """One header for all parts; tables, list and activities are those of the report."""
    report = seed().report()
    rows = list(csv.DictReader(io.StringIO(to_csv(report).decode("utf-8-sig"), newline="")))
    parts: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        assert set(row) == set(REPORT_HEADER)
        parts.setdefault(row["Phần"], []).append(row)
    total = report.figures.total
    for table in (table for table in report.figures.tables if table.rows):
        lines = parts[AXIS_NAMES[table.axis]]
        assert sum(int(line["Tin, bài"]) for line in lines) == total.works
        assert sum(int(line["Lượt"]) for line in lines) == total.airings
    listed = parts.get("Danh sách", [])
    assert sum(int(line["Tin, bài"]) for line in listed) == total.works
    assert sum(int(line["Lượt"]) for line in listed) == total.airings
    assert len(parts.get("Hoạt động", [])) == len(report.activities)
    sums = [(float(line["Số lượng"]), line["Đơn vị"], line["Mức"]) for line in parts.get("Tổng hoạt động", [])]
    assert sums == summed(report)


def test_csv_shows_plan_comparison_and_shares() -> None:
    """Percentages as such; shares only when something was sent in; nothing calculates."""
    text = to_csv(rich().report(included=(sent_by("Huyện B"),))).decode("utf-8-sig")
    assert "Kế hoạch,,Tin,,,,2,,,10," in text
    assert "Kế hoạch,,Tin,,,,100,%,,30," in text
    assert "Nguồn số liệu,cổng khác,Huyện B,0,0,0" in text
    assert "'=1+1" in text
    assert "So sánh,,cùng kỳ năm trước (26/05/2018 – 25/08/2018),1,0,0" in to_csv(
        replace(rich(), articles=(replace(rich().articles[1], airings=()),)).report()
    ).decode("utf-8-sig")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.__name__)
def test_the_portals_open_data_state_the_same_totals(seed: Callable[[], Seed]) -> None:
    """`/du-lieu/thong-ke/PERIOD.json`, made from records, agrees with the report, row by row."""
    portal = seed()
    report = portal.report()
    works = (*portal.articles, *(as_article(row) for row in portal.ledger.activities if row.is_work))
    terms = replace(portal.taxonomy, topics=(), agencies=())
    records: dict[str, Any] = month_records(works)
    records |= {f"topic:{topic.id}": topic for topic in portal.taxonomy.topics}
    records |= {f"agency:{one.id}": one for one in portal.taxonomy.agencies}
    records |= {"terms": terms, f"period:{portal.period.id}": portal.period}
    said = json.loads(period_json(records.__getitem__, portal.period.id, months_of(works, portal.period)))
    total = report.figures.total
    assert (said["total"]["works"], said["total"]["airings"]) == (total.works, total.airings)
    for axis in AXES:
        rows = {row["id"]: (row["works"], row["airings"]) for row in said["tables"][axis]["rows"]}
        assert {key: cell for key, cell in rows.items() if any(cell)} == {
            key: cell for key, cell in cells(report, axis).items() if any(cell)
        }


# Filing


def filed_from(report: Report, day: date = date(2019, 8, 30)) -> Filed:
    """File a report and read it back as content does."""
    return Filed(period=report.period.id, filed=day, data=freeze(valid(filing.file_report(report, day))))


def with_filed(seed: Seed, filed: Filed) -> Seed:
    """Put a filed report into the ledger."""
    return replace(seed, ledger=replace(seed.ledger, filed=(filed,)))


def test_a_filed_report_says_when_and_has_no_changes() -> None:
    """The JSON is the report's own, with the day."""
    report = rich().report()
    said = valid(filing.file_report(report, date(2019, 8, 30)))
    assert said == json.loads(to_json(report)) | {"filed": "2019-08-30"}
    again = with_filed(rich(), filed_from(report)).report()
    assert (again.filed, again.changes) == (date(2019, 8, 30), ())
    assert with_filed(rich(), filed_from(report)).report(scope="so-noi-vu").filed is None


def test_later_differences_are_told_with_the_items_that_explain_them() -> None:
    """A withdrawal, a late item, a corrected topic, new airings: totals and rows, each with its items."""
    keep, gone = article("giu", at(DAY)), article("go", at(DAY), topics=("the-che",))
    moved = article("doi", at(DAY), topics=("the-che",))
    rows = (activity(2, DAY, title="Tờ gấp", quantity=5, unit="tờ"),)
    before = small(keep, gone, moved, ledger=Ledger(activities=rows))
    late = article("muon", at(DAY), topics=("mot-cua",), column="cm", airings=tuple(
        Airing(date=at(DAY), channel="web", minutes=4) for _ in range(3)
    ))  # fmt: skip
    filed = filed_from(before.report())
    later = (replace(rows[0], quantity=8), activity(3, DAY, title="Pa nô", quantity=2, unit="cái", qualifier="hơn"))
    after = small(
        keep, replace(moved, topics=("mot-cua",)), replace(gone, status="withdrawn"), late,
        ledger=Ledger(activities=later, filed=(filed,)),
    )  # fmt: skip
    found = {change.name: change for change in after.report().changes}
    went, came, edited = "gỡ: Bài go (01/08/2019)", "thêm: Bài muon (01/08/2019)", "sửa: Bài doi (01/08/2019)"
    assert "Tổng số tin, bài" not in found
    assert found["Tổng số lượt"] == FigureChange(
        name="Tổng số lượt", filed=3, now=5, why=(f"{went}, -1 lượt", f"{came}, +3 lượt")
    )
    assert found["Tổng số phút"] == FigureChange(name="Tổng số phút", filed=0, now=12)
    assert found["Số chuyên mục"].now == 1
    assert found["Chủ đề: Một cửa"] == FigureChange(name="Chủ đề: Một cửa", filed=1, now=3, why=(came, edited))
    assert found["Chủ đề: Thể chế"] == FigureChange(name="Chủ đề: Thể chế", filed=2, now=0, why=(went, edited))
    assert found["Chủ đề: Thể chế (lượt)"].why == (f"{went}, -1 lượt", f"{edited}, -1 lượt")
    assert found["Hoạt động: Tờ gấp (tờ)"] == FigureChange(name="Hoạt động: Tờ gấp (tờ)", filed=5, now=8)
    assert found["Hoạt động: Pa nô (hơn cái)"].now == 2
    valid(to_json(after.report()))


def test_an_article_that_went_out_again_or_moved_is_told_as_edited() -> None:
    """New airings, and a date outside the period, change numbers without an item coming or going."""
    again, moved = article("phat", at(DAY)), article("doi-ngay", at(DAY))
    filed = filed_from(small(again, moved).report())
    twice = (*again.airings, Airing(date=at(DAY, 20), channel="phat-thanh"))
    after = small(replace(again, airings=twice), replace(moved, date=at(date(2019, 9, 1))))
    found = {change.name: change for change in with_filed(after, filed).report().changes}
    assert found["Tổng số tin, bài"].why == ("sửa: Bài doi-ngay (01/09/2019)",)
    assert (found["Tổng số tin, bài"].filed, found["Tổng số tin, bài"].now) == (2, 1)
    assert found["Tổng số lượt"].why == ("sửa: Bài phat (01/08/2019), +1 lượt",)
    assert found["Kênh: Phát thanh"].now == 1


def test_items_without_an_id_are_told_apart_by_address_or_title() -> None:
    """Two rows with the same title and day are two works; one that went is one that went."""
    rows = tuple(activity(line, DAY, title="Tin cũ", unit="tin") for line in (2, 3))
    filed = filed_from(small(ledger=Ledger(activities=rows)).report())
    report = small(ledger=Ledger(activities=rows[:1], filed=(filed,))).report()
    first = report.changes[0]
    assert (first.name, first.filed, first.now, first.why) == ("Tổng số tin, bài", 2, 1, ("gỡ: Tin cũ (01/08/2019)",))


IDS = st.sets(st.integers(0, 12))
SHAPES = st.tuples(
    st.sampled_from([("mot-cua",), ("the-che",), ("mot-cua", "the-che"), ()]), st.integers(0, 3), st.integers(0, 400)
)


def made(number: int, shape: tuple[tuple[str, ...], int, int]) -> Article:
    """Make an article of some shape."""
    topics, airings, days = shape
    moment = at(date(2019, 1, 1) + timedelta(days=days))
    aired = tuple(
        Airing(date=moment + timedelta(days=20 * n), channel=("web", "phat-thanh")[n % 2]) for n in range(airings)
    )
    return article(f"n{number}", moment, topics=topics, airings=aired, id=f"n{number}")


@pytest.mark.slow
@given(IDS, IDS, st.lists(SHAPES, min_size=13, max_size=13))
@settings(max_examples=60)
def test_filed_figures_never_change_and_every_difference_is_explained(
    first: set[int], second: set[int], shapes: list[tuple[tuple[str, ...], int, int]]
) -> None:
    """Filed + what came − what went = now, for the total and for every row; the filed data stay as they were."""
    old = small(*(made(number, shapes[number]) for number in sorted(first)))
    filed = filed_from(old.report())
    kept = repr(filed)
    report = with_filed(small(*(made(number, shapes[number]) for number in sorted(second))), filed).report()
    assert repr(filed) == kept
    explained = [one for one in report.changes if not one.name.startswith(("Tổng số phút", "Số "))]
    for change in explained:
        assert change.filed + sum(_gain(words) for words in change.why) == change.now
    said = json.loads(json.dumps(thaw(filed.data)))
    works = next((one for one in report.changes if one.name == "Tổng số tin, bài"), None)
    assert said["totals"]["works"] == (works.filed if works else report.figures.total.works)
    for axis in AXES:
        before = {row["id"]: row["works"] for row in said["tables"][axis]["rows"]}
        differing = {key for key, (now, _) in cells(report, axis).items() if now != before.get(key, 0)}
        differing |= {key for key, number in before.items() if number != cells(report, axis).get(key, (0, 0))[0]}
        told = [
            one for one in report.changes if one.name.startswith(f"{AXIS_NAMES[axis]}: ") and "(lượt)" not in one.name
        ]
        assert len(told) == len(differing)


def _gain(words: str) -> int:
    """Read how much an item changed a number: `…, +3 lượt`, else one work."""
    if words.endswith(" lượt"):
        return int(words.rpartition(", ")[2].removesuffix(" lượt"))
    return {"thêm": 1, "gỡ": -1}[words.partition(":")[0]]


def test_what_is_due_is_listed_with_its_state() -> None:
    """Late first, then what is soon due, still open, filed; far ones and those without a day are left out."""

    def period(id_: str, until: date, due: date | None) -> Period:
        return Period(id=id_, label=id_, since=date(2019, 1, 1), until=until, due=due, recipient="Sở Nội vụ")

    calendar = Calendar(
        fixed=(
            period("tre", date(2019, 6, 14), date(2019, 6, 20)),
            period("tre-hon", date(2019, 3, 14), date(2019, 3, 20)),
            period("sap", date(2019, 8, 25), date(2019, 9, 1)),
            period("hom-nay", date(2019, 8, 25), date(2019, 8, 30)),
            period("mo", date(2019, 9, 14), date(2019, 9, 20)),
            period("nop", date(2019, 5, 25), date(2019, 5, 30)),
            period("khong-han", date(2019, 5, 25), None),
            period("xa", date(2019, 12, 31), date(2020, 1, 20)),
        ),
        rules=(
            PeriodRule(
                id="nam-{year}",
                label="Năm {year}",
                since="{year-1}-12-15",
                until="{year}-12-14",
                due="{year}-12-20",
                first=2016,
            ),
        ),
    )
    ledger = Ledger(filed=(Filed(period="nop", filed=date(2019, 5, 29), data=()),))
    found = filing.due(calendar, ledger, at(date(2019, 8, 30)))
    assert [(one.period.id, one.state, one.days) for one in found] == [
        ("tre", "quá hạn", -71),
        ("tre-hon", "quá hạn", -163),
        ("nam-2018", "quá hạn", -253),
        ("hom-nay", "sắp đến hạn", 0),
        ("sap", "sắp đến hạn", 2),
        ("mo", "đang mở", 21),
        ("nam-2019", "đang mở", 112),
        ("nop", "đã nộp", -92),
    ]
    assert (found[0].due, found[0].recipient) == (date(2019, 6, 20), "Sở Nội vụ")


def test_a_period_of_years_is_not_compared_with_days_of_its_own() -> None:
    """Five years have no same days of last year: four of those years would be their own."""
    years = Period(id="giai-doan", label="Giai đoạn", since=date(2016, 1, 1), until=date(2020, 12, 31))

    assert [span.until for span in spans.compared(years, Calendar())] == [date(2015, 12, 31)]
