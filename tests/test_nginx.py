"""The generated configuration in a real nginx: what readers, aggregators, old links and attackers are answered."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from site_builder.errors import SiteError
from site_builder.markup import tags
from site_builder.model.media_types import TYPES, is_recording
from site_builder.publish import nginx_text
from site_builder.publish.nginx import (
    ALIGNMENTS,
    ServerFacts,
    files,
    inline_script_hashes,
    policy,
    source_expression,
)
from tests.conftest import SUB_PATH
from tests.reading import read_page
from tests.server import Address, Answer, ask, check, configure, lay, nginx

GONE = "/tin-tuc/2024/12/lich-phat-song-chuyen-muc-da-thu-hoi/"
NEW = "/tin-tuc/2023/02/quang-tri-ke-hoach-cai-cach-hanh-chinh-nam-2023/"
MOVED = (
    ("/tin-cu/123.html", NEW),
    ("/cu/muc/", "/tin-tuc/"),
    ("/cu/Xem;$1'(a).aspx", NEW),
    ("/tin-tức/Cải-cách/", NEW),
    ("/T\udcean.aspx", NEW),
    ("/Pages/TinTuc.aspx?ItemID=123", NEW),
    ("/Pages/TinTuc.aspx?ItemID=124", "/tin-tuc/"),
    ("/Pages/TinTuc.aspx", "/chu-de/"),
    ("/index.php?language=vi&nv=news&op=Tin%20t%E1%BB%A9c", NEW),
    ("/web/tin?id=7", NEW),
    ("/?p=12", NEW),
)
ARTICLE = "tin-tuc/2019/08/hon-176-luot-tin-bai-quy-3-2019/"
PICTURE = "media/tu-63-con-34.png"

pytestmark = pytest.mark.xdist_group("nginx")


@pytest.fixture(scope="module")
def published(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal as published."""
    return lay(sample_site, tmp_path_factory.mktemp("published"), SUB_PATH, moved=MOVED, gone=(GONE,))


@pytest.fixture(scope="module")
def site(published: Path) -> Iterator[Address]:
    """The sample portal below a sub-path."""
    with nginx(published, SUB_PATH) as address:
        yield address


