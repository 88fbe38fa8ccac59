from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest

from site_builder import feeds
from site_builder.feeds.items import FeedItem, Ref
from site_builder.model import (
    CHANNELS,
    GENRES,
    Agency,
    AgencyName,
    Airing,
    Article,
    Asset,
    Attachment,
    Body,
    Correction,
    HostedMedia,
    Image,
    Read,
    Taxonomy,
    Topic,
    Withdrawal,
)
from site_builder.model.media_types import TYPES
from site_builder.model.settings import Press, Settings
from site_builder.text import VIETNAM, iso
from site_builder.urls import ROOT

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
SITE = "https://cchc.example.vn/tinh"
SETTINGS = Settings(
    site_name="Cổng CCHC <thử>",
    site_url=f"{SITE}/",
    site_description="Tin cải cách & hành chính",
    feed_authority="example.vn,2026",
    agency="Sở Nội vụ",
    email="vanthu@example.vn",
    licence="Ghi rõ nguồn khi sử dụng",
)
TOPIC = Topic(id="mot-cua", name="Một cửa & liên thông", description="Thủ tục", order=1)
AGENCY = Agency(
    id="so-tttt",
    names=(
        AgencyName(name="Sở Thông tin và Truyền thông", until=date(2025, 3, 1)),
        AgencyName(name="Sở Khoa học và Công nghệ", since=date(2025, 3, 1)),
    ),
)
FULL = "tin-tuc-day-du"
PLAIN = "tin-thuong"
GONE = "tin-da-go"


def at(day: int, month: int = 8, year: int = 2019, hour: int = 7) -> datetime:
    """Return a moment of August 2019, unless another month is asked."""
    return datetime(year, month, day, hour, 30, tzinfo=VIETNAM)


def article(id_: str, day: int = 1, **more: Any) -> Article:
    """Make a published article with the given facts."""
    moment = at(day)
    facts: dict[str, Any] = {
        "id": f"2019/08/{id_}",
        "path": f"content/news/2019/08/{id_}.md",
        "slug": id_,
        "month": "2019/08",
        "title": f"Bài {id_}",
        "date": moment,
        "added": moment,
        "topics": ("mot-cua",),
        "agency": "so-tttt",
        "airings": (Airing(date=moment, channel="web"),),
        "summary": f"Tóm tắt {id_}",
    }
    return Article(**(facts | more))


ARTICLES = (
    article(
        GONE, 3, title='Bài "bị gỡ"', status="withdrawn", withdrawn=Withdrawal(date=at(9), reason="Sai số liệu <bảng>")
    ),
    article(
        FULL,
        2,
        title="Một cửa <hiện đại> & nhanh",
        summary="Sapo: 5 < 7 & đúng",
        author="Nguyễn Lan",
        source="Báo Ví dụ",
        source_url="https://bao.example.vn/bai?a=1&b=2",
        genre="video",
        lang="en",
        tags=("dịch vụ công",),
        image=Image(src="/media/anh.png", alt="Ảnh một cửa", caption="Quầy số 1", credit="Lan"),
        media=HostedMedia(url="https://video.example.vn/1"),
        attachments=(
            Attachment(file="/media/ke-hoach.pdf", title="Kế hoạch", number="12/KH"),
            Attachment(file="/media/bang.la", title="Bảng"),
        ),
        corrections=(Correction(date=at(4), note="Số đúng là 80"), Correction(date=at(6), note="Tên đúng là <Lan>")),
        updated=at(5),
    ),
    article(PLAIN, 1),
)
IDS = tuple(one.id for one in ARTICLES)


def refs(*ids: str) -> tuple[Ref, ...]:
    """Return the items of articles."""
    return tuple((id_, "") for id_ in ids)


