"""`cchc git`: a repository that publishes what it takes, and the steps that git's hooks start.

Knows: git's hooks, as whoever starts the steps. Never: takes or publishes a push itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.cli.arguments import Commands, add_build_options, chrome, folder, help_alone, megabytes, options
from site_builder.cli.output import no_progress
from site_builder.errors import Problem, PublishError
from site_builder.text.terminal import say

if TYPE_CHECKING:
    from site_builder.build import Options


def add(commands: Commands) -> None:
    """Describe the command and its steps."""
    steps = help_alone(commands.add_parser("git", help="kho git nhận bài và tự đăng"), "VIỆC")
    _add_install(steps)
    for name, step in _STEPS.items():
        parser = steps.add_parser(name)
        parser.add_argument("repo", type=Path, metavar="KHO")
        add_build_options(parser)
        parser.set_defaults(run=run_step, step=step)


def _add_install(steps: Commands) -> None:
    install = steps.add_parser("install", help="chuẩn bị một kho git: kiểm tra bài khi nhận, nhận xong thì đăng")
    install.add_argument("repo", type=Path, metavar="KHO", help="kho git trần; chưa có thì tạo")
    install.add_argument("--to", type=folder, required=True, metavar="THƯ-MỤC", help="nơi đăng")
    install.add_argument("--branch", default="main", metavar="NHÁNH", help="nhánh được đăng (mặc định: main)")
    install.add_argument("--publishers", type=Path, metavar="TỆP", help="danh sách người được đăng thẳng")
    install.add_argument(
        "--preview", metavar="ĐỊA-CHỈ", help="dựng bản xem thử các nhánh ở địa chỉ này của cổng, ví dụ /xem-thu/"
    )
    install.add_argument(
        "--preview-access",
        nargs="+",
        action="extend",
        metavar="AI",
        help="ai được xem thử: tệp mật khẩu, mạng 10.1.0.0/16",
    )
    install.add_argument("--no-preview", action="store_true", help="thôi dựng bản xem thử, xóa các bản đang có")
    install.add_argument(
        "--max-file", type=megabytes, metavar="MB", help="tệp lớn nhất được nhận, dù max_file trong mkdocs.yml cho hơn"
    )
    install.add_argument("--reload", metavar="LỆNH", help='lệnh nạp lại máy chủ web, ví dụ "systemctl reload nginx"')
    install.set_defaults(run=run_install)


def run_install(args: argparse.Namespace) -> int:
    """Make the repository ready; return the exit code."""
    from site_builder.model.settings import MEGABYTE
    from site_builder.publish.install import Choices, install

    if args.publishers is not None and not args.publishers.is_file():
        message = "không có tệp này; hãy tạo danh sách người được đăng, mỗi dòng một tên"
        raise PublishError(Problem(str(args.publishers), 0, "thieu-danh-sach", message))
    limit = int(args.max_file * MEGABYTE) if args.max_file else None
    chosen = Choices(
        branch=args.branch,
        publishers=args.publishers,
        max_file_bytes=limit,
        reload=args.reload,
        preview="" if args.no_preview else args.preview,
        preview_for=args.preview_access,
    )
    made = install(args.repo, args.to, chosen)
    for notice in made.notices:
        say(f"Lưu ý: {notice}")
    if limit:
        say("Lưu ý: lệnh cchc check của biên tập viên theo khóa max_file trong mkdocs.yml; hãy ghi cùng một số ở đó.")
    say(f"Đã chuẩn bị kho {made.repo}, đăng vào {made.to}. Việc tiếp theo: đọc {made.guide}")
    return 0


def run_step(args: argparse.Namespace) -> int:
    """Run what git, or a hook, started; return the exit code."""
    from site_builder.publish import limits

    limits.free()  # what our door allows git is not for what we do ourselves
    code: int = args.step(args.repo, options(args, no_progress))
    return code


def _receive(repo: Path, asked: Options) -> int:
    """Check a push before it is taken."""
    from site_builder.publish.receive import run_receive

    return run_receive(repo, sys.stdin.buffer.read(), chrome, asked, say)


def _received(repo: Path, asked: Options) -> int:
    """Start what follows a push that was taken."""
    from site_builder.publish import builder

    return builder.run_received(repo, sys.stdin.buffer.read(), asked.now, say)


def _build(repo: Path, asked: Options) -> int:
    """Publish the head of the main branch."""
    from site_builder.publish import builder

    return builder.run_build(repo, chrome, asked)


def _overtaken(repo: Path, _asked: Options) -> int:
    """Tell whoever came too late what to type."""
    from site_builder.publish import builder
    from site_builder.publish.overtaken import run_overtaken

    return run_overtaken(repo, builder.main_branch(repo), say)


def _preview(repo: Path, asked: Options) -> int:
    """Build the previews of branches, behind everything else that the machine does."""
    from functools import partial

    from site_builder.mkdocs_plugin import render_chrome
    from site_builder.publish import builder, previews

    os.nice(_NICE)
    place, main = builder.place_of(repo), builder.main_branch(repo)
    return previews.run_previews(repo, place, main, partial(render_chrome, preview=True), asked)


_NICE = 10
_STEPS = {"receive": _receive, "received": _received, "build": _build, "overtaken": _overtaken, "preview": _preview}
"""What hooks and servers call by name; people have no need of them."""
