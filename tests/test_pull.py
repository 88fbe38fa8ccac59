"""The script that newspapers run, over weeks and months of a newsroom: nothing is lost, nothing is there twice."""

from __future__ import annotations

import http.server
import json
import random
import runpy
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from site_builder.build import Rendered
from tests import lengths
from tests.conftest import REPOSITORY, build_portal, rendered_chrome, small_portal
from tests.newsroom import START, Newsroom

PAUSE = timedelta(days=21)
SEED = 7
SCRIPT = REPOSITORY / "theme/feeds/lay_tin.py"
CURRENT = "feeds/tin-tuc.atom.xml"


class Site(http.server.ThreadingHTTPServer):
    """Serves a folder with ETags; it can end a program that asks."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"
        self.asked: list[tuple[str, int]] = []
        """Path and status of each request."""
        self.victim: tuple[float, subprocess.Popen[bytes]] | None = None
        """How many seconds after the next answer which program is ended; at 0 it gets no answer."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        """Answer with a file, or that it is the same."""
        if self.server.victim:
            delay, program = self.server.victim
            self.server.victim = None
            if not delay:
                program.kill()
                return
            threading.Timer(delay, program.kill).start()
        file = self.server.folder / self.path.lstrip("/")
        data = file.read_bytes() if file.is_file() else b""
        tag = f'"{blake2b(data, digest_size=8).hexdigest()}"'
        status = 404 if not data else 304 if self.headers.get("If-None-Match") == tag else 200
        self.server.asked.append((self.path, status))
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", "application/xml; charset=utf-8")
        self.end_headers()
        if status == 200:
            self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Serve a folder on loopback."""
    site = Site(folder)
    thread = threading.Thread(target=site.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


def pull(site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the script once, in this process."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", [str(SCRIPT), site.address + CURRENT, str(folder)])
        runpy.run_path(str(SCRIPT), run_name="__main__")


def kill(site: Site, folder: Path, delay: float) -> None:
    """Run the script and end it while it reads and writes; one that was faster is run once more, and gets no answer."""
    for seconds in (delay, 0):
        program = subprocess.Popen([sys.executable, SCRIPT, site.address + CURRENT, folder])
        site.victim = (seconds, program)
        code = program.wait()
        if code == -signal.SIGKILL:
            return
    raise AssertionError(code)


def taken(folder: Path) -> dict[str, str]:
    """Return the titles of what was pulled by identity; one file an item."""
    items = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")]
    found = {item["id"]: item["title"] for item in items}
    assert len(found) == len(items)
    return found


class Portal:
    """A portal without articles of its own, built as the newsroom goes on."""

    def __init__(self, root: Path, room: Newsroom) -> None:
        self.root = small_portal(root)
        shutil.rmtree(self.root / "content/news")
        self.room = room

    def build(self, moment: datetime, address: str) -> None:
        """Bring the site to a moment."""
        self.room.write_until(self.root, moment)

        def chrome(_root: Path) -> Rendered:
            found = rendered_chrome()
            return replace(found, settings=replace(found.settings, site_url=address))

        build_portal(self.root, chrome=chrome, now=moment)


@pytest.mark.slow
def test_the_script_loses_nothing_and_doubles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Polled often, ended again and again, or run once at the end: each item once, in its last state."""
    polls, kills = lengths.examples(24, 365), lengths.examples(5, 50)
    days = lengths.examples(80, 365)
    room = Newsroom(articles=lengths.examples(60, 2000), days=days, seed=SEED)
    portal = Portal(tmp_path / "portal", room)
    luck = random.Random(SEED)
    often, hurt, once = (tmp_path / name for name in ("often", "hurt", "once"))
    deadly = set(luck.sample(range(polls), kills))
    with serving(portal.root / "public") as site:
        for poll, moment in enumerate(_polls(room, polls)):
            portal.build(moment, site.address)
            pull(site, often, monkeypatch)
            if poll in deadly:
                kill(site, hurt, luck.uniform(0.001, 0.06))
            elif luck.random() < 0.5 or poll == polls - 1:
                pull(site, hurt, monkeypatch)
        if polls - 1 in deadly:
            pull(site, hurt, monkeypatch)
        pull(site, once, monkeypatch)
        expected = room.expected(moment)
        asked = len(site.asked)
        pull(site, once, monkeypatch)
        spared = {status for _, status in site.asked[asked:]}

    assert len(expected) > len(room.works) * 0.8
    assert [taken(folder) == expected for folder in (often, once, hurt)] == [True, True, True]
    assert spared == {304}


def _polls(room: Newsroom, count: int) -> Iterator[datetime]:
    """Yield moments over the span, with a pause of three weeks in its midst."""
    step = (room.end - START - PAUSE) / count
    for poll in range(1, count + 1):
        yield START + step * poll + (PAUSE if poll > count // 2 else timedelta())
