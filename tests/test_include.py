"""What other portals and units send in: read, told apart, counted once, and who sent nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from site_builder.content import read_form
from site_builder.model import CHANNELS, GENRES, Agency, AgencyName, Article, Outlet, Taxonomy, Topic
from site_builder.model.ledger import Activity, Ledger, Location, as_article
from site_builder.model.periods import Calendar, Period
from site_builder.model.settings import Settings
from site_builder.reporting import Asked, Newsroom, make
from site_builder.reports.consolidation import merge, missing, units
from site_builder.reports.include import FORM, PORTAL, Included, read_include
from site_builder.text import VIETNAM
from tests.test_form import PERIOD, ROW, filled

SETTINGS = Settings(site_name="Cổng tỉnh", site_url="https://cchc.example.vn/tinh/", feed_authority="tinh.vn,2026")
TAXONOMY = Taxonomy(
    topics=(Topic(id="the-che", name="Cải cách thể chế"),),
    agencies=(
        Agency(id="tinh", names=(AgencyName(name="UBND tỉnh"),)),
        Agency(id="so-a", names=(AgencyName(name="Sở A", short="SA"),), parent="tinh"),
        Agency(id="so-b", names=(AgencyName(name="Sở B cũ", until=date(2010, 1, 1)),), parent="tinh"),
        Agency(id="xa-a", names=(AgencyName(name="UBND xã A"),), parent="so-a"),
    ),
    genres=GENRES,
    channels=CHANNELS,
    outlets=(Outlet(id="loa-a", name="Loa xã A", channel="truyen-thanh-co-so", agency="xa-a"),),
)
AIRING = {"date": "2019-06-03T00:00:00+07:00", "channel": "web", "outlet": "", "kind": "", "minutes": None}
ITEM: dict[str, Any] = {
    "id": "tag:so-a.vn,2026:bai:2019/06/x",
    "title": "Tin  của Sở A",
    "url": "https://so-a.vn/tin-tuc/2019/06/x/",
    "date": "2019-06-02T18:00:00+00:00",
    "genre": {"id": "tin", "name": "Tin"},
    "column": {"id": "", "name": ""},
    "agency": {"id": "so-a", "name": "Sở A"},
    "topics": ["the-che"],
    "channels": ["web"],
    "airings": [AIRING],
    "featured": True,
}
ACTIVITY: dict[str, Any] = {
    "date": "2019-06-05", "agency": "a1", "topic": "", "channel": "kenh-la", "outlet": "loa-a", "genre": "",
    "title": "Tờ gấp", "quantity": 500, "unit": "tờ", "qualifier": "hơn", "airings": None, "minutes": 2.5,
    "participants": 7, "url": "javascript:alert(1)", "note": "", "source": "",
}  # fmt: skip


def report(**changes: Any) -> dict[str, Any]:
    """Return the JSON of a report of Sở A's portal."""
    whole = {
        "version": 1,
        "period": {"id": "q3", "label": "Quý III", "since": "2019-05-26", "until": "2019-08-25"},
        "portal": {"name": "Cổng Sở A", "url": "https://so-a.vn/", "authority": "so-a.vn,2026"},
        "agency": {"id": "so-a", "name": "Sở A"},
        "as_of": None,
        "tables": {
            "topic": {"rows": [{"id": "khac", "name": "Chủ đề khác"}]},
            "agency": {"rows": [{"id": "a1", "name": "Phòng A1"}]},
            "channel": {"rows": [{"id": "kenh-la", "name": "Kênh lạ"}]},
        },
        "items": [ITEM],
        "activities": {"rows": [ACTIVITY], "sums": []},
    }
    return whole | changes


def sent(folder: Path, name: str = "so-a.json", **changes: Any) -> Included:
    """Write a report's JSON and read it."""
    file = folder / name
    file.write_text(json.dumps(report(**changes), ensure_ascii=False), encoding="utf-8")
    return read_include(file, PERIOD, TAXONOMY, read_form)


