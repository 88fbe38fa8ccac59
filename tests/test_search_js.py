"""The browser's reader of the search index, run under node: the same words as Python, and exactly what a scan finds."""

from __future__ import annotations

import gzip
import json
import random
import unicodedata
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli
import pytest

from site_builder.frame.script_modules import published
from site_builder.search import folding, postings
from site_builder.search.segments import Segment
from site_builder.text import VIETNAM
from tests import browser_scripts
from tests.test_search_segments import cut, row

LARGEST = 19 * 1024
RUN = """
const { engine } = await load("search/engine.mjs");
const { reading } = await load("search/folding.mjs");
const { crc32 } = await load("search/checksum.mjs");
const { entry } = await load("search/postings.mjs");
const { directory, folder, asked } = given;
const read = reading(directory);
let log = [];
let stale = new Set();
const get = async (name, reload) => {
  if (name === "noi-khac.json") return '{"v":1,"p":[]}';
  log.push([name, reload]);
  const file = readFileSync(`${folder}/${name}`, "utf8");
  return stale.delete(name) ? file.replace(/"s":"[^"]*"/, '"s":"old"') : file;
};
async function answer(one) {
  if (one.words) return one.words.map((text) => read.words(text).map(({ e, f }) => [e, f]));
  if (one.crc) return one.crc.map(crc32);
  if (one.entries) return one.entries.map((term) => entry(one.file, term, read.fold));
  const search = engine(directory, get);
  stale = new Set(one.stale || []);
  log = [];
  const found = await search.find(one.query, one.options, one.want);
  const first = log;
  log = [];
  if (one.more) await found.more(one.more);
  else await search.find(one.query, one.options, one.want);
  const { total, phrase, complete, results, hasMore, counts } = found;
  return { total, phrase, complete, results, hasMore, counts, requests: first, again: log };
}
const told = [];
for (const one of asked) told.push(await answer(one));
return told;
"""
VOCABULARY = (  # noqa: SIM905 - more easily read as words
    "đất đai dat dai thủ tục hành chính hạnh chỉnh cấp cắp cải cách hộ tịch hồ sơ hoà hòa uỷ ủy quý toà án một cửa "
    "liên thông công dân căn cước cccd CCHC 2016 năm QĐ UBND 22/2016/QĐ-UBND 22/2016 số thuỷ lợi khoẻ Ðất"
).split()
ACRONYMS = [["cchc", "cải cách hành chính"], ["cccd", "căn cước công dân"]]
TOPICS = ("the-che", "thu-tuc", "so-hoa")
QUERIES = (
    "đất đai", "dat dai", "hộ tịch", "ho tich", "thủ tục hành chính", "thu tuc hanh chinh", "hoà", "toà án", "uỷ quý",
    "cải cách hành chính", "hành chính một cửa liên thông", "khoẻ", "22/2016", "công dân căn cước năm 2016", "năm",
)  # fmt: skip


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


