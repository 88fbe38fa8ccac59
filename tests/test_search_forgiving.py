"""What search offers when nothing matches as typed: most words, other forms, another dấu, each said to be so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from site_builder.search import folding, postings
from site_builder.search.makers import _exact
from tests import browser_scripts
from tests.test_search_js import ROUNDS

TEXTS = (
    ("Cách nộp hồ sơ trực tuyến từng bước", "", "Hướng dẫn người dân nộp hồ sơ. Có hỗ trợ cho người cao tuổi."),
    ("Cấp sổ đỏ ở xã", "", "Giấy chứng nhận quyền sử dụng đất được trả sau ba ngày."),
    ("Luật Chuyển đổi số được thông qua", "", "Luật có hiệu lực từ tháng bảy."),
    ("Đường dây nóng tiếp nhận phản ánh", "", "Cần gọi trong giờ hành chính. Cuộc gọi không mất tiền."),
    ("Thẻ can cuoc", "", "Bài nhập từ trang cũ, chưa có dấu. Đôi điều cần biết."),
    *((f"Tin số {number}", "", "Ủy ban nhân dân xã họp về hồ sơ của người dân.") for number in range(20)),
)
SYNONYMS = [["giấy chứng nhận quyền sử dụng đất", "sổ đỏ", "bìa đỏ"], ["trực tuyến", "qua mạng", "online"]]
QUESTIONS = ["cho em hỏi", "muốn", "như thế nào", "ở đâu", "làm như thế nào"]
RUN = """
const { engine } = await load("search/engine.mjs");
const get = async (name) => readFileSync(`${given.folder}/${name}`, "utf8");
const told = [];
for (const one of given.asked) {
  const found = await engine(given.directory, get).find(one.query, one.options || {});
  const { total, phrase, results, near, mended, top, below } = found;
  told.push({ total, phrase, results, near, mended: mended || "", beside: [...top, ...below] });
}
return told;
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one segment."""
    place = tmp_path_factory.mktemp("tim-kiem")
    (place / "s").mkdir()
    (place / "noi-khac.json").write_bytes(
        browser_json({"v": 1, "p": [["page", "/so-do/", "Sơ đồ cổng", [], "Mọi trang.", []]]})
    )
    shards = postings.index((postings.Document(fields) for fields in TEXTS), 4, 4, "x")
    for kind, files in (("a", shards.a), ("b", shards.b)):
        for number, data in enumerate(files):
            (place / "s" / f"{kind}-{number}.json").write_bytes(data)
    (place / "s" / "v.json").write_bytes(shards.v)
    for start in range(0, len(TEXTS), 4):
        rows = [_row(number) for number in range(start, min(start + 4, len(TEXTS)))]
        (place / "s" / f"t-{start // 4}.json").write_bytes(browser_json({"s": "own", "d": rows}))
    columns = {"days": [20000] + [0] * (len(TEXTS) - 1)} | {
        name: [0] * len(TEXTS) for name in ("topic", "agency", "genre")
    }
    named = {"topics": ["a"], "agencies": ["so"], "genres": ["tin"]}
    (place / "s" / "f.json").write_bytes(browser_json({"s": "x", **named, **columns}))
    return place


def browser_json(value: Any) -> bytes:
    """Write a file of the index."""
    return json.dumps(value, separators=(",", ":")).encode()


def _row(number: int) -> list[Any]:
    title, summary, text = TEXTS[number]
    return [f"/{number}/", title, f"{date(2026, 1, 1)}", "Chủ đề", "Sở", "Tin", summary, text, 0]


def directory() -> dict[str, Any]:
    """Return what the page says of the index."""
    return {
        "v": 1, **folding.table(), "acronyms": [], "questions": list(map(_exact, QUESTIONS)), "contacts": [],
        "synonyms": [list(map(_exact, group)) for group in SYNONYMS], "segments": [["s", len(TEXTS), 4, 4, "x"]],
    }  # fmt: skip


def ask(folder: Path, *queries: str, **options: Any) -> list[Any]:
    """Ask the script."""
    asked = [{"query": query, "options": options} for query in queries]
    told: list[Any] = browser_scripts.run(RUN, {"directory": directory(), "folder": str(folder), "asked": asked})
    return told


def shown(answer: Any) -> list[tuple[str, str]]:
    """Return addresses and kinds of matches, as they stand."""
    return [(one["url"], one["match"]) for one in (*answer["results"], *answer["near"])]


def test_dau_that_was_typed_is_meant(folder: Path) -> None:
    """An author's bare words are found; another dấu is not."""
    [cards, bare] = ask(folder, "căn cước", "can cuoc")
    assert shown(cards) == [("/4/", "phrase")]
    # Typed bare it means “cần” and “cuộc”, too.
    assert shown(bare)[0] == ("/4/", "phrase")
    assert ("/3/", "all") in shown(bare)


