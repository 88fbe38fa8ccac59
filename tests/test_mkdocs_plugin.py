"""The edge to MkDocs: the spliced pages are what MkDocs itself would render, and both doors give one site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from site_builder import build, pages
from site_builder.engine import Workspace
from site_builder.errors import SettingsError
from site_builder.frame import outer
from site_builder.frame.chrome import Hole
from site_builder.frame.sentinels import layouts
from site_builder.mkdocs_plugin import CchcPlugin, head_of, render_chrome
from site_builder.model import Article
from site_builder.text import SENTINEL
from site_builder.urls import depth_of
from tests.conftest import REPOSITORY, article, build_portal, cchc, rendered_chrome, tree_of, write


class Proof(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Gives MkDocs finished main parts of articles as real pages."""

    def __init__(self, heads: dict[str, dict[str, Any]], mains: dict[str, str]) -> None:
        self.heads, self.mains = heads, mains
        self.rendered: dict[str, str] = {}

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add a real page for every article."""
        for url in self.mains:
            source = f"{url.strip('/')}.md"
            files.append(File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    @event_priority(-50)
    def on_page_markdown(self, markdown: str, page: Page, **_: Any) -> str:
        """Give the page the head that its maker gives it."""
        page.meta.update(self.heads.get(f"/{page.url}", {}))
        return markdown

    @event_priority(-50)
    def on_page_content(self, html: str, page: Page, **_: Any) -> str:
        """Give the page its finished main part."""
        return self.mains.get(f"/{page.url}", html)

    def on_post_page(self, output: str, page: Page, **_: Any) -> str:
        """Keep what MkDocs rendered."""
        self.rendered[f"/{page.url}"] = output
        return output


@pytest.mark.heavy
def test_spliced_pages_equal_real_mkdocs_pages(
    sample_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finished main part of every fourth article, given to MkDocs as a real page, gives the same bytes."""
    root = sample_site.parent
    caught: dict[str, tuple[outer.Meta, str]] = {}

    def catch(_read: Any, meta: outer.Meta, main: str) -> bytes:
        caught[meta.url] = (meta, main)
        return b""

    with Workspace.open(root / build.STATE, root / "public") as workspace:
        records = workspace.load_all("record")
    articles = [value for key, value in records.items() if key.startswith("facts:") and f"body:{value.id}" in records]
    sample: list[Article] = sorted(articles, key=lambda article: article.id)[::4]
    monkeypatch.setattr(outer, "page", catch)
    for one in sample:
        pages.article(records.__getitem__, one.id, (), (), ())
    proof = Proof(
        {url: head_of(records, meta) for url, (meta, _) in caught.items()},
        {url: main for url, (_, main) in caught.items()},
    )
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    plugin = config.plugins["cchc"]
    assert isinstance(plugin, CchcPlugin)
    plugin.chrome_only = True
    config.plugins["proof"] = proof
    mkdocs_build(config)
    monkeypatch.undo()
    chromes = dict(render_chrome(root).bundle.chromes)

    assert len(sample) >= 12
    for url, (meta, main) in caught.items():
        chrome = chromes[outer.chrome_key(meta.section, depth_of(url))]
        spliced = chrome.fill(outer.holes(records.__getitem__, meta) | {"main": main})

        assert spliced == proof.rendered[url].encode()


def test_every_section_and_depth_has_a_chrome() -> None:
    """A chrome is rendered for each layout, every hole in each, and no sentinel is left over."""
    chromes = dict(rendered_chrome().bundle.chromes)

    assert set(chromes) == {outer.chrome_key(section, depth) for section, depth in layouts()}
    for chrome in chromes.values():
        holes = {part.name for part in chrome.parts if isinstance(part, Hole)}
        text = b"".join(part for part in chrome.parts if isinstance(part, bytes)).decode()

        assert holes == {"title", "description", "canonical", "head", "data", "main"}
        assert SENTINEL.search(text) is None


def test_only_needed_theme_files_are_kept() -> None:
    """No source map, search worker, script bundle or icon set of the theme reaches readers."""
    paths = [path for path, _ in rendered_chrome().bundle.files]

    assert [
        path for path in paths if path.endswith(".map") or "lunr" in path or "bundle" in path or "/.icons" in path
    ] == []
    assert not any(path.startswith("assets/stylesheets/") for path in paths)
    assert sum(path.startswith("assets/cchc.") for path in paths) == 2


