"""The door: arguments to one function a command, exit codes, and the one place where errors are caught.

People read Vietnamese on stderr and stdout; machines ask for `--json`. Exit codes: 0 good, 1 a person's
mistake, 2 wrong usage, 3 a bug (with a log to paste), 130 stopped by Ctrl-C.

Knows: how to talk to a terminal. Never: does the work itself. Imports stay inside the commands, so that a
build with nothing to do starts fast.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder import __version__, publish_command, report_command
from site_builder.errors import Problem, SiteError, errors_of
from site_builder.text import VIETNAM, date_time, decimal, integer
from site_builder.text.terminal import give, give_json, plain, say

if TYPE_CHECKING:
    from site_builder.build import Options, Rendered, Report

LOG = Path(".cache", "cchc", "loi.log")


class VietnameseParser(argparse.ArgumentParser):
    """argparse with Vietnamese words around the usage."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**(kwargs | {"add_help": False}))
        self.add_argument("-h", "--help", action="help", help="xem hướng dẫn này rồi thoát")
        self._positionals.title = "đối số"
        self._optionals.title = "tùy chọn"

    def error(self, message: str) -> Any:
        """Say what is wrong with the arguments and stop with code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"cchc: dùng lệnh chưa đúng: {plain(message)}\nXem: {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = VietnameseParser(prog="cchc", description="Dựng cổng tin cải cách hành chính từ các bài Markdown.")
    top.add_argument(
        "--root", type=Path, default=Path(), metavar="THƯ-MỤC", help="thư mục của cổng (mặc định: nơi đang đứng)"
    )
    top.add_argument("--version", action="version", version=f"cchc {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="LỆNH", parser_class=VietnameseParser)
    init = commands.add_parser("init", help="tạo một cổng mới")
    init.add_argument("folder", type=Path, metavar="THƯ-MỤC")
    init.set_defaults(run=run_init)
    new = commands.add_parser("new", help="tạo một bài mới")
    new.add_argument("title", metavar="TIÊU-ĐỀ")
    new.add_argument("--topic", required=True, metavar="ID", help="chủ đề, xem content/taxonomy/topics.yml")
    new.add_argument("--agency", required=True, metavar="ID", help="cơ quan, xem content/taxonomy/agencies.yml")
    new.add_argument("--genre", default="tin", metavar="ID", help="thể loại (mặc định: tin)")
    new.add_argument("--from", dest="docx", type=Path, metavar="BÀI.docx", help="lấy nội dung từ tệp Word")
    new.set_defaults(run=run_new)
    _add_check(commands)
    build = commands.add_parser("build", help="dựng cổng vào thư mục public")
    build.add_argument("--full", action="store_true", help="làm lại mọi tệp")
    build.add_argument("--drafts", action="store_true", help="xem trước cả bài nháp và bài hẹn giờ, vào public-drafts")
    build.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
    _add_build_options(build)
    build.set_defaults(run=run_build)
    serve = commands.add_parser("serve", help="xem trước trên máy này, tự dựng lại khi sửa")
    serve.add_argument("--port", type=int, default=8000, metavar="CỔNG")
    serve.add_argument("--drafts", action="store_true", help="xem cả bài nháp và bài hẹn giờ")
    _add_build_options(serve)
    serve.set_defaults(run=run_serve)
    report = report_command.add(commands)
    _add_build_options(report)
    report.set_defaults(run=run_report)
    for command in publish_command.add(commands):
        _add_build_options(command)
        command.set_defaults(run=run_publish)
    return top


def _add_check(commands: argparse._SubParsersAction[Any]) -> None:
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
    _add_build_options(check)
    check.set_defaults(run=run_check)


def _add_build_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help="số tiến trình")
    command.add_argument("--now", type=_moment, default=None, metavar="THỜI-ĐIỂM", help="coi như bây giờ là lúc này")


def _positive(word: str) -> int:
    if not word.isdigit() or not int(word):
        raise argparse.ArgumentTypeError(f"{word!r} không phải số nguyên dương")
    return int(word)


def _moment(word: str) -> datetime:
    try:
        moment = datetime.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} không phải thời điểm; ghi dạng 2026-11-22T08:00") from None
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: the one error boundary."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Vietnamese everywhere, whatever the machine's locale
    args = parser().parse_args(argv)
    try:
        code: int = args.run(args)
    except SiteError as error:
        _tell(error.problems)
        return 1
    except KeyboardInterrupt:
        say()
        say("Đã dừng theo yêu cầu; cổng đang đăng vẫn nguyên.")
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - the boundary: a bug is told in one line, with a log
        say(f"cchc: lỗi của chương trình: {type(error).__name__}: {error}")
        say(f"Cổng đang đăng vẫn nguyên. Xin gửi tệp {_log(args.root)} cho người phát triển.")
        return 3
    return code


def _log(root: Path) -> Path:
    """Write what a developer needs to know of a bug."""
    file = root / LOG
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f"cchc {__version__}, Python {platform.python_version()}, {platform.platform()}\n{traceback.format_exc()}",
            encoding="utf-8",
        )
    except OSError:
        traceback.print_exc()
    return file


# Commands


def run_init(args: argparse.Namespace) -> int:
    """`cchc init`: a new portal."""
    from site_builder.starter import init

    files = init(args.folder, today=_now(args).date())
    say(f"Đã tạo cổng mới trong {args.folder} ({len(files)} tệp).")
    say("Việc tiếp theo:")
    say(f"  1. Sửa {args.folder / 'mkdocs.yml'} (các dòng có chữ SỬA) và content/taxonomy/agencies.yml.")
    say(f'  2. cchc --root {args.folder} new "Tiêu đề bài" --topic cai-cach-the-che --agency co-quan-chu-quan')
    say(f"  3. cchc --root {args.folder} serve")
    return 0


def run_new(args: argparse.Namespace) -> int:
    """`cchc new`: a new article, or one from Word."""
    from site_builder import content
    from site_builder.content.new import new_article
    from site_builder.content.vocabularies import nearest_id
    from site_builder.errors import ContentError

    taxonomy = content.read_taxonomy(args.root).taxonomy
    known = {
        "topic": {topic.id: topic.name for topic in taxonomy.topics},
        "agency": {agency.id: agency.name for agency in taxonomy.agencies},
        "genre": taxonomy.genre_names,
    }
    problems = []
    for option, ids in known.items():
        asked = getattr(args, option)
        if asked not in ids:
            offer = nearest_id(asked, ids) or "các id dùng được: " + ", ".join(ids)
            problems.append(Problem(f"--{option}", 0, "id-la", f"{asked!r} không có trong danh mục; {offer}"))
    if problems:
        raise ContentError(*problems)
    made = new_article(
        args.root, args.title, topic=args.topic, agency=args.agency, genre=args.genre, now=_now(args), docx=args.docx
    )
    for notice in made.notices:
        say(f"Lưu ý: {notice}")
    give(str(made.path))
    say("Bài ở trạng thái nháp (status: draft). Viết xong, xóa dòng status rồi chạy: cchc check")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """`cchc check`: every problem of every file."""
    from site_builder import build
    from site_builder.publish import history

    if args.fix:
        _fix(args.root, args.paths)
        _keep_identities(args)
    with _bar() as progress:
        found = build.check(args.root, _chrome, _options(args, progress))
    compared = history.compare(args.root, _now(args), args.against)
    problems = _chosen(sorted({*found.problems, *compared.problems}), args.root, args.paths)
    _print_problems(problems, args.format)
    wrong = len(errors_of(problems))
    if args.format == "text":
        rest = integer(len(problems) - wrong)
        say(f"Đã kiểm tra {integer(found.articles)} bài: {integer(wrong)} lỗi, {rest} cảnh báo.")
    if compared.note:
        say(f"Lưu ý: chưa so được với những gì đã đăng: {compared.note}.")
    return 1 if wrong else 0


def run_build(args: argparse.Namespace) -> int:
    """`cchc build`: the site."""
    from site_builder import build

    started = time.perf_counter()
    with _bar(quiet=args.json) as progress:
        report = build.build(args.root, _chrome, _options(args, progress))
    seconds = time.perf_counter() - started
    if args.json:
        give_json(_report_json(report, seconds))
        return 0
    _tell(report.problems)
    for path, moment in report.scheduled:
        say(f"Hẹn giờ: {path} sẽ đăng lúc {date_time(moment)}")
    say(
        f"Đã dựng {integer(report.articles)} bài, {integer(report.targets)} tệp: "
        f"{integer(len(report.made))} mới hoặc đổi, "
        f"{integer(len(report.deleted))} xóa, {integer(report.unchanged)} giữ nguyên; {decimal(seconds, 2)} giây."
    )
    say(f"Trang ở {args.root / _link(args)}/index.html; xem bằng: cchc --root {args.root} serve")
    return 0


def run_serve(args: argparse.Namespace) -> int:
    """`cchc serve`: the preview."""
    import threading

    from site_builder import build
    from site_builder.cache.inputs import theme_dir
    from site_builder.preview import Preview

    with _bar() as progress:
        build.build(args.root, _chrome, _options(args, progress))
    preview = Preview(args.root / _link(args), args.port)
    say(f"Xem trước tại {preview.url} (Ctrl-C để dừng)")

    def rebuild() -> tuple[str, ...]:
        options = _options(args, _no_progress, jobs=1)  # threads run now: no forking beside them
        try:
            report = build.build(args.root, _chrome, options)
        except SiteError as error:
            _tell(error.problems)
            return tuple(map(str, error.problems))
        say(f"{options.now:%H:%M:%S} dựng lại: {len(report.made)} tệp đổi")
        return ()

    folders = tuple(path for path in (args.root / "content", args.root / "theme", theme_dir()) if path.is_dir())
    try:
        preview.follow((*folders, args.root / "mkdocs.yml"), rebuild, threading.Event())
    finally:
        preview.close()
    return 0


def run_report(args: argparse.Namespace) -> int:
    """`cchc report`: statistics to sign and file."""
    from site_builder.report_command import run

    with _bar() as progress:
        return run(args, _chrome, _options(args, progress))


def run_publish(args: argparse.Namespace) -> int:
    """`cchc publish`, `cchc rollback`, and the hooks behind `cchc git`."""
    quiet = args.command == "git" or bool(getattr(args, "json", False)) or bool(getattr(args, "if_due", False))
    with _bar(quiet=quiet) as progress:
        return publish_command.run(args, _chrome, _options(args, progress))


# What commands share


def _chrome(root: Path) -> Rendered:
    """Start MkDocs, and only now import it."""
    from site_builder.mkdocs_plugin import render_chrome

    return render_chrome(root)


def _now(args: argparse.Namespace) -> datetime:
    return getattr(args, "now", None) or datetime.now(VIETNAM).replace(microsecond=0)


def _link(args: argparse.Namespace) -> str:
    return "public-drafts" if getattr(args, "drafts", False) else "public"


def _options(args: argparse.Namespace, progress: Callable[[str, int, int], None], jobs: int | None = None) -> Options:
    """Turn arguments into build options; drafts have a state and a folder of their own."""
    from site_builder.build import STATE, Options

    drafts = getattr(args, "drafts", False)
    return Options(
        now=_now(args),
        jobs=jobs or args.jobs,
        full=getattr(args, "full", False),
        drafts=drafts,
        progress=progress,
        state=STATE / "drafts" if drafts else STATE,
        link=_link(args),
    )


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
            _replace(place, mended)
            say(f"Đã sửa {place.relative_to(root).as_posix()}: {'; '.join(done)}")


def _keep_identities(args: argparse.Namespace) -> None:
    """Write `id` and `aliases` into published articles that lost them, and name each file."""
    from site_builder.publish import history

    chosen = [path.resolve() for path in args.paths]
    for path, mended in history.keep_identities(args.root, _now(args), args.against):
        place = args.root / path
        if _is_asked(place.resolve(), chosen):
            _replace(place, mended)
            say(f"Đã ghi id, aliases của bài đã đăng vào {path}")


def _replace(place: Path, data: bytes) -> None:
    """Put a file in another's place at once."""
    scratch = place.with_name(place.name + "~")
    scratch.write_bytes(data)
    scratch.replace(place)


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


