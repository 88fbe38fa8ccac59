"""What is counted besides articles, and the human words of a report, as frozen values.

An activity is what happened off the portal (a broadcast, a panel, a contest, an old item without a page); its
quantity has a unit and perhaps a qualifier ("hơn", "gần", "khoảng"), and quantities of different units or
qualifiers are never added up. A plan target is what a plan promises. Filed figures are those of a report that
was sent: frozen, compared with the present, never changed.

Knows: the shape of `content/activities`, `content/plans`, `content/reports`. Never: reads a file; never adds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from site_builder.frozen import Frozen
from site_builder.model import GENRES, Airing, Article, Taxonomy
from site_builder.text import VIETNAM, decimal, fold, number, one_line, slug

QUALIFIERS = ("", "hơn", "gần", "khoảng")
"""What may stand before a quantity; empty is exact."""
WORK_UNITS: Mapping[str, str] = {unit: genre.id for genre in GENRES for unit in genre.units} | {
    "tác phẩm": "",
    "tin, bài": "",
}
"""Units that count works, with the genre that each names, if one; a titled activity in one of them, of quantity 1, is a
work without a page. A portal's own genres add to them: `work_units`."""
AIRING_UNIT, COLUMN_UNIT = "lượt", "chuyên mục"
OTHER_UNITS = (
    COLUMN_UNIT, "chuyên trang", "chuyên đề", "chương trình", "bản tin", "kỳ", "số", AIRING_UNIT, "phút",
    "giờ", "buổi", "cuộc", "hội nghị", "hội thi", "lớp", "đợt", "lần", "người", "lượt người", "lượt truy cập",
    "lượt xem", "lượt dự thi", "bài dự thi", "câu hỏi",
    "cái", "chiếc", "tấm", "cụm", "bộ", "quyển", "bản", "tờ", "tờ rơi", "tờ gấp", "băng rôn", "pano", "áp phích",
    "khẩu hiệu", "m", "m²", "điểm", "văn bản",
)  # fmt: skip
"""Units in which nothing is a work: a column is none, nor is a document, nor a click."""
UNITS = (*WORK_UNITS, *OTHER_UNITS)
"""What is counted in; only what is written alike is added up, so the words are fixed."""
ESTIMATED, UNNAMED = "số ước lượng", "số tổng, chưa ghi tên từng tin, bài"
NO_AIRINGS, COLUMN_APART = "không phải lượt đăng, phát", "chuyên mục đếm riêng"
OTHER_UNIT = "đơn vị tính không phải của tin, bài"
"""Why a row is in no number of works or airings."""
_SAME = {
    "m2": "m²", "toạ đàm": "tọa đàm", "bài viết": "bài", "tin bài": "tin, bài", "tin/bài": "tin, bài",
    "hình ảnh": "ảnh",
    "infographics": "infographic", "tờ bướm": "tờ gấp", "pa nô": "pano", "băng-rôn": "băng rôn", "băng zôn": "băng rôn",
    "lượt phát": AIRING_UNIT, "lượt phát sóng": AIRING_UNIT, "lượt đăng": AIRING_UNIT, "lượt đăng, phát": AIRING_UNIT,
    "lượt đăng/phát": AIRING_UNIT, "lượt tin, bài": AIRING_UNIT, "lượt tin bài": AIRING_UNIT, "lượt tin": AIRING_UNIT,
    "phóng sự truyền hình": "phóng sự", "phóng sự phát thanh": "phóng sự", "phóng sự ảnh": "phóng sự",
}  # fmt: skip
"""Other words for units, in small letters."""
MOST_AIRINGS = 100_000
"""Lượt of one row; more are clicks, or a slip."""
_CLICKS = re.compile(
    r"(?:so )?luot (?:truy cap|xem|nghe|doc|tai|thich|chia se|tuong tac|tiep can|theo doi|du thi|thi|nguoi)\b"
)


def work_units(taxonomy: Taxonomy) -> dict[str, str]:
    """Return the units that count works, a portal's own genres included, with the genre that each names."""
    return dict(WORK_UNITS) | {unit: genre.id for genre in taxonomy.genres for unit in genre.units}


