"""`cchc build`: the site.

Knows: what is said of a build. Never: builds itself.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from site_builder.cli.arguments import Commands, add_build_options, chrome, cluster, link, options
from site_builder.cli.output import Progress, bar, say_scheduled, tell
from site_builder.text import decimal, integer
from site_builder.text.terminal import give_json, say

if TYPE_CHECKING:
    from site_builder.build import Built


def add(commands: Commands) -> None:
    """Describe the command."""
    build = commands.add_parser("build", help="dựng cổng vào thư mục public")
    build.add_argument("--full", action="store_true", help="làm lại mọi tệp")
    build.add_argument("--drafts", action="store_true", help="xem trước cả bài nháp và bài hẹn giờ, vào public-drafts")
    build.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
    build.add_argument(
        "--executor", type=cluster, metavar="ĐỊA-CHỈ",
        help="đọc và dựng trên cụm máy Dask: dask://127.0.0.1:8786 hoặc tls://MÁY:8786, thay cho --jobs",
    )  # fmt: skip
    add_build_options(build)
    build.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build; return the exit code."""
    started = time.perf_counter()
    with bar(quiet=args.json) as progress:
        report = _built(args, progress)
    seconds = time.perf_counter() - started
    if args.json:
        give_json(_for_machines(report, seconds))
        return 0
    tell(report.problems)
    say_scheduled(report.scheduled)
    say(
        f"Đã dựng {integer(report.articles)} bài, {integer(report.targets)} tệp: "
        f"{integer(len(report.made))} mới hoặc đổi, "
        f"{integer(len(report.deleted))} xóa, {integer(report.unchanged)} giữ nguyên; {decimal(seconds, 2)} giây."
    )
    say(f"Trang ở {args.root / link(args)}/index.html; xem bằng: cchc --root {args.root} serve")
    return 0


def _built(args: argparse.Namespace, progress: Progress) -> Built:
    """Build, on a cluster if one is asked for."""
    from site_builder import build

    asked = options(args, progress)
    if args.executor is None:
        return build.build(args.root, chrome, asked)
    from site_builder.cluster import lent

    root = args.root.resolve()  # a path that means the same on every machine
    with lent(args.executor, root / asked.state) as workers:
        return build.build(root, chrome, replace(asked, executor=workers, jobs=workers.size))


def _for_machines(report: Built, seconds: float) -> dict[str, Any]:
    """Return the one object that `--json` prints."""
    return {
        "articles": report.articles,
        "targets": report.targets,
        "made": len(report.made),
        "deleted": len(report.deleted),
        "unchanged": report.unchanged,
        "seconds": round(seconds, 3),
        "problems": [str(problem) for problem in report.problems],
        "made_paths": list(report.made[:1000]),
    }
