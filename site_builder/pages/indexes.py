"""Pages that lead to lists: topics, agencies, the archive and its months; and the redirects of old addresses.

Knows: what these pages show. Never: counts.
"""

from __future__ import annotations

from itertools import groupby
from typing import TypeAlias

from site_builder.frame import outer
from site_builder.frame.outer import Meta
from site_builder.frame.templates import render
from site_builder.model import Agency, Read, Taxonomy, by_name
from site_builder.model.kinds import SETTINGS, TAXONOMY
from site_builder.model.settings import Settings
from site_builder.pages.cards import ALL_FEEDS, Look, is_alive, items, modified
from site_builder.text import sort_key
from site_builder.urls import depth_of

_ARCHIVE = "tin-tuc"
"""Section of the menu that the archive belongs to."""
_MONTHS = range(1, 13)


Counts: TypeAlias = tuple[tuple[str, int], ...]
"""Ids with the number of articles in their lists."""


def topics(read: Read, counts: Counts = ()) -> bytes:
    """Make the index of topics, each with the number of its articles."""
    taxonomy: Taxonomy = TAXONOMY(read)
    meta = Meta(url="/chu-de/", title="Chủ đề", section="chu-de", feeds=ALL_FEEDS)
    context = {"topics": taxonomy.topics, "counts": dict(counts)}
    return outer.page(read, meta, render(read, "topics.html", depth_of(meta.url), **context))


def agencies(read: Read, counts: Counts = ()) -> bytes:
    """Make the index of agencies, by place and name, each with the number of its articles.

    Those at work come first; the others stand folded at the end and say what took their place.
    """
    taxonomy: Taxonomy = TAXONOMY(read)
    meta = Meta(url="/co-quan/", title="Cơ quan", section="co-quan", feeds=ALL_FEEDS)
    gone = tuple(agency for agency in taxonomy.agencies if not is_alive(agency))
    context = {
        "places": _places(taxonomy, tuple(agency for agency in taxonomy.agencies if is_alive(agency))),
        "gone": _places(taxonomy, gone),
        "ended": len(gone),
        "counts": dict(counts),
    }
    return outer.page(read, meta, render(read, "agencies.html", depth_of(meta.url), **context))


def _places(
    taxonomy: Taxonomy, agencies: tuple[Agency, ...]
) -> tuple[tuple[str, tuple[tuple[Agency, tuple[Agency, ...]], ...]], ...]:
    """Group agencies by place, with their heirs; those without a place come first."""
    by_place: dict[str, list[Agency]] = {}
    for agency in by_name(agencies):
        by_place.setdefault(agency.place, []).append(agency)
    return tuple(
        (place, tuple((agency, _heirs(taxonomy, agency)) for agency in by_place[place]))
        for place in sorted(by_place, key=sort_key)
    )


def _heirs(taxonomy: Taxonomy, agency: Agency) -> tuple[Agency, ...]:
    return taxonomy.living_successors(agency) if agency.successors else ()


def archive_index(read: Read, months: Counts) -> bytes:
    """Make the index of the archive: a calendar of years, the newest first, from months (`YYYY/MM`) with counts."""
    counted = dict(months)
    years = tuple(
        (
            year,
            sum(counted[month] for month in group),
            tuple((number, _of(counted, year, number)) for number in _MONTHS),
        )
        for year, group in ((year, tuple(group)) for year, group in groupby(sorted(counted)[::-1], key=_year))
    )
    meta = Meta(url="/luu-tru/", title="Lưu trữ theo tháng", section=_ARCHIVE, feeds=ALL_FEEDS)
    return outer.page(read, meta, render(read, "archive.html", depth_of(meta.url), years=years))


def _year(month: str) -> str:
    return month[:4]


def _of(counted: dict[str, int], year: str, number: int) -> int:
    return counted.get(f"{year}/{number:02}", 0)


def archive_month(read: Read, month: str, ids: tuple[str, ...]) -> bytes:
    """Make the list of all articles of a month (`YYYY/MM`), newest first."""
    year, _, number = month.partition("/")
    label = f"tháng {int(number)} năm {year}"
    listed = items(read, ids, Look(kind="line", summary=False))
    meta = Meta(
        url=_month_url(month), title=f"Tin, bài {label}", section=_ARCHIVE, feeds=ALL_FEEDS,
        modified=modified(listed),
    )  # fmt: skip
    shown = [item.html for item in listed]
    return outer.page(read, meta, render(read, "month.html", depth_of(meta.url), label=label, items=shown))


def _month_url(month: str) -> str:
    return f"/luu-tru/{month}/"


def redirect(read: Read, alias: str, url: str) -> bytes:
    """Make the page at the old rooted address `alias` that leads to the rooted `url`."""
    settings: Settings = SETTINGS(read)
    context = {"settings": settings, "url": url, "canonical": settings.absolute(url)}
    return render(read, "redirect.html", depth_of(alias), **context).encode()
