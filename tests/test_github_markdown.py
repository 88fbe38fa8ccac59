"""Markdown as people type it is shown as GitHub shows it, and what is not is told."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from site_builder.markup import Converted, convert

FILE = "content/news/2019/08/x.md"
EXTENSIONS = (
    *((name, ()) for name in ("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists")),
    *((name, ()) for name in ("tables", "toc", "pymdownx.details", "pymdownx.superfences", "pymdownx.tasklist")),
    ("pymdownx.tilde", (("subscript", False),)),
)
GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""CommonMark with GitHub's tables and strikes, by an independent hand."""
_SILENT = {"div", "span", "html", "body"}


def made(text: str) -> Converted:
    """Convert `text` as a portal made by `cchc init` would."""
    return convert(text, FILE, 1, EXTENSIONS)


def codes(text: str) -> list[tuple[int, str]]:
    """Return line and code of what is told of `text`."""
    return [(problem.line, problem.code) for problem in made(text).problems]


class Outline(HTMLParser):
    """Elements and words of a fragment, without attributes, boxes and white space between blocks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; GitHub's h1 is our h2, its `s` our `del`."""
        start = dict(attrs).get("start")
        if tag not in _SILENT:
            self.seen.append(f"<{_same(tag)}{f' {start}' if start else ''}>")

    def handle_endtag(self, tag: str) -> None:
        """Note its end."""
        if tag not in _SILENT:
            self.seen.append(f"</{_same(tag)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that has no end, however it is written."""
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Note words, spaces as one."""
        if words := " ".join(data.split()):
            self.seen.append(words)


def _same(tag: str) -> str:
    return {"h1": "h2", "s": "del"}.get(tag, tag)


def outline(html: str) -> str:
    """Write a fragment's outline as one text."""
    return re.sub(r"<tbody></tbody>", "", "".join(Outline(html).seen))


# What GitHub shows

SAME = (
    "Sở yêu cầu ba việc:\n- Một.\n- Hai.\n- Ba.",
    "Sở yêu cầu:\n* Một.\n* Hai.\n\nSau.",
    "Sở yêu cầu:\n+ Một.\n+ Hai.",
    "Sở yêu cầu:\n1. Một.\n2. Hai.",
    "Sở yêu cầu:\n1) Một.\n2) Hai.\n\nSau.",
    "Năm\n2026. Sau đó",
    "Khoản\n2) Hai",
    "- a\n  - b\n    - c\n  - d\n- e",
    "- a\n   - b\n   - c\n- d",
    "- a\n    - b\n        - c\n- d",
    "* a\n  + b\n    - c",
    "1. a\n   - b\n   - c\n2. d",
    "1. a\n   1. b\n   2. c\n2. d",
    "1. a\n    - b\n    - c\n2. d",
    "1. a\n  - b",
    "1) a\n   a) b\n2) c",
    "10. a\n    - b\n11. c",
    "- a\n- b\n\n- c",
    "- a\n\n  hai\n\n- b\n\nhết",
    "- a\n\n    hai\n- b",
    "- a\nlười\n- b",
    "- a\n  nối\n- b",
    "- a\n- b\n\n1. c\n2. d",
    "- a\n\n* b\n\n+ c",
    "1. a\n\n2) b",
    "3. ba\n4. bốn",
    "0. không\n1. một",
    "1. một\n\n2. hai\n\n   ba\n3. bốn",
    "1. một\n\nxen\n\n2. hai",
    "- - a\n  - b",
    "- 1. a\n  2. b",
    "-\n- a",
    "- a\n  > trích\n- b",
    "- a\n  # Tên\n- b",
    "- a\n# Tên\nb",
    "- a\n---\nb",
    "- a\n***\nb",
    "- a\n\n\n\n- b",
    "-a\n-b",
    "1.a\n2.b",
    "   - a\n   - b",
    "- a\n\n  - b\n\n  - c",
    "- a\n  - b\n\n- c",
    "- a\n  - b\n\n  hai",
    "> - a\n> - b\n>\n> c",
    "> trích\n- một",
    "Chữ\n> trích\n- một",
    "- một\n> trích",
    "-   a\n\n    hai\n-   b",
    "Bảng:\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "Bảng:\n| a | b |\n|---|---|\n| 1 | 2 |",
    "Một\nBảng:\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\nsau",
    "a | b\n--- | ---\n1 | 2",
    "| a | b |\n|---|---|\n| 1 | 2 |\n- sau",
    "| a | b |\n|---|---|\n| 1 | 2 |\n> sau",
    "| a | b |\n|---|---|\n| 1 |",
    "| a |\n|---|\n| 1 |",
    "| a | b |\n|---|---|\n| `x\\|y` | z\\|t |",
    "| a | b |\n|---|\n| 1 | 2 |",
    "| **a** | *b* |\n|---|---|\n| [c](https://d.vn) | ~~e~~ |",
    "- Bảng:\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n- sau",
    "> | a | b |\n> |---|---|\n> | 1 | 2 |",
    "#CaiCachHanhChinh",
    "#CaiCach #DVC hôm nay",
    "#5 việc cần làm",
    "## Mục ##",
    "## Mục #",
    "## C#",
    "##Mục",
    "####### bảy",
    "  ## Thụt hai",
    "Chữ\n## Mục\nchữ",
    "## Mục\n- một",
    "## Mục\n2. hai",
    "## Mục\n| a | b |\n|---|---|\n| 1 | 2 |",
    "Chữ\n===",
    "Chữ\n---",
    "Một\nhai\n---\nba",
    "> a\n---",
    "Chữ\n\n---\n\nsau",
    "* * *",
    "- - -",
    "___",
    "a\\\nb",
    "a  \nb",
    "a\nb",
    "so_noi_vu và nghi_dinh_61",
    "5*3 = 15",
    "5 * 3 * 2",
    "*nghiêng* **đậm** **_cả hai_**",
    "_nghiêng_ __đậm__",
    "** không **",
    "~~gạch~~ đi",
    "\\*không\\*",
    "`a *b* c`",
    "Xem `{x}` và {Mẫu số 01}",
    "## Mẫu {Mẫu số 01}",
    "| Tên {1} | Mẫu {a=b c} |\n|---|---|\n| x {Mẫu số 01} | y |",
    "**Đơn** {Mẫu số 01} và **tờ khai**{Mẫu số 02}",
    "Đơn\n{Mẫu số 01}",
    "- Đơn {Mẫu số 01}\n- Tờ khai {Mẫu số 02}",
    "Trích\n\n> một\n> hai\n\nsau",
    "> một\nlười",
    "```\nmã\n\nmã\n```",
    "Chữ\n```\nmã\n```\nsau",
    "- một\n  ```\n  mã\n  ```\n- hai",
    "1. một\n\n   ```\n   mã\n   ```\n\n2. hai",
    "~~~\nmã\n~~~",
    "[a][b]\n\n[b]: https://c.vn",
    "[a][B] và [b]\n\n[b]: <https://c.vn> 'tên'\n[d]: https://e.vn",
    "Chữ\n[Nguồn]: /c.vn",
    "[Nguồn]: Báo Nhân Dân",
    "<https://a.vn>",
    "![ảnh](/media/a.png)",
    "2026. Năm mới",
    "Điều 1. Phạm vi",
    "1986\\. Năm",
    "a) một\nb) hai",
    "(1) một",
    "• một\n• hai",
    "– một",
)


@pytest.mark.parametrize("text", SAME)
def test_what_is_typed_is_shown_as_github_shows_it(text: str) -> None:
    """Elements and words are those of an independent converter."""
    expected = re.sub(r"<img [^>]*>", "<img>", GITHUB.render(text))

    assert outline(made(text).body.html) == outline(expected)


@pytest.mark.parametrize(
    "text",
    [
        "- a\n  - b\n  - c\n- d",
        "Chữ\n- một\n- hai\n\nSau",
        "1. một\n2. hai",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "## Mục\n\nChữ",
        "> trích\n> hai",
    ],
)
def test_the_same_holds_one_level_down(text: str) -> None:
    """In a quotation and in an item everything is read as outside."""
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    item = "- đầu\n\n" + "\n".join(f"  {line}".rstrip() for line in text.split("\n"))

    for nested in (quoted, item):
        assert outline(made(nested).body.html) == outline(GITHUB.render(nested))


# Where people are helped further than GitHub does


@pytest.mark.parametrize(
    "text", ["\tĐoạn thụt vào.", "    Đoạn thụt vào.", "        Đoạn thụt vào.\n        Dòng hai."]
)
def test_a_paragraph_with_a_tab_before_it_is_a_paragraph(text: str) -> None:
    """A habit of the typewriter does not make code."""
    html = made(f"Trước.\n\n{text}\n\nSau.").body.html

    assert "<pre" not in html
    assert "<p>Đoạn thụt vào." in html


def test_a_list_with_a_tab_before_it_is_a_list() -> None:
    """Levels inside are kept."""
    assert outline(made("\t- một\n\t\t- hai\n\t- ba").body.html) == outline(GITHUB.render("- một\n  - hai\n- ba"))
    assert outline(made("\t- một\n- hai\n    - ba").body.html) == outline(GITHUB.render("- một\n- hai\n    - ba"))


def test_other_indented_text_is_code_and_told() -> None:
    """Code stays code; that it became code is said, with its line."""
    text = "Chữ.\n\n    x = f(1);\n    y = 2;"

    assert "<pre><code>x = f(1);\ny = 2;\n</code></pre>" in made(text).body.html
    assert codes(text) == [(3, "thut-dong-thanh-ma")]


@pytest.mark.parametrize("text", ["[Nguồn]: TTXVN", "[Ảnh]: Minh", "Hết.\n\n[Nguồn]: TTXVN", "[Ngày]: 28/9/2026"])
def test_a_name_in_brackets_before_a_word_is_text(text: str) -> None:
    """What is no address is shown."""
    assert text.rpartition("\n")[2] in made(text).body.text
    assert codes(text) == []


def test_an_address_that_no_link_asks_for_is_told() -> None:
    """It is not shown, as on GitHub; its line is named."""
    assert codes("Chữ.\n\n[Nguồn]: https://ttxvn.vn") == [(3, "lien-ket-thua")]
    assert codes("[Chữ][n].\n\n[n]: https://ttxvn.vn") == []


def test_box_lists_and_strikes() -> None:
    """`- [ ]` is a box, `~~` a strike; a single `~` is a sign."""
    html = made("- [ ] chưa\n- [x] rồi\n\n~~bỏ~~ còn ~5 phút~").body.html

    assert html.count('<input type="checkbox" disabled="">') == 1
    assert html.count('checked=""') == 1
    assert "<del>bỏ</del> còn ~5 phút~" in html


def test_markdown_between_tags_that_stand_alone() -> None:
    """An empty line after `<details>` ends the HTML."""
    html = made(
        "<details>\n<summary>Xem</summary>\n\n- một\n- **hai**\n\n</details>\n\n<div>\n\n**x**\n\n</div>"
    ).body.html

    assert "<li><strong>hai</strong></li>" in html
    assert "<p><strong>x</strong></p>" in html


def test_boxes_and_other_extensions_work_inside_items() -> None:
    """What Python-Markdown's own extensions read is read at an item's indentation, two or four spaces."""
    for spaces in ("  ", "    "):
        html = made(f"- x\n\n{spaces}!!! note\n{spaces}    chú\n\n- y").body.html
        assert '<div class="admonition note">' in html
        assert html.count("<li>") == 2


def test_only_marked_braces_are_attributes() -> None:
    """`{: .note }` is a list of attributes everywhere, `{#id}` at a heading, `{ width=600 }` right behind a picture."""
    assert '<p class="note">x</p>' in made("x\n{: .note }").body.html
    assert '<strong class="note">x</strong> {y} z' in made("**x**{: .note } {y} z").body.html
    assert '<h2 id="bv-muc-a" class="note">A</h2>' in made("## A {: #muc-a .note }").body.html
    assert '<h2 id="bv-muc-a">A</h2>' in made("## A {#muc-a}").body.html
    assert 'width="600"' in made("![a](/media/a.png){ width=600 }").body.html
    assert '<th class="note">a</th>' in made("| a {: .note } | b |\n|---|---|\n| 1 | 2 |").body.html


# Links of themselves


@pytest.mark.parametrize(
    ("text", "href", "shown"),
    [
        ("Xem https://a.gov.vn.", "https://a.gov.vn", "https://a.gov.vn"),
        ("Xem http://a.gov.vn/x_y_z?b=1&c=2#d!", "http://a.gov.vn/x_y_z?b=1&amp;c=2#d", "http://a.gov.vn/x_y_z?b=1&amp;c=2#d"),
        ("(https://a.vn/b)", "https://a.vn/b", "https://a.vn/b"),
        ("https://a.vn/b_(c)", "https://a.vn/b_(c)", "https://a.vn/b_(c)"),
        ("“https://a.vn/b”.", "https://a.vn/b", "https://a.vn/b"),
        ("**https://a.vn/b**", "https://a.vn/b", "https://a.vn/b"),
        ("https://a.vn/*b*/__c__/d", "https://a.vn/*b*/__c__/d", "https://a.vn/*b*/__c__/d"),
        ("Vào www.a.gov.vn, chọn", "http://www.a.gov.vn", "www.a.gov.vn"),
        ("Xem:https://a.vn/?q=Sở", "https://a.vn/?q=Sở", "https://a.vn/?q=Sở"),
        ("- https://a.vn", "https://a.vn", "https://a.vn"),
        ("| https://a.vn | b |\n|---|---|\n| c | d |", "https://a.vn", "https://a.vn"),
        ("Thư tới so.noivu@soctrang.gov.vn.", "mailto:so.noivu@soctrang.gov.vn", "so.noivu@soctrang.gov.vn"),
        ("Gọi 0292.3820.536.", "tel:02923820536", "0292.3820.536"),
        ("Gọi (0292) 3 820 536", "tel:02923820536", "(0292) 3 820 536"),
        ("ĐT: 0292 3820536 (giờ hành chính)", "tel:02923820536", "0292 3820536"),
        ("Zalo 0912-345-678", "tel:0912345678", "0912-345-678"),
        ("Số máy 0912345678", "tel:0912345678", "0912345678"),
        ("Gọi +84 292 3820 536", "tel:+842923820536", "+84 292 3820 536"),
        ("Gọi (+84) 912 345 678", "tel:+84912345678", "(+84) 912 345 678"),
        ("Gọi +84 (0) 912 345 678", "tel:+84912345678", "+84 (0) 912 345 678"),
        ("Đường dây nóng: 1022", "tel:1022", "1022"),
        ("Gọi tổng đài 1900 1234", "tel:19001234", "1900 1234"),
        ("Liên hệ số 18001091", "tel:18001091", "18001091"),
    ],
)  # fmt: skip
def test_addresses_and_numbers_are_links(text: str, href: str, shown: str) -> None:
    """They lead where they say; signs of the sentence stay outside."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', made(text).body.html)

    assert found == [(href, shown)]
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "`https://a.vn` và `0292.3820.536`",
        "```\nhttps://a.vn a@b.vn\n```",
        "<code>www.a.vn</code>",
        "ftp://a.vn",
        "a@b và @soytế và a@b..vn",
        "Quyết định số 0123456789/QĐ-UBND",
        "Văn bản 02923820536/UBND",
        "Mã số thuế 0312345678",
        "MST: 0912345678",
        "Số tài khoản 0912345678901",
        "CCCD 091234567890",
        "Ngày 05.11.2019 15 giờ",
        "Từ 01.01.2020-31.12.2020",
        "Thu 3.250.000.000 đồng",
        "Đường dây nóng tiếp nhận 1022 phản ánh",
        "Có 1900 hồ sơ, 115 lượt",
        "Quý 02 2019 3 820 536",
        "Mã hồ sơ 0912345678",
        "Đạt 0,912345678%",
        "https://",
        "www.",
    ],
)
def test_what_is_no_address_stays_text(text: str) -> None:
    """Code, document numbers, money, dates and statistics are no links."""
    assert "<a " not in made(text).body.html


def test_a_link_in_a_link_is_not_made() -> None:
    """Neither in one of Markdown nor in one of HTML."""
    html = made('[http://b.vn](https://c.vn) <a href="https://d.vn">https://e.vn 0292.3820.536</a>').body.html

    assert re.findall(r'href="([^"]*)"', html) == ["https://c.vn", "https://d.vn"]


def test_an_address_in_a_heading_leaves_its_id_alone() -> None:
    """Ids and the list of headings are those of the words."""
    body = made("## Gọi 0292.3820.536 hay https://a.vn").body

    assert body.headings[0].text == "Gọi 0292.3820.536 hay https://a.vn"
    assert "<a " not in body.html


# What is told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một.\n\nĐoạn cuối.\n---\nNguồn: TTXVN", [(3, "gach-thanh-tieu-de")]),
        ("Một.\n\n---\n\nHai.", []),
        ("Một.\n\n2026. Năm mới", [(3, "so-thanh-danh-sach")]),
        ("1986) Đổi mới", [(1, "so-thanh-danh-sach")]),
        ("12. Mục", []),
        ("Một.\n\n##Kết quả", [(3, "thang-thieu-cach")]),
        ("#CaiCach", []),
        ("Một\n\n```\nmã", [(3, "ma-chua-dong")]),
        ("```\n## không\n```\n\n````\n```\n````", []),
        ("Một\n\n<!-- ghi\n\nhai", [(3, "chu-thich-chua-dong")]),
        ("Một <!-- ghi --> hai `<!--` ba", []),
        ("Chữ[^1] rồi[^3].\n\n[^1]: một\n\n[^2]: hai", [(1, "ghi-chu-thieu"), (5, "ghi-chu-thua")]),
        ("*[CC]: Cải cách\n\nChữ", [(1, "viet-tat-thua")]),
        ("*[CC]: Cải cách\n\nCC", []),
        ("Một\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |", [(5, "bang-thua-o")]),
        ("Một\n\n| a | b |\n| 1 | 2 |", [(3, "bang-thieu-gach")]),
        ("| a | b |\n|---|\n| 1 | 2 |", [(1, "bang-thieu-gach")]),
    ],
)
def test_what_readers_would_see_otherwise_is_told_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    """Warnings: nothing of it stops a build."""
    assert codes(text) == expected
    assert all(problem.level == "warning" for problem in made(text).problems)


# Floods


@pytest.mark.parametrize(
    "text",
    [
        "- " * 3000 + "a",
        "\n".join(f"{' ' * (2 * level)}- a" for level in range(300)),
        "> - " * 15 + "a",
        "|" * 20000 + "\n" + "|-" * 20000,
        "\n" + "-" * 50000 + "x",
        "| a |\n" + "|-|\n" * 5000,
        "0 " * 30000,
        "https://a.vn/" + ")" * 30000,
        "## a " + "{: " * 20000,
        "## a" + " {" * 20000 + "}",
        "**a**{" + ".a " * 20000,
        "[a]: " + "/" * 30000 + " x",
        "a@" * 20000,
        "<!-- " * 5000,
        "[^1] " * 150,
        "- a\n" * 10000,
        "- a\n\n" * 5000,
        "\n\n".join(f"https://a.vn/{number}" for number in range(3000)),
        "x\n- " * 3000,
        "- a\n* b\n" * 5000,
        "| a | b |\n|---|---|\n> x\n" * 2000,
        "| a | b |\n|---|---|\n2. x\n" * 2000,
        "a\n## b\n" * 900,
        "a\n---\n" * 900,
        "> a\n- b\n" * 3000,
    ],
)
@pytest.mark.heavy
def test_floods_are_converted(text: str) -> None:
    """Nothing is lost, nothing takes for ever, no depth breaks anything."""
    assert made(text).body.html
