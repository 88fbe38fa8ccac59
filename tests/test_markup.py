"""Markdown becomes a safe fragment, and the editor hears what to put right."""

from __future__ import annotations

import random
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from site_builder.frozen import freeze, thaw
from site_builder.markup import VERSION, Converted, convert, dialect, github, tags
from site_builder.markup.links import Destination, Fault, resolve
from site_builder.markup.sanitise import TAGS, sanitise
from site_builder.model import Heading, Link
from site_builder.model.settings import by_name

FILE = "content/news/2019/08/x.md"
EXTENSIONS = tuple(
    (name, ())
    for name in (
        "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "sane_lists", "toc",
        "pymdownx.details", "pymdownx.superfences", "pymdownx.caret", "pymdownx.mark", "pymdownx.tilde",
    )
)  # fmt: skip
TASKS_AND_TABS = (*EXTENSIONS, ("pymdownx.tasklist", ()), ("pymdownx.tabbed", (("alternate_style", True),)))


def made(text: str, file: str = FILE) -> Converted:
    """Convert `text` with the portal's extensions."""
    return convert(text, file, 1, EXTENSIONS)


def html(text: str) -> str:
    """Return the fragment of `text`."""
    return made(text).body.html


def problems(text: str) -> list[tuple[int, str]]:
    """Return line and code of the problems of `text`."""
    return [(problem.line, problem.code) for problem in made(text).problems]


class Seen(HTMLParser):
    """Every start tag with its attributes, and the text, as the standard library reads them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.words += data


# Safety

VECTORS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/xss.js></SCRIPT>",
    "<script >alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" onerror='alert(1)' alt=a>",
    "<IMG SRC=\"jav&#x09;ascript:alert('XSS');\">",
    "<IMG SRC=javascript:alert(String.fromCharCode(88,83,83))>",
    "<IMG SRC=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>",
    "<IMG SRC=&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)>",
    '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
    "<img src=`x`onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mi><table><mglyph><svg><mtext><textarea><path id='</textarea><img onerror=alert(1) src=1>'></svg>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>",
    "<title><p title='</title><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button>x</button></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)></select>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary>y</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<link rel=stylesheet href='javascript:alert(1)'>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='text-align:expression(alert(1))'>x</p>",
    "<p style='text-align:left;position:fixed;top:0'>x</p>",
    "<table background='javascript:alert(1)'><tr><td>x</td></tr></table>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='java&Tab;script&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='https://a.example' onclick=alert(1) target=_blank>x</a>",
    "<a href=\"https://a.example/?'onmouseover='alert(1)\">x</a>",
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](JAVASCRIPT&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    '![x"onerror="alert(1)](/media/a.png)',
    '![x](/media/a.png "t\\" onerror=\\"alert(1)")',
    "<javascript:alert(1)>",
    "[x](https://a.example){: onclick=alert(1) }",
    "x\n{: onclick=alert(1) style=behavior:url(x) }",
    "## x {onmouseover=alert(1)}",
    '*[x]: "><script>alert(1)</script>\n\nx',
    "[^1]\n\n[^1]: <script>alert(1)</script><img src=x onerror=alert(1)>",
    '!!! note "<img src=x onerror=alert(1)>"\n    x',
    "| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |",
    '```html" onclick="alert(1)\n<script>alert(1)</script>\n```',
    "<div markdown><script>alert(1)</script>\n\n*x*\n</div>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<a id=x name=body>x</a><img name=cookie src=/media/a.png alt=x>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<p id=\"'><img src=x onerror=alert(1)>\">x</p>",
    '<p title="</p><img src=x onerror=alert(1)>">x</p>',
    "<plaintext><img src=x onerror=alert(1)>",
    "\x02wzxhzdk:0\x03<script>alert(1)</script>",
)  # fmt: skip
ADDED = {"role", "tabindex", "aria-label", "loading", "decoding", "rel"}
KEPT = {
    "id", "lang", "title", "style", "class", "href", "hreflang", "src", "alt", "width", "height", "colspan", "rowspan",
    "scope", "span", "start", "reversed", "value", "open", "type", "checked", "disabled", "name", "for",
}  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
def test_no_attack_survives(vector: str) -> None:
    """Only allowed elements, attributes, addresses and styles come out, whatever goes in."""
    seen = Seen(html(f"Trước.\n\n{vector}\n\nSau."))

    for tag, attributes in seen.tags:
        assert tag in TAGS
        assert set(attributes) <= ADDED | KEPT
        assert (attributes.get("href") or "#").startswith(("#", "https://", "zqrootqz/"))
        assert (attributes.get("src") or "zqrootqz/media/").startswith("zqrootqz/media/")
        assert attributes.get("style") in (None, "text-align:left")
        assert (attributes.get("id") or "bv-").startswith("bv-")


@pytest.mark.parametrize("vector", VECTORS)
def test_a_browser_that_reads_the_fragment_again_sees_the_same(vector: str) -> None:
    """Cleaning a cleaned fragment changes nothing, so no mutation can wake what sleeps in it."""
    once = sanitise(vector, EXTENSIONS).replace('"bv-', '"')

    assert sanitise(once, EXTENSIONS).replace('"bv-', '"') == once


def test_what_a_script_holds_is_nowhere() -> None:
    """Neither the fragment nor the plain text has the content of what was removed."""
    body = made("Một <script>mật()</script> hai.\n\n<style>p{mật}</style>\n\nBa.").body

    assert "mật" not in body.html + body.text + body.lead
    assert body.text == "Một hai.\nBa."


@given(
    st.lists(st.sampled_from([*VECTORS, "<p>", "</p>", "<b>", "<table>", "<td>", '"', "'", "<", ">", "&lt;", "=", "x"]))
)
def test_the_pass_sees_the_tags_that_a_parser_sees(pieces: list[str]) -> None:
    """The regular expression and the standard library's parser agree on every sanitised fragment."""
    clean = sanitise("".join(pieces), EXTENSIONS)
    by_parser = [(tag, {key: value or "" for key, value in found.items()}) for tag, found in Seen(clean).tags]
    by_pass = [(match[2], tags.attributes_of(match[3])) for match in tags.TAG.finditer(clean) if not match[1]]

    assert by_pass == by_parser


