from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import reports
from site_builder.counting import figures
from site_builder.counting.axes import AXIS_NAMES
from site_builder.counting.figures import AXES, Count, Figures
from site_builder.counting.months import month_tally, read_figures, read_taxonomy
from site_builder.counting.works import work
from site_builder.frame.chrome import split, token
from site_builder.frame.script_modules import published
from site_builder.frame.templates import records_of
from site_builder.model import (
    CHANNELS,
    GENRES,
    Agency,
    AgencyName,
    Airing,
    Article,
    Column,
    Legal,
    Outlet,
    Read,
    Taxonomy,
    Topic,
    Withdrawal,
)
from site_builder.model.ledger import PeriodLedger
from site_builder.model.periods import Period
from site_builder.model.settings import Settings
from site_builder.reports.open_data import HEADER
from site_builder.reports.to_csv import DOUBLE, csv_bytes
from site_builder.reports.to_html import list_url
from site_builder.text import VIETNAM, integer
from site_builder.urls import relative
from tests import browser_scripts

THEME = Path(__file__).parent.parent / "theme"
SITE = "https://cchc.example.vn/tinh"
SETTINGS = Settings(site_name="Cổng", site_url=f"{SITE}/", feed_authority="example.vn,2026")
TOPICS = (
    Topic(id="mot-cua", name="Một cửa", order=2),
    Topic(id="the-che", name="Thể chế", order=1),
    Topic(id="tai-chinh", name="Tài chính <công>", order=3),
)
AGENCIES = (
    Agency(
        id="tttt",
        names=(
            AgencyName(name="Sở Thông tin và Truyền thông", until=date(2025, 3, 1)),
            AgencyName(name="Sở Khoa học và Công nghệ", since=date(2025, 3, 1)),
        ),
    ),
    Agency(id="dai", names=(AgencyName(name="Đài PT và TH"),)),
)
QUARTER = Period(
    id="quy-3-2019",
    label="Quý III/2019",
    since=date(2019, 5, 26),
    until=date(2019, 8, 25),
    due=date(2019, 8, 30),
    recipient="Sở Nội vụ",
    legal="cv-581",
)
TERMS = Taxonomy(
    genres=GENRES,
    channels=CHANNELS,
    outlets=(Outlet(id="stv1", name="STV1", channel="truyen-hinh"),),
    columns=(Column(id="cm", name="Chuyên mục CCHC"),),
    legal=(Legal(id="cv-581", name="Công văn hướng dẫn báo cáo", number="581/BNV-CCHC", issuer="Bộ Nội vụ"),),
)
TAXONOMY = replace(TERMS, topics=TOPICS, agencies=AGENCIES)


def at(day: int, month: int = 8, year: int = 2019, hour: int = 7, minute: int = 30) -> datetime:
    """Return a moment of August 2019, unless another month is asked."""
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def article(id_: str, moment: datetime, **more: Any) -> Article:
    """Make a published article with the given facts, aired once on the web."""
    facts: dict[str, Any] = {
        "id": id_,
        "path": f"content/news/{moment:%Y/%m}/{id_}.md",
        "slug": id_,
        "month": f"{moment:%Y/%m}",
        "title": f"Bài {id_}",
        "date": moment,
        "added": moment,
        "topics": ("mot-cua",),
        "agency": "tttt",
        "airings": (Airing(date=moment, channel="web"),),
    }
    return Article(**(facts | more))


ARTICLES = (
    article("a", at(26, 5, hour=0, minute=0), topics=("mot-cua", "the-che"), title='=HYPERLINK("x")'),
    article(
        "b",
        at(25, hour=23, minute=59),
        agency="dai",
        genre="phong-su",
        column="cm",
        partners=("tttt",),
        author="Nguyễn Lan",
        source="Báo Ví dụ",
        featured=True,
        airings=(
            Airing(date=at(20), channel="truyen-hinh", outlet="stv1", minutes=10.5),
            Airing(date=at(21), channel="truyen-hinh", outlet="stv1", minutes=10.5),
            Airing(date=at(22), channel="phat-thanh", minutes=5),
            Airing(date=at(26), channel="web"),
        ),
    ),
    article("c", at(26, hour=0, minute=0), airings=(Airing(date=at(25), channel="web"),)),
    article("d", at(1, 1), topics=("the-che",), airings=(Airing(date=at(1, 7), channel="web"),)),
    article("e", at(2), status="withdrawn", withdrawn=Withdrawal(date=at(9), reason="Sai")),
    article("f", at(1, 1)),
)
IDS = tuple(one.id for one in ARTICLES)
TOUCHING = tuple(one for one in ARTICLES if figures.touches(one, QUARTER))
COUNTED = tuple(one.id for one in TOUCHING)


