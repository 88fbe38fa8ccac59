"""The local preview: a small server of the finished site that rebuilds on change and reloads the page.

It serves what `cchc build` would publish, so the preview is the site. The reload script is added on the way
out, never written into a file; problems of a failed rebuild are shown in the page, and the old site stays.

Knows: HTTP on this machine only. Never: listens on another address than the one it is given.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import Change, watch

EVENTS = "/__cchc/events"
_HTTP = 80
"""The port that browsers leave out of a name."""
RELOAD = "/__cchc/reload.js"
RELOADER = b"""(()=>{const s=new EventSource("/__cchc/events");s.onmessage=e=>{const d=JSON.parse(e.data);
if(!d.problems.length){location.reload();return}let p=document.getElementById("cchc-problems");
if(!p){p=document.createElement("pre");p.id="cchc-problems";
p.style.cssText="position:fixed;inset:auto 0 0 0;margin:0;padding:1em;max-height:50vh;overflow:auto;"+
"background:#7f1d1d;color:#fff;z-index:99;white-space:pre-wrap;font-size:14px";document.body.append(p)}
p.textContent=d.problems.join("\\n")}})()"""
"""Reloads after a good rebuild, shows the problems of a bad one."""
SCRIPT = b'<script src="/__cchc/reload.js"></script></body>'
"""A file of its own: the policy of pages lets no script in a page run."""
_TYPES = {".xml": "application/xml; charset=utf-8", ".json": "application/json; charset=utf-8", ".md": "text/markdown"}


class News:
    """Tells waiting pages of each rebuild."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._count = 0
        self._problems: tuple[str, ...] = ()
        self.closed = False

    def tell(self, problems: tuple[str, ...]) -> None:
        """Announce a rebuild with its problems, none when it is good."""
        with self._turn:
            self._count += 1
            self._problems = problems
            self._turn.notify_all()

    def close(self) -> None:
        """Let every waiting page go."""
        self.closed = True
        with self._turn:
            self._turn.notify_all()

    def wait(self, seen: int, seconds: float) -> tuple[int, tuple[str, ...]]:
        """Wait for a rebuild after the `seen`-th, at most `seconds`; return the count and its problems."""
        with self._turn:
            self._turn.wait_for(lambda: self._count > seen or self.closed, timeout=seconds)
            return self._count, self._problems

    @property
    def count(self) -> int:
        """How many rebuilds there were."""
        return self._count


class Handler(SimpleHTTPRequestHandler):
    """Serves the tree behind the link; resolves the link at each request, so a swap is seen at once."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, link: Path, news: News, **kwargs: object) -> None:
        self.news = news
        super().__init__(*args, directory=str(link.resolve()), **kwargs)  # type: ignore[arg-type]

    def parse_request(self) -> bool:
        """Refuse a question that is for another server: a page of a stranger's may have led its name to this machine.

        Such a page would read what is not published yet.
        """
        if not super().parse_request():
            return False
        if self.headers.get("Host", "").lower() in self._names():
            return True
        self.close_connection = True
        self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "Not a name of this preview")
        return False

    def _names(self) -> set[str]:
        """Return what people call this preview, as a browser says it."""
        host, port = self.connection.getsockname()[:2]
        names = {str(host), "localhost", "127.0.0.1", "[::1]"}
        return {f"{name}:{port}" for name in names} | (names if port == _HTTP else set())

    def do_GET(self) -> None:
        """Answer events, pages with the reload script, and files."""
        if self.path == EVENTS:
            self._events()
            return
        if self.path == RELOAD:
            self._send(RELOADER, "text/javascript; charset=utf-8", HTTPStatus.OK)
            return
        file = Path(self.translate_path(self.path))
        page = file / "index.html" if file.is_dir() else file
        if file.is_dir() and not self.path.split("?")[0].endswith("/"):
            super().do_GET()  # redirects to the address with its last slash
        elif page.suffix == ".html" and page.is_file():
            self._page(page, HTTPStatus.OK)
        elif not page.is_file():
            self._page(Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def _page(self, file: Path, status: HTTPStatus) -> None:
        """Send a page with the reload script."""
        body = file.read_bytes().replace(b"</body>", SCRIPT, 1) if file.is_file() else b"404"
        self._send(body, "text/html; charset=utf-8", status)

    def _send(self, body: bytes, kind: str, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _events(self) -> None:
        """Keep a page waiting for the next rebuild."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        seen = self.news.count
        while not self.news.closed:
            count, problems = self.news.wait(seen, seconds=15)
            line = f"data: {json.dumps({'problems': problems}, ensure_ascii=False)}" if count > seen else ": still here"
            seen = count
            try:
                self.wfile.write(f"{line}\n\n".encode())
                self.wfile.flush()
            except OSError:  # the page was closed
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay quiet: the terminal is for problems."""


class Preview:
    """A running preview."""

    def __init__(self, link: Path, port: int, host: str = "127.0.0.1") -> None:
        self.news = News()
        self._server = ThreadingHTTPServer((host, port), partial(Handler, link=link, news=self.news))
        self._server.daemon_threads = True
        self.url = f"http://{host}:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def follow(self, folders: tuple[Path, ...], rebuild: Callable[[], tuple[str, ...]], stop: threading.Event) -> None:
        """Rebuild at every change below `folders` until `stop` is set; `rebuild` returns problem lines."""
        for _ in watch(*folders, watch_filter=_is_source, stop_event=stop, debounce=300, raise_interrupt=True):
            self.news.tell(rebuild())

    def close(self) -> None:
        """Stop serving."""
        self.news.close()
        self._server.shutdown()
        self._server.server_close()


def _is_source(_change: Change, path: str) -> bool:
    """Leave out the state, the published site and editors' scratch files."""
    parts = Path(path).parts
    return not ({".cache", ".git", "public", "public-drafts", "site"} & set(parts)) and not path.endswith(("~", ".swp"))
