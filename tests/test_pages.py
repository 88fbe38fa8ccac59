"""Pages: what a reader is told, and what a page may never depend on."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest

from site_builder import pages
from site_builder.frame import outer
from site_builder.frame.chrome import Chrome, split, token
from site_builder.frame.templates import records_of
from site_builder.model import (
    CHANNELS,
    GENRES,
    Agency,
    AgencyEvent,
    AgencyName,
    Airing,
    Article,
    Asset,
    Attachment,
    Body,
    Column,
    Contact,
    Correction,
    Heading,
    HostedMedia,
    Hotline,
    Image,
    Link,
    OfficialDocument,
    Outlet,
    Taxonomy,
    Topic,
    Withdrawal,
)
from site_builder.model.settings import Press, Settings
from site_builder.pages import FeedRow
from site_builder.text import VIETNAM
from site_builder.urls import ROOT, depth_of
from tests.conftest import REPOSITORY

WHEN = datetime(2019, 8, 6, 7, 30, tzinfo=VIETNAM)
LATER = datetime(2019, 8, 20, 9, 0, tzinfo=VIETNAM)
SETTINGS = Settings(
    site_name="Bản tin <CCHC>",
    site_url="https://tinh.example.vn/cchc/",
    feed_authority="tinh.example.vn,2026",
    agency="Sở Nội vụ",
    phone="0292 0000 000",
    nav=(("Giới thiệu", "/gioi-thieu/"),),
)
TOPICS = (
    Topic(id="mot-cua", name="Một cửa", description="Một cửa, một cửa liên thông."),
    Topic(id="the-che", name="Thể chế & pháp luật"),
)
OFFICE = Agency(
    id="so-noi-vu",
    names=(
        AgencyName(name="Ban Tổ chức", until=date(2010, 1, 1)),
        AgencyName(name="Sở Nội vụ Sóc Trăng", since=date(2010, 1, 1), until=date(2025, 7, 1)),
    ),
    parent="ubnd",
    place="Sóc Trăng",
    contact=Contact(address="Số 1", phone="0299 1", email="a@example.vn", website="https://so.example.vn/"),
    hotline=Hotline(phone="0299 1022", name="Trực ban", note="Giờ hành chính"),
    events=(AgencyEvent(date=date(2025, 7, 1), type="merge", successors=("so-noi-vu-moi",), note="Hợp thành một."),),
)
HEIR = Agency(
    id="so-noi-vu-moi",
    names=(AgencyName(name="Sở Nội vụ Cần Thơ", since=date(2025, 7, 1)),),
    place="Cần Thơ",
    hotline=Hotline(phone="0292 1022"),
)
BOARD = Agency(id="ubnd", names=(AgencyName(name="Ủy ban nhân dân"),), contact=Contact(website="javascript:alert(1)"))
TAXONOMY = Taxonomy(
    topics=TOPICS,
    agencies=(BOARD, HEIR, OFFICE),
    genres=GENRES,
    channels=CHANNELS,
    outlets=(Outlet(id="stv1", name="STV1"),),
    columns=(Column(id="nhip-cau", name="Nhịp cầu"),),
)
FIRST = Article(
    id="2019/08/mot",
    path="content/news/2019/08/mot.md",
    slug="mot",
    month="2019/08",
    title='Bài "một" & <b>hai</b>',
    date=WHEN,
    added=WHEN,
    topics=("mot-cua", "the-che"),
    agency="so-noi-vu",
    genre="bai",
    airings=(Airing(date=WHEN, channel="web"),),
    summary="Tóm tắt của bài.",
)
FULL = replace(
    FIRST,
    id="2019/08/hai",
    slug="hai",
    title="Bài hai",
    column="nhip-cau",
    partners=("ubnd",),
    author="Nguyễn Văn A",
    source="Báo Sóc Trăng",
    source_url="https://bao.example.vn/bai",
    image=Image(src="/media/anh.png", alt="Quầy một cửa", caption="Người dân nộp hồ sơ", credit="Trần B"),
    picture="/media/anh.png",
    media=HostedMedia(
        url="https://video.example.vn/1", poster="/media/bia.png", transcript="Câu một.\n\nCâu hai.", minutes=2.5
    ),
    attachments=(Attachment(file="/media/bang.xlsx", title="Bảng số liệu", number="230/BC"),),
    document=OfficialDocument(number="22/2016/QĐ-UBND", issuer="UBND tỉnh", date=date(2016, 5, 4)),
    tags=("một cửa", "bưu chính"),
    updated=LATER,
    corrections=(Correction(date=LATER, note="Sửa tên huyện."),),
    airings=(
        Airing(date=WHEN, channel="truyen-hinh", outlet="stv1", minutes=3, url="https://tv.example.vn/1"),
        Airing(date=LATER, channel="phat-thanh"),
    ),
)
GONE = replace(
    FIRST,
    id="2019/08/go",
    slug="go",
    title="Bài đã gỡ",
    summary="",
    status="withdrawn",
    withdrawn=Withdrawal(date=LATER, reason="Đăng nhầm."),
)
BODY = Body(
    html=(
        f'<p>Mở đầu.</p><h2 id="a">A</h2><img src="{ROOT}/media/anh.png" alt="x" /><h2 id="b">B</h2>'
        f'<p><a href="{ROOT}/tin-tuc/2019/08/chua/#p">Bài <em>chưa</em> đăng</a> và '
        f'<a class="x" href="{ROOT}/tin-tuc/2019/08/mot/">bài một</a></p><h2 id="c">C</h2>'
    ),
    headings=tuple(
        Heading(level=level, id=id_, text=id_.upper()) for level, id_ in ((2, "a"), (2, "b"), (3, "x"), (2, "c"))
    ),
    media=(Link(url="/media/anh.png", line=3),),
    lead="Mở đầu.",
)
SHORT = Body(html="<p>Tóm tắt của bài.</p>", lead="Tóm tắt  của bài.")


def _chrome() -> Chrome:
    """A chrome with the holes of the real one."""
    holes = (("title", "text"), ("description", "attribute"), ("canonical", "url"), ("head", "html"), ("data", "json"))
    parts = "".join(f"<{name}>{token(kind, name)}</{name}>" for name, kind in holes)
    return split(f"{parts}<main>{token('html', 'main')}</main>")


def _records() -> dict[str, Any]:
    """All records of a portal of three articles."""
    folder = REPOSITORY / "theme" / "templates"
    found: dict[str, Any] = {
        "settings": SETTINGS,
        **dict(records_of({file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.html"))})),
        "taxonomy": TAXONOMY,
        "terms": replace_terms(TAXONOMY),
        "body:2019/08/mot": SHORT,
        "body:2019/08/hai": BODY,
        "asset:/media/anh.png": Asset(path="/media/anh.png", size=9, digest="ab12", width=640, height=400, scales=True),
        "asset:/media/bia.png": Asset(path="/media/bia.png", size=9, digest="", width=320, height=180),
        "asset:/media/bang.xlsx": Asset(path="/media/bang.xlsx", size=14336, digest=""),
    }
    found |= {f"facts:{article.id}": article for article in (FIRST, FULL, GONE)}
    found |= {f"topic:{topic.id}": topic for topic in TOPICS}
    found |= {f"agency:{agency.id}": agency for agency in TAXONOMY.agencies}
    found |= {f"heirs:{agency.id}": () for agency in TAXONOMY.agencies} | {"heirs:so-noi-vu": (HEIR,)}
    return found | {outer.chrome_key(section, depth): _chrome() for section in outer.SECTIONS for depth in range(5)}


def replace_terms(taxonomy: Taxonomy) -> Taxonomy:
    """Return the vocabularies only, as the record `terms` holds them."""
    return Taxonomy(
        genres=taxonomy.genres, channels=taxonomy.channels, outlets=taxonomy.outlets, columns=taxonomy.columns
    )


RECORDS = _records()


class Noting:
    """Gives records, and notes which are read."""

    def __init__(self, **changed: Any) -> None:
        self.records = RECORDS | {key.replace("__", ":"): value for key, value in changed.items()}
        self.keys: set[str] = set()

    def __call__(self, key: str) -> Any:
        """Return a record."""
        self.keys.add(key)
        return self.records[key]


def _article(
    article: Article = FULL, older: tuple[str, ...] = (), related: tuple[str, ...] = (), hidden: tuple[str, ...] = ()
) -> str:
    """Make the page of an article."""
    read = Noting()
    read.records = read.records | {f"facts:{article.id}": article}
    return pages.article(read, article.id, older, related, hidden).decode()


def _listing(
    kind: str,
    key: str,
    number: int,
    articles: tuple[Article, ...],
    older: int = 0,
    years: tuple[tuple[str, int], ...] = (),
) -> str:
    """Make a page of a list."""
    ids = tuple(article.id for article in articles)
    return pages.listing(Noting(), kind, key, number, ids, pages.Onward(older, years)).decode()


def _words(html: str) -> str:
    """Return what a reader sees, on one line."""
    main = html.partition("<main>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _data(html: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(re.findall(r"<data>(.*?)</data>", html, re.DOTALL)[0])
    return found


def _links(html: str) -> list[str]:
    return re.findall(r'<a\b[^>]*?\shref="([^"]*)"', html.partition("<main>")[2])


def test_an_article_says_everything_that_its_front_matter_says() -> None:
    """Every field of the front matter is on the page, in the words that people use."""
    words = _words(_article())

    for expected in (
        "Bài hai",
        "Sở Nội vụ Sóc Trăng (nay là Sở Nội vụ Cần Thơ )",
        "06/08/2019 07:30",
        "Cập nhật 20/08/2019 09:00",
        "Nguyễn Văn A",
        "Tóm tắt của bài.",
        "Đính chính ( 20/08/2019 ): Sửa tên huyện.",
        "Người dân nộp hồ sơ Ảnh: Trần B",
        "Xem video (2,5 phút)",
        "Bản chữ Câu một. Câu hai.",
        "22/2016/QĐ-UBND Cơ quan ban hành UBND tỉnh Ngày ban hành 04/05/2016",
        "Bảng số liệu Số 230/BC · XLSX · 14 KB",
        "Chủ đề Một cửa , Thể chế & pháp luật",
        "Chuyên mục Nhịp cầu",
        "Phối hợp Ủy ban nhân dân",
        "Nguồn Báo Sóc Trăng",
        "STV1, 06/08/2019, 3 phút",
        "Phát thanh, 20/08/2019",
        "Từ khóa một cửa, bưu chính",
        "https://tinh.example.vn/cchc/tin-tuc/2019/08/hai/",
    ):
        assert expected in words, expected


def test_what_is_empty_has_no_label() -> None:
    """An article with the required fields only shows no label without a value."""
    words = _words(_article(FIRST))

    labels = ("Nguồn", "Từ khóa", "Chuyên mục", "Phối hợp", "Đã phát", "Tệp đính kèm", "Văn bản", "Cập nhật", "Mục lục")
    assert [label for label in labels if label in words] == []
    assert "Đính chính" not in words
    assert "<figure" not in _article(FIRST)


def test_names_and_titles_are_escaped() -> None:
    """Markup in a title or a site's name is shown, never run."""
    html = _article(FIRST)

    assert "<h1>Bài &#34;một&#34; &amp; &lt;b&gt;hai&lt;/b&gt;</h1>" in html
    assert "<title>Bài &#34;một&#34; &amp; &lt;b&gt;hai&lt;/b&gt; - Bản tin &lt;CCHC&gt;</title>" in html
    assert "<b>" not in html