@pytest.fixture(scope="module")
def at_root(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The sample portal at the root of its server, in a folder with a space and dấu in its name."""
    to = lay(sample_site, tmp_path_factory.mktemp("cổng tin"), moved=MOVED, gone=(GONE,))
    with nginx(to) as address:
        yield address


@pytest.fixture(params=["site", "at_root"])
def either(request: pytest.FixtureRequest) -> Address:
    """The portal below a path, and at the root."""
    address: Address = request.getfixturevalue(request.param)
    return address


def read(published: Path, path: str) -> bytes:
    """Return a file of the published tree."""
    return (published / "public" / path).read_bytes()


def named(published: Path, pattern: str) -> str:
    """Return the path of the one file that has a name of this kind."""
    (found,) = (published / "public").resolve().glob(pattern)
    return found.relative_to((published / "public").resolve()).as_posix()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "text/html; charset=utf-8"),
        (ARTICLE, "text/html; charset=utf-8"),
        ("feeds/tin-tuc.rss.xml", "application/xml; charset=utf-8"),
        ("feeds/tin-tuc.atom.xml", "application/xml; charset=utf-8"),
        ("feeds/opml.xml", "application/xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("feeds/thu-hoi.json", "application/json; charset=utf-8"),
        ("du-lieu/bao-cao.schema.json", "application/json; charset=utf-8"),
        ("du-lieu/bai-viet/2019-08.csv", "text/csv; charset=utf-8"),
        ("assets/bieu-trung.svg", "image/svg+xml; charset=utf-8"),
        ("assets/cchc.*.css", "text/css; charset=utf-8"),
        ("assets/cchc.*.js", "text/javascript; charset=utf-8"),
        (PICTURE, "image/png"),
        ("media/tep/so-tay-nop-ho-so-truc-tuyen.pdf", "application/pdf"),
        (
            "media/tep/mau-bao-cao-tuyen-truyen.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("media/tep/thong-ke-quy-3-2019.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_every_kind_of_file_has_its_type(site: Address, published: Path, path: str, expected: str) -> None:
    """Text is UTF-8 and says so, also when it is compressed."""
    place = named(published, path) if "*" in path else path
    for accepted in ("identity", "gzip", "br"):
        answer = ask(site + place, Accept_Encoding=accepted)

        assert (answer.status, answer["Content-Type"]) == (200, expected)


def test_every_recording_has_the_type_that_feeds_announce() -> None:
    """A browser plays nothing that comes as `application/octet-stream`."""
    named = {ending: words[0] for line in nginx_text.SENT.splitlines() if len(words := line.strip(" ;").split()) > 1
             for ending in words[1:]}  # fmt: skip

    assert {ending: named.get(ending) for ending, type_ in TYPES.items() if is_recording(f"x.{ending}")} == {
        ending: type_ for ending, type_ in TYPES.items() if type_.startswith(("audio/", "video/"))
    }


def test_every_file_of_the_site_is_served_as_it_is(site: Address, published: Path) -> None:
    """Every planned file is there with its bytes, the withdrawn one with its notice, the moved one as a redirect."""
    tree = (published / "public").resolve()
    paths = [file.relative_to(tree).as_posix() for file in tree.rglob("*") if file.is_file()]
    plain = [path for path in paths if not path.endswith((".gz", ".br"))]
    wrong = {}
    for path in plain:
        answer = ask(site + path.removesuffix("index.html"))
        if (answer.status, answer.body) != (200, read(published, path)):
            wrong[path] = answer.status

    assert len(plain) > 300
    assert wrong == {f"{GONE[1:]}index.html": 410}


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("gzip", "gzip"),
        ("deflate", ""),
        ("gzip;q=0", ""),
        ("br;q=0, gzip", "gzip"),
    ],
)
@pytest.mark.parametrize("path", ["", ARTICLE, "feeds/tin-tuc.rss.xml", "du-lieu/bai-viet/2019-08.csv"])
def test_readers_get_the_encoding_they_can_read(
    either: Address, published: Path, path: str, accepted: str, expected: str
) -> None:
    """The compressed copy is the file, and caches are told that the answer depends on the question."""
    answer = ask(either + path, Accept_Encoding=accepted)
    file = path + "index.html" if path.endswith("/") or not path else path

    assert answer["Content-Encoding"] == expected
    assert answer["Vary"] == "Accept-Encoding"
    assert answer.decoded == read(published, file)


def test_each_encoding_has_its_own_etag(site: Address) -> None:
    """A cache can never take one encoding for another."""
    tags = {ask(site, Accept_Encoding=accepted)["ETag"] for accepted in ("identity", "gzip", "br")}

    assert len(tags) == 3
    assert all(re.fullmatch(r'"[0-9a-f]+-[0-9a-f]+"', tag) for tag in tags)


def test_pictures_are_sent_as_they_are(site: Address) -> None:
    """What is compressed already varies with nothing."""
    answer = ask(site + PICTURE, Accept_Encoding="br, gzip")

    assert (answer["Content-Encoding"], answer["Vary"]) == ("", "")


def test_a_proxy_in_front_gets_compressed_files_too(site: Address) -> None:
    """A province's reverse proxy says Via; its readers wait for the same bytes as others."""
    answer = ask(site + ARTICLE, Accept_Encoding="gzip", Via="1.1 proxy")

    assert answer["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", ["", "feeds/tin-tuc.rss.xml", "du-lieu/bai-viet/2019-08.json", PICTURE])
@pytest.mark.parametrize("accepted", ["identity", "gzip", "br"])
def test_what_a_reader_has_is_not_sent_again(site: Address, path: str, accepted: str) -> None:
    """By ETag and by exact date: 304, empty, with the headers that a cache keeps."""
    first = ask(site + path, Accept_Encoding=accepted)
    by_tag = ask(site + path, Accept_Encoding=accepted, If_None_Match=first["ETag"])
    by_date = ask(site + path, Accept_Encoding=accepted, If_Modified_Since=first["Last-Modified"])

    for again in (by_tag, by_date):
        assert (again.status, again.body) == (304, b"")
        assert all(again[name] == first[name] for name in ("ETag", "Cache-Control", "Last-Modified", "Vary"))


def test_another_date_is_another_file_also_an_older_one(site: Address) -> None:
    """After a rollback the file is older than the reader's copy: it must be sent."""
    first = ask(site)
    later = format_datetime(datetime.fromtimestamp(time.time() + 86400, UTC), usegmt=True)

    assert ask(site, If_Modified_Since=later).status == 200
    assert ask(site, If_None_Match='"0-0"', If_Modified_Since=first["Last-Modified"]).status == 200


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "public, max-age=60"),
        (ARTICLE, "public, max-age=60"),
        ("tin-tuc/", "public, max-age=60"),
        ("du-lieu/danh-sach.json", "public, max-age=60"),
        ("feeds/tin-tuc.rss.xml", "public, max-age=300"),
        ("feeds/thu-hoi.json", "public, max-age=300"),
        ("sitemap.xml", "public, max-age=300"),
        ("sitemaps/2019-08.xml", "public, max-age=300"),
        ("robots.txt", "public, max-age=300"),
        (PICTURE, "public, max-age=86400"),
        ("assets/bieu-trung.svg", "public, max-age=86400"),
        ("assets/cchc.*.css", "public, max-age=31536000, immutable"),
        ("assets/boot.*.js", "public, max-age=31536000, immutable"),
        ("assets/thong-ke.*.js", "public, max-age=31536000, immutable"),
        ("assets/khong-co.0123abcd.js", "no-cache"),
        ("khong-co/", "no-cache"),
        (GONE[1:], "no-cache"),
        ("tin-tuc", "public, max-age=3600"),
        ("tin-cu/123.html", "public, max-age=3600"),
    ],
)
def test_how_long_a_file_may_be_kept(either: Address, published: Path, path: str, expected: str) -> None:
    """Fingerprinted assets for ever, pages and feeds shortly, pictures a day, what is missing not at all."""
    place = named(published, path) if "*" in path else path

    assert ask(either + place)["Cache-Control"] == expected


