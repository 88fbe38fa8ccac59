"""What needs more than one file: ids, addresses, links, vocabularies and the clock."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from site_builder import content
from site_builder.content import Entry, SourceFile, check, read_article
from site_builder.errors import Problem
from site_builder.model import Article, Body, Link, Taxonomy
from site_builder.text import VIETNAM
from tests.growth import assert_linear

SMALL = Path(__file__).parent / "sites" / "small"
NOW = datetime(2026, 11, 22, 12, tzinfo=VIETNAM)
TAXONOMY = content.read_taxonomy(SMALL).taxonomy
PAGES = ("/gioi-thieu/", "/")
MEDIA = {
    path: SourceFile(path=f"content{path}", mtime_ns=0, size=1, inode=1)
    for path in ("/media/mot-cua.png", "/media/tep/ke-hoach.pdf")
}


def entry(fields: str = "", *, name: str = "2024/05/x", **required: str) -> Entry:
    """Read an article of the small portal."""
    values = {"title": "Tên", "date": "6/5/2024", "topic": "chinh-quyen-dien-tu", "agency": "so-noi-vu"} | required
    head = "".join(f"{key}: {value}\n" for key, value in values.items())
    return read_article(f"content/news/{name}.md", f"---\n{head}{fields}---\n\nNội dung.\n".encode())


def run(*entries: Entry, bodies: dict[str, Body] | None = None, taxonomy: Taxonomy = TAXONOMY) -> list[Problem]:
    """Check articles of the small portal."""
    return list(check(entries, bodies or {}, taxonomy, MEDIA, PAGES, NOW))


def found(*entries: Entry, bodies: dict[str, Body] | None = None) -> list[tuple[str, int, str]]:
    """Return file name, line and code of each problem."""
    return [(problem.path.rpartition("/")[2], problem.line, problem.code) for problem in run(*entries, bodies=bodies)]


def linking(url: str, *others: Entry, status: str = "published", media: bool = False) -> list[Problem]:
    """Check an article whose body leads to `url`."""
    links = (Link(url=url, line=9),)
    body = Body(html="", media=links) if media else Body(html="", links=links)
    return run(entry(f"status: {status}\n"), *others, bodies={"content/news/2024/05/x.md": body})


def test_a_good_article_has_no_problem() -> None:
    """Nothing is found where nothing is wrong."""
    assert run(entry("genre: bai\npartners: [so-noi-vu]\n")) == []


@pytest.mark.parametrize(
    ("fields", "line", "code", "said"),
    [
        ("genre: phongsu\n", 6, "the-loai-la", "có phải phong-su?"),
        ("genre: Phóng sự\n", 6, "the-loai-la", "có phải phong-su?"),
        ("column: zzz\n", 6, "chuyen-muc-la", "content/taxonomy/columns.yml"),
        ("partners:\n  - so-noi-vu\n  - so-noi-vụ\n", 8, "co-quan-la", "có phải so-noi-vu?"),
        ("airings:\n  - date: 6/5/2024\n    channel: phatthanh\n", 8, "kenh-la", "có phải phat-thanh?"),
        ("airings:\n  - {date: 6/5/2024, channel: web, outlet: xyz}\n", 7, "noi-phat-la", "outlets.yml"),
        (
            "airings:\n  - {date: 6/5/2024, channel: web, outlet: phat-thanh-tinh}\n",
            7,
            "kenh-lech",
            "channel: phat-thanh",
        ),
        ("image: {src: /media/motcua.png, alt: x}\n", 6, "thieu-tep", "có phải /media/mot-cua.png?"),
        ("image: {src: /media/mot-cua.jpg, alt: x}\n", 6, "thieu-tep", "có phải /media/mot-cua.png?"),
        ("media: {url: 'https://v.vn', poster: /media/zzz.gif}\n", 6, "thieu-tep", "hãy đặt tệp vào thư mục ấy"),
        ("attachments: [{file: /media/ke-hoach.pdf, title: x}]\n", 6, "thieu-tep", "có phải /media/tep/ke-hoach.pdf?"),
        ("updated: 6/5/2030\n", 6, "ngay-ngoai-khoang", "06/05/2030"),
        ("corrections:\n  - {date: 6/5/2030, note: x}\n", 7, "ngay-ngoai-khoang", "06/05/2030"),
        ("airings:\n  - {date: 6/5/2030, channel: web}\n", 7, "ngay-ngoai-khoang", "06/05/2030"),
        ("aliases: [/gioi-thieu]\n", 6, "dia-chi-cu-trung", "trang tĩnh /gioi-thieu/"),
        ("aliases: [/chu-de/chinh-quyen-dien-tu/]\n", 6, "dia-chi-cu-trung", "chương trình tạo"),
        ("aliases: [/feeds/tin-tuc.rss.xml]\n", 6, "dia-chi-cu-trung", "chương trình tạo"),
        ("aliases: [/media/mot-cua.png]\n", 6, "dia-chi-cu-trung", "tệp content/media/mot-cua.png"),
        ("aliases: [/tin-tuc/2024/05/x/]\n", 6, "dia-chi-cu-trung", "content/news/2024/05/x.md"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(fields: str, line: int, code: str, said: str) -> None:
    """Place, code, and what was most likely meant."""
    (problem,) = run(entry(fields))

    assert (problem.line, problem.code) == (line, code)
    assert said in problem.message


def test_every_unknown_topic_is_told_at_its_line() -> None:
    """A list of topics is checked item by item, and what stands for nothing gets no offer made up."""
    problems = run(entry(topic="\n  - chinh-quyen-dien-tu\n  - 'qwrt'\n  - Chính quyền điện tử, chính quyền sô"))

    assert [(problem.line, problem.code) for problem in problems] == [(6, "chu-de-la"), (7, "chu-de-la")]
    assert "hãy ghi một mã (id) có trong content/taxonomy/topics.yml" in problems[0].message
    assert "có phải chinh-quyen-dien-tu?" in problems[1].message


@pytest.mark.parametrize(
    ("agency", "day", "said"),
    [
        ("so-thong-tin-va-truyen-thong", "1/3/2025", "cơ quan kế thừa: so-khoa-hoc-va-cong-nghe"),
        ("so-khoa-hoc-va-cong-nghe", "28/2/2025", "cơ quan khi ấy: so-thong-tin-va-truyen-thong"),
        ("so-thong-tin-va-truyen-thong", "1/1/2003", "hãy ghi cơ quan có vào ngày ấy"),
    ],
)
def test_an_agency_must_exist_on_the_day(agency: str, day: str, said: str) -> None:
    """The day of a merger belongs to the successor; the message says since or until when, and who else."""
    problems = run(entry(agency=agency, date=day))

    assert [(problem.line, problem.code) for problem in problems] == [(5, "co-quan-het-hieu-luc")]
    assert said in problems[0].message


def test_the_last_and_first_day_are_valid() -> None:
    """Validity is half-open."""
    assert run(entry(agency="so-thong-tin-va-truyen-thong", date="28/2/2025")) == []
    assert run(entry(agency="so-khoa-hoc-va-cong-nghe", date="1/3/2025")) == []


def test_an_agency_without_heirs_or_with_a_gap_is_told_plainly(tmp_path: Path) -> None:
    """Dissolved agencies have no successor; a gap between names is the taxonomy's fault."""
    folder = tmp_path / "content/taxonomy"
    folder.mkdir(parents=True)
    (folder / "agencies.yml").write_text(
        "- {id: a, name: A, events: [{date: 1/1/2020, type: dissolve}]}\n"
        "- {id: b, names: [{name: B, to: 1/1/2020}, {name: C, from: 1/1/2025}]}\n",
        encoding="utf-8",
    )
    taxonomy = content.read_taxonomy(tmp_path).taxonomy
    problems = run(entry(agency="a"), entry(agency="b", name="2024/05/y"), taxonomy=taxonomy)

    assert [problem.message.partition("; ")[2] for problem in problems] == [
        "hãy ghi cơ quan đang hoạt động", "hãy sửa from, to của tên trong agencies.yml",
    ]  # fmt: skip


