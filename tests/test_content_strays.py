"""Files below `content/` that nothing reads are named, with where they belong."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.cache.portal import list_files
from site_builder.errors import Problem
from tests.conftest import article, cchc, write


def told(root: Path) -> dict[str, Problem]:
    """Return what is wrong with files, by path."""
    return {problem.path: problem for problem in list_files(root).problems}


@pytest.mark.parametrize(
    "path",
    ["content/tin/2024/05/bai.md", "content/bai.md", "content/News/2024/05/bai.md", "content/tin-tuc/bai.md.txt"],
)
@pytest.mark.heavy
def test_an_article_outside_content_news_is_an_error(portal: Path, path: str) -> None:
    """It would not be published, and nobody would know; the message says where it belongs."""
    write(portal, path, article())
    problem = told(portal)[path]

    assert (problem.code, problem.level) == ("sai-thu-muc", "error")
    assert "content/news/NĂM/THÁNG/bai.md" in problem.message
    assert path in cchc("--root", portal, "check", code=1).stdout


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("bai.md.txt", "bai.md"),
        ("Bài mới.MD", "bai-moi.md"),
        ("bai.markdown", "bai.md"),
        ("bai.Md", "bai.md"),
        ("bai.mdown", "bai.md"),
    ],
)
def test_an_article_under_another_ending_is_an_error(portal: Path, name: str, right: str) -> None:
    """The message has the right name."""
    path = f"content/news/2024/05/{name}"
    write(portal, path, article())
    problem = told(portal)[path]

    assert (problem.code, problem.level) == ("ten-tep-sai", "error")
    assert f"hãy đổi thành {right}" in problem.message
    assert ("Explorer" in problem.message) == name.endswith(".txt")


def test_a_word_file_among_articles_is_told_how_to_become_one(portal: Path) -> None:
    """`cchc new --from` reads it."""
    write(portal, "content/news/2024/05/bai.docx", "PK")

    assert "--from bai.docx" in told(portal)["content/news/2024/05/bai.docx"].message


@pytest.mark.parametrize(
    ("path", "named", "word"),
    [
        ("content/README.md", "content/README.md", "không được đọc"),
        ("content/anh.png", "content/anh.png", "content/media"),
        ("content/taxonmy/topics.yml", "content/taxonmy", "có phải content/taxonomy?"),
        ("content/anh/a.png", "content/anh", "các thư mục được đọc"),
    ],
)
def test_other_files_and_folders_that_nothing_reads_are_warnings(
    portal: Path, path: str, named: str, word: str
) -> None:
    """Notes may lie about; a mistyped folder gets its name."""
    write(portal, path, "ghi chú")
    problem = told(portal)[named]

    assert (problem.code, problem.level) == ("tep-la", "warning")
    assert word in problem.message


def test_a_folder_of_many_articles_is_named_with_their_number(portal: Path) -> None:
    """Twenty are named one by one."""
    for number in range(30):
        write(portal, f"content/tin/bai-{number:02}.md", article())
    found = told(portal)

    assert len([path for path in found if path.endswith(".md")]) == 20
    assert "30 tệp .md" in found["content/tin"].message


def test_hidden_files_and_copies_of_editors_are_passed_over(portal: Path) -> None:
    """As everywhere below content."""
    for name in (".DS_Store", "bai.md~", ".bai.md.swp"):
        write(portal, f"content/{name}", "x")

    assert told(portal) == {}


@pytest.mark.slow
def test_a_build_with_nothing_else_new_is_refused_as_a_clean_one_is(portal: Path) -> None:
    """An article that lands in the wrong place stops also a build that would have nothing to do."""
    cchc("--root", portal, "build")
    write(portal, "content/tin/bai.md", article())
    refused = cchc("--root", portal, "build", code=1)

    assert "content/tin/bai.md" in refused.stdout + refused.stderr
