"""`cchc publish`, `cchc rollback`, `cchc git …`: publishing, going back, and the hooks of a repository.

Knows: how to talk to a terminal, and to git's hooks, about publishing. Never: publishes by itself.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.errors import Problem, PublishError, SiteError
from site_builder.model.settings import MEGABYTE
from site_builder.text import VIETNAM, date_time, decimal, integer
from site_builder.text.terminal import give_json, say

if TYPE_CHECKING:
    from site_builder.build import Options, RenderChrome
    from site_builder.publish.site import Published

_HOOKS = ("receive", "received", "build", "overtaken", "preview")


def add(commands: argparse._SubParsersAction[Any]) -> tuple[argparse.ArgumentParser, ...]:
    """Describe the commands that build; the others need no options of a build."""
    publish = commands.add_parser("publish", help="dựng và đăng cổng vào thư mục của máy chủ web")
    publish.add_argument(
        "--to", type=_folder, required=True, metavar="THƯ-MỤC", help="nơi đăng; gốc của máy chủ web là THƯ-MỤC/public"
    )
    publish.add_argument("--if-due", action="store_true", help="chỉ đăng khi có bài đến giờ hoặc có việc chưa xong")
    publish.add_argument("--commit", default="", metavar="TÊN", help="ghi nhớ tên của lần đăng này, ví dụ mã commit")
    publish.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
    rollback = commands.add_parser("rollback", help="đưa trang về bản trước, ngay lập tức")
    rollback.add_argument("--to", type=_folder, required=True, metavar="THƯ-MỤC", help="nơi đã đăng")
    rollback.add_argument("--commit", default="", metavar="MÃ", help="dựng lại từ phiên bản này của kho git")
    git = commands.add_parser("git", help="kho git nhận bài và tự đăng").add_subparsers(
        dest="step", required=True, metavar="VIỆC"
    )
    _add_install(git)
    _add_withdraw(commands)
    steps = tuple(git.add_parser(step) for step in _HOOKS)
    for step, name in zip(steps, _HOOKS, strict=True):
        step.add_argument("repo", type=Path)
        step.set_defaults(step=name)
    return (publish, rollback, *steps)


def _add_withdraw(commands: argparse._SubParsersAction[Any]) -> None:
    withdraw = commands.add_parser(
        "withdraw", help="gỡ một bài đã đăng (thay vì xóa tệp): địa chỉ còn thông báo gỡ bài"
    )
    withdraw.add_argument("path", type=Path, metavar="TỆP", help="tệp của bài; đã xóa thì được lấy lại từ git")
    withdraw.add_argument("--reason", required=True, metavar="LÝ-DO", help="lý do, người đọc sẽ thấy")
    withdraw.set_defaults(run=run_withdraw)


def _add_install(git: argparse._SubParsersAction[Any]) -> None:
    install = git.add_parser("install", help="chuẩn bị một kho git: kiểm tra bài khi nhận, nhận xong thì đăng")
    install.add_argument("repo", type=Path, metavar="KHO", help="kho git trần; chưa có thì tạo")
    install.add_argument("--to", type=_folder, required=True, metavar="THƯ-MỤC", help="nơi đăng")
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
        "--max-file", type=float, metavar="MB", help="tệp lớn nhất được nhận, dù max_file trong mkdocs.yml cho hơn"
    )
    install.set_defaults(run=run_install)
    install.add_argument("--reload", metavar="LỆNH", help='lệnh nạp lại máy chủ web, ví dụ "systemctl reload nginx"')


def _folder(word: str) -> Path:
    """Read a folder as an absolute path without `..`; links stay as they are written."""
    return Path(os.path.abspath(word))  # noqa: PTH100 - `resolve` would follow links


def run(args: argparse.Namespace, render_chrome: RenderChrome, options: Options) -> int:
    """Run one of the commands; return the exit code."""
    if args.command == "publish":
        return _publish(args, render_chrome, options)
    if args.command == "rollback":
        return _rollback(args, render_chrome, options)
    return _hook(args, render_chrome, options)


def _publish(args: argparse.Namespace, render_chrome: RenderChrome, options: Options) -> int:
    """`cchc publish`."""
    from site_builder.publish import site
    from site_builder.publish.place import Place

    repo = Place(args.to).repository()
    if repo is not None and not args.commit:
        return _bring_forward(args, repo, render_chrome, options)
    started = time.perf_counter()
    if args.if_due:
        published = site.publish_if_due(args.root, args.to, render_chrome, options)
    else:
        publish = site.publish_steadily if args.now is None else site.publish
        published = publish(args.root, args.to, render_chrome, options, commit=args.commit)
    _told(args, published, time.perf_counter() - started)
    return 0


def _bring_forward(args: argparse.Namespace, repo: Path, render_chrome: RenderChrome, options: Options) -> int:
    """Publish the head of the repository that owns the folder."""
    from site_builder.publish.builder import bring_forward, publishing
    from site_builder.publish.place import Place
    from site_builder.publish.previews import sweep

    started = time.perf_counter()
    how = publishing(steady=args.now is None)
    built = bring_forward(repo, args.to, render_chrome, options, if_due=args.if_due, publishing=how)
    sweep(repo, Place(args.to))
    if built is not None and built.problems:
        raise SiteError(*built.problems)
    _told(args, built.published if built else None, time.perf_counter() - started)
    if built is not None and built.reload:
        say(f"Lưu ý: chưa nạp lại được máy chủ web: {built.reload}")
    return 0


def _told(args: argparse.Namespace, published: Published | None, seconds: float) -> None:
    """Say what was published."""
    if args.json:
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
        return
    if published is None:
        if not args.if_due:
            say("Không có gì phải đăng: máy chủ đang đăng, hoặc trang đã mới nhất.")
        return
    report = published.report
    for problem in report.problems:
        say(str(problem))
    for path, moment in report.scheduled:
        say(f"Hẹn giờ: {path} sẽ đăng lúc {date_time(moment)}")
    say(
        f"Đã đăng {integer(report.articles)} bài, {integer(report.targets)} tệp vào {args.to / 'public'}: "
        f"{integer(len(report.made))} mới hoặc đổi, {integer(len(report.deleted))} xóa; {decimal(seconds, 2)} giây."
    )
    if published.server_files_changed:
        say(f"Cấu hình nginx trong {args.to / 'nginx'} đã thay đổi; hãy nạp lại: systemctl reload nginx")


def _rollback(args: argparse.Namespace, render_chrome: RenderChrome, options: Options) -> int:
    """`cchc rollback`."""
    from site_builder.publish import builder, site

    started = time.perf_counter()
    if args.commit:
        built = builder.rollback_to_commit(
            args.to, args.commit, render_chrome, options, publishing=builder.publishing(steady=args.now is None)
        )
        commit, changed = built.commit, bool(built.published and built.published.server_files_changed)
    else:
        rolled = site.rollback(args.to)
        builder.hold(args.to)
        commit, changed = rolled.commit, rolled.server_files_changed
    seconds = decimal(time.perf_counter() - started, 2)
    say(f"Đã đưa trang về {'bản ' + commit[:10] if commit else 'bản trước'} trong {seconds} giây.")
    say("Bài hẹn giờ tạm dừng cho tới lần đăng sau. Bản cũ có thể hiện lại bài đã gỡ: hãy xem lại ngay.")
    if changed:
        say(f"Cấu hình nginx trong {args.to / 'nginx'} đã thay đổi; hãy nạp lại: systemctl reload nginx")
    return 0


def run_install(args: argparse.Namespace) -> int:
    """`cchc git install`."""
    from site_builder.publish.install import install

    if args.publishers is not None and not args.publishers.is_file():
        message = "không có tệp này; hãy tạo danh sách người được đăng, mỗi dòng một tên"
        raise PublishError(Problem(str(args.publishers), 0, "thieu-danh-sach", message))
    limit = int(args.max_file * MEGABYTE) if args.max_file else None
    made = install(
        args.repo, args.to, branch=args.branch, publishers=args.publishers, max_file_bytes=limit, reload=args.reload,
        preview="" if args.no_preview else args.preview, preview_for=args.preview_access,
    )  # fmt: skip
    for notice in made.notices:
        say(f"Lưu ý: {notice}")
    if limit:
        say("Lưu ý: lệnh cchc check của biên tập viên theo khóa max_file trong mkdocs.yml; hãy ghi cùng một số ở đó.")
    say(f"Đã chuẩn bị kho {made.repo}, đăng vào {made.to}. Việc tiếp theo: đọc {made.guide}")
    return 0


def run_withdraw(args: argparse.Namespace) -> int:
    """`cchc withdraw`."""
    from site_builder.publish.withdrawing import withdraw

    path = withdraw(args.root, args.path, args.reason, datetime.now(VIETNAM))
    say(f"Đã ghi gỡ bài vào {path}. Lưu và gửi như mọi thay đổi; đăng xong, địa chỉ bài còn lại thông báo gỡ bài.")
    return 0


def _hook(args: argparse.Namespace, render_chrome: RenderChrome, options: Options) -> int:
    """Run what git, or a hook, started."""
    from site_builder.publish import builder, limits

    limits.free()  # what our door allows git is not for what we do ourselves
    if args.step == "build":
        return builder.run_build(args.repo, render_chrome, options)
    if args.step == "preview":
        return _preview(args.repo, options)
    if args.step == "overtaken":
        from site_builder.publish.overtaken import run_overtaken

        return run_overtaken(args.repo, builder.main_branch(args.repo), say)
    data = sys.stdin.buffer.read()
    if args.step == "received":
        return builder.run_received(args.repo, data, options.now, say)
    from site_builder.publish.receive import run_receive

    return run_receive(args.repo, data, render_chrome, options, say)


def _preview(repo: Path, options: Options) -> int:
    """`cchc git preview REPO`: the previews of branches, behind everything else that the machine does."""
    from functools import partial

    from site_builder.mkdocs_plugin import render_chrome
    from site_builder.publish import builder, previews

    os.nice(_NICE)
    place, main = builder.place_of(repo), builder.main_branch(repo)
    return previews.run_previews(repo, place, main, partial(render_chrome, preview=True), options)


_NICE = 10
