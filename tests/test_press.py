from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import atoma
import feedparser
import jsonschema
import pytest

from tests import feed_rules
from tests.conftest import REPOSITORY, SUB_PATH

BASE = f"https://cchc.example.vn{SUB_PATH}"
FEEDSMITH = REPOSITORY / ".venv/node/node_modules/feedsmith/dist/index.mjs"
SCRIPT = REPOSITORY / "theme/feeds/lay_tin.py"
LISTS = ("opml.xml", "thu-hoi.json", "dinh-chinh.json")


@pytest.fixture(scope="module")
def feeds(sample_site: Path) -> dict[str, bytes]:
    """Every feed of the sample portal by its path in the tree."""
    tree = sample_site.resolve()
    files = (file for ending in ("xml", "json") for file in sorted(tree.glob(f"feeds/**/*.{ending}")))
    return {file.relative_to(tree).as_posix(): file.read_bytes() for file in files if file.name not in LISTS}


def ids_of(path: str, data: bytes) -> list[str]:
    """Return the identities in a feed as its own format tells them."""
    if path.endswith(".json"):
        return [item["id"] for item in json.loads(data)["items"]]
    feed = feed_rules.Xml(data, "")
    return [feed.guid(item) for item in feed.items]


def test_every_feed_of_the_sample_portal_keeps_the_rules(feeds: dict[str, bytes]) -> None:
    """All news, what is featured, topics, agencies, genres and archives, in each of their formats."""
    kinds = {path.split("/")[1].partition(".")[0] for path in feeds}
    assert kinds == {"tin-tuc", "noi-bat", "chu-de", "co-quan", "the-loai", "luu-tru"}
    assert [(path, found) for path, data in feeds.items() for found in feed_rules.problems(data, BASE + path)] == []


def test_every_feed_is_read_by_programs_of_others(feeds: dict[str, bytes]) -> None:
    """Neither feedparser nor atoma complains of anything, and both see every item; JSON is as its schema wants."""
    for path, data in feeds.items():
        expected = ids_of(path, data)
        if path.endswith(".json"):
            jsonschema.validate(json.loads(data), feed_rules.SCHEMA, format_checker=jsonschema.FormatChecker())
            atoma.parse_json_feed_bytes(data.replace(b"version/1.1", b"version/1"))
            continue
        read = feedparser.parse(data)
        assert (bool(read.bozo), [entry.id for entry in read.entries]) == (False, expected), path
        if path.endswith(".rss.xml"):
            assert [item.guid for item in atoma.parse_rss_bytes(data).items] == expected
        else:
            assert [entry.id_ for entry in atoma.parse_atom_bytes(data).entries] == expected


