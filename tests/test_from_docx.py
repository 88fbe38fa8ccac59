"""Of a Word file everything that its reader sees is kept or told, and nothing else gets out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from site_builder.content.encoding import decode
from site_builder.content.file_notes import FileNotes
from site_builder.content.from_docx import Imported, from_docx
from site_builder.errors import ContentError
from site_builder.markup import convert
from tests.lengths import examples

CASES = Path(__file__).parent / "cases" / "word"
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
EXTENSIONS = tuple((name, ()) for name in ("attr_list", "footnotes", "md_in_html", "tables", "sane_lists", "toc"))


def case(number: str) -> Imported:
    """Import one of the small files that once went wrong."""
    return from_docx(CASES / f"{number}.docx", "Bài", "/media/2026/11/bai")


def text_of(number: str) -> str:
    """Return the Markdown of a case."""
    return case(number).markdown


def imported(folder: Path, xml: str, title: str = "Bài", change: Callable[[Any], None] | None = None) -> Imported:
    """Import a Word file with this body."""
    document = docx.Document()
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    for index, child in enumerate(list(parse_xml(f"<w:body {DECLARED}>{xml}</w:body>"))):
        body.insert(index, child)
    if change:
        change(document)
    path = folder / "bai.docx"
    document.save(str(path))
    return from_docx(path, title, "/media/2026/11/bai")


def run(text: str, properties: str = "") -> str:
    """Write a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*pieces: str, properties: str = "") -> str:
    """Write a paragraph of text or of runs."""
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in pieces)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def bold(text: str, properties: str = "") -> str:
    """Write a paragraph that is bold as a whole."""
    return par(run(text, "<w:b/>"), properties=properties)


def table(*rows: tuple[str, ...]) -> str:
    """Write a table of paragraphs."""
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def oval(blocks: str) -> str:
    """Write an oval with text in it."""
    return f"<v:oval><v:textbox><w:txbxContent>{blocks}</w:txbxContent></v:textbox></v:oval>"


def mark(kind: str) -> str:
    """Write a mark of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(says: str, shows: str) -> str:
    """Write a complex field."""
    return f"{mark('begin')}<w:r><w:instrText>{says}</w:instrText></w:r>{mark('separate')}{shows}{mark('end')}"


def item(text: str, use: int, depth: int = 0, properties: str = "") -> str:
    """Write a paragraph with an automatic number."""
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{use}"/></w:numPr>'
    return par(text, properties=properties + place)


def lists(*definitions: str, uses: str = "") -> Callable[[Any], None]:
    """Give a document lists 91, 92 …, one of each definition (its levels), and more uses."""

    def change(document: Any) -> None:
        root = document.part.numbering_part.element
        for number, levels in enumerate(definitions, start=91):
            root.append(parse_xml(f'<w:abstractNum {DECLARED} w:abstractNumId="{number}">{levels}</w:abstractNum>'))
        for number in range(91, 91 + len(definitions)):
            use = f'<w:num {DECLARED} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
            root.append(parse_xml(use))
        for use in parse_xml(f"<w:x {DECLARED}>{uses}</w:x>"):
            root.append(use)

    return change


def level(depth: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    """Write one level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def accepted(markdown: str) -> bool:
    """Say whether `check` has nothing against a body but a description of a picture that says nothing."""
    problems = convert(markdown, "content/news/2026/11/x.md", 1, EXTENSIONS).problems
    return {problem.code for problem in problems} <= {"alt-vo-nghia"}


# The cases


def test_captions_and_document_numbers_that_word_computes_are_kept() -> None:
    """Case 01: simple fields."""
    assert "Bảng 1: Số hồ sơ" in text_of("01")
    assert "Quyết định số 45/QĐ-UBND ngày 02/11/2026" in text_of("01")


def test_a_list_goes_on_after_a_paragraph_and_starts_where_word_starts_it() -> None:
    """Case 02."""
    assert "1. Niêm yết thủ tục.\n2. Bố trí người trực.\n\nHai việc" in text_of("02")
    assert "3. Báo cáo hằng tuần." in text_of("02")
    assert "4. Tập huấn cán bộ.\n5. Kiểm tra đột xuất." in text_of("02")
    assert '<ol start="4">' in convert(text_of("02"), "content/news/2026/11/x.md", 1, EXTENSIONS).body.html


def test_an_equation_is_written_as_a_line_and_told() -> None:
    """Case 03."""
    assert "công thức T = a/b x 100%, trong đó" in text_of("03")
    assert "T = a/b x 100%" in case("03").notices[0]


