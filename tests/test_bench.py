"""The measurements measure what they say."""

import importlib

import pytest

from bench import cpu


class TestCpu:
    @pytest.mark.parametrize("begin", [begin for begin, _ in (*cpu.PARTS, *cpu.ANYWHERE, *cpu.BELOW)])
    def test_every_named_function_and_module_is_there(self, begin: str):
        module, _, name = begin.partition(":")
        found = importlib.import_module(module)
        for part in name.split(".") if name else ():
            found = getattr(found, part)

    def test_a_card_counts_for_the_lists_whoever_asks_for_it(self):
        called = ["site_builder.cache.folders:Folders.read", "site_builder.pages.cards:card", "jinja2:render"]
        assert cpu.part_of(called) == "lists and front page"

    def test_the_maker_that_was_called_decides_and_not_what_it_calls(self):
        called = [
            "site_builder.engine.making:_try",
            "site_builder.pages.articles:article",
            "site_builder.pages.cards:x",
        ]
        assert cpu.part_of(called) == "article pages"

    def test_what_a_maker_reads_counts_for_the_store(self):
        called = ["site_builder.pages.lists:lists", "site_builder.engine.store:fetch", "zlib:x"]
        assert cpu.part_of(called) == cpu.STORE

    def test_what_mkdocs_converts_is_the_chrome(self):
        called = ["site_builder.mkdocs_plugin:render_chrome", "mkdocs:build", "markdown.core:Markdown.convert"]
        assert cpu.part_of(called) == cpu.MKDOCS
