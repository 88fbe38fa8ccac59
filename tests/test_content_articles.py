"""One article file → an Article, and every mistake in it."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from site_builder.content import Entry, line_of, read_article
from site_builder.content.articles import ARTICLE
from site_builder.content.days import NotADate, read_day, read_moment
from site_builder.model import Airing, Attachment, Correction, HostedMedia, Image, OfficialDocument, Withdrawal
from site_builder.text import VIETNAM

FILE = "content/news/2019/08/ten-bai.md"
REQUIRED = "title: Tên bài\ndate: 30/8/2019 07:30\ntopic: the-che\nagency: so-noi-vu\n"


def read(fields: str = "", body: str = "Nội dung.", *, file: str = FILE, required: str = REQUIRED) -> Entry:
    """Read an article made of the required keys and `fields`."""
    return read_article(file, f"---\n{required}{fields}---\n\n{body}\n".encode())


def found(entry: Entry) -> list[tuple[int, str]]:
    """Return line and code of each problem."""
    return [(problem.line, problem.code) for problem in entry.problems]


def message(entry: Entry) -> str:
    """Return the only problem's message."""
    (problem,) = entry.problems
    return problem.message


def moment(*parts: int) -> datetime:
    """Return a moment in Viet Nam."""
    return datetime(*parts, tzinfo=VIETNAM)  # type: ignore[arg-type, misc]


def test_the_smallest_article_gets_its_defaults() -> None:
    """Four keys are enough; all else follows from them and the path."""
    entry = read()
    article = entry.article
    assert article is not None

    assert entry.problems == ()
    assert (article.id, article.slug, article.month, article.path) == ("2019/08/ten-bai", "ten-bai", "2019/08", FILE)
    assert (article.title, article.topics, article.agency) == ("Tên bài", ("the-che",), "so-noi-vu")
    assert article.date == article.added == moment(2019, 8, 30, 7, 30)
    assert article.airings == (Airing(date=article.date, channel="web"),)
    assert (article.genre, article.status, article.lang, article.summary) == ("tin", "published", "vi", "")
    assert (entry.body, entry.body_line) == ("Nội dung.", 8)


FULL = """added: 2019-09-02
genre: bai
column: hoi-dap
partners: [so-tu-phap, so-y-te]
airings:
  - {date: 2019-08-30, channel: web}
  - date: 31/8/2019 6h05
    channel: phat-thanh
    outlet: dai
    minutes: "2,5"
    url: https://dai.vn/1
summary: |
  Dòng một
  dòng hai.
author: Lan Anh
source: Báo
source_url: https://bao.vn/a?b=1
image: {src: /media/a b.png, alt: Mô tả, caption: Chú, credit: Ai}
media: {url: "http://video.vn/1", poster: /media/bia.png, transcript: "Lời", minutes: 5}
attachments: [{file: /media/tep/a.pdf, title: Kế hoạch, number: 007}]
document: {number: 128/KH-UBND, issuer: UBND tỉnh, date: 2/9/1945}
tags: một cửa, hộ tịch
featured: có
lang: en
status: withdrawn
updated: 2019-09-01T08:00:00Z
corrections:
  - {date: 2019-09-03, note: Sửa}
withdrawn: {date: 2019-09-04, reason: Trùng}
id: "007"
aliases: [/cu/1.html, /cu/bai]
"""


def test_a_recording_may_be_a_file_of_the_portal_with_captions() -> None:
    """Of every kind that browsers play, whatever the case of its ending."""
    for name in ("phim.mp4", "phim.webm", "nghe.mp3", "nghe.m4a", "nghe.ogg", "nghe.wav", "NGHE.MP3"):
        entry = read(f"media: {{url: /media/{name}, captions: /media/a.vtt}}\n")

        assert entry.problems == ()
        assert entry.article is not None
        assert entry.article.media == HostedMedia(url=f"/media/{name}", captions="/media/a.vtt")