def test_hidden_text_is_not_published_and_the_notice_does_not_repeat_it() -> None:
    """Case 04."""
    found = case("04")

    assert found.markdown == "Sở công bố kết quả đánh giá. Danh sách đầy đủ đăng sau.\n"
    assert "Chữ ẩn" in found.notices[0]
    assert "xã X" not in "".join(found.notices)


def test_charts_and_diagrams_are_told_with_their_description() -> None:
    """Case 06."""
    chart, diagram = case("06").notices

    assert "biểu đồ" in chart
    assert "SmartArt" in diagram
    assert all("Biểu đồ hồ sơ theo tháng" in notice for notice in (chart, diagram))


def test_a_file_inserted_as_a_whole_is_told() -> None:
    """Case 07."""
    assert "noidung.html" in case("07").notices[0]


def test_a_list_in_a_cell_is_read_line_by_line() -> None:
    """Case 08."""
    assert "| Chuẩn bị phòng họp:<br>- Kê bàn ghế<br>+ bàn chủ tọa<br>+ bàn thư ký<br>- Mượn máy chiếu |" in text_of(
        "08"
    )
    assert "| 1. Nộp báo cáo<br>2. Gửi ảnh |" in text_of("08")


def test_text_of_any_shape_is_kept_once() -> None:
    """Case 12."""
    assert text_of("12") == "Trước hộp chữ.\n\nHộp: gọi 1022 để hỏi.\n\nHình tròn: nộp trước 30/11.\n\nSau hộp chữ.\n"


def test_marks_of_direction_are_taken_out_and_told() -> None:
    """Case 13."""
    assert "0293 3876 543 (giờ hành chính); thư: bantin@example.vn." in text_of("13")
    assert "4 ký tự" in case("13").notices[0]


def test_letters_of_a_list_stay_the_letters_that_the_text_refers_to() -> None:
    """Case 14."""
    assert "a) Có hộ khẩu tại xã;\n\nb) Thu nhập thấp;\n\nc) Có đơn." in text_of("14")


def test_a_webp_picture_is_kept_and_a_drawing_of_windows_told() -> None:
    """Case 15."""
    found = case("15")

    assert [picture.path.rpartition(".")[2] for picture in found.pictures] == ["png", "webp"]
    assert "![Ảnh chụp màn hình](/media/2026/11/bai-2.webp)" in found.markdown
    assert "EMF" in found.notices[0]
    assert "Sơ đồ" in found.notices[0]


def test_automatic_numbers_of_headings_are_text() -> None:
    """Case 16."""
    assert re.findall(r"(?m)^#.*", text_of("16")) == ["## I. Tình hình chung", "## II. Kết quả", "### Điều 1. Phạm vi"]


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: str(path.stem))
def test_every_case_passes_check(path: Path) -> None:
    """What was made can be published."""
    assert accepted(case(path.stem).markdown)


# Fields


def test_of_a_field_only_what_it_shows_is_text(tmp_path: Path) -> None:
    """Fields within fields and a link with a tip; what stands in the instruction is no text."""
    inner = field(" PAGE ", run("7"))
    nested = f"{mark('begin')}{run('IF ')}{inner}{mark('separate')}{run('kết quả')}{mark('end')}"
    link = field(' HYPERLINK "https://a.vn/x?a=1" \\o "gợi ý" ', run("trang này"))

    assert imported(tmp_path, par("Có ", nested, " ở ", link, ".")).markdown == (
        "Có kết quả ở [trang này](https://a.vn/x?a=1).\n"
    )


def test_a_torn_field_swallows_no_text(tmp_path: Path) -> None:
    """One that begins and never ends is as if it were not there."""
    assert imported(tmp_path, par("a ", mark("begin"), "b", mark("separate")) + par("c")).markdown == "a b\n\nc\n"


def test_answers_of_a_form_are_kept(tmp_path: Path) -> None:
    """Ticks and choices of old form fields; a tick of a control."""
    box = '<w:ffData><w:checkBox><w:checked w:val="{}"/></w:checkBox></w:ffData>'
    entries = '<w:listEntry w:val="Sai"/><w:listEntry w:val="Đúng"/>'
    choice = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'

    def old(data: str, says: str) -> str:
        begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        return f"{begin}<w:r><w:instrText>{says}</w:instrText></w:r>{mark('separate')}{mark('end')}"

    ticked = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    new = f"<w:sdt><w:sdtPr>{ticked}</w:sdtPr><w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>"
    pieces = (old(box.format(1), " FORMCHECKBOX "), " có ", old(box.format(0), " FORMCHECKBOX "), " không ", new, " ")
    found = imported(tmp_path, par(*pieces, old(choice, " FORMDROPDOWN ")))

    assert found.markdown == "☒ có ☐ không ☒ Đúng\n"


