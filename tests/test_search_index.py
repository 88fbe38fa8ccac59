"""Postings and positions against a naive scan, and the makers of all search files."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zlib import crc32

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder import search
from site_builder.model import Agency, AgencyName, Article, Body, Correction, OfficialDocument, Taxonomy, Term, Topic
from site_builder.search import folding, makers, postings
from site_builder.search.segments import stamp_of
from site_builder.text import VIETNAM
from tests.search_reader import Index, Scan

WORDS = (
    "đất", "đai",
    "dai", "dat", "Đạt", "thủ", "tục", "hành", "chính", "hạnh", "chỉnh", "hoà", "hòa", "hoá", "uỷ", "ủy",
    "quý", "qúy", "toà", "tòa", "Ðất", "QĐ", "22/2016/QĐ-UBND", "76/NQ-CP", "2016", "22", "a", "ﬁ", "ễ",
    "e\u0302\u0303", "q\u0301",
)  # fmt: skip
"""Syllables that fold alike, both tone styles, look-alikes, numbers."""
TEXTS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from((" ", ", ", "\n", " - ", "_", "… “", "/")), st.booleans()),
    max_size=12,
).map(
    lambda parts: "".join(
        unicodedata.normalize("NFD" if apart else "NFC", word.upper() if apart and len(gap) > 1 else word) + gap
        for word, gap, apart in parts
    )
)
CORPORA = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=6)


def indexed(documents: list[tuple[str, str, str]], a_shards: int = 3, b_shards: int = 2) -> Index:
    """Index texts and read the files back."""
    found = postings.index(map(postings.Document, documents), a_shards, b_shards, "0f0f0f0f")
    assert (len(found.a), len(found.b)) == (a_shards, b_shards)
    letters, plain = folding.table()["fold"]
    return Index(found.a, found.b, (letters, plain))


@settings(max_examples=60, deadline=None)
@given(CORPORA, st.integers(3, 5))
@pytest.mark.heavy
def test_every_phrase_is_found_where_it_stands_and_nowhere_else(
    documents: list[tuple[str, str, str]], length: int
) -> None:
    """Phrases of the texts, and rows of words that are in no text, as a naive scan finds them."""
    index, scan = indexed(documents), Scan(documents)

    for row in scan.rows(1, 2, length) | {("dat", "dai", "thu"), ("hanh", "chinh"), ("khong",)}:
        assert index.phrase(row) == set(scan.find(row)), row


@settings(max_examples=60, deadline=None)
@given(CORPORA)
@example([("đất đai", "", "dat dai đất dai"), ("", "Đất đai", "")])
@pytest.mark.heavy
def test_fields_and_exact_forms_are_told(documents: list[tuple[str, str, str]]) -> None:
    """For each syllable and pair: in which fields it stands, and in which exact forms."""
    index, scan = indexed(documents), Scan(documents)
    told: dict[str, dict[int, set[str]]] = {}
    for number, document in enumerate(documents):
        for text in document:
            tokens = folding.tokens(text)
            for exact, folded in [*tokens, *_pairs(tokens)]:
                told.setdefault(folded, {}).setdefault(number, set()).add(exact)

    for term, forms in told.items():
        hits = index.term(term)
        assert {number: hit.forms for number, hit in hits.items()} == forms
        assert {number: hit.fields for number, hit in hits.items()} == scan.find(term.split(" "))
    terms = [key for shard in index.a for key in shard["t"] if not key.startswith("=")]
    assert len(terms) == len(told) + len(_whole_numbers(documents))


def test_a_whole_title_is_one_term() -> None:
    """Of five words or more, however it is written; it leads to every document of that title."""
    title = "Một cửa xã phục vụ sáng thứ Bảy"
    documents = [(title, "", "a"), ("Một cửa xã phục", "", title), (title.upper(), "", "b")]
    index = indexed(documents)

    term = postings.title_term(folded for _, folded in folding.tokens(title))
    assert sorted(index.term(term)) == [0, 2]
    assert [key for shard in index.a for key in shard["t"] if key.startswith("=")] == [term]


def _pairs(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(f"{a} {b}", f"{c} {d}") for (a, c), (b, d) in pairwise(tokens)]


def _whole_numbers(documents: list[tuple[str, str, str]]) -> set[str]:
    texts = (text for document in documents for text in document)
    return {folding.fold(number) for text in texts for number in folding.numbers(folding.lower(text))}


NUMBERED = [("Quyết định 22/2016/QĐ-UBND", "", "theo 76/NQ-CP và 22/2016/qđ-ubnd"), ("", "76/NQ-CP", "2016")]


@settings(max_examples=60, deadline=None)
@given(CORPORA)
@example(NUMBERED)
@pytest.mark.heavy
def test_whole_numbers_are_found_in_their_fields(documents: list[tuple[str, str, str]]) -> None:
    """A document number is one term, besides its parts."""
    index = indexed(documents)

    for number in _whole_numbers(documents):
        inside = {
            rank: sum(
                bit
                for bit, text in zip(postings.FIELDS, document, strict=True)
                if number in map(folding.fold, folding.numbers(folding.lower(text)))
            )
            for rank, document in enumerate(documents)
        }
        hits = index.term(f"#{number}")
        assert {rank: hit.fields for rank, hit in hits.items()} == {rank: bits for rank, bits in inside.items() if bits}


def test_documents_with_numbers_have_them() -> None:
    """The law above is tried on what it is about."""
    index = indexed(NUMBERED)
    title, summary, text = postings.FIELDS

    assert [
        {rank: hit.fields for rank, hit in index.term(f"#{number}").items()}
        for number in sorted(_whole_numbers(NUMBERED))
    ] == [{0: title | text}, {0: text, 1: summary}]


def test_the_article_s_own_document_counts_as_title() -> None:
    """However the newsroom spaced its number."""
    document = postings.Document(("Tiêu đề", "", "Theo 22/2016/QĐ-UBND"), " 22/2016 / QÐ-UBND ")
    found = postings.index([document], 1, 1, "s")
    hits = Index(found.a, found.b, ("ð", "d")).a[0]["t"]

    assert sorted(key for key in hits if key.startswith("#")) == ["#22/2016/qð-ubnd|#22/2016/qđ-ubnd"]
    assert hits["#22/2016/qð-ubnd|#22/2016/qđ-ubnd"] == [0 << 4 | (1 | 4) << 1 | 1, 0b11]


@pytest.mark.heavy
def test_a_long_title_pushes_the_fields_after_it() -> None:
    """No phrase crosses fields, whatever their lengths."""
    long = " ".join(["dài"] * 600)
    index = indexed([(long, long, long), ("một hai", "ba bốn", "năm")])

    assert index.phrase(["dai"] * 600) == {0}
    assert index.phrase(["dai"] * 601) == set()
    assert index.phrase(["hai", "ba"]) == index.phrase(["bon", "nam"]) == set()
    assert index.pair("mot hai")[1].positions == (0,)
    assert index.pair("ba bon")[1].positions == (128,)


def test_a_segment_may_have_very_many_documents() -> None:
    """Beyond four thousand, places need more room: those of before and after are all there."""
    texts = [("đất đai" if number % 3 else "dat dai", "", f"số {number}") for number in range(4200)]
    index = indexed(texts)

    assert {number for number, hit in index.pair("dat dai").items() if hit.fields == 1} == set(range(4200))
    assert {number for number, hit in index.term("dat").items() if "dat" in hit.forms} == set(range(0, 4200, 3))
    assert index.phrase(["so", "4095"]) == {4095}
    assert index.phrase(["so", "4199"]) == {4199}


def test_files_are_as_the_format_says() -> None:
    """Byte for byte: variants by frequency, entries by term, no spaces."""
    documents = [postings.Document((title, "", "")) for title in ("Đất đai", "dat dai", "đất đai đất đai")]
    found = postings.index(documents, 1, 1, "s")

    assert found.a[0].decode() == (
        '{"s":"s","t":{"đai|dai":[2,19,2,18],"đai đất":[34],"đất|dat":[2,19,2,18],"đất đai|dat dai":[2,19,2,18]}}'
    )
    assert found.b[0].decode() == '{"s":"s","t":{"dai dat":[2],"dat dai":[0,0,1,4]}}'


def test_a_term_lies_in_the_shard_of_its_checksum() -> None:
    """The browser computes the same."""
    index = indexed([("thủ tục hành chính", "", "")], 7, 5)

    for number, shard in enumerate(index.a):
        assert all(crc32(key.translate(index.fold).encode()) % 7 == number for key in shard["t"])
    for number, shard in enumerate(index.b):
        assert all(crc32(key.encode()) % 5 == number for key in shard["t"])


# Makers

MOMENT = datetime(2020, 12, 1, 8, tzinfo=VIETNAM)


class Records:
    """Records of a few articles, as the engine lends them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.calls = 0

    def __call__(self, key: str, /) -> Any:
        """Return a record."""
        return self.values[key]

    def once(self, function: Callable[..., Any], /, *args: Any) -> Any:
        """Call the function."""
        self.calls += 1
        return function(self, *args)


