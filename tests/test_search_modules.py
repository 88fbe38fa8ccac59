"""Each module of the search page by itself, under node."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest

from site_builder.search import folding
from tests import browser_scripts

TABLE = folding.table()
READ = """
const { reading } = await load("search/folding.mjs");
const read = reading(given.table);
"""
ACRONYMS = [["cccd", "căn cước công dân"]]
DOM = """
class Node {
  constructor(name) { Object.assign(this, { name, dataset: {}, inside: [] }); }
  append(...inside) { this.inside.push(...inside); }
  get text() { return this.inside.map((one) => (typeof one === "string" ? one : one.text)).join(""); }
}
class Select extends Node {
  get options() { return this.inside; }
  set textContent(text) { this.inside = []; }
}
globalThis.document = { createElement: (name) => new Node(name) };
globalThis.Option = class { constructor(label, value) { Object.assign(this, { label, value }); } };
"""
"""As much of a browser's document as a list of results and a choice need."""


def node(code: str, **given: Any) -> Any:
    """Run code that has `read`, the reading of words, and what else is given."""
    return browser_scripts.run(READ + code, {"table": TABLE, **given})


def forms(text: str) -> list[str]:
    """Return the folded words of a text."""
    return [folded for _, folded in folding.tokens(text)]


def test_words_have_both_forms_and_their_places() -> None:
    """As Python reads them; places are of the text as it was given."""
    text = "Uỷ ban (TỈNH) 22/2016"
    told = node("return read.words(given.text);", text=text)
    assert [(one["e"], one["f"]) for one in told] == folding.tokens(text)
    assert [text[one["at"] : one["to"]] for one in told] == ["Uỷ", "ban", "TỈNH", "22", "2016"]
    assert node("read.words(given.text); return read.words(given.text).length;", text=text) == 5


def test_rarity_tells_common_words_from_others() -> None:
    """A word with a digit is rarest, one of the table's common words tells nothing."""
    told = node("return read.words('hành chính lúa 22').map(read.rarity);")
    assert told == [0, 0, 2, 3]


def test_a_run_is_found_where_it_stands_and_has_pairs_for_terms() -> None:
    """Terms are pairs, each once; a single word is its own."""
    code = """
    const { starts, termsOf } = await load("search/runs.mjs");
    const terms = (text) => termsOf(read.words(text)).map((term) => term.f);
    const at = starts(read.words("một cửa, một cửa liên thông"), read.words("MOT CUA"));
    return [at, terms("đất"), terms("đất đai đất đai"), terms("")];
    """
    assert node(code) == [[0, 2], ["dat"], ["dat dai", "dai dat"], []]


def test_the_checksum_is_that_of_zlib() -> None:
    """Of the UTF-8 bytes, unsigned."""
    texts = ["", "dat dai", "#22/2016/qd-ubnd", "中文"]
    told = node("const { crc32 } = await load('search/checksum.mjs'); return given.texts.map(crc32);", texts=texts)
    assert told == [crc32(text.encode()) for text in texts]


def test_scores_keep_their_order() -> None:
    """Kind above dấu above field above terms, whatever the lower ones are."""
    code = """
    const { APART, OTHER_FORM, PHRASE, WHOLE_TITLE, place, points } = await load("search/scores.mjs");
    const kinds = [PHRASE, OTHER_FORM, APART];
    const fields = [WHOLE_TITLE, place(1), place(2), place(4)];
    const all = [];
    for (const kind of kinds) for (const isExact of [true, false]) {
      for (const field of fields) for (const hits of [500, 1, 0]) all.push(points(kind, isExact, field, hits));
    }
    return [all, [place(7), place(6), place(4)]];
    """
    scores, places = node(code)
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores) == 72
    assert places == [3, 2, 1]


def understood(text: str) -> Any:
    """Return what a query asks, words by their folded forms."""
    code = """
    const { understood } = await load("search/query.mjs");
    const { asked, title, number } = understood(given.text, read, given.acronyms);
    const folded = (run) => run.map((word) => word.f).join(" ");
    const shown = (one) => [one.other, one.parts.map((part) => folded(part.words)), one.spans.map(folded)];
    return [asked.map(shown), title, number];
    """
    return node(code, text=text, acronyms=ACRONYMS)