def test_every_asset_that_pages_name_for_ever_is_kept_for_ever(site: Address, published: Path) -> None:
    """No stylesheet or script of the theme has a name that the rule does not know."""
    tree = (published / "public").resolve()
    assets = [file.relative_to(tree).as_posix() for file in tree.glob("assets/**/*") if file.suffix in (".css", ".js")]

    assert len(assets) >= 5
    assert {ask(site + path)["Cache-Control"] for path in assets} == {"public, max-age=31536000, immutable"}


def kept_rules() -> list[tuple[str, str]]:
    """Return the patterns of the map that says how long a file may be kept, as nginx reads them."""
    block = nginx_text.HTTP[nginx_text.HTTP.index("_kept {") :].split("\n}", 1)[0]
    return re.findall(r'"~(.+?)" "(.+?)";', block)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-22T10:00:00+07:00", "public, max-age=300"),
        ("2026-10-31T17:30:00+00:00", "public, max-age=300"),  # 0:30 on 1 November in Việt Nam
        ("2026-12-01T00:00:00+07:00", "public, max-age=86400"),
        ("2026-12-30T00:00:00+07:00", "public, max-age=300"),
    ],
)
def test_open_data_of_a_month_are_kept_longer_once_it_is_over(moment: str, expected: str) -> None:
    """By the server's clock, and with care for one that runs in another zone."""
    subject = f"/du-lieu/bai-viet/2026-11.json {moment}"
    found = next(value for pattern, value in kept_rules() if re.search(pattern, subject))

    assert found == expected


