"""The officials' guide is true: its commands are typed as they stand, its lines are in the files and on the screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image

from tests.conftest import REPOSITORY
from tests.report_guide import GUIDE, Desk, steps

TEXT = GUIDE.read_text(encoding="utf-8")
PICTURES = re.findall(r"!\[.*?\]\((anh/[\w-]+\.png)\)", TEXT)


@pytest.mark.slow
@pytest.mark.xdist_group("office")
def test_an_official_who_follows_the_guide_gets_what_it_shows(tmp_path: Path) -> None:
    """Every command works and prints the lines that are shown; files hold the lines that are shown; five reports."""
    desk = Desk.open(tmp_path)
    seen = []
    for step, said in desk.follow():
        seen.append(step.kind)
        if step.kind == "text":
            shown = said.splitlines()
            assert [line for line in step.lines if not any(one.startswith(line) for one in shown)] == []
        elif step.kind in ("csv", "yaml"):
            file = (tmp_path / step.file).read_text(encoding="utf-8").splitlines()
            assert [line for line in step.lines if line not in file] == []
    made = {path.name.removesuffix(".docx") for path in (tmp_path / "bao-cao").glob("*.docx")}
    letter = [cell.text for row in words(tmp_path, "6-thang-2021.so-thong-tin").tables[0].rows for cell in row.cells]
    signed = words(tmp_path, "6-thang-2021.so-thong-tin").tables[1].rows[0].cells[1].text

    assert {kind: seen.count(kind) for kind in ("form", "sửa")} == {"form": 2, "sửa": 1}
    assert seen.count("sh") >= 8
    assert {
        "tuyen-truyen-quy-3-2019.dai-pttth-soc-trang", "6-thang-2021.so-thong-tin-truyen-thong-soc-trang",
        "nam-2023.so-thong-tin-truyen-thong-quang-tri", "6-thang-2021.so-xay-dung-ha-tinh", "giai-doan-2016-2020",
    } <= made  # fmt: skip
    assert (tmp_path / "bao-cao/nam-2023.so-thong-tin-truyen-thong-quang-tri.pdf").read_bytes().startswith(b"%PDF-")
    assert any("SỞ THÔNG TIN VÀ TRUYỀN THÔNG" in text for text in letter)
    assert "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC" in signed


def words(root: Path, start: str) -> Any:
    """Open the Word file whose name begins so."""
    return Document(str(next((root / "bao-cao").glob(f"{start}*.docx"))))


def test_every_command_of_the_guide_is_the_program_s() -> None:
    """No command that a test could not type."""
    assert {line.split()[0] for step in steps() if step.kind == "sh" for line in step.lines} == {"cchc"}


def test_the_pictures_are_there_and_small() -> None:
    """One or more an example, each under 150 KB, and none that nobody sees."""
    found = {f"anh/{path.name}": path for path in (REPOSITORY / "docs" / "anh").glob("vi-du-*.png")}

    assert set(PICTURES) == set(found)
    assert len(re.findall(r"^## Ví dụ \d\.", TEXT, re.MULTILINE)) == 5
    assert all(f"anh/vi-du-{number}.png" in found for number in range(1, 6))
    assert [name for name, path in found.items() if path.stat().st_size >= 150_000] == []
    for path in found.values():
        with Image.open(path) as picture:
            assert picture.width >= 800
