"""What a page costs a citizen, behind nginx with the generated snippet: bytes, requests, and Lighthouse's marks.

Knows: the budgets of pages. Never: changes a page.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright, sync_playwright

from bench import installing
from site_builder.mkdocs_plugin import render_chrome
from tests.conftest import NOW, REPOSITORY, build_portal
from tests.server import lay, nginx

_KILOBYTE = 1024
MARKS = ("performance", "accessibility", "best-practices", "seo")
LEAST = 98
"""Of a hundred, for each mark."""
_LIGHTHOUSE = "lighthouse@12.2.3"
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu")


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """A kind of page, and what it may cost."""

    name: str
    pattern: str
    """Of its file in the tree; the largest is looked at."""
    bytes: int = 30 * _KILOBYTE
    """Compressed, without images, on a first visit."""
    requests: int = 6
    """Without images."""
    query: str = ""
    is_indexed: bool = True
    """Whether search engines may list it, which the mark of SEO asks for."""


PAGES = (
    Budget(name="front", pattern="index.html", bytes=40 * _KILOBYTE),
    Budget(name="list", pattern="tin-tuc/index.html"),
    Budget(name="article", pattern="tin-tuc/????/??/*/index.html"),
    Budget(name="photo story", pattern="tin-tuc/2026/11/mot-ho-so-di-qua-mot-cua-cap-xa/index.html"),
    Budget(name="statistics", pattern="thong-ke/nam-2025/index.html", bytes=40 * _KILOBYTE),
    Budget(
        name="search", pattern="tim-kiem/index.html", query="?q=cải+cách", bytes=160 * _KILOBYTE, requests=30,
        is_indexed=False,
    ),
)  # fmt: skip
NEXT_PAGE = 12 * _KILOBYTE


def run(*, with_lighthouse: bool) -> None:
    """Look at every kind of page of the sample portal, as no demonstration; exit with 1 when one costs too much."""
    with tempfile.TemporaryDirectory() as scratch:
        portal, to = Path(scratch, "portal"), Path(scratch, "to")
        for name in ("content", "mkdocs.yml"):
            source = REPOSITORY / name
            shutil.copytree(source, portal / name) if source.is_dir() else shutil.copy(source, portal)
        settings = portal / "mkdocs.yml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("demo: true", "demo: false"), encoding="utf-8")
        build_portal(portal, chrome=render_chrome, now=NOW)
        to.mkdir()
        lay(portal / "public", to)
        with nginx(to) as address:
            faults = [*_weigh(address, portal / "public")]
            if with_lighthouse:
                faults += _mark(address, portal / "public", Path(scratch))
    print("\n".join(faults) or "every page keeps its budget")
    sys.exit(bool(faults))


def _place(budget: Budget, tree: Path) -> str:
    base = tree.resolve()
    file = max(base.glob(budget.pattern), key=lambda path: (path.stat().st_size, path.as_posix()))
    return file.relative_to(base).as_posix().removesuffix("index.html") + budget.query


def _weigh(address: str, tree: Path) -> Iterator[str]:
    """Open each page as a new visitor, and the article as the next page; yield what costs too much."""
    with sync_playwright() as playwright, closing(_browser(playwright)) as browser:
        for budget in PAGES:
            sizes = _sizes(browser, address + _place(budget, tree))
            total = sum(sizes.values())
            print(f"{budget.name}: {total:,} bytes, {len(sizes)} requests without images")
            if total > budget.bytes or len(sizes) > budget.requests:
                yield f"{budget.name}: {total:,} bytes of {budget.bytes:,}, {len(sizes)} requests of {budget.requests}"
        sizes = _sizes(browser, address + _place(PAGES[1], tree), address + _place(PAGES[2], tree))
        print(f"next page: {sum(sizes.values()):,} bytes, {len(sizes)} requests without images")
        if sum(sizes.values()) > NEXT_PAGE:
            yield f"next page: {sum(sizes.values()):,} bytes of {NEXT_PAGE:,}"


def _browser(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_FLAGS))


def _sizes(browser: Browser, *urls: str) -> Mapping[str, int]:
    """Visit addresses one after the other; return the bytes that the last one sent, by address, without images."""
    with closing(browser.new_context(viewport={"width": 360, "height": 740})) as context:
        page = context.new_page()
        sent: dict[str, int] = {}
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        urls_of: dict[str, str] = {}
        network.on("Network.responseReceived", lambda told: _note(urls_of, told))
        network.on("Network.loadingFinished", lambda told: _add(sent, urls_of, told))
        for url in urls:
            sent.clear()
            page.goto(url, wait_until="networkidle")
        return dict(sent)


def _note(urls_of: dict[str, str], told: dict[str, Any]) -> None:
    is_sent = not told["response"].get("fromDiskCache")
    if told["type"] != "Image" and is_sent and not told["response"]["mimeType"].startswith("image/"):
        urls_of[told["requestId"]] = told["response"]["url"]


def _add(sent: dict[str, int], urls_of: Mapping[str, str], told: dict[str, Any]) -> None:
    if (url := urls_of.get(told["requestId"])) is not None:
        sent[url] = int(told["encodedDataLength"])


def _mark(address: str, tree: Path, scratch: Path) -> Iterator[str]:
    """Let Lighthouse look at each page on a phone; yield marks that are too low."""
    program = installing.node("lighthouse", _LIGHTHOUSE) / ".bin/lighthouse"
    env = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    for budget in PAGES:
        file = scratch / f"{budget.name}.json"
        flags = (f"--chrome-flags={' '.join(_FLAGS)}", "--output=json", f"--output-path={file}", "--quiet")
        command = (program, address + _place(budget, tree), *flags)
        subprocess.run(command, env=env, check=True, capture_output=True)
        said = json.loads(file.read_text(encoding="utf-8"))
        marks = {name: round(100 * said["categories"][name]["score"]) for name in MARKS}
        shift = said["audits"]["cumulative-layout-shift"]["numericValue"]
        print(f"{budget.name}: {marks}, layout shift {shift:.3f}")
        asked = MARKS if budget.is_indexed else MARKS[:-1]
        low = {name: marks[name] for name in asked if marks[name] < LEAST}
        if low or shift:
            yield f"{budget.name}: {low}, layout shift {shift:.3f}"
