"""A new article is a draft in the right place, and a Word file becomes clean Markdown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import frontmatter
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from site_builder.content.new import NewArticle, Start, new_article
from site_builder.content.to_markdown import to_markdown
from site_builder.errors import ContentError
from site_builder.markup import Converted, convert
from site_builder.text import VIETNAM

NOW = datetime(2019, 7, 31, 17, 5, 42, tzinfo=UTC)
"""Already the first of August in Viet Nam."""
EXTENSIONS = tuple(
    (name, ())
    for name in (
        "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "sane_lists", "toc",
        "pymdownx.details", "pymdownx.superfences", "pymdownx.caret", "pymdownx.mark", "pymdownx.tilde",
    )
)  # fmt: skip


def start(root: Path, title: str = "Cải cách thủ tục: bước đầu", word: Path | None = None) -> NewArticle:
    """Start an article in `root`."""
    return new_article(root, Start(title=title, topic="the-che", agency="so-noi-vu"), now=NOW, docx=word)


def shown(markdown: str) -> Converted:
    """Convert Markdown as the portal does."""
    return convert(markdown, "content/news/2019/08/x.md", 1, EXTENSIONS)


def test_a_new_article_is_a_draft_in_the_folder_of_its_month(tmp_path: Path) -> None:
    """The month is Viet Nam's, the name is the title's, and every required key is there."""
    made = start(tmp_path)
    meta, body = frontmatter.parse(made.path.read_text(encoding="utf-8"))

    assert made.path == tmp_path / "content/news/2019/08/cai-cach-thu-tuc-buoc-dau.md"
    assert meta == {
        "title": "Cải cách thủ tục: bước đầu",
        "date": datetime(2019, 8, 1, 0, 5, tzinfo=VIETNAM),
        "topic": "the-che",
        "agency": "so-noi-vu",
        "genre": "tin",
        "status": "draft",
    }
    assert "date: 2019-08-01T00:05:00+07:00\n" in made.path.read_text(encoding="utf-8")
    assert "status: draft" in body
    assert shown(body).problems == ()
    assert "status" not in shown(body).body.text


@pytest.mark.parametrize(
    "title", ["Một: hai", "\"Nháy\" và 'đơn'", "# thăng", "- gạch", "null", "2019", "a" * 300, "x: [y]"]
)
def test_any_title_comes_back_from_yaml(tmp_path: Path, title: str) -> None:
    """Quotes, colons and words that YAML reads otherwise survive."""
    meta, _ = frontmatter.parse(start(tmp_path, title).path.read_text(encoding="utf-8"))

    assert meta["title"] == title


def test_an_id_of_digits_stays_text(tmp_path: Path) -> None:
    """`007` does not become 7."""
    made = new_article(tmp_path, Start(title="Tên", topic="007", agency="1e3", genre="bai"), now=NOW)
    meta, _ = frontmatter.parse(made.path.read_text(encoding="utf-8"))

    assert (meta["topic"], meta["agency"], meta["genre"]) == ("007", "1e3", "bai")


def test_a_title_is_kept_composed_and_on_one_line(tmp_path: Path) -> None:
    """Decomposed letters and line ends from a paste are put right."""
    meta, _ = frontmatter.parse(
        start(tmp_path, "Ca\u0309i ca\u0301ch\n ha\u0300nh\u00a0chi\u0301nh").path.read_text("utf-8")
    )

    assert meta["title"] == "Cải cách hành chính"


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    """No file is ever written over."""
    names = [
        start(tmp_path, "Bàn về ma").path.name,
        start(tmp_path, "Bán về mã").path.name,
        start(tmp_path, "bàn về ma").path.name,
    ]

    assert names == ["ban-ve-ma.md", "ban-ve-ma-2.md", "ban-ve-ma-3.md"]


def test_a_name_whose_pictures_exist_is_taken_too(tmp_path: Path) -> None:
    """A deleted article's pictures are not written over by a namesake's."""
    media = tmp_path / "content/media/2019/08"
    media.mkdir(parents=True)
    (media / "ten-1.png").write_bytes(b"")

    assert start(tmp_path, "Tên").path.name == "ten-2.md"


def test_a_title_of_symbols_is_refused(tmp_path: Path) -> None:
    """Such a file could have no address."""
    with pytest.raises(ContentError, match="hãy đặt tên bài bằng chữ"):
        start(tmp_path, "…!?")


# Word


def word_file(folder: Path, build: Callable[[Any], None]) -> Path:
    """Save a Word file that `build` fills."""
    document = docx.Document()
    build(document)
    path = folder / "bai.docx"
    document.save(str(path))
    return path


def written(
    tmp_path: Path, build: Callable[[Any], None], title: str = "Tên bài", undescribed: int = 0
) -> tuple[str, NewArticle]:
    """Return the Markdown that a Word file gave, without front matter and hint, and what was made.

    The only problems are those of `undescribed` pictures.
    """
    made = start(tmp_path, title, word_file(tmp_path, build))
    _, body = frontmatter.parse(made.path.read_text(encoding="utf-8"))
    assert [problem.code for problem in shown(body).problems] == ["anh-thieu-alt"] * undescribed
    return body.partition("-->\n\n")[2], made


def picture(kind: str = "PNG") -> io.BytesIO:
    """Make a small picture."""
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(data, kind)
    data.seek(0)
    return data


def bullets(document: Any) -> Callable[[str, int], None]:
    """Give a document a list of bullets with inner levels, as Word makes it; return what adds an item at a depth."""
    levels = "".join(f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="bullet"/></w:lvl>' for depth in range(3))
    numbering = document.part.numbering_part.element
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def add(words: str, depth: int) -> None:
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
        document.add_paragraph(words)._p.get_or_add_pPr().append(parse_xml(place))  # noqa: SLF001

    return add


def test_headings_start_below_the_title_and_never_jump(tmp_path: Path) -> None:
    """The first is `##`, siblings stay siblings, and the title's own repetition is left out."""

    def build(document: Any) -> None:
        document.add_heading("TÊN  BÀI", 0)
        for words, depth in (("A", 2), ("B", 4), ("C", 4), ("D", 2), ("E", 1)):
            document.add_heading(words, depth).runs[0].bold = True

    assert written(tmp_path, build)[0] == "## A\n\n### B\n\n### C\n\n## D\n\n## E"