def mkdocs(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run MkDocs as a person does."""
    env = os.environ | {"PYTHONPATH": str(REPOSITORY), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", *args]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_both_doors_give_the_same_site(portal: Path) -> None:
    """`mkdocs build --strict` writes what `cchc build` publishes, byte for byte."""
    done = mkdocs("build", "--strict", cwd=portal)
    assert done.returncode == 0, done.stderr
    build_portal(portal, chrome=render_chrome, now=_now())

    assert tree_of(portal / "site") == tree_of(portal / "public")


def test_static_pages_are_read_as_articles_are(portal: Path) -> None:
    """What people type the way GitHub reads it is read so by both doors, in pages as in articles."""
    text = (
        "Sở yêu cầu:\n- Một.\n  - Hai.\n\n#CaiCach {Mẫu số 01}, gọi 0292.3820.536, https://a.gov.vn, ~~bỏ~~\n\n"
        "- [x] xong\n\nBảng:\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\tĐoạn thụt vào.\n"
    )
    write(portal, "content/pages/gioi-thieu.md", f"---\ntitle: Giới thiệu\n---\n\n{text}")
    write(portal, "content/news/2024/05/bai-moi.md", article(body=text))
    done = mkdocs("build", cwd=portal)
    assert done.returncode == 0, done.stderr
    build_portal(portal, chrome=render_chrome, now=_now())
    page, news = (
        (portal / "public" / path / "index.html").read_text(encoding="utf-8")
        for path in ("gioi-thieu", "tin-tuc/2024/05/bai-moi")
    )

    assert tree_of(portal / "site") == tree_of(portal / "public")
    for html in (page, news):
        assert re.search(r"<p>Sở yêu cầu:</p>\s*<ul>\s*<li>Một\.<ul>\s*<li>Hai\.</li>", html)
        assert '<p>#CaiCach {Mẫu số 01}, gọi <a href="tel:02923820536">0292.3820.536</a>, ' in html
        assert '<a href="https://a.gov.vn"' in html
        assert "<del>bỏ</del>" in html
        assert 'type="checkbox"' in html
        assert "<td>1</td>" in html
        assert "<p>Đoạn thụt vào.</p>" in html


def test_what_is_typed_wrongly_in_a_static_page_is_told_with_its_line(portal: Path) -> None:
    """By check, by each build, by `mkdocs build`; and `check --fix` mends what it mends in articles."""
    path = "content/pages/gioi-thieu.md"
    write(portal, path, "---\ntitle: Giới thiệu\n---\n\nGồm:\n• Một;\n• Hai.\n\n##Mục\n")
    done = mkdocs("build", cwd=portal)
    for said in (cchc("--root", portal, "check").stdout, cchc("--root", portal, "build").stderr, done.stderr):
        assert f"{path}:6: dau-dong-dan" in said
        assert f"{path}:9: thang-thieu-cach" in said
    said = cchc("--root", portal, "check", "--fix", portal / "content" / "pages").stdout

    assert "dau-dong-dan" not in said
    assert "- Một;\n- Hai.\n" in (portal / path).read_text(encoding="utf-8")


def _now() -> Any:
    from datetime import datetime

    from site_builder.text import VIETNAM

    return datetime.now(VIETNAM)


def test_mkdocs_build_stops_before_it_empties_its_folder(portal: Path) -> None:
    """Wrong content stops `mkdocs build` with our lines, and the old site folder is untouched."""
    assert mkdocs("build", cwd=portal).returncode == 0
    before = tree_of(portal / "site")
    article = portal / "content/news"
    file = min(article.rglob("*.md"))
    file.write_text(file.read_text(encoding="utf-8").replace("topic:", "topik:", 1), encoding="utf-8")
    done = mkdocs("build", cwd=portal)

    assert done.returncode == 1
    assert "topik" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree_of(portal / "site") == before


@pytest.mark.parametrize(
    ("change", "word", "place"),
    [
        (("feed_authority:", "feed_autority:"), "feed_authority", "- cchc:"),
        (("agency: ", "agency: 7 # "), "một dòng chữ", "agency: "),
        (("site_url: ", "site_url: ftp://tinh.vn # "), "site_url", "site_url: "),
        (("site_url:", "site_uri:"), "site_url", ""),
        (("- cchc:", "- search:"), "cchc", ""),
        (("name: material", "name: materiel"), "materiel", "name: materiel"),
    ],
)
def test_wrong_settings_are_told(portal: Path, change: tuple[str, str], word: str, place: str) -> None:
    """A mistake in mkdocs.yml is a problem that names what is meant, and its line where it stands on one."""
    file = portal / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        render_chrome(portal)

    lines = [number for number, line in enumerate(file.read_text("utf-8").splitlines(), 1) if place in line]
    assert word in str(caught.value)
    assert str(caught.value).startswith(f"mkdocs.yml:{lines[0]}: " if place else "mkdocs.yml: ")


def test_a_folder_without_settings_is_told(tmp_path: Path) -> None:
    """Outside a portal the message says what to do."""
    with pytest.raises(SettingsError, match="cchc init"):
        render_chrome(tmp_path)


@pytest.mark.heavy
def test_other_plugins_are_let_work(portal: Path, tmp_path: Path) -> None:
    """Chrome is captured after every other plugin of the portal."""
    hook = write(portal, "hook.py", "def on_post_page(output, page, config):\n    return output + '<!-- hooked -->'\n")
    file = portal / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8") + f"hooks: [{hook.name}]\n", encoding="utf-8")
    chromes = render_chrome(portal).bundle.chromes
    shutil.rmtree(tmp_path, ignore_errors=True)

    assert all("<!-- hooked -->" in str(chrome.parts[-1]) for _, chrome in chromes)


def test_templates_of_reports_are_nobodys_reading() -> None:
    """They lie in the theme and stay there."""
    assert [path for path, _ in rendered_chrome().bundle.files if path.endswith(".docx")] == []