def test_a_field_that_shows_nothing_is_told(tmp_path: Path) -> None:
    """Word would compute it on another machine; an entry of an index never shows."""
    found = imported(tmp_path, par("Số ", field(" DOCPROPERTY So ", "")) + par("a", field(" XE mục ", "")))

    assert [notice for notice in found.notices if "F9" in notice] == [
        "Có 1 trường của Word không có chữ nào: trong Word bấm Ctrl+A, F9 rồi lưu và nhập lại."
    ]


def test_a_table_of_contents_is_left_out_and_told(tmp_path: Path) -> None:
    """Its lines repeat the headings, with pages that an article has not."""

    def change(document: Any) -> None:
        document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)

    found = imported(tmp_path, par("Mục một\t3", properties='<w:pStyle w:val="toc1"/>') + par("Chữ."), change=change)

    assert found.markdown == "Chữ.\n"
    assert "Mục lục" in found.notices[0]


# Numbering

OUTLINE = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
)


def test_levels_count_each_for_itself_and_start_anew_below_another(tmp_path: Path) -> None:
    """Roman, decimal, joined numbers and letters."""
    depths = (0, 1, 2, 2, 3, 1, 2, 0, 1)
    found = imported(tmp_path, "".join(item("x", 91, depth) for depth in depths), change=lists(OUTLINE))

    labels = re.findall(r"(?m)^\s*(\S+) x$", found.markdown)
    assert labels == ["I.", "1.", "1.1.", "1.2.", "a)", "2.", "2.1.", "II.", "1."]
    assert accepted(found.markdown)


def test_two_uses_of_one_list_count_on_unless_one_starts_anew(tmp_path: Path) -> None:
    """A use with a start of its own begins there."""
    plain = '<w:num w:numId="{}"><w:abstractNumId w:val="91"/>{}</w:num>'
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    change = lists(level(0, "decimal", "%1."), uses=plain.format(95, "") + plain.format(96, start))
    xml = item("a", 91) + par("x") + item("b", 95) + par("y") + item("c", 96) + item("d", 96)

    assert imported(tmp_path, xml, change=change).markdown == "1. a\n\nx\n\n2. b\n\ny\n\n7. c\n8. d\n"


def test_a_number_that_does_not_count_on_stays_what_it_is(tmp_path: Path) -> None:
    """Two lists without a paragraph between them must not become one."""
    change = lists(level(0, "decimal", "%1."), level(0, "decimal", "%1.", 4))
    found = imported(tmp_path, item("a", 91) + item("b", 92) + item("c", 92), change=change)

    body = convert(found.markdown, "content/news/2026/11/x.md", 1, EXTENSIONS).body
    assert found.markdown == "1. a\n\n4\\. b\n\n5\\. c\n"
    assert body.text.split("\n")[1:] == ["4. b", "5. c"]