def test_emphasis_is_written_without_loose_spaces(tmp_path: Path) -> None:
    """Word's runs are joined and the spaces at their ends moved out."""

    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Đạt ")
        paragraph.add_run("kết ").bold = True
        paragraph.add_run("quả ").bold = True
        paragraph.add_run("tốt").italic = True
        paragraph.add_run(" trên m")
        paragraph.add_run("2").font.superscript = True
        paragraph.add_run(" và ")
        paragraph.add_run("bỏ").font.strike = True
        paragraph.add_run("  ").bold = True
        both = paragraph.add_run("cả hai")
        both.bold = both.italic = True

    assert written(tmp_path, build)[0] == "Đạt **kết quả** *tốt* trên m<sup>2</sup> và <del>bỏ</del> ***cả hai***"


def test_layout_spaces_and_hidden_characters_are_cleaned(tmp_path: Path) -> None:
    """No non-breaking spaces, tabs, soft hyphens or decomposed letters remain; a line break is kept."""

    def build(document: Any) -> None:
        document.add_paragraph("\u00a0\u00a0 Ca\u0309i\u00a0 ca\u0301ch\thành\u00ad chính\u200b.")
        lines = document.add_paragraph("Dòng một")
        lines.add_run().add_break()
        lines.add_run().add_break()
        lines.add_run("- dòng hai")
        document.add_paragraph("\u00a0")

    assert written(tmp_path, build)[0] == "Cải cách hành chính.\n\nDòng một<br>\n\\- dòng hai"


def test_lists_keep_their_depth(tmp_path: Path) -> None:
    """Inner lists are indented by four spaces, and a new list starts at 1."""

    def build(document: Any) -> None:
        add = bullets(document)
        for words, depth in (("a", 0), ("b", 1), ("c", 1), ("d", 0)):
            add(words, depth)
        document.add_paragraph("chữ")
        document.add_paragraph("một", style="List Number")
        document.add_paragraph("hai", style="List Number")

    text = written(tmp_path, build)[0]

    assert text == "- a\n    - b\n    - c\n- d\n\nchữ\n\n1. một\n2. hai"
    assert shown(text).body.html.count("<ul>") == 2