def test_unread_vocabularies_do_not_flood() -> None:
    """Without topics and agencies their own files tell it, not every article."""
    taxonomy = Taxonomy(genres=TAXONOMY.genres, channels=TAXONOMY.channels)

    assert run(entry(), taxonomy=taxonomy) == []


def test_two_years_ahead_is_the_farthest() -> None:
    """An embargo may lie ahead, a slip of the pen is told; `added` that follows `date` is told once."""
    far = NOW + timedelta(days=732)
    good, bad = (
        entry(date=far.isoformat(), name="2028/11/a"),
        entry(date=(far + timedelta(seconds=1)).isoformat(), name="2028/11/b"),
    )

    assert found(good, bad) == [("b.md", 3, "ngay-ngoai-khoang")]


def test_ids_and_addresses_belong_to_one_file() -> None:
    """The other file is named; a clash of addresses is not told twice."""
    first, second = entry(), entry("id: 2024/05/x\n", name="2024/05/y")
    twin = entry(name="2024/05/X")

    assert found(first, second) == [("y.md", 6, "trung-id")]
    assert "content/news/2024/05/x.md" in run(first, second)[0].message
    assert found(first, twin) == [("x.md", 0, "trung-dia-chi")]


def test_an_article_may_not_take_a_static_page_s_address() -> None:
    """Static pages are named as such."""
    (problem,) = check([entry()], {}, TAXONOMY, {}, ["/tin-tuc/2024/05/x/"], NOW)

    assert problem.code == "trung-dia-chi"
    assert "trang tĩnh" in problem.message


def test_old_addresses_belong_to_one_article() -> None:
    """With and without the last slash; one article may name an address once only."""
    first, second = entry("aliases: [/cu/a, /cu/b.html]\n"), entry("aliases: [/cu/c/, /cu/a/]\n", name="2024/05/y")

    assert found(first, second) == [("y.md", 6, "dia-chi-cu-trung")]


