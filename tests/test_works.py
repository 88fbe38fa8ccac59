"""What counts as a work: every genre and unit once, counted by hand, in all inputs and all outputs.

Works, lượt, minutes and columns are four numbers; whatever is in none of them is named.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder import content
from site_builder.content import read_form, read_taxonomy
from site_builder.content.cells import WrongCell, day_of, quantity_of, unit_of
from site_builder.counting.axes import NONE
from site_builder.counting.figures import AXES, Count
from site_builder.model import GENRES, Airing, Taxonomy, Term
from site_builder.model.headings import FIRST_ROW, HIDDEN, SHEET, column_of
from site_builder.model.ledger import (
    OTHER_UNITS,
    UNITS,
    WORK_UNITS,
    Activity,
    Ledger,
    PlanTarget,
    as_articles,
    units,
    work_units,
)
from site_builder.model.periods import Period
from site_builder.reports import consolidation, include
from site_builder.reports.form import COLUMNS, make_form
from site_builder.reports.narrative import draft
from site_builder.reports.report import Report
from site_builder.reports.to_csv import to_csv
from site_builder.reports.to_docx import to_docx
from site_builder.reports.to_json import to_json
from site_builder.reports.to_xlsx import to_xlsx
from tests import browser_scripts
from tests.conftest import REPOSITORY, article, cchc, write
from tests.reports_seeds import activity, at
from tests.reports_seeds import article as seed_article
from tests.sample_report import WORDING
from tests.test_assemble import small

HAND = (
    "tin", "bài", "phóng sự", "ảnh", "chùm ảnh", "video", "video clip", "clip", "âm thanh", "audio", "phỏng vấn",
    "tọa đàm", "hỏi đáp", "infographic", "tranh", "tranh cổ động", "thơ ca", "bài thơ", "ca khúc", "tiểu phẩm",
    "tác phẩm", "tin, bài",
)  # fmt: skip
"""The units of works, by hand."""
DAY = date(2024, 7, 5)
PERIOD = Period(id="quy-3-2024", label="Quý III năm 2024", since=date(2024, 7, 1), until=date(2024, 9, 30))
NOW = ("--now", "2024-10-05T08:00:00+07:00")
HEAD = "date,agency,topic,channel,outlet,genre,title,quantity,unit,qualifier,airings,minutes\n"


@dataclass(frozen=True)
class Hand:
    """What a person counts."""

    works: int
    airings: int
    minutes: float
    columns: int


ARTICLES = Hand(14, 15, 13, 2)
"""One a genre, 13 of them once on the web without minutes, one on radio (5 minutes) and on television (8)."""
TABLE = Hand(22, 1, 0, 0)
"""One named row a unit, without a channel: 22 units of works, and one lượt."""
SHEET_ROWS: tuple[tuple[str | float | None, ...], ...] = (
    ("5/7/2024", "Phóng sự Một cửa lưu động", 1, "Phóng sự", 2, 8, None),  # 1 work, 2 lượt, 16 minutes
    ("ngày 06/7/2024", "Bản tin tháng 7", 5, "tin", 3, 10, None),  # 3 lượt, 30 minutes
    ("2024-07-07", "Chương trình sáng", 3, "lượt", None, 10, None),  # 3 lượt, 30 minutes
    ("8-7-2024", "Tin, bài của các trạm", "hơn 176", "lượt", None, None, None),
    ("9/7/2024", "Chuyên mục dân hỏi", 2, "kỳ", 4, None, None),  # 4 lượt
    ("10/7/2024", "Bài chỉ ghi kênh", 1, "bài", None, None, "Phát thanh"),  # 1 work, 1 lượt
    ("11/7/2024", "Bài chỉ ghi phút", 1, "bài", None, 7, None),  # 1 work, 1 lượt, 7 minutes
    ("12/7/2024", "Tờ gấp", 12, "tờ", None, None, None),
    ("13/7/2024", "Lượt truy cập chuyên trang", 560000, "lượt", None, None, None),
)
SHEET_HAND = Hand(3, 14, 83, 0)
FORM_ROWS: tuple[dict[str, Any], ...] = (
    {"title": "Phóng sự xã A", "quantity": 1, "unit": "phóng sự", "airings": 2, "minutes": 8},  # 1, 2, 16
    {"title": "Loa sáng", "quantity": 3, "unit": "lượt", "minutes": 10},  # 3 lượt, 30 minutes
    {"title": "Tiểu phẩm xã A", "quantity": 1, "unit": "tiểu phẩm"},  # 1 work
    {"title": "Người nghe họp dân", "quantity": 40, "unit": "người"},
    {"title": "Tin chung của xã", "quantity": 4, "unit": "tin", "airings": 1, "minutes": 2},  # 1 lượt, 2 minutes
)
FORM_HAND = Hand(2, 6, 48, 0)
JSON_HAND = Hand(2, 2, 4, 1)
"""An article of a column of its own, on the web for 4 minutes, and a video without a page; "gần 20 bài" is neither."""
OWN = Hand(39, 30, 96, 2)
ALL = Hand(43, 38, 148, 3)


def test_the_hand_count_adds_up() -> None:
    """The parts are counted by hand, and so are their sums."""
    own, every = (ARTICLES, TABLE, SHEET_HAND), (ARTICLES, TABLE, SHEET_HAND, FORM_HAND, JSON_HAND)
    for parts, whole in ((own, OWN), (every, ALL)):
        assert sum(one.works for one in parts) == whole.works
        assert sum(one.airings for one in parts) == whole.airings
        assert sum(one.minutes for one in parts) == whole.minutes
        assert sum(one.columns for one in parts) == whole.columns


def fill(root: Path) -> None:
    """Write the period, two columns, an article a genre, a CSV with a row a unit, and a Vietnamese workbook."""
    write(root, "content/taxonomy/periods.yml", "- {id: quy-3-2024, label: Quý III năm 2024, from: 1/7/2024, "
          "to: 30/9/2024, due: 5/10/2024, recipient: Sở Nội vụ}\n")  # fmt: skip
    write(
        root,
        "content/taxonomy/columns.yml",
        "- {id: hoi-dap-cai-cach, name: Hỏi đáp}\n- {id: mot, name: Mục Một}\n- {id: hai, name: Mục Hai}\n",
    )
    for number, genre in enumerate(GENRES):
        more = {"airings": "[{date: 12/7/2024, channel: phat-thanh, minutes: 5}, {date: 12/8/2024, channel: "
                "truyen-hinh, minutes: 8}]"} if genre.id == "bai" else {}  # fmt: skip
        column = {"column": ("mot", "hai")[number % 2]} if number < 4 else {}
        text = article(title=f"Bài {genre.id}", date="2024-07-10T08:00:00+07:00", genre=genre.id, **column, **more)
        write(root, f"content/news/2024/07/{genre.id}.md", text)
    rows = (f'10/7/2024,so-noi-vu,,,,,"Dòng {unit}",1,"{unit}",,,\n' for unit in UNITS)
    write(root, "content/activities/2024.csv", HEAD + "".join(rows))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    headings = ("Ngày", "Tên hoạt động", "Số lượng", "Đơn vị tính", "Số lượt phát", "Thời lượng (phút)", "Kênh")
    for row in (("DANH SÁCH QUÝ III",), headings, *SHEET_ROWS):
        sheet.append(row)
    book.save(root / "content/activities/thang-7.xlsx")


def returned_form(root: Path, file: Path) -> Path:
    """Fill the program's own form in as a commune does."""
    book = openpyxl.load_workbook(io.BytesIO(make_form(PERIOD, read_taxonomy(root).taxonomy)))
    sheet = book[SHEET]
    sheet.cell(3, 2, "UBND xã A")
    for line, row in enumerate(FORM_ROWS, FIRST_ROW + 1):
        for column, value in {"date": "20/7/2024", **row}.items():
            sheet.cell(line, list(COLUMNS).index(column) + 1, value)
    book.save(file)
    return file


