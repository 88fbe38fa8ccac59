"""`cchc report`: reports, what is due, filing, and forms for units without a portal.

Knows: how to talk to a terminal about reports. Never: makes a number.
"""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.cli.arguments import Commands, add_build_options, chrome, options
from site_builder.cli.output import bar
from site_builder.text import date_short, decimal, integer
from site_builder.text.terminal import give, give_json, say

if TYPE_CHECKING:
    from site_builder.build import Options
    from site_builder.counting.figures import Count
    from site_builder.reporting import Asked, Newsroom
    from site_builder.reports.report import Report

AXES = ("topic", "directive", "agency", "kind", "genre", "channel", "outlet", "column", "month")
FORMATS = ("docx", "xlsx", "csv", "json", "pdf")
USUAL = FORMATS[:4]
"""Formats when nobody asks for others: a PDF needs LibreOffice and seconds."""
MOST_TOLD = 20
"""Items changed since the filing that the terminal names."""
OUT = "bao-cao"
"""Folder of the reports, below the portal's folder."""


def add(commands: Commands) -> None:
    """Describe the command."""
    report = commands.add_parser("report", help="báo cáo thống kê: Word, Excel, CSV, JSON, PDF")
    report.add_argument("period", nargs="?", default="", metavar="KỲ", help="id của kỳ, xem cchc report --due")
    report.add_argument("--from", dest="since", type=_day, metavar="NGÀY", help="ngày đầu, thay cho KỲ")
    report.add_argument("--until", type=_day, metavar="NGÀY", help="ngày cuối, tính cả ngày đó")
    report.add_argument("--agency", default="", metavar="ID", help="chỉ tính cơ quan này và đơn vị trực thuộc")
    report.add_argument(
        "--roll-up", action="store_true", help="gộp cơ quan cũ vào cơ quan kế tục (không gộp khi chia tách)"
    )
    report.add_argument(
        "--by", action="append", choices=AXES, default=[], metavar="CHIỀU", help="in bảng theo: " + ", ".join(AXES)
    )
    report.add_argument(
        "--include",
        nargs="+",
        type=Path,
        default=[],
        metavar="TỆP",
        help="gộp JSON của cổng khác, biểu Excel đã kê khai",
    )
    report.add_argument("--out", type=Path, metavar="THƯ-MỤC", help=f"nơi ghi (mặc định: {OUT}/)")
    report.add_argument(
        "--formats",
        default=",".join(USUAL),
        type=_formats,
        metavar="DANH-SÁCH",
        help=f"{','.join(FORMATS)} (mặc định: {','.join(USUAL)}; pdf cần máy có LibreOffice)",
    )
    report.add_argument(
        "--due", action="store_true", help="các báo cáo đến hạn, quá hạn của từng cơ quan (một cơ quan: --agency ID)"
    )
    report.add_argument("--file", action="store_true", help="chốt số liệu đã nộp của KỲ, của riêng cơ quan ở --agency")
    report.add_argument("--form", action="store_true", help="tạo biểu Excel của KỲ cho đơn vị không có cổng")
    report.add_argument(
        "--words", action="store_true", help="tạo tệp lời văn của KỲ (của cơ quan ở --agency), mỗi khóa có giải thích"
    )
    report.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
    add_build_options(report)
    report.set_defaults(run=run)


def _day(word: str) -> date:
    """Read a day, ISO or day-first."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(word, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"{word!r} không phải ngày; ghi dạng 26/5/2019 hoặc 2019-05-26")


def _formats(words: str) -> tuple[str, ...]:
    """Read a list of formats."""
    asked = tuple(word.strip() for word in words.split(",") if word.strip())
    wrong = [word for word in asked if word not in FORMATS]
    if wrong or not asked:
        raise argparse.ArgumentTypeError(f"{words!r}: chỉ có {', '.join(FORMATS)}")
    return asked


def run(args: argparse.Namespace) -> int:
    """Make, file or list reports; return the exit code."""
    from site_builder.engine.garbage import never_collect

    never_collect()
    with bar() as progress:
        return _run(args, options(args, progress))


def _run(args: argparse.Namespace, how: Options) -> int:
    """Do what is asked of the reports."""
    from site_builder import reporting
    from site_builder.reporting import Asked

    newsroom = reporting.read(args.root, chrome, how)
    asked = Asked(
        period=args.period, since=args.since, until=args.until, agency=args.agency,
        rolled=args.roll_up, include=tuple(args.include),
    )  # fmt: skip
    if args.due:
        return _due(newsroom, args.agency, how.now, as_json=args.json)
    if not args.period and not (args.since and args.until):
        say("cchc report: hãy cho biết KỲ (xem cchc report --due), hoặc cả --from và --until")
        return 2
    if args.file:
        return _file(newsroom, asked, how.now)
    if args.words:
        return _words(newsroom, asked, how.now)
    out = args.out or args.root / OUT
    if args.form:
        return _form(newsroom, asked, how.now, out)
    report, warnings = reporting.make(newsroom, asked, how.now)
    for problem in sorted(warnings):
        say(str(problem))
    _summary(report, tuple(args.by))
    _whose(report, asked)
    _deliver(report, newsroom, args.formats, out)
    return 0


def _file(newsroom: Newsroom, asked: Asked, now: datetime) -> int:
    """Freeze the figures that an agency filed."""
    from site_builder import reporting

    report, path = reporting.file_report(newsroom, asked, now)
    _whose(report, asked)
    say(f"Đã chốt số liệu của {report.agency}: {path}. Hãy lưu tệp này vào git.")
    return 0


def _deliver(report: Report, newsroom: Newsroom, formats: tuple[str, ...], folder: Path) -> None:
    """Write the files in the asked formats; the PDF last, so that without LibreOffice the others are there."""
    from site_builder import reporting

    for some in ([name for name in formats if name != "pdf"], [name for name in formats if name == "pdf"]):
        _write(reporting.render(report, newsroom, some), newsroom, folder)


def _write(files: dict[str, bytes], newsroom: Newsroom, folder: Path) -> None:
    """Write files, and name them."""
    from site_builder import reporting
    from site_builder.build import STATE

    paths, notices = reporting.write(files, folder, newsroom.root / STATE)
    for notice in notices:
        say(f"Lưu ý: {notice}")
    for path in paths:
        give(str(path))


def _words(newsroom: Newsroom, asked: Asked, now: datetime) -> int:
    """Write the skeleton of a report's own words."""
    from site_builder import reporting

    report, path = reporting.write_words(newsroom, asked, now)
    again = f"cchc report {report.period.id}" + (f" --agency {report.scope}" if report.scope else "")
    say(f"Đã tạo tệp lời văn cho báo cáo của {report.agency}. Hãy điền, lưu lại, rồi gõ: {again}")
    give(str(path))
    return 0


