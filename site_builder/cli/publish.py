"""`cchc publish`: build straight into the folder of the web server, look at it, swap.

Knows: what is said of a publication. Never: publishes by itself.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.cli.arguments import Commands, add_build_options, chrome, folder, options
from site_builder.cli.output import Progress, bar, say_reload, say_scheduled
from site_builder.errors import SiteError
from site_builder.text import decimal, integer
from site_builder.text.terminal import give_json, say

if TYPE_CHECKING:
    from site_builder.publish.builder import BuilderRun
    from site_builder.publish.site import Published


def add(commands: Commands) -> None:
    """Describe the command."""
    publish = commands.add_parser("publish", help="dựng và đăng cổng vào thư mục của máy chủ web")
    publish.add_argument(
        "--to", type=folder, required=True, metavar="THƯ-MỤC", help="nơi đăng; gốc của máy chủ web là THƯ-MỤC/public"
    )
    publish.add_argument("--if-due", action="store_true", help="chỉ đăng khi có bài đến giờ hoặc có việc chưa xong")
    publish.add_argument("--commit", default="", metavar="TÊN", help="ghi nhớ tên của lần đăng này, ví dụ mã commit")
    publish.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
    add_build_options(publish)
    publish.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Publish the portal, or the head of the repository that owns the folder; return the exit code."""
    from site_builder.publish.place import Place

    started = time.perf_counter()
    repo = None if args.commit else Place(args.to).repository()
    with bar(quiet=args.json or args.if_due) as progress:
        if repo is None:
            published, not_reloaded = _publish(args, progress), ""
        else:
            built = _bring_forward(args, repo, progress)
            published, not_reloaded = (built.published, built.reload) if built else (None, "")
    seconds = time.perf_counter() - started
    if args.json:
        _give(published, seconds)
    else:
        _tell(args, published, seconds)
    if not_reloaded:
        say(f"Lưu ý: chưa nạp lại được máy chủ web: {not_reloaded}")
    return 0


def _publish(args: argparse.Namespace, progress: Progress) -> Published | None:
    """Publish the portal of this folder."""
    from site_builder.publish import site

    asked = options(args, progress)
    if args.if_due:
        return site.publish_if_due(args.root, args.to, chrome, asked)
    publish = site.publish_steadily if args.now is None else site.publish
    return publish(args.root, args.to, chrome, asked, commit=args.commit)


def _bring_forward(args: argparse.Namespace, repo: Path, progress: Progress) -> BuilderRun | None:
    """Publish the head of the repository that owns the folder."""
    from site_builder.publish.builder import bring_forward, site_publishing
    from site_builder.publish.place import Place
    from site_builder.publish.previews import sweep

    how = site_publishing(steady=args.now is None)
    built = bring_forward(repo, args.to, chrome, options(args, progress), if_due=args.if_due, publishing=how)
    sweep(repo, Place(args.to))
    if built is not None and built.problems:
        raise SiteError(*built.problems)
    return built


def _give(published: Published | None, seconds: float) -> None:
    """Print for machines what was published."""
    report = published.report if published else None
    give_json(
        {
            "published": report is not None,
            "commit": published.commit if published else "",
            "made": len(report.made) if report else 0,
            "deleted": len(report.deleted) if report else 0,
            "targets": report.targets if report else 0,
            "due": report.due.isoformat() if report and report.due else "",
            "server_files_changed": bool(published and published.server_files_changed),
            "seconds": round(seconds, 3),
        }
    )


def _tell(args: argparse.Namespace, published: Published | None, seconds: float) -> None:
    """Tell the person what was published."""
    if published is None:
        if not args.if_due:
            say("Không có gì phải đăng: máy chủ đang đăng, hoặc trang đã mới nhất.")
        return
    report = published.report
    for problem in report.problems:
        say(str(problem))
    say_scheduled(report.scheduled)
    say(
        f"Đã đăng {integer(report.articles)} bài, {integer(report.targets)} tệp vào {args.to / 'public'}: "
        f"{integer(len(report.made))} mới hoặc đổi, {integer(len(report.deleted))} xóa; {decimal(seconds, 2)} giây."
    )
    if published.server_files_changed:
        say_reload(args.to)