def test_a_dropped_tag_is_told_with_its_line() -> None:
    """An editor who pastes a video player hears where videos go."""
    found = made('Một.\n\n<iframe src="https://a.example"></iframe>').problems

    assert [(problem.line, problem.code, problem.level) for problem in found] == [(3, "the-html-bi-bo", "warning")]
    assert "media:" in found[0].message


def test_words_in_angle_brackets_are_told() -> None:
    """`<Tên người>` would vanish from the page: the editor hears how to show a `<`."""
    found = made("Một.\n\nGhi <Tên người> vào đơn.").problems

    assert [(problem.line, problem.code) for problem in found] == [(3, "the-html-bi-bo")]
    assert "<Tên>" in found[0].message
    assert "&lt;" in found[0].message


def test_code_samples_are_no_dropped_tags() -> None:
    """A tag that is shown, not used, is no problem."""
    assert problems("Viết `<iframe>`:\n\n```html\n<script>x</script>\n```\n\n<!-- <iframe> -->") == []


def test_ids_and_the_links_to_them_move_together() -> None:
    """No id of a body can meet one of the page, and links inside the body still work."""
    body = made("[tới](#header)\n\n## Đầu {#header}\n\nChữ[^1].\n\n[^1]: Ghi.").body

    ids = {found["id"] for _, found in Seen(body.html).tags if "id" in found}
    hrefs = {str(found["href"])[1:] for _, found in Seen(body.html).tags if "href" in found}
    assert ids == {"bv-header", "bv-fn:1", "bv-fnref:1"}
    assert hrefs == ids