def test_an_item_without_words_hands_its_list_up() -> None:
    """A list that Word starts at a deeper level is no list in an empty item."""
    assert to_markdown("<ul><li><ol><li>a</li></ol></li><li>b</li></ul>", "") == "1. a\n- b\n"


def test_an_item_of_two_paragraphs_makes_a_loose_list() -> None:
    """The second paragraph stays inside its item."""
    text = to_markdown("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "")

    assert text == "1. a\n\n    b\n\n2. c\n"
    assert shown(text).body.html.count("<li>") == 2


def test_a_picture_stands_for_words() -> None:
    """A heading or an item that only shows a picture keeps it."""
    picture = '<img src="/media/a.png" alt="a" />'

    assert to_markdown(f"<h1>{picture}</h1><ul><li>{picture}</li><li><p>{picture}</p></li></ul>", "Tên") == (
        "![a](/media/a.png)\n\n- ![a](/media/a.png)\n- ![a](/media/a.png)\n"
    )


@pytest.mark.parametrize(
    "text", ["1. a", "- a", "# a", "> a", ": a", "!!! a", "??? a", '=== "a"', "| a |", "+ a", "---", "***"]
)
def test_what_markdown_reads_at_a_line_start_stays_text(text: str) -> None:
    """A paragraph that looks like a list, a heading or a box was typed as a paragraph."""
    body = shown(to_markdown(f"<p>a</p><p>{escape(text, quote=False)}</p>", "")).body

    assert body.text == f"a\n{text}"
    assert body.html.count("<p>") == 2


def test_tables_become_pipe_tables(tmp_path: Path) -> None:
    """Merged cells leave empty places, several paragraphs in a cell stay apart, a bar in a cell is text."""

    def build(document: Any) -> None:
        table = document.add_table(rows=4, cols=3)
        for number, cell in enumerate(table._cells):  # noqa: SLF001
            cell.text = str(number) if number < 9 else ""
        table.cell(0, 0).merge(table.cell(0, 1)).text = "đầu"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "a|b"
        table.cell(1, 0).add_paragraph("thêm")

    text = written(tmp_path, build)[0]

    assert text.splitlines() == [
        "| đầu |  | 2 |",
        "| --- | --- | --- |",
        "| 3<br>thêm | 4 | a\\|b |",
        "| 6 | 7 |  |",
    ]
    assert shown(text).body.text == "đầu\n2\n3 thêm\n4\na|b\n6\n7"


def test_rows_above_and_lists_within_a_table() -> None:
    """Header rows come first, a short row is filled up, a list in a cell is lines."""
    html = (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td><ul><li>x</li><li>y</li></ul></td></tr></tbody></table>"
    )

    assert to_markdown(html, "") == "| A | B |\n| --- | --- |\n| x<br>y |  |\n"


def test_a_table_of_one_column_becomes_paragraphs() -> None:
    """Frames drawn with a table are no tables, nor is a single row; an empty one is nothing."""
    assert to_markdown("<table><tr><td>a</td><td colspan='2'>b</td></tr></table>", "") == "a\n\nb\n"
    assert to_markdown("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "") == "a\n\nb\n"
    assert to_markdown("<p>a</p><table></table>", "") == "a\n"


def test_links_of_word_are_kept_and_others_become_text() -> None:
    """Addresses on the web stay links; bookmarks and files on the author's disk do not."""
    html = (
        '<p>x<a href="https://a.example/b (c)"> <strong>chữ</strong> </a>y <a href="#_Toc1">mục</a> '
        '<a href="file:///C:/x.doc">tệp</a> <a id="_Toc1"></a><a href="mailto:a@b.vn">thư</a></p>'
    )

    assert to_markdown(html, "") == "x [**chữ**](https://a.example/b%20%28c%29) y mục tệp [thư](mailto:a@b.vn)\n"


def test_a_hyperlink_of_a_word_file(tmp_path: Path) -> None:
    """The link is read from the file's relations."""

    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Xem ")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        relation = document.part.relate_to("https://a.example/?a=1&b=2", kind, is_external=True)
        link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>đây</w:t></w:r></w:hyperlink>')
        paragraph._p.append(link)  # noqa: SLF001

    assert written(tmp_path, build)[0] == "Xem [đây](https://a.example/?a=1&b=2)"


def with_notes(folder: Path) -> Path:
    """Make a Word file with a footnote of two paragraphs, by adding the part that python-docx cannot."""

    def build(document: Any) -> None:
        run = document.add_paragraph("Đạt 95%").add_run()
        run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'))  # noqa: SLF001
        document.add_paragraph("Cuối.")

    path = word_file(folder, build)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Nguồn: Sở.</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Số liệu quý II.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    rels = "word/_rels/document.xml.rels"
    relation = f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    with zipfile.ZipFile(path, "w") as new:
        for name, data in (parts | {"word/footnotes.xml": notes.encode()}).items():
            new.writestr(name, data)
    return path


def test_notes_become_markdown_notes(tmp_path: Path) -> None:
    """The number stands at its place and the note at the end, without Word's arrow."""
    made = start(tmp_path, "Tên", with_notes(tmp_path))
    _, body = frontmatter.parse(made.path.read_text(encoding="utf-8"))

    assert body.endswith("Đạt 95%[^1]\n\nCuối.\n\n[^1]: Nguồn: Sở.\n\n    Số liệu quý II.")
    assert shown(body).body.text == "Đạt 95%\nCuối.\nNguồn: Sở.\nSố liệu quý II."


def test_pictures_are_taken_out_with_description_and_caption(tmp_path: Path) -> None:
    """Each lies beside its article's name in media; one that nobody described is asked for."""

    def build(document: Any) -> None:
        described = document.add_picture(picture(), width=Inches(1))
        described._inline.docPr.set("descr", "Bộ phận [Một cửa]")  # noqa: SLF001
        document.add_paragraph('Ảnh: "A"', style="Caption")
        document.add_picture(picture("JPEG"), width=Inches(1))
        machine = document.add_picture(picture("GIF"), width=Inches(1))
        machine._inline.docPr.set("descr", "A red square\n\nDescription automatically generated")  # noqa: SLF001

    text, made = written(tmp_path, build, undescribed=2)
    media = tmp_path / "content/media/2019/08"

    assert text.split("\n\n") == [
        '![Bộ phận (Một cửa)](/media/2019/08/ten-bai-1.png "Ảnh: ”A”")',
        "![Hình 2 của bài Tên bài](/media/2019/08/ten-bai-2.jpg)",
        "![Hình 3 của bài Tên bài](/media/2019/08/ten-bai-3.gif)",
    ]
    assert (media / "ten-bai-1.png").read_bytes() == picture().read()
    assert sorted(path.name for path in media.iterdir()) == ["ten-bai-1.png", "ten-bai-2.jpg", "ten-bai-3.gif"]
    assert [notice.partition(" chưa có")[0] for notice in made.notices] == [
        "Ảnh /media/2019/08/ten-bai-2.jpg",
        "Ảnh /media/2019/08/ten-bai-3.gif",
    ]


def change_part(path: Path, ending: str, data: bytes | None) -> None:
    """Replace or remove the part of a Word file whose name ends so."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = next(name for name in parts if name.endswith(ending))
    parts |= {name: data or b""}
    if data is None:
        del parts[name]
    with zipfile.ZipFile(path, "w") as new:
        for key, value in parts.items():
            new.writestr(key, value)


@pytest.mark.parametrize(("data", "notice"), [(b"\x01\x00\x00\x00EMF", "chụp lại thành PNG"), (None, "chưa lấy được")])
def test_a_picture_that_no_browser_shows_is_skipped_aloud(tmp_path: Path, data: bytes | None, notice: str) -> None:
    """EMF and WMF drawings, and pictures that are missing, leave a notice and no dead link."""

    def build(document: Any) -> None:
        document.add_paragraph("Trước.")
        document.add_picture(picture(), width=Inches(1))
        document.add_paragraph("Sau.")

    path = word_file(tmp_path, build)
    change_part(path, ".png", data)
    made = start(tmp_path, "Tên", path)

    assert made.path.read_text(encoding="utf-8").endswith("Trước.\n\nSau.\n")
    assert notice in made.notices[0]
    assert not (tmp_path / "content/media").exists()


def test_a_picture_linked_from_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    """A Word file cannot make the program read another file of the editor's disk."""
    secret = tmp_path / "mat.png"
    secret.write_bytes(picture().read())

    def build(document: Any) -> None:
        document.add_picture(picture(), width=Inches(1))
        blip = next(document.element.body.iter(qn("a:blip")))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        blip.set(qn("r:link"), document.part.relate_to(secret.as_uri(), kind, is_external=True))
        del blip.attrib[qn("r:embed")]

    made = start(tmp_path, "Tên", word_file(tmp_path, build))

    assert "chưa lấy được" in made.notices[0]
    assert not (tmp_path / "content/media").exists()


def test_letters_of_an_old_font_are_told(tmp_path: Path) -> None:
    """TCVN3 text looks like Vietnamese in Word only."""

    def build(document: Any) -> None:
        document.add_paragraph("C¶i c¸ch hµnh chÝnh nhµ n­íc giai ®o¹n míi")

    assert "Unicode" in written(tmp_path, build)[1].notices[0]


def test_a_file_without_letters_is_told(tmp_path: Path) -> None:
    """A scan holds no text that could be taken over."""
    assert "bản quét" in written(tmp_path, lambda document: document.add_paragraph(" "))[1].notices[0]


def _zip(names: tuple[str, ...]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "<x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "Word cũ"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 ...", "không phải tệp Word"),
        (b"", "không phải tệp Word"),
        (b"PK\x03\x04 damaged", "bị hỏng"),
        (_zip(("[Content_Types].xml", "xl/workbook.xml")), "không phải tệp Word"),
        (_zip(("[Content_Types].xml", "word/document.xml")), "bị hỏng"),
    ],
)
def test_what_is_no_word_file_is_refused_with_advice(tmp_path: Path, data: bytes, message: str) -> None:
    """The message says how to save it again, and nothing is written."""
    path = tmp_path / "bai.docx"
    path.write_bytes(data)
    with pytest.raises(ContentError, match=message) as caught:
        start(tmp_path, "Tên", path)

    assert ".docx" in str(caught.value)
    assert not (tmp_path / "content").exists()


