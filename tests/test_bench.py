"""The measurements measure what they say."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench import cpu
from bench.corpus import NEWS, Corpus, Layout, check, parsed
from bench.measuring import held, measured
from bench.site import Moved, moved


class TestCpu:
    """The table of the processor's time."""

    @pytest.mark.parametrize("begin", [begin for begin, _ in (*cpu.PARTS, *cpu.ANYWHERE, *cpu.BELOW)])
    def test_every_named_function_and_module_is_there(self, begin: str) -> None:
        """A part whose module was renamed would count for another."""
        module, _, name = begin.partition(":")
        found = importlib.import_module(module)
        for part in name.split(".") if name else ():
            found = getattr(found, part)

    @pytest.mark.parametrize(
        ("called", "part"),
        [
            (("site_builder.cache.folders:read", "site_builder.pages.cards:card", "jinja2:x"), cpu.LISTS),
            (
                ("site_builder.engine.making:_try", "site_builder.pages.articles:x", "site_builder.pages.cards:x"),
                cpu.PAGES,
            ),
            (("site_builder.pages.lists:listing", "site_builder.engine.store:fetch", "zlib:x"), cpu.STORE),
            (("site_builder.mkdocs_plugin:x", "site_builder.markup:x", "markdown.core:Markdown.convert"), cpu.MKDOCS),
            (("site_builder.cli:main", "importlib._bootstrap:x"), cpu.IMPORTS),
            (("json:x",), cpu.ELSE),
        ],
    )
    def test_the_outermost_known_function_decides(self, called: tuple[str, ...], part: str) -> None:
        """A card counts for the lists, whoever calls for it; the store for itself; MkDocs for all below it."""
        assert cpu.part_of(list(called)) == part

    def test_the_processors_time_is_counted_and_the_timer_stops(self) -> None:
        """All of it is some part's, and what comes afterwards is not asked any more."""
        sampler = cpu.Sampler()
        with sampler:
            while not sampler.seconds:
                pass
        assert sampler.seconds.keys() == {cpu.ELSE}
        assert 0 < sampler.seconds[cpu.ELSE] <= sampler.whole
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


class TestCorpus:
    """What a site of equal work must hold."""

    @pytest.mark.parametrize(("count", "pages"), [(1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
    def test_every_page_of_every_list_is_asked_for(self, count: int, pages: int) -> None:
        """One list of all, one of the topic, one of the agency."""
        layout = Layout(article="{path}.html", front="{of}/index.html", later="{of}/{number}.html", feeds=("{of}.xml",))
        files = layout.files(_corpus(count))
        assert [len(files[kind]) for kind in ("articles", "pages of lists", "feeds")] == [count, 3 * pages, 3]

    def test_lists_that_are_paged_from_the_oldest_have_a_front_beside_their_full_pages(self) -> None:
        """As ours: `trang-1` and `trang-2` are full, and the front holds the rest."""
        layout = Layout(
            article="{path}", front="{of}/0", later="{of}/{number}", kinds=(NEWS,), is_paged_from_oldest=True
        )
        assert layout.files(_corpus(41))["pages of lists"] == ["tin-tuc/0", "tin-tuc/1", "tin-tuc/2"]

    def test_a_site_that_lacks_a_file_is_named_with_it(self, tmp_path: Path) -> None:
        """Whoever does less work must not look faster."""
        (tmp_path / "a0").write_text("x", encoding="utf-8")
        with pytest.raises(AssertionError, match=r"peer: 1 of 2 articles are not in .*, as a1"):
            check(tmp_path, Layout(article="{path}"), _corpus(2), "peer")


def _corpus(count: int) -> Corpus:
    article = parsed("a0", '---\ntitle: "x"\ndate: 2020-01-01\ntopic: t\nagency: a\n---\n\nLời.\n')
    articles = tuple(replace(article, path=f"a{number}") for number in range(count))
    return Corpus(folder=Path(), articles=articles, names={"t": "T", "a": "A"})


class TestSite:
    """What a build did to the files of a site."""

    def test_files_that_are_written_again_as_they_were_need_no_purge(self) -> None:
        """New, changed and gone ones do."""
        before = {"same": (1, 5, b"s"), "again": (1, 10, b"a"), "new bytes": (1, 20, b"b"), "gone": (1, 7, b"g")}
        after = {"same": (1, 5, b"s"), "again": (2, 10, b"a"), "new bytes": (2, 21, b"c"), "new": (2, 30, b"n")}
        assert moved(before, after) == Moved(written=3, written_size=61, changed=3, changed_size=51)


class TestMeasuring:
    """What a program took."""

    def test_a_program_that_fails_says_why(self, tmp_path: Path) -> None:
        """Its last words are in the error."""
        with pytest.raises(RuntimeError, match="no such thing"):
            measured([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)

    def test_memory_of_a_process_is_seen(self) -> None:
        """At least some megabytes of this one."""
        assert held(os.getpid()) > 5
