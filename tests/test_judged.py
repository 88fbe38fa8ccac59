"""Queries as people type them: the file is right, and its figures say what they should."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import judged
from bench.judged import Answer, BadQueriesError, Wanted
from bench.queries import PORTALS, lay
from tests.conftest import build_portal

GOOD = "{q: một cửa, kind: topic, wants: [/chu-de/a/]}"


def wanted(text: str, *urls: str, kind: str = "question") -> Wanted:
    """Make a query."""
    return Wanted(text=text, kind=kind, urls=urls)


def written(folder: Path, *rows: str) -> Path:
    """Write a file with the queries of a portal."""
    file = folder / "queries.yml"
    file.write_text("sample:\n" + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")
    return file


def test_queries_are_read_in_order(tmp_path: Path) -> None:
    """Numbers in quotation marks are texts; several pages may serve."""
    file = written(tmp_path, GOOD, '{q: "1022", kind: telephone, wants: [/lien-he/, /co-quan/a/]}')

    assert judged.read("sample", file) == (
        wanted("một cửa", "/chu-de/a/", kind="topic"),
        wanted("1022", "/lien-he/", "/co-quan/a/", kind="telephone"),
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{q: một cửa, kind: topic}", "query 2: must have q, kind and wants"),
        ("{q: một cửa, kind: topic, wants: [/a/], note: x}", "must have q, kind and wants"),
        ("{q: 1022, kind: telephone, wants: [/a/]}", "a number stands in quotation marks"),
        ("{q: hai cửa, kind: riddle, wants: [/a/]}", "kind must be one of"),
        ("{q: hai cửa, kind: topic, wants: []}", "wants must be rooted URLs"),
        ("{q: hai cửa, kind: topic, wants: /a/}", "wants must be rooted URLs"),
        ("{q: hai cửa, kind: topic, wants: [a/]}", "wants must be rooted URLs"),
        (GOOD, "asked twice: một cửa"),
    ],
)
def test_a_wrong_query_is_told(tmp_path: Path, row: str, said: str) -> None:
    """Figures of a file with a slip would be figures of something else."""
    with pytest.raises(BadQueriesError, match=said):
        judged.read("sample", written(tmp_path, GOOD, row))


def test_a_portal_without_queries_is_told(tmp_path: Path) -> None:
    """Its figures would be those of nothing."""
    with pytest.raises(BadQueriesError, match="documents"):
        judged.read("documents", written(tmp_path, GOOD))


def test_wanted_pages_and_files_must_be_there(tmp_path: Path) -> None:
    """A page is an index in its folder; a file is itself."""
    for place in ("index.html", "tin/index.html", "media/a.pdf"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).touch()
    asked = [wanted("a", "/", "/tin/", "/media/a.pdf", "/media/"), wanted("b", "/tin", "/khac/", "/khac/")]

    assert judged.lost(asked, tmp_path) == ("/media/", "/tin", "/khac/")


FOUND = {
    "first": ["/a/", "/b/"],
    "third, the other one": ["/x/", "/y/", "/b/", "/a/"],
    "fourth": ["/x/", "/y/", "/z/", "/a/"],
    "in parts of one page": ["/x/#mot", "/x/#hai", "/a/#ba"],
    "not on the first page": [*(f"/{number}/" for number in range(10)), "/a/"],
    "nothing": [],
}


def test_the_first_of_the_wanted_pages_counts() -> None:
    """A page that is listed in parts takes one place; what stands below the tenth is not found."""
    answers = judged.asked([wanted(text, "/a/", "/b/") for text in FOUND], FOUND.__getitem__)

    assert [answer.rank for answer in answers] == [1, 3, 4, 2, 0, 0]
    told = judged.figures(answers)
    assert told.queries == 6
    assert told.mrr == pytest.approx((1 + 1 / 3 + 1 / 4 + 1 / 2) / 6)
    assert told.first == pytest.approx(1 / 6)
    assert told.seen == pytest.approx(3 / 6)


def test_figures_are_told_by_kind_and_what_was_missed_by_name() -> None:
    """In the order of kinds, then of all."""
    answers = [
        Answer(wanted=wanted("xa", "/a/", kind="topic"), rank=4),
        Answer(wanted=wanted("gần", "/a/", kind="topic"), rank=2),
        Answer(wanted=wanted("không", "/a/", kind="misspelt"), rank=0),
    ]
    table = list(judged.table("fake", answers))

    assert list(judged.by_kind(answers)) == ["misspelt", "topic", "all"]
    assert [line.split() for line in table] == [
        ["fake", "queries", "MRR", "first", "first", "3"],
        ["misspelt", "1", "0.000", "0%", "0.0%"],
        ["topic", "2", "0.375", "0%", "50.0%"],
        ["all", "3", "0.250", "0%", "33.3%"],
        ["topic:", "'xa'", "stands", "at", "4"],
        ["misspelt:", "'không'", "stands", "at", "no", "place"],
    ]


def test_the_queries_want_pages_of_the_sample_portal(sample_site: Path) -> None:
    """A hundred and fifty at least, of every kind, each of pages that are there."""
    queries = judged.read("sample")

    assert len(queries) >= 150
    assert {query.kind for query in queries} == set(judged.KINDS)
    assert judged.lost(queries, sample_site) == ()


def test_the_queries_want_pages_of_the_documents(tmp_path: Path) -> None:
    """A hundred at least; the small portal that they are asked of is a good one."""
    asked = judged.read("documents")
    lay(PORTALS["documents"], tmp_path / "portal")
    built = build_portal(tmp_path / "portal")

    assert len(asked) >= 100
    assert judged.lost(asked, tmp_path / "portal" / "public") == ()
    assert built.problems == ()