def test_a_query_has_parts_and_quoted_spans() -> None:
    """Quotes of every kind; one that is left open quotes nothing."""
    assert understood("“hộ tịch” xã")[0] == [[0, ["ho tich", "xa"], ["ho tich"]]]
    assert understood('hộ "tịch xã')[0] == [[0, ["ho", "tich xa"], []]]
    assert understood(" ?! ")[0] == [[0, [], []]]


def test_acronyms_are_written_out_and_long_forms_shortened() -> None:
    """The other form of an acronym must stand as a phrase; a short one is a word."""
    assert understood("làm CCCD")[0][1:] == [[1, ["lam can cuoc cong dan"], ["can cuoc cong dan"]]]
    assert understood("căn cước công dân")[0][1:] == [[1, ["cccd"], []]]


@pytest.mark.heavy
def test_long_titles_and_document_numbers_are_terms_of_their_own() -> None:
    """A title of five words; a number with spaces about its strokes, as typed and folded."""
    _, title, number = understood("Cải cách hành chính tỉnh")
    assert (title, number) == (f"={crc32(b'cai cach hanh chinh tinh'):08x}", None)
    _, title, number = understood("22 / 2016 / QĐ-UBND")
    assert title is False
    assert number == {
        "f": "#22/2016/qd-ubnd", "e": "#22/2016/qđ-ubnd", "words": ["22", "2016", "qd", "ubnd"], "alone": True,
    }  # fmt: skip
    assert not understood("số 22/2016/QĐ-UBND")[2]["alone"]


def test_postings_give_documents_fields_and_forms() -> None:
    """Differences of numbers, bits of forms; places of each document."""
    code = """
    const { each, entry, placesOf } = await load("search/postings.mjs");
    const dat = [(2 << 4) | (1 << 1), (3 << 4) | (6 << 1) | 1, 2, (1 << 4) | (4 << 1) | 1, 5];
    const file = JSON.stringify({ s: "x", t: { "đất|dat|đạt": dat, "hộ": [2] } });
    const found = entry(file, "dat", read.fold);
    const seen = (text) => {
      const [word] = read.words(text);
      const told = [];
      const count = each(found, { ...word, words: [word] }, (...one) => told.push(one));
      return [count, told];
    };
    const places = placesOf([(3 << 1) | 1, 4 << 1, 9 << 1]);
    const absent = [each(null, {}, null), entry(file, "da", read.fold)];
    return [found[0], ...["đất", "dat", "đạt", "đát"].map(seen), places, absent];
    """
    forms, exact, bare, other, fourth, places, absent = node(code)
    assert forms == ["đất", "dat", "đạt"]
    # Documents 2 (đất), 5 (dat) and 6 (đất and đạt): fields, in the form typed, in one that is not meant, too.
    assert exact == [3, [[2, 1, 1, False], [5, 6, 0, False], [6, 4, 1, True]]]
    assert bare == [3, [[2, 1, 0, False], [5, 6, 1, False], [6, 4, 0, False]]]
    assert other == [2, [[5, 6, 0, False], [6, 4, 1, True]]]
    assert fourth == [1, [[5, 6, 0, False]]]
    assert (places, absent) == ([[3, 7], [9]], [0, None])


def test_a_word_with_dau_means_itself_and_its_bare_form() -> None:
    """In either placement of tones, composed or not; a bare one means all; pasted letters that look like đ are đ."""
    code = """
    const { starts } = await load("search/runs.mjs");
    return given.pairs.map(([typed, text]) => starts(read.words(text), read.words(typed)).length);
    """
    same = [["căn cước", "căn cước"], ["căn cước", "can cuoc"], ["can cuoc", "căn cước"], ["căn cước", "can cước"]]
    same += [["tòa án", "toà án"], ["thủy", "thu\u0309y"], ["nđ-cp", "NÐ-CP"], ["NÐ", "nđ"]]
    others = [["căn cước", "cần cước"], ["cần", "căn"], ["đại", "đai"], ["toà", "toa\u0301"]]
    assert node(code, pairs=same + others) == [1] * len(same) + [0] * len(others)


