from __future__ import annotations

import html
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.frame.chrome import KINDS, Chrome, Hole, script_json, split, token
from site_builder.text import SENTINEL

PAGE = (
    f'<title>{token("text", "title")}</title><meta content="{token("attribute", "description")}">'
    f'<link href="{token("url", "canonical")}"><script>{token("json", "data")}</script>'
    f"<main>{token('html', 'main')}</main>"
)
VALUES = {"title": "A", "description": "B", "canonical": "https://x.vn/", "data": {}, "main": "<p>C</p>"}


def test_a_sentinel_is_letters_only_and_found_again() -> None:
    """What filters leave alone; content that holds one is recognised."""
    for kind in KINDS:
        sentinel = token(kind, "title")
        assert sentinel.isalpha()
        assert split(f"a{sentinel}b").parts == (b"a", Hole(kind, "title"), b"b")
        assert SENTINEL.search(f"x {sentinel} y")
    assert SENTINEL.search("zqrootqz/media/a.png")
    assert not SENTINEL.search("zq không có gì qz")


def test_a_page_is_filled_in_one_go() -> None:
    """Every hole gets its value, everything else stays as it was rendered."""
    assert split(PAGE).fill(VALUES) == (
        b'<title>A</title><meta content="B"><link href="https://x.vn/"><script>{}</script><main><p>C</p></main>'
    )
    assert split("không có lỗ").fill({}) == "không có lỗ".encode()
    assert split(token("text", "a") * 2).fill({"a": 1}) == b"11"


def test_a_forgotten_value_is_a_bug_that_shows() -> None:
    """A page with an empty hole is never made."""
    with pytest.raises(KeyError, match="title"):
        split(PAGE).fill({name: value for name, value in VALUES.items() if name != "title"})


@given(st.text())
def test_text_cannot_leave_its_hole(words: str) -> None:
    """Neither a tag nor a quote of a value reaches the page, and a reader sees the value."""
    page = split(f'<b title="{token("attribute", "a")}">{token("text", "b")}</b>')
    shown = page.fill({"a": words, "b": words}).decode()
    inside = shown.removeprefix('<b title="').removesuffix("</b>")
    first, _, second = inside.partition('">')
    assert html.unescape(first) == html.unescape(second) == words
    assert shown.count("<") == 2
    assert shown.count('"') == 2


@pytest.mark.parametrize(
    "url",
    ["https://x.vn/a?b=1&c=2", "http://x.vn", "mailto:a@x.vn", "tel:0299", "../../tin/", "./", "/a/", "#b", "?q=", ""],
)
def test_a_link_may_lead_where_readers_go(url: str) -> None:
    """The web, mail, telephone and the site itself."""
    assert html.unescape(split(token("url", "a")).fill({"a": url}).decode()) == url


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", " javascript:x", "https://x\ny", "ftp://x"]
)  # fmt: skip
def test_a_link_that_runs_something_is_refused(url: str) -> None:
    """Also in capitals, with spaces or line ends."""
    with pytest.raises(ValueError, match="not a URL"):
        split(token("url", "a")).fill({"a": url})


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
@pytest.mark.heavy
def test_json_cannot_leave_its_script(value: object) -> None:
    """No tag can be closed or opened, and a machine reads the same value."""
    written = script_json(value)
    assert "<" not in written
    assert not {"\u2028", "\u2029"} & set(written)
    assert json.loads(written) == value
    assert split(token("json", "data")).fill({"data": value}).decode() == written


def test_a_chrome_travels_to_workers_and_can_be_digested() -> None:
    """Equal after a trip, with the same `repr`."""
    chrome = split(PAGE)
    copy = pickle.loads(pickle.dumps(chrome))
    assert isinstance(copy, Chrome)
    assert copy == chrome
    assert repr(copy) == repr(chrome)
