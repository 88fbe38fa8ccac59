"""SVG and XML of strangers: a drawing only draws, data only say something, and every other kind of file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder import build, images
from site_builder.build import Options
from site_builder.content import list_files
from site_builder.errors import ContentError, errors_of
from tests.conftest import NOW, article, build_portal, rendered_chrome, write

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
DRAWN = '<rect width="9" height="9" fill="url(#a)"/>'

HARMFUL = {
    "script": f"{OPEN}<script>x()</script></svg>",
    "script by another prefix": f'{OPEN}<s:script xmlns:s="http://www.w3.org/2000/svg">x()</s:script></svg>',
    "script of HTML": f'{OPEN}<script xmlns="http://www.w3.org/1999/xhtml">x()</script></svg>',
    "script inside metadata of a program": f'{OPEN}<a:b xmlns:a="urn:a"><script>x()</script></a:b></svg>',
    "handler": f'{OPEN}<rect onload="x()"/></svg>',
    "handler on the root": '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "HTML inside": f'{OPEN}<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>',
    "link": f'{OPEN}<a href="javascript:x()"><rect/></a></svg>',
    "script in a use": f'{OPEN}<use href="data:image/svg+xml,x#a"/></svg>',
    "use of another file": f'{OPEN}<use xlink:href="https://x.vn/a.svg#a"/></svg>',
    "picture from elsewhere": f'{OPEN}<image href="https://x.vn/a.png"/></svg>',
    "picture beside it": f'{OPEN}<image href="a.png"/></svg>',
    "drawing in a picture": f'{OPEN}<image href="data:image/svg+xml;base64,AAAA"/></svg>',
    "filter from elsewhere": f'{OPEN}<filter id="f"><feImage href="https://x.vn/a"/></filter></svg>',
    "animation of a link": f'{OPEN}<animate attributeName="href" to="javascript:x()"/></svg>',
    "animation of a link by name": f'{OPEN}<animate attributeName="xlink:href" to="x"/></svg>',
    "set": f'{OPEN}<set attributeName="fill" to="red"/></svg>',
    "style that asks elsewhere": f"{OPEN}<style>a{{fill:url(https://x.vn/)}}</style></svg>",
    "style that imports": f"{OPEN}<style>@import 'https://x.vn/a.css';</style></svg>",
    "style with an escape": f"{OPEN}<style>a{{fill:u\\72l(https://x.vn/)}}</style></svg>",
    "style with a font": f"{OPEN}<style>@font-face{{src:url(#a)}}</style></svg>",
    "style of an element": f'{OPEN}<rect style="fill:URL( https://x.vn/ )"/></svg>',
    "paint from elsewhere": f'{OPEN}<rect fill="url(//x.vn/#a)"/></svg>',
    "cursor from elsewhere": f'{OPEN}<rect cursor="url(a.cur)"/></svg>',
    "entity": '<!DOCTYPE svg [<!ENTITY a "x">]>' + OPEN + "<text>&a;</text></svg>",
    "bomb of entities": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + OPEN + "<text>&b;</text></svg>",
    "stylesheet beside it": '<?xml-stylesheet href="https://x.vn/a.xsl" type="text/xsl"?>' + OPEN + "</svg>",
    "parts that repeat parts": OPEN
    + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
    + '<rect id="a0"/></svg>',
    "another frame": f'{OPEN}<iframe src="https://x.vn/"/></svg>',
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_drawing_that_does_more_than_draw_is_refused_with_its_line(portal: Path, name: str) -> None:
    """By check, which says what and what to do; nothing of it is published."""
    write(portal, "content/media/hinh.svg", "\n\n" * name.startswith("another") + HARMFUL[name])
    write(portal, "content/news/2024/05/bai-moi.md", article(body="Chữ.\n\n![Sơ đồ bốn bước](/media/hinh.svg)"))
    found = errors_of(build.check(portal, lambda _root: rendered_chrome(), Options(now=NOW)).problems)

    assert [(one.path, one.code) for one in found] == [("content/media/hinh.svg", "tep-co-ma")]
    assert found[0].line >= 1
    assert "; hãy xuất lại" in found[0].message
    with pytest.raises(ContentError):
        build_portal(portal)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg/>",
        b'<?xml version="1.0" encoding="utf-7"?>' + OPEN.encode() + b"</svg>",
        OPEN.encode() + b"<rect></svg>",
        OPEN.encode() + b"<text>&nbsp;</text></svg>",
        OPEN.encode() + b"<g>" * 5000 + b"</g>" * 5000 + b"</svg>",
        OPEN.encode() + b"<text>\xff</text></svg>",
    ],
)
def test_a_drawing_that_is_none_is_broken(data: bytes) -> None:
    """Browsers show nothing of it, or read it another way than we do."""
    with pytest.raises(images.BrokenError):
        images.published(data)


@pytest.mark.parametrize(
    "text",
    [
        f"{OPEN}{DRAWN}</svg>",
        f"<?xml version='1.0' encoding='UTF-8'?>\n<!-- Sơ đồ -->\n{OPEN}<title>Sơ đồ</title>{DRAWN}</svg>\n",
        f"{OPEN}<style>.a{{fill:url(#a);font-family:'Be Vietnam'}}</style><use href=' #a '/></svg>",
        f'{OPEN}<image href="data:image/png;base64,AAAA" width="9"/></svg>',
        f'{OPEN}<circle r="4"><animate attributeName="r" values="1;4" dur="1s"/></circle></svg>',
        f'{OPEN}<use id="a" href="#b"/><use id="b" href="#a"/></svg>',
    ],
)
def test_a_drawing_that_only_draws_stays_the_same_bytes(text: str) -> None:
    """Nothing of a person's work is written anew without need."""
    assert images.published(text.encode()) == text.encode()


