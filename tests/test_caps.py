"""What one article may cost is bounded: floods take time in proportion to them, or are refused with their line."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from site_builder import markup
from site_builder.cache import parsed
from site_builder.cache.parsed import parse
from site_builder.content import encoding
from site_builder.content.articles import read_article
from site_builder.engine import ExhaustedError, limited
from site_builder.engine.workers import context
from site_builder.markup import caps
from site_builder.model import PageLinks
from tests.floods import BODIES, FRONTS
from tests.growth import assert_linear
from tests.test_github_markdown import EXTENSIONS, FILE, codes, made

HEAD = '---\ntitle: "Tin"\ndate: 30/8/2019\ntopic: mot-cua\nagency: so-noi-vu\n---\n\n'
CORPUS = sorted((Path(__file__).parent.parent / "content" / "news").rglob("*.md"))


def read(source: str) -> parsed.Parsed:
    """Read and convert a whole article."""
    data = source.encode()[: encoding.MAX_WRITTEN]
    return parse(FILE, data.decode(errors="ignore").encode(), "", "", EXTENSIONS)


@pytest.mark.parametrize("name", BODIES)
def test_a_flood_in_a_body_takes_time_in_proportion_to_it(name: str) -> None:
    """Whatever it is a flood of, up to the largest article."""
    assert_linear(lambda body: converted(f"{HEAD}{body}"), BODIES[name], start=20_000, most=20_000)


def converted(source: str) -> markup.Converted:
    """Read and convert in this process, whose time is measured."""
    entry = read_article(FILE, source.encode())
    return markup.convert(entry.body, FILE, entry.body_line, EXTENSIONS)


@pytest.mark.parametrize("name", FRONTS)
def test_a_flood_in_front_matter_takes_time_in_proportion_to_it(name: str) -> None:
    """Up to the 64 thousand characters that it may have."""
    assert_linear(
        lambda front: read_article(FILE, HEAD.replace("---\n", f"---\n{front}", 1).encode() + b"Tin."),
        FRONTS[name],
        start=15_000,
        most=14_999,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fits", "is_too_much", "line", "words"),
    [
        ("a\n" * 19_000, "a\n" * 25_000, 1, "20.000 dòng"),
        ("## Mục\n\n" * 1_000, "Đầu.\n\n" + "## Mục\n\n" * 1_001, 3, "1.000 tiêu đề"),
        ("<h2>Mục</h2>\n\n" * 1_000, "<h2>Mục</h2>\n\n" * 1_001, 1, "1.000 tiêu đề"),
        (
            "".join(f"[a](https://a.vn/{place}/)\n\n" for place in range(3_000)),
            "".join(f"[a](https://a.vn/{place}/)\n\n" for place in range(3_001)),
            6001,
            "3.000 liên kết",
        ),
        ("![Bò ăn cỏ](/media/a.png)\n\n" * 1_000, "![Bò ăn cỏ](/media/a.png)\n\n" * 1_001, 2001, "1.000 ảnh"),
        ("|a" * 100 + "|\n" + "|-" * 100 + "|", "Đầu\n\n" + "|a" * 101 + "|\n" + "|-" * 101 + "|", 3, "101 cột"),
        ("|a|b|\n|-|-|\n" + "|1|2|\n" * 14_990, "|a|b|\n|-|-|\n" + "|1|2|\n" * 15_000, 1, "30.000 ô"),
        ("a[^1]\n\n" * 199 + "[^1]: b", "a[^1]\n\n" * 201 + "[^1]: b", 1, "quá 200 lần"),
        (
            "\n\n".join(f"*[A{place}]: b\n\nA{place}" for place in range(200)),
            "\n\n".join(f"*[A{place}]: b\n\nA{place}" for place in range(201)),
            801,
            "200 chữ viết tắt",
        ),
        (">" * 15 + " a", "Đầu\n\n" + ">" * 60 + " a", 3, "40 lớp"),
        ("<div>" * 90 + "a", "a\n\n" + "<div>" * 101 + "a", 3, "100 lớp"),
        ("a <b>b\n\n" * 90, "a <b>b\n\n" * 101, 1, "thẻ <b>"),
        ("```\na\n```\n\n" * 1_000, "```\na\n```\n\n" * 1_001, 1, "1.000 khối mã"),
        ("[" * 1_000, "Đầu.\n\n" + "[" * 10_000, 3, "dấu [ hoặc ("),
        ("*a* " * 10_000, "Đầu.\n\n" + "*a* " * 50_000, 3, "dấu Markdown"),
        ("a " * 49_000, "Đầu.\n\n" + "a " * 51_000, 3, "để dòng trống giữa các đoạn"),
        ("*[CC]: Cải cách\n\n" + "CC " * 50, "Đầu.\n\n*[a]: " + "b" * 9000 + "\n\n" + "a " * 1000, 3, "quá nhiều lần"),
        ("[b]: /c\n\n" + "[b] " * 50, 'Đầu.\n\n[b]: /c "' + "d" * 9_000 + '"\n\n' + "[b] " * 1_000, 3, "quá nhiều lần"),
        ("a\n:   b\n" * 20, "Đầu.\n\na\n" + ":   b\n" * 10_000, None, "dính liền nhau"),
    ],
)  # fmt: skip
def test_up_to_the_cap_it_is_fine_beyond_it_is_an_error_with_its_line(
    fits: str, is_too_much: str, line: int | None, words: str
) -> None:
    """The message says what there is too much of; the same for a static page."""
    assert "qua-nhieu" not in [code for _, code in codes(fits)]
    (told,) = [problem for problem in made(is_too_much).problems if problem.code == "qua-nhieu"]
    assert (told.level, words in told.message) == ("error", True)
    assert "hãy" in told.message
    assert line is None or told.line == line
    if words not in ("3.000 liên kết", "1.000 ảnh") and "<h2>" not in fits:
        assert told in markup.look(is_too_much, PageLinks(file=FILE, url="/x/"), 1, EXTENSIONS, ()).problems


def test_an_article_has_three_hundred_kilobytes_at_most() -> None:
    """Front matter and body together."""
    room = encoding.MAX_WRITTEN - len(HEAD.encode())
    paragraphs = "a b c\n\n" * (room // 7)

    assert not read_article(FILE, f"{HEAD}{paragraphs}".encode()).problems
    (told,) = read_article(FILE, f"{HEAD}{paragraphs}{'a' * 10}".encode()).problems
    assert (told.code, "quá mức 300 KB" in told.message) == ("tep-qua-lon", True)


def test_a_list_in_front_matter_ends_somewhere() -> None:
    """A thousand airings are fine, more are an error at the first one too many."""
    airing = "  - {date: 1/9/2019, channel: web}\n"
    for count, expected in ((1_000, []), (1_001, [(1_002, "qua-nhieu")])):
        front = "---\nairings:\n" + airing * count
        entry = read_article(FILE, HEAD.replace("---\n", front, 1).encode() + b"Tin.")
        assert [(problem.line, problem.code) for problem in entry.problems] == [(a + 1, b) for a, b in expected]


@pytest.mark.slow
def test_what_is_made_in_a_process_with_limits_is_what_is_made_here() -> None:
    """Every article of the sample, byte for byte."""
    assert len(CORPUS) > 10
    for file in CORPUS[:25]:
        entry = read_article(FILE, file.read_bytes())
        convert = partial(markup.convert, entry.body, FILE, entry.body_line, EXTENSIONS)
        assert limited(convert) == convert()


def test_long_and_dense_texts_are_heavy_news_is_not() -> None:
    """Most articles are converted where they are read."""
    assert not any(map(markup.is_heavy, (file.read_text(encoding="utf-8") for file in CORPUS)))
    assert markup.is_heavy("a" * 21_000)
    assert markup.is_heavy("[a](b) " * 500)


def _for_ever(*_: object) -> None:
    while True:
        pass


def _without_end(*_: object) -> None:
    kept: list[bytes] = []
    while True:
        kept.append(b"x" * 10_000_000)


@pytest.mark.slow
@pytest.mark.parametrize("work", [_for_ever, _without_end])
def test_what_takes_too_much_is_ended_and_told_of_the_file(
    work: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Processor time and memory; the line is that of the densest paragraph."""
    monkeypatch.setattr(markup, "convert", work)
    monkeypatch.setattr(parsed, "limited", partial(limited, seconds=1))
    source = read(f"{HEAD}Mở đầu.\n\n{'[a](b) ' * 500}\n\n{'Kết. ' * 5000}")

    assert [(problem.line, problem.code) for problem in source.problems] == [(10, "qua-nang")]


