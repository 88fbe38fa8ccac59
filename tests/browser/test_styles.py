"""The cut stylesheet in a browser: every element looks as it does with all of Material's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_builder import markup
from site_builder.frame.stylesheet import joined
from site_builder.markup.sanitise import ADMONITIONS, CLASSES, TAGS
from tests.reading import pages_of
from tests.styles import material, own

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables", "toc",
    "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist",
)  # fmt: skip
_BOXES = "\n\n".join(f"!!! {kind}\n    Chữ `mã` trong hộp.\n\n??? {kind}\n    Chữ." for kind in ADMONITIONS)
_TEXT = f"""
# Một\n\n## Hai {{ .end }}\n\n### Ba\n\n#### Bốn\n\n##### Năm `mã`\n\n###### Sáu

Chữ **đậm** *nghiêng* `mã` ~~bỏ~~ [liên kết](https://example.vn/) CCHC[^1] ![ảnh](/media/a.png)

- một\n- hai\n    1. ba\n        - bốn\n\n> trích\n> > trong trích

- [x] xong\n- [ ] chưa

| A | B |\n|---|--:|\n| 1 | 2 |

Từ\n:   nghĩa\n\n```\nmã\n```\n\n---\n\n{_BOXES}

=== "Thẻ"\n    Chữ.\n\n=== "Thẻ hai"\n    Chữ.

*[CCHC]: Cải cách hành chính\n\n[^1]: Ghi chú.
"""
_LOOK = """([whole, cut]) => {
  const style = document.getElementById("kieu");
  const elements = [...document.querySelectorAll("body, body *:not(.headerlink):not(.headerlink *)")];
  const all = elements.flatMap((one) => [[one, ""], [one, "::before"], [one, "::after"]]);
  const names = [...getComputedStyle(document.body)].filter((name) => !name.startsWith("--"));
  const look = ([one, part]) => {
    const computed = getComputedStyle(one, part);
    return names.map((name) => computed.getPropertyValue(name));
  };
  style.textContent = whole;
  const before = all.map(look);
  style.textContent = cut;
  const other = all.flatMap(([one, part], at) =>
    look([one, part]).flatMap((value, index) =>
      value === before[at][index] ? [] : [[one.localName, one.className, part, names[index], value]]));
  return [all.length, other];
}"""


def every_element() -> str:
    """Return a body with every element that the extensions write, and every one that may stand in a body."""
    written = markup.convert(_TEXT, "content/news/x.md", 1, tuple((name, ()) for name in _EXTENSIONS)).body.html
    tags = "".join(f"<{tag}>chữ</{tag}>" for tag in sorted(TAGS) if not re.fullmatch(r"t[a-z]+|col.*|caption|img", tag))
    classed = "".join(f'<div class="{name}"><p>chữ</p><ul><li>chữ</li></ul></div>' for name in sorted(CLASSES))
    return written + tags + classed


def test_the_cut_sheet_changes_nothing(chromium: Browser) -> None:
    """Computed styles of all elements are equal, on a phone and a desk, by day and by night."""
    ours = [text.decode() for text in own().values()]
    whole = "".join(material()) + joined([], ours, ())
    page = chromium.new_page(reduced_motion="reduce")
    page.set_content(
        '<html class="js"><style id="kieu"></style><body dir="ltr"><div class="md-container"><main class="md-main">'
        '<div class="md-main__inner md-grid"><div class="cc-main"><article class="cc-article"><div class="md-typeset">'
        f"{every_element()}</div></article></div></div></main></div>"
    )
    for width, scheme in ((360, "default"), (1280, "slate")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("s => document.documentElement.setAttribute('data-md-color-scheme', s)", scheme)
        looked_at, other = page.evaluate(_LOOK, [whole, joined(material(), ours, _EXTENSIONS)])

        assert looked_at > 900
        assert other == []
    page.close()


def test_pages_have_no_class_that_was_not_measured(sample_site: Path) -> None:
    """What Material styles in a page is what the cut keeps: a class that is new to pages would look bare."""
    found = {
        name
        for path in pages_of(sample_site)
        for names in re.findall(r'class="([^"]*)"', (sample_site / path).read_text(encoding="utf-8"))
        for name in names.split()
    }

    assert {name for name in found if not name.startswith("cc-")} <= CLASSES | {
        "no-js", "md-container", "md-main", "md-main__inner", "md-grid", "md-typeset", "md-dialog", "md-dialog__inner",
    }  # fmt: skip