REFS = refs(*IDS)
BODIES = {
    FULL: Body(
        html=(
            f'<p>Xem <a class="x" href="{ROOT}/tin-tuc/2019/08/an/#muc">bài chưa đăng</a>, '
            f'<a href="{ROOT}/tin-tuc/2019/08/tin-thuong/">bài đã đăng</a> và <a href="#nd-1">mục 1</a>.</p>'
            f'<p id="nd-1"><img src="{ROOT}/media/anh.png" alt="x"> ]]&gt; &amp; hết</p>'
        ),
        lead="Xem bài",
    ),
    PLAIN: Body(html="<p>Tóm tắt tin-thuong</p><p>Thân bài</p>", lead="Tóm tắt tin-thuong"),
}
RECORDS: dict[str, Any] = {
    "settings": SETTINGS,
    "terms": Taxonomy(genres=GENRES, channels=CHANNELS),
    "taxonomy": Taxonomy(topics=(TOPIC,), agencies=(AGENCY,)),
    "topic:mot-cua": TOPIC,
    "agency:so-tttt": AGENCY,
    "asset:/media/anh.png": Asset(path="/media/anh.png", size=34567, digest="a", width=800, height=600),
    "asset:/media/ke-hoach.pdf": Asset(path="/media/ke-hoach.pdf", size=2048, digest="b"),
    "asset:/media/bang.la": Asset(path="/media/bang.la", size=9, digest="c"),
    **{f"facts:{one.id}": one for one in ARTICLES},
    **{f"body:2019/08/{slug}": body for slug, body in BODIES.items()},
}
HIDDEN = ((f"2019/08/{FULL}", ("/tin-tuc/2019/08/an/",)),)


def read(key: str) -> Any:
    """Return a record of the sample portal."""
    return RECORDS[key]


def with_record(**changed: Any) -> Read:
    """Return a `read` of the sample portal with some records changed."""
    known = RECORDS | changed
    return lambda key: known[key]


def all_rss() -> bytes:
    """Make the feed of all news as RSS."""
    return feeds.rss(read, "tin-tuc", "", REFS, HIDDEN)


def all_atom() -> bytes:
    """Make the feed of all news as Atom."""
    return feeds.atom(read, "tin-tuc", "", REFS, HIDDEN)


FORMS = pytest.mark.parametrize("data", [all_rss(), all_atom()], ids=["rss", "atom"])


def xml(data: bytes) -> Any:
    """Parse XML, which must be well-formed."""
    return ET.fromstring(data)


def parsed(data: bytes) -> Any:
    """Read a feed as a stranger does, without having it mended."""
    return feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)


def contents(data: bytes) -> list[str]:
    """Return the items' full texts."""
    return [entry.content[0].value for entry in parsed(data).entries]


def rss_items(data: bytes) -> list[Any]:
    """Return the items of an RSS feed."""
    return list(xml(data).findall("channel/item"))


def atom_entries(data: bytes) -> list[Any]:
    """Return the entries of an Atom feed."""
    return list(xml(data).findall("atom:entry", NS))


@FORMS
def test_a_feed_is_well_formed_and_read_without_complaint(data: bytes) -> None:
    """A strict parser finds no fault, and every item in the order given."""
    feed = parsed(data)
    assert feed.bozo == False  # noqa: E712 - feedparser gives 0 or False
    assert [entry.id for entry in feed.entries] == [f"tag:example.vn,2026:bai:{id_}" for id_ in IDS]
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert data.count(b"<?") == 2
    assert b'<?xml-stylesheet type="text/css" href="../feeds/kenh-tin.css"?>' in data


@FORMS
def test_dates_are_those_of_the_articles(data: bytes) -> None:
    """First publication stays, the last change is told, the feed is as new as its newest change."""
    feed = parsed(data)
    stamps = [(entry.published_parsed, entry.updated_parsed) for entry in feed.entries]
    expected = [(one.date.utctimetuple()[:6], one.modified.utctimetuple()[:6]) for one in ARTICLES]
    assert [(a[:6], b[:6]) for a, b in stamps] == expected
    assert feed.feed.updated_parsed[:6] == at(9).utctimetuple()[:6]


@FORMS
def test_no_address_is_relative(data: bytes) -> None:
    """Every link, source and enclosure, also inside the text, begins with a scheme."""
    feed = parsed(data)
    inside = [url for html in contents(data) for url in re.findall(r'(?:href|src)="([^"]*)"', html)]
    links = [link.href for entry in feed.entries for link in entry.links] + [link.href for link in feed.feed.links]
    schemes = [tag.scheme for entry in feed.entries for tag in entry.tags]
    assert len(inside) >= 6
    assert {urlsplit(url).scheme for url in [*inside, *links]} == {"https"}
    assert {urlsplit(url).scheme for url in schemes} == {"https", "tag"}
    assert ROOT.encode() not in data


@FORMS
def test_no_item_is_there_twice_and_nothing_runs(data: bytes) -> None:
    """Identities are unique; no script, frame, style or handler gets into a feed."""
    entries = parsed(data).entries
    assert len({entry.id for entry in entries}) == len(entries) == 3
    for html in contents(data):
        assert not re.search(r"<(script|iframe|object|embed|style|form)|\son\w+=|javascript:", html)


