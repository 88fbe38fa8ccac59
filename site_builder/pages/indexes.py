"""Pages that lead to lists: topics, agencies, the archive and its months; and the redirects of old addresses.

Knows: what these pages show. Never: says how many articles a list has.
"""

from __future__ import annotations

from itertools import groupby

from site_builder.frame import outer
from site_builder.frame.outer import Meta
from site_builder.frame.templates import render
from site_builder.model import Agency, Read, Taxonomy, by_name
from site_builder.model.kinds import SETTINGS, TAXONOMY
from site_builder.model.settings import Settings
from site_builder.pages.cards import ALL_FEEDS, Look, items, modified
from site_builder.text import sort_key
from site_builder.urls import depth_of

_ARCHIVE = "tin-tuc"
"""Section of the menu that the archive belongs to."""


def topics(read: Read) -> bytes:
    """Make the index of topics."""
    taxonomy: Taxonomy = TAXONOMY(read)
    meta = Meta(url="/chu-de/", title="Chủ đề", section="chu-de", feeds=ALL_FEEDS)
    return outer.page(read, meta, render(read, "topics.html", depth_of(meta.url), topics=taxonomy.topics))


def agencies(read: Read) -> bytes:
    """Make the index of agencies, by place and name; one that was merged says what stands in its place."""
    taxonomy: Taxonomy = TAXONOMY(read)
    meta = Meta(url="/co-quan/", title="Cơ quan", section="co-quan", feeds=ALL_FEEDS)
    return outer.page(read, meta, render(read, "agencies.html", depth_of(meta.url), places=_places(taxonomy)))


def _places(taxonomy: Taxonomy) -> tuple[tuple[str, tuple[tuple[Agency, tuple[Agency, ...]], ...]], ...]:
    """Group the agencies by place, with their heirs; those without a place come first."""
    by_place: dict[str, list[Agency]] = {}
    for agency in by_name(taxonomy.agencies):
        by_place.setdefault(agency.place, []).append(agency)
    return tuple(
        (place, tuple((agency, _heirs(taxonomy, agency)) for agency in by_place[place]))
        for place in sorted(by_place, key=sort_key)
    )


def _heirs(taxonomy: Taxonomy, agency: Agency) -> tuple[Agency, ...]:
    return taxonomy.living_successors(agency) if agency.successors else ()


def archive_index(read: Read, months: tuple[str, ...]) -> bytes:
    """Make the index of the archive from the months (`YYYY/MM`) that have articles; the newest come first."""
    newest_first = sorted(set(months), reverse=True)
    years = tuple((year, tuple(group)) for year, group in groupby(newest_first, key=lambda month: month[:4]))
    meta = Meta(url="/luu-tru/", title="Lưu trữ theo tháng", section=_ARCHIVE, feeds=ALL_FEEDS)
    return outer.page(read, meta, render(read, "archive.html", depth_of(meta.url), years=years))


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
