"""The door: arguments to one function a command, one file a command; exit codes, and the one error boundary.

    arguments   argparse in Vietnamese, the kinds of values, options that several commands have
    output      problems in every format, sentences that commands share, the progress bar
    asking      numbered choices on a terminal
    init … git  one command each: `add` describes its arguments, `run` calls what does the work

Exit codes: 0 good, 1 a person's mistake, 2 wrong usage, 3 a bug (with a log to paste), 130 stopped by Ctrl-C.

Knows: the commands, and what becomes of an error. Never: does the work itself. What does it is imported when a command
runs, so that a build with nothing to do starts fast.
"""

from __future__ import annotations

import argparse
import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from site_builder import __version__
from site_builder.cli import build, check, git, init, new, publish, report, rollback, serve, withdraw
from site_builder.cli.arguments import Parser, help_alone, refuse_extra
from site_builder.cli.output import tell
from site_builder.errors import SiteError
from site_builder.text.terminal import say

COMMANDS = (init, new, check, build, serve, report, publish, rollback, git, withdraw)
"""In the order of the help."""
LOG = Path(".cache", "cchc", "loi.log")


def parser() -> Parser:
    """Describe the commands."""
    top = Parser(prog="cchc", description="Dựng cổng tin cải cách hành chính từ các bài Markdown.")
    top.add_argument(
        "--root", type=Path, default=Path(), metavar="THƯ-MỤC", help="thư mục của cổng (mặc định: nơi đang đứng)"
    )
    top.add_argument("--version", action="version", version=f"cchc {__version__}", help="xem phiên bản rồi thoát")
    commands = help_alone(top, "LỆNH")
    for command in COMMANDS:
        command.add(commands)
    return top


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments, those of the program when None; wrong ones end it with code 2."""
    top = parser()
    args, extra = top.parse_known_args(argv)
    if extra:
        refuse_extra(args.parser, extra, top)
    return args


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: the one error boundary."""
    _speak_utf8()
    root = Path()
    try:
        args = parse(argv)
        root = args.root
        code: int = args.run(args)
    except SiteError as error:
        tell(error.problems)
        return 1
    except KeyboardInterrupt:
        say()
        say("Đã dừng theo yêu cầu; cổng đang đăng vẫn nguyên.")
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - the boundary: a bug is told in one line, with a log
        say(f"cchc: lỗi của chương trình: {type(error).__name__}: {error}")
        say(f"Cổng đang đăng vẫn nguyên. Xin gửi tệp {_log(root)} cho người phát triển.")
        return 3
    return code


def _speak_utf8() -> None:
    """Write and read Vietnamese everywhere, whatever the machine's locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def _log(root: Path) -> Path:
    """Write what a developer needs to know of a bug."""
    file = root / LOG
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f"cchc {__version__}, Python {platform.python_version()}, {platform.platform()}\n{traceback.format_exc()}",
            encoding="utf-8",
        )
    except OSError:
        traceback.print_exc()
    return file