def test_a_missing_page_says_so_in_vietnamese(either: Address, published: Path) -> None:
    """404 with the portal's own page, compressed like any other."""
    answer = ask(either + "tin-tuc/2019/08/khong-co-bai-nay/", Accept_Encoding="br")

    assert (answer.status, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert answer.decoded == read(published, "404.html")


def test_a_missing_page_finds_its_styles_and_links_from_any_depth(site: Address, published: Path) -> None:
    """It is served at addresses of every depth, so nothing in it may hang on one."""
    page = read_page(read(published, "404.html").decode())
    links = [link for link in (*page.links, *page.needs) if not link.startswith("#")]
    places = {urljoin(f"{site}a/b/c/", link) for link in links}
    ours = {place for place in places if place.startswith("http://127.0.0.1")}

    assert len(ours) > 10
    assert {place: ask(place).status for place in ours if ask(place).status != 200} == {}


@pytest.mark.parametrize("path", [GONE[1:], GONE[1:] + "?utm_source=zalo"])
def test_a_withdrawn_article_is_gone_and_says_why(either: Address, published: Path, path: str) -> None:
    """410, and the notice at the article's own address."""
    answer = ask(either + path, Accept_Encoding="gzip")

    assert answer.status == 410
    assert answer.decoded == read(published, f"{GONE[1:]}index.html")
    assert "Đã gỡ bỏ" in answer.decoded.decode()


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("tin-cu/123.html", NEW),
        ("tin-cu/123.html?id=5&b=%20c", NEW + "?id=5&b=%20c"),
        ("TIN-CU/123.HTML", NEW),
        ("tin-cu//123.html", NEW),
        ("cu/muc/", "/tin-tuc/"),
        ("cu/muc", "/tin-tuc/"),
        ("cu/muc/index.html", "/cu/muc/"),
        ("cu/Xem;$1'(a).aspx", NEW),
        ("tin-tuc", "/tin-tuc/"),
        ("tin-tuc?trang=2", "/tin-tuc/?trang=2"),
        ("tin-tuc/2019/08/hon-176-luot-tin-bai-quy-3-2019", f"/{ARTICLE}"),
        (GONE[1:-1], GONE),
        ("index.html", "/"),
        ("tin-tuc/index.html?a=1", "/tin-tuc/?a=1"),
    ],
)
def test_old_and_careless_addresses_lead_on(either: Address, path: str, target: str) -> None:
    """301 to the address below the site's path; the question goes along, the server's own name and port do not."""
    answer = ask(either + path)

    assert (answer.status, answer["Location"]) == (301, urlsplit(either).path.rstrip("/") + target)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("tin-t%E1%BB%A9c/C%E1%BA%A3i-c%c3%a1ch/", NEW),
        ("tin-t%E1%BB%A9c/C%E1%BA%A3i-c%C3%A1ch", NEW),
        ("tin-t%E1%BB%A9c/c%E1%BA%A3i-c%C3%A1ch/?a=1", f"{NEW}?a=1"),
        ("tin-tu%CC%9B%CC%81c/Ca%CC%89i-ca%CC%81ch/", NEW),
        ("tin-t%C6%B0%CC%81c/Ca%CC%89i-ca%CC%81ch/", NEW),
        ("T%EAn.aspx", NEW),
        ("Pages/TinTuc.aspx?ItemID=123", NEW),
        ("pages/tintuc.aspx?itemid=123", NEW),
        ("Pages/TinTuc.aspx?ItemID=124", "/tin-tuc/"),
        ("Pages/TinTuc.aspx?ItemID=125", "/chu-de/?ItemID=125"),
        ("Pages/TinTuc.aspx", "/chu-de/"),
        ("Pages/TinTuc.aspx?ItemID=123&fbclid=IwAR0x", NEW),
        ("Pages/TinTuc.aspx?ItemID=123&utm_source=zalo&utm_medium=oa", NEW),
        ("index.php?language=vi&nv=news&op=Tin%20t%E1%BB%A9c", NEW),
        ("web/tin?id=7", NEW),
        ("web/tin/?id=7", NEW),
        ("?p=12", NEW),
    ],
)
def test_addresses_of_other_systems_lead_on(either: Address, path: str, target: str) -> None:
    """With dấu, in another encoding, with a question and what a social network put behind it."""
    answer = ask(either + path)

    assert (answer.status, answer["Location"]) == (301, urlsplit(either).path.rstrip("/") + target)


def test_a_question_to_the_front_page_that_no_old_address_has_is_the_front_page(either: Address) -> None:
    """Only what was asked before leads on."""
    assert [ask(f"{either}?p={number}").status for number in (1, 12, 122)] == [200, 301, 200]


def test_the_path_without_its_last_slash_leads_to_the_site(site: Address) -> None:
    """People leave it out when they type."""
    answer = ask(site.rstrip("/") + "?a=1")

    assert (answer.status, answer["Location"]) == (301, f"{SUB_PATH}?a=1")


@pytest.mark.parametrize("path", ["feeds", "feeds/", "media/", "assets/", "du-lieu/bai-viet/", "tin-tuc/2019/"])
def test_folders_are_not_listed(either: Address, path: str) -> None:
    """A folder without a page is nothing."""
    assert ask(either + path).status == 404