def test_a_number_that_a_style_brings_is_shown(tmp_path: Path) -> None:
    """The level is the one that names the style; a style may be based on a heading."""

    def change(document: Any) -> None:
        style = document.styles.add_style("Muc lon", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Heading 1"]
        properties = style.element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {DECLARED}><w:numId w:val="91"/></w:numPr>'))
        lists(level(0, "decimal", "%1.") + level(1, "upperLetter", "Phần %2:", more='<w:pStyle w:val="Muclon"/>'))(
            document
        )

    found = imported(tmp_path, par("Chung", properties='<w:pStyle w:val="Muclon"/>') + par("x"), change=change)

    assert found.markdown == "## Phần A: Chung\n\nx\n"


def test_letters_below_numbers_stay_in_their_item(tmp_path: Path) -> None:
    """Markdown has no list of letters; they are paragraphs of the item."""
    change = lists(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)"))
    found = imported(tmp_path, item("một", 91) + item("x", 91, 1) + item("y", 91, 1) + item("hai", 91), change=change)

    assert found.markdown == "1. một\n\n    a) x\n\n    b) y\n\n2. hai\n"


# What nobody sees


def test_text_hidden_by_a_style_or_in_a_hidden_row_is_left_out(tmp_path: Path) -> None:
    """By a character style, by a paragraph's style; and a run may show itself again."""

    def change(document: Any) -> None:
        for name, kind in (("An", "CHARACTER"), ("AnDoan", "PARAGRAPH")):
            style = document.styles.add_style(name, getattr(WD_STYLE_TYPE, kind))
            style.font.hidden = True

    hidden_row = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{par('mật 3')}</w:tc></w:tr>"
    xml = (
        par("Hiện ", run("mật 1", '<w:rStyle w:val="An"/>'), run("lại", '<w:rStyle w:val="An"/><w:vanish w:val="0"/>'))
        + par("mật 2", properties='<w:pStyle w:val="AnDoan"/>')
        + table((par("A"), par("B")), (par("C"), par("D"))).replace("</w:tbl>", hidden_row + "</w:tbl>")
    )
    found = imported(tmp_path, xml, change=change)

    assert found.markdown == "Hiện lại\n\n| A | B |\n| --- | --- |\n| C | D |\n"
    assert "3 chỗ" in found.notices[0]


def test_tracked_changes_are_as_if_accepted_and_told(tmp_path: Path) -> None:
    """Added text stays, deleted and moved-away text goes, two paragraphs whose border was deleted are one."""
    change = 'w:id="1" w:author="x"'
    xml = (
        par(
            "Giữ ",
            f"<w:ins {change}>{run('thêm')}</w:ins>",
            f"<w:del {change}><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
        )
        + par("một ", properties=f"<w:rPr><w:del {change}/></w:rPr>")
        + par("đoạn")
        + par(f"<w:moveFrom {change}>{run('dời')}</w:moveFrom>", f"<w:moveTo {change}>{run('dời đến')}</w:moveTo>")
    )
    found = imported(tmp_path, xml)

    assert found.markdown == "Giữ thêm\n\nmột đoạn\n\ndời đến\n"
    assert "chữ đã xóa" in found.notices[0].lower()
    assert "chưa ai duyệt" in found.notices[1]


def test_controls_keep_their_text_and_an_unanswered_one_is_told(tmp_path: Path) -> None:
    """Around a word, around a paragraph, and with words that only ask."""
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    xml = (
        par("Ngày ", control.format("", run("30/11")), control.format("<w:showingPlcHdr/>", run("Bấm vào đây")))
        + control.format("", par("Đoạn."))
    )  # fmt: skip
    found = imported(tmp_path, xml)

    assert found.markdown == "Ngày 30/11\n\nĐoạn.\n"
    assert "Ô điền sẵn" in found.notices[0]


def test_words_in_wrappers_of_word_are_kept(tmp_path: Path) -> None:
    """Smart tags, direction, custom XML and elements that nobody knows."""
    pieces = (f"<w:{name}>{run(name)}</w:{name}>" for name in ("smartTag", "dir", "bdo", "customXml", "moi"))

    assert imported(tmp_path, par(*pieces)).markdown == "smartTagdirbdocustomXmlmoi\n"


def test_headers_footers_and_comments_are_told(tmp_path: Path) -> None:
    """A page's number alone is nothing to tell."""

    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Dự thảo lần 2"
        document.sections[0].footer.paragraphs[0].text = "3"
        document.add_comment(document.paragraphs[0].runs, text="Xem lại", author="x", initials="x")

    found = imported(tmp_path, par("Chữ."), change=change)

    assert found.markdown == "Chữ.\n"
    assert ["Lời bình" in found.notices[0], "“Dự thảo lần 2”" in found.notices[1]] == [True, True]


# Equations, symbols, drawings


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<m:f><m:num>{a+b}</m:num><m:den>{c}</m:den></m:f>", "(a+b)/c"),
        ("<m:sSup><m:e>{x}</m:e><m:sup>{2}</m:sup></m:sSup>", "x<sup>2</sup>"),
        ("<m:sSub><m:e>{x}</m:e><m:sub>{i}</m:sub></m:sSub>", "x<sub>i</sub>"),
        ("<m:rad><m:deg/><m:e>{a+1}</m:e></m:rad>", "√(a+1)"),
        ("<m:d><m:e>{a}</m:e></m:d>", "(a)"),
        ('<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{i=1}</m:sub><m:sup>{n}</m:sup><m:e>{x}</m:e></m:nary>',
         "∑<sub>i=1</sub><sup>n</sup> x"),
        ("<m:func><m:fName>{log}</m:fName><m:e>{x}</m:e></m:func>", "log x"),
        ("<m:moi><m:la>{y}</m:la></m:moi>", "y"),
    ],
)  # fmt: skip
def test_equations_of_every_form_are_readable(tmp_path: Path, xml: str, text: str) -> None:
    """As one would type them on a line; what is not known is written piece by piece."""
    xml = re.sub(r"\{(.*?)\}", r"<m:r><m:t>\1</m:t></m:r>", xml)

    assert imported(tmp_path, par(f"<m:oMath>{xml}</m:oMath>")).markdown == f"{text}\n"


