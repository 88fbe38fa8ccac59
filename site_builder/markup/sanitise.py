"""Any HTML → HTML of an allow-list: what our Markdown extensions produce, nothing that runs, asks elsewhere or hides.

nh3 parses as browsers do and writes the parsed tree anew, so its output is regular: every `<`, `>` and `"` inside an
attribute or a text is escaped, every element is closed. `finish` relies on that.

Knows: which elements, attributes and classes may stand in a body. Never: changes what is allowed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nh3 import Cleaner

from site_builder.frozen import Frozen
from site_builder.text import without_comments

PREFIX = "bv-"
"""Stands before every id of a body, so that none meets an id of the page around it."""

TAGS = frozenset((
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "u", "ul", "var", "wbr",
))  # fmt: skip
_WITH_CONTENT = frozenset((
    "script", "style", "iframe", "noembed", "noframes", "noscript", "template", "textarea", "title",
    "xmp", "svg", "math", "object", "select",
))  # fmt: skip
"""Removed with everything inside: what stands there is not meant to be read."""

_ATTRIBUTES = {
    "*": {"id", "lang", "title", "style"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "details": {"open"},
}
"""No `srcset` (its addresses would need a check of their own; the program adds it after this), no `name`, `role`,
`aria-*`, `headers` or `tabindex` (they refer to or compete with the page around the body)."""

ADMONITIONS = {
    "note": "Ghi chú",
    "abstract": "Tóm tắt",
    "info": "Thông tin",
    "tip": "Mẹo",
    "success": "Kết quả",
    "question": "Hỏi đáp",
    "warning": "Lưu ý",
    "failure": "Chưa đạt",
    "danger": "Cảnh báo",
    "bug": "Lỗi",
    "example": "Ví dụ",
    "quote": "Trích dẫn",
}
"""Kinds of boxes (`!!! note`) and the titles they get when the editor writes none."""

CLASSES = frozenset((
    "admonition", "admonition-title", "inline", "end", "footnote", "footnote-ref", "footnote-backref",
    "headerlink", "toc", "toctitle", "highlight", "task-list", "task-list-item", "tabbed-set", "tabbed-alternate",
    "tabbed-labels", "tabbed-content", "tabbed-block",
)) | frozenset(ADMONITIONS)  # fmt: skip
"""Class names that the extensions write; the theme styles them, authors may use them by attr_list."""

_URL_SCHEMES = {"http", "https", "mailto", "tel"}
_TAG_NAME = re.compile(r"<([a-z][^\s/<>\"'=]*)", re.IGNORECASE)


def sanitise(html: str, extensions: tuple[tuple[str, Frozen], ...]) -> str:
    """Return only what is allowed of `html`, with `PREFIX` before every id."""
    return _cleaner(_inputs(extensions), PREFIX).clean(html)


def sanitise_page(html: str, extensions: tuple[tuple[str, Frozen], ...]) -> str:
    """Return only what is allowed of a static page's `html`; its ids stay, for MkDocs has led links to them."""
    return _cleaner(_inputs(extensions), None).clean(html)


def dropped_tags(html: str, extensions: tuple[tuple[str, Frozen], ...]) -> tuple[str, ...]:
    """Name the elements in `html` that `sanitise` removes, as written, sorted; code samples are escaped by now."""
    names = _TAG_NAME.findall(without_comments(html))
    allowed = TAGS | ({"input", "label"} if _inputs(extensions) else set())
    return tuple(sorted({name for name in names if name.lower() not in allowed}))


@lru_cache(maxsize=4)
def _inputs(extensions: tuple[tuple[str, Frozen], ...]) -> tuple[str, ...]:
    """Return the types of `<input>` that the extensions write: boxes of task lists, buttons of tabs."""
    names = {name for name, _ in extensions}
    types = {"pymdownx.tasklist": "checkbox", "pymdownx.tabbed": "radio"}
    return tuple(kind for name, kind in types.items() if name in names)


@lru_cache(maxsize=4)
def _cleaner(inputs: tuple[str, ...], prefix: str | None) -> Cleaner:
    """Make the cleaner of this process for a set of input types."""
    tags = TAGS | ({"input", "label"} if inputs else set())
    attributes = _ATTRIBUTES | {"input": {"checked", "disabled", "name"}, "label": {"for"}}
    return Cleaner(
        tags=tags,
        clean_content_tags=_WITH_CONTENT,
        attributes={tag: names for tag, names in attributes.items() if tag == "*" or tag in tags},
        tag_attribute_values={"input": {"type": set(inputs)}} if inputs else None,
        allowed_classes=dict.fromkeys(tags, CLASSES),
        filter_style_properties={"text-align"},
        url_schemes=_URL_SCHEMES,
        id_prefix=prefix,
        link_rel=None,
    )
