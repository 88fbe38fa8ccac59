"""Kept values: what was kept comes back equal, and nothing that was kept can run."""

from __future__ import annotations

import pickle
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.counting.works import Work
from site_builder.engine.store import fetch, reading
from site_builder.engine.targets import digest
from site_builder.engine.values import BrokenValueError, decode, encode, encoded
from site_builder.errors import Problem
from site_builder.frozen import freeze
from site_builder.model import Airing, Article, Body
from site_builder.model.ledger import Filed
from site_builder.text import VIETNAM
from tests.conftest import SMALL, build_portal, cchc, small_portal, tree_of

MOMENT = datetime(2026, 11, 29, 8, 30, tzinfo=VIETNAM)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4).map(tuple),
    max_leaves=12,
)  # fmt: skip


def work(**fields: object) -> Work:
    """One work with an airing."""
    airing = Airing(date=MOMENT, channel="phat-thanh", outlet="", minutes=4.0, url="")
    given = {"id": "a", "month": "2026/11", "date": MOMENT, "topics": ("x",), "agency": "y", "genre": "tin"}
    return Work(**{**given, "column": "", "airings": (airing,), "is_sum": False, **fields})  # type: ignore[arg-type]


@given(PLAIN)
def test_plain_values_come_back_as_they_were(value: object) -> None:
    """Tuples stay tuples, whole floats floats: their digests are those of before."""
    assert repr(decode(encode(value))) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        b"\x00\xff\n",
        (work(), work(id="b")),
        work(date=MOMENT + timedelta(microseconds=1)),
        Problem("content/news/x.md", 3, "ma", "Câu “này”\n", "warning"),
        Body(html="<p>Đất đai</p>", text="Đất đai"),
        Filed(
            period="nam-2023", filed=date(2023, 11, 20), data=freeze({"totals": {"works": 1.0}, "items": [{"a": []}]})
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_of_the_program_come_back_as_they_were(value: object) -> None:
    """Class, time zone and nesting are those of before."""
    assert repr(decode(encode(value))) == repr(value)


@pytest.mark.parametrize("text", ["a\udc80b", "\ud800", "\\udc80 và \udc81", "Đất \n\udcff"])
def test_bytes_that_are_no_letters_come_back_as_they_were(text: str) -> None:
    """An old address may hold them (`/tin%B5.html`), and a broken file does until somebody mends it."""
    for value in (work(id=text), (work(), work(id=text)), (text, (text, 1.0)), text):
        assert repr(decode(encode(value))) == repr(value)


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(work()),
        b"",
        b"[]",
        b"os:system\n[]",
        b"subprocess:Popen\n[]",
        b"site_builder.engine.values:decode\n[]",
        b"site_builder.publish.git:subprocess.Popen\n[]",
        b"site_builder.khong.co:X\n[]",
        b"*site_builder.counting.works:Work\n[[1]]",
        b"site_builder.counting.works:Work\n" + b"[" * 100_000,
        b"\n" + b"[" * 100_000,
        b"\nNaN",
        b"\xff\n1",
    ],
    ids=str,
)
def test_what_is_no_value_of_ours_is_refused_and_runs_nothing(data: bytes) -> None:
    """Only plain values of this program are made, from fields of the right type."""
    with pytest.raises(BrokenValueError):
        decode(data)


def test_what_is_no_plain_value_is_not_kept() -> None:
    """A function or an object of another package never gets into the state."""
    for value in (decode, object(), work(id=decode)):
        with pytest.raises(TypeError):
            encode(value)


@pytest.mark.slow
def test_a_state_with_foreign_values_is_made_anew(tmp_path: Path) -> None:
    """A pickle that waits in a state is not run; the site is that of a clean build."""
    marker = tmp_path / "ran"

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (marker,)

    root = small_portal(tmp_path / "portal")
    build_portal(root)
    clean = tree_of(root / "public")
    database = root / ".cache" / "cchc" / "state.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE contents SET value = ?", (pickle.dumps(Trap()),))
    (root / "content" / "news" / "2024" / "05").mkdir(parents=True, exist_ok=True)
    for _ in range(2):  # the first may say that the state was thrown away
        done = cchc("build", "--now", "2026-11-22T12:00", cwd=root, code=None)
    assert done.returncode == 0, done.stderr
    assert not marker.exists()
    assert tree_of(root / "public") == clean


def test_what_a_worker_wrote_is_kept_as_it_is() -> None:
    """Whoever keeps it writes nothing again; equal values have one digest."""
    written = encoded(work())

    assert encode(written) == written.data == encode(work())
    assert decode(encode(written)) == work()
    assert written.digest == encoded(work()).digest != encoded(work(id="b")).digest


def test_articles_keep_their_digest(tmp_path: Path) -> None:
    """What decides staleness is the same before and after keeping: all articles of the small portal."""
    from site_builder import content

    files = sorted((SMALL / "content" / "news").rglob("*.md"))

    assert len(files) > 3
    for file in files:
        article = content.read_article(file.relative_to(SMALL).as_posix(), file.read_bytes()).article
        assert isinstance(article, Article)
        assert repr(decode(encode(article))) == repr(article)


@pytest.mark.heavy
def test_every_record_has_the_digest_of_what_comes_back(sample_site: Path) -> None:
    """A number kept as 5 that comes back as 5.0 would make pages stale that nothing changed."""
    database = sample_site.resolve().parents[1] / "state.sqlite"
    with reading(str(database)) as connection:
        known = dict(connection.execute("SELECT key, digest FROM items WHERE kind = 'record'").fetchall())
        kept = {key: fetch(connection, "record", key)[1] for key in known}

    def mark(key: str, value: object) -> str:
        return encoded(value).digest if key.startswith(("facts:2", "body:")) else digest(value)

    assert len(kept) > 500
    assert [key for key, value in kept.items() if key != "root" and mark(key, value) != known[key]] == []
