"""What there is: articles, topics, agencies and the rest of a portal, as frozen values, and their URLs.

Values hold tuples only: their `repr` is the same in every process, so it can be digested. Moments are
aware datetimes at +07:00; days are dates. A place in the site is a rooted URL (see `urls`).

    articles   an article, its parts, and what of it a reader may see at a moment
    taxonomy   the vocabularies that it is filed under
    periods    spans of days that are reported on
    ledger     what is counted besides articles: activities, plans, what was filed
    settings   what `mkdocs.yml` says
    headings   the columns of tables of activities
    wording    how reports are worded
    records    converted bodies and files, and how makers read
    kinds      the kinds of records, by name
"""

from __future__ import annotations

from site_builder.model.articles import (
    Airing,
    Article,
    Attachment,
    Correction,
    HostedMedia,
    Image,
    OfficialDocument,
    Withdrawal,
)
from site_builder.model.records import Asset, Body, Heading, Link, OnceRead, PageLink, PageLinks, Read, Root, once
from site_builder.model.taxonomy import (
    CHANNELS,
    GENRES,
    Agency,
    AgencyEvent,
    AgencyName,
    Bearers,
    Column,
    Contact,
    Hotline,
    Legal,
    Outlet,
    Taxonomy,
    Term,
    Topic,
    WebLink,
    by_name,
    told_apart,
)

__all__ = [
    "CHANNELS",
    "GENRES",
    "Agency",
    "AgencyEvent",
    "AgencyName",
    "Airing",
    "Article",
    "Asset",
    "Attachment",
    "Bearers",
    "Body",
    "Column",
    "Contact",
    "Correction",
    "Heading",
    "HostedMedia",
    "Hotline",
    "Image",
    "Legal",
    "Link",
    "OfficialDocument",
    "OnceRead",
    "Outlet",
    "PageLink",
    "PageLinks",
    "Read",
    "Root",
    "Taxonomy",
    "Term",
    "Topic",
    "WebLink",
    "Withdrawal",
    "by_name",
    "once",
    "told_apart",
]
