"""The plan in sentences: what was reached of each target, and how far the plan is fulfilled.

How well a plan was fulfilled is for the head of the agency to decide: it is only proposed, in square brackets.

Knows: how a target and what was reached of it are told. Never: measures a target (`reached` does).
"""

from __future__ import annotations

from site_builder.model.wording import Wording
from site_builder.reports.drafting import WORK, Drafter, Paragraph, lettered, plain, prompt
from site_builder.reports.report import PlanLine
from site_builder.text import date_plain, decimal, integer, one_line


def plan(drafter: Drafter) -> tuple[Paragraph, ...]:
    """Set what was reached beside what was planned; many targets stand in the annex."""
    lines = drafter.report.plan
    if not lines:
        return (prompt(drafter.say("nhac_ke_hoach")),)
    if drafter.wording.is_long(lines):
        done, number = sum(map(_is_reached, lines)), len(lines)
        return plain(
            drafter.say("ke_hoach_nhieu", so=drafter.number(number), dat=drafter.number(done), phu_luc=drafter.annex)
        )
    told = [_plan_line(line, drafter.wording) for line in lines]
    if len(told) == 1:
        return plain(drafter.say("ke_hoach_mot", chi_tieu=told[0]))
    return (*plain(drafter.say("ke_hoach", so=drafter.number(len(told)))), *lettered(told))


def proposed(drafter: Drafter) -> Paragraph:
    """Propose how far the plan is fulfilled; the head decides."""
    judged = [line for line in drafter.report.plan if line.percent is not None]
    if drafter.report.as_of:
        return prompt(drafter.say("ket_luan_chua_het_ky", ngay=date_plain(drafter.report.as_of)))
    if not judged:
        return prompt(drafter.say("ket_luan_khong_ke_hoach"))
    short = [line for line in judged if not _is_reached(line)]
    counted = {"dat": integer(len(judged) - len(short)), "so": integer(len(judged))}
    if not short:
        return prompt(drafter.say("ket_luan_dat", **counted))
    behind = [f"{one_line(line.name)} ({_percent(line)})" for line in short]
    return prompt(drafter.say("ket_luan_chua_dat", **counted, ten=drafter.listed(behind, "chỉ tiêu")))


def _plan_line(line: PlanLine, wording: Wording) -> str:
    """Tell one target: what was planned, what was reached, in percent."""
    unit = "%" if line.target.is_percent else line.target.unit or WORK
    tell = _in_percent if line.target.is_percent else wording.amount
    planned, reached = tell(line.target.target, unit), tell(line.actual, unit, line.qualifier)
    told = {"ten": one_line(line.name), "ke_hoach": planned, "thuc_hien": reached}
    if line.percent is None:
        return wording.say("chi_tieu_khong_ty_le", **told)
    return wording.say("chi_tieu", **told, phan_tram=_percent(line))


def reached_of(line: PlanLine) -> tuple[str, str, str, str]:
    """Return a target's name, what was planned, what was reached and the share, as a table's row shows them."""
    unit = "%" if line.target.is_percent else line.target.unit or WORK
    tell = _in_percent if line.target.is_percent else _amount
    share = _percent(line) if line.percent is not None else ""
    return one_line(line.name), tell(line.target.target, unit), tell(line.actual, unit, line.qualifier), share


def _in_percent(value: float, unit: str, qualifier: str = "") -> str:
    return f"{qualifier} {decimal(value, 2)}{unit}".strip()


def _amount(value: float, unit: str, qualifier: str = "") -> str:
    return f"{qualifier} {decimal(value, 2)} {unit}".strip()


def _is_reached(line: PlanLine) -> bool:
    """Say whether a target was surely reached: `gần 100%` was not."""
    return line.percent is not None and line.percent >= 100 and line.qualifier in ("", "hơn")


def _percent(line: PlanLine) -> str:
    return f"{line.qualifier} {decimal(line.percent or 0)}%".strip()
