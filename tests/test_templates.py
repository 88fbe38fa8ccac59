from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, UndefinedError

from site_builder.cache.inputs import theme_dir
from site_builder.frame import templates
from site_builder.frame.templates import records_of, render
from site_builder.model import Read
from site_builder.urls import ROOT
from tests.conftest import build_portal, small_portal, write


def reader(**sources: str) -> Read:
    """Return a `read` that knows these templates and nothing else."""
    records: dict[str, Any] = dict(records_of({f"{name}.html": text for name, text in sources.items()}))
    return records.__getitem__


def test_values_are_escaped_and_stored_fragments_are_not() -> None:
    """What people wrote is text; a sanitised body is placed for the page's depth."""
    read = reader(a="{{ words }} {{ put(body) }} {{ to('/tin-tuc/') }} {{ depth }}")
    shown = render(read, "a.html", 2, words='<b> & "', body=f'<a href="{ROOT}/x/">y</a>')
    assert shown == '&lt;b&gt; &amp; &#34; <a href="../../x/">y</a> ../../tin-tuc/ 2'


def test_the_house_writes_dates_and_numbers_one_way() -> None:
    """Filters of templates are those of `text`."""
    moment = datetime(2019, 8, 30, 0, 30, tzinfo=UTC)
    read = reader(
        a="{{ d|day }} {{ m|moment }} {{ m|iso }} {{ 3250|integer }} {{ 12.5|decimal }} {{ 2048|file_size }} "
        "{{ 'một hai ba'|excerpt(8) }}"
    )
    shown = render(read, "a.html", 0, d=date(2019, 8, 30), m=moment)
    assert shown == "30/08/2019 30/08/2019 07:30 2019-08-30T07:30:00+07:00 3.250 12,5 2 KB một hai…"


def test_a_forgotten_value_is_a_bug_that_shows() -> None:
    """Nothing prints an empty place."""
    with pytest.raises(UndefinedError, match="missing"):
        render(reader(a="{{ missing }}"), "a.html", 0)


def test_templates_include_one_another_and_blocks_leave_no_lines() -> None:
    """Macros come from other templates, which are in the record of who names them; a block's own line vanishes."""
    read = reader(
        a='{% from "b.html" import m %}\n{% if true %}\n{{ m("x") }}\n{% endif %}\n',
        b="{% macro m(a) %}[{{ a }}]{% endmacro %}",
    )
    assert render(read, "a.html", 0) == "[x]\n"


MACROS = """{% set marks = {"new": "<b>"} %}
{% macro mark(name) %}{{ marks[name] | safe }}{% endmacro %}
{% macro link(one, words="…", level=2) %}
<h{{ level }}><a href="{{ to(one) }}">{{ words }}</a>{% if level == 3 %}{{ mark("new") }}{% endif %}</h{{ level }}>
{% endmacro %}
{% macro each(all) %}{% for i in all %}{{ link(i, level=3) }}{% if not loop.last %}, {% endif %}{% endfor %}
{% endmacro %}
{% macro deep(count) %}{{ count }}{% if count %}{{ deep(count - 1) }}{% endif %}{% endmacro %}
{% macro outer() %}{{ words }}{% endmacro %}
{% macro reset(one) %}{% set one = one ~ "!" %}{{ one }}{% endmacro %}
"""
CALLS = """{% import "m.html" as m %}
{% from "m.html" import link as a, mark %}
{% set words = "here" %}
{{ m.link("/x/", "<i>") }}|{{ a("https://x.vn/") }}|{{ m.each(["/a/", "/b/"]) }}|{{ mark("new") }}|{{ m.deep(3) }}
{% for link in ["/c/"] %}{{ m.link(link, words=words, level=2 + 1) }}{{ m.reset(link) }}{{ link }}{% endfor %}
{% for a in ["/d/"] %}{{ a }}{% endfor %}{{ m.link("/e/") | upper }}{{ "caught" if m.mark("new") }}
"""


