"""The content security policy in a real browser behind a real nginx: every kind of page works, nothing foreign runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from site_builder.publish.nginx import inline_script_hashes
from tests.browser.kinds import GONE, PAGES, Place, place_of
from tests.conftest import SUB_PATH
from tests.server import Address, ask, lay, nginx

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TABLES = 'style="text-align:'
OWN = ("http://127.0.0.1", "chrome", "data:")
"""What a page may load: the browser shows documents with files of its own."""
KINDS: dict[str, Place] = PAGES | {
    "missing": "tin-tuc/2019/08/khong-co-bai-nay/",
    "rss": "feeds/tin-tuc.rss.xml",
    "atom": "feeds/tin-tuc.atom.xml",
    "opml": "feeds/opml.xml",
    "sitemap": "sitemap.xml",
    "picture": "media/tu-63-con-34.png",
    "drawing": "assets/bieu-trung.svg",
    "data": "du-lieu/bai-viet/2019-08.json",
    "plain text": "robots.txt",
    "document": "media/tep/so-tay-nop-ho-so-truc-tuyen.pdf",
}
WATCH = """
    window.blocked = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.blocked.push(event.effectiveDirective + " " + event.blockedURI);
    });
"""


class Foreign(BaseHTTPRequestHandler):
    """Another server: remembers what it was asked, and answers with harm."""

    asked: list[str]

    def do_GET(self) -> None:
        """Send a script, whatever was asked; a page is a frame around the portal."""
        self.asked.append(self.path)
        is_frame = self.path.startswith("/khung?")
        text = f'<iframe src="{self.path.partition("?")[2]}"></iframe>' if is_frame else "window.harmed = true;"
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if is_frame else "text/javascript")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def foreign() -> Iterator[tuple[str, list[str]]]:
    """Address of another server, and what it was asked."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Its", (Foreign,), {"asked": asked}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def published(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal as published."""
    to = tmp_path_factory.mktemp("csp")
    hashes = {
        hash_ for file in sample_site.resolve().rglob("*.html") for hash_ in inline_script_hashes(file.read_bytes())
    }
    return lay(sample_site, to, SUB_PATH, gone=(f"/{GONE}",), script_hashes=tuple(hashes))


@pytest.fixture(scope="module")
def site(published: Path) -> Iterator[Address]:
    """The sample portal behind nginx."""
    with nginx(published, SUB_PATH) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that remembers what its policy blocked."""
    context = chromium.new_context(locale="vi-VN", accept_downloads=False)
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


def path_of(kind: str, published: Path) -> str:
    """Return the path of a file of a kind."""
    return place_of(KINDS[kind], published / "public")


def is_fault(message: ConsoleMessage, opened: str) -> bool:
    """Say whether a line of the console is a fault; the status of the page itself and a missing favicon are not."""
    where = message.location.get("url", "")
    expected = where == opened or where.endswith("/favicon.ico")
    return message.type in ("error", "warning") and not (expected and "the server responded" in message.text)


def plant(published: Path, name: str, text: str) -> None:
    """Put a file into the published tree; a page is an article with `text` at the end of its body."""
    tree = (published / "public").resolve()
    if name.endswith(".html"):
        page = (tree / "gioi-thieu" / "index.html").read_text(encoding="utf-8").replace('="../', f'="{SUB_PATH}')
        text = page.replace("</body>", f"{text}</body>")
        assert text != page
    (tree / name).write_text(text, encoding="utf-8")


def blocked(page: Page) -> list[str]:
    """Return what the policy of the open page blocked."""
    page.wait_for_load_state("networkidle")
    found: list[str] = page.evaluate("window.blocked")
    return found


def reported(page: Page) -> list[str]:
    """Return what was blocked on the open page, once something was: by the server's policy, the page's own, or both."""
    for _ in range(600):  # the page's policy forbids wait_for_function, which evaluates its text in the page
        page.wait_for_timeout(100)
        if page.evaluate("window.blocked.length"):
            break
    page.wait_for_timeout(100)
    found: list[str] = page.evaluate("window.blocked")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_keeps_the_policy(page: Page, site: Address, published: Path, kind: str) -> None:
    """No violation, no line in the console, no request to another server."""
    faults: list[str] = []
    opened = site + path_of(kind, published)
    page.on("console", lambda message: faults.append(message.text) if is_fault(message, opened) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(OWN) else faults.append(sent.url))
    page.goto(opened)
    found = blocked(page)

    assert "default-src 'none'" in ask(opened)["Content-Security-Policy"]
    assert (found, faults) == ([], [])


def test_search_page_keeps_the_policy(page: Page, site: Address, published: Path) -> None:
    """Every other page of the first level too, whatever the portal gets later."""
    tree = (published / "public").resolve()
    found = {}
    for file in sorted(tree.glob("*/index.html")):
        page.goto(f"{site}{file.parent.name}/?q=m%E1%BB%99t+c%E1%BB%ADa")
        found[file.parent.name] = blocked(page)

    assert len(found) >= 8
    assert {name: what for name, what in found.items() if what} == {}


def test_what_pages_do_with_script_works(page: Page, site: Address, published: Path) -> None:
    """Night mode, and a list that is loaded from the open data."""
    page.goto(site)
    before = page.evaluate("document.documentElement.dataset.mdColorScheme")
    page.evaluate("document.querySelector('[data-cchc=ban-dem]').click()")

    assert page.evaluate("document.documentElement.dataset.mdColorScheme") != before

    page.goto(site + path_of("period's list", published) + "?unit=bai")
    page.wait_for_selector("#thong-ke-danh-sach[data-state=ready]")

    assert blocked(page) == []


def test_cells_keep_their_alignment_and_nothing_else_is_styled(page: Page, site: Address, published: Path) -> None:
    """The hashes allow the alignment of cells; any other style of an element is dropped."""
    page.goto(site + path_of("article with aligned table", published))
    wanted: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('td[style]')].map(c => [c.getAttribute('style'), getComputedStyle(c).textAlign])"
    )

    assert wanted
    assert all(style == f"text-align:{shown}" for style, shown in wanted)

    plant(published, "to-mau.html", '<p id="to" style="position:fixed;text-align:right">Che hết trang</p>')
    page.goto(site + "to-mau.html")

    assert page.evaluate("getComputedStyle(document.getElementById('to')).position") == "static"
    assert blocked(page) == ["style-src-attr inline"]