def months_of(works: Sequence[Article], span: Period | None = None) -> tuple[str, ...]:
    """Return the months in which works or their airings fall, within a span of days."""
    live = [one for one in works if one.status != "withdrawn"]
    moments = [moment for one in live for moment in (one.date, *(airing.date for airing in one.airings))]
    inside = (moment for moment in moments if span is None or span.holds(moment))
    return tuple(sorted({f"{moment.astimezone(VIETNAM):%Y/%m}" for moment in inside}))


def month_records(works: Sequence[Article]) -> dict[str, Any]:
    """Return the records that counts are made from."""
    records: dict[str, Any] = {}
    for month in months_of(works):
        inside = [one for one in works if month in months_of((one,))]
        records[f"works:{month}"] = tuple(map(work, inside))
        records[f"counts:{month}"] = month_tally(inside, month)
    return records


MONTHS = months_of(TOUCHING, QUARTER)
HOLES = ("title", "description", "canonical", "head", "data")
CHROME = split("<main>" + token("html", "main") + "</main>" + "".join(token("text", name) for name in HOLES))
RECORDS: dict[str, Any] = {
    "settings": SETTINGS,
    "terms": TERMS,
    "taxonomy": TAXONOMY,
    **dict(
        records_of(
            {"head.html": "{{ meta.title }}"}
            | {file.name: file.read_text(encoding="utf-8") for file in sorted(THEME.glob("templates/thong-ke*.html"))}
        )
    ),
    "period:quy-3-2019": QUARTER,
    "ledger:quy-3-2019": PeriodLedger(),
    **{f"chrome:thong-ke/{depth}": CHROME for depth in (1, 2, 3)},
    **{f"topic:{topic.id}": topic for topic in TOPICS},
    **{f"agency:{agency.id}": agency for agency in AGENCIES},
    **{f"facts:{one.id}": one for one in ARTICLES},
    **month_records(ARTICLES),
}


def read(key: str) -> Any:
    """Return a record of the sample portal."""
    return RECORDS[key]


def other(**changed: Any) -> Read:
    """Return a `read` of the sample portal with some records changed."""
    return (RECORDS | changed).__getitem__


def names(works: Iterable[Article]) -> tuple[str, ...]:
    """Return the keys of the topics and agencies that works name, sorted."""
    agencies = {f"agency:{one.agency}" for one in works if one.agency}
    return tuple(sorted(agencies | {f"topic:{topic}" for one in works for topic in one.topics}))


def counted() -> Figures:
    """Count the sample articles in the sample quarter."""
    return figures.count(ARTICLES, QUARTER, TAXONOMY)


def cells(found: Figures, axis: str) -> dict[str, tuple[int, int, float]]:
    """Return works, airings and minutes of a table by row."""
    return {row.id: (row.count.works, row.count.airings, row.count.minutes) for row in found.table(axis).rows}


def main_of(page: bytes) -> ET.Element:
    """Return the main part of a page, which must be well-formed but for void words of HTML."""
    text = page.decode().partition("<main>")[2].partition("</main>")[0]
    return ET.fromstring(text.replace(" download>", ">"))


def text_of(element: ET.Element) -> str:
    """Return the visible text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


# Counting


def test_works_count_on_their_own_date_and_airings_on_theirs() -> None:
    """First and last minute count; a work outside may have airings inside; what is withdrawn counts nowhere."""
    found = counted()
    assert found.total == Count(works=2, airings=6, minutes=26.0)
    assert found.untimed == 3


def test_every_table_says_what_the_sample_holds() -> None:
    """Counts by hand for every axis: works, airings, minutes."""
    found = counted()
    assert cells(found, "topic") == {"mot-cua": (2, 5, 26.0), "the-che": (1, 2, 0.0), "tai-chinh": (0, 0, 0.0)}
    assert cells(found, "agency") == {"tttt": (1, 3, 0.0), "dai": (1, 3, 26.0)}
    assert cells(found, "genre") == {"tin": (1, 3, 0.0), "phong-su": (1, 3, 26.0)}
    assert cells(found, "channel") == {"web": (2, 3, 0.0), "phat-thanh": (1, 1, 5.0), "truyen-hinh": (1, 2, 21.0)}
    assert cells(found, "month") == {
        "2019-05": (1, 1, 0.0),
        "2019-06": (0, 0, 0.0),
        "2019-07": (0, 1, 0.0),
        "2019-08": (1, 4, 26.0),
    }


def test_a_table_explains_why_its_rows_exceed_the_total() -> None:
    """Two topics, three channels: the difference is data, not a mistake."""
    found = counted()
    assert (found.table("topic").shared, found.table("topic").surplus) == (1, Count(works=1, airings=1))
    assert (found.table("channel").shared, found.table("channel").surplus) == (1, Count(works=2))
    for axis in ("agency", "genre", "month"):
        assert not found.table(axis).surplus
        assert found.table(axis).shared == 0


def test_rows_have_names_and_stand_in_the_taxonomys_order() -> None:
    """An agency has the name of the period's last day; a month that is cut says so; strangers show their id."""
    found = counted()
    assert [row.name for row in found.table("topic").rows] == [topic.name for topic in TOPICS]
    assert [row.name for row in found.table("agency").rows] == ["Sở Thông tin và Truyền thông", "Đài PT và TH"]
    assert [row.name for row in found.table("month").rows] == [
        "Tháng 5/2019 (từ ngày 26)",
        "Tháng 6/2019",
        "Tháng 7/2019",
        "Tháng 8/2019 (đến ngày 25)",
    ]
    strange = figures.count([article("x", at(1), genre="la", topics=("moi",))], QUARTER, TAXONOMY)
    assert [row.name for row in strange.table("genre").rows] == ["la"]
    assert [row.id for row in strange.table("topic").rows] == ["mot-cua", "the-che", "tai-chinh", "moi"]


