from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.counting import figures
from site_builder.counting.axes import NONE
from site_builder.counting.figures import AXES, Count, Figures
from site_builder.model import (
    CHANNELS,
    GENRES,
    Agency,
    AgencyEvent,
    AgencyName,
    Airing,
    Article,
    Column,
    Outlet,
    Taxonomy,
    Term,
    Topic,
)
from site_builder.model.ledger import as_article
from site_builder.model.periods import Period
from site_builder.reports.rollup import heirs, roll_up
from site_builder.text import VIETNAM
from tests.reports_seeds import activity, agency, article, at

TAXONOMY = Taxonomy(
    topics=(
        Topic(id="mot-cua", name="Một cửa", directive=("1", "2")),
        Topic(id="the-che", name="Thể chế", directive=("2",)),
        Topic(id="khac", name="Khác"),
    ),
    agencies=(
        agency("so", "Sở A", kind="so"),
        agency("phong", "Phòng của Sở A", kind="so", parent="so"),
        agency("to", "Tổ của phòng", kind="trung-tam", parent="phong"),
        agency("xa", "Xã B", kind="ubnd-xa"),
        agency("la", "Đơn vị C"),
    ),
    genres=GENRES,
    channels=CHANNELS,
    directives=(Term(id="1", name="Nội dung một"), Term(id="2", name="Nội dung hai"), Term(id="3", name="Nội dung ba")),
    outlets=(
        Outlet(id="stv", name="STV", channel="truyen-hinh", source_kind="dai-pttth"),
        Outlet(id="trang", name="Trang", channel="web"),
    ),
    columns=(Column(id="cm1", name="Chuyên mục một"), Column(id="cm2", name="Chuyên mục hai")),
)
PERIOD = Period(id="quy", label="Quý", since=date(2019, 5, 26), until=date(2019, 8, 25))
AUGUST = date(2019, 8, 1)


def cells(found: Figures, axis: str) -> dict[str, tuple[int, int]]:
    """Return works and airings of a table by row."""
    return {row.id: (row.count.works, row.count.airings) for row in found.table(axis).rows}


def named(found: Figures, axis: str) -> list[str]:
    """Return the names of a table's rows."""
    return [row.name for row in found.table(axis).rows]


def test_the_web_pages_axes_come_first() -> None:
    """The page's order stays; the report's further axes follow."""
    assert AXES[:5] == ("topic", "agency", "genre", "channel", "month")
    assert set(AXES[5:]) == {"directive", "kind", "outlet", "column"}
    assert [table.axis for table in figures.count((), PERIOD, TAXONOMY).tables] == list(AXES)


def test_a_work_stands_under_each_content_area_its_topics_answer() -> None:
    """All areas have a row; what answers none is a row of its own, so the totals agree."""
    news = [
        article("a", at(AUGUST), topics=("mot-cua", "the-che")),
        article("b", at(AUGUST), topics=("khac",)),
        article("c", at(AUGUST), topics=("khac", "the-che")),
    ]
    found = figures.count(news, PERIOD, TAXONOMY)
    assert cells(found, "directive") == {"1": (1, 1), "2": (2, 2), "3": (0, 0), NONE: (1, 1)}
    assert named(found, "directive")[-1] == "Không thuộc nội dung nào"
    assert found.unfit == 1
    assert found.table("directive").surplus == Count(works=1, airings=1)
    assert found.table("directive").shared == 1


def test_kind_is_that_of_the_agency_for_works_and_of_the_outlet_for_airings() -> None:
    """An outlet without a kind, or no outlet, is as the agency; unknown kinds have their row."""
    airings = (
        Airing(date=at(AUGUST), channel="truyen-hinh", outlet="stv"),
        Airing(date=at(AUGUST), channel="web", outlet="trang"),
        Airing(date=at(AUGUST), channel="web"),
    )
    news = [
        article("a", at(AUGUST), agency="so", airings=airings),
        article("b", at(AUGUST), agency="xa"),
        article("c", at(AUGUST), agency="la"),
    ]
    found = figures.count(news, PERIOD, TAXONOMY)
    assert cells(found, "kind") == {"so": (1, 2), "ubnd-xa": (1, 1), "dai-pttth": (0, 1), NONE: (1, 1)}
    assert named(found, "kind") == [
        "Sở, ban, ngành", "UBND cấp xã", "Đài phát thanh và truyền hình", "Chưa rõ loại nguồn",
    ]  # fmt: skip


def test_outlets_and_columns_are_counted_and_columns_apart() -> None:
    """A work of two outlets stands under both; a column counts once, also when only an airing ran in it."""
    both = tuple(Airing(date=at(AUGUST), channel="web", outlet=outlet) for outlet in ("stv", "trang"))
    old = article("cu", at(date(2019, 1, 1)), column="cm2", airings=(Airing(date=at(AUGUST), channel="web"),))
    news = [article("a", at(AUGUST), airings=both, column="cm1"), article("b", at(AUGUST), column="cm1"), old]
    found = figures.count(news, PERIOD, TAXONOMY)
    assert cells(found, "outlet") == {"stv": (1, 1), "trang": (1, 1), NONE: (1, 2)}
    assert cells(found, "column") == {"cm1": (2, 3), "cm2": (0, 1)}
    assert found.columns == 2
    assert found.total.works == 2