def test_a_summary_that_is_the_first_paragraph_is_not_printed_twice() -> None:
    """The sapo stands above the body only when the body does not begin with it."""
    assert _words(_article(FIRST)).count("Tóm tắt của bài.") == 1
    assert 'class="cc-sapo"' not in _article(FIRST)
    assert '<p class="cc-sapo">Tóm tắt của bài.</p>' in _article()


def test_three_sections_make_a_table_of_contents() -> None:
    """The contents list the h2 headings only; two sections need none."""
    two = replace(BODY, headings=BODY.headings[:2])
    few = pages.article(Noting(**{"body__2019/08/hai": two}), FULL.id, (), (), ()).decode()

    assert re.findall(r'<li><a href="#(\w)">', _article()) == ["a", "b", "c"]
    assert "cc-toc" not in few


def test_pictures_have_their_measures() -> None:
    """Pictures of the front matter and of the body say their size, so that nothing jumps."""
    html = _article()

    assert '<img src="../../../../media/anh.png" alt="Quầy một cửa" width="640" height="400"' in html
    assert '<img src="../../../../media/anh.png" alt="x" width="640" height="400" loading="lazy"></picture>' in html
    assert '<img src="../../../../media/bia.png" alt="" width="320" height="180"' in html


def test_static_pages_offer_copies_of_their_pictures_and_leave_the_frame_alone() -> None:
    """In their main part, where the page stands; the mark in the header and what is no picture of content stay."""
    header = '<img src="../media/anh.png" alt="">'
    main = pages.static_main("Liên hệ", '<p><img alt="Cổng" src="../media/anh.png" /><img src="x.png"></p>')
    made = pages.in_static_page(Noting(), f"{header}<main>{main}</main>{header}".encode()).decode()

    assert made.count(header) == 2
    copy = r"\.\./assets/anh/ab12/240\.[0-9a-f]{8}\.webp 240w, [^\"]*"
    shown = r'<img alt="Cổng" src="\.\./media/anh\.png" width="640" height="400" loading="lazy">'
    source = rf'<source type="image/webp" srcset="{copy}" sizes="[^"]*">'
    assert re.search(rf'<p><picture>{source}{shown}</picture><img src="x\.png"></p>', made)
    assert pages.in_static_page(Noting(), header.encode()) == header.encode()