def test_a_period_of_one_day_names_its_month_with_both_days() -> None:
    """The label of a month never claims more than was counted."""
    day = replace(QUARTER, since=date(2019, 8, 5), until=date(2019, 8, 5))
    names = [row.name for row in figures.count((), day, TAXONOMY).table("month").rows]
    assert names == ["Tháng 8/2019 (từ ngày 5 đến ngày 5)"]


def test_a_moment_counts_on_its_day_in_viet_nam() -> None:
    """23:30 on 31 July in London is 1 August."""
    one = article("x", datetime.fromisoformat("2019-07-31T23:30:00+00:00"))
    found = figures.count([one], QUARTER, TAXONOMY)
    assert cells(found, "month")["2019-08"] == (1, 1, 0.0)
    assert cells(found, "month")["2019-07"] == (0, 0, 0.0)


def test_what_touches_a_period_is_what_counts_in_it() -> None:
    """A work in it or an airing in it; never what is withdrawn."""
    assert COUNTED == ("a", "b", "c", "d")
    assert figures.count(TOUCHING, QUARTER, TAXONOMY) == counted()


MOMENTS = st.datetimes(datetime(2018, 11, 1), datetime(2019, 12, 31)).map(  # noqa: DTZ001 - given an offset below
    lambda moment: moment.replace(microsecond=0, tzinfo=VIETNAM)
)
AIRINGS = st.builds(
    Airing,
    date=MOMENTS,
    channel=st.sampled_from(["web", "bao-in", "phat-thanh", "la"]),
    minutes=st.none() | st.integers(0, 90).map(lambda tenths: tenths / 10),
)
MADE = st.builds(
    article,
    st.uuids().map(str),
    MOMENTS,
    topics=st.lists(st.sampled_from(["mot-cua", "the-che", "la"]), min_size=1, max_size=3, unique=True).map(tuple),
    agency=st.sampled_from(["tttt", "dai"]),
    genre=st.sampled_from(["tin", "bai", "la"]),
    airings=st.lists(AIRINGS, min_size=1, max_size=4).map(tuple),
    status=st.sampled_from(["published", "published", "withdrawn"]),
)
CORPORA = st.lists(MADE, max_size=25, unique_by=lambda one: one.id)
DAYS = st.dates(date(2018, 12, 1), date(2019, 12, 1))
SPANS = st.tuples(DAYS, DAYS).map(lambda days: replace(QUARTER, since=min(days), until=max(days)))


@pytest.mark.slow
@given(CORPORA, SPANS)
def test_rows_less_surplus_are_the_total_on_every_axis(corpus: list[Article], period: Period) -> None:
    """The sum over any axis is the total, or exceeds it by exactly what the table says."""
    found = figures.count(corpus, period, TAXONOMY)
    for table in (table for table in found.tables if table.rows):
        assert table.sum.works - table.surplus.works == found.total.works
        assert table.sum.airings - table.surplus.airings == found.total.airings
        assert table.sum.minutes - table.surplus.minutes == pytest.approx(found.total.minutes)
        assert table.surplus.works >= table.shared
        assert (table.surplus.works == 0) == (table.shared == 0)
        assert len({row.id for row in table.rows}) == len(table.rows)
    for axis in ("agency", "genre", "month"):
        assert not found.table(axis).surplus
    assert found.table("channel").surplus.airings == 0


@given(CORPORA, SPANS)
@pytest.mark.heavy
def test_months_add_up_to_what_counting_every_work_gives(corpus: list[Article], period: Period) -> None:
    """Whole months from what they add up to, cut ones from their works: every number, row and name is the same."""
    others = {"period:x": period, "topic:la": Topic(id="la", name="Lạ")}
    reader = (RECORDS | others | month_records(corpus)).__getitem__
    known = read_figures(reader, "x", months_of(corpus, period))
    named = names([one for one in corpus if figures.touches(one, period)])
    taxonomy = read_taxonomy(reader, named)
    assert known == figures.count(corpus, period, taxonomy)


