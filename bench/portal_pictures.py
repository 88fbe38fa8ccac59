"""The pictures of README: `python -m bench guide --portal`.

The sample portal is built as `make site` builds it, and nginx serves it to Chromium: the front page on a desktop 1,280
points wide, an article on a phone 360 points wide. Needs Chromium and nginx.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PIL import ImageOps
from playwright.sync_api import sync_playwright

from bench.guide import EDGE, OUT, shot
from tests.conftest import REPOSITORY, cchc
from tests.server import lay, nginx

ARTICLE = "tin-tuc/2026/11/mot-ho-so-di-qua-mot-cua-cap-xa/"
SHOWN = {"cong-may-tinh": ("", 1280, 800), "cong-dien-thoai": (ARTICLE, 360, 720)}
"""Pictures by name: the page, width and height of the window."""
COLOURS = 160


def run() -> None:
    """Take both pictures."""
    with tempfile.TemporaryDirectory() as folder:
        root, to = Path(folder) / "cong", Path(folder) / "web"
        shutil.copytree(REPOSITORY / "content", root / "content")
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        cchc("build", cwd=root)
        lay(root / "public", to)
        with nginx(to) as site, sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            for name, (page, width, height) in SHOWN.items():
                picture = ImageOps.expand(shot(browser, f"{site}{page}", width=width, height=height), 1, EDGE)
                picture.quantize(COLOURS).save(OUT / f"{name}.png", optimize=True)
            browser.close()
    for name in SHOWN:
        print(f"{name:28} {(OUT / f'{name}.png').stat().st_size // 1000:4} KB")