def test_head_is_get_without_a_body(either: Address) -> None:
    """Link checkers ask so."""
    get, head = ask(either + ARTICLE), ask(either + ARTICLE, method="HEAD")

    assert (head.status, head.body) == (200, b"")
    assert {name: value for name, value in head.headers.items() if name != "Date"} == {
        name: value for name, value in get.headers.items() if name != "Date"
    }
    assert ask(either + GONE[1:], method="HEAD").status == 410


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["", "feeds/tin-tuc.rss.xml", GONE[1:], "khong-co"])
def test_nothing_but_reading_is_allowed(either: Address, method: str, path: str) -> None:
    """405, and what is allowed."""
    answer = ask(either + path, method=method)

    assert (answer.status, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "../nginx/cchc.conf",
        "..%2f..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "tin-tuc/../../.cchc/state.sqlite",
        "..;/..;/etc/passwd",
        "tin-tuc/%00/index.html",
        ".git/config",
        ".cchc/state.sqlite",
        "tin-tuc/.htaccess",
        "%2egit/config",
        "index.html.gz",
        "index.html.br",
        "feeds/tin-tuc.rss.xml.gz",
        "media/../.an",
        "media\\..\\..\\nginx\\cchc.conf",
    ],
)
def test_nothing_outside_the_tree_and_nothing_hidden_is_shown(either: Address, published: Path, path: str) -> None:
    """404 or 400, never a file, and never a redirect to another server."""
    tree = (published / "public").resolve()
    (tree / ".an").write_text("bí mật", encoding="utf-8")
    answer = ask(either + path)
    (tree / ".an").unlink()

    assert answer.status in (400, 404)
    assert "bí mật" not in answer.body.decode()
    assert answer["Location"] == ""


@pytest.mark.parametrize("path", ["//example.com/index.html", "//example.com/tin-tuc", "/%0d%0aX-Bad:%201/tin-tuc"])
def test_no_redirect_leaves_the_server(at_root: Address, path: str) -> None:
    """An address that begins like another server's leads nowhere else, and brings no header of its own."""
    answer = ask(at_root.rstrip("/") + path)

    assert not answer["Location"].startswith("//")
    assert answer["X-Bad"] == ""


SECURE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "nginx",
}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    "path",
    ["", ARTICLE, PICTURE, "feeds/tin-tuc.rss.xml", "404.html", "khong-co", "tin-tuc", "tin-cu/123.html", GONE[1:],
     ".git/", "tin-tuc/index.html", "feeds", "%00"],
)  # fmt: skip
def test_every_answer_is_secured(at_root: Address, method: str, path: str) -> None:
    """The same headers once each, whatever the status; even before nginx knows what is asked."""
    answer = ask(at_root + path, method=method)

    assert {name: answer.headers.get_all(name) for name in SECURE} == {name: [text] for name, text in SECURE.items()}
    assert len(answer.headers.get_all("Content-Security-Policy", [])) == 1
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", ["", "khong-co", "tin-tuc", GONE[1:], "feeds/tin-tuc.rss.xml", "tin-cu/123.html"])
def test_every_answer_is_secured_below_a_path(site: Address, path: str) -> None:
    """The same below a path."""
    answer = ask(site + path)

    assert {name: answer[name] for name in SECURE} == SECURE


def test_a_broken_request_is_answered_securely(at_root: Address) -> None:
    """No Host, no path: nginx answers by itself."""
    host, _, port = urlsplit(at_root).netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as caller:
        caller.sendall(b"GET / HTTP/1.1\r\n\r\n")
        answer = caller.recv(65536).decode()

    assert answer.startswith("HTTP/1.1 400 ")
    assert "X-Content-Type-Options: nosniff\r\n" in answer


def test_the_rest_of_the_server_is_left_alone(site: Address) -> None:
    """Below a path, pages beside the portal are another's: no policy of ours stops their scripts."""
    answer = ask(site.removesuffix(SUB_PATH[1:]) + "trang-khac")

    assert answer["Content-Security-Policy"] == ""


def test_pages_run_only_the_scripts_of_the_site(site: Address) -> None:
    """No 'unsafe-inline' and no other server in the policy of pages; files that are no pages run nothing."""
    page, feed = (ask(site + path)["Content-Security-Policy"] for path in ("", "feeds/tin-tuc.rss.xml"))

    assert page == policy()
    assert not re.search(r"unsafe-(?:inline|eval)|https?:|\*", page)
    assert "script-src" not in feed
    assert "default-src 'none'" in feed


def test_the_policy_knows_every_style_that_markup_lets_through() -> None:
    """The styles of cells are allowed by value; markup and policy name the same values."""
    words = re.findall(r"[a-z]+", tags._ALIGN.pattern.partition("(?:")[2])  # noqa: SLF001 - it is what is compared

    assert sorted(words) == list(ALIGNMENTS)
    assert all(source_expression(f"text-align:{word}".encode()) in policy() for word in ALIGNMENTS)