@given(CORPORA, SPANS, st.integers(0, 400))
@pytest.mark.heavy
def test_a_period_split_in_two_sums_to_the_whole(corpus: list[Article], period: Period, offset: int) -> None:
    """Nothing is lost or counted twice at the border, in no row of no table."""
    border = period.since + timedelta(days=offset % ((period.until - period.since).days + 1))
    first = figures.count(corpus, replace(period, until=border), TAXONOMY)
    parts = [first]
    if border < period.until:
        parts.append(figures.count(corpus, replace(period, since=border + timedelta(days=1)), TAXONOMY))
    whole = figures.count(corpus, period, TAXONOMY)
    for axis in AXES:
        expected = {key: cell for key, cell in cells(whole, axis).items() if any(cell)}
        sums: dict[str, tuple[int, int, float]] = {}
        for part in parts:
            for key, (works, airings, minutes) in cells(part, axis).items():
                before = sums.get(key, (0, 0, 0.0))
                sums[key] = (before[0] + works, before[1] + airings, round(before[2] + minutes, 6))
        assert {key: cell for key, cell in sums.items() if any(cell)} == expected
    assert sum(part.untimed for part in parts) == whole.untimed


@pytest.mark.slow
@given(CORPORA, SPANS, st.randoms())
def test_the_order_of_articles_does_not_matter(corpus: list[Article], period: Period, chance: random.Random) -> None:
    """The same articles in another order give the same figures, minutes included; only touching ones count."""
    shuffled = [one for one in corpus if figures.touches(one, period)]
    chance.shuffle(shuffled)
    assert figures.count(shuffled, period, TAXONOMY) == figures.count(corpus, period, TAXONOMY)


@pytest.mark.slow
@given(CORPORA)
def test_works_and_airings_count_what_a_plain_filter_counts(corpus: list[Article]) -> None:
    """The totals agree with the definition, said in one line each."""
    total = figures.count(corpus, QUARTER, TAXONOMY).total
    seen = [one for one in corpus if one.status == "published"]
    assert total.works == sum(QUARTER.since <= one.date.date() <= QUARTER.until for one in seen)
    aired = [airing for one in seen for airing in one.airings]
    assert total.airings == sum(QUARTER.since <= airing.date.date() <= QUARTER.until for airing in aired)


# CSV and JSON


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """Read CSV back as a stranger does."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_json_holds_the_same_tables_and_totals() -> None:
    """Read back, every number is that of the figures."""
    data = json.loads(reports.period_json(read, "quy-3-2019", MONTHS))
    found = figures.count(TOUCHING, QUARTER, read_taxonomy(read, names(TOUCHING)))
    assert data["version"] == 1
    assert data["period"] == {
        "id": "quy-3-2019",
        "label": "Quý III/2019",
        "since": "2019-05-26",
        "until": "2019-08-25",
        "due": "2019-08-30",
        "recipient": "Sở Nội vụ",
        "legal": "cv-581",
    }
    assert data["total"] == {"works": 2, "airings": 6, "minutes": 26.0}
    assert data["untimed"] == 3
    assert list(data["tables"]) == list(AXES)
    for table in found.tables:
        said = data["tables"][table.axis]
        assert {row["id"]: (row["works"], row["airings"], row["minutes"]) for row in said["rows"]} == cells(
            found, table.axis
        )
        assert [row["name"] for row in said["rows"]] == [row.name for row in table.rows]
        assert said["surplus"]["works"] == table.surplus.works
        assert not table.rows or said["surplus"]["works"] == said["sum"]["works"] - data["total"]["works"]
        assert said["shared"] == table.shared
    bare = other(**{"period:quy-3-2019": replace(QUARTER, due=None)})
    assert json.loads(reports.period_json(bare, "quy-3-2019", MONTHS))["period"]["due"] is None


def test_csv_adds_up_to_the_total_in_every_table() -> None:
    """What stands in several rows is taken off in a row of its own, so a spreadsheet's sum is right."""
    rows = csv_rows(reports.period_csv(read, "quy-3-2019", MONTHS))
    assert {(row["Kỳ"], row["Từ ngày"], row["Đến ngày"]) for row in rows} == {
        ("Quý III/2019", "2019-05-26", "2019-08-25")
    }
    assert (rows[0]["Bảng"], rows[0]["Tin, bài"], rows[0]["Lượt"], rows[0]["Phút"]) == ("Tổng số", "2", "6", "26")
    for axis, title in AXIS_NAMES.items():
        table = [row for row in rows if row["Bảng"] == title]
        if not cells(counted(), axis):
            assert table == []  # an axis that the portal does not have
            continue
        assert sum(int(row["Tin, bài"]) for row in table) == 2
        assert sum(int(row["Lượt"]) for row in table) == 6
        assert sum(float(row["Phút"]) for row in table) == 26
        named = {row["Mã"]: int(row["Tin, bài"]) for row in table if row["Tên"] != DOUBLE}
        assert {key: cell[0] for key, cell in cells(counted(), axis).items() if key in named} == named
    taken_off = [row["Tin, bài"] for row in rows if row["Tên"] == DOUBLE]
    assert taken_off == ["-1", "-2"]


