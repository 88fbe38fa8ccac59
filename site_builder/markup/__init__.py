"""Markdown → a safe fragment, its headings, links and plain text, and what is wrong with it.

    dialect    Markdown → HTML, as MkDocs would convert it (Python-Markdown, the extensions of mkdocs.yml); shortcuts
    github     what people type as they do for GitHub: lists, tables, blocks, attributes, addresses, html_blocks
    caps       how much of anything a text may have
    pitfalls   what is typed so that readers see something else: remarks
    sanitise   any HTML → HTML of an allow-list (nh3)
    static     static pages, which MkDocs converts: what is dropped of them, and the blocks in them
    page_links where links of static pages lead
    signs      what entities and the converter leave in HTML that cannot be shown
    finish     one pass over that: outline, anchors, pictures, tables; fragment, tags
    links      what a destination written in a source means
    places     on which line of the source something stands

Start reading at `convert`. The same text gives the same answer in every process, whatever was converted
before it, so an answer can be kept by a digest of its inputs and `VERSION`.

Knows: Markdown and HTML. Never: reads the disk; never knows which other articles or files exist (`content`
checks the links and files that a `Body` names).
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import partial

from site_builder.engine.libraries import version_of
from site_builder.errors import Level, Problem
from site_builder.frozen import Frozen
from site_builder.markup import dialect, page_links, pitfalls, signs, static
from site_builder.markup.caps import TooMuchError, check_output, densest, is_heavy
from site_builder.markup.finish import Finisher
from site_builder.markup.links import forbidden
from site_builder.markup.places import Places
from site_builder.markup.sanitise import dropped_tags, sanitise, sanitise_page
from site_builder.model import Body, PageLinks
from site_builder.text import excerpt
from site_builder.urls import depth_of, place, prefix_of

__all__ = ["VERSION", "Converted", "Looked", "convert", "densest", "is_heavy", "look", "safe_page"]

VERSION = " ".join(("3", *(f"{name}/{version_of(name)}" for name in ("markdown", "nh3", "pymdown-extensions"))))
"""Changes when the output would. The leading number is kept by hand: raise it when this package writes otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """A converted body and what its editor should put right."""

    body: Body
    problems: tuple[Problem, ...]
    """Sorted by place."""


def convert(text: str, file: str, first_line: int, extensions: tuple[tuple[str, Frozen], ...]) -> Converted:
    """Convert the Markdown `text` that starts on line `first_line` of `file` (`content/news/2019/08/x.md`).

    `extensions` is `Settings.markdown`: names with frozen options. Pure: depends on nothing else.
    """
    places = Places(text, file, first_line)
    try:
        body = _body(text, places, extensions)
    except TooMuchError as error:
        _report_too_much(error, places)
        body = Body(html="")
    return Converted(body=body, problems=places.problems())


def _body(text: str, places: Places, extensions: tuple[tuple[str, Frozen], ...]) -> Body:
    """Convert a text; what is wrong is noted on `places`.

    Raises:
        TooMuchError: it has too much of something.
    """
    html, remarks = dialect.noticed(text, extensions)
    check_output(text, html)
    pitfalls.report(places, text, html, remarks)
    _report_dropped(html, places, extensions)
    _report_forbidden(html, places)
    safe = sanitise(html, extensions)
    signs.report(html, safe, places)
    return Finisher(places).run(safe)


def _report_too_much(error: TooMuchError, places: Places) -> None:
    words, message = error.args
    places.report(places.line(words), "qua-nhieu", message)


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What a static page asks of the portal, and what its editor should put right."""

    links: PageLinks
    problems: tuple[Problem, ...]
    """Sorted by place."""


def look(
    text: str, at: PageLinks, first_line: int, extensions: tuple[tuple[str, Frozen], ...], blocks: Container[str]
) -> Looked:
    """Say what readers of a static page would see otherwise than typed, or not at all; MkDocs converts it.

    What the sanitiser drops is an error here: of an article a draft is seen before it is published, of a page not.

    Args:
        text: the page's Markdown.
        at: the page's source and address; its links are read here.
        first_line: of `text` in the file.
        extensions: `Settings.markdown`.
        blocks: the names that a page may ask for.
    """
    places, links = Places(text, at.file, first_line), at
    try:
        html, remarks = dialect.noticed(text, extensions)
        check_output(text, html)
        pitfalls.report(places, text, html, remarks)
        signs.report(html, html, places)
        _report_dropped(html, places, extensions, "error")
        _report_forbidden(html, places)
        static.report(html, places, blocks)
        links = page_links.read(sanitise_page(html, extensions), places, at.url)
    except TooMuchError as error:
        _report_too_much(error, places)
    return Looked(links=links, problems=places.problems())


def safe_page(html: str, at: PageLinks, extensions: tuple[tuple[str, Frozen], ...], block: Callable[[str], str]) -> str:
    """Return only what is allowed of a converted static page, with `block(name)` where it asks for a block.

    Its links lead to pages and files of content from where it stands (`at`).
    """
    finish = partial(page_links.rewritten, file=at.file, url=at.url)
    return place(static.safe(html, extensions, block, finish), prefix_of(depth_of(at.url)))


def _report_dropped(
    html: str, places: Places, extensions: tuple[tuple[str, Frozen], ...], level: Level = "warning"
) -> None:
    """Tell the editor which tags will be missing on the page, and where such things belong."""
    for tag in dropped_tags(html, extensions)[:_MOST]:
        advice = _INSTEAD.get(tag.lower(), "hãy xóa thẻ này; nếu muốn hiện dấu <, hãy viết &lt;")
        where = "trong bài nên bị bỏ"
        if level == "error":
            where, advice = "trong trang", advice.replace(_VIDEO, _VIDEO_OF_PAGE)
        message = f"thẻ <{tag}> không được dùng {where}; {advice}"
        places.report(places.line(f"<{tag}"), "the-html-bi-bo", message, level)


def _report_forbidden(html: str, places: Places) -> None:
    """Tell the editor which addresses will be missing on the page."""
    for attribute, written in forbidden(html)[:_MOST]:
        name = excerpt(written, 80)
        if attribute == "src":
            code, message = "anh-ngoai", f"ảnh {name!r} không dùng được; hãy lưu ảnh vào content/media, viết /media/…"
        else:
            code, message = (
                "lien-ket-sai",
                f"liên kết {name!r} không dùng được; hãy viết https://…, mailto:…, tel:…",
            )
        places.report(places.line(written), code, message)


_MOST = 100
"""Faults of a kind that are told."""
_VIDEO = "video và âm thanh khai ở mục media: của phần đầu tệp"
_VIDEO_OF_PAGE = "hãy đăng video, âm thanh trong một bài (khóa media), rồi đặt liên kết tới bài ấy"
_INSTEAD = {
    "iframe": _VIDEO,
    "video": _VIDEO,
    "audio": _VIDEO,
    "embed": _VIDEO,
    "object": _VIDEO,
    "font": "hãy xóa thẻ này: cỡ chữ và màu chữ do giao diện của trang quyết định",
    "style": "hãy xóa thẻ này: cỡ chữ và màu chữ do giao diện của trang quyết định",
    "svg": "hãy lưu hình vẽ thành tệp ảnh trong content/media",
}