def test_the_sample_site_has_no_other_style_and_no_inline_script(published: Path) -> None:
    """What the policy allows is what there is."""
    pages = [file.read_bytes() for file in (published / "public").resolve().rglob("*.html")]
    styles = {style for page in pages for style in re.findall(rb' style="([^"]*)"', page)}

    assert {hash_ for page in pages for hash_ in inline_script_hashes(page)} == set()
    assert styles
    assert styles <= {f"text-align:{word}".encode() for word in ALIGNMENTS}


def test_hashes_of_inline_scripts_reach_the_policy(published: Path) -> None:
    """Sorted and once each: the same site gives the same configuration."""
    root = str(published / "public")
    hashes = ("'sha256-b='", "'sha256-a='", "'sha256-b='")
    written = files(ServerFacts(base_path="/", root=root, script_hashes=hashes))["csp.map"]

    assert "script-src 'self' 'sha256-a=' 'sha256-b=';" in written


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        ("<p>Không có mã.</p>", ()),
        ("<script>alert(1)</script>", ("alert(1)",)),
        ("<SCRIPT>\n a < b && c > d \n</SCRIPT>", ("\n a < b && c > d \n",)),
        ("<script type=module>x</script><script type='text/JavaScript '>y</script>", ("x", "y")),
        ("<script>a</script><script>a</script><script>b</script>", ("a", "b")),
        ('<script type="application/ld+json">{"a": "<b>"}</script>', ()),
        ('<script type="application/json">{}</script><script type="text/plain">x</script>', ()),
        ('<script src="a.js">x</script><script src>y</script>', ()),
        ("<script>tiếng Việt &amp; 'dấu'</script>", ("tiếng Việt &amp; 'dấu'",)),
        ("<script>a\r\nb\rc</script>", ("a\nb\nc",)),
        ("<!-- <script>x</script> --><p title='<script>y</script>'>z</p>", ()),
        ("<script></script>", ("",)),
        ("<script type='' data-a>q</script>text", ("q",)),
        ("<script type='text/javascript' type='text/plain'>q</script>", ("q",)),
        ("<script type='text/javascript; charset=utf-8'>not a script</script>", ()),
    ],
)
def test_inline_scripts_are_found_as_a_browser_finds_them(html: str, scripts: tuple[str, ...]) -> None:
    """Exactly the text between the tags, UTF-8; data blocks and scripts in files need no hash."""
    expected = tuple(source_expression(script.encode()) for script in scripts)

    assert inline_script_hashes(html.encode()) == expected


def test_a_known_hash_is_written_as_browsers_write_it() -> None:
    """The hash of an empty script, as Chromium prints it."""
    assert inline_script_hashes(b"<script></script>") == ("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",)


def test_twenty_thousand_old_addresses_are_found(published: Path, tmp_path: Path) -> None:
    """Nginx takes the maps without a word of warning, and answers every one."""
    (tmp_path / "public").symlink_to((published / "public").resolve())
    old = [f"/chuyen-muc/{number % 97}/bai-viet-cu-ve-cai-cach-{number}.html" for number in range(20_000)]
    longest = f"/{'x' * 250}/{'y' * 250}.html"
    gone = [f"/tin-tuc/2019/08/bai-da-go-{number}/" for number in range(20_000)]
    configure(tmp_path, "/", moved=(*((url, NEW) for url in old), (longest, NEW)), gone=(*gone, GONE))
    with nginx(tmp_path) as address:
        said = check(address.run)
        found = {ask(address + url[1:])["Location"] for url in [*old[::500], old[-1], longest]}

        assert "warn" not in said
        assert found == {NEW}
        assert ask(address + gone[-1][1:]).status == 410
        assert ask(address + GONE[1:]).status == 410
        assert ask(address + ARTICLE).status == 200


def test_addresses_that_differ_in_case_only_stay_apart(published: Path, tmp_path: Path) -> None:
    """Nginx' maps know no case; two such lines would stop it."""
    (tmp_path / "public").symlink_to((published / "public").resolve())
    configure(tmp_path, moved=(("/Cu/A.html", "/tin-tuc/"), ("/cu/a.html", "/chu-de/"), ("/cu/b.html", "/rss/")))
    with nginx(tmp_path) as address:
        found = [ask(address + path)["Location"] for path in ("Cu/A.html", "cu/a.html", "cu/b.html", "cu/B.html")]

        assert found == ["/tin-tuc/", "/chu-de/", "/rss/", "/rss/"]
        assert ask(address + "CU/A.html").status == 404


