"""Makes the pages of the portal: articles, lists, indexes and what stands in static pages.

Makers are pure: the same records give the same bytes. What depends on newer articles, on counts or on the clock
has no place in them. Each maker's `*_refs` names every record that it reads.

Knows: what a page shows. Never: decides which pages exist; never reads the disk or the clock.
"""

from site_builder.pages.articles import article, article_refs
from site_builder.pages.cards import ALL_FEEDS, LIST_REFS, item_refs
from site_builder.pages.fronts import front, front_refs
from site_builder.pages.indexes import REDIRECT_REFS, agencies, archive_index, archive_month, redirect, topics
from site_builder.pages.lists import chrome_refs, list_refs, list_url, listing
from site_builder.pages.statics import BLOCKS, block, not_found, static_main

__all__ = [
    "ALL_FEEDS",
    "BLOCKS",
    "LIST_REFS",
    "REDIRECT_REFS",
    "agencies",
    "archive_index",
    "archive_month",
    "article",
    "article_refs",
    "block",
    "chrome_refs",
    "front",
    "front_refs",
    "item_refs",
    "list_refs",
    "list_url",
    "listing",
    "not_found",
    "redirect",
    "static_main",
    "topics",
]
