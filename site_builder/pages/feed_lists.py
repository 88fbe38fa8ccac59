"""What a static page shows of the feeds: each with how much is in it, and the script that takes everything.

The rest of such a page is rendered by MkDocs, which knows no articles; it leaves holes.

Knows: the blocks that change with articles. Never: makes a feed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from site_builder.frame.chrome import split
from site_builder.frame.templates import render
from site_builder.model import Read, Taxonomy
from site_builder.model.kinds import AGENCY, SETTINGS, STATIC, TERMS, TOPIC
from site_builder.model.settings import Settings
from site_builder.pages.pictures import in_static_page
from site_builder.urls import depth_of

LATER = {"danh-sach-rss": "nguontin", "chuong-trinh-lay-tin": "laytin"}
"""By name of the block, the name of its hole."""
PULL_SCRIPT = "feeds/lay_tin.py"
"""The script for newspapers, in the theme and in the tree."""

_GROUPS = {
    "tin-tuc": "Chung",
    "noi-bat": "Chung",
    "chu-de": "Theo chủ đề",
    "co-quan": "Theo cơ quan",
    "the-loai": "Theo thể loại",
}


class FeedRow(NamedTuple):
    """A list that has feeds."""

    kind: str
    key: str
    total: int
    """Articles of the list; its feed has the newest of them."""
    changed: str
    """Last change of one of them as it is written, ISO 8601; empty when there is none."""


class _Shown(NamedTuple):
    title: str
    base: str
    """Rooted address of the feed, without its ending."""
    row: FeedRow


def with_feeds(read: Read, path: str, rows: tuple[FeedRow, ...]) -> bytes:
    """Finish the static page at `path` of the tree with the lists that have feeds, those of a kind together."""
    settings: Settings = SETTINGS(read)
    depth = depth_of(f"/{path}")
    shown = [_Shown(_title(read, row), f"/feeds/{row.kind}/{row.key}".rstrip("/"), row) for row in rows]
    start = settings.absolute("/feeds/tin-tuc.atom.xml")
    script = STATIC(read, PULL_SCRIPT).decode()
    told = {"script": script, "path": f"/{PULL_SCRIPT}", "start": start}
    blocks = {
        "danh-sach-rss": render(read, "block-feeds.html", depth, groups=_grouped(shown)),
        "chuong-trinh-lay-tin": render(read, "block-script.html", depth, **told),
    }
    page = split(STATIC(read, path).decode()).fill({hole: blocks[name] for name, hole in LATER.items()})
    return in_static_page(read, page)


def _grouped(shown: Iterable[_Shown]) -> tuple[tuple[str, tuple[_Shown, ...]], ...]:
    return tuple((label, tuple(group)) for label, group in groupby(shown, key=lambda one: _GROUPS[one.row.kind]))


def _title(read: Read, row: FeedRow) -> str:
    """Name a list; of agencies that once had one name, each is told apart by its years."""
    if row.kind == "chu-de":
        return TOPIC(read, row.key).name
    if row.kind == "co-quan":
        return AGENCY(read, row.key).listed
    if row.kind == "the-loai":
        terms: Taxonomy = TERMS(read)
        return terms.genre_names.get(row.key, row.key)
    return "Tin nổi bật" if row.kind == "noi-bat" else "Tất cả tin, bài"
