"""A report as PDF: LibreOffice's own pages of the Word file, the same bytes each time, or a word on what is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from site_builder import programs
from site_builder.errors import SiteError
from site_builder.reporting import printing
from tests.conftest import NOW, cchc
from tests.test_programs import COPIES, office
from tests.test_reporting import sample

__all__ = ["sample"]

WHEN = ("--now", NOW.isoformat())
MADE = datetime(2019, 8, 30)  # noqa: DTZ001 - a file's own day
CLOCK = b"%PDF-1.6 /CreationDate(D:20261129161455Z') /ID [ <@>\n<@> ] /DocChecksum /@ /Other(D:20261129161455Z)"


def text_of(pdf: Path) -> list[str]:
    """Return the words of each page."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [" ".join(page.split()) for page in told.split("\f")[:-1]]


@pytest.mark.slow
@pytest.mark.xdist_group("office")
def test_the_pdf_has_the_pages_and_words_of_the_word_file(sample: Path, tmp_path: Path) -> None:
    """Page by page what LibreOffice shows of the .docx beside it; tagged for those who have it read to them."""
    made = cchc("--root", sample, "report", "nam-2023", "--formats", "docx,pdf", "--out", tmp_path, *WHEN).stdout
    word, pdf = (Path(line) for line in made.splitlines())
    own = programs.convert(word, "pdf")
    assert own is not None
    (tmp_path / "word.pdf").write_bytes(own)
    pages = text_of(pdf)
    facts = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout

    assert (word.suffix, pdf.suffix, word.stem) == (".docx", ".pdf", pdf.stem)
    assert pages == text_of(tmp_path / "word.pdf")
    assert len(pages) >= 2
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
    assert "Tổng số: 9 tin, bài" in pages[-1]
    assert re.search(r"^Tagged: +yes", facts, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.xdist_group("office")
def test_the_pdf_may_be_asked_alone_and_is_the_same_each_time(sample: Path, tmp_path: Path) -> None:
    """One file, no clock in it."""
    ask = ("--root", sample, "report", "quy-1-2024", "--formats", "pdf", *WHEN, "--out")
    for name in ("mot", "hai"):
        cchc(*ask, tmp_path / name)
    first, second = ((tmp_path / name / "quy-1-2024.pdf").read_bytes() for name in ("mot", "hai"))

    assert first == second
    assert [path.name for path in (tmp_path / "mot").iterdir()] == ["quy-1-2024.pdf"]


@pytest.mark.heavy
def test_without_libreoffice_the_other_forms_are_written_and_what_to_install_is_said(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person's matter: exit code 1, after everything else was made."""
    bare = portal / "bin"
    bare.mkdir()
    for name in ("git", "sh"):
        (bare / name).symlink_to(shutil.which(name) or "/bin/false")
    monkeypatch.setenv("PATH", str(bare))
    done = cchc("--root", portal, "report", "quy-1-2024", "--formats", "pdf,csv,docx", *WHEN, code=1)

    assert {Path(line).suffix for line in done.stdout.splitlines()} == {".csv", ".docx"}
    assert "quy-1-2024.pdf: thieu-libreoffice: " in done.stderr
    assert "hãy cài LibreOffice Writer" in done.stderr


def test_a_libreoffice_that_fails_says_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing came, or something that is no PDF."""
    monkeypatch.setattr(programs, "has_office", lambda: True)
    for answer in (None, b"<html>"):
        monkeypatch.setattr(programs, "convert", lambda *_args, answer=answer: answer)
        with pytest.raises(SiteError, match=r"a\.pdf.*khong-doi-duoc-pdf.*mở tệp \.docx bằng Word"):
            printing.to_pdf(b"docx", MADE, 3, "a.pdf")


def test_what_tells_the_clock_is_replaced_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document's day and digest, byte for byte as long, and nothing else."""
    answers = [CLOCK.replace(b"@", mark * 32) for mark in (b"A", b"7")]
    monkeypatch.setattr(programs, "has_office", lambda: True)
    monkeypatch.setattr(programs, "convert", lambda *_args: answers.pop())
    first, second = (printing.to_pdf(b"docx", MADE, 3, "a.pdf") for _ in range(2))

    assert first == second
    assert len(first) == len(CLOCK.replace(b"@", b"A" * 32))
    assert b"/CreationDate(D:20190830000000Z')" in first
    assert b"/Other(D:20261129161455Z)" in first
    assert len(set(re.findall(rb"[0-9A-F]{32}", first))) == 1


@pytest.mark.heavy
def test_a_word_file_that_somebody_changed_is_told_beside_the_pdf(
    portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PDF is of the program's own document: what was typed into the Word file is not in it."""
    office(portal, monkeypatch, COPIES.replace("nguon.docx", "nguon.pdf").replace('cp "$before"', "printf %%PDF- >"))
    ask = ("--root", portal, "report", "quy-1-2024", *WHEN, "--formats")
    quiet = cchc(*ask, "docx,pdf").stderr
    word = portal / "bao-cao" / "quy-1-2024.docx"
    word.write_bytes(word.read_bytes() + b"sua")
    told = cchc(*ask, "pdf").stderr

    assert "đã sửa" not in quiet
    assert "quy-1-2024.pdf không có những chỗ người ta đã sửa trong quy-1-2024.docx" in told
