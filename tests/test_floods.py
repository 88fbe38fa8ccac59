"""No input costs more than in proportion to its length: floods of the signs that a reader of text looks for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from site_builder import text
from site_builder.content import encoding, pasting
from site_builder.content.articles import read_article
from site_builder.content.claims import Claims
from site_builder.content.crosscheck import Crosscheck
from site_builder.content.entries import Claim
from site_builder.content.taxonomy import read_taxonomy
from site_builder.markup.addresses import Addresses
from site_builder.markup.caps import TooMuchError
from site_builder.markup.finish import Finisher
from site_builder.markup.places import Places
from site_builder.markup.sanitise import dropped_tags, sanitise
from site_builder.model import Agency, AgencyEvent, AgencyName, Body, Link, Taxonomy
from site_builder.text import OFFERS, nearest
from tests.conftest import small_portal
from tests.growth import assert_linear
from tests.test_content_check import NOW, TAXONOMY, entry

HEAD = '---\ntitle: "Tin"\ndate: 30/8/2019\ntopic: mot-cua\nagency: so-noi-vu\n---\n\n'
SIGNS = (
    "\r", "\r\r\n", "\u00a0", "\u00a0 ", " ", "<!--", "<!-- a\n", "ð ", "aað", "a", "zqAa", "zqRoot", "a\u0301\u0323",
    "\u0301\u0323", "\u2028", "\x01", "a½", "Viết đoạn mở đầu ", "<<<<<<< a\n", "• a\n", "– a\n", "a\tb\n", "a\tb",
    "a) b.\n", "Aa\nBb\n", "    Đoạn văn\n", "- ", "---\n", "```\n", "\t", "&#8;", "\\",
)  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_reading_an_article_takes_time_in_proportion_to_it(sign: str) -> None:
    """A flood of any sign is read, or refused, as fast as other text."""
    assert_linear(
        lambda body: read_article("content/news/2019/08/x.md", f"{HEAD}a{body}b".encode()),
        lambda count: sign * (count // len(sign)),
        most=encoding.MAX_SIZE // 4,
    )


@pytest.mark.parametrize("sign", SIGNS)
def test_mending_a_file_takes_time_in_proportion_to_it(sign: str) -> None:
    """`check --fix` as well."""
    assert_linear(
        encoding.mend, lambda count: f"{HEAD}a{sign * (count // len(sign))}b".encode(), most=encoding.MAX_SIZE // 4
    )


@pytest.mark.parametrize(
    "work",
    [
        text.nfc,
        text.nfd,
        text.fold,
        text.sort_key.__wrapped__,
        text.slug,
        text.excerpt,
        text.one_line,
    ],  # none from memory
)
@pytest.mark.parametrize("sign", ["\u0301\u0323", " ", "a ", "\u00a0", "-"])
def test_words_are_compared_in_time_in_proportion_to_them(work: Callable[[str], object], sign: str) -> None:
    """Marks piled on one letter, and white space."""
    assert_linear(work, lambda count: "a" + sign * (count // len(sign)), most=10**6)


def test_piled_marks_are_composed_as_ever() -> None:
    """Up to thirty on a letter, in a text however long; none is lost of more."""
    marked = "đ\u0323\u0302 e\u0323\u0302"
    assert text.nfc(marked * 1000) == text.nfc(marked) * 1000
    assert text.nfd(marked * 1000) == text.nfd(marked) * 1000
    assert sorted(text.nfd("a" + "\u0301\u0323" * 1000)) == sorted("a" + "\u0301\u0323" * 1000)


@pytest.mark.parametrize("sign", ["<!--", "<a", "<a ", '<a b="', "<", "</a ", "https://a.vn/ <a", "0912345678 <"])
def test_html_is_gone_through_in_time_in_proportion_to_it(sign: str) -> None:
    """Tags and comments that nothing closes."""
    addresses = Addresses(None)
    assert_linear(addresses.run, lambda count: "<p>" + sign * (count // len(sign)), most=10**6)
    assert_linear(lambda html: dropped_tags(html, ()), lambda count: sign * (count // len(sign)), most=10**6)


@pytest.mark.parametrize(
    "flood",
    [
        lambda count: "<h2>a</h2>" * count,
        lambda count: "".join(f"<h2>a{number}</h2>" for number in range(count)),
        lambda count: '<a href="../08/b.md">b</a>' * count,
        lambda count: "".join(f'<a href="ftp:{number}">b</a>' for number in range(count)),
    ],
)
def test_headings_and_links_cost_as_much_as_there_are_of_them(flood: Callable[[int], str]) -> None:
    """Equal headings, and links to places that are not there; up to the caps, beyond which nothing is finished."""

    def work(html: str) -> None:
        with suppress(TooMuchError):
            Finisher(Places(html, "content/news/2019/08/x.md", 1)).run(sanitise(html, ()))

    assert_linear(work, flood, start=100, most=1000)


def test_a_word_is_found_again_in_time_in_proportion_to_the_text() -> None:
    """A destination whose letters stand everywhere, but never as a destination."""

    def find(source: str) -> None:
        places = Places(source, "x.md", 1)
        for _ in range(len(source) // 100):
            places.line("a")

    assert_linear(find, lambda count: "xa" * (count // 2))


def test_a_name_is_looked_for_among_many() -> None:
    """The nearest of thousands, in time in proportion to them, and the same one as ever."""
    names = [f"tap-huan-cai-cach-hanh-chinh-{number}" for number in range(3000)]

    assert nearest("hop-bao-ve-chuyen-doi-so", [*names, "hop-bao-chuyen-doi-so"]) == "hop-bao-chuyen-doi-so"
    assert nearest("tap-huan-cai-cach-hanh-chinh-77x7", names) == "tap-huan-cai-cach-hanh-chinh-777"
    assert nearest("a" * 10**6, ["a" * 10**6]) is None
    assert_linear(lambda count: nearest("tap-huon-cai-cach", names[:count]), lambda count: count, most=3000)


def test_nearest_names_are_looked_for_in_an_article_ten_times() -> None:
    """Three hundred broken links beside many articles: all are told, the first ten with the name that was meant."""
    claims = [
        Claim(f"content/news/2024/05/tap-huan-{n}.md", f"/tin-tuc/2024/05/tap-huan-{n}/", str(n), False, ())
        for n in range(2000)
    ]
    article = entry()
    assert article.article is not None
    links = tuple(Link(url=f"/tin-tuc/2024/05/tap-huon-{place}/", line=9) for place in range(300))
    cross = Crosscheck(Claims(claims), TAXONOMY, {}, (), NOW)
    told = [problem.message for problem in cross.of(article, Body(html="", links=links))]

    assert len(told) == 300
    assert [place for place, message in enumerate(told) if "có phải" in message] == list(range(OFFERS))
    assert told[0].endswith("có phải tap-huan-0.md?")

    def work(count: int) -> None:
        list(Crosscheck(Claims(claims[:count]), TAXONOMY, {}, (), NOW).of(article, Body(html="", links=links)))

    assert_linear(work, lambda count: count, start=500, most=500)


def test_pasted_text_is_examined_in_time_in_proportion_to_it() -> None:
    """Lines further and further in."""
    assert_linear(
        pasting.mended, lambda count: "\n".join(" " * (line % 40) + "Đoạn văn" for line in range(count)), most=10**5
    )


TAXONOMY_FLOODS: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("topics", lambda count: "".join(f"- {{id: t{n}, name: Chủ đề {n}}}\n" for n in range(count))),
    ("topics", lambda count: "- {id: t, name: Chủ đề}\n" * count),
    ("agencies", lambda count: "".join(f"- {{id: a{n}, parent: a{n + 1}, name: Sở {n}}}\n" for n in range(count))),
    ("agencies", lambda count: "".join(f"- {{id: a{n}, parent: x{n}, name: Sở {n}}}\n" for n in range(count))),
    ("agencies", lambda count: "".join(f"- {{id: a{n}, kind: k{n}, name: Sở}}\n" for n in range(count))),
    ("outlets", lambda count: "".join(f"- {{id: o{n}, name: Đài {n}, channel: c{n}}}\n" for n in range(count))),
    (
        "periods",
        lambda count: "".join(f"- {{id: p{n}, label: K, from: 1/1/2020, to: 2/2/2020}}\n" for n in range(count)),
    ),
)


@pytest.mark.parametrize(("name", "flood"), TAXONOMY_FLOODS)
def test_vocabularies_are_read_in_time_in_proportion_to_them(
    name: str, flood: Callable[[int], str], tmp_path: Path
) -> None:
    """Up to five thousand entries, whatever they say of one another."""
    root = small_portal(tmp_path)
    file = root / "content/taxonomy" / f"{name}.yml"
    before = file.read_text(encoding="utf-8") if file.exists() else ""

    def work(source: str) -> None:
        file.write_text(before + source, encoding="utf-8")
        read_taxonomy(root)

    assert_linear(work, flood, start=1000, most=1000)


def test_a_vocabulary_has_five_thousand_entries_at_most(tmp_path: Path) -> None:
    """The first one too many is an error with its line."""
    root = small_portal(tmp_path)
    rows = "".join(f"- {{id: t{n}, name: Chủ đề {n}}}\n" for n in range(5001))
    (root / "content/taxonomy/topics.yml").write_text(rows, encoding="utf-8")
    told = [problem for problem in read_taxonomy(root).problems if problem.code == "qua-nhieu"]

    assert [(problem.line, "5.000" in problem.message) for problem in told] == [(5001, True)]


def test_heirs_of_many_generations_are_found_once() -> None:
    """Thousands one after the other, and a hundred generations of two parents each, which are 2 to the 100 ways."""
    line = [agency(f"a{n}", f"a{n + 1}") for n in range(3000)]
    assert [heir.id for heir in heirs([*line, agency("a3000")], "a0")] == ["a3000"]

    pairs = [agency(f"{side}{n}", f"a{n + 1}", f"b{n + 1}") for n in range(100) for side in "ab"]
    assert [heir.id for heir in heirs([*pairs, agency("a100"), agency("b100")], "a0")] == ["a100", "b100"]
    assert heirs([agency("a", "b"), agency("b", "a")], "a") == ()


def agency(ident: str, *successors: str) -> Agency:
    """Make an agency that merged into others."""
    events = (AgencyEvent(date=date(2025, 7, 1), type="merge", successors=successors),) if successors else ()
    return Agency(id=ident, names=(AgencyName(name=ident),), events=events)


def heirs(agencies: list[Agency], ident: str) -> tuple[Agency, ...]:
    """Return who stands in the place of an agency."""
    known = Taxonomy(topics=(), agencies=tuple(agencies))
    return known.living_successors(known.agency_by_id[ident])
