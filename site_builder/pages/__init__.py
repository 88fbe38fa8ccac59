"""Makes the pages of the portal: articles, lists, indexes and what stands in static pages.

Makers are pure: the same records give the same bytes. What depends on newer articles, on counts or on the clock
has no place in them.

Knows: what a page shows. Never: decides which pages exist; never reads the disk or the clock.
"""

from site_builder.pages.articles import article
from site_builder.pages.cards import ALL_FEEDS
from site_builder.pages.feed_lists import PULL_SCRIPT, FeedRow, with_feeds
from site_builder.pages.fronts import front
from site_builder.pages.indexes import agencies, archive_index, archive_month, redirect, topics
from site_builder.pages.lists import Onward, list_url, listing
from site_builder.pages.pictures import in_static_page
from site_builder.pages.statics import BLOCKS, block, not_found, static_main

__all__ = [
    "ALL_FEEDS",
    "BLOCKS",
    "PULL_SCRIPT",
    "FeedRow",
    "Onward",
    "agencies",
    "archive_index",
    "archive_month",
    "article",
    "block",
    "front",
    "in_static_page",
    "list_url",
    "listing",
    "not_found",
    "redirect",
    "static_main",
    "topics",
    "with_feeds",
]
