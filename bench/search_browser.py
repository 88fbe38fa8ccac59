"""Queries asked of a real Chromium, of a published folder behind a server that sends its compressed copies.

Knows: what the search page promises to those who look from outside. Never: judges what was found.
"""

from __future__ import annotations

import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from bench.search_truth import Query

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE = 30_000.0
_RENEW = 25
"""Queries asked of one page before a fresh one, so that what it remembers stays bounded."""
_BURST = 8.0
"""Milliseconds between requests that belong to different rounds."""
SLOW = 6
_SAMPLE = 30
"""Queries that are also asked of a slow machine."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
}
_WATCH = """
addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("ket-qua");
  new MutationObserver(() => {
    if (list.dataset.state === "loading") return;
    window.readyAt = performance.now();
    console.info("found");
  }).observe(list, { attributes: true, attributeFilter: ["data-state"] });
  new MutationObserver(() => {
    window.firstAt = list.children.length ? window.firstAt || performance.now() : 0;
  }).observe(list, { childList: true });
});
"""
_STATE = """() => {
  const list = document.getElementById("ket-qua");
  const files = performance.getEntriesByType("resource");
  const script = files.find((file) => /search\\.[^/]*js$|search\\.js/.test(file.name));
  return {
    state: list.dataset.state, total: +list.dataset.total, phrase: +list.dataset.phrase,
    complete: list.dataset.complete === "true",
    found: [...list.children].map((item) => [item.dataset.url, item.dataset.match]),
    ready: window.readyAt || performance.now(), script: script ? script.responseEnd : 0,
    shown: window.firstAt || window.readyAt || performance.now(),
    files: files.filter(({ name }) => /tim-kiem\\/.*\\.json/.test(name)).map((one) => [one.startTime, one.responseEnd]),
  };
}"""
_ASK = "to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }"
_AGAIN = """async () => {
  const list = document.getElementById("ket-qua");
  const started = performance.now();
  dispatchEvent(new PopStateEvent("popstate"));
  while (list.dataset.state === "loading") {
    await new Promise((go) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = go;
      channel.port2.postMessage(0);
    });
  }
  return performance.now() - started;
}"""


@dataclass(slots=True)
class Seen:
    """What a query cost, and what it found."""

    query: Query
    first: dict[str, Any] = field(default_factory=dict)
    """As a reader asks."""
    full: dict[str, Any] = field(default_factory=dict)
    """When everything is asked."""
    size: int = 0
    own: int = 0
    """Bytes of the page with its styles and scripts."""
    warm: float = 0.0
    slow: dict[str, Any] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many rounds of requests there were."""
        # A machine under load takes some ms to send off a round, and first answers come in between.
        starts = sorted(start for start, _ in self.first["files"])
        later_rounds: int = sum(later - before > _BURST for before, later in pairwise(starts))
        return len(starts[:1]) + later_rounds


class _Files(BaseHTTPRequestHandler):
    """Sends files, compressed when asked so, below any first folder, and notes what it sent."""

    protocol_version = "HTTP/1.1"
    folder: Path
    sent: dict[str, list[tuple[str, int]]]

    def do_GET(self) -> None:
        """Send a file."""
        run_, _, path = unquote(urlsplit(self.path).path).removeprefix("/").partition("/")
        file = self.folder / (path + "index.html" if not path or path.endswith("/") else path)
        for ending, coding in ((".br", "br"), (".gz", "gzip"), ("", "")):
            source = file.with_name(file.name + ending)
            if coding in self.headers.get("Accept-Encoding", "") and source.is_file():
                self._send(run_, path, source, coding, file.suffix)
                return
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, run_: str, path: str, source: Path, coding: str, suffix: str) -> None:
        data = source.read_bytes()
        self.sent[run_].append((path, len(data)))
        self.send_response(200)
        self.send_header("Content-Type", _TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=3600")
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Says nothing of a browser that goes away in the middle of a file."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, dict[str, list[tuple[str, int]]]]]:
    """Serve a folder; lend its address and what was sent, by the first folder of the address."""
    sent: dict[str, list[tuple[str, int]]] = defaultdict(list)
    handler = type("Files", (_Files,), {"folder": folder, "sent": sent, "wbufsize": -1})
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", sent
    server.shutdown()
    server.server_close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Lend a Chromium."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def measure(public: Path, asked: list[Query]) -> list[Seen]:
    """Ask every query in every way."""
    seen = [Seen(query) for query in asked]
    with serving(public) as (site, sent), browsing() as browser:
        for number, (one, page) in enumerate(_pages(browser, seen)):
            one.first, one.warm = _cold(page, site, one.query, f"q{number}")
            files = sent[f"q{number}"]
            asked_for = [size for path, size in files if path.endswith(".json")]
            one.size, one.own = sum(asked_for), sum(size for _, size in files) - sum(asked_for)
        for number, (one, page) in enumerate(_pages(browser, seen[:: -(-len(seen) // _SAMPLE)], SLOW)):
            one.slow, one.slow["warm"] = _cold(page, site, one.query, f"s{number}")
        for number, (one, page) in enumerate(_pages(browser, seen)):
            if number % _RENEW == 0:
                page.goto(f"{site}/full/tim-kiem/")
            page.evaluate(_ASK, f"?q={quote(one.query.text)}&het=1")
            one.full = _ready(page)
    return seen


def _pages(browser: Browser, seen: list[Seen], slow: int = 1) -> Iterator[tuple[Seen, Page]]:
    """Lend a page for each query; each cold one has addresses of its own, so that nothing of it is in the cache."""
    for start in range(0, len(seen), _RENEW):
        context = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 740})
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        if slow > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
        for one in seen[start : start + _RENEW]:
            yield one, page
        context.close()


def _cold(page: Page, site: str, query: Query, name: str) -> tuple[dict[str, Any], float]:
    """Ask with an empty cache, then the same again."""
    # Who waits by looking takes time from the page, much of it on a slow machine: the page says when.
    with page.expect_console_message(lambda message: message.text == "found", timeout=_PATIENCE):
        page.goto(f"{site}/{name}/tim-kiem/?q={quote(query.text)}", wait_until="commit")
    state: dict[str, Any] = page.evaluate(_STATE)
    again: float = page.evaluate(_AGAIN)
    return state, again


def _ready(page: Page) -> dict[str, Any]:
    page.wait_for_selector("#ket-qua:not([data-state=loading])", state="attached", timeout=_PATIENCE)
    state: dict[str, Any] = page.evaluate(_STATE)
    return state


def listed(page: Page, text: str) -> list[str]:
    """Ask a search page that is open; return the addresses of its first results, rooted."""
    page.evaluate(_ASK, f"?q={quote(text)}")
    return [url for url, _ in _ready(page)["found"]]