def test_a_template_says_the_same_flat_and_with_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Defaults, names that mean something else in another place, macros in macros, and what cannot be put in."""
    read = reader(a=CALLS, m=MACROS)
    shown = render(read, "a.html", 1)
    environment = templates.environment_of(read("template:a.html"))
    compiled = environment.compile(environment.loader.get_source(environment, "a.html")[0], raw=True)  # type: ignore[union-attr]
    monkeypatch.setattr(templates, "FlatEnvironment", Environment)
    templates.environment_of.cache_clear()
    monkeypatch.setattr(templates, "_kept", lambda _sources: None)
    assert render(read, "a.html", 1) == shown
    templates.environment_of.cache_clear()
    assert '<h2><a href="../x/">&lt;i&gt;</a></h2>' in shown
    assert compiled.count("context.call") == 4  # of itself, under a name of two meanings, for a filter, for a question


def test_a_name_of_everybody_may_mean_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a macro that takes it as an argument, in a template that sets it."""
    monkeypatch.setattr(templates, "_kept", lambda _sources: None)
    templates.environment_of.cache_clear()
    macros = "{% macro link(to, one) %}{{ to(one) }}{% endmacro %}"
    call = '{% from "m.html" import link %}{{ link(other, "/x/") }}'
    assert render(reader(a=call, m=macros), "a.html", 1, other=str.upper) == "/X/"
    assert render(reader(a='{% set to = other %}{{ to("/x/") }}'), "a.html", 1, other=str.upper) == "/X/"


def test_what_a_macro_takes_from_outside_is_not_found_where_it_is_called() -> None:
    """A macro sees its arguments, whether it is put in or called."""
    with pytest.raises(UndefinedError, match="words"):
        render(reader(a='{% import "m.html" as m %}{% set words = 1 %}{{ m.outer() }}', m=MACROS), "a.html", 1)


def test_other_sources_are_other_templates() -> None:
    """A changed theme shows at once, also in a process that rendered the old one."""
    assert render(reader(a="1"), "a.html", 0) == "1"
    assert render(reader(a="2"), "a.html", 0) == "2"


def test_a_template_s_record_holds_what_it_names_and_nothing_else() -> None:
    """A change of one template makes only what uses it anew; who works out a name himself may use any."""
    sources = {
        "a.html": '{% import "b.html" as b %}', "b.html": "{%- from 'c.html' import m -%}",
        "c.html": '{% macro m() %}{% include "a.html" %}{% endmacro %}', "d.html": '{% include "gone.html" %}',
        "e.html": "{% extends words %}", "f.html": '{% include ["d.html", words] %}',
        "g.html": '{% include "a.html" if words else "d.html" %}', "h.html": '{%+ include "d.html" ignore missing -%}',
    }  # fmt: skip
    named = {
        key.removeprefix("template:")[0]: "".join(name[0] for name, _ in those) for key, those in records_of(sources)
    }
    assert named == {
        "a": "abc",
        "b": "abc",
        "c": "abc",
        "d": "d",
        "e": "abcdefgh",
        "f": "abcdefgh",
        "g": "abcdefgh",
        "h": "dh",
    }


def test_only_templates_that_are_used_are_compiled() -> None:
    """A template that nobody asks for costs nothing; a broken one is not even seen."""
    assert render(reader(a="1", b="{% broken"), "a.html", 0) == "1"


@pytest.mark.parametrize("spoil", ["nothing", "foreign", "open", "file"])
def test_what_is_compiled_is_kept_outside_of_every_portal_and_for_this_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    """Where it cannot be kept, or what is kept is spoiled, pages are the same."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / f"_jinja2-cache-{os.getuid()}"
    source = f"{{{{ 3250|integer }}}} {spoil}"
    if spoil == "foreign":
        folder.write_bytes(b"")
    templates.environment_of.cache_clear()
    assert render(reader(a=source), "a.html", 0) == f"3.250 {spoil}"
    if spoil != "foreign":
        assert [file.name for file in folder.iterdir() if file.name.startswith("cchc-")]
        assert folder.stat().st_mode & 0o777 == 0o700
    if spoil == "open":
        folder.chmod(0o500)
    if spoil == "file":
        for file in folder.iterdir():
            file.write_bytes(file.read_bytes()[:-9])
    templates.environment_of.cache_clear()
    monkeypatch.setitem(templates.FILTERS, "integer", lambda number: f"{number} mới")
    assert render(reader(a=source), "a.html", 0) == f"3250 mới {spoil}"
    templates.environment_of.cache_clear()


@pytest.mark.parametrize(("name", "made"), [("topics.html", ("chu-de/index.html",)), ("block-press.html", ())])
def test_a_changed_template_makes_only_what_shows_it_anew(tmp_path: Path, name: str, made: tuple[str, ...]) -> None:
    """An office that words one page differently does not wait for all pages; a block is rendered with static pages."""
    root = small_portal(tmp_path)
    build_portal(root)
    template = (theme_dir() / "templates" / name).read_text(encoding="utf-8")
    write(root, f"theme/templates/{name}", f"{template}<p>Lời của cơ quan.</p>\n")
    assert build_portal(root).made == made