def test_symbols_hyphens_and_breaks_are_what_they_show(tmp_path: Path) -> None:
    """A sign of a font is the letter that it looks like; one that nobody knows is told."""
    signs = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Phông lạ" w:char="F0AB"/></w:r>'
    breaks = "<w:br w:type='page'/><w:t>b</w:t><w:cr/><w:t>c</w:t>"
    marks = f"<w:r><w:t>45</w:t><w:noBreakHyphen/><w:t>NQ</w:t><w:tab/><w:t>a</w:t>{breaks}</w:r>"
    found = imported(tmp_path, par(signs, marks, run("\uf0d8", '<w:rFonts w:ascii="Wingdings"/>')))

    assert found.markdown.startswith("✓")
    assert "45-NQ a<br>\nb<br>\nc⮚\n" in found.markdown


def test_a_symbol_of_an_unknown_font_is_told(tmp_path: Path) -> None:
    """It stands as a box that a person can find."""
    found = imported(tmp_path, par('<w:r><w:sym w:font="Phông lạ" w:char="E0AB"/></w:r>', "x"))

    assert found.markdown == "□x\n"
    assert "□" in found.notices[0]


def test_boxes_shapes_and_art_of_old_word_are_kept_in_order(tmp_path: Path) -> None:
    """Text of every shape, with its table; a line that only decorates is told."""
    inside = par("Hộp") + table((par("A"), par("B")), (par("C"), par("D")))
    art = '<v:shape><v:textpath string="Nghệ thuật"/></v:shape>'
    drawing = f"<w:r><w:pict><v:group>{oval(inside)}{art}</v:group></w:pict></w:r>"
    found = imported(tmp_path, par("Trước", drawing) + par("<w:r><w:pict><v:line/></w:pict></w:r>") + par("Sau"))

    assert found.markdown == "Trước\n\nHộp\n\n| A | B |\n| --- | --- |\n| C | D |\n\nNghệ thuật\n\nSau\n"
    assert "1 hình" in found.notices[0]


def test_boxes_within_boxes_are_read_from_the_outside_in(tmp_path: Path) -> None:
    """No box is taken for a shape without words."""
    inner = par("<w:r><w:pict>" + oval(par("trong")) + "</w:pict></w:r>")
    found = imported(tmp_path, par("<w:r><w:pict>" + oval(par("ngoài") + inner + par("cuối")) + "</w:pict></w:r>"))

    assert found.markdown == "ngoài\n\ntrong\n\ncuối\n"
    assert found.notices == ()


def with_picture(data: bytes, times: int = 1) -> Callable[[Any], None]:
    """Put a picture into a document, with its own description each time, and change its bytes."""

    def change(document: Any) -> None:
        png = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(png, "PNG")
        for number in range(times):
            png.seek(0)
            shape = document.add_picture(png)
            shape._inline.docPr.set("descr", f"Một cửa {number}")  # noqa: SLF001 - no public name
        next(part for part in document.part.package.iter_parts() if "media" in part.partname)._blob = data  # noqa: SLF001

    return change