def test_csv_opens_rightly_and_calculates_nothing() -> None:
    """A BOM, CRLF, quotes where needed; text that begins like a formula is disarmed, numbers are not."""
    data = csv_bytes(("Tên", "Số"), [("=1+1", -1), ("+84", 2.0), ("-x", 2.5), ("@a", 0), ("\tb", 1), ('a,"b"', 3)])
    assert data.startswith(b"\xef\xbb\xbfT")
    assert data.count(b"\r\n") == data.count(b"\n") == 7
    assert [tuple(row.values()) for row in csv_rows(data)] == [
        ("'=1+1", "-1"), ("'+84", "2"), ("'-x", "2.5"), ("'@a", "0"), ("'\tb", "1"), ('a,"b"', "3"),
    ]  # fmt: skip


# Open data


def test_a_month_as_json_tells_every_fact_of_its_articles() -> None:
    """Ids, rooted address, moments with offset, every airing; names of what is referred to."""
    data = json.loads(reports.data_json(read, "2019/08", IDS))
    assert (data["version"], data["month"]) == (1, "2019-08")
    assert [item["id"] for item in data["items"]] == list(IDS)
    assert data["items"][1] == {
        "id": "b",
        "url": "/tin-tuc/2019/08/b/",
        "title": "Bài b",
        "date": "2019-08-25T23:59:00+07:00",
        "added": "2019-08-25T23:59:00+07:00",
        "topics": ["mot-cua"],
        "directives": [],
        "agency": "dai",
        "kind": "",
        "genre": "phong-su",
        "column": "cm",
        "partners": ["tttt"],
        "airings": [
            {
                "date": "2019-08-20T07:30:00+07:00",
                "channel": "truyen-hinh",
                "outlet": "stv1",
                "kind": "",
                "minutes": 10.5,
            },
            {
                "date": "2019-08-21T07:30:00+07:00",
                "channel": "truyen-hinh",
                "outlet": "stv1",
                "kind": "",
                "minutes": 10.5,
            },
            {"date": "2019-08-22T07:30:00+07:00", "channel": "phat-thanh", "outlet": "", "kind": "", "minutes": 5},
            {"date": "2019-08-26T07:30:00+07:00", "channel": "web", "outlet": "", "kind": "", "minutes": None},
        ],
        "author": "Nguyễn Lan",
        "source": "Báo Ví dụ",
        "featured": True,
        "state": "published",
    }
    assert data["names"] == {
        "topics": {"mot-cua": "Một cửa", "the-che": "Thể chế"},
        "agencies": {"dai": "Đài PT và TH", "tttt": "Sở Khoa học và Công nghệ"},
        "genres": {"phong-su": "Phóng sự", "tin": "Tin"},
        "channels": {"phat-thanh": "Phát thanh", "truyen-hinh": "Truyền hình", "web": "Trang thông tin điện tử"},
        "outlets": {"stv1": "STV1"},
        "columns": {"cm": "Chuyên mục CCHC"},
        "directives": {},
        "kinds": {},
    }


def test_of_a_withdrawn_article_only_name_and_place_are_given() -> None:
    """Neither agency nor topic nor date of it is in the open data."""
    gone = json.loads(reports.data_json(read, "2019/08", ("e",)))
    assert gone["items"] == [
        {
            "id": "e",
            "url": "/tin-tuc/2019/08/e/",
            "title": "Bài e",
            "state": "withdrawn",
            "withdrawn": "2019-08-09T07:30:00+07:00",
        }
    ]
    assert gone["names"]["topics"] == {}
    row = csv_rows(reports.data_csv(read, "2019/08", ("e",)))[0]
    assert {name: value for name, value in row.items() if value} == {
        "Mã": "e",
        "Địa chỉ": f"{SITE}/tin-tuc/2019/08/e/",
        "Tiêu đề": "Bài e",
        "Tình trạng": "Đã gỡ bỏ",
        "Ngày gỡ bỏ": "2019-08-09 07:30",
    }
    undated = lambda key: replace(RECORDS[key], withdrawn=None) if key == "facts:e" else RECORDS[key]  # noqa: E731
    assert json.loads(reports.data_json(undated, "2019/08", ("e",)))["items"][0]["withdrawn"] is None
    assert csv_rows(reports.data_csv(undated, "2019/08", ("e",)))[0]["Ngày gỡ bỏ"] == ""


