from __future__ import annotations

import json
import re
from datetime import timedelta

import jsonschema
import pytest

from site_builder import feeds
from tests import feed_rules
from tests.test_feeds import HIDDEN, REFS, SITE, all_atom, all_rss, read

RSS, ATOM = f"{SITE}/feeds/tin-tuc.rss.xml", f"{SITE}/feeds/tin-tuc.atom.xml"
ARCHIVE, JSON = f"{SITE}/feeds/luu-tru/2019-08.atom.xml", f"{SITE}/feeds/tin-tuc.json"


def archive() -> bytes:
    """Make the archive of August 2019."""
    return feeds.archive(read, "2019-08", REFS, HIDDEN, "2019-07", "")


def all_json() -> bytes:
    """Make the feed of all news as JSON."""
    return feeds.json_feed(read, "tin-tuc", "", REFS, HIDDEN)


GOOD = {RSS: all_rss(), ATOM: all_atom(), ARCHIVE: archive(), JSON: all_json()}
BROKEN = [
    ("unique_identities", RSS, rb"bai:2019/08/tin-thuong<", b"bai:2019/08/tin-da-go<"),
    ("unique_identities", JSON, rb"bai:2019/08/tin-thuong\"", b'bai:2019/08/tin-da-go"'),
    ("lasting_identities", RSS, rb'isPermaLink="false"', b'isPermaLink="true"'),
    ("lasting_identities", ATOM, rb"<id>tag:(?=.*tin-thuong)", b"<id>http:"),
    ("self_link", RSS, rb"tin-tuc\.rss\.xml\" rel=\"self", b'tin.rss.xml" rel="self'),
    ("self_link", JSON, rb"tin-tuc\.json", b"tin.json"),
    ("one_page", ATOM, rb'(<link rel="alternate"[^>]*>)', rb"\1\1"),
    ("one_page", RSS, rb"<link>[^<]*</link>\s*<description>", b"<description>"),
    ("dates_of_rss", RSS, rb"<pubDate>\w{3},", b"<pubDate>Sun,"),
    ("dates_of_rss", RSS, rb"<pubDate>[^<]*", b"<pubDate>2019-08-01"),
    ("dates_of_atom", ATOM, rb"<published>2019", b"<published>2029"),
    ("dates_of_atom", RSS, rb"<atom:updated>[^<]*</atom:updated>", b""),
    ("dates_of_atom", JSON, rb'"date_published": "2019', b'"date_published": "2029'),
    ("distinct_changes", ATOM, rb"<updated>[^<]*", b"<updated>2019-08-09T07:30:00+07:00"),
    ("newest_change", RSS, rb"<lastBuildDate>[^<]*", b"<lastBuildDate>Thu, 01 Aug 2019 07:30:00 +0700"),
    ("absolute_addresses", RSS, rb'<enclosure url="https://[^/]*', b'<enclosure url="'),
    ("absolute_addresses", ATOM, rb'href="https://cchc.example.vn/tinh/media/ke-hoach', b'href="/media/ke-hoach'),
    ("absolute_addresses", JSON, rb'src=\\"https://[^/]*', rb'src=\\"'),
    ("harmless_texts", ATOM, rb"&lt;figure", b"&lt;iframe"),
    ("harmless_texts", JSON, rb"<figure", b"<script"),
    ("plain_words", RSS, rb"<description>Tin,", b"<description>&lt;b&gt;Tin&lt;/b&gt;,"),
    ("full_items", RSS, rb"<dc:creator>[^<]*</dc:creator>", b""),
    ("full_items", ATOM, rb' xml:lang="en"', b""),
    ("enclosures", RSS, rb"(<enclosure [^>]*>)", rb"\1\1"),
    ("enclosures", RSS, rb'length="34567"', b'length="0"'),
    ("media", RSS, rb"<media:player[^>]*>", b""),
    ("media", ATOM, rb'width="800" ', b""),
    ("media", ATOM, rb"<media:text[^>]*>[^<]*</media:text>", b""),
    ("archives", ARCHIVE, rb"<fh:archive/>", b""),
    ("archives", ARCHIVE, rb'rel="current"', b'rel="related"'),
    ("archives", ARCHIVE, rb'rel="prev-archive"', b'rel="related"'),
    ("styled", RSS, rb"<\?xml-stylesheet[^>]*>", b""),
    ("styled", ATOM, rb"text/css", b"text/xsl"),
]  # fmt: skip


@pytest.mark.parametrize("url", GOOD)
def test_a_feed_as_it_is_made_keeps_every_rule(url: str) -> None:
    """The rules are not stricter than what is made."""
    assert list(feed_rules.problems(GOOD[url], url)) == []


@pytest.mark.parametrize(("rule", "url", "found", "instead"), BROKEN)
def test_a_feed_that_breaks_a_rule_is_found(rule: str, url: str, found: bytes, instead: bytes) -> None:
    """Each rule has a feed that breaks it, and is named for it."""
    broken = re.sub(found, instead, GOOD[url])
    assert broken != GOOD[url]
    assert rule in {problem.partition(":")[0] for problem in feed_rules.problems(broken, url)}


def test_every_rule_is_broken_by_some_feed() -> None:
    """No rule that cannot fail."""
    assert {rule for rule, *_ in BROKEN} == {rule.__name__ for rule in feed_rules.RULES}


def test_the_schema_of_json_feed_takes_what_is_made_and_refuses_what_is_not() -> None:
    """A word that the format does not have, or one that is missing, is found."""
    made = json.loads(all_json())
    jsonschema.validate(made, feed_rules.SCHEMA)
    for broken in (made | {"rights": "x"}, made | {"items": [{"id": "1"}]}, made | {"version": "1"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, feed_rules.SCHEMA)


def test_the_stamp_of_an_entry_stays_within_its_second() -> None:
    """It makes entries of one moment differ, and tells the time that people know."""
    said = feeds.item(read, REFS[1])
    assert timedelta(0) <= said.stamp - said.modified < timedelta(seconds=1)
