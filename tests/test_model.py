from __future__ import annotations

import pickle
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder import model
from site_builder.model import (
    CHANNELS,
    GENRES,
    Agency,
    AgencyEvent,
    AgencyName,
    Article,
    Attachment,
    Correction,
    HostedMedia,
    Image,
    OfficialDocument,
    Taxonomy,
    Term,
    Topic,
    Withdrawal,
)
from site_builder.text import VIETNAM


def at(day: int, month: int = 8, year: int = 2019, hour: int = 7) -> datetime:
    """Return a moment of August 2019, unless another month is asked."""
    return datetime(year, month, day, hour, 30, tzinfo=VIETNAM)


def article(**more: Any) -> Article:
    """Make an article that was published on 1 August 2019, unless other facts are given."""
    facts: dict[str, Any] = {
        "id": "2019/08/mot-cua",
        "path": "content/news/2019/08/mot-cua.md",
        "slug": "mot-cua",
        "month": "2019/08",
        "title": "Một cửa",
        "date": at(1),
        "added": at(1),
        "topics": ("tthc", "the-che"),
        "agency": "so-noi-vu",
    }
    return Article(**(facts | more))


FULL = article(
    summary="Sapo",
    author="Lan",
    source="Báo",
    source_url="https://bao.vn/",
    image=Image(src="/media/a.png", alt="A"),
    picture="/media/a.png",
    media=HostedMedia(url="https://video.vn/1"),
    attachments=(Attachment(file="/media/k.PDF", title="K"),),
    document=OfficialDocument(number="22/2016/QĐ-UBND"),
    tags=("t",),
    updated=at(6),
    updated_day=date(2019, 8, 6),
    corrections=(Correction(date=at(4), note="Một"), Correction(date=at(8), note="Hai")),
    withdrawn=Withdrawal(date=at(20), reason="Sai"),
    aliases=("/cu/",),
)


# Articles


def test_an_article_knows_its_place() -> None:
    """The address comes from folder and file name, the order from arrival and id."""
    assert FULL.url == "/tin-tuc/2019/08/mot-cua/"
    assert FULL.order == (at(1), "2019/08/mot-cua")
    assert FULL.topic == "tthc"
    assert FULL.attachments[0].kind == "PDF"


def test_lists_are_ordered_by_arrival_then_id() -> None:
    """An imported article of last year is new on the portal."""
    old = article(id="b", date=at(1, 1, 2018), added=at(2))
    twin = article(id="a", added=at(2))
    assert sorted([old, twin, article()], key=lambda one: one.order) == [article(), twin, old]


@pytest.mark.parametrize(
    ("facts", "now", "state"),
    [
        ({"status": "draft"}, at(30), "draft"),
        ({"status": "draft", "withdrawn": Withdrawal(date=at(2), reason="")}, at(30), "draft"),
        ({}, at(1) - timedelta(seconds=1), "embargoed"),
        ({}, at(1), "published"),
        ({"added": at(5)}, at(4), "embargoed"),
        ({"withdrawn": Withdrawal(date=at(9), reason="")}, at(9) - timedelta(seconds=1), "published"),
        ({"withdrawn": Withdrawal(date=at(9), reason="")}, at(9), "withdrawn"),
        ({"withdrawn": Withdrawal(date=at(9), reason="")}, at(1) - timedelta(days=1), "embargoed"),
    ],
)
def test_what_a_reader_may_see_depends_on_the_moment(facts: dict[str, Any], now: datetime, state: str) -> None:
    """A draft never, an embargoed one from its moment on, a withdrawn one only as a notice."""
    assert article(**facts).state(now) == state


def test_of_a_withdrawn_article_only_name_and_place_are_seen() -> None:
    """Everything that the newsroom wrote is gone; identity, filing and the reason stay."""
    assert FULL.as_seen(at(20)) == article(status="withdrawn", withdrawn=FULL.withdrawn, aliases=("/cu/",))


def test_a_new_field_is_weighed_for_withdrawn_articles() -> None:
    """What stays of one is told here; any other field stands in `FULL`, so that the test above sees it gone."""
    name = {"id", "path", "slug", "month", "title"}
    filing = {
        "featured",
        "date",
        "added",
        "topics",
        "agency",
        "genre",
        "column",
        "partners",
        "airings",
        "lang",
        "status",
        "is_sum",
    }
    plain = article()

    assert {one.name for one in fields(FULL) if getattr(FULL, one.name) == getattr(plain, one.name)} == name | filing


def test_what_lies_ahead_is_not_seen_yet() -> None:
    """Neither a correction nor an update nor a withdrawal of the future."""
    seen = FULL.as_seen(at(5))
    assert seen == replace(FULL, corrections=FULL.corrections[:1], updated=None, updated_day=None, withdrawn=None)
    assert FULL.as_seen(at(2)).corrections == ()
    assert FULL.as_seen(at(8)).corrections == FULL.corrections