class Corpus:
    """A made-up portal's index in a folder, and the truth about it."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        chance = random.Random(7)
        self.documents = [self._document(chance, number) for number in range(size)]
        start = datetime(2018, 1, 3, tzinfo=VIETNAM)
        self.added = [start + timedelta(days=number * 1080 / size) for number in range(size)]
        segments = cut([row(moment, f"{number:05}") for number, moment in enumerate(self.added)])
        for segment in segments:
            self._write(segment)
        listed = [[one.name, len(one.ids), one.a_shards, one.b_shards, one.stamp] for one in reversed(segments)]
        self.directory = {"v": 1, "root": "../", **folding.table(), "acronyms": ACRONYMS, "segments": listed}
        self.tokens = [[folding.tokens(field) for field in document.fields] for document in self.documents]

    def _document(self, chance: random.Random, number: int) -> postings.Document:
        def words(count: int) -> str:
            return "".join(f"{chance.choice(VOCABULARY)}{chance.choice((' ', ' ', ', '))}" for _ in range(count)) + "."

        fields = tuple(words(chance.randint(low, high)) for low, high in ((3, 9), (0, 14), (10, 60)))
        form = "NFD" if chance.random() < 0.2 else "NFC"
        own = "99/2020/NQ-HĐND" if number % 97 == 5 else ""
        return postings.Document(tuple(unicodedata.normalize(form, field) for field in fields), own)  # type: ignore[arg-type]

    def topic(self, number: int) -> int:
        """Return the topic of a document."""
        return number % len(TOPICS)

    def _write(self, segment: Segment) -> None:
        numbers = [int(id_) for id_ in segment.ids]
        shards = postings.index(
            (self.documents[number] for number in numbers), segment.a_shards, segment.b_shards, segment.stamp
        )
        days = [(self.added[number].date() - date(1970, 1, 1)).days for number in numbers]
        files = {f"a-{n}": data for n, data in enumerate(shards.a)} | {
            f"b-{n}": data for n, data in enumerate(shards.b)
        }
        for start in range(0, len(numbers), 4):
            rows = [self._row(number) for number in numbers[start : start + 4]]
            files[f"t-{start // 4}"] = _json({"s": "own", "d": rows})
        facets = {
            "s": segment.stamp, "topics": TOPICS, "agencies": ["so"], "genres": ["tin"],
            "days": [day - before for before, day in pairwise([0, *days])],
            "topic": [self.topic(number) for number in numbers],
            "agency": [0] * len(numbers), "genre": [0] * len(numbers),
        }  # fmt: skip
        files["f"], files["v"] = _json(facets), shards.v
        for name, data in files.items():
            file = self.folder / segment.name / f"{name}.json"
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)

    def _row(self, number: int) -> list[Any]:
        title, summary, text = self.documents[number].fields
        return [f"/{number}/", title, f"{self.added[number]:%Y-%m-%d}", "Chủ đề", "Sở", "Tin", summary, text, 0]

    def ask(self, *asked: dict[str, Any]) -> list[Any]:
        """Put questions to the script."""
        given = {"directory": self.directory, "folder": str(self.folder), "asked": asked}
        told: list[Any] = browser_scripts.run(RUN, given)
        return told

    def phrase(self, query: str, *, exact: bool = False) -> set[int]:
        """Scan for documents with the query as a phrase in one field; `exact`: with the very dấu."""
        wanted = folding.tokens(query)
        return {
            n for n, fields in enumerate(self.tokens) if any(_stands(wanted, field, exact=exact) for field in fields)
        }

    def all(self, query: str) -> set[int]:
        """Scan for documents with all syllables of the query."""
        wanted = folding.tokens(query)
        return {
            n
            for n, fields in enumerate(self.tokens)
            if all(_stands([w], [t for field in fields for t in field], exact=False) for w in wanted)
        }


Words = list[tuple[str, str]]
"""Exact and folded forms."""


def _stands(wanted: Words, words: Words, *, exact: bool) -> bool:
    runs = (words[at : at + len(wanted)] for at in range(len(words) - len(wanted) + 1))
    return any(all(_means(*pair, exact=exact) for pair in zip(wanted, run, strict=True)) for run in runs)


def _means(typed: tuple[str, str], written: tuple[str, str], *, exact: bool) -> bool:
    """Typed with dấu a word means itself and its bare form, typed bare every form."""
    form, bare = (word.replace("ð", "đ") for word in typed)
    said = written[0].replace("ð", "đ")
    return typed[0] == written[0] if exact else bare == written[1] and (form == bare or said in (form, bare))


def found(answer: Any, match: str = "") -> set[int]:
    """Return the documents of an answer's results."""
    return {number_of(one) for one in answer["results"] if not match or one["match"] == match}