def test_a_missing_word_file_is_told(tmp_path: Path) -> None:
    """A wrong path is the editor's to put right."""
    with pytest.raises(ContentError, match="không đọc được tệp"):
        start(tmp_path, "Tên", tmp_path / "khong-co.docx")


def test_a_swollen_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to more than the limit is not unpacked."""
    monkeypatch.setattr("site_builder.content.from_docx.MAX_BYTES", 1000)
    with pytest.raises(ContentError, match="quá lớn"):
        start(tmp_path, "Tên", word_file(tmp_path, lambda document: document.add_paragraph("x")))


# Any text and any emphasis come through


class Marked(HTMLParser):
    """Every character of a fragment's paragraph with the marks it is shown with; spaces are not looked at."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self._open: list[str] = []
        self.characters: list[tuple[str, frozenset[str]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens."""
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note what closes."""
        self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        """Keep the characters."""
        marks = frozenset(self._open) & {"strong", "em", "sup"}
        self.characters += [(char, marks) for char in data if not char.isspace()]


RUNS = st.lists(
    st.tuples(
        st.text("ab ế*_`\\[](){}#+-.!|<>&;~^=:?1\"'/$%@", min_size=1, max_size=8),
        st.sampled_from([(), ("strong",), ("em",), ("strong", "em"), ("sup",), ("strong", "sup")]),
    ),
    min_size=1,
    max_size=6,
)


@given(RUNS)
def test_any_text_survives_the_way_to_markdown_and_back(runs: list[tuple[str, tuple[str, ...]]]) -> None:
    """Every character comes back with the marks it had, whatever Markdown would have made of it."""
    html = ""
    for marks, group in groupby(runs, key=lambda run: run[1]):
        words = escape("".join(text for text, _ in group), quote=False)
        html += "".join(f"<{mark}>" for mark in marks) + words + "".join(f"</{mark}>" for mark in reversed(marks))
    expected = [(char, frozenset(marks)) for text, marks in runs for char in text if not char.isspace()]

    assert Marked(shown(to_markdown(f"<p>{html}</p>", "")).body.html).characters == expected