@pytest.fixture
def records() -> Records:
    """Three articles of a segment, one corrected and of two topics."""
    common: dict[str, Any] = {"date": MOMENT, "added": MOMENT, "path": "", "month": "2020/12", "agency": "so"}
    articles = [
        Article(id="a", slug="a", title="<script>alert('Đất')</script>", topics=("t1",), **common),
        Article(
            id="b", slug="b", title="Thủ tục", topics=("t2", "t1"), genre="bai",
            document=OfficialDocument(number="1/QĐ-UBND"),
            corrections=(Correction(date=MOMENT, note="Sửa"),), summary="Tóm tắt", **common,
        ),
        Article(id="c", slug="c", title="Cũ", topics=("t1",), **(common | {"date": MOMENT - timedelta(days=1)})),
    ]  # fmt: skip
    taxonomy = Taxonomy(
        topics=(Topic(id="t2", name="Hai"), Topic(id="t1", name="Một")),
        agencies=(Agency(id="so", names=(AgencyName(name="Sở cũ", until=MOMENT.date()), AgencyName(name="Sở mới"))),),
        genres=(Term(id="tin", name="Tin"), Term(id="bai", name="Bài")),
        acronyms=(Term(id="HĐND", name="Hội đồng nhân dân"), Term(id="TT", name="toà án, toà")),
        synonyms=(("hoà giải", "E-mail"),),
        question_words=("Ở đâu?",),
        contact_words=("số ĐT",),
    )
    segment = search.Segment(name="2020-12.1", ids=("a", "b", "c"), digest="", a_shards=2, b_shards=1, stamp="12345678")
    values: dict[str, Any] = {"segment:2020-12.1": segment, "terms": taxonomy, "taxonomy": taxonomy}
    values |= {f"facts:{article.id}": article for article in articles}
    values |= {f"body:{article.id}": Body(html="", text=f"Thân bài {article.id}\n</script>") for article in articles}
    values |= {f"topic:{topic.id}": topic for topic in taxonomy.topics}
    values |= {f"agency:{agency.id}": agency for agency in taxonomy.agencies}
    return Records(values)