def form(folder: Path, name: str = "bieu.xlsx", unit: str = "UBND xã A", **changes: Any) -> Included:
    """Write a filled form of one row and read it."""
    file = folder / name
    file.write_bytes(filled({**ROW, "topic": None} | changes, unit=unit))
    return read_include(file, PERIOD, TAXONOMY, read_form)


def codes(included: Included) -> list[str]:
    """Return the codes of what is wrong."""
    return [problem.code for problem in included.problems]


def test_a_portals_items_become_articles(tmp_path: Path) -> None:
    """Under their own identity and address, on the day in Viet Nam, with their airings."""
    found = sent(tmp_path)
    (article,) = found.articles

    assert (found.name, found.kind, found.problems) == ("Cổng Sở A", PORTAL, ())
    assert found.file == (tmp_path / "so-a.json").as_posix()
    assert (article.id, article.title, article.source) == (ITEM["id"], "Tin của Sở A", "Cổng Sở A")
    assert article.date == datetime(2019, 6, 3, 1, 0, tzinfo=VIETNAM)
    assert (article.agency, article.topics, article.genre, article.column) == ("so-a", ("the-che",), "tin", "")
    assert (article.source_url, article.featured) == (ITEM["url"], True)
    assert [(airing.channel, airing.minutes) for airing in article.airings] == [("web", None)]


def test_a_portals_activities_keep_what_they_say(tmp_path: Path) -> None:
    """Names for what is unknown here, the qualifier, the source; an address that is none is left out."""
    (row,) = sent(tmp_path).activities

    assert (row.date, row.agency, row.channel, row.outlet) == (date(2019, 6, 5), "Phòng A1", "Kênh lạ", "loa-a")
    assert (row.qualifier, row.quantity, row.unit, row.minutes, row.participants) == ("hơn", 500.0, "tờ", 2.5, 7)
    assert (row.url, row.source, row.place) == ("", "Cổng Sở A", Location(file="so-a.json", line=1))


def test_works_among_the_activities_come_once(tmp_path: Path) -> None:
    """They stand in both lists of the JSON; the item without an id is passed over, the row counts."""
    work = ACTIVITY | {"quantity": 1, "unit": "tin", "qualifier": "", "title": "Tin cũ"}
    found = sent(tmp_path, items=[ITEM | {"id": "", "title": "Tin cũ"}], activities={"rows": [work]})

    assert [(article.title, article.id) for article in found.articles] == [("Tin cũ", "hoat-dong/cong-so-a/so-a/1")]
    assert len(found.activities) == 1


def test_an_agency_is_known_by_its_name(tmp_path: Path) -> None:
    """The same id may mean another agency elsewhere; a short name will do; a lone id is kept."""
    items = [
        ITEM | {"id": f"tag:a:{name}", "url": "", "agency": {"id": "so-a", "name": name}}
        for name in ("Sở A tỉnh khác", "SA", "")
    ]

    assert [article.agency for article in sent(tmp_path, items=items).articles] == ["Sở A tỉnh khác", "so-a", "so-a"]


def test_of_two_agencies_of_one_name_the_right_one_is_meant(tmp_path: Path) -> None:
    """The one whose id was told, else the one that existed on the day."""
    old = Agency(id="cu", names=(AgencyName(name="Sở C", until=date(2019, 1, 1)),))
    new = Agency(id="moi", names=(AgencyName(name="Sở C", since=date(2019, 1, 1)),))
    items = [ITEM | {"id": f"tag:a:{told}", "agency": {"id": told, "name": "Sở C"}} for told in ("cu", "moi", "khac")]
    file = tmp_path / "x.json"
    file.write_text(json.dumps(report(items=items)), encoding="utf-8")
    found = read_include(file, PERIOD, replace(TAXONOMY, agencies=(old, new)), read_form)

    assert [article.agency for article in found.articles] == ["cu", "moi", "moi"]


