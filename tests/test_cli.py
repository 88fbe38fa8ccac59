"""The door: wrong arguments are told in Vietnamese with the nearest right ones, and every end has its exit code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder import __version__, cli
from site_builder.cli.arguments import vietnamese
from site_builder.cli.output import github
from site_builder.errors import Problem
from tests.conftest import NOW, REPOSITORY, cchc

ENGLISH = re.compile(
    r"\b(usage|error|argument|arguments|option|options|invalid|choice|choose|expected|required|following|unrecognized"
    r"|ambiguous|could match|ignored|show|program|version number|positional|from [\"'])\b"
)


def told(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """Return what the program says of wrong arguments, without the usage."""
    with pytest.raises(SystemExit) as stop:
        cli.main(args)
    said = capsys.readouterr()
    usage, mark, rest = said.err.partition("cchc: dùng lệnh chưa đúng: ")

    assert stop.value.code == 2
    assert said.out == ""
    assert usage.startswith("cách dùng: cchc")
    assert mark
    return rest


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["buidl"], "không có lệnh 'buidl'; có phải build?\nXem: cchc --help\n"),
        (["xyz"], "không có lệnh 'xyz'; hãy chọn một trong: init, new, check, build, serve, report"),
        (["git", "instal"], "không có việc 'instal'; có phải install?\nXem: cchc git --help\n"),
        (["new"], "thiếu TIÊU-ĐỀ\nXem: cchc new --help\n"),
        (["withdraw"], "thiếu TỆP, --reason\n"),
        (["git", "receive"], "thiếu KHO\n"),
        (["build", "--flul"], "không có tùy chọn --flul; có phải --full?\nXem: cchc build --help\n"),
        (["new", "Bài", "--topc", "x", "--agncy=y"], "--topc; có phải --topic?; không có tùy chọn --agncy; có phải"),
        (["--rot", "build"], "không có tùy chọn --rot; có phải --root?\n"),
        (["build", "--zzz=1"], "không có tùy chọn --zzz\n"),
        (["build", "--root", "x"], "--root phải đứng ngay sau cchc, trước tên lệnh\n"),
        (["new", "Một", "cửa", "mở"], "thừa 'cửa', 'mở'; lời có nhiều chữ (như tên bài) thì đặt trong dấu ngoặc kép\n"),
        (["check", "--format", "gitlb"], "--format: không có 'gitlb'; có phải gitlab?\n"),
        (["check", "--format", "xml"], "--format: không có 'xml'; hãy chọn một trong: text, json, github, gitlab\n"),
        (["report", "--by", "topics"], "--by: không có 'topics'; có phải topic?\n"),
        (["report", "--f", "1/1/2026"], "--f có thể là --from, --formats, --file, --form; hãy ghi đủ tên\n"),
        (["report", "--out"], "--out: thiếu giá trị đi liền sau\n"),
        (["report", "--include"], "--include: thiếu giá trị đi liền sau, một hoặc nhiều\n"),
        (["build", "--full=yes"], "--full: không nhận giá trị, vậy mà được ghi 'yes'\n"),
        (["build", "--jobs", "0"], "--jobs: '0' không phải số nguyên dương\n"),
        (["build", "--jobs", "²"], "--jobs: '²' không phải số nguyên dương\n"),
        (["build", "--jobs", "9" * 5000], "là quá nhiều; ghi nhiều nhất 9999\n"),
        (["build", "--now", "mai"], "--now: 'mai' không phải thời điểm; ghi dạng 2026-11-22T08:00\n"),
        (["build", "--now", "9999-12-31T23:59+00:00"], "không phải thời điểm; ghi dạng 2026-11-22T08:00\n"),
        (["serve", "--port", "http"], "--port: 'http' không phải số cổng; ghi một số từ 0 đến 65535, ví dụ 8000\n"),
        (["serve", "--port", "70000"], "--port: '70000' không phải số cổng"),
        (["report", "--from", "hôm qua"], "--from: 'hôm qua' không phải ngày; ghi dạng 26/5/2019 hoặc 2019-05-26\n"),
        (["report", "--formats", "odt"], "--formats: 'odt': chỉ có docx, xlsx, csv, json, pdf\n"),
        (["git", "install", "r", "--to", "t", "--max-file", "nan"], "--max-file: 'nan' không phải số MB"),
        (["git", "install", "r", "--to", "t", "--max-file", "-1"], "--max-file: '-1' không phải số MB"),
    ],
)
def test_wrong_arguments_are_told_in_vietnamese(
    args: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing, unknown, cut short, of the wrong kind: what was found, what may be meant, and where to read on."""
    said = told(capsys, *args)

    assert words in said
    assert not ENGLISH.search(re.sub(r"'[^']*'|--[a-z-]+|\b(init|report|text), .*", "", said))


