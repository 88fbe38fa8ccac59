"""Scripts planted in an article, a page, a drawing or an old address: under the shipped policy and under none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_builder import build, images
from site_builder.build import Options
from site_builder.errors import errors_of
from site_builder.mkdocs_plugin import render_chrome
from site_builder.preview import Preview
from tests.browser.conftest import serve
from tests.conftest import NOW, article, build_portal, small_portal, write
from tests.server import lay, nginx
from tests.test_drawings import HARMFUL

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RUN = "window.harmed=true;document.title='HAI'"
VECTORS = (
    "<script>{0}</script>",
    "<scr<script>ipt>{0}</script>",
    "<img src=x onerror={0}>",
    "<svg onload={0}></svg>",
    "<svg><script>{0}</script></svg>",
    "<svg><style><img src=x onerror={0}></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={0}></style></mglyph></table></mtext></math>",
    '<iframe srcdoc="<script>parent.harmed=true</script>"></iframe>',
    '<iframe src="javascript:parent.harmed=true"></iframe>',
    '<object data="data:text/html,<script>parent.harmed=true</script>"></object>',
    '<embed src="javascript:{0}">',
    "<details open ontoggle={0}><summary>x</summary></details>",
    "<video src=x onerror={0}></video>",
    "<body onload={0}>",
    "<input autofocus onfocus={0}>",
    '<noscript><p title="</noscript><img src=x onerror={0}>"></noscript>',
    "<!--><img src=x onerror={0}>-->",
    '<a id="k" href="javascript:{0}">bấm</a>',
    "[bấm](javascript:{0})",
    "[bấm](&#106;avascript:{0})",
    "<java\tscript:{0}>",
    "![x](x){{onerror={0}}}",
    "## Đề mục {{onclick={0}}}",
    "`</code><script>{0}</script>`",
    '<meta http-equiv="refresh" content="0;url=javascript:{0}">',
    '<base href="javascript:{0}//">',
    '<link rel="import" href="data:text/html,<script>{0}</script>">',
    "*[HTML]: <script>{0}</script>\n\nHTML",
    "[^1]\n\n[^1]: <img src=x onerror={0}>",
)
"""Ways to plant a script in Markdown; `{0}` is the script."""

DRAWINGS = (
    '<svg xmlns="http://www.w3.org/2000/svg"><rect data-x="x()" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><o:a xmlns:o="urn:o" onload="x()"/><text>x()</text></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>&lt;script&gt;x()&lt;/script&gt;</title></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><metadata><script xmlns="urn:o">x()</script></metadata></svg>',
)
"""Drawings of which something is left out, or that only speak of a script."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with everything planted that there is, built as if `check` had refused nothing."""
    root = small_portal(tmp_path_factory.mktemp("planted") / "portal")
    for number, vector in enumerate(VECTORS):
        text = vector.format(RUN)
        write(root, f"content/news/2024/05/hai-{number}.md", article(body=f"Chữ.\n\n{text}\n\nChữ."))
        write(root, f"content/pages/hai-{number}.md", f"# Trang\n\n{text}\n\nChữ.\n")
    title = '"</title><script>' + RUN.replace('"', "") + '</script>"'
    old = "aliases: ['/tin-cu/</script><script>x()</script>.html', '/tin-cu/a\"onload=x().html', '/tin-cu/tot.html']"
    write(root, "content/news/2024/05/hai-ten.md", article(title=title, summary=title, author=title))
    write(root, "content/news/2024/05/hai-cu.md", article(body="Chữ.").replace("agency:", f"{old}\nagency:"))
    write(root, "content/media/tot.svg", '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>')
    write(root, "content/news/2024/05/hai-hinh.md", article(body="Chữ.\n\n![Hình vuông đen](/media/tot.svg)"))
    return root


@pytest.fixture(scope="module")
def built(planted: Path) -> Path:
    """What passes `check` of it, and in the other files all that a fault of the check would let through."""
    found = errors_of(build.check(planted, render_chrome, Options(now=NOW)).problems)
    refused = {one.path for one in found}
    assert len([path for path in refused if path.startswith("content/pages/hai-")]) >= 20
    shutil.rmtree(planted / ".cache")  # with it goes what was rendered without the refused pages
    patch = pytest.MonkeyPatch()
    patch.setattr("site_builder.cache.portal.errors_of", lambda _problems: ())
    patch.setattr("site_builder.cache.static_pages.errors_of", lambda _problems: ())
    build_portal(planted, chrome=render_chrome)
    patch.undo()
    assert len(list((planted / "public").resolve().glob("hai-*/index.html"))) == len(VECTORS)
    return planted / "public"


