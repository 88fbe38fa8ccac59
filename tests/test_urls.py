from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import urls
from site_builder.urls import ROOT

# Places in the site


@pytest.mark.parametrize(
    ("url", "path", "depth"),
    [
        ("/", "index.html", 0),
        ("/404.html", "404.html", 0),
        ("/tin-tuc/", "tin-tuc/index.html", 1),
        ("/feeds/chu-de/x.rss.xml", "feeds/chu-de/x.rss.xml", 2),
        ("/tin-tuc/2019/08/x/", "tin-tuc/2019/08/x/index.html", 4),
    ],
)
def test_an_address_has_a_file_and_a_depth(url: str, path: str, depth: int) -> None:
    """The depth is the number of folders above the file."""
    assert urls.output_path(url) == path
    assert urls.depth_of(url) == depth == path.count("/")


URLS = st.lists(st.sampled_from(["tin-tuc", "2019", "x.xml", "a"]), max_size=5).map(
    lambda parts: "/" + "".join(f"{part}/" for part in parts)
)


@given(URLS, URLS, st.sampled_from(["", "a.png"]))
def test_a_link_from_any_page_leads_to_its_target(page: str, folder: str, file: str) -> None:
    """Followed by the rules of the web, a relative link arrives, also below a sub-path."""
    link = urls.relative(folder + file, urls.depth_of(page))
    assert not link.startswith("/")
    arrived = posixpath.normpath(posixpath.join("/cchc" + page, link))
    assert arrived == posixpath.normpath("/cchc" + folder + file)


def test_links_that_leave_the_site_stay() -> None:
    """Only rooted addresses are turned."""
    assert urls.relative("https://chinhphu.vn/", 3) == "https://chinhphu.vn/"
    assert (urls.prefix_of(0), urls.prefix_of(2)) == (".", "../..")


def test_a_fragment_is_placed_anywhere() -> None:
    """In a page by its depth, in a feed by the site's address."""
    stored = f'<a href="{ROOT}/tin-tuc/">a</a><img src="{ROOT}/media/a.png">'
    assert urls.place(stored, urls.prefix_of(4)) == (
        '<a href="../../../../tin-tuc/">a</a><img src="../../../../media/a.png">'
    )
    assert f'src="{"https://x.vn/cchc"}/media/a.png"' in urls.place(stored, "https://x.vn/cchc")


# Links to what is not public

HIDDEN = ("/tin-tuc/2026/11/an/",)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (f'<p>Xem <a href="{ROOT}/tin-tuc/2026/11/an/">bài <em>ẩn</em></a>.</p>', "<p>Xem bài <em>ẩn</em>.</p>"),
        (f'<a class="x" href="{ROOT}/tin-tuc/2026/11/an/#muc" rel="y">a</a>', "a"),
        (f'<a href="{ROOT}/tin-tuc/2026/11/an/?x=1">a\nb</a>', "a\nb"),
        (f'<a title="x > y" href="{ROOT}/tin-tuc/2026/11/an/">a</a>', "a"),
    ],
)
def test_a_link_to_a_hidden_page_becomes_its_words(stored: str, shown: str) -> None:
    """With a fragment, other attributes, marks inside or line ends."""
    assert urls.hide_links(stored, HIDDEN) == shown


@pytest.mark.parametrize(
    "stored",
    [
        f'<a href="{ROOT}/tin-tuc/2026/11/an-khac/">a</a>',
        f'<a href="{ROOT}/tin-tuc/2026/11/an">a</a>',
        '<a href="https://x.vn/tin-tuc/2026/11/an/">a</a>',
        f'<a title="{ROOT}/tin-tuc/2026/11/an/" href="#x">a</a>',
        f'<a data-href="{ROOT}/tin-tuc/2026/11/an/">a</a>',
        f'<p>{ROOT}/tin-tuc/2026/11/an/</p><abbr title="x">a</abbr><a id="x">b</a>',
    ],
)
def test_every_other_link_stays(stored: str) -> None:
    """Only the very pages that are hidden; nothing that looks like them."""
    assert urls.hide_links(stored, HIDDEN) == stored


def test_of_several_links_only_the_hidden_ones_go() -> None:
    """Neighbours on the same line keep their addresses; without hidden pages nothing is touched."""
    public = f'<a href="{ROOT}/tin-tuc/2019/08/x/">b</a>'
    stored = f'<a href="{ROOT}/tin-tuc/2026/11/an/">a</a> {public} <a href="{ROOT}/tin-tuc/2026/11/an/">c</a>'
    assert urls.hide_links(stored, HIDDEN) == f"a {public} c"
    assert urls.hide_links(stored, ()) is stored
