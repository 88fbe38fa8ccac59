"""What people change in a portal that `cchc init` made, before it is published; used as `tests.reading` is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_builder.content.placeholders import AGENCIES, NAME_MARK

OWN = {
    "mkdocs.yml": {
        "https://cchc.example.vn/": "https://cchc.soctrang.example/",
        "feed_authority: cchc.example.vn": "feed_authority: soctrang.example",
        "Cổng tin cải cách hành chính ": "Cổng tin Sóc Trăng ",
        "Cơ quan chủ quản cổng": "Sở Nội vụ",
    },
    AGENCIES: {NAME_MARK: "tỉnh Sóc Trăng"},
}
"""By file what stands there, and what a newsroom writes instead."""


def change(root: Path, path: str, words: Mapping[str, str]) -> None:
    """Replace words of a file, each of which must be there."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    for old, new in words.items():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
