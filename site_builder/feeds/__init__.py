"""News for machines: RSS, Atom and JSON Feed with full text, archives, what was corrected or withdrawn, sitemaps.

Knows: the formats of feeds and sitemaps. Never: decides which articles a feed holds, nor where a file goes.
"""

from site_builder.feeds.channels import ALL, FEATURED, archive_url, contact_of, feed_url
from site_builder.feeds.directories import corrected_list, opml, withdrawn_list
from site_builder.feeds.items import Ref, item
from site_builder.feeds.json_feed import json_feed
from site_builder.feeds.sitemaps import robots, sitemap_index, sitemap_month, sitemap_news, sitemap_pages
from site_builder.feeds.syndication import Hidden, archive, atom, rss

__all__ = [
    "ALL",
    "FEATURED",
    "Hidden",
    "Ref",
    "archive",
    "archive_url",
    "atom",
    "contact_of",
    "corrected_list",
    "feed_url",
    "item",
    "json_feed",
    "opml",
    "robots",
    "rss",
    "sitemap_index",
    "sitemap_month",
    "sitemap_news",
    "sitemap_pages",
    "withdrawn_list",
]