def _print_problems(problems: Sequence[Problem], style: str) -> None:
    """Print problems the way a person or a forge reads them."""
    if style == "json":
        fields = ("path", "line", "code", "message", "level")
        give_json([{name: getattr(p, name) for name in fields} for p in problems])
    elif style == "gitlab":
        give_json(list(_gitlab(problems)))
    else:
        for problem in problems:
            give(_github(problem) if style == "github" else str(problem))


def _github(problem: Problem) -> str:
    """Write a problem as a workflow command, which shows it on its line."""
    message, path = problem.message.translate(_COMMAND), problem.path.translate(_COMMAND | _PROPERTY)
    return f"::{problem.level} file={path},line={max(problem.line, 1)},title={problem.code}::{message}"


_COMMAND = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({":": "%3A", ",": "%2C"})


def _gitlab(problems: Iterable[Problem]) -> Iterator[dict[str, Any]]:
    """Write problems as entries of a code-quality report.

    A fingerprint holds no line, so it stays when lines are added above; equal problems of one file are numbered.
    """
    from site_builder.engine.targets import digest

    seen: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        said = (problem.path, problem.code, problem.message)
        seen[said] += 1
        yield {
            "description": problem.message,
            "check_name": problem.code,
            "fingerprint": digest(said if seen[said] == 1 else (*said, seen[said])),
            "severity": "major" if problem.level == "error" else "minor",
            "location": {"path": problem.path, "lines": {"begin": max(problem.line, 1)}},
        }