@pytest.fixture(scope="module", params=["nginx", "no headers", "preview"])
def address(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The portal behind our nginx, behind a server that sends no policy, and as its editors see it."""
    if request.param == "nginx":
        with nginx(lay(built, tmp_path_factory.mktemp("to"))) as found:
            yield found
    elif request.param == "preview":
        preview = Preview(built, 0)
        yield preview.url
        preview.close()
    else:
        server = serve(built.resolve())
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        server.server_close()


def test_no_planted_script_of_an_article_a_page_or_an_old_address_runs(
    chromium: Browser, address: str, built: Path
) -> None:
    """Nor after a click on everything that can be clicked; and the site's own scripts do."""
    tree = built.resolve()
    paths = [
        file.relative_to(tree).as_posix().removesuffix("index.html")
        for file in sorted({*tree.glob("hai-*/index.html"), *tree.glob("tin-tuc/2024/05/hai-*/index.html"),
                            *tree.glob("tin-cu/*.html"), *tree.glob("index.html")})
    ]  # fmt: skip
    page = chromium.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("request", lambda sent: asked.append(sent.url))
    assert len(paths) >= 2 * len(VECTORS) + 3
    for path in paths:
        page.goto(address + path, wait_until="load")
        if path.startswith("tin-cu"):
            page.wait_for_url("**/tin-tuc/**")  # leads on by itself
            page.wait_for_load_state("load")
        page.evaluate(
            "document.querySelectorAll('main a[href^=\"javascript\" i], main [onclick]').forEach(e => e.click())"
        )
        assert page.evaluate("window.harmed") is None, path
        assert page.title() != "HAI", path
        assert "no-js" not in (page.get_attribute("html", "class") or ""), path
    page.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_no_planted_script_of_a_drawing_runs(chromium: Browser, built: Path, tmp_path: Path) -> None:
    """It is refused, or its published copy, opened by itself with no header, draws and does nothing else."""
    shutil.copytree(built.resolve(), tmp_path / "site")
    opened = 0
    server = serve(tmp_path / "site")
    page = chromium.new_page()
    for text in (*HARMFUL.values(), *DRAWINGS):
        try:
            copy = images.published(text.replace("x()", RUN).encode())
        except (images.ActiveError, images.BrokenError):
            continue
        (tmp_path / "site" / "media" / f"{opened}.svg").write_bytes(copy)
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/media/{opened}.svg")
        assert page.evaluate("window.harmed") is None, text
        opened += 1
    page.close()
    server.shutdown()
    server.server_close()
    assert opened == len(DRAWINGS)


def test_a_drawing_that_slipped_in_is_locked_up_by_the_server(chromium: Browser, built: Path, tmp_path: Path) -> None:
    """Opened by itself, in a frame or as a picture: the header stands alone, too."""
    shutil.copytree(built.resolve(), tmp_path / "site")
    names = ("script", "script of HTML", "handler on the root", "HTML inside", "set")
    for number, name in enumerate(names):
        text = HARMFUL[name].replace("x()", RUN)
        (tmp_path / "site" / "media" / f"hai-{number}.svg").write_text(text, encoding="utf-8")
    with nginx(lay(tmp_path / "site", tmp_path / "to")) as found:
        page = chromium.new_page()
        for number in range(len(names)):
            answer = page.goto(f"{found}media/hai-{number}.svg")
            assert answer is not None
            assert answer.headers["content-security-policy"].endswith("; sandbox")
            assert page.evaluate("window.harmed") is None
        page.close()


def test_the_policy_of_a_page_stops_a_script_where_nobody_sends_headers(
    chromium: Browser, built: Path, tmp_path: Path
) -> None:
    """The last lock, alone: every vector put into a finished page as it is, on a server with no header."""
    site = tmp_path / "site"
    shutil.copytree(built.resolve(), site)
    whole = (site / "gioi-thieu" / "index.html").read_text(encoding="utf-8")
    server = serve(site)
    page = chromium.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    for number, vector in enumerate(VECTORS):
        (site / "gioi-thieu" / f"{number}.html").write_text(
            whole.replace("</main>", f"{vector.format(RUN)}</main>"), encoding="utf-8"
        )
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/gioi-thieu/{number}.html", wait_until="load")
        page.evaluate(
            "document.querySelectorAll('main a[href^=\"javascript\" i], main [onclick]').forEach(e => e.click())"
        )
        assert page.evaluate("window.harmed") is None, vector
    page.close()
    server.shutdown()
    server.server_close()