def number_of(result: Any) -> int:
    """Return the document of a result."""
    return int(result["url"].strip("/"))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Some 900 documents over three years."""
    return Corpus(tmp_path_factory.mktemp("tim-kiem"), 900)


def everything(query: str, **options: Any) -> dict[str, Any]:
    """Ask all segments for all results."""
    return {"query": query, "options": {"all": True, **options}, "want": 5000}


def test_the_script_is_small() -> None:
    """What a phone loads of it is under 19 KB, with Brotli and with gzip."""
    script = published("search.js", browser_scripts.read)
    assert len(brotli.compress(script, quality=11)) <= len(gzip.compress(script, 9)) <= LARGEST


@pytest.mark.heavy
def test_words_are_those_of_python(corpus: Corpus) -> None:
    """Every letter that Vietnamese may meet, composed and not, in every place of tones, and crc32 as in zlib."""
    import zlib

    letters = [
        chr(code)
        for code in (*range(0x20, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070))
    ]
    ends = [
        f"{start}{first}{second}"
        for start in ("", "h", "q", "th")
        for first in "oóòỏõọuúùủũụ"
        for second in "aáàảãạeéèẻẽẹyýỳỷỹỵiíìỉĩị"
    ]
    marked = [
        f"{vowel}{one}{two}"
        for vowel in "aeiouyAEIOUY"
        for one in "\u0302\u0306\u031b"
        for two in "\u0301\u0300\u0309\u0303\u0323"
    ]
    texts = [*letters, *ends, *marked, *(f"a{letter}b c" for letter in letters), "٣٤ 中文 İI ẞ ſ ﬁ Ω ⅷ x_y 1/2"]
    texts += [unicodedata.normalize("NFD", text) for text in texts]
    terms = ["dat dai", "#22/2016/qd-ubnd", "中文", "a"]
    words, sums = corpus.ask({"words": texts}, {"crc": terms})

    expected = [[list(token) for token in folding.tokens(text)] for text in texts]
    assert [(text, got) for text, got, want in zip(texts, words, expected, strict=True) if got != want] == []
    assert sums == [zlib.crc32(term.encode()) for term in terms]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 150])
@pytest.mark.heavy
def test_an_entry_is_found_in_a_file_that_is_not_parsed(corpus: Corpus, size: int) -> None:
    """Each of a file's entries, and nothing for terms that it has not, in letters beyond 16 bits, too."""
    words = [
        *dict.fromkeys(VOCABULARY),
        "t",
        "s",
        "7",
        "10",
        "\N{MATHEMATICAL BOLD SMALL A}",
        "\N{FULLWIDTH LATIN SMALL LETTER A}",
        "z",
    ]
    text = " ".join(f"{word} {other}" for word in words for other in words[::3])[: size * 40]
    shard = postings.index([postings.Document((text, "", ""))], 1, 1, "s1").a[0].decode()
    entries = json.loads(shard)["t"]
    folded = {key: " ".join(folding.forms(word)[1] for word in key.partition("|")[0].split(" ")) for key in entries}
    absent = ["", "a", "s", "t", "zzz", "\N{MATHEMATICAL BOLD SMALL B}", "dat dat dat"]
    asked = [*folded.values(), *(term for term in absent if term not in folded.values())]
    (told,) = corpus.ask({"file": shard, "entries": asked})

    assert told[: len(folded)] == [[key.split("|"), entries[key]] for key in folded]
    assert not any(told[len(folded) :])


@pytest.mark.slow
def test_everything_finds_what_a_scan_finds(corpus: Corpus) -> None:
    """Phrases and scattered syllables: nothing lost, nothing false, with and without dấu, NFC and NFD; exact totals."""
    forms = [
        form
        for query in QUERIES
        for form in (query, unicodedata.normalize("NFD", query.upper()), folding.fold(folding.lower(query)))
    ]
    for query, answer in zip(forms, corpus.ask(*map(everything, forms)), strict=True):
        phrases = corpus.phrase(query)
        assert found(answer, "phrase") == phrases, query
        assert found(answer) >= corpus.all(query), query
        if not any(folding.fold(long) in folding.fold(folding.lower(query)) for _, long in ACRONYMS):
            assert found(answer) == corpus.all(query), query
        assert (answer["phrase"], answer["total"], answer["complete"]) == (len(phrases), len(found(answer)), True)


@pytest.mark.slow
def test_results_stand_in_order(corpus: Corpus) -> None:
    """Phrases first; then exact dấu; then the title, the summary, the body; then the newest."""
    for query in ("đất đai", "thủ tục hành chính", "hoà quý"):
        [answer] = corpus.ask(everything(query))
        exact = corpus.phrase(query, exact=True)
        numbers = [number_of(one) for one in answer["results"] if one["match"] == "phrase"]
        kinds = [one["match"] for one in answer["results"]]
        assert kinds == sorted(kinds, reverse=True)
        ranks = [(number in exact, _field(corpus, query, number), number) for number in numbers]
        assert ranks == sorted(ranks, reverse=True)


