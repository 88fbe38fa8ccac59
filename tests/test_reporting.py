"""Reports from content to files, as an official asks for them in a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jsonschema import Draft202012Validator

from site_builder.cli import report as command
from site_builder.counting.axes import AXES
from site_builder.reporting import FORMATS
from site_builder.reports.to_json import schema
from tests.conftest import NOW, REPOSITORY, article, cchc, write

WHEN = ("--now", NOW.isoformat())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample portal that reports may be made in."""
    root = tmp_path_factory.mktemp("report") / "portal"
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    return root


Totals = tuple[float, float, float]
"""Works, airings and minutes."""


def totals_of_csv(data: str) -> Totals:
    """Return what the one row of the CSV states that is the total, each number from its own column."""
    [row] = [row for row in csv.DictReader(io.StringIO(data.removeprefix("\ufeff"))) if row["Phần"] == "Tổng số"]
    return float(row["Tin, bài"]), float(row["Lượt"]), float(row["Phút"])


def totals_of_workbook(file: Path) -> Totals:
    """Return what the summary of the workbook states, each number from beside its name."""
    rows = {row[0]: row[1] for row in openpyxl.load_workbook(file)["Tổng hợp"].iter_rows(max_col=2, values_only=True)}
    works, airings, minutes = (
        float(str(rows[name])) for name in ("Tin, bài", "Lượt đăng, phát", "Thời lượng đăng, phát (phút)")
    )
    return works, airings, minutes


def totals_of_word(file: Path) -> Totals:
    """Return what the sentences of the document state."""
    words = "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
    sentences = (
        r"đã thực hiện (\S+) tin, bài tuyên truyền",
        r"Tổng số lượt đăng, phát trong kỳ là (\S+) lượt",
        r"Tổng thời lượng ghi nhận được là (\S+) phút",
    )
    works, airings, minutes = (
        float(number.replace(".", "").replace(",", "."))
        for sentence in sentences
        for [number] in [re.findall(sentence, words)]
    )
    return works, airings, minutes


@pytest.mark.slow
def test_all_forms_state_the_same_totals(sample: Path, tmp_path: Path) -> None:
    """Word, Excel, CSV, JSON, the terminal and the web's JSON agree on works, airings and minutes."""
    out = tmp_path / "out"
    told = cchc("--root", sample, "report", "nam-2021", "--out", out, *WHEN).stderr
    cchc("--root", sample, "build", *WHEN)
    said = json.loads((out / "nam-2021.json").read_text(encoding="utf-8"))
    web = json.loads((sample / "public/du-lieu/thong-ke/nam-2021.json").read_text(encoding="utf-8"))
    works, airings, minutes = (said["totals"][name] for name in ("works", "airings", "minutes"))

    assert len({works, airings, minutes, said["totals"]["columns"]}) == 4, "equal numbers could be taken for each other"
    assert works > 5
    assert tuple(web["total"][name] for name in ("works", "airings", "minutes")) == (works, airings, minutes)
    assert totals_of_csv((out / "nam-2021.csv").read_text(encoding="utf-8")) == (works, airings, minutes)
    assert totals_of_workbook(out / "nam-2021.xlsx") == (works, airings, minutes)
    assert totals_of_word(out / "nam-2021.docx") == (works, airings, minutes)
    assert f"{works} tin, bài; {airings} lượt; {minutes:g} phút;" in told
    Draft202012Validator(json.loads(schema())).validate(said)


@pytest.mark.heavy
def test_the_same_report_twice_is_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    """Every format is the same bytes when made again elsewhere."""
    for name in ("a", "b"):
        cchc("--root", sample, "report", "quy-1-2021", "--out", tmp_path / name, *WHEN)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())

    assert len(files) == 4
    assert [
        name for name in files if (tmp_path / "a" / name).read_bytes() != (tmp_path / "b" / name).read_bytes()
    ] == []


@pytest.mark.slow
def test_an_edited_word_file_is_never_written_over(sample: Path, tmp_path: Path) -> None:
    """What a person edited stays; the new report gets a number, and is itself replaced next time."""
    report = ("--root", sample, "report", "quy-1-2021", "--formats", "docx", "--out", tmp_path, *WHEN)
    cchc(*report)
    (tmp_path / "quy-1-2021.docx").write_bytes(b"edited by hand")
    told = cchc(*report).stderr
    cchc(*report)

    assert (tmp_path / "quy-1-2021.docx").read_bytes() == b"edited by hand"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quy-1-2021 (2).docx", "quy-1-2021.docx"]
    assert "quy-1-2021 (2).docx" in told


