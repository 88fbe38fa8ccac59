"""The measurements measure what they say."""

from __future__ import annotations

import importlib
import signal

import pytest

from bench import cpu


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
