"""The one stylesheet: what pages can meet of Material's, then ours, without what only authors read."""

from __future__ import annotations

import gzip
import re

import pytest

from site_builder.frame.assets import STYLES, published
from site_builder.frame.stylesheet import joined, lean
from site_builder.model.settings import COLOUR
from tests.styles import material, own


@pytest.mark.parametrize(
    "selector",
    [".md-typeset h2+h3", "html", ".md-typeset .note>summary:before", "[dir=ltr] .md-typeset ol li", "a:not(.x):hover"],
)
def test_a_rule_that_a_page_can_meet_stays(selector: str) -> None:
    """Elements and classes of bodies and of the frame."""
    assert joined([f"{selector}{{top:0}}"], [], ()) == f'@charset "UTF-8";{selector}{{top:0}}'


@pytest.mark.parametrize(
    "selector",
    [".md-search__form", "video", "[dir=rtl] .md-typeset ol", "#__drawer", ".p", "[data-md-toggle=x]", "b .x"],
)
def test_a_rule_that_no_page_can_meet_goes(selector: str) -> None:
    """Alone, within a query, and beside one that stays."""
    css = f"{selector}{{top:0}}@media print{{{selector}{{top:0}}}}a,{selector}{{left:0}}"

    assert joined([css], [], ()) == '@charset "UTF-8";a{left:0}'


def test_strings_and_addresses_are_not_cut() -> None:
    """What looks like the end of a rule within them is none."""
    css = "a{background:url(\"data:,<svg>{};</svg>\");content:'}, ;'}"

    assert joined([css], [], ()).endswith(css)


def test_only_what_is_asked_for_is_named() -> None:
    """A property that only an unused one asks for goes, too; ours may ask for Material's."""
    css = ":root{--a:1;--b:var(--c);--c:2;--d:3}a{top:var(--a)}"

    assert joined([css], ["b{top:var(--d)}"], ()).startswith('@charset "UTF-8";:root{--a:1;--d:3}')


def test_classes_of_an_extension_stay_where_it_is_in_use() -> None:
    """Tabs have rules in a portal that reads tabs."""
    css = ".md-typeset .tabbed-block{top:0}"

    assert joined([css], [], ()) == '@charset "UTF-8";'
    assert joined([css], [], ("pymdownx.tabbed",)).endswith(css)


def test_a_choice_holds_as_what_the_system_asks_for() -> None:
    """One block counts for the system, unless the reader chose, and for the choice."""
    assert joined([], ["@media (prefers-color-scheme: dark) {\n  :root { --a: 1 }\n}"], ()).endswith(
        "@media (prefers-color-scheme:dark){:root:not([data-md-color-scheme]){--a:1}}"
        ':root[data-md-color-scheme="slate"]{--a:1}'
    )


def test_space_goes_where_it_says_nothing() -> None:
    """Not between words, nor within strings."""
    assert lean('a  b > c ,\n d {\n  top : 1px  2px; /* why */\n content: "a  b" }') == (
        'a b>c,d{top :1px 2px;content:"a  b"}'
    )


def test_all_styles_of_a_portal_are_small() -> None:
    """At most 12 KB compressed, in one file."""
    sources = {f"assets/stylesheets/main.{index:08x}.min.css": text.encode() for index, text in enumerate(material())}
    made = published(sources | own(), COLOUR, ("footnotes",))[STYLES]

    assert made
    assert len(gzip.compress(made.data, 9)) <= 12 * 1024


def test_every_class_of_ours_speaks_one_language() -> None:
    """Names begin with cc-, but for Material's and those that say whether scripts run."""
    rules = re.sub(r"\"[^\"]*\"|\d*\.\d+", "", " ".join(lean(text.decode()) for text in own().values()))
    names = {name for name in re.findall(r"\.(-?[a-z][\w-]*)", rules) if not name.startswith(("cc-", "md-"))}

    assert names <= {"js", "no-js", "admonition", "admonition-title", "footnote", "headerlink"}