def bytes_of(kind: str) -> bytes:
    """Make a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "blue").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["BMP", "TIFF"])
def test_pictures_that_browsers_do_not_show_become_png(tmp_path: Path, kind: str) -> None:
    """The picture is the same."""
    found = imported(tmp_path, par("x"), change=with_picture(bytes_of(kind)))

    assert found.pictures[0].path == "/media/2026/11/bai-1.png"
    assert Image.open(io.BytesIO(found.pictures[0].data)).getpixel((0, 0)) == (0, 0, 255)


def test_a_picture_used_twice_is_one_file_with_two_descriptions(tmp_path: Path) -> None:
    """An icon before every paragraph does not fill the folder."""
    found = imported(tmp_path, par("x"), change=with_picture(bytes_of("PNG"), times=2))

    assert len(found.pictures) == 1
    assert re.findall(r"!\[(.*?)\]\((.*?)\)", found.markdown) == [
        ("Một cửa 0", "/media/2026/11/bai-1.png"),
        ("Một cửa 1", "/media/2026/11/bai-1.png"),
    ]


def test_a_picture_that_word_shows_cut_is_told(tmp_path: Path) -> None:
    """What was cut away is still in the picture."""

    def change(document: Any) -> None:
        with_picture(bytes_of("PNG"))(document)
        fill = next(document.element.body.iter(qn("pic:blipFill")))
        fill.append(parse_xml(f'<a:srcRect {DECLARED} l="50000"/>'))

    assert "phần bị cắt" in imported(tmp_path, par("x"), change=change).notices[0]


# Typed by hand


def test_paragraphs_typed_as_items_are_lists(tmp_path: Path) -> None:
    """A plus lies under a dash; a star, a dot and a dash without a space are items, too; a telephone number is none."""
    lines = ("- a", "+ b", "+ c", "– d", "chữ", "• e", "-g", "chữ", "+84 293 123", "-5 độ")
    found = imported(tmp_path, "".join(map(par, lines)))

    assert found.markdown == ("- a\n    - b\n    - c\n- d\n\nchữ\n\n- e\n    - g\n\nchữ\n\n+84 293 123\n\n-5 độ\n")
    assert accepted(found.markdown)


def test_numbers_typed_one_after_another_are_a_list_and_a_year_is_none(tmp_path: Path) -> None:
    """The numbers stay as typed."""
    found = imported(tmp_path, "".join(map(par, ("1. a", "2. b", "x", "3. c", "y", "30. tháng"))))

    assert found.markdown == "1. a\n2. b\n\nx\n\n3. c\n\ny\n\n30\\. tháng\n"


def test_a_short_bold_paragraph_that_stands_alone_is_a_heading(tmp_path: Path) -> None:
    """Its level shows in its number; a sentence, a caption, an author and a bold word are none."""
    xml = (
        par("Mở.") + bold("I. TÌNH HÌNH") + par("a") + bold("1. Thể chế") + par("b") + bold("Số liệu") + par("c")
        + bold("II. KẾT QUẢ") + par("Có ", run("chữ đậm", "<w:b/>"), " thôi") + bold("Đây là một câu.") + par("d")
        + bold("Bảng 1: Số hồ sơ") + par("e") + bold("Nguyễn Văn A", '<w:jc w:val="right"/>') + par("g") + bold("Hết")
    )  # fmt: skip
    found = imported(tmp_path, xml)

    assert re.findall(r"(?m)^#.*", found.markdown) == [
        "## I. TÌNH HÌNH",
        "### 1. Thể chế",
        "#### Số liệu",
        "## II. KẾT QUẢ",
    ]
    assert "**Bảng 1: Số hồ sơ**" in found.markdown


def test_bold_paragraphs_side_by_side_are_no_headings(tmp_path: Path) -> None:
    """They are a text that is bold."""
    assert "#" not in imported(tmp_path, par("x") + bold("Một") + bold("Hai") + par("y")).markdown


@pytest.mark.parametrize("lines", [("KẾT QUẢ QUÝ III",), ("Kết quả", "quý III"), ("Kết  quả quý III.",)])
def test_the_title_is_not_repeated(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """Whatever its form, and over two lines."""
    assert imported(tmp_path, "".join(map(bold, lines)) + par("Chữ."), "Kết quả quý III").markdown == "Chữ.\n"


TOP = table(
    (
        par("UBND TỈNH SÓC TRĂNG") + bold("SỞ NỘI VỤ") + par("Số: 45/BC-SNV"),
        bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + bold("Độc lập - Tự do - Hạnh phúc")
        + par("Sóc Trăng, ngày 02 tháng 11 năm 2026"),
    )
)
END = table((bold("Nơi nhận:") + par("- Như trên;") + par("- Lưu: VT."), bold("GIÁM ĐỐC") + bold("Nguyễn Văn A")))


def test_the_frame_of_an_official_letter_is_told_apart(tmp_path: Path) -> None:
    """Every word of it stands in a notice, none in the article; what comes after it stays."""
    found = imported(
        tmp_path, TOP + par("Kính gửi: UBND tỉnh") + par("Sở báo cáo.") + END + par("PHỤ LỤC") + par("Kê.")
    )

    assert found.markdown == "Kính gửi: UBND tỉnh\n\nSở báo cáo.\n\nPHỤ LỤC\n\nKê.\n"
    assert all(words in found.notices[0] for words in ("Số: 45/BC-SNV", "SỞ NỘI VỤ", "Độc lập", "ngày 02"))
    assert all(words in found.notices[1] for words in ("Lưu: VT", "Như trên", "GIÁM ĐỐC", "Nguyễn Văn A"))


def test_a_frame_typed_in_paragraphs_is_told_apart(tmp_path: Path) -> None:
    """Without a table, with tabs; the signature above the recipients."""
    top = ("SỞ Y TẾ\tCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc", "Số: 12/SYT-VP", "V/v báo cáo")
    end = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "(Đã ký)", "Trần Thị B", "Nơi nhận:", "- Như trên;", "- Lưu: VT.")
    found = imported(tmp_path, "".join(map(par, (*top, "Sở báo cáo.", *end))))

    assert found.markdown == "Sở báo cáo.\n"
    assert all(any(line.split("\t")[0] in notice for notice in found.notices) for line in (*top, *end))


def test_a_scanned_signature_is_not_published(tmp_path: Path) -> None:
    """The picture between post and name goes with them and is told; the one above them is the article's."""

    def change(document: Any) -> None:
        with_picture(bytes_of("PNG"), times=2)(document)
        body = document.element.body
        article, signature = (next(drawing.iterancestors(qn("w:p"))) for drawing in body.iter(qn("w:drawing")))
        body.insert(2, article)
        body.insert(4, signature)

    xml = TOP + par("Sở báo cáo.") + par("GIÁM ĐỐC") + par("Nguyễn Văn A") + par("Nơi nhận:") + par("- Lưu: VT.")
    found = imported(tmp_path, xml, change=change)

    assert found.markdown == "Sở báo cáo.\n\n![Một cửa 0](/media/2026/11/bai-1.png)\n"
    assert any("chữ ký" in notice for notice in found.notices)


