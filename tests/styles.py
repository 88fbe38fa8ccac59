"""Material's stylesheets as they are installed, and our own parts."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import site_builder

_OURS = Path(site_builder.__file__).parent.parent / "theme" / "assets" / "css"


def material() -> list[str]:
    """Return the two sheets that Material puts into every page."""
    folder = files("material").joinpath("templates/assets/stylesheets")
    sheets = sorted(file.name for file in folder.iterdir() if file.name.endswith(".min.css"))
    return [folder.joinpath(name).read_text(encoding="utf-8") for name in sheets]


def own() -> dict[str, bytes]:
    """Return the parts of our styles by their path in the theme."""
    return {f"assets/css/{file.name}": file.read_bytes() for file in sorted(_OURS.glob("*.css"))}