def test_no_sentence_of_argparse_is_left_in_english() -> None:
    """What it says of arguments like ours is known; what is Vietnamese already stays as it is."""
    assert vietnamese("argument --to: expected one argument") == "--to: thiếu giá trị đi liền sau"
    assert vietnamese("argument --x: 'expected one argument' sai") == "--x: 'expected one argument' sai"
    assert vietnamese("thừa 'a'") == "thừa 'a'"


@pytest.mark.parametrize("command", [(), *((module.__name__.rpartition(".")[2],) for module in cli.COMMANDS)])
def test_help_is_vietnamese(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` of the program and of every command, with code 0, on stdout."""
    with pytest.raises(SystemExit) as stop:
        cli.main([*command, "--help"])
    said = capsys.readouterr().out

    assert stop.value.code == 0
    assert said.startswith("cách dùng: cchc")
    assert "tùy chọn:" in said
    assert "xem hướng dẫn này rồi thoát" in said
    assert not ENGLISH.search(re.sub(r"--[a-z-]+", "", said))


@pytest.mark.parametrize(("args", "words"), [((), "withdraw"), (("--root", "x"), "withdraw"), (("git",), "install")])
def test_alone_it_shows_its_help(args: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing asked for: the whole help, on stderr, for stdout is for results; and code 2, for nothing was done."""
    code, said = cli.main(args), capsys.readouterr()

    assert code == 2
    assert said.out == ""
    assert said.err.startswith("cách dùng: cchc")
    assert words in said.err
    assert "tùy chọn:" in said.err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """One line on stdout, code 0."""
    with pytest.raises(SystemExit) as stop:
        cli.main(["--version"])

    assert stop.value.code == 0
    assert capsys.readouterr().out == f"cchc {__version__}\n"


def test_the_module_is_the_same_program(tmp_path: Path) -> None:
    """`python -m site_builder` names itself and its commands as `cchc` does."""
    script = Path(sys.executable).with_name("cchc")
    done = subprocess.run([script, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert cchc("--help", cwd=tmp_path).stdout == done.stdout


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A person stops a command: no traceback, and a word on what stands."""

    def stop(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.build, "run", stop)

    assert cli.main(["build"]) == 130
    assert capsys.readouterr().err == "\nĐã dừng theo yêu cầu; cổng đang đăng vẫn nguyên.\n"


def test_a_bug_ends_with_three_and_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two lines for the person; the log has the versions and the traceback, in the portal's folder."""

    def fail(_args: object) -> int:
        raise RuntimeError("hỏng")

    monkeypatch.setattr(cli.build, "run", fail)
    code, said = cli.main(["--root", str(tmp_path), "build"]), capsys.readouterr().err
    log = (tmp_path / cli.LOG).read_text(encoding="utf-8")

    assert code == 3
    assert said.startswith("cchc: lỗi của chương trình: RuntimeError: hỏng\n")
    assert str(tmp_path / cli.LOG) in said
    assert said.count("\n") == 2
    assert log.startswith(f"cchc {__version__}, Python ")
    assert log.endswith("RuntimeError: hỏng\n")


QUIET = """
import sys
from site_builder.cli import main
started = set(sys.modules)
assert main(sys.argv[1:]) == 0
print(*sorted(started), sep="\\n")
print("---")
print(*sorted(sys.modules), sep="\\n")
"""


def test_what_is_not_needed_is_not_imported(portal: Path) -> None:
    """The door alone imports no room of the house; a build with nothing to do no maker, plan, MkDocs or template."""
    args = ("--root", str(portal), "build", "--json", "--now", NOW.isoformat())
    cchc(*args)
    done = subprocess.run(
        [sys.executable, "-c", QUIET, *args], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    started, _, ended = done.stdout.partition("\n---\n")
    rooms = {name.split(".")[1] for name in started.splitlines() if name.startswith("site_builder.")}
    heavy = {"plan", "pages", "feeds", "reports", "search", "mkdocs_plugin", "publish", "reporting", "frame.templates"}

    assert rooms == {"cli", "errors", "text", "atomic"}
    assert {name for name in ended.splitlines() if name in {f"site_builder.{room}" for room in heavy}} == set()
    assert {"mkdocs", "jinja2", "rich", "lxml"} & set(ended.splitlines()) == set()
    assert '"made": 0' in started.splitlines()[0]


def test_a_file_name_cannot_break_a_forge_annotation() -> None:
    """Signs that the forge obeys are escaped, in names and in sentences."""
    line = github(Problem("a,b:c%\n.md", 0, "ma", "một\r\nhai 100%"))

    assert line == "::error file=a%2Cb%3Ac%25%0A.md,line=1,title=ma::một%0D%0Ahai 100%25"
