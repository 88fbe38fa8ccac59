"""MkDocs at the edge: the only file that imports it.

Two doors. `render_chrome` runs MkDocs into a scratch folder and takes what it rendered: the chrome of every
section and depth, the static pages, and the theme's files. `mkdocs build` and `mkdocs serve` run the same
plugin as a guest: content is checked before MkDocs empties its folder, and the finished site, built the way
`cchc build` builds it, is copied over MkDocs' own output.

Only public hooks are used. A sentinel page is an ordinary page whose metadata and content are holes; it goes
through the theme like any other and is captured last, after all other plugins.

Knows: MkDocs' hooks and Material's file names. Never: decides what a page shows.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material prints a banner at import

from jinja2 import Environment, TemplateNotFound
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext

from site_builder import build, content, markup, pages
from site_builder.build import Options, Rendered
from site_builder.cache import static_pages
from site_builder.cache.inputs import read_templates, theme_dir
from site_builder.cache.records import words
from site_builder.cache.static_pages import page_url
from site_builder.content import plain_settings, refused_settings
from site_builder.engine import failures
from site_builder.errors import MakeError, Problem, SettingsError, SiteError, errors_of
from site_builder.frame import assets, chrome, outer, scripts, sentinels
from site_builder.frame.chrome import Bundle, script_json, token
from site_builder.markup import dialect, github
from site_builder.model import PageLinks, Taxonomy
from site_builder.model.settings import FILE, PAGES, Settings
from site_builder.text import VIETNAM
from site_builder.urls import depth_of

_FROM_MATERIAL = re.compile(r"assets/(?:stylesheets|javascripts|images|external)/|reports/[^/]+\.(?:docx|yml)\Z")
"""Also the templates and wording of reports, which lie in the theme and are nobody's reading."""
_log = get_plugin_logger(__name__)


class CchcPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """The plugin `cchc`: see the module."""

    settings: Settings
    taxonomy: Taxonomy
    records: dict[str, Any]

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self.chrome_only = False
        self.preview = False
        self.assets: dict[str, str] = {}
        self.bundle = Bundle((), ())
        self.told: list[Problem] = []
        self.read: Mapping[str, content.StaticPage] = {}
        self.links: tuple[PageLinks, ...] = ()
        self.rendered: dict[str, str] = {}

    def load_config(
        self,
        options: Mapping[str, Any],
        config_file_path: str | None = None,
    ) -> tuple[list[Any], list[Any]]:
        """Keep the options as they are: `Settings` checks them, all at once and in Vietnamese."""
        self.options = dict(options)
        return [], []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check settings and content before MkDocs touches its folder, and lay our theme over Material."""
        _read_as_github(config)
        try:
            line_of = partial(plain_settings.line_of, Path(config.config_file_path).read_bytes())
            settings = Settings.from_mapping(_plain(config), self.options, line_of)
            self.settings = replace(settings, preview=self.preview)
            _read_as_articles(config)
            self._read_pages(config)
            self.taxonomy = content.read_taxonomy(_root(config)).taxonomy
        except SiteError as error:
            if self.chrome_only:
                raise
            raise PluginError(f"\n{error}") from error
        self.records = dict(words(_root(config), self.settings, self.taxonomy))
        theme = str(theme_dir())
        if theme not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, theme)
        return config

    def _read_pages(self, config: MkDocsConfig) -> None:
        """Read the static pages before MkDocs does, which stops at the first that it cannot read.

        Raises:
            SiteError: content is wrong, and `mkdocs build` is about to empty its folder.
        """
        read = static_pages.read_pages(_root(config), self.settings.markdown, pages.BLOCKS)
        self.read, self.links = read.good, read.links
        self.told += read.problems
        if not self.chrome_only:
            _check_content(_root(config), self.result())

    def result(self) -> Rendered:
        """Return what is known so far."""
        bundle = replace(self.bundle, problems=tuple(sorted(set(self.told))))
        return Rendered(settings=self.settings, bundle=bundle, links=self.links)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Keep the theme files that readers need, fingerprint our own, and add the sentinel pages."""
        for file in list(files):
            is_content = file.abs_src_path is not None and Path(file.src_dir or "") == Path(config.docs_dir)
            is_unread = is_content and f"{PAGES}/{file.src_uri}" not in self.read
            if is_unread or (_FROM_MATERIAL.match(file.src_uri) and not assets.MATERIAL.fullmatch(file.src_uri)):
                files.remove(file)
        self._publish_assets(files, config)
        script = theme_dir() / pages.PULL_SCRIPT  # MkDocs leaves out what a theme has of Python
        files.append(File.generated(config, pages.PULL_SCRIPT, abs_src_path=str(script)))
        for section, depth in sentinels.layouts():
            uri, source = sentinels.file_of(section, depth), sentinels.source_of(section)
            files.append(File.generated(config, uri, content=source, inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def _publish_assets(self, files: Files, config: MkDocsConfig) -> None:
        """Put our assets as they are published in the place of their sources.

        Raises:
            SettingsError: modules of a script do not fit together.
        """
        sources = {file.src_uri: file for file in files if assets.is_ours(file.src_uri)}
        try:
            texts = {name: file.content_bytes for name, file in sources.items()}
            made = assets.published(texts, self.settings.colour, config.markdown_extensions)
        except SiteError as error:
            if self.chrome_only:
                raise
            raise PluginError(f"\n{error}") from error
        for name, asset in made.items():
            if name in sources:
                files.remove(sources[name])
            if asset is not None:
                files.append(File.generated(config, asset.path, content=asset.data))
        self.assets = {name: asset.path for name, asset in made.items() if asset is not None}

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Give the theme what it shows of the portal."""
        env.globals["cchc"] = SimpleNamespace(
            settings=self.settings,
            topics=self.taxonomy.topics,
            links=self.taxonomy.links,
            nav=self.settings.nav,
            policy="" if _is_served(config) else scripts.page_policy(),
            css=self.assets.get(assets.STYLES, ""),
            js=self.assets.get(assets.READING, ""),
            boot=self.assets.get(assets.BOOT, ""),
            stats=self.assets.get(assets.STATISTICS, ""),
            search=self.assets.get(assets.SEARCH, ""),
        )
        return env

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give a static page the same head as every other page has."""
        if page.file.generated_by != "cchc":
            read = _read_of(self.read, page)
            if read:
                page.markdown, page.meta = read.body, dict(read.meta)
            meta = outer.Meta(
                url=f"/{page.url}".removesuffix("./"),
                title=str(page.meta.get("title") or page.title or ""),
                description=str(page.meta.get("description") or ""),
                feeds=pages.ALL_FEEDS,
                language=static_pages.language_of(page.file.src_uri),
                versions=static_pages.versions_of(page.file.src_uri, self.read),
            )
            page.meta["heading"], page.meta["versions"] = meta.title, meta.versions
            page.meta.update(head_of(self.records, meta))
            return read.body if read else markdown
        return markdown

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make the main part: a hole in a sentinel, the static page's own otherwise."""
        page.toc = TableOfContents([])  # Material would put a second skip link above ours, to the first heading
        if page.file.generated_by == "cchc":
            return token("html", "main")
        if _read_of(self.read, page):
            at = PageLinks(file=f"{PAGES}/{page.file.src_uri}", url=page_url(page.file.src_uri))
            html = markup.safe_page(html, at, self.settings.markdown, partial(_block, self.records, depth_of(at.url)))
        language = static_pages.language_of(page.file.src_uri)
        return pages.static_main(
            page.meta["heading"], html, depth_of(page_url(page.file.src_uri)), language, page.meta["versions"]
        )

    @event_priority(-100)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Capture a sentinel page, after every other plugin; MkDocs writes nothing for it."""
        if page.file.generated_by != "cchc":
            return output
        key = outer.chrome_key(page.meta["section"], depth_of(f"/{page.url}".removesuffix("./")))
        self.rendered[key] = output
        return ""

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the page for missing addresses a head and a main part like any page's."""
        if template_name == "404.html":
            meta = outer.Meta(url="/404.html", title="Không tìm thấy trang", noindex=True)
            head = head_of(self.records, meta)
            main = pages.not_found(self.records.__getitem__)
            context["page"] = SimpleNamespace(  # type: ignore[typeddict-item]
                meta=head, content=main, url="404.html", toc=(), is_homepage=False, title=meta.title, edit_url=None,
                canonical_url=None, previous_page=None, next_page=None, ancestors=(),
            )  # fmt: skip
        return context

    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:
        """Drop MkDocs' sitemap: ours has true dates."""
        return "" if template_name == "sitemap.xml" else output

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Take what MkDocs wrote; as a guest of `mkdocs build`, put the finished site there."""
        site = Path(config.site_dir)
        files = sorted(path for path in site.rglob("*") if path.is_file())
        named = [(path.relative_to(site).as_posix(), path.read_bytes()) for path in files]
        templates = read_templates(_root(config)).values()
        emc = self.settings.measured
        self.bundle = chrome.bundled(self.rendered, named, templates, emc.host if emc else "")
        if not self.chrome_only:
            _deliver(_root(config), self.result(), site)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch what the portal is made from besides MkDocs' own folder."""
        for folder in (_root(config) / "content", theme_dir()):
            server.watch(str(folder))
        return server


@contextmanager
def _disk(place: Path) -> Iterator[None]:
    """Tell a full or locked disk as such; every other error of MkDocs is what it is."""
    try:
        yield
    except OSError as error:
        problem = failures.of_disk(error.errno, None, error.strerror, place) if error.errno in failures.DISK else None
        if problem is None:
            raise
        raise MakeError(problem) from error


def render_chrome(root: Path, *, preview: bool = False) -> Rendered:
    """Run MkDocs for its chrome, static pages and theme files; a scratch folder takes its output.

    Args:
        root: the portal's folder.
        preview: the site is for few people and shows what is not published.

    Raises:
        SettingsError: `mkdocs.yml` is missing or wrong, or a static page or template cannot be rendered.
        MakeError: the disk refuses.
    """
    file = root / FILE
    if not file.is_file():
        raise SettingsError(
            Problem(FILE, 0, "thieu-tep", f"không thấy {FILE} trong thư mục này; hãy vào thư mục của cổng, "
                    "dùng --root THƯ-MỤC, hoặc tạo cổng mới bằng lệnh: cchc init THƯ-MỤC")
        )  # fmt: skip
    place = Path(tempfile.gettempdir())
    with _disk(place), tempfile.TemporaryDirectory(prefix="cchc-", dir=place) as scratch, _listening() as said:
        try:
            config = _load(file, scratch)
            plugin = config.plugins.get("cchc")
            if not isinstance(plugin, CchcPlugin):
                raise SettingsError(Problem(FILE, 0, "cai-dat", "plugins: thiếu mục cchc; hãy thêm dòng `- cchc:`"))
            plugin.chrome_only, plugin.preview = True, preview
            mkdocs_build(config)
        except (ConfigurationError, PluginError, Abort) as error:
            raise SettingsError(*refused_settings.problems(root, [*said, str(error)], "error")) from error
        except TemplateNotFound as error:
            message = f"không có mẫu trang {error.name}; hãy bỏ khóa template trong content/pages"
            raise SettingsError(Problem(FILE, 0, "mau-trang-la", message)) from error
    rendered = plugin.result()
    problems = (*refused_settings.problems(root, said, "warning"), *rendered.bundle.problems)
    return replace(rendered, bundle=replace(rendered.bundle, problems=problems))


def _load(file: Path, scratch: str) -> MkDocsConfig:
    """Read `mkdocs.yml`; MkDocs itself stumbles over an address of no server."""
    try:
        return load_config(str(file), site_dir=scratch)
    except ValueError as error:
        raise SettingsError(refused_settings.refused_address(file.read_bytes(), error)) from error


def _read_of(read: Mapping[str, content.StaticPage], page: Page) -> content.StaticPage | None:
    """Return a page of content as our reader read it; MkDocs' own takes a first line `a: b` for a key."""
    return read.get(f"{PAGES}/{page.file.src_uri}") if page.file.abs_src_path else None


def _block(records: Mapping[str, Any], depth: int, name: str) -> str:
    """Make a block that a page asks for; of one that does not exist its check has told."""
    return pages.block(name, records.__getitem__, depth) if name in pages.BLOCKS else ""


def _deliver(root: Path, rendered: Rendered, site: Path) -> None:
    """Build the site as `cchc build` does, with a state of its own, and copy it into MkDocs' folder."""
    try:
        report = build.build(root, lambda _root: rendered, _guest_options())
    except SiteError as error:
        raise PluginError(f"\n{error}") from error
    for problem in report.problems:
        _log.warning("%s", problem)
    shutil.copytree(report.tree, site, dirs_exist_ok=True)


def head_of(records: Mapping[str, Any], meta: outer.Meta) -> dict[str, Any]:
    """Return a page's metadata as `main.html` reads it; the values of holes, before escaping."""
    values = outer.holes(records.__getitem__, meta)
    return values | {"data": script_json(values["data"]), "section": meta.section}


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _is_served(config: MkDocsConfig) -> bool:
    """Say whether this is `mkdocs serve`, which puts a script of its own into pages: their policy would stop it.

    MkDocs tells that in `on_startup` alone, and keeps plugins that have it from one portal to the next.
    """
    return Path(config.site_dir).name.startswith("mkdocs_")


def _read_as_github(config: MkDocsConfig) -> None:
    """Add what GitHub reads to the extensions of mkdocs.yml, for articles and static pages alike."""
    for name, options in github.ALONGSIDE.items():
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
            config.mdx_configs.setdefault(name, dict(options))
    config.markdown_extensions = [name for name in config.markdown_extensions if name != github.NAME] + [github.NAME]


def _read_as_articles(config: MkDocsConfig) -> None:
    """Name headings and notes as in articles, and leave what links lead to to our own check, which knows the rest."""
    for name, options in dialect.VIETNAMESE.items():
        config.mdx_configs[name] = options | config.mdx_configs.get(name, {})
    for kind in ("not_found", "absolute_links", "unrecognized_links", "anchors"):
        config.validation.links[kind] = logging.DEBUG


def _plain(config: MkDocsConfig) -> dict[str, Any]:
    """Return what `Settings` needs of MkDocs' configuration, as plain values."""
    options = config.mdx_configs
    return {
        "site_name": config.site_name,
        "site_url": config.site_url,
        "site_description": config.site_description,
        "markdown": {name: options.get(name, {}) for name in config.markdown_extensions},
        "nav": list(_nav(config.nav or [])),
        "docs_dir": _inside(config, config.docs_dir),
        "custom_dir": _inside(config, config.theme.custom_dir) if config.theme.custom_dir else "",
    }


def _inside(config: MkDocsConfig, path: str) -> str:
    """Return a path from the portal's folder; one that begins with `..` lies outside."""
    return Path(os.path.relpath(path, _root(config))).as_posix()


def _nav(entries: Any, title: str = "") -> Iterator[tuple[str, str]]:
    """List the pages of MkDocs' nav, nested or not, with their rooted URLs."""
    if isinstance(entries, str):
        yield title or entries, entries if "://" in entries else page_url(entries)
    elif isinstance(entries, dict):
        for name, inner in entries.items():
            yield from _nav(inner, name)
    else:
        for entry in entries:
            yield from _nav(entry)


def _guest_options() -> Options:
    """Build for MkDocs' folder: in this process only (MkDocs may run threads), with a state of its own."""
    state = build.STATE / "mkdocs"
    return Options(now=datetime.now(VIETNAM), jobs=1, state=state, link=str(state / "public"))


def _check_content(root: Path, rendered: Rendered) -> None:
    """Stop before MkDocs empties its folder when content is wrong."""
    found = build.check(root, lambda _root: rendered, _guest_options())
    if errors_of(found.problems):
        raise SiteError(*found.problems)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what MkDocs would print; warnings and errors only."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    level, propagate = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