def test_every_key_is_read() -> None:
    """A file that uses all keys gives all values, and no problem."""
    entry = read(FULL)
    article = entry.article
    assert article is not None

    assert entry.problems == ()
    assert {name for name, _ in entry.lines} >= set(ARTICLE)
    assert article.added == moment(2019, 9, 2)
    assert (article.genre, article.column, article.partners) == ("bai", "hoi-dap", ("so-tu-phap", "so-y-te"))
    assert article.airings == (
        Airing(date=moment(2019, 8, 30), channel="web"),
        Airing(date=moment(2019, 8, 31, 6, 5), channel="phat-thanh", outlet="dai", minutes=2.5, url="https://dai.vn/1"),
    )
    assert article.summary == "Dòng một dòng hai."
    assert (article.author, article.source, article.source_url) == ("Lan Anh", "Báo", "https://bao.vn/a?b=1")
    assert article.image == Image(src="/media/a b.png", alt="Mô tả", caption="Chú", credit="Ai")
    assert article.media == HostedMedia(url="http://video.vn/1", poster="/media/bia.png", transcript="Lời", minutes=5.0)
    assert article.attachments == (Attachment(file="/media/tep/a.pdf", title="Kế hoạch", number="007"),)
    assert article.document == OfficialDocument(number="128/KH-UBND", issuer="UBND tỉnh", date=date(1945, 9, 2))
    assert (article.tags, article.featured, article.lang) == (("một cửa", "hộ tịch"), True, "en")
    assert (article.status, article.updated) == ("withdrawn", moment(2019, 9, 1, 15))
    assert article.corrections == (Correction(date=moment(2019, 9, 3), note="Sửa"),)
    assert article.withdrawn == Withdrawal(date=moment(2019, 9, 4), reason="Trùng")
    assert (article.id, article.aliases) == ("007", ("/cu/1.html", "/cu/bai/"))


def test_each_field_knows_its_line() -> None:
    """Nested fields and list items have lines of their own; what has none gets its parent's."""
    entry = read(FULL)

    assert line_of(entry, "topic") == 4
    assert line_of(entry, "airings.1.outlet") == 14
    assert line_of(entry, "partners.1") == 9
    assert line_of(entry, "topic.0") == 4
    assert line_of(entry, "khong.co") == 1


def test_an_entry_survives_pickling() -> None:
    """It goes into a cache and through workers."""
    entry = read(FULL)

    assert pickle.loads(pickle.dumps(entry)) == entry


def test_a_mistake_hides_no_other() -> None:
    """All problems of a file are told in one run, sorted by line."""
    entry = read_article(
        "content/news/2019/08/Tên.md",
        b"---\ntitle: [a]\ndate: mai\nchu_de: x\nimage: {src: x.png}\nminutes: 3\nlang: tieng viet\n---\n",
    )

    assert found(entry) == [
        (0, "bai-trong"), (0, "ten-tep-sai"), (2, "sai-kieu"), (2, "thieu-khoa"), (2, "thieu-khoa"), (3, "ngay-sai"),
        (4, "khoa-la"), (5, "anh-thieu-alt"), (5, "tep-ngoai-media"), (7, "ngon-ngu-la"),
    ]  # fmt: skip
    assert entry.article is not None
    assert entry.article.slug == "ten"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("content/news/x.md", "sai-thu-muc"),
        ("content/news/2019/8/x.md", "sai-thu-muc"),
        ("content/news/2019/13/x.md", "sai-thu-muc"),
        ("content/news/2019/08/a/x.md", "sai-thu-muc"),
        ("content/news/2019/08/X.md", "ten-tep-sai"),
        ("content/news/2019/08/bài.md", "ten-tep-sai"),
        ("content/news/2019/08/a b.md", "ten-tep-sai"),
        ("content/news/2019/08/-a.md", "ten-tep-sai"),
    ],
)
def test_the_path_must_be_one_that_makes_a_url(file: str, code: str) -> None:
    """Folder and name are part of the address; a wrong folder gives no article."""
    entry = read(file=file)

    assert found(entry) == [(0, code)]
    assert (entry.article is None) == (code == "sai-thu-muc")