def test_axes_that_a_portal_does_not_have_have_no_rows() -> None:
    """No content areas, outlets, columns or kinds: empty tables without a surplus."""
    found = figures.count([article("a", at(AUGUST))], PERIOD, Taxonomy(topics=TAXONOMY.topics))
    for axis in ("directive", "kind", "outlet", "column"):
        assert found.table(axis).rows == ()
        assert not found.table(axis).surplus
    assert found.columns == found.unfit == 0
    assert cells(found, "agency") == {"so-noi-vu": (1, 1)}


def test_a_work_without_a_page_counts_like_an_article() -> None:
    """Without topic, agency, channel it stands under the rows of what is not told; with airings they count."""
    bare = as_article(activity(2, AUGUST, title="Tin cũ", unit="tin"))
    aired = as_article(activity(3, AUGUST, title="Bài cũ", unit="bài", channel="phat-thanh", airings=4, minutes=2.5))
    found = figures.count([bare, aired], PERIOD, TAXONOMY)
    assert found.total == Count(works=2, airings=4, minutes=10)
    assert cells(found, "topic")[NONE] == (2, 4)
    assert cells(found, "channel") == {"phat-thanh": (1, 4), NONE: (1, 0)}
    assert cells(found, "genre") == {"tin": (1, 0), "bai": (1, 4)}
    assert named(found, "topic")[-1] == "Chưa xếp chủ đề"
    assert named(found, "agency") == ["Chưa rõ cơ quan"]


def test_a_scope_counts_an_agency_and_all_below_it() -> None:
    """Children and grandchildren by `parent`; nobody else."""
    news = [article(id_, at(AUGUST), agency=id_) for id_ in ("so", "phong", "to", "xa")]
    assert cells(figures.count(news, PERIOD, TAXONOMY, "so"), "agency") == {"so": (1, 1), "phong": (1, 1), "to": (1, 1)}
    assert figures.count(news, PERIOD, TAXONOMY, "phong").total.works == 2
    assert figures.count(news, PERIOD, TAXONOMY, "khong-co").total == Count()


# Roll-up


def lives(id_: str, *events: AgencyEvent) -> Agency:
    """Make an agency with the given events."""
    return Agency(id=id_, names=(AgencyName(name=f"Cơ quan {id_}"),), events=events)


def event(kind: str, *successors: str, day: date = date(2025, 3, 1)) -> AgencyEvent:
    """Make an event."""
    return AgencyEvent(date=day, type=kind, successors=successors)


CHAIN = Taxonomy(
    agencies=(
        lives("a", event("merge", "b")),
        lives("b", event("rename", day=date(2024, 1, 1)), event("absorb", "c")),
        lives("c", event("rename", day=date(2025, 4, 1))),
        lives("cu", event("rename", "c")),
        lives("tach", event("split", "c", "d")),
        lives("tach-mot", event("split", "c")),
        lives("vao-tach", event("merge", "tach")),
        lives("hai", event("merge", "c", "d")),
        lives("giai-the", event("dissolve", "c")),
        lives("het", event("dissolve")),
        lives("vong-1", event("merge", "vong-2")),
        lives("vong-2", event("merge", "vong-1")),
        lives("la", event("merge", "khong-co")),
        lives("d"),
    )
)


def test_roll_up_follows_merges_to_the_one_living_heir() -> None:
    """Merge, absorb and rename are followed to the end; split, dissolution and several heirs never."""
    assert heirs(CHAIN) == {"a": "c", "b": "c", "cu": "c"}


def test_roll_up_counts_partners_once() -> None:
    """Partners follow too; who became the publishing agency is no longer its partner."""
    one = article("x", at(AUGUST), agency="a", partners=("b", "d", "tach", "cu"))
    rolled = roll_up([one], CHAIN)[0]
    assert (rolled.agency, rolled.partners) == ("c", ("d", "tach"))
    same = article("y", at(AUGUST), agency="d")
    assert roll_up([same], CHAIN)[0] is same


NAMES = tuple(agency.id for agency in CHAIN.agencies)
AGENCIES = st.lists(st.sampled_from(NAMES), max_size=12)


@given(AGENCIES)
def test_roll_up_never_loses_or_doubles_an_item(ids: list[str]) -> None:
    """Same items in the same order, each under one agency; totals stay; once more changes nothing."""
    news = [article(f"n{n}", at(AUGUST), agency=id_) for n, id_ in enumerate(ids)]
    rolled = roll_up(news, CHAIN)
    assert [one.id for one in rolled] == [one.id for one in news]
    found, before = figures.count(rolled, PERIOD, CHAIN), figures.count(news, PERIOD, CHAIN)
    assert found.total == before.total
    assert found.table("agency").sum == before.table("agency").sum
    assert not {one.agency for one in rolled} & set(heirs(CHAIN))
    assert roll_up(rolled, CHAIN) == rolled