def test_an_article_that_speaks_of_letters_keeps_every_word(tmp_path: Path) -> None:
    """The national title in a long text, a number, a date and a name are no frame."""
    lines = ("Ngày 02 tháng 11 năm 2026, Sở ban hành công văn.", "Số: 45/BC-SNV là số của báo cáo ấy.", "Nguyễn Văn A")
    found = imported(tmp_path, "".join(map(par, lines)))

    assert found.markdown == "\n\n".join(lines) + "\n"
    assert found.notices == ()


def test_items_typed_in_a_frame_are_a_list(tmp_path: Path) -> None:
    """A table of one cell only places its text."""
    assert imported(tmp_path, table((par("- a") + par("- b"),))).markdown == "- a\n- b\n"


def test_a_frame_without_the_national_title_is_known_by_number_and_date(tmp_path: Path) -> None:
    """Plans and minutes are often typed so."""
    top = ("SỞ NỘI VỤ", "Số: 12/KH-SNV", "Sóc Trăng, ngày 1 tháng 2 năm 2026")
    found = imported(tmp_path, "".join(map(par, (*top, "Nội dung thứ nhất.", "GIÁM ĐỐC"))))

    assert found.markdown == "Nội dung thứ nhất.\n"
    assert all(any(line in notice for notice in found.notices) for line in (*top, "GIÁM ĐỐC"))


def test_no_character_of_a_word_file_makes_check_refuse_the_article(tmp_path: Path) -> None:
    """What no output can show is taken out, of descriptions, too."""
    odd = "\u061c\u200e\u202a\u202e\u2066\u2028\u0085\u00ad\ufdd0\ufff9\U000e0041\U0001fffe\ufeff\ufffc\x7f"

    def change(document: Any) -> None:
        with_picture(bytes_of("PNG"))(document)
        next(document.element.body.iter(qn("wp:docPr"))).set("descr", f"Ảnh{odd} một cửa")

    notes = FileNotes("content/news/2026/11/x.md")
    text = imported(tmp_path, par(f"a{odd}b"), change=change).markdown

    assert decode(notes, text.encode()) == text
    assert notes.problems() == ()
    assert text == "a b\n\n![Ảnh một cửa](/media/2026/11/bai-1.png)\n"


# Files that are not what they seem


def changed(source: Path, folder: Path, name: str, data: bytes) -> Path:
    """Copy a Word file with one part replaced."""
    path = folder / "khac.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return path


ENTITY = (
    b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document xmlns:w="x"><w:body>&a;</w:body></w:document>'
)


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"])
@pytest.mark.parametrize("data", [ENTITY, b"<x", b"", b"<a>" * 300 + b"</a>" * 300])
def test_a_part_that_is_not_of_word_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    """No entity is resolved, nothing nests without end."""
    with pytest.raises(ContentError, match="hỏng"):
        from_docx(changed(CASES / "02.docx", tmp_path, name, data), "Bài", "/media/x")