def _field(corpus: Corpus, query: str, number: int) -> int:
    """Return 4 when the query is the title, 3 when it stands there, 2 in the summary, 1 in the body only."""
    wanted = folding.tokens(query)
    fields = corpus.tokens[number]
    at = next(at for at, field in enumerate(fields) if _stands(wanted, field, exact=False))
    return 4 if at == 0 and len(fields[0]) == len(wanted) else 3 - at


@pytest.mark.heavy
def test_by_date_the_newest_come_first(corpus: Corpus) -> None:
    """Sorted by date, kinds of matches are mixed."""
    [answer] = corpus.ask(everything("đất đai", byDate=True))
    numbers = [number_of(one) for one in answer["results"]]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.heavy
def test_a_first_page_costs_few_requests_in_three_rounds(corpus: Corpus) -> None:
    """Usual queries: true results, at most 24 requests at the median; asked again, none."""
    answers = corpus.ask(*({"query": query} for query in QUERIES))
    for query, answer in zip(QUERIES, answers, strict=True):
        assert found(answer, "phrase") <= corpus.phrase(query), query
        assert len(answer["results"]) == min(10, answer["total"])
        assert answer["again"] == []
    counts = sorted(len(answer["requests"]) for answer in answers)
    assert counts[len(counts) // 2] <= 24


def test_a_page_of_common_words_asks_only_the_newest(corpus: Corpus) -> None:
    """When the newest articles fill the page, closed years are left alone, and counts are not called complete."""
    [answer] = corpus.ask({"query": "năm"})
    assert {name.partition("/")[0][:4] for name, _ in answer["requests"]} == {"2020"}
    assert not answer["complete"]


def test_more_results_follow_those_before(corpus: Corpus) -> None:
    """Ten more, none twice."""
    [answer] = corpus.ask({"query": "năm", "more": 10})
    numbers = [number_of(one) for one in answer["results"]]
    assert len(numbers) == len(set(numbers)) == 20


def test_who_asks_for_more_reaches_every_older_article(corpus: Corpus) -> None:
    """The newest fill the first page, so the others are asked only then."""
    first, all_of_it = corpus.ask({"query": "đất đai"}, {"query": "đất đai", "more": 5000})

    assert first["hasMore"]
    assert len(found(first, "phrase")) == 10
    assert found(all_of_it, "phrase") == corpus.phrase("đất đai")
    assert all_of_it["again"], "nothing more was asked"


def test_quoted_words_must_be_phrases(corpus: Corpus) -> None:
    """A quoted part stands in every result; the rest may be scattered."""
    quoted, mixed = corpus.ask(everything('"hộ tịch"'), everything("“hộ tịch” cửa"))
    assert found(quoted) == corpus.phrase("hộ tịch")
    assert found(mixed) == corpus.phrase("hộ tịch") & corpus.all("cửa")


@pytest.mark.heavy
def test_document_numbers_are_found_whole_and_by_part(corpus: Corpus) -> None:
    """A number in the text or of the article's document is found at once; nothing else comes before."""
    whole, own, beside = corpus.ask(
        {"query": "22/2016/qd-ubnd", "want": 5000},
        {"query": "99/2020/NQ-HĐND"},
        {"query": "đất 22/2016/QĐ-UBND", "want": 5000},
    )
    written = {
        n
        for n, d in enumerate(corpus.documents)
        if any("22/2016/QĐ-UBND" in unicodedata.normalize("NFC", field) for field in d.fields)
    }
    assert found(whole, "phrase") == written
    assert {number % 97 for number in found(own, "phrase")} == {5}
    both = written & corpus.all("đất")
    assert {number_of(one) for one in beside["results"][: len(both)]} == both
    assert found(beside) <= corpus.all("đất 22/2016/QĐ-UBND")


@pytest.mark.heavy
def test_acronyms_answer_to_both_forms(corpus: Corpus) -> None:
    """The other form counts as a match of all, after phrases; it must stand as a phrase."""
    short, long = corpus.ask(everything("CCCD"), everything("căn cước công dân"))
    written = corpus.phrase("căn cước công dân")
    assert found(short, "phrase") == corpus.phrase("cccd")
    assert found(short) == corpus.phrase("cccd") | written
    assert found(long, "phrase") == written
    assert found(long) == corpus.all("căn cước công dân") | corpus.phrase("cccd")


@pytest.mark.heavy
def test_filters_narrow_and_count(corpus: Corpus) -> None:
    """By topic and year; counts of a filter leave its own value out of account."""
    [answer] = corpus.ask(everything("đất đai", filters={"chu-de": "thu-tuc", "nam": "2019"}))
    truth = corpus.all("đất đai")
    in_year = {number for number in truth if corpus.added[number].year == 2019}
    assert found(answer) == {number for number in in_year if corpus.topic(number) == 1}
    assert answer["counts"]["chu-de"] == {
        topic: sum(corpus.topic(n) == at for n in in_year) for at, topic in enumerate(TOPICS)
    }
    [plain] = corpus.ask({"query": "năm"})
    assert not [name for name, _ in plain["requests"] if name.endswith("f.json")]


def test_a_file_of_another_publication_is_fetched_again(corpus: Corpus) -> None:
    """A stamp that disagrees with the directory: the file is asked for past the cache."""
    [plain] = corpus.ask({"query": "năm"})
    name = plain["requests"][0][0]
    [answer] = corpus.ask({"query": "năm", "stale": [name]})
    assert [name, True] in answer["requests"]
    assert answer["results"] == plain["results"]


def test_nothing_is_asked_for_nothing(corpus: Corpus) -> None:
    """A query without letters costs no request; one that nothing matches is looked for everywhere."""
    empty, unknown = corpus.ask({"query": " …?! "}, {"query": "xyzzy"})
    assert (empty["requests"], empty["total"]) == ([], 0)
    assert (unknown["total"], unknown["complete"]) == (0, True)


@pytest.mark.heavy
def test_the_words_of_the_query_are_marked(corpus: Corpus) -> None:
    """Marks cover whole words of the text as written; without them the title is the article's own."""
    [answer] = corpus.ask(everything("dat dai"))
    marked = 0

    assert len(answer["results"]) > 10
    for result in answer["results"]:
        title = "".join(text for text, _ in result["title"])
        assert title == unicodedata.normalize("NFC", corpus.documents[number_of(result)].fields[0])
        marks = [text for text, is_marked in result["title"] + result["snippet"] if is_marked]
        assert {folding.fold(folding.lower(mark)) for mark in marks} <= {"dat", "dai", "dat dai", "dat, dai"}
        marked += bool(marks)
    assert marked > 10


ROUNDS = """
const { engine } = await load("search/engine.mjs");
const told = [];
for (const query of given.queries) {
  let waiting = [];
  let rounds = 0;
  let answer = null;
  const places = '{"v":1,"p":[]}';
  const file = (name) => (name === "noi-khac.json" ? places : readFileSync(`${given.folder}/${name}`, "utf8"));
  const get = (name) => new Promise((go) => waiting.push(() => go(file(name))));
  engine(given.directory, get).find(query).then((found) => (answer = found));
  while (!answer) {
    for (let turn = 0; turn < 5; turn++) await new Promise((go) => setImmediate(go));
    if (waiting.length) rounds++;
    waiting.splice(0).forEach((go) => go());
  }
  told.push([rounds, answer.results.length]);
}
return told;
"""
"""Answers requests only when the script asks nothing more without an answer: how often that is, is the rounds."""


@pytest.mark.heavy
def test_a_first_page_takes_three_rounds_of_requests_at_most(corpus: Corpus) -> None:
    """Where anything matches, also when what is like it is looked for."""
    queries = [
        *QUERIES,
        "công dân khoẻ đất",
        "toà án quý hộ tịch",
        "liên thông căn cước",
        "22/2016/QĐ-UBND",
        "hồ sơ xa",
    ]
    given = {"directory": corpus.directory, "folder": str(corpus.folder), "queries": queries}
    told = browser_scripts.run(ROUNDS, given)

    assert max(rounds for rounds, found in told if found) <= 3
    assert sum(found > 0 for _, found in told) >= len(QUERIES)