def other_portal(file: Path) -> Path:
    """Write the report of another portal, as a program of before wrote it: without what is new in the JSON."""
    item = {
        "id": "tag:so-b.vn,2024:bai:1", "title": "Tin của Sở B", "url": "https://so-b.vn/1",
        "date": "2024-07-09T08:00:00+07:00", "genre": {"id": "tin", "name": "Tin"},
        "column": {"id": "hop-thu", "name": "Hộp thư"}, "agency": {"id": "so-b", "name": "Sở B"}, "topics": [],
        "channels": ["web"], "featured": False,
        "airings": [{"date": "2024-07-09T08:00:00+07:00", "channel": "web", "outlet": "", "minutes": 4}],
    }  # fmt: skip
    row = {
        "date": "2024-07-11", "agency": "", "topic": "", "channel": "web", "outlet": "", "genre": "",
        "title": "Video B", "quantity": 1.0, "unit": "video", "qualifier": "", "airings": None, "minutes": None,
        "participants": None, "url": "", "note": "", "source": "", "is_work": False, "place": "x.csv:2",
    }  # fmt: skip
    near = row | {"title": "Bài cộng tác viên", "quantity": 20.0, "unit": "bài", "qualifier": "gần"}
    whole = {
        "version": 1, "period": {"id": "q3", "label": "Quý III", "since": "2024-07-01", "until": "2024-09-30"},
        "portal": {"name": "Cổng Sở B", "url": "https://so-b.vn/", "authority": "so-b.vn,2024"}, "as_of": None,
        "agency": {"id": "so-b", "name": "Sở B"}, "tables": {}, "items": [item], "activities": {"rows": [row, near]},
    }  # fmt: skip
    file.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the portal's own report, the consolidated one, and the site."""
    from tests.conftest import small_portal

    root = small_portal(tmp_path_factory.mktemp("works") / "portal")
    fill(root)
    form, portal = returned_form(root, root.parent / "xa-a.xlsx"), other_portal(root.parent / "so-b.json")
    told = cchc("--root", root, "report", "quy-3-2024", "--out", root.parent / "own", *NOW).stderr
    (root.parent / "own.txt").write_text(told, encoding="utf-8")
    both = cchc("--root", root, "report", "quy-3-2024", "--include", form, portal, "--out", root.parent / "all", *NOW)
    (root.parent / "all.txt").write_text(both.stderr, encoding="utf-8")
    cchc("--root", root, "build", *NOW)
    return root


def plain(text: str) -> float:
    """Read a number as people write it."""
    return float(text.replace(".", "").replace(",", "."))


def in_word(file: Path) -> Hand:
    """Read the numbers out of the sentences of a Word report."""
    text = "\n".join(one.text for one in Document(str(file)).paragraphs)

    def said(pattern: str) -> float:
        found = re.search(pattern, text)
        assert found, text
        return plain(found[1])

    return Hand(
        int(said(r"đã thực hiện ([\d.]+) tin, bài")),
        int(said(r"Tổng số lượt đăng, phát trong kỳ là ([\d.]+) lượt")),
        said(r"Tổng thời lượng ghi nhận được là ([\d.,]+) phút"),
        int(said(r"thực hiện ([\d.]+) chuyên mục")),
    )