def test_a_reload_takes_new_withdrawals(published: Path, tmp_path: Path) -> None:
    """What is withdrawn later is gone once nginx was told; before, its page is the notice already."""
    (tmp_path / "public").symlink_to((published / "public").resolve())
    configure(tmp_path)
    with nginx(tmp_path) as address:
        before = ask(address + GONE[1:])
        configure(tmp_path, gone=(GONE,))
        address.reload()
        after = ask(address + GONE[1:])

    assert (before.status, after.status) == (200, 410)
    assert before.body == after.body


def test_a_swap_is_seen_at_once(published: Path, tmp_path: Path) -> None:
    """Nginx keeps no file of the tree before: no reload, no wait."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(f"cây {name}", encoding="utf-8")
    (tmp_path / "public").symlink_to("a")
    configure(tmp_path)
    seen = []
    with nginx(tmp_path) as address:
        for name in ("a", "b") * 20:
            (tmp_path / "new").symlink_to(name)
            (tmp_path / "new").replace(tmp_path / "public")
            seen.append(ask(address).body.decode())

    assert seen == ["cây a", "cây b"] * 20


def test_the_office_can_add_lines_of_its_own(published: Path, tmp_path: Path) -> None:
    """Files in `rieng/` are read everywhere: HSTS on every answer."""
    (tmp_path / "public").symlink_to((published / "public").resolve())
    configure(tmp_path)
    own = tmp_path / "nginx" / "rieng" / "hsts.conf"
    own.parent.mkdir()
    own.write_text('add_header Strict-Transport-Security "max-age=31536000" always;\n', encoding="utf-8")
    with nginx(tmp_path) as address:
        answers: list[Answer] = [ask(address + path) for path in ("", "khong-co", GONE[1:], "tin-tuc")]

    assert {answer["Strict-Transport-Security"] for answer in answers} == {"max-age=31536000"}


def test_a_path_may_have_letters_with_marks(published: Path, tmp_path: Path) -> None:
    """As `site_url` writes it; redirects are written the same way."""
    base = "/c%E1%BB%95ng/tin%20(1)/"
    (tmp_path / "public").symlink_to((published / "public").resolve())
    configure(tmp_path, base, moved=MOVED, gone=(GONE,))
    with nginx(tmp_path, base) as address:
        statuses = [ask(address + path).status for path in ("", ARTICLE, "khong-co", GONE[1:])]
        places = [ask(address + path)["Location"] for path in ("tin-tuc", "cu/muc", "tin-tuc/index.html")]

    assert statuses == [200, 200, 404, 410]
    assert {unquote(place) for place in places} == {unquote(f"{base}tin-tuc/")}
    assert all(place.isascii() and " " not in place for place in places)


def test_two_portals_share_a_server(published: Path, tmp_path: Path) -> None:
    """Names inside nginx are a portal's own."""
    texts = [files(ServerFacts(base_path="/", root=f"/srv/{name}/public")) for name in ("mot", "hai")]
    names = [set(re.findall(r"cchc_([0-9a-f]{6})_", "".join(text.values()))) for text in texts]

    assert [len(found) for found in names] == [1, 1]
    assert names[0] != names[1]


def test_equal_facts_give_equal_files() -> None:
    """The order in which facts were found changes nothing, so nginx is not reloaded for nothing."""
    one = ServerFacts(base_path="/a/", root="/srv/public", moved=MOVED, gone=("/b/", "/a/"), script_hashes=("y", "x"))
    other = ServerFacts(
        base_path="/a/", root="/srv/public", moved=MOVED[::-1], gone=("/a/", "/b/"), script_hashes=("x", "y")
    )

    assert files(one) == files(other)
    assert files(one)["gone.map"] == '"/a/a/" 1;\n"/a/b/" 1;\n'


@pytest.mark.parametrize(
    "root", ["/srv/$cong/public", "/srv/a*/public", 'a"b/public', "cong/public", "/srv/a\nb/public"]
)
def test_a_folder_that_nginx_cannot_name_is_refused(root: str) -> None:
    """In Vietnamese, before nginx would stop with words of its own."""
    with pytest.raises(SiteError, match="đường dẫn"):
        files(ServerFacts(base_path="/", root=root))