def _form(newsroom: Newsroom, asked: Asked, now: datetime, folder: Path) -> int:
    """Write the Excel form of a period."""
    from site_builder import reporting
    from site_builder.reports import form

    period = reporting.period_of(newsroom, asked, now)
    _write({f"bieu-{period.id}.xlsx": form.make_form(period, newsroom.taxonomy)}, newsroom, folder)
    return 0


def _due(newsroom: Newsroom, agency: str, now: datetime, *, as_json: bool) -> int:
    """List what is due, from whom, when, to whom, and what is late."""
    from site_builder import reporting

    found = reporting.due(newsroom, now, agency)
    if as_json:
        rows = [
            {
                "period": one.period.id,
                "agency": one.agency,
                "name": one.name,
                "from": one.period.since.isoformat(),
                "due": one.due.isoformat(),
                "recipient": one.recipient,
                "state": one.state,
            }
            for one in found
        ]
        give_json(rows)
        return 0
    for one in found:
        whose = f"{one.name} ({one.agency}) " if one.agency else ""
        told = f"{one.period.id}  {one.period.label}; {whose}gửi {one.recipient or '…'}"
        give(f"{date_short(one.due)}  {one.state:14}  {told}")
    for line in () if agency else reporting.unowed(newsroom, now):
        say(f"Lưu ý: {line}")
    return 0


def _whose(report: Report, asked: Asked) -> None:
    """Say whose report it is when nobody named an agency, and that a report of an agency has no words yet."""
    period, scope, file = report.period.id, report.scope, report.words.file
    if scope and not asked.agency:
        say(f"  báo cáo của cơ quan {scope}, theo khóa scope trong {file}")
        say(f"  (muốn báo cáo của cả cổng thì đổi tên tệp ấy thành {period}.{scope}.md)")
    elif scope and asked.period and not file:
        say(f"  chưa có lời văn riêng (content/reports/{period}.{scope}.md): số, nơi nhận, người ký còn để trống")


def _summary(report: Report, axes: tuple[str, ...]) -> None:
    """Tell the person the main numbers, and the asked tables."""
    from site_builder.counting.axes import AXIS_NAMES
    from site_builder.reports.amendments import SHEET, item_words
    from site_builder.reports.sums import amount

    total = report.figures.total
    mark = f" (số liệu tạm tính đến ngày {date_short(report.as_of)})" if report.as_of else ""
    say(f"{report.agency}: {report.period.label}, {report.period.span}{mark}")
    say(f"  {_count(total)}; {integer(report.columns)} chuyên mục")
    for activity in report.sums:
        say(f"  ngoài ra {amount(activity)}: {activity.name} (không tính vào tin, bài: {activity.reason})")
    for share in report.shares[1:]:
        say(f"  trong đó {share.name} ({share.kind}): {integer(share.works)} tin, bài; {integer(share.airings)} lượt")
    for name in report.missing:
        say(f"  chưa có báo cáo của {name}")
    for change in report.changes:
        say(f"  khác số đã nộp: {change.name}: {decimal(change.filed)} → {decimal(change.now)}")
    for one in report.item_changes[:MOST_TOLD]:
        say(f"  thay đổi sau khi nộp: {one.verb} {one.part} {item_words(one)}")
    if len(report.item_changes) > MOST_TOLD:
        say(f"  … và {integer(len(report.item_changes) - MOST_TOLD)} mục nữa, xem trang “{SHEET}” của tệp Excel")
    for axis in axes:
        give()
        give(AXIS_NAMES[axis])
        for row in report.figures.table(axis).rows:
            give(f"  {row.name:60} {_count(row.count)}")


def _count(count: Count) -> str:
    return f"{integer(count.works)} tin, bài; {integer(count.airings)} lượt; {decimal(count.minutes)} phút"