@FORMS
def test_a_link_to_a_page_that_is_not_public_is_plain_text(data: bytes) -> None:
    """The words stay, the address does not appear."""
    html = contents(data)[1]
    assert "bài chưa đăng" in html
    assert b"2019/08/an/" not in data
    assert f'<a href="{SITE}/tin-tuc/2019/08/tin-thuong/">bài đã đăng</a>' in html
    assert f'<a href="{SITE}/tin-tuc/2019/08/{FULL}/#nd-1">mục 1</a>' in html


@FORMS
def test_a_withdrawn_item_is_replaced_by_the_reason(data: bytes) -> None:
    """Same identity, marked title, the reason, and nothing else of it."""
    entry = parsed(data).entries[0]
    assert entry.title == '[ĐÃ GỠ BỎ] Bài "bị gỡ"'
    assert entry.content[0].value == (
        "<p>Tin, bài này đã được gỡ bỏ ngày 09/08/2019. Lý do: Sai số liệu &lt;bảng&gt;</p>"
    )
    assert not entry.get("enclosures")
    assert entry.author == "Sở Thông tin và Truyền thông"
    assert b"T\xc3\xb3m t\xe1\xba\xaft tin-da-go" not in data


def test_both_formats_say_the_same() -> None:
    """Text, titles and links do not depend on the format."""
    rss, atom = parsed(all_rss()), parsed(all_atom())
    assert contents(all_rss()) == contents(all_atom())
    assert [(one.title, one.link, one.id) for one in rss.entries] == [
        (one.title, one.link, one.id) for one in atom.entries
    ]
    assert [[tag.term for tag in one.tags] for one in rss.entries] == [
        [tag.label for tag in one.tags] for one in atom.entries
    ]


