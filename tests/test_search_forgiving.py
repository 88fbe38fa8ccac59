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

TEXTS = (
    ("Cách nộp hồ sơ trực tuyến từng bước", "", "Hướng dẫn người dân nộp hồ sơ. Có hỗ trợ cho người cao tuổi."),
    ("Cấp sổ đỏ ở xã", "", "Giấy chứng nhận quyền sử dụng đất được trả sau ba ngày."),
    ("Luật Chuyển đổi số được thông qua", "", "Luật có hiệu lực từ tháng bảy."),
    ("Đường dây nóng tiếp nhận phản ánh", "", "Cần gọi trong giờ hành chính. Cuộc gọi không mất tiền."),
    ("Thẻ can cuoc", "", "Bài nhập từ trang cũ, chưa có dấu."),
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
  const { total, phrase, results, near, mended } = found;
  told.push({ total, phrase, results, near, mended: mended || "" });
}
return told;
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one segment."""
    place = tmp_path_factory.mktemp("tim-kiem")
    (place / "s").mkdir()
    shards = postings.index((postings.Document(fields) for fields in TEXTS), 4, 4, "x")
    for kind, files in (("a", shards.a), ("b", shards.b)):
        for number, data in enumerate(files):
            (place / "s" / f"{kind}-{number}.json").write_bytes(data)
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


def ask(folder: Path, *queries: str, **options: Any) -> list[Any]:
    """Ask the script."""
    directory = {
        "v": 1, **folding.table(), "acronyms": [], "questions": list(map(_exact, QUESTIONS)), "contacts": [],
        "synonyms": [list(map(_exact, group)) for group in SYNONYMS], "segments": [["s", len(TEXTS), 4, 4, "x"]],
    }  # fmt: skip
    asked = [{"query": query, "options": options} for query in queries]
    told: list[Any] = browser_scripts.run(RUN, {"directory": directory, "folder": str(folder), "asked": asked})
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


def test_other_words_for_the_same_are_found(folder: Path) -> None:
    """After those of the words themselves; with dấu only the form with that dấu is another word for it."""
    [online, red, plain] = ask(folder, "nộp hồ sơ qua mạng", "bìa đỏ", "giấy chứng nhận quyền sử dụng đất")
    assert shown(online)[0] == ("/0/", "some")
    assert online["near"][0]["missing"] == []
    assert shown(red) == [("/1/", "some")]
    assert shown(plain)[0] == ("/1/", "phrase")
    [other] = ask(folder, "bia đó")
    assert ("/1/", "some") not in shown(other)


def test_a_page_that_is_full_or_quoted_or_asked_for_everything_has_nothing_beside(folder: Path) -> None:
    """Ten matches are a page; quoted words are meant; everything is what matches."""
    [full, quoted] = ask(folder, "ủy ban nhân dân", '"nộp hồ sơ qua mạng"')
    [everything] = ask(folder, "nộp hồ sơ qua mạng", all=True)
    assert (len(full["results"]), full["near"]) == (10, [])
    assert shown(quoted) == []
    assert shown(everything) == []
