"""`cchc init`: a new portal.

Knows: what the person does next. Never: writes a file itself.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from site_builder.cli.arguments import Commands, now
from site_builder.text.terminal import say


def add(commands: Commands) -> None:
    """Describe the command."""
    init = commands.add_parser("init", help="tạo một cổng mới")
    init.add_argument("folder", type=Path, metavar="THƯ-MỤC")
    init.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the portal; return the exit code."""
    from site_builder.cli.starter import init

    files = init(args.folder, today=now(args).date())
    say(f"Đã tạo cổng mới trong {args.folder} ({len(files)} tệp).")
    say("Việc tiếp theo:")
    say(f"  1. Sửa {args.folder / 'mkdocs.yml'} (các dòng có chữ SỬA) và content/taxonomy/agencies.yml.")
    say(f'  2. cchc --root {args.folder} new "Tiêu đề bài" --topic cai-cach-the-che --agency co-quan-chu-quan')
    say(f"  3. cchc --root {args.folder} serve")
    return 0