def in_excel(file: Path) -> Hand:
    """Read the numbers of the first sheet."""
    rows = openpyxl.load_workbook(file)["Tổng hợp"].iter_rows(values_only=True)
    said: dict[Any, Any] = {}
    for row in rows:
        said.setdefault(row[0], row[1])
    names = ("Tin, bài", "Lượt đăng, phát", "Thời lượng đăng, phát (phút)", "Chuyên mục")
    return Hand(*(said[name] for name in names))


def in_csv(file: Path) -> Hand:
    """Read the numbers of the total, and of the columns."""
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    total = next(row for row in rows if row["Phần"] == "Tổng số")
    columns = next(row for row in rows if row["Phần"] == "Số chuyên mục")
    return Hand(int(total["Tin, bài"]), int(total["Lượt"]), float(total["Phút"]), int(columns["Số lượng"]))


def in_json(file: Path) -> Hand:
    """Read the totals."""
    said = json.loads(file.read_text(encoding="utf-8"))["totals"]
    return Hand(said["works"], said["airings"], said["minutes"], said["columns"])


def in_page(root: Path) -> Hand:
    """Read the numbers at the top of the period's page."""
    page = (root / "public/thong-ke/quy-3-2024/index.html").read_text(encoding="utf-8")
    said = {name: plain(value) for name, value in re.findall(r"<dt>([^<]+)</dt><dd>(?:<a [^>]*>)?([\d.,]+)<", page)}
    names = ("Tin, bài", "Lượt đăng, phát", "Phút đăng, phát", "Chuyên mục")
    works, airings, minutes, columns = (said[name] for name in names)
    return Hand(int(works), int(airings), minutes, int(columns))


@pytest.mark.heavy
def test_every_output_states_the_hand_count(made: Path) -> None:
    """Word, Excel, CSV and JSON of the portal's own report, and its page on the web."""
    stem = made.parent / "own" / "quy-3-2024"
    assert in_word(stem.with_suffix(".docx")) == OWN
    assert in_excel(stem.with_suffix(".xlsx")) == OWN
    assert in_csv(stem.with_suffix(".csv")) == OWN
    assert in_json(stem.with_suffix(".json")) == OWN
    assert in_page(made) == OWN


@pytest.mark.heavy
def test_a_consolidated_report_states_the_hand_count(made: Path) -> None:
    """With a returned form and the JSON of another portal; what each brought adds up to the whole."""
    stem = made.parent / "all" / "quy-3-2024"
    assert in_word(stem.with_suffix(".docx")) == ALL
    assert in_excel(stem.with_suffix(".xlsx")) == ALL
    assert in_csv(stem.with_suffix(".csv")) == ALL
    assert in_json(stem.with_suffix(".json")) == ALL
    shares = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))["shares"]
    assert [(one["works"], one["airings"], one["minutes"]) for one in shares] == [
        (OWN.works, OWN.airings, OWN.minutes),
        (FORM_HAND.works, FORM_HAND.airings, FORM_HAND.minutes),
        (JSON_HAND.works, JSON_HAND.airings, JSON_HAND.minutes),
    ]


def everything_said(made: Path, folder: str) -> Iterator[str]:
    """Return the words of each output of a report, and of the terminal."""
    stem = made.parent / folder / "quy-3-2024"
    yield "\n".join(one.text for one in Document(str(stem.with_suffix(".docx"))).paragraphs)
    book = openpyxl.load_workbook(stem.with_suffix(".xlsx"))
    yield "\n".join(str(cell.value) for cell in book["Tổng hợp"]["A"] if cell.value)
    yield stem.with_suffix(".csv").read_text(encoding="utf-8-sig")
    yield stem.with_suffix(".json").read_text(encoding="utf-8")
    yield (made.parent / f"{folder}.txt").read_text(encoding="utf-8")
    if folder == "own":
        yield (made / "public/thong-ke/quy-3-2024/index.html").read_text(encoding="utf-8")


def test_what_does_not_count_is_named_with_its_reason_everywhere(made: Path) -> None:
    """A sum without names, an estimate, clicks, columns, and every unit of which nothing is a work."""
    for folder in ("own", "all"):
        for said in everything_said(made, folder):
            assert "số tổng, chưa ghi tên từng tin, bài" in said
            assert "số ước lượng" in said
            assert "không phải lượt đăng, phát" in said
            assert "chuyên mục đếm riêng" in said
            assert "văn bản" in said
    rows = json.loads((made.parent / "own/quy-3-2024.json").read_text(encoding="utf-8"))["activities"]["sums"]
    assert {one["unit"] for one in rows} == {*OTHER_UNITS, "tin"}
    assert all(one["reason"] for one in rows)
    page = list(everything_said(made, "own"))[-1]
    assert "hơn 176 lượt “Tin, bài của các trạm” (số ước lượng)" in page


def test_the_terminal_says_the_sums_of_activities(made: Path) -> None:
    """They were in the files only."""
    told = (made.parent / "own.txt").read_text(encoding="utf-8")
    assert "ngoài ra 12 tờ: Tờ gấp (không tính vào tin, bài: đơn vị tính không phải của tin, bài)" in told
    assert "ngoài ra hơn 176 lượt: Tin, bài của các trạm" in told