# Determinism


def test_nothing_leaks_from_one_conversion_to_the_next() -> None:
    """A, B, A gives the same A: notes start at 1 again, abbreviations and references are forgotten."""
    first = "CCHC[^a] [đây][r]\n\n*[CCHC]: Cải cách\n\n[^a]: Một.\n\n[r]: https://a.example\n\n## Mục"
    second = "CCHC[^a] [đây][r]\n\n[^a]: Hai.\n\n## Mục\n\n## Mục"
    before = made(first)
    between = made(second)

    assert made(first) == before
    assert "<abbr" not in between.body.html
    assert "[đây][r]" in between.body.html


@pytest.mark.heavy
def test_short_cuts_change_nothing() -> None:
    """Conversions by the library as it is and with what it need not look for left out are equal."""
    parts = ["Chữ thường.", "**đậm** và _nghiêng_", "[a](b.md)", "<b>x</b>", "&amp; &", "`m`", "x^2^ H~2~O ==m== ~~x~~",
             "dòng  \nhai", "\\*", "[^1]", "- a\n- b", "| a | b |\n|--|--|\n| *x* | y |", "## Mục", "> trích",
             "![a](/media/a.png)", "<https://a.example> <a@b.vn>", "[^1]: ghi chú", "T\n:   Đ", "^^chèn^^",
             "a_b_c *x", "x\ny", "[TOC]", "Chữ\n{: .note }", "## Mục {#ma}", "```\nmã\n```", "~~~\nx\n~~~", "a\tb",
             "x \n \ny", "<div>\n*x*\n</div>", "a &lt; b", "a\rb", "*[HT]: Hộ tịch", "HT"]  # fmt: skip
    plain = Markdown(extensions=["toc", "tables", "fenced_code", *dict(EXTENSIONS), github.NAME])
    plain.treeprocessors["toc"].slugify = dialect._slugify  # type: ignore[attr-defined]  # noqa: SLF001
    generator = random.Random(1)
    for _ in range(200):
        text = "\n\n".join(generator.choices(parts, k=8))
        expected = plain.reset().convert(text)
        assert dialect.noticed(text, EXTENSIONS)[0].replace("Quay lại chỗ đánh số", "Jump back to footnote") == (
            expected.replace("in the text", "trong bài")
        )


def test_an_unknown_inline_pattern_turns_the_short_cut_off() -> None:
    """An extension whose marks are not known gets the library's own processor."""
    known = dialect._converter_of(EXTENSIONS)[0].treeprocessors["inline"]  # noqa: SLF001
    unknown = dialect._converter_of((("nl2br", ()),))[0].treeprocessors["inline"]  # noqa: SLF001

    assert type(known) is not InlineProcessor
    assert type(unknown) is InlineProcessor
    assert convert("a\nb", FILE, 1, (("nl2br", ()),)).body.html == "<p>a<br>\nb</p>"


def test_frozen_options_come_back() -> None:
    """Options, lists of mappings and functions survive the trip through `frozen.freeze`."""
    options = {"a": True, "b": [{"x": 1, "y": 2, "z": 3}], "c": ["p", "q"], "d": dialect.noticed}

    assert thaw(freeze(options, by_name), dialect.imported) == options


def test_options_of_mkdocs_reach_the_extension() -> None:
    """A heading's permanent link is on the page, not in the text."""
    body = convert("## Mục", FILE, 1, (("toc", (("permalink", True),)),)).body

    assert '<a href="#bv-muc" class="headerlink"' in body.html
    assert body.text == "Mục"


def test_the_version_names_what_decides_the_output() -> None:
    """Kept conversions go stale when a library changes."""
    assert all(f" {name}/" in VERSION for name in ("markdown", "nh3", "pymdown-extensions"))


# Headings


