"""A realistic report as a value, for the tests of the narrative and of the Word form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from site_builder import content
from site_builder.cache.inputs import theme_dir
from site_builder.counting.figures import Count, Figures, Table, TableRow
from site_builder.model import GENRES, Taxonomy
from site_builder.model.ledger import Activity, Location, PlanTarget, Words
from site_builder.model.periods import Period
from site_builder.reports.letterhead import Letterhead
from site_builder.reports.report import (
    ActivitySum,
    Comparison,
    PlanLine,
    Report,
    ReportAiring,
    ReportEntry,
    SourceShare,
)
from site_builder.text import VIETNAM

WORDING, _ = content.read_wording(theme_dir() / "none", theme_dir(), Taxonomy(genres=GENRES))
"""The program's own rules."""
AGENCY = "Đài Phát thanh và Truyền hình tỉnh Sông Trà"
PLACE = Location(file="content/activities/2019.csv", line=2)
PERIOD = Period(
    id="quy-3-2019",
    label="Quý III/2019",
    since=date(2019, 5, 26),
    until=date(2019, 8, 25),
    due=date(2019, 8, 30),
    recipient="Sở Nội vụ",
)
WORDS = Words(
    file="content/reports/quy-3-2019.md",
    number="230/BC-PTTH",
    date=date(2019, 8, 30),
    place="Sông Trà",
    parent_agency="UBND tỉnh Sông Trà",
    agency="Đài Phát thanh và Truyền hình",
    addressees=("Sở Nội vụ tỉnh Sông Trà",),
    recipients=("Như trên", "Ban Giám đốc Đài", "Các phòng chuyên môn"),
    filing="VT, P.TS",
    legal=(
        "Kế hoạch số 128/KH-UBND ngày 26/12/2018 của Chủ tịch UBND tỉnh về cải cách hành chính năm 2019",
        "Căn cứ Quyết định số 22/2016/QĐ-UBND ngày 07/9/2016 của UBND tỉnh",
    ),
    signer_post="KT. Giám đốc\nPhó Giám đốc",
    signer_name="Trần Thị Minh Hòa",
    results="Phối hợp với Sở Nội vụ theo đoàn kiểm tra công vụ tại các xã, phường.",
    difficulties="Phóng viên chuyên trách còn ít.\n\nĐịa bàn rộng,\nđi lại khó.\n- Thiết bị cũ.",
    proposals="Đề nghị Sở Nội vụ mở lớp tập huấn kỹ năng viết tin, bài về cải cách hành chính.",
    next_tasks="- Tiếp tục duy trì chuyên mục.\n- Tăng tin, bài về dịch vụ công trực tuyến.",
)
SUBJECTS = (
    "Công an tỉnh đẩy mạnh cải cách thủ tục cấp Căn cước cho người cao tuổi tại nhà",
    "Bộ phận một cửa huyện Long Phú rút ngắn thời gian giải quyết hồ sơ đất đai",
    "Nhân rộng mô hình “Thanh niên xung kích tình nguyện cải cách hành chính”",
    "Kiểm tra công vụ đột xuất tại 5 xã, phường & thị trấn",
    "Hiệu quả tiếp nhận và trả kết quả qua dịch vụ bưu chính công ích",
)


def count(works: int, airings: int, minutes: float = 0) -> Count:
    """Make a count."""
    return Count(works=works, airings=airings, minutes=minutes)


def table(axis: str, rows: tuple[tuple[str, Count], ...], total: Count, shared: int = 0) -> Table:
    """Make a table whose ids are its names."""
    return Table(
        axis=axis, rows=tuple(TableRow(id=name, name=name, count=one) for name, one in rows), total=total, shared=shared
    )


def figures(total: Count, *tables: Table, period: Period = PERIOD) -> Figures:
    """Make figures with some tables."""
    return Figures(period=period, total=total, tables=tables)


def entry(number: int, **changes: Any) -> ReportEntry:
    """Make one work of the list."""
    day = datetime(2019, 5, 26, 7, 30, tzinfo=VIETNAM) + timedelta(days=number % 90)
    subject = SUBJECTS[number % len(SUBJECTS)]
    plain = ReportEntry(
        id=f"tag:songtra.example.vn,2026:bai:2019/06/tin-{number}",
        title=f"{subject} (kỳ {number})",
        date=day,
        genre=("Tin", "Bài", "Phóng sự")[number % 3],
        column="Chính quyền thân thiện" if number % 7 == 0 else "",
        agency=AGENCY,
        topics=("Cải cách thủ tục hành chính",),
        channels=("Truyền hình", "Trang thông tin điện tử") if number % 2 else ("Phát thanh",),
        url=f"https://cchc.songtra.example.vn/tin-tuc/{day:%Y/%m}/cong-an-tinh-day-manh-cai-cach-thu-tuc-{number}/",
        airings=2,
        featured=number in (1, 2, 3),
    )
    return replace(plain, **changes)


