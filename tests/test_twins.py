"""Two agencies of one name: every list of the site and of a report tells them apart."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from site_builder.content import read_taxonomy
from site_builder.model import AgencyName, Bearers
from site_builder.reports.consolidation import missing
from tests.conftest import article, build_portal, cchc, tree_of, write

OLD, NEW = "Sở Khoa học (2016–2025)", "Sở Khoa học (từ 2025)"
TWINS = """
- id: khoa-hoc-cu
  names: [{name: Sở Khoa học, from: 2016-01-01, to: 2025-03-01}]
  hotline: {phone: "1"}
  events: [{date: 2025-03-01, type: merge, successors: [khoa-hoc-moi]}]
- id: khoa-hoc-moi
  names: [{name: Sở Khoa học, from: 2025-03-01}]
  hotline: {phone: "2"}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A portal with twins, an article of each in one quarter, and every text of its site."""
    from tests.conftest import small_portal

    root = small_portal(tmp_path_factory.mktemp("twins") / "portal")
    agencies = root / "content/taxonomy/agencies.yml"
    agencies.write_text(agencies.read_text(encoding="utf-8") + TWINS, encoding="utf-8")
    write(root, "content/news/2025/02/cu.md", article(agency="khoa-hoc-cu", date="2025-02-03", title="Bài cũ"))
    write(root, "content/news/2025/03/moi.md", article(agency="khoa-hoc-moi", date="2025-03-03", title="Bài mới"))
    write(root, "content/pages/rss.md", "---\ntitle: RSS\n---\n\n<!-- cchc:danh-sach-rss -->\n")
    build_portal(root)
    return root, {
        path: unescape(data.decode())
        for path, data in tree_of(root / "public").items()
        if path.endswith((".html", ".xml", ".json"))
    }


@pytest.mark.parametrize(
    "path",
    [
        "co-quan/index.html",
        "feeds/opml.xml",
        "tim-kiem/index.html",
        "tim-kiem/ten.json",
        "thong-ke/quy-1-2025/index.html",
    ],
)
def test_every_list_of_agencies_tells_twins_apart(site: tuple[Path, dict[str, str]], path: str) -> None:
    """With the years of each, and no third time without."""
    text = site[1][path]
    bare = re.findall(r"Sở Khoa học(?! \(| và)", text)

    assert OLD in text
    assert NEW in text
    assert bare == []


def test_feeds_and_pages_of_twins_have_titles_of_their_own(site: tuple[Path, dict[str, str]]) -> None:
    """A reader who subscribes to both sees which is which."""
    for key, label in (("khoa-hoc-cu", OLD), ("khoa-hoc-moi", NEW)):
        assert f"<title>{label} - " in site[1][f"feeds/co-quan/{key}.rss.xml"]
        assert f"<h1>{label}</h1>" in site[1][f"co-quan/{key}/index.html"]


def test_who_is_alone_in_a_table_keeps_its_name(site: tuple[Path, dict[str, str]]) -> None:
    """A year in which only one of them published needs no years; neither does an article's own page."""
    root, texts = site
    write(root, "content/news/2024/02/xua.md", article(agency="khoa-hoc-cu", date="2024-02-03", title="Bài xưa"))
    build_portal(root)
    table = (root / "public/thong-ke/quy-1-2024/index.html").read_text(encoding="utf-8")

    assert "Sở Khoa học" in table
    assert "(2016–2025)" not in table
    assert ">Sở Khoa học</a>" in texts["tin-tuc/2025/02/cu/index.html"]


def test_a_report_in_every_form_tells_twins_apart(site: tuple[Path, dict[str, str]]) -> None:
    """Rows of tables; the item itself keeps the agency's name, by which other portals know it."""
    root = site[0]
    cchc("--root", root, "report", "quy-1-2025", "--formats", "csv,json", "--out", root / "ra")
    texts = "".join(file.read_text("utf-8-sig") for file in sorted((root / "ra").rglob("*")) if file.is_file())

    assert OLD in texts
    assert NEW in texts


def test_who_has_not_reported_is_named_with_its_years(site: tuple[Path, dict[str, str]]) -> None:
    """Otherwise nobody knows whom to ask."""
    agencies = [one for one in read_taxonomy(site[0]).taxonomy.agencies if one.id.startswith("khoa-hoc")]

    assert missing(agencies, []) == (OLD, NEW)


def test_a_name_copied_from_a_list_leads_back_to_its_agency(site: tuple[Path, dict[str, str]]) -> None:
    """In a table of activities, whatever the day: the years say which one is meant."""
    bearers = Bearers(read_taxonomy(site[0]).taxonomy.agencies)

    assert bearers.id_of(OLD, date(2026, 1, 1)) == "khoa-hoc-cu"
    assert bearers.id_of(NEW, date(2020, 1, 1)) == "khoa-hoc-moi"
    assert bearers.id_of("Sở Khoa học", date(2020, 1, 1)) == "khoa-hoc-cu"


def test_names_that_are_unique_stay_as_they_are(portal: Path) -> None:
    """No agency of the small portal has a label."""
    assert {one.label for one in read_taxonomy(portal).taxonomy.agencies} == {""}


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2016, 1, 1), date(2025, 1, 1), "2016–2024"),
        (date(2016, 1, 1), date(2025, 1, 2), "2016–2025"),
        (date(2025, 3, 1), date(2025, 7, 1), "2025"),
        (date(2025, 3, 1), None, "từ 2025"),
        (None, date(2025, 1, 1), "đến 2024"),
        (None, None, ""),
    ],
)
def test_years_are_those_of_the_first_and_the_last_day(since: date | None, until: date | None, years: str) -> None:
    """The day in `to` is no longer the agency's."""
    assert AgencyName(name="A", since=since, until=until).years == years
