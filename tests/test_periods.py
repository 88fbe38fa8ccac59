from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.model.periods import Calendar, Period, PeriodRule, newest_first
from site_builder.text import VIETNAM

QUARTER = Period(id="quy-3-2019", label="Quý III/2019", since=date(2019, 5, 26), until=date(2019, 8, 25))
HALF = PeriodRule(
    id="6-thang-{year}",
    label="6 tháng đầu năm {year}",
    since="{year-1}-12-15",
    until="{year}-06-14",
    due="{year}-06-20",
    first=2019,
    recipient="Bộ Nội vụ",
    legal="cv-581",
)
YEAR = replace(HALF, id="nam-{year}", label="Năm {year}", until="{year}-12-14", due="", last=2021)
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
SPANS = st.tuples(DAYS, DAYS).map(lambda days: replace(QUARTER, since=min(days), until=max(days)))


def test_a_period_is_two_days_both_inclusive() -> None:
    """From the first minute of the first day to the last of the last, in Viet Nam."""
    inside = [datetime(2019, 5, 26, tzinfo=VIETNAM), datetime(2019, 8, 25, 23, 59, 59, 999999, tzinfo=VIETNAM)]
    outside = [datetime(2019, 5, 25, 23, 59, 59, tzinfo=VIETNAM), datetime(2019, 8, 26, tzinfo=VIETNAM)]
    assert all(QUARTER.holds(moment) for moment in inside)
    assert not any(QUARTER.holds(moment) for moment in outside)
    assert QUARTER.holds(datetime(2019, 5, 25, 17, 0, tzinfo=UTC))
    assert not QUARTER.holds(datetime(2019, 8, 25, 17, 0, tzinfo=UTC))


def test_a_period_has_a_page_and_a_span() -> None:
    """Its address comes from its id, its span is written for people."""
    assert QUARTER.url == "/thong-ke/quy-3-2019/"
    assert QUARTER.span == "26/05/2019 – 25/08/2019"
    assert QUARTER.months() == ("2019/05", "2019/06", "2019/07", "2019/08")


@given(SPANS, DAYS, st.times())
def test_a_moment_is_in_a_period_when_its_day_is(period: Period, day: date, hour: time) -> None:
    """The same as comparing days; and then its month is one of the period's."""
    moment = datetime.combine(day, hour, VIETNAM)
    assert period.holds(moment) == (period.since <= day <= period.until)
    assert not period.holds(moment) or f"{moment:%Y/%m}" in period.months()


@given(SPANS)
def test_months_are_consecutive_and_sorted(period: Period) -> None:
    """From the first day's month to the last day's, none left out or twice."""
    months = period.months()
    assert (months[0], months[-1]) == (f"{period.since:%Y/%m}", f"{period.until:%Y/%m}")
    assert list(months) == sorted(set(months))
    years = period.until.year - period.since.year
    assert len(months) == years * 12 + period.until.month - period.since.month + 1


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
@pytest.mark.heavy
def test_neighbouring_periods_share_no_moment_and_leave_none_out(first: date, length: int, more: int) -> None:
    """One ends in the instant in which the next starts."""
    middle = first + timedelta(days=length)
    one = replace(QUARTER, since=first, until=middle)
    two = replace(QUARTER, since=middle + timedelta(days=1), until=middle + timedelta(days=1 + more))
    assert one.ends == two.starts
    assert not one.holds(two.starts)
    assert two.holds(two.starts)


def test_a_rule_makes_the_period_of_a_year() -> None:
    """`{year-1}` reaches over New Year: CV 581 counts from 15 December of the year before."""
    assert HALF.in_year(2021) == Period(
        id="6-thang-2021",
        label="6 tháng đầu năm 2021",
        since=date(2020, 12, 15),
        until=date(2021, 6, 14),
        due=date(2021, 6, 20),
        recipient="Bộ Nội vụ",
        legal="cv-581",
    )
    assert YEAR.in_year(2021).due is None


def test_a_rule_that_gives_no_date_is_refused() -> None:
    """29 February does not come every year."""
    rule = replace(HALF, until="{year}-02-29")
    assert rule.in_year(2024).until == date(2024, 2, 29)
    with pytest.raises(ValueError, match="day"):
        rule.in_year(2023)


def test_a_calendar_gives_what_overlaps_the_newest_first() -> None:
    """Rules and explicit periods together, within the years of each rule."""
    calendar = Calendar(fixed=(QUARTER,), rules=(HALF, YEAR))
    found = calendar.between(date(2019, 8, 25), date(2020, 12, 15))
    assert [period.id for period in found] == [
        "nam-2021",
        "6-thang-2021",
        "nam-2020",
        "6-thang-2020",
        "nam-2019",
        "quy-3-2019",
    ]
    assert [period.id for period in calendar.between(date(2017, 1, 1), date(2018, 12, 14))] == []
    late = [period.id for period in calendar.between(date(2022, 1, 1), date(2022, 3, 1))]
    assert late == ["6-thang-2022"]


@given(DAYS, DAYS)
def test_a_calendar_leaves_no_overlapping_period_out(one: date, two: date) -> None:
    """The same as making the period of every year and keeping those that overlap."""
    first, last = min(one, two), max(one, two)
    made = [HALF.in_year(year) for year in range(2019, 2070)]
    expected = {period.id for period in made if period.since <= last and first <= period.until}
    found = Calendar(rules=(HALF,)).between(first, last)
    assert {period.id for period in found} == expected
    assert len(found) == len(expected)


def test_periods_with_the_same_end_are_sorted_longest_first() -> None:
    """Then by id, so the order is always the same."""
    year = replace(QUARTER, id="nam", since=date(2018, 12, 15))
    twin = replace(QUARTER, id="a")
    newer = replace(QUARTER, id="moi", until=date(2019, 8, 26))
    assert newest_first([QUARTER, twin, year, newer]) == (newer, year, twin, QUARTER)