def units(taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return what may be counted in: those of works first."""
    return (*work_units(taxonomy), *OTHER_UNITS)


def counts_clicks(title: str) -> bool:
    """Say whether what is counted in lượt is no airing by its name: `Lượt truy cập chuyên trang`."""
    return _CLICKS.search(fold(title)) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """Where a row stands, for messages: `content/activities/2019.csv:3`."""

    file: str
    line: int
    sheet: str = ""
    """Name of the sheet, when it is not the first of its workbook."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" + (f" (trang “{self.sheet}”)" if self.sheet else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """One row of `content/activities/*.csv` (or .xlsx), or of a filled Excel form."""

    place: Location
    date: date
    agency: str = ""
    """Agency id; of a filled form from elsewhere its name is kept in `source`."""
    topic: str = ""
    channel: str = ""
    outlet: str = ""
    genre: str = ""
    title: str = ""
    quantity: float = 1
    """Whole numbers are whole: 176.0."""
    unit: str = ""
    """tin, bài, lượt, kỳ, phút, cuộc, cái, m², tờ, người …"""
    qualifier: str = ""
    """One of `QUALIFIERS`."""
    airings: int | None = None
    """Lượt phát of this row, when told."""
    minutes: float | None = None
    participants: int | None = None
    url: str = ""
    note: str = ""
    source: str = ""
    """Name of the portal or unit whose file it came in with (`--include`); empty for our own."""
    unit_genre: str = ""
    """Genre that the unit names where a portal's own genre does (`clip`); `WORK_UNITS` has the others."""

    @property
    def in_works(self) -> bool:
        """Say whether its unit counts works."""
        return self.unit in WORK_UNITS or bool(self.unit_genre)

    @property
    def is_work(self) -> bool:
        """Say whether the row is one named work (an item of the list), not a sum."""
        return self.in_works and self.quantity == 1 and not self.qualifier and bool(self.title)

    @property
    def times(self) -> int:
        """How often it went out: so many lượt as it counts, or tells; once where a work tells only where, or how long.

        "Hơn 176 lượt" is no number that can be added, and lượt of readers are no airings: none.
        """
        if self.unit == AIRING_UNIT:
            told = self.airings if self.quantity == 1 and self.airings is not None else self.quantity
            is_sure = not self.qualifier and told == int(told) and not counts_clicks(self.title)
            return int(told) if is_sure and told <= MOST_AIRINGS else 0
        if self.airings is not None:
            return self.airings if self.airings <= MOST_AIRINGS else 0
        return int(self.is_work and (bool(self.channel or self.outlet) or self.minutes is not None))

    @property
    def reason(self) -> str:
        """Why its quantity is in no number of works or airings, for people."""
        if not self.in_works and self.unit != AIRING_UNIT:
            return COLUMN_APART if self.unit == COLUMN_UNIT else OTHER_UNIT
        if self.qualifier:
            return ESTIMATED
        return UNNAMED if self.in_works else NO_AIRINGS

    @property
    def is_counted(self) -> bool:
        """Say whether it is among the works or airings of a report."""
        return self.is_work or bool(self.times)

    @property
    def stands_apart(self) -> bool:
        """Say whether its quantity is in no number of works or airings."""
        return not self.is_work and not (self.unit == AIRING_UNIT and self.times)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanTarget:
    """One entry of `content/plans/YYYY.yml`."""

    place: Location
    period: str
    """Period id."""
    target: float
    is_percent: bool = False
    """`target: 80%`: a share in hundredths, of the works or units counted without the filter."""
    unit: str = ""
    agency: str = ""
    topic: str = ""
    genre: str = ""
    activity: str = ""
    """Title of an activity, or part of it, when the target is not about works."""
    name: str = ""
    """What the plan calls it; made from the filter when empty."""


ANNEX_COLUMNS = (
    "stt", "ten", "the-loai", "chuyen-muc", "co-quan", "kenh", "ngay-dang", "duong-dan", "chu-de", "luot", "thoi-luong",
    "nguon",
)  # fmt: skip
"""Ids that `Words.annex_columns` may name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A report's own words: `content/reports/PERIOD.AGENCY.md`, of the whole portal `PERIOD.md`; all is optional."""

    file: str = ""
    scope: str = ""
    """Id of the agency whose report it is, and nobody else's; the whole portal's when empty."""
    form: str = ""
    """Which template: `quy` (báo cáo), `nua-nam` (công văn), `nam` (báo cáo), `don-gian`."""
    number: str = ""
    """Số, as printed (`230/BC-PTTH`); blank is left blank for the văn thư."""
    replaces: str = ""
    """The report that this one supplements and replaces, as printed (`230/BC-PTTH ngày 30/8/2019`); mostly none."""
    date: date | None = None
    place: str = ""
    """Địa danh: `Sóc Trăng`."""
    parent_agency: str = ""
    agency: str = ""
    """Issuing agency as printed; settings.agency when empty."""
    title: str = ""
    """Trích yếu (or V/v); drafted when empty."""
    addressees: tuple[str, ...] = ()
    """Kính gửi."""
    recipients: tuple[str, ...] = ()
    """Nơi nhận, without the last line `Lưu: …`."""
    filing: str = ""
    """The last line of Nơi nhận: `VT, TTBCXB`."""
    legal: tuple[str, ...] = ()
    """Căn cứ / Thực hiện …, one sentence each, without the last mark."""
    signer_post: str = ""
    """`GIÁM ĐỐC`, or two lines `KT. GIÁM ĐỐC\\nPHÓ GIÁM ĐỐC`."""
    signer_name: str = ""
    annex_label: str = ""
    """`Phụ lục 2`; `Phụ lục` when empty."""
    annex_columns: tuple[str, ...] = ()
    """Ids of the annex's columns; the default ones when empty."""
    results: str = ""
    """Own paragraphs on results (plain text, paragraphs apart by an empty line), after the drafted ones."""
    difficulties: str = ""
    proposals: str = ""
    next_tasks: str = ""
    assessment: str = ""
    """The head's own judgement; only a proposal stands in the draft when empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """A report that was filed: `content/reports/filed/PERIOD.AGENCY.json`, as its JSON says (see reports.to_json)."""

    period: str
    filed: date
    data: Frozen
    """The report's JSON as nested tuples and pairs (`frozen.freeze`), never changed."""

    @property
    def scope(self) -> str:
        """Id of the agency whose report it was; empty for the whole portal."""
        agency = dict(self.data).get("agency") or ()
        return str(dict(agency).get("id") or "")

    @property
    def rolled(self) -> bool:
        """Whether agencies were rolled up through merges; files of before this was told were not."""
        return dict(self.data).get("rolled") is True


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """Everything that `content/activities`, `content/plans` and `content/reports` say."""

    activities: tuple[Activity, ...] = ()
    """By date, then place."""
    plan: tuple[PlanTarget, ...] = ()
    words: tuple[tuple[str, Words], ...] = ()
    """By period id; a period has those of several agencies."""
    filed: tuple[Filed, ...] = ()

    def words_of(self, period: str, agency: str = "") -> Words:
        """Return an agency's words for a period, or the whole portal's; empty ones when it has none."""
        return next((words for id_, words in self.words if id_ == period and words.scope == agency), Words())

    def filed_of(self, period: str, agency: str = "") -> Filed | None:
        """Return what an agency filed for a period, or the whole portal."""
        return next((entry for entry in self.filed if entry.period == period and entry.scope == agency), None)

    def usual_agency(self, period: str) -> str:
        """Return the id of the agency whose report is meant when nobody names one; empty for the whole portal.

        That is the one which an old `PERIOD.md` names by its key `scope`.
        """
        named = (words for id_, words in self.words if id_ == period and words.file.endswith(f"/{period}.md"))
        return next((words.scope for words in named), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodLedger:
    """What a period's pages need besides articles; the record `ledger:PERIOD`."""

    activities: tuple[Activity, ...] = ()
    """Rows dated within the period."""
    plan: tuple[PlanTarget, ...] = ()
    filed: tuple[Filed, ...] = ()
    """The whole portal's first, then by agency id."""


def read_quantity(text: str) -> tuple[str, float] | None:
    """Read a quantity with its qualifier: `hơn 3.250` is ("hơn", 3250.0); None when it is none."""
    words = one_line(text)
    first, _, rest = words.partition(" ")
    qualifier = first.casefold() if first.casefold() in QUALIFIERS else ""
    value = number(rest if qualifier else words)
    return None if value is None else (qualifier, value)


def read_unit(text: str, known: Collection[str] = UNITS) -> str:
    """Write a unit as `known` does (`Tin`, `m2`); what is no unit comes back as it is."""
    unit = one_line(text)
    plain = unit.casefold()
    plain = plain if plain in known else _SAME.get(plain, plain)
    return plain if plain in known else unit


ACTIVITY_IDS = "hoat-dong/"
"""Start of the ids of works that have no page here."""


MOST_AIRINGS_IN_ALL = 1_000_000
"""Of a portal's tables, or of one file that is sent in: each airing is counted for itself."""


def too_often(rows: Iterable[Activity]) -> Activity | None:
    """Return the row with which there are more airings than anybody aired; None when there are not."""
    total = 0
    for row in rows:
        total += row.times
        if total > MOST_AIRINGS_IN_ALL:
            return row
    return None


def as_articles(activities: Iterable[Activity]) -> tuple[Article, ...]:
    """Return what counts of rows of activities as articles: named works, and the airings of all others."""
    return tuple(as_article(row) for row in activities if row.is_counted)


def as_article(activity: Activity) -> Article:
    """Return a row that counts as an article that can be counted and listed.

    It has the row's `times` airings, each of the row's minutes; of more than one nobody knows the days. Its address is
    `source_url`, its id the row's place.
    """
    moment = datetime.combine(activity.date, time.min, VIETNAM)
    times = activity.times
    airing = Airing(
        date=moment, channel=activity.channel, outlet=activity.outlet, minutes=activity.minutes, url=activity.url,
        undated=times > 1,
    )  # fmt: skip
    stem = activity.place.file.rpartition("/")[2].rpartition(".")[0]
    # Units send forms of one name: whose it is keeps their rows apart.
    stem = f"{slug(activity.source)}/{stem}" if activity.source else stem
    stem = f"{stem}/{activity.place.sheet}" if activity.place.sheet else stem
    return Article(
        id=f"{ACTIVITY_IDS}{stem}/{activity.place.line}",
        path=activity.place.file,
        slug="",
        month=f"{activity.date:%Y/%m}",
        title=activity.title or f"{decimal(activity.quantity, 2)} {activity.unit}",
        date=moment,
        added=moment,
        topics=(activity.topic,) if activity.topic else (),
        agency=activity.agency,
        genre=activity.genre or activity.unit_genre or WORK_UNITS.get(activity.unit, ""),
        airings=(airing,) * times,
        source_url=activity.url,
        is_sum=not activity.is_work,
    )