def test_a_month_as_csv_is_one_row_an_article_with_names() -> None:
    """Names as of the article's date, airings in words, no formula."""
    rows = csv_rows(reports.data_csv(read, "2019/08", IDS))
    assert tuple(rows[0]) == HEADER
    assert [row["Mã"] for row in rows] == list(IDS)
    assert rows[0]["Tiêu đề"] == '\'=HYPERLINK("x")'
    assert (rows[0]["Mã chủ đề"], rows[0]["Chủ đề"]) == ("mot-cua; the-che", "Một cửa; Thể chế")
    assert rows[0]["Cơ quan"] == "Sở Thông tin và Truyền thông"
    assert rows[1]["Cơ quan phối hợp"] == "Sở Thông tin và Truyền thông"
    assert (rows[1]["Số lượt"], rows[1]["Thời lượng (phút)"]) == ("4", "26")
    assert rows[1]["Các lượt"].split("; ")[1:3] == [
        "2019-08-21 07:30 Truyền hình STV1 10.5 phút",
        "2019-08-22 07:30 Phát thanh 5 phút",
    ]
    assert (rows[1]["Chuyên mục"], rows[1]["Nổi bật"], rows[1]["Tình trạng"]) == ("Chuyên mục CCHC", "có", "Đang đăng")
    assert rows[2]["Thời lượng (phút)"] == ""


def test_a_month_without_articles_and_the_counts_of_lists_are_json() -> None:
    """Machines find the shape they expect, also when there is nothing."""
    assert json.loads(reports.data_json(read, "2019/08", ()))["items"] == []
    assert json.loads(reports.list_counts(read, (("/tin-tuc/", 7), ("/chu-de/mot-cua/", 2)))) == {
        "/tin-tuc/": 7,
        "/chu-de/mot-cua/": 2,
    }


# Pages


def test_the_index_lists_periods_by_year() -> None:
    """Newest year first, with the days and the recipient."""
    year = replace(QUARTER, id="nam-2020", label="Năm 2020", since=date(2019, 12, 15), until=date(2020, 12, 14))
    year = replace(year, recipient="")
    main = main_of(reports.statistics_index(other(**{"period:nam-2020": year}), ("quy-3-2019", "nam-2020")))
    assert [heading.text for heading in main.iter("h2")] == ["Năm 2020", "Năm 2019"]
    assert [text_of(item) for item in main.iter("li")] == [
        "Năm 2020: 15/12/2019 – 14/12/2020",
        "Quý III/2019: 26/05/2019 – 25/08/2019; nơi nhận: Sở Nội vụ",
    ]
    assert [link.get("href") for link in main.iter("a")] == ["../thong-ke/nam-2020/", "../thong-ke/quy-3-2019/"]
    empty = main_of(reports.statistics_index(read, ()))
    assert "Chưa có kỳ báo cáo nào." in text_of(empty)


def period_page(*, is_open: bool = False, **changed: Any) -> ET.Element:
    """Make the sample quarter's page."""
    return main_of(reports.statistics_page(other(**changed), "quy-3-2019", MONTHS, is_open))


def test_a_periods_page_shows_the_figures_and_leads_to_the_items() -> None:
    """Every number of every table is that of the figures and links to the list with the same question."""
    page = period_page()
    found = figures.count(TOUCHING, QUARTER, read_taxonomy(read, names(TOUCHING)))
    tables = {text_of(table.find("caption")): table for table in page.findall(".//table")}  # type: ignore[arg-type]
    of_axes = {f"Số tin, bài và số lượt theo {AXIS_NAMES[one.axis].lower()}": one for one in found.tables if one.rows}
    assert tables.keys() == of_axes.keys()
    assert len(page.findall(".//table")) == len(tables)
    for caption, table in of_axes.items():
        shown = tables[caption]
        lines = shown.findall("tbody/tr")
        for line, row in zip(lines, table.rows, strict=True):
            works, airings, _minutes = line.findall("td")
            assert text_of(line.find("th")) == row.name  # type: ignore[arg-type]  # each has one
            assert (text_of(works), text_of(airings)) == (integer(row.count.works), integer(row.count.airings))
            for cell, count, unit in ((works, row.count.works, "bai"), (airings, row.count.airings, "luot")):
                links = [link.get("href") for link in cell.iter("a")]
                url = relative(list_url(QUARTER, **{table.axis: row.id}, unit=unit), 2)
                assert links == ([url] if count else [])
        total = shown.findall("tfoot/tr")[-1]
        assert [text_of(cell) for cell in total] == ["Tổng số", "2", "6", "26"]