@pytest.mark.slow
def test_what_was_filed_is_frozen_and_differences_are_told(portal: Path) -> None:
    """Filing freezes the figures once; a later item shows beside them, in the terminal and on the web."""
    cchc("--root", portal, "report", "quy-1-2024", "--file", *WHEN)
    file = portal / "content/reports/filed/quy-1-2024.json"
    before = file.read_bytes()
    again = cchc("--root", portal, "report", "quy-1-2024", "--file", *WHEN, code=1)
    write(portal, "content/news/2024/03/den-muon.md", article(title="Tin đến muộn", date="2024-03-10T08:00:00+07:00"))
    told = cchc("--root", portal, "report", "quy-1-2024", "--formats", "json", *WHEN).stderr
    cchc("--root", portal, "build", *WHEN)
    page = (portal / "public/thong-ke/quy-1-2024/index.html").read_text(encoding="utf-8")

    assert "da-chot" in again.stderr
    assert file.read_bytes() == before
    assert "khác số đã nộp" in told
    assert "Tin đến muộn" in page


@pytest.mark.heavy
def test_an_open_period_cannot_be_filed_and_says_so(portal: Path) -> None:
    """Before its last day a report is provisional and cannot be filed."""
    when = ("--now", "2024-02-10T08:00:00+07:00")
    shown = cchc("--root", portal, "report", "quy-1-2024", "--formats", "docx", *when).stderr
    told = cchc("--root", portal, "report", "quy-1-2024", "--file", *when, code=1).stderr

    assert "số liệu tạm tính đến ngày 10/02/2024" in shown
    assert "ky-chua-het" in told


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("quy-1-2042x",), "ky-la"),
        (("quy-1-2024", "--agency", "so-noi-v"), "có phải so-noi-vu?"),
        (("--from", "2/3/2024", "--until", "1/3/2024"), "ngay-nguoc"),
        (("quy-1-2024", "--include", "khong-co.json"), "khong-co.json"),
    ],
)
@pytest.mark.heavy
def test_wrong_wishes_are_told(portal: Path, args: tuple[str, ...], words: str) -> None:
    """An unknown period or agency offers the nearest; wrong days and missing files are named."""
    assert words in cchc("--root", portal, "report", *args, *WHEN, code=1).stderr


def test_without_a_period_the_usage_is_told(portal: Path) -> None:
    """Neither period nor days: exit code 2."""
    assert "--due" in cchc("--root", portal, "report", code=2).stderr


@pytest.mark.heavy
def test_due_reports_are_listed(sample: Path) -> None:
    """What is due, late and open, the most urgent first, for people and machines."""
    rows = json.loads(cchc("--root", sample, "report", "--due", "--json", *WHEN).stdout)
    text = cchc("--root", sample, "report", "--due", *WHEN).stdout

    assert {"quá hạn", "đang mở"} <= {row["state"] for row in rows}
    assert "30/11/2026" in text
    assert text.count("\n") == len(rows)


def due_of(root: Path, when: str) -> dict[str, str]:
    """Return the state of each report that is listed at a moment, by period."""
    rows = json.loads(cchc("--root", root, "report", "--due", "--json", "--now", when).stdout)
    return {row["period"]: row["state"] for row in rows}


def since(root: Path, day: str) -> None:
    """Say in the settings when the portal began."""
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        settings.replace("feed_authority:", f"since: {day}\n      feed_authority:"), encoding="utf-8"
    )


@pytest.mark.heavy
def test_a_new_portal_reports_any_period_as_zero_and_owes_nothing_from_before_it_began(tmp_path: Path) -> None:
    """What a rule can make exists, in every format, with and without articles; what is due can be reported."""
    root, when = tmp_path / "moi", "2026-11-29T08:00:00+07:00"
    cchc("init", root)
    cchc("--root", root, "report", "quy-3-2026", "--now", when, "--out", tmp_path)
    cchc("--root", root, "report", "quy-3-2031", "--formats", "json", "--now", when, "--out", tmp_path)
    totals = json.loads((tmp_path / "quy-3-2026.json").read_text(encoding="utf-8"))["totals"]
    listed = due_of(root, when)
    since(root, "1/9/2026")
    asked = due_of(root, when)

    assert (totals["works"], totals["airings"], totals["columns"]) == (0, 0, 0)
    assert {path.suffix for path in tmp_path.glob("quy-3-2026.*")} == {".docx", ".xlsx", ".csv", ".json"}
    assert set(listed.values()) == {"đang mở"}
    assert (asked["quy-3-2026"], "6-thang-2026" in asked) == ("quá hạn", False)
    for period in asked:
        cchc("--root", root, "report", period, "--formats", "json", "--now", when, "--out", tmp_path)


