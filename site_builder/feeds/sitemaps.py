"""Sitemaps by month, their index, and robots.txt.

A sitemap a month keeps a new article from rewriting all of them, and stays far below the limit of 50,000.

Knows: the sitemap protocol. Never: lists what is not public, nor what was withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from site_builder.model import Article, Read
from site_builder.model.kinds import ARTICLE, SETTINGS
from site_builder.model.settings import Settings
from site_builder.text import iso

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
NEWS = "/sitemaps/tin-moi.xml"
"""The sitemap of the newest articles."""


def sitemap_index(read: Read, months: tuple[tuple[str, str], ...]) -> bytes:
    """Make `/sitemap.xml` from the names (`2019-08`, `trang`) and last changes (ISO 8601, or empty) of sitemaps."""
    settings: Settings = SETTINGS(read)
    rows = ((settings.absolute(f"/sitemaps/{name}.xml"), changed) for name, changed in months)
    return _document("sitemapindex", "sitemap", rows)


def sitemap_month(read: Read, ids: tuple[str, ...]) -> bytes:
    """Make the sitemap of a month's articles with the true date of each one's last change."""
    settings: Settings = SETTINGS(read)
    articles: list[Article] = [ARTICLE(read, id_) for id_ in ids]
    public = (article for article in articles if article.status != "withdrawn")
    return _document("urlset", "url", ((settings.absolute(article.url), iso(article.modified)) for article in public))


def sitemap_news(read: Read, ids: tuple[str, ...]) -> bytes:
    """Make the sitemap of the newest articles for news aggregators (Google News)."""
    settings: Settings = SETTINGS(read)
    lines = [_HEAD, f'<urlset xmlns="{_SPACE}" xmlns:news="{_NEWS}">']
    for article in [ARTICLE(read, id_) for id_ in ids]:
        said = {
            "publication": f"<news:name>{escape(settings.site_name)}</news:name>"
            f"<news:language>{escape(article.lang.partition('-')[0])}</news:language>",
            "publication_date": iso(article.date),
            "title": escape(article.title),
        }
        words = "".join(f"<news:{name}>{value}</news:{name}>" for name, value in said.items())
        lines.append(f"<url><loc>{escape(settings.absolute(article.url))}</loc><news:news>{words}</news:news></url>")
    lines.append("</urlset>")
    return ("\n".join(lines) + "\n").encode()


def sitemap_pages(read: Read, urls: tuple[tuple[str, str], ...]) -> bytes:
    """Make the sitemap of lists and static pages from rooted URLs and last changes (ISO 8601, or empty)."""
    settings: Settings = SETTINGS(read)
    return _document("urlset", "url", ((settings.absolute(url), changed) for url, changed in urls))


def robots(read: Read) -> bytes:
    """Make `robots.txt`: all but search results may be visited.

    A demonstration stays open to robots, because they must read a page to see its `noindex`; it names no sitemap.
    A preview is closed to all.
    """
    settings: Settings = SETTINGS(read)
    if settings.preview:
        return b"User-agent: *\nDisallow: /\n"
    lines = ["User-agent: *", f"Disallow: {settings.site_path}/tim-kiem/?"]
    lines += [] if settings.demo else ["", *(f"Sitemap: {settings.absolute(url)}" for url in ("/sitemap.xml", NEWS))]
    return ("\n".join(lines) + "\n").encode()


def _document(root: str, entry: str, rows: Iterable[tuple[str, str]]) -> bytes:
    """Write a sitemap or an index of sitemaps: absolute address and last change of each entry."""
    lines = [_HEAD, f'<{root} xmlns="{_SPACE}">']
    for url, changed in rows:
        date = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        lines.append(f"<{entry}><loc>{escape(url)}</loc>{date}</{entry}>")
    lines.append(f"</{root}>")
    return ("\n".join(lines) + "\n").encode()