# Laws

MOMENTS = st.datetimes(datetime(2018, 12, 1), datetime(2019, 12, 31)).map(  # noqa: DTZ001 - given an offset below
    lambda moment: moment.replace(microsecond=0, tzinfo=VIETNAM)
)
AIRINGS = st.builds(
    Airing,
    date=MOMENTS,
    channel=st.sampled_from(["web", "phat-thanh", "la", ""]),
    outlet=st.sampled_from(["stv", "trang", "la", ""]),
    minutes=st.none() | st.integers(0, 90).map(lambda tenths: tenths / 10),
)
MADE = st.builds(
    article,
    st.uuids().map(str),
    MOMENTS,
    topics=st.lists(st.sampled_from(["mot-cua", "the-che", "khac", "la"]), max_size=3, unique=True).map(tuple),
    agency=st.sampled_from(["so", "phong", "xa", "la", "moi", ""]),
    genre=st.sampled_from(["tin", "bai", "la"]),
    column=st.sampled_from(["", "cm1", "cm2", "la"]),
    airings=st.lists(AIRINGS, max_size=4).map(tuple),
    status=st.sampled_from(["published", "published", "published", "withdrawn"]),
)
CORPORA = st.lists(MADE, max_size=20, unique_by=lambda one: one.id)
DAYS = st.dates(date(2019, 1, 1), date(2019, 12, 1))
SPANS = st.tuples(DAYS, DAYS).map(lambda days: replace(PERIOD, since=min(days), until=max(days)))


@given(CORPORA, SPANS)
@pytest.mark.heavy
def test_rows_less_surplus_are_the_total_on_every_axis(corpus: list[Article], period: Period) -> None:
    """Every work and airing stands in a row of every axis; what stands in several is said."""
    found = figures.count(corpus, period, TAXONOMY)
    works = [one for one in corpus if one.status == "published" and period.holds(one.date)]
    for table in (table for table in found.tables if table.rows):
        assert table.sum.works - table.surplus.works == found.total.works == len(works)
        assert table.sum.airings - table.surplus.airings == found.total.airings
        assert table.sum.minutes - table.surplus.minutes == pytest.approx(found.total.minutes)
        assert table.surplus.works >= table.shared >= 0
        assert (table.surplus.works == 0) == (table.shared == 0)
    for axis in ("agency", "genre", "month", "kind", "column"):
        assert not found.table(axis).surplus
    for axis in ("channel", "outlet"):
        assert found.table(axis).surplus.airings == 0
    assert found.total == figures.total_of(corpus, period)


@given(CORPORA, SPANS, st.integers(0, 400))
@pytest.mark.heavy
def test_a_period_split_in_two_sums_to_the_whole(corpus: list[Article], period: Period, offset: int) -> None:
    """Nothing is lost or counted twice at the border, in no row of no table."""
    border = period.since + timedelta(days=offset % ((period.until - period.since).days + 1))
    parts = [figures.count(corpus, replace(period, until=border), TAXONOMY)]
    if border < period.until:
        parts.append(figures.count(corpus, replace(period, since=border + timedelta(days=1)), TAXONOMY))
    whole = figures.count(corpus, period, TAXONOMY)
    for axis in (table.axis for table in whole.tables if table.rows):
        sums: dict[str, tuple[int, int]] = {}
        for part in parts:
            if not part.table(axis).rows:  # only that part has nothing on the axis: all of it is under `NONE`
                sums[NONE] = _plus(sums.get(NONE, (0, 0)), (part.total.works, part.total.airings))
            for key, cell in cells(part, axis).items():
                sums[key] = _plus(sums.get(key, (0, 0)), cell)
        expected = {key: cell for key, cell in cells(whole, axis).items() if any(cell)}
        assert {key: cell for key, cell in sums.items() if any(cell)} == expected


def _plus(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    return (left[0] + right[0], left[1] + right[1])


@given(CORPORA, SPANS)
@pytest.mark.heavy
def test_every_number_is_what_a_plain_filter_counts(corpus: list[Article], period: Period) -> None:
    """Content areas, outlets and columns, said in one line each."""
    found = figures.count(corpus, period, TAXONOMY)
    works = [one for one in corpus if one.status == "published" and period.holds(one.date)]
    aired = [(one, air) for one in corpus if one.status == "published" for air in one.airings if period.holds(air.date)]
    answers: dict[str, Any] = {topic.id: topic.directive for topic in TAXONOMY.topics}
    for area, cell in cells(found, "directive").items():
        if area == NONE:
            assert cell[0] == found.unfit == sum(not any(answers.get(topic) for topic in one.topics) for one in works)
        else:
            assert cell[0] == sum(any(area in answers.get(topic, ()) for topic in one.topics) for one in works)
    for outlet, cell in cells(found, "outlet").items():
        if outlet != NONE:
            assert cell[1] == sum(airing.outlet == outlet for _, airing in aired)
    assert found.columns == len({one.column for one in [*works, *(one for one, _ in aired)] if one.column})
