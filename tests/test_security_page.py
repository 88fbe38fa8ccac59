"""The page on security promises what the code holds: its numbers are those of the constants."""

from __future__ import annotations

from dataclasses import fields

from site_builder import images
from site_builder.content import archives, encoding, from_docx, matter, strict_yaml
from site_builder.model.settings import MAX_FILE, Settings
from site_builder.publish import allowance, install
from site_builder.text import integer
from tests.conftest import REPOSITORY

PAGE = " ".join((REPOSITORY / "docs/bao-mat.md").read_text(encoding="utf-8").split())
ADMINISTRATORS = (REPOSITORY / "docs/quan-tri.md").read_text(encoding="utf-8")
MEGABYTE = 1024**2


def test_every_number_is_the_codes_own() -> None:
    """Each beside the name of what holds it."""
    most = allowance.allowance({}, first=False)
    seconds, megabytes = allowance.SECONDS, allowance.MEMORY // MEGABYTE
    told = (
        f"lồng tối đa {strict_yaml.MAX_DEPTH} lớp (`MAX_DEPTH`)",
        f"dài tối đa {matter.MAX_LENGTH // 1024} KB (`MAX_LENGTH`)",
        f"một tệp chữ khác tối đa {encoding.MAX_SIZE // MEGABYTE} MB (`MAX_SIZE`)",
        f"{images.MAX_PIXELS // 1_000_000} triệu điểm (`MAX_PIXELS`)",
        f"một tệp tối đa {MAX_FILE // MEGABYTE} MB nếu `mkdocs.yml` không ghi `max_file` (`MAX_FILE`)",
        f"Word tối đa {from_docx.MAX_BYTES // 1_000_000} MB (`MAX_BYTES`)",
        f"tối đa {integer(archives.MAX_PARTS)} phần (`MAX_PARTS`)",
        f"giải nén tối đa {archives.MAX_UNPACKED // MEGABYTE} MB (`MAX_UNPACKED`)",
        f"Kiểm tra tới {allowance.USUAL} bài | {seconds} giây, {megabytes} MB",
        f"{most.deadline} giây, {most.memory // MEGABYTE} MB",
        f"{integer(most.commits)} commit, {integer(most.paths)} tệp, {integer(most.size // 1_000_000)} MB",
        f"{most.refs} nhánh và thẻ",
        f"{int(install.FIRST_SETTINGS['receive.maxInputSize']) // MEGABYTE} MB | `receive.maxInputSize`",
    )

    assert [words for words in told if words not in PAGE] == []


def test_the_administrators_guide_tells_the_same_numbers() -> None:
    """What a push may cost, and what a portal has unless its settings say otherwise."""
    most = allowance.allowance({}, first=False)
    usual = {entry.name: entry.default for entry in fields(Settings)}
    told = (
        f"| `cchc.deadline` | {most.deadline} |",
        f"| `cchc.memory` | {most.memory // MEGABYTE} |",
        f"tới {allowance.USUAL} bài được {allowance.SECONDS} giây",
        f"tới {allowance.USUAL} bài được {allowance.MEMORY // MEGABYTE} MB",
        f"`cchc.maxPushBytes` | {most.commits}, {most.paths}, {most.size} |",
        f"| `cchc.maxRefs` | {most.refs} |",
        f"| `receive.maxInputSize` | {int(install.FIRST_SETTINGS['receive.maxInputSize']) // MEGABYTE} MB |",
        f"| số bài trên một trang danh sách ({usual['page_size']}) |",
        f"một tệp đính kèm được có ({usual['max_file']:.0f})",
    )

    assert [words for words in told if words not in ADMINISTRATORS] == []
