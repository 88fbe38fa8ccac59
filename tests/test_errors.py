from __future__ import annotations

import pickle

import pytest

from site_builder.errors import (
    ContentError,
    MakeError,
    PlanError,
    Problem,
    PublishError,
    SettingsError,
    SiteError,
    errors_of,
)

LATE = Problem("content/news/b.md", 4, "chu-de-la", "chủ đề 'x' không có")
EARLY = Problem("content/news/a.md", 12, "ngay-sai", "ngày chưa đúng", "warning")
WHOLE = Problem("content/news/a.md", 0, "trung", "trùng đường dẫn")


def test_a_problem_is_one_line_with_place_code_and_sentence() -> None:
    """The line is left out when the whole file is meant; a warning says that it is one."""
    assert str(LATE) == "content/news/b.md:4: chu-de-la: chủ đề 'x' không có"
    assert str(EARLY) == "content/news/a.md:12: ngay-sai: cảnh báo: ngày chưa đúng"
    assert str(WHOLE) == "content/news/a.md: trung: trùng đường dẫn"


def test_an_error_tells_each_problem_once_sorted_by_place() -> None:
    """People go through a file from top to bottom."""
    error = SiteError(LATE, EARLY, WHOLE, LATE)
    assert error.problems == (WHOLE, EARLY, LATE)
    assert str(error).splitlines() == [str(WHOLE), str(EARLY), str(LATE)]


@pytest.mark.parametrize("kind", [SiteError, SettingsError, ContentError, PlanError, MakeError, PublishError])
def test_an_error_survives_the_trip_from_another_process(kind: type[SiteError]) -> None:
    """A worker's problems reach the person with their kind."""
    copy = pickle.loads(pickle.dumps(kind(LATE, WHOLE)))
    assert type(copy) is kind
    assert copy.problems == (WHOLE, LATE)
    assert isinstance(copy, SiteError)


def test_warnings_do_not_stop_a_build() -> None:
    """Only errors are left, in the order they came."""
    assert errors_of([LATE, EARLY, WHOLE]) == (LATE, WHOLE)
    assert errors_of([EARLY]) == ()