def test_the_last_change_is_the_last_that_a_reader_could_see() -> None:
    """Arrival, corrections, update and withdrawal, each when its moment has come."""
    expected = {2: at(1), 4: at(4), 6: at(6), 8: at(8), 20: at(20)}
    assert {day: FULL.as_seen(at(day)).modified for day in expected} == expected
    assert article(added=at(3)).modified == at(3)


HOURS = st.integers(0, 24 * 30).map(lambda hours: at(1) + timedelta(hours=hours))
MADE = st.builds(
    lambda added, updated, notes, gone, status: article(
        added=added,
        updated=updated,
        corrections=tuple(Correction(date=moment, note="x") for moment in notes),
        withdrawn=Withdrawal(date=gone, reason="y") if gone else None,
        status=status,
    ),
    HOURS,
    st.none() | HOURS,
    st.lists(HOURS, max_size=3),
    st.none() | HOURS,
    st.sampled_from(["published", "draft"]),
)


@given(MADE, HOURS, HOURS)
def test_what_is_seen_changes_only_when_something_is_due(made: Article, one: datetime, two: datetime) -> None:
    """Between two moments without a due one a build may be skipped."""
    first, last = min(one, two), max(one, two)
    if not any(first < due <= last for due in made.dues()):
        assert made.state(first) == made.state(last)
        assert made.state(last) not in ("published", "withdrawn") or made.as_seen(first) == made.as_seen(last)


@given(MADE, HOURS)
@example(article(updated=at(25), withdrawn=Withdrawal(date=at(20), reason="y")), at(21))
def test_seeing_twice_shows_the_same(made: Article, now: datetime) -> None:
    """What may be seen is stable, never newer than now, and says which of the two it is."""
    if made.state(now) in ("published", "withdrawn"):
        seen = made.as_seen(now)
        assert seen.as_seen(now) == seen
        assert seen.status == made.state(now)
        assert seen.modified <= now


# Names


OLD = Agency(
    id="so-tttt",
    names=(
        AgencyName(name="Sở Bưu chính", until=date(2008, 1, 1)),
        AgencyName(name="Sở Thông tin và Truyền thông", since=date(2008, 1, 1), until=date(2025, 3, 1)),
    ),
    events=(
        AgencyEvent(date=date(2008, 1, 1), type="rename", successors=("khong-co",)),
        AgencyEvent(date=date(2025, 3, 1), type="split", successors=("so-khcn", "so-vhtt")),
    ),
)
SCIENCE = Agency(id="so-khcn", names=(AgencyName(name="Sở Khoa học và Công nghệ", since=date(2025, 3, 1)),))
CULTURE = Agency(
    id="so-vhtt",
    names=(AgencyName(name="Sở Văn hóa", since=date(2025, 3, 1), until=date(2026, 1, 1)),),
    events=(AgencyEvent(date=date(2026, 1, 1), type="absorb", successors=("so-khcn",)),),
)
TAXONOMY = Taxonomy(topics=(Topic(id="tthc", name="TTHC"),), agencies=(OLD, SCIENCE, CULTURE), genres=GENRES)


@pytest.mark.parametrize(
    ("day", "name", "is_valid"),
    [
        (date(2007, 12, 31), "Sở Bưu chính", True),
        (date(2008, 1, 1), "Sở Thông tin và Truyền thông", True),
        (date(2025, 2, 28), "Sở Thông tin và Truyền thông", True),
        (date(2025, 3, 1), "Sở Thông tin và Truyền thông", False),
    ],
)
def test_an_agency_has_the_name_of_the_day(day: date, name: str, is_valid: bool) -> None:
    """Validity is half-open; after the last day the newest name stays."""
    assert OLD.name_on(day) == name
    assert OLD.valid_on(day) == is_valid


def test_an_agency_without_dates_has_its_name_always() -> None:
    """Most agencies have one name and no history."""
    plain = Agency(id="x", names=(AgencyName(name="UBND"),))
    assert plain.valid_on(date(1990, 1, 1))
    assert (plain.name, plain.url, plain.successors) == ("UBND", "/co-quan/x/", ())


def test_successors_are_followed_to_the_living() -> None:
    """A rename is no end; each heir is named once, whatever ways lead to it."""
    assert OLD.name == "Sở Thông tin và Truyền thông"
    assert OLD.successors == ("so-khcn", "so-vhtt")
    assert TAXONOMY.living_successors(OLD) == (SCIENCE,)
    assert TAXONOMY.living_successors(SCIENCE) == (SCIENCE,)
    assert Taxonomy(agencies=(OLD,)).living_successors(OLD) == ()


