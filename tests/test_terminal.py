"""What strangers wrote is shown on a terminal, and never obeyed by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_builder import cli
from site_builder.errors import ContentError, Problem
from site_builder.text.terminal import give, give_json, plain, say


def test_a_line_holds_no_sign_that_a_terminal_obeys() -> None:
    """Escapes, bells, carriage returns, turned directions, half letters; a line feed begins no line of its own."""
    assert plain("a\x1b[2J\x07\r\u202eb\x9b\ud800\nc\td\x7f") == "a\ufffd[2J\ufffd\ufffd\ufffdb\ufffd\ufffd c d\ufffd"


def test_both_streams_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """What is told and what is asked for."""
    say("a\x1bb")
    give("c\x1b\nd")

    assert capsys.readouterr() == ("c\ufffd d\n", "a\ufffdb\n")


def test_a_problem_with_escapes_in_its_path_is_one_plain_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file's name can hold anything."""

    def stop(_args: object) -> int:
        raise ContentError(Problem("a\x1b[1A\n.md", 0, "x", "y\x1b[8m"))

    monkeypatch.setattr(cli.init, "run", stop)
    code, err = cli.main(["init", "x"]), capsys.readouterr().err

    assert code == 1
    assert "\x1b" not in err
    assert err.startswith("a\ufffd[1A .md: x: y\ufffd[8m\n")


def test_json_for_machines_is_harmless_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Escapes of one byte, turned directions, tags beyond the first plane, half letters."""
    value = {"a\x9b": ["\x1b\u202e\U000e0041", "\ud800", "ắ\n"]}
    give_json(value)
    out = capsys.readouterr().out

    assert json.loads(out) == value
    assert plain(out.rstrip("\n")) == out.rstrip("\n")


def test_nothing_else_prints() -> None:
    """Every line that people or machines read goes through here."""
    files = sorted(Path(cli.__file__).parent.parent.rglob("*.py"))

    assert len(files) > 50
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert path.name == "terminal.py" or not [line for line in lines if line.lstrip().startswith("print(")], path