@pytest.mark.parametrize(
    ("fields", "line", "code", "said"),
    [
        ("tile2: x\n", 6, "khoa-la", "có phải title?"),
        ("zzz: x\n", 6, "khoa-la", "các khóa dùng được: title, date"),
        ("image: /media/a.png\n", 6, "sai-kieu", "src, alt, caption, credit"),
        ("image: {src: /media/a.png, alt: ''}\n", 6, "anh-thieu-alt", "ví dụ alt:"),
        ("image: {src: /media/a.png, alt: Hình 1 của bài Kết quả}\n", 6, "anh-thieu-alt", "ví dụ alt:"),
        ("image: {alt: x}\n", 6, "thieu-khoa", "image: src còn thiếu"),
        ("image: {src: content/media/a.png, alt: x}\n", 6, "tep-ngoai-media", "hãy ghi /media/a.png"),
        ("image: {src: 'C:\\anh\\a.png', alt: x}\n", 6, "tep-ngoai-media", "rồi ghi /media/a.png"),
        ("image: {src: /media/../a.png, alt: x}\n", 6, "tep-ngoai-media", "/media/"),
        ("image: {src: 'https://x.vn/a.png', alt: x}\n", 6, "tep-ngoai-media", "tải tệp về"),
        ("media: {url: /phim.mp4}\n", 6, "tep-ngoai-media", "rồi ghi /media/phim.mp4"),
        ("media: {url: /media/ke-hoach.pdf}\n", 6, "tep-khong-phat", "hãy ghi tệp mp3, m4a, mp4, webm"),
        ("media: {url: phim.mp4}\n", 6, "tep-ngoai-media", "rồi ghi /media/phim.mp4"),
        ("media: {url: video.vn/phim}\n", 6, "dia-chi-sai", "hãy ghi https://video.vn/phim"),
        ("media: {url: /media/a.mp4, captions: /media/a.srt}\n", 6, "phu-de-sai", "hãy lưu thành tệp .vtt"),
        ("media: {url: 'https://x.vn/a', captions: /media/a.vtt}\n", 6, "phu-de-sai", "khóa transcript"),
        ("media: {url: 'javascript:x'}\n", 6, "dia-chi-sai", "không phải địa chỉ http(s)"),
        ("media: {minutes: 3}\n", 6, "thieu-khoa", "media: url"),
        ("source_url: bao.vn/x\n", 6, "dia-chi-sai", "hãy ghi https://bao.vn/x"),
        ("attachments:\n  - {file: /media/a.pdf}\n", 7, "thieu-khoa", "attachments, mục 1: title"),
        ("attachments:\n  - /media/a.pdf\n", 7, "sai-kieu", "attachments, mục 1 phải gồm các khóa: file, title"),
        ("document: {issuer: x}\n", 6, "thieu-khoa", "document: number"),
        ("airings:\n  - {date: 2019-08-30}\n", 7, "thieu-khoa", "airings, mục 1: channel"),
        ("airings:\n  - {channel: web}\n", 7, "thieu-khoa", "airings, mục 1: date"),
        ("airings:\n  - {date: x, channel: web}\n", 7, "ngay-sai", "airings, mục 1: date ghi “x”"),
        ("airings:\n  - {date: 2019-08-30, channel: web, minutes: '5:30'}\n", 7, "so-sai", "số phút"),
        ("corrections:\n  - {note: x}\n", 7, "thieu-khoa", "corrections, mục 1: date"),
        ("corrections:\n  - {date: 2019-08-29, note: x}\n", 7, "ngay-nguoc", "đứng trước ngày của bài"),
        ("updated: 2019-08-29\n", 6, "ngay-nguoc", "đứng trước ngày của bài"),
        ("added: 2019-08-29\n", 6, "ngay-nguoc", "added đứng trước date"),
        ("added: 2019-08-30T07:29:00+07:00\n", 6, "ngay-nguoc", "added đứng trước date"),
        ("status: withdrawn\n", 6, "thieu-ly-do-go", "ngày và lý do"),
        ("withdrawn: {date: 2019-09-01, reason: x}\n", 6, "trang-thai-nguoc", "status: withdrawn"),
        ("status: withdrawn\nwithdrawn: {date: 2019-09-01}\n", 7, "thieu-khoa", "withdrawn: reason"),
        ("status: withdrawn\nwithdrawn: {reason: x}\n", 7, "thieu-khoa", "withdrawn: date"),
        ("status: drafts\n", 6, "trang-thai-la", "hãy ghi status: draft"),
        ("status: nháp\n", 6, "trang-thai-la", "hãy ghi status: draft"),
        ("featured: 2\n", 6, "sai-kieu", "true (có) hoặc false"),
        ("tags:\n  - a\n  - [b]\n", 8, "sai-kieu", "tags, mục 2 phải là một từ"),
        ("author: {ten: x}\n", 6, "sai-kieu", "author phải là một giá trị đơn"),
        ("id: bài một\n", 6, "ma-sai", "“bài một”"),
        ("aliases:\n  - /tot/\n  - cu/1\n", 8, "dia-chi-cu-sai", "hãy ghi /cu/1"),
        ("aliases: ['https://cu.vn/a/b']\n", 6, "dia-chi-cu-sai", "chỉ ghi /a/b"),
        ("aliases: ['https://cu.vn']\n", 6, "dia-chi-cu-sai", "chỉ ghi /"),
        ("aliases: ['/a.html#muc-3']\n", 6, "dia-chi-cu-sai", "có dấu #"),
        ("aliases: [/a/../b/]\n", 6, "dia-chi-cu-sai", "ký tự không dùng được"),
    ],
)
def test_a_wrong_value_is_told_with_what_to_write(fields: str, line: int, code: str, said: str) -> None:
    """Place, code, and the words that help."""
    entry = read(fields)

    assert found(entry) == [(line, code)]
    assert said in message(entry)


