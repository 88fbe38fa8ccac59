"""The laws of the build, as properties: each test's docstring is the sentence of the requirement."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_builder import build
from site_builder.build import Options, Rendered
from site_builder.cache.inputs import theme_dir
from site_builder.errors import SiteError
from site_builder.frame.chrome import Bundle, Chrome
from tests.conftest import (
    NOW,
    REPOSITORY,
    article,
    build_portal,
    decoded,
    rendered_chrome,
    small_portal,
    tree_of,
    write,
)
from tests.lengths import examples
from tests.manifests import manifest_in
from tests.reading import broken_links

EDITS = (
    "newest",
    "backdated",
    "imported",
    "body",
    "title",
    "delete",
    "rename",
    "move",
    "withdraw",
    "draft",
    "embargo",
    "correct",
    "taxonomy",
    "theme",
    "chrome",
)


THEMED = ("head.html", "item.html", "brief.html", "listing.html", "picture.html", "macros.html", "thong-ke-bang.html")
"""Templates of which a portal may have its own; some are pages, some are put into many."""


class Newsroom:
    """A portal that is edited at random, with the chrome it has at the moment."""

    def __init__(self, folder: Path) -> None:
        self.root = small_portal(folder)
        self.added: list[Path] = []
        self.chrome_mark = 0

    def chrome(self, _root: Path) -> Rendered:
        """Return the small portal's chrome, with a mark that an edit of the theme changes."""
        rendered = rendered_chrome()
        marked = tuple(
            (key, Chrome((*chrome.parts, f"<!-- {self.chrome_mark} -->".encode())))
            for key, chrome in rendered.bundle.chromes
        )
        return replace(rendered, bundle=Bundle(chromes=marked, files=rendered.bundle.files))

    def edit(self, kind: str, seed: int) -> None:
        """Make one edit; those that need an added article add one first."""
        fresh = ("newest", "backdated", "imported")
        if kind in fresh or not self.added:
            month = "2026/10" if kind == "newest" else f"{2019 + seed % 7}/{1 + seed % 12:02}"
            date = f"{month.replace('/', '-')}-{1 + seed % 28:02}T08:00:00+07:00"
            late = {"added": "2026-10-30T08:00:00+07:00"} if kind == "imported" else {}
            text = article(title=f'"Bài {seed}"', date=date, **late)
            self.added.append(write(self.root, f"content/news/{month}/bai-{seed}-{len(self.added)}.md", text))
        if kind in fresh:
            return
        file = self.added[seed % len(self.added)]
        getattr(self, f"_{kind}")(file, seed)

    def _body(self, file: Path, seed: int) -> None:
        file.write_text(file.read_text(encoding="utf-8") + f"\nThêm đoạn {seed}.\n", encoding="utf-8")

    def _title(self, file: Path, seed: int) -> None:
        lines = file.read_text(encoding="utf-8").split("\n")
        named = (f'title: "Tên mới {seed}"' if line.startswith("title:") else line for line in lines)
        file.write_text("\n".join(named), encoding="utf-8")

    def _delete(self, file: Path, _seed: int) -> None:
        file.unlink()
        self.added.remove(file)

    def _rename(self, file: Path, seed: int) -> None:
        moved = file.with_name(f"doi-ten-{seed}-{len(self.added)}.md")
        self.added[self.added.index(file)] = file.rename(moved)

    def _move(self, file: Path, seed: int) -> None:
        moved = self.root / f"content/news/{2019 + seed % 5}/0{1 + seed % 9}" / file.name
        moved.parent.mkdir(parents=True, exist_ok=True)
        if not moved.exists():
            self.added[self.added.index(file)] = file.rename(moved)

    def _embargo(self, _file: Path, seed: int) -> None:
        """Add an article that is not out yet in an old month, and one in another that leads to it."""
        hidden = f"{2019 + seed % 5}/03/hen-{seed}.md"
        write(self.root, f"content/news/{hidden}", article(title="Hẹn giờ", date="2027-05-05T08:00:00+07:00"))
        text = article(title="Dẫn", date="2020-04-06T08:00:00+07:00", body=f"Xem [bài](../../{hidden}).")
        write(self.root, f"content/news/2020/04/dan-{seed}.md", text)

    def _insert(self, file: Path, lines: str) -> None:
        head, _, rest = file.read_text(encoding="utf-8").partition("\n")
        kept = "\n".join(
            line for line in rest.split("\n") if not line.startswith(("status:", "withdrawn:", "corrections:"))
        )
        file.write_text(f"{head}\n{kept.rstrip()}\n".replace("---\n", f"---\n{lines}\n", 1), encoding="utf-8")

    def _withdraw(self, file: Path, _seed: int) -> None:
        self._insert(file, "status: withdrawn\nwithdrawn: {date: 2026-11-01T08:00:00+07:00, reason: Sai số liệu}")

    def _draft(self, file: Path, _seed: int) -> None:
        self._insert(file, "status: draft")

    def _correct(self, file: Path, seed: int) -> None:
        self._insert(file, f"corrections: [{{date: 2026-11-02T08:00:00+07:00, note: Sửa lần {seed}}}]")

    def _taxonomy(self, _file: Path, seed: int) -> None:
        topics = self.root / "content" / "taxonomy" / "topics.yml"
        kept = [
            line for line in topics.read_text(encoding="utf-8").split("\n") if not line.startswith("  description:")
        ]
        kept.insert(1, f"  description: Mô tả {seed}")
        topics.write_text("\n".join(kept), encoding="utf-8")

    def _theme(self, _file: Path, seed: int) -> None:
        name = THEMED[seed % len(THEMED)]
        template = (theme_dir() / "templates" / name).read_text(encoding="utf-8")
        mark = "<meta" if name == "head.html" else ' class="'
        seeded = f'<meta name="seed" content="{seed}">' if name == "head.html" else f' data-seed="{seed}"'
        write(self.root, f"theme/templates/{name}", template.replace(mark, f"{seeded}{mark}", 1))

    def _chrome(self, _file: Path, seed: int) -> None:
        self.chrome_mark = seed
        write(self.root, "theme/mark.txt", str(seed))