HARM: dict[str, tuple[str, str]] = {
    "inline script": ("<script>window.harmed = true;</script>", "script-src-elem inline"),
    "event handler": ('<img src="{ours}" alt="" onload="window.harmed = true">', "script-src-attr inline"),
    "foreign script": ('<script src="{foreign}/ma.js"></script>', "script-src-elem {foreign}/ma.js"),
    "script in a data: address": ('<script src="data:text/javascript,harmed=true"></script>', "script-src-elem data"),
    "foreign picture": ('<img src="{foreign}/anh.png" alt="">', "img-src {foreign}/anh.png"),
    "foreign stylesheet": ('<link rel="stylesheet" href="{foreign}/a.css">', "style-src-elem {foreign}/a.css"),
    "inline stylesheet": ("<style>body{{display:none}}</style>", "style-src-elem inline"),
    "frame": ('<iframe src="{foreign}/khung"></iframe>', "frame-src {foreign}"),
    "plugin": ('<object data="{foreign}/vat"></object>', "object-src {foreign}"),
    "foreign video": ('<video src="{foreign}/phim.mp4"></video>', "media-src {foreign}/phim.mp4"),
    "base": ('<base href="{foreign}/">', "base-uri {foreign}"),
}


@pytest.mark.parametrize("name", HARM)
def test_planted_harm_is_blocked(
    page: Page, site: Address, published: Path, foreign: tuple[str, list[str]], name: str
) -> None:
    """It does not run, the other server hears nothing, and the browser reports it."""
    address, asked = foreign
    ours = f"{SUB_PATH}media/tu-63-con-34.png"
    html, violation = (text.format(foreign=address, ours=ours) for text in HARM[name])
    plant(published, "hai.html", html)
    page.goto(site + "hai.html")
    found = reported(page)

    assert [what.rstrip("/") for what in found] == [violation]
    assert page.evaluate("window.harmed") is None
    assert asked == []