@pytest.mark.parametrize(
    "url",
    [
        "/", "/gioi-thieu/", "/gioi-thieu/?a=b#c", "/tin-tuc/", "/tin-tuc/trang-2/", "/tin-tuc/2024/05/y/",
        "/tin-tuc/2024/05/y/#muc", "/chu-de/chinh-quyen-dien-tu/", "/co-quan/so-noi-vu/", "/the-loai/bai/",
        "/luu-tru/2024/05/", "/thong-ke/quy-1-2024/", "/feeds/tin-tuc.rss.xml", "/tim-kiem/", "/cu/y.html",
        "/media/mot-cua.png",
    ],
)  # fmt: skip
def test_links_into_the_site_are_good(url: str) -> None:
    """Articles, static pages, the builder's pages, old addresses, files."""
    assert linking(url, entry("aliases: [/cu/y.html]\n", name="2024/05/y")) == []


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("/tin-tuc/2024/05/yy/", "lien-ket-hong", "không có bài content/news/2024/05/yy.md; có phải y.md?"),
        ("/tin-tuc/2024/04/y/", "lien-ket-hong", "có phải y.md?"),
        ("/tin-tuc/2023/04/abcdef/", "lien-ket-hong", "hãy sửa hoặc bỏ liên kết"),
        ("/gioithieu/", "lien-ket-hong", "có phải /gioi-thieu/?"),
        ("/chu-de/chinh-quyen-dientu/", "lien-ket-hong", "có phải /chu-de/chinh-quyen-dien-tu/?"),
        ("/zzzzzzzzz/", "lien-ket-hong", "không có trang “/zzzzzzzzz/”; hãy sửa hoặc bỏ liên kết"),
        ("/media/tep/kehoach.pdf", "thieu-tep", "có phải /media/tep/ke-hoach.pdf?"),
        ("/tin-tuc/2024/05/nhap/", "lien-ket-ban-nhap", "content/news/2024/05/nhap.md"),
    ],
)
def test_links_that_lead_nowhere_are_told(url: str, code: str, said: str) -> None:
    """What is offered is written as it would stand in the file."""
    (problem,) = linking(url, entry(name="2024/05/y"), entry("status: draft\n", name="2024/05/nhap"))

    assert (problem.path, problem.line, problem.code) == ("content/news/2024/05/x.md", 9, code)
    assert said in problem.message


def test_pictures_of_the_body_must_be_there() -> None:
    """Files that the fragment shows are checked like those of the front matter."""
    assert linking("/media/mot-cua.png", media=True) == []
    assert [problem.code for problem in linking("/media/khong.png", media=True)] == ["thieu-tep"]


def test_recordings_and_captions_of_our_own_must_be_there() -> None:
    """They are files like any other; what is elsewhere is not looked for."""
    own = entry("media:\n  url: /media/khong.mp4\n  captions: /media/khong.vtt\n")

    assert found(own) == [("x.md", 7, "thieu-tep"), ("x.md", 8, "thieu-tep")]
    assert found(entry("media: {url: 'https://video.vn/1'}\n")) == []


def test_a_draft_may_link_to_a_draft() -> None:
    """Nobody sees either."""
    assert linking("/tin-tuc/2024/05/nhap/", entry("status: draft\n", name="2024/05/nhap"), status="draft") == []


def test_a_link_to_a_file_that_could_not_be_read_is_not_broken() -> None:
    """Its own problem is told; once is enough."""
    unread = read_article("content/news/2024/05/hong.md", b"xin chao")
    stray = read_article("content/news/hong.md", b"xin chao")

    assert unread.article is None
    assert linking("/tin-tuc/2024/05/hong/", unread, stray) == []


def test_many_articles_are_checked_in_time_in_proportion_to_them() -> None:
    """Plain look-ups, whatever the number."""

    def flood(count: int) -> tuple[list[Entry], dict[str, Body]]:
        first = entry(name="2024/05/bai-1")
        names = [f"2024/05/bai-{number}" for number in range(count)]
        many = [replace(first, file=f"content/news/{name}.md", article=_named(first, name)) for name in names]
        return many, {one.file: Body(html="", links=(Link(url="/tin-tuc/2024/05/bai-1/", line=9),)) for one in many}

    def work(flood: tuple[list[Entry], dict[str, Body]]) -> None:
        assert check(*flood, TAXONOMY, MEDIA, PAGES, NOW) == ()

    assert_linear(work, flood, start=1500)


def _named(one: Entry, name: str) -> Article:
    assert one.article
    return replace(one.article, id=name, path=f"content/news/{name}.md", slug=name.rpartition("/")[2])


def test_the_yaml_reader_is_loaded_only_when_an_article_is_read() -> None:
    """A build in which nothing is new does not pay for it."""
    code = "import sys, site_builder.content; print(sorted({'yaml', 'frontmatter', 'PIL'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
