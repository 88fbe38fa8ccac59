"""`cchc rollback`: the site before this one, or an older commit.

Knows: what is said of going back. Never: moves a link itself.
"""

from __future__ import annotations

import argparse
import time

from site_builder.cli.arguments import Commands, add_build_options, chrome, folder, options
from site_builder.cli.output import bar, say_reload
from site_builder.text import decimal
from site_builder.text.terminal import say


def add(commands: Commands) -> None:
    """Describe the command."""
    rollback = commands.add_parser("rollback", help="đưa trang về bản trước, ngay lập tức")
    rollback.add_argument("--to", type=folder, required=True, metavar="THƯ-MỤC", help="nơi đã đăng")
    rollback.add_argument("--commit", default="", metavar="MÃ", help="dựng lại từ phiên bản này của kho git")
    add_build_options(rollback)
    rollback.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Go back; return the exit code."""
    started = time.perf_counter()
    commit, changed = _to_commit(args) if args.commit else _to_the_one_before(args)
    seconds = decimal(time.perf_counter() - started, 2)
    say(f"Đã đưa trang về {'bản ' + commit[:10] if commit else 'bản trước'} trong {seconds} giây.")
    say("Bài hẹn giờ tạm dừng cho tới lần đăng sau. Bản cũ có thể hiện lại bài đã gỡ: hãy xem lại ngay.")
    if changed:
        say_reload(args.to)
    return 0


def _to_commit(args: argparse.Namespace) -> tuple[str, bool]:
    """Build a commit again; return it, and whether the server's files changed."""
    from site_builder.publish import builder

    how = builder.site_publishing(steady=args.now is None)
    with bar() as progress:
        built = builder.rollback_to_commit(args.to, args.commit, chrome, options(args, progress), publishing=how)
    return built.commit, bool(built.published and built.published.server_files_changed)


def _to_the_one_before(args: argparse.Namespace) -> tuple[str, bool]:
    """Swap back; return the commit of that site, and whether the server's files changed."""
    from site_builder.publish import builder, site

    rolled = site.rollback(args.to)
    builder.hold(args.to)
    return rolled.commit, rolled.server_files_changed
