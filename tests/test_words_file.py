"""The skeleton of a report's own words: every key explained, nothing of it in a report, never over a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.content import words as reader
from site_builder.content.file_notes import FileNotes
from site_builder.model.ledger import ANNEX_COLUMNS, Words
from site_builder.reports import annex, boxes, narrative, words_file
from tests.conftest import NOW, cchc
from tests.reports_seeds import SEEDS, Seed
from tests.sample_report import WORDING, empty_report, report
from tests.test_reporting import sample

__all__ = ["sample"]

WHEN = ("--now", NOW.isoformat())
Q3 = "tuyen-truyen-quy-3-2020"
AGENCIES = ("", "so-noi-vu-soc-trang", "dai-pttth-soc-trang", "so-xay-dung-ha-tinh", "ubnd-xa-long-phu")


def read(text: str) -> tuple[Words, list[str]]:
    """Read a words file; return also what is wrong with it."""
    notes = FileNotes(file="content/reports/x.md")
    found = reader.words(notes, text.encode())
    return found, [str(problem) for problem in notes.problems()]


def test_every_key_and_heading_is_explained_once() -> None:
    """Those that the reader knows, and no others; every column of the annex is offered."""
    text = words_file.skeleton(empty_report(), WORDING)

    assert set(words_file.EXPLAINED) == set(reader.WORDS)
    assert set(words_file.SECTIONS) == set(reader.SECTIONS)
    assert all(text.count(f"\n{key}: ") + text.count(f"\n#{key}: ") == 1 for key in reader.WORDS)
    assert all(text.count(f"\n## {name}\n") == 1 for name in reader.SECTIONS)
    assert all(f" {id_}" in text for id_ in ANNEX_COLUMNS)
    assert max(map(len, text.splitlines())) < 150


def test_every_example_can_be_taken_by_deleting_its_mark() -> None:
    """With the # of each example gone, the file is read without a word of complaint, and says what the examples say."""
    text = words_file.skeleton(empty_report(), WORDING).replace("\n#scope", "\n# scope")
    found, problems = read(
        "\n".join(line[1:] if line[:1] == "#" and line[1:2].isalpha() else line for line in text.split("\n"))
    )

    assert problems == []
    assert (found.signer_name, found.annex_columns) == ("Nguyễn Văn A", annex.DEFAULT)
    assert found.legal[0].startswith("Thực hiện Kế hoạch số 128/KH-UBND")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_skeleton_that_nobody_touched_changes_no_word_of_the_report(seed: Callable[[], Seed]) -> None:
    """What is filled in is what stands there anyway; no explanation reaches the paper."""
    made = seed()
    for scope in ("", *(agency.id for agency in made.taxonomy.agencies)):
        bare = made.report(scope=scope)
        found, problems = read(words_file.skeleton(bare, WORDING))
        told = replace(bare, words=found)
        assert problems == []
        assert boxes.form_of(told) == (form := boxes.form_of(bare))
        assert boxes.fill(told, form, WORDING) == boxes.fill(bare, form, WORDING)
        assert narrative.draft(told, WORDING) == narrative.draft(bare, WORDING)


def test_what_a_person_fills_in_stands_in_the_report() -> None:
    """Deleting a mark, typing below a heading."""
    text = words_file.skeleton(report(words=Words()), WORDING)
    typed = text.replace("#signer_name: ", "signer_name: ").replace("## Đề xuất\n", "## Đề xuất\n\nMở lớp tập huấn.\n")
    found, problems = read(typed)

    assert problems == []
    assert (found.signer_name, found.proposals) == ("Nguyễn Văn A", "Mở lớp tập huấn.")


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.heavy
def test_the_command_writes_a_file_that_passes_check_and_changes_no_report(
    sample: Path, tmp_path: Path, agency: str
) -> None:
    """For the whole portal and for agencies of several kinds; the Word file stays the same, byte for byte."""
    whose = ("--agency", agency) if agency else ()
    ask = ("--root", sample, "report", Q3, *whose, *WHEN)
    name = f"{Q3}.{agency}" if agency else Q3
    cchc(*ask, "--formats", "docx", "--out", tmp_path / "truoc")
    done = cchc(*ask, "--words")
    cchc(*ask, "--formats", "docx", "--out", tmp_path / "sau")
    checked = json.loads(cchc("--root", sample, "check", "--format", "json", *WHEN).stdout)

    assert done.stdout.strip().endswith(f"content/reports/{name}.md")
    assert f"cchc report {Q3}{' --agency ' if agency else ''}{agency}" in done.stderr
    assert checked == []
    assert (tmp_path / "truoc" / f"{name}.docx").read_bytes() == (tmp_path / "sau" / f"{name}.docx").read_bytes()


@pytest.mark.heavy
def test_words_that_are_there_are_never_written_over(portal: Path) -> None:
    """The file is named: that of this report, or the older one whose `scope` says so."""
    ask = ("--root", portal, "report", "quy-1-2024", "--words")
    cchc(*ask, *WHEN)
    file = portal / "content/reports/quy-1-2024.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nCủa tôi.\n", encoding="utf-8")
    again = cchc(*ask, *WHEN, code=1).stderr
    file.write_text("---\nscope: so-noi-vu\n---\n\n## Kết quả\n\nCủa Sở.\n", encoding="utf-8")
    older = cchc(*ask, "--agency", "so-noi-vu", *WHEN, code=1).stderr

    assert "content/reports/quy-1-2024.md: da-co-loi-van: " in again
    assert "content/reports/quy-1-2024.md: da-co-loi-van: " in older
    assert file.read_text(encoding="utf-8").endswith("Của Sở.\n")
    assert not (portal / "content/reports/quy-1-2024.so-noi-vu.md").exists()


def test_words_need_a_period(portal: Path) -> None:
    """Days chosen by hand have no name that a file could have."""
    days = ("--from", "1/1/2024", "--until", "31/1/2024")
    assert "thieu-ky" in cchc("--root", portal, "report", *days, "--words", *WHEN, code=1).stderr
