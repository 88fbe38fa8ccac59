"""Contents that match what five real reports state, built in code, and the reports made from them.

Figures and places are those of the reports; titles are our own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from site_builder.model import (
    CHANNELS,
    GENRES,
    Agency,
    AgencyName,
    Airing,
    Article,
    Column,
    Outlet,
    Taxonomy,
    Term,
    Topic,
)
from site_builder.model.ledger import Activity, Ledger, Location
from site_builder.model.periods import Calendar, Period
from site_builder.model.settings import Settings
from site_builder.reports.assemble import Holdings, assemble
from site_builder.reports.report import Report
from site_builder.text import VIETNAM

SETTINGS = Settings(
    site_name="Cổng tin cải cách hành chính",
    site_url="https://cchc.example.vn/tinh/",
    feed_authority="example.vn,2026",
    agency="Sở Nội vụ",
)


@dataclass(frozen=True, kw_only=True)
class Seed:
    """The contents of a portal at the time of one report."""

    period: Period
    now: datetime
    taxonomy: Taxonomy
    articles: tuple[Article, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    settings: Settings = SETTINGS
    calendar: Calendar = field(default_factory=Calendar)

    def report(self, **asked: Any) -> Report:
        """Make the report."""
        options: dict[str, Any] = {"period": self.period, "now": self.now} | asked
        holdings = Holdings(
            articles=self.articles,
            ledger=self.ledger,
            taxonomy=self.taxonomy,
            calendar=self.calendar,
            settings=self.settings,
        )
        return assemble(holdings, **options)


def at(day: date, hour: int = 7) -> datetime:
    """Return a moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def article(id_: str, moment: datetime, **more: Any) -> Article:
    """Make a published article, aired once on the web unless told otherwise."""
    facts: dict[str, Any] = {
        "id": f"{moment:%Y/%m}/{id_}", "path": f"content/news/{moment:%Y/%m}/{id_}.md", "slug": id_,
        "month": f"{moment:%Y/%m}", "title": f"Bài {id_}", "date": moment, "added": moment,
        "topics": ("mot-cua",), "agency": "so-noi-vu", "airings": (Airing(date=moment, channel="web"),),
    }  # fmt: skip
    return Article(**(facts | more))


def activity(line: int, day: date, **more: Any) -> Activity:
    """Make a row of activities."""
    return Activity(place=Location(file=f"content/activities/{day.year}.csv", line=line), date=day, **more)


def agency(id_: str, name: str, **more: Any) -> Agency:
    """Make an agency with one name."""
    return Agency(id=id_, names=(AgencyName(name=name),), **more)


def soc_trang_2019() -> Seed:
    """A broadcaster's third quarter: 176 lượt on radio, STV1, STV2 and web; apart from them 3 chuyên mục."""
    outlets = (
        Outlet(id="phat-thanh", name="Kênh phát thanh", channel="phat-thanh", source_kind="dai-pttth"),
        Outlet(id="stv1", name="STV1", channel="truyen-hinh", source_kind="dai-pttth"),
        Outlet(id="stv2", name="STV2", channel="truyen-hinh", source_kind="dai-pttth"),
        Outlet(id="trang", name="Trang Thông tin điện tử tổng hợp", channel="web", source_kind="dai-pttth"),
    )
    columns = tuple(Column(id=f"cm-{n}", name=f"Chuyên mục tháng {n + 5}") for n in (1, 2, 3))
    return Seed(
        period=Period(
            id="quy-3-2019", label="Quý III/2019", since=date(2019, 5, 26), until=date(2019, 8, 25),
            due=date(2019, 8, 30), recipient="Sở Nội vụ tỉnh Sóc Trăng",
        ),
        now=at(date(2019, 8, 30)),
        taxonomy=Taxonomy(
            topics=(Topic(id="mot-cua", name="Một cửa"),),
            agencies=(agency("dai", "Đài Phát thanh và Truyền hình", kind="dai-pttth"),),
            genres=GENRES, channels=CHANNELS, outlets=outlets, columns=columns,
        ),
        articles=(*_broadcasts(outlets), *_columns(columns)),
        ledger=Ledger(
            activities=(
                activity(
                    2, date(2019, 8, 25), agency="dai", title="Tin, bài trong chương trình Thời sự", quantity=176,
                    unit="lượt", qualifier="hơn",
                ),
            )
        ),
        settings=replace(SETTINGS, agency="Đài Phát thanh và Truyền hình"),
    )  # fmt: skip