def test_headings_below_the_title() -> None:
    """The page's h1 is the title, so `#` becomes `##`, with a warning."""
    converted = convert("# Một\n\n## Hai\n\n### Ba", FILE, 10, EXTENSIONS)

    assert converted.body.headings == (
        Heading(level=2, id="bv-mot", text="Một"),
        Heading(level=2, id="bv-hai", text="Hai"),
        Heading(level=3, id="bv-ba", text="Ba"),
    )
    assert [str(problem) for problem in converted.problems] == [
        f"{FILE}:10: tieu-de-cap-mot: cảnh báo: tiêu đề “Một” ở cấp một (#), cấp của tên bài; hãy viết ## Một"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\n\n#### B\n\n#### C", [(3, "tieu-de-nhay-cap")]),
        ("### A", [(1, "tieu-de-nhay-cap")]),
        ("## A\n\n### B\n\n## C", []),
        ("## A\n\n```\n# không\n```\n\n#### B", [(7, "tieu-de-nhay-cap")]),
        ("A\n-\n\n<h5>B</h5>", [(4, "tieu-de-nhay-cap")]),
        ("> ## A\n\nchữ\n\n##\n", [(5, "tieu-de-rong")]),
        ("Tên\n===\n\nchữ", [(1, "tieu-de-cap-mot")]),
        ("## A\n\n<div markdown>\n#### B\n</div>", [(4, "tieu-de-nhay-cap")]),
        ("x <h4>A</h4>", [(1, "tieu-de-nhay-cap")]),
    ],
)
def test_heading_problems_stand_on_their_line(text: str, expected: list[tuple[int, str]]) -> None:
    """A jump, an empty heading and a heading as high as the title are told where they stand."""
    assert problems(text) == expected


def test_a_jump_says_what_to_write() -> None:
    """The message has the line to write instead."""
    assert "hãy viết ### Sâu" in made("## A\n\n#### Sâu").problems[0].message


def test_headings_in_html_get_an_id_of_their_own() -> None:
    """A heading that the toc extension does not see can be linked to as well."""
    body = made("## Mục\n\n<h2>Mục</h2>\n\n<h2>…</h2>").body

    assert [heading.id for heading in body.headings] == ["bv-muc", "bv-muc_2", "bv-muc_3"]
    assert '<h2 id="bv-muc_2">Mục</h2>' in body.html


def test_a_heading_inside_a_heading_stays_whole() -> None:
    """What HTML allows and nobody should write still comes out balanced."""
    assert html("<h2>A<div><h3>B</h3></div>C</h2>") == '<h2 id="bv-c">A<div><h3 id="bv-b">B</h3></div>C</h2>'


