"""`cchc new` asks on a terminal for what is missing, and lists the ids elsewhere; real terminals, real Ctrl-C."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_builder.cli.asking import meant
from tests.conftest import REPOSITORY, cchc, tree_of, write

_OWN_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "site_builder", *sys.argv[1:]])
"""
"""Makes standard input the terminal that Ctrl-C is typed at."""
PROMPT = "không cần dấu):"


@dataclass(slots=True)
class Terminal:
    """The program on a terminal of its own."""

    process: subprocess.Popen[bytes]
    keys: int

    def asked(self) -> str:
        """Read until the program asks; return what it has shown since the last time."""
        shown = self._turn()
        assert shown.endswith(PROMPT), shown
        return shown

    def type(self, keys: str) -> None:
        """Type keys."""
        os.write(self.keys, keys.encode())

    def end(self) -> tuple[int, str, str]:
        """Read until the program ends; return the exit code, its stdout and its last words on the terminal."""
        shown = self._turn()
        assert not shown.endswith(PROMPT), shown
        assert self.process.stdout
        return self.process.wait(), self.process.stdout.read().decode(), shown

    def _turn(self) -> str:
        """Read until the program asks or ends."""
        shown = b""
        while not shown.rstrip().endswith(PROMPT.encode()):
            try:
                more = os.read(self.keys, 65536)
            except OSError:  # Linux's way to say that the other end is closed
                break
            if not more:
                break
            shown += more
        return shown.decode().rstrip(" ")


@contextmanager
def new(root: Path, *args: str) -> Iterator[Terminal]:
    """Run `cchc new` on a terminal; its stdout is a pipe, as in `$(cchc new …)`."""
    keys, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _OWN_TERMINAL, "--root", str(root), "new", *args],
        stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    os.close(terminal)
    try:
        with process:
            yield Terminal(process, keys)
    finally:
        os.close(keys)


def front_matter(file: str) -> str:
    """Return the front matter of the file that was made."""
    return Path(file.strip()).read_text(encoding="utf-8").partition("\n---\n")[0]


def agencies(root: Path, count: int) -> None:
    """Write so many agencies, and one that ended."""
    rows = [f"- id: phuong-{number}\n  name: Phường số {number}\n" for number in range(1, count + 1)]
    gone = "- id: phuong-cu\n  names:\n    - name: Phường Cũ\n      to: 1/7/2025\n"
    write(root, "content/taxonomy/agencies.yml", "".join(rows) + gone)


@pytest.mark.heavy
def test_on_a_terminal_what_is_missing_is_asked(portal: Path) -> None:
    """A number for the topic, an id for the agency; a wrong answer is asked again; stdout has the path."""
    with new(portal, "Một cửa mở sáng thứ Bảy") as terminal:
        topics = terminal.asked()
        terminal.type("99\n")
        wrong = terminal.asked()
        terminal.type("2\n")
        chosen = terminal.asked()
        terminal.type("so-noi-vu\n")
        code, given, _ = terminal.end()
    numbered = dict(re.findall(r"^ +(\d+)\. .* \((\S+)\)\r$", topics, re.MULTILINE))

    assert code == 0
    assert "Chủ đề:" in topics
    assert "Không có '99' trong danh sách" in wrong
    assert f"({numbered['2']})" in chosen
    assert "Cơ quan:" in chosen
    assert f"topic: {numbered['2']}\nagency: so-noi-vu\n" in front_matter(given)
    assert given.count("\n") == 1


def test_only_what_is_missing_is_asked(portal: Path) -> None:
    """A topic on the command line is kept."""
    with new(portal, "Bài", "--topic", "chinh-quyen-dien-tu") as terminal:
        asked = terminal.asked()
        terminal.type("so noi vu\n")
        code, given, _ = terminal.end()

    assert code == 0
    assert "Chủ đề" not in asked
    assert "topic: chinh-quyen-dien-tu\nagency: so-noi-vu\n" in front_matter(given)


@pytest.mark.heavy
def test_a_long_list_is_shown_by_pages_and_searched_without_marks(portal: Path) -> None:
    """Five hundred agencies: twenty at a time by Enter, a part of the name narrows, and numbers stay the same."""
    agencies(portal, 500)
    with new(portal, "Bài", "--topic", "chinh-quyen-dien-tu") as terminal:
        first = terminal.asked()
        terminal.type("\n")
        second = terminal.asked()
        terminal.type("so 49\n")
        narrowed = terminal.asked()
        terminal.type("PHUONG SO 499\n")
        code, given, _ = terminal.end()

    assert first.count("Phường số") == second.count("Phường số") == 20
    assert "… và 480 mục nữa" in first
    assert "  21. " in second
    assert narrowed.count("Phường số") == 11
    assert code == 0
    assert "agency: phuong-499\n" in front_matter(given)