def test_unknown_topics_keep_their_names_and_are_told(tmp_path: Path) -> None:
    """Once each, as a warning: the report can still be made."""
    items = [ITEM | {"topics": ["khac", "la", "the-che"]}, ITEM | {"id": "tag:a:2", "url": "", "topics": ["khac"]}]
    found = sent(tmp_path, items=items)

    assert [article.topics for article in found.articles] == [("Chủ đề khác", "la", "the-che"), ("Chủ đề khác",)]
    assert [(problem.code, problem.level) for problem in found.problems] == [("chu-de-la", "warning")] * 2
    assert "Chủ đề khác" in found.problems[0].message


def test_figures_that_are_not_final_are_told(tmp_path: Path) -> None:
    """The other portal's period was still open."""
    found = sent(tmp_path, as_of="2019-08-01")

    assert codes(found) == ["so-tam-tinh"]
    assert "2019-08-01" in found.problems[0].message


def test_a_report_of_another_period_is_refused_with_both(tmp_path: Path) -> None:
    """Both spans are named; nothing of it is used."""
    found = sent(tmp_path, period={"id": "q2", "label": "Quý II", "since": "2019-02-26", "until": "2019-05-25"})

    assert (found.articles, codes(found)) == ((), ["ky-lech"])
    assert "26/02/2019 – 25/05/2019" in found.problems[0].message
    assert "26/05/2019 – 25/08/2019" in found.problems[0].message


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 2}, "phien-ban-la"),
        ({"period": {}}, "json-hong"),
        ({"portal": None}, "json-hong"),
        ({"portal": {"name": []}}, "json-hong"),
        ({"items": None}, "json-hong"),
        ({"activities": {}}, "json-hong"),
        ({"tables": None}, ""),
        ({"items": [ITEM | {"date": "hôm qua"}]}, "muc-sai"),
        ({"items": [ITEM | {"title": None}]}, "muc-sai"),
        ({"items": ["x"]}, "muc-sai"),
        ({"items": [ITEM | {"airings": [AIRING | {"minutes": True}]}]}, "muc-sai"),
        ({"items": [ITEM | {"airings": [AIRING | {"minutes": -1}]}]}, "muc-sai"),
        ({"items": [ITEM | {"airings": [AIRING | {"date": "2019-06-03"}]}]}, ""),
        ({"activities": [ACTIVITY | {"qualifier": "trên"}]}, "muc-sai"),
        ({"activities": [ACTIVITY | {"quantity": "nhiều"}]}, "muc-sai"),
    ],
)
def test_a_damaged_report_is_named(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    """As a whole, or by the number of the entry."""
    found = sent(tmp_path, **changes)

    assert codes(found) == ([code] if code else [])
    assert all(problem.level == "error" and problem.path == found.file for problem in found.problems)
    assert code != "muc-sai" or "mục 1" in found.problems[0].message


@pytest.mark.parametrize("data", [b"{", b"\xff", b"[" * 100_000, b"[]"])
def test_a_file_of_another_kind_is_named(tmp_path: Path, data: bytes) -> None:
    """Neither JSON nor a workbook."""
    file = tmp_path / "x.json"
    file.write_bytes(data)
    found = read_include(file, PERIOD, TAXONOMY, read_form)

    assert found.name == "x.json"
    assert codes(found)[0] in ("json-hong", "phien-ban-la")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With the place as the person wrote it."""
    found = read_include(tmp_path / "x.json", PERIOD, TAXONOMY, read_form)

    assert codes(found) == ["khong-doc-duoc"]
    assert found.problems[0].path == (tmp_path / "x.json").as_posix()


def test_a_form_is_read_under_its_units_name(tmp_path: Path) -> None:
    """Its works are among the articles; wrong cells are named with the path that was given."""
    good, bad = form(tmp_path), form(tmp_path, "sai.xlsx", quantity="nhiều")

    assert (good.name, good.kind, codes(good)) == ("UBND xã A", FORM, [])
    assert [article.title for article in good.articles] == ["Bộ phận một cửa"]
    assert [len(article.airings) for article in good.articles] == [3]
    assert good.activities[0].place.file == "bieu.xlsx"
    assert str(bad.problems[0]).startswith(f"{(tmp_path / 'sai.xlsx').as_posix()}:8: so-sai: ô F8 (Số lượng): ")


def test_a_form_without_a_unit_goes_by_its_file(tmp_path: Path) -> None:
    """So that the message has a name to speak of."""
    found = form(tmp_path, unit="")

    assert (found.name, codes(found)) == ("bieu.xlsx", ["thieu-don-vi"])


# Putting sources together


def own_article(**changes: Any) -> Article:
    """Return an article of our own."""
    moment = datetime(2019, 6, 4, 8, 0, tzinfo=VIETNAM)
    article = Article(
        id="2019/06/y", path="content/news/2019/06/y.md", slug="y", month="2019/06", title="Tin của tỉnh", date=moment,
        added=moment, topics=("the-che",), agency="tinh",
    )  # fmt: skip
    return replace(article, **changes)


@pytest.mark.heavy
def test_what_is_new_stays(tmp_path: Path) -> None:
    """Sources that share nothing are kept whole."""
    sources = (sent(tmp_path), form(tmp_path))

    assert merge([own_article()], [], sources, SETTINGS) == (sources, ())


@pytest.mark.parametrize(
    "item",
    [
        {"id": "tag:tinh.vn,2026:bai:2019/06/y"},
        {"url": "http://CCHC.example.vn/tinh/tin-tuc/2019/06/y#doan-2"},
        {"title": "TIN của  tỉnh", "date": "2019-06-04T20:00:00+07:00"},
    ],
    ids=["tag", "address", "title and day"],
)
def test_our_own_item_counts_once(tmp_path: Path, item: dict[str, str]) -> None:
    """A portal sends back what we published: both places are named."""
    (kept,), problems = merge([own_article()], [], [sent(tmp_path, items=[ITEM | item])], SETTINGS)

    assert kept.articles == ()
    assert [(problem.code, problem.level) for problem in problems] == [("trung-muc", "warning")]
    assert problems[0].path == f"{kept.file}, mục 1"
    assert "content/news/2019/06/y.md" in problems[0].message


def test_an_item_of_two_sources_counts_for_the_first(tmp_path: Path) -> None:
    """A commune's form repeats what the Sở's portal sent: its row goes too."""
    first = sent(tmp_path)
    second = form(tmp_path, title="Tin của Sở A", date="3/6/2019")
    merged, problems = merge([], [], [first, second], SETTINGS)

    assert [(len(one.articles), len(one.activities)) for one in merged] == [(1, 1), (0, 0)]
    assert problems[0].path == f"{second.file}:8"
    assert f"{first.file}, mục 1" in problems[0].message


def test_an_item_twice_in_one_file_counts_once(tmp_path: Path) -> None:
    """By its address; two bulletins of one title on one day are two."""
    again = ITEM | {"id": "tag:so-a.vn,2026:bai:2019/06/z"}
    bulletin = again | {"url": "https://so-a.vn/z", "title": "Tin của Sở A"}
    (kept,), problems = merge([], [], [sent(tmp_path, items=[ITEM, again, bulletin])], SETTINGS)

    assert [article.path for article in kept.articles] == ["mục 1", "mục 3"]
    assert [problem.path for problem in problems] == [f"{kept.file}, mục 2"]


def test_our_own_works_without_a_page_are_known_too(tmp_path: Path) -> None:
    """A row of `content/activities` with the same address."""
    row = Activity(
        place=Location(file="content/activities/2019.csv", line=7), date=date(2019, 6, 9), title="Khác", unit="tin",
        url="https://so-a.vn/tin-tuc/2019/06/x",
    )  # fmt: skip
    (kept,), problems = merge([], [row], [sent(tmp_path)], SETTINGS)

    assert row.is_work
    assert as_article(row).source_url == row.url
    assert (kept.articles, len(kept.activities)) == ((), 1)
    assert "content/activities/2019.csv:7" in problems[0].message


def test_our_own_items_are_never_taken_out(tmp_path: Path) -> None:
    """Two of our own with one title on one day are our own affair; a withdrawn one stands in nobody's way."""
    twins = [own_article(), own_article(id="2019/06/z", slug="z")]
    gone = own_article(status="withdrawn")
    item = ITEM | {"title": gone.title, "date": "2019-06-04T08:00:00+07:00"}
    (kept,), problems = merge([gone], [], [sent(tmp_path, items=[item])], SETTINGS)

    assert merge(twins, [], [], SETTINGS) == ((), ())
    assert (len(kept.articles), problems) == (1, ())


def test_two_files_of_one_unit_are_refused(tmp_path: Path) -> None:
    """Their sums would count twice; the same file named twice as well."""
    first, second = form(tmp_path), form(tmp_path, "moi.xlsx", unit="UBND  XÃ A", title="Khác")
    _, problems = merge([], [], [first, second], SETTINGS)
    _, again = merge([], [], [first, first], SETTINGS)

    assert [(problem.path, problem.code, problem.level) for problem in problems] == [
        (second.file, "trung-nguon", "error")
    ]
    assert "trung-nguon" in [problem.code for problem in again]


def test_two_agencies_of_one_portal_send_a_report_each(tmp_path: Path) -> None:
    """Each under its own name; together with the whole portal's report their sums would count twice."""
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for folder in folders:
        folder.mkdir()
    agencies = ({"id": "so-a", "name": "Sở A"}, {"id": "so-b", "name": "Sở B"}, {"id": "", "name": "Cổng"})
    first, second, whole = (sent(folder, agency=one) for folder, one in zip(folders, agencies, strict=True))
    kept, problems = merge([], [], [first, replace(second, articles=(), activities=())], SETTINGS)
    _, twice = merge([], [], [first, whole], SETTINGS)

    assert ([one.name for one in kept], problems) == (["Sở A", "Sở B"], ())
    assert {article.source for article in kept[0].articles} == {row.source for row in kept[0].activities} == {"Sở A"}
    assert [(one.path, one.code) for one in twice if one.level == "error"] == [(first.file, "trung-nguon")]


def test_who_should_report_follows_from_the_taxonomy() -> None:
    """Those below the asked agency that existed; the owners of outlets when none is asked."""
    period = replace(PERIOD)

    assert [agency.id for agency in units(TAXONOMY, "tinh", period)] == ["so-a"]
    assert [agency.id for agency in units(TAXONOMY, "", period)] == ["xa-a"]
    old = Period(id="x", label="X", since=date(2009, 12, 1), until=date(2010, 3, 1))
    assert [agency.id for agency in units(TAXONOMY, "tinh", old)] == ["so-a", "so-b"]


def test_who_sent_nothing_is_named(tmp_path: Path) -> None:
    """By its newest name; a unit came by name, by an item of its own, or by what it published with us."""
    asked = TAXONOMY.agencies[1:]
    damaged = replace(sent(tmp_path, version=2), name="Sở B cũ")

    assert missing(asked, []) == ("Sở A", "Sở B cũ", "UBND xã A")
    assert missing(asked, [sent(tmp_path), damaged]) == ("Sở B cũ", "UBND xã A")
    assert missing(asked, [form(tmp_path)], own=["so-b"]) == ("Sở A",)
    assert missing(asked, [replace(form(tmp_path), name="Khác", articles=())]) == ("Sở A", "Sở B cũ")


def test_a_report_names_who_sent_nothing(tmp_path: Path) -> None:
    """As soon as something was sent in; a report of our own alone waits for nobody."""
    unit = form(tmp_path)
    newsroom = Newsroom(
        root=tmp_path,
        settings=SETTINGS,
        taxonomy=TAXONOMY,
        calendar=Calendar(fixed=(PERIOD,)),
        ledger=Ledger(),
        articles=(),
    )
    asked = Asked(period=PERIOD.id, agency="tinh")

    assert make(newsroom, replace(asked, include=(Path(unit.file),)), PERIOD.ends)[0].missing == ("Sở A",)
    assert make(newsroom, asked, PERIOD.ends)[0].missing == ()