def test_facets_are_read_from_columns() -> None:
    """Years from days since 1970; a document may have several topics; one filter may be left out of account."""
    code = """
    const { FACETS, columns, passes } = await load("search/facets.mjs");
    const names = { topics: ["a", "b"], agencies: ["x"], genres: ["tin"] };
    const facets = columns({ ...names, days: [17897, 365], topic: [[1, 0], 0], agency: [0, 0], genre: [0, 0] });
    const values = [0, 1].map((document) => Object.keys(FACETS).map((name) => FACETS[name](facets, document)));
    const asked = { "chu-de": "b", nam: "2019" };
    const passed = [0, 1].map((document) => passes(facets, document, asked));
    return [values, passed, passes(facets, 1, asked, "chu-de"), passes(facets, 1, {})];
    """
    values, passed, without, free = node(code)
    assert values == [[["b", "a"], ["x"], ["tin"], ["2019"]], [["a"], ["x"], ["tin"], ["2020"]]]
    assert (passed, without, free) == ([True, False], False, True)


def test_files_are_asked_for_once_and_again_when_stale_or_failed() -> None:
    """A file of another publication is asked for past the cache; what never agrees is an error; `forget` lets go."""
    code = """
    const { Stale, library, segmentsOf } = await load("search/files.mjs");
    const log = [];
    let answer = () => '{"s":"new"}';
    const files = library(async (path, reload) => { log.push(`${path} ${reload}`); return answer(reload); });
    const segment = { name: "2020", stamp: "new" };
    await files.load(segment, "a-1");
    await files.load(segment, "a-1");
    answer = (reload) => `{"s":"${reload ? "new" : "old"}"}`;
    await files.load(segment, "a-2");
    answer = () => '{"s":"old"}';
    const stale = await files.load(segment, "a-3").catch((error) => error instanceof Stale);
    answer = () => { throw new Error("offline"); };
    const failed = await files.load(segment, "t-0").catch((error) => error.message);
    answer = () => '{"d":[]}';
    const text = await files.load(segment, "t-0");
    answer = () => new Promise(() => {});
    files.load(segment, "a-4");
    files.forget();
    files.load(segment, "a-4");
    const segments = segmentsOf({ segments: [["new", 3, 1, 1, "x"], ["old", 5, 1, 1, "y"]] });
    return [log, stale, failed, text, segments.map((one) => [one.name, one.base])];
    """
    log, stale, failed, text, segments = node(code)
    assert log == [
        "2020/a-1.json false", "2020/a-2.json false", "2020/a-2.json true", "2020/a-3.json false", "2020/a-3.json true",
        "2020/t-0.json false", "2020/t-0.json false", "2020/a-4.json false", "2020/a-4.json false",
    ]  # fmt: skip
    assert (stale, failed, text) == (True, "offline", {"d": []})
    assert segments == [["new", 5], ["old", 0]]


@pytest.mark.parametrize(
    ("query", "fields", "score"),
    [
        ("đất đai", ["Đất đai", "", ""], 31400),
        ("đất đai", ["Về đất đai", "", ""], 31300),
        ("dat dai", ["Về đất đai", "", ""], 30300),
        ("đất đai", ["", "Về đất đai", ""], 31200),
        ("đất đai", ["", "", "Về đất đai"], 31100),
        ("đất đai", ["Đai và đất", "", ""], 11300),
        ("đất đai", ["Đất", "", "đai"], 11100),
        ("CCCD", ["Căn cước công dân", "", ""], 21400),
        ("đất đai", ["Đất", "", ""], None),
        ('"đất đai"', ["Đai và đất", "", ""], None),
    ],
)
def test_a_text_says_how_well_it_matches(query: str, fields: list[str], score: int | None) -> None:
    """Phrase, other form, apart; exact dấu; whole title, title, summary, body."""
    code = """
    const { matched } = await load("search/matching.mjs");
    const { understood } = await load("search/query.mjs");
    const fields = given.fields.map((text) => ({ text, words: read.words(text) }));
    const found = matched(fields, understood(given.query, read, given.acronyms).asked, null);
    return found && found.score;
    """
    assert node(code, query=query, fields=fields, acronyms=ACRONYMS) == score