def clean_tree(newsroom: Newsroom, scratch: Path) -> dict[str, bytes]:
    """Build a copy of a newsroom's portal with no state at all and return its files."""
    shutil.copytree(newsroom.root, scratch, ignore=shutil.ignore_patterns(".cache", "public"))
    build_portal(scratch, chrome=newsroom.chrome)
    return tree_of(scratch / "public")


@pytest.mark.slow
@settings(max_examples=examples(8, 200), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 9999)), min_size=1, max_size=6), st.booleans())
@example([(kind, 7) for kind in EDITS], True)
@example([(kind, 8) for kind in EDITS], False)
def test_incremental_equals_clean(edits: list[tuple[str, int]], each: bool) -> None:
    """Incremental after random edits, additions, deletions, renames and withdrawals = clean build, byte for byte.

    What is known of every file is the same, too: which records it was made from.
    """
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder) / "a")
        build_portal(newsroom.root, chrome=newsroom.chrome)
        for kind, seed in edits:
            newsroom.edit(kind, seed)
            if each:
                build_portal(newsroom.root, chrome=newsroom.chrome)
        build_portal(newsroom.root, chrome=newsroom.chrome)
        incremental = tree_of(newsroom.root / "public")
        clean = clean_tree(newsroom, Path(folder) / "b")

        assert sorted(incremental) == sorted(clean)
        assert [path for path in clean if incremental[path] != clean[path]] == []
        assert _manifest(newsroom.root) == _manifest(Path(folder) / "b")


@pytest.mark.slow
@settings(max_examples=examples(6, 100), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 9999)), min_size=1, max_size=3))
@example([(kind, 7) for kind in EDITS])
def test_a_skipped_group_equals_a_planned_one(edits: list[tuple[str, int]]) -> None:
    """A group taken from the manifest unplanned is what planning it would give."""
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder) / "a")
        build_portal(newsroom.root, chrome=newsroom.chrome)
        for kind, seed in edits:
            newsroom.edit(kind, seed)
        build_portal(newsroom.root, chrome=newsroom.chrome)
        before = _manifest(newsroom.root)
        planned = build_portal(newsroom.root, chrome=newsroom.chrome, plan_all=True)

        assert planned.made == planned.deleted == ()
        assert _manifest(newsroom.root) == before


MISTAKES = {
    "topic": {"topic": "khong-co"},
    "agency": {"agency": "la"},
    "link": {"body": "Xem [bài](../../2024/05/khong-co.md)."},
    "picture": {"body": "![Ảnh](/media/khong-co.png)"},
    "far": {"date": "2039-01-01T08:00:00+07:00"},
    "id": {"id": "trung"},
    "alias": {"aliases": "[/cu/1/]"},
    "draft": {"status": "draft"},
    "linked": {"body": "Xem [bài](nhap-0.md), [bài](nhap-1.md#a) và [trang](/gioi-thieu/)."},
    "good": {},
}