def test_pictures_are_offered_in_widths_up_to_their_own() -> None:
    """A browser chooses among copies in WebP; what cannot be scaled is shown as it is."""
    html = _article()
    sources = re.findall(r'<source type="image/webp" srcset="([^"]*)" sizes="[^"]*">', html)
    folder = "../../../../assets/anh/ab12/"

    assert len(sources) == 2  # the lead picture, and the body's own
    for srcset in sources:
        assert [entry.partition(" ")[2] for entry in srcset.split(", ")] == ["240w", "400w", "640w"]
        assert all(re.fullmatch(rf"{folder}\d+\.[0-9a-f]{{8}}\.webp \d+w", entry) for entry in srcset.split(", "))
    assert html.count("fetchpriority") == 1
    assert '<picture><source type="image/webp" srcset="../../../../media/bia' not in html


def test_a_picture_keeps_what_its_author_said_of_it() -> None:
    """Measures and loading that stand in the body stay, and a picture without measures gets none."""
    written = f'<img src="{ROOT}/media/anh.png" alt="" width="10" height="5" loading="eager">'
    drawn = f'<img src="{ROOT}/media/ve.svg" alt="">'
    body = replace(
        BODY, html=written + drawn, media=(Link(url="/media/anh.png", line=1), Link(url="/media/ve.svg", line=1))
    )
    asset = Asset(path="/media/ve.svg", size=1, digest="")
    read = Noting(**{"body__2019/08/hai": body, "asset__/media/ve.svg": asset})
    html = pages.article(read, FULL.id, (), (), ()).decode()

    assert '<img src="../../../../media/anh.png" alt="" width="10" height="5" loading="eager">' in html
    assert '<img src="../../../../media/ve.svg" alt="" loading="lazy">' in html


@pytest.mark.parametrize(
    ("written", "links"),
    [
        ("<p>{image}</p>", 1),
        ("<figure><p>{image}</p><figcaption>Chú thích</figcaption></figure>", 1),
        ('<figure class="x">\n{image}<figcaption>Chú thích</figcaption></figure>', 1),
        ("<p>Bấm nút {image} để gửi.</p>", 0),
        ("<p>{image}</p><p>{image} rồi chờ.</p>", 1),
        ('<p><a href="https://x.vn/">{image}</a></p>', 0),
        ("<table><tbody><tr><td>{image}</td></tr></tbody></table>", 0),
        ("<p>{drawing}</p>", 0),
    ],
)
def test_a_picture_that_stands_by_itself_leads_to_its_original(written: str, links: int) -> None:
    """For the press; not one within a sentence, a link or a table, nor a drawing, which is shown as it is."""
    image, drawing = (f'<img src="{ROOT}/media/{name}" alt="x">' for name in ("anh.png", "ve.svg"))
    html = written.format(image=image, drawing=drawing)
    media = (Link(url="/media/anh.png", line=1), Link(url="/media/ve.svg", line=1))
    asset = Asset(path="/media/ve.svg", size=1, digest="")
    read = Noting(**{"body__2019/08/hai": replace(BODY, html=html, media=media), "asset__/media/ve.svg": asset})
    made = pages.article(read, FULL.id, (), (), ()).decode()
    link = '<a class="cc-original" href="../../../../media/anh.png">Ảnh gốc<span class="cc-hidden"> (PNG, '

    assert made.partition("cc-body")[2].count(link) == links
    assert made.partition("cc-body")[0].count(link) == 1  # that of the lead picture, before its caption
    assert not re.search(r"<p>(?:(?!</p>).)*cc-original", made)


