"""The archive of outlines: what it says by need is what all rows together say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from site_builder.cache.index import Listed
from site_builder.cache.outline import EVERY, FEATURED, LIVE, NEWEST, ids_of, listed_in, outline
from site_builder.plan.archive import RELATED, Archive, Page, forget_rows

MONTHS = ("2019/12", "2020/01", "2020/02", "2020/03")


def listed(number: int, month: str, added: int, topic: str, status: str) -> Listed:
    """Make a row."""
    return Listed(
        added=added, id=f"bai-{number:03}", url=f"/tin-tuc/{month}/{number}/", path=f"content/news/{month}/{number}.md",
        month=month, topics=(topic,), agency="a", genre="tin", partners=(), status=status, featured=number % 3 == 0,
        aliases=(), modified=(added, str(added)), moments=(added * 86_400_000_000,), links=(), media=(), facts="",
        lead="", body="", corrections=(),
    )  # fmt: skip


ROWS = st.lists(
    st.tuples(
        st.sampled_from(MONTHS),
        st.integers(0, 30),
        st.sampled_from(["x", "y"]),
        st.sampled_from(["published", "published", "withdrawn"]),
    ),
    max_size=40,
).map(lambda told: [listed(number, *one) for number, one in enumerate(told)])
"""Articles of four months, of which many came in at other times."""


def archive_of(rows: Sequence[Listed]) -> Archive:
    """Put rows into an archive, a folder a month."""
    folders = {month: tuple(row for row in rows if row.month == month) for month in MONTHS}
    outlines = {month: told for month, inside in folders.items() if (told := outline(inside))}
    return Archive(outlines, folders.__getitem__, lambda month: ids_of(folders[month]))


@given(ROWS, st.integers(0, 40), st.integers(0, 40))
def test_a_part_of_a_list_is_that_of_all_rows(rows: list[Listed], first: int, count: int) -> None:
    """Whichever folders overlap; and a part with other articles has another mark."""
    archive = archive_of(rows)
    for key, inside in listed_in(sorted(rows)).items():
        ids = [row.id for row in inside]
        start, end = min(first, len(ids)), min(first + count, len(ids))

        assert archive.count(key) == len(ids)
        assert list(archive.ids(archive.span(key))) == ids
        assert list(archive.ids(archive.span(key, start, end))) == ids[start:end]
        assert archive.modified(key) == str(max(row.added for row in inside))


@given(ROWS, st.integers(0, 39), st.integers(0, 30))
def test_another_article_is_another_mark(rows: list[Listed], number: int, added: int) -> None:
    """A group whose list is another one is planned again: an article came, went, or stands elsewhere."""
    changed = [row._replace(added=added) if row.id == f"bai-{number:03}" else row for row in rows]
    less = [row for row in rows if row.id != f"bai-{number:03}"]
    for others in (changed, less):
        before, after = archive_of(rows), archive_of(others)
        for key in listed_in(rows):
            spans = (before.span(key), after.span(key))

            assert before.ids(spans[0]) == after.ids(spans[1]) or spans[0] != spans[1]


@given(ROWS)
def test_neighbours_are_those_of_all_rows(rows: list[Listed]) -> None:
    """The article before, and older ones of the topic, over folders that follow one another or overlap."""
    archive = archive_of(rows)
    found = {month: archive.laid(month, before) for month, _, before in archive.pages()}

    assert found == _neighbours(sorted(rows))


def _neighbours(ordered: Sequence[Listed]) -> dict[str, list[Page]]:
    months: dict[str, list[Page]] = defaultdict(list)
    for place, row in enumerate(ordered):
        live = [one for one in ordered[:place] if one.status != "withdrawn"]
        older = tuple(one.id for one in live[-1:])
        alike = [one.id for one in live if one.topic == row.topic][-RELATED - 1 :]
        related = tuple([one for one in reversed(alike) if one not in older][:RELATED])
        months[row.month].append(Page(row.url, row.id, older, related))
    return months


@given(ROWS, st.integers(-1, 31))
def test_the_newest_and_the_places_are_those_of_all_rows(rows: list[Listed], moment: int) -> None:
    """Withdrawn articles are no news, and have no place among those that are searched."""
    archive = archive_of(rows)
    live = [row for row in sorted(rows) if row.status != "withdrawn"]
    featured = [row.id for row in live if row.featured]

    assert list(archive.tail(NEWEST, 7)) == [row.id for row in live[::-1][:7]]
    assert list(archive.tail(FEATURED, 5)) == featured[::-1][:5]
    assert archive.count(LIVE) == archive.place() == len(live)
    assert archive.place(moment) == sum(row.added < moment for row in live)
    assert (archive.oldest, archive.newest) == ((live[0].added, live[-1].added) if live else (None, None))
    assert archive.count(EVERY) == len(rows)


@given(ROWS)
def test_a_year_begins_where_its_newest_article_stands(rows: list[Listed]) -> None:
    """In every list, also where articles of two years stand among each other."""
    archive = archive_of(rows)
    for key, inside in listed_in(sorted(rows)).items():
        places = {row.month[:4]: place for place, row in enumerate(inside)}

        assert archive.years(key) == tuple(sorted(places.items(), reverse=True))
    assert archive.years(("chu-de", "khong-co")) == ()


@given(ROWS)
def test_what_was_let_go_is_loaded_again(rows: list[Listed]) -> None:
    """An archive says the same before and after it let go of its rows."""
    archive = archive_of(rows)
    said = [archive.ids(archive.span(key)) for key in listed_in(rows)]
    forget_rows(archive)

    assert [archive.ids(archive.span(key)) for key in listed_in(rows)] == said
