"""`cchc withdraw`: a published article is taken down, its address stays as a notice.

Knows: what the person does next. Never: changes a file itself.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from site_builder.cli.arguments import Commands
from site_builder.text import VIETNAM
from site_builder.text.terminal import say


def add(commands: Commands) -> None:
    """Describe the command."""
    withdraw = commands.add_parser(
        "withdraw", help="gỡ một bài đã đăng (thay vì xóa tệp): địa chỉ còn thông báo gỡ bài"
    )
    withdraw.add_argument("path", type=Path, metavar="TỆP", help="tệp của bài; đã xóa thì được lấy lại từ git")
    withdraw.add_argument("--reason", required=True, metavar="LÝ-DO", help="lý do, người đọc sẽ thấy")
    withdraw.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Take the article down in its file; return the exit code."""
    from site_builder.publish.withdrawing import withdraw

    path = withdraw(args.root, args.path, args.reason, datetime.now(VIETNAM))
    say(f"Đã ghi gỡ bài vào {path}. Lưu và gửi như mọi thay đổi; đăng xong, địa chỉ bài còn lại thông báo gỡ bài.")
    return 0
