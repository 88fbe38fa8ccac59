"""Main parts for pages that MkDocs renders: the frame of a static page, the blocks in it, and the 404.

A static page asks for a block with a comment of its own: `<!-- cchc:duong-day-nong -->`.

Knows: the blocks by name. Never: converts Markdown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import escape

from site_builder.frame.chrome import token
from site_builder.frame.templates import render
from site_builder.model import Read, Taxonomy
from site_builder.model.kinds import SETTINGS, TAXONOMY
from site_builder.model.settings import Settings
from site_builder.pages.cards import is_alive
from site_builder.pages.feed_lists import LATER
from site_builder.urls import place, prefix_of, rooted

_LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def static_main(
    title: str, html: str, depth: int = 1, language: str = "vi", versions: tuple[tuple[str, str], ...] = ()
) -> str:
    """Frame the converted HTML of a static page; `title` becomes its heading unless it has one.

    `versions` are languages and rooted URLs of the same in Vietnamese and English: the other one is offered.
    """
    heading = "" if "<h1" in html else f"<h1>{escape(title)}</h1>\n"
    lang = "" if language == "vi" else f' lang="{language}"'
    links = ((name, place(rooted(url), prefix_of(depth))) for name, url in versions if name != language)
    other = "".join(
        f'<p class="cc-follow"><a href="{escape(url)}" hreflang="{name}" lang="{name}">{_LANGUAGES[name]}</a></p>\n'
        for name, url in links
    )
    return f'<div class="cc-wrap cc-narrow cc-static md-typeset"{lang}>\n{heading}{other}{html}\n</div>'


def not_found(read: Read) -> str:
    """Make the main part for addresses that do not exist: it may be served at any depth.

    So its links start with the path of `site_url`. It reads `settings` and `templates`.
    """
    return render(read, "not-found.html", 0, settings=SETTINGS(read))


def block(name: str, read: Read, depth: int) -> str:
    """Make the block `name` of `BLOCKS` for a page at `depth`; it reads `taxonomy`, `settings` and `templates`.

    What changes with articles is a hole, to be filled when they are known.

    Raises:
        KeyError: there is no such block.
    """
    if name in LATER:
        return token("html", LATER[name])
    template, gather = _BLOCKS[name]
    return render(read, template, depth, **gather(read))


def _hotlines(read: Read) -> dict[str, Any]:
    """Gather the agencies that can be called."""
    taxonomy: Taxonomy = TAXONOMY(read)
    return {"agencies": tuple(agency for agency in taxonomy.agencies if agency.hotline and is_alive(agency))}


def _sitemap(read: Read) -> dict[str, Any]:
    """Gather the site's sections and what lies below them: title and rooted URL."""
    taxonomy: Taxonomy = TAXONOMY(read)
    settings: Settings = SETTINGS(read)
    sections = (
        ("Trang chủ", "/"),
        ("Tin tức - Sự kiện", "/tin-tuc/"),
        ("Lưu trữ theo tháng", "/luu-tru/"),
        ("Thống kê", "/thong-ke/"),
    )
    return {
        "groups": (
            ("Chuyên mục", sections),
            ("Chủ đề", tuple((topic.name, topic.url) for topic in taxonomy.topics)),
            ("Cơ quan", tuple((agency.listed, agency.url) for agency in taxonomy.agencies)),
            ("Thông tin", settings.nav),
        )
    }


def _contact(read: Read) -> dict[str, Any]:
    """Gather how to reach the agency that runs the portal."""
    return {"settings": SETTINGS(read)}


_BLOCKS: dict[str, tuple[str, Callable[[Read], dict[str, Any]]]] = {
    "duong-day-nong": ("block-hotlines.html", _hotlines),
    "dau-moi-bao-chi": ("block-press.html", _contact),
    "so-do-cong": ("block-sitemap.html", _sitemap),
    "lien-he": ("block-contact.html", _contact),
}

BLOCKS = (*LATER, *_BLOCKS)
"""Names that a static page may ask for."""