def _report_json(report: Report, seconds: float) -> dict[str, Any]:
    """Return the one object that `build --json` prints."""
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


def _tell(problems: Sequence[Problem]) -> None:
    """Print problems to the person, with their count when they stop the work."""
    for problem in problems:
        say(str(problem))
    wrong = len(errors_of(problems))
    if wrong:
        say(f"{integer(wrong)} lỗi; cổng đang đăng vẫn nguyên. Làm theo các dòng trên rồi chạy lại.")


def _no_progress(_stage: str, _done: int, _all: int) -> None:
    """Show nothing."""


@contextmanager
def _bar(*, quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Give a progress function that shows a bar once a stage has taken a second, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield _no_progress
        return
    shown: dict[str, Any] = {}
    started = time.perf_counter()

    def progress(stage: str, done: int, all_: int) -> None:
        if "bar" not in shown:
            if time.perf_counter() - started < 1:
                return
            from rich.console import Console
            from rich.progress import Progress

            # No refresh thread: workers are forked from this process.
            shown["bar"] = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            shown["bar"].start()
        bar = shown["bar"]
        if stage not in shown:
            shown[stage] = bar.add_task(stage, total=all_)
        bar.update(shown[stage], completed=done)
        if done == all_ or time.perf_counter() - shown.get("drawn", 0) > 0.1:
            shown["drawn"] = time.perf_counter()
            bar.refresh()

    try:
        yield progress
    finally:
        if "bar" in shown:
            shown["bar"].stop()