# Links


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("../08/y.md#muc", Destination("page", "zqrootqz/tin-tuc/2019/08/y/#bv-muc", "/tin-tuc/2019/08/y/")),
        ("y.md", Destination("page", "zqrootqz/tin-tuc/2019/08/y/", "/tin-tuc/2019/08/y/")),
        ("../../2018/12/y.md", Destination("page", "zqrootqz/tin-tuc/2018/12/y/", "/tin-tuc/2018/12/y/")),
        ("/news/2018/12/y.md", Destination("page", "zqrootqz/tin-tuc/2018/12/y/", "/tin-tuc/2018/12/y/")),
        ("../../../pages/gioi-thieu.md#a", Destination("page", "zqrootqz/gioi-thieu/#a", "/gioi-thieu/")),
        ("../../../pages/a/index.md", Destination("page", "zqrootqz/a/", "/a/")),
        ("../../../pages/index.md", Destination("page", "zqrootqz/", "/")),
        ("/media/x.png", Destination("media", "zqrootqz/media/x.png", "/media/x.png")),
        ("../../../media/a%20b.pdf", Destination("media", "zqrootqz/media/a%20b.pdf", "/media/a b.pdf")),
        ("/media/ảnh.png", Destination("media", "zqrootqz/media/%E1%BA%A3nh.png", "/media/ảnh.png")),
        ("/chu-de/x/", Destination("page", "zqrootqz/chu-de/x/", "/chu-de/x/")),
        ("/chu-de/x", Destination("page", "zqrootqz/chu-de/x/", "/chu-de/x/")),
        ("/tim-kiem/?q=a", Destination("page", "zqrootqz/tim-kiem/?q=a", "/tim-kiem/")),
        ("/tin-tuc/2019/08/y/#muc", Destination("page", "zqrootqz/tin-tuc/2019/08/y/#bv-muc", "/tin-tuc/2019/08/y/")),
        ("/feeds/opml.xml", Destination("page", "zqrootqz/feeds/opml.xml", "/feeds/opml.xml")),
        ("/", Destination("page", "zqrootqz/", "/")),
        ("https://a.example/b c", Destination("outside", "https://a.example/bc")),
        ("mailto:a@b.vn", Destination("outside", "mailto:a@b.vn")),
        ("tel:+84299", Destination("outside", "tel:+84299")),
        ("#m%E1%BB%A5c", Destination("here", "#bv-m%E1%BB%A5c", "mục")),
    ],
)  # fmt: skip
def test_a_destination_is_resolved_by_path_arithmetic(written: str, expected: Destination) -> None:
    """Sources name files; the page gets addresses."""
    assert resolve(written, FILE) == expected


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("chinhphu.vn", "https://chinhphu.vn"),
        ("www.soctrang.example/tin", "https://www.soctrang.example/tin"),
        ("sub.a.gov.vn/x?y", "https://sub.a.gov.vn/x?y"),
        ("//a.example/x", "https://a.example/x"),
        ("/\t/a.example", "https://a.example"),
        ("a@b.gov.vn", "mailto:a@b.gov.vn"),
        ("C:\\anh.png", "dấu /"),
        ("/\\a.example", "dấu /"),
        ("http:a.example", "https://"),
        ("ftp://a.example", "https://"),
        ("../../../../x.md", "../08/ten-bai.md"),
        ("/../x.md", "../08/ten-bai.md"),
        ("../08/y/", "../08/ten-bai.md"),
        ("", "../08/ten-bai.md"),
        ("?q=1", "../08/ten-bai.md"),
        ("media/a.png", "/media/a.png"),
        ("/content/media/a.png", "/media/a.png"),
        ("/media/../../../etc/passwd", "/media/"),
        ("../../../taxonomy/topics.yml", "/media/"),
    ],
)
def test_a_wrong_destination_says_what_to_write(written: str, advice: str) -> None:
    """Forgotten schemes, paths that leave content and paths to nothing are told with the right way."""
    found = resolve(written, FILE)

    assert isinstance(found, Fault)
    assert advice in found.message


def test_links_are_recorded_with_their_lines() -> None:
    """`build` can check every page and file that a body names, and say where it is named."""
    converted = convert(
        "[a](y.md#b)\n[c](/chu-de/c/)\n\n[d](/media/d.pdf)\n[e](y.md)\n[f](y.md#b)", FILE, 5, EXTENSIONS
    )

    assert converted.problems == ()
    assert converted.body.links == (
        Link(url="/tin-tuc/2019/08/y/", line=5),
        Link(url="/chu-de/c/", line=6),
        Link(url="/tin-tuc/2019/08/y/", line=9),
        Link(url="/tin-tuc/2019/08/y/", line=10),
    )
    assert converted.body.media == (Link(url="/media/d.pdf", line=8),)


def test_a_reference_used_twice_keeps_its_line() -> None:
    """The second use of a reference definition is told on the definition's line too."""
    body = made("[a][r] và [b][r]\n\n[r]: /chu-de/x/").body

    assert [link.line for link in body.links] == [3, 3]


