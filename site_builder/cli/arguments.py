"""What may stand behind `cchc`: argparse in Vietnamese, the kinds of values, and options that several commands have.

Argparse makes its sentences itself, in English; `vietnamese` knows each of them that our arguments can bring about, and
its test brings them about.

Knows: argparse. Never: runs a command.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from site_builder.cli.output import Progress
from site_builder.text import VIETNAM, nearest, number
from site_builder.text.terminal import plain

if TYPE_CHECKING:
    from site_builder.build import Options, Rendered
    from site_builder.cluster import Address


class _Usage(argparse.HelpFormatter):
    """Help whose first words are Vietnamese too."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse in Vietnamese."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**(kwargs | {"add_help": False, "formatter_class": _Usage}))
        self.add_argument("-h", "--help", action="help", help="xem hướng dẫn này rồi thoát")
        self._positionals.title = "đối số"
        self._optionals.title = "tùy chọn"
        self.set_defaults(parser=self)

    @property
    def options(self) -> tuple[str, ...]:
        """The options it knows, with their dashes."""
        return tuple(self._option_string_actions)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and stop with code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"cchc: dùng lệnh chưa đúng: {plain(vietnamese(message))}\nXem: {self.prog} --help\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - argparse has no other name for it


def help_alone(parser: Parser, metavar: str) -> Commands:
    """Give a parser commands of its own; without one it shows its help and ends with code 2."""

    def show(_args: argparse.Namespace) -> int:
        parser.print_help(sys.stderr)
        return 2

    parser.set_defaults(run=show)
    return parser.add_subparsers(metavar=metavar, parser_class=Parser)


# Sentences


def vietnamese(message: str) -> str:
    """Say in Vietnamese what argparse says of wrong arguments; what is Vietnamese already stays."""
    for pattern, say in _SENTENCES:
        if found := pattern.fullmatch(message):
            return say(*found.groups())
    return message


def _unknown(word: str, choices: str) -> str:
    """Offer the choice that an unknown word most likely stands for, or all of them."""
    known = re.findall(r"[\w-]+", choices)
    near = nearest(word.rpartition(" ")[2].strip("'\""), known)
    return f"không có {word}; " + (f"có phải {near}?" if near else f"hãy chọn một trong: {', '.join(known)}")


def _no_command(kind: str, word: str, choices: str) -> str:
    """Offer the command that is meant."""
    return _unknown(f"{kind.lower()} {word}", choices)


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), say)
    for pattern, say in (
        (r"the following arguments are required: (.*)", "thiếu {}".format),
        (r"ambiguous option: (.*) could match (.*)", "{} có thể là {}; hãy ghi đủ tên".format),
        (r"argument (LỆNH|VIỆC): invalid choice: (.*) \(choose from (.*)\)", _no_command),
        (r"argument (\S+?): (.*)", lambda name, rest: f"{name}: {vietnamese(rest)}"),
        (r"expected one argument", lambda: "thiếu giá trị đi liền sau"),
        (r"expected at least one argument", lambda: "thiếu giá trị đi liền sau, một hoặc nhiều"),
        (r"ignored explicit argument (.*)", "không nhận giá trị, vậy mà được ghi {}".format),
        (r"invalid choice: (.*) \(choose from (.*)\)", _unknown),
    )
)


def refuse_extra(parser: Parser, extra: Sequence[str], top: Parser) -> NoReturn:
    """Stop with code 2 because of arguments that nobody takes, and offer what may have been meant."""
    options = [word.partition("=")[0] for word in extra if word.startswith("-")]
    if not options:
        words = ", ".join(map(repr, extra))
        parser.error(f"thừa {words}; lời có nhiều chữ (như tên bài) thì đặt trong dấu ngoặc kép")
    parser.error("; ".join(_option_told(option, parser, top) for option in options))


def _option_told(option: str, parser: Parser, top: Parser) -> str:
    """Say that a command has no such option, and which it may be."""
    if option in top.options:
        return f"{option} phải đứng ngay sau cchc, trước tên lệnh"
    names = {known.lstrip("-"): known for known in (*top.options, *parser.options)}
    near = nearest(option.lstrip("-"), names)
    return f"không có tùy chọn {option}" + (f"; có phải {names[near]}?" if near else "")


# Kinds of values


def positive(word: str) -> int:
    """Read a number of processes."""
    if not (word.isascii() and word.isdigit() and word.strip("0")):
        raise argparse.ArgumentTypeError(f"{word!r} không phải số nguyên dương")
    if len(word) > len(str(_MOST)):
        raise argparse.ArgumentTypeError(f"{word!r} là quá nhiều; ghi nhiều nhất {_MOST}")
    return int(word)


_MOST = 9999


def port(word: str) -> int:
    """Read a port of this machine; 0 takes one that is free."""
    if not (word.isascii() and word.isdigit() and len(word) <= len("65535") and int(word) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"{word!r} không phải số cổng; ghi một số từ 0 đến {_LAST_PORT}, ví dụ 8000")
    return int(word)


_LAST_PORT = 65535


def megabytes(word: str) -> float:
    """Read a size in MB, with a comma or a point."""
    size = number(word)
    if size is None or not math.isfinite(size) or size <= 0:
        raise argparse.ArgumentTypeError(f"{word!r} không phải số MB; ghi một số lớn hơn 0, ví dụ 5")
    return size


def moment(word: str) -> datetime:
    """Read a moment; without a zone it is Viet Nam's."""
    try:
        read = datetime.fromisoformat(word)
        return read.astimezone(VIETNAM) if read.tzinfo else read.replace(tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        message = f"{word!r} không phải thời điểm; ghi dạng 2026-11-22T08:00"
        raise argparse.ArgumentTypeError(message) from None


def cluster(word: str) -> Address:
    """Read the address of a cluster."""
    from site_builder.cluster import Address

    try:
        return Address.parse(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def folder(word: str) -> Path:
    """Read a folder as an absolute path without `..`; links stay as they are written."""
    return Path(os.path.abspath(word))  # noqa: PTH100 - `resolve` would follow links


# What commands share


def add_build_options(command: Parser) -> None:
    """Describe the options of every command that builds or reads as a build does."""
    command.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N", help="số tiến trình")
    command.add_argument("--now", type=moment, default=None, metavar="THỜI-ĐIỂM", help="coi như bây giờ là lúc này")


def now(args: argparse.Namespace) -> datetime:
    """Return the moment of the command: `--now`, or the clock's, to the second."""
    return getattr(args, "now", None) or datetime.now(VIETNAM).replace(microsecond=0)


def link(args: argparse.Namespace) -> str:
    """Return the name of the site's link in the portal's folder."""
    return "public-drafts" if getattr(args, "drafts", False) else "public"


def options(args: argparse.Namespace, progress: Progress, jobs: int | None = None) -> Options:
    """Turn arguments into build options; drafts have a state and a folder of their own."""
    from site_builder.build import STATE, Options

    drafts = getattr(args, "drafts", False)
    return Options(
        now=now(args),
        jobs=jobs or args.jobs,
        full=getattr(args, "full", False),
        drafts=drafts,
        progress=progress,
        state=STATE / "drafts" if drafts else STATE,
        link=link(args),
    )


def chrome(root: Path) -> Rendered:
    """Start MkDocs, and only now import it."""
    from site_builder.mkdocs_plugin import render_chrome

    return render_chrome(root)