def test_attachments_are_cards_with_the_sign_of_their_kind() -> None:
    """A table, pages, slides, an archive, a picture, sound; what is unknown is a file."""
    names = {"a.pdf": "pdf", "b.xlsx": "table", "c.pptx": "slides", "d.zip": "archive", "e.png": "picture",
             "f.mp3": "speak", "g.mp4": "play", "h.docx": "file", "i.xyz": "file"}  # fmt: skip
    files = tuple(Attachment(file=f"/media/{name}", title=f"Tệp {name}") for name in names)
    assets = {f"asset__{file.file}": Asset(path=file.file, size=1, digest="") for file in files}
    read = Noting(**assets, **{f"facts__{FULL.id}": replace(FULL, attachments=files)})
    made = pages.article(read, FULL.id, (), (), ()).decode()
    cards = made.partition('<ul class="cc-files">')[2].partition("</ul>")[0].split("<li>")[1:]

    assert [re.findall(r"cc-icon--(\w+)", card) for card in cards] == [[sign] for sign in names.values()]
    assert all(f'/media/{name}" download>Tệp {name}</a>' in card for name, card in zip(names, cards, strict=True))


def test_a_poster_that_is_the_lead_picture_is_shown_once() -> None:
    """The same picture does not stand twice above the body."""
    same = replace(FULL, media=replace(FULL.media, poster="/media/anh.png") if FULL.media else None)

    assert _article(same).count('src="../../../../media/anh.png"') == 2  # the lead picture, and the body's own
    assert "Xem video" in _article(same)


def test_a_recording_with_a_dangerous_address_is_left_out() -> None:
    """Only web addresses and files of the site become links."""
    bad = replace(FULL, media=HostedMedia(url="javascript:alert(1)"), source_url="javascript:alert(1)")
    html = _article(bad)

    assert [link for link in _links(html) if link.startswith("javascript")] == []
    assert "Xem video" not in html
    assert "Nguồn Báo Sóc Trăng" in _words(html)


def test_a_recording_can_be_a_file_of_the_site() -> None:
    """A rooted address is linked by depth; a sound is to be heard, not seen."""
    html = _article(replace(FULL, genre="audio", media=HostedMedia(url="/media/nghe.mp3")))

    assert '<a class="cc-play" href="../../../../media/nghe.mp3"' in html
    assert '<audio class="cc-player" controls preload="none" src="../../../../media/nghe.mp3"' in html
    assert "Tải bản ghi âm" in _words(html)


def test_a_source_without_a_name_shows_its_address() -> None:
    """`source_url` alone is enough for a source."""
    html = _article(replace(FULL, source=""))

    assert '<a href="https://bao.example.vn/bai" rel="external">https://bao.example.vn/bai</a>' in html


def test_links_to_what_is_not_public_yet_become_words() -> None:
    """A hidden URL leaves the words of its link, fragment or not; other links stay."""
    html = _article(hidden=("/tin-tuc/2019/08/chua/",))

    assert "Bài <em>chưa</em> đăng và" in html
    assert "/tin-tuc/2019/08/chua/" not in html
    assert '<a class="x" href="../../../../tin-tuc/2019/08/mot/">bài một</a>' in html
    assert 'href="../../../../tin-tuc/2019/08/chua/#p"' in _article()


def test_an_agency_whose_name_changed_says_its_new_name() -> None:
    """A living agency with a newer name shows both; one that only became another entity shows its name once."""
    agency = replace(OFFICE, names=(OFFICE.names[1], AgencyName(name="Sở Mới", since=date(2025, 7, 1))), events=())
    renamed = Noting(**{"agency__so-noi-vu": agency, "heirs__so-noi-vu": ()})
    same = Noting(**{"heirs__so-noi-vu": (replace(HEIR, names=OFFICE.names[1:]),)})

    assert "Sở Nội vụ Sóc Trăng (nay là Sở Mới)" in _words(pages.article(renamed, FIRST.id, (), (), ()).decode())
    assert "nay là" not in _words(pages.article(same, FIRST.id, (), (), ()).decode())


def test_neighbours_are_titles_and_dates_and_may_be_withdrawn() -> None:
    """The older article and the related ones are linked; a withdrawn one says so."""
    html = _article(older=("2019/08/mot",), related=("2019/08/go",))

    assert "Cùng chủ đề Bài đã gỡ Đã gỡ bỏ 06/08/2019" in _words(html)
    assert 'Tin trước đó Bài "một"' in _words(html)
    assert "../../../../tin-tuc/2019/08/go/" in _links(html)
    assert "Đọc thêm" not in _article(FIRST)


def test_a_withdrawn_article_leaves_its_name_date_and_reason_only() -> None:
    """The notice keeps the title and tells when and why; it needs no body and is not to be indexed."""
    html = _article(GONE)

    assert "Đã gỡ bỏ Bài đã gỡ Tin, bài này đã được gỡ bỏ ngày 20/08/2019 . Lý do: Đăng nhầm." in _words(html)
    assert '<meta name="robots" content="noindex">' in html
    read = Noting()
    pages.article(read, GONE.id, (), (), ())
    assert read.keys == {
        "settings",
        "template:head.html",
        "template:withdrawn.html",
        "chrome:tin-tuc/4",
        f"facts:{GONE.id}",
    }