def _broadcasts(outlets: tuple[Outlet, ...]) -> tuple[Article, ...]:
    """58 works with 3 airings each, one with one, and one of 24/8 that airs again after the period: 176 within it."""
    made = []
    for number in range(58):
        day = date(2019, 5, 26) + timedelta(days=number * 90 // 58)
        places = (outlets[(number + step) % 4] for step in range(3))
        airings = tuple(
            Airing(date=at(day, 6 + 5 * step), channel=one.channel, outlet=one.id, minutes=2)
            for step, one in enumerate(places)
        )
        made.append(article(f"tin-{number:02}", at(day), agency="dai", airings=airings))
    web = Airing(date=at(date(2019, 8, 25), 23), channel="web", outlet="trang")
    made.append(article("cuoi-ky", at(date(2019, 8, 25), 23), agency="dai", airings=(web,)))
    twice = tuple(Airing(date=at(date(2019, 8, day)), channel="truyen-hinh", outlet="stv1") for day in (24, 27))
    return (*made, article("phat-lai", at(date(2019, 8, 24)), agency="dai", airings=twice))


def _columns(columns: tuple[Column, ...]) -> tuple[Article, ...]:
    """One work a column and month, of which no airing is told."""
    return tuple(
        article(one.id, at(date(2019, month, 13)), agency="dai", genre="phong-su", column=one.id, airings=())
        for one, month in zip(columns, (6, 7, 8), strict=True)
    )


def soc_trang_2021() -> Seed:
    """The eleven content areas that a Sở asked the stations to report on, and topics that answer most of them."""
    areas = (
        "Tầm quan trọng", "Thành tựu, hạn chế", "Trách nhiệm người đứng đầu", "Văn hóa công vụ", "Dịch vụ công",
        "Chương trình tổng thể", "Các chỉ số", "Mô hình hay", "Kết quả nơi khác", "Tác phẩm đạt giải", "Đường dây nóng",
    )  # fmt: skip
    topics = (
        Topic(id="mot-cua", name="Một cửa", directive=("2", "5")),
        Topic(id="cong-vu", name="Công vụ", directive=("3", "4")),
        Topic(id="chi-so", name="Chỉ số", directive=("7",)),
        Topic(id="khac", name="Khác"),
    )
    chosen = (("mot-cua",), ("mot-cua", "cong-vu"), ("chi-so",), ("khac",), ("khac", "chi-so"))
    return Seed(
        period=Period(
            id="6-thang-2021", label="6 tháng đầu năm 2021", since=date(2020, 12, 15), until=date(2021, 6, 14)
        ),
        now=at(date(2021, 6, 16)),
        taxonomy=Taxonomy(
            topics=topics,
            agencies=(agency("so-noi-vu", "Sở Nội vụ", kind="so"),),
            genres=GENRES,
            channels=CHANNELS,
            directives=tuple(Term(id=str(number), name=name) for number, name in enumerate(areas, start=1)),
        ),
        articles=tuple(article(f"n{n}", at(date(2021, 1 + n, 5)), topics=ids) for n, ids in enumerate(chosen)),
    )


def quang_tri_2023() -> Seed:
    """A Sở's year, reported in November: the items with their addresses, one of them a page of this portal."""
    old = (
        ("Kế hoạch cải cách hành chính năm 2023", date(2023, 2, 7), "https://so.example.vn/ke-hoach"),
        ("Chỉ thị về nâng cao các chỉ số", date(2023, 5, 10), "https://so.example.vn/chi-thi"),
        ("Cập nhật văn bản chiến lược, quy hoạch", date(2023, 9, 1), "https://so.example.vn/van-ban"),
    )
    rows = tuple(
        activity(line, day, agency="so-tttt", topic="mot-cua", channel="web", outlet="trang-so", title=title,
                 unit="tin", url=url)
        for line, (title, day, url) in enumerate(old, start=2)
    )  # fmt: skip
    return Seed(
        period=Period(id="nam-2023", label="Năm 2023", since=date(2022, 12, 15), until=date(2023, 12, 14)),
        now=at(date(2023, 11, 20)),
        taxonomy=Taxonomy(
            topics=(Topic(id="mot-cua", name="Một cửa"),),
            agencies=(agency("so-tttt", "Sở Thông tin và Truyền thông", kind="so"),),
            genres=GENRES,
            channels=CHANNELS,
            outlets=(Outlet(id="trang-so", name="Trang của Sở", channel="web", source_kind="so"),),
            columns=(Column(id="tin-tuc-su-kien", name="Tin tức - Sự kiện"),),
        ),
        articles=(
            article(
                "hoi-thi", at(date(2023, 10, 3)), agency="so-tttt", column="tin-tuc-su-kien", title="Hội thi tìm hiểu"
            ),
        ),
        ledger=Ledger(activities=rows),
    )


def ha_tinh_2021() -> Seed:
    """A Sở's six months: 80 tin, bài on its portal, reported before the period's last day."""
    days = [date(2021, 1, 4) + timedelta(days=2 * number) for number in range(77)]
    days += [date(2021, 6, 8)] * 3
    return Seed(
        period=Period(
            id="6-thang-2021", label="6 tháng đầu năm 2021", since=date(2020, 12, 15), until=date(2021, 6, 14)
        ),
        now=at(date(2021, 6, 8), 15),
        taxonomy=Taxonomy(
            topics=(Topic(id="mot-cua", name="Một cửa"),),
            agencies=(agency("so-xay-dung", "Sở Xây dựng", kind="so"),),
            genres=GENRES,
            channels=CHANNELS,
        ),
        articles=tuple(
            article(f"n{n:02}", at(day), agency="so-xay-dung", genre="tin" if n % 2 else "bai")
            for n, day in enumerate(days)
        ),
    )


def bac_giang_2016_2020() -> Seed:
    """A province's five years: 3.250 works, nearly 6.000 lượt, 5.280 broadcasts; three numbers of three sources."""
    end = date(2020, 12, 31)
    return Seed(
        period=Period(id="2016-2020", label="Giai đoạn 2016–2020", since=date(2016, 1, 1), until=end),
        now=at(date(2021, 2, 1)),
        taxonomy=Taxonomy(genres=GENRES, channels=CHANNELS),
        ledger=Ledger(
            activities=(
                activity(2, end, title="Tin, bài, ảnh, phóng sự của Báo và Đài tỉnh", quantity=3250, unit="bài"),
                activity(
                    3, end, title="Tin, bài trên các trang của sở, huyện", quantity=6000, unit="lượt", qualifier="gần"
                ),
                activity(4, end, title="Tin, bài của đài truyền thanh huyện", quantity=5280, unit="tin"),
            )
        ),
    )


SEEDS = (soc_trang_2019, soc_trang_2021, quang_tri_2023, ha_tinh_2021, bac_giang_2016_2020)
