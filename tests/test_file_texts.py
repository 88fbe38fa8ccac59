"""The text inside attached files: what is read, how far, and what a hostile file costs."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from site_builder import programs
from site_builder.content import FileText, file_texts, read_file_text
from site_builder.errors import Problem
from tests import attachments
from tests.conftest import NOW, SMALL, article, build_portal, write


def read(root: Path, name: str, data: bytes) -> FileText | None:
    """Read the text of a file of a portal."""
    return read_file_text(root, f"content{attachments.put(root, name, data)}")


def test_text_of_pdf_and_word_is_read_line_by_line(tmp_path: Path) -> None:
    """Files of other kinds are not opened."""
    assert read(tmp_path, "a.pdf", attachments.pdf("trang mot", "trang hai")) == FileText("trang mot\ntrang hai", "")
    assert read(tmp_path, "A.PDF", attachments.locked("")) == FileText("mat khau", "")
    assert read(tmp_path, "b.docx", attachments.word("Một  cửa", "", "Ba\tngày")) == FileText("Một cửa\nBa ngày", "")
    assert read(tmp_path, "c.xlsx", b"PK") is None
    assert read(tmp_path, "d.txt", b"chu") is None


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    """A password, damage, a scan without letters."""
    assert read(tmp_path, "a.pdf", attachments.locked("x")) == FileText("", "locked")
    assert read(tmp_path, "b.pdf", b"%PDF-1.4 la") == FileText("", "broken")
    assert read(tmp_path, "c.pdf", attachments.scanned()) == FileText("", "scan")
    assert read(tmp_path, "f.pdf", attachments.pdf("", "")) == FileText("", "")
    assert read(tmp_path, "d.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == FileText("", "locked")
    assert read(tmp_path, "e.docx", attachments.word("a")[:900]) == FileText("", "broken")


def test_a_long_file_is_read_to_a_bound(tmp_path: Path) -> None:
    """Five hundred pages, two hundred thousand letters, and it is said that there are more."""
    many = read(tmp_path, "a.pdf", attachments.pdf(*(f"trang {number}" for number in range(501))))
    dense = read(tmp_path, "b.pdf", attachments.pdf(*("chu " * 5000 for _ in range(11))))
    word = read(tmp_path, "c.docx", attachments.word("chu " * 60_000))

    assert many
    assert (many.fault, many.text.splitlines()[-1]) == ("long", "trang 499")
    assert dense
    assert (dense.fault, len(dense.text) <= file_texts.LETTERS) == ("long", True)
    assert word
    assert (word.fault, len(word.text)) == ("long", file_texts.LETTERS)


@pytest.mark.parametrize(("name", "data"), attachments.hostile().items())
def test_a_pdf_that_would_hurt_gives_no_text(tmp_path: Path, name: str, data: bytes) -> None:
    """It ends in its own process."""
    found = read(tmp_path, "a.pdf", data)

    assert found
    assert found.text == ""
    assert found.fault in {"broken", "heavy", ""}


def test_a_pdf_that_would_take_for_ever_or_all_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it said until then is not kept, for it would depend on the machine."""
    path = f"content{attachments.put(tmp_path, 'a.pdf', attachments.tedious())}"
    monkeypatch.setattr(file_texts, "_SECONDS", 1)

    assert read_file_text(tmp_path, path) == FileText("", "heavy")

    monkeypatch.setattr(file_texts, "_MEMORY", 10_000)

    assert read_file_text(tmp_path, path) == FileText("", "heavy")


def test_a_word_file_that_unpacks_without_end_gives_no_text(tmp_path: Path) -> None:
    """As when one is imported."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", b"<a>" + b" " * (21 << 20) + b"</a>")
    deep = BytesIO()
    with ZipFile(deep, "w", ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"<a>" * 300 + b"</a>" * 300)

    assert read(tmp_path, "a.docx", out.getvalue()) == FileText("", "heavy")
    assert read(tmp_path, "b.docx", deep.getvalue()) == FileText("", "broken")


def test_what_cannot_be_searched_is_a_warning_at_the_line_that_attaches_it(portal: Path) -> None:
    """It stops no build, and is repeated while nothing changes."""
    attachments.put(portal, "khoa.pdf", attachments.locked("x"))
    attachments.put(portal, "thua.pdf", attachments.locked("x"))
    attachments.put(portal, "quet.pdf", attachments.scanned())
    attachments.put(portal, "tot.pdf", attachments.pdf("tot"))
    files = [f"{{file: /media/tep/{name}.pdf, title: Tệp {name}}}" for name in ("tot", "khoa", "quet")]
    write(portal, "content/news/2024/05/a.md", article(attachments="\n  - " + "\n  - ".join(files)))
    first, again = build_portal(portal), build_portal(portal, now=NOW + timedelta(minutes=1))

    found = _of_texts(first.problems)
    assert [(problem.path, problem.line, problem.level) for problem in found] == [
        ("content/news/2024/05/a.md", 8, "warning"),
        ("content/news/2024/05/a.md", 9, "warning"),
    ]
    assert "khoa.pdf có mật khẩu" in found[0].message
    assert "quet.pdf là bản quét" in found[1].message
    assert _of_texts(again.problems) == found


def _of_texts(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.code == "tep-khong-doc-chu"]


def test_a_file_without_a_font_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no letter can stand there is nothing to read; a torn file is looked at all the same."""
    started: list[object] = []
    monkeypatch.setattr(programs, "run_script", lambda *given, **_limits: started.append(given))
    blank = (SMALL / "content/media/ke-hoach.pdf").read_bytes()
    for name, data in (
        ("trang.pdf", blank),
        ("rach.pdf", blank[:60]),
        ("chu.pdf", blank.replace(b"/Page/", b"/Font/")),
    ):
        (tmp_path / name).write_bytes(data)
    told = [read_file_text(tmp_path, name) for name in ("trang.pdf", "rach.pdf", "chu.pdf")]
    assert [one and one.fault for one in told] == ["", "heavy", "heavy"]
    assert len(started) == 2