def test_the_full_text_holds_everything_in_reading_order() -> None:
    """Corrections on top, newest first; sapo, picture, body, media, files, author, source."""
    html = contents(all_rss())[1]
    parts = [
        "<p><strong>Đính chính ngày 06/08/2019: Tên đúng là &lt;Lan&gt;.</strong></p>",
        "<p><strong>Đính chính ngày 04/08/2019: Số đúng là 80.</strong></p>",
        "<p><strong>Sapo: 5 &lt; 7 &amp; đúng</strong></p>",
        f'<figure><img src="{SITE}/media/anh.png" alt="Ảnh một cửa"><figcaption>Quầy số 1 (Ảnh: Lan)</figcaption>',
        "<p>Xem bài chưa đăng,",
        '<p><a href="https://video.example.vn/1">Xem video: Một cửa &lt;hiện đại&gt; &amp; nhanh</a></p>',
        f'<li><a href="{SITE}/media/ke-hoach.pdf">Kế hoạch (12/KH)</a> – PDF, 2 KB</li>',
        "<p>Nguyễn Lan</p>",
        '<p>Nguồn: <a href="https://bao.example.vn/bai?a=1&amp;b=2">Báo Ví dụ</a></p>',
    ]
    places = [html.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_a_sapo_taken_from_the_body_is_not_said_twice() -> None:
    """The first paragraph stands once when it serves as the sapo."""
    assert contents(all_rss())[2].count("Tóm tắt tin-thuong") == 1


def test_the_summary_leads_with_the_newest_correction() -> None:
    """Readers that show only the summary learn of it; in RSS the text is escaped HTML, in Atom plain."""
    text = "Đính chính ngày 06/08/2019: Tên đúng là <Lan>. Sapo: 5 < 7 & đúng"
    described = rss_items(all_rss())[1].findtext("description")
    assert described == text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    summary = atom_entries(all_atom())[1].find("atom:summary", NS)
    assert summary.text == text
    assert summary.get("type") is None


def test_a_summary_is_never_empty() -> None:
    """Without a sapo the title stands in, and RSS keeps its full text apart."""
    bare = replace(ARTICLES[2], summary="")
    data = feeds.rss(with_record(**{f"facts:{bare.id}": bare}), "tin-tuc", "", refs(bare.id))
    assert rss_items(data)[0].findtext("description") == bare.title
    assert rss_items(data)[0].findtext("content:encoded", namespaces=NS)


def test_rss_items_obey_the_rules_of_the_validator() -> None:
    """Guid no permalink, dates of RFC 822 with the right weekday, one enclosure with its true size."""
    items = rss_items(all_rss())
    for item, one in zip(items, ARTICLES, strict=True):
        guid = item.find("guid")
        assert (guid.text, guid.get("isPermaLink")) == (f"tag:example.vn,2026:bai:{one.id}", "false")
        said = item.findtext("pubDate")
        assert parsedate_to_datetime(said) == one.date
        assert said.startswith(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[one.date.weekday()])
        assert item.findtext("atom:updated", namespaces=NS) == iso(one.modified)
        assert all(category.get("domain") for category in item.findall("category"))
        assert item.find("author") is None
    assert [item.findtext("dc:creator", namespaces=NS) for item in items] == [
        "Sở Thông tin và Truyền thông",
        "Nguyễn Lan",
        "Sở Thông tin và Truyền thông",
    ]
    enclosures = [dict(enclosure.attrib) for enclosure in items[1].findall("enclosure")]
    assert enclosures == [{"url": f"{SITE}/media/anh.png", "length": "34567", "type": "image/png"}]
    assert items[1].findtext("dc:language", namespaces=NS) == "en"
    assert items[1].findtext("dc:source", namespaces=NS) == "Báo Ví dụ"


def test_every_file_is_offered_with_type_and_true_size() -> None:
    """Picture and attachments stand in Media RSS, and as enclosures in Atom."""
    media = rss_items(all_rss())[1].findall("media:content", NS)
    assert [dict(one.attrib) for one in media] == [
        {
            "url": f"{SITE}/media/anh.png", "fileSize": "34567", "type": "image/png", "medium": "image",
            "width": "800", "height": "600",
        },
        {"medium": "video"},
        {"url": f"{SITE}/media/ke-hoach.pdf", "fileSize": "2048", "type": "application/pdf", "medium": "document"},
        {"url": f"{SITE}/media/bang.la", "fileSize": "9", "type": "application/octet-stream", "medium": "document"},
    ]  # fmt: skip
    words = [media[0].findtext(f"media:{name}", namespaces=NS) for name in ("description", "text", "title")]
    assert words == ["Quầy số 1", "Ảnh một cửa", None]
    assert media[1].find("media:player", NS).get("url") == "https://video.example.vn/1"
    assert media[0].findtext("media:credit", namespaces=NS) == "Lan"
    links = [dict(link.attrib) for link in atom_entries(all_atom())[1].findall("atom:link", NS)]
    assert [link["rel"] for link in links] == ["alternate", "via", "enclosure", "enclosure", "enclosure"]
    assert links[3] == {
        "rel": "enclosure", "type": "application/pdf", "length": "2048", "title": "Kế hoạch",
        "href": f"{SITE}/media/ke-hoach.pdf",
    }  # fmt: skip


def test_atom_entries_obey_the_rules_of_the_validator() -> None:
    """One alternate link, HTML declared as such, authors named, another language marked."""
    entries = atom_entries(all_atom())
    for entry, one in zip(entries, ARTICLES, strict=True):
        alternates = [link for link in entry.findall("atom:link", NS) if link.get("rel") == "alternate"]
        assert [(link.get("type"), link.get("href")) for link in alternates] == [("text/html", f"{SITE}{one.url}")]
        assert entry.find("atom:content", NS).get("type") == "html"
        assert entry.findtext("atom:author/atom:name", namespaces=NS)
        assert entry.findtext("atom:published", namespaces=NS) == one.date.isoformat()
    languages = [entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in entries]
    assert languages == ["vi", "en", "vi"]
    terms = [(tag.get("term"), tag.get("label"), tag.get("scheme")) for tag in entries[1].findall("atom:category", NS)]
    assert terms == [
        ("mot-cua", "Một cửa & liên thông", f"{SITE}/chu-de/"),
        ("so-tttt", "Sở Thông tin và Truyền thông", f"{SITE}/co-quan/"),
        ("video", "Video", f"{SITE}/the-loai/"),
        ("dịch vụ công", "dịch vụ công", "tag:example.vn,2026:tu-khoa"),
    ]


def test_a_feed_says_who_it_is() -> None:
    """Self link, page, language, waiting time, responsible agency and licence; no syndication module."""
    channel = xml(all_rss()).find("channel")
    assert channel.findtext("title") == "Cổng CCHC <thử>"
    assert channel.findtext("link") == f"{SITE}/tin-tuc/"
    assert channel.findtext("description") == "Tin cải cách & hành chính"
    assert (channel.findtext("language"), channel.findtext("ttl")) == ("vi", "30")
    assert channel.findtext("managingEditor") == "vanthu@example.vn (Sở Nội vụ)"
    assert channel.findtext("copyright") == "Ghi rõ nguồn khi sử dụng"
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == at(9)
    own = [dict(link.attrib) for link in channel.findall("atom:link", NS)]
    assert own == [{"href": f"{SITE}/feeds/tin-tuc.rss.xml", "rel": "self", "type": "application/rss+xml"}]
    feed = xml(all_atom())
    links = {link.get("rel"): link.get("href") for link in feed.findall("atom:link", NS)}
    assert links == {"self": f"{SITE}/feeds/tin-tuc.atom.xml", "alternate": f"{SITE}/tin-tuc/"}
    assert feed.findtext("atom:id", namespaces=NS) == "tag:example.vn,2026:tin-tuc"
    assert feed.findtext("atom:rights", namespaces=NS) == "Ghi rõ nguồn khi sử dụng"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    assert b"purl.org/rss/1.0/modules/syndication" not in all_rss() + all_atom()


@pytest.mark.parametrize(
    ("kind", "key", "title", "page"),
    [
        ("chu-de", "mot-cua", "Một cửa & liên thông - Cổng CCHC <thử>", "/chu-de/mot-cua/"),
        ("co-quan", "so-tttt", "Sở Khoa học và Công nghệ - Cổng CCHC <thử>", "/co-quan/so-tttt/"),
    ],
)
def test_topics_and_agencies_have_feeds_of_their_own(kind: str, key: str, title: str, page: str) -> None:
    """Each has its name, its page, its address and an identity of its own."""
    rss, atom = parsed(feeds.rss(read, kind, key, REFS)).feed, parsed(feeds.atom(read, kind, key, REFS)).feed
    assert (rss.title, atom.title) == (title, title)
    assert (rss.link, atom.link) == (SITE + page, SITE + page)
    assert atom.id == f"tag:example.vn,2026:{kind}:{key}"
    selves = [link.href for feed in (rss, atom) for link in feed.links if link.rel == "self"]
    assert selves == [f"{SITE}/feeds/{kind}/{key}.rss.xml", f"{SITE}/feeds/{kind}/{key}.atom.xml"]


def test_an_empty_feed_is_valid_and_never_new() -> None:
    """A new topic has a feed, dated by the year of the tag authority and not by the clock."""
    for data in (feeds.rss(read, "chu-de", "mot-cua", ()), feeds.atom(read, "chu-de", "mot-cua", ())):
        feed = parsed(data)
        assert not feed.bozo
        assert feed.entries == []
        assert feed.feed.updated_parsed[:6] == datetime(2026, 1, 1, tzinfo=VIETNAM).utctimetuple()[:6]


def test_a_portal_with_few_settings_has_feeds_too() -> None:
    """What is not set is left out; words that a feed needs are made from the portal's name."""
    plain = Settings(site_name="Cổng", site_url="https://x.vn/", feed_authority="x.vn,2026-01-02")
    topic = replace(TOPIC, description="")
    reader = with_record(settings=plain, **{"topic:mot-cua": topic})
    rss = xml(feeds.rss(reader, "tin-tuc", "", ())).find("channel")
    assert rss.findtext("description") == "Tin, bài mới nhất của Cổng"
    assert rss.find("managingEditor") is None
    assert rss.find("copyright") is None
    assert parsed(feeds.rss(reader, "chu-de", "mot-cua", ())).feed.subtitle == (
        "Tin, bài thuộc chủ đề Một cửa & liên thông"
    )
    assert parsed(feeds.atom(reader, "tin-tuc", "", ())).feed.author == "Cổng"


def test_a_feed_is_made_from_its_articles_and_what_they_name() -> None:
    """Of a withdrawn one no body is read; of topics and agencies only those that stand in the feed, and its own."""
    keys: set[str] = set()

    def noting(key: str) -> Any:
        keys.add(key)
        return RECORDS[key]

    feeds.rss(noting, "chu-de", "mot-cua", REFS)
    named = {f"topic:{topic}" for one in ARTICLES for topic in (*one.topics, "mot-cua")}
    named |= {f"agency:{one.agency}" for one in ARTICLES}

    assert {key for key in keys if key.startswith(("topic:", "agency:"))} == named
    assert {key for key in keys if key.startswith("facts:")} == {f"facts:{id_}" for id_ in IDS}
    assert f"body:2019/08/{GONE}" not in keys


def test_feeds_are_the_same_bytes_in_every_process() -> None:
    """Neither the clock nor the hash seed shows; two fresh interpreters agree with this one."""
    code = "from tests.test_feeds import all_atom, all_rss; print((all_rss() + all_atom()).hex())"
    found = set()
    for seed in ("1", "77"):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": "America/Lima"}
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=env,
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(run.stdout)
    assert len(found) == 1
    assert all_rss() == all_rss()
    assert all_atom() == all_atom()


def test_an_item_is_a_value_that_does_not_depend_on_the_feed() -> None:
    """Made twice it is equal, so it can be kept and used again."""
    first = feeds.item(read, REFS[1])
    assert isinstance(first, FeedItem)
    assert first == feeds.item(read, REFS[1])
    assert hash(first) == hash(feeds.item(read, REFS[1]))


def test_small_differences_of_items() -> None:
    """A credit without a caption, a source without an address, sound instead of a film, no reason."""
    one = replace(
        ARTICLES[1],
        image=Image(src="/media/anh.png", alt="Ảnh"),
        source_url="",
        genre="audio",
        attachments=(Attachment(file="/media/anh.png", title="Ảnh gốc"),),
    )
    item = feeds.item(with_record(**{f"facts:{one.id}": one}), (one.id, ""))
    assert f'<figure><img src="{SITE}/media/anh.png" alt="Ảnh"></figure>' in item.html
    assert "<p>Nguồn: Báo Ví dụ</p>" in item.html
    assert ">Nghe: " in item.html
    assert [(one.alt, one.medium) for one in item.media] == [("Ảnh", "image"), ("", "audio")]
    for gone, words in (
        (Withdrawal(date=at(9), reason=""), "Tin, bài này đã được gỡ bỏ ngày 09/08/2019."),
        (None, "Tin, bài này đã được gỡ bỏ."),
    ):
        bare = replace(ARTICLES[0], withdrawn=gone)
        assert feeds.item(with_record(**{f"facts:{bare.id}": bare}), (bare.id, "")).summary == words


def test_media_of_a_body_are_originals_with_their_words() -> None:
    """Each further picture once, with its caption and its alt; a film that is a file has its type, still and length."""
    figure = (
        '<figure><img src="{0}/media/hai.png" alt="Ảnh hai" loading="lazy"><figcaption>Chú &amp; thích</figcaption>'
    )
    html = figure.format(ROOT) + f'</figure><p><img src="{ROOT}/media/ba.png" alt="a &quot;b&quot;" title="Tên"></p>'
    html += f'<p><img src="{ROOT}/media/anh.png" alt="Đã có"></p>'
    one = replace(ARTICLES[1], media=HostedMedia(url="https://v.vn/p.mp4?x=1", poster="/media/hai.png", minutes=1.5))
    sizes = {"hai": (4000, 3000), "ba": (640, 480)}
    assets = {
        f"asset:/media/{name}.png": Asset(path=f"/media/{name}.png", size=7, digest="d", width=width, height=height)
        for name, (width, height) in sizes.items()
    }
    reader = with_record(**{f"facts:{one.id}": one, f"body:{one.id}": Body(html=html), **assets})
    found = feeds.item(reader, (one.id, "")).media

    assert [(each.url.rpartition("/")[2], each.caption, each.alt, each.width) for each in found[:3]] == [
        ("anh.png", "Quầy số 1", "Ảnh một cửa", 800),
        ("hai.png", "Chú & thích", "Ảnh hai", 4000),
        ("ba.png", "Tên", 'a "b"', 640),
    ]
    film = found[3]
    assert (film.url, film.type, film.medium, film.seconds) == ("https://v.vn/p.mp4?x=1", "video/mp4", "video", 90)
    assert film.poster
    assert film.poster.url == f"{SITE}/media/hai.png"
    atom = feeds.atom(reader, "tin-tuc", "", refs(one.id))
    thumbnail = atom_entries(atom)[0].find("media:content/media:thumbnail", NS)
    assert dict(thumbnail.attrib) == {"url": f"{SITE}/media/hai.png", "width": "4000", "height": "3000"}


def test_a_grave_correction_is_an_item_of_its_own() -> None:
    """It says what was wrong and leads to the article; of a withdrawn one only the notice is left."""
    one = replace(ARTICLES[2], corrections=(Correction(date=at(4), note="Tên sai", grave=True),) * 2)
    reader = with_record(**{f"facts:{one.id}": one})
    first, second = (feeds.item(reader, (one.id, key)) for key in ("2019-08-04", "2019-08-04-2"))
    assert first.guid == f"tag:example.vn,2026:dinh-chinh:{one.id}:2019-08-04"
    assert second.guid == f"{first.guid}-2"
    assert (first.title, first.summary) == (f"Đính chính: {one.title}", "Đính chính ngày 04/08/2019: Tên sai.")
    assert f'<a href="{SITE}{one.url}">{one.title}</a>' in first.html
    gone = replace(one, withdrawn=Withdrawal(date=at(9), reason="Sai hết")).as_seen(at(10))
    item = feeds.item(with_record(**{f"facts:{one.id}": gone}), (one.id, "2019-08-04"))
    assert item.title == f"[ĐÃ GỠ BỎ] Đính chính: {one.title}"
    assert "Tên sai" not in item.html + item.summary
    assert item.modified == at(9)


def test_corrections_are_listed_for_machines() -> None:
    """Every one, the newest first; a grave one names its own item."""
    one = replace(
        ARTICLES[1], corrections=(replace(ARTICLES[1].corrections[0], grave=True), ARTICLES[1].corrections[1])
    )
    rows = json.loads(feeds.corrected_list(with_record(**{f"facts:{one.id}": one}), (one.id,)))
    assert [(row["day"], row["note"], row["grave"]) for row in rows] == [
        ("2019-08-06", "Tên đúng là <Lan>", False),
        ("2019-08-04", "Số đúng là 80", True),
    ]
    assert "item" not in rows[0]
    assert rows[1]["item"] == f"tag:example.vn,2026:dinh-chinh:{one.id}:2019-08-04"


def test_terms_of_use_the_press_contact_and_a_picture_stand_in_every_format() -> None:
    """A licence of Creative Commons is told to machines, too."""
    settings = replace(
        SETTINGS,
        licence="CC BY 4.0: https://creativecommons.org/licenses/by/4.0/",
        press=Press(name="Văn phòng", phone="0299 123", email="bao@example.vn"),
    )
    reader = with_record(settings=settings)
    rss, atom, read_json = (make(reader, "tin-tuc", "", REFS) for make in (feeds.rss, feeds.atom, feeds.json_feed))
    channel = xml(rss).find("channel")
    assert channel.findtext("managingEditor") == "bao@example.vn (Văn phòng, 0299 123, bao@example.vn)"
    assert channel.findtext("image/url") == f"{SITE}/feeds/bieu-trung.png"
    assert rss.count(b"creativecommons.org/licenses/by/4.0/</creativeCommons:license>") == 1
    feed = xml(atom)
    assert feed.findtext("atom:contributor/atom:email", namespaces=NS) == "bao@example.vn"
    assert feed.findtext("atom:logo", namespaces=NS) == f"{SITE}/feeds/bieu-trung.png"
    assert [link.get("href") for link in feed.findall("atom:link", NS) if link.get("rel") == "license"] == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]
    about = json.loads(read_json)
    assert about["_cchc"]["press"] == {"name": "Văn phòng", "phone": "0299 123", "email": "bao@example.vn"}
    assert about["items"][0]["_cchc"]["rights"] == settings.licence
    logo = xml(feeds.rss(with_record(settings=replace(SETTINGS, logo="/media/dau.png")), "tin-tuc", "", ()))
    assert logo.findtext("channel/image/url") == f"{SITE}/media/dau.png"