def test_a_withdrawal_without_words_is_still_a_notice() -> None:
    """An article that is only marked as withdrawn gets a notice without a date."""
    assert "Tin, bài này đã được gỡ bỏ." in _words(_article(replace(GONE, withdrawn=None)))
    silent = replace(GONE, withdrawn=Withdrawal(date=LATER, reason=""))
    assert "Lý do" not in _words(_article(silent))


def test_an_article_describes_itself_to_machines() -> None:
    """JSON-LD is a NewsArticle; Open Graph, Dublin Core and feeds stand in the head."""
    html = _article()
    data = _data(html)

    assert data["@type"] == "NewsArticle"
    assert (data["headline"], data["datePublished"], data["dateModified"]) == (
        "Bài hai",
        "2019-08-06T07:30:00+07:00",
        "2019-08-20T09:00:00+07:00",
    )
    assert data["author"] == {"@type": "Person", "name": "Nguyễn Văn A"}
    assert data["publisher"]["name"] == "Sở Nội vụ Sóc Trăng"
    assert data["image"][0]["url"] == "https://tinh.example.vn/cchc/media/anh.png"
    assert [(image["width"], image["height"]) for image in data["image"]][1:] == [(1200, 630)]
    way = data["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [step["name"] for step in way] == ["Trang chủ", "Tin tức - Sự kiện", "Một cửa", "Bài hai"]
    assert way[-1]["item"] == data["url"]
    assert set(re.findall(r'name="DC\.(\w+)" content="[^"]', html)) >= {
        "title",
        "creator",
        "subject",
        "description",
        "publisher",
        "contributor",
        "date",
        "type",
        "format",
        "identifier",
        "source",
        "language",
        "relation",
        "coverage",
        "rights",
    }
    assert data["correction"] == ["20/08/2019: Sửa tên huyện."]
    card = re.findall(r'<meta property="og:image(?::\w+)?" content="([^"]*)">', html)
    assert re.fullmatch(r"https://tinh\.example\.vn/cchc/assets/anh/ab12/the\.[0-9a-f]{8}\.jpg", card[0])
    assert card[1:] == ["1200", "630", "Quầy một cửa"]
    assert '<meta name="DC.identifier" content="tag:tinh.example.vn,2026:bai:2019/08/hai">' in html
    assert re.findall(r'type="application/rss\+xml" title="[^"]*" href="([^"]*)"', html) == [
        "../../../../feeds/chu-de/mot-cua.rss.xml",
        "../../../../feeds/co-quan/so-noi-vu.rss.xml",
        "../../../../feeds/tin-tuc.rss.xml",
    ]


def test_what_an_article_lacks_is_absent_for_machines_too() -> None:
    """No empty values: without an author the agency is; without a picture there is none."""
    html = _article(FIRST)
    data = _data(html)

    assert {"image", "keywords", "isBasedOn", "correction"} & set(data) == set()
    assert data["author"] == {"@type": "GovernmentOrganization", "name": "Sở Nội vụ Sóc Trăng"}
    assert "/cchc/assets/anh/chu-de/mot-cua." in html  # the card of its topic
    assert "og:image:alt" not in html
    assert '<meta name="DC.source" content="' in html


def test_one_airing_on_the_web_is_not_worth_saying() -> None:
    """The default airing is silent; an airing of an unknown outlet or channel shows its id."""
    unknown = replace(FIRST, airings=(Airing(date=WHEN, channel="loa", outlet="loa-xa"),))

    assert "Đã phát" not in _words(_article(replace(FIRST, airings=())))
    assert "Đã phát loa-xa, 06/08/2019" in _words(_article(unknown))


def test_an_article_in_another_language_says_so() -> None:
    """Its main part and its metadata carry the language."""
    html = _article(replace(FIRST, lang="km"))

    assert '<article class="cc-article" lang="km">' in html
    assert '<meta name="DC.language" content="km">' in html


def test_a_page_is_made_from_its_article_what_that_names_and_older_neighbours() -> None:
    """Nothing else is read: another article, topic, agency or file may change and the page stays."""
    read = Noting()
    pages.article(read, FULL.id, ("2019/08/mot",), ("2019/08/go",), ())

    assert {key for key in read.keys if key.startswith("asset:")} == {
        "asset:/media/anh.png",
        "asset:/media/bia.png",
        "asset:/media/bang.xlsx",
    }
    assert {key for key in read.keys if not key.startswith("asset:")} == {
        "settings", "template:head.html", "template:article.html", "template:brief.html", "terms", "chrome:tin-tuc/4",
        "facts:2019/08/mot", "facts:2019/08/go",
        f"facts:{FULL.id}", f"body:{FULL.id}", f"heirs:{FULL.agency}", f"agency:{FULL.agency}",
        *(f"agency:{partner}" for partner in FULL.partners), *(f"topic:{topic}" for topic in FULL.topics),
    }  # fmt: skip


def test_a_list_shows_title_date_agency_genre_and_summary() -> None:
    """An item names the agency as of its date; a withdrawn one keeps its slot."""
    html = _listing("tin-tuc", "", 0, (FULL, FIRST, GONE))
    words = _words(html)

    assert "Tin tức - Sự kiện" in words
    assert "Bài hai Bài 06/08/2019 Sở Nội vụ Sóc Trăng Tóm tắt của bài." in words
    assert "Bài đã gỡ Đã gỡ bỏ 06/08/2019" in words
    assert '<img class="cc-thumb" src="../media/anh.png" alt="" width="640" height="400" loading="lazy"' in html


def test_a_page_of_a_list_knows_its_older_neighbour_and_never_a_newer_one() -> None:
    """The front leads to the older page; a full page leads to the front, and asks by script for a newer one."""
    front = _listing("chu-de", "mot-cua", 0, (FULL,), older=3)
    page = _listing("chu-de", "mot-cua", 3, (FULL,), older=2)
    oldest = _listing("chu-de", "mot-cua", 1, (FULL,))

    assert "../../chu-de/mot-cua/trang-3/" in _links(front)
    assert {"../../../chu-de/mot-cua/", "../../../chu-de/mot-cua/trang-2/"} <= set(_links(page))
    assert '<a class="cc-button" hidden data-newer="4" data-list="/chu-de/mot-cua/"' in page
    assert 'data-counts="../../../du-lieu/danh-sach.json" data-href="../../../chu-de/mot-cua/trang-4/"' in page
    assert "../../../chu-de/mot-cua/trang-4/" not in _links(page)
    assert "Tin cũ hơn" not in _words(oldest)


@pytest.mark.parametrize(
    ("kind", "key", "name", "feed"),
    [
        ("tin-tuc", "", "Tin tức - Sự kiện", "feeds/tin-tuc.rss.xml"),
        ("chu-de", "mot-cua", "Một cửa", "feeds/chu-de/mot-cua.rss.xml"),
        ("co-quan", "ubnd", "Ủy ban nhân dân", "feeds/co-quan/ubnd.rss.xml"),
        ("the-loai", "bai", "Thể loại: Bài", "feeds/the-loai/bai.rss.xml"),
        ("the-loai", "khac", "Thể loại: khac", "feeds/the-loai/khac.rss.xml"),
    ],
)
def test_every_kind_of_list_has_a_name_and_its_feed(kind: str, key: str, name: str, feed: str) -> None:
    """The heading names the subject; its own feed is offered when it has one, an empty list says so."""
    html = _listing(kind, key, 0, ())
    offered = [link for link in _links(html) if "feeds/" in link]

    assert f"<h1>{name}</h1>" in html
    assert [link.endswith(feed) for link in offered] == [True] * bool(feed)
    assert "Chưa có tin, bài nào ở đây." in _words(html)


def test_the_second_page_of_a_list_has_an_address_and_a_title_of_its_own() -> None:
    """Addresses follow the URL scheme; the title says the number; the intro stands on the front only."""
    html = _listing("chu-de", "mot-cua", 2, (FIRST,))

    assert pages.list_url("chu-de", "mot-cua", 2) == "/chu-de/mot-cua/trang-2/"
    assert "https://tinh.example.vn/cchc/chu-de/mot-cua/trang-2/" in html
    assert "<title>Một cửa - trang 2 - " in html
    assert "Một cửa, một cửa liên thông." not in _words(html)


def test_an_agency_says_how_to_reach_it_and_what_became_of_it() -> None:
    """The front of its list has contact, hotline, parent, names and events; other pages do not."""
    words = _words(_listing("co-quan", "so-noi-vu", 0, (FIRST,)))

    for expected in (
        "nay là Sở Nội vụ Cần Thơ",
        "Đường dây nóng 0299 1022 – Trực ban (Giờ hành chính)",
        "Địa chỉ Số 1",
        "Cơ quan cấp trên: Ủy ban nhân dân",
        "Ban Tổ chức (đến trước 01/01/2010)",
        "Sở Nội vụ Sóc Trăng (từ 01/01/2010 đến trước 01/07/2025)",
        "01/07/2025 : Hợp nhất – Sở Nội vụ Cần Thơ . Hợp thành một.",
    ):
        assert expected in words, expected
    assert "0299 1022" not in _words(_listing("co-quan", "so-noi-vu", 1, (FIRST,)))


def test_an_agency_without_history_shows_none() -> None:
    """One name and no event make no history; an address that is no web address is no link."""
    html = _listing("co-quan", "ubnd", 0, ())

    assert "quá trình sắp xếp" not in html
    assert "javascript:alert(1)" in _words(html)
    assert [link for link in _links(html) if "javascript" in link] == []


def test_the_front_page_shows_lead_featured_latest_and_topics() -> None:
    """Each story stands in its place; a topic without articles has no block."""
    by_topic = (("mot-cua", (FIRST.id,)), ("the-che", ()))
    read = Noting()
    html = pages.front(read, FULL.id, (FIRST.id,), (GONE.id,), by_topic).decode()
    words = _words(html)

    assert words.index("Bài hai") < words.index('Bài "một"') < words.index("Tin mới") < words.index("Đã gỡ bỏ")
    assert 'aria-labelledby="chu-de-mot-cua"' in html
    assert 'aria-labelledby="chu-de-the-che"' not in html
    assert _data(html)["@type"] == "WebSite"
    assert _data(html)["publisher"]["logo"].endswith("/assets/bieu-trung.svg")
    assert '<img src="./media/anh.png" alt="" width="640" height="400" fetchpriority="high"></picture>' in html


def test_the_front_page_shows_documents_and_what_is_seen() -> None:
    """Documents are lines at the side; pictures of all other genres stand in one row, without those that have none."""
    strips = (("van-ban", (FIRST.id,)), ("anh", (FULL.id, FIRST.id)), ("video", ()))
    html = pages.front(Noting(), "", (), (), (), strips).decode()
    lines, seen = html.partition('id="van-ban-moi"')[2].split('id="xem-nhanh"')

    assert lines.count("cc-item--line") == seen.count("cc-item--card") == 1
    assert "Bài hai" in seen
    assert "Bài hai" not in lines
    assert "xem-nhanh" not in pages.front(Noting(), "", (), (), (), strips[:1]).decode()


def test_a_topic_without_a_picture_has_a_drawn_one() -> None:
    """Only where its newest article has none."""
    html = pages.front(Noting(), "", (), (), (("mot-cua", (FIRST.id,)), ("the-che", (FULL.id,)))).decode()

    assert html.count('class="cc-drawn') == 1
    assert html.index('class="cc-drawn') < html.index('id="chu-de-the-che"')


def test_a_portal_without_articles_has_a_front_page() -> None:
    """The empty portal says that it is empty."""
    assert "Trang chưa có tin, bài nào." in _words(pages.front(Noting(), "", (), (), ()).decode())


def test_a_lead_without_a_picture_and_a_hotline_have_their_places() -> None:
    """The lead is set in words; the hotline stands beside the news when the portal has one."""
    read = Noting(settings=replace(SETTINGS, hotline="0292 1022"))
    html = pages.front(read, FIRST.id, (), (), ()).decode()

    assert "cc-lead--plain" in html
    assert '<a href="tel:02921022">0292 1022</a>' in html


def test_the_topics_and_the_agencies_are_listed() -> None:
    """Topics stand in their order, agencies by place and name; one that was merged, last, says what it is now."""
    topics = _words(pages.topics(Noting()).decode())
    agencies = _words(pages.agencies(Noting(), (("ubnd", 12),)).decode())

    assert "Một cửa Một cửa, một cửa liên thông. Thể chế & pháp luật" in topics
    assert "Sóc Trăng Sở Nội vụ Sóc Trăng (đến trước 01/07/2025) nay là Sở Nội vụ Cần Thơ" in agencies
    assert agencies.index("Ủy ban nhân dân 12 tin, bài") < agencies.index("Cần Thơ") < agencies.index("giải thể (1)")
    assert agencies.index("giải thể (1)") < agencies.index("Sóc Trăng")


def test_a_portal_without_agencies_says_so() -> None:
    """The index of agencies has a sentence for the empty case."""
    read = Noting(taxonomy=Taxonomy())

    assert "Chưa có cơ quan nào." in _words(pages.agencies(read).decode())


def test_the_archive_is_a_calendar_newest_first() -> None:
    """Years with their sums and twelve months each; a month without articles is no link."""
    read = Noting()
    html = pages.archive_index(read, (("2019/08", 2), ("2021/01", 1200), ("2019/12", 3))).decode()

    assert [link for link in _links(html) if re.search(r"\d", link)] == [
        "../luu-tru/2021/01/",
        "../luu-tru/2019/08/",
        "../luu-tru/2019/12/",
    ]
    assert "Năm 2021 1.200 tin, bài Tháng 1 /2021: 1.200 tin, bài Tháng 2" in _words(html)
    assert "Năm 2019 5 tin, bài Tháng 1" in _words(html)
    assert "Chưa có tin, bài nào." in _words(pages.archive_index(read, ()).decode())


def test_a_month_lists_all_its_articles() -> None:
    """A month names itself in words and lists what it is given."""
    read = Noting()
    words = _words(pages.archive_month(read, "2019/08", (FULL.id, GONE.id)).decode())

    assert "Tin, bài tháng 8 năm 2019" in words
    assert words.index("Bài hai") < words.index("Bài đã gỡ")
    assert "không có tin, bài" in _words(pages.archive_month(read, "2019/08", ()).decode())


def test_an_old_address_leads_to_the_new_one() -> None:
    """A redirect links by the depth of the old address, is not indexed and names the canonical address."""
    html = pages.redirect(Noting(), "/bai/cu.html", "/tin-tuc/2019/08/hai/").decode()

    assert '<meta http-equiv="refresh" content="0; url=../tin-tuc/2019/08/hai/">' in html
    assert '<a href="../tin-tuc/2019/08/hai/">' in html
    assert '<link rel="canonical" href="https://tinh.example.vn/cchc/tin-tuc/2019/08/hai/">' in html
    assert '<meta name="robots" content="noindex">' in html


def test_missing_addresses_get_ways_back_from_any_depth() -> None:
    """Links of the 404 start with the path of the site; the hotline is offered when there is one."""
    read = Noting()
    hot = Noting(settings=replace(SETTINGS, hotline="1022"))

    assert 'href="/cchc/tin-tuc/"' in pages.not_found(read)
    assert "đường dây nóng" not in pages.not_found(read)
    assert "tel:1022" in pages.not_found(hot)


def test_a_static_page_has_one_heading() -> None:
    """A page without a heading of its own gets its title, escaped."""
    assert "<h1>A &amp; B</h1>\n<p>x</p>" in pages.static_main("A & B", "<p>x</p>")
    assert pages.static_main("A", '<h1 id="b">B</h1>').count("<h1") == 1


@pytest.mark.parametrize("name", ["duong-day-nong", "dau-moi-bao-chi", "so-do-cong", "lien-he"])
def test_blocks_of_static_pages_are_links_by_depth(name: str) -> None:
    """Every block is made from taxonomy, settings and templates alone and never links by a rooted address."""
    read = Noting(settings=replace(SETTINGS, press=Press(name="Văn phòng", phone="0299", email="b@example.vn")))
    hrefs = re.findall(r'href="([^"]*)"', pages.block(name, read, 1))

    assert hrefs
    assert [href for href in hrefs if href.startswith("/")] == []


def test_the_block_of_hotlines_names_the_living_only() -> None:
    """An agency that was merged is not to be called; without numbers the block says so."""
    block = pages.block("duong-day-nong", Noting(), 1)
    empty = pages.block("duong-day-nong", Noting(taxonomy=Taxonomy()), 1)

    assert "0292 1022" in block
    assert "0299 1022" not in block
    assert "Chưa có số đường dây nóng nào." in empty


def test_the_blocks_that_change_with_articles_are_holes_that_are_filled_later() -> None:
    """MkDocs knows no articles: it leaves a place, and the page is finished when they are known."""
    page = "".join(pages.block(name, Noting(), 1) for name in ("danh-sach-rss", "chuong-trinh-lay-tin"))
    script = 'print("a" < "b")'
    records = Noting(**{"static:rss/index.html": page.encode(), f"static:{pages.PULL_SCRIPT}": script.encode()})
    rows = (FeedRow("tin-tuc", "", 1234, "2026-11-20T08:00:00+07:00"), FeedRow("chu-de", "mot-cua", 0, ""))
    html = pages.with_feeds(records, "rss/index.html", rows).decode()
    hrefs = set(re.findall(r'href="([^"]*)"', html))

    assert hrefs == {"../feeds/opml.xml", "../feeds/lay_tin.py"} | {
        f"../feeds/{base}.{ending}"
        for base in ("tin-tuc", "chu-de/mot-cua")
        for ending in ("rss.xml", "atom.xml", "json")
    }
    assert "1.234 tin, bài; mới nhất 20/11/2026<" in html
    assert ">0 tin, bài<" in html
    assert unescape(html).count(script) == 1


def test_the_block_of_the_site_map_names_sections_topics_agencies_and_pages() -> None:
    """The map leads to everything that has a page of its own."""
    block = pages.block("so-do-cong", Noting(), 1)

    for url in ("tin-tuc", "luu-tru", "thong-ke", "chu-de/mot-cua", "co-quan/ubnd", "gioi-thieu"):
        assert f'href="../{url}/"' in block


def test_the_block_of_the_contact_leaves_out_what_is_not_set() -> None:
    """The owner's telephone is there, an address that nobody set has no label."""
    block = pages.block("lien-he", Noting(), 1)

    assert "0292 0000 000" in block
    assert "Địa chỉ" not in block


def test_an_unknown_block_is_refused() -> None:
    """A marker with a wrong name does not pass silently."""
    with pytest.raises(KeyError):
        pages.block("khong-co", Noting(), 1)


def test_pages_are_the_same_bytes_each_time() -> None:
    """The same records give the same bytes."""
    assert _article() == _article()
    assert depth_of(FULL.url) == 4


def test_a_page_in_two_languages_offers_the_other() -> None:
    """By a link in that language; its own words carry theirs."""
    both = (("vi", "/lien-he/"), ("en", "/en/lien-he/"))
    html = pages.static_main("Contact", "<p>x</p>", 2, "en", both)

    assert html.startswith('<div class="cc-wrap cc-narrow cc-static md-typeset" lang="en">')
    assert '<a href="../../lien-he/" hreflang="vi" lang="vi">Tiếng Việt</a>' in html
    assert ">English<" not in html
    assert "hreflang" not in pages.static_main("Liên hệ", "<p>x</p>")


def test_the_list_of_all_news_is_narrowed_by_links() -> None:
    """Topics, genres and years, on its front alone."""
    front = _listing("tin-tuc", "", 0, (FULL,), years=(("2019", 0), ("2017", 3)))

    assert {"../chu-de/mot-cua/", "../luu-tru/#nam-2019", "../luu-tru/#nam-2017"} <= set(_links(front))
    assert any(link.startswith("../the-loai/") for link in _links(front))
    assert "Lọc theo" not in _listing("tin-tuc", "", 1, (FULL,))


@pytest.mark.parametrize(("kind", "key"), [("chu-de", "mot-cua"), ("co-quan", "ubnd"), ("the-loai", "bai")])
def test_a_list_leads_to_the_years_before_where_each_begins(kind: str, key: str) -> None:
    """On its front, by plain links: to the page and to the line that the year stands below."""
    years = (("2019", 0), ("2018", 0), ("2016", 4))
    front = _listing(kind, key, 0, (FULL, FIRST), years=years)
    base = f"../../{kind}/{key}/"

    assert [link for link in _links(front) if "#nam-" in link] == [f"{base}#nam-2018", f"{base}trang-4/#nam-2016"]
    assert "#nam-" not in _listing(kind, key, 0, (FULL,), years=(("2019", 0),))
    assert "Các năm trước" not in _listing(kind, key, 4, (FULL,))


def test_a_year_is_told_where_it_begins_on_a_page() -> None:
    """An inner page says where it begins, a front does not; a year that comes again has no second anchor."""
    months = ("2019/09", "2018/02", "2018/01", "2019/01")
    old = tuple(replace(FULL, id=f"{month}/x", month=month) for month in months)
    read = Noting()
    read.records = read.records | {f"facts:{article.id}": article for article in old}
    made = (pages.listing(read, "chu-de", "mot-cua", number, tuple(one.id for one in old)) for number in (0, 2))
    found = [re.findall(r'<p class="cc-heading"(?: id="([^"]+)")?>(.*?)</p>', html.decode()) for html in made]

    assert found[0] == [("nam-2018", "Năm 2018"), ("nam-2019", "Năm 2019")]
    assert found[1] == [("nam-2019", "Năm 2019"), ("nam-2018", "Năm 2018"), ("", "Năm 2019")]