def test_snippets_show_where_most_of_the_query_stands() -> None:
    """About 220 letters, whole words, marked; the summary unless the text says more."""
    code = """
    const { marked, snippet } = await load("search/snippets.mjs");
    const field = (text) => ({ text, words: read.words(text) });
    const match = { runs: [read.words("hộ tịch"), read.words("xã")] };
    const far = "Lời đầu. ".repeat(60) + "Sổ hộ tịch của xã. " + "Lời cuối. ".repeat(60);
    return [
      marked(field("Hộ tịch, HO TICH"), match, 0),
      snippet([field(""), field("Về hộ tịch."), field("")], match),
      snippet([field(""), field("Về hộ tịch."), field(far)], match),
      snippet([field(""), field("Tóm tắt."), field(far)], null),
    ];
    """
    title, short, far, none = node(code)
    assert title == [["Hộ tịch", True], [", ", False], ["HO TICH", True]]
    assert short == [["Về ", False], ["hộ tịch", True], [".", False]]
    assert [text for text, is_marked in far if is_marked] == ["hộ tịch", "xã"]
    assert (far[0][0], far[-1][0]) == ("… ", " …")
    assert 150 < sum(len(text) for text, _ in far[1:-1]) <= 220
    assert none == [["Tóm tắt.", False]]


def test_a_question_starts_with_the_newest_segments() -> None:
    """Segments until 200 documents; all of a small portal, which need not be widened."""
    code = """
    const { questionOf } = await load("search/question.mjs");
    const ask = (sizes, text, options) => {
      const segments = sizes.map((size, n) => ({ name: String(n), size }));
      const base = { read, segments, acronyms: [], meaning: { same: [] } };
      const { newest, isWide, isLong, isCounted, words } = questionOf(base, text, options);
      return [newest.length, isWide, isLong, isCounted, words];
    };
    const long = "một hai ba bốn năm sáu bảy tám chín";
    return [ask([150, 150, 150], "đất đai", {}), ask([150, 49], long, { all: true }), ask([], "", { all: true })];
    """
    assert node(code) == [[2, False, False, False, 2], [2, True, True, True, 9], [0, True, False, False, 0]]


ANSWERED = """
const { questionOf } = await load("search/question.mjs");
const { ask, frequency, loaded, phrase, tally, told } = await load("search/evidence.mjs");
const { library } = await load("search/files.mjs");
const segment = { name: "s", size: 4, a: 1, b: 1, stamp: "x", base: 10 };
const stored = {
  "s/a-0.json": { s: "x", t: {
    "hộ|ho": [2, (1 << 4) | 8, (1 << 4) | 9, 2],
    "hộ tịch": [2, (1 << 4) | 8],
    "tịch": [2, (1 << 4) | 8, (1 << 4) | 2],
  } },
  "s/f.json": {
    s: "x", topics: ["a", "b"], agencies: ["so"], genres: ["tin"],
    days: [18000, 0, 0, 0], topic: [0, 1, 0, 1], agency: [0, 0, 0, 0], genre: [0, 0, 0, 0],
  },
  "s/t-0.json": { s: "own", d: [["Hộ tịch", ""], ["Văn bản", "Về hộ tịch."], ["Tịch", "Ho."], ["Khác", ""]].map(
    ([title, body], n) => [`/${n}/`, title, "2019-04-14", "A", "Sở", "Tin", "", body, 0]
  ) },
};
const log = [];
const get = async (path) => { log.push(path); return JSON.stringify(stored[path]); };
const meaning = { questions: [], contacts: [], same: [] };
const base = { read, segments: [segment], files: library(get), acronyms: [], meaning };
const question = (text, options = {}) => questionOf(base, text, options);
"""
"""Four documents: a title, a text with the phrase, one with both words apart (one of them bare), one with neither."""


def test_evidence_counts_terms_and_knows_phrases() -> None:
    """Terms of documents, their fields, whether exact; each term is asked for once."""
    code = (
        ANSWERED
        + """
    const asked = question("hộ tịch");
    const terms = [{ f: "ho", e: "hộ" }, { f: "tich", e: "tịch" }];
    await ask(asked, [segment], [...terms, { f: "ho tich" }, { f: "none" }]);
    await ask(asked, [segment], terms);
    const { count, exact, fields } = tally(asked, segment, terms);
    const run = phrase(asked, segment, read.words("hộ tịch"));
    const other = { f: "other" };
    const unasked = told(asked, segment, other) === undefined && !loaded(asked, segment, [other]).length;
    return [
      [...count], [...exact], [...fields], [0, 1, 2, 3].filter(run.holds), run.sure,
      frequency(asked, [segment], terms[0]), told(asked, segment, { f: "none" }), unasked, log,
    ];
    """
    )
    assert node(code) == [[2, 2, 2, 0], [2, 2, 1, 0], [1, 4, 0, 7], [0, 1], True, 3, None, True, ["s/a-0.json"]]