@pytest.mark.slow
@settings(max_examples=examples(10, 200), suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(MISTAKES)),
            st.integers(0, 3),
            st.sampled_from(["write", "write", "remove", "page", "topic"]),
        ),
        min_size=1,
        max_size=8,
    )
)
@example([(kind, number % 4, "write") for number, kind in enumerate(sorted(MISTAKES))])
def test_an_incremental_check_finds_what_a_clean_one_finds(edits: list[tuple[str, int, str]]) -> None:
    """Whatever is written, removed or added elsewhere: the same problems, none repeated from memory, none missed."""
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder) / "a")
        topics = newsroom.root / "content" / "taxonomy" / "topics.yml"
        for kind, number, what in edits:
            file = f"content/news/2024/0{5 + number % 2}/nhap-{number}.md"
            if what == "write":
                write(newsroom.root, file, article(**MISTAKES[kind]))
            elif what == "remove":
                (newsroom.root / file).unlink(missing_ok=True)
            elif what == "page":
                write(newsroom.root, f"content/pages/trang-{number}.md", "# Trang\n")
            elif "khong-co" not in topics.read_text(encoding="utf-8"):
                with topics.open("a", encoding="utf-8") as end:
                    end.write("\n- {id: khong-co, name: Mới}\n")
            found = build.check(newsroom.root, newsroom.chrome, Options(now=NOW)).problems
        shutil.copytree(newsroom.root, Path(folder) / "b", ignore=shutil.ignore_patterns(".cache", "public"))
        clean = build.check(Path(folder) / "b", newsroom.chrome, Options(now=NOW)).problems

        assert found == clean


def _manifest(root: Path) -> dict[str, object]:
    return dict(manifest_in(root / build.STATE))


def test_a_failed_check_leaves_the_site(portal: Path) -> None:
    """Bad input leaves the old site as it stands, and the next good build is right."""
    build_portal(portal)
    before = tree_of(portal / "public")
    bad = write(portal, "content/news/2024/05/hong.md", article(topic="khong-co"))
    with pytest.raises(SiteError):
        build_portal(portal)

    assert tree_of(portal / "public") == before

    bad.unlink()
    build_portal(portal)

    assert tree_of(portal / "public") == before


def test_time_alone_publishes_an_embargo(tmp_path: Path) -> None:
    """When an embargo ends, the incremental build equals a clean one at that moment; before, nothing of it is out."""
    newsroom = Newsroom(tmp_path / "a")
    text = article(title='"Tin hẹn giờ bimatxyz"', date="2027-03-01T08:00:00+07:00", body="Nội dung bimatxyz.\n\nHết.")
    write(newsroom.root, "content/news/2027/03/tin-hen-gio-bimatxyz.md", text)
    report = build_portal(newsroom.root, chrome=newsroom.chrome)
    early = tree_of(newsroom.root / "public")
    later = NOW + timedelta(days=120)
    build_portal(newsroom.root, chrome=newsroom.chrome, now=later)
    live = tree_of(newsroom.root / "public")
    shutil.copytree(newsroom.root, tmp_path / "b", ignore=shutil.ignore_patterns(".cache", "public"))
    build_portal(tmp_path / "b", chrome=newsroom.chrome, now=later)

    assert [path for path, _ in report.scheduled] == ["content/news/2027/03/tin-hen-gio-bimatxyz.md"]
    assert [path for path, data in early.items() if b"bimatxyz" in path.encode() + decoded(path, data)] == []
    assert b"bimatxyz" in live["tin-tuc/index.html"]
    assert live == tree_of(tmp_path / "b" / "public")


def test_going_back_in_time_hides_it_again(tmp_path: Path) -> None:
    """A build for an earlier moment equals a clean build for that moment."""
    newsroom = Newsroom(tmp_path / "a")
    write(newsroom.root, "content/news/2026/10/moi.md", article(title="Tin mới", date="2026-10-20T08:00:00+07:00"))
    build_portal(newsroom.root, chrome=newsroom.chrome)
    first = tree_of(newsroom.root / "public")
    build_portal(newsroom.root, chrome=newsroom.chrome, now=NOW - timedelta(days=90))
    back = tree_of(newsroom.root / "public")
    build_portal(newsroom.root, chrome=newsroom.chrome)

    assert "tin-tuc/2026/10/moi/index.html" not in back
    assert tree_of(newsroom.root / "public") == first


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [2, 4])
def test_parallel_equals_serial(tmp_path: Path, jobs: int) -> None:
    """One worker = two = four, byte for byte."""
    one, many = small_portal(tmp_path / "one"), small_portal(tmp_path / "many")
    build_portal(one)
    build_portal(many, jobs=jobs)

    assert tree_of(one / "public") == tree_of(many / "public")