def test_a_part_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is bounded more tightly than pictures."""
    monkeypatch.setattr("site_builder.content.word.package.MAX_XML", 100)
    with pytest.raises(ContentError, match="hỏng"):
        from_docx(CASES / "02.docx", "Bài", "/media/x")


def test_the_strict_form_of_the_format_is_read_like_the_usual_one(tmp_path: Path) -> None:
    """Word writes it when asked to."""
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    with zipfile.ZipFile(CASES / "16.docx") as parts:
        data = parts.read("word/document.xml").replace(NAMESPACES["w"].encode(), strict)

    assert from_docx(changed(CASES / "16.docx", tmp_path, "word/document.xml", data), "Bài", "/m").markdown == text_of(
        "16"
    )


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


def test_an_old_file_is_converted_where_libreoffice_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And told, for a person to compare."""
    (tmp_path / "cu.doc").write_bytes(OLD)
    monkeypatch.setattr("site_builder.programs.convert", lambda *_args, **_options: (CASES / "16.docx").read_bytes())
    found = from_docx(tmp_path / "cu.doc", "Bài", "/media/x")

    assert found.markdown == text_of("16")
    assert ".doc cũ" in found.notices[0]


def test_an_old_file_is_refused_where_libreoffice_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way to save it again."""
    (tmp_path / "cu.doc").write_bytes(OLD)
    monkeypatch.setattr("site_builder.programs.convert", lambda *_args, **_options: None)
    with pytest.raises(ContentError, match="Word cũ"):
        from_docx(tmp_path / "cu.doc", "Bài", "/media/x")


# Everything kept or told

WORD = st.text("abcđêơ", min_size=2, max_size=6)
SPECIAL = st.sampled_from(
    ["a*b", "[x]", "1.", "-", "+", "a_b_c", "<b>", "&amp", "#tag", "{x}", "|", "45/QĐ-UBND", "~~", "1)"]
)
TEXT = st.lists(st.one_of(WORD, WORD, WORD, SPECIAL), min_size=1, max_size=6).map(" ".join)
LABELS = st.sampled_from(["", "", "- ", "+ ", "* ", "• ", "1. ", "2. ", "a) ", "I. "])
ESCAPE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def _block(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw a block: its XML and the words that a reader sees."""
    kind = draw(
        st.sampled_from(["plain", "plain", "bold", "item", "heading", "table", "box", "field", "formula", "control"])
    )
    texts = draw(st.lists(TEXT, min_size=4, max_size=4)) if kind == "table" else [draw(TEXT)]
    seen = [text.translate(ESCAPE) for text in texts]
    if kind in ("plain", "bold", "heading"):
        seen = [draw(LABELS) + seen[0]] if kind != "heading" else seen
        style = '<w:pStyle w:val="Heading2"/>' if kind == "heading" else ""
        return par(run(seen[0], "<w:b/>" if kind == "bold" else ""), properties=style), texts
    if kind == "table":
        return table((par(seen[0]), par(seen[1])), (par(seen[2]), item(seen[3], 91))), texts
    return {
        "item": lambda: item(seen[0], 91, draw(st.integers(0, 3))),
        "box": lambda: par(f"<w:r><w:pict>{oval(par(seen[0]))}</w:pict></w:r>"),
        "field": lambda: par(field(" REF x ", run(seen[0]))),
        "formula": lambda: par(f"<m:oMath><m:r><m:t>{seen[0]}</m:t></m:r></m:oMath>"),
        "control": lambda: f"<w:sdt><w:sdtContent>{par(seen[0])}</w:sdtContent></w:sdt>",
    }[kind](), texts  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw the body of a document and the words that a reader sees in it."""
    blocks = [_block(draw) for _ in range(draw(st.integers(1, 8)))]
    return "".join(xml for xml, _ in blocks), [text for _, texts in blocks for text in texts]


@pytest.mark.slow
@given(documents())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(25, 200))
def test_every_word_that_a_reader_sees_is_in_the_article_or_in_a_notice(
    tmp_path: Path, document: tuple[str, list[str]]
) -> None:
    """Whatever the words are marked as; and the article passes `check`."""
    xml, texts = document
    found = imported(tmp_path, xml, "Tiêu đề không có trong tệp", change=lists(OUTLINE))
    shown = convert(found.markdown, "content/news/2026/11/x.md", 1, EXTENSIONS)
    told = _squeezed(shown.body.text + " ".join(found.notices))

    assert shown.problems == ()
    assert [text for text in texts if _squeezed(_SIGN.sub("", text)) not in told] == []


_SIGN = re.compile(r"\A[-+*•]\s+")
"""What a list writes anew."""


def _squeezed(text: str) -> str:
    """Leave spaces out, which a list or a cell may change."""
    return re.sub(r"\s+", "", text)