def test_candidates_are_what_terms_say_and_filters_let_pass() -> None:
    """Phrases are sure; counts of a filter leave its own value out of account."""
    code = (
        ANSWERED
        + """
    const { candidates, counts } = await load("search/candidates.mjs");
    const asked = question("hộ tịch", { all: true, filters: { "chu-de": "b" } });
    await ask(asked, [segment], [{ f: "ho" }, { f: "tich" }, { f: "ho tich" }]);
    const shown = (one) => [one.document, one.id, one.score, one.sure];
    return [candidates(asked, segment).map(shown), counts(asked)["chu-de"]];
    """
    )
    assert node(code) == [[[1, 11, 31100, True]], {"a": 2, "b": 1}]


def test_rounds_ask_pairs_first_and_everything_when_told() -> None:
    """The first round of a short query asks its pairs; `all` asks its words, too, and filters' values."""
    code = (
        ANSWERED
        + """
    const { gather } = await load("search/rounds.mjs");
    const one = question("hộ tịch");
    await gather(one, 1);
    const all = question("hộ tịch", { all: true });
    await gather(all, 1);
    const none = question("?");
    await gather(none, 1);
    return [[...one.got.keys()], [...all.got.keys()], all.facets.size, none.got.size, one.settled.size];
    """
    )
    assert node(code) == [["s ho tich"], ["s ho tich", "s ho", "s tich"], 1, 0, 0]


def test_texts_settle_what_candidates_are() -> None:
    """Each is read once and is a result, or nothing; how many to read is judged by those that were."""
    code = (
        ANSWERED
        + """
    const { enough, expected, likely, results, settle, unread } = await load("search/texts.mjs");
    const asked = question("hộ tịch");
    asked.where = [segment];
    await ask(asked, [segment], [{ f: "ho" }, { f: "tich" }]);
    const open = unread(asked);
    const before = [open.length, likely(asked, open, 10), enough(asked, 10), expected(asked, open)];
    await settle(asked, [...open, { segment, document: 3, id: 13, sure: false, score: 10000 }]);
    const found = results(asked).sort(asked.inOrder).map((one) => [one.url, one.match, one.title]);
    return [before, found, unread(asked).length, asked.settled.size, enough(asked, 10)];
    """
    )
    before, found, left, settled, enough = node(code)
    assert before == [3, 10, 24, 0]
    assert found == [
        ["/0/", "phrase", [["Hộ tịch", True]]],
        ["/1/", "phrase", [["Văn bản", False]]],
        ["/2/", "all", [["Tịch", True]]],
    ]  # fmt: skip
    assert (left, settled) == (0, 4)
    assert 14 <= enough <= 30


def test_the_page_says_what_was_found() -> None:
    """Numbers with points; phrases only when they are not all; what was not asked is said."""
    code = """
    const { integer, summary } = await load("search/wording.mjs");
    const say = (found) => summary({ total: 0, phrase: 0, complete: true, near: [], ...found }, "đất");
    const answers = [{ empty: true }, {}, { total: 1200, phrase: 1200 }, { total: 12, phrase: 3, complete: false }];
    return [[0, 999, 1000, 1234567].map(integer), ...answers.map(say)];
    """
    assert node(code) == [
        ["0", "999", "1.000", "1.234.567"],
        "Hãy nhập chữ hoặc số cần tìm.",
        "Không tìm thấy tin, bài nào cho “đất”.",
        "Tìm thấy 1.200 tin, bài.",
        "Đã thấy 12 tin, bài, 3 có đúng cụm từ; chưa tìm hết tin, bài cũ.",
    ]