def test_what_another_program_counted_otherwise_is_told(made: Path) -> None:
    """The portal's older program did not count its video."""
    told = (made.parent / "all.txt").read_text(encoding="utf-8")
    assert "tinh-khac: cảnh báo: “Video B” (video): Cổng Sở B không tính là một tin, bài, báo cáo này tính" in told


def test_airings_without_days_stand_on_no_day(made: Path) -> None:
    """Several lượt of one row: "chưa rõ ngày" in months, in the list of lượt, on the page; the table adds up."""
    said = json.loads((made.parent / "own/quy-3-2024.json").read_text(encoding="utf-8"))
    months = {row["id"]: (row["works"], row["airings"], row["minutes"]) for row in said["tables"]["month"]["rows"]}
    book = openpyxl.load_workbook(made.parent / "own/quy-3-2024.xlsx")
    days = [row[3] for row in book["Lượt theo nơi phát"].iter_rows(values_only=True)]
    page = (made / "public/thong-ke/quy-3-2024/index.html").read_text(encoding="utf-8")

    # 13 on the web and one on radio in July, one on television in August; of rows: two lượt that have a day in July,
    # the one of the row in lượt, and 2 + 3 + 3 + 4 that have none.
    assert months == {"2024-07": (39, 17, 12), "2024-08": (0, 1, 8), "2024-09": (0, 0, 0), NONE: (0, 12, 76)}
    assert days.count("Chưa rõ ngày") == 12
    assert "Chưa rõ ngày" in page
    text = "\n".join(one.text for one in Document(str(made.parent / "own/quy-3-2024.docx")).paragraphs)
    assert "12 lượt chưa rõ ngày đăng, phát" in text


def test_the_list_behind_the_numbers_holds_the_same(made: Path) -> None:
    """The open data of the month say which rows are no works, and which lượt have no day."""
    items = json.loads((made / "public/du-lieu/bai-viet/2024-07.json").read_text(encoding="utf-8"))["items"]
    works = [one for one in items if not one.get("is_sum")]
    aired = [airing for one in items for airing in one["airings"]]
    assert len(works) == OWN.works
    assert len(aired) == OWN.airings
    assert sum(airing.get("undated", False) for airing in aired) == 12


# One table


def test_units_of_works_are_those_that_a_person_lists() -> None:
    """Every genre but that of documents has a unit; the two lists share nothing."""
    assert tuple(WORK_UNITS) == HAND
    assert not set(WORK_UNITS) & set(OTHER_UNITS)
    assert [genre.id for genre in GENRES if not genre.units] == ["van-ban"]
    assert {genre for genre in WORK_UNITS.values() if genre} == {one.id for one in GENRES if one.units}


def own_genres(root: Path, text: str) -> tuple[Taxonomy, list[str]]:
    """Read the small portal's taxonomy with genres of its own."""
    write(root, "content/taxonomy/genres.yml", text)
    found = read_taxonomy(root)
    return found.taxonomy, [str(problem) for problem in found.problems]


def test_a_portals_own_genre_brings_its_unit(portal: Path) -> None:
    """As told, else its name; a built-in genre keeps its units under another name."""
    taxonomy, problems = own_genres(
        portal,
        "- {id: tin, name: Tin ngắn}\n- {id: trailer, name: Trailer}\n- {id: ky, name: Ký sự, unit: [ký, bút ký]}\n",
    )
    assert problems == []
    assert {word: genre for word, genre in work_units(taxonomy).items() if word not in WORK_UNITS} == {
        "trailer": "trailer", "ký": "ky", "bút ký": "ky",
    }  # fmt: skip
    assert work_units(taxonomy)["tin"] == "tin"
    assert set(units(taxonomy)) == {*UNITS, "trailer", "ký", "bút ký"}


@pytest.mark.parametrize("unit", ["chuyên mục", "tin", "[lượt, ký]"])
def test_a_unit_of_another_kind_cannot_become_one_of_works(portal: Path, unit: str) -> None:
    """A column is no work, a lượt is none, and a tin is a tin; the message says so at the line."""
    _, problems = own_genres(portal, f"- {{id: ky, name: Ký sự, unit: {unit}}}\n")
    assert [line.split(": ")[:2] for line in problems] == [["content/taxonomy/genres.yml:1", "don-vi-tinh-trung"]]


def test_the_forms_list_and_the_counter_agree(portal: Path) -> None:
    """Every unit that the form offers, chosen for a named row: a work exactly where the one table says so."""
    taxonomy, _ = own_genres(portal, "- {id: trailer, name: Trailer}\n")
    book = openpyxl.load_workbook(io.BytesIO(make_form(PERIOD, taxonomy)))
    rule = next(one for one in book[SHEET].data_validations.dataValidation if str(one.sqref).startswith("G"))
    offered = [cell.value for (cell,) in book[HIDDEN][str(rule.formula1).partition("!")[2].replace("$", "")]]
    sheet: Any = book[SHEET]
    sheet.cell(3, 2, "UBND xã A")
    for line, unit in enumerate(offered, FIRST_ROW + 1):
        for column, value in {"date": "5/7/2024", "title": f"Tên {line}", "quantity": 1, "unit": unit}.items():
            sheet.cell(line, list(COLUMNS).index(column) + 1, value)
    data = io.BytesIO()
    book.save(data)
    _, rows, problems = read_form(data.getvalue(), "bieu.xlsx", PERIOD, taxonomy)

    assert problems == ()
    assert [row.unit for row in rows] == offered == list(units(taxonomy))
    assert [row.unit for row in rows if row.is_work] == [*HAND, "trailer"]
    assert [row.unit for row in rows if row.times] == ["lượt"]


