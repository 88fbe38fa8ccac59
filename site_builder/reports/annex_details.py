"""What the body of a report only counts, as tables at the end of its annex: activities, topics, outlets, targets …

A table stands there only where the body did not name everything (`Wording.most_named`).

Knows: which lists may be too long for the body. Never: counts what the report does not list; never knows a Word
package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.model.wording import Wording
from site_builder.reports.fulfilment import reached_of
from site_builder.reports.report import ActivitySum, Report
from site_builder.reports.statements import outlets_of, works_rows
from site_builder.text import decimal, integer, one_line, sort_key


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """One table."""

    title: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    """In proportion to each other."""
    rows: tuple[tuple[str, ...], ...]
    """Without the row's number, which comes first in every table."""


def details(report: Report, wording: Wording) -> tuple[Details, ...]:
    """Return the tables that a report needs, in the order in which its body speaks of them."""
    made = (_topics, _outlets, _shares, _missing, _columns, _activities, _plan)
    return tuple(table for make in made for table in make(report, wording))


def _topics(report: Report, wording: Wording) -> Iterator[Details]:
    rows = works_rows(report, "topic")
    if wording.is_long(rows):
        yield Details(
            title="Số tin, bài theo chủ đề",
            headings=("Chủ đề", "Số tin, bài", "Số lượt đăng, phát"),
            widths=(5, 1, 1),
            rows=tuple((one_line(row.name), integer(row.count.works), integer(row.count.airings)) for row in rows),
        )


def _outlets(report: Report, wording: Wording) -> Iterator[Details]:
    known = outlets_of(report)
    if any(wording.is_long(tuple(times)) for times in known.values()):
        yield Details(
            title="Số lượt theo nơi đăng, phát",
            headings=("Kênh", "Nơi đăng, phát", "Số lượt"),
            widths=(2, 4, 1),
            rows=tuple(
                (channel, outlet, integer(number))
                for channel, times in known.items()
                for outlet, number in sorted(times.items(), key=lambda entry: (-entry[1], sort_key(entry[0])))
            ),
        )


def _shares(report: Report, wording: Wording) -> Iterator[Details]:
    if wording.is_long(report.shares):
        yield Details(
            title="Nguồn số liệu",
            headings=("Cơ quan, đơn vị", "Nguồn", "Số tin, bài", "Số lượt", "Số phút", "Số dòng hoạt động"),
            widths=(4, 1.5, 1, 1, 1, 1.2),
            rows=tuple(
                (
                    share.name, share.kind, integer(share.works), integer(share.airings), decimal(share.minutes),
                    integer(share.activities),
                )
                for share in report.shares
            ),
        )  # fmt: skip


def _missing(report: Report, wording: Wording) -> Iterator[Details]:
    if len(report.missing) > wording.most_units:
        rows = tuple((name,) for name in report.missing)
        yield Details(title="Chưa gửi báo cáo", headings=("Cơ quan, đơn vị",), widths=(1,), rows=rows)


def _columns(report: Report, wording: Wording) -> Iterator[Details]:
    names = sorted({entry.column for entry in report.entries if entry.column}, key=sort_key)
    if wording.is_long(names) and len(names) == report.columns:
        yield Details(
            title="Chuyên mục",
            headings=("Chuyên mục", "Số tin, bài"),
            widths=(5, 1),
            rows=tuple(
                (name, integer(sum(entry.column == name and entry.counts_as_work for entry in report.entries)))
                for name in names
            ),
        )


def _activities(report: Report, wording: Wording) -> Iterator[Details]:
    if wording.is_long(report.sums) or any(wording.is_long(one.rows) for one in report.sums):
        yield Details(
            title="Các hình thức tuyên truyền khác",
            headings=("Hoạt động", "Số lượng", "Đơn vị tính", "Người tham gia"),
            widths=(5, 1.2, 1.2, 1.2),
            rows=tuple(row for one in report.sums for row in _activity(one)),
        )


def _activity(one: ActivitySum) -> Iterator[tuple[str, ...]]:
    """Yield the row of a sum, or those of its parts where it is a series of several."""
    apart = len({one_line(row.title) for row in one.rows}) > 1
    parts = [(row.title, row.quantity, row.participants or 0) for row in one.rows]
    whole = [(one.name, one.quantity, sum(people for _, _, people in parts))]
    for name, number, people in parts if apart else whole:
        counted = f"{one.qualifier} {decimal(number, 2)}".strip()
        yield one_line(name), counted, one.unit, integer(people) if people else ""


def _plan(report: Report, wording: Wording) -> Iterator[Details]:
    if wording.is_long(report.plan):
        yield Details(
            title="Thực hiện so với kế hoạch",
            headings=("Chỉ tiêu", "Kế hoạch", "Thực hiện", "Đạt"),
            widths=(4, 1.2, 1.4, 1.2),
            rows=tuple(reached_of(line) for line in report.plan),
        )


def widths(table: Details, room: int, first: int) -> list[int]:
    """Share out `room` twips: `first` for the row's number, the rest in proportion."""
    whole: float = sum(table.widths)
    found = [first, *(int((room - first) * part / whole) for part in table.widths)]
    return [*found[:-1], found[-1] + room - sum(found)]


def numbered(table: Details) -> Sequence[tuple[str, ...]]:
    """Return the rows with their numbers."""
    return [(integer(number), *row) for number, row in enumerate(table.rows, start=1)]
