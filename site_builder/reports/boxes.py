"""What stands in the boxes (ô) of an official paper, after Nghị định 30/2020/NĐ-CP, Phụ lục I.

Number and day are left blank when they are not given: the văn thư fills them in. What the drafter has to complete
stands in square brackets.

Knows: the decree's wording of number, date, addressees, recipients, signer and annex. Never: knows Word or a layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_builder.errors import MakeError, Problem
from site_builder.model.wording import Wording
from site_builder.reports.narrative import blank_month, label_in_prose, title
from site_builder.reports.report import Report
from site_builder.text import date_long, fold, lower_first, nearest, one_line

BLANK = "      "
"""Room for a number or a day to be written in."""
FORMS = ("quy", "nua-nam", "nam", "don-gian")
"""Ids of the forms; each has a template `ID.docx`."""
LETTER = "nua-nam"
"""The form that is a công văn; the others are báo cáo."""
_LONGEST_QUARTER = 100
_LONGEST_HALF_YEAR = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Boxes:
    """The words of the boxes, as printed (capitals apart: the templates make them)."""

    parent_agency: str
    agency: str
    number: str
    """`230/BC-PTTH`, or with room for the number."""
    place_date: str
    title: str
    """Trích yếu; of a công văn with `V/v`."""
    addressees: tuple[str, ...]
    """Lines, the first with `Kính gửi:`; none when the paper has no addressee."""
    recipients: tuple[str, ...]
    """Lines below `Nơi nhận:`, each with its dash and mark."""
    signer_post: str
    signer_name: str
    annex_label: str
    annex_title: str
    annex_note: str
    """`(Kèm theo …)`."""


def form_of(report: Report) -> str:
    """Return the form of a report: what its words ask for, else by the number of days.

    Raises:
        MakeError: the words ask for a form that does not exist.
    """
    asked = report.words.form
    if asked and asked not in FORMS:
        near = nearest(asked, FORMS)
        meant = f"; có phải “{near}”?" if near else ";"
        told = f"không có mẫu báo cáo “{asked}”{meant} Các mẫu dùng được: {', '.join(FORMS)}"
        raise MakeError(Problem(report.words.file, 0, "mau-bao-cao-la", told))
    days = (report.period.until - report.period.since).days + 1
    by_length = "quy" if days <= _LONGEST_QUARTER else "nua-nam" if days <= _LONGEST_HALF_YEAR else "nam"
    return asked or by_length


def fill(report: Report, form: str, wording: Wording) -> Boxes:
    """Return the boxes of a report in a form: its own words, else what the taxonomy knows of who reports."""
    words, head, kind = report.words, report.letterhead, _kind(form)
    number = _number(words.number, form, head.symbol)
    superior = "" if head.kind in wording.headless else head.superior
    return Boxes(
        parent_agency=one_line(words.parent_agency) or superior,
        agency=one_line(words.agency) or (head.agency if superior else head.full) or report.agency,
        number=number,
        place_date=f"{one_line(words.place) or head.place or '…………'}, {_day(report)}",
        title=_title(report, form, wording),
        addressees=_addressees(report, form),
        recipients=_recipients(report, form),
        signer_post="\n".join(map(one_line, words.signer_post.strip().splitlines())) or "[CHỨC VỤ CỦA NGƯỜI KÝ]",
        signer_name=one_line(words.signer_name),
        annex_label=annex_label(report),
        annex_title=wording.say("ten_phu_luc", ky=label_in_prose(report)),
        annex_note=wording.say("kem_theo", van_ban=kind, so=number, ngay=_day(report), co_quan=report.agency),
    )


def annex_label(report: Report) -> str:
    """Return the annex's label: `Phụ lục 2` as the words say, else `Phụ lục`."""
    return one_line(report.words.annex_label) or "Phụ lục"


def _kind(form: str) -> str:
    return "Công văn" if form == LETTER else "Báo cáo"


def _number(number: str, form: str, symbol: str) -> str:
    """Complete a number: room before a bare symbol, a zero before numbers under 10."""
    number = one_line(number)
    if not number:
        return BLANK + (
            f"/{symbol}-…" if form == LETTER and symbol else "/…" if form == LETTER else f"/BC-{symbol or '…'}"
        )
    if number.startswith("/"):
        return BLANK + number
    return f"0{number}" if re.match(r"[1-9](?!\d)", number) else number


def _day(report: Report) -> str:
    day = report.words.date
    if day:
        return date_long(day)
    return f"ngày{BLANK}{date_long(blank_month(report))[len('ngày 00') :]}"


def _title(report: Report, form: str, wording: Wording) -> str:
    text = title(report, wording)
    if form != LETTER or text.lower().startswith("v/v"):
        return text
    about = lower_first(text)
    return f"V/v {about}" if about.startswith("báo cáo") else wording.say("ve_viec", trich_yeu=about)


def _addressees(report: Report, form: str) -> tuple[str, ...]:
    names = [one_line(name).rstrip(".;") for name in report.words.addressees] or _addressee(report, form)
    if len(names) < 2:
        return tuple(f"Kính gửi: {name}" for name in names)
    return ("Kính gửi:", *(f"- {name};" for name in names[:-1]), f"- {names[-1]}.")


def _addressee(report: Report, form: str) -> list[str]:
    """Return to whom the report goes when its words do not say: a letter always has an addressee.

    A report whose words list the recipients has none, unless they begin with "Như trên".
    """
    told = report.words.recipients
    if form != LETTER and told and not any(fold(name).startswith("nhu tren") for name in told):
        return []
    known = list(report.letterhead.recipients)
    return known or (["[cơ quan nhận báo cáo]"] if form == LETTER else [])


def _recipients(report: Report, form: str) -> tuple[str, ...]:
    words = report.words
    names = [one_line(name).lstrip("- ").rstrip(".;") for name in words.recipients]
    if not names and _addressees(report, form):
        names = ["Như trên"]
    filing = one_line(words.filing).rstrip(".;") or "VT"
    return (*(f"- {name};" for name in names if name), f"- Lưu: {filing}.")