def test_a_periods_page_is_readable_by_everyone() -> None:
    """Tables scroll by keyboard and have captions and headers; charts have a title; no style attributes."""
    page = period_page()
    for box in page.findall(".//div[@class='cc-table']"):
        assert (box.get("role"), box.get("tabindex")) == ("region", "0")
        assert page.find(f".//h2[@id='{box.get('aria-labelledby')}']") is not None
    named = [box.get("aria-labelledby") for box in page.iter() if box.tag == "section" or box.get("role") == "region"]
    assert len([name for name in named if name]) == len({name for name in named if name})
    assert all(cell.get("scope") in ("col", "row") for cell in page.iter("th"))
    charts = page.findall(".//svg[@role='img']")
    assert charts
    for chart in charts:
        title = chart.find("title")
        assert title is not None
        assert chart.get("aria-labelledby") == title.get("id")
    told = {id(part) for chart in charts for part in chart.iter("svg")}
    assert all(id(part) in told or part.get("aria-hidden") == "true" for part in page.iter("svg"))
    assert not [element for element in page.iter() if "style" in element.attrib]
    assert all(link.get("aria-label") for link in page.findall(".//td/a"))


def test_a_periods_page_says_what_the_numbers_mean() -> None:
    """Recipient, due date and legal base; double counting explained; provisional while open."""
    words = text_of(period_page())
    assert "Từ 26/05/2019 đến hết 25/08/2019. Nơi nhận báo cáo: Sở Nội vụ. Hạn gửi: 30/08/2019." in words
    assert "Căn cứ: Công văn hướng dẫn báo cáo, số 581/BNV-CCHC, Bộ Nội vụ." in words
    assert "1 tin, bài thuộc hai chủ đề trở lên nên được tính ở mỗi dòng; tổng số chỉ tính một lần." in words
    assert "1 tin, bài đăng, phát trên hai kênh trở lên" in words
    assert "3 lượt không ghi thời lượng nên chưa có trong số phút." in words
    assert "tạm tính" not in words
    assert "Số liệu tạm tính" in text_of(period_page(is_open=True))


def test_a_period_that_says_little_has_a_page_too() -> None:
    """No recipient, no due date, no legal base, no minutes, no chart of a single row: no empty labels."""
    bare = replace(QUARTER, due=None, recipient="", legal="khong-co")
    few = (ARTICLES[2],)
    reader = other(**{"period:quy-3-2019": bare}, **month_records(few))
    page = main_of(reports.statistics_page(reader, "quy-3-2019", months_of(few, QUARTER), False))
    words = text_of(page)
    assert "Từ 26/05/2019 đến hết 25/08/2019." in words
    assert not re.search("Nơi nhận|Hạn gửi|Căn cứ|Phút|nhiều dòng", words)
    assert [text_of(cell) for cell in page.findall(".//dd")] == ["0", "1"]


def test_airings_of_older_works_explain_their_surplus() -> None:
    """When only airings stand in two rows the table says so as well."""
    old = article("z", at(1, 1), topics=("mot-cua", "the-che"), airings=(Airing(date=at(1), channel="web"),))
    months = months_of((old,), QUARTER)
    reader = other(**month_records((old,)))
    words = text_of(main_of(reports.statistics_page(reader, "quy-3-2019", months, False)))
    assert "Một số lượt thuộc tin, bài của kỳ khác có hai chủ đề trở lên" in words


def test_a_chart_of_many_agencies_shows_the_largest() -> None:
    """The table stays complete; other long tables have no chart."""
    many = tuple(Agency(id=f"x{number:02}", names=(AgencyName(name=f"Xã {number:02}"),)) for number in range(30))
    news = tuple(
        article(f"{agency.id}-{count}", at(1), agency=agency.id)
        for number, agency in enumerate(many)
        for count in range(1 + number % 3)
    )
    records = {f"agency:{agency.id}": agency for agency in many} | month_records(news)
    months = months_of(news, QUARTER)
    reader = other(**records)
    page = main_of(reports.statistics_page(reader, "quy-3-2019", months, False))
    assert len(page.findall(".//section[@class='cc-overview__agency']//tbody/tr")) == 30
    chart = page.find(".//svg[@aria-labelledby='bieu-do-agency']")
    assert chart is not None
    values = [int(text.text or "") for text in chart.findall("text")[1::2]]
    assert values == [3] * 10 + [2] * 10 + [1] * 4
    widths = [float((bar.get("width") or "").rstrip("%")) for bar in chart.findall("rect")]
    assert widths == [round(100 * value / 3, 2) for value in values]
    assert "(24 dòng lớn nhất)" in text_of(page)


def test_a_list_page_hands_its_script_the_period() -> None:
    """Root, data folder, days and months; without script the archives; it reads no article."""
    reader = {key: RECORDS[key] for key in RECORDS if not key.startswith("facts:")}.__getitem__
    page = main_of(reports.statistics_list(reader, "quy-3-2019", ("2019/01", "2019/08")))
    box = page.find("div")
    assert box is not None
    assert {name: value for name, value in box.attrib.items() if name.startswith("data-")} == {
        "data-data": "../../../du-lieu/bai-viet/",
        "data-root": "../../../",
        "data-since": "2019-05-26",
        "data-until": "2019-08-25",
        "data-months": "2019-01 2019-08",
    }
    assert page.find(".//p[@role='status']") is not None
    fallback = [(text_of(link), link.get("href")) for link in page.findall(".//noscript//a")]
    assert fallback == [("Tháng 1/2019", "../../../luu-tru/2019/01/"), ("Tháng 8/2019", "../../../luu-tru/2019/08/")]


