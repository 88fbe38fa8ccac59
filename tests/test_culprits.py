"""A maker that fails on an article names that article's file, whatever it was making."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from site_builder import feeds, pages, reports, search
from site_builder.errors import MakeError
from tests.conftest import article, build_portal, small_portal, write

BAD = "content/news/2024/05/xau.md"


def portal_with_a_bad_article(folder: Path) -> Path:
    """Return a portal of many articles, of which one will not be made."""
    root = small_portal(folder)
    for number in range(30):
        write(root, f"content/news/2024/05/bai-{number}.md", article(title=f"Bài {number}"))
    write(root, BAD, article(title="Bài xấu"))
    return root


def fails_on_the_bad(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Have a function of a room fail when it reads the bad article, wherever the room calls it."""
    right = getattr(module, name)

    def failing(read: Any, *args: Any) -> Any:
        made = right(read, *args)
        if "Bài xấu" in repr(made):
            raise ValueError("chữ lạ")
        return made

    monkeypatch.setattr(module, name, failing)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (feeds.syndication, "item"),
        (pages.cards, "card"),
        (reports.open_data, "_row"),
        (search.makers, "_text"),
        (search.makers, "_document"),
    ],
)
@pytest.mark.heavy
def test_an_article_that_fails_in_a_feed_list_data_or_search_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    """One line, with the article's file, what could not be made, the cause, and a way to go on."""
    root = portal_with_a_bad_article(tmp_path / "portal")
    fails_on_the_bad(monkeypatch, module, name)
    with pytest.raises(MakeError) as caught:
        build_portal(root)

    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == (BAD, "khong-tao-duoc")
    assert "ValueError: chữ lạ" in problem.message
    assert "status: draft" in problem.message


def test_of_several_bad_articles_each_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One hides the other in every list and feed that holds both; a person hears of both at once."""
    root = portal_with_a_bad_article(tmp_path / "portal")
    second = "content/news/2024/05/xau-nua.md"
    write(root, second, article(title="Bài xấu nữa"))
    fails_on_the_bad(monkeypatch, pages.cards, "card")
    with pytest.raises(MakeError) as caught:
        build_portal(root)

    assert sorted(problem.path for problem in caught.value.problems) == sorted([BAD, second])


def test_a_failure_that_no_article_explains_is_told_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file that could not be made."""
    root = portal_with_a_bad_article(tmp_path / "portal")

    def failing(*_args: object) -> list[str]:
        raise ValueError("chữ lạ")

    monkeypatch.setattr(feeds.directories, "_outlines", failing)
    with pytest.raises(MakeError) as caught:
        build_portal(root)

    assert [problem.path for problem in caught.value.problems] == ["feeds/opml.xml"]