def test_media_types_are_our_own_and_true() -> None:
    """What a press agency downloads is announced by the right type."""
    assert TYPES["pdf"] == "application/pdf"
    assert TYPES["jpg"] == TYPES["jpeg"] == "image/jpeg"
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", kind) for kind in TYPES.values())
    assert all(ending == ending.lower() for ending in TYPES)


def test_opml_lists_every_feed() -> None:
    """All news, each topic, each agency; groups without feeds are left out."""
    root = xml(feeds.opml(read, ("video",)))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "Cổng CCHC <thử>"
    rows = [(row.get("text"), row.get("xmlUrl"), row.get("htmlUrl")) for row in root.iter("outline") if row.get("type")]
    assert rows == [
        ("Tất cả tin, bài", f"{SITE}/feeds/tin-tuc.rss.xml", f"{SITE}/tin-tuc/"),
        ("Tin nổi bật", f"{SITE}/feeds/noi-bat.rss.xml", f"{SITE}/"),
        ("Một cửa & liên thông", f"{SITE}/feeds/chu-de/mot-cua.rss.xml", f"{SITE}/chu-de/mot-cua/"),
        ("Sở Khoa học và Công nghệ", f"{SITE}/feeds/co-quan/so-tttt.rss.xml", f"{SITE}/co-quan/so-tttt/"),
        ("video", f"{SITE}/feeds/the-loai/video.rss.xml", f"{SITE}/the-loai/video/"),
    ]
    alone = xml(feeds.opml(with_record(taxonomy=Taxonomy()), ()))
    assert [row.get("text") for row in alone.iter("outline")] == ["Tất cả tin, bài", "Tin nổi bật"]


