"""Our assets as they are published: names of their content, the portal's colour, modules joined."""

from __future__ import annotations

import pytest

from site_builder.errors import SettingsError
from site_builder.frame.assets import MARK, SEARCH, STYLES, PublishedAsset, published
from site_builder.model.settings import COLOUR

SOURCES = {
    STYLES: f"a{{color:{COLOUR}}}\n".encode(),
    SEARCH: b'import { one } from "./search/one.mjs";\none();\n',
    "assets/search/one.mjs": b"export function one() {\n  return 1;\n}\n",
    MARK: f'<svg fill="{COLOUR}"/>'.encode(),
    "assets/font.woff2": b"of nobody's making",
}


def test_the_mark_keeps_its_name_and_takes_the_colour() -> None:
    """It is the icon of the tab, whatever its colour."""
    assert published(SOURCES, "#123456")[MARK] == PublishedAsset(MARK, b'<svg fill="#123456"/>')


def test_names_change_with_the_content_alone() -> None:
    """Another colour is another content; the same content has the same name."""
    first, again, other = (published(SOURCES, colour)[STYLES] for colour in ("#123456", "#123456", "#654321"))

    assert first
    assert other
    assert first == again
    assert first.path != other.path
    assert first.data == b'@charset "UTF-8";a{color:#123456}'


def test_a_module_is_published_within_its_script_only() -> None:
    """The script holds it, and it has no file of its own; what is not ours is left alone."""
    made = published(SOURCES, COLOUR)
    script = made[SEARCH]

    assert made["assets/search/one.mjs"] is None
    assert script
    assert b"function one(" in script.data
    assert b"import" not in script.data
    assert "assets/font.woff2" not in made


def test_a_module_that_is_not_there_is_named() -> None:
    """As the script of the theme that asks for it."""
    with pytest.raises(SettingsError, match=r"theme/assets/search\.js:1.*search/one\.mjs"):
        published({name: data for name, data in SOURCES.items() if not name.endswith(".mjs")}, COLOUR)