def test_links_to_other_sites_are_marked() -> None:
    """Readers see that a link leaves the site, and the other site cannot reach back."""
    assert html("[a](https://a.example/?x=1&y=2)") == (
        '<p><a href="https://a.example/?x=1&amp;y=2" class="ngoai" rel="noopener external">a</a></p>'
    )
    assert html("<thu@a.vn>") == '<p><a href="mailto:thu@a.vn">thu@a.vn</a></p>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một\n\n[a](ftp://b.example)", [(3, "lien-ket-sai")]),
        ("[a](javascript:alert(1))", [(1, "lien-ket-sai")]),
        ("[a](chinhphu.vn)\n\n[b](b.vn)", [(1, "lien-ket-sai"), (3, "lien-ket-sai")]),
        ("![a](data:image/png;base64,AA==)", [(1, "anh-ngoai")]),
        ("![a](https://b.example/c.png)", [(1, "anh-ngoai")]),
        ("![a](c.png)", [(1, "lien-ket-sai")]),
        ("![a](/chu-de/c.png)", [(1, "lien-ket-sai")]),
        ("Một\n\n![](/media/c.png)", [(3, "anh-thieu-alt")]),
        ("![ ](/media/c.png)", [(1, "anh-thieu-alt")]),
        ("![Hình 2 của bài Kết quả](/media/c.png)", [(1, "anh-thieu-alt")]),
        ("[a](#b)", [(1, "neo-hong")]),
        ("[a](#)", [(1, "neo-hong")]),
        ("<a>không dẫn đâu</a>", []),
    ],
)
def test_problems_of_links_and_pictures_stand_on_their_line(text: str, expected: list[tuple[int, str]]) -> None:
    """Each fault of a link or a picture has its code and line."""
    assert problems(text) == expected


def test_a_broken_anchor_names_the_nearest() -> None:
    """The editor who mistypes an anchor gets the right one."""
    assert "hãy viết #ket-qua" in made("[a](#ket-qa)\n\n## Kết quả").problems[0].message


def test_an_anchor_with_letters_of_its_own_is_found() -> None:
    """An id with dấu is the same written plainly or percent-encoded."""
    assert problems("[a](#m%E1%BB%A5c) [b](#mục)\n\n<p id='mục'>x</p>") == []


# Pictures and tables


def test_a_picture_alone_with_a_title_is_a_figure() -> None:
    """The title becomes the caption; description and caption are part of the text."""
    body = made('Đầu.\n\n![Bà "A"](/media/x.png "Ảnh: B & C")').body

    assert body.html == (
        '<p>Đầu.</p>\n<figure><img src="zqrootqz/media/x.png" alt="Bà &quot;A&quot;" loading="lazy" decoding="async">'
        "<figcaption>Ảnh: B &amp; C</figcaption></figure>"
    )
    assert body.text == 'Đầu.\nBà "A"\nẢnh: B & C'


@pytest.mark.parametrize("text", ['![a](/media/x.png "T") chữ', "![a](/media/x.png)", 'chữ ![a](/media/x.png "T")'])
def test_other_pictures_stay_in_their_paragraph(text: str) -> None:
    """Only a picture alone with a title makes a figure; every picture loads late."""
    assert "<figure" not in html(text)
    assert 'loading="lazy" decoding="async"' in html(text)


def test_a_foreign_picture_is_left_out() -> None:
    """No page asks a third party, even while its problem is being put right."""
    assert html("![a](https://b.example/c.png)") == "<p></p>"


def test_tables_scroll_in_a_box_with_a_name_of_its_own() -> None:
    """A wide table does not widen the page, can be reached by keyboard, and is announced."""
    table = "| a | b |\n|---|--:|\n| 1 | 2 |"
    both = html(f"{table}\n\nchữ\n\n{table}")

    assert html(table).startswith('<div class="cc-table" role="region" aria-label="Bảng" tabindex="0"><table>')
    assert html(table).endswith("</table></div>")
    assert [f"Bảng {number}" in both for number in (1, 2, 3)] == [True, True, False]
    assert '<td style="text-align:right">2</td>' in both