def test_what_a_program_writes_for_itself_is_left_out() -> None:
    """Layers, licences, the maker's file name and the type of the document; what is drawn stays."""
    text = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape" '
        'i:export-filename="/home/lan/x.png" viewBox="0 0 9 9"><metadata><i:x/></metadata><i:layer i:a="1"/>'
        '<g i:label="Lớp 1" data-x="1"><text x="1">Một <i:b/>cửa</text></g></svg>'
    )
    copy = images.published(text.encode()).decode()

    assert "/home/lan" not in copy
    assert [word for word in ("DOCTYPE", "metadata", "Lớp 1", "data-x", "<i:") if word in copy] == []
    assert '<text x="1">Một cửa</text>' in copy
    assert images.published(copy.encode()) == copy.encode()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xml", '<r xmlns:h="http://www.w3.org/1999/xhtml"><h:script>x()</h:script></r>', "tep-co-ma"),
        ("a.xml", '<r xmlns:h="http://www.w3.org/1999/&#120;html"><h:script>x()</h:script></r>', "tep-co-ma"),
        ("a.rdf", '<r xmlns:h="http://www.w3.org/2000/svg"><h:script>x()</h:script></r>', "tep-co-ma"),
        ("a.xml", '<?xml-stylesheet href="a.xsl"?><r/>', "tep-co-ma"),
        ("a.xml", "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>", "tep-co-ma"),
        ("a.kml", "chữ", "tep-khong-phai"),
        ("a.md", "<script>x()</script>", "tep-khong-phai"),
        ("a.srt", " <b onclick='x()'>x", "tep-khong-phai"),
        ("a.mp3", "<html><script>x()</script>", "tep-khong-phai"),
    ],
)
def test_data_that_a_browser_would_take_for_a_page_are_refused(portal: Path, name: str, data: str, code: str) -> None:
    """Where no header says otherwise, they would run in the portal's name."""
    write(portal, f"content/media/{name}", data)
    found = errors_of(build.check(portal, lambda _root: rendered_chrome(), Options(now=NOW)).problems)

    assert [(one.path, one.code) for one in found] == [(f"content/media/{name}", code)]


def test_data_that_only_say_something_pass(portal: Path) -> None:
    """XML, text with tags in a type that every server knows."""
    write(portal, "content/media/a.xml", "<r xmlns='urn:x'><!-- x --><h>1</h></r>")
    write(portal, "content/media/a.txt", "<b> là thẻ đậm")
    write(portal, "content/media/a.md", "# Chữ\n")

    assert errors_of(build.check(portal, lambda _root: rendered_chrome(), Options(now=NOW)).problems) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.phtml", "PDF"), ("a.php5", "PDF"), ("a.hta", "PDF"), ("a.lnk", "PDF"), ("a.url", "PDF"), ("a.jar", "PDF"),
        ("a.swf", "PDF"), ("a.apk", "PDF"), ("a.xht", "PDF"), ("a.mjs", "PDF"), ("a.docm", ".docx"),
        ("a.XLSM", ".xlsx"), ("a.pptm", ".pptx"), ("a.svgz", ".svg"), ("a.iso", ".zip"), ("a.tar", ".zip"),
        ("a.php.jpg", "a.jpg"), ("a.HTML.png", "a.png"), ("a.pHp7.pdf", "a.pdf"), ("a.la", "PDF"), ("a", "đuôi"),
        (".htaccess", "xóa"), (".user.ini", "xóa"), (".htpasswd", "xóa"),
    ],
)  # fmt: skip
def test_a_file_that_readers_do_not_open_is_refused_with_what_to_do(tmp_path: Path, name: str, said: str) -> None:
    """Only listed kinds are published, so the next dangerous one is refused, too."""
    write(tmp_path, f"content/media/{name}", "x")
    (told,) = list_files(tmp_path)[1]

    assert (told.path, told.code, told.level) == (f"content/media/{name}", "loai-tep-cam", "error")
    assert said in told.message.partition("; hãy")[2]


@pytest.mark.parametrize(
    "name",
    [
        "a.png", "a.JPG", "a.jpeg", "a.gif", "a.webp", "a.avif", "a.svg", "a.pdf", "a.doc", "a.docx", "a.xls", "a.xlsx",
        "a.ppt", "a.pptx", "a.odt", "a.ods", "a.odp", "a.rtf", "a.csv", "a.txt", "a.json", "a.xml", "a.mp3", "a.m4a",
        "a.ogg", "a.wav", "a.mp4", "a.webm", "a.vtt", "a.srt", "a.zip", "a.7z", "qd-12.2024.v2.pdf", "tinh.gov.vn.png",
    ],
)  # fmt: skip
def test_what_readers_open_passes(tmp_path: Path, name: str) -> None:
    """Pictures, documents, sound, film, text and archives, with dots in their names."""
    write(tmp_path, f"content/media/{name}", "x")

    assert list_files(tmp_path)[1] == ()
