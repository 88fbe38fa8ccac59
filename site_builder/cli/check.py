"""`cchc check`: every problem of every file, and what can be mended without changing a word.

Knows: which problems are asked for. Never: finds or mends one itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from site_builder import atomic
from site_builder.cli.arguments import Commands, add_build_options, chrome, now, options
from site_builder.cli.output import bar, give_problems
from site_builder.errors import Problem, errors_of
from site_builder.text import integer
from site_builder.text.terminal import say


def add(commands: Commands) -> None:
    """Describe the command."""
    check = commands.add_parser("check", help="kiểm tra mọi bài, báo mọi lỗi")
    check.add_argument("paths", nargs="*", type=Path, metavar="TỆP", help="chỉ báo lỗi của các tệp này")
    check.add_argument("--format", choices=("text", "json", "github", "gitlab"), default="text")
    check.add_argument(
        "--fix",
        action="store_true",
        help="sửa giúp: dấu tổ hợp, chữ Ð, khoảng trắng dàn trang; thu nhỏ ảnh quá nặng, đổi HEIC sang JPEG; "
        "ghi id, aliases cho bài đã đăng nay đổi chỗ",
    )
    check.add_argument(
        "--against",
        default="",
        metavar="PHIÊN-BẢN",
        help="so với phiên bản git này (mặc định: nhánh được đăng, origin/main)",
    )
    add_build_options(check)
    check.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, after mending where that is asked for; return the exit code."""
    from site_builder import build
    from site_builder.publish import history

    if args.fix:
        _fix(args.root, args.paths)
        _keep_identities(args)
    with bar() as progress:
        found = build.check(args.root, chrome, options(args, progress))
    compared = history.compare(args.root, now(args), args.against)
    problems = _chosen(sorted({*found.problems, *compared.problems}), args.root, args.paths)
    give_problems(problems, args.format)
    wrong = len(errors_of(problems))
    if args.format == "text":
        rest = integer(len(problems) - wrong)
        say(f"Đã kiểm tra {integer(found.articles)} bài: {integer(wrong)} lỗi, {rest} cảnh báo.")
    if compared.note:
        say(f"Lưu ý: chưa so được với những gì đã đăng: {compared.note}.")
    return 1 if wrong else 0


def _fix(root: Path, paths: Sequence[Path]) -> None:
    """Mend what can be mended without changing a word, and name each file."""
    from site_builder import content

    chosen = [path.resolve() for path in paths]
    listed = content.list_files(root)[0]
    asked = [file for file in listed if _is_asked((root / file.path).resolve(), chosen)]
    for said in content.fit_media(root, asked):
        say(said)
    files = [root / file.path for file in listed if file.path.endswith(".md")]
    for place in (*files, *sorted((root / "content" / "pages").rglob("*.md"))):
        if place.is_symlink() or not _is_asked(place.resolve(), chosen):
            continue
        old = place.read_bytes()
        mended, done = content.mend(old)
        if mended != old:
            atomic.write(place, mended)
            say(f"Đã sửa {place.relative_to(root).as_posix()}: {'; '.join(done)}")


def _keep_identities(args: argparse.Namespace) -> None:
    """Write `id` and `aliases` into published articles that lost them, and name each file."""
    from site_builder.publish import history

    chosen = [path.resolve() for path in args.paths]
    for path, mended in history.keep_identities(args.root, now(args), args.against):
        place = args.root / path
        if _is_asked(place.resolve(), chosen):
            atomic.write(place, mended)
            say(f"Đã ghi id, aliases của bài đã đăng vào {path}")


def _is_asked(place: Path, chosen: Sequence[Path]) -> bool:
    """Say whether a file is one of those asked for, or in a folder of them; all are when nothing is asked for."""
    return not chosen or any(place.is_relative_to(path) for path in chosen)


def _chosen(problems: Iterable[Problem], root: Path, paths: Sequence[Path]) -> tuple[Problem, ...]:
    """Keep the problems of the asked files and folders, all when none is asked."""
    asked = tuple(path.resolve() for path in paths)
    if not asked:
        return tuple(problems)
    base = root.resolve()
    return tuple(p for p in problems if any((base / p.path).is_relative_to(path) for path in asked))