def test_a_table_in_a_table_gets_no_box() -> None:
    """Only the outer table scrolls."""
    nested = "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>"

    assert html(nested).count('class="cc-table"') == 1


# Text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một **hai**\nba.\n\nBốn\u00a0 năm.", "Một hai ba.\nBốn năm."),
        ("## Đầu\n\n- a\n- b\n\n> c", "Đầu\na\nb\nc"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a\nb\n1\n2"),
        ("a<br>b", "a b"),
        ("Đạt 95%[^1].\n\n[^1]: Nguồn: B.", "Đạt 95%.\nNguồn: B."),
        ("m<sup>2</sup> &lt;x&gt; &amp;amp;", "m2 <x> &amp;"),
        ("[chữ](https://a.example) ![ảnh](/media/a.png) sau", "chữ ảnh sau"),
        ("T\n:   Đ", "T\nĐ"),
        ("```\na  b\n```", "a b"),
        ("!!! tip\n    x", "Mẹo\nx"),
        ("chữ trần <div>khối</div> sau", "chữ trần\nkhối\nsau"),
    ],
)
def test_the_text_is_what_a_reader_sees(text: str, expected: str) -> None:
    """Blocks stand on lines of their own, spaces are single, note numbers and arrows are left out."""
    assert made(text).body.text == expected


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("## Đầu\n\nMột *hai*.\n\nBa.", "Một hai."),
        ("![ảnh](/media/a.png)\n\nMột.", "Một."),
        ('![ảnh](/media/a.png "T")\n\nMột.', "Một."),
        ("> trích\n\nMột.", "Một."),
        ("> trích", "trích"),
        ("!!! note\n    Hộp.\n\nMột.", "Một."),
        ('!!! note "Tên *hộp*"\n    Hộp.', "Hộp."),
        ("- a\n- b", ""),
        ("", ""),
    ],
)
def test_the_lead_is_the_first_paragraph(text: str, lead: str) -> None:
    """Not a heading, a picture or a box, unless there is no other."""
    assert made(text).body.lead == lead


# Extensions


def test_boxes_have_vietnamese_titles_unless_the_editor_names_them() -> None:
    """No English word appears that the editor did not write."""
    assert "Lưu ý</p>" in html("!!! warning\n    x")
    assert "<summary>Ghi chú</summary>" in html("??? note\n    x")
    assert '<p class="admonition-title">Riêng</p>' in html('!!! note "Riêng"\n    x')


def test_unknown_classes_and_styles_are_dropped() -> None:
    """A body cannot dress as part of the page."""
    assert (
        html('x\n{: .md-header .note style="text-align:center" }') == '<p class="note" style="text-align:center">x</p>'
    )
    assert html("x\n{: .md-header }") == "<p>x</p>"


def test_task_lists_have_dead_boxes() -> None:
    """With the extension on, boxes show their state and cannot be changed; without it there are none."""
    tasks = convert('- [x] a\n- [ ] b\n\n<input type="text">', FILE, 1, TASKS_AND_TABS).body.html

    assert tasks.count('<input type="checkbox" disabled="">') == 1
    assert tasks.count('<input type="checkbox" disabled="" checked="">') == 1
    assert tasks.count("<input") == 2
    assert "<input" not in html('- [x] a\n\n<input type="checkbox">')


def test_tabs_keep_their_buttons_together() -> None:
    """Ids, names and labels of tabs are prefixed alike."""
    seen = Seen(convert('=== "A"\n\n    a\n\n=== "B"\n\n    b\n', FILE, 1, TASKS_AND_TABS).body.html).tags
    inputs = [found for tag, found in seen if tag == "input"]

    assert {str(found["name"]) for found in inputs} == {"bv-__tabbed_1"}
    assert [found["id"] for found in inputs] == [found["for"] for tag, found in seen if tag == "label"]