def test_a_target_in_a_units_works_counts_that_genre_and_other_units_count_activities() -> None:
    """A plan of 2 phóng sự is not reached by 40 tin; 500 tờ are not reached by articles."""
    place = activity(1, DAY).place
    asked = (("phóng sự", 2.0), ("tờ", 500.0), ("lượt", 10.0), ("bài", 3.0))
    targets = tuple(PlanTarget(place=place, period="quy-3-2019", target=target, unit=unit) for unit, target in asked)
    rows = (
        activity(2, date(2019, 8, 1), title="Tờ gấp", unit="tờ", quantity=300),
        activity(3, date(2019, 8, 1), title="Lưu động", unit="phóng sự", airings=4),
    )
    news = (seed_article("a", at(date(2019, 8, 1))), seed_article("b", at(date(2019, 8, 1)), genre="bai"))
    report = small(*news, ledger=Ledger(activities=rows, plan=targets)).report()
    assert [(line.target.unit, line.actual) for line in report.plan] == [
        ("phóng sự", 1), ("tờ", 300), ("lượt", 6), ("bài", 2),
    ]  # fmt: skip


# What a row says twice, or says wrongly


def rows_of(root: Path, text: str) -> tuple[tuple[Activity, ...], list[str]]:
    """Read a CSV of activities."""
    write(root, "content/activities/a.csv", HEAD + text)
    known = read_taxonomy(root)
    ledger, problems = content.read_ledger(root, known.taxonomy, known.calendar)
    return ledger.activities, [str(one) for one in problems]


def test_airings_that_are_told_twice_must_agree(portal: Path) -> None:
    """The quantity of a row in lượt is its airings; a 1 beside a number of airings is no second number."""
    rows, problems = rows_of(
        portal,
        "5/7/2024,,,,,,A,3,lượt,,3,10\n5/7/2024,,,,,,B,1,lượt,,4,\n5/7/2024,,,,,,C,3,lượt,,5,\n"
        "5/7/2024,,,,,,D,200000,lượt,,,\n",
    )
    assert [row.times for row in rows] == [3, 4]
    assert [line.partition("; ")[0].partition(": ")[2] for line in problems] == [
        "luot-lech: cột airings: ghi 5 mà cột số lượng ghi 3 lượt",
        "luot-qua-lon: cột quantity: ghi 200000 lượt đăng, phát là quá nhiều",
    ]


def test_clicks_are_no_airings_and_the_row_says_what_to_write(portal: Path) -> None:
    """`lượt` is one airing; the visits of a page have a unit of their own."""
    rows, problems = rows_of(portal, "5/7/2024,,,,,,Lượt truy cập trang,900,lượt,,,\n5/7/2024,,,,,,X,9,lượt xem,,,\n")
    assert [(row.times, row.stands_apart) for row in rows] == [(0, True), (0, True)]
    assert [line.split(": ")[1] for line in problems] == ["luot-khac"]
    assert "“lượt truy cập”" in problems[0]


def test_a_genre_that_is_not_the_units_is_told(portal: Path) -> None:
    """`bài` says nothing of the genre, `phóng sự` does."""
    rows, problems = rows_of(portal, "5/7/2024,,,,,video,A,1,bài,,,\n5/7/2024,,,,,tin,B,1,phóng sự,,,\n")
    assert [row.is_work for row in rows] == [True, True]
    assert [line.split(": ")[0] for line in problems] == ["content/activities/a.csv:3"]


def test_equal_rows_of_a_returned_form_are_told(portal: Path) -> None:
    """As in the portal's own tables: entered twice they count twice."""
    taxonomy = read_taxonomy(portal).taxonomy
    book = openpyxl.load_workbook(io.BytesIO(make_form(PERIOD, taxonomy)))
    sheet: Any = book[SHEET]
    sheet.cell(3, 2, "UBND xã A")
    for line in (FIRST_ROW + 1, FIRST_ROW + 3):
        for column, value in {"date": "5/7/2024", "title": "Tờ gấp", "quantity": 5, "unit": "tờ"}.items():
            sheet.cell(line, list(COLUMNS).index(column) + 1, value)
    data = io.BytesIO()
    book.save(data)
    _, rows, problems = read_form(data.getvalue(), "bieu.xlsx", PERIOD, taxonomy)

    assert len(rows) == 2
    assert [(one.line, one.code, one.level) for one in problems] == [(FIRST_ROW + 3, "dong-trung", "warning")]
    assert f"bieu.xlsx:{FIRST_ROW + 1}" in problems[0].message


def test_a_form_that_also_lies_among_the_activities_is_told_row_by_row(portal: Path, tmp_path: Path) -> None:
    """The same sums from both doors would count twice."""
    known = read_taxonomy(portal)
    file = returned_form(portal, tmp_path / "xa-a.xlsx")
    data = file.read_bytes()
    (sent,) = (include.read_include(file, PERIOD, known.taxonomy, read_form),)
    own = tuple(replace(row, source="", place=replace(row.place, file="content/activities/xa-a.xlsx")) for row in
                read_form(data, "xa-a.xlsx", PERIOD, known.taxonomy)[1])  # fmt: skip
    merged, problems = consolidation.merge((), own, (sent,), small().settings)
    assert [one.title for one in merged[0].doubles] == ["Phóng sự xã A", "Tiểu phẩm xã A"]
    told = sorted((one.code, one.path.rpartition(":")[2]) for one in problems)
    assert told == [
        ("dong-trung", "11"),
        ("dong-trung", "12"),
        ("dong-trung", "9"),
        ("trung-muc", "10"),
        ("trung-muc", "8"),
    ]