def test_every_feed_is_well_formed_and_read_by_feedsmith(sample_site: Path, feeds: dict[str, bytes]) -> None:
    """Two programs that know nothing of Python."""
    xml = [path for path in feeds if path.endswith(".xml")]
    told = subprocess.run(["xmllint", "--noout", *xml], cwd=sample_site, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert FEEDSMITH.is_file(), "no feedsmith: run .ci/tools"
    parsed = subprocess.run(
        ["node", REPOSITORY / "tests/parse_feeds.mjs", FEEDSMITH.as_uri(), *feeds],
        cwd=sample_site, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    formats = {"rss.xml": "rss", "atom.xml": "atom", "json": "json"}
    for (path, data), line in zip(feeds.items(), parsed, strict=True):
        assert json.loads(line) == {"format": formats[path.partition(".")[2]], "ids": ids_of(path, data)}


def walked(feeds: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    """Yield the items of the feed of all news, then of one archive after the other."""
    url = f"{BASE}feeds/tin-tuc.atom.xml"
    while url:
        feed = feed_rules.Xml(feeds[url.removeprefix(BASE)], url)
        yield {feed.guid(item): ET.tostring(item) for item in feed.items}
        url = next(iter(feed.links(feed.feed, "prev-archive")), "")


def test_a_walk_through_the_archives_meets_every_article_in_its_last_state(
    sample_site: Path, feeds: dict[str, bytes]
) -> None:
    """Whoever comes for the first time gets all, and an article says the same wherever it stands."""
    met: dict[str, bytes] = {}
    for items in walked(feeds):
        assert all(met.setdefault(guid, item).strip() == item.strip() for guid, item in items.items())
    pages = {path.parent.name for path in sample_site.resolve().glob("tin-tuc/*/*/*/index.html")}
    assert {guid.rpartition("/")[2].partition(":")[0] for guid in met} == pages


def test_both_ways_through_the_archives_meet_the_same_months(feeds: dict[str, bytes]) -> None:
    """Each month leads to the one before and the one after it, and to the current feed."""
    months = {path: feed_rules.Xml(data, path) for path, data in feeds.items() if "/luu-tru/" in path}
    links = {
        rel: {path: feed.links(feed.feed, rel) for path, feed in months.items()}
        for rel in ("prev-archive", "next-archive", "current")
    }
    back = {(path, url.removeprefix(BASE)) for path, urls in links["prev-archive"].items() for url in urls}
    on = {(url.removeprefix(BASE), path) for path, urls in links["next-archive"].items() for url in urls}
    assert back == on
    assert len(back) == len(months) - 1
    assert all(urls == [f"{BASE}feeds/tin-tuc.atom.xml"] for urls in links["current"].values())


def test_the_page_of_feeds_promises_only_what_is_there(sample_site: Path, feeds: dict[str, bytes]) -> None:
    """Every feed with its number of articles; the script that is shown is the one that is tried here."""
    html = (sample_site / "rss/index.html").read_text(encoding="utf-8")
    links = {path for path in feeds if "/luu-tru/" not in path}

    assert all(f'href="../{path}"' in html for path in links)
    assert html.count(" tin, bài") >= len(links) // 3
    assert SCRIPT.read_text(encoding="utf-8") in unescape(html)
    assert (sample_site / "feeds/lay_tin.py").read_bytes() == SCRIPT.read_bytes()
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 40
    for words in ("baochi@example.vn", "0000 000 001", "Khi trích dẫn", "thunderbird.net", "dinh-chinh.json"):
        assert words in html


def test_opml_names_every_feed_in_groups(sample_site: Path, feeds: dict[str, bytes]) -> None:
    """Each RSS feed once, with the page of the same list."""
    root = ET.parse(sample_site / "feeds/opml.xml").getroot()
    outlines = [one for one in root.iter("outline") if one.get("type") == "rss"]
    paths = [one.get("xmlUrl", "").removeprefix(BASE) for one in outlines]

    assert sorted(paths) == sorted(path for path in feeds if path.endswith(".rss.xml"))
    groups = [one.get("text") for one in root.findall("body/outline") if not one.get("type")]
    assert groups == ["Theo chủ đề", "Theo cơ quan", "Theo thể loại"]
    for one in outlines:
        page = urlsplit(one.get("htmlUrl", "")).path.removeprefix(SUB_PATH)
        assert (sample_site / page / "index.html").is_file()


def test_the_sitemap_of_news_has_the_last_two_days(sample_site: Path) -> None:
    """Counted back from the newest article, with title and date."""
    space = {
        "": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "news": "http://www.google.com/schemas/sitemap-news/0.9",
    }
    found = ET.parse(sample_site / "sitemaps/tin-moi.xml").getroot().findall("url", space)
    newest = feedparser.parse((sample_site / "feeds/tin-tuc.rss.xml").read_bytes()).entries[0]

    assert found[0].findtext("loc", "", space) == newest.link
    assert found[0].findtext("news:news/news:title", "", space) == newest.title
    dates = [one.findtext("news:news/news:publication_date", "", space) for one in found]
    assert dates == sorted(dates, reverse=True)
