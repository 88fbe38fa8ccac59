"""The pictures of the officials' guide: `python -m bench guide --reports`.

What `docs/bao-cao.md` says is done in a copy of the sample portal, and the pages that LibreOffice shows of the files
made there are the pictures. Needs LibreOffice and poppler's pdftoppm.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

from site_builder import programs
from tests.conftest import REPOSITORY
from tests.report_guide import Desk

OUT = REPOSITORY / "docs" / "anh"
EDGE = "#d0d7de"
HEIGHT, DPI = 820, 90
COLOURS = 16
SHOWN = {
    "vi-du-1": ("tuyen-truyen-quy-3-2019.dai-pttth-soc-trang.docx", (0, 3)),
    "vi-du-1-excel": ("tuyen-truyen-quy-3-2019.dai-pttth-soc-trang.xlsx", (0, -2)),
    "vi-du-2": ("6-thang-2021.so-thong-tin-truyen-thong-soc-trang.docx", (0, -1)),
    "vi-du-3": ("nam-2023.so-thong-tin-truyen-thong-quang-tri.docx", (0, 2)),
    "vi-du-4": ("6-thang-2021.so-xay-dung-ha-tinh.docx", (0, -1)),
    "vi-du-5": ("giai-doan-2016-2020.docx", (0, 3)),
}
"""Pictures by name: a file of `bao-cao`, and the pages of it that stand side by side."""


def run() -> None:
    """Make every picture."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for _step in Desk.open(root).follow():
            pass
        for name, (file, numbers) in SHOWN.items():
            pages = _pages(root / "bao-cao" / file)
            _keep(OUT / f"{name}.png", [pages[number] for number in numbers])
    for path in sorted(OUT.glob("*.png")):
        print(f"{path.name:28} {path.stat().st_size // 1000:4} KB  {Image.open(path).size}")


def _pages(file: Path) -> list[Image.Image]:
    """Let LibreOffice show a file, and return its pages."""
    pdf = programs.convert(file, "pdf")
    assert pdf, file
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.pdf").write_bytes(pdf)
        command = ["pdftoppm", "-r", str(DPI), "-png", "a.pdf", "trang"]
        subprocess.run(command, cwd=folder, check=True)
        return [Image.open(page).convert("RGB").copy() for page in sorted(Path(folder).glob("trang*.png"))]


def _keep(path: Path, pages: Sequence[Image.Image]) -> None:
    """Put pages side by side, with an edge, as a small PNG."""
    framed = [ImageOps.expand(_fitted(page), 1, EDGE) for page in pages]
    sheet = Image.new("RGB", (sum(one.width for one in framed) + 24 * (len(framed) - 1), HEIGHT + 2), "white")
    left = 0
    for one in framed:
        sheet.paste(one, (left, 0))
        left += one.width + 24
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _fitted(page: Image.Image) -> Image.Image:
    """Make an upright page as high as a picture; one across as wide, as high as it comes."""
    scale = HEIGHT / max(page.size)
    return page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.LANCZOS)