def test_another_dau_is_an_answer_only_where_there_is_no_other(folder: Path) -> None:
    """It is said to be one, and counts for nothing."""
    [answer] = ask(folder, "luật chuyển đôi số")
    assert (answer["total"], answer["phrase"]) == (0, 0)
    assert shown(answer)[0] == ("/2/", "folded")
    assert {match for _, match in shown(answer)[1:]} <= {"some"}


def test_a_page_with_another_dau_is_beside_no_article_that_is_right(folder: Path) -> None:
    """“Sổ đỏ” is no “Sơ đồ”; who types it wrong, or bare, is led there."""
    right, wrong, bare = ask(folder, "sổ đỏ", "sớ đô", "so do")
    assert shown(right)[0] == ("/1/", "phrase")
    assert [[one["url"] for one in answer["beside"]] for answer in (right, wrong, bare)] == [
        [],
        ["/so-do/"],
        ["/so-do/"],
    ]


def test_most_words_follow_with_those_that_lack(folder: Path) -> None:
    """Rare words and titles weigh more; words of asking weigh nothing."""
    question = "cho em hỏi muốn nộp hồ sơ trực tuyến từng bước ở xã thì làm như thế nào"
    [answer] = ask(folder, question)
    first = answer["near"][0]
    assert answer["total"] == 0
    assert (first["url"], first["match"], first["kind"]) == ("/0/", "some", "article")
    assert set(first["missing"]) <= {"ở", "xã", "thì", "làm"}
    marks = {text.lower() for text, is_marked in first["title"] if is_marked}
    assert {"nộp", "hồ", "sơ", "trực", "tuyến", "từng", "bước"} <= marks


def test_what_matches_is_known_before_what_is_like_it(folder: Path) -> None:
    """Whoever shows it early shows nothing that does not stay."""
    code = """
    const { engine } = await load("search/engine.mjs");
    const get = async (name) => readFileSync(`${given.folder}/${name}`, "utf8");
    const parts = (found) => [found.top, found.results, found.near, found.below];
    const urls = (found) => parts(found).map((part) => part.map((one) => one.url));
    const told = [];
    for (const query of given.asked) {
      const early = [];
      const found = await engine(given.directory, get).find(query, {}, 10, (one) => early.push(urls(one)));
      told.push([early, urls(found)]);
    }
    return told;
    """
    asked = ["tiếp nhận phản ánh", "ủy ban hồ sơ trực tuyến"]
    right, like = browser_scripts.run(code, {"directory": directory(), "folder": str(folder), "asked": asked})
    assert right == [[[[], ["/3/"], [], []]], [[], ["/3/"], [], []]]
    assert like == [[], [[], [], ["/0/"], []]]


def test_other_words_for_the_same_are_found(folder: Path) -> None:
    """After those of the words themselves; with dấu only the form with that dấu is another word for it."""
    [online, red, plain] = ask(folder, "nộp hồ sơ qua mạng", "bìa đỏ", "giấy chứng nhận quyền sử dụng đất")
    assert shown(online)[0] == ("/0/", "some")
    assert online["near"][0]["missing"] == []
    assert shown(red) == [("/1/", "some")]
    assert shown(plain)[0] == ("/1/", "phrase")
    [other] = ask(folder, "bia đó", typed=True)
    assert ("/1/", "some") not in shown(other)