def airing(channel: str, outlet: str) -> ReportAiring:
    """Make one lượt."""
    return ReportAiring(
        title="Tin", date=datetime(2019, 6, 1, tzinfo=VIETNAM), channel=channel, outlet=outlet, minutes=None
    )


def activity(**values: Any) -> Activity:
    """Make one row of activities."""
    return Activity(place=PLACE, date=date(2019, 6, 1), **values)


def activity_sum(name: str, unit: str, quantity: float, qualifier: str = "", **row: Any) -> ActivitySum:
    """Make a sum of one row."""
    rows = (activity(title=name, unit=unit, quantity=quantity, qualifier=qualifier, **row),)
    return ActivitySum(name=name, unit=unit, qualifier=qualifier, quantity=quantity, rows=rows)


def plan_line(name: str, target: float, actual: float, qualifier: str = "", **values: Any) -> PlanLine:
    """Make a line of the plan."""
    wanted = PlanTarget(place=PLACE, period=PERIOD.id, target=target, name=name, **values)
    percent = round(100 * actual / target, 2) if target else None
    return PlanLine(target=wanted, name=name, actual=actual, percent=percent, qualifier=qualifier)


def report(number: int = 24, **changes: Any) -> Report:
    """Make a report of `number` works, with something of everything."""
    total = count(number, 176, 312.5)
    plain = Report(
        period=PERIOD,
        agency=AGENCY,
        scope="",
        portal="Cổng tin cải cách hành chính",
        site_url="https://cchc.songtra.example.vn/",
        authority="songtra.example.vn,2026",
        as_of=None,
        figures=figures(
            total,
            table("genre", (("Tin", count(number - 6, 120)), ("Bài", count(4, 40)), ("Phóng sự", count(2, 16))), total),
            table(
                "channel",
                (
                    ("Phát thanh", count(12, 60)),
                    ("Truyền hình", count(12, 90)),
                    ("Trang thông tin điện tử", count(12, 26)),
                ),
                total,
                shared=12,
            ),
            table(
                "topic",
                (
                    ("Cải cách thủ tục hành chính", count(20, 150)),
                    ("Cải cách thể chế", count(0, 0)),
                    ("Chính quyền điện tử", count(6, 40)),
                ),
                total,
                shared=2,
            ),
        ),
        columns=1,
        comparisons=(
            Comparison(label="kỳ trước (26/02/2019 – 25/05/2019)", count=count(20, 180)),
            Comparison(label="cùng kỳ năm trước (26/05/2018 – 25/08/2018)", count=count(0, 0)),
        ),
        entries=tuple(entry(place) for place in range(number)),
        airings=tuple(airing("Truyền hình", ("STV1", "STV1", "STV2")[place % 3]) for place in range(90)),
        activities=(),
        sums=(
            activity_sum("Tờ gấp", "tờ", 500, "hơn"),
            activity_sum("Hội nghị tập huấn", "cuộc", 2, participants=120),
        ),
        plan=(
            plan_line("Tin, bài trên các kênh", 20, 24),
            plan_line("Phóng sự", 3, 2, genre="phong-su", unit="phóng sự"),
            plan_line("Tờ gấp", 480, 500, "hơn", activity="tờ gấp", unit="tờ"),
        ),
        unfit=(),
        shares=(
            SourceShare(
                name="Cổng tin cải cách hành chính", kind="cổng này", works=24, airings=176, minutes=312.5, activities=2
            ),
        ),
        missing=(),
        words=WORDS,
        letterhead=Letterhead(agency=AGENCY, full=AGENCY, recipients=("Sở Nội vụ",)),
        filed=None,
        changes=(),
    )
    return replace(plain, **changes)


def empty_report(**changes: Any) -> Report:
    """Make a report of a period in which nothing happened."""
    nothing = {"comparisons": (), "airings": (), "sums": (), "plan": (), "words": Words(), "columns": 0}
    return report(0, **{**nothing, "figures": figures(count(0, 0)), "entries": (), **changes})