@pytest.mark.heavy
def test_a_portal_owes_reports_from_its_first_article_on(portal: Path) -> None:
    """A period that ended before is not owed; one in which the first article stands is; a filed one is shown."""
    for file in (portal / "content/news").rglob("*.md"):
        file.unlink()
    write(portal, "content/news/2024/03/dau-tien.md", article(date="2024-03-15T08:00:00+07:00"))
    before = due_of(portal, "2024-05-10T08:00:00+07:00")
    cchc("--root", portal, "report", "quy-1-2024", "--file", "--now", "2024-05-10T08:00:00+07:00")

    assert before == {"thang-4-2024": "quá hạn"}
    assert due_of(portal, "2024-05-10T08:00:00+07:00") == {"thang-4-2024": "quá hạn", "quy-1-2024": "đã nộp"}
    since(portal, "2024-03-14")
    (portal / "content/reports/filed/quy-1-2024.json").unlink()
    assert due_of(portal, "2024-05-10T08:00:00+07:00") == {"thang-4-2024": "quá hạn", "quy-1-2024": "quá hạn"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("quy-1", "có phải quy-1-2025?"),
        ("quy-3-2024", "có phải quy-1-2024?"),
        ("Quý I/2030", "có phải quy-1-2030?"),
        ("quy-1-2019", "từ năm 2024"),
        ("thang-4-24", "có phải thang-4-2024?"),
    ],
)
@pytest.mark.heavy
def test_an_unknown_period_offers_one_of_the_year_that_is_meant(portal: Path, asked: str, words: str) -> None:
    """Of the year that was typed, else of today's; a year before the rule's first is said."""
    assert words in cchc("--root", portal, "report", asked, "--now", "2025-05-10T08:00:00+07:00", code=1).stderr


@pytest.mark.heavy
def test_an_empty_period_makes_a_report_that_says_so(portal: Path, tmp_path: Path) -> None:
    """A period with nothing in it is reported as such."""
    cchc("--root", portal, "report", "--from", "1/1/2015", "--until", "31/1/2015", "--out", tmp_path, *WHEN)
    words = "\n".join(paragraph.text for paragraph in Document(str(next(tmp_path.glob("*.docx")))).paragraphs)

    assert json.loads(next(tmp_path.glob("*.json")).read_text(encoding="utf-8"))["totals"]["works"] == 0
    assert "chưa có tin, bài" in words.lower() or "không có tin, bài" in words.lower()


def test_a_broken_template_is_named_with_its_place(portal: Path) -> None:
    """A template that is no Word file is a person's mistake, not a bug."""
    write(portal, "theme/reports/quy.docx", "not a Word file")
    told = cchc("--root", portal, "report", "quy-1-2024", "--formats", "docx", *WHEN, code=1).stderr

    assert "theme/reports/quy.docx" in told


@pytest.mark.heavy
def test_what_other_portals_and_units_send_is_counted_apart(portal: Path, tmp_path: Path) -> None:
    """A JSON of another portal and a filled form are merged; each share stays visible; the form is checked."""
    other = tmp_path / "other"
    shutil.copytree(portal, other)
    settings = (other / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("nho.example.vn", "khac.example.vn").replace("Cổng tin nhỏ", "Cổng tin khác")
    (other / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for file in (other / "content/news").rglob("*.md"):
        file.unlink()
    write(
        other, "content/news/2024/02/cua-noi-khac.md", article(title="Tin nơi khác", date="2024-02-10T08:00:00+07:00")
    )
    cchc("--root", other, "report", "quy-1-2024", "--formats", "json", "--out", tmp_path, *WHEN)
    cchc("--root", portal, "report", "quy-1-2024", "--form", "--out", tmp_path, *WHEN)
    sent = tmp_path / "quy-1-2024.json"
    out = tmp_path / "out"
    alone = cchc("--root", portal, "report", "quy-1-2024", "--formats", "json", "--out", out, *WHEN)
    own = json.loads((out / "quy-1-2024.json").read_text(encoding="utf-8"))["totals"]["works"]
    told = cchc(
        "--root", portal, "report", "quy-1-2024", "--include", sent, "--formats", "json", "--out", out, *WHEN
    ).stderr
    both = json.loads((out / "quy-1-2024.json").read_text(encoding="utf-8"))
    blank = cchc(
        "--root", portal, "report", "quy-1-2024", "--include", tmp_path / "bieu-quy-1-2024.xlsx", *WHEN, code=1
    ).stderr  # fmt: skip

    assert alone.stdout.strip().endswith("quy-1-2024.json")
    assert both["totals"]["works"] == own + 1
    assert "Cổng tin khác" in told
    assert [share["works"] for share in both["shares"]] == [own, 1]
    assert "thieu-don-vi" in blank


def test_the_command_offers_what_there_is() -> None:
    """The command's own lists, kept apart so that it starts fast, name every axis and format."""
    assert sorted(command.AXES) == sorted(AXES)
    assert tuple(FORMATS) == command.FORMATS