def test_pages_are_the_same_bytes_twice() -> None:
    """A maker depends on its records and arguments only."""
    first = reports.statistics_page(read, "quy-3-2019", MONTHS, False)
    assert reports.statistics_page(read, "quy-3-2019", MONTHS, False) == first


# The list behind each number


def corpus() -> list[Article]:
    """Make some hundred articles with every combination that matters; the same every time."""
    chance = random.Random(2019)
    made = []
    for number in range(300):
        moment = at(1, 4) + timedelta(minutes=chance.randrange(60 * 24 * 180))
        airings = tuple(
            Airing(
                date=moment + timedelta(minutes=chance.randrange(60 * 24 * 60)),
                channel=chance.choice(["web", "bao-in", "phat-thanh"]),
            )
            for _ in range(chance.randrange(1, 4))
        )
        made.append(
            article(
                f"n{number:03}", moment, airings=airings,
                topics=tuple(chance.sample(["mot-cua", "the-che", "tai-chinh"], chance.randrange(1, 4))),
                agency=chance.choice(["tttt", "dai"]), genre=chance.choice(["tin", "bai"]),
                status="withdrawn" if number % 11 == 0 else "published",
            )
        )  # fmt: skip
    return made


def listed(items: list[Any], questions: list[dict[str, str]], period: Period) -> list[list[str]]:
    """Ask the page's own script, under node, which items each question lists."""
    code = """
        const { counted } = await load("thong-ke/counted.mjs");
        const answer = (one) => counted(given.items, one, given.since, given.until).map((row) => row.item.id);
        return given.questions.map(answer);
    """
    span = {"since": period.since.isoformat(), "until": period.until.isoformat()}
    answer: list[list[str]] = browser_scripts.run(code, {"items": items, "questions": questions, **span})
    return answer


@pytest.mark.parametrize("span", [(QUARTER.since, QUARTER.until), (date(2019, 6, 1), date(2019, 6, 1))])
def test_a_list_holds_exactly_as_many_items_as_the_number_that_leads_to_it(span: tuple[date, date]) -> None:
    """For every number of every table: the script, fed with the open data, lists as many."""
    period = replace(QUARTER, since=span[0], until=span[1])
    articles = corpus()
    reader = {**RECORDS, **{f"facts:{one.id}": one for one in articles}}.__getitem__
    items = json.loads(reports.data_json(reader, "2019/08", tuple(one.id for one in articles)))["items"]
    found = figures.count(articles, period, TAXONOMY)
    expected = [
        (list_url(period, **{table.axis: row.id}, unit=unit), count)
        for table in found.tables
        for row in table.rows
        for unit, count in (("bai", row.count.works), ("luot", row.count.airings))
    ]
    expected += [
        (list_url(period, unit="bai"), found.total.works),
        (list_url(period, unit="luot"), found.total.airings),
    ]
    questions = [dict(parse_qsl(urlsplit(url).query)) for url, _ in expected]
    answers = listed(items, questions, period)
    assert [len(answer) for answer in answers] == [count for _, count in expected]
    assert sum(count > 0 for _, count in expected) > 15
    works = [answer for answer, asked in zip(answers, questions, strict=True) if asked["unit"] == "bai"]
    assert all(len(answer) == len(set(answer)) for answer in works)


def test_a_list_is_newest_first_and_narrows_by_several_questions() -> None:
    """Two filters at once work together; without a unit works are meant."""
    articles = corpus()
    reader = {**RECORDS, **{f"facts:{one.id}": one for one in articles}}.__getitem__
    items = json.loads(reports.data_json(reader, "2019/08", tuple(one.id for one in articles)))["items"]
    answer = listed(items, [{"topic": "mot-cua", "agency": "dai", "month": "2019-06"}], QUARTER)[0]
    expected = [
        one
        for one in articles
        if one.status == "published"
        and "mot-cua" in one.topics
        and one.agency == "dai"
        and f"{one.date:%Y-%m}" == "2019-06"
    ]
    expected.sort(key=lambda one: (one.date, one.id), reverse=True)
    assert answer == [one.id for one in expected]
    assert len(answer) > 3


def test_the_script_is_small_and_writes_text_only() -> None:
    """Under 7 KB; titles never become HTML; nothing that a strict content policy refuses."""
    script = published("thong-ke.js", browser_scripts.read).decode()
    assert len(script.encode()) < 7 * 1024
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\b", script
    )
    assert unescape(script) == script
