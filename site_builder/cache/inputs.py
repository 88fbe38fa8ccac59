"""What tells that something changed: digests of the theme and the settings, of what is counted.

Knows: which files decide what a build makes, besides articles and media. Never: reads what they mean.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from site_builder.engine.libraries import version_of
from site_builder.engine.targets import digest, digest_bytes


def ledger_inputs(root: Path) -> list[tuple[str, str]]:
    """Digest what is counted besides articles."""
    folders = (root / "content" / name for name in ("activities", "plans", "reports"))
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.is_file())
    return [(file.relative_to(root).as_posix(), digest_bytes(file.read_bytes())) for file in files]


def theme_dir() -> Path:
    """Return the folder of the theme: in the wheel below the package, in the repository beside it."""
    here = Path(__file__).parents[1]
    return here / "theme" if (here / "theme").is_dir() else here.parent / "theme"


def read_templates(root: Path) -> dict[str, str]:
    """Read the main templates of the theme, by name; a portal's own `theme/templates` wins, file by file."""
    folders = (theme_dir() / "templates", root / "theme" / "templates")
    found = {file.name: file for folder in folders for file in sorted(folder.glob("*.html"))}
    return {name: file.read_text(encoding="utf-8") for name, file in sorted(found.items())}


def chrome_inputs(root: Path) -> str:
    """Digest everything that MkDocs renders from: settings, theme, static pages and taxonomy."""
    folders = (theme_dir(), root / "theme", root / "content" / "pages", root / "content" / "taxonomy")
    files = {file for folder in dict.fromkeys(map(Path.resolve, folders)) for file in folder.rglob("*")}
    named = sorted((file.name, file.as_posix(), file) for file in files if file.is_file() and not file.is_symlink())
    contents = [(name, digest_bytes(file.read_bytes())) for name, _, file in named]
    return digest(
        (contents, _settings_inputs(root / "mkdocs.yml"), version_of("mkdocs"), version_of("mkdocs-material"))
    )


def _settings_inputs(file: Path) -> tuple[object, ...]:
    """Return what decides the settings: the file, what it inherits, and the environment variables it names."""
    if not file.is_file():
        return ()
    text = file.read_text(encoding="utf-8", errors="replace")
    variables = re.findall(r"!ENV\s*\[?\s*([A-Za-z0-9_,\s]+)", text)
    names = sorted({name for group in variables for name in re.split(r"[\s,]+", group) if name})
    parent = re.search(r"^INHERIT:\s*['\"]?([^'\"\n]+?)['\"]?\s*$", text, re.MULTILINE)
    above = _settings_inputs(file.parent / parent[1]) if parent else ()
    return (text, [(name, os.environ.get(name)) for name in names], above)