def test_any_executor_gives_the_same_site(tmp_path: Path) -> None:
    """Serial = an executor from outside, as a cluster's."""
    one, other = small_portal(tmp_path / "one"), small_portal(tmp_path / "other")
    build_portal(one)
    with ThreadPoolExecutor(2) as executor:
        build_portal(other, executor=executor)

    assert tree_of(one / "public") == tree_of(other / "public")


def test_twice_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    """Two builds with different PYTHONHASHSEED are equal."""
    trees = []
    for seed in ("1", "2"):
        root = small_portal(tmp_path / seed)
        command = [sys.executable, "-m", "site_builder", "--root", str(root), "build", "--now", NOW.isoformat()]
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY)}
        subprocess.run(command, env=env, check=True, capture_output=True)
        trees.append(tree_of(root / "public"))

    assert trees[0] == trees[1]


def test_every_link_is_planned(portal: Path) -> None:
    """Every link, file and anchor that a page names is there."""
    build_portal(portal)

    assert list(broken_links(portal / "public")) == []


@pytest.mark.heavy
def test_both_trees_are_the_site(portal: Path) -> None:
    """After a build the idle tree lacks only the last change, and full builds repair even a file that both lost."""
    build_portal(portal)
    build_portal(portal, full=True)
    write(portal, "content/news/2024/05/them.md", article())
    last = build_portal(portal)
    whole = tree_of(portal / "public")
    trees = sorted((portal / build.STATE / "trees").iterdir())
    shown, idle = sorted(trees, key=lambda tree: tree.resolve() != (portal / "public").resolve())
    old = tree_of(idle)

    assert len(trees) == 2
    assert tree_of(shown) == whole
    assert {path for path in whole | old if whole.get(path) != old.get(path)} == {*last.made, *last.deleted} != set()

    for tree in trees:
        (tree / "robots.txt").unlink()
    build_portal(portal, full=True)

    assert tree_of(portal / "public") == whole

    build_portal(portal, full=True)

    assert [tree_of(tree) == whole for tree in trees] == [True, True]


def _generation(root: Path, number: int) -> None:
    """Mark every page with a generation, through the portal's own head template."""
    head = (theme_dir() / "templates" / "head.html").read_text(encoding="utf-8")
    write(root, "theme/templates/head.html", f'{head}\n<meta name="generation" content="{number}">\n')


def _generations(root: Path) -> tuple[set[bytes], set[str]]:
    """Return the generations that the site's own pages show, and the names of all files."""
    tree = tree_of(root / "public")
    marks = {data.partition(b'name="generation" content="')[2].partition(b'"')[0] for data in tree.values()}
    return marks - {b""}, set(tree)


def _run(root: Path) -> None:
    build.build(root, lambda _root: rendered_chrome(), Options(now=NOW))


@pytest.mark.slow
@pytest.mark.xdist_group("kill")
def test_a_killed_build_never_breaks_the_site(portal: Path) -> None:
    """Killed with -9 at random moments: the site is complete and of one generation; the next build is right."""
    rendered_chrome()
    _generation(portal, 0)
    _run(portal)
    _, names = _generations(portal)
    chance = random.Random(20261122)
    context = multiprocessing.get_context("fork")
    killed, number, longest = 0, 0, 1.0
    while killed < examples(20, 1000):
        number += 1
        _generation(portal, number)
        started = time.perf_counter()
        process = context.Process(target=_run, args=(portal,))
        process.start()
        process.join(chance.uniform(0, longest))
        if process.is_alive():
            os.kill(process.pid or 0, signal.SIGKILL)
            killed += 1
        else:
            longest = 1.1 * (time.perf_counter() - started)
        process.join()
        marks, found = _generations(portal)

        assert len(marks) == 1
        assert found == names
    _run(portal)

    assert _generations(portal) == ({str(number).encode()}, names)


def test_an_interrupted_build_says_so_and_leaves_the_site(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of making leaves the old site; the next build is right."""
    build_portal(portal)
    before = tree_of(portal / "public")
    write(portal, "content/news/2024/05/them.md", article())

    def stop(_stage: str, done: int, _all: int) -> None:
        if _stage == "Dựng trang" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_portal(portal, progress=stop)

    assert tree_of(portal / "public") == before

    build_portal(portal)

    assert "tin-tuc/2024/05/them/index.html" in tree_of(portal / "public")