def test_shards_come_from_one_pass(records: Records) -> None:
    """Each maker asks for the shared work and gives its own file."""
    a = [search.shard_of_postings(records, "2020-12.1", number) for number in range(2)]
    b = [search.shard_of_positions(records, "2020-12.1", 0)]
    index = Index(a, b, tuple(folding.table()["fold"]))

    assert records.calls == 3
    assert {shard["s"] for shard in (*index.a, *index.b)} == {"12345678"}
    assert index.phrase(["than", "bai"]) == {0, 1, 2}
    assert index.phrase(["thu", "tuc"]) == set(index.term("#1/qd-ubnd")) == {1}


def test_texts_show_a_result(records: Records) -> None:
    """Names as of the article's day; what is data stays data."""
    shown = json.loads(search.texts(records, ("a", "b", "c")))

    assert shown["s"] == stamp_of(("a", "b", "c"))
    assert shown["d"] == [
        ["/tin-tuc/2020/12/a/", "<script>alert('Đất')</script>", "2020-12-01", "Một", "Sở mới", "Tin", "",
         "Thân bài a\n</script>", 0],
        ["/tin-tuc/2020/12/b/", "Thủ tục", "2020-12-01", "Hai", "Sở mới", "Bài", "Tóm tắt", "Thân bài b\n</script>", 1],
        ["/tin-tuc/2020/12/c/", "Cũ", "2020-11-30", "Một", "Sở cũ", "Tin", "", "Thân bài c\n</script>", 0],
    ]  # fmt: skip


def test_facets_are_columns(records: Records) -> None:
    """One entry a document in each."""
    assert json.loads(search.facets(records, "2020-12.1")) == {
        "s": "12345678", "t": [stamp_of(("a", "b", "c"))],
        "topics": ["t1", "t2"], "agencies": ["so"], "genres": ["bai", "tin"],
        "days": [18597, 0, -1], "topic": [0, [1, 0], 0], "agency": [0, 0, 0], "genre": [1, 0, 1],
    }  # fmt: skip


def test_names_are_today_s_in_display_order(records: Records) -> None:
    """What filters are called."""
    said = search.names(records).decode()

    assert said == (
        '{"v":1,"topics":{"t2":"Hai","t1":"Một"},"agencies":{"so":"Sở mới"},"genres":{"tin":"Tin","bai":"Bài"}}'
    )


def test_blocks_are_of_four(records: Records) -> None:
    """A text file holds four documents, the last one the rest."""
    segment = search.Segment(name="x", ids=tuple(map(str, range(17))), digest="", a_shards=1, b_shards=1, stamp="")

    assert [len(block) for block in search.blocks(segment.ids)] == [4, 4, 4, 4, 1]
    assert search.entry(segment) == ("x", 17, 1, 1, "")


def test_words_of_the_taxonomy_are_as_the_reader_compares_them(records: Records) -> None:
    """Acronyms folded, all else exact: small letters, tones where the old style has them, no punctuation."""
    assert makers.words(records.values["taxonomy"]) == {
        "acronyms": [["hdnd", "hội đồng nhân dân"], ["tt", "tòa án tòa"]],
        "synonyms": [["hòa giải", "e mail"]],
        "questions": ["ở đâu"],
        "contacts": ["số đt"],
    }
