from __future__ import annotations

import pytest

from site_builder.content.conflicts import find


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> nhanh\n", 2),
        ("<<<<<<<\n", 1),
        ("a\n\n>>>>>>> 3f2a (Sửa)\n", 3),
    ],
)
def test_a_conflict_is_found_at_its_line(text: str, line: int) -> None:
    """Also one that was mended by halves."""
    found = find(text)

    assert found is not None
    assert found[:2] == (line, "dau-xung-dot")


@pytest.mark.parametrize("text", ["Tên\n=======\n\nchữ", "a <<<<<<< b", "<<<<<<<<< a", ">>>>>> sáu", ">>>>>>>chữ", ""])
def test_headings_and_quotes_are_no_conflict(text: str) -> None:
    """An underline alone is a heading's; the marks stand at the start of a line, seven of them."""
    assert find(text) is None