@pytest.mark.parametrize(
    ("required", "line", "code"),
    [
        (REQUIRED.replace("title: Tên bài\n", ""), 2, "thieu-khoa"),
        (REQUIRED.replace("Tên bài", "''"), 2, "thieu-khoa"),
        (REQUIRED.replace("Tên bài", "|\n  a\n  b"), 2, "tieu-de-nhieu-dong"),
        (REQUIRED.replace("the-che", "[]"), 4, "thieu-khoa"),
        (REQUIRED.replace("30/8/2019 07:30", "30/8/1989"), 3, "ngay-ngoai-khoang"),
        (REQUIRED.replace("30/8/2019 07:30", "30/9/2019"), 3, "thang-lech"),
    ],
)
def test_the_required_keys_are_checked(required: str, line: int, code: str) -> None:
    """Absent, empty, or of no use."""
    assert found(read(required=required)) == [(line, code)]


def test_a_published_article_is_not_told_to_move() -> None:
    """Its folder is its address; a draft's may still change."""
    required = REQUIRED.replace("30/8/2019 07:30", "30/9/2019")
    (published,) = read(required=required).problems
    (draft,) = read("status: draft\n", required=required).problems

    assert published.message.endswith(
        "hãy xem lại ngày; bài chưa đăng thì chuyển tệp sang 2019/09, bài đã đăng thì để yên chỗ cũ (đó là địa chỉ của "
        "bài)"
    )
    assert draft.message.endswith("hãy xem lại ngày, hoặc chuyển tệp sang 2019/09")


def test_folded_titles_are_one_line() -> None:
    """A title that YAML folds has no line break in it."""
    entry = read(required=REQUIRED.replace("Tên bài", ">-\n  Tên\n  bài"))

    assert entry.problems == ()
    assert entry.article is not None
    assert entry.article.title == "Tên bài"


def test_a_day_alone_may_be_the_day_of_the_article() -> None:
    """`added` without an hour on the same day is not before `date`."""
    entry = read("added: 2019-08-30\nupdated: 2019-08-30\ncorrections: [{date: 2019-08-30, note: Sửa}]\n")

    assert entry.problems == ()
    assert entry.article is not None
    assert entry.article.added == entry.article.date


@pytest.mark.parametrize("body", ["", "  \n\n", "<!-- viết ở đây -->"])
def test_a_published_article_needs_a_body(body: str) -> None:
    """Drafts are still being written and a withdrawn text may be taken away for good."""
    assert found(read(body=body)) == [(0, "bai-trong")]
    assert read("status: draft\n", body).problems == ()
    assert read("status: withdrawn\nwithdrawn: {date: 2019-09-01, reason: x}\n", body).problems == ()