def test_sums_of_one_name_and_day_from_two_communes_both_count() -> None:
    """A generic name is no identity of lượt; two named works of one name and day still count once."""
    taxonomy = small().taxonomy
    both = []
    for number, name in enumerate(("Xã A", "Xã B")):
        rows = (
            activity(2, date(2019, 8, 1), title="Loa sáng", unit="lượt", quantity=5, source=name),
            activity(3, date(2019, 8, 1), title="Bản tin", unit="tin", quantity=4, airings=2, source=name),
        )
        both.append(include.Included(
            file=f"{number}.xlsx", name=name, kind=include.FORM, articles=as_articles(rows), activities=rows,
        ))  # fmt: skip
    merged, problems = consolidation.merge((), (), both, small().settings)
    report = small(taxonomy=taxonomy).report(included=merged)
    assert report.figures.total == Count(works=0, airings=14)
    assert {one.code for one in problems} == {"dong-trung"}


def test_what_was_sent_in_twice_is_named_in_every_form() -> None:
    """It counts once, where it was first; the report says so, not only the terminal."""
    row = activity(2, date(2019, 8, 1), title="Bản tin chung", unit="tin", source="Xã A")
    both = [
        include.Included(
            file=f"{name}.xlsx", name=name, kind=include.FORM, activities=(replace(row, source=name),),
            articles=as_articles((replace(row, source=name),)),
        )
        for name in ("Xã A", "Xã B")
    ]  # fmt: skip
    merged, _ = consolidation.merge((), (), both, small().settings)
    report = replace(small().report(included=merged), doubles=tuple(one for source in merged for one in source.doubles))
    said = json.loads(to_json(report))

    assert report.figures.total == Count(works=1)
    assert said["doubles"] == [{"title": "Bản tin chung", "source": "Xã B"}]
    assert "Bản tin chung,,,,,,,,,,,,,,,Xã B" in to_csv(report).decode("utf-8-sig")
    words = "\n".join(one.text for one in draft(report, WORDING).statistics)
    assert "01 tin, bài do nơi khác gửi trùng chỉ tính một lần, không tính lại: “Bản tin chung” (Xã B)." in words
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report, WORDING)))
    assert "Bản tin chung (Xã B)" in [cell.value for cell in book["Nguồn số liệu"]["A"]]


# As officials type


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("07:30 30/8/2019", "2019-08-30"), ("7h30 ngày 30/8/2019", "2019-08-30"),
        ("(21:01 | 17/03/2021)", "2021-03-17"),
        ("10:8, Thứ Tư, 3-4-2024", "2024-04-03"), ("30 tháng 8, 2019", "2019-08-30"),
        ("ngày 30/8/2019, sáng", "2019-08-30"), ("30/8/2019 (Thứ Sáu)", "2019-08-30"),
    ],
)  # fmt: skip
def test_days_are_read_as_portals_and_people_write_them(typed: str, day: str) -> None:
    """Time before the day, weekday, part of the day."""
    assert day_of(typed).isoformat() == day


@pytest.mark.parametrize(
    ("typed", "mend"),
    [("30/8", "chưa có năm"), ("tháng 8/2019", "ngày cuối của tháng"), ("Quý III", "chưa rõ ngày nào"),
     ("43707", "là ngày 30/08/2019?")],
)  # fmt: skip
def test_what_is_no_single_day_says_what_to_write(typed: str, mend: str) -> None:
    """A day without its year, a month, Excel's number of a day."""
    with pytest.raises(WrongCell) as told:
        day_of(typed)
    assert mend in told.value.args[1]


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("lượt tin, bài", "lượt"), ("Lượt phát sóng", "lượt"), ("Bài viết", "bài"), ("tin/bài", "tin, bài"),
     ("Toạ đàm", "tọa đàm"), ("hình ảnh", "ảnh"), ("Băng rôn", "băng rôn"), ("Tờ rơi", "tờ rơi"), ("m2", "m²")],
)  # fmt: skip
def test_units_are_read_as_reports_write_them(typed: str, unit: str) -> None:
    """`lượt tin, bài` of two of the five reports is an airing, no click."""
    assert unit_of(typed) == unit


def test_a_quantity_with_its_unit_says_where_each_goes() -> None:
    """Two cells in one."""
    with pytest.raises(WrongCell, match="còn “lượt” ghi ở cột đơn vị tính"):
        quantity_of("176 lượt")


@pytest.mark.parametrize(
    ("heading", "column"),
    [("Ngày đăng/phát", "date"), ("Ngày phát sóng", "date"), ("Cơ quan và đơn vị", "agency"), ("Tên bài viết", "title"),
     ("Tiêu đề tin, bài", "title"), ("Số lần phát sóng", "airings"), ("Số lượt đăng, phát", "airings"),
     ("Thời lượng/lượt (phút)", "minutes"), ("Phương tiện truyền thông", "channel"), ("Báo/Đài", "outlet"),
     ("Loại tin, bài", "genre"), ("Link bài viết", "url"), ("Số đại biểu", "participants"), ("Tổng số phút", "")],
)  # fmt: skip
def test_headings_are_read_as_offices_write_them(heading: str, column: str) -> None:
    """Commas, slashes and `và` between words say nothing."""
    assert column_of(heading) == column


