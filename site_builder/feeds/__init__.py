"""News for machines: RSS and Atom with full text, OPML, what was withdrawn, sitemaps and robots.txt.

Knows: the formats of feeds and sitemaps. Never: decides which articles a feed holds, nor where a file goes.
"""

from site_builder.feeds.directories import opml, withdrawn_list
from site_builder.feeds.items import item
from site_builder.feeds.sitemaps import robots, sitemap_index, sitemap_month, sitemap_pages
from site_builder.feeds.syndication import Hidden, atom, rss

__all__ = [
    "Hidden",
    "atom",
    "item",
    "opml",
    "robots",
    "rss",
    "sitemap_index",
    "sitemap_month",
    "sitemap_pages",
    "withdrawn_list",
]
