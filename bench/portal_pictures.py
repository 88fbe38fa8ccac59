"""The pictures of README and of portals made one's own: `python -m bench guide --portal`.

The sample portal is built as `make site` builds it, and nginx serves it to Chromium: the front page on a desktop 1,280
points wide, an article on a phone 360 points wide; then the front page with each of the settings that
`docs/quan-tri.md` shows. Needs Chromium and nginx.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PIL import ImageOps
from playwright.sync_api import Browser, sync_playwright

from bench.guide import EDGE, OUT, shot
from tests.conftest import REPOSITORY, cchc
from tests.server import lay, nginx

ARTICLE = "tin-tuc/2026/11/mot-ho-so-di-qua-mot-cua-cap-xa/"
SHOWN = {"cong-may-tinh": ("", 1280, 800), "cong-dien-thoai": (ARTICLE, 360, 720)}
"""Pictures by name: the page, width and height of the window."""
COLOURS = 160
GUIDE = REPOSITORY / "docs" / "quan-tri.md"
_LOOK = re.compile(r"```yaml\n(site_name:.*?)```\s+!\[[^\]]*\]\(anh/([\w-]+)\.png\)", re.DOTALL)
MARKS = {
    "dau-so.svg": '<path d="M10 56V28l22-16 22 16v28Z" fill="#fff"/><path d="M22 56V36h20v20Z" fill="#f0b429"/>',
    "dau-xa.svg": '<circle cx="32" cy="32" r="30" fill="#fff"/><path d="M16 46c0-18 12-30 32-30 0 20-12 32-32 30Z" '
    'fill="#1f5c3a"/><path d="M14 50 36 28" stroke="#fff" stroke-width="3"/>',
}
"""Marks of portals in the guide, without the element around them."""


def looks() -> dict[str, str]:
    """Return the settings that the guide shows, by the name of the picture below them."""
    return {name: settings for settings, name in _LOOK.findall(GUIDE.read_text(encoding="utf-8"))}


def wear(root: Path, settings: str) -> None:
    """Give a portal other settings, and the marks that they may name; what they do not say stays."""
    base = root / "goc.yml"
    if not base.exists():
        (root / "mkdocs.yml").rename(base)
    (root / "mkdocs.yml").write_text(f"INHERIT: {base.name}\n{settings}", encoding="utf-8")
    for name, drawn in MARKS.items():
        text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">{drawn}</svg>'
        (root / "content" / "media" / name).write_text(text, encoding="utf-8")


def run() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "cong"
        shutil.copytree(REPOSITORY / "content", root / "content")
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        _take(browser, root, Path(folder) / "web", SHOWN)
        for name, settings in looks().items():
            wear(root, settings)
            _take(browser, root, Path(folder) / name, {name: ("", 1280, 640)})
        browser.close()


def _take(browser: Browser, root: Path, to: Path, shown: Mapping[str, tuple[str, int, int]]) -> None:
    """Build the portal, serve it, and take pictures of it."""
    cchc("build", cwd=root)
    lay(root / "public", to)
    with nginx(to) as site:
        for name, (page, width, height) in shown.items():
            picture = ImageOps.expand(shot(browser, f"{site}{page}", width=width, height=height), 1, EDGE)
            picture.quantize(COLOURS).save(OUT / f"{name}.png", optimize=True)
            print(f"{name:28} {(OUT / f'{name}.png').stat().st_size // 1000:4} KB")