def test_withdrawals_are_listed_for_machines() -> None:
    """Whoever took the item over can find it by guid or address, and why it is gone."""
    assert json.loads(feeds.withdrawn_list(read, (IDS[0],))) == [
        {
            "id": IDS[0],
            "guid": f"tag:example.vn,2026:bai:{IDS[0]}",
            "url": f"{SITE}/tin-tuc/2019/08/{GONE}/",
            "title": 'Bài "bị gỡ"',
            "withdrawn": "2019-08-09T07:30:00+07:00",
            "reason": "Sai số liệu <bảng>",
        }
    ]
    assert json.loads(feeds.withdrawn_list(read, ())) == []
    bare = replace(ARTICLES[0], withdrawn=None)
    row = json.loads(feeds.withdrawn_list(with_record(**{f"facts:{bare.id}": bare}), (bare.id,)))[0]
    assert (row["withdrawn"], row["reason"]) == (None, "")


def entries(data: bytes, root: str, entry: str) -> list[tuple[str, str | None]]:
    """Return addresses and dates of a sitemap."""
    tree = xml(data)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert tree.tag == space + root
    assert {child.tag for child in tree} <= {space + entry}
    return [(child.findtext(f"{space}loc"), child.findtext(f"{space}lastmod")) for child in tree]


