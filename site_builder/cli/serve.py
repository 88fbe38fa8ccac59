"""`cchc serve`: the preview on this machine.

Knows: what is watched, and what is said of a rebuild. Never: serves a page itself.
"""

from __future__ import annotations

import argparse

from site_builder.cli.arguments import Commands, add_build_options, chrome, link, options, port
from site_builder.cli.output import bar, no_progress, tell
from site_builder.errors import SiteError
from site_builder.text.terminal import say


def add(commands: Commands) -> None:
    """Describe the command."""
    serve = commands.add_parser("serve", help="xem trước trên máy này, tự dựng lại khi sửa")
    serve.add_argument("--port", type=port, default=8000, metavar="CỔNG")
    serve.add_argument("--drafts", action="store_true", help="xem cả bài nháp và bài hẹn giờ")
    add_build_options(serve)
    serve.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build, then serve and rebuild until Ctrl-C; return the exit code."""
    import threading

    from site_builder import build
    from site_builder.cache.inputs import theme_dir
    from site_builder.preview import Preview

    with bar() as progress:
        build.build(args.root, chrome, options(args, progress))
    preview = Preview(args.root / link(args), args.port)
    say(f"Xem trước tại {preview.url} (Ctrl-C để dừng)")
    folders = tuple(path for path in (args.root / "content", args.root / "theme", theme_dir()) if path.is_dir())
    try:
        preview.follow((*folders, args.root / "mkdocs.yml"), lambda: _rebuild(args), threading.Event())
    finally:
        preview.close()
    return 0


def _rebuild(args: argparse.Namespace) -> tuple[str, ...]:
    """Build again; return the problems that the page shows, none when the build is good."""
    from site_builder import build

    asked = options(args, no_progress, jobs=1)  # threads run now: no forking beside them
    try:
        report = build.build(args.root, chrome, asked)
    except SiteError as error:
        tell(error.problems)
        return tuple(map(str, error.problems))
    say(f"{asked.now:%H:%M:%S} dựng lại: {len(report.made)} tệp đổi")
    return ()