def test_an_address_says_what_it_asks_and_can_be_made_again() -> None:
    """Spaces about words go; empty filters are not written."""
    code = """
    const { addressOf, askedBy } = await load("search/address.mjs");
    const address = addressOf([["q", " đất  đai "], ["chu-de", ""], ["nam", "2019"], ["sap", "ngay"]], true);
    return [address, askedBy(address), askedBy("")];
    """
    address, asked, empty = node(code)
    assert address == "?q=%C4%91%E1%BA%A5t++%C4%91ai&nam=2019&sap=ngay&het=1"
    filters = {"chu-de": "", "co-quan": "", "the-loai": "", "nam": "2019"}
    assert asked == {"query": "đất  đai", "all": True, "byDate": True, "filters": filters}
    assert empty == {"query": "", "all": False, "byDate": False, "filters": {**filters, "nam": ""}}


def test_an_item_shows_a_result_as_text() -> None:
    """Title with marks, day, agency, topic, what was corrected; the address from the page's own place."""
    code = (
        DOM
        + """
    const { item } = await load("search/items.mjs");
    const facts = { date: "2019-04-05", genre: "Tin", agency: "Sở", topic: "", corrected: true };
    const pieces = { title: [["Về ", false], ["đất", true]], snippet: [["<b>", false]] };
    const one = { url: "/tin-tuc/a/", match: "some", kind: "article", missing: ["già"], ...facts, ...pieces };
    const line = item(one, "../");
    const link = line.inside[0].inside[0].inside[0];
    return [line.name, line.dataset, link.href, link.inside[1].name, line.text];
    """
    )
    told = node(code)
    assert told[:4] == ["li", {"url": "/tin-tuc/a/", "match": "some", "kind": "article"}, "../tin-tuc/a/", "mark"]
    assert told[4] == "Về đấtTin 05/04/2019 Sở Đã đính chính<b>Không có: già "


def test_filters_offer_what_has_answers_and_keep_the_choice() -> None:
    """With numbers only values that have some, and the chosen one; without, all; years come from segments, too."""
    code = (
        DOM
        + """
    const { choose, offer } = await load("search/filters.mjs");
    const select = () => Object.assign(new Select("select"), { inside: [new Option("Tất cả", "")], value: "" });
    const form = { elements: { "chu-de": select(), "co-quan": select(), "the-loai": select(), nam: select() } };
    const segments = [["2020-q1"], ["2020-01"], ["2019"]];
    const names = { topics: { a: "Một", b: "Hai" }, agencies: {}, genres: {} };
    const shown = () => Object.values(form.elements).map((one) => one.options.map((option) => option.label));
    choose(form.elements["chu-de"], "b");
    offer(form, segments, null, null);
    const early = shown();
    offer(form, segments, names, null);
    const all = shown();
    offer(form, segments, names, { "chu-de": { a: 1200 }, "co-quan": {}, "the-loai": {}, nam: { 2018: 2 } });
    return [early, all, shown(), form.elements["chu-de"].value];
    """
    )
    early, everything, counted, value = node(code)
    assert early == [["Tất cả", "b"], ["Tất cả"], ["Tất cả"], ["Tất cả", "2020", "2019"]]
    assert everything == [["Tất cả", "Một", "Hai"], ["Tất cả"], ["Tất cả"], ["Tất cả", "2020", "2019"]]
    assert counted == [["Tất cả", "Một (1.200)", "Hai (0)"], ["Tất cả"], ["Tất cả"], ["Tất cả", "2018 (2)"]]
    assert value == "b"


def test_suggestions_begin_as_what_is_typed() -> None:
    """Typed bare a word means every dấu; the first words of a name come first; other names count, too."""
    code = """
    const { suggested } = await load("search/suggestions.mjs");
    const rows = [["Tin về hộ tịch", "/a/"], ["Hộ tịch", "/b/"], ["Sở Nội vụ", "/c/", "SNV"], ["Hổ", "/d/"]].map(
      ([name, url, other = ""]) => ({ name, url, words: read.words(`${name} ${other}`) })
    );
    return given.typed.map((text) => suggested(text, rows, read).map(([, url]) => url));
    """
    typed = ["ho ti", "hộ", "h", "snv", "sở nộ", "xa", "!"]
    assert node(code, typed=typed) == [["/b/", "/a/"], ["/b/", "/a/"], ["/b/", "/d/", "/a/"], ["/c/"], ["/c/"], [], []]