def test_an_unknown_status_counts_as_a_draft() -> None:
    """Nothing gets out by a slip of the pen."""
    entry = read("status: xong\n")
    assert entry.article is not None

    assert entry.article.status == "draft"


def test_warnings_of_one_kind_are_told_once_with_their_number() -> None:
    """Errors are all told; warnings are counted."""
    entry = read("aaaa: 1\nbbbb: 2\ncccc: 3\nfeatured: 2\nlang: x1\n")

    assert found(entry) == [(6, "khoa-la"), (9, "sai-kieu"), (10, "ngon-ngu-la")]
    assert entry.problems[0].message.endswith("(và 2 chỗ nữa cùng loại trong tệp này)")


def test_long_values_are_cut_in_messages() -> None:
    """A message stays one readable line."""
    assert "…”" in message(read(f"id: '{'bài ' * 40}'\n"))


def test_a_file_that_cannot_be_read_gives_no_article() -> None:
    """Its problem is told and the rest of the run goes on."""
    for data in (b"\xff\xfe\x00", b"", b"---\na: b: c\n---\n\nx\n"):
        entry = read_article(FILE, data)

        assert entry.article is None
        assert len(entry.problems) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-08-30", datetime(2019, 8, 30, tzinfo=VIETNAM)),
        ("2019-8-3", datetime(2019, 8, 3, tzinfo=VIETNAM)),
        ("30/8/2019", datetime(2019, 8, 30, tzinfo=VIETNAM)),
        ("03.08.2019", datetime(2019, 8, 3, tzinfo=VIETNAM)),
        ("3-8-2019, 7h30", datetime(2019, 8, 3, 7, 30, tzinfo=VIETNAM)),
        ("3/8/2019 7h", datetime(2019, 8, 3, 7, tzinfo=VIETNAM)),
        ("08/06/2021 07:30", datetime(2021, 6, 8, 7, 30, tzinfo=VIETNAM)),
        ("2019-08-30 07:30", datetime(2019, 8, 30, 7, 30, tzinfo=VIETNAM)),
        ("2019-08-30T07:30:05.123Z", datetime(2019, 8, 30, 7, 30, 5, tzinfo=UTC)),
        ("2019-08-30 07:30:00 +07:00", datetime(2019, 8, 30, 7, 30, tzinfo=VIETNAM)),
        ("2019-08-30T07:30-0530", datetime(2019, 8, 30, 7, 30, tzinfo=timezone(timedelta(hours=-5, minutes=-30)))),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: datetime) -> None:
    """ISO 8601 or day first; without an offset Viet Nam's time; always kept at +07:00."""
    assert read_moment(text) == expected
    assert read_moment(text).tzinfo is VIETNAM
    assert read_day(text) == expected.astimezone(VIETNAM).date()


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("hôm qua", "ngay-sai", "ngày/tháng/năm"),
        ("08/30/2019", "ngay-dao-thang", "30/08/2019"),
        ("2019-30-08", "ngay-dao-thang", "2019-08-30"),
        ("31/4/2019", "ngay-sai", "lịch không có"),
        ("30/8/2019 25:00", "ngay-sai", "lịch không có"),
        ("9999-12-31T23:00:00Z", "ngay-sai", "lịch không có"),
        ("13/13/2019", "ngay-sai", "lịch không có"),
        ("30/8/19", "ngay-sai", "30/08/2019"),
        ("ngày 08 tháng 6 năm 2021", "ngay-sai", "08/06/2021"),
        ("20190830", "ngay-sai", "ngày/tháng/năm"),
        ("30/8-2019", "ngay-sai", "ngày/tháng/năm"),
    ],
)
def test_what_is_no_date_is_told_with_the_date_meant(text: str, code: str, said: str) -> None:
    """The right form is made from what was found where that can be."""
    with pytest.raises(NotADate) as caught:
        read_moment(text)

    assert caught.value.args[0] == code
    assert said in caught.value.args[1]