@pytest.mark.heavy
def test_an_agency_that_ended_is_not_offered(portal: Path) -> None:
    """It is neither shown nor found; on the command line it stays usable, for articles of its time."""
    agencies(portal, 3)
    with new(portal, "Bài", "--topic", "chinh-quyen-dien-tu") as terminal:
        shown = terminal.asked()
        terminal.type("phuong cu\n")
        wrong = terminal.asked()
        terminal.type("1\n")
        code, _, _ = terminal.end()
    listed = cchc("--root", portal, "new", "Bài", "--topic", "chinh-quyen-dien-tu", code=2).stderr

    assert code == 0
    assert "Cũ" not in shown
    assert "Không có 'phuong cu'" in wrong
    assert "phuong-cu" not in listed
    assert cchc("--root", portal, "new", "Bài", "--topic", "chinh-quyen-dien-tu", "--agency", "phuong-cu").stdout


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("answers", [(), ("1\n",)], ids=["at once", "after an answer"])
@pytest.mark.heavy
def test_who_leaves_leaves_nothing_behind(portal: Path, key: str, answers: tuple[str, ...]) -> None:
    """Code 130, a word, no traceback, and no file."""
    before = tree_of(portal)
    with new(portal, "Bài") as terminal:
        for answer in answers:
            terminal.asked()
            terminal.type(answer)
        terminal.asked()
        terminal.type(key)
        code, given, last = terminal.end()

    assert code == 130
    assert given == ""
    assert last.endswith("\r\nĐã dừng theo yêu cầu; cổng đang đăng vẫn nguyên.\r\n")
    assert "Traceback" not in last
    assert tree_of(portal) == before


def test_elsewhere_the_ids_are_listed(portal: Path) -> None:
    """No terminal: every id that can be written, with its name, and code 2; nothing is written."""
    before = tree_of(portal)
    both = cchc("--root", portal, "new", "Bài", code=2)
    one = cchc("--root", portal, "new", "Bài", "--agency", "so-noi-vu", code=2).stderr

    assert both.stdout == ""
    assert "thiếu --topic (chủ đề, xem content/taxonomy/topics.yml)" in both.stderr
    assert "thiếu --agency (cơ quan, xem content/taxonomy/agencies.yml)" in both.stderr
    assert re.search(r"^  so-noi-vu +Sở Nội vụ", both.stderr, re.MULTILINE)
    assert re.search(r"^  chinh-quyen-dien-tu +Chính quyền điện tử", one, re.MULTILINE)
    assert "--agency" not in one
    assert tree_of(portal) == before


@pytest.mark.heavy
def test_a_wrong_id_is_told_before_anything_is_asked(portal: Path) -> None:
    """The nearest is offered, code 1, also on a terminal."""
    with new(portal, "Bài", "--topic", "chinh-quyen-dien-t") as terminal:
        code, _, said = terminal.end()

    assert code == 1
    assert "có phải chinh-quyen-dien-tu?" in said


def test_where_there_is_nothing_to_choose_the_file_is_named(tmp_path: Path) -> None:
    """An empty list, or a folder that is no portal: which file lacks, and how to name the portal."""
    said = cchc("--root", tmp_path, "new", "Bài", code=1).stderr

    assert "content/taxonomy/topics.yml: danh-muc-trong: " in said
    assert "content/taxonomy/agencies.yml: danh-muc-trong: " in said
    assert "cchc --root THƯ-MỤC new" in said


NAMES = {
    "so-noi-vu": "Sở Nội vụ",
    "so-noi-vu-cu": "Sở Nội vụ và Lao động",
    "so-y-te": "Sở Y tế",
    "ubnd-xa-dai-tam": "UBND xã Đại Tâm",
    "7": "Tổ 7",
}


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("1", ("so-noi-vu",)),
        ("5", ("7",)),
        ("7", ("7",)),
        ("0", ()),
        ("6", ()),
        ("9" * 5000, ()),
        ("so-y-te", ("so-y-te",)),
        ("SO-Y-TE", ("so-y-te",)),
        ("Sở Nội vụ", ("so-noi-vu",)),
        ("so noi", ("so-noi-vu", "so-noi-vu-cu")),
        ("lao dong", ("so-noi-vu-cu",)),
        ("dai tam", ("ubnd-xa-dai-tam",)),
        ("Đại Tâm", ("ubnd-xa-dai-tam",)),
        ("y", ()),
        ("?", ()),
        ("am", ()),
    ],
)
def test_a_word_means_a_number_an_id_a_name_or_the_beginnings_of_words(word: str, found: tuple[str, ...]) -> None:
    """A whole id or name comes before what contains it; one letter alone, or the middle of a word, chooses nothing."""
    assert meant(word, NAMES) == found