@pytest.mark.parametrize("heading", ["Số phút", "Tổng thời lượng (phút)", "Thời lượng phát sóng"])
def test_minutes_that_may_be_of_one_or_of_all_are_asked_about(portal: Path, heading: str) -> None:
    """Taken for those of one lượt they would count many times; passed over they would be lost."""
    write(
        portal,
        "content/activities/a.csv",
        f"Ngày,Tên,Số lượng,Đơn vị tính,Lượt phát,{heading}\n5/7/2024,A,1,tin,3,30\n",
    )
    known = read_taxonomy(portal)
    _, problems = content.read_ledger(portal, known.taxonomy, known.calendar)
    assert [(one.code, one.level) for one in problems] == [("cot-khong-ro", "error")]
    assert "chia cho số lượt" in problems[0].message


@pytest.mark.heavy
def test_the_programs_own_form_is_a_table_of_activities(portal: Path) -> None:
    """Put as it is among the activities, under the name of an agency that is known; the hand count is the same."""
    write(portal, "content/activities/.keep", "")
    file = returned_form(portal, portal / "content" / "activities" / "bieu.xlsx")
    book = openpyxl.load_workbook(file)
    book[SHEET].cell(3, 2, "Sở Nội vụ")
    book.save(file)
    known = read_taxonomy(portal)
    ledger, problems = content.read_ledger(portal, known.taxonomy, known.calendar)
    rows = ledger.activities

    assert problems == ()
    assert {row.agency for row in rows} == {"so-noi-vu"}
    assert (sum(row.is_work for row in rows), sum(row.times for row in rows)) == (FORM_HAND.works, FORM_HAND.airings)
    assert sum(row.times * (row.minutes or 0) for row in rows) == FORM_HAND.minutes


def test_the_pages_script_lists_no_sums_and_puts_no_day_on_what_has_none() -> None:
    """The list behind a number of the web page holds exactly what was counted."""
    shared: dict[str, Any] = {
        "state": "published",
        "topics": [],
        "agency": "",
        "genre": "tin",
        "column": "",
        "kind": "",
    }
    airing: dict[str, Any] = {
        "date": "2019-08-01T00:00:00+07:00",
        "channel": "",
        "outlet": "",
        "kind": "",
        "minutes": 1,
    }
    items = [
        {**shared, "id": "a", "date": airing["date"], "airings": [airing]},
        {**shared, "id": "b", "date": airing["date"], "airings": [{**airing, "undated": True}] * 2, "is_sum": True},
    ]
    code = """
        const { counted } = await load("thong-ke/counted.mjs");
        const ids = (asked) => counted(given, asked, "2019-07-01", "2019-09-30").map((row) => row.item.id).join("");
        const airings = [{}, { month: "2019-08" }, { month: "_" }].map((asked) => ({ unit: "luot", ...asked }));
        return [{ unit: "bai" }, ...airings].map(ids);
    """
    assert browser_scripts.run(code, items) == ["a", "bba", "a", "bb"]


# The law


TITLES = st.sampled_from(["", "Bản tin", "Chuyên mục: a", "Chuyên mục: b", "Lượt xem trang", "Loa"])
ROW = st.fixed_dictionaries({
    "title": TITLES,
    "unit": st.sampled_from([*HAND[:4], "tác phẩm", "trailer", "lượt", "chuyên mục", "kỳ", "tờ", "phút", "văn bản"]),
    "quantity": st.sampled_from([0.0, 1.0, 1.0, 1.0, 2.0, 3.0, 2.5, 200_000.0]),
    "qualifier": st.sampled_from(["", "", "", "hơn", "gần"]),
    "airings": st.sampled_from([None, None, 0, 1, 3]),
    "minutes": st.sampled_from([None, 0.0, 2.5, 10.0]),
    "channel": st.sampled_from(["", "web", "phat-thanh"]),
    "agency": st.sampled_from(["", "so-noi-vu", "phong"]),
    "topic": st.sampled_from(["", "mot-cua", "the-che"]),
    "date": st.sampled_from([date(2019, 5, 25), date(2019, 5, 26), date(2019, 7, 1), date(2019, 8, 25)]),
})  # fmt: skip
NEWS = st.fixed_dictionaries({
    "genre": st.sampled_from([genre.id for genre in GENRES]),
    "day": st.sampled_from([date(2019, 5, 25), date(2019, 5, 26), date(2019, 8, 25), date(2019, 8, 26)]),
    "aired": st.lists(
        st.tuples(st.sampled_from([date(2019, 5, 25), date(2019, 6, 2)]), st.sampled_from([None, 3.0])), max_size=3
    ),
})  # fmt: skip


def made_rows(told: list[dict[str, Any]], source: str = "") -> tuple[Activity, ...]:
    """Make rows whose titles tell them apart; what has no name keeps none."""
    made = []
    for line, row in enumerate(told, 2):
        title = f"{row['title']} {source}{line}" if row["title"] else ""
        genre = "trailer" if row["unit"] == "trailer" else ""
        place = activity(line, row["date"]).place
        made.append(Activity(**{**row, "title": title, "place": place, "source": source, "unit_genre": genre}))
    return tuple(made)