def test_a_page_that_is_full_or_quoted_or_asked_for_everything_has_nothing_beside(folder: Path) -> None:
    """Ten matches are a page; quoted words are meant; everything is what matches."""
    [full, quoted] = ask(folder, "ủy ban nhân dân", '"nộp hồ sơ qua mạng"')
    [everything] = ask(folder, "nộp hồ sơ qua mạng", all=True)
    assert (len(full["results"]), full["near"]) == (10, [])
    assert shown(quoted) == []
    assert shown(everything) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hoo so truc tuyen", "hồ sơ trực tuyến"),
        ("nop hoof sow", "nộp hồ sơ"),
        ("duong day nogn", "đường dây nóng"),
        ("luat chuyn doi so", "luật chuyển đổi số"),
        ("quyen su dug dat", "quyền sử dụng đất"),
        ("phaanr anhs", "phản ánh"),
        ("nguoi cao tuooir", "người cao tuổi"),
        ("nôp hồ sơ trực tuyêna", "nộp hồ sơ trực tuyến"),
    ],
)
def test_a_typing_mistake_is_mended_to_what_occurs(folder: Path, typed: str, meant: str) -> None:
    """Leftovers of Telex, letters swapped, missing, doubled; the neighbours say which syllable was meant."""
    [answer] = ask(folder, typed)
    assert answer["mended"] == meant
    assert answer["total"] > 0


@pytest.mark.parametrize("typed", ["hoo so truc tuyen", "nop hoof sow", "duong day nogn", "phaanr anhs"])
def test_a_typing_mistake_takes_no_more_rounds_than_what_is_typed_right(folder: Path, typed: str) -> None:
    """What looks like no syllable is asked with the vocabulary; each choice, with its pairs."""
    [[rounds, found]] = browser_scripts.run(
        ROUNDS, {"directory": directory(), "folder": str(folder), "queries": [typed]}
    )
    assert found > 0
    assert rounds <= 3


def test_a_vocabulary_is_asked_for_only_where_a_word_looks_wrong(folder: Path) -> None:
    """Numbers, other forms, words of asking and quoted ones are no mistakes."""
    code = """
    const { engine } = await load("search/engine.mjs");
    const told = [];
    for (const query of given.asked) {
      const names = [];
      const get = async (name) => (names.push(name), readFileSync(`${given.folder}/${name}`, "utf8"));
      await engine(given.directory, get).find(query);
      told.push(names.includes("s/v.json"));
    }
    return told;
    """
    asked = [
        "nộp hồ sơ online", "tin số 2026", "cho em hỏi hồ sơ", '"nộp hồ sow"', "nộp hồ sow", "hồ sơ ko",
    ]  # fmt: skip
    told = browser_scripts.run(code, {"directory": directory(), "folder": str(folder), "asked": asked})
    assert told == [False, False, False, False, True, True]


def test_syllables_of_vietnamese_do_not_look_mistaken() -> None:
    """What keyboards leave behind and slipped fingers make of them does."""
    right = (
        "nghiêng huỳnh quyển khuya xoáy ngoẹo thuế thuở chuyện hươu rượu uống yêu yết quạch huếch giếng giữ khuỷu oằn "
        "ngoài tuần xuất quý quy tiếng việt phường ủy bạch kính một ai ơi đi gì quốc thường trực lựu cừu cứu ngoéo"
    )
    wrong = "cahc moot vuj coong trujc ddường chihn trra phaanr kieens nghij shach dinhh dugn bacj tinn truền ko dc vu5"
    code = """
    const { looksMistaken } = await load("search/mending.mjs");
    const { questionOf } = await load("search/question.mjs");
    const { meaning } = await load("search/concepts.mjs");
    const { reading } = await load("search/folding.mjs");
    const read = reading(given.directory);
    const base = { read, segments: [], acronyms: [], meaning: meaning(given.directory, read) };
    const looks = (word) => looksMistaken(questionOf(base, word, {}));
    return given.words.map((words) => words.split(" ").filter(looks));
    """
    told = browser_scripts.run(code, {"directory": directory(), "words": [right, wrong]})
    assert told == [[], wrong.split()]