@pytest.mark.parametrize(
    "code",
    [
        "fetch('{foreign}/lay').catch(() => null)",
        "navigator.sendBeacon('{foreign}/lay', 'x')",
        "eval('window.harmed = true')",
        "new Worker('data:text/javascript,1')",
        "document.body.append(Object.assign(document.createElement('script'), {{text: 'window.harmed = true'}}))",
    ],
)
def test_a_script_of_ours_cannot_be_misused(
    page: Page, site: Address, published: Path, foreign: tuple[str, list[str]], code: str
) -> None:
    """Even a file of the site may not carry anything out, or make code of text."""
    address, asked = foreign
    plant(published, "ma.js", f"try {{ {code.format(foreign=address)} }} catch (e) {{}}")
    plant(published, "lam.html", f'<script src="{SUB_PATH}ma.js"></script>')
    page.goto(site + "lam.html")
    found = reported(page)

    assert len(found) == 1
    assert page.evaluate("window.harmed") is None
    assert asked == []


def test_a_script_whose_hash_was_collected_runs(chromium: Browser, tmp_path: Path) -> None:
    """The positive side: hashes are the browser's own, for Vietnamese text and Windows line ends too."""
    (tmp_path / "site").mkdir()
    html = (
        b"<!doctype html><title>x</title><script>\r\nwindow.ran = 'ti\xe1\xba\xbfng Vi\xe1\xbb\x87t <b>';\r\n</script>"
    )
    (tmp_path / "site" / "ma.html").write_bytes(html)
    to = lay(tmp_path / "site", tmp_path / "to", script_hashes=inline_script_hashes(html))
    with nginx(to) as address:
        page = chromium.new_page()
        page.goto(address + "ma.html")
        ran: Any = page.evaluate("window.ran")
        page.close()

    assert ran == "tiếng Việt <b>"


def test_a_feed_with_a_script_in_it_runs_nothing(page: Page, site: Address, published: Path) -> None:
    """It shows, and the script is dead."""
    script = '<h:script xmlns:h="http://www.w3.org/1999/xhtml">window.harmed = true</h:script>'
    plant(published, "hai.xml", f'<rss version="2.0">{script}</rss>')
    page.goto(f"{site}hai.xml")

    assert page.evaluate("window.harmed") is None
    assert any(what.startswith("script-src") for what in reported(page))


def test_a_drawing_with_a_script_in_it_runs_nothing(page: Page, site: Address, published: Path) -> None:
    """It stands in a sandbox, in which nothing runs and nothing is reported."""
    plant(published, "hai.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>window.harmed = true</script></svg>')
    page.goto(f"{site}hai.svg")

    assert "sandbox" in ask(f"{site}hai.svg")["Content-Security-Policy"]
    assert page.evaluate("window.harmed") is None


@pytest.mark.parametrize("path", ["", "feeds/tin-tuc.rss.xml"])
def test_no_other_site_can_frame_the_portal(
    page: Page, site: Address, foreign: tuple[str, list[str]], path: str
) -> None:
    """A page of another server that shows ours inside itself gets an error."""
    page.goto(f"{foreign[0]}/khung?{site}{path}")
    page.wait_for_load_state("networkidle")
    inner = page.frames[1]

    assert len(page.frames) == 2
    assert not inner.url.startswith(site)
