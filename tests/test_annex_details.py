"""What the body of a report only counts stands in full at the end of its annex."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from site_builder.cache.inputs import theme_dir
from site_builder.reports import narrative
from site_builder.reports.annex_details import details
from site_builder.reports.boxes import FORMS
from site_builder.reports.report import ActivitySum, Report, SourceShare
from site_builder.reports.to_docx import to_docx
from tests.sample_report import (
    WORDING,
    activity,
    activity_sum,
    airing,
    count,
    entry,
    figures,
    plan_line,
    report,
    table,
)


def long_report() -> Report:
    """Make a report in which every list is too long for the body."""
    total = count(24, 176)
    topics = tuple((f"Chủ đề {number}", count(number + 1, number)) for number in range(9))
    return report(
        figures=figures(total, table("topic", topics, total), table("channel", (("Truyền hình", total),), total)),
        airings=tuple(airing("Truyền hình", f"Kênh {number}") for number in range(7)),
        entries=tuple(entry(number, column=f"Chuyên mục {number % 6}") for number in range(12)),
        columns=6,
        sums=tuple(activity_sum(f"Tờ rơi {number}", "tờ", 100 + number, "hơn") for number in range(8)),
        plan=tuple(plan_line(f"Chỉ tiêu {number}", 10, 9 + number) for number in range(7)),
        shares=tuple(
            SourceShare(name=f"Xã {number}", kind="biểu Excel", works=number, airings=0, minutes=0, activities=0)
            for number in range(8)
        ),
        missing=tuple(f"Phường {number}" for number in range(25)),
    )


def test_a_short_report_has_no_such_table() -> None:
    """Nothing was cut, nothing is repeated."""
    assert details(report(), WORDING) == ()


def test_every_list_that_the_body_cuts_is_whole_in_the_annex() -> None:
    """Five are named and the rest counted; the table has all of them."""
    value = long_report()
    told = narrative.draft(value, WORDING)
    body = "\n".join(one.text for part in (told.content, told.statistics, told.plan) for one in part)
    tables = {one.title: one for one in details(value, WORDING)}

    assert [(title, len(one.rows)) for title, one in tables.items()] == [
        ("Số tin, bài theo chủ đề", 9),
        ("Số lượt theo nơi đăng, phát", 7),
        ("Nguồn số liệu", 8),
        ("Chưa gửi báo cáo", 25),
        ("Chuyên mục", 6),
        ("Các hình thức tuyên truyền khác", 8),
        ("Thực hiện so với kế hoạch", 7),
    ]
    for name, rest in (
        ("Chủ đề", "04 chủ đề"), ("Kênh", "02 nơi đăng, phát"), ("Xã", "03 nguồn"), ("Phường", "20 cơ quan, đơn vị"),
        ("“Chuyên mục", "01 chuyên mục"), ("tờ rơi", "03 hoạt động"),
    ):  # fmt: skip
        assert body.count(f"{name} ") == 5
        assert f"; cùng {rest} khác" in body
    assert body.count("(chi tiết tại Phụ lục)") == 6
    assert "Chủ đề 8: 09; " in body
    assert "Trong 07 chỉ tiêu kế hoạch của kỳ có 06 chỉ tiêu đạt từ 100% trở lên (chi tiết tại Phụ lục)." in body
    assert tables["Thực hiện so với kế hoạch"].rows[0] == ("Chỉ tiêu 0", "10 tin, bài", "9 tin, bài", "90%")


def test_missing_units_are_named_in_one_paragraph_up_to_their_own_limit() -> None:
    """Nineteen stand in the body by name; no list of letters."""
    names = tuple(f"Phường {number}" for number in range(19))
    value = report(missing=names)
    told = [one.text for one in narrative.draft(value, WORDING).statistics if "chưa gửi" in one.text]

    assert told == [f"Đến thời điểm tổng hợp, còn 19 cơ quan, đơn vị chưa gửi báo cáo: {'; '.join(names)}."]
    assert details(value, WORDING) == ()


def test_a_series_stands_part_by_part() -> None:
    """Six parts of one series are six rows."""
    rows = tuple(activity(title=f"Chuyên mục: số {number}", unit="kỳ", participants=number) for number in range(6))
    (one,) = details(
        report(sums=(ActivitySum(name="Chuyên mục", unit="kỳ", qualifier="", quantity=6, rows=rows),)), WORDING
    )

    assert one.rows[:2] == (("Chuyên mục: số 0", "1", "kỳ", ""), ("Chuyên mục: số 1", "1", "kỳ", "1"))
    assert len(one.rows) == 6


@pytest.mark.parametrize("form", FORMS)
def test_the_tables_come_last_and_the_paper_stays_a_word_file(form: str) -> None:
    """Whatever the template; numbers in tables have no leading zero."""
    document = opened(replace(long_report(), words=replace(report().words, form=form)), form)
    titles = [paragraph.text for paragraph in document.paragraphs]
    last = document.tables[-1]

    assert titles.index("Số tin, bài theo chủ đề") > next(
        place for place, text in enumerate(titles) if text.startswith("Tổng số:")
    )
    assert [cell.text for cell in last.rows[0].cells] == ["STT", "Chỉ tiêu", "Kế hoạch", "Thực hiện", "Đạt"]
    assert len(last.rows) == 8
    assert [cell.text for cell in document.tables[-7].rows[1].cells] == ["1", "Chủ đề 0", "1", "0"]


def opened(value: Report, form: str) -> Any:
    """Make and open a document; its XML is sound and ends with the section."""
    template = (theme_dir() / "reports" / f"{form}.docx").read_bytes()
    data = to_docx(value, template, f"theme/reports/{form}.docx", WORDING)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = ET.fromstring(package.read("word/document.xml"))[0]
    assert body[-1].tag.endswith("}sectPr")
    assert body[-2].tag.endswith("}p")
    return Document(io.BytesIO(data))