@pytest.mark.heavy
def test_a_worker_of_a_cluster_limits_too() -> None:
    """Such a worker is a daemon, which may have no children by itself."""
    here, there = multiprocessing.Pipe(duplex=False)
    worker = context().Process(target=_tell_who_worked, args=(there,), daemon=True)
    worker.start()
    worked = here.recv()
    worker.join()

    assert worked not in {worker.pid, os.getpid()}


def _tell_who_worked(to: Connection) -> None:
    to.send(limited(os.getpid))


def test_waiting_is_not_what_is_limited() -> None:
    """A busy machine refuses nothing: the limit is one of processor time."""
    assert limited(partial(_later, 1.5), seconds=1) == "xong"


def _later(seconds: float) -> str:
    time.sleep(seconds)
    return "xong"


@pytest.mark.slow
def test_what_a_function_raises_in_its_process_is_raised_here() -> None:
    """As if it had been called."""
    with pytest.raises(ValueError, match="invalid literal"):
        limited(partial(int, "x"))
    with pytest.raises(ExhaustedError):
        limited(_for_ever, seconds=1)


@pytest.mark.slow
def test_an_honest_report_of_300_kilobytes_stays_far_below_every_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings, lists, tables, links, notes and pictures, as reports have them: a fifth of each cap is enough."""
    part = (
        "## {0}. Kết quả thực hiện\n\n"
        + "Sở Nội vụ đã **tham mưu** [kế hoạch](https://a.vn/{0}) số 12/KH-UBND[^{0}]. " * 12
        + "\n\n- Một là *rà soát* thủ tục;\n- Hai là `công khai` kết quả.\n\n"
        "| STT | Nội dung | Kết quả |\n|---|---|---|\n" + "| 1 | Tập huấn | 95% |\n" * 10
        + '\n![Người dân nộp hồ sơ](/media/a.png "Bộ phận một cửa")\n\n[^{0}]: Công văn số {0}.\n\n'
    )  # fmt: skip
    text = "".join(part.format(place) for place in range(150))
    assert len(text.encode()) > 200_000
    for name in ("_BLOCKS", "_SPANS", "MAX_CELLS", "MAX_HEADINGS", "MAX_LINES"):
        monkeypatch.setattr(caps, name, getattr(caps, name) // 5)

    assert "qua-nhieu" not in [code for _, code in codes(text)]