def hand(rows: tuple[Activity, ...]) -> tuple[set[int], int, float, set[int]]:
    """Count rows of the quarter as a person would: lines of works, lượt, minutes, lines of what stands apart."""
    works, airings, minutes, rest = set(), 0, 0.0, set()
    for row in rows:
        if not date(2019, 5, 26) <= row.date <= date(2019, 8, 25):
            continue
        named = row.unit in (*HAND, "trailer") and row.quantity == 1 and not row.qualifier and row.title != ""
        if row.unit == "lượt":
            times = row.airings if row.quantity == 1 and row.airings is not None else row.quantity
            sure = not row.qualifier and times in (0, 1, 2, 3) and "Lượt xem" not in row.title
            times = int(times) if sure else 0
        elif row.airings is not None:
            times = row.airings
        else:
            times = 1 if named and (row.channel or row.minutes is not None) else 0
        airings += times
        minutes += times * (row.minutes or 0)
        works |= {row.place.line} if named else set()
        rest |= {row.place.line} if not named and not (row.unit == "lượt" and times) else set()
    return works, airings, minutes, rest


@settings(max_examples=60)
@given(own=st.lists(ROW, max_size=8), form=st.lists(ROW, max_size=6), news=st.lists(NEWS, max_size=5))
@pytest.mark.heavy
def test_items_in_are_items_counted_and_items_named_as_not_counted(
    own: list[dict[str, Any]], form: list[dict[str, Any]], news: list[dict[str, Any]]
) -> None:
    """Each article and row, our own and of a form, stands in one place; totals agree by any axis."""
    articles = tuple(
        seed_article(f"n{n}", at(one["day"]), genre=one["genre"], topics=("mot-cua", "the-che")[: n % 2 + 1],
                     airings=tuple(Airing(date=at(day), channel="web", minutes=length) for day, length in one["aired"]))
        for n, one in enumerate(news)
    )  # fmt: skip
    mine, theirs = made_rows(own), made_rows(form, "Xã A")
    sent = include.Included(
        file="xa.xlsx", name="Xã A", kind=include.FORM, articles=as_articles(theirs), activities=theirs
    )
    seed = small(*articles, ledger=Ledger(activities=mine))
    merged, problems = consolidation.merge(articles, mine, (sent,), seed.settings)
    report = seed.report(included=merged)

    assert not {one.code for one in problems} & {"trung-muc"}
    check_identities(report, articles, mine, theirs)
    check_axes(report)


def check_identities(report: Report, articles: tuple[Any, ...], *parts: tuple[Activity, ...]) -> None:
    """Compare, item by item, what came in with what was counted and what was named."""
    counted = [one.title for one in report.entries if one.counts_as_work]
    named = [(row.source, row.place.line) for one in report.sums for row in one.rows]
    works = [one.title for one in articles if date(2019, 5, 26) <= one.date.date() <= date(2019, 8, 25)]
    airings = sum(one.date.date() >= date(2019, 5, 26) for article_ in articles for one in article_.airings)
    minutes = sum(
        one.minutes or 0 for article_ in articles for one in article_.airings if one.date.date() >= date(2019, 5, 26)
    )
    apart: list[tuple[str, int]] = []
    for rows in parts:
        lines, times, long, rest = hand(rows)
        works += [row.title for row in rows if row.place.line in lines]
        airings, minutes = airings + times, minutes + long
        apart += [(rows[0].source, line) for line in rest]
    assert sorted(counted) == sorted(works)
    assert sorted(named) == sorted(apart)
    assert (report.figures.total.works, report.figures.total.airings) == (len(works), airings)
    assert report.figures.total.minutes == pytest.approx(minutes)
    assert len(report.airings) == sum(one.airings for one in report.entries) == airings


def check_axes(report: Report) -> None:
    """Whatever the axis, its rows add up to the total once what stands twice is taken off."""
    for axis in AXES:
        table = report.figures.table(axis)
        if table.rows:
            assert table.sum.works - table.surplus.works == report.figures.total.works
            assert table.sum.airings - table.surplus.airings == report.figures.total.airings
    for axis in ("agency", "genre", "column", "month", "kind"):
        assert not report.figures.table(axis).surplus
    assert sum(airing.undated for airing in report.airings) == sum(
        row.count.airings for row in report.figures.table("month").rows if row.id == NONE
    )


@settings(max_examples=25)
@given(told=st.lists(ROW, max_size=8))
@pytest.mark.heavy
def test_a_report_that_goes_on_to_another_portal_counts_the_same_there(told: list[dict[str, Any]]) -> None:
    """Its JSON, included by a portal that has nothing of its own, gives the same works, lượt and sums."""
    first = small(ledger=Ledger(activities=made_rows(told))).report()
    taxonomy = replace(small().taxonomy, genres=(*GENRES, Term(id="trailer", name="Trailer", units=("trailer",))))
    reader = include._ReportReader(json.loads(to_json(first)), Path("a.json"), taxonomy)  # noqa: SLF001 - no disk
    again = small(taxonomy=taxonomy).report(included=(reader.included(),))

    assert again.figures.total == first.figures.total
    assert [(one.name, one.unit, one.quantity) for one in again.sums] == [
        (one.name, one.unit, one.quantity) for one in first.sums
    ]


def test_all_forms_of_a_report_can_be_made_of_any_rows() -> None:
    """A row without a title, channel or topic, and one of every unit, break no form."""
    rows = tuple(activity(line, date(2019, 8, 1), unit=unit, airings=2) for line, unit in enumerate(UNITS, 2))
    report = small(ledger=Ledger(activities=rows)).report()
    template = (REPOSITORY / "theme/reports/quy.docx").read_bytes()

    assert report.figures.total == Count(works=0, airings=2 * len(UNITS))
    assert all(maker(report) for maker in (to_csv, to_json))
    assert to_xlsx(report, WORDING).startswith(b"PK")
    assert to_docx(report, template, "quy.docx", WORDING).startswith(b"PK")