def test_a_circle_of_successors_ends() -> None:
    """A mistake in the data does not hang the build."""
    one = replace(SCIENCE, id="a", events=(AgencyEvent(date=date(2025, 1, 1), type="merge", successors=("b",)),))
    two = replace(SCIENCE, id="b", events=(AgencyEvent(date=date(2025, 1, 1), type="merge", successors=("a",)),))
    assert Taxonomy(agencies=(one, two)).living_successors(one) == ()


def test_vocabularies_are_found_by_id() -> None:
    """Topics, agencies, genres and channels; the built-in ones are the contract's."""
    assert TAXONOMY.topic_by_id["tthc"].url == "/chu-de/tthc/"
    assert TAXONOMY.agency_by_id["so-khcn"] is SCIENCE
    assert TAXONOMY.genre_names["phong-su"] == "Phóng sự"
    assert Taxonomy(channels=(Term(id="web", name="Web"),)).channel_names == {"web": "Web"}
    assert [term.id for term in GENRES] == [
        "tin", "bai", "phong-su", "anh", "video", "audio", "phong-van", "toa-dam", "hoi-dap", "van-ban", "infographic",
        "tranh", "tho-ca", "tieu-pham",
    ]  # fmt: skip
    assert [term.id for term in CHANNELS] == [
        "web", "bao-in", "bao-dien-tu", "phat-thanh", "truyen-hinh", "truyen-thanh-co-so", "mang-xa-hoi",
    ]  # fmt: skip


def test_agencies_are_sorted_as_in_a_dictionary() -> None:
    """Đ after D, by the newest name; equal names by id."""
    made = [
        Agency(id=str(number), names=(AgencyName(name=name),)) for number, name in enumerate(["Đài", "Công an", "Đài"])
    ]
    assert [agency.id for agency in model.by_name(reversed(made))] == ["1", "0", "2"]


def named(id_: str, name: str, since: date | None = None, until: date | None = None, place: str = "") -> Agency:
    """Make an agency with one name."""
    return Agency(id=id_, place=place, names=(AgencyName(name=name, since=since, until=until),))


def test_agencies_of_one_name_are_told_apart_by_their_years() -> None:
    """A name may live on while the entity changes; who is alone with its name keeps it as it is."""
    old = named("cu", "Sở X", date(2016, 3, 1), date(2025, 3, 1))
    new = named("moi", "Sở X", date(2025, 3, 1))
    older = named("xua", "sở x", None, date(2016, 1, 1))

    assert model.told_apart((old, new, older, SCIENCE)) == {
        "cu": "Sở X (2016–2025)", "moi": "Sở X (từ 2025)", "xua": "sở x (đến 2015)",
        "so-khcn": "Sở Khoa học và Công nghệ",
    }  # fmt: skip
    assert model.told_apart((old,)) == {"cu": "Sở X"}


def test_agencies_of_one_name_and_time_are_told_apart_by_place_then_id() -> None:
    """Two communes of one name in two districts; what still looks alike shows its id."""
    here, there = named("a", "UBND xã Tân Thành", place="Huyện A"), named("b", "UBND xã Tân Thành", place="Huyện B")
    twin = named("c", "UBND xã Tân Thành", place="Huyện B")

    assert model.told_apart((here, there)) == {"a": "UBND xã Tân Thành (Huyện A)", "b": "UBND xã Tân Thành (Huyện B)"}
    assert sorted(model.told_apart((here, there, twin)).values()) == [
        "UBND xã Tân Thành (Huyện A, a)", "UBND xã Tân Thành (Huyện B, b)", "UBND xã Tân Thành (Huyện B, c)",
    ]  # fmt: skip


def test_agencies_are_told_apart_by_the_names_of_a_day() -> None:
    """A table of 2010 knows the names of 2010."""
    renamed = Agency(
        id="a",
        names=(
            AgencyName(name="Sở X", until=date(2016, 1, 1)),
            AgencyName(name="Sở Y", since=date(2016, 1, 1)),
        ),
    )
    new = named("b", "Sở X", date(2020, 1, 1))

    assert model.told_apart((renamed, new)) == {"a": "Sở Y", "b": "Sở X"}
    assert model.told_apart((renamed, new), date(2010, 1, 1)) == {"a": "Sở X (đến 2015)", "b": "Sở X (từ 2020)"}


def test_values_travel_and_digest_alike() -> None:
    """Equal after a trip to another process, with the same `repr`."""
    for value in (FULL, OLD, TAXONOMY):
        copy = pickle.loads(pickle.dumps(value))
        assert copy == value
        assert repr(copy) == repr(value)