def test_a_sitemap_lists_what_is_public_with_true_dates() -> None:
    """Withdrawn articles are left out; the date is that of the last visible change."""
    found = entries(feeds.sitemap_month(read, IDS), "urlset", "url")
    assert found == [(SITE + one.url, iso(one.modified)) for one in ARTICLES[1:]]


def test_the_index_and_the_pages_give_dates_only_where_known() -> None:
    """An unknown date is left out, never invented; addresses are escaped."""
    index = feeds.sitemap_index(read, (("2019-08", "2019-08-09T07:30:00+07:00"), ("trang", "")))
    assert entries(index, "sitemapindex", "sitemap") == [
        (f"{SITE}/sitemaps/2019-08.xml", "2019-08-09T07:30:00+07:00"),
        (f"{SITE}/sitemaps/trang.xml", None),
    ]
    pages = feeds.sitemap_pages(read, (("/", "2019-08-09T07:30:00+07:00"), ("/a&b/", "")))
    assert entries(pages, "urlset", "url") == [(f"{SITE}/", "2019-08-09T07:30:00+07:00"), (f"{SITE}/a&b/", None)]


def test_robots_may_see_all_but_search_results() -> None:
    """Below a sub-path too; a demonstration names no sitemap."""
    lines = feeds.robots(read).decode().splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /tinh/tim-kiem/?",
        "",
        *(f"Sitemap: {SITE}/{name}.xml" for name in ("sitemap", "sitemaps/tin-moi")),
    ]
    demo = feeds.robots(with_record(settings=replace(SETTINGS, demo=True))).decode()
    assert "Sitemap" not in demo
    assert "Disallow: /tinh/tim-kiem/?" in demo


def test_a_moment_of_another_offset_keeps_its_instant() -> None:
    """Dates are instants: an article dated in UTC has the same one in the feed."""
    one = replace(ARTICLES[2], date=at(1).astimezone(UTC))
    data = feeds.rss(with_record(**{f"facts:{one.id}": one}), "tin-tuc", "", refs(one.id))
    assert parsedate_to_datetime(rss_items(data)[0].findtext("pubDate")) == one.date
