"""The list of every file that the site has.

`plan` takes what readers may see at a moment and yields groups of targets, a module of planners for each room of
makers; each planner is a pure function of its group's arguments: names, ids and numbers. What the files are made from
is seen when they are made.

Knows: every planner. Never: makes or writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.engine.targets import Group
from site_builder.plan import articles, assets, feeds, lists, open_data, pictures, search, sitemaps, statistics
from site_builder.plan.site import Site, site_of

__all__ = ["Site", "plan", "site_of"]


def plan(site: Site) -> Iterator[Group]:
    """List every file of the site, in groups."""
    yield from assets.groups(site)
    yield from pictures.groups(site)
    yield from articles.groups(site)
    yield from lists.groups(site)
    yield from feeds.groups(site)
    yield from sitemaps.groups(site)
    yield from open_data.groups(site)
    yield from statistics.groups(site)
    yield from search.groups(site)
