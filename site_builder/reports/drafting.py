"""What the sentences of a report are made with: paragraphs, the portal's wording, names that are listed and counted.

Knows: how a paragraph is put together. Never: knows what a report says; never words a sentence itself (`model.wording`
has them).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.model.wording import Wording
from site_builder.reports.report import Report
from site_builder.text import date_plain, one_line

WORK = "tin, bài"
AIRING = "lượt đăng, phát"
LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of points in documents: the Vietnamese alphabet without ă, â, ê, ô, ơ, ư (and without f, j, w, z)."""
_ITEM = re.compile(r"^\s*(?:[-+*•–]|\w[.)]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One paragraph of plain text."""

    text: str
    is_prompt: bool = False
    """True for a bracketed line that someone has to complete or decide; shown in italics."""


@dataclass(frozen=True, slots=True)
class Drafter:
    """One report while it is worded."""

    report: Report
    wording: Wording
    document: str
    """What the paper calls itself: `báo cáo`, `văn bản`."""
    annex: str
    """Its annex's label."""

    def say(self, key: str, **told: str) -> str:
        """Return a sentence of the portal's wording with what it tells."""
        return self.wording.say(key, **told)

    def number(self, value: float) -> str:
        """Write a number as official papers do."""
        return self.wording.number(value)

    def listed(self, names: Sequence[str], kind: str, *, in_annex: bool = True) -> str:
        """Name the first few, count the others and say where all of them stand."""
        told = self.wording.enumerate(names, kind)
        if not self.wording.is_long(names) or not in_annex:
            return told
        return self.say("xem_phu_luc", danh_sach=told, phu_luc=self.annex)


def own_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split a person's words: an empty line or an item of a list starts a paragraph."""
    found: list[list[str]] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        found.append([])
        for line in block.split("\n"):
            if _ITEM.match(line) and found[-1]:
                found.append([])
            found[-1].append(re.sub(r"^\s*[*•–]\s+", "- ", line))
    lines = (one_line(" ".join(parts)) for parts in found)
    return tuple(Paragraph(text=line) for line in lines if line)


def lettered(items: Sequence[str]) -> tuple[Paragraph, ...]:
    """Make points `a) …;` `b) ….`; dashes when there are more points than letters."""
    marks = [f"{letter})" for letter in LETTERS] if len(items) <= len(LETTERS) else ["-"] * len(items)
    ends = [";"] * (len(items) - 1) + ["."]
    return tuple(
        Paragraph(text=f"{mark} {item.rstrip('.;')}{end}") for mark, item, end in zip(marks, items, ends, strict=False)
    )


def prompt(text: str) -> Paragraph:
    """Make a bracketed line for a person to complete or decide."""
    return Paragraph(text=f"[{text}]", is_prompt=True)


def plain(*texts: str) -> tuple[Paragraph, ...]:
    """Make a paragraph of each text that says something."""
    return tuple(Paragraph(text=text) for text in texts if text)


def quoted(name: str) -> str:
    """Put a name in quotation marks, on one line."""
    return f"“{one_line(name)}”"


def days(report: Report) -> dict[str, str]:
    """Return the period's first and last day as sentences name them."""
    return {"tu": date_plain(report.period.since), "den": date_plain(report.period.until)}
