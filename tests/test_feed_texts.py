"""Texts that break careless programs: in every format as they were written, or refused with file and line."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from typing import Any

import feedparser
import pytest

from site_builder import feeds, markup
from site_builder.content import read_article
from site_builder.errors import errors_of
from site_builder.text import nfc, nfd
from tests import feed_rules
from tests.conftest import article
from tests.test_feeds import RECORDS, SETTINGS, SITE

FILE = "content/news/2024/05/bai.md"
SHOWN = (
    "]]> hết", "A & B &amp; C", "5 < 7 > 3", "<![CDATA[ x ]]>", "🏢 👩\u200d⚖️", nfd("Cải cách hành chính ở Cần Thơ"),
    "“một cửa” 'nhanh' \"gọn\"", "&lt;p&gt;", "<hiện đại>", "%3Cx%3E {{ x }} {% y %}", "ភាសាខ្មែរ العربية", "¼ № ﬁ",
)  # fmt: skip
REFUSED = ("a \u202e b", "a \u2066 b", "a \x08 b", "a \x0b b", "a \u2028 b")


def written(text: str) -> bytes:
    """Write an article with a text wherever there is room for one."""
    quoted = json.dumps(text, ensure_ascii=False)
    fields = {
        "title": quoted, "summary": quoted, "author": quoted, "source": quoted, "tags": f"[{quoted}]",
        "corrections": f"[{{date: 7/5/2024, note: {quoted}, grave: true}}]",
    }  # fmt: skip
    body = text.replace("<", "&lt;") if "&" not in text else "Thân bài."
    return article(**fields, body=f"Đoạn đầu.\n\n{body}").encode()


def made(text: str) -> dict[str, bytes]:
    """Make every feed of that article, and check that nothing is wrong with it."""
    entry = read_article(FILE, written(text))
    assert errors_of(entry.problems) == ()
    assert entry.article
    one = replace(entry.article, topics=("mot-cua",), agency="so-tttt")
    body = markup.convert(entry.body, FILE, entry.body_line, SETTINGS.markdown).body
    records: dict[str, Any] = RECORDS | {f"facts:{one.id}": one, f"body:{one.id}": body}
    refs = ((one.id, ""), (one.id, "2024-05-07"))
    return {
        "rss.xml": feeds.rss(records.__getitem__, "tin-tuc", "", refs),
        "atom.xml": feeds.atom(records.__getitem__, "tin-tuc", "", refs),
        "json": feeds.json_feed(records.__getitem__, "tin-tuc", "", refs),
    }


@pytest.mark.parametrize("text", SHOWN)
def test_a_text_is_the_same_after_parsing(text: str) -> None:
    """Title, summary and author in each format, and the note in the full text, which is HTML."""
    said = nfc(text)
    found: list[tuple[str, ...]]
    for ending, data in made(text).items():
        assert list(feed_rules.problems(data, f"{SITE}/feeds/tin-tuc.{ending}")) == []
        if ending == "json":
            found = [(one["title"], one["summary"], one["content_html"]) for one in json.loads(data)["items"]]
        else:
            read = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
            assert not read.bozo
            feed = feed_rules.Xml(data, "")
            paths = ("title", "description") if feed.is_rss else ("atom:title", "atom:summary")
            found = [(*(feed.text(item, path) for path in paths), feed.html(item)) for item in feed.items]
        summaries = [unescape(summary) if ending == "rss.xml" else summary for _, summary, _ in found]
        assert [title for title, _, _ in found] == [f"[ĐÍNH CHÍNH] {said}", f"Đính chính: {said}"]
        assert all(f"Đính chính ngày 07/05/2024: {said}." in summary for summary in summaries)
        assert all(said in unescape(html) for _, _, html in found)


@pytest.mark.parametrize("text", REFUSED)
def test_a_sign_that_no_feed_can_show_is_refused_with_its_line(text: str) -> None:
    """Nothing of it reaches a feed: the article is an error, in whatever field it stands."""
    problems = errors_of(read_article(FILE, written(text)).problems)

    assert problems
    assert {problem.path for problem in problems} == {FILE}
    assert all(problem.line for problem in problems)


@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_an_entity_for_a_control_sign_is_refused_or_shown_as_words(field: str) -> None:
    """In YAML `&#8;` is five letters, and so it is in every feed; in Markdown it would be the sign itself."""
    text = "Trước &#8; sau"
    data = article(**{field: text if field == "body" else f'"{text}"'}).encode()
    entry = read_article(FILE, data)
    converted = markup.convert(entry.body, FILE, entry.body_line, SETTINGS.markdown)
    problems = (*entry.problems, *converted.problems)
    if field == "body":
        assert [(problem.path, bool(problem.line)) for problem in errors_of(problems)] == [(FILE, True)]
        return
    assert errors_of(problems) == ()
    assert entry.article
    assert getattr(entry.article, field) == text
