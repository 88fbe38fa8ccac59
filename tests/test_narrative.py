"""The drafted words: correct numbers, nothing added up, judgements proposed only."""

from __future__ import annotations

from datetime import date

import pytest

from site_builder.reports.narrative import draft, lettered, own_paragraphs, quantity
from tests.sample_report import empty_report, report


def words_of(value: object) -> str:
    """Return all that a narrative says, as one text."""
    return repr(value)


def test_numbers_are_written_the_vietnamese_way() -> None:
    """Thousands have dots, fractions a comma; a qualifier stands before."""
    assert quantity(3250, "tin, bài") == "3.250 tin, bài"
    assert quantity(6000, "lượt", "gần") == "gần 6.000 lượt"
    assert quantity(12.5, "m²") == "12,5 m²"


def test_points_follow_the_vietnamese_alphabet() -> None:
    """After d) comes đ), then e); there is no f)."""
    marks = [repr(point).partition(")")[0][-1] for point in lettered([f"điểm {number}" for number in range(7)])]

    assert marks == ["a", "b", "c", "d", "đ", "e", "g"]


def test_own_words_are_kept_as_paragraphs() -> None:
    """Paragraphs apart by an empty line stay apart; a list's dashes are taken off."""
    assert len(own_paragraphs("Một.\n\nHai,\nba.\n- Bốn.")) == 3
    assert own_paragraphs("") == ()


def test_the_draft_states_the_report_s_numbers() -> None:
    """Works and airings apart, columns apart, activities with their qualifier, comparison in words."""
    text = words_of(draft(report()))

    assert "24 tin, bài" in text
    assert "176 lượt" in text
    assert "hơn 500 tờ" in text
    assert "tăng 4 tin, bài (20%)" in text
    assert "200 " not in text


def test_an_open_period_is_provisional() -> None:
    """Before its last day the draft says until when the numbers are."""
    assert "tạm tính đến ngày" in words_of(draft(report(as_of=date(2019, 7, 1))))
    assert "tạm tính" not in words_of(draft(report()))


@pytest.mark.parametrize("document", ["báo cáo", "công văn"])
def test_an_empty_period_has_words_for_it(document: str) -> None:
    """Nothing published is said as such, without a number of nothing."""
    text = words_of(draft(empty_report(), document=document)).lower()

    assert "chưa có tin, bài" in text or "không có tin, bài" in text