def test_who_means_the_very_letters_gets_them(folder: Path) -> None:
    """Nothing is mended that was meant, stands somewhere, or is near nothing."""
    [meant] = ask(folder, "duong day nogn", typed=True)
    [found, far] = ask(folder, "đường dây nóng", "xyzzyx")
    assert meant["mended"] == found["mended"] == far["mended"] == ""
    assert (meant["total"], found["phrase"], far["total"]) == (0, 1, 0)


PLACES = [
    ["agency", "/co-quan/so-noi-vu/", "Sở Nội vụ thành phố Cần Thơ", ["Sở Nội vụ Cần Thơ", "SNV Cần Thơ"], "Cần Thơ",
     [["Điện thoại", "0000 000 014", "tel:0000000014"], ["Đường dây nóng", "0000 1022 (4)", "tel:00001022"]]],
    ["agency", "/co-quan/so-cu/", "Sở Nội vụ tỉnh Sóc Trăng", ["Sở Nội vụ Sóc Trăng"], "Sóc Trăng",
     [["Nay là", "Sở Nội vụ thành phố Cần Thơ", "/co-quan/so-noi-vu/"], ["Máy", "0000 000 003", "tel:0000000003"],
      ["Đường dây nóng", "0000 1022", "tel:00001022"]]],
    ["agency", "/co-quan/xa/", "Ủy ban nhân dân xã Long Phú", ["UBND xã Long Phú"], "", []],
    ["topic", "/chu-de/tai-chinh/", "Cải cách tài chính công", [], "Ngân sách, tài sản.", []],
    ["period", "/thong-ke/quy-3-2019/", "Thống kê Quý III/2019", ["Quý III/2019"], "26/05/2019 – 25/08/2019", []],
    ["page", "/quy-dinh/", "Quy định sử dụng", [], "Cổng không lưu cookie của người đọc.", []],
]  # fmt: skip


def beside(query: str) -> list[list[str]]:
    """Return the addresses above the articles and below them."""
    code = """
    const { beside, placesIn } = await load("search/places.mjs");
    const { meaning } = await load("search/concepts.mjs");
    const { reading } = await load("search/folding.mjs");
    const read = reading(given.directory);
    const { top, below } = beside(given.query, placesIn(given.places, read), meaning(given.directory, read), read);
    return [top, below].map((all) => all.map((one) => one.url));
    """
    contacts = ["số điện thoại", "đường dây nóng", "địa chỉ"]
    directory = folding.table() | {"contacts": list(map(_exact, contacts)), "questions": ["ở đâu"], "acronyms": []}
    told: list[list[str]] = browser_scripts.run(code, {"directory": directory, "places": PLACES, "query": query})
    return told


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("số điện thoại sở nội vụ cần thơ", "/co-quan/so-noi-vu/"),
        ("so dien thoai so noi vu can tho", "/co-quan/so-noi-vu/"),
        ("SNV Cần Thơ", "/co-quan/so-noi-vu/"),
        ("sở nội vụ sóc trăng", "/co-quan/so-cu/"),
        ("sở Sóc Trăng", "/co-quan/so-cu/"),
        ("1022", "/co-quan/so-noi-vu/"),
        ("0000 1022", "/co-quan/so-noi-vu/"),
        ("0000.000.003", "/co-quan/so-cu/"),
        ("đường dây nóng xã Long Phú", "/co-quan/xa/"),
        ("cải cách tài chính công", "/chu-de/tai-chinh/"),
        ("quý III/2019", "/thong-ke/quy-3-2019/"),
        ("quy định sử dụng", "/quy-dinh/"),
    ],
)
def test_what_is_no_article_is_found_by_its_names_and_numbers(query: str, first: str) -> None:
    """Agencies by old and short names, and by their telephone in any spacing: those that live on first."""
    assert beside(query)[0][0] == first


def test_what_a_page_says_stands_below_and_what_nobody_asked_for_nowhere() -> None:
    """A page by its text; no agency for words that its name does not have, no other dấu."""
    assert beside("lưu cookie ở đâu") == [[], ["/quy-dinh/"]]
    assert beside("thủ tục đất đai") == [[], []]
    assert beside("sở nôi vụ") == [[], []]
