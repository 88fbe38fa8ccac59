"""The ministry's measuring in Chromium, behind nginx as it is published: it counts, and nobody else may."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

from playwright.sync_api import Browser, Route

from site_builder.build import Options
from site_builder.mkdocs_plugin import render_chrome
from site_builder.model.measuring import HOST
from site_builder.publish import site
from tests.conftest import NOW, small_portal
from tests.server import nginx

COUNTING = """
const asked = Object.fromEntries(_govaq.filter((one) => one.length === 2));
const sent = asked.setTrackerUrl + "?idsite=" + asked.setSiteId;
Promise.allSettled([
  fetch(sent, { mode: "no-cors" }),
  new Promise((done) => { const dot = new Image(); dot.onload = dot.onerror = done; dot.src = sent + "&dot=1"; }),
  fetch("https://khac.example/dem", { mode: "no-cors" }),
]).then(() => { document.documentElement.dataset.counted = "1"; });
"""
"""What a script of the ministry's does, and what one that was taken over would try."""
DOT = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A picture of one point."""


def test_a_visit_is_counted_by_the_ministry_and_by_nobody_else(chromium: Browser, tmp_path: Path) -> None:
    """Its script runs, its two ways of counting work, and what it would send elsewhere is stopped."""
    root = small_portal(tmp_path / "portal")
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  - cchc:\n", '  - cchc:\n      emc: {site: "1023"}\n'), encoding="utf-8")
    site.publish(root, tmp_path / "to", render_chrome, Options(now=NOW), commit="")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        is_script = route.request.url.endswith(".js")
        route.fulfill(body=COUNTING if is_script else DOT, content_type="text/javascript" if is_script else "image/gif")

    with nginx(tmp_path / "to") as address:
        page = chromium.new_page()
        page.route("https://**/*", answer)
        page.goto(f"{address}tin-tuc/")
        page.wait_for_function("document.documentElement.dataset.counted")
        page.close()

    assert sorted(asked) == [
        f"{HOST}/embed/gov-tracking.min.js",
        f"{HOST}/tracking?idsite=1023",
        f"{HOST}/tracking?idsite=1023&dot=1",
    ]
